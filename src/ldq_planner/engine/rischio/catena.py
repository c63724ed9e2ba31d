"""Una gara come catena di fasi di durata incerta: in avanti da quando comincia, e all'indietro da quando serve.

I minimi di legge, i termini e i rinvii sono quelli di `Agenda`, ai tempi minimi; qui si aggiunge solo quanto si può tardare. La
legge è quella del giorno di pubblicazione: a un cambio il conto si divide, e torna uno appena ciò che resta è uguale.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from ldq_planner.engine.cronoprogramma import Agenda, EventoDiGara
from ldq_planner.engine.durate import FISSATE
from ldq_planner.engine.rischio.durate import Legge, fix, spread_tre_punti
from ldq_planner.engine.rischio.fase_incerta import FaseIncerta
from ldq_planner.engine.rischio.masse import Giorni, Masse, add_up, point
from ldq_planner.engine.rischio.partenza import Partenza, find_partenza

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ldq_planner.engine.durate import Ipotesi
    from ldq_planner.engine.gara_in_corso import GaraInCorso
    from ldq_planner.engine.norme import Diritto
    from ldq_planner.engine.rischio.dipendenza import Nuclei
    from ldq_planner.model.norme import Fase


DECISIONE = "decisione_contrarre"
"""La fase da cui riparte una gara deserta."""


class Nodo:
    """Una fase dopo l'invio sotto una legge, e quella che la segue."""

    __slots__ = ("dopo", "fase")

    def __init__(self, fase: FaseIncerta, dopo: Nodo | None) -> None:
        self.fase, self.dopo = fase, dopo


class Catena(Agenda):
    """Le fasi da cui il servizio dipende, con la loro incertezza. Non cambia mai.

    `leggi`: fase → quanto dura, se non è la stima delle norme; `gara` è quella con i suoi fatti, se è in corso; `invio_dal`
    il primo giorno in cui si sceglie di far partire il bando.
    """

    def __init__(
        self,
        diritto: Diritto,
        ipotesi: Ipotesi,
        oggi: date,
        leggi: Mapping[str, Legge] | None = None,
        gara: GaraInCorso | None = None,
        invio_dal: date | None = None,
    ) -> None:
        super().__init__(diritto, ipotesi._replace(profilo="minimo"))
        self._leggi = leggi or {}
        self.rinvii = Giorni(self._roll_ordinale)
        self._nodi: dict[tuple[object, ...], Nodo] = {}
        self._nodi_del_tratto: dict[int, Nodo] = {}
        self._nodi_del_giorno: dict[int, Nodo] = {}
        self._percorso = list(self._trace_percorso())
        self._pubblicazione = next((self._build_pubblicazione(f) for f in self._parallele), None)
        fasi = [*self._prima, self._invio, *self._percorso]
        self.partenza = find_partenza(gara, fasi) if gara else Partenza(0, self.rinvii[oggi.toordinal()])
        if invio_dal is not None:
            self.partenza = self.partenza._replace(invio_dal=invio_dal.toordinal())
        self.aperta = fasi[self.partenza.posto].id if self.partenza.posto < len(fasi) else ""
        self.preparazione = [self._know(self._build_preparazione(f)) for f in self._prima]

    def restart(self) -> Catena:
        """La stessa gara, senza fatti."""
        if self.partenza == Partenza(0, self.partenza.inizio):
            return self
        return Catena(self.diritto, self.ipotesi, date.fromordinal(self.partenza.inizio), self._leggi)

    @property
    def posto_decisione(self) -> int:
        """Il posto, nella preparazione, della decisione di contrarre; senza, l'invio."""
        return next((i for i, f in enumerate(self._prima) if f.id == DECISIONE), len(self._prima))

    def wait(self, pronti: Masse) -> Masse:
        """Quando il bando parte, se si è pronti allora: non prima del giorno già fissato, né di oggi."""
        dal = self.rinvii[self.partenza.invio_dal] if self.partenza.invio_dal else 0
        prima, dopo = pronti.split(dal)
        return add_up((point(dal, prima.totale), dopo)) if prima.pesi else dopo

    def unwait(self, invio: Masse) -> Masse:
        """Quanto vale essere pronti ogni giorno, se far partire il bando vale così."""
        dal = self.rinvii[self.partenza.invio_dal] if self.partenza.invio_dal else 0
        vale = invio.read(dal)
        prima = [vale] * max(0, dal - invio.dal)
        return Masse(invio.dal, [*prima, *invio.pesi[len(prima) :]])

    def _trace_percorso(self) -> list[Fase]:
        """Le fasi dopo l'invio da cui il servizio dipende, in ordine."""
        fase, percorso = self._dopo[-1], []
        while fase.id in self._precedenti:
            percorso.append(fase)
            fase = self._precedenti[fase.id]
        return percorso[::-1]

    # --- giorni ------------------------------------------------------------------------------------------------

    def _roll_ordinale(self, giorno: int) -> int:
        """Il primo giorno lavorativo da quello, compreso."""
        return self.calendario.next_lavorativo(date.fromordinal(giorno)).toordinal()

    # --- fasi --------------------------------------------------------------------------------------------------

    def find_legge(self, fase: Fase) -> Legge | None:
        """Quanto dura la fase; `None` se dura sempre il suo minimo, o quanto è stato fissato."""
        if fase.id in self.ipotesi.fissate:
            return None
        if fase.id in self._leggi:
            return self._leggi[fase.id]
        stima = self.durate.find_stima(fase)
        return spread_tre_punti(*stima) if stima is not None and any(stima) else None

    def _build_preparazione(self, fase: Fase) -> FaseIncerta:
        fissata = self.ipotesi.fissate.get(fase.id)
        if fissata is None:
            return FaseIncerta(fase.id, fase.nome, self.find_legge(fase) or fix(0), fase.almeno, rinvii=self.rinvii)
        return FaseIncerta(fase.id, fase.nome, fix(fissata), rinvii=self.rinvii if fissata else None)

    def _build_pubblicazione(self, fase: Fase) -> FaseIncerta:
        legge = self.find_legge(fase) or fix(self.ipotesi.fissate.get(fase.id, 0))
        return FaseIncerta(fase.id, fase.nome, legge)

    def find_nodo(self, pubblicazione: int) -> Nodo:
        """La prima fase dopo l'invio, per un bando pubblicato quel giorno."""
        if pubblicazione not in self._nodi_del_giorno:
            giorno = max(date.fromordinal(pubblicazione), self.diritto.primo_giorno)
            tratto = self.diritto.find_tratto(giorno)
            if tratto not in self._nodi_del_tratto:
                self._nodi_del_tratto[tratto] = self._build_nodi(giorno)
            self._nodi_del_giorno[pubblicazione] = self._nodi_del_tratto[tratto]
        return self._nodi_del_giorno[pubblicazione]

    def _build_nodi(self, giorno: date) -> Nodo:
        """Le fasi sotto la legge di quel giorno: due leggi uguali da una fase in poi hanno le stesse."""
        nodo: Nodo | None = None
        firma: tuple[object, ...] = ()
        for fase in reversed(self._percorso):
            durata = self.durate.measure(fase, giorno)
            da = durata.valore.da if durata.valore else None
            firma = (fase.id, durata.quanti, durata.unita, durata.origine, da, firma)
            if firma not in self._nodi:
                self._nodi[firma] = Nodo(self._know(self._build_fase(fase, giorno)), nodo)
            nodo = self._nodi[firma]
        assert nodo is not None  # noqa: S101 - dopo l'invio c'è almeno l'avvio
        return nodo

    def _build_fase(self, fase: Fase, giorno: date) -> FaseIncerta:
        durata = self.durate.measure(fase, giorno)
        legge = None if durata.origine in FISSATE else self.find_legge(fase)
        almeno = durata.quanti if durata.unita == "giorni" and legge else 0
        minimo = None
        if durata.quanti or fase.almeno or self._precedenti[fase.id].tipo == "dilatorio":
            minimo = Giorni(partial(self._end_minimo, fase, giorno))
        return FaseIncerta(fase.id, fase.nome, legge, almeno, minimo, None if fase.tipo == "avvio" else self.rinvii)

    def _know(self, fase: FaseIncerta) -> FaseIncerta:
        """La fase con ciò che i fatti ne dicono."""
        parte = self.partenza
        fase = fase._replace(fissata=parte.fissate.get(fase.id), entro=parte.entro.get(fase.id))
        is_aperta = fase.id == self.aperta and fase.fissata is None
        return fase._replace(gia=fase.measure_gia(parte.inizio, parte.non_prima)) if is_aperta else fase

    def _end_minimo(self, fase: Fase, legge: date, giorno: int) -> int:
        """Il primo giorno in cui la fase può essere compiuta, se quella prima lo è in quel giorno.

        Di un termine che corre dalla pubblicazione, questa è nel suo giorno più probabile: qui non conta quanto tarda.
        """
        prima = self._precedenti[fase.id]
        prende = bool(self.durate.measure(prima, legge).quanti)
        inizio = date.fromordinal(giorno)
        eventi = {prima.id: EventoDiGara(date.fromordinal(giorno - prende), inizio)}
        pubblicazione = self._pubblicazione
        if prima is self._invio and pubblicazione is not None and pubblicazione.legge is not None:
            pubblicato = date.fromordinal(self._publish(giorno, pubblicazione.legge.mediana))
            eventi[pubblicazione.id] = EventoDiGara(inizio, pubblicato)
        return self._end(fase, prima, eventi, legge).toordinal()

    # --- la pubblicazione --------------------------------------------------------------------------------------

    def split_invio(self, nuclei: Nuclei, invii: Iterable[int]) -> Iterator[tuple[int, Nodo, float]]:
        """Per ogni invio la prima fase dopo di lui, sotto ogni legge che può valere alla pubblicazione, e quanto è probabile."""
        durata = self._pubblicazione.get_nucleo(nuclei) if self._pubblicazione else None
        if durata is None:
            yield from ((invio, self.find_nodo(invio), 1.0) for invio in invii)
            return
        for invio in invii:
            primo, ultimo = (self.find_nodo(self._publish(invio, d)) for d in (durata.dal, durata.ultima))
            if primo is ultimo:
                yield invio, primo, 1.0
                continue
            for d, p in enumerate(durata.pesi, durata.dal):
                yield invio, self.find_nodo(self._publish(invio, d)), p

    def _publish(self, invio: int, durata: int) -> int:
        return self.rinvii[invio + durata] if durata else invio

    # --- ciò che i fatti dicono --------------------------------------------------------------------------------

    def find_rami(self, nuclei: Nuclei) -> dict[Nodo, float]:
        """La prima fase da compiere di un bando già partito, sotto ogni legge che può valere, e quanto è probabile."""
        parte = self.partenza
        rami: dict[Nodo, float] = {}
        for nodo, p in self._list_primi_nodi(nuclei):
            saltato = self._skip(nodo, parte.posto - len(self.preparazione) - 1)
            rami[saltato] = rami.get(saltato, 0.0) + p
        return rami

    def _list_primi_nodi(self, nuclei: Nuclei) -> Iterator[tuple[Nodo, float]]:
        parte = self.partenza
        if parte.pubblicazione:
            yield self.find_nodo(parte.pubblicazione), 1.0
        else:
            yield from ((nodo, p) for _, nodo, p in self.split_invio(nuclei, (parte.invio,)))

    @staticmethod
    def _skip(nodo: Nodo, quanti: int) -> Nodo:
        """Il nodo tanti posti dopo."""
        for _ in range(quanti):
            nodo = nodo.dopo or nodo
        return nodo

    def find_oltre(self, nuclei: Nuclei) -> str | None:
        """La fase in corso che dura già più di ogni durata ritenuta possibile, se ce n'è una."""
        fasi = self._map_fasi(nuclei)
        aperta = fasi.get(self.aperta)
        is_oltre = aperta and aperta.gia and (aperta.legge is None or aperta.legge.condition(aperta.gia) is None)
        return aperta.nome if aperta and is_oltre else None

    def list_indizi(self, nuclei: Nuclei) -> list[float]:
        """Quanto è probabile ciò che si è visto, se l'ufficio è lento così: ogni fase finita, e quella che dura già da tanto."""
        fasi = self._map_fasi(nuclei)
        viste = [(fasi[o.fase], o) for o in self.partenza.osservate if o.fase in fasi and fasi[o.fase].is_incerta]
        indizi = [f.advance(f.get_nucleo(nuclei), point(o.inizio)).read(o.fine) for f, o in viste]
        aperta = fasi.get(self.aperta)
        if aperta is not None and aperta.legge is not None and aperta.gia:
            indizi.append(nuclei.survive(aperta.legge, aperta.gia))
        return indizi

    def _map_fasi(self, nuclei: Nuclei) -> dict[str, FaseIncerta]:
        """Id → la fase; di quelle dopo un bando non ancora partito la legge non si sa, e non ci sono."""
        fasi = {f.id: f for f in self.preparazione}
        is_partito = bool(self.aperta) and self.partenza.posto > len(self.preparazione)
        nodo: Nodo | None = next((n for n, _ in self._list_primi_nodi(nuclei)), None) if is_partito else None
        while nodo is not None:
            fasi[nodo.fase.id] = nodo.fase
            nodo = nodo.dopo
        return fasi
