"""Il CUP non ha la forma di un CUP.

Perché: con un CUP sbagliato il finanziamento non si ritrova, e il pagamento può fermarsi. Ha quindici caratteri: una
lettera, due cifre dell'anno, una lettera, undici cifre. Si guarda la sola forma: non c'è un controllo pubblico.

Passa:

    cup: B41B21003450004

Non passa (quattordici caratteri):

    cup: B41B2100345000

Rimedio: ricopiare il CUP dall'atto di finanziamento; se non c'è, scrivere `non noto`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ldq_planner.errors import Finding, Ref, Severita
from ldq_planner.rules.base.frasi import say_lunghezza

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.rules.base.contesto import Contesto

CODICE = "cup-non-valido"
SEVERITA = Severita.AVVISO

_FORMA = re.compile(r"[A-Z]\d{2}[A-Z]\d{11}", re.ASCII)
_LUNGHEZZA = len("B41B21003450004")


def check(contesto: Contesto) -> Iterator[Finding]:
    """Una segnalazione per contratto con un CUP malformato."""
    for contratto in contesto.portafoglio.contratti:
        if contratto.cup is not None and not _FORMA.fullmatch(contratto.cup):
            yield Finding(
                CODICE,
                SEVERITA,
                f"il CUP «{contratto.cup}» di «{contratto.id}» non ne ha la forma: {_LUNGHEZZA} caratteri, "
                f"lettera maiuscola, due cifre, lettera maiuscola, undici cifre{say_lunghezza(contratto.cup, _LUNGHEZZA)}",
                "ricopiarlo dall'atto di finanziamento; se non c'è, scrivere non noto",
                Ref("contratti", contratto.id, ("cup",)),
            )
