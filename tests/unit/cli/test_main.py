"""L'ingresso: da riga di comando a codice di uscita, in un processo vero dove conta."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from tests.supporto import AMBIENTE, CONTRATTI, OGGI, RADICE, ldq, set_ambiente, start, wait, write_dati

from ldq_planner import __version__
from ldq_planner.cli.app import COMANDI

if TYPE_CHECKING:
    from pathlib import Path


def list_moduli(*argomenti: str, **ambiente: str) -> set[str]:
    """I moduli che restano caricati dopo un comando."""
    prova = (
        "import json, sys\n"
        f"sys.argv = {['ldq', *argomenti]!r}\n"
        "import os; os._exit = lambda codice: None\n"
        "from ldq_planner.cli.main import main\n"
        "main()\n"
        "print(json.dumps(sorted(sys.modules)), file=sys.stderr)\n"
    )
    with set_ambiente({**AMBIENTE, **ambiente}):
        esito = subprocess.run([sys.executable, "-c", prova], capture_output=True, text=True, cwd=RADICE, check=True)
    return set(json.loads(esito.stderr.splitlines()[-1]))


# ——— quale comando


@pytest.mark.parametrize("argomenti", [[], ["--format", "md"], ["--quartiere", "mazzini"]])
def test_senza_comando_e_status(argomenti: list[str]) -> None:
    """Chi scrive solo `ldq` vuole sapere come stanno le cose."""
    giorno = ["--oggi", OGGI]
    assert ldq(*argomenti, *giorno) == ldq("status", *argomenti, *giorno)


def test_da_solo_risponde_al_giorno_della_variabile() -> None:
    """Nessun argomento: il giorno può venire dall'ambiente."""
    assert ldq(ambiente={**AMBIENTE, "LDQ_OGGI": OGGI}) == ldq("status", "--oggi", OGGI)


@pytest.mark.parametrize("argomenti", [["--version"], ["--version", "--debug"]])
def test_versione(argomenti: list[str]) -> None:
    """È quella del pacchetto."""
    assert wait(start(*argomenti)) == (0, f"ldq {__version__}\n", "")


@pytest.mark.parametrize("opzione", ["-h", "--help"])
def test_aiuto_della_radice(opzione: str) -> None:
    """L'aiuto di `ldq` elenca i comandi, non è quello di `status`."""
    uscita = ldq(opzione)
    assert uscita.codice == 0
    assert all(f"\n  {comando} " in uscita.out for comando in COMANDI)


@pytest.mark.parametrize("argomenti", [["status", "--debug"], ["--debug", "status"], ["--debug"]])
def test_debug_vale_dovunque_stia(argomenti: list[str]) -> None:
    """Si aggiunge in fondo al comando che si è guastato, senza pensarci."""
    assert ldq(*argomenti, "--oggi", OGGI) == ldq("status", "--oggi", OGGI)


# ——— il processo vero


def test_il_programma_scrive_tutto_prima_di_uscire() -> None:
    """L'uscita è immediata, ma a uscite scritte."""
    uscita = wait(start("status", "--oggi", OGGI, "--format", "json"))
    assert (uscita.codice, uscita.err) == (0, "")
    assert uscita.out == ldq("status", "--oggi", OGGI, "--format", "json").out


@pytest.mark.parametrize(
    ("argomenti", "codice"),
    [("check --oggi 2023-01-17", 1), ("statsu", 2), ("status --dati manca", 3), ("check --dati manca", 3)],
)
def test_i_codici_di_uscita_arrivano_al_sistema(argomenti: str, codice: int) -> None:
    """È ciò che legge una pipeline."""
    assert wait(start(*argomenti.split())).codice == codice


@pytest.mark.parametrize("lettore", ["head -1", "true"])
def test_chi_legge_puo_smettere(lettore: str, tmp_path: Path) -> None:
    """`ldq … | head -1` con più testo di quanto il tubo tenga: nessuna traccia, nulla su stderr."""
    testata, contratto = CONTRATTI.split("contratti:\n")
    tanti = "".join(contratto.replace("nord-2020", f"nord-{n}") for n in range(500))
    write_dati(tmp_path, contratti=f"{testata}contratti:\n{tanti}")
    comando = (
        f"{sys.executable} -m ldq_planner contratti --format json --oggi {OGGI} --dati {shlex.quote(str(tmp_path))}"
    )
    assert len(ldq("contratti", "--format", "json", "--oggi", OGGI, "--dati", str(tmp_path)).out) > 2**17
    esito = subprocess.run(
        ["bash", "-c", f"{comando} | {lettore}; exit ${{PIPESTATUS[0]}}"], capture_output=True, cwd=RADICE, check=False
    )
    assert (esito.returncode, esito.stderr) == (0, b"")


def test_uscite_chiuse() -> None:
    """Chi ha chiuso stdout e stderr riceve solo il codice."""
    comando = f"{sys.executable} -m ldq_planner check --oggi {OGGI} >&- 2>&-"
    assert subprocess.run(["bash", "-c", comando], capture_output=True, cwd=RADICE, check=False).returncode == 1


def test_disco_pieno() -> None:
    """Una risposta che non si è potuta scrivere non è una risposta."""
    with open("/dev/full", "wb") as pieno:  # noqa: PTH123 - un dispositivo
        uscita = wait(start("status", "--oggi", OGGI, stdout=pieno))
    assert (uscita.codice, uscita.err) == (2, "ldq: non si può scrivere la risposta: il disco è pieno\n")


@pytest.mark.parametrize(
    "argomenti", ["--version", "--help", "status --help", "regole", f"spiega lacuna-in-corso --oggi {OGGI}"]
)
def test_disco_pieno_per_ogni_risposta(argomenti: str) -> None:
    """Anche per ciò che non è una domanda: la versione, l'aiuto."""
    with open("/dev/full", "wb") as pieno:  # noqa: PTH123 - un dispositivo
        uscita = wait(start(*argomenti.split(), stdout=pieno))
    assert (uscita.codice, uscita.err) == (2, "ldq: non si può scrivere la risposta: il disco è pieno\n")


def test_chi_legge_la_versione_puo_smettere() -> None:
    """Nessuna traccia, e nessun errore."""
    comando = f"{sys.executable} -m ldq_planner --version | true; exit ${{PIPESTATUS[0]}}"
    esito = subprocess.run(["bash", "-c", comando], capture_output=True, cwd=RADICE, check=False)
    assert (esito.returncode, esito.stderr) == (0, b"")


def test_un_rapporto_che_nessuno_legge(tmp_path: Path) -> None:
    """Il rapporto di un'importazione va su stderr: se lì non si può scrivere, i contratti sono usciti lo stesso."""
    (tmp_path / "a.csv").write_text("oggetto;ente;inizio;fine\nA;B;2020-01-01;2021-12-31\n")
    with open("/dev/full", "wb") as pieno:  # noqa: PTH123 - un dispositivo
        uscita = wait(start("importa", str(tmp_path / "a.csv"), "--oggi", OGGI, stderr=pieno))
    assert uscita.codice == 0
    assert "titolo: A" in uscita.out


INTERRUZIONE = """
import signal, sys
from ldq_planner.cli.main import main
from ldq_planner.loading import cartella
signal.signal(signal.SIGINT, signal.default_int_handler)  # chi ci lancia in sottofondo può averlo spento
cartella.load = lambda *_: signal.raise_signal(signal.SIGINT)
sys.argv = ["ldq", "status"]
main()
"""


def test_interruzione() -> None:
    """Ctrl-C a metà: una parola, il codice delle shell, nessuna traccia."""
    esito = subprocess.run(
        [sys.executable, "-c", INTERRUZIONE], capture_output=True, text=True, cwd=RADICE, check=False
    )
    assert (esito.returncode, esito.stdout, esito.stderr) == (130, "", "ldq: interrotto\n")


INTERRUZIONE_DEGLI_IMPORT = """
import signal, sys
from ldq_planner.cli import main
signal.signal(signal.SIGINT, signal.default_int_handler)
class Cercatore:
    def find_spec(self, nome, *_):
        if nome == MODULO:
            signal.raise_signal(signal.SIGINT)
sys.meta_path.insert(0, Cercatore())
sys.argv = ["ldq", "status"]
main.main()
"""


@pytest.mark.parametrize("modulo", ["typer", "ldq_planner.cli.guardia", "ldq_planner.cli.status", "pydantic"])
def test_interruzione_mentre_si_carica(modulo: str) -> None:
    """Ctrl-C nel primo istante, quando il comando non è ancora cominciato: lo stesso."""
    prova = INTERRUZIONE_DEGLI_IMPORT.replace("MODULO", repr(modulo))
    esito = subprocess.run([sys.executable, "-c", prova], capture_output=True, text=True, cwd=RADICE, check=False)
    assert (esito.returncode, esito.stdout, esito.stderr) == (130, "", "ldq: interrotto\n")


# ——— ciò che un comando non usa non si carica


def test_la_versione_non_carica_nulla() -> None:
    """Chi la chiede in uno script non paga il resto: neppure i moduli di Python che costano quanto avviarlo."""
    moduli = list_moduli("--version")
    assert moduli.isdisjoint({"pathlib", "typing", "importlib", "contextlib", "typer", "pydantic", "rich", "yaml"})
    assert {m for m in moduli if m.startswith("ldq_planner")} == {
        "ldq_planner",
        "ldq_planner.cli",
        "ldq_planner.cli.main",
    }


def test_status_carica_solo_cio_che_usa() -> None:
    """Le regole di `check`, gli altri comandi e gli altri formati restano sul disco."""
    moduli = list_moduli("status", "--oggi", OGGI, "--format", "json")
    assert moduli >= {"ldq_planner.reports.status", "ldq_planner.render.json", "pydantic"}
    assert moduli.isdisjoint(
        {"tomllib", "rich", "babel", "jsonschema", "ldq_planner.api", "ldq_planner.rules.controlli.elenco"}
    )
    di_file_che_mancano = {f"ldq_planner.model.{nome}" for nome in ("risorse", "apprendimento", "deroga")}
    assert moduli.isdisjoint(di_file_che_mancano)
    assert {m for m in moduli if m.startswith("ldq_planner.render.")} == {
        "ldq_planner.render.codifica",
        "ldq_planner.render.json",
    }
    assert {m for m in moduli if m.startswith("ldq_planner.reports.")} == {
        "ldq_planner.reports.apertura",
        "ldq_planner.reports.avvisi",
        "ldq_planner.reports.chi_copre",
        "ldq_planner.reports.filtro",
        "ldq_planner.reports.presidio",
        "ldq_planner.reports.report",
        "ldq_planner.reports.responsabili",
        "ldq_planner.reports.segnalazioni",
        "ldq_planner.reports.sommario",
        "ldq_planner.reports.stati",
        "ldq_planner.reports.status",
    }
    assert {f"ldq_planner.cli.{comando}" for comando in COMANDI} & moduli == {"ldq_planner.cli.status"}


@pytest.mark.parametrize("formato", ["table", "csv", "md"])
def test_un_formato_non_carica_gli_altri(formato: str) -> None:
    """E rich serve solo alla tabella."""
    moduli = list_moduli("status", "--oggi", OGGI, "--format", formato)
    propri = {"table": "terminale", "csv": "csv", "md": "markdown"}
    assert f"ldq_planner.render.{propri[formato]}" in moduli
    assert moduli.isdisjoint(f"ldq_planner.render.{altro}" for nome, altro in propri.items() if nome != formato)
    assert ("rich" in moduli) is (formato == "table")
    assert "ldq_planner.reports.schemi" not in moduli


def test_le_regole_non_caricano_i_dati() -> None:
    """`ldq regole` non legge file."""
    assert list_moduli("regole").isdisjoint({"yaml", "ldq_planner.loading.cartella"})


def test_il_completamento_e_leggero() -> None:
    """Gira a ogni pressione di tasto: un id non carica né typer né il lettore YAML, e nulla carica pydantic o rich."""
    moduli = list_moduli(_LDQ_COMPLETE="complete_bash", COMP_WORDS="ldq contratti lo", COMP_CWORD="2")
    assert "ldq_planner.loading.lettura" in moduli
    assert moduli.isdisjoint({"typer", "pydantic", "rich", "yaml", "ldq_planner.loading.cartella"})
    moduli = list_moduli(_LDQ_COMPLETE="complete_bash", COMP_WORDS="ldq contratti --dati data lo", COMP_CWORD="4")
    assert "typer" in moduli
    assert moduli.isdisjoint({"pydantic", "rich", "yaml", "ldq_planner.loading.cartella"})


@pytest.mark.parametrize("opzione", ["--dal", "--al"])
def test_il_manuale_di_una_regola_non_ha_una_finestra(opzione: str) -> None:
    """Un'opzione che non cambierebbe nulla si rifiuta."""
    uscita = ldq("spiega", "lacuna-in-corso", opzione, "2023-01-01")
    assert (uscita.codice, uscita.out) == (2, "")
    assert f"nel manuale di una regola {opzione} non cambia nulla" in uscita.err
