"""`ldq init`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ldq_planner.cli.guardia import guard
from ldq_planner.cli.opzioni import Oggi
from ldq_planner.cli.risposta import Domanda
from ldq_planner.loading.luogo import REGISTRO

if TYPE_CHECKING:
    from collections.abc import Sequence


def init(
    cartella: Annotated[
        Path, typer.Argument(metavar="[CARTELLA]", help="Dove; senza, la cartella in cui si è.")
    ] = Path(),
    ente: Annotated[str, typer.Option("--ente", metavar="TESTO", help="Chi compra il servizio.")] = "",
    servizio: Annotated[str, typer.Option("--servizio", metavar="TESTO", help="Come si chiama il servizio.")] = "",
    oggi: Oggi = None,
) -> None:
    """Crea una cartella di dati da cui cominciare.

    Esempi commentati di quartieri, contratti e scenari, le soglie, gli schemi per l'editor, il lavoro di controllo per GitHub.
    Ciò che c'è già non si tocca. Solo in un terminale chiede i nomi che non gli si dicono.

    Esempio: ldq init laboratori --oggi 2023-01-17
    """
    with guard():
        from ldq_planner.cli.schermo import write
        from ldq_planner.modifica.inizio import DATI, ENTE, SERVIZIO, build_esempi

        presenti = [nome for nome in (*DATI, REGISTRO) if os.path.lexists(cartella / nome)]
        if not presenti:
            ente = ente or _ask("Chi compra il servizio", ENTE)
            servizio = servizio or _ask("Come si chiama il servizio", SERVIZIO)
        giorno = Domanda(oggi, None, None, None).giorno
        esempi = build_esempi(giorno, ente or ENTE, servizio or SERVIZIO)
        if presenti:  # un esempio accanto a dati veri parlerebbe di quartieri che non ci sono
            esempi = {nome: testo for nome, testo in esempi.items() if nome not in DATI}
        nuovi = [nome for nome in esempi if not os.path.lexists(cartella / nome)]
        for nome in nuovi:
            write(esempi[nome], cartella / nome)
        lasciati = [*presenti, *(nome for nome in esempi if nome not in nuovi)]
        write("\n".join((*_say(cartella, nuovi, lasciati), "")), None)


def _ask(domanda: str, predefinito: str) -> str:
    """La risposta di chi sta al terminale; senza un terminale, il valore predefinito."""
    if not _has_terminale():
        return predefinito
    return str(typer.prompt(domanda, default=predefinito, err=True)).strip() or predefinito


def _has_terminale() -> bool:
    """Vero se c'è una persona che legge e risponde."""
    return all(flusso is not None and flusso.isatty() for flusso in (sys.stdin, sys.stderr))


def _say(cartella: Path, nuovi: Sequence[str], lasciati: Sequence[str]) -> list[str]:
    """Che cosa si è creato, che cosa c'era già, che cosa fare adesso."""
    if not nuovi:
        return [f"Nulla da creare: in «{cartella}» c'è già tutto ({', '.join(lasciati)})."]
    from ldq_planner.modifica.inizio import DATI

    righe = [f"Creati in «{cartella}»:", *(f"  {nome}" for nome in nuovi)]
    if lasciati:
        righe += ["", "C'erano già, e sono rimasti com'erano:", *(f"  {nome}" for nome in lasciati)]
    if any(nome in (*DATI, REGISTRO) for nome in lasciati) and not {*DATI} <= {*lasciati, *nuovi}:
        righe += ["", "Accanto a dati veri gli esempi non si mettono: per vederli, ldq init in una cartella vuota."]
    dove = "" if cartella == Path() else f" --dati {cartella}"
    return [*righe, "", f"Per cominciare: ldq status{dove}"]
