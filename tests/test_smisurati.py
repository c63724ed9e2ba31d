"""Pochi megabyte che chiederebbero minuti o gigabyte si rifiutano presto, con che cosa fare: qui in piccolo, con i limiti abbassati.

Quanto costano i file veri sta in docs/affidabilita.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.fuzz.corsa import use_programma_pronto
from tests.supporto import CONTRATTI, OGGI, ldq, write_dati

from ldq_planner.loading import albero, conversione, registro
from ldq_planner.loading.importazione import l190_xml, lavoro, ocds, tabella_csv

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LIMITI = {
    lavoro: {"OGNI": 10, "SENZA_FRUTTO": 20},
    tabella_csv: {"MAX_RIGHE": 20},
    l190_xml: {"_MAX_VUOTI": 20},
    ocds: {"MAX_VALORI": 500, "_MAX_VUOTI": 300, "MAX_INCROCI": 100},
    albero: {"MAX_NODI": 500, "MAX_CHIAVI": 20, "MAX_VOCI": 20},
    registro: {"MAX_VOCI": 20},
    conversione: {"MAX_SEGNALAZIONI": 20},
}
TESTATA = "oggetto,data inizio,data fine\n"
INCROCI = (
    '{"releases":[{"ocid":"a","tag":[],"awards":[{"id":"w","suppliers":[' + '{"name":"x"},' * 20 + '{"name":"x"}]}],'
    '"contracts":[' + '{"awardID":"w"},' * 9 + '{"awardID":"w"}]}]}'
)
DA_IMPORTARE = {
    "righe-vuote.csv": (TESTATA + "\n" * 40, "quasi tutte vuote"),
    "righe-corte.csv": (TESTATA + "a\n" * 40, "quasi tutte vuote"),
    "righe-senza-date.csv": (
        TESTATA + "un oggetto,non detto,non detto\n" * 20,
        "delle prime 20 righe non se ne importa",
    ),
    "colonne.csv": ("," * 20_000 + "\n", "più di 16384 colonne"),
    "marche.xml": ("<data>" + "<a/>" * 40 + "</data>", "quasi tutte vuote"),
    "lotti.xml": ("<data>" + "<lotto>            </lotto>" * 20 + "</data>", "delle prime 20 righe non se ne importa"),
    "vuoti.json": ('{"releases":[' + "{}," * 200 + "{}]}", "quasi tutti vuoti"),
    "valori.json": ("[" + "[]," * 400 + "[]]", "più di 500 valori"),
    "rilasci.json": ('{"releases":[' + "{}," * 20 + "{}]}", "delle prime 20 righe non se ne importa"),
    "contratti.json": (
        '{"ocid":"a","tag":[],"contracts":[' + "{}," * 20 + "{}]}",
        "delle prime 20 righe non se ne importa",
    ),
    "incroci.json": (INCROCI, "più di 100 incroci"),
    "righe.jsonl": ('{"ocid":"x","tag":[],"tender":{}}\n' + "{}\n" * 20, "delle prime 20 righe non se ne importa"),
}
GIORNO = '{"aggiornato_al":"2023-01-17"}\n'
DI_DATI = {
    "voci": ("contratti.yaml", "contratti:\n" + "- {}\n" * 40, "dopo 20 problemi la lettura si ferma"),
    "scalari": ("contratti.yaml", "contratti:\n" + "- a\n" * 40, "dopo 20 problemi la lettura si ferma"),
    "liste": ("contratti.yaml", "contratti: [" + "[],\n" * 600 + "]", "più di 500 valori"),
    "chiavi": ("contratti.yaml", "".join(f"k{i}: 1\n" for i in range(30)), "più di 20 chiavi"),
    "elenco in una voce": ("contratti.yaml", CONTRATTI + f"    opzioni: [{'{}, ' * 30}]\n", "più di 20 elementi"),
    "elenco in una riga": (
        "contratti.jsonl",
        GIORNO + '{"id":"a","opzioni":[' + "{}," * 30 + "{}]}\n",
        "più di 20 elementi",
    ),
    "chiavi in una riga": (
        *("contratti.jsonl", GIORNO + "{" + ",".join(f'"k{i}":1' for i in range(30)) + "}\n", "più di 20 chiavi"),
    ),
}


@pytest.fixture(scope="module", autouse=True)
def _limiti() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as cambi, use_programma_pronto():
        for modulo, suoi in LIMITI.items():
            for nome, valore in suoi.items():
                cambi.setattr(modulo, nome, valore)
        yield


@pytest.mark.parametrize("nome", DA_IMPORTARE)
def test_un_file_smisurato_si_rifiuta_con_che_cosa_fare(nome: str, tmp_path: Path) -> None:
    """Nulla si scrive."""
    testo, detto = DA_IMPORTARE[nome]
    (tmp_path / nome).write_text(testo, encoding="utf-8")
    uscita = ldq("importa", nome, "-o", "nuova", "--oggi", OGGI, cartella=tmp_path)
    assert (uscita.codice, (tmp_path / "nuova").exists()) == (3, False)
    assert detto in uscita.err
    assert "= aiuto: " in uscita.err


@pytest.mark.parametrize("nome", DI_DATI)
def test_dei_dati_smisurati_si_rifiutano(nome: str, tmp_path: Path) -> None:
    """Pochi problemi, e poi basta."""
    file, testo, detto = DI_DATI[nome]
    dati = write_dati(tmp_path / "dati", contratti=testo if file == "contratti.yaml" else "")
    if file != "contratti.yaml":
        (dati / file).write_text(testo, encoding="utf-8")
    uscita = ldq("status", "--dati", str(dati), "--oggi", OGGI)
    assert uscita.codice == 3
    assert detto in uscita.err
    assert uscita.err.count("errore[") <= 30
