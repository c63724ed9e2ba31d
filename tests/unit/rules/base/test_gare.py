"""Le gare allo studio e i loro limiti."""

from __future__ import annotations

from datetime import date

import pytest
from tests.gare import get_diritto
from tests.portafogli import OGGI, build_contratto, build_portafoglio, build_scenario
from tests.supporto import RADICE

from ldq_planner.api import check_portafoglio
from ldq_planner.engine.quadro import Quadro
from ldq_planner.loading.cartella import load
from ldq_planner.rules.base.contesto import Contesto
from ldq_planner.rules.base.gare import find_limiti, list_gare

CONTRATTO = build_contratto(scadenza_base="2023-12-31")
MIE = (
    "bando-",
    "cambio-",
    "cig-",
    "condizione-",
    "importo-",
    "lacuna-futura",
    "lacuna-possibile",
    "legge-",
    "opzione-da",
    "ponte-",
    "procedura-",
    "servizio-",
)


def test_senza_le_norme_non_ci_sono_gare() -> None:
    """Le regole che ne parlano tacciono."""
    portafoglio = build_portafoglio((CONTRATTO,), (build_scenario(inizio="2024-01-01", durata_mesi=24),))
    assert not list(list_gare(Contesto(Quadro(portafoglio, OGGI))))


def test_un_ponte_e_uno_scenario_superato_non_sono_gare_allo_studio() -> None:
    """Del secondo parla già un'altra regola."""
    scenari = (
        build_scenario("ponte", tipo="ponte", inizio="2024-01-01", durata_mesi=3),
        build_scenario("passata", inizio="2023-01-01", durata_mesi=24),
        build_scenario("gara", inizio="2024-01-01", durata_mesi=24),
    )
    gare = list_gare(Contesto(Quadro(build_portafoglio((CONTRATTO,), scenari), OGGI, get_diritto())))
    assert [g.scenario.id for g in gare] == ["gara"]


@pytest.mark.parametrize(
    ("inizio", "attesi"),
    [
        pytest.param("2024-01-01", (date(2023, 2, 28), date(2023, 5, 19)), id="un-giorno"),
        pytest.param("2023", (date(2023, 2, 27), date(2023, 5, 18)), id="l-ultimo-dell-anno"),
        pytest.param("non noto", None, id="non-noto"),
    ],
)
def test_i_limiti_sono_quelli_dell_ultima_lettura_dell_inizio(inizio: str, attesi: tuple[date, date] | None) -> None:
    """Finché c'è una lettura possibile la promessa si può mantenere."""
    portafoglio = build_portafoglio((CONTRATTO,), (build_scenario(inizio=inizio, durata_mesi=24),))
    (gara,) = list_gare(Contesto(Quadro(portafoglio, OGGI, get_diritto())))
    limiti = find_limiti(gara)
    assert (limiti and (limiti.preparazione, limiti.bando)) == attesi


@pytest.mark.parametrize(
    ("oggi", "attese"),
    [
        pytest.param(
            "2023-01-17",
            [
                ("avviso", "bando-vicino", "gara-quattro-quartieri"),
                ("avviso", "bando-vicino", "lorenteggio-adp"),
            ],
            id="presentazione",
        ),
        pytest.param(
            "2023-05-30",
            [
                ("critico", "bando-in-ritardo", "gara-quattro-quartieri"),
                ("critico", "bando-in-ritardo", "lorenteggio-adp"),
                ("avviso", "condizione-in-ritardo", "lorenteggio-adp"),
            ],
            id="un-mese-prima",
        ),
        pytest.param("2024-01-02", [], id="tutti-superati"),
        pytest.param("2026-11-22", [("avviso", "legge-non-verificata", "")], id="oltre-la-legge"),
    ],
)
def test_sui_dati_veri(oggi: str, attese: list[tuple[str, str, str]]) -> None:
    """Ciò che un funzionario si aspetta di leggere in quattro giorni, e nient'altro."""
    segnalazioni = check_portafoglio(load(RADICE / "data").portafoglio, date.fromisoformat(oggi), diritto=get_diritto())
    mie = [f for f in segnalazioni if f.codice.startswith(MIE)]
    assert [(str(f.severita), f.codice, f.ref.id if f.ref else "") for f in mie] == attese
