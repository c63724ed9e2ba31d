"""L'elenco delle regole, i loro manuali, e ciò che dicono dei dati della presentazione."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

import ldq_planner.rules
import ldq_planner.rules.integrita
from ldq_planner.api import check_portafoglio
from ldq_planner.engine.quadro import Quadro
from ldq_planner.errors import Severita
from ldq_planner.loading.cartella import Caricato, load
from ldq_planner.rules.controlli.elenco import REGOLE, TUTTE, find_regola, read_manuale
from ldq_planner.rules.controlli.integrita import INTEGRITA
from ldq_planner.rules.controlli.scenari import check_scenari

if TYPE_CHECKING:
    from types import ModuleType

    from ldq_planner.errors import Finding
    from ldq_planner.rules.controlli.elenco import OgniRegola

DATI = Path(__file__).parents[4] / "data"
ENTRO = 90
_ESEMPIO = re.compile(r"^(Passa|Non passa)[^\n]*:\n\n((?: {4}.*\n|\n)+)", re.MULTILINE)

ogni_regola = pytest.mark.parametrize("regola", [pytest.param(r, id=r.CODICE) for r in TUTTE])


@pytest.fixture(scope="module")
def caricato() -> Caricato:
    """I dati della presentazione del 17/01/2023."""
    return load(DATI)


def find_codici(caricato: Caricato, oggi: str) -> list[tuple[str, str]]:
    """Codice ed entità delle segnalazioni di un giorno, nell'ordine delle regole."""
    findings = check_portafoglio(caricato.portafoglio, date.fromisoformat(oggi), ENTRO)
    return [(f.codice, f.ref.id or f.ref.kind) for f in findings if f.ref]


def find_messaggio(findings: tuple[Finding, ...], codice: str) -> str:
    """Il messaggio della segnalazione con quel codice, che dev'essere una sola."""
    (finding,) = (f for f in findings if f.codice == codice)
    return finding.messaggio


# ——— i dati della presentazione


def test_il_giorno_della_presentazione_ci_sono_tre_segnalazioni(caricato: Caricato) -> None:
    """Il 17/01/2023: Lorenteggio è scoperto, il suo contratto è scaduto, il suo scenario si contraddice."""
    assert find_codici(caricato, "2023-01-17") == [
        ("lacuna-in-corso", "lorenteggio"),
        ("scaduto-senza-seguito", "lorenteggio-2019"),
        ("scenario-contraddittorio", "lorenteggio-adp"),
    ]


def test_le_parole_del_giorno_della_presentazione(caricato: Caricato) -> None:
    """Ogni messaggio porta i numeri che servono a controllarlo."""
    findings = tuple(check_portafoglio(caricato.portafoglio, date(2023, 1, 17), ENTRO))
    assert find_messaggio(findings, "lacuna-in-corso") == (
        "il quartiere Lorenteggio è scoperto dal 21/12/2022: 28 giorni, oggi compreso, circa 117.600 abitanti-giorni"
    )
    assert find_messaggio(findings, "scaduto-senza-seguito") == (
        "il contratto «lorenteggio-2019» è scaduto il 20/12/2022, 28 giorni fa, e nessun contratto lo segue a "
        "Lorenteggio; è allo studio «Prosecuzione del Laboratorio Sociale Lorenteggio fino alla fine dell'A.d.P.» "
        "(inizio: 2023), non ancora un contratto"
    )
    assert find_messaggio(findings, "scenario-contraddittorio") == (
        "nello scenario «lorenteggio-adp» 36 mesi da un giorno fra 18/01/2023 e 31/12/2023 finiscono fra il "
        "17/01/2026 e il 30/12/2026: da 17 a 364 giorni oltre la fine indicativa di «A.d.P. Lorenteggio» "
        "(31/12/2025); ogni giorno di ritardo nell'avvio è un giorno in più"
    )


def test_a_sessanta_giorni_mazzini_e_san_siro_chiedono_di_agire(caricato: Caricato) -> None:
    """Il 01/05/2023 i due contratti al 30/06/2023 sono entro 90 giorni, e i file sono vecchi."""
    assert find_codici(caricato, "2023-05-01") == [
        ("lacuna-in-corso", "lorenteggio"),
        ("scaduto-senza-seguito", "lorenteggio-2019"),
        ("scadenza-senza-seguito", "mazzini-2020"),
        ("scadenza-senza-seguito", "san-siro-2020"),
        ("scenario-contraddittorio", "lorenteggio-adp"),
        ("dati-non-aggiornati", "contratti.yaml"),
        ("dati-non-aggiornati", "scenari.yaml"),
    ]


def test_un_anno_dopo_senza_contratti_nuovi_tutti_i_quartieri_sono_scoperti(caricato: Caricato) -> None:
    """Il 02/01/2024 ogni quartiere ha una lacuna e un contratto scaduto; gli scenari con un inizio sono superati."""
    codici = find_codici(caricato, "2024-01-02")
    assert [codice for codice, _ in codici].count("lacuna-in-corso") == 6
    assert [codice for codice, _ in codici].count("scaduto-senza-seguito") == 6
    superati = [id_ for codice, id_ in codici if codice == "scenario-superato"]
    assert superati == ["gara-quattro-quartieri", "lorenteggio-adp"]
    assert "scenario-contraddittorio" not in dict(codici)


@pytest.mark.parametrize("oggi", ["2021-06-01", "2022-06-01", "2022-09-20"])
def test_la_storia_non_fa_rumore(caricato: Caricato, oggi: str) -> None:
    """La lacuna 2016–2018 e gli anni incerti sono passati: finché i contratti corrono non c'è nulla da dire."""
    assert find_codici(caricato, oggi) == []


def test_nessun_giorno_della_storia_accusa_contratti_o_date(caricato: Caricato) -> None:
    """Nei dati della presentazione nessun contratto si sovrappone e nessuna scadenza contraddice la durata."""
    codici = {codice for codice, _ in find_codici(caricato, "2026-11-22")}
    assert codici.isdisjoint({"contratti-sovrapposti", "scadenza-dichiarata-diversa", "quartiere-mai-coperto"})


def test_sugli_scenari_si_puo_chiedere_da_soli(caricato: Caricato) -> None:
    """`ldq scenari` vuole solo ciò che riguarda gli scenari."""
    assert [f.codice for f in check_scenari(Quadro(caricato.portafoglio, date(2023, 1, 17)))] == [
        "scenario-contraddittorio"
    ]


# ——— l'elenco


@pytest.mark.parametrize(("stanza", "elenco"), [(ldq_planner.rules, REGOLE), (ldq_planner.rules.integrita, INTEGRITA)])
def test_ogni_file_e_una_regola_ed_e_nell_elenco(stanza: ModuleType, elenco: tuple[OgniRegola, ...]) -> None:
    """Una regola scritta e non elencata non girerebbe mai; ciò che non è una regola sta in `base` o in `controlli`."""
    file = {p.stem for p in Path(stanza.__path__[0]).glob("*.py")} - {"__init__"}
    assert {r.CODICE.replace("-", "_") for r in elenco} == file


@ogni_regola
def test_una_regola_si_trova_per_codice(regola: OgniRegola) -> None:
    """Anche quelle di integrità."""
    assert find_regola(regola.CODICE) is regola


def test_un_codice_sconosciuto_non_e_una_regola() -> None:
    """Chi chiede decide che cosa suggerire."""
    assert find_regola("lacuna") is None


def test_le_regole_di_integrita_sono_errori_e_le_altre_no() -> None:
    """`errore` vuol dire che i dati non si possono valutare."""
    assert {r.SEVERITA for r in INTEGRITA} == {Severita.ERRORE}
    assert Severita.ERRORE not in {r.SEVERITA for r in REGOLE}


# ——— i manuali


@ogni_regola
@pytest.mark.parametrize("parte", ["Perché: ", "Passa", "Non passa", "Rimedio: "])
def test_ogni_manuale_dice_tutto(regola: OgniRegola, parte: str) -> None:
    """Perché c'è, che cosa passa e che cosa no, e come si rimedia."""
    assert re.search(f"^{parte}", read_manuale(regola).testo, re.MULTILINE)


@ogni_regola
def test_il_sommario_e_una_riga_sola(regola: OgniRegola) -> None:
    """In `ldq regole` sta in una riga di tabella."""
    sommario = read_manuale(regola).sommario
    assert "\n" not in sommario
    assert sommario.endswith(".")


@ogni_regola
def test_gli_esempi_dei_manuali_sono_yaml(regola: OgniRegola) -> None:
    """Chi li copia deve poterli leggere come dati."""
    esempi = _ESEMPIO.findall(f"{read_manuale(regola).testo}\n")
    assert {titolo for titolo, _ in esempi} == {"Passa", "Non passa"}
    for _, testo in esempi:
        assert isinstance(yaml.safe_load(testo), (dict, list))


@ogni_regola
def test_il_manuale_porta_codice_e_severita(regola: OgniRegola) -> None:
    """Sono quelli delle segnalazioni."""
    manuale = read_manuale(regola)
    assert (manuale.codice, manuale.severita) == (regola.CODICE, regola.SEVERITA)
