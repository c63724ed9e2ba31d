"""Qualunque tabella pubblichi un altro, ciò che se ne importa si legge; e nessuna riga sparisce senza essere contata."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.supporto import ldq

from ldq_planner.loading.cartella import load

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
            assert rapporto["righe"] == rapporto["contratti"] + rapporto["scenari"] + fuori
            assert (uscita.codice == 1) == (rapporto["illeggibili"] * 20 > rapporto["righe"])
            check_conto(rapporto["file"], testo.getvalue())
            assert len(load(dati).portafoglio.contratti) == rapporto["contratti"]
