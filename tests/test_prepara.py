"""`prepara.py`: i due comandi del README, dovunque ci sia un Python."""

from __future__ import annotations

import os
import re
from pathlib import Path

import prepara
import pytest
from tests.supporto import RADICE, read

VIETATO = re.compile(r'[<>:"|?*\\]|(^|/)(con|prn|aux|nul|com\d|lpt\d)(\.|/|$)|[. ](/|$)', re.IGNORECASE)
"""Ciò che un nome non può avere su Windows."""


def test_i_comandi_sono_gli_stessi_dappertutto() -> None:
    """Nelle due lingue, in chi prova ogni modifica, nell'aiuto; e make li chiama soltanto."""
    for pagina in ("README.md", "README.en.md", "CONTRIBUTING.md"):
        assert re.findall(r"^python3 prepara\.py (status|test)\b", read(RADICE / pagina), re.MULTILINE) == [
            "status",
            "test",
        ]
    assert "\npython3 prepara.py test\n" in read(RADICE / ".ci/run")
    assert "\nstatus test lint:\n\t@$(PYTHON) prepara.py $@\n" in read(RADICE / "Makefile")


def test_il_deposito_si_scarica_anche_su_windows() -> None:
    """Nomi che ogni disco accetta, corti, diversi anche senza maiuscole; e gli a capo restano quelli che sono."""
    cartelle = ("src", "data", "docs", "esempi", "schemi", "scripts", "tests")
    nomi = [f.relative_to(RADICE).as_posix() for c in cartelle for f in (RADICE / c).rglob("*") if f.suffix != ".pyc"]
    assert [nome for nome in nomi if VIETATO.search(nome) or len(nome) > 120] == []
    assert len({nome.lower() for nome in nomi}) == len(nomi)
    assert read(RADICE / ".gitattributes").endswith("\n* -text\n")


@pytest.mark.parametrize(("sistema", "posto"), [("nt", "Scripts/ldq.exe"), ("posix", "bin/ldq")])
def test_i_programmi_stanno_dove_li_mette_quel_sistema(sistema: str, posto: str) -> None:
    """Su Windows un'altra cartella, e un altro nome."""
    assert prepara.find_in(Path(".venv"), "ldq", sistema) == Path(".venv", posto)


@pytest.fixture
def eseguiti(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Ciò che si eseguirebbe in un progetto «Città è/ldq» appena scaricato."""
    radice, fatti = tmp_path / "Città è" / "ldq", list[str]()

    def execute(*comando: str | Path, **_: bool) -> int:
        fatti.append(" ".join(map(str, comando)).replace(str(radice), "."))
        if "venv" in comando:
            make_ambiente(radice / ".venv")
        return 0

    radice.mkdir(parents=True)
    for nome in ("pyproject.toml", "prepara.py", *prepara.VERSIONI.values()):
        (radice / nome).touch()
    monkeypatch.setattr(prepara, "RADICE", radice)
    monkeypatch.setattr(prepara, "AMBIENTE", radice / ".venv")
    monkeypatch.setattr(prepara, "execute", execute)
    return fatti


def make_ambiente(cartella: Path) -> None:
    """Ciò che il modulo venv lascia."""
    python = prepara.find_in(cartella, "python")
    python.parent.mkdir(parents=True)
    python.touch()
    (cartella / "pyvenv.cfg").write_text(f"version = 3.11\ncommand = python -m venv {cartella}\n", encoding="utf-8")


def count_installati(eseguiti: list[str]) -> int:
    """Quante volte si è installato qualcosa; e si ricomincia a contare."""
    quanti = sum("--require-hashes" in comando for comando in eseguiti)
    eseguiti.clear()
    return quanti


def test_si_prepara_una_volta_sola(eseguiti: list[str]) -> None:
    """Poi solo se cambiano le versioni, o la cartella è spostata; ciò che serve alle prove basta anche al resto."""
    prepara.main(["status", "--format", "json"])
    assert eseguiti[-1].endswith("ldq status --oggi 2023-01-17 --format json")
    assert count_installati(eseguiti) == 1
    prepara.main(["status"])
    assert count_installati(eseguiti) == 0
    prepara.main(["test", "-k", "date"])
    assert eseguiti[-1].endswith("python -m pytest -n auto -k date")
    assert count_installati(eseguiti) == 1
    (prepara.AMBIENTE / prepara.PROGRAMMA).unlink()
    prepara.main(["status"])
    assert count_installati(eseguiti) == 0
    os.utime(prepara.RADICE / "requirements.lock", (2**32, 2**32))
    prepara.main(["lint"])
    assert count_installati(eseguiti) == 1


def test_un_ambiente_spostato_si_rifa(eseguiti: list[str]) -> None:
    """I suoi programmi ricordano la cartella in cui sono nati."""
    prepara.main(["status"])
    assert prepara.is_here(prepara.AMBIENTE)
    altrove = prepara.RADICE.rename(prepara.RADICE.parent / "altrove")
    assert not prepara.is_here(altrove / ".venv")
    assert eseguiti


@pytest.mark.parametrize("argomenti", [[], ["stato"], ["lint", "src"], ["ambiente", ".venv"]])
def test_cio_che_non_si_capisce_si_dice(argomenti: list[str]) -> None:
    """Con i comandi che ci sono, e un codice che non è zero."""
    with pytest.raises(SystemExit, match=r"prepara\.py status"):
        prepara.main(argomenti)
