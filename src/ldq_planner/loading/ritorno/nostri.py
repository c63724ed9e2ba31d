"""Ciò che `ldq esporta` ha scritto, riconosciuto dal contenuto: i dati tornano com'erano, senza passare da un'importazione."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ldq_planner.loading.lettura import IllegibileError, read_testo
from ldq_planner.loading.ritorno.pacchetto import is_nostro, read_pacchetto
from ldq_planner.loading.ritorno.tavole import find_descrittore, read_tavole

if TYPE_CHECKING:
    from pathlib import Path

    from ldq_planner.model.base import Modello


def read_nostri(percorso: Path) -> dict[str, Modello] | None:
    """Nome di ogni file di dati → il suo modello; nulla se il file, o la cartella, non l'ha scritto `ldq esporta`.

    Errori: `InvalidDataError` se l'ha scritto, ma qualcuno l'ha cambiato e i dati non tornano.
    """
    descrittore = find_descrittore(percorso)
    if descrittore is not None:
        return read_tavole(descrittore)
    if percorso.suffix.lower() != ".json" or not percorso.is_file():
        return None
    try:
        documento = json.loads(read_testo(percorso))
    except (IllegibileError, ValueError, RecursionError):
        return None  # lo spiega chi importa
    return read_pacchetto(percorso, documento) if is_nostro(documento) else None
