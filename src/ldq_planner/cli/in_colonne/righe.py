"""Le righe intere, in un file: le scrive il motore, e nel programma non passano."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.cli.guardia import tell
from ldq_planner.cli.schermo import check_uscita
from ldq_planner.errors import InvalidRequestError
from ldq_planner.model.testo import format_numero

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.cli.domanda import Domanda
    from ldq_planner.sql.motore import Motore

FORMATI = {".parquet": "parquet", ".csv": "csv", ".jsonl": "json"}
"""L'estensione di `-o` → il formato in cui il motore scrive tutte le righe."""


def wants_righe(domanda: Domanda) -> bool:
    """Vero se si vogliono tutte le righe in un file; si può dire prima di un lungo lavoro che non vi si può scrivere.

    Errori: `InvalidRequestError` se nel file non si può scrivere, o se si è chiesto un altro formato.
    """
    if domanda.uscita is None or domanda.uscita.suffix.lower() not in FORMATI:
        return False
    if domanda.formato not in (None, "csv"):
        raise InvalidRequestError(
            f"--format {domanda.formato} in un file «{domanda.uscita.suffix}»: tutte le righe, o la risposta?",
            "togliere --format per tutte le righe, o cambiare l'estensione per la risposta",
        )
    if domanda.motore in (None, "duckdb"):
        check_uscita(domanda.uscita)
    return True


def write_righe(motore: Motore, testo: str, domanda: Domanda, che_cosa: str, **valori: date) -> None:
    """Scrive le righe di quel testo nel file chiesto, e dice quante; o tutto il file, o com'era prima."""
    uscita = domanda.uscita
    if uscita is None:
        return
    quante = motore.write(testo, str(uscita), FORMATI[uscita.suffix.lower()], **valori)
    tell(f"scritte in «{uscita}» {format_numero(quante)} righe: {che_cosa}")
