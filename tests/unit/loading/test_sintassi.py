"""Ciò che non è YAML: detto in italiano, al suo posto, uguale con il parser in C e con quello in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ldq_planner.loading.albero import build_albero

if TYPE_CHECKING:
    from ldq_planner.loading.problema import Problema

ERRORI = {
    "due punti dentro un testo": ("a: b: c\n", (1, 5), "qui non può stare «chiave: valore»"),
    "rientro di troppo": ("a: 1\n  b: 2\n", (2, 4), "qui non può stare «chiave: valore»"),
    "rientro sbagliato": ("a:\n  b: 1\n c: 2\n", (3, 2), "il rientro non corrisponde"),
    "trattino fuori posto": ("a:\n  - 1\n - 2\n", (3, 2), "il rientro non corrisponde"),
    "elenco sulla riga della chiave": ("a: - 1\n", (1, 4), "qui non può cominciare un elenco"),
    "virgolette non chiuse": ('a: "foo\nb: 1\n', (1, 4), "le virgolette aperte qui non si chiudono"),
    "apice dentro gli apici": ("a: 'l'acqua'\n", (1, 7), "qui il valore è già finito"),
    "parentesi quadra non chiusa": ("a: [1, 2\nb: 3\n", (1, 4), "la parentesi aperta qui non si chiude"),
    "parentesi graffa non chiusa alla fine": ("a: {b: 1", (1, 4), "la parentesi aperta qui non si chiude"),
    "una virgola che manca": ("a: {b: 1 c: 2}\n", (1, 11), "qui manca una virgola"),
    "un valore che manca": ("a: [1,, 2]\n", (1, 7), "qui manca un valore"),
    "una chiave senza due punti": ("a: 1\nfoo\nb: 2\n", (2, 1), "manca «:» dopo la chiave"),
    "due punti senza spazio": ("a:1\nb: 2\n", (1, 2), "manca lo spazio dopo i due punti"),
    "uno spazio che non è uno spazio": ("a:\u00a0b\nc: 1\n", (1, 3), "un carattere che non si vede (U+00A0)"),
    "uno spazio finto nel rientro": (
        "a:\n  - b: 1\n\u00a0   c: 2\n    d: 3\n",
        (3, 1),
        "nel rientro c'è uno spazio che non è",
    ),
    "testo che comincia con un asterisco": ("a: *foo* bar\n", (1, 4), "un asterisco all'inizio"),
    "testo che comincia con una e commerciale": ("a: & co\n", (1, 4), "una «&» all'inizio"),
    "etichetta non finita": ("a: !<foo bar\n", (1, 4), "un punto esclamativo all'inizio"),
    "etichetta non dichiarata": ("a: !e!foo bar\n", (1, 4), "un punto esclamativo all'inizio"),
    "testo che comincia con una chiocciola": ("a: @foo\n", (1, 4), "un carattere che in YAML ha un significato"),
    "testo che comincia con una percentuale": ("a: %foo\n", (1, 4), "un carattere che in YAML ha un significato"),
    "testo sulla riga della barra verticale": ("a: | foo\n", (1, 6), "il testo comincia alla riga che segue"),
    "barra rovesciata di troppo": ('a: "C:\\q"\n', (1, 7), "dopo la barra rovesciata"),
    "codice esadecimale sbagliato": ('a: "\\xZZ"\n', (1, 5), "dopo la barra rovesciata"),
    "mezzo carattere": ('a: "\\ud800"\n', (1, 5), "dopo la barra rovesciata"),
    "carattere oltre Unicode": ('a: "\\U00110000"\n', (1, 5), "dopo la barra rovesciata"),
    "testo dopo la fine del documento": ("a: 1\n...\nb: 2\n", (3, 1), "dopo «...» il file è finito"),
    "versione di YAML che non esiste": ("%YAML 2.0\n---\na: 1\n", (1, 1), "la scrittura non è YAML valido"),
    "caratteri larghi prima dell'errore": ("a: 日本語 😀 b: c\n", (1, 11), "qui non può stare «chiave: valore»"),
}


def find_problemi(testo: str) -> list[Problema]:
    """I problemi di un testo il cui albero non si può costruire."""
    radice, problemi = build_albero(testo)
    assert radice is None
    return problemi


@pytest.mark.usefixtures("due_parser")
@pytest.mark.parametrize(("testo", "punto", "detto"), ERRORI.values(), ids=ERRORI)
def test_errore_di_sintassi(testo: str, punto: tuple[int, int], detto: str) -> None:
    """Un errore ferma la lettura del file, e si dice nel punto in cui lo si corregge."""
    (problema,) = find_problemi(testo)
    assert problema.punto == punto
    assert problema.codice == "yaml-non-valido"
    assert detto in problema.messaggio
    assert problema.rimedio


@pytest.mark.usefixtures("due_parser")
def test_cio_che_precede_l_errore_di_sintassi_si_dice_lo_stesso() -> None:
    """I problemi già visti non si perdono."""
    assert [(p.codice, p.punto) for p in find_problemi("a: 1\na: 2\nb: [\n")] == [
        ("chiave-doppia", (2, 1)),
        ("yaml-non-valido", (3, 5)),
    ]
