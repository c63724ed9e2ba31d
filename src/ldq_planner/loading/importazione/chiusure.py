"""Ciò che la fonte dice finito, sospeso o annullato: come si chiude un contratto, e chi c'era e nella fonte non è più in vigore."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from ldq_planner.dates.testo import format_giorno
from ldq_planner.loading.importazione.giorni import read_giorno
from ldq_planner.loading.importazione.stati import Senso
from ldq_planner.loading.importazione.testi import clean_testo

if TYPE_CHECKING:
    from ldq_planner.loading.importazione.voci import Capito

Voce = dict[str, Any]
_GIORNO = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{4}-\d{2}-\d{2}", re.ASCII)

_DOPO = ("origine_date", "opzioni", "importo_eur", "iva", "nota", "fonte")
"""I campi che si scrivono dopo la chiusura."""


class FuoriVigore(NamedTuple):
    """Un contratto che i dati hanno e che nella fonte non è in vigore: da quando al più tardi, e con quale stato."""

    giorno: str
    stato: str


def find_ultimo(stato: str, visto: str) -> tuple[str, bool]:
    """L'ultimo giorno di chi ha quello stato, e se è certo: quello scritto nello stato, o al più tardi quello in cui la fonte lo dice."""
    scritti = {read_giorno(t).iso for t in _GIORNO.findall(stato)} - {""}
    return (scritti.pop(), True) if len(scritti) == 1 else (visto, False)


def close_contratto(voce: Voce, capito: Capito, stato: str, senso: Senso, visto: str) -> bool:
    """Chiude la voce di chi è finito o sospeso, e chiude le sue opzioni; falso se era comunque finita per allora."""
    for opzione in voce.get("opzioni", ()):
        if opzione["stato"] == "aperta" and senso == Senso.FINITO:
            opzione["stato"] = "non-esercitata"
    ultimo, is_certo = find_ultimo(stato, visto)
    fine = capito.fine or (capito.find_fine() if capito.giorni or capito.mesi else "")
    if fine and fine <= ultimo[: len(fine)]:
        return False
    quando = "" if is_certo else f"; in vigore al più tardi fino al {format_giorno(date.fromisoformat(ultimo))}"
    coda = {campo: voce.pop(campo) for campo in _DOPO if campo in voce}
    voce["scadenza_effettiva"] = ultimo
    voce["chiusura"] = f"nella fonte lo stato è «{clean_testo(stato)[:60]}»{quando}"
    voce.update(coda)
    return True
