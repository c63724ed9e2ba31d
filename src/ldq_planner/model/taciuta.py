"""Le segnalazioni che qualcuno ha deciso di non rivedere: una deroga con il suo termine, o la linea di base."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.errors import Finding, Severita
    from ldq_planner.model.deroga import Deroga


class Taciuta(NamedTuple):
    """Una segnalazione che non si dice; senza `deroga`, perché la linea di base l'aveva già."""

    finding: Finding
    deroga: Deroga | None = None
    """Quella che la tace, o quella che la tace più a lungo."""


class SegnalazioneTaciuta(NamedTuple):
    """Una segnalazione che non si dice, e chi la tace: una deroga, con il suo termine, o la linea di base."""

    codice: str
    severita: Severita
    entita: str | None
    messaggio: str
    deroga: str | None
    responsabile: str | None
    motivo: str | None
    fino_al: date | None


class SegnalazioneNota(NamedTuple):
    """Una segnalazione nota, come la scrive la linea di base: `impronta` è di che problema parla."""

    impronta: str
    codice: str
    severita: Severita
    entita: str | None
    messaggio: str


class LineaDiBase(NamedTuple):
    """Le segnalazioni di un giorno, da non ripetere finché non peggiorano.

    `senza_servizio`: quartiere → la gravità maggiore con cui se ne diceva che resta senza. `scoperti`: quartiere → i giorni
    certamente scoperti da quel giorno all'ultimo giorno `al`, compresi.
    """

    note: tuple[SegnalazioneNota, ...]
    senza_servizio: dict[str, Severita]
    scoperti: dict[str, int]
    al: date
