"""Il tasto Tab senza typer: gli stessi byte, negli stessi casi delle opzioni dei comandi."""

from __future__ import annotations

import inspect
from contextlib import redirect_stdout
from importlib import import_module
from io import StringIO
from typing import TYPE_CHECKING, get_args

import pytest
from tests.supporto import AMBIENTE, ldq, set_ambiente, write_dati
from typer.models import OptionInfo

from ldq_planner.cli import tab
from ldq_planner.cli.app import COMANDI
from ldq_planner.cli.completamento import complete_contratti, complete_quartieri, complete_scenari
from ldq_planner.cli.domanda import expand_domanda

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

DI_ID = (complete_contratti, complete_quartieri, complete_scenari)
SHELL = ("bash", "zsh", "fish", "fish is-args")


def list_casi() -> dict[str, Callable[..., list[str]]]:
    """Ciò che sta fra `ldq` e un id, come lo dichiarano i comandi."""
    casi: dict[str, Callable[..., list[str]]] = {}
    for nome in COMANDI:
        modulo = nome.replace("-", "_")
        comando = getattr(import_module(f"ldq_planner.cli.{modulo}"), modulo)
        for parametro in inspect.signature(expand_domanda(comando), eval_str=True).parameters.values():
            for opzione in get_args(parametro.annotation)[1:]:
                complete = getattr(opzione, "autocompletion", None)
                if complete in DI_ID:
                    casi[f"{nome} {opzione.default}" if isinstance(opzione, OptionInfo) else nome] = complete
    return casi


def make_ambiente(shell: str, riga: str) -> dict[str, str]:
    """Ciò che la shell dice quando si preme Tab in fondo alla riga."""
    if shell == "bash":
        quale = len(riga.split(" ")) - 1
        parole = riga.replace(" ", "\n")  # bash le unisce così: IFS è un a capo
        return {"_LDQ_COMPLETE": "complete_bash", "COMP_WORDS": parole, "COMP_CWORD": str(quale)}
    nome, _, azione = shell.partition(" ")
    pesce = {"_TYPER_COMPLETE_FISH_ACTION": azione or "get-args"} if nome == "fish" else {}
    return {"_LDQ_COMPLETE": f"complete_{nome}", "_TYPER_COMPLETE_ARGS": riga, **pesce}


def complete(ambiente: Mapping[str, str]) -> tuple[int | None, str]:
    """Il codice e il testo della scorciatoia; nessun codice se lascia fare a typer."""
    scritto = StringIO()
    with set_ambiente({**AMBIENTE, **ambiente}), redirect_stdout(scritto):
        return tab.complete_id(tab.read_riga()), scritto.getvalue()


def test_i_casi_sono_quelli_dei_comandi() -> None:
    """Un comando nuovo che chiede un id si completa subito anche di qui."""
    assert list_casi() == tab.ID


@pytest.mark.parametrize("shell", SHELL)
@pytest.mark.parametrize("parola", ["", "m", "lorenteggio-2019", "zzz"])
@pytest.mark.parametrize("prima", tab.ID)
def test_risponde_come_typer(prima: str, parola: str, shell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Gli stessi byte e lo stesso codice, in ogni shell."""
    ambiente = make_ambiente(shell, f"ldq {prima} {parola}")
    codice, scritto = complete(ambiente)
    assert codice is not None
    monkeypatch.setattr(tab, "complete_id", lambda _riga: None)
    assert ldq(ambiente={**AMBIENTE, **ambiente}) == (codice, scritto, "")


@pytest.mark.parametrize(
    "riga",
    [
        "ldq ",
        "ldq con",
        "ldq contratti -",
        "ldq contratti --dati",
        "ldq contratti --dati data lo",
        "ldq contratti Lo",
        "ldq contratti 'lo",
        "ldq status --quartiere=s",
        "ldq scenari uno s",
        "ldq norme --quartiere s",
        "ldq spiega lo",
        "",
    ],
)
def test_il_resto_lo_completa_typer(riga: str) -> None:
    """Opzioni, comandi, virgolette, argomenti già scritti."""
    for shell in SHELL:
        assert complete(make_ambiente(shell, riga)) == (None, "")


def test_un_id_strano_lo_protegge_typer(tmp_path: Path) -> None:
    """Un file scritto in un altro modo può avere ids con segni che una shell eseguirebbe."""
    write_dati(tmp_path, contratti="contratti: [{id: '$(x)'}, {id: due}]\n")
    ambiente = make_ambiente("zsh", "ldq contratti ") | {"LDQ_DATI": str(tmp_path)}
    assert complete(ambiente) == (None, "")
    assert "\\$(x)" in ldq(ambiente={**AMBIENTE, **ambiente}).out


def test_le_altre_shell_le_serve_typer() -> None:
    """PowerShell, e ciò che verrà."""
    ambiente = make_ambiente("powershell", "ldq contratti lo") | {"_TYPER_COMPLETE_WORD_TO_COMPLETE": "lo"}
    assert complete(ambiente) == (None, "")
    assert "lorenteggio-2019" in ldq(ambiente={**AMBIENTE, **ambiente}).out
