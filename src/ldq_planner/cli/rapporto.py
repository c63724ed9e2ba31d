"""`ldq rapporto`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ldq_planner.cli.domanda import Domanda
from ldq_planner.cli.ipotesi import Regimi, read_diritto
from ldq_planner.cli.opzioni import Al, Dal, PerResponsabile, Responsabili, ask
from ldq_planner.cli.risposta import (
    choose_di_chi,
    choose_finestra,
    choose_formato,
    read_dati,
    write_pagine,
    write_report,
)
from ldq_planner.cli.schermo import check_uscita, show_avanzamento
from ldq_planner.errors import InvalidRequestError

if TYPE_CHECKING:
    from ldq_planner.engine.norme import Diritto
    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.loading.cartella import Caricato
    from ldq_planner.reports.report import Report
    from ldq_planner.reports.responsabili import DiChi


def rapporto(
    dal: Dal = None,
    al: Al = None,
    responsabile: Responsabili = None,
    per_responsabile: PerResponsabile = False,
    breve: Annotated[
        bool, typer.Option("--breve", help="Solo le prime due pagine: chi resta senza, da quando, che cosa si decide.")
    ] = False,
    regimi: Regimi = None,
    *,
    domanda: Annotated[Domanda, "oggi", "dati", "formato"],
    uscite: Annotated[
        list[Path] | None, ask("-o --output", "FILE", "Scrive in un file; si può ripetere, un formato per file.")
    ] = None,
) -> None:
    """Il rapporto per chi decide: chi resta senza, da quando, che cosa si decide; poi gli allegati.

    Una pagina da stampare o da spedire (html, pdf), da correggere (docx), un foglio di calcolo (xlsx), o testo. Si legge
    senza il programma e senza rete.

    Esempio: ldq rapporto --oggi 2023-01-17 --format md
    """
    with show_avanzamento() as tell:
        file: Sequence[Path | None] = uscite or (None,)
        formati = [choose_formato(domanda._replace(uscita=uscita)) for uscita in file]
        if domanda.formato is not None and len(file) > 1:
            raise InvalidRequestError(
                f"--format {domanda.formato} vale per un file solo, e ne sono chiesti {len(file)}",
                "togliere --format: il formato lo dice l'estensione di ogni file",
            )
        for uscita in file:
            check_uscita(uscita)
        tell("Leggo i dati e la legge")
        caricato, diritto = read_dati(domanda, regimi), read_diritto(regimi)
        tell("Calcolo coperture, scenari e piani")
        di_chi = choose_di_chi(caricato.portafoglio, responsabile, per_responsabile=per_responsabile)
        quadro = ask_quadro(caricato, domanda.giorno, diritto)
        report = build(caricato, quadro, (dal, al), di_chi, breve=breve)
        if "html" in formati and not breve:
            tell("Provo le gare giorno per giorno")
            report = add_maniglia(report, quadro)
        scritti = []
        for uscita, scelto in zip(file, formati, strict=True):
            tell(f"Scrivo {uscita or scelto}")
            scritti.append((write_report(report, scelto, uscita), uscita))
    for scritto, uscita in scritti:  # tutto è pronto: nessun file resta scritto se un altro non si può
        write_pagine(scritto, uscita)


def ask_quadro(caricato: Caricato, oggi: date, diritto: Diritto) -> Quadro:
    """La domanda di cui il rapporto è la risposta."""
    from ldq_planner.engine.quadro import Quadro

    return Quadro(caricato.portafoglio, oggi, diritto)


def add_maniglia(report: Report, quadro: Quadro) -> Report:
    """Il rapporto che, in una pagina, risponde se si sposta il giorno in cui una gara comincia."""
    from ldq_planner.reports.altri_giorni import build_maniglia

    return report._replace(maniglia=build_maniglia(quadro))


def build(
    caricato: Caricato, quadro: Quadro, estremi: tuple[date | None, date | None], di_chi: DiChi, *, breve: bool = False
) -> Report:
    """Il rapporto di quei dati; senza estremi copertura e piani arrivano all'anno in cui comincia l'ultimo scenario."""
    from ldq_planner.reports.rapporto import build_rapporto, choose_inizio
    from ldq_planner.rules.controlli.elenco import examine_quadro

    finestra = choose_finestra(estremi[0] or choose_inizio(quadro), estremi[1] or quadro.fine_domanda, quadro.oggi)
    controllo = examine_quadro(quadro)
    localizzato = controllo._replace(findings=caricato.locate(controllo.findings))
    return build_rapporto(quadro, finestra, localizzato, di_chi, breve=breve)
