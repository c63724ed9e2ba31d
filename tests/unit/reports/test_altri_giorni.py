"""La figura che risponde: ciò che sta nella pagina è ciò che il motore ha detto, e oltre un limite lo si dice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.gare import get_diritto
from tests.portafogli import OGGI, build_contratto, build_portafoglio, build_scenario

from ldq_planner.engine.altri_giorni import try_altri_giorni
from ldq_planner.engine.quadro import Quadro
from ldq_planner.render.maniglia import show_maniglia
from ldq_planner.reports.altri_giorni import build_maniglia
from ldq_planner.reports.maniglia import RIGHE, Andamento, Maniglia

if TYPE_CHECKING:
    from ldq_planner.model.scenario import Scenario

GIORNI = 3
BANDO = {"fase": "pubblicazione", "conclusa": "2023-01-10"}


def ask(*scenari: Scenario, quartieri: tuple[str, ...] = ("q",)) -> Quadro:
    """La domanda del 17/01/2023, con un contratto che finisce."""
    portafoglio = build_portafoglio([build_contratto()], scenari, abitanti=dict.fromkeys(quartieri, 1000))
    return Quadro(portafoglio, OGGI, get_diritto())


def unfold(maniglia: Maniglia, andamento: Andamento) -> list[int]:
    """I valori di un andamento, come li rilegge la pagina."""
    valori, serie = [andamento.primo], maniglia.serie[andamento.serie]
    for passo, volte in zip(serie[::2], serie[1::2], strict=True):
        valori += [valori[-1] + passo * n for n in range(1, volte + 1)]
    return valori


def test_gli_andamenti_si_rileggono_uguali() -> None:
    """Dal primo giorno all'ultimo, i giorni senza e l'inizio."""
    quadro = ask(build_scenario(inizio="non noto", durata_mesi=12))
    maniglia = build_maniglia(quadro, 30)
    assert maniglia is not None
    (prove,) = try_altri_giorni(quadro, [OGGI.fromordinal(OGGI.toordinal() + n) for n in range(30)])
    preparazione = maniglia.scenari[0].passi[0]
    assert unfold(maniglia, preparazione.inizio) == [(g.inizio - OGGI).days for g in prove.preparazione if g.inizio]
    assert unfold(maniglia, preparazione.righe[0].giorni) == [g.quartieri[0].giorni for g in prove.preparazione]


def test_una_gara_cominciata_ha_solo_il_bando_e_una_bandita_nulla() -> None:
    """Ciò che è già accaduto non si sposta."""
    cominciata = build_scenario(avanzamento=[{"fase": "progettazione", "iniziata": "2023-01-10"}])
    maniglia = build_maniglia(ask(cominciata), GIORNI)
    assert maniglia is not None
    assert [passo.id for passo in maniglia.scenari[0].passi] == ["bando"]
    assert build_maniglia(ask(build_scenario(avanzamento=[BANDO])), GIORNI) is None


def test_oltre_il_limite_lo_dice_e_non_prova() -> None:
    """Nessuna maniglia, e quanti quartieri sarebbero."""
    quartieri = tuple(f"q-{n}" for n in range(RIGHE + 1))
    maniglia = build_maniglia(ask(build_scenario(quartieri=list(quartieri)), quartieri=("q", *quartieri)))
    assert maniglia is not None
    assert (maniglia.scenari, maniglia.troppe) == ((), RIGHE + 1)
    assert show_maniglia(maniglia)["troppe"] == RIGHE + 1


def test_i_nomi_non_chiudono_l_elemento_dei_numeri() -> None:
    """Un nome con `</script>` resta un nome."""
    maniglia = build_maniglia(ask(build_scenario(nome="</script><b>")), GIORNI)
    assert maniglia is not None
    assert "<" not in str(show_maniglia(maniglia)["numeri"])
