"""Delle segnalazioni contate su colonne, quelle che si leggono per intero sono le stesse delle regole in Python."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.sql.caso import build_caso
from tests.sql.confronto import write_piatto

from ldq_planner.engine.preavvisi import Anticipo
from ldq_planner.engine.quadro import Quadro
from ldq_planner.rules.base.contesto import Contesto, run_nel_quadro
from ldq_planner.sql.duckdb import open_duckdb
from ldq_planner.sql.estratto import read_di_quartieri
from ldq_planner.sql.quadro import QuadroSql
from ldq_planner.sql.segnalati import SEGNALATI, choose_segnalati
from ldq_planner.sql.segnalazioni import REGOLE

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("duckdb")
OGGI, ENTRO, TUTTI = date(2023, 1, 17), 200, 10_000


def list_messaggi(quadro: Quadro) -> list[str]:
    """Ciò che le regole in Python dicono."""
    return sorted(f.messaggio for f in run_nel_quadro(REGOLE, Contesto(quadro, Anticipo(ENTRO))))


def test_chi_e_segnalato_basta_a_dire_tutto(tmp_path: Path) -> None:
    """I quartieri scelti, e i contratti ritagliati su di loro, danno le stesse frasi di tutti i dati."""
    portafoglio = build_caso(600, 5)
    write_piatto(portafoglio, tmp_path)
    with open_duckdb() as motore:
        for nome in ("contratti", "quartieri"):
            motore.read(nome, [str(tmp_path / f"{nome}.parquet")])
        quadro = QuadroSql(motore, OGGI)
        quadro.write_segnalazioni(ENTRO)
        choose_segnalati(motore, [r.CODICE for r in REGOLE], TUTTI)
        scelti = Quadro(read_di_quartieri(motore, SEGNALATI, quadro.soglie), OGGI)
    assert list_messaggi(scelti) == list_messaggi(Quadro(portafoglio, OGGI))
