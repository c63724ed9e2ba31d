"""Il ponte più corto, e quali strumenti lo consentono."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.gare import get_diritto
from tests.portafogli import OGGI, build_contratto, build_opzione, build_periodo, build_portafoglio, build_scenario

from ldq_planner.engine.ponti import count_ponte
from ldq_planner.engine.previsione import forecast_scenari
from ldq_planner.model.tempi import Riuscita

if TYPE_CHECKING:
    from ldq_planner.model.contratto import Contratto
    from ldq_planner.model.tempi import Ponte

SI, FORSE, NO = Riuscita.POSSIBILE, Riuscita.DA_VERIFICARE, Riuscita.ESCLUSO


def find_ponte(*contratti: Contratto, inizio: str = "non noto") -> Ponte:
    """Il ponte del quartiere `q`, in attesa di una gara aperta."""
    portafoglio = build_portafoglio(contratti, [build_scenario(inizio=inizio)])
    ponte = forecast_scenari(portafoglio, OGGI, get_diritto()).tempi["gara"].quartieri[0].ponte
    assert ponte is not None
    return ponte


def judge(ponte: Ponte) -> dict[str, Riuscita]:
    """Strumento → se si può usare."""
    return {s.id: s.esito for s in ponte.strumenti}


@pytest.mark.parametrize(
    ("inizio", "fine", "mesi"),
    [
        pytest.param("2023-07-01", "2023-12-31", 6, id="dal-01/07-al-31/12-sei-mesi-esatti"),
        pytest.param("2023-07-01", "2023-07-31", 1, id="luglio"),
        pytest.param("2023-07-01", "2023-08-01", 2, id="luglio-e-un-giorno"),
        pytest.param("2023-07-01", "2023-07-01", 1, id="un-giorno"),
        pytest.param("2023-01-31", "2023-02-28", 1, id="fine-febbraio"),
    ],
)
def test_il_ponte_e_il_minor_numero_di_mesi_interi(inizio: str, fine: str, mesi: int) -> None:
    """Estremi compresi."""
    assert count_ponte(build_periodo(inizio, fine)) == mesi


def test_un_appalto_in_vigore_con_un_opzione_aperta_si_puo_rinnovare() -> None:
    """E la proroga tecnica sta nei sei mesi, se il bando parte prima della scadenza."""
    contratto = build_contratto(
        tipo="appalto-di-servizi", scadenza_base="2023-06-30", opzioni=[build_opzione("aperta", durata_mesi=6)]
    )
    ponte = find_ponte(contratto)
    assert ponte.mesi == 5
    assert {k: v for k, v in judge(ponte).items() if k != "affidamento-ponte"} == {
        "rinnovo": SI,
        "proroga-da-opzione": SI,
        "proroga-tecnica": SI,
        "ripetizione": SI,
    }


def test_un_contratto_scaduto_non_si_prolunga() -> None:
    """Lorenteggio: il rinnovo è già usato, il contratto è finito; resta da cominciare domani."""
    contratto = build_contratto(
        tipo="appalto-di-servizi",
        inizio="2019-06-21",
        durata_mesi=36,
        importo_eur="828415.20",
        iva="inclusa",
        opzioni=[build_opzione("esercitata", durata_mesi=6)],
    )
    ponte = find_ponte(contratto)
    assert (ponte.dal.isoformat(), ponte.mesi) == ("2023-01-18", 11)
    assert set(judge(ponte).values()) == {NO}
    motivi = {s.id: s.motivi for s in ponte.strumenti}
    assert "«primo» è scaduto il 20/12/2022" in motivi["rinnovo"]
    assert any("207.481" in m for m in motivi["affidamento-ponte"]), motivi["affidamento-ponte"]


def test_di_un_incarico_senza_base_giuridica_tutto_e_da_verificare() -> None:
    """Se è un incarico ex art. 7 c. 6 non si proroga: i dati non lo dicono."""
    ponte = find_ponte(build_contratto(tipo="incarico-professionale", scadenza_base="2023-06-30"))
    tecnica = next(s for s in ponte.strumenti if s.id == "proroga-tecnica")
    assert tecnica.esito is FORSE
    assert any("forma giuridica «non nota»" in m for m in tecnica.motivi)


def test_oltre_sei_mesi_la_proroga_tecnica_e_esclusa() -> None:
    """Anche sommando le proroghe già date."""
    lunga = build_contratto(tipo="appalto-di-servizi", scadenza_base="2023-03-31")
    assert judge(find_ponte(lunga))["proroga-tecnica"] is NO
    gia = build_contratto(
        tipo="appalto-di-servizi",
        durata_mesi=12,
        opzioni=[build_opzione("esercitata", durata_mesi=6) | {"tipo": "proroga"}],
    )
    assert judge(find_ponte(gia))["proroga-tecnica"] is NO
