"""L'istogramma in caratteri: la barra più lunga riempie lo spazio, nulla sparisce, e si sa di chi è."""

from __future__ import annotations

import pytest

from ldq_planner.render.istogramma import draw_istogramma
from ldq_planner.reports.report import IGNOTO, Istogramma

FIGURA = Istogramma("Scoperto", "giorni", ("Nulla", "Una gara"), (("Nord", (1000, 1)), ("Sud-Ovest", (0, None))))


def draw(figura: Istogramma, larghezza: int) -> list[str]:
    """Le righe, come testo."""
    return ["".join(pezzo.testo for pezzo in riga) for riga in draw_istogramma(figura, larghezza)]


def test_disegno() -> None:
    """Un valore piccolo ha mezza casella, lo zero e il non noto nessuna: si leggono."""
    assert draw(FIGURA, 50) == [
        "Scoperto, in giorni",
        "Nord      1 ██████████████████ 1.000",
        "          2 ▌ 1",
        "Sud-Ovest 1 0",
        f"          2 {IGNOTO}",
        "          1 Nulla",
        "          2 Una gara",
    ]


@pytest.mark.parametrize("larghezza", [50, 80, 100])
def test_sta_nella_larghezza(larghezza: int) -> None:
    """Anche con nomi lunghi: quelli delle righe si tagliano, quelli delle serie vanno a capo."""
    figura = FIGURA._replace(serie=("parola " * 40, "x" * 300), righe=(("n" * 90, (5, 10_000_000)),))
    assert max(map(len, draw(figura, larghezza))) <= larghezza


def test_tutti_zero() -> None:
    """Nulla scoperto: nessuna barra."""
    assert draw(FIGURA._replace(righe=(("Nord", (0, 0)),)), 80)[1] == "Nord 1 0"
