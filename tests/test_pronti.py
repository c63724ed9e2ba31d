"""I pezzi pronti all'uso: riconosciuti da chi li leggerà, ed eseguiti davvero."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.supporto import CONTRATTI, OGGI, QUARTIERI, RADICE, ldq, read, set_ambiente, write_dati

from ldq_planner.model.archivio import ARCHIVIO, REGISTRO, SOGLIE

BIN = Path(sys.executable).parent
"""Dove stanno i programmi dell'ambiente delle prove, `ldq` compreso."""
FIRMA = {f"GIT_{chi}_{che}": f"{chi}@example.org" for chi in ("AUTHOR", "COMMITTER") for che in ("NAME", "EMAIL")}
SCHEMI = {
    "action.yml": ("vendor.github-actions",),
    "esempi/github-workflow.yml": ("vendor.github-workflows",),
    "esempi/gitlab-ci.yml": ("vendor.gitlab-ci", "--data-transform", "gitlab-ci"),
}
SCADUTO = CONTRATTI.replace("2030-12-31", "2022-11-30")
LUNGO = CONTRATTI + SCADUTO.partition("contratti:\n")[2].replace("nord", "sud")
"""Nord è coperto; di Sud non si sa più nulla da dicembre."""


def execute(*comando: str, cartella: Path, **altre: str) -> subprocess.CompletedProcess[str]:
    """Un programma, con `ldq` nel percorso e senza la configurazione di chi prova."""
    with set_ambiente({}):
        ambiente = {nome: v for nome, v in os.environ.items() if not nome.startswith(("GIT_", "GITHUB_", "RUNNER_"))}
    ambiente |= {"PATH": f"{BIN}{os.pathsep}{ambiente['PATH']}", **FIRMA, "GIT_CONFIG_GLOBAL": os.devnull, **altre}
    return subprocess.run(comando, cwd=cartella, env=ambiente, check=False, capture_output=True, text=True)


def commit(cartella: Path) -> None:
    """Registra tutto ciò che c'è, in un deposito nuovo se manca."""
    for comando in ("init --quiet", "add -A", "commit --quiet -m dati"):
        esito = execute("git", *comando.split(), cartella=cartella)
        assert esito.returncode == 0, esito.stderr


def copy_programma(dove: Path) -> Path:
    """Una copia di ciò che serve per installare il programma."""
    for nome in ("src", "data", "esempi", "condivisi", "LICENSES"):
        shutil.copytree(RADICE / nome, dove / nome, ignore=shutil.ignore_patterns("__pycache__"))
    for nome in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(RADICE / nome, dove)
    return dove


def load(nome: str) -> Any:
    """Il file YAML."""
    return yaml.safe_load(read(RADICE / nome))


# ——— riconosciuti


@pytest.mark.parametrize("nome", SCHEMI)
def test_chi_li_leggera_li_riconosce(nome: str) -> None:
    """Con gli schemi che il programma di controllo porta con sé: senza rete."""
    schema, *altri = SCHEMI[nome]
    comando = ("check-jsonschema", "--builtin-schema", schema, *altri, nome)
    esito = execute(*comando, cartella=RADICE)
    assert esito.returncode == 0, esito.stdout + esito.stderr


def test_pre_commit_riconosce_il_suo_file(tmp_path: Path) -> None:
    """E riconoscerebbe un errore."""
    comando = ("pre-commit", "validate-manifest")
    assert execute(*comando, ".pre-commit-hooks.yaml", cartella=RADICE).returncode == 0
    guasto = read(RADICE / ".pre-commit-hooks.yaml").replace("entry:", "entrata:")
    (tmp_path / "guasto.yaml").write_text(guasto, encoding="utf-8")
    assert execute(*comando, "guasto.yaml", cartella=tmp_path).returncode == 1


# ——— l'azione


def list_run(nodo: Any) -> list[str]:
    """Ogni testo che un interprete di comandi eseguirà."""
    figli = nodo.values() if isinstance(nodo, dict) else nodo if isinstance(nodo, list) else ()
    propri = [nodo["run"]] if isinstance(nodo, dict) and isinstance(nodo.get("run"), str) else []
    return propri + [testo for figlio in figli for testo in list_run(figlio)]


@pytest.mark.parametrize("nome", ["action.yml", "esempi/github-workflow.yml"])
def test_nulla_di_cio_che_viene_da_fuori_diventa_comando(nome: str) -> None:
    """Il titolo di una pull request, o il nome di un ramo, lo scrive chiunque."""
    assert not [testo for testo in list_run(load(nome)) if "${{" in testo]


def test_l_azione_usa_ogni_suo_ingresso() -> None:
    """Un ingresso accettato e ignorato è peggio di uno che manca; e l'esempio usa solo quelli che ci sono."""
    azione = load("action.yml")
    usati = set(re.findall(r"inputs\.([a-z-]+)", read(RADICE / "action.yml")))
    assert usati == set(azione["inputs"])
    passi = [p for lavoro in load("esempi/github-workflow.yml")["jobs"].values() for p in lavoro["steps"]]
    nostri = [p for p in passi if "ldq-planner" in p["uses"]]
    assert len(nostri) == 2
    assert {nome for p in nostri for nome in p.get("with", {})} <= set(azione["inputs"])


@pytest.mark.parametrize("nome", SCHEMI)
def test_cio_che_si_esegue_e_fissato_con_la_sua_impronta(nome: str) -> None:
    """Un nome come `v4` domani può essere un altro programma; il nostro lo fissa chi copia l'esempio."""
    esterni = re.findall(r"(?:uses|image): *(\S+)", read(RADICE / nome))
    assert esterni
    for esterno in esterni:
        assert re.search(r"@([0-9a-f]{40}|sha256:[0-9a-f]{64})$|^ENTE/ldq-planner@VERSIONE$", esterno), esterno


def test_l_esempio_ha_i_permessi_che_bastano() -> None:
    """Legge e basta, e a chi gira dopo non lascia la chiave del deposito."""
    esempio = load("esempi/github-workflow.yml")
    assert esempio["permissions"] == {"contents": "read"}
    for lavoro in esempio["jobs"].values():
        assert "permissions" not in lavoro
        assert [p["with"]["persist-credentials"] for p in lavoro["steps"] if "checkout" in p["uses"]] == [False]


@pytest.mark.parametrize("nome", ["action.yml", "esempi/github-workflow.yml", "esempi/gitlab-ci.yml", "esempi/cron"])
def test_il_giorno_comincia_a_roma(nome: str) -> None:
    """Dopo mezzanotte una macchina a Greenwich risponderebbe ancora di ieri."""
    assert re.search(r"TZ\W.*Europe/Rome", read(RADICE / nome))


TRAPPOLE = (
    "pip",
    "ldq_planner",
    "sitecustomize",
    "usercustomize",
    "typing",
    "re",
    "hatchling",
    "typer",
    "yaml",
    "build",
)
"""I moduli che una pull request può mettere in cima al deposito, sperando che qualcuno li importi."""


@pytest.fixture
def trappola(tmp_path: Path) -> Path:
    """Un deposito di dati con moduli, programmi e un pyproject che, eseguiti, lascerebbero un segno."""
    cartella = tmp_path / "trappola"
    write_dati(cartella / "data")
    scatta = f"open({str(tmp_path / 'preso')!r}, 'a').write(__name__)\n"
    for nome in TRAPPOLE:
        (cartella / f"{nome}.py").write_text(scatta, encoding="utf-8")
    for nome in (
        "setup.py",
        "ldq_planner/__init__.py",
        "ldq_planner/__main__.py",
        "pip/__main__.py",
        "pip/__init__.py",
    ):
        (cartella / nome).parent.mkdir(exist_ok=True)
        (cartella / nome).write_text(scatta, encoding="utf-8")
    for nome in ("ldq", "git", "python", "pip"):
        (cartella / "bin").mkdir(exist_ok=True)
        (cartella / "bin" / nome).write_text(f"#!/bin/sh\necho >> '{tmp_path / 'preso'}'\n", encoding="utf-8")
        (cartella / "bin" / nome).chmod(0o755)
    sistema = '[build-system]\nrequires = []\nbuild-backend = "setup"\nbackend-path = ["."]\n'
    (cartella / "pyproject.toml").write_text(sistema, encoding="utf-8")
    commit(cartella)
    return cartella


def test_la_trappola_scatta(trappola: Path) -> None:
    """Chi la apre senza guardarsi esegue ciò che c'è dentro: la prova qui sotto prova qualcosa."""
    execute("python", "-m", "pip", "--version", cartella=trappola)
    assert (trappola.parent / "preso").exists()


def test_l_azione_non_esegue_nulla_del_deposito_che_controlla(trappola: Path, tmp_path: Path) -> None:
    """Né chi installa, che qui finge di farlo, né chi controlla: la cartella di una pull request è fatta di dati."""
    programma = copy_programma(tmp_path / "programma")
    (programma / "requirements-programma.lock").touch()
    installa = load("action.yml")["runs"]["steps"][1]
    finto = {"GITHUB_ACTION_PATH": str(programma), "PIP_DRY_RUN": "1", "PIP_NO_INDEX": "1"}
    comando = ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", installa["run"])
    esito = execute(*comando, cartella=trappola, **finto)
    assert esito.returncode == 0, esito.stdout + esito.stderr
    esito = run_azione(trappola, oggi=OGGI, base="HEAD")
    assert esito.returncode == 0, esito.stdout + esito.stderr
    for passo in load("esempi/gitlab-ci.yml")["default"]["before_script"]:
        execute("bash", "-c", passo, cartella=trappola, LDQ_PACCHETTO="ldq-planner", **finto)
    assert not (tmp_path / "preso").exists()


def test_prima_del_commit_si_guardano_tutti_i_file_di_dati() -> None:
    """Anche i contratti uno per riga, e le soglie."""
    quali = re.compile(load(".pre-commit-hooks.yaml")[0]["files"])
    for file in (*(f.file for f in ARCHIVIO), REGISTRO, SOGLIE):
        assert quali.search(f"data/{file}")


def run_azione(cartella: Path, **ingressi: str) -> subprocess.CompletedProcess[str]:
    """L'ultimo passo dell'azione, con gli ingressi predefiniti dove non se ne danno altri."""
    azione = load("action.yml")
    passo = azione["runs"]["steps"][-1]
    predefiniti = {nome: i["default"] for nome, i in azione["inputs"].items()}
    riassunto = cartella.parent / "riassunto.md"
    ambiente = {
        nome: {**predefiniti, **ingressi}[detto[0]] if (detto := re.findall(r"inputs\.([a-z-]+)", valore)) else valore
        for nome, valore in passo["env"].items()
    }
    comando = ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", passo["run"])
    altre = {nome: valore for nome, valore in ingressi.items() if nome not in predefiniti}
    return execute(*comando, cartella=cartella, GITHUB_STEP_SUMMARY=str(riassunto), **ambiente, **altre)


def test_l_azione_passa_ogni_opzione_di_check(tmp_path: Path) -> None:
    """Com'è scritta: più valori su più righe, spazi, segni, un interruttore acceso; spento, non c'è."""
    opzioni = dict(re.findall(r"^  (?:-\w, )?--([\w-]+)( [A-Zav]\S*)?", ldq("check", "--help").out, re.MULTILINE))
    del opzioni["help"]
    ingressi = load("action.yml")["inputs"]
    assert {nome for nome, valore in opzioni.items() if not valore} == {
        nome for nome, i in ingressi.items() if i["default"] == "false"
    }
    finto = tmp_path / "bin"
    finto.mkdir()
    (finto / "ldq").write_text("#!/bin/sh\nprintf '%s\\n' \"$@\"\n", encoding="utf-8")
    (finto / "ldq").chmod(0o755)
    valori = {nome: f"/a $(b) {nome}\n/'c=" if valore else "true" for nome, valore in opzioni.items()}
    attese = [f"--{n}={riga}" if opzioni[n] else f"--{n}" for n, testo in valori.items() for riga in testo.splitlines()]
    percorso = f"{finto}{os.pathsep}{os.environ['PATH']}"
    assert sorted(run_azione(tmp_path, PATH=percorso, **valori).stdout.splitlines()) == sorted(["check", *attese])
    nude = run_azione(tmp_path, PATH=percorso).stdout.splitlines()
    assert nude == ["check", "--fallisci-da=avviso", "--format=github"]
    assert run_azione(tmp_path, PATH=percorso, quiet="sì").returncode == 2


@pytest.fixture
def radice(tmp_path: Path) -> Path:
    """Un deposito con i dati in `data/`, e un quartiere già scoperto."""
    radice = tmp_path / "deposito"
    write_dati(radice / "data", QUARTIERI + "  - {id: sud, nome: Sud}\n", LUNGO)
    commit(radice)
    return radice


def test_l_azione_ogni_mattina_vede_tutto(radice: Path) -> None:
    """E fallisce, perché qualcuno deve agire; se non si vuole, lo dice soltanto."""
    rosso, verde = (run_azione(radice, oggi=OGGI, **{"fallisci-da": da}) for da in ("avviso", "mai"))
    assert (rosso.returncode, verde.returncode) == (1, 0)
    assert "::error " in rosso.stdout
    assert "Sud" in rosso.stdout


def test_l_azione_su_una_modifica_vede_solo_cio_che_aggiunge(radice: Path) -> None:
    """Sud era già scoperto: non è colpa di questa modifica. Nord sì."""
    write_dati(radice / "data", QUARTIERI + "  - {id: sud, nome: Sud}\n", "# solo un commento\n" + LUNGO)
    commit(radice)
    innocua = run_azione(radice, oggi=OGGI, base="HEAD~1")
    assert (innocua.returncode, "::error" in innocua.stdout) == (0, False), innocua.stdout + innocua.stderr
    write_dati(radice / "data", QUARTIERI + "  - {id: sud, nome: Sud}\n", LUNGO.replace("2030-12-31", "2022-12-31"))
    commit(radice)
    colpevole = run_azione(radice, oggi=OGGI, base="HEAD~1", dati="data")
    assert colpevole.returncode == 1, colpevole.stdout + colpevole.stderr
    assert "Nord" in colpevole.stdout
    assert "Sud" not in colpevole.stdout
    riassunto = read(radice.parent / "riassunto.md")
    assert "Nessuna conclusione cambia" in riassunto
    assert "apre 731 giorni di lacuna a Nord" in riassunto
    assert execute("git", "status", "--porcelain", cartella=radice).stdout == ""
    assert len(execute("git", "worktree", "list", cartella=radice).stdout.splitlines()) == 1


def test_l_azione_ripara_dati_di_partenza_guasti(radice: Path) -> None:
    """Chi corregge un errore già registrato non deve trovarsi la porta chiusa."""
    write_dati(radice / "data", contratti="guasto", quartieri=QUARTIERI)
    commit(radice)
    write_dati(radice / "data", QUARTIERI, CONTRATTI)
    commit(radice)
    esito = run_azione(radice, oggi=OGGI, base="HEAD~1")
    assert "::notice::I dati di partenza non si possono valutare" in esito.stdout
    assert esito.returncode == 0, esito.stdout + esito.stderr


@pytest.mark.parametrize("base", ["--help", "$(touch preso)", "inesistente"])
def test_una_base_ostile_ferma_l_azione(radice: Path, base: str) -> None:
    """Non è un'opzione, né un comando, né una ragione per dire che va tutto bene."""
    assert run_azione(radice, oggi=OGGI, base=base).returncode not in (0, 1)
    assert not (radice / "preso").exists()


# ——— GitLab e cron


def test_i_passi_di_gitlab_girano(radice: Path, tmp_path: Path) -> None:
    """Una merge request che non aggiunge nulla passa, e lascia i due file che GitLab raccoglie."""
    lavoro = load("esempi/gitlab-ci.yml")["modifica"]
    passi = "\n".join(lavoro["script"]).replace("/tmp/", f"{tmp_path}/")  # noqa: S108 - lì scrive l'esempio
    ambiente = {"CI_MERGE_REQUEST_DIFF_BASE_SHA": "HEAD", "LDQ_OGGI": OGGI}
    esito = execute("bash", "-eo", "pipefail", "-c", passi, cartella=radice, **ambiente)
    assert esito.returncode == 0, esito.stdout + esito.stderr
    assert all((radice / file).is_file() for file in lavoro["artifacts"]["reports"].values())


AGGIORNA_I_DATI = 'git -C "$LDQ_DATI" pull --quiet --ff-only && '


def read_cron() -> list[str]:
    """I comandi di cron: cinque campi e un comando ciascuno, dopo le variabili; ognuno prima aggiorna i dati."""
    righe = [r for r in read(RADICE / "esempi/cron").splitlines() if r and not r.startswith("#")]
    comandi = [riga for riga in righe if riga[0].isdigit()]
    assert all(re.fullmatch(r"[A-Z_]+=\S+", v) for v in righe if v not in comandi)
    assert all(re.fullmatch(r"[\d*,/-]+", campo) for riga in comandi for campo in riga.split(maxsplit=5)[:5])
    assert "%" not in "".join(comandi)  # per cron è un a capo
    return [riga.split(maxsplit=5)[5] for riga in comandi]


def test_cron_si_ferma_se_i_dati_non_si_aggiornano(radice: Path) -> None:
    """Senza un posto da cui prenderli: nessun comando risponde con dati vecchi, e nulla si spedisce."""
    for comando in read_cron():
        assert comando.startswith(AGGIORNA_I_DATI)
        ambiente = {"LDQ_DATI": str(radice / "data"), "LDQ_OGGI": OGGI, "LC_ALL": "C"}
        esito = execute("sh", "-c", comando, cartella=radice.parent, **ambiente)
        assert esito.stdout == ""
        assert esito.stderr


def test_la_riga_di_ogni_mattina_scrive_se_c_e_da_fare(radice: Path) -> None:
    """E tace se non c'è nulla."""
    ogni_mattina, _ = read_cron()
    for contratti, scrive in ((SCADUTO, True), (CONTRATTI, False)):
        write_dati(radice / "data", contratti=contratti)
        ambiente = {"LDQ_DATI": str(radice / "data"), "LDQ_OGGI": OGGI, "LC_ALL": "C"}
        comando = ogni_mattina.removeprefix(AGGIORNA_I_DATI)
        esito = execute("sh", "-c", comando, cartella=radice.parent, **ambiente)
        assert bool(esito.stdout) is scrive, esito.stdout + esito.stderr


def test_la_lettera_del_lunedi_parte_se_c_e_qualcosa_da_dire(radice: Path, tmp_path: Path) -> None:
    """Un sendmail di prova tiene ciò che riceve; senza novità non è nemmeno chiamato."""
    _, lunedi = read_cron()
    ricevuta, programmi = tmp_path / "ricevuta.eml", tmp_path / "bin"
    programmi.mkdir()
    (programmi / "sendmail").write_text(f'#!/bin/sh\ntest "$1" = -t && cat > "{ricevuta}"\n', encoding="utf-8")
    (programmi / "sendmail").chmod(0o755)
    percorso = f"{programmi}:{Path(sys.executable).parent}:{os.environ['PATH']}"
    for contratti, parte in ((CONTRATTI, False), (SCADUTO, True)):
        write_dati(radice / "data", contratti=contratti)
        ambiente = {
            "LDQ_DATI": str(radice / "data"),
            "LDQ_OGGI": "2022-12-05",
            "UFFICIO": "ufficio@example.org",
            "PATH": percorso,
        }
        comando = lunedi.removeprefix(AGGIORNA_I_DATI)
        esito = execute("sh", "-c", comando, cartella=radice.parent, **ambiente)
        assert (esito.returncode, esito.stdout, esito.stderr) == (0, "", "")
        assert ricevuta.exists() is parte
    messaggio = message_from_bytes(ricevuta.read_bytes(), policy=policy.default)
    assert messaggio["To"] == "ufficio@example.org"
    assert not messaggio.defects


# ——— pre-commit, per davvero


def can_installare() -> bool:
    """Vero se pip trova da qualche parte ciò che serve per costruire il pacchetto."""
    opzioni = ("install", "--dry-run", "--quiet", "--ignore-installed", "--no-deps")
    comando = (sys.executable, "-m", "pip", *opzioni, "hatchling", "typer")
    return subprocess.run(comando, check=False, capture_output=True).returncode == 0


def test_l_hook_gira_davvero(tmp_path: Path) -> None:
    """Installa il pacchetto da un deposito di git, come farà chi lo usa, e ferma il commit solo se c'è da agire."""
    if not can_installare():
        pytest.skip("pip non trova i pacchetti (senza rete e senza indice): pre-commit non può costruire l'ambiente")
    programma, dati = copy_programma(tmp_path / "programma"), tmp_path / "dati"
    commit(programma)
    versione = execute("git", "rev-parse", "HEAD", cartella=programma).stdout.strip()
    dati.mkdir()
    configurazione = {"repos": [{"repo": str(programma), "rev": versione, "hooks": [{"id": "ldq-check"}]}]}
    (dati / ".pre-commit-config.yaml").write_text(yaml.safe_dump(configurazione), encoding="utf-8")
    write_dati(dati / "data")
    commit(dati)
    ambiente = {"PRE_COMMIT_HOME": str(tmp_path / "home"), "LDQ_OGGI": OGGI}
    assert execute("pre-commit", "install", cartella=dati, **ambiente).returncode == 0

    def try_commit(contratti: str) -> subprocess.CompletedProcess[str]:
        write_dati(dati / "data", contratti=contratti)
        execute("git", "add", "-A", cartella=dati)
        return execute("git", "commit", "-m", "modifica", cartella=dati, **ambiente)

    fermato = try_commit(SCADUTO)
    assert fermato.returncode == 1, fermato.stdout + fermato.stderr
    assert "critico[scaduto-senza-seguito]" in fermato.stdout + fermato.stderr
    passato = try_commit("# nulla da fare\n" + CONTRATTI)
    assert passato.returncode == 0, passato.stdout + passato.stderr
