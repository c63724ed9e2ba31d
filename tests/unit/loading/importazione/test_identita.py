"""Gli id: stabili, unici, e di chi erano."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ldq_planner.loading.importazione.identita import Firma, Identita, make_base


def list_righe(*basi: str) -> st.SearchStrategy[list[tuple[str, int, int]]]:
    """Elenchi di righe: base dell'id, inizio, fine."""
    return st.lists(st.tuples(st.sampled_from(basi), st.integers(0, 5), st.integers(0, 3)), max_size=12)


RIGHE = list_righe("cig-a", "cig-b", "cig-c")
STRANE = list_righe("x", "x-2", "x-2-2")
"""Gli id di una fonte possono somigliare a quelli che noi diamo a chi si ripete."""


def assign(identita: Identita, righe: list[tuple[str, int, int]]) -> list[tuple[str, Firma]]:
    """Gli id di un elenco, riga per riga: base, inizio, fine."""
    voci: list[tuple[dict[str, object], Firma]] = []
    for base, inizio, fine in righe:
        voce: dict[str, object] = {"id": ""}
        firma = Firma("Pulizie", f"2019-01-{inizio + 1:02d}", f"2019-02-{fine + 1:02d}")
        identita.assign(base, firma, voce)
        voci.append((voce, firma))
    list(identita.finish())
    return [(str(voce["id"]), firma) for voce, firma in voci]


@given(righe=STRANE, altre=STRANE)
def test_gli_id_di_un_elenco_sono_tutti_diversi(
    righe: list[tuple[str, int, int]], altre: list[tuple[str, int, int]]
) -> None:
    """Anche se si ripetono, e se uno somiglia all'id che daremmo a un altro; da capo, e aggiornando."""
    ids = [id_ for id_, _ in assign(Identita(), righe)]
    assert len(set(ids)) == len(ids)
    aggiornati = [id_ for id_, _ in assign(Identita(dict(assign(Identita(), altre))), righe)]
    assert len(set(aggiornati)) == len(aggiornati)


@given(righe=RIGHE, nuove=RIGHE, caso=st.randoms(use_true_random=False))
def test_righe_nuove_in_qualunque_posto_non_cambiano_gli_id_delle_vecchie(
    righe: list[tuple[str, int, int]], nuove: list[tuple[str, int, int]], caso: st.DrawFn
) -> None:
    """A chi aggiorna torna, per ogni contratto che c'era, un contratto con lo stesso id e la stessa firma."""
    prima = dict(assign(Identita(), righe))
    mescolate = [*righe, *nuove]
    caso.shuffle(mescolate)  # type: ignore[attr-defined] # è un random.Random
    dopo = dict(assign(Identita(prima), mescolate))
    assert {id_: dopo.get(id_) for id_ in prima} == prima
    assert len(dopo) == len(mescolate)


def test_senza_cig_l_id_viene_da_che_cosa_e_e_per_chi() -> None:
    """Non dalle date né dagli importi, che si correggono; e mai un numero nudo."""
    assert make_base("Z1B21EE7D2", "7", "G", "T") == "cig-z1b21ee7d2"
    assert make_base("", "7", "G", "T") == "contratto-7"
    assert make_base("", "", "G", "Pulizie") == make_base("", "", "G", "Pulizie")
    assert make_base("", "", "G", "Pulizie") != make_base("", "", "H", "Pulizie")
    assert make_base("", "", "", "!!").startswith("contratto-")
