"""Una gara sola: la risposta di `ldq gara`, con ciò che chi la legge deve sapere."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.mesi import end_of_mesi
from ldq_planner.dates.testo import format_giorno
from ldq_planner.engine.cronoprogramma import Agenda
from ldq_planner.engine.valore import compute_valori
from ldq_planner.errors import InvalidRequestError, UnknownIdError
from ldq_planner.model.cronoprogramma import Avviso, EsitoGara, Lettura
from ldq_planner.model.norme import DA_VERIFICARE
from ldq_planner.model.simili import suggest
from ldq_planner.model.testo import format_durata, format_elenco, format_euro, format_giorni

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from ldq_planner.engine.cronoprogramma import Ipotesi
    from ldq_planner.engine.norme import Diritto
    from ldq_planner.model.cronoprogramma import Cronoprogramma, PassoGara, ValoreAppalto
    from ldq_planner.model.norme import Valore

VICINO = timedelta(days=7)
"""A quanti giorni da un cambio di regime si mostrano le due letture."""
_UN_GIORNO = timedelta(days=1)
_SENZA_DURATA = ("evento", "precondizione")


class Richiesta(NamedTuple):
    """Che cosa si chiede di una gara: uno solo fra `servizio_dal`, `invio` e `da`.

    Unità: `importo` in euro per tutta la durata, opzioni comprese; `iva` come in `engine.valore`.
    """

    ipotesi: Ipotesi
    servizio_dal: date | None = None
    invio: date | None = None
    da: date | None = None
    importo: Decimal | None = None
    iva: str | int = ""
    durata_mesi: int | None = None


def plan_gara(diritto: Diritto, richiesta: Richiesta, oggi: date) -> EsitoGara:
    """Le date della gara chiesta.

    Errori: `InvalidRequestError` se una fase non esiste o sta sotto il minimo di legge, se l'invio non è in un giorno
    lavorativo, se la legge di allora non è nota.
    """
    agenda, crono = schedule_richiesta(diritto, richiesta)
    dal = richiesta.servizio_dal
    primo = agenda.schedule_da(oggi).avvio if dal else None
    valori = (
        ()
        if richiesta.importo is None
        else compute_valori(diritto, richiesta.importo, richiesta.iva, crono.pubblicazione)
    )
    ritardo = max(0, (primo - dal).days) if primo and dal else None
    return EsitoGara(
        procedura=crono.procedura,
        regime=crono.regime,
        regime_nome=diritto.find_regime(crono.pubblicazione).nome,
        direzione="indietro" if dal else "avanti",
        profilo=crono.profilo,
        servizio_dal=dal,
        servizio_al=end_of_mesi(dal or crono.avvio, richiesta.durata_mesi) if richiesta.durata_mesi else None,
        invio=crono.invio,
        pubblicazione=crono.pubblicazione,
        scadenza_offerte=crono.find_fine("ricezione_offerte"),
        aggiudicazione=crono.find_fine("aggiudicazione"),
        comunicazioni=crono.find_fine("comunicazioni"),
        fine_standstill=crono.find_fine("standstill"),
        stipula=crono.find_fine("stipula"),
        avvio=crono.avvio,
        inizio_preparazione=crono.inizio_preparazione,
        margine_giorni=(crono.inizio_preparazione - oggi).days,
        primo_avvio_possibile=primo,
        ritardo_giorni=ritardo,
        fasi=crono.passi,
        altra_lettura=read_altrimenti(agenda, crono),
        valori=valori,
        verificato_al=diritto.verificato_al,
        avvisi=tuple(_warn(agenda, crono, oggi, (dal, primo, ritardo), valori)),
    )


def schedule_richiesta(diritto: Diritto, richiesta: Richiesta) -> tuple[Agenda, Cronoprogramma]:
    """L'agenda e le date della gara chiesta, per spiegarle.

    Errori: come `plan_gara`.
    """
    agenda = Agenda(diritto, richiesta.ipotesi)
    check_fissate(agenda)
    check_casi(agenda)
    crono = _schedule(agenda, richiesta)
    check_minimi(agenda, crono.pubblicazione)
    return agenda, crono


def _schedule(agenda: Agenda, richiesta: Richiesta) -> Cronoprogramma:
    if richiesta.servizio_dal is not None:
        return schedule_indietro(agenda, richiesta.servizio_dal)
    if richiesta.invio is not None:
        _check_lavorativo(agenda, richiesta.invio)
        return agenda.schedule_invio(richiesta.invio)
    if richiesta.da is None:
        raise InvalidRequestError("manca la data da cui contare", "dire quando comincia il servizio, o la gara")
    return agenda.schedule_da(richiesta.da)


def schedule_indietro(agenda: Agenda, servizio_dal: date) -> Cronoprogramma:
    """La gara che parte all'ultimo giorno utile perché il servizio cominci in tempo, con i limiti di ogni fase.

    Errori: `InvalidRequestError` se quel giorno cade prima della prima legge conosciuta.
    """
    crono = agenda.schedule_indietro(servizio_dal)
    if crono is None:
        raise InvalidRequestError(
            f"per un servizio dal {format_giorno(servizio_dal)} il bando cadrebbe prima della prima legge conosciuta",
            f"i regimi conosciuti cominciano il {format_giorno(agenda.diritto.primo_giorno)}",
        )
    return crono


# --- ciò che la richiesta non può chiedere -------------------------------------------------------------------------


def check_fissate(agenda: Agenda) -> None:
    """Le fasi fissate esistono e hanno una durata."""
    fasi = {f.id: f for f in agenda.fasi}
    for id_ in agenda.ipotesi.fissate:
        if id_ not in fasi:
            note = format_elenco([f.id for f in agenda.fasi if f.tipo not in _SENZA_DURATA])
            rimedio = suggest(id_, fasi, f"le fasi sono: {note}")
            raise UnknownIdError(f"«{id_}» non è una fase di «{agenda.ipotesi.procedura.id}»", rimedio)
        if fasi[id_].tipo in _SENZA_DURATA:
            raise InvalidRequestError(f"«{fasi[id_].nome}» non ha una durata", "togliere --fase " + id_)


def check_casi(agenda: Agenda) -> None:
    """I casi che accorciano i termini sono previsti dalla procedura."""
    previsti = {m.caso for f in agenda.fasi for m in f.minimi}
    for caso, nome in (("urgenza", "l'urgenza"), ("preinformazione", "la preinformazione")):
        if caso in agenda.ipotesi.casi and caso not in previsti:
            raise InvalidRequestError(
                f"nella procedura «{agenda.ipotesi.procedura.id}» nessun termine cambia con {nome}",
                f"togliere --{caso}",
            )


def check_minimi(agenda: Agenda, giorno: date) -> None:
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


# --- ciò che chi legge deve sapere ---------------------------------------------------------------------------------


def read_altrimenti(agenda: Agenda, crono: Cronoprogramma) -> Lettura | None:
    """Le date sotto l'altro regime, se la pubblicazione cade a pochi giorni da un cambio."""
    for regime in agenda.diritto.norme.regimi[1:]:
        cambio = regime.dal.primo
        if abs(crono.pubblicazione - cambio) <= VICINO:
            altro = cambio if crono.pubblicazione < cambio else cambio - _UN_GIORNO
            letto = agenda.schedule_invio(crono.invio, altro)
            return Lettura(
                letto.regime,
                letto.invio,
                letto.pubblicazione,
                letto.find_fine("ricezione_offerte"),
                letto.find_fine("aggiudicazione"),
                letto.find_fine("standstill"),
                letto.find_fine("stipula"),
                letto.avvio,
            )
    return None


def _warn(
    agenda: Agenda,
    crono: Cronoprogramma,
    oggi: date,
    quando: tuple[date | None, date | None, int | None],
    valori: tuple[ValoreAppalto, ...],
) -> Iterator[Avviso]:
    dal, primo, ritardo = quando
    in_ritardo = (oggi - crono.inizio_preparazione).days
    if dal and primo and in_ritardo > 0:
        dopo = f", {format_giorni(ritardo)} dopo" if ritardo else ""
        yield Avviso(
            "in-ritardo",
            f"per cominciare il {format_giorno(dal)} la preparazione doveva partire {format_giorni(in_ritardo)} fa, il "
            f"{format_giorno(crono.inizio_preparazione)}; partendo oggi il servizio comincia il "
            f"{format_giorno(primo)}{dopo}",
        )
    yield from warn_crono(agenda, crono)
    yield from _warn_valore(crono, valori)


def warn_crono(agenda: Agenda, crono: Cronoprogramma) -> Iterator[Avviso]:
    """Gli avvisi sulla legge usata, i suoi termini e la sua verifica."""
    altra = read_altrimenti(agenda, crono)
    if altra is not None:
        yield Avviso(
            "cambio-di-regime-vicino",
            f"pubblicato il {format_giorno(crono.pubblicazione)} vale «{crono.regime}», ma a pochi giorni comincia o "
            f"finisce «{altra.regime}»: sotto quello la stipula cadrebbe il "
            f"{format_giorno(altra.stipula) if altra.stipula else '–'} e il servizio il {format_giorno(altra.avvio)}",
        )
    diritto = agenda.diritto
    if crono.pubblicazione > diritto.verificato_al:
        yield Avviso(
            "legge-non-verificata",
            f"la legge è verificata fino al {format_giorno(diritto.verificato_al)}: dopo può essere cambiata",
        )
    festivi = diritto.norme.festivi.verificato_al.primo
    if crono.avvio > festivi:
        yield Avviso("festivi-non-verificati", f"i festivi sono verificati fino al {format_giorno(festivi)}")
    if agenda.ipotesi.procedura.regime == "fuori-codice":
        yield Avviso("fuori-codice", f"«{crono.procedura}» non segue il codice dei contratti: nessun termine di legge")
    nomi = {p.id: p.nome for p in crono.passi}
    for passo, valore, giorno in list_termini(agenda, crono):
        if passo.fine > giorno:
            yield Avviso(
                "oltre-il-termine",
                f"«{passo.nome}» il {format_giorno(passo.fine)} passa il {format_giorno(giorno)}, "
                f"{format_durata(valore.valore, valore.unita)} da «{nomi[valore.da or passo.id]}» ({valore.fonte})",
            )
    yield from _warn_verifica(agenda, crono)


def list_termini(agenda: Agenda, crono: Cronoprogramma) -> Iterator[tuple[PassoGara, Valore, date]]:
    """Ogni fase con un termine massimo di legge: la fase, il termine, il giorno in cui scade."""
    passi = {p.id: p for p in crono.passi}
    for fase in agenda.fasi:
        for valore in agenda.find_massimi(fase, crono.pubblicazione):
            giorno = agenda.find_termine(valore, crono)
            if giorno is not None:
                yield passi[fase.id], valore, giorno


def _warn_verifica(agenda: Agenda, crono: Cronoprogramma) -> Iterator[Avviso]:
    """Ciò che decide le date e non è verificato."""
    regime = agenda.diritto.find_regime(crono.pubblicazione)
    dubbi = [
        f"«{p.nome}» ({p.riferimento})" for p in crono.passi if p.stato_fonte == DA_VERIFICARE and p.origine == "legge"
    ]
    if regime.verifica == DA_VERIFICARE:
        dubbi.insert(0, f"il regime «{regime.id}»: {regime.criterio} ({regime.fonte})")
    if dubbi:
        yield Avviso("da-verificare", f"da verificare: {'; '.join(dubbi)}")
    if any(p.origine == "stima" and p.giorni for p in crono.passi):
        yield Avviso("stime", "le durate senza un termine di legge sono stime, da verificare")
    ridotti = agenda.ipotesi.casi & {"urgenza", "preinformazione"}
    for fase in agenda.fasi:
        minimo = agenda.find_minimo(fase, crono.pubblicazione)
        if minimo is not None and minimo.nota and any(m.caso in ridotti for m in fase.minimi):
            yield Avviso("condizione-del-termine", f"«{fase.nome}»: {minimo.nota} ({minimo.fonte})")


def _warn_valore(crono: Cronoprogramma, valori: tuple[ValoreAppalto, ...]) -> Iterator[Avviso]:
    """Se al valore dato la procedura è ammessa, e se la risposta dipende dall'aliquota."""
    esiti = [(v, next(a for a in v.procedure if a.procedura == crono.procedura)) for v in valori]
    no = [(v, a) for v, a in esiti if not a.ammessa]
    for valore, ammessa in no:
        quale = "" if valore.aliquota is None else f" (IVA al {valore.aliquota} %)"
        yield Avviso(
            "procedura-non-ammessa",
            f"a {format_euro(valore.netto)} netti{quale} «{crono.procedura}» non è ammessa ({ammessa.riferimento})",
        )
    if len({tuple(a.ammessa for a in v.procedure) for v in valori}) > 1:
        netti = format_elenco([f"{format_euro(v.netto)} al {v.aliquota} %" for v in valori])
        yield Avviso("aliquota-decisiva", f"le procedure ammesse dipendono dall'aliquota dell'IVA: netti {netti}")
