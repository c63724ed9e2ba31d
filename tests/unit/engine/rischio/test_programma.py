"""Il piano con il rischio: gli stessi numeri di `ldq rischio`, e i giorni attesi contati uno per uno."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.gare import get_diritto

from ldq_planner.engine.programma.incertezza import Incertezza
from ldq_planner.engine.programma.mosse import Mossa, Officina
from ldq_planner.engine.quadro import Quadro
from ldq_planner.engine.rischio.conto import Ipotetica, build_conto
from ldq_planner.engine.rischio.dipendenza import RHO
from ldq_planner.loading.cartella import load, with_risorse

if TYPE_CHECKING:
    from ldq_planner.model.rischio import DistribuzioneGiorni

OGGI = date(2023, 1, 17)


@cache
def make_quadro(risorse: str = "") -> Quadro:
    """I dati del programma, da soli o con gli uffici di una prova."""
    caricato = load(Path("data"))
    caricato = with_risorse(caricato, Path(risorse)) if risorse else caricato
    return Quadro(caricato.portafoglio, OGGI, get_diritto())


def move(quadro: Quadro, gara: str) -> Mossa:
    """Quella gara cominciata oggi."""
    officina = Officina(quadro, Incertezza(quadro))
    return next(officina.list_mosse(next(g for g in officina.list_gare() if g.id == gara), [OGGI]))


@cache
def distribute(gara: str) -> DistribuzioneGiorni:
    """L'avvio che dice `ldq rischio`."""
    quadro = make_quadro()
    return build_conto(Ipotetica(quadro.forecast().gare[gara].agenda, OGGI, {}), RHO, {}).distribute()


def test_senza_uffici_sono_i_numeri_di_ldq_rischio() -> None:
    """Ogni giorno da oggi, uno per uno, con la probabilità che il servizio non sia cominciato."""
    quadro = make_quadro()
    for gara, fine in (("gara-quattro-quartieri", date.max), ("lorenteggio-adp", date(2025, 12, 31))):
        avvio, presto = distribute(gara), quadro.portafoglio.scenari_by_id[gara].inizio.primo
        for conseguenza in move(quadro, gara).conseguenze:
            for attesa in conseguenza.attese:
                certo = quadro.coperture[attesa.quartiere].in_vigore.certo
                giorno, giorni, restano = OGGI, 0.0, sum(avvio.pesi)
                while giorno <= min(avvio.al, fine):
                    posto = (giorno - avvio.dal).days
                    restano -= avvio.pesi[posto] if posto >= 0 else 0.0
                    giorni += (restano if giorno >= presto else 1.0) * (giorno not in certo)
                    giorno += timedelta(days=1)
                assert attesa.attesi is not None
                assert attesa.attesi.giorni == pytest.approx(giorni, abs=1e-4)
                assert attesa.abitanti_giorni == round(attesa.attesi.giorni * (attesa.abitanti or 0))
                assert attesa.attesi.in_tempo == pytest.approx(avvio.compute_entro(conseguenza.obiettivo))
