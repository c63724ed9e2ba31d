"""`ldq regole`."""

from __future__ import annotations

from ldq_planner.cli.guardia import guard
from ldq_planner.cli.opzioni import Formato, Uscita
from ldq_planner.cli.risposta import Domanda, choose_formato, show


def regole(formato: Formato = None, uscita: Uscita = None) -> None:
    """Le regole di «ldq check».

    Esempio: ldq regole
    """
    with guard():
        from ldq_planner.reports.check import build_regole

        domanda = Domanda(None, None, formato, uscita)
        show(build_regole(), choose_formato(domanda), uscita)
