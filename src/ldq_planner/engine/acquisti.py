"""I numeri del programma degli acquisti: la sua legge, l'anno di una gara, il costo con l'IVA anno per anno, il valore netto.

Fonte: D.Lgs. 36/2023, art. 37 e Allegato I.5; prima, D.Lgs. 50/2016, art. 21 e D.M. 14/2018.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from math import ceil
from shlex import quote
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.engine.costi import round_centesimi
from ldq_planner.engine.stime import (
    estimate_costi_annui,
    estimate_costo,
    estimate_rinnovo,
    measure_servizio,
    read_iva,
)
from ldq_planner.engine.valore import ESCLUSA, INCLUSA, list_netti
from ldq_planner.errors import InvalidRequestError
from ldq_planner.model.acquisti import NON_RICOMPRESO, RICOMPRESO, CostiDiScheda

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.engine.cronoprogramma import Agenda
    from ldq_planner.engine.norme import Diritto
    from ldq_planner.engine.previsione import Previsione
    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.model.cronoprogramma import Cronoprogramma
    from ldq_planner.model.norme import Valore
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.scenario import Scenario

ZERO = Decimal("0.00")
_CENTO = 100
_MESI_IN_UN_ANNO = 12


class LeggeDelProgramma(NamedTuple):
    """Ciò che la legge chiede al programma che comincia in un anno: quanto dura, e da quale valore un acquisto vi sta."""

    primo: int
    durata: Valore
    soglia: Valore

    @property
    def anni(self) -> tuple[int, ...]:
        """Gli anni del programma."""
        return tuple(range(self.primo, self.primo + self.durata.valore // _MESI_IN_UN_ANNO))

    @property
    def giorno(self) -> date:
        """Il giorno che sceglie la legge: il primo del programma."""
        return date(self.primo, 1, 1)


def find_legge(diritto: Diritto, anno: int) -> LeggeDelProgramma:
    """La legge del programma che comincia quell'anno.

    Errori: `InvalidRequestError` se di allora non è nota.
    """
    giorno = date(anno, 1, 1)
    fasi = diritto.norme.procedure.fasi
    parametri = next(((f.programma, f.da_valore) for f in fasi if f.programma and f.da_valore), None)
    if parametri is not None and giorno >= diritto.primo_giorno:
        durata, soglia = (diritto.find_valore(p, giorno) for p in parametri)
        if durata is not None and soglia is not None:
            return LeggeDelProgramma(anno, durata, soglia)
    raise InvalidRequestError(
        f"del programma degli acquisti che comincia nel {anno} non è nota la legge",
        f"si conosce dei programmi che cominciano dal {diritto.primo_giorno.year + 1} in poi",
    )


def find_soglia(agenda: Agenda, crono: Cronoprogramma) -> Valore | None:
    """Il valore da cui la legge della gara vuole l'acquisto nel programma; niente fuori dal codice."""
    fasi = () if agenda.ipotesi.procedura.regime == "fuori-codice" else agenda.diritto.norme.procedure.fasi
    return next((agenda.diritto.find_valore(f.da_valore, crono.legge) for f in fasi if f.da_valore), None)


def is_programmato(scenario: Scenario) -> bool:
    """Vero se i dati dicono che è in un programma, o che vi deve entrare: un CUI, un'annualità, una condizione."""
    is_fra_le_condizioni = any(c.tipo == "programmazione" for c in scenario.condizioni)
    return scenario.cui is not None or scenario.annualita is not None or is_fra_le_condizioni


def say_comando(portafoglio: Portafoglio, scenario: Scenario, anno: int) -> str:
    """Il comando che scrive il programma di quell'anno in cui sta lo scenario: con più enti nei dati, quello del suo."""
    ente = f" --ente {quote(portafoglio.enti[scenario.quartieri[0]])}" if portafoglio.has_piu_enti else ""
    return f"ldq acquisti --anno {anno}{ente}"


def find_anno_di_avvio(previsione: Previsione, scenario: Scenario) -> int | None:
    """L'anno in cui parte il bando, o l'invito, ai tempi probabili; di un ponte, quello in cui comincia."""
    if scenario.id in previsione.gare:
        return previsione.gare[scenario.id].crono.invio.year
    return scenario.inizio.primo.year if scenario.inizio.is_nota else None


def find_ricompreso(scenario: Scenario) -> int:
    """Il codice della tabella H.2bis (B.2bis): quello scritto, o quello che `compreso_in` dice."""
    return scenario.ricompreso or (RICOMPRESO if scenario.compreso_in else NON_RICOMPRESO)


def is_riaffidamento(quadro: Quadro, scenario: Scenario) -> bool:
    """Vero se lo dicono i dati o, se non lo dicono, se un suo quartiere ha un contratto in vigore oggi o dopo."""
    if scenario.nuovo_affidamento is not None:
        return scenario.nuovo_affidamento
    contratti = (c for q in scenario.quartieri for c in quadro.portafoglio.contratti_by_quartiere[q])
    return any(quadro.scadenze[c.id].ultimo >= quadro.oggi for c in contratti)


def measure_durata(portafoglio: Portafoglio, scenario: Scenario) -> tuple[int, bool] | None:
    """I mesi del servizio, per eccesso, e se sono esatti; `None` se non si sanno."""
    mesi = measure_servizio(portafoglio, scenario)
    return None if mesi is None else (ceil(mesi), mesi.denominator == 1)


def compute_costi(
    portafoglio: Portafoglio, scenario: Scenario, anni: tuple[int, ...], aliquota: int | None
) -> CostiDiScheda | None:
    """Il costo con l'IVA: in ogni anno del programma, prima e dopo.

    `aliquota` si aggiunge a una stima che non ha l'IVA. `None` se mancano la stima, l'IVA, l'aliquota o le date.
    """
    annui, iva = estimate_costi_annui(portafoglio, scenario), read_iva(portafoglio, scenario)
    if not annui or iva is None or (iva == ESCLUSA and aliquota is None):
        return None
    con_iva = dict(_add_iva(annui, aliquota or 0) if iva == ESCLUSA else annui)
    return CostiDiScheda(
        prima=sum((c for anno, c in con_iva.items() if anno < anni[0]), ZERO),
        anni=tuple(con_iva.get(anno, ZERO) for anno in anni),
        dopo=sum((c for anno, c in con_iva.items() if anno > anni[-1]), ZERO),
    )


def _add_iva(annui: tuple[tuple[int, Decimal], ...], aliquota: int) -> Iterator[tuple[int, Decimal]]:
    """Gli stessi costi con l'IVA: differenze di cumulate arrotondate, così la somma è il totale con l'IVA."""
    netto = lordo = ZERO
    for anno, costo in annui:
        netto += costo
        prima, lordo = lordo, round_centesimi(netto * (_CENTO + aliquota) / _CENTO)
        yield anno, lordo - prima


def list_letture(
    diritto: Diritto, portafoglio: Portafoglio, scenario: Scenario, giorno: date, aliquota: int | None = None
) -> tuple[Decimal, ...]:
    """I valori che l'acquisto può avere per la soglia, in euro senza IVA, con i rinnovi, dal più basso; vuoto senza stima."""
    costo = estimate_costo(portafoglio, scenario)
    if costo is None:
        return ()
    valore = costo + (estimate_rinnovo(portafoglio, scenario) or ZERO)
    iva = read_iva(portafoglio, scenario)
    inclusa = INCLUSA if aliquota is None else aliquota
    letture = {ESCLUSA: (ESCLUSA,), INCLUSA: (inclusa,)}.get(iva or "", (ESCLUSA, inclusa))
    netti = (netto for lettura in letture for _, netto in list_netti(diritto, valore, lettura, giorno))
    return tuple(sorted(set(netti)))
