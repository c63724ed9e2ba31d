"""Ciò che chi legge le date di una gara deve sapere: il ritardo, la legge usata, i suoi termini, la sua verifica."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.incerta import NON_NOTO
from ldq_planner.dates.periodo import UN_GIORNO
from ldq_planner.dates.testo import format_giorno
from ldq_planner.engine.acquisti import find_soglia, is_programmato
from ldq_planner.engine.ammissione import admit
from ldq_planner.engine.cronoprogramma import INVIO
from ldq_planner.engine.gara import read_altrimenti
from ldq_planner.engine.gara_in_corso import is_partito
from ldq_planner.engine.termini import list_termini
from ldq_planner.model.cronoprogramma import Avviso
from ldq_planner.model.ponte import Riuscita
from ldq_planner.model.testo import format_durata, format_elenco, format_euro, format_giorni, format_numero, lower_prima
from ldq_planner.reports.avvisi_legge import warn_legge_usata
from ldq_planner.reports.tempi import say_impossibile, say_obiettivo
from ldq_planner.rules import cambio_di_regime_vicino
from ldq_planner.rules.base.ammissione import say_condizione, say_motivi, say_riserve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from ldq_planner.engine.cronoprogramma import Agenda
    from ldq_planner.engine.previsione import Previsione
    from ldq_planner.engine.tempi import GaraPrevista
    from ldq_planner.engine.termini import TermineMassimo
    from ldq_planner.model.cronoprogramma import CondizioneDiLegge, Cronoprogramma, EsitoGara
    from ldq_planner.model.norme import Valore
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
    yield from _warn_attese(agenda, crono, esito)
    yield from _warn_crono(agenda, crono)
    yield from _warn_valore(agenda, crono, esito)


def _warn_attese(agenda: Agenda, crono: Cronoprogramma, esito: EsitoGara) -> Iterator[Avviso]:
    """Dove una legge più severa finisce: non si invia prima, o conviene attendere."""
    invio = next(p.nome for p in crono.passi if p.id == INVIO)
    if esito.invio_non_prima_del is not None:
        prima = agenda.calendario.last_lavorativo(esito.invio_non_prima_del - UN_GIORNO)
        severa = agenda.reread(crono, agenda.find_pubblicazione(prima))
        yield Avviso(
            "invio-non-prima",
            f"«{invio}» non prima del {format_giorno(esito.invio_non_prima_del)}, anche se si è pronti: il "
            f"{format_giorno(prima)} vale «{agenda.diritto.name_regime(severa.regime)}», e il servizio comincerebbe tardi, il "
            f"{format_giorno(agenda.start_invio(prima))}",
        )
    migliore = agenda.find_migliore(crono) if esito.servizio_dal is None else None
    if migliore is not None:
        yield Avviso(
            "conviene-attendere",
            f"«{invio}» il {format_giorno(migliore.invio)}, sotto «{agenda.diritto.name_regime(migliore.regime)}», farebbe cominciare il servizio il "
            f"{format_giorno(migliore.avvio)}, {format_giorni((crono.avvio - migliore.avvio).days)} prima",
        )


def add_avvisi(previsione: Previsione) -> dict[str, TempiScenario]:
    """Scenario → i tempi della sua gara, con ciò che chi li legge deve sapere."""
    scenari = previsione.portafoglio.scenari_by_id
    return {
        id_: tempi._replace(avvisi=tuple(_warn_tempi(scenari[id_], tempi, previsione.gare[id_])))
        for id_, tempi in previsione.tempi.items()
    }


def _warn_tempi(scenario: Scenario, tempi: TempiScenario, gara: GaraPrevista) -> Iterator[Avviso]:
    if tempi.procedura_assunta:
        ignota = f"«{scenario.procedura}» non è una procedura delle norme"
        detta = ignota if scenario.procedura else "i dati non la dicono"
        yield Avviso("procedura-assunta", f"procedura: {detta}; si conta come «{tempi.procedura_nome}»")
    if tempi.inizio_previsto is None:
        yield Avviso("impossibile", say_impossibile(tempi))
    elif tempi.ritardo_giorni:
        yield Avviso(
            "non-in-tempo",
            f"per cominciare {say_obiettivo(tempi)} è tardi: ai tempi probabili, "
            f"{'con la gara in corso' if tempi.is_in_corso else 'partendo oggi'}, il servizio "
            f"comincia il {format_giorno(tempi.primo_avvio)}, {tempi.ritardo_giorni} "
            f"{'giorno' if tempi.ritardo_giorni == 1 else 'giorni'} dopo",
        )
    if tempi.inizio_dichiarato == NON_NOTO and tempi.inizio_previsto is not None:
        yield Avviso("inizio-calcolato", "il documento non dà l'inizio: è il primo giorno possibile ai tempi probabili")
    if not tempi.procedura_assunta:
        appalto = gara.agenda.ipotesi.describe_appalto(scenario.durata_mesi)._replace(netto=tempi.netto)
        ammessa = admit(gara.agenda.diritto, gara.agenda.ipotesi.procedura, appalto, gara.crono.pubblicazione)
        yield from _warn_riserve(ammessa.nome, ammessa.condizioni if ammessa.ammessa else ())
    soglia = find_soglia(gara.agenda, gara.crono)
    if soglia and tempi.netto is not None and tempi.netto >= soglia.valore and not is_programmato(scenario):
        yield Avviso(
            "programmazione",
            f"{_say_programma(tempi.netto, 'va')}, da {_say_limite(soglia)}: fra le condizioni non c'è",
        )
    yield from _warn_crono(gara.agenda, gara.crono)


def _warn_crono(agenda: Agenda, crono: Cronoprogramma) -> Iterator[Avviso]:
    """Gli avvisi sulla legge usata, i suoi termini e la sua verifica."""
    altra = None if is_partito(agenda) else read_altrimenti(agenda, crono)
    if altra is not None:
        yield Avviso(cambio_di_regime_vicino.CODICE, cambio_di_regime_vicino.say_cambio(agenda.diritto, crono, altra))
    if agenda.ipotesi.procedura.regime == "fuori-codice":
        yield Avviso(
            "fuori-codice",
            f"«{agenda.ipotesi.procedura.nome}» non è una gara del codice dei contratti: nessun termine di legge",
        )
    nomi = {p.id: p.nome for p in crono.passi}
    for termine in list_termini(agenda, crono):
        if termine.passo.fine > termine.scade:
            yield _warn_termine(termine, nomi[termine.valore.da or termine.passo.id])
    yield from warn_legge_usata(agenda, crono)


def _warn_termine(termine: TermineMassimo, da: str) -> Avviso:
    """Il termine è passato: se una proroga di legge basta, quale; altrimenti è violato."""
    valore, fine = termine.valore, termine.passo.fine
    passa = (
        f"«{termine.passo.nome}» il {format_giorno(fine)} passa il {format_giorno(termine.scade)}, "
        f"{format_durata(valore.valore, valore.unita)} da «{da}» ({valore.fonte})"
    )
    servono = []
    for proroga in termine.proroghe:
        quanto = format_durata(proroga.valore.valore, proroga.valore.unita)
        servono.append(f"la {lower_prima(proroga.nome)}, {quanto} ({proroga.valore.fonte})")
        if fine <= proroga.fine:
            fino_a = f", fino al {format_giorno(proroga.fine)}"
            return Avviso("termine-da-prorogare", f"{passa}: è lecito solo con {format_elenco(servono)}{fino_a}")
    if termine.proroghe:
        passa += f"; con ogni proroga il termine arriva al {format_giorno(termine.proroghe[-1].fine)}"
    return Avviso("oltre-il-termine", passa)


def _warn_valore(agenda: Agenda, crono: Cronoprogramma, esito: EsitoGara) -> Iterator[Avviso]:
    """Se al valore dato la procedura è ammessa, se la risposta dipende dall'aliquota, se l'acquisto si programma."""
    letture = [(v, a) for v in esito.valori for a in v.procedure if a.procedura == esito.procedura]
    for valore, ammessa in letture:
        iva = "" if valore.aliquota is None else f" (IVA al {valore.aliquota} %)"
        if not ammessa.ammessa:
            netti = f"a {format_euro(valore.netto)} netti{iva} "
            yield Avviso("procedura-non-ammessa", f"{netti}«{ammessa.nome}» non è ammessa: lo è {say_motivi(ammessa)}")
    motivi = [] if letture else [c for c in esito.condizioni if c.esito is Riuscita.ESCLUSO]
    for motivo in motivi:
        perche = f"lo è {say_condizione(motivo)} ({motivo.riferimento})"
        yield Avviso("procedura-non-ammessa", f"«{agenda.ipotesi.procedura.nome}» non è ammessa: {perche}")
    if len({tuple(a.ammessa for a in v.procedure) for v in esito.valori}) > 1:
        netti = format_elenco([f"{format_euro(v.netto)} al {v.aliquota} %" for v in esito.valori])
        yield Avviso(
            "aliquota-decisiva",
            f"le procedure ammesse dipendono dall'aliquota dell'IVA: netti {netti}; le date contano il valore più alto",
        )
    if not any(c.esito is Riuscita.ESCLUSO for c in esito.condizioni):
        yield from _warn_riserve(agenda.ipotesi.procedura.nome, esito.condizioni)
    yield from _warn_programma(agenda, crono)


def _warn_riserve(procedura: str, condizioni: tuple[CondizioneDiLegge, ...]) -> Iterator[Avviso]:
    """Ciò che la legge chiede alla procedura, e che non si sa se ricorra."""
    riserve = say_riserve(condizioni)
    if riserve:
        yield Avviso("ammessa-se", f"«{procedura}» è ammessa {riserve}")


def _warn_programma(agenda: Agenda, crono: Cronoprogramma) -> Iterator[Avviso]:
    """Se a quel valore l'acquisto va nel programma dell'ente, prima che la gara cominci."""
    netto, soglia = agenda.ipotesi.netto, find_soglia(agenda, crono)
    if netto is not None and soglia is not None:
        va = "va" if netto >= soglia.valore else "non va"
        yield Avviso("programmazione", f"{_say_programma(netto, va)}: il limite è {_say_limite(soglia)}")


def _say_programma(netto: Decimal, va: str) -> str:
    return f"a {format_euro(netto)} netti l'acquisto {va} nel programma degli acquisti dell'ente"


def _say_limite(soglia: Valore) -> str:
    return f"€ {format_numero(soglia.valore)} ({soglia.fonte})"
