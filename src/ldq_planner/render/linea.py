"""Le figure in caratteri: la linea del tempo, in cui ogni casella ha lo stato peggiore e nessuna lacuna sparisce; l'istogramma."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby, pairwise
from textwrap import wrap
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.testo import format_giorno
from ldq_planner.model.testo import format_numero
from ldq_planner.render.valori import clean, cut
from ldq_planner.reports.report import IGNOTO, Tono

if TYPE_CHECKING:
    from ldq_planner.dates.periodo import Periodo
    from ldq_planner.reports.report import Istogramma, LineaDelTempo, Tratto

_BARRA, _MEZZA = "█", "▌"
_BARRA_MINIMA = 10
SEGNI = {Tono.SPENTO: " ", Tono.BENE: "█", Tono.ATTENZIONE: "░", Tono.INCERTO: "▒", Tono.ALLARME: "×"}
_GRAVITA = tuple(SEGNI)
ETICHETTA_MASSIMA = 24
_CASELLE_MINIME = 20
_ANNO = len("2023 ")


class Pezzo(NamedTuple):
    """Caratteri di fila con lo stesso tono."""

    testo: str
    tono: Tono | None = None


def join_pezzi(righe: list[list[Pezzo]]) -> list[str]:
    """Le righe di un disegno, senza toni."""
    return ["".join(pezzo.testo for pezzo in riga).rstrip() for riga in righe]


def draw_linea(linea: LineaDelTempo, larghezza: int) -> list[list[Pezzo]]:
    """Le righe del disegno: titolo, anni, oggi, un quartiere per riga, legenda."""
    nomi = [cut(clean(riga.nome), ETICHETTA_MASSIMA) for riga in linea.righe]
    margine = max((len(nome) for nome in nomi), default=0) + 1
    caselle = min(max(larghezza - margine - 1, _CASELLE_MINIME), linea.finestra.giorni)
    confini = _split(linea.finestra, caselle)
    righe = [[Pezzo(clean(linea.titolo))]] if linea.titolo else []
    righe.append([Pezzo(" " * margine + _draw_anni(confini))])
    if linea.oggi in linea.finestra:
        righe.append([Pezzo(" " * margine + _draw_oggi(confini, linea.oggi))])
    for nome, riga in zip(nomi, linea.righe, strict=True):
        righe.append([Pezzo(f"{nome:<{margine}}"), *_draw_riga(confini, riga.tratti, linea.sfondo)])
    righe.append(_draw_legenda(linea, larghezza, margine))
    scala = _describe_scala(linea, confini)
    return [*righe, [Pezzo(" " * max(0, min(margine, larghezza - len(scala))) + scala)]] if scala else righe


def _split(finestra: Periodo, caselle: int) -> list[date]:
    """I primi giorni delle caselle, e in fondo il giorno dopo la finestra."""
    primo, giorni = finestra.inizio.toordinal(), finestra.giorni
    return [date.fromordinal(primo + giorni * i // caselle) for i in range(caselle)] + [
        date.fromordinal(primo + giorni)
    ]


def _draw_riga(confini: list[date], tratti: tuple[Tratto, ...], sfondo: Tono) -> list[Pezzo]:
    toni = [_find_peggiore(dal, dopo - timedelta(days=1), tratti, sfondo) for dal, dopo in pairwise(confini)]
    return [Pezzo(SEGNI[tono] * len(list(uguali)), tono) for tono, uguali in groupby(toni)]


def _find_peggiore(dal: date, al: date, tratti: tuple[Tratto, ...], sfondo: Tono) -> Tono:
    toccati = (t.tono for t in tratti if t.periodo.inizio <= al and dal <= t.periodo.fine)
    return max(toccati, key=_GRAVITA.index, default=sfondo)


def _draw_anni(confini: list[date]) -> str:
    """Ogni anno sopra la sua prima casella; se non ci stanno tutti, quelli che hanno posto."""
    giorni = confini[:-1]
    inizi = [i for i, dal in enumerate(giorni) if i == 0 or dal.year != giorni[i - 1].year]
    spazi = [dopo - i for i, dopo in pairwise([*inizi, len(confini)])]
    riga = ""
    for i, spazio, spazio_del_prossimo in zip(inizi, spazi, [*spazi[1:], 0], strict=True):
        cede_il_posto = spazio < _ANNO <= spazio_del_prossimo
        if (not riga or len(riga) < i) and not cede_il_posto and i + _ANNO <= len(confini):
            riga = f"{riga:<{i}}{giorni[i].year}"
    return riga


def _draw_oggi(confini: list[date], oggi: date) -> str:
    """Il segno sopra la casella di oggi, con ciò che vi sta accanto."""
    casella = next(i for i, dopo in enumerate(confini[1:]) if oggi < dopo)
    for etichetta in (f"oggi {format_giorno(oggi)}", "oggi"):
        if casella + len(f"▼ {etichetta}") < len(confini):
            return f"{'':<{casella}}▼ {etichetta}"
        if casella > len(etichetta):
            return f"{etichetta:>{casella - 1}} ▼"
    return f"{'':<{casella}}▼"


def _draw_legenda(linea: LineaDelTempo, larghezza: int, margine: int) -> list[Pezzo]:
    pezzi = [[Pezzo(SEGNI[tono], tono), Pezzo(f" {clean(significato)}")] for tono, significato in linea.legenda]
    lunga = sum(len(pezzo.testo) for coppia in pezzi for pezzo in coppia) + 2 * len(pezzi)
    rientro = Pezzo(" " * max(0, min(margine, larghezza - lunga)))
    return [rientro, *(pezzo for coppia in pezzi for pezzo in (*coppia, Pezzo("  ")))][:-1]


def _describe_scala(linea: LineaDelTempo, confini: list[date]) -> str:
    """Quanto vale una casella, se vale più di un giorno."""
    per_casella = -(-linea.finestra.giorni // (len(confini) - 1))
    return f"una casella: al più {per_casella} giorni, con lo stato peggiore" if per_casella > 1 else ""


def draw_istogramma(figura: Istogramma, larghezza: int) -> list[list[Pezzo]]:
    """Le righe del disegno: titolo, barre, e sotto il nome intero di ogni serie accanto al suo numero, se sono più d'una."""
    serie = figura.serie if len(figura.serie) > 1 else ()
    nomi = [cut(clean(nome), ETICHETTA_MASSIMA) for nome, _ in figura.righe]
    margine = max(map(len, nomi), default=0) + 1
    scritti = [[IGNOTO if v is None else format_numero(v) for v in valori] for _, valori in figura.righe]
    cifre = max((len(testo) for riga in scritti for testo in riga), default=0)
    massimo = max((v or 0 for _, valori in figura.righe for v in valori), default=0)
    caselle = max(larghezza - margine - cifre - (len("10 ") if serie else 0) - 2, _BARRA_MINIMA)
    titolo = f"{clean(figura.titolo)}, in {figura.unita}" if figura.titolo else f"In {figura.unita}"
    righe = [[Pezzo(riga)] for riga in wrap(titolo, larghezza, break_on_hyphens=False)]
    for nome, (_, valori), testi in zip(nomi, figura.righe, scritti, strict=True):
        for numero, (valore, testo) in enumerate(zip(valori, testi, strict=True), 1):
            inizio = f"{nome if numero == 1 else '':<{margine}}{f'{numero} ' if serie else ''}"
            righe.append([Pezzo(inizio), *_draw_barra(valore, massimo, caselle), Pezzo(testo)])
    for numero, quale in enumerate(serie, 1):
        rientro = f"{'':<{margine}}{numero} "
        scritte = wrap(clean(quale), larghezza, initial_indent=rientro, subsequent_indent=" " * len(rientro))
        righe += [[Pezzo(riga)] for riga in scritte]
    return righe


def _draw_barra(valore: int | None, massimo: int, caselle: int) -> list[Pezzo]:
    """La barra e uno spazio; ciò che non è zero ha almeno mezza casella."""
    mezze = -(-2 * caselle * (valore or 0) // massimo) if massimo else 0
    barra = _BARRA * (mezze // 2) + _MEZZA * (mezze % 2)
    return [Pezzo(barra, Tono.ALLARME), Pezzo(" ")] if barra else []
