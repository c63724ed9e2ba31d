"""Da una cartella di dati al portafoglio, o a tutti i problemi di tutti i file insieme."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from ldq_planner.errors import Finding, InvalidDataError, Posizione, Ref
from ldq_planner.loading.documento import Documento, read_documento
from ldq_planner.loading.messaggi import explain_errore
from ldq_planner.loading.soglie import read_soglie
from ldq_planner.model.base import Modello
from ldq_planner.model.contratto import FileContratti
from ldq_planner.model.portafoglio import Portafoglio
from ldq_planner.model.quartiere import FileQuartieri
from ldq_planner.model.scenario import FileScenari
from ldq_planner.rules.integrita import check_integrita

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic_core import ErrorDetails

    from ldq_planner.loading.albero import Mappa

QUARTIERI, CONTRATTI, SCENARI, SOGLIE = "quartieri.yaml", "contratti.yaml", "scenari.yaml", "ldq.toml"
FILE_OF_KIND = {
    "quartieri": QUARTIERI,
    "programmi": QUARTIERI,
    "delibere": QUARTIERI,
    "contratti": CONTRATTI,
    "scenari": SCENARI,
    "piani": SCENARI,
}

M = TypeVar("M", bound=Modello)


@dataclass(frozen=True)
class Caricato:
    """Un portafoglio e i documenti da cui viene: sa dire dove sta ogni cosa."""

    cartella: Path
    portafoglio: Portafoglio
    documenti: dict[str, Documento] = field(repr=False)

    def locate(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Le segnalazioni con la loro posizione, nell'ordine dei file."""
        cercatore = _Cercatore(self.documenti)
        return tuple(sorted(map(cercatore.locate, findings), key=Finding.sort_key))


def load(cartella: str | Path) -> Caricato:
    """Tutto ciò che la cartella dice, con le posizioni.

    Errori: `InvalidDataError` con tutte le segnalazioni di tutti i file, se anche una sola vieta di valutare.
    """
    cartella = Path(cartella)
    documenti = {nome: _read(cartella, nome) for nome in (QUARTIERI, CONTRATTI)}
    if (cartella / SCENARI).exists():
        documenti[SCENARI] = _read(cartella, SCENARI)
    problemi = [p for d in documenti.values() for p in d.problemi]
    anagrafe = _convert(documenti[QUARTIERI], FileQuartieri, problemi)
    registro = _convert(documenti[CONTRATTI], FileContratti, problemi)
    ipotesi = _convert(documenti[SCENARI], FileScenari, problemi) if SCENARI in documenti else _no_scenari(registro)
    soglie = read_soglie(cartella / SOGLIE, problemi)
    portafoglio = None
    if anagrafe and registro and ipotesi:
        portafoglio = Portafoglio(anagrafe, registro, ipotesi, soglie)
        cercatore = _Cercatore(documenti)
        noti = {kind: frozenset(cercatore.ids(kind)) for kind in FILE_OF_KIND}
        problemi += map(cercatore.locate, check_integrita(portafoglio, noti))
    if problemi or portafoglio is None:
        raise InvalidDataError(tuple(problemi))
    return Caricato(cartella, portafoglio, documenti)


def load_portafoglio(cartella: str | Path) -> Portafoglio:
    """Il portafoglio di una cartella di dati.

    Errori: `InvalidDataError` con tutte le segnalazioni.
    """
    return load(cartella).portafoglio


def locate_dati(qui: Path) -> Path:
    """La cartella dei dati di chi lavora in `qui`: quella cartella, la sua `data/`, o i dati del pacchetto."""
    for candidata in (qui, qui / "data"):
        if (candidata / QUARTIERI).is_file():
            return candidata
    return find_dati_del_pacchetto()


def find_dati_del_pacchetto() -> Path:
    """I dati che viaggiano con il programma: nel pacchetto installato o, in sviluppo, in cima al progetto."""
    pacchetto = Path(__file__).resolve().parent.parent
    installati = pacchetto / "dati"
    return installati if installati.is_dir() else pacchetto.parent.parent / "data"


def _read(cartella: Path, nome: str) -> Documento:
    return read_documento(cartella / nome, str(cartella / nome))


def _no_scenari(registro: FileContratti | None) -> FileScenari | None:
    return FileScenari(aggiornato_al=registro.aggiornato_al) if registro else None


def _convert(documento: Documento, modello: type[M], problemi: list[Finding]) -> M | None:
    """Il modello del documento; se qualche entità non ha forma, il modello delle altre."""
    if not documento.is_leggibile:
        return None
    try:
        return modello.model_validate(documento.albero)
    except ValidationError as errore:
        errori = errore.errors(include_url=False)
    sintassi = {(p.posizione.riga, p.posizione.colonna) for p in documento.problemi if p.posizione}
    for dettaglio in errori:
        finding = explain_errore(dettaglio, documento, modello)
        if finding.posizione and (finding.posizione.riga, finding.posizione.colonna) not in sintassi:
            problemi.append(finding)
    return _convert_sane(documento.albero, modello, errori)


def _convert_sane(albero: Mappa, modello: type[M], errori: list[ErrorDetails]) -> M | None:
    """Il modello senza le entità malate: serve a cercare anche gli altri problemi."""
    malate = {dettaglio["loc"][:2] for dettaglio in errori}
    resto: dict[str, Any] = {}
    for chiave, valore in albero.items():
        if isinstance(valore, list):
            resto[chiave] = [v for i, v in enumerate(valore) if (chiave, i) not in malate]
        elif (chiave,) not in malate:
            resto[chiave] = valore
    try:
        return modello.model_validate(resto)
    except ValidationError:
        return None


class _Cercatore:
    """Dai nomi del dominio (`Ref`) alle righe dei file."""

    def __init__(self, documenti: dict[str, Documento]) -> None:
        self._documenti = documenti

    @cached_property
    def _indici(self) -> dict[str, dict[str, list[int]]]:
        indici: dict[str, dict[str, list[int]]] = {kind: {} for kind in FILE_OF_KIND}
        for kind, nome in FILE_OF_KIND.items():
            elenco = self._documenti[nome].albero.get(kind) if nome in self._documenti else None
            for indice, voce in enumerate(elenco if isinstance(elenco, list) else ()):
                if isinstance(voce, dict):
                    indici[kind].setdefault(str(voce.get("id")), []).append(indice)
        return indici

    def ids(self, kind: str) -> Iterable[str]:
        """Gli id scritti nel file, anche di entità con altri problemi."""
        return self._indici[kind]

    def locate(self, finding: Finding) -> Finding:
        """La segnalazione con la posizione del suo `Ref`: il campo, o l'entità, o il file."""
        ref = finding.ref
        if finding.posizione is not None or ref is None:
            return finding
        nome = FILE_OF_KIND.get(ref.kind, ref.kind)
        documento = self._documenti.get(nome)
        if documento is None:
            return finding.at(Posizione(nome))
        return finding.at(documento.find_posizione(self._find_percorso(ref)))

    def _find_percorso(self, ref: Ref) -> tuple[str | int, ...]:
        if ref.kind not in FILE_OF_KIND:
            return ref.campo
        indici = self._indici[ref.kind].get(ref.id, [])
        if ref.occorrenza >= len(indici):
            return (ref.kind,)
        return (ref.kind, indici[ref.occorrenza], *(ref.campo or ("id",)))
