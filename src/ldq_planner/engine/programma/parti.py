"""Le parti di una gara: uno scenario, intero o per alcuni suoi quartieri, e che cosa ne segue se può cominciare un giorno."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.incerta import NON_NOTA, exactly
from ldq_planner.dates.mesi import end_of_mesi
from ldq_planner.dates.periodo import UN_GIORNO, InsiemeGiorni, Periodo
from ldq_planner.engine.costi import compute_costi_annui
from ldq_planner.engine.ponti import count_ponte, find_ponte, find_prolungato
from ldq_planner.engine.stime import (
    compute_fine,
    estimate_costi_annui,
    estimate_costo,
    find_fine_fissa,
    is_impossibile,
    read_iva,
)
from ldq_planner.engine.tempi import choose_inizio, choose_obiettivo
from ldq_planner.engine.tempi_quartiere import find_bisogno
from ldq_planner.engine.valore import ESCLUSA, list_aliquote
from ldq_planner.model.ponte import Riuscita
from ldq_planner.model.scenario import StimaCosto, imagine_ponte

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.model.scenario import Scenario

Pezzo = tuple[str, str]
"""Uno scenario e un suo quartiere."""
_CENTO = 100
_LONTANO = timedelta(days=365 * 40)
"""Più di quanto una gara possa tardare."""


class PonteDelPiano(NamedTuple):
    """I mesi di ponte di un quartiere in attesa; estremi compresi."""

    quartiere: str
    dal: date
    al: date
    mesi: int
    strumenti: tuple[str, ...]
    """Come lo si può dare: ciò che si può senza altre verifiche o, se non c'è, ciò che la legge non esclude."""


class Attesi(NamedTuple):
    """Un quartiere con l'incertezza: se il servizio comincia in tempo, se resta scoperto da oggi, e per quanto in media.

    Unità: probabilità fra zero e uno, giorni attesi.
    """

    in_tempo: float
    p_lacuna: float
    giorni: float


class AttesaDiQuartiere(NamedTuple):
    """Un quartiere fino all'inizio del suo servizio: i giorni scoperti da oggi, tolto il ponte."""

    scenario: str
    quartiere: str
    scoperti: InsiemeGiorni
    abitanti: int | None
    ponte: PonteDelPiano | None
    attesi: Attesi | None = None
    """Ciò che ci si attende, se si conta l'incertezza."""

    @property
    def abitanti_giorni(self) -> int:
        """Gli abitanti-giorni scoperti, nessuno se gli abitanti non sono noti; quelli attesi si arrotondano qui, e solo qui."""
        giorni = self.scoperti.giorni if self.attesi is None else self.attesi.giorni
        return round(giorni * (self.abitanti or 0))


class Spesa(NamedTuple):
    """Quanto si spende in un anno, e per quale scenario. Unità: euro, IVA inclusa."""

    anno: int
    scenario: str
    euro: Decimal


class Conseguenza(NamedTuple):
    """Che cosa segue se la gara di una parte dà il servizio da un giorno."""

    inizio: date | None
    """Il primo giorno di servizio, compreso; `None` se finirebbe prima di cominciare."""
    fine: date | None
    """L'ultimo, compreso, se si sa."""
    obiettivo: date
    attese: tuple[AttesaDiQuartiere, ...]
    spese: tuple[Spesa, ...]
    costo: Decimal
    """Euro di tutta la durata e dei ponti, IVA inclusa; zero se non si sa."""

    @property
    def ritardo(self) -> int:
        """I giorni di cui l'inizio passa il giorno in cui serve."""
        return 0 if self.inizio is None else max(0, (self.inizio - self.obiettivo).days)


class PontiScritti(NamedTuple):
    """I ponti scritti in gioco, che cosa coprono di certo, e quanto costano."""

    scenari: tuple[Scenario, ...] = ()
    coperti: Mapping[str, InsiemeGiorni] = {}
    """Quartiere → i giorni coperti in ogni lettura."""
    mesi: Mapping[str, int] = {}
    """Quartiere → i mesi di ponte che ha già."""
    spese: Mapping[tuple[int, str], int] = {}
    """Anno e ponte → centesimi, con l'IVA."""

    @property
    def centesimi(self) -> int:
        """Quanto costano in tutto."""
        return sum(self.spese.values())

    @property
    def senza_costo(self) -> frozenset[str]:
        """Quelli di cui non si sa quanto costano: non sono fra le spese."""
        return frozenset(s.id for s in self.scenari) - {ponte for _, ponte in self.spese}


@dataclass(frozen=True)
class ParteDiGara:
    """Uno scenario, per i quartieri di un lotto: comincia per suo conto, quando serve a loro."""

    quadro: Quadro
    scenario: Scenario
    mesi_di_ponte: int
    ponti: PontiScritti
    _gia: dict[date, Conseguenza] = field(default_factory=dict, compare=False)
    _strumenti: dict[tuple[str, Periodo], tuple[str, ...]] = field(default_factory=dict, compare=False)

    @property
    def pezzi(self) -> frozenset[Pezzo]:
        """I suoi quartieri, con lo scenario."""
        return frozenset((self.scenario.id, q) for q in self.scenario.quartieri)

    def follow(self, avvio: date) -> Conseguenza:
        """Che cosa segue se il servizio può cominciare dal giorno `avvio`."""
        if avvio not in self._gia:
            self._gia[avvio] = self._follow(avvio)
        return self._gia[avvio]

    @cached_property
    def serve(self) -> date:
        """Il primo giorno in cui il servizio serve a uno dei suoi quartieri."""
        oggi = self.quadro.oggi
        return min(find_bisogno(self.quadro.coperture[q].in_vigore.certo, oggi) for q in self.scenario.quartieri)

    @cached_property
    def ultimo(self) -> date:
        """L'ultimo giorno che il servizio può avere."""
        fissa = find_fine_fissa(self.quadro.portafoglio, self.scenario)
        return fissa.scritta.ultimo if fissa else date.max

    @cached_property
    def attese_lunghe(self) -> tuple[AttesaDiQuartiere, ...]:
        """I quartieri se la gara non finisse mai: il ponte dura tutti i mesi che può, e che la legge non esclude."""
        lontano = min(self.ultimo, self.quadro.oggi + _LONTANO)
        return tuple(self._wait(q, lontano) for q in self.scenario.quartieri)

    def begin(self, avvio: date) -> date:
        """Il primo giorno di servizio, se la gara lo dà da quel giorno: non prima di quando serve o è scritto."""
        return choose_inizio(self.scenario, self.serve, self.ultimo, avvio)

    def _follow(self, avvio: date) -> Conseguenza:
        portafoglio, inizio = self.quadro.portafoglio, self.begin(avvio)
        calcolato = self.scenario.model_copy(update={"inizio": exactly(inizio)})
        fine = compute_fine(portafoglio, calcolato)
        impossibile = is_impossibile(portafoglio, calcolato)
        vigilia = fine.scritta.ultimo if impossibile else inizio - UN_GIORNO
        attese = tuple(self._wait(q, vigilia) for q in self.scenario.quartieri)
        ponti = [self._imagine_ponte(a.ponte) for a in attese if a.ponte]
        servizi = [calcolato] if not impossibile else []
        spese = tuple(s for scenario in (*servizi, *ponti) for s in self._spend(scenario))
        return Conseguenza(
            None if impossibile else inizio,
            fine.scritta.ultimo if fine.is_nota and not impossibile else None,
            choose_obiettivo(self.scenario, self.serve, self.ultimo),
            attese,
            spese,
            sum((self._gross(s, estimate_costo(portafoglio, s)) for s in (*servizi, *ponti)), Decimal(0)),
        )

    def _wait(self, quartiere: str, vigilia: date) -> AttesaDiQuartiere:
        oggi, certo = self.quadro.oggi, self.quadro.coperture[quartiere].in_vigore.certo
        scoperti = certo.complement(Periodo(oggi, vigilia)) if oggi <= vigilia else InsiemeGiorni()
        if quartiere in self.ponti.coperti:
            scoperti -= self.ponti.coperti[quartiere]
        ponte = self._bridge(quartiere, scoperti)
        if ponte is not None:
            scoperti -= InsiemeGiorni([Periodo(ponte.dal, ponte.al)])
        abitanti = self.quadro.portafoglio.quartieri_by_id[quartiere].abitanti
        return AttesaDiQuartiere(self.scenario.id, quartiere, scoperti, abitanti, ponte)

    def _bridge(self, quartiere: str, scoperti: InsiemeGiorni) -> PonteDelPiano | None:
        """Il ponte sui primi giorni scoperti da domani, lungo al più i mesi che si possono dare; o meno, se la legge lo esclude."""
        domani = self.quadro.oggi + UN_GIORNO
        attesa = next((p for p in scoperti if p.fine >= domani), None)
        restano = self.mesi_di_ponte - self.ponti.mesi.get(quartiere, 0)
        if attesa is None or restano <= 0:
            return None
        dal = max(attesa.inizio, domani)
        tutti = min(count_ponte(Periodo(dal, attesa.fine)), restano)
        for mesi in range(tutti, 0, -1):
            al = end_of_mesi(dal, mesi)
            if strumenti := self._list_strumenti(quartiere, Periodo(dal, al)):
                return PonteDelPiano(quartiere, dal, al, mesi, strumenti)
        return None

    def _list_strumenti(self, quartiere: str, attesa: Periodo) -> tuple[str, ...]:
        """I nomi degli strumenti che la legge non esclude per quel ponte; nessuno se li esclude tutti."""
        if (quartiere, attesa) not in self._strumenti:
            prevista = self.quadro.forecast().gare[self.scenario.id]
            ponte = find_ponte(
                self.quadro.portafoglio, prevista.agenda, quartiere, attesa, self.quadro.oggi, prevista.crono
            )
            leciti = [s for s in ponte.strumenti if s.esito is not Riuscita.ESCLUSO]
            sicuri = [s.nome for s in leciti if s.esito is Riuscita.POSSIBILE]
            nomi = tuple(sicuri or (f"{s.nome} (da verificare)" for s in leciti[:1]))
            self._strumenti[quartiere, attesa] = nomi
        return self._strumenti[quartiere, attesa]

    def _imagine_ponte(self, ponte: PonteDelPiano) -> Scenario:
        """Il ponte come scenario, al costo al mese del contratto che finisce."""
        scenario = imagine_ponte(self.scenario.id, ponte.quartiere, self.scenario.nome, ponte.dal, ponte.mesi)
        contratto = find_prolungato(self.quadro.portafoglio, ponte.quartiere, ponte.dal)
        if contratto is None:
            return scenario
        return scenario.model_copy(update={"stima_costo": StimaCosto(come_contratto=contratto.id, motivo="ponte")})

    def _spend(self, scenario: Scenario) -> Iterator[Spesa]:
        for anno, euro in estimate_costi_annui(self.quadro.portafoglio, scenario):
            yield Spesa(anno, self.scenario.id, self._gross(scenario, euro))

    def _gross(self, scenario: Scenario, euro: Decimal | None) -> Decimal:
        """L'importo con l'IVA; se non si sa se c'è, la si aggiunge, all'aliquota più alta."""
        return add_iva(self.quadro, euro or Decimal(0), read_iva(self.quadro.portafoglio, scenario))


def add_iva(quadro: Quadro, euro: Decimal, iva: str | None) -> Decimal:
    """L'importo con l'IVA, al centesimo: se non la contiene, o non si sa, con l'aliquota più alta di un servizio."""
    if iva not in (None, ESCLUSA):
        return euro
    diritto = quadro.require_diritto()
    aliquota = max(list_aliquote(diritto, max(quadro.oggi, diritto.primo_giorno)), default=0)
    return (euro * (_CENTO + aliquota) / _CENTO).quantize(Decimal("0.01"))


def sum_contratti(quadro: Quadro) -> dict[int, int]:
    """Anno → i centesimi che i contratti vi costano, con l'IVA."""
    totale: dict[int, int] = defaultdict(int)
    for contratto in quadro.portafoglio.contratti:
        for anno, euro in compute_costi_annui(contratto):
            totale[anno] += int(add_iva(quadro, euro, contratto.iva) * _CENTO)
    return totale


def make_parte(quadro: Quadro, scenario: Scenario, mesi_di_ponte: int, ponti: PontiScritti) -> ParteDiGara:
    """Lo scenario intero, che comincia lo stesso giorno dappertutto."""
    return ParteDiGara(quadro, scenario, mesi_di_ponte, ponti)


def make_lotto(
    quadro: Quadro, scenario: Scenario, quartiere: str, mesi_di_ponte: int, ponti: PontiScritti
) -> ParteDiGara:
    """Un quartiere dello scenario: comincia quando serve a lui, e costa la sua parte."""
    stima = scenario.stima_costo
    if stima is not None and stima.mensile_eur is not None:
        stima = stima.model_copy(update={"mensile_eur": stima.mensile_eur / len(scenario.quartieri)})
    suo = {"quartieri": (quartiere,), "inizio": NON_NOTA, "stima_costo": stima}
    return ParteDiGara(quadro, scenario.model_copy(update=suo), mesi_di_ponte, ponti)
