"""Le parole che una persona non conosce, spiegate una volta, dove si leggono la prima volta."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.reports.report import Elenco, Istogramma, Nota, Scheda, Segnalazioni, Tabella, Voce

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.reports.report import Blocco, Cella, Report

_SPIEGATE = {
    "abitanti-giorni": "Abitanti-giorni: gli abitanti di un quartiere, per i giorni in cui è scoperto.",
    "giorni-quartiere": "Giorni-quartiere: i giorni di ciascun quartiere, sommati.",
}


def explain_parole(report: Report) -> Report:
    """Il report con la spiegazione dopo il primo blocco che dice la parola, se nessuna nota la dà già."""
    blocchi = list(report.blocchi)
    for parola, frase in _SPIEGATE.items():
        detti = [parola in " ".join(_read(blocco)).lower() for blocco in blocchi]
        if any(detti) and Nota(frase) not in blocchi:
            blocchi.insert(detti.index(True) + 1, Nota(frase))
    return report._replace(blocchi=tuple(blocchi))


def _read(blocco: Blocco) -> Iterator[str]:
    """I testi che si leggono in un blocco."""
    match blocco:
        case Tabella():
            yield from (blocco.titolo, *blocco.colonne)
            yield from (_read_cella(cella) for riga in blocco.righe for cella in riga)
        case Scheda():
            yield from (testo for nome, cella in blocco.voci for testo in (nome, _read_cella(cella)))
        case Elenco():
            yield from blocco.frasi
        case Nota():
            yield blocco.testo
        case Istogramma():
            yield blocco.unita
        case Segnalazioni():
            yield from (finding.messaggio for finding in blocco.findings)


def _read_cella(cella: Cella) -> str:
    return cella.testo if isinstance(cella, Voce) else cella if isinstance(cella, str) else ""
