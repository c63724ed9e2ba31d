"""I giorni di un portafoglio in cui qualcosa scade o va fatto: uno per fatto, con un id che non cambia se cambia la data.

Un fatto ancora aperto (un atto da cominciare, una condizione da soddisfare, un'opzione da esercitare) resta anche se il suo
giorno è passato: è in ritardo. Ciò che è già finito (una scadenza, un programma, una deroga) non c'è più.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ldq_planner.dates.incerta import NON_NOTA, DataIncerta, exactly
from ldq_planner.dates.periodo import UN_GIORNO
from ldq_planner.dates.testo import format_data, format_giorno
from ldq_planner.engine.condizioni import find_termine
from ldq_planner.engine.scadenze import (
    compute_preavviso,
    compute_scadenze,
    extend,
    find_aperta,
    is_preavviso_dato,
)
from ldq_planner.engine.scelte import list_scelte
from ldq_planner.model.evento import GenereEvento
from ldq_planner.model.gara_in_corso import StatoFase
from ldq_planner.model.testo import OPZIONI, format_elenco, format_giorni
from ldq_planner.reports.avanzamento import say_avanzamento
from ldq_planner.reports.compiuti import list_atti_compiuti, list_opzioni_chiuse
from ldq_planner.reports.fatti import ATTI, Fatto, find_quartieri
from ldq_planner.reports.tempi import say_impossibile, say_obiettivo

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.engine.scelte import SceltaDaFare
    from ldq_planner.model.contratto import Contratto, Opzione
    from ldq_planner.model.esito import UltimoGiorno
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.scadenze import Scadenze
    from ldq_planner.model.scenario import Condizione, Scenario
    from ldq_planner.model.tempi import TempiScenario


def list_fatti(quadro: Quadro, anche: Collection[str] = (), *, compiuti: bool = False) -> Iterator[Fatto]:
    """I fatti che riguardano oggi o i giorni dopo, o che sono ancora da fare.

    Di scenari fra cui si deve scegliere si chiede la scelta; gli atti solo di quelli che sono `anche` in quell'elenco. Con
    `compiuti`, in più, ciò che è stato da fare e non lo è più; fra i due, chi ha lo stesso id è ancora da fare.

    Errori: `LookupError` se il quadro è senza legge.
    """
    portafoglio, oggi, previsione = quadro.portafoglio, quadro.oggi, quadro.forecast()
    for contratto in portafoglio.contratti:
        yield from _list_di_contratto(portafoglio, contratto, oggi)
        if compiuti and contratto.opzioni:
            yield from list_opzioni_chiuse(portafoglio, contratto, oggi)
    yield from map(_make_scelta, list_scelte(quadro))
    indecisi = {s.id for gruppo in portafoglio.indecisi.values() for s in gruppo}
    for scenario in portafoglio.scenari:
        if scenario.id in indecisi and scenario.id not in anche:
            continue
        tempi = previsione.tempi.get(scenario.id)
        yield from (
            _list_di_gara(portafoglio, scenario, tempi, oggi) if tempi else _list_di_ponte(portafoglio, scenario, oggi)
        )
        if tempi is not None:
            yield from _list_fasi(portafoglio, scenario, tempi)
        for numero, condizione in enumerate(scenario.condizioni, 1):
            if not condizione.soddisfatta:
                termine = find_termine(condizione, scenario, previsione)
                yield _make_condizione(scenario, condizione, termine, numero)
    yield from _list_programmi(portafoglio, oggi)
    yield from _list_deroghe(portafoglio, oggi)
    if compiuti:
        yield from list_atti_compiuti(portafoglio, oggi)


# ——— i contratti


def _list_di_contratto(portafoglio: Portafoglio, contratto: Contratto, oggi: date) -> Iterator[Fatto]:
    """La scadenza effettiva, e la prima opzione aperta: le altre dipendono da lei."""
    scadenze = compute_scadenze(contratto)
    yield from _list_fini_proprie(portafoglio, contratto, scadenze.effettiva, oggi)
    if scadenze.effettiva.ultimo < oggi:
        return
    nomi = format_elenco(_name(portafoglio, contratto.quartieri))
    yield Fatto(
        GenereEvento.SCADENZA,
        contratto.id,
        scadenze.effettiva,
        f"{nomi}: scade il contratto «{contratto.titolo}»",
        f"Ultimo giorno in vigore di «{contratto.titolo}».{_say_massima(scadenze)}",
        "Che il giorno dopo ci sia un altro contratto: una gara, un'opzione, un ponte.",
        f"ldq contratti {contratto.id}",
        contratto.quartieri,
    )
    _, aperta = find_aperta(contratto)
    if aperta is not None:
        if aperta.tipo != "ripetizione":  # non si dispone a contratto in vigore: si affida di nuovo
            yield _make_opzione(contratto, aperta, scadenze, nomi)
        scrivere = compute_preavviso(scadenze.effettiva, aperta)
        if scrivere is not None and not is_preavviso_dato(aperta, oggi):
            yield _make_preavviso(contratto, aperta, scrivere, nomi)


def _list_fini_proprie(
    portafoglio: Portafoglio, contratto: Contratto, effettiva: DataIncerta, oggi: date
) -> Iterator[Fatto]:
    """I quartieri in cui il contratto finisce in un altro giorno."""
    for propria in contratto.decorrenze:
        fine = propria.fine
        if fine is not None and fine != effettiva and fine.ultimo >= oggi:
            yield Fatto(
                GenereEvento.SCADENZA,
                contratto.id,
                fine,
                f"{portafoglio.nomi[propria.quartiere]}: vi finisce il contratto «{contratto.titolo}»",
                f"Ultimo giorno in vigore, in questo quartiere, di «{contratto.titolo}».",
                "Che il giorno dopo ci sia un altro contratto: una gara, un'opzione, un ponte.",
                f"ldq contratti {contratto.id}",
                (propria.quartiere,),
                propria.quartiere,
            )


def _say_massima(scadenze: Scadenze) -> str:
    if scadenze.massima == scadenze.effettiva:
        return ""
    return f" Scadenza massima, con le opzioni ancora aperte: {format_data(scadenze.massima)}."


def _make_opzione(contratto: Contratto, opzione: Opzione, scadenze: Scadenze, nomi: str) -> Fatto:
    fino_a = extend(scadenze.effettiva, opzione)
    porta = f", e porta la scadenza: {format_data(fino_a)}" if fino_a.is_nota else ""
    return Fatto(
        GenereEvento.OPZIONE,
        contratto.id,
        scadenze.effettiva,
        f"{nomi}: ultimo giorno per {OPZIONI[opzione.tipo]} di «{contratto.titolo}»",
        f"L'opzione di «{contratto.titolo}» è ancora aperta{porta}. Si esercita con un atto a contratto in vigore.",
        "Esercitare l'opzione e scrivere stato: esercitata; altrimenti stato: non-esercitata.",
        f"ldq contratti {contratto.id}",
        contratto.quartieri,
        f"opzione-{contratto.opzioni.index(opzione) + 1}",
    )


def _make_preavviso(contratto: Contratto, opzione: Opzione, scrivere: DataIncerta, nomi: str) -> Fatto:
    una = OPZIONI[opzione.tipo]
    return Fatto(
        GenereEvento.PREAVVISO,
        contratto.id,
        scrivere,
        f"{nomi}: ultimo giorno per il preavviso a chi esegue «{contratto.titolo}»",
        f"Per {una} di «{contratto.titolo}» il contratto chiede di scrivere a chi esegue "
        f"{format_giorni(opzione.preavviso_giorni or 0)} prima della scadenza.",
        "Scrivere a chi esegue, e poi nei dati preavviso_dato: il giorno in cui lo si è fatto.",
        f"ldq contratti {contratto.id}",
        contratto.quartieri,
        f"opzione-{contratto.opzioni.index(opzione) + 1}",
    )


# ——— gli scenari


def _list_di_gara(portafoglio: Portafoglio, scenario: Scenario, tempi: TempiScenario, oggi: date) -> Iterator[Fatto]:
    """L'ultimo giorno utile di ogni atto; il bando c'è anche se nessuna legge conosciuta gliene dà uno."""
    perche = (
        f"{_say_scenario(portafoglio, scenario)}: per cominciare il servizio {say_obiettivo(tempi)}, ai tempi "
        f"probabili: {tempi.procedura_nome.lower()}"
        f"{' (assunta: nei dati non è decisa)' if tempi.procedura_assunta else ''}."
    )
    if tempi.inizio_previsto is None:
        perche += f" Oggi {say_impossibile(tempi)}."
    elif tempi.ritardo_giorni > 0:
        come = "con la gara in corso" if tempi.is_in_corso else f"se la preparazione comincia il {format_giorno(oggi)}"
        perche += f" È tardi: {come}, il servizio parte il {format_giorno(tempi.primo_avvio)}."
    for genere, campo, atto in ATTI:
        giorno: date | None = getattr(tempi, campo)
        if giorno is not None or (genere is GenereEvento.BANDO and not tempi.is_in_corso):
            yield Fatto(
                genere,
                scenario.id,
                NON_NOTA if giorno is None else exactly(giorno),
                f"Ultimo giorno per {atto}: «{scenario.nome}»",
                perche,
                f"{atto[0].upper()}{atto[1:]}. Dopo questo giorno il servizio comincia più tardi.",
                f"ldq scenari {scenario.id}",
                scenario.quartieri,
            )


def _list_fasi(portafoglio: Portafoglio, scenario: Scenario, tempi: TempiScenario) -> Iterator[Fatto]:
    """Della gara in corso, ogni termine già fissato e la fase che ora si attende."""
    for fase in tempi.avanzamento.fasi if tempi.avanzamento else ():
        is_fissata = fase.stato is StatoFase.FISSATA
        if fase.inizio is None or fase.fine is None or not (is_fissata or fase.stato is StatoFase.IN_CORSO):
            continue
        stimato = fase.inizio + timedelta(days=fase.stima_giorni or 0)
        yield Fatto(
            GenereEvento.FASE,
            scenario.id,
            exactly(fase.fine if is_fissata else stimato),
            f"{fase.nome}: {'il giorno fissato' if is_fissata else 'entro la stima'}, «{scenario.nome}»",
            f"{_say_scenario(portafoglio, scenario)}: {say_avanzamento(tempi)}.",
            f"Compierla, e scriverlo: ldq fatto {scenario.id} {fase.id} --il GIORNO. Chi: {fase.chi}.",
            f"ldq scenari {scenario.id}",
            scenario.quartieri,
            fase.id,
        )


def _make_scelta(scelta: SceltaDaFare) -> Fatto:
    """L'ultimo giorno in cui si può ancora scegliere ogni alternativa."""
    nomi = [f"«{a.scenario.nome}»" for a in scelta.alternative]
    limiti = [
        f"«{a.scenario.nome}» {f'si comincia entro il {format_giorno(a.limite)}' if a.limite else 'non ha un giorno'}"
        for a in scelta.alternative
    ]
    return Fatto(
        GenereEvento.SCELTA,
        scelta.gruppo,
        NON_NOTA if scelta.giorno is None else exactly(scelta.giorno),
        f"Ultimo giorno per scegliere fra {format_elenco(nomi)}",
        f"Sono alternative, e nessuna è scelta: {'; '.join(limiti)}.",
        "Scegliere, e scriverlo: ldq scegli, o ldq scarta.",
        "ldq scenari --confronta",
        scelta.quartieri,
    )


def _list_di_ponte(portafoglio: Portafoglio, scenario: Scenario, oggi: date) -> Iterator[Fatto]:
    """La vigilia dell'inizio, nella sua ultima lettura: un ponte è un atto solo."""
    inizio = scenario.inizio
    if inizio.is_nota and inizio.ultimo > oggi:
        yield Fatto(
            GenereEvento.PONTE,
            scenario.id,
            exactly(inizio.ultimo - UN_GIORNO),
            f"Ultimo giorno per il ponte: «{scenario.nome}»",
            f"{_say_scenario(portafoglio, scenario)}: è la vigilia del primo giorno di servizio.",
            "Adottare l'atto, e scriverlo fra i contratti.",
            f"ldq scenari {scenario.id}",
            scenario.quartieri,
        )


def _make_condizione(scenario: Scenario, condizione: Condizione, termine: UltimoGiorno | None, numero: int) -> Fatto:
    """L'ultimo giorno in cui si può soddisfare: lo stesso di `ldq scenari` e `ldq check`."""
    scritto = f" Nei dati: entro {format_data(condizione.entro)}." if condizione.entro.is_nota else ""
    return Fatto(
        GenereEvento.CONDIZIONE,
        scenario.id,
        condizione.entro if termine is None else exactly(termine.giorno),
        f"Condizione di «{scenario.nome}»: {condizione.testo}",
        f"È una condizione ancora aperta dello scenario «{scenario.nome}» ({condizione.tipo}).{scritto} "
        f"Fonte: {condizione.fonte}.",
        "Ottenerla, e scrivere soddisfatta: sì.",
        f"ldq scenari {scenario.id}",
        scenario.quartieri,
        f"condizione-{numero}",
    )


def _say_scenario(portafoglio: Portafoglio, scenario: Scenario) -> str:
    return f"«{scenario.nome}» ({format_elenco(_name(portafoglio, scenario.quartieri))})"


# ——— i programmi e le deroghe


def _list_programmi(portafoglio: Portafoglio, oggi: date) -> Iterator[Fatto]:
    for programma in portafoglio.programmi:
        suoi = tuple(q.id for q in portafoglio.quartieri if programma.id in q.programmi)
        if suoi and programma.fine.ultimo >= oggi:
            yield Fatto(
                GenereEvento.PROGRAMMA,
                programma.id,
                programma.fine,
                f"Finisce il programma {programma.nome_breve}",
                f"Ultimo giorno di «{programma.nome}», che i laboratori accompagnano in "
                f"{format_elenco(_name(portafoglio, suoi))}.",
                "Decidere se il servizio continua dopo il programma.",
                f"ldq quartieri {suoi[0]}",
                suoi,
            )


def _list_deroghe(portafoglio: Portafoglio, oggi: date) -> Iterator[Fatto]:
    for deroga in portafoglio.deroghe:
        if deroga.fino_al.ultimo >= oggi:
            yield Fatto(
                GenereEvento.DEROGA,
                deroga.id,
                deroga.fino_al,
                f"Finisce la deroga su {deroga.regola}"
                f"{f' di {portafoglio.quote(deroga.entita)}' if deroga.entita else ''}",
                f"Dal giorno dopo «ldq check» torna a segnalare {deroga.regola} su {deroga.di_che}. Motivo della deroga: "
                f"{deroga.motivo}. Ne risponde: {deroga.responsabile}.",
                "Risolvere ciò che la deroga tace, o rinnovarla.",
                f"ldq spiega {deroga.regola}",
                find_quartieri(portafoglio, deroga.entita or ""),
            )


def _name(portafoglio: Portafoglio, ids: tuple[str, ...]) -> tuple[str, ...]:
    """I nomi dei quartieri."""
    return tuple(portafoglio.nomi.get(id_, id_) for id_ in dict.fromkeys(ids))
