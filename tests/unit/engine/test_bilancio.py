"""I costi per anno di un portafoglio: tornano al centesimo, e ciò che non si sa è nominato."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from ldq_planner.api import forecast_scenari
from ldq_planner.engine.bilancio import compute_bilancio
from ldq_planner.engine.norme import Diritto
from ldq_planner.loading.cartella import load_portafoglio
from ldq_planner.loading.luogo import find_dati_del_pacchetto
from ldq_planner.loading.norme import load_norme

if TYPE_CHECKING:
    from ldq_planner.model.bilancio import Bilancio


@pytest.fixture(scope="module")
def bilancio() -> Bilancio:
    """Il bilancio dei dati della presentazione, con gli inizi che le norme permettono."""
    portafoglio = load_portafoglio(find_dati_del_pacchetto())
    previsione = forecast_scenari(portafoglio, date(2023, 1, 17), Diritto(load_norme(None)))
    return compute_bilancio(previsione.portafoglio, portafoglio.ipotesi.piani)


def test_gli_anni_di_lorenteggio_sommano_ai_due_importi(bilancio: Bilancio) -> None:
    """828.415,20 di base e 138.069,20 di rinnovo: la ripartizione non perde né aggiunge un centesimo."""
    assert sum(a.contratti for a in bilancio.anni) == Decimal("828415.20") + Decimal("138069.20")
    assert [a.anno for a in bilancio.anni if a.contratti] == [2019, 2020, 2021, 2022]


def test_il_piano_costa_quanto_la_stima_dei_suoi_scenari(bilancio: Bilancio) -> None:
    """A 23.011,53 al mese: Lorenteggio dal 19/11/2023 al 31/12/2025, San Siro dallo stesso giorno al 31/12/2026."""
    piani = {c.piano for a in bilancio.anni for c in a.piani}
    assert piani == {"prospettive-2023"}
    assert sum(c.costo for a in bilancio.anni for c in a.piani) == Decimal("1446015.06")


def test_cio_che_non_si_conosce_ha_un_nome(bilancio: Bilancio) -> None:
    """Un incarico senza importo non è gratis."""
    assert "mazzini-2020" in bilancio.contratti_senza_costo
    assert bilancio.scenari_senza_costo == ("gara-quattro-quartieri",)
    assert "lorenteggio-2019" not in bilancio.contratti_senza_costo


def test_senza_piani_restano_i_contratti() -> None:
    """Chi non ha scenari ha comunque i suoi costi."""
    portafoglio = load_portafoglio(find_dati_del_pacchetto())
    assert [a.piani for a in compute_bilancio(portafoglio, ()).anni] == [(), (), (), ()]
