"""Da dove vengono i soldi degli acquisti, anno per anno: come dicono loro o, se non lo dicono, dagli stanziamenti.

Fonte: nota (1) delle schede A e G: il quadro delle risorse è la somma di ciò che serve a ogni acquisto.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.engine.programma.parti import add_iva, sum_contratti

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.model.risorse import Stanziamento

_CENTO = 100
_CONTRATTI = ""
"""Chi spende prima di tutti: i contratti, se nessuno stanziamento dell'anno dice quanto è impegnato."""


class Bisogno(NamedTuple):
    """Ciò che serve a un acquisto in un anno, in euro con l'IVA; `finanziamento` è da dove dice che vengono, se lo dice."""

    acquisto: str
    euro: Decimal
    finanziamento: str | None


class Provenienze(NamedTuple):
    """Da dove vengono i soldi di un anno. Unità: euro con l'IVA."""

    note: dict[str, Decimal]
    """Provenienza → quanto."""
    ignote: tuple[str, ...]
    """Gli acquisti di cui, del tutto o in parte, non la si sa."""
    scoperti: dict[str, Decimal]
    """Acquisto → ciò che gli stanziamenti non pagano; nulla se nei dati non ce ne sono."""
    stanziato: Decimal | None
    """Tutto ciò che l'anno stanzia; `None` se non ha stanziamenti."""


def trace_provenienze(quadro: Quadro, anno: int, bisogni: Sequence[Bisogno], *, generali: bool) -> Provenienze:
    """Chi paga i bisogni dell'anno: prima chi dice da dove, poi gli altri, nel loro ordine; si paga tutto ciò che si può.

    Senza `generali` pagano solo gli stanziamenti con un `solo_per`: gli altri sono di un altro ente.
    """
    risorse = quadro.portafoglio.risorse
    tutti = [s for s in (risorse.stanziamenti if risorse else ()) if generali or s.solo_per]
    suoi = [s for s in sorted(tutti, key=lambda s: not s.solo_per) if s.anno == anno]
    riparto = Riparto({s.id: _count_centesimi(quadro, s) for s in suoi})
    if all(s.impegnato_eur is None for s in suoi):
        riparto.pay(_CONTRATTI, [s.id for s in suoi], sum_contratti(quadro).get(anno, 0))
    mancano = {
        b.acquisto: riparto.pay(b.acquisto, [s.id for s in suoi if _can_pay(s, b)], int(b.euro * _CENTO))
        for b in sorted(bisogni, key=lambda b: b.finanziamento is None)
    }
    da_dove = {s.id: s.da_dove for s in suoi}
    note, ignote = defaultdict[str, Decimal](Decimal), []
    for b in bisogni:
        spese = (
            [(b.finanziamento, b.euro)]
            if b.finanziamento
            else [
                *((da_dove[id_], Decimal(c) / _CENTO) for id_, c in riparto.list_spese(b.acquisto)),
                *([(None, Decimal(mancano[b.acquisto]) / _CENTO)] if mancano[b.acquisto] else []),
            ]
        )
        for provenienza, euro in spese:
            if provenienza:
                note[provenienza] += euro
        if any(provenienza is None for provenienza, _ in spese):
            ignote.append(b.acquisto)
    scoperti = {id_: Decimal(c) / _CENTO for id_, c in mancano.items() if c and tutti}
    stanziato = sum((add_iva(quadro, s.importo_eur, s.iva) for s in suoi), Decimal(0)) if suoi else None
    return Provenienze(dict(note), tuple(ignote), scoperti, stanziato)


def _can_pay(stanziamento: Stanziamento, bisogno: Bisogno) -> bool:
    return (not stanziamento.solo_per or bisogno.acquisto in stanziamento.solo_per) and (
        bisogno.finanziamento in (None, stanziamento.da_dove)
    )


def _count_centesimi(quadro: Quadro, stanziamento: Stanziamento) -> int:
    """Quanto può ancora spendere, con l'IVA."""
    restano = stanziamento.importo_eur - (stanziamento.impegnato_eur or 0)
    return max(0, int(add_iva(quadro, restano, stanziamento.iva) * _CENTO))


class Riparto:
    """Chi paga chi: chi arriva dopo può spostare chi è arrivato prima su un altro stanziamento, mai togliergli soldi."""

    def __init__(self, restano: dict[str, int]) -> None:
        self._restano = restano
        self._ammessi: dict[str, list[str]] = {}
        self._spese: dict[tuple[str, str], int] = defaultdict(int)

    def pay(self, chi: str, ammessi: list[str], centesimi: int) -> int:
        """Paga quanto si può da quegli stanziamenti; i centesimi che mancano."""
        self._ammessi[chi] = ammessi
        while centesimi and (mossi := self._move(chi, centesimi, set())):
            centesimi -= mossi
        return centesimi

    def list_spese(self, chi: str) -> Iterator[tuple[str, int]]:
        """Gli stanziamenti che lo pagano, e quanto."""
        return ((s, self._spese[chi, s]) for s in self._ammessi[chi] if self._spese[chi, s])

    def _move(self, chi: str, centesimi: int, visti: set[str]) -> int:
        """Dà a chi ne ha bisogno i soldi di uno stanziamento, liberi o liberati da un altro; quanti, anche nessuno."""
        for s in self._ammessi[chi]:
            if s not in visti:
                visti.add(s)
                mossi = min(centesimi, self._restano[s])
                self._restano[s] -= mossi
                mossi = mossi or self._free(s, centesimi, visti)
                if mossi:
                    self._spese[chi, s] += mossi
                    return mossi
        return 0

    def _free(self, s: str, centesimi: int, visti: set[str]) -> int:
        for altro in self._ammessi:
            presi = self._spese[altro, s]
            if presi and (mossi := self._move(altro, min(centesimi, presi), visti)):
                self._spese[altro, s] -= mossi
                return mossi
        return 0
