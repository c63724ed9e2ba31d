"""Le schede: tutto ciò che si sa di un contratto o di un quartiere, in un giorno."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from tests.portafogli import OGGI, build_contratto, build_opzione, build_portafoglio, build_scenario

from ldq_planner.api import compute_stati
from ldq_planner.engine.schede import compute_scheda, compute_scheda_quartiere
from ldq_planner.model.quartiere import FileQuartieri, Quartiere
from ldq_planner.model.stato import Stato, StatoContratto

if TYPE_CHECKING:
    from ldq_planner.model.schede import SchedaQuartiere


def compute_di(quartiere: dict[str, Any]) -> SchedaQuartiere:
    """La scheda di un quartiere `q` con un contratto recente, uno vecchio e uno scenario."""
    portafoglio = build_portafoglio(
        [
            build_contratto("recente", durata_mesi=24),
            build_contratto("vecchio", inizio="2018", scadenza_base="2019"),
        ],
        [build_scenario("gara")],
    )
    letto = Quartiere.model_validate({"id": "q", "nome": "Bovisa", **quartiere})
    anagrafe: FileQuartieri = portafoglio.anagrafe.model_copy(update={"quartieri": (letto,)})
    portafoglio = replace(portafoglio, anagrafe=anagrafe)
    (stato,) = compute_stati(portafoglio, OGGI)
    return compute_scheda_quartiere(portafoglio, letto, stato)


def test_la_scheda_di_un_contratto_porta_scadenze_importi_e_stato() -> None:
    """Lorenteggio, il giorno della presentazione."""
    contratto = build_contratto(
        inizio="2019-06-21",
        durata_mesi=36,
        importo_eur="828415.20",
        iva="inclusa",
        cig="0123456789",
        opzioni=[build_opzione(durata_mesi=6, importo_eur="138069.20"), build_opzione("aperta", durata_mesi=6)],
    )
    scheda = compute_scheda(contratto, OGGI)
    assert [str(s) for s in (scheda.scadenza_base, scheda.scadenza_effettiva, scheda.scadenza_massima)] == [
        "2022-06-20",
        "2022-12-20",
        "2023-06-20",
    ]
    assert (scheda.stato, scheda.giorni_alla_scadenza) == (StatoContratto.SCADUTO, -28)
    assert (scheda.importo, scheda.importo_opzioni_esercitate) == (Decimal("828415.20"), Decimal("138069.20"))
    assert (scheda.importo_mensile, scheda.iva, scheda.cig) == (Decimal("23011.53"), "inclusa", "0123456789")


def test_cio_che_non_e_noto_resta_non_noto() -> None:
    """Nessuno zero, nessuna data inventata."""
    scheda = compute_scheda(build_contratto(scadenza_base="non noto", importo_eur="non noto"), date(2023, 1, 17))
    assert (scheda.importo, scheda.importo_mensile, scheda.importo_opzioni_esercitate) == (None, None, None)
    assert (scheda.iva, scheda.cig, scheda.giorni_alla_scadenza) == (None, None, None)


@pytest.mark.parametrize(
    ("campi", "indicative"),
    [
        pytest.param({"durata_mesi": 12}, (), id="nessuna"),
        pytest.param({"inizio": "2018", "scadenza_base": "2019-06"}, (), id="incerte-ma-non-indicative"),
        pytest.param({"inizio": "2022-01-01~", "scadenza_base": "2023-01-31"}, ("inizio",), id="l-inizio"),
        pytest.param(
            {"scadenza_base": "2023-01-31~"},
            ("scadenza_base", "scadenza_effettiva", "scadenza_massima"),
            id="la-fine-e-chi-ne-viene",
        ),
        pytest.param(
            {"durata_mesi": 12, "scadenza_effettiva": "2023-01-31~"},
            ("scadenza_effettiva", "scadenza_massima"),
            id="l-effettiva",
        ),
    ],
)
def test_la_scheda_dice_quali_date_sono_indicative(campi: dict[str, Any], indicative: tuple[str, ...]) -> None:
    """Per le macchine, che leggono solo il giorno scritto."""
    assert compute_scheda(build_contratto(**campi), OGGI).date_indicative == indicative


def test_la_scheda_di_un_quartiere_mette_i_contratti_in_ordine_di_decorrenza() -> None:
    """Qualunque sia l'ordine del file."""
    scheda = compute_di({})
    assert scheda.contratti == ("vecchio", "recente")
    assert (scheda.stato, scheda.scenari) == (Stato.COPERTO, ("gara",))


@pytest.mark.parametrize(
    ("quartiere", "laboratorio"),
    [
        ({}, "Laboratorio di Quartiere Bovisa"),
        ({"laboratorio": "Laboratorio Sociale Bovisa"}, "Laboratorio Sociale Bovisa"),
    ],
)
def test_il_laboratorio_ha_un_nome_anche_se_non_e_scritto(quartiere: dict[str, Any], laboratorio: str) -> None:
    """Quello di tutti, con il nome del quartiere."""
    assert compute_di(quartiere).laboratorio == laboratorio


def test_un_quartiere_di_cui_si_sa_solo_il_nome() -> None:
    """Ogni numero è non noto."""
    scheda = compute_di({})
    assert (scheda.abitanti, scheda.nuclei, scheda.alloggi_erp, scheda.popolazione_riferita_a) == (None,) * 4
    assert (scheda.municipio, scheda.sede, scheda.attivita, scheda.abitanti_circa) == (None, None, (), False)


def test_un_quartiere_di_cui_si_sa_tutto() -> None:
    """Persone, alloggi, sede."""
    sede = {"indirizzo": "via Roma 1", "tipo": "spazio su strada", "fonte": "prova"}
    popolazione = {
        "abitanti": 4200,
        "abitanti_circa": "sì",
        "nuclei": 2000,
        "alloggi_erp": 2677,
        "riferita_a": "avvio del programma",
        "fonte": "prova",
    }
    scheda = compute_di({"municipio": 6, "popolazione": popolazione, "sede": sede})
    assert (scheda.abitanti, scheda.abitanti_circa, scheda.nuclei, scheda.alloggi_erp) == (4200, True, 2000, 2677)
    assert (scheda.municipio, scheda.popolazione_riferita_a) == (6, "avvio del programma")
    assert scheda.sede is not None
    assert scheda.sede.indirizzo == "via Roma 1"
