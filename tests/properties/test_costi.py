"""Il costo di un periodo: si divide come si divide il periodo, al centesimo."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from hypothesis import given
from tests.properties.strategie import contratti_con_importi, ogni_giorno, periodi

from ldq_planner.dates.periodo import Periodo
from ldq_planner.engine.costi import compute_costi_annui, compute_costo, find_tratti

if TYPE_CHECKING:
    from ldq_planner.model.contratto import Contratto

UN_GIORNO = timedelta(days=1)
SEMPRE = Periodo(date(1900, 1, 1), date(2100, 12, 31))


def compute(contratto: Contratto, periodo: Periodo) -> Decimal:
    """Il costo nel periodo, che dev'essere noto."""
    costo = compute_costo(contratto, periodo)
    assert costo is not None
    return costo


def sum_importi(contratto: Contratto) -> Decimal:
    """L'importo della durata base più quelli delle opzioni."""
    importi = (contratto.importo_eur, *(o.importo_eur for o in contratto.opzioni))
    return sum((i for i in importi if i is not None), Decimal(0))


@given(contratti_con_importi(), ogni_giorno)
def test_il_costo_di_due_periodi_che_si_toccano_e_quello_del_periodo_intero(contratto: Contratto, taglio: date) -> None:
    """Dovunque si tagli, nessun centesimo si perde o si conta due volte."""
    if not SEMPRE.inizio <= taglio < SEMPRE.fine:
        return
    prima, dopo = Periodo(SEMPRE.inizio, taglio), Periodo(taglio + UN_GIORNO, SEMPRE.fine)
    assert compute(contratto, prima) + compute(contratto, dopo) == compute(contratto, SEMPRE)


@given(contratti_con_importi(), periodi())
def test_il_costo_di_un_periodo_e_la_somma_dei_suoi_giorni(contratto: Contratto, periodo: Periodo) -> None:
    """La stessa regola, tagliata in ogni giorno."""
    giorni = (periodo.inizio + timedelta(days=n) for n in range(periodo.giorni))
    assert sum((compute(contratto, Periodo(g, g)) for g in giorni), Decimal(0)) == compute(contratto, periodo)


@given(contratti_con_importi())
def test_il_costo_di_tutto_il_contratto_e_la_somma_degli_importi(contratto: Contratto) -> None:
    """E così la somma degli anni solari."""
    assert compute(contratto, SEMPRE) == sum_importi(contratto)
    assert sum((costo for _, costo in compute_costi_annui(contratto)), Decimal(0)) == sum_importi(contratto)


@given(contratti_con_importi(), periodi())
def test_un_costo_non_e_mai_negativo_ne_piu_dell_importo(contratto: Contratto, periodo: Periodo) -> None:
    """Il costo di una parte è una parte del costo."""
    assert Decimal(0) <= compute(contratto, periodo) <= sum_importi(contratto)


@given(contratti_con_importi())
def test_un_giorno_costa_quanto_un_altro_a_meno_di_un_centesimo(contratto: Contratto) -> None:
    """Dentro uno stesso tratto l'importo si divide a giorni uguali: se ne guarda uno alla settimana."""
    tratti = find_tratti(contratto)
    assert tratti is not None
    primo = tratti[0]
    giorni = [primo.periodo.inizio + timedelta(days=n) for n in range(0, primo.periodo.giorni, 7)]
    costi = {compute(contratto, Periodo(giorno, giorno)) for giorno in giorni}
    assert max(costi) - min(costi) <= Decimal("0.01")
    assert abs(min(costi) - primo.importo / primo.periodo.giorni) < Decimal("0.01")


@given(contratti_con_importi())
def test_i_tratti_si_seguono_senza_vuoti(contratto: Contratto) -> None:
    """Ogni rinnovo comincia il giorno dopo la fine che estende."""
    tratti = find_tratti(contratto)
    assert tratti is not None
    assert tratti[0].periodo.inizio == contratto.inizio.primo
    for prima, dopo in itertools.pairwise(tratti):
        assert dopo.periodo.inizio == prima.periodo.fine + UN_GIORNO
