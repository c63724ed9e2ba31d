"""Un file nuovo: si legge bene, e il programma lo legge."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from tests.supporto import write_dati

from ldq_planner.dates.incerta import parse_data
from ldq_planner.loading.cartella import load_portafoglio
from ldq_planner.modifica.testo.scrittura import compose_file

if TYPE_CHECKING:
    from pathlib import Path

VOCE = {
    "id": "nord-2020",
    "quartieri": ["nord"],
    "tipo": "gruppo-interno",
    "titolo": "Gruppo: interno",
    "affidatari": [{"nome": "Alfa", "ruolo": "capogruppo"}, {"nome": "Beta"}],
    "cig": "0123456789",
    "inizio": parse_data("2020-01~"),
    "durata_mesi": 36,
    "opzioni": (),
    "importo_eur": Decimal("1200.5"),
    "cup": None,
    "fonte": "prova",
}
ATTESO = """\
# yaml-language-server: $schema=schemi/contratti.schema.json
#
# Prova
aggiornato_al: 2023-01-17

contratti:
  - id: nord-2020
    quartieri: [nord]
    tipo: gruppo-interno
    titolo: "Gruppo: interno"
    affidatari:
      - nome: Alfa
        ruolo: capogruppo
      - nome: Beta
    cig: "0123456789"
    inizio: 2020-01~
    durata_mesi: 36
    importo_eur: 1200.50
    fonte: prova

  - id: altro
    quartieri: [nord]
    tipo: gruppo-interno
    titolo: Altro
    inizio: non noto
    scadenza_base: non noto
    fonte: prova
"""


def test_un_file_intero(tmp_path: Path) -> None:
    """Lo schema in testa, una riga vuota fra le entità, virgolette dove servono; ciò che manca si tace."""
    altro = {"id": "altro", "quartieri": ["nord"], "tipo": "gruppo-interno", "titolo": "Altro"}
    altro |= {"inizio": "non noto", "scadenza_base": "non noto", "fonte": "prova"}
    radice = {"aggiornato_al": "2023-01-17", "contratti": [VOCE, altro]}
    testo = compose_file(radice, schema="schemi/contratti.schema.json", intestazione="Prova")
    assert testo == ATTESO
    contratto = load_portafoglio(write_dati(tmp_path, contratti=testo)).contratti[0]
    assert (contratto.cig, contratto.importo_eur, contratto.inizio) == ("0123456789", Decimal("1200.5"), VOCE["inizio"])


def test_un_file_senza_entita() -> None:
    """L'elenco vuoto si scrive: è ciò che il file promette."""
    testo = compose_file({"aggiornato_al": "2023-01-17", "contratti": []}, schema="s")
    assert testo == "# yaml-language-server: $schema=s\naggiornato_al: 2023-01-17\ncontratti: []\n"
