"""`ldq gara --confronta`: ogni procedura della legge, se è ammessa e perché, e le stesse date che dà da sola."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from tests.gare import get_diritto
from tests.supporto import ldq

PROFILI = ("minimo", "probabile", "massimo")


def ask(*argomenti: str) -> Any:
    """La risposta per le macchine."""
    uscita = ldq("gara", *" ".join(argomenti).split(), "--format", "json")
    assert (uscita.codice, uscita.err) == (0, "")
    return json.loads(uscita.out)


def list_esiti(*argomenti: str) -> dict[str, str]:
    """Procedura → se è ammessa."""
    return {p["procedura"]: p["esito"] for p in ask("--confronta --oggi 2026-01-12", *argomenti)["procedure"]}


@pytest.mark.parametrize(
    "domanda",
    [
        "--da 2026-02-02",
        "--invio 2023-03-01 --ricorso",
        "--servizio-dal 2024-01-01 --urgenza --importo 600000 --iva esclusa",
        "--servizio-dal 2027-01-01 --esecuzione-anticipata --fase valutazione=90",
    ],
)
def test_le_date_sono_quelle_che_la_procedura_ha_da_sola(domanda: str) -> None:
    """In ogni profilo; e ci sono tutte le procedure che le norme conoscono."""
    risposta = ask(domanda, "--confronta --oggi 2022-11-02")
    note = {p.id for p in get_diritto().norme.procedure.procedure}
    assert {p["procedura"] for p in risposta["procedure"]} == note
    for procedura in risposta["procedure"]:
        for tempi in procedura["tempi"]:
            sola = ldq(
                "gara",
                *domanda.split(),
                *("--procedura", procedura["procedura"], "--profilo", tempi["profilo"]),
                *("--oggi", "2022-11-02", "--format", "json"),
            )
            if sola.codice == 0:  # da sola, un'opzione che la procedura non prevede si rifiuta
                esito = json.loads(sola.out)
                campi = ("inizio_preparazione", "invio", "pubblicazione", "avvio", "margine_giorni", "regime")
                assert {c: tempi[c] for c in campi} == {c: esito[c] for c in campi}, procedura["procedura"]


@pytest.mark.parametrize(
    ("domanda", "campo", "verso"),
    [
        pytest.param("--da 2026-02-02", "avvio", 1, id="in-avanti-chi-comincia-prima"),
        pytest.param("--servizio-dal 2027-01-01", "invio", -1, id="all-indietro-chi-si-bandisce-più-tardi"),
    ],
)
def test_l_ordine_e_quello_di_cio_che_si_legge(domanda: str, campo: str, verso: int) -> None:
    """Prima quelle che nulla esclude; fra loro, il giorno probabile."""
    procedure = ask(domanda, "--confronta --importo 900000 --iva esclusa --oggi 2026-01-12")["procedure"]
    escluse = [p["esito"] == "escluso" for p in procedure]
    assert escluse == sorted(escluse)
    for gruppo in (False, True):
        date = [p["tempi"][1][campo] for p in procedure if (p["esito"] == "escluso") == gruppo and p["tempi"]]
        assert date == sorted(date, reverse=verso < 0)
    assert [[t["profilo"] for t in p["tempi"]] for p in procedure if p["tempi"]] == [[*PROFILI]] * len(procedure)


def test_il_valore_decide_chi_e_ammesso() -> None:
    """139.999 euro: l'affidamento diretto sì, la negoziata no; 749.999 il contrario; 750.000 nessuna delle due."""
    coppia = ("affidamento-diretto", "negoziata")
    ammesse = {
        n: tuple(list_esiti(f"--invio 2026-02-02 --importo {n} --iva esclusa")[p] == "escluso" for p in coppia)
        for n in (139_999, 749_999, 750_000)
    }
    assert ammesse == {139_999: (False, True), 749_999: (True, False), 750_000: (True, True)}


def test_senza_un_valore_cio_che_ne_dipende_e_da_verificare() -> None:
    """E si dice da quale a quale."""
    assert list_esiti("--invio 2026-02-02")["negoziata"] == "da-verificare"
    testo = ldq("gara", *["--confronta", "--invio", "2026-02-02", "--oggi", "2026-01-12"]).out
    assert "da € 140.000 netti in su; sotto € 750.000 netti" in testo
    assert "il valore non è detto" in testo


def test_se_decide_l_aliquota_si_dice_quale() -> None:
    """900.000 euro con l'IVA: al 22 % stanno sotto 750.000 netti, al 10 e al 5 no."""
    risposta = ask("--confronta --invio 2026-02-02 --importo 900000 --iva inclusa --oggi 2026-01-12")
    negoziata = next(p for p in risposta["procedure"] if p["procedura"] == "negoziata")
    assert (negoziata["esito"], sorted(negoziata["aliquote_escluse"])) == ("da-verificare", [5, 10])


def test_prima_della_sua_legge_una_procedura_e_esclusa() -> None:
    """La co-progettazione del 2017: prima del Codice del Terzo settore non c'era."""
    assert list_esiti("--invio 2017-08-02")["co-progettazione"] == "escluso"


def test_un_opzione_che_una_procedura_non_prevede_si_dice() -> None:
    """Non cambia le sue date, e chi legge lo deve sapere."""
    testo = ldq("gara", *["--confronta", "--invio", "2026-02-02", "--urgenza", "--ricorso", "--oggi", "2026-01-12"]).out
    (urgenza,) = (riga for riga in testo.splitlines() if riga.startswith("! l'urgenza non cambia nulla in: "))
    assert "Procedura negoziata" in urgenza
    assert "Procedura aperta" not in urgenza
    assert any(
        r.startswith("! il ricorso non cambia nulla in: ") and "Co-progettazione" in r for r in testo.splitlines()
    )


@pytest.mark.parametrize(
    ("argomenti", "messaggio"),
    [
        ("--invio 2026-02-02 --procedura aperta", "non si dice con --procedura"),
        ("--invio 2026-02-02 --profilo minimo --spiega", "non si dice con --profilo e --spiega"),
        ("--invio 2026-02-01", "non è un giorno lavorativo"),
        ("--invio 2026-02-02 --fase merenda=3", "non è una fase"),
        ("--invio 2026-02-02 --fase stipula=0", "il minimo è 1 giorno"),
    ],
)
def test_una_domanda_posta_male(argomenti: str, messaggio: str) -> None:
    """Esce con 2, e dice che cosa togliere."""
    uscita = ldq("gara", "--confronta", *argomenti.split(), "--oggi", "2026-01-12")
    assert uscita.codice == 2
    assert messaggio in uscita.err
    assert "aiuto:" in uscita.err


def test_la_figura_ha_una_riga_per_procedura() -> None:
    """Con le date di ciascuna, che nessuna barra troppo corta taglia."""
    uscita = ldq("gara", *["--confronta", "--da", "2026-02-02", "--oggi", "2026-01-12", "--format", "svg"])
    assert uscita.codice == 0
    assert not re.search(r"/\d*…", uscita.out)
    for procedura in get_diritto().norme.procedure.procedure:
        assert procedura.nome in uscita.out
