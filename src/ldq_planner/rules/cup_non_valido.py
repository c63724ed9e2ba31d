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

from typing import TYPE_CHECKING

from ldq_planner.errors import Severita
from ldq_planner.rules.base.codici import Forma, find_malformati

if TYPE_CHECKING:
    from ldq_planner.rules.base.contesto import Contesto, Rilievi

CODICE = "cup-non-valido"
SEVERITA = Severita.AVVISO

_FORMA = Forma(
    "cup",
    r"[A-Z]\d{2}[A-Z]\d{11}",
    "B41B21003450004",
    "lettera maiuscola, due cifre, lettera maiuscola, undici cifre",
    "ricopiarlo dall'atto di finanziamento; se non c'è, scrivere non noto",
)


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per contratto o scenario con un CUP malformato."""
    return find_malformati(contesto, _FORMA)
