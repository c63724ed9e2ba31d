"""`ldq importa --come parquet`: un elenco di milioni di righe nella forma piatta."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ldq_planner.cli.schermo import show_avanzamento, write_cartella
from ldq_planner.errors import InvalidRequestError

if TYPE_CHECKING:
    from pathlib import Path

    from ldq_planner.loading.importazione.lavoro import Importato
    from ldq_planner.model.importazione import Importazione
    from ldq_planner.modifica.importazione import Scelte


def check_cartella(come: str | None, cartella: Path | None, *, riscrive: bool) -> None:
    """Nulla, se la forma piatta non si è chiesta, o vi si può scrivere: lo si chiede prima di un lungo lavoro.

    Errori: `InvalidRequestError` se manca, ha dati di un'altra forma, o i file di un altro; `MissingExtraError` senza pyarrow.
    """
    if come is None:
        return
    from ldq_planner.loading.colonne import is_piatto
    from ldq_planner.model.archivio import ARCHIVIO, REGISTRO
    from ldq_planner.model.scambio.piatto import FILE
    from ldq_planner.render.esportazione import check_formato

    check_formato("parquet")
    if cartella is None:
        raise InvalidRequestError(f"{' e '.join(FILE)} sono due file", "indicare con -o la cartella in cui scriverli")
    altri = [f.file for f in ARCHIVIO if (cartella / f.file).exists()]
    altri += [nome for nome in (REGISTRO,) if (cartella / nome).exists()]
    altri += [nome for nome in FILE if os.path.lexists(cartella / nome) and not is_piatto(cartella / nome)]
    if altri:
        raise InvalidRequestError(f"in «{cartella}» c'è già {altri[0]}", "indicare con -o una cartella nuova")
    if not riscrive and (presenti := [nome for nome in FILE if (cartella / nome).exists()]):
        raise InvalidRequestError(
            f"in «{cartella}» c'è già {presenti[0]}",
            "per riscriverlo aggiungere --scrivi, o indicare un'altra cartella",
        )


def write_piatto(importato: Importato, scelte: Scelte, cartella: Path) -> Importazione:
    """Scrive i due file, interi o nessuno, e dà il conto dell'importazione."""
    from ldq_planner.modifica.importazione import build_importazione
    from ldq_planner.modifica.piatto import compose_piatto

    cambi = compose_piatto(importato, scelte)
    with show_avanzamento() as tell:
        tell(f"Scrivo in {cartella}")
        scritti = write_cartella(cambi.file, cartella)
    return build_importazione(importato, cambi, scelte)._replace(scritti=scritti)
