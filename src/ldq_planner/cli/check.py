"""`ldq check`."""

from __future__ import annotations

from typing import Annotated

import typer

from ldq_planner.cli.guardia import guard
from ldq_planner.cli.opzioni import Dati, Formato, Oggi, Uscita
from ldq_planner.cli.risposta import Domanda, choose_formato, read_dati, show
from ldq_planner.errors import Finding, InvalidDataError, Severita

MAI = "mai"


def parse_soglia(testo: str) -> str:
    """Una severità di `--fallisci-da`, o «mai»."""
    ammesse = (Severita.AVVISO.value, Severita.CRITICO.value, MAI)
    if testo not in ammesse:
        raise typer.BadParameter(f"«{testo}» non è una soglia; scegliere fra {', '.join(ammesse)}")
    return testo


def check(
    entro: Annotated[
        int | None,
        typer.Option(
            "--entro",
            min=0,
            metavar="GIORNI",
            help="Guarda i contratti che finiscono entro questi giorni, l'ultimo compreso; senza, la soglia dell'ente (90).",
        ),
    ] = None,
    fallisci_da: Annotated[
        str,
        typer.Option(
            "--fallisci-da",
            parser=parse_soglia,
            metavar="avviso|critico|mai",
            help="Esce con 1 da questa severità in su.",
        ),
    ] = Severita.AVVISO.value,
    oggi: Oggi = None,
    dati: Dati = None,
    formato: Formato = None,
    uscita: Uscita = None,
) -> None:
    """Segnala ciò che chiede di agire. Tace ed esce con 0 se non c'è nulla.

    Uscite: 0 nulla, 1 segnalazioni, 2 uso sbagliato, 3 dati che non si possono valutare, 4 guasto.

    Esempio: ldq check --entro 180 --oggi 2023-01-17
    """
    with guard():
        from ldq_planner.reports.check import build_check
        from ldq_planner.rules.elenco import check_portafoglio

        domanda = Domanda(oggi, dati, formato, uscita)
        scelto = choose_formato(domanda)
        try:
            caricato = read_dati(domanda)
        except InvalidDataError as errore:
            show(build_check(errore.findings, domanda.giorno, None, entro), scelto, uscita)
            raise typer.Exit(errore.exit_code) from None
        portafoglio = caricato.portafoglio
        giorni = portafoglio.soglie.in_scadenza if entro is None else entro
        findings = caricato.locate(check_portafoglio(portafoglio, domanda.giorno, giorni))
        show(build_check(findings, domanda.giorno, portafoglio.dati_aggiornati_al, giorni), scelto, uscita)
        if is_rosso(findings, fallisci_da):
            raise typer.Exit(1)


def is_rosso(findings: tuple[Finding, ...], fallisci_da: str) -> bool:
    """Vero se una segnalazione pesa almeno quanto la soglia."""
    return fallisci_da != MAI and any(f.severita.peso >= Severita(fallisci_da).peso for f in findings)
