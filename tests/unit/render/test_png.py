"""La figura in PNG: a due punti per unità, gli stessi byte, con ogni scrittura; senza il componente, come installarlo."""

from __future__ import annotations

import struct
from importlib import util
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from tests.supporto import ldq

from ldq_planner.errors import InvalidRequestError
from ldq_planner.render.png import draw_png
from ldq_planner.render.svg import draw_figura
from ldq_planner.reports.report import Istogramma

if TYPE_CHECKING:
    from pathlib import Path

FIRMA = b"\x89PNG\r\n\x1a\n"


def measure_png(contenuto: bytes) -> tuple[int, int]:
    """Larghezza e altezza in punti."""
    assert contenuto.startswith(FIRMA)
    larghezza, altezza = struct.unpack(">II", contenuto[16:24])
    return larghezza, altezza


def draw(nome: str) -> bytes:
    """La figura di un quartiere con quel nome."""
    return draw_png(draw_figura(Istogramma("Confronto", "giorni", ("Nulla",), ((nome, (1,)),))))


@pytest.mark.parametrize("domanda", ["copertura", "gara --servizio-dal 2024-01-01", "scenari --confronta"])
def test_figura_di_un_comando(domanda: str, tmp_path: Path) -> None:
    """Larga 1.920 punti, e due volte uguale."""
    scritte = []
    for nome in ("una.png", "due.png"):
        assert ldq(*domanda.split(), "--oggi", "2023-01-17", "-o", str(tmp_path / nome)).codice == 0
        scritte.append((tmp_path / nome).read_bytes())
    assert measure_png(scritte[0])[0] == 1920
    assert scritte[0] == scritte[1]


def test_il_testo_si_disegna() -> None:
    """Il carattere del programma c'è: nomi diversi danno punti diversi."""
    assert len({draw(nome) for nome in ("Nord", "Sud", "Èst «più»")}) == 3


def test_ogni_scrittura_si_disegna() -> None:
    """Lettere che il nostro carattere non ha, segni che si uniscono, controlli: mai un errore."""
    for nome in ("שלום", "中文", "a\u0301\u0302", "\U0001f3e0", "\x00\u202e"):
        assert draw(nome).startswith(FIRMA)


def test_una_figura_troppo_alta_si_rifiuta() -> None:
    """Prima di chiedere al computer una memoria che non ha."""
    righe = tuple((f"q{n}", (n,)) for n in range(1000))
    with pytest.raises(InvalidRequestError, match="troppo alta"):
        draw_png(draw_figura(Istogramma("Confronto", "giorni", ("Nulla",), righe)))


def test_senza_il_componente(tmp_path: Path) -> None:
    """Si dice il solo comando che lo installa, e non si scrive nulla."""
    trova = util.find_spec
    with patch.object(util, "find_spec", lambda nome, *a: None if nome == "resvg_py" else trova(nome, *a)):
        uscita = ldq("copertura", "--oggi", "2023-01-17", "-o", str(tmp_path / "x.png"))
    assert uscita.codice == 2
    assert "pip install 'ldq-planner[png]'" in uscita.err
    assert not (tmp_path / "x.png").exists()
