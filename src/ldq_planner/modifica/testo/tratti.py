"""Dove, in un testo YAML, comincia e finisce ogni cosa: senza i commenti e le righe vuote che la seguono."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import yaml
from yaml.nodes import MappingNode, ScalarNode, SequenceNode

from ldq_planner.loading.parser import Parser

_A_CAPO = re.compile(r"\r\n|\r|\n")
_COMMENTO = re.compile(r"[ \t]*#[^\r\n]*")
Nodo = Any
"""Un nodo composto da PyYAML, con i segni di dove comincia e dove finisce."""


class Taglio(NamedTuple):
    """Un cambiamento: il testo nuovo al posto di quello fra `inizio` e `fine`, esclusa.

    `colonna` e `rango` ordinano ciò che si inserisce nello stesso punto: prima ciò che sta più dentro, poi per rango.
    """

    inizio: int
    fine: int
    testo: str
    colonna: int = 0
    rango: int = 0

    def sort_key(self) -> tuple[int, bool, int, int]:
        """Nell'ordine del testo; chi inserisce viene prima di chi sostituisce da lì in poi."""
        return (self.inizio, self.fine > self.inizio, -self.colonna, self.rango)


def compose(testo: str) -> Nodo | None:
    """Il nodo in cima al testo; `None` se non c'è nulla.

    Errori: `yaml.YAMLError` se la scrittura non è valida.
    """
    return yaml.compose(testo, Loader=Parser)


def find_a_capo(testo: str) -> str:
    """Come vanno a capo le righe del testo: come la prima."""
    trovato = _A_CAPO.search(testo)
    return trovato.group() if trovato else "\n"


def is_blocco(nodo: Nodo) -> bool:
    """Vero se è una mappa o un elenco scritto una riga sotto l'altra, e non fra parentesi."""
    return not isinstance(nodo, ScalarNode) and not nodo.flow_style


def read_valore(nodo: Nodo) -> Any:
    """Ciò che il nodo dice: testi, elenchi, mappe."""
    if isinstance(nodo, MappingNode):
        return {chiave.value: read_valore(valore) for chiave, valore in nodo.value}
    if isinstance(nodo, SequenceNode):
        return [read_valore(elemento) for elemento in nodo.value]
    return nodo.value


def find_fine(nodo: Nodo, testo: str) -> int:
    """Dove finisce ciò che il nodo dice."""
    while is_blocco(nodo) and nodo.value:
        ultimo = nodo.value[-1]
        nodo = ultimo[1] if isinstance(nodo, MappingNode) else ultimo
    fine: int = nodo.end_mark.index
    if not isinstance(nodo, ScalarNode) or nodo.style not in ("|", ">"):
        return fine
    scritto = testo[nodo.start_mark.index : fine]
    if "+" in scritto.split("\n", 1)[0].partition("#")[0]:
        return fine  # «|+»: le righe vuote in fondo fanno parte del testo
    return int(nodo.start_mark.index) + len(scritto.rstrip("\r\n "))


def find_riga_dopo(testo: str, punto: int) -> int:
    """Dove comincia la riga dopo quella in cui si finisce; la fine del testo, se è l'ultima."""
    if punto and testo[punto - 1] in "\r\n":
        return punto
    trovato = _A_CAPO.search(testo, punto)
    return trovato.end() if trovato else len(testo)


def find_riga(testo: str, punto: int) -> int:
    """Dove comincia la riga del punto."""
    a_capo = testo.rfind("\n", 0, punto)
    return 1 + max(a_capo, testo.rfind("\r", a_capo + 1, punto))


def skip_commenti(testo: str, punto: int, colonna: int) -> int:
    """Oltre i commenti che seguono subito, se rientrano più della colonna: parlano di ciò che è appena finito."""
    while (trovato := _COMMENTO.match(testo, punto)) and trovato.group().index("#") > colonna:
        punto = find_riga_dopo(testo, trovato.end())
    return punto


def find_due_punti(testo: str, chiave: Nodo) -> int:
    """Subito dopo i due punti che seguono una chiave."""
    return testo.index(":", chiave.end_mark.index) + 1


def find_trattino(testo: str, elenco: Nodo, indice: int) -> int:
    """Il trattino di un elemento di un elenco a blocco."""
    colonna, elemento = elenco.start_mark.column, elenco.value[indice]
    if indice == 0:
        return int(elenco.start_mark.index)
    dopo = find_riga_dopo(testo, find_fine(elenco.value[indice - 1], testo))
    righe = _A_CAPO.sub(lambda trovato: "\n" * len(trovato.group()), testo[dopo : elemento.start_mark.index + 1])
    trovato = re.search(rf"^ {{{colonna}}}-", righe, re.MULTILINE)
    return dopo + trovato.end() - 1 if trovato else int(elemento.start_mark.index)


def has_vuota(testo: str) -> bool:
    """Vero se fra due cose c'è una riga vuota."""
    return any(not riga.strip() for riga in _A_CAPO.split(testo)[1:-1])


def find_commento(testo: str, punto: int) -> str:
    """Il commento che segue sulla stessa riga, con gli spazi che lo precedono; vuoto se non c'è."""
    trovato = _COMMENTO.match(testo, punto)
    return trovato.group() if trovato else ""


def splice(testo: str, tagli: list[Taglio], a_capo: str) -> str:
    """Il testo con i tagli; dove l'ultima riga non va a capo, ciò che le si aggiunge sotto non ci va nemmeno lui.

    Errori: `ValueError` se due tagli si sovrappongono.
    """
    pezzi: list[str] = []
    letto = 0
    for taglio in sorted(tagli, key=Taglio.sort_key):
        if taglio.inizio < letto:
            raise ValueError("due modifiche toccano lo stesso punto del file")
        nuovo = taglio.testo
        if taglio.inizio == taglio.fine == len(testo) and nuovo.endswith(a_capo) and not testo.endswith(("\n", "\r")):
            nuovo = a_capo + nuovo.removesuffix(a_capo)
        pezzi += (testo[letto : taglio.inizio], nuovo)
        letto = taglio.fine
    return "".join((*pezzi, testo[letto:]))
