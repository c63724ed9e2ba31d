"""`make bench`: la tabella dei rapporti. Non è una prova: una macchina carica non deve dire che il programma è rotto."""

from __future__ import annotations

import avvio
import colonne
import controllo
import domande
import importazione
import lacune
import lettura
import rischio

import programma


def main() -> None:
    """Misura e scrive una riga per rapporto."""
    print(f"{'rapporto':<70} {'misurato':>9} {'al più':>7}")
    for banco in (avvio, lettura, lacune, controllo, domande, importazione, rischio, programma, colonne):
        for rapporto in banco.run():
            segno = "" if rapporto.valore <= rapporto.limite else "  oltre"
            print(f"{rapporto.nome:<70} {rapporto.valore:>9.2f} {rapporto.limite:>7.2f}{segno}", flush=True)


if __name__ == "__main__":
    main()
