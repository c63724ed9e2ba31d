"""I comandi su colonne: rispondono come su una cartella YAML, e dicono ciò che non c'è."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from ldq_planner.cli.colonne import IN_COLONNE
from ldq_planner.cli.main import run

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("duckdb")
pytest.importorskip("pyarrow")
OGGI = ("--oggi", "2023-03-01")
SENZA = ("scenari", "presidio", "responsabili")
"""Ciò che la forma piatta non tiene, o che su colonne non si calcola."""


@pytest.fixture(scope="module")
def piatta(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """I dati del programma, nella forma piatta."""
    cartella = tmp_path_factory.mktemp("piatta")
    assert run(["esporta", "--come", "parquet", "-o", str(cartella)]) == 0
    return cartella


def ask(capsys: pytest.CaptureFixture[str], *argomenti: str) -> Any:
    """La risposta in JSON, e null'altro."""
    capsys.readouterr()
    assert run([*argomenti, *OGGI, "--format", "json"]) == 0
    uscita = capsys.readouterr()
    assert uscita.err == ""
    return json.loads(uscita.out)


def test_stessi_stati(piatta: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Quartiere per quartiere, nello stesso ordine, con gli stessi totali."""
    nostri, dal_yaml = ask(capsys, "status", "--dati", str(piatta)), ask(capsys, "status")
    tolti = [{k: v for k, v in q.items() if k not in SENZA} for q in dal_yaml["quartieri"]]
    assert [{k: v for k, v in q.items() if k not in SENZA} for q in nostri["quartieri"]] == tolti
    assert nostri["totali"] == dal_yaml["totali"]


def test_stessi_contratti(piatta: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Le stesse schede; qui in ordine di scadenza."""
    nostri, dal_yaml = ask(capsys, "contratti", "--dati", str(piatta)), ask(capsys, "contratti")
    assert sorted(nostri["contratti"], key=lambda c: str(c["id"])) == sorted(
        dal_yaml["contratti"], key=lambda c: str(c["id"])
    )


def test_stesse_lacune(piatta: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Le stesse coperture; qui dai quartieri più scoperti."""
    nostre, dal_yaml = ask(capsys, "copertura", "--dati", str(piatta)), ask(capsys, "copertura")
    attese = [{k: v for k, v in q.items() if k != "presidi_ridotti"} for q in dal_yaml["quartieri"]]
    assert sorted(nostre["quartieri"], key=lambda q: str(q["id"])) == sorted(attese, key=lambda q: str(q["id"]))


@pytest.mark.parametrize("comando", ["status", "contratti", "copertura", "novita"])
def test_di_che_giorno_sono_i_dati_se_non_lo_dicono(
    comando: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Non è noto, e si dice; nessun giorno al suo posto, e nessun quartiere di cui perciò non si sa."""
    (tmp_path / "contratti.csv").write_text("id,quartieri,inizio,scadenza_base\na,q,2022-01-01,2023-02-28\n", "utf-8")
    risposta = ask(capsys, comando, "--dati", str(tmp_path / "contratti.csv"))
    assert risposta["dati_aggiornati_al"] is None
    assert any("quanto sono vecchi non si sa" in avviso for avviso in risposta["avvisi"])
    assert "1900" not in json.dumps(risposta)
    assert "non-si-sa" not in json.dumps(risposta)


def test_i_primi_e_quanti_sono_gli_altri(piatta: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Chi legge una parte sa che non è tutto."""
    primi = ask(capsys, "status", "--dati", str(piatta), "--primi", "2")
    assert [q["id"] for q in primi["quartieri"]] == ["lorenteggio", "san-siro"]
    assert primi["totali"] == ask(capsys, "status")["totali"]
    assert any("2 su 6 quartieri" in avviso for avviso in primi["avvisi"])


def test_tutte_le_righe_in_un_file(piatta: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Anche se il nome del file pare SQL; sullo schermo non va nulla."""
    file = tmp_path / "righe'; DROP TABLE stati; --.jsonl"
    assert run(["status", "--dati", str(piatta), *OGGI, "-o", str(file)]) == 0
    righe = [json.loads(riga) for riga in file.read_text(encoding="utf-8").splitlines()]
    assert [r["stato"] for r in righe] == [q["stato"] for q in ask(capsys, "status")["quartieri"]]
    assert [f.name for f in tmp_path.iterdir()] == [file.name]


@pytest.mark.parametrize(
    ("argomenti", "detto"),
    [
        (("scenari",), "ldq estrai --dati"),
        (("rapporto",), "«ldq rapporto» non c'è per i dati in colonne"),
        (("status", "--tutti"), "--tutti non c'è"),
        (("status", "--primi", "5000"), "-o file.parquet"),
        (("status", "--ente", "'; DROP TABLE quartieri; --"), "non è un ente dei dati"),
        (("contratti", "' OR 1=1 --"), "non è un contratto"),
        (("status", "--quartiere", "nessuno"), "non è un quartiere"),
    ],
)
def test_cio_che_non_c_e(
    piatta: Path, argomenti: tuple[str, ...], detto: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Lo dice una frase, con ciò che si può fare; e un valore non diventa mai SQL."""
    assert run([*argomenti, "--dati", str(piatta), *OGGI]) == 2
    assert detto in capsys.readouterr().err


@pytest.mark.parametrize(
    ("argomenti", "detto"),
    [
        (("--motore", "spark://m:7077"), "sc://HOST:PORTA"),
        (("--motore", "presto"), "non è un motore"),
        (("--memoria", "tanta"), "1GB"),
        (("--memoria", "1GB"), "non cambia nulla"),
    ],
)
def test_opzioni_del_motore(argomenti: tuple[str, ...], detto: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Ciò che non vale si dice, con ciò che si scrive al suo posto."""
    assert run(["status", *argomenti]) == 2
    assert detto in capsys.readouterr().err


def test_su_spark_connect_le_stesse_parole(
    piatta: Path, server: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ogni comando, e tutte le righe in un file del server, che un secondo non riscrive."""
    li = ("--motore", server, "--appoggio", str(tmp_path / "appoggio"))
    for comando in IN_COLONNE:
        qui, altrove = [
            (run([comando, "--dati", str(piatta), *dove, *OGGI]), capsys.readouterr().out) for dove in ((), li)
        ]
        assert altrove == qui, comando
    tutte = ["status", "--dati", str(piatta), *li, *OGGI, "-o", str(tmp_path / "righe.parquet")]
    assert [run(tutte), run(tutte)] == [0, 4]
