"""`docs/tavola-errori.md`: per ogni regola un caso vero, e che cosa la segnalazione porta con sé. Nessuna casella vuota.

Con `LDQ_AGGIORNA=1` si riscrive.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.supporto import AGGIORNA, RADICE
from tests.test_cases import CASI, find_segnalazioni, read_caso

from ldq_planner.rules.controlli.elenco import TUTTE

if TYPE_CHECKING:
    from pathlib import Path

    from ldq_planner.errors import Finding

PAGINA = RADICE / "docs" / "tavola-errori.md"
TESTATA = """# La tavola delle segnalazioni

Una riga per regola, dal primo caso di `tests/cases/` che non passa: dove la segnalazione porta, la riga che cita, il
rimedio, l'articolo. Dove nessuna norma decide, perché è un confronto fra i dati, lo si dice. Le pagine intere sono in
[regole.md](regole.md).

| regola | posto | riga del file | rimedio | articolo |
| --- | --- | --- | --- | --- |
"""
SENZA_NORMA = "nessuno: confronta i dati"


def find_segnalazione(codice: str, cartella: Path) -> Finding:
    """La segnalazione della regola nel suo primo caso che la dice con l'articolo, o nel primo che la dice."""
    trovate = []
    for percorso in sorted((CASI / codice).glob("ko_*.yaml")):
        dove = cartella / f"{codice}-{percorso.stem}"
        dove.mkdir()
        trovate += [f for f in find_segnalazioni(read_caso(percorso), dove) if f.codice == codice]
    return next((f for f in trovate if f.fonte), trovate[0])


def cell(testo: str) -> str:
    """Un testo in una casella."""
    return testo.strip().replace("|", "\\|").replace("<", "&lt;")


def build_riga(finding: Finding) -> tuple[str, ...]:
    """Le caselle di una segnalazione."""
    posto = finding.posizione
    assert posto is not None, finding
    citata = posto.testo.strip()
    return (
        f"[`{finding.codice}`](regole.md#{finding.codice})",
        f"riga {posto.riga}, colonna {posto.colonna}" if posto.riga else "",
        f"`{cell(citata)}`" if citata else "",
        cell(finding.rimedio),
        cell(finding.fonte) or SENZA_NORMA,
    )


def test_ogni_segnalazione_porta_posto_riga_rimedio_e_articolo(tmp_path: Path) -> None:
    """Nessuna casella è vuota, e la pagina è quella che nasce dai casi."""
    righe = [build_riga(find_segnalazione(regola.CODICE, tmp_path)) for regola in TUTTE]
    vuote = [(riga[0], i) for riga in righe for i, casella in enumerate(riga) if not casella]
    assert vuote == []
    pagina = TESTATA + "".join(f"| {' | '.join(riga)} |\n" for riga in righe)
    if AGGIORNA:
        PAGINA.write_text(pagina, encoding="utf-8")
    assert PAGINA.read_text(encoding="utf-8") == pagina
