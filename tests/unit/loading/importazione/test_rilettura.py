"""Ciò che si importa si rilegge prima di prendere il posto di ciò che c'era: o tutto, o nulla."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from tests.fuzz.importa import mutate_fonte, read_fonti
from tests.supporto import OGGI, ldq

from ldq_planner.loading.cartella import load
from ldq_planner.loading.importazione import raccolta
from ldq_planner.loading.importazione.normalizzazione import Normalizzatore

if TYPE_CHECKING:
    from ldq_planner.loading.importazione.raccolta import Voce

TABELLA = "oggetto;inizio;fine;importo\nMensa;2020-01-01;2021-12-31;100\nPulizie;2020-01-01;2022-12-31;200\n"
NON_SI_RILEGGE = "ciò che se ne importa non si rileggerebbe"


@pytest.fixture(autouse=True)
def qui(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """La tabella, nella cartella in cui si sta."""
    monkeypatch.chdir(tmp_path)
    Path("a.csv").write_text(TABELLA, encoding="utf-8")


def break_voce(voce: Voce) -> Voce:
    """Una voce che i dati non ammettono, come la scriverebbe un errore del programma."""
    return {**voce, "importo_eur": "-0.00"} if voce["titolo"] == "Mensa" else voce


def importa(*argomenti: str) -> tuple[int, str, str]:
    """Importa la tabella con un programma che sbaglia a scrivere una voce."""
    add = Normalizzatore.collect

    def collect(suo: Normalizzatore, voce: Voce, dove: raccolta.Raccolta) -> None:
        add(suo, break_voce(voce), dove)

    with patch.object(Normalizzatore, "collect", collect):
        return ldq("importa", "a.csv", "--oggi", OGGI, *argomenti, cartella=Path())


def test_in_una_cartella_nuova_non_si_scrive_nulla() -> None:
    """Si dice che non si rilegge, e perché, con la riga che non si è scritta."""
    codice, out, err = importa("-o", "dati")
    assert (codice, out) == (3, "")
    assert NON_SI_RILEGGE in err
    assert re.search(r"dati/contratti\.yaml \(non scritto\):\d+:\d+: errore\[importo-non-valido\] «-0\.00»", err)
    assert not Path("dati").exists()


def test_un_json_per_riga_si_rilegge_come_uno_yaml() -> None:
    """Anche quando i contratti sono troppi per un YAML."""
    with patch.object(raccolta, "MAX_YAML", 1):
        codice, _, err = importa("-o", "dati")
    assert (codice, Path("dati").exists()) == (3, False)
    assert "dati/contratti.jsonl (non scritto):2:" in err


def test_senza_cartella_non_si_stampa_nulla() -> None:
    """Ciò che esce finirebbe in un file che nessuno può leggere."""
    codice, out, err = importa()
    assert (codice, out) == (3, "")
    assert NON_SI_RILEGGE in err


def test_in_una_cartella_che_c_e_resta_com_era() -> None:
    """Le righe che cambiano non prendono il posto di quelle buone."""
    assert ldq("importa", "a.csv", "-o", "dati", "--oggi", OGGI, cartella=Path()).codice == 0
    prima = {p.name: p.read_bytes() for p in Path("dati").iterdir()}
    codice, _, _ = importa("-o", "dati", "--scrivi")
    assert codice == 3
    assert {p.name: p.read_bytes() for p in Path("dati").iterdir()} == prima


def test_si_rilegge_insieme_a_cio_che_la_cartella_tiene() -> None:
    """Una deroga che c'era, e che con i dati nuovi non sta più in piedi, si vede prima di scrivere."""
    Path("dati").mkdir()
    Path("dati/deroghe.yaml").write_text("deroghe: [boh]\n", encoding="utf-8")
    uscita = ldq("importa", "a.csv", "-o", "dati", "--oggi", OGGI, cartella=Path())
    assert uscita.codice == 3
    assert "dati/deroghe.yaml (non scritto)" in uscita.err
    assert [p.name for p in Path("dati").iterdir()] == ["deroghe.yaml"]


@pytest.mark.parametrize("formato", ["csv", "xlsx", "ods", "xml", "json", "jsonl"])
def test_di_un_file_altrui_guasto_cio_che_si_scrive_si_rilegge_sempre(formato: str) -> None:
    """La rilettura è una rete: chi importa capisce o lascia fuori, e non arriva mai a cadervi."""
    fonti = read_fonti()[formato]
    for numero in range(25):
        caso = Random(f"{formato} {numero}")  # noqa: S311 - non è un segreto
        qui = Path(str(numero))
        qui.mkdir()
        nome = mutate_fonte(caso, qui, caso.choice(fonti))
        uscita = ldq("importa", nome, "-o", "dati", "--oggi", OGGI, cartella=qui)
        assert uscita.codice in (0, 1, 2, 3)
        assert NON_SI_RILEGGE not in uscita.err
        if uscita.codice < 2:
            assert load(qui / "dati").portafoglio


@pytest.mark.parametrize("opzione", ["--scarti", "--salva-mappa"])
@pytest.mark.parametrize("uscita", ["a.csv", "./a.csv", "legato.csv", "dati/contratti.yaml", "dati/contratti.jsonl"])
def test_cio_che_si_scrive_accanto_non_prende_il_posto_di_cio_che_si_legge(opzione: str, uscita: str) -> None:
    """Il file importato, e i dati, restano com'erano."""
    Path("legato.csv").symlink_to("a.csv")
    risposta = ldq("importa", "a.csv", "-o", "dati", opzione, uscita, cartella=Path())
    assert (risposta.codice, risposta.out) == (2, "")
    assert f"{opzione}: «{Path(uscita)}» è già fra ciò che si legge" in risposta.err
    assert (Path("a.csv").read_text(encoding="utf-8"), Path("dati").exists()) == (TABELLA, False)


def test_gli_scarti_e_la_mappa_non_vanno_nello_stesso_file() -> None:
    """L'ultimo scritto cancellerebbe l'altro."""
    risposta = ldq("importa", "a.csv", "--scarti", "x", "--salva-mappa", "x", cartella=Path())
    assert risposta.codice == 2
