"""Il piano come valori: le gare con le date, il carico degli uffici, i confronti, lo scarto dal migliore."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.engine.cronoprogramma import INVIO
from ldq_planner.engine.programma.incertezza import list_eventi
from ldq_planner.engine.programma.ingordo import refill
from ldq_planner.engine.programma.perche import (
    Confronto,
    compare_dati,
    compare_oggi,
    explain_attesa,
    list_in_piu,
)
from ldq_planner.engine.programma.problema import Carico
from ldq_planner.engine.programma.soldi import to_euro
from ldq_planner.engine.stime import estimate_mensile
from ldq_planner.model.programma_gare import (
    CaricoDelPiano,
    ConfrontoDelPiano,
    FaseDelPiano,
    PostoInPiu,
    ServizioDelPiano,
    SicurezzaDellaGara,
    SicurezzaDelServizio,
)
from ldq_planner.model.rischio import SICUREZZE, Quantile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ldq_planner.engine.programma.incertezza import Incertezza
    from ldq_planner.engine.programma.ingordo import PianoScelto
    from ldq_planner.engine.programma.mosse import Mossa
    from ldq_planner.engine.programma.parti import AttesaDiQuartiere, Conseguenza, PontiScritti
    from ldq_planner.engine.programma.perche import PercheAttende
    from ldq_planner.engine.programma.problema import LimitiDelPiano, ProblemaDelPiano
    from ldq_planner.engine.programma.rimedio import Rimedio

GIUNTA, AGGIUDICAZIONE = "indirizzo", "aggiudicazione"


class PianoDelleGare(NamedTuple):
    """La scelta, e gli abitanti-giorni sotto cui nessuna altra può scendere."""

    problema: ProblemaDelPiano
    scelta: PianoScelto
    limite: int
    metodo: str
    risolve: Callable[[ProblemaDelPiano, LimitiDelPiano, PianoScelto], tuple[PianoScelto, bool]]
    """Il piano con altri limiti, e se è provato che di meglio non c'è."""
    rimedio: Rimedio | None = None
    """Che cosa allargare perché tutto si faccia, se qualcosa manca."""

    @property
    def scarto_per_mille(self) -> int | None:
        """Di quanti millesimi del migliore possibile, al più, il piano lo passa: all'insù, mai meno del vero; `None` se non si sa."""
        di_troppo = max(0, self.scelta.valore[1] - self.limite)
        if not self.limite:
            return None if di_troppo else 0
        return -(-1000 * di_troppo // self.limite)

    @property
    def rho(self) -> float | None:
        """Quanto le fasi di una gara tardano insieme, se si conta il rischio."""
        incertezza = self.problema.officina.incertezza
        return incertezza.rho if incertezza else None

    def explain(self, mossa: Mossa) -> PercheAttende:
        """Perché la gara non comincia prima."""
        return explain_attesa(self.problema, self.scelta, mossa)

    def assess(self, mossa: Mossa) -> SicurezzaDellaGara | None:
        """Quanto è sicura la gara, se si conta il rischio."""
        incertezza = self.problema.officina.incertezza
        return _assess(mossa, incertezza) if incertezza else None

    def list_carico(self) -> Iterator[CaricoDelPiano]:
        """Ogni ufficio in ogni settimana in cui ha gare."""
        carico = Carico(self.problema.limiti)
        for mossa in self.scelta.mosse:
            carico.add(mossa)
        for (ufficio, fase), settimana, gare in carico.list_carico():
            posti, quali = self.problema.limiti.posti[ufficio, fase], carico.list_occupanti((ufficio, fase), settimana)
            yield CaricoDelPiano(ufficio, fase or None, self.problema.get_lunedi(settimana), gare, posti, tuple(quali))

    def describe(self) -> ConfrontoDelPiano:
        """Questo, come gli altri con cui si confronta; solo ciò che è già in corso può passare i posti."""
        carico = refill(self.problema.limiti, self.scelta.mosse)
        questo = Confronto(self.scelta, carico.count_oltre())
        return _say("questo", "Questo", questo, self.problema.officina.ponti)

    def list_confronti(self) -> Iterator[ConfrontoDelPiano]:
        """«Tutte oggi», e il piano dei dati."""
        ponti = self.problema.officina.ponti
        yield _say("tutte-oggi", "Tutte cominciate oggi", compare_oggi(self.problema), ponti)
        yield _say("dati", "Come nei dati", compare_dati(self.problema), ponti)

    def list_in_piu(self) -> Iterator[PostoInPiu]:
        """Un posto in più in ogni ufficio, e ogni anno senza limite di soldi."""
        for v in list_in_piu(self.problema, self.scelta, self.risolve):
            euro = to_euro(v.centesimi) if not v.ufficio else None
            is_esatto = v.provato and self.scarto_per_mille == 0
            yield PostoInPiu(v.ufficio or None, v.anno, v.abitanti_giorni, v.gare, euro, esatto=is_esatto)


def compute_limite(problema: ProblemaDelPiano) -> int:
    """Gli abitanti-giorni sotto cui nessun piano scende: ogni quartiere nella sua gara migliore, come se fosse sola."""
    minimi: dict[tuple[str, str], int] = {}
    for gara in problema.gare:
        for mossa in problema.list_mosse(gara):
            for attesa in (a for c in mossa.conseguenze for a in c.attese):
                pezzo = (attesa.scenario, attesa.quartiere)
                minimi[pezzo] = min(minimi.get(pezzo, attesa.abitanti_giorni), attesa.abitanti_giorni)
    mancanti = (problema.count_mancante(p) for p in problema.pezzi if p not in minimi)
    return sum(min(m, problema.count_mancante(p)) for p, m in minimi.items()) + sum(mancanti)


def list_servizi(mossa: Mossa) -> tuple[ServizioDelPiano, ...]:
    """Ciò che la gara dà a ciascun quartiere."""
    return tuple(_make_servizio(c, a) for c in mossa.conseguenze for a in c.attese)


def _make_servizio(c: Conseguenza, a: AttesaDiQuartiere) -> ServizioDelPiano:
    return ServizioDelPiano(
        scenario=a.scenario,
        quartiere=a.quartiere,
        inizio=c.inizio,
        fine=c.fine,
        giorni_scoperti=a.scoperti.giorni,
        abitanti_giorni_scoperti=None if a.abitanti is None else a.abitanti_giorni,
        ponte_dal=a.ponte.dal if a.ponte else None,
        ponte_al=a.ponte.al if a.ponte else None,
        ponte_mesi=a.ponte.mesi if a.ponte else None,
        ponte_strumenti=a.ponte.strumenti if a.ponte else (),
        rischio=SicurezzaDelServizio(c.obiettivo, *a.attesi) if a.attesi else None,
    )


def _assess(mossa: Mossa, incertezza: Incertezza) -> SicurezzaDellaGara:
    """Quanto è sicura una gara del piano; se i fatti sono oltre ogni durata possibile, i giorni sono quelli dei tempi probabili."""
    avvio = incertezza.find_avvio(mossa.gara, mossa.giorno)
    giorni, obiettivo = avvio.describe() if avvio else None, min(c.obiettivo for c in mossa.conseguenze)
    attese = [a for c in mossa.conseguenze for a in c.attese]
    return SicurezzaDellaGara(
        obiettivo=obiettivo,
        in_tempo=giorni.compute_entro(obiettivo) if giorni else None,
        avvio=tuple(Quantile(p, giorni.find_quantile(p)) for p in SICUREZZE) if giorni else (),
        giorni_attesi=sum(a.attesi.giorni if a.attesi else a.scoperti.giorni for a in attese),
        abitanti_giorni_attesi=mossa.valore[0],
        eventi=tuple(sorted(list_eventi(mossa.gara))),
        oltre=incertezza.find_oltre(mossa.gara),
    )


def list_senza_stima(mossa: Mossa) -> Iterator[str]:
    """Gli scenari della gara di cui non si sa quanto costano al mese, o fino a quando durano, in ordine di id."""
    parti = {p.scenario.id: p for p in mossa.gara.parti}
    senza_fine = {a.scenario for c in mossa.conseguenze if c.inizio and c.fine is None for a in c.attese}
    for id_, parte in sorted(parti.items()):
        if id_ in senza_fine or estimate_mensile(parte.quadro.portafoglio, parte.scenario) is None:
            yield id_


def list_fasi(mossa: Mossa) -> tuple[FaseDelPiano, ...]:
    """Le fasi che prendono tempo, il bando e l'avvio, con gli uffici che le fanno."""
    uffici = mossa.gara.lavoro.uffici
    return tuple(
        FaseDelPiano(id_, e.inizio, e.fine, tuple(u.id for u in uffici if id_ in u.fasi))
        for id_, e in mossa.eventi.items()
        if e.inizio < e.fine or id_ == INVIO
    )


def _say(id_: str, nome: str, confronto: Confronto, ponti: PontiScritti) -> ConfrontoDelPiano:
    _, abitanti_giorni, centesimi, ritardo, _ = confronto.scelta.valore
    oltre = confronto.oltre
    uffici = tuple(sorted({ufficio for ufficio, _ in oltre}))
    # di un ufficio contano le settimane in cui è oltre in tutto, o in una sua fase
    settimane = sum(max(n for (u, _), n in oltre.items() if u == ufficio) for ufficio in uffici)
    senza_costo = tuple(sorted({s for m in confronto.scelta.mosse for s in list_senza_stima(m)} | ponti.senza_costo))
    euro = to_euro(centesimi + ponti.centesimi)
    return ConfrontoDelPiano(id_, nome, abitanti_giorni, euro, senza_costo, ritardo, settimane, uffici)
