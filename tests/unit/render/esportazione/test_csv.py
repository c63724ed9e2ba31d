"""La cartella di CSV: valori esatti, un descrittore che dice il vero, e il ritorno ai dati."""

from __future__ import annotations

import csv
import json
from datetime import date
from hashlib import sha256
from io import StringIO
from typing import Any

import pytest
from tests.portafogli import build_contratto, build_portafoglio
from tests.supporto import RADICE

from ldq_planner.loading.cartella import load_portafoglio
from ldq_planner.render.esportazione import Esportato, Modi, export

MODI = Modi(date(2023, 1, 17), "ocds-000000", "https://creativecommons.org/licenses/by/4.0/")


@pytest.fixture(scope="module")
def milano() -> Esportato:
    """I dati di Milano."""
    return export(load_portafoglio(RADICE / "data"), "csv", MODI)


def read_tavola(scritto: Esportato, nome: str) -> list[dict[str, str]]:
    """Le righe di una tavola."""
    return list(csv.DictReader(StringIO(scritto.file[f"{nome}.csv"].decode(), newline="")))


def test_il_descrittore_dice_ogni_file_con_la_sua_impronta_e_ogni_colonna(milano: Esportato) -> None:
    """I file sono quelli, i byte e le impronte sono veri, i campi sono le colonne nell'ordine."""
    descrittore = json.loads(milano.file["datapackage.json"])
    assert {r["path"] for r in descrittore["resources"]} == set(milano.file) - {"datapackage.json"}
    for risorsa in descrittore["resources"]:
        contenuto = milano.file[risorsa["path"]]
        assert (risorsa["bytes"], risorsa["hash"]) == (len(contenuto), f"sha256:{sha256(contenuto).hexdigest()}")
        intestazione = contenuto.decode().splitlines()[0].split(",")
        assert [c["name"] for c in risorsa["schema"]["fields"]] == intestazione


def test_il_descrittore_dice_licenza_e_fonti(milano: Esportato) -> None:
    """Chi trova la cartella sa da dove viene e che cosa può farne."""
    descrittore = json.loads(milano.file["datapackage.json"])
    assert descrittore["licenses"] == [{"name": "CC-BY-4.0", "path": MODI.licenza}]
    assert descrittore["title"] == "Comune di Milano, Laboratori di Quartiere"
    assert descrittore["sources"]


def test_ogni_colonna_ha_il_suo_significato_dai_modelli(milano: Esportato) -> None:
    """Le parole sono quelle di docs/dati.md."""
    descrittore = json.loads(milano.file["datapackage.json"])
    contratti = next(r for r in descrittore["resources"] if r["name"] == "contratti")
    inizio = next(c for c in contratti["schema"]["fields"] if c["name"] == "inizio")
    assert inizio["description"].startswith("Decorrenza: primo giorno in vigore, compreso.")
    assert inizio["constraints"]["required"] is True


def test_le_chiavi_esterne_rimandano_a_righe_che_ci_sono(milano: Esportato) -> None:
    """Ogni voce contenuta ha chi la contiene."""
    for risorsa in json.loads(milano.file["datapackage.json"])["resources"]:
        for chiave in risorsa["schema"].get("foreignKeys", ()):
            noti = {r["id"] for r in read_tavola(milano, chiave["reference"]["resource"])}
            assert {r[chiave["fields"]] for r in read_tavola(milano, risorsa["name"])} <= noti


@pytest.mark.parametrize("testo", ["=1+1", "@cmd", "-5", 'a "b", c', "riga\nriga", "  spazi  ", "'già"])
def test_il_testo_e_esatto_anche_se_somiglia_a_una_formula(testo: str) -> None:
    """Nessun apostrofo, nessuna riga unita: è una tavola per le macchine."""
    scritto = export(build_portafoglio([build_contratto(titolo=testo)]), "csv", MODI)
    assert read_tavola(scritto, "contratti")[0]["titolo"] == testo


def test_l_importo_e_la_data_sono_quelli_dei_dati(milano: Esportato) -> None:
    """Punto decimale e due cifre, date ISO o incerte come sono scritte."""
    righe: dict[str, Any] = {r["id"]: r for r in read_tavola(milano, "contratti")}
    assert righe["lorenteggio-2019"]["importo_eur"] == "828415.20"
    assert righe["gruppo-interno-2018-2019"]["inizio"] == "2018"
