"""In SQL, i giorni che una data scritta può voler dire: le stesse forme, e gli stessi margini, di `dates/incerta.py`."""

from __future__ import annotations

from ldq_planner.dates.incerta import MESI_INDICATIVI
from ldq_planner.sql.dialetto import DUCKDB, PRIMO, ULTIMO

_FORMA = r"\d{4}(-\d{2}){0,2}~?|\d{4}-\d{2}-\d{2}\.\.\d{4}-\d{2}-\d{2}"
_ITALIANA = r"^(\d{2})/(\d{2})/(\d{4})(~?)$"


def read_primo(testo: str) -> str:
    """Il primo giorno; nullo se non è nota, o non è una data."""
    scritta, piana = _clean(testo)
    primo = _read(
        piana, "TRY_CAST({0} || '-01-01' AS DATE)", "TRY_CAST({0} || '-01' AS DATE)", "TRY_CAST(left({0}, 10) AS DATE)"
    )
    prima = f"greatest(CAST({primo} - INTERVAL {MESI_INDICATIVI} MONTH AS DATE), {PRIMO})"
    return _choose(scritta, primo, prima)


def read_ultimo(testo: str) -> str:
    """L'ultimo giorno; nullo se non è nota, o non è una data."""
    scritta, piana = _clean(testo)
    ultimo = _read(
        piana,
        "TRY_CAST({0} || '-12-31' AS DATE)",
        "last_day(TRY_CAST({0} || '-01' AS DATE))",
        "TRY_CAST(right({0}, 10) AS DATE)",
    )
    dopo = f"least({DUCKDB.end_of_mesi(f'({ultimo} + 1)', str(MESI_INDICATIVI))}, {ULTIMO})"
    return _choose(scritta, ultimo, dopo)


def _clean(testo: str) -> tuple[str, str]:
    """La data senza spazi e in ordine, e senza il segno di «indicativa»."""
    scritta = f"regexp_replace(trim({testo}), '{_ITALIANA}', '\\3-\\2-\\1\\4')"
    return scritta, f"rtrim({scritta}, '~')"


def _read(piana: str, anno: str, mese: str, giorno: str) -> str:
    """Il giorno di una data scritta a meno dell'anno, del mese, o intera."""
    forme = (forma.format(piana) for forma in (anno, mese, giorno))
    return "CASE length({}) WHEN 4 THEN {} WHEN 7 THEN {} ELSE {} END".format(piana, *forme)


def _choose(scritta: str, certa: str, indicativa: str) -> str:
    forma = f"regexp_full_match({scritta}, '{_FORMA}')"
    return f"CASE WHEN NOT {forma} OR ({certa}) IS NULL THEN NULL WHEN {scritta} LIKE '%~' THEN {indicativa} ELSE {certa} END"
