"""Il Markdown: tavole, frasi, blocchi da mostrare come sono."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tests.supporto import render_testo

from ldq_planner.dates.periodo import Periodo
from ldq_planner.errors import Finding, Severita
from ldq_planner.reports.copertura import LEGENDA
from ldq_planner.reports.report import Elenco, LineaDelTempo, Nota, Report, RigaLinea, Scheda, Segnalazioni, Tabella

if TYPE_CHECKING:
    from ldq_planner.reports.report import Blocco

ORA = date(2023, 1, 17)


def write(*blocchi: Blocco, titolo: str = "", oggi: date | None = None) -> str:
    """La pagina di quei blocchi."""
    return render_testo(Report("prova", titolo, oggi, oggi, blocchi, ()), "md")


def test_il_titolo_e_i_giorni() -> None:
    """In che giorno si è chiesto e quanto sono vecchi i dati, sotto il titolo."""
    assert write(titolo="Uno | due", oggi=ORA) == "## Uno \\| due\n\nAl 17/01/2023, dati del 17/01/2023.\n"


def test_una_tavola() -> None:
    """I numeri a destra; l'intestazione è testo anche lei, perché può venire dai dati."""
    tabella = Tabella("T*", ("Nome", "Quanti | quante"), (("uno", 1000), ("due", None)))
    assert write(tabella).splitlines() == [
        "### T\\*",
        "",
        "| Nome | Quanti \\| quante |",
        "| --- | ---: |",
        "| uno | 1.000 |",
        "| due | non noto |",
    ]
    assert write(Tabella("", ("Nome",), (), vuota="Nessuno.")) == "Nessuno.\n"


def test_schede_ed_elenchi() -> None:
    """Un punto per voce."""
    assert write(Scheda("", (("Stato_a", None),)), Elenco("E", ("uno", "due"))) == (
        "- **Stato\\_a**: non noto\n\n### E\n\n- uno\n- due\n"
    )


def test_una_nota_si_ricompone_e_i_suoi_esempi_restano() -> None:
    """È la pagina di manuale di una regola."""
    assert write(Nota("Prima\nriga.\n\n    uno: [due]\n    tre: 4")) == (
        "Prima riga.\n\n```text\n    uno: [due]\n    tre: 4\n```\n"
    )


def test_un_blocco_non_si_chiude_da_dentro() -> None:
    """Tre apici nel nome di un quartiere, o in un messaggio, restano dentro il blocco."""
    linea = LineaDelTempo("", Periodo(ORA, ORA), ORA, (RigaLinea("```"),), LEGENDA)
    finding = Finding("codice", Severita.AVVISO, "```", "```")
    for blocco in (linea, Segnalazioni((finding,))):
        righe = write(blocco).splitlines()
        assert [righe[0], righe[-1]] == ["```text", "```"]
        assert not any("```" in riga for riga in righe[1:-1])
        assert any("'''" in riga for riga in righe)
