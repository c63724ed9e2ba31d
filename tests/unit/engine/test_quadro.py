"""Il quadro: ciò che segue da dati, giorno e legge, calcolato una volta sola e sempre uguale."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, ClassVar

import pytest
from tests.gare import get_diritto
from tests.portafogli import OGGI, build_contratto, build_periodo, build_portafoglio, build_scenario

from ldq_planner import api
from ldq_planner.engine.quadro import Quadro
from ldq_planner.errors import LdqError
from ldq_planner.loading.cartella import load_portafoglio
from ldq_planner.loading.luogo import find_dati_del_pacchetto
from ldq_planner.reports.calendario import Scelta, build_calendario
from ldq_planner.reports.confronto import build_confronto
from ldq_planner.reports.contratti import build_contratti
from ldq_planner.reports.copertura import build_copertura
from ldq_planner.reports.quartieri import build_quartieri
from ldq_planner.reports.rapporto import build_rapporto, choose_inizio
from ldq_planner.reports.scenari import build_scenari
from ldq_planner.reports.status import build_status
from ldq_planner.rules.controlli.deroghe import Controllo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ldq_planner.model.contratto import Contratto

FINESTRA = build_periodo("2022-01-01", "2025-12-31")


class Contati(tuple["Contratto", ...]):
    """I contratti, che contano quante volte qualcuno li ripassa tutti."""

    __slots__ = ()
    passi: ClassVar[list[str]] = []

    def __iter__(self) -> Iterator[Contratto]:
        self.passi.append("uno")
        return super().__iter__()


DOMANDE: dict[str, Callable[[Quadro], object]] = {
    "status": build_status,
    "contratti": build_contratti,
    "quartieri": build_quartieri,
    "copertura": lambda q: build_copertura(q, FINESTRA, scenari=q.forecast().scritti),
    "scenari": lambda q: build_scenari(q, ()),
    "scenari --confronta": lambda q: build_confronto(q, ()),
    "calendario": lambda q: build_calendario(q, Scelta()),
    "rapporto": lambda q: build_rapporto(
        q, replace(FINESTRA, inizio=choose_inizio(q), fine=q.fine_domanda), Controllo((), ())
    ),
}


@pytest.mark.parametrize("domanda", DOMANDE)
def test_nessuna_domanda_ripassa_i_contratti_piu_di_due_volte(domanda: str) -> None:
    """Una per i giorni coperti, una per elencarli, oltre all'indice: con un milione è la differenza fra poco e mai."""
    dati = load_portafoglio(find_dati_del_pacchetto())
    registro = dati.registro.with_contratti(Contati(dati.contratti))
    assert registro.by_id
    Contati.passi.clear()
    DOMANDE[domanda](Quadro(replace(dati, registro=registro), OGGI, get_diritto()))
    assert len(Contati.passi) <= (3 if domanda == "rapporto" else 2)  # lì si sommano anche i costi


def test_le_domande_a_dati_sciolti_sono_quelle_del_quadro() -> None:
    """I nomi pubblici di prima rispondono come prima: sono il quadro, chiesto una cosa alla volta."""
    portafoglio = build_portafoglio([build_contratto(scadenza_base="2023-06-30")], [build_scenario(durata_mesi=12)])
    quadro = Quadro(portafoglio, OGGI, get_diritto())
    assert api.compute_stati(portafoglio, OGGI) == quadro.stati
    tempi = api.forecast_scenari(portafoglio, OGGI, get_diritto()).tempi  # con gli avvisi già in parole
    assert {id_: t._replace(avvisi=()) for id_, t in tempi.items()} == quadro.forecast().tempi
    assert api.evaluate_piani(quadro.forecast().portafoglio, OGGI) == quadro.piani
    assert [*api.check_portafoglio(portafoglio, OGGI, diritto=get_diritto())] == [*api.check_quadro(quadro)]


def test_cio_che_si_e_calcolato_resta() -> None:
    """La stessa risposta è lo stesso valore: chi la chiede dopo non paga."""
    quadro = Quadro(build_portafoglio([build_contratto()], [build_scenario(durata_mesi=12)]), OGGI, get_diritto())
    for nome in ("coperture", "scadenze", "stati", "previsione", "esiti", "piani", "finestra_comune"):
        assert getattr(quadro, nome) is getattr(quadro, nome), nome


@pytest.mark.parametrize("senza", ["legge", "legge di quel giorno"])
def test_senza_la_legge_non_c_e_previsione(senza: str) -> None:
    """Le regole tacciono; chi non può farne a meno ha un errore, mai una data inventata."""
    portafoglio = build_portafoglio([build_contratto()], [build_scenario(durata_mesi=12)])
    diritto = None if senza == "legge" else get_diritto()
    quadro = Quadro(portafoglio, date(1990, 1, 1), diritto)
    assert quadro.previsione is None
    with pytest.raises((LookupError, LdqError)):
        quadro.forecast()
