"""Il registro: i dati in un foglio di calcolo che una persona corregge. Come si riconosce, e come una cella diventa testo.

Chi lo scrive e chi lo rilegge devono essere d'accordo qui. Le tavole e le colonne sono quelle di `tavole`; cambia come si
scrivono, in una cella, gli elenchi: gli id separati da virgole, i testi e le durate uno per riga.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from ldq_planner.model.scambio.tavole import ORDINE, Colonna

if TYPE_CHECKING:
    from ldq_planner.model.scambio.tavole import Tavola

FIRMA = "ldq/registro/1"
"""Sta nel primo foglio: dice che il libro è un registro, e di quale versione."""
LEGGIMI = "Leggimi"
_ID = re.compile(r"[\s,;]+")
_BOOLEANI = {"vero": "true", "falso": "false", "sì": "sì", "si": "sì", "no": "no"}
"""Come li scrive un foglio di calcolo italiano, e chi lo usa: anche maiuscoli."""
_DURATA = re.compile(r"([^:]+):\s*(\d+)")


def list_colonne(tavola: Tavola) -> tuple[Colonna, ...]:
    """Le colonne del foglio: prima, se le voci stanno dentro altre, di chi sono e il loro posto."""
    if not tavola.padre:
        return tavola.colonne
    di_chi = Colonna(tavola.riferimento, (), "id", f"L'id di chi contiene la voce, nel foglio «{tavola.padre}».")
    return (di_chi, Colonna(ORDINE, (), "intero", "Il posto della voce, da 1; vuoto: in fondo."), *tavola.colonne)


def write_cella(cella: str, tipo: str) -> str:
    """La cella di una tavola come la corregge una persona."""
    if not cella:
        return ""
    if tipo == "ids":
        return ", ".join(cella.split())
    if tipo == "booleano":
        return "sì" if cella == "true" else "no"
    if tipo == "durate":
        return "\n".join(f"{fase}: {giorni}" for fase, giorni in json.loads(cella).items())
    return "\n".join(testi) if tipo == "testi" and _is_piano(testi := json.loads(cella)) else cella


def read_cella(testo: str, tipo: str) -> str:
    """L'inverso di `write_cella`: la cella che la tavola si aspetta; ciò che non si capisce resta com'è, e lo dice il modello."""
    testo = testo.strip() if tipo != "testo" else testo
    if tipo == "ids":
        return " ".join(filter(None, _ID.split(testo)))
    if tipo == "importo":
        return testo.replace(",", ".") if testo.count(",") == 1 and "." not in testo else testo
    if tipo == "booleano":
        return _BOOLEANI.get(testo.lower(), testo)
    if tipo == "durate" and testo and not testo.startswith("{"):
        voci = [_DURATA.fullmatch(riga.strip()) for riga in testo.splitlines() if riga.strip()]
        return json.dumps({v[1].strip(): int(v[2]) for v in voci if v} if all(voci) else testo, ensure_ascii=False)
    if tipo == "testi" and testo and not testo.startswith("["):
        return json.dumps([pulita for riga in testo.splitlines() if (pulita := riga.strip())], ensure_ascii=False)
    return testo


def _is_piano(testi: list[Any]) -> bool:
    """Vero se ogni testo sta su una riga, senza spazi in capo o in coda, e nessuno si confonde con il JSON in cui si scrivono gli altri."""
    return all(t and t == t.strip() and len(t.splitlines()) == 1 for t in testi) and not testi[0].startswith("[")
