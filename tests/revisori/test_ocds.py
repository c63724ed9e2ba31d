"""Il pacchetto OCDS riletto da chi non lo ha scritto: `libcoveocds`, il revisore di Open Contracting.

È AGPL: lo si esegue come un programma, e non si importa mai. Sta in un ambiente suo, che `make test-ocds` prepara; lì
`LDQ_OCDS=1` fa di una prova saltata una prova fallita. Non va in rete: lo standard è quello di `tests/schemi_ocds`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from tests.ocds import SCHEMI
from tests.supporto import OGGI, ldq

REVISORE = Path(sys.executable).with_name("libcoveocds")
DELL_ESTENSIONE = {"deliveryLocation", "deliveryAddress"}
"""I campi dell'estensione dei luoghi, che il revisore conoscerebbe solo andando in rete."""

if not REVISORE.is_file() and not os.environ.get("LDQ_OCDS"):
    pytest.skip("libcoveocds sta in un ambiente suo: make test-ocds", allow_module_level=True)


@pytest.fixture(scope="module")
def esame(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Ciò che il revisore dice dei dati di Milano."""
    return review(export_milano(tmp_path_factory.mktemp("milano")), tmp_path_factory.mktemp("esame"))


def export_milano(cartella: Path) -> dict[str, Any]:
    """Il pacchetto dei dati di Milano."""
    uscita = cartella / "pacchetto.json"
    scritto = ldq("esporta", "-o", str(uscita), "--oggi", OGGI)
    assert scritto.codice == 0, scritto.err
    pacchetto: dict[str, Any] = json.loads(uscita.read_text("utf-8"))
    return pacchetto


def review(pacchetto: dict[str, Any], cartella: Path) -> dict[str, Any]:
    """Il pacchetto secondo il revisore, senza le estensioni dichiarate: andrebbe a cercarle in rete."""
    (cartella / "pacchetto.json").write_text(json.dumps({**pacchetto, "extensions": []}), "utf-8")
    zip_standard(cartella / "standard.zip")
    comando = [str(REVISORE), "--standard-zip", str(cartella / "standard.zip"), str(cartella / "pacchetto.json")]
    esito = subprocess.run(comando, capture_output=True, check=False, timeout=120)
    assert esito.returncode == 0, esito.stderr.decode()
    letto: dict[str, Any] = json.loads(esito.stdout)
    return letto


def zip_standard(percorso: Path) -> None:
    """L'archivio dello standard come lo pubblica il suo deposito, con i soli file che servono."""
    with ZipFile(percorso, "w") as archivio:
        archivio.writestr("standard-1__1__5/", "")
        for schema in sorted(SCHEMI.glob("*.json")):
            archivio.write(schema, f"standard-1__1__5/schema/{schema.name}")
        archivio.write(SCHEMI / "partyRole.csv", "standard-1__1__5/schema/codelists/partyRole.csv")


def test_il_revisore_non_trova_errori(esame: dict[str, Any]) -> None:
    """Nessun errore di schema, nessun campo deprecato, nessun codice fuori dagli elenchi chiusi, nessun altro rilievo."""
    assert esame["version_used"] == "1.1"
    assert esame["validation_errors"] == []
    assert esame["deprecated_fields"] == []
    assert esame["additional_closed_codelist_values"] == {}
    assert esame["additional_checks"] == {}


def test_il_revisore_conta_le_procedure(esame: dict[str, Any]) -> None:
    """Otto contratti e tre scenari; il rinnovo di Lorenteggio è un rilascio in più della stessa procedura."""
    assert esame["unique_ocids_count"] == 11
    assert esame["count"] == 12


def test_nessun_campo_fuori_dallo_standard(esame: dict[str, Any]) -> None:
    """Ogni campo è dello standard, o dell'estensione ufficiale che il pacchetto dichiara."""
    assert {c["field"] for c in esame["additional_fields"]} <= DELL_ESTENSIONE


def test_i_ruoli_del_raggruppamento_sono_un_elenco_aperto(esame: dict[str, Any]) -> None:
    """Capogruppo e mandante non sono fra i ruoli di OCDS, che però ne ammette altri."""
    aperti = esame["additional_open_codelist_values"].values()
    assert {codice for voce in aperti for codice in voce["values"]} == {"capogruppo", "mandante"}


def test_un_pacchetto_sbagliato_il_revisore_lo_rifiuta(tmp_path: Path) -> None:
    """Il revisore guarda davvero: un rilascio senza ocid e una data che non è un istante sono due errori."""
    pacchetto = export_milano(tmp_path)
    del pacchetto["releases"][0]["ocid"]
    pacchetto["releases"][1]["date"] = "giovedì"
    assert len(review(pacchetto, tmp_path)["validation_errors"]) == 2
