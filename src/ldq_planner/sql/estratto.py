"""Pochi quartieri, fra milioni, con i loro contratti: un portafoglio come quello di una cartella YAML."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from pydantic import ValidationError

from ldq_planner.dates.incerta import NON_NOTA, NON_NOTO, exactly
from ldq_planner.errors import Finding, InvalidDataError, Posizione, Severita
from ldq_planner.model.base import Modello
from ldq_planner.model.contratto import Contratto, FileContratti
from ldq_planner.model.portafoglio import Portafoglio
from ldq_planner.model.quartiere import FileQuartieri, Quartiere
from ldq_planner.model.scambio.piatto import CONTRATTI, QUARTIERI, list_campi
from ldq_planner.model.scambio.righe_piatte import read_riga
from ldq_planner.model.scenario import FileScenari

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ldq_planner.model.portafoglio import Soglie
    from ldq_planner.model.scambio.righe_piatte import Riga
    from ldq_planner.sql.motore import Motore

M = TypeVar("M", bound=Modello)

DEI_CONTRATTI = (
    "SELECT q.id FROM luoghi AS q JOIN vigori AS v ON v.luogo = q.luogo WHERE v.contratto IN (SELECT id FROM {0})"
)
DEI_QUARTIERI = "SELECT v.contratto FROM vigori AS v JOIN {0} AS s ON s.luogo = v.luogo"


def read_di_quartieri(motore: Motore, scelti: str, soglie: Soglie) -> Portafoglio:
    """I quartieri della tavola `scelti`, in ordine di id, e tutti i loro contratti, come se servissero solo loro."""
    portafoglio = _read(motore, f"SELECT id FROM {scelti}", DEI_QUARTIERI.format(scelti), soglie)
    suoi = tuple(_keep(c, portafoglio.nomi) for c in portafoglio.contratti)
    return replace(portafoglio, registro=portafoglio.registro.with_contratti(suoi))


def read_di_contratti(motore: Motore, scelti: str, soglie: Soglie) -> Portafoglio:
    """I contratti della tavola `scelti`, in ordine di id, e i loro quartieri."""
    return _read(motore, DEI_CONTRATTI.format(scelti), f"SELECT id FROM {scelti}", soglie)


def _read(motore: Motore, quartieri: str, contratti: str, soglie: Soglie) -> Portafoglio:
    luoghi = _validate(motore, QUARTIERI, Quartiere, map(_make_quartiere, _ask(motore, QUARTIERI, quartieri)))
    scelti = _validate(motore, CONTRATTI, Contratto, map(_make_contratto, _ask(motore, CONTRATTI, contratti)))
    enti = sorted({q.ente for q in luoghi if q.ente})
    ((aggiornato_al,),) = motore.ask("SELECT max(aggiornato_al) FROM vigori")
    giorno = exactly(aggiornato_al) if aggiornato_al else NON_NOTA
    anagrafe = FileQuartieri.model_construct(
        aggiornato_al=giorno, ente=enti[0] if len(enti) == 1 else "", servizio="", quartieri=luoghi
    )
    registro = FileContratti.model_construct(aggiornato_al=giorno, contratti=scelti)
    return Portafoglio(anagrafe, registro, FileScenari.model_construct(aggiornato_al=giorno), soglie)


def _keep(contratto: Contratto, nomi: Mapping[str, str]) -> Contratto:
    """Il contratto nei soli quartieri che ci sono."""
    if all(q in nomi for q in contratto.quartieri):
        return contratto
    quartieri = tuple(q for q in contratto.quartieri if q in nomi)
    decorrenze = tuple(d for d in contratto.decorrenze if d.quartiere in nomi)
    return contratto.model_copy(update={"quartieri": quartieri, "decorrenze": decorrenze})


def _make_quartiere(riga: Riga) -> Riga:
    """La voce del quartiere; ciò che una tavola di altri può non dire è detto non noto."""
    voce = {"nome": riga["id"], **read_riga(QUARTIERI, riga)}
    if "popolazione" in voce:
        voce["popolazione"] = {"fonte": NON_NOTO, **voce["popolazione"]}
    return voce


def _make_contratto(riga: Riga) -> Riga:
    """La voce del contratto; come per un quartiere."""
    mancanti = {"tipo": "affidamento", "titolo": riga["id"], "fonte": NON_NOTO}
    return {**mancanti, **read_riga(CONTRATTI, riga)}


def _validate(motore: Motore, tavola: str, modello: type[M], voci: Iterable[Riga]) -> tuple[M, ...]:
    """I modelli delle voci: ciò che vieta di contarle lo si è cercato in ogni riga, il resto si guarda in quelle che si mostrano.

    Errori: `InvalidDataError` con ogni valore che non può stare dove sta, al posto della sua riga.
    """
    modelli: list[M] = []
    problemi: list[Finding] = []
    for voce in voci:
        try:
            modelli.append(modello.model_validate(voce))
        except ValidationError as errore:
            problemi += _explain(motore, tavola, modello, voce["id"], errore)
    if problemi:
        raise InvalidDataError(tuple(problemi))
    return tuple(modelli)


def _explain(
    motore: Motore, tavola: str, modello: type[Modello], id_: str, errore: ValidationError
) -> Iterator[Finding]:
    from ldq_planner.loading.messaggi import explain_forma  # noqa: PLC0415 - serve solo a chi ha sbagliato

    file, riga = motore.find_riga(tavola, id_)
    for uno in errore.errors(include_url=False):
        codice, messaggio, rimedio = explain_forma(uno, modello)
        campo = ".".join(str(passo) for passo in uno["loc"])
        posizione = Posizione(file, riga, 1 if riga else 0)
        yield Finding(codice, Severita.ERRORE, f"di «{id_}», «{campo}»: {messaggio}", rimedio, posizione=posizione)


def _ask(motore: Motore, tavola: str, quali: str) -> list[Riga]:
    """Le righe della tavola con quegli id, ciascuna con i nomi delle sue colonne, in ordine di id."""
    nomi = [campo.nome for campo in list_campi()[tavola]]
    righe = motore.ask(f"SELECT {', '.join(nomi)} FROM {tavola} WHERE id IN ({quali}) ORDER BY id")
    return [dict(zip(nomi, riga, strict=True)) for riga in righe]
