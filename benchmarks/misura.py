"""Misurare: processi nuovi, A e B a turno, la mediana dei rapporti coppia per coppia.

Il tempo è quello di processore: quello trascorso dipende anche da che altro fa la macchina.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LDQ = str(Path(sys.executable).with_name("ldq"))
PROGRAMMA = """
import json, resource, sys
from time import process_time
{prepara}
inizio = process_time()
{lavora}
print(json.dumps([process_time() - inizio, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]))
"""


class Rapporto(NamedTuple):
    """Quante volte il nostro numero sta in quello del termine di confronto; `limite` è il più che si ammette."""

    nome: str
    valore: float
    limite: float


class Costo(NamedTuple):
    """Quanto è costato un lavoro: i secondi del solo lavoro, la memoria massima di tutto il processo."""

    secondi: float
    memoria: int


class Lavoro(NamedTuple):
    """Un programma: ciò che si prepara, e ciò di cui si misura il tempo."""

    prepara: str
    lavora: str

    def measure(self, *argomenti: str) -> Costo:
        """Il costo in un processo nuovo."""
        programma = PROGRAMMA.format(prepara=self.prepara, lavora=self.lavora)
        comando = [sys.executable, "-c", programma, *argomenti]
        return Costo(*json.loads(subprocess.run(comando, check=True, capture_output=True, text=True).stdout))


def compare(nostro: Callable[[], float], altrui: Callable[[], float], coppie: int) -> float:
    """La mediana dei rapporti fra due misure che si alternano."""
    return median(nostro() / altrui() for _ in range(coppie))


def measure_processo(comando: list[str], ambiente: Mapping[str, str] | None = None) -> float:
    """Secondi di un processo intero, avvio compreso; deve uscire con 0."""
    nulla = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    pid = os.posix_spawn(comando[0], comando, {**os.environ, **(ambiente or {})}, file_actions=nulla)
    _, esito, uso = os.wait4(pid, 0)
    if esito:
        raise SystemExit(f"{comando} è uscito con {os.waitstatus_to_exitcode(esito)}")
    return uso.ru_utime + uso.ru_stime
