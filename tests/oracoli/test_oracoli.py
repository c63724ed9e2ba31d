"""Gli esempi che altri hanno pubblicato: somme di mesi, ultimi giorni del mese, unioni e differenze di intervalli.

`oracoli.json` è una copia, con le fonti, dei fatti che riguardano giorni e mesi dei contratti. I festivi sono in
`test_festivi.py`; i termini di legge, che sono un'altra aritmetica, in `tests/unit/dates/test_calendario.py`.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import reduce
from pathlib import Path
from typing import Any

import pytest

from ldq_planner.dates.incerta import parse_data
from ldq_planner.dates.mesi import count_mesi, end_of_mesi
from ldq_planner.dates.periodo import InsiemeGiorni, Periodo

ORACOLI: dict[str, Any] = json.loads((Path(__file__).parent / "oracoli.json").read_text(encoding="utf-8"))
INTERVALLI: dict[str, list[dict[str, Any]]] = ORACOLI["interval_sets_bounds"]
SOMME: list[dict[str, Any]] = ORACOLI["add_period"]["cases"]
IN_AVANTI = [caso for caso in SOMME if caso["n"] > 0]
ALL_INDIETRO = [caso for caso in SOMME if caso["n"] < 0]
MESI_DI = {"months": 1, "years": 12}

# ——— dalla retta reale ai giorni
#
# Gli oracoli parlano di intervalli di numeri reali con estremi chiusi o aperti; noi di insiemi di giorni, cioè di
# numeri interi. Raddoppiando la retta ogni insieme degli oracoli, che ha estremi interi, si scrive senza perdere
# nulla come insieme di interi: l'intero pari 2a è il punto a, l'intero dispari 2a+1 è tutto ciò che sta fra a e a+1.
# Quindi un estremo sinistro chiuso in a è 2a, uno aperto 2a+1; uno destro chiuso in b è 2b, uno aperto 2b-1.
# Unione, differenza e intersezione si corrispondono esattamente, perché ogni punto ricade in un intero solo.
# ∓∞ diventano i bordi di una finestra più larga di ogni oracolo: il complemento si fa in quella.
ZERO = date(2023, 1, 17)
INFINITO = 100
FINESTRA = Periodo(ZERO - timedelta(days=INFINITO), ZERO + timedelta(days=INFINITO))


def map_atomo(atomo: dict[str, Any]) -> tuple[int, int]:
    """Primo e ultimo intero di un intervallo della retta raddoppiata; il primo dopo l'ultimo se è vuoto."""
    sinistro, destro = atomo["bounds"]
    primo = -INFINITO if atomo["lo"] == "-inf" else 2 * atomo["lo"] + (sinistro == "(")
    ultimo = INFINITO if atomo["hi"] == "inf" else 2 * atomo["hi"] - (destro == ")")
    return primo, ultimo


def map_insieme(atomi: list[dict[str, Any]]) -> InsiemeGiorni:
    """Un insieme degli oracoli come insieme di giorni; gli atomi possono essere in disordine, o toccarsi."""
    estremi = [map_atomo(atomo) for atomo in atomi]
    return InsiemeGiorni(
        Periodo(ZERO + timedelta(days=primo), ZERO + timedelta(days=ultimo))
        for primo, ultimo in estremi
        if primo <= ultimo
    )


def show(atomi: list[dict[str, Any]]) -> str:
    """`[0,2)∪(3,4]`, o `∅`."""
    return "∪".join(f"{a['bounds'][0]}{a['lo']},{a['hi']}{a['bounds'][1]}" for a in atomi) or "∅"


def with_numero(casi: list[dict[str, Any]], *campi: str) -> list[Any]:
    """I casi con un nome leggibile; il numero distingue quelli che si somigliano."""
    return [
        pytest.param(caso, id=f"{n:02d} {' '.join(show(caso[campo]) for campo in campi)}")
        for n, caso in enumerate(casi)
    ]


@pytest.mark.parametrize(
    "caso",
    [
        pytest.param(c, id=f"{n:02d} {' '.join(show([a]) for a in c['inputs'])}")
        for n, c in enumerate(INTERVALLI["union"])
    ],
)
def test_l_unione_e_quella_pubblicata(caso: dict[str, Any]) -> None:
    """Costruita tutta insieme, o un pezzo alla volta."""
    attesa = map_insieme(caso["expected"])
    assert map_insieme(caso["inputs"]) == attesa
    assert reduce(InsiemeGiorni.__or__, (map_insieme([a]) for a in caso["inputs"]), InsiemeGiorni()) == attesa


@pytest.mark.parametrize("caso", with_numero(INTERVALLI["minus"], "a", "b"))
def test_la_differenza_e_quella_pubblicata(caso: dict[str, Any]) -> None:
    """Estremi aperti e chiusi compresi."""
    assert map_insieme(caso["a"]) - map_insieme(caso["b"]) == map_insieme(caso["expected"])


@pytest.mark.parametrize("caso", with_numero(INTERVALLI["intersection"], "a", "b"))
def test_l_intersezione_e_quella_pubblicata(caso: dict[str, Any]) -> None:
    """Da qualunque parte si cominci."""
    a, b, attesa = map_insieme(caso["a"]), map_insieme(caso["b"]), map_insieme(caso["expected"])
    assert a & b == attesa
    assert b & a == attesa


@pytest.mark.parametrize("caso", with_numero(INTERVALLI["complement"], "a"))
def test_il_complemento_e_quello_pubblicato(caso: dict[str, Any]) -> None:
    """Nella finestra che fa le veci della retta; e il complemento del complemento torna indietro."""
    a, attesa = map_insieme(caso["a"]), map_insieme(caso["expected"])
    assert a.complement(FINESTRA) == attesa
    assert attesa.complement(FINESTRA) == a


# ——— mesi


@pytest.mark.parametrize("caso", IN_AVANTI, ids=[f"{c['start']} + {c['n']} {c['unit']}" for c in IN_AVANTI])
def test_un_contratto_finisce_il_giorno_prima_della_somma_pubblicata(caso: dict[str, Any]) -> None:
    """La fonte dà il giorno corrispondente, accorciato all'ultimo del mese se non c'è.

    Un contratto finisce il giorno prima; se il corrispondente è stato accorciato, finisce proprio quel giorno.
    """
    inizio, somma = date.fromisoformat(caso["start"]), date.fromisoformat(caso["expected"])
    mesi = caso["n"] * MESI_DI[caso["unit"]]
    attesa = somma if somma.day < inizio.day else somma - timedelta(days=1)
    assert end_of_mesi(inizio, mesi) == attesa
    assert count_mesi(inizio, attesa) == mesi


@pytest.mark.parametrize("caso", ALL_INDIETRO, ids=[f"{c['start']} {c['n']} {c['unit']}" for c in ALL_INDIETRO])
def test_le_somme_all_indietro_si_leggono_al_contrario(caso: dict[str, Any]) -> None:
    """Un contratto di durata negativa non esiste; ma dal giorno pubblicato si torna, in avanti, a quello di partenza."""
    partenza, arrivo = date.fromisoformat(caso["start"]), date.fromisoformat(caso["expected"])
    mesi = caso["n"] * MESI_DI[caso["unit"]]
    with pytest.raises(ValueError, match=f"{mesi} mesi non è un contratto"):
        end_of_mesi(partenza, mesi)
    assert end_of_mesi(arrivo, -mesi) == partenza - timedelta(days=1)


@pytest.mark.parametrize(
    "caso", ORACOLI["last_day_of_month"]["cases"], ids=[c["month"] for c in ORACOLI["last_day_of_month"]["cases"]]
)
def test_l_ultimo_giorno_del_mese_e_quello_pubblicato(caso: dict[str, Any]) -> None:
    """Una data a meno del mese arriva fino a lì."""
    assert parse_data(caso["month"]).ultimo == date.fromisoformat(caso["expected"])


def test_il_contratto_della_presentazione() -> None:
    """36 mesi dal 21/06/2019, poi 6 dal giorno dopo."""
    fatti = ORACOLI["seed_contract"]["facts"]
    base = end_of_mesi(date.fromisoformat(fatti["start"]), fatti["months"])
    assert base == date(2022, 6, 20)
    assert end_of_mesi(base + timedelta(days=1), fatti["renewal_months"]) == date.fromisoformat(fatti["end_inclusive"])


def test_ogni_oracolo_copiato_ha_la_sua_fonte() -> None:
    """Di un fatto senza fonte non si saprebbe a chi credere."""
    assert all("source" in voce for voce in ORACOLI.values() if isinstance(voce, dict))
