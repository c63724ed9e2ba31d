"""Quale colonna vuol dire che cosa: indovinato dai nomi, mostrato, salvato in un piccolo YAML che si può riusare.

Nello stesso file si dice tutto ciò che una tabella può non provare: l'ordine delle date, la codifica, il foglio.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from ldq_planner.errors import InvalidRequestError
from ldq_planner.loading.importazione.colonne import DI_GARA, NOMI
from ldq_planner.loading.importazione.giorni import (
    ASSENTI,
    ORDINI,
    GiornoLetto,
    read_giorno,
)
from ldq_planner.loading.importazione.grezzo import RUOLI
from ldq_planner.loading.importazione.testi import normalize_nome
from ldq_planner.model.scalari import propose_id
from ldq_planner.model.simili import suggest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ldq_planner.loading.importazione.istruzioni import Mappa


_PARTICELLE = frozenset(("di", "del", "della", "dell", "il", "la"))
_PRECISAZIONI = re.compile(
    r"\([^()]*\)|\b(?:in )?(?:euro|€|£|\$)|\b(?:iva|al netto|netto|al lordo|lordo)\b.*", re.IGNORECASE
)
"""Ciò che il nome di un importo può dire in più: la moneta, l'IVA."""
_COMINCIANO = {
    "inizio": frozenset(("inizio", "decorrenza", "dal")),
    "fine": frozenset(("fine", "termine", "scadenza", "al")),
    "scadenza_offerte": frozenset(("termine", "scadenza")),
}
"""La prima parola di una colonna che può essere una data, se lo sono le sue celle."""


def guess_mappa(intestazioni: Sequence[str]) -> Mappa:
    """Il campo di ogni colonna che si capisce dal nome; «di», «del», «della» non contano."""
    per_nome: dict[str, str] = {}
    for colonna in intestazioni:
        per_nome.setdefault(normalize_nome(colonna), colonna)
    for colonna in intestazioni:
        per_nome.setdefault("".join(_list_parole(colonna)), colonna)
    for colonna in intestazioni:  # «Importo (IVA esclusa)», «Valore in £»
        per_nome.setdefault(normalize_nome(_PRECISAZIONI.sub(" ", colonna)), colonna)
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
        is_di_gara = campo == "scadenza_offerte"
        candidate = [
            colonna
            for posto, colonna in enumerate(intestazioni)
            if colonna not in mappa.values()
            and next((p for p in _list_parole(colonna) if p != "data"), "") in parole
            and bool(DI_GARA & {*_list_parole(colonna)}) == is_di_gara
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
    lette = [_read_comunque(cella) for cella in celle if cella.strip().lower() not in ASSENTI]
    return bool(lette) and all(g.iso and not g.seriale for g in lette)


def _read_comunque(cella: str) -> GiornoLetto:
    """Il giorno di quella cella, nel primo ordine in cui ce n'è uno."""
    lette = [read_giorno(cella, ordine) for ordine in ORDINI]
    return next((g for g in lette if g.iso), lette[0])


def find_colonna(intestazioni: Sequence[str], chiesta: str) -> str:
    """La colonna con quel nome, a meno di maiuscole e segni; o con quella lettera, come nei fogli di calcolo.

    Errori: `InvalidRequestError` con quella che le somiglia.
    """
    if chiesta in intestazioni:
        return chiesta
    simili = [c for c in intestazioni if normalize_nome(c) == normalize_nome(chiesta) != ""]
    if simili:
        return simili[0]
    if re.fullmatch("[A-Z]{1,3}", chiesta) and (posto := count_lettere(chiesta)) <= len(intestazioni):
        return intestazioni[posto - 1]
    raise InvalidRequestError(f"«{chiesta}» non è una colonna", suggest(chiesta, tuple(intestazioni)))


def count_lettere(lettere: str) -> int:
    """Il numero di una colonna: `A` → 1, `XFD` → 16384."""
    numero = 0
    for lettera in lettere:
        numero = numero * 26 + ord(lettera) - 64
    return numero


def say_lettere(numero: int) -> str:
    """Le lettere di una colonna: 1 → `A`, 28 → `AB`."""
    lettere = ""
    while numero:
        numero, resto = divmod(numero - 1, 26)
        lettere = chr(65 + resto) + lettere
    return lettere


def name_colonne(celle: Sequence[str]) -> tuple[str, ...]:
    """I nomi delle colonne, tutti diversi: a chi non ne ha, o lo ripete, si dà la sua lettera."""
    visti: set[str] = set()
    nomi = []
    for numero, cella in enumerate(celle, 1):
        nome = cella
        if not cella.strip():
            nome = f"colonna {say_lettere(numero)}"
        elif cella in visti:
            nome = f"{cella.strip()} (colonna {say_lettere(numero)})"
        visti.add(nome)
        nomi.append(nome)
    return tuple(nomi)


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
