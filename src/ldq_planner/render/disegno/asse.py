"""L'asse del tempo: dal giorno al posto nel disegno, e le tacche che la finestra può portare."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.mesi import MESI

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.dates.periodo import Periodo

_MESE = 30.44
_MESI_ANNO = 12
_SPAZIO_MESE, _SPAZIO_ANNO, _SPAZIO_SETTIMANA = 29.0, 40.0, 44.0
_SETTIMANE = (1, 8, 15, 22)
_PASSI_ANNI = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)


class Tacca(NamedTuple):
    """Il primo giorno di un anno, di un mese o di una settimana; il testo è vuoto se non ci sta."""

    x: float
    testo: str
    is_anno: bool


class AsseDelTempo(NamedTuple):
    """Una finestra stesa da `sinistra` per `larghezza`."""

    finestra: Periodo
    sinistra: float
    larghezza: float

    @property
    def destra(self) -> float:
        """Dove finisce."""
        return self.sinistra + self.larghezza

    def find_x(self, ordinale: int) -> float:
        """Dove comincia il giorno di quel numero."""
        return self.sinistra + (ordinale - self.finestra.inizio.toordinal()) / self.finestra.giorni * self.larghezza

    def find_estremi(self, periodo: Periodo, minimo: float) -> tuple[float, float] | None:
        """Da dove a dove va il periodo, tagliato alla finestra e largo almeno `minimo`; `None` se ne è fuori."""
        inizio, fine = max(periodo.inizio, self.finestra.inizio), min(periodo.fine, self.finestra.fine)
        if fine < inizio:
            return None
        dal, al = self.find_x(inizio.toordinal()), self.find_x(fine.toordinal() + 1)
        dal = max(self.sinistra, min(dal, self.destra - minimo))
        return dal, min(self.destra, max(al, dal + minimo))

    def list_anni(self) -> list[Tacca]:
        """Gli anni, o uno ogni tanti; il primo è quello in cui la finestra comincia."""
        passo = next((p for p in _PASSI_ANNI if p * _MESI_ANNO * self._mese >= _SPAZIO_ANNO), _PASSI_ANNI[-1])
        primo, ultimo = self.finestra.inizio.year, self.finestra.fine.year
        anni = [anno for anno in range(primo, ultimo + 1) if anno == primo or anno % passo == 0]
        giorni = [max(self.finestra.inizio, date(anno, 1, 1)) for anno in anni]
        return self._place([(g, str(g.year)) for g in giorni], _SPAZIO_ANNO, is_anno=True)

    def list_mesi(self) -> list[Tacca]:
        """I mesi, i trimestri o le settimane; vuoto se gli anni sono già fitti."""
        if self._mese * 3 < _SPAZIO_MESE:
            return []
        passo = 1 if self._mese >= _SPAZIO_MESE else 3
        settimane = self._mese >= _SPAZIO_SETTIMANA * len(_SETTIMANE)
        giorni = list(self._list_primi(passo, _SETTIMANE if settimane else (1,)))
        nomi = [(g, f"{g.day} {MESI[g.month - 1][:3]}" if settimane else MESI[g.month - 1][:3]) for g in giorni]
        return self._place(nomi, _SPAZIO_SETTIMANA if settimane else _SPAZIO_MESE, is_anno=False)

    @property
    def _mese(self) -> float:
        """Quanto è largo un mese."""
        return _MESE / self.finestra.giorni * self.larghezza

    def _list_primi(self, passo: int, giorni: tuple[int, ...]) -> Iterator[date]:
        inizio, fine = self.finestra.inizio, self.finestra.fine
        if inizio.day not in giorni or (inizio.month - 1) % passo:
            yield inizio
        for mese in range(inizio.year * _MESI_ANNO + inizio.month - 1, fine.year * _MESI_ANNO + fine.month):
            if mese % passo == 0:
                primi = (date(mese // _MESI_ANNO, mese % _MESI_ANNO + 1, giorno) for giorno in giorni)
                yield from (g for g in primi if g in self.finestra)

    def _place(self, nomi: list[tuple[date, str]], spazio: float, *, is_anno: bool) -> list[Tacca]:
        """Le tacche; tace quella a cui il resto della finestra, o la prossima, non lascia posto."""
        posti = [self.find_x(g.toordinal()) for g, _ in nomi]
        liberi = [dopo - x for x, dopo in zip(posti, [*posti[1:], self.destra], strict=True)]
        return [
            Tacca(x, nome if libero >= spazio * 0.8 else "", is_anno)
            for x, libero, (_, nome) in zip(posti, liberi, nomi, strict=True)
        ]
