"""Dati guastati a caso: o si leggono o si rifiutano, e ogni segnalazione indica un punto che nel file c'è."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.fuzz.mutazioni import PEZZI, mutate

from ldq_planner.errors import InvalidDataError
from ldq_planner.loading import albero
from ldq_planner.loading.albero import build_albero
from ldq_planner.loading.caratteri import clean_caratteri
from ldq_planner.loading.cartella import load
from ldq_planner.loading.luogo import find_dati_del_pacchetto
from ldq_planner.loading.parser import Parser, ParserPuro

if TYPE_CHECKING:
    from ldq_planner.errors import Finding
    from ldq_planner.loading.nodi import Mappa

Mutazione = tuple[float, int, str]
MUTAZIONI = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 40), st.sampled_from(PEZZI) | st.text(max_size=6)), min_size=1, max_size=4
)
IN_PROVA = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def copia(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Una copia dei dati del pacchetto."""
    cartella = tmp_path_factory.mktemp("dati")
    for file in find_dati_del_pacchetto().glob("*.yaml"):
        shutil.copy(file, cartella)
    return cartella


def check_posto(finding: Finding, testi: dict[str, str]) -> None:
    """La segnalazione indica un punto di uno dei file, e ne mostra la riga."""
    posto = finding.posizione
    assert posto is not None
    righe = re.split(r"\r\n|\r|\n", testi[Path(posto.file).name].removeprefix("\ufeff"))
    assert 1 <= posto.riga <= len(righe)
    assert 1 <= posto.colonna <= len(righe[posto.riga - 1]) + 1
    assert len(posto.testo) == len(righe[posto.riga - 1])
    assert posto.larghezza >= 1
    assert finding.messaggio
    assert finding.rimedio


def check_lettura(copia: Path, nome: str, mutazioni: list[Mutazione]) -> None:
    """I dati con quel file mutato si leggono, o si rifiutano con segnalazioni che hanno un posto."""
    originali = {file.name: file.read_text(encoding="utf-8") for file in find_dati_del_pacchetto().glob("*.yaml")}
    mutato = mutate(originali[nome], mutazioni).encode("utf-8", "replace")
    (copia / nome).write_bytes(mutato)
    try:
        load(copia)
    except InvalidDataError as errore:
        segnalazioni = errore.findings
    else:
        segnalazioni = ()
    finally:
        (copia / nome).write_text(originali[nome], encoding="utf-8")
    for segnalazione in segnalazioni:
        check_posto(segnalazione, {**originali, nome: mutato.decode()})


@pytest.mark.parametrize("nome", ["quartieri.yaml", "contratti.yaml", "scenari.yaml"])
@given(mutazioni=MUTAZIONI)
@example(mutazioni=[(0.0, 10**6, "{}")])
@example(mutazioni=[(0.0, 10**6, "[")])
@example(mutazioni=[(1.0, 0, '"')])
@example(mutazioni=[(0.5, 0, "\r")])
@IN_PROVA
def test_dati_mutati(nome: str, mutazioni: list[Mutazione], copia: Path) -> None:
    """Nessun guasto del file è un guasto del programma."""
    check_lettura(copia, nome, mutazioni)


def read_albero(parser: object, testo: str) -> tuple[Mappa | None, bool]:
    """L'albero di un testo letto con un certo parser, e se è senza problemi."""
    with pytest.MonkeyPatch.context() as al_posto:
        al_posto.setattr(albero, "Parser", parser)
        radice, problemi = build_albero(testo)
    return None if problemi else radice, not problemi


@given(mutazioni=MUTAZIONI)
@IN_PROVA
def test_i_due_parser_accettano_e_rifiutano_le_stesse_cose(mutazioni: list[Mutazione]) -> None:
    """Con o senza libyaml si leggono gli stessi alberi, e ciò che l'uno rifiuta lo rifiuta anche l'altro."""
    intero = (find_dati_del_pacchetto() / "scenari.yaml").read_text(encoding="utf-8")
    testo, _, _ = clean_caratteri(mutate(intero, mutazioni))
    assert read_albero(Parser, testo) == read_albero(ParserPuro, testo)
