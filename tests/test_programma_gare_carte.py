"""Le carte di `ldq programma-gare`: il foglio, il calendario e la figura dicono i giorni e i numeri del JSON."""

from __future__ import annotations

import json
from datetime import date, datetime
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from icalendar import Calendar
from tests.supporto import RADICE

from ldq_planner.cli.ipotesi import read_diritto
from ldq_planner.engine.programma.piano import make_piano
from ldq_planner.engine.quadro import Quadro
from ldq_planner.loading.cartella import load, with_risorse
from ldq_planner.render import Tela, render
from ldq_planner.reports.programma_gare import build_programma_gare

OGGI = date(2023, 1, 17)
RISORSE = RADICE / "esempi" / "quattro-quartieri" / "risorse.yaml"
Carte = dict[str, Any]
EURO, GIORNO = "[$€-410] #,##0.00", "dd/mm/yyyy"


@pytest.fixture(scope="module")
def carte() -> Carte:
    """Formato → la stessa risposta, scritta in quel formato."""
    quadro = Quadro(with_risorse(load(RADICE / "data"), RISORSE).portafoglio, OGGI, read_diritto(None))
    report = build_programma_gare(make_piano(quadro))
    return {formato: render(report, formato, Tela(100)) for formato in ("json", "xlsx", "ics", "svg")}


@pytest.fixture(scope="module")
def detto(carte: Carte) -> Any:
    """La risposta in JSON."""
    return json.loads(carte["json"])


def test_nel_foglio_i_giorni_sono_giorni_e_gli_importi_numeri(carte: Carte, detto: Any) -> None:
    """Si filtrano e si sommano; le somme sono quelle del JSON, e ciò che si stanzia è con l'IVA."""
    fogli = openpyxl.load_workbook(BytesIO(carte["xlsx"]))
    _, *righe = fogli["Le gare"].iter_rows()
    gare = sorted(detto["gare"], key=lambda g: (g["inizio_preparazione"], g["id"]))
    for riga, gara in zip(righe, gare, strict=True):
        giorni = [gara[c] for c in ("inizio_preparazione", "giunta", "bando", "avvio")]
        assert [c.value.date().isoformat() if isinstance(c.value, datetime) else None for c in riga[1:5]] == giorni
        assert {c.number_format for c in riga[1:5]} == {GIORNO}
        if gara["senza_stima"]:
            assert "non noto" in str(riga[6].value)
        else:
            assert (riga[6].value, riga[6].number_format) == (float(gara["costo_eur"]), EURO)
    assert sum(float(g["costo_eur"]) for g in gare) == pytest.approx(float(detto["costo_eur"]))
    _, *anni = fogli["I soldi, con l'IVA"].iter_rows(values_only=True)
    assert [(r[0], r[1], r[3]) for r in anni] == [
        (str(a["anno"]), float(a["stanziato_eur"]), float(a["gare_eur"])) for a in detto["bilancio"]
    ]
    _, *quartieri = fogli["I quartieri"].iter_rows(values_only=True)
    assert sum(r[4] for r in quartieri if isinstance(r[4], int)) == detto["abitanti_giorni_scoperti"]


def test_nel_calendario_c_e_un_evento_per_atto_nel_suo_giorno(carte: Carte, detto: Any) -> None:
    """Cominciare, la Giunta, il bando, il servizio: riletti da icalendar, di un giorno intero, ognuno con il suo UID."""
    eventi = Calendar.from_ical(carte["ics"]).walk("VEVENT")
    inizi = {
        "Cominciare il progetto": "inizio_preparazione",
        "Delibera di Giunta": "giunta",
        "Far partire il bando": "bando",
        "Il servizio può cominciare": "avvio",
    }
    letti = sorted((str(e["SUMMARY"]).partition(":")[0], e.decoded("DTSTART").isoformat()) for e in eventi)
    assert letti == sorted((titolo, g[campo]) for g in detto["gare"] for titolo, campo in inizi.items() if g[campo])
    assert all(type(e.decoded("DTSTART")) is date for e in eventi)
    assert len({str(e["UID"]) for e in eventi}) == len(eventi)


def test_la_figura_ha_i_nomi_e_segna_le_settimane_piene(carte: Carte, detto: Any) -> None:
    """Una riga per gara e per ufficio, con i nomi e non gli id; ogni settimana al completo è detta."""
    testo = " ".join(" ".join(ET.fromstring(carte["svg"]).itertext()).split())  # noqa: S314 - è nostro
    for nome in ("Seggio e commissione di gara", "Ufficio gare e contratti", "ufficio al completo", "bando 11/04/2023"):
        assert nome in testo
    ids = {f["id"] for g in detto["gare"] for f in g["fasi"]} | {c["ufficio"] for c in detto["carico"]}
    assert not {id_ for id_ in ids if "_" in id_ and (id_ in testo or id_.replace("_", " ") in testo)}
    pieni = {(c["gare"], c["posti"]) for c in detto["carico"] if c["gare"] >= c["posti"] and c["fase"] is None}
    assert pieni
    assert all(f"{gare} su {posti}" in testo for gare, posti in pieni)
