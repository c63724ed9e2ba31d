"""Quanto si stima che costi uno scenario: dal primo giorno di servizio alla sua fine, che è una sola per ogni conto."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from ldq_planner.dates.incerta import NON_NOTA, DataIncerta
from ldq_planner.dates.mesi import measure_mesi
from ldq_planner.engine.costi import compute_costi_annui, compute_mensile, multiply, round_centesimi
from ldq_planner.engine.scadenze import add_giorni, add_mesi, compute_durata
from ldq_planner.model.contratto import Contratto
from ldq_planner.model.esito import AltraFine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.scenario import Scenario


def find_fine_fissa(portafoglio: Portafoglio, scenario: Scenario) -> DataIncerta | None:
    """La fine che non dipende dall'inizio: quella scritta o, se non è nota, quella del programma."""
    programma = portafoglio.programmi_by_id.get(scenario.fino_a_programma or "")
    fini = (scenario.fine, programma.fine if programma else None)
    return next((f for f in fini if f is not None and f.is_nota), None)


def compute_fine(portafoglio: Portafoglio, scenario: Scenario) -> DataIncerta:
    """L'ultimo giorno del servizio, compreso: quello scritto, o la fine del programma, o la durata dall'inizio."""
    return find_fine_fissa(portafoglio, scenario) or compute_durata(scenario) or NON_NOTA


def is_impossibile(portafoglio: Portafoglio, scenario: Scenario) -> bool:
    """Vero se comincerebbe, in ogni lettura, dopo la sua fine; di una fine indicativa vale il giorno scritto."""
    return scenario.inizio.is_nota and compute_fine(portafoglio, scenario).scritta.ultimo < scenario.inizio.primo


def list_altre_fini(portafoglio: Portafoglio, scenario: Scenario) -> Iterator[AltraFine]:
    """Le durate scritte che porterebbero a un altro giorno, se inizio e fine sono certi; di uno scenario impossibile nessuna."""
    inizio, fine = scenario.inizio, compute_fine(portafoglio, scenario).scritta
    if not (inizio.is_certa and fine.is_certa) or fine.primo < inizio.primo:
        return
    mensile = estimate_mensile(portafoglio, scenario)
    for durata, unita, add in (
        (scenario.durata_mesi, "mesi", add_mesi),
        (scenario.durata_giorni, "giorni", add_giorni),
    ):
        altra = add(inizio, durata).primo if durata else fine.primo
        if durata and altra != fine.primo:
            costo = None if mensile is None else _multiply_mesi(mensile, measure_mesi(inizio.primo, altra))
            yield AltraFine(durata, unita, altra, (altra - fine.primo).days, costo)


# ——— il costo


def estimate_mensile(portafoglio: Portafoglio, scenario: Scenario) -> Decimal | None:
    """Il costo al mese, per tutti i quartieri dello scenario, non arrotondato."""
    stima = scenario.stima_costo
    if stima is None or stima.mensile_eur is not None:
        return stima.mensile_eur if stima else None
    contratto = find_riferimento(portafoglio, scenario)
    mensile = compute_mensile(contratto) if contratto else None
    if contratto is None or mensile is None:
        return None
    return mensile * len(scenario.quartieri) / len(contratto.quartieri)


def estimate_costo(portafoglio: Portafoglio, scenario: Scenario) -> Decimal | None:
    """Il costo dall'inizio alla fine, a mesi e giorni; `None` se non si può stimare, o se non può cominciare.

    L'IVA è quella di `read_iva`.
    """
    mensile, mesi = estimate_mensile(portafoglio, scenario), measure_servizio(portafoglio, scenario)
    return None if mensile is None or mesi is None else _multiply_mesi(mensile, mesi)


def estimate_rinnovo(portafoglio: Portafoglio, scenario: Scenario) -> Decimal | None:
    """Il costo di un rinnovo lungo quanto le opzioni del contratto preso a riferimento; `None` se non ne ha.

    Una proroga tecnica non è un'opzione: nessun bando la mette nel valore.
    """
    mensile, riferimento = estimate_mensile(portafoglio, scenario), find_riferimento(portafoglio, scenario)
    opzioni = (o for o in riferimento.opzioni if o.tipo != "proroga-tecnica") if riferimento else ()
    mesi = sum(o.durata_mesi or 0 for o in opzioni)
    return None if mensile is None or not mesi else _multiply_mesi(mensile, Fraction(mesi))


def estimate_costi_annui(portafoglio: Portafoglio, scenario: Scenario) -> tuple[tuple[int, Decimal], ...]:
    """Anno → costo stimato, per gli anni solari del servizio; vuoto se costo o date non bastano."""
    costo = estimate_costo(portafoglio, scenario)
    fine = compute_fine(portafoglio, scenario).scritta
    if costo is None or not (scenario.inizio.is_certa and fine.is_certa):
        return ()
    immaginato = Contratto(
        id=scenario.id,
        quartieri=scenario.quartieri,
        tipo="appalto-di-servizi",
        titolo=scenario.nome,
        inizio=scenario.inizio,
        scadenza_base=fine,
        importo_eur=costo,
        fonte=scenario.fonte,
    )
    return compute_costi_annui(immaginato)


def find_riferimento(portafoglio: Portafoglio, scenario: Scenario) -> Contratto | None:
    """Il contratto preso a riferimento per la stima, se c'è."""
    stima = scenario.stima_costo
    return portafoglio.contratti_by_id.get(stima.come_contratto or "") if stima else None


def read_iva(portafoglio: Portafoglio, scenario: Scenario) -> str | None:
    """Se la stima contiene l'IVA (`inclusa`, `esclusa`): come è scritto, o come il contratto da cui viene; `None` se non si sa."""
    stima, riferimento = scenario.stima_costo, find_riferimento(portafoglio, scenario)
    if stima is None or stima.mensile_eur is not None:
        return stima.iva if stima else None
    return riferimento.iva if riferimento else None


def measure_servizio(portafoglio: Portafoglio, scenario: Scenario) -> Fraction | None:
    """I mesi del servizio; `None` se inizio e fine non sono certi, o se non può cominciare."""
    fissa = find_fine_fissa(portafoglio, scenario)
    if fissa is None and scenario.durata_mesi is not None:
        return Fraction(scenario.durata_mesi)
    inizio, fine = scenario.inizio, (fissa or compute_durata(scenario) or NON_NOTA).scritta
    if not (inizio.is_certa and fine.is_certa) or fine.primo < inizio.primo:
        return None
    return measure_mesi(inizio.primo, fine.primo)


def _multiply_mesi(mensile: Decimal, mesi: Fraction) -> Decimal:
    return round_centesimi(multiply(mensile, mesi))
