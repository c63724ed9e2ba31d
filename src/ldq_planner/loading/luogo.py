"""Dove stanno i dati. Leggero: lo usa anche il completamento, a ogni pressione di tasto."""

from __future__ import annotations

from pathlib import Path

from ldq_planner.model.archivio import QUARTIERI


def locate_dati(qui: Path) -> Path:
    """La cartella dei dati di chi lavora in `qui`: quella cartella, la sua `data/`, o i dati del pacchetto."""
    for candidata in (qui, qui / "data"):
        if (candidata / QUARTIERI).is_file():
            return candidata
    return find_dati_del_pacchetto()


def find_dati_propri(qui: Path) -> Path:
    """La cartella in cui `qui` tiene, o terrà, i suoi dati: la sua `data/` se li ha già, altrimenti lei stessa."""
    nascosti = not (qui / QUARTIERI).is_file() and (qui / "data" / QUARTIERI).is_file()
    return qui / "data" if nascosti else qui


def find_dati_del_pacchetto() -> Path:
    """I dati che viaggiano con il programma: nel pacchetto installato o, in sviluppo, in cima al progetto."""
    pacchetto = Path(__file__).resolve().parent.parent
    installati = pacchetto / "dati"
    return installati if installati.is_dir() else pacchetto.parent.parent / "data"


def find_esempi() -> tuple[Path, ...]:
    """Le cartelle degli esempi: quella nel pacchetto e, in sviluppo, anche quella in cima al progetto."""
    pacchetto = Path(__file__).resolve().parent.parent
    return tuple(c for c in (pacchetto / "esempi", pacchetto.parent.parent / "esempi") if c.is_dir())
