"""I giorni che stanno in un calendario."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

ANTICIPI = (90, 30, 7)
"""Quanti giorni prima avvisare, se nessuno lo chiede."""
ANTICIPI_DI_GARA = (180, *ANTICIPI)
"""Quanti giorni prima, per gli atti di una gara: chi li scrive ha bisogno di mesi."""


class GenereEvento(StrEnum):
    """Che cosa accade in quel giorno."""

    SCADENZA = "scadenza"
    OPZIONE = "opzione"
    PREAVVISO = "preavviso"
    SCELTA = "scelta"
    PROGETTO = "progetto"
    GIUNTA = "giunta"
    DECISIONE = "decisione"
    BANDO = "bando"
    FASE = "fase"
    PONTE = "ponte"
    CONDIZIONE = "condizione"
    PROGRAMMA = "programma"
    DEROGA = "deroga"


class Evento(NamedTuple):
    """Un giorno in cui qualcosa scade o va fatto.

    `id` e `uid` non dipendono dal giorno: se la data si corregge, l'evento si sposta. Estremi: `giorno` è la prima lettura
    di una data incerta e `fino_al` l'ultima; sono uguali se è certa. Unità: `anticipi` in giorni prima di `giorno`.
    """

    id: str
    giorno: date
    genere: GenereEvento
    titolo: str
    descrizione: str
    quartieri: tuple[str, ...]
    anticipi: tuple[int, ...]
    da_fare: str
    comando: str
    entita: str
    fino_al: date
    uid: str
    responsabili: tuple[str, ...] = ()
    """Gli uffici o i ruoli che lo seguono, se i dati li dicono."""

    @staticmethod
    def list_facoltativi() -> tuple[str, ...]:
        """I campi che una risposta dice solo se c'è qualcosa da dire."""
        return ("responsabili",)
