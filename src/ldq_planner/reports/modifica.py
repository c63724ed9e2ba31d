"""Una modifica ai dati: che cosa cambia nel file, e che cosa ne viene."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.testo import format_periodo
from ldq_planner.model.testo import format_numero
from ldq_planner.reports.avvisi import announce_eta, list_testi
from ldq_planner.reports.diff import build_frase, build_tabelle, describe, list_righe
from ldq_planner.reports.report import Elenco, Nota, Report, Tono

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ldq_planner.dates.periodo import Periodo
    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.errors import Finding
    from ldq_planner.model.differenze import (
        DataSpostata,
        DifferenzaQuartiere,
        Differenze,
        LimiteSpostato,
        Presenza,
        PresidioMutato,
    )
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.reports.report import Blocco

_MOSTRATE = 200
"""Di quante righe si mostra la differenza: chi importa un elenco intero ne cambia migliaia."""
_MARGINE = "    "
"""Ciò che rientra di quattro spazi resta com'è."""


class Proposta(NamedTuple):
    """Una modifica da mostrare: che cosa fa, in quale file, con quali righe; `scritta` se il file è già cambiato."""

    atto: str
    file: str
    righe: tuple[str, ...] = ()
    avvertenze: tuple[str, ...] = ()
    scritta: bool = False
    come: str = ""
    """Che cosa fare per scriverla davvero, se non basta ripetere il comando."""
    impronta: str = ""
    """Quella dei dati su cui la si è calcolata."""


class RispostaModifica(NamedTuple):
    """`ldq/modifica/1`: che cosa si scrive, e tutte le differenze."""

    atto: str
    file: str
    scritta: bool
    avvertenze: tuple[str, ...]
    righe: tuple[str, ...]
    dal: date
    al: date
    frase: str
    quartieri: tuple[DifferenzaQuartiere, ...]
    presenze: tuple[Presenza, ...]
    scadenze: tuple[DataSpostata, ...]
    limiti: tuple[LimiteSpostato, ...]
    nuove: tuple[Finding, ...]
    risolte: tuple[Finding, ...]
    aggravate: tuple[Finding, ...]
    attenuate: tuple[Finding, ...]
    presidi: tuple[PresidioMutato, ...]
    avvisi: tuple[str, ...]
    impronta: str

    @staticmethod
    def list_facoltativi() -> tuple[str, ...]:
        """I campi che una risposta dice solo se c'è qualcosa da dire."""
        return ("presidi",)


def build_modifica(quadro: Quadro, finestra: Periodo, proposta: Proposta, differenze: Differenze) -> Report:
    """La modifica e le sue conseguenze; `quadro` è quello di dopo, le segnalazioni sono già localizzate."""
    avvisi = announce_eta(quadro, "status")
    return Report(
        schema="ldq/modifica/1",
        titolo=proposta.atto,
        oggi=quadro.oggi,
        dati_aggiornati_al=quadro.portafoglio.dati_aggiornati_al,
        blocchi=(*_build_blocchi(proposta, differenze, finestra, quadro.portafoglio), *avvisi, _say_esito(proposta)),
        dati=RispostaModifica(
            proposta.atto,
            proposta.file,
            proposta.scritta,
            proposta.avvertenze,
            proposta.righe,
            finestra.inizio,
            finestra.fine,
            describe(differenze),
            *differenze,
            list_testi(avvisi),
            proposta.impronta,
        ),
        elenco=tuple(list_righe(differenze)),
    )


def _build_blocchi(
    proposta: Proposta, differenze: Differenze, finestra: Periodo, portafoglio: Portafoglio
) -> Iterator[Blocco]:
    yield build_frase(differenze)
    if proposta.righe:
        mostrate, altre = proposta.righe[:_MOSTRATE], len(proposta.righe) - _MOSTRATE
        yield Nota("\n".join(f"{_MARGINE}{riga}" for riga in mostrate))
        if altre > 0:
            yield Nota(f"E altre {format_numero(altre)} righe che cambiano.")
    if proposta.avvertenze:
        yield Elenco("Da verificare", proposta.avvertenze)
    yield from build_tabelle(differenze, portafoglio)
    yield Nota(f"Lacune guardate {format_periodo(finestra.inizio, finestra.fine, ' (compresi)')}.")


def _say_esito(proposta: Proposta) -> Nota:
    if not proposta.righe:
        return Nota(f"«{proposta.file}» dice già così: non c'è nulla da scrivere.")
    if proposta.scritta:
        return Nota(f"Scritto in «{proposta.file}».", Tono.BENE)
    ripetere = (
        f"ripetere il comando con --scrivi --se-ancora {proposta.impronta}, che si ferma se intanto i dati cambiano"
    )
    return Nota(
        f"Nulla è stato scritto. Per scrivere in «{proposta.file}»: {proposta.come or ripetere}.", Tono.ATTENZIONE
    )
