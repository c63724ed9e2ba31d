"""Un'entità dalla riga di comando: i campi al loro posto, gli sbagli detti subito."""

from __future__ import annotations

import pytest

from ldq_planner.errors import InvalidRequestError
from ldq_planner.modifica.aggiunte import build_voce, list_noti


def test_i_campi_vanno_al_loro_posto() -> None:
    """Nell'ordine del modello, con gli elenchi e le mappe che servono."""
    campi = (
        "fonte=f=1",
        "affidatari.1.nome=Alfa",
        "affidatari.2.nome=Beta",
        "affidatari.1.ruolo=capogruppo",
        "delibere=gc-1, gc-2",
        "cig=0123456789",
    )
    assert list(build_voce("contratto", "x", {"titolo": "T"}, campi).items()) == [
        ("id", "x"),
        ("titolo", "T"),
        ("affidatari", [{"nome": "Alfa", "ruolo": "capogruppo"}, {"nome": "Beta"}]),
        ("cig", "0123456789"),
        ("delibere", ["gc-1", "gc-2"]),
        ("fonte", "f=1"),
    ]


def test_le_mappe_annidate() -> None:
    """Con il punto."""
    voce = build_voce("quartiere", "x", {}, ("popolazione.abitanti=10", "popolazione.fonte=anagrafe"))
    assert voce == {"id": "x", "popolazione": {"abitanti": "10", "fonte": "anagrafe"}}


@pytest.mark.parametrize(
    ("campo", "rimedio"),
    [
        ("titolo", "NOME=VALORE"),
        ("=x", "NOME=VALORE"),
        ("titolo=", "NOME=VALORE"),
        ("titlo=x", "forse intendevi «titolo»?"),
        ("affidatari=x", "affidatari.nome=VALORE"),
        ("affidatari.nome=x", "affidatari.1.NOME=VALORE"),
        ("affidatari.2.nome=x", "affidatari.1.NOME=VALORE"),
        ("affidatari.1=x", "affidatari.1.NOME=VALORE"),
        ("affidatari.1.nme=x", "forse intendevi «nome»?"),
        ("id=y", "tenerne uno solo"),
    ],
)
def test_uno_sbaglio_dice_che_cosa_scrivere(campo: str, rimedio: str) -> None:
    """Prima ancora di leggere i dati."""
    with pytest.raises(InvalidRequestError) as errore:
        build_voce("contratto", "x", {}, (campo,))
    assert rimedio in errore.value.rimedio


def test_le_opzioni_hanno_il_nome_che_i_dati_danno_loro() -> None:
    """Di un contratto il nome è il titolo e la fine la scadenza base; un quartiere non ha un tipo."""
    detti = {"nome": "T", "fine": "2023", "tipo": ""}
    assert list_noti("contratto", detti) == {"titolo": "T", "scadenza_base": "2023"}
    assert list_noti("scenario", detti) == {"nome": "T", "fine": "2023"}
    with pytest.raises(InvalidRequestError, match="un quartiere non ha --tipo"):
        list_noti("quartiere", {"tipo": "gara"})
