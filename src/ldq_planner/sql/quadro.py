"""La domanda su colonne: queste due tavole, questo giorno; e ciò che ne segue, calcolato dal motore una volta sola."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.model.portafoglio import Soglie
from ldq_planner.model.simili import fold
from ldq_planner.sql.lacune import list_coperture, sum_lacune, write_lacune
from ldq_planner.sql.scadenze import write_scadenze
from ldq_planner.sql.segnalazioni import sum_segnalazioni, write_segnalazioni
from ldq_planner.sql.seguito import list_senza_seguito, sum_senza_seguito, write_senza_seguito
from ldq_planner.sql.stato import compute_totali, list_stati, write_stati
from ldq_planner.sql.vigore import write_vigori

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.dates.periodo import Periodo
    from ldq_planner.model.copertura import CoperturaQuartiere
    from ldq_planner.model.sintesi import SommaLacune, SommaRegola
    from ldq_planner.model.stato import StatoQuartiere, Totali
    from ldq_planner.sql.motore import Motore, Valore
    from ldq_planner.sql.seguito import ScadenzaSenzaSeguito, SommaScadenze

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

    def list_stati(self, primi: int | None = PRIMI, da: str = "stati") -> tuple[StatoQuartiere, ...]:
        """Lo stato dei quartieri, dal più urgente: i primi, o tutti; `da` è la tavola `stati`, o una sua parte."""
        _ = self._stati
        return list_stati(self.motore, self.oggi, primi, con_ente=self.has_piu_enti, da=da)

    def write_vigori(self) -> None:
        """Le tavole `scadenze` e `vigori`, per chi le interroga."""
        _ = self._vigori

    def write_stati(self) -> None:
        """La tavola `stati`, per chi la interroga."""
        _ = self._stati

    @cached_property
    def totali(self) -> Totali:
        """I totali di tutti; di chi è nella prossima scadenza, solo i primi."""
        _ = self._stati
        return compute_totali(self.motore, self.oggi, PRIMI)

    def write_lacune(self, finestra: Periodo) -> None:
        """La tavola `lacune` di quella finestra, estremi compresi, per chi la interroga."""
        _ = self._vigori
        write_lacune(self.motore, finestra)

    def cover(self, finestra: Periodo, primi: int | None = PRIMI) -> tuple[CoperturaQuartiere, ...]:
        """Copertura e lacune nella finestra, estremi compresi: i quartieri che stanno peggio, o tutti."""
        self.write_lacune(finestra)
        return list_coperture(self.motore, finestra, primi)

    def sum_lacune(self) -> tuple[SommaLacune, ...]:
        """I totali di tutti i quartieri nella finestra dell'ultima `cover`."""
        return sum_lacune(self.motore)

    def write_senza_seguito(self, entro: int | None = None) -> None:
        """La tavola `senza_seguito`: chi scade entro quei giorni, compreso l'ultimo; senza, la soglia dell'ente."""
        _ = self._vigori
        write_senza_seguito(self.motore, self.oggi, self.soglie.in_scadenza if entro is None else entro)

    def find_senza_seguito(
        self, entro: int | None = None, primi: int | None = PRIMI
    ) -> tuple[ScadenzaSenzaSeguito, ...]:
        """Chi scade entro quei giorni senza un seguito certo: i primi, o tutti."""
        self.write_senza_seguito(entro)
        return list_senza_seguito(self.motore, primi)

    def sum_senza_seguito(self) -> SommaScadenze:
        """I totali dell'ultima `find_senza_seguito`."""
        return sum_senza_seguito(self.motore)

    def write_segnalazioni(self, entro: int | None = None) -> None:
        """La tavola `segnalazioni`: ciò che trovano le regole a cui bastano date e quartieri (`segnalazioni.REGOLE`)."""
        self.write_stati()
        self.write_senza_seguito(entro)
        write_segnalazioni(self.motore, self.oggi)

    def sum_segnalazioni(self) -> tuple[SommaRegola, ...]:
        """Quante, per regola e severità; dopo `write_segnalazioni`."""
        return sum_segnalazioni(self.motore)

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
        if not self.motore.is_preparato:
            write_scadenze(self.motore)
        write_vigori(self.motore)

    @cached_property
    def _stati(self) -> None:
        _ = self._vigori
        write_stati(self.motore, self.oggi, self.soglie)


def _letter(numero: int) -> str:
    """Il numero in lettere: un parametro ne ha solo."""
    return "".join(chr(ord("a") + int(cifra)) for cifra in str(numero))
