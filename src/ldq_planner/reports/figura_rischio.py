"""Il rischio disegnato: il ventaglio degli inizi sulla copertura, e quante volte la gara dà il servizio in ogni mese."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from ldq_planner.dates.mesi import MESI
from ldq_planner.dates.periodo import UN_GIORNO, Periodo
from ldq_planner.dates.testo import format_giorno
from ldq_planner.reports.barre import VENTAGLIO, Barra, Genere
from ldq_planner.reports.figura import describe_righe
from ldq_planner.reports.report import Istogramma
from ldq_planner.reports.scheda_breve import draw_scenario

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.model.esito import EsitoScenario
    from ldq_planner.model.rischio import DistribuzioneGiorni, Quantile, RischioQuartiere, RischioScenario
    from ldq_planner.reports.report import LineaDelTempo

_PASSI = (1, 2, 3, 6, 12)
_RIGHE = 12
_MESI = 12
_RESPIRO = 300
"""Quanti giorni della figura restano dopo l'ultimo inizio."""
_CODA = 1.0
"""Quanti percento si lasciano da una parte e dall'altra."""


def draw_ventaglio(quadro: Quadro, esito: EsitoScenario, rischio: RischioScenario) -> LineaDelTempo:
    """La copertura con lo scenario, e in ogni quartiere i giorni fra cui il servizio comincerebbe."""
    figura = draw_scenario(quadro, esito)
    suoi = {quadro.portafoglio.nomi[q.id]: q for q in rischio.quartieri}
    fine = figura.finestra.fine
    righe = tuple(
        r._replace(barre=(*r.barre, *_draw_stecche(suoi[r.nome], fine))) for r in figura.righe if r.nome in suoi
    )
    tardi = max(q.inizio[-1].giorno for q in rischio.quartieri) + timedelta(days=_RESPIRO)
    finestra = Periodo(figura.finestra.inizio, max(figura.finestra.inizio, min(fine, tardi)))
    descrizione = describe_righe(righe, finestra, quadro.oggi)
    titolo = f"Quando comincerebbe «{rischio.nome}»"
    return figura._replace(titolo=titolo, finestra=finestra, righe=righe, descrizione=descrizione, di_troppo=True)


def _draw_stecche(rischio: RischioQuartiere, fine: date) -> Iterator[Barra]:
    """Una barra fra ogni giorno e il prossimo, prima della fine; accanto all'ultima, i due giorni più sicuri."""
    coppie = zip(VENTAGLIO, pairwise(rischio.inizio), strict=True)
    nude = (
        _draw_stecca(genere, *coppia, rischio.id) for genere, coppia in coppie if coppia[0].giorno < coppia[1].giorno
    )
    stecche = [stecca for stecca in nude if stecca.periodo.inizio <= fine]
    if stecche:
        etichetta = ", ".join(f"{q.percento} % il {format_giorno(q.giorno)}" for q in rischio.inizio[-2:])
        yield from (*stecche[:-1], stecche[-1]._replace(etichetta=etichetta))


def _draw_stecca(genere: Genere, prima: Quantile, dopo: Quantile, quartiere: str) -> Barra:
    primo = prima.giorno if genere is VENTAGLIO[0] else prima.giorno + UN_GIORNO
    testo = f"{genere.value}, dal {format_giorno(primo)} al {format_giorno(dopo.giorno)}"
    return Barra(Periodo(primo, dopo.giorno), genere, testo, "", f"ventaglio {quartiere}")


def draw_mesi(distribuzione: DistribuzioneGiorni) -> Istogramma:
    """Quante volte su cento la gara dà il servizio in ogni mese, o in ogni gruppo di mesi se sono tanti."""
    dal, al = distribuzione.find_quantile(_CODA), distribuzione.find_quantile(100 - _CODA)
    mesi = _count_mesi(dal, al)
    passo = next((p for p in _PASSI if mesi <= p * _RIGHE), _PASSI[-1])
    confini = [_begin(dal.year * _MESI + dal.month - 1 + passo * n) for n in range(-(-mesi // passo) + 1)]
    entro = [0, *(round(100 * distribuzione.compute_entro(g - UN_GIORNO)) for g in confini[1:-1]), 100]
    righe = tuple(
        (_name(inizio, dopo), (b - a,))
        for (inizio, dopo), (a, b) in zip(pairwise(confini), pairwise(entro), strict=True)
    )
    titolo = "Quando la gara dà il servizio"
    detti = "; ".join(f"{nome}: {volte[0]} su 100" for nome, volte in righe)
    return Istogramma(titolo, "volte su 100", ("Volte su 100",), righe, f"{titolo}. {detti}.")


def _count_mesi(dal: date, al: date) -> int:
    return (al.year - dal.year) * _MESI + al.month - dal.month + 1


def _begin(mese: int) -> date:
    """Il primo giorno del mese di quel numero."""
    return date(mese // _MESI, mese % _MESI + 1, 1)


def _name(inizio: date, dopo: date) -> str:
    """`nov 2023`, `nov – dic 2023`, `dic 2023 – gen 2024`."""
    fine = dopo - UN_GIORNO
    mesi = [MESI[g.month - 1][:3] for g in (inizio, fine)]
    if inizio.year != fine.year:
        return f"{mesi[0]} {inizio.year} – {mesi[1]} {fine.year}"
    return f"{' – '.join(dict.fromkeys(mesi))} {fine.year}"
