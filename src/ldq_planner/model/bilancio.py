"""Quanto si spende in ogni anno, con i contratti che ci sono e con quelli che i piani immaginano."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from decimal import Decimal


class CostoPiano(NamedTuple):
    """Ciò che un piano aggiunge ai contratti in un anno. Unità: euro, IVA come nei contratti presi a riferimento."""

    piano: str
    costo: Decimal


class CostiAnno(NamedTuple):
    """I costi di un anno solare: dei contratti affidati, opzioni esercitate comprese, e di ogni piano. Unità: euro."""

    anno: int
    contratti: Decimal
    piani: tuple[CostoPiano, ...]


class Bilancio(NamedTuple):
    """I costi per anno, e ciò di cui non si conoscono: contratti e scenari senza importo o senza date certe."""

    anni: tuple[CostiAnno, ...]
    contratti_senza_costo: tuple[str, ...]
    scenari_senza_costo: tuple[str, ...]
