"""Ciò che chi legge le date di una gara deve sapere: il ritardo, la legge usata, i suoi termini, la sua verifica."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.incerta import NON_NOTO
from ldq_planner.dates.testo import format_giorno
from ldq_planner.engine.gara import list_termini, read_altrimenti
from ldq_planner.model.cronoprogramma import Avviso
from ldq_planner.model.norme import DA_VERIFICARE
from ldq_planner.model.testo import format_durata, format_elenco, format_euro, format_giorni
from ldq_planner.rules import cambio_di_regime_vicino

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ldq_planner.engine.cronoprogramma import Agenda
    from ldq_planner.engine.norme import Diritto
    from ldq_planner.engine.previsione import Previsione
    from ldq_planner.model.cronoprogramma import Cronoprogramma, EsitoGara
    from ldq_planner.model.scenario import Scenario
    from ldq_planner.model.tempi import TempiScenario


def warn_gara(agenda: Agenda, crono: Cronoprogramma, esito: EsitoGara) -> Iterator[Avviso]:
    """Gli avvisi della risposta di `ldq gara`."""
    dal, primo = esito.servizio_dal, esito.primo_avvio_possibile
    if dal and primo and esito.margine_giorni < 0:
        dopo = f", {format_giorni(esito.ritardo_giorni)} dopo" if esito.ritardo_giorni else ""
        yield Avviso(
            "in-ritardo",
            f"per cominciare il {format_giorno(dal)} la preparazione doveva partire {format_giorni(-esito.margine_giorni)} "
            f"fa, il {format_giorno(crono.inizio_preparazione)}; partendo oggi il servizio comincia il "
            f"{format_giorno(primo)}{dopo}",
        )
    yield from _warn_crono(agenda, crono)
    yield from _warn_valore(esito)


def add_avvisi(previsione: Previsione) -> dict[str, TempiScenario]:
    """Scenario → i tempi della sua gara, con ciò che chi li legge deve sapere."""
    scenari = previsione.portafoglio.scenari_by_id
    return {
        id_: tempi._replace(avvisi=tuple(_warn_tempi(scenari[id_], tempi, *previsione.gare[id_])))
        for id_, tempi in previsione.tempi.items()
    }


def _warn_tempi(scenario: Scenario, tempi: TempiScenario, agenda: Agenda, crono: Cronoprogramma) -> Iterator[Avviso]:
    if tempi.procedura_assunta:
        ignota = f"«{scenario.procedura}» non è una procedura delle norme"
        detta = ignota if scenario.procedura else "i dati non la dicono"
        yield Avviso("procedura-assunta", f"procedura: {detta}; si conta come «{tempi.procedura}»")
    if tempi.ritardo_giorni:
        yield Avviso(
            "non-in-tempo",
            f"per cominciare il {format_giorno(tempi.obiettivo)} è tardi: ai tempi probabili, partendo oggi, il servizio "
            f"comincia il {format_giorno(tempi.primo_avvio)}, {tempi.ritardo_giorni} "
            f"{'giorno' if tempi.ritardo_giorni == 1 else 'giorni'} dopo",
        )
    if tempi.inizio_dichiarato == NON_NOTO:
        yield Avviso("inizio-calcolato", "il documento non dà l'inizio: è il primo giorno possibile ai tempi probabili")
    yield from _warn_crono(agenda, crono)


def warn_legge(diritto: Diritto, giorno: date) -> Iterator[Avviso]:
    """Se quel giorno la legge può essere cambiata."""
    if giorno > diritto.verificato_al:
        fino = format_giorno(diritto.verificato_al)
        yield Avviso("legge-non-verificata", f"la legge è verificata fino al {fino}: dopo può essere cambiata")


def _warn_crono(agenda: Agenda, crono: Cronoprogramma) -> Iterator[Avviso]:
    """Gli avvisi sulla legge usata, i suoi termini e la sua verifica."""
    altra = read_altrimenti(agenda, crono)
    if altra is not None:
        yield Avviso(cambio_di_regime_vicino.CODICE, cambio_di_regime_vicino.say_cambio(crono, altra))
    yield from warn_legge(agenda.diritto, crono.pubblicazione)
    festivi = agenda.diritto.norme.festivi.verificato_al.primo
    if crono.avvio > festivi:
        yield Avviso("festivi-non-verificati", f"i festivi sono verificati fino al {format_giorno(festivi)}")
    if agenda.ipotesi.procedura.regime == "fuori-codice":
        yield Avviso("fuori-codice", f"«{crono.procedura}» non segue il codice dei contratti: nessun termine di legge")
    nomi = {p.id: p.nome for p in crono.passi}
    for passo, valore, giorno in list_termini(agenda, crono):
        if passo.fine > giorno:
            oltre = f"«{passo.nome}» il {format_giorno(passo.fine)} passa il {format_giorno(giorno)}"
            quanto = f"{format_durata(valore.valore, valore.unita)} da «{nomi[valore.da or passo.id]}»"
            yield Avviso("oltre-il-termine", f"{oltre}, {quanto} ({valore.fonte})")
    yield from _warn_verifica(agenda, crono)


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


def _warn_valore(esito: EsitoGara) -> Iterator[Avviso]:
    """Se al valore dato la procedura è ammessa, e se la risposta dipende dall'aliquota."""
    non_ammesse = (
        (v, a) for v in esito.valori for a in v.procedure if a.procedura == esito.procedura and not a.ammessa
    )
    for valore, ammessa in non_ammesse:
        iva = "" if valore.aliquota is None else f" (IVA al {valore.aliquota} %)"
        netti = f"{format_euro(valore.netto)} netti{iva}"
        yield Avviso("procedura-non-ammessa", f"a {netti} «{esito.procedura}» non è ammessa ({ammessa.riferimento})")
    if len({tuple(a.ammessa for a in v.procedure) for v in esito.valori}) > 1:
        netti = format_elenco([f"{format_euro(v.netto)} al {v.aliquota} %" for v in esito.valori])
        yield Avviso("aliquota-decisiva", f"le procedure ammesse dipendono dall'aliquota dell'IVA: netti {netti}")
