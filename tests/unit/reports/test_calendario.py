"""Il calendario: quali giorni ci sono, quali no, e come si scelgono."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.supporto import CONTRATTI, OGGI, QUARTIERI, RADICE, ldq, write_dati

if TYPE_CHECKING:
    from pathlib import Path

CON_OPZIONE = CONTRATTI.replace(
    "    importo_eur",
    "    opzioni:\n"
    "      - {tipo: rinnovo, stato: aperta, durata_mesi: 12, fonte: prova}\n"
    "      - {tipo: proroga, stato: aperta, durata_mesi: 6, fonte: prova}\n"
    "    importo_eur",
)
CON_PROGRAMMA = (
    QUARTIERI.replace("    popolazione", "    programmi: [prog]\n    popolazione")
    + "programmi: [{id: prog, nome: Programma, fine: 2024-06-30, fonte: prova}]\n"
)
PONTE = """\
aggiornato_al: 2023-01-17
scenari:
  - id: ponte
    nome: Ponte
    tipo: ponte
    quartieri: [nord]
    inizio: 2031-01-01
    durata_mesi: 6
    condizioni: [{testo: parere, tipo: altro, entro: 2030-11-30, fonte: prova}, {testo: fatto, tipo: altro, soddisfatta: sì, fonte: prova}]
    fonte: prova
"""
DEROGHE = """\
deroghe:
  - {id: attesa, regola: scadenza-senza-seguito, entita: nord-2020, motivo: si attende, responsabile: ufficio, fino_al: 2023-06-30}
  - {id: finita, regola: scadenza-senza-seguito, entita: nord-2020, motivo: si attende, responsabile: ufficio, fino_al: 2022-06-30}
"""


def ask(cartella: Path, *opzioni: str, oggi: str = OGGI) -> dict[str, Any]:
    """La risposta per le macchine."""
    uscita = ldq("calendario", *opzioni, "--oggi", oggi, "--format", "json", cartella=cartella)
    assert (uscita.codice, uscita.err) == (0, "")
    risposta: dict[str, Any] = json.loads(uscita.out)
    return risposta


def list_giorni(cartella: Path, *opzioni: str, oggi: str = OGGI) -> dict[str, str]:
    """Id dell'evento → il suo giorno."""
    return {e["id"]: e["giorno"] for e in ask(cartella, *opzioni, oggi=oggi)["eventi"]}


@pytest.mark.parametrize(
    ("scritta", "detta"),
    [
        ("2030-12-31~", "(forse dal 30/09/2030; indicata al 31/12/2030)"),
        ("2030-12", "(forse dal 01/12/2030; al più tardi il 31/12/2030)"),
        ("2030~", "(forse dal 01/10/2029; al più tardi il 31/03/2031)"),
    ],
)
def test_il_titolo_dice_che_la_data_e_incerta(scritta: str, detta: str, tmp_path: Path) -> None:
    """E da quando a quando può essere, per chi legge il titolo solo."""
    risposta = ask(write_dati(tmp_path, contratti=CONTRATTI.replace("2030-12-31", scritta)))
    assert [e["titolo"] for e in risposta["eventi"]] == [f"Nord: scade il contratto «Gruppo interno» {detta}"]


def test_la_scadenza_e_l_opzione_da_esercitare(tmp_path: Path) -> None:
    """L'opzione si esercita entro la scadenza effettiva; la seconda dipende dalla prima, e non c'è ancora."""
    risposta = ask(write_dati(tmp_path, contratti=CON_OPZIONE))
    giorni = {e["id"]: e["giorno"] for e in risposta["eventi"]}
    assert giorni == {"scadenza/nord-2020": "2030-12-31", "opzione/nord-2020/opzione-1": "2030-12-31"}
    scadenza, opzione = risposta["eventi"]
    assert "Scadenza massima, con le opzioni ancora aperte: 30/06/2032" in scadenza["descrizione"]
    assert "porta la scadenza: 31/12/2031" in opzione["descrizione"]


@pytest.mark.parametrize(("oggi", "quanti"), [("2030-12-31", 1), ("2031-01-01", 0)])
def test_una_scadenza_passata_non_c_e_piu(oggi: str, quanti: int, tmp_path: Path) -> None:
    """L'ultimo giorno in vigore c'è ancora."""
    assert len(list_giorni(write_dati(tmp_path), oggi=oggi)) == quanti


def test_il_ponte_e_le_sue_condizioni(tmp_path: Path) -> None:
    """L'atto entro la vigilia; la condizione aperta entro il giorno scritto, quella soddisfatta non c'è."""
    giorni = list_giorni(write_dati(tmp_path, scenari=PONTE), "--scenario", "ponte")
    assert giorni == {"condizione/ponte/condizione-1": "2030-11-30", "ponte/ponte": "2030-12-31"}


def test_i_programmi_e_le_deroghe(tmp_path: Path) -> None:
    """La fine di un programma che qualcuno accompagna, e di una deroga che vale ancora, con il suo quartiere."""
    cartella = write_dati(tmp_path, quartieri=CON_PROGRAMMA)
    (cartella / "deroghe.yaml").write_text(DEROGHE, encoding="utf-8")
    giorni = list_giorni(cartella, "--quartiere", "nord")
    assert giorni == {
        "deroga/attesa": "2023-06-30",
        "programma/prog": "2024-06-30",
        "scadenza/nord-2020": "2030-12-31",
    }


def test_gli_atti_di_una_gara_nell_ordine_in_cui_si_fanno() -> None:
    """I quattro limiti che dice anche «ldq scenari»."""
    giorni = list_giorni(RADICE, "--scenario", "gara-quattro-quartieri")
    assert list(giorni.items()) == [
        ("progetto/gara-quattro-quartieri", "2023-02-28"),
        ("giunta/gara-quattro-quartieri", "2023-04-14"),
        ("decisione/gara-quattro-quartieri", "2023-05-04"),
        ("bando/gara-quattro-quartieri", "2023-05-19"),
    ]


def test_un_quartiere_ha_i_suoi_contratti_e_le_sue_gare() -> None:
    """Ciò che riguarda altri non c'è."""
    eventi = ask(RADICE, "--quartiere", "mazzini")["eventi"]
    assert {e["entita"] for e in eventi} == {"mazzini-2020", "gara-quattro-quartieri"}
    assert all("mazzini" in e["quartieri"] for e in eventi)


def test_cio_che_non_ha_un_giorno_si_dice() -> None:
    """Un evento senza data non si può mettere in un calendario, ma non sparisce."""
    assert ask(RADICE)["senza_giorno"] == ["Finisce il programma C.d.Q. II"]


def test_senza_eventi_lo_dice(tmp_path: Path) -> None:
    """In una tabella una frase; in un calendario non c'è nulla da scrivere."""
    cartella = write_dati(tmp_path)
    assert "Nessun evento." in ldq("calendario", "--oggi", "2031-01-01", cartella=cartella).out
    uscita = ldq("calendario", "--oggi", "2031-01-01", "--format", "ics", cartella=cartella)
    assert (uscita.codice, uscita.out) == (2, "")


def test_uno_scenario_che_non_c_e() -> None:
    """Si propone quello più simile."""
    uscita = ldq("calendario", "--scenario", "lorenteggio-ad", "--oggi", OGGI)
    assert (uscita.codice, uscita.err) == (
        2,
        "ldq: «lorenteggio-ad» non è uno scenario\n  aiuto: forse intendevi «lorenteggio-adp»?\n",
    )
