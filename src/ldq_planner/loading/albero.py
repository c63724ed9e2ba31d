"""Da YAML a un albero di testo che sa dove sta ogni cosa.

L'albero si costruisce dagli eventi del parser, senza i suoi nodi: gli scalari restano testo, i contenitori
ricordano il posto di ciò che contengono. Ciò che in un file di dati può solo far danno (alias, etichette,
chiavi doppie, annidamenti senza fine) è un problema con la sua posizione.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from ldq_planner.loading.sintassi import Problema, Punto, explain_sintassi
from ldq_planner.model.scalari import TestoNudo, is_numero

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

try:
    from yaml.cyaml import CSafeLoader as _Parser
except ImportError:  # PyYAML senza libyaml: stessi eventi e posizioni, più lento
    from yaml import SafeLoader as _Parser  # type: ignore[assignment]

MAX_NODI = 4_000_000
MAX_LIVELLI = 40

_BIT_COLONNA = 26  # più larga di qualunque riga di un file ammesso
_MASCHERA = (1 << _BIT_COLONNA) - 1
_VUOTI = frozenset(("", "~", "null", "Null", "NULL"))
_CIFRE = frozenset("0123456789+-.")
_AVANZATO = "i file di dati non usano ancore, alias né etichette: riscrivere il valore per esteso"


class Mappa(dict[str, Any]):
    """Una mappa YAML; `posti` ha il suo posto, poi quelli della chiave e del valore di ogni voce."""

    __slots__ = ("posti",)

    def __init__(self, posto: int = 0) -> None:
        self.posti = [posto]

    def place(self, chiave: str) -> tuple[int, int]:
        """I posti della chiave e del suo valore."""
        indice = 1 + 2 * list(self).index(chiave)
        return self.posti[indice], self.posti[indice + 1]


class Lista(list[Any]):
    """Una lista YAML; `posti` ha il suo posto, poi quello di ogni elemento."""

    __slots__ = ("posti",)

    def __init__(self, posto: int = 0) -> None:
        self.posti = [posto]


def find_punto(albero: Mappa, percorso: tuple[str | int, ...], *, chiave: bool = False) -> Punto:
    """Il punto del valore in fondo al percorso, o della sua chiave; se manca, di ciò che lo conteneva.

    I passi che l'albero non conosce si saltano: pydantic vi mette anche i nomi delle sue alternative.
    """
    nodo: Any = albero
    posto = albero.posti[0]
    for passo in percorso:
        if isinstance(nodo, Mappa) and passo in nodo:
            della_chiave, del_valore = nodo.place(str(passo))
            nodo = nodo[str(passo)]
            posto = della_chiave if chiave or isinstance(nodo, (Mappa, Lista)) else del_valore
        elif isinstance(nodo, Lista) and isinstance(passo, int) and passo < len(nodo):
            posto, nodo = nodo.posti[1 + passo], nodo[passo]
    return unpack(posto)


def unpack(posto: int) -> Punto:
    """Riga e colonna, da 1, di un posto."""
    return Punto((posto >> _BIT_COLONNA) + 1, (posto & _MASCHERA) + 1)


def _pack(evento: Event) -> int:
    segno: Any = evento.start_mark  # gli stub lo dicono facoltativo: nei parser c'è sempre
    return int(segno.line << _BIT_COLONNA | segno.column)


def build_albero(testo: str) -> tuple[Mappa, list[Problema]]:
    """L'albero di un testo YAML e tutti i problemi di scrittura che si possono dire senza fermarsi.

    Un errore di sintassi ferma la lettura di questo testo: l'albero è vuoto e il problema è l'ultimo.
    """
    costruttore = _Costruttore()
    try:
        costruttore.consume(_Parser(testo).get_event)
    except yaml.YAMLError as errore:
        costruttore.problemi.append(explain_sintassi(errore, testo))
        return Mappa(), costruttore.problemi
    except _StopError:
        return Mappa(), costruttore.problemi
    return costruttore.finish(), costruttore.problemi


class _StopError(Exception):
    """Il problema già segnalato non lascia continuare."""


class _Costruttore:
    """Consuma gli eventi e tiene la pila dei contenitori aperti."""

    def __init__(self) -> None:
        self.problemi: list[Problema] = []
        self._radice: Any = None
        self._pila: list[Mappa | Lista | None] = []
        self._aperto: Mappa | Lista | None = None
        self._chiave: str | None = None
        self._scarta = False
        self._nodi = 0
        self._documenti = 0
        self._azioni: Mapping[type[Event], Callable[[Any], None]] = {
            ScalarEvent: self._add_scalare,
            MappingStartEvent: self._open,
            SequenceStartEvent: self._open,
            MappingEndEvent: self._close,
            SequenceEndEvent: self._close,
            AliasEvent: self._refuse_alias,
            DocumentStartEvent: self._start_documento,
        }

    def consume(self, get_event: Callable[[], Event | None]) -> None:
        azioni = self._azioni
        while (evento := get_event()) is not None:
            azione = azioni.get(type(evento))
            if azione is not None:
                azione(evento)

    def finish(self) -> Mappa:
        if isinstance(self._radice, Mappa):
            return self._radice
        self._report(
            Punto(1, 1),
            "struttura-inattesa",
            "il file non comincia con una chiave",
            "scrivere «chiave: valore» all'inizio della riga",
        )
        return Mappa()

    def _report(self, punto: Punto, codice: str, messaggio: str, rimedio: str) -> None:
        self.problemi.append(Problema(punto, codice, messaggio, rimedio))

    def _add_scalare(self, evento: ScalarEvent) -> None:
        posto = _pack(evento)
        testo: Any = evento.value
        aperto = self._aperto
        if evento.anchor or evento.tag:
            self._report(unpack(posto), "yaml-non-ammesso", "ancora o etichetta YAML", _AVANZATO)
        if type(aperto) is Mappa and self._chiave is None:
            self._take_chiave(aperto, testo, posto)
            return
        if not evento.style:  # senza virgolette
            if testo in _VUOTI:
                self._report(
                    unpack(posto),
                    "valore-vuoto",
                    "manca il valore",
                    "scrivere il valore, oppure non noto, oppure togliere la riga",
                )
                testo = None
            elif testo[0] in _CIFRE and is_numero(testo):
                testo = TestoNudo(testo)
        self._attach(testo, posto)

    def _take_chiave(self, aperto: Mappa, chiave: str, posto: int) -> None:
        self._chiave = chiave
        if chiave in aperto:
            prima = unpack(aperto.place(chiave)[0])
            self._report(
                unpack(posto),
                "chiave-doppia",
                f"la chiave «{chiave}» c'è già alla riga {prima.riga}",
                "tenere una sola delle due",
            )
            self._scarta = True
        else:
            aperto.posti.append(posto)

    def _attach(self, valore: Any, posto: int) -> None:
        aperto = self._aperto
        self._nodi += 1
        if self._nodi > MAX_NODI:
            self._stop(posto, "file-troppo-grande", f"più di {MAX_NODI} valori", "dividere i dati in più cartelle")
        if aperto is None:
            self._radice = valore
        elif isinstance(aperto, Lista):
            aperto.posti.append(posto)
            aperto.append(valore)
        elif self._scarta:
            self._chiave, self._scarta = None, False
        else:
            aperto.posti.append(posto)
            aperto[str(self._chiave)] = valore
            self._chiave = None

    def _open(self, evento: MappingStartEvent | SequenceStartEvent) -> None:
        posto = _pack(evento)
        if evento.anchor or evento.tag:
            self._report(unpack(posto), "yaml-non-ammesso", "ancora o etichetta YAML", _AVANZATO)
        if type(self._aperto) is Mappa and self._chiave is None:
            self._stop(posto, "chiave-non-valida", "una chiave dev'essere una parola", "scrivere «chiave: valore»")
        if len(self._pila) >= MAX_LIVELLI:
            self._stop(
                posto, "troppi-livelli", f"più di {MAX_LIVELLI} livelli uno dentro l'altro", "nei dati ne bastano sei"
            )
        contenitore = Mappa(posto) if type(evento) is MappingStartEvent else Lista(posto)
        self._attach(contenitore, posto)
        self._pila.append(self._aperto)
        self._aperto = contenitore

    def _close(self, _evento: MappingEndEvent | SequenceEndEvent) -> None:
        self._aperto = self._pila.pop()

    def _refuse_alias(self, evento: AliasEvent) -> None:
        posto = _pack(evento)
        self._stop(posto, "yaml-non-ammesso", "un alias YAML (*)", _AVANZATO)

    def _start_documento(self, evento: DocumentStartEvent) -> None:
        self._documenti += 1
        if self._documenti > 1:
            posto = _pack(evento)
            self._stop(
                posto,
                "yaml-non-ammesso",
                "un secondo documento nello stesso file (---)",
                "un file, un documento: togliere la riga ---",
            )

    def _stop(self, posto: int, codice: str, messaggio: str, rimedio: str) -> NoReturn:
        self._report(unpack(posto), codice, messaggio, rimedio)
        raise _StopError
