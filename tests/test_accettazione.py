"""Le cifre della presentazione del 17/01/2023, come un funzionario le può confermare o contestare.

I dati sono quelli che viaggiano con il programma; una riga della tabella di accettazione, una o più prove.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from tests.supporto import RADICE, ldq

from ldq_planner.api import compute_stati, evaluate_scenario
from ldq_planner.dates.incerta import parse_data
from ldq_planner.dates.mesi import count_mesi, end_of_mesi
from ldq_planner.dates.periodo import Periodo
from ldq_planner.engine.copertura import compute_coperture
from ldq_planner.engine.costi import compute_costi_annui, compute_mensile, compute_mensile_opzione, round_centesimi
from ldq_planner.engine.quadro import Quadro
from ldq_planner.engine.scadenze import compute_scadenze
from ldq_planner.engine.stato import compute_totali
from ldq_planner.loading.cartella import load_portafoglio
from ldq_planner.model.copertura import Lacuna, TipoLacuna
from ldq_planner.model.stato import Stato
from ldq_planner.rules.controlli.scenari import check_scenari

if TYPE_CHECKING:
    from ldq_planner.model.contratto import Contratto
    from ldq_planner.model.esito import EsitoScenario
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.quartiere import Quartiere
    from ldq_planner.model.stato import StatoQuartiere

OGGI = date(2023, 1, 17)
LABORATORI_DEI_CDQ = ("mazzini", "ponte-lambro", "molise-calvairate", "san-siro", "gratosoglio")
QUARTIERI = (*LABORATORI_DEI_CDQ, "lorenteggio")


@pytest.fixture(scope="module")
def portafoglio() -> Portafoglio:
    """I dati che viaggiano con il programma."""
    return load_portafoglio(RADICE / "data")


@pytest.fixture(scope="module")
def stati(portafoglio: Portafoglio) -> dict[str, StatoQuartiere]:
    """Quartiere → il suo stato il giorno della presentazione."""
    return {stato.id: stato for stato in compute_stati(portafoglio, OGGI)}


def find_contratto(portafoglio: Portafoglio, id_: str) -> Contratto:
    """Il contratto con quell'id."""
    return next(c for c in portafoglio.contratti if c.id == id_)


def find_quartiere(portafoglio: Portafoglio, id_: str) -> Quartiere:
    """Il quartiere con quell'id."""
    return next(q for q in portafoglio.quartieri if q.id == id_)


def evaluate(portafoglio: Portafoglio, id_: str) -> EsitoScenario:
    """L'esito dello scenario il giorno della presentazione."""
    return evaluate_scenario(portafoglio, next(s for s in portafoglio.scenari if s.id == id_), OGGI)


def find_lacune(portafoglio: Portafoglio, id_: str, dal: str, al: str) -> tuple[Lacuna, ...]:
    """Le lacune di un quartiere fra due giorni, compresi."""
    finestra = Periodo(date.fromisoformat(dal), date.fromisoformat(al))
    return next(c.lacune for c in compute_coperture(portafoglio, finestra) if c.id == id_)


def describe(lacune: tuple[Lacuna, ...]) -> list[str]:
    """Le lacune in una parola e due date."""
    return [f"{lacuna.tipo} {lacuna.inizio}–{lacuna.fine}" for lacuna in lacune]


# ——— Lorenteggio: il contratto


def test_lorenteggio_scade_il_20_giugno_2022_senza_rinnovo_e_il_20_dicembre_2022_con_il_rinnovo(
    portafoglio: Portafoglio,
) -> None:
    """36 mesi dal 21/06/2019, e i 6 del rinnovo che comincia il giorno dopo."""
    scadenze = compute_scadenze(find_contratto(portafoglio, "lorenteggio-2019"))
    assert [str(s) for s in scadenze] == ["2022-06-20", "2022-12-20", "2022-12-20"]


def test_la_scadenza_dichiarata_di_lorenteggio_e_quella_che_si_calcola(portafoglio: Portafoglio) -> None:
    """«Dal 21 giugno 2019 al 20 dicembre 2022»: anche senza leggerlo ci si arriva."""
    contratto = find_contratto(portafoglio, "lorenteggio-2019")
    assert contratto.scadenza_effettiva == parse_data("20/12/2022")
    senza = contratto.model_copy(update={"scadenza_effettiva": None})
    assert compute_scadenze(senza) == compute_scadenze(contratto)


def test_lorenteggio_costa_23011_euro_e_53_al_mese_sia_nei_36_mesi_sia_nel_rinnovo(portafoglio: Portafoglio) -> None:
    """828.415,20 / 36 e 138.069,20 / 6, IVA inclusa."""
    contratto = find_contratto(portafoglio, "lorenteggio-2019")
    (rinnovo,) = contratto.opzioni
    mensili = (compute_mensile(contratto), compute_mensile_opzione(rinnovo))
    assert [round_centesimi(m) for m in mensili if m is not None] == [Decimal("23011.53")] * 2
    assert (contratto.importo_eur, rinnovo.importo_eur) == (Decimal("828415.20"), Decimal("138069.20"))
    assert (contratto.durata_mesi, rinnovo.durata_mesi, contratto.iva) == (36, 6, "inclusa")


def test_gli_anni_di_lorenteggio_sommano_a_966484_euro_e_40(portafoglio: Portafoglio) -> None:
    """828.415,20 + 138.069,20, senza perdere un centesimo per strada."""
    anni = dict(compute_costi_annui(find_contratto(portafoglio, "lorenteggio-2019")))
    assert list(anni) == [2019, 2020, 2021, 2022]
    assert sum(anni.values()) == Decimal("966484.40")


# ——— lo stato il 17/01/2023


def test_lorenteggio_e_scoperto_da_28_giorni_dal_21_dicembre_2022(stati: dict[str, StatoQuartiere]) -> None:
    """Undici giorni di dicembre e diciassette di gennaio, oggi compreso: per circa 4.200 abitanti, 117.600."""
    lorenteggio = stati["lorenteggio"]
    assert lorenteggio.stato is Stato.SCOPERTO
    assert (lorenteggio.scoperto_dal, lorenteggio.giorni_scoperti) == (date(2022, 12, 21), 28)
    assert lorenteggio.giorni_alla_scadenza == -28
    assert (lorenteggio.abitanti, lorenteggio.abitanti_circa) == (4200, True)
    assert lorenteggio.abitanti_giorni_scoperti == 117_600


@pytest.mark.parametrize(
    ("quartiere", "scadenza", "giorni"),
    [
        ("mazzini", "2023-06-30", 164),
        ("san-siro", "2023-06-30", 164),
        ("gratosoglio", "2023-12-31", 348),
        ("ponte-lambro", "2023-12-31", 348),
        ("molise-calvairate", "2023-12-31", 348),
    ],
)
def test_gli_altri_cinque_sono_coperti_e_si_sa_per_quanti_giorni(
    stati: dict[str, StatoQuartiere], quartiere: str, scadenza: str, giorni: int
) -> None:
    """Mazzini e San Siro fino al 30/06/2023, gli altri tre fino al 31/12/2023."""
    stato = stati[quartiere]
    assert stato.stato is Stato.COPERTO
    assert str(stato.scadenza) == scadenza
    assert stato.coperto_fino_al == date.fromisoformat(scadenza)
    assert stato.giorni_alla_scadenza == giorni


def test_il_quartiere_scoperto_e_il_primo_poi_chi_scade_prima(stati: dict[str, StatoQuartiere]) -> None:
    """A parità di giorni, il più popoloso."""
    assert list(stati) == ["lorenteggio", "san-siro", "mazzini", "gratosoglio", "molise-calvairate", "ponte-lambro"]


def test_in_tutto_4200_abitanti_sono_senza_laboratorio_e_la_prossima_scadenza_e_il_30_giugno(
    stati: dict[str, StatoQuartiere],
) -> None:
    """Un quartiere scoperto; i prossimi a scadere sono due insieme."""
    totali = compute_totali(tuple(stati.values()), OGGI)
    assert (totali.quartieri_scoperti, totali.abitanti_scoperti, totali.abitanti_giorni_scoperti) == (1, 4200, 117_600)
    assert totali.prossima_scadenza == date(2023, 6, 30)
    assert totali.quartieri_in_prossima_scadenza == ("mazzini", "san-siro")


# ——— la gara per quattro quartieri


def test_la_gara_per_quattro_quartieri_va_dal_1_gennaio_2024_almeno_al_31_dicembre_2025(
    portafoglio: Portafoglio,
) -> None:
    """«A partire da gennaio 2024 per la durata di almeno 2 anni»."""
    esito = evaluate(portafoglio, "gara-quattro-quartieri")
    assert (str(esito.inizio), str(esito.fine)) == ("2024-01-01", "2025-12-31")
    assert (esito.durata_mesi, esito.durata_minima) == (24, True)
    assert set(esito.quartieri) == {"gratosoglio", "ponte-lambro", "molise-calvairate", "mazzini"}


def test_la_gara_lascia_mazzini_scoperto_184_giorni_e_gli_altri_tre_nemmeno_uno(portafoglio: Portafoglio) -> None:
    """Dal 01/07/2023 al 31/12/2023 per 4.656 abitanti: 856.704 abitanti-giorni."""
    (lacuna,) = evaluate(portafoglio, "gara-quattro-quartieri").lacune
    assert (lacuna.quartiere, lacuna.tipo) == ("mazzini", TipoLacuna.CERTA)
    assert (lacuna.inizio, lacuna.fine) == (date(2023, 7, 1), date(2023, 12, 31))
    assert (lacuna.giorni, lacuna.abitanti_giorni) == (184, 856_704)


# ——— San Siro


def test_a_san_siro_l_inizio_non_e_dato_e_nessun_giorno_dopo_il_30_giugno_2023_e_certo(
    portafoglio: Portafoglio,
) -> None:
    """Il servizio può cominciare in un giorno qualunque: lacuna possibile fino alla fine del PINQUA."""
    esito = evaluate(portafoglio, "san-siro-pinqua")
    assert esito.inizio is None
    assert (str(esito.fine), esito.programma, esito.durata_minima) == ("2026-12-31~", "pinqua-san-siro", True)
    assert esito.date_indicative == ("fine",)
    (lacuna,) = esito.lacune
    assert (lacuna.tipo, lacuna.inizio, lacuna.fine) == (TipoLacuna.POSSIBILE, date(2023, 7, 1), date(2026, 12, 31))


def test_dal_1_luglio_2023_al_31_dicembre_2026_sono_42_mesi(portafoglio: Portafoglio) -> None:
    """Dal giorno dopo l'ultimo coperto di San Siro alla fine scritta del PINQUA."""
    domani = date(2023, 7, 1)
    assert end_of_mesi(domani, 42) == date(2026, 12, 31)
    pinqua = next(p for p in portafoglio.programmi if p.id == "pinqua-san-siro")
    assert count_mesi(domani, pinqua.fine.scritta.primo) == 42


def test_il_costo_di_san_siro_si_stima_al_mese_come_lorenteggio_ma_non_in_tutto(portafoglio: Portafoglio) -> None:
    """«Servizio simile a quello già presente al quartiere Lorenteggio»: senza inizio non si sa per quanti mesi."""
    esito = evaluate(portafoglio, "san-siro-pinqua")
    assert (esito.costo_mensile_stimato, esito.costo_stimato) == (Decimal("23011.53"), None)


# ——— Lorenteggio: lo scenario


def test_trentasei_mesi_dal_2023_e_fine_2025_non_stanno_insieme_e_si_dice_di_quanti_giorni(
    portafoglio: Portafoglio,
) -> None:
    """Solo dal 01/01/2023 ci sarebbero stati; dal 18/01/2023 sono 17 giorni di troppo, dal 31/12/2023 sono 364."""
    (finding,) = check_scenari(Quadro(portafoglio, OGGI))
    assert finding.ref is not None
    assert (finding.codice, finding.ref.id) == ("scenario-contraddittorio", "lorenteggio-adp")
    assert "da 17 a 364 giorni oltre la fine indicativa" in finding.messaggio
    assert "31/12/2025" in finding.messaggio


@pytest.mark.parametrize(
    ("inizio", "giorni"), [("2023-01-01", None), ("2023-01-02", 1), ("2023-03-01", 59), ("2023-12-31", 364)]
)
def test_ogni_giorno_di_ritardo_nell_avvio_di_lorenteggio_e_un_giorno_oltre_il_31_dicembre_2025(
    portafoglio: Portafoglio, inizio: str, giorni: int | None
) -> None:
    """Le due frasi della presentazione si accordano solo il primo giorno dell'anno."""
    assert (end_of_mesi(date.fromisoformat(inizio), 36) - date(2025, 12, 31)).days == (giorni or 0)
    ipotesi = portafoglio.ipotesi.model_copy(
        update={
            "scenari": tuple(
                s.model_copy(update={"inizio": parse_data(inizio)})
                for s in portafoglio.scenari
                if s.id == "lorenteggio-adp"
            )
        }
    )
    prima = date(2022, 12, 31)
    messaggi = [
        f.messaggio
        for f in check_scenari(Quadro(type(portafoglio)(portafoglio.anagrafe, portafoglio.registro, ipotesi), prima))
    ]
    quanto = "1 giorno oltre" if giorni == 1 else f"{giorni} giorni oltre"
    assert messaggi == [] if giorni is None else [quanto in m for m in messaggi] == [True]


def test_le_risorse_della_regione_sono_una_condizione_aperta_con_il_suo_ultimo_giorno(portafoglio: Portafoglio) -> None:
    """Alla vigilia dell'ultimo avvio possibile nel 2023; l'inserimento nella programmazione invece c'è già."""
    regione, programmazione = evaluate(portafoglio, "lorenteggio-adp").condizioni
    assert regione.testo == "conferma delle risorse dalla Regione Lombardia"
    assert (regione.tipo, regione.soddisfatta, regione.entro) == ("finanziamento", False, date(2023, 12, 30))
    assert (programmazione.tipo, programmazione.soddisfatta) == ("programmazione", True)


def test_la_condizione_della_regione_si_vede_sullo_schermo() -> None:
    """Chi chiede dello scenario la legge aperta, con il giorno in cui comincia la decisione di contrarre che mantiene «2023»."""
    uscita = ldq("scenari", "lorenteggio-adp", "--oggi", "2023-01-17", ambiente={"COLUMNS": "200"})
    (riga,) = (riga for riga in uscita.out.splitlines() if "conferma delle risorse dalla Regione" in riga)
    assert "aperta" in riga
    assert "03/05/2023" in riga


# ——— la storia


@pytest.mark.parametrize("quartiere", LABORATORI_DEI_CDQ)
def test_nei_quartieri_dei_cdq_il_vuoto_certo_va_dal_1_maggio_2016_al_31_dicembre_2017(
    portafoglio: Portafoglio, quartiere: str
) -> None:
    """Ultimi contratti al 30/04/2016, poi nulla di datato fino al 2018: 610 giorni."""
    (certa,) = (
        x for x in find_lacune(portafoglio, quartiere, "2006-01-01", "2023-01-17") if x.tipo is TipoLacuna.CERTA
    )
    assert (certa.inizio, certa.fine, certa.giorni) == (date(2016, 5, 1), date(2017, 12, 31), 610)


@pytest.mark.parametrize("quartiere", LABORATORI_DEI_CDQ)
def test_il_2018_e_gli_anni_2019_e_2020_sono_scoperti_solo_forse(portafoglio: Portafoglio, quartiere: str) -> None:
    """Il gruppo interno è «dal 2018 al 2019» e i professionisti «dal 2020»: i giorni non sono dati.

    Certi sono solo i giorni in vigore in ogni lettura: dal 31/12/2018 al 01/01/2019, e dal 31/12/2020.
    """
    assert describe(find_lacune(portafoglio, quartiere, "2018-01-01", "2023-06-30")) == [
        "possibile 2018-01-01–2018-12-30",
        "possibile 2019-01-02–2020-12-30",
    ]


def test_lorenteggio_prima_del_21_giugno_2019_non_ha_laboratorio(portafoglio: Portafoglio) -> None:
    """Il suo contratto è il solo a date certe: nessuna lacuna possibile."""
    assert describe(find_lacune(portafoglio, "lorenteggio", "2018-01-01", "2023-01-17")) == [
        "certa 2018-01-01–2019-06-20",
        "certa 2022-12-21–2023-01-17",
    ]


# ——— il resto della presentazione


@pytest.mark.parametrize(
    ("quartiere", "municipio", "abitanti", "nuclei", "alloggi"),
    [
        ("san-siro", 7, 6647, None, 4647),
        ("gratosoglio", 5, 5309, 2600, 2091),
        ("molise-calvairate", 4, 3846, 2596, 2487),
        ("ponte-lambro", 4, 1212, 537, 372),
        ("mazzini", 4, 4656, 2602, 1143),
        ("lorenteggio", 6, 4200, None, 2677),
    ],
)
def test_ogni_quartiere_ha_municipio_abitanti_nuclei_e_alloggi_erp(
    portafoglio: Portafoglio, quartiere: str, municipio: int, abitanti: int, nuclei: int | None, alloggi: int
) -> None:
    """Ciò che la presentazione non dà resta non noto; i numeri sono quelli dell'avvio del programma."""
    dato = find_quartiere(portafoglio, quartiere)
    assert dato.popolazione is not None
    assert (dato.municipio, dato.abitanti) == (municipio, abitanti)
    assert (dato.popolazione.nuclei, dato.popolazione.alloggi_erp) == (nuclei, alloggi)
    assert dato.popolazione.riferita_a == "avvio del programma"


def test_la_nota_sui_residenti_accompagna_i_dati(portafoglio: Portafoglio) -> None:
    """Sono quelli di quando il programma è cominciato, non di oggi."""
    assert portafoglio.anagrafe.nota == "I dati si riferiscono all'avvio di ciascun programma"


@pytest.mark.parametrize(
    ("quartiere", "indirizzo", "proprieta"),
    [
        ("san-siro", "Piazzale Selinunte 4", "Aler"),
        ("gratosoglio", "via Baroni 9", "Aler"),
        ("molise-calvairate", "Via Faà di Bruno 5", "Aler"),
        ("ponte-lambro", "via Ucelli di Nemi 17", "Aler"),
        ("mazzini", "via Mompiani 5", "comunale"),
        ("lorenteggio", "via Giambellino 150 ang. Segneri", "Aler"),
    ],
)
def test_ogni_laboratorio_ha_la_sua_sede(
    portafoglio: Portafoglio, quartiere: str, indirizzo: str, proprieta: str
) -> None:
    """Dov'è, e di chi è."""
    sede = find_quartiere(portafoglio, quartiere).sede
    assert sede is not None
    assert (sede.indirizzo, sede.proprieta) == (indirizzo, proprieta)


def test_la_sede_del_gratosoglio_ha_problemi_manutentivi_e_nessun_altra(portafoglio: Portafoglio) -> None:
    """È il solo guaio che la presentazione segnala."""
    problemi = {q.id: q.sede.problemi for q in portafoglio.quartieri if q.sede and q.sede.problemi}
    assert problemi == {"gratosoglio": ("problemi manutentivi",)}


def test_lorenteggio_e_affidato_a_un_ati_di_cinque_con_spazio_aperto_capogruppo(portafoglio: Portafoglio) -> None:
    """Una capogruppo e quattro mandanti."""
    affidatari = find_contratto(portafoglio, "lorenteggio-2019").affidatari
    assert [a.ruolo for a in affidatari] == ["capogruppo"] + ["mandante"] * 4
    assert affidatari[0].nome == "Spazio Aperto Servizi Società Cooperativa Sociale"


def test_a_lorenteggio_lavorano_12_operatori_pagati_dal_por_fse(portafoglio: Portafoglio) -> None:
    """«Operatori esperti», con un comitato scientifico di tre."""
    contratto = find_contratto(portafoglio, "lorenteggio-2019")
    assert [f.numero for f in contratto.equipe] == [12]
    assert contratto.finanziamento == "POR FSE"
    assert any("Comitato Scientifico" in voce for voce in contratto.organizzazione)


def test_l_accordo_di_programma_lorenteggio_ha_cinque_assi(portafoglio: Portafoglio) -> None:
    """Da A a E."""
    programma = next(p for p in portafoglio.programmi if p.id == "adp-lorenteggio")
    assert [asse.id for asse in programma.assi] == ["A", "B", "C", "D", "E"]
    assert str(programma.fine) == "2025-12-31~"


def test_il_gruppo_interno_e_i_professionisti_discendono_dalla_delibera_1397_del_2017(portafoglio: Portafoglio) -> None:
    """Giunta comunale, 04/08/2017."""
    (delibera,) = portafoglio.anagrafe.delibere
    assert (delibera.numero, str(delibera.data), delibera.organo) == ("1397", "2017-08-04", "Giunta comunale")
    discendono = {c.id for c in portafoglio.contratti if delibera.id in c.delibere}
    assert discendono == {"gruppo-interno-2018-2019", *(f"{quartiere}-2020" for quartiere in LABORATORI_DEI_CDQ)}


def test_ogni_fatto_dice_dove_si_legge(portafoglio: Portafoglio) -> None:
    """Popolazione, sede, attività, contratti, opzioni, scenari, condizioni: tutti con la loro fonte."""
    for quartiere in portafoglio.quartieri:
        assert quartiere.popolazione is not None
        assert quartiere.sede is not None
        assert quartiere.popolazione.fonte
        assert quartiere.sede.fonte
        assert quartiere.attivita
        assert all(attivita.fonte for attivita in quartiere.attivita)
    for contratto in portafoglio.contratti:
        assert all((contratto.fonte, *(o.fonte for o in contratto.opzioni)))
    for scenario in portafoglio.scenari:
        assert all((scenario.fonte, *(c.fonte for c in scenario.condizioni)))


def test_i_quartieri_sono_sei(portafoglio: Portafoglio) -> None:
    """Cinque dei Contratti di Quartiere, e Lorenteggio."""
    assert {q.id for q in portafoglio.quartieri} == set(QUARTIERI)
