"""Ciò che si è corretto altrove arriva nel file: le sole righe di ciò che è diverso, e i commenti restano."""

from __future__ import annotations

import itertools
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from ldq_planner.modifica.testo.riscrittura import rewrite

if TYPE_CHECKING:
    from collections.abc import Callable

TESTO = """\
# i contratti del comune
aggiornato_al: 2023-01-17

contratti:
  # il primo
  - id: a
    quartieri: [nord, sud]
    titolo: Alfa # com'è nell'atto
    opzioni:
      - {tipo: rinnovo, stato: aperta, fonte: x}
      - {tipo: proroga, stato: aperta, nota: breve, fonte: x}
    importo_eur: 828.415,20
    nota: da rivedere

  - id: b
    quartieri: [nord]
    titolo: Beta
"""
OPZIONI = (
    {"tipo": "rinnovo", "stato": "aperta", "fonte": "x"},
    {"tipo": "proroga", "stato": "aperta", "nota": "breve", "fonte": "x"},
)
A = {
    "id": "a",
    "quartieri": ("nord", "sud"),
    "titolo": "Alfa",
    "opzioni": OPZIONI,
    "importo_eur": Decimal("828415.20"),
    "nota": "da rivedere",
}
B = {"id": "b", "quartieri": ("nord",), "titolo": "Beta"}


def change(*dopo: dict[str, Any]) -> str:
    """Il testo dopo che l'elenco è diventato quello."""
    return rewrite(TESTO, {"contratti": (A, B)}, {"contratti": dopo})


def drop(voce: dict[str, Any], campo: str) -> dict[str, Any]:
    """La voce senza quel campo."""
    return {c: v for c, v in voce.items() if c != campo}


@pytest.mark.parametrize(
    ("dopo", "atteso"),
    [
        ((A, B), lambda t: t),
        ((B, A), lambda t: t),
        (({**A, "importo_eur": Decimal("828415.2")}, B), lambda t: t),
        (({**A, "titolo": "Gamma"}, B), lambda t: t.replace("titolo: Alfa", "titolo: Gamma")),
        ((drop(A, "nota"), B), lambda t: t.replace("    nota: da rivedere\n", "")),
        (({**A, "quartieri": ("nord",)}, B), lambda t: t.replace("[nord, sud]", "[nord]")),
        (({**A, "opzioni": OPZIONI[:1]}, B), lambda t: t.replace(t.splitlines(keepends=True)[10], "")),
        (
            ({**A, "opzioni": (OPZIONI[0], drop(OPZIONI[1], "nota"))}, B),
            lambda t: t.replace(", nota: breve", ""),
        ),
        ((A,), lambda t: t[: t.index("\n  - id: b")]),
        ((A, B, {"id": "c", "titolo": "C"}), lambda t: t + "\n  - id: c\n    titolo: C\n"),
    ],
    ids=[
        "nulla",
        "un altro ordine",
        "lo stesso importo scritto diverso",
        "un valore",
        "un valore tolto",
        "una parola tolta da un elenco",
        "un'opzione tolta",
        "un campo tolto da un'opzione",
        "una voce tolta",
        "una voce nuova",
    ],
)
def test_si_toccano_le_sole_righe_diverse(dopo: tuple[dict[str, Any], ...], atteso: Callable[[str], str]) -> None:
    """I commenti, l'ordine e le righe vuote restano."""
    assert change(*dopo) == atteso(TESTO)


def test_una_voce_che_prende_il_posto_di_un_altra_non_ne_eredita_i_commenti() -> None:
    """L'id dice chi è: chi è nuovo va in fondo, chi non c'è più se ne va."""
    dopo = change(B, {"id": "z", "titolo": "Zeta"})
    assert "Alfa" not in dopo
    assert dopo.endswith("titolo: Beta\n\n  - id: z\n    titolo: Zeta\n")


def test_un_elenco_del_tutto_nuovo() -> None:
    """Nessuna voce resta: si scrive l'elenco intero."""
    assert change({"id": "z", "titolo": "Zeta"}).endswith("contratti:\n  - id: z\n    titolo: Zeta\n")


@pytest.mark.parametrize(
    "scritte", ["{invio_bando: 373}", "{a: 1, b: 2, c: 3}", "\n      a: 1\n      b: 2\n      c: 3"]
)
def test_di_una_mappa_possono_andarsene_tutte_le_chiavi(scritte: str) -> None:
    """Anche la prima, o la sola: la mappa si riscrive."""
    testo = f"scenari:\n  - id: s\n    durate: {scritte} # nostre\n    nota: x\n"
    prima = {"invio_bando": 373} if "invio" in scritte else {"a": 1, "b": 2, "c": 3}
    for dopo in ({"progettazione": 1}, {"c": 3}, {"c": 4, "d": 5}):
        nuovo = rewrite(
            testo,
            {"scenari": [{"id": "s", "durate": prima, "nota": "x"}]},
            {"scenari": [{"id": "s", "durate": dopo, "nota": "x"}]},
        )
        (letto,) = yaml.safe_load(nuovo)["scenari"]
        assert letto == {"id": "s", "durate": dopo, "nota": "x"}


@pytest.mark.parametrize("restano", [c for n in range(1, 6) for c in itertools.combinations("abcde", n)])
@pytest.mark.parametrize(
    "scritti", ["[a, b, c, d, e]", "[\n    a, b,\n    c, d, e ]", "\n  - a\n  - b\n  - c\n  - d\n  - e"]
)
def test_di_un_elenco_possono_andarsene_quali_si_vuole(scritti: str, restano: tuple[str, ...]) -> None:
    """Anche i primi due insieme, e anche se un altro prende il loro posto."""
    for dopo in (restano, (*restano, "z"), ("z", *restano)):
        testo = rewrite(f"quartieri: {scritti}\n", {"quartieri": ("a", "b", "c", "d", "e")}, {"quartieri": dopo})
        assert yaml.safe_load(testo) == {"quartieri": [*dopo]}
