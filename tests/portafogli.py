"""Portafogli in miniatura: il minimo indispensabile, e ciò che la prova vuole dire."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ldq_planner.dates.incerta import parse_data
from ldq_planner.dates.periodo import Periodo
from ldq_planner.model.contratto import Contratto, FileContratti
from ldq_planner.model.portafoglio import Portafoglio
from ldq_planner.model.quartiere import FileQuartieri, Popolazione, Programma, Quartiere
from ldq_planner.model.scenario import FileScenari, Piano, Scenario

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

GIORNO = parse_data("2023-01-17")
OGGI = GIORNO.primo


def build_periodo(inizio: str, fine: str) -> Periodo:
    """Un periodo da due date ISO, comprese."""
    return Periodo(date.fromisoformat(inizio), date.fromisoformat(fine))


def build_contratto(id_: str = "primo", /, **campi: object) -> Contratto:
    """Un contratto del quartiere `q`, dal 01/01/2022."""
    minimo = {"quartieri": ["q"], "tipo": "gruppo-interno", "titolo": "Prova", "inizio": "2022-01-01", "fonte": "prova"}
    return Contratto.model_validate({"id": id_, **minimo, **campi})


def build_opzione(stato: str = "esercitata", /, **campi: object) -> dict[str, object]:
    """Un rinnovo, da mettere fra le opzioni di un contratto."""
    return {"tipo": "rinnovo", "stato": stato, "fonte": "prova", **campi}


def build_scenario(id_: str = "gara", /, **campi: object) -> Scenario:
    """Una gara per il quartiere `q`."""
    minimo = {"nome": f"Gara {id_}", "tipo": "gara", "quartieri": ["q"], "fonte": "prova"}
    return Scenario.model_validate({"id": id_, **minimo, **campi})


def build_programma(fine: str) -> Programma:
    """Il programma `pinqua`, con quella fine."""
    return Programma(id="pinqua", nome="PINQUA", fine=parse_data(fine), fonte="prova")


def build_portafoglio(
    contratti: Iterable[Contratto] = (),
    scenari: Iterable[Scenario] = (),
    *,
    abitanti: Mapping[str, int | None] | None = None,
    programmi: Iterable[Programma] = (),
    piani: Iterable[Piano] = (),
) -> Portafoglio:
    """Un portafoglio; senza altro, di un solo quartiere `q` con 1.000 abitanti."""
    quartieri = tuple(
        Quartiere(id=id_, nome=id_.title(), popolazione=Popolazione(abitanti=persone, fonte="prova"))
        for id_, persone in ({"q": 1000} if abitanti is None else abitanti).items()
    )
    return Portafoglio(
        FileQuartieri(
            aggiornato_al=GIORNO, ente="Ente", servizio="Servizio", quartieri=quartieri, programmi=tuple(programmi)
        ),
        FileContratti(aggiornato_al=GIORNO, contratti=tuple(contratti)),
        FileScenari(aggiornato_al=GIORNO, scenari=tuple(scenari), piani=tuple(piani)),
    )
