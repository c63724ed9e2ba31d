"""Ciò che deroghe e linea di base tacciono si conta in ogni formato che conta le segnalazioni."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from junitparser import JUnitXml
from tests.portafogli import build_portafoglio
from tests.segnalazioni import AVVISO, CRITICO, GIORNO, make_esame, write_esame

from ldq_planner.dates.incerta import exactly
from ldq_planner.engine.quadro import Quadro
from ldq_planner.model.deroga import Deroga
from ldq_planner.model.taciuta import Taciuta

_DEROGA = Deroga(
    id="in-corso",
    regola=AVVISO.codice,
    entita="a",
    motivo="il bando è uscito",
    responsabile="RUP",
    fino_al=exactly(date(2023, 3, 31)),
)
_TACIUTE = (Taciuta(AVVISO, _DEROGA), Taciuta(AVVISO, _DEROGA), Taciuta(CRITICO))
_ESAME = replace(make_esame(), quadro=Quadro(build_portafoglio(), GIORNO), taciute=_TACIUTE)


def test_junit_le_salta_con_il_perche() -> None:
    """Una prova saltata per regola ed entità, contata fra le saltate."""
    xml = JUnitXml.fromstring(write_esame(_ESAME, "junit").encode())
    assert xml.skipped == 2
    saltate = {prova.name: prova.result[0].message for gruppo in xml for prova in gruppo if prova.result}
    assert saltate == {
        "scadenza-senza-seguito a": "RUP, fino al 31/03/2023: il bando è uscito (e un'altra)",
        "lacuna-in-corso q": "già nella linea di base",
    }


def test_prometheus_le_conta() -> None:
    """Una serie sua: chi somma le segnalazioni non le conta due volte."""
    righe = [r for r in write_esame(_ESAME, "prometheus").splitlines() if r.startswith("ldq_segnalazioni")]
    assert righe == [
        'ldq_segnalazioni_taciute{codice="scadenza-senza-seguito",severita="avviso",entita="a",deroga="in-corso"} 2',
        'ldq_segnalazioni_taciute{codice="lacuna-in-corso",severita="critico",entita="q",deroga=""} 1',
    ]


def test_sarif_le_dice_fra_le_proprieta() -> None:
    """Non fra i risultati: chi non conosce `suppressions` le mostrerebbe come nuove."""
    (esecuzione,) = json.loads(write_esame(_ESAME, "sarif"))["runs"]
    assert esecuzione["results"] == []
    assert esecuzione["properties"]["taciute"].startswith("3 non mostrate: 2 scadenza-senza-seguito di a (RUP")
