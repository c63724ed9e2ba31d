"""Uno scenario sta in una schermata, e ciò che si lascia fuori è detto e si può avere."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.gare import get_diritto
from tests.supporto import CONTRATTI, OGGI, QUARTIERI, RADICE, ldq, render_testo, write_dati

from ldq_planner.engine.quadro import Quadro
from ldq_planner.loading.cartella import load_portafoglio
from ldq_planner.reports.scenari import build_scenari

if TYPE_CHECKING:
    from pathlib import Path

CITTA = RADICE / "tests" / "dati_casi" / "uso" / "citta"
ULTIMO = -2
"""Dove si dice ciò che si lascia fuori, prima di come si arriva alle date."""


def ask(*argomenti: str) -> list[str]:
    """Le righe della risposta, in un terminale di 100 colonne."""
    uscita = ldq("scenari", *argomenti)
    assert uscita.codice == 0, uscita.err
    return uscita.out.splitlines()


@pytest.mark.parametrize("oggi", [OGGI, "2023-05-30", "2024-01-02", "2026-11-22"])
def test_sta_in_una_schermata(oggi: str) -> None:
    """Al più 40 righe, anche con l'avviso dei dati vecchi; ciò che si lascia fuori è detto."""
    quadro = Quadro(load_portafoglio(RADICE / "data"), date.fromisoformat(oggi), get_diritto())
    for scenario in quadro.portafoglio.scenari:
        righe = render_testo(build_scenari(quadro, (), scenario.id), "table", 100).splitlines()
        assert len(righe) <= 40
        assert righe[ULTIMO].startswith("Con --tutto: ")


def test_anche_con_la_gara_in_corso() -> None:
    """Tre quartieri, due ponti, la gara a metà: le fasi con il loro stato."""
    righe = ask("gara-nord", "--dati", str(CITTA), "--oggi", "2026-11-27")
    assert len(righe) <= 45
    assert "Bando pubblicato il 20/10/2026, offerte entro il 30/11/2026: comincia il 03/06/2027." in " ".join(righe)
    assert any(riga.startswith("Ricezione delle offerte") and "fissata" in riga for riga in righe)


def test_trenta_quartieri_non_ne_allungano_la_risposta(tmp_path: Path) -> None:
    """Chi attende le stesse date sta in una riga; oltre sei gruppi, quanti altri sono."""
    quartieri = "".join(
        f"  - {{id: q{n}, nome: Quartiere {n}, popolazione: {{abitanti: {n}00, fonte: prova}}}}\n" for n in range(1, 31)
    )
    contratti = "".join(
        f"  - {{id: c{n}, quartieri: [q{n}], tipo: appalto-di-servizi, titolo: C{n}, inizio: 2020-01-01, "
        f"scadenza_base: 2023-{n % 12 + 1:02}-15, importo_eur: non noto, fonte: prova}}\n"
        for n in range(1, 31)
    )
    scenari = (
        "aggiornato_al: 2023-01-17\nscenari:\n  - {id: gara, nome: Gara di tutti, tipo: gara, fonte: prova, durata_mesi: 24, "
        f"quartieri: [{', '.join(f'q{n}' for n in range(1, 31))}]}}\n"
    )
    testa = QUARTIERI.split("  - id:")[0], CONTRATTI.split("  - id:")[0]
    write_dati(tmp_path, testa[0] + quartieri, testa[1] + contratti, scenari)
    righe = ask("gara", "--dati", str(tmp_path), "--oggi", OGGI)
    assert len(righe) <= 60
    assert "Altri 13 quartieri con --tutto." in righe
    assert len(ask("gara", "--tutto", "--dati", str(tmp_path), "--oggi", OGGI)) > 200
