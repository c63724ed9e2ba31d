"""JUnit XML, riletto da una libreria che lo legge per mestiere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from junitparser import Error, Failure, JUnitXml
from tests.segnalazioni import AVVISO, CRITICO, ERRORE, SENZA_POSTO, make_esame, write_esame
from tests.supporto import OGGI, ldq

from ldq_planner.errors import Severita

if TYPE_CHECKING:
    from junitparser import TestCase


def read(testo: str) -> dict[str, TestCase]:
    """Le prove, se i conti dichiarati tornano."""
    xml: Any = JUnitXml.fromstring(testo.encode())
    dichiarati = [(s.tests, s.failures, s.errors, s.skipped) for s in xml]
    totali = (xml.tests, xml.failures, xml.errors, xml.skipped)
    xml.update_statistics()
    assert [(s.tests, s.failures, s.errors, s.skipped) for s in xml] == dichiarati
    assert (xml.tests, xml.failures, xml.errors, xml.skipped) == totali
    prove = [prova for gruppo in xml for prova in gruppo]
    nomi = [f"{prova.classname}.{prova.name}" for prova in prove]
    assert len(set(nomi)) == len(nomi)
    return dict(zip(nomi, prove, strict=True))


def test_una_prova_per_entita() -> None:
    """Anche chi non ha segnalazioni: è da lì che si legge la storia."""
    prove = read(ldq("check", "--oggi", OGGI, "--format", "junit").out)
    assert {nome.split(".")[1] for nome in prove} == {"contratti", "quartieri", "scenari"}
    assert not prove["ldq.quartieri.lorenteggio"].is_passed
    assert prove["ldq.quartieri.gratosoglio"].is_passed


def test_che_cosa_fallisce() -> None:
    """Un avviso e una critica falliscono, un errore nei dati è un errore; il file e la riga accanto."""
    prove = read(write_esame(make_esame(AVVISO, CRITICO, ERRORE, SENZA_POSTO), "junit"))
    assert {nome: [type(esito) for esito in prova.result] for nome, prova in prove.items()} == {
        "ldq.contratti.a": [Failure],
        "ldq.quartieri.q": [Failure],
        "ldq.dati.data/contratti.yaml": [Error],
        "ldq.dati.lacuna-in-corso": [Failure],
    }
    (esito,) = prove["ldq.contratti.a"].result
    assert (esito.type, esito.message) == ("avviso[scadenza-senza-seguito]", "il contratto «a» scade")
    assert "= aiuto: fare la gara" in esito.text


def test_sotto_la_soglia_passa_e_si_legge() -> None:
    """Le prove rosse sono quelle per cui si esce con 1; gli errori nei dati sempre."""
    prove = read(write_esame(make_esame(AVVISO, CRITICO, soglia=Severita.CRITICO), "junit"))
    assert (prove["ldq.contratti.a"].is_passed, prove["ldq.quartieri.q"].is_passed) == (True, False)
    assert "scade" in str(prove["ldq.contratti.a"].system_out)
    prove = read(write_esame(make_esame(CRITICO, ERRORE, soglia=None), "junit"))
    assert prove["ldq.quartieri.q"].is_passed
    assert not prove["ldq.dati.data/contratti.yaml"].is_passed


def test_piu_segnalazioni_di_una_cosa_sola() -> None:
    """Un esito solo, il più grave per primo: con due, alcuni lettori ne perdono uno."""
    altra = CRITICO._replace(ref=AVVISO.ref)
    (prova,) = read(write_esame(make_esame(AVVISO, altra), "junit")).values()
    (esito,) = prova.result
    assert esito.message == "il quartiere «q» è scoperto (e un'altra)"
    assert "fare la gara" in esito.text


def test_senza_nulla_e_comunque_un_documento() -> None:
    """Chi lo legge non trova un file vuoto."""
    assert read(write_esame(make_esame(), "junit")) == {}
