"""Quanto costa un contratto: al mese, e in un periodo.

L'importo di un tratto (la durata base, o un'opzione) si ripartisce a giorni uguali; gli arrotondamenti al
centesimo si compensano, così la somma degli anni è l'importo. Di un contratto chiuso prima conta la parte dei mesi in
vigore: il resto non si spende.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.mesi import count_mesi, measure_mesi
from ldq_planner.dates.periodo import Periodo
from ldq_planner.engine.scadenze import compute_base, compute_catena, compute_effettiva, extend, follow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from fractions import Fraction

    from ldq_planner.model.contratto import Contratto, Opzione

_CENTESIMO = Decimal("0.01")
NON_NOTA, MISTA = "non nota", "mista"
"""Ciò che dell'IVA di una somma si può dire, oltre a `inclusa` ed `esclusa`."""


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


def multiply(importo: Decimal, quanto: Fraction) -> Decimal:
    """L'importo per una frazione, non arrotondato."""
    return importo * quanto.numerator / quanto.denominator


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

    L'ultimo tratto finisce alla scadenza effettiva: se il documento ne dichiara un'altra, vale quella. Di un contratto
    chiuso prima l'ultimo tratto ha la parte del suo importo maturata fino alla chiusura.
    """
    effettiva = compute_effettiva(contratto)
    if is_chiuso_prima(contratto):
        return _close(_find_tratti(contratto), effettiva.primo)
    tratti = tuple(_find_tratti(contratto))
    certi = tuple(t for t in tratti if t is not None)
    if len(certi) < len(tratti) or not effettiva.is_certa or effettiva.primo < certi[-1].periodo.inizio:
        return None
    return (*certi[:-1], certi[-1]._replace(periodo=Periodo(certi[-1].periodo.inizio, effettiva.primo)))


def join_iva(ive: Iterable[str | None]) -> str | None:
    """L'IVA di una somma: quella di tutti gli addendi se è la stessa, altrimenti `mista`; `None` senza addendi.

    Di un addendo che non la dice è `non nota`.
    """
    diverse = {iva or NON_NOTA for iva in ive}
    return MISTA if len(diverse) > 1 else next(iter(diverse), None)


def is_chiuso_prima(contratto: Contratto) -> bool:
    """Vero se è stato chiuso, in un giorno certo, prima della fine che gli danno la durata e le opzioni."""
    effettiva = compute_effettiva(contratto)
    return contratto.chiusura is not None and effettiva.is_certa and effettiva.primo < compute_catena(contratto).primo


def _close(tratti: Iterable[TrattoDiCosto | None], ultimo: date) -> tuple[TrattoDiCosto, ...] | None:
    """I tratti fino alla chiusura; l'ultimo con la parte dell'importo che spetta ai suoi mesi in vigore."""
    chiusi: list[TrattoDiCosto] = []
    for tratto in tratti:
        if tratto is None or ultimo < tratto.periodo.inizio:
            return None
        if ultimo < tratto.periodo.fine:
            return (*chiusi, _cut(tratto, ultimo))
        chiusi.append(tratto)
        if ultimo == tratto.periodo.fine:
            break
    return tuple(chiusi)


def _cut(tratto: TrattoDiCosto, ultimo: date) -> TrattoDiCosto:
    inizio, fine = tratto.periodo.inizio, tratto.periodo.fine
    maturato = multiply(tratto.importo, measure_mesi(inizio, ultimo) / measure_mesi(inizio, fine))
    return TrattoDiCosto(Periodo(inizio, ultimo), round_centesimi(maturato))


def split_importo(contratto: Contratto) -> tuple[Decimal, Decimal] | None:
    """L'importo, opzioni esercitate comprese, che un contratto chiuso prima ha maturato, e quello che non ha speso.

    `None` se non è stato chiuso prima, o se non si sa quanto costava.
    """
    tratti = find_tratti(contratto) if is_chiuso_prima(contratto) else None
    if tratti is None or contratto.importo_eur is None:
        return None
    maturato = sum((t.importo for t in tratti), Decimal(0))
    return maturato, contratto.importo_eur + (sum_opzioni(contratto) or 0) - maturato


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
