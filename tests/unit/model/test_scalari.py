"""Ciò che si propone di scrivere al posto di un valore sbagliato: qualcosa di chiaro, o niente."""

from __future__ import annotations

import pytest

from ldq_planner.dates.incerta import parse_data
from ldq_planner.model.scalari import is_numero, propose_data, propose_id, propose_importo, propose_intero, quote


@pytest.mark.parametrize("testo", ["0123456789", "7E12345678", "7e+3", "1.5", ".5", "5.", "-3", "+3", "0x1F", "0o17"])
def test_e_un_numero(testo: str) -> None:
    """Un altro lettore YAML ne cambierebbe le cifre."""
    assert is_numero(testo)


@pytest.mark.parametrize("testo", ["", "-", ".", "2023-01-17", "12:30", "ZB12345678", "7E", "1.234,56", "٣"])
def test_non_e_un_numero(testo: str) -> None:
    """Gli altri lettori lo lasciano com'è."""
    assert not is_numero(testo)


CITAZIONI = {
    "un testo": ("ciao", "«ciao»"),
    "un numero": (12, "«12»"),
    "un a capo": ("a\nb", "«a\\nb»"),
    "un comando del terminale": ("\x1b[31m", "«\\x1b[31m»"),
    "uno spazio che non è uno spazio": ("a\u00a0b", "«a\\xa0b»"),
    "un testo lungo": ("x" * 61, f"«{'x' * 60}…»"),
    "un elenco": (["a"], "un elenco"),
    "un blocco": ({"a": 1}, "un blocco di chiavi"),
}


@pytest.mark.parametrize(("valore", "atteso"), CITAZIONI.values(), ids=CITAZIONI)
def test_come_si_ripete_un_valore(valore: object, atteso: str) -> None:
    """Corto, su una riga, senza nulla di nascosto."""
    assert quote(valore) == atteso


@pytest.mark.parametrize(
    ("testo", "proposta"),
    [("Ponte Lambro", "ponte-lambro"), ("città_studi", "citta-studi"), (" -A- ", "a"), ("日本", ""), ("a.b", "a-b")],
)
def test_un_id(testo: str, proposta: str) -> None:
    """Minuscole senza accenti, cifre e trattini."""
    assert propose_id(testo) == proposta


@pytest.mark.parametrize(
    ("testo", "proposta"),
    [("1_000", "1000"), ("1.000", "1000"), ("1 000 000", "1000000"), ("1'000", "1000"), ("1.5", ""), ("36 mesi", "")],
)
def test_un_intero(testo: str, proposta: str) -> None:
    """Senza i segni delle migliaia, se sono quelli."""
    assert propose_intero(testo) == proposta


@pytest.mark.parametrize(
    ("testo", "proposta"),
    [
        ("1.234,56", "1234.56"),
        ("€ 828.415,20", "828415.20"),
        ("828415,2 euro", "828415.2"),
        ("1,234.56", "1234.56"),
        ("1_000", "1000"),
        ("12,345", ""),
        ("circa 5", ""),
        ("-5", ""),
    ],
)
def test_un_importo(testo: str, proposta: str) -> None:
    """Con il punto e senza moneta; se le migliaia non sono chiare, niente."""
    assert propose_importo(testo) == proposta


@pytest.mark.parametrize(
    ("testo", "proposta"),
    [
        ("1/7/2023", "2023-07-01"),
        ("1-7-2023", "2023-07-01"),
        ("2023/7/1", "2023-07-01"),
        ("31.12.2023", "2023-12-31"),
        ("30/2/2023", ""),
        ("2023", ""),
        ("1/7/23", ""),
    ],
)
def test_una_data(testo: str, proposta: str) -> None:
    """Il giorno sta prima del mese, come si scrive in Italia; ciò che si propone si può scrivere."""
    assert propose_data(testo) == proposta
    assert not proposta or parse_data(proposta).testo == proposta
