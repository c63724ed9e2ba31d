"""Città a caso per il programma delle gare, sempre le stesse da un seme: ogni chiave di `risorse.yaml`, contratti chiusi prima, gare in corso."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

from ldq_planner.dates.mesi import end_of_mesi
from ldq_planner.engine.norme import Diritto
from ldq_planner.engine.quadro import Quadro
from ldq_planner.loading.norme import load_norme
from ldq_planner.model.contratto import FileContratti
from ldq_planner.model.portafoglio import Portafoglio
from ldq_planner.model.quartiere import FileQuartieri
from ldq_planner.model.risorse import FileRisorse
from ldq_planner.model.scenario import FileScenari

if TYPE_CHECKING:
    from collections.abc import Sequence

OGGI = date(2026, 3, 4)
PREPARAZIONE = ("progettazione", "indirizzo", "decisione_contrarre")
FASI = (*PREPARAZIONE, "ammissione", "valutazione", "verifica_requisiti", "aggiudicazione", "stipula")
Voce = dict[str, Any]
FATTI: tuple[list[Voce], ...] = (
    [{"fase": "progettazione", "conclusa": "2026-02-02", "fonte": "x"}],
    [
        {"fase": "invio_bando", "conclusa": "2026-02-20", "fonte": "x"},
        {"fase": "ricezione_offerte", "fissata_al": "2026-03-30", "fonte": "x"},
    ],
)

COMMISSIONE: Voce = {"id": "commissione", "nome": "Commissione", "gare": 1, "fasi": ["ammissione", "valutazione"]}


class Citta(NamedTuple):
    """I dati come si scrivono nei file: parole, numeri ed elenchi."""

    quartieri: list[Voce]
    contratti: list[Voce]
    scenari: list[Voce]
    risorse: Voce


@cache
def read_diritto() -> Diritto:
    """La legge, letta una volta."""
    return Diritto(load_norme())


def read_quadro(citta: Citta, oggi: date = OGGI) -> Quadro:
    """La città letta dal programma."""
    letto = {"aggiornato_al": str(oggi)}
    portafoglio = Portafoglio(
        FileQuartieri.model_validate({**letto, "ente": "E", "servizio": "S", "quartieri": citta.quartieri}),
        FileContratti.model_validate({**letto, "contratti": citta.contratti}),
        FileScenari.model_validate({**letto, "scenari": citta.scenari}),
        risorse=FileRisorse.model_validate(citta.risorse),
    )
    return Quadro(portafoglio, oggi, read_diritto())


def reverse(citta: Citta) -> Citta:
    """La stessa città con ogni elenco scritto al contrario; non i fatti, né gli organi, che hanno un loro ordine."""
    return Citta(*(_reverse(x) for x in citta))


def _reverse(voce: Any) -> Any:
    if isinstance(voce, dict):
        return {k: v if k in {"avanzamento", "sedute"} else _reverse(v) for k, v in reversed(voce.items())}
    return [_reverse(x) for x in reversed(voce)] if isinstance(voce, list) else voce


def make_citta(seme: int, gare: int) -> Citta:
    """Una città con tante gare: ogni limite c'è in qualche caso, e manca in altri."""
    caso = Random(seme)  # noqa: S311 - non è un segreto
    di_chi = [[f"q{i}{lettera}" for lettera in "abc"[: caso.choice((1, 1, 1, 2, 3))]] for i in range(gare)]
    quartieri = [
        {"id": q, "nome": q.upper(), "popolazione": {"abitanti": caso.randint(500, 9000), "fonte": "x"}}
        for suoi in di_chi
        for q in suoi
    ]
    contratti = [_make_contratto(caso, q) for suoi in di_chi for q in suoi if caso.random() < 0.95]
    scenari = [_make_scenario(caso, i, suoi) for i, suoi in enumerate(di_chi)]
    risorse = _make_risorse(caso, [s["id"] for s in scenari])
    if contratti and caso.random() < 0.3:
        scenari.append(_make_ponte(caso, contratti))
    return Citta(quartieri, contratti, scenari, risorse)


def _make_ponte(caso: Random, contratti: list[Voce]) -> Voce:
    """Un ponte già scritto, che comincia quando un contratto dovrebbe finire, o poco dopo."""
    contratto = caso.choice(contratti)
    inizio = max(OGGI, end_of_mesi(date.fromisoformat(contratto["inizio"]), 24)) + timedelta(days=caso.randint(1, 20))
    voce = {"id": "ponte", "nome": "Ponte", "tipo": "ponte", "quartieri": contratto["quartieri"], "fonte": "x"}
    stima = {"mensile_eur": caso.randint(1, 9) * 1000, "iva": "inclusa", "motivo": "x"}
    return voce | {"inizio": str(inizio), "durata_mesi": caso.choice((1, 3)), "stima_costo": stima}


def make_due(risorse: Voce) -> Citta:
    """Due gare uguali, un quartiere ciascuna."""
    citta = Citta(
        [], [], [], {"uffici": [COMMISSIONE], "lotti": [], "dipendenze": [], "giorni_fissi": [], "stanziamenti": []}
    )
    for i in (0, 1):
        q = f"q{i}"
        citta.quartieri.append({"id": q, "nome": q, "popolazione": {"abitanti": 1000 + i, "fonte": "x"}})
        contratto = {"id": f"c{i}", "quartieri": [q], "tipo": "affidamento", "titolo": "C", "fonte": "x"}
        citta.contratti.append(
            contratto | {"inizio": "2024-07-01", "durata_mesi": 24, "importo_eur": 1200, "iva": "inclusa"}
        )
        stima = {"mensile_eur": 2000, "iva": "inclusa", "motivo": "x"}
        gara = {"id": f"g{i}", "nome": f"G{i}", "tipo": "gara", "quartieri": [q], "procedura": "aperta", "fonte": "x"}
        citta.scenari.append(gara | {"durata_mesi": 24, "durate": dict.fromkeys(FASI, 15), "stima_costo": stima})
    return citta._replace(risorse={**citta.risorse, "sedute": [], "chiusure": [], **risorse})


def _make_contratto(caso: Random, quartiere: str) -> Voce:
    """Due anni esatti; qualcuno chiuso prima."""
    inizio = OGGI + timedelta(days=caso.randint(-770, -230))
    inizio = inizio.replace(day=min(inizio.day, 28))
    voce: Voce = {"id": f"c-{quartiere}", "quartieri": [quartiere], "tipo": "affidamento", "titolo": "C", "fonte": "x"}
    voce |= {"inizio": str(inizio), "durata_mesi": 24, "importo_eur": caso.randint(1, 9) * 12_000}
    voce["iva"] = caso.choice(("inclusa", "esclusa"))
    if caso.random() < 0.2:
        voce |= {"scadenza_effettiva": str(inizio + timedelta(days=caso.randint(300, 700))), "chiusura": "risolto"}
    return voce


def _make_scenario(caso: Random, numero: int, quartieri: list[str]) -> Voce:
    voce: Voce = {
        "id": f"g{numero}",
        "nome": f"G{numero}",
        "tipo": "gara",
        "quartieri": quartieri,
        "procedura": "aperta",
    }
    voce |= {"durata_mesi": caso.choice((12, 24, 36)), "durate": {f: caso.randint(3, 20) for f in FASI}, "fonte": "x"}
    iva = caso.choice(("inclusa", "esclusa", None))
    voce["stima_costo"] = {"mensile_eur": caso.randint(1, 20) * 1000, "motivo": "x"} | ({"iva": iva} if iva else {})
    if caso.random() < 0.15:
        voce["inizio"] = str(OGGI + timedelta(days=caso.randint(150, 500)))
    if caso.random() < 0.15:
        voce["avanzamento"] = caso.choice(FATTI)
    return voce


def _make_risorse(caso: Random, ids: Sequence[str]) -> Voce:
    def some(quanti: int) -> list[str]:
        return sorted(caso.sample(ids, min(quanti, len(ids))))

    def perhaps(voce: Voce, probabile: float = 0.4) -> list[Voce]:
        return [voce] if caso.random() < probabile else []

    uffici: list[Voce] = [
        {"id": "rup", "nome": "RUP", "gare": caso.randint(1, 3), "fasi": ["progettazione", "verifica_requisiti"]}
        | {"chiusure": caso.choice([[], ["04-06..04-19"]]), "gare_per_fase": caso.choice([{}, {"progettazione": 1}])},
        {"id": "commissione", "nome": "Commissione", "gare": caso.randint(1, 2), "fasi": ["ammissione", "valutazione"]}
        | {"chiuso": caso.choice([[], [{"dal": "2026-09-07", "al": "2026-09-18"}]])},
        *perhaps({"id": "legale", "nome": "Legale", "gare": 1, "fasi": ["stipula"], "solo_per": some(2)}),
        *perhaps({"id": "legale-2", "nome": "Legale 2", "gare": 2, "fasi": ["stipula", "aggiudicazione"]}),
    ]
    venerdi = {"id": "giunta", "nome": "Giunta", "giorno": "venerdì", "saltate": ["2026-04-03", "2026-05-15"]}
    quando = [str(OGGI + timedelta(days=17 + 35 * n)) for n in range(12)]
    giorni: list[Voce] = [{"entro": "2026-12-15"}, {"non_prima": "2026-06-01"}, {"il": "2026-09-09"}]
    giorni.append({"non_prima": "2026-07-07", "entro": "2026-07-10"})
    dipendenza = dict(zip(("dopo", "scenario"), some(2), strict=True))
    return {
        "uffici": uffici,
        "chiusure": caso.choice([[], ["08-03..08-28"], ["12-24..01-06"]]),
        "chiuso": perhaps({"dal": "2026-06-01", "al": "2026-06-12"}, 0.2),
        "sedute": [
            *perhaps(venerdi),
            *perhaps({"id": "consiglio", "nome": "Consiglio", "date": quando, "solo_per": some(2)}),
        ],
        "stanziamenti": [v for anno in (2026, 2027, 2028) for v in _list_stanziamenti(caso, anno, ids)],
        **_choose_ponti(caso),
        "dipendenze": perhaps(
            {"id": "d", **dipendenza, "fase": caso.choice(("invio_bando", "stipula")), "giorni": caso.choice((0, 10))}
        ),
        "giorni_fissi": perhaps({"id": "f", "scenario": caso.choice(ids), **caso.choice(giorni)}),
        "lotti": [
            *perhaps({"id": "l", "scenari": some(3), "come": caso.choice(("ammessi", "insieme", "separati"))}, 0.7),
            *perhaps({"id": "m", "scenari": some(2), "come": caso.choice(("ammessi", "insieme", "separati"))}),
            *({"id": f"p-{id_}", "scenari": [id_]} for id_ in ids if caso.random() < 0.4),
        ],
    }


def _choose_ponti(caso: Random) -> Voce:
    """I mesi di ponte di ogni quartiere, se si possono dare; a volte anche quanti in tutto."""
    voce: Voce = {"ponti_mesi": caso.choice((2, 4))} if caso.random() < 0.5 else {}
    in_tutto = Random(caso.getstate()[1][0])  # noqa: S311 - non è un segreto
    return voce | ({"ponti_mesi_in_tutto": in_tutto.randint(0, 6)} if voce and in_tutto.random() < 0.4 else {})


def _list_stanziamenti(caso: Random, anno: int, ids: Sequence[str]) -> list[Voce]:
    if caso.random() < 0.5:
        return []
    voci: list[Voce] = []
    for n in range(caso.choice((1, 1, 2))):
        voce: Voce = {"id": f"s{anno}-{n}", "anno": anno, "fonte": "x", "importo_eur": caso.randint(60, 900) * 1000}
        voce |= caso.choice(({}, {}, {"iva": "esclusa"})) | caso.choice(({}, {"impegnato_eur": 20_000}))
        voci.append(voce | ({"solo_per": sorted(caso.sample(ids, 2))} if n and len(ids) > 1 else {}))
    return voci
