"""I dati come tavole: quali sono, con quali colonne, e come una voce diventa righe.

Nascono dai modelli, e non c'è nulla da tenere allineato a mano: un modello dentro un altro aggiunge le sue colonne
(`popolazione_abitanti`), un elenco di voci è una tavola sua che rimanda a chi lo contiene (`contratti_opzioni`). Le celle
sono testo, con i valori dei dati: dalle righe si torna alle voci senza perdere nulla.
"""

from __future__ import annotations

import ast
import inspect
import itertools
import textwrap
from decimal import Decimal
from functools import lru_cache
from types import NoneType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args, get_origin

from ldq_planner.dates.incerta import DataIncerta
from ldq_planner.model.archivio import ARCHIVIO
from ldq_planner.model.base import Durate, Giorno, Id
from ldq_planner.model.campi import find_modello, is_elenco

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.model.base import Modello

FILE = {f.nome: f.modello for f in ARCHIVIO}
"""Nome di un file di dati, senza estensione → il suo modello."""
DESCRITTORE = "datapackage.json"
"""Il file che descrive le tavole di una cartella."""
TESTATE = "file"
"""La tavola con ciò che ogni file dice di sé: il giorno a cui è aggiornato, l'ente, il servizio."""
ORDINE = "ordine"
"""La colonna con il posto di una voce fra quelle di chi la contiene, da 1."""


class Colonna(NamedTuple):
    """Una colonna: il percorso del campo nella voce, e che cosa vi si scrive."""

    nome: str
    percorso: tuple[str, ...]
    tipo: str
    """Uno fra `testo`, `id`, `data`, `giorno`, `importo`, `intero`, `booleano`, `ids`, `testi`, `durate`."""
    significato: str = ""
    ammessi: tuple[str, ...] = ()
    is_obbligatoria: bool = False


class Tavola(NamedTuple):
    """Una tavola: le voci di un elenco dei dati.

    `percorso` è l'elenco, dal file in giù; `padre` è la tavola di chi contiene le voci, se sono dentro un'altra voce.
    """

    nome: str
    percorso: tuple[str, ...]
    colonne: tuple[Colonna, ...]
    padre: str = ""
    significato: str = ""

    @property
    def riferimento(self) -> str:
        """La colonna con l'id di chi contiene le voci; vuota se non stanno dentro un'altra."""
        return self.padre and f"{self.padre}_id"


@lru_cache(maxsize=1)
def list_tavole() -> tuple[Tavola, ...]:
    """Tutte le tavole: quella delle testate, poi quelle di ogni file, chi contiene prima di chi è contenuto."""
    testate = [
        Colonna("nome", ("nome",), "testo", "Il file di dati, senza estensione.", tuple(FILE), is_obbligatoria=True)
    ]
    tavole: list[Tavola] = []
    for nome, modello in FILE.items():
        colonne, sotto = _split(modello, ())
        testate += [c._replace(is_obbligatoria=False) for c in colonne if c.nome not in {t.nome for t in testate}]
        for (campo,), voce in sotto:
            tavole += _list_tavole_di(campo, (nome, campo), voce)
    prima = Tavola(TESTATE, (), tuple(testate), significato="Ciò che ogni file di dati dice di sé.")
    return (prima, *tavole)


def _list_tavole_di(nome: str, percorso: tuple[str, ...], modello: type[Modello], padre: str = "") -> Iterator[Tavola]:
    colonne, sotto = _split(modello, ())
    significato = inspect.cleandoc(modello.__doc__ or "").split("\n\n")[0].replace("\n", " ")
    yield Tavola(nome, percorso, colonne, padre, significato)
    for campo, voce in sotto:
        yield from _list_tavole_di(f"{nome}_{'_'.join(campo)}", (*percorso, *campo), voce, nome)


def _split(
    modello: type[Modello], dove: tuple[str, ...]
) -> tuple[tuple[Colonna, ...], list[tuple[tuple[str, ...], type[Modello]]]]:
    """Le colonne di un modello, e gli elenchi di voci che contiene."""
    colonne: list[Colonna] = []
    sotto: list[tuple[tuple[str, ...], type[Modello]]] = []
    significati = read_significati(modello)
    for campo, descritto in modello.model_fields.items():
        percorso, tipo = (*dove, campo), descritto.rebuild_annotation()
        voce = find_modello(tipo)
        if voce is None:
            nome, obbligatoria = "_".join(percorso), descritto.is_required() and not dove
            che_cosa, ammessi = _name_tipo(tipo)
            colonne.append(Colonna(nome, percorso, che_cosa, significati.get(campo, ""), ammessi, obbligatoria))
        elif is_elenco(tipo):
            sotto.append((percorso, voce))
        else:
            dentro, suoi = _split(voce, percorso)
            colonne += dentro
            sotto += suoi
    return tuple(colonne), sotto


@lru_cache
def read_significati(modello: type[Modello]) -> dict[str, str]:
    """Campo → la docstring che gli sta sotto, in una riga; vuoto se i sorgenti non ci sono."""
    try:
        classe = ast.parse(textwrap.dedent(inspect.getsource(modello))).body[0]
    except (OSError, SyntaxError):
        return {}
    corpo = classe.body if isinstance(classe, ast.ClassDef) else []
    return {
        campo.target.id: " ".join(sotto.value.value.split())
        for campo, sotto in itertools.pairwise(corpo)
        if isinstance(campo, ast.AnnAssign) and isinstance(campo.target, ast.Name)
        if isinstance(sotto, ast.Expr) and isinstance(sotto.value, ast.Constant) and isinstance(sotto.value.value, str)
    }


def _name_tipo(tipo: Any) -> tuple[str, tuple[str, ...]]:
    """Come si scrive il valore, e i valori ammessi se sono contati."""
    if get_origin(tipo) is tuple:
        return ("ids" if get_args(tipo)[0] == Id else "testi"), ()
    if get_origin(tipo) is Literal:
        return "testo", get_args(tipo)
    for noto, nome in ((Giorno, "giorno"), (Id, "id"), (Durate, "durate")):
        if tipo == noto:
            return nome, ()
    if isinstance(tipo, type):
        return _NOMI.get(tipo, "testo"), ()
    argomenti = [a for a in get_args(tipo) if a is not NoneType]
    return _name_tipo(argomenti[0]) if argomenti else ("testo", ())


_NOMI: dict[type, str] = {bool: "booleano", int: "intero", Decimal: "importo", DataIncerta: "data", str: "testo"}
