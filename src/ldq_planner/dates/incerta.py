"""Date come le scrivono i documenti: certe, a meno del mese o dell'anno, indicative, non note.

Una data incerta è l'intervallo chiuso dei giorni che può voler dire. «Indicativa» (`~`) allarga la data scritta
di `MESI_INDICATIVI` mesi da ogni parte: è una convenzione nostra, detta in `docs/decisioni.md`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from ldq_planner.dates.mesi import MESI, end_of_mesi, shift_mesi

PRIMO_ANNO = 1900
ULTIMO_ANNO = 2100
PRIMO_GIORNO = date(PRIMO_ANNO, 1, 1)
ULTIMO_GIORNO = date(ULTIMO_ANNO, 12, 31)
MESI_INDICATIVI = 3
NON_NOTO = "non noto"

_FORMA = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(~?)|(\d{2})/(\d{2})/(\d{4})(~?)", re.ASCII)
_MESE_DICEMBRE = 12


class DataIncerta(NamedTuple):
    """I giorni che una data scritta può voler dire.

    Estremi: `primo` e `ultimo` compresi; coincidono se la data è certa. `testo` è la data come si scrive nei dati.
    """

    primo: date
    ultimo: date
    testo: str

    @property
    def is_certa(self) -> bool:
        """Vero se vuol dire un giorno solo."""
        return self.primo == self.ultimo

    @property
    def is_indicativa(self) -> bool:
        """Vero se il documento la dà come indicativa."""
        return self.testo.endswith("~")

    @property
    def is_nota(self) -> bool:
        """Falso se il documento non la dà."""
        return self.testo != NON_NOTO

    @property
    def scritta(self) -> DataIncerta:
        """La stessa data presa alla lettera, senza il margine di «indicativa»."""
        return parse_data(self.testo[:-1]) if self.is_indicativa else self

    def not_before(self, giorno: date) -> DataIncerta:
        """Le letture non anteriori a `giorno`: la data stessa se lo sono tutte, `giorno` se non lo è nessuna."""
        return self if self.primo >= giorno else between(giorno, max(giorno, self.ultimo))

    def __str__(self) -> str:
        return self.testo


def exactly(giorno: date) -> DataIncerta:
    """La data certa di quel giorno."""
    return DataIncerta(giorno, giorno, giorno.isoformat())


def between(primo: date, ultimo: date) -> DataIncerta:
    """Un giorno fra `primo` e `ultimo`, compresi, che nessuno ha scritto: nasce da un calcolo."""
    return exactly(primo) if primo == ultimo else DataIncerta(primo, ultimo, f"{primo}..{ultimo}")


NON_NOTA = DataIncerta(PRIMO_GIORNO, ULTIMO_GIORNO, NON_NOTO)


@lru_cache(maxsize=4096)
def parse_data(testo: str) -> DataIncerta:
    """La data scritta in `testo`: `2023-06-30`, `30/06/2023`, `2018-06`, `2018`, ciascuna anche con `~`; `non noto`.

    Errori: `ValueError` con un messaggio per chi ha scritto il dato.
    Esempio:
        >>> parse_data("2018-06").ultimo
        datetime.date(2018, 6, 30)
    """
    if testo == NON_NOTO:
        return NON_NOTA
    if ".." in testo:
        return _parse_intervallo(testo)
    forma = _FORMA.fullmatch(testo)
    if forma is None:
        raise ValueError(f"«{testo}» non è una data")
    anno, mese, giorno, indicativa, g, m, a, i = forma.groups()
    anno, mese, giorno, indicativa = anno or a, mese or m, giorno or g, indicativa or i
    if not PRIMO_ANNO <= int(anno) <= ULTIMO_ANNO:
        raise ValueError(f"l'anno {anno} non è plausibile (dal {PRIMO_ANNO} al {ULTIMO_ANNO})")
    primo, ultimo = _read(int(anno), int(mese) if mese else None, int(giorno) if giorno else None)
    scritta = "-".join(filter(None, (anno, mese, giorno)))
    if not indicativa:
        return DataIncerta(primo, ultimo, scritta)
    prima = shift_mesi(primo, -MESI_INDICATIVI)
    dopo = end_of_mesi(ultimo + timedelta(days=1), MESI_INDICATIVI)  # tre mesi dopo febbraio è tutto maggio
    return DataIncerta(max(prima, PRIMO_GIORNO), min(dopo, ULTIMO_GIORNO), f"{scritta}~")


def _parse_intervallo(testo: str) -> DataIncerta:
    """`2023-01-01..2023-03-31`: come si scrive una data che nasce da un calcolo (`between`)."""
    if testo.count("..") == 1:
        primo, ultimo = map(parse_data, testo.split(".."))
        if primo.is_certa and ultimo.is_certa and primo.primo <= ultimo.primo:
            return between(primo.primo, ultimo.primo)
    raise ValueError(f"«{testo}» non è un intervallo fra due giorni in ordine")


def _read(anno: int, mese: int | None, giorno: int | None) -> tuple[date, date]:
    """Primo e ultimo giorno di un anno, di un mese o di un giorno."""
    if mese is None:
        return date(anno, 1, 1), date(anno, _MESE_DICEMBRE, 31)
    if not 1 <= mese <= _MESE_DICEMBRE:
        raise ValueError(f"il mese {mese:02d} non esiste: vanno da 01 a 12")
    giorni_del_mese = monthrange(anno, mese)[1]
    if giorno is None:
        return date(anno, mese, 1), date(anno, mese, giorni_del_mese)
    if not 1 <= giorno <= giorni_del_mese:
        nome = f"{MESI[mese - 1]} {anno}"
        raise ValueError(f"il giorno {giorno:02d}/{mese:02d}/{anno} non esiste: {nome} ha {giorni_del_mese} giorni")
    certo = date(anno, mese, giorno)
    return certo, certo
