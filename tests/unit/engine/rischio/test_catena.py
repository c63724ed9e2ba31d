"""La catena di probabilità contro il cronoprogramma, e contro sé stessa letta all'indietro."""

from __future__ import annotations

from datetime import date

import pytest
from tests.gare import get_diritto

from ldq_planner.engine.cronoprogramma import Agenda
from ldq_planner.engine.durate import PROFILI, Ipotesi
from ldq_planner.engine.gara_in_corso import GaraInCorso
from ldq_planner.engine.rischio.cammino import Cammino
from ldq_planner.engine.rischio.catena import Catena
from ldq_planner.engine.rischio.dipendenza import Nuclei
from ldq_planner.engine.rischio.durate import fix, spread_tre_punti
from ldq_planner.engine.rischio.importanza import rank_fasi
from ldq_planner.engine.rischio.masse import Masse
from ldq_planner.engine.rischio.scoperti import Scoperti
from ldq_planner.model.avanzamento import Svolgimento

OGGI = date(2023, 1, 17)
SENZA_CAUSA = Nuclei(0.0, 0.0)
PROCEDURE = [p.id for p in get_diritto().norme.procedure.procedure]


def build(procedura: str) -> Ipotesi:
    """La gara con quella procedura."""
    trovata = get_diritto().find_procedura(procedura)
    assert trovata is not None
    return Ipotesi(trovata)


@pytest.mark.parametrize("procedura", PROCEDURE)
@pytest.mark.parametrize("caso", ["elettronica", "urgenza", "ricorso", "esecuzione-anticipata"])
@pytest.mark.parametrize("oggi", [OGGI, date(2024, 8, 14)])
def test_se_ogni_fase_dura_quanto_e_piu_probabile_si_ritrova_il_cronoprogramma(
    procedura: str, oggi: date, caso: str
) -> None:
    """Con ogni durata certa la distribuzione è un giorno solo: quello di `schedule_da`."""
    ipotesi = build(procedura)
    ipotesi = ipotesi._replace(casi=ipotesi.casi | {caso})
    posto = PROFILI.index("probabile")
    fasi = get_diritto().list_fasi(ipotesi.procedura, ipotesi.casi)
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


def test_una_durata_imparata_prende_il_posto_della_stima() -> None:
    """Ciò che dà le date dà anche le probabilità."""
    ipotesi = build("aperta")._replace(imparate={"valutazione": (60, 90, 200)})
    leggi = {"valutazione": spread_tre_punti(60, 90, 200)}
    imparata, detta = Catena(get_diritto(), ipotesi, OGGI), Catena(get_diritto(), build("aperta"), OGGI, leggi)
    assert Cammino(imparata, SENZA_CAUSA).distribute() == Cammino(detta, SENZA_CAUSA).distribute()


def test_una_fase_oltre_ogni_durata_possibile_si_dice_e_non_si_inventa() -> None:
    """Dieci giorni fissati, e un mese passato: non resta nulla. Con la stima, una coda resta sempre."""
    fatti = {"progettazione": Svolgimento(iniziata=date(2022, 12, 1))}
    fissata = build("aperta")._replace(fissate={"progettazione": 10})
    for ipotesi, oltre in ((fissata, "Progetto del servizio, quadro economico e criteri"), (build("aperta"), None)):
        gara = GaraInCorso(get_diritto(), ipotesi, fatti, OGGI)
        assert Catena(get_diritto(), ipotesi, OGGI, gara=gara).find_oltre(SENZA_CAUSA) == oltre


@pytest.mark.parametrize(
    "fatti",
    [
        pytest.param({"avvio": Svolgimento(conclusa=date(2024, 9, 2))}, id="servizio-cominciato"),
        pytest.param({"comunicazioni": Svolgimento(conclusa=date(2024, 5, 6))}, id="attesa-già-decorsa"),
        pytest.param({"pubblicazione": Svolgimento(conclusa=date(2023, 3, 1))}, id="bando-di-un'altra-legge"),
    ],
)
def test_di_una_gara_in_corso_si_contano_i_giorni_da_oggi(fatti: dict[str, Svolgimento]) -> None:
    """Dopo oggi, o nel giorno che il fatto dice; e ogni fase che resta ha il suo peso."""
    oggi = date(2024, 9, 16)
    catena = Catena(get_diritto(), build("aperta"), oggi, gara=GaraInCorso(get_diritto(), build("aperta"), fatti, oggi))
    avvio = Cammino(catena, SENZA_CAUSA).distribute()
    assert avvio.dal == date(2024, 9, 2).toordinal() if "avvio" in fatti else avvio.dal > oggi.toordinal()
    giorni = Scoperti("quartiere", oggi, 1000, avvio.dal, tuple(range(len(avvio.pesi))))
    assert {f.id for f in rank_fasi(catena, (giorni,))} >= (set() if "avvio" in fatti else {"stipula", "avvio"})
