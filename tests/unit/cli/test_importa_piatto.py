"""`ldq importa --come parquet`: gli stessi contratti dei YAML, in due file di colonne, interi o nessuno."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest
from tests.supporto import RADICE, ldq, write_dati

from ldq_planner.loading.cartella import load_portafoglio
from ldq_planner.loading.importazione import ocds_righe
from ldq_planner.model.contratto import Contratto
from ldq_planner.model.scambio.piatto import CONTRATTI
from ldq_planner.model.scambio.righe_piatte import read_riga

if TYPE_CHECKING:
    from pathlib import Path

REALI = RADICE / "tests" / "dati_reali"
ANAC = str(REALI / "it-anac-cig" / "20231001-cig_csv-sardegna-liguria.csv")
L190 = str(REALI / "it-l190-csv" / "giugliano-80049220637-lotti.csv")
XML = str(REALI / "it-l190-xml" / "terracina-2013.xml")
OCDS = str(REALI / "it-ocds" / "torino-ocds.json")


@pytest.mark.parametrize("fonte", [ANAC, L190, XML, OCDS])
def test_i_contratti_sono_quelli_dei_yaml(fonte: str, tmp_path: Path) -> None:
    """Riga per riga, e ogni luogo con il suo ente."""
    yaml, piatto = tmp_path / "yaml", tmp_path / "piatto"
    for cartella, come in ((yaml, ()), (piatto, ("--come", "parquet"))):
        assert ldq("importa", fonte, "-o", str(cartella), "--oggi", "2024-01-01", *come).codice in (0, 1)
    attesi = load_portafoglio(yaml)
    righe = pq.read_table(piatto / "contratti.parquet").to_pylist()
    assert tuple(Contratto.model_validate(read_riga(CONTRATTI, r)) for r in righe) == attesi.contratti
    luoghi = {r["id"]: r["ente"] for r in pq.read_table(piatto / "quartieri.parquet").to_pylist()}
    assert luoghi == {q.id: q.ente or attesi.anagrafe.ente for q in attesi.quartieri}
    assert sorted(f.name for f in piatto.iterdir()) == ["contratti.parquet", "quartieri.parquet"]


def test_di_un_centro_di_costo_resta_il_codice_del_suo_ente(tmp_path: Path) -> None:
    """È ciò con cui, da un elenco nazionale, si ritrova una città."""
    assert ldq("importa", ANAC, "-o", str(tmp_path), "--come", "parquet").codice == 0
    righe = pq.read_table(tmp_path / "quartieri.parquet").to_pylist()
    assert {r["ente_codice"] for r in righe if r["ente"] == "COMUNE DI GENOVA"} == {"00856930102"}


def test_dove_ci_sono_altri_dati_non_si_scrive(tmp_path: Path) -> None:
    """Né accanto ai YAML, né sui file di un altro, né due volte senza dirlo; e non resta nulla a metà."""
    altrui, piatto = tmp_path / "altrui", tmp_path / "piatto"
    write_dati(tmp_path / "yaml")
    altrui.mkdir()
    (altrui / "contratti.parquet").write_bytes(b"PAR1 di un altro")
    for argomenti, detto in (
        ((), "contratti.parquet e quartieri.parquet sono due file"),
        (("-o", str(tmp_path / "yaml")), "c'è già quartieri.yaml"),
        (("-o", str(altrui), "--scrivi"), "c'è già contratti.parquet"),
        (("-o", str(piatto)), ""),
        (("-o", str(piatto)), "per riscriverlo aggiungere --scrivi"),
        (("-o", str(piatto), "--scrivi"), ""),
    ):
        uscita = ldq("importa", L190, "--come", "parquet", *argomenti)
        assert (uscita.codice, detto in uscita.err) == (2 if detto else 0, True), uscita.err
    assert [f.name for f in altrui.iterdir()] == ["contratti.parquet"]


def test_un_ocds_grande_si_legge_una_riga_per_volta(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Un rilascio per riga, e i rilasci di una procedura lontani fra loro: gli stessi contratti di chi lo tiene in mano."""
    rilasci = json.loads((REALI / "it-ocds" / "torino-ocds.json").read_text("utf-8"))["releases"]
    dopo = {**rilasci[0], "id": "zzz", "date": "2030-01-01T00:00:00Z", "tag": ["contractUpdate"], "language": "it"}
    fonte = tmp_path / "a.jsonl"
    fonte.write_text("".join(json.dumps(r) + "\n" for r in (*rilasci, dopo)), "utf-8")
    scritti = []
    for grande in (ocds_righe.GRANDE, 0):
        monkeypatch.setattr(ocds_righe, "GRANDE", grande)
        cartella = tmp_path / str(grande)
        assert ldq("importa", str(fonte), "-o", str(cartella), "--come", "parquet").codice == 0
        righe = pq.read_table(cartella / "contratti.parquet").to_pylist()
        scritti.append(sorted(righe, key=lambda r: r["id"]))
    assert scritti[0] == scritti[1]
    fonte.write_text(json.dumps(rilasci[0]) + "\n{rotto\n", "utf-8")
    uscita = ldq("importa", str(fonte), "-o", str(tmp_path / "nulla"), "--come", "parquet")
    assert uscita.codice == 3
    assert f"{fonte}:2:1" in uscita.err
    assert not (tmp_path / "nulla").exists()
