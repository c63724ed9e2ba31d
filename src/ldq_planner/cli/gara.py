"""`ldq gara`."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from ldq_planner.cli.completamento import complete_fasi, complete_procedure, complete_servizi, offer
from ldq_planner.cli.domanda import Domanda
from ldq_planner.cli.ipotesi import (
    Regimi,
    choose_casi,
    parse_fasi,
    parse_importo,
    parse_iva,
    read_diritto,
    require_procedura,
    require_servizio,
    require_tutte,
    require_una,
)
from ldq_planner.cli.opzioni import ask, ask_giorno, ask_scelta, refuse_inutili
from ldq_planner.cli.risposta import choose_formato, show
from ldq_planner.engine.durate import PROFILI, Ipotesi
from ldq_planner.model.scalari import MAX_MESI

if TYPE_CHECKING:
    from ldq_planner.engine.gara import Richiesta
    from ldq_planner.engine.norme import Diritto
    from ldq_planner.reports.report import Report

APERTA, PROBABILE = "aperta", "probabile"
"""Ciò che si conta se non si dice altro."""


def gara(
    servizio_dal: Annotated[
        date | None,
        ask_giorno("--servizio-dal", "All'indietro: il primo giorno di servizio che si vuole, anche festivo."),
    ] = None,
    invio: Annotated[
        date | None, ask_giorno("--invio", "In avanti: il giorno lavorativo in cui parte il bando (o l'invito).")
    ] = None,
    da: Annotated[date | None, ask_giorno("--da", "In avanti: il giorno in cui comincia il primo passo.")] = None,
    procedura: Annotated[
        str | None,
        ask(
            "--procedura",
            "ID",
            "Una di quelle di ldq norme, per esempio negoziata o accordo-quadro; senza, aperta.",
            autocompletion=complete_procedure,
            show_default=False,
        ),
    ] = None,
    profilo: Annotated[
        str | None,
        ask_scelta(
            "--profilo",
            PROFILI,
            "un profilo",
            "|".join(PROFILI),
            "Quanto durano i passi senza un termine di legge; senza, probabile.",
            show_default=False,
        ),
    ] = None,
    fase: Annotated[
        list[str] | None,
        ask(
            "--fase",
            "ID=GIORNI",
            "Fissa la durata di un passo, per esempio valutazione=90; 0 toglie un passo che la legge non chiede. Si può ripetere.",
            autocompletion=complete_fasi,
        ),
    ] = None,
    elettronica: Annotated[
        bool,
        typer.Option("--elettronica/--no-elettronica", show_default=False, help="Offerte elettroniche; senza, sì."),
    ] = True,
    urgenza: Annotated[bool, typer.Option("--urgenza", help="Con i termini ridotti per urgenza.")] = False,
    preinformazione: Annotated[
        bool, typer.Option("--preinformazione", help="Con i termini ridotti per l'avviso di preinformazione.")
    ] = False,
    esecuzione_anticipata: Annotated[
        bool,
        typer.Option(
            "--esecuzione-anticipata", help="Il servizio comincia dopo l'aggiudicazione, prima della stipula."
        ),
    ] = False,
    ricorso: Annotated[
        bool,
        typer.Option("--ricorso", help="Con un ricorso che chiede una misura cautelare: la stipula si ferma."),
    ] = False,
    riservata: Annotated[
        bool, typer.Option("--riservata", help="La gara è riservata agli enti che la legge dice: nessuna data cambia.")
    ] = False,
    patrono: Annotated[
        bool, typer.Option("--patrono", help="Conta come festivo anche il patrono, per i termini di legge.")
    ] = False,
    importo: Annotated[
        str | None,
        ask(
            "--importo",
            "EUR",
            "Il valore per tutta la durata, con opzioni, rinnovi e tutti i lotti, per esempio 828415.20: mostra le procedure ammesse. Vuole --iva.",
        ),
    ] = None,
    iva: Annotated[
        str | None,
        ask(
            "--iva",
            "esclusa|inclusa|ALIQUOTA",
            "Se l'importo è senza IVA, con un'IVA non nota (si mostrano tutte), o con quella aliquota.",
            autocompletion=offer(("esclusa", "inclusa")),  # le aliquote si scrivono
        ),
    ] = None,
    servizio: Annotated[
        str,
        ask(
            "--servizio",
            "sociale|altro",
            "Il genere del servizio, che decide la soglia europea; senza, sociale.",
            autocompletion=complete_servizi,
        ),
    ] = "sociale",
    durata: Annotated[
        int | None, ask("--durata", "MESI", "Quanto dura il servizio: ne dà l'ultimo giorno.", min=1, max=MAX_MESI)
    ] = None,
    tutto: Annotated[
        bool, typer.Option("--tutto", help="Per intero: anche chi, articoli, riserve, soglia, le fasi nel tempo.")
    ] = False,
    spiega: Annotated[
        bool, typer.Option("--spiega", help="Come si arriva a ogni data, passo per passo, invece della tabella.")
    ] = False,
    confronta: Annotated[
        bool,
        typer.Option("--confronta", help="Tutte le procedure fianco a fianco: se è ammessa e perché, e le sue date."),
    ] = False,
    regimi: Regimi = None,
    *,
    domanda: Annotated[Domanda, "oggi", "formato", "uscita"],
) -> None:
    """Le date di una gara, e la legge che le decide.

    All'indietro dal servizio: entro quando fare ogni passo. In avanti dal bando o dal primo passo: quando il servizio può
    cominciare. Non legge nessun dato. La legge è quella del giorno in cui il bando è pubblicato.

    Con --confronta, tutte le procedure fianco a fianco.

    Esempio: ldq gara --servizio-dal 2024-01-01 --oggi 2023-01-17
    """
    from ldq_planner.engine.gara import Richiesta

    scelto = choose_formato(domanda)
    require_una((("--servizio-dal", servizio_dal), ("--invio", invio), ("--da", da)))
    euro = parse_importo(importo, iva)
    fissate = parse_fasi(fase)
    diritto = read_diritto(regimi)
    casi = choose_casi(
        elettronica=elettronica,
        urgenza=urgenza,
        preinformazione=preinformazione,
        esecuzione_anticipata=esecuzione_anticipata,
        ricorso=ricorso,
        riservata=riservata,
    )
    scelta = require_procedura(diritto, procedura or APERTA)
    genere = require_servizio(diritto, servizio)
    ipotesi = Ipotesi(scelta, profilo or PROBABILE, casi, fissate, patrono, servizio=genere)
    richiesta = Richiesta(ipotesi, servizio_dal, invio, da, euro, parse_iva(diritto, iva), durata)
    if confronta:
        scritte = (("--procedura", procedura), ("--profilo", profilo), ("--spiega", spiega or None))
        require_tutte(*scritte, ("--tutto", tutto or None))
    elif spiega:
        refuse_inutili(
            "nella spiegazione delle date", ("--durata", durata), ("--riservata", riservata), ("--tutto", tutto)
        )
    build = _compare if confronta else _explain if spiega else partial(_show_date, tutto=tutto)
    show(build(diritto, richiesta, domanda.giorno), scelto, domanda.uscita)


def _compare(diritto: Diritto, richiesta: Richiesta, oggi: date) -> Report:
    """Tutte le procedure fianco a fianco."""
    from ldq_planner.reports.procedure import build_procedure

    return build_procedure(diritto, richiesta, oggi)


def _explain(diritto: Diritto, richiesta: Richiesta, oggi: date) -> Report:
    """Come si arriva a ogni data."""
    from ldq_planner.reports.fonti import add_diritto
    from ldq_planner.reports.gara import build_gara_spiegata
    from ldq_planner.reports.gara_chiesta import plan_gara, schedule_richiesta
    from ldq_planner.reports.spiegazioni_gara import explain_crono

    esito = plan_gara(diritto, richiesta, oggi)
    report = build_gara_spiegata(esito, explain_crono(*schedule_richiesta(diritto, richiesta)), oggi)
    return add_diritto(report, diritto, esito.pubblicazione, esito.pubblicazione)


def _show_date(diritto: Diritto, richiesta: Richiesta, oggi: date, *, tutto: bool) -> Report:
    """Le date, fase per fase."""
    from ldq_planner.reports.fonti import add_diritto
    from ldq_planner.reports.gara import build_gara
    from ldq_planner.reports.gara_chiesta import plan_gara

    esito, ipotesi = plan_gara(diritto, richiesta, oggi), richiesta.ipotesi
    report = build_gara(esito, ipotesi.procedura, ipotesi.casi, oggi, tutto=tutto)
    return add_diritto(report, diritto, esito.pubblicazione, esito.pubblicazione)
