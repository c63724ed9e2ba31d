"""Chi vuole essere più sicuro deve muoversi prima, e conta su un inizio più tardi."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.supporto import RADICE

from ldq_planner.api import Diritto, Quadro, load_norme, load_portafoglio
from ldq_planner.engine.preavvisi import Anticipo
from ldq_planner.engine.prudenza import Prudenza
from ldq_planner.rules.bando_in_ritardo import check
from ldq_planner.rules.base.contesto import Contesto

OGGI, GARA = date(2023, 1, 17), "gara-quattro-quartieri"


def test_piu_si_vuole_essere_sicuri_piu_il_bando_esce_presto() -> None:
    """E il servizio si dà per cominciato più tardi; la regola parla con quei giorni, e ai tempi probabili tace."""
    dati = load_portafoglio(RADICE / "data")
    una = {"scenari": (dati.scenari_by_id[GARA],), "piani": ()}
    quadro = Quadro(replace(dati, ipotesi=dati.ipotesi.model_copy(update=una)), OGGI, Diritto(load_norme()))
    tempi = quadro.forecast().tempi[GARA]
    prudenza = Prudenza(quadro, 80)
    limite, avvii = prudenza.find_limite(GARA), prudenza.distribute(GARA)
    assert limite is not None
    assert avvii is not None
    assert limite.bando is not None
    assert tempi.limite_bando is not None
    assert limite.bando < tempi.limite_bando
    assert avvii.find_quantile(80) > tempi.primo_avvio
    assert list(check(Contesto(quadro))) == []
    (detta,) = check(Contesto(quadro, Anticipo(prudenza=80)))
    assert "per esserne sicuri all'80 %" in detta.messaggio
    assert f"{limite.bando:%d/%m/%Y}" in detta.messaggio
