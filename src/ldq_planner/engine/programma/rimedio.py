"""Che cosa renderebbe possibile un piano che non fa tutto: il minor numero di limiti da allargare, ciascuno di poco.

Si prova un limite per volta, poi due insieme; se non bastano, tutti, rimettendo quelli di cui si fa a meno. Poi ciascuno si
stringe finché il piano si fa ancora. Con il piano ingordo è un modo che riesce, non la prova che di meno non basta.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.incerta import exactly
from ldq_planner.engine.programma.ingordo import plan_ingordo
from ldq_planner.engine.programma.mosse import PONTI
from ldq_planner.engine.programma.perche import count_oltre
from ldq_planner.engine.programma.problema import list_bit, measure_anticipo, measure_scarto

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ldq_planner.engine.programma.ingordo import PianoScelto
    from ldq_planner.engine.programma.mosse import Mossa, Risorsa
    from ldq_planner.engine.programma.problema import LimitiDelPiano, ProblemaDelPiano
    from ldq_planner.model.risorse import Dipendenza, GiornoFisso

    Risolve = Callable[[ProblemaDelPiano, LimitiDelPiano, PianoScelto], PianoScelto]

GIORNO, ATTESA, SOLDI, UFFICIO, LOTTI = "giorno-fisso", "dipendenza", "soldi", "ufficio", "lotti"
POCHI_LIMITI = 12
"""Fino a quanti limiti, se i quartieri sono pochi, si prova ad allargarli anche a due a due."""
POCHI_QUARTIERI = 16
"""Fino a quanti quartieri da fare si rifà il piano da capo, se non basta migliorarlo, e si stringe fino in fondo."""
POCHE_SETTIMANE = 26
"""Fino a quante settimane di un posto in più si prova a farne a meno, una per una."""
DIECI_EURO = 1000
"""Fin dove si stringono i soldi di un anno. Unità: centesimi."""
UN_DECIMO = 10
"""Di molti quartieri, ogni limite si stringe a meno di un decimo di ciò che serve al primo piano che riesce."""
TUTTO = 10**12
"""Quanto basta perché un limite non ne sia più uno."""


class Limite(NamedTuple):
    """Un limite che si può allargare: di che genere, e di chi."""

    genere: str
    id: str
    """L'id del giorno fisso, dell'attesa, dell'ufficio o dei lotti; l'anno dei soldi."""


class Allargato(NamedTuple):
    """Un limite, e di quanto basta allargarlo."""

    limite: Limite
    quanto: int
    """Giorni, centesimi, posti; uno se è da togliere."""
    settimane: int = 0
    """Di un ufficio, le settimane in cui servono i posti: un bit ciascuna."""


class Rimedio(NamedTuple):
    """I limiti da allargare, il meno possibile, e il piano che allora si fa."""

    allargati: tuple[Allargato, ...]
    scelta: PianoScelto
    altri: tuple[Rimedio, ...] = ()
    """Se basta un limite solo, ciò che viene allargando al suo posto ciascuno degli altri che bastano."""
    provato: bool = False
    """Vero se con meno limiti non si riesce."""


def find_rimedio(problema: ProblemaDelPiano, scelta: PianoScelto, risolve: Risolve) -> Rimedio | None:
    """I limiti da allargare perché ogni gara si faccia; nessuno, se un piano che fa tutto c'era; `None` se non basta toglierli tutti."""
    return _Ricerca(problema, scelta, risolve).find()


class _Ricerca:
    """I piani con limiti più larghi: quello che si ha, migliorato da `risolve`; se le gare sono poche, anche uno rifatto da capo."""

    def __init__(self, problema: ProblemaDelPiano, scelta: PianoScelto, risolve: Risolve) -> None:
        self._problema, self._scelta, self._risolve = problema, scelta, risolve
        self._limiti = tuple(_list_limiti(problema))
        self._is_piccolo = len(problema.pezzi) <= POCHI_QUARTIERI

    def find(self) -> Rimedio | None:
        soli = [(x, s) for x in self._limiti if (s := self._plan({x: TUTTO})) is not None]
        if soli:
            primo, *altri = sorted(
                (Rimedio(*self._shrink({x: TUTTO}, s)) for x, s in soli), key=lambda r: len(r.allargati)
            )
            return primo._replace(altri=tuple(altri) if primo.allargati else ())
        coppie = combinations(self._limiti, 2) if self._is_piccolo and len(self._limiti) <= POCHI_LIMITI else ()
        for coppia in coppie:
            larghi = dict.fromkeys(coppia, TUTTO)
            if (scelta := self._plan(larghi)) is not None:
                return Rimedio(*self._shrink(larghi, scelta))
        larghi = dict.fromkeys(self._limiti, TUTTO)
        if (scelta := self._plan(larghi)) is None:
            return None
        for limite in self._limiti:
            meno = {x: TUTTO for x in larghi if x != limite}
            if (nuova := self._plan(meno)) is not None:
                larghi, scelta = meno, nuova
        return Rimedio(*self._shrink(larghi, scelta))

    def _plan(self, larghi: Mapping[Limite, int], settimane: tuple[str, int] = ("", 0)) -> PianoScelto | None:
        """Il piano con quei limiti allargati, se fa tutto."""
        problema = _widen(self._problema, larghi, settimane)
        scelta = self._risolve(problema, problema.limiti, self._scelta)
        if scelta.mancano and self._is_piccolo:
            scelta = plan_ingordo(problema)
        return None if scelta.mancano else scelta

    def _shrink(self, larghi: dict[Limite, int], scelta: PianoScelto) -> tuple[tuple[Allargato, ...], PianoScelto]:
        """I limiti allargati, uno dopo l'altro di quanto basta, e il piano che ne viene."""
        for limite in larghi:
            if limite.genere != LOTTI:
                scelta = self._shrink_uno(larghi, limite, scelta)
        misure = {limite: self._measure(limite, scelta) for limite in larghi}
        serve = {limite: quanto for limite, quanto in misure.items() if quanto}
        allargati = [
            Allargato(limite, quanto, self._find_settimane(limite, scelta)) for limite, quanto in serve.items()
        ]
        uffici = [a for a in allargati if a.limite.genere == UFFICIO]
        if len(uffici) == 1 and uffici[0].quanto == 1:
            posto = allargati.index(uffici[0])
            allargati[posto], scelta = self._spare(serve, uffici[0], scelta)
        return tuple(allargati), scelta

    def _shrink_uno(self, larghi: dict[Limite, int], limite: Limite, scelta: PianoScelto) -> PianoScelto:
        """Il piano con quel limite allargato di meno; `larghi` dice di quanto."""
        basta, manca = self._measure(limite, scelta), 0
        passo = max(DIECI_EURO if limite.genere == SOLDI else 1, 0 if self._is_piccolo else basta // UN_DECIMO)
        larghi[limite] = basta
        while basta - manca > passo:
            larghi[limite] = mezzo = (basta + manca) // 2
            if (nuova := self._plan(larghi)) is None:
                manca = mezzo
            else:
                basta, scelta = self._measure(limite, nuova), nuova
            larghi[limite] = basta
        return scelta

    def _spare(
        self, larghi: dict[Limite, int], ufficio: Allargato, scelta: PianoScelto
    ) -> tuple[Allargato, PianoScelto]:
        """Il posto in più nelle sole settimane di cui non si fa a meno."""
        altri = {limite: quanto for limite, quanto in larghi.items() if limite != ufficio.limite}
        settimane = ufficio.settimane
        bit = list(list_bit(settimane))
        for una in bit if self._is_piccolo and len(bit) <= POCHE_SETTIMANE else ():
            if una & settimane and (nuova := self._plan(altri, (ufficio.limite.id, settimane & ~una))) is not None:
                settimane, scelta = self._find_settimane(ufficio.limite, nuova), nuova
        return ufficio._replace(settimane=settimane), scelta

    # --- di quanto un piano passa un limite ----------------------------------------------------------------------

    def _measure(self, limite: Limite, scelta: PianoScelto) -> int:
        """Di quanto il piano passa quel limite."""
        limiti, mosse = self._problema.limiti, scelta.mosse
        if limite.genere == SOLDI:
            return max((count_oltre(scelta, t) for t in limiti.tetti if str(t.anno) == limite.id), default=0)
        if limite.genere == GIORNO:
            fissi = [f for f in limiti.giorni_fissi if f.id == limite.id]
            return max((measure_scarto(m, f) for m in mosse for f in fissi), default=0)
        if limite.genere == ATTESA:
            return max(
                (measure_anticipo(*coppia) for coppia in list_attese(self._problema, limite.id, scelta)), default=0
            )
        if limite.genere == UFFICIO:
            return max((n for _, n in _list_oltre(self._problema, limite.id, scelta)), default=0)
        return 1

    def _find_settimane(self, limite: Limite, scelta: PianoScelto) -> int:
        if limite.genere != UFFICIO:
            return 0
        settimane = 0
        for bit, _ in _list_oltre(self._problema, limite.id, scelta):
            settimane |= bit
        return settimane


def list_attese(problema: ProblemaDelPiano, id_: str, scelta: PianoScelto) -> Iterator[tuple[Mossa, Mossa, Dipendenza]]:
    """Chi attende, chi è atteso, e la dipendenza che li lega."""
    for d in (d for d in problema.limiti.dipendenze if d.id == id_):
        for mossa in (m for m in scelta.mosse if d.scenario in m.gara.scenari):
            yield from ((mossa, prima, d) for prima in scelta.mosse if d.dopo in prima.gara.scenari)


def _list_oltre(problema: ProblemaDelPiano, ufficio: str, scelta: PianoScelto) -> Iterator[tuple[int, int]]:
    """Le settimane in cui l'ufficio, o una sua fase, ha più gare dei posti, un bit ciascuna, e quante in più; oltre a quelle già in corso."""
    quante: Counter[tuple[Risorsa, int]] = Counter()
    in_corso: Counter[tuple[Risorsa, int]] = Counter()
    for mossa in scelta.mosse:
        for risorsa, bit in mossa.uso:
            if risorsa[0] == ufficio and risorsa in problema.limiti.posti:
                sue = [(risorsa, uno) for uno in list_bit(bit)]
                quante.update(sue)
                in_corso.update(sue if mossa.gara.fissata is not None else ())
    for (risorsa, uno), n in quante.items():
        posti = max(problema.limiti.posti[risorsa], in_corso[risorsa, uno])
        if n > posti:
            yield uno, n - posti


def _list_limiti(problema: ProblemaDelPiano) -> Iterator[Limite]:
    """I limiti che si possono allargare: prima i giorni fissi, poi le attese, i soldi, gli uffici, chi sta con chi."""
    yield from (Limite(GIORNO, f.id) for f in problema.limiti.giorni_fissi)
    yield from (Limite(ATTESA, d.id) for d in problema.limiti.dipendenze)
    yield from (Limite(SOLDI, str(anno)) for anno in sorted({t.anno for t in problema.limiti.tetti} - {PONTI}))
    yield from (Limite(UFFICIO, u.id) for u in problema.risorse.uffici)
    yield from (Limite(LOTTI, x.id) for x in problema.risorse.lotti if x.come != "ammessi")


def _widen(
    problema: ProblemaDelPiano, larghi: Mapping[Limite, int], settimane: tuple[str, int] = ("", 0)
) -> ProblemaDelPiano:
    """Il problema con quei limiti allargati; `settimane` dice in quali un ufficio ha un posto in più."""

    def get(genere: str, id_: str) -> int:
        return larghi.get(Limite(genere, id_), 0)

    limiti = problema.limiti
    nuovi = limiti._replace(
        posti={r: n + get(UFFICIO, r[0]) for r, n in limiti.posti.items()},
        tetti=tuple(t._replace(centesimi=t.centesimi + get(SOLDI, str(t.anno))) for t in limiti.tetti),
        dipendenze=tuple(d.model_copy(update={"giorni": d.giorni - get(ATTESA, d.id)}) for d in limiti.dipendenze),
        giorni_fissi=tuple(x for f in limiti.giorni_fissi for x in _widen_giorno(f, get(GIORNO, f.id))),
        in_piu=settimane,
    )
    tolti = {limite.id for limite in larghi if limite.genere == LOTTI}
    if tolti:
        problema = problema.with_lotti(tuple(x for x in problema.risorse.lotti if x.id not in tolti))
    return problema.with_limiti(nuovi)


def _widen_giorno(fisso: GiornoFisso, giorni: int) -> Iterator[GiornoFisso]:
    """Il giorno fisso con tanti giorni in più da una parte e dall'altra; nessuno se sono più di quanti se ne contano."""
    if not giorni:
        yield fisso
    elif giorni != TUTTO:
        presto, tardi = fisso.il or fisso.non_prima, fisso.il or fisso.entro
        passo = timedelta(days=giorni)
        estremi = {"il": None, "non_prima": presto and exactly(presto.primo - passo)}
        yield fisso.model_copy(update={**estremi, "entro": tardi and exactly(tardi.primo + passo)})
