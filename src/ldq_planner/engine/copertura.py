"""I giorni coperti di ciascun quartiere, e le lacune.

Un contratto a date incerte copre **certamente** i giorni in vigore in ogni lettura (dall'ultimo inizio possibile
alla prima fine possibile) e **possibilmente** quelli in vigore in qualche lettura. Una lacuna è certa fuori dal
possibile, possibile fra il possibile e il certo.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.cicli import pause_cicli
from ldq_planner.dates.incerta import PRIMO_GIORNO
from ldq_planner.dates.periodo import InsiemeGiorni, Periodo
from ldq_planner.engine.scadenze import compute_effettiva
from ldq_planner.model.copertura import CoperturaQuartiere, Lacuna, TipoLacuna

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.model.contratto import Contratto
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.quartiere import Quartiere

    Estremi = tuple[date, date]  # primo e ultimo giorno in vigore, compresi


class Copertura(NamedTuple):
    """I giorni coperti in ogni lettura, e quelli coperti in almeno una."""

    certa: InsiemeGiorni
    possibile: InsiemeGiorni


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
        certa, possibile = self[quartiere.id]
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


def compute_periodi(inizio: DataIncerta, fine: DataIncerta) -> tuple[list[Estremi], list[Estremi]]:
    """Il periodo in vigore in ogni lettura delle due date, e quello in vigore in qualche lettura; vuoti se non c'è.

    Una fine precede il suo inizio in nessuna lettura: le letture che lo direbbero non contano. Se una delle due non è
    nota nessun giorno è certo, neppure quello che si conosce: chi non sa quando finisce non sa se è durato.
    """
    if fine.ultimo < inizio.primo:
        return [], []
    if not (inizio.is_nota and fine.is_nota):
        return [], [(inizio.primo, fine.ultimo)]
    ultimo_inizio, prima_fine = min(inizio.ultimo, fine.ultimo), max(inizio.primo, fine.primo)
    certo = [(ultimo_inizio, prima_fine)] if ultimo_inizio <= prima_fine else []
    return certo, [(inizio.primo, fine.ultimo)]


@pause_cicli()
def _cover(contratti: Iterable[Contratto]) -> dict[str, Copertura]:
    """Quartiere → copertura; solo i quartieri che hanno un contratto."""
    certi: defaultdict[str, list[Estremi]] = defaultdict(list)
    incerti: defaultdict[str, list[Estremi]] = defaultdict(list)
    for contratto in contratti:
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
    return coperture


def _unite(una: Copertura, altra: Copertura) -> Copertura:
    return Copertura(una.certa | altra.certa, una.possibile | altra.possibile)


def _list_lacune(giorni: InsiemeGiorni, tipo: TipoLacuna, abitanti: int | None) -> list[Lacuna]:
    """I tratti massimali dei giorni scoperti, con gli abitanti-giorni, `None` se gli abitanti non sono noti."""
    confini = iter(giorni.confini)
    return [
        _new(Lacuna, (_day(dal), _day(dopo - 1), dopo - dal, tipo, abitanti and abitanti * (dopo - dal)))
        for dal, dopo in zip(confini, confini, strict=True)
    ]
