"""`ldq acquisti`: le schede con le colonne pubblicate, rilette da un'altra libreria; la legge dell'anno; il giro che torna."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import TYPE_CHECKING, Any

import docx
import openpyxl
import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook
from tests.supporto import ldq, write_dati

from ldq_planner.loading.cartella import load

if TYPE_CHECKING:
    from pathlib import Path

    from ldq_planner.model.scenario import Scenario

COLONNE_H = (
    "Codice Unico Intervento - CUI (1)",
    "Annualità nella quale si prevede di dare avvio alla procedura di affidamento",
    "Codice CUP (2)",
    (
        "Acquisto ricompreso nell'importo complessivo di un lavoro o di altra acquisizione presente in programmazione di "
        "lavori, forniture e servizi (Tabella H.2bis)"
    ),
    "CUI lavoro o altra acquisizione nel cui importo complessivo l'acquisto è eventualmente ricompreso (3)",
    "Lotto funzionale (4)",
    "Ambito geografico di esecuzione dell'acquisto Codice NUTS",
    "Settore",
    "CPV (5)",
    "Descrizione dell'acquisto",
    "Livello di priorità (6) (Tabella H.1)",
    "Responsabile Unico del Progetto (7)",
    "Durata del contratto",
    "L'acquisto è relativo a nuovo affidamento di contratto in essere (8)",
    "Primo anno",
    "Secondo anno",
    "Terzo anno",
    "Costi su annualità successive",
    "Totale (9)",
    "Importo",
    "Tipologia (Tabella H.1bis)",
    "codice AUSA",
    "denominazione",
    "Codice di Gara (CIG) dell'eventuale accordo quadro o convenzione (14)",
    "Acquisto aggiunto o variato a seguito di modifica programma (12) (Tabella H.2)",
)
"""Come stanno nel modulo della Regione Marche, in ordine."""
CENTRALE = (
    "CENTRALE DI COMMITTENZA, SOGGETTO AGGREGATORE O ALTRA STAZIONE APPALTANTE QUALIFICATA ALLA QUALE SI INTENDE RICORRERE "
    "PER LA PROCEDURA DI AFFIDAMENTO (11)"
)
COLONNE_B = tuple(
    {
        "Responsabile Unico del Progetto (7)": "RUP",
        "Costi su annualità successive": "Costi su annualità successiva",
    }.get(c, c.replace("Tabella H", "Tabella B"))
    for n, c in enumerate(COLONNE_H, 1)
    if n not in (17, 24)
)
QUARTIERI = """\
aggiornato_al: 2025-11-03
ente: Comune di Prova
codice_fiscale: "01199250158"
servizio: Laboratori
quartieri:
  - {id: nord, nome: Nord}
  - {id: sud, nome: Sud}
"""
CONTRATTI = """\
aggiornato_al: 2025-11-03
contratti:
  - {id: oggi, quartieri: [nord], tipo: affidamento, titolo: Oggi, inizio: 2024, scadenza_base: 2027-06-30, fonte: x}
  - {id: prima, quartieri: [sud], tipo: affidamento, titolo: Prima, inizio: 2020, scadenza_base: 2024, fonte: x}
"""
INTERA = """\
    cpv: 85310000-5
    nuts: ITC4C
    priorita: 1
    rup: Ufficio Casa
    lotto_funzionale: no
    finanziamento: bilancio
"""
SCENARI = f"""\
aggiornato_al: 2025-11-03
scenari:
  - id: nord-nuova
    nome: Laboratorio Nord
    tipo: gara
    quartieri: [nord]
    inizio: 2027-07-01
    durata_mesi: 36
    procedura: aperta
    stima_costo: {{mensile_eur: 10000.00, iva: inclusa, motivo: x}}
{INTERA}    fonte: x
  - id: sud-nuova
    nome: Laboratorio Sud
    tipo: gara
    quartieri: [sud]
    inizio: 2027-01-01
    durata_mesi: 24
    procedura: aperta
    stima_costo: {{mensile_eur: 10000.00, iva: esclusa, motivo: x}}
    fonte: x
  - id: piccola
    nome: Piccola
    tipo: gara
    quartieri: [sud]
    inizio: 2027-01-01
    durata_mesi: 12
    procedura: aperta
    stima_costo: {{mensile_eur: 11000.00, iva: esclusa, motivo: x}}
    fonte: x
"""
OGGI = ("--oggi", "2025-11-03")


@pytest.fixture
def dati(tmp_path: Path) -> Path:
    """Una cartella con il codice fiscale dell'ente e tre gare: completa, con poco, sotto soglia."""
    write_dati(tmp_path / "dati", QUARTIERI, CONTRATTI, SCENARI)
    return tmp_path


def ask(dati: Path, *argomenti: str) -> Any:
    """La risposta in JSON."""
    return json.loads(ldq("acquisti", "--dati", "dati", *OGGI, *argomenti, "--format", "json", cartella=dati).out)


def test_la_scheda_ha_le_colonne_pubblicate_e_openpyxl_la_rilegge(dati: Path) -> None:
    """Chi la carica nella piattaforma le cerca con quel nome e in quell'ordine; gli importi sono numeri."""
    ldq("acquisti", "--dati", "dati", *OGGI, "--anno", "2026", "-o", "p.xlsx", cartella=dati)
    fogli = {foglio.title.split(",")[0]: foglio for foglio in openpyxl.load_workbook(dati / "p.xlsx")}
    assert {"Scheda G", "Scheda H", "Scheda I"} <= fogli.keys()
    *sopra, testa, nord_, sud_ = fogli["Scheda H"].iter_rows(values_only=True)
    righe = (nord_, sud_)
    assert testa == COLONNE_H
    assert [{i + 1: t for i, t in enumerate(riga) if t} for riga in sopra] == [
        {15: "STIMA DEI COSTI DELL'ACQUISTO (13)", 22: CENTRALE},
        {20: "Apporto di capitale privato (10)"},
    ]
    unite = {str(u) for u in fogli["Scheda H"].merged_cells.ranges}
    assert unite == {"O1:U1", "V1:W1", "T2:U2"}
    assert {str(u) for u in fogli["Scheda G"].merged_cells.ranges} == {"B1:E1", "B2:D2"}
    nord = next(r for r in righe if r[9] == "Laboratorio Nord")
    assert nord[0] in ("S01199250158202600001", "S01199250158202600002")
    assert (nord[7], nord[10], nord[12], nord[13], nord[18]) == ("Servizi", 1, 36, "Sì", 360000)
    assert sum(float(str(cella)) for cella in nord[14:18]) == nord[18]
    assert [c.value for c in fogli["Scheda I"][1]][-1] == "Motivo per il quale l'intervento non è riproposto (1)"
    csv_h = ldq("acquisti", "--dati", "dati", *OGGI, "--anno", "2026", "--format", "csv", cartella=dati).out
    assert tuple(next(csv.reader(StringIO(csv_h)))) == COLONNE_H
    csv_b = ldq("acquisti", "--dati", "dati", *OGGI, "--anno", "2023", "--format", "csv", cartella=dati).out
    assert tuple(next(csv.reader(StringIO(csv_b)))) == COLONNE_B


def test_calamine_rilegge_gli_stessi_numeri_e_un_foglio_di_una_volta_torna(dati: Path) -> None:
    """Un'altra libreria trova i totali del JSON; senza le righe di titoli sopra, com'erano prima, il foglio si legge lo stesso."""
    ldq("acquisti", "--dati", "dati", *OGGI, "--anno", "2026", "--aliquota", "22", "-o", "p.xlsx", cartella=dati)
    detto = ask(dati, "--anno", "2026", "--aliquota", "22")
    *_, testa, uno, due = CalamineWorkbook.from_path(dati / "p.xlsx").get_sheet_by_name("Scheda H").to_python()
    assert tuple(testa) == COLONNE_H
    per_colonna = [sum(x for x in valori if isinstance(x, float)) for valori in zip(uno, due, strict=True)]
    assert per_colonna[14:19] == pytest.approx([float(s) for s in detto["somme"]])
    (*_, totale) = CalamineWorkbook.from_path(dati / "p.xlsx").get_sheet_by_name("Scheda G").to_python()
    assert totale[1:4] == pytest.approx([float(s) for s in detto["somme"][:3]])
    libro = openpyxl.load_workbook(dati / "p.xlsx")
    for unita in [*libro["Scheda H"].merged_cells.ranges]:
        libro["Scheda H"].unmerge_cells(str(unita))
    libro["Scheda H"].delete_rows(1, 2)
    libro.save(dati / "prima.xlsx")
    con, senza = (ask(dati, "--anno", "2027", "--dal", nome)["acquisti"] for nome in ("p.xlsx", "prima.xlsx"))
    assert con == senza
    assert {a["cui_da"] for a in con} == {"programma-precedente"}


def test_la_carta_e_coricata_e_ha_i_titoli_sopra_le_colonne(dati: Path) -> None:
    """DOCX e PDF: A4 coricato, in cima il programma e l'ente, celle unite, numeri all'italiana; nessuna colonna si perde."""
    for nome in ("p.docx", "p.pdf"):
        ldq("acquisti", "--dati", "dati", *OGGI, "--anno", "2026", "-o", nome, cartella=dati)
    documento = docx.Document(str(dati / "p.docx"))
    (sezione,) = documento.sections
    assert [round(lato.mm) for lato in (sezione.page_width, sezione.page_height) if lato] == [297, 210]
    titolo = "Programma triennale degli acquisti di beni e servizi 2026/2028 dell'amministrazione Comune di Prova"
    assert sezione.header.paragraphs[0].text == titolo
    celle = {c.text: t for t in documento.tables for r in t.rows for c in r.cells}
    assert {*COLONNE_H, "€ 360.000,00"} <= {testo.replace("\xa0", " ") for testo in celle}
    assert [c.text for c in documento.tables[0].rows[1].cells] == ["", *["Disponibilità finanziaria (1)"] * 3, ""]
    pagine = PdfReader(dati / "p.pdf").pages
    assert all(p.mediabox.width > p.mediabox.height for p in pagine)
    testo = " ".join(" ".join(p.extract_text() for p in pagine).split())
    assert titolo in " ".join(pagine[1].extract_text().split())
    assert "€ 60.437,96" in testo.replace("\xa0", " ")


def test_la_soglia_e_senza_iva_i_costi_con_l_iva(dati: Path) -> None:
    """Ciò che non si sa non diventa una cifra: lo dice la riga, e --aliquota lo completa."""
    detto = ask(dati, "--anno", "2026")
    assert (detto["annualita_del_programma"], detto["schede"], detto["soglia"]) == (
        [2026, 2027, 2028],
        ["G", "H", "I"],
        140000,
    )
    acquisti = {a["scenario"]: a for a in detto["acquisti"]}
    assert [e["scenario"] for e in detto["esclusi"]] == ["piccola"]
    assert acquisti["nord-nuova"]["costi"] == ["0.00", "60437.96", "120218.97"]  # 184 giorni, poi 366, di 1.096
    assert acquisti["nord-nuova"]["da_scrivere"] == []
    sud = acquisti["sud-nuova"]
    assert (sud["costi"], sud["netti"]) == (None, ["240000.00"])
    assert any("senza IVA" in m["rimedio"] for m in sud["da_scrivere"])
    con = {a["scenario"]: a for a in ask(dati, "--anno", "2026", "--aliquota", "22")["acquisti"]}
    assert con["sud-nuova"]["totale"] == "292800.00"


def test_un_programma_e_di_un_ente_solo(dati: Path) -> None:
    """Con più enti si chiede di quale; le gare degli altri non vi sono, né dentro né fuori, e il CUI non ne prende il codice."""
    unione = QUARTIERI.replace("nome: Sud", "nome: Sud, ente: Unione dei Comuni")
    write_dati(dati / "dati", unione, CONTRATTI, SCENARI)
    rifiuto = ldq("acquisti", "--dati", "dati", *OGGI, cartella=dati)
    assert (rifiuto.codice, rifiuto.out) == (2, "")
    assert "--ente: «Comune di Prova» e «Unione dei Comuni»" in rifiuto.err
    detti = {ente: ask(dati, "--anno", "2026", "--ente", ente) for ente in ("comune di prova", "Unione dei Comuni")}
    assert [[a["scenario"] for a in d["acquisti"]] for d in detti.values()] == [["nord-nuova"], ["sud-nuova"]]
    assert [[e["scenario"] for e in d["esclusi"]] for d in detti.values()] == [[], ["piccola"]]
    assert [d["codice_fiscale"] for d in detti.values()] == ["01199250158", None]
    assert detti["Unione dei Comuni"]["acquisti"][0]["cui"] is None
    con_cui = SCENARI.replace("nome: Piccola", "nome: Piccola\n    cui: S98765432109202500003")
    write_dati(dati / "dati", unione, CONTRATTI, con_cui)
    detto = ask(dati, "--anno", "2026", "--ente", "Unione dei Comuni")
    assert (detto["codice_fiscale"], detto["acquisti"][0]["cui"]) == ("98765432109", "S98765432109202600001")
    avvisi = " ".join(
        ldq("check", "--dati", "dati", *OGGI, "--solo", "acquisto-fuori-programma", cartella=dati).out.split()
    )
    assert "ldq acquisti --anno 2026 --ente 'Unione dei Comuni'" in avvisi


DELLA_SCHEDA = {
    "cui": "S01199250158202500007",
    "cup": "C11B20000000001",
    "annualita": 2027,
    "ricompreso": 4,
    "compreso_in": "S01199250158202300013",
    "lotto_funzionale": "sì",
    "nuts": "ITC4C",
    "cpv": "85310000-5",
    "priorita": 3,
    "rup": "Ufficio Casa",
    "nuovo_affidamento": "no",
    "capitale_privato_eur": "1500.50",
    "capitale_privato_tipo": 9,
    "ausa": '"0000226120"',
    "centrale_committenza": "Città metropolitana",
    "cig_accordo_quadro": "A123456789",
    "modifica_programma": 5,
}
"""Tutto ciò che la scheda dice di un acquisto, e che nei dati si scrive."""


def read_scenario(cartella: Path, id_: str) -> Scenario:
    """Lo scenario, dai dati."""
    return load(cartella).portafoglio.scenari_by_id[id_]


def test_dai_dati_al_foglio_e_ritorno_non_si_perde_nulla(dati: Path) -> None:
    """Si legge con `--leggi`, sugli stessi scenari vuotati, e con `ldq importa`, in una cartella nuova."""
    vuoto = SCENARI.replace(INTERA, "")
    pieno = vuoto.replace(
        "    fonte: x\n", "".join(f"    {c}: {v}\n" for c, v in DELLA_SCHEDA.items()) + "    fonte: x\n", 1
    )
    write_dati(dati / "dati", QUARTIERI, CONTRATTI, pieno)
    ldq("acquisti", "--dati", "dati", *OGGI, "--anno", "2026", "-o", "p.xlsx", cartella=dati)
    scritto = read_scenario(dati / "dati", "nord-nuova")
    write_dati(dati / "dati", QUARTIERI, CONTRATTI, vuoto)
    assert ldq("acquisti", "--dati", "dati", *OGGI, "--leggi", "p.xlsx", "--scrivi", cartella=dati).codice == 0
    assert read_scenario(dati / "dati", "nord-nuova") == scritto
    assert ldq("importa", "p.xlsx", "-o", "nuova", *OGGI, cartella=dati).codice == 0
    importato = read_scenario(dati / "nuova", f"cui-{str(DELLA_SCHEDA['cui']).lower()}")
    altri = ("nome", "tipo", "durata_mesi")
    assert [getattr(importato, c) for c in (*DELLA_SCHEDA, *altri)] == [
        getattr(scritto, c) for c in (*DELLA_SCHEDA, *altri)
    ]
    stime = [s.stima_costo and (s.stima_costo.mensile_eur, s.stima_costo.iva) for s in (importato, scritto)]
    assert stime[0] == stime[1]


def test_di_una_scheda_corretta_si_dice_cio_che_non_torna(dati: Path) -> None:
    """Un nome di persona non va nei dati; la durata e il costo si scrivono una volta, e si correggono lì."""
    ldq("acquisti", "--dati", "dati", *OGGI, "--anno", "2026", "--format", "csv", "-o", "h.csv", cartella=dati)
    scheda = (dati / "h.csv").read_text(encoding="utf-8")
    assert all(parola in scheda for parola in ("Ufficio Casa,36,Sì", "360000.00"))
    corretta = scheda.replace("Ufficio Casa,36,Sì", "Maria Rossi,48,No").replace("360000.00", "400000.00")
    (dati / "h.csv").write_text(corretta, encoding="utf-8")
    detto = ldq("acquisti", "--dati", "dati", *OGGI, "--leggi", "h.csv", cartella=dati).out
    for frase in ("«Maria Rossi» non è un ufficio", "il totale è € 400.000,00, ma i dati stimano € 360.000,00"):
        assert frase in " ".join(detto.split())
    ldq("acquisti", "--dati", "dati", *OGGI, "--leggi", "h.csv", "--scrivi", cartella=dati)
    letto = read_scenario(dati / "dati", "nord-nuova")
    assert (letto.rup, letto.durata_mesi, letto.nuovo_affidamento) == ("Ufficio Casa", 48, False)


def test_una_scheda_con_celle_che_non_si_leggono_non_ferma_nulla(dati: Path) -> None:
    """Dell'anno prima resta il CUI; riportandola, ogni cella che non va si dice."""
    testata = (
        f"{COLONNE_H[0]};{COLONNE_H[1]};{COLONNE_H[9]};{COLONNE_H[10]};{COLONNE_H[12]};{COLONNE_H[19]};{COLONNE_H[20]}"
    )
    riga = "S01199250158202500009;boh;Laboratorio Nord;urgente;tre anni;mille;vario"
    (dati / "h.csv").write_text(f"{testata}\n{riga}\nIl referente del programma;;;;;;\n", encoding="utf-8")
    assert {a["cui"] for a in ask(dati, "--anno", "2026", "--dal", "h.csv")["acquisti"]} >= {"S01199250158202500009"}
    detto = ldq("acquisti", "--dati", "dati", *OGGI, "--leggi", "h.csv", cartella=dati).out
    assert all(f"«{cella}» non va in" in detto for cella in ("boh", "urgente", "tre anni", "mille", "vario"))
    assert "riga 3" not in detto
    ldq("importa", "h.csv", "-o", "nuova", *OGGI, cartella=dati)
    assert [s.nome for s in load(dati / "nuova").portafoglio.ipotesi.scenari] == ["Laboratorio Nord"]


RISORSE = """\
stanziamenti:
  - {id: b27, anno: 2027, fonte: bilancio comunale, importo_eur: 100000, impegnato_eur: 0}
  - {id: r28, anno: 2028, fonte: Fondo regionale, provenienza: vincolato, solo_per: [nord-nuova], importo_eur: 50000}
  - {id: b28, anno: 2028, fonte: bilancio comunale, importo_eur: 300000, impegnato_eur: 100000}
"""


def test_le_risorse_vengono_dagli_stanziamenti_e_fanno_il_totale_degli_acquisti(dati: Path) -> None:
    """Chi non dice da dove vengono i suoi soldi li prende dagli stanziamenti; ciò che manca si dice, e il totale non cambia."""
    senza_voce = SCENARI.replace("    finanziamento: bilancio\n", "")
    write_dati(dati / "dati", QUARTIERI, CONTRATTI, senza_voce)
    ignote = ask(dati, "--anno", "2026", "--aliquota", "22")
    assert [r["costi"] for r in ignote["risorse"][:-1]] == [None] * 7
    assert all(a["da_scrivere"][-1]["colonna"] == "Scheda G" for a in ignote["acquisti"])
    (dati / "dati" / "risorse.yaml").write_text(RISORSE, encoding="utf-8")
    detto = ask(dati, "--anno", "2026", "--aliquota", "22")
    *righe, totale = detto["risorse"]
    note = {r["provenienza"]: [float(c) for c in r["costi"]] for r in righe if r["costi"]}
    assert note == {"vincolato": [0, 0, 50000], "bilancio": [0, 100000, 200000]}
    mancano = {(s["anno"], s["scenario"]): float(s["scoperto_eur"]) for s in detto["senza_stanziamento"]}
    assert mancano == {(2027, "sud-nuova"): 106637.68, (2028, "sud-nuova"): 16819.25}
    assert totale["costi"] == detto["somme"][:3]
    for i, anno in enumerate(detto["annualita_del_programma"]):
        sue = sum(costi[i] for costi in note.values()) + sum(m for (di, _), m in mancano.items() if di == anno)
        assert sue == pytest.approx(float(totale["costi"][i]))


def test_prima_del_2024_il_programma_e_di_due_anni_da_quarantamila(dati: Path) -> None:
    """La legge è quella del primo giorno del programma; di uno più vecchio non la si sa."""
    detto = ask(dati, "--anno", "2023")
    assert (detto["annualita_del_programma"], detto["schede"], detto["soglia"]) == (
        [2023, 2024],
        ["A", "B", "C"],
        40000,
    )
    assert ldq("acquisti", "--dati", "dati", "--anno", "2016", cartella=dati).codice == 2


def test_il_foglio_torna_negli_scenari_e_l_anno_dopo_il_cui_e_lo_stesso(dati: Path) -> None:
    """Il CUI proposto si scrive e non cambia più; una gara scartata va nella scheda I, con il perché."""
    ldq("acquisti", "--dati", "dati", *OGGI, "--anno", "2026", "-o", "p.xlsx", cartella=dati)
    prima = {a["scenario"]: a["cui"] for a in ask(dati, "--anno", "2026")["acquisti"]}
    ldq("acquisti", "--dati", "dati", *OGGI, "--leggi", "p.xlsx", "--scrivi", cartella=dati)
    assert {a["scenario"]: (a["cui"], a["cui_da"]) for a in ask(dati, "--anno", "2026")["acquisti"]} == {
        id_: (cui, "dati") for id_, cui in prima.items()
    }
    assert (
        "non c'è nulla da scrivere" in ldq("acquisti", "--dati", "dati", *OGGI, "--leggi", "p.xlsx", cartella=dati).out
    )

    write_dati(dati / "dati", QUARTIERI, CONTRATTI, SCENARI)  # come se nessuno li avesse scritti
    ldq("scarta", "sud-nuova", "--dati", "dati", *OGGI, "--motivo", "non serve più", "--scrivi", cartella=dati)
    dopo = ask(dati, "--anno", "2027", "--dal", "p.xlsx")
    assert {a["scenario"]: (a["cui"], a["cui_da"]) for a in dopo["acquisti"]} == {
        "nord-nuova": (prima["nord-nuova"], "programma-precedente")
    }
    (tolto,) = dopo["non_riproposti"]
    assert (tolto["cui"], tolto["descrizione"]) == (prima["sud-nuova"], "Laboratorio Sud")
    assert "non serve più" in tolto["motivo"]


def write_scheda(file: Path, *righe: dict[int, str]) -> None:
    """Una scheda H come la scrive una persona: posto della colonna → ciò che vi sta."""
    with file.open("w", newline="", encoding="utf-8") as testo:
        foglio = csv.writer(testo)
        foglio.writerow(COLONNE_H)
        foglio.writerows([riga.get(posto, "") for posto in range(len(COLONNE_H))] for riga in righe)


def test_del_programma_di_prima_nessuna_riga_si_perde_in_silenzio(dati: Path) -> None:
    """Ogni riga torna, è fra i non riproposti, o si dice perché no; il CUI di un altro ente, o storto, non si tiene."""
    nord = next(a for a in ask(dati, "--anno", "2027")["acquisti"] if a["scenario"] == "nord-nuova")
    righe = (
        {0: "S80012000826202600009", 1: "2026", 9: nord["descrizione"]},
        {0: "S01199250158202600010", 1: "2027", 9: "Fra un anno"},
        {0: "S01199250158202600011", 9: "Senza anno"},
        {0: "S01199250158202000012", 1: "2020", 9: "Di una volta"},
        {0: "S0119925015820260013", 1: "2026", 9: "Storto"},
        {1: "2026", 9: "Senza CUI"},
    )
    write_scheda(dati / "h.csv", {0: "1", 1: "2", 9: "10"}, *righe, {9: "Totale", 18: "900000"})
    detto = ask(dati, "--anno", "2027", "--dal", "h.csv")
    dopo = next(a for a in detto["acquisti"] if a["scenario"] == "nord-nuova")
    assert (dopo["cui"], dopo["cui_da"]) == (nord["cui"], "proposto")
    assert [n["descrizione"] for n in detto["non_riproposti"]] == ["Storto", "Senza CUI"]
    motivi = {n["descrizione"]: n["motivo"] for n in detto["non_ritrovati"]}
    assert motivi.keys() == {r[9] for r in righe}
    assert "80012000826" in motivi[nord["descrizione"]]
    assert "2027" in motivi["Fra un anno"]
    assert "2020" in motivi["Di una volta"]


def test_di_chi_fara_la_gara_si_chiedono_il_nome_e_il_codice(dati: Path) -> None:
    """Nota (11): della prima annualità si vogliono tutti e due."""
    file = dati / "dati" / "scenari.yaml"
    testo = file.read_text(encoding="utf-8")
    file.write_text(
        testo.replace("nome: Laboratorio Sud", "nome: Laboratorio Sud\n    centrale_committenza: Consip"), "utf-8"
    )
    sud = next(a for a in ask(dati, "--anno", "2026")["acquisti"] if a["scenario"] == "sud-nuova")
    assert "codice AUSA" in {m["colonna"] for m in sud["da_scrivere"]}


def test_se_di_nessun_acquisto_si_sa_il_costo_i_totali_non_sono_zero(dati: Path) -> None:
    """Zero sarebbe un totale; e la frase concorda con quanti sono."""
    file = dati / "dati" / "scenari.yaml"
    righe = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(r for r in righe if "stima_costo" not in r), encoding="utf-8")
    detto = ldq("acquisti", "--dati", "dati", *OGGI, "--anno", "2026", cartella=dati).out
    assert "Nei totali non ci sono " in detto
    totali = detto[detto.index("Totali della scheda H") :]
    assert "non noto" in next(r for r in totali.splitlines() if r.startswith("Totale (9)"))


def test_il_csv_di_excel_torna_senza_i_suoi_apostrofi(dati: Path) -> None:
    """L'apostrofo tiene testo un codice, o un nome che sembra una formula: nei dati non entra, né con --leggi né importando."""
    file = dati / "dati" / "scenari.yaml"
    codici = 'nome: =Sud\n    cpv: 85310000-5\n    ausa: "0000226120"\n    centrale_committenza: Consip'
    file.write_text(file.read_text(encoding="utf-8").replace("nome: Laboratorio Sud", codici), encoding="utf-8")
    comuni = ("acquisti", "--dati", "dati", *OGGI)
    ldq(*comuni, "--anno", "2026", "--csv-excel", "-o", "h.csv", cartella=dati)
    assert {"'=Sud", "'85310000-5", "'0000226120"} <= set(
        (dati / "h.csv").read_text(encoding="utf-8").replace("\n", ";").split(";")
    )
    ldq(*comuni, "--leggi", "h.csv", "--scrivi", cartella=dati)
    ldq("importa", "h.csv", "-o", "altrove", cartella=dati)
    for cartella, id_ in (("dati", "sud-nuova"), ("altrove", None)):
        scenari = load(dati / cartella).portafoglio.ipotesi.scenari
        sud = next(s for s in scenari if s.id == id_ or (id_ is None and s.ausa))
        assert (sud.nome, sud.cpv, sud.ausa) == ("=Sud", "85310000-5", "0000226120")


def test_un_cui_scritto_a_mano_e_lo_stesso_anche_minuscolo(dati: Path) -> None:
    """Le minuscole e gli spazi non ne fanno un altro CUI."""
    write_scheda(dati / "h.csv", {0: " s01199250158 2025 00009", 1: "2025", 9: "Laboratorio Sud"})
    sud = next(a for a in ask(dati, "--anno", "2026", "--dal", "h.csv")["acquisti"] if a["scenario"] == "sud-nuova")
    assert (sud["cui"], sud["cui_da"]) == ("S01199250158202500009", "programma-precedente")


def test_cio_che_la_scheda_suppone_e_detto(dati: Path) -> None:
    """Un primo giorno che i dati non hanno; un capitale privato, che la scheda G vorrebbe anno per anno."""
    file = dati / "dati" / "scenari.yaml"
    prima = file.read_text(encoding="utf-8")
    testo = prima.replace("inizio: 2027-01-01", "capitale_privato_eur: 1000\n    capitale_privato_tipo: 3")
    assert testo != prima
    file.write_text(testo, encoding="utf-8")
    acquisti = ask(dati, "--anno", "2026", "--aliquota", "22")["acquisti"]
    (detto,) = (" | ".join(a["da_sapere"]) for a in acquisti if a["scenario"] == "sud-nuova")
    assert "nei dati il primo giorno non è certo" in detto
    assert "nella scheda G non è fra gli apporti di privati" in detto
