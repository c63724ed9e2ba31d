"""Tutte le regole, in ordine, e le loro pagine di manuale."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.engine.preavvisi import NESSUN_ANTICIPO, Anticipo
from ldq_planner.rules import (
    acquisto_fuori_programma,
    aggiudicata_senza_offerte,
    annualita_passata,
    bando_in_ritardo,
    bando_vicino,
    cambio_di_regime_vicino,
    cig_non_valido,
    condizione_in_ritardo,
    contratti_sovrapposti,
    cui_doppio,
    cui_non_valido,
    cup_non_valido,
    dati_non_aggiornati,
    fatto_nel_futuro,
    gara_in_ritardo,
    gara_senza_stanziamento,
    importo_mensile_diverso,
    lacuna_futura,
    lacuna_in_corso,
    lacuna_possibile,
    legge_non_verificata,
    opzione_da_esercitare,
    ponte_a_contratto_scaduto,
    ponte_oltre_i_limiti,
    preavviso_di_opzione,
    presidio_sotto_il_minimo,
    procedura_non_ammessa,
    quartiere_mai_coperto,
    scadenza_dichiarata_diversa,
    scadenza_senza_seguito,
    scaduto_senza_seguito,
    scelta_contraddittoria,
    scelta_da_fare,
    servizio_oltre_il_programma,
    servizio_prima_della_fine_del_programma,
    servizio_sospeso,
    termine_sotto_il_minimo,
)
from ldq_planner.rules.base.contenuto import Contenuto
from ldq_planner.rules.base.contesto import Contesto, run_nel_quadro
from ldq_planner.rules.base.regola import Regola
from ldq_planner.rules.controlli.deroghe import SULLE_DEROGHE, Controllo, apply_deroghe
from ldq_planner.rules.controlli.integrita import INTEGRITA
from ldq_planner.rules.controlli.scenari import SUGLI_SCENARI

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.errors import Finding, Severita

OgniRegola = Regola[Contesto] | Regola[Contenuto]
REGOLE: tuple[Regola[Contesto], ...] = (
    quartiere_mai_coperto,
    lacuna_in_corso,
    servizio_sospeso,
    presidio_sotto_il_minimo,
    scaduto_senza_seguito,
    scadenza_senza_seguito,
    opzione_da_esercitare,
    preavviso_di_opzione,
    lacuna_futura,
    lacuna_possibile,
    scadenza_dichiarata_diversa,
    contratti_sovrapposti,
    importo_mensile_diverso,
    cig_non_valido,
    cup_non_valido,
    cui_non_valido,
    cui_doppio,
    *SUGLI_SCENARI,
    scelta_contraddittoria,
    scelta_da_fare,
    bando_in_ritardo,
    bando_vicino,
    gara_in_ritardo,
    gara_senza_stanziamento,
    fatto_nel_futuro,
    aggiudicata_senza_offerte,
    termine_sotto_il_minimo,
    condizione_in_ritardo,
    procedura_non_ammessa,
    acquisto_fuori_programma,
    annualita_passata,
    ponte_oltre_i_limiti,
    ponte_a_contratto_scaduto,
    servizio_oltre_il_programma,
    servizio_prima_della_fine_del_programma,
    cambio_di_regime_vicino,
    legge_non_verificata,
    dati_non_aggiornati,
    *SULLE_DEROGHE,
)
DEROGABILI = tuple(regola for regola in REGOLE if regola not in SULLE_DEROGHE)
"""Le regole le cui segnalazioni si possono derogare."""
TUTTE: tuple[OgniRegola, ...] = (*INTEGRITA, *REGOLE)
IS_DEROGABILE = {regola.CODICE: regola in DEROGABILI for regola in TUTTE}
"""Codice → vero se le segnalazioni di quella regola si possono derogare."""


class Manuale(NamedTuple):
    """La pagina di una regola: `sommario` è la prima riga, `testo` tutto il resto."""

    codice: str
    severita: Severita
    sommario: str
    testo: str


def examine_quadro(quadro: Quadro, anticipo: Anticipo = NESSUN_ANTICIPO) -> Controllo:
    """Ciò che in quel giorno non va, regola per regola, e ciò che le deroghe ne tacciono.

    Senza legge tacciono le regole che la chiedono. Le deroghe valgono alla fine, e le ultime segnalazioni sono su di loro.
    """
    return apply_deroghe(run_nel_quadro(DEROGABILI, Contesto(quadro, anticipo)), quadro)


def check_quadro(quadro: Quadro, anticipo: Anticipo = NESSUN_ANTICIPO) -> Iterator[Finding]:
    """Ciò che in quel giorno non va, regola per regola, senza righe né colonne e senza ciò che le deroghe tacciono."""
    return iter(examine_quadro(quadro, anticipo).findings)


def find_regola(codice: str) -> OgniRegola | None:
    """La regola con quel codice, di integrità o no, se c'è."""
    return next((regola for regola in TUTTE if codice == regola.CODICE), None)


def read_manuale(regola: OgniRegola) -> Manuale:
    """La pagina di manuale di una regola: la docstring del suo file."""
    sommario, _, testo = (regola.__doc__ or "").strip().partition("\n\n")
    return Manuale(regola.CODICE, regola.SEVERITA, sommario, testo)
