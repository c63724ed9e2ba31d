"""L'ingresso: ciò che si può dire senza caricare nulla, poi i comandi."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

from ldq_planner import __version__

_DELLA_RADICE = ("-h", "--help", "--version", "--install-completion", "--show-completion")


def main() -> None:
    """Esegue la riga di comando ed esce con il suo codice.

    Un comando dura meno di quanto costi ripassare, e alla fine smontare, tutto ciò che ha caricato: il raccoglitore
    di cicli resta spento e l'uscita è immediata, a uscite scritte (docs/decisioni.md).
    """
    gc.disable()
    with Path(os.devnull).open("w") as nulla:
        sys.stdout, sys.stderr = sys.stdout or nulla, sys.stderr or nulla  # chi li ha chiusi non vuole leggerli
        os._exit(run(sys.argv[1:]))


def run(argomenti: list[str]) -> int:
    """Esegue gli argomenti e restituisce il codice di uscita, a uscite scritte."""
    if "--debug" in argomenti:
        argomenti.remove("--debug")
        os.environ["LDQ_DEBUG"] = "1"
    if argomenti == ["--version"]:
        print(f"ldq {__version__}", flush=True)  # noqa: T201 - qui non c'è ancora nulla con cui scrivere
        return 0
    # pydantic cerca estensioni in tutto ciò che è installato, a ogni avvio: noi non ne abbiamo.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    completato = find_completato()
    if completato is None:
        argomenti = choose_comando(argomenti)

    from ldq_planner.cli.guardia import USO_SBAGLIATO, flush, guard, tell_uso

    try:
        with guard():
            from ldq_planner.cli.app import build_app

            app = build_app(completato or "".join(argomenti[:1]))
            return flush(app(args=argomenti, prog_name="ldq", standalone_mode=False) or 0)
    except USO_SBAGLIATO as errore:
        return flush(tell_uso(errore))
    except SystemExit as uscita:
        return flush(uscita.code if isinstance(uscita.code, int) else 0)


def choose_comando(argomenti: list[str]) -> list[str]:
    """Gli argomenti con `status` davanti, se non si nomina un comando."""
    if not argomenti or (argomenti[0].startswith("-") and argomenti[0] not in _DELLA_RADICE):
        return ["status", *argomenti]
    return argomenti


def find_completato() -> str | None:
    """Il comando di cui la shell chiede il completamento, vuoto se non c'è ancora; `None` se non lo chiede."""
    if "_LDQ_COMPLETE" not in os.environ:
        return None
    parole = os.environ.get("COMP_WORDS") or os.environ.get("_TYPER_COMPLETE_ARGS") or ""
    return next(iter(parole.split()[1:2]), "")
