"""La linea di base tace ciò che era noto finché non peggiora, comunque lo si dica."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.portafogli import build_contratto, build_opzione, build_portafoglio

from ldq_planner.engine.preavvisi import Anticipo
from ldq_planner.engine.quadro import Quadro
from ldq_planner.errors import Finding, Ref, Severita
from ldq_planner.rules.controlli.elenco import check_quadro
from ldq_planner.rules.controlli.linea_base import SENZA_SERVIZIO, make_linea, silence

if TYPE_CHECKING:
    from ldq_planner.model.contratto import Contratto

OGGI = date(2023, 1, 17)
PRESTO = Anticipo(entro=180)


def examine(*contratti: Contratto, oggi: date = OGGI) -> tuple[Quadro, tuple[Finding, ...]]:
    """Il quadro di quei contratti e ciò che se ne segnala, a chi guarda sei mesi avanti."""
    abitanti = dict.fromkeys((q for c in contratti for q in c.quartieri), 1000)
    quadro = Quadro(build_portafoglio(contratti, abitanti=abitanti), oggi)
    return quadro, tuple(check_quadro(quadro, PRESTO))


def list_nuove(prima: tuple[Quadro, tuple[Finding, ...]], dopo: tuple[Quadro, tuple[Finding, ...]]) -> list[str]:
    """I codici di ciò che resta da dire dopo, con la linea di base di prima."""
    linea = make_linea(prima[1], prima[0])
    restano, taciute = silence(dopo[1], linea, dopo[0])
    assert len(restano) + len(taciute) == len(dopo[1])
    return [f.codice for f in restano]


def fino_al(scadenza: str, id_: str = "primo", **campi: object) -> Contratto:
    """Un contratto che finisce quel giorno."""
    return build_contratto(id_, scadenza_base=scadenza, **campi)


def test_lo_stesso_giorno_non_c_e_nulla_di_nuovo() -> None:
    """Ciò che la linea contiene, la linea tace tutto."""
    era = examine(fino_al("2023-03-31"))
    assert era[1]
    assert list_nuove(era, era) == []


@pytest.mark.parametrize(
    "oggi", [pytest.param(date(2023, 4, 1), id="scaduto"), pytest.param(date(2023, 9, 1), id="da-mesi")]
)
def test_cio_che_peggiora_riparla(oggi: date) -> None:
    """Un avviso diventa critico: chi ha messo via l'avviso non ha deciso di tacere la scadenza."""
    contratto = fino_al("2023-03-31")
    assert "scaduto-senza-seguito" in list_nuove(examine(contratto), examine(contratto, oggi=oggi))


def test_una_proroga_che_accorcia_il_vuoto_non_fa_fallire() -> None:
    """La fine sta in un altro campo, e il messaggio ha altri numeri: il problema è lo stesso, e più piccolo."""
    proroga = build_opzione(tipo="proroga", durata_mesi=2)
    prima, dopo = fino_al("2023-03-31"), fino_al("2023-03-31", opzioni=[proroga])
    assert list_nuove(examine(prima), examine(dopo)) == []


def test_un_ponte_sotto_un_altro_nome_non_fa_fallire() -> None:
    """Il quartiere era scoperto e ora lo è meno: che il contratto nuovo finisca presto lo si sapeva, con altre parole."""
    finito = fino_al("2022-12-31")
    assert list_nuove(examine(finito), examine(finito, fino_al("2023-05-31", "ponte", inizio="2023-01-17"))) == []


@pytest.mark.parametrize(
    "nomi", [pytest.param(("ponte", "ponte"), id="lo-stesso"), pytest.param(("a", "b"), id="altri")]
)
def test_un_vuoto_piu_lungo_e_una_notizia(nomi: tuple[str, str]) -> None:
    """Accorciare il ponte lascia il quartiere scoperto più a lungo: la stessa gravità, ma più giorni."""
    finito = fino_al("2022-12-31")
    fini = zip(("2023-06-30", "2023-05-31"), nomi, strict=True)
    lungo, corto = (fino_al(fine, nome, inizio="2023-01-17") for fine, nome in fini)
    assert list_nuove(examine(finito, lungo), examine(finito, corto)) == ["scadenza-senza-seguito"]


def test_un_contratto_finito_che_serviva_anche_chi_e_coperto_non_e_una_notizia() -> None:
    """Scrivere un contratto passato per due quartieri non scopre nessuno: l'altro è coperto, e non c'entra."""
    nord, sud = fino_al("2022-06-30", "nord", quartieri=["nord"]), fino_al("2030-12-31", "sud", quartieri=["sud"])
    tardi = fino_al("2022-12-31", "insieme", quartieri=["nord", "sud"])
    assert SENZA_SERVIZIO.isdisjoint(list_nuove(examine(nord, sud), examine(nord, sud, tardi)))


def test_di_due_segnalazioni_dello_stesso_problema_la_seconda_parla() -> None:
    """La linea ne aveva una: non ne tace due."""
    finding = Finding("condizione-in-ritardo", Severita.AVVISO, "una", "", Ref("scenari", "gara", ("condizioni", 0)))
    altra = finding._replace(messaggio="altra", ref=Ref("scenari", "gara", ("condizioni", 1)))
    quadro = Quadro(build_portafoglio(), OGGI)
    restano, _ = silence((altra, finding), make_linea([finding], quadro), quadro)
    assert len(restano) == 1
