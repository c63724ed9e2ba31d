"""Le segnalazioni in una tabella: gli stessi titoli e le stesse parole in ogni formato."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.errors import Severita
from ldq_planner.model.testo import format_elenco, format_numero
from ldq_planner.reports.report import TRATTINO, Tabella, Tono, Voce

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ldq_planner.errors import Finding
    from ldq_planner.reports.report import Cella, Segnalazioni


class Segnalazione(NamedTuple):
    """Una segnalazione: che cosa non va, con i numeri, e che cosa fare."""

    codice: str
    severita: Severita
    file: str | None
    riga: int | None
    colonna: int | None
    messaggio: str
    rimedio: str
    entita: str | None
    fonte: str | None
    impronta: str
    responsabili: tuple[str, ...]

    @staticmethod
    def list_facoltativi() -> tuple[str, ...]:
        """I campi che una risposta dice solo se c'è qualcosa da dire."""
        return ("responsabili",)


RESPONSABILE = "Responsabile"
SEVERITA = {
    Severita.AVVISO: Voce("! avviso", Tono.ATTENZIONE),
    Severita.CRITICO: Voce("✗ critico", Tono.ALLARME),
    Severita.ERRORE: Voce("✗ errore", Tono.ALLARME),
}
_PAROLE = {
    Severita.ERRORE: ("errore", "errori"),
    Severita.CRITICO: ("critica", "critiche"),
    Severita.AVVISO: ("avviso", "avvisi"),
}
_CELLE: dict[str, Callable[[Finding], Cella]] = {
    "Gravità": lambda f: SEVERITA[f.severita],
    "Regola": lambda f: f.codice,
    "Di che cosa": lambda f: f.ref.id if f.ref and f.ref.id else TRATTINO,
    "Che cosa": lambda f: f.messaggio,
    "Che cosa fare": lambda f: f.rimedio,
    "Articolo": lambda f: f.fonte or TRATTINO,
    "Dove": lambda f: f.posizione.posto if f.posizione else "",
    RESPONSABILE: lambda f: ", ".join(f.responsabili) or TRATTINO,
}
COLONNE = tuple(colonna for colonna in _CELLE if colonna != RESPONSABILE)
"""Tutto ciò che una segnalazione dice; chi la segue si aggiunge se di qualcuna lo si sa."""
ESSENZIALI = ("Gravità", "Regola", "Dove", "Che cosa", "Che cosa fare")
"""Ciò che sta in una pagina stretta."""


def count_segnalazioni(findings: Sequence[Finding]) -> str:
    """Quante sono, e di che gravità: `3 segnalazioni: 2 critiche e 1 avviso`."""
    if not findings:
        return "Nessuna segnalazione"
    severita = [f.severita for f in findings]
    conti = [(severita.count(quale), parole) for quale, parole in _PAROLE.items()]
    voci = [f"{format_numero(quanti)} {parole[quanti != 1]}" for quanti, parole in conti if quanti]
    quante = "1 segnalazione" if len(findings) == 1 else f"{format_numero(len(findings))} segnalazioni"
    return f"{quante}: {format_elenco(voci)}"


def to_segnalazione(finding: Finding) -> Segnalazione:
    """La segnalazione come la legge una macchina."""
    posto, ref = finding.posizione, finding.ref
    return Segnalazione(
        codice=finding.codice,
        severita=finding.severita,
        file=posto.file if posto else None,
        riga=posto.riga or None if posto else None,
        colonna=posto.colonna or None if posto else None,
        messaggio=finding.messaggio,
        rimedio=finding.rimedio,
        entita=ref.id or None if ref else None,
        fonte=finding.fonte or None,
        impronta=finding.impronta,
        responsabili=finding.responsabili,
    )


def to_tabella(segnalazioni: Segnalazioni, colonne: tuple[str, ...] = COLONNE) -> Tabella:
    """Una riga per segnalazione, con quelle colonne."""
    if any(f.responsabili for f in segnalazioni.findings):
        colonne = (*colonne, RESPONSABILE)
    righe = tuple(tuple(_CELLE[colonna](f) for colonna in colonne) for f in segnalazioni.findings)
    ripiegata = segnalazioni.ripiegata
    return Tabella(segnalazioni.titolo, colonne, righe, vuota="Nessuna segnalazione.", ripiegata=ripiegata)
