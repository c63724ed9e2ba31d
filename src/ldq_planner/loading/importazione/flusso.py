"""I byte di un file altrui, guardati a pezzi prima di leggerlo: che cos'è, in che codifica, e se è leggibile con misura."""

from __future__ import annotations

import codecs
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.loading.importazione.rifiuti import refuse
from ldq_planner.loading.lettura import describe_natura, explain_sistema

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_RIGA = 1024 * 1024
"""Byte di una riga di una tabella: oltre, non è una tabella."""
MAX_DOCUMENTO = 256 * 1024 * 1024
"""Byte di un documento che si legge intero (JSON, XML, foglio di calcolo)."""

_PEZZO = 1024 * 1024
_TESTA = 64 * 1024
_QUASI_TUTTI, _QUALCHE_NULLO = 0.7, 0.002
_BINARI = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"BZh", b"\x7fELF", b"7z\xbc\xaf", b"Rar!")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ASCII = bytes(range(128))
_ALTRE = {"cp1252": "Windows-1252", "mac-roman": "Mac Roman", "cp850": "DOS (850)", "latin-1": "Latin-1"}
"""Le codifiche di chi non scrive in UTF-8, prima la più comune: a parità vale lei."""
_COME_SI_DICONO = {"mac": "mac-roman", "macintosh": "mac-roman", "dos": "cp850", "windows": "cp1252", "ansi": "cp1252"}
_PESI = dict.fromkeys("áíóúçñäöüëêôâîïßÇÑÄÖÜ’‘“”–—…€°ª«»£§", 1) | dict.fromkeys("àèéìòùÀÈÉÌÒÙ", 3)
"""Quanto un carattere fa pensare a un testo italiano."""


class Codifica(NamedTuple):
    """Come si legge il testo: per Python, e come si dice a una persona."""

    python: str
    nome: str
    righe: int
    """Quanti a capo ha il file."""


def read_testa(percorso: Path) -> bytes:
    """I primi byte del file.

    Errori: `InvalidDataError` se non è un file, non si può aprire o è vuoto.
    """
    try:
        if natura := describe_natura(percorso):
            raise refuse(str(percorso), natura, "indicare un file")
        with percorso.open("rb") as file:
            testa = file.read(_TESTA)
    except FileNotFoundError:
        raise refuse(str(percorso), "il file non c'è", "controllarne il nome") from None
    except (OSError, ValueError) as errore:
        raise refuse(str(percorso), *explain_sistema(errore)) from None
    if not testa.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise refuse(str(percorso), "il file è vuoto", "scaricarlo di nuovo")
    return testa


def read_documento_intero(percorso: Path) -> bytes:
    """Tutti i byte di un documento, se non sono più di `MAX_DOCUMENTO`."""
    check_peso(percorso, "dividerlo")
    with percorso.open("rb") as file:
        return file.read(MAX_DOCUMENTO)


def check_peso(percorso: Path, rimedio: str) -> None:
    """Nulla, se il documento non pesa più di `MAX_DOCUMENTO`."""
    if percorso.stat().st_size > MAX_DOCUMENTO:
        raise refuse(str(percorso), f"pesa più di {MAX_DOCUMENTO // 1024**2} MiB", rimedio)


def is_utf16(testa: bytes) -> bool:
    """Vero se comincia con il segno di UTF-16, o di due byte uno è quasi sempre nullo e l'altro mai."""
    if testa.startswith(_UTF16):
        return True
    prova = testa[:2000]
    dispari, pari = prova[1::2], prova[::2]
    return max(dispari.count(0), pari.count(0)) > _QUASI_TUTTI * len(dispari) > 1 > pari.count(0) * dispari.count(0)


def guess_utf16(testa: bytes) -> str:
    """Il nome, per Python, dell'UTF-16 di quel file."""
    if testa.startswith(_UTF16):
        return "utf-16"
    return "utf-16-le" if testa[1::2].count(0) else "utf-16-be"


def is_binario(testa: bytes) -> bool:
    """Vero se i primi byte non sono un testo; un carattere nullo ogni tanto può esserci, e lo si dice con il suo posto."""
    return testa.startswith(_BINARI) or (testa.count(0) > max(8, len(testa) * _QUALCHE_NULLO) and not is_utf16(testa))


def find_codifica(detta: str) -> str:
    """Il nome, per Python, della codifica che una persona scrive; vuoto se non è una codifica di testi."""
    nome = _COME_SI_DICONO.get(detta.strip().lower(), detta.strip())
    try:
        trovata = codecs.lookup(nome).name if nome else ""
        return trovata if trovata and isinstance(b"a".decode(trovata), str) else ""
    except (LookupError, UnicodeError):
        return ""


def inspect(percorso: Path, max_riga: int = MAX_RIGA, codifica: str = "") -> Codifica:
    """La codifica di un file di testo, che si scorre tutto a pezzi senza tenerlo in mano; quella detta, se lo è.

    Errori: `InvalidDataError` con la riga, se una supera `max_riga` byte o contiene un carattere nullo.
    """
    testa = read_testa(percorso)
    if is_utf16(testa) and (not codifica or "16" in codifica):
        nome = guess_utf16(testa)
        return Codifica(nome, "UTF-16", _scan_utf16(percorso, nome, max_riga))
    is_utf8, alti, righe = _scan(percorso, max_riga)
    if codifica:
        _check_codifica(percorso, codifica)
        return Codifica("utf-8-sig" if codifica == "utf-8" else codifica, codifica, righe)
    if is_utf8:
        return Codifica("utf-8-sig", "UTF-8", righe)
    python = max((c for c in _ALTRE if _is_possibile(alti, c)), key=lambda c: _score(alti, c))
    return Codifica(python, f"forse {_ALTRE[python]} (non è UTF-8)", righe)


def _check_codifica(percorso: Path, codifica: str) -> None:
    """Nulla, se il file è tutto in quella codifica."""
    lettore = codecs.getincrementaldecoder(codifica)()
    try:
        for pezzo in _read_pezzi(percorso):
            lettore.decode(pezzo)
        lettore.decode(b"", final=True)
    except UnicodeDecodeError as errore:
        rimedio = "indicarne un'altra con --codifica, o non indicarne"
        raise refuse(str(percorso), f"non è in {codifica} (byte {errore.object[errore.start]:#04x})", rimedio) from None


def _is_possibile(alti: Counter[int], codifica: str) -> bool:
    """Vero se ogni byte fuori da ASCII vi è un carattere: a Windows-1252 ne mancano cinque."""
    return "\ufffd" not in bytes(alti).decode(codifica, "replace")


def _score(alti: Counter[int], codifica: str) -> int:
    """Quanto somigliano a testo italiano i byte fuori da ASCII, letti in quella codifica."""
    return sum(quanti * _PESI.get(bytes([b]).decode(codifica, "replace"), 0) for b, quanti in alti.items())


def _scan(percorso: Path, max_riga: int) -> tuple[bool, Counter[int], int]:
    """Se è tutto UTF-8, quanti byte di ogni valore fuori da ASCII, quanti a capo."""
    lettore, is_utf8 = codecs.getincrementaldecoder("utf-8")(), True
    alti: Counter[int] = Counter()
    righe = aperta = 0
    for pezzo in _read_pezzi(percorso):
        aperta = _measure(percorso, pezzo, righe, aperta, max_riga)
        righe += pezzo.count(b"\n") or (pezzo.count(b"\r") if b"\n" not in pezzo else 0)
        alti.update(pezzo.translate(None, _ASCII))
        if is_utf8:
            try:
                lettore.decode(pezzo)
            except UnicodeDecodeError:
                is_utf8 = False
    if is_utf8:
        try:
            lettore.decode(b"", final=True)
        except UnicodeDecodeError:
            is_utf8 = False
    return is_utf8, alti, righe


def _measure(percorso: Path, pezzo: bytes, righe: int, aperta: int, max_riga: int) -> int:
    """Quanti byte ha, in fondo al pezzo, la riga non ancora finita; rifiuta le righe smisurate e i caratteri nulli."""
    if b"\x00" in pezzo:
        riga = righe + pezzo.count(b"\n", 0, pezzo.index(b"\x00")) + 1
        raise refuse(
            str(percorso),
            "c'è un carattere nullo: non è un testo, o è stato danneggiato",
            "esportarlo di nuovo in UTF-8; un foglio di calcolo si importa com'è (.xlsx, .ods)",
            riga,
        )
    primo, ultimo = pezzo.find(b"\n"), pezzo.rfind(b"\n")
    lunga = aperta + (primo if primo >= 0 else len(pezzo))
    if lunga > max_riga:
        raise _refuse_riga(percorso, righe + 1, max_riga)
    return len(pezzo) - ultimo - 1 if ultimo >= 0 else aperta + len(pezzo)


def _refuse_riga(percorso: Path, riga: int, max_riga: int) -> Exception:
    return refuse(
        str(percorso),
        f"la riga pesa più di {max_riga // 1024**2} MiB: non è una tabella",
        "controllare che sia il file giusto e che non sia danneggiato",
        riga,
    )


def _scan_utf16(percorso: Path, nome: str, max_riga: int) -> int:
    """Quanti a capo ha un file UTF-16 ben scritto."""
    lettore = codecs.getincrementaldecoder(nome)()
    righe = aperta = 0
    try:
        for pezzo in (*_read_pezzi(percorso), b""):
            testo = lettore.decode(pezzo, final=not pezzo)
            aperta = _measure(percorso, testo.encode("utf-8", "replace"), righe, aperta, max_riga)
            righe += testo.count("\n")
    except UnicodeDecodeError:
        raise refuse(
            str(percorso), "comincia come UTF-16 ma non lo è", "salvarlo di nuovo in UTF-8", righe + 1
        ) from None
    return righe


def _read_pezzi(percorso: Path) -> Iterator[bytes]:
    with percorso.open("rb") as file:
        while pezzo := file.read(_PEZZO):
            yield pezzo
