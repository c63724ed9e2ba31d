"""I codici a forma fissa di un contratto o di uno scenario: ciò che due regole si dividono."""

from __future__ import annotations

import re
from typing import NamedTuple

from ldq_planner.errors import Ref
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo


class Forma(NamedTuple):
    """Il campo che porta il codice, l'espressione che lo riconosce, un esempio, come è fatto a parole, e il rimedio."""

    campo: str
    espressione: str
    esempio: str
    a_parole: str
    rimedio: str


def find_malformati(contesto: Contesto, forma: Forma) -> Rilievi:
    """Un rilievo per contratto, o scenario ancora in gioco, con un codice che non ha la forma."""
    lunghezza = len(forma.esempio)
    portafoglio = contesto.portafoglio
    voci = [("contratti", c.id, getattr(c, forma.campo)) for c in portafoglio.contratti]
    voci += [("scenari", s.id, getattr(s, forma.campo)) for s in portafoglio.scenari]
    for elenco, id_, codice in voci:
        if codice is not None and not re.fullmatch(forma.espressione, codice, re.ASCII):
            quanti = "" if len(codice) == lunghezza else f"; qui sono {len(codice)}"
            messaggio = (
                f"il {forma.campo.upper()} «{codice}» di «{id_}» non ne ha la forma: {lunghezza} caratteri, "
                f"{forma.a_parole}{quanti}"
            )
            yield Rilievo(messaggio, forma.rimedio, Ref(elenco, id_, (forma.campo,)))
