"""La catena di probabilità contro il cronoprogramma, e contro sé stessa letta all'indietro."""

from __future__ import annotations

from datetime import date

import pytest
from tests.gare import get_diritto

from ldq_planner.engine.cronoprogramma import Agenda
from ldq_planner.engine.durate import PROFILI, Ipotesi
from ldq_planner.engine.rischio.cammino import Cammino
from ldq_planner.engine.rischio.catena import Catena
from ldq_planner.engine.rischio.dipendenza import Nuclei
from ldq_planner.engine.rischio.durate import fix
from ldq_planner.engine.rischio.masse import Masse

OGGI = date(2023, 1, 17)
SENZA_CAUSA = Nuclei(0.0, 0.0)
PROCEDURE = [p.id for p in get_diritto().norme.procedure.procedure]


def build(procedura: str) -> Ipotesi:
    """La gara con quella procedura."""
    trovata = get_diritto().find_procedura(procedura)
    assert trovata is not None
    return Ipotesi(trovata)


@pytest.mark.parametrize("procedura", PROCEDURE)
@pytest.mark.parametrize("oggi", [OGGI, date(2023, 4, 3), date(2024, 8, 14), date(2025, 12, 24)])
def test_se_ogni_fase_dura_quanto_e_piu_probabile_si_ritrova_il_cronoprogramma(procedura: str, oggi: date) -> None:
    """Con ogni durata certa la distribuzione è un giorno solo: quello di `schedule_da`."""
    ipotesi = build(procedura)
    posto = PROFILI.index("probabile")
    fasi = get_diritto().list_fasi(ipotesi.procedura)
    certe = {f.id: fix(max(f.stima[posto], f.almeno)) for f in fasi if f.stima is not None and any(f.stima)}
    dal, pesi = Cammino(Catena(get_diritto(), ipotesi, oggi, certe), SENZA_CAUSA).distribute().trim()
    assert dal == Agenda(get_diritto(), ipotesi).schedule_da(oggi).avvio.toordinal()
    assert pesi == pytest.approx([1.0])


@pytest.mark.parametrize("procedura", PROCEDURE)
def test_all_indietro_la_probabilita_di_fare_in_tempo_e_la_stessa(procedura: str) -> None:
    """Dal primo giorno di preparazione: in avanti la massa entro l'obiettivo, all'indietro il suo valore."""
    catena = Catena(get_diritto(), build(procedura), OGGI)
    cammino, inizio = Cammino(catena, SENZA_CAUSA), catena.partenza.inizio
    avvio = cammino.distribute()
    obiettivo = inizio + 330
    dati = cammino.value(Masse(inizio, [1.0] * (obiettivo + 1 - inizio)))
    assert dati[0].read(inizio) == pytest.approx(avvio.split(obiettivo)[0].totale, abs=1e-7)
    assert avvio.totale == pytest.approx(1.0, abs=1e-6)
