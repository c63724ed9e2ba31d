"""Una cartella di dati per cominciare: esempi che insegnano il formato, soglie, schemi, i lavori di controllo."""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

from ldq_planner.loading.luogo import find_esempi
from ldq_planner.loading.schemi import build_schemi
from ldq_planner.model.archivio import CONTRATTI, QUARTIERI, RISORSE, SCENARI, SOGLIE
from ldq_planner.modifica.testo.bozza import Bozza

if TYPE_CHECKING:
    from datetime import date

DATI = (QUARTIERI, CONTRATTI, SCENARI, RISORSE)
"""I file di dati di cui si scrive un esempio."""
LAVORI = {
    ".github/workflows/ldq.yml": ("github-workflow.yml", "al posto di ENTE/ldq-planner@VERSIONE"),
    ".gitlab-ci.yml": ("gitlab-ci.yml", "in LDQ_PACCHETTO"),
}
"""Dove una piattaforma cerca il lavoro di controllo → l'esempio da cui nasce, e dove vi si scrive da dove viene il programma."""
ENTE, SERVIZIO = "Comune di Esempio", "Laboratori di Quartiere"


def build_esempi(oggi: date, ente: str = ENTE, servizio: str = SERVIZIO) -> dict[str, str]:
    """Percorso → testo: gli esempi sono di questi anni, così che alla prima domanda ci sia qualcosa da vedere.

    Ogni percorso parte dalla cartella dei dati, quelli dei `LAVORI` dalla radice del deposito.
    """
    anni = {"due_anni_fa": -2, "anno_scorso": -1, "anno": 0, "anno_prossimo": 1, "fra_due_anni": 2}
    valori = {nome: str(oggi.year + scarto) for nome, scarto in anni.items()} | {"oggi": oggi.isoformat()}
    testi = {nome: Template(_read(nome)).substitute(valori) for nome in DATI}
    testi[QUARTIERI] = _name(testi[QUARTIERI], ente, servizio)
    return {
        **testi,
        SOGLIE: _read(SOGLIE),
        **{f"schemi/{nome}": schema for nome, schema in build_schemi().items()},
        **{dove: _read(esempio) for dove, (esempio, _) in LAVORI.items()},
    }


def _name(testo: str, ente: str, servizio: str) -> str:
    bozza = Bozza(testo, QUARTIERI)
    bozza.set_valore(("ente",), ente)
    bozza.set_valore(("servizio",), servizio)
    return bozza.testo


def _read(nome: str) -> str:
    """Il testo di un esempio che viaggia con il programma."""
    percorso = next(cartella / nome for cartella in find_esempi() if (cartella / nome).is_file())
    return percorso.read_text(encoding="utf-8")
