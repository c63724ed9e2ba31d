"""Il documento, riletto da due lettori: titoli, tabelle e figure veri, uguale a se stesso; il testo resta testo."""

from __future__ import annotations

import html
import importlib.util
import re
import zipfile
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

import docx
import mammoth  # type: ignore[import-untyped]  # non pubblica i suoi tipi
import pytest
from tests.carte import COMANDI, list_testi, squeeze, write_carta
from tests.supporto import OGGI, ldq, start, wait

from ldq_planner.render import Tela
from ldq_planner.render.docx import render
from ldq_planner.render.valori import clean
from ldq_planner.reports.report import Report, Tabella

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LARGHEZZA_UTILE = 9640
"""Ventesimi di punto fra i margini."""


@pytest.fixture(scope="module")
def contenuto(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Il rapporto del 17 gennaio 2023."""
    return write_carta("rapporto", tmp_path_factory.mktemp("carte") / "x.docx")


def read_html(contenuto: bytes) -> str:
    """La pagina che ne ricava chi non è Word né chi lo ha scritto."""
    return str(mammoth.convert_to_html(BytesIO(contenuto)).value)


def read_testo(contenuto: bytes) -> str:
    """Tutto il testo."""
    pagina = re.sub(r'<img[^>]*src="[^"]*"[^>]*>', "", read_html(contenuto))
    return squeeze(html.unescape(re.sub(r"<[^>]*>", "", pagina)))


def open_documento(contenuto: bytes) -> Any:
    """Il documento, con la libreria che lo scrive."""
    return docx.Document(BytesIO(contenuto))


def test_ha_titoli_tabelle_e_figure_vere(contenuto: bytes) -> None:
    """Stili di titolo, intestazioni che si ripetono, figure con la descrizione."""
    pagina = read_html(contenuto)
    capitoli = [re.sub(r"<[^>]*>", "", capitolo) for capitolo in re.findall(r"<h1>(.*?)</h1>", pagina)]
    assert "Allegati|La situazione oggi|La copertura|Gli scenari" in "|".join(capitoli)
    assert pagina.count("<h2>") > 15
    assert pagina.count("<thead>") == pagina.count("<table>") > 20
    descrizioni = re.findall(r'<img alt="([^"]*)"', pagina)
    assert len(descrizioni) == 6
    assert all(len(descrizione) > 100 for descrizione in descrizioni)


def test_le_tabelle_stanno_nel_foglio(contenuto: bytes) -> None:
    """Larghezze fisse, intestazione ripetuta, righe che non si dividono."""
    documento = open_documento(contenuto)
    sezione = documento.sections[0]
    assert (round(sezione.page_width.mm), round(sezione.page_height.mm)) == (210, 297)
    for tabella in documento.tables:
        xml = tabella._tbl  # noqa: SLF001 - così python-docx dà il suo elemento
        assert int(xml.tblPr.find(f"{W}tblW").get(f"{W}w")) <= LARGHEZZA_UTILE
        assert tabella.rows[0]._tr.find(f"{W}trPr/{W}tblHeader") is not None  # noqa: SLF001 - come sopra


def test_ha_titolo_lingua_giorno_e_numero_di_pagina(contenuto: bytes) -> None:
    """Le proprietà del documento, e in fondo a ogni pagina quale pagina è."""
    documento = open_documento(contenuto)
    proprieta = documento.core_properties
    assert proprieta.title == "Comune di Milano, Laboratori di Quartiere: la continuità del servizio"
    assert (proprieta.author, proprieta.language) == ("Comune di Milano", "it-IT")
    assert proprieta.created.replace(tzinfo=None) == datetime(2023, 1, 17)  # noqa: DTZ001 - come lo scrive il formato
    assert 'w:val="it-IT"' in documento.styles.element.xml
    for piede in (documento.sections[0].footer, documento.sections[0].first_page_footer):
        xml = piede.paragraphs[0]._p.xml  # noqa: SLF001 - così python-docx dà il suo elemento
        assert "PAGE" in xml
        assert "NUMPAGES" in xml


@pytest.mark.parametrize("domanda", COMANDI)
def test_ogni_comando_e_intero(domanda: str, tmp_path: Path) -> None:
    """Ogni titolo e ogni cella che si legge in Markdown si legge anche qui."""
    scritto = read_testo(write_carta(domanda, tmp_path / "x.docx")).casefold()
    assert [t for t in list_testi(domanda) if squeeze(t).rstrip(".").casefold() not in scritto] == []


def test_gli_stessi_dati_danno_gli_stessi_byte(contenuto: bytes, tmp_path: Path) -> None:
    """Due volte, e in un altro processo; nell'archivio non c'è l'ora in cui è stato scritto."""
    altrove = wait(start("rapporto", "--oggi", OGGI, "-o", str(tmp_path / "b.docx")))
    assert altrove.codice == 0
    assert write_carta("rapporto", tmp_path / "c.docx") == contenuto == (tmp_path / "b.docx").read_bytes()
    assert {voce.date_time[0] for voce in zipfile.ZipFile(BytesIO(contenuto)).infolist()} == {1980}


OSTILI = {
    "marcatura": "[red]rosso[/red] #strong[x] $x$ @ref *b*",
    "html": "<script>alert(1)</script> &lt;b&gt; <!-- x ]]> <w:p/>",
    "campo": '{ INCLUDETEXT "x" } =1+1',
    "sequenza": "\x1b[31mrosso\x1b[0m \x1b]8;;http://x\x07y",
    "a capo": "uno\n# due\n\n- tre\r\nquattro",
    "rovescio": "a\u202ebc\u2066d\u200fe",
    "controllo": "\x00\x07\x9b31m\x7f",
    "altre scritture": "Łódź 北京 العربية → ✓",
    "lungo": "parola " * 1429,
    "lunghissimo": "x" * 10_000,
}
INSIEME = " ".join(testo for testo in OSTILI.values() if len(testo) < 100)
"""Rileggere un rapporto intero chiede tempo: una volta, con tutti."""


@pytest.mark.parametrize("testo", [pytest.param(t, id=nome) for nome, t in {**OSTILI, "insieme": INSIEME}.items()])
def test_il_testo_dei_dati_resta_testo(testo: str, write_testo: Callable[[str], Path], tmp_path: Path) -> None:
    """Si legge com'è, con i comandi resi visibili."""
    domanda = "rapporto" if testo == INSIEME else "scenari gara"
    scritto = write_carta(domanda, tmp_path / "x.docx", write_testo(testo))
    assert squeeze(clean(testo)) in read_testo(scritto)
    assert open_documento(scritto).tables


def test_cio_che_xml_non_ammette_si_vede() -> None:
    """Il documento si apre, e dice che cosa c'era."""
    testo = "a\ufffeb\uffffc"
    report = Report("ldq/prova/1", testo, date(2023, 1, 17), None, (Tabella(testo, (testo, "B"), ((testo, 1),)),), ())
    assert read_testo(render(report, Tela(80))).count("a\\ufffeb\\uffffc") >= 3


@pytest.mark.parametrize("pacchetto", ["docx", "resvg_py"])
def test_senza_il_componente(pacchetto: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Si dice come installarlo, e non si scrive nulla, nemmeno l'altro file chiesto."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda nome: None if nome == pacchetto else object())
    uscita = ldq("rapporto", "--oggi", OGGI, "-o", str(tmp_path / "x.md"), "-o", str(tmp_path / "x.docx"))
    assert uscita.codice == 2
    assert "pip install 'ldq-planner[docx]'" in uscita.err
    assert list(tmp_path.iterdir()) == []
