"""`python -m tests.programma.molti -n 300`: centinaia di città a caso, e il conto di ciascun piano rifatto a mano.

Esce con 1 se una sola cosa non torna.
"""

from __future__ import annotations

import argparse
import sys

from tests.programma.giro import list_guai


def main() -> int:
    """Quante cose non tornano."""
    opzioni = argparse.ArgumentParser(description=__doc__)
    opzioni.add_argument("-n", type=int, default=300, help="quante città")
    opzioni.add_argument("--seme", type=int, default=0)
    scelte = opzioni.parse_args()
    guai = [f"{seme}: {guaio}\n" for seme in range(scelte.seme, scelte.seme + scelte.n) for guaio in list_guai(seme)]
    sys.stdout.writelines(guai)
    sys.stdout.write(f"{scelte.n} città, {len(guai)} cose che non tornano\n")
    return 1 if guai else 0


if __name__ == "__main__":
    sys.exit(main())
