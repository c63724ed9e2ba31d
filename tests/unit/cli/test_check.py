"""`ldq check`: che cosa dice e con quale codice esce."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from tests.supporto import AMBIENTE, OGGI, RADICE, ldq, read, write_dati

from ldq_planner.render import DI_CHECK, FORMATI, OVUNQUE

if TYPE_CHECKING:
    from pathlib import Path

TUTTI = tuple(nome for nome in DI_CHECK if not FORMATI[nome].viaggia)
SUOI = tuple(nome for nome in DI_CHECK if nome not in OVUNQUE)
SUI_DATI = ("check", "--oggi", OGGI)


@pytest.fixture
def pulita(tmp_path: Path) -> Path:
    """Una cartella in cui non c'è nulla da segnalare."""
    return write_dati(tmp_path)


@pytest.fixture
def guasta(tmp_path: Path) -> Path:
    """Una cartella che non si può valutare: due errori in due file."""
    return write_dati(tmp_path, quartieri="aggiornato_al: 2023-02-30\n", contratti="contratti: 4\n")


def test_se_non_c_e_nulla_tace(pulita: Path) -> None:
    """Il silenzio, in una pipeline, è la buona notizia."""
    assert ldq("check", "--oggi", OGGI, "--dati", str(pulita)) == (0, "", "")


@pytest.mark.parametrize("formato", [f for f in TUTTI if f != "table"])
def test_se_non_c_e_nulla_una_macchina_lo_legge(formato: str, pulita: Path) -> None:
    """Il JSON ha un elenco vuoto; gli altri formati non hanno segnalazioni."""
    uscita = ldq("check", "--oggi", OGGI, "--dati", str(pulita), "--format", formato)
    assert (uscita.codice, uscita.err) == (0, "")
    assert not any(segno in uscita.out for segno in ("critico[", "avviso[", "ldq_segnalazioni", "ruleId", "::error"))
    if formato == "json":
        assert json.loads(uscita.out)["segnalazioni"] == []


def test_se_non_c_e_nulla_il_file_si_scrive_lo_stesso(pulita: Path) -> None:
    """Chi lo legge dopo non deve trovare quello di ieri."""
    (pulita / "esito.txt").write_text("le segnalazioni di ieri")
    assert ldq("check", "--oggi", OGGI, "--dati", str(pulita), "-o", str(pulita / "esito.txt")).codice == 0
    assert (pulita / "esito.txt").read_text().strip() == ""


@pytest.mark.parametrize(
    ("soglia", "codice"), [((), 1), (("--fallisci-da", "avviso"), 1), (("--fallisci-da", "critico"), 1)]
)
def test_la_soglia_con_segnalazioni_critiche(soglia: tuple[str, ...], codice: int) -> None:
    """Il giorno della presentazione ce ne sono due critiche e un avviso."""
    assert ldq("check", "--oggi", OGGI, *soglia).codice == codice


def test_mai_vuol_dire_mai() -> None:
    """Si leggono le segnalazioni senza che la pipeline si fermi."""
    assert ldq("check", "--oggi", OGGI, "--fallisci-da", "mai") == (0, ldq("check", "--oggi", OGGI).out, "")


@pytest.mark.parametrize(("soglia", "codice"), [("avviso", 1), ("critico", 0), ("mai", 0)])
def test_la_soglia_con_soli_avvisi(soglia: str, codice: int, pulita: Path) -> None:
    """Il 01/10/2030 il contratto scade fra 91 giorni, più dei tempi minimi di una gara, e i dati sono vecchi."""
    uscita = ldq("check", "--oggi", "2030-10-01", "--dati", str(pulita), "--fallisci-da", soglia, "--format", "json")
    assert {s["severita"] for s in json.loads(uscita.out)["segnalazioni"]} == {"avviso"}
    assert uscita.codice == codice


@pytest.mark.parametrize(("entro", "c_e"), [("164", True), ("163", False), ("0", False), ("99999", True)])
def test_entro(entro: str, c_e: bool) -> None:  # noqa: FBT001 - il vero e il falso sono i casi
    """L'ultimo giorno è compreso: il 17/01/2023 a Mazzini ne restano 164."""
    risposta = json.loads(ldq("check", "--oggi", OGGI, "--entro", entro, "--format", "json").out)
    entita = {s["entita"] for s in risposta["segnalazioni"] if s["codice"] == "scadenza-senza-seguito"}
    assert ("mazzini-2020" in entita) is c_e
    assert risposta["entro_giorni"] == int(entro)


def test_senza_entro_decide_il_tempo_di_gara() -> None:
    """Non c'è un numero di giorni da dire."""
    assert ask()["entro_giorni"] is None


@pytest.mark.parametrize("formato", TUTTI)
@pytest.mark.parametrize("soglia", ["avviso", "mai"])
def test_dati_che_non_si_possono_valutare(formato: str, soglia: str, guasta: Path) -> None:
    """Esce con 3 qualunque sia la soglia, e le segnalazioni stanno su stdout nel formato chiesto."""
    argomenti = ("--dati", str(guasta), "--format", formato, "--fallisci-da", soglia)
    uscita = ldq("check", "--oggi", OGGI, *argomenti, ambiente={})
    assert (uscita.codice, uscita.err) == (3, "")
    assert f"{guasta / 'quartieri.yaml'}" in uscita.out
    assert f"{guasta / 'contratti.yaml'}" in uscita.out
    assert "data-non-valida" in uscita.out


def test_dati_guasti_in_csv(guasta: Path) -> None:
    """Una riga per segnalazione, con il suo posto."""
    righe = [*csv.DictReader(StringIO(ldq("check", "--dati", str(guasta), "--format", "csv").out))]
    assert {riga["severita"] for riga in righe} == {"errore"}
    (data,) = (riga for riga in righe if riga["codice"] == "data-non-valida")
    assert (data["file"], data["riga"], data["colonna"]) == (str(guasta / "quartieri.yaml"), "1", "16")


def test_dati_guasti_in_un_file(guasta: Path) -> None:
    """Il file si scrive anche quando si esce con 3."""
    uscita = ldq("check", "--dati", str(guasta), "-o", str(guasta / "esito.json"))
    assert (uscita.codice, uscita.out, uscita.err) == (3, "", "")
    assert json.loads((guasta / "esito.json").read_text(encoding="utf-8"))["segnalazioni"]


def test_ogni_segnalazione_ha_un_posto_e_un_rimedio() -> None:
    """Un messaggio senza «che cosa fare» non serve a chi lo legge la sera."""
    for giorno in (OGGI, "2024-01-02", "2026-11-22"):
        for s in json.loads(ldq("check", "--oggi", giorno, "--format", "json").out)["segnalazioni"]:
            assert s["rimedio"]
            assert s["riga"] >= 1
            assert s["colonna"] >= 1
            assert s["file"].startswith("data/")


# ——— quanto prima, e con quali norme


def ask(*opzioni: str, dati: Path | None = None, codice: int | None = None) -> dict[str, Any]:
    """La risposta in JSON."""
    cartella = ("--dati", str(dati)) if dati else ()
    uscita = ldq(*SUI_DATI, *cartella, *opzioni, "--format", "json")
    assert codice is None or uscita.codice == codice
    return dict(json.loads(uscita.out))


def list_codici(risposta: dict[str, Any]) -> set[str]:
    """I codici delle segnalazioni."""
    return {s["codice"] for s in risposta["segnalazioni"]}


@pytest.mark.parametrize(
    ("opzioni", "severita"),
    [
        (("--avviso", "163", "--critico", "10"), None),
        (("--avviso", "164", "--critico", "10"), "avviso"),
        (("--avviso", "6m", "--critico", "10"), "avviso"),
        (("--avviso", "120%", "--critico", "0.1x"), "avviso"),
        (("--avviso", "200", "--critico", "164"), "critico"),
    ],
)
def test_avviso_e_critico(opzioni: tuple[str, ...], severita: str | None) -> None:
    """Giorni, mesi o una quota del tempo di gara: a Mazzini ne restano 164."""
    segnalazioni = ask("--solo", "scadenza-senza-seguito", *opzioni)["segnalazioni"]
    assert {s["entita"]: s["severita"] for s in segnalazioni}.get("mazzini-2020") == severita


@pytest.mark.parametrize("opzione", ["--avviso", "--critico"])
@pytest.mark.parametrize("testo", ["presto", "-3", "6 mesi", ""])
def test_un_preavviso_scritto_male(opzione: str, testo: str) -> None:
    """Si dice come si scrive."""
    uscita = ldq(*SUI_DATI, f"{opzione}={testo}")
    assert (uscita.codice, uscita.out) == (2, "")
    assert f"{opzione}: «{testo}» non è un preavviso; scrivere 90 (giorni), 6m (mesi)" in uscita.err


def test_norme_che_non_si_leggono(tmp_path: Path) -> None:
    """Anche i loro problemi escono nel formato chiesto."""
    uscita = ldq(*SUI_DATI, "--regimi", str(tmp_path), "--format", "json")
    assert (uscita.codice, uscita.err) == (3, "")
    assert {s["severita"] for s in json.loads(uscita.out)["segnalazioni"]} == {"errore"}


# ——— quali regole


def test_solo_e_ignora() -> None:
    """Si scelgono per codice, anche più d'una; il codice di uscita segue ciò che resta."""
    tutte = list_codici(ask(codice=1))
    assert {"lacuna-in-corso", "scaduto-senza-seguito"} < tutte
    assert list_codici(ask("--solo", "lacuna-in-corso", codice=1)) == {"lacuna-in-corso"}
    due = ("--solo", "lacuna-in-corso", "--solo", "scaduto-senza-seguito")
    assert list_codici(ask(*due)) == {"lacuna-in-corso", "scaduto-senza-seguito"}
    assert list_codici(ask("--ignora", "lacuna-in-corso")) == tutte - {"lacuna-in-corso"}
    assert list_codici(ask(*[o for c in tutte for o in ("--ignora", c)], codice=0)) == set()


@pytest.mark.parametrize("opzione", ["--solo", "--ignora"])
def test_una_regola_che_non_c_e(opzione: str) -> None:
    """Ignorarla in silenzio farebbe credere di averla provata."""
    uscita = ldq(*SUI_DATI, opzione, "lacuna-in-corsa")
    assert (uscita.codice, uscita.out) == (2, "")
    assert "«lacuna-in-corsa» non è una regola" in uscita.err
    assert "forse intendevi «lacuna-in-corso»?" in uscita.err


def test_una_regola_di_integrita_non_si_ignora() -> None:
    """Senza di lei i dati non si possono valutare."""
    uscita = ldq(*SUI_DATI, "--ignora", "id-doppio")
    assert uscita.codice == 2
    assert "«id-doppio» vieta di valutare i dati" in uscita.err


def test_chiesta_e_ignorata() -> None:
    """Non resterebbe nulla da provare, e l'uscita sarebbe verde."""
    uscita = ldq(*SUI_DATI, "--solo", "lacuna-in-corso", "--ignora", "lacuna-in-corso")
    assert uscita.codice == 2
    assert "--solo e --ignora nominano tutte e due «lacuna-in-corso»" in uscita.err


# ——— in silenzio


def test_in_silenzio(guasta: Path, pulita: Path, tmp_path: Path) -> None:
    """Resta il codice di uscita; un file chiesto si scrive lo stesso."""
    assert ldq(*SUI_DATI, "-q") == (1, "", "")
    assert ldq(*SUI_DATI, "-q", "-o", "-") == (1, "", "")
    assert ldq(*SUI_DATI, "--quiet", "--fallisci-da", "mai") == (0, "", "")
    assert ldq(*SUI_DATI, "-q", "--dati", str(write_dati(tmp_path / "altra"))) == (0, "", "")
    assert guasta == pulita
    (guasta / "quartieri.yaml").write_text("x")
    assert ldq(*SUI_DATI, "-q", "--dati", str(guasta)) == (3, "", "")
    assert ldq(*SUI_DATI, "-q", "-o", str(tmp_path / "esito.json")) == (1, "", "")
    assert json.loads(read(tmp_path / "esito.json"))["segnalazioni"]


# ——— la linea di base


def test_una_linea_di_base_tace_cio_che_c_era(tmp_path: Path) -> None:
    """Scritta oggi, oggi non c'è nulla di nuovo: lo si dice, e si esce con 0."""
    file = tmp_path / "base.json"
    scritte = ask()["segnalazioni"]
    uscita = ldq(*SUI_DATI, "--scrivi-linea-base", str(file))
    assert uscita == (0, "", "")
    assert ldq(*SUI_DATI, "--linea-base", str(file)) == (0, "", "")
    csv = ldq(*SUI_DATI, "--linea-base", str(file), "--format", "csv")
    assert csv.err.startswith(
        f"ldq: segnalazioni: {len(scritte)} non mostrate: {len(scritte)} già nella linea di base ("
    )
    assert ldq(*SUI_DATI, "--linea-base", str(file), "-q") == (0, "", "")
    risposta = ask("--linea-base", str(file), codice=0)
    assert (risposta["segnalazioni"], risposta["taciute_dalla_linea_base"]) == ([], len(scritte))
    voci = json.loads(read(file))["segnalazioni"]
    assert len(risposta["taciute"]) == len(scritte)
    assert {v["impronta"] for v in voci} == {s["impronta"] for s in scritte}
    assert [*voci[0]] == ["impronta", "codice", "severita", "entita", "messaggio"]
    assert [(v["codice"], v["entita"]) for v in voci] == sorted((v["codice"], v["entita"]) for v in voci)


def test_solo_le_nuove_fanno_fallire(tmp_path: Path) -> None:
    """Una riga tolta dalla linea di base è una segnalazione nuova."""
    file = tmp_path / "base.json"
    ldq(*SUI_DATI, "--ignora", "scenario-contraddittorio", "--scrivi-linea-base", str(file))
    risposta = ask("--linea-base", str(file), codice=1)
    assert list_codici(risposta) == {"scenario-contraddittorio"}
    assert risposta["taciute_dalla_linea_base"] == len(ask()["segnalazioni"]) - 1


def test_la_linea_di_base_vale_se_le_righe_si_spostano(tmp_path: Path) -> None:
    """E se passa un giorno: cambiano i numeri del messaggio, non la segnalazione."""
    dati, file = tmp_path / "dati", tmp_path / "base.json"
    testi = [f"# una riga in più\n{read(RADICE / 'data' / f'{n}.yaml')}" for n in ("quartieri", "contratti", "scenari")]
    write_dati(dati, *testi)
    ldq(*SUI_DATI, "--scrivi-linea-base", str(file))
    domanda = ("check", "--dati", str(dati), "--oggi", "2023-01-18", "--linea-base", str(file))
    assert ldq(*domanda)[:2] == (0, "")


def test_scriverla_due_volte_e_lo_stesso(tmp_path: Path) -> None:
    """Gli stessi byte, nessun file provvisorio; e si può riscrivere quella che si legge."""
    file = tmp_path / "base.json"
    ldq(*SUI_DATI, "--scrivi-linea-base", str(file))
    prima = read(file)
    ldq(*SUI_DATI, "--linea-base", str(file), "--scrivi-linea-base", str(file))
    assert read(file) == prima
    assert [p.name for p in tmp_path.iterdir()] == ["base.json"]


def test_gli_errori_nei_dati_non_si_tacciono(guasta: Path, tmp_path: Path) -> None:
    """Non c'è linea di base che valga, e non se ne scrive una."""
    file = tmp_path / "base.json"
    assert ldq(*SUI_DATI, "--dati", str(guasta), "--scrivi-linea-base", str(file)).codice == 3
    assert not file.exists()


def build_linea(voce: str, quartieri: str = "{}") -> str:
    """Una linea di base con quella voce e quei quartieri."""
    return (
        f'{{"schema": "ldq/linea-base/2", "al": "2025-12-31", "senza_servizio": {quartieri}, "segnalazioni": [{voce}]}}'
    )


@pytest.mark.parametrize(
    ("testo", "motivo"),
    [
        (None, "il file non c'è"),
        ("", "non è JSON (riga 1, colonna 1)"),
        ("[" * 100_000, "non è una linea di base (troppi livelli)"),
        ("[]", "manca «schema»: «ldq/linea-base/2»"),
        ('{"schema": "ldq/check/1", "segnalazioni": []}', "manca «schema»"),
        ('{"schema": "ldq/linea-base/1", "segnalazioni": []}', "l'ha scritta una versione di prima"),
        ('{"schema": "ldq/linea-base/2"}', "«segnalazioni» non è un elenco"),
        (build_linea("4"), "la segnalazione 1 non ha un'impronta"),
        (build_linea('{"impronta": "x"}'), "non ha un'impronta di 16 cifre"),
        (
            build_linea('{"impronta": "0123456789abcdef", "severita": "x"}'),
            "non ha una severità fra avviso, critico, errore",
        ),
        (build_linea("", '{"q": {"severita": "avviso"}}'), "non sono come li scrive ldq check"),
    ],
)
def test_una_linea_di_base_malata(testo: str | None, motivo: str, tmp_path: Path) -> None:
    """Prenderla per vuota farebbe fallire tutti; per piena, nessuno."""
    file = tmp_path / "base.json"
    if testo is not None:
        file.write_text(testo)
    uscita = ldq(*SUI_DATI, "--linea-base", str(file))
    assert (uscita.codice, uscita.out) == (2, "")
    assert motivo in uscita.err
    assert f"scriverla con: ldq check --scrivi-linea-base {file}" in uscita.err


def test_una_linea_di_base_che_non_si_scrive(tmp_path: Path) -> None:
    """Si dice perché, e non si risponde come se fosse scritta."""
    uscita = ldq(*SUI_DATI, "--scrivi-linea-base", str(tmp_path))
    assert (uscita.codice, uscita.out) == (2, "")
    assert "è una cartella" in uscita.err


# ——— i formati


@pytest.mark.parametrize("formato", SUOI)
def test_gli_altri_comandi_non_li_scrivono(formato: str) -> None:
    """Non hanno segnalazioni: meglio dirlo che scrivere un elenco vuoto."""
    for comando in ("status", "contratti", "copertura", "scenari", "regole", "gara"):
        uscita = ldq(comando, "--format", formato)
        assert (uscita.codice, uscita.out) == (2, "")
        assert f"«{formato}» lo scrive solo «ldq check»" in uscita.err


@pytest.mark.parametrize(("estensione", "formato"), [("sarif", "sarif"), ("xml", "junit"), ("prom", "prometheus")])
def test_le_estensioni(estensione: str, formato: str, tmp_path: Path) -> None:
    """Lo dice il nome del file, ma solo a `check`."""
    file = tmp_path / f"esito.{estensione}"
    assert ldq(*SUI_DATI, "-o", str(file)) == (1, "", "")
    assert read(file) == ldq(*SUI_DATI, "--format", formato).out
    assert ldq("status", "-o", str(file)).codice == 2


def test_un_formato_che_non_c_e() -> None:
    """Si dicono tutti."""
    uscita = ldq(*SUI_DATI, "--format", "xls")
    assert uscita.codice == 2
    assert all(formato in uscita.err for formato in DI_CHECK)


@pytest.mark.parametrize("formato", SUOI)
@pytest.mark.parametrize("dati", ["./data", str(RADICE / "data")])
def test_i_percorsi_sono_visti_dalla_cartella_in_cui_si_e(dati: str, formato: str) -> None:
    """Chi raccoglie le segnalazioni le mette accanto alle righe del deposito, comunque si sia detta la cartella."""
    domanda = (*SUI_DATI, "--format", formato, "--solo", "lacuna-in-corso")
    assert ldq(*domanda, "--dati", dati).out == ldq(*domanda).out


# ——— il riassunto di GitHub


def test_il_riassunto_si_accoda(tmp_path: Path) -> None:
    """Al file che GitHub nomina, dopo ciò che altri vi hanno scritto; solo se si è chiesto il suo formato."""
    file = tmp_path / "riassunto.md"
    file.write_text("# prima\n")
    ambiente = {**AMBIENTE, "GITHUB_STEP_SUMMARY": str(file)}
    ldq(*SUI_DATI, ambiente=ambiente)
    assert read(file) == "# prima\n"
    uscita = ldq(*SUI_DATI, "--format", "github", ambiente=ambiente)
    assert uscita == ldq(*SUI_DATI, "--format", "github")
    assert read(file).startswith("# prima\n### ldq check al 17/01/2023\n")
    assert read(file).count("\n| ! ") + read(file).count("\n| ✗ ") == len(uscita.out.splitlines()) - 1


def test_il_riassunto_dei_dati_guasti(guasta: Path, tmp_path: Path) -> None:
    """Chi apre la pagina del passo deve leggere perché è rosso."""
    ambiente = {"GITHUB_STEP_SUMMARY": str(tmp_path / "riassunto.md")}
    assert ldq(*SUI_DATI, "--dati", str(guasta), "--format", "github", ambiente=ambiente).codice == 3
    assert "data-non-valida" in read(tmp_path / "riassunto.md")


def test_il_riassunto_che_non_si_scrive(tmp_path: Path) -> None:
    """Si dice quale variabile."""
    uscita = ldq(*SUI_DATI, "--format", "github", ambiente={"GITHUB_STEP_SUMMARY": str(tmp_path)})
    assert uscita.codice == 2
    assert "GITHUB_STEP_SUMMARY" in uscita.err


def test_la_frase_conta_anche_cio_che_non_si_elenca() -> None:
    """Con `--primi` se ne leggono due, ma quante sono, e che cosa fare per primo, non cambia."""
    tutte, due = (ldq("check", *altro, "--oggi", OGGI).out for altro in ([], ["--primi", "2"]))
    assert due.splitlines()[:2] == tutte.splitlines()[:2]
    assert "Elencati i primi 2 di 8." in due
