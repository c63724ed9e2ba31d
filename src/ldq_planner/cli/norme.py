"""`ldq norme`."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from ldq_planner.cli.completamento import complete_procedure
from ldq_planner.cli.domanda import Domanda
from ldq_planner.cli.ipotesi import Regimi, read_diritto, require_procedura
from ldq_planner.cli.opzioni import ask, ask_giorno
from ldq_planner.cli.risposta import choose_formato, show


def norme(
    alla: Annotated[
        date | None, ask_giorno("--alla", "Il giorno in cui il bando è pubblicato; senza, quello della domanda.")
    ] = None,
    procedura: Annotated[
        str | None,
        ask(
            "--procedura",
            "ID",
            "Solo i parametri di quella procedura, con le sue fasi.",
            autocompletion=complete_procedure,
        ),
    ] = None,
    regimi: Regimi = None,
    *,
    domanda: Annotated[Domanda, "oggi", "formato", "uscita"],
) -> None:
    """La legge che vale per un bando di quel giorno.

    E che cosa cambia dopo. Ogni termine, limite e soglia con il suo articolo, e se è stato verificato.

    Esempio: ldq norme --alla 2023-07-01 --procedura aperta
    """
    from ldq_planner.reports.diritto_vigente import describe_diritto
    from ldq_planner.reports.fonti import add_diritto
    from ldq_planner.reports.norme import build_norme

    scelto = choose_formato(domanda)
    diritto = read_diritto(regimi)
    scelta = require_procedura(diritto, procedura) if procedura is not None else None
    vigente = describe_diritto(diritto, alla or domanda.giorno, scelta)
    report = build_norme(vigente, domanda.giorno, fasi=scelta is not None)
    show(add_diritto(report, diritto, vigente.alla, vigente.alla), scelto, domanda.uscita)
