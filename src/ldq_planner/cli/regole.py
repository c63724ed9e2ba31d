"""`ldq regole`."""

from __future__ import annotations

from typing import Annotated

from ldq_planner.cli.domanda import Domanda
from ldq_planner.cli.risposta import choose_formato, show


def regole(*, domanda: Annotated[Domanda, "formato", "uscita"]) -> None:
    """Le regole di «ldq check».

    Esempio: ldq regole
    """
    from ldq_planner.reports.check import build_regole

    show(build_regole(), choose_formato(domanda), domanda.uscita)
