"""Dove si scrive: il terminale, un tubo, un file intero o niente."""

from __future__ import annotations

import json
import os
import pty
import re
import stat
from io import StringIO
from pathlib import Path
from typing import Any, NoReturn

import pytest
from tests.supporto import AMBIENTE, OGGI, ldq, read, set_ambiente, start, wait

from ldq_planner.cli.schermo import LARGHEZZA_SENZA_TERMINALE, measure_tela, write
from ldq_planner.render import FORMATI, OVUNQUE, Tela

COMANDO = ("rapporto", "--oggi", OGGI, "-o")
STATUS = ("status", "--oggi", OGGI)
COLORE = "\x1b["


class Terminale(StringIO):
    """Un flusso che dice di essere un terminale."""

    def isatty(self) -> bool:
        """Sempre."""
        return True


# ——— in un file


@pytest.mark.parametrize(
    ("nome", "formato"),
    [("a.json", "json"), ("a.csv", "csv"), ("a.md", "md"), ("a.txt", "table"), ("a", "table"), ("A.JSON", "json")],
)
def test_il_formato_lo_dice_l_estensione(nome: str, formato: str, tmp_path: Path) -> None:
    """E il file contiene ciò che andrebbe in un tubo."""
    assert ldq(*STATUS, "-o", str(tmp_path / nome)) == (0, "", "")
    assert read(tmp_path / nome) == ldq(*STATUS, "--format", formato, ambiente={}).out


def test_il_formato_chiesto_vince_sull_estensione(tmp_path: Path) -> None:
    """Chi lo chiede sa che cosa vuole."""
    assert ldq(*STATUS, "-o", str(tmp_path / "a.dati"), "--format", "json").codice == 0
    assert json.loads(read(tmp_path / "a.dati"))["schema"] == "ldq/status/1"


def test_un_estensione_sconosciuta_non_si_indovina(tmp_path: Path) -> None:
    """Meglio chiedere che scrivere una tabella in un foglio di calcolo."""
    uscita = ldq(*STATUS, "-o", str(tmp_path / "a.xls"))
    assert (uscita.codice, uscita.out, [*tmp_path.iterdir()]) == (2, "", [])
    assert (
        "usare un'estensione fra .json, .csv, .md, .html, .pdf, .docx, .xlsx, .svg, .png, .mmd, .ics, .txt, oppure --format"
        in uscita.err
    )
    assert all(f".{FORMATI[nome].estensione}" in uscita.err for nome in OVUNQUE)


def test_le_cartelle_che_mancano_nascono(tmp_path: Path) -> None:
    """Per scrivere `uscite/2023/status.json` non serve `mkdir`."""
    assert ldq(*STATUS, "-o", str(tmp_path / "uno" / "due" / "a.json")).codice == 0
    assert [p.name for p in (tmp_path / "uno" / "due").iterdir()] == ["a.json"]


def test_un_file_vecchio_si_sostituisce_con_i_suoi_permessi(tmp_path: Path) -> None:
    """Anche attraverso un collegamento, che resta un collegamento."""
    vecchio, collegamento = tmp_path / "vecchio.json", tmp_path / "collegamento.json"
    vecchio.write_text("vecchio")
    vecchio.chmod(0o640)
    collegamento.symlink_to(vecchio)
    assert ldq(*STATUS, "-o", str(collegamento)).codice == 0
    assert collegamento.is_symlink()
    assert json.loads(read(vecchio))["oggi"] == OGGI
    assert stat.S_IMODE(vecchio.stat().st_mode) == 0o640


def test_una_cartella_non_e_un_file(tmp_path: Path) -> None:
    """E resta com'era."""
    uscita = ldq(*STATUS, "--format", "json", "-o", str(tmp_path))
    assert (uscita.codice, uscita.out) == (2, "")
    assert uscita.err.splitlines() == [
        f"ldq: non si può scrivere «{tmp_path}»: è una cartella",
        "  aiuto: indicare un file in una cartella in cui si può scrivere",
    ]
    assert [*tmp_path.iterdir()] == []


def test_sotto_un_file_non_si_scrive(tmp_path: Path) -> None:
    """Un file al posto di una cartella del percorso."""
    (tmp_path / "file").write_text("vecchio")
    uscita = ldq(*STATUS, "-o", str(tmp_path / "file" / "a.json"))
    assert uscita.codice == 2
    assert "una parte del percorso non è una cartella" in uscita.err
    assert read(tmp_path / "file") == "vecchio"


@pytest.mark.parametrize("permesso", [os.W_OK])
def test_un_file_in_sola_lettura_non_si_tocca(permesso: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sostituirlo si potrebbe, ma chi lo ha protetto non lo vuole."""
    protetto = tmp_path / "a.json"
    protetto.write_text("vecchio")
    protetto.chmod(0o444)
    monkeypatch.setattr(os, "access", lambda percorso, modo: (Path(percorso), modo) != (protetto, permesso))
    uscita = ldq(*STATUS, "-o", str(protetto))
    assert (uscita.codice, read(protetto)) == (2, "vecchio")
    assert "il file è in sola lettura" in uscita.err


@pytest.mark.parametrize("momento", ["open", "fsync", "replace"])
@pytest.mark.parametrize("prima", [{"a.json": "vecchio"}, {}], ids=["c'era", "non c'era"])
def test_un_file_non_resta_mai_a_meta(
    momento: str, prima: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Se la scrittura non riesce, c'è ancora il vecchio, e nessun file provvisorio."""
    vera = getattr(os, momento)

    def fail(dove: Any, *altro: Any, **opzioni: Any) -> Any:
        if momento == "open" and not str(dove).endswith(".tmp"):
            return vera(dove, *altro, **opzioni)
        raise OSError(28, "No space left on device")

    for nome, testo in prima.items():
        (tmp_path / nome).write_text(testo)
    monkeypatch.setattr(os, momento, fail)
    uscita = ldq(*STATUS, "-o", str(tmp_path / "a.json"))
    assert (uscita.codice, uscita.out) == (2, "")
    assert "il disco è pieno" in uscita.err
    assert {p.name: read(p) for p in tmp_path.iterdir()} == prima


def test_una_cartella_in_cui_non_si_puo_scrivere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Il permesso manca alla cartella, non al file."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    uscita = ldq(*STATUS, "-o", str(tmp_path / "a.json"))
    assert uscita.codice == 2
    assert "non se ne ha il permesso" in uscita.err


@pytest.mark.parametrize("nome", ["a\0b.json", "a" * 300 + ".json"])
def test_un_nome_impossibile_e_un_errore_d_uso(nome: str, tmp_path: Path) -> None:
    """E non un guasto."""
    with pytest.raises(Exception, match="non si può scrivere"):
        write("testo", tmp_path / nome)
    assert [*tmp_path.iterdir()] == []


def test_un_dispositivo_non_si_sostituisce() -> None:
    """`-o /dev/null` butta via la risposta, non il dispositivo."""
    assert ldq(*STATUS, "-o", "/dev/null") == (0, "", "")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_il_trattino_e_lo_schermo() -> None:
    """Come negli altri programmi."""
    assert ldq(*STATUS, "-o", "-", "--format", "json") == ldq(*STATUS, "--format", "json")


def test_gli_schemi_si_scrivono_tutti(tmp_path: Path) -> None:
    """Uno per file di dati, uno per risposta."""
    assert ldq("schema", str(tmp_path / "s")) == (0, "", "")
    assert {p.relative_to(tmp_path / "s").as_posix() for p in (tmp_path / "s").rglob("*.json")} == set(
        ldq("schema").out.split()
    )


# ——— il colore


@pytest.mark.parametrize(
    ("ambiente", "terminale", "colore"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"NO_COLOR": ""}, True, True),
        ({"NO_COLOR": "1"}, True, False),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": ""}, False, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
        ({"TERM": "dumb"}, True, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True, False),
        ({"TERM": "xterm"}, True, True),
    ],
)
def test_quando_si_usa_il_colore(ambiente: dict[str, str], terminale: bool, colore: bool) -> None:  # noqa: FBT001 - il vero e il falso sono i casi
    """Solo su un terminale, se nessuno lo vieta; vuoto vuol dire non detto (no-color.org)."""
    with set_ambiente(ambiente):
        assert measure_tela(Terminale() if terminale else StringIO()).colore is colore


@pytest.mark.parametrize("comando", ["status", "check", "scenari --confronta", "copertura"])
def test_il_colore_non_cambia_le_parole(comando: str) -> None:
    """Ciò che il colore dice lo dice anche una parola, o un segno."""
    colorato = ldq(*comando.split(), "--oggi", OGGI, ambiente={**AMBIENTE, "FORCE_COLOR": "1"}).out
    assert COLORE in colorato
    senza = "".join(f"{riga.rstrip()}\n" for riga in re.sub(r"\x1b\[[\d;]*m", "", colorato).splitlines())
    assert senza == ldq(*comando.split(), "--oggi", OGGI).out


@pytest.mark.parametrize("formato", ["json", "csv", "md"])
def test_i_formati_per_le_macchine_non_hanno_colore(formato: str) -> None:
    """Nemmeno se lo si forza."""
    forzato = {**AMBIENTE, "FORCE_COLOR": "1"}
    assert COLORE not in ldq("status", "--oggi", OGGI, "--format", formato, ambiente=forzato).out


def test_un_file_non_ha_colore(tmp_path: Path) -> None:
    """Chi lo aprirà non è un terminale."""
    ldq(*STATUS, "-o", str(tmp_path / "a.txt"), ambiente={**AMBIENTE, "FORCE_COLOR": "1"})
    assert COLORE not in read(tmp_path / "a.txt")


# ——— la larghezza e i caratteri


def test_senza_terminale_le_righe_stanno_in_un_foglio(tmp_path: Path) -> None:
    """In un tubo e in un file sono le stesse, e nessuna passa le 140 colonne; che nulla si perda lo prova il terminale."""
    with set_ambiente({}):
        assert measure_tela(StringIO()) == Tela(LARGHEZZA_SENZA_TERMINALE)
    for domanda in (STATUS, ["scenari", *STATUS[1:]], ["check", *STATUS[1:]], ["norme", *STATUS[1:]]):
        scritto = ldq(*domanda, ambiente={}).out
        ldq(*domanda, "-o", str(tmp_path / "x.txt"), ambiente={})
        assert (tmp_path / "x.txt").read_text(encoding="utf-8") == scritto
        assert max(map(len, scritto.splitlines())) <= LARGHEZZA_SENZA_TERMINALE


@pytest.mark.parametrize(("colonne", "attesa"), [("60", 60), ("boh", 140), ("", 140)])
def test_la_larghezza_si_puo_chiedere(colonne: str, attesa: int) -> None:
    """Anche dove non c'è un terminale; ciò che non è un numero non conta."""
    with set_ambiente({"COLUMNS": colonne}):
        assert measure_tela(StringIO()).larghezza == attesa


@pytest.mark.parametrize("codifica", ["ascii", "cp850", "utf-8", "latin-1"])
@pytest.mark.parametrize("comando", ["status --oggi 2023-01-17", "--help", "status --oggi è", "status --dati è"])
def test_nessuna_codifica_fa_cadere_il_programma(codifica: str, comando: str) -> None:
    """In un tubo si scrive UTF-8; su stderr ciò che la codifica non sa dire si vede scritto in un altro modo."""
    processo = start(*comando.split(), ambiente={**AMBIENTE, "PYTHONIOENCODING": codifica})
    out, err = processo.communicate()
    assert processo.returncode == ldq(*comando.split()).codice
    assert b"Traceback" not in err
    if comando.startswith("status --oggi 2023"):
        assert out.decode("utf-8") == ldq(*comando.split()).out


@pytest.mark.parametrize("codifica", ["ascii", "utf-8"])
def test_un_terminale_vero(codifica: str) -> None:
    """Largo come il terminale, a colori, e nessuna codifica lo fa cadere."""
    padrone, servo = pty.openpty()
    ambiente = {"COLUMNS": "80", "TERM": "xterm", "PYTHONIOENCODING": codifica}
    processo = start(*STATUS, ambiente=ambiente, stdout=servo)
    os.close(servo)
    letto = b""
    while True:
        try:
            pezzo = os.read(padrone, 65536)
        except OSError:  # dall'altra parte non c'è più nessuno
            break
        if not pezzo:
            break
        letto += pezzo
    os.close(padrone)
    assert wait(processo) == (0, "", "")
    testo = letto.decode("utf-8")
    assert COLORE in testo
    assert "20/12/2022" in testo
    assert max(len(riga) for riga in re.sub(r"\x1b\[[\d;]*m", "", testo).splitlines()) <= 80


def test_su_windows_gli_a_capo_restano_quelli(tmp_path: Path) -> None:
    r"""Nei file gli a capo sono `\n`; nel CSV `\r\n` (RFC 4180), che nessuno raddoppia."""
    ldq(*STATUS, "-o", str(tmp_path / "a.csv"))
    ldq(*STATUS, "-o", str(tmp_path / "a.md"))
    righe = (tmp_path / "a.csv").read_bytes().split(b"\r\n")
    assert len(righe) == 8
    assert not any(b"\n" in riga or b"\r" in riga for riga in righe)
    assert b"\r" not in (tmp_path / "a.md").read_bytes()


def test_in_un_tubo_non_si_scrive_nulla(tmp_path: Path) -> None:
    """Né in un file di registro."""
    assert ldq(*COMANDO, str(tmp_path / "r.md")) == (0, "", "")


def test_su_un_terminale_si_dice_a_che_punto_si_e(tmp_path: Path) -> None:
    """Leggere, calcolare, scrivere: ogni passo ha il suo nome, e alla fine la riga sparisce."""
    padrone, servo = pty.openpty()
    with set_ambiente({"COLUMNS": "100", "TERM": "xterm"}):
        processo = start(*COMANDO, str(tmp_path / "r.md"), ambiente={"COLUMNS": "100", "TERM": "xterm"}, stderr=servo)
    os.close(servo)
    visto = b""
    while True:
        try:
            pezzo = os.read(padrone, 4096)
        except OSError:  # l'altro capo si è chiuso
            break
        if not pezzo:
            break
        visto += pezzo
    os.close(padrone)
    assert wait(processo).codice == 0
    righe = visto.decode("utf-8").rstrip("\r").split("\r")
    assert "Calcolo coperture, scenari e piani…" in map(str.rstrip, righe)
    assert {len(riga) for riga in righe if riga} == {99}
    assert righe[-1].isspace()
