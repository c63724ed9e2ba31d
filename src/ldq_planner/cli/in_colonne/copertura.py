"""`ldq copertura` su colonne."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.cli.in_colonne.lavoro import refuse_opzioni, start
from ldq_planner.cli.in_colonne.righe import wants_righe, write_righe
from ldq_planner.cli.risposta import choose_finestra, choose_formato, show
from ldq_planner.engine.quadro import Quadro
from ldq_planner.reports.in_colonne.copertura import build_copertura_di_molti
from ldq_planner.sql.estratto import read_di_quartieri
from ldq_planner.sql.righe import compose_lacune
from ldq_planner.sql.sintesi_lacune import summarize_lacune

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from ldq_planner.cli.domanda import Domanda
    from ldq_planner.cli.filtri import Filtri


def answer(*, dal: date | None, al: date | None, filtri: Filtri, regimi: Path | None, domanda: Domanda) -> None:
    """I conti di tutte le lacune, le righe e la figura dei quartieri più scoperti."""
    refuse_opzioni(domanda, "copertura", ("--regimi", regimi), ("--solo", filtri.solo), ("--entro", filtri.entro))
    formato = "" if wants_righe(domanda) else choose_formato(domanda)
    finestra = choose_finestra(dal, al, domanda.giorno)
    with start(domanda, filtri, "copertura") as lavoro:
        lavoro.tell("Calcolo le lacune di ogni quartiere")
        quadro, motore = lavoro.quadro, lavoro.motore
        quadro.write_lacune(finestra)
        if wants_righe(domanda):
            write_righe(motore, compose_lacune(), domanda, "le lacune, prima le certe")
            return
        coperture = quadro.cover(finestra, lavoro.primi)
        sintesi = summarize_lacune(motore)
        citta = Quadro(read_di_quartieri(motore, "peggiori", quadro.soglie), domanda.giorno)
        report = build_copertura_di_molti(citta, coperture, finestra, sintesi, lavoro.filtro)
    show(report, formato, domanda.uscita)
