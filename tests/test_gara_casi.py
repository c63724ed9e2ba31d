"""Domande a `ldq gara` su cui il programma si contraddiceva, con la risposta giusta."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.gare import day
from tests.supporto import ldq

from ldq_planner.dates.incerta import parse_data


def ask(argomenti: str) -> Any:
    """La risposta per le macchine."""
    uscita = ldq("gara", *argomenti.split(), "--format", "json")
    assert (uscita.codice, uscita.err) == (0, "")
    return json.loads(uscita.out)


def find_avvisi(risposta: Any, codice: str) -> list[str]:
    """I messaggi con quel codice."""
    return [a["messaggio"] for a in risposta["avvisi"] if a["codice"] == codice]


def find_fase(risposta: Any, id_: str) -> Any:
    """Il passo con quell'id."""
    return next(f for f in risposta["fasi"] if f["id"] == id_)


def test_una_sola_catena_anche_dove_inviare_prima_fa_tardi() -> None:
    """La preparazione comincia l'11/04/2023, e gli inviti non partono prima del 03/07: il 30/06 si attende ancora."""
    domanda = "--procedura negoziata --no-elettronica --servizio-dal 2023-12-15 --oggi 2022-05-29"
    risposta = ask(domanda)
    assert risposta["inizio_preparazione"] == find_fase(risposta, "progettazione")["inizio"] == "2023-04-11"
    assert risposta["margine_giorni"] == 317
    assert (risposta["invio_non_prima_del"], risposta["invio"]) == ("2023-07-03", "2023-07-03")
    (detto,) = find_avvisi(risposta, "invio-non-prima")
    assert "non prima del 03/07/2023" in detto
    assert "il 03/07/2023, né prima né dopo" in " ".join(ldq("gara", *domanda.split()).out.split())


def test_in_ritardo_e_in_tempo_non_si_dicono_insieme() -> None:
    """Il margine è di chi comincia oggi: se c'è, il primo avvio possibile è in tempo."""
    for oggi in ("2023-04-11", "2023-04-12"):
        risposta = ask(f"--procedura negoziata --servizio-dal 2023-12-15 --oggi {oggi}")
        assert (risposta["margine_giorni"] >= 0) == (risposta["ritardo_giorni"] == 0)


def test_il_limite_di_un_passo_e_il_giorno_da_cui_si_conta_quello_che_segue() -> None:
    """La Giunta si conta dal 25/05/2023: il progetto si conclude entro quel giorno, non entro il 22."""
    risposta = ask("--servizio-dal 2024-02-09 --oggi 2022-01-03")
    progetto, giunta = (find_fase(risposta, id_) for id_ in ("progettazione", "indirizzo"))
    assert (progetto["fine"], progetto["limite"], progetto["margine"]) == ("2023-05-22", "2023-05-25", 3)
    assert progetto["limite"] == giunta["inizio"]


def test_la_pubblicazione_ha_una_legge_sola_per_il_termine_e_per_giudicarlo() -> None:
    """Quella del giorno dell'invio: pubblicato l'ultimo giorno utile, non è oltre il termine."""
    risposta = ask("--invio 2023-12-22 --profilo massimo --oggi 2023-12-01")
    assert not [m for m in find_avvisi(risposta, "oltre-il-termine") if "Pubblicazione" in m]
    fase = find_fase(risposta, "pubblicazione")
    assert fase["fine"] == fase["termine_massimo"]


def test_l_altra_lettura_parte_dalla_stessa_determina() -> None:
    """Adottata il 26/06/2023: sei mesi dopo è Santo Stefano, e si passa al 27/12."""
    risposta = ask("--da 2022-12-01 --profilo massimo --oggi 2022-12-01")
    assert find_fase(risposta, "decisione_contrarre")["fine"] == "2023-06-26"
    altra = risposta["altra_lettura"]
    assert (altra["regime"], altra["aggiudicazione"]) == ("d50_dls", "2023-12-27")


@pytest.mark.parametrize(
    ("testo", "primo", "ultimo"),
    [
        pytest.param("2018-11-29~", "29/08/2018", "28/02/2019", id="tre-mesi-dopo-il-29-novembre-è-tutto-febbraio"),
        pytest.param("2018-11-30~", "30/08/2018", "28/02/2019", id="dal-primo-dicembre-a-fine-febbraio"),
        pytest.param("2018-11-28~", "28/08/2018", "28/02/2019", id="il-corrispondente-c-è"),
        pytest.param("2025-12-31~", "30/09/2025", "31/03/2026", id="fine-2025"),
        pytest.param("2019-11-29~", "29/08/2019", "29/02/2020", id="nell-anno-bisestile"),
    ],
)
def test_una_data_indicativa_vale_tre_mesi_contati_come_quelli_di_un_contratto(
    testo: str, primo: str, ultimo: str
) -> None:
    """Il giorno prima del corrispondente; se il corrispondente non c'è, l'ultimo del mese."""
    data = parse_data(testo)
    assert (data.primo, data.ultimo) == (day(primo), day(ultimo))


def test_cio_che_si_fissa_resta_fissato_e_si_dice_quale_termine_passa() -> None:
    """Quattrocento giorni di valutazione passano i sei mesi del D.L. 76/2020: non diventano venti."""
    risposta = ask("--invio 2022-05-02 --profilo massimo --fase valutazione=400 --oggi 2022-01-03")
    valutazione = find_fase(risposta, "valutazione")
    assert valutazione["giorni"] >= 400
    assert valutazione["durata"] == "400 giorni"
    assert any("«Aggiudicazione»" in m and "6 mesi" in m for m in find_avvisi(risposta, "oltre-il-termine"))


# ——— ogni opzione dice se ha spostato una data

SENZA_EFFETTO = {
    "--servizio-dal 2025-01-01 --urgenza": "nel profilo «probabile» «Ricezione delle offerte» dura 40 giorni, non i 15",
    "--servizio-dal 2025-01-01 --preinformazione": "«Ricezione delle offerte» dura 40 giorni, non i 15",
    "--servizio-dal 2025-01-01 --no-elettronica": "non dipende nessun termine",
    "--servizio-dal 2022-01-03 --no-elettronica": "dura 40 giorni, non i 30",
    "--invio 2024-02-12 --patrono": "non dipende nessun termine",
}


@pytest.mark.parametrize(("domanda", "perche"), SENZA_EFFETTO.items(), ids=SENZA_EFFETTO)
def test_un_opzione_che_non_sposta_nulla_lo_dice_e_dice_perche(domanda: str, perche: str) -> None:
    """Chi l'ha scritta crederebbe di averla usata."""
    (detto,) = find_avvisi(ask(f"{domanda} --oggi 2021-01-04"), "opzione-senza-effetto")
    assert detto.startswith(f"{domanda.rsplit(maxsplit=1)[-1]} non sposta nessuna data: ")
    assert perche in detto


CON_EFFETTO = {
    "--servizio-dal 2025-01-01 --profilo minimo --urgenza": "l'invio è il ",
    "--invio 2024-02-12 --profilo minimo --urgenza": "il servizio è il ",
    "--servizio-dal 2022-01-03 --profilo minimo --no-elettronica": "l'invio è il ",
}


@pytest.mark.parametrize(("domanda", "che_cosa"), CON_EFFETTO.items(), ids=CON_EFFETTO)
def test_un_opzione_che_sposta_una_data_dice_quale_e_di_quanto(domanda: str, che_cosa: str) -> None:
    """Con la data che sarebbe stata senza."""
    risposta = ask(f"{domanda} --oggi 2021-01-04")
    (detto,) = find_avvisi(risposta, "effetto-opzione")
    assert detto.startswith(f"{domanda.rsplit(maxsplit=1)[-1]}: {che_cosa}")
    assert " giorni " in detto
    assert not find_avvisi(risposta, "opzione-senza-effetto")


# ——— il genere del servizio


def test_il_genere_del_servizio_decide_la_soglia() -> None:
    """500.000 euro di servizi sociali stanno sotto, di altri servizi sopra; un genere inventato si rifiuta."""
    domanda = "--invio 2026-02-02 --importo 500000 --iva esclusa --oggi 2026-01-12"
    sociale, altro = (ask(f"{domanda} --servizio {s}") for s in ("sociale", "altro"))
    assert (sociale["sotto_soglia"], altro["sotto_soglia"]) == (True, False)
    assert sociale["avvio"] < altro["avvio"]
    uscita = ldq("gara", *domanda.split(), "--servizio", "sociali")
    assert uscita.codice == 2
    assert "forse intendevi «sociale»?" in uscita.err


def test_dove_conviene_attendere_un_altra_legge_si_dice() -> None:
    """Il bando del 30/12/2024 attende 35 giorni, quello del giorno dopo 32."""
    fisse = "--profilo minimo --fase valutazione=90 --fase comunicazioni=5 --oggi 2024-12-01"
    (detto,) = find_avvisi(ask(f"--invio 2024-12-30 {fisse}"), "conviene-attendere")
    assert "il 31/12/2024, sotto «Nuovo codice dopo il correttivo, D.Lgs. 209/2024»" in detto
    assert "10/06/2025, 1 giorno prima" in detto
    assert not find_avvisi(ask(f"--invio 2024-12-31 {fisse}"), "conviene-attendere")
