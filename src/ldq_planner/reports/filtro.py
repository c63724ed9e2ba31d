"""Ciò che di un elenco si vuole leggere: dove, in quale stato, entro quando, di chi; e quanto ne resta fuori."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ldq_planner.model.testo import format_elenco, format_giorni, format_numero
from ldq_planner.reports.report import Nota
from ldq_planner.reports.responsabili import TUTTI, DiChi

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.model.stato import StatoQuartiere

T = TypeVar("T")


class Aspetti(NamedTuple):
    """Ciò che di una voce guarda un filtro.

    Unità: `giorni` da oggi a quando finisce o va fatta, negativi se è tardi; `None` se non ha un giorno.
    """

    quartieri: tuple[str, ...] = ()
    stato: str = ""
    giorni: int | None = None
    responsabili: tuple[str, ...] = ()


class Filtro(NamedTuple):
    """Le condizioni, che valgono insieme; ciò che non è detto non esclude nulla.

    Unità: `entro` in giorni da oggi, l'ultimo compreso.
    """

    luoghi: frozenset[str] | None = None
    """Gli id dei quartieri che si vogliono."""
    detti: tuple[str, ...] = ()
    """Come si dicono: «Bovisa», «il municipio 6»."""
    stati: tuple[str, ...] = ()
    entro: int | None = None
    di_chi: DiChi = TUTTI
    primi: int | None = None
    """Quante voci se ne vogliono al più; i totali contano anche le altre."""
    tutti: bool = False
    """Vero se ciò che è lungo si vuole intero anche su uno schermo."""

    def choose(self, voci: Iterable[T], look: Callable[[T], Aspetti]) -> tuple[T, ...]:
        """Le voci che rispettano ogni condizione."""
        return tuple(voce for voce in voci if self._is_scelta(look(voce)))

    def _is_scelta(self, voce: Aspetti) -> bool:
        return (
            (self.luoghi is None or not self.luoghi.isdisjoint(voce.quartieri))
            and (not self.stati or voce.stato in self.stati)
            and (self.entro is None or (voce.giorni is not None and voce.giorni <= self.entro))
            and (not self.di_chi.scelti or not set(self.di_chi.scelti).isdisjoint(voce.responsabili))
        )

    def cut(self, voci: tuple[T, ...]) -> tuple[T, ...]:
        """Le prime, se se ne vogliono al più alcune."""
        return voci[: self.primi]

    def tell_altri(self, scelte: int, tutte: int, uno: str, molti: str) -> tuple[Nota, ...]:
        """Quante voci non si leggono, e perché: chi ne legge una parte sa che non è tutto."""
        frasi = []
        if altri := tutte - scelte:
            quante = f"{uno} qui non c'è" if altri == 1 else f"{molti.format(format_numero(altri))} qui non ci sono"
            frasi.append(f"Solo {format_elenco(self._list_condizioni())}: {quante}.")
        if self.primi is not None and scelte > self.primi:
            quali = "Elencato il primo" if self.primi == 1 else f"Elencati i primi {format_numero(self.primi)}"
            frasi.append(f"{quali} di {format_numero(scelte)}.")
        return (Nota(" ".join(frasi)),) if frasi else ()

    def _list_condizioni(self) -> list[str]:
        stati = [f"«{stato}»" for stato in self.stati]
        chi = [f"«{nome}»" for nome in self.di_chi.scelti]
        return [
            *self.detti,
            *([f"lo stato {' o '.join(stati)}"] if stati else ()),
            *([f"ciò che finisce, o va fatto, entro {format_giorni(self.entro)}"] if self.entro is not None else ()),
            *([f"ciò che segue {' o '.join(chi)}"] if chi else ()),
        ]


NESSUN_FILTRO = Filtro()


def choose_stati(quadro: Quadro, filtro: Filtro) -> tuple[StatoQuartiere, ...]:
    """Gli stati dei quartieri che il filtro vuole, dal più urgente; chi oggi non è coperto è già in ritardo."""

    def look(s: StatoQuartiere) -> Aspetti:
        giorni = (s.prossima_fine - quadro.oggi).days if s.prossima_fine else -1
        return Aspetti((s.id,), s.stato, giorni, s.responsabili)

    return filtro.choose(quadro.stati, look)
