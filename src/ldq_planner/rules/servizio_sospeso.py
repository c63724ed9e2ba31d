"""Un contratto in vigore è, o sarà, sospeso, e nessun altro copre quei giorni.

Perché: chi va al laboratorio lo trova chiuso come se il contratto fosse finito; e una sospensione senza fine resta nei dati
anche quando il servizio è ripreso. È critica quando è in corso e non si sa fino a quando; altrimenti un avviso. Le sospensioni
finite non si segnalano: le elenca `ldq copertura`.

Passa (oggi 17/01/2023: un altro contratto copre i giorni sospesi):

    contratti:
      - id: a
        quartieri: [bovisa]
        inizio: 2022-01-01
        scadenza_base: 2023-12-31
        sospensioni: [{dal: 2023-01-01, al: 2023-02-28, slitta: no, atto: det. 1/2023}]
      - {id: b, quartieri: [bovisa], inizio: 2023-01-01, scadenza_base: 2023-02-28}

Non passa (59 giorni sospesi):

    contratti:
      - id: a
        quartieri: [bovisa]
        inizio: 2022-01-01
        scadenza_base: 2023-12-31
        sospensioni: [{dal: 2023-01-01, al: 2023-02-28, slitta: no, atto: det. 1/2023}]

Rimedio: riprendere il servizio e scrivere `al`, l'ultimo giorno sospeso; se la sospensione dura, un ponte.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.periodo import InsiemeGiorni, Periodo
from ldq_planner.dates.testo import format_giorno, format_periodo
from ldq_planner.engine.vigore import find_sospesi
from ldq_planner.errors import Ref, Severita
from ldq_planner.model.testo import format_giorni
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo
from ldq_planner.rules.base.frasi import say_abitanti_giorni, say_quartieri

if TYPE_CHECKING:
    from ldq_planner.model.contratto import Contratto, Sospensione

CODICE = "servizio-sospeso"
SEVERITA = Severita.CRITICO


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per sospensione non ancora finita, con i quartieri che lascia scoperti."""
    for contratto in contesto.portafoglio.contratti:
        for posto, sospensione in enumerate(contratto.sospensioni):
            scoperti = {q: g for q in contratto.quartieri if (g := _find_scoperti(contesto, q, sospensione))}
            if scoperti:
                yield _build_rilievo(contesto, contratto, posto, scoperti)


def _find_scoperti(contesto: Contesto, quartiere: str, sospensione: Sospensione) -> InsiemeGiorni:
    """I giorni della sospensione in cui il quartiere è scoperto, se non è finita; nessuno se lo è."""
    periodi = [p for p in find_sospesi((sospensione,))[1] if p.fine >= contesto.oggi]
    fermi = contesto.quadro.coperture[quartiere].fermi
    if not periodi or fermi is None:
        return InsiemeGiorni()
    possibile = contesto.quadro.coperture[quartiere].possibile
    return (InsiemeGiorni(periodi) & fermi.sospesi) - possibile


def _build_rilievo(contesto: Contesto, contratto: Contratto, posto: int, scoperti: dict[str, InsiemeGiorni]) -> Rilievo:
    sospensione = contratto.sospensioni[posto]
    dal = min(next(iter(giorni)).inizio for giorni in scoperti.values())
    is_in_corso, dove = dal <= contesto.oggi, say_quartieri(contesto, scoperti)
    verbo = "è sospeso" if is_in_corso else "sarà sospeso"
    ref = Ref("contratti", contratto.id, ("sospensioni", posto))
    if sospensione.al is None:
        fino_a_oggi = {q: g.clip(Periodo(dal, max(dal, contesto.oggi))).giorni for q, g in scoperti.items()}
        quanti = f": {_say_quanti(contesto, fino_a_oggi)} finora, oggi compreso" if is_in_corso else ""
        return Rilievo(
            f"«{contratto.id}» {verbo} dal {format_giorno(dal)}, non si sa fino a quando, e nessun altro contratto copre "
            f"{dove}{quanti}",
            "riprendere il servizio e scrivere «al», l'ultimo giorno sospeso; se la sospensione dura, preparare un ponte",
            ref,
            severita=SEVERITA if is_in_corso else Severita.AVVISO,
        )
    al = max(list(giorni)[-1].fine for giorni in scoperti.values())
    quanti = _say_quanti(contesto, {q: g.giorni for q, g in scoperti.items()})
    return Rilievo(
        f"«{contratto.id}» {verbo} {format_periodo(dal, al)}, e nessun altro contratto copre {dove}: {quanti}",
        "se la sospensione non si può accorciare, preparare un ponte per quei giorni",
        ref,
        severita=Severita.AVVISO,
    )


def _say_quanti(contesto: Contesto, giorni: dict[str, int]) -> str:
    """«59 giorni, 59.000 abitanti-giorni»: i giorni di un quartiere, o di tutti insieme."""
    persone = say_abitanti_giorni(contesto, giorni.items())
    quanti = format_giorni(max(giorni.values()))
    return f"{quanti}{persone and f', {persone}'}"
