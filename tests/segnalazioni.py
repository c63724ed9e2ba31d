"""Segnalazioni per le prove dei formati di `ldq check`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.supporto import render_testo

from ldq_planner.errors import Finding, Posizione, Ref, Severita
from ldq_planner.reports.check import build_check
from ldq_planner.reports.esame import Esame

GIORNO = date(2023, 1, 17)
RADICE_DI_PROVA = Path("/lavoro")
AVVISO = Finding(
    "scadenza-senza-seguito",
    Severita.AVVISO,
    "il contratto «a» scade",
    "fare la gara",
    Ref("contratti", "a", ("scadenza_base",)),
    Posizione("data/contratti.yaml", 14, 13, "    inizio: 2020", 4),
    "art. 1",
)
CRITICO = Finding(
    "lacuna-in-corso",
    Severita.CRITICO,
    "il quartiere «q» è scoperto",
    "affidare",
    Ref("quartieri", "q"),
    Posizione("/lavoro/data/quartieri.yaml", 3, 9, "  - id: q", 1),
)
ERRORE = Finding(
    "file-mancante", Severita.ERRORE, "il file non c'è", "crearlo", posizione=Posizione("data/contratti.yaml")
)
SENZA_POSTO = Finding("lacuna-in-corso", Severita.AVVISO, "non si sa dove", "cercare")


def make_esame(*findings: Finding, soglia: Severita | None = Severita.AVVISO) -> Esame:
    """Un esame con quelle segnalazioni, e nessun dato."""
    return Esame(GIORNO, RADICE_DI_PROVA, findings, soglia)


def make_ostile(testo: str) -> Esame:
    """Un esame in cui ogni testo che può venire dai dati è quello."""
    posizione = Posizione(f"data/{testo}.yaml", 1, 2, testo, 3)
    finding = Finding("lacuna-in-corso", Severita.CRITICO, testo, testo, Ref("quartieri", testo), posizione, testo)
    return make_esame(finding, finding._replace(severita=Severita.AVVISO), finding._replace(codice="altra"))


def write_esame(esame: Esame, formato: str) -> str:
    """La risposta di `ldq check` in quel formato."""
    return render_testo(build_check(esame, None), formato)
