"""Il piano migliore, con la prova di quanto al più ne è lontano: HiGHS, con limiti in nodi e in giri, mai in secondi.

Una colonna per mossa, una riga per quartiere da fare, per settimana di un ufficio, per anno di soldi, per attesa fra due gare.
Prima si fanno più quartieri che si può; poi meno abitanti-giorni scoperti, meno euro, meno ritardo, settimane più vicine.
"""

from __future__ import annotations

from importlib.util import find_spec
from math import ceil
from typing import TYPE_CHECKING, Any, NamedTuple

from ldq_planner.engine.programma.ingordo import PianoScelto, make_scelta, plan_ingordo, refill
from ldq_planner.engine.programma.problema import Carico, list_bit, spend
from ldq_planner.errors import MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ldq_planner.engine.programma.mosse import Mossa, Risorsa
    from ldq_planner.engine.programma.parti import Pezzo
    from ldq_planner.engine.programma.problema import LimitiDelPiano, ProblemaDelPiano

NODI, NODI_DI_MOLTE, MOLTE = 2000, 100, 1500
"""Quanti nodi si aprono al più per ogni obiettivo; e quanti se le colonne sono molte."""
INTERE = 24
"""Fino a quante gare si cerca il piano intero; oltre, a gruppi."""
GRUPPO, GIRI = 16, 1
"""Di molte gare, quante se ne rifanno insieme, e quante volte si ripassano tutte."""
COLONNE = 60_000
"""Oltre tante colonne il limite inferiore è quello di ogni gara da sola."""
_META = 0.5
_CENTO = 100.0

Riga = tuple[dict[int, float], float, float]
"""Colonna → coefficiente, e i due estremi."""


class Trovato(NamedTuple):
    """Il piano, e gli abitanti-giorni sotto cui nessun altro che fa altrettanto scende."""

    scelta: PianoScelto
    limite: int


def check_ottimo() -> None:
    """Nulla, se c'è ciò che cerca il piano migliore.

    Errori: `MissingExtraError` se manca.
    """
    if find_spec("highspy") is None:
        raise MissingExtraError("per il piano migliore", "ottimo")


def plan_ottimo(
    problema: ProblemaDelPiano, limiti: LimitiDelPiano | None = None, da: PianoScelto | None = None
) -> Trovato:
    """Il piano migliore che si trova con quei nodi e quei giri, mai peggiore di quello che si aveva."""
    limiti = limiti or problema.limiti
    scelta = da or plan_ingordo(problema, limiti)
    if len(scelta.mosse) <= INTERE:
        return _solve_tutto(problema, limiti, scelta)
    for _ in range(GIRI):
        for gruppo in _list_gruppi(scelta):
            scelta = _solve_gruppo(problema, limiti, scelta, gruppo)
    migliorata = plan_ingordo(problema, limiti, scelta)
    return Trovato(min(scelta, migliorata, key=lambda s: s.valore), _find_rilassato(problema, limiti, scelta))


def _list_gruppi(scelta: PianoScelto) -> Iterator[tuple[Mossa, ...]]:
    """Le gare vicine nel tempo, a gruppi che si sovrappongono a metà."""
    ordine = sorted((m for m in scelta.mosse if m.gara.fissata is None), key=lambda m: (m.giorno, m.gara.id))
    for primo in range(0, len(ordine), GRUPPO // 2):
        yield tuple(ordine[primo : primo + GRUPPO])


def _solve_gruppo(
    problema: ProblemaDelPiano, limiti: LimitiDelPiano, scelta: PianoScelto, gruppo: tuple[Mossa, ...]
) -> PianoScelto:
    """Lo stesso piano con quelle gare rifatte, le altre ferme."""
    fissi = refill(limiti, (m for m in scelta.mosse if m not in gruppo))
    pezzi = {p for m in gruppo for p in m.gara.pezzi} | set(scelta.mancano)
    modello = _Modello(problema, fissi, tuple(sorted(pezzi)), gruppo)
    rifatte, _ = modello.solve()
    for mossa in rifatte:
        fissi.add(mossa)
    return min(scelta, make_scelta(problema, fissi), key=lambda s: s.valore)


def _solve_tutto(problema: ProblemaDelPiano, limiti: LimitiDelPiano, scelta: PianoScelto) -> Trovato:
    modello = _make_modello(problema, limiti, scelta)
    mosse, limite = modello.solve()
    carico = refill(limiti, (*modello.ferme, *mosse))
    trovata = min(scelta, make_scelta(problema, carico), key=lambda s: s.valore)
    return Trovato(trovata, limite)


def _find_rilassato(problema: ProblemaDelPiano, limiti: LimitiDelPiano, scelta: PianoScelto) -> int:
    """Il limite inferiore: il problema con mosse a metà; zero se è troppo grande."""
    modello = _make_modello(problema, limiti, scelta)
    return modello.relax() if len(modello.colonne) <= COLONNE else 0


def _make_modello(problema: ProblemaDelPiano, limiti: LimitiDelPiano, scelta: PianoScelto) -> _Modello:
    """Il problema intero, ferme le gare già in corso."""
    ferme = [m for m in scelta.mosse if m.gara.fissata is not None]
    pezzi = set(problema.pezzi).difference(*(m.gara.pezzi for m in ferme))
    altre = [m for m in scelta.mosse if m.gara.fissata is None]
    return _Modello(problema, refill(limiti, ferme), sorted(pezzi), altre)


class _Modello:
    """Le mosse possibili come colonne, ciò che le lega come righe."""

    def __init__(
        self, problema: ProblemaDelPiano, fissi: Carico, pezzi: Sequence[Pezzo], partenza: Sequence[Mossa]
    ) -> None:
        self._problema, self._fissi, self._pezzi, self._partenza = problema, fissi, pezzi, partenza
        self.ferme = tuple(fissi.mosse.values())
        self._di_ferme = sum(m.valore[0] for m in self.ferme)
        fatti = {p for m in partenza for p in m.gara.pezzi}
        self._interi = fatti >= set(pezzi)
        self.colonne = list(self._list_colonne())
        self._righe = [*self._list_di_pezzi(), *self._list_di_uffici(), *self._list_di_soldi(), *self._list_di_attese()]

    # --- le colonne e le righe ---------------------------------------------------------------------------------

    def _list_colonne(self) -> Iterator[Mossa]:
        """Le mosse che possono stare con ciò che è fermo; se tutto si fa, solo quelle che non peggiorano il piano da sole."""
        pezzi = set(self._pezzi)
        gare = [g for g in self._problema.gare if g.pezzi <= pezzi]
        tutte = [m for g in gare for m in self._problema.list_mosse(g) if self._fissi.fits(m)]
        minimi: dict[Pezzo, int] = {}
        for pezzo, quanti in (x for m in tutte for x in split_pezzi(m)):
            minimi[pezzo] = min(minimi.get(pezzo, quanti), quanti)
        margine = sum(m.valore[0] for m in self._partenza) - sum(minimi.values())
        for mossa in tutte:
            di_troppo = sum(quanti - minimi[pezzo] for pezzo, quanti in split_pezzi(mossa))
            if not self._interi or di_troppo <= margine:
                yield mossa

    def _list_di_pezzi(self) -> Iterator[Riga]:
        """Ogni quartiere è fatto una volta, o manca: le colonne di chi manca seguono le mosse, una per quartiere."""
        for i, pezzo in enumerate(self._pezzi):
            riga = {j: 1.0 for j, m in enumerate(self.colonne) if pezzo in m.gara.pezzi}
            yield {**riga, len(self.colonne) + i: 1.0}, 1.0, 1.0

    def _list_di_uffici(self) -> Iterator[Riga]:
        righe: dict[tuple[Risorsa, int], dict[int, float]] = {}
        for j, mossa in enumerate(self.colonne):
            for risorsa, maschera in mossa.uso:
                if risorsa in self._fissi.limiti.posti:
                    for bit in list_bit(maschera):
                        righe.setdefault((risorsa, bit), {})[j] = 1.0
        for (risorsa, bit), riga in righe.items():
            liberi = self._fissi.count_liberi(risorsa, bit)
            if len(riga) > liberi:
                yield riga, 0.0, float(liberi)

    def _list_di_soldi(self) -> Iterator[Riga]:
        for tetto, liberi in self._fissi.list_liberi():
            riga = {j: c / _CENTO for j, m in enumerate(self.colonne) if (c := spend(m, tetto))}
            if riga:
                yield riga, 0.0, liberi / _CENTO

    def _list_di_attese(self) -> Iterator[Riga]:
        """Se una gara comincia entro un giorno, l'altra non compie la sua fase dopo."""
        for d in self._fissi.limiti.dipendenze:
            prime = [(j, m) for j, m in enumerate(self.colonne) if d.dopo in m.gara.scenari and d.fase in m.eventi]
            dopo = [(j, m) for j, m in enumerate(self.colonne) if d.scenario in m.gara.scenari]
            for una in sorted({m.gara.id for _, m in dopo}):
                sue = [(j, m) for j, m in dopo if m.gara.id == una]
                for altra in sorted({m.gara.id for _, m in prime} - {una}):
                    loro = [(j, m) for j, m in prime if m.gara.id == altra]
                    for giorno in sorted({m.giorno for _, m in sue}):
                        tardi = {j: 1.0 for j, m in loro if (giorno - m.eventi[d.fase].fine).days < d.giorni}
                        if tardi:
                            yield {**{j: 1.0 for j, m in sue if m.giorno <= giorno}, **tardi}, 0.0, 1.0

    # --- la ricerca --------------------------------------------------------------------------------------------

    def solve(self) -> tuple[tuple[Mossa, ...], int]:
        """Le mosse migliori, e gli abitanti-giorni sotto cui non si scende."""
        n = len(self.colonne)
        mancano = [0.0] * n + [1.0] * len(self._pezzi)
        scoperti = [float(m.valore[0]) for m in self.colonne]
        scoperti += [float(self._problema.count_mancante(p)) for p in self._pezzi]
        poi = [[float(m.valore[i]) / (_CENTO if i == 1 else 1) for m in self.colonne] for i in (1, 2)]
        poi.append([float(m.settimana) for m in self.colonne])
        valori, limite = self._start(), 0
        righe = list(self._righe)
        if not self._interi:
            valori, _ = self._minimize(mancano, righe, valori)
        righe.append((dict.fromkeys(range(n, n + len(self._pezzi)), 1.0), 0.0, round(sum(valori[n:]))))
        valori, sotto = self._minimize(scoperti, righe, valori)
        limite = max(0, ceil(sotto - _META))
        fissata = scoperti
        is_provato = sum(c * v for c, v in zip(scoperti, valori, strict=True)) <= limite
        for costi in poi if is_provato else ():  # di un piano che può ancora lasciarne meno, gli euro non contano
            costi = [*costi, *[0.0] * len(self._pezzi)]  # noqa: PLW2901 - chi manca non costa
            quanto = sum(c * v for c, v in zip(fissata, valori, strict=True))
            righe.append(({j: c for j, c in enumerate(fissata) if c}, -1.0, quanto + 0.001))
            valori, _ = self._minimize(costi, righe, valori)
            fissata = costi
        return tuple(m for m, v in zip(self.colonne, valori, strict=False) if v > _META), limite + self._di_ferme

    def relax(self) -> int:
        """Il limite inferiore degli abitanti-giorni, con le mosse a metà."""
        scoperti = [float(m.valore[0]) for m in self.colonne]
        scoperti += [float(self._problema.count_mancante(p)) for p in self._pezzi]
        h = self._load(scoperti, self._righe, intero=False)
        h.run()
        info = h.getInfo()
        rilassato = ceil(info.objective_function_value * (1 - 1e-9) - _META) if info.primal_solution_status else 0
        return self._di_ferme + max(0, rilassato)

    def _start(self) -> list[float]:
        """Il piano da cui si parte, come colonne."""
        chiavi = {(m.gara.id, m.giorno) for m in self._partenza}
        fatti = {p for m in self._partenza for p in m.gara.pezzi}
        mosse = [float((m.gara.id, m.giorno) in chiavi) for m in self.colonne]
        return [*mosse, *(float(p not in fatti) for p in self._pezzi)]

    def _minimize(self, costi: list[float], righe: list[Riga], da: list[float]) -> tuple[list[float], float]:
        """Le colonne migliori e il limite provato; quelle da cui si parte, se di migliori non se ne trovano."""
        import highspy  # noqa: PLC0415 - il componente facoltativo

        h = self._load(costi, righe, intero=True)
        partenza = highspy.HighsSolution()
        partenza.col_value = da
        h.setSolution(partenza)
        h.run()
        info = h.getInfo()
        valori = [float(round(v)) for v in h.getSolution().col_value]
        prima, dopo = (sum(c * v for c, v in zip(costi, x, strict=True)) for x in (da, valori or da))
        is_migliore = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible and dopo < prima
        return (valori if is_migliore else da), min(info.mip_dual_bound, prima, dopo)

    def _load(self, costi: list[float], righe: list[Riga], *, intero: bool) -> Any:
        import highspy  # noqa: PLC0415 - il componente facoltativo

        # non `highspy.Highs`: quando nasce scrive il suo nome sull'uscita, prima che si possa dirgli di tacere
        h: Any = highspy._core._Highs()  # noqa: SLF001
        lp = highspy.HighsLp()
        nodi = NODI_DI_MOLTE if len(costi) > MOLTE else NODI
        for opzione, valore in (
            *(
                ("log_to_console", False),
                ("output_flag", False),
                ("threads", 1),
                ("random_seed", 0),
                ("mip_max_nodes", nodi),
            ),
            *(("mip_rel_gap", 0.0), ("mip_abs_gap", _META)),
        ):
            h.setOptionValue(opzione, valore)
        lp.num_col_, lp.num_row_ = len(costi), len(righe)
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = costi, [0.0] * len(costi), [1.0] * len(costi)
        lp.row_lower_, lp.row_upper_ = [r[1] for r in righe], [float(r[2]) for r in righe]
        inizi, indici, valori = [0], [], []
        for riga, _, _ in righe:
            for colonna in sorted(riga):
                indici.append(colonna)
                valori.append(riga[colonna])
            inizi.append(len(indici))
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = inizi, indici, valori
        if intero:
            lp.integrality_ = [highspy.HighsVarType.kInteger] * len(costi)
        h.passModel(lp)
        return h


def split_pezzi(mossa: Mossa) -> tuple[tuple[Pezzo, int], ...]:
    """Ogni quartiere della mossa, con i suoi abitanti-giorni scoperti."""
    return tuple(((a.scenario, a.quartiere), a.abitanti_giorni) for c in mossa.conseguenze for a in c.attese)
