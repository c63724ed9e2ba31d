"""Chi paga che cosa: si paga tutto ciò che si può, e chi viene prima non perde nulla per chi viene dopo."""

from __future__ import annotations

from itertools import combinations
from random import Random

from ldq_planner.engine.provenienze import Riparto


def count_pagabili(restano: dict[str, int], bisogni: list[tuple[list[str], int]]) -> int:
    """Quanto al più si paga: il taglio più stretto fra tutti, uno per uno."""
    gruppi = [set(g) for n in range(len(restano) + 1) for g in combinations(restano, n)]
    return min(sum(restano[s] for s in g) + sum(c for ammessi, c in bisogni if not g >= {*ammessi}) for g in gruppi)


def test_si_paga_tutto_cio_che_si_puo() -> None:
    """Contro ogni taglio, su casi a caso; e ciascuno quanto può, dato chi viene prima di lui."""
    caso = Random(19)  # noqa: S311 - non è un segreto
    for _ in range(200):
        restano = {s: caso.randrange(6) for s in "abcd"}
        bisogni = [(caso.sample("abcd", caso.randrange(4)), caso.randrange(8)) for _ in range(5)]
        riparto = Riparto(dict(restano))
        for quanti, (ammessi, centesimi) in enumerate(bisogni):
            mancano = riparto.pay(str(quanti), ammessi, centesimi)
            di_piu = count_pagabili(restano, bisogni[: quanti + 1]) - count_pagabili(restano, bisogni[:quanti])
            assert centesimi - mancano == di_piu
        spese = [(str(n), s, c) for n in range(5) for s, c in riparto.list_spese(str(n))]
        assert all(s in bisogni[int(n)][0] and c > 0 for n, s, c in spese)
        assert all(sum(c for _, di, c in spese if di == s) <= restano[s] for s in restano)
