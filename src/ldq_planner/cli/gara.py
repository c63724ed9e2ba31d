"""`ldq gara`."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from ldq_planner.cli.completamento import complete_fasi, complete_iva, complete_procedure, complete_profili
from ldq_planner.cli.domanda import Domanda
from ldq_planner.cli.ipotesi import (
    Regimi,
    choose_casi,
    parse_fasi,
    parse_importo,
    parse_iva,
    read_diritto,
    require_procedura,
    require_una,
)
from ldq_planner.cli.opzioni import parse_giorno
from ldq_planner.cli.risposta import choose_formato, show
from ldq_planner.engine.cronoprogramma import PROFILI, Ipotesi
from ldq_planner.model.scalari import MAX_MESI


def _parse_profilo(testo: str) -> str:
    if testo not in PROFILI:
        raise typer.BadParameter(f"«{testo}» non è un profilo; scegliere fra {', '.join(PROFILI)}")
    return testo


def gara(
    servizio_dal: Annotated[
        date | None,
        typer.Option(
            "--servizio-dal",
            parser=parse_giorno,
            metavar="GIORNO",
            help="All'indietro: il primo giorno di servizio che si vuole, anche festivo.",
        ),
    ] = None,
    invio: Annotated[
        date | None,
        typer.Option(
            "--invio",
            parser=parse_giorno,
            metavar="GIORNO",
            help="In avanti: il giorno lavorativo in cui parte il bando (o l'invito).",
        ),
    ] = None,
    da: Annotated[
        date | None,
        typer.Option(
            "--da", parser=parse_giorno, metavar="GIORNO", help="In avanti: il giorno in cui comincia il primo passo."
        ),
    ] = None,
    procedura: Annotated[
        str,
        typer.Option(
            "--procedura",
            metavar="ID",
            autocompletion=complete_procedure,
            show_default=False,
            help="aperta, ristretta, negoziata, co-progettazione, affidamento-diretto; senza, aperta.",
        ),
    ] = "aperta",
    profilo: Annotated[
        str,
        typer.Option(
            "--profilo",
            parser=_parse_profilo,
            metavar="|".join(PROFILI),
            autocompletion=complete_profili,
            show_default=False,
            help="Quanto durano i passi senza un termine di legge; senza, probabile.",
        ),
    ] = "probabile",
    fase: Annotated[
        list[str] | None,
        typer.Option(
            "--fase",
            metavar="ID=GIORNI",
            autocompletion=complete_fasi,
            help="Fissa la durata di un passo, per esempio valutazione=90; 0 lo toglie. Si può ripetere.",
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
    patrono: Annotated[
        bool, typer.Option("--patrono", help="Conta come festivo anche il patrono, per i termini di legge.")
    ] = False,
    importo: Annotated[
        str | None,
        typer.Option(
            "--importo",
            metavar="EUR",
            help="Il valore per tutta la durata, con opzioni, rinnovi e tutti i lotti, per esempio 828415.20: mostra le "
            "procedure ammesse. Vuole --iva.",
        ),
    ] = None,
    iva: Annotated[
        str | None,
        typer.Option(
            "--iva",
            metavar="esclusa|inclusa|ALIQUOTA",
            autocompletion=complete_iva,
            help="Se l'importo è senza IVA, con un'IVA non nota (si mostrano tutte), o con quella aliquota.",
        ),
    ] = None,
    durata: Annotated[
        int | None,
        typer.Option(
            "--durata", min=1, max=MAX_MESI, metavar="MESI", help="Quanto dura il servizio: ne dà l'ultimo giorno."
        ),
    ] = None,
    spiega: Annotated[
        bool, typer.Option("--spiega", help="Come si arriva a ogni data, passo per passo, invece della tabella.")
    ] = False,
    regimi: Regimi = None,
    *,
    domanda: Annotated[Domanda, "oggi", "formato", "uscita"],
) -> None:
    """Le date di una gara, e la legge che le decide.

    All'indietro dal servizio: entro quando fare ogni passo. In avanti dal bando o dal primo passo: quando il servizio può
    cominciare. Non legge nessun dato. La legge è quella del giorno in cui il bando è pubblicato.

    Esempio: ldq gara --servizio-dal 2024-01-01 --oggi 2023-01-17
    """
    from ldq_planner.engine.gara import Richiesta
    from ldq_planner.reports.fonti import add_diritto
    from ldq_planner.reports.gara_chiesta import plan_gara, schedule_richiesta

    scelto = choose_formato(domanda)
    require_una((("--servizio-dal", servizio_dal), ("--invio", invio), ("--da", da)))
    euro = parse_importo(importo, iva)
    fissate = parse_fasi(fase)
    diritto = read_diritto(regimi)
    casi = choose_casi(elettronica=elettronica, urgenza=urgenza, preinformazione=preinformazione)
    ipotesi = Ipotesi(require_procedura(diritto, procedura), profilo, casi, fissate, patrono)
    richiesta = Richiesta(ipotesi, servizio_dal, invio, da, euro, parse_iva(diritto, iva), durata)
    esito = plan_gara(diritto, richiesta, domanda.giorno)
    if spiega:
        from ldq_planner.reports.gara import build_gara_spiegata
        from ldq_planner.reports.spiegazioni_gara import explain_crono

        passi = explain_crono(*schedule_richiesta(diritto, richiesta))
        report = build_gara_spiegata(esito, passi, domanda.giorno)
    else:
        from ldq_planner.reports.gara import build_gara

        report = build_gara(esito, ipotesi.procedura, casi, domanda.giorno)
    show(add_diritto(report, diritto, esito.pubblicazione, esito.pubblicazione), scelto, domanda.uscita)
