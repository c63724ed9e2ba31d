"""Il CUI non ha la forma di un CUI.

Perché: è il codice con cui l'acquisto sta nel programma triennale; sbagliato, la gara risulta fuori dal programma. Ha
ventuno caratteri: F (forniture) o S (servizi), il codice fiscale dell'ente (undici cifre), l'anno del programma (quattro),
un progressivo (cinque).

Passa:

    cui: S01199250158202300012

Non passa (manca l'anno):

    cui: S0119925015800012

Rimedio: ricopiare il CUI dal programma degli acquisti; se non c'è, scrivere `non noto`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ldq_planner.errors import Finding, Ref, Severita
from ldq_planner.rules.base.frasi import say_lunghezza

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.rules.base.contesto import Contesto

CODICE = "cui-non-valido"
SEVERITA = Severita.AVVISO

_FORMA = re.compile(r"[FS]\d{11}(19|20)\d{2}\d{5}", re.ASCII)
_LUNGHEZZA = len("S01199250158202300012")


def check(contesto: Contesto) -> Iterator[Finding]:
    """Una segnalazione per contratto con un CUI malformato."""
    for contratto in contesto.portafoglio.contratti:
        if contratto.cui is not None and not _FORMA.fullmatch(contratto.cui):
            yield Finding(
                CODICE,
                SEVERITA,
                f"il CUI «{contratto.cui}» di «{contratto.id}» non ne ha la forma: {_LUNGHEZZA} caratteri, "
                f"F o S, undici cifre del codice fiscale dell'ente, quattro dell'anno, cinque cifre{say_lunghezza(contratto.cui, _LUNGHEZZA)}",
                "ricopiarlo dal programma degli acquisti; se non c'è, scrivere non noto",
                Ref("contratti", contratto.id, ("cui",)),
            )
