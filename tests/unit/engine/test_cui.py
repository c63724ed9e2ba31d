"""Il CUI: si fa con il settore, l'ente, l'anno e il primo numero libero; e si dice che cosa non torna di uno scritto."""

from __future__ import annotations

import pytest

from ldq_planner.engine.cui import build_cui, check_cui, find_settore, number_cui

CODICE = "01199250158"


@pytest.mark.parametrize(
    ("cpv", "settore"),
    [
        (None, "Servizi"),
        ("85310000-5", "Servizi"),
        ("30192000-1", "Forniture"),
        ("44000000", "Forniture"),
        ("48000000-8", "Forniture"),
        ("45000000-7", None),
        ("50000000-5", "Servizi"),
    ],
)
def test_il_settore_viene_dal_cpv(cpv: str | None, settore: str | None) -> None:
    """Nota (5) delle schede: forniture sotto 45 e 48, servizi sopra 48; 45 sono lavori."""
    assert find_settore(cpv) == settore


def test_un_cui_nuovo_e_il_primo_dopo_l_ultimo() -> None:
    """Un numero tolto non torna; contano solo quelli dello stesso settore, ente e anno."""
    presi = [
        f"S{CODICE}202400007",
        f"S{CODICE}202300090",
        f"F{CODICE}202400080",
        f"S{CODICE[:-1]}9202400070",
        "sbagliato",
    ]
    liberi = number_cui("Servizi", CODICE, 2024, presi)
    assert [next(liberi), next(liberi)] == [f"S{CODICE}202400008", f"S{CODICE}202400009"]
    assert next(number_cui("Forniture", CODICE, 2026, presi)) == build_cui("Forniture", CODICE, 2026, 1)


@pytest.mark.parametrize(
    ("cui", "detto"),
    [
        (f"S{CODICE}202400007", ""),
        (f"S{CODICE}202300007", ""),
        (f"F{CODICE}202400007", "comincia per F, ma il settore è Servizi (S)"),
        ("S12345678901202400007", "codice fiscale 12345678901, quello dell'ente è 01199250158"),
        (f"S{CODICE}202500007", "primo programma del 2025, dopo questo"),
        (f"S{CODICE}24000071", "non ne ha la forma"),
    ],
)
def test_di_un_cui_si_dice_che_cosa_non_torna(cui: str, detto: str) -> None:
    """Settore, ente e anno contro quelli della riga."""
    frasi = list(check_cui(cui, "Servizi", CODICE, 2024))
    assert len(frasi) == bool(detto)
    assert all(detto in frase for frase in frasi)
