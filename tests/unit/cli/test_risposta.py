"""Il percorso di ogni comando: quali dati, quale finestra, quali id."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.supporto import AMBIENTE, OGGI, QUARTIERI, ldq, write_dati

from ldq_planner.cli.risposta import choose_finestra
from ldq_planner.dates.periodo import Periodo
from ldq_planner.errors import InvalidRequestError

if TYPE_CHECKING:
    from pathlib import Path

ORA = date(2023, 1, 17)


def read_ente(cartella: Path, *argomenti: str, **ambiente: str) -> str:
    """L'ente dei dati che `ldq status` sceglie in quella cartella."""
    righe = ldq("status", "--oggi", OGGI, *argomenti, cartella=cartella, ambiente={**AMBIENTE, **ambiente}).out
    return righe.splitlines()[0].partition(",")[0]


@pytest.fixture
def cartelle(tmp_path: Path) -> dict[str, Path]:
    """Una cartella di dati per ogni modo di indicarla, ciascuna con il suo ente."""
    luoghi = {"opzione": "opzione", "variabile": "variabile", "qui": "qui", "data": "qui/data", "sola": "sola/data"}
    return {
        nome: write_dati(tmp_path / luogo, QUARTIERI.replace("Comune di Prova", nome)) for nome, luogo in luoghi.items()
    }


def test_quali_dati_vincono(cartelle: dict[str, Path], tmp_path: Path) -> None:
    """L'opzione, poi la variabile, poi la cartella in cui si è, poi la sua `data/`, poi quelli del programma."""
    opzione, variabile, qui = str(cartelle["opzione"]), str(cartelle["variabile"]), cartelle["qui"]
    assert read_ente(qui, "--dati", opzione, LDQ_DATI=variabile) == "opzione"
    assert read_ente(qui, LDQ_DATI=variabile) == "variabile"
    assert read_ente(qui) == "qui"
    assert read_ente(cartelle["sola"].parent) == "sola"
    assert read_ente(tmp_path) == "Comune di Milano"


def test_una_cartella_chiesta_non_si_cerca_altrove(cartelle: dict[str, Path]) -> None:
    """Un nome sbagliato è un errore, non i dati di qualcun altro."""
    uscita = ldq("status", "--dati", "manca", cartella=cartelle["qui"])
    assert (uscita.codice, uscita.out) == (3, "")
    assert uscita.err.startswith("manca: errore[cartella-mancante]")


def test_il_giorno_dell_opzione_vince_sulla_variabile() -> None:
    """Chi lo scrive nel comando lo vuole adesso."""
    assert ldq("status", "--oggi", OGGI, ambiente={**AMBIENTE, "LDQ_OGGI": "2026-01-01"}) == ldq(
        "status", "--oggi", OGGI
    )


def test_i_percorsi_nelle_segnalazioni_sono_quelli_chiesti(cartelle: dict[str, Path], tmp_path: Path) -> None:
    """Chi li apre da dove si trova deve trovarli."""
    write_dati(cartelle["qui"], contratti="aggiornato_al: 2023-01-17\ncontratti: []\n")
    for argomenti, cartella, atteso in (
        ([], cartelle["qui"], "quartieri.yaml"),
        (["--dati", "qui"], tmp_path, "qui/quartieri.yaml"),
        (["--dati", str(cartelle["qui"])], tmp_path, str(cartelle["qui"] / "quartieri.yaml")),
    ):
        uscita = ldq("check", "--oggi", OGGI, "--format", "json", *argomenti, cartella=cartella)
        assert {s["file"] for s in json.loads(uscita.out)["segnalazioni"]} == {atteso}


@pytest.mark.parametrize(
    ("dal", "al", "inizio", "fine"),
    [
        (None, None, date(2022, 1, 1), date(2024, 12, 31)),
        (date(2020, 5, 5), None, date(2020, 5, 5), date(2024, 12, 31)),
        (None, date(2030, 1, 1), date(2022, 1, 1), date(2030, 1, 1)),
        (None, date(2019, 1, 1), date(2018, 1, 1), date(2019, 1, 1)),
        (date(2040, 1, 1), None, date(2040, 1, 1), date(2041, 12, 31)),
        (date(2023, 1, 1), date(2023, 1, 1), date(2023, 1, 1), date(2023, 1, 1)),
    ],
)
def test_la_finestra(dal: date | None, al: date | None, inizio: date, fine: date) -> None:
    """Ciò che non si dice va dall'anno scorso all'anno prossimo, e non contraddice mai ciò che si dice."""
    assert choose_finestra(dal, al, ORA) == Periodo(inizio, fine)


def test_una_finestra_al_contrario_non_si_gira_da_sola() -> None:
    """Uno dei due giorni è sbagliato, e non si sa quale."""
    with pytest.raises(InvalidRequestError, match=r"finisce .* prima di cominciare"):
        choose_finestra(date(2023, 1, 2), date(2023, 1, 1), ORA)


@pytest.mark.parametrize(
    ("argomenti", "attesi"),
    [
        ("status --quartiere mazzini", {"mazzini"}),
        ("status --quartiere mazzini --quartiere san-siro", {"mazzini", "san-siro"}),
        ("copertura --quartiere mazzini", {"mazzini"}),
    ],
)
def test_solo_i_quartieri_chiesti(argomenti: str, attesi: set[str]) -> None:
    """L'opzione si può ripetere."""
    risposta = json.loads(ldq(*argomenti.split(), "--oggi", OGGI, "--format", "json").out)
    assert {q["id"] for q in risposta["quartieri"]} == attesi


def test_i_contratti_di_un_quartiere() -> None:
    """Anche quelli che ne servono altri."""
    risposta = json.loads(ldq("contratti", "--quartiere", "san-siro", "--oggi", OGGI, "--format", "json").out)
    assert [c["id"] for c in risposta["contratti"]] == ["san-siro-2020", "gruppo-interno-2018-2019", "equipe-2006-2016"]
