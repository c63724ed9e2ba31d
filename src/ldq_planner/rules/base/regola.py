"""Che cos'è una regola, che cosa trova, e come se ne fanno segnalazioni."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from ldq_planner.errors import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ldq_planner.errors import Ref, Severita

_Domanda_contra = TypeVar("_Domanda_contra", contravariant=True)


class Rilievo(NamedTuple):
    """Ciò che una regola trova: che cosa non va, con i numeri; che cosa fare; il dato che lo dice.

    Il codice è quello della regola, e così la severità se qui non ce n'è un'altra.
    """

    messaggio: str
    rimedio: str
    ref: Ref
    fonte: str = ""
    severita: Severita | None = None


Rilievi = Iterator[Rilievo]


class Regola(Protocol[_Domanda_contra]):
    """Un modulo di regola: la docstring è il manuale."""

    CODICE: str
    SEVERITA: Severita

    def check(self, domanda: _Domanda_contra, /) -> Rilievi:
        """Ciò che non va."""
        ...


def run_regole(regole: Iterable[Regola[_Domanda_contra]], domanda: _Domanda_contra) -> Iterator[Finding]:
    """Le segnalazioni di ogni regola, nell'ordine, senza righe né colonne."""
    for regola in regole:
        for messaggio, rimedio, ref, fonte, severita in regola.check(domanda):
            yield Finding(regola.CODICE, severita or regola.SEVERITA, messaggio, rimedio, ref, fonte=fonte)
