"""Da YAML a un albero di testo che sa dove sta ogni cosa.

L'albero si costruisce dagli eventi del parser, senza i suoi nodi: gli scalari restano testo, i contenitori
ricordano il posto di ciò che contengono. Ciò che in un file di dati può solo far danno (alias, etichette,
chiavi doppie, annidamenti senza fine) è un problema con la sua posizione, e il suo valore è `VUOTO`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import yaml
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from ldq_planner.loading.nodi import VUOTO, Lista, Mappa, pack, unpack
from ldq_planner.loading.parser import Parser
from ldq_planner.loading.problema import INIZIO, Problema, Punto, split_righe
from ldq_planner.model.scalari import TestoNudo, is_numero, quote

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_NODI = 2_000_000
MAX_CHIAVI = 10_000
"""Chiavi di una mappa: nessun modello ne ha cento, e di ogni chiave che non esiste si cerca quella che le somiglia."""
MAX_VOCI = 10_000
"""Elementi di un elenco che sta dentro una voce."""
MAX_LIVELLI = 40
MAX_PROBLEMI = 1_000

_DELLE_VOCI = 3
"""A quale livello sta una voce di un file: dentro il suo elenco, che sta nella prima mappa."""
_RIENTRI = "controllare i rientri: a nessuna voce ne servono tanti"
_VUOTI = frozenset(("", "~", "null", "Null", "NULL"))
_CIFRE = frozenset("0123456789+-.")
_ETICHETTE_YAML = "tag:yaml.org,2002:"
_PER_ESTESO = "riscrivere il valore per esteso; se è testo, metterlo tutto tra virgolette"


def build_albero(testo: str, delle_voci: int = _DELLE_VOCI) -> tuple[Mappa | None, list[Problema]]:
    """L'albero di un testo YAML e tutti i problemi di scrittura che si possono dire senza fermarsi.

    `delle_voci` è il livello a cui sta una voce; di un testo che è una voce sola, 1.
    Un errore di sintassi ferma la lettura di questo testo: l'albero non c'è e il problema è l'ultimo.
    """
    parser = Parser(testo)
    lettore = _LettoreDiEventi(parser.get_event, delle_voci)
    try:
        return lettore.read_documento(), lettore.problemi
    except yaml.YAMLError as errore:
        from ldq_planner.loading.sintassi import explain_sintassi  # noqa: PLC0415 - serve solo a chi ha sbagliato

        lettore.problemi.append(explain_sintassi(errore, split_righe(testo)))
    except _StopError:
        pass
    return None, lettore.problemi


class _StopError(Exception):
    """Il problema già segnalato non lascia continuare."""


class _LettoreDiEventi:
    """Consuma gli eventi scendendo nei contenitori: quando un metodo torna, il suo valore è finito."""

    def __init__(self, get_event: Callable[[], Any], delle_voci: int) -> None:
        self.problemi: list[Problema] = []
        self._delle_voci = delle_voci
        self._get_event = get_event
        self._nodi = 0
        self._livelli = 0

    def read_documento(self) -> Mappa | None:
        """Il primo e unico documento del file, che dev'essere una mappa."""
        self._get_event()  # l'inizio del flusso
        if type(self._get_event()) is StreamEndEvent:
            messaggio = "il file è vuoto, o ha solo commenti"
            self._report(INIZIO, "file-vuoto", messaggio, "partire da una copia dei file di esempio")
            return None
        evento = self._get_event()
        radice = self._read_valore(evento)
        self._get_event()  # la fine del documento
        if type(dopo := self._get_event()) is not StreamEndEvent:
            messaggio = "i file di dati non ammettono un secondo documento nello stesso file (---)"
            self._report(_find_punto(dopo), "yaml-non-ammesso", messaggio, "togliere la riga ---")
        if isinstance(radice, Mappa):
            return radice
        messaggio = "il file non comincia con una chiave"
        rimedio = "cominciare con una riga «chiave: valore»; nei dati, «aggiornato_al: AAAA-MM-GG»"
        self._report(_find_punto(evento), "struttura-inattesa", messaggio, rimedio)
        return None

    def _read_mappa(self, inizio: Any) -> Mappa:
        segno = inizio.start_mark
        mappa = Mappa(pack(segno.line, segno.column))
        posti, get_event = mappa.posti, self._get_event
        while type(evento := get_event()) is not MappingEndEvent:
            chiave = self._read_chiave(evento, mappa)
            if chiave is None:
                self._skip(get_event())
                continue
            segno = evento.start_mark
            posti.append(pack(segno.line, segno.column))
            evento = get_event()
            segno = evento.start_mark
            posti.append(pack(segno.line, segno.column))
            mappa[chiave] = self._read_valore(evento, chiave)
            if len(mappa) > MAX_CHIAVI:
                self._stop(evento, "struttura-inattesa", f"più di {MAX_CHIAVI} chiavi nello stesso blocco", _RIENTRI)
        return mappa

    def _read_lista(self, inizio: Any) -> Lista:
        segno = inizio.start_mark
        lista = Lista(pack(segno.line, segno.column))
        posti, get_event = lista.posti, self._get_event
        while type(evento := get_event()) is not SequenceEndEvent:
            segno = evento.start_mark
            posti.append(pack(segno.line, segno.column))
            lista.append(self._read_valore(evento))
            if len(lista) > MAX_VOCI and self._livelli > self._delle_voci:
                self._stop(evento, "struttura-inattesa", f"più di {MAX_VOCI} elementi nello stesso elenco", _RIENTRI)
        return lista

    def _read_chiave(self, evento: Any, mappa: Mappa) -> str | None:
        """La chiave; `None`, dopo averlo segnalato, se il suo valore non si può tenere."""
        if type(evento) is not ScalarEvent:
            rimedio = "se è testo, mettere tutto il valore tra virgolette"
            self._report(_find_punto(evento), "chiave-non-valida", "una chiave dev'essere una parola", rimedio)
            self._skip(evento)
            return None
        if evento.anchor or evento.tag:
            self._refuse_fregi(evento)
        chiave: str = evento.value
        if chiave in mappa:
            prima = unpack(mappa.place(chiave)[0])
            messaggio = f"la chiave {quote(chiave)} c'è già alla riga {prima.riga}"
            self._report(_find_punto(evento), "chiave-doppia", messaggio, "tenere una sola delle due")
            mappa[chiave] = VUOTO  # quale dei due valori conti non si sa
            return None
        return chiave

    def _read_valore(self, evento: Any, chiave: str | None = None) -> Any:
        self._nodi += 1
        if self._nodi > MAX_NODI:
            self._stop(evento, "file-troppo-grande", f"più di {MAX_NODI} valori", "dividere i dati in più cartelle")
        if type(evento) is AliasEvent:
            self._refuse_fregi(evento)
            return VUOTO
        if evento.anchor or evento.tag:
            self._refuse_fregi(evento)
        if type(evento) is not ScalarEvent:
            return self._read_contenitore(evento)
        if evento.style:  # tra virgolette, o un blocco: è testo e basta
            return evento.value
        return self._read_nudo(evento, chiave)

    def _read_nudo(self, evento: ScalarEvent, chiave: str | None) -> Any:
        """Uno scalare scritto senza virgolette."""
        testo: str = evento.value
        if testo in _VUOTI:
            messaggio = f"manca il valore di {quote(chiave)}" if chiave else "manca il valore"
            rimedio = "scrivere il valore, oppure non noto, oppure togliere la riga"
            self._report(_find_punto(evento), "valore-vuoto", messaggio, rimedio)
            return VUOTO
        return TestoNudo(testo) if testo[0] in _CIFRE and is_numero(testo) else testo

    def _read_contenitore(self, evento: Any) -> Mappa | Lista:
        if self._livelli >= MAX_LIVELLI:
            messaggio = f"più di {MAX_LIVELLI} livelli uno dentro l'altro"
            self._stop(evento, "troppi-livelli", messaggio, "nei dati ne bastano sei")
        self._livelli += 1
        contenitore = self._read_mappa(evento) if type(evento) is MappingStartEvent else self._read_lista(evento)
        self._livelli -= 1
        return contenitore

    def _skip(self, evento: Any) -> None:
        """Legge un valore che non si tiene: ciò che vi è dentro non è più un problema."""
        gia_detti = len(self.problemi)
        self._read_valore(evento)
        del self.problemi[gia_detti:]

    def _refuse_fregi(self, evento: Any) -> None:
        """Ciò che in YAML rimanda altrove, o cambia il senso di un valore."""
        if type(evento) is AliasEvent:
            genere, scritto = "alias", f"*{evento.anchor}"
        elif evento.tag:
            genere, scritto = "etichette", evento.tag.replace(_ETICHETTE_YAML, "!!")
        else:
            genere, scritto = "ancore", f"&{evento.anchor}"
        messaggio = f"i file di dati non ammettono {genere} YAML ({scritto})"
        self._report(_find_punto(evento), "yaml-non-ammesso", messaggio, _PER_ESTESO, len(scritto))

    def _report(self, punto: Punto, codice: str, messaggio: str, rimedio: str, larghezza: int = 0) -> None:
        self.problemi.append(Problema(punto, codice, messaggio, rimedio, larghezza))
        if len(self.problemi) == MAX_PROBLEMI:
            altri = f"dopo {MAX_PROBLEMI} problemi la lettura si ferma"
            self.problemi.append(Problema(punto, "yaml-non-valido", altri, "correggere questi, poi rileggere"))
            raise _StopError

    def _stop(self, evento: Any, codice: str, messaggio: str, rimedio: str) -> NoReturn:
        self._report(_find_punto(evento), codice, messaggio, rimedio)
        raise _StopError


def _find_punto(evento: Any) -> Punto:
    return Punto(evento.start_mark.line + 1, evento.start_mark.column + 1)
