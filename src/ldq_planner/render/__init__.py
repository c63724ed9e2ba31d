"""I formati: uno per file, da Report a testo o byte.

Per aggiungerne uno: un file con una funzione `render(report, tela)`, e una riga in `FORMATI`. Le opzioni, il completamento,
l'aiuto, gli errori e le estensioni nascono da lì.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from ldq_planner.errors import InvalidRequestError, MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ldq_planner.reports.esame import Esame
    from ldq_planner.reports.report import Report


class Formato(NamedTuple):
    """Chi scrive un formato, e che cosa gli serve; `modulo` si carica solo per scrivere."""

    modulo: str
    estensione: str = ""
    """Del file che lo chiede con il suo nome; vuota se nessuno."""
    extra: str = ""
    """Il componente facoltativo che lo scrive, in pyproject."""
    pacchetti: tuple[str, ...] = ()
    """Tutto ciò che si importa di quel componente."""
    vuole: str = ""
    """Ciò che il report deve avere: una `figura`, degli `eventi`, una `lettera`, un `esame` (e allora lo scrive solo `ldq check`)."""
    a_pagine: bool = False
    """Vero se in un file sta una pagina sola: le altre vanno nei file accanto."""
    viaggia: bool = False
    """Vero se si apre con un altro programma, lontano da questo: porta con sé le sue fonti."""
    riassunto: str = ""
    """La variabile d'ambiente con cui chi lo legge nomina un file in cui vuole anche un riassunto."""


FORMATI = {
    "table": Formato("terminale"),
    "json": Formato("json", "json"),
    "csv": Formato("csv", "csv"),
    "md": Formato("markdown", "md"),
    "csv-excel": Formato("csv_excel", viaggia=True),
    "html": Formato("html", "html", "html", ("jinja2",), viaggia=True),
    "pdf": Formato("pdf", "pdf", "pdf", ("typst",), viaggia=True),
    "docx": Formato("docx", "docx", "docx", ("docx", "resvg_py"), viaggia=True),
    "xlsx": Formato("xlsx", "xlsx", "xlsx", ("xlsxwriter",), viaggia=True),
    "svg": Formato("svg", "svg", vuole="figura", a_pagine=True, viaggia=True),
    "png": Formato("png", "png", "png", ("resvg_py",), vuole="figura", a_pagine=True, viaggia=True),
    "mmd": Formato("mermaid", "mmd", vuole="figura", viaggia=True),
    "ics": Formato("ics", "ics", "ics", ("icalendar",), vuole="eventi", viaggia=True),
    "posta": Formato("posta", "eml", vuole="lettera", viaggia=True),
    "github": Formato("github", vuole="esame", riassunto="GITHUB_STEP_SUMMARY"),
    "gitlab": Formato("gitlab", vuole="esame"),
    "sarif": Formato("sarif", "sarif", vuole="esame"),
    "junit": Formato("junit", "xml", vuole="esame"),
    "prometheus": Formato("prometheus", "prom", vuole="esame"),
}
"""Nome del formato → chi lo scrive."""
DI_UNO = {"esame": "check", "lettera": "novita"}
"""Ciò che un formato vuole, e il solo comando che l'ha."""
OVUNQUE = tuple(nome for nome, f in FORMATI.items() if f.vuole not in DI_UNO)
"""I formati di ogni comando."""
DI_CHECK, DI_NOVITA = (
    tuple(nome for nome, f in FORMATI.items() if f.vuole == vuole or nome in OVUNQUE) for vuole in DI_UNO
)
"""I formati dei due comandi che ne hanno di soli loro."""
_PER_CHI_LEGGE = ("table", "md", "html", "pdf", "docx", "svg", "png")
"""Dove un nome è da leggere, e non da riportare altrove."""
_SU_CARTA = ("md", "html", "pdf", "docx")
"""Dove si legge dall'alto in basso, e una tabella di migliaia di righe non la legge nessuno."""
_IN_CARATTERI = ("table", "md")
"""Chi scrive per uno schermo: le figure in caratteri, e di ciò che è lungo un riassunto."""
_CHI_LO_HA = {
    "figura": "una figura l'hanno: ldq copertura, ldq gara, ldq scenari --confronta, ldq scenari ID, ldq rischio ID",
    "eventi": "gli eventi di un calendario li scrivono: ldq calendario, ldq gara",
    "lettera": "la posta la scrive: ldq novita",
    "esame": "le segnalazioni di un esame le scrive: ldq check",
}


class Tela(NamedTuple):
    """Dove si scrive: larghezza in caratteri, e se si può usare il colore."""

    larghezza: int
    colore: bool = False


class Scrittore(Protocol):
    """Il modulo di un formato."""

    def render(self, report: Report, tela: Tela, /) -> str | bytes:
        """Il contenuto intero, se è testo con l'a capo finale; agli stessi report gli stessi byte."""
        ...

    def render_pagine(self, report: Report, /) -> Sequence[str | bytes]:
        """Solo se il formato è a pagine: una per file."""
        ...

    def render_riassunto(self, esame: Esame, occupati: int, /) -> str:
        """Solo se il formato ne ha uno: il riassunto, che sta in fondo a un file di già `occupati` byte."""
        ...


def render(report: Report, formato: str, tela: Tela) -> str | bytes:
    """Il report in uno dei `FORMATI`.

    Errori: `InvalidRequestError` se il report non ha ciò che il formato mostra, o se manca il componente che lo scrive.
    """
    return _load(formato).render(_prepare(report, formato), tela)


def render_pagine(report: Report, formato: str, tela: Tela) -> Sequence[str | bytes]:
    """Il contenuto di ogni file: uno solo, tranne che per una figura che in una pagina non si leggerebbe."""
    if not FORMATI[formato].a_pagine:
        return [render(report, formato, tela)]
    return _load(formato).render_pagine(_prepare(report, formato))


def _prepare(report: Report, formato: str) -> Report:
    check_formato(formato)
    vuole = FORMATI[formato].vuole
    if vuole and not getattr(report, vuole):
        raise InvalidRequestError(f"in {formato} questa risposta non ha nulla da mostrare", _CHI_LO_HA[vuole])
    if formato in _IN_CARATTERI:
        report = report.shorten()
    if formato in _SU_CARTA:
        from ldq_planner.render.lunghe import shorten_tabelle  # noqa: PLC0415 - come sopra

        report = shorten_tabelle(report)
    if formato in _PER_CHI_LEGGE:
        from ldq_planner.render.nomi import shorten_nomi  # noqa: PLC0415 - come sopra
        from ldq_planner.render.parole import explain_parole  # noqa: PLC0415 - come sopra

        report = explain_parole(shorten_nomi(report))
    return report


def render_riassunto(esame: Esame, formato: str, occupati: int) -> str:
    """Il riassunto di un formato che ne ha uno."""
    return _load(formato).render_riassunto(esame, occupati)


def check_formato(formato: str) -> None:
    """Nulla, se il formato si può scrivere: lo si chiede prima di un lungo lavoro.

    Errori: `MissingExtraError` se manca anche un solo pacchetto del componente che lo scrive.
    """
    check_pacchetti(formato, FORMATI[formato].extra, FORMATI[formato].pacchetti)


def check_pacchetti(formato: str, extra: str, pacchetti: tuple[str, ...]) -> None:
    """Nulla, se i pacchetti con cui si scrive il formato ci sono tutti.

    Errori: `MissingExtraError` con il componente che li porta.
    """
    from importlib.util import find_spec  # noqa: PLC0415 - solo per i formati facoltativi

    if any(find_spec(nome) is None for nome in pacchetti):
        raise MissingExtraError(f"per scrivere in {formato}", extra)


def _load(formato: str) -> Scrittore:
    return cast("Scrittore", import_module(f"{__name__}.{FORMATI[formato].modulo}"))
