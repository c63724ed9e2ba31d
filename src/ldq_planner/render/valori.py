"""I valori di una cella, per una persona; per una macchina li scrive `codifica`. Il testo dei dati resta testo."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from ldq_planner.dates.incerta import NON_NOTO, DataIncerta
from ldq_planner.dates.testo import format_data, format_giorno
from ldq_planner.model.testo import format_euro, format_numero
from ldq_planner.reports.report import Circa, Euro, Voce

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ldq_planner.reports.report import Report

# Sequenze di comando, a capo e segni di direzione: un terminale li eseguirebbe, qui si vedono.
_CONTROLLI = {c: f"\\x{c:02x}" for c in (*range(0x20), *range(0x7F, 0xA0))}
_DIREZIONI = {
    c: f"\\u{c:04x}"
    for c in (0x061C, 0x200E, 0x200F, 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF)
}
MAX_CELLA = 32_767
"""Caratteri di una cella di un foglio di calcolo: di più Excel non ne tiene."""
_FORMULE = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_PRIMA = " \t\r\n\xa0'\""
"""Ciò che può stare prima di una formula: anche un apostrofo, perché quello che aggiungiamo noi si possa sempre togliere."""
_SPINGONO = ("\t", "\r", "\n")
"""Un foglio di calcolo può scartarli, e leggere da ciò che segue."""
_COMANDI = re.compile(r"^([^\S\n]*):(?=:)|#(?=#(?:\[|vso\[|teamcity\[))", re.MULTILINE)
_FUORI_DA_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_VISIBILI = {**_CONTROLLI, **_DIREZIONI, 0x09: " ", 0x0A: " ⏎ ", 0x0D: ""}


def clean(testo: str) -> str:
    """Il testo su una riga, con i caratteri di comando resi visibili."""
    return testo.translate(_VISIBILI)


def is_formula(testo: str) -> bool:
    """Vero se un foglio di calcolo potrebbe prenderlo per una formula."""
    return testo.startswith(_SPINGONO) or testo.lstrip(_PRIMA).startswith(_FORMULE)


def defuse(testo: str) -> str:
    """Il testo come lo si scrive in un CSV: se sembra una formula, dopo un apostrofo che lo fa restare testo."""
    return f"'{testo}" if is_formula(testo) else testo


def disarm(testo: str) -> str:
    """Le righe senza nulla che chi le raccoglie (GitHub, Azure, TeamCity) prenderebbe per un suo comando."""
    return _COMANDI.sub(lambda trovato: f"{trovato[1] or ''}\\x{ord(trovato[0][-1]):02x}", testo)


def compose_righe(righe: Iterable[str]) -> str:
    """Le righe da mostrare, una sotto l'altra: nessuna comanda il terminale o chi le raccoglie, qualunque nome vi sia dentro."""
    return "".join(f"{disarm(clean(riga))}\n" for riga in righe)


def clean_xml(testo: str) -> str:
    """Il testo con i caratteri che XML non ammette resi visibili; quelli di comando li rende visibili `clean`."""
    return spell(testo, _FUORI_DA_XML)


def spell(testo: str, quali: re.Pattern[str]) -> str:
    """Il testo con il numero di quei caratteri al loro posto."""
    return quali.sub(lambda trovato: f"\\u{ord(trovato[0]):04x}", testo)


def cut(testo: str, massimo: int) -> str:
    """Il testo, o il suo inizio con i puntini se ha più caratteri."""
    return testo if len(testo) <= massimo else f"{testo[: massimo - 1]}…"


def split_capoversi(testo: str) -> list[list[str]]:
    """I capoversi con le loro righe, di nuovo su una sola dove andare a capo non vuol dire nulla.

    Un capoverso rientrato di quattro spazi è un esempio, e resta com'è.
    """
    capoversi = testo.split("\n\n")
    return [c.split("\n") if is_esempio(c) else [c.replace("\n", " ")] for c in capoversi]


def is_esempio(testo: str) -> bool:
    """Vero se è rientrato come un esempio di un manuale."""
    return testo.startswith("    ")


def format_cella(valore: object) -> str:
    """Il valore come lo legge una persona."""
    if valore is None:
        return NON_NOTO
    if isinstance(valore, DataIncerta):
        return format_data(valore)
    if isinstance(valore, date):
        return format_giorno(valore)
    if isinstance(valore, Euro):
        return format_euro(valore.importo)
    if isinstance(valore, (Circa, Voce)):
        return clean(valore.testo)
    return format_numero(valore) if type(valore) is int else clean(str(valore))


def describe_giorni(report: Report) -> list[str]:
    """In che giorno si è chiesto, e a quale giorno sono fermi i dati."""
    giorni = (("al", report.oggi), ("dati del", report.dati_aggiornati_al))
    return [f"{parola} {format_giorno(giorno)}" for parola, giorno in giorni if giorno is not None]
