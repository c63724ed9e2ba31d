"""`ldq check`: che cosa dice e con quale codice esce."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from tests.supporto import OGGI, ldq, write_dati

from ldq_planner.render import FORMATI

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def pulita(tmp_path: Path) -> Path:
    """Una cartella in cui non c'è nulla da segnalare."""
    return write_dati(tmp_path)


@pytest.fixture
def guasta(tmp_path: Path) -> Path:
    """Una cartella che non si può valutare: due errori in due file."""
    return write_dati(tmp_path, quartieri="aggiornato_al: 2023-02-30\n", contratti="contratti: 4\n")


def test_se_non_c_e_nulla_tace(pulita: Path) -> None:
    """Il silenzio, in una pipeline, è la buona notizia."""
    assert ldq("check", "--oggi", OGGI, "--dati", str(pulita)) == (0, "", "")


@pytest.mark.parametrize("formato", [f for f in FORMATI if f != "table"])
def test_se_non_c_e_nulla_una_macchina_lo_legge(formato: str, pulita: Path) -> None:
    """Il JSON ha un elenco vuoto; CSV e Markdown non hanno segnalazioni."""
    uscita = ldq("check", "--oggi", OGGI, "--dati", str(pulita), "--format", formato)
    assert (uscita.codice, uscita.err) == (0, "")
    assert "critico" not in uscita.out
    if formato == "json":
        assert json.loads(uscita.out)["segnalazioni"] == []


def test_se_non_c_e_nulla_il_file_si_scrive_lo_stesso(pulita: Path) -> None:
    """Chi lo legge dopo non deve trovare quello di ieri."""
    (pulita / "esito.txt").write_text("le segnalazioni di ieri")
    assert ldq("check", "--oggi", OGGI, "--dati", str(pulita), "-o", str(pulita / "esito.txt")).codice == 0
    assert (pulita / "esito.txt").read_text().strip() == ""


@pytest.mark.parametrize(
    ("soglia", "codice"), [((), 1), (("--fallisci-da", "avviso"), 1), (("--fallisci-da", "critico"), 1)]
)
def test_la_soglia_con_segnalazioni_critiche(soglia: tuple[str, ...], codice: int) -> None:
    """Il giorno della presentazione ce ne sono due critiche e un avviso."""
    assert ldq("check", "--oggi", OGGI, *soglia).codice == codice


def test_mai_vuol_dire_mai() -> None:
    """Si leggono le segnalazioni senza che la pipeline si fermi."""
    assert ldq("check", "--oggi", OGGI, "--fallisci-da", "mai") == (0, ldq("check", "--oggi", OGGI).out, "")


@pytest.mark.parametrize(("soglia", "codice"), [("avviso", 1), ("critico", 0), ("mai", 0)])
def test_la_soglia_con_soli_avvisi(soglia: str, codice: int, pulita: Path) -> None:
    """Il 01/11/2030 il contratto scade fra 60 giorni, e i dati sono vecchi: due avvisi."""
    uscita = ldq("check", "--oggi", "2030-11-01", "--dati", str(pulita), "--fallisci-da", soglia, "--format", "json")
    assert {s["severita"] for s in json.loads(uscita.out)["segnalazioni"]} == {"avviso"}
    assert uscita.codice == codice


@pytest.mark.parametrize(("entro", "c_e"), [("164", True), ("163", False), ("0", False), ("99999", True)])
def test_entro(entro: str, c_e: bool) -> None:  # noqa: FBT001
    """L'ultimo giorno è compreso: il 17/01/2023 a Mazzini ne restano 164."""
    risposta = json.loads(ldq("check", "--oggi", OGGI, "--entro", entro, "--format", "json").out)
    entita = {s["entita"] for s in risposta["segnalazioni"] if s["codice"] == "scadenza-senza-seguito"}
    assert ("mazzini-2020" in entita) is c_e
    assert risposta["entro_giorni"] == int(entro)


def test_senza_entro_vale_la_soglia_dell_ente(pulita: Path) -> None:
    """`ldq.toml` la cambia; senza, sono novanta giorni."""
    domanda = ("check", "--oggi", OGGI, "--dati", str(pulita), "--format", "json")
    assert json.loads(ldq(*domanda).out)["entro_giorni"] == 90
    (pulita / "ldq.toml").write_text("[soglie]\nin_scadenza = 4000\n")
    uscita = ldq(*domanda)
    assert json.loads(uscita.out)["entro_giorni"] == 4000
    assert uscita.codice == 1


@pytest.mark.parametrize("formato", FORMATI)
@pytest.mark.parametrize("soglia", ["avviso", "mai"])
def test_dati_che_non_si_possono_valutare(formato: str, soglia: str, guasta: Path) -> None:
    """Esce con 3 qualunque sia la soglia, e le segnalazioni stanno su stdout nel formato chiesto."""
    argomenti = ("--dati", str(guasta), "--format", formato, "--fallisci-da", soglia)
    uscita = ldq("check", "--oggi", OGGI, *argomenti, ambiente={})
    assert (uscita.codice, uscita.err) == (3, "")
    assert f"{guasta / 'quartieri.yaml'}" in uscita.out
    assert f"{guasta / 'contratti.yaml'}" in uscita.out
    assert "data-non-valida" in uscita.out


def test_dati_guasti_in_csv(guasta: Path) -> None:
    """Una riga per segnalazione, con il suo posto."""
    righe = [*csv.DictReader(StringIO(ldq("check", "--dati", str(guasta), "--format", "csv").out))]
    assert {riga["severita"] for riga in righe} == {"errore"}
    (data,) = (riga for riga in righe if riga["codice"] == "data-non-valida")
    assert (data["file"], data["riga"], data["colonna"]) == (str(guasta / "quartieri.yaml"), "1", "16")


def test_dati_guasti_in_un_file(guasta: Path) -> None:
    """Il file si scrive anche quando si esce con 3."""
    uscita = ldq("check", "--dati", str(guasta), "-o", str(guasta / "esito.json"))
    assert (uscita.codice, uscita.out, uscita.err) == (3, "", "")
    assert json.loads((guasta / "esito.json").read_text(encoding="utf-8"))["segnalazioni"]


def test_ogni_segnalazione_ha_un_posto_e_un_rimedio() -> None:
    """Un messaggio senza «che cosa fare» non serve a chi lo legge la sera."""
    for giorno in (OGGI, "2024-01-02", "2026-11-22"):
        for s in json.loads(ldq("check", "--oggi", giorno, "--format", "json").out)["segnalazioni"]:
            assert s["rimedio"]
            assert s["riga"] >= 1
            assert s["colonna"] >= 1
            assert s["file"].startswith("data/")
