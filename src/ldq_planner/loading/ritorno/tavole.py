"""La cartella di CSV di `ldq esporta` riletta: dalle tavole ai modelli dei file di dati, gli stessi che le hanno scritte."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from ldq_planner.loading.importazione.flusso import MAX_DOCUMENTO
from ldq_planner.loading.importazione.rifiuti import refuse
from ldq_planner.loading.lettura import IllegibileError, read_testo
from ldq_planner.loading.messaggi import explain_primo
from ldq_planner.loading.ritorno.celle import read_cella
from ldq_planner.loading.sospeso import finish_sospeso
from ldq_planner.model.scambio.registro import list_colonne
from ldq_planner.model.scambio.righe import read_righe
from ldq_planner.model.scambio.tavole import DESCRITTORE, FILE, TESTATE, list_tavole
from ldq_planner.model.simili import suggest

if TYPE_CHECKING:
    from pathlib import Path

    from ldq_planner.model.base import Modello
    from ldq_planner.model.scambio.righe import Riga
    from ldq_planner.model.scambio.tavole import Tavola

_NOSTRE = frozenset((TESTATE, "quartieri", "contratti"))
_NECESSARI = ("quartieri", "contratti")
_RIMEDIO = "esportarla di nuovo con ldq esporta, senza cambiare nomi di file e di colonne"


def find_descrittore(percorso: Path) -> Path | None:
    """Il descrittore di una cartella scritta da `ldq esporta`, se il percorso è quello, o la cartella; altrimenti nulla."""
    if percorso.is_dir():
        finish_sospeso(percorso)
    descrittore = percorso / DESCRITTORE if percorso.is_dir() else percorso
    if descrittore.name != DESCRITTORE or not descrittore.is_file():
        return None
    try:
        letto = json.loads(read_testo(descrittore))
    except (IllegibileError, ValueError, RecursionError):
        return None
    risorse = letto.get("resources") if isinstance(letto, dict) else None
    nomi = {str(r.get("name")) for r in risorse if isinstance(r, dict)} if isinstance(risorse, list) else set()
    return descrittore if nomi >= _NOSTRE else None


def read_tavole(descrittore: Path) -> dict[str, Modello]:
    """Nome di ogni file di dati → il suo modello.

    Errori: `InvalidDataError` con il file e la colonna che non tornano.
    """
    righe = {tavola.nome: _read_csv(descrittore.with_name(f"{tavola.nome}.csv"), tavola) for tavola in list_tavole()}
    for tavola in list_tavole():
        _check_padri(descrittore, tavola, righe)
    letti: dict[str, Any] = read_righe(righe)
    mancano = [nome for nome in _NECESSARI if nome not in letti]
    if mancano:
        raise refuse(str(descrittore.with_name(f"{TESTATE}.csv")), f"manca la riga di «{mancano[0]}»", _RIMEDIO)
    return {nome: _validate(descrittore, FILE[nome], letto) for nome, letto in letti.items()}


def _check_padri(descrittore: Path, tavola: Tavola, righe: dict[str, list[Riga]]) -> None:
    """Nulla, se ogni riga che sta dentro una voce dice di quale: altrimenti si perderebbe."""
    noti = {r.get("id", "") for r in righe.get(tavola.padre, ())}
    for numero, riga in enumerate(righe[tavola.nome] if tavola.padre else (), 1):
        if (di_chi := riga.get(tavola.riferimento) or "") not in noti:
            file, messaggio = (
                descrittore.with_name(f"{tavola.nome}.csv"),
                f"«{di_chi}» non è un id di {tavola.padre}.csv",
            )
            rimedio = f"togliere la riga, se «{di_chi}» non c'è più; se no, {suggest(di_chi, sorted(noti))}"
            raise refuse(str(file), f"voce {numero}, {tavola.riferimento}: {messaggio}", rimedio)


def _read_csv(percorso: Path, tavola: Tavola) -> list[Riga]:
    """Le righe di una tavola, con tutte le sue colonne; una tavola che manca non ha righe."""
    if not percorso.is_file():
        return []
    try:
        testo = read_testo(percorso, MAX_DOCUMENTO)
    except IllegibileError as impedimento:
        raise refuse(str(percorso), impedimento.problema.messaggio, impedimento.problema.rimedio) from None
    try:
        separatore = _find_separatore(testo)
        lettore = csv.DictReader(StringIO(testo, newline=""), strict=True, delimiter=separatore)
        intestazione = lettore.fieldnames or ()
        mancano = [c.nome for c in tavola.colonne if c.nome not in intestazione]
        if mancano:
            raise refuse(str(percorso), f"manca la colonna «{mancano[0]}»", _RIMEDIO, 1)
        righe, colonne = [], {c.nome: c for c in list_colonne(tavola)}
        for riga in lettore:
            if None in riga or None in riga.values():
                raise refuse(str(percorso), "la riga non ha le celle dell'intestazione", _RIMEDIO, lettore.line_num)
            righe.append(
                riga
                if separatore == ","
                else {c: read_cella(v, colonne[c]) if c in colonne else v for c, v in riga.items()}
            )
    except csv.Error as errore:
        raise refuse(str(percorso), f"il CSV non è ben scritto ({errore})", _RIMEDIO) from None
    return righe


def _find_separatore(testo: str) -> str:
    """Il punto e virgola, se l'ha messo il foglio di calcolo italiano che ha salvato la tavola."""
    intestazione = testo.partition("\n")[0]
    return ";" if intestazione.count(";") > intestazione.count(",") else ","


def _validate(descrittore: Path, modello: type[Modello], letto: dict[str, Any]) -> Modello:
    try:
        return modello.model_validate(letto)
    except ValidationError as errore:
        (elenco, *posto), messaggio, rimedio = explain_primo(errore, modello)
        file = descrittore.with_name(f"{elenco}.csv")
        dove = ".".join(str(passo + 1) if isinstance(passo, int) else passo for passo in posto)
        raise refuse(str(file), f"voce {dove}: {messaggio}", rimedio or _RIMEDIO) from None
