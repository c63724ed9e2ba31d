"""Le durate imparate al posto delle stime delle norme: fase per fase, per una gara di una procedura e di un valore."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from ldq_planner.engine.durate import FUORI_CATENA
from ldq_planner.engine.stime import estimate_costo
from ldq_planner.model.apprendimento import INIZIO
from ldq_planner.model.rischio import OLTRE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from ldq_planner.model.apprendimento import DurataImparata
    from ldq_planner.model.norme import FileProcedure, Procedura
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.scenario import Scenario

    Stima = tuple[int, ...]


def find_imparate(
    portafoglio: Portafoglio, scenario: Scenario | None, procedura: Procedura, procedure: FileProcedure
) -> dict[str, Stima]:
    """Fase → minimo, probabile e massimo imparati, per la gara dello scenario o, senza, per una di valore ignoto."""
    if portafoglio.imparate is None:
        return {}
    valore = estimate_costo(portafoglio, scenario) if scenario else None
    stime = {f.id: f.stima for f in procedure.list_fasi(procedura) if f.stima and f.tipo not in FUORI_CATENA}
    righe = _choose_righe(portafoglio.imparate.imparate, procedura.id, valore)
    tratti = sorted(((_list_comprese(procedura, r), r) for r in righe), key=lambda t: len(t[0]))
    imparate: dict[str, Stima] = {}
    for comprese, riga in tratti:
        sue = {f: stime[f] for f in comprese if f in stime and any(stime[f])}
        imparate |= _stretch(sue, riga, imparate)
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


def _stretch(stime: Mapping[str, Stima], riga: DurataImparata, note: Mapping[str, Stima]) -> dict[str, Stima]:
    """Le stime delle fasi di un tratto che non sono già fra le note, allungate o accorciate insieme.

    Gli scarti verso il minimo e verso il massimo cambiano come quelli del tratto, e le probabili finché la mediana del tratto
    è quella imparata: delle fasi note si toglie, da ciò che si stimava e da ciò che si è imparato, la loro parte. Una fase sola
    ha la durata del tratto, e nessuna dura più del suo massimo, comunque sia scritto ciò che si stimava.
    """
    libere = {f: s for f, s in stime.items() if f not in note}
    if not riga.finite and len(stime) > 1:
        return {}  # di un tratto che nessuna gara ha finito dicono di più le sue fasi
    if len(stime) == 1 or not libere:
        return dict.fromkeys(libere, (riga.minimo, riga.probabile, riga.massimo))
    prima, ora = [stime[f] for f in stime if f in note], [note[f] for f in stime if f in note]
    sotto = _divide(
        _subtract(riga.probabile - riga.minimo, [p - m for m, p, _ in ora]),
        _subtract(riga.stima_probabile - riga.stima_minimo, [p - m for m, p, _ in prima]),
    )
    sopra = _divide(
        _subtract(riga.massimo - riga.probabile, [m - p for _, p, m in ora]),
        _subtract(riga.stima_massimo - riga.stima_probabile, [m - p for _, p, m in prima]),
    )
    ferme = riga.stima_probabile - sum(map(_average, stime.values()))
    larghe = [_scale(s, 1.0, sotto, sopra) for s in libere.values()]
    probabili = sum(p for _, p, _ in libere.values())
    storta = sum(map(_average, larghe)) - probabili
    fattore = _divide(riga.probabile - ferme - sum(map(_average, ora)) - storta, probabili)
    scalate = {f: _scale(stima, fattore, sotto, sopra) for f, stima in libere.items()}
    return {f: tuple(min(giorni, riga.massimo) for giorni in stima) for f, stima in scalate.items()}


def _average(stima: Stima) -> float:
    """Quanto dura in media una fase con quei tre punti (`engine.rischio.durate`): la mediana di una somma le somiglia."""
    minimo, probabile, massimo = stima
    return probabile - (probabile - minimo) / 6 + (massimo - probabile) * (1 / 6 + OLTRE)


def _scale(stima: Stima, fattore: float, sotto: float, sopra: float) -> Stima:
    minimo, probabile, massimo = stima
    suo = round(probabile * fattore)
    return (max(0, suo - round((probabile - minimo) * sotto)), suo, suo + round((massimo - probabile) * sopra))


def _subtract(scarto: int, noti: Sequence[int]) -> float:
    """Lo scarto che resta a una somma, tolti quelli di alcune sue parti indipendenti."""
    return sqrt(max(0, scarto**2 - sum(n**2 for n in noti)))


def _divide(imparato: float, stimato: float) -> float:
    """Di quanto cambia; uno, se non si stimava nulla."""
    return max(0.0, imparato) / stimato if stimato > 0 else 1.0
