"""`ldq diff`: revisioni e cartelle, la frase in testa, ogni formato, ogni domanda posta male."""

from __future__ import annotations

import csv
import json
import os
import subprocess
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt
from tests.supporto import AMBIENTE, CONTRATTI, OGGI, QUARTIERI, ldq, write_dati

from ldq_planner.reports.schemi import build_schemi

if TYPE_CHECKING:
    from pathlib import Path

    from tests.supporto import Uscita

FIRMA = {f"GIT_{chi}_{che}": f"{chi}@example.org" for chi in ("AUTHOR", "COMMITTER") for che in ("NAME", "EMAIL")}
FINITO = CONTRATTI.replace("2030-12-31", "2022-11-30")
SCHEMA = Draft202012Validator(json.loads(build_schemi()["risposte/ldq-diff-1.schema.json"]))
APRE = "Questa modifica apre 762 giorni di lacuna a Nord, 762.000 abitanti-giorni."


def git(cartella: Path, *argomenti: str) -> None:
    """Un comando di git, senza la configurazione di chi prova."""
    ambiente = {n: v for n, v in os.environ.items() if not n.startswith("GIT_")}
    ambiente |= {**FIRMA, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", "-C", str(cartella), *argomenti], env=ambiente, check=True, capture_output=True)


def commit(cartella: Path) -> None:
    """Registra tutto ciò che c'è."""
    git(cartella, "add", "-A")
    git(cartella, "commit", "--quiet", "--allow-empty", "-m", "dati")


@pytest.fixture
def radice(tmp_path: Path) -> Path:
    """Un deposito in cui il contratto finiva nel 2030; nella cartella di lavoro finisce nel 2022."""
    git(tmp_path, "init", "--quiet", "-b", "principale")
    write_dati(tmp_path / "data")
    commit(tmp_path)
    write_dati(tmp_path / "data", contratti=FINITO)
    return tmp_path


def ask(radice: Path, *argomenti: str) -> Uscita:
    """`ldq diff` in quella cartella, nel giorno della presentazione."""
    return ldq("diff", *argomenti, "--oggi", OGGI, cartella=radice)


def read(radice: Path, *argomenti: str) -> Any:
    """La risposta per le macchine."""
    uscita = ask(radice, *argomenti, "--format", "json")
    assert (uscita.codice, uscita.err) == (0, "")
    risposta = json.loads(uscita.out)
    SCHEMA.validate(risposta)
    return risposta


# ——— che cosa si confronta


def test_senza_argomenti_dall_ultimo_commit_a_adesso(radice: Path) -> None:
    """È la domanda di chi ha appena cambiato un file."""
    risposta = read(radice)
    assert risposta["frase"].startswith(APRE)
    assert risposta["prima"]["nome"].startswith("HEAD (")
    assert (risposta["dopo"]["nome"], risposta["dopo"]["revisione"]) == ("cartella data", None)


def test_due_revisioni(radice: Path) -> None:
    """La cartella di lavoro non conta."""
    commit(radice)
    write_dati(radice / "data", contratti="guasto")
    assert read(radice, "HEAD~1", "HEAD")["frase"].startswith(APRE)
    assert "chiude 762 giorni" in read(radice, "HEAD", "principale~1")["frase"]
    assert read(radice, "HEAD", "principale")["frase"] == "Nessuna conclusione cambia."


def test_due_cartelle_senza_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Chi tiene i dati in una cartella condivisa confronta le copie."""
    write_dati(tmp_path / "prima")
    write_dati(tmp_path / "dopo", contratti=FINITO)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert read(tmp_path, "prima", "dopo")["frase"].startswith(APRE)
    assert "chiude 762" in read(tmp_path, "dopo", "--dati", "prima")["frase"]


def test_una_cartella_e_una_revisione(radice: Path) -> None:
    """In qualunque ordine."""
    assert read(radice, "HEAD", "data")["frase"].startswith(APRE)
    assert "chiude" in read(radice, "data", "HEAD")["frase"]


def test_un_nome_di_ramo_e_di_cartella_non_si_indovina(radice: Path) -> None:
    """L'ambiguità si dice, con i due modi di toglierla."""
    git(radice, "branch", "data")
    uscita = ask(radice, "data")
    assert uscita.codice == 2
    assert "./data" in uscita.err
    assert "refs/heads/data" in uscita.err
    assert read(radice, "refs/heads/data", "./data")["frase"].startswith(APRE)


def test_la_finestra_si_sceglie(radice: Path) -> None:
    """Fuori dalla finestra le lacune non contano; le scadenze sì."""
    risposta = read(radice, "--dal", "2022-12-01", "--al", "2022-12-31")
    assert [t["giorni"] for q in risposta["quartieri"] for t in q["tratti"]] == [31]
    prima = read(radice, "--dal", "2021-01-01", "--al", "2021-12-31")
    assert prima["quartieri"] == []
    assert prima["frase"].startswith("Questa modifica non apre né chiude lacune nella finestra.")
    assert prima["scadenze"]


# ——— che cosa si dice


def test_le_segnalazioni_nuove_hanno_il_posto_di_adesso_le_risolte_quello_di_prima(radice: Path) -> None:
    """Ciascuna si apre dov'è scritta."""
    nuove = {(s["codice"], s["file"]) for s in read(radice)["nuove"]}
    risolte = {(s["codice"], s["file"]) for s in read(radice, "data", "HEAD")["risolte"]}
    assert ("lacuna-in-corso", "data/quartieri.yaml") in nuove
    assert ("scaduto-senza-seguito", "data/contratti.yaml") in nuove
    assert nuove == risolte
    commit(radice)
    assert ("lacuna-in-corso", "HEAD:data/quartieri.yaml") in {
        (s["codice"], s["file"]) for s in read(radice, "HEAD", "HEAD~1")["risolte"]
    }


def test_righe_spostate_non_sono_una_differenza(radice: Path) -> None:
    """Un commento in testa cambia tutte le righe e nessuna conclusione."""
    commit(radice)
    write_dati(radice / "data", contratti="# uno\n# due\n" + FINITO)
    uscita = ask(radice)
    assert "Nessuna conclusione cambia." in uscita.out
    assert ask(radice, "--format", "csv").out == ""


def test_la_frase_nomina_tutti_i_quartieri(tmp_path: Path) -> None:
    """Chi legge solo quella sa dove guardare, e quanti giorni per ciascuno."""
    due = QUARTIERI + "  - {id: sud, nome: Sud}\n"
    contratti = CONTRATTI.replace("[nord]", "[nord, sud]")
    write_dati(tmp_path / "prima", due, contratti)
    write_dati(tmp_path / "dopo", due, contratti.replace("2030-12-31", "2024-12-30"))
    frase = read(tmp_path, "prima", "dopo")["frase"]
    assert "apre 2 giorni di lacuna a Nord (1) e Sud (1), almeno 1.000 abitanti-giorni" in frase


def test_un_quartiere_tolto_dai_dati_non_e_una_lacuna_chiusa(tmp_path: Path) -> None:
    """E uno aggiunto non è una lacuna aperta: la frase lo distingue."""
    due = QUARTIERI + "  - {id: sud, nome: Sud, popolazione: {abitanti: 10, fonte: prova}}\n"
    write_dati(tmp_path / "uno")
    write_dati(tmp_path / "due", due)
    entra, esce = (read(tmp_path, *lati)["frase"] for lati in (("uno", "due"), ("due", "uno")))
    assert entra.startswith("Questa modifica fa entrare nei dati 1.096 giorni di lacuna a Sud, 10.960 abitanti-giorni.")
    assert esce.startswith("Questa modifica toglie dai dati 1.096 giorni di lacuna con il quartiere Sud, 10.960 ")


def test_una_pagina_per_una_richiesta_di_modifica(radice: Path) -> None:
    """Titolo, frase, tabelle: e il testo dei dati non diventa mai marcatura."""
    ostile = "<script>alert(1)</script> | [x](http://y) @tutti"
    write_dati(radice / "data", QUARTIERI.replace("Nord", json.dumps(ostile)), FINITO)
    pagina = ask(radice, "--format", "md").out
    assert pagina.startswith("## Che cosa cambia: HEAD (")
    reso = MarkdownIt("commonmark", {"html": True}).enable("table").render(pagina)
    assert "<script" not in reso
    assert 'href="http://y"' not in reso
    assert reso.count("<table>") == 4


def test_le_tabelle_lunghe_si_ripiegano(tmp_path: Path) -> None:
    """Un commento di mille righe non lo legge nessuno."""
    voci = [CONTRATTI.partition("contratti:\n")[2].replace("nord-2020", f"nord-{i}") for i in range(12)]
    testo = "aggiornato_al: 2023-01-17\ncontratti:\n" + "".join(voci)
    write_dati(tmp_path / "prima", contratti=testo)
    write_dati(tmp_path / "dopo", contratti=testo.replace("2030-12-31", "2022-11-30"))
    pagina = ask(tmp_path, "prima", "dopo", "--format", "md").out
    assert "<details>\n<summary>Date dei contratti spostate (12 righe)</summary>\n\n| Contratto |" in pagina
    assert pagina.count("<details>") == pagina.count("\n\n</details>")
    assert "### Giorni che cambiano" in pagina


def test_una_riga_per_differenza_in_un_foglio_di_calcolo(radice: Path) -> None:
    """Tutte con le stesse colonne."""
    righe = list(csv.DictReader(StringIO(ask(radice, "--format", "csv").out)))
    assert {r["che_cosa"] for r in righe} == {"giorni", "data", "segnalazione-nuova"}
    giorni = next(r for r in righe if r["che_cosa"] == "giorni")
    assert (giorni["id"], giorni["dal"], giorni["giorni"]) == ("nord", "2022-12-01", "762")


def test_gli_stessi_byte(radice: Path) -> None:
    """Stessi dati, stesso giorno: in ogni formato."""
    for formato in ("table", "json", "md", "csv"):
        assert ask(radice, "--format", formato) == ask(radice, "--format", formato)


def test_in_un_file_con_il_formato_della_sua_estensione(radice: Path) -> None:
    """Come ogni altro comando."""
    assert ask(radice, "-o", "diff.md").codice == 0
    assert (radice / "diff.md").read_text(encoding="utf-8").startswith("## Che cosa cambia")


# ——— domande poste male, dati illeggibili


@pytest.mark.parametrize(
    ("argomenti", "detto"),
    [
        (["principal"], "forse intendevi «principale»?"),
        (["HEAD..principale"], "ldq diff HEAD principale"),
        (["--", "--help"], "«--help» non è una revisione"),
        (["./nulla"], "né una cartella"),
        (["HEAD", "HEAD", "HEAD"], "di troppo: HEAD"),
        (["./data", "./data", "--dati", "data"], "togliere --dati"),
        (["HEAD", "HEAD", "--dati", "altrove"], "«altrove» non aveva dati"),
        (["--dal", "2024-01-01", "--al", "2023-01-01"], "scambiare --dal e --al"),
    ],
)
def test_le_domande_poste_male(radice: Path, argomenti: list[str], detto: str) -> None:
    """Escono con 2, e dicono che cosa scrivere."""
    uscita = ldq("diff", "--oggi", OGGI, *argomenti, cartella=radice)
    assert (uscita.codice, uscita.out) == (2, "")
    assert detto in uscita.err


def test_la_cartella_dell_ambiente_non_disturba_due_cartelle(radice: Path) -> None:
    """Vale per tutti i comandi: non l'ha scritta chi chiede."""
    ambiente = {**AMBIENTE, "LDQ_DATI": "data"}
    assert ldq("diff", "./data", "./data", "--oggi", OGGI, cartella=radice, ambiente=ambiente).codice == 0


def test_i_dati_illeggibili_di_tutti_e_due_i_lati(radice: Path) -> None:
    """Si dicono insieme, ognuno con il suo posto, e si esce con 3."""
    write_dati(radice / "data", contratti=CONTRATTI.replace("2020-01-01", "20x0"))
    commit(radice)
    write_dati(radice / "data", contratti=CONTRATTI.replace("2030-12-31", "2030-13-31"))
    uscita = ask(radice)
    assert (uscita.codice, uscita.out) == (3, "")
    assert "HEAD:data/contratti.yaml:7:13: errore[data-non-valida]" in uscita.err
    assert "\ndata/contratti.yaml:8:20: errore[data-non-valida]" in uscita.err
    assert "2 problemi" in uscita.err


def test_i_rami_e_le_etichette_si_completano(radice: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Quelli del deposito dei dati; fuori da un deposito, nulla e nessun errore."""
    git(radice, "tag", "prima-della-gara")
    shell = {"_LDQ_COMPLETE": "complete_bash", "COMP_WORDS": "ldq diff pri", "COMP_CWORD": "2"}
    ambiente = {**AMBIENTE, **shell}
    assert set(ldq(cartella=radice, ambiente=ambiente).out.split()) == {"principale", "prima-della-gara"}
    fuori = write_dati(tmp_path_factory.mktemp("fuori"))
    assert ldq(cartella=fuori, ambiente=ambiente).out.split() == []
