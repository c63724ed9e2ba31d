"""`ldq status` su colonne."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.cli.in_colonne.lavoro import refuse_opzioni, start
from ldq_planner.cli.in_colonne.righe import wants_righe, write_righe
from ldq_planner.cli.risposta import choose_formato, show
from ldq_planner.model.stato import Stato
from ldq_planner.reports.in_colonne.status import build_status_di_molti
from ldq_planner.sql.estratto import read_di_quartieri
from ldq_planner.sql.righe import GIORNO_DELLO_STATO, STATO, compose_stati
from ldq_planner.sql.scelta import choose_righe
from ldq_planner.sql.sintesi import summarize_stati

if TYPE_CHECKING:
    from pathlib import Path

    from ldq_planner.cli.domanda import Domanda
    from ldq_planner.cli.filtri import Filtri


def answer(*, filtri: Filtri, rischio: bool, regimi: Path | None, domanda: Domanda) -> None:
    """La frase, i conti di tutti, i quartieri più urgenti."""
    refuse_opzioni(domanda, "status", ("--rischio", rischio), ("--regimi", regimi))
    formato = "" if wants_righe(domanda) else choose_formato(domanda)
    with start(domanda, filtri, "status", Stato) as lavoro:
        lavoro.tell("Calcolo lo stato di ogni quartiere")
        quadro, motore, oggi = lavoro.quadro, lavoro.motore, domanda.giorno
        quadro.write_stati()
        da = choose_righe(motore, "stati", STATO, GIORNO_DELLO_STATO, lavoro.condizioni)
        if wants_righe(domanda):
            write_righe(motore, compose_stati(da), domanda, "lo stato di ogni quartiere")
            return
        stati = quadro.list_stati(lavoro.primi, da)
        sintesi = summarize_stati(motore, da, oggi)
        portafoglio = read_di_quartieri(motore, "scelti", quadro.soglie)
        report = build_status_di_molti(stati, sintesi, lavoro.filtro, portafoglio, oggi)
    show(report, formato, domanda.uscita)
