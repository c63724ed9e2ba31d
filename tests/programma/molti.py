"""`make test-piani N=300`: centinaia di città a caso; ogni piano rifatto a mano, e contro tutti quelli possibili fino a sei gare.

Esce con 1 se una sola cosa non torna.
"""

from __future__ import annotations

import argparse
import sys

from tests.programma.giro import list_guai, list_peggiori


def main() -> int:
    """Quante cose non tornano."""
    opzioni = argparse.ArgumentParser(description=__doc__)
    opzioni.add_argument("-n", type=int, default=300, help="quante città")
    opzioni.add_argument("--seme", type=int, default=0)
    scelte = opzioni.parse_args()
    semi = range(scelte.seme, scelte.seme + scelte.n)
    guai = [f"{seme}: {guaio}\n" for seme in semi for guaio in (*list_guai(seme), *list_peggiori(seme, 2 + seme % 5))]
    sys.stdout.writelines(guai)
    sys.stdout.write(f"{scelte.n} città, {len(guai)} cose che non tornano\n")
    return 1 if guai else 0


if __name__ == "__main__":
    sys.exit(main())
