"""Portafogli a caso, sempre gli stessi da un seme: date incerte, non note, dichiarate; opzioni, sospensioni, chiusure, decorrenze."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from ldq_planner.dates.incerta import parse_data
from ldq_planner.model.contratto import Contratto, FileContratti
from ldq_planner.model.portafoglio import Portafoglio
from ldq_planner.model.quartiere import FileQuartieri
from ldq_planner.model.scenario import FileScenari

AGGIORNATI = parse_data("2022-12-20")
_CHIUSURE = ("08-01..08-31", "12-24..01-06", "02-29..03-10", "02-10..02-29")
_SENZA = 0.05
"""Quanti quartieri non hanno mai contratti."""


def build_caso(contratti: int, seme: int) -> Portafoglio:
    """Tanti contratti, un quartiere ogni cinque; un decimo delle date è incerto, un quartiere su venti non ha contratti."""
    caso = Random(seme)
    quanti = max(3, contratti // 5)
    quartieri = [_make_quartiere(caso, n) for n in range(quanti)]
    serviti = [f"q{n}" for n in range(max(1, round(quanti * (1 - _SENZA))))]
    voci = (Contratto.model_validate(_make_contratto(caso, n, serviti)) for n in range(contratti))
    testata = {"aggiornato_al": AGGIORNATI.testo}
    return Portafoglio(
        FileQuartieri.model_validate(testata | {"ente": "Ente", "servizio": "Servizio", "quartieri": quartieri}),
        FileContratti.model_construct(aggiornato_al=AGGIORNATI, contratti=tuple(voci)),
        FileScenari.model_validate(testata),
    )


def _make_quartiere(caso: Random, numero: int) -> dict[str, Any]:
    voce: dict[str, Any] = {"id": f"q{numero}", "nome": f"Quartiere {numero}"}
    if caso.random() < 0.8:
        voce["municipio"] = caso.randrange(1, 9)
    if caso.random() < 0.9:
        voce["ente"] = f"Comune {caso.randrange(50)}"
    if caso.random() < 0.9:
        persone = {"abitanti": caso.randrange(100_000), "abitanti_circa": caso.random() < 0.3, "fonte": "caso"}
        voce["popolazione"] = persone
    return voce


def _make_contratto(caso: Random, numero: int, serviti: list[str]) -> dict[str, Any]:
    quartieri = caso.sample(serviti, min(len(serviti), caso.choice((1, 1, 1, 2, 3))))
    voce: dict[str, Any] = {"id": f"c{numero}", "quartieri": quartieri, "tipo": "affidamento", "titolo": "Caso"}
    voce |= {"inizio": _make_data(caso, 2015, 2027), "fonte": "caso"} | _make_fine(caso)
    if caso.random() < 0.1:
        voce["scadenza_effettiva"] = _make_data(caso, 2017, 2029)
    if caso.random() < 0.08:
        voce["chiusura"] = "risolto"
    if caso.random() < 0.1:
        voce["responsabile"] = caso.choice(("ufficio gare", "ufficio casa"))
    if caso.random() < 0.35:
        voce["opzioni"] = [_make_opzione(caso) for _ in range(caso.choice((1, 1, 2, 3)))]
    if caso.random() < 0.12:
        voce["sospensioni"] = _make_sospensioni(caso)
    if caso.random() < 0.08:
        voce["chiusure"] = caso.sample(_CHIUSURE, caso.choice((1, 2)))
    if caso.random() < 0.1:
        voce["decorrenze"] = [_make_decorrenza(caso, q) for q in quartieri if caso.random() < 0.7]
    return voce


def _make_fine(caso: Random) -> dict[str, Any]:
    come = caso.random()
    if come < 0.55:
        return {"durata_mesi": caso.choice((1, 6, 12, 24, 36, 48, caso.randrange(1, 70)))}
    if come < 0.7:
        return {"durata_giorni": caso.randrange(1, 1500)}
    return {"scadenza_base" if come < 0.95 else "scadenza_effettiva": _make_data(caso, 2017, 2029)}


def _make_opzione(caso: Random) -> dict[str, Any]:
    stato = caso.choice(("esercitata", "aperta", "non-esercitata"))
    voce: dict[str, Any] = {"tipo": "rinnovo", "stato": stato, "fonte": "caso"}
    come = caso.random()
    if come < 0.7:
        return voce | {"durata_mesi": caso.randrange(1, 30)}
    return voce | ({"scadenza": _make_data(caso, 2017, 2029)} if come < 0.95 else {})


def _make_sospensioni(caso: Random) -> list[dict[str, Any]]:
    """Fino a tre; due possono cominciare lo stesso giorno."""
    voci: list[dict[str, Any]] = []
    for _ in range(caso.choice((1, 1, 2, 3))):
        dal = voci[0]["dal"] if voci and caso.random() < 0.3 else _make_data(caso, 2016, 2027)
        al = {"al": _make_data(caso, 2017, 2028)} if caso.random() < 0.7 else {}
        slitta = {"slitta": caso.choice(("sì", "no", "30", "2m", "151"))} if caso.random() < 0.7 else {}
        voci.append({"dal": dal} | al | slitta)
    return voci


def _make_decorrenza(caso: Random, quartiere: str) -> dict[str, Any]:
    inizio = {"inizio": _make_data(caso, 2015, 2027)} if caso.random() < 0.6 else {}
    return {"quartiere": quartiere} | inizio | ({"fine": _make_data(caso, 2017, 2029)} if caso.random() < 0.6 else {})


def _make_data(caso: Random, dal: int, al: int) -> str:
    giorno = date(dal, 1, 1) + timedelta(days=caso.randrange((al - dal) * 365))
    forme = ("%Y-%m-%d", "%Y-%m", "%Y", "%Y-%m~", "%Y-%m-%d~", "non noto")
    return giorno.strftime(caso.choices(forme, (80, 6, 4, 3, 2, 5))[0])
