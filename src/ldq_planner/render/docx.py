"""DOCX: la carta da correggere, con titoli, tabelle e figure veri; si apre con Word e con LibreOffice.

Ciò che python-docx non sa scrivere (l'intestazione che si ripete, i campi, il testo alternativo) sta in `docx_xml`.
"""

from __future__ import annotations

import zipfile
from datetime import UTC, date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from ldq_planner.render.carta import (
    COLORI,
    FILETTO,
    LARGHEZZA,
    TITOLO,
    Carta,
    Dicitura,
    Figura,
    Indice,
    Preformato,
    Punti,
    TabellaInPagina,
    Titolo,
    Voci,
    build_carta,
)
from ldq_planner.render.docx_xml import (
    add_campo,
    add_indice,
    add_segnalibro,
    describe_figura,
    fix_larghezze,
    keep_intera,
    repeat_intestazione,
    set_bordo,
    set_carattere,
    set_lingua,
    set_sfondo,
)
from ldq_planner.render.valori import clean_xml
from ldq_planner.reports.report import Tono

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

    from ldq_planner.render import Tela
    from ldq_planner.render.carta import Elemento
    from ldq_planner.reports.report import Report

_SENZA_GIORNO = date(1980, 1, 1)
_MARGINE_MM = 20
_CARATTERE, _A_PASSO_FISSO = "Arial", "Courier New"
"""Ci sono ovunque, o hanno un sostituto con le stesse misure."""
_ARIA = 1.2
"""Chi apre il documento può non averlo, e leggerlo con uno più largo: una data o una parola non si spezzano lo stesso."""
_STILI = {
    "Title": 20.0,
    "Heading 1": 15.0,
    "Heading 2": 11.5,
    "Normal": 10.0,
    "List Bullet": 10.0,
    "Header": 8.0,
    "Footer": 8.0,
}
_CELLA_LUNGA = 600  # caratteri: di più, e la riga si può dividere fra due pagine
_SENZA_ORA = (1980, 1, 1, 0, 0, 0)


def render(report: Report, _tela: Tela) -> bytes:
    """Il report come documento Word."""
    import docx  # noqa: PLC0415 - serve solo a chi scrive documenti

    carta = build_carta(report, _ARIA)
    documento = docx.Document()
    giorno = report.oggi or report.dati_aggiornati_al or _SENZA_GIORNO
    _set_proprieta(documento, carta, giorno)
    _set_stili(documento)
    _set_pagina(documento, carta)
    _write_testa(documento, carta)
    for elemento in carta.elementi:
        _write(elemento, documento)
    scritto = BytesIO()
    documento.save(scritto)
    return _rezip(scritto.getvalue())


def _rezip(contenuto: bytes) -> bytes:
    """Lo stesso archivio, senza l'ora in cui è stato scritto."""
    nuovo = BytesIO()
    with zipfile.ZipFile(BytesIO(contenuto)) as vecchio, zipfile.ZipFile(nuovo, "w", zipfile.ZIP_DEFLATED) as archivio:
        for nome in vecchio.namelist():
            voce = zipfile.ZipInfo(nome, _SENZA_ORA)
            voce.compress_type = zipfile.ZIP_DEFLATED
            voce.create_system = 0
            archivio.writestr(voce, vecchio.read(nome))
    return nuovo.getvalue()


# ——— il documento


def _set_proprieta(documento: Document, carta: Carta, giorno: date) -> None:
    """Titolo, autore, lingua e giorno, come li mostra chi gestisce i documenti."""
    momento = datetime(giorno.year, giorno.month, giorno.day, tzinfo=UTC).replace(tzinfo=None)
    proprieta = documento.core_properties
    proprieta.title, proprieta.author = clean_xml(carta.titolo)[:255], clean_xml(carta.autore)[:255]
    proprieta.subject, proprieta.keywords = ", ".join(carta.giorni), ", ".join(carta.parole)
    proprieta.language, proprieta.comments = "it-IT", ""
    proprieta.last_modified_by = proprieta.author
    proprieta.created = proprieta.modified = momento


def _set_stili(documento: Document) -> None:
    """I caratteri e i colori della carta, negli stili: chi la corregge li cambia in un posto solo."""
    from docx.shared import Pt, RGBColor  # noqa: PLC0415 - come sopra

    for nome, corpo in _STILI.items():
        stile: Any = documento.styles[nome]
        set_carattere(stile, _CARATTERE)
        stile.font.size = Pt(corpo)
        stile.font.color.rgb = RGBColor.from_string(_hex(COLORI[Tono.SPENTO]))
        stile.paragraph_format.space_after = Pt(5)
        if nome.startswith(("Heading", "Title")):
            stile.font.color.rgb = RGBColor.from_string(_hex(TITOLO))
            stile.font.bold = True
            stile.paragraph_format.space_before = Pt(corpo * 1.2)
            stile.paragraph_format.keep_with_next = True
    set_lingua(documento)


def _set_pagina(documento: Document, carta: Carta) -> None:
    """Un foglio A4; in cima il titolo, dalla seconda pagina, e in fondo il giorno e il numero di pagina."""
    from docx.enum.section import WD_ORIENT  # noqa: PLC0415 - come sopra
    from docx.enum.text import WD_TAB_ALIGNMENT  # noqa: PLC0415 - come sopra
    from docx.shared import Mm, Pt  # noqa: PLC0415 - come sopra

    sezione = documento.sections[0]
    lati = (Mm(297), Mm(210)) if carta.orizzontale else (Mm(210), Mm(297))
    sezione.page_width, sezione.page_height = lati
    sezione.orientation = WD_ORIENT.LANDSCAPE if carta.orizzontale else WD_ORIENT.PORTRAIT
    sezione.left_margin = sezione.right_margin = Mm(_MARGINE_MM)
    sezione.top_margin, sezione.bottom_margin = Mm(22), Mm(20)
    sezione.different_first_page_header_footer = True
    sezione.header.paragraphs[0].add_run(clean_xml(carta.testatina))
    set_bordo(sezione.header.paragraphs[0], _hex(FILETTO), 4)
    piede: Any = documento.styles["Footer"]
    piede.paragraph_format.tab_stops.clear_all()
    piede.paragraph_format.tab_stops.add_tab_stop(Pt(carta.larghezza), WD_TAB_ALIGNMENT.RIGHT)
    for riga in (sezione.footer.paragraphs[0], sezione.first_page_footer.paragraphs[0]):
        riga.add_run(f"{', '.join(carta.giorni)}\tpagina ")
        add_campo(riga, "PAGE")
        riga.add_run(" di ")
        add_campo(riga, "NUMPAGES")


def _write_testa(documento: Document, carta: Carta) -> None:
    """Il titolo, i giorni, di chi è."""
    titolo = documento.add_paragraph(style="Title")
    titolo.add_run(clean_xml(carta.titolo))
    set_bordo(titolo, "", 0)
    sotto = documento.add_paragraph(" · ".join(carta.giorni))
    set_bordo(sotto, _hex(FILETTO), 12)


# ——— gli elementi


def _write(elemento: Elemento, documento: Document) -> None:
    match elemento:
        case Titolo():
            _write_titolo(elemento, documento)
        case Indice():
            add_indice(documento, [clean_xml(capitolo) for capitolo in elemento.capitoli], elemento.prima, LARGHEZZA)
        case Dicitura():
            _add_pezzo(documento.add_paragraph(), elemento)
        case Punti():
            for frase in elemento.frasi:
                documento.add_paragraph(clean_xml(frase), style="List Bullet")
        case Voci():
            _write_voci(elemento, documento)
        case Preformato():
            _write_preformato(elemento, documento)
        case Figura():
            _write_figura(elemento, documento)
        case TabellaInPagina():
            _write_tavola(elemento, documento)


def _write_titolo(titolo: Titolo, documento: Document) -> None:
    scritto = documento.add_heading(clean_xml(titolo.testo), titolo.livello)
    scritto.paragraph_format.page_break_before = titolo.stacca or None
    if titolo.livello == 1:
        add_segnalibro(scritto, documento)


def _write_voci(voci: Voci, documento: Document) -> None:
    from docx.shared import Pt  # noqa: PLC0415 - come sopra

    for nome, valore in voci.voci:
        riga = documento.add_paragraph()
        riga.paragraph_format.space_after = Pt(2)
        riga.add_run(f"{clean_xml(nome)}: ").bold = True
        _add_pezzo(riga, valore)


def _write_preformato(disegno: Preformato, documento: Document) -> None:
    from docx.shared import Pt  # noqa: PLC0415 - come sopra

    for testo in disegno.righe:
        riga = documento.add_paragraph()
        riga.paragraph_format.space_after = 0
        pezzo = riga.add_run(clean_xml(testo))
        set_carattere(pezzo, _A_PASSO_FISSO)
        pezzo.font.size = Pt(7.5)


def _write_figura(figura: Figura, documento: Document) -> None:
    from docx.shared import Pt  # noqa: PLC0415 - come sopra

    from ldq_planner.render.png import draw_png  # noqa: PLC0415 - serve solo a una carta con figure

    riga = documento.add_paragraph()
    immagine = riga.add_run().add_picture(BytesIO(draw_png(figura.svg)), width=Pt(figura.larghezza))
    describe_figura(immagine, clean_xml(figura.descrizione))


def _write_tavola(tavola: TabellaInPagina, documento: Document) -> None:
    from docx.shared import Pt  # noqa: PLC0415 - come sopra

    sopra = len(tavola.soprattitoli)
    tabella = documento.add_table(sopra + 1 + len(tavola.righe), len(tavola.colonne))
    fix_larghezze(tabella, tavola.larghezze)
    for riga, soprattitoli in zip(tabella.rows, tavola.soprattitoli, strict=False):
        _write_soprattitoli(riga, soprattitoli, tavola.corpo)
    righe = [tuple(Dicitura(nome) for nome in tavola.colonne), *tavola.righe]
    for numero, (riga, pezzi) in enumerate(zip(tabella.rows[sopra:], righe, strict=True)):
        for cella, pezzo, destra in zip(riga.cells, pezzi, tavola.destra, strict=True):
            _write_cella(cella, pezzo, tavola.corpo, destra=destra, testa=numero == 0)
            cella.paragraphs[0].paragraph_format.keep_with_next = (tavola.intera and numero < len(tavola.righe)) or None
        if all(len(pezzo.testo) <= _CELLA_LUNGA for pezzo in pezzi):
            keep_intera(riga)
    for riga in tabella.rows[: sopra + 1]:
        repeat_intestazione(riga)
    sotto = documento.add_paragraph().paragraph_format  # senza, due tabelle di fila diventano una
    sotto.space_after, sotto.line_spacing = 0, Pt(7)


def _write_soprattitoli(riga: Any, soprattitoli: tuple[tuple[str, int], ...], corpo: float) -> None:
    """I titoli sopra più colonne, ciascuno nelle sue celle unite."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415 - come sopra

    celle, posto = riga.cells, 0
    for testo, quante in soprattitoli:
        unita = celle[posto].merge(celle[posto + quante - 1])
        _write_cella(unita, Dicitura(testo), corpo, destra=False, testa=True)
        unita.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        unita.paragraphs[0].paragraph_format.keep_with_next = True
        posto += quante


def _write_cella(cella: Any, pezzo: Dicitura, corpo: float, *, destra: bool, testa: bool) -> None:
    """Il testo di una cella, con una riga sotto."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415 - come sopra
    from docx.shared import Pt, RGBColor  # noqa: PLC0415 - come sopra

    riga = cella.paragraphs[0]
    riga.paragraph_format.space_after = riga.paragraph_format.space_before = Pt(2)
    riga.alignment = WD_ALIGN_PARAGRAPH.RIGHT if destra else None
    scritto = _add_pezzo(riga, pezzo)
    scritto.font.size = Pt(corpo)
    if testa:
        scritto.bold = True
        scritto.font.color.rgb = RGBColor.from_string(_hex(TITOLO))
        set_sfondo(cella, "E8F1FA")


def _add_pezzo(riga: Paragraph, pezzo: Dicitura) -> Any:
    """Il testo in fondo alla riga, con il colore del suo tono."""
    from docx.shared import RGBColor  # noqa: PLC0415 - come sopra

    scritto = riga.add_run(clean_xml(pezzo.testo))
    if pezzo.tono is not Tono.SPENTO:
        scritto.font.color.rgb = RGBColor.from_string(_hex(COLORI[pezzo.tono]))
    return scritto


def _hex(colore: str) -> str:
    return colore.removeprefix("#").upper()
