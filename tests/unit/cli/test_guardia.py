"""Ciò che va storto diventa una frase e un codice di uscita."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn

import pytest
from tests.supporto import AMBIENTE, OGGI, ldq, write_dati

from ldq_planner.cli.guardia import explain_uso
from ldq_planner.errors import Finding, InvalidDataError, InvalidRequestError, LdqError, Severita, UnknownIdError

if TYPE_CHECKING:
    from pathlib import Path

GIORNO_NON_CERTO = "«2023» non è un giorno certo; scrivere AAAA-MM-GG, per esempio 2023-01-17"
ERRORI = {
    "statsu": ("il comando «statsu» non esiste", "forse intendevi «status»?"),
    "pippo": ("il comando «pippo» non esiste", "ldq --help"),
    "status --boh": ("l'opzione --boh non esiste", "ldq status --help"),
    "--boh": ("l'opzione --boh non esiste", "ldq status --help"),
    "copertura --quartier mazzini": ("l'opzione --quartier non esiste", "forse intendevi --dati o --quartiere?"),
    "status --oggi": ("l'opzione --oggi vuole un valore", "ldq --help"),
    "status --help=1": ("l'opzione --help non vuole un valore", "ldq --help"),
    "status --oggi 2023": (f"--oggi: {GIORNO_NON_CERTO}", "ldq status --help"),
    "copertura --dal 2023": (f"--dal: {GIORNO_NON_CERTO}", "ldq copertura --help"),
    "status extra": ("di troppo: extra", "ldq status --help"),
    "spiega": ("manca ID|CODICE", "ldq spiega --help"),
    "status --format xml": (
        (
            "--format: «xml» non è un formato; scegliere fra table, json, csv, md, csv-excel, html, pdf, docx, xlsx, svg, png, mmd, "
            "ics"
        ),
        "ldq status --help",
    ),
    "check --entro -1": ("--entro: -1 è meno di 0", "ldq check --help"),
    "check --entro due": ("--entro: «due» non è un numero intero", "ldq check --help"),
    "check --fallisci-da x": (
        "--fallisci-da: «x» non è una soglia; scegliere fra avviso, critico, mai",
        "ldq check --help",
    ),
    "scenari lorenteggio-adp --confronta": (
        "--confronta mette fianco a fianco tutti i piani: togliere l'ID, o togliere --confronta",
        "ldq scenari --help",
    ),
    "contratti lorentegio": ("«lorentegio» non è un contratto", "forse intendevi «lorenteggio-2019»?"),
    "quartieri mazini": ("«mazini» non è un quartiere", "forse intendevi «mazzini»?"),
    "scenari gara": (
        "«gara» non è uno scenario",
        "nei dati ci sono: gara-quattro-quartieri, lorenteggio-adp, san-siro-pinqua",
    ),
    "status --quartiere san-sir": ("«san-sir» non è un quartiere", "forse intendevi «san-siro»?"),
    "copertura --quartiere mazzini --quartiere bovisa": (
        "«bovisa» non è un quartiere",
        "nei dati ci sono: san-siro, gratosoglio, molise-calvairate, ponte-lambro, mazzini, lorenteggio",
    ),
    "contratti --quartiere mazzin": ("«mazzin» non è un quartiere", "forse intendevi «mazzini»?"),
    "spiega lacuna-in-cors": (
        "«lacuna-in-cors» non è un contratto, un quartiere, uno scenario, un piano né una regola",
        "forse intendevi «lacuna-in-corso»?",
    ),
    "copertura --dal 2024-01-01 --al 2023-01-01": (
        "la finestra finisce (01/01/2023) prima di cominciare (01/01/2024)",
        "scambiare --dal e --al",
    ),
}
GUASTI = {
    "status": "ldq_planner.reports.status.build_status",
    "contratti": "ldq_planner.reports.contratti.build_contratti",
    "quartieri": "ldq_planner.reports.quartieri.build_quartieri",
    "copertura": "ldq_planner.reports.copertura.build_copertura",
    "scenari": "ldq_planner.reports.scenari.build_scenari",
    "scenari --confronta": "ldq_planner.reports.confronto.build_confronto",
    "check": "ldq_planner.reports.check.build_check",
    "regole": "ldq_planner.reports.check.build_regole",
    "spiega lorenteggio": "ldq_planner.reports.spiega.build_spiega",
    "spiega id-doppio": "ldq_planner.reports.check.build_manuale",
    "schema": "ldq_planner.reports.schemi.build_schemi",
}


def fail(*_: object, **_altro: object) -> NoReturn:
    """Un guasto che nessuno ha previsto."""
    raise ZeroDivisionError("diviso\nper zero")


@pytest.mark.parametrize("domanda", GUASTI)
def test_un_guasto_non_mostra_la_traccia(domanda: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Chi usa il programma legge che cosa fare, non il codice sorgente."""
    monkeypatch.setattr(GUASTI[domanda], fail)
    uscita = ldq(*domanda.split())
    assert (uscita.codice, uscita.out) == (4, "")
    assert uscita.err.startswith("ldq: guasto del programma (ZeroDivisionError: diviso")
    assert "Traceback" not in uscita.err
    assert "--debug" in uscita.err


@pytest.mark.parametrize("domanda", GUASTI)
def test_con_debug_la_traccia_c_e(domanda: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """E il codice è lo stesso: una pipeline non deve distinguere."""
    monkeypatch.setattr(GUASTI[domanda], fail)
    uscita = ldq(*domanda.split(), "--debug")
    assert (uscita.codice, uscita.out) == (4, "")
    assert uscita.err.startswith("Traceback")
    assert "test_guardia.py" in uscita.err


def test_un_guasto_mentre_si_prepara_il_comando(monkeypatch: pytest.MonkeyPatch) -> None:
    """Anche ciò che accade prima che il comando cominci."""
    monkeypatch.setattr("ldq_planner.cli.app.build_app", fail)
    assert ldq("status").codice == 4


RIPETERE = "  aiuto: ripetere con --debug e segnalarlo con ciò che appare"


class PanicException(BaseException):
    """Il panico di una libreria in Rust."""


@pytest.mark.parametrize(
    ("errore", "codice", "testo"),
    [
        (PanicException("x"), 4, f"ldq: guasto del programma (PanicException: x)\n{RIPETERE}\n"),
        (LdqError("non so"), 4, "ldq: non so\n"),
        (InvalidRequestError("male", "meglio"), 2, "ldq: male\n  aiuto: meglio\n"),
        (UnknownIdError("chi?", "lui"), 2, "ldq: chi?\n  aiuto: lui\n"),
        (LdqError("il file «a\x1b[31m\u202eb\n::error::x»"), 4, "ldq: il file «a\\x1b[31m\\u202eb\n\\x3a:error::x»\n"),
        (
            InvalidDataError((Finding("data", Severita.ERRORE, "male", "meglio"),)),
            3,
            "errore[data] male\n      = aiuto: meglio\n\n1 problema: i dati non si possono valutare\n",
        ),
    ],
)
def test_ogni_errore_ha_il_suo_codice(
    errore: BaseException, codice: int, testo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Quelli documentati in docs/errori.md."""

    def refuse(*_: object) -> NoReturn:
        raise errore

    monkeypatch.setattr("ldq_planner.reports.status.build_status", refuse)
    assert ldq("status") == (codice, "", testo)


def test_interrotto(monkeypatch: pytest.MonkeyPatch) -> None:
    """Il codice delle shell per Ctrl-C."""

    def interrupt(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr("ldq_planner.loading.cartella.load", interrupt)
    assert ldq("copertura") == (130, "", "ldq: interrotto\n")


def test_i_problemi_nei_dati_vanno_su_stderr(tmp_path: Path) -> None:
    """Su stdout non c'è una risposta a metà; tutti insieme, ciascuno con la sua riga."""
    write_dati(tmp_path, quartieri="quartieri: 3\n", contratti="contratti: 4\n")
    uscita = ldq("status", "--oggi", OGGI, cartella=tmp_path)
    assert (uscita.codice, uscita.out) == (3, "")
    assert "quartieri.yaml:1:12: errore[" in uscita.err
    assert "contratti.yaml:1:12: errore[" in uscita.err
    assert uscita.err.endswith(" problemi: i dati non si possono valutare\n")


PERCORSI = {
    "status": ("--dati", "-o", "--regimi"),
    "check": ("--linea-base", "--scrivi-linea-base", "--dati", "-o"),
    "importa FILE": ("-o", "--mappa", "--salva-mappa", "--scarti"),
    "esporta --come csv": ("-o", "--dati", "--regimi"),
    "rapporto": ("-o", "--dati"),
    "init": ("",),
    "schema": ("",),
    "importa": ("",),
    "diff": ("",),
}
"""Comando → le sue opzioni che vogliono un file o una cartella; vuota: l'argomento."""
LUNGO = "x" * 300


@pytest.mark.parametrize("nome", ["", LUNGO, f"a/{LUNGO}", "file/dentro", "/dev/full/x"])
@pytest.mark.parametrize("comando", PERCORSI)
def test_un_nome_impossibile_non_e_un_guasto(comando: str, nome: str, tmp_path: Path) -> None:
    """Vuoto, troppo lungo, dentro un file, dentro un dispositivo: si dice che cosa non va, e nulla si scrive."""
    dati = tmp_path / "dati"
    write_dati(dati)
    (tmp_path / "a.csv").write_text("oggetto;ente;inizio;fine\nA;B;2020-01-01;2021-12-31\n")
    (tmp_path / "file").touch()
    prima = {f for f in tmp_path.rglob("*") if f.is_file()}
    for opzione in PERCORSI[comando]:
        argomenti = [str(tmp_path / "a.csv") if a == "FILE" else a for a in comando.split()]
        altri = [] if comando == "schema" else ["--oggi", OGGI]
        uscita = ldq(
            *argomenti, *filter(None, [opzione]), nome, *altri, cartella=tmp_path, ambiente={"LDQ_DATI": str(dati)}
        )
        assert uscita.codice in (2, 3), (opzione, uscita)
        assert "guasto" not in uscita.err
        assert {f for f in tmp_path.rglob("*") if f.is_file()} == prima, opzione


@pytest.mark.parametrize("riga", ERRORI)
def test_errore_d_uso(riga: str) -> None:
    """Che cosa non va, e che cosa fare: mai una parola in inglese."""
    messaggio, rimedio = ERRORI[riga]
    assert ldq(*riga.split()) == (2, "", f"ldq: {messaggio}\n  aiuto: {rimedio}\n")


def test_un_valore_dell_ambiente_si_chiama_con_la_sua_variabile() -> None:
    """Chi non ha scritto `--oggi` non saprebbe dove cercare."""
    uscita = ldq("status", ambiente={**AMBIENTE, "LDQ_OGGI": "2023"})
    assert uscita == (2, "", f"ldq: LDQ_OGGI: {GIORNO_NON_CERTO}\n  aiuto: ldq status --help\n")


@pytest.mark.parametrize("giorno", ["2023-02-30", "30/02/2023", "2023-13-01", "17-01-2023", "1/2/2023", "", "oggi"])
def test_i_giorni_sbagliati_dicono_come_si_scrive(giorno: str) -> None:
    """Un giorno che non c'è, in un'altra forma, o che non è un giorno."""
    uscita = ldq("status", "--oggi", giorno)
    assert (uscita.codice, uscita.out) == (2, "")
    assert re.search(r"; scrivere AAAA-MM-GG, per esempio 2023-01-17\n", uscita.err)


def test_i_due_modi_di_scrivere_un_giorno() -> None:
    """Come lo scrive una macchina e come lo scrive un funzionario."""
    assert ldq("status", "--oggi", "17/01/2023") == ldq("status", "--oggi", OGGI)
    dal, al = ("01/01/2023", "31/12/2023"), ("2023-01-01", "2023-12-31")
    finestre = [ldq("copertura", "--dal", dal, "--al", al, "--oggi", OGGI) for dal, al in (dal, al)]
    assert finestre[0] == finestre[1]
    assert finestre[0].codice == 0


def test_il_messaggio_va_su_stderr_anche_con_un_file(tmp_path: Path) -> None:
    """E il file non nasce."""
    uscita = ldq("contratti", "lorentegio", "-o", str(tmp_path / "c.json"))
    assert (uscita.codice, uscita.out, [*tmp_path.iterdir()]) == (2, "", [])


class Sconosciuto:
    """Un errore d'uso con una frase che nessuno ha tradotto."""

    message = "Something new."
    ctx = None


def test_una_frase_sconosciuta_resta_com_e() -> None:
    """Meglio in inglese che taciuta."""
    assert explain_uso(Sconosciuto()) == ("Something new.", "ldq --help")
