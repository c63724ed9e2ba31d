"""`ldq estrai`: da un elenco di molti enti, una città che è com'era."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.supporto import OGGI, RADICE, ldq

from ldq_planner.loading.cartella import load_portafoglio

if TYPE_CHECKING:
    from pathlib import Path

MILANO = load_portafoglio(RADICE / "data")
MOLTI = RADICE / "esempi" / "molti-enti"


def test_dai_dati_alla_forma_piatta_e_ritorno(tmp_path: Path) -> None:
    """Quartieri, contratti, programmi, delibere, fonti: gli stessi; gli scenari non ci sono mai stati."""
    assert ldq("esporta", "--come", "parquet", "-o", str(tmp_path / "piatto")).codice == 0
    uscita = ldq(
        "estrai", "--ente", "comune di milano", "--dati", str(tmp_path / "piatto"), "-o", str(tmp_path / "citta")
    )
    assert uscita == (
        0,
        f"scritti in «{tmp_path / 'citta'}»: quartieri.yaml, contratti.yaml (quartieri: 6, contratti: 8)\n",
        "",
    )
    citta = load_portafoglio(tmp_path / "citta")
    assert (citta.anagrafe, citta.registro) == (MILANO.anagrafe, MILANO.registro)


def test_di_un_contratto_di_piu_enti_restano_i_suoi_quartieri(tmp_path: Path) -> None:
    """Da un CSV, per codice: date a meno del mese, opzioni scritte in JSON; e ciò che non si porta si dice."""
    uscita = ldq("estrai", "--ente", "00000000001", "--dati", str(MOLTI), "-o", str(tmp_path / "meda"), "--oggi", OGGI)
    assert uscita.codice == 0, uscita.err
    assert "  - 1: quartieri di altri enti, che un suo contratto serve: qui restano i suoi" in uscita.out
    meda = load_portafoglio(tmp_path / "meda")
    assert meda.anagrafe.ente == "Comune di Meda"
    assert {c.id: (c.quartieri, len(c.opzioni)) for c in meda.contratti} == {
        "nido-2024": (("asilo-nido-meda",), 1),
        "assistenza-2023": (("assistenza-meda",), 0),
    }
    seveso = ldq("estrai", "--ente", "Comune di Seveso", "--dati", str(MOLTI), "-o", str(tmp_path / "seveso"))
    assert seveso.codice == 0
    assert str(load_portafoglio(tmp_path / "seveso").contratti[1].inizio) == "2022-09"


@pytest.mark.parametrize(
    ("argomenti", "codice", "detto"),
    [
        (("--ente", "comune di mida", "--dati", str(MOLTI)), 2, "forse intendevi «00000000001»?"),
        (("--ente", "x", "--dati", str(RADICE / "data")), 2, "è già una cartella di dati"),
        (("--ente", "x", "--dati", "nulla.parquet"), 3, "il file non c'è"),
        (("--dati", str(MOLTI)), 2, "manca --ente"),
        (("--ente", "' OR 1=1 --", "--dati", str(MOLTI)), 2, "non è un ente di questi dati"),
    ],
)
def test_cio_che_non_si_puo_estrarre(argomenti: tuple[str, ...], codice: int, detto: str, tmp_path: Path) -> None:
    """Una frase, e nessuna cartella a metà."""
    uscita = ldq("estrai", *argomenti, "-o", str(tmp_path / "nuova"))
    assert (uscita.codice, uscita.out) == (codice, "")
    assert detto in uscita.err
    assert not (tmp_path / "nuova").exists()


def test_dove_ci_sono_dati_non_si_scrive(tmp_path: Path) -> None:
    """Una città già corretta a mano non si copre."""
    (tmp_path / "quartieri.yaml").write_text("mio", "utf-8")
    uscita = ldq("estrai", "--ente", "00000000001", "--dati", str(MOLTI), "-o", str(tmp_path))
    assert uscita.codice == 2
    assert "c'è già quartieri.yaml" in uscita.err
