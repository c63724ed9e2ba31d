"""Le durate imparate al posto delle stime delle norme: fase per fase, per una gara di una procedura e di un valore."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from ldq_planner.engine.stime import estimate_costo
from ldq_planner.model.apprendimento import INIZIO

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from ldq_planner.model.apprendimento import DurataImparata
    from ldq_planner.model.norme import FileProcedure, Procedura
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.scenario import Scenario

    Stima = tuple[int, ...]

_RHO = 0.3
"""Quanto le fasi di una gara sono lente insieme: il numero di `engine.rischio`."""


def find_imparate(
    portafoglio: Portafoglio, scenario: Scenario | None, procedura: Procedura, procedure: FileProcedure
) -> dict[str, Stima]:
    """Fase → minimo, probabile e massimo imparati, per la gara dello scenario o, senza, per una di valore ignoto."""
    if portafoglio.imparate is None:
        return {}
    valore = estimate_costo(portafoglio, scenario) if scenario else None
    stime = {f.id: f.stima for f in procedure.list_fasi(procedura) if f.stima}
    righe = _choose_righe(portafoglio.imparate.imparate, procedura.id, valore)
    tratti = sorted(((_list_comprese(procedura, r), r) for r in righe), key=lambda t: len(t[0]))
    imparate: dict[str, Stima] = {}
    for comprese, riga in tratti:
        libere = [f for f in comprese if f in stime and any(stime[f])]
        note = [imparate[f] for f in libere if f in imparate]
        nuove = {f: stime[f] for f in libere if f not in imparate}
        imparate |= _stretch(nuove, riga, note)
    return imparate


def _choose_righe(righe: Iterable[DurataImparata], procedura: str, valore: Decimal | None) -> list[DurataImparata]:
    """Una riga per tratto: quella della fascia del valore o, se non c'è, quella di tutte le gare."""
    scelte: dict[tuple[str, str], DurataImparata] = {}
    for riga in righe:
        is_di_tutte = riga.da_eur is None and riga.sotto_eur is None
        is_sua = valore is not None and (riga.da_eur or 0) <= valore and (not riga.sotto_eur or valore < riga.sotto_eur)
        if riga.procedura == procedura and (is_di_tutte or is_sua):
            chiave = (riga.dopo, riga.fase)
            scelte[chiave] = scelte.get(chiave, riga) if is_di_tutte else riga
    return list(scelte.values())


def _list_comprese(procedura: Procedura, riga: DurataImparata) -> tuple[str, ...]:
    """Le fasi del tratto; vuoto se la procedura non ha le sue."""
    ids = (INIZIO, *procedura.fasi)
    if riga.dopo not in ids or riga.fase not in ids:
        return ()
    return ids[ids.index(riga.dopo) + 1 : ids.index(riga.fase) + 1]


def _stretch(stime: Mapping[str, Stima], riga: DurataImparata, note: Sequence[Stima]) -> dict[str, Stima]:
    """Le stime delle fasi di un tratto, allungate o accorciate insieme perché il tratto duri quanto si è imparato.

    La somma delle probabili, con quelle già imparate, fa la mediana del tratto; gli scarti fanno i suoi estremi, se le fasi
    sono lente insieme quanto il rischio suppone. Una fase sola ha la durata del tratto.
    """
    if not stime or (len(stime) == 1 and not note):
        return dict.fromkeys(stime, (riga.minimo, riga.probabile, riga.massimo))
    probabili = sum(s[1] for s in stime.values())
    resta = max(0, riga.probabile - sum(n[1] for n in note))
    fattore = resta / probabili if probabili else 1.0
    sotto = _scale([s[1] - s[0] for s in stime.values()], riga.probabile - riga.minimo, [n[1] - n[0] for n in note])
    sopra = _scale([s[2] - s[1] for s in stime.values()], riga.massimo - riga.probabile, [n[2] - n[1] for n in note])
    allungate: dict[str, Stima] = {}
    for fase, (minimo, probabile, massimo) in stime.items():
        suo = round(probabile * fattore)
        allungate[fase] = (
            max(0, suo - round((probabile - minimo) * sotto)),
            suo,
            suo + round((massimo - probabile) * sopra),
        )
    return allungate


def _scale(scarti: Sequence[int], voluto: int, noti: Sequence[int]) -> float:
    """Di quanto moltiplicare gli scarti perché, insieme a quelli noti, facciano quello voluto."""
    somma = _join(scarti)
    resta = sqrt(max(0.0, voluto**2 - _join(noti) ** 2))
    return resta / somma if somma else 1.0


def _join(scarti: Sequence[int]) -> float:
    """Lo scarto di una somma, se ogni due fasi vanno insieme `_RHO`."""
    return sqrt((1 - _RHO) * sum(s * s for s in scarti) + _RHO * sum(scarti) ** 2)
