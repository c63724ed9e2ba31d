"""La legge che decide gli scenari: quella del giorno in cui il bando sarebbe pubblicato, articolo per articolo."""

from __future__ import annotations

from datetime import date

import pytest

from ldq_planner.api import forecast_scenari
from ldq_planner.engine.legge import list_leggi
from ldq_planner.engine.norme import Diritto
from ldq_planner.loading.cartella import load_portafoglio
from ldq_planner.loading.luogo import find_dati_del_pacchetto
from ldq_planner.loading.norme import load_norme

DIRITTO = Diritto(load_norme(None))


@pytest.mark.parametrize(
    ("oggi", "regimi"),
    [(date(2023, 1, 17), ["d50_dls"]), (date(2024, 3, 1), ["d36"]), (date(2026, 1, 10), ["d36_corr"])],
    ids=["il giorno della presentazione vale il vecchio codice", "nel 2024 il nuovo", "nel 2026 il correttivo"],
)
def test_la_legge_e_quella_dei_bandi(oggi: date, regimi: list[str]) -> None:
    """Cambia con il giorno in cui ogni gara partirebbe."""
    previsione = forecast_scenari(load_portafoglio(find_dati_del_pacchetto()), oggi, DIRITTO)
    leggi = list(list_leggi(previsione, DIRITTO))
    assert {legge.regime for legge in leggi} >= set(regimi)
    assert {id_ for legge in leggi for id_ in legge.scenari} == set(previsione.tempi)


def test_un_articolo_e_verificato_o_no() -> None:
    """Mai tutti e due; e lo standstill è verificato, i controlli dell'affidatario no."""
    previsione = forecast_scenari(load_portafoglio(find_dati_del_pacchetto()), date(2023, 1, 17), DIRITTO)
    (legge,) = list_leggi(previsione, DIRITTO)
    assert set(legge.verificati).isdisjoint(legge.da_verificare)
    assert "D.Lgs. 50/2016, art. 32 c. 9" in legge.verificati
    assert "D.Lgs. 50/2016, artt. 32 c. 7, 33 c. 1 e 80-81" in legge.da_verificare
