"""La frase con cui si apre una risposta che dice che cosa fare: quanto c'è, e da che cosa cominciare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_giorno
from ldq_planner.model.probabilita import say_al
from ldq_planner.model.testo import format_distanza, format_elenco, format_giorni, format_numero
from ldq_planner.reports.apertura import NOMINATI, join_frasi, name_quartieri
from ldq_planner.reports.avvisi import say_gruppo, say_quanti
from ldq_planner.reports.eventi import list_fatti
from ldq_planner.reports.fatti import find_quartieri, sort_eventi
from ldq_planner.reports.prime import choose_prime, say_atto
from ldq_planner.reports.report import Nota, Tono
from ldq_planner.reports.segnalazioni import SEVERITA, count_segnalazioni

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.model.evento import Evento
    from ldq_planner.reports.esame import Esame

_VICINO = 30
"""Unità: giorni da oggi, l'ultimo compreso."""


def open_eventi(quadro: Quadro, eventi: Sequence[Evento]) -> tuple[Nota, ...]:
    """Quanti giorni, quanti in ritardo e quanti vicini; e che cosa fare per primo."""
    if not eventi:
        return ()
    oggi = quadro.oggi
    tardi = sum(e.fino_al < oggi for e in eventi)
    vicini = sum(e.fino_al >= oggi and (e.giorno - oggi).days <= _VICINO for e in eventi)
    voci = [f"{format_numero(tardi)} in ritardo"] if tardi else []
    voci.append(f"{format_numero(vicini) if vicini else 'nessuno'} nei prossimi {format_giorni(_VICINO)}")
    frasi = [f"{say_quanti(len(eventi), 'scadenza o atto', 'scadenze e atti')}: {format_elenco(voci)}"]
    return (join_frasi([*frasi, *_say_prima(quadro, eventi)], Tono.ALLARME if tardi else Tono.SPENTO),)


def _say_prima(quadro: Quadro, eventi: Sequence[Evento]) -> Iterator[str]:
    """L'atto da fare per primo, in poche parole: per chi, che cosa, entro quando."""
    for evento in choose_prime(quadro, eventi, 1):
        giorni = (evento.fino_al - quadro.oggi).days
        dove = name_quartieri(quadro.portafoglio, evento.quartieri)
        quando = f"{'entro' if giorni >= 0 else 'andava fatto entro'} il {format_giorno(evento.fino_al)}, {format_distanza(giorni)}"
        yield f"Per prima cosa{f', per {dove}' if dove else ''}: {say_atto(evento)}, {quando}"


def open_segnalazioni(esame: Esame) -> tuple[Nota, ...]:
    """Quante segnalazioni e quanto pesano, chi riguardano; e che cosa fare per primo."""
    if not esame.trovate:
        return ()
    quante, quadro = count_segnalazioni(esame.trovate), esame.quadro
    if quadro is None:
        return (Nota(f"{quante}. Finché non si correggono, i dati non si possono valutare.", Tono.ALLARME),)
    portafoglio = quadro.portafoglio
    dove = {q for f in esame.trovate if f.ref for q in find_quartieri(portafoglio, f.ref.id)}
    suoi = [s for s in quadro.stati if s.id in dove]
    frasi = [f"{quante}{f', in {say_gruppo(suoi, NOMINATI)}' if suoi else ''}"]
    if esame.prudenza is not None:  # che cosa fare per primo si conta ai tempi probabili
        frasi.append(f"I tempi delle gare sono quelli di cui si è sicuri {say_al(esame.prudenza)}")
    elif quadro.previsione is not None:
        eventi = sort_eventi(portafoglio, list_fatti(quadro), quadro.oggi)
        frasi += _say_prima(quadro, [e for e in eventi if not dove.isdisjoint(e.quartieri)])
    return (join_frasi(frasi, SEVERITA[max((f.severita for f in esame.trovate), key=lambda s: s.peso)].tono),)
