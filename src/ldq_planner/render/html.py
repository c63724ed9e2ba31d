"""HTML: una pagina sola, che si legge senza rete e senza script, sullo schermo e stampata su A4."""

from __future__ import annotations

import base64
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.incerta import DataIncerta
from ldq_planner.render.linea import draw_linea, join_pezzi
from ldq_planner.render.maniglia import show_maniglia
from ldq_planner.render.svg import draw_pagine
from ldq_planner.render.valori import clean, format_cella, is_esempio, split_capoversi
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
    Voce,
    is_numero,
)
from ldq_planner.reports.segnalazioni import to_tabella

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Environment
    from markupsafe import Markup

    from ldq_planner.render import Tela
    from ldq_planner.reports.report import Cella, Contenuto, Report

_MODELLI = Path(__file__).parent / "modelli"
_CARATTERI_IN_RIGA = 100
_COLONNE_STRETTE = 6
"""Oltre, stampata, la tabella vuole il foglio di traverso."""
_COLONNE_MASSIME = 8
"""Oltre, una tabella che si può dividere si divide anche sullo schermo: larga, si taglierebbe."""
_RIGHE_IN_SCHEDE = 300
"""Fino a tante, su un telefono ogni riga è una scheda con i nomi delle colonne; di più, la pagina peserebbe troppo."""
_COLONNE = ("Gravità", "Regola", "Che cosa", "Che cosa fare", "Articolo", "Dove")


class CellaInPagina(NamedTuple):
    """Una cella della pagina: il testo, il giorno per chi legge a macchina, il tono, se si allinea a destra."""

    testo: str
    giorno: str = ""
    tono: str = ""
    numero: bool = False
    ordine: str = ""
    """Come si mette in fila, se il testo non basta: una data ISO, un numero."""


class BloccoPronto(NamedTuple):
    """Un blocco pronto per la pagina: come si disegna, e con che cosa."""

    tipo: str
    dati: dict[str, object]


class Parte(NamedTuple):
    """Un capitolo con i suoi blocchi; il primo può non avere titolo."""

    id: str
    titolo: str
    pezzi: tuple[BloccoPronto, ...]
    allegato: bool


def render(report: Report, _tela: Tela) -> str:
    """La pagina intera; tutto ciò che serve a leggerla vi è dentro."""
    mosse = ("carta", "maniglia") if report.maniglia else ("carta",)
    script = "".join((_MODELLI / f"{nome}.js").read_text(encoding="utf-8") for nome in mosse)
    stile = "".join((_MODELLI / f"{nome}.css").read_text(encoding="utf-8") for nome in mosse)
    impronta = base64.b64encode(sha256(script.encode()).digest()).decode("ascii")
    return (
        _open_ambiente()
        .get_template("carta.html.j2")
        .render(
            titolo=clean(report.titolo) or "Segnalazioni",
            oggi=_show_giorno(report.oggi),
            dati_del=_show_giorno(report.dati_aggiornati_al),
            parti=tuple(_split_parti(report)),
            maniglia=report.maniglia and show_maniglia(report.maniglia),
            stile=_mark(stile),
            script=_mark(script),
            impronta=impronta,
        )
        + "\n"
    )


def _open_ambiente() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - solo per questo formato

    return Environment(
        loader=FileSystemLoader(_MODELLI),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _mark(testo: str) -> Markup:
    """Un pezzo di pagina scritto da noi, che non va reso innocuo."""
    from markupsafe import Markup  # noqa: PLC0415 - come sopra

    return Markup(testo)  # noqa: S704 - viene dai nostri modelli e dai nostri disegni, mai dai dati


def _split_parti(report: Report) -> Iterator[Parte]:
    """I capitoli del report, numerati perché l'indice vi porti."""
    capitolo, numero, pezzi = Capitolo(""), 0, list[BloccoPronto]()
    for i, blocco in enumerate(report.blocchi):
        if isinstance(blocco, Capitolo):
            if capitolo.testo or pezzi:
                yield _make_parte(numero, capitolo, pezzi)
            capitolo, pezzi, numero = blocco, [], numero + 1
        elif not isinstance(blocco, Suggerimento):
            pezzi += [_show(parte, f"b{i}-{n}" if n else f"b{i}") for n, parte in enumerate(_divide(blocco))]
    yield _make_parte(numero, capitolo, pezzi)


def _make_parte(numero: int, capitolo: Capitolo, pezzi: list[BloccoPronto]) -> Parte:
    return Parte(f"parte-{numero}", clean(capitolo.testo), tuple(pezzi), capitolo.allegato)


def _divide(blocco: Contenuto) -> list[Contenuto]:
    """La tabella nelle parti in cui si può dividere, se è troppo larga; tutto il resto com'è."""
    if not isinstance(blocco, Tabella) or not blocco.gruppi or len(blocco.colonne) <= _COLONNE_MASSIME:
        return [blocco]
    return [
        blocco._replace(
            titolo="" if n else blocco.titolo,
            colonne=tuple(blocco.colonne[i] for i in gruppo),
            righe=tuple(tuple(riga[i] for i in gruppo) for riga in blocco.righe),
            gruppi=(),
        )
        for n, gruppo in enumerate(blocco.gruppi)
    ]


def _show(blocco: Contenuto, id_: str) -> BloccoPronto:
    dati: dict[str, object]
    match blocco:
        case Tabella():
            tipo, dati = "tabella", _show_tabella(blocco, id_)
        case Segnalazioni():
            tipo, dati = "tabella", _show_tabella(to_tabella(blocco, _COLONNE), id_)
        case Scheda():
            voci = [(clean(nome), _show_cella(valore)) for nome, valore in blocco.voci]
            tipo, dati = "scheda", {"titolo": clean(blocco.titolo), "voci": voci}
        case Elenco():
            tipo, dati = "elenco", {"titolo": clean(blocco.titolo), "frasi": [*map(clean, blocco.frasi)]}
        case Nota():
            righe = split_capoversi(blocco.testo)
            capoversi = [(is_esempio(prima), "\n".join(map(clean, (prima, *altre)))) for prima, *altre in righe]
            tipo, dati = "nota", {"tono": blocco.tono.value, "capoversi": capoversi}
        case LineaDelTempo(is_figura=False):
            disegno = "\n".join(join_pezzi(draw_linea(blocco, _CARATTERI_IN_RIGA)))
            tipo, dati = "disegno", {"testo": disegno, "descrizione": clean(blocco.descrizione or blocco.titolo)}
        case LineaDelTempo() | Istogramma():
            tipo, dati = "figura", {"svg": _mark("\n".join(draw_pagine(blocco, id_=id_)))}
    return BloccoPronto(tipo, dati)


def _show_tabella(tabella: Tabella, id_: str) -> dict[str, object]:
    destra = tabella.destra
    righe = [[_show_cella(cella) for cella in riga] for riga in tabella.righe]
    return {
        "id": id_,
        "titolo": clean(tabella.titolo),
        "colonne": tuple(zip(map(clean, tabella.colonne), destra, strict=True)),
        "righe": [[cella._replace(numero=d) for cella, d in zip(riga, destra, strict=True)] for riga in righe],
        "vuota": clean(tabella.vuota),
        "larga": len(tabella.colonne) > _COLONNE_STRETTE,
        "ripiegata": tabella.ripiegata,
        "schede": len(tabella.righe) <= _RIGHE_IN_SCHEDE,
    }


def _show_giorno(giorno: date | None) -> CellaInPagina | None:
    return None if giorno is None else _show_cella(giorno)


def _show_cella(valore: Cella) -> CellaInPagina:
    """La cella con ciò che serve a leggerla e a metterla in fila."""
    testo = format_cella(valore)
    if isinstance(valore, Voce):
        return CellaInPagina(testo, tono=valore.tono.value)
    if isinstance(valore, DataIncerta):
        return CellaInPagina(
            testo, valore.testo if valore.is_nota and valore.is_certa else "", ordine=valore.primo.isoformat()
        )
    if isinstance(valore, date):
        return CellaInPagina(testo, valore.isoformat(), ordine=valore.isoformat())
    if is_numero(valore):
        return CellaInPagina(testo, ordine=str(valore.importo if isinstance(valore, Euro) else valore))
    return CellaInPagina(testo)
