"""Quanto si spende in ogni anno, con i contratti che ci sono e con quelli che i piani immaginano."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from decimal import Decimal


class CostoPiano(NamedTuple):
    """Ciò che un piano aggiunge ai contratti in un anno. Unità: euro."""

    piano: str
    costo: Decimal


class CostiAnno(NamedTuple):
    """I costi di un anno solare: dei contratti affidati, opzioni esercitate comprese, e di ogni piano. Unità: euro."""

    anno: int
    contratti: Decimal
    piani: tuple[CostoPiano, ...]


class ConIva(NamedTuple):
    """I contratti e gli scenari sommati i cui importi hanno la stessa IVA: `inclusa`, `esclusa` o `non nota`."""

    iva: str
    contratti: tuple[str, ...]
    scenari: tuple[str, ...]


class Bilancio(NamedTuple):
    """I costi per anno, con quale IVA, e ciò di cui non si conoscono: contratti e scenari senza importo o date certe."""

    anni: tuple[CostiAnno, ...]
    ive: tuple[ConIva, ...]
    contratti_senza_costo: tuple[str, ...]
    scenari_senza_costo: tuple[str, ...]
