"""La risposta di `ldq programma-gare` a una città a caso, e ciò che il conto rifatto a mano vi trova."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.programma.caso import make_citta, read_quadro, reverse
from tests.programma.conto import recount
from tests.programma.enumera import Ricerca

from ldq_planner.engine.programma.esito import PianoDelleGare, compute_limite
from ldq_planner.engine.programma.ingordo import plan_ingordo
from ldq_planner.engine.programma.ottimo import plan_ottimo
from ldq_planner.engine.programma.piano import INGORDO, OTTIMO, make_piano, replan_ingordo, replan_ottimo
from ldq_planner.engine.programma.problema import ProblemaDelPiano
from ldq_planner.render import Tela
from ldq_planner.render.json import render
from ldq_planner.reports.programma_gare import build_programma_gare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.programma.caso import Citta

SETTIMANE = 9
"""In quante settimane può cominciare una gara, se si provano tutti i piani."""


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


def list_peggiori(seme: int, gare: int) -> Iterator[str]:
    """Ciò che non torna fra i piani del programma e il migliore di tutti quelli possibili."""
    citta = make_citta(seme, gare)
    problema = ProblemaDelPiano(read_quadro(citta))
    problema.settimane = SETTIMANE
    ingordo, limite = plan_ingordo(problema), compute_limite(problema)
    trovato = plan_ottimo(problema, da=ingordo)
    suo = trovato.scelta.valore[:4]
    migliore = Ricerca(citta, problema).find_migliore((*suo[:3], suo[3] + 1))
    if suo != migliore:
        yield f"l'ottimo è {suo}, e il migliore di tutti {migliore}"
    if trovato.limite != migliore[1]:
        yield f"il limite dell'ottimo è {trovato.limite}, e il migliore lascia scoperti {migliore[1]}"
    for piano in (
        PianoDelleGare(problema, ingordo, limite, INGORDO, replan_ingordo),
        PianoDelleGare(problema, trovato.scelta, max(limite, trovato.limite), OTTIMO, replan_ottimo),
    ):
        mancano, scoperti = piano.scelta.valore[:2]
        if (mancano, scoperti) < migliore[:2]:
            yield f"{piano.metodo}: {mancano, scoperti} batte il migliore di tutti {migliore[:2]}"
        scarto, di_troppo = piano.scarto_per_mille, scoperti - migliore[1]
        if mancano == migliore[0] and scarto is not None and 1000 * di_troppo > scarto * migliore[1]:
            yield f"{piano.metodo}: lo scarto è {scarto} per mille, il vero {di_troppo} su {migliore[1]}"
