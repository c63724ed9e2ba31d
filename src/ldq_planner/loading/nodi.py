"""I contenitori dell'albero: dizionari e liste che ricordano il posto di ciò che contengono.

Un posto è riga e colonna in un numero solo: ce n'è uno per ogni parola del file.
"""

from __future__ import annotations

from typing import Any, Final

from ldq_planner.loading.problema import Punto

_BIT_COLONNA: Final = 26  # più larga di qualunque riga di un file ammesso
_MASCHERA: Final = (1 << _BIT_COLONNA) - 1


class Mappa(dict[str, Any]):
    """Una mappa YAML; `posti` ha il suo posto, poi quelli della chiave e del valore di ogni voce."""

    __slots__ = ("_indici", "posti")

    def __init__(self, posto: int = 0) -> None:
        self.posti = [posto]

    def place(self, chiave: str) -> tuple[int, int]:
        """I posti della chiave e del suo valore."""
        indici: dict[str, int] = getattr(self, "_indici", {})
        if chiave not in indici:  # le chiavi possono solo crescere: un indice vecchio sbaglia per difetto
            self._indici = indici = {c: i for i, c in enumerate(self)}
        indice = 1 + 2 * indici[chiave]
        return self.posti[indice], self.posti[indice + 1]


class Lista(list[Any]):
    """Una lista YAML; `posti` ha il suo posto, poi quello di ogni elemento."""

    __slots__ = ("posti",)

    def __init__(self, posto: int = 0) -> None:
        self.posti = [posto]


class ValoreMancante:
    """Un valore che nel file manca, o che non si è voluto leggere: nessun modello lo accetta."""

    def __repr__(self) -> str:
        return "un valore che manca"


VUOTO: Final = ValoreMancante()


def pack(riga: int, colonna: int) -> int:
    """Il posto di una riga e di una colonna contate da 0."""
    return riga << _BIT_COLONNA | colonna


def unpack(posto: int) -> Punto:
    """Il punto di un posto."""
    return Punto((posto >> _BIT_COLONNA) + 1, (posto & _MASCHERA) + 1)


def find_scritto(albero: Mappa, percorso: tuple[str | int, ...], *, chiave: bool = False) -> tuple[Punto, str]:
    """Dove comincia, e come suona, il valore in fondo al percorso (o la sua chiave); se manca, ciò che lo conteneva.

    I passi che l'albero non conosce si saltano: pydantic vi mette anche i nomi delle sue alternative.
    """
    nodo: Any = albero
    posto, scritto = albero.posti[0], ""
    for passo in percorso:
        if isinstance(nodo, Mappa) and passo in nodo:
            nome = str(passo)
            della_chiave, del_valore = nodo.place(nome)
            nodo = nodo[nome]
            if chiave or isinstance(nodo, (Mappa, Lista)):
                posto, scritto = della_chiave, nome
            else:
                posto, scritto = del_valore, _sound(nodo)
        elif isinstance(nodo, Lista) and isinstance(passo, int) and passo < len(nodo):
            posto, nodo = nodo.posti[1 + passo], nodo[passo]
            scritto = _sound(nodo)
    return unpack(posto), scritto


def _sound(nodo: object) -> str:
    return nodo if isinstance(nodo, str) else ""
