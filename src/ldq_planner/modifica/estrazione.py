"""Da un ente preso fra molti a una cartella di dati come le altre: dopo, ogni comando vi risponde."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from pydantic import ValidationError

from ldq_planner.loading.importazione.raccolta import MAX_YAML
from ldq_planner.loading.importazione.rifiuti import refuse
from ldq_planner.loading.importazione.testi import make_slug
from ldq_planner.loading.messaggi import explain_primo
from ldq_planner.model.archivio import CONTRATTI as YAML_CONTRATTI
from ldq_planner.model.archivio import REGISTRO
from ldq_planner.model.base import Modello
from ldq_planner.model.contratto import FileContratti
from ldq_planner.model.quartiere import FileQuartieri
from ldq_planner.model.scambio.piatto import AGGIORNATO_AL, CONTRATTI, QUARTIERI
from ldq_planner.model.scambio.righe_piatte import read_riga
from ldq_planner.modifica.importazione import DA_MOLTI, compose_modelli

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from ldq_planner.model.scambio.righe_piatte import Riga

M = TypeVar("M", bound=Modello)
_ALTROVE = "quartieri di altri enti, che un suo contratto serve: qui restano i suoi"
_SENZA_DELIBERA = "delibere che il file non descrive"
_SENZA_PROGRAMMA = "programmi che il file non descrive"
_SENZA_SCENARIO = "scenari da cui viene un contratto: qui non ci sono"
_SERVIZIO = "contratti estratti"


class Provenienza(NamedTuple):
    """Da dove si estrae: come si chiama, di chi, a che giorno, e ciò che il file dei quartieri diceva oltre a loro."""

    nome: str
    ente: str
    giorno: date
    anagrafe: Mapping[str, Any]


class Estratti(NamedTuple):
    """I file da scrivere, quanti quartieri e contratti hanno, e ciò che non si è potuto portare."""

    file: Mapping[str, bytes]
    quartieri: int
    contratti: int
    avvisi: tuple[str, ...]


class _Lettore:
    """Porta le righe nei nostri campi, e conta ciò che non si può portare."""

    def __init__(self, fonte: Provenienza, quartieri: list[Riga]) -> None:
        self.perdite: Counter[str] = Counter()
        self._fonte = fonte
        self._ids = {str(riga["id"]): _make_id(str(riga["id"])) for riga in quartieri}
        self._delibere, self._programmi = (
            {str(voce.get("id")) for voce in fonte.anagrafe.get(nome, ())} for nome in ("delibere", "programmi")
        )

    def read_quartiere(self, riga: Riga) -> Riga:
        """Il quartiere, con il suo ente solo se non è quello del file."""
        voce = read_riga(QUARTIERI, riga)
        voce |= {"id": self._ids[voce["id"]], "nome": voce.get("nome") or voce["id"]}
        voce["programmi"] = self._keep(voce.get("programmi", ()), self._programmi, _SENZA_PROGRAMMA)
        if "popolazione" in voce:
            voce["popolazione"].setdefault("fonte", self._fonte.nome)
        if voce.get("ente") == self._fonte.ente:
            del voce["ente"]
        return voce

    def read_contratto(self, riga: Riga) -> Riga:
        """Il contratto, con i soli quartieri dell'ente."""
        voce = read_riga(CONTRATTI, riga)
        senza = {"tipo": "affidamento", "titolo": str(voce["id"]), "fonte": self._fonte.nome}
        voce = {**senza, **voce, "id": _make_id(str(voce["id"]))}
        voce["quartieri"] = [self._ids[q] for q in self._keep(voce["quartieri"], {*self._ids}, _ALTROVE)]
        for elenco in ("decorrenze", "operatori"):
            suoi = [v for v in voce.get(elenco, ()) if v.get("quartiere") in {None, *self._ids}]
            voce[elenco] = [{**v, "quartiere": self._ids[v["quartiere"]]} if v.get("quartiere") else v for v in suoi]
        voce["delibere"] = self._keep(voce.get("delibere", ()), self._delibere, _SENZA_DELIBERA)
        if voce.pop("scenario", None):
            self.perdite[_SENZA_SCENARIO] += 1
        return voce

    def _keep(self, rimandi: list[str], noti: set[str], perdita: str) -> list[str]:
        """I rimandi che arrivano a qualcosa; gli altri si contano."""
        buoni = [rimando for rimando in rimandi if rimando in noti]
        if len(buoni) < len(rimandi):
            self.perdite[perdita] += len(rimandi) - len(buoni)
        return buoni


def compose_estratti(quartieri: list[Riga], contratti: list[Riga], fonte: Provenienza) -> Estratti:
    """Le righe di un ente come file di dati.

    Errori: `InvalidDataError` se una non è un contratto, o un quartiere, dei nostri.
    """
    lettore = _Lettore(fonte, quartieri)
    luoghi, voci = [*map(lettore.read_quartiere, quartieri)], [*map(lettore.read_contratto, contratti)]
    detto = {"servizio": _SERVIZIO, **fonte.anagrafe, "ente": fonte.ente}
    anagrafe = _validate(
        FileQuartieri, {AGGIORNATO_AL: _find_giorno(quartieri, fonte), **detto, QUARTIERI: luoghi}, fonte
    )
    registro = _validate(FileContratti, {AGGIORNATO_AL: _find_giorno(contratti, fonte), CONTRATTI: voci}, fonte)
    file = compose_modelli({QUARTIERI: anagrafe, CONTRATTI: registro}, DA_MOLTI)
    if len(voci) > MAX_YAML:
        del file[YAML_CONTRATTI]
        file[REGISTRO] = b"".join(_write_righe(registro))
    avvisi = tuple(f"{quanti}: {perdita}" for perdita, quanti in lettore.perdite.items())
    return Estratti(file, len(luoghi), len(voci), avvisi)


def _make_id(scritto: str) -> str:
    """L'id com'è, o il più simile che si possa scrivere nei dati."""
    return make_slug(scritto, 120) or "voce"


def _find_giorno(righe: list[Riga], fonte: Provenienza) -> str:
    """Il giorno più recente a cui quelle righe sono state verificate."""
    return f"{max(filter(None, (riga[AGGIORNATO_AL] for riga in righe)), default=fonte.giorno)}"


def _validate(modello: type[M], letto: Mapping[str, Any], fonte: Provenienza) -> M:
    try:
        return modello.model_validate(letto)
    except ValidationError as errore:
        posto, messaggio, _ = explain_primo(errore, modello)
        dove = _name_voce(letto, posto)
        raise refuse(fonte.nome, f"{dove}: {messaggio}", "correggere la riga nel file, e ripetere") from None


def _name_voce(letto: Any, posto: tuple[str | int, ...]) -> str:
    """Il posto di un errore, con l'id della voce al posto del suo numero."""
    match posto:
        case (str() as elenco, int() as numero, *campo):
            return ".".join(map(str, (elenco, letto[elenco][numero]["id"], *campo)))
    return ".".join(map(str, posto))


def _write_righe(registro: FileContratti) -> Iterator[bytes]:
    """Un JSON per riga, dopo quella che dice il giorno."""
    voci = (c.model_dump(mode="json", exclude_defaults=True) for c in registro.contratti)
    for voce in ({AGGIORNATO_AL: f"{registro.aggiornato_al}"}, *voci):
        yield json.dumps(voce, ensure_ascii=False).encode() + b"\n"
