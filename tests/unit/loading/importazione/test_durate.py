"""Le durate e i rinnovi degli altri: da un elenco chiuso di parole."""

from __future__ import annotations

import pytest

from ldq_planner.loading.importazione.durate import DurataLetta, RinnoviLetti, read_durata, read_rinnovi


@pytest.mark.parametrize(
    ("testo", "quanti", "unita", "opzioni"),
    [
        ("36 mesi", 36, "mesi", ()),
        ("anni 3", 36, "mesi", ()),
        ("tre anni", 36, "mesi", ()),
        ("ventiquattro mesi", 24, "mesi", ()),
        ("quattordici mesi", 14, "mesi", ()),
        ("3 anni e 6 mesi", 42, "mesi", ()),
        ("1,5 anni", 18, "mesi", ()),
        ("36 mesi (tre anni)", 36, "mesi", ()),
        ("36 (trentasei) mesi", 36, "mesi", ()),
        ("52 settimane", 364, "giorni", ()),
        ("4 trimestri", 12, "mesi", ()),
        ("1 decennio", 120, "mesi", ()),
        ("triennio", 36, "mesi", ()),
        ("36+6", 36, "mesi", (6,)),
        ("36 + 6 mesi", 36, "mesi", (6,)),
        ("3 anni + 1", 36, "mesi", (12,)),
        ("3 anni + 1 anno + 1 anno", 36, "mesi", (12, 12)),
        ("3 anni rinnovabili di 2", 36, "mesi", (24,)),
        ("90 minuti", -1, "", ()),
        ("5 Arbeitstage", -1, "", ()),
        ("36 mesi (due anni)", -1, "", ()),
        ("3 anni e 15 giorni", -1, "", ()),
        ("36", -1, "", ()),
        ("n.d.", 0, "", ()),
    ],
)
def test_una_durata_si_legge_o_non_si_legge(testo: str, quanti: int, unita: str, opzioni: tuple[int, ...]) -> None:
    """Mai dalle prime lettere: un'unità che non è nell'elenco non diventa quella della colonna."""
    assert read_durata(testo, "") == DurataLetta(quanti, unita, opzioni)


@pytest.mark.parametrize(("unita", "attesa"), [("mesi", 365), ("giorni", 365), ("", -1)])
def test_un_numero_da_solo_ha_l_unita_della_colonna(unita: str, attesa: int) -> None:
    """E dove la colonna non la dice non si sa."""
    assert read_durata("365.0", unita).quanti == attesa


@pytest.mark.parametrize(
    ("testo", "quanti", "is_testo"),
    [
        ("2", 2, False),
        ("2.0", 2, False),
        ("SI", 1, False),
        ("no", 0, False),
        ("non previsti", 0, False),
        ("", 0, False),
        ("1 x 12 mesi", 1, True),
        ("2 (due) da un anno", 2, True),
        ("tacito", 1, True),
        ("1+1", 1, True),
        ("vedi capitolato", 0, True),
    ],
)
def test_quanti_rinnovi(testo: str, quanti: int, is_testo: bool) -> None:  # noqa: FBT001 - è il caso
    """Ciò che non è un numero resta anche come testo."""
    assert read_rinnovi(testo) == RinnoviLetti(quanti, is_testo)
