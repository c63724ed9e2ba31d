"""Da dove vengono i fatti e la legge di una risposta: per ciò che si legge lontano dal programma."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.reports.report import TRATTINO, FonteCitata, Tabella

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.engine.norme import Diritto
    from ldq_planner.model.portafoglio import Portafoglio


def cite_fonti(portafoglio: Portafoglio, diritto: Diritto | None = None) -> tuple[FonteCitata, ...]:
    """I documenti da cui vengono i dati, i file con il giorno a cui sono fermi, e la legge se la si è usata."""
    return (*_cite_dati(portafoglio), *(_cite_legge(diritto) if diritto else ()))


def build_fonti(fonti: tuple[FonteCitata, ...]) -> Tabella:
    """Le fonti in una tabella."""
    righe = tuple((f.titolo, f.autore, f.giorno or TRATTINO, f.nota or TRATTINO) for f in fonti)
    return Tabella("", ("Fonte", "Di chi", "Del", "Nota"), righe, vuota="Nei dati non è indicata nessuna fonte.")


def _cite_dati(portafoglio: Portafoglio) -> Iterator[FonteCitata]:
    anagrafe = portafoglio.anagrafe
    for fonte in anagrafe.fonti:
        yield FonteCitata(fonte.titolo, fonte.a_cura_di or fonte.ente, fonte.data.primo, fonte.nota or "")
    for file, dati in (
        ("Quartieri", anagrafe),
        ("Contratti", portafoglio.registro),
        ("Scenari", portafoglio.ipotesi),
    ):
        nota = (dati.nota or "") if dati is anagrafe else ""
        yield FonteCitata(f"{file}: dati di ldq", anagrafe.ente, dati.aggiornato_al.primo, nota)


def _cite_legge(diritto: Diritto) -> Iterator[FonteCitata]:
    for regime in diritto.norme.regimi:
        yield FonteCitata(
            regime.nome, regime.fonte, regime.verificato_al.primo, "giorno dell'ultimo controllo del testo"
        )
