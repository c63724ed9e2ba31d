"""Ciò che viene dai dati, o da chi chiede, non diventa mai testo SQL; un indirizzo sbagliato si dice, e non fa aspettare."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.portafogli import build_contratto
from tests.sql.confronto import list_diversi, read_piatto, write_piatto

from ldq_planner.dates.incerta import parse_data
from ldq_planner.engine.quadro import Quadro
from ldq_planner.errors import InvalidRequestError, LdqError
from ldq_planner.model.contratto import FileContratti
from ldq_planner.model.portafoglio import Portafoglio
from ldq_planner.model.quartiere import FileQuartieri
from ldq_planner.model.scenario import FileScenari
from ldq_planner.sql.quadro import FiltroSql, QuadroSql
from ldq_planner.sql.spark import check_versione, open_spark, read_indirizzo

if TYPE_CHECKING:
    from pathlib import Path

    from ldq_planner.sql.motore import Motore

_OGGI = date(2023, 1, 17)
_TESTI = (
    "'); DROP TABLE contratti; --",
    "x' OR '1'='1",
    "$oggi :oggi ? {0} %s \"; /* \\'",
)


def test_duckdb(duckdb: Motore, tmp_path: Path) -> None:
    """Nei nomi, negli enti, nei filtri, nei percorsi."""
    _try(duckdb, tmp_path)


def test_spark_connect(spark: Motore, tmp_path: Path) -> None:
    """Gli stessi testi."""
    _try(spark, tmp_path)


def _try(motore: Motore, cartella: Path) -> None:
    portafoglio, strana = _build(), cartella / "l'aquila; DROP TABLE contratti --"
    strana.mkdir()
    write_piatto(portafoglio, strana)
    read_piatto(motore, strana)
    assert list(list_diversi(Quadro(portafoglio, _OGGI), motore)) == []
    for testo, quanti in (*((testo, 1) for testo in _TESTI), ("' OR 1=1 --", 0)):
        assert QuadroSql(motore, _OGGI, filtro=FiltroSql(enti=(testo,))).quanti == quanti


def _build() -> Portafoglio:
    testata = {"aggiornato_al": "2023-01-17"}
    quartieri = [{"id": f"q{n}", "nome": testo, "ente": testo} for n, testo in enumerate(_TESTI)]
    contratti = tuple(
        build_contratto(f"c{n}", quartieri=[f"q{n}"], durata_mesi=12 + n, titolo=testo, responsabile=testo)
        for n, testo in enumerate(_TESTI)
    )
    return Portafoglio(
        FileQuartieri.model_validate(testata | {"ente": "Ente", "servizio": "Servizio", "quartieri": quartieri}),
        FileContratti(aggiornato_al=parse_data("2023-01-17"), contratti=contratti),
        FileScenari.model_validate(testata),
    )


@pytest.mark.parametrize(
    ("scritto", "detto"),
    [
        ("spark://capo:7077", "sc://capo:15002"),
        ("spark:7077", "sc://NOME:15002"),
        ("postgres://db/x", "sc://NOME:15002"),
        ("sc://", "sc://NOME:15002"),
        ("sc://capo:molte", "sc://NOME:15002"),
        ("polars", "duckdb"),
        ("", "duckdb"),
    ],
)
def test_un_altro_indirizzo_si_rifiuta(scritto: str, detto: str) -> None:
    """E si dice che cosa scrivere."""
    with pytest.raises(InvalidRequestError) as errore:
        read_indirizzo(scritto)
    assert detto in errore.value.rimedio


def test_un_server_vecchio() -> None:
    """Si dice quale ha, e quale ci vuole."""
    server = read_indirizzo("sc://capo")
    check_versione(server, "4.1.0-preview1")
    with pytest.raises(LdqError, match=r"ha Spark 3\.4\.1"):
        check_versione(server, "3.4.1")


def test_un_percorso_che_il_server_non_ha(spark: Motore) -> None:
    """Il percorso è del server, e lo si dice."""
    with pytest.raises(LdqError) as errore:
        spark.read("contratti", ["/non/esiste/contratti.parquet"])
    assert "/non/esiste/contratti.parquet" in errore.value.messaggio
    assert "il server" in errore.value.rimedio


def test_un_server_che_non_c_e() -> None:
    """Una frase sola, subito."""
    with pytest.raises(LdqError, match="non risponde nessuno"), open_spark("sc://127.0.0.1:9"):
        pass
