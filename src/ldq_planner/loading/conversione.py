"""Da un documento a un modello congelato; se qualcosa non ha forma, le segnalazioni e il modello del resto.

Il modello del resto serve a cercare anche gli altri problemi: di un'entità malata restano l'id e i campi sani, e su
tutto ciò che non si sa le regole non hanno nulla da dire. Non esce mai da `loading`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast, get_origin

from pydantic import ValidationError

from ldq_planner.dates.incerta import NON_NOTA, DataIncerta
from ldq_planner.loading.nodi import VUOTO
from ldq_planner.model.base import Modello
from ldq_planner.model.campi import find_lettore, find_modello, is_elenco, unfold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pydantic import TypeAdapter
    from pydantic_core import ErrorDetails

    from ldq_planner.errors import Finding
    from ldq_planner.loading.documento import Documento
    from ldq_planner.loading.messaggi import Percorso

M = TypeVar("M", bound=Modello)

MAX_SEGNALAZIONI = 1_000
"""Oltre, il file è di un altro genere: si dicono queste."""


def convert(documento: Documento, modello: type[M]) -> tuple[M, tuple[Finding, ...]]:
    """Il modello del documento e le segnalazioni di scrittura e di forma: se ce ne sono, è solo ciò che se ne salva."""
    if not documento.is_leggibile:
        return _make_muto(modello), documento.problemi
    albero = _shorten(documento.albero, modello)
    try:
        return modello.model_validate(albero), documento.problemi
    except ValidationError as errore:
        errori = errore.errors(include_url=False)
    from ldq_planner.loading.messaggi import explain_errore, say_altri  # noqa: PLC0415 - serve solo a chi ha sbagliato

    da_dire = [e for e in errori if not _is_gia_detto(e)]
    di_forma = [explain_errore(e, documento, modello) for e in da_dire[:MAX_SEGNALAZIONI]]
    di_forma += [say_altri(documento.nome, MAX_SEGNALAZIONI)] if len(da_dire) > MAX_SEGNALAZIONI else []
    salvato = _save(albero, modello, (e["loc"] for e in errori))
    return salvato, (*documento.problemi, *di_forma)


def _shorten(albero: Mapping[str, Any], modello: type[Modello]) -> Mapping[str, Any]:
    """L'albero, con ogni elenco lungo fino alla voce che ha già più problemi di quanti se ne dicano.

    pydantic li tiene tutti in mano: milioni di voci senza forma riempirebbero la memoria prima che se ne dica una.
    """
    corti = {}
    for nome, campo in _describe(modello).items():
        voci = albero.get(nome)
        if isinstance(voci, list) and campo.entita is not None and len(voci) > MAX_SEGNALAZIONI:
            corti[nome] = voci[: _count_dicibili(voci, campo.entita)]
    return {**albero, **corti} if corti else albero


def _count_dicibili(voci: list[Any], entita: type[Modello]) -> int:
    """Quante voci, dalla prima, hanno insieme i problemi che si dicono."""
    problemi = 0
    for quante, voce in enumerate(voci, 1):
        try:
            entita.model_validate(voce)
        except ValidationError as errore:
            problemi += errore.error_count()
        if problemi > MAX_SEGNALAZIONI:
            return quante
    return len(voci)


def has_id(voce: object) -> bool:
    """Vero se una voce dell'albero dice il suo id, giusto o sbagliato."""
    return isinstance(voce, dict) and isinstance(voce.get("id"), str)


def _is_gia_detto(errore: ErrorDetails) -> bool:
    """Vero se il valore manca, che lo ha segnalato chi ha costruito l'albero, o se è corto solo per le voci malate."""
    if errore["type"] == "too_short":
        return isinstance(errore["input"], list) and len(errore["input"]) >= errore["ctx"]["min_length"]
    return errore["input"] is VUOTO and errore["type"] != "extra_forbidden"


def _save(mappa: Mapping[str, Any], modello: type[M], errori: Iterable[Percorso]) -> M:
    """Il modello con i campi sani; di un elenco malato, le entità con un id."""
    salvati: dict[str, Any] = {"id": mappa["id"]} if has_id(mappa) else {}
    malati = _group(errori)
    for nome, campo in _describe(modello).items():
        valore = mappa.get(nome, VUOTO)
        if valore is not VUOTO and nome not in malati:
            salvati[nome] = campo.lettore.validate_python(valore)
        elif isinstance(valore, list) and campo.entita is not None:
            salvati[nome] = tuple(_save_elenco(valore, campo.entita, malati[nome]))
    return _make_muto(modello, **salvati)


def _save_elenco(voci: list[Any], entita: type[M], errori: Iterable[Percorso]) -> Iterator[M]:
    malate = _group(errori)
    for indice, voce in enumerate(voci):
        if indice not in malate:
            yield entita.model_validate(voce)
        elif has_id(voce):
            yield _save(voce, entita, malate[indice])


def _group(errori: Iterable[Percorso]) -> dict[str | int, list[Percorso]]:
    """Primo passo → che cosa, da lì in poi, è malato."""
    gruppi: dict[str | int, list[Percorso]] = {}
    for primo, *resto in filter(None, errori):
        gruppi.setdefault(primo, []).append(tuple(resto))
    return gruppi


class _Campo(NamedTuple):
    """Come si salva un campo: da solo, un'entità per volta, o con un valore che non fa parlare nessuna regola."""

    lettore: TypeAdapter[Any]
    entita: type[Modello] | None
    muto: object


@lru_cache
def _describe(modello: type[Modello]) -> dict[str, _Campo]:
    campi = {}
    for nome, campo in modello.model_fields.items():
        entita = find_modello(campo.annotation)
        has_ids = entita is not None and "id" in entita.model_fields
        campi[nome] = _Campo(find_lettore(modello, nome), entita if has_ids else None, _mute(campo.annotation))
    return campi


def _make_muto(modello: type[M], **noti: Any) -> M:
    """Un'entità di cui si sanno solo quei campi: sugli altri le regole non hanno nulla da dire."""
    muti = {nome: campo.muto for nome, campo in _describe(modello).items()}
    return cast("M", modello.model_construct(None, **(muti | noti)))


def _mute(annotazione: Any) -> object:
    """Il valore di un campo di cui non si sa nulla."""
    if is_elenco(annotazione):
        return ()
    if get_origin(annotazione) is dict:
        return {}
    return NON_NOTA if DataIncerta in unfold(annotazione) else None
