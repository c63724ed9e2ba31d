"""Le segnalazioni in una tabella: gli stessi titoli e le stesse parole in ogni formato."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.testo import format_giorno
from ldq_planner.errors import Severita
from ldq_planner.model.taciuta import SegnalazioneTaciuta, Taciuta
from ldq_planner.model.testo import format_numero
from ldq_planner.reports.report import TRATTINO, Tabella, Tono, Voce

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ldq_planner.errors import Finding
    from ldq_planner.model.portafoglio import Portafoglio
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


SEVERITA = {
    Severita.AVVISO: Voce("! avviso", Tono.ATTENZIONE),
    Severita.CRITICO: Voce("✗ critico", Tono.ALLARME),
    Severita.ERRORE: Voce("✗ errore", Tono.ALLARME),
}
_CELLE: dict[str, Callable[[Finding], Cella]] = {
    "Gravità": lambda f: SEVERITA[f.severita],
    "Regola": lambda f: f.codice,
    "Di che cosa": lambda f: f.ref.id if f.ref and f.ref.id else TRATTINO,
    "Che cosa": lambda f: f.messaggio,
    "Che cosa fare": lambda f: f.rimedio,
    "Articolo": lambda f: f.fonte or TRATTINO,
    "Dove": lambda f: f.posizione.posto if f.posizione else "",
}
COLONNE = tuple(_CELLE)
"""Tutto ciò che una segnalazione dice."""
ESSENZIALI = ("Gravità", "Regola", "Dove", "Che cosa", "Che cosa fare")
"""Ciò che sta in una pagina stretta."""


def to_taciuta(taciuta: Taciuta) -> SegnalazioneTaciuta:
    """La segnalazione taciuta come la legge una macchina."""
    f, d = taciuta.finding, taciuta.deroga
    chi = (d.id, d.responsabile, d.motivo, d.fino_al.primo) if d else (None, None, None, None)
    return SegnalazioneTaciuta(f.codice, f.severita, f.ref.id or None if f.ref else None, f.messaggio, *chi)


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
    )


def say_taciute(taciute: Sequence[Taciuta], portafoglio: Portafoglio) -> str:
    """«2 taciute: lacuna-in-corso di Lorenteggio (Direzione Casa, fino al 31/03/2023); …»; vuota se non ce ne sono."""
    per_deroga: dict[str, list[Taciuta]] = {}
    for taciuta in taciute:
        per_deroga.setdefault(taciuta.deroga.id if taciuta.deroga else "", []).append(taciuta)
    parti = [_say_deroga(di_una, portafoglio) for id_, di_una in per_deroga.items() if id_]
    if della_linea := per_deroga.get(""):
        conti = Counter(t.finding.codice for t in della_linea)
        quali = ", ".join(f"{quante} {codice}" for codice, quante in sorted(conti.items()))
        parti.append(f"{format_numero(len(della_linea))} già nella linea di base ({quali})")
    quante = "1 taciuta" if len(taciute) == 1 else f"{format_numero(len(taciute))} taciute"
    return f"{quante}: {'; '.join(parti)}" if parti else ""


def _say_deroga(taciute: list[Taciuta], portafoglio: Portafoglio) -> str:
    """Ciò che una deroga tace, chi ne risponde, fino a quando."""
    deroga = taciute[0].deroga
    if deroga is None:
        return ""
    quante = f"{format_numero(len(taciute))} " if len(taciute) > 1 else ""
    di_chi = f" di {_name(portafoglio, deroga.entita)}" if deroga.entita else ""
    chi = f"{deroga.responsabile}, fino al {format_giorno(deroga.fino_al.primo)}"
    return f"{quante}{deroga.regola}{di_chi} ({chi}: {deroga.motivo})"


def _name(portafoglio: Portafoglio, id_: str) -> str:
    """Come si chiama l'entità, se ha un nome."""
    scenario, contratto = portafoglio.scenari_by_id.get(id_), portafoglio.contratti_by_id.get(id_)
    return portafoglio.nomi.get(id_) or (scenario and scenario.nome) or (contratto and contratto.titolo) or id_


def to_tabella(segnalazioni: Segnalazioni, colonne: tuple[str, ...] = COLONNE) -> Tabella:
    """Una riga per segnalazione, con quelle colonne."""
    righe = tuple(tuple(_CELLE[colonna](f) for colonna in colonne) for f in segnalazioni.findings)
    ripiegata = segnalazioni.ripiegata
    return Tabella(segnalazioni.titolo, colonne, righe, vuota="Nessuna segnalazione.", ripiegata=ripiegata)
