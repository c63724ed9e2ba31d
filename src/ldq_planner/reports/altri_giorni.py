"""Se la preparazione cominciasse, o il bando uscisse, un altro giorno: ogni numero della figura che risponde, giorno per giorno."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from ldq_planner.dates.periodo import Periodo
from ldq_planner.engine.altri_giorni import list_aperte, try_altri_giorni
from ldq_planner.reports.frase_scenario import say_strumenti
from ldq_planner.reports.maniglia import (
    BANDO,
    PREPARAZIONE,
    RIGHE,
    Andamento,
    Maniglia,
    QuartiereVivo,
    RigaViva,
    ScenarioVivo,
    Spostamento,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ldq_planner.dates.periodo import InsiemeGiorni
    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.model.altri_giorni import AltriGiorni, AltroGiorno, AltroQuartiere

GIORNI = 2 * 365 + 1
"""Oggi e i due anni che seguono."""
_UN_ANNO = timedelta(days=365)
_MEZZO_ANNO = timedelta(days=182)


def build_maniglia(quadro: Quadro, giorni: int = GIORNI) -> Maniglia | None:
    """La figura che risponde; `None` se non c'è nessuna gara aperta."""
    aperte = list_aperte(quadro.portafoglio)
    righe = sum(len(set(s.quartieri)) for s in aperte)
    if not aperte:
        return None
    if righe > RIGHE:
        return Maniglia(quadro.oggi, giorni, Periodo(quadro.oggi, quadro.oggi), (), troppe=righe)
    prove = tuple(try_altri_giorni(quadro, [quadro.oggi + timedelta(days=n) for n in range(giorni)]))
    finestra, indici = _choose_finestra(quadro, prove), _Indici(quadro.oggi)
    scenari = tuple(_enliven(quadro, prova, finestra, indici) for prova in prove)
    return Maniglia(quadro.oggi, giorni, finestra, scenari, tuple(indici.serie), tuple(indici.parole))


def _choose_finestra(quadro: Quadro, prove: Iterable[AltriGiorni]) -> Periodo:
    """Dalla lacuna più vecchia, di un anno al più, a sei mesi dopo l'ultimo inizio che si può scegliere."""
    dal = [s.scoperto_dal for s in quadro.stati if s.scoperto_dal is not None]
    inizi = (g.inizio for p in prove for g in (p.oggi, *p.preparazione, *p.bando) if g.inizio is not None)
    al = max(inizi, default=quadro.oggi) + _MEZZO_ANNO
    return Periodo(max(min(dal, default=quadro.oggi), quadro.oggi - _UN_ANNO), al)


class _Indici:
    """Le serie e le parole già viste: ciò che si ripete si scrive una volta sola."""

    def __init__(self, oggi: date) -> None:
        self.oggi = oggi
        self.serie: dict[tuple[int, ...], int] = {}
        self.parole: dict[str, int] = {}

    def follow(self, valori: Sequence[int]) -> Andamento:
        """L'andamento di quei valori."""
        passi = (dopo - prima for prima, dopo in pairwise(valori))
        tratti = tuple(n for passo, uguali in groupby(passi) for n in (passo, sum(1 for _ in uguali)))
        return Andamento(valori[0], self.serie.setdefault(tratti, len(self.serie)))

    def count(self, giorno: date | None) -> int:
        """I giorni da oggi; 0 se non c'è."""
        return 0 if giorno is None else (giorno - self.oggi).days

    def say(self, quartiere: AltroQuartiere) -> int:
        """Il posto delle parole con cui si dice il suo ponte."""
        testo = say_strumenti(quartiere.ponte) if quartiere.ponte else ""
        return self.parole.setdefault(testo, len(self.parole))


def _enliven(quadro: Quadro, prova: AltriGiorni, finestra: Periodo, indici: _Indici) -> ScenarioVivo:
    scritto = quadro.portafoglio.scenari_by_id[prova.scenario]
    prove = ((PREPARAZIONE, prova.preparazione), (BANDO, prova.bando))
    return ScenarioVivo(
        scritto.id,
        scritto.nome,
        scritto.durata_minima,
        tuple(_show_quartiere(quadro, q.id, finestra) for q in prova.oggi.quartieri),
        _follow("", (prova.oggi,), indici),
        tuple(_follow(id_, giorni, indici) for id_, giorni in prove if giorni),
    )


def _follow(id_: str, giorni: Sequence[AltroGiorno], indici: _Indici) -> Spostamento:
    righe = zip(*(g.quartieri for g in giorni), strict=True)
    return Spostamento(
        id_,
        indici.follow([indici.count(g.inizio) for g in giorni]),
        indici.follow([indici.count(g.fine) for g in giorni]),
        tuple(_follow_riga(riga, indici) for riga in righe),
    )


def _follow_riga(riga: Sequence[AltroQuartiere], indici: _Indici) -> RigaViva:
    def follow(read: Callable[[AltroQuartiere], int]) -> Andamento:
        return indici.follow([read(q) for q in riga])

    return RigaViva(
        follow(lambda q: q.giorni),
        follow(lambda q: q.giorni_forse),
        follow(lambda q: q.ponte.mesi if q.ponte else 0),
        follow(lambda q: indici.count(q.ponte and q.ponte.dal)),
        follow(lambda q: indici.count(q.ponte and q.ponte.al)),
        follow(indici.say),
    )


def _show_quartiere(quadro: Quadro, id_: str, finestra: Periodo) -> QuartiereVivo:
    quartiere, copertura = quadro.portafoglio.quartieri_by_id[id_], quadro.coperture[id_]

    def clip(giorni: InsiemeGiorni) -> tuple[Periodo, ...]:
        return tuple(giorni.clip(finestra))

    forse = copertura.possibile - copertura.certa
    return QuartiereVivo(quartiere.nome, quartiere.abitanti, clip(copertura.certa), clip(forse))
