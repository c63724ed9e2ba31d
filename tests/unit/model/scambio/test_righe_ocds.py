"""Ciò che sta nelle descrizioni di OCDS si ritrova com'era."""

from __future__ import annotations

import pytest
from tests.portafogli import build_opzione

from ldq_planner.model.contratto import Opzione
from ldq_planner.model.scambio.righe_ocds import join_righe, read_figura, read_opzione, split_righe, write_opzione


@pytest.mark.parametrize(
    "testo", ["una riga", "due\nrighe", "\nvuote\n\n", "Nota: finta\nFonte: finta", "  spazi", ":"]
)
def test_un_testo_qualunque_torna_com_era(testo: str) -> None:
    """Anche se ha più righe, o somiglia a un'altra etichetta."""
    righe = [("Nota", testo), ("Fonte", "prova")]
    assert split_righe(join_righe(*righe)) == righe


@pytest.mark.parametrize(
    "campi",
    [
        {},
        {"durata_mesi": 6, "importo_eur": "138069.20"},
        {"inizio": "2022-06-21", "scadenza": "2022-12-31~", "tipo": "proroga"},
        {"scadenza": "non noto", "fonte": "atto; fonte: un altro\nsu due righe"},
    ],
)
def test_un_opzione_torna_com_era(campi: dict[str, object]) -> None:
    """Tipo, date anche incerte, mesi, importo esatto, fonte."""
    opzione = Opzione.model_validate(build_opzione("aperta", **campi))
    assert Opzione.model_validate({**read_opzione(write_opzione(opzione)), "stato": "aperta"}) == opzione


@pytest.mark.parametrize(
    ("testo", "attesa"),
    [
        ("operatori (12)", {"figura": "operatori", "numero": "12"}),
        ("esperti (junior) (non noto)", {"figura": "esperti (junior)", "numero": "non noto"}),
        ("supervisore", {"figura": "supervisore"}),
    ],
)
def test_una_figura_torna_con_il_suo_numero(testo: str, attesa: dict[str, str]) -> None:
    """L'ultima parentesi è il numero."""
    assert read_figura(testo) == attesa
