"""Il pacchetto OCDS: date di Roma con la fine compresa, opzioni come modifiche, e nulla di incerto dato per certo."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from tests.ocds import group_rilasci, list_errori, merge, read_contratti
from tests.portafogli import build_contratto, build_opzione, build_portafoglio, build_scenario
from tests.supporto import RADICE

from ldq_planner.errors import InvalidRequestError
from ldq_planner.loading.cartella import load_portafoglio
from ldq_planner.render.esportazione import Esportato, Modi, export

OGGI = date(2023, 1, 17)
MODI = Modi(OGGI, "ocds-000000", "https://creativecommons.org/licenses/by/4.0/")


def write(*contratti: Any, scenari: Any = ()) -> tuple[dict[str, Any], Esportato]:
    """Il pacchetto di quei contratti e scenari, e com'è stato scritto."""
    scritto = export(build_portafoglio(contratti, scenari), "ocds", MODI)
    return json.loads(scritto.file[""]), scritto


def compile_unico(pacchetto: dict[str, Any]) -> dict[str, Any]:
    """La sola procedura del pacchetto, con i rilasci fusi."""
    (rilasci,) = group_rilasci(pacchetto).values()
    fuso: dict[str, Any] = {}
    for rilascio in rilasci:
        fuso = merge(fuso, rilascio)
    return fuso


@pytest.fixture(scope="module")
def milano() -> dict[str, Any]:
    """I dati di Milano."""
    scritto = export(load_portafoglio(RADICE / "data"), "ocds", MODI)
    pacchetto: dict[str, Any] = json.loads(scritto.file[""])
    return pacchetto


def test_i_dati_di_milano_rispettano_gli_schemi_ufficiali(milano: dict[str, Any]) -> None:
    """Il pacchetto e ogni rilascio, secondo OCDS 1.1.5."""
    assert list_errori(milano) == []


def test_lorenteggio_finisce_il_20_dicembre_2022_con_il_rinnovo(milano: dict[str, Any]) -> None:
    """Scadenza base 20/06/2022, con il rinnovo esercitato 20/12/2022; 828.415,20 € e 138.069,20 €."""
    letto = next(c for c in read_contratti(milano) if c.id == "lorenteggio-2019")
    assert (letto.inizio, letto.base, letto.effettiva) == ("2019-06-21", "2022-06-20", "2022-12-20")
    assert (str(letto.importo), [str(i) for _, i in letto.esercitate]) == ("828415.2", ["138069.2"])
    assert [ruolo for _, ruolo in letto.affidatari] == ["capogruppo", *["mandante"] * 4]
    assert letto.quartieri == ("lorenteggio",)


@pytest.mark.parametrize(
    ("inizio", "fine", "attesi"),
    [
        ("2022-01-01", "2022-06-20", ("2022-01-01T00:00:00+01:00", "2022-06-20T23:59:59+02:00")),
        ("2023-03-26", "2023-10-29", ("2023-03-26T00:00:00+01:00", "2023-10-29T23:59:59+01:00")),
        ("2023-03-27", "2023-10-28", ("2023-03-27T00:00:00+02:00", "2023-10-28T23:59:59+02:00")),
        ("1900-01-01", "2100-12-31", ("1900-01-01T00:00:00+01:00", "2100-12-31T23:59:59+01:00")),
    ],
)
def test_un_periodo_ha_i_due_giorni_compresi_e_lo_scarto_di_roma(
    inizio: str, fine: str, attesi: tuple[str, str]
) -> None:
    """Il primo giorno dal suo inizio, l'ultimo fino al suo ultimo secondo, con l'ora legale se c'era."""
    pacchetto, _ = write(build_contratto(inizio=inizio, scadenza_base=fine))
    periodo = pacchetto["releases"][0]["contracts"][0]["period"]
    assert (periodo["startDate"], periodo["endDate"]) == attesi


@pytest.mark.parametrize("incerta", ["2018", "2018-06", "2018-06-30~", "non noto"])
def test_una_data_incerta_resta_fuori_dal_periodo_e_sta_nella_descrizione(incerta: str) -> None:
    """Nulla si arrotonda: la data si legge nella descrizione, e su stderr si dice quale contratto ne ha."""
    pacchetto, scritto = write(build_contratto("vecchio", inizio=incerta, scadenza_base="2019-12-31"))
    contratto = pacchetto["releases"][0]["contracts"][0]
    assert contratto["period"] == {"endDate": "2019-12-31T23:59:59+01:00"}
    assert f"Inizio: {incerta}" in contratto["description"].splitlines()
    assert any(p.startswith("date incerte") and "vecchio" in p for p in scritto.a_parole)


def test_se_la_fine_con_le_opzioni_e_incerta_chi_fonde_i_rilasci_non_vede_quella_di_prima() -> None:
    """Il periodo del contratto resta senza fine; quella senza opzioni è dell'affidamento."""
    opzione = build_opzione(scadenza="2023")
    pacchetto, _ = write(build_contratto(scadenza_base="2022-12-31", opzioni=[opzione]))
    fuso = compile_unico(pacchetto)
    assert "endDate" not in fuso["contracts"][0]["period"]
    assert fuso["awards"][0]["contractPeriod"]["endDate"].startswith("2022-12-31")


def test_un_opzione_da_decidere_e_il_giorno_massimo_e_non_una_fine() -> None:
    """La fine resta quella; `maxExtentDate` è dove si può arrivare."""
    opzione = build_opzione("aperta", durata_mesi=6)
    pacchetto, _ = write(build_contratto(scadenza_base="2022-12-31", opzioni=[opzione]))
    (letto,) = read_contratti(pacchetto)
    assert (letto.effettiva, letto.massima) == ("2022-12-31", "2023-06-30")


def test_un_opzione_non_esercitata_non_allunga_nulla() -> None:
    """Chi non l'ha esercitata non può più farlo: resta nella descrizione."""
    opzione = build_opzione("non-esercitata", durata_mesi=6)
    pacchetto, _ = write(build_contratto(scadenza_base="2022-12-31", opzioni=[opzione]))
    (letto,) = read_contratti(pacchetto)
    assert (letto.effettiva, letto.massima) == ("2022-12-31", None)
    assert "Opzione 1, non esercitata: rinnovo; 6 mesi" in pacchetto["releases"][0]["contracts"][0]["description"]


@pytest.mark.parametrize(
    ("campi", "stato"),
    [
        ({"inizio": "2023-01-18", "scadenza_base": "2023-12-31"}, "active"),
        ({"inizio": "2022-01-01", "scadenza_base": "2023-01-16"}, "terminated"),
        ({"inizio": "2022-01-01", "scadenza_base": "2023-01-17"}, "active"),
        ({"inizio": "2022-01-01", "scadenza_base": "2023"}, "active"),
    ],
)
def test_lo_stato_viene_dalle_date(campi: dict[str, str], stato: str) -> None:
    """L'ultimo giorno è ancora in vigore; nel dubbio anche."""
    pacchetto, _ = write(build_contratto(**campi))
    assert pacchetto["releases"][0]["contracts"][0]["status"] == stato


def test_uno_scenario_e_una_gara_programmata_con_le_sue_condizioni_come_tappe() -> None:
    """È un piano, non un fatto: nessun contratto, e ogni condizione con il suo termine."""
    condizione = {"testo": "conferma", "tipo": "finanziamento", "entro": "2023-06-30", "fonte": "prova"}
    scenario = build_scenario(inizio="2024-01-01", fine="2025-12-31", procedura="aperta", condizioni=[condizione])
    pacchetto, _ = write(scenari=[scenario])
    rilascio = pacchetto["releases"][0]
    assert (rilascio["tag"], rilascio["tender"]["status"]) == (["planning"], "planning")
    assert "contracts" not in rilascio
    assert rilascio["tender"]["procurementMethod"] == "open"
    (tappa,) = rilascio["planning"]["milestones"]
    assert (tappa["type"], tappa["dueDate"], tappa["status"]) == (
        "financing",
        "2023-06-30T23:59:59+02:00",
        "scheduled",
    )


def test_due_scritture_sono_uguali_e_un_altro_prefisso_cambia_gli_ocid() -> None:
    """Agli stessi dati gli stessi byte."""
    portafoglio = load_portafoglio(RADICE / "data")
    assert export(portafoglio, "ocds", MODI) == export(portafoglio, "ocds", MODI)
    altro = json.loads(export(portafoglio, "ocds", MODI._replace(prefisso="ocds-abc123")).file[""])
    assert all(r["ocid"].startswith("ocds-abc123-") for r in altro["releases"])


def test_senza_contratti_ne_scenari_non_c_e_un_pacchetto() -> None:
    """Lo standard vuole almeno un rilascio: meglio dirlo che scrivere un file che nessuno accetta."""
    with pytest.raises(InvalidRequestError, match="almeno un rilascio"):
        export(build_portafoglio(), "ocds", MODI)


def test_la_scadenza_effettiva_dichiarata_vale_anche_senza_opzioni() -> None:
    """Il documento la dà, e il contratto finisce lì."""
    pacchetto, _ = write(build_contratto(scadenza_base="2022-12-31", scadenza_effettiva="2023-03-31"))
    (letto,) = read_contratti(pacchetto)
    assert (letto.base, letto.effettiva) == ("2022-12-31", "2023-03-31")
