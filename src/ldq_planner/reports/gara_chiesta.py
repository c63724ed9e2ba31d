"""La gara chiesta: ciò che non si può chiedere, e la risposta con tutte le sue date (`ldq/gara/1`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.mesi import end_of_mesi
from ldq_planner.dates.testo import format_giorno
from ldq_planner.engine.ammissione import admit, is_prevista
from ldq_planner.engine.effetti import list_senza
from ldq_planner.engine.gara import imagine_agenda, read_altrimenti
from ldq_planner.engine.norme import get_fonte
from ldq_planner.engine.procedure import list_agende
from ldq_planner.engine.termini import find_quesiti
from ldq_planner.engine.valore import compute_valori
from ldq_planner.errors import InvalidRequestError, UnknownIdError
from ldq_planner.model.cronoprogramma import EsitoGara
from ldq_planner.model.norme import ESECUZIONE_ANTICIPATA, PREINFORMAZIONE, RICORSO, URGENZA
from ldq_planner.model.simili import suggest
from ldq_planner.model.testo import format_elenco, format_giorni
from ldq_planner.reports.avvisi_gara import warn_gara
from ldq_planner.reports.effetti import compare_opzione, explain_senza_effetto, warn_opzioni

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.engine.cronoprogramma import Agenda
    from ldq_planner.engine.effetti import Senza
    from ldq_planner.engine.gara import Richiesta
    from ldq_planner.engine.norme import Diritto
    from ldq_planner.model.cronoprogramma import Cronoprogramma, OpzioneChiesta

_SENZA_DURATA = ("evento", "precondizione")
_PRIMA_DELLA_STIPULA = f"; se il servizio comincia prima della stipula, --{ESECUZIONE_ANTICIPATA}"
CASI = (
    (URGENZA, "l'urgenza"),
    (PREINFORMAZIONE, "la preinformazione"),
    (ESECUZIONE_ANTICIPATA, "l'esecuzione anticipata"),
    (RICORSO, "il ricorso"),
)
"""I casi che non tutte le procedure prevedono, e come si chiamano."""


def plan_gara(diritto: Diritto, richiesta: Richiesta, oggi: date) -> EsitoGara:
    """Le date della gara chiesta, e ciò che chi le legge deve sapere.

    Errori: `InvalidRequestError` se una fase non esiste o sta sotto il minimo di legge, se l'invio non è in un giorno
    lavorativo, se la legge di allora non è nota.
    """
    agenda, crono = schedule_richiesta(diritto, richiesta)
    esito = _answer(agenda, crono, richiesta, oggi)
    assunto = diritto.find_servizio("").id
    opzioni = tuple(_compare(s, agenda, crono, esito, oggi) for s in list_senza(richiesta, assunto))
    esito = esito._replace(opzioni=opzioni)
    return esito._replace(avvisi=(*warn_gara(agenda, crono, esito), *warn_opzioni(opzioni)))


def _compare(senza: Senza, agenda: Agenda, crono: Cronoprogramma, esito: EsitoGara, oggi: date) -> OpzioneChiesta:
    """La gara con un'opzione e la stessa gara senza, anche dove senza starebbe sotto un minimo di legge."""
    altra = imagine_agenda(agenda.diritto, senza.richiesta)
    crono_senza = senza.richiesta.schedule(altra)
    prima = None if crono_senza is None else _answer(altra, crono_senza, senza.richiesta, oggi)
    return compare_opzione(senza, prima, esito, explain_senza_effetto(senza, agenda, crono))


def _answer(agenda: Agenda, crono: Cronoprogramma, richiesta: Richiesta, oggi: date) -> EsitoGara:
    """La risposta, senza ciò che chi la legge deve sapere."""
    diritto, dal, importo = agenda.diritto, richiesta.servizio_dal, richiesta.importo
    appalto = agenda.ipotesi.describe_appalto(richiesta.durata_mesi)
    primo = agenda.schedule_primo(oggi).avvio if dal else None
    altra, quesiti = read_altrimenti(agenda, crono), find_quesiti(agenda, crono)
    return EsitoGara(
        **crono.lettura._asdict(),
        procedura=crono.procedura,
        regime_nome=diritto.find_regime(crono.pubblicazione).nome,
        direzione="indietro" if dal else "avanti",
        profilo=crono.profilo,
        servizio_dal=dal,
        servizio_al=end_of_mesi(dal or crono.avvio, richiesta.durata_mesi) if richiesta.durata_mesi else None,
        comunicazioni=crono.find_fine("comunicazioni"),
        inizio_preparazione=crono.inizio_preparazione,
        invio_non_prima_del=agenda.find_attesa(crono, dal) if dal else None,
        quesiti_entro=quesiti[0] if quesiti else None,
        sotto_soglia=agenda.durate.is_sotto_soglia(crono.legge),
        margine_giorni=(crono.inizio_preparazione - oggi).days,
        primo_avvio_possibile=primo,
        ritardo_giorni=max(0, (primo - dal).days) if primo and dal else None,
        fasi=crono.passi,
        altra_lettura=altra.lettura if altra else None,
        valori=() if importo is None else compute_valori(diritto, importo, richiesta.iva, crono.pubblicazione, appalto),
        condizioni=admit(diritto, agenda.ipotesi.procedura, appalto, crono.pubblicazione).condizioni,
        verificato_al=diritto.find_verificato(crono.pubblicazione),
    )


def schedule_richiesta(diritto: Diritto, richiesta: Richiesta) -> tuple[Agenda, Cronoprogramma]:
    """L'agenda e le date della gara chiesta, per spiegarle.

    Errori: come `plan_gara`.
    """
    agenda = imagine_agenda(diritto, richiesta)
    _check_fissate(agenda)
    _check_casi(agenda)
    crono = _schedule(agenda, richiesta)
    _check_prevista(agenda, crono.pubblicazione)
    _check_minimi(agenda, crono.pubblicazione)
    return agenda, crono


def _schedule(agenda: Agenda, richiesta: Richiesta) -> Cronoprogramma:
    if richiesta.invio is not None:
        _check_lavorativo(agenda, richiesta.invio)
    crono = richiesta.schedule(agenda)
    if crono is not None:
        return crono
    if richiesta.servizio_dal is None:
        raise InvalidRequestError("manca la data da cui contare", "dire quando comincia il servizio, o la gara")
    raise InvalidRequestError(
        f"per un servizio dal {format_giorno(richiesta.servizio_dal)} il bando cadrebbe prima della prima legge conosciuta",
        f"i regimi conosciuti cominciano il {format_giorno(agenda.diritto.primo_giorno)}",
    )


def check_confronto(diritto: Diritto, richiesta: Richiesta) -> None:
    """La richiesta si può fare di più procedure insieme.

    Errori: `InvalidRequestError` se una fase fissata non è di nessuna, o sta sotto un minimo; se l'invio non è lavorativo.
    """
    tutte = [agenda for agende in list_agende(diritto, richiesta) for agenda in agende]
    note = {f.id for agenda in tutte for f in agenda.fasi}
    if not note.issuperset(richiesta.ipotesi.fissate):
        _check_fissate(tutte[0])
    if richiesta.invio is not None:
        _check_lavorativo(tutte[0], richiesta.invio)
    for agenda in tutte:
        crono = richiesta.schedule(agenda)
        if crono is not None:
            _check_minimi(agenda, crono.pubblicazione)


# --- ciò che la richiesta non può chiedere -------------------------------------------------------------------------


def _check_fissate(agenda: Agenda) -> None:
    """Le fasi fissate esistono e hanno una durata."""
    fasi = {f.id: f for f in agenda.fasi}
    for id_ in agenda.ipotesi.fissate:
        if id_ not in fasi:
            note = format_elenco([f.id for f in agenda.fasi if f.tipo not in _SENZA_DURATA])
            rimedio = suggest(id_, fasi, f"le fasi sono: {note}")
            raise UnknownIdError(f"«{id_}» non è una fase di «{agenda.ipotesi.procedura.id}»", rimedio)
        if fasi[id_].tipo in _SENZA_DURATA:
            raise InvalidRequestError(f"«{fasi[id_].nome}» non ha una durata", "togliere --fase " + id_)


def _check_casi(agenda: Agenda) -> None:
    """I casi che cambiano le date sono previsti dalla procedura."""
    for caso, nome in CASI:
        if caso in agenda.ipotesi.casi and not agenda.durate.is_previsto(caso):
            raise InvalidRequestError(
                f"nella procedura «{agenda.ipotesi.procedura.id}» nessun termine cambia con {nome}",
                f"togliere --{caso}",
            )


def _check_prevista(agenda: Agenda, giorno: date) -> None:
    """La procedura è già prevista dalla legge di quel giorno."""
    procedura = agenda.ipotesi.procedura
    if procedura.dal is not None and not is_prevista(procedura, giorno):
        fonte, _ = get_fonte(agenda.diritto.find_articolo(procedura.dal.primo, procedura.id))
        raise InvalidRequestError(
            f"il {format_giorno(giorno)} la procedura «{procedura.id}» non c'era: è prevista dal "
            f"{format_giorno(procedura.dal.primo)}{f' ({fonte})' if fonte else ''}",
            "scegliere una data successiva, o un'altra procedura (ldq norme)",
        )


def _check_minimi(agenda: Agenda, giorno: date) -> None:
    """Nessuna fase fissata sta sotto il minimo di legge di quel giorno."""
    for fase in agenda.fasi:
        giorni = agenda.ipotesi.fissate.get(fase.id)
        minimo = agenda.durate.find_minimo(fase, giorno)
        meno = minimo.valore if minimo else fase.almeno
        if giorni is not None and giorni < meno:
            perche = f" ({minimo.fonte})" if minimo else ""
            altrimenti = "" if minimo or not fase.massimi else _PRIMA_DELLA_STIPULA
            raise InvalidRequestError(
                f"«{fase.nome}» non può durare {format_giorni(giorni)}: il minimo è {format_giorni(meno)}{perche}",
                f"scrivere --fase {fase.id}={meno} o di più{altrimenti}",
            )


def _check_lavorativo(agenda: Agenda, giorno: date) -> None:
    cal = agenda.calendario
    if not cal.is_lavorativo(giorno):
        prima, dopo = cal.last_lavorativo(giorno), cal.next_lavorativo(giorno)
        raise InvalidRequestError(
            f"il {format_giorno(giorno)} non è un giorno lavorativo ({cal.explain_riposo(giorno)}): un bando non parte",
            f"scrivere {prima} oppure {dopo}",
        )
