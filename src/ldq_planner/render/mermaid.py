"""Mermaid: la figura come testo che GitHub e GitLab disegnano da sé.

Il filo di «oggi» è spento, o la figura cambierebbe ogni giorno: il giorno chiesto è un segno come gli altri. Nelle etichette
i caratteri che per Mermaid sono comandi diventano codici, e tornano testo nel disegno.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_giorno
from ldq_planner.model.nomi import Nome
from ldq_planner.model.testo import format_numero
from ldq_planner.render.valori import clean, cut, describe_giorni
from ldq_planner.reports.barre import Genere
from ldq_planner.reports.report import IGNOTO, Istogramma, LineaDelTempo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.render import Tela
    from ldq_planner.reports.barre import Barra
    from ldq_planner.reports.report import Report, RigaLinea

_GENERI = {
    Genere.CONTRATTO: "done, ",
    Genere.OPZIONE: "done, ",
    Genere.LACUNA: "crit, ",
    Genere.LACUNA_POSSIBILE: "active, crit, ",
    Genere.FERMO: "crit, ",
    Genere.SCENARIO: "active, ",
    Genere.FASE: "active, ",
    Genere.GARA: "active, ",
}
_SPECIALI = {ord(c): f"#{ord(c)};" for c in '#;:<>&"`%${}\\'}
_MASSIMO = 160
"""Caratteri di un'etichetta: Mermaid rifiuta i testi troppo lunghi."""
_LETTERE = 60
"""Caratteri del nome di una barra: di più, esce dalla figura."""
_RIGA = 28
_LARGHEZZA = 1200
_COLORE = "#0059b3"


def render(report: Report, _tela: Tela) -> str:
    """La figura del report, che ne deve avere una."""
    figura = report.figura
    if figura is None:
        raise ValueError(f"{report.schema} non ha una figura")
    giorni = ", ".join(describe_giorni(report))
    titolo = " · ".join(filter(None, (figura.titolo or report.titolo, giorni)))
    righe = _draw_barre(figura, titolo) if isinstance(figura, Istogramma) else _draw_linea(figura, titolo)
    return "\n".join(righe) + "\n"


def escape(testo: str) -> str:
    """Il testo su una riga, senza nulla che Mermaid legga come un comando; se è lungo finisce con i puntini."""
    return cut(" ".join(clean(testo).split()), _MASSIMO).translate(_SPECIALI)


def _draw_linea(linea: LineaDelTempo, titolo: str) -> Iterator[str]:
    yield from ("---", "displayMode: compact", "---", "gantt")
    yield f"    title {escape(titolo)}"
    yield from ("    dateFormat YYYY-MM-DD", "    axisFormat %m/%Y", "    inclusiveEndDates", "    todayMarker off")
    if linea.oggi in linea.finestra:
        yield "    section Oggi"
        yield f"    oggi {format_giorno(linea.oggi)} :milestone, {linea.oggi.isoformat()}, 0d"
    for riga in linea.righe:
        yield f"    section {escape(riga.nome)}"
        yield from (f"    {compito}" for compito in _list_compiti(riga, linea))


def _list_compiti(riga: RigaLinea, linea: LineaDelTempo) -> Iterator[str]:
    """I compiti di una sezione; ogni etichetta comincia con il suo genere, perché nessuna sia presa per un comando."""
    vuota = True
    for barra in riga.barre:
        dal, al = max(barra.periodo.inizio, linea.finestra.inizio), min(barra.periodo.fine, linea.finestra.fine)
        if dal <= al and barra.genere is not Genere.MARGINE:  # il margine lo dice già l'etichetta della fase
            vuota = False
            yield f"{_name(barra)} :{_GENERI.get(barra.genere, '')}{dal.isoformat()}, {al.isoformat()}"
    for segno in riga.segni:
        if segno.giorno in linea.finestra:
            vuota = False
            yield f"giorno {escape(segno.testo)} :milestone, {segno.giorno.isoformat()}, 0d"
    if vuota:
        giorno = linea.finestra.inizio.isoformat()
        yield f"nulla :milestone, {giorno}, 0d"


def _name(barra: Barra) -> str:
    return f"{barra.genere.value} {escape(Nome(barra.etichetta).say(_LETTERE))}".strip()


def _draw_barre(figura: Istogramma, titolo: str) -> Iterator[str]:
    """Una barra per riga e serie: Mermaid disegna più serie una sopra l'altra, e non ne scrive i nomi."""
    nomi, valori = [], []
    for nome, quantita in figura.righe:
        for numero, valore in enumerate(quantita, 1):
            nomi.append(f'"{escape(nome)} {numero} ({_say(valore)})"')
            valori.append(str(valore or 0))
    misure = {"width": _LARGHEZZA, "height": _RIGA * len(nomi) + 120, "titleFontSize": 16}
    yield from ("---", "config:", "    xyChart:", *(f"        {che}: {n}" for che, n in misure.items()))
    yield from ("    themeVariables:", "        xyChart:", f'            plotColorPalette: "{_COLORE}"', "---")
    yield from (f"%% {numero} = {escape(nome)}" for numero, nome in enumerate(figura.serie, 1))
    yield "xychart-beta horizontal"
    yield f'    title "{escape("; ".join(f"{numero}: {nome}" for numero, nome in enumerate(figura.serie, 1)))}"'
    yield f"    x-axis [{', '.join(nomi)}]"
    yield f'    y-axis "{escape(f"{titolo}, in {figura.unita}")}" 0 --> {max([1, *map(int, valori)])}'
    yield f"    bar [{', '.join(valori)}]"


def _say(valore: int | None) -> str:
    return IGNOTO if valore is None else format_numero(valore)
