"""Ogni comando scritto in una pagina, dentro una frase o da copiare, si esegue: con i dati della presentazione, in quel giorno.

Restano fuori quelli con un segnaposto (`ldq spiega ID`) e i nomi soli (`ldq check`), che devono almeno esistere.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from tests.supporto import OGGI, RADICE, ldq, read

from ldq_planner.cli.app import COMANDI

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

PAGINE = [RADICE / "README.md", RADICE / "README.en.md", *sorted((RADICE / "docs").glob("*.md"))]
FUORI = {"decisioni.md", "glossario.md", "json.md", "regole.md", "tavola-errori.md", "legge.md"}
"""Parlano dei comandi, non li danno da copiare; oppure nascono dal codice, e sono provate altrove."""
MESE = "cig_csv_2026_10.csv"
"""Come si chiama l'elenco di ANAC che si scarica."""
PRIMA = {
    "contratti.json": "esporta -o contratti.json",
    "cartella-csv": "esporta -o cartella-csv",
    "liguria": f"importa {MESE} --come parquet -o liguria",
    "impara": f"fatto gara-quattro-quartieri pubblicazione --il {OGGI} --scrivi",
}
"""Parola di un comando → ciò che chi lo copia ha già fatto: una cartella esportata, un fatto scritto."""
ALTROVE = "example.org"
"""Un server che bisogna avere."""
AMBIENTE = {"COLUMNS": "100", "LDQ_OGGI": OGGI}

_IN_RIGA = re.compile(r"`(ldq(?: [^`\n]+)?)`")
_DA_COPIARE = re.compile(r"^ *```sh\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
_SEGNAPOSTO = re.compile(r"\b[A-Z]{2,}\b|…|\||\[|\(")


def find_comandi(pagina: Path) -> list[str]:
    """I comandi scritti nelle frasi di una pagina, una volta sola."""
    testo = re.sub(r"^```.*?^```$", "", read(pagina), flags=re.DOTALL | re.MULTILINE)
    return list(dict.fromkeys(_IN_RIGA.findall(testo)))


def has_argomenti(comando: str) -> bool:
    """Vero se si può eseguire così com'è."""
    return len(comando.split()) > len(["ldq", "status"]) and not _SEGNAPOSTO.search(comando)


COMPLETI = {
    comando: pagina.name
    for pagina in reversed(PAGINE)
    if pagina.name not in FUORI
    for comando in find_comandi(pagina)
    if has_argomenti(comando)
}
"""Il comando → la prima pagina che lo dice: lo stesso in più pagine si prova una volta."""


@pytest.fixture
def cartella(tmp_path: Path) -> Path:
    """Una cartella di lavoro come quella di chi legge: i suoi dati, ciò che l'ente pubblica, un mese di ANAC.

    Nel mese vero c'è un solo servizio sociale della Liguria, senza durata: qui lo è ogni lotto.
    """
    veri = RADICE / "tests" / "dati_reali"
    shutil.copytree(RADICE / "data", tmp_path / "data")
    shutil.copy(veri / "it-l190-csv" / "torino-00514490010-lotti.csv", tmp_path / "lotti.csv")
    mese = read(veri / "it-anac-cig" / "20231001-cig_csv-sardegna-liguria.csv")
    (tmp_path / MESE).write_text(re.sub(r'(?<=;")\d{8}-\d(?=";)', "85320000-8", mese), encoding="utf-8", newline="")
    return tmp_path


def follow(riga: str, cartella: Path) -> None:
    """Fa ciò che la riga dice, come la shell; i comandi che installano o provano il programma li fa la pipeline.

    Di una nazione inventata bastano mille contratti.
    """
    comando = shlex.split(riga, comments=True)
    if comando[:2] == ["make", "nazione"]:
        inventa = (sys.executable, "-m", "scripts.nazione", str(cartella / "nazione"), "-n", "1000")
        subprocess.run(inventa, cwd=RADICE, check=True)
    elif comando[:1] in (["head"], ["grep"]):
        subprocess.run(("sh", "-c", riga), cwd=cartella, check=True)
    elif comando[:1] == ["ldq"] and ALTROVE not in riga:
        uscita = ldq(*expand(comando[1:], cartella), cartella=cartella, ambiente=AMBIENTE)
        assert uscita.codice in (0, 1), f"{riga}\n{uscita.err}"


def expand(argomenti: Iterable[str], cartella: Path) -> list[str]:
    """Gli argomenti, con i file che ci sono al posto di ogni asterisco."""
    return [
        nome
        for argomento in argomenti
        for nome in (sorted(p.name for p in cartella.glob(argomento)) if "*" in argomento else [argomento])
    ]


@pytest.mark.parametrize("comando", [pytest.param(c, id=f"{nome}: {c}") for c, nome in COMPLETI.items()])
def test_un_comando_in_una_frase_gira(comando: str, cartella: Path) -> None:
    """Chi lo copia ottiene una risposta, o delle segnalazioni: mai un errore d'uso."""
    for parola in PRIMA.keys() & {*comando.split()}:
        follow(f"ldq {PRIMA[parola]}", cartella)
    follow(comando, cartella)


@pytest.mark.parametrize("pagina", [pytest.param(p, id=p.name) for p in PAGINE if p.name not in FUORI])
def test_ogni_comando_nominato_esiste(pagina: Path) -> None:
    """Anche quando è solo un nome."""
    nominati = {comando.split()[1] for comando in find_comandi(pagina) if len(comando.split()) > 1}
    assert {nome for nome in nominati if nome.islower() and nome not in COMANDI and not nome.startswith("-")} == set()


@pytest.mark.parametrize("pagina", [pytest.param(p, id=p.name) for p in PAGINE if "```sh\n" in read(p)])
def test_i_comandi_da_copiare_girano_uno_dopo_l_altro(pagina: Path, cartella: Path) -> None:
    """Dal primo all'ultimo, nella stessa cartella."""
    for blocco in _DA_COPIARE.findall(read(pagina)):
        for riga in blocco.splitlines():
            follow(riga, cartella)
