"""La gara chiesta: ciò che non si può chiedere, e la risposta con tutte le sue date (`ldq/gara/1`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.mesi import end_of_mesi
from ldq_planner.dates.testo import format_giorno
from ldq_planner.engine.cronoprogramma import Agenda
from ldq_planner.engine.gara import read_altrimenti
from ldq_planner.engine.valore import compute_valori
from ldq_planner.errors import InvalidRequestError, UnknownIdError
from ldq_planner.model.cronoprogramma import EsitoGara
from ldq_planner.model.simili import suggest
from ldq_planner.model.testo import format_elenco, format_giorni
from ldq_planner.reports.avvisi_gara import warn_gara

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.engine.gara import Richiesta
    from ldq_planner.engine.norme import Diritto
    from ldq_planner.model.cronoprogramma import Cronoprogramma

_SENZA_DURATA = ("evento", "precondizione")


def plan_gara(diritto: Diritto, richiesta: Richiesta, oggi: date) -> EsitoGara:
    """Le date della gara chiesta, e ciò che chi le legge deve sapere.

    Errori: `InvalidRequestError` se una fase non esiste o sta sotto il minimo di legge, se l'invio non è in un giorno
    lavorativo, se la legge di allora non è nota.
    """
    agenda, crono = schedule_richiesta(diritto, richiesta)
    dal, importo = richiesta.servizio_dal, richiesta.importo
    primo = agenda.schedule_da(oggi).avvio if dal else None
    altra = read_altrimenti(agenda, crono)
    esito = EsitoGara(
        **crono.lettura._asdict(),
        procedura=crono.procedura,
        regime_nome=diritto.find_regime(crono.pubblicazione).nome,
        direzione="indietro" if dal else "avanti",
        profilo=crono.profilo,
        servizio_dal=dal,
        servizio_al=end_of_mesi(dal or crono.avvio, richiesta.durata_mesi) if richiesta.durata_mesi else None,
        comunicazioni=crono.find_fine("comunicazioni"),
        inizio_preparazione=crono.inizio_preparazione,
        margine_giorni=(crono.inizio_preparazione - oggi).days,
        primo_avvio_possibile=primo,
        ritardo_giorni=max(0, (primo - dal).days) if primo and dal else None,
        fasi=crono.passi,
        altra_lettura=altra.lettura if altra else None,
        valori=() if importo is None else compute_valori(diritto, importo, richiesta.iva, crono.pubblicazione),
        verificato_al=diritto.verificato_al,
    )
    return esito._replace(avvisi=tuple(warn_gara(agenda, crono, esito)))


def schedule_richiesta(diritto: Diritto, richiesta: Richiesta) -> tuple[Agenda, Cronoprogramma]:
    """L'agenda e le date della gara chiesta, per spiegarle.

    Errori: come `plan_gara`.
    """
    agenda = Agenda(diritto, richiesta.ipotesi)
    _check_fissate(agenda)
    _check_casi(agenda)
    crono = _schedule(agenda, richiesta)
    _check_minimi(agenda, crono.pubblicazione)
    return agenda, crono


def _schedule(agenda: Agenda, richiesta: Richiesta) -> Cronoprogramma:
    dal, invio, da = richiesta.servizio_dal, richiesta.invio, richiesta.da
    if dal is None and invio is not None:
        _check_lavorativo(agenda, invio)
        return agenda.schedule_invio(invio)
    if dal is None:
        if da is None:
            raise InvalidRequestError("manca la data da cui contare", "dire quando comincia il servizio, o la gara")
        return agenda.schedule_da(da)
    crono = agenda.schedule_indietro(dal)
    if crono is None:
        raise InvalidRequestError(
            f"per un servizio dal {format_giorno(dal)} il bando cadrebbe prima della prima legge conosciuta",
            f"i regimi conosciuti cominciano il {format_giorno(agenda.diritto.primo_giorno)}",
        )
    return crono


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
    """I casi che accorciano i termini sono previsti dalla procedura."""
    previsti = {m.caso for f in agenda.fasi for m in f.minimi}
    for caso, nome in (("urgenza", "l'urgenza"), ("preinformazione", "la preinformazione")):
        if caso in agenda.ipotesi.casi and caso not in previsti:
            raise InvalidRequestError(
                f"nella procedura «{agenda.ipotesi.procedura.id}» nessun termine cambia con {nome}",
                f"togliere --{caso}",
            )


def _check_minimi(agenda: Agenda, giorno: date) -> None:
    """Nessuna fase fissata sta sotto il minimo di legge di quel giorno."""
    for fase in agenda.fasi:
        giorni = agenda.ipotesi.fissate.get(fase.id)
        minimo = agenda.find_minimo(fase, giorno)
        meno = minimo.valore if minimo else fase.almeno
        if giorni is not None and giorni < meno:
            perche = f" ({minimo.fonte})" if minimo else ""
            raise InvalidRequestError(
                f"«{fase.nome}» non può durare {format_giorni(giorni)}: il minimo è {format_giorni(meno)}{perche}",
                f"scrivere --fase {fase.id}={meno} o di più",
            )


def _check_lavorativo(agenda: Agenda, giorno: date) -> None:
    cal = agenda.calendario
    if not cal.is_lavorativo(giorno):
        prima, dopo = cal.last_lavorativo(giorno), cal.next_lavorativo(giorno)
        raise InvalidRequestError(
            f"il {format_giorno(giorno)} non è un giorno lavorativo ({cal.explain_riposo(giorno)}): un bando non parte",
            f"scrivere {prima} oppure {dopo}",
        )
