"""I file di dati scritti da modelli interi: per chi torna da una tavola, o da un altro formato che non perde nulla."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.modifica.composizione import compose_file

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ldq_planner.model.base import Modello

_INTESTAZIONE = (
    "importato con ldq importa da ciò che ldq esporta aveva scritto.\nCome si scrive questo file: docs/dati.md"
)


def compose_modelli(modelli: Mapping[str, Modello]) -> dict[str, bytes]:
    """Nome del file → il suo YAML; ciò che vale come se non fosse scritto non si scrive."""
    return {f"{nome}.yaml": _compose(nome, modello) for nome, modello in modelli.items()}


def _compose(nome: str, modello: Modello) -> bytes:
    radice = modello.model_dump(mode="json", exclude_defaults=True)
    return compose_file(radice, schema=f"schemi/{nome}.schema.json", intestazione=_INTESTAZIONE).encode()
