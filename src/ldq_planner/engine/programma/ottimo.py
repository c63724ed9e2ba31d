"""Il piano migliore, con la prova di quanto al più ne è lontano: HiGHS, con limiti in nodi e in giri, mai in secondi.

Prima si fanno più quartieri che si può; poi meno abitanti-giorni scoperti, meno euro, meno ritardo, le settimane più vicine in
ordine di id. Ogni obiettivo comincia dai prezzi (`prezzi`): le mosse che ogni piano almeno così buono non può avere non si
guardano più. Di molte gare se ne rifanno alcune per volta, e la prova resta quella dei prezzi.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.engine.programma.highs import choose_colonne
from ldq_planner.engine.programma.ingordo import PianoScelto, fill, list_intere, make_scelta, plan_ingordo, refill
from ldq_planner.engine.programma.modello import EURO, MANCANO, RITARDO, SCOPERTI, build_modello
from ldq_planner.engine.programma.prezzi import estimate
from ldq_planner.engine.programma.problema import MAX_SETTIMANE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ldq_planner.engine.programma.gara import GaraPossibile
    from ldq_planner.engine.programma.modello import ColonnaDelPiano, ModelloDelPiano
    from ldq_planner.engine.programma.mosse import Mossa
    from ldq_planner.engine.programma.prezzi import Stima
    from ldq_planner.engine.programma.problema import LimitiDelPiano, ProblemaDelPiano

PRIMI_NODI, NODI, NODI_DI_POI = 200, 10_000, 300
"""Quanti nodi si aprono al più per trovare un piano buono fra poche mosse; poi per provarlo; e per euro, ritardi e settimane."""
MOSSE = 24
"""Fra quante mosse di ciascuna gara si cerca, quando se ne rifanno alcune per volta."""
POCHI = 8
"""Fino a quanti quartieri, a pari merito, si prova quale piano comincia prima; oltre, lo si ritocca."""
ALLARGA = 4
"""Si cerca prima fra le mosse che stanno in un quarto dello scarto; poi fra tutte quelle che possono servire."""


class Sforzo(NamedTuple):
    """Quanto si cerca: fino a quanti quartieri tutto insieme; oltre, quante gare per volta, quanti giri, quanti nodi."""

    intere: int
    gruppo: int
    giri: int
    nodi: int
    obiettivi: tuple[int, ...] = (MANCANO, SCOPERTI, EURO, RITARDO)
    """Uno dopo l'altro."""


MOLTO, POCO = Sforzo(48, 16, 2, 1000), Sforzo(POCHI, 8, 1, 100)


class Trovato(NamedTuple):
    """Il piano, e gli abitanti-giorni sotto cui nessun altro che fa altrettanto scende."""

    scelta: PianoScelto
    limite: int


class _Scelte(NamedTuple):
    """Le colonne di un piano, il valore sotto cui l'obiettivo non scende, e le colonne di chi non fa peggio."""

    colonne: frozenset[int]
    limite: int
    utili: tuple[int, ...]


def plan_ottimo(
    problema: ProblemaDelPiano,
    limiti: LimitiDelPiano | None = None,
    da: PianoScelto | None = None,
    sforzo: Sforzo = MOLTO,
) -> Trovato:
    """Il piano migliore che si trova con quei nodi e quei giri, mai peggiore di quello che si aveva."""
    limiti = limiti or problema.limiti
    scelta = da or plan_ingordo(problema, limiti)
    ferme = tuple(m for m in scelta.mosse if m.gara.fissata is not None)
    pezzi = sorted(set(problema.pezzi).difference(*(m.gara.pezzi for m in ferme)))
    mosse = [m for g in problema.gare for m in problema.list_mosse(g)]
    modello = build_modello(problema, refill(limiti, ferme), pezzi, mosse)
    cantiere = _Cantiere(problema, limiti, ferme, modello, sforzo)
    trovata, limite = (_solve_intero if len(pezzi) <= sforzo.intere else _solve_a_gruppi)(cantiere, scelta)
    migliorata = plan_ingordo(problema, limiti, trovata)
    di_ferme = sum(m.valore[0] for m in ferme)
    return Trovato(min(scelta, trovata, migliorata, key=lambda s: s.valore), limite + di_ferme)


class _Cantiere(NamedTuple):
    """Il problema con le gare già in corso ferme, e il modello di tutte le altre."""

    problema: ProblemaDelPiano
    limiti: LimitiDelPiano
    ferme: tuple[Mossa, ...]
    modello: ModelloDelPiano
    sforzo: Sforzo

    def make(self, mosse: Iterable[Mossa]) -> PianoScelto:
        """Il piano di quelle mosse, ricontate."""
        return make_scelta(self.problema, refill(self.limiti, [*self.ferme, *mosse]))


# --- tutto insieme -------------------------------------------------------------------------------------------------


def _solve_intero(cantiere: _Cantiere, scelta: PianoScelto) -> tuple[PianoScelto, int]:
    """Il piano migliore, un obiettivo dopo l'altro finché si prova che il precedente è il migliore; e il limite degli scoperti."""
    limite, modello, mosse = 0, cantiere.modello, scelta.mosse
    for obiettivo in cantiere.sforzo.obiettivi:
        scelte = _minimize(modello, obiettivo, modello.find_scelte(mosse))
        valore = sum(modello.colonne[j].valore[obiettivo] for j in scelte.colonne)
        mosse = modello.list_mosse(scelte.colonne)
        if obiettivo == SCOPERTI:
            limite = scelte.limite
        if valore > scelte.limite and obiettivo != MANCANO:
            break  # di un piano che può ancora lasciarne meno, gli euro non contano
        modello = modello.fix(obiettivo, valore, scelte.utili)
        if obiettivo == RITARDO and len(cantiere.problema.pezzi) <= POCHI:
            mosse = _anticipate(modello, mosse)
    return cantiere.make(mosse), limite


def _minimize(modello: ModelloDelPiano, obiettivo: int, scelte: frozenset[int]) -> _Scelte:
    """Le colonne migliori: prima fra poche, poi fra tutte quelle che ai prezzi trovati possono fare meglio."""
    costi = [c.valore[obiettivo] for c in modello.colonne]
    valore = sum(costi[j] for j in scelte)
    if not valore:
        return _Scelte(scelte, 0, tuple(j for j, costo in enumerate(costi) if not costo))
    stima = estimate(modello, obiettivo, scelte)
    limite, soglia = stima.limite, stima.limite + (valore - stima.limite) // ALLARGA
    for nodi in (PRIMI_NODI, NODI if obiettivo <= SCOPERTI else NODI_DI_POI):
        if limite < valore:
            dentro = [j for j, almeno in enumerate(stima.almeno) if almeno <= soglia or j in scelte]
            nuove, provato = choose_colonne(modello, costi, dentro, scelte, nodi)
            scelte = min(scelte, nuove, key=lambda s: sum(costi[j] for j in s))
            valore = sum(costi[j] for j in scelte)
            limite = max(limite, min(valore, provato, soglia + 1))
            soglia = valore - 1
    return _Scelte(scelte, limite, tuple(j for j, almeno in enumerate(stima.almeno) if almeno <= valore))


def _anticipate(modello: ModelloDelPiano, mosse: tuple[Mossa, ...]) -> tuple[Mossa, ...]:
    """Fra i piani che valgono altrettanto, quello che comincia prima la prima gara in ordine di id, poi la seconda, e così via."""
    for chi in sorted({c.chi for c in modello.colonne if c.mossa}):
        scelte = modello.find_scelte(mosse)
        settimane = {j: c.mossa.settimana for j, c in enumerate(modello.colonne) if c.mossa and c.chi == chi}
        if min(settimane.values(), default=0) not in {s for j, s in settimane.items() if j in scelte}:
            costi = [settimane.get(j, MAX_SETTIMANE) - MAX_SETTIMANE for j in range(len(modello.colonne))]
            scelte, _ = choose_colonne(modello, costi, range(len(costi)), scelte, NODI_DI_POI)
            mosse = modello.list_mosse(scelte)
        sua = next((m for m in mosse if m.gara.id == chi), None)
        modello = modello.keep(j for j, c in enumerate(modello.colonne) if _can_stare(c, chi, sua))
    return mosse


def _can_stare(colonna: ColonnaDelPiano, chi: str, sua: Mossa | None) -> bool:
    """Vero se la colonna va con la mossa scelta di quella gara, o con nessuna."""
    if sua is None or colonna.mossa is None:
        return colonna.chi != chi
    if colonna.chi == chi:
        return colonna.mossa.settimana == sua.settimana
    return colonna.mossa.gara.pezzi.isdisjoint(sua.gara.pezzi)


# --- a gruppi ------------------------------------------------------------------------------------------------------


def _solve_a_gruppi(cantiere: _Cantiere, scelta: PianoScelto) -> tuple[PianoScelto, int]:
    """Le gare vicine rifatte insieme, le altre ferme; il limite è quello dei prezzi."""
    modello = cantiere.modello
    stima = estimate(modello, SCOPERTI, modello.find_scelte(scelta.mosse))
    sue = defaultdict[str, list[tuple[int, int]]](list)
    for j, (colonna, almeno) in enumerate(zip(modello.colonne, stima.almeno, strict=True)):
        sue[colonna.chi].append((almeno, j))
    utili = [m for c in sue.values() for _, j in sorted(c)[:MOSSE] if (m := modello.colonne[j].mossa)]
    scelta = min(scelta, _follow(cantiere, stima), key=lambda s: s.valore)
    for _ in range(cantiere.sforzo.giri):
        for gruppo in _list_gruppi(scelta, cantiere.sforzo.gruppo):
            rifatta = _solve_gruppo(cantiere, scelta, gruppo, utili)
            scelta = min(scelta, rifatta, key=lambda s: s.valore)
    return scelta, stima.limite


def _follow(cantiere: _Cantiere, stima: Stima) -> PianoScelto:
    """Le gare che i prezzi preferiscono, nell'ordine in cui le comincerebbero."""
    quote, settimane = defaultdict[str, float](float), defaultdict[str, float](float)
    for j, quota in stima.quote.items():
        if mossa := cantiere.modello.colonne[j].mossa:
            quote[mossa.gara.id] += quota
            settimane[mossa.gara.id] += quota * mossa.settimana
    problema, carico = cantiere.problema, refill(cantiere.limiti, cantiere.ferme)
    gare: list[GaraPossibile] = []
    restano = set(problema.pezzi).difference(*(m.gara.pezzi for m in cantiere.ferme))
    for gara in sorted(problema.gare, key=lambda g: (-round(quote[g.id], 6), g.id)):
        if gara.pezzi and gara.pezzi <= restano and quote[gara.id]:
            gare.append(gara)
            restano -= gara.pezzi
    gare.sort(key=lambda g: (settimane[g.id] / quote[g.id], g.id))
    fill(problema, carico, [*gare, *list_intere(problema, frozenset(restano))])
    return make_scelta(problema, carico)


def _list_gruppi(scelta: PianoScelto, quante: int) -> Iterator[frozenset[str]]:
    """Gli id delle gare vicine nel tempo, a gruppi che si sovrappongono a metà."""
    ordine = sorted((m for m in scelta.mosse if m.gara.fissata is None), key=lambda m: (m.giorno, m.gara.id))
    for primo in range(0, len(ordine), quante // 2):
        yield frozenset(m.gara.id for m in ordine[primo : primo + quante])


def _solve_gruppo(
    cantiere: _Cantiere, scelta: PianoScelto, gruppo: frozenset[str], utili: Iterable[Mossa]
) -> PianoScelto:
    """Lo stesso piano con quelle gare rifatte, le altre ferme."""
    proprie = [m for m in scelta.mosse if m.gara.id in gruppo]
    altre = [m for m in scelta.mosse if m.gara.id not in gruppo]
    pezzi = sorted({p for m in proprie for p in m.gara.pezzi} | set(scelta.mancano))
    gia = {(m.gara.id, m.giorno) for m in proprie}
    mosse = [*proprie, *(m for m in utili if (m.gara.id, m.giorno) not in gia)]
    modello = build_modello(cantiere.problema, refill(cantiere.limiti, altre), pezzi, mosse)
    modello = modello.fix(MANCANO, len(scelta.mancano), range(len(modello.colonne)))
    costi = [c.valore[SCOPERTI] for c in modello.colonne]
    scelte, _ = choose_colonne(modello, costi, range(len(costi)), modello.find_scelte(proprie), cantiere.sforzo.nodi)
    return cantiere.make([*altre, *modello.list_mosse(scelte)])
