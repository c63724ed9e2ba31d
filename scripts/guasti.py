"""Che cosa resta se un comando che scrive è ucciso, o non ha più posto: `make guasti N=300 SEME=1`.

Ogni prova ha una cartella nuova. Dopo il guasto ciò che si vede deve essere tutto di prima o tutto nuovo, il codice di uscita quello
promesso, e nessuna traccia; rifatto il comando, deve esserci il nuovo. Esce con 1 se anche una sola prova non va.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from ldq_planner.cli import INTERROTTO
from ldq_planner.cli.guardia import GUASTO
from ldq_planner.cli.main import main as ldq
from ldq_planner.cli.main import run as run_qui

if TYPE_CHECKING:
    from collections.abc import Iterator

SEGNALI = {signal.SIGKILL: {-9}, signal.SIGTERM: {-15}, signal.SIGINT: {130}}
NON_SI_SCRIVE = 2
UNO_SU = 4
"""Una prova ogni quante si rifà il comando."""
BLOCCO = 4096
NESSUNO = 65_534
"""L'utente che non può nulla: root scriverebbe comunque."""
OGGI = ("--oggi", "2026-11-27")
QUARTIERI = """\
aggiornato_al: 2026-11-20
ente: Comune di Prova
servizio: Laboratori di Prova
quartieri:
  - id: nord
    nome: Nord
"""
CONTRATTI = """\
aggiornato_al: 2026-11-20
contratti:
  - id: nord-2024
    quartieri: [nord]
    tipo: appalto-di-servizi
    titolo: Servizio di prova
    inizio: 2024-01-01
    scadenza_base: 2026-12-31
    opzioni:
      - {tipo: rinnovo, stato: aperta, durata_mesi: 12, fonte: prova}
    fonte: prova
"""
SCENARI = """\
aggiornato_al: 2026-11-20
scenari:
  - id: gara-nord
    nome: Gara nord
    tipo: gara
    quartieri: [nord]
    inizio: 2027-06-01
    durata_mesi: 36
    procedura: aperta
    fonte: prova
"""
ELENCO = "CIG;Oggetto;Struttura;Importo;Data inizio;Data fine\n" + "".join(
    f"{n:010};Lavoro {n};Ufficio {n % 7};{n}00;01/01/2023;31/12/2026\n" for n in range(1, 40)
)


class Comando(NamedTuple):
    """Un comando che scrive nella cartella in cui è, e i file che cambiano soltanto insieme."""

    nome: str
    argomenti: tuple[str, ...]
    insieme: tuple[str, ...]


COMANDI = (
    Comando("importa", ("importa", "elenco.csv", "-o", "nuova"), ("nuova/quartieri.yaml", "nuova/contratti.yaml")),
    Comando(
        "importa --scrivi",
        ("importa", "elenco.csv", "-o", "vecchia", "--scrivi"),
        ("vecchia/quartieri.yaml", "vecchia/contratti.yaml"),
    ),
    Comando("rinnova", ("rinnova", "nord-2024", "--scrivi"), ("contratti.yaml",)),
    Comando(
        "fatto",
        ("fatto", "gara-nord", "pubblicazione", "--il", "2026-11-20", "--atto", "b", "--scrivi"),
        ("scenari.yaml",),
    ),
    Comando("rapporto", ("rapporto", "-o", "rapporto.html"), ("rapporto.html",)),
    Comando("esporta", ("esporta", "--come", "csv", "-o", "aperti"), ()),
    Comando("init", ("init", "inizio"), ("inizio/quartieri.yaml", "inizio/contratti.yaml", "inizio/scenari.yaml")),
)


class Esito(NamedTuple):
    """Come è finito un processo, e che cosa ha detto su stderr."""

    codice: int
    err: str


def start(
    argomenti: tuple[str, ...], cartella: Path, limite: int | None = None, utente: int | None = None
) -> tuple[int, BinaryIO]:
    """Un processo con il comando, nato da questo che ha già caricato tutto; con un limite, nessun file supera quei byte."""
    detto = tempfile.TemporaryFile()  # noqa: SIM115 - lo chiude `wait`
    if figlio := os.fork():
        return figlio, detto
    try:
        _become(argomenti, cartella, detto, limite, utente)
    except KeyboardInterrupt:  # prima che il comando cominci: come se Python non fosse ancora partito
        os._exit(INTERROTTO)
    os._exit(GUASTO)


def _become(
    argomenti: tuple[str, ...], cartella: Path, detto: BinaryIO, limite: int | None, utente: int | None
) -> None:
    """Questo processo diventa il comando, e finisce con lui."""
    os.chdir(cartella)
    nulla = os.open(os.devnull, os.O_RDWR)
    for da, verso in ((nulla, 0), (nulla, 1), (detto.fileno(), 2)):
        os.dup2(da, verso)
    sys.stdout, sys.stderr = open(1, "w", closefd=False), open(2, "w", closefd=False)  # noqa: SIM115 - li chiude il processo che finisce
    if limite is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limite, limite))
    if utente is not None and os.geteuid() == 0:
        os.setuid(utente)
    sys.argv = ["ldq", *argomenti, *OGGI]
    ldq()


def wait(processo: tuple[int, BinaryIO]) -> Esito:
    """Aspetta che finisca."""
    figlio, detto = processo
    codice = os.waitstatus_to_exitcode(os.waitpid(figlio, 0)[1])
    with detto:
        detto.seek(0)
        return Esito(codice, detto.read().decode(errors="replace"))


def run(argomenti: tuple[str, ...], cartella: Path, limite: int | None = None, utente: int | None = None) -> Esito:
    """Il comando fino in fondo."""
    return wait(start(argomenti, cartella, limite, utente))


def read_visibili(cartella: Path) -> dict[str, bytes]:
    """Ogni file, tolti i provvisori e il diario: ciò che vede chi apre la cartella."""
    file = (p for p in cartella.rglob("*") if p.is_file() and not p.name.startswith(".ldq-"))
    return {p.relative_to(cartella).as_posix(): p.read_bytes() for p in file}


class Prova(NamedTuple):
    """Un comando, la cartella da cui comincia, ciò che c'è prima e dopo, quanto dura."""

    comando: Comando
    modello: Path
    prima: dict[str, bytes]
    dopo: dict[str, bytes]
    durata: float

    def find_torto(self, cartella: Path, esito: Esito, ammessi: set[int]) -> str:
        """Che cosa non va dopo il guasto; vuoto se va tutto bene."""
        if "Traceback" in esito.err or "guasto del programma" in esito.err or esito.codice not in ammessi:
            return f"uscita {esito.codice}: {esito.err[-400:]}"
        for diario in [*cartella.rglob(".ldq-in-corso")]:  # lo finisce chi rilegge
            run(("status", "--dati", str(diario.parent)), cartella)
        viste = read_visibili(cartella)
        if misti := [n for n, b in viste.items() if b not in (self.prima.get(n), self.dopo.get(n))]:
            return f"né il vecchio né il nuovo: {misti}"
        insieme = self.comando.insieme or [n for n in self.dopo if n not in self.prima]
        nuovi = {viste.get(n) == self.dopo[n] for n in insieme if self.prima.get(n) != self.dopo[n]}
        return "in parte vecchi, in parte nuovi" if len(nuovi) > 1 else ""

    def find_resto(self, cartella: Path) -> str:
        """Che cosa non va rifacendo il comando; vuoto se si arriva al nuovo."""
        esito = run(self.comando.argomenti, cartella)
        if read_visibili(cartella) != self.dopo:
            return f"rifatto, non si arriva al nuovo: uscita {esito.codice}: {esito.err[-400:]}"
        return ""

    def kill(self, cartella: Path, segnale: signal.Signals, caso: random.Random) -> str:
        """Ucciso in un istante qualunque."""
        processo = start(self.comando.argomenti, cartella)
        time.sleep(caso.uniform(0, self.durata * 1.05))
        os.kill(processo[0], segnale)
        esito = wait(processo)
        return self.find_torto(cartella, esito, SEGNALI[segnale] | {0})

    def fill(self, cartella: Path, caso: random.Random, disco: Path | None) -> str:
        """Nessun file può crescere oltre una misura qualunque, o il disco si riempie davvero: la scrittura si ferma a metà."""
        scritti = [len(b) for n, b in self.dopo.items() if self.prima.get(n) != b]
        if disco is None:
            esito = run(self.comando.argomenti, cartella, caso.randrange(max(scritti)))
            return self.find_torto(cartella, esito, {NON_SI_SCRIVE})
        nomi = caso.randrange(2 * len(scritti) + 2) if caso.random() < UNO_SU**-1 else None
        with fill_disco(disco, caso.randrange(2 * (sum(scritti) + len(scritti) * BLOCCO)), nomi):
            esito = run(self.comando.argomenti, cartella)
        riuscito = esito.codice == 0 and read_visibili(cartella) != self.dopo
        return "dice di aver scritto" if riuscito else self.find_torto(cartella, esito, {NON_SI_SCRIVE, 0})

    def deny(self, cartella: Path) -> str:
        """In una cartella che chi esegue può solo leggere: nulla cambia, e si dice."""
        for percorso in (cartella, *cartella.rglob("*")):
            percorso.chmod(0o555 if percorso.is_dir() else 0o444)
        esito = run(self.comando.argomenti, cartella, utente=NESSUNO)
        torto = self.find_torto(cartella, esito, {NON_SI_SCRIVE})
        return torto or ("ha scritto dove non si può" if read_visibili(cartella) != self.prima else "")


@contextmanager
def fill_disco(disco: Path, byte: int, nomi: int | None) -> Iterator[None]:
    """Su quel disco restano liberi quei byte, arrotondati ai blocchi, e, se si dice, quei nomi di file; poi torna vuoto."""
    pieno = disco / "pieno"
    pieno.mkdir()
    with (pieno / "byte").open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(BLOCCO)):
            pass
    os.truncate(pieno / "byte", max(0, (pieno / "byte").stat().st_size - byte))
    for numero in range(os.statvfs(disco).f_ffree - nomi if nomi is not None else 0):
        (pieno / str(numero)).touch()
    try:
        yield
    finally:
        shutil.rmtree(pieno)


def build_modello(cartella: Path) -> Path:
    """La cartella da cui ogni prova comincia."""
    for nome, testo in (("quartieri", QUARTIERI), ("contratti", CONTRATTI), ("scenari", SCENARI)):
        (cartella / f"{nome}.yaml").write_text(testo, encoding="utf-8")
    elenco = cartella / "elenco.csv"
    elenco.write_text(ELENCO.replace("Lavoro 1;", "Un altro;").replace(";Ufficio 6;", ";Ufficio 5;"), encoding="utf-8")
    run(("importa", "elenco.csv", "-o", "vecchia"), cartella)
    elenco.write_text(ELENCO, encoding="utf-8")
    return cartella


def load_tutto(comando: Comando, modello: Path, dove: Path) -> None:
    """Qui, una volta, ciò che il comando carica: i processi delle prove nascono già pronti, e il guasto cade dove si lavora."""
    shutil.copytree(modello, dove)
    with chdir(dove), Path(os.devnull).open("w") as nulla, redirect_stdout(nulla), redirect_stderr(nulla):
        run_qui([*comando.argomenti, *OGGI])
    shutil.rmtree(dove)


def build_prova(comando: Comando, modello: Path, dove: Path) -> Prova:
    """La prova di un comando: lo si esegue una volta per sapere dove deve arrivare."""
    load_tutto(comando, modello, dove)
    shutil.copytree(modello, dove)
    prima, inizio = read_visibili(dove), time.monotonic()
    esito = run(comando.argomenti, dove)
    durata, dopo = time.monotonic() - inizio, read_visibili(dove)
    shutil.rmtree(dove)
    if esito.codice or dopo == prima:
        sys.exit(f"{comando.nome} non scrive nulla: {esito.err}")
    return Prova(comando, modello, prima, dopo, durata)


def main() -> None:
    """Ogni comando, N volte ucciso, N senza posto e una senza permesso; una riga per comando."""
    lettore = argparse.ArgumentParser(description=__doc__)
    nomi = [comando.nome for comando in COMANDI]
    lettore.add_argument("che", nargs="*", metavar="COMANDO", help=f"fra {', '.join(nomi)}; senza, tutti")
    lettore.add_argument("-n", type=int, default=300, help="quante volte si uccide ogni comando")
    lettore.add_argument("--seme", type=int, default=1)
    lettore.add_argument(
        "--disco", type=Path, help="una cartella vuota su un disco suo, di pochi MB: lo si riempie davvero"
    )
    chiesto = lettore.parse_args()
    if ignoti := {*chiesto.che} - {*nomi}:
        lettore.error(f"non c'è {', '.join(sorted(ignoti))}: {', '.join(nomi)}")
    torti = 0
    with tempfile.TemporaryDirectory(dir=chiesto.disco) as lavoro:
        Path(lavoro).chmod(0o755)
        (Path(lavoro) / "modello").mkdir()
        modello = build_modello(Path(lavoro) / "modello")
        for comando in (c for c in COMANDI if c.nome in (chiesto.che or nomi)):
            torti += try_comando(build_prova(comando, modello, Path(lavoro) / "prova"), Path(lavoro) / "prova", chiesto)
    sys.exit(1 if torti else 0)


def try_comando(prova: Prova, dove: Path, chiesto: argparse.Namespace) -> int:
    """Le prove di un comando, dette in una riga; dà quante non vanno."""
    caso, torti, provvisori = random.Random(chiesto.seme), 0, 0  # noqa: S311 - un seme, non un segreto
    segnali, n = [*SEGNALI], chiesto.n
    for numero in range(2 * n + 1):
        shutil.copytree(prova.modello, dove)
        if numero < n:
            torto = prova.kill(dove, segnali[numero % 3], caso)
        else:
            torto = prova.fill(dove, caso, chiesto.disco) if numero < 2 * n else prova.deny(dove)
        provvisori += len([*dove.rglob(".ldq-*")])
        if not torto and numero % UNO_SU == 0 and numero < 2 * n:
            torto = prova.find_resto(dove)
        if torto:
            torti += 1
            sys.stdout.write(f"  {prova.comando.nome}, prova {numero}: {torto}\n")
        shutil.rmtree(dove)
    riga = f"{prova.comando.nome}: {n} volte ucciso, {n} senza posto, 1 senza permesso, {torti} torti"
    sys.stdout.write(f"{riga}, {provvisori} provvisori rimasti\n")
    sys.stdout.flush()
    return torti


if __name__ == "__main__":
    main()
