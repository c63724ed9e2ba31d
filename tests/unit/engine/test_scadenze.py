"""Le tre scadenze di un contratto, e la catena delle opzioni."""

from __future__ import annotations

from typing import Any

import pytest
from tests.portafogli import build_contratto, build_opzione

from ldq_planner.dates.incerta import parse_data
from ldq_planner.engine.scadenze import add_mesi, compute_catena, compute_durata, compute_effettiva, compute_scadenze

DODICI: dict[str, Any] = {"inizio": "2022-01-01", "durata_mesi": 12}
SEI = build_opzione(durata_mesi=6)
TRE = build_opzione(durata_mesi=3)
APERTA = build_opzione("aperta", durata_mesi=6)
NON_ESERCITATA = build_opzione("non-esercitata", durata_mesi=6)


@pytest.mark.parametrize(
    ("campi", "base", "effettiva", "massima"),
    [
        pytest.param(DODICI, "2022-12-31", "2022-12-31", "2022-12-31", id="nessuna-opzione"),
        pytest.param({**DODICI, "opzioni": [SEI]}, "2022-12-31", "2023-06-30", "2023-06-30", id="una-esercitata"),
        pytest.param({**DODICI, "opzioni": [APERTA]}, "2022-12-31", "2022-12-31", "2023-06-30", id="una-aperta"),
        pytest.param(
            {**DODICI, "opzioni": [NON_ESERCITATA]}, "2022-12-31", "2022-12-31", "2022-12-31", id="una-non-esercitata"
        ),
        pytest.param(
            {**DODICI, "opzioni": [SEI, TRE]}, "2022-12-31", "2023-09-30", "2023-09-30", id="una-dopo-l-altra"
        ),
        pytest.param(
            {**DODICI, "opzioni": [SEI, APERTA]}, "2022-12-31", "2023-06-30", "2023-12-31", id="esercitata-poi-aperta"
        ),
        pytest.param(
            {**DODICI, "opzioni": [SEI, NON_ESERCITATA, APERTA]},
            "2022-12-31",
            "2023-06-30",
            "2023-12-31",
            id="la-massima-prolunga-l-effettiva-con-le-sole-aperte",
        ),
        pytest.param(
            {**DODICI, "opzioni": [build_opzione(scadenza="2023-03-15")]},
            "2022-12-31",
            "2023-03-15",
            "2023-03-15",
            id="opzione-con-la-sua-scadenza",
        ),
        pytest.param(
            {**DODICI, "opzioni": [build_opzione(scadenza="2023-03-15", durata_mesi=6)]},
            "2022-12-31",
            "2023-03-15",
            "2023-03-15",
            id="la-scadenza-dell-opzione-vale-piu-dei-suoi-mesi",
        ),
        pytest.param(
            {**DODICI, "scadenza_base": "2023-01-31"}, "2023-01-31", "2023-01-31", "2023-01-31", id="base-dichiarata"
        ),
        pytest.param(
            {**DODICI, "scadenza_base": "2023-01-31", "opzioni": [SEI]},
            "2023-01-31",
            "2023-07-31",
            "2023-07-31",
            id="l-opzione-prolunga-la-base-dichiarata",
        ),
        pytest.param(
            {**DODICI, "scadenza_effettiva": "2023-05-31", "opzioni": [SEI]},
            "2022-12-31",
            "2023-05-31",
            "2023-05-31",
            id="effettiva-dichiarata",
        ),
        pytest.param(
            {**DODICI, "scadenza_effettiva": "2023-05-31", "opzioni": [SEI, APERTA]},
            "2022-12-31",
            "2023-05-31",
            "2023-11-30",
            id="la-massima-parte-dall-effettiva-dichiarata",
        ),
        pytest.param(
            {**DODICI, "scadenza_effettiva": "2022-05-31", "chiusura": "recesso", "opzioni": [APERTA]},
            "2022-12-31",
            "2022-05-31",
            "2022-05-31",
            id="un-contratto-chiuso-non-ha-piu-opzioni",
        ),
        pytest.param({"scadenza_base": "non noto"}, "non noto", "non noto", "non noto", id="base-non-nota"),
        pytest.param(
            {"durata_giorni": 720}, "2023-12-21", "2023-12-21", "2023-12-21", id="720-giorni-non-sono-24-mesi"
        ),
        pytest.param({"durata_giorni": 1}, "2022-01-01", "2022-01-01", "2022-01-01", id="un-giorno-solo"),
        pytest.param({"durata_mesi": 24, "durata_giorni": 720}, *["2023-12-31"] * 3, id="i-mesi-vincono-sui-giorni"),
        pytest.param(
            {"scadenza_base": "non noto", "opzioni": [SEI]},
            "non noto",
            "non noto",
            "non noto",
            id="base-non-nota-e-rinnovo",
        ),
        pytest.param(
            {"scadenza_base": "non noto", "opzioni": [build_opzione(scadenza="2023-06-30")]},
            "non noto",
            "2023-06-30",
            "2023-06-30",
            id="base-non-nota-e-rinnovo-con-scadenza",
        ),
        pytest.param(
            {"inizio": "2022-01-31", "durata_mesi": 1, "opzioni": [build_opzione(durata_mesi=1)]},
            "2022-02-28",
            "2022-03-31",
            "2022-03-31",
            id="il-rinnovo-conta-i-suoi-mesi-dal-giorno-dopo",
        ),
    ],
)
def test_le_tre_scadenze(campi: dict[str, Any], base: str, effettiva: str, massima: str) -> None:
    """Base senza opzioni, effettiva con quelle esercitate, massima con le aperte; la dichiarata vince sulla calcolata."""
    assert [str(s) for s in compute_scadenze(build_contratto(**campi))] == [base, effettiva, massima]


@pytest.mark.parametrize(
    ("mesi", "effettiva"), [(1, "2022-07-20"), (6, "2022-12-20"), (36, "2025-06-20"), (48, "2026-06-20")]
)
def test_la_durata_di_un_opzione_non_c_entra_con_quella_del_contratto(mesi: int, effettiva: str) -> None:
    """36 mesi dal 21/06/2019, e poi quanti ne dà l'opzione, dal 21/06/2022."""
    contratto = build_contratto(inizio="2019-06-21", durata_mesi=36, opzioni=[build_opzione(durata_mesi=mesi)])
    assert str(compute_effettiva(contratto)) == effettiva


def test_la_catena_e_quella_calcolata_anche_se_il_documento_dichiara_altro() -> None:
    """Serve a confrontarle."""
    contratto = build_contratto(**DODICI, scadenza_effettiva="2023-05-31", opzioni=[SEI])
    assert str(compute_catena(contratto)) == "2023-06-30"
    assert str(compute_effettiva(contratto)) == "2023-05-31"


@pytest.mark.parametrize(
    ("inizio", "mesi", "fine"),
    [
        pytest.param("2023-01-01", 12, "2023-12-31", id="certo"),
        pytest.param("2023", 36, "2025-12-31..2026-12-30", id="a-meno-dell-anno"),
        pytest.param("2023-01", 1, "2023-01-31..2023-02-28", id="a-meno-del-mese"),
        pytest.param("2023-03-31~", 12, "2023-12-30..2024-06-29", id="indicativo"),
        pytest.param("non noto", 12, "non noto", id="non-noto"),
        pytest.param("2099-01-01", 1200, "2100-12-31", id="non-oltre-l-ultimo-giorno-che-si-conosce"),
    ],
)
def test_da_un_inizio_incerto_la_fine_e_incerta(inizio: str, mesi: int, fine: str) -> None:
    """Una fine per ogni lettura dell'inizio; da un inizio non noto non si calcola nulla."""
    assert str(add_mesi(parse_data(inizio), mesi)) == fine
    assert compute_durata(build_contratto(inizio=inizio, durata_mesi=mesi)) == parse_data(fine)


@pytest.mark.parametrize(
    ("base", "effettiva"),
    [
        pytest.param("2022", "2022-07-01..2023-06-30", id="a-meno-dell-anno"),
        pytest.param("2022-12", "2023-06-01..2023-06-30", id="a-meno-del-mese"),
        pytest.param("2022-12-31~", "2023-03-31..2023-09-30", id="indicativa"),
    ],
)
def test_il_rinnovo_di_una_base_incerta_e_incerto(base: str, effettiva: str) -> None:
    """Sei mesi dal giorno dopo la prima lettura, e dal giorno dopo l'ultima."""
    contratto = build_contratto(inizio="2020-01-01", scadenza_base=base, opzioni=[SEI])
    assert str(compute_effettiva(contratto)) == effettiva


def test_senza_durata_e_senza_scadenza_la_durata_non_c_e() -> None:
    """Nulla si indovina."""
    assert compute_durata(build_contratto(scadenza_base="2023-06-30")) is None
