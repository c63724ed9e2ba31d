"""Le date di una gara: in avanti da un evento, e all'indietro come inverso dell'avanti.

La legge è quella del giorno di pubblicazione. Dentro un regime un bando più tardo non dà mai un servizio più presto;
al confine fra due regimi può accadere, perciò all'indietro si cerca, regime per regime, e non si sottrae.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.calendario import add_unita
from ldq_planner.dates.periodo import UN_GIORNO, Periodo
from ldq_planner.dates.ricerca import find_primo, find_ultimo, invert
from ldq_planner.engine.norme import get_fonte
from ldq_planner.model.cronoprogramma import Cronoprogramma, PassoGara
from ldq_planner.model.testo import format_durata

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ldq_planner.engine.norme import Diritto
    from ldq_planner.model.norme import Fase, Procedura, Valore

PROFILI = ("minimo", "probabile", "massimo")
INVIO = "invio_bando"
"""La fase che divide la preparazione dalla gara: la partenza del bando, degli inviti o della richiesta."""
_FUORI_CATENA = frozenset(("precondizione", "parallela"))


class Ipotesi(NamedTuple):
    """Come si immagina la gara: procedura, profilo di durata, casi che accorciano i termini, fasi fissate in giorni."""

    procedura: Procedura
    profilo: str = "probabile"
    casi: frozenset[str] = frozenset(("ordinaria", "elettronica"))
    fissate: Mapping[str, int] = {}
    patrono: bool = False


class Durata(NamedTuple):
    """Quanto dura una fase, e chi lo dice."""

    quanti: int
    unita: str
    origine: str
    valore: Valore | None = None


class _Evento(NamedTuple):
    inizio: date
    fine: date


class Agenda:
    """Una gara immaginata sotto un diritto: calcola le date, in avanti e all'indietro. Non cambia mai."""

    def __init__(self, diritto: Diritto, ipotesi: Ipotesi) -> None:
        self.diritto = diritto
        self.ipotesi = ipotesi
        self.calendario = diritto.get_calendario(patrono=ipotesi.patrono)
        self._ufficio = diritto.get_calendario(patrono=True)
        self.fasi = diritto.list_fasi(ipotesi.procedura)
        catena = [f for f in self.fasi if f.tipo not in _FUORI_CATENA]
        posto = next(i for i, f in enumerate(catena) if f.id == INVIO)
        self._prima, self._invio, self._dopo = catena[:posto], catena[posto], catena[posto + 1 :]
        self._durate: dict[tuple[str, int], Durata] = {}  # già calcolate: fra due cambi di legge non cambiano
        self._parallele = [f for f in self.fasi if f.tipo == "parallela"]

    # --- in avanti ---------------------------------------------------------------------------------------------

    def schedule_da(self, inizio: date) -> Cronoprogramma:
        """Le date se la prima fase comincia quel giorno, o il primo giorno lavorativo dopo."""
        return self._schedule(*self._prepare_da(inizio), None)

    def schedule_invio(self, invio: date, regime_del: date | None = None) -> Cronoprogramma:
        """Le date se il bando (o l'invito) parte quel giorno, lavorativo; la preparazione comincia al più tardi.

        `regime_del`: applica la legge di quel giorno invece di quella del giorno di pubblicazione.
        """
        return self._schedule(self._prepare_invio(invio), invio, regime_del)

    def start_da(self, inizio: date) -> date:
        """Il primo giorno di servizio di `schedule_da`, senza il resto."""
        return self._run(*self._prepare_da(inizio), None)[self._dopo[-1].id].fine

    def start_invio(self, invio: date) -> date:
        """Il primo giorno di servizio di `schedule_invio`, senza il resto."""
        return self._run(self._prepare_invio(invio), invio, None)[self._dopo[-1].id].fine

    def _prepare_da(self, inizio: date) -> tuple[dict[str, _Evento], date]:
        """La preparazione che comincia quel giorno, e il giorno dell'invio."""
        giorno = self.calendario.next_lavorativo(inizio)
        eventi: dict[str, _Evento] = {}
        for fase in self._prima:
            eventi[fase.id] = _Evento(giorno, self._end_preparazione(fase, giorno))
            giorno = eventi[fase.id].fine
        return eventi, giorno

    def _prepare_invio(self, invio: date) -> dict[str, _Evento]:
        """La preparazione che finisce con l'invio, cominciata al più tardi."""
        eventi: dict[str, _Evento] = {}
        fine = invio
        for fase in reversed(self._prima):
            inizio = invert(self.calendario, partial(self._end_preparazione, fase), fine)
            eventi[fase.id] = _Evento(inizio, self._end_preparazione(fase, inizio))
            fine = inizio
        return dict(reversed(eventi.items()))

    def find_pubblicazione(self, invio: date) -> date:
        """Il giorno in cui il bando inviato è pubblicato; senza pubblicazione, quello dell'invio."""
        fine = invio
        for fase in self._parallele:
            fine = self._end_pubblicazione(fase, invio)
        return fine

    def _run(self, eventi: dict[str, _Evento], invio: date, regime_del: date | None) -> dict[str, _Evento]:
        """Gli eventi della preparazione con quelli che seguono l'invio."""
        legge = regime_del or self.find_pubblicazione(invio)
        eventi[self._invio.id] = _Evento(invio, invio)
        for fase in self._parallele:
            eventi[fase.id] = _Evento(invio, self._end_pubblicazione(fase, invio))
        precedente = self._invio
        for fase in self._dopo:
            inizio = eventi[precedente.id].fine
            eventi[fase.id] = _Evento(inizio, self._end(fase, precedente, eventi, legge))
            precedente = fase
        return eventi

    def _schedule(self, eventi: dict[str, _Evento], invio: date, regime_del: date | None) -> Cronoprogramma:
        eventi = self._run(eventi, invio, regime_del)
        pubblicazione = self.find_pubblicazione(invio)
        legge = regime_del or pubblicazione
        return Cronoprogramma(
            procedura=self.ipotesi.procedura.id,
            profilo=self.ipotesi.profilo,
            regime=self.diritto.find_regime(legge).id,
            invio=invio,
            pubblicazione=pubblicazione,
            inizio_preparazione=next(iter(eventi.values())).inizio,
            avvio=eventi[self._dopo[-1].id].fine,
            passi=tuple(self._build_passi(eventi, legge)),
        )

    # --- quanto dura una fase ----------------------------------------------------------------------------------

    def measure(self, fase: Fase, giorno: date) -> Durata:
        """La durata della fase nel profilo, sotto la legge di quel giorno; mai sotto il minimo di legge."""
        chiave = (fase.id, self.diritto.find_tratto(giorno))
        if chiave not in self._durate:
            self._durate[chiave] = self._measure(fase, giorno)
        return self._durate[chiave]

    def _measure(self, fase: Fase, giorno: date) -> Durata:
        minimo = self.find_minimo(fase, giorno)
        if fase.id in self.ipotesi.fissate:
            return Durata(self.ipotesi.fissate[fase.id], "giorni", "richiesta", minimo)
        almeno = minimo.valore if minimo else fase.almeno
        stimati = self._pick_stima(fase)
        if self.ipotesi.profilo == "massimo" and fase.massimo:
            massimo = self.diritto.find_valore(fase.massimo, giorno)
            if massimo is not None:
                return Durata(massimo.valore, massimo.unita, "legge", massimo)
        if stimati > almeno:
            return Durata(stimati, "giorni", "stima")
        return Durata(almeno, "giorni", "legge" if minimo else "minimo", minimo)

    def find_minimo(self, fase: Fase, giorno: date) -> Valore | None:
        """Il minimo di legge della fase: il più breve fra quelli dei casi che ricorrono."""
        valori = [self.diritto.find_valore(m.parametro, giorno) for m in fase.minimi if m.caso in self.ipotesi.casi]
        return min((v for v in valori if v is not None), key=lambda v: v.valore, default=None)

    def find_massimi(self, fase: Fase, giorno: date) -> list[Valore]:
        """I termini che la fine della fase non deve passare."""
        valori = (self.diritto.find_valore(p, giorno) for p in (fase.massimo, *fase.entro) if p)
        return [v for v in valori if v is not None]

    def _pick_stima(self, fase: Fase) -> int:
        """I giorni stimati nel profilo; il minimo di legge di una fase senza minimo è zero."""
        if fase.stima is None or self.ipotesi.profilo == "minimo":
            return 0
        return fase.stima[PROFILI.index(self.ipotesi.profilo)]

    # --- dove finisce una fase ---------------------------------------------------------------------------------

    def _end_preparazione(self, fase: Fase, inizio: date) -> date:
        giorni = self.ipotesi.fissate.get(fase.id, max(self._pick_stima(fase), fase.almeno))
        return self.calendario.next_lavorativo(inizio + timedelta(days=giorni)) if giorni else inizio

    def _end_pubblicazione(self, fase: Fase, invio: date) -> date:
        """Il massimo di legge si legge nel giorno dell'invio: quello di pubblicazione ancora non c'è."""
        durata = self.measure(fase, max(invio, self.diritto.primo_giorno))
        return self._roll(invio, durata) if durata.quanti else invio

    def _end(self, fase: Fase, precedente: Fase, eventi: dict[str, _Evento], legge: date) -> date:
        """Il giorno in cui la fase è compiuta, data la fine di quella che precede."""
        inizio = eventi[precedente.id].fine
        durata = self.measure(fase, legge)
        if fase.tipo == "avvio":
            return inizio + timedelta(days=max(durata.quanti, fase.almeno))
        presto = inizio
        if precedente.tipo == "dilatorio" and eventi[precedente.id].fine > eventi[precedente.id].inizio:
            presto = self.calendario.next_lavorativo(inizio + UN_GIORNO)
        if fase.almeno:
            presto = max(presto, self.calendario.next_lavorativo(inizio + timedelta(days=fase.almeno)))
        da = self._find_evento(durata, eventi)
        if da is not None:  # un termine massimo che corre da un'altra fase
            return max(presto, self._roll(da, durata))
        fine = max(presto, self._roll(inizio, durata)) if durata.quanti else presto
        return fine if fase.minimi else min(fine, self._find_tetto(fase, presto, eventi, legge))

    def _find_tetto(self, fase: Fase, presto: date, eventi: dict[str, _Evento], legge: date) -> date:
        """Nel profilo massimo una fase non passa il termine di legge di quelle che la seguono."""
        if self.ipotesi.profilo != "massimo":
            return date.max
        seguenti = self._dopo[self._dopo.index(fase) + 1 :]
        durate = [self.measure(f, legge) for f in seguenti if f.massimo]
        termini = [self._roll(da, d) for d in durate if (da := self._find_evento(d, eventi))]
        return max(presto, min(termini, default=date.max))

    @staticmethod
    def _find_evento(durata: Durata, eventi: dict[str, _Evento]) -> date | None:
        """Il giorno da cui corre un termine che la legge fa partire da un'altra fase già datata."""
        valore = durata.valore
        if durata.origine != "legge" or valore is None or valore.da is None or valore.da not in eventi:
            return None
        evento = eventi[valore.da]
        return evento.inizio if valore.evento == "inizio" else evento.fine

    def _roll(self, evento: date, durata: Durata) -> date:
        scade = add_unita(evento, durata.quanti, durata.unita, self._ufficio)
        if durata.origine == "legge":
            return self.calendario.roll_termine(evento, scade)
        return self.calendario.next_lavorativo(scade)

    # --- all'indietro ------------------------------------------------------------------------------------------

    def schedule_indietro(self, servizio_dal: date) -> Cronoprogramma | None:
        """La gara che parte all'ultimo giorno utile, con i limiti di ogni fase; `None` se nessuna legge nota la permette.

        La preparazione è quella che porta all'ultimo invio utile; si cerca solo al confine fra due regimi, dove può non
        bastare. Ai tempi massimi, se un termine corre dalla determina, una preparazione più tarda di qualche giorno può
        riuscire con un altro invio: `find_preparazione`.
        """
        invio = self.find_invio(servizio_dal)
        if invio is None:
            return None
        crono = self.add_limiti(self.schedule_invio(invio), servizio_dal)
        if self.start_da(crono.inizio_preparazione) <= servizio_dal:
            return crono
        inizio = self.find_preparazione(servizio_dal)
        return None if inizio is None else crono._replace(inizio_preparazione=inizio)

    def find_invio(self, servizio_dal: date) -> date | None:
        """L'ultimo giorno lavorativo in cui il bando può partire e il servizio cominciare in tempo, se c'è."""
        return self.find_limite(self.start_invio, lambda invio: invio, servizio_dal)

    def find_preparazione(self, servizio_dal: date) -> date | None:
        """L'ultimo giorno lavorativo in cui la prima fase può cominciare e il servizio cominciare in tempo, se c'è."""
        return self.find_limite(self.start_da, lambda inizio: self._prepare_da(inizio)[1], servizio_dal)

    def find_limite(
        self, start: Callable[[date], date], send: Callable[[date], date], servizio_dal: date
    ) -> date | None:
        """L'ultimo giorno lavorativo d con `start(d)` ≤ `servizio_dal`, o `None` se sotto nessuna legge ce n'è uno.

        `send(d)` è il giorno dell'invio. Fra due cambi di legge `start` non decresce: lì si stringe; i tratti si provano
        dall'ultimo. Contano i cambi alla pubblicazione e quelli all'invio: alla pubblicazione dà un termine la legge del
        giorno dell'invio.
        """

        def publish(giorno: date) -> date:
            return self.find_pubblicazione(send(giorno))

        tardi = self.calendario.last_lavorativo(servizio_dal)
        cambi = [c for c in self.diritto.list_cambi() if c <= servizio_dal]
        presti = {find_primo(self.calendario, evento, cambio) for cambio in cambi for evento in (send, publish)}
        for presto in sorted(presti, reverse=True):
            if presto <= tardi:
                trovato = find_ultimo(self.calendario, start, Periodo(presto, tardi), servizio_dal)
                if trovato is not None:
                    return trovato
                tardi = self.calendario.last_lavorativo(presto - UN_GIORNO)
        return None

    def add_limiti(self, crono: Cronoprogramma, servizio_dal: date) -> Cronoprogramma:
        """Il cronoprogramma con, per ogni fase, l'ultimo giorno in cui compierla e il margine che resta."""
        eventi = _read_eventi(crono)
        limiti = {f.id: eventi[f.id].fine for f in self._prima}
        limite = limiti[self._dopo[-1].id] = servizio_dal
        for precedente, fase in reversed(list(zip([self._invio, *self._dopo], self._dopo, strict=False))):
            limite = self._find_limite_fase(fase, precedente, eventi, crono.pubblicazione, limite)
            limiti[precedente.id] = limite
        limiti[self._invio.id] = crono.invio
        passi = (
            p._replace(limite=limiti[p.id], margine=(limiti[p.id] - p.fine).days) if p.id in limiti else p
            for p in crono.passi
        )
        return crono._replace(passi=tuple(passi))

    def _find_limite_fase(
        self, fase: Fase, precedente: Fase, eventi: dict[str, _Evento], legge: date, limite: date
    ) -> date:
        """L'ultimo giorno in cui può compiersi la fase `precedente` perché `fase` si compia entro `limite`."""

        def end(giorno: date) -> date:
            inizio = eventi[precedente.id].inizio
            spostati = {**eventi, precedente.id: _Evento(min(inizio, giorno), giorno)}
            return self._end(fase, precedente, spostati, legge)

        durata = self.measure(fase, legge)
        if self._find_evento(durata, eventi) is not None and durata.valore and durata.valore.da != precedente.id:
            return min(limite, self.calendario.last_lavorativo(limite - timedelta(days=fase.almeno)))
        return invert(self.calendario, end, limite)

    # --- i passi -----------------------------------------------------------------------------------------------

    def _build_passi(self, eventi: dict[str, _Evento], legge: date) -> Iterator[PassoGara]:
        inizio = next(iter(eventi.values())).inizio
        for fase in self.fasi:
            evento = eventi.get(fase.id, _Evento(inizio, inizio))
            durata, da = self._trace(fase, eventi, legge)
            norma = durata.valore or self.find_minimo(fase, legge)
            riferimento, stato = get_fonte(norma or self.diritto.find_articolo_di(legge, self.ipotesi.procedura, fase))
            massimi = (self._end_massimo(m, eventi) for m in self.find_massimi(fase, legge))
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
                scade=add_unita(da or evento.inizio, durata.quanti, durata.unita, self._ufficio),
                origine="atto" if fase.tipo in ("evento", "precondizione") else durata.origine,
                riferimento=riferimento,
                stato_fonte=stato,
                termine_massimo=min((m for m in massimi if m), default=None),
            )

    def trace(self, fase: Fase, crono: Cronoprogramma) -> tuple[Durata, date | None]:
        """La durata con cui la fase è stata datata, e il giorno da cui la legge la conta, se non è la fine di quella prima."""
        return self._trace(fase, _read_eventi(crono), crono.pubblicazione)

    def _trace(self, fase: Fase, eventi: dict[str, _Evento], legge: date) -> tuple[Durata, date | None]:
        """Per la pubblicazione vale la legge del giorno dell'invio: quella del suo giorno ancora non c'è."""
        invio = max(eventi[self._invio.id].inizio, self.diritto.primo_giorno)
        durata = self.measure(fase, invio if fase.tipo == "parallela" else legge)
        return durata, self._find_evento(durata, eventi)

    def find_termine(self, massimo: Valore, crono: Cronoprogramma) -> date | None:
        """Quando scade un termine massimo che corre da una fase del cronoprogramma."""
        return self._end_massimo(massimo, _read_eventi(crono))

    def _end_massimo(self, massimo: Valore, eventi: dict[str, _Evento]) -> date | None:
        durata = Durata(massimo.valore, massimo.unita, "legge", massimo)
        evento = self._find_evento(durata, eventi)
        return None if evento is None else self._roll(evento, durata)


def _read_eventi(crono: Cronoprogramma) -> dict[str, _Evento]:
    return {passo.id: _Evento(passo.inizio, passo.fine) for passo in crono.passi}
