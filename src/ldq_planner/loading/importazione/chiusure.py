"""Ciò che la fonte dice finito, sospeso o annullato: come si chiude un contratto, e chi c'era e nella fonte non è più in vigore."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from ldq_planner.dates.testo import format_giorno
from ldq_planner.loading.importazione.giorni import read_giorno
from ldq_planner.loading.importazione.stati import Senso
from ldq_planner.loading.importazione.testi import clean_testo

if TYPE_CHECKING:
    from ldq_planner.loading.importazione.voci import Capito

Voce = dict[str, Any]
_SCRITTO = r"\d{4}-\d{2}-\d{2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})(?!\d)|\d{1,2}[°º]? [a-z]+\.? \d{4}"
_GIORNO = re.compile(_SCRITTO, re.ASCII | re.IGNORECASE)
_DAL = re.compile(
    rf"\b(?:dal|dall'|da|decorrenza|decorrere|far data|from|since|effective) ?(?:{_SCRITTO})", re.IGNORECASE
)
"""Il giorno che segue è il primo in cui lo stato vale; senza, è l'ultimo prima."""

_DAL_AL = 2
"""I giorni che lo stato di una sospensione finita dice."""
_DOPO = ("origine_date", "opzioni", "importo_eur", "iva", "nota", "fonte")
"""I campi che si scrivono dopo la chiusura."""


class FuoriVigore(NamedTuple):
    """Un contratto che i dati hanno e che nella fonte non è in vigore: da quando al più tardi, e con quale stato."""

    giorno: str
    stato: str


def find_ultimo(stato: str, visto: str) -> tuple[str, bool]:
    """L'ultimo giorno di chi ha quello stato, e se è certo: quello scritto nello stato, o al più tardi quello in cui la fonte lo dice.

    «Risolto il 3/5/2024» vale fino al 3, «risolto dal 3/5/2024» fino al 2: quel giorno non è più in vigore.
    """
    scritti = _list_scritti(stato)
    if len(scritti) != 1:
        return visto, False
    return (_shift(scritti[0], -1) if _DAL.search(stato) else scritti[0]), True


def _list_scritti(stato: str) -> list[str]:
    """I giorni scritti nello stato, ciascuno una volta, dal primo."""
    return sorted({g.iso for t in _GIORNO.findall(stato) if (g := read_giorno(t)).is_intero})


def _shift(giorno: str, quanti: int) -> str:
    return (date.fromisoformat(giorno) + timedelta(days=quanti)).isoformat()


def close_contratto(voce: Voce, capito: Capito, stato: str, senso: Senso, visto: str) -> bool:
    """Chiude la voce di chi è finito, con le sue opzioni, e sospende chi è sospeso; falso se per allora non era in vigore."""
    ultimo, is_certo = find_ultimo(stato, visto)
    detto = f"nella fonte lo stato è «{clean_testo(stato)[:60]}»"
    coda = {campo: voce.pop(campo) for campo in _DOPO if campo in voce}
    if senso == Senso.SOSPESO:
        scritti = _list_scritti(stato)
        dal = scritti[0] if scritti else _shift(ultimo, 1)
        fine = capito.prorogata or (capito.find_fine() if capito.fine or capito.giorni or capito.mesi else "")
        is_in_vigore = capito.inizio[: len(dal)] <= dal[: len(capito.inizio)] and not (fine and dal[: len(fine)] > fine)
        if is_in_vigore:
            al = {"al": scritti[1]} if len(scritti) == _DAL_AL and not (fine and scritti[1] > fine) else {}
            nota = detto if scritti else f"{detto}; al più tardi da questo giorno"
            voce["sospensioni"] = [{"dal": dal, **al, "nota": nota}]
        voce.update(coda)
        return is_in_vigore
    for opzione in coda.get("opzioni", ()):
        opzione["stato"] = "non-esercitata"
    fine = capito.fine or (capito.find_fine() if capito.giorni or capito.mesi else "")
    is_prima = not fine or fine > ultimo[: len(fine)]
    if is_prima:
        quando = "" if is_certo else f"; in vigore al più tardi fino al {format_giorno(date.fromisoformat(ultimo))}"
        voce |= {"scadenza_effettiva": ultimo, "chiusura": f"{detto}{quando}"}
    voce.update(coda)
    return is_prima
