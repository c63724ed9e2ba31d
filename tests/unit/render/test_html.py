"""La pagina HTML senza un browser: intera, da sola, uguale a sé stessa. In un browser vero: `tests/pagina/`."""

from __future__ import annotations

import html
import re
from functools import cache
from importlib import util
from typing import TYPE_CHECKING

import pytest
from tests.supporto import OGGI, ldq, read

if TYPE_CHECKING:
    from pathlib import Path

COMANDI = ("status", "copertura", "scenari lorenteggio-adp", "check", "rapporto", "regole", "spiega lacuna-in-corso")
SENZA_GIORNO = ("regole", "spiega lacuna-in-corso")

ogni_comando = pytest.mark.parametrize("comando", COMANDI)


@cache
def write(comando: str, *altri: str) -> str:
    """La pagina di un comando, scritta una volta sola."""
    giorno = () if comando in SENZA_GIORNO else ("--oggi", OGGI)
    uscita = ldq(*comando.split(), *giorno, "--format", "html", *altri)
    assert uscita.err == ""
    return uscita.out


@ogni_comando
def test_non_chiede_nulla_a_nessuno(comando: str) -> None:
    """Né stili, né caratteri, né figure, né script: gli unici indirizzi sono i nomi dei formati."""
    pagina = write(comando)
    assert re.findall(r'(?:src|href)="(?!#|data:)([^"]*)"', pagina) == []
    assert set(re.findall(r"https?://[^\s\"'<]+", pagina)) <= {"http://www.w3.org/2000/svg"}
    assert "default-src 'none'" in pagina


@ogni_comando
def test_due_volte_gli_stessi_byte(comando: str) -> None:
    """Nulla vi dipende dall'orologio o dall'ordine di un insieme."""
    assert write(comando) == write.__wrapped__(comando)


def test_ogni_cella_della_tabella_e_nella_pagina() -> None:
    """Ciò che si legge sullo schermo si legge anche qui."""
    pagina = html.unescape(re.sub(r"<[^>]+>", " ", write("status")))
    for cella in ("Lorenteggio", "✗ scoperto da 28 giorni", "30/06/2023", "circa 4.200", "117.600 abitanti-giorni"):
        assert cella in pagina


def test_una_data_e_anche_per_chi_legge_a_macchina() -> None:
    """`<time datetime>` con il giorno ISO; la colonna si mette in fila per giorno."""
    pagina = write("status")
    assert '<time datetime="2023-06-30">30/06/2023</time>' in pagina
    assert 'data-ordine="2023-06-30"' in pagina


def test_nessun_colore_da_solo() -> None:
    """Ogni parola colorata ha il suo segno, o dice da sé ciò che il colore dice."""
    toni = re.findall(r'<span class="tono (?:bene|allarme|attenzione|incerto)">([^<]*)</span>', write("rapporto"))
    assert toni
    assert [t for t in toni if not re.search(r"[✓✗!?▼▲=]|da verificare|art\.", t)] == []


def test_i_suggerimenti_restano_sullo_schermo() -> None:
    """Chi legge una pagina non ha il programma davanti."""
    assert "Per continuare" in ldq("status", "--oggi", OGGI).out
    assert "Per continuare" not in write("status")


def test_senza_il_componente_si_dice_come_averlo(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Una riga da copiare, il codice di chi ha chiesto male, e nessun file a metà."""
    monkeypatch.setattr(util, "find_spec", lambda _nome: None)
    uscita = ldq("status", "--oggi", OGGI, "-o", str(tmp_path / "a.html"))
    assert uscita == (
        2,
        "",
        (
            "ldq: per scrivere in html serve un componente che non è installato\n"
            "  aiuto: installare con: pip install 'ldq-planner[html]'\n"
        ),
    )
    assert [*tmp_path.iterdir()] == []


def test_nel_file_c_e_cio_che_andrebbe_in_un_tubo(tmp_path: Path) -> None:
    """L'estensione basta a dire il formato."""
    file = tmp_path / "stato.html"
    assert ldq("status", "--oggi", OGGI, "-o", str(file)).codice == 0
    assert read(file) == write("status")
