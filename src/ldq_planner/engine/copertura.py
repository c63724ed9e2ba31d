"""I giorni coperti di ciascun quartiere, e le lacune.

Un contratto a date incerte copre **certamente** i giorni in vigore in ogni lettura (dall'ultimo inizio possibile
alla prima fine possibile) e **possibilmente** quelli in vigore in qualche lettura. Una lacuna è certa fuori dal
possibile, possibile fra il possibile e il certo.

I giorni sospesi e quelli di chiusura annuale non sono coperti, e le lacune dicono per quale dei due: chi guarda se un
contratto ne segue un altro chiede `in_vigore`, in cui ci sono.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.cicli import pause_cicli
from ldq_planner.dates.incerta import PRIMO_GIORNO
from ldq_planner.dates.periodo import InsiemeGiorni, Periodo
from ldq_planner.engine.scadenze import compute_effettiva
from ldq_planner.engine.vigore import compute_periodi, compute_vigore, find_chiusi, find_sospesi
from ldq_planner.model.copertura import Causa, CoperturaQuartiere, Lacuna, TipoLacuna

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ldq_planner.model.contratto import Contratto
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.quartiere import Quartiere

    Estremi = tuple[date, date]  # primo e ultimo giorno in vigore, compresi


class Vigore(NamedTuple):
    """I giorni in cui un contratto è in vigore, in ogni lettura o in almeno una, anche se il servizio è fermo."""

    certo: InsiemeGiorni
    possibile: InsiemeGiorni


class Fermi(NamedTuple):
    """I giorni in vigore, e quelli in cui un contratto in vigore è, o può essere, sospeso o chiuso."""

    vigore: Vigore
    sospesi: InsiemeGiorni
    chiusi: InsiemeGiorni


class Copertura(NamedTuple):
    """I giorni coperti in ogni lettura, e quelli coperti in almeno una; `fermi` se un contratto è stato, o sarà, fermo."""

    certa: InsiemeGiorni
    possibile: InsiemeGiorni
    fermi: Fermi | None = None

    @property
    def in_vigore(self) -> Vigore:
        """I giorni in cui un contratto c'è: quelli coperti, e quelli in cui è fermo."""
        return self.fermi.vigore if self.fermi else Vigore(self.certa, self.possibile)

    @property
    def aperta(self) -> InsiemeGiorni:
        """I giorni certamente coperti, con le chiusure annuali che cadono fra loro: solo una sospensione li interrompe."""
        return self.certa | (self.fermi.vigore.certo & self.fermi.chiusi) if self.fermi else self.certa

    def find_causa(self, giorno: date) -> Causa | None:
        """Perché un contratto in vigore quel giorno non fa servizio; `None` se lo fa, o se non c'è."""
        if self.fermi is None or giorno in self.certa or giorno not in self.fermi.vigore.possibile:
            return None
        if giorno in self.fermi.sospesi:
            return Causa.SOSPENSIONE
        return Causa.CHIUSURA if giorno in self.fermi.chiusi else None


# Di lacune ne nascono a milioni: così nascono nella metà del tempo.
_new, _day = tuple.__new__, date.fromordinal

_MAI = Copertura(InsiemeGiorni(), InsiemeGiorni())


class Coperture:
    """Quartiere → i suoi giorni coperti; chi non ha contratti non ha giorni.

    Ripassa i contratti una volta sola, alla nascita: chi ne aggiunge (`plus`) paga solo quelli aggiunti.
    """

    __slots__ = ("_di_quartiere",)

    def __init__(self, contratti: Iterable[Contratto] = ()) -> None:
        self._di_quartiere: Mapping[str, Copertura] = _cover(contratti)

    def __getitem__(self, quartiere: str) -> Copertura:
        return self._di_quartiere.get(quartiere, _MAI)

    def plus(self, contratti: Iterable[Contratto]) -> Coperture:
        """La copertura con altri contratti, come se ci fossero sempre stati."""
        somma = Coperture()
        aggiunte = {q: _unite(self[q], nuova) for q, nuova in _cover(contratti).items()}
        somma._di_quartiere = {**self._di_quartiere, **aggiunte}
        return somma

    def scoperto_dal(self, quartiere: str, giorno: date) -> date | None:
        """Il primo dei giorni senza copertura, in nessuna lettura, che arrivano al `giorno`; `None` se quel giorno è coperto.

        Se prima non c'è mai stata copertura è `PRIMO_GIORNO`.
        """
        scoperto = find_scoperto(self[quartiere].possibile, giorno)
        return scoperto.inizio if scoperto else None

    def lacune(self, quartiere: Quartiere, finestra: Periodo) -> tuple[Lacuna, ...]:
        """Le lacune del quartiere nella finestra, estremi compresi, in ordine di data."""
        certa, possibile, fermi = self[quartiere.id]
        if fermi is not None:
            return _list_per_causa(self[quartiere.id], finestra, quartiere.abitanti)
        certe = _list_lacune(possibile.complement(finestra), TipoLacuna.CERTA, quartiere.abitanti)
        if certa == possibile:
            return tuple(certe)
        forse = _list_lacune((possibile - certa).clip(finestra), TipoLacuna.POSSIBILE, quartiere.abitanti)
        return tuple(sorted(certe + forse))

    def compute(self, quartiere: Quartiere, finestra: Periodo) -> CoperturaQuartiere:
        """Copertura e lacune del quartiere nella finestra, estremi compresi."""
        lacune, giorni = self.lacune(quartiere, finestra), finestra.giorni
        coperti = giorni - sum([lacuna.giorni for lacuna in lacune])
        return CoperturaQuartiere(quartiere.id, quartiere.nome, quartiere.abitanti, giorni, coperti, lacune)


@pause_cicli()
def compute_coperture(portafoglio: Portafoglio, finestra: Periodo) -> tuple[CoperturaQuartiere, ...]:
    """Copertura e lacune di ogni quartiere nella finestra, nell'ordine dei dati.

    Estremi: la finestra è chiusa. Le lacune sono in ordine di data; due contratti sugli stessi giorni contano una volta.
    """
    coperture = Coperture(portafoglio.contratti)
    return tuple([coperture.compute(quartiere, finestra) for quartiere in portafoglio.quartieri])


def find_scoperto(giorni: InsiemeGiorni, giorno: date) -> Periodo | None:
    """I giorni consecutivi che non ci sono, fino a `giorno` compreso; `None` se quel giorno c'è.

    Se prima non ce n'è mai stato uno, cominciano da `PRIMO_GIORNO`.
    """
    return giorni.complement(Periodo(PRIMO_GIORNO, giorno)).tratto(giorno)


def is_coperto(giorni: InsiemeGiorni, periodo: Periodo) -> bool:
    """Vero se tutti i giorni del periodo, estremi compresi, sono fra i `giorni`."""
    tratto = giorni.tratto(periodo.inizio)
    return tratto is not None and periodo.fine <= tratto.fine


def is_cominciata(giorni: InsiemeGiorni, oggi: date) -> bool:
    """Vero se almeno un giorno fino a `oggi`, compreso, è fra i `giorni`."""
    return bool(giorni) and giorni.confini[0] <= oggi.toordinal()


@pause_cicli()
def _cover(contratti: Iterable[Contratto]) -> dict[str, Copertura]:
    """Quartiere → copertura; solo i quartieri che hanno un contratto."""
    certi: defaultdict[str, list[Estremi]] = defaultdict(list)
    incerti: defaultdict[str, list[Estremi]] = defaultdict(list)
    particolari: list[Contratto] = []
    for contratto in contratti:
        if contratto.sospensioni or contratto.chiusure or contratto.decorrenze:
            particolari.append(contratto)
            continue
        inizio, fine, quartieri = contratto.inizio, compute_effettiva(contratto), contratto.quartieri
        dal, al = inizio.primo, fine.ultimo
        if dal is inizio.ultimo and al is fine.primo and dal <= al:
            for quartiere in quartieri:
                certi[quartiere].append((dal, al))
        else:
            certo, possibile = compute_periodi(inizio, fine)
            for quartiere in quartieri:
                certi[quartiere] += certo
                incerti[quartiere] += possibile
    coperture = {}
    for quartiere, periodi in certi.items():
        certa = InsiemeGiorni.from_estremi(periodi)
        forse = incerti.get(quartiere)
        coperture[quartiere] = Copertura(certa, InsiemeGiorni.from_estremi(periodi + forse) if forse else certa)
    for contratto in particolari:
        for quartiere in contratto.quartieri:
            coperture[quartiere] = _unite(coperture.get(quartiere, _MAI), cover_contratto(contratto, quartiere))
    return coperture


def cover_contratto(contratto: Contratto, quartiere: str) -> Copertura:
    """I giorni in cui il contratto copre il quartiere, con le sue decorrenze, sospensioni e chiusure."""
    inizio, fine = compute_vigore(contratto, quartiere)
    certo, possibile = map(InsiemeGiorni.from_estremi, compute_periodi(inizio, fine))
    if not possibile or not (contratto.sospensioni or contratto.chiusure):
        return Copertura(certo, possibile)
    sospesi, forse = find_sospesi(contratto.sospensioni)
    chiusi = find_chiusi(contratto.chiusure, inizio.primo, fine.ultimo)
    fermi = Fermi(Vigore(certo, possibile), possibile & forse, possibile & chiusi)
    return Copertura(certo - forse - chiusi, possibile - sospesi - chiusi, fermi)


def _unite(una: Copertura, altra: Copertura) -> Copertura:
    certa, possibile = una.certa | altra.certa, una.possibile | altra.possibile
    tutti = [copertura.fermi for copertura in (una, altra) if copertura.fermi]
    if not tutti:
        return Copertura(certa, possibile)
    uno, altro = una.in_vigore, altra.in_vigore
    sospesi, chiusi = InsiemeGiorni(), InsiemeGiorni()
    for fermi in tutti:
        sospesi, chiusi = sospesi | fermi.sospesi, chiusi | fermi.chiusi
    vigore = Vigore(uno.certo | altro.certo, uno.possibile | altro.possibile)
    return Copertura(certa, possibile, Fermi(vigore, sospesi, chiusi))


def _list_per_causa(copertura: Copertura, finestra: Periodo, abitanti: int | None) -> tuple[Lacuna, ...]:
    """Le lacune, ciascuna di una causa sola: nessun contratto, o un contratto in vigore sospeso o chiuso."""
    certa, possibile, fermi = copertura
    lacune: list[Lacuna] = []
    scoperti = (
        (TipoLacuna.CERTA, possibile.complement(finestra), copertura.in_vigore.possibile),
        (TipoLacuna.POSSIBILE, (possibile - certa).clip(finestra), copertura.in_vigore.certo),
    )
    for tipo, giorni, in_vigore in scoperti:
        fermo = giorni & in_vigore
        sospesi = fermo & fermi.sospesi if fermi else InsiemeGiorni()
        chiusi = fermo & fermi.chiusi if fermi else InsiemeGiorni()
        lacune += _list_lacune(giorni - sospesi - chiusi, tipo, abitanti)
        for causa, suoi in ((Causa.SOSPENSIONE, sospesi), (Causa.CHIUSURA, chiusi - sospesi)):
            lacune += [lacuna._replace(causa=causa) for lacuna in _list_lacune(suoi, tipo, abitanti)]
    return tuple(sorted(lacune, key=lambda x: x.inizio))


def _list_lacune(giorni: InsiemeGiorni, tipo: TipoLacuna, abitanti: int | None) -> list[Lacuna]:
    """I tratti massimali dei giorni scoperti, con gli abitanti-giorni, `None` se gli abitanti non sono noti."""
    confini = iter(giorni.confini)
    return [
        _new(Lacuna, (_day(dal), _day(dopo - 1), dopo - dal, tipo, abitanti and abitanti * (dopo - dal), None))
        for dal, dopo in zip(confini, confini, strict=True)
    ]
