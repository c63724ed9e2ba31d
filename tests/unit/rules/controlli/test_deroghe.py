"""Le deroghe: che cosa tacciono, fino a quando, e che cosa si dice di loro."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.portafogli import OGGI, build_contratto, build_portafoglio

from ldq_planner.api import check_portafoglio
from ldq_planner.engine.quadro import Quadro
from ldq_planner.errors import Finding, Ref, Severita
from ldq_planner.model.deroga import Deroga
from ldq_planner.rules.controlli.deroghe import apply_deroghe
from ldq_planner.rules.controlli.elenco import DEROGABILI, REGOLE, TUTTE

if TYPE_CHECKING:
    from ldq_planner.model.portafoglio import Portafoglio

REGOLA = "scadenza-senza-seguito"


def build_deroga(id_: str = "nota", /, **campi: object) -> Deroga:
    """Una deroga del contratto `primo`, che vale fino a oggi."""
    minimo = {"regola": REGOLA, "entita": "primo", "motivo": "prova", "responsabile": "Direzione Casa"}
    return Deroga.model_validate({"id": id_, **minimo, "fino_al": OGGI.isoformat(), **campi})


def build_con(*deroghe: Deroga, quartieri: tuple[str, ...] = ("q",)) -> Portafoglio:
    """Un portafoglio con un contratto che scade fra due mesi."""
    contratto = build_contratto(quartieri=quartieri, scadenza_base="2023-03-17")
    return replace(build_portafoglio([contratto], abitanti=dict.fromkeys(quartieri, 1)), deroghe=deroghe)


def list_codici(portafoglio: Portafoglio, oggi: date = OGGI) -> list[str]:
    """I codici delle segnalazioni di quel giorno."""
    return [f.codice for f in check_portafoglio(portafoglio, oggi, 90)]


def test_una_deroga_tace_la_sua_regola_sulla_sua_entita() -> None:
    """E nient'altro."""
    assert list_codici(build_con()) == [REGOLA]
    assert list_codici(build_con(build_deroga())) == []
    assert list_codici(build_con(build_deroga(regola="lacuna-in-corso"))) == [REGOLA, "deroga-inutile"]


def test_il_giorno_dopo_la_segnalazione_torna_e_la_deroga_scaduta_si_dice() -> None:
    """L'ultimo giorno è compreso; una deroga scaduta non è anche inutile."""
    portafoglio = build_con(build_deroga())
    assert list_codici(portafoglio, date(2023, 1, 18)) == [REGOLA, "deroga-scaduta"]


def test_una_deroga_scaduta_si_dice_anche_se_il_problema_non_c_e_piu() -> None:
    """Va tolta lo stesso."""
    deroga = build_deroga(entita="q", regola="lacuna-in-corso", fino_al="2022-12-31")
    assert list_codici(build_con(deroga)) == [REGOLA, "deroga-scaduta"]


@pytest.mark.parametrize(
    ("entita", "codici"),
    [
        pytest.param(("q",), [REGOLA, "deroga-inutile"], id="uno-su-due-non-basta"),
        pytest.param(("q", "r"), [], id="tutti-e-due"),
        pytest.param(("primo",), [], id="il-contratto"),
        pytest.param(("primo", "q"), ["deroga-inutile"], id="il-contratto-basta-e-il-quartiere-e-di-troppo"),
    ],
)
def test_la_deroga_di_un_quartiere_tace_un_contratto_solo_se_nessun_altro_resta_fuori(
    entita: tuple[str, ...], codici: list[str]
) -> None:
    """Non si tace ciò che nessuno ha deciso di tacere."""
    deroghe = (build_deroga(f"d-{id_}", entita=id_) for id_ in entita)
    assert list_codici(build_con(*deroghe, quartieri=("q", "r"))) == codici


def test_due_deroghe_uguali_sono_usate_tutte_e_due() -> None:
    """Di quale delle due sia di troppo non decide il programma."""
    assert list_codici(build_con(build_deroga("una"), build_deroga("due"))) == []


def test_una_segnalazione_senza_entita_passa() -> None:
    """Quelle sui file interi, e quelle che non dicono dove guardano."""
    finding = Finding("dati-non-aggiornati", Severita.AVVISO, "vecchi", "", Ref("contratti.yaml"))
    altra = finding._replace(ref=None)
    rimaste = apply_deroghe([finding, altra], Quadro(build_con(build_deroga()), OGGI)).findings
    assert rimaste[:2] == (finding, altra)


def test_le_regole_sulle_deroghe_non_si_derogano_e_vengono_per_ultime() -> None:
    """Altrimenti una deroga potrebbe nascondere sé stessa."""
    fuori = [regola.CODICE for regola in REGOLE if regola not in DEROGABILI]
    assert fuori == ["deroga-scaduta", "deroga-inutile"]
    assert [regola.CODICE for regola in TUTTE][-2:] == fuori
