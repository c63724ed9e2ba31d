"""Numeri, importi, elenchi e momenti come li legge una persona: `117.600`, `€ 828.415,20`, `Mazzini e San Siro`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_data, format_giorno

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from ldq_planner.dates.incerta import DataIncerta

_ITALIANO = str.maketrans(",.-", ".,−")
OPZIONI = {
    "rinnovo": "il rinnovo",
    "proroga": "la proroga",
    "proroga-tecnica": "la proroga tecnica",
    "ripetizione": "la ripetizione",
}
"""Come si chiama un'opzione in una frase."""
_TRA = ".."  # come `dates.incerta` scrive un intervallo che nasce da un calcolo


def format_numero(numero: int) -> str:
    """Un intero con i punti delle migliaia.

    Esempio:
        >>> format_numero(117600)
        '117.600'
    """
    return f"{numero:,d}".translate(_ITALIANO)


def format_euro(importo: Decimal) -> str:
    """Un importo in euro, al centesimo (mezzo centesimo al pari).

    Esempio:
        >>> from decimal import Decimal
        >>> format_euro(Decimal("828415.2"))
        '€ 828.415,20'
    """
    return f"€ {importo:,.2f}".translate(_ITALIANO)


def format_giorni(giorni: int) -> str:
    """Un numero di giorni, con il nome: `1 giorno`, `28 giorni`, `1.025 giorni`."""
    return f"{format_numero(giorni)} {'giorno' if giorni == 1 else 'giorni'}"


def format_distanza(giorni: int) -> str:
    """Quanto manca, o quanto è passato: `fra 28 giorni`, `oggi`, `1 giorno fa`."""
    if giorni == 0:
        return "oggi"
    return f"fra {format_giorni(giorni)}" if giorni > 0 else f"{format_giorni(-giorni)} fa"


def format_durata(quanti: int, unita: str) -> str:
    """Una durata con la sua unità: `30 giorni`, `1 mese`, `6 giorni feriali`."""
    uno, molti = {
        "giorni": ("giorno", "giorni"),
        "giorni-feriali": ("giorno feriale", "giorni feriali"),
        "mesi": ("mese", "mesi"),
    }[unita]
    return f"{format_numero(quanti)} {uno if quanti == 1 else molti}"


def format_iva(iva: str | None) -> str:
    """L'IVA di un importo o di una somma: `IVA inclusa`, `IVA esclusa`, `IVA mista`, `IVA non nota`."""
    return f"IVA {iva or 'non nota'}"


def format_elenco(voci: Sequence[str]) -> str:
    """Le voci in una frase.

    Esempio:
        >>> format_elenco(["Gratosoglio", "Mazzini", "San Siro"])
        'Gratosoglio, Mazzini e San Siro'
    """
    return " e ".join(filter(None, (", ".join(voci[:-1]), *voci[-1:])))


def lower_prima(frase: str) -> str:
    """La frase dentro un'altra: con la prima lettera minuscola."""
    return f"{frase[0].lower()}{frase[1:]}"


def format_quando(data: DataIncerta) -> str:
    """Quando, con la preposizione: `il 30/06/2023`, `a giugno 2018`, `nel 2018`, `fra il 18/01/2023 e il 31/12/2023`."""
    scritta = data.scritta
    if not data.is_nota:
        return "in un giorno non noto"
    if scritta.is_certa:
        return f"il {format_data(data)}"
    if _TRA in scritta.testo:
        return f"fra il {format_giorno(data.primo)} e il {format_giorno(data.ultimo)}"
    return f"{'a' if '-' in scritta.testo else 'nel'} {format_data(data)}"


def format_valore(valore: int, unita: str) -> str:
    """Il valore con la sua unità: `30 giorni`, `€ 750.000`, `22 %`."""
    if unita == "euro":
        return f"€ {format_numero(valore)}"
    return f"{valore} %" if unita == "percento" else format_durata(valore, unita)
