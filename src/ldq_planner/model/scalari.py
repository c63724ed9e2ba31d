"""I valori come stanno scritti: testo che altri lettori prenderebbero per un numero, e come lo si scriverebbe bene.

Qui non si converte nulla: le proposte vanno nei rimedi, e a scegliere è chi ha scritto il dato.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_NUMERO = re.compile(r"[-+]?(\.\d+|\d+(\.\d*)?)(e[-+]?\d+)?|0x[0-9a-f]+|0o[0-7]+", re.ASCII | re.IGNORECASE)
_MIGLIAIA = re.compile(r"\d{1,3}([._' ]\d{3})+|\d+(_\d+)+", re.ASCII)
_MONETA = re.compile(r"€|eur(o)?|\s|_", re.IGNORECASE)
_IMPORTO_ITALIANO = re.compile(r"(\d{1,3}([.']?\d{3})*)(,\d{1,2})?", re.ASCII)
_IMPORTO_INGLESE = re.compile(r"(\d{1,3}(,\d{3})+)(\.\d{1,2})", re.ASCII)
_ALL_ITALIANA = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", re.ASCII)
_ANNO_PRIMA = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})", re.ASCII)
_VISTO = 60  # caratteri di un valore sbagliato che vale la pena ripetere


class TestoNudo(str):
    """Testo scritto senza virgolette che altri lettori YAML prenderebbero per un numero, zeri iniziali persi."""

    __slots__ = ()
    __test__ = False  # non è un caso di prova, benché il nome cominci per «Test»


def is_numero(testo: str) -> bool:
    """Vero se un altro lettore YAML ne farebbe un numero: `0123456789`, `7E12345678`, `1.5`."""
    return _NUMERO.fullmatch(testo) is not None


def cite(valore: object) -> str:
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
    senza_accenti = unicodedata.normalize("NFKD", testo).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", senza_accenti).strip("-")


def propose_intero(testo: str) -> str:
    """Il numero senza i segni delle migliaia: `1_000` → `1000`; vuoto se non è chiaro."""
    return re.sub(r"\D", "", testo) if _MIGLIAIA.fullmatch(testo) else ""


def propose_importo(testo: str) -> str:
    """L'importo senza moneta né migliaia, con il punto: `€ 1.234,56` → `1234.56`; vuoto se non è chiaro."""
    cifre = _MONETA.sub("", testo)
    if trovato := _IMPORTO_ITALIANO.fullmatch(cifre):
        return re.sub(r"\D", "", trovato[1]) + (trovato[3] or "").replace(",", ".")
    if trovato := _IMPORTO_INGLESE.fullmatch(cifre):
        return trovato[1].replace(",", "") + trovato[3]
    return ""


def propose_data(testo: str) -> str:
    """La data in ordine anno, mese, giorno: `1/7/2023` → `2023-07-01`; vuoto se non è una data."""
    if trovato := _ALL_ITALIANA.fullmatch(testo):
        giorno, mese, anno = trovato.groups()
    elif trovato := _ANNO_PRIMA.fullmatch(testo):
        anno, mese, giorno = trovato.groups()
    else:
        return ""
    try:
        return date(int(anno), int(mese), int(giorno)).isoformat()
    except ValueError:
        return ""
