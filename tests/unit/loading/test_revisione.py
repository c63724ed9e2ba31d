"""I dati letti da git: dagli oggetti, con i posti veri, senza toccare nulla e senza credere all'ambiente."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest
from tests.supporto import CONTRATTI, write_dati

from ldq_planner.errors import InvalidDataError, InvalidRequestError
from ldq_planner.loading.revisione import (
    Deposito,
    find_revisione,
    list_nomi,
    load_revisione,
    open_deposito,
    require_revisione,
)

if TYPE_CHECKING:
    from pathlib import Path

FIRMA = {f"GIT_{chi}_{che}": f"{chi}@example.org" for chi in ("AUTHOR", "COMMITTER") for che in ("NAME", "EMAIL")}


def git(cartella: Path, *argomenti: str) -> str:
    """Un comando di git, senza la configurazione di chi prova."""
    ambiente = {n: v for n, v in os.environ.items() if not n.startswith("GIT_")}
    ambiente |= {**FIRMA, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    comando = ["git", "-C", str(cartella), *argomenti]
    return subprocess.run(comando, env=ambiente, check=True, capture_output=True, text=True).stdout.strip()


def commit(cartella: Path, messaggio: str = "dati") -> str:
    """Registra tutto ciò che c'è."""
    git(cartella, "add", "-A")
    git(cartella, "commit", "--quiet", "--allow-empty", "-m", messaggio)
    return git(cartella, "rev-parse", "HEAD")


@pytest.fixture
def radice(tmp_path: Path) -> Path:
    """Un deposito con i dati in `data/`, registrati e poi cambiati."""
    git(tmp_path, "init", "--quiet", "-b", "principale")
    write_dati(tmp_path / "data")
    commit(tmp_path)
    write_dati(tmp_path / "data", contratti=CONTRATTI.replace("2030-12-31", "2029-12-31"))
    return tmp_path


@pytest.fixture
def deposito(radice: Path) -> Deposito:
    """Quel deposito, visto dalla cartella dei dati."""
    return open_deposito(radice / "data")


def load_scadenza(deposito: Deposito, nome: str) -> str:
    """La scadenza del primo contratto a quella revisione."""
    caricato = load_revisione(deposito, require_revisione(deposito, nome), None)
    return str(caricato.portafoglio.contratti[0].scadenza_base)


def test_i_dati_sono_quelli_registrati(deposito: Deposito) -> None:
    """Non quelli della cartella, che intanto sono cambiati."""
    assert load_scadenza(deposito, "HEAD") == "2030-12-31"


def test_l_albero_di_lavoro_e_l_indice_non_si_toccano(radice: Path, deposito: Deposito) -> None:
    """Chi ha modifiche a metà le ritrova com'erano, byte per byte."""
    prima = {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in sorted(radice.rglob("*")) if p.is_file()}
    load_scadenza(deposito, "HEAD")
    assert {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in sorted(radice.rglob("*")) if p.is_file()} == prima


def test_i_posti_sono_quelli_veri(deposito: Deposito) -> None:
    """Scritti come li scrive git, così `git show` li apre."""
    caricato = load_revisione(deposito, require_revisione(deposito, "HEAD"), None)
    assert caricato.documenti["contratti.yaml"].nome == "HEAD:data/contratti.yaml"


def test_anche_dei_dati_illeggibili(radice: Path, deposito: Deposito) -> None:
    """La cartella in cui si sono letti non è affare di nessuno."""
    write_dati(radice / "data", contratti=CONTRATTI.replace("2020-01-01", "20x0"))
    (radice / "data" / "quartieri.yaml").unlink()
    commit(radice)
    with pytest.raises(InvalidDataError) as errore:
        load_scadenza(deposito, "principale")
    posti = [f.posizione.file for f in errore.value.findings if f.posizione]
    assert posti == ["principale:data/contratti.yaml", "principale:data/quartieri.yaml"]
    assert not any("/tmp" in f"{f.messaggio}{f.rimedio}" for f in errore.value.findings)  # noqa: S108 - è ciò che si cerca


def test_anche_le_soglie_e_le_deroghe_sono_quelle_di_allora(radice: Path, deposito: Deposito) -> None:
    """Sono dati anche loro; e se sono guaste il posto è il loro."""
    soglie = radice / "data" / "ldq.toml"
    soglie.write_text("[soglie]\nin_scadenza = 7\n", encoding="utf-8")
    commit(radice)
    assert load_revisione(deposito, require_revisione(deposito, "HEAD"), None).portafoglio.soglie.in_scadenza == 7
    assert load_revisione(deposito, require_revisione(deposito, "HEAD~1"), None).portafoglio.soglie.in_scadenza == 90
    soglie.write_text("[soglie]\nin_scadenza = sette\n", encoding="utf-8")
    commit(radice)
    with pytest.raises(InvalidDataError) as errore:
        load_scadenza(deposito, "HEAD")
    assert [f.posizione and f.posizione[:2] for f in errore.value.findings] == [("HEAD:data/ldq.toml", 2)]


def test_una_cartella_che_non_c_e_piu(radice: Path, deposito: Deposito) -> None:
    """Si legge dov'era; a una revisione in cui non c'era, si dice da quando c'è."""
    prima = git(radice, "rev-parse", "HEAD")
    git(radice, "rm", "-rq", "-f", "data")
    commit(radice)
    assert not (radice / "data").exists()
    assert open_deposito(radice / "data") == deposito._replace(qui=radice.resolve())
    assert load_scadenza(open_deposito(radice / "data"), "HEAD~1") == "2030-12-31"
    with pytest.raises(InvalidRequestError, match="«data» non aveva dati") as errore:
        load_scadenza(open_deposito(radice / "data"), "HEAD")
    assert f"da {prima[:7]}" in errore.value.rimedio


def test_dati_mai_registrati(radice: Path) -> None:
    """Nessuna revisione li ha."""
    nuovo = open_deposito(write_dati(radice / "altri"))
    with pytest.raises(InvalidRequestError) as errore:
        load_scadenza(nuovo, "HEAD")
    assert "git add" in errore.value.rimedio


@pytest.mark.parametrize("dove", [".", "città/dei dati", "-trattino", ":(glob)*"])
def test_dovunque_stiano_i_dati(tmp_path: Path, dove: str) -> None:
    """In cima al deposito, o in una cartella il cui nome git potrebbe prendere per altro."""
    git(tmp_path, "init", "--quiet")
    write_dati(tmp_path / dove)
    commit(tmp_path)
    assert load_scadenza(open_deposito(tmp_path / dove), "HEAD") == "2030-12-31"


def test_i_collegamenti_si_seguono_solo_nel_deposito(radice: Path, deposito: Deposito) -> None:
    """Una modifica proposta da altri non deve far leggere i file di chi la guarda."""
    file = radice / "data" / "contratti.yaml"
    file.rename(radice / "veri.yaml")
    file.symlink_to("../veri.yaml")
    commit(radice)
    assert load_scadenza(deposito, "HEAD") == "2029-12-31"
    file.unlink()
    file.symlink_to("/etc/passwd")
    commit(radice)
    with pytest.raises(InvalidDataError) as errore:
        load_scadenza(deposito, "HEAD")
    (finding,) = errore.value.findings
    assert "un collegamento fuori dal deposito" in finding.messaggio


@pytest.mark.parametrize(
    "nome", ["", "-x", "--help", "--all", "--output=x", "HEAD\0", "$(touch x)", "HEAD; ls", "main"]
)
def test_cio_che_non_e_una_revisione(deposito: Deposito, nome: str) -> None:
    """Nulla di ciò che si scrive diventa un'opzione o un comando."""
    assert find_revisione(deposito, nome) is None


@pytest.mark.parametrize(
    ("nome", "rimedio"),
    [
        ("principal", "forse intendevi «principale»?"),
        ("v1.O", "forse intendevi «v1.0»?"),
        ("HEAD..principale", "ldq diff HEAD principale"),
        ("HEAD...principale", "ldq diff HEAD principale"),
        ("xyzw", "un ramo, un'etichetta o un commit"),
    ],
)
def test_una_revisione_sconosciuta_ha_un_rimedio(radice: Path, deposito: Deposito, nome: str, rimedio: str) -> None:
    """Fra i rami e le etichette c'è di solito quella giusta."""
    git(radice, "tag", "v1.0")
    assert list_nomi(deposito) == ("principale", "v1.0")
    with pytest.raises(InvalidRequestError) as errore:
        require_revisione(deposito, nome)
    assert rimedio in errore.value.rimedio


def test_come_si_chiama_una_revisione(deposito: Deposito) -> None:
    """Con il commit accanto, se non è lui che si è scritto."""
    trovata = require_revisione(deposito, "principale")
    assert str(trovata) == f"principale ({trovata.commit[:7]})"
    assert str(require_revisione(deposito, trovata.commit[:9])) == trovata.commit[:9]


def test_un_deposito_vuoto(tmp_path: Path) -> None:
    """Capita il primo giorno."""
    git(tmp_path, "init", "--quiet")
    with pytest.raises(InvalidRequestError) as errore:
        require_revisione(open_deposito(tmp_path), "HEAD")
    assert "nessun commit" in errore.value.rimedio


def test_una_copia_corta(radice: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Capita in CI, dove si scarica solo l'ultimo commit."""
    commit(radice)
    corta = tmp_path_factory.mktemp("copie") / "corta"
    git(radice, "clone", "--quiet", "--depth", "1", radice.as_uri(), str(corta))
    with pytest.raises(InvalidRequestError) as errore:
        require_revisione(open_deposito(corta), "HEAD~1")
    assert "fetch-depth: 0" in errore.value.rimedio


def test_l_ambiente_non_indica_un_altro_deposito(
    deposito: Deposito, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Dentro un hook git ne lascia molte; qualcuna potrebbe lasciarla chiunque."""
    for nome in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_EXEC_PATH"):
        monkeypatch.setenv(nome, str(tmp_path / "altrove"))
    assert load_scadenza(deposito, "HEAD") == "2030-12-31"


def test_senza_git_e_fuori_da_un_deposito(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Restano le due cartelle, e lo si dice."""
    with pytest.raises(InvalidRequestError, match="non sta in un deposito git") as errore:
        open_deposito(write_dati(tmp_path_factory.mktemp("fuori")))
    assert "ldq diff PRIMA DOPO" in errore.value.rimedio
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(InvalidRequestError, match="serve il programma «git»"):
        open_deposito(tmp_path)


def test_un_deposito_di_un_altro_utente(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Come nei contenitori: git si rifiuta, e il rimedio è suo."""
    finto = tmp_path / "git"
    finto.write_text("#!/bin/sh\necho \"fatal: detected dubious ownership in repository at '$2'\" >&2\nexit 128\n")
    finto.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(InvalidRequestError, match="di un altro utente") as errore:
        open_deposito(tmp_path)
    assert "safe.directory" in errore.value.rimedio
