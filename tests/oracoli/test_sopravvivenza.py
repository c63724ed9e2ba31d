"""La nostra stima senza le norme e il Kaplan–Meier di `lifelines`, giorno per giorno, sulle gare vere e su gare a caso.

`lifelines` sta nell'ambiente di `make test-oracoli`, con `holidays`.
"""

from __future__ import annotations

import os
from datetime import date
from itertools import accumulate
from pathlib import Path
from random import Random

import pytest

from ldq_planner.engine.apprendimento.osservazioni import observe
from ldq_planner.engine.apprendimento.stima import estimate
from ldq_planner.loading.importazione.gare_passate import read_gare_passate
from ldq_planner.model.apprendimento import Osservazione

DATI = Path(__file__).parent.parent / "dati_reali" / "it-anac-cig" / "20231001-cig_csv-sardegna-liguria.csv"
GIORNO = date(2023, 1, 1)

if os.environ.get("LDQ_ORACOLI"):
    import lifelines  # type: ignore[import-not-found, unused-ignore]  # sta nel suo ambiente
else:
    lifelines = pytest.importorskip("lifelines", reason="lifelines sta in un ambiente suo: make test-oracoli")


def list_casi() -> list[list[Osservazione]]:
    """Ogni tratto delle gare vere, per procedura; poi cento elenchi a caso, alcuni senza nessuna gara finita."""
    casi: dict[tuple[str, object], list[Osservazione]] = {}
    for tratto, viste in observe(read_gare_passate(DATI).gare).items():
        for gara, osservazione in viste:
            casi.setdefault((gara.procedura, tratto), []).append(osservazione)
    caso = Random(20231001)  # noqa: S311 - prove che si ripetono, non segreti
    a_caso = [
        [Osservazione(caso.randrange(60), caso.random() < 0.6, GIORNO) for _ in range(caso.randrange(1, 40))]
        for _ in range(100)
    ]
    return [*casi.values(), *a_caso]


def test_senza_le_norme_e_kaplan_meier() -> None:
    """La stessa probabilità di durare oltre ogni giorno, a meno di un milionesimo di milionesimo."""
    for osservazioni in list_casi():
        oracolo = lifelines.KaplanMeierFitter().fit([o.giorni for o in osservazioni], [o.finita for o in osservazioni])
        entro = list(accumulate(estimate(osservazioni)))
        oltre = oracolo.survival_function_at_times(range(len(entro)))
        assert [1 - e for e in entro] == pytest.approx(list(oltre), abs=1e-12)
