"""`contratti.jsonl`: le stesse risposte, le stesse regole e gli stessi errori di `contratti.yaml`, riga per riga."""

from __future__ import annotations

import json
import shutil
import subprocess
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from tests.supporto import OGGI, QUARTIERI, RADICE, ldq

from ldq_planner.cli.completamento import complete_contratti
from ldq_planner.errors import InvalidDataError
from ldq_planner.loading import registro
from ldq_planner.loading.cartella import load, load_portafoglio

if TYPE_CHECKING:
    from pathlib import Path

TESTATA = '{"aggiornato_al": "2023-01-17"}'
CONTRATTO: dict[str, Any] = {
    "id": "nord-2020",
    "quartieri": ["nord"],
    "tipo": "gruppo-interno",
    "titolo": "Gruppo interno",
    "inizio": "2020-01-01",
    "scadenza_base": "2030-12-31",
    "fonte": "prova",
}


def write(cartella: Path, *righe: str | dict[str, Any], testata: str = TESTATA) -> Path:
    """Una cartella con i contratti a righe."""
    cartella.mkdir(exist_ok=True)
    (cartella / "quartieri.yaml").write_text(QUARTIERI, encoding="utf-8")
    testi = [riga if isinstance(riga, str) else json.dumps(riga, ensure_ascii=False) for riga in righe]
    (cartella / "contratti.jsonl").write_text("\n".join((testata, *testi)) + "\n", encoding="utf-8")
    return cartella


def list_problemi(cartella: Path) -> list[tuple[int, int, str]]:
    """Riga, colonna e codice di ogni problema."""
    with pytest.raises(InvalidDataError) as errore:
        load(cartella)
    return [(f.posizione.riga, f.posizione.colonna, f.codice) for f in errore.value.findings if f.posizione]


def translate(cartella: Path) -> Path:
    """I dati della presentazione con i contratti a righe."""
    shutil.copytree(RADICE / "data", cartella)
    dati = yaml.load((cartella / "contratti.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - solo testo
    righe = [{"aggiornato_al": dati["aggiornato_al"]}, *dati["contratti"]]
    testo = "".join(json.dumps(riga, ensure_ascii=False) + "\n" for riga in righe)
    (cartella / "contratti.jsonl").write_text(testo, encoding="utf-8")
    (cartella / "contratti.yaml").unlink()
    return cartella


# ——— le stesse risposte


@pytest.mark.parametrize(
    "comando", ["status", "contratti", "copertura", "scenari", "scenari --confronta", "spiega mazzini", "rapporto"]
)
def test_ogni_comando_risponde_come_dal_file_yaml(comando: str, tmp_path: Path) -> None:
    """Il file cambia, i numeri no."""
    dati = translate(tmp_path / "dati")
    argomenti = (*comando.split(), "--oggi", OGGI, "--format", "json")
    righe = ldq(*argomenti, "--dati", str(dati)).out.replace("contratti.jsonl", "contratti.yaml")
    attesa = ldq(*argomenti, "--dati", "data").out
    assert drop_posti(json.loads(righe)) == drop_posti(json.loads(attesa))


def drop_posti(nodo: Any) -> Any:
    """La risposta senza file, righe e colonne: quelle sono di un altro file."""
    if isinstance(nodo, dict):
        return {c: drop_posti(v) for c, v in nodo.items() if c not in ("file", "riga", "colonna", "dove", "posto")}
    return [drop_posti(v) for v in nodo] if isinstance(nodo, list) else nodo


def test_le_segnalazioni_indicano_la_riga_e_la_colonna(tmp_path: Path) -> None:
    """Il contratto di Mazzini è il terzo: la sua scadenza sta alla quarta riga del file."""
    dati = translate(tmp_path / "dati")
    uscita = ldq("check", "--oggi", OGGI, "--dati", str(dati), "--solo", "scadenza-senza-seguito")
    riga = (dati / "contratti.jsonl").read_text(encoding="utf-8").splitlines()[3]
    colonna = riga.index('"2023-06-30"') + 1
    assert f"contratti.jsonl:4:{colonna}: avviso[scadenza-senza-seguito]" in " ".join(uscita.out.split())


def test_le_revisioni_di_git_si_confrontano(tmp_path: Path) -> None:
    """Anche quando i contratti passano da un file all'altro: nessuna conclusione cambia."""
    dati = tmp_path / "dati"
    shutil.copytree(RADICE / "data", dati)
    git = ["git", "-C", str(dati), "-c", "user.name=Prova", "-c", "user.email=prova@example.org"]
    for comando in (["init", "-q"], ["add", "."], ["commit", "-qm", "yaml"]):
        subprocess.run([*git, *comando], check=True)
    shutil.move(translate(tmp_path / "altri") / "contratti.jsonl", dati)
    (dati / "contratti.yaml").unlink()
    uscita = ldq("diff", "HEAD", "--oggi", OGGI, "--dati", str(dati))
    assert (uscita.codice, uscita.err) == (0, "")
    assert "Nessuna conclusione cambia" in uscita.out or "nulla" in uscita.out.lower()


def test_gli_id_si_completano(tmp_path: Path) -> None:
    """Con il tasto Tab, come dal file YAML."""
    write(tmp_path, CONTRATTO, CONTRATTO | {"id": "sud-2021"})

    class Contesto:
        """Ciò che il completamento sa della riga di comando."""

        params = {"dati": str(tmp_path)}  # noqa: RUF012 - una prova

    assert complete_contratti(Contesto(), "nord") == ["nord-2020"]  # type: ignore[arg-type]  # ne usa solo i parametri


@pytest.mark.parametrize("importo", ["828415.20", '"828415.20"', "1000", '"1000"', "9999999999999.99"])
def test_gli_importi_sono_esatti(importo: str, tmp_path: Path) -> None:
    """Scritti come numeri o come testo: mai attraverso un numero binario."""
    riga = json.dumps(CONTRATTO)[:-1] + f', "importo_eur": {importo}}}'
    (contratto,) = load_portafoglio(write(tmp_path, riga)).contratti
    assert contratto.importo_eur == Decimal(importo.strip('"'))
    assert str(contratto.importo_eur) == importo.strip('"')


@pytest.mark.parametrize("fine_riga", ["\n", "\r\n", "\n\n"], ids=["LF", "CRLF", "righe vuote"])
@pytest.mark.parametrize("segno", ["", "\ufeff"], ids=["senza segno", "con il segno d'ordine dei byte"])
def test_come_lo_scrive_chiunque(fine_riga: str, segno: str, tmp_path: Path) -> None:
    """L'ultima riga può non avere l'a capo."""
    write(tmp_path)
    testo = segno + fine_riga.join((TESTATA, json.dumps(CONTRATTO)))
    (tmp_path / "contratti.jsonl").write_bytes(testo.encode())
    assert [c.id for c in load_portafoglio(tmp_path).contratti] == ["nord-2020"]


# ——— gli stessi errori


@pytest.mark.parametrize(
    ("vecchio", "nuovo", "cercato", "codice"),
    [
        ('"2020-01-01"', '"2023-02-30"', '"2023-02-30"', "data-non-valida"),
        ('"fonte": "prova"', '"fonte": "prova", "notte": "x"', '"notte"', "chiave-sconosciuta"),
        ('"gruppo-interno"', '"gruppo"', '"gruppo"', "valore-non-ammesso"),
        ('"fonte": "prova"', '"fonte": "prova", "cig": 1234567890', "1234567890", "cig-senza-virgolette"),
        ('"fonte": "prova"', '"fonte": "prova", "importo_eur": NaN', "NaN", "importo-non-valido"),
        ('"fonte": "prova"', '"fonte": "prova", "importo_eur": 1.234', "1.234", "importo-non-valido"),
        ('"fonte": "prova"', '"fonte": "prova", "iva": null', "null", "valore-vuoto"),
        ('"fonte": "prova"', '"fonte": "prova", "fonte": "altra"', '"fonte": "altra"', "chiave-doppia"),
        ('"fonte": "prova"', "fonte: prova", "fonte", "json-non-valido"),
        ('["nord"]', '["mord"]', '"mord"', "riferimento-sconosciuto"),
        ('"2030-12-31"', '"2019-12-31"', '"2019-12-31"', "fine-prima-dell-inizio"),
    ],
)
def test_un_errore_ha_la_sua_riga_e_la_sua_colonna(
    vecchio: str, nuovo: str, cercato: str, codice: str, tmp_path: Path
) -> None:
    """Come nel file YAML, con lo stesso codice."""
    riga = json.dumps(CONTRATTO).replace(vecchio, nuovo)
    colonna = riga.rindex(cercato) + 1
    assert list_problemi(write(tmp_path, CONTRATTO | {"id": "primo"}, riga)) == [(3, colonna, codice)]


def test_tutti_i_problemi_di_tutte_le_righe_insieme(tmp_path: Path) -> None:
    """Chi corregge lo fa una volta sola."""
    malate = [json.dumps(CONTRATTO | {"id": f"c-{i}", "inizio": "boh"}) for i in range(3)]
    problemi = list_problemi(write(tmp_path, malate[0], CONTRATTO, malate[1], "{", malate[2]))
    assert [(riga, codice) for riga, _, codice in problemi] == [
        (2, "data-non-valida"),
        (4, "data-non-valida"),
        (5, "json-non-valido"),
        (6, "data-non-valida"),
    ]


def test_lo_stesso_id_su_due_righe(tmp_path: Path) -> None:
    """Si indica la seconda."""
    assert [(r, c) for r, _, c in list_problemi(write(tmp_path, CONTRATTO, CONTRATTO))] == [(3, "id-doppio")]


@pytest.mark.parametrize(
    ("testata", "codice"),
    [
        (json.dumps(CONTRATTO | {"id": "prima"}), "prima-riga-mancante"),
        ('{"aggiornato_al": "ieri"}', "data-non-valida"),
        ("{}", "prima-riga-mancante"),
        ("contratti:", "json-non-valido"),
    ],
)
def test_la_prima_riga_dice_il_giorno(testata: str, codice: str, tmp_path: Path) -> None:
    """Senza, non si sa quanto sono vecchi i dati; e lo si dice una volta sola."""
    assert [c for _, _, c in list_problemi(write(tmp_path, CONTRATTO, testata=testata))] == [codice]


def test_la_prima_riga_scritta_due_volte(tmp_path: Path) -> None:
    """Come quando si incollano due file: si indica la seconda."""
    assert list_problemi(write(tmp_path, CONTRATTO, TESTATA)) == [(3, 1, "prima-riga-doppia")]


def test_una_chiave_doppia_si_vede_comunque_sia_scritta(tmp_path: Path) -> None:
    """Anche se i due punti hanno uno spazio davanti."""
    riga = json.dumps(CONTRATTO).replace('"id": "nord-2020"', '"id" : "uno", "id": "nord-2020"')
    assert [(r, c) for r, _, c in list_problemi(write(tmp_path, riga))] == [(2, "chiave-doppia")]


def test_righe_che_non_sono_contratti_non_hanno_lo_stesso_id(tmp_path: Path) -> None:
    """Ognuna ha il suo problema, e nessun altro."""
    problemi = list_problemi(write(tmp_path, "17", "nulla", CONTRATTO))
    assert [(r, c) for r, _, c in problemi] == [(2, "struttura-inattesa"), (3, "json-non-valido")]


def test_una_riga_rientrata_tiene_le_sue_colonne(tmp_path: Path) -> None:
    """Gli spazi davanti contano, come in ogni editor."""
    riga = "    " + json.dumps(CONTRATTO | {"inizio": "boh"})
    assert list_problemi(write(tmp_path, riga)) == [(2, riga.index('"boh"') + 1, "data-non-valida")]


def test_i_rimedi_nominano_il_file_che_c_e(tmp_path: Path) -> None:
    """Chi ha `contratti.jsonl` non deve cercare `contratti.yaml`."""
    dati = translate(tmp_path / "dati")
    uscita = ldq("check", "--oggi", OGGI, "--dati", str(dati)).out
    assert "contratti.jsonl" in uscita
    assert "contratti.yaml" not in uscita


def test_un_file_vuoto(tmp_path: Path) -> None:
    """Non è un elenco senza contratti: è un file da scrivere."""
    write(tmp_path)
    (tmp_path / "contratti.jsonl").write_bytes(b"")
    assert [c for _, _, c in list_problemi(tmp_path)] == ["file-vuoto"]


def test_i_due_file_insieme_non_si_sa_quale_vale(tmp_path: Path) -> None:
    """Meglio fermarsi che scegliere."""
    write(tmp_path, CONTRATTO)
    (tmp_path / "contratti.yaml").write_text("aggiornato_al: 2023-01-17\ncontratti: []\n", encoding="utf-8")
    assert [c for _, _, c in list_problemi(tmp_path)] == ["contratti-doppi"]


def test_byte_che_non_sono_utf8(tmp_path: Path) -> None:
    """Con la riga e la colonna del primo."""
    write(tmp_path, CONTRATTO)
    file = tmp_path / "contratti.jsonl"
    file.write_bytes(file.read_bytes().replace(b"Gruppo", b"Gr\xfcppo"))
    riga = file.read_bytes().splitlines()[1]
    assert list_problemi(tmp_path) == [(2, riga.index(b"\xfc") + 1, "non-utf8")]


def test_una_riga_smisurata_non_si_tiene_in_memoria(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Il limite è sulla riga, prima di leggerla tutta."""
    monkeypatch.setattr(registro, "MAX_RIGA", 1000)
    lunga = json.dumps(CONTRATTO | {"titolo": "x" * 2000})
    assert [(r, c) for r, _, c in list_problemi(write(tmp_path, CONTRATTO, lunga))] == [(3, "riga-troppo-lunga")]


def test_un_file_troppo_grande(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Si dice il limite."""
    monkeypatch.setattr(registro, "MAX_BYTE", 200)
    assert "file-troppo-grande" in {c for _, _, c in list_problemi(write(tmp_path, CONTRATTO, CONTRATTO))}


def test_parentesi_senza_fine(tmp_path: Path) -> None:
    """Centomila livelli non fanno cadere il programma."""
    assert [(r, c) for r, _, c in list_problemi(write(tmp_path, "[" * 100_000))] == [(2, "json-non-valido")]


def test_un_emoji_scritto_in_due_meta(tmp_path: Path) -> None:
    r"""`\ud83d\ude00` è JSON: la riga si legge, e un altro errore della stessa riga ha comunque il suo posto."""
    sana = json.dumps(CONTRATTO | {"titolo": "😀"})
    assert "\\ud83d" in sana
    assert load_portafoglio(write(tmp_path / "a", sana)).contratti[0].titolo == "😀"
    malata = json.dumps(CONTRATTO | {"fonte": "😀", "inizio": "boh"})
    assert [(r, c) for r, _, c in list_problemi(write(tmp_path / "b", malata))] == [(2, "data-non-valida")]
