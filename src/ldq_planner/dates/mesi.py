"""I mesi: come si chiamano, e quelli di un contratto, con un'aritmetica diversa da quella dei termini di legge."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction

MESI = (
    "gennaio",
    "febbraio",
    "marzo",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "agosto",
    "settembre",
    "ottobre",
    "novembre",
    "dicembre",
)


def shift_mesi(giorno: date, mesi: int) -> date:
    """Il giorno corrispondente `mesi` mesi dopo, o prima se sono negativi; se in quel mese non c'è, l'ultimo.

    Esempio:
        >>> shift_mesi(date(2023, 1, 31), 1)
        datetime.date(2023, 2, 28)
    """
    anno, mese = divmod(giorno.year * 12 + giorno.month - 1 + mesi, 12)
    return date(anno, mese + 1, min(giorno.day, monthrange(anno, mese + 1)[1]))


def end_of_mesi(inizio: date, mesi: int) -> date:
    """Ultimo giorno in vigore di un contratto di `mesi` mesi che decorre da `inizio`.

    È il giorno prima di quello corrispondente; se il corrispondente non esiste, l'ultimo giorno di quel mese.
    I mesi si contano tutti dall'inizio, mai a passi.

    Estremi: `inizio` e il giorno restituito sono compresi.
    Errori: `ValueError` se `mesi` non è positivo.
    Fonte: art. 2963 c.c. (lettura di `docs/decisioni.md`).
    Esempio:
        >>> end_of_mesi(date(2019, 6, 21), 36)
        datetime.date(2022, 6, 20)
        >>> end_of_mesi(date(2023, 1, 31), 1)
        datetime.date(2023, 2, 28)
    """
    if mesi < 1:
        raise ValueError(f"una durata di {mesi} mesi non è un contratto")
    corrispondente = shift_mesi(inizio, mesi)
    return corrispondente - timedelta(days=1) if corrispondente.day == inizio.day else corrispondente


def count_mesi(inizio: date, fine: date) -> int | None:
    """Quanti mesi interi dura un contratto da `inizio` a `fine`, compresi; `None` se non è un numero intero.

    Esempio:
        >>> count_mesi(date(2019, 6, 21), date(2022, 6, 20))
        36
    """
    mesi = (fine.year - inizio.year) * 12 + fine.month - inizio.month
    return next((n for n in (mesi, mesi + 1) if n > 0 and end_of_mesi(inizio, n) == fine), None)


def measure_mesi(inizio: date, fine: date) -> Fraction:
    """Quanti mesi dura da `inizio` a `fine`, compresi: quelli interi, e i giorni che restano sul mese che comincerebbero.

    Esempio:
        >>> measure_mesi(date(2023, 1, 1), date(2023, 2, 14))
        Fraction(3, 2)
    """
    interi = 0
    while end_of_mesi(inizio, interi + 1) <= fine:
        interi += 1
    prima = end_of_mesi(inizio, interi) if interi else inizio - timedelta(days=1)
    return interi + Fraction((fine - prima).days, (end_of_mesi(inizio, interi + 1) - prima).days)
