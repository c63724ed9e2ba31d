"""Gli scenari con le gare: una fine sola, i giorni contati uno per uno, e nessuna risposta che dipenda dall'ordine di un elenco."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.gare import get_diritto
from tests.portafogli import OGGI, build_contratto, build_opzione, build_portafoglio, build_programma, build_scenario

from ldq_planner.api import check_quadro
from ldq_planner.engine.quadro import Quadro
from ldq_planner.engine.scenari import apply_scenario
from ldq_planner.model.contratto import Contratto
from ldq_planner.model.scenario import NESSUN_INTERVENTO, Piano
from ldq_planner.reports.calendario import Scelta, build_calendario

if TYPE_CHECKING:
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.scenario import Scenario

QUARTIERI = ("nord", "sud", "est")
UN_GIORNO = timedelta(days=1)
MENSILE = Decimal(1200)

giorni = st.integers(-500, 900).map(lambda n: OGGI + timedelta(days=n))
futuri = st.integers(1, 900).map(lambda n: OGGI + timedelta(days=n))
quartieri = st.lists(st.sampled_from(QUARTIERI), min_size=1, max_size=3, unique=True)


@st.composite
def contratti(draw: st.DrawFn, id_: str) -> Contratto:
    """Un contratto certo, passato, in corso o già firmato per il futuro; con qualche opzione, a volte chiuso prima."""
    opzioni = [
        build_opzione(draw(st.sampled_from(("esercitata", "aperta", "non-esercitata"))), durata_mesi=n, tipo=tipo)
        for n, tipo in draw(st.lists(st.tuples(st.integers(1, 9), st.sampled_from(("rinnovo", "proroga"))), max_size=2))
    ]
    mesi, importo = draw(st.integers(1, 24)), draw(st.integers(0, 900_000))
    iva = draw(st.sampled_from(("inclusa", "esclusa", "non noto")))
    campi: dict[str, Any] = {"durata_mesi": mesi, "importo_eur": str(importo), "iva": iva, "opzioni": opzioni}
    return build_contratto(
        id_, tipo="appalto-di-servizi", quartieri=draw(quartieri), inizio=draw(giorni).isoformat(), **campi
    )


@st.composite
def scenari(draw: st.DrawFn, id_: str) -> Scenario:
    """Una gara o un ponte, con l'inizio e le fini scritti in tutti i modi che si possono scrivere."""
    tipo = draw(st.sampled_from(("gara", "gara", "gara", "ponte")))
    inizi = (futuri.map(date.isoformat), futuri.map(lambda g: f"{g:%Y-%m}"), futuri.map(lambda g: f"{g:%Y}"))
    inizio = draw(inizi[0] if tipo == "ponte" else st.one_of(*inizi, st.just("non noto")))
    campi: dict[str, Any] = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "durata_mesi": st.integers(1, 40),
                "durata_giorni": st.integers(1, 900),
                "fine": st.just((OGGI + timedelta(days=1100)).isoformat()),
                "fino_a_programma": st.just("pinqua"),
                "durata_minima": st.booleans(),
                "procedura": st.sampled_from(("aperta", "affidamento-diretto", "negoziata", "da decidere")),
                "servizio": st.sampled_from(("sociale", "altro")),
            },
        )
    )
    tipi = draw(st.lists(st.sampled_from(("finanziamento", "atto", "altro")), max_size=2))
    campi["condizioni"] = [{"testo": f"cosa {n}", "tipo": t, "fonte": "prova"} for n, t in enumerate(tipi)]
    stima = {"mensile_eur": str(MENSILE), "motivo": "prova"}
    return build_scenario(id_, tipo=tipo, quartieri=draw(quartieri), inizio=inizio, stima_costo=stima, **campi)


@st.composite
def portafogli(draw: st.DrawFn) -> Portafoglio:
    """Pochi contratti e scenari in tre quartieri, e due piani."""
    scelti = [draw(scenari(f"s{n}")) for n in range(draw(st.integers(1, 4)))]
    ids = [s.id for s in scelti]
    piani = [
        Piano(id=f"p{n}", nome=f"Piano {n}", scenari=tuple(draw(st.lists(st.sampled_from(ids), unique=True))))
        for n in range(2)
    ]
    fine = draw(futuri).isoformat()
    return build_portafoglio(
        [draw(contratti(f"c{n}")) for n in range(draw(st.integers(0, 5)))],
        scelti,
        abitanti=dict.fromkeys(QUARTIERI, 1000),
        programmi=[build_programma(draw(st.sampled_from((fine, f"{fine}~"))))],
        piani=piani,
    )


def ask(portafoglio: Portafoglio) -> Quadro:
    """La domanda del 17/01/2023."""
    return Quadro(portafoglio, OGGI, get_diritto())


# ——— l'ordine


def canonize(valore: Any) -> Any:
    """Lo stesso valore, con gli elenchi in un ordine qualunque ma sempre uguale."""
    if hasattr(valore, "_asdict"):
        return (type(valore).__name__, *((nome, canonize(v)) for nome, v in valore._asdict().items()))
    if isinstance(valore, tuple | list):
        return tuple(sorted(map(canonize, valore), key=repr))
    return valore.id if isinstance(valore, Contratto) else valore


def answer(portafoglio: Portafoglio) -> dict[str, Any]:
    """Ciò che ogni comando direbbe, senza l'ordine in cui lo direbbe."""
    quadro = ask(portafoglio)
    findings = [
        (f.codice, f.severita, f.ref and f.ref.id, sorted(re.findall(r"\w+", f.messaggio)))
        for f in check_quadro(quadro)
    ]
    return {
        "stati": canonize(quadro.stati),
        "scenari": canonize(quadro.esiti),
        "piani": canonize(quadro.piani),
        "segnalazioni": canonize(findings),
    }


@settings(max_examples=60)
@given(portafogli(), st.randoms(use_true_random=False))
def test_la_risposta_non_dipende_dall_ordine_degli_elenchi(portafoglio: Portafoglio, caso: Any) -> None:
    """Scenari, piani, contratti, quartieri, e gli id dentro ciascuno: mescolati, dicono le stesse cose."""

    def shuffle(voci: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(caso.sample(voci, len(voci)))

    def reorder(voce: Any, campo: str) -> Any:
        return voce.model_copy(update={campo: shuffle(getattr(voce, campo))})

    ipotesi = portafoglio.ipotesi.model_copy(
        update={
            "scenari": shuffle(tuple(reorder(s, "quartieri") for s in portafoglio.scenari)),
            "piani": shuffle(tuple(reorder(p, "scenari") for p in portafoglio.ipotesi.piani)),
        }
    )
    mescolato = replace(
        portafoglio,
        anagrafe=reorder(portafoglio.anagrafe, "quartieri"),
        registro=portafoglio.registro.with_contratti(
            shuffle(tuple(reorder(c, "quartieri") for c in portafoglio.contratti))
        ),
        ipotesi=ipotesi,
    )
    assert answer(mescolato) == answer(portafoglio)


# ——— una fine sola


def end_of_mesi(inizio: date, mesi: int) -> date:
    """Il giorno prima del corrispondente, o l'ultimo del mese."""
    corrispondente = inizio + relativedelta(months=mesi)
    return corrispondente - UN_GIORNO if corrispondente.day == inizio.day else corrispondente


def find_fine(portafoglio: Portafoglio, scenario: Scenario) -> date | None:
    """La prima nota fra quella scritta, quella del programma, i mesi, i giorni."""
    inizio = scenario.inizio.primo
    if scenario.fine is not None:
        return scenario.fine.primo
    if scenario.fino_a_programma is not None:
        return portafoglio.programmi[0].fine.scritta.primo
    if scenario.durata_mesi is not None:
        return end_of_mesi(inizio, scenario.durata_mesi)
    return None if scenario.durata_giorni is None else inizio + timedelta(days=scenario.durata_giorni - 1)


def estimate(inizio: date, fine: date) -> Decimal:
    """I mesi interi, e i giorni che restano sul mese che comincerebbe."""
    mesi = 0
    while end_of_mesi(inizio, mesi + 1) <= fine:
        mesi += 1
    prima = end_of_mesi(inizio, mesi) if mesi else inizio - UN_GIORNO
    lungo = (end_of_mesi(inizio, mesi + 1) - prima).days
    return (MENSILE * mesi + MENSILE * (fine - prima).days / lungo).quantize(Decimal("0.01"))


@settings(max_examples=60)
@given(portafogli())
def test_copertura_costo_anni_valore_e_programma_hanno_la_stessa_fine(portafoglio: Portafoglio) -> None:
    """E ciò che un'altra durata direbbe è detto a parte, con i suoi giorni e il suo costo."""
    quadro = ask(portafoglio)
    previsto = quadro.forecast().portafoglio
    for esito in quadro.esiti:
        scenario = previsto.scenari_by_id[esito.id]
        inizio, fine = scenario.inizio.primo, find_fine(previsto, scenario)
        if fine is None:
            continue
        nuovi = apply_scenario(previsto, scenario, OGGI).contratti[len(previsto.contratti) :]
        if fine < inizio:
            assert (esito.impossibile, esito.costo_stimato, nuovi) == (True, None, ())
            assert all(q.ponte is None for q in (esito.tempi.quartieri if esito.tempi else ()))
            continue
        assert [(c.inizio.primo, c.scadenza_base and c.scadenza_base.ultimo) for c in nuovi] == [(inizio, fine)]
        assert esito.costo_stimato == estimate(inizio, fine)
        for altra in esito.altre_fini:
            assert altra.fine != fine
            assert (altra.giorni, altra.costo_stimato) == ((altra.fine - fine).days, estimate(inizio, altra.fine))
        if esito.tempi is not None:
            anni = {c.anno: c.costo for c in esito.tempi.costi_annui}
            assert set(anni) == set(range(inizio.year, fine.year + 1))
            assert sum(anni.values()) == esito.costo_stimato == esito.tempi.valori[0].importo
            assert {a.fine_servizio for a in esito.tempi.allineamenti} <= {fine}


# ——— i giorni, uno per uno


def list_scoperti(portafoglio: Portafoglio, quartiere: str, dal: date, dopo: date) -> list[date]:
    """I giorni da `dal` a prima di `dopo` senza nessun contratto del quartiere."""
    coperti = set()
    for contratto in portafoglio.contratti:
        fine = end_of_mesi(contratto.inizio.primo, contratto.durata_mesi or 0)
        for opzione in contratto.opzioni:
            if opzione.stato == "esercitata":
                fine = end_of_mesi(fine + UN_GIORNO, opzione.durata_mesi or 0)
        if quartiere in contratto.quartieri:
            coperti |= set(range(contratto.inizio.primo.toordinal(), fine.toordinal() + 1))
    return [date.fromordinal(n) for n in range(dal.toordinal(), dopo.toordinal()) if n not in coperti]


@settings(max_examples=60)
@given(portafogli())
def test_i_giorni_scoperti_e_il_ponte_sono_quelli_che_si_contano_a_mano(portafoglio: Portafoglio) -> None:
    """Tolti i contratti già firmati per il futuro; il ponte è il più corto che copre il primo tratto da domani."""
    quadro = ask(portafoglio)
    for id_, tempi in quadro.forecast().tempi.items():
        inizio = tempi.inizio_previsto
        for q in tempi.quartieri if inizio else ():
            assert inizio is not None
            scoperti = list_scoperti(portafoglio, q.id, q.serve_dal, inizio)
            assert q.giorni_scoperti == len(scoperti), id_
            altri = len(tempi.quartieri) > 1  # un quartiere solo non aspetta la gara di nessuno
            assert q.giorni_per_la_gara_unica == len([g for g in scoperti if altri and g >= q.da_solo])
            da_coprire = list_scoperti(portafoglio, q.id, OGGI + UN_GIORNO, inizio)
            if not da_coprire:
                assert q.ponte is None
                continue
            tratto = [g for n, g in enumerate(da_coprire) if g == da_coprire[0] + timedelta(days=n)]
            assert q.ponte is not None
            assert q.ponte.dal == tratto[0]
            assert q.ponte.al == end_of_mesi(tratto[0], q.ponte.mesi) >= tratto[-1]
            assert q.ponte.mesi == 1 or end_of_mesi(tratto[0], q.ponte.mesi - 1) < tratto[-1]


@settings(max_examples=60)
@given(portafogli())
def test_un_piano_con_i_ponti_copre_di_piu_e_mai_con_un_ponte_solo_per_due_attese(portafoglio: Portafoglio) -> None:
    """Ogni ponte porta al primo scenario che nel piano comincia in quel quartiere."""
    quadro = ask(portafoglio)
    previsto = quadro.forecast().portafoglio
    piani, esiti = {p.id: p for p in previsto.piani}, {p.id: p for p in quadro.piani}
    for id_, piano in piani.items():
        if id_ == NESSUN_INTERVENTO or not id_.endswith("-con-ponti"):
            continue
        base = id_.removesuffix("-con-ponti")
        assert esiti[id_].giorni_scoperti <= esiti[base].giorni_scoperti
        for ponte in (previsto.scenari_by_id[p] for p in piano.scenari if p in quadro.forecast().ponti):
            suoi = [previsto.scenari_by_id[s] for s in piani[base].scenari]
            inizi = [s.inizio.primo for s in suoi if ponte.quartieri[0] in s.quartieri]
            assert ponte.inizio.primo < min(i for i in inizi if i > OGGI)


# ——— un giorno solo per ogni condizione


@settings(max_examples=60)
@given(portafogli())
def test_una_condizione_ha_lo_stesso_ultimo_giorno_in_ogni_comando(portafoglio: Portafoglio) -> None:
    """Scheda, calendario e segnalazione; e non è mai dopo la vigilia dell'inizio che si promette."""
    quadro = ask(portafoglio)
    eventi = {e.id: e.giorno for e in build_calendario(quadro, Scelta()).eventi}
    dette = {
        (f.ref.id, f.ref.campo[1]): f.messaggio
        for f in check_quadro(quadro)
        if f.codice == "condizione-in-ritardo" and f.ref is not None
    }
    for esito in quadro.esiti:
        for posto, condizione in enumerate(esito.condizioni):
            assert condizione.entro is not None
            assert eventi[f"condizione/{esito.id}/condizione-{posto + 1}"] == condizione.entro
            if (esito.id, posto) in dette:
                assert f"entro il {condizione.entro:%d/%m/%Y}" in dette[esito.id, posto]
            if esito.tempi is not None:
                assert condizione.entro < max(esito.tempi.obiettivo, esito.tempi.primo_avvio)
