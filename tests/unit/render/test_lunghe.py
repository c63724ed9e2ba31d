"""Una tabella più lunga di ciò che si legge: il riassunto o le prime righe, e quante mancano."""

from __future__ import annotations

import pytest
from tests.portafogli import OGGI
from tests.supporto import render_testo

from ldq_planner.render.lunghe import shorten_tabelle
from ldq_planner.reports.report import RIGHE_IN_CARTA, Blocco, Nota, Report, Tabella

_MOLTE = 12_000


def build_report(quante: int, breve: tuple[Blocco, ...] = ()) -> Report:
    """Un report di una tabella sola."""
    righe = tuple((f"riga {n}",) for n in range(quante))
    return Report("ldq/prova/1", "Prova", OGGI, None, (Tabella("T", ("Nome",), righe, breve=breve),), ())


def test_fin_dove_si_legge_resta_intera() -> None:
    """Il limite compreso."""
    report = build_report(RIGHE_IN_CARTA)
    assert shorten_tabelle(report) == report


def test_oltre_si_dice_quante_mancano_e_dove_sono() -> None:
    """E un rimedio che aiuta davvero: il foglio di calcolo le ha tutte."""
    prima, nota = shorten_tabelle(build_report(_MOLTE)).blocchi
    assert isinstance(prima, Tabella)
    assert [prima.righe[0], prima.righe[-1], len(prima.righe)] == [("riga 0",), ("riga 499",), 500]
    assert isinstance(nota, Nota)
    assert nota.testo.startswith("Qui ci sono le prime 500 righe di 12.000: le altre 11.500 sono nel foglio di calcolo")


def test_il_riassunto_prende_il_posto_delle_righe() -> None:
    """Anche lui entro il limite."""
    riassunto = build_report(_MOLTE + 1).blocchi[0]
    blocchi = shorten_tabelle(build_report(_MOLTE, (Nota("in breve"), riassunto))).blocchi
    assert [
        len(b.righe) if isinstance(b, Tabella) else b.testo[:44] for b in blocchi if isinstance(b, (Tabella, Nota))
    ] == [
        "in breve",
        500,
        "Qui ci sono le prime 500 righe di 12.001: le",
        "Questo è il riassunto di 12.000 righe, che u",
    ]


@pytest.mark.parametrize("formato", ["md", "table"])
def test_solo_una_carta_si_accorcia(formato: str) -> None:
    """Sullo schermo chi ha chiesto tutto ha tutto."""
    scritto = render_testo(build_report(RIGHE_IN_CARTA + 1), formato)
    assert (f"riga {RIGHE_IN_CARTA}" in scritto) == (formato == "table")
