"""XLSX: una cartella di lavoro con giorni e numeri veri, filtri e intestazioni ferme; nulla che venga dai dati è una formula.

Gli stessi report danno gli stessi byte: la data di creazione è il giorno della domanda.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from decimal import Decimal
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING, TypeAlias

from ldq_planner.dates.incerta import PRIMO_GIORNO, DataIncerta
from ldq_planner.model.testo import format_numero
from ldq_planner.render.fogli import LEGGIMI, Foglio, build_fogli, list_note
from ldq_planner.render.valori import MAX_CELLA, clean_xml, describe_giorni, format_cella, is_formula
from ldq_planner.reports.report import Circa, Euro, Tono, Voce

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from ldq_planner.render import Tela
    from ldq_planner.reports.report import Report, Soprattitolo

Stile: TypeAlias = "dict[str, str | int | bool]"
"""Come appare una cella: proprietà e valori di xlsxwriter."""
TONI: dict[Tono, Stile] = {
    Tono.BENE: {"font_color": "#14532D", "bg_color": "#E3F4E8"},
    Tono.ATTENZIONE: {"font_color": "#6B3E00", "bg_color": "#FFF2D9"},
    Tono.ALLARME: {"font_color": "#8C1515", "bg_color": "#FDE6E6", "bold": True},
    Tono.INCERTO: {"font_color": "#4A2F7A", "bg_color": "#EFE9F8"},
    Tono.SPENTO: {"font_color": "#55595D"},
}
"""Testo scuro su fondo chiaro: il contrasto è sempre più di 7 a 1, tranne per ciò che è spento (più di 4,5)."""
INTESTAZIONE: Stile = {
    "bold": True,
    "font_color": "#FFFFFF",
    "bg_color": "#17324D",
    "text_wrap": True,
    "valign": "vcenter",
}
_NUMERI = {"giorno": "dd/mm/yyyy", "intero": "#,##0", "nudo": "0", "euro": "[$€-410] #,##0.00", "decimale": "#,##0.00"}
_SENZA_MIGLIAIA = re.compile(r"(^|[ ._])(anno|municipio|riga|colonna|id)$", re.IGNORECASE)
_MIN_LARGHEZZA, _MAX_LARGHEZZA = 9, 50
_ALTEZZA, _MAX_ALTEZZA = 15, 405  # punti: quanto una riga di testo, e quanto la più alta che Excel ammette
_A_CAPO = 1.15
_MAX_PAROLE = 200  # di un formato di numero Excel ne ammette 255, con ciò che ci sta intorno
_LARGA_UNA_PAGINA = 240
"""Caratteri: di più, su un foglio coricato, non si leggono."""
_LARGHEZZE = (34, 90)
"""Delle due colonne del primo foglio."""
_RIGA = "#C5CCD3"
_MARGINE_DEL_FILTRO = 4  # la freccia del filtro copre la fine del titolo
IMPOSTAZIONI = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def render(report: Report, _tela: Tela) -> bytes:
    """La cartella di lavoro: «Leggimi», un foglio per blocco, «Dati», «Fonti»."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - un extra: lo carica solo chi lo vuole

    uscita = BytesIO()
    cartella = Workbook(uscita, IMPOSTAZIONI)
    _set_proprieta(cartella, report)
    stili = _Stili(cartella)
    fogli = build_fogli(report)
    _write_leggimi(cartella.add_worksheet(LEGGIMI), report, fogli, stili)
    for foglio in fogli:
        _write_foglio(cartella.add_worksheet(foglio.nome), foglio, stili)
    cartella.close()
    return uscita.getvalue()


def _set_proprieta(cartella: Workbook, report: Report) -> None:
    """Titolo, giorno e lingua: li legge chi cerca il file, e chi lo ascolta."""
    creata = datetime.combine(report.oggi or PRIMO_GIORNO, time(), UTC).replace(tzinfo=None)
    sottotitolo = ", ".join(describe_giorni(report))
    cartella.set_properties(
        {"title": _write_testo(report.titolo or "Segnalazioni")[:255], "subject": sottotitolo, "created": creata}
    )
    cartella.set_custom_property("Language", "it-IT")


class _Stili:
    """I formati delle celle, ciascuno una volta sola."""

    def __init__(self, cartella: Workbook) -> None:
        self._cartella = cartella
        self._fatti: dict[tuple[tuple[str, object], ...], Format] = {}

    def get(self, proprieta: Stile) -> Format:
        """Il formato con quelle proprietà, che sta in alto nella cella."""
        tutte = {"valign": "top", **proprieta}
        chiave = tuple(sorted(tutte.items()))
        if chiave not in self._fatti:
            self._fatti[chiave] = self._cartella.add_format(tutte)
        return self._fatti[chiave]


# ——— il primo foglio


def _write_leggimi(pagina: Worksheet, report: Report, fogli: list[Foglio], stili: _Stili) -> None:
    """Che cos'è, di che giorno, che cosa c'è negli altri fogli, che cosa c'è da sapere."""
    for colonna, larga in enumerate(_LARGHEZZE):
        pagina.set_column(colonna, colonna, larga)
    pagina.hide_gridlines(2)
    titolo = report.titolo or "Segnalazioni"
    pagina.write_string(0, 0, _write_testo(titolo), stili.get({"bold": True, "font_size": 14, "font_color": "#17324D"}))
    riga = _write_coppie(
        pagina, 2, (("Giorno della domanda", report.oggi), ("Dati del", report.dati_aggiornati_al)), stili
    )
    riga = _write_titolo(pagina, riga + 1, "I fogli", stili)
    riga = _write_coppie(pagina, riga, [(f.nome, f"{f.titolo}{_say_quante(f)}") for f in fogli], stili)
    note = [*list_note(report)]
    if note:
        riga = _write_titolo(pagina, riga + 1, "Da sapere", stili)
        _write_coppie(pagina, riga, note, stili)
    _set_stampa(pagina, orizzontale=False)


def _say_quante(foglio: Foglio) -> str:
    quante = len(foglio.righe)
    return f" · {format_numero(quante)} {'riga' if quante == 1 else 'righe'}"


def _write_titolo(pagina: Worksheet, riga: int, testo: str, stili: _Stili) -> int:
    pagina.write_string(riga, 0, testo, stili.get({"bold": True, "font_color": "#17324D", "bottom": 1}))
    pagina.write_blank(riga, 1, None, stili.get({"bottom": 1}))
    return riga + 1


def _write_coppie(pagina: Worksheet, riga: int, coppie: Iterable[tuple[str, object]], stili: _Stili) -> int:
    """Le coppie da quella riga in giù; la prima riga libera dopo."""
    for nome, valore in coppie:
        if valore is not None:
            pagina.write_string(riga, 0, _write_testo(nome), stili.get({"text_wrap": True, "bold": True}))
            _write_cella(pagina, (riga, 1), valore, stili, {"align": "left", "text_wrap": True})
            pagina.set_row(riga, _measure_riga((nome, valore), _LARGHEZZE))
            riga += 1
    return riga


# ——— gli altri


def _write_foglio(pagina: Worksheet, foglio: Foglio, stili: _Stili) -> None:
    """L'intestazione ferma e con il filtro, poi le righe; i titoli di più colonne, in celle unite, le stanno sopra."""
    ultima, sopra = max(len(foglio.colonne) - 1, 0), len(foglio.soprattitoli)
    larghezze = [_fit(nome, [riga[i] for riga in foglio.righe]) for i, nome in enumerate(foglio.colonne)]
    for colonna, nome in enumerate(foglio.colonne):
        pagina.set_column(colonna, colonna, larghezze[colonna])
        _write_colonna(pagina, colonna, nome, foglio, stili)
    for riga, celle in enumerate((foglio.colonne,) if foglio.di_macchina else (foglio.colonne, *foglio.righe), sopra):
        pagina.set_row(riga, _measure_riga(celle, larghezze))
    for riga, soprattitoli in enumerate(foglio.soprattitoli):
        _write_soprattitoli(pagina, riga, soprattitoli, larghezze, stili)
    if not foglio.righe and foglio.vuoto:
        pagina.write_string(sopra + 1, 0, _write_testo(foglio.vuoto), stili.get({"italic": True}))
    pagina.freeze_panes(sopra + 1, 1 if ultima > 1 else 0)
    if foglio.righe:
        pagina.autofilter(sopra, 0, sopra + len(foglio.righe), ultima)
    pagina.repeat_rows(0, sopra)
    pagina.repeat_columns(0)
    _set_stampa(pagina, orizzontale=ultima > 1, pagine=ceil(sum(larghezze) / _LARGA_UNA_PAGINA))


def _write_soprattitoli(
    pagina: Worksheet, riga: int, soprattitoli: Sequence[Soprattitolo], larghezze: Sequence[int], stili: _Stili
) -> None:
    """Una riga di titoli di più colonne; dove non ce n'è, la stessa tinta."""
    stile = stili.get(INTESTAZIONE | {"align": "center", "border": 1, "border_color": _RIGA})
    for colonna in range(len(larghezze)):
        pagina.write_blank(riga, colonna, None, stile)
    for f in soprattitoli:
        pagina.merge_range(riga, f.prima, riga, f.ultima, _write_testo(f.testo), stile)
    larghe = [sum(larghezze[f.prima : f.ultima + 1]) for f in soprattitoli]
    pagina.set_row(riga, _measure_riga(tuple(f.testo for f in soprattitoli), larghe))


def _write_colonna(pagina: Worksheet, colonna: int, nome: str, foglio: Foglio, stili: _Stili) -> None:
    """Il titolo e le celle: a destra dove ci sono numeri, con ciò che li sostituisce."""
    valori = [riga[colonna] for riga in foglio.righe]
    scelte: Stile = {
        "text_wrap": not foglio.di_macchina,
        "indent": 1,
        "bottom": 4,
        "bottom_color": _RIGA,
        "align": "right" if _is_di_numeri(valori) else "left",
    }
    titolo: Stile = INTESTAZIONE | {"align": scelte["align"], "indent": 1}
    sopra = len(foglio.soprattitoli)
    pagina.write_string(sopra, colonna, _write_testo(nome), stili.get(titolo))
    if _SENZA_MIGLIAIA.search(nome) and not any(isinstance(v, Euro) for v in valori):
        scelte["num_format"] = _NUMERI["nudo"]
    for riga, valore in enumerate(valori, sopra + 1):
        if valore is not None or not foglio.di_macchina:
            _write_cella(pagina, (riga, colonna), valore, stili, scelte)


def _measure_riga(celle: tuple[object, ...], larghezze: Sequence[int]) -> float:
    """Quanto è alta la riga perché ogni cella si legga intera, fin dove Excel lo ammette."""
    righe = max((_count_righe(_write_testo(c), larga) for c, larga in zip(celle, larghezze, strict=True)), default=1)
    return min(_ALTEZZA * righe, _MAX_ALTEZZA)


def _count_righe(testo: str, larga: int) -> int:
    """Su quante righe va il testo; andare a capo fra le parole ne spreca un po'."""
    return 1 if len(testo) < larga else ceil(len(testo) * _A_CAPO / larga)


def _set_stampa(pagina: Worksheet, *, orizzontale: bool, pagine: int = 1) -> None:
    """Su A4, larga quante pagine servono a leggerla, con il nome del foglio e il numero di pagina in fondo."""
    pagina.set_paper(9)
    pagina.fit_to_pages(max(1, pagine), 0)
    pagina.set_footer("&L&A&R&P / &N")
    if orizzontale:
        pagina.set_landscape()


def _write_cella(pagina: Worksheet, dove: tuple[int, int], valore: object, stili: _Stili, scelte: Stile) -> None:
    """Il valore con il suo tipo: un giorno, un numero, un vero o falso; tutto il resto è testo, e mai una formula."""
    if isinstance(valore, DataIncerta) and valore.is_certa:
        valore = valore.primo
    quanto = _find_numero(valore)
    if valore == "":
        pagina.write_blank(*dove, None, stili.get(scelte))
    elif isinstance(valore, bool):
        pagina.write_boolean(*dove, valore, stili.get(scelte))
    elif isinstance(valore, date) and valore >= PRIMO_GIORNO:
        formato = stili.get({**scelte, "num_format": _NUMERI["giorno"]})
        pagina.write_datetime(*dove, datetime.combine(valore, time()), formato)
    elif quanto is not None:
        pagina.write_number(*dove, float(quanto), stili.get(_style_numero(valore, scelte)))
    else:
        testo = _write_testo(valore)
        pagina.write_string(*dove, testo, stili.get({**scelte, **_style_testo(valore, testo)}))


def _style_numero(valore: object, scelte: Stile) -> Stile:
    """Come appare un numero: con le parole che lo dicono, se ne ha."""
    if isinstance(valore, (Voce, Circa)):
        tono = TONI[valore.tono] if isinstance(valore, Voce) else {}
        return {**scelte, **tono, "num_format": _format_parole(format_cella(valore), valore.numero or 0)}
    quale = "euro" if isinstance(valore, Euro) else "decimale" if isinstance(valore, Decimal) else "intero"
    return {"num_format": _NUMERI[quale], **scelte}


def _format_parole(testo: str, numero: int) -> str:
    """Il formato che di quel numero mostra quelle parole; se qualcuno lo cambia di segno, solo il numero."""
    prima, cifre, dopo = testo.partition(format_numero(abs(numero)))
    if cifre and not prima + dopo:
        return _NUMERI["intero"]
    parole = "".join((_quote(prima), "#,##0" if cifre else "", _quote(dopo)))
    if numero > 0:
        return f"{parole};-#,##0;0"
    return f"#,##0;{parole};0" if numero else f"#,##0;-#,##0;{parole}"


def _quote(testo: str) -> str:
    return f'"{testo}"' if testo else ""


def _style_testo(valore: object, testo: str) -> Stile:
    """Come appare un testo: il suo tono, e il segno che resta testo anche a chi lo corregge."""
    stile: Stile = {"num_format": "@"}
    if valore is None:
        stile |= {"italic": True, **TONI[Tono.SPENTO]}
    elif isinstance(valore, Voce):
        stile |= TONI[valore.tono]
    elif isinstance(valore, DataIncerta):
        stile |= TONI[Tono.INCERTO]
    return stile | ({"quote_prefix": True} if is_formula(testo) else {})


def _write_testo(valore: object) -> str:
    """Il testo com'è per una persona, con i caratteri che un foglio non ammette resi visibili, e non oltre una cella."""
    testo = clean_xml(format_cella(valore))
    lungo = len(testo.encode("utf-16-le")) // 2  # Excel conta così
    if lungo <= MAX_CELLA:
        return testo
    nota = f" … [tagliato: {format_numero(len(testo))} caratteri in tutto]"
    return testo.encode("utf-16-le")[: 2 * (MAX_CELLA - len(nota))].decode("utf-16-le", "ignore") + nota


def _find_numero(valore: object) -> int | Decimal | None:
    """Il numero che la cella è, o che le sue parole dicono."""
    if isinstance(valore, Voce):
        return valore.numero if '"' not in valore.testo and len(valore.testo) < _MAX_PAROLE else None
    if isinstance(valore, (Circa, Euro)):
        return valore.numero if isinstance(valore, Circa) else valore.importo
    return valore if type(valore) is int or isinstance(valore, Decimal) else None


def _is_di_numeri(valori: list[object]) -> bool:
    """Vero se la colonna è di numeri, anche con qualche parola al posto di uno che manca."""
    numeri = [v for v in valori if _find_numero(v) is not None]
    altri = [v for v in valori if v not in (None, "") and _find_numero(v) is None]
    return (
        bool(numeri)
        and all(isinstance(v, (str, Voce)) and len(_write_testo(v)) < _MIN_LARGHEZZA * 2 for v in altri)
        and len(altri) * 2 <= len(valori)
    )


def _fit(nome: str, valori: list[object]) -> int:
    """Quanto è larga la colonna: quanto la cella più lunga, fra un minimo e un massimo oltre il quale va a capo."""
    parole = max((len(parola) for parola in nome.replace(".", ". ").split()), default=0)
    titolo = min(len(nome), max(parole, _MIN_LARGHEZZA * 2)) + _MARGINE_DEL_FILTRO
    celle = max((len(_write_testo(v)) for v in valori), default=0) + 3
    return min(max(titolo, celle, _MIN_LARGHEZZA), _MAX_LARGHEZZA)
