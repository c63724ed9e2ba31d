"""L'esame: che cosa fa uscire con 1, e da dove si vedono i file."""

from __future__ import annotations

import pytest
from tests.segnalazioni import AVVISO, CRITICO, ERRORE, make_esame

from ldq_planner.errors import Finding, Severita


@pytest.mark.parametrize(
    ("soglia", "rosse"),
    [(Severita.AVVISO, (AVVISO, CRITICO, ERRORE)), (Severita.CRITICO, (CRITICO, ERRORE)), (None, (ERRORE,))],
)
def test_le_rosse(soglia: Severita | None, rosse: tuple[Finding, ...]) -> None:
    """Dalla soglia in su; un errore nei dati qualunque sia la soglia."""
    assert make_esame(AVVISO, CRITICO, ERRORE, soglia=soglia).rosse == rosse


@pytest.mark.parametrize(
    ("file", "visto"),
    [
        ("data/a.yaml", "data/a.yaml"),
        ("/lavoro/data/a.yaml", "data/a.yaml"),
        ("./data/a.yaml", "data/a.yaml"),
        ("/lavoro-2/a.yaml", "/lavoro-2/a.yaml"),
        ("../a.yaml", "../a.yaml"),
    ],
)
def test_i_file_sono_visti_dalla_radice(file: str, visto: str) -> None:
    """Una cartella che comincia allo stesso modo è un'altra cartella."""
    assert make_esame().relativize(file) == visto


def test_senza_dati_non_ci_sono_entita() -> None:
    """Di ciò che non si è letto non si dice che è passato."""
    assert [*make_esame(ERRORE).entita] == []
    nomi = [misura.nome for misura in make_esame(ERRORE).misure]
    assert nomi == ["dati_valutabili", "segnalazioni", "segnalazioni_taciute"]
