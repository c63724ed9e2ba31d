"""I termini di legge attorno alle date di una gara: quelli da non passare, le loro proroghe, le risposte ai quesiti."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.model.norme import URGENZA

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ldq_planner.engine.cronoprogramma import Agenda
    from ldq_planner.model.cronoprogramma import Cronoprogramma, PassoGara
    from ldq_planner.model.norme import Fase, Valore


class ProrogaPossibile(NamedTuple):
    """Di quanto la legge lascia allungare una durata massima, e il giorno a cui la porta con quelle di prima."""

    nome: str
    valore: Valore
    fine: date


class TermineMassimo(NamedTuple):
    """Un termine di legge che la fine di una fase non deve passare, e quanto la legge lascia prorogarlo."""

    passo: PassoGara
    valore: Valore
    scade: date
    proroghe: tuple[ProrogaPossibile, ...] = ()


def list_termini(agenda: Agenda, crono: Cronoprogramma) -> Iterator[TermineMassimo]:
    """Ogni termine massimo di legge di ogni fase; con le proroghe, se è quello della sua durata."""
    passi = {p.id: p for p in crono.passi}
    for fase in agenda.fasi:
        proroghe = tuple(_list_proroghe(agenda, fase, crono))
        for valore in agenda.durate.find_massimi(fase, _find_legge(agenda, fase, crono)):
            scade = agenda.find_termine(valore, crono)
            if scade is not None:
                yield TermineMassimo(passi[fase.id], valore, scade, proroghe)
                proroghe = ()


def _list_proroghe(agenda: Agenda, fase: Fase, crono: Cronoprogramma) -> Iterator[ProrogaPossibile]:
    """Di quanto, una sull'altra, la legge lascia allungare la durata massima della fase: quelle che hanno un motivo."""
    giorno = _find_legge(agenda, fase, crono)
    massimo = agenda.durate.pick(fase.massimi, giorno)
    in_piu = 0
    for proroga in fase.proroghe if massimo is not None else ():
        valore = agenda.diritto.find_valore(proroga.parametro, giorno)
        is_motivata = proroga.fase is None or crono.is_lunga(proroga.fase)
        if massimo is not None and valore is not None and is_motivata:
            in_piu += valore.valore
            fine = agenda.find_termine(massimo, crono, in_piu)
            if fine is not None:
                yield ProrogaPossibile(agenda.diritto.get_nome(proroga.parametro), valore, fine)


def find_quesiti(agenda: Agenda, crono: Cronoprogramma) -> tuple[date, Valore] | None:
    """L'ultimo giorno lavorativo per rispondere ai quesiti, e la norma; niente, se la procedura non lo dà.

    All'indietro un termine non si rinvia: si anticipa.
    """
    for fase in agenda.fasi:
        senza = None if _is_accelerata(agenda, fase, crono) else URGENZA
        anticipo, fine = agenda.durate.pick(fase.quesiti, crono.legge, senza), crono.find_fine(fase.id)
        if anticipo is not None and fine is not None:
            return agenda.calendario.last_lavorativo(fine - timedelta(days=anticipo.valore)), anticipo
    return None


def _is_accelerata(agenda: Agenda, fase: Fase, crono: Cronoprogramma) -> bool:
    """Vero se l'urgenza ha davvero accorciato la fase: un termine non ridotto non è di una procedura accelerata."""
    ordinario = agenda.durate.pick(fase.minimi, crono.legge, URGENZA)
    return ordinario is not None and agenda.durate.measure(fase, crono.legge).quanti < ordinario.valore


def _find_legge(agenda: Agenda, fase: Fase, crono: Cronoprogramma) -> date:
    return agenda.durate.find_legge(fase, crono.invio, crono.legge)
