"""Piccoli elenchi di altri su cui l'importazione sbagliava, e i dati giusti: ciascuno è un esempio di un genere di errore."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import yaml
from openpyxl import Workbook
from tests.fogli import make_contenuto_ods, make_ods
from tests.supporto import RADICE, Uscita, ldq

if TYPE_CHECKING:
    from pathlib import Path

CASI = RADICE / "tests" / "dati_casi" / "importa"
OGGI = "2026-11-27"


class Importati(NamedTuple):
    """Ciò che viene da un'importazione."""

    uscita: Uscita
    contratti: dict[str, dict[str, Any]]
    """Titolo → contratto."""
    scenari: list[dict[str, Any]]
    luoghi: dict[str, str]
    """Id → nome."""


def importa(cartella: Path, file: str | Path, *opzioni: str) -> Importati:
    """Importa un caso in una cartella nuova; i valori come testo, come li legge un altro lettore YAML."""
    uscita = ldq(
        "importa", str(CASI / file), "-o", str(cartella), "--oggi", OGGI, *opzioni, ambiente={"COLUMNS": "300"}
    )
    letti = {}
    for nome in ("contratti", "scenari", "quartieri"):
        percorso = cartella / f"{nome}.yaml"
        testo = percorso.read_text(encoding="utf-8") if percorso.exists() else f"{nome}: []"
        letti[nome] = yaml.load(testo, yaml.BaseLoader)[nome]  # noqa: S506 - solo testo
    return Importati(
        uscita,
        {c["titolo"]: c for c in letti["contratti"]},
        letti["scenari"],
        {q["id"]: q["nome"] for q in letti["quartieri"]},
    )


def list_periodi(importati: Importati) -> list[tuple[str, str]]:
    """Inizio e fine di ogni contratto, nell'ordine del file."""
    return [(c["inizio"], c["scadenza_base"]) for c in importati.contratti.values()]


# ——— la colonna prova ciò che la cella non dice


def test_il_mese_davanti_lo_prova_la_colonna_della_fine(tmp_path: Path) -> None:
    """E vale per tutto il file: 03/04/2023 è il 4 marzo."""
    importati = importa(tmp_path, "01-mdy-dates/contratti-us.csv")
    inizi = [inizio for inizio, _ in list_periodi(importati)]
    assert inizi == ["2023-03-04", "2023-07-01", "2024-01-02", "2024-05-06"]
    assert "date di «Start Date»: mese-giorno-anno, lo prova" in importati.uscita.out


def test_gli_importi_si_leggono_con_il_segno_della_colonna(tmp_path: Path) -> None:
    """Monete e IVA accanto; un importo all'anno, o sotto zero, non è l'importo."""
    contratti = importa(tmp_path, "27-importi/a.csv").contratti
    ignoto = "non noto"
    attesi = {"A": "12345.00", "B": "12345.00", "C": "12345.00", "D": "1234567.00", "E": "12345.60", "F": ignoto}
    attesi |= {"G": ignoto, "H": "12345.60", "I": ignoto, "L": "2500.00", "M": ignoto, "N": ignoto, "O": "12345.68"}
    assert {t: c["importo_eur"] for t, c in contratti.items() if t in attesi} == attesi
    assert {t for t, c in contratti.items() if c["iva"] == "esclusa"} == {"A", "B"}
    assert {t: contratti[t]["nota"] for t in "GMN"} == {
        "G": "importo: 5000.00 USD",
        "M": "importo: 1234.50 CHF",
        "N": "importo: £1,234 GBP",
    }


@pytest.mark.parametrize(
    ("celle", "detto", "attesi"),
    [
        pytest.param(["1.234", "1.234,50"], "", ["1234.00", "1234.50"], id="la-virgola-lo-prova"),
        pytest.param(["1.234", "1234.50"], "", ["1.23", "1234.50"], id="il-punto-lo-prova"),
        pytest.param(["1.234", "5"], "", ["1234.00", "5"], id="nulla-lo-prova"),
        pytest.param(["1.234", "5"], "decimali: punto", ["1.23", "5"], id="lo-dice-la-mappa"),
        pytest.param(["1.234", "1,50", "1.50"], "", ["non noto", "1.50", "1.50"], id="si-contraddicono"),
        pytest.param(["£ 5", "7"], "", ["non noto", "non noto"], id="tutti-in-sterline"),
        pytest.param(["€ 5", "7", "£ 5"], "", ["5.00", "7", "non noto"], id="le-nude-in-euro"),
    ],
)
def test_il_segno_dei_decimali_e_la_moneta_sono_della_colonna(
    celle: list[str], detto: str, attesi: list[str], tmp_path: Path
) -> None:
    """In qualunque ordine stiano le righe."""
    mappa = tmp_path / "mappa.yaml"
    mappa.write_text(f"{detto}\n", encoding="utf-8")
    opzioni = ("--mappa", str(mappa)) if detto else ()
    for verso in (1, -1):
        righe = [f"c{i};01/01/2020;31/12/2022;{c}" for i, c in enumerate(celle)]
        file = tmp_path / "a.csv"
        file.write_text("\n".join(["Oggetto;Inizio;Fine;Importo", *righe[::verso]]), encoding="utf-8")
        contratti = importa(tmp_path / str(verso), file, *opzioni).contratti
        assert [contratti[f"c{i}"]["importo_eur"] for i in range(len(celle))] == attesi


@pytest.mark.parametrize(
    ("detto", "inizio"),
    [("", "2024-04-03"), ("ordine_date: mese-giorno-anno", "2024-03-04"), ("ordine_date: aaaa-mm-gg", "2003-04-24")],
)
def test_la_mappa_fissa_l_ordine_delle_date(detto: str, inizio: str, tmp_path: Path) -> None:
    """Dove nulla lo prova è l'italiano, e lo si dice."""
    file, mappa = tmp_path / "a.csv", tmp_path / "mappa.yaml"
    file.write_text("Oggetto;Inizio;Fine\nNeve;03/04/24;05/06/24\n", encoding="utf-8")
    mappa.write_text(f"{detto}\n", encoding="utf-8")
    importati = importa(tmp_path / "d", file, *(("--mappa", str(mappa)) if detto else ()))
    assert importati.contratti["Neve"]["inizio"] == inizio
    assert ("nulla lo prova: se è un altro, ordine_date nella mappa" in importati.uscita.out) == (not detto)


@pytest.mark.parametrize(
    ("periodi", "detto", "fini", "frase"),
    [
        pytest.param(
            ["01/03/21;28/02/95", "01/07/22;30/06/24"],
            "",
            ["2095-02-28", "2024-06-30"],
            "di «Fine»: dal 2000 al 2099, lo prova",
            id="l-inizio-prova-il-duemila",
        ),
        pytest.param(
            ["01/01/97;31/12/99", "01/07/98;30/06/05"],
            "",
            ["1999-12-31", "2005-06-30"],
            "di «Fine»: dal 1990 al 2089, lo prova",
            id="l-inizio-prova-il-novecento",
        ),
        pytest.param(["01/01/20;30/06/24"], "", ["2024-06-30"], "nulla prova altro", id="nulla-lo-prova"),
        pytest.param(["n.d.;30/06/95"], "secolo: 2000", ["2095-06-30"], "come dice la mappa", id="lo-dice-la-mappa"),
        pytest.param(["n.d.;30-giu-95"], "secolo: 2000", ["2095-06-30"], "come dice la mappa", id="anche-a-parole"),
        pytest.param(["n.d.;30/06/95"], "", ["1995-06-30"], "nulla prova altro", id="il-solo-plausibile"),
    ],
)
def test_il_secolo_degli_anni_di_due_cifre_e_della_colonna(
    periodi: list[str], detto: str, fini: list[str], frase: str, tmp_path: Path
) -> None:
    """Lo provano gli inizi delle righe, o lo dice la mappa; e in ogni caso si dice."""
    mappa = tmp_path / "mappa.yaml"
    mappa.write_text(f"{detto}\n", encoding="utf-8")
    opzioni = ("--mappa", str(mappa)) if detto else ()
    for verso in (1, -1):
        file = tmp_path / "a.csv"
        righe = [f"c{n};{periodo}" for n, periodo in enumerate(periodi)]
        file.write_text("\n".join(["Oggetto;Inizio;Fine", *righe[::verso]]), encoding="utf-8")
        importati = importa(tmp_path / str(verso), file, *opzioni)
        assert [importati.contratti[f"c{n}"]["scadenza_base"] for n in range(len(periodi))] == fini
        assert frase in importati.uscita.out


# ——— fogli e intestazioni


def test_due_righe_d_intestazione_si_uniscono(tmp_path: Path) -> None:
    """«Durata» sopra «dal» e «al»."""
    importati = importa(tmp_path, "05-xlsx-testata-doppia/elenco.xlsx")
    assert list_periodi(importati) == [("2023-01-01", "2025-12-31"), ("2022-09-01", "2024-08-31")]
    assert "inizio ← Durata dal, fine ← Durata al" in importati.uscita.out


def test_ogni_foglio_con_quella_intestazione_si_legge_e_gli_altri_si_nominano(tmp_path: Path) -> None:
    """Con quante righe hanno; la mappa ne sceglie uno."""
    importati = importa(tmp_path / "a", "06-xlsx-piu-fogli/registro.xlsx")
    assert [*importati.contratti] == ["Pulizie 2022", "Servizio 2023", "Servizio 2024"]
    mappa = tmp_path / "mappa.yaml"
    mappa.write_text("foglio: '2023'\n", encoding="utf-8")
    uno = importa(tmp_path / "b", "06-xlsx-piu-fogli/registro.xlsx", "--mappa", str(mappa))
    assert [*uno.contratti] == ["Servizio 2023"]
    assert "foglio «2022» non letto: 2 righe" in uno.uscita.out


def test_una_formula_mai_calcolata_si_dice(tmp_path: Path) -> None:
    """La durata accanto resta; la fine che manca non è «senza fine»."""
    importati = importa(tmp_path, "07-xlsx-formule/scadenze.xlsx")
    assert importati.contratti["Pulizie"]["durata_mesi"] == "36"
    assert importati.contratti["Mensa"]["scadenza_base"] == "non noto"
    assert "formule senza valore: aprire il foglio con un programma di calcolo e salvarlo" in importati.uscita.out
    assert "senza la data di fine" not in importati.uscita.out


def test_una_formula_mai_calcolata_si_dice_anche_in_un_ods(tmp_path: Path) -> None:
    """In ogni foglio e in ogni riga; una calcolata vale, anche se il risultato è vuoto."""
    mai, vuota = (
        '<table:table-cell table:formula="of:=X"/>',
        '<table:table-cell office:string-value="" table:formula="X"/>',
    )
    testi = ("Oggetto", "Inizio", "Fine"), ("Pulizie", "2023-01-01", mai), ("Mensa", "2023-01-01", vuota)
    righe = "".join(f"<table:table-row>{''.join(map(_make_cella_ods, riga))}</table:table-row>" for riga in testi)
    sola = "<table:table-row>" + "".join(map(_make_cella_ods, ("solo", "questo"))) + "</table:table-row>"
    file = tmp_path / "a.ods"
    file.write_bytes(make_ods(make_contenuto_ods(sola, righe)))
    importati = importa(tmp_path / "d", file, "--format", "json")
    conti = {p["codice"]: p["prime"] for p in json.loads(importati.uscita.out)["particolarita"]}
    assert conti["formula-senza-valore"] == ["foglio F1, riga 2"]
    assert conti["fine-mancante"] == ["foglio F1, riga 3"]


def _make_cella_ods(testo: str) -> str:
    """Una cella di testo; ciò che è già una cella resta com'è."""
    cella = f'<table:table-cell office:value-type="string"><text:p>{testo}</text:p></table:table-cell>'
    return testo if testo.startswith("<") else cella


def test_una_cella_unita_verso_il_basso_vale_per_ogni_riga(tmp_path: Path) -> None:
    """Il luogo, non ciò che si somma."""
    importa(tmp_path, "08-xlsx-celle-unite/contratti.xlsx")
    contratti = yaml.safe_load((tmp_path / "contratti.yaml").read_text(encoding="utf-8"))["contratti"]
    assert [c["quartieri"] for c in contratti] == [["nord"]] * 3 + [["sud"]] * 2


@pytest.mark.parametrize(
    ("testata", "righe"),
    [
        pytest.param(
            "Nr,Titulli,Data e nenshkrimit,Data e mbylljes", "1,Punim,01.01.2024,31.12.2024", id="parole-ignote"
        ),
    ],
)
def test_una_riga_di_dati_non_diventa_intestazione_per_una_parola_fortunata(
    testata: str, righe: str, tmp_path: Path
) -> None:
    """I nomi che si propongono sono quelli della prima riga."""
    file = tmp_path / "a.csv"
    file.write_text(f"{testata}\n{righe}\n2,Area,01.02.2024,30.06.2024\n", encoding="utf-8")
    uscita = importa(tmp_path / "d", file).uscita
    assert uscita.codice == 3
    assert "«Titulli», «Data e nenshkrimit»" in uscita.err
    mappa = tmp_path / "mappa.yaml"
    mappa.write_text("intestazione: 1\ncolonne: {titolo: B, inizio: C, fine: D}\n", encoding="utf-8")
    assert list_periodi(importa(tmp_path / "d", file, "--mappa", str(mappa)))[0] == ("2024-01-01", "2024-12-31")


def test_le_colonne_senza_nome_hanno_la_loro_lettera(tmp_path: Path) -> None:
    """Per la mappa, e nel file degli scarti: nessuna prende il posto di un'altra."""
    file, mappa, scarti = tmp_path / "a.csv", tmp_path / "mappa.yaml", tmp_path / "scarti.csv"
    file.write_text("Oggetto;;\nNeve;01/11/2019;31/03/2020\nSale;boh;mah\n", encoding="utf-8")
    mappa.write_text("colonne: {titolo: Oggetto, inizio: B, fine: C}\n", encoding="utf-8")
    importati = importa(tmp_path / "d", file, "--mappa", str(mappa), "--scarti", str(scarti))
    assert list_periodi(importati) == [("2019-11-01", "2020-03-31")]
    assert scarti.read_text(encoding="utf-8").splitlines()[0] == "file,riga,motivo,Oggetto,colonna B,colonna C"


# ——— i conti tornano


def test_una_virgoletta_che_non_si_chiude_si_ferma_alla_sua_riga(tmp_path: Path) -> None:
    """La riga si nomina, e nessuna ne inghiotte altre."""
    importati = importa(tmp_path, "41-virgolette/a.csv", "--format", "json")
    rapporto = json.loads(importati.uscita.out)
    (virgolette,) = [p for p in rapporto["particolarita"] if p["codice"] == "virgolette-aperte"]
    assert len(importati.contratti) == 6
    assert virgolette["prime"][0].startswith("riga 3: ")
    assert rapporto["file"][0]["conto"] == {"fisiche": 7, "sopra": 1, "lette": 6, "vuote": 0, "a_capo": 0, "unite": 0}


# ——— una cella non porta via il contratto


def test_le_date_e_le_durate_come_si_scrivono(tmp_path: Path) -> None:
    """Ciò che si legge è giusto, ciò che non si legge è nella nota, e nessun luogo si perde."""
    importati = importa(tmp_path, "10-date-testo/date.csv")
    contratti = importati.contratti
    giuste = ("due cifre", "giorno mese a parole", "primo con ordinale", "inglese", "uk corto", "spagnolo", "tedesco")
    for titolo in (*giuste, "iso con T", "yyyy.mm.dd"):
        assert (contratti[titolo]["inizio"], contratti[titolo]["scadenza_base"]) == ("2021-07-01", "2024-06-30")
    for titolo, testo in (
        ("testo in fine", "31/12/2024 (prorogato al 30/06/2025)"),
        ("indeterminato", "tempo indeterminato"),
        ("rinnovo tacito", "30/06/2024 con rinnovo tacito"),
        ("novemila", "31/12/9999"),
        ("zeri", "00/00/0000"),
    ):
        assert (contratti[titolo]["inizio"], contratti[titolo]["scadenza_base"]) == ("2021-07-01", "non noto")
        assert contratti[titolo]["nota"] == f"fine com'è scritta: {testo}"
    durate = {"tre anni piu uno": "36", "36+6": "36", "36 + 6 mesi": "36", "anni 3": "36", "tre anni": "36"}
    durate |= {"3 anni rinnovabili": "36", "3 anni e 6 mesi": "42", "36 mesi (dal 2021)": "36", "trimestri": "12"}
    assert {t: contratti[t]["durata_mesi"] for t in durate} == durate
    prolungamenti = {"tre anni piu uno": "12", "36+6": "6", "36 + 6 mesi": "6", "3 anni rinnovabili": "24"}
    for titolo, mesi in prolungamenti.items():
        (opzione,) = contratti[titolo]["opzioni"]
        assert (opzione["stato"], opzione["durata_mesi"]) == ("aperta", mesi)
    assert contratti["settimane"]["durata_giorni"] == "364"
    assert (contratti["semestre"]["inizio"], contratti["semestre"]["scadenza_base"]) == ("non noto", "2023-12-31")
    assert {*importati.luoghi} == {f"q{n:02d}" for n in range(1, 30)}
    assert importati.uscita.codice == 1
    assert importati.uscita.out.startswith("Importazione: 2 righe su 29 non si leggono")


def test_i_rinnovi_detti_a_parole_sono_opzioni_aperte(tmp_path: Path) -> None:
    """Di fine ignota, se non la dice la scadenza massima; il testo nella nota."""
    contratti = importa(tmp_path, "38-rinnovi-testo/a.csv").contratti
    scadenze = {t: [o["scadenza"] for o in c["opzioni"]] for t, c in contratti.items()}
    ignota, massima = "non noto", "2027-12-31"
    attese = {"A": [massima], "B": [massima], "C": [ignota], "D": [ignota, massima], "E": [ignota], "F": [ignota] * 2}
    assert scadenze == attese
    note = {t: c.get("nota", "").removeprefix("rinnovi come sono scritti: ") for t, c in contratti.items()}
    assert note == {"A": "1 x 12 mesi", "B": "1+1", "C": "tacito", "D": "", "E": "", "F": "2 (due) da un anno"}


def test_una_proroga_in_colonna_e_gia_data(tmp_path: Path) -> None:
    """Copre fino a quel giorno; chi non ne ha resta com'è."""
    contratti = importa(tmp_path, "53-proroga-colonna/a.csv").contratti
    (proroga,) = contratti["Pulizie"]["opzioni"]
    assert (proroga["tipo"], proroga["stato"], proroga["scadenza"]) == ("proroga", "esercitata", "2024-06-30")
    assert "opzioni" not in contratti["Mensa"]


def test_il_termine_per_le_offerte_non_e_la_fine_di_un_contratto(tmp_path: Path) -> None:
    """Sono gare."""
    importati = importa(tmp_path, "47-scadenza-offerte/bandi.csv")
    assert importati.contratti == {}
    assert [s["nome"] for s in importati.scenari] == ["Servizio di pulizia 2024-2027", "Servizio mensa 2024-2027"]
    assert "offerte entro il 2024-04-15" in importati.scenari[0]["nota"]


# ——— l'età dei dati


@pytest.mark.parametrize(
    ("colonna", "cella", "opzioni", "giorno"),
    [
        ("Aggiornato al", "31/01/2020", (), "2020-01-31"),
        ("dataUltimoAggiornamentoDataset", "2020-01-31", (), "2020-01-31"),
        ("Note", "niente", ("--aggiornato-al", "2020-01-31"), "2020-01-31"),
        ("Note", "niente", (), None),
        ("Aggiornato al", "boh", (), None),
    ],
)
def test_l_eta_dei_dati_la_dice_la_fonte_o_si_dice_che_non_si_sa(
    colonna: str, cella: str, opzioni: tuple[str, ...], giorno: str | None, tmp_path: Path
) -> None:
    """Un elenco del 2019 non è di oggi senza una parola: si dice anche l'ultimo inizio che racconta."""
    file = tmp_path / "a.csv"
    righe = f"Z000000001,Neve,A,2019-02-01,2023-12-31,{cella}\nZ000000002,Sale,A,2027-01-01,2028-12-31,{cella}\n"
    file.write_text(f"cig,oggetto,struttura proponente,data inizio,data fine,{colonna}\n{righe}", encoding="utf-8")
    importati = importa(tmp_path / "d", file, *opzioni)
    assert f"aggiornato_al: {giorno or OGGI}\n" in (tmp_path / "d" / "contratti.yaml").read_text("utf-8")
    detto = (
        "la fonte non dice a che giorno è ferma, e i dati si dicono di oggi, 27/11/2026; l'ultimo contratto comincia il"
    )
    assert (f"! {detto} 01/02/2019: il giorno vero con --aggiornato-al" in importati.uscita.out) == (giorno is None)


@pytest.mark.parametrize(
    ("metadati", "giorno"),
    [
        ("<dataUltimoAggiornamentoDataset>2014-01-29</dataUltimoAggiornamentoDataset>", "2014-01-29"),
        (
            "<dataPubblicazioneDataset>2014-01-31</dataPubblicazioneDataset><annoRiferimento>2013</annoRiferimento>",
            "2014-01-31",
        ),
        (
            "<dataUltimoAggiornamentoDataset>0</dataUltimoAggiornamentoDataset><annoRiferimento>2013</annoRiferimento>",
            "2013-12-31",
        ),
        ("<annoRiferimento>2013</annoRiferimento>", "2013-12-31"),
        ("<annoRiferimento>2026</annoRiferimento>", OGGI),
    ],
)
def test_un_elenco_in_xml_e_fermo_al_giorno_dei_suoi_metadati(metadati: str, giorno: str, tmp_path: Path) -> None:
    """O alla fine dell'anno di cui racconta, se non è ancora da venire."""
    date_ = "<tempiCompletamento><dataInizio>2013-02-01</dataInizio></tempiCompletamento>"
    lotto = f"<lotto><cig>Z000000001</cig><oggetto>Neve</oggetto>{date_}</lotto>"
    file = tmp_path / "a.xml"
    file.write_text(f"<p><metadata>{metadati}</metadata><data>{lotto}</data></p>", encoding="utf-8")
    uscita = importa(tmp_path / "d", file).uscita
    assert f"aggiornato_al: {giorno}\n" in (tmp_path / "d" / "contratti.yaml").read_text("utf-8")
    assert "a che giorno è ferma" not in uscita.out


# ——— i nomi


def test_quattro_scritture_dello_stesso_nome_sono_un_luogo(tmp_path: Path) -> None:
    """E una riga le elenca."""
    importati = importa(tmp_path, "39-nomi-varianti/a.csv")
    assert importati.luoghi == {"settore-servizi-sociali": "Settore Servizi Sociali"}
    assert "«SETTORE SERVIZI SOCIALI» = " in importati.uscita.out


ANAC = "cig;oggetto_lotto;importo_lotto;tipo_scelta_contraente;ESITO;DURATA_PREVISTA;cf_amministrazione_appaltante;"
ANAC += "denominazione_amministrazione_appaltante;denominazione_centro_costo"
DI_CHI = "Oggetto;Inizio;Durata in giorni;Ente;Ufficio"


@pytest.mark.parametrize("testata", [ANAC, DI_CHI])
def test_un_centro_di_costo_e_solo_del_suo_ente(testata: str, tmp_path: Path) -> None:
    """Due comuni con un «Ufficio tecnico» sono due luoghi, e si dice; in qualunque ordine, e divisi in due file."""
    centri = [("A", "Comune A", "UFFICIO TECNICO"), ("B", "Comune B", "UFFICIO TECNICO"), ("A", "Comune A", "Unico")]
    righe = [
        f"Z00000000{n};Lavoro {n};10;Aperta;Aggiudicata;365;0000000000{codice};{ente};{centro}"
        if testata == ANAC
        else f"Lavoro {n};01/01/2024;365;{ente};{centro}"
        for n, (codice, ente, centro) in enumerate(centri)
    ]
    viste = set()
    for numero, file in enumerate(([righe], [righe[::-1]], [righe[:1], righe[1:]])):
        percorsi = [tmp_path / f"{numero}-{n}.csv" for n in range(len(file))]
        for percorso, sue in zip(percorsi, file, strict=True):
            percorso.write_text("\n".join([testata, *sue]), encoding="utf-8")
        importati = importa(tmp_path / str(numero), percorsi[0], *map(str, percorsi[1:]))
        luoghi = {importati.luoghi[q] for q in importati.luoghi}
        assert luoghi == {"UFFICIO TECNICO (Comune A)", "UFFICIO TECNICO (Comune B)", "Unico"}
        assert "nomi che più enti usano" in importati.uscita.out
        viste.add(json.dumps({t: c["quartieri"] for t, c in sorted(importati.contratti.items())}))
    (dove,) = viste
    assert json.loads(dove)["Lavoro 1"] == ["ufficio-tecnico-comune-b"]


def test_il_prefisso_di_tutti_i_nomi_non_sta_negli_id(tmp_path: Path) -> None:
    """Il nome resta intero; chi importa di nuovo, con un luogo in più, ritrova gli stessi."""
    file = tmp_path / "a.csv"
    righe = [f"COMUNE DI MILANO - {nome};{nome};01/01/2020;31/12/2021" for nome in ("OPERE", "SCUOLA")]
    file.write_text("\n".join(["Direzione;Oggetto;Inizio;Fine", *righe]), encoding="utf-8")
    assert importa(tmp_path / "d", file).luoghi == {
        "opere": "COMUNE DI MILANO - OPERE",
        "scuola": "COMUNE DI MILANO - SCUOLA",
    }
    nuova = "COMUNE DI MILANO - VERDE;VERDE;01/01/2020;31/12/2021"
    file.write_text("\n".join(["Direzione;Oggetto;Inizio;Fine", nuova, *righe]), encoding="utf-8")
    importati = importa(tmp_path / "d", file, "--scrivi")
    assert {*importati.luoghi} == {"opere", "scuola", "verde"}
    assert importati.contratti["OPERE"]["quartieri"] == ["opere"]


def test_gli_alias_della_mappa_uniscono_due_nomi(tmp_path: Path) -> None:
    """Comunque siano scritti."""
    file, mappa = tmp_path / "a.csv", tmp_path / "mappa.yaml"
    file.write_text(
        "Quartiere;Oggetto;Inizio;Fine\nQ.re Isola;A;01/01/2020;31/12/2021\nIsola;B;01/01/2022;31/12/2023\n",
        encoding="utf-8",
    )
    mappa.write_text("alias: {q.re ISOLA: Isola}\n", encoding="utf-8")
    assert importa(tmp_path / "d", file, "--mappa", str(mappa)).luoghi == {"isola": "Isola"}


def test_una_cella_che_elenca_luoghi_noti_e_di_tutti(tmp_path: Path) -> None:
    """Se ciascuno sta anche da solo; altrimenti si dice, e la mappa decide."""
    file, mappa = tmp_path / "a.csv", tmp_path / "mappa.yaml"
    righe = ["Isola, Bovisa e Dergano;A", "Isola;B", "Bovisa;C", "dergano;D", "Baggio, Figino;E"]
    testo = "\n".join(["Quartiere;Oggetto;Inizio;Fine", *(f"{r};01/01/2020;31/12/2021" for r in righe)])
    file.write_text(testo, encoding="utf-8")
    importati = importa(tmp_path / "d", file)
    assert {*importati.luoghi} == {"isola", "bovisa", "dergano", "baggio-figino"}
    assert importati.contratti["A"]["quartieri"] == ["isola", "bovisa", "dergano"]
    assert "celle che forse elencano più luoghi" in importati.uscita.out
    mappa.write_text("luoghi: elenco\n", encoding="utf-8")
    assert importa(tmp_path / "e", file, "--mappa", str(mappa)).contratti["E"]["quartieri"] == ["baggio", "figino"]


# ——— consigli che servono


def test_una_pagina_web_chiamata_xls_dice_che_cosa_fare() -> None:
    """Non «scaricarla di nuovo»."""
    uscita = ldq("importa", str(CASI / "24-html-xls" / "contratti.xls"), "--oggi", OGGI)
    assert uscita.codice == 3
    detto = " ".join(uscita.err.split())
    assert "è una pagina web chiamata .xls" in detto
    assert "salvarla come .xlsx" in detto


def test_un_doctype_nudo_si_legge(tmp_path: Path) -> None:
    """Non ha regole né rinvii: non può fare danno."""
    importati = importa(tmp_path, "29-l190-doctype/doctype.xml")
    assert list_periodi(importati) == [("2023-01-01", "2025-12-31")]


def test_uno_spazio_finto_in_un_yaml_si_trova_nella_sua_riga() -> None:
    """E si dice che cosa ribattere."""
    uscita = ldq("status", "--dati", str(CASI / "16-yaml-nbsp"), "--oggi", "2024-01-02")
    assert "contratti.yaml:4:1: " in uscita.err
    assert "riscriverlo con la barra spaziatrice" in uscita.err


@pytest.mark.parametrize(
    ("codifica", "detta"), [("mac-roman", "Mac Roman"), ("cp850", "DOS (850)"), ("cp1252", "Windows-1252")]
)
def test_una_codifica_di_ieri_si_indovina_e_si_puo_dire(codifica: str, detta: str, tmp_path: Path) -> None:
    """«forse», e con --codifica quella detta."""
    file = tmp_path / "a.csv"
    file.write_bytes("Oggetto;Inizio;Fine\nCittà, qualità e servizi più utili;01/01/2020;31/12/2021\n".encode(codifica))
    importati = importa(tmp_path / "d", file)
    assert [*importati.contratti] == ["Città, qualità e servizi più utili"]
    assert f"forse {detta} (non è UTF-8)" in importati.uscita.out
    assert importa(tmp_path / "e", file, "--codifica", codifica).contratti == importati.contratti


def test_lo_stesso_servizio_in_due_fogli_o_in_due_file_sono_due_contratti(tmp_path: Path) -> None:
    """Come se le righe fossero in un elenco solo: cambiano le date, e nessuno dei due copre l'altro."""
    righe = ("Pulizie;Nord;01/01/2020;31/12/2021", "Pulizie;Nord;01/01/2022;31/12/2024")
    testata = "Oggetto;Quartiere;Inizio;Fine"
    uno, primo, secondo = (tmp_path / f"{n}.csv" for n in range(3))
    uno.write_text("\n".join((testata, *righe)), encoding="utf-8")
    primo.write_text(f"{testata}\n{righe[0]}", encoding="utf-8")
    secondo.write_text(f"{testata}\n{righe[1]}", encoding="utf-8")
    importa(tmp_path / "a", uno, "--fonte", "x")
    importa(tmp_path / "b", primo, str(secondo), "--fonte", "x")
    assert (tmp_path / "a" / "contratti.yaml").read_bytes() == (tmp_path / "b" / "contratti.yaml").read_bytes()


# ——— ciò che ha trovato chi non ha scritto l'importazione


def write_righe(file: Path, testata: str, *righe: str) -> Path:
    """Un CSV con quelle righe."""
    file.write_text("\n".join([testata, *righe]) + "\n", encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("nome", "atteso"),
    [
        ("Importo (k€)", "120000"),
        ("Importo (migliaia di euro)", "120000"),
        ("Importo (milioni)", "120000000"),
        ("Importo (€)", "120"),
    ],
)
@pytest.mark.parametrize("con_cig", [False, True])
def test_un_importo_in_migliaia_non_e_in_euro(nome: str, atteso: str, con_cig: bool, tmp_path: Path) -> None:  # noqa: FBT001 - parametro di prova
    """Lo dice il nome della colonna; una cella che scrive la sua moneta è già in euro."""
    testata = f"Oggetto;Quartiere;Inizio;Fine;{nome}" + (";CIG" if con_cig else "")
    righe = ["A;Nord;01/01/2023;31/12/2025;120", "B;Sud;01/01/2023;31/12/2025;€ 7.500,00"]
    file = write_righe(tmp_path / "a.csv", testata, *(r + (";" if con_cig else "") for r in righe))
    importati = importa(tmp_path / "d", file)
    assert [c["importo_eur"] for c in importati.contratti.values()] == [atteso, "7500.00"]
    assert ("moltiplicati" in importati.uscita.out) == (atteso != "120")


def test_un_elenco_di_luoghi_puo_andare_a_capo(tmp_path: Path) -> None:
    """Con gli stessi luoghi altrove da soli; «Nord - Est» resta un nome."""
    file = write_righe(
        tmp_path / "a.csv",
        "Oggetto;Quartiere;Inizio;Fine",
        'A;"Nord\nEst";01/01/2023;31/12/2025',
        *(f"{n};{n};01/01/2023;31/12/2025" for n in ("Nord", "Est", "Nord - Est")),
    )
    importati = importa(tmp_path / "d", file)
    assert importati.contratti["A"]["quartieri"] == ["nord", "est"]
    assert importati.contratti["Nord - Est"]["quartieri"] == ["nord-est"]


def test_un_nome_intero_e_uno_abbreviato_si_elencano(tmp_path: Path) -> None:
    """Restano due luoghi, ma non senza una parola; «Via Roma» e «Piazza Roma» non c'entrano."""
    nomi = ("Q.re S. Siro", "quartiere San Siro", "P.zza Duomo", "Piazza Duomo", "Via Roma", "Piazza Roma", "Zona 1")
    righe = [f"{n};{n};01/01/2023;31/12/2025" for n in nomi]
    uscita = importa(tmp_path / "d", write_righe(tmp_path / "a.csv", "Oggetto;Quartiere;Inizio;Fine", *righe)).uscita
    assert "«Q.re S. Siro» e «quartiere San Siro»" in uscita.out
    assert re.search(r"alias nella mappa +2 ", uscita.out)  # l'altro è piazza Duomo
    assert "Roma»" not in uscita.out
    assert "Zona 1»" not in uscita.out


def test_un_cig_che_non_lo_e_resta_nella_nota(tmp_path: Path) -> None:
    """Gli zeri persi e la potenza di dieci sono di un foglio di calcolo: nulla si rifà, nulla si perde."""
    testi = ("12345678", "1,23E+10", "vedi nota", "8,12E+09")
    righe = [f"{t};Nord;01/01/2023;31/12/2025;{t}" for t in testi]
    contratti = importa(tmp_path / "d", write_righe(tmp_path / "a.csv", "Oggetto;Quartiere;Inizio;Fine;CIG", *righe))
    assert {t: c["cig"] for t, c in contratti.contratti.items()} == dict.fromkeys(testi, "non noto")
    assert [c["nota"] for c in contratti.contratti.values()] == [f"CIG com'è scritto: {t}" for t in testi]


def test_durate_e_mesi_come_li_scrive_un_foglio_di_calcolo(tmp_path: Path) -> None:
    """`gen-23` è gennaio 2023, `biennale` due anni, i mesi di rinnovo un'opzione."""
    righe = ["A;Nord;gen-23;dic-25;", "B;Nord;Jan-23;;biennale", "C;Nord;01/01/2023;;24 mesi + 12 di rinnovo"]
    file = write_righe(tmp_path / "a.csv", "Oggetto;Quartiere;Inizio;Fine;Durata", *righe)
    a, b, c = importa(tmp_path / "d", file).contratti.values()
    assert (a["inizio"], a["scadenza_base"], b["inizio"], b["durata_mesi"]) == ("2023-01", "2025-12", "2023-01", "24")
    assert (c["durata_mesi"], c["opzioni"][0]["durata_mesi"]) == ("24", "12")


def test_un_errore_di_formula_non_e_un_luogo_ne_una_data_che_manca(tmp_path: Path) -> None:
    """Il testo dell'errore sta nella nota, e si conta."""
    libro = Workbook()
    foglio = libro.create_sheet("Elenco", 0)
    for riga in (
        ["Oggetto", "Quartiere", "Inizio", "Fine", "Importo"],
        ["A", "Nord", date(2023, 1, 1), "#N/A", 1],
        ["B", "#REF!", date(2023, 1, 1), date(2025, 12, 31), "#VALUE!"],
    ):
        foglio.append(riga)
    libro.save(tmp_path / "a.xlsx")
    importati = importa(tmp_path / "d", tmp_path / "a.xlsx")
    assert importati.contratti["A"]["nota"] == "fine com'è scritta: #N/A"
    assert importati.contratti["B"]["nota"] == "importo com'è scritto: #VALUE!"
    assert importati.contratti["B"]["quartieri"] == ["non-indicato"]


def test_un_foglio_con_una_colonna_di_note_in_piu_si_legge(tmp_path: Path) -> None:
    """L'elenco dell'anno dopo ne ha una, la rubrica no."""
    libro = Workbook()
    for nome, *altre in (("2023",), ("2024", "Note", "N."), ("Rubrica",)):
        foglio = libro.create_sheet(nome)
        foglio.append(["Nome", "Telefono"] if nome == "Rubrica" else ["Oggetto", "Inizio", "Fine", *altre])
        foglio.append([f"Nido {nome}", date(2023, 1, 1), date(2025, 12, 31), *altre])
    libro.remove(libro["Sheet"])
    libro.save(tmp_path / "a.xlsx")
    importati = importa(tmp_path / "d", tmp_path / "a.xlsx")
    assert {*importati.contratti} == {"Nido 2023", "Nido 2024"}
    assert "foglio «Rubrica» non letto: 2 righe" in importati.uscita.out
