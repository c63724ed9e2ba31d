"""`ldq novita` su colonne: ciò che cambia per il tempo che passa; di come erano i dati non c'è memoria."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ldq_planner.cli.filtri import Filtri
from ldq_planner.cli.in_colonne.lavoro import refuse_opzioni, start
from ldq_planner.cli.ipotesi import read_diritto
from ldq_planner.cli.risposta import choose_finestra, choose_formato, show
from ldq_planner.dates.testo import format_giorno
from ldq_planner.engine.differenze import compare
from ldq_planner.engine.novita import find_novita
from ldq_planner.engine.quadro import Quadro
from ldq_planner.errors import InvalidRequestError
from ldq_planner.reports.diff import photograph
from ldq_planner.reports.in_colonne.frasi import say_conto
from ldq_planner.reports.novita import DaQuando, build_novita
from ldq_planner.reports.report import Nota, Tono
from ldq_planner.sql.estratto import read_di_quartieri
from ldq_planner.sql.novita import MOSSI, find_mossi

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from ldq_planner.cli.domanda import Domanda
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.reports.report import Report
    from ldq_planner.sql.novita import Mossi

PRIMI = 8
"""Di quanti quartieri le novità si leggono per intero."""


def answer(
    *,
    da: str | None,
    giorni: int,
    a: list[str] | None,
    regimi: Path | None,
    domanda: Domanda,
    formato: str | None,
    uscita: Path | None,
) -> None:
    """Quanti sono rimasti senza e quanti finiscono fra poco; le novità dei primi, per intero."""
    refuse_opzioni(domanda, "novita", ("--a", a))
    domanda = domanda._replace(formato=formato, uscita=uscita)
    scelto, oggi, allora = choose_formato(domanda), domanda.giorno, _read_allora(da, domanda)
    fino_al = oggi + timedelta(days=giorni)
    with start(domanda, Filtri(), "novita") as lavoro:
        lavoro.tell("Guardo che cosa cambia")
        lavoro.quadro.write_stati()
        mossi = find_mossi(lavoro.motore, allora, oggi, fino_al, PRIMI)
        citta = read_di_quartieri(lavoro.motore, MOSSI, lavoro.quadro.soglie)
    report = _build(citta, DaQuando(allora, giorni), oggi, regimi)
    if report.blocchi:
        report = report._replace(blocchi=(_say(mossi, allora, fino_al), *report.blocchi))
    show(report._replace(titolo=f"Novità dal {format_giorno(allora)}"), scelto, domanda.uscita)


def _read_allora(da: str | None, domanda: Domanda) -> date:
    """Il giorno da cui si guarda: quello scritto, o lunedì scorso.

    Errori: `InvalidRequestError` se è una revisione, o se non viene prima di oggi.
    """
    from ldq_planner.cli.novita import check_passato, read_giorno

    oggi = domanda.giorno
    giorno = oggi - timedelta(days=oggi.weekday() or 7) if da is None else read_giorno(da)
    if giorno is None:
        raise InvalidRequestError(
            f"«{da}» non è un giorno, e di dati in colonne non ci sono revisioni", "scrivere AAAA-MM-GG"
        )
    check_passato(giorno, oggi)
    return giorno


def _build(citta: Portafoglio, periodo: DaQuando, oggi: date, regimi: Path | None) -> Report:
    diritto = read_diritto(regimi)
    ora, prima = photograph(Quadro(citta, oggi, diritto)), photograph(Quadro(citta, periodo.da, diritto))
    differenze = compare(ora, ora, choose_finestra(None, None, oggi))
    return build_novita(ora.quadro, periodo, find_novita(prima, ora, ora), differenze)


def _say(mossi: Mossi, allora: date, fino_al: date) -> Nota:
    """Quanti sono, in tutto: ciò che segue è dei primi."""
    rimasti, prossimi = mossi
    senza = (
        f"sono rimasti senza laboratorio {say_conto(rimasti)}"
        if rimasti.quartieri
        else "nessun quartiere è rimasto senza"
    )
    poi = (
        f"; entro il {format_giorno(fino_al)} la copertura finisce per {say_conto(prossimi)}"
        if prossimi.quartieri
        else ""
    )
    di_chi = f" Qui sotto, i primi {PRIMI}." if rimasti.quartieri + prossimi.quartieri > PRIMI else ""
    return Nota(
        f"Dal {format_giorno(allora)} {senza}{poi}.{di_chi}", Tono.ALLARME if rimasti.quartieri else Tono.SPENTO
    )
