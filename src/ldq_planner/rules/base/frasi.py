"""Ciò che più regole dicono con le stesse parole, e il campo che indicano."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_data
from ldq_planner.engine.scenari import is_superato
from ldq_planner.engine.stime import find_fine_fissa
from ldq_planner.errors import Ref
from ldq_planner.model.testo import format_elenco, format_numero

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ldq_planner.model.contratto import Contratto
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.scenario import Scenario
    from ldq_planner.rules.base.contesto import Contesto


def locate_fine(contratto: Contratto, quartiere: str = "") -> Ref:
    """Il campo da cui viene la scadenza effettiva del contratto, o la sua fine in un quartiere."""
    proprie = [i for i, d in enumerate(contratto.decorrenze) if d.quartiere == quartiere and d.fine is not None]
    if proprie:
        return Ref("contratti", contratto.id, ("decorrenze", proprie[0], "fine"))
    esercitate = [i for i, o in enumerate(contratto.opzioni) if o.stato == "esercitata"]
    campo: tuple[str | int, ...]
    if contratto.scadenza_effettiva is not None:
        campo = ("scadenza_effettiva",)
    elif esercitate:
        ultima = esercitate[-1]
        campo = ("opzioni", ultima, "durata_mesi" if contratto.opzioni[ultima].scadenza is None else "scadenza")
    else:
        campo = ("durata_mesi" if contratto.scadenza_base is None else "scadenza_base",)
    return Ref("contratti", contratto.id, campo)


def locate_fine_di_scenario(portafoglio: Portafoglio, scenario: Scenario) -> Ref:
    """Il campo da cui viene la fine dello scenario."""
    if scenario.fine is not None and scenario.fine.is_nota:
        campo = "fine"
    elif find_fine_fissa(portafoglio, scenario) is not None:
        campo = "fino_a_programma"
    else:
        campo = "durata_giorni" if scenario.durata_mesi is None else "durata_mesi"
    return Ref("scenari", scenario.id, (campo,))


def say_scenari(contesto: Contesto, quartieri: Iterable[str]) -> str:
    """«; è allo studio «…» (inizio: 2023), non ancora un contratto», o niente; i superati non contano.

    Se uno è scelto, gli altri non si dicono.
    """
    scenari = {s.id: s for quartiere in quartieri for s in contesto.portafoglio.scenari_by_quartiere[quartiere]}
    attuali = [s for s in scenari.values() if not is_superato(contesto.portafoglio, s, contesto.oggi)]
    scelti = [s for s in attuali if s.stato == "scelto"]
    detti = [f"«{s.nome}» (inizio: {format_data(s.inizio)})" for s in scelti or attuali]
    if len(detti) > 1:
        return f"; sono {'scelti' if scelti else 'allo studio'} {format_elenco(detti)}, non ancora contratti"
    return f"; è {'scelto' if scelti else 'allo studio'} {detti[0]}, non ancora un contratto" if detti else ""


def say_quartieri(contesto: Contesto, quartieri: Iterable[str]) -> str:
    """I nomi dei quartieri, in una frase."""
    return format_elenco([contesto.portafoglio.nomi[quartiere] for quartiere in quartieri])


def say_abitanti_giorni(contesto: Contesto, giorni: Iterable[tuple[str, int]]) -> str:
    """«1.000 abitanti-giorni», sommando i quartieri; niente se di qualcuno gli abitanti non sono noti."""
    somma = 0
    for quartiere, quanti in giorni:
        abitanti = contesto.portafoglio.quartieri_by_id[quartiere].abitanti
        if abitanti is None:
            return ""
        somma += abitanti * quanti
    return f"{format_numero(somma)} abitanti-giorni"
