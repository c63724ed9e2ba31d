"""Le parole delle segnalazioni: ciò che sta nei dati vi entra come testo, mai come formato."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ldq_planner.errors import InvalidDataError
from ldq_planner.loading.cartella import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

STRANI = ["{campo}", "{}", "{0.__class__}", "%s", "{visto!r}", "[red]x[/]", "a'b"]


def find_messaggi(cartella: Path) -> list[str]:
    """I messaggi e i rimedi di ciò che vieta di leggere la cartella."""
    with pytest.raises(InvalidDataError) as errore:
        load(cartella)
    return [parole for finding in errore.value.findings for parole in (finding.messaggio, finding.rimedio)]


@pytest.mark.parametrize("strano", STRANI)
def test_una_chiave_con_le_graffe(strano: str, guasta: Callable[[str, str], Path]) -> None:
    """Una chiave sconosciuta si ripete com'è scritta."""
    messaggio, _ = find_messaggi(guasta("    nome: Mazzini\n", f'    nome: Mazzini\n    "{strano}": 1\n'))
    assert messaggio == f"la chiave «{strano}» non esiste"


@pytest.mark.parametrize("strano", STRANI)
@pytest.mark.parametrize(
    ("vecchio", "codice_del_campo"),
    [("incarico-professionale", "tipo"), ("[mazzini]", "quartieri"), ("2020-01-01", "inizio")],
    ids=["parola", "elenco", "data"],
)
def test_un_valore_con_le_graffe(
    strano: str, vecchio: str, codice_del_campo: str, guasta: Callable[[str, str], Path]
) -> None:
    """Un valore sbagliato si ripete com'è scritto."""
    messaggio, _ = find_messaggi(guasta(vecchio, f'"{strano}"'))
    assert f"«{strano}»" in messaggio
    assert codice_del_campo in messaggio or "data" in messaggio


def test_la_chiave_giusta_si_suggerisce_a_ogni_livello(guasta: Callable[[str, str], Path]) -> None:
    """Le chiavi note sono quelle del blocco in cui si è."""
    sede = "    nome: Mazzini\n    sede: {indirizzo: i, tipo: t, fonte: f, proprieta: p, problema: [x]}\n"
    assert find_messaggi(guasta("    nome: Mazzini\n", sede)) == [
        "la chiave «problema» non esiste",
        "forse intendevi «problemi»?",
    ]


def test_una_chiave_che_non_somiglia_a_nulla(guasta: Callable[[str, str], Path]) -> None:
    """Allora si dicono tutte quelle che si possono scrivere."""
    (_, rimedio) = find_messaggi(guasta("    nome: Piano\n", "    nome: Piano\n    xyz: 1\n"))
    assert rimedio == "si può scrivere: id, nome, scenari, nota"
