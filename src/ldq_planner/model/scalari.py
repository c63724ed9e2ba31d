"""I valori come stanno scritti: testo che altri lettori prenderebbero per un numero, e come lo si scriverebbe bene.

Qui non si converte nulla: le proposte vanno nei rimedi, e a scegliere è chi ha scritto il dato.
"""

from __future__ import annotations

import re
from datetime import date

MAX_MESI = 1_200
"""Cent'anni: oltre, è un numero battuto male."""

MAX_GIORNI = 36_525
"""Cent'anni in giorni."""

MAX_GIORNI_DI_FASE = 3_650
"""Dieci anni: oltre, per una fase di una gara, è un numero battuto male."""

IMPORTO = re.compile(r"\d{1,13}(\.\d{1,2})?", re.ASCII)
COME_SI_SCRIVE_UN_IMPORTO = "le cifre, con il punto e al più due decimali: per esempio 828415.20"
_NUMERO = re.compile(r"[-+]?(\.\d+|\d+(\.\d*)?)(e[-+]?\d+)?|0x[0-9a-f]+|0o[0-7]+", re.ASCII | re.IGNORECASE)
# Servono a chi ha sbagliato: si compilano al primo uso, non a ogni avvio.
_MIGLIAIA = r"\d{1,3}([._' ]\d{3})+|\d+(_\d+)+"
_MONETA = r"€|eur(o)?|\s|_"
_IMPORTO_ITALIANO = r"(\d{1,3}([.']?\d{3})*)(,\d{1,2})?"
_IMPORTO_INGLESE = r"(\d{1,3}(,\d{3})+)(\.\d{1,2})"
_ALL_ITALIANA = r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})"
_ANNO_PRIMA = r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})"
_VISTO = 60  # caratteri di un valore sbagliato che vale la pena ripetere


class TestoNudo(str):
    """Testo scritto senza virgolette che altri lettori YAML prenderebbero per un numero, zeri iniziali persi."""

    __slots__ = ()
    __test__ = False  # non è un caso di prova, benché il nome cominci per «Test»


def is_numero(testo: str) -> bool:
    """Vero se un altro lettore YAML ne farebbe un numero: `0123456789`, `7E12345678`, `1.5`."""
    return _NUMERO.fullmatch(testo) is not None


def quote(valore: object) -> str:
    """Un valore sbagliato come si può ripetere in una frase: corto, su una riga, senza caratteri nascosti."""
    if isinstance(valore, dict):
        return "un blocco di chiavi"
    if isinstance(valore, (list, tuple)):
        return "un elenco"
    testo = str(valore)
    visibile = "".join(c if c.isprintable() else repr(c)[1:-1] for c in testo[:_VISTO])
    return f"«{visibile}{'…' if len(testo) > _VISTO else ''}»"


def propose_id(testo: str) -> str:
    """L'id che più somiglia al testo: `Ponte Lambro` → `ponte-lambro`; vuoto se non ce n'è."""
    import unicodedata  # noqa: PLC0415 - serve solo a chi ha sbagliato

    senza_accenti = unicodedata.normalize("NFKD", testo).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", senza_accenti).strip("-")


def propose_intero(testo: str) -> str:
    """Il numero senza i segni delle migliaia: `1_000` → `1000`; vuoto se non è chiaro."""
    return re.sub(r"\D", "", testo) if _match(_MIGLIAIA, testo) else ""


def propose_importo(testo: str) -> str:
    """L'importo senza moneta né migliaia, con il punto: `€ 1.234,56` → `1234.56`; vuoto se non è chiaro."""
    cifre = re.sub(_MONETA, "", testo, flags=re.IGNORECASE)
    if trovato := _match(_IMPORTO_ITALIANO, cifre):
        return re.sub(r"\D", "", trovato[1]) + (trovato[3] or "").replace(",", ".")
    if trovato := _match(_IMPORTO_INGLESE, cifre):
        return trovato[1].replace(",", "") + trovato[3]
    return ""


def propose_data(testo: str) -> str:
    """La data in ordine anno, mese, giorno: `1/7/2023` → `2023-07-01`; vuoto se non è una data."""
    if trovato := _match(_ALL_ITALIANA, testo):
        giorno, mese, anno = trovato.groups()
    elif trovato := _match(_ANNO_PRIMA, testo):
        anno, mese, giorno = trovato.groups()
    else:
        return ""
    try:
        return date(int(anno), int(mese), int(giorno)).isoformat()
    except ValueError:
        return ""


def _match(forma: str, testo: str) -> re.Match[str] | None:
    return re.fullmatch(forma, testo, re.ASCII)
