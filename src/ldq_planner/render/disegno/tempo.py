"""La linea del tempo in SVG: una riga per quartiere, o per fase, sopra lo stesso asse."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.testo import format_giorno
from ldq_planner.render.disegno.corsie import CORPO, MEZZO_SEGNO, PIENI, AsseDelTempo, arrange_corsie, find_centro
from ldq_planner.render.disegno.foglio import LARGHEZZA, MARGINE, close_foglio, draw_legenda, draw_testata
from ldq_planner.render.disegno.segno import CARTA, INCHIOSTRO, TENUE, escape, measure, tag, wrap, write
from ldq_planner.render.disegno.trama import TRAME, define_motivi, draw_rettangolo, name_classe
from ldq_planner.reports.barre import Genere

if TYPE_CHECKING:
    from ldq_planner.render.disegno.corsie import GruppoDiBarre, Scritta
    from ldq_planner.render.disegno.foglio import Cartiglio
    from ldq_planner.reports.barre import Barra
    from ldq_planner.reports.report import LineaDelTempo, RigaLinea

CORSIA, ALTEZZA = 27.0, 22.0
_NOMI = (120.0, 270.0)
_CORPO_NOME, _CORPO_SOTTO, _CORPO_ASSE = 15.0, 12.5, 12.5
_BORDO = 7.0
_SENZA_CARATTERE = 1.22  # di quanto è più largo quello che un programma mette al posto del nostro
_STRISCIA = 16.0
"""Dove sta la data di oggi."""
_GRIGLIA, _GRIGLIA_ANNO = "#dfe5ec", "#98a6b5"


class Disegno(NamedTuple):
    """Ciò che si è disegnato: le forme, e sopra le scritte; `fondo` è dove finisce."""

    forme: list[str]
    scritte: list[str]
    fondo: float


def draw_tempo(linea: LineaDelTempo, cartiglio: Cartiglio) -> str:
    """La figura intera, come elemento `<svg>`."""
    asse = _place_asse(linea)
    testata, y = draw_testata(cartiglio)
    con_oggi = linea.oggi in linea.finestra
    tacche, inizio = _draw_tacche(asse, y + 6)
    disegni, fondo = [], inizio + (_STRISCIA if con_oggi else 0)
    for riga in linea.righe:
        disegni.append(_draw_riga(riga, asse, cartiglio.id_, fondo))
        fondo = disegni[-1].fondo
    usati = [g for g in Genere if any(b.genere is g for r in linea.righe for b in r.barre)]
    voci = [(TRAME[g], g.value, name_classe(g)) for g in usati]
    legenda, altezza = draw_legenda(voci, cartiglio.id_, fondo + 12)
    return close_foglio(
        cartiglio,
        [
            define_motivi((TRAME[g] for g in usati), cartiglio.id_),
            *testata,
            *_draw_griglia(asse, inizio, fondo),
            *tacche,
            *(forma for d in disegni for forma in d.forme),
            *(_draw_oggi(linea, asse, inizio, fondo) if con_oggi else ()),
            *(scritta for d in disegni for scritta in d.scritte),
            *legenda,
        ],
        altezza + 8,
    )


def measure_righe(linea: LineaDelTempo) -> list[float]:
    """Quanto è alta ogni riga, fra l'asse e la legenda."""
    asse = _place_asse(linea)
    return [_draw_riga(riga, asse, "", 0).fondo for riga in linea.righe]


def _place_asse(linea: LineaDelTempo) -> AsseDelTempo:
    """L'asse, a destra dei nomi."""
    nomi = min(max(_NOMI[0], *map(_measure_nome, linea.righe), 0), _NOMI[1])
    sinistra = MARGINE + nomi + 12
    return AsseDelTempo(linea.finestra, sinistra, LARGHEZZA - MARGINE - sinistra)


def _measure_nome(riga: RigaLinea) -> float:
    """Quanto posto vuole il nome, con qualunque carattere: sotto una barra non si leggerebbe."""
    largo = max(measure(riga.nome[:80], _CORPO_NOME, grassetto=True), measure(riga.sotto[:80], _CORPO_SOTTO))
    return largo * _SENZA_CARATTERE


def _draw_riga(riga: RigaLinea, asse: AsseDelTempo, id_: str, y: float) -> Disegno:
    """Il nome a sinistra, le corsie a destra, e sotto il filo che la separa dalla prossima."""
    spazio = asse.sinistra - MARGINE - 12
    nomi = wrap(riga.nome, spazio / _SENZA_CARATTERE, _CORPO_NOME, 2, grassetto=True)
    sotto = wrap(riga.sotto, spazio / _SENZA_CARATTERE, _CORPO_SOTTO, 2) if riga.sotto else []
    corsie = arrange_corsie(riga, asse)
    alto = max(len(nomi) * 18 + len(sotto) * 15, len(corsie) * CORSIA - (CORSIA - ALTEZZA))
    base = y + _BORDO
    testi = [
        write(n, MARGINE, base + 14 + 18 * i, _CORPO_NOME, classe="nome", font_weight="600") for i, n in enumerate(nomi)
    ]
    base_sotto = base + 18 * len(nomi) + 11
    testi += [
        write(s, MARGINE, base_sotto + 15 * i, _CORPO_SOTTO, classe="sotto", fill=TENUE) for i, s in enumerate(sotto)
    ]
    intero = f"{riga.nome}, {riga.sotto}" if riga.sotto else riga.nome
    fondo = base + alto + _BORDO
    filo = tag("path", classe="filo", d=f"M{MARGINE:g} {fondo:g}H{asse.destra:g}", stroke=_GRIGLIA, fill="none")
    forme = [filo, tag("g", tag("title", escape(intero)) + "".join(testi), classe="riga")]
    scritte: list[str] = []
    for numero, corsia in enumerate(corsie):
        for pezzo in corsia:
            forme += _draw_pezzo(pezzo, asse, id_, base + CORSIA * numero)
            scritte += [_draw_scritta(s, base + CORSIA * numero) for s in pezzo.scritte if s.testo]
    return Disegno(forme, scritte, fondo)


def _draw_pezzo(pezzo: GruppoDiBarre, asse: AsseDelTempo, id_: str, y: float) -> list[str]:
    forme = [_draw_barra(barra, id_, (dal, y, al - dal, ALTEZZA)) for barra, dal, al in pezzo.barre]
    if pezzo.segno is not None:
        centro, mezzo = find_centro(pezzo.segno, asse), MEZZO_SEGNO
        alto = y + ALTEZZA / 2
        rombo = f"M{centro - mezzo:.2f} {alto:g}L{centro:.2f} {alto - mezzo:g}L{centro + mezzo:.2f} {alto:g}"
        forma = tag("path", classe="rombo", d=f"{rombo}L{centro:.2f} {alto + mezzo:g}Z", fill=INCHIOSTRO)
        testo = f"{pezzo.segno.testo}: {format_giorno(pezzo.segno.giorno)}"
        forme.append(tag("g", tag("title", escape(testo)) + forma, classe="segno"))
    return forme


def _draw_barra(barra: Barra, id_: str, posto: tuple[float, float, float, float]) -> str:
    classe = name_classe(barra.genere)
    return tag(
        "g",
        tag("title", escape(barra.testo)) + draw_rettangolo(TRAME[barra.genere], id_, posto, f"forma {classe}"),
        classe=f"barra {classe}",
        data_dal=barra.periodo.inizio.isoformat(),
        data_al=barra.periodo.fine.isoformat(),
        data_giorni=str(barra.periodo.giorni),
    )


def _draw_scritta(scritta: Scritta, y: float) -> str:
    """L'etichetta; su una trama, o fuori da una barra, ha sotto un pezzo di carta."""
    if scritta.genere in PIENI:
        return write(scritta.testo, scritta.x, y + 15.5, CORPO, classe="etichetta su-pieno", fill=CARTA)
    colore = INCHIOSTRO if scritta.genere is None else TRAME[scritta.genere].colore
    carta = tag(
        "rect", classe="carta", x=scritta.x - 2, y=y + 3, width=scritta.larghezza + 4, height=16, fill=CARTA, rx=2
    )
    x, ancora = (scritta.x + scritta.larghezza, "end") if scritta.a_sinistra else (scritta.x, "")
    attributi = {"fill": colore, "font_weight": "600", "text_anchor": ancora}
    return carta + write(scritta.testo, x, y + 15.5, CORPO, classe="etichetta", **attributi)


# ——— l'asse


def _draw_tacche(asse: AsseDelTempo, y: float) -> tuple[list[str], float]:
    """I nomi degli anni e, se ci stanno, dei mesi; e dove cominciano le righe."""
    mesi = asse.list_mesi()
    scritte = [
        write(t.testo, t.x + 3, y + 14, 14, classe="anno", font_weight="600") for t in asse.list_anni() if t.testo
    ]
    scritte += [write(t.testo, t.x + 3, y + 30, _CORPO_ASSE, classe="mese", fill=TENUE) for t in mesi if t.testo]
    return scritte, y + (36 if mesi else 20)


def _draw_griglia(asse: AsseDelTempo, inizio: float, fondo: float) -> list[str]:
    anni, mesi = asse.list_anni(), asse.list_mesi()
    segni = {t.x for t in anni}
    fili = [(t.x, _GRIGLIA, 14) for t in mesi if t.x not in segni]
    fili += [(t.x, _GRIGLIA_ANNO, 32 if mesi else 16) for t in anni]
    righe = [
        tag("path", classe="griglia", d=f"M{x:.2f} {inizio - sopra:g}V{fondo:g}", stroke=colore, fill="none")
        for x, colore, sopra in fili
    ]
    cornice = f"M{asse.sinistra:.2f} {inizio:g}H{asse.destra:g}"
    return [*righe, tag("path", classe="griglia", d=cornice, stroke=_GRIGLIA_ANNO, fill="none")]


def _draw_oggi(linea: LineaDelTempo, asse: AsseDelTempo, inizio: float, fondo: float) -> list[str]:
    """Il filo del giorno chiesto, con la sua data in cima."""
    x = asse.find_x(linea.oggi.toordinal())
    testo = f"oggi, {format_giorno(linea.oggi)}"
    a_sinistra = x + 5 + measure(testo, CORPO, grassetto=True) > asse.destra
    filo = tag(
        "path",
        classe="oggi",
        d=f"M{x:.2f} {inizio:g}V{fondo:g}",
        stroke=INCHIOSTRO,
        stroke_width=1.8,
        stroke_dasharray="7 3",
        fill="none",
    )
    posto, ancora = (x - 5, "end") if a_sinistra else (x + 5, "")
    attributi = {"classe": "testo oggi-testo", "font_weight": "600", "text_anchor": ancora}
    return [filo, write(testo, posto, inizio + 15, CORPO, **attributi)]
