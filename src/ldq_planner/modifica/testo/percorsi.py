"""I punti di un file detti per nome: dall'elenco, l'entità e il campo al nodo del testo, e al modello che vi si attende."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from yaml.nodes import MappingNode, ScalarNode, SequenceNode

from ldq_planner.errors import InvalidDataError
from ldq_planner.loading.albero import build_albero
from ldq_planner.loading.documento import make_finding
from ldq_planner.loading.problema import INIZIO, Problema, split_righe
from ldq_planner.modifica.testo import tratti
from ldq_planner.modifica.testo.forme import find_forma, find_forma_del_file

if TYPE_CHECKING:
    from ldq_planner.loading.messaggi import Percorso
    from ldq_planner.modifica.testo.forme import Forma
    from ldq_planner.modifica.testo.tratti import Nodo


class Percorsi:
    """I nodi di un testo, da chiedere con un percorso: `("contratti", 0, "inizio")`."""

    def __init__(self, testo: str, nome: str) -> None:
        """Legge il testo; `nome` è come chiamare il file nei messaggi.

        Errori: `InvalidDataError` se non è un file di dati che si sa leggere.
        """
        self.radice = _compose(testo, nome)
        self._chiavi = frozenset(chiave.value for chiave, _ in self.radice.value)

    @cached_property
    def _posti(self) -> dict[str, dict[str, int]]:
        """Elenco → id → a quale posto sta; di due con lo stesso id, il primo."""
        posti: dict[str, dict[str, int]] = {}
        for chiave, elenco in self.radice.value:
            suoi = posti.setdefault(chiave.value, {})
            for posto, voce in enumerate(elenco.value if isinstance(elenco, SequenceNode) else ()):
                if (id_ := find_campo(voce, "id")[1]) is not None:
                    suoi.setdefault(id_.value, posto)
        return posti

    def find(self, elenco: str, id_: str) -> Percorso | None:
        """Il percorso dell'entità con quell'id in un elenco in cima al file; `None` se non c'è."""
        posto = self._posti.get(elenco, {}).get(id_)
        return None if posto is None else (elenco, posto)

    def find_forma(self, percorso: Percorso) -> Forma:
        """Il modello che ci si aspetta in quel punto."""
        return find_forma(_find_radice(self._chiavi, percorso[:1]), percorso)

    def is_flusso(self, percorso: Percorso) -> bool:
        """Vero se il punto sta fra parentesi, o è fra parentesi."""
        nodo = self.radice
        for passo in (*percorso, None):
            if not tratti.is_blocco(nodo):
                return not isinstance(nodo, ScalarNode)
            if passo is not None:
                nodo = _step(nodo, passo)
        return False

    def find_madre(self, percorso: Percorso) -> Forma:
        """Il modello che ha il campo in fondo al percorso."""
        campi = [i for i, passo in enumerate(percorso) if isinstance(passo, str)]
        return find_forma(_find_radice(self._chiavi, percorso[:1]), percorso[: campi[-1]])

    def walk(self, percorso: Percorso) -> Nodo | None:
        """Il nodo in fondo al percorso; `None` se il testo lì non dice nulla."""
        nodo: Nodo | None = self.radice
        for passo in percorso:
            nodo = None if nodo is None else _step(nodo, passo)
        return nodo

    def require(self, percorso: Percorso) -> Nodo:
        """Il nodo in fondo al percorso, che dev'esserci.

        Errori: `KeyError` se non c'è.
        """
        nodo = self.walk(percorso)
        if nodo is None:
            raise KeyError(percorso)
        return nodo


@lru_cache
def _find_radice(chiavi: frozenset[str], nuova: Percorso) -> Forma:
    """Il modello del file, anche se la chiave che lo distingue dagli altri è quella che gli si aggiunge."""
    return find_forma_del_file((*chiavi, *map(str, nuova)))


def name_campo(percorso: Percorso) -> str:
    """Il nome dell'ultimo campo del percorso."""
    return next(passo for passo in reversed(percorso) if isinstance(passo, str))


def _compose(testo: str, nome: str) -> Nodo:
    """La mappa in cima al testo, se è un file di dati che si sa leggere."""
    _, problemi = build_albero(testo)
    if problemi:
        righe = split_righe(testo)
        raise InvalidDataError(tuple(make_finding(nome, righe, p) for p in problemi))
    radice = tratti.compose(testo)
    if not isinstance(radice, MappingNode) or not radice.value:
        vuoto = Problema(INIZIO, "file-vuoto", "il file non ha chiavi", "cominciare con «aggiornato_al: AAAA-MM-GG»")
        raise InvalidDataError((make_finding(nome, split_righe(testo), vuoto),))
    return radice


def _step(nodo: Nodo, passo: str | int) -> Nodo | None:
    if isinstance(passo, int):
        return nodo.value[passo] if isinstance(nodo, SequenceNode) and passo < len(nodo.value) else None
    return find_campo(nodo, passo)[1]


def find_campo(nodo: Nodo, campo: str) -> tuple[Nodo | None, Nodo | None]:
    """La chiave e il valore di un campo; `None` e `None` se non c'è."""
    voci = nodo.value if isinstance(nodo, MappingNode) else ()
    return next(((chiave, valore) for chiave, valore in voci if chiave.value == campo), (None, None))
