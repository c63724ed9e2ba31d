"""I caratteri che fanno danno: segnalati riga per riga, con il resto del file letto lo stesso."""

from __future__ import annotations

import pytest

from ldq_planner.loading.caratteri import MAX_SEGNALATI, clean_caratteri

VIETATI = {
    "nullo": "\x00",
    "escape": "\x1b",
    "campanello": "\x07",
    "tabulazione verticale": "\x0b",
    "cancella": "\x7f",
    "a capo di un altro alfabeto": "\x85",
    "separatore di riga": "\u2028",
    "segno d'ordine in mezzo": "\ufeff",
    "non carattere": "\uffff",
}


@pytest.mark.parametrize("vietato", VIETATI.values(), ids=VIETATI)
def test_carattere_vietato(vietato: str) -> None:
    """Si dice dov'è e quale; al suo posto ne resta uno visibile, e righe e colonne non cambiano."""
    testo, problemi, is_leggibile = clean_caratteri(f"a: 1\nb: x{vietato * 2}y # c\n")
    assert testo == "a: 1\nb: x\ufffd\ufffdy # c\n"
    assert is_leggibile
    (problema,) = problemi
    assert (problema.codice, problema.punto, problema.larghezza) == ("carattere-non-ammesso", (2, 5), 2)
    assert f"U+{ord(vietato):04X}" in problema.messaggio


@pytest.mark.parametrize(
    "testo",
    ["è città\n", "日本語 😀\n", "a: 1\r\nb: 2\r\n", "a\u00a0b\n", "a # b\tc\n", "# a\tb\n", "\n\n", "a\rb\r"],
    ids=ascii,
)
def test_testo_innocuo(testo: str) -> None:
    """Accenti, altri alfabeti, ogni a capo e le tabulazioni nei commenti restano come sono."""
    assert clean_caratteri(testo) == (testo, [], True)


TABULAZIONI = {
    "nel rientro": ("a:\n\tb: 1\n", "a:\n b: 1\n", (2, 1), False),
    "nel rientro, dopo spazi": ("a:\n  \tb: 1\n", "a:\n   b: 1\n", (2, 3), False),
    "dopo i due punti": ("a:\tb\n", "a: b\n", (1, 3), True),
    "prima di un commento": ("a: b\t# c\td\n", "a: b # c\td\n", (1, 5), True),
    "in fondo alla riga": ("a: b\t\n", "a: b \n", (1, 5), True),
    "dopo un cancelletto che è testo": ("a: b#c\td\n", "a: b#c d\n", (1, 7), True),
}


@pytest.mark.parametrize(("testo", "pulito", "punto", "is_leggibile"), TABULAZIONI.values(), ids=TABULAZIONI)
def test_tabulazione(testo: str, pulito: str, punto: tuple[int, int], *, is_leggibile: bool) -> None:
    """Diventa uno spazio; se sta nel rientro nasconde che cosa contiene che cosa, e il resto non si legge."""
    assert clean_caratteri(testo)[::2] == (pulito, is_leggibile)
    (problema,) = clean_caratteri(testo)[1]
    assert (problema.codice, problema.punto) == ("tabulazione", punto)


def test_un_file_binario_non_riempie_lo_schermo() -> None:
    """Dopo i primi si smette: il file è di un altro genere."""
    _, problemi, _ = clean_caratteri("a\x00b\x00\n" * 10_000)
    assert len(problemi) == MAX_SEGNALATI
