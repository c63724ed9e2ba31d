"""Tutti i piani possibili, uno dopo l'altro: una ricerca che del motore prende solo i giorni di ogni mossa, e il resto lo rifà a mano.

Si salta solo ciò che non può battere il migliore trovato: ogni quartiere che resta costa almeno la sua mossa migliore.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from tests.programma.conto import Conto

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.programma.caso import Citta

    from ldq_planner.engine.programma.mosse import Mossa
    from ldq_planner.engine.programma.problema import ProblemaDelPiano

Vettore = tuple[int, int, int, int]
"""Quartieri senza gara, abitanti-giorni, centesimi, ritardi."""
Pezzo = tuple[str, str]


class Scelta(NamedTuple):
    """Una mossa in parole semplici."""

    pezzi: frozenset[Pezzo]
    scenari: frozenset[str]
    inizio: date
    fini: dict[str, date]
    costo: Vettore
    settimane: frozenset[tuple[str, str, date]]
    spese: dict[tuple[int, str], int]
    in_corso: bool
    mesi: int


class Ricerca:
    """La ricerca del piano migliore di una città piccola."""

    def __init__(self, citta: Citta, problema: ProblemaDelPiano) -> None:
        self.citta, self.problema = citta, problema
        self.conto = Conto(citta, {"oggi": str(problema.quadro.oggi), "gare": []})
        uffici = citta.risorse["uffici"]
        self.posti = {(u["id"], ""): u["gare"] for u in uffici}
        self.posti |= {(u["id"], f): n for u in uffici for f, n in u.get("gare_per_fase", {}).items()}
        self.scelte = [self._read(m) for g in problema.gare for m in problema.list_mosse(g)]
        self.pezzi = sorted((s["id"], q) for s in self.conto.scenari.values() for q in s["quartieri"])
        self.mancanti = {p: problema.count_mancante(p) for p in self.pezzi}
        self.minimi = {p: self._find_minimo(p) for p in self.pezzi}
        self.tetti = dict(self._list_tetti())
        self.nodi = 0

    def find_migliore(self, sotto: Vettore) -> Vettore:
        """Il migliore di tutti i piani, se batte `sotto`; se no `sotto`."""
        self.migliore = sotto
        ferme = [s for s in self.scelte if s.in_corso]
        fatti = frozenset(p for s in ferme for p in s.pezzi)
        self._search(ferme, [p for p in self.pezzi if p not in fatti], _sum(s.costo for s in ferme))
        return self.migliore

    def _search(self, prese: list[Scelta], restano: list[Pezzo], costo: Vettore) -> None:
        self.nodi += 1
        if _sum([costo, *(self.minimi[p] for p in restano)]) >= self.migliore:
            return
        if not restano:
            self.migliore = costo
            return
        for scelta in self.scelte:
            if restano[0] in scelta.pezzi and scelta.pezzi <= set(restano) and self._is_lecita([*prese, scelta]):
                altri = [p for p in restano if p not in scelta.pezzi]
                self._search([*prese, scelta], altri, _sum([costo, scelta.costo]))
        senza = (1, self.mancanti[restano[0]], 0, 0)
        self._search(prese, restano[1:], _sum([costo, senza]))

    def _is_lecita(self, prese: list[Scelta]) -> bool:
        """Vero se l'ultima può stare con le altre: posti, attese, soldi."""
        nuova, altre = prese[-1], prese[:-1]
        for ufficio, fase, settimana in nuova.settimane:
            quante = sum((ufficio, fase, settimana) in s.settimane for s in altre)
            if quante + 1 > self.posti[ufficio, fase]:
                return False
        for d in self.citta.risorse["dipendenze"]:
            for prima in (s for s in prese if d["dopo"] in s.scenari and d["fase"] in s.fini):
                giorno = prima.fini[d["fase"]] + timedelta(days=d["giorni"])
                if any(d["scenario"] in s.scenari and not s.in_corso and s.inizio < giorno for s in prese):
                    return False
        in_tutto = self.citta.risorse.get("ponti_mesi_in_tutto")
        if in_tutto is not None and sum(s.mesi for s in prese) > in_tutto:
            return False
        spesi: Counter[tuple[int, str]] = Counter()
        for scelta in prese:
            spesi.update(scelta.spese)
        return all(
            sum(spesi[anno, s] for s in scenari) <= tetto or not any(nuova.spese.get((anno, s)) for s in scenari)
            for (anno, scenari), tetto in self.tetti.items()
        )

    def _list_tetti(self) -> Iterator[tuple[tuple[int, tuple[str, ...]], int]]:
        """Per ogni anno e ogni gruppo di scenari, i centesimi degli stanziamenti che ne pagano almeno uno."""
        scenari = sorted(self.conto.scenari)
        for anno in sorted({s["anno"] for s in self.citta.risorse["stanziamenti"]}):
            for maschera in range(1, 1 << len(scenari)):
                gruppo = tuple(s for i, s in enumerate(scenari) if maschera >> i & 1)
                yield (anno, gruppo), int(self.conto.count_disponibili(anno, gruppo) * 100)

    def _find_minimo(self, pezzo: Pezzo) -> Vettore:
        """Ciò che un quartiere costa almeno, voce per voce: con una mossa, o senza."""
        quanti = [self.mancanti[pezzo]]
        quanti += [
            a.abitanti_giorni
            for g in self.problema.gare
            for m in self.problema.list_mosse(g)
            for c in m.conseguenze
            for a in c.attese
            if (a.scenario, a.quartiere) == pezzo
        ]
        has_mosse = any(pezzo in s.pezzi for s in self.scelte)
        return (0 if has_mosse else 1, min(quanti[1:] or quanti) if has_mosse else quanti[0], 0, 0)

    def _read(self, mossa: Mossa) -> Scelta:
        gara = {"scenari": sorted(mossa.gara.scenari)}
        eventi = {f: {"id": f, "inizio": str(e.inizio), "fine": str(e.fine)} for f, e in mossa.eventi.items()}
        settimane = self.conto.list_settimane({**gara, "fasi": list(eventi.values())})
        return Scelta(
            mossa.gara.pezzi,
            mossa.gara.scenari,
            mossa.giorno,
            {f: e.fine for f, e in mossa.eventi.items()},
            (0, *mossa.valore),
            frozenset((u, f or "", lunedi) for u, f, lunedi in settimane),
            dict(mossa.spese),
            mossa.gara.fissata is not None,
            sum(a.ponte.mesi for c in mossa.conseguenze for a in c.attese if a.ponte),
        )


def _sum(vettori: Iterable[Vettore]) -> Vettore:
    tutti = list(vettori)
    return (sum(v[0] for v in tutti), sum(v[1] for v in tutti), sum(v[2] for v in tutti), sum(v[3] for v in tutti))
