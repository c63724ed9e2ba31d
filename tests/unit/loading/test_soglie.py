"""`ldq.toml`: le soglie dell'ente, o perché non si leggono, al loro posto nel file."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from ldq_planner.loading.cartella import load_portafoglio
from ldq_planner.loading.luogo import find_dati_del_pacchetto
from ldq_planner.loading.soglie import MAX_BYTE, MAX_GIORNI, ScelteDellEnte, read_soglie
from ldq_planner.model.portafoglio import Soglie
from ldq_planner.model.preavviso import Preavviso

if TYPE_CHECKING:
    from pathlib import Path

LETTE = {
    "tutte": ("[soglie]\nin_scadenza = 30\ndati_vecchi = 0\n", Soglie(30, 0)),
    "una": ("# nota\n[soglie] # nota\nin_scadenza = 30\n", Soglie(in_scadenza=30)),
    "nessuna": ("[soglie]\n", Soglie()),
    "un file vuoto": ("", Soglie()),
    "su una riga": ("soglie = {in_scadenza = 1, dati_vecchi = 2}\n", Soglie(1, 2)),
    "con il segno d'ordine": ("\ufeff[soglie]\r\nin_scadenza = 30\r\n", Soglie(in_scadenza=30)),
    "i preavvisi": (
        "[soglie]\ncuscinetto = 45\navviso = '6m'\ncritico = \"1.5x\"\n",
        Soglie(cuscinetto=45, avviso=Preavviso(mesi=6), critico=Preavviso(quota=Decimal("1.5"))),
    ),
    "un preavviso in giorni, come numero": ("[soglie]\navviso = 120\n", Soglie(avviso=Preavviso(giorni=120))),
    "la più grande": (f"[soglie]\nin_scadenza = {MAX_GIORNI}\n", Soglie(in_scadenza=MAX_GIORNI)),
}


@pytest.mark.parametrize(("testo", "soglie"), LETTE.values(), ids=LETTE)
def test_soglie_lette(testo: str, soglie: Soglie, tmp_path: Path) -> None:
    """Ciò che non è scritto resta com'è di solito."""
    (tmp_path / "ldq.toml").write_bytes(testo.encode())
    scelte, findings = read_soglie(tmp_path / "ldq.toml")
    assert (scelte.soglie, findings) == (soglie, ())


def test_senza_file_valgono_quelle_di_sempre() -> None:
    """Il file è facoltativo: i dati del programma non ne hanno."""
    assert load_portafoglio(find_dati_del_pacchetto()).soglie == Soglie()


MALE = {
    "una tavola che non esiste": ("[soglia]\n", (1, 2, "soglia"), "chiave-sconosciuta", "forse intendevi «soglie»?"),
    "una soglia che non esiste": (
        "[soglie]\n  in_scadenz = 3\n",
        (2, 3, "in_scadenz"),
        "chiave-sconosciuta",
        "forse intendevi «in_scadenza»?",
    ),
    "un testo": ("[soglie]\nin_scadenza = 'tre'\n", (2, 1, "in_scadenza"), "numero-non-valido", "per esempio 90"),
    "un negativo": ("[soglie]\ndati_vecchi = -1\n", (2, 1, "dati_vecchi"), "numero-non-valido", "da 0 a 36500"),
    "un numero con la virgola": ("[soglie]\ndati_vecchi = 1.5\n", (2, 1, "dati_vecchi"), "numero-non-valido", "cifre"),
    "un sì": ("[soglie]\ndati_vecchi = true\n", (2, 1, "dati_vecchi"), "numero-non-valido", "cifre"),
    "un preavviso a parole": (
        "[soglie]\navviso = '6 mesi'\n",
        (2, 1, "avviso"),
        "preavviso-non-valido",
        'scrivere 90 (giorni), 6m (mesi), 1.2x o 120% (del tempo di gara), fra virgolette: "6m"',
    ),
    "un preavviso che è un sì": ("[soglie]\ncritico = true\n", (2, 1, "critico"), "preavviso-non-valido", '"6m"'),
    "un cuscinetto in mesi": ("[soglie]\ncuscinetto = '1m'\n", (2, 1, "cuscinetto"), "numero-non-valido", "cifre"),
    "secoli": ("[soglie]\ndati_vecchi = 99999999\n", (2, 1, "dati_vecchi"), "numero-non-valido", "da 0 a 36500"),
    "non una tavola": ("soglie = 3\n", (1, 1, "soglie"), "struttura-inattesa", "scrivere [soglie]"),
    "una parola in un commento": (
        "# boh\n[soglie]\nboh = 3\n",
        (3, 1, "boh"),
        "chiave-sconosciuta",
        "si può scrivere: in_scadenza, dati_vecchi, cuscinetto, avviso, critico",
    ),
    "una chiave con le graffe": ('[soglie]\n"{boh}" = 3\n', (2, 2, "{"), "chiave-sconosciuta", "si può scrivere"),
    "non TOML": ("[soglie]\nin_scadenza = = 3\n", (2, 15, "="), "toml-non-valido", "scrivere [soglie]"),
    "non finito": ("[soglie]\nin_scadenza = ", (2, 15, ""), "toml-non-valido", "scrivere [soglie]"),
    "una chiave doppia": ("[soglie]\ndati_vecchi = 1\ndati_vecchi = 1\n", (3, 16, ""), "toml-non-valido", "soglie"),
    "migliaia di cifre": (f"[soglie]\nin_scadenza = {'9' * 5_000}", (2, 5_015, ""), "toml-non-valido", "[soglie]"),
    "migliaia di cifre esadecimali": (
        f"[soglie]\nin_scadenza = 0x{'f' * 5_000}",
        (2, 1, "in_scadenza"),
        "numero-non-valido",
        "cifre",
    ),
    "mille livelli": ("a = " + "[" * 5_000, (1, 5_005, ""), "toml-non-valido", "scrivere [soglie]"),
    "non UTF-8": ("[soglie]\n# citt\udce0", (2, 7, "\ufffd"), "non-utf8", "UTF-8"),
}


@pytest.mark.parametrize(("testo", "posto", "codice", "rimedio"), MALE.values(), ids=MALE)
def test_soglie_rifiutate(testo: str, posto: tuple[int, int, str], codice: str, rimedio: str, tmp_path: Path) -> None:
    """Nessuna soglia vale finché una è sbagliata."""
    (tmp_path / "ldq.toml").write_bytes(testo.encode("utf-8", "surrogateescape"))
    scelte, (finding,) = read_soglie(tmp_path / "ldq.toml")
    assert scelte == ScelteDellEnte()
    assert finding.codice == codice
    assert rimedio in finding.rimedio
    assert finding.posizione is not None
    riga, colonna, segnato = posto
    assert (finding.posizione.riga, finding.posizione.colonna) == (riga, colonna)
    assert finding.posizione.testo[colonna - 1 :][: finding.posizione.larghezza] == segnato


def test_tutte_le_soglie_sbagliate_insieme(tmp_path: Path) -> None:
    """Nell'ordine in cui sono scritte."""
    (tmp_path / "ldq.toml").write_text("[soglie]\nuno = 1\ndati_vecchi = 'x'\n[altro]\n", encoding="utf-8")
    _, findings = read_soglie(tmp_path / "ldq.toml")
    assert [f.posizione and f.posizione.riga for f in findings] == [2, 3, 4]


def test_una_cartella_al_posto_del_file(tmp_path: Path) -> None:
    """Se c'è qualcosa con quel nome, non si tace."""
    (tmp_path / "ldq.toml").mkdir()
    assert [f.codice for f in read_soglie(tmp_path / "ldq.toml")[1]] == ["file-illeggibile"]


def test_un_file_enorme(tmp_path: Path) -> None:
    """Due numeri non pesano tanto."""
    (tmp_path / "ldq.toml").write_text("#" * (MAX_BYTE + 1), encoding="utf-8")
    (finding,) = read_soglie(tmp_path / "ldq.toml")[1]
    assert (finding.codice, finding.messaggio) == ("file-troppo-grande", "pesa più di 64 KiB")
