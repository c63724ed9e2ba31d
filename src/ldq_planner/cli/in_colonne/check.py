"""`ldq check` su colonne."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from ldq_planner.cli.colonne import suggest_citta
from ldq_planner.cli.in_colonne.lavoro import refuse_opzioni, start
from ldq_planner.cli.risposta import choose_formato, require_ids, show
from ldq_planner.engine.preavvisi import Anticipo
from ldq_planner.engine.quadro import Quadro
from ldq_planner.errors import InvalidRequestError, Severita
from ldq_planner.render import FORMATI
from ldq_planner.reports.in_colonne.check import build_check_di_molti
from ldq_planner.rules.base.contesto import Contesto, run_nel_quadro
from ldq_planner.rules.controlli.elenco import REGOLE
from ldq_planner.sql.estratto import read_di_quartieri
from ldq_planner.sql.segnalati import SEGNALATI, choose_segnalati
from ldq_planner.sql.segnalazioni import REGOLE as SU_COLONNE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ldq_planner.cli.domanda import Domanda
    from ldq_planner.cli.filtri import Filtri
    from ldq_planner.cli.in_colonne.lavoro import LavoroInColonne
    from ldq_planner.model.preavviso import Preavviso
    from ldq_planner.model.sintesi import SommaRegola

CONTROLLATE = tuple(regola.CODICE for regola in SU_COLONNE)
"""Le regole che vogliono solo date e luoghi."""
MAI = "mai"


def answer(
    *,
    entro: int | None,
    avviso: Preavviso | None,
    critico: Preavviso | None,
    prudenza: int | None,
    solo: Sequence[str] | None,
    ignora: Sequence[str] | None,
    linea_base: Path | None,
    scrivi_linea_base: Path | None,
    fallisci_da: str,
    quiet: bool,
    filtri: Filtri,
    regimi: Path | None,
    domanda: Domanda,
    formato: str | None,
    uscita: Path | None,
) -> None:
    """Quante segnalazioni per regola, le più gravi per intero; esce con 1 se ce n'è dalla soglia in su."""
    refuse_opzioni(
        domanda,
        "check",
        *(("--avviso", avviso), ("--critico", critico), ("--prudenza", prudenza), ("--regimi", regimi)),
        *(("--linea-base", linea_base), ("--scrivi-linea-base", scrivi_linea_base)),
    )
    domanda = domanda._replace(formato=formato, uscita=uscita)
    scelto = choose_formato(domanda)
    if FORMATI[scelto].vuole:
        raise InvalidRequestError(f"--format {scelto} non c'è per i dati in colonne", suggest_citta(domanda, "check"))
    regole = choose_regole(domanda, solo, ignora)
    with start(domanda, filtri, "check") as lavoro:
        lavoro.tell("Controllo")
        giorni = lavoro.quadro.soglie.in_scadenza if entro is None else entro
        conti, quadro = _examine(lavoro, regole, giorni)
        contesto = Contesto(quadro, Anticipo(giorni))
        trovate = run_nel_quadro([r for r in REGOLE if r.CODICE in regole], contesto)
        gravi = sorted(trovate, key=lambda f: -f.severita.peso)[: lavoro.primi]
        report = build_check_di_molti(quadro, gravi, conti, CONTROLLATE, giorni)
    if not (quiet or (scelto == "table" and uscita is None and not conti and not sys.stdout.isatty())):
        show(report, scelto, uscita)
    soglia = None if fallisci_da == MAI else Severita(fallisci_da)
    if soglia is not None and any(c.severita.peso >= soglia.peso for c in conti):
        raise typer.Exit(1)


def choose_regole(domanda: Domanda, solo: Sequence[str] | None, ignora: Sequence[str] | None) -> frozenset[str]:
    """Le regole da controllare.

    Errori: `UnknownIdError` se non è una regola; `InvalidRequestError` se vuole altro che date e luoghi.
    """
    codici = [regola.CODICE for regola in REGOLE]
    volute = require_ids(solo, codici, "una regola", "le regole sono")
    if altre := [codice for codice in volute if codice not in CONTROLLATE]:
        quali = f"la regola «{altre[0]}» vuole altro che date e luoghi, e per i dati in colonne non si controlla"
        raise InvalidRequestError(quali, suggest_citta(domanda, f"check --solo {altre[0]}"))
    return frozenset(volute or CONTROLLATE) - frozenset(require_ids(ignora, codici, "una regola", "le regole sono"))


def _examine(lavoro: LavoroInColonne, regole: frozenset[str], giorni: int) -> tuple[tuple[SommaRegola, ...], Quadro]:
    """I conti di tutti, e il quadro dei quartieri con le segnalazioni più gravi."""
    lavoro.quadro.write_segnalazioni(giorni)
    conti = tuple(c for c in lavoro.quadro.sum_segnalazioni() if c.codice in regole)
    choose_segnalati(lavoro.motore, regole, lavoro.primi)
    citta = read_di_quartieri(lavoro.motore, SEGNALATI, lavoro.quadro.soglie)
    return tuple(sorted(conti, key=lambda c: -c.severita.peso)), Quadro(citta, lavoro.quadro.oggi)
