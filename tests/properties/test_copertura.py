"""Copertura e lacune contro la forza bruta: ogni giorno, ogni lettura, ogni combinazione di letture.

La definizione che si prova è quella di `engine/copertura.py`: un contratto copre **certamente** i giorni in vigore in
ogni sua lettura, **possibilmente** quelli in vigore in qualcuna; un quartiere, l'unione dei suoi contratti. Le letture
di un contratto non dicono nulla di quelle di un altro: perciò un giorno è certo per il quartiere se e solo se in ogni
*combinazione* di letture almeno un contratto lo copre, e anche questo si prova, enumerandole.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING

from hypothesis import given
from tests.portafogli import build_contratto, build_portafoglio
from tests.properties.strategie import (
    QUARTIERI,
    TUTTO,
    days,
    enumerate_letture,
    find_tratti,
    giorni,
    periodi,
    portafogli,
)

from ldq_planner.dates.incerta import exactly
from ldq_planner.dates.periodo import Periodo
from ldq_planner.engine.copertura import Coperture, compute_coperture
from ldq_planner.model.copertura import CoperturaQuartiere, TipoLacuna

if TYPE_CHECKING:
    from ldq_planner.model.portafoglio import Portafoglio


def find_letture(portafoglio: Portafoglio, quartiere: str) -> list[list[set[int]]]:
    """Per ogni contratto del quartiere che ne ha, i giorni in vigore in ciascuna lettura."""
    letture = [list(enumerate_letture(c)) for c in portafoglio.contratti if quartiere in c.quartieri]
    return [di_un_contratto for di_un_contratto in letture if di_un_contratto]


def count_certi(letture: list[list[set[int]]]) -> set[int]:
    """I giorni che un contratto copre in ogni sua lettura."""
    return set().union(*(set.intersection(*di_un_contratto) for di_un_contratto in letture))


def count_possibili(letture: list[list[set[int]]]) -> set[int]:
    """I giorni che un contratto copre in qualche sua lettura."""
    return set().union(*(set.union(*di_un_contratto) for di_un_contratto in letture))


def days_di(copertura: CoperturaQuartiere, tipo: TipoLacuna) -> set[int]:
    """I giorni delle lacune di quel tipo."""
    return days(Periodo(x.inizio, x.fine) for x in copertura.lacune if x.tipo is tipo)


@given(portafogli())
def test_un_contratto_copre_con_certezza_cio_che_copre_in_ogni_lettura(portafoglio: Portafoglio) -> None:
    """E possibilmente ciò che copre in almeno una; una fine prima dell'inizio non è una lettura."""
    coperture = Coperture(portafoglio.contratti)
    for quartiere in QUARTIERI:
        letture = find_letture(portafoglio, quartiere)
        certi = days(coperture[quartiere].certa)
        possibili = days(coperture[quartiere].possibile)
        assert certi == count_certi(letture)
        assert possibili == count_possibili(letture)


@given(portafogli(massimo=2))
def test_un_giorno_e_certo_se_e_solo_se_ogni_combinazione_di_letture_lo_copre(portafoglio: Portafoglio) -> None:
    """Nessuna scelta di letture, contratto per contratto, lascia scoperto un giorno detto certo."""
    coperture = Coperture(portafoglio.contratti)
    for quartiere in {q for c in portafoglio.contratti for q in c.quartieri}:
        combinazioni = [set().union(*scelta) for scelta in product(*find_letture(portafoglio, quartiere))]
        assert days(coperture[quartiere].certa) == set.intersection(*combinazioni)
        assert days(coperture[quartiere].possibile) == set.union(*combinazioni)


@given(portafogli(), periodi())
def test_le_lacune_certe_e_possibili_sono_quelle_della_forza_bruta(portafoglio: Portafoglio, finestra: Periodo) -> None:
    """Certa fuori dal possibile; possibile fra il possibile e il certo."""
    for copertura in compute_coperture(portafoglio, finestra):
        letture = find_letture(portafoglio, copertura.id)
        certi, possibili = count_certi(letture), count_possibili(letture)
        assert days_di(copertura, TipoLacuna.CERTA) == days([finestra]) - possibili
        assert days_di(copertura, TipoLacuna.POSSIBILE) == (days([finestra]) & possibili) - certi


@given(portafogli(), periodi())
def test_lacune_e_copertura_fanno_la_finestra(portafoglio: Portafoglio, finestra: Periodo) -> None:
    """Nessun giorno due volte, nessuno perso; c'è una riga per quartiere, anche per chi non ha contratti."""
    coperture = compute_coperture(portafoglio, finestra)
    assert [c.id for c in coperture] == list(QUARTIERI)
    certe = Coperture(portafoglio.contratti)
    for copertura in coperture:
        scoperti = [g for x in copertura.lacune for g in days([Periodo(x.inizio, x.fine)])]
        coperti = days(certe[copertura.id].certa.clip(finestra))
        assert len(scoperti) == len(set(scoperti))
        assert set(scoperti) | coperti == days([finestra])
        assert set(scoperti).isdisjoint(coperti)
        assert copertura.giorni == finestra.giorni
        assert copertura.giorni_coperti == len(coperti)


@given(portafogli(), periodi())
def test_le_lacune_sono_in_ordine_e_massimali_e_portano_i_loro_numeri(
    portafoglio: Portafoglio, finestra: Periodo
) -> None:
    """Due lacune dello stesso tipo non si toccano; giorni e abitanti-giorni tornano."""
    for copertura in compute_coperture(portafoglio, finestra):
        assert list(copertura.lacune) == sorted(copertura.lacune, key=lambda x: x.inizio)
        for tipo in TipoLacuna:
            estremi = [(x.inizio.toordinal(), x.fine.toordinal()) for x in copertura.lacune if x.tipo is tipo]
            assert estremi == find_tratti(days_di(copertura, tipo))
        for lacuna in copertura.lacune:
            assert lacuna.giorni == Periodo(lacuna.inizio, lacuna.fine).giorni
            persone = copertura.abitanti
            assert lacuna.abitanti_giorni == (None if persone is None else persone * lacuna.giorni)


@given(portafogli())
def test_l_ordine_dei_contratti_e_i_doppioni_non_contano(portafoglio: Portafoglio) -> None:
    """Due contratti sugli stessi giorni coprono una volta."""
    doppio = build_portafoglio(
        portafoglio.contratti[::-1] * 2, abitanti={q.id: q.abitanti for q in portafoglio.quartieri}
    )
    assert compute_coperture(doppio, TUTTO) == compute_coperture(portafoglio, TUTTO)


@given(portafogli(), periodi(), periodi())
def test_la_finestra_ritaglia_e_non_cambia_le_lacune(portafoglio: Portafoglio, una: Periodo, altra: Periodo) -> None:
    """Un giorno scoperto in una finestra lo è in ogni finestra che lo contiene, e dello stesso tipo."""
    comuni = days([una]) & days([altra])
    coppie = zip(compute_coperture(portafoglio, una), compute_coperture(portafoglio, altra), strict=True)
    for in_una, in_altra in coppie:
        for tipo in TipoLacuna:
            assert days_di(in_una, tipo) & comuni == days_di(in_altra, tipo) & comuni


@given(portafogli(massimo=2), giorni)
def test_saperne_di_piu_non_aggiunge_dubbi(portafoglio: Portafoglio, giorno: date) -> None:
    """Quando un inizio diventa certo, in una delle sue letture, i giorni possibili non crescono e i certi non calano."""
    prima = Coperture(portafoglio.contratti)
    for posto, contratto in enumerate(portafoglio.contratti):
        inizio = min(max(giorno, contratto.inizio.primo), contratto.inizio.ultimo)
        assert contratto.scadenza_base is not None
        if inizio > contratto.scadenza_base.ultimo:
            continue  # non è una lettura: la fine la precederebbe sempre
        saputo = contratto.model_copy(update={"inizio": exactly(inizio)})
        dopo = Coperture((*portafoglio.contratti[:posto], saputo, *portafoglio.contratti[posto + 1 :]))
        for quartiere in contratto.quartieri:
            assert days(prima[quartiere].certa) <= days(dopo[quartiere].certa)
            assert days(dopo[quartiere].possibile) <= days(prima[quartiere].possibile)


@given(periodi(), giorni)
def test_dividere_un_contratto_in_due_che_si_toccano_non_cambia_nulla(periodo: Periodo, taglio: date) -> None:
    """`…–20/12` e `21/12–…` non lasciano lacuna."""
    primo = build_portafoglio_di(periodo)
    if not periodo.inizio <= taglio < periodo.fine:
        return
    diviso = build_portafoglio_di(Periodo(periodo.inizio, taglio), Periodo(taglio + timedelta(days=1), periodo.fine))
    assert compute_coperture(diviso, TUTTO) == compute_coperture(primo, TUTTO)


def build_portafoglio_di(*periodi_: Periodo) -> Portafoglio:
    """Un contratto a date certe per ogni periodo."""
    return build_portafoglio(
        build_contratto(f"c{n}", inizio=exactly(p.inizio), scadenza_base=exactly(p.fine))
        for n, p in enumerate(periodi_)
    )
