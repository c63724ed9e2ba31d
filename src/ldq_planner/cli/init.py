"""`ldq init`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from ldq_planner.cli.domanda import Domanda
from ldq_planner.cli.opzioni import ask
from ldq_planner.cli.schermo import say, write, write_cartella
from ldq_planner.loading.luogo import find_dati_propri
from ldq_planner.model.archivio import REGISTRO

if TYPE_CHECKING:
    from collections.abc import Sequence


def init(
    cartella: Annotated[
        Path, typer.Argument(metavar="[CARTELLA]", help="Dove; senza, la cartella in cui si è.")
    ] = Path(),
    ente: Annotated[str, ask("--ente", "TESTO", "Chi compra il servizio.")] = "",
    servizio: Annotated[str, ask("--servizio", "TESTO", "Come si chiama il servizio.")] = "",
    *,
    domanda: Annotated[Domanda, "oggi"],
) -> None:
    """Crea una cartella di dati da cui cominciare.

    Esempi commentati di quartieri, contratti, scenari e risorse, le soglie, gli schemi per l'editor, i lavori di controllo per GitHub e per GitLab.
    Ciò che c'è già non si tocca: se i dati stanno in data/, ciò che manca va lì. Solo in un terminale chiede i nomi che non gli si dicono.

    Esempio: ldq init laboratori --oggi 2023-01-17
    """
    from ldq_planner.modifica.inizio import DATI, ENTE, LAVORI, SERVIZIO, build_esempi

    dati = find_dati_propri(cartella)
    presenti = [dati / nome for nome in (*DATI, REGISTRO) if os.path.lexists(dati / nome)]
    if not presenti:
        ente = ente or _ask("Chi compra il servizio", ENTE)
        servizio = servizio or _ask("Come si chiama il servizio", SERVIZIO)
    esempi = build_esempi(domanda.giorno, ente or ENTE, servizio or SERVIZIO)
    if presenti:  # un esempio accanto a dati veri parlerebbe di quartieri che non ci sono
        esempi = {nome: testo for nome, testo in esempi.items() if nome not in DATI}
    file = {(cartella if nome in LAVORI else dati) / nome: testo for nome, testo in esempi.items()}
    nuovi = [percorso for percorso in file if not os.path.lexists(percorso)]
    insieme = [percorso for percorso in nuovi if percorso.name in DATI]
    for percorso in nuovi:
        if percorso not in insieme:
            write(file[percorso], percorso)
    # I dati per ultimi, e tutti insieme: chi è interrotto prima ricomincia, come se nulla fosse.
    write_cartella({p.name: file[p] for p in insieme}, dati, {p.name: "" for p in insieme})
    lasciati = [*presenti, *(percorso for percorso in file if percorso not in nuovi)]
    say(*_say(cartella, dati, nuovi, lasciati))


def _ask(domanda: str, predefinito: str) -> str:
    """La risposta di chi sta al terminale; senza un terminale, il valore predefinito."""
    if not _has_terminale():
        return predefinito
    return str(typer.prompt(domanda, default=predefinito, err=True)).strip() or predefinito


def _has_terminale() -> bool:
    """Vero se c'è una persona che legge e risponde."""
    return all(flusso is not None and flusso.isatty() for flusso in (sys.stdin, sys.stderr))


def _say(cartella: Path, dati: Path, nuovi: Sequence[Path], lasciati: Sequence[Path]) -> list[str]:
    """Che cosa si è creato, che cosa c'era già, che cosa fare adesso."""
    create, tenute = ([p.relative_to(cartella).as_posix() for p in percorsi] for percorsi in (nuovi, lasciati))
    if not nuovi:
        return [f"Nulla da creare: in «{cartella}» c'è già tutto ({', '.join(tenute)})."]
    from ldq_planner.modifica.inizio import DATI, LAVORI

    righe = [f"I dati stanno già in «{dati}»: ciò che manca va lì.", ""] if dati != cartella else []
    righe += [f"Creati in «{cartella}»:", *(f"  {nome}" for nome in create)]
    if tenute:
        righe += ["", "C'erano già, e sono rimasti com'erano:", *(f"  {nome}" for nome in tenute)]
    presenti = {p.name for p in (*nuovi, *lasciati)}
    if any(p.name in (*DATI, REGISTRO) for p in lasciati) and not {*DATI} <= presenti:
        righe += ["", "Accanto a dati veri gli esempi non si mettono: per vederli, ldq init in una cartella vuota."]
    if lavori := [f"  {nome}: {posto}" for nome, (_, posto) in LAVORI.items() if cartella / nome in nuovi]:
        righe += ["", "Prima di usare il lavoro di controllo, scrivervi da dove viene il programma:", *lavori]
        righe += ["Serve quello della propria piattaforma: un altro si può togliere."]
    return [*righe, "", f"Per cominciare: ldq status{'' if cartella == Path() else f' --dati {quote(str(dati))}'}"]
