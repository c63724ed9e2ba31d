"""Ciò che un documento Word sa e python-docx non scrive: campi, intestazioni che si ripetono, testi alternativi, lingua."""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph

_VENTESIMI = 20
"""Un punto, nelle misure di un documento."""
_MARGINE_CELLA = 80  # ventesimi: quattro punti per lato
_SEGNALIBRO = "_Toc"


def add_campo(riga: Paragraph, nome: str, intanto: str = "1") -> None:
    """Un campo che il programma di scrittura calcola: il numero della pagina, quante sono; `intanto` si legge finché non lo fa."""
    _open_campo(riga, nome)
    riga.add_run(intanto)
    _append(riga.add_run()._r, "w:fldChar", {"w:fldCharType": "end"})  # noqa: SLF001 - così python-docx dà il suo elemento


def add_indice(documento: Document, titoli: Sequence[str], prima: int, larghezza: float) -> None:
    """I titoli che hanno già, o avranno, un segnalibro da `prima` in poi: il rimando, i puntini, la pagina.

    Unità: `larghezza` in punti.
    """
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER  # noqa: PLC0415 - serve solo a chi scrive documenti
    from docx.shared import Pt  # noqa: PLC0415 - come sopra

    for numero, titolo in enumerate(titoli, prima):
        riga = documento.add_paragraph()
        riga.paragraph_format.space_after = Pt(2)
        riga.paragraph_format.tab_stops.add_tab_stop(Pt(larghezza), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        rimando = _make("w:hyperlink", {"w:anchor": f"{_SEGNALIBRO}{numero}"})
        rimando.append(riga.add_run(titolo)._r)  # noqa: SLF001 - come sopra
        riga._p.append(rimando)  # noqa: SLF001 - come sopra
        riga.add_run("\t")
        add_campo(riga, f"PAGEREF {_SEGNALIBRO}{numero} \\h", "–")


def add_segnalibro(titolo: Paragraph, documento: Document) -> None:
    """Il titolo diventa il punto d'arrivo del prossimo rimando dell'indice."""
    numero = len(documento.element.xpath("//w:bookmarkStart"))
    titolo._p.append(_make("w:bookmarkStart", {"w:id": str(numero), "w:name": f"{_SEGNALIBRO}{numero}"}))  # noqa: SLF001 - come sopra
    titolo._p.append(_make("w:bookmarkEnd", {"w:id": str(numero)}))  # noqa: SLF001 - come sopra


def _open_campo(riga: Paragraph, nome: str) -> None:
    for che_cosa in ("begin", "", "separate"):
        elemento = riga.add_run()._r  # noqa: SLF001 - come sopra
        if che_cosa:
            sporco = {"w:dirty": "true"} if che_cosa == "begin" else {}  # si ricalcola all'apertura
            _append(elemento, "w:fldChar", {"w:fldCharType": che_cosa} | sporco)
        else:
            _append(elemento, "w:instrText", {"xml:space": "preserve"}, f" {nome} ")


def describe_figura(immagine: Any, descrizione: str) -> None:
    """Il testo alternativo di una figura."""
    immagine._inline.docPr.set("descr", descrizione)  # noqa: SLF001 - come sopra


def fix_larghezze(tabella: Table, larghezze: Sequence[float]) -> None:
    """Colonne larghe quanto si è deciso, in punti, e una riga sottile sotto ogni riga."""
    from docx.shared import Pt  # noqa: PLC0415 - come sopra

    tabella.autofit = False
    for colonna, larghezza in zip(tabella.columns, larghezze, strict=True):
        colonna.width = Pt(larghezza)
    for riga in tabella._tbl.tr_lst:  # noqa: SLF001 - da `columns` il tempo crescerebbe con il quadrato delle righe
        for cella, larghezza in zip(riga.tc_lst, larghezze, strict=True):
            cella.width = Pt(larghezza)
    proprieta = tabella._tbl.tblPr  # noqa: SLF001 - come sopra
    for vecchia in proprieta.xpath("w:tblW"):
        proprieta.remove(vecchia)
    totale = str(round(fsum(larghezze) * _VENTESIMI))
    proprieta.insert_element_before(
        _make("w:tblW", {"w:type": "dxa", "w:w": totale}),
        *("w:jc", "w:tblInd", "w:tblBorders", "w:tblLayout", "w:tblCellMar", "w:tblLook"),
    )
    bordi = _make("w:tblBorders")
    for lato in ("bottom", "insideH"):
        _append(bordi, f"w:{lato}", {"w:val": "single", "w:sz": "4", "w:space": "0", "w:color": "C5D0DA"})
    proprieta.insert_element_before(bordi, "w:tblLayout", "w:tblCellMar", "w:tblLook")
    margini = _make("w:tblCellMar")
    for lato in ("left", "right"):
        _append(margini, f"w:{lato}", {"w:w": str(_MARGINE_CELLA), "w:type": "dxa"})
    proprieta.insert_element_before(margini, "w:tblLook")


def repeat_intestazione(riga: Any) -> None:
    """La riga si ripete in cima a ogni pagina, e si legge come intestazione."""
    _append(riga._tr.get_or_add_trPr(), "w:tblHeader", {"w:val": "true"})  # noqa: SLF001 - come sopra


def keep_intera(riga: Any) -> None:
    """La riga non si divide fra due pagine."""
    _append(riga._tr.get_or_add_trPr(), "w:cantSplit", {"w:val": "true"})  # noqa: SLF001 - come sopra


def set_bordo(riga: Paragraph, colore: str, ottavi: int) -> None:
    """Una riga sotto il capoverso, spessa in ottavi di punto; zero toglie quella dello stile."""
    proprieta = riga._p.get_or_add_pPr()  # noqa: SLF001 - come sopra
    bordi = _make("w:pBdr")
    attributi = {"w:val": "single", "w:sz": str(ottavi), "w:space": "4", "w:color": colore}
    _append(bordi, "w:bottom", attributi if ottavi else {"w:val": "nil"})
    proprieta.insert_element_before(
        bordi, *("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr", "w:sectPr")
    )


def set_sfondo(cella: Any, colore: str) -> None:
    """Lo sfondo di una cella."""
    _append(cella._tc.get_or_add_tcPr(), "w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": colore})  # noqa: SLF001 - come sopra


def set_carattere(stile: Any, nome: str) -> None:
    """Il carattere, per ogni scrittura; quello del tema, che cambia da un programma all'altro, non conta più."""
    stile.font.name = nome
    caratteri = stile.element.get_or_add_rPr().get_or_add_rFonts()
    for attributo in list(caratteri.attrib):
        if attributo.endswith("Theme"):
            del caratteri.attrib[attributo]
    for quale in ("eastAsia", "cs"):
        caratteri.set(_name(f"w:{quale}"), nome)


def set_lingua(documento: Document) -> None:
    """L'italiano, per chi legge ad alta voce e per chi corregge."""
    for lingua in documento.styles.element.xpath("w:docDefaults//w:lang"):
        lingua.set(_name("w:val"), "it-IT")


def _make(nome: str, attributi: dict[str, str] | None = None) -> Any:
    from docx.oxml import OxmlElement  # noqa: PLC0415 - serve solo a chi scrive documenti

    elemento = OxmlElement(nome)
    for chiave, valore in (attributi or {}).items():
        elemento.set(_name(chiave), valore)
    return elemento


def _append(padre: Any, nome: str, attributi: dict[str, str] | None = None, testo: str | None = None) -> None:
    elemento = _make(nome, attributi)
    elemento.text = testo
    padre.append(elemento)


def _name(nome: str) -> str:
    from docx.oxml.ns import qn  # noqa: PLC0415 - come sopra

    return nome if ":" not in nome else qn(nome)
