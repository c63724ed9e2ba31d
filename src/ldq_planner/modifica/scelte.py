"""Le scelte fra gli scenari: da ciò che si decide ai campi che cambiano; o perché non si può."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.incerta import exactly
from ldq_planner.dates.testo import format_giorno
from ldq_planner.errors import InvalidRequestError
from ldq_planner.model.scelte import list_alternative, say_ritiro
from ldq_planner.model.testo import format_elenco
from ldq_planner.modifica.decisioni import Atto, Cambiamento

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.scenario import Scenario


ALLO_STUDIO = "allo-studio"


class SceltaPresa(NamedTuple):
    """Da quando, con quale atto, perché."""

    il: date
    atto: str = ""
    motivo: str = ""


def choose_scenario(portafoglio: Portafoglio, scenario: Scenario, scelta: SceltaPresa, oggi: date) -> Atto:
    """Lo scenario scelto fra le sue alternative; la decisione di prima va nella storia.

    Errori: `InvalidRequestError` se è già affidato, se ne è già scelta un'altra, se il giorno deve ancora venire.
    """
    _check(portafoglio, scenario, scelta, oggi)
    alternative = list_alternative(scenario, portafoglio.ipotesi.scenari)
    if scelte := [s for s in alternative if s.is_impegnato]:
        comandi = "; ".join(say_ritiro(s) for s in scelte)
        raise InvalidRequestError(
            f"al posto di «{scenario.id}» {' e '.join(map(_say_impegnato, scelte))}, e si escludono",
            f"se si è cambiata idea, prima: {comandi}",
        )
    return _decide(scenario, "scelto", scelta)


def discard_scenario(portafoglio: Portafoglio, scenario: Scenario, scelta: SceltaPresa, oggi: date) -> Atto:
    """Lo scenario scartato: resta nella storia, con la decisione di prima.

    Errori: `InvalidRequestError` se è già affidato, se il suo bando è fuori, o se il giorno deve ancora venire.
    """
    _check(portafoglio, scenario, scelta, oggi)
    if scenario.is_bando_uscito:
        raise InvalidRequestError(
            f"la gara di «{scenario.id}» è in corso: uno scarto non ritira il suo bando",
            f"prima: {say_ritiro(scenario)}",
        )
    return _decide(scenario, "scartato", scelta)


def reopen_scenario(portafoglio: Portafoglio, scenario: Scenario, scelta: SceltaPresa, oggi: date, era: str) -> Atto:
    """Lo scenario di nuovo allo studio: ciò che `era`, con il suo giorno, va nella storia.

    Errori: `InvalidRequestError` se non lo era, se è già affidato, se il suo bando è fuori, o se il giorno deve ancora venire.
    """
    _check(portafoglio, scenario, scelta, oggi)
    if scenario.stato != era:
        comando = {"scelto": "scegli", "scartato": "scarta"}.get(scenario.stato)
        altrimenti = f"ldq {comando} {scenario.id} --annulla" if comando else "è già allo studio"
        raise InvalidRequestError(f"«{scenario.id}» non risulta {era}", altrimenti)
    if era == "scelto" and scenario.is_bando_uscito:
        raise InvalidRequestError(
            f"la gara di «{scenario.id}» è in corso: è scelta nei fatti",
            f"se il bando è ritirato, prima: {say_ritiro(scenario)}",
        )
    return _decide(scenario, ALLO_STUDIO, scelta)


def _say_impegnato(scenario: Scenario) -> str:
    return f"{'è già scelto' if scenario.stato == 'scelto' else 'è già in corso la gara di'} «{scenario.id}»"


def _check(portafoglio: Portafoglio, scenario: Scenario, scelta: SceltaPresa, oggi: date) -> None:
    lasciato = portafoglio.lasciati.get(scenario.id)
    if lasciato and lasciato.contratti:
        quali = format_elenco([f"«{c.id}»" for c in lasciato.contratti])
        raise InvalidRequestError(
            f"«{scenario.id}» è già affidato: ne viene {quali}", "se non è così, togliere scenario dal contratto"
        )
    if scelta.il > oggi:
        raise InvalidRequestError(
            f"il {format_giorno(scelta.il)} deve ancora venire: oggi è il {format_giorno(oggi)}",
            "indicare con --il il giorno della decisione già presa",
        )


def _decide(scenario: Scenario, stato: str, scelta: SceltaPresa) -> Atto:
    nuova = {"il": exactly(scelta.il), "atto": scelta.atto.strip() or None, "motivo": scelta.motivo.strip() or None}
    vecchia = scenario.decisione
    cambiamenti = [Cambiamento(("stato",), stato)] if scenario.stato != stato else []
    if vecchia is not None and scenario.stato != stato:
        passata = {"stato": scenario.stato, "il": vecchia.il, "atto": vecchia.atto, "motivo": vecchia.motivo}
        noti = {nome: v for nome, v in passata.items() if v is not None}
        cambiamenti.append(Cambiamento(("storia",), noti, in_fondo=True))
    if vecchia is None:
        cambiamenti.append(Cambiamento(("decisione",), {nome: v for nome, v in nuova.items() if v is not None}))
    elif scenario.stato != stato or any(v is not None for v in list(nuova.values())[1:]):
        diversi = {nome: v for nome, v in nuova.items() if v != getattr(vecchia, nome)}
        cambiamenti += [Cambiamento(("decisione", nome), valore) for nome, valore in diversi.items()]
    era = f"era {scenario.stato} dal {format_giorno(vecchia.il.primo)}" if vecchia and scenario.stato != stato else ""
    atto = f", {scelta.atto.strip()}" if scelta.atto.strip() else ""
    come = "di nuovo allo studio dal" if stato == ALLO_STUDIO else f"{stato} il"
    frase = f"«{scenario.nome}» ({scenario.id}) {come} {format_giorno(scelta.il)}{atto}"
    return Atto(frase, tuple(cambiamenti), (era,) if era else ())
