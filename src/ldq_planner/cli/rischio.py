"""`ldq rischio`."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from ldq_planner.cli.completamento import complete_gare, offer
from ldq_planner.cli.domanda import Domanda
from ldq_planner.cli.ipotesi import Regimi, read_diritto
from ldq_planner.cli.opzioni import ask, refuse_inutili
from ldq_planner.cli.risposta import answer, require_id
from ldq_planner.errors import InvalidRequestError
from ldq_planner.model.rischio import EVENTI

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ldq_planner.loading.cartella import Caricato
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.reports.report import Report

_PERCENTO = re.compile(r"[0-9]{1,2}([.,][0-9]{1,2})?")


def rischio(
    scenario: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID]",
            help="La gara, il piano o il quartiere di cui si vuole sapere.",
            autocompletion=complete_gare,
        ),
    ] = None,
    ponte: Annotated[
        int | None, ask("--ponte", "MESI", "Che cosa compra un ponte di tanti mesi.", min=1, max=12)
    ] = None,
    con: Annotated[
        list[str] | None,
        ask(
            "--con",
            "EVENTO[=PERCENTO]",
            "Conta anche un ricorso che ferma la stipula (ricorso) o una gara deserta da rifare (deserta), con la sua "
            "probabilità se la si sa: ricorso=3; si può ripetere.",
            autocompletion=offer(tuple(EVENTI)),
        ),
    ] = None,
    rho: Annotated[
        float,
        ask("--rho", "N", "Quanto le fasi di una gara tardano insieme, da 0 (per niente) a 0,95.", min=0.0, max=0.95),
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
    eventi = parse_eventi(con)

    def build(c: Caricato, giorno: date) -> Report:
        from ldq_planner.engine.quadro import Quadro
        from ldq_planner.reports.rischio import RischioChiesto, build_rischio, build_spiegato

        scelto, quartiere = require_gara(scenario, c.portafoglio)
        quadro = Quadro(c.portafoglio, giorno, read_diritto(regimi))
        chiesto = RischioChiesto(scelto, rho, eventi, ponte, quartiere)
        if not chiesto.is_una(quadro) and (spiega or ponte):
            opzione, motivo = (
                ("--spiega", "di più gare non c'è una spiegazione sola")
                if spiega
                else ("--ponte", "un ponte è di una gara")
            )
            raise InvalidRequestError(f"{opzione}: {motivo}", "chiedere di una delle sue gare")
        return build_spiegato(quadro, chiesto) if spiega else build_rischio(quadro, chiesto)

    if scenario is None:
        refuse_inutili("senza l'ID di una gara", ("--ponte", ponte), ("--spiega", spiega))
    answer(domanda, build, regimi)


def require_gara(chiesta: str | None, portafoglio: Portafoglio) -> tuple[str | None, str | None]:
    """L'id della gara o del piano chiesto; di un quartiere, la sua gara, se è una sola, e il suo id.

    Errori: `UnknownIdError` se non c'è; `InvalidRequestError` se è un ponte, uno scenario che non è più in gioco, o un quartiere
    senza gare.
    """
    nomi = {s.id: s.nome for s in portafoglio.ipotesi.scenari} | {p.id: p.nome for p in portafoglio.piani_in_gioco}
    scelto = require_id(chiesta, portafoglio.nomi | nomi, "una gara, né un piano, né un quartiere")
    if scelto in portafoglio.quartieri_by_id and scelto not in nomi:
        return _require_di_quartiere(scelto, portafoglio), scelto
    if scelto in portafoglio.lasciati:
        raise InvalidRequestError(f"«{scelto}» non è più in gioco", "chiedere di un altro scenario")
    if (scenario := portafoglio.scenari_by_id.get(scelto or "")) and scenario.tipo != "gara":
        raise InvalidRequestError(
            f"«{scelto}» è un ponte: il rischio è di una gara", "chiedere della gara che il ponte attende, con --ponte"
        )
    return scelto, None


def _require_di_quartiere(quartiere: str, portafoglio: Portafoglio) -> str | None:
    """L'unica gara del quartiere; niente se sono più d'una."""
    gare = [s.id for s in portafoglio.richiesti if s.tipo == "gara" and quartiere in s.quartieri]
    if not gare:
        raise InvalidRequestError(
            f"per {portafoglio.nomi[quartiere]} non c'è una gara in gioco: il rischio è di una gara",
            "vedere gli scenari: ldq scenari",
        )
    return gare[0] if len(gare) == 1 else None


def parse_eventi(scritti: Sequence[str] | None) -> dict[str, float]:
    """Gli eventi da contare: `ricorso=3` → {"ricorso": 0.03}; senza un numero, quanto è di solito.

    Errori: `InvalidRequestError` se non è un evento, se il numero non è un percento, o se un evento c'è due volte.
    """
    eventi: dict[str, float] = {}
    for scritto in scritti or ():
        nome, uguale, percento = scritto.partition("=")
        if nome not in EVENTI:
            raise InvalidRequestError(f"--con: «{nome}» non è un evento", f"scegliere fra {', '.join(EVENTI)}")
        if nome in eventi:
            raise InvalidRequestError(f"--con {nome} è scritto due volte", "tenerne uno solo")
        if uguale and not _PERCENTO.fullmatch(percento):
            raise InvalidRequestError(
                f"--con {nome}: «{percento}» non è un percento",
                f"scrivere un numero da 0 a 99, per esempio {nome}=3",
            )
        eventi[nome] = float(percento.replace(",", ".")) / 100 if uguale else EVENTI[nome]
    return eventi
