"""Come si scrive un preavviso, nei dati e sulla riga di comando."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from pydantic import ValidationError
from tests.portafogli import build_contratto

from ldq_planner.model.contratto import Contratto
from ldq_planner.model.preavviso import Preavviso, parse_preavviso


@pytest.mark.parametrize(
    ("scritto", "preavviso", "riscritto"),
    [
        ("90", Preavviso(giorni=90), "90"),
        (" 0 ", Preavviso(giorni=0), "0"),
        ("6m", Preavviso(mesi=6), "6m"),
        ("1.2x", Preavviso(quota=Decimal("1.2")), "1.2x"),
        ("1,2x", Preavviso(quota=Decimal("1.2")), "1.2x"),
        ("120%", Preavviso(quota=Decimal("1.2")), "1.2x"),
    ],
)
def test_un_preavviso_si_legge_e_si_riscrive(scritto: str, preavviso: Preavviso, riscritto: str) -> None:
    """Ciò che si riscrive si rilegge uguale."""
    assert parse_preavviso(scritto) == preavviso
    assert str(preavviso) == riscritto
    assert parse_preavviso(riscritto) == preavviso


@pytest.mark.parametrize("scritto", ["", "6 mesi", "-1", "1.5", "m", "x", "%", "6M", "٣", "1" * 6, "6mm"])
def test_ogni_altra_scrittura_e_rifiutata(scritto: str) -> None:
    """Il messaggio dice che cosa scrivere."""
    with pytest.raises(ValueError, match="scrivere 90"):
        parse_preavviso(scritto)


@pytest.mark.parametrize("scritto", ["6m", 90, Preavviso(giorni=90)])
def test_un_contratto_puo_avere_il_suo(scritto: object) -> None:
    """Come testo, come numero di giorni, o già letto; e il JSON si rilegge."""
    contratto = build_contratto(preavviso=scritto)
    assert contratto.preavviso == parse_preavviso(str(scritto))
    assert Contratto.model_validate(json.loads(contratto.model_dump_json())) == contratto


@pytest.mark.parametrize("scritto", ["6 mesi", True, 1.5, -1, ["6m"]])
def test_un_contratto_rifiuta_gli_altri(scritto: object) -> None:
    """Nulla si converte tirando a indovinare."""
    with pytest.raises(ValidationError, match="non è un preavviso: scrivere 90"):
        build_contratto(preavviso=scritto)
