"""I nomi con cui una persona chiama contratti e scenari: due nomi uguali hanno accanto ciò che li distingue."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Nome(NamedTuple):
    """Come si chiama una cosa, e che cosa ha accanto chi si chiama allo stesso modo: vuoto, se il nome basta."""

    nome: str
    accanto: str = ""

    def say(self, massimo: int | None = None, virgolette: str = "{}") -> str:
        """Il nome; più lungo di così, il suo inizio fino a una parola intera. Ciò che lo distingue resta sempre."""
        nome = self.nome
        if massimo is not None and len(nome) > massimo:
            nome = f"{nome[:massimo].rsplit(' ', 1)[0].rstrip(' ,.;:-')}…"
        return virgolette.format(nome) + (f" ({self.accanto})" if self.accanto else "")


class Nominato(NamedTuple):
    """Una cosa con il suo nome, e ciò che la può distinguere: dove, da quando."""

    id: str
    nome: str
    dove: str
    dal: str


def distinguish(voci: Iterable[Nominato]) -> dict[str, Nome]:
    """Id → nome: fra chi si chiama allo stesso modo bastano i quartieri, o l'inizio, o tutti e due; se no l'id."""
    gruppi: defaultdict[str, list[Nominato]] = defaultdict(list)
    for voce in voci:
        gruppi[voce.nome].append(voce)
    return {voce.id: Nome(nome, accanto) for nome, gruppo in gruppi.items() for voce, accanto in _tell_apart(gruppo)}


def _tell_apart(gruppo: list[Nominato]) -> Iterable[tuple[Nominato, str]]:
    if len(gruppo) == 1:
        return [(gruppo[0], "")]
    modi = ([v.dove for v in gruppo], [f"dal {v.dal}" for v in gruppo], [f"{v.dove}, dal {v.dal}" for v in gruppo])
    scelto = next((modo for modo in modi if len(set(modo)) == len(gruppo)), [v.id for v in gruppo])
    return zip(gruppo, scelto, strict=True)
