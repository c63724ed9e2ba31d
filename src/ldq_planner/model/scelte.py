"""Le scelte fra gli scenari: chi è ancora in gioco, chi è lasciato e perché, fra quali si deve ancora scegliere."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ldq_planner.model.contratto import Contratto
    from ldq_planner.model.scenario import Piano, Scenario


class Lasciato(NamedTuple):
    """Uno scenario che nessun conto guarda più, e perché.

    È stato scartato; o si è scelta un'altra alternativa, o il suo bando è uscito, o è già un contratto: sta in `scelti`; o la sua gara è in
    `contratti`.
    """

    scenario: Scenario
    scelti: tuple[Scenario, ...] = ()
    contratti: tuple[Contratto, ...] = ()


def are_alternative(uno: Scenario, altro: Scenario) -> bool:
    """Vero se i due si escludono: stesso gruppo, e un quartiere in comune."""
    is_stesso_gruppo = uno.gruppo is not None and uno.gruppo == altro.gruppo and uno.id != altro.id
    return is_stesso_gruppo and not set(uno.quartieri).isdisjoint(altro.quartieri)


def list_alternative(scenario: Scenario, fra: Iterable[Scenario]) -> tuple[Scenario, ...]:
    """Gli scenari che si escludono con questo."""
    return tuple(s for s in fra if are_alternative(scenario, s))


def say_ritiro(scenario: Scenario) -> str:
    """Il comando che lo toglie di mezzo: l'esito della gara che è fuori, o lo scarto."""
    return f"ldq fatto {scenario.id} revocata --il GIORNO" if scenario.is_bando_uscito else f"ldq scarta {scenario.id}"


def find_lasciati(
    scenari: tuple[Scenario, ...], contratti_by_quartiere: Mapping[str, tuple[Contratto, ...]]
) -> dict[str, Lasciato]:
    """Gli scenari fuori gioco, nell'ordine del file."""
    affidati = {s.id: _list_contratti(s, contratti_by_quartiere) for s in scenari}
    scelti = [s for s in scenari if s.is_impegnato or affidati[s.id]]
    lasciati: dict[str, Lasciato] = {}
    for scenario in scenari:
        contratti, altri = affidati[scenario.id], () if scenario in scelti else list_alternative(scenario, scelti)
        if contratti or altri or scenario.stato == "scartato":
            lasciati[scenario.id] = Lasciato(scenario, altri, contratti)
    return lasciati


def find_indecisi(scenari: tuple[Scenario, ...]) -> dict[str, tuple[Scenario, ...]]:
    """Gruppo → gli scenari fra cui si deve ancora scegliere; solo i gruppi che ne hanno."""
    aperti = [s for s in scenari if not s.is_impegnato and list_alternative(s, scenari)]
    gruppi = dict.fromkeys(s.gruppo for s in aperti if s.gruppo)
    return {gruppo: tuple(s for s in aperti if s.gruppo == gruppo) for gruppo in gruppi}


def keep_piani(piani: tuple[Piano, ...], lasciati: Mapping[str, Lasciato]) -> tuple[Piano, ...]:
    """I piani che si possono ancora fare: senza chi conta su uno scenario lasciato; ciò che è affidato è già un contratto."""
    affidati = {id_ for id_, lasciato in lasciati.items() if lasciato.contratti}
    restano = []
    for piano in piani:
        da_fare = tuple(id_ for id_ in piano.scenari if id_ not in affidati)
        ridotto = piano if da_fare == piano.scenari else piano.model_copy(update={"scenari": da_fare})
        if lasciati.keys().isdisjoint(da_fare) and (da_fare or not piano.scenari):
            restano.append(ridotto)
    return tuple(restano)


def _list_contratti(scenario: Scenario, by_quartiere: Mapping[str, tuple[Contratto, ...]]) -> tuple[Contratto, ...]:
    """I contratti nati dalla sua gara, in un suo quartiere."""
    suoi = (c for q in scenario.quartieri for c in by_quartiere.get(q, ()) if c.scenario == scenario.id)
    return tuple({c.id: c for c in suoi}.values())
