"""La figura di una pagina che risponde: una gara che comincia, o si bandisce, un altro giorno.

Ogni numero lo calcola il motore, per ogni giorno; chi mostra la pagina lo cerca, e non calcola nulla.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.dates.periodo import Periodo

RIGHE = 24
"""Quartieri di tutte le gare insieme: oltre, la pagina peserebbe troppo e si aspetterebbe troppo."""
PREPARAZIONE, BANDO = "preparazione", "bando"


class Andamento(NamedTuple):
    """Un numero giorno per giorno: il primo, e quale delle `serie` dice di quanto poi cambia."""

    primo: int
    serie: int


class RigaViva(NamedTuple):
    """Un quartiere sotto una maniglia. Unità: giorni; le date sono giorni da oggi; 0 è nessuna, e nessun ponte."""

    giorni: Andamento
    forse: Andamento
    ponte_mesi: Andamento
    ponte_dal: Andamento
    ponte_al: Andamento
    ponte_come: Andamento
    """Il posto fra le `parole`."""


class Spostamento(NamedTuple):
    """Una maniglia: che cosa sposta, e ciò che ne viene. Le date sono giorni da oggi; 0 se non ce n'è."""

    id: str
    inizio: Andamento
    fine: Andamento
    righe: tuple[RigaViva, ...]


class QuartiereVivo(NamedTuple):
    """Un quartiere della figura: chi vi abita, e i giorni che i contratti coprono di certo, o forse."""

    nome: str
    abitanti: int | None
    coperto: tuple[Periodo, ...]
    forse: tuple[Periodo, ...]


class ScenarioVivo(NamedTuple):
    """Una gara con le sue maniglie; `oggi` è come sta senza toccarle, un giorno solo."""

    id: str
    nome: str
    durata_minima: bool
    quartieri: tuple[QuartiereVivo, ...]
    oggi: Spostamento
    passi: tuple[Spostamento, ...]


class Maniglia(NamedTuple):
    """La figura che risponde: da `oggi`, per tanti `giorni`. Una serie è un seguito di (quanto cambia, per quanti giorni)."""

    oggi: date
    giorni: int
    finestra: Periodo
    scenari: tuple[ScenarioVivo, ...]
    serie: tuple[tuple[int, ...], ...] = ()
    parole: tuple[str, ...] = ()
    troppe: int = 0
    """Le righe che avrebbe, se sono troppe: e allora non ha scenari."""
