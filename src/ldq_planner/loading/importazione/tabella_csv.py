"""Una tabella CSV di chiunque: il separatore si riconosce, le righe portano il loro numero, nulla cresce senza misura."""

from __future__ import annotations

import csv
from collections import deque
from itertools import islice
from typing import TYPE_CHECKING

from ldq_planner.loading.importazione.flusso import MAX_RIGA, inspect
from ldq_planner.loading.importazione.intestazione import PRIME, find_intestazione
from ldq_planner.loading.importazione.rifiuti import refuse
from ldq_planner.loading.importazione.tabella import TabellaAperta, check_colonne

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from ldq_planner.loading.importazione.flusso import Codifica
    from ldq_planner.loading.importazione.intestazione import Riga
    from ldq_planner.loading.importazione.istruzioni import Istruzioni

MAX_RIGHE = 1_048_576
"""Quante righe ha un foglio di calcolo: una tabella ne ha di più, se non sono quasi vuote."""
_CORTA = 16
"""Byte di una riga quasi vuota."""
SEPARATORI = ",;\t|"
_NOMI = {",": "virgola", ";": "punto e virgola", "\t": "tabulazione", "|": "barra"}


def open_csv(percorso: Path, detto: Istruzioni) -> TabellaAperta:
    """La tabella di un CSV.

    Errori: `InvalidDataError` se il file non è una tabella.
    """
    codifica = inspect(percorso, codifica=detto.codifica)
    if codifica.righe > MAX_RIGHE and percorso.stat().st_size < codifica.righe * _CORTA:
        messaggio = f"ha {codifica.righe} righe, quasi tutte vuote: non è una tabella di contratti"
        raise refuse(str(percorso), messaggio, "togliere le righe vuote, o indicare il file giusto")
    separatore = _guess_separatore(percorso, codifica.python)
    righe = RigheCSV(percorso, codifica, separatore)
    prime = list(islice(righe, PRIME))
    check_colonne(str(percorso), max((len(celle) for _, celle in prime), default=0))
    testata = find_intestazione(prime, detto)
    if testata is None:
        raise refuse(str(percorso), "non c'è un'intestazione", "la prima riga deve dire i nomi delle colonne")
    righe.colonne = len(testata.nomi)
    return TabellaAperta(testata, righe, codifica.nome, _NOMI[separatore])


def _guess_separatore(percorso: Path, codifica: str) -> str:
    """Il separatore più frequente, fuori dalle virgolette, nella prima riga che ne ha."""
    with percorso.open(encoding=codifica, errors="strict", newline="") as file:
        for _ in range(PRIME):
            fuori = "".join(file.readline(MAX_RIGA).split('"')[::2])
            conti = {s: fuori.count(s) for s in SEPARATORI}
            if max(conti.values()):
                return max(conti, key=lambda s: conti[s])
    return ","


class RigheCSV:
    """Le righe con il numero della prima riga fisica di ciascuna; si possono rileggere.

    Una virgoletta che non si chiude si ferma alla sua riga, se quella dopo è una riga intera: nessuna ne inghiotte altre.
    """

    def __init__(self, percorso: Path, codifica: Codifica, separatore: str) -> None:
        """Il file non si apre ancora."""
        self.colonne = 0
        """Quante ne ha una riga intera; zero finché non si sa."""
        self.fisiche = 0
        """Quante righe ha il file, contate leggendolo."""
        self.aperte: dict[int, str] = {}
        """Le righe in cui una virgoletta non si chiude, e che cosa vi sta scritto."""
        self._percorso, self._codifica, self._separatore = percorso, codifica.python, separatore

    def __iter__(self) -> Iterator[Riga]:
        """Dall'inizio."""
        vecchio = csv.field_size_limit(MAX_RIGA)
        try:
            with self._percorso.open(encoding=self._codifica, newline="") as file:
                yield from self._read(_Ripensamento(file))
        finally:
            csv.field_size_limit(vecchio)

    def _read(self, fisiche: _Ripensamento) -> Iterator[Riga]:
        """Finché ci sono righe: dopo una virgoletta aperta si ricomincia da quella che segue."""
        lettore = csv.reader(fisiche, delimiter=self._separatore)
        tenute, colonne = fisiche.tenute, self.colonne
        riga = 1
        while True:
            tenute.clear()
            try:
                campi = next(lettore, None)
            except csv.Error as errore:
                if not self._is_aperta(tenute):
                    raise self._refuse(errore, riga) from None
                campi = []
            if campi is None:
                break
            if (len(tenute) > 1 or len(campi) < colonne) and self._is_aperta(tenute):
                self.aperte[riga] = tenute[0].strip()
                campi = tenute[0].rstrip("\r\n").split(self._separatore)
                fisiche.put_back(tenute[1:])
                lettore = csv.reader(fisiche, delimiter=self._separatore)
                yield riga, campi
                riga += 1
                continue
            yield riga, campi
            riga += len(tenute)
        self.fisiche = riga - 1

    def _is_aperta(self, tenute: list[str]) -> bool:
        """Vero se la seconda riga fisica di un record è, da sola, una riga intera, e la prima non finisce in lei.

        Se ce n'è una sola, se le sue virgolette sono dispari e senza sarebbe una riga intera.
        """
        if not self.colonne or not tenute:
            return False
        is_intera = len(tenute[0].split(self._separatore)) == self.colonne
        if len(tenute) == 1:
            return is_intera and tenute[0].count('"') % 2 == 1
        prima, dopo = (next(csv.reader([r], delimiter=self._separatore), []) for r in tenute[:2])
        return len(dopo) == self.colonne and (len(prima) > 1 or is_intera)

    def _refuse(self, errore: csv.Error, riga: int) -> Exception:
        messaggio = f"il CSV non si legge ({errore})"
        if "field limit" in str(errore):
            messaggio = f"un campo pesa più di {MAX_RIGA // 1024**2} MiB: forse una virgoletta non si chiude"
        return refuse(str(self._percorso), messaggio, "controllare le virgolette prima di quella riga", riga)


class _Ripensamento:
    """Le righe fisiche di un file, tenute finché il record non è finito: se non lo era, tornano indietro."""

    def __init__(self, righe: Iterable[str]) -> None:
        self.tenute: list[str] = []
        self._tornate: deque[str] = deque()
        self._righe = iter(righe)

    def __iter__(self) -> Iterator[str]:
        """Prima quelle tornate indietro."""
        tenute, tornate, righe = self.tenute, self._tornate, self._righe
        while True:
            riga = tornate.popleft() if tornate else next(righe, None)
            if riga is None:
                return
            tenute.append(riga)
            yield riga

    def put_back(self, righe: list[str]) -> None:
        """Le rimette davanti a quelle da leggere."""
        self._tornate.extendleft(reversed(righe))
