"""`ldq contratti` su colonne."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.cli.in_colonne.lavoro import start
from ldq_planner.cli.in_colonne.righe import wants_righe, write_righe
from ldq_planner.cli.risposta import choose_formato, show
from ldq_planner.errors import UnknownIdError
from ldq_planner.model.stato import StatoContratto
from ldq_planner.sql.contratti import (
    IN_GIORNO,
    PRIMI,
    choose_primi,
    find_contratto,
    summarize_contratti,
    write_in_giorno,
)
from ldq_planner.sql.estratto import read_di_contratti
from ldq_planner.sql.righe import compose_contratti
from ldq_planner.sql.scelta import choose_righe

if TYPE_CHECKING:
    from ldq_planner.cli.domanda import Domanda
    from ldq_planner.cli.filtri import Filtri
    from ldq_planner.cli.in_colonne.lavoro import LavoroInColonne
    from ldq_planner.reports.report import Report


def answer(*, contratto: str | None, filtri: Filtri, domanda: Domanda) -> None:
    """I conti di tutti, e chi finisce prima; con un id, la scheda di uno."""
    filtri.refuse("nella scheda di un contratto", contratto)
    formato = "" if wants_righe(domanda) else choose_formato(domanda)
    with start(domanda, filtri, "contratti", StatoContratto) as lavoro:
        lavoro.tell("Calcolo le scadenze")
        lavoro.quadro.write_vigori()
        if wants_righe(domanda) and contratto is None:
            write_in_giorno(lavoro.motore, domanda.giorno)
            da = choose_righe(lavoro.motore, IN_GIORNO, "stato", "finisce", lavoro.condizioni)
            write_righe(lavoro.motore, compose_contratti(da), domanda, "i contratti, da chi finisce prima")
            return
        report = _build_scheda(lavoro, contratto) if contratto else _build_elenco(lavoro)
    show(report, formato, domanda.uscita)


def _build_elenco(lavoro: LavoroInColonne) -> Report:
    from ldq_planner.reports.in_colonne.contratti import build_contratti_di_molti

    motore, oggi, filtro = lavoro.motore, lavoro.quadro.oggi, lavoro.filtro
    write_in_giorno(motore, oggi)
    da = choose_righe(motore, IN_GIORNO, "stato", "finisce", lavoro.condizioni)
    primi = choose_primi(motore, da, lavoro.primi)
    sintesi = summarize_contratti(motore, da, oggi)
    portafoglio = read_di_contratti(motore, PRIMI, lavoro.quadro.soglie)
    return build_contratti_di_molti(portafoglio, primi, sintesi, filtro, oggi)


def _build_scheda(lavoro: LavoroInColonne, contratto: str) -> Report:
    """La scheda del contratto con quell'id, o quel CIG.

    Errori: `UnknownIdError` se non c'è.
    """
    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.reports.contratti import build_contratti

    find_contratto(lavoro.motore, contratto)
    portafoglio = read_di_contratti(lavoro.motore, PRIMI, lavoro.quadro.soglie)
    if not portafoglio.contratti:
        raise UnknownIdError(f"«{contratto}» non è un contratto", "scrivere il suo id, o il suo CIG")
    return build_contratti(Quadro(portafoglio, lavoro.quadro.oggi), portafoglio.contratti[0].id)
