"""Il motore di colonne dà, riga per riga, ciò che dà quello di Python."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from tests.portafogli import OGGI, build_portafoglio
from tests.properties.strategie import portafogli_fermi
from tests.sql.caso import build_caso
from tests.sql.confronto import list_diversi, write_piatto

from ldq_planner.engine.quadro import Quadro
from ldq_planner.sql.duckdb import open_duckdb

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ldq_planner.model.portafoglio import Portafoglio

pytest.importorskip("duckdb")
_PICCOLI = 100


def test_duemila_contratti_a_caso(tmp_path: Path) -> None:
    """Con dati freschi, e con dati vecchi."""
    giorni = (date(2023, 1, 17), date(2024, 12, 28))
    assert list(_list_diversi(build_caso(2_000, 17), giorni, tmp_path)) == []


def test_date_vicine(tmp_path: Path) -> None:
    """Periodi che si toccano, si sovrappongono, mancano di un giorno, sono fermi.

    Una domanda costa quasi lo stesso per uno o per mille quartieri: i portafogli si chiedono tutti insieme.
    """
    casi: list[Portafoglio] = []

    @settings(max_examples=_PICCOLI, phases=[Phase.generate], suppress_health_check=[*HealthCheck], derandomize=True)
    @given(portafogli_fermi())
    def keep(caso: Portafoglio) -> None:
        casi.append(caso)

    keep()
    assert len(casi) == _PICCOLI
    assert list(_list_diversi(_join(casi), (OGGI,), tmp_path)) == []


def _list_diversi(portafoglio: Portafoglio, giorni: tuple[date, ...], cartella: Path) -> Iterator[str]:
    write_piatto(portafoglio, cartella)
    with open_duckdb() as motore:
        for nome in ("contratti", "quartieri"):
            motore.read(nome, [str(cartella / f"{nome}.parquet")])
        for giorno in giorni:
            yield from list_diversi(Quadro(portafoglio, giorno), motore)


def _join(casi: list[Portafoglio]) -> Portafoglio:
    """Un portafoglio solo, in cui i quartieri di ognuno restano suoi."""
    contratti = []
    for n, caso in enumerate(casi):
        for c in caso.contratti:
            quartieri = tuple(f"{q}-{n}" for q in c.quartieri)
            decorrenze = tuple(d.model_copy(update={"quartiere": f"{d.quartiere}-{n}"}) for d in c.decorrenze)
            nuovi = {"id": f"{c.id}-{n}", "quartieri": quartieri, "decorrenze": decorrenze}
            contratti.append(c.model_copy(update=nuovi))
    abitanti = {f"{q.id}-{n}": q.abitanti for n, caso in enumerate(casi) for q in caso.quartieri}
    return build_portafoglio(contratti, abitanti=abitanti)
