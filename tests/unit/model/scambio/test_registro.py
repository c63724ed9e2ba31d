"""Una cella del registro torna la cella da cui viene, e si legge anche come la riscrive una persona."""

from __future__ import annotations

import pytest

from ldq_planner.model.scambio.registro import read_cella, write_cella


@pytest.mark.parametrize(
    ("cella", "tipo", "scritta"),
    [
        ("mazzini san-siro", "ids", "mazzini, san-siro"),
        ('["una", "due"]', "testi", "una\ndue"),
        ('["[uno]"]', "testi", '["[uno]"]'),
        ('["uno", "in coda\\u00a0"]', "testi", '["uno", "in coda\\u00a0"]'),
        ('["su due\\nrighe", "x"]', "testi", '["su due\\nrighe", "x"]'),
        ('{"valutazione": 90, "bando": 40}', "durate", "valutazione: 90\nbando: 40"),
        ("true", "booleano", "sì"),
        ("", "ids", ""),
        ("=1+1", "testo", "=1+1"),
    ],
)
def test_si_scrive_per_chi_legge_e_torna(cella: str, tipo: str, scritta: str) -> None:
    """Gli id con la virgola, i testi e le durate uno per riga; in JSON solo ciò che si confonderebbe."""
    assert write_cella(cella, tipo) == scritta
    assert read_cella(scritta, tipo) in (cella, scritta)


@pytest.mark.parametrize(
    ("scritta", "tipo", "letta"),
    [
        ("mazzini;san-siro\nbovisa", "ids", "mazzini san-siro bovisa"),
        ("valutazione:90", "durate", '{"valutazione": 90}'),
        ("novanta", "durate", '"novanta"'),
        ("1200,50", "importo", "1200.50"),
        ("1.200,50", "importo", "1.200,50"),
        ("VERO", "booleano", "true"),
        (" 30/06/2023 ", "data", "30/06/2023"),
        ("una \n\n due ", "testi", '["una", "due"]'),
    ],
)
def test_si_legge_come_la_scrive_una_persona(scritta: str, tipo: str, letta: str) -> None:
    """Ciò che non si capisce resta com'è: lo dice il modello, alla sua cella."""
    assert read_cella(scritta, tipo) == letta
