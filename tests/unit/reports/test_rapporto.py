"""Il rapporto: ogni parte c'è, dice gli stessi numeri dei comandi, e non porta ciò che serve solo sullo schermo."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.supporto import OGGI, QUARTIERI, ldq, read, write_dati

if TYPE_CHECKING:
    from pathlib import Path

PARTI = (
    *("In breve", "La situazione oggi", "La copertura", "Gli scenari, ed entro quando agire", "I piani a confronto"),
    *("I costi per anno", "Le segnalazioni", "La legge usata", "Le fonti"),
)


def write(formato: str, *argomenti: str) -> str:
    """Il rapporto in quel formato."""
    uscita = ldq("rapporto", "--oggi", OGGI, "--format", formato, *argomenti)
    assert (uscita.codice, uscita.err) == (0, "")
    return uscita.out


def test_le_parti_stanno_nell_ordine_in_cui_si_decide() -> None:
    """Prima ciò che basta a chi legge una pagina, in fondo gli allegati."""
    righe = write("md").splitlines()
    titoli = [riga.removeprefix("## ") for riga in righe if riga.startswith("## ")]
    assert righe[0].startswith("# ")
    assert tuple(titoli[: len(PARTI)]) == PARTI
    assert [t.split(":")[0] for t in titoli[len(PARTI) :]] == ["Allegato"] * 3


@pytest.mark.parametrize(
    "frase",
    [
        "Senza laboratorio oggi: circa 4.200 abitanti in 1 quartiere, 117.600 abitanti-giorni già scoperti.",
        "la preparazione deve cominciare entro il 28/02/2023, fra 42 giorni, e il bando partire entro il 19/05/2023.",
        "la preparazione doveva cominciare entro il 29/08/2022, 141 giorni fa, e il bando partire entro il 17/11/2022;",
        "restano scoperti 7.293 giorni-quartiere, 31.899.072 abitanti-giorni.",
        "controllata fino al 31/01/2026",
        "Segnalazioni: 2 critiche su 7.",
    ],
)
def test_i_numeri_che_decidono_ci_sono(frase: str) -> None:
    """Gli stessi che dicono i comandi, uno per uno."""
    assert frase in " ".join(write("table").split())


def test_che_cosa_e_una_stima_si_dice_una_volta_sola() -> None:
    """Con la legge usata, e non in ogni allegato."""
    testo = " ".join(write("table").split())
    assert testo.count("sono stime") == 1


def test_una_carta_non_suggerisce_comandi() -> None:
    """Chi la legge non ha il programma davanti; solo le segnalazioni possono nominarlo."""
    prima_e_dopo = write("table").split("Le segnalazioni")
    assert "Per continuare" not in "".join(prima_e_dopo)
    assert "ldq " not in prima_e_dopo[0]


def test_per_le_macchine_ci_sono_le_stesse_risposte() -> None:
    """Il JSON del rapporto ripete quelli dei comandi, parola per parola."""
    tutto = json.loads(write("json"))
    for comando, campi in (("status", "quartieri totali"), ("scenari", "scenari"), ("check", "segnalazioni")):
        solo = json.loads(ldq(*comando.split(), "--oggi", OGGI, "--format", "json").out)
        assert {campo: tutto[campo] for campo in campi.split()} == {campo: solo[campo] for campo in campi.split()}
    piani = json.loads(ldq("scenari", "--confronta", "--oggi", OGGI, "--format", "json").out)["piani"]
    assert tutto["piani"] == piani


def test_i_dati_vecchi_si_dicono_una_volta_sola() -> None:
    """In cima: non in ogni parte."""
    testo = ldq("rapporto", "--oggi", "2026-11-22").out
    assert testo.count("i dati sono fermi al") == 1


def test_senza_scenari_il_rapporto_resta_intero(tmp_path: Path) -> None:
    """Un ente che comincia ha i contratti e basta."""
    dati = write_dati(tmp_path)
    testo = ldq("rapporto", "--oggi", OGGI, "--dati", str(dati)).out
    assert [parte for parte in PARTI if parte not in testo] == ["I piani a confronto"]  # non c'è nulla da confrontare
    assert "Con «Nessun intervento»" not in testo
    assert "Nessuna gara nei dati." in testo


# ——— più file insieme


def test_piu_file_con_un_comando_solo(tmp_path: Path) -> None:
    """Ognuno nel formato della sua estensione, come se fosse chiesto da solo."""
    md, js = tmp_path / "r.md", tmp_path / "r.json"
    assert ldq("rapporto", "--oggi", OGGI, "-o", str(md), "-o", str(js)) == (0, "", "")
    assert (read(md), read(js)) == (write("md"), write("json"))


def test_un_formato_non_vale_per_due_file(tmp_path: Path) -> None:
    """Meglio chiedere che scriverne due uguali con nomi diversi."""
    uscita = ldq("rapporto", "-o", str(tmp_path / "a.md"), "-o", str(tmp_path / "b.csv"), "--format", "json")
    assert uscita.codice == 2
    assert "--format json vale per un file solo, e ne sono chiesti 2" in uscita.err
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("secondo", ["b.ics", "cartella"])
def test_un_file_che_non_si_puo_scrivere_ferma_anche_gli_altri(secondo: str, tmp_path: Path) -> None:
    """Un formato che il rapporto non ha, o una cartella al posto di un file: del primo file non resta nulla."""
    (tmp_path / "cartella").mkdir()
    uscita = ldq("rapporto", "--oggi", OGGI, "-o", str(tmp_path / "a.md"), "-o", str(tmp_path / secondo))
    assert uscita.codice == 2
    assert not (tmp_path / "a.md").exists()


def test_la_copertura_comincia_con_la_lacuna_aperta_da_piu_tempo() -> None:
    """Anche anni dopo, Lorenteggio è scoperto dal 21/12/2022: la finestra non la taglia."""
    risposta = json.loads(ldq("rapporto", "--oggi", "2026-11-22", "--format", "json").out)
    assert risposta["dal"] == "2022-12-21"


def test_gli_abitanti_non_noti_si_dicono(tmp_path: Path) -> None:
    """Una somma a cui manca un quartiere è «almeno» quella."""
    quartieri = QUARTIERI + "  - {id: sud, nome: Sud}\n"
    scenari = (
        "aggiornato_al: 2023-01-17\nscenari:\n  - {id: gara, nome: Gara, tipo: gara, quartieri: [nord, sud], "
        "inizio: 2024-01-01, durata_mesi: 24, fonte: prova}\n"
    )
    dati = write_dati(tmp_path, quartieri, scenari=scenari)
    assert "giorni-quartiere, almeno" in " ".join(ldq("rapporto", "--oggi", OGGI, "--dati", str(dati)).out.split())


def test_un_estensione_sbagliata_ferma_tutto_prima(tmp_path: Path) -> None:
    """Nessun file resta scritto a metà del lavoro."""
    uscita = ldq("rapporto", "--oggi", OGGI, "-o", str(tmp_path / "a.md"), "-o", str(tmp_path / "b.xyz"))
    assert (uscita.codice, [*tmp_path.iterdir()]) == (2, [])
