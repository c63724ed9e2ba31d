"""La distribuzione esatta contro sorteggi fatti senza il motore: con e senza causa comune, eventi, fatti, cambi di legge.

Qui i sorteggi sono pochi, perché la prova sia breve; con un milione si è provato a mano: docs/rischio.md.
"""

from __future__ import annotations

from datetime import date
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.unit.engine.rischio.sorteggi import DIRITTO, Sorteggi

from ldq_planner.engine.cronoprogramma import Agenda
from ldq_planner.engine.durate import Ipotesi
from ldq_planner.engine.gara_in_corso import GaraInCorso
from ldq_planner.engine.rischio.conto import Ipotetica, build_conto
from ldq_planner.model.avanzamento import Svolgimento

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ldq_planner.model.rischio import DistribuzioneGiorni

QUANTI = 40_000
INIZIO, OBIETTIVO = date(2023, 1, 17), date(2024, 1, 1)


def imagine() -> Ipotesi:
    """Una gara aperta."""
    procedura = DIRITTO.find_procedura("aperta")
    assert procedura is not None
    return Ipotesi(procedura)


def check(distribuzione: DistribuzioneGiorni, avvii: NDArray[np.int64], obiettivo: date) -> None:
    """La probabilità di fare in tempo sta nel suo errore, i percentili a pochi giorni."""
    p, quanti = distribuzione.compute_entro(obiettivo), len(avvii)
    assert np.mean(avvii <= obiettivo.toordinal()) == pytest.approx(p, abs=3.5 * sqrt(p * (1 - p) / quanti))
    for percento in (10, 50, 80, 90):
        atteso = distribuzione.find_quantile(percento).toordinal()
        errore = 3.5 * sqrt(percento * (100 - percento) / quanti)  # in percento
        assert np.mean(avvii < atteso) * 100 <= percento + errore
        assert np.mean(avvii <= atteso) * 100 >= percento - errore


@pytest.mark.parametrize("inizio", [INIZIO, date(2023, 4, 3)], ids=["una legge", "a cavallo di due"])
@pytest.mark.parametrize("rho", [0.0, 0.3, 0.6])
def test_la_distribuzione_e_quella_dei_sorteggi(rho: float, inizio: date) -> None:
    """Con la causa comune e senza, anche se il bando può uscire sotto l'una o l'altra legge."""
    conto = build_conto(Ipotetica(Agenda(DIRITTO, imagine()), inizio, {}), rho, {})
    obiettivo = inizio.replace(year=inizio.year + 1)
    check(conto.distribute(), Sorteggi(QUANTI, rho).run(inizio).avvio, obiettivo)


def test_un_ricorso_e_una_gara_deserta_sono_quelli_dei_sorteggi() -> None:
    """Una gara deserta riparte dalla decisione, e può esserlo ancora; chi ricorre sospende la stipula."""
    conto = build_conto(Ipotetica(Agenda(DIRITTO, imagine()), INIZIO, {}), 0.0, {"ricorso": 0.2, "deserta": 0.2})
    check(conto.distribute(), Sorteggi(QUANTI, 0.0).run(INIZIO, 0.2, 0.2).avvio, OBIETTIVO)


@pytest.mark.parametrize("rho", [0.0, 0.3])
def test_una_fase_in_corso_perde_cio_che_non_puo_piu_durare(rho: float) -> None:
    """Restano i sorteggi in cui il progetto oggi non è ancora finito; con la causa comune, anche il resto si fa più lento."""
    oggi = date(2023, 4, 3)
    gara = GaraInCorso(DIRITTO, imagine(), {"progettazione": Svolgimento(iniziata=INIZIO)}, oggi)
    sorteggi = Sorteggi(4 * QUANTI, rho).run(INIZIO)
    check(
        build_conto(Ipotetica(gara, oggi, {}), rho, {}).distribute(),
        sorteggi.avvio[sorteggi.progetto >= oggi.toordinal()],
        OBIETTIVO,
    )


@pytest.mark.parametrize("rho", [0.0, 0.3])
def test_una_fase_finita_dice_quanto_l_ufficio_e_lento(rho: float) -> None:
    """Restano i sorteggi in cui il progetto è finito proprio quel giorno: cento giorni, il doppio del solito."""
    oggi = date(2023, 4, 27)
    finita = {"progettazione": Svolgimento(iniziata=INIZIO, conclusa=oggi)}
    sorteggi = Sorteggi(8 * QUANTI, rho).run(INIZIO)
    gara = GaraInCorso(DIRITTO, imagine(), finita, oggi)
    check(
        build_conto(Ipotetica(gara, oggi, {}), rho, {}).distribute(),
        sorteggi.avvio[sorteggi.progetto == oggi.toordinal()],
        OBIETTIVO,
    )
