"""Le segnalazioni, quando sono troppe: uno schermo ne dice poche, e il conto torna."""

from __future__ import annotations

from pathlib import Path

from tests.portafogli import OGGI, build_contratto, build_portafoglio
from tests.segnalazioni import AVVISO, CRITICO, make_esame
from tests.supporto import render_testo

from ldq_planner.engine.quadro import Quadro
from ldq_planner.errors import Finding, Ref, Severita
from ldq_planner.reports.check import build_check
from ldq_planner.reports.esame import Esame
from ldq_planner.reports.filtro import Filtro
from ldq_planner.reports.report import Nota, Segnalazioni, Tabella, Tono
from ldq_planner.reports.responsabili import DiChi

SCHERMO = 200
QUARTIERI = [f"q{i}" for i in range(60)]
CONTRATTI = [build_contratto(f"c{i}", quartieri=[QUARTIERI[i % 60]]) for i in range(1_200)]
SOVRAPPOSTI = [
    Finding("contratti-sovrapposti", Severita.AVVISO, f"«{c.id}» e un altro", "controllare", Ref("contratti", c.id))
    for c in CONTRATTI
]
GRAVI = [CRITICO._replace(ref=Ref("quartieri", q), responsabili=("Area Casa",)) for q in QUARTIERI]


def make_tante() -> Esame:
    """Un esame di 1.260 segnalazioni: 20 sovrapposizioni per quartiere, e una lacuna per ciascuno."""
    portafoglio = build_portafoglio(CONTRATTI, abitanti=dict.fromkeys(QUARTIERI, 1_000))
    return Esame(OGGI, Path("/lavoro"), (*SOVRAPPOSTI, *GRAVI), quadro=Quadro(portafoglio, OGGI))


def test_su_uno_schermo_stanno_in_duecento_righe_e_il_conto_torna() -> None:
    """Un quartiere che compra molte cose è una riga; le critiche si leggono per prime."""
    report = build_check(make_tante(), None)
    frase, per_regola, *altri = report.shorten().blocchi
    assert frase == Nota(
        "1.260 segnalazioni: 60 critiche e 1.200 avvisi, in 60 quartieri (60.000 abitanti).", Tono.ALLARME
    )
    assert isinstance(per_regola, Tabella)
    assert [riga[1:3] for riga in per_regola.righe] == [("lacuna-in-corso", 60), ("contratti-sovrapposti", 1_200)]
    assert isinstance(altri[0], Segnalazioni)
    assert {f.severita for f in altri[0].findings} == {Severita.CRITICO}
    for filtro in (Filtro(), Filtro(di_chi=DiChi(gruppi=True))):
        testo = render_testo(build_check(make_tante(), None, filtro), "table", 80)
        assert testo.count("\n") < SCHERMO
        assert "! avviso" in testo


def test_per_chi_le_vuole_tutte_e_per_le_macchine_sono_intere() -> None:
    """Nulla si perde: il riassunto è solo dello schermo."""
    esame = make_tante()
    assert render_testo(build_check(esame, None, Filtro(tutti=True)), "table").count("contratti-sovrapposti]") == len(
        SOVRAPPOSTI
    )
    assert render_testo(build_check(esame, None), "csv") == render_testo(
        build_check(esame, None, Filtro(tutti=True)), "csv"
    )
    assert [b.findings for b in build_check(esame, None).blocchi if isinstance(b, Segnalazioni)] == [esame.findings]


def test_anche_gli_errori_di_dati_che_non_si_valutano() -> None:
    """Senza quadro non si sa di quale quartiere: restano i conti per regola, e i primi per intero."""
    testo = render_testo(build_check(make_esame(*[AVVISO] * 500), None), "table", 80)
    assert testo.count("\n") < SCHERMO
    assert "500" in testo
