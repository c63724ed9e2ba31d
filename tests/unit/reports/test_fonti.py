"""Le fonti: i documenti e i file dei dati, la legge che si è applicata."""

from __future__ import annotations

from datetime import date

import pytest
from tests.supporto import RADICE

from ldq_planner.engine.norme import Diritto
from ldq_planner.loading.cartella import load_portafoglio
from ldq_planner.loading.norme import load_norme
from ldq_planner.reports.fonti import add_dati, add_diritto, cite_dati, cite_diritto
from ldq_planner.reports.report import Report

VUOTO = Report("prova", "", None, None, (), ())


def test_i_documenti_poi_i_file() -> None:
    """Con chi li ha scritti, e il giorno a cui sono fermi."""
    documento, *file = cite_dati(load_portafoglio(RADICE / "data"))
    assert documento.giorno == date(2023, 1, 17)
    assert documento.autore.startswith(
        "Comune di Milano, Commissione consiliare Casa e piano quartieri, Direzione Casa"
    )
    assert [(f.titolo, f.giorno) for f in file] == [
        ("Quartieri e programmi (quartieri.yaml)", date(2023, 1, 17)),
        ("Contratti (contratti.yaml)", date(2023, 1, 17)),
        ("Scenari e piani (scenari.yaml)", date(2023, 1, 17)),
    ]


@pytest.mark.parametrize(
    ("dal", "al", "regimi"),
    [
        (date(2023, 1, 17), date(2023, 1, 17), 1),
        (date(2023, 6, 30), date(2023, 7, 1), 2),
        (date(2023, 1, 17), None, 3),
        (date(2026, 1, 1), None, 1),
    ],
)
def test_solo_la_legge_di_quei_giorni(dal: date, al: date | None, regimi: int) -> None:
    """Estremi compresi; poi soglie e festivi, ciascuno con il giorno a cui è verificato."""
    fonti = list(cite_diritto(Diritto(load_norme(None)), dal, al))
    assert len(fonti) == regimi + 2
    assert all(f.giorno is not None and ("verificata al" in f.nota or "nota fino al" in f.nota) for f in fonti)


def test_ogni_fonte_una_volta_sola_e_i_dati_prima() -> None:
    """Anche se più parti della risposta le citano."""
    portafoglio, diritto = load_portafoglio(RADICE / "data"), Diritto(load_norme(None))
    report = VUOTO
    for _ in range(2):
        report = add_dati(add_diritto(report, diritto, date(2023, 1, 17)), portafoglio)
    assert len(report.fonti) == 4 + 3 + 2
    assert report.fonti[:4] == tuple(cite_dati(portafoglio))
