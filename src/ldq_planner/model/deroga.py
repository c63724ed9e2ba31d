"""Le deroghe: segnalazioni che l'ente sa già, e fino a quando non vuole rivederle."""

from __future__ import annotations

from ldq_planner.model.base import Giorno, Id, Modello, Testo


class Deroga(Modello):
    """Una segnalazione taciuta fino a un giorno, con il motivo e chi ne risponde."""

    id: Id
    regola: Id
    """Il codice della regola."""
    entita: Id
    """L'id del contratto, del quartiere, dello scenario… di cui la regola non deve parlare."""
    motivo: Testo
    responsabile: Testo
    """Chi ne risponde: un ufficio, un ruolo."""
    fino_al: Giorno
    """Ultimo giorno in cui vale, compreso; certo."""


class FileDeroghe(Modello):
    """`deroghe.yaml`: le segnalazioni già note, ciascuna con il suo termine. Il file può mancare."""

    deroghe: tuple[Deroga, ...] = ()
