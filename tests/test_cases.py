"""Un caso per file: i dati, il giorno, e le segnalazioni che ne devono uscire, scritte in testa.

Un caso è una piccola cartella di dati in un solo testo (`tests/cases/<codice>/{ok,ko}_<che-cosa>.yaml`):

    # titolo: una frase che un funzionario può confermare o contestare
    # oggi: 2023-01-17
    # entro: 90
    # norme: sì (facoltativo: le norme del programma, e senza `entro` il tempo di gara)
    # attesa: contratti.yaml:9:20 critico scaduto-senza-seguito
    # dice: il messaggio dell'attesa qui sopra, per intero (facoltativo)
    # rimedio: il suo rimedio, per intero (facoltativo)
    --- contratti.yaml
    aggiornato_al: 2023-01-17
    contratti: …

Righe e colonne sono quelle della sezione. Un `ok` tace su quella regola, ma può attendere altro. Se mancano,
`quartieri.yaml` ha un quartiere `q` e `contratti.yaml` un contratto che lo copre sempre.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from tests.gare import get_diritto

from ldq_planner.api import check_portafoglio
from ldq_planner.errors import Finding, InvalidDataError
from ldq_planner.loading.cartella import load
from ldq_planner.rules.controlli.elenco import TUTTE

CASI = Path(__file__).parent / "cases"
ENTRO = "90"
SEZIONI = {
    "quartieri.yaml": """\
aggiornato_al: {oggi}
ente: Comune di Prova
servizio: Laboratori di Prova
quartieri:
  - id: q
    nome: Quartiere di prova
    popolazione: {{abitanti: 1000, fonte: prova}}
""",
    "contratti.yaml": """\
aggiornato_al: {oggi}
contratti:
  - id: sempre
    quartieri: [q]
    tipo: gruppo-interno
    titolo: Gruppo interno
    inizio: 2000-01-01
    scadenza_base: 2099-12-31
    fonte: prova
""",
}

_INTESTAZIONE = re.compile(r"# (titolo|oggi|entro|norme|attesa|dice|rimedio): (.+)")


@dataclass
class Attesa:
    """Una segnalazione che deve esserci: `dove severità codice`, e se si vuole le sue parole."""

    posto: str
    parole: dict[str, str] = field(default_factory=dict)


@dataclass
class Caso:
    """Un caso letto dal suo file."""

    regola: str
    passa: bool
    testata: dict[str, str]
    attese: list[Attesa]
    sezioni: dict[str, str]


def read_caso(percorso: Path) -> Caso:
    """Il caso scritto in un file."""
    testata, *corpo = re.split(r"^--- (\S+)\n", percorso.read_text(encoding="utf-8"), flags=re.MULTILINE)
    voci: dict[str, str] = {}
    attese: list[Attesa] = []
    for riga in testata.splitlines():
        intestazione = _INTESTAZIONE.fullmatch(riga)
        assert intestazione, f"{percorso.name}: riga di testata non riconosciuta: {riga!r}"
        chiave, valore = intestazione.groups()
        if chiave == "attesa":
            attese.append(Attesa(valore))
        elif chiave in ("dice", "rimedio"):
            attese[-1].parole[chiave] = valore
        else:
            voci[chiave] = valore
    predefinite = {nome: testo.format(oggi=voci["oggi"]) for nome, testo in SEZIONI.items()}
    sezioni = dict(zip(corpo[::2], corpo[1::2], strict=True))
    return Caso(percorso.parent.name, percorso.name.startswith("ok_"), voci, attese, predefinite | sezioni)


def find_segnalazioni(caso: Caso, cartella: Path) -> tuple[Finding, ...]:
    """Ciò che `ldq check` direbbe dei dati del caso, con le posizioni."""
    for nome, testo in caso.sezioni.items():
        (cartella / nome).write_text(testo, encoding="utf-8")
    try:
        caricato = load(cartella)
    except InvalidDataError as errore:
        return errore.findings
    oggi, con_norme = date.fromisoformat(caso.testata["oggi"]), "norme" in caso.testata
    entro = caso.testata.get("entro", None if con_norme else ENTRO)
    diritto = get_diritto() if con_norme else None
    giorni = None if entro is None else int(entro)
    return caricato.locate(check_portafoglio(caricato.portafoglio, oggi, giorni, diritto=diritto))


def describe_posto(finding: Finding) -> str:
    """Una segnalazione come la scrive un'attesa."""
    posto = finding.posizione
    assert posto is not None, f"senza posizione: {finding}"
    return f"{Path(posto.file).name}:{posto.riga}:{posto.colonna} {finding.severita} {finding.codice}"


FILE = sorted(CASI.glob("*/*.yaml"))


@pytest.mark.parametrize("percorso", [pytest.param(p, id=read_caso(p).testata["titolo"]) for p in FILE])
def test_caso(percorso: Path, tmp_path: Path) -> None:
    """Escono tutte e sole le segnalazioni attese, nel posto e con le parole scritte nel caso."""
    caso = read_caso(percorso)
    segnalazioni = find_segnalazioni(caso, tmp_path)
    assert [describe_posto(f) for f in segnalazioni] == [attesa.posto for attesa in caso.attese]
    for finding, attesa in zip(segnalazioni, caso.attese, strict=True):
        dette = {"dice": finding.messaggio, "rimedio": finding.rimedio}
        assert {chiave: dette[chiave] for chiave in attesa.parole} == attesa.parole
    assert caso.passa is all(not attesa.posto.endswith(f" {caso.regola}") for attesa in caso.attese)


@pytest.mark.parametrize("codice", [regola.CODICE for regola in TUTTE])
def test_ogni_regola_ha_un_caso_che_passa_e_uno_che_non_passa(codice: str) -> None:
    """Una regola senza un caso `ok` e uno `ko` non è provata."""
    nomi = [percorso.name for percorso in FILE if percorso.parent.name == codice]
    assert any(nome.startswith("ok_") for nome in nomi)
    assert any(nome.startswith("ko_") for nome in nomi)


def test_i_casi_stanno_nelle_cartelle_delle_regole() -> None:
    """Un caso fuori posto, o con un nome che non dice se passa, non prova ciò che crede."""
    codici = {regola.CODICE for regola in TUTTE}
    assert {percorso.parent.name for percorso in FILE} == codici
    assert all(percorso.name.startswith(("ok_", "ko_")) for percorso in FILE)


def test_i_titoli_sono_diversi() -> None:
    """Ogni caso dice una cosa sua."""
    titoli = [read_caso(percorso).testata["titolo"] for percorso in FILE]
    assert len(set(titoli)) == len(titoli)
