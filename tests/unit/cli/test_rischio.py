"""Di che cosa si chiede il rischio: una gara, un piano, un quartiere; per id o per nome."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.supporto import RADICE

from ldq_planner.cli.rischio import require_gara
from ldq_planner.errors import InvalidRequestError
from ldq_planner.loading.cartella import load_portafoglio

DATI = load_portafoglio(RADICE / "data")


def test_di_un_quartiere_si_chiede_la_sua_gara() -> None:
    """Per id o per nome; se ne ha più d'una tutte, e se non ne ha si dice."""
    assert require_gara("San Siro", DATI) == ("san-siro-pinqua", "san-siro")
    assert require_gara("mazzini", DATI) == ("gara-quattro-quartieri", "mazzini")
    assert require_gara("gara-quattro-quartieri", DATI) == ("gara-quattro-quartieri", None)
    assert require_gara(None, DATI) == (None, None)
    sua = next(s for s in DATI.scenari if s.id == "san-siro-pinqua")
    due = DATI.ipotesi.model_copy(update={"scenari": (*DATI.scenari, sua.model_copy(update={"id": "altra"}))})
    assert require_gara("san-siro", replace(DATI, ipotesi=due)) == (None, "san-siro")
    senza = DATI.ipotesi.model_copy(update={"scenari": tuple(s for s in DATI.scenari if s is not sua), "piani": ()})
    with pytest.raises(InvalidRequestError, match="per San Siro non c'è una gara"):
        require_gara("san-siro", replace(DATI, ipotesi=senza))
