"""L'ingresso: ciò che si può dire senza caricare nulla, poi i comandi. Fuori dalle funzioni importa solo ciò che Python ha già."""

import gc
import os
import sys

from ldq_planner import __version__
from ldq_planner.cli import INTERROTTO

_DELLA_RADICE = ("-h", "--help", "--version", "--install-completion", "--show-completion")


def main() -> None:
    """Esegue la riga di comando ed esce con il suo codice.

    Un comando dura meno di quanto costi ripassare, e alla fine smontare, tutto ciò che ha caricato: il raccoglitore
    di cicli resta spento e l'uscita è immediata, a uscite scritte (docs/decisioni.md).
    """
    gc.disable()
    with open(os.devnull, "w", encoding="utf-8") as nulla:  # noqa: PTH123 - pathlib costa quanto avviare Python
        sys.stdout, sys.stderr = sys.stdout or nulla, sys.stderr or nulla  # chi li ha chiusi non vuole leggerli
        try:
            codice = run(sys.argv[1:])
        except KeyboardInterrupt:  # prima che il comando cominci: dopo, lo raccoglie `guard`
            codice = INTERROTTO
            sys.stderr.write("ldq: interrotto\n")
        os._exit(codice)


def run(argomenti: list[str]) -> int:
    """Esegue gli argomenti e restituisce il codice di uscita, a uscite scritte."""
    if "--debug" in argomenti:
        argomenti.remove("--debug")
        os.environ["LDQ_DEBUG"] = "1"
    if estranei := [a for a in argomenti if any("\ud800" <= c <= "\udfff" for c in a)]:
        return _refuse_byte(estranei[0])
    if argomenti == ["--version"]:
        return write_versione()
    if "_LDQ_COMPLETE" not in os.environ:
        argomenti = choose_comando(argomenti)
        return run_comando(argomenti[0], argomenti)
    from ldq_planner.cli.tab import complete_id, read_riga

    riga = read_riga()
    codice = complete_id(riga)
    return run_comando("".join(riga.prima[:1]), argomenti) if codice is None else codice


def _refuse_byte(argomento: str) -> int:
    """Il codice di un errore d'uso, dopo averlo detto: ciò che si scrive nei dati dev'essere in UTF-8."""
    from ldq_planner.cli.guardia import tell

    mostrato = argomento.encode("utf-8", "replace").decode()
    tell(
        f"ldq: «{mostrato}» non è in UTF-8",
        "  aiuto: scriverlo da un terminale in UTF-8; se è un file, cambiargli nome",
    )
    return 2


def write_versione() -> int:
    """Scrive la versione, e dà il codice di uscita: 2 se non si è potuta scrivere."""
    try:
        print(f"ldq {__version__}", flush=True)  # noqa: T201 - qui non c'è ancora nulla con cui scrivere
    except OSError:
        from ldq_planner.cli.guardia import guard

        with guard():
            raise
    return 0


def run_comando(nome: str, argomenti: list[str]) -> int:
    """Esegue gli argomenti con il programma che ha quel comando, o tutti se non è un comando."""
    # pydantic cerca estensioni in tutto ciò che è installato, a ogni avvio: noi non ne abbiamo.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    os.environ["LANGUAGE"] = "it"  # gettext sceglie la lingua da qui, a ogni frase: il programma ne ha una sola
    from ldq_planner.cli.guardia import USO_SBAGLIATO, flush, guard, tell_uso

    try:
        with guard():
            from ldq_planner.cli.app import build_app

            return flush(build_app(nome)(args=argomenti, prog_name="ldq", standalone_mode=False) or 0)
    except USO_SBAGLIATO as errore:
        return flush(tell_uso(errore))
    except SystemExit as uscita:
        return flush(uscita.code if isinstance(uscita.code, int) else 0)


def choose_comando(argomenti: list[str]) -> list[str]:
    """Gli argomenti con `status` davanti, se non si nomina un comando."""
    if not argomenti or (argomenti[0].startswith("-") and argomenti[0] not in _DELLA_RADICE):
        return ["status", *argomenti]
    return argomenti
