"""Chi legge i fogli di calcolo nelle corse: figli di un processo già avviato, con gli stessi limiti, e non un Python nuovo per file.

Eseguito come file è quel processo: legge domande dal suo stdin, che è un socket, e per ognuna si biforca.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, Self

if TYPE_CHECKING:
    from collections.abc import Callable

MESSAGGIO = 65536


class LettoreDiFogli:
    """Ciò che il programma chiede a `subprocess.Popen`, quando legge un foglio."""

    memoria = 0
    """Di tutti i lettori finora, la memoria nel momento peggiore: nell'unità di `ru_maxrss`."""

    def __init__(self, comando: list[str], **_flussi: int) -> None:
        """`comando` è quello del programma: `python -I -S foglio_a_parte.py …`."""
        self._capo = _start_capo(*comando[:5])
        calamine, percorso, *limiti = comando[4:]
        letto, scritto = os.pipe()
        domanda = json.dumps([calamine, str(Path(percorso).absolute()), *limiti])
        socket.send_fds(self._capo, [domanda.encode()], [scritto])
        os.close(scritto)
        self._pid = int(self._capo.recv(MESSAGGIO))
        self.stdout = os.fdopen(letto, "rb")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_errore: object) -> None:
        self.stdout.close()
        self._capo.send(b"fine")
        LettoreDiFogli.memoria = max(LettoreDiFogli.memoria, int(self._capo.recv(MESSAGGIO)))

    def kill(self) -> None:
        """Lo ferma, se non ha già finito."""
        os.kill(self._pid, signal.SIGKILL)


@cache
def _start_capo(*comando: str) -> socket.socket:
    """Il processo che si biforca: finisce quando finisce chi lo ha avviato."""
    qui, li = socket.socketpair()
    *python, programma, calamine = comando
    argomenti = [*python, __file__, str(Path(programma).parent), calamine]
    flussi = [(os.POSIX_SPAWN_DUP2, li.fileno(), 0), (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)]
    os.posix_spawn(python[0], argomenti, os.environ, file_actions=flussi)
    li.close()
    return qui


def main(programma: str, calamine: str) -> None:
    """Un figlio per domanda, uno alla volta, finché c'è chi chiede."""
    sys.path += [programma, calamine]
    read = import_module("foglio_a_parte").main
    import_module("python_calamine")  # i figli lo trovano caricato
    domande = socket.socket(fileno=0)
    while True:
        detto, flussi, _, _ = socket.recv_fds(domande, MESSAGGIO, 1)
        if not detto:
            return
        figlio = os.fork()
        if figlio == 0:
            _read_foglio(read, flussi[0], json.loads(detto))
        os.close(flussi[0])
        domande.send(str(figlio).encode())
        domande.recv(MESSAGGIO)  # chi ha chiesto può ancora fermarlo
        _, _, uso = os.wait4(figlio, 0)
        domande.send(str(uso.ru_maxrss).encode())


def _read_foglio(read: Callable[..., None], uscita: int, detto: list[str]) -> NoReturn:
    calamine, percorso, *limiti = detto
    try:
        with open(uscita, "w", encoding="ascii") as sys.stdout:
            read(calamine, percorso, *map(int, limiti))
    finally:
        os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
