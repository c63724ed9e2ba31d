"""Gli scenari (un atto ipotetico per uno o più quartieri) e i piani (scenari presi insieme)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ldq_planner.dates.incerta import NON_NOTA
from ldq_planner.model.base import Booleano, Data, Giorno, Id, Importo, Modello, NonNoto, Positivo, Testo

NESSUN_INTERVENTO = "nessun-intervento"


class Condizione(Modello):
    """Qualcosa che deve accadere perché lo scenario si possa fare."""

    testo: Testo
    tipo: Literal["finanziamento", "atto", "programmazione", "altro"]
    soddisfatta: Booleano = False
    entro: Data = NON_NOTA
    fonte: Testo


class StimaCosto(Modello):
    """Da dove viene la stima del costo: un contratto simile, o un importo al mese."""

    come_contratto: Id | None = None
    """Costo al mese e per quartiere uguale a quello di questo contratto."""
    mensile_eur: Annotated[Importo | None, NonNoto] = None
    """Costo al mese, per tutti i quartieri dello scenario."""
    motivo: Testo


class Scenario(Modello):
    """Una gara, o un ponte che ne attende una, per uno o più quartieri.

    La fine è `fine`, altrimenti quella del programma `fino_a_programma`, altrimenti `durata_mesi` dall'inizio.
    """

    id: Id
    nome: Testo
    tipo: Literal["gara", "ponte"]
    quartieri: Annotated[tuple[Id, ...], Field(min_length=1)]
    inizio: Data = NON_NOTA
    durata_mesi: Positivo | None = None
    durata_minima: Booleano = False
    """Vero se il documento dice «almeno»."""
    fine: Data | None = None
    fino_a_programma: Id | None = None
    procedura: Annotated[Testo | None, NonNoto] = None
    stima_costo: StimaCosto | None = None
    condizioni: tuple[Condizione, ...] = ()
    nota: Testo | None = None
    fonte: Testo


class Piano(Modello):
    """Scenari presi insieme, da confrontare con «nessun intervento»."""

    id: Id
    nome: Testo
    scenari: tuple[Id, ...]
    nota: Testo | None = None


class FileScenari(Modello):
    """`scenari.yaml`: gli scenari allo studio e i piani che li mettono insieme."""

    aggiornato_al: Giorno
    scenari: tuple[Scenario, ...] = ()
    piani: tuple[Piano, ...] = ()
