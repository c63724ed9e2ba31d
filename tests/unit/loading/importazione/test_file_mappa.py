"""Una mappa di colonne scritta male dice ogni problema al suo posto; scritta bene, dice ciò che vi si legge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ldq_planner.errors import InvalidDataError
from ldq_planner.loading.importazione.file_mappa import read_mappa
from ldq_planner.loading.importazione.istruzioni import Istruzioni

if TYPE_CHECKING:
    from pathlib import Path

STORTA = """\
colonne:
  titolo: Oggetto
  inizi: Dal
  fine: [a]
ordine_date: prima il mese
epoca: 1905
secolo: 21
decimali: ";"
fogli: a
codifica: boh
intestazione: [2, x]
luoghi: tanti
alias: {Nord: a, NORD: b}
"""
PROBLEMI = """\
3:3 «inizi» non è un campo: forse intendevi «inizio»?
4:3 un elenco non può stare in «colonne»: scrivere un nome
5:14 «prima il mese» non può stare in «ordine_date»: scrivere uno fra giorno-mese-anno, mese-giorno-anno, anno-mese-giorno
6:8 «1905» non può stare in «epoca»: scrivere 1900 o 1904
7:9 «21» non può stare in «secolo»: scrivere 1900 o 2000
8:11 «;» non può stare in «decimali»: scrivere virgola o punto
9:1 la chiave «fogli» non esiste: forse intendevi «foglio»?
10:11 «boh» non può stare in «codifica»: scrivere il nome di una codifica, per esempio mac-roman
11:1 un elenco non può stare in «intestazione»: scrivere il numero della riga, o [2, 3]
12:9 «tanti» non può stare in «luoghi»: scrivere elenco o uno
13:1 «NORD» è scritto in due modi che per noi sono lo stesso, e vale due luoghi: tenerne uno
"""


def read_problemi(cartella: Path, testo: str) -> str:
    """Posto, che cosa non va e che cosa scrivere: uno per riga."""
    file = cartella / "mappa.yaml"
    file.write_text(testo, encoding="utf-8")
    with pytest.raises(InvalidDataError) as errore:
        read_mappa(file)
    posti = [(f.posizione.riga, f.posizione.colonna) if f.posizione else (0, 0) for f in errore.value.findings]
    return "".join(
        f"{r}:{c} {f.messaggio}: {f.rimedio}\n" for (r, c), f in zip(posti, errore.value.findings, strict=True)
    )


def test_tutti_i_problemi_insieme_ognuno_al_suo_posto(tmp_path: Path) -> None:
    """Di una mappa con undici errori si leggono tutti la prima volta."""
    assert read_problemi(tmp_path, STORTA) == PROBLEMI


@pytest.mark.parametrize("testo", ["colonne: {}\n", "{}\n", "alias: {}\n"])
def test_una_mappa_che_non_dice_nulla_si_rifiuta(tmp_path: Path, testo: str) -> None:
    """Non la si accetta e ignora."""
    assert "non è una mappa di colonne" in read_problemi(tmp_path, testo)


@pytest.mark.parametrize("testo", ["Oggetto\n", "- titolo\n", ""])
def test_un_file_che_non_e_una_mappa_dice_come_cominciare(tmp_path: Path, testo: str) -> None:
    """Una parola, un elenco, nulla."""
    assert "1:1" in read_problemi(tmp_path, testo)


@pytest.mark.parametrize(
    ("testo", "attese"),
    [
        ("colonne: {fine: D, importo: 2023}", Istruzioni(colonne={"fine": "D", "importo": "2023"})),
        ("ordine_date: MM/GG/AAAA", Istruzioni(ordine_date="mese-giorno-anno")),
        ("epoca: 1904\nsecolo: '2000'", Istruzioni(epoca=1904, secolo=2000)),
        ("decimali: virgola", Istruzioni(decimali=",")),
        ("codifica: mac-roman", Istruzioni(codifica="mac-roman")),
        ("foglio: 2023", Istruzioni(foglio="2023")),
        ("intestazione: 3", Istruzioni(intestazione=(3,))),
        ("intestazione: [2, 03]", Istruzioni(intestazione=(2, 3))),
        ("luoghi: elenco", Istruzioni(luoghi="elenco")),
        ("alias: {Sett. Sud: Sud, SETT SUD: Sud}", Istruzioni(alias={"sett sud": "Sud"})),
    ],
)
def test_cio_che_si_scrive_e_cio_che_si_legge(tmp_path: Path, testo: str, attese: Istruzioni) -> None:
    """Anche una parola che sembra un numero."""
    file = tmp_path / "mappa.yaml"
    file.write_text(testo, encoding="utf-8")
    assert read_mappa(file) == attese
