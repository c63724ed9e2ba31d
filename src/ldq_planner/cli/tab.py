"""Il tasto Tab: un id si completa senza caricare typer, che da solo costa più di leggerlo; il resto lo completa typer."""

from __future__ import annotations

import os
import re
from typing import NamedTuple

from ldq_planner.cli.completamento import Scritto, complete_contratti, complete_quartieri, complete_scenari

_DI_CONTRATTI = ("contratti", "rinnova", "proroga", "chiudi")
_DI_SCENARI = ("scenari", "scegli", "scarta", "fatto", "affida")
_CON_QUARTIERE = ("status", "contratti", "copertura", "scenari", "calendario", "check", "aggiungi")
ID = {
    **dict.fromkeys(_DI_CONTRATTI, complete_contratti),
    "quartieri": complete_quartieri,
    **dict.fromkeys(_DI_SCENARI, complete_scenari),
    **dict.fromkeys((f"{comando} --quartiere" for comando in _CON_QUARTIERE), complete_quartieri),
    "calendario --scenario": complete_scenari,
}
"""Ciò che sta fra `ldq` e l'id → chi lo completa: i casi di tutti i giorni, uguali alle opzioni dei comandi."""
_INIZIO = re.compile(r"([a-z0-9][a-z0-9-]*)?", re.ASCII)


class Riga(NamedTuple):
    """La riga che si sta scrivendo: le parole finite, dopo `ldq`, e quella da completare."""

    prima: list[str]
    parola: str


def read_riga() -> Riga:
    """La riga che bash, zsh o fish dicono nell'ambiente."""
    if os.environ["_LDQ_COMPLETE"] == "complete_bash":
        parole = os.environ.get("COMP_WORDS", "").split()
        quale = int(os.environ.get("COMP_CWORD", len(parole)))
        return Riga(parole[1:quale], "".join(parole[quale : quale + 1]))
    riga = os.environ.get("_TYPER_COMPLETE_ARGS", "")
    _, *prima = riga.split() or [""]
    return Riga(prima, "") if riga.endswith(" ") or not prima else Riga(prima[:-1], prima[-1])


def complete_id(riga: Riga) -> int | None:
    """Scrive gli id che completano la riga, e dà il codice di uscita; `None` se non è un caso di tutti i giorni."""
    complete = ID.get(" ".join(riga.prima))
    if complete is None or not _INIZIO.fullmatch(riga.parola):
        return None
    try:
        ids = complete(Scritto({"dati": os.environ.get("LDQ_DATI")}), riga.parola)
    except OSError:
        return None  # con il percorso intero si legge che cosa non va
    if not all(map(_INIZIO.fullmatch, ids)):
        return None  # come si proteggono gli altri segni lo sa typer
    match os.environ["_LDQ_COMPLETE"], os.environ.get("_TYPER_COMPLETE_FISH_ACTION"):
        case ("complete_bash", _) | ("complete_fish", "get-args"):
            print("\n".join(ids), flush=True)  # noqa: T201 - è la risposta alla shell
        case "complete_zsh", _:
            scelte = "\n".join(f'"{id_}"' for id_ in ids)
            print(f"_arguments '*: :(({scelte}))'" if ids else "_files", flush=True)  # noqa: T201 - come sopra
        case "complete_fish", "is-args":
            return 0 if ids else 1
        case _:
            return None
    return 0
