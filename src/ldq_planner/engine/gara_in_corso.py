"""Una gara già cominciata: le fasi fatte hanno i giorni dei fatti, le altre si contano da lì.

Una fase prima di una già cominciata si dà per fatta. Un termine già fissato vale com'è. Una fase che oggi non è compiuta non
finisce nel passato; il termine dilatorio, la pubblicazione e un termine fissato si compiono da soli.
"""

from __future__ import annotations

from copy import copy
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.calendario import find_ultimo, invert
from ldq_planner.dates.periodo import UN_GIORNO, Periodo
from ldq_planner.engine.cronoprogramma import INVIO, PUBBLICAZIONE, Agenda, EventoDiGara
from ldq_planner.model.avanzamento import RICEZIONI, Svolgimento

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ldq_planner.engine.durate import Ipotesi
    from ldq_planner.engine.norme import Diritto
    from ldq_planner.model.cronoprogramma import Cronoprogramma
    from ldq_planner.model.norme import Fase, Valore

DA_SE = frozenset(("dilatorio", "parallela"))
"""I tipi di fase che il tempo compie."""
FATTO, PRESUNTO, FISSATO, APERTO = "fatto", "presunto", "fissato", "aperto"
"""Chi dice quando una fase è compiuta, se non la sua durata: un fatto, un fatto che la segue, un atto, o nessuno ancora."""
_NESSUNO = Svolgimento()
_TRE_ANNI = timedelta(days=3 * 365)


class GaraInCorso(Agenda):
    """Una gara di cui si sa ciò che è già accaduto fino a `oggi`: calcola il resto. Non cambia mai."""

    def __init__(self, diritto: Diritto, ipotesi: Ipotesi, svolgimenti: Mapping[str, Svolgimento], oggi: date) -> None:
        super().__init__(diritto, ipotesi)
        self.oggi = oggi
        self.catena = [*self._prima, self._invio, *self._dopo]
        self._attese = self._find_attese()
        # fase → le fasi che la attendono
        self._seguenti = {
            f.id: [g for g in self.catena if any(p is f for p in self._attese[g.id])] for f in self.catena
        }
        self._read(svolgimenti)

    def _read(self, svolgimenti: Mapping[str, Svolgimento]) -> None:
        self.detti = frozenset(svolgimenti)
        self.svolgimenti = {fase: _forget_futuro(s, self.oggi) for fase, s in svolgimenti.items()}
        inviato = (
            self.get(INVIO).iniziata or self.get(PUBBLICAZIONE).conclusa
        )  # un atto di un giorno, che il bando prova
        if inviato is not None and self.get(INVIO).conclusa is None:
            self.svolgimenti[INVIO] = self.get(INVIO)._replace(conclusa=inviato)
        self._cominciate = [f for f in self.catena if self._list_giorni(f)]
        self._passate = {p.id for f in self._cominciate for p in self._attese[f.id]}

    def _find_attese(self) -> dict[str, list[Fase]]:
        """Fase → le fasi che devono essere compiute perché cominci."""
        attese: dict[str, list[Fase]] = {}
        for posto, fase in enumerate(self.catena):
            prima = self._precedenti.get(fase.id)
            attese[fase.id] = [prima, *attese[prima.id]] if prima else self.catena[:posto]
        return attese

    def restart(self) -> Agenda:
        """La stessa gara, senza fatti."""
        return Agenda(self.diritto, self.ipotesi)

    def follow_altri(self, svolgimenti: Mapping[str, Svolgimento]) -> GaraInCorso:
        """La stessa gara, con altri fatti."""
        altra = copy(self)
        GaraInCorso._read(altra, svolgimenti)
        return altra

    def get(self, fase: str) -> Svolgimento:
        """Ciò che i fatti dicono della fase."""
        return self.svolgimenti.get(fase, _NESSUNO)

    @property
    def bando_partito(self) -> bool:
        """Vero se il bando, o l'invito, è già partito."""
        return self._invio in self._cominciate or self._invio.id in self._passate

    def is_da_cominciare(self, fase: str) -> bool:
        """Vero se della fase non c'è un fatto, né di una che la segue."""
        return fase not in self._passate and fase not in [f.id for f in self._cominciate]

    def is_subito_prima(self, fase: Fase, altra: Fase) -> bool:
        """Vero se la seconda si conta dalla fine della prima."""
        return altra in self._dopo and self._precedenti[altra.id] is fase

    def find_fine_nota(self, fase: Fase) -> date | None:
        """Il giorno in cui la fase si è compiuta, se un fatto lo dice; un termine fissato e passato lo dice anche lui."""
        suo = self.get(fase.id)
        if suo.conclusa is not None or suo.fissata is None or suo.fissata > self.oggi:
            return suo.conclusa
        is_da_se = fase.id in RICEZIONI or (fase.tipo in DA_SE and self._is_decorsa(fase))
        return suo.fissata if is_da_se or self.is_presunta(fase) else None

    def _is_decorsa(self, fase: Fase) -> bool:
        """Vero se un fatto dice compiuta la fase da cui questa si conta."""
        prima = self._precedenti.get(fase.id, self._invio)
        return self.is_presunta(prima) or self.find_fine_nota(prima) is not None

    def is_presunta(self, fase: Fase) -> bool:
        """Vero se una fase che la segue è già cominciata."""
        return fase.id in self._passate

    def follow(self) -> Cronoprogramma:
        """Le date della gara; finché il bando non parte, se conviene, attendendo un'altra legge."""
        crono = self.schedule_fatti()
        if self.bando_partito:
            return crono
        invii = [g for g in self._list_primi(crono.invio, crono.avvio) if g > crono.invio]
        attese = (self._wait(invio) for invio in invii)
        migliore = min(attese, key=lambda c: c.avvio, default=crono)
        return migliore if migliore.avvio < crono.avvio else crono

    def _wait(self, invio: date) -> Cronoprogramma:
        """La stessa gara, con il bando che parte quel giorno."""
        attesa = {**self.svolgimenti, INVIO: self.get(INVIO)._replace(fissata=invio)}
        crono = self.follow_altri(attesa).schedule_fatti()
        return crono._replace(passi=tuple(p._replace(origine="atto") if p.id == INVIO else p for p in crono.passi))

    def schedule_fatti(self) -> Cronoprogramma:
        """Le date della gara, con il bando appena si è pronti."""
        eventi = self._prepare()
        invio = self._send(next(reversed(eventi.values())).fine)
        crono = self._schedule(eventi, invio, None)
        fasi = {f.id: f for f in self.fasi}
        passi = (p._replace(origine=self._find_origine(fasi[p.id], p.fine) or p.origine) for p in crono.passi)
        return crono._replace(passi=tuple(passi))

    def _find_origine(self, fase: Fase, fine: date) -> str | None:
        """Chi dice quando la fase è compiuta, se non è la sua durata."""
        if fase.tipo == "precondizione":
            return None
        if self.find_fine_nota(fase) is not None:
            return FATTO
        if self.is_presunta(fase):
            return PRESUNTO
        fissata = self.get(fase.id).fissata
        if fissata == fine or (fissata is not None and fase.tipo == "parallela"):
            return FISSATO
        is_trattenuta = fase.tipo not in DA_SE and fine == self._first_possibile(fase)
        return APERTO if is_trattenuta else None

    # --- la preparazione -----------------------------------------------------------------------------------------

    def _prepare(self) -> dict[str, EventoDiGara]:
        """La preparazione: dal primo fatto in poi, e all'indietro fino a lui; senza fatti, da oggi."""
        if not self._cominciate:
            return self._prepare_fatti(self._prima, self.calendario.next_lavorativo(self.oggi))
        fase = self._cominciate[0]
        if fase not in self._prima:
            return self._prepare_invio(self._find_invio())
        posto = self._prima.index(fase)
        suo = self.get(fase.id)
        inizio = suo.iniziata or self._begin(fase, suo.conclusa or self.oggi)
        return {**self._prepare_fino_a(self._prima[:posto], inizio), **self._prepare_fatti(self._prima[posto:], inizio)}

    def _prepare_fino_a(self, fasi: list[Fase], fine: date) -> dict[str, EventoDiGara]:
        """Le fasi che finiscono con quel giorno, cominciate al più tardi."""
        eventi: dict[str, EventoDiGara] = {}
        for fase in reversed(fasi):
            inizio = self._begin(fase, fine)
            eventi[fase.id] = EventoDiGara(inizio, fine)
            fine = inizio
        return dict(reversed(eventi.items()))

    def _begin(self, fase: Fase, fine: date) -> date:
        """L'ultimo giorno in cui la fase può cominciare per compiersi entro quel giorno."""
        return invert(self.calendario, partial(self._end_preparazione, fase), fine)

    def _prepare_fatti(self, fasi: list[Fase], giorno: date) -> dict[str, EventoDiGara]:
        eventi: dict[str, EventoDiGara] = {}
        for fase in fasi:
            inizio = self.get(fase.id).iniziata or giorno
            giorno = self._choose_fine(fase, inizio, self._end_preparazione(fase, inizio))
            eventi[fase.id] = EventoDiGara(min(inizio, giorno), giorno)
        return eventi

    # --- l'invio ---------------------------------------------------------------------------------------------------

    def _send(self, pronto: date) -> date:
        """Il giorno dell'invio: quello del fatto, quello fissato, o il primo lavorativo in cui si è pronti."""
        suo = self.get(INVIO)
        if suo.conclusa is not None:
            return suo.conclusa
        if self.bando_partito:
            return max(pronto, self._find_invio())
        return self.calendario.next_lavorativo(max(suo.fissata or pronto, pronto, self.oggi))

    def _find_invio(self) -> date:
        """Il giorno dell'invio o, se non si sa, l'ultimo da cui la prima fase nota che lo segue arriva al suo giorno."""
        if (inviato := self.get(INVIO).conclusa) is not None:
            return inviato
        nota = next(f for f in self._dopo if self.get(f.id) != _NESSUNO)
        suo = self.get(nota.id)
        giorno = suo.iniziata or suo.conclusa or suo.fissata or self.oggi
        imaginata = self.restart()

        def reach(invio: date) -> date:
            evento = imaginata.run_invio(invio)[nota.id]
            return evento.inizio if suo.iniziata is not None else evento.fine

        al = self.calendario.last_lavorativo(min(giorno, self.oggi))
        dal = min(al, self.calendario.next_lavorativo(max(al - _TRE_ANNI, self.diritto.primo_giorno)))
        return find_ultimo(self.calendario, reach, Periodo(dal, al), giorno) or dal

    def _end_pubblicazione(self, fase: Fase, invio: date) -> date:
        suo = self.get(fase.id)
        if suo.conclusa is None and suo.fissata is not None:
            return max(suo.fissata, invio)
        return suo.conclusa or super()._end_pubblicazione(fase, invio)

    def _list_eventi(self) -> tuple[Callable[[date], date], ...]:
        """Una pubblicazione che ha già il suo giorno l'invio non la sposta, e non ha un primo invio che la porti a una legge."""
        eventi = super()._list_eventi()
        return eventi if self.get(PUBBLICAZIONE) == _NESSUNO else eventi[:1]

    # --- le fasi -----------------------------------------------------------------------------------------------------

    def _happen(self, fase: Fase, precedente: Fase, eventi: dict[str, EventoDiGara], legge: date) -> EventoDiGara:
        inizio = self.get(fase.id).iniziata or eventi[precedente.id].fine
        fine = self._choose_fine(fase, inizio, self._end_da(fase, precedente, eventi, legge, inizio))
        return EventoDiGara(min(inizio, fine), fine)

    def _end_da(self, fase: Fase, precedente: Fase, eventi: dict[str, EventoDiGara], legge: date, inizio: date) -> date:
        """Dove la fase finirebbe per la sua durata, se comincia quel giorno."""
        spostati = {**eventi, precedente.id: eventi[precedente.id]._replace(fine=inizio)}
        return self._end(fase, precedente, spostati, legge)

    def estimate_fine(self, crono: Cronoprogramma, fase: Fase) -> date:
        """Dove la fase finirebbe per la sua durata, da quando è cominciata."""
        eventi = {p.id: EventoDiGara(p.inizio, p.fine) for p in crono.passi}
        inizio = eventi[fase.id].inizio
        if fase in self._prima:
            return self._end_preparazione(fase, inizio)
        if fase in self._dopo:
            return self._end_da(fase, self._precedenti[fase.id], eventi, crono.legge, inizio)
        return inizio if fase is self._invio else super()._end_pubblicazione(fase, inizio)

    def _choose_fine(self, fase: Fase, inizio: date, stimata: date) -> date:
        """Quando la fase è compiuta: il giorno del fatto, quello fissato, o quello della sua durata, se non è passato.

        Un giorno fissato prima che la fase possa cominciare non si mantiene; ciò che lo precede, se è solo una stima, finisce in
        tempo per lui.
        """
        nota = self.find_fine_nota(fase)
        if nota is not None:
            return nota
        fissata = self.get(fase.id).fissata
        if self.is_presunta(fase):
            return min(fissata or stimata, self._find_seguente(fase))
        if fase.tipo in DA_SE:
            is_mantenuta = fissata is not None and (fissata >= stimata or self._is_decorsa(fase))
            return fissata if fissata is not None and is_mantenuta else stimata
        fine = fissata if fissata is not None and fissata >= inizio else self._hurry(fase, inizio, stimata)
        return max(fine, self._first_possibile(fase))

    def _hurry(self, fase: Fase, inizio: date, stimata: date) -> date:
        """La fine stimata o, se una fase che segue ha già un giorno fissato, al più tardi quello; un minimo di legge resta."""
        seguente = None if fase.minimi else self.find_fissata_dopo(fase)
        fissata = self.get(seguente.id).fissata if seguente is not None else None
        return max(inizio, min(stimata, fissata or stimata))

    def find_fissata_dopo(self, fase: Fase) -> Fase | None:
        """La prima, fra quelle che la attendono, con un giorno già fissato che non è passato."""
        fissate = [(self.get(f.id).fissata, f) for f in self._seguenti[fase.id]]
        note = [(giorno, f) for giorno, f in fissate if giorno is not None and giorno >= self.oggi]
        return min(note, key=lambda n: n[0])[1] if note else None

    def _first_possibile(self, fase: Fase) -> date:
        """Il primo giorno in cui una fase non compiuta può compiersi: oggi, o il lavorativo che segue; l'avvio, domani."""
        return self.oggi + UN_GIORNO if fase.tipo == "avvio" else self.calendario.next_lavorativo(self.oggi)

    def _find_seguente(self, fase: Fase) -> date:
        """Il primo giorno noto di una fase che viene dopo."""
        dopo = self._seguenti[fase.id]
        fini = (self.get(f.id).fissata if self.is_presunta(f) else self.find_fine_nota(f) for f in dopo)
        return min(*(g for g in fini if g is not None), *(g for f in dopo for g in self._list_giorni(f)), date.max)

    def _list_giorni(self, fase: Fase) -> list[date]:
        """I giorni che dicono la fase cominciata: di un termine delle offerte basta che sia fissato, perché il bando lo dice."""
        suo = self.get(fase.id)
        fissata = suo.fissata if fase.id in RICEZIONI else None
        return [g for g in (suo.iniziata, suo.conclusa, fissata) if g is not None]


def _forget_futuro(suo: Svolgimento, oggi: date) -> Svolgimento:
    """Ciò che è detto compiuto in un giorno che deve ancora venire è solo fissato, e ciò che comincerà non è cominciato."""
    if suo.conclusa is not None and suo.conclusa > oggi:
        suo = suo._replace(conclusa=None, fissata=suo.conclusa)
    return suo._replace(iniziata=None) if suo.iniziata is not None and suo.iniziata > oggi else suo


class MinimoDiLegge(NamedTuple):
    """Il primo giorno in cui una fase può compiersi, e la norma che lo dà."""

    giorno: date
    valore: Valore


def find_minimo_di_legge(agenda: GaraInCorso, crono: Cronoprogramma, fase: Fase) -> MinimoDiLegge | None:
    """Il minimo della fase, dal giorno in cui un fatto dice che comincia a correre; `None` se la legge o i fatti non ne danno."""
    valore = agenda.durate.find_minimo(fase, crono.legge)
    if valore is None or not valore.valore:
        return None
    da = valore.da or next((f.id for f in agenda.catena if agenda.is_subito_prima(f, fase)), "")
    if agenda.get(da).conclusa is None:
        return None
    giorno = agenda.find_termine(valore.model_copy(update={"da": da}), crono)
    return None if giorno is None else MinimoDiLegge(giorno, valore)


def is_partito(agenda: Agenda) -> bool:
    """Vero se il bando di quella gara è già partito: la sua legge non può più cambiare."""
    return isinstance(agenda, GaraInCorso) and agenda.bando_partito
