"""Una tabella aperta, di qualunque file: i nomi delle colonne, le righe con il loro numero, e il conto di ogni riga."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from ldq_planner.loading.importazione.grezzo import RUOLI, Grezzo
from ldq_planner.loading.importazione.rifiuti import refuse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.loading.importazione.grezzo import FonteAperta
    from ldq_planner.loading.importazione.intestazione import Riga, TestataLetta
    from ldq_planner.loading.importazione.istruzioni import Mappa

MAX_COLONNE = 16_384
"""Quante colonne può avere una tabella: quelle di un foglio di calcolo."""
_new = tuple.__new__
_CODA = tuple(Grezzo._field_defaults[campo] for campo in Grezzo._fields[len(RUOLI) + 2 :])


def check_colonne(dove: str, quante: int) -> None:
    """Nulla, se una tabella può avere tante colonne.

    Errori: `InvalidDataError` se sono più di `MAX_COLONNE`: un foglio le può dichiarare anche vuote.
    """
    if quante > MAX_COLONNE:
        messaggio = f"ha più di {MAX_COLONNE} colonne: non è una tabella di contratti"
        raise refuse(dove, messaggio, "controllare che sia il file giusto", 1)


class RigheRileggibili(Protocol):
    """Le righe di una tabella, dalla prima: si possono leggere più volte."""

    fisiche: int
    aperte: dict[int, str]

    def __iter__(self) -> Iterator[Riga]:
        """Ogni riga con il numero che ha nel file."""


class FoglioLetto(NamedTuple):
    """Un foglio: righe di testo, e ciò che del foglio non è testo."""

    celle: list[list[str]]
    unite: list[tuple[tuple[int, int], tuple[int, int]]]
    """Le celle unite: la prima e l'ultima di ciascun rettangolo, riga e colonna da zero."""
    epoca: int


class TabellaAperta(NamedTuple):
    """Una tabella aperta."""

    intestazione: TestataLetta
    tutte: RigheRileggibili
    codifica: str
    separatore: str
    foglio: str = ""
    """Il suo nome, se il file ne ha più d'uno."""
    celle: FoglioLetto | None = None
    """Il foglio intero, se è di un foglio di calcolo."""

    @property
    def intestazioni(self) -> tuple[str, ...]:
        """I nomi delle colonne, tutti diversi."""
        return self.intestazione.nomi

    @property
    def righe(self) -> Iterator[Riga]:
        """Le righe dopo l'intestazione."""
        ultima = self.intestazione.ultima
        return (riga for riga in self.tutte if riga[0] > ultima)


def read_tabella(tabella: TabellaAperta, mappa: Mappa, fonte: FonteAperta) -> Iterator[Grezzo]:
    """I record di una tabella, una riga per volta; una riga con più celle dell'intestazione resta fuori.

    Ogni riga del file finisce in un conto di `fonte`: sopra i dati, vuota, dentro una cella che va a capo, o letta.
    """
    intestazioni = tabella.intestazioni
    larga, ultima, scritte = len(intestazioni), tabella.intestazione.ultima, tabella.intestazione.celle
    pick: Any = itemgetter(*(intestazioni.index(mappa[c]) if c in mappa else larga for c in RUOLI))
    lette = 0
    for posto, celle in tabella.tutte:
        if posto <= ultima:
            continue
        quante = len(celle)
        if quante != larga or not celle[0]:
            if not "".join(celle).strip():
                fonte.vuote += 1
                continue
            if quante > larga and any(celle[larga:]):
                frase = f"{quante} celle, le colonne sono {larga}"
                lette += 1
                yield Grezzo(posto, originale=celle).discard("riga-rotta", frase)
                continue
            celle = celle[:larga] + [""] * (larga - quante)  # noqa: PLW2901 - la stessa riga, larga quanto le colonne
        if celle == scritte:
            fonte.sopra += 1
            continue
        lette += 1
        yield _new(Grezzo, (posto, *pick((*celle, "")), celle, *_CODA))
    fonte.fisiche = tabella.tutte.fisiche
    fonte.sopra += ultima
    fonte.a_capo = fonte.fisiche - fonte.sopra - fonte.vuote - lette
    fonte.fatti += [("virgolette-aperte", riga, testo) for riga, testo in tabella.tutte.aperte.items()]
