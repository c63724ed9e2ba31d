"""Chi segue che cosa: lo stesso ufficio in ogni comando, scelto o in un gruppo suo."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from tests.supporto import AMBIENTE, ldq, write_dati

if TYPE_CHECKING:
    from pathlib import Path

CONTRATTI = """\
aggiornato_al: 2023-01-17
contratti:
  - {id: a, quartieri: [nord], tipo: gruppo-interno, titolo: A, inizio: 2020-01-01, scadenza_base: 2023-03-31, fonte: p,
     responsabile: Area Casa, opzioni: [{tipo: rinnovo, stato: aperta, durata_mesi: 6, preavviso_giorni: 30, fonte: p}]}
"""
SCENARI = """\
aggiornato_al: 2023-01-17
scenari:
  - id: g
    nome: Gara
    tipo: gara
    responsabile: Ufficio gare
    quartieri: [nord]
    inizio: 2024-01-01
    durata_mesi: 24
    procedura: aperta
    avanzamento:
      - {fase: progettazione, iniziata: 2023-01-10, chi: RUP}
    condizioni:
      - {testo: Risorse, tipo: finanziamento, entro: 2023-02-01, responsabile: Ragioneria, fonte: p}
      - {testo: Visto, tipo: altro, entro: 2023-02-01, fonte: p}
    fonte: p
"""
IL_17 = ("--oggi", "2023-01-17")


@pytest.fixture
def dati(tmp_path: Path) -> Path:
    """Un contratto, una gara e due condizioni, seguiti da uffici diversi."""
    return write_dati(tmp_path, contratti=CONTRATTI, scenari=SCENARI)


def read(dati: Path, *comando: str) -> Any:
    """La risposta per le macchine."""
    uscita = ldq(*comando, *IL_17, "--format", "json", cartella=dati)
    assert uscita.err == ""
    return json.loads(uscita.out)


def test_ogni_segnalazione_dice_chi_la_segue(dati: Path) -> None:
    """Di un contratto il suo ufficio; di una condizione il suo, o quello dello scenario."""
    trovate = {(f["codice"], *f["responsabili"]) for f in read(dati, "check")["segnalazioni"] if "responsabili" in f}
    assert {
        ("scadenza-senza-seguito", "Area Casa"),
        ("condizione-in-ritardo", "Ragioneria"),
        ("condizione-in-ritardo", "Ufficio gare"),
    } <= trovate
    uscita = ldq("check", *IL_17, cartella=dati).out
    assert "= responsabile: Ragioneria" in uscita


@pytest.mark.parametrize("comando", ["check", "calendario", "status", "rapporto"])
def test_si_sceglie_cio_che_segue_uno(dati: Path, comando: str) -> None:
    """Scegliere tutti, uno per volta, è non scegliere; chi non c'è nei dati si dice."""
    elenchi = {"check": "segnalazioni", "calendario": "eventi", "status": "quartieri", "rapporto": "segnalazioni"}
    tutte = [v for v in read(dati, comando)[elenchi[comando]] if "responsabili" in v]
    noti = {nome for v in tutte for nome in v["responsabili"]}
    assert noti
    for nome in noti:
        attese = [v for v in tutte if nome in v["responsabili"]]
        risposta = read(dati, comando, "--responsabile", nome)
        assert risposta[elenchi[comando]] == attese
        altre = len(read(dati, comando)[elenchi[comando]]) - len(attese)
        detto = " ".join((str(risposta.get("di_altri", "")), *risposta.get("avvisi", ())))
        assert not altre or re.search(rf"\b{altre}\b" if altre > 1 else r"\b1\b|un'?altr", detto), nome
    sbagliato = ldq(comando, *IL_17, "--responsabile", "Ufficio gara", cartella=dati)
    assert sbagliato.codice == 2
    assert "forse intendevi «Ufficio gare»?" in sbagliato.err


@pytest.mark.parametrize("comando", ["check", "calendario", "status"])
def test_un_gruppo_per_ciascuno(dati: Path, comando: str) -> None:
    """Ogni ufficio ha il suo titolo, e ciò che nessuno segue è in fondo."""
    righe = ldq(comando, *IL_17, "--per-responsabile", cartella=dati).out.splitlines()
    titoli = {"check": ["Area Casa", "Ragioneria"], "calendario": ["Area Casa", "Ragioneria"]}
    for titolo in titoli.get(comando, ["Area Casa, Ufficio gare"]):
        assert titolo in [riga.strip() for riga in righe]


def test_il_rapporto_dice_chi_deve_fare_che_cosa(dati: Path) -> None:
    """In una parte sua, e solo se i dati lo sanno."""
    assert "Chi deve fare che cosa" in ldq("rapporto", *IL_17, "--format", "md", cartella=dati).out
    write_dati(dati, contratti=CONTRATTI.replace(",\n     responsabile: Area Casa", ""))
    (dati / "scenari.yaml").unlink()
    assert "Chi deve fare che cosa" not in ldq("rapporto", *IL_17, "--format", "md", cartella=dati).out


def test_nel_calendario_e_una_categoria(dati: Path) -> None:
    """Chi importa il file filtra per categoria, anche il preavviso di un'opzione; nessuno riceve posta."""
    assert ldq("calendario", *IL_17, "-o", "c.ics", cartella=dati).codice == 0
    testo = (dati / "c.ics").read_text(encoding="utf-8")
    assert not any(parola in testo.upper() for parola in ("ATTENDEE", "ORGANIZER", "MAILTO"))
    categorie = [riga.removeprefix("CATEGORIES:") for riga in testo.splitlines() if riga.startswith("CATEGORIES:")]
    assert {"scadenza,Area Casa", "preavviso,Area Casa", "bando,Ufficio gare", "condizione,Ragioneria"} <= set(
        categorie
    )


INDIRIZZO = "casa@comune.example.it"


@pytest.mark.parametrize("nome", ["Area Casa", "Ufficio gare", "Ragioneria", "RUP"])
def test_un_indirizzo_non_e_un_ufficio(dati: Path, nome: str) -> None:
    """Di un contratto, di uno scenario, di una condizione, di una fase: un errore con il suo posto, e che cosa scrivere."""
    for file in ("contratti.yaml", "scenari.yaml"):
        testo = (dati / file).read_text(encoding="utf-8")
        (dati / file).write_text(testo.replace(nome, INDIRIZZO, 1), encoding="utf-8")
    uscita = ldq("check", *IL_17, cartella=dati)
    assert uscita.codice == 3
    assert "errore[responsabile-non-valido]" in uscita.out
    assert "scrivere l'ufficio o il ruolo, per esempio Ufficio gare o RUP" in uscita.out


def test_si_completa(dati: Path) -> None:
    """Con i nomi scritti nei file."""
    riga = "ldq check --responsabile Rag"
    shell = {"_LDQ_COMPLETE": "complete_bash", "COMP_WORDS": riga, "COMP_CWORD": "3", "LDQ_DATI": str(dati)}
    assert ldq(ambiente={**AMBIENTE, **shell}).out.split() == ["Ragioneria"]
