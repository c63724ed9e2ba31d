"""Ciò che OCDS dice di un contratto e che da noi non ha un campo: modifiche, tappe, pagamenti, rinnovi a parole. Va nella nota."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import TYPE_CHECKING, Any

from ldq_planner.loading.importazione.giorni import read_giorno
from ldq_planner.loading.importazione.rilasci import listify
from ldq_planner.loading.importazione.testi import clean_testo

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Oggetto = dict[str, Any]
_QUANTE = 10
"""Quante tappe, o modifiche, si scrivono: le altre si contano."""


def read_modifiche(*voci: Oggetto) -> dict[str, None]:
    """Le modifiche del rilascio, della gara, dell'aggiudicazione o del contratto, ciascuna una volta, con il suo giorno se c'è."""
    modifiche = [m for voce in voci for m in (*listify(voce.get("amendments")), *listify(voce.get("amendment")))]
    dette = [_say(m.get("date"), m.get("rationale") or m.get("description")) for m in modifiche if isinstance(m, dict)]
    return dict.fromkeys(filter(None, dette))


def say_modifiche(di_tutti: dict[str, None], sue: Iterable[str] = ()) -> list[str]:
    """Le prime modifiche, quelle di tutta la gara e poi le sue, e quante sono le altre."""
    altre = [m for m in sue if m not in di_tutti]
    return _cut([*islice(di_tutti, _QUANTE), *altre], "modifiche", len(di_tutti) + len(altre))


def list_attuazione(contratto: Oggetto) -> list[str]:
    """Le tappe del contratto e della sua attuazione, e quanto se ne è pagato."""
    attuazione = contratto.get("implementation")
    attuazione = attuazione if isinstance(attuazione, dict) else {}
    tappe = [t for voce in (contratto, attuazione) for t in listify(voce.get("milestones")) if isinstance(t, dict)]
    dette = [f"tappa: {detta}" for t in tappe if (detta := _say_tappa(t))]
    tutte = [*dict.fromkeys(dette)]
    return [*_cut(tutte, "tappe", len(tutte)), *_say_pagato(attuazione)]


def _say_tappa(tappa: Oggetto) -> str:
    fatta = read_giorno(str(tappa.get("dateMet") or "")).iso
    detta = _say(None if fatta else tappa.get("dueDate"), tappa.get("title") or tappa.get("description"))
    return f"{detta}, fatta il {fatta}" if detta and fatta else detta


def _say(giorno: Any, testo: Any) -> str:
    """Il testo, con il giorno davanti; vuoto se non c'è un testo."""
    if not isinstance(testo, str) or not (detto := clean_testo(testo)):
        return ""
    iso = read_giorno(str(giorno or "")).iso
    return f"{iso} {detto}" if iso else detto


def _say_pagato(attuazione: Oggetto) -> Iterator[str]:
    """La somma dei pagamenti, una per valuta; nulla se uno non si legge."""
    somme: dict[str, Decimal] = {}
    for pagamento in listify(attuazione.get("transactions")):
        valore = pagamento.get("value") or pagamento.get("amount") if isinstance(pagamento, dict) else None
        if not isinstance(valore, dict):
            continue
        try:
            importo = Decimal(str(valore.get("amount")))
        except InvalidOperation:
            return
        valuta = clean_testo(str(valore.get("currency") or ""))
        somme[valuta] = somme.get(valuta, Decimal(0)) + importo
    yield from (f"pagato finora: {somma} {valuta}".rstrip() for valuta, somma in somme.items() if somma)


def _cut(dette: list[str], quali: str, quante: int) -> list[str]:
    altre = quante - _QUANTE
    return [*dette[:_QUANTE], f"e altre {altre} {quali}"] if altre > 0 else dette
