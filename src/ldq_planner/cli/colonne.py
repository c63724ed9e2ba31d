"""Dove va un comando: ai dati di una cartella YAML o, se i dati sono colonne, a chi li chiede a un motore.

I dati sono colonne se `--dati` è un file Parquet, CSV o JSON Lines, più file insieme, o una cartella con `contratti.parquet`; o se si
nomina un motore. Si guarda solo come si chiamano: chi ha una cartella YAML non paga nulla.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from typing import Any

from ldq_planner.cli.domanda import Domanda, list_opzioni
from ldq_planner.cli.opzioni import refuse_inutili
from ldq_planner.errors import InvalidRequestError

IN_COLONNE = ("status", "copertura", "check", "contratti", "novita")
"""I comandi che rispondono anche ai dati in colonne."""
DI_COLONNE = ("prepara", "estrai")
"""Quelli che vogliono proprio quelli."""
ESTENSIONI = (".parquet", ".csv", ".jsonl", ".ndjson")
_CONTRATTI, _QUARTIERI = "contratti", "quartieri.yaml"
_NOSTRI = (_QUARTIERI, "contratti.yaml", "datapackage.json")
"""Accanto a questi, un `contratti.csv` non è una tavola di colonne."""


def route(comando: Callable[..., None]) -> Callable[..., None]:
    """Il comando che, se i dati sono colonne, lascia rispondere chi le legge, o dice che cosa fare.

    Chi non legge i dati non li guarda: un `contratti.csv` davanti a `ldq importa` è ciò che si importa.
    """
    nome = comando.__name__
    if nome in DI_COLONNE or "dati" not in list_opzioni(comando):
        return comando

    @wraps(comando)
    def indirizzato(**valori: Any) -> None:
        domanda: Domanda = valori["domanda"]
        if not are_colonne(domanda):
            refuse_inutili("con i dati in YAML", ("--memoria", domanda.memoria), ("--appoggio", domanda.appoggio))
            comando(**valori)
        elif nome in IN_COLONNE:
            import_module(f"ldq_planner.cli.in_colonne.{nome}").answer(**valori)
        else:
            raise InvalidRequestError(f"«ldq {nome}» non c'è per i dati in colonne", suggest_citta(domanda, nome))

    return indirizzato


def are_colonne(domanda: Domanda) -> bool:
    """Vero se i dati chiesti, o quelli che si hanno davanti, sono colonne."""
    if domanda.motore is not None:
        return True
    if domanda.dati is None:
        return _is_cartella("") and not os.path.isfile(os.path.join("data", _QUARTIERI))  # noqa: PTH113, PTH118 - senza pathlib
    dati = os.fspath(domanda.dati)
    if dati.lower().endswith(ESTENSIONI) or any(c in dati for c in "*?["):
        return True
    if not os.path.isdir(dati) or os.path.exists(os.path.join(dati, _QUARTIERI)):  # noqa: PTH110, PTH112, PTH118 - come sopra
        return False
    from ldq_planner.loading.colonne import is_a_colonne

    return is_a_colonne(domanda.dati)


def _is_cartella(cartella: str) -> bool:
    """Vero se vi sono le due tavole, e non i file YAML, che dicono di più."""
    has_tavola = any(os.path.exists(os.path.join(cartella, f"{_CONTRATTI}{e}")) for e in ESTENSIONI)  # noqa: PTH110, PTH118 - senza pathlib
    return has_tavola and not any(os.path.exists(os.path.join(cartella, nome)) for nome in _NOSTRI)  # noqa: PTH110, PTH118 - come sopra


def suggest_citta(domanda: Domanda, comando: str) -> str:
    """Come si porta via una città, perché vi funzioni tutto."""
    from shlex import quote

    dove = f" --dati {quote(str(domanda.dati))}" if domanda.dati else ""
    return f"portare via una città: ldq estrai{dove} --ente CODICE -o citta; poi ldq {comando} --dati citta"
