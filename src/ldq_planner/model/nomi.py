"""I nomi con cui una persona chiama contratti e scenari: due nomi uguali hanno accanto ciò che li distingue."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


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


class Luogo(NamedTuple):
    """Dove sta una cosa e da quando: ciò che la distingue da un'altra con lo stesso nome."""

    dove: str
    dal: str


def distinguish(nomi: Mapping[str, str], locate: Callable[[str], Luogo]) -> dict[str, Nome]:
    """Id → nome: fra chi si chiama allo stesso modo bastano i quartieri, o l'inizio, o tutti e due; se no l'id."""
    gruppi: defaultdict[str, list[str]] = defaultdict(list)
    for id_, nome in nomi.items():
        gruppi[nome].append(id_)
    return {
        id_: Nome(nome, accanto)
        for nome, ids in gruppi.items()
        for id_, accanto in (_tell_apart(ids, locate) if len(ids) > 1 else [(ids[0], "")])
    }


def _tell_apart(ids: list[str], locate: Callable[[str], Luogo]) -> Iterable[tuple[str, str]]:
    luoghi = [locate(id_) for id_ in ids]
    modi = ([x.dove for x in luoghi], [f"dal {x.dal}" for x in luoghi], [f"{x.dove}, dal {x.dal}" for x in luoghi])
    return zip(ids, next((modo for modo in modi if len(set(modo)) == len(ids)), ids), strict=True)
