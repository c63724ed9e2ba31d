"""`make fuzz`: tanti casi guastati a caso, e il conto di ciò che si è trovato."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.fuzz import accanto, cartelle, importa, modifiche, righe
from tests.fuzz.corsa import run_casi

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.fuzz.corsa import Banco, Conto

CORSE: dict[str, tuple[int, Callable[[Banco], None]]] = {
    "cartelle": (1, cartelle.prova),
    **{formato: (10, prova) for formato, prova in importa.PROVE.items()},
    "modifiche": (10, modifiche.prova),
    "righe": (100, righe.prova),
    **{che: (100, prova) for che, prova in accanto.PROVE.items()},
}
"""Che cosa si guasta → un caso ogni quante cartelle, e la sua prova."""
LUNGO = 16
"""Righe del dettaglio di un guasto: di più, il mezzo si vede rifacendolo."""


def main() -> int:
    """Esegue le corse chieste e ne scrive il conto; esce con 1 se ha trovato un guasto."""
    lettore = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    lettore.add_argument("che", nargs="*", metavar="CHE", help=f"fra {', '.join(CORSE)}; senza, tutti")
    lettore.add_argument("-n", type=int, default=1000, help="quante cartelle; gli altri casi in proporzione")
    lettore.add_argument("--seme", type=int, default=1)
    lettore.add_argument(
        "--da", type=int, default=0, help="il numero del primo caso: per rifarne uno, --da NUMERO -n 1"
    )
    lettore.add_argument("--salva", type=Path, help="una cartella nuova in cui lasciare la prima di ogni guasto")
    detto = lettore.parse_args()
    guasti = 0
    for che in detto.che or CORSE:
        quanti, prova = CORSE[che]
        numeri = range(detto.da, detto.da + max(1, detto.n // quanti))
        inizio = time.perf_counter()
        conto = run_casi(prova, detto.seme, numeri, detto.salva and detto.salva / che)
        guasti += len(conto.guasti)
        sys.stdout.write(describe(che, conto, time.perf_counter() - inizio))
        sys.stdout.flush()
    return 1 if guasti else 0


def describe(che: str, conto: Conto, secondi: float) -> str:
    """Il conto di una corsa, e come si rifà ogni guasto."""
    codici = ", ".join(f"{codice}: {volte}" for codice, volte in sorted(conto.codici.items()))
    righe = [f"{che}: {conto.casi} casi in {secondi:.0f} s; uscite {codici}; {len(conto.guasti)} guasti"]
    for firma, guasto in sorted(conto.guasti.items(), key=lambda voce: -voce[1].volte):
        righe += [f"  {guasto.volte} volte, il primo è --da {guasto.primo}: {firma}", *_indent(guasto.dettaglio)]
    return "\n".join((*righe, ""))


def _indent(testo: str) -> list[str]:
    righe = testo.splitlines()
    return [f"      {riga[:200]}" for riga in (righe if len(righe) < LUNGO else [*righe[:3], "…", *righe[-9:]])]


if __name__ == "__main__":
    sys.exit(main())
