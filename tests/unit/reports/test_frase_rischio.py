"""Il rischio a parole: le stesse volte della tabella, e mai un numero quando non se ne sa più nulla."""

from __future__ import annotations

from datetime import date

from tests.supporto import RADICE

from ldq_planner.api import Diritto, Quadro, load_norme, load_portafoglio
from ldq_planner.model.rischio import LimiteSicuro, Quantile, RischioQuartiere, RischioScenario
from ldq_planner.reports.frase_rischio import say_in_tempo, say_rischio, say_rischio_in_carta

OGGI = date(2023, 1, 17)
QUADRO = Quadro(load_portafoglio(RADICE / "data"), OGGI, Diritto(load_norme()))
AVVIO = tuple(Quantile(p, date(2024, m, 1)) for p, m in ((10, 1), (50, 2), (80, 3), (90, 4)))
SAN_SIRO = RischioQuartiere("san-siro", date(2023, 7, 1), AVVIO, 0.9, 0.9, 0.8, 200.0, 1329400.0, ())
GARA = RischioScenario(
    id="san-siro-pinqua",
    nome="Servizio a San Siro",
    procedura="aperta",
    rho=0.3,
    eventi=(),
    obiettivo=date(2023, 7, 1),
    probabile=date(2023, 11, 19),
    distribuzione=None,
    bando=date(2023, 4, 7),
    avvio=AVVIO,
    in_tempo=0.1,
    quartieri=(SAN_SIRO,),
    limiti=(LimiteSicuro(80, date(2023, 2, 3), date(2022, 10, 7)),),
)


def test_si_dice_chi_resta_scoperto_e_quando_il_bando_doveva_uscire() -> None:
    """Un giorno che non si può più «doveva», anche se non è ancora passato; e si dice che cosa si può."""
    detto = say_rischio(QUADRO, GARA).testo
    assert detto.startswith("San Siro resterà quasi certamente scoperto (circa 9 volte su 10), dal 01/07/2023. ")
    assert "all'80 %" in detto
    doveva = "il bando doveva uscire entro il 03/02/2023, e la preparazione cominciare entro il 07/10/2022"
    assert f"{doveva}; cominciando oggi esce il 07/04/2023, e si è in tempo circa 1 volta su 10. " in detto
    assert "1 volta su 2 entro il 01/02/2024, 8 volte su 10 entro il 01/03/2024" in detto
    assert "circa 200, cioè circa 1.300.000 abitanti-giorni" in detto
    in_tempo = say_in_tempo(GARA, OGGI).testo
    assert in_tempo.startswith("Entro il 01/07/2023 il servizio è pronto circa 1 volta su 10; ")
    assert in_tempo.endswith(f"{doveva}; cominciando oggi esce il 07/04/2023.")
    presto = GARA._replace(limiti=(LimiteSicuro(80, date(2023, 5, 5), OGGI),))
    assert say_in_tempo(presto, OGGI).testo.endswith(
        "il bando deve uscire entro il 05/05/2023, e la preparazione cominciare entro il 17/01/2023."
    )
    corre = GARA._replace(limiti=(LimiteSicuro(80, date(2023, 2, 3), None),), in_tempo=0.0)
    assert (
        "doveva uscire entro il 03/02/2023; di questo passo esce il 07/04/2023, e non si è mai"
        in say_rischio(QUADRO, corre).testo
    )


def test_oltre_ogni_durata_possibile_non_si_inventa_un_numero() -> None:
    """Lo stesso se non può più cominciare prima della sua fine."""
    oltre = GARA._replace(oltre="Valutazione delle offerte", avvio=(), quartieri=(), limiti=())
    for detto in (say_rischio(QUADRO, oltre).testo, say_rischio_in_carta(QUADRO, oltre)):
        assert "oltre ogni durata ritenuta possibile (valutazione delle offerte)" in detto
        assert "volt" not in detto
    mai = GARA._replace(p_mai=1.0)
    assert say_rischio(QUADRO, mai).testo == "Il servizio non può più cominciare prima della sua fine."
