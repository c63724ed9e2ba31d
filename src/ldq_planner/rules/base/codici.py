"""I codici a forma fissa di un contratto: ciò che due regole si dividono."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.errors import Ref

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.rules.base.contesto import Contesto


class Forma(NamedTuple):
    """Il campo che porta il codice, l'espressione che lo riconosce, un esempio, e come è fatto, a parole."""

    campo: str
    espressione: str
    esempio: str
    a_parole: str


def find_malformati(contesto: Contesto, forma: Forma) -> Iterator[tuple[str, Ref]]:
    """Ogni codice scritto che non ha la forma: che cosa non va, e dove."""
    lunghezza = len(forma.esempio)
    for contratto in contesto.portafoglio.contratti:
        codice: str | None = getattr(contratto, forma.campo)
        if codice is not None and not re.fullmatch(forma.espressione, codice, re.ASCII):
            quanti = "" if len(codice) == lunghezza else f"; qui sono {len(codice)}"
            messaggio = (
                f"il {forma.campo.upper()} «{codice}» di «{contratto.id}» non ne ha la forma: {lunghezza} caratteri, "
                f"{forma.a_parole}{quanti}"
            )
            yield messaggio, Ref("contratti", contratto.id, (forma.campo,))
