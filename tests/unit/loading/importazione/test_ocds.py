"""Da OCDS ai contratti: da dove vengono le date, che cosa è un'opzione, come si uniscono le pubblicazioni."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ldq_planner.errors import InvalidDataError
from ldq_planner.loading.importazione.grezzo import FonteAperta, Grezzo
from ldq_planner.loading.importazione.ocds import read_json, read_ocds

if TYPE_CHECKING:
    from pathlib import Path

GARA = {"startDate": "2019-01-01", "endDate": "2019-12-31"}
AGGIUDICATO = {"startDate": "2019-02-01", "endDate": "2020-01-31"}
FIRMATO = {"startDate": "2019-03-01T00:30:00+02:00", "endDate": "2020-02-29T23:59:59+01:00"}


def read(documento: Any) -> list[Grezzo]:
    """I record di un documento."""
    return list(read_ocds(documento, FonteAperta("x.json", "ocds", lambda _: iter(()))))


def release(**campi: Any) -> dict[str, Any]:
    """Un rilascio di una procedura."""
    return {"ocid": "ocds-x-1", "id": "1", "date": "2020-01-01", "buyer": {"name": "Comune"}, **campi}


@pytest.mark.parametrize(
    ("contratto", "aggiudicazione", "attese"),
    [
        pytest.param(FIRMATO, AGGIUDICATO, (FIRMATO["startDate"], FIRMATO["endDate"], "contratto"), id="dal-contratto"),
        pytest.param(None, AGGIUDICATO, ("2019-02-01", "2020-01-31", "aggiudicazione"), id="dall-aggiudicazione"),
        pytest.param({"startDate": None, "endDate": ""}, {}, ("2019-01-01", "2019-12-31", "bando"), id="dal-bando"),
    ],
)
def test_le_date_si_prendono_da_dove_ci_sono_e_si_dice_da_dove(
    contratto: Any, aggiudicazione: Any, attese: tuple[str, str, str]
) -> None:
    """Un piano non è un fatto."""
    (grezzo,) = read(
        release(
            tender={"title": "T", "contractPeriod": GARA},
            awards=[{"id": "a", "contractPeriod": aggiudicazione}],
            contracts=[{"id": "c", "awardID": "a", "period": contratto}],
        )
    )
    assert (grezzo.inizio, grezzo.fine, grezzo.origine) == attese


@pytest.mark.parametrize(
    ("rinnovo", "quanti"),
    [({"maximumRenewals": 0}, "0"), ({"maximumRenewals": 3}, "3"), ({}, ""), ({"maximumRenewals": None}, "")],
)
def test_solo_zero_vuol_dire_nessun_rinnovo(rinnovo: dict[str, Any], quanti: str) -> None:
    """Chi tace non dice di no."""
    lotto = {"id": "L", "contractPeriod": {"durationInDays": 720}, "renewal": rinnovo}
    (grezzo,) = read(release(tender={"title": "T", "lots": [lotto]}))
    assert (grezzo.rinnovi, grezzo.durata_giorni, grezzo.genere) == (quanti, "720", "scenario")


def test_le_pubblicazioni_di_una_procedura_si_uniscono_e_vale_la_piu_recente() -> None:
    """Qualunque sia il loro ordine; ciò che la nuova tace resta."""
    prima = release(contracts=[{"id": "c", "title": "Uno", "period": AGGIUDICATO}])
    dopo = release(date="2021-01-01", contracts=[{"id": "c", "period": {"endDate": "2021-06-30"}}])
    for rilasci in ([prima, dopo], [dopo, prima]):
        (grezzo,) = read({"releases": rilasci})
        assert (grezzo.titolo, grezzo.inizio, grezzo.fine) == ("Uno", "2019-02-01", "2021-06-30")


@pytest.mark.parametrize(
    "documento",
    [
        pytest.param({"releases": [release(contracts=[{"id": "c", "period": GARA}])]}, id="pacchetto"),
        pytest.param(release(contracts=[{"id": "c", "period": GARA}]), id="rilascio"),
        pytest.param([release(contracts=[{"id": "c", "period": GARA}])], id="lista"),
        pytest.param(
            {"records": [{"ocid": "ocds-x-1", "compiledRelease": release(contracts=[{"id": "c", "period": GARA}])}]},
            id="record-compilato",
        ),
        pytest.param(
            {"records": [{"ocid": "ocds-x-1", "releases": [release(contracts=[{"id": "c", "period": GARA}])]}]},
            id="record-con-i-rilasci",
        ),
        pytest.param(
            {
                "records": [
                    {
                        "ocid": "ocds-x-1",
                        "releases": [{"url": "https://esempio.it/1", "date": "2020-01-01", "tag": ["contract"]}],
                        "versionedRelease": {
                            "buyer": {"name": [{"releaseDate": "2020-01-01", "value": "Comune"}]},
                            "contracts": [
                                {
                                    "id": "c",
                                    "period": {
                                        "startDate": [{"releaseDate": "2020-01-01", "value": "2019-01-01"}],
                                        "endDate": [
                                            {"releaseDate": "2020-01-01", "value": "2019-06-30"},
                                            {"releaseDate": "2020-02-01", "value": "2019-12-31"},
                                        ],
                                    },
                                }
                            ],
                        },
                    }
                ]
            },
            id="record-con-la-storia",
        ),
    ],
)
def test_ogni_forma_di_pacchetto_da_lo_stesso_contratto(documento: Any) -> None:
    """Rilasci, record, compilati, con la storia."""
    (grezzo,) = read(documento)
    assert (grezzo.gruppo, grezzo.inizio, grezzo.fine, grezzo.id) == (
        "Comune",
        "2019-01-01",
        "2019-12-31",
        "ocds-x-1-c",
    )


def test_chi_esegue_si_trova_anche_se_e_un_oggetto_o_un_rimando() -> None:
    """`suppliers` a volte non è un elenco, e a volte ha il solo id."""
    parti = [{"id": "S", "name": "Ditta"}]
    for fornitori in ({"id": "S"}, [{"id": "S"}], [{"name": "Ditta"}], [{"id": "S"}, None]):
        contratto = {"id": "c", "period": GARA}
        (grezzo,) = read(release(parties=parti, awards=[{"id": "a", "suppliers": fornitori}], contracts=[contratto]))
        assert grezzo.affidatari == (("Ditta", "singolo"),)
    (senza,) = read(release(awards=[{"id": "a"}], contracts=[{"id": "c", "period": GARA}]))
    assert senza.affidatari == ()


def test_ogni_contratto_ha_chi_ha_presentato_la_sua_offerta() -> None:
    """Un'aggiudicazione a più operatori in parallelo non è un raggruppamento."""
    offerte = {"details": [{"id": "T1", "tenderers": [{"name": "Uno"}]}, {"id": "T2", "tenderers": [{"name": "Due"}]}]}
    aggiudicazione = {"id": "a", "suppliers": [{"name": "Uno"}, {"name": "Due"}]}
    contratti = [{"id": i, "awardID": "a", "period": GARA, "relatedBids": [f"T{i}"]} for i in ("1", "2")]
    primo, secondo = read(release(bids=offerte, awards=[aggiudicazione], contracts=contratti))
    assert (primo.affidatari, secondo.affidatari) == ((("Uno", "singolo"),), (("Due", "singolo"),))


def test_lo_stato_ha_il_giorno_del_primo_rilascio_che_lo_dice() -> None:
    """Un rilascio dopo, che parla d'altro, non allunga un contratto già terminato."""
    rilasci = [
        release(date=f"2020-0{mese}-01", contracts=[{"id": "c", "status": stato, "period": GARA}])
        for mese, stato in enumerate(("active", "terminated", "terminated"), 1)
    ]
    (grezzo,) = read({"releases": rilasci})
    assert (grezzo.stato, grezzo.visto) == ("terminated", "2020-02-01")


def test_senza_titoli_valgono_le_descrizioni() -> None:
    """Il titolo di chiunque prima della descrizione di chiunque."""
    contratto = {"id": "c", "description": "Descritto", "period": GARA}
    (senza,) = read(release(contracts=[contratto]))
    (con,) = read(release(tender={"title": "Gara"}, contracts=[contratto]))
    assert (senza.titolo, con.titolo) == ("Descritto", "Gara")


def test_modifiche_tappe_pagamenti_e_rinnovi_di_un_contratto_stanno_nella_nota() -> None:
    """Nulla di ciò che il contratto dice si perde."""
    contratto = {
        "id": "c",
        "period": GARA,
        "renewal": {"description": "rinnovo di dodici mesi"},
        "amendments": [{"date": "2018-12-31T23:00:00Z", "rationale": "Più ore"}, {"description": "Altra sede"}],
        "milestones": [{"title": "Avvio", "dateMet": "2019-01-02"}, {"title": "Relazione", "dueDate": "2019-06-30"}],
        "implementation": {"transactions": [{"value": {"amount": a, "currency": "EUR"}} for a in (10.5, 20)]},
    }
    (grezzo,) = read(release(contracts=[contratto]))
    assert grezzo.nota.split("; ") == [
        "rinnovi e opzioni: rinnovo di dodici mesi",
        "2019-01-01 Più ore",
        "Altra sede",
        "tappa: Avvio, fatta il 2019-01-02",
        "tappa: 2019-06-30 Relazione",
        "pagato finora: 30.5 EUR",
    ]


def test_ogni_lotto_e_ogni_aggiudicazione_resta() -> None:
    """Un lotto senza un periodo suo ha quello della gara; chi è aggiudicato e non ha un contratto c'è comunque."""
    lotti = [{"id": "1", "contractPeriod": AGGIUDICATO}, {"id": "2"}, {"id": "3", "status": "cancelled"}]
    trovati = read(release(tender={"title": "T", "contractPeriod": GARA, "lots": lotti}))
    assert [(g.inizio, g.stato) for g in trovati] == [
        ("2019-02-01", ""),
        ("2019-01-01", ""),
        ("2019-01-01", "cancelled"),
    ]
    aggiudicazioni = [{"id": i, "title": f"Lotto {i}", "status": "active", "contractPeriod": GARA} for i in ("1", "2")]
    contratti = [{"id": "c", "awardID": "1", "status": "active", "period": AGGIUDICATO}]
    trovati = read(release(awards=aggiudicazioni, contracts=contratti))
    assert [(g.titolo, g.origine) for g in trovati] == [("Lotto 1", "contratto"), ("Lotto 2", "aggiudicazione")]


def test_di_piu_lotti_e_di_piu_offerte_ciascun_contratto_trova_i_suoi() -> None:
    """Il primo dei suoi lotti nell'ordine della gara; di ogni sua offerta chi l'ha fatta, nell'ordine in cui sono arrivate."""
    lotti = [{"id": f"l{i}", "contractPeriod": {"startDate": f"202{i}-01-01"}} for i in range(4)]
    offerte = [{"id": f"o{i % 2}", "tenderers": [{"name": f"Ditta {i}"}]} for i in range(4)]
    (grezzo,) = read(
        release(
            tender={"title": "T", "lots": lotti},
            bids={"details": offerte},
            contracts=[{"id": "c", "relatedLots": ["l9", "l3", "l2"], "relatedBids": ["o1"]}],
        )
    )
    assert (grezzo.inizio, grezzo.affidatari) == ("2022-01-01", (("Ditta 1", "singolo"), ("Ditta 3", "singolo")))


@pytest.mark.parametrize(
    ("periodi", "atteso"),
    [
        pytest.param(
            [("2022-01-01", "2022-12-31"), ("2022-06-01", "2023-06-30")],
            ("2022-01-01", "2023-06-30"),
            id="si accavallano",
        ),
        pytest.param(
            [("2023-01-01", "2023-06-30"), ("2022-01-01", "2022-12-31")], ("2022-01-01", "2023-06-30"), id="di seguito"
        ),
        pytest.param(
            [("2022-01-01", "2022-12-31"), ("2023-06-01", "2023-06-30")], ("2022-01-01", "2022-12-31"), id="un vuoto"
        ),
        pytest.param(
            [("2022-01-01", "2022-12-31"), ("2022-06-01", "")], ("2022-01-01", "2022-12-31"), id="senza una fine"
        ),
    ],
)
def test_un_contratto_di_piu_lotti_dura_quanto_loro(periodi: list[tuple[str, str]], atteso: tuple[str, str]) -> None:
    """Senza inventare giorni fra un lotto e l'altro; i periodi di ciascuno restano nella nota."""
    lotti = [
        {"id": f"l{n}", "contractPeriod": {"startDate": inizio, "endDate": fine}}
        for n, (inizio, fine) in enumerate(periodi)
    ]
    contratto = {"id": "c", "relatedLots": ["l0", "l1"]}
    (grezzo,) = read(release(tender={"title": "T", "lots": lotti}, contracts=[contratto]))
    assert (grezzo.inizio, grezzo.fine) == atteso
    assert grezzo.nota.startswith("periodi dei lotti: dal ")


def test_le_modifiche_di_tutta_la_gara_e_le_sue_si_tagliano_insieme() -> None:
    """Dieci, e il conto delle altre; una che si ripete c'è una volta."""
    di_tutti = [{"description": f"m{i}"} for i in range(11)]
    grezzi = read(
        release(
            tender={"title": "T", "amendments": di_tutti, "contractPeriod": GARA},
            contracts=[{"id": "c", "amendments": [{"description": "m3"}, {"description": "sua"}]}, {"id": "d"}],
        )
    )
    prime = "; ".join(f"m{i}" for i in range(10))
    assert [g.nota for g in grezzi] == [f"{prime}; e altre 2 modifiche", f"{prime}; e altre 1 modifiche"]


def test_un_rilascio_senza_ocid_e_una_procedura_da_se() -> None:
    """E sta in fondo, dopo quelli che dicono di quale sono."""
    documento = {"releases": [{**release(contracts=[{"id": "x"}]), "ocid": ""}, release(contracts=[{"id": "c"}])]}
    assert [(g.posto, g.id) for g in read(documento)] == [("releases/1", "ocds-x-1-c"), ("releases/0", "1-x")]


def test_un_json_di_troppi_valori_si_rifiuta_prima_di_leggerlo(tmp_path: Path) -> None:
    """Due byte per valore nel file, cento in mano."""
    file = tmp_path / "a.json"
    file.write_text('{"releases": [' + "[]," * 2_500_001 + "[]]}", encoding="utf-8")
    with pytest.raises(InvalidDataError, match=r"1 problemi") as rifiuto:
        read_json(file)
    assert "più di 5000000 valori" in rifiuto.value.findings[0].messaggio
