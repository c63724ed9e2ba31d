"""Importare un aggiornamento: cambia solo ciò che è cambiato, e resta ciò che ha scritto una persona."""

from __future__ import annotations

import time
from typing import Any

import pytest
from tests.supporto import RADICE, read

from ldq_planner.modifica.testo.fusione import merge_voci
from ldq_planner.modifica.testo.scrittura import compose_file

TESTO = """\
# i contratti del comune
aggiornato_al: 2023-01-17
contratti:
  - id: l190-1
    quartieri: [nord]
    titolo: Servizio # corretto a mano
    affidatari:
      - nome: Alfa # capogruppo?
        ruolo: capogruppo
      - nome: Beta
    inizio: 30/06/2023
    importo_eur: 828415.20
    nota: scritta a mano
    fonte: L.190
"""


def test_aggiunge_in_fondo_le_nuove() -> None:
    """Nell'ordine in cui arrivano, staccate."""
    dopo = merge_voci(TESTO, "contratti", [{"id": "b", "titolo": "B"}, {"id": "a", "titolo": "A"}])
    assert dopo == TESTO + "\n  - id: b\n    titolo: B\n\n  - id: a\n    titolo: A\n"


@pytest.mark.parametrize(
    "voce",
    [
        {"inizio": "2023-06-30"},
        {"importo_eur": "828415.2"},
        {"importo_eur": 828415.2},
        {"nota": None},
        {"affidatari": [{"nome": "Alfa"}, {"nome": "Beta", "ruolo": "singolo"}]},
        {"opzioni": []},
        {"quartieri": ("nord",)},
    ],
    ids=str,
)
def test_uguale_per_i_modelli_e_uguale(voce: dict[str, Any]) -> None:
    """Un'altra scrittura dello stesso valore, o un valore taciuto, non cambia un byte."""
    assert merge_voci(TESTO, "contratti", [{"id": "l190-1", **voce}]) == TESTO


def test_cambia_solo_cio_che_e_diverso() -> None:
    """Dentro un elenco, solo l'elemento che non torna."""
    voce = {
        "id": "l190-1",
        "titolo": "Servizio",
        "affidatari": [{"nome": "Alfa"}, {"nome": "Gamma"}, {"nome": "Delta"}],
    }
    dopo = merge_voci(TESTO, "contratti", [voce])
    assert dopo == TESTO.replace("- nome: Beta\n", "- nome: Gamma\n      - nome: Delta\n")


def test_un_elemento_tolto_e_tolto() -> None:
    """Gli altri, con i loro commenti, restano dove sono."""
    dopo = merge_voci(TESTO, "contratti", [{"id": "l190-1", "affidatari": [{"nome": "Alfa"}]}])
    assert dopo == TESTO.replace("      - nome: Beta\n", "")


def test_i_campi_in_cima() -> None:
    """Il giorno dei dati si aggiorna nella stessa lettura."""
    dopo = merge_voci(TESTO, "contratti", [], {"aggiornato_al": "2023-02-01"})
    assert dopo == TESTO.replace("al: 2023-01-17", "al: 2023-02-01")


def test_un_elenco_che_era_vuoto() -> None:
    """Nasce a blocco, con una riga vuota fra le entità."""
    dopo = merge_voci(
        "aggiornato_al: 2023-01-17\ncontratti: [] # ancora nulla\n", "contratti", [{"id": "a"}, {"id": "b"}]
    )
    assert dopo == "aggiornato_al: 2023-01-17\ncontratti: # ancora nulla\n  - id: a\n\n  - id: b\n"
    senza = merge_voci("aggiornato_al: 2023-01-17\n", "scenari", [{"id": "a", "inizio": "2024-01-01"}])
    assert senza == "aggiornato_al: 2023-01-17\n\nscenari:\n  - id: a\n    inizio: 2024-01-01\n"


def test_due_voci_con_lo_stesso_id_ne_fanno_una() -> None:
    """Di ogni campo, l'ultimo detto."""
    dopo = merge_voci(TESTO, "contratti", [{"id": "x", "titolo": "A", "nota": "una"}, {"id": "x", "titolo": "B"}])
    assert dopo == TESTO + "\n  - id: x\n    titolo: B\n    nota: una\n"


def test_i_dati_veri_su_se_stessi() -> None:
    """La presentazione, importata su ciò che una persona ne ha scritto, non cambia un byte."""
    from ldq_planner.modifica.testo.bozza import Bozza  # noqa: PLC0415 - solo qui si guarda dentro

    for nome, elenco in (("contratti.yaml", "contratti"), ("scenari.yaml", "scenari"), ("quartieri.yaml", "quartieri")):
        testo = read(RADICE / "data" / nome)
        assert merge_voci(testo, elenco, Bozza(testo).read((elenco,))) == testo


def test_migliaia_di_voci_in_secondi() -> None:
    """Si legge una volta sola: mille contratti, metà cambiati, non sono mille letture."""
    voci = [{"id": f"c-{n}", "quartieri": ["nord"], "titolo": f"Servizio {n}", "inizio": "2020"} for n in range(1000)]
    testo = compose_file({"aggiornato_al": "2023-01-17", "contratti": voci}, schema="s")
    nuove = [{**v, "inizio": "2021"} if n % 2 else v for n, v in enumerate(voci)]
    inizio = time.perf_counter()
    dopo = merge_voci(testo, "contratti", nuove)
    assert time.perf_counter() - inizio < 10
    assert dopo.count("inizio: 2021") == 500
