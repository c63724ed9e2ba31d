"""Un documento indica i suoi punti: la riga com'è scritta, la colonna in caratteri, quanto è largo ciò che vi sta."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ldq_planner.loading.documento import read_documento

if TYPE_CHECKING:
    from pathlib import Path

SEGNI = {
    "una parola": ("a: parola # c\n", ("a",), "parola"),
    "più parole": ("a: due parole, e una virgola # c\n", ("a",), "due parole, e una virgola"),
    "in stile compatto": ("a: {b: due parole, c: 1}\n", ("a", "b"), "due parole"),
    "in un elenco compatto": ("a: [uno, due tre]\n", ("a", 1), "due tre"),
    "tra virgolette": ('a: "b \\" c" # d\n', ("a",), '"b \\" c"'),
    "tra apici": ("a: 'l''altro'\n", ("a",), "'l''altro'"),
    "con un cancelletto": ("a: b#c\n", ("a",), "b#c"),
    "con i due punti": ("a: 12:30\n", ("a",), "12:30"),
    "caratteri larghi": ("a: 日本語 😀\n", ("a",), "日本語 😀"),
    "dopo caratteri larghi": ("日本: 語\nb: {語: 1, c: x}\n", ("b", "c"), "x"),
    "una chiave": ("a:\n  bcd: {e: 1}\n", ("a", "bcd"), "bcd"),
    "una chiave tra virgolette": ('"a b": [1]\n', ("a b",), '"a b"'),
    "il primo campo di un elemento": ("a:\n  - bcd: 1\n", ("a", 0), "bcd"),
    "la prima riga di un testo che va a capo": ("a: due\n  righe\n", ("a",), "due"),
    "la prima riga di un testo tra virgolette": ('a: "due\n  righe"\n', ("a",), '"due'),
    "un blocco di testo": ("a: |\n  due\n", ("a",), "|"),
}


@pytest.mark.parametrize(("testo", "percorso", "segnato"), SEGNI.values(), ids=SEGNI)
def test_il_segno_copre_cio_che_e_scritto(
    testo: str, percorso: tuple[str | int, ...], segnato: str, tmp_path: Path
) -> None:
    """Né un carattere di più né uno di meno."""
    (tmp_path / "f").write_text(testo, encoding="utf-8")
    posto = read_documento(tmp_path / "f", "f").find_posizione(percorso)
    assert posto.testo == testo.split("\n")[posto.riga - 1]
    assert posto.testo[posto.colonna - 1 :][: posto.larghezza] == segnato


def test_un_segno_non_e_mai_larghissimo(tmp_path: Path) -> None:
    """Diecimila accenti circonflessi non aiutano nessuno."""
    (tmp_path / "f").write_text(f"a: {'x' * 10_000}\n")
    assert read_documento(tmp_path / "f", "f").find_posizione(("a",)).larghezza == 200


@pytest.mark.parametrize("a_capo", ["\n", "\r\n", "\r"], ids=["Unix", "Windows", "vecchi Mac"])
def test_le_righe_si_contano_come_le_conta_un_editor(a_capo: str, tmp_path: Path) -> None:
    """Qualunque sia l'a capo, e senza che resti nella riga mostrata."""
    (tmp_path / "f").write_bytes(f"a: 1{a_capo}b: 2{a_capo}".encode())
    posto = read_documento(tmp_path / "f", "f").find_posizione(("b",))
    assert (posto.riga, posto.colonna, posto.testo) == (2, 4, "b: 2")


def test_un_file_illeggibile_e_un_documento_vuoto(tmp_path: Path) -> None:
    """Chi cerca dentro un file che non c'è non trova nulla, e non si ferma."""
    documento = read_documento(tmp_path / "f", "f")
    assert not documento.is_leggibile
    assert documento.albero == {}
    assert [p.codice for p in documento.problemi] == ["file-mancante"]
    assert documento.find_posizione(("a", 0)).riga == 1


def test_dopo_un_carattere_vietato_si_continua_a_leggere(tmp_path: Path) -> None:
    """Gli altri problemi dello stesso file si dicono insieme, nella riga senza il carattere."""
    (tmp_path / "f").write_text("a: x\x1by\nb:\n")
    problemi = read_documento(tmp_path / "f", "f").problemi
    assert [(p.codice, p.posizione and p.posizione.testo) for p in problemi] == [
        ("carattere-non-ammesso", "a: x\ufffdy"),
        ("valore-vuoto", "b:"),
    ]


def test_dopo_una_tabulazione_nel_rientro_non_si_indovina(tmp_path: Path) -> None:
    """Che cosa stia dentro che cosa non si sa: si dicono le tabulazioni, e basta."""
    (tmp_path / "f").write_text("a:\n\tb:\n\tc: {\n")
    documento = read_documento(tmp_path / "f", "f")
    assert [(p.codice, p.posizione and p.posizione.riga) for p in documento.problemi] == [
        ("tabulazione", 2),
        ("tabulazione", 3),
    ]
    assert not documento.is_leggibile
