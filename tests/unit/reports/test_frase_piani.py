"""Le frasi con cui si aprono i piani: chi resta senza, da quando, e che cosa fare per primo."""

from __future__ import annotations

from datetime import date

from tests.gare import get_diritto
from tests.portafogli import build_contratto, build_portafoglio, build_scenario

from ldq_planner.engine.quadro import Quadro
from ldq_planner.model.scenario import Piano
from ldq_planner.reports.esiti import evaluate_tutti
from ldq_planner.reports.frase_piani import say_piani

OGGI = date(2023, 1, 17)


def test_si_dice_chi_resta_senza_e_da_quando() -> None:
    """Quattro quartieri, tre giorni diversi; quello già scoperto per primo, e il piano che ne salva uno."""
    fini = {"q": "2022-12-31", "r": "2023-06-30", "s": "2023-06-30", "t": "2024-03-31"}
    contratti = [
        build_contratto(f"c{id_}", quartieri=[id_], inizio="2020-01-01", scadenza_base=fine)
        for id_, fine in fini.items()
    ]
    gara = build_scenario("gara", quartieri=["t"], inizio="2024-04-01", durata_mesi=24)
    piano = Piano(id="p", nome="Una gara", scenari=("gara",))
    portafoglio = build_portafoglio(contratti, (gara,), abitanti=dict.fromkeys(fini, 1000), piani=(piano,))
    quadro = Quadro(portafoglio, OGGI, get_diritto())
    frasi = [nota.testo for nota in say_piani(quadro, evaluate_tutti(quadro, ()))]
    assert frasi[:2] == [
        (
            "Senza intervento restano senza laboratorio 4 quartieri (4.000 abitanti): Q dal 01/01/2023, R e S dal 01/07/2023, "
            "T dal 01/04/2024."
        ),
        (
            "Con «Una gara» restano senza laboratorio 3 quartieri (3.000 abitanti): Q dal 01/01/2023, R e S dal 01/07/2023; "
            "275 giorni in meno."
        ),
    ]
    assert frasi[-1].startswith("Da fare per primo: per «Gara gara» il progetto del servizio va cominciato entro il ")
