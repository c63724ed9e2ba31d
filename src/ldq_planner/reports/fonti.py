"""Le fonti di una risposta: i documenti e i file da cui vengono i fatti, la legge che vi si applica."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_giorno, format_periodo
from ldq_planner.model.archivio import CONTRATTI, QUARTIERI, SCENARI
from ldq_planner.model.fonte_citata import FonteCitata
from ldq_planner.model.norme import DA_VERIFICARE
from ldq_planner.reports.report import TRATTINO, Tabella, Tono, Voce

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ldq_planner.engine.norme import Diritto
    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.model.norme import Regime
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.reports.report import Cella, Report

DUBBIO = "da verificare"
"""Ciò che si scrive accanto a un articolo non ancora letto in una fonte."""
LEGGE = "legge"
"""Con che parola comincia ciò che si dice di una fonte che è una legge."""
_FILE = "file di dati"


def add_dati(report: Report, portafoglio: Portafoglio) -> Report:
    """Il report con le fonti dei dati, prima di quelle che ha già."""
    return report._replace(fonti=tuple(dict.fromkeys((*cite_dati(portafoglio), *report.fonti))))


def add_diritto(report: Report, diritto: Diritto, dal: date, al: date | None = None) -> Report:
    """Il report con la legge dei bandi pubblicati fra quei giorni (`cite_diritto`), dopo le fonti che ha già."""
    return report._replace(fonti=tuple(dict.fromkeys((*report.fonti, *cite_diritto(diritto, dal, al)))))


def add_legge(report: Report, quadro: Quadro) -> Report:
    """Il report con la legge dei bandi da oggi in poi; lo stesso report, se il quadro è senza legge."""
    return report if quadro.diritto is None else add_diritto(report, quadro.diritto, quadro.oggi)


def cite_dati(portafoglio: Portafoglio, *, file: bool = True) -> Iterator[FonteCitata]:
    """I documenti citati nei dati, poi i `file` di dati, con il loro nome se lo si vuole e il giorno a cui sono verificati."""
    anagrafe = portafoglio.anagrafe
    for fonte in anagrafe.fonti:
        autore = f"{fonte.ente}, {fonte.a_cura_di}" if fonte.a_cura_di else fonte.ente
        yield FonteCitata(fonte.titolo, autore, fonte.data.primo, fonte.nota or "documento")
    for che_cosa, nome, aggiornato in (
        ("Quartieri e programmi", QUARTIERI, anagrafe.aggiornato_al),
        ("Contratti", CONTRATTI, portafoglio.registro.aggiornato_al),
        *((("Scenari e piani", SCENARI, portafoglio.ipotesi.aggiornato_al),) if portafoglio.ipotesi.scenari else ()),
    ):
        nota = f"{_FILE}, verificato fino al {format_giorno(aggiornato.primo)}"
        yield FonteCitata(f"{che_cosa} ({nome})" if file else che_cosa, anagrafe.ente, aggiornato.primo, nota)


def cite_diritto(diritto: Diritto, dal: date, al: date | None = None) -> Iterator[FonteCitata]:
    """I regimi dei bandi pubblicati fra quei giorni, compresi (senza `al`, da `dal` in poi), le soglie, i festivi."""
    norme = diritto.norme
    for regime in norme.regimi:
        if (regime.al is None or regime.al.primo >= dal) and (al is None or regime.dal.primo <= al):
            yield FonteCitata(regime.nome, regime.fonte, regime.verificato_al.primo, _say_regime(regime))
    for titolo, file in (("Soglie e limiti di valore", norme.soglie), ("Giorni festivi", norme.festivi)):
        nota = f"{LEGGE}, nota fino al {format_giorno(file.valido_fino_al.primo)}"
        yield FonteCitata(titolo, "gli articoli citati", file.verificato_al.primo, nota)


def cite_articolo(fonte: str | None, verifica: str | None) -> Cella:
    """L'articolo; accanto, se è da verificare."""
    if fonte is None:
        return TRATTINO
    return Voce(f"{fonte} · {DUBBIO}", Tono.ATTENZIONE) if verifica == DA_VERIFICARE else fonte


def build_fonti(fonti: tuple[FonteCitata, ...]) -> Tabella:
    """Le fonti in una tabella."""
    righe = tuple((f.titolo, f.autore, f.giorno, f.nota) for f in fonti)
    return Tabella(
        "",
        ("Fonte", "Di chi, o articolo", "Giorno", "Che cos'è"),
        righe,
        vuota="Nei dati non è indicata nessuna fonte.",
    )


def _say_regime(regime: Regime) -> str:
    quando = format_periodo(regime.dal.primo, regime.al.primo if regime.al else None)
    return (
        f"{LEGGE} dei bandi pubblicati {quando}; verificata al "
        f"{format_giorno(regime.verificato_al.primo)}, articolo {DUBBIO if regime.verifica == DA_VERIFICARE else 'verificato'}"
    )
