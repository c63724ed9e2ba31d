"""La mappa di una tabella, dal suo piccolo YAML: quale colonna è quale campo, e ciò che la tabella non prova."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, Field, PlainValidator, ValidationInfo

from ldq_planner.errors import InvalidDataError
from ldq_planner.loading.conversione import convert
from ldq_planner.loading.documento import read_documento
from ldq_planner.loading.importazione.flusso import find_codifica
from ldq_planner.loading.importazione.giorni import EPOCHE, ORDINI, SECOLI, find_ordine
from ldq_planner.loading.importazione.grezzo import RUOLI
from ldq_planner.loading.importazione.istruzioni import Istruzioni
from ldq_planner.loading.importazione.rifiuti import refuse
from ldq_planner.loading.importazione.testi import fold_nome
from ldq_planner.model.base import Modello, refuse_scritto
from ldq_planner.model.scalari import quote
from ldq_planner.model.simili import suggest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_RIGA = re.compile(r"0*[1-9][0-9]{0,8}")


def _read_testo(valore: object) -> str:
    """Ciò che è scritto, anche se sembra un numero; vuoto se non è una parola sola."""
    return "" if isinstance(valore, (dict, list)) else str(valore).strip()


def _admit(read: Callable[[Any], Any], si_scrive: str) -> PlainValidator:
    """Un valore che `read` sa leggere: di uno che non sa, dà qualcosa di vuoto."""

    def parse(valore: object, info: ValidationInfo) -> Any:
        if letto := read(valore):
            return letto
        messaggio = f"{quote(valore)} non può stare in «{info.field_name}»"
        raise refuse_scritto("valore-non-ammesso", messaggio, f"scrivere {si_scrive}")

    return PlainValidator(parse)


def _choose(ammessi: dict[str, Any], si_scrive: str) -> PlainValidator:
    return _admit(lambda valore: ammessi.get(_read_testo(valore)), si_scrive)


def _parse_campo(valore: object) -> str:
    if valore in RUOLI:
        return str(valore)
    raise refuse_scritto("chiave-sconosciuta", f"{quote(valore)} non è un campo", suggest(str(valore), RUOLI))


def _read_righe(valore: object) -> tuple[int, ...]:
    righe = [_read_testo(riga) for riga in (valore if isinstance(valore, list) else [valore])]
    return tuple(map(int, righe)) if all(map(_RIGA.fullmatch, righe)) else ()


def _fold_alias(alias: dict[str, str]) -> dict[str, str]:
    """I nomi ridotti all'osso: due che sono lo stesso non possono essere due luoghi."""
    ridotti: dict[str, str] = {}
    for nome, luogo in alias.items():
        if ridotti.setdefault(fold_nome(nome), luogo) != luogo:
            messaggio = f"{quote(nome)} è scritto in due modi che per noi sono lo stesso, e vale due luoghi"
            raise refuse_scritto("chiave-ripetuta", messaggio, "tenerne uno")
    return ridotti


_Nome = Annotated[str, _admit(_read_testo, "un nome")]


class FileMappa(Modello):
    """Ciò che si dice di una tabella; ogni campo si può non scrivere."""

    colonne: dict[Annotated[str, PlainValidator(_parse_campo)], _Nome] = Field(default_factory=dict)
    ordine_date: Annotated[str, _admit(lambda v: find_ordine(_read_testo(v)), f"uno fra {', '.join(ORDINI)}")] = ""
    epoca: Annotated[int, _choose({str(anno): anno for anno in EPOCHE}, "1900 o 1904")] = 0
    secolo: Annotated[int, _choose({str(anno): anno for anno in SECOLI}, "1900 o 2000")] = 0
    decimali: Annotated[str, _choose({"virgola": ",", ",": ",", "punto": ".", ".": "."}, "virgola o punto")] = ""
    codifica: Annotated[
        str, _admit(lambda v: find_codifica(_read_testo(v)), "il nome di una codifica, per esempio mac-roman")
    ] = ""
    foglio: _Nome = ""
    intestazione: Annotated[tuple[int, ...], _admit(_read_righe, "il numero della riga, o [2, 3]")] = ()
    luoghi: Annotated[str, _choose({"elenco": "elenco", "uno": "uno"}, "elenco o uno")] = ""
    alias: Annotated[dict[str, _Nome], AfterValidator(_fold_alias)] = Field(default_factory=dict)


def read_mappa(percorso: Path) -> Istruzioni:
    """Le istruzioni salvate in un file YAML: `campo: colonna` sotto `colonne`, e ciò che la tabella non prova.

    Errori: `InvalidDataError` con ogni problema, al suo posto; o se il file non dice nulla.
    """
    detto, problemi = convert(read_documento(percorso, str(percorso)), FileMappa)
    if problemi:
        raise InvalidDataError(problemi)
    if detto == FileMappa():
        rimedio = "scrivere «colonne:» e sotto «campo: nome della colonna»"
        raise refuse(str(percorso), "non è una mappa di colonne", rimedio)
    return Istruzioni(**{campo: getattr(detto, campo) for campo in FileMappa.model_fields})
