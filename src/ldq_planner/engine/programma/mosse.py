"""Le gare possibili, e per ciascuna i giorni in cui può cominciare: le fasi seguono senza attese."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.engine.ammissione import admit
from ldq_planner.engine.cronoprogramma import EventoDiGara
from ldq_planner.engine.gare_dell_ente import imagine_ipotesi
from ldq_planner.engine.programma.gara import GaraPossibile
from ldq_planner.engine.programma.incertezza import add_attesi
from ldq_planner.engine.programma.lavoro import AgendaDegliUffici, GaraInCorsoDegliUffici, Lavoro, list_occupati
from ldq_planner.engine.programma.parti import make_lotto, make_parte
from ldq_planner.engine.programma.ponti import read_ponti
from ldq_planner.engine.tempi import PROCEDURA, find_procedura
from ldq_planner.model.risorse import FileRisorse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ldq_planner.dates.periodo import InsiemeGiorni
    from ldq_planner.engine.durate import Ipotesi
    from ldq_planner.engine.programma.incertezza import Incertezza
    from ldq_planner.engine.programma.parti import Conseguenza, ParteDiGara
    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.model.cronoprogramma import Cronoprogramma
    from ldq_planner.model.scenario import Scenario

SETTIMANA = timedelta(days=7)
POCHI_QUARTIERI = 5
"""Fino a quanti quartieri si provano tutti i modi di dividere uno scenario; oltre, intero o uno per uno."""
POCHI_SCENARI = 5
"""Fino a quanti scenari di un gruppo di lotti si provano tutte le unioni; oltre, a due a due e tutti insieme."""
POCHE_GARE = 24
"""Fino a quanti scenari, se i mesi di ponte sono contati, di ogni gara si provano tutti i mesi; oltre, tutti o nessuno."""
PONTI = 0
"""Fra gli anni in cui una gara spende, quello che sta per i mesi di ponte."""
_LAVORATIVI = 5

Risorsa = tuple[str, str]
"""Un ufficio, e una sua fase o nessuna."""


class Mossa(NamedTuple):
    """Una gara che comincia un giorno: i suoi eventi, che cosa ne segue, che cosa occupa."""

    gara: GaraPossibile
    giorno: date
    settimana: int
    eventi: Mapping[str, EventoDiGara]
    conseguenze: tuple[Conseguenza, ...]
    uso: tuple[tuple[Risorsa, int], ...]
    """Risorsa → le settimane in cui la occupa, un bit per settimana da quella di oggi."""
    spese: Mapping[tuple[int, str], int]
    """Anno e scenario → centesimi; al posto di un anno `PONTI`, se i mesi di ponte sono contati, → mesi."""
    valore: tuple[int, int, int]
    """Abitanti-giorni scoperti, centesimi, giorni di ritardo."""

    @property
    def chiave(self) -> tuple[int, int, int, int, str]:
        """Dalla migliore alla peggiore; a pari merito prima la più vicina, poi l'ordine degli id."""
        return (*self.valore, self.settimana, self.gara.id)


class Officina:
    """Costruisce gare e mosse di un quadro; ciò che due gare hanno in comune si conta una volta."""

    def __init__(self, quadro: Quadro, incertezza: Incertezza | None = None) -> None:
        self.quadro, self.incertezza = quadro, incertezza
        self.risorse = _sort_elenchi(quadro.portafoglio.risorse or FileRisorse())
        self.ponti = read_ponti(quadro)
        self.lunedi = quadro.oggi - timedelta(days=quadro.oggi.weekday())
        self._lavori: dict[object, Lavoro] = {}
        self._eventi: dict[object, Mapping[str, EventoDiGara]] = {}
        self._usi: dict[object, tuple[tuple[Risorsa, int], ...]] = {}
        self._maschere: dict[object, int] = {}

    # --- le gare -----------------------------------------------------------------------------------------------

    def list_gare(self) -> tuple[GaraPossibile, ...]:
        """Le gare possibili: ogni scenario da solo, diviso se si può, e unito a quelli con cui può o deve stare."""
        scenari = self.scenari
        gruppi = self._list_legati()
        legati = {id_: set(gruppo) for gruppo in gruppi for id_ in gruppo}
        gare: dict[str, GaraPossibile] = {}
        for ids in self._list_unioni(scenari, gruppi):
            if all(legati.get(id_, {id_}) <= set(ids) for id_ in ids) and self._can_unire(ids):
                suoi = [scenari[id_] for id_ in ids]
                gare |= {g.id: g for mesi, come in self._list_mesi(suoi) for g in self._make_gare(suoi, mesi, come)}
        return tuple(gare[id_] for id_ in sorted(gare))

    @cached_property
    def scenari(self) -> Mapping[str, Scenario]:
        """Id → scenario, delle gare da fare, in ordine di id; anche i suoi quartieri."""
        gare = sorted((s for s in self.quadro.portafoglio.richiesti if s.tipo == "gara"), key=lambda s: s.id)
        return {s.id: s.model_copy(update={"quartieri": tuple(sorted(s.quartieri))}) for s in gare}

    def _list_legati(self) -> list[list[str]]:
        """Chi deve stare con chi, in ordine di id; una gara già in corso va per conto suo, e due gruppi con uno in comune sono uno."""
        gruppi: list[set[str]] = []
        for lotti in self.risorse.lotti:
            if lotti.come == "insieme":
                nuovo = {i for i in lotti.scenari if i in self.scenari and not self.scenari[i].is_in_corso}
                vicini = [g for g in gruppi if not g.isdisjoint(nuovo)]
                gruppi = [g for g in gruppi if g not in vicini] + [nuovo.union(*vicini)]
        return sorted(sorted(g) for g in gruppi if g)

    def _list_unioni(self, scenari: Mapping[str, Scenario], legati: Iterable[list[str]]) -> Iterator[tuple[str, ...]]:
        """Gli scenari che possono fare una gara sola, ciascun gruppo in ordine di id."""
        yield from ((id_,) for id_ in scenari)
        liberi = [
            [i for i in sorted(set(lotti.scenari)) if i in scenari]
            for lotti in self.risorse.lotti
            if lotti.come == "ammessi"
        ]
        for gruppo in legati:
            yield tuple(gruppo)
        for gruppo in liberi:
            quanti = range(2, len(gruppo) + 1) if len(gruppo) <= POCHI_SCENARI else (2, len(gruppo))
            for quanti_insieme in quanti:
                yield from combinations(gruppo, quanti_insieme)

    def _can_unire(self, ids: tuple[str, ...]) -> bool:
        """Vero se nessun vincolo li separa, e nessuno attende un altro."""
        insieme = set(ids)
        if any(
            len(insieme.intersection(lotti.scenari)) > 1 for lotti in self.risorse.lotti if lotti.come == "separati"
        ):
            return False
        if any({d.scenario, d.dopo} <= insieme for d in self.risorse.dipendenze if d.scenario != d.dopo):
            return False
        return len(ids) == 1 or not any(self.quadro.portafoglio.scenari_by_id[i].is_in_corso for i in ids)

    def _list_mesi(self, scenari: list[Scenario]) -> Iterator[tuple[int, str]]:
        """Quanti mesi di ponte, al più, a ogni quartiere della gara, e come la si chiama; meno di quanti può, se in tutto sono contati.

        Una gara già in corso ne prende in parti uguali con le altre in corso.
        """
        mesi, in_tutto = self.risorse.ponti_mesi or 0, self.risorse.ponti_mesi_in_tutto
        if in_tutto is None:
            yield mesi, ""
        elif scenari[0].is_in_corso:
            fermi = sum(len(s.quartieri) for s in self.scenari.values() if s.is_in_corso)
            yield min(mesi, in_tutto // fermi), ""
        else:
            yield mesi, ""
            meno = range(mesi - 1, -1, -1) if len(self.scenari) <= POCHE_GARE else range(min(1, mesi))
            yield from ((n, f" [ponti di {n} mesi]" if n else " [senza ponti]") for n in meno)

    def _make_gare(self, scenari: list[Scenario], mesi: int, come: str) -> Iterator[GaraPossibile]:
        """La gara di quegli scenari: intera e, se si possono dividere, a lotti e per gruppi di quartieri."""
        ponti = self.ponti
        interi = [make_parte(self.quadro, s, mesi, ponti) for s in scenari]
        yield self._make_gara("+".join(s.id for s in scenari) + come, tuple(interi), scenari)
        divisibili = {
            lotti.scenari[0] for lotti in self.risorse.lotti if len(set(lotti.scenari)) == 1 and lotti.come == "ammessi"
        }
        divisi = [s for s in scenari if s.id in divisibili and len(s.quartieri) > 1 and not s.is_in_corso]
        if not divisi:
            return
        di_lotto = {s.id: [make_lotto(self.quadro, s, q, mesi, ponti) for q in s.quartieri] for s in divisi}
        parti = [p for s, intero in zip(scenari, interi, strict=True) for p in di_lotto.get(s.id, [intero])]
        yield self._make_gara("+".join(s.id for s in scenari) + f" a lotti{come}", tuple(parti), scenari)
        if len(scenari) > 1:
            return
        suoi = di_lotto[scenari[0].id]
        quanti = range(1, len(suoi)) if len(suoi) <= POCHI_QUARTIERI else (1,)
        for alcuni in (x for n in quanti for x in combinations(suoi, n)):
            quali = ", ".join(p.scenario.quartieri[0] for p in alcuni)
            yield self._make_gara(f"{scenari[0].id} ({quali}){come}", alcuni, scenari)

    def _make_gara(self, id_: str, parti: tuple[ParteDiGara, ...], scenari: list[Scenario]) -> GaraPossibile:
        nomi = frozenset(s.id for s in scenari)
        lavoro = self._find_lavoro(nomi)
        if scenari[0].is_in_corso:
            crono = self._follow(scenari[0], lavoro)
            return GaraPossibile(id_, parti, None, lavoro, {p.id: EventoDiGara(p.inizio, p.fine) for p in crono.passi})
        agenda, voluta, netto = self._imagine(scenari, lavoro)
        return GaraPossibile(id_, parti, agenda, lavoro, None, voluta, netto)

    def _follow(self, scenario: Scenario, lavoro: Lavoro) -> Cronoprogramma:
        """Come va la gara in corso, con gli uffici dell'ente."""
        prevista = self.quadro.forecast().gare[scenario.id]
        return GaraInCorsoDegliUffici(prevista.in_corso, lavoro).follow() if prevista.in_corso else prevista.crono

    def _find_lavoro(self, scenari: frozenset[str]) -> Lavoro:
        """Gli uffici e le sedute di quegli scenari; chi ha gli stessi li divide."""
        di_chi = [(u.id, u.solo_per) for u in self.risorse.uffici] + [(s.id, s.solo_per) for s in self.risorse.sedute]
        suoi = tuple(id_ for id_, solo_per in di_chi if not solo_per or not scenari.isdisjoint(solo_per))
        if suoi not in self._lavori:
            self._lavori[suoi] = Lavoro(self.risorse, scenari, self.quadro.oggi)
        return self._lavori[suoi]

    def _imagine(self, scenari: list[Scenario], lavoro: Lavoro) -> tuple[AgendaDegliUffici, str, Decimal | None]:
        """L'agenda della gara, la procedura che i dati vogliono se al valore di tutti i lotti non è ammessa, e quel valore."""
        diritto, previsione = self.quadro.require_diritto(), self.quadro.forecast()
        netti = [_find_netto(self.quadro, s) for s in scenari]
        netto = None if None in netti else sum((n for n in netti if n is not None), Decimal(0))
        ipotesi = _join_ipotesi([previsione.gare[s.id].agenda.ipotesi for s in scenari])
        volute = sorted({find_procedura(diritto, s).id for s in scenari})
        if len(scenari) > 1:
            ipotesi = ipotesi._replace(netto=netto)
        giorno = max(self.quadro.oggi, diritto.primo_giorno)
        appalto = ipotesi._replace(netto=netto).describe_appalto()
        if len(volute) == 1 and admit(diritto, ipotesi.procedura, appalto, giorno).ammessa:
            return AgendaDegliUffici(diritto, ipotesi, lavoro), "", netto
        aperta = diritto.find_procedura(PROCEDURA) or ipotesi.procedura
        nuova = imagine_ipotesi(self.quadro.portafoglio, None, diritto.norme.procedure, aperta)
        sue = {fase: giorni for fase, giorni in ipotesi.fissate.items() if fase in aperta.fasi}
        nuova = nuova._replace(netto=netto, servizio=ipotesi.servizio, fissate={**nuova.fissate, **sue})
        voluta = "" if volute == [aperta.id] else " e ".join(volute)
        return AgendaDegliUffici(diritto, nuova, lavoro), voluta, netto

    # --- le mosse ----------------------------------------------------------------------------------------------

    def list_mosse(self, gara: GaraPossibile, giorni: Iterable[date]) -> Iterator[Mossa]:
        """La gara cominciata in ciascuno di quei giorni; di una gara in corso, come va."""
        if gara.fissata is not None:
            yield self._make_mossa(gara, self.quadro.oggi, gara.fissata)
            return
        for giorno in giorni:
            yield self._make_mossa(gara, giorno, self._run(gara, giorno))

    def _run(self, gara: GaraPossibile, giorno: date) -> Mapping[str, EventoDiGara]:
        if gara.agenda is None:
            raise LookupError("una gara in corso non ricomincia")
        chiave = (gara.agenda.ipotesi.chiave, id(gara.lavoro), giorno)
        if chiave not in self._eventi:
            self._eventi[chiave] = gara.agenda.run_da(giorno)
        return self._eventi[chiave]

    def _make_mossa(self, gara: GaraPossibile, giorno: date, eventi: Mapping[str, EventoDiGara]) -> Mossa:
        avvio = next(reversed(list(eventi.values()))).fine
        conseguenze = tuple(parte.follow(avvio) for parte in gara.parti)
        if self.incertezza is not None:
            conseguenze = add_attesi(gara, conseguenze, self.incertezza.find_avvio(gara, giorno))
        spese: dict[tuple[int, str], int] = {}
        for spesa in (s for c in conseguenze for s in c.spese):
            voce = (spesa.anno, spesa.scenario)
            spese[voce] = spese.get(voce, 0) + int(spesa.euro * 100)
        for attesa in (
            a for c in conseguenze for a in c.attese if a.ponte and self.risorse.ponti_mesi_in_tutto is not None
        ):
            voce = (PONTI, attesa.scenario)
            spese[voce] = spese.get(voce, 0) + (attesa.ponte.mesi if attesa.ponte else 0)
        valore = (
            sum(a.abitanti_giorni for c in conseguenze for a in c.attese),
            sum(int(c.costo * 100) for c in conseguenze),
            sum(c.ritardo for c in conseguenze),
        )
        settimana = (giorno - self.lunedi).days // 7
        return Mossa(gara, giorno, settimana, eventi, conseguenze, self._occupy(gara, giorno, eventi), spese, valore)

    def _occupy(
        self, gara: GaraPossibile, giorno: date, eventi: Mapping[str, EventoDiGara]
    ) -> tuple[tuple[Risorsa, int], ...]:
        """Le settimane in cui la gara occupa ogni ufficio, e ogni fase con un limite suo."""
        chiave = (id(eventi), id(gara.lavoro), giorno)
        if chiave not in self._usi:
            self._usi[chiave] = tuple(self._list_usi(gara.lavoro, dict(eventi)))
        return self._usi[chiave]

    def _list_usi(self, lavoro: Lavoro, eventi: dict[str, EventoDiGara]) -> Iterator[tuple[Risorsa, int]]:
        for ufficio in lavoro.uffici:
            gruppi = {"": ufficio.fasi} | {fase: (fase,) for fase in ufficio.gare_per_fase if fase in ufficio.fasi}
            for fase, fasi in gruppi.items():
                bit = 0
                for dal, dopo in list_occupati(ufficio, fasi, eventi):
                    bit |= self._mask(ufficio.id, lavoro.chiusi[ufficio.id], dal, dopo)
                if bit:
                    yield (ufficio.id, fase), bit

    def _mask(self, ufficio: str, chiusi: InsiemeGiorni, dal: date, dopo: date) -> int:
        """Le settimane, un bit ciascuna da quella di oggi, con un giorno aperto fra `dal`, compreso, e `dopo`, escluso."""
        chiave = (ufficio, dal, dopo)
        if chiave not in self._maschere:
            bit, giorno = 0, max(dal, self.quadro.oggi)
            while giorno < dopo:
                if giorno.weekday() < _LAVORATIVI and giorno not in chiusi:
                    bit |= 1 << ((giorno - self.lunedi).days // 7)
                    giorno += timedelta(days=7 - giorno.weekday())
                else:
                    giorno += timedelta(days=1)
            self._maschere[chiave] = bit
        return self._maschere[chiave]


def _join_ipotesi(ipotesi: Sequence[Ipotesi]) -> Ipotesi:
    """La gara di più scenari: ogni fase dura quanto vuole il più lungo, e vale ciò che accorcia i termini di tutti."""
    fissate: dict[str, int] = {}
    origini: dict[str, str] = {}
    for una in ipotesi:
        origini |= una.origini
        fissate |= {fase: max(giorni, fissate.get(fase, 0)) for fase, giorni in una.fissate.items()}
    casi = frozenset.intersection(*(una.casi for una in ipotesi))
    return ipotesi[0]._replace(fissate=fissate, origini=origini, casi=casi)


def _sort_elenchi(risorse: FileRisorse) -> FileRisorse:
    """Le stesse risorse in ordine di id, comunque siano scritte; le sedute no: una fase vi passa nell'ordine dei dati."""
    elenchi = ("uffici", "stanziamenti", "dipendenze", "giorni_fissi", "lotti")
    ordinati = {e: tuple(sorted(getattr(risorse, e), key=lambda voce: str(voce.id))) for e in elenchi}
    return risorse.model_copy(update=ordinati)


def _find_netto(quadro: Quadro, scenario: Scenario) -> Decimal | None:
    """Il valore stimato per le soglie, anche se la gara si conta sopra."""
    tempi = quadro.forecast().tempi[scenario.id]
    netti = [v.netto for valore in tempi.valori for v in valore.valori]
    return max(netti, default=None)
