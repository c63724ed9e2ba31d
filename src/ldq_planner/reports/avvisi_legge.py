"""Quanto ci si può fidare della legge con cui si conta: fin dove è controllata, che cosa non si sa, quanto è una stima."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_giorno
from ldq_planner.model.cronoprogramma import Avviso
from ldq_planner.model.norme import DA_VERIFICARE, PREINFORMAZIONE, RICORSO, URGENZA
from ldq_planner.model.testo import format_durata, format_giorni, format_numero

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ldq_planner.engine.cronoprogramma import Agenda
    from ldq_planner.engine.norme import Diritto
    from ldq_planner.model.cronoprogramma import Cronoprogramma
    from ldq_planner.model.norme import Articolo, Valore

STIME = "stime"
"""L'avviso che dice quanti giorni sono una stima: uno solo per risposta."""
_FUORI_CATENA = ("precondizione", "parallela")


def warn_legge(diritto: Diritto, giorno: date) -> Iterator[Avviso]:
    """Se quel giorno la legge può essere cambiata, o le soglie non sono ancora stabilite."""
    verificato = diritto.find_verificato(giorno)
    if giorno > verificato:
        yield Avviso(
            "legge-non-verificata",
            f"la legge è verificata fino al {format_giorno(verificato)}: dopo può essere cambiata",
        )


def warn_legge_usata(agenda: Agenda, crono: Cronoprogramma) -> Iterator[Avviso]:
    """Ciò che decide le date e che non è certo, dal più generale."""
    yield from warn_legge(agenda.diritto, crono.pubblicazione)
    festivi = agenda.diritto.norme.festivi.valido_fino_al.primo
    if crono.avvio > festivi:
        yield Avviso("festivi-non-verificati", f"i festivi si conoscono fino al {format_giorno(festivi)}")
    yield from _warn_verifica(agenda, crono)
    for questione in agenda.diritto.list_questioni(crono.legge):
        if any(f"{crono.procedura}/{passo.id}" in questione.fasi for passo in crono.passi):
            yield Avviso("questione-aperta", questione.testo)
    yield from _warn_soglia(agenda, crono)
    yield from _warn_ridotti(agenda, crono)
    yield from _warn_stime(crono)


def _warn_verifica(agenda: Agenda, crono: Cronoprogramma) -> Iterator[Avviso]:
    """Gli articoli che danno una data e non si sono letti."""
    regime = agenda.diritto.find_regime(crono.legge)
    dubbi = [
        f"«{p.nome}» ({p.riferimento})" for p in crono.passi if p.stato_fonte == DA_VERIFICARE and p.origine == "legge"
    ]
    if regime.verifica == DA_VERIFICARE:
        dubbi.insert(0, f"da quando vale «{regime.nome}» ({regime.fonte})")
    if dubbi:
        yield Avviso("da-verificare", f"da verificare: {'; '.join(dubbi)}")


def _warn_soglia(agenda: Agenda, crono: Cronoprogramma) -> Iterator[Avviso]:
    """Se il valore non è detto, che cosa cambierebbe sotto la soglia europea."""
    if agenda.ipotesi.netto is not None or agenda.durate.is_sotto_soglia(crono.legge):
        return
    soglia = agenda.diritto.find_soglia(agenda.ipotesi.servizio, crono.legge)
    diversi = [_say_sotto(fase.nome, valore) for fase, valore in agenda.durate.list_sotto_soglia(crono.legge)]
    if soglia is not None and diversi:
        yield Avviso(
            "sopra-soglia-assunta",
            f"il valore non è detto, e si conta dalla soglia europea in su (€ {format_numero(soglia.valore)} netti); sotto: "
            f"{'; '.join(diversi)}",
        )


def _say_sotto(nome: str, valore: Valore) -> str:
    quanto = format_durata(valore.valore, valore.unita) if valore.valore else "nessuna attesa"
    return f"«{nome}», {quanto} ({valore.fonte})"


def _warn_ridotti(agenda: Agenda, crono: Cronoprogramma) -> Iterator[Avviso]:
    """A quali condizioni vale un termine ridotto, o una fase chiesta."""
    ridotti = agenda.ipotesi.casi & {URGENZA, PREINFORMAZIONE, RICORSO}
    for fase in agenda.fasi:
        norma: Articolo | Valore | None = agenda.durate.find_minimo(fase, crono.legge)
        if agenda.durate.is_anticipata(fase):
            norma = agenda.durate.find_articolo(fase, crono.legge)
        elif fase.se not in ridotti and not any(m.caso in ridotti for m in fase.minimi):
            continue
        if norma is not None and norma.nota:
            yield Avviso("condizione-del-termine", f"«{fase.nome}»: {norma.nota} ({norma.fonte})")


def _warn_stime(crono: Cronoprogramma) -> Iterator[Avviso]:
    """Quanta parte delle date non è legge."""
    passi = [p for p in crono.passi if p.tipo not in _FUORI_CATENA]
    giorni = sum(p.giorni for p in passi if p.origine == "stima")
    if giorni:
        totale = sum(p.giorni for p in passi)
        yield Avviso(
            STIME, f"{format_giorni(giorni)} su {format_numero(totale)} sono stime nostre, non termini di legge"
        )
