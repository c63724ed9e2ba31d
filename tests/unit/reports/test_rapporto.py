"""Il rapporto: ogni parte c'è, dice gli stessi numeri dei comandi, e non porta ciò che serve solo sullo schermo."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader
from tests.supporto import OGGI, QUARTIERI, RADICE, ldq, read, write_dati

if TYPE_CHECKING:
    from pathlib import Path

BREVE = (
    *("In breve", "Chi resta senza, e fino a quando", "I piani a confronto", "Che cosa si decide, ed entro quando"),
    *("I contratti e gli scenari nel tempo", "Da dove vengono i dati"),
)
PARTI = (
    *(*BREVE, "La situazione oggi", "La copertura", "Gli scenari, ed entro quando agire", "Con quale probabilità"),
    *("I piani, quartiere per quartiere", "I costi per anno"),
    *("Le segnalazioni", "La legge usata", "Le fonti"),
)
CITTA = ("--dati", str(RADICE / "tests" / "dati_casi" / "uso" / "citta"), "--oggi", "2026-11-27")


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
        "Lorenteggio (circa 4.200 abitanti) è senza laboratorio dal 21/12/2022, e lo resta fino al 18/11/2023, 333 giorni",
        "Da fare subito: cominciare il progetto del servizio per «Servizio più complesso a San Siro",
        "Da decidere entro il 27/02/2023: cominciare il progetto del servizio, e far partire il bando entro il 18/05/2023",
        "senza far nulla i giorni senza laboratorio sono 2.913, sommando i quartieri;",
        "controllata fino al 31/01/2026",
        "Segnalazioni: 2 critiche su 8.",
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
    assert tutto["piani"] == piani  # nella stessa finestra


def test_i_dati_vecchi_si_dicono_una_volta_sola() -> None:
    """In cima: non in ogni parte."""
    testo = ldq("rapporto", "--oggi", "2026-11-22").out
    assert testo.count("i dati sono fermi al") == 1


def test_senza_scenari_il_rapporto_resta_intero(tmp_path: Path) -> None:
    """Un ente che comincia ha i contratti e basta."""
    dati = write_dati(tmp_path)
    testo = ldq("rapporto", "--oggi", OGGI, "--dati", str(dati)).out
    mancano = [
        *("Chi resta senza, e fino a quando", "I piani a confronto"),
        *("Con quale probabilità", "I piani, quartiere per quartiere"),
    ]
    assert [parte for parte in PARTI if parte not in testo] == mancano  # non c'è nulla da confrontare, né da fare
    assert "senza far nulla" not in testo
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


@pytest.mark.parametrize("dati", [("--oggi", OGGI), CITTA])
def test_le_prime_due_pagine_bastano(dati: tuple[str, ...], tmp_path: Path) -> None:
    """Due pagine di PDF, per un politico: nessun id, nessun comando, nessun file; e il rapporto intero comincia così."""
    uscita = ldq("rapporto", "--breve", *dati, "-o", str(tmp_path / "b.pdf"), "-o", str(tmp_path / "b.md"))
    assert (uscita.codice, len(PdfReader(tmp_path / "b.pdf").pages)) == (0, 2)
    breve = read(tmp_path / "b.md")
    assert not re.search(r"\bldq |--[a-z]|\.yaml|_corr\b|[a-z0-9]+(-[a-z0-9]+)+-\d{4}\b", breve)
    assert ldq("rapporto", *dati, "--format", "md").out.startswith(breve.rstrip())


def test_la_finestra_finisce_dove_finisce_la_domanda() -> None:
    """L'anno in cui comincia l'ultimo scenario, e non quello in cui finisce; chi chiede un giorno ha quello."""
    giorni = [
        json.loads(ldq("rapporto", *CITTA, *al, "--breve", "--format", "json").out)
        for al in ((), ("--al", "2031-02-28"))
    ]
    assert [g["al"] for g in giorni] == ["2028-12-31", "2031-02-28"]
    gallaratese = [q["giorni_scoperti"] for g in giorni for q in g["piani"][1]["quartieri"] if q["id"] == "gallaratese"]
    assert gallaratese == [49, 320]


def test_cio_che_si_e_deciso_di_non_rivedere_si_nomina() -> None:
    """Quante, quale, chi ne risponde, fino a quando: senza il codice della regola."""
    testo = ldq("rapporto", *CITTA, "--breve", "--format", "md").out
    assert "una segnalazione: un contratto sta per scadere" in testo
    assert "(Dott.ssa Bianchi, RUP, fino al 31/03/2027: bando pubblicato il 20/10/2026, si apre il 30/11)" in testo


def test_gli_abitanti_non_noti_si_dicono(tmp_path: Path) -> None:
    """Di chi non si sa quanti sono lo si scrive; e di chi il laboratorio non l'ha mai avuto, quando comincia."""
    quartieri = QUARTIERI + "  - {id: sud, nome: Sud}\n"
    scenari = (
        "aggiornato_al: 2023-01-17\nscenari:\n  - {id: gara, nome: Gara, tipo: gara, quartieri: [nord, sud], "
        "inizio: 2024-01-01, durata_mesi: 24, fonte: prova}\n"
    )
    dati = write_dati(tmp_path, quartieri, scenari=scenari)
    testo = ldq("rapporto", "--breve", "--oggi", OGGI, "--dati", str(dati)).out
    frase = "Sud (abitanti non noti) non ha mai avuto un laboratorio; con «Gara» comincia il 01/01/2024."
    assert frase in " ".join(testo.split())


def test_un_estensione_sbagliata_ferma_tutto_prima(tmp_path: Path) -> None:
    """Nessun file resta scritto a metà del lavoro."""
    uscita = ldq("rapporto", "--oggi", OGGI, "-o", str(tmp_path / "a.md"), "-o", str(tmp_path / "b.xyz"))
    assert (uscita.codice, [*tmp_path.iterdir()]) == (2, [])
