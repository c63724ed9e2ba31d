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

from typing import TYPE_CHECKING

from ldq_planner.errors import Severita
from ldq_planner.rules.base.codici import Forma, find_malformati

if TYPE_CHECKING:
    from ldq_planner.rules.base.contesto import Contesto, Rilievi

CODICE = "cui-non-valido"
SEVERITA = Severita.AVVISO

_FORMA = Forma(
    "cui",
    r"[FS]\d{11}(19|20)\d{2}\d{5}",
    "S01199250158202300012",
    "F o S, undici cifre del codice fiscale dell'ente, quattro dell'anno, cinque cifre",
    "ricopiarlo dal programma degli acquisti; se non c'è, scrivere non noto",
)


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per contratto o scenario con un CUI malformato."""
    return find_malformati(contesto, _FORMA)
