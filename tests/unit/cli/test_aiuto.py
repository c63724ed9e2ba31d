"""L'aiuto: in italiano, con un esempio che si può copiare."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from tests.supporto import ldq

import ldq_planner.cli
from ldq_planner.cli.app import COMANDI

INGLESE = re.compile(
    r"\b(Options?|Commands?|Arguments?|Usage|Show|Install|exit|default|required|env var|for the|ARGS|OPTIONS)\b"
)
LINGUA = Path(ldq_planner.cli.__path__[0]) / "lingua" / "it" / "LC_MESSAGES"


@pytest.mark.parametrize("argomenti", [[], *([comando] for comando in COMANDI)], ids=" ".join)
def test_l_aiuto_e_in_italiano(argomenti: list[str]) -> None:
    """Niente resti dell'inglese di chi ha scritto la libreria."""
    uscita = ldq(*argomenti, "--help")
    assert (uscita.codice, uscita.err) == (0, "")
    assert uscita.out.startswith("Uso: ldq")
    assert INGLESE.search(uscita.out) is None
    assert "Mostra questo aiuto ed esce." in uscita.out


@pytest.mark.parametrize("comando", COMANDI)
def test_ogni_opzione_ha_una_frase(comando: str) -> None:
    """Una riga con il nome e nient'altro non aiuta."""
    opzioni = ldq(comando, "--help").out.partition("Opzioni:\n")[2]
    voci = re.split(r"^  (?=-)", opzioni, flags=re.MULTILINE)[1:]
    assert voci
    assert all(re.search(r"\.(\s+\[.*\])?\s*$", voce, re.DOTALL) for voce in voci)


def test_le_traduzioni_sono_compilate() -> None:
    """Il programma legge il `.mo`: chi cambia il `.po` lo compila (`pybabel compile`)."""
    with (LINGUA / "ldq.po").open("rb") as sorgente, (LINGUA / "ldq.mo").open("rb") as compilato:
        attese = {str(m.id): m.string for m in read_po(sorgente) if m.id}
        scritte = compilato.read()
    assert attese
    for originale, tradotta in attese.items():
        assert originale.encode() + b"\0" in scritte
        assert str(tradotta).encode() + b"\0" in scritte


@pytest.mark.parametrize("comando", COMANDI)
def test_chi_ha_dei_formati_ha_anche_quello_di_excel(comando: str) -> None:
    """Nessun comando lo deve dichiarare, e dove non c'è un formato non c'è."""
    aiuto = ldq(comando, "--help").out
    assert ("--csv-excel" in aiuto) == ("--format" in aiuto)
