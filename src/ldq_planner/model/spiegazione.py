"""Un passo di una spiegazione."""

from __future__ import annotations

from typing import NamedTuple


class Passo(NamedTuple):
    """Che cosa si è guardato o calcolato, che cosa ne è venuto, e per quale regola."""

    che_cosa: str
    risultato: str
    perche: str
