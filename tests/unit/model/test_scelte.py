"""Le scelte fra scenari: chi resta in gioco, e che cosa si chiede ancora, contro un conto fatto a coppie."""

from __future__ import annotations

from dataclasses import replace
from itertools import product, takewhile

import pytest
from tests.gare import get_diritto
from tests.portafogli import OGGI, build_contratto, build_portafoglio, build_scenario

from ldq_planner.engine.cronoprogramma import INVIO
from ldq_planner.engine.quadro import Quadro
from ldq_planner.model.avanzamento import PREPARAZIONE, FattoDiGara
from ldq_planner.model.scenario import Piano
from ldq_planner.reports.calendario import Scelta, build_calendario
from ldq_planner.reports.scelte import say_lasciato
from ldq_planner.reports.status import build_status
from ldq_planner.rules.controlli.elenco import check_quadro

ABITANTI = {"a": 10, "b": 20}
STATI = ("allo-studio", "scelto", "scartato", "bando fuori")
FUORI = (FattoDiGara.model_validate({"fase": "pubblicazione", "conclusa": "2023-01-09"}),)
UNICA = build_scenario("unica", gruppo="nord", quartieri=["a", "b"], inizio="2024-01-01", durata_mesi=24)
LOTTI = tuple(
    build_scenario(f"lotto-{q}", gruppo="nord", quartieri=[q], inizio="2024-01-01", durata_mesi=24) for q in "ab"
)
ALTRA = build_scenario("altra", quartieri=["a"], inizio="2024-01-01", durata_mesi=24)
TUTTI = (UNICA, *LOTTI, ALTRA)


@pytest.mark.parametrize("stati", [*product(STATI, repeat=4)])
def test_chi_resta_in_gioco_e_come_contandolo_a_coppie(stati: tuple[str, ...]) -> None:
    """In ogni combinazione: è in gioco chi non è scartato e non ha contro un'alternativa scelta, se non è scelto anche lui.

    Chi ha il bando fuori è già scelto nei fatti.
    """
    scritti = ({"avanzamento": FUORI} if stato == "bando fuori" else {"stato": stato} for stato in stati)
    scenari = [s.model_copy(update=scritto) for s, scritto in zip(TUTTI, scritti, strict=True)]
    portafoglio = build_portafoglio(scenari=scenari, abitanti=ABITANTI)
    scelte = ("scelto" if stato == "bando fuori" else stato for stato in stati)
    per_id = dict(zip(("unica", "lotto-a", "lotto-b", "altra"), scelte, strict=True))
    contro = {"unica": ("lotto-a", "lotto-b"), "lotto-a": ("unica",), "lotto-b": ("unica",), "altra": ()}
    attesi = [
        id_
        for id_, stato in per_id.items()
        if stato == "scelto" or (stato == "allo-studio" and all(per_id[altro] != "scelto" for altro in contro[id_]))
    ]
    assert [s.id for s in portafoglio.scenari] == attesi
    aperti = [id_ for id_ in attesi if per_id[id_] == "allo-studio" and any(altro in attesi for altro in contro[id_])]
    assert [s.id for s in portafoglio.richiesti] == [id_ for id_ in attesi if id_ not in aperti]
    assert list(portafoglio.lasciati) == [id_ for id_ in per_id if id_ not in attesi]


def test_la_preparazione_e_cio_che_in_ogni_procedura_precede_il_bando() -> None:
    """Le fasi da cui non si sa che il bando è uscito sono quelle prima del suo invio, in ogni procedura della legge."""
    procedure = get_diritto().norme.procedure
    prima = {f.id for p in procedure.procedure for f in takewhile(lambda f: f.id != INVIO, procedure.list_fasi(p))}
    assert prima == PREPARAZIONE


def test_senza_le_chiavi_nuove_nulla_cambia() -> None:
    """Uno scenario senza stato né gruppo è in gioco, e i suoi atti si chiedono."""
    portafoglio = build_portafoglio(scenari=[ALTRA], abitanti=ABITANTI)
    assert portafoglio.scenari == portafoglio.richiesti == (ALTRA,)
    assert (portafoglio.lasciati, portafoglio.indecisi) == ({}, {})


def test_scartare_tutto_e_come_non_averlo_scritto() -> None:
    """Chi è scartato non si conta, non si chiede, non allunga la finestra: le risposte sono quelle di chi non c'è."""
    scartati = [s.model_copy(update={"stato": "scartato"}) for s in TUTTI]
    contratti = [build_contratto(quartieri=["a", "b"], scadenza_base="2023-12-31")]
    con = Quadro(build_portafoglio(contratti, scartati, abitanti=ABITANTI), OGGI, get_diritto())
    senza = Quadro(build_portafoglio(contratti, abitanti=ABITANTI), OGGI, get_diritto())
    assert con.stati == senza.stati
    assert con.piani == senza.piani
    assert con.finestra_comune == senza.finestra_comune
    assert [*check_quadro(con)] == [*check_quadro(senza)]
    assert build_calendario(con, Scelta()).eventi == build_calendario(senza, Scelta()).eventi
    assert build_status(con).blocchi == build_status(senza).blocchi


def test_di_alternative_da_scegliere_il_calendario_chiede_la_scelta() -> None:
    """Un evento solo al posto di quelli di ogni alternativa; chi ne nomina una ne vede gli atti."""
    quadro = Quadro(build_portafoglio(scenari=(UNICA, *LOTTI), abitanti=ABITANTI), OGGI, get_diritto())
    (scelta,) = build_calendario(quadro, Scelta()).eventi
    assert (scelta.genere, scelta.entita, scelta.quartieri) == ("scelta", "nord", ("a", "b"))
    assert scelta.giorno == min(t.limite_progetto for t in quadro.forecast().tempi.values() if t.limite_progetto)
    atti = build_calendario(quadro, Scelta(scenari=("unica",))).eventi
    assert {e.entita for e in atti} == {"unica"}
    assert [e.genere for e in atti][-1] == "bando"


def test_una_gara_affidata_non_si_chiede_piu() -> None:
    """Il contratto che ne viene la lascia nella storia, e i piani contano solo ciò che resta da fare."""
    piani = [
        Piano(id="tutto", nome="Tutto", scenari=("unica", "altra")),
        Piano(id="solo", nome="Solo", scenari=("unica",)),
    ]
    dato = build_contratto("nuovo", quartieri=["a", "b"], scenario="unica", scadenza_base="2025-12-31")
    portafoglio = build_portafoglio([dato], TUTTI, abitanti=ABITANTI, piani=piani)
    assert say_lasciato(portafoglio.lasciati["unica"]) == "affidato: è il contratto «Prova» (nuovo)"
    assert [(p.id, p.scenari) for p in portafoglio.piani_in_gioco] == [("tutto", ("altra",))]
    altrove = replace(portafoglio, registro=portafoglio.registro.with_contratti(()))
    assert altrove.piani_in_gioco == tuple(piani)


def test_un_piano_che_conta_su_chi_e_lasciato_non_si_confronta() -> None:
    """Prometterebbe una copertura che non ci sarà."""
    piani = [Piano(id="p", nome="P", scenari=("unica", "altra")), Piano(id="vuoto", nome="Vuoto", scenari=())]
    scenari = [UNICA.model_copy(update={"stato": "scartato"}), ALTRA]
    portafoglio = build_portafoglio(scenari=scenari, abitanti=ABITANTI, piani=piani)
    assert [p.id for p in portafoglio.piani] == ["nessun-intervento", "vuoto"]
    assert [p.id for p in Quadro(portafoglio, OGGI, get_diritto()).piani] == ["nessun-intervento", "vuoto"]


def test_un_contratto_esclude_le_alternative_anche_se_nessuno_ha_scritto_la_scelta() -> None:
    """Ciò che è accaduto vale più di ciò che è scritto: affidata la gara unica, i lotti non si chiedono più."""
    contratto = build_contratto(id="nuovo", quartieri=["a", "b"], scenario="unica", scadenza_base="2025-12-31")
    portafoglio = build_portafoglio([contratto], scenari=[UNICA, *LOTTI, ALTRA], abitanti=ABITANTI)
    assert [s.id for s in portafoglio.scenari] == ["altra"]
    assert portafoglio.indecisi == {}
    detto = say_lasciato(portafoglio.lasciati["lotto-a"])
    assert detto == f"escluso: al suo posto «{UNICA.nome}», già affidato"
