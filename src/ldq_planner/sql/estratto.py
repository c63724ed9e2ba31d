"""Pochi quartieri, fra milioni, con i loro contratti: un portafoglio come quello di una cartella YAML."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ldq_planner.dates.incerta import NON_NOTA, NON_NOTO, exactly
from ldq_planner.model.contratto import Contratto, FileContratti
from ldq_planner.model.portafoglio import Portafoglio
from ldq_planner.model.quartiere import FileQuartieri, Quartiere
from ldq_planner.model.scambio.piatto import CONTRATTI, QUARTIERI, list_campi
from ldq_planner.model.scambio.righe_piatte import read_riga
from ldq_planner.model.scenario import FileScenari

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ldq_planner.model.portafoglio import Soglie
    from ldq_planner.sql.motore import Motore


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
    luoghi = tuple(map(_make_quartiere, _ask(motore, QUARTIERI, quartieri)))
    scelti = tuple(map(_make_contratto, _ask(motore, CONTRATTI, contratti)))
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


def _make_quartiere(riga: Mapping[str, object]) -> Quartiere:
    """Il quartiere; ciò che una tavola di altri può non dire è detto non noto."""
    voce = {"nome": riga["id"], **read_riga(QUARTIERI, riga)}
    if "popolazione" in voce:
        voce["popolazione"] = {"fonte": NON_NOTO, **voce["popolazione"]}
    return Quartiere.model_validate(voce)


def _make_contratto(riga: Mapping[str, object]) -> Contratto:
    """Il contratto; come per un quartiere."""
    mancanti = {"tipo": "affidamento", "titolo": riga["id"], "fonte": NON_NOTO}
    return Contratto.model_validate({**mancanti, **read_riga(CONTRATTI, riga)})


def _ask(motore: Motore, tavola: str, quali: str) -> list[dict[str, object]]:
    """Le righe della tavola con quegli id, ciascuna con i nomi delle sue colonne, in ordine di id."""
    nomi = [campo.nome for campo in list_campi()[tavola]]
    righe = motore.ask(f"SELECT {', '.join(nomi)} FROM {tavola} WHERE id IN ({quali}) ORDER BY id")
    return [dict(zip(nomi, riga, strict=True)) for riga in righe]
