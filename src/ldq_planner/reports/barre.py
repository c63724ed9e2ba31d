"""Ciò che una figura disegna sulle sue righe: serve a chi la compone e a chi la disegna, non a chi scrive una tabella."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.dates.periodo import Periodo


class Genere(StrEnum):
    """Che cos'è una barra di una figura: come si disegna lo sceglie il formato, e non è mai solo colore."""

    CONTRATTO = "contratto"
    OPZIONE = "opzione esercitata"
    OPZIONE_APERTA = "opzione ancora aperta"
    INCERTO = "date incerte"
    RIDOTTO = "presidio ridotto"
    LACUNA = "lacuna certa"
    LACUNA_POSSIBILE = "lacuna possibile"
    FERMO = "servizio fermo"
    SCENARIO = "scenario"
    FASE = "fase della gara"
    MARGINE = "riserva"
    AL_COMPLETO = "ufficio al completo"
    GARA = "gara ai tempi minimi"
    FORCHETTA = "fra i tempi minimi e i massimi"
    PRESTO = "inizio fra il 10 e il 50 %"
    TARDI = "inizio fra il 50 e l'80 %"
    MOLTO_TARDI = "inizio fra l'80 e il 90 %"


VENTAGLIO = (Genere.PRESTO, Genere.TARDI, Genere.MOLTO_TARDI)
"""Le stecche del ventaglio di un inizio che non si conosce, dalla prima."""


class Barra(NamedTuple):
    """Un periodo disegnato; `testo` lo dice per intero, `etichetta` è ciò che vi si scrive sopra, se ci sta."""

    periodo: Periodo
    genere: Genere
    testo: str
    etichetta: str = ""
    gruppo: str = ""
    """Ciò di cui la barra è una parte, per esempio l'id di un contratto: le parti stanno sulla stessa corsia."""


class Segno(NamedTuple):
    """Un giorno che conta, con ciò che vi accade."""

    giorno: date
    testo: str
