"""HTML: una pagina sola, che si legge senza rete e senza script, sullo schermo e stampata su A4."""

from __future__ import annotations

import base64
from functools import singledispatch
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ldq_planner.dates.incerta import DataIncerta
from ldq_planner.render.linea import draw_linea
from ldq_planner.render.svg import draw_figura
from ldq_planner.render.valori import clean, format_cella, is_esempio, split_capoversi
from ldq_planner.reports.report import (
    Capitolo,
    Elenco,
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
    from datetime import date

    from jinja2 import Environment
    from markupsafe import Markup

    from ldq_planner.render import Tela
    from ldq_planner.reports.report import Blocco, Report

_MODELLI = Path(__file__).parent / "modelli"
_CARATTERI_IN_RIGA = 100
_COLONNE_STRETTE = 6
"""Oltre, stampata, la tabella vuole il foglio di traverso."""
_COLONNE = ("Gravità", "Regola", "Che cosa", "Che cosa fare", "Articolo", "Dove")


class Cella(NamedTuple):
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
    dati: dict[str, Any]


class Parte(NamedTuple):
    """Un capitolo con i suoi blocchi; il primo può non avere titolo."""

    id: str
    titolo: str
    pezzi: tuple[BloccoPronto, ...]
    allegato: bool


def render(report: Report, _tela: Tela) -> str:
    """La pagina intera; tutto ciò che serve a leggerla vi è dentro."""
    script = (_MODELLI / "carta.js").read_text(encoding="utf-8")
    impronta = base64.b64encode(sha256(script.encode()).digest()).decode("ascii")
    return (
        _open_ambiente()
        .get_template("carta.html.j2")
        .render(
            titolo=clean(report.titolo) or "Segnalazioni",
            oggi=_show_giorno(report.oggi),
            dati_del=_show_giorno(report.dati_aggiornati_al),
            parti=tuple(_split_parti(report)),
            stile=_mark((_MODELLI / "carta.css").read_text(encoding="utf-8")),
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
            pezzi.append(_show(blocco, f"b{i}"))
    yield _make_parte(numero, capitolo, pezzi)


def _make_parte(numero: int, capitolo: Capitolo, pezzi: list[BloccoPronto]) -> Parte:
    return Parte(f"parte-{numero}", clean(capitolo.testo), tuple(pezzi), capitolo.allegato)


@singledispatch
def _show(blocco: Blocco, id_: str) -> BloccoPronto:
    raise TypeError(f"blocco sconosciuto: {type(blocco)} ({id_})")


@_show.register(Tabella)
def _(tabella: Tabella, id_: str) -> BloccoPronto:
    destra = tabella.destra
    righe = [[_show_cella(cella) for cella in riga] for riga in tabella.righe]
    return BloccoPronto(
        "tabella",
        {
            "id": id_,
            "titolo": clean(tabella.titolo),
            "colonne": tuple(zip(map(clean, tabella.colonne), destra, strict=True)),
            "righe": [[cella._replace(numero=d) for cella, d in zip(riga, destra, strict=True)] for riga in righe],
            "vuota": clean(tabella.vuota),
            "larga": len(tabella.colonne) > _COLONNE_STRETTE,
            "ripiegata": tabella.ripiegata,
        },
    )


@_show.register(Segnalazioni)
def _(segnalazioni: Segnalazioni, id_: str) -> BloccoPronto:
    return _show(to_tabella(segnalazioni, _COLONNE), id_)


@_show.register(Scheda)
def _(scheda: Scheda, id_: str) -> BloccoPronto:
    voci = [(clean(nome), _show_cella(valore)) for nome, valore in scheda.voci]
    return BloccoPronto("scheda", {"id": id_, "titolo": clean(scheda.titolo), "voci": voci})


@_show.register(Elenco)
def _(elenco: Elenco, id_: str) -> BloccoPronto:
    return BloccoPronto("elenco", {"id": id_, "titolo": clean(elenco.titolo), "frasi": [*map(clean, elenco.frasi)]})


@_show.register(Nota)
def _(nota: Nota, id_: str) -> BloccoPronto:
    capoversi = [(is_esempio(righe[0]), "\n".join(map(clean, righe))) for righe in split_capoversi(nota.testo) if righe]
    return BloccoPronto("nota", {"id": id_, "tono": nota.tono.value, "capoversi": capoversi})


@_show.register(LineaDelTempo)
def _(linea: LineaDelTempo, id_: str) -> BloccoPronto:
    if linea.is_figura:
        return BloccoPronto("figura", {"id": id_, "svg": _mark(draw_figura(linea, id_=id_))})
    disegno = "\n".join("".join(p.testo for p in riga).rstrip() for riga in draw_linea(linea, _CARATTERI_IN_RIGA))
    return BloccoPronto(
        "disegno", {"id": id_, "testo": disegno, "descrizione": clean(linea.descrizione or linea.titolo)}
    )


@_show.register(Istogramma)
def _(istogramma: Istogramma, id_: str) -> BloccoPronto:
    return BloccoPronto("figura", {"id": id_, "svg": _mark(draw_figura(istogramma, id_=id_))})


def _show_giorno(giorno: date | None) -> Cella | None:
    return None if giorno is None else _show_cella(giorno)


def _show_cella(valore: Any) -> Cella:
    """La cella con ciò che serve a leggerla e a metterla in fila."""
    testo = format_cella(valore)
    if isinstance(valore, Voce):
        return Cella(testo, tono=valore.tono.value)
    if isinstance(valore, DataIncerta):
        return Cella(testo, valore.testo if valore.is_nota and valore.is_certa else "", ordine=valore.primo.isoformat())
    if hasattr(valore, "isoformat"):
        return Cella(testo, valore.isoformat(), ordine=valore.isoformat())
    if is_numero(valore):
        return Cella(testo, ordine=str(getattr(valore, "importo", valore)))
    return Cella(testo)
