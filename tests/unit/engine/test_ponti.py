"""Il ponte più corto, e quali strumenti lo consentono."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.gare import get_diritto
from tests.portafogli import (
    OGGI,
    build_contratto,
    build_opzione,
    build_periodo,
    build_portafoglio,
    build_programma,
    build_scenario,
)

from ldq_planner.api import forecast_scenari
from ldq_planner.engine.ponti import (
    PROROGA_TECNICA,
    RINNOVO,
    check_atto,
    count_ponte,
    find_fonte,
    find_massimo,
    find_prolungato,
    list_ponti,
    measure_ponte,
    sum_proroghe,
)
from ldq_planner.model.ponte import Riuscita
from ldq_planner.reports.motivi import say_motivo

if TYPE_CHECKING:
    from ldq_planner.model.contratto import Contratto
    from ldq_planner.model.ponte import Ponte

PRIMO = build_contratto("primo", scadenza_base="2023-06-30")
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


@pytest.mark.parametrize(
    ("campi", "mesi"),
    [
        pytest.param({"durata_mesi": 5}, 5, id="durata"),
        pytest.param({"fine": "2023-12-31"}, 6, id="mesi-interi"),
        pytest.param({"fine": "2024-01-01"}, 7, id="un-giorno-in-piu"),
        pytest.param({"fine": "non noto"}, None, id="non-noto"),
        pytest.param({"fino_a_programma": "pinqua"}, 9, id="programma"),
    ],
)
def test_i_mesi_di_un_ponte_sono_interi(campi: dict[str, object], mesi: int | None) -> None:
    """Un giorno del settimo mese conta un mese."""
    ponte = build_scenario("ponte", tipo="ponte", inizio="2023-07-01", **campi)
    portafoglio = build_portafoglio((PRIMO,), (ponte,), programmi=(build_programma("2024-03-31"),))
    assert measure_ponte(portafoglio, ponte) == mesi


def test_un_ponte_prolunga_il_contratto_che_finisce_piu_tardi() -> None:
    """Fra quelli cominciati prima di lui."""
    vecchio = build_contratto("vecchio", inizio="2020-01-01", scadenza_base="2022-12-31")
    dopo = build_contratto("dopo", inizio="2024-01-01", scadenza_base="2025-12-31")
    portafoglio = build_portafoglio((vecchio, PRIMO, dopo))
    assert find_prolungato(portafoglio, "q", date(2023, 7, 1)) == PRIMO


def test_si_sommano_le_sole_proroghe_esercitate() -> None:
    """Quelle tecniche: un rinnovo e una proroga prevista non contano, e un'opzione aperta non è ancora niente."""
    opzioni = [
        build_opzione(durata_mesi=12),
        build_opzione(tipo="proroga", durata_mesi=12),
        build_opzione(tipo="proroga-tecnica", durata_mesi=4),
        build_opzione(tipo="proroga-tecnica", scadenza="2025-06-15"),
        build_opzione("aperta", tipo="proroga-tecnica", durata_mesi=6),
    ]
    assert sum_proroghe(build_contratto(scadenza_base="2022-12-31", opzioni=opzioni)) == 6


def test_un_ponte_senza_inizio_o_superato_non_si_giudica() -> None:
    """Non c'è ancora nulla da confrontare, o ne parla un'altra regola."""
    ponti = (
        build_scenario("ponte", tipo="ponte", inizio="2023-07-01", durata_mesi=6),
        build_scenario("non-noto", tipo="ponte", durata_mesi=6),
        build_scenario("superato", tipo="ponte", inizio="2023-01-01", durata_mesi=6),
    )
    assert [ponte.id for ponte in list_ponti(build_portafoglio(scenari=ponti), OGGI)] == ["ponte"]


def test_l_articolo_e_quello_della_legge_del_contratto() -> None:
    """Un contratto del vecchio codice si proroga con il vecchio, anche dopo; un affidamento nuovo ha la legge del giorno."""
    diritto, dopo = get_diritto(), date(2024, 3, 1)
    assert find_fonte(diritto, PROROGA_TECNICA, PRIMO, dopo) == "D.Lgs. 50/2016, art. 106 c. 11"
    assert find_fonte(diritto, PROROGA_TECNICA, None, dopo) == "D.Lgs. 36/2023, art. 120 c. 11"
    assert find_fonte(diritto, "affidamento-ponte", PRIMO, dopo) == "D.Lgs. 36/2023, artt. 49 e 50 c. 1 b)"
    assert find_fonte(None, PROROGA_TECNICA, PRIMO, OGGI) == ""


@pytest.mark.parametrize(
    ("inizio", "esito"),
    [
        pytest.param("2020-07-01", SI, id="tre-anni-dal-01/07/2020-arrivano-al-ponte-di-luglio-2023"),
        pytest.param("2020-06-30", NO, id="dal-30/06/2020-no"),
        pytest.param("2020", FORSE, id="da-un-giorno-del-2020-dipende"),
    ],
)
def test_una_ripetizione_si_affida_entro_tre_anni_dalla_stipula(inizio: str, esito: Riuscita) -> None:
    """D.Lgs. 50/2016, art. 63 c. 5: non è una durata, è il tempo per affidarla."""
    contratto = build_contratto(
        tipo="appalto-di-servizi", inizio=inizio, scadenza_base="2023-06-30", opzioni=[build_opzione("aperta")]
    )
    (entro,) = (
        m for m in check_atto(get_diritto(), "ripetizione", contratto, 6, date(2023, 7, 1)) if m.requisito == "entro"
    )
    assert entro.esito is esito


def test_il_vecchio_codice_ammette_la_proroga_tecnica_solo_se_il_bando_ha_un_opzione() -> None:
    """D.Lgs. 50/2016, art. 106 c. 11: se i dati non dicono le opzioni è da verificare; con il nuovo non si chiede."""
    campi: dict[str, Any] = {"tipo": "appalto-di-servizi", "scadenza_base": "2023-06-30"}
    vecchio = build_contratto(**campi)
    con_opzione = build_contratto(**campi, opzioni=[build_opzione("aperta", tipo="proroga")])
    usata = build_contratto(**campi, opzioni=[build_opzione(tipo="proroga", scadenza="2023-06-30")])
    esiti = [judge(find_ponte(c))["proroga-tecnica"] for c in (vecchio, con_opzione, usata)]
    assert esiti == [FORSE, SI, NO]
    nuovo = build_contratto(tipo="appalto-di-servizi", inizio="2023-09-01", scadenza_base="2024-06-30")
    motivi = check_atto(get_diritto(), PROROGA_TECNICA, nuovo, 3, date(2024, 3, 1))
    assert "opzione-prevista" not in {m.requisito for m in motivi}
    assert "opzione-prevista" in {m.requisito for m in check_atto(get_diritto(), PROROGA_TECNICA, vecchio, 3, OGGI)}


def test_il_massimo_della_proroga_tecnica_e_sei_mesi() -> None:
    """Anche per un giorno prima della prima legge conosciuta; il rinnovo non ne ha."""
    diritto = get_diritto()
    massimi = [find_massimo(diritto, PROROGA_TECNICA, giorno) for giorno in (OGGI, date(2010, 1, 1))]
    assert [m.valore for m in massimi if m is not None] == [6, 6]
    assert find_massimo(diritto, RINNOVO, OGGI) is None


def test_un_appalto_in_vigore_con_un_opzione_aperta_si_puo_rinnovare() -> None:
    """Un rinnovo non è una proroga: di un contratto del vecchio codice dev'essere prevista anche quella tecnica."""
    contratto = build_contratto(
        tipo="appalto-di-servizi", scadenza_base="2023-06-30", opzioni=[build_opzione("aperta", durata_mesi=6)]
    )
    ponte = find_ponte(contratto)
    assert ponte.mesi == 5
    assert {k: v for k, v in judge(ponte).items() if k != "affidamento-ponte"} == {
        "rinnovo": SI,
        "proroga-da-opzione": NO,
        "proroga-tecnica": NO,
        "ripetizione": FORSE,
    }


@pytest.mark.parametrize(
    ("opzioni", "rinnovo", "proroga"),
    [
        pytest.param([], FORSE, FORSE, id="i-dati-non-dicono"),
        pytest.param([build_opzione("aperta", tipo="proroga", durata_mesi=6)], NO, SI, id="una-proroga-prevista"),
        pytest.param([build_opzione("aperta", tipo="proroga-tecnica", durata_mesi=6)], NO, NO, id="una-tecnica"),
        pytest.param([build_opzione("non-esercitata", durata_mesi=6)], NO, NO, id="vi-si-è-rinunciato"),
    ],
)
def test_uno_strumento_chiede_la_sua_opzione(
    opzioni: list[dict[str, object]], rinnovo: Riuscita, proroga: Riuscita
) -> None:
    """Un rinnovo aperto non permette una proroga, né il contrario."""
    esiti = judge(find_ponte(build_contratto(tipo="appalto-di-servizi", scadenza_base="2023-06-30", opzioni=opzioni)))
    assert (esiti["rinnovo"], esiti["proroga-da-opzione"]) == (rinnovo, proroga)


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
    motivi = {s.id: [say_motivo(m) for m in s.motivi] for s in ponte.strumenti}
    assert "«Prova» è scaduto il 20/12/2022" in motivi["rinnovo"]
    assert any("207.481" in m for m in motivi["affidamento-ponte"]), motivi["affidamento-ponte"]


def test_di_un_incarico_senza_base_giuridica_tutto_e_da_verificare() -> None:
    """Se è un incarico ex art. 7 c. 6 non si proroga: i dati non lo dicono."""
    ponte = find_ponte(build_contratto(tipo="incarico-professionale", scadenza_base="2023-06-30"))
    tecnica = next(s for s in ponte.strumenti if s.id == "proroga-tecnica")
    assert tecnica.esito is FORSE
    assert any("forma giuridica «non nota»" in say_motivo(m) for m in tecnica.motivi)


def test_oltre_sei_mesi_la_proroga_tecnica_e_esclusa() -> None:
    """Anche sommando le proroghe già date."""
    lunga = build_contratto(tipo="appalto-di-servizi", scadenza_base="2023-03-31")
    assert judge(find_ponte(lunga))["proroga-tecnica"] is NO
    gia = build_contratto(
        tipo="appalto-di-servizi",
        durata_mesi=12,
        opzioni=[build_opzione("esercitata", durata_mesi=6) | {"tipo": "proroga-tecnica"}],
    )
    assert judge(find_ponte(gia))["proroga-tecnica"] is NO


def test_una_proroga_prevista_non_consuma_i_mesi_di_quella_tecnica() -> None:
    """Sono due opzioni diverse: sei mesi già dati di quella che il contratto prevede lasciano i sei di legge."""
    opzioni = [build_opzione(stato, durata_mesi=6, tipo="proroga") for stato in ("esercitata", "aperta")]
    prevista = build_contratto(tipo="appalto-di-servizi", durata_mesi=12, opzioni=opzioni)
    assert judge(find_ponte(prevista))["proroga-tecnica"] is SI
