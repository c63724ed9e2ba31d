"""Ciò che il programma delle gare legge oltre agli uffici: durate imparate, ponti già scritti, quanto è impegnato."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.programma.caso import OGGI, make_due, read_diritto, read_quadro

from ldq_planner.engine.programma.piano import make_piano
from ldq_planner.engine.quadro import Quadro
from ldq_planner.model.apprendimento import FileDurate
from ldq_planner.reports.programma_gare import build_programma_gare
from ldq_planner.reports.report import Nota

if TYPE_CHECKING:
    from tests.programma.caso import Voce

    from ldq_planner.model.programma_gare import RispostaProgrammaGare
    from ldq_planner.reports.report import Report

STANZIATI: list[Voce] = [{"id": f"s{i}", "anno": 2027, "fonte": f"fonte {i}", "importo_eur": 90_000} for i in (0, 1)]
PONTE: Voce = {
    "id": "p",
    "nome": "Ponte",
    "tipo": "ponte",
    "quartieri": ["q0"],
    "inizio": "2026-07-01",
    "fonte": "x",
} | {
    "durata_mesi": 2,
    "stima_costo": {"mensile_eur": 1000, "iva": "inclusa", "motivo": "x"},
}
IMPARATA: Voce = {"id": "a", "procedura": "aperta", "dopo": "invio_bando", "fase": "aggiudicazione", "minimo": 300} | {
    "probabile": 400,
    "massimo": 500,
    "stima_minimo": 137,
    "stima_probabile": 192,
    "stima_massimo": 294,
    "gare": 7,
    "finite": 6,
    "non_finite": 1,
    "dal": "2020-02-12",
    "al": "2023-10-01",
    "significato": "x",
    "fonte": "x",
}


def build(risorse: Voce, quadro: Quadro | None = None) -> Report:
    """La risposta."""
    return build_programma_gare(make_piano(quadro or read_quadro(make_due(risorse))))


def read_risposta(report: Report) -> RispostaProgrammaGare:
    """I suoi dati."""
    return report.dati  # type: ignore[return-value]


def test_le_durate_imparate_allungano_la_gara_e_si_dicono() -> None:
    """Come in ogni altro comando che dà le date di una gara."""
    citta = make_due({})
    for scenario in citta.scenari:
        del scenario["durate"]
    prima = read_quadro(citta)
    imparate = FileDurate.model_validate({"k": 10, "imparate": [IMPARATA]})
    dopo = Quadro(replace(prima.portafoglio, imparate=imparate), OGGI, read_diritto())
    senza, con = build({}, prima), build({}, dopo)
    assert read_risposta(con).gare[1].bando == read_risposta(senza).gare[1].bando
    assert read_risposta(con).gare[1].avvio > read_risposta(senza).gare[1].avvio
    note = [b.testo for b in con.blocchi if isinstance(b, Nota)]
    assert any("durate imparate" in nota for nota in note)


def test_un_ponte_scritto_copre_e_costa() -> None:
    """I suoi giorni non sono scoperti, i suoi mesi e i suoi soldi non ci sono più per gli altri."""
    citta = make_due({"ponti_mesi": 2})
    con = build({}, read_quadro(citta._replace(scenari=[*citta.scenari, PONTE])))
    senza = build({"ponti_mesi": None})
    g0, dopo = (next(s for g in read_risposta(r).gare for s in g.servizi if s.quartiere == "q0") for r in (senza, con))
    assert (g0.giorni_scoperti - dopo.giorni_scoperti, dopo.ponte_mesi) == (62, None)
    spesi = {b.anno: b.gare_eur for b in read_risposta(con).bilancio}
    assert spesi[2026] - {b.anno: b.gare_eur for b in read_risposta(senza).bilancio}.get(2026, 0) >= 2000
    assert sum(spesi.values()) == read_risposta(con).costo_eur
    assert read_risposta(con).ponti_scritti == ("p",)
    ignoto = build({}, read_quadro(citta._replace(scenari=[*citta.scenari, PONTE | {"stima_costo": None}])))
    assert read_risposta(ignoto).senza_costo == read_risposta(ignoto).confronti[0].senza_costo == ("p",)


@pytest.mark.parametrize(
    ("impegnati", "frase"),
    [
        ((None, None), "Nel 2027 nessuno stanziamento dice quanto è impegnato"),
        ((1000, None), "Quanto è impegnato non lo dice «fonte 1» del 2027"),
        ((0, 0), ""),
    ],
)
def test_quanto_e_impegnato(impegnati: tuple[int | None, ...], frase: str) -> None:
    """Se non lo dice nessuno sono i contratti; se lo dice solo qualcuno, l'altro si conta libero, e lo si legge."""
    stanziamenti = [s | ({} if n is None else {"impegnato_eur": n}) for s, n in zip(STANZIATI, impegnati, strict=True)]
    note = [b.testo for b in build({"stanziamenti": stanziamenti}).blocchi if isinstance(b, Nota)]
    dette = [nota for nota in note if "impegnato" in nota]
    assert len(dette) == bool(frase)
    assert all(nota.startswith(frase) for nota in dette)


def test_cio_che_non_si_puo_rispettare_si_dice() -> None:
    """Una gara già in corso passa un giorno fisso e i posti; una fase che la gara non ha; chi attende chi non si fa."""
    fatti = [{"fase": "invio_bando", "conclusa": "2026-02-20", "fonte": "x"}]
    citta = make_due(
        {
            "giorni_fissi": [
                {"id": "f", "scenario": "g0", "entro": "2026-02-01"},
                {"id": "g", "scenario": "g1", "fase": "tavolo", "entro": "2026-06-01"},
            ],
        }
    )
    for scenario in citta.scenari:
        scenario["avanzamento"] = fatti
    risposta = read_risposta(build({}, read_quadro(citta)))
    assert not risposta.mancano
    assert risposta.avvisi[:2] == (
        "«G0» è già in corso: trasmissione del bando il 20/02/2026, e non entro il 01/02/2026.",
        "«G1» non ha la fase «tavolo di co-progettazione»: il suo giorno fisso non conta.",
    )
    assert risposta.avvisi[2].startswith("«Commissione» ha già in corso più gare dei suoi posti, per ")
    ferma = {"id": "f", "scenario": "g0", "entro": "2026-03-05"}
    attesa = {"id": "d", "scenario": "g1", "dopo": "g0", "fase": "stipula"}
    (avviso,) = read_risposta(build({"giorni_fissi": [ferma], "dipendenze": [attesa]})).avvisi
    assert avviso == "«G1» attende «G0», che in questo piano manca: così non può cominciare."


def test_chi_e_scoperto_si_dice_anche_se_non_si_sa_quanti_vi_abitano() -> None:
    """«Non resta scoperto nessuno» si dice solo di chi non lo resta; con nessuna gara non si dice di nessuno."""
    citta = make_due({})
    for quartiere in citta.quartieri:
        del quartiere["popolazione"]
    fermo = {**citta.risorse, "uffici": [{"id": "u", "nome": "U", "gare": 0, "fasi": ["stipula"]}]}
    note = [
        [b.testo for b in build({}, read_quadro(c)).blocchi if isinstance(b, Nota)]
        for c in (citta, citta._replace(risorse=fermo), citta._replace(scenari=[]))
    ]
    assert "2 gare: da oggi resta scoperto chi non si sa quanti abitanti ha (q0 e q1)." in note[0]
    assert "Nessuna gara: da oggi resta scoperto chi non si sa quanti abitanti ha (q0 e q1)." in note[1]
    assert "Nessuna gara da fare; chi resta scoperto lo dice ldq status." in note[2]


def test_chi_non_ha_una_fine_non_e_nelle_somme() -> None:
    """Si sa quanto costa al mese, non fino a quando: il costo non è noto, qui e negli altri piani."""
    citta = make_due({"uffici": [{"id": "u", "nome": "U", "gare": 0, "fasi": ["stipula"]}]})
    del citta.scenari[1]["durata_mesi"]
    ferma = read_risposta(build({}, read_quadro(citta)))
    libera = read_risposta(build({}, read_quadro(citta._replace(risorse={}))))
    assert (ferma.senza_costo, libera.senza_costo) == ((), ("g1",))
    assert [c.senza_costo for c in ferma.confronti] == [("g1",)] * 2


def test_dopo_l_ultima_seduta_che_si_conosce_si_dice() -> None:
    """Una fase che finirebbe dopo si conta in un giorno qualunque: chi legge lo sa."""
    giunta = {"id": "giunta", "nome": "Giunta", "date": ["2026-03-10"]}
    avvisi = [read_risposta(build({"sedute": [giunta | altro]})).avvisi for altro in ({}, {"date": ["2029-01-08"]})]
    assert [a for a in avvisi[0] if a.startswith("Dopo il 10/03/2026 non si conoscono sedute di «Giunta»")] != []
    assert [a for a in avvisi[1] if "sedute" in a] == []


def test_un_inizio_scritto_dopo_che_la_gara_e_pronta_si_dice() -> None:
    """Chi resta scoperto lo resta perché i dati vogliono così, non perché di meno non si può."""
    citta = make_due({})
    citta.scenari[0]["inizio"] = "2028-01-01"
    avvisi = read_risposta(build({}, read_quadro(citta))).avvisi
    assert [a for a in avvisi if a.startswith("«G0» può dare il servizio già dal")] != []
    assert [a for a in avvisi if "G1" in a] == []


def test_un_inizio_che_il_piano_ha_scritto_non_chiude_la_ricerca_in_silenzio() -> None:
    """Con un posto solo la seconda gara attende la prima; scritto quel giorno, si dice che da sola comincerebbe prima."""
    risorse = {"uffici": [{"id": "u", "nome": "U", "gare": 1, "fasi": ["progettazione", "valutazione"]}]}
    citta = make_due(risorse)
    risposta = read_risposta(build({}, read_quadro(citta)))
    tardi = max((s for g in risposta.gare for s in g.servizi), key=lambda s: str(s.inizio))
    scenario = next(s for s in citta.scenari if s["id"] == tardi.scenario)
    scenario["inizio"] = str(tardi.inizio)
    avvisi = read_risposta(build({}, read_quadro(citta))).avvisi
    assert [a for a in avvisi if a.startswith(f"«{scenario['nome']}» può dare il servizio già dal")] != []
