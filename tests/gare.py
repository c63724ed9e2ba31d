"""Gare in miniatura: il diritto del programma, e ciò che la prova immagina."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from ldq_planner.engine.cronoprogramma import Agenda
from ldq_planner.engine.durate import Ipotesi
from ldq_planner.engine.gara import Richiesta
from ldq_planner.engine.norme import Diritto
from ldq_planner.loading.norme import load_norme
from ldq_planner.reports.gara_chiesta import plan_gara

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ldq_planner.model.cronoprogramma import EsitoGara, PassoGara
    from ldq_planner.model.norme import Procedura

OGGI = date(2023, 1, 17)
CARTACEA = ("ordinaria",)
ELETTRONICA = ("ordinaria", "elettronica")
URGENTE = ("ordinaria", "elettronica", "urgenza")
VALUTAZIONE_90: dict[str, Any] = {"valutazione": 90, "comunicazioni": 5}
"""Le ipotesi degli oracoli O1 e O5: 90 giorni dalla scadenza delle offerte all'aggiudicazione, 5 per comunicarla."""
VALUTAZIONE_60: dict[str, Any] = {"valutazione": 60, "comunicazioni": 5}
"""Le ipotesi dell'oracolo O2."""


def day(testo: str) -> date:
    """Il giorno scritto all'italiana, come nelle tabelle degli oracoli: `19/07/2023`."""
    giorno, mese, anno = testo.split("/")
    return date(int(anno), int(mese), int(giorno))


@cache
def get_diritto() -> Diritto:
    """Le norme che viaggiano con il programma, lette una volta."""
    return Diritto(load_norme())


def find_procedura(id_: str) -> Procedura:
    """La procedura con quell'id."""
    procedura = get_diritto().find_procedura(id_)
    assert procedura is not None
    return procedura


def imagine(
    profilo: str = "minimo",
    procedura: str = "aperta",
    casi: tuple[str, ...] = ELETTRONICA,
    *,
    patrono: bool = False,
    **fissate: int,
) -> Ipotesi:
    """Le ipotesi di una gara; le fasi fissate, in giorni, per nome."""
    return Ipotesi(find_procedura(procedura), profilo, frozenset(casi), fissate, patrono)


def plan_agenda(*argomenti: Any, **opzioni: Any) -> Agenda:
    """L'agenda di una gara: gli argomenti sono quelli di `imagine`."""
    return Agenda(get_diritto(), imagine(*argomenti, **opzioni))


def plan(ipotesi: Ipotesi, oggi: date = OGGI, **richiesta: Any) -> EsitoGara:
    """La risposta a una richiesta: `servizio_dal`, `invio` o `da`, e il resto."""
    return plan_gara(get_diritto(), Richiesta(ipotesi, **richiesta), oggi)


def find_passo(esito: EsitoGara, fase: str) -> PassoGara:
    """Il passo di una fase."""
    return next(p for p in esito.fasi if p.id == fase)


def list_codici(esito: EsitoGara) -> list[str]:
    """I codici degli avvisi, in ordine."""
    return [avviso.codice for avviso in esito.avvisi]


def write_gara(cartella: Path, procedura: str, fatti: Iterable[str], oggi: date, contratto: tuple[str, str]) -> None:
    """Una cartella con una gara sola e i suoi fatti, una riga ciascuno; `contratto` è quando copre il quartiere, compresi."""
    inizio, fine = contratto
    avanzamento = "".join(f"      - {fatto}\n" for fatto in fatti)
    file = {
        "quartieri": "ente: E\nservizio: S\nquartieri:\n  - {id: nord, nome: Nord}\n",
        "contratti": "contratti:\n  - {id: uno, quartieri: [nord], tipo: gruppo-interno, titolo: T, fonte: F, "
        f"inizio: {inizio}, scadenza_base: {fine}}}\n",
        "scenari": "scenari:\n  - id: gara\n    nome: Gara\n    tipo: gara\n    quartieri: [nord]\n    durata_mesi: 24\n"
        f"    procedura: {procedura}\n    fonte: f\n" + (f"    avanzamento:\n{avanzamento}" if avanzamento else ""),
    }
    for nome, testo in file.items():
        (cartella / f"{nome}.yaml").write_text(f"aggiornato_al: {oggi}\n{testo}", encoding="utf-8")
