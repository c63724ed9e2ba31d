"""La gara di Lorenteggio del 2018–19: 349 giorni dalla Giunta al servizio, e ciò che `docs/rischio.md` ne dice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ldq_planner.engine.apprendimento.proprie import list_proprie
from ldq_planner.engine.norme import Diritto
from ldq_planner.engine.quadro import Quadro
from ldq_planner.engine.rischio import assess_scenario
from ldq_planner.loading.cartella import load_portafoglio
from ldq_planner.loading.norme import load_norme
from ldq_planner.model.scenario import Scenario

if TYPE_CHECKING:
    from ldq_planner.model.portafoglio import Portafoglio

DATI = load_portafoglio(Path(__file__).parents[4] / "data")
GIUNTA, SERVIZIO = date(2018, 7, 7), date(2019, 6, 21)


@pytest.fixture(scope="module")
def diritto() -> Diritto:
    """Le norme che viaggiano con il programma."""
    return Diritto(load_norme())


def imagine(*fatti: dict[str, str]) -> Portafoglio:
    """I dati di allora, con quella gara sola."""
    scritto = {"id": "lorenteggio-2018", "nome": "Lorenteggio", "tipo": "gara", "quartieri": ["lorenteggio"]}
    altro = {"durata_mesi": "36", "procedura": "aperta", "fonte": "atti", "avanzamento": list(fatti)}
    ipotesi = DATI.ipotesi.model_copy(update={"scenari": (Scenario.model_validate(scritto | altro),), "piani": ()})
    return replace(DATI, registro=DATI.registro.model_copy(update={"contratti": ()}), ipotesi=ipotesi)


@pytest.mark.parametrize(("rho", "percento"), [(0.0, 87), (0.3, 79)])
def test_una_gara_su_cinque_dura_di_piu(rho: float, percento: int, diritto: Diritto) -> None:
    """Se le stime cambiano, la pagina e la decisione non dicono più il vero."""
    dati = imagine({"fase": "indirizzo", "conclusa": GIUNTA.isoformat()})
    rischio = assess_scenario(Quadro(dati, GIUNTA, diritto), dati.scenari[0], rho=rho)
    assert rischio.distribuzione is not None
    assert 100 * rischio.distribuzione.compute_entro(SERVIZIO) == pytest.approx(percento, abs=0.6)


def test_dai_suoi_fatti_e_una_gara_finita(diritto: Diritto) -> None:
    """Dall'atto della Giunta al servizio; se il servizio non è cominciato, dura ancora."""
    giunta = {"fase": "indirizzo", "conclusa": GIUNTA.isoformat()}
    (finita,) = list_proprie(imagine(giunta, {"fase": "avvio", "conclusa": "2019-06-21"}), diritto, SERVIZIO).gare
    assert finita.eventi == {"indirizzo": GIUNTA, "avvio": SERVIZIO}
    (aperta,) = list_proprie(imagine(giunta), diritto, date(2018, 12, 31)).gare
    assert (aperta.eventi, aperta.vista_al) == ({"indirizzo": GIUNTA}, date(2018, 12, 31))
