"""I giorni in vigore e quelli fermi, sul caso di una città: sospesa cinque mesi, chiusa in agosto, partita in due tempi."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.portafogli import build_contratto, build_opzione, build_periodo, build_portafoglio

from ldq_planner.dates.incerta import NON_NOTA
from ldq_planner.engine.copertura import compute_coperture
from ldq_planner.engine.costi import compute_costi_annui, split_importo
from ldq_planner.engine.preavvisi import Anticipo
from ldq_planner.engine.quadro import Quadro
from ldq_planner.engine.scadenze import compute_effettiva, compute_preavviso
from ldq_planner.engine.seguito import find_senza_seguito
from ldq_planner.engine.stato import compute_totali
from ldq_planner.model.chiusura import parse_annuale
from ldq_planner.model.copertura import Causa
from ldq_planner.model.slittamento import parse_slitta
from ldq_planner.model.stato import Stato

STADERA = {"inizio": "2022-09-01", "durata_mesi": 48}
SOSPESA = {"dal": "2024-02-01", "al": "2024-06-30", "atto": "verbale"}


def suspend(**campi: str) -> dict[str, object]:
    """Una sospensione di cinque mesi."""
    return {"sospensioni": [{**SOSPESA, **campi}]}


@pytest.mark.parametrize(
    ("slitta", "fine"),
    [("sì", "2027-01-29"), ("5m", "2027-01-31"), ("100", "2026-12-09"), ("no", "2026-08-31"), (None, "2026-08-31")],
)
def test_la_fine_slitta_di_quanto_dice_l_atto(slitta: str | None, fine: str) -> None:
    """Di altrettanti giorni, di mesi, di un numero scritto; se non lo dice nessuno resta dov'è."""
    contratto = build_contratto(**STADERA, **suspend(**({"slitta": slitta} if slitta else {})))
    assert compute_effettiva(contratto).primo.isoformat() == fine


def test_uno_slittamento_sposta_la_scadenza_che_segue_e_le_opzioni_corrono_da_li() -> None:
    """Prima la base, poi il rinnovo; una sospensione durante il rinnovo sposta la fine del rinnovo."""
    rinnovo = build_opzione(durata_mesi=12)
    prima = build_contratto(**STADERA, **suspend(slitta="5m"), opzioni=[rinnovo])
    assert compute_effettiva(prima).primo == date(2028, 1, 31)
    durante = suspend(dal="2027-02-01", al="2027-02-10", slitta="sì")
    assert compute_effettiva(build_contratto(**STADERA, **durante, opzioni=[rinnovo])).primo == date(2027, 9, 10)


def test_i_giorni_sospesi_sono_scoperti_e_si_dicono_a_parte() -> None:
    """Cento cinquantuno giorni, come nel caso della città."""
    portafoglio = build_portafoglio([build_contratto(**STADERA, **suspend(slitta="5m"))], abitanti={"q": 5100})
    (copertura,) = compute_coperture(portafoglio, build_periodo("2023-01-01", "2026-12-31"))
    assert [(x.giorni, x.abitanti_giorni, x.causa) for x in copertura.lacune] == [(151, 770_100, Causa.SOSPENSIONE)]


def test_una_sospensione_aperta_non_finisce_e_lo_stato_la_dice() -> None:
    """Il contratto è in vigore, ma nessuno apre la porta."""
    contratto = build_contratto(**STADERA, sospensioni=[{"dal": "2023-01-01", "slitta": "sì"}])
    (stato,) = Quadro(build_portafoglio([contratto]), date(2023, 1, 17)).stati
    assert (stato.stato, stato.scoperto_dal, stato.giorni_scoperti) == (Stato.SCOPERTO, date(2023, 1, 1), 17)
    assert stato.fermo is not None
    assert (stato.fermo.causa, stato.fermo.dal, stato.fermo.al) == (Causa.SOSPENSIONE, date(2023, 1, 1), None)


def test_la_copertura_di_oggi_finisce_alla_sospensione_non_alla_pausa_di_agosto() -> None:
    """Una pausa che torna ogni anno è prevista; una sospensione no."""
    estiva = {"inizio": "2022-01-01", "scadenza_base": "2024-12-31", "chiusure": ["08-01..08-31"]}
    (stato,) = Quadro(build_portafoglio([build_contratto(**estiva)]), date(2023, 1, 17)).stati
    assert (stato.stato, stato.coperto_fino_al, stato.fermo) == (Stato.COPERTO, date(2024, 12, 31), None)
    (stato,) = Quadro(build_portafoglio([build_contratto(**estiva, **suspend())]), date(2023, 1, 17)).stati
    assert stato.coperto_fino_al == date(2024, 1, 31)
    assert stato.fermo is not None
    assert stato.fermo.al == date(2024, 6, 30)


def test_il_giorno_da_cui_serve_una_gara_e_la_fine_del_contratto_non_la_pausa_di_agosto() -> None:
    """E chi comincia in agosto segue chi è finito il 31 luglio, anche se il primo giorno è chiuso."""
    agosto = {"chiusure": ["08-01..08-31"]}
    prima = build_contratto("prima", inizio="2022-01-01", scadenza_base="2023-07-31", **agosto)
    dopo = build_contratto("dopo", inizio="2023-08-01", scadenza_base="2025-12-31", **agosto)
    vigore = Quadro(build_portafoglio([prima, dopo]), date(2023, 1, 17)).coperture["q"].in_vigore
    assert [(t.inizio, t.fine) for t in vigore.certo] == [(date(2022, 1, 1), date(2025, 12, 31))]


def test_un_quartiere_comincia_dopo_e_finisce_con_gli_altri() -> None:
    """Bovisa è partita ad aprile, con lo stesso contratto."""
    rete = build_contratto(
        quartieri=["nord", "bovisa"],
        inizio="2024-01-15",
        durata_mesi=36,
        decorrenze=[{"quartiere": "bovisa", "inizio": "2024-04-01"}],
    )
    portafoglio = build_portafoglio([rete], abitanti={"nord": 1, "bovisa": 1})
    nord, bovisa = compute_coperture(portafoglio, build_periodo("2024-01-01", "2027-01-31"))
    assert [(x.inizio, x.fine) for x in nord.lacune] == [
        (date(2024, 1, 1), date(2024, 1, 14)),
        (date(2027, 1, 15), date(2027, 1, 31)),
    ]
    assert bovisa.lacune[0].fine == date(2024, 3, 31)
    assert bovisa.lacune[1:] == nord.lacune[1:]
    stati = {s.id: s for s in Quadro(portafoglio, date(2024, 2, 1)).stati}
    assert (stati["nord"].contratto, stati["bovisa"].contratto) == ("primo", None)


def test_i_giorni_sospesi_non_si_pagano() -> None:
    """Se la fine slitta si pagano dopo; se non slitta la loro parte non si spende."""
    importo = {"importo_eur": "1461.00"}  # un euro al giorno
    slittato = build_contratto(**STADERA, **suspend(slitta="sì"), **importo)
    costi = dict(compute_costi_annui(slittato))
    assert (costi[2024], costi[2027], sum(costi.values())) == (Decimal(366 - 151), Decimal(29), Decimal(1461))
    assert split_importo(slittato) is None
    fermo = build_contratto(**STADERA, **suspend(slitta="no"), **importo)
    assert sum(dict(compute_costi_annui(fermo)).values()) == Decimal(1461 - 151)
    assert split_importo(fermo) == (Decimal(1461 - 151), Decimal(151))


def test_le_chiusure_annuali_sono_nel_prezzo() -> None:
    """Il canone è lo stesso anche in agosto."""
    campi = {**STADERA, "importo_eur": "48000.00"}
    assert compute_costi_annui(build_contratto(**campi, chiusure=["08-01..08-31"])) == compute_costi_annui(
        build_contratto(**campi)
    )


def test_il_preavviso_si_conta_dalla_scadenza_che_l_opzione_estende() -> None:
    """Novanta giorni prima del 31/03/2027 è il 31/12/2026."""
    contratto = build_contratto(scadenza_base="2027-03-31", opzioni=[build_opzione("aperta", preavviso_giorni=90)])
    giorno = compute_preavviso(compute_effettiva(contratto), contratto.opzioni[0])
    assert giorno is not None
    assert giorno.primo == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("campi", "attesi"),
    [
        ({"scadenza_base": "2027-03"}, ("2026-12-01", "2026-12-31")),
        ({"scadenza_base": "2027-03-31..2027-04-30"}, ("2026-12-31", "2027-01-30")),
        ({"scadenza_base": "2027-03-31", **suspend(slitta="10")}, ("2027-01-10", "2027-01-10")),
        ({"scadenza_base": "2027-03-31", "scadenza_effettiva": "2027-04-30"}, ("2027-01-30", "2027-01-30")),
    ],
)
def test_il_preavviso_segue_la_scadenza(campi: dict[str, object], attesi: tuple[str, str]) -> None:
    """Incerta, slittata, dichiarata: per ogni lettura, novanta giorni prima."""
    contratto = build_contratto(inizio="2023-01-01", **campi, opzioni=[build_opzione("aperta", preavviso_giorni=90)])
    giorno = compute_preavviso(compute_effettiva(contratto), contratto.opzioni[0])
    assert giorno is not None
    assert (giorno.primo.isoformat(), giorno.ultimo.isoformat()) == attesi


def test_di_una_scadenza_non_nota_nemmeno_il_preavviso_lo_e() -> None:
    """Il calendario lo elenca fra ciò che non ha un giorno."""
    chiede, non_chiede = build_contratto(
        opzioni=[build_opzione("aperta", preavviso_giorni=90), build_opzione("aperta")]
    ).opzioni
    giorno = compute_preavviso(NON_NOTA, chiede)
    assert giorno is not None
    assert not giorno.is_nota
    assert compute_preavviso(NON_NOTA, non_chiede) is None


@pytest.mark.parametrize(
    ("testo", "periodi"),
    [
        ("08-01..08-31", [("2023-08-01", "2023-08-31"), ("2024-08-01", "2024-08-31")]),
        ("12-24..01-06", [("2022-12-24", "2023-01-06"), ("2023-12-24", "2024-01-06"), ("2024-12-24", "2025-01-06")]),
        ("02-20..02-29", [("2023-02-20", "2023-02-28"), ("2024-02-20", "2024-02-29")]),
        ("02-29..02-29", [("2024-02-29", "2024-02-29")]),
    ],
)
def test_un_periodo_dell_anno_torna_ogni_anno(testo: str, periodi: list[tuple[str, str]]) -> None:
    """Anche se passa il Capodanno, o finisce un giorno che non c'è sempre."""
    trovati = parse_annuale(testo).list_estremi(date(2023, 1, 1), date(2024, 12, 31))
    assert [(dal.isoformat(), al.isoformat()) for dal, al in trovati] == periodi
    assert str(parse_annuale(testo)) == testo


@pytest.mark.parametrize("testo", ["08-01", "13-01..13-02", "02-30..03-01", "08-01..08-32", "8-1..8-31", ""])
def test_un_periodo_dell_anno_scritto_male_si_rifiuta(testo: str) -> None:
    """Un giorno che non esiste in nessun anno non è un periodo."""
    with pytest.raises(ValueError, match=r"."):
        parse_annuale(testo)


@pytest.mark.parametrize(
    ("testo", "scritto"), [("sì", "sì"), ("no", "no"), ("0", "no"), ("5m", "5m"), ("151", "151"), ("0m", "no")]
)
def test_uno_slittamento_si_riscrive_come_si_legge(testo: str, scritto: str) -> None:
    """Chi esporta i dati e li rilegge trova lo stesso slittamento."""
    assert str(parse_slitta(testo)) == scritto
    assert parse_slitta(scritto) == parse_slitta(testo)


def test_chi_e_in_pausa_ha_la_sua_scadenza_fra_le_prossime() -> None:
    """Il 15 agosto la prossima scadenza è quella del contratto chiuso, non quella di chi scade dopo."""
    estivo = build_contratto(
        "estivo", quartieri=["q"], inizio="2022-01-01", scadenza_base="2022-12-31", chiusure=["08-01..08-31"]
    )
    altro = build_contratto("altro", quartieri=["r"], inizio="2022-01-01", scadenza_base="2023-12-31")
    portafoglio = build_portafoglio([estivo, altro], abitanti={"q": 10, "r": 10})
    totali = compute_totali(Quadro(portafoglio, date(2022, 8, 15)).stati, date(2022, 8, 15))
    assert (totali.quartieri_scoperti, totali.prossima_scadenza) == (1, date(2022, 12, 31))


def test_un_contratto_che_finisce_in_due_giorni_lascia_due_quartieri_in_due_tempi() -> None:
    """Chi finisce prima si segnala da solo, e il posto è il suo."""
    rete = build_contratto(
        quartieri=["nord", "sud"],
        scadenza_base="2023-12-31",
        decorrenze=[{"quartiere": "sud", "fine": "2023-02-28"}],
    )
    quadro = Quadro(build_portafoglio([rete], abitanti={"nord": 1, "sud": 1}), date(2023, 1, 17))
    (voce,) = find_senza_seguito(quadro, Anticipo(60))
    assert (voce.quartieri, voce.fine.primo) == (["sud"], date(2023, 2, 28))


def test_mille_giorni_di_un_contratto_normale_non_hanno_fermi() -> None:
    """Chi non usa i campi nuovi non paga nulla: la sua copertura non ha di che dire."""
    contratto = build_contratto(durata_giorni=1000)
    copertura = Quadro(build_portafoglio([contratto]), contratto.inizio.primo + timedelta(days=9)).coperture["q"]
    assert copertura.fermi is None
    assert copertura.in_vigore == (copertura.certa, copertura.possibile)
