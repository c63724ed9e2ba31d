"""Prepara l'ambiente del progetto, e vi esegue ciò che si chiede. Basta Python 3.11 o più recente (su Windows, «py»).

    python3 prepara.py status    lo stato dei sei quartieri il 17/01/2023
    python3 prepara.py test      tutte le prove: stile, tipi, strati, comportamento, documenti
    python3 prepara.py lint      solo stile, tipi e strati
    python3 prepara.py ambiente CARTELLA FILE    un ambiente in quella cartella, con le versioni bloccate in quel file

Ciò che segue «status» va a ldq, ciò che segue «test» a pytest. L'ambiente è .venv: il Python del sistema non si tocca.
"""

import os
import subprocess
import sys
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - lo legge proprio chi ne ha uno più vecchio
    versione = ".".join(map(str, sys.version_info[:3]))
    sys.exit(f"Serve Python 3.11 o più recente, e questo è il {versione}. Indicarne un altro: python3.12 prepara.py")

RADICE = Path(__file__).resolve().parent
AMBIENTE = RADICE / ".venv"
POSTI = {"nt": ("Scripts", ".exe")}
"""Dove un ambiente tiene i suoi programmi, e come finisce il loro nome: su Windows; altrove in `bin`, senza nulla."""
PROGRAMMA, SVILUPPO = "programma", "sviluppo"
VERSIONI = {PROGRAMMA: "requirements-programma.lock", SVILUPPO: "requirements.lock"}
"""Ciò che basta a `ldq status`, ciò che serve alle prove: il file delle versioni, e il segno che resta in `.venv`."""
CONTROLLI = (("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",), ("lint-imports",))


def main(argomenti: list[str]) -> None:
    """Un comando e ciò che lo segue; esce con il codice del primo passo che non riesce."""
    comando, resto = (argomenti[0], argomenti[1:]) if argomenti else ("", [])
    if comando in {"-h", "--help"}:
        sys.stdout.write(str(__doc__))
    elif comando == "status":
        ensure(PROGRAMMA, SVILUPPO)
        execute(find_in(AMBIENTE, "ldq"), "status", "--oggi", "2023-01-17", *resto)
    elif comando == "test":
        lint()
        execute(find_in(AMBIENTE, "python"), "-m", "pytest", "-n", "auto", *resto)
    elif comando == "lint" and not resto:
        lint()
    elif comando == SVILUPPO and not resto:
        ensure(SVILUPPO)
    elif comando == "ambiente" and len(resto) == 2:  # noqa: PLR2004 - la cartella e il file
        build(RADICE / resto[0], resto[1])
    else:
        sys.exit(str(__doc__))


def lint() -> None:
    """Stile, tipi e strati."""
    ensure(SVILUPPO)
    for programma, *resto in CONTROLLI:
        execute(find_in(AMBIENTE, programma), *resto)


def ensure(voluto: str, *bastano: str) -> None:
    """L'ambiente voluto, o uno che basta, più recente dei file da cui nasce; se non c'è, lo prepara."""
    if not any(map(is_fresh, (voluto, *bastano))):
        build(AMBIENTE, VERSIONI[voluto])
        (AMBIENTE / voluto).touch()


def is_fresh(segno: str) -> bool:
    """Vero se l'ambiente è già fatto, qui, con queste versioni."""
    fatto = AMBIENTE / segno
    origini = [RADICE / nome for nome in (VERSIONI[segno], "pyproject.toml", "prepara.py")]
    return fatto.exists() and is_here(AMBIENTE) and fatto.stat().st_mtime >= max(o.stat().st_mtime for o in origini)


def is_here(cartella: Path) -> bool:
    """Vero se l'ambiente è nato in questa cartella (spostato, i suoi programmi non partono) e ha ancora il suo Python."""
    nascita = cartella / "pyvenv.cfg"
    if not (nascita.is_file() and find_in(cartella, "python").exists()):
        return False
    return any(riga.endswith(f" {cartella}") for riga in nascita.read_text(encoding="utf-8").splitlines())


def build(cartella: Path, versioni: str) -> None:
    """L'ambiente con le versioni bloccate in quel file e il nostro pacchetto, modificabile.

    Anche dove pip rifiuta di toccare il Python del sistema, e dove il modulo venv è senza ensurepip.
    """
    python = find_in(cartella, "python")
    if not is_here(cartella):
        sys.stderr.write(f"Preparo {cartella.name}: la prima volta serve la rete, e qualche minuto.\n")
        venv, pip = (sys.executable, "-m", "venv", "--clear"), (sys.executable, "-m", "pip", "--python", python)
        if execute(*venv, cartella, tenta=True):
            execute(*venv, "--without-pip", cartella)
            if execute(*pip, "install", "--quiet", "pip", tenta=True):
                sys.exit("Questo Python non sa preparare un ambiente: si installi python3-venv, o python3-pip.")
    install = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    execute(*install, "--require-hashes", "-r", RADICE / versioni)
    execute(*install, "--no-deps", "--no-build-isolation", "--editable", RADICE)


def find_in(cartella: Path, programma: str, sistema: str = os.name) -> Path:
    """Dove un ambiente tiene un programma."""
    posto, fine = POSTI.get(sistema, ("bin", ""))
    return cartella / posto / (programma + fine)


def execute(*comando: "str | Path", tenta: bool = False) -> int:
    """Esegue dalla cima del progetto; se non riesce esce con lo stesso codice o, se è un tentativo, lo restituisce zitto."""
    muto = subprocess.DEVNULL if tenta else None
    codice = subprocess.run(comando, cwd=RADICE, check=False, stdout=muto, stderr=muto).returncode
    return codice if tenta or not codice else sys.exit(codice)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
