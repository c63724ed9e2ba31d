"""Una gara in corso: le fasi fatte hanno i loro giorni, le altre si contano da lì."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.gare import day, find_procedura, get_diritto, plan_agenda

from ldq_planner.engine.durate import Ipotesi
from ldq_planner.engine.gara_in_corso import GaraInCorso
from ldq_planner.model.avanzamento import Svolgimento

if TYPE_CHECKING:
    from ldq_planner.model.cronoprogramma import Cronoprogramma

OGGI = date(2026, 11, 27)
USCITO = {"invio_bando": Svolgimento(conclusa=date(2026, 10, 20))}


def follow(svolgimenti: dict[str, Svolgimento], oggi: date = OGGI, procedura: str = "aperta") -> Cronoprogramma:
    """La gara con quei fatti."""
    return GaraInCorso(get_diritto(), Ipotesi(find_procedura(procedura)), svolgimenti, oggi).follow()


def find_origini(crono: Cronoprogramma, *fasi: str) -> list[str]:
    """Chi dice quando quelle fasi sono compiute."""
    return [next(p.origine for p in crono.passi if p.id == fase) for fase in fasi]


def test_un_bando_uscito_da_le_date_di_ldq_gara() -> None:
    """Bando inviato il 20/10/2026: il servizio comincia il 03/06/2027, come chiedendolo con --invio."""
    atteso = plan_agenda("probabile").schedule_invio(date(2026, 10, 20))
    assert [(p.id, p.inizio, p.fine) for p in follow(USCITO).passi] == [(p.id, p.inizio, p.fine) for p in atteso.passi]
    assert atteso.avvio == day("03/06/2027")


CASI = {
    "il bando pubblicato, e il termine che fissa": (
        {
            "pubblicazione": Svolgimento(conclusa=date(2026, 10, 20)),
            "ricezione_offerte": Svolgimento(fissata=date(2026, 11, 30)),
        },
        OGGI,
        "03/06/2027",
    ),
    "il solo termine delle offerte dice che il bando è uscito": (
        {"ricezione_offerte": Svolgimento(fissata=date(2026, 11, 30))},
        OGGI,
        "03/06/2027",
    ),
    "un termine spostato di due settimane sposta il servizio": (
        USCITO | {"ricezione_offerte": Svolgimento(fissata=date(2026, 12, 14))},
        OGGI,
        "17/06/2027",
    ),
    "una fase che oggi non è compiuta non finisce nel passato": (
        USCITO | {"ricezione_offerte": Svolgimento(fissata=date(2026, 11, 30))},
        date(2027, 3, 1),
        "12/08/2027",
    ),
    "un invio cominciato è un invio fatto: è un atto solo": (
        {"invio_bando": Svolgimento(iniziata=date(2026, 10, 20))},
        OGGI,
        "03/06/2027",
    ),
    "un giorno che deve ancora venire è solo fissato": (
        USCITO | {"aggiudicazione": Svolgimento(conclusa=date(2027, 5, 3))},
        OGGI,
        "02/07/2027",
    ),
    "il servizio non comincia oggi, se oggi non è cominciato": (
        USCITO | {"stipula": Svolgimento(conclusa=date(2027, 5, 24))},
        date(2027, 8, 2),
        "03/08/2027",
    ),
    "un servizio già cominciato ha il suo giorno": (
        USCITO | {"avvio": Svolgimento(conclusa=date(2027, 6, 13))},
        date(2027, 8, 2),
        "13/06/2027",
    ),
}


@pytest.mark.parametrize(("svolgimenti", "oggi", "avvio"), CASI.values(), ids=CASI)
def test_quando_comincia(svolgimenti: dict[str, Svolgimento], oggi: date, avvio: str) -> None:
    """Il primo giorno di servizio, contato dai fatti."""
    assert follow(svolgimenti, oggi).avvio == day(avvio)


def test_chi_precede_si_da_per_fatto() -> None:
    """Di una gara aggiudicata i dati possono non dire nient'altro."""
    crono = follow({"aggiudicazione": Svolgimento(conclusa=date(2026, 11, 20))})
    assert find_origini(crono, "indirizzo", "invio_bando", "valutazione", "aggiudicazione") == [
        *["presunto"] * 3,
        "fatto",
    ]
    assert all(p.fine <= date(2026, 11, 20) for p in crono.passi if p.origine == "presunto")


def test_la_legge_e_quella_del_giorno_in_cui_il_bando_e_uscito() -> None:
    """Inviato con la legge vecchia e pubblicato con la nuova: vale la nuova."""
    inviato = {"invio_bando": Svolgimento(conclusa=date(2023, 6, 29))}
    assert follow(inviato, date(2023, 7, 20)).regime == "d36"
    prima = inviato | {"pubblicazione": Svolgimento(conclusa=date(2023, 6, 30))}
    assert follow(prima, date(2023, 7, 20)).regime == "d50_dls"


def test_la_preparazione_cominciata_si_conta_da_dove_e_cominciata() -> None:
    """Un progetto cominciato una settimana fa dà le date che dava allora."""
    inizio = OGGI - timedelta(days=7)
    crono = follow({"progettazione": Svolgimento(iniziata=inizio)})
    assert crono.avvio == plan_agenda("probabile").schedule_da(inizio).avvio


@pytest.mark.parametrize("fissata", [date(2023, 6, 25), date(2023, 7, 10), date(2023, 12, 1)], ids=str)
@pytest.mark.parametrize("oggi", [date(2022, 6, 1), date(2023, 1, 17)], ids=str)
def test_una_pubblicazione_gia_fissata_non_fa_cercare_per_sempre_il_suo_primo_invio(fissata: date, oggi: date) -> None:
    """Il codice cambia il 01/07/2023, e nessun invio sposta ciò che ha già un giorno: né prima né dopo il bando si attende."""
    detta = {"pubblicazione": Svolgimento(fissata=fissata)}
    gara = GaraInCorso(get_diritto(), Ipotesi(find_procedura("aperta")), detta, oggi)
    invio, pubblicazione = (
        next(p for p in gara.follow().passi if p.id == id_) for id_ in ("invio_bando", "pubblicazione")
    )
    assert pubblicazione.fine == max(fissata, invio.fine)
    indietro = gara.schedule_indietro(date(2024, 9, 1))
    assert indietro is not None
    assert indietro.avvio <= date(2024, 9, 1)
