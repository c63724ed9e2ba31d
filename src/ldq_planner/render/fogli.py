"""I fogli di una cartella di lavoro, prima di sapere chi la scrive: nome, intestazione, righe di celle con il loro tipo."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.incerta import DataIncerta
from ldq_planner.model.testo import format_numero
from ldq_planner.render.csv_excel import list_righe
from ldq_planner.render.valori import clean, clean_xml
from ldq_planner.reports.fonti import build_fonti
from ldq_planner.reports.report import (
    Capitolo,
    Elenco,
    Istogramma,
    LineaDelTempo,
    Nota,
    Scheda,
    Segnalazioni,
    Tabella,
    Voce,
)
from ldq_planner.reports.segnalazioni import to_tabella

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.reports.report import Blocco, Cella, Report, Soprattitolo

LEGGIMI, DATI, FONTI = "Leggimi", "Dati", "Fonti"
_MOLTI = 60
"""Oltre, in una cartella di lavoro non si trova più il foglio che si cerca."""
MAX_NOME = 31
"""Caratteri del nome di un foglio: Excel non ne ammette di più."""
_RISERVATI = {"history", "cronologia"}
_VIETATI = re.compile(r"[\[\]:*?/\\]")
_FINE_DI_FRASE = re.compile(r"[,:(]| dal \d")


class Foglio(NamedTuple):
    """Un foglio; le celle sono valori Python, `None` è «non noto» o una cella senza nulla."""

    nome: str
    titolo: str
    colonne: tuple[str, ...]
    righe: tuple[tuple[object, ...], ...]
    vuoto: str = ""
    """Che cosa dire se non ci sono righe."""
    di_macchina: bool = False
    """Vero se una cella che manca resta vuota, invece di dire «non noto»."""
    soprattitoli: tuple[tuple[Soprattitolo, ...], ...] = ()
    """Le righe di titoli sopra più colonne, che stanno sopra quella dei loro nomi."""


def build_fogli(report: Report) -> list[Foglio]:
    """I fogli del report: uno per blocco da leggere, poi i dati per una macchina e le fonti; i nomi sono tutti diversi.

    Se sarebbero troppi per trovarne uno, quelli con le stesse colonne stanno insieme.
    """
    fogli, capitolo, capitoli = list[Foglio](), "", list[str]()
    for blocco in report.blocchi:
        if isinstance(blocco, Capitolo):
            capitolo = blocco.testo
        foglio = _build_foglio(blocco)
        if foglio is not None:
            titolo = foglio.titolo or capitolo
            fogli.append(foglio._replace(nome="" if titolo else _name_risposta(report), titolo=titolo or report.titolo))
            capitoli.append(capitolo)
    if len(fogli) > _MOLTI:
        fogli = _join_uguali(fogli, capitoli)
    fogli += [*_build_dati(report), *_build_fonti(report)]
    return _name_fogli(fogli)


def _join_uguali(fogli: list[Foglio], capitoli: list[str]) -> list[Foglio]:
    """Un foglio per ogni intestazione diversa; due colonne in più dicono di che capitolo e di che tabella è ogni riga."""
    insieme: dict[tuple[str, ...], list[tuple[str, Foglio]]] = {}
    for capitolo, foglio in zip(capitoli, fogli, strict=True):
        insieme.setdefault(foglio.colonne, []).append((capitolo, foglio))
    return [suoi[0][1] if len(suoi) == 1 else _join(suoi) for suoi in insieme.values()]


def _join(fogli: list[tuple[str, Foglio]]) -> Foglio:
    primo = fogli[0][1]
    inizi = takewhile(lambda parole: len(set(parole)) == 1, zip(*(f.titolo.split() for _, f in fogli), strict=False))
    comune = " ".join(parole[0] for parole in inizi).strip(" ,:(«")
    righe = tuple((capitolo, f.titolo, *riga) for capitolo, f in fogli for riga in f.righe or [_say_vuoto(f)])
    titolo = comune or f"{primo.titolo}, e altre con le stesse colonne"
    return Foglio("", titolo, ("Capitolo", "Tabella", *primo.colonne), righe)


def _say_vuoto(foglio: Foglio) -> tuple[object, ...]:
    """Ciò che si dice di un foglio senza righe, come una riga."""
    return (foglio.vuoto, *([""] * (len(foglio.colonne) - 1)))


def list_note(report: Report) -> Iterator[tuple[str, object]]:
    """Le frasi del report, con il titolo che hanno: ciò che non è una tabella."""
    for blocco in report.blocchi:
        if isinstance(blocco, Nota):
            yield "", Voce(blocco.testo, blocco.tono)
        elif isinstance(blocco, Elenco):
            for frase in blocco.frasi:
                yield blocco.titolo, frase


# ——— un blocco, un foglio


def _build_foglio(blocco: Blocco) -> Foglio | None:
    """Nulla, per ciò che sta in una frase; di una linea di soli tratti, perché la dice già la sua tabella."""
    match blocco:
        case Tabella():
            return _spread(blocco)
        case Scheda():
            return Foglio("", blocco.titolo, ("Voce", "Valore"), blocco.voci)
        case Segnalazioni():
            return _spread(to_tabella(blocco._replace(titolo=blocco.titolo or "Segnalazioni")))
        case Istogramma():
            righe = tuple((nome, *valori) for nome, valori in blocco.righe)
            return Foglio("", blocco.titolo, (f"In {blocco.unita}", *blocco.serie), righe)
        case LineaDelTempo(is_figura=True):
            return _list_barre(blocco)
        case _:
            return None


def _list_barre(linea: LineaDelTempo) -> Foglio:
    righe = tuple(
        (riga.nome, b.genere.value, b.periodo.inizio, b.periodo.fine, b.testo)
        for riga in linea.righe
        for b in riga.barre
    )
    return Foglio("", linea.titolo or "Linea del tempo", ("Riga", "Che cos'è", "Dal", "Al", "In parole"), righe)


def _spread(tabella: Tabella) -> Foglio:
    colonne, per_colonna = [], []
    for i, nome in enumerate(tabella.colonne):
        titoli, celle = _spread_colonna(nome, [riga[i] for riga in tabella.righe])
        colonne += titoli
        per_colonna += celle
    righe = tuple(zip(*per_colonna, strict=True))
    return Foglio("", tabella.titolo, tuple(colonne), righe, tabella.vuota, soprattitoli=tabella.soprattitoli)


def _spread_colonna(nome: str, celle: list[Cella]) -> tuple[list[str], list[list[Cella]]]:
    """La colonna, e accanto una per ogni altro numero che le sue celle dicono: in una cella c'è un numero solo."""
    accanto = [dict(c.accanto) if isinstance(c, Voce) else {} for c in celle]
    altri = list(dict.fromkeys(altro for parti in accanto for altro in parti))
    accanto_a_destra: list[list[Cella]] = [[parti.get(altro, "") for parti in accanto] for altro in altri]
    return [nome, *(f"{nome}: {altro}" for altro in altri)], [[_keep_numero(c) for c in celle], *accanto_a_destra]


def _keep_numero(cella: Cella) -> Cella:
    """Se dice altri numeri, il primo solo, con il suo tono: gli altri sono nelle colonne accanto."""
    if not isinstance(cella, Voce) or not cella.accanto or cella.numero is None:
        return cella
    return Voce(format_numero(cella.numero), cella.tono, cella.numero)


# ——— i dati e le fonti


def _build_dati(report: Report) -> Iterator[Foglio]:
    """Le righe per una macchina; accanto a una data incerta, il suo primo e il suo ultimo giorno."""
    righe = list_righe(report)
    if not righe:
        return
    incerte = {nome for riga in righe for nome, valore in riga.items() if _is_incerta(valore)}
    colonne = tuple(colonna for nome in righe[0] for colonna in _split_colonna(nome, incerte))
    celle = tuple(
        tuple(c for nome, v in riga.items() for c in _split_cella(v, divisa=nome in incerte)) for riga in righe
    )
    yield Foglio(
        DATI, "Le righe della risposta, una colonna per campo: per filtrare e sommare", colonne, celle, di_macchina=True
    )


def _is_incerta(valore: object) -> bool:
    return isinstance(valore, DataIncerta) and valore.is_nota and not valore.is_certa


def _split_colonna(nome: str, incerte: set[str]) -> tuple[str, ...]:
    return (nome, f"{nome}.primo_giorno", f"{nome}.ultimo_giorno") if nome in incerte else (nome,)


def _split_cella(valore: object, *, divisa: bool) -> tuple[object, ...]:
    if isinstance(valore, DataIncerta) and not valore.is_nota:
        valore = None
    if not divisa:
        return (valore,)
    return (valore, valore.primo, valore.ultimo) if isinstance(valore, DataIncerta) else (valore, None, None)


def _build_fonti(report: Report) -> Iterator[Foglio]:
    if report.fonti:
        titolo = "Da dove vengono i dati, e la legge che si è applicata"
        yield _spread(build_fonti(report.fonti))._replace(nome=FONTI, titolo=titolo)


# ——— i nomi


def _name_fogli(fogli: list[Foglio]) -> list[Foglio]:
    """I fogli con un nome che Excel ammette, diverso da tutti gli altri anche senza guardare le maiuscole."""
    presi = {nome.lower() for nome in (LEGGIMI, DATI, FONTI)} | _RISERVATI
    nominati = []
    for foglio in fogli:
        nome = foglio.nome if foglio.nome in (DATI, FONTI) else _choose_nome(foglio.nome or foglio.titolo, presi)
        presi.add(nome.lower())
        nominati.append(foglio._replace(nome=nome))
    return nominati


def _name_risposta(report: Report) -> str:
    """Il nome del comando che risponde: per la tabella che non ha un titolo suo."""
    return report.schema.split("/")[1].capitalize() if report.schema.count("/") > 1 else ""


def _choose_nome(titolo: str, presi: set[str]) -> str:
    base = _shorten(_VIETATI.sub("-", clean_xml(clean(titolo))).strip(" '-"), MAX_NOME) or "Tabella"
    nome, numero = base, 1
    while nome.lower() in presi:
        numero += 1
        coda = f" ({numero})"
        nome = f"{_shorten(base, MAX_NOME - len(coda))}{coda}"
    return nome


def _shorten(titolo: str, quanto: int) -> str:
    """Il titolo fino alla prima pausa se è lungo; se no, fino all'ultima parola intera. Unità: di Excel, due per le emoji."""
    if _measure(titolo) <= quanto:
        return titolo
    pausa = _FINE_DI_FRASE.search(titolo)
    corto = titolo[: pausa.start()] if pausa and pausa.start() > len("Costo") else titolo
    while _measure(corto) > quanto:
        parole, spazio, _ = corto.rpartition(" ")
        corto = parole if spazio and len(parole) >= len("Costo") else corto[:-1]
    return corto.strip(" '-")


def _measure(testo: str) -> int:
    return len(testo.encode("utf-16-le", "surrogatepass")) // 2
