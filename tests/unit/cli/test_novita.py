"""`ldq novita`: il tempo e i dati, il silenzio, la lettera, le domande poste male."""

from __future__ import annotations

import json
import os
import subprocess
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from tests.supporto import CONTRATTI, ldq, write_dati
from tests.unit.cli.test_diff import FIRMA

from ldq_planner.reports.schemi import build_schemi

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

    from tests.supporto import Uscita

SCHEMA = Draft202012Validator(json.loads(build_schemi()["risposte/ldq-novita-1.schema.json"]))
OGGI = "2022-12-12"
"""Un lunedì: quello prima è il 5."""
FINISCE = CONTRATTI.replace("2030-12-31", "2022-12-07")
DURA = CONTRATTI


def commit(cartella: Path, giorno: str) -> None:
    """Registra tutto, a mezzogiorno di quel giorno."""
    quando = f"{giorno}T12:00:00+0100"
    ambiente = {n: v for n, v in os.environ.items() if not n.startswith("GIT_")} | FIRMA
    ambiente |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_COMMITTER_DATE": quando, "GIT_AUTHOR_DATE": quando}
    for comando in ("init --quiet", "add -A", "commit --quiet --allow-empty -m dati"):
        subprocess.run(["git", *comando.split()], cwd=cartella, env=ambiente, check=True, capture_output=True)


def write(radice: Path, contratti: str, giorno: str = "") -> None:
    """I dati come sono da adesso, registrati se si dice quando."""
    write_dati(radice / "data", contratti=contratti)
    if giorno:
        commit(radice, giorno)


@pytest.fixture
def radice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Un deposito vuoto, nel fuso di chi lo tiene."""
    monkeypatch.setenv("TZ", "Europe/Rome")
    return tmp_path


def ask(radice: Path, *argomenti: str, oggi: str = OGGI) -> Uscita:
    """`ldq novita` in quella cartella."""
    return ldq("novita", *argomenti, "--oggi", oggi, cartella=radice)


def read(radice: Path, *argomenti: str, oggi: str = OGGI) -> Any:
    """La risposta per le macchine."""
    uscita = ask(radice, *argomenti, "--format", "json", oggi=oggi)
    assert (uscita.codice, uscita.err) == (0, "")
    risposta = json.loads(uscita.out)
    SCHEMA.validate(risposta)
    return risposta


def list_codici(mutate: list[Any]) -> set[tuple[str, str]]:
    """Le segnalazioni, ciascuna con ciò che l'ha mossa."""
    return {(m["segnalazione"]["codice"], m["perche"]) for m in mutate}


# ——— il tempo e i dati


def test_un_contratto_che_finisce_lo_muove_il_tempo(radice: Path) -> None:
    """I dati non sono cambiati: il quartiere è rimasto senza perché è passato il giorno."""
    write(radice, FINISCE, "2022-12-01")
    risposta = read(radice)
    assert risposta["da"] == "2022-12-05"
    assert [(s["quartiere"]["id"], s["prima"], s["perche"]) for s in risposta["stati"]] == [
        ("nord", "in-scadenza", "tempo")
    ]
    assert risposta["frase"].startswith(
        "Da lunedì 05/12/2022 Nord (1.000 abitanti) è senza laboratorio dal 08/12/2022."
    )
    assert ("lacuna-in-corso", "tempo") in list_codici(risposta["nuove"])
    assert risposta["quartieri"] == risposta["scadenze"] == []
    assert list_codici(risposta["risolte"]) == set()  # scadeva, ed è scaduto: non si è risolto nulla


def test_una_correzione_la_muovono_i_dati(radice: Path) -> None:
    """Il contratto scritto mercoledì chiude ciò che lunedì era una lacuna vicina."""
    write(radice, FINISCE, "2022-12-01")
    write(radice, DURA, "2022-12-07")
    risposta = read(radice)
    assert [(s["quartiere"]["id"], s["prima"], s["perche"]) for s in risposta["stati"]] == [
        ("nord", "in-scadenza", "dati")
    ]
    assert "Nord (1.000 abitanti) ora è coperto fino al 31/12/2030" in risposta["frase"]
    assert {perche for _, perche in list_codici(risposta["risolte"])} == {"dati"}
    assert risposta["nuove"] == []
    assert [(d["contratto"], d["quale"]) for d in risposta["scadenze"]][:1] == [("nord-2020", "base")]


def test_cio_che_si_scrive_di_lunedi_si_legge_il_lunedi_dopo(radice: Path) -> None:
    """I dati di allora sono quelli di quando il giorno cominciava: nulla si perde."""
    write(radice, FINISCE, "2022-12-01")
    write(radice, DURA, "2022-12-05")
    assert read(radice)["scadenze"]
    assert read(radice, "--da", "2022-12-06")["scadenze"] == []


def test_nulla_di_nuovo_e_silenzio(radice: Path) -> None:
    """Uscita vuota e codice 0: chi aspetta posta non riceve nulla."""
    write(radice, DURA, "2022-12-01")
    for argomenti in ((), ("--format", "posta")):
        uscita = ask(radice, *argomenti)
        assert (uscita.codice, uscita.out, uscita.err) == (0, "", "")


def test_cio_che_cade_fra_poco_e_una_novita_finche_cade(radice: Path) -> None:
    """L'ultimo giorno guardato è compreso."""
    write(radice, FINISCE, "2022-11-01")
    prossimi = [e["giorno"] for e in read(radice, "--giorni", "7", oggi="2022-11-30")["prossimi"]]
    assert prossimi == ["2022-12-07"]
    assert read(radice, "--giorni", "6", oggi="2022-11-30")["prossimi"] == []


def test_di_martedi_si_guarda_da_ieri_e_di_lunedi_da_una_settimana(radice: Path) -> None:
    """Lunedì scorso non è mai oggi."""
    write(radice, FINISCE, "2022-12-01")
    assert read(radice, oggi="2022-12-13")["da"] == "2022-12-12"
    assert read(radice, oggi="2022-12-18")["da"] == "2022-12-12"
    assert read(radice, oggi="2022-12-12")["da"] == "2022-12-05"


# ——— ciò che di allora non si sa


def test_senza_git_resta_il_tempo_e_si_dice(radice: Path) -> None:
    """Un'assenza non diventa una differenza."""
    write(radice, FINISCE)
    risposta = read(radice)
    assert risposta["revisione"] is None
    assert [s["perche"] for s in risposta["stati"]] == ["tempo"]
    assert any("solo ciò che ha fatto il tempo" in a for a in risposta["avvisi"])


def test_prima_del_primo_commit_e_con_dati_che_non_si_leggevano(radice: Path) -> None:
    """La ragione è detta."""
    write(radice, FINISCE, "2022-12-06")
    assert any("nessuna revisione" in a for a in read(radice)["avvisi"])
    write(radice, "guasto", "2022-12-07")
    write(radice, FINISCE, "2022-12-09")
    assert any("non si leggono" in a for a in read(radice, "--da", "2022-12-08")["avvisi"])


def test_da_una_revisione_il_giorno_e_il_suo(radice: Path) -> None:
    """Chi nomina un commit chiede da quando è stato registrato."""
    write(radice, FINISCE, "2022-12-01")
    write(radice, DURA, "2022-12-07")
    risposta = read(radice, "--da", "HEAD~1")
    assert (risposta["da"], risposta["revisione"].split()[0]) == ("2022-12-01", "HEAD~1")


@pytest.mark.parametrize(
    ("argomenti", "detto"),
    [
        (("--da", "2022-12-12"), "non viene prima del 12/12/2022"),
        (("--da", "HEAD~9"), "non è una revisione"),
        (("--da", "--help"), ""),
        (("--a", "x@example.org"), "aggiungere --format posta"),
        (("--format", "posta", "--a", "x@example.org\nBcc: y@example.org"), "non è un indirizzo di posta"),
        (("--format", "posta", "--a", "ufficio"), "non è un indirizzo di posta"),
    ],
)
def test_una_domanda_posta_male_si_rifiuta(radice: Path, argomenti: tuple[str, ...], detto: str) -> None:
    """Esce con 2, e nulla va su stdout."""
    write(radice, FINISCE, "2022-12-01")
    uscita = ask(radice, *argomenti)
    assert (uscita.codice, uscita.out) == (2, "")
    assert detto in uscita.err


# ——— la lettera


def read_lettera(radice: Path, *argomenti: str) -> EmailMessage:
    """La lettera, riletta da chi legge la posta."""
    file = radice / "novita.eml"
    uscita = ask(radice, "-o", str(file), *argomenti)
    assert (uscita.codice, uscita.out, uscita.err) == (0, "", "")
    messaggio = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert not messaggio.defects
    return messaggio


def test_la_lettera_dice_prima_chi_e_rimasto_senza(radice: Path) -> None:
    """Oggetto, destinatari, testo in 72 colonne, la stessa cosa in HTML; né percorsi né righe di file."""
    write(radice, FINISCE, "2022-12-01")
    messaggio = read_lettera(radice, "--a", "ufficio@example.org", "--a", "rup@example.org")
    assert messaggio["Subject"].endswith("12/12/2022: Nord senza laboratorio")
    assert messaggio["To"] == "ufficio@example.org, rup@example.org"
    testo, pagina = (messaggio.get_body((genere,)) for genere in ("plain", "html"))
    assert testo is not None
    assert pagina is not None
    scritto = testo.get_content()
    assert max(map(len, scritto.splitlines())) <= 72
    assert "Nord (1.000 abitanti) è senza laboratorio dal" in scritto
    assert "contratti.yaml:" not in scritto
    assert "^" not in scritto
    assert "<li>" in pagina.get_content()
    assert len(max((radice / "novita.eml").read_bytes().split(b"\n"), key=len)) <= 78


def test_la_stessa_lettera_ha_gli_stessi_byte(radice: Path) -> None:
    """Nessuna data e nessun confine a caso: li mette chi spedisce."""
    write(radice, FINISCE, "2022-12-01")
    una, altra = (ask(radice, "--format", "posta").out for _ in range(2))
    assert una == altra
    assert "\nDate:" not in una


def test_un_nome_ostile_resta_testo(radice: Path) -> None:
    """Nell'oggetto, nel testo, nella pagina."""
    nome = "Nord<script>alert(1)</script> =?utf-8?q?Bcc=3A?= & «sud»"
    write_dati(radice / "data", contratti=FINISCE)
    quartieri = (radice / "data/quartieri.yaml").read_text(encoding="utf-8")
    (radice / "data/quartieri.yaml").write_text(quartieri.replace("nome: Nord", f"nome: '{nome}'"), encoding="utf-8")
    commit(radice, "2022-12-01")
    messaggio = read_lettera(radice)
    assert nome.replace("=?", "= ?") in messaggio["Subject"]
    assert "Bcc" not in messaggio
    pagina = messaggio.get_body(("html",))
    assert pagina is not None
    assert "<script>" not in pagina.get_content()
