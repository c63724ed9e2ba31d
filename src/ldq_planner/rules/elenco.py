"""Tutte le regole, in ordine, e le loro pagine di manuale."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.rules import (
    contratti_sovrapposti,
    dati_non_aggiornati,
    lacuna_in_corso,
    quartiere_mai_coperto,
    scadenza_dichiarata_diversa,
    scadenza_senza_seguito,
    scaduto_senza_seguito,
)
from ldq_planner.rules.contesto import Contesto, Regola
from ldq_planner.rules.integrita import INTEGRITA
from ldq_planner.rules.sugli_scenari import SUGLI_SCENARI, run_regole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ldq_planner.engine.norme import Diritto
    from ldq_planner.errors import Finding, Severita
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.preavviso import Preavviso
    from ldq_planner.rules.integrita.contenuto import RegolaDiIntegrita

REGOLE: tuple[Regola, ...] = (
    quartiere_mai_coperto,
    lacuna_in_corso,
    scaduto_senza_seguito,
    scadenza_senza_seguito,
    scadenza_dichiarata_diversa,
    contratti_sovrapposti,
    *SUGLI_SCENARI,
    dati_non_aggiornati,
)
TUTTE: tuple[Regola | RegolaDiIntegrita, ...] = (*INTEGRITA, *REGOLE)


class Manuale(NamedTuple):
    """La pagina di una regola: `sommario` è la prima riga, `testo` tutto il resto."""

    codice: str
    severita: Severita
    sommario: str
    testo: str


def check_portafoglio(
    portafoglio: Portafoglio,
    oggi: date,
    entro: int | None = None,
    *,
    diritto: Diritto | None = None,
    avviso: Preavviso | None = None,
    critico: Preavviso | None = None,
) -> Iterator[Finding]:
    """Ciò che in quel giorno non va, regola per regola, senza righe né colonne.

    Unità: `entro` in giorni da `oggi`, compreso l'ultimo; senza, decide il tempo che la procedura chiede. Senza `diritto`
    tacciono le regole che chiedono le norme.
    """
    return run_regole(REGOLE, Contesto(portafoglio, oggi, entro, diritto, avviso, critico))


def find_regola(codice: str) -> Regola | RegolaDiIntegrita | None:
    """La regola con quel codice, di integrità o no, se c'è."""
    return next((regola for regola in TUTTE if codice == regola.CODICE), None)


def read_manuale(regola: Regola | RegolaDiIntegrita) -> Manuale:
    """La pagina di manuale di una regola: la docstring del suo file."""
    sommario, _, testo = (regola.__doc__ or "").strip().partition("\n\n")
    return Manuale(regola.CODICE, regola.SEVERITA, sommario, testo)
