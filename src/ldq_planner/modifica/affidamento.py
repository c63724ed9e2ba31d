"""Una gara che diventa un contratto: da ciò che si è aggiudicato alla voce da scrivere; o perché non si può."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ldq_planner.dates.testo import format_giorno
from ldq_planner.engine.stime import find_fine_fissa
from ldq_planner.errors import InvalidRequestError
from ldq_planner.model.avanzamento import AGGIUDICATA, AGGIUDICAZIONE, Svolgimento, read_svolgimenti, split_tentativi
from ldq_planner.model.testo import format_elenco
from ldq_planner.modifica.aggiunte import build_voce
from ldq_planner.modifica.decisioni import Atto, Cambiamento

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from decimal import Decimal

    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.scenario import Scenario

GENERE = "contratto"
_STIPULA = "stipula"


class Aggiudicato(NamedTuple):
    """Ciò che il contratto dice e la gara non diceva; `campi` sono `NOME=VALORE`, come in `ldq aggiungi`.

    Estremi: `dal` e `fine` compresi. Unità: ogni opzione è il suo tipo e i suoi mesi.
    """

    dal: date
    id: str = ""
    titolo: str = ""
    tipo: str = ""
    affidatari: tuple[str, ...] = ()
    cig: str = ""
    importo: Decimal | None = None
    iva: str = ""
    fine: date | None = None
    mesi: int | None = None
    opzioni: tuple[tuple[str, str], ...] = ()
    fonte: str = ""
    campi: tuple[str, ...] = ()


def award_scenario(portafoglio: Portafoglio, scenario: Scenario, detto: Aggiudicato, oggi: date) -> Atto:
    """Il contratto che viene dallo scenario, con i suoi quartieri, la sua durata, i suoi codici e il suo responsabile.

    Errori: `InvalidRequestError` se è già affidato o lasciato, se la gara è finita senza un'aggiudicazione, se il servizio
    comincerebbe prima.
    """
    _check_in_gioco(portafoglio, scenario)
    aggiudicazione = _find_aggiudicazione(scenario)
    if aggiudicazione.conclusa and detto.dal < aggiudicazione.conclusa:
        raise InvalidRequestError(
            f"«{scenario.id}» è aggiudicato il {format_giorno(aggiudicazione.conclusa)}: il contratto non può cominciare il "
            f"{format_giorno(detto.dal)}",
            "indicare con --dal il primo giorno di servizio",
        )
    fonte = detto.fonte or aggiudicazione.atto or f"registrata il {format_giorno(oggi)}"
    noti = {**_inherit(portafoglio, scenario, detto), **_list_detti(detto, fonte)}
    id_ = detto.id or _name(portafoglio, scenario, detto.dal)
    voce = build_voce(GENERE, id_, noti, detto.campi)
    frase = f"«{scenario.nome}» ({scenario.id}) affidato: contratto «{id_}» dal {format_giorno(detto.dal)}"
    return Atto(frase, (Cambiamento((), voce, in_fondo=True),), tuple(_list_avvertenze(scenario, voce, aggiudicazione)))


# ——— se si può


def _check_in_gioco(portafoglio: Portafoglio, scenario: Scenario) -> None:
    lasciato = portafoglio.lasciati.get(scenario.id)
    if lasciato is None:
        return
    if lasciato.contratti:
        quali = format_elenco([f"«{c.id}»" for c in lasciato.contratti])
        raise InvalidRequestError(
            f"«{scenario.id}» è già affidato: ne viene {quali}",
            f"per un altro lotto: ldq aggiungi contratto ID --campo scenario={scenario.id} …",
        )
    come = "scartato" if scenario.stato == "scartato" else "escluso da un'alternativa scelta"
    raise InvalidRequestError(f"«{scenario.id}» è {come}", f"se la gara si è fatta, prima: ldq scegli {scenario.id}")


def _find_aggiudicazione(scenario: Scenario) -> Svolgimento:
    """Che cosa i fatti dicono dell'aggiudicazione, o della stipula se dicono solo di quella; vuoto se non ne dicono.

    Errori: `InvalidRequestError` se dopo un esito senza contratto non c'è un altro tentativo.
    """
    *finiti, aperto = split_tentativi(scenario.avanzamento)
    esito = finiti[-1].esito if finiti else None
    if esito is not None and not aperto.fatti:
        quando = f" il {format_giorno(esito.fatto.il.primo)}" if esito.fatto.il else ""
        raise InvalidRequestError(
            f"la gara di «{scenario.id}» è {esito.fatto.esito}{quando}, e non ne è cominciata un'altra",
            f"se è stata rifatta, scriverne i fatti: ldq fatto {scenario.id} {AGGIUDICATA} --il GIORNO",
        )
    svolgimenti = read_svolgimenti(aperto)
    return svolgimenti.get(AGGIUDICAZIONE) or svolgimenti.get(_STIPULA) or Svolgimento()


# ——— che cosa si scrive


def _name(portafoglio: Portafoglio, scenario: Scenario, dal: date) -> str:
    """L'id dello scenario con l'anno in cui comincia, se già non lo dice; un altro, se c'è già."""
    anno = str(dal.year)
    base = scenario.id if anno in scenario.id.split("-") else f"{scenario.id}-{anno}"
    id_, numero = base, 1
    while id_ in portafoglio.contratti_by_id:
        numero += 1
        id_ = f"{base}-{numero}"
    return id_


def _inherit(portafoglio: Portafoglio, scenario: Scenario, detto: Aggiudicato) -> dict[str, Any]:
    """Ciò che il contratto prende dallo scenario; la durata, se non se ne dice un'altra."""
    fine = find_fine_fissa(portafoglio, scenario)
    durata: Mapping[str, Any] = {"scadenza_base": fine}
    if fine is None:
        durata = {"durata_mesi": scenario.durata_mesi, "durata_giorni": scenario.durata_giorni}
    base = {
        "quartieri": list(scenario.quartieri),
        "tipo": "appalto-di-servizi",
        "titolo": scenario.nome,
        "origine_date": "contratto",
        "scenario": scenario.id,
        "responsabile": scenario.responsabile,
        "cup": scenario.cup,
        "cui": scenario.cui,
        **({} if detto.fine or detto.mesi else durata),
    }
    return {campo: valore for campo, valore in base.items() if valore is not None}


def _list_detti(detto: Aggiudicato, fonte: str) -> dict[str, Any]:
    """Ciò che si è detto, con i nomi che ha nei dati."""
    ruoli = ["singolo"] if len(detto.affidatari) == 1 else ["capogruppo", *["mandante"] * len(detto.affidatari)]
    detti = {
        "titolo": detto.titolo,
        "tipo": detto.tipo,
        "affidatari": [{"nome": nome, "ruolo": ruolo} for nome, ruolo in zip(detto.affidatari, ruoli, strict=False)],
        "cig": detto.cig,
        "inizio": detto.dal,
        "durata_mesi": detto.mesi,
        "scadenza_base": detto.fine,
        "opzioni": [{"tipo": t, "stato": "aperta", "durata_mesi": m, "fonte": fonte} for t, m in detto.opzioni],
        "importo_eur": detto.importo,
        "iva": detto.iva,
        "fonte": fonte,
    }
    return {campo: valore for campo, valore in detti.items() if valore}


def _list_avvertenze(scenario: Scenario, voce: Mapping[str, Any], aggiudicazione: Svolgimento) -> Iterator[str]:
    """Ciò che i dati non dicono, e chi firma sa."""
    if scenario.avanzamento and aggiudicazione.conclusa is None:
        yield "i fatti della gara non dicono l'aggiudicazione"
    if aperte := [c.testo for c in scenario.condizioni if not c.soddisfatta]:
        yield f"risultano ancora aperte le condizioni: {'; '.join(aperte)}"
    campi = {"affidatari": "chi lo esegue", "cig": "il CIG", "importo_eur": "l'importo"}
    if mancano := [nome for campo, nome in campi.items() if campo not in voce]:
        yield f"il contratto non dice {format_elenco(mancano)}"
