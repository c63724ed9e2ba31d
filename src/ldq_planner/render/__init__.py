"""I formati: uno per file. Quelli di ogni comando vanno da Report a testo o byte, quelli di `ldq check` da Esame a testo.

Per aggiungerne uno: un file con una funzione `render(report, tela)`, e una riga in `FORMATI` o, se è un file da aprire con
un altro programma, in `FORMATI_DI_FILE`; se scrive solo segnalazioni, `render(esame)` e una riga in `FORMATI_DI_CHECK`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from ldq_planner.errors import InvalidRequestError, MissingExtraError

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


class DiFile(NamedTuple):
    """Un formato che si apre con un altro programma.

    `extra` è il componente facoltativo che lo scrive, in pyproject, e `pacchetti` tutto ciò che se ne importa; `vuole` è ciò che
    il report deve avere: una `figura`, degli `eventi`.
    """

    modulo: str
    extra: str = ""
    pacchetti: tuple[str, ...] = ()
    vuole: str = ""
    estensione: bool = True
    """Vero se il nome del formato è anche l'estensione del suo file."""


FORMATI_DI_FILE = {
    "csv-excel": DiFile("ldq_planner.render.csv_excel", estensione=False),
    "html": DiFile("ldq_planner.render.html", "html", ("jinja2",)),
    "pdf": DiFile("ldq_planner.render.pdf", "pdf", ("typst",)),
    "docx": DiFile("ldq_planner.render.docx", "docx", ("docx", "resvg_py")),
    "xlsx": DiFile("ldq_planner.render.xlsx", "xlsx", ("xlsxwriter",)),
    "svg": DiFile("ldq_planner.render.svg", vuole="figura"),
    "png": DiFile("ldq_planner.render.png", "png", ("resvg_py",), vuole="figura"),
    "mmd": DiFile("ldq_planner.render.mermaid", vuole="figura"),
    "ics": DiFile("ldq_planner.render.ics", "ics", ("icalendar",), vuole="eventi"),
}
"""Nome del formato → chi lo scrive."""
_CHI_LO_HA = {
    "figura": "una figura l'hanno: ldq copertura, ldq gara, ldq scenari --confronta, ldq scenari ID",
    "eventi": "gli eventi di un calendario li scrive: ldq calendario",
}


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
ESTENSIONI = {nome: nome for nome in FORMATI if nome != "table"} | {
    nome: nome for nome, f in FORMATI_DI_FILE.items() if f.estensione
}
ESTENSIONI_DI_CHECK = ESTENSIONI | {f.estensione: nome for nome, f in FORMATI_DI_CHECK.items() if f.estensione}
"""Estensione di un file → il formato che dice."""


class Tela(NamedTuple):
    """Dove si scrive: larghezza in caratteri, e se si può usare il colore."""

    larghezza: int
    colore: bool = False


class Formato(Protocol):
    """Il modulo di un formato di ogni comando."""

    def render(self, report: Report, tela: Tela, /) -> str | bytes:
        """Il contenuto intero, se è testo con l\'a capo finale; agli stessi report gli stessi byte."""
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


def render(report: Report, formato: str, tela: Tela) -> str | bytes:
    """Il report nel formato chiesto, che dev'essere uno di quelli di ogni comando, o di `ldq check` se è il suo.

    Errori: `InvalidRequestError` se il report non ha ciò che il formato mostra, o se manca il componente che lo scrive.
    """
    if formato in FORMATI:
        return cast("Formato", import_module(FORMATI[formato])).render(report, tela)
    if formato in FORMATI_DI_FILE:
        check_formato(formato)
        scelto = FORMATI_DI_FILE[formato]
        if scelto.vuole and not getattr(report, scelto.vuole):
            raise InvalidRequestError(
                f"in {formato} questa risposta non ha nulla da mostrare", _CHI_LO_HA[scelto.vuole]
            )
        return cast("Formato", import_module(scelto.modulo)).render(report, tela)
    if report.esame is None:
        raise ValueError(f"{report.schema} non ha segnalazioni da scrivere in {formato}")
    return cast("FormatoDiCheck", import_module(FORMATI_DI_CHECK[formato].modulo)).render(report.esame)


def check_formato(formato: str) -> None:
    """Nulla, se il formato si può scrivere: lo si chiede prima di un lungo lavoro.

    Errori: `MissingExtraError` se manca anche un solo pacchetto del componente che lo scrive.
    """
    from importlib.util import find_spec  # noqa: PLC0415 - solo per i formati facoltativi

    scelto = FORMATI_DI_FILE.get(formato)
    if scelto is not None and any(find_spec(nome) is None for nome in scelto.pacchetti):
        raise MissingExtraError(f"per scrivere in {formato}", scelto.extra)


def find_riassunto(formato: str) -> str:
    """La variabile d'ambiente che nomina il file del riassunto; vuota se il formato non ne ha."""
    return FORMATI_DI_CHECK[formato].riassunto if formato in FORMATI_DI_CHECK else ""


def render_riassunto(esame: Esame, formato: str, occupati: int) -> str:
    """Il riassunto di un formato che ne ha uno."""
    return cast("FormatoConRiassunto", import_module(FORMATI_DI_CHECK[formato].modulo)).render_riassunto(
        esame, occupati
    )
