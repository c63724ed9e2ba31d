"""I formati: uno per file. Quelli di ogni comando vanno da Report a testo, quelli di `ldq check` da Esame a testo.

Per aggiungerne uno: un file con una funzione `render(report, tela)`, e una riga in `FORMATI`; oppure, se scrive solo
segnalazioni, una funzione `render(esame)` e una riga in `FORMATI_DI_CHECK`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

if TYPE_CHECKING:
    from ldq_planner.reports.esame import Esame
    from ldq_planner.reports.report import Report

FORMATI = {
    "table": "ldq_planner.render.terminale",
    "json": "ldq_planner.render.json",
    "csv": "ldq_planner.render.csv",
    "md": "ldq_planner.render.markdown",
}
"""Nome del formato, che è anche l'estensione del file → modulo che lo scrive, caricato solo se serve."""


class DiCheck(NamedTuple):
    """Un formato che scrive solo le segnalazioni di `ldq check`.

    `riassunto` è la variabile d'ambiente con cui chi lo legge nomina un file in cui vuole anche un riassunto.
    """

    modulo: str
    estensione: str = ""
    riassunto: str = ""


FORMATI_DI_CHECK = {
    "github": DiCheck("ldq_planner.render.github", riassunto="GITHUB_STEP_SUMMARY"),
    "gitlab": DiCheck("ldq_planner.render.gitlab"),
    "sarif": DiCheck("ldq_planner.render.sarif", estensione="sarif"),
    "junit": DiCheck("ldq_planner.render.junit", estensione="xml"),
    "prometheus": DiCheck("ldq_planner.render.prometheus", estensione="prom"),
}
"""Nome del formato → chi lo scrive; `ldq check` scrive anche quelli di ogni comando."""
ESTENSIONI = {nome: nome for nome in FORMATI if nome != "table"}
ESTENSIONI_DI_CHECK = ESTENSIONI | {f.estensione: nome for nome, f in FORMATI_DI_CHECK.items() if f.estensione}
"""Estensione di un file → il formato che dice."""


class Tela(NamedTuple):
    """Dove si scrive: larghezza in caratteri, e se si può usare il colore."""

    larghezza: int
    colore: bool = False


class Formato(Protocol):
    """Il modulo di un formato di ogni comando."""

    def render(self, report: Report, tela: Tela, /) -> str:
        """Il testo intero, con l'a capo finale."""
        ...


class FormatoDiCheck(Protocol):
    """Il modulo di un formato di `ldq check`."""

    def render(self, esame: Esame, /) -> str:
        """Il testo intero, con l'a capo finale; ciò che viene dai dati vi è solo testo."""
        ...


class FormatoConRiassunto(FormatoDiCheck, Protocol):
    """Il modulo di un formato che ha anche un riassunto."""

    def render_riassunto(self, esame: Esame, occupati: int, /) -> str:
        """Il riassunto, che sta in fondo a un file di già `occupati` byte."""
        ...


def render(report: Report, formato: str, tela: Tela) -> str:
    """Il report nel formato chiesto, che dev'essere uno di `FORMATI`, o di quelli di `ldq check` se è il suo."""
    if formato in FORMATI:
        return cast("Formato", import_module(FORMATI[formato])).render(report, tela)
    if report.esame is None:
        raise ValueError(f"{report.schema} non ha segnalazioni da scrivere in {formato}")
    return cast("FormatoDiCheck", import_module(FORMATI_DI_CHECK[formato].modulo)).render(report.esame)


def find_riassunto(formato: str) -> str:
    """La variabile d'ambiente che nomina il file del riassunto; vuota se il formato non ne ha."""
    return FORMATI_DI_CHECK[formato].riassunto if formato in FORMATI_DI_CHECK else ""


def render_riassunto(esame: Esame, formato: str, occupati: int) -> str:
    """Il riassunto di un formato che ne ha uno."""
    return cast("FormatoConRiassunto", import_module(FORMATI_DI_CHECK[formato].modulo)).render_riassunto(
        esame, occupati
    )
