"""Qualunque portafoglio dà una figura ben formata, in cui ogni barra sta nell'asse e ogni lacuna è lunga quanto dura."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.figure import list_barre, list_scritte, parse_svg
from tests.portafogli import OGGI
from tests.properties.strategie import con_scenari, periodi

from ldq_planner.dates.testo import format_periodo
from ldq_planner.engine.quadro import Quadro
from ldq_planner.render.disegno.corsie import MINIMO
from ldq_planner.render.disegno.segno import cut, measure
from ldq_planner.render.svg import draw_figura
from ldq_planner.reports.copertura import RispostaCopertura, build_copertura

if TYPE_CHECKING:
    from ldq_planner.dates.periodo import Periodo
    from ldq_planner.model.portafoglio import Portafoglio

_DESTRA, _ARROTONDATO = 944.0, 0.03


@given(con_scenari(), periodi())
def test_le_barre_stanno_nell_asse_e_le_lacune_sono_proporzionali(portafoglio: Portafoglio, finestra: Periodo) -> None:
    """Con gli scenari, con date incerte, con più contratti insieme."""
    report = build_copertura(Quadro(portafoglio, OGGI), finestra, scenari=portafoglio.scenari)
    assert report.figura is not None
    radice = parse_svg(draw_figura(report.figura))
    barre = list(list_barre(radice))
    assert isinstance(report.dati, RispostaCopertura)
    lacune = [(q, x) for q in report.dati.quartieri for x in q.lacune]
    disegnate = [b for b in barre if b.genere.startswith("lacuna")]
    assert len(disegnate) == len(lacune)
    sinistra = min(b.sinistra for b in barre)
    scala = (_DESTRA - sinistra) / finestra.giorni
    for barra in disegnate:
        larga = barra.destra - barra.sinistra
        assert larga == pytest.approx(max(barra.giorni * scala, MINIMO), abs=_ARROTONDATO)
    for barra in barre:
        assert sinistra - _ARROTONDATO <= barra.sinistra < barra.destra <= _DESTRA + _ARROTONDATO
    for _, lacuna in lacune:
        parole = f"{format_periodo(lacuna.inizio, lacuna.fine)}: {lacuna.giorni} giorn"
        assert any(parole in b.testo and b.giorni == lacuna.giorni for b in disegnate)
        assert any(f"{lacuna.giorni} giorn" in scritta for scritta in list_scritte(radice))


@given(con_scenari(), periodi())
def test_nessuna_barra_ne_nasconde_un_altra(portafoglio: Portafoglio, finestra: Periodo) -> None:
    """Sulla stessa corsia due barre al più si toccano."""
    report = build_copertura(Quadro(portafoglio, OGGI), finestra, scenari=portafoglio.scenari)
    assert report.figura is not None
    barre = list(list_barre(parse_svg(draw_figura(report.figura))))
    for una, altra in combinations(barre, 2):
        if abs(una.alto - altra.alto) < 1:
            assert una.destra <= altra.sinistra + _ARROTONDATO or altra.destra <= una.sinistra + _ARROTONDATO


@given(st.text(max_size=60), st.floats(0, 300))
def test_un_testo_tagliato_sta_nel_suo_spazio(testo: str, larghezza: float) -> None:
    """E se ci sta intero non si tocca."""
    tagliato = cut(testo, larghezza, 13)
    assert measure(tagliato, 13) <= larghezza + 1e-6 or tagliato == ""
    if measure(testo, 13) <= larghezza - 1e-6:
        assert tagliato.rstrip("…") in tagliato
