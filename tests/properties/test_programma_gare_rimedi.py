"""Ciò che `ldq programma-gare` dice «per riuscirci», scritto nei dati, fa riuscire; e da solo basta."""

from __future__ import annotations

import json
from copy import deepcopy
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from tests.programma.caso import make_citta, make_due
from tests.programma.conto import recount
from tests.programma.giro import answer

if TYPE_CHECKING:
    from tests.programma.caso import Citta, Voce

INSIEME: list[Voce] = [{"id": "uno", "scenari": ["g0", "g1"], "come": "insieme"}]
CASI: dict[str, tuple[Voce, list[str]]] = {
    "soldi": (
        {
            "stanziamenti": [{"id": "s", "anno": 2027, "fonte": "x", "importo_eur": 30_000}],
            "giorni_fissi": [{"id": f"f{i}", "scenario": f"g{i}", "entro": "2026-12-31"} for i in (0, 1)],
        },
        ["giorno-fisso", "giorno-fisso", "soldi"],
    ),
    "due gare lo stesso giorno": (
        {"giorni_fissi": [{"id": f"f{i}", "scenario": f"g{i}", "il": "2026-09-09"} for i in (0, 1)]},
        ["giorno-fisso", "giorno-fisso", "ufficio"],
    ),
    "chi attende ha un termine": (
        {
            "dipendenze": [{"id": "d", "scenario": "g1", "dopo": "g0", "fase": "stipula"}],
            "giorni_fissi": [{"id": "f", "scenario": "g1", "entro": "2026-06-30"}],
        },
        ["giorno-fisso", "dipendenza"],
    ),
    "insieme e separati": (
        {"lotti": [*INSIEME, {"id": "due", "scenari": ["g0", "g1"], "come": "separati"}]},
        ["lotti", "lotti"],
    ),
    "due limiti": (
        {
            "giorni_fissi": [{"id": "f", "scenario": "g0", "entro": "2026-03-20"}],
            "lotti": [*INSIEME, {"id": "due", "scenari": ["g0", "g1"], "come": "separati"}],
        },
        ["giorno-fisso", "lotti"],
    ),
}
"""Che cosa non si riesce a fare, e il genere dei limiti che farebbero riuscire: da soli, o insieme nell'ultimo."""


def write_rimedio(citta: Citta, limiti: list[Voce]) -> Citta:
    """La città con quei limiti allargati di quanto è detto."""
    risorse: dict[str, Any] = deepcopy(citta.risorse)
    for limite in limiti:
        id_ = limite["id"]
        if limite["genere"] == "soldi":
            risorse["stanziamenti"].append(
                {"id": "altri", "anno": int(id_), "fonte": "x", "importo_eur": str(Decimal(limite["euro_in_piu"]))}
            )
        for fisso in risorse["giorni_fissi"]:
            if limite["genere"] == "giorno-fisso" and fisso["id"] == id_:
                fisso.update({k: limite["giorno"] for k in ("il", "non_prima", "entro") if k in fisso})
        for ufficio in risorse["uffici"]:
            if limite["genere"] == "ufficio" and ufficio["id"] == id_:
                ufficio["gare"] += limite["posti_in_piu"]
                ufficio["gare_per_fase"] = {
                    f: n + limite["posti_in_piu"] for f, n in ufficio.get("gare_per_fase", {}).items()
                }
        for elenco, genere in (("dipendenze", "dipendenza"), ("lotti", "lotti")):
            if limite["genere"] == genere:
                risorse[elenco] = [x for x in risorse[elenco] if x["id"] != id_]
    return citta._replace(risorse=risorse)


def check_rimedi(citta: Citta, risposta: Voce) -> None:
    """Scritto ciò che è detto, ogni gara si fa; e il conto torna ancora."""
    rimedio = risposta["per_riuscirci"]
    assert rimedio["allargati"]
    assert [x["testo"] for x in rimedio["allargati"]] == rimedio["testi"]
    for limiti in (rimedio["allargati"], *([x] for x in rimedio["altri_modi"])):
        nuova = write_rimedio(citta, limiti)
        dopo = json.loads(answer(nuova))
        assert not dopo["mancano"], limiti
        assert not list(recount(nuova, dopo))


@pytest.mark.parametrize("caso", CASI)
def test_per_riuscirci(caso: str) -> None:
    """Il minor numero di limiti; se ne basta uno, tutti quelli che bastano."""
    risorse, generi = CASI[caso]
    citta = make_due(risorse)
    risposta = json.loads(answer(citta))
    assert risposta["mancano"]
    rimedio = risposta["per_riuscirci"]
    assert [x["genere"] for x in (*rimedio["allargati"], *rimedio["altri_modi"])] == generi
    check_rimedi(citta, risposta)


@pytest.mark.parametrize("seme", [12, 44])
def test_per_riuscirci_a_caso(seme: int) -> None:
    """Anche nelle città a caso."""
    citta = make_citta(seme, 2 + seme % 4)
    check_rimedi(citta, json.loads(answer(citta)))
