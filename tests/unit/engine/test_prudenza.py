"""Chi vuole essere più sicuro deve muoversi prima, e conta su un inizio più tardi."""

from __future__ import annotations

from datetime import date

from tests.supporto import RADICE

from ldq_planner.api import Diritto, Quadro, check_quadro, load_norme, load_portafoglio
from ldq_planner.engine.preavvisi import Anticipo
from ldq_planner.engine.prudenza import Prudenza

OGGI = date(2023, 1, 17)


def test_piu_si_vuole_essere_sicuri_piu_il_bando_esce_presto() -> None:
    """E il servizio si dà per cominciato più tardi; le regole parlano con quei giorni."""
    quadro = Quadro(load_portafoglio(RADICE / "data"), OGGI, Diritto(load_norme()))
    gara = quadro.forecast().gare["gara-quattro-quartieri"]
    bandi, avvii = [], []
    for percento in (50, 80):
        prudenza = Prudenza(quadro, percento)
        limite = prudenza.find_limite("gara-quattro-quartieri")
        avvio = prudenza.find_avvio(gara.agenda, "gara")
        assert limite is not None
        assert limite.bando is not None
        assert avvio is not None
        bandi.append(limite.bando)
        avvii.append(avvio)
    assert bandi[0] > bandi[1]
    assert avvii[0] < avvii[1]
    dette = [f.messaggio for f in check_quadro(quadro, Anticipo(prudenza=80)) if f.codice == "bando-in-ritardo"]
    assert any("per esserne sicuri all'80 %" in d and f"{bandi[1]:%d/%m/%Y}" in d for d in dette)
    assert not [f for f in check_quadro(quadro) if f.codice == "bando-in-ritardo"]
