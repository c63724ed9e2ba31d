"""`ldq check` di molti contratti, contro la sola lettura degli stessi dati.

A è tutto `ldq check`: leggere, validare, far girare ogni regola con le norme, trovare i posti. B è la sola lettura. I
contratti di ogni quartiere si susseguono, com'è di solito: cinque da due anni l'uno.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from misura import Lavoro, Rapporto, compare

CONTRATTI, QUARTIERI = 100_000, 20_000
COPPIE = 3
LETTURA = Lavoro("from ldq_planner.loading.cartella import load", "load(sys.argv[1])")
CONTROLLO = Lavoro(
    """
from datetime import date
from ldq_planner import Diritto, check_portafoglio, load, load_norme
""",
    """
caricato = load(sys.argv[1])
caricato.locate(check_portafoglio(caricato.portafoglio, date(2023, 1, 17), diritto=Diritto(load_norme())))
""",
)


def run(coppie: int = COPPIE) -> list[Rapporto]:
    """Il rapporto fra controllare e leggere."""
    with tempfile.TemporaryDirectory() as cartella:
        write_dati(Path(cartella))
        valore = compare(lambda: CONTROLLO.measure(cartella).secondi, lambda: LETTURA.measure(cartella).secondi, coppie)
    return [Rapporto(f"ldq check di {CONTRATTI} contratti ÷ leggerli", valore, 1.5)]


def write_dati(cartella: Path) -> None:
    """Una cartella di dati in ordine: ogni quartiere ha cinque contratti, uno dopo l'altro."""
    testata = "aggiornato_al: 2023-01-17\n"
    quartieri = "".join(f"  - id: quartiere-{i}\n    nome: Quartiere {i}\n" for i in range(QUARTIERI))
    (cartella / "quartieri.yaml").write_text(
        f"{testata}ente: Comune di Prova\nservizio: Laboratori di Quartiere\nquartieri:\n{quartieri}", encoding="utf-8"
    )
    contratti = "".join(map(_write_contratto, range(CONTRATTI)))
    (cartella / "contratti.yaml").write_text(f"{testata}contratti:\n{contratti}", encoding="utf-8")


def _write_contratto(i: int) -> str:
    anno = 2015 + 2 * (i % 5)
    return f"""\
  - id: contratto-{i}
    quartieri: [quartiere-{i // 5}]
    tipo: appalto-di-servizi
    titolo: Servizio di accompagnamento sociale del quartiere {i // 5}
    cig: "{i:07d}{i * 211 % 4091:03X}"
    inizio: {anno}-01-01
    durata_mesi: 24
    scadenza_base: {anno + 1}-12-31
    importo_eur: {100_000 + i}.50
    iva: esclusa
    finanziamento: bilancio comunale
    fonte: determinazione dirigenziale {i}
"""
