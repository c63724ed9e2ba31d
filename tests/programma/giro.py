"""La risposta di `ldq programma-gare` a una città a caso, e ciò che il conto rifatto a mano vi trova."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.programma.caso import make_citta, read_quadro, reverse
from tests.programma.conto import recount

from ldq_planner.engine.programma.piano import make_piano
from ldq_planner.render import Tela
from ldq_planner.render.json import render
from ldq_planner.reports.programma_gare import build_programma_gare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.programma.caso import Citta


def answer(citta: Citta) -> str:
    """La risposta, come la scrive `--format json`."""
    return render(build_programma_gare(make_piano(read_quadro(citta))), Tela(80))


def list_guai(seme: int) -> Iterator[str]:
    """Ciò che non torna nella città di quel seme: un limite passato, un numero sbagliato, una risposta che dipende dall'ordine."""
    citta = make_citta(seme, 2 + seme % 4)
    testo = answer(citta)
    yield from recount(citta, json.loads(testo))
    if answer(reverse(citta)) != testo:
        yield "con gli elenchi al contrario la risposta è un'altra"
