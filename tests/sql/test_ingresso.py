"""I file di colonne di chiunque: si leggono con i nostri tipi, o si rifiutano con una frase, il file e, se si sa, la riga."""

from __future__ import annotations

import json
import shutil
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.supporto import OGGI, RADICE, ldq

from ldq_planner.dates.incerta import parse_data
from ldq_planner.errors import InvalidDataError
from ldq_planner.loading.cartella import load_portafoglio
from ldq_planner.loading.colonne import find_ingresso
from ldq_planner.model.contratto import Contratto
from ldq_planner.model.scambio.piatto import CONTRATTI, list_campi
from ldq_planner.model.scambio.righe_piatte import read_riga
from ldq_planner.sql.date_scritte import read_primo, read_ultimo
from ldq_planner.sql.duckdb import open_duckdb

if TYPE_CHECKING:
    from pathlib import Path

MILANO = load_portafoglio(RADICE / "data")
RIGA = {
    "id": "a",
    "quartieri": ["nord"],
    "inizio_primo": date(2020, 1, 1),
    "inizio_ultimo": date(2020, 1, 1),
    "durata_mesi": 12,
}


def write_parquet(file: Path, *righe: dict[str, Any], **tipi: pa.DataType) -> Path:
    """Un Parquet con quelle righe."""
    file.parent.mkdir(parents=True, exist_ok=True)
    nomi: dict[str, Any] = dict.fromkeys(nome for riga in righe for nome in riga)
    tavola = pa.Table.from_pylist([{**nomi, **riga} for riga in righe])
    for nome, tipo in tipi.items():
        tavola = tavola.set_column(tavola.column_names.index(nome), nome, tavola[nome].cast(tipo))
    pq.write_table(tavola, file)
    return file


def read_contratti(dati: Path) -> list[dict[str, Any]]:
    """Le righe dei contratti, come le vede un motore."""
    nomi = [c.nome for c in list_campi()[CONTRATTI]]
    with open_duckdb() as motore:
        motore.open(find_ingresso(dati))
        return [dict(zip(nomi, r, strict=True)) for r in motore.ask(f"SELECT {', '.join(nomi)} FROM contratti")]


def refuse(dati: Path) -> str:
    """La sola frase con cui si rifiutano quei dati, con il suo posto."""
    with pytest.raises(InvalidDataError) as rifiuto:
        read_contratti(dati)
    (trovata,) = rifiuto.value.findings
    assert trovata.posizione
    return f"{trovata.posizione.posto}: {trovata.messaggio}"


@pytest.mark.parametrize("forma", ["cartella", "file", "asterisco", "parti", "jsonl"])
def test_ogni_forma_da_gli_stessi_contratti(forma: str, tmp_path: Path) -> None:
    """Un file, una cartella, un `*`, una tavola in più parti; Parquet, e `contratti.jsonl` con le date com'erano scritte."""
    assert ldq("esporta", "--come", "parquet", "-o", str(tmp_path / "p")).codice == 0
    tavola = pq.read_table(tmp_path / "p" / "contratti.parquet")
    dati = {
        "cartella": tmp_path / "p",
        "file": tmp_path / "p" / "contratti.parquet",
        "asterisco": tmp_path / "p" / "*.parquet",
    }
    if forma == "parti":
        (tmp_path / "parti" / "contratti.parquet").mkdir(parents=True)
        for parte in range(2):
            pq.write_table(
                tavola.slice(parte * 4, 4), tmp_path / "parti" / "contratti.parquet" / f"part-{parte}.parquet"
            )
        shutil.copy(tmp_path / "p" / "quartieri.parquet", tmp_path / "parti")
    elif forma == "jsonl":
        assert ldq("esporta", "-o", str(tmp_path / "jsonl.jsonl")).codice == 0
    righe = read_contratti(dati.get(forma, tmp_path / (forma if forma == "parti" else "jsonl.jsonl")))
    letti = {c.id: c for c in (Contratto.model_validate(read_riga(CONTRATTI, r)) for r in righe)}
    assert letti == {c.id: c for c in MILANO.contratti}
    assert {r["aggiornato_al"] for r in righe} == {date(2023, 1, 17)}


def test_una_data_scritta_vuol_dire_gli_stessi_giorni() -> None:
    """Ogni forma, con e senza margine, e ciò che data non è."""
    giorni = [
        f"{a}-{m:02d}-{g:02d}" for a in (1900, 2019, 2020, 2100) for m in (1, 2, 3, 11, 12) for g in (1, 28, 29, 30, 31)
    ]
    scritte = [s[:n] for s in giorni for n in (4, 7, 10)] + [f"{s[8:]}/{s[5:7]}/{s[:4]}" for s in giorni]
    scritte += [f"{s}~" for s in scritte]
    scritte += ["non noto", "", "x", "2020-1-5", "2020-13", "2020-01-01..2020-03-31"]
    with open_duckdb() as motore:
        testo = f"SELECT {read_primo('scritta')}, {read_ultimo('scritta')} FROM (SELECT unnest(string_split(:scritte, '|')) AS scritta)"
        lette = motore.ask(testo, scritte="|".join(scritte))
    assert [tuple(r) for r in lette] == [_parse(s) for s in scritte]


def _parse(scritta: str) -> tuple[date | None, date | None]:
    try:
        data = parse_data(scritta)
    except ValueError:
        return None, None
    return (data.primo, data.ultimo) if data.is_nota else (None, None)


MALATE: dict[str, tuple[dict[str, Any], str]] = {
    "senza-id": ({"id": None}, "b.parquet:2:1: la riga non ha un id che si possa usare"),
    "nullo-nell-id": ({"id": "a\0"}, "b.parquet:2:1: la riga non ha un id che si possa usare"),
    "id-d-altri": ({"id": "Z1B21EE7D2"}, "b.parquet:2:1: «Z1B21EE7D2» non è un id"),
    "id-che-e-un-valore-logico": ({"id": "no"}, "b.parquet:2:1: «no» non è un id"),
    "luogo-d-altri": ({"quartieri": ["Zona Nord"]}, "b.parquet:2:1: «Zona Nord», il quartiere di «b1», non è un id"),
    "testo-di-un-altro-giorno": (
        {"inizio_testo": "2021"},
        "b.parquet:2:1: di «b1» il testo di «inizio» non dice i suoi giorni (2021, e i giorni 2020-01-01..2020-01-01)",
    ),
    "testo-che-non-e-una-data": (
        {"inizio_testo": "ieri"},
        "b.parquet:2:1: di «b1» il testo di «inizio» non dice i suoi giorni (ieri, e i giorni 2020-01-01..2020-01-01)",
    ),
    "non-noto-con-un-giorno": (
        {"inizio_testo": "non noto"},
        "b.parquet:2:1: di «b1» il testo di «inizio» non dice i suoi giorni (non noto, e i giorni 2020-01-01..2020-01-01)",
    ),
    "testo-senza-giorni": (
        {"scadenza_base_testo": "boh"},
        "b.parquet:2:1: di «b1» il testo di «scadenza_base» non dice i suoi giorni (boh)",
    ),
    "id-doppio": ({"id": "b0"}, "b.parquet:2:1: l'id «b0» c'è già fra i contratti"),
    "senza-quartieri": ({"quartieri": []}, "b.parquet:2:1: «b1» non dice in quale quartiere"),
    "un-quartiere-nullo": ({"quartieri": ["nord", None]}, "b.parquet:2:1: «b1» non dice in quale quartiere"),
    "anno-1899": (
        {"inizio_primo": date(1899, 1, 1)},
        "b.parquet:2:1: di «b1» «inizio» (1899-01-01..2020-01-01) non è una data",
    ),
    "anno-9999": ({"inizio_ultimo": date(9999, 1, 1)}, "non è una data fra il 1900 e il 2100"),
    "giorni-al-contrario": (
        {"inizio_ultimo": date(2019, 1, 1)},
        "b.parquet:2:1: di «b1» «inizio» (2020-01-01..2019-01-01)",
    ),
    "un-giorno-solo": ({"inizio_ultimo": None}, "b.parquet:2:1: di «b1» «inizio» (2020-01-01) non è una data"),
    "durata-zero": ({"durata_mesi": 0}, "b.parquet:2:1: di «b1» la durata (0 mesi) non è plausibile"),
    "senza-fine": ({"durata_mesi": None}, "b.parquet:2:1: «b1» non dice quando finisce"),
    "fine-prima": (
        {"scadenza_base_primo": date(2019, 1, 1), "scadenza_base_ultimo": date(2019, 1, 1)},
        "b.parquet:2:1: «b1» finisce (2019-01-01) prima di cominciare",
    ),
    "opzione": (
        {"opzioni": [{"stato": "boh", "durata_mesi": 3}]},
        "b.parquet:2:1: di «b1» un'opzione non si può contare",
    ),
    "sospensione": ({"sospensioni": [{"dal_primo": None}]}, "di «b1» una sospensione non si può contare"),
    "decorrenza": ({"decorrenze": [{"quartiere": "sud"}]}, "i giorni di un quartiere non si possono contare"),
}


@pytest.mark.parametrize(("cambio", "detto"), MALATE.values(), ids=MALATE)
def test_una_riga_malata_si_dice_con_il_suo_posto(cambio: dict[str, Any], detto: str, tmp_path: Path) -> None:
    """Una frase sola, con il file fra molti e la riga."""
    write_parquet(tmp_path / "a.parquet", RIGA)
    write_parquet(tmp_path / "b.parquet", {**RIGA, "id": "b0"}, {**RIGA, "id": "b1", **cambio})
    assert detto in refuse(tmp_path)


def test_un_valore_che_non_puo_stare_dove_sta_ferma_chi_lo_mostra(tmp_path: Path) -> None:
    """Con il file, la riga, il contratto e che cosa scrivere; tutti quelli delle righe mostrate."""
    malata = {**RIGA, "id": "b1", "cig": "boh", "importo_eur": Decimal(-3), "titolo": " "}
    write_parquet(tmp_path / "b.parquet", {**RIGA, "id": "b0"}, malata)
    uscita = ldq("contratti", "--dati", ".", "--oggi", OGGI, cartella=tmp_path)
    assert uscita.codice == 3
    for detto in ("«cig»: «boh» non è un CIG", "«importo_eur»: «-3.00» non è un importo", "«titolo»: «titolo» è vuoto"):
        assert "b.parquet:2:1: errore[" in uscita.err
        assert f"di «b1», {detto}" in uscita.err


def test_colonne_di_un_altro_genere(tmp_path: Path) -> None:
    """Fra un file e l'altro cambiano: ciò che si converte si converte, il resto si dice; quelle di troppo non contano."""
    write_parquet(tmp_path / "a.parquet", RIGA)
    testo = {**RIGA, "id": "b", "inizio_primo": "2020-02-01", "inizio_ultimo": "2020-02-29", "in_piu": 1.5}
    write_parquet(tmp_path / "b.parquet", testo, durata_mesi=pa.float64())
    write_parquet(
        tmp_path / "c.parquet",
        {k: v for k, v in {**RIGA, "id": "c"}.items() if k != "durata_mesi"} | {"durata_giorni": 30},
    )
    letti = {r["id"]: r for r in read_contratti(tmp_path)}
    assert (letti["b"]["inizio_ultimo"], letti["b"]["durata_mesi"], letti["c"]["durata_mesi"]) == (
        date(2020, 2, 29),
        12,
        None,
    )
    write_parquet(tmp_path / "b.parquet", {**testo, "inizio_primo": "ieri"})
    assert f"{tmp_path / 'b.parquet'}:1:1: di «b» non si legge inizio_primo («ieri»)" in refuse(tmp_path)
    write_parquet(tmp_path / "b.parquet", {**testo, "inizio_primo": [1]})
    assert "inizio_primo" in refuse(tmp_path)


def test_file_che_non_sono_interi(tmp_path: Path) -> None:
    """Un Parquet troncato, un testo che si chiama così, uno vuoto, uno rovinato in mezzo: il file, e mai una caduta."""
    sano = write_parquet(tmp_path / "a.parquet", *({**RIGA, "id": f"a{i}"} for i in range(500))).read_bytes()
    malato = tmp_path / "b.parquet"
    for byte, detto in (
        (sano[: len(sano) // 2], "il Parquet è troncato, o rovinato"),
        (b"id;quartieri\n", "non è un Parquet"),
        (b"", "il file è vuoto"),
        (sano[:4] + bytes(300) + sano[304:], "non si legge"),
    ):
        malato.write_bytes(byte)
        assert f"{malato}" in (frase := refuse(tmp_path))
        assert detto in frase
    opzione = pa.array([[{"tipo": "rinnovo", "stato": "aperta"}]])
    pq.write_table(pa.table({"id": ["a"], "quartieri": [["nord"]], "inizio": ["2020"], "opzioni": opzione}), malato)
    for nome in (b"stato", b"opzioni"):  # il nome di una voce, e quello di una colonna
        intero = malato.read_bytes()
        malato.write_bytes(intero.replace(nome, b"\x94" + nome[1:]))
        assert f"{malato}: non si legge: un nome, o un testo, non è in UTF-8" in refuse(malato)
        malato.write_bytes(intero)
    malato.unlink()
    (tmp_path / "c.csv").write_text("id\n", "utf-8")
    assert "ci sono insieme file .csv e .parquet" in refuse(tmp_path)
    assert "il file non c'è" in refuse(tmp_path / "nulla.parquet")
    assert "non ci sono file di colonne" in refuse(tmp_path / "*.jsonl")


def test_testi_che_non_si_leggono(tmp_path: Path) -> None:
    """CSV e JSON Lines: la riga, dove il motore la sa."""
    csv, jsonl = tmp_path / "c" / "a.csv", tmp_path / "j" / "a.jsonl"
    csv.parent.mkdir()
    jsonl.parent.mkdir()
    csv.write_text("id,quartieri,inizio,durata_mesi\na,nord,2020,12\nb,nord,boh,12\n", "utf-8")
    assert "di «b» non si legge inizio («boh»)" in refuse(csv)
    csv.write_text("id,quartieri,inizio,durata_mesi\na,nord,2020,12\nb,nord,2020,12,di,troppo\n", "utf-8")
    assert refuse(csv) == f"{csv}:3:1: la riga ha 6 celle, e l'intestazione 4"
    csv.write_text("id,quartieri\na,nord\n", "utf-8")
    assert "manca la colonna «inizio_primo»" in refuse(csv)
    csv.write_bytes("id,quartieri,inizio,durata_mesi\nà,nord,2020,12\n".encode("latin-1"))
    assert refuse(csv) == f"{csv}: non è in UTF-8 (byte E0)"
    jsonl.write_text(json.dumps(RIGA, default=str) + "\n{rotto\n", "utf-8")
    assert f"{jsonl}:2:1: non si legge" in refuse(jsonl)


def test_un_luogo_che_non_c_e(tmp_path: Path) -> None:
    """I luoghi vengono dai quartieri; senza, da ciò che i contratti nominano."""
    write_parquet(tmp_path / "contratti.parquet", RIGA)
    assert len(read_contratti(tmp_path)) == 1
    write_parquet(tmp_path / "quartieri.parquet", {"id": "sud", "abitanti": 10})
    assert f"{tmp_path / 'contratti.parquet'}:1:1: «nord», di «a», non è fra i quartieri" in refuse(tmp_path)
    write_parquet(tmp_path / "quartieri.parquet", {"id": "nord", "abitanti": 10}, {"id": "nord", "abitanti": 10})
    assert "l'id «nord» c'è già fra i quartieri" in refuse(tmp_path)


@pytest.mark.parametrize("comando", ["status --oggi 2023-01-17", "check --oggi 2023-01-17", "prepara"])
def test_la_cartella_in_cui_si_e_vale_come_le_altre(comando: str, tmp_path: Path) -> None:
    """`--dati .` dice ciò che dice la stessa cartella chiamata per nome."""
    assert ldq("esporta", "--come", "parquet", "-o", str(tmp_path / "p")).codice == 0
    domanda = (*comando.split(), "--dati")
    qui, per_nome = ldq(*domanda, ".", cartella=tmp_path / "p"), ldq(*domanda, "p", cartella=tmp_path)
    assert qui.codice == per_nome.codice == (1 if "check" in comando else 0)
    assert qui.out == per_nome.out.replace("p/", "").removeprefix("già ")
