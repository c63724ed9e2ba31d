"""I contratti come sono davvero: sospesi, chiusi d'agosto, partiti in due tempi, con meno gente di prima."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from tests.supporto import RADICE, ldq, write_dati
from tests.test_casi_numeri import ask, list_codici, read

if TYPE_CHECKING:
    from pathlib import Path

FERMI, OGGI = "uso/fermi", "2026-11-27"
DATI = RADICE / "tests" / "dati_casi" / FERMI


def cover(dal: str, al: str) -> dict[str, dict[str, Any]]:
    """Quartiere → la sua copertura in quei giorni."""
    risposta = ask(FERMI, "copertura", "--dal", dal, "--al", al, oggi=OGGI)
    return {q["id"]: q for q in risposta["quartieri"]}


def test_cinque_mesi_sospesi_sono_scoperti_e_si_dicono_a_parte() -> None:
    """Centocinquantuno giorni, 770.100 abitanti-giorni: nessuna lacuna di contratto."""
    (lacuna,) = cover("2023-01-01", "2026-12-31")["stadera"]["lacune"]
    assert (lacuna["inizio"], lacuna["fine"], lacuna["giorni"]) == ("2024-02-01", "2024-06-30", 151)
    assert (lacuna["abitanti_giorni"], lacuna["causa"]) == (770_100, "sospensione")
    testo = read(FERMI, "copertura", "--dal", "2023-01-01", "--al", "2026-12-31", oggi=OGGI)
    assert "Servizio sospeso, a contratto in vigore: 151 giorni-quartiere, 770.100 abitanti-giorni." in testo


@pytest.mark.parametrize("slitta", ["slitta: 5m, ", "slitta: sì, ", ""])
def test_la_fine_slittata_non_si_segnala_per_sempre(slitta: str, tmp_path: Path) -> None:
    """Né se l'atto dice quanto, né se tace, né se conta i giorni invece dei mesi."""
    contratti = (DATI / "contratti.yaml").read_text(encoding="utf-8").replace("slitta: 5m, ", slitta)
    cartella = write_dati(tmp_path, (DATI / "quartieri.yaml").read_text(encoding="utf-8"), contratti)
    uscita = ldq("check", "--dati", str(cartella), "--oggi", OGGI, "--format", "json")
    codici = {s["codice"] for s in json.loads(uscita.out)["segnalazioni"]}
    assert "scadenza-dichiarata-diversa" not in codici


SCENARIO = """\
aggiornato_al: 2026-11-20
scenari:
  - {id: gara-nord, nome: Gara nord, tipo: gara, quartieri: [bovisa, gallaratese], inizio: 2028-01-01, durata_mesi: 12,
     procedura: aperta, fonte: nota}
piani:
  - {id: nord, nome: Nord, scenari: [gara-nord]}
"""


def test_ogni_piano_dice_quanti_giorni_sono_sospesi_o_chiusi(tmp_path: Path) -> None:
    """Le righe fanno il totale, e senza interventi sono quelle della copertura negli stessi giorni."""
    testi = [(DATI / nome).read_text(encoding="utf-8") for nome in ("quartieri.yaml", "contratti.yaml")]
    cartella = write_dati(tmp_path, testi[0], testi[1].replace("2024-02-01, al: 2024-06-30", "2026-12-01"), SCENARIO)
    uscita = ldq("rapporto", "--dati", str(cartella), "--oggi", "2026-07-15", "--format", "json")
    assert uscita.codice == 0
    piani = json.loads(uscita.out)["piani"]
    for piano in piani:
        for causa in ("sospensione", "chiusura"):
            suoi = [f for q in piano["quartieri"] for f in q.get("fermi", ()) if f["causa"] == causa]
            (totale,) = (f for f in piano["fermi"] if f["causa"] == causa)
            assert (totale["giorni"], totale["forse"]) == (
                sum(f["giorni"] for f in suoi),
                sum(f["forse"] for f in suoi),
            )
    finestra = ("--dal", "2026-07-15", "--al", "2028-12-31")
    uscita = ldq("copertura", *finestra, "--dati", str(cartella), "--oggi", "2026-07-15", "--format", "json")
    for era, ora in zip(json.loads(uscita.out)["quartieri"], piani[0]["quartieri"], strict=True):
        sommati = {f["causa"]: f["giorni"] for f in ora.get("fermi", ())}
        assert ora["giorni_scoperti"] == sum(x["giorni"] for x in era["lacune"] if x["tipo"] == "certa")
        for causa in ("sospensione", "chiusura"):
            giorni = sum(x["giorni"] for x in era["lacune"] if x.get("causa") == causa)
            assert sommati.get(causa, 0) == giorni
    carta = ldq("rapporto", "--dati", str(cartella), "--oggi", "2026-07-15", "--format", "md").out
    assert "62 sospesi e 93 chiusi" in carta


def test_agosto_e_chiuso_e_non_e_una_lacuna_di_contratto() -> None:
    """Per tutt'e tre i quartieri, ogni anno; e nessuno chiede di affidare il servizio per agosto."""
    coperture = cover("2024-07-01", "2026-12-31")
    for quartiere in ("gallaratese", "quarto-oggiaro", "bovisa"):
        lacune = coperture[quartiere]["lacune"]
        assert [(x["inizio"][5:], x["fine"][5:], x["causa"]) for x in lacune] == [("08-01", "08-31", "chiusura")] * 3
    assert "lacuna-in-corso" not in list_codici(FERMI, "2026-08-15")
    assert "✗ chiuso fino al 31/08/2026" in read(FERMI, "status", oggi="2026-08-15")


def test_bovisa_comincia_dopo_e_finisce_con_gli_altri() -> None:
    """Un contratto solo, con il suo CIG e il suo importo intero."""
    coperture = cover("2024-01-01", "2024-07-31")
    fini = {q: coperture[q]["lacune"][-1]["fine"] for q in ("gallaratese", "bovisa")}
    assert fini == {"gallaratese": "2024-01-14", "bovisa": "2024-03-31"}
    stati = {q["id"]: q for q in ask(FERMI, "status", oggi=OGGI)["quartieri"]}
    assert stati["bovisa"]["coperto_fino_al"] == stati["gallaratese"]["coperto_fino_al"] == "2027-04-14"


def test_uno_al_posto_di_dodici_si_legge_e_non_e_una_lacuna() -> None:
    """In `status`, nella scheda con gli abitanti per operatore, nella copertura a parte."""
    assert "! coperto da 1, prima da 12" in read(FERMI, "status", oggi=OGGI)
    assert "presidio ridotto, coperto da 1, prima da 12 (8.200 abitanti per operatore)" in read(
        FERMI, "quartieri", "corvetto", oggi=OGGI
    )
    detto = "Coperti con presidio ridotto: Corvetto da 1, prima da 12 (8.200 abitanti per operatore)."
    assert detto in read(FERMI, "status", oggi=OGGI)
    assert f"- {detto}" in read(FERMI, "rapporto", "--format", "md", oggi=OGGI)
    passi = {p["che_cosa"]: p["risultato"] for p in ask(FERMI, "spiega", "corvetto", oggi=OGGI)["passi"]}
    assert passi["Corvetto: presidio ridotto"].endswith(": 1 (8.200 abitanti per operatore)")
    corvetto = cover("2026-01-01", "2026-12-31")["corvetto"]
    (ridotto,) = corvetto["presidi_ridotti"]
    assert (corvetto["lacune"], ridotto["inizio"], ridotto["giorni"]) == ([], "2026-09-01", 122)
    assert corvetto["giorni_coperti"] == 365


def test_la_presentazione_non_dice_di_nessun_presidio_ridotto() -> None:
    """Dodici a Lorenteggio, uno per Laboratorio dal 2020; delle équipe di prima non si sa quante persone, né come divise."""
    dal_2006 = ask("", "copertura", "--dal", "2006-01-01", "--al", "2023-12-31")["quartieri"]
    assert [q["id"] for q in dal_2006 if "presidi_ridotti" in q] == []
    schede = {q["id"]: q["presidi"] for q in ask("", "quartieri")["quartieri"]}
    assert [p["operatori"] for p in schede["lorenteggio"]] == [12]
    assert [p["operatori"] for p in schede["mazzini"]] == [None, None, 1]


@pytest.mark.parametrize("formato", ["svg", "mmd", "md", "csv", "csv-excel", "html"])
def test_ogni_formato_dice_i_giorni_fermi_e_il_presidio_ridotto(formato: str) -> None:
    """Con parole, non solo con un colore."""
    finestra = ("--dal", "2024-01-01", "--al", "2026-12-31")
    uscita = ldq("copertura", "--dati", str(DATI), "--oggi", OGGI, *finestra, "--format", formato)
    assert uscita.codice == 0, uscita.err
    assert "sospe" in uscita.out
    assert formato.startswith("csv") or "presidio ridotto" in uscita.out.lower()


def test_il_preavviso_di_un_opzione_sta_nel_calendario(tmp_path: Path) -> None:
    """L'ultimo giorno per scrivere, non quello della scadenza; e chi ha scritto non lo trova più."""
    quartieri = (DATI / "quartieri.yaml").read_text(encoding="utf-8")
    opzione = "      - {tipo: proroga, stato: aperta, durata_mesi: 6, preavviso_giorni: 90, fonte: art. 4%s}\n"
    contratto = (
        "aggiornato_al: 2026-11-20\ncontratti:\n  - id: primo\n    quartieri: [bovisa]\n    tipo: convenzione\n    titolo: T\n"
        "    inizio: 2024-04-01\n    durata_mesi: 36\n    fonte: F\n    opzioni:\n"
    )
    for scritto, attesi in (("", ["2026-12-31"]), (", preavviso_dato: 2026-11-20", [])):
        cartella = write_dati(tmp_path, quartieri, contratto + opzione % scritto)
        uscita = ldq("calendario", "--dati", str(cartella), "--oggi", OGGI, "--format", "json")
        eventi = json.loads(uscita.out)["eventi"]
        assert [e["giorno"] for e in eventi if e["genere"] == "preavviso"] == attesi


def test_la_spiegazione_di_un_contratto_sospeso_lo_dice() -> None:
    """Non «in corso», mentre la scheda dice sospeso; e la fine aspetta che la sospensione finisca."""
    esempio = RADICE / "esempi" / "contratti-come-sono"
    uscita = ldq("spiega", "stadera-2025", "--dati", str(esempio), "--oggi", "2026-03-16", "--format", "json")
    passi = {p["che_cosa"]: p["risultato"] for p in json.loads(uscita.out)["passi"]}
    assert passi["stato al 16/03/2026"].startswith("sospeso, ")
    aperta = passi["sospensione dal 01/02/2026, ancora aperta"]
    assert aperta == "la fine slitta: di altrettanto; di quanto, si saprà quando finisce"


def test_la_guida_mostra_i_dati_che_usa() -> None:
    """Ogni blocco che dice come si scrive sta, così, nei dati su cui girano i suoi esempi."""
    scritti = (RADICE / "esempi" / "contratti-come-sono" / "contratti.yaml").read_text(encoding="utf-8")
    pagina = (RADICE / "docs" / "guida-contratti.md").read_text(encoding="utf-8")
    blocchi = re.findall(r"^```yaml\n(.*?)^```$", pagina, re.DOTALL | re.MULTILINE)
    assert blocchi
    assert all(blocco in scritti for blocco in blocchi)
