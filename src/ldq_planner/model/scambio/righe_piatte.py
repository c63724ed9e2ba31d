"""Da un contratto, o da un quartiere, alla sua riga della forma piatta (`piatto.py`), e ritorno: senza perdere nulla."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ldq_planner.dates.incerta import NON_NOTO
from ldq_planner.model.scambio.piatto import ARCO, CONTRATTI, list_colonne, list_elenchi, name_campo

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.model.base import Modello
    from ldq_planner.model.scambio.tavole import Colonna

Riga = dict[str, Any]
_DATE = ("data", "giorno")


def make_riga(tavola: str, voce: Modello) -> Riga:
    """La riga di un contratto o di un quartiere, senza ciò che si calcola e ciò che dice tutto il file."""
    riga = _make_valori(voce, _list_colonne(tavola))
    for nome, colonne in _list_elenchi(tavola).items():
        riga[nome] = [_make_valori(di_lui, colonne) for di_lui in getattr(voce, nome)]
    return riga


def make_arco(nome: str, data: DataIncerta | None) -> Riga:
    """Le tre colonne di una data; i giorni sono nulli se non è nota."""
    estremi = (data.primo, data.ultimo) if data is not None and data.is_nota else (None, None)
    return dict(zip((f"{nome}_{parte}" for parte in ARCO), (*estremi, data and data.testo), strict=True))


def read_riga(tavola: str, riga: Mapping[str, Any]) -> Riga:
    """La voce di una riga, come la si scrive nei dati: ciò che è nullo o vuoto non c'è."""
    voce = _read_valori(riga, _list_colonne(tavola))
    for nome, colonne in _list_elenchi(tavola).items():
        if voci := riga.get(nome):
            voce[nome] = [_read_valori(di_lui, colonne) for di_lui in voci]
    if tavola == CONTRATTI:
        voce.setdefault("inizio", NON_NOTO)
    return voce


@lru_cache
def _list_colonne(tavola: str) -> tuple[tuple[str, Colonna], ...]:
    return _name(list_colonne(tavola))


@lru_cache
def _list_elenchi(tavola: str) -> dict[str, tuple[tuple[str, Colonna], ...]]:
    return {nome: _name(colonne) for nome, colonne in list_elenchi(tavola).items()}


def _name(colonne: Iterable[Colonna]) -> tuple[tuple[str, Colonna], ...]:
    return tuple((name_campo(colonna), colonna) for colonna in colonne)


def _make_valori(voce: Modello, colonne: Iterable[tuple[str, Colonna]]) -> Riga:
    valori: Riga = {}
    for nome, colonna in colonne:
        valore: Any = voce
        for campo in colonna.percorso:
            valore = getattr(valore, campo, None)
        if colonna.tipo in _DATE:
            valori |= make_arco(nome, valore)
        elif colonna.tipo in ("ids", "testi"):
            valori[nome] = [*map(str, valore or ())]
        else:
            valori[nome] = str(valore) if colonna.tipo in ("testo", "id") and valore is not None else valore
    return valori


def _read_valori(riga: Mapping[str, Any], colonne: Iterable[tuple[str, Colonna]]) -> Riga:
    voce: Riga = {}
    for nome, colonna in colonne:
        valore = _read_data(riga, nome) if colonna.tipo in _DATE else riga.get(nome)
        if valore is None or valore == []:
            continue
        *dove, campo = colonna.percorso
        dentro = voce
        for parte in dove:
            dentro = dentro.setdefault(parte, {})
        dentro[campo] = f"{valore:f}" if colonna.tipo == "importo" else valore
    return voce


def _read_data(riga: Mapping[str, Any], nome: str) -> str | None:
    """La data com'è scritta o, in una tavola che non lo dice, quella dei suoi due giorni."""
    primo, ultimo, testo = (riga.get(f"{nome}_{parte}") for parte in ARCO)
    if testo is not None:
        return str(testo)
    if primo is None or ultimo is None:
        return None
    return f"{primo}" if primo == ultimo else f"{primo}..{ultimo}"
