"""Il motore di colonne dà, riga per riga, ciò che dà quello di Python."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, given, settings
from tests.portafogli import OGGI, build_portafoglio
from tests.properties.strategie import portafogli_fermi
from tests.sql.caso import build_caso
from tests.sql.confronto import list_diversi, read_piatto, write_piatto

from ldq_planner.engine.quadro import Quadro

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.sql.motore import Motore

_PICCOLI = 100
_FRESCHI, _VECCHI = date(2023, 1, 17), date(2024, 12, 28)


def test_duckdb_su_duemila_contratti(duckdb: Motore, tmp_path: Path) -> None:
    """Con dati freschi, e con dati vecchi."""
    assert list(_list_diversi(duckdb, build_caso(2_000, 17), (_FRESCHI, _VECCHI), tmp_path)) == []


def test_spark_connect_su_trecento_contratti(spark: Motore, tmp_path: Path) -> None:
    """Le stesse domande, allo stesso testo, in un altro dialetto."""
    assert list(_list_diversi(spark, build_caso(300, 17), (_FRESCHI,), tmp_path)) == []


def test_date_vicine(duckdb: Motore, tmp_path: Path) -> None:
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
    assert list(_list_diversi(duckdb, _join(casi), (OGGI,), tmp_path)) == []


def _list_diversi(motore: Motore, portafoglio: Portafoglio, giorni: tuple[date, ...], cartella: Path) -> Iterator[str]:
    write_piatto(portafoglio, cartella)
    read_piatto(motore, cartella)
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
