"""Quale colonna vuol dire che cosa: indovinato dai nomi, mostrato, salvato in un piccolo YAML che si può riusare."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ldq_planner.errors import InvalidDataError, InvalidRequestError
from ldq_planner.loading.documento import read_documento
from ldq_planner.loading.importazione.colonne import NOMI
from ldq_planner.loading.importazione.giorni import ASSENTI, read_giorno
from ldq_planner.loading.importazione.grezzo import RUOLI
from ldq_planner.loading.importazione.rifiuti import refuse
from ldq_planner.loading.importazione.testi import normalize_nome
from ldq_planner.model.scalari import propose_id
from ldq_planner.model.simili import suggest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

Mappa = dict[str, str]
"""Campo → nome della colonna."""

_PARTICELLE = frozenset(("di", "del", "della", "dell", "il", "la"))
_COMINCIANO = {
    "inizio": frozenset(("inizio", "decorrenza", "dal")),
    "fine": frozenset(("fine", "termine", "scadenza", "al")),
}
"""La prima parola di una colonna che può essere una data, se lo sono le sue celle."""


def guess_mappa(intestazioni: Sequence[str]) -> Mappa:
    """Il campo di ogni colonna che si capisce dal nome; «di», «del», «della» non contano."""
    per_nome: dict[str, str] = {}
    for colonna in intestazioni:
        per_nome.setdefault(normalize_nome(colonna), colonna)
    for colonna in intestazioni:
        per_nome.setdefault("".join(_list_parole(colonna)), colonna)
    mappa: Mappa = {}
    for campo, nomi in NOMI.items():
        trovata = next((per_nome[n] for n in nomi if n in per_nome and per_nome[n] not in mappa.values()), None)
        if trovata is not None:
            mappa[campo] = trovata
    return mappa


def guess_date(intestazioni: Sequence[str], righe: Sequence[Sequence[str]], mappa: Mappa) -> Mappa:
    """La mappa con l'inizio e la fine che il nome intero non dice: la sola colonna che comincia così e ha solo date."""
    mappa = dict(mappa)
    for campo, parole in _COMINCIANO.items():
        candidate = [
            colonna
            for posto, colonna in enumerate(intestazioni)
            if colonna not in mappa.values()
            and next((p for p in _list_parole(colonna) if p != "data"), "") in parole
            and _has_date([riga[posto] for riga in righe if posto < len(riga)])
        ]
        if campo not in mappa and len(candidate) == 1:
            mappa[campo] = candidate[0]
    return mappa


def _list_parole(colonna: str) -> list[str]:
    """Le parole di un'intestazione, senza le particelle."""
    return [p for p in propose_id(colonna.replace("’", "'").replace("_", " ")).split("-") if p not in _PARTICELLE]


def _has_date(celle: Sequence[str]) -> bool:
    """Vero se ce n'è almeno una, e tutte quelle piene sono date."""
    lette = [read_giorno(cella) for cella in celle if cella.strip().lower() not in ASSENTI]
    return bool(lette) and all(g.iso and not g.seriale for g in lette)


def score_intestazione(celle: Sequence[str]) -> int:
    """Quante celle della riga sono nomi di colonne che si capiscono."""
    return len(guess_mappa(celle))


def find_colonna(intestazioni: Sequence[str], chiesta: str) -> str:
    """La colonna con quel nome, a meno di maiuscole e segni.

    Errori: `InvalidRequestError` con quella che le somiglia.
    """
    if chiesta in intestazioni:
        return chiesta
    simili = [c for c in intestazioni if normalize_nome(c) == normalize_nome(chiesta)]
    if simili:
        return simili[0]
    raise InvalidRequestError(f"«{chiesta}» non è una colonna", suggest(chiesta, tuple(intestazioni)))


def read_mappa(percorso: Path) -> Mappa:
    """La mappa salvata in un file YAML: una riga `campo: colonna` per campo, sotto `colonne`.

    Errori: `InvalidDataError` se il file non è una mappa.
    """
    documento = read_documento(percorso, str(percorso))
    if documento.problemi:
        raise InvalidDataError(documento.problemi)
    colonne = documento.albero.get("colonne")
    if not isinstance(colonne, dict) or not colonne:
        raise refuse(
            str(percorso), "non è una mappa di colonne", "scrivere «colonne:» e sotto «campo: nome della colonna»"
        )
    ignoti = [campo for campo in colonne if campo not in RUOLI]
    if ignoti:
        raise refuse(str(percorso), f"«{ignoti[0]}» non è un campo", suggest(ignoti[0], RUOLI))
    return {str(campo): str(colonna) for campo, colonna in colonne.items()}


def write_mappa(mappa: Mappa, da_dire: Sequence[str] = ()) -> str:
    """La mappa come file YAML, i campi in ordine; con `da_dire`, le colonne fra cui scegliere, è un modello da riempire."""
    # Una stringa JSON è una stringa YAML.
    righe = [f"  {campo}: {json.dumps(mappa[campo], ensure_ascii=False)}\n" for campo in RUOLI if campo in mappa]
    if da_dire:
        colonne = (json.dumps(c, ensure_ascii=False) for c in da_dire if c.strip() and c not in mappa.values())
        righe += ["  # scrivere davanti a una colonna il suo campo, e togliere il cancelletto\n"]
        righe += [f"  # campo: {c}\n" for c in colonne]
    return (
        "# Quale colonna riempie quale campo: ldq importa FILE --mappa QUESTO_FILE\n"
        f"# I campi: {', '.join(RUOLI)}\n"
        f"colonne:\n{''.join(righe)}"
    )
