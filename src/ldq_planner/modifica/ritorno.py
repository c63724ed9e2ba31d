"""Un registro corretto da una persona, rimesso nei file da cui viene: i commenti e l'ordine dei file restano."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ldq_planner.modifica.importazione import compose_modelli
from ldq_planner.modifica.testo.forme import is_elenco
from ldq_planner.modifica.testo.riscrittura import rewrite

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ldq_planner.loading.cartella import Caricato
    from ldq_planner.model.base import Modello


def compose_ritorno(modelli: Mapping[str, Modello], prima: Caricato) -> dict[str, str]:
    """Nome del file → il suo testo nuovo, per i soli file in cui qualcosa è diverso.

    Un file di cui il registro non dice nulla perde i suoi elenchi; uno che non c'era nasce.
    """
    vecchi = prima.portafoglio.list_file()
    testi = {}
    for nome in (*vecchi, *(n for n in modelli if n not in vecchi)):
        if nome not in vecchi:
            testi[f"{nome}.yaml"] = compose_modelli({nome: modelli[nome]})[f"{nome}.yaml"].decode()
            continue
        detto, dice = (
            _dump(vecchi[nome]),
            _dump(modelli[nome]) if nome in modelli else _drop_elenchi(_dump(vecchi[nome])),
        )
        if detto != dice:
            documento = prima.documenti[f"{nome}.yaml"]
            testi[f"{nome}.yaml"] = rewrite(documento.testo, detto, dice, str(prima.cartella / f"{nome}.yaml"))
    return testi


def _dump(modello: Modello) -> dict[str, Any]:
    """Ciò che il file dice, senza ciò che vale come se non fosse scritto: date e preavvisi come si scrivono, importi come numeri."""
    detto = modello.model_dump(exclude_defaults=True)
    return {campo: _spell(valore) for campo, valore in detto.items()}


def _spell(valore: Any) -> Any:
    if isinstance(valore, dict):
        return {campo: _spell(v) for campo, v in valore.items()}
    if isinstance(valore, tuple):
        return str(valore) if hasattr(valore, "_fields") else [_spell(v) for v in valore]
    return valore


def _drop_elenchi(file: dict[str, Any]) -> dict[str, Any]:
    return {campo: valore for campo, valore in file.items() if not is_elenco(valore)}
