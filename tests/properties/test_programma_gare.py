"""Il programma delle gare contro un conto rifatto dal solo piano, e contro tutti i piani possibili."""

from __future__ import annotations

import os
from collections import Counter
from datetime import date, timedelta
from functools import cache
from itertools import product
from random import Random
from typing import Any

import pytest

from ldq_planner.dates.incerta import NON_NOTA
from ldq_planner.engine.norme import Diritto
from ldq_planner.engine.programma.esito import compute_limite
from ldq_planner.engine.programma.ingordo import PianoScelto, make_scelta, plan_ingordo
from ldq_planner.engine.programma.ottimo import plan_ottimo
from ldq_planner.engine.programma.problema import Carico, ProblemaDelPiano
from ldq_planner.engine.quadro import Quadro
from ldq_planner.loading.norme import load_norme
from ldq_planner.model.contratto import FileContratti
from ldq_planner.model.portafoglio import Portafoglio
from ldq_planner.model.quartiere import FileQuartieri
from ldq_planner.model.risorse import FileRisorse
from ldq_planner.model.scenario import FileScenari

OGGI = date(2026, 3, 4)
QUANTI = int(os.environ.get("LDQ_PIANI", "12"))
"""Quanti casi: pochi di solito, centinaia se lo si chiede."""
FASI = (
    "progettazione",
    "decisione_contrarre",
    "ammissione",
    "valutazione",
    "verifica_requisiti",
    "aggiudicazione",
    "stipula",
)


@cache
def read_diritto() -> Diritto:
    """La legge, letta una volta."""
    return Diritto(load_norme())


def make_dati(seme: int, gare: int, *, contrario: bool = False) -> tuple[Quadro, FileRisorse]:
    """Una città inventata; `contrario` se gli elenchi sono scritti al contrario."""
    caso = Random(seme)  # noqa: S311 - non è un segreto
    quartieri = [
        {"id": f"q{i}", "nome": f"Q{i}", "popolazione": {"abitanti": caso.randint(500, 9000), "fonte": "x"}}
        for i in range(gare)
    ]
    contratti = [
        {
            "id": f"c{i}",
            "quartieri": [f"q{i}"],
            "tipo": "affidamento",
            "titolo": f"C{i}",
            "inizio": "2020-01-01",
            "importo_eur": 70000,
        }
        | {"scadenza_base": str(OGGI + timedelta(days=caso.randint(-40, 400))), "iva": "inclusa", "fonte": "x"}
        for i in range(gare)
    ]
    scenari: list[dict[str, Any]] = [
        {"id": f"g{i}", "nome": f"G{i}", "tipo": "gara", "quartieri": [f"q{i}"], "procedura": "aperta", "fonte": "x"}
        | {"durata_mesi": 24, "durate": {fase: caso.randint(3, 20) for fase in FASI}}
        | {"stima_costo": {"mensile_eur": caso.randint(1, 20) * 1000, "iva": "inclusa", "motivo": "x"}}
        for i in range(gare)
    ]
    risorse: dict[str, Any] = {
        "uffici": [
            {"id": "rup", "nome": "RUP", "gare": caso.randint(1, 2), "fasi": ["progettazione", "verifica_requisiti"]}
            | {"chiusure": caso.choice([[], ["04-06..04-19"]])},
            {"id": "commissione", "nome": "Commissione", "gare": 1, "fasi": ["ammissione", "valutazione"]},
        ],
        "chiusure": caso.choice([[], ["08-01..08-31"]]),
        "sedute": caso.choice([[], [{"id": "giunta", "nome": "Giunta", "giorno": "venerdì"}]]),
        "ponti_mesi": caso.choice([None, 2]),
        "stanziamenti": caso.choice(
            [
                [],
                [
                    {
                        "id": "s",
                        "anno": 2027,
                        "fonte": "x",
                        "importo_eur": caso.randint(60, 600) * 1000,
                        "impegnato_eur": 0,
                    }
                ],
            ]
        ),
        "dipendenze": caso.choice([[], [{"id": "d", "scenario": "g1", "dopo": "g0", "fase": "invio_bando"}]]),
        "lotti": caso.choice([[], [{"id": "l", "scenari": ["g0", f"g{gare - 1}"]}]]),
    }
    if contrario:
        quartieri, contratti, scenari = quartieri[::-1], contratti[::-1], scenari[::-1]
        risorse = {k: v[::-1] if isinstance(v, list) else v for k, v in risorse.items()}
    letto = {"aggiornato_al": str(OGGI)}
    scritte = FileRisorse.model_validate({k: v for k, v in risorse.items() if v is not None})
    portafoglio = Portafoglio(
        FileQuartieri.model_validate({**letto, "ente": "E", "servizio": "S", "quartieri": quartieri}),
        FileContratti.model_validate({**letto, "contratti": contratti}),
        FileScenari.model_validate({**letto, "scenari": scenari}),
        risorse=scritte,
    )
    return Quadro(portafoglio, OGGI, read_diritto()), scritte


# --- il conto rifatto ----------------------------------------------------------------------------------------------


def list_chiusi(annuali: Any) -> set[date]:
    """I giorni chiusi di ogni anno, uno per uno."""
    giorni = {OGGI + timedelta(days=n) for n in range(-30, 2000)}
    return {g for g in giorni for a in annuali if a.dal <= (g.month, g.day) <= a.al}


def recount(quadro: Quadro, risorse: FileRisorse, scelta: PianoScelto) -> None:
    """Posti, chiusure, sedute, soldi, attese e giorni scoperti, rifatti giorno per giorno da ciò che il piano dice."""
    tutti = list_chiusi(risorse.chiusure)
    for ufficio in risorse.uffici:
        chiusi = tutti | list_chiusi(ufficio.chiusure)
        carico: Counter[date] = Counter()
        for mossa in scelta.mosse:
            settimane = set()
            for fase in ufficio.fasi:
                evento = mossa.eventi[fase]
                assert evento.fine not in chiusi, (ufficio.id, fase)
                for n in range((evento.fine - evento.inizio).days):
                    giorno = evento.inizio + timedelta(days=n)
                    if giorno.weekday() < 5 and giorno not in chiusi:
                        settimane.add(giorno - timedelta(days=giorno.weekday()))
            carico.update(settimane)
        assert max(carico.values(), default=0) <= ufficio.gare, ufficio.id
    for mossa in scelta.mosse:
        assert mossa.giorno >= OGGI
        if risorse.sedute:
            assert mossa.eventi["indirizzo"].fine.weekday() == 4
    _recount_soldi(risorse, scelta)
    per_scenario = {s: m for m in scelta.mosse for s in m.gara.scenari}
    for d in risorse.dipendenze:
        if {d.scenario, d.dopo} <= per_scenario.keys():
            assert per_scenario[d.scenario].giorno >= per_scenario[d.dopo].eventi[d.fase].fine
    _recount_scoperti(quadro, scelta)


def _recount_soldi(risorse: FileRisorse, scelta: PianoScelto) -> None:
    for stanziamento in risorse.stanziamenti:
        spesi = 0.0
        for c, parte in ((c, p) for m in scelta.mosse for c, p in zip(m.conseguenze, m.gara.parti, strict=True)):
            stima = parte.scenario.stima_costo
            if c.inizio is None or c.fine is None or stima is None or stima.mensile_eur is None:
                continue
            giorni = [c.inizio + timedelta(days=n) for n in range((c.fine - c.inizio).days + 1)]
            spesi += float(stima.mensile_eur) * 24 * sum(g.year == stanziamento.anno for g in giorni) / len(giorni)
        assert spesi <= float(stanziamento.importo_eur) + 1


def _recount_scoperti(quadro: Quadro, scelta: PianoScelto) -> None:
    persone = {q.id: q.abitanti or 0 for q in quadro.portafoglio.quartieri}
    fini = {c.quartieri[0]: (c.scadenza_base or NON_NOTA).primo for c in quadro.portafoglio.contratti}
    scoperti = 0
    for attesa, conseguenza in ((a, c) for m in scelta.mosse for c in m.conseguenze for a in c.attese):
        giorno = OGGI
        assert conseguenza.inizio is not None
        while giorno < conseguenza.inizio:
            ponte = attesa.ponte
            if giorno > fini[attesa.quartiere] and not (ponte and ponte.dal <= giorno <= ponte.al):
                scoperti += persone[attesa.quartiere]
            giorno += timedelta(days=1)
    assert scoperti == sum(m.valore[0] for m in scelta.mosse)


@pytest.mark.parametrize("seme", range(QUANTI))
def test_il_piano_si_rifa_dal_solo_piano(seme: int) -> None:
    """Chi firma può rifare il conto a mano; e l'ordine dei dati non cambia nulla."""
    quadro, risorse = make_dati(seme, 3 + seme % 4)
    problema = ProblemaDelPiano(quadro)
    scelta = plan_ingordo(problema)
    recount(quadro, risorse, scelta)
    altro = plan_ingordo(ProblemaDelPiano(make_dati(seme, 3 + seme % 4, contrario=True)[0]))
    assert altro.valore == scelta.valore
    assert [(m.gara.id, m.giorno) for m in altro.mosse] == [(m.gara.id, m.giorno) for m in scelta.mosse]


@pytest.mark.parametrize("seme", range(QUANTI))
def test_il_migliore_e_il_migliore_di_tutti(seme: int) -> None:
    """Su poche settimane si provano tutti i piani: l'ottimo è quello, e il limite non lo passa mai."""
    quadro, risorse = make_dati(seme, 3)
    problema = ProblemaDelPiano(quadro)
    problema.settimane = 9
    ingordo, trovato = plan_ingordo(problema), plan_ottimo(problema)
    recount(quadro, risorse, trovato.scelta)
    migliore = min(make_scelta(problema, c).valore[:4] for c in list_piani(problema))
    assert trovato.scelta.valore[:4] == migliore
    assert ingordo.valore[:4] >= migliore
    assert max(compute_limite(problema), trovato.limite) <= migliore[1]
    assert trovato.limite == migliore[1]


def list_piani(problema: ProblemaDelPiano) -> list[Carico]:
    """Ogni modo di fare, o di non fare, ogni gara possibile, senza fare due volte lo stesso quartiere."""
    piani = []
    for mosse in product(*([None, *problema.list_mosse(g)] for g in problema.gare)):
        carico, fatti = Carico(problema.limiti), set[tuple[str, str]]()
        for mossa in (m for m in mosse if m is not None):
            if not fatti.isdisjoint(mossa.gara.pezzi) or not carico.fits(mossa):
                break
            carico.add(mossa)
            fatti |= mossa.gara.pezzi
        else:
            piani.append(carico)
    return piani
