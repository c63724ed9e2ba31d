"""Le opzioni comuni, al posto della domanda."""

from __future__ import annotations

import inspect
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from ldq_planner.cli.domanda import Domanda, expand_domanda

if TYPE_CHECKING:
    from collections.abc import Callable

GIORNO = date(2023, 1, 17)
viste: list[tuple[str, Domanda]] = []


def tutte(*, prima: str = "a", domanda: Domanda, dopo: str = "z") -> None:
    """Un comando con tutte le opzioni comuni, e due sue."""
    viste.append((prima + dopo, domanda))


def due(domanda: Annotated[Domanda, "oggi", "formato"]) -> None:
    """Un comando con due opzioni comuni."""
    viste.append(("", domanda))


def nessuna(cartella: str = "") -> None:
    """Un comando senza domanda."""


def list_nomi(comando: Callable[..., None]) -> list[str]:
    """I parametri che typer legge."""
    return list(inspect.signature(expand_domanda(comando)).parameters)


def test_le_opzioni_stanno_dove_sta_la_domanda() -> None:
    """È l'ordine dell'aiuto."""
    assert list_nomi(tutte) == ["prima", "oggi", "dati", "formato", "uscita", "dopo"]


def test_chi_ne_vuole_alcune_le_nomina() -> None:
    """Un comando che non legge dati non ha `--dati`."""
    assert list_nomi(due) == ["oggi", "formato"]


def test_chi_non_fa_domande_resta_com_e() -> None:
    """Il comando stesso, non una copia."""
    assert expand_domanda(nessuna) is nessuna


def test_il_comando_riceve_la_domanda() -> None:
    """Con ciò che si è scritto; il resto non si è detto."""
    expand_domanda(tutte)(prima="b", dopo="y", oggi=GIORNO, dati=Path("d"), formato="md", uscita=None)
    expand_domanda(due)(oggi=None, formato="json")
    assert viste == [("by", Domanda(GIORNO, Path("d"), "md")), ("", Domanda(formato="json"))]
