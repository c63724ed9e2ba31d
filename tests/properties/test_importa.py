"""Qualunque tabella pubblichi un altro, ciò che se ne importa si legge; e nessuna riga sparisce senza essere contata."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fogli import make_xlsx, write_righe_xlsx
from tests.supporto import ldq

from ldq_planner.loading.cartella import load

if TYPE_CHECKING:
    from random import Random

TESTI = st.one_of(
    st.sampled_from(("", "  ", "Pulizie", "no", "-", "=1+1", "a: b # c", "«È»", "\x07", "\u2028")), st.text(max_size=8)
)
DATE = st.one_of(
    st.sampled_from(
        (
            "",
            "n.d.",
            "2019-01-01+01:00",
            "31/12/2019",
            "2099-12-31",
            "0219-01-01",
            "43830",
            "2019-02-30",
            "boh",
            "2019",
            "2019-06",
            "marzo 2020",
        )
    ),
    st.dates(date(2015, 1, 1), date(2022, 12, 31)).map(str),
    st.dates().map(str),
)
NUMERI = st.one_of(
    st.sampled_from(("", "0", "365.0", "1.234", "1.234,5", "-3", "€ 12", "36 mesi", "2 anni", "9" * 20)),
    st.text(max_size=4),
)
CIG = st.one_of(
    st.sampled_from(("", "0000000000", "Z1B21EE7D2", "1234567890", "z1b21ee7d2", "corto")), st.text(max_size=11)
)
COLONNE = {
    "cig": CIG,
    "oggetto": TESTI,
    "data inizio": DATE,
    "data fine": DATE,
    "scadenza massima": DATE,
    "durata in giorni": NUMERI,
    "durata": NUMERI,
    "rinnovi": NUMERI,
    "importo": NUMERI,
    "valuta": st.sampled_from(("", "EUR", "USD")),
    "procedura": TESTI,
    "struttura": TESTI,
    "aggiudicatario": TESTI,
    "note": TESTI,
    "stato": st.sampled_from(("", "attivo", "annullato", "Risolto", "sospeso", "da stipulare", "boh")),
}


def check_conto(file: list[dict[str, Any]], testo: str) -> None:
    """Le righe fisiche di ogni file sono quelle sopra i dati, lette, vuote, o dentro una cella che va a capo."""
    for f in file:
        conto = f["conto"]
        assert conto["fisiche"] == conto["sopra"] + conto["lette"] + conto["vuote"] + conto["a_capo"]
        assert conto["fisiche"] == len([*io.StringIO(testo, newline="")])


@settings(max_examples=60)
@given(righe=st.lists(st.fixed_dictionaries(COLONNE), min_size=1, max_size=6))
def test_cio_che_si_importa_si_legge_e_ogni_riga_e_contata(righe: list[dict[str, str]]) -> None:
    """Righe lette = contratti + righe lasciate fuori; i dati scritti superano ogni regola di integrità."""
    testo = io.StringIO()
    scrittore = csv.DictWriter(testo, [*COLONNE])
    scrittore.writeheader()
    scrittore.writerows({c: v.replace("\0", "") for c, v in riga.items()} for riga in righe)
    with tempfile.TemporaryDirectory() as provvisoria:
        file, dati = Path(provvisoria) / "dati.csv", Path(provvisoria) / "dati"
        file.write_bytes(testo.getvalue().encode("utf-8", "replace"))
        uscita = ldq(
            "importa",
            str(file),
            "-o",
            str(dati),
            "--raggruppa",
            "struttura",
            "--oggi",
            "2020-01-01",
            "--format",
            "json",
        )
        assert uscita.codice in (0, 1, 3)
        if uscita.codice != 3:
            rapporto = json.loads(uscita.out)
            fuori = sum(s["righe"] for s in rapporto["scarti"])
            uniti = sum(p["righe"] for p in rapporto["particolarita"] if p["codice"] == "affidatari-uniti")
            assert rapporto["righe"] == rapporto["contratti"] + rapporto["scenari"] + uniti + fuori
            assert (uscita.codice == 1) == (rapporto["illeggibili"] * 20 > rapporto["righe"])
            check_conto(rapporto["file"], testo.getvalue())
            assert len(load(dati).portafoglio.contratti) == rapporto["contratti"]


ORDINE_DATE = ("%d/%m/%Y", "%m/%d/%Y", "%d.%m.%y", "%Y-%m-%d")
CONTRATTI = st.lists(
    st.tuples(st.dates(date(1995, 1, 1), date(2040, 1, 1)), st.integers(1, 2_000), st.integers(0, 10**7)),
    min_size=1,
    max_size=8,
)
PROVANO = (date(2020, 1, 31), date(2021, 12, 25))
"""Due giorni che provano ogni ordine: in nessun altro sono un giorno."""


def read_dati(cartella: Path) -> set[tuple[str, ...]]:
    """Ciò che dei contratti non dipende da dove stavano."""
    contratti = load(cartella).portafoglio.contratti
    return {(c.titolo, c.inizio.testo, str(c.scadenza_base), str(c.importo_eur), *c.quartieri) for c in contratti}


def write_righe(percorso: Path, righe: list[list[str]], testata: list[str]) -> None:
    """Una tabella con il punto e virgola."""
    with percorso.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([testata, *righe])


@settings(max_examples=25, deadline=None)
@given(contratti=CONTRATTI, forma=st.sampled_from(ORDINE_DATE), caso=st.randoms(use_true_random=False))
def test_lo_stesso_elenco_comunque_disposto_da_gli_stessi_dati(
    contratti: list[tuple[date, int, int]], forma: str, caso: Random
) -> None:
    """Righe mescolate, colonne spostate e con un altro nome, divise in due file o in due fogli: l'ordine della prova non conta."""
    periodi = [(inizio, inizio + timedelta(days=durata)) for inizio, durata, _ in contratti] + [PROVANO]
    importi = [f"{importo:,}".replace(",", ".") for *_, importo in contratti] + ["12.345,00"]
    testata = ["Oggetto", "Quartiere", "Data inizio", "Data fine", "Importo"]
    righe = [
        [f"Servizio {n}", f"Zona {n % 3}", dal.strftime(forma), al.strftime(forma), importo]
        for n, ((dal, al), importo) in enumerate(zip(periodi, importi, strict=True))
    ]
    prova, mescolate, colonne = righe[-1], [*righe], [0, 1, 2, 3, 4]
    caso.shuffle(mescolate)
    caso.shuffle(colonne)
    altri = dict(zip(testata, ("Titolo", "Zona", "Decorrenza", "Scadenza", "Valore"), strict=True))
    attesi = {
        (f"Servizio {n}", dal.isoformat(), al.isoformat(), str(Decimal(importo.replace(".", "").replace(",", "."))))
        for n, ((dal, al), importo) in enumerate(zip(periodi, importi, strict=True))
    }
    meta = len(righe) // 2
    modi = (
        [(righe, testata)],
        [(mescolate, testata)],
        [([[r[i] for i in colonne] for r in mescolate], [altri[testata[i]] for i in colonne])],
        [([*righe[:meta], prova], testata), (righe[meta:], testata)],
    )
    for modo, in_fogli in [*((modo, False) for modo in modi), (modi[-1], True)]:
        with tempfile.TemporaryDirectory() as provvisoria:
            file = [Path(provvisoria) / f"{n}.csv" for n in range(len(modo))]
            for percorso, (sue, sua) in zip(file, modo, strict=True):
                write_righe(percorso, sue, sua)
            if in_fogli:
                file = [Path(provvisoria) / "registro.xlsx"]
                file[0].write_bytes(make_xlsx(*(write_righe_xlsx([sua, *sue]) for sue, sua in modo)))
            uscita = ldq("importa", *map(str, file), "-o", f"{provvisoria}/dati", "--oggi", "2020-01-01")
            assert uscita.codice == 0, uscita.err
            letti = read_dati(Path(provvisoria) / "dati")
            assert {(t, i, f, str(Decimal(x).normalize() + 0)) for t, i, f, x, *_ in letti} == {
                (t, i, f, str(Decimal(x).normalize() + 0)) for t, i, f, x in attesi
            }


REALI = sorted((Path(__file__).parents[1] / "dati_reali" / "it-l190-csv").glob("*.csv"))
GUASTI = ("virgoletta", "riga-vuota", "celle-in-piu", "testata-ripetuta", "data-rotta", "tagliato")


@settings(max_examples=25, deadline=None)
@given(
    file=st.sampled_from(REALI),
    guasti=st.lists(st.tuples(st.sampled_from(GUASTI), st.floats(0.02, 0.98)), max_size=4),
    codifica=st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "cp1252", "mac-roman")),
)
def test_di_un_elenco_vero_guastato_ogni_riga_ha_un_conto(
    file: Path, guasti: list[tuple[str, float]], codifica: str
) -> None:
    """Virgolette aperte, righe vuote o troppo larghe, date rotte, codifiche di ieri: nessuna riga sparisce."""
    righe = file.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    for guasto, dove in guasti:
        _spoil(righe, guasto, 1 + int(dove * (len(righe) - 1)))
    with tempfile.TemporaryDirectory() as provvisoria:
        guastato, dati = Path(provvisoria) / "a.csv", Path(provvisoria) / "dati"
        guastato.write_bytes("".join(righe).encode(codifica, "replace"))
        uscita = ldq("importa", str(guastato), "-o", str(dati), "--oggi", "2020-01-01", "--format", "json")
        assert uscita.codice in (0, 1), uscita.err
        rapporto = json.loads(uscita.out)
        fuori = sum(s["righe"] for s in rapporto["scarti"])
        uniti = sum(p["righe"] for p in rapporto["particolarita"] if p["codice"] == "affidatari-uniti")
        assert rapporto["righe"] == rapporto["contratti"] + rapporto["scenari"] + uniti + fuori
        check_conto(rapporto["file"], guastato.read_bytes().decode(codifica).removeprefix("\ufeff"))


def _spoil(righe: list[str], guasto: str, dove: int) -> None:
    """Un guasto, nella riga detta."""
    riga = righe[dove].rstrip("\r\n")
    match guasto:
        case "virgoletta":
            testa, virgola, coda = riga.partition(",")
            righe[dove] = f'{testa}{virgola}"{coda}\n'
        case "riga-vuota":
            righe.insert(dove, "\n")
        case "celle-in-piu":
            righe[dove] = f"{riga},una,due,tre\n"
        case "testata-ripetuta":
            righe.insert(dove, righe[0])
        case "data-rotta":
            righe[dove] = riga.replace("20", "2O") + "\n"
        case _:
            righe[dove] = riga[: len(riga) // 2] + "\n"
