"""Le domande che più regole fanno ai dati: è coperto? da quando no? dov'è scritta la fine? che cosa si studia?"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_data
from ldq_planner.engine.scenari import compute_fine
from ldq_planner.errors import Ref
from ldq_planner.model.testo import format_elenco

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ldq_planner.model.contratto import Contratto
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.scenario import Scenario
    from ldq_planner.rules.contesto import Contesto


def find_prossimo(contesto: Contesto, quartiere: str, giorno: date) -> Contratto | None:
    """Il primo contratto del quartiere che decorre dopo il `giorno`, in ogni lettura."""
    contratti = contesto.portafoglio.contratti_by_quartiere[quartiere]
    posto = bisect_right(contratti, giorno, key=lambda c: c.inizio.primo)
    return contratti[posto] if posto < len(contratti) else None


def locate_fine(contratto: Contratto) -> Ref:
    """Il campo da cui viene la scadenza effettiva del contratto."""
    esercitate = [i for i, o in enumerate(contratto.opzioni) if o.stato == "esercitata"]
    campo: tuple[str | int, ...]
    if contratto.scadenza_effettiva is not None:
        campo = ("scadenza_effettiva",)
    elif esercitate:
        ultima = esercitate[-1]
        campo = ("opzioni", ultima, "durata_mesi" if contratto.opzioni[ultima].scadenza is None else "scadenza")
    else:
        campo = ("durata_mesi" if contratto.scadenza_base is None else "scadenza_base",)
    return Ref("contratti", contratto.id, campo)


def is_superato(portafoglio: Portafoglio, scenario: Scenario, oggi: date) -> bool:
    """Vero se doveva cominciare entro oggi in ogni lettura, o se dopo oggi non gli resta un giorno.

    Di una fine indicativa vale il giorno scritto, come in `engine.scenari`.
    """
    if scenario.inizio.is_nota and scenario.inizio.ultimo <= oggi:
        return True
    return compute_fine(portafoglio, scenario).scritta.ultimo <= oggi


def say_scenari(contesto: Contesto, quartieri: Iterable[str]) -> str:
    """«; è allo studio «…» (inizio: 2023), non ancora un contratto», o niente; gli scenari superati non contano."""
    scenari = {s.id: s for quartiere in quartieri for s in contesto.portafoglio.scenari_by_quartiere[quartiere]}
    attuali = [
        f"«{s.nome}» (inizio: {format_data(s.inizio)})"
        for s in scenari.values()
        if not is_superato(contesto.portafoglio, s, contesto.oggi)
    ]
    if len(attuali) > 1:
        return f"; sono allo studio {format_elenco(attuali)}, non ancora contratti"
    return f"; è allo studio {attuali[0]}, non ancora un contratto" if attuali else ""


def say_quartieri(contesto: Contesto, quartieri: Iterable[str]) -> str:
    """I nomi dei quartieri, in una frase."""
    return format_elenco([contesto.portafoglio.nomi[quartiere] for quartiere in quartieri])


def say_lunghezza(codice: str, attesa: int) -> str:
    """«; qui sono 14», se i caratteri del codice non sono quanti devono."""
    return "" if len(codice) == attesa else f"; qui sono {len(codice)}"
