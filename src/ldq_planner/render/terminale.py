"""Il terminale: tabelle di rich. Ogni testo entra come testo, mai come comandi di formato."""

from __future__ import annotations

from io import StringIO
from textwrap import wrap
from types import NoneType
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from ldq_planner.render.valori import clean, describe_giorni, disarm, format_cella, is_esempio, split_capoversi
from ldq_planner.reports.report import (
    Capitolo,
    Elenco,
    Istogramma,
    LineaDelTempo,
    Nota,
    Report,
    Scheda,
    Segnalazioni,
    Suggerimento,
    Tabella,
    Tono,
    Voce,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.box import Box
    from rich.console import RenderableType

    from ldq_planner.errors import Finding
    from ldq_planner.render import Tela
    from ldq_planner.reports.report import Blocco, Cella

STILI = {
    Tono.BENE: "green",
    Tono.ATTENZIONE: "yellow",
    Tono.ALLARME: "bold red",
    Tono.INCERTO: "magenta",
    Tono.SPENTO: "",
}
_LARGHEZZA_LINEA = 120
_SPAZI = (3, 2, 1)  # fra le colonne, dal più comodo
_PAROLA_MASSIMA = 40
_COMODA = 22  # caratteri in cui una frase si legge bene, se va a capo
_RIENTRO = 7  # dove finisce il margine di una segnalazione
_FRASI = (Nota, Suggerimento)  # stanno una sotto l'altra, senza spazio
_COMANDI = ("::", "##[")  # così comincia una riga che GitHub Actions esegue


def render(report: Report, tela: Tela) -> str:
    """Il report come tabelle e frasi, largo al più quanto la tela."""
    console = _open_console(tela)
    if report.titolo:
        console.print(Text(" · ").join([Text(clean(report.titolo), style="bold"), *map(Text, describe_giorni(report))]))
    for prima, blocco in zip((None, *report.blocchi), report.blocchi, strict=False):
        if not _is_seguito(prima, blocco) and (prima or report.titolo):
            console.print()
        console.print(_draw(blocco, tela), crop=False)
    return _read(console)


def _is_seguito(prima: Blocco | None, blocco: Blocco) -> bool:
    """Vero se è una frase che segue il titolo, o un'altra frase, senza una riga vuota; un esempio sta per conto suo."""
    if not isinstance(blocco, _FRASI) or not isinstance(prima, (*_FRASI, NoneType)):
        return False
    return not any(isinstance(nota, Nota) and is_esempio(nota.testo) for nota in (prima, blocco))


def render_findings(findings: tuple[Finding, ...], tela: Tela) -> str:
    """Le segnalazioni da sole, per chi le legge al posto della risposta."""
    console = _open_console(tela)
    console.print(_draw(Segnalazioni(findings), tela), crop=False)
    return _read(console)


def _open_console(tela: Tela) -> Console:
    return Console(
        file=StringIO(),
        width=tela.larghezza,
        force_terminal=tela.colore,
        no_color=not tela.colore,
        color_system="standard" if tela.colore else None,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
    )


def _read(console: Console) -> str:
    uscita = console.file
    assert isinstance(uscita, StringIO)  # noqa: S101 - l'abbiamo aperta noi
    return disarm("".join(f"{riga.rstrip()}\n" for riga in uscita.getvalue().splitlines()))


def _draw(blocco: Blocco, tela: Tela) -> RenderableType:
    disegno: RenderableType
    match blocco:
        case Capitolo():
            testo = clean(blocco.testo)
            disegno = Text(f"{testo}\n{'━' * min(len(testo), tela.larghezza)}", style="bold")
        case Tabella():
            disegno = _draw_tabella(blocco, tela)
        case Scheda():
            disegno = _open_coppie(blocco.titolo, ((f"{nome}:", valore) for nome, valore in blocco.voci))
        case Elenco():
            disegno = _draw_elenco(blocco)
        case Nota():
            disegno = _draw_nota(blocco)
        case Suggerimento():
            disegno = Text(clean(blocco.testo))
        case LineaDelTempo() | Istogramma():
            disegno = Group(*_draw_figura(blocco, min(tela.larghezza, _LARGHEZZA_LINEA)))
        case Segnalazioni():
            disegno = _draw_segnalazioni(blocco, tela)
    return disegno


def _draw_tabella(tabella: Tabella, tela: Tela) -> RenderableType:
    if not tabella.righe:
        return Text(clean(f"{tabella.titolo}: {tabella.vuota}" if tabella.titolo else tabella.vuota))
    celle = [[format_cella(cella) for cella in riga] for riga in tabella.righe]
    colonne = list(zip(tabella.colonne, *celle, strict=True))
    minimi = [max(map(_longest_parola, colonna)) for colonna in colonne]
    massimi = [max(map(len, colonna)) for colonna in colonne]
    chiesti = minimi
    if tabella.gruppi:  # si può dividere: meglio due tabelle comode che una con una parola per riga
        chiesti = [min(massimo, max(minimo, _COMODA)) for minimo, massimo in zip(minimi, massimi, strict=True)]
    spazio = next((s for s in _SPAZI if sum(chiesti) + s * (len(minimi) - 1) <= tela.larghezza), None)
    if spazio is None:
        parti = [_select_colonne(tabella, gruppo) for gruppo in tabella.gruppi]
        return Group(*(_draw_parti(parti, tela) if parti else _draw_schede(tabella)))
    tavola = _open_tavola(tabella.titolo, box=SIMPLE_HEAD, padding=(0, spazio - 1, 0, 0))
    larghezze = _share_larghezza(minimi, massimi, tela.larghezza - spazio * (len(minimi) - 1))
    for nome, larghezza, destra in zip(tabella.colonne, larghezze, tabella.destra, strict=True):
        tavola.add_column(Text(clean(nome)), justify="right" if destra else "left", overflow="fold", width=larghezza)
    for riga in tabella.righe:
        tavola.add_row(*map(_to_text, riga))
    return tavola


def _select_colonne(tabella: Tabella, gruppo: tuple[int, ...]) -> Tabella:
    """La tabella con quelle colonne sole; il titolo resta alla prima parte."""
    titolo = tabella.titolo if gruppo == tabella.gruppi[0] else ""
    colonne = tuple(tabella.colonne[i] for i in gruppo)
    return Tabella(titolo, colonne, tuple(tuple(riga[i] for i in gruppo) for riga in tabella.righe))


def _draw_parti(parti: list[Tabella], tela: Tela) -> Iterator[RenderableType]:
    for numero, parte in enumerate(parti):
        if numero:
            yield Text()
        yield _draw_tabella(parte, tela)


def _longest_parola(testo: str) -> int:
    """Quanto è larga la parola che non si vuole spezzare (con il segno che la precede); oltre un limite si spezza."""
    parole = testo.replace(" ", "\0", 1) if testo[1:2] == " " else testo
    return min(max(map(len, parole.split()), default=1), _PAROLA_MASSIMA)


def _share_larghezza(minimi: list[int], massimi: list[int], larghezza: int) -> list[int]:
    """Le larghezze delle colonne: tutte intere se ci stanno, altrimenti il resto a chi ne ha più bisogno."""
    resto = larghezza - sum(minimi)
    bisogno = sum(massimi) - sum(minimi)
    if bisogno <= resto:
        return massimi
    return [minimo + (massimo - minimo) * resto // bisogno for minimo, massimo in zip(minimi, massimi, strict=True)]


def _draw_schede(tabella: Tabella) -> Iterator[RenderableType]:
    """Una scheda per riga: dove la tabella non ci sta, nessuna data né id si spezza."""
    if tabella.titolo:
        yield Text(clean(tabella.titolo), style="bold")
    for numero, riga in enumerate(tabella.righe):
        if numero or tabella.titolo:
            yield Text()
        yield Text(format_cella(riga[0]), style="bold")
        celle = zip(tabella.colonne[1:], riga[1:], strict=True)
        yield _open_coppie("", ((f"  {nome}:", valore) for nome, valore in celle))


def _open_coppie(titolo: str, coppie: Iterable[tuple[str, Cella]]) -> Table:
    """Etichette e valori, una coppia per riga."""
    tavola = _open_tavola(titolo, box=None)
    tavola.add_column(overflow="fold")
    tavola.add_column(overflow="fold")
    for nome, valore in coppie:
        tavola.add_row(Text(clean(nome)), _to_text(valore))
    return tavola


def _draw_elenco(elenco: Elenco) -> Table:
    tavola = _open_tavola(elenco.titolo, box=None)
    tavola.add_column(width=1)
    tavola.add_column(overflow="fold")
    for frase in elenco.frasi:
        tavola.add_row("-", Text(clean(frase)))
    return tavola


def _draw_nota(nota: Nota) -> RenderableType:
    if is_esempio(nota.testo):  # le righe di un file restano intere, come in una segnalazione
        return Group(*map(_open_riga, map(clean, nota.testo.split("\n"))))
    capoversi = ("\n".join(map(clean, righe)) for righe in split_capoversi(nota.testo))
    return Text("\n\n".join(capoversi), style=STILI[nota.tono])


def _draw_figura(figura: LineaDelTempo | Istogramma, larghezza: int) -> Iterator[Text]:
    from ldq_planner.render.linea import draw_istogramma, draw_linea  # noqa: PLC0415 - le figure sono di poche risposte

    disegno = draw_linea(figura, larghezza) if isinstance(figura, LineaDelTempo) else draw_istogramma(figura, larghezza)
    return (_open_riga(*((p.testo, STILI[p.tono] if p.tono else "") for p in riga)) for riga in disegno)


def _draw_segnalazioni(segnalazioni: Segnalazioni, tela: Tela) -> RenderableType:
    from ldq_planner.render.segnalazioni import format_finding  # noqa: PLC0415 - come sopra

    righe: list[Text] = [Text(), Text(clean(segnalazioni.titolo), style="bold")] if segnalazioni.titolo else []
    for finding in segnalazioni.findings:
        stile = STILI[Tono.ATTENZIONE if finding.severita.peso == 0 else Tono.ALLARME]
        testa, *corpo = format_finding(finding).split("\n")
        righe += [Text(), *(_open_riga((riga, stile)) for riga in _wrap(testa, tela.larghezza))]
        for riga in corpo:
            is_citazione = riga[:_RIENTRO].endswith("|")
            righe += map(_open_riga, [riga] if is_citazione else _wrap(riga, tela.larghezza))
    return Group(*righe[1:])


def _wrap(riga: str, larghezza: int) -> list[str]:
    """La riga spezzata fra le parole, rientrata sotto il suo inizio: mai dentro un nome di file o un id.

    Nemmeno dove il resto comincerebbe come un comando per chi esegue il programma (`::error::`).
    """
    rientro = " " * (_RIENTRO + 1)
    righe: list[str] = []
    for pezzo in wrap(riga, larghezza, subsequent_indent=rientro, break_long_words=False, break_on_hyphens=False):
        if righe and pezzo.lstrip().startswith(_COMANDI):
            righe[-1] += f" {pezzo.lstrip()}"
        else:
            righe.append(pezzo)
    return righe


def _open_riga(*pezzi: str | tuple[str, str]) -> Text:
    """Una riga che non si spezza né si taglia: un disegno, o una riga di un file con la sua sottolineatura."""
    return Text.assemble(*pezzi, no_wrap=True, overflow="ignore")


def _open_tavola(titolo: str, box: Box | None, padding: tuple[int, int, int, int] = (0, 1, 0, 1)) -> Table:
    """Una tavola vuota; senza cornice è senza intestazione."""
    return Table(
        box=box,
        show_header=box is not None,
        show_edge=False,
        padding=padding,
        pad_edge=False,
        title=Text(clean(titolo)) if titolo else None,
        title_justify="left",
        title_style="bold",
    )


def _to_text(valore: Cella) -> Text:
    stile = STILI[valore.tono] if isinstance(valore, Voce) else ""
    return Text(format_cella(valore), style=stile)
