"""Dati → JSON → dati: ciò che si scrive a macchina si rilegge uguale."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ldq_planner.dates.incerta import PRIMO_GIORNO, ULTIMO_GIORNO
from ldq_planner.loading.cartella import load_portafoglio
from ldq_planner.loading.luogo import find_dati_del_pacchetto
from ldq_planner.model.contratto import Contratto
from ldq_planner.model.scalari import MAX_MESI

if TYPE_CHECKING:
    from ldq_planner.model.base import Modello

GIORNI = st.dates(PRIMO_GIORNO, ULTIMO_GIORNO)
DATE = st.one_of(
    GIORNI.map(date.isoformat),
    GIORNI.map("{:%d/%m/%Y}".format),
    GIORNI.map("{:%Y-%m}".format),
    GIORNI.map("{:%Y}".format),
    GIORNI.map("{}~".format),
    GIORNI.map("{:%Y}~".format),
    st.tuples(st.dates(PRIMO_GIORNO, ULTIMO_GIORNO - timedelta(99)), st.integers(0, 99)).map(
        lambda d: f"{d[0]}..{d[0] + timedelta(d[1])}"
    ),
    st.just("non noto"),
)
TESTI = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda t: not t.isspace())
ID = st.from_regex(r"id-[a-z0-9]{1,8}(-[a-z0-9]{1,4})?", fullmatch=True)
IMPORTI = st.decimals(0, 10**12, places=2).map(str) | st.just("non noto")
MESI = st.integers(1, MAX_MESI).map(str)
OPZIONI = st.fixed_dictionaries(
    {
        "tipo": st.sampled_from(["rinnovo", "proroga"]),
        "stato": st.sampled_from(["esercitata", "aperta"]),
        "fonte": TESTI,
    },
    optional={"inizio": DATE, "durata_mesi": MESI, "scadenza": DATE, "importo_eur": IMPORTI},
)
CONTRATTI: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "id": ID,
        "quartieri": st.lists(ID, min_size=1, max_size=3),
        "tipo": st.sampled_from(["appalto-di-servizi", "incarico-professionale", "gruppo-interno"]),
        "titolo": TESTI,
        "inizio": DATE,
        "fonte": TESTI,
    },
    optional={
        "cig": st.from_regex(r"[A-Z0-9]{10}", fullmatch=True) | st.just("non noto"),
        "durata_mesi": MESI,
        "scadenza_base": DATE,
        "scadenza_effettiva": DATE,
        "opzioni": st.lists(OPZIONI, max_size=2),
        "importo_eur": IMPORTI,
        "iva": st.sampled_from(["inclusa", "esclusa", "non noto"]),
        "nota": TESTI,
    },
)


def check_andata_e_ritorno(modello: Modello) -> None:
    """Lo stesso dato, e lo stesso testo la seconda volta."""
    scritto = modello.model_dump_json()
    riletto = type(modello).model_validate_json(scritto)
    assert riletto == modello
    assert riletto.model_dump_json() == scritto


@pytest.mark.parametrize("file", ["anagrafe", "registro", "ipotesi"])
def test_i_dati_del_pacchetto(file: str) -> None:
    """Quartieri, contratti e scenari."""
    check_andata_e_ritorno(getattr(load_portafoglio(find_dati_del_pacchetto()), file))


@given(scritto=CONTRATTI)
@settings(deadline=None)
def test_un_contratto_qualunque(scritto: dict[str, Any]) -> None:
    """Date incerte, importi, testi di ogni alfabeto."""
    contratto = Contratto.model_validate(scritto)
    check_andata_e_ritorno(contratto)
    assert contratto.titolo == scritto["titolo"]
