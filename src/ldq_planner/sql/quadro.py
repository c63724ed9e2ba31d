"""La domanda su colonne: queste due tavole, questo giorno; e ciò che ne segue, calcolato dal motore una volta sola."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.model.portafoglio import Soglie
from ldq_planner.model.simili import fold
from ldq_planner.sql.scadenze import write_scadenze
from ldq_planner.sql.stato import compute_totali, list_stati, write_stati
from ldq_planner.sql.vigore import write_vigori

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.model.stato import StatoQuartiere, Totali
    from ldq_planner.sql.motore import Motore, Valore

PRIMI = 20
"""Quante righe escono dal motore se non se ne chiedono altre: le peggiori."""


class FiltroSql(NamedTuple):
    """Di quali quartieri si parla; senza nulla, di tutti."""

    municipi: tuple[int, ...] = ()
    enti: tuple[str, ...] = ()
    solo: tuple[str, ...] = ()


@dataclass(frozen=True)
class QuadroSql:
    """Due tavole che un motore ha letto (`contratti`, `quartieri`), il giorno della domanda, e di quali quartieri si parla.

    Come `engine/quadro.py`, che risponde le stesse cose di un solo ente: qui non si tengono i dati, si chiedono al motore.
    """

    motore: Motore
    oggi: date
    soglie: Soglie = field(default_factory=Soglie)
    filtro: FiltroSql = field(default_factory=FiltroSql)

    def list_stati(self, primi: int | None = PRIMI) -> tuple[StatoQuartiere, ...]:
        """Lo stato dei quartieri, dal più urgente: i primi, o tutti."""
        _ = self._stati
        return list_stati(self.motore, self.oggi, primi, con_ente=self.has_piu_enti)

    @cached_property
    def totali(self) -> Totali:
        """I totali di tutti; di chi è nella prossima scadenza, solo i primi."""
        _ = self._stati
        return compute_totali(self.motore, self.oggi, PRIMI)

    @cached_property
    def quanti(self) -> int:
        """Quanti sono i quartieri di cui si parla."""
        _ = self._luoghi
        ((quanti,),) = self.motore.ask("SELECT count(*) FROM luoghi")
        return int(quanti)

    @cached_property
    def has_piu_enti(self) -> bool:
        """Vero se i quartieri non sono tutti dello stesso ente, comunque lo si scriva."""
        enti = self.motore.ask("SELECT DISTINCT ente FROM quartieri WHERE ente IS NOT NULL")
        return len({fold(ente) for (ente,) in enti}) > 1

    @cached_property
    def _luoghi(self) -> None:
        """I quartieri di cui si parla, ciascuno con un numero."""
        condizioni, valori = ["id IS NOT NULL"], dict[str, "Valore"]()
        for colonna, ammessi in (
            ("municipio", self.filtro.municipi),
            ("ente", self.filtro.enti),
            ("id", self.filtro.solo),
        ):
            nomi = [f"{colonna}_{_letter(n)}" for n in range(len(ammessi))]
            valori |= dict(zip(nomi, ammessi, strict=True))
            condizioni += [f"{colonna} IN ({', '.join(f':{nome}' for nome in nomi)})"] if nomi else []
        testo = f"""SELECT CAST(row_number() OVER (ORDER BY id) AS INT) AS luogo, id, nome, municipio, ente, abitanti, abitanti_circa
            FROM quartieri WHERE {" AND ".join(condizioni)}"""
        self.motore.save("luoghi", testo, **valori)

    @cached_property
    def _vigori(self) -> None:
        _ = self._luoghi
        write_scadenze(self.motore)
        write_vigori(self.motore)

    @cached_property
    def _stati(self) -> None:
        _ = self._vigori
        write_stati(self.motore, self.oggi, self.soglie)


def _letter(numero: int) -> str:
    """Il numero in lettere: un parametro ne ha solo."""
    return "".join(chr(ord("a") + int(cifra)) for cifra in str(numero))
