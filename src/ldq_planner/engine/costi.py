"""Quanto costa un contratto: al mese, e in un periodo.

L'importo di un tratto (la durata base, o un'opzione) si ripartisce a giorni uguali; gli arrotondamenti al
centesimo si compensano, così la somma degli anni è l'importo. Di un contratto chiuso prima conta la parte dei mesi in
vigore: il resto non si spende. Nei giorni sospesi non si paga nulla: se la fine slitta si paga dopo, altrimenti la loro parte
non si spende. Le chiusure annuali sono nel prezzo.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.mesi import count_mesi, measure_mesi
from ldq_planner.dates.periodo import UN_GIORNO, InsiemeGiorni, Periodo
from ldq_planner.engine.scadenze import compute_base, compute_catena, compute_effettiva, extend, follow, slip_all
from ldq_planner.engine.vigore import find_sospesi

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ldq_planner.model.contratto import Contratto, Opzione

_NESSUNO = (InsiemeGiorni(), InsiemeGiorni())
_CENTESIMO = Decimal("0.01")
NON_NOTA, MISTA = "non nota", "mista"
"""Ciò che dell'IVA di una somma si può dire, oltre a `inclusa` ed `esclusa`."""


class TrattoDiCosto(NamedTuple):
    """Un pezzo di contratto con il suo importo, in euro, che si spende nei giorni non sospesi."""

    periodo: Periodo
    importo: Decimal
    previsti: int
    """I giorni di servizio per cui l'importo era pattuito."""
    sospesi: InsiemeGiorni = InsiemeGiorni()

    def count_giorni(self, ultimo: date) -> int:
        """I giorni di servizio fino a `ultimo`, compreso; zero alla vigilia del tratto."""
        giorni = (ultimo - self.periodo.inizio).days + 1
        if not self.sospesi or not giorni:
            return giorni
        return giorni - self.sospesi.clip(Periodo(self.periodo.inizio, ultimo)).giorni


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
    ultimo = certi[-1]._replace(periodo=Periodo(certi[-1].periodo.inizio, effettiva.primo))
    return tuple(map(_reduce, (*certi[:-1], ultimo)))


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
        chiusi.append(_reduce(tratto))
        if ultimo == tratto.periodo.fine:
            break
    return tuple(chiusi)


def _cut(tratto: TrattoDiCosto, ultimo: date) -> TrattoDiCosto:
    inizio, fine = tratto.periodo.inizio, tratto.periodo.fine
    quota = measure_mesi(inizio, ultimo) / measure_mesi(inizio, fine)
    if tratto.sospesi:
        quota = Fraction(tratto.count_giorni(ultimo), max(tratto.previsti, tratto.count_giorni(fine)))
    return tratto._replace(periodo=Periodo(inizio, ultimo), importo=round_centesimi(multiply(tratto.importo, quota)))


def _reduce(tratto: TrattoDiCosto) -> TrattoDiCosto:
    """Il tratto con la parte dell'importo che spetta ai suoi giorni di servizio, se la sospensione ne ha tolti."""
    serviti = tratto.count_giorni(tratto.periodo.fine) if tratto.sospesi else tratto.previsti
    if serviti >= tratto.previsti or not tratto.sospesi:
        return tratto
    return tratto._replace(importo=round_centesimi(multiply(tratto.importo, Fraction(serviti, tratto.previsti))))


def split_importo(contratto: Contratto) -> tuple[Decimal, Decimal] | None:
    """L'importo, opzioni esercitate comprese, che un contratto chiuso prima o sospeso ha maturato, e quello che non ha speso.

    `None` se è durato quanto doveva, o se non si sa quanto costava.
    """
    is_ridotto = bool(contratto.sospensioni) or is_chiuso_prima(contratto)
    tratti = find_tratti(contratto) if is_ridotto else None
    if tratti is None or contratto.importo_eur is None:
        return None
    maturato = sum((t.importo for t in tratti), Decimal(0))
    resto = contratto.importo_eur + (sum_opzioni(contratto) or 0) - maturato
    return (maturato, resto) if resto or is_chiuso_prima(contratto) else None


def _find_tratti(contratto: Contratto) -> Iterator[TrattoDiCosto | None]:
    """I tratti fin dove li portano le sospensioni; `None`, e poi nulla, al primo di cui qualcosa non è noto e certo."""
    da_contare = sorted(contratto.sospensioni, key=lambda s: s.dal.primo)
    sospesi, forse = find_sospesi(da_contare) if da_contare else _NESSUNO
    is_certo = sospesi == forse and all(s.al is not None for s in da_contare)
    inizio, importo = contratto.inizio, contratto.importo_eur
    fine = prevista = compute_base(contratto)
    for opzione in (None, *(o for o in contratto.opzioni if o.stato == "esercitata")):
        if opzione is not None:
            inizio, prevista, importo = follow(fine), extend(fine, opzione), opzione.importo_eur
        fine = slip_all(prevista, da_contare)
        is_noto = is_certo and inizio.is_certa and fine.is_certa and inizio.primo <= prevista.primo
        if importo is None or not is_noto:
            yield None
            return
        previsti = (prevista.primo - inizio.primo).days + 1
        yield TrattoDiCosto(Periodo(inizio.primo, fine.primo), importo, previsti, sospesi)


def _share(tratto: TrattoDiCosto, periodo: Periodo) -> Decimal:
    """La parte dell'importo che cade nel periodo: differenza di cumulate arrotondate."""
    dal, al = max(tratto.periodo.inizio, periodo.inizio), min(tratto.periodo.fine, periodo.fine)
    if al < dal:
        return Decimal("0.00")
    return _accrue(tratto, al) - _accrue(tratto, dal - UN_GIORNO)


def _accrue(tratto: TrattoDiCosto, ultimo: date) -> Decimal:
    """L'importo maturato fino a `ultimo`, compreso, al centesimo."""
    giorni = tratto.count_giorni(tratto.periodo.fine)
    return round_centesimi(tratto.importo * tratto.count_giorni(ultimo) / giorni) if giorni else Decimal("0.00")


def _year(anno: int) -> Periodo:
    return Periodo(date(anno, 1, 1), date(anno, 12, 31))


def _count_mesi(contratto: Contratto) -> int | None:
    fine = compute_base(contratto)
    return count_mesi(contratto.inizio.primo, fine.primo) if contratto.inizio.is_certa and fine.is_certa else None
