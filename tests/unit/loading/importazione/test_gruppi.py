"""I luoghi: chi è uno e chi è due, con quali nomi e quali id."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldq_planner.loading.importazione.gruppi import Gruppi
from ldq_planner.loading.importazione.testi import fold_nome
from ldq_planner.model.base import RISERVATI
from ldq_planner.model.prefisso import find_prefisso

if TYPE_CHECKING:
    from random import Random

NOMI = st.one_of(
    st.text(max_size=12),
    st.sampled_from(("Area 1.2", "Area 12", "area 1 2", "AREA 12.", "Città", "Citta", "Comune di Milano - Nord")),
)
CENTRI = st.tuples(
    st.sampled_from(("UFFICIO TECNICO", "Ufficio tecnico", "Unico")), st.sampled_from(("", "1", "2", "3"))
)
ENTI = {"": "", "1": "Comune di Alfa", "2": "Comune di Beta", "3": "COMUNE DI ALFA"}


def find_tutti(nomi: list[tuple[str, str]], esistenti: tuple[tuple[str, str], ...] = ()) -> dict[tuple[str, str], str]:
    """L'id vero di ogni nome, con il codice del suo ente."""
    gruppi = Gruppi(esistenti)
    provvisori = {chi: gruppi.find(*chi, ENTI[chi[1]]) for chi in nomi}
    veri = gruppi.settle()
    ids = {chi: veri.get(id_, id_) for chi, id_ in provvisori.items()}
    assert {*ids.values()} <= {*gruppi.nuovi.values(), *(id_ for _, id_ in esistenti)}
    return ids


@given(nomi=st.lists(NOMI, max_size=20), caso=st.randoms(use_true_random=False))
def test_due_gruppi_hanno_lo_stesso_id_solo_se_cambiano_maiuscole_spazi_o_segni(nomi: list[str], caso: Random) -> None:
    """Un accento o una cifra sono un altro luogo; nomi e id non dipendono dall'ordine, e nessun id è riservato."""
    ids = find_tutti([(nome, "") for nome in nomi])
    assert all((ids[a, ""] == ids[b, ""]) == (fold_nome(a) == fold_nome(b)) for a in nomi for b in nomi)
    assert not RISERVATI & {*ids.values()}
    caso.shuffle(nomi)
    assert find_tutti([(nome, "") for nome in nomi]) == ids


@given(centri=st.lists(CENTRI, max_size=12), caso=st.randoms(use_true_random=False))
def test_un_centro_di_costo_e_solo_del_suo_ente(centri: list[tuple[str, str]], caso: Random) -> None:
    """Due enti con un centro dello stesso nome sono due luoghi, in qualunque ordine stiano le righe."""
    ids = find_tutti(centri)
    assert all(
        (ids[a] == ids[b]) == ((fold_nome(a[0]), a[1]) == (fold_nome(b[0]), b[1])) or "" in (a[1], b[1])
        for a in centri
        for b in centri
    )
    caso.shuffle(centri)
    assert find_tutti(centri) == ids


def test_il_nome_dice_l_ente_solo_se_serve_e_il_suo_codice_se_due_si_chiamano_uguale() -> None:
    """Un id si legge; chi lo importa di nuovo lo ritrova."""
    centri = [("Unico", "1"), ("Ufficio tecnico", "1"), ("Ufficio tecnico", "2"), ("Ufficio tecnico", "3")]
    gruppi = Gruppi()
    for nome, codice in centri:
        gruppi.find(nome, codice, ENTI[codice])
    gruppi.settle()
    assert gruppi.nuovi == {
        "Unico": "unico",
        "Ufficio tecnico (Comune di Alfa 1)": "ufficio-tecnico-comune-di-alfa-1",
        "Ufficio tecnico (Comune di Beta)": "ufficio-tecnico-comune-di-beta",
        "Ufficio tecnico (COMUNE DI ALFA 3)": "ufficio-tecnico-comune-di-alfa-3",
    }
    assert find_tutti(centri[1:3], tuple(gruppi.nuovi.items()))[centri[2]] == "ufficio-tecnico-comune-di-beta"


@pytest.mark.parametrize(
    ("nomi", "prefisso"),
    [
        (["COMUNE DI MILANO - DC OPERE", "COMUNE DI MILANO - DC SCUOLA"], "COMUNE DI MILANO - "),
        (["Comune di Milano: Nord", "Comune di Milano: Sud"], "Comune di Milano: "),
        (["Laboratorio di quartiere Stadera", "Laboratorio di quartiere Baggio"], "Laboratorio di quartiere "),
        (["Circoscrizione numero - 1", "Circoscrizione numero - 2"], ""),
        (["Quartiere Nord", "Quartiere Sud"], ""),
        (["Comune di Milano - Nord"], ""),
        (["Comune di Milano - Nord", "Sud"], ""),
        ([], ""),
    ],
)
def test_un_prefisso_lungo_di_tutti_i_nomi_non_sta_negli_id(nomi: list[str], prefisso: str) -> None:
    """Nel nome resta; un numero da solo non è un id che si legga."""
    assert find_prefisso(nomi) == prefisso
    gruppi = Gruppi()
    for nome in nomi:
        gruppi.find(nome)
    gruppi.settle()
    assert [*gruppi.nuovi] == nomi
    assert prefisso == "" or not any(id_.startswith("comune-di") for id_ in gruppi.nuovi.values())
