"""Le tavole nascono dai modelli: ogni campo dei dati ha una colonna, con il suo significato."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ldq_planner.model.contratto import Contratto, Opzione
from ldq_planner.model.quartiere import Quartiere
from ldq_planner.model.scambio.tavole import FILE, list_tavole, read_significati
from ldq_planner.model.scenario import Scenario

if TYPE_CHECKING:
    from ldq_planner.model.base import Modello

TAVOLE = {t.nome: t for t in list_tavole()}


@pytest.mark.parametrize(
    ("tavola", "modello"),
    [("contratti", Contratto), ("contratti_opzioni", Opzione), ("quartieri", Quartiere), ("scenari", Scenario)],
)
def test_ogni_campo_e_una_colonna_o_una_tavola(tavola: str, modello: type[Modello]) -> None:
    """Un campo nuovo del modello non resta fuori."""
    percorsi = {c.percorso[0] for c in TAVOLE[tavola].colonne}
    sotto = {t.percorso[-1] for t in TAVOLE.values() if t.padre == tavola}
    assert percorsi | sotto == set(modello.model_fields)


def test_i_nomi_delle_tavole_e_delle_colonne_sono_tutti_diversi() -> None:
    """Un file per tavola, una colonna per nome."""
    assert len(TAVOLE) == len(list_tavole())
    for tavola in list_tavole():
        assert len({c.nome for c in tavola.colonne}) == len(tavola.colonne)


def test_chi_contiene_viene_prima_di_chi_e_contenuto() -> None:
    """Rileggendo nell'ordine, il padre c'è già."""
    nomi = [t.nome for t in list_tavole()]
    for tavola in list_tavole():
        assert not tavola.padre or nomi.index(tavola.padre) < nomi.index(tavola.nome)


def test_il_significato_e_la_docstring_sotto_il_campo() -> None:
    """Su una riga."""
    assert read_significati(Contratto)["inizio"] == "Decorrenza: primo giorno in vigore, compreso."
    assert set(FILE) == {"quartieri", "contratti", "scenari", "deroghe", "durate", "risorse"}
