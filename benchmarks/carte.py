"""Le carte di una città grande: quanto tempo, quanta memoria, quanto è grande il file.

    python benchmarks/carte.py [CARTELLA DI DATI]

Senza una cartella sono i trecento quartieri e i dodicimila contratti di `citta.py`. Il tempo è quello del processore.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from citta import OGGI, write_citta
from misura import LDQ

DOMANDE = {
    "rapporto": ("md", "html", "pdf", "docx", "xlsx"),
    "contratti": ("html", "pdf", "docx", "xlsx"),
    "copertura": ("html", "pdf", "docx", "png"),
    "status": ("pdf", "docx"),
    "check": ("html", "pdf", "docx"),
}


def measure(comando: str, uscita: Path, dati: Path) -> str:
    """Una riga di tabella Markdown."""
    argomenti = [LDQ, comando, "--dati", f"{dati}", "--oggi", f"{OGGI}", "-o", f"{uscita}"]
    numero = os.posix_spawn(LDQ, argomenti, os.environ)
    _, stato, uso = os.wait4(numero, 0)
    codice = os.waitstatus_to_exitcode(stato)
    esito = "" if codice in (0, 1) else f" (uscita {codice})"
    tempo, memoria = uso.ru_utime + uso.ru_stime, uso.ru_maxrss / 1024
    grande = sum(f.stat().st_size for f in uscita.parent.glob(f"{uscita.stem}*{uscita.suffix}")) / 1024**2
    return f"| `{comando} -o x{uscita.suffix}`{esito} | {tempo:.1f} s | {memoria:.0f} MB | {grande:.1f} MB |"


def main() -> None:
    """Scrive la tabella."""
    with tempfile.TemporaryDirectory() as dove:
        dati = Path(sys.argv[1]) if sys.argv[1:] else Path(dove) / "citta"
        if not sys.argv[1:]:
            write_citta(dati)
        print("| risposta | processore | memoria | file |\n| --- | ---: | ---: | ---: |")
        for comando, formati in DOMANDE.items():
            for formato in formati:
                print(measure(comando, Path(dove) / f"{comando}.{formato}", dati), flush=True)


if __name__ == "__main__":
    main()
