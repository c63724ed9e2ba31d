"""I nostri festivi e quelli del pacchetto `holidays` (Italia, provincia di Milano), giorno per giorno.

`holidays` chiede python-dateutil<3, e noi proviamo la 4: sta in un ambiente suo, che `make test-oracoli` prepara. Lì
`LDQ_ORACOLI=1` fa di una prova saltata una prova fallita.
"""

from __future__ import annotations

import os
from datetime import date, timedelta
from typing import Any

import pytest

from ldq_planner.engine.norme import Diritto
from ldq_planner.loading.norme import load_norme

PRIMO, ULTIMO = date(2002, 1, 1), date(2050, 12, 31)
GIORNI = [PRIMO + timedelta(days=n) for n in range((ULTIMO - PRIMO).days + 1)]
SANT_AMBROGIO = (12, 7)
UNITA_D_ITALIA = date(2011, 3, 17)
"""Festivo una volta sola, prima dei regimi che conosciamo: non c'è nei nostri."""
DOMENICA = 6

if os.environ.get("LDQ_ORACOLI"):
    import holidays  # type: ignore[import-not-found, unused-ignore]  # sta nel suo ambiente
else:
    holidays = pytest.importorskip("holidays", reason="holidays sta in un ambiente suo: make test-oracoli")


@pytest.fixture(scope="module")
def diritto() -> Diritto:
    """Le norme che viaggiano con il programma."""
    return Diritto(load_norme())


@pytest.fixture(scope="module")
def milano() -> Any:
    """I festivi di Milano secondo `holidays`; `language="it"` vi sarebbe ignorato in silenzio."""
    return holidays.country_holidays("IT", subdiv="MI", language="it_IT", years=range(PRIMO.year, ULTIMO.year + 1))


def test_con_il_patrono_i_giorni_lavorativi_sono_quelli_di_holidays_tranne_uno(diritto: Diritto, milano: Any) -> None:
    """Ogni giorno dal 2002 al 2050: l'unica differenza è il 17/03/2011."""
    calendario = diritto.get_calendario(patrono=True)
    diversi = [g for g in GIORNI if calendario.is_lavorativo(g) is not milano.is_working_day(g)]
    assert diversi == [UNITA_D_ITALIA]


def test_per_i_termini_di_legge_sant_ambrogio_e_un_giorno_come_gli_altri(diritto: Diritto, milano: Any) -> None:
    """Senza il patrono si aggiungono soltanto i 7 dicembre che non cadono di sabato o di domenica."""
    calendario = diritto.get_calendario()
    diversi = [g for g in GIORNI if calendario.is_lavorativo(g) is not milano.is_working_day(g)]
    feriali = [g for g in GIORNI if (g.month, g.day) == SANT_AMBROGIO and g.weekday() < DOMENICA - 1]
    assert diversi == sorted([UNITA_D_ITALIA, *feriali])


def test_anche_di_sabato_e_di_domenica_i_festivi_sono_gli_stessi(diritto: Diritto, milano: Any) -> None:
    """Anche dove il fine settimana li nasconde; `holidays` conta in più due domeniche: Pasqua e la prima di novembre."""
    calendario = diritto.get_calendario(patrono=True)
    nostri = {g for g in GIORNI if calendario.find_festa(g)}
    loro = {g for g in GIORNI if g in milano}
    assert nostri <= loro
    assert {g for g in loro - nostri if g.weekday() != DOMENICA} == {UNITA_D_ITALIA}
    assert all(g.month in {3, 4, 11} for g in loro - nostri)


def test_il_4_ottobre_e_festivo_dal_2026(milano: Any) -> None:
    """Le versioni di `holidays` fino alla 0.84 non lo sanno: se vale questa prova, l'oracolo è quello giusto."""
    assert date(2025, 10, 4) not in milano
    assert "San Francesco" in milano[date(2026, 10, 4)]
