"""Quanto costa un contratto: al mese, e in un periodo.

L'importo di un tratto (la durata base, o un'opzione) si ripartisce a giorni uguali; gli arrotondamenti al
centesimo si compensano, così la somma degli anni è l'importo.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.mesi import count_mesi
from ldq_planner.dates.periodo import Periodo
from ldq_planner.engine.scadenze import compute_base, compute_effettiva, extend, follow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.model.contratto import Contratto, Opzione

_CENTESIMO = Decimal("0.01")


class TrattoDiCosto(NamedTuple):
    """Un pezzo di contratto con il suo importo, in euro."""

    periodo: Periodo
    importo: Decimal


def compute_mensile(contratto: Contratto) -> Decimal | None:
    """L'importo al mese senza opzioni, non arrotondato; `None` se importo o mesi non sono noti."""
    return _divide(contratto.importo_eur, contratto.durata_mesi or _count_mesi(contratto))


def compute_mensile_opzione(opzione: Opzione) -> Decimal | None:
    """L'importo al mese di un'opzione, non arrotondato; `None` se importo o mesi non sono noti."""
    return _divide(opzione.importo_eur, opzione.durata_mesi)


def round_centesimi(importo: Decimal) -> Decimal:
    """L'importo al centesimo, mezzo centesimo al pari."""
    return importo.quantize(_CENTESIMO, ROUND_HALF_EVEN)


def _divide(importo: Decimal | None, mesi: int | None) -> Decimal | None:
    return None if importo is None or not mesi else importo / mesi


def sum_opzioni(contratto: Contratto) -> Decimal | None:
    """Gli importi noti delle opzioni esercitate; `None` se non ce n'è nessuno."""
    importi = [o.importo_eur for o in contratto.opzioni if o.stato == "esercitata" and o.importo_eur is not None]
    return sum(importi, Decimal(0)) if importi else None


def compute_costo(contratto: Contratto, periodo: Periodo) -> Decimal | None:
    """Il costo del contratto, opzioni esercitate comprese, nei giorni del periodo.

    Estremi: il periodo è chiuso. `None` se un importo o una data di cui c'è bisogno non è nota e certa.
    """
    tratti = find_tratti(contratto)
    return None if tratti is None else sum((_share(t, periodo) for t in tratti), Decimal("0.00"))


def compute_costi_annui(contratto: Contratto) -> tuple[tuple[int, Decimal], ...]:
    """Anno → costo, per gli anni solari del contratto; vuoto se importi o date non bastano."""
    tratti = find_tratti(contratto)
    if not tratti:
        return ()
    anni = range(tratti[0].periodo.inizio.year, tratti[-1].periodo.fine.year + 1)
    return tuple((anno, sum((_share(t, _year(anno)) for t in tratti), Decimal("0.00"))) for anno in anni)


def find_tratti(contratto: Contratto) -> tuple[TrattoDiCosto, ...] | None:
    """La durata base e le opzioni esercitate, con gli importi; `None` se qualcosa non è noto e certo.

    L'ultimo tratto finisce alla scadenza effettiva: se il documento ne dichiara un'altra, vale quella.
    """
    tratti = tuple(_find_tratti(contratto))
    effettiva = compute_effettiva(contratto)
    certi = tuple(t for t in tratti if t is not None)
    if len(certi) < len(tratti) or not effettiva.is_certa or effettiva.primo < certi[-1].periodo.inizio:
        return None
    return (*certi[:-1], certi[-1]._replace(periodo=Periodo(certi[-1].periodo.inizio, effettiva.primo)))


def _find_tratti(contratto: Contratto) -> Iterator[TrattoDiCosto | None]:
    fine = compute_base(contratto)
    if contratto.importo_eur is None or not (contratto.inizio.is_certa and fine.is_certa):
        yield None
        return
    yield TrattoDiCosto(Periodo(contratto.inizio.primo, fine.primo), contratto.importo_eur)
    for opzione in contratto.opzioni:
        if opzione.stato != "esercitata":
            continue
        inizio, fine = follow(fine), extend(fine, opzione)
        if opzione.importo_eur is None or not (inizio.is_certa and fine.is_certa) or fine.primo < inizio.primo:
            yield None
            return
        yield TrattoDiCosto(Periodo(inizio.primo, fine.primo), opzione.importo_eur)


def _share(tratto: TrattoDiCosto, periodo: Periodo) -> Decimal:
    """La parte dell'importo che cade nel periodo: differenza di cumulate arrotondate."""
    dal, al = max(tratto.periodo.inizio, periodo.inizio), min(tratto.periodo.fine, periodo.fine)
    if al < dal:
        return Decimal("0.00")
    prima = (dal - tratto.periodo.inizio).days
    return _accrue(tratto, (al - tratto.periodo.inizio).days + 1) - _accrue(tratto, prima)


def _accrue(tratto: TrattoDiCosto, giorni: int) -> Decimal:
    """L'importo maturato nei primi `giorni` giorni del tratto, al centesimo."""
    return round_centesimi(tratto.importo * giorni / tratto.periodo.giorni)


def _year(anno: int) -> Periodo:
    return Periodo(date(anno, 1, 1), date(anno, 12, 31))


def _count_mesi(contratto: Contratto) -> int | None:
    fine = compute_base(contratto)
    return count_mesi(contratto.inizio.primo, fine.primo) if contratto.inizio.is_certa and fine.is_certa else None
