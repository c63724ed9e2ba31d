"""La bozza: solo le righe necessarie, scritte come le scriverebbe una persona."""

from __future__ import annotations

from difflib import unified_diff
from typing import TYPE_CHECKING, Any

import pytest

from ldq_planner.errors import InvalidDataError
from ldq_planner.modifica.testo.bozza import Bozza

if TYPE_CHECKING:
    from collections.abc import Callable

TESTO = """\
aggiornato_al: 2023-01-17

contratti:
  # il primo
  - id: uno
    quartieri: [nord] # uno solo
    inizio: 2020 # «dal 2020»
    scadenza_base: 2023-06-30

    equipe:
      - {figura: operatore, numero: 1}
    nota: >- # ripiegata
      una nota
      su due righe
    # ultimo commento di uno

  - id: due
    opzioni:
      - tipo: rinnovo
        stato: aperta # da decidere
        durata_mesi: 6
    fonte: prova
"""
UNO, DUE = ("contratti", 0), ("contratti", 1)


def _delta(prima: str, dopo: str) -> list[str]:
    """Le righe tolte e aggiunte."""
    return [
        r
        for r in unified_diff(prima.splitlines(), dopo.splitlines(), n=0, lineterm="")
        if r[:2] not in ("--", "++", "@@")
    ]


@pytest.mark.parametrize(
    ("percorso", "valore", "attese"),
    [
        pytest.param(
            (*UNO, "inizio"),
            "2020-02-01",
            ["-    inizio: 2020 # «dal 2020»", "+    inizio: 2020-02-01 # «dal 2020»"],
            id="il commento accanto resta",
        ),
        pytest.param(
            (*UNO, "scadenza_effettiva"),
            "2023-12-31",
            ["+    scadenza_effettiva: 2023-12-31"],
            id="un campo nuovo sta al suo posto fra gli altri",
        ),
        pytest.param(
            (*UNO, "cig"), "0123456789", ['+    cig: "0123456789"'], id="un CIG di sole cifre va fra virgolette"
        ),
        pytest.param((*UNO, "cig"), "7E12345678", ['+    cig: "7E12345678"'], id="anche se sembra un esponente"),
        pytest.param((*DUE, "fonte"), "no", ["-    fonte: prova", '+    fonte: "no"'], id="un no è un testo"),
        pytest.param((*DUE, "fonte"), "a: b", ["-    fonte: prova", '+    fonte: "a: b"'], id="due punti"),
        pytest.param((*DUE, "fonte"), 'un "a" #1', ["-    fonte: prova", "+    fonte: 'un \"a\" #1'"], id="virgolette"),
        pytest.param(
            (*UNO, "nota"),
            "corta",
            ["-    nota: >- # ripiegata", "-      una nota", "-      su due righe", "+    nota: corta # ripiegata"],
            id="un testo ripiegato torna su una riga",
        ),
        pytest.param(
            (*DUE, "opzioni", 0, "stato"),
            "esercitata",
            ["-        stato: aperta # da decidere", "+        stato: esercitata # da decidere"],
            id="dentro un'opzione",
        ),
        pytest.param(
            (*UNO, "quartieri"),
            ["nord", "sud"],
            ["-    quartieri: [nord] # uno solo", "+    quartieri: [nord, sud] # uno solo"],
            id="un elenco fra parentesi resta fra parentesi",
        ),
        pytest.param((*DUE, "importo_eur"), 828415.2, ["+    importo_eur: 828415.20"], id="un importo ha due decimali"),
        pytest.param(
            ("aggiornato_al",), "2023-02-01", ["-aggiornato_al: 2023-01-17", "+aggiornato_al: 2023-02-01"], id="in cima"
        ),
    ],
)
def test_un_valore(percorso: tuple[str | int, ...], valore: Any, attese: list[str]) -> None:
    """Cambia la sua riga, e basta."""
    bozza = Bozza(TESTO)
    bozza.set_valore(percorso, valore)
    assert _delta(TESTO, bozza.testo) == attese


@pytest.mark.parametrize(
    ("cambia", "attese"),
    [
        pytest.param(
            lambda f: f.append((*UNO, "equipe"), {"figura": "esperto", "numero": 2}),
            ["+      - {figura: esperto, numero: 2}"],
            id="fra graffe, se gli altri lo sono",
        ),
        pytest.param(
            lambda f: f.append((*DUE, "opzioni"), {"tipo": "proroga", "scadenza": "2023-12-31"}),
            ["+      - tipo: proroga", "+        scadenza: 2023-12-31"],
            id="a blocco, se gli altri lo sono",
        ),
        pytest.param(
            lambda f: f.append((*UNO, "opzioni"), {"tipo": "proroga"}),
            ["+    opzioni:", "+      - tipo: proroga"],
            id="un elenco che non c'era",
        ),
        pytest.param(
            lambda f: f.append(("contratti",), {"id": "tre", "opzioni": []}),
            ["+", "+  - id: tre"],
            id="un'entità dopo una riga vuota",
        ),
        pytest.param(
            lambda f: f.append((*UNO, "quartieri"), "sud"),
            ["-    quartieri: [nord] # uno solo", "+    quartieri: [nord, sud] # uno solo"],
            id="fra parentesi",
        ),
        pytest.param(
            lambda f: f.remove((*DUE, "opzioni", 0, "durata_mesi")),
            ["-        durata_mesi: 6"],
            id="si toglie un campo",
        ),
        pytest.param(
            lambda f: f.remove((*DUE, "opzioni", 0, "tipo")),
            ["-      - tipo: rinnovo", "-        stato: aperta # da decidere", "+      - stato: aperta # da decidere"],
            id="il primo campo lascia il trattino al secondo",
        ),
        pytest.param(
            lambda f: f.remove(UNO),
            [f"-{riga}" for riga in TESTO.splitlines()[4:14]],
            id="un'entità, con le sue righe; i commenti restano",
        ),
    ],
)
def test_piu_righe(cambia: Callable[[Bozza], None], attese: list[str]) -> None:
    """Si aggiunge e si toglie nella forma che il file ha già."""
    bozza = Bozza(TESTO)
    cambia(bozza)
    assert _delta(TESTO, bozza.testo) == attese


COMMENTATO = """\
contratti:
  - durata_mesi: 12 # accanto al primo
    # sopra
    stato: aperta # da decidere
    nota: >- # ripiegata
      una nota
      su due righe
    fonte: prova
  - {tipo: x, # del tipo
     stato: y, # dello stato
     fonte: z} # della fonte
"""


@pytest.mark.parametrize(
    ("percorso", "attese"),
    [
        ((0, "durata_mesi"), ["-  - durata_mesi: 12 # accanto al primo", "+  - # accanto al primo"]),
        ((0, "stato"), ["-    stato: aperta # da decidere", "+    # da decidere"]),
        ((0, "nota"), ["-    nota: >- # ripiegata", "-      una nota", "-      su due righe", "+    # ripiegata"]),
        ((0, "fonte"), ["-    fonte: prova"]),
        ((1, "tipo"), ["-  - {tipo: x, # del tipo", "+  - { # del tipo"]),
        ((1, "stato"), ["-     stato: y, # dello stato", "+      # dello stato"]),
        (
            (1, "fonte"),
            [
                "-     stato: y, # dello stato",
                "-     fonte: z} # della fonte",
                "+     stato: y # dello stato",
                "+     } # della fonte",
            ],
        ),
    ],
    ids=str,
)
def test_di_un_campo_tolto_il_commento_resta(percorso: tuple[int, str], attese: list[str]) -> None:
    """L'ha scritto una persona, e lo toglie una persona: il primo, uno di mezzo, un testo ripiegato, fra parentesi."""
    bozza = Bozza(COMMENTATO)
    atteso = bozza.read(("contratti", percorso[0]))
    del atteso[percorso[1]]
    bozza.remove(("contratti", *percorso))
    assert _delta(COMMENTATO, bozza.testo) == attese
    assert Bozza(bozza.testo).read(("contratti", percorso[0])) == atteso


def test_un_testo_lungo_si_ripiega() -> None:
    """A 120 colonne, come il resto."""
    bozza = Bozza(TESTO)
    bozza.set_valore((*DUE, "fonte"), " ".join(["parola"] * 30))
    righe = bozza.testo.splitlines()
    assert righe[-3] == "    fonte: >-"
    assert max(map(len, righe)) <= 120
    assert Bozza(bozza.testo).read((*DUE, "fonte")) == " ".join(["parola"] * 30)


def test_piu_modifiche_insieme() -> None:
    """Anche nello stesso punto: ciò che sta più dentro viene prima."""
    bozza = Bozza(TESTO.replace("    fonte: prova\n", ""))
    bozza.append(("contratti",), {"id": "tre"})
    bozza.set_valore((*DUE, "nota"), "b")
    bozza.set_valore((*DUE, "importo_eur"), 5)
    bozza.append((*DUE, "opzioni"), {"tipo": "proroga"})
    coda = ["      - tipo: proroga", "    importo_eur: 5", "    nota: b", "", "  - id: tre"]
    assert bozza.testo.splitlines()[-5:] == coda


def test_lo_stesso_punto_due_volte_e_un_errore() -> None:
    """Quale dei due valori conti non si sa."""
    bozza = Bozza(TESTO)
    bozza.set_valore((*DUE, "fonte"), "a")
    bozza.set_valore((*DUE, "fonte"), "b")
    with pytest.raises(ValueError, match="stesso punto"):
        _ = bozza.testo


def test_gli_a_capo_sono_quelli_del_file() -> None:
    """CRLF, senza l'ultimo, con il segno d'ordine: tutto resta, e ciò che si aggiunge lo segue."""
    testo = "\ufeff" + TESTO.replace("\n", "\r\n").removesuffix("\r\n")
    bozza = Bozza(testo)
    bozza.append(("contratti",), {"id": "tre", "titolo": "t"})
    assert bozza.testo == testo + "\r\n\r\n  - id: tre\r\n    titolo: t"


@pytest.mark.parametrize("testo", ["a: [", "a: 1\na: 2\n", "# solo un commento\n", "{}", "- a\n", "a: *b\n"])
def test_un_file_che_non_si_legge_non_si_cambia(testo: str) -> None:
    """Lo si dice con le stesse parole di chi legge, e il nome del file."""
    with pytest.raises(InvalidDataError) as errore:
        Bozza(testo, "contratti.yaml")
    assert all(f.posizione is not None and f.posizione.file == "contratti.yaml" for f in errore.value.findings)


def test_si_trova_per_id() -> None:
    """E ciò che non c'è, non c'è."""
    bozza = Bozza(TESTO)
    assert bozza.find("contratti", "due") == DUE
    assert bozza.find("contratti", "tre") is None
    assert bozza.find("quartieri", "due") is None
    assert bozza.read((*DUE, "ignoto", "altro")) is None
