"""Le date di una gara: in avanti da un evento, e all'indietro come inverso dell'avanti.

La legge è quella del giorno di pubblicazione. Dentro un regime un bando più tardo non dà mai un servizio più presto;
al confine fra due regimi può accadere, perciò all'indietro si cerca, regime per regime, e non si sottrae.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.calendario import add_unita, find_primo, find_ultimo, invert
from ldq_planner.dates.periodo import UN_GIORNO, Periodo
from ldq_planner.engine.durate import FISSATE, FUORI_CATENA, Durata, Durate
from ldq_planner.engine.norme import get_fonte
from ldq_planner.model.cronoprogramma import Cronoprogramma, PassoGara
from ldq_planner.model.testo import format_durata

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ldq_planner.engine.durate import Ipotesi
    from ldq_planner.engine.norme import Diritto
    from ldq_planner.model.norme import Fase, Valore

INVIO = "invio_bando"
"""La fase che divide la preparazione dalla gara: la partenza del bando, degli inviti o della richiesta."""
PUBBLICAZIONE = "pubblicazione"


class EventoDiGara(NamedTuple):
    """Una fase nel tempo: il giorno da cui si conta, e quello in cui è compiuta."""

    inizio: date
    fine: date


class Agenda:
    """Una gara immaginata sotto un diritto: calcola le date, in avanti e all'indietro. Non cambia mai."""

    def __init__(self, diritto: Diritto, ipotesi: Ipotesi) -> None:
        self.diritto = diritto
        self.ipotesi = ipotesi
        self.calendario = diritto.get_calendario(patrono=ipotesi.patrono)
        self.durate = Durate(diritto, ipotesi)
        self.fasi = self.durate.fasi
        catena = [f for f in self.fasi if f.tipo not in FUORI_CATENA]
        posto = next(i for i, f in enumerate(catena) if f.id == INVIO)
        self._prima, self._invio, self._dopo = catena[:posto], catena[posto], catena[posto + 1 :]
        self._precedenti = dict(self._find_precedenti(catena[posto:]))
        self._parallele = [f for f in self.fasi if f.tipo == "parallela"]

    def _find_precedenti(self, catena: list[Fase]) -> Iterator[tuple[str, Fase]]:
        """Fase → quella da cui si conta: quella prima nella catena o, se è anticipata, quella da cui può cominciare."""
        for prima, fase in pairwise(catena):
            is_anticipata = self.durate.is_anticipata(fase)
            yield fase.id, next(f for f in self.fasi if f.id == fase.anticipata_da) if is_anticipata else prima

    # --- in avanti ---------------------------------------------------------------------------------------------

    def schedule_da(self, inizio: date) -> Cronoprogramma:
        """Le date se la prima fase comincia quel giorno, o il primo giorno lavorativo dopo."""
        return self._schedule(*self._prepare_da(inizio), None)

    def schedule_invio(self, invio: date) -> Cronoprogramma:
        """Le date se il bando (o l'invito) parte quel giorno, lavorativo; la preparazione comincia al più tardi."""
        return self._schedule(self._prepare_invio(invio), invio, None)

    def schedule_primo(self, inizio: date) -> Cronoprogramma:
        """Le date del servizio più vicino che si prepara da quel giorno in poi: se conviene, attendendo un'altra legge."""
        subito = self.schedule_da(inizio)
        return self.find_migliore(subito) or subito

    def find_migliore(self, crono: Cronoprogramma) -> Cronoprogramma | None:
        """La stessa gara rinviata fino a un'altra legge, se così il servizio comincia prima; altrimenti niente."""
        invii = [g for g in self._list_primi(crono.invio, crono.avvio) if g > crono.invio]
        migliore = min(invii, key=self.start_invio, default=None)
        if migliore is None or self.start_invio(migliore) >= crono.avvio:
            return None
        return self.schedule_invio(migliore)

    def reread(self, crono: Cronoprogramma, legge: date) -> Cronoprogramma:
        """La stessa preparazione e lo stesso invio, sotto la legge di un altro giorno."""
        passi = {p.id: p for p in crono.passi}
        preparazione = {f.id: EventoDiGara(passi[f.id].inizio, passi[f.id].fine) for f in self._prima}
        return self._schedule(preparazione, crono.invio, legge)

    def start_da(self, inizio: date) -> date:
        """Il primo giorno di servizio di `schedule_da`, senza il resto."""
        return self._start(*self._prepare_da(inizio))

    def start_invio(self, invio: date) -> date:
        """Il primo giorno di servizio di `schedule_invio`, senza il resto."""
        return self._start(self._prepare_invio(invio), invio)

    def run_invio(self, invio: date) -> dict[str, EventoDiGara]:
        """Fase → quando, se il bando parte quel giorno."""
        return self._run(self._prepare_invio(invio), invio, None)

    def run_da(self, inizio: date) -> dict[str, EventoDiGara]:
        """Fase → quando, se la prima fase comincia quel giorno, o il primo giorno lavorativo dopo."""
        return self._run(*self._prepare_da(inizio), None)

    def _start(self, eventi: dict[str, EventoDiGara], invio: date) -> date:
        return self._run(eventi, invio, None)[self._dopo[-1].id].fine

    def _prepare_da(self, inizio: date) -> tuple[dict[str, EventoDiGara], date]:
        """La preparazione che comincia quel giorno, e il giorno dell'invio."""
        giorno = self.calendario.next_lavorativo(inizio)
        eventi: dict[str, EventoDiGara] = {}
        for fase in self._prima:
            eventi[fase.id] = EventoDiGara(giorno, self._end_preparazione(fase, giorno))
            giorno = eventi[fase.id].fine
        return eventi, giorno

    def _prepare_invio(self, invio: date) -> dict[str, EventoDiGara]:
        """La preparazione che finisce con l'invio, cominciata al più tardi."""
        eventi: dict[str, EventoDiGara] = {}
        fine = invio
        for fase in reversed(self._prima):
            inizio = invert(self.calendario, partial(self._end_preparazione, fase), fine)
            eventi[fase.id] = EventoDiGara(inizio, self._end_preparazione(fase, inizio))
            fine = inizio
        return dict(reversed(eventi.items()))

    def find_pubblicazione(self, invio: date) -> date:
        """Il giorno in cui il bando inviato è pubblicato; senza pubblicazione, quello dell'invio."""
        fine = invio
        for fase in self._parallele:
            fine = self._end_pubblicazione(fase, invio)
        return fine

    def _run(self, eventi: dict[str, EventoDiGara], invio: date, regime_del: date | None) -> dict[str, EventoDiGara]:
        """Gli eventi della preparazione con quelli che seguono l'invio."""
        legge = regime_del or self.find_pubblicazione(invio)
        eventi[self._invio.id] = EventoDiGara(invio, invio)
        for fase in self._parallele:
            eventi[fase.id] = EventoDiGara(invio, self._end_pubblicazione(fase, invio))
        for fase in self._dopo:
            eventi[fase.id] = self._happen(fase, self._precedenti[fase.id], eventi, legge)
        return eventi

    def _schedule(self, eventi: dict[str, EventoDiGara], invio: date, regime_del: date | None) -> Cronoprogramma:
        eventi = self._run(eventi, invio, regime_del)
        pubblicazione = self.find_pubblicazione(invio)
        legge = regime_del or pubblicazione
        return Cronoprogramma(
            procedura=self.ipotesi.procedura.id,
            profilo=self.ipotesi.profilo,
            regime=self.diritto.find_regime(legge).id,
            invio=invio,
            pubblicazione=pubblicazione,
            legge=legge,
            inizio_preparazione=next(iter(eventi.values())).inizio,
            avvio=eventi[self._dopo[-1].id].fine,
            passi=tuple(self._build_passi(eventi, legge)),
        )

    def _happen(self, fase: Fase, precedente: Fase, eventi: dict[str, EventoDiGara], legge: date) -> EventoDiGara:
        """La fase che comincia quando quella che precede è compiuta."""
        return EventoDiGara(eventi[precedente.id].fine, self._end(fase, precedente, eventi, legge))

    # --- dove finisce una fase ---------------------------------------------------------------------------------

    def _end_preparazione(self, fase: Fase, inizio: date) -> date:
        giorni = self.durate.measure_preparazione(fase)
        return self.calendario.next_lavorativo(inizio + timedelta(days=giorni)) if giorni else inizio

    def _end_pubblicazione(self, fase: Fase, invio: date) -> date:
        """Il giorno di pubblicazione; la legge è quella dell'invio, perché di qui ancora non si sa quando sarà."""
        durata = self.durate.measure(fase, self.durate.find_legge(fase, invio, invio))
        return self._roll(invio, durata) if durata.quanti else invio

    def _end(self, fase: Fase, precedente: Fase, eventi: dict[str, EventoDiGara], legge: date) -> date:
        """Il giorno in cui la fase è compiuta, data la fine di quella che precede."""
        inizio = eventi[precedente.id].fine
        durata = self.durate.measure(fase, legge)
        if fase.tipo == "avvio":
            return inizio + timedelta(days=max(durata.quanti, fase.almeno))
        presto = inizio
        if precedente.tipo == "dilatorio" and eventi[precedente.id].fine > eventi[precedente.id].inizio:
            presto = self.calendario.next_lavorativo(inizio + UN_GIORNO)
        if fase.almeno:
            presto = max(presto, self.calendario.next_lavorativo(inizio + timedelta(days=fase.almeno)))
        da = self._find_evento(durata, eventi)
        if da is not None:  # un termine di legge che corre da un'altra fase
            return max(presto, self._roll(da, durata))
        fine = max(presto, self._roll(inizio, durata)) if durata.quanti else presto
        if durata.valore is not None:  # il minimo di legge, che può correre da un'altra fase
            return max(fine, self._end_termine(durata.valore, eventi) or fine)
        if fase.minimi or durata.origine in FISSATE:
            return fine
        return min(fine, self._find_tetto(fase, presto, eventi, legge))

    def _find_tetto(self, fase: Fase, presto: date, eventi: dict[str, EventoDiGara], legge: date) -> date:
        """Nel profilo massimo una fase non passa il termine di legge di quelle che la seguono."""
        if self.ipotesi.profilo != "massimo":
            return date.max
        seguenti = self._dopo[self._dopo.index(fase) + 1 :]
        durate = [self.durate.measure(f, legge) for f in seguenti if f.massimi]
        termini = [self._roll(da, d) for d in durate if (da := self._find_evento(d, eventi))]
        return max(presto, min(termini, default=date.max))

    @staticmethod
    def _find_evento(durata: Durata, eventi: dict[str, EventoDiGara]) -> date | None:
        """Il giorno da cui corre un termine che la legge fa partire da un'altra fase già datata."""
        valore = durata.valore
        if durata.origine != "legge" or valore is None or valore.da is None or valore.da not in eventi:
            return None
        return eventi[valore.da].fine

    def _roll(self, evento: date, durata: Durata) -> date:
        scade = add_unita(evento, durata.quanti, durata.unita, self.calendario)
        if durata.origine == "legge":
            return self.calendario.roll_termine(evento, scade)
        return self.calendario.next_lavorativo(scade)

    # --- all'indietro ------------------------------------------------------------------------------------------

    def schedule_indietro(self, servizio_dal: date) -> Cronoprogramma | None:
        """La gara che parte all'ultimo giorno utile, con i limiti di ogni fase; `None` se nessuna legge nota la permette.

        La preparazione è quella che porta all'ultimo invio utile, cominciata al più tardi.
        """
        invio = self.find_invio(servizio_dal)
        return None if invio is None else self.add_limiti(self.schedule_invio(invio), servizio_dal)

    def find_invio(self, servizio_dal: date) -> date | None:
        """L'ultimo giorno lavorativo in cui il bando può partire e il servizio cominciare in tempo, se c'è.

        Fra due cambi di legge un invio più tardo non dà mai un servizio più presto: lì si stringe; i tratti si provano
        dall'ultimo.
        """
        tardi = self.calendario.last_lavorativo(servizio_dal)
        for presto in reversed(self._list_primi(date.min, servizio_dal)):
            if presto <= tardi:
                trovato = find_ultimo(self.calendario, self.start_invio, Periodo(presto, tardi), servizio_dal)
                if trovato is not None:
                    return trovato
                tardi = self.calendario.last_lavorativo(presto - UN_GIORNO)
        return None

    def find_attesa(self, crono: Cronoprogramma, servizio_dal: date) -> date | None:
        """Il giorno prima di cui non si invia, se inviando appena pronti il servizio comincerebbe tardi; altrimenti niente.

        Accade dove una legge più severa finisce: chi invia prima vi ricade.
        """
        pronto = self._prepare_da(crono.inizio_preparazione)[1]
        if self.start_da(crono.inizio_preparazione) <= servizio_dal:
            return None
        giorno = crono.invio
        while (prima := self.calendario.last_lavorativo(giorno - UN_GIORNO)) >= pronto:
            if self.start_invio(prima) > servizio_dal:
                break
            giorno = prima
        return giorno

    def _list_primi(self, dal: date, al: date) -> list[date]:
        """I primi giorni d'invio sotto ogni legge che comincia fra quei giorni, compresi, in ordine.

        Contano i cambi alla pubblicazione e quelli all'invio: alla pubblicazione dà un termine la legge del giorno
        dell'invio.
        """
        servizio = None if self.ipotesi.netto is None else self.ipotesi.servizio
        cambi = [c for c in self.diritto.list_cambi(servizio) if dal <= c <= al]
        eventi = self._list_eventi()
        return sorted({find_primo(self.calendario, evento, cambio) for cambio in cambi for evento in eventi})

    def _list_eventi(self) -> tuple[Callable[[date], date], ...]:
        """I giorni di cui conta la legge, che l'invio sposta: il suo, e quello della pubblicazione."""
        return (_send, self.find_pubblicazione)

    def add_limiti(self, crono: Cronoprogramma, servizio_dal: date) -> Cronoprogramma:
        """Il cronoprogramma con, per ogni fase da cui il servizio dipende, l'ultimo giorno in cui compierla e il margine."""
        eventi = read_eventi(crono)
        seguenti = [*self._prima[1:], self._invio]
        limiti = {f.id: eventi[seguente.id].inizio for f, seguente in zip(self._prima, seguenti, strict=True)}
        fase = self._dopo[-1]
        limite = limiti[fase.id] = servizio_dal
        while fase.id in self._precedenti:
            precedente = self._precedenti[fase.id]
            limite = self._find_limite_fase(fase, precedente, eventi, crono.legge, limite)
            limiti[precedente.id] = limite
            fase = precedente
        limiti[self._invio.id] = crono.invio
        passi = (
            p._replace(limite=limiti[p.id], margine=(limiti[p.id] - p.fine).days) if p.id in limiti else p
            for p in crono.passi
        )
        return crono._replace(passi=tuple(passi))

    def _find_limite_fase(
        self, fase: Fase, precedente: Fase, eventi: dict[str, EventoDiGara], legge: date, limite: date
    ) -> date:
        """L'ultimo giorno in cui può compiersi la fase `precedente` perché `fase` si compia entro `limite`."""

        def end(giorno: date) -> date:
            inizio = eventi[precedente.id].inizio
            spostati = {**eventi, precedente.id: EventoDiGara(min(inizio, giorno), giorno)}
            return self._end(fase, precedente, spostati, legge)

        durata = self.durate.measure(fase, legge)
        if self._find_evento(durata, eventi) is not None and durata.valore and durata.valore.da != precedente.id:
            return min(limite, self.calendario.last_lavorativo(limite - timedelta(days=fase.almeno)))
        return invert(self.calendario, end, limite)

    # --- i passi -----------------------------------------------------------------------------------------------

    def _build_passi(self, eventi: dict[str, EventoDiGara], legge: date) -> Iterator[PassoGara]:
        inizio = next(iter(eventi.values())).inizio
        for fase in self.fasi:
            evento = eventi.get(fase.id, EventoDiGara(inizio, inizio))
            giorno = self.durate.find_legge(fase, eventi[self._invio.id].fine, legge)
            durata, da = self._trace(fase, eventi, legge)
            riferimento, stato = get_fonte(durata.valore or self.durate.find_articolo(fase, giorno))
            massimi = (self._end_termine(m, eventi) for m in self.durate.find_massimi(fase, giorno))
            yield PassoGara(
                id=fase.id,
                nome=fase.nome,
                chi=fase.chi,
                tipo=fase.tipo,
                inizio=evento.inizio,
                fine=evento.fine,
                giorni=(evento.fine - evento.inizio).days,
                limite=None,
                margine=None,
                durata=format_durata(durata.quanti, durata.unita),
                scade=add_unita(da or evento.inizio, durata.quanti, durata.unita, self.calendario),
                origine="atto" if fase.tipo in ("evento", "precondizione") else durata.origine,
                riferimento=riferimento,
                stato_fonte=stato,
                termine_massimo=min((m for m in massimi if m), default=None),
            )

    def trace(self, fase: Fase, crono: Cronoprogramma) -> tuple[Durata, date | None]:
        """La durata con cui la fase è stata datata, e il giorno da cui la legge la conta, se non è la fine di quella prima."""
        return self._trace(fase, read_eventi(crono), crono.legge)

    def _trace(self, fase: Fase, eventi: dict[str, EventoDiGara], legge: date) -> tuple[Durata, date | None]:
        durata = self.durate.measure(fase, self.durate.find_legge(fase, eventi[self._invio.id].fine, legge))
        return durata, self._find_evento(durata, eventi)

    def find_termine(self, massimo: Valore, crono: Cronoprogramma, in_piu: int = 0) -> date | None:
        """Quando scade un termine che corre da una fase del cronoprogramma, prorogato di tante sue unità."""
        return self._end_termine(massimo, read_eventi(crono), in_piu)

    def _end_termine(self, termine: Valore, eventi: dict[str, EventoDiGara], in_piu: int = 0) -> date | None:
        durata = Durata(termine.valore + in_piu, termine.unita, "legge", termine)
        evento = self._find_evento(durata, eventi)
        return None if evento is None else self._roll(evento, durata)


def read_eventi(crono: Cronoprogramma) -> dict[str, EventoDiGara]:
    """Fase → quando."""
    return {passo.id: EventoDiGara(passo.inizio, passo.fine) for passo in crono.passi}


def _send(invio: date) -> date:
    return invio
