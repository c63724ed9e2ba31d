"""Fogli di calcolo scritti a mano, byte per byte: piccoli, e fatti male come una prova li vuole."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_RIGHE = (("oggetto", "inizio", "fine"), ("Mensa", "2020-01-01", "2021-12-31"), ("Pulizie", "2020-02-01", "2022-01-31"))
_NS = "http://schemas.openxmlformats.org"
_SETTORE = 512
_FINE_CATENA, _LIBERO, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def make_zip(membri: Mapping[str, bytes], compressione: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Un archivio con quei membri."""
    contenuto = BytesIO()
    with zipfile.ZipFile(contenuto, "w", compressione) as archivio:
        for nome, byte in membri.items():
            archivio.writestr(nome, byte)
    return contenuto.getvalue()


def make_xlsx(*fogli: str | bytes, nome: str = "worksheets/sheet{}.xml", celle_unite: str = "") -> bytes:
    """Un XLSX con quei `sheetData`; `nome` è dove stanno."""
    testi = [f if isinstance(f, bytes) else make_foglio_xlsx(f, celle_unite) for f in fogli or (write_righe_xlsx(),)]
    nomi = [nome.format(i + 1) for i in range(len(testi))]
    rinvii = "".join(
        f'<Relationship Id="r{i}" Type="{_NS}/officeDocument/2006/relationships/worksheet" Target="{n}"/>'
        for i, n in enumerate(nomi)
    )
    elenco = "".join(f'<sheet name="F{i}" sheetId="{i + 1}" r:id="r{i}"/>' for i in range(len(testi)))
    libro = f'<workbook xmlns="{_NS}/spreadsheetml/2006/main" xmlns:r="{_NS}/officeDocument/2006/relationships">'
    relazioni = f'<Relationships xmlns="{_NS}/package/2006/relationships">'
    di_libro = (
        f'<Relationship Id="r" Type="{_NS}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>'
    )
    return make_zip(
        {
            "_rels/.rels": f"{relazioni}{di_libro}</Relationships>".encode(),
            "xl/workbook.xml": f"{libro}<sheets>{elenco}</sheets></workbook>".encode(),
            "xl/_rels/workbook.xml.rels": f"{relazioni}{rinvii}</Relationships>".encode(),
            **{f"xl/{n}": t for n, t in zip(nomi, testi, strict=True)},
        }
    )


def make_foglio_xlsx(righe: str, celle_unite: str = "") -> bytes:
    """Il membro di un foglio."""
    return (
        f'<?xml version="1.0"?><worksheet xmlns="{_NS}/spreadsheetml/2006/main">'
        f"<sheetData>{righe}</sheetData>{celle_unite}</worksheet>"
    ).encode()


def write_righe_xlsx(righe: Sequence[Sequence[str]] = _RIGHE) -> str:
    """Le righe di un foglio, con i testi scritti dentro."""
    return "".join(
        f'<row r="{n}">'
        + "".join(f'<c r="{chr(65 + i)}{n}" t="str"><v>{c}</v></c>' for i, c in enumerate(riga))
        + "</row>"
        for n, riga in enumerate(righe, 1)
    )


def make_ods(contenuto: bytes) -> bytes:
    """Un ODS con quel `content.xml`."""
    tipo = b"application/vnd.oasis.opendocument.spreadsheet"
    manifesto = (
        b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        b'<manifest:file-entry manifest:full-path="/" manifest:media-type="' + tipo + b'"/></manifest:manifest>'
    )
    return make_zip({"mimetype": tipo, "META-INF/manifest.xml": manifesto, "content.xml": contenuto})


def make_contenuto_ods(*tabelle: str) -> bytes:
    """Il `content.xml` con quelle tabelle; senza, una sana."""
    spazi = "".join(f' xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    interne = "".join(
        f'<table:table table:name="F{i}">{t}</table:table>' for i, t in enumerate(tabelle or (write_righe_ods(),))
    )
    return (
        f"<office:document-content{spazi}><office:body><office:spreadsheet>{interne}"
        "</office:spreadsheet></office:body></office:document-content>"
    ).encode()


def write_righe_ods(righe: Sequence[Sequence[str]] = _RIGHE) -> str:
    """Le righe di una tabella ODS."""
    return "".join(
        "<table:table-row>"
        + "".join(f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>' for c in riga)
        + "</table:table-row>"
        for riga in righe
    )


def make_xls(*fogli: Sequence[tuple[int, int, str | float]]) -> bytes:
    """Un XLS (BIFF8 dentro un documento composto) con quelle celle: riga e colonna da zero, e ciò che dicono."""
    righe = [(n, i, c) for n, riga in enumerate(_RIGHE) for i, c in enumerate(riga)]
    testi = [_join(_record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0)), *map(_write_cella, f), _record(10))
             for f in fogli or (righe,)]  # fmt: skip
    inizio = _record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0))
    quanto = len(inizio) + sum(12 + len(f"F{i}") for i in range(len(testi))) + 4
    elenco = b""
    for i, testo in enumerate(testi):
        nome = f"F{i}".encode()
        elenco += _record(0x0085, struct.pack("<IHBB", quanto, 0, len(nome), 0) + nome)
        quanto += len(testo)
    return _wrap_ole(_join(inizio, elenco, _record(10), *testi))


def _join(*pezzi: bytes) -> bytes:
    return b"".join(pezzi)


def _record(tipo: int, dati: bytes = b"") -> bytes:
    return struct.pack("<HH", tipo, len(dati)) + dati


def _write_cella(cella: tuple[int, int, str | float]) -> bytes:
    riga, colonna, valore = cella
    posto = struct.pack("<HHH", riga, colonna, 0)
    if isinstance(valore, str):
        return _record(0x0204, posto + struct.pack("<HB", len(valore), 0) + valore.encode("latin-1"))
    return _record(0x0203, posto + struct.pack("<d", valore))


def _wrap_ole(flusso: bytes) -> bytes:
    """Il flusso `Workbook` in un documento composto: la FAT nel primo settore, l'elenco dei flussi nel secondo."""
    flusso = flusso.ljust(max(4096, -(-len(flusso) // _SETTORE) * _SETTORE), b"\0")
    quanti = len(flusso) // _SETTORE
    fat = [_FAT, _FINE_CATENA, *range(3, quanti + 2), _FINE_CATENA]
    testata = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    testata += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, _FINE_CATENA, 0, _FINE_CATENA, 0)
    testata += struct.pack("<109I", 0, *[_LIBERO] * 108)
    elenco = _write_voce("Root Entry", 5, 1, _FINE_CATENA, 0) + _write_voce("Workbook", 2, _LIBERO, 2, len(flusso))
    return (
        testata + struct.pack(f"<{len(fat)}I", *fat).ljust(_SETTORE, b"\xff") + elenco.ljust(_SETTORE, b"\0") + flusso
    )


def _write_voce(nome: str, tipo: int, figlio: int, inizio: int, quanto: int) -> bytes:
    scritto = nome.encode("utf-16-le")
    voce = scritto.ljust(64, b"\0") + struct.pack("<HBBIII", len(scritto) + 2, tipo, 1, _LIBERO, _LIBERO, figlio)
    return voce + bytes(16 + 4 + 16) + struct.pack("<IQ", inizio, quanto)
