"""Uno Spark vero su questa macchina, per il tempo di un comando: `python scripts/spark.py COMANDO [ARGOMENTI]`.

Un capo, due operai e un servitore di Spark Connect, ciascuno un processo Java su 127.0.0.1; il comando ne trova l'indirizzo in
`LDQ_SPARK`. Quando finisce, comunque finisca, si chiude tutto; esce con il suo codice. Vuole `.venv-spark` (make test-spark) e Java 17.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

QUI = "127.0.0.1"
OPERAI, MEMORIA = 2, "1g"
PRONTO, PASSO, FINITO = 300.0, 0.25, 10.0
"""Quanti secondi si aspetta che un processo risponda, ogni quanto si guarda, e quanti che finisca."""
DEI = "org.apache.spark.deploy"
SERVITORE = "org.apache.spark.sql.connect.service.SparkConnectServer"


def main(comando: list[str]) -> int:
    """Esegue il comando con il suo Spark, e dà il suo codice di uscita."""
    if not comando:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory(prefix="spark-") as cartella, ExitStack() as accesi:
        indirizzo = start_spark(Path(cartella), accesi)
        sys.stderr.write(f"Spark: un capo, {OPERAI} operai, {indirizzo}\n")
        return subprocess.run(comando, check=False, env={**os.environ, "LDQ_SPARK": indirizzo}).returncode


def start_spark(cartella: Path, accesi: ExitStack) -> str:
    """L'indirizzo di uno Spark pronto; `accesi` lo spegne."""
    capo, porta = find_porta(), find_porta()
    indirizzo = f"spark://{QUI}:{capo}"
    padrone = ("spark-class", f"{DEI}.master.Master", "--host", QUI, "--port", capo, "--webui-port", 0)
    operaio = ("spark-class", f"{DEI}.worker.Worker", indirizzo, "--host", QUI, "--cores", 1, "--memory", MEMORIA)
    conf = {
        "spark.driver.memory": MEMORIA,
        "spark.executor.memory": MEMORIA,
        "spark.driver.host": QUI,
        "spark.ui.enabled": "false",
        "spark.connect.grpc.binding.address": QUI,
        "spark.connect.grpc.binding.port": porta,
        "spark.sql.shuffle.partitions": 2 * OPERAI,
    }
    dette = [parola for nome, valore in conf.items() for parola in ("--conf", f"{nome}={valore}")]
    servitore = ("spark-submit", "--class", SERVITORE, "--master", indirizzo, *dette, "spark-internal")
    accesi.enter_context(start(padrone, cartella / "capo.log", capo))
    for i in range(OPERAI):
        altro = ("--webui-port", 0, "--work-dir", cartella / f"operaio-{i}")
        accesi.enter_context(start((*operaio, *altro), cartella / f"operaio-{i}.log"))
    accesi.enter_context(start(servitore, cartella / "servitore.log", porta))
    return f"sc://{QUI}:{porta}"


def find_casa() -> Path:
    """Dove sta Spark: nel suo ambiente, che `make test-spark` prepara."""
    if (spec := find_spec("pyspark")) is None or not (casa := Path(str(spec.origin)).parent).joinpath("jars").is_dir():
        sys.exit("Qui non c'è Spark: si esegue con .venv-spark/bin/python (make test-spark)")
    return casa


def find_porta() -> int:
    """Una porta libera."""
    with socket.create_server((QUI, 0)) as presa:
        porta: int = presa.getsockname()[1]
        return porta


@contextmanager
def start(comando: tuple[object, ...], registro: Path, porta: int = 0) -> Iterator[None]:
    """Un programma di Spark acceso, e pronto se ha una porta; all'uscita lo spegne, e lo uccide se non si spegne."""
    casa = find_casa()
    ambiente = {**os.environ, "SPARK_HOME": str(casa), "SPARK_LOCAL_IP": QUI, "SPARK_LOCAL_DIRS": str(registro.parent)}
    parole: list[str | Path] = [casa / "bin" / str(comando[0]), *map(str, comando[1:])]
    with (
        registro.open("wb") as scritto,
        subprocess.Popen(parole, env=ambiente, stdout=scritto, stderr=scritto) as processo,
    ):
        try:
            if porta:
                wait_porta(porta, processo, registro)
            yield
        finally:
            processo.terminate()
            try:
                processo.wait(FINITO)
            except subprocess.TimeoutExpired:
                processo.kill()


def wait_porta(porta: int, processo: subprocess.Popen[bytes], registro: Path) -> None:
    """Aspetta che su quella porta qualcuno risponda; se il processo muore, o non risponde, dice che cosa ha scritto."""
    fine = time.monotonic() + PRONTO
    while time.monotonic() < fine and processo.poll() is None:
        with socket.socket() as presa:
            if presa.connect_ex((QUI, porta)) == 0:
                return
        time.sleep(PASSO)
    sys.exit(
        f"{registro.read_text(errors='replace')[-3000:]}\nSpark non è partito: serve Java 17 (apt install openjdk-17-jre-headless)"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
