"""`ldq rischio`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from ldq_planner.cli.completamento import complete_piani_e_scenari
from ldq_planner.cli.domanda import Domanda
from ldq_planner.cli.ipotesi import Regimi, read_diritto
from ldq_planner.cli.opzioni import ask, refuse_inutili
from ldq_planner.cli.risposta import answer, require_id
from ldq_planner.errors import InvalidRequestError

if TYPE_CHECKING:
    from ldq_planner.loading.cartella import Caricato
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.reports.report import Report


def rischio(
    scenario: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID]", help="La gara, o il piano, di cui si vuole sapere.", autocompletion=complete_piani_e_scenari
        ),
    ] = None,
    ponte: Annotated[
        int | None, ask("--ponte", "MESI", "Che cosa compra un ponte di tanti mesi.", min=1, max=12)
    ] = None,
    rho: Annotated[
        float,
        ask("--rho", "N", "Quanto le fasi di una gara tardano insieme, da 0 (per niente) a 0,9.", min=0.0, max=0.9),
    ] = 0.3,
    spiega: Annotated[
        bool, typer.Option("--spiega", help="Come si arriva a questi giorni, passo per passo, invece delle tabelle.")
    ] = False,
    *,
    regimi: Regimi = None,
    domanda: Domanda,
) -> None:
    """Con quale probabilità qualcuno resta scoperto.

    Di ogni gara: quando dà il servizio al 10, 50, 80 e 90 %, chi può restare scoperto e quanto, entro quando il bando deve
    uscire per essere sicuri al 50, 80, 90 e 95 %, che cosa compra un ponte, da quali fasi dipende. Sono stime, non fatti.

    Esempio: ldq rischio san-siro-pinqua --oggi 2023-01-17
    """

    def build(c: Caricato, giorno: date) -> Report:
        from ldq_planner.engine.quadro import Quadro
        from ldq_planner.reports.rischio import RischioChiesto, build_rischio, build_spiegato

        scelto = require_gara(scenario, c.portafoglio)
        quadro = Quadro(c.portafoglio, giorno, read_diritto(regimi))
        chiesto = RischioChiesto(scelto, rho, ponte=ponte)
        if spiega and scelto not in c.portafoglio.scenari_by_id:
            raise InvalidRequestError("di un piano non c'è una spiegazione sola", "chiedere di una delle sue gare")
        return build_spiegato(quadro, chiesto) if spiega else build_rischio(quadro, chiesto)

    if scenario is None:
        refuse_inutili("senza l'ID di una gara", ("--ponte", ponte), ("--spiega", spiega))
    answer(domanda, build, regimi)


def require_gara(chiesta: str | None, portafoglio: Portafoglio) -> str | None:
    """L'id della gara o del piano chiesto.

    Errori: `UnknownIdError` se non c'è; `InvalidRequestError` se è un ponte, o uno scenario che non è più in gioco.
    """
    nomi = {s.id: s.nome for s in portafoglio.ipotesi.scenari} | {p.id: p.nome for p in portafoglio.piani_in_gioco}
    scelto = require_id(chiesta, nomi, "una gara né un piano")
    if scelto in portafoglio.lasciati:
        raise InvalidRequestError(f"«{scelto}» non è più in gioco", "chiedere di un altro scenario")
    if (scenario := portafoglio.scenari_by_id.get(scelto or "")) and scenario.tipo != "gara":
        raise InvalidRequestError(
            f"«{scelto}» è un ponte: il rischio è di una gara", "chiedere della gara che il ponte attende, con --ponte"
        )
    return scelto
