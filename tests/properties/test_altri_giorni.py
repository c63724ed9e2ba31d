"""Le prove di altri giorni: ogni numero della pagina è quello che il motore darebbe, interrogato per intero."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.gare import get_diritto
from tests.portafogli import OGGI
from tests.properties.test_gare_allo_studio import portafogli

from ldq_planner.engine.altri_giorni import try_altri_giorni
from ldq_planner.engine.quadro import Quadro
from ldq_planner.model.altri_giorni import AltroGiorno, AltroQuartiere
from ldq_planner.model.avanzamento import FattoDiGara
from ldq_planner.model.copertura import TipoLacuna

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.model.portafoglio import Portafoglio

giorni = st.lists(st.integers(0, 730).map(lambda n: OGGI + timedelta(days=n)), min_size=2, max_size=3).map(sorted)


def ask(portafoglio: Portafoglio, oggi: date, id_: str) -> AltroGiorno:
    """Lo stesso, da `ldq scenari ID --oggi GIORNO`."""
    esito = next(e for e in Quadro(portafoglio, oggi, get_diritto()).esiti if e.id == id_)
    ponti = {q.id: q.ponte for q in esito.tempi.quartieri} if esito.tempi else {}

    def count(quartiere: str, tipo: TipoLacuna) -> int:
        return sum(x.giorni for x in esito.lacune if x.quartiere == quartiere and x.tipo is tipo and x.causa is None)

    return AltroGiorno(
        esito.inizio.primo if esito.inizio and not esito.impossibile else None,
        esito.fine.scritta.ultimo if esito.fine and not esito.impossibile else None,
        tuple(
            AltroQuartiere(q.id, count(q.id, TipoLacuna.CERTA), count(q.id, TipoLacuna.POSSIBILE), ponti[q.id])
            for q in portafoglio.quartieri
            if q.id in esito.quartieri
        ),
    )


def fix_bando(portafoglio: Portafoglio, id_: str, giorno: date) -> Portafoglio:
    """Gli stessi dati, con il giorno del bando scritto fra i fatti."""
    fatto = FattoDiGara.model_validate({"fase": "invio_bando", "fissata_al": giorno.isoformat()})
    scenari = (
        s.model_copy(update={"avanzamento": (*s.avanzamento, fatto)}) if s.id == id_ else s for s in portafoglio.scenari
    )
    return replace(portafoglio, ipotesi=portafoglio.ipotesi.model_copy(update={"scenari": tuple(scenari)}))


@settings(max_examples=6)
@given(portafogli(), giorni)
def test_ogni_prova_e_la_risposta_intera(portafoglio: Portafoglio, quando: list[date]) -> None:
    """Cominciare un altro giorno è chiedere quel giorno; il bando di un altro giorno è un fatto in più."""
    for prove in try_altri_giorni(Quadro(portafoglio, OGGI, get_diritto()), quando):
        id_ = prove.scenario
        assert prove.oggi == ask(portafoglio, OGGI, id_)
        assert prove.preparazione == tuple(ask(portafoglio, giorno, id_) for giorno in quando)
        assert prove.bando == tuple(ask(fix_bando(portafoglio, id_, giorno), OGGI, id_) for giorno in quando)
