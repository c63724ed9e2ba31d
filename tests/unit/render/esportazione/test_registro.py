"""Il registro è un libro in cui una persona corregge: date vere, tendine, commenti, id protetti; e altri programmi lo salvano."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from tests.portafogli import OGGI, build_contratto, build_portafoglio
from tests.supporto import RADICE

from ldq_planner.errors import InvalidRequestError
from ldq_planner.loading.cartella import load_portafoglio
from ldq_planner.loading.ritorno.registro import read_registro
from ldq_planner.render.esportazione import Modi, export

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook

MILANO = load_portafoglio(RADICE / "data")
SCRITTO = export(MILANO, "registro", Modi(OGGI, "")).file[""]
SOFFICE = shutil.which("soffice")


@pytest.fixture(scope="module")
def libro(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    """Il registro di Milano, letto da un'altra libreria."""
    percorso = tmp_path_factory.mktemp("libro") / "registro.xlsx"
    percorso.write_bytes(SCRITTO)
    return load_workbook(percorso)


def test_gli_stessi_dati_danno_gli_stessi_byte() -> None:
    """Il giorno di nascita è quello della domanda."""
    assert export(MILANO, "registro", Modi(OGGI, "")).file[""] == SCRITTO


def test_le_date_sono_date_e_gli_importi_numeri(libro: Workbook) -> None:
    """Una data incerta resta un testo: «2019»."""
    foglio = libro["contratti"]
    celle = dict(zip((c.value for c in foglio[1]), (c.value for c in foglio[9]), strict=True))
    assert (celle["id"], celle["inizio"], celle["importo_eur"]) == ("lorenteggio-2019", datetime(2019, 6, 21), 828415.2)  # noqa: DTZ001 - un foglio non ha fusi
    assert {foglio.cell(r, 9).value for r in range(2, 10)} >= {"2006", "2018", "2020"}


def test_i_valori_contati_si_scelgono_da_una_tendina(libro: Workbook) -> None:
    """Anche di chi è la riga, fra gli id dell'altro foglio; oltre le righe che ci sono."""
    tendine = {str(v.sqref): v.formula1 for v in libro["contratti_opzioni"].data_validations.dataValidation}
    assert tendine["A2:A1001"] == "contratti!$A$2:$A$1000"
    assert '"esercitata,non-esercitata,aperta"' in tendine.values()


def test_ogni_colonna_ha_un_commento_che_la_spiega(libro: Workbook) -> None:
    """In ogni foglio di dati."""
    for foglio in libro.worksheets[1:]:
        assert all(cella.comment and cella.comment.text.strip() for cella in foglio[1]), foglio.title


def test_gli_id_scritti_sono_protetti_e_il_resto_no(libro: Workbook) -> None:
    """In fondo si aggiunge una riga, con un id nuovo."""
    foglio = libro["contratti"]
    assert foglio.protection.sheet
    assert foglio["A2"].protection.locked
    assert not foglio["B2"].protection.locked
    assert not foglio.column_dimensions["A"].protection.locked


def test_un_testo_che_non_sta_in_una_cella_si_rifiuta() -> None:
    """Nulla si taglia in silenzio."""
    lungo = build_portafoglio([build_contratto(nota="x" * 40_000, scadenza_base="2024-12-31")])
    with pytest.raises(InvalidRequestError, match="«nota» ha 40000 caratteri"):
        export(lungo, "registro", Modi(OGGI, ""))


@pytest.mark.skipif(
    SOFFICE is None and not os.environ.get("LDQ_LIBREOFFICE"), reason="LibreOffice non è installato: lo prova .ci/run"
)
@pytest.mark.parametrize("formato", ["xlsx", "ods"])
def test_salvato_da_libreoffice_torna_com_era(tmp_path: Path, formato: str) -> None:
    """Anche nel suo formato."""
    (tmp_path / "registro.xlsx").write_bytes(SCRITTO)
    salvato = tmp_path / "salvato"
    profilo = f"-env:UserInstallation=file://{tmp_path}/profilo"
    comando = [str(SOFFICE), profilo, "--headless", "--convert-to", formato, "--outdir", str(salvato)]
    subprocess.run([*comando, str(tmp_path / "registro.xlsx")], check=True, capture_output=True, timeout=120)
    assert read_registro(salvato / f"registro.{formato}") == MILANO.list_file()
