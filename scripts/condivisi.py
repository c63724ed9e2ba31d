"""La pagina di manuale e i completamenti che si installano con il pacchetto: nascono dai comandi veri.

`python scripts/condivisi.py` li riscrive in `condivisi/`; una prova dice se quelli committati sono ancora loro.
"""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from docutils.core import publish_string
from typer._completion_shared import get_completion_script

from ldq_planner import __version__
from ldq_planner.cli import INTERROTTO
from ldq_planner.cli.app import COMANDI, build_app
from ldq_planner.cli.guardia import GUASTO
from ldq_planner.errors import InvalidDataError, InvalidRequestError

if TYPE_CHECKING:
    from collections.abc import Iterator

CARTELLA = Path(__file__).parents[1] / "condivisi"
COMPLETAMENTI = {"ldq.bash": "bash", "_ldq": "zsh", "ldq.fish": "fish"}
IN_BREVE = "chi è coperto oggi, fino a quando, che cosa segue, entro quando agire"
USCITE = (
    (0, "nessuna segnalazione, o una risposta data"),
    (1, "`ldq check` ha trovato qualcosa"),
    (InvalidRequestError.exit_code, "la domanda è posta male"),
    (InvalidDataError.exit_code, "i dati non si possono valutare"),
    (GUASTO, "un guasto del programma"),
    (INTERROTTO, "interrotto"),
)
AMBIENTE = (
    ("LDQ_DATI", "la cartella dei dati, se non c'è `--dati`"),
    ("LDQ_OGGI", "il giorno della domanda, se non c'è `--oggi`"),
    ("LDQ_REGIMI", "la cartella delle norme, se non c'è `--regimi`"),
    ("COLUMNS", "quanto è largo lo schermo"),
    ("NO_COLOR, FORCE_COLOR", "senza colore, o con il colore anche fuori da un terminale"),
)


def build_condivisi() -> dict[str, str]:
    """Nome del file → contenuto."""
    completamenti = {
        nome: get_completion_script(prog_name="ldq", complete_var="_LDQ_COMPLETE", shell=shell).rstrip() + "\n"
        for nome, shell in COMPLETAMENTI.items()
    }
    return {"ldq.1": build_manuale(), **completamenti}


def build_manuale() -> str:
    """La pagina di `man ldq`, da reStructuredText."""
    testo = "\n".join(_write_manuale())
    impostazioni = {
        "output_encoding": "unicode",
        "report_level": 2,
        "halt_level": 2,
        "datestamp": None,
        "generator": None,
    }
    return str(publish_string(testo, writer="manpage", settings_overrides=impostazioni))


def _write_manuale() -> Iterator[str]:
    gruppo: Any = typer.main.get_command(build_app())
    riga = "-" * len(IN_BREVE)
    yield from ("===", "ldq", "===", "", riga, IN_BREVE, riga, "")
    yield from (":Manual section: 1", f":Version: {__version__}", ":Manual group: Comandi", "")
    yield from (*_title("SINTASSI"), "**ldq** [*COMANDO*] [*OPZIONI*] [*ARGOMENTI*]", "")
    yield from (*_title("DESCRIZIONE"), *_describe(gruppo), "")
    yield from _title("COMANDI")
    for nome in COMANDI:
        comando = gruppo.commands[nome]
        yield from (f"ldq {nome}", "~" * (len(nome) + 4), "", *_describe(comando), "")
        for parametro in comando.params:
            yield from _write_parametro(parametro)
    yield from _title("USCITE")
    yield from (riga for codice, significato in USCITE for riga in (f"**{codice}**", f"  {significato}", ""))
    yield from _title("AMBIENTE")
    yield from (riga for nome, significato in AMBIENTE for riga in (f"**{nome}**", f"  {significato}", ""))


def _title(testo: str) -> tuple[str, ...]:
    return (testo, "-" * len(testo), "")


def _describe(comando: Any) -> list[str]:
    """L'aiuto di un comando, con l'esempio come si scrive."""
    testo = textwrap.dedent(f"    {comando.help or ''}").strip()
    return [_escape(riga).replace("Esempio: ldq", "Esempio: **ldq**") for riga in testo.splitlines()]


def _write_parametro(parametro: Any) -> Iterator[str]:
    if getattr(parametro, "help", None) is None:
        return
    nomi = ", ".join(f"**{nome}**" for nome in (*parametro.opts, *parametro.secondary_opts) if nome.startswith("-"))
    valore = "" if getattr(parametro, "is_flag", False) else f" *{_escape(parametro.metavar or 'VALORE')}*"
    yield from (f"{nomi}{valore}".strip(), f"  {_escape(parametro.help)}", "")


def _escape(testo: str) -> str:
    for segno in "\\*`|_":
        testo = testo.replace(segno, f"\\{segno}")
    return testo


if __name__ == "__main__":
    CARTELLA.mkdir(exist_ok=True)
    for nome, testo in build_condivisi().items():
        (CARTELLA / nome).write_text(testo, encoding="utf-8")
