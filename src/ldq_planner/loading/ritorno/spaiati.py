"""Ciò che ldq ha scritto e che da solo non torna: una risposta, che mostra i dati; un foglio del registro, senza gli altri."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from ldq_planner.loading.importazione.rifiuti import refuse
from ldq_planner.model.scambio.registro import list_colonne
from ldq_planner.model.scambio.tavole import list_tavole

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ldq_planner.errors import InvalidDataError

_RISPOSTE = (
    {"nome", "giorni_alla_scadenza", "coperto_fino_al"},
    {"quartieri", "scadenza_massima", "date_indicative"},
    {"laboratorio", "abitanti_circa", "popolazione_riferita_a"},
    {"impossibile", "durata_minima", "costo_stimato"},
    {"quartiere", "inizio", "fine", "giorni", "tipo", "abitanti_giorni"},
    {"genere", "anticipi", "da_fare", "uid"},
    {"codice", "severita", "rimedio", "impronta"},
    {"piano", "giorni_scoperti", "differenza_giorni"},
    {"che_cosa", "risultato", "perche"},
)
"""Le colonne da cui si riconosce il CSV di una risposta: `status`, `contratti`, `quartieri`, `scenari`, `copertura`…"""
_POCHE = 4
"""Le colonne di una tavola, sotto le quali i loro nomi possono essere di chiunque."""


def find_rifiuto_csv(percorso: Path) -> InvalidDataError | None:
    """Perché un CSV scritto da ldq da solo non torna; nulla se è di altri, e si importa."""
    with percorso.open("rb") as flusso:
        prima = flusso.readline(65_536).decode("utf-8-sig", "replace")
    separatore = max(";,\t", key=prima.count)
    try:
        testata = next(csv.reader(prima.splitlines(), delimiter=separatore), [])
    except csv.Error:  # una cella smisurata: nostra non è
        return None
    return find_rifiuto(percorso, testata)


def find_rifiuto(percorso: Path, testata: Iterable[str]) -> InvalidDataError | None:
    """Perché una tabella con quella intestazione da sola non torna; nulla se è di altri."""
    nomi = {cella.strip().lower() for cella in testata}
    if any(nomi >= risposta for risposta in _RISPOSTE):
        return make_rifiuto(percorso)
    for tavola in list_tavole():
        sue = {c.nome for c in list_colonne(tavola)}
        if nomi >= sue and len(sue) >= _POCHE:
            return refuse(
                str(percorso),
                f"è solo «{tavola.nome}», una parte di ciò che ldq esporta: senza le altre non torna",
                "importare il registro intero (.xlsx), o la cartella di CSV con il suo datapackage.json",
            )
    return None


def make_rifiuto(percorso: Path) -> InvalidDataError:
    """L'errore di una risposta scritta da ldq per chi legge, che non tiene tutti i dati."""
    return refuse(
        str(percorso),
        "l'ha scritto ldq per leggerlo: non ha tutti i dati, e non torna",
        "scrivere le correzioni nel registro (ldq esporta -o registro.xlsx), e importare quello",
    )
