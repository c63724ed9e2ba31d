"""Il completamento, dal meccanismo vero della shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.supporto import AMBIENTE, ldq, write_dati

from ldq_planner.cli.completamento import scan_ids
from ldq_planner.rules.controlli.elenco import TUTTE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.supporto import Uscita

CONTRATTI = {"equipe-2006-2016", "gruppo-interno-2018-2019", "mazzini-2020", "san-siro-2020", "gratosoglio-2020"}
CONTRATTI |= {"ponte-lambro-2020", "molise-calvairate-2020", "lorenteggio-2019"}
QUARTIERI = {"san-siro", "gratosoglio", "molise-calvairate", "ponte-lambro", "mazzini", "lorenteggio"}
SCENARI = {"gara-quattro-quartieri", "lorenteggio-adp", "san-siro-pinqua"}
PIANI = {"prospettive-2023"}


def complete(riga: str, **ambiente: str) -> Uscita:
    """Ciò che bash riceve quando si preme Tab in fondo alla riga."""
    parole = riga.split()
    quale = len(parole) if riga.endswith(" ") else len(parole) - 1
    shell = {"_LDQ_COMPLETE": "complete_bash", "COMP_WORDS": riga, "COMP_CWORD": str(quale)}
    return ldq(ambiente={**AMBIENTE, **shell, **ambiente})


@pytest.mark.parametrize(
    ("riga", "attesi"),
    [
        ("ldq contratti lo", {"lorenteggio-2019"}),
        ("ldq contratti ", CONTRATTI),
        ("ldq contratti zzz", set()),
        ("ldq quartieri m", {"mazzini", "molise-calvairate"}),
        ("ldq scenari ", SCENARI),
        ("ldq scegli ", SCENARI),
        ("ldq affida gara", {"gara-quattro-quartieri"}),
        (
            "ldq fatto gara-quattro-quartieri a",
            {"ammissione", "anomalia", "aggiudicazione", "avvio", "avviso_programmazione", "aggiudicata", "annullata"},
        ),
        ("ldq status --quartiere s", {"san-siro"}),
        ("ldq copertura --quartiere ", QUARTIERI),
        (
            "ldq status --format ",
            {"table", "json", "csv", "md", "csv-excel", "html", "pdf", "docx", "xlsx", "svg", "png", "mmd", "ics"},
        ),
        ("ldq status --format c", {"csv", "csv-excel"}),
        ("ldq check --format sa", {"sarif"}),
        ("ldq check --solo lacuna-in", {"lacuna-in-corso"}),
        ("ldq check --ignora contratti-s", {"contratti-sovrapposti"}),
        ("ldq check --ignora id-", set()),
        ("ldq spiega san", {"san-siro", "san-siro-2020", "san-siro-pinqua"}),
        ("ldq spiega ", CONTRATTI | QUARTIERI | SCENARI | PIANI | {regola.CODICE for regola in TUTTE}),
        ("ldq gara --procedura a", {"aperta", "affidamento-diretto", "accordo-quadro", "avviso-preinformazione"}),
        ("ldq gara --profilo m", {"minimo", "massimo"}),
        ("ldq gara --iva e", {"esclusa"}),
        ("ldq esporta --come o", {"ocds"}),
        ("ldq importa --da l190", {"l190-csv", "l190-xml"}),
        ("ldq check --fallisci-da m", {"mai"}),
        ("ldq aggiungi q", {"quartiere"}),
        ("ldq gara --fase ta", set()),
        ("ldq gara --procedura co-progettazione --fase ta", {"tavolo="}),
        ("ldq gara --procedura negoziata --fase in", {"indirizzo="}),
        ("ldq norme --procedura co-", {"co-progettazione", "co-programmazione"}),
        ("ldq sta", {"status"}),
        ("ldq co", {"contratti", "copertura"}),
        ("ldq check --fal", {"--fallisci-da"}),
    ],
)
def test_completa(riga: str, attesi: set[str]) -> None:
    """Gli id vengono dai dati, i formati e le regole dal programma."""
    uscita = complete(riga)
    assert (uscita.codice, uscita.err) == (0, "")
    assert set(uscita.out.split()) == attesi


def test_gli_id_sono_quelli_della_cartella_chiesta(tmp_path: Path) -> None:
    """L'opzione che precede, o la variabile."""
    write_dati(tmp_path)
    assert complete(f"ldq contratti --dati {tmp_path} n").out.split() == ["nord-2020"]
    assert complete("ldq contratti n", LDQ_DATI=str(tmp_path)).out.split() == ["nord-2020"]


@pytest.mark.parametrize(
    "contratti", ["", "contratti: 3\n", "contratti: [1, {id: [x]}, {}]\n", "contratti: [\n", "\x00"]
)
def test_con_dati_guasti_tace(contratti: str, tmp_path: Path) -> None:
    """Mentre si preme Tab nessuno vuole leggere un errore."""
    write_dati(tmp_path, contratti="x")
    (tmp_path / "contratti.yaml").write_text(contratti, encoding="utf-8")
    uscita = complete(f"ldq contratti --dati {tmp_path} lo")
    assert (uscita.codice, uscita.out.split(), uscita.err) == (0, [], "")


def test_senza_cartella_tace() -> None:
    """Nemmeno se la cartella non c'è."""
    assert complete("ldq contratti --dati manca lo").out.split() == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_lo_script_da_installare(shell: str) -> None:
    """Quello che `--show-completion` copia nella shell."""
    uscita = ldq(ambiente={**AMBIENTE, "_LDQ_COMPLETE": f"source_{shell}"})
    assert (uscita.codice, uscita.err) == (0, "")
    assert "_LDQ_COMPLETE" in uscita.out


@pytest.mark.parametrize(
    ("testo", "ids"),
    [
        ("piani:\n  - id: uno\n    nome: x\n\n# fine\n  - id: due # qui\naltro:\n  - id: tre\n", ["uno", "due"]),
        ("piani: # questi\n- {id: uno, nome: x}\n- {id: due}", ["uno", "due"]),
        ("piani:\n  - id: uno\n    parti:\n      - id: dentro\n", ["uno"]),
        ("piani:\n  - nome: x\n    id: uno\n", None),
        ("piani: [{id: uno}]\n", None),
        ('piani:\n  - id: "uno"\n', None),
        ("altro: 1\n", None),
    ],
)
def test_la_scorciatoia_risponde_solo_se_e_sicura(testo: str, ids: list[str] | None) -> None:
    """Ciò che è scritto in un altro modo lo legge il lettore YAML."""
    assert scan_ids(testo, "piani") == ids


def test_gli_id_scritti_in_un_altro_modo_si_completano_lo_stesso(tmp_path: Path) -> None:
    """Più lento, ma uguale."""
    write_dati(tmp_path, contratti="aggiornato_al: 2023-01-17\ncontratti: [{id: nord-2020}, {nome: x, id: sud-2020}]\n")
    assert complete(f"ldq contratti --dati {tmp_path} ").out.split() == ["nord-2020", "sud-2020"]
