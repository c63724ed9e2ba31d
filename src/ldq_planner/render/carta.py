"""Il report per la carta, prima di sapere se è un PDF o un documento da correggere: titoli, frasi, tavole, figure.

Ciò che viene dai dati è già testo su una riga; le tabelle sono già divise in parti che stanno nel foglio.
"""

from __future__ import annotations

import re
from itertools import groupby, repeat
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.render.colonne import measure_altezza, plan_colonne
from ldq_planner.render.linea import draw_linea, join_pezzi
from ldq_planner.render.valori import clean, cut, describe_giorni, format_cella, is_esempio, split_capoversi
from ldq_planner.reports.report import (
    Capitolo,
    Elenco,
    Euro,
    Istogramma,
    LineaDelTempo,
    Nota,
    Scheda,
    Segnalazioni,
    Suggerimento,
    Tabella,
    Tono,
    Voce,
)
from ldq_planner.reports.segnalazioni import ESSENZIALI, to_tabella

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ldq_planner.reports.report import Cella, Contenuto, Report, Soprattitolo

LARGHEZZA, CORICATA = 481.9, 728.5
"""Punti fra i margini di un foglio A4, che sono di due centimetri: in piedi, e coricato."""
COLORI = {
    Tono.BENE: "#00663d",
    Tono.ATTENZIONE: "#7a4a00",
    Tono.ALLARME: "#b3001b",
    Tono.INCERTO: "#5a2d91",
    Tono.SPENTO: "#1a1a1a",
}
"""Su bianco hanno tutti un contrasto di almeno 7 a 1; accanto c'è sempre una parola o un segno."""
TITOLO, FILETTO = "#17324d", "#0066cc"
"""I colori dei titoli e delle righe: gli stessi della pagina."""

ALTEZZA_INTERA, INTERA_CORICATA = 400.0, 250.0
"""Punti, poco più di mezza pagina: una tabella che non è più alta non si divide fra due pagine."""

ALLEGATI = "Allegati"
_TITOLO_MASSIMO, _TESTATINA_MASSIMA = 300, 90
_DESCRIZIONE_MASSIMA = 6000
"""Oltre, né un PDF d'archivio né chi ascolta la reggono: le stesse cose sono nelle tabelle."""
_LARGHEZZA_LINEA = 96
_ALTEZZA_FIGURA = 600.0
_MISURE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_NOME_MASSIMO, _NOME_TAGLIATO = 160, 60  # il nome intero di una colonna, se è lunghissimo, sta sopra la tavola


class Titolo(NamedTuple):
    """Il titolo di una parte; `stacca` se la parte comincia in una pagina nuova."""

    testo: str
    livello: int
    stacca: bool = False


class Dicitura(NamedTuple):
    """Il testo di una cella o di una frase, con il suo tono."""

    testo: str
    tono: Tono = Tono.SPENTO


class Punti(NamedTuple):
    """Frasi, una per punto."""

    frasi: tuple[str, ...]


class Voci(NamedTuple):
    """Etichette e valori."""

    voci: tuple[tuple[str, Dicitura], ...]


class Preformato(NamedTuple):
    """Righe da mostrare come sono, in caratteri tutti larghi uguali."""

    righe: tuple[str, ...]


class TabellaInPagina(NamedTuple):
    """Una tabella che sta nel foglio; larghezze e corpo in punti."""

    colonne: tuple[str, ...]
    righe: tuple[tuple[Dicitura, ...], ...]
    destra: tuple[bool, ...]
    """Per ogni colonna, se si allinea a destra."""
    larghezze: tuple[float, ...]
    corpo: float
    intera: bool
    """Vero se è così piccola che è meglio non dividerla fra due pagine."""
    soprattitoli: tuple[tuple[tuple[str, int], ...], ...] = ()
    """Le righe sopra i titoli delle colonne: di ogni cella il testo, e quante colonne prende."""


class Figura(NamedTuple):
    """Un disegno SVG, ciò che dice a chi non lo vede, e quanto è largo sulla carta, in punti."""

    svg: str
    descrizione: str
    larghezza: float


class Indice(NamedTuple):
    """I titoli che seguono, ciascuno con la sua pagina; `prima` è quanti titoli di capitolo vengono prima."""

    capitoli: tuple[str, ...]
    prima: int


Elemento = Titolo | Indice | Dicitura | Punti | Voci | Preformato | TabellaInPagina | Figura


class Carta(NamedTuple):
    """Un report pronto per essere impaginato."""

    titolo: str
    testatina: str
    """Il titolo in una riga, per la cima di ogni pagina."""
    giorni: tuple[str, ...]
    autore: str
    parole: tuple[str, ...]
    """Le parole con cui lo si cerca."""
    orizzontale: bool
    larghezza: float
    """Punti fra i margini."""
    elementi: tuple[Elemento, ...]


class _Foglio(NamedTuple):
    """Quanto è largo fra i margini, quanto è alta al più una tabella che non si divide, e l'aria fra le colonne."""

    larghezza: float
    intera: float
    aria: float

    @property
    def unisce(self) -> bool:
        """Vero se due gruppi di colonne stanno in una tabella sola quando ci stanno."""
        return self.larghezza > LARGHEZZA


def build_carta(report: Report, aria: float = 1.0) -> Carta:
    """Il report come elementi da impaginare; ciò che serve solo davanti allo schermo non c'è.

    Unità: `aria` è di quante volte si tengono più larghe le colonne, se il carattere con cui si leggerà non è il nostro.
    """
    blocchi = [b for b in report.blocchi if not isinstance(b, Suggerimento)]
    foglio = (
        _Foglio(CORICATA, INTERA_CORICATA, aria) if report.orizzontale else _Foglio(LARGHEZZA, ALTEZZA_INTERA, aria)
    )
    corpo = _skip_ripetuti(_list_elementi(blocchi, foglio))
    return Carta(
        titolo=cut(clean(report.titolo) or report.schema, _TITOLO_MASSIMO),
        testatina=cut(clean(report.titolo) or report.schema, _TESTATINA_MASSIMA * (1 + report.orizzontale)),
        giorni=tuple(describe_giorni(report)),
        autore=clean(report.ente),
        parole=("scadenze", "coperture", "contratti pubblici", report.schema),
        orizzontale=report.orizzontale,
        larghezza=foglio.larghezza,
        elementi=(*_complete(clean(report.titolo)), *corpo),
    )


def _list_elementi(blocchi: Sequence[Capitolo | Contenuto], foglio: _Foglio) -> Iterator[Elemento]:
    """Gli elementi dei blocchi; prima degli allegati, in una pagina nuova, il loro indice."""
    capitoli = [b for b in blocchi if isinstance(b, Capitolo)]
    allegati = [b for b in capitoli if b.allegato]
    livello = 2 if capitoli else 1
    for numero, blocco in enumerate(blocchi):
        if allegati and blocco is allegati[0]:
            yield Titolo(ALLEGATI, 1, stacca=True)
            titoli = tuple(cut(clean(b.testo), _TITOLO_MASSIMO) for b in allegati)
            yield Indice(titoli, len(capitoli) - len(allegati) + 1)
        titolo = "" if isinstance(blocco, Capitolo) else clean(getattr(blocco, "titolo", ""))
        if titolo:
            yield from _entitle(titolo, livello)
        yield from _lower(blocco, f"{numero}", foglio)


def _entitle(testo: str, livello: int) -> Iterator[Elemento]:
    """Un titolo; se è lunghissimo, il suo inizio, e sotto il testo intero."""
    yield Titolo(cut(testo, _TITOLO_MASSIMO), livello)
    yield from _complete(testo)


def _complete(testo: str) -> Iterator[Elemento]:
    """Il testo intero, se come titolo non ci sta."""
    if len(testo) > _TITOLO_MASSIMO:
        yield Dicitura(testo)


def _skip_ripetuti(elementi: Iterator[Elemento]) -> Iterator[Elemento]:
    """Senza il titolo che ripete quello appena letto."""
    prima: Elemento | None = None
    for elemento in elementi:
        ripete = isinstance(prima, Titolo) and isinstance(elemento, Titolo) and prima.testo.endswith(elemento.testo)
        if not ripete:
            yield elemento
        prima = elemento


def _lower(blocco: Capitolo | Contenuto, id_: str, foglio: _Foglio) -> Iterable[Elemento]:
    elementi: Iterable[Elemento]
    match blocco:
        case Capitolo():
            elementi = _entitle(clean(blocco.testo), 1)
        case Tabella():
            elementi = _divide_tabella(blocco, foglio)
        case Scheda():
            elementi = [Voci(tuple((clean(nome), _compose(valore)) for nome, valore in blocco.voci))]
        case Elenco():
            elementi = [Punti(tuple(map(clean, blocco.frasi)))]
        case Nota():
            elementi = map(_lower_capoverso, split_capoversi(blocco.testo), repeat(blocco.tono))
        case LineaDelTempo(is_figura=False):
            elementi = [Preformato(tuple(join_pezzi(draw_linea(blocco._replace(titolo=""), _LARGHEZZA_LINEA))))]
        case LineaDelTempo() | Istogramma():
            elementi = _draw_parti(blocco, id_)
        case Segnalazioni():
            elementi = _divide_tabella(to_tabella(blocco, ESSENZIALI), foglio)
    return elementi


def _lower_capoverso(righe: list[str], tono: Tono) -> Preformato | Dicitura:
    puliti = tuple(map(clean, righe))
    return Preformato(puliti) if is_esempio(righe[0]) else Dicitura(puliti[0], tono)


def _divide_tabella(tabella: Tabella, foglio: _Foglio) -> Sequence[Elemento]:
    """La tabella in parti che stanno nel foglio; prima, i nomi lunghissimi delle colonne per intero."""
    if not tabella.righe:
        return [Dicitura(clean(tabella.vuota))]
    interi = tuple(map(clean, tabella.colonne))
    nomi = tuple(nome if len(nome) <= _NOME_MASSIMO else cut(nome, _NOME_TAGLIATO) for nome in interi)
    lunghi = tuple(intero for intero, nome in zip(interi, nomi, strict=True) if intero != nome)
    righe = [tuple(map(_compose, riga)) for riga in tabella.righe]
    destra = tabella.destra
    testi = [(nome, *(riga[i].testo for riga in righe)) for i, nome in enumerate(nomi)]
    tavole = [
        TabellaInPagina(
            tuple(nomi[i] for i in parte.indici),
            tuple(tuple(riga[i] for i in parte.indici) for riga in righe),
            tuple(destra[i] for i in parte.indici),
            tuple(round(x * foglio.aria, 2) for x in parte.larghezze),
            parte.corpo,
            intera=measure_altezza(testi, parte) <= foglio.intera,
            soprattitoli=_spread_soprattitoli(tabella.soprattitoli, parte.indici),
        )
        for parte in plan_colonne(testi, foglio.larghezza / foglio.aria, tabella.gruppi, unisce=foglio.unisce)
    ]
    return [Punti(lunghi), *tavole] if lunghi else tavole


def _spread_soprattitoli(
    soprattitoli: tuple[tuple[Soprattitolo, ...], ...], indici: Sequence[int]
) -> tuple[tuple[tuple[str, int], ...], ...]:
    """Le righe di titoli sopra quelle colonne: una cella per titolo, o per tratto senza; nessuna riga tutta vuota."""
    righe = (
        [next((clean(f.testo) for f in riga if f.prima <= i <= f.ultima), "") for i in indici] for riga in soprattitoli
    )
    return tuple(tuple((testo, len(list(celle))) for testo, celle in groupby(riga)) for riga in righe if any(riga))


def _draw_parti(figura: LineaDelTempo | Istogramma, id_: str) -> Iterator[Elemento]:
    """Una figura per pagina; se le barre cambiano scala, lo si dice."""
    from ldq_planner.render.disegno.pagine import divide_figura  # noqa: PLC0415 - solo per le carte che ne hanno

    for numero, parte in enumerate(divide_figura(figura)):
        if numero and isinstance(figura, Istogramma):
            yield Dicitura("La figura continua: la barra più lunga è quella di questa parte.")
        yield _draw(parte, f"{id_}-{numero}" if numero else id_)


def _draw(figura: LineaDelTempo | Istogramma, id_: str) -> Figura:
    """Il disegno, largo quanto il foglio se non è troppo alto."""
    from ldq_planner.render.svg import draw_figura  # noqa: PLC0415 - come sopra

    descrizione = cut(
        clean(figura.descrizione.replace("\n", " ")) or clean(figura.titolo) or "Figura", _DESCRIZIONE_MASSIMA
    )
    svg = draw_figura(figura._replace(titolo=""), id_=id_)
    misure = _MISURE.search(svg)
    larghezza, altezza = map(float, misure.groups()) if misure else (1.0, 1.0)
    return Figura(svg, descrizione, round(min(LARGHEZZA, _ALTEZZA_FIGURA * larghezza / altezza), 2))


def _compose(valore: Cella) -> Dicitura:
    """Il testo di una cella; fra il segno e la sua parola, e fra € e l'importo, non si va a capo."""
    testo = format_cella(valore)
    if isinstance(valore, Euro) or (testo[1:2] == " " and not testo[0].isalnum()):
        testo = testo.replace(" ", "\u00a0", 1)
    return Dicitura(testo, valore.tono if isinstance(valore, Voce) else Tono.SPENTO)
