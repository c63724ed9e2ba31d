"""Le deroghe: segnalazioni che l'ente sa già, e fino a quando non vuole rivederle."""

from __future__ import annotations

from ldq_planner.model.base import Chi, Giorno, Id, Modello, Testo


class Deroga(Modello):
    """Una segnalazione taciuta fino a un giorno, con il motivo e chi ne risponde."""

    id: Id
    regola: Id
    """Il codice della regola."""
    entita: Id | None = None
    """L'id del contratto, del quartiere, dello scenario… di cui la regola non deve parlare; senza, tace le segnalazioni della
    regola che non parlano di un'entità."""
    motivo: Testo
    responsabile: Chi
    """Chi ne risponde: un ufficio, un ruolo."""
    fino_al: Giorno
    """Ultimo giorno in cui vale, compreso; certo."""

    @property
    def di_che(self) -> str:
        """L'entità, o ciò di cui parla una deroga che non ne ha."""
        return self.entita or "i file interi"


class FileDeroghe(Modello):
    """`deroghe.yaml`: le segnalazioni già note, ciascuna con il suo termine. Il file può mancare."""

    deroghe: tuple[Deroga, ...] = ()
