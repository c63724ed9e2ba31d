"""La scheda I (C): gli acquisti della prima annualità del programma di prima che non sono né avviati né riproposti."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.engine.cui import check_cui, find_codice
from ldq_planner.engine.stime import estimate_costo
from ldq_planner.model.acquisti import AcquistoPassato, NonRiproposto, NonRitrovato
from ldq_planner.model.simili import fold
from ldq_planner.reports.scelte import say_lasciato

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ldq_planner.model.acquisti import ProgrammaAcquisti
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.scenario import Scenario


def list_non_riproposti(
    portafoglio: Portafoglio, programma: ProgrammaAcquisti, passati: Iterable[AcquistoPassato]
) -> Iterator[NonRiproposto]:
    """Le righe della scheda, nell'ordine del programma di prima; quelle di un altro ente non vi stanno."""
    for passato in passati:
        is_prima = passato.annualita == programma.anni[0] - 1
        if not is_prima or _is_altrui(passato, programma) or _is_riproposto(portafoglio, programma, passato):
            continue
        scenario = _find_scenario(portafoglio, passato)
        if scenario is None or not scenario.is_bando_uscito:
            lasciato = portafoglio.lasciati.get(scenario.id) if scenario else None
            yield NonRiproposto(
                passato.cui,
                passato.cup,
                passato.descrizione,
                passato.importo,
                passato.priorita,
                say_lasciato(lasciato) if lasciato else None,
            )


def list_non_ritrovati(
    portafoglio: Portafoglio, programma: ProgrammaAcquisti, passati: Iterable[AcquistoPassato]
) -> Iterator[NonRitrovato]:
    """Le righe del programma di prima che questo non segue e che non vanno nella scheda; e i CUI che non si sono tenuti."""
    anno = programma.anni[0] - 1
    for passato in passati:
        storti = list_storti(passato, programma.codice_fiscale, programma.anni[0])
        is_detto = _is_riproposto(portafoglio, programma, passato) or _find_scenario(portafoglio, passato)
        is_fuori = _is_altrui(passato, programma) or is_detto or passato.annualita == anno
        persa = "" if is_fuori else _say_persa(passato, anno)
        if motivi := [motivo for motivo in (*storti, persa) if motivo]:
            yield NonRitrovato(passato.cui, passato.descrizione, "; ".join(motivi))


def list_storti(passato: AcquistoPassato, codice: str | None, anno: int) -> tuple[str, ...]:
    """Perché il CUI di una riga non si tiene: la forma, un altro ente, un programma di dopo; vuoto se si tiene."""
    if passato.cui is None:
        return ("la riga non ha un CUI: si riconosce dalla descrizione",)
    return tuple(f"{storto}; non si tiene" for storto in check_cui(passato.cui, None, codice, anno))


def _say_persa(passato: AcquistoPassato, anno: int) -> str:
    """Perché una riga che nei dati non c'è non sta nella scheda dei non riproposti."""
    if passato.annualita is None:
        return f"nei dati non c'è, e l'anno di avvio non si legge: se era il {anno}, va fra i non riproposti"
    if passato.annualita < anno:
        return (
            f"nei dati non c'è, e doveva avviarsi nel {passato.annualita}: non è del programma che comincia nel {anno}"
        )
    return (
        f"nei dati non c'è, e deve avviarsi nel {passato.annualita}: se si farà, aggiungerlo agli scenari (ldq importa); "
        "se no, esce dal programma"
    )


def _is_altrui(passato: AcquistoPassato, programma: ProgrammaAcquisti) -> bool:
    """Vero se il CUI è di un altro ente."""
    suo = find_codice((passato.cui,))
    return suo is not None and suo != (programma.codice_fiscale or suo)


def _is_riproposto(portafoglio: Portafoglio, programma: ProgrammaAcquisti, passato: AcquistoPassato) -> bool:
    """Vero se torna in questo programma, o se ne è già venuto un contratto; se il CUI non si tiene, dalla descrizione."""
    if list_storti(passato, programma.codice_fiscale, programma.anni[0]):
        return fold(passato.descrizione) in {fold(a.descrizione) for a in programma.acquisti}
    return passato.cui in {a.cui for a in programma.acquisti} | {c.cui for c in portafoglio.contratti}


def _find_scenario(portafoglio: Portafoglio, passato: AcquistoPassato) -> Scenario | None:
    """Lo scenario con quel CUI o, se nessuno l'ha, quello senza CUI con quel nome."""
    scenari, nome = portafoglio.ipotesi.scenari, fold(passato.descrizione)
    suoi = (s for s in scenari if s.cui is not None and s.cui == passato.cui)
    return next(suoi, None) or next((s for s in scenari if s.cui is None and fold(s.nome) == nome), None)


def guess_passati(portafoglio: Portafoglio, ente: str) -> Iterator[AcquistoPassato]:
    """Del programma di prima, senza il suo file, si sanno gli scenari lasciati che vi stavano."""
    for lasciato in portafoglio.lasciati.values():
        s = lasciato.scenario
        if s.cui and fold(portafoglio.enti[s.quartieri[0]]) == fold(ente):
            yield AcquistoPassato(s.cui, s.annualita, s.cup, s.nome, estimate_costo(portafoglio, s), s.priorita)
