"""I dati com'erano a una revisione di git: si leggono gli oggetti, l'albero di lavoro non si tocca.

`git` riceve solo nomi già risolti: di ciò che scrive l'utente legge la sola revisione, dopo `--end-of-options`, e
l'ambiente non gli indica un altro deposito.
"""

from __future__ import annotations

import os
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from typing import NamedTuple

from ldq_planner.errors import Finding, InvalidDataError, InvalidRequestError, Posizione, Severita
from ldq_planner.loading.cartella import Caricato, load
from ldq_planner.model.archivio import ARCHIVIO, CONTRATTI, QUARTIERI, REGISTRO, SOGLIE
from ldq_planner.model.simili import find_simile

FILE_DEI_DATI = (*(f.file for f in ARCHIVIO), REGISTRO, SOGLIE)
_NECESSARI = (QUARTIERI, CONTRATTI, REGISTRO)
_CORTO = 7  # cifre di un commit: quante ne mostra git
_SENZA_GIT = "confrontare due cartelle: ldq diff PRIMA DOPO"


class OutsideDepositoError(InvalidRequestError):
    """La cartella non sta in un deposito git."""


class Deposito(NamedTuple):
    """Un deposito git visto da una cartella: `git` è il programma, `prefisso` dove la cartella sta, dalla cima."""

    git: str
    qui: Path
    prefisso: str


class Revisione(NamedTuple):
    """Una revisione come la si è scritta, e il commit che vuol dire."""

    nome: str
    commit: str

    def __str__(self) -> str:
        """`HEAD~1 (a1b2c3d)`; solo il commit, se è lui che si è scritto."""
        return self.nome if self.commit.startswith(self.nome) else f"{self.nome} ({self.commit[:_CORTO]})"


def open_deposito(cartella: Path) -> Deposito:
    """Il deposito che contiene la cartella, che nell'albero di lavoro può anche non esserci più.

    Errori: `InvalidRequestError` se manca il programma, se non è un deposito, se git non si fida di chi lo possiede.
    """
    git = which("git")
    if git is None:
        raise InvalidRequestError("per leggere una revisione serve il programma «git», e non si trova", _SENZA_GIT)
    assoluta = Path(os.path.realpath(cartella))
    qui = next(c for c in (assoluta, *assoluta.parents) if c.is_dir())
    esito = _run(git, qui, "rev-parse", "--show-prefix")
    if esito.returncode:
        raise _explain_apertura(os.fsdecode(esito.stderr), cartella, qui)
    prefisso = os.fsdecode(esito.stdout).removesuffix("\n")
    resto = assoluta.relative_to(qui).as_posix()
    return Deposito(git, qui, prefisso if resto == "." else f"{prefisso}{resto}/")


def find_revisione(deposito: Deposito, nome: str) -> Revisione | None:
    """La revisione con quel nome (ramo, etichetta, commit, `HEAD~1`…), se c'è."""
    if not nome or nome.startswith("-") or "\0" in nome:
        return None  # nessun nome di git comincia così
    domanda = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{nome}^{{commit}}")
    esito = _run(deposito.git, deposito.qui, *domanda)
    return None if esito.returncode else Revisione(nome, os.fsdecode(esito.stdout).strip())


def require_revisione(deposito: Deposito, nome: str) -> Revisione:
    """La revisione con quel nome.

    Errori: `InvalidRequestError` con «forse intendevi …?», o con ciò che serve per averla.
    """
    revisione = find_revisione(deposito, nome)
    if revisione is None:
        raise InvalidRequestError(
            f"«{nome}» non è una revisione di questo deposito, né una cartella", _suggest(deposito, nome)
        )
    return revisione


def find_prima(deposito: Deposito, giorno: date) -> Revisione | None:
    """L'ultima revisione registrata prima che quel giorno cominciasse, se c'è."""
    domanda = ("rev-list", "-1", f"--before={giorno.isoformat()}T00:00:00", "HEAD")
    commit = _first(os.fsdecode(_run(deposito.git, deposito.qui, *domanda).stdout))
    return Revisione(commit[:_CORTO], commit) if commit else None


def date_revisione(deposito: Deposito, revisione: Revisione) -> date:
    """Il giorno in cui è stata registrata, nell'orologio di chi l'ha registrata."""
    domanda = ("show", "--no-patch", "--format=%cs", revisione.commit)
    return date.fromisoformat(_first(os.fsdecode(_run(deposito.git, deposito.qui, *domanda).stdout)))


def list_nomi(deposito: Deposito) -> tuple[str, ...]:
    """I rami e le etichette del deposito."""
    elenco = ("for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/tags", "refs/remotes")
    return tuple(os.fsdecode(_run(deposito.git, deposito.qui, *elenco).stdout).split())


def load_revisione(deposito: Deposito, revisione: Revisione, regimi: Path | None) -> Caricato:
    """I dati di quella revisione; i posti sono scritti come li scrive git, `REVISIONE:cartella/file`.

    Errori: `InvalidDataError` con tutte le segnalazioni; `InvalidRequestError` se la cartella lì non c'era.
    """
    contenuti = _read_contenuti(deposito, revisione)
    radice = f"{revisione.nome}:{deposito.prefisso}"
    with TemporaryDirectory(prefix="ldq-") as temporanea:
        cartella = Path(temporanea)
        for nome, contenuto in contenuti.items():
            (cartella / nome).write_bytes(contenuto)
        try:
            caricato = load(cartella, regimi)
        except InvalidDataError as errore:
            raise InvalidDataError(tuple(_rename(f, cartella, radice) for f in errore.findings)) from None
    documenti = {nome: replace(d, nome=f"{radice}{nome}") for nome, d in caricato.documenti.items()}
    return Caricato(Path(deposito.prefisso), caricato.portafoglio, documenti, regimi)


def _rename(finding: Finding, cartella: Path, radice: str) -> Finding:
    """La segnalazione con il posto vero: chi la legge non sa nulla della cartella in cui si è letto."""
    posto = finding.posizione
    if posto is None:
        return finding
    vero = finding.at(posto._replace(file=f"{radice}{Path(posto.file).name}"))
    return vero._replace(messaggio=finding.messaggio.replace(f"{cartella}{os.sep}", radice))


def _read_contenuti(deposito: Deposito, revisione: Revisione) -> dict[str, bytes]:
    """Nome del file → ciò che conteneva; i file facoltativi possono non esserci."""
    if "\n" in deposito.prefisso:
        raise InvalidRequestError(
            f"il nome della cartella «{deposito.prefisso}» va a capo, e git non sa leggerla così",
            "darle un nome su una riga sola",
        )
    oggetti = [f"{revisione.commit}:{deposito.prefisso}{nome}" for nome in FILE_DEI_DATI]
    richiesta = os.fsencode("".join(f"{o}\n" for o in oggetti))
    esito = _run(deposito.git, deposito.qui, "cat-file", "--batch", "--follow-symlinks", richiesta=richiesta)
    if esito.returncode:
        raise InvalidRequestError(
            f"git non riesce a leggere i dati di {revisione}: {_describe(esito)}", "provare il deposito con: git fsck"
        )
    letti = dict(zip(FILE_DEI_DATI, _split_oggetti(esito.stdout, oggetti), strict=True))
    if not any(letti[nome].contenuto is not None for nome in _NECESSARI):
        raise _explain_assenza(deposito, revisione, [nome for nome in _NECESSARI if letti[nome].che_cosa])
    impedimenti = [
        _make_impedimento(f"{revisione.nome}:{deposito.prefisso}{nome}", o) for nome, o in letti.items() if o.che_cosa
    ]
    if impedimenti:
        raise InvalidDataError(tuple(impedimenti))
    return {nome: o.contenuto for nome, o in letti.items() if o.contenuto is not None}


class _Oggetto(NamedTuple):
    """Un file com'era: il contenuto, o che cosa c'era al suo posto, o nulla dei due se mancava."""

    contenuto: bytes | None = None
    che_cosa: str = ""


_AL_POSTO = {
    b"symlink": "un collegamento fuori dal deposito",
    b"dangling": "un collegamento a un file che non c'è",
    b"loop": "un collegamento che rimanda a sé stesso",
    b"notdir": "dentro un file, non in una cartella",
}


def _split_oggetti(uscita: bytes, oggetti: list[str]) -> list[_Oggetto]:
    """Le risposte di `cat-file --batch`, una per oggetto: un'intestazione, poi tanti byte quanti ne dice."""
    letti = []
    for oggetto in oggetti:
        testa, _, uscita = uscita.partition(b"\n")
        if testa == os.fsencode(f"{oggetto} missing"):
            letti.append(_Oggetto())
            continue
        primo, *altri = testa.split(b" ")
        lungo = int(altri[-1])
        contenuto, uscita = uscita[:lungo], uscita[lungo + 1 :]
        if primo in _AL_POSTO:
            letti.append(_Oggetto(che_cosa=_AL_POSTO[primo]))
        else:
            letti.append(_Oggetto(contenuto) if altri[0] == b"blob" else _Oggetto(che_cosa="una cartella"))
    return letti


def _make_impedimento(posto: str, oggetto: _Oggetto) -> Finding:
    messaggio = f"a quella revisione è {oggetto.che_cosa}, non un file"
    rimedio = "confrontare un'altra revisione, o due cartelle"
    return Finding("file-illeggibile", Severita.ERRORE, messaggio, rimedio, posizione=Posizione(posto))


def _explain_apertura(detto: str, cartella: Path, qui: Path) -> InvalidRequestError:
    if "dubious ownership" in detto or "safe.directory" in detto:
        return InvalidRequestError(
            f"git non legge «{qui}»: il deposito è di un altro utente",
            f"se ci si fida: git config --global --add safe.directory {qui}",
        )
    if "not a git repository" in detto:
        return OutsideDepositoError(
            f"«{cartella}» non sta in un deposito git: non ci sono revisioni da confrontare",
            f"indicare con --dati una cartella che ci sta, oppure {_SENZA_GIT}",
        )
    return InvalidRequestError(f"git non riesce ad aprire «{qui}»: {_first(detto)}", _SENZA_GIT)


def _explain_assenza(deposito: Deposito, revisione: Revisione, al_posto: list[str]) -> InvalidRequestError:
    """La cartella che a quella revisione non c'era, con la prima in cui c'è."""
    cartella = deposito.prefisso.rstrip("/") or "."
    if al_posto:
        che_cosa = f"a {revisione} in «{cartella}» non si leggono {' e '.join(al_posto)}: non sono file del deposito"
        return InvalidRequestError(che_cosa, "confrontare un'altra revisione, o due cartelle")
    percorso = f"{deposito.prefisso}{QUARTIERI}"
    domanda = ("rev-list", "--reverse", "--abbrev-commit", "HEAD", "--", f":(top,literal){percorso}")
    esito = _run(deposito.git, deposito.qui, *domanda)
    prima = "" if esito.returncode else _first(os.fsdecode(esito.stdout))
    messaggio = f"a {revisione} la cartella «{cartella}» non aveva dati: mancano {' e '.join(_NECESSARI)}"
    if prima:
        return InvalidRequestError(messaggio, f"i dati vi compaiono da {prima}: scegliere quella revisione o una dopo")
    return InvalidRequestError(
        messaggio, "i dati non sono mai stati registrati: prima git add e git commit, o indicare un'altra --dati"
    )


def _suggest(deposito: Deposito, nome: str) -> str:
    """Che cosa scrivere al posto di una revisione che non c'è."""
    if ".." in nome:
        prima, _, dopo = nome.partition("..")
        return f"le revisioni sono due parole: ldq diff {prima or 'HEAD'} {dopo.lstrip('.') or 'HEAD'}"
    if simile := find_simile(nome, list_nomi(deposito)):
        return f"forse intendevi «{simile}»?"
    if find_revisione(deposito, "HEAD") is None:
        return "il deposito non ha ancora nessun commit: registrare i dati con git add e git commit"
    if os.fsdecode(_run(deposito.git, deposito.qui, "rev-parse", "--is-shallow-repository").stdout).strip() == "true":
        return "la copia ha solo gli ultimi commit: prenderli tutti con git fetch --unshallow (in CI: fetch-depth: 0)"
    return "scrivere un ramo, un'etichetta o un commit (git log), oppure una cartella che esiste"


def _run(git: str, qui: Path, *argomenti: str, richiesta: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Un comando di git in quella cartella: in inglese, senza chiedere nulla a nessuno e senza scrivere."""
    ambiente = {nome: valore for nome, valore in os.environ.items() if not nome.startswith("GIT_")}
    ambiente |= {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1"}
    return subprocess.run(  # noqa: S603 - un programma solo, senza interprete di comandi
        [git, "--no-pager", "-C", str(qui), *argomenti], input=richiesta, capture_output=True, env=ambiente, check=False
    )


def _describe(esito: subprocess.CompletedProcess[bytes]) -> str:
    return _first(os.fsdecode(esito.stderr)) or f"è uscito con {esito.returncode}"


def _first(testo: str) -> str:
    """La prima riga."""
    return next(iter(testo.splitlines()), "")
