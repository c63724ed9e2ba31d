"""Il diritto in vigore un certo giorno: regime, parametri, articoli, calendario."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from ldq_planner.dates.calendario import Calendario, Ricorrenza
from ldq_planner.dates.periodo import UN_GIORNO
from ldq_planner.dates.testo import format_giorno
from ldq_planner.errors import InvalidRequestError
from ldq_planner.model.norme import ESECUZIONE_ANTICIPATA, SOGLIA, SOTTO_SOGLIA

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Iterator
    from datetime import date

    from ldq_planner.model.norme import (
        Articolo,
        Fase,
        Festivo,
        Norme,
        OpzioneDiGara,
        Parametro,
        Procedura,
        Questione,
        Regime,
        Servizio,
        Valore,
    )

_DI_TEMPO = frozenset(("giorni", "giorni-feriali", "mesi"))


class Diritto:
    """Le norme, pronte per chiedere che cosa vale in un giorno. Non cambia mai."""

    def __init__(self, norme: Norme) -> None:
        self.norme = norme
        self._regimi = {r.id: r for r in norme.regimi}
        catene = {r.id: tuple(self._trace(r)) for r in norme.regimi}
        self._parametri = {id_: {p.id: p for r in catena for p in r.parametri} for id_, catena in catene.items()}
        self._articoli = {id_: _gather_articoli(catena) for id_, catena in catene.items()}
        self._comuni = {p.id: p for p in (*norme.soglie.parametri, *norme.ponti.parametri)}
        propri = (p for r in norme.regimi for p in r.parametri)
        self._cambi = self._sort_cambi((*propri, *self._comuni.values()))
        self._calendari = {patrono: _build_calendario(norme, patrono=patrono) for patrono in (False, True)}

    def get_calendario(self, *, patrono: bool = False) -> Calendario:
        """I giorni lavorativi; il patrono non è festivo per i termini di legge, salvo chiederlo."""
        return self._calendari[patrono]

    def find_regime(self, giorno: date) -> Regime:
        """Il regime dei bandi pubblicati quel giorno.

        Errori: `InvalidRequestError` prima del primo regime conosciuto.
        """
        for regime in reversed(self.norme.regimi):
            if regime.dal.primo <= giorno and (regime.al is None or giorno <= regime.al.primo):
                return regime
        primo = self.norme.regimi[0]
        raise InvalidRequestError(
            f"per un bando del {format_giorno(giorno)} non è nota la legge",
            f"i regimi conosciuti cominciano il {format_giorno(primo.dal.primo)} ({primo.nome})",
        )

    def find_valore(self, parametro: str, giorno: date) -> Valore | None:
        """Il valore del parametro per un bando pubblicato quel giorno; `None` se la legge non ne dà."""
        trovato = self._parametri[self.find_regime(giorno).id].get(parametro) or self._comuni.get(parametro)
        return None if trovato is None else _select(trovato, giorno)

    def get_nome(self, parametro: str) -> str:
        """Il nome di un parametro."""
        tutti = [*self._comuni.values(), *(p for parametri in self._parametri.values() for p in parametri.values())]
        return next(p.nome for p in tutti if p.id == parametro)

    def find_soglia(self, servizio: str, giorno: date) -> Valore | None:
        """La soglia europea di quel genere di servizi; `None` se di quel giorno non è nota."""
        return self.find_valore(self.find_servizio(servizio).soglia, giorno)

    def find_servizio(self, servizio: str) -> Servizio:
        """Il genere di servizi con quell'id; senza, quello che si assume."""
        servizi = self.norme.soglie.servizi
        return next((s for s in servizi if s.id == servizio), servizi[0])

    def find_limite(self, limite: str | None, servizio: str, giorno: date) -> Valore | None:
        """Un limite di valore di una procedura: il parametro con quell'id, o la soglia europea del servizio."""
        if limite == SOGLIA:
            return self.find_soglia(servizio, giorno)
        return self.find_valore(limite, giorno) if limite else None

    def find_articolo(self, giorno: date, *ids: str) -> Articolo | None:
        """Il primo articolo, fra quelli cercati, che la legge di quel giorno conosce."""
        articoli = self._articoli[self.find_regime(giorno).id]
        validi = (a for i in ids for a in reversed(articoli.get(i, ())) if a.dal is None or a.dal.primo <= giorno)
        return next(validi, None)

    def find_articolo_di(
        self, giorno: date, procedura: Procedura, fase: Fase, *, sotto_soglia: bool = False, anticipata: bool = False
    ) -> Articolo | None:
        """L'articolo che regge una fase della procedura, a quel valore; fuori dal codice, quello della procedura.

        `anticipata` se la fase comincia prima di quelle che di solito attende.
        """
        if procedura.regime == "fuori-codice":
            return self.find_articolo(giorno, f"{procedura.id}/{fase.id}", procedura.id)
        sotto = (f"{SOTTO_SOGLIA}/{fase.id}",) if sotto_soglia else ()
        prima = (f"{ESECUZIONE_ANTICIPATA}/{id_}" for id_ in (*sotto, fase.id) if anticipata)
        return self.find_articolo(giorno, *prima, f"{procedura.id}/{fase.id}", *sotto, fase.id)

    def list_questioni(self, giorno: date) -> tuple[Questione, ...]:
        """Ciò che non si sa della legge di quel giorno, e di quelle da cui eredita."""
        return tuple(q for regime in self._trace(self.find_regime(giorno)) for q in regime.questioni)

    def list_parametri(self, giorno: date) -> Iterator[tuple[Parametro, Valore]]:
        """I parametri che hanno un valore per un bando pubblicato quel giorno."""
        for parametro in (*self._parametri[self.find_regime(giorno).id].values(), *self._comuni.values()):
            valore = _select(parametro, giorno)
            if valore is not None:
                yield parametro, valore

    def list_cambi(self, servizio: str | None = None) -> list[date]:
        """I giorni di pubblicazione in cui cambia un termine, un regime, o la soglia del servizio chiesto; dal primo."""
        soglie = () if servizio is None else (self._comuni[self.find_servizio(servizio).soglia],)
        propri = (p for r in self.norme.regimi for p in r.parametri if p.valori[0].unita in _DI_TEMPO)
        return self._sort_cambi((*propri, *soglie))

    def list_cambi_dopo(self, giorno: date) -> list[date]:
        """I giorni dopo quello dato in cui comincia un regime, o comincia o non vale più un valore qualunque."""
        return self._cambi[self.find_tratto(giorno) :]

    def find_tratto(self, giorno: date) -> int:
        """Un numero che resta lo stesso finché nessun valore e nessun regime cambia."""
        return bisect_right(self._cambi, giorno)

    def find_procedura(self, id_: str) -> Procedura | None:
        """La procedura con quell'id, comunque scritti i trattini."""
        return self.norme.procedure.find_procedura(id_)

    def list_opzioni(self, casi: Container[str]) -> tuple[OpzioneDiGara, ...]:
        """Le opzioni di gara fra i casi chiesti."""
        return tuple(o for o in self.norme.procedure.opzioni if o.id in casi)

    def list_fasi(self, procedura: Procedura, casi: Collection[str] = ()) -> tuple[Fase, ...]:
        """Le fasi della procedura, in ordine, con quelle che ci sono solo nei casi chiesti."""
        return self.norme.procedure.list_fasi(procedura, casi)

    @property
    def primo_giorno(self) -> date:
        """Il primo giorno di pubblicazione di cui è nota la legge."""
        return self.norme.regimi[0].dal.primo

    @property
    def verificato_al(self) -> date:
        """L'ultimo giorno fino a cui la legge è controllata: dopo può essere cambiata, anche se se ne conosce una futura."""
        regimi = self.norme.regimi
        aperti = (r for r in regimi if r.al is None or r.al.primo > r.verificato_al.primo)
        return min(r.verificato_al.primo for r in aperti)

    def find_verificato(self, giorno: date) -> date:
        """Il giorno dell'ultimo controllo della legge dei bandi di quel giorno."""
        return self.find_regime(giorno).verificato_al.primo

    def _sort_cambi(self, parametri: Iterable[Parametro]) -> list[date]:
        """I giorni in cui comincia un regime, o un valore di quei parametri comincia a valere o smette."""
        valori = [v for p in parametri for v in p.valori]
        giorni = {r.dal.primo for r in self.norme.regimi} | {v.dal.primo for v in valori}
        giorni |= {v.al.primo + UN_GIORNO for v in valori if v.al is not None}
        return sorted(g for g in giorni if g >= self.primo_giorno)

    def name_regime(self, id_: str) -> str:
        """Come si chiama il regime con quell'id."""
        return self._regimi[id_].nome

    def _trace(self, regime: Regime) -> Iterator[Regime]:
        """I regimi da cui eredita, dal più vecchio, e poi lui stesso: a pari id vale ciò che dice l'ultimo."""
        if regime.come is not None:
            yield from self._trace(self._regimi[regime.come])
        yield regime


def get_fonte(norma: Articolo | Valore | None) -> tuple[str | None, str | None]:
    """L'articolo in cui si legge, e quanto è verificato; niente, se la legge non ne parla."""
    return (norma.fonte, norma.verifica) if norma else (None, None)


def _gather_articoli(catena: tuple[Regime, ...]) -> dict[str, tuple[Articolo, ...]]:
    """Id → i suoi articoli, in ordine di giorno: quelli dell'ultimo regime che ne parla."""
    articoli: dict[str, tuple[Articolo, ...]] = {}
    for regime in catena:
        suoi: dict[str, tuple[Articolo, ...]] = {}
        for articolo in regime.articoli:
            suoi[articolo.id] = (*suoi.get(articolo.id, ()), articolo)
        articoli |= suoi
    return articoli


def _select(parametro: Parametro, giorno: date) -> Valore | None:
    for valore in reversed(parametro.valori):
        if valore.dal.primo <= giorno:
            return valore if valore.al is None or giorno <= valore.al.primo else None
    return None


def _build_calendario(norme: Norme, *, patrono: bool) -> Calendario:
    festivi = (*norme.festivi.festivi, norme.festivi.patrono) if patrono else norme.festivi.festivi
    return Calendario(map(_read_ricorrenza, festivi))


def _read_ricorrenza(festivo: Festivo) -> Ricorrenza:
    mese, giorno = (int(n) for n in festivo.giorno.split("-")) if festivo.giorno else (0, 0)
    return Ricorrenza(festivo.nome, mese, giorno, festivo.giorni_da_pasqua, festivo.dal or 1)
