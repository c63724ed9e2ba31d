"""Ciò che le regole si dividono."""

from __future__ import annotations

from datetime import date

from ldq_planner.dates.incerta import parse_data
from ldq_planner.engine.quadro import Quadro
from ldq_planner.model.contratto import Contratto, FileContratti
from ldq_planner.model.portafoglio import Portafoglio
from ldq_planner.model.quartiere import FileQuartieri, Quartiere
from ldq_planner.model.scenario import FileScenari, Scenario
from ldq_planner.rules.contesto import Contesto

GIORNO = parse_data("2023-01-17")
CONTRATTO = Contratto(
    id="primo",
    quartieri=("bovisa",),
    tipo="gruppo-interno",
    titolo="Prova",
    inizio=parse_data("2022-01-01"),
    durata_mesi=12,
    fonte="prova",
)
SCENARIO = Scenario(id="gara", nome="Gara", tipo="gara", quartieri=("comasina",), fonte="prova")


def build_contesto() -> Contesto:
    """Due quartieri: uno con un contratto, l'altro con uno scenario."""
    quartieri = (Quartiere(id="bovisa", nome="Bovisa"), Quartiere(id="comasina", nome="Comasina"))
    portafoglio = Portafoglio(
        FileQuartieri(aggiornato_al=GIORNO, ente="Ente", servizio="Servizio", quartieri=quartieri),
        FileContratti(aggiornato_al=GIORNO, contratti=(CONTRATTO,)),
        FileScenari(aggiornato_al=GIORNO, scenari=(SCENARIO,)),
    )
    return Contesto(Quadro(portafoglio, date(2023, 1, 17)), 90)


def test_ogni_quartiere_ha_la_sua_copertura_anche_vuota() -> None:
    """Un quartiere senza contratti non sparisce."""
    coperture = build_contesto().coperture
    assert coperture["bovisa"].certa.giorni == 365
    assert not coperture["comasina"].possibile


def test_ogni_contratto_ha_la_sua_scadenza_effettiva() -> None:
    """Per id, compresa."""
    assert build_contesto().scadenze == {"primo": parse_data("2022-12-31")}


def test_ogni_quartiere_ha_nome_e_scenari() -> None:
    """Anche chi non ha scenari."""
    contesto = build_contesto()
    assert contesto.portafoglio.nomi == {"bovisa": "Bovisa", "comasina": "Comasina"}
    assert contesto.portafoglio.scenari_by_quartiere == {"bovisa": (), "comasina": (SCENARIO,)}


def test_le_coperture_si_calcolano_una_volta_sola() -> None:
    """Le regole le condividono: con centomila contratti conta."""
    contesto = build_contesto()
    assert contesto.coperture is contesto.coperture
