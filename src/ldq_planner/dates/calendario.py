"""I giorni lavorativi e i termini di legge, in avanti e all'indietro: un'aritmetica diversa da quella dei contratti.

Un termine esclude il giorno dell'evento, conta tutti i giorni di calendario e, se scade di sabato, di domenica o in
un festivo, scade il primo giorno lavorativo seguente (art. 155 c.p.c.; Reg. CEE 1182/71, art. 3).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.mesi import shift_mesi
from ldq_planner.dates.periodo import UN_GIORNO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ldq_planner.dates.periodo import Periodo

_SUBITO = timedelta(0)
_GIORNI = ("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica")
_SABATO = 5
_DOMENICA = 6
_DUE_LAVORATIVI = 2


class Ricorrenza(NamedTuple):
    """Un festivo di ogni anno: lo stesso giorno, o a un numero di giorni dalla Pasqua; dall'anno `dal`, compreso."""

    nome: str
    mese: int
    giorno: int
    da_pasqua: int | None = None
    dal: int = 1


class Calendario:
    """I giorni lavorativi: né sabati, né domeniche, né le ricorrenze date."""

    __slots__ = ("_anni", "_ricorrenze")

    def __init__(self, ricorrenze: Iterable[Ricorrenza]) -> None:
        self._ricorrenze = tuple(ricorrenze)
        self._anni: dict[int, dict[date, str]] = {}

    def find_festa(self, giorno: date) -> str | None:
        """Il nome del festivo, se lo è; una domenica qualunque non lo è."""
        anno = giorno.year
        feste = self._anni.get(anno)
        if feste is None:
            feste = self._anni[anno] = dict(_list_feste(self._ricorrenze, anno))
        return feste.get(giorno)

    def is_lavorativo(self, giorno: date) -> bool:
        """Vero se un ufficio vi compie atti, e un termine vi può scadere."""
        return giorno.weekday() < _SABATO and self.find_festa(giorno) is None

    def next_lavorativo(self, giorno: date) -> date:
        """Il primo giorno lavorativo da `giorno`, compreso."""
        while not self.is_lavorativo(giorno):
            giorno += UN_GIORNO
        return giorno

    def last_lavorativo(self, giorno: date) -> date:
        """L'ultimo giorno lavorativo fino a `giorno`, compreso."""
        while not self.is_lavorativo(giorno):
            giorno -= UN_GIORNO
        return giorno

    def add_lavorativi(self, evento: date, quanti: int) -> date:
        """Il giorno lavorativo numero `quanti` dopo l'evento, escluso."""
        giorno = evento
        for _ in range(quanti):
            giorno = self.next_lavorativo(giorno + UN_GIORNO)
        return giorno

    def add_feriali(self, evento: date, quanti: int) -> date:
        """Il giorno feriale numero `quanti` dopo l'evento, escluso: né domenica né festivo; il sabato lo è.

        Fonte: Cass. 5114/2009.
        Esempio:
            >>> Calendario([]).add_feriali(date(2023, 9, 1), 6)
            datetime.date(2023, 9, 8)
        """
        giorno = evento
        while quanti:
            giorno += UN_GIORNO
            quanti -= giorno.weekday() != _DOMENICA and self.find_festa(giorno) is None
        return giorno

    def roll_termine(self, evento: date, scade: date) -> date:
        """Dove scade un termine di due o più giorni: dopo l'evento deve contenere almeno due giorni lavorativi.

        Fonte: Reg. CEE 1182/71, art. 3 c. 4 e 5.
        Esempio:
            >>> Calendario([]).roll_termine(date(2023, 12, 15), date(2023, 12, 17))
            datetime.date(2023, 12, 19)
        """
        fine = self.next_lavorativo(scade)
        if (scade - evento).days >= _DUE_LAVORATIVI:
            fine = max(fine, self.add_lavorativi(evento, _DUE_LAVORATIVI))
        return fine

    def explain_riposo(self, giorno: date) -> str:
        """Perché non è lavorativo: «sabato», «domenica», o il nome del festivo; vuoto se lo è."""
        return self.find_festa(giorno) or (name_giorno(giorno) if giorno.weekday() >= _SABATO else "")


def add_unita(evento: date, quanti: int, unita: str, calendario: Calendario) -> date:
    """Il giorno in cui cade un termine, prima di ogni rinvio; il giorno dell'evento è escluso.

    Unità: `giorni` di calendario, `giorni-feriali` del calendario dato, o `mesi`: lo stesso numero, o l'ultimo giorno
    del mese se quel numero non c'è.
    """
    if unita == "mesi":
        return shift_mesi(evento, quanti)
    if unita == "giorni-feriali":
        return calendario.add_feriali(evento, quanti)
    return evento + timedelta(days=quanti)


def name_giorno(giorno: date) -> str:
    """Il nome del giorno della settimana."""
    return _GIORNI[giorno.weekday()]


def _list_feste(ricorrenze: tuple[Ricorrenza, ...], anno: int) -> Iterable[tuple[date, str]]:
    from dateutil.easter import easter  # noqa: PLC0415 - serve solo a chi conta giorni lavorativi

    pasqua = easter(anno)
    for festa in ricorrenze:
        if anno >= festa.dal:
            mobile = festa.da_pasqua is not None
            giorno = pasqua + timedelta(days=festa.da_pasqua or 0) if mobile else date(anno, festa.mese, festa.giorno)
            yield giorno, festa.nome


def find_primo(calendario: Calendario, evento: Callable[[date], date], giorno: date) -> date:
    """Il primo giorno lavorativo d con `evento(d)` ≥ `giorno`; `evento` non decresce, e non precede il suo giorno."""
    d = calendario.next_lavorativo(giorno - (evento(calendario.next_lavorativo(giorno)) - giorno))
    while evento(d) < giorno:
        d = calendario.next_lavorativo(d + UN_GIORNO)
    while evento(prima := calendario.last_lavorativo(d - UN_GIORNO)) >= giorno:
        d = prima
    return d


def find_ultimo(calendario: Calendario, start: Callable[[date], date], dove: Periodo, entro: date) -> date | None:
    """L'ultimo giorno lavorativo del periodo con `start` ≤ `entro`, se c'è; `start` non vi decresce.

    Estremi: il periodo comincia e finisce in un giorno lavorativo, compresi. Si arretra di quanto si è in ritardo, perché
    da un giorno all'altro la durata cambia poco; poi si dimezza.
    """
    cattivo = dove.fine
    ritardo = start(cattivo) - entro
    if ritardo <= _SUBITO:
        return cattivo
    while ritardo > _SUBITO:
        prova = max(dove.inizio, calendario.last_lavorativo(cattivo - ritardo))
        ritardo = start(prova) - entro
        if ritardo > _SUBITO:
            if prova == dove.inizio:
                return None
            cattivo = prova
    buono = prova
    while (mezzo := calendario.next_lavorativo(buono + UN_GIORNO)) < cattivo:
        mezzo = max(mezzo, calendario.last_lavorativo(buono + (cattivo - buono) / 2))
        if start(mezzo) <= entro:
            buono = mezzo
        else:
            cattivo = mezzo
    return buono


def invert(calendario: Calendario, end: Callable[[date], date], limite: date) -> date:
    """L'ultimo giorno lavorativo d con `end(d)` ≤ `limite`; `end` non decresce, e non precede il suo giorno."""
    d = calendario.last_lavorativo(limite - (end(calendario.last_lavorativo(limite)) - limite))
    while end(d) > limite:
        d = calendario.last_lavorativo(d - UN_GIORNO)
    while end(dopo := calendario.next_lavorativo(d + UN_GIORNO)) <= limite:
        d = dopo
    return d
