"""Quanto è sicuro un piano: di ogni gara la probabilità che dia il servizio in tempo, con le parole di `ldq rischio`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.model.probabilita import round_atteso, say_probabilita
from ldq_planner.model.testo import format_giorni, lower_prima
from ldq_planner.reports.frase_programma import name_gara
from ldq_planner.reports.frase_rischio import say_p, say_per_quartiere, say_stime
from ldq_planner.reports.report import TRATTINO, Blocco, Cella, Circa, Nota, Tabella, Tono, Voce

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.engine.programma.esito import PianoDelleGare
    from ldq_planner.model.programma_gare import (
        GaraDelPiano,
        RispostaProgrammaGare,
        ServizioDelPiano,
        SicurezzaDellaGara,
    )

_NOMI = {
    "Scoperto da oggi": "Giorni attesi",
    "Abitanti-giorni": "Abitanti-giorni attesi",
    "Abitanti-giorni scoperti": "Abitanti-giorni attesi",
}
_DETTI = (80, 95)
"""Le sicurezze, in percento, di cui si dice il giorno."""


def build_sicurezza(piano: PianoDelleGare, risposta: RispostaProgrammaGare) -> Iterator[Blocco]:
    """La tavola delle gare con la loro sicurezza, e come si è contato; nulla se il rischio non si conta."""
    righe = tuple(
        _build_riga(piano, g, g.rischio)
        for g in sorted(risposta.gare, key=lambda g: (g.inizio_preparazione, g.id))
        if g.rischio is not None
    )
    if risposta.rho is None or not righe:
        return
    colonne = ("Gara", "Bando", "Serve dal", "In tempo", "Servizio, all'80 %", "95 %", "Resta scoperto")
    yield Tabella("Quanto è sicura", colonne, righe)
    eventi = tuple(sorted({e for g in risposta.gare if g.rischio for e in g.rischio.eventi}))
    yield say_stime(risposta.rho, eventi)
    if any(s.ponte_dal for g in risposta.gare for s in g.servizi):
        mesi = piano.problema.risorse.ponti_mesi
        yield Nota(f"Un ponte dura finché la gara tarda, al più {mesi} mesi; nel costo c'è quello dei tempi probabili.")


def _build_riga(piano: PianoDelleGare, gara: GaraDelPiano, sicurezza: SicurezzaDellaGara) -> tuple[Cella, ...]:
    detta = (name_gara(piano, gara.id), gara.bando, sicurezza.obiettivo)
    if sicurezza.in_tempo is None:
        oltre = f"non si sa: oltre ogni durata ritenuta possibile ({lower_prima(sicurezza.oltre or '')})"
        return (*detta, TRATTINO, *(TRATTINO for _ in _DETTI), Voce(oltre, Tono.INCERTO))
    giorni = {q.percento: q.giorno for q in sicurezza.avvio}
    nomi, rischi = piano.problema.quadro.portafoglio.nomi, {s.quartiere: s.rischio for s in gara.servizi if s.rischio}
    scoperti = say_per_quartiere(nomi, [(id_, r.p_lacuna) for id_, r in rischi.items()])
    in_tempo: Cella = say_p(1 - sicurezza.in_tempo)._replace(testo=say_probabilita(sicurezza.in_tempo))
    if len({say_probabilita(r.in_tempo) for r in rischi.values()}) > 1:
        in_tempo = say_per_quartiere(nomi, [(id_, r.in_tempo) for id_, r in rischi.items()])
    return (*detta, in_tempo, *(giorni[p] for p in _DETTI), scoperti)


def name_scoperti(risposta: RispostaProgrammaGare, *colonne: str) -> tuple[str, ...]:
    """I nomi delle colonne, se si conta ciò che ci si attende."""
    return colonne if risposta.rho is None else tuple(_NOMI[c] for c in colonne)


def show_giorni(servizio: ServizioDelPiano) -> Cella:
    """I giorni scoperti di un quartiere, ai tempi probabili o attesi."""
    giorni = servizio.giorni_scoperti
    if servizio.rischio is None:
        return Voce(format_giorni(giorni), Tono.ALLARME, giorni) if giorni else TRATTINO
    attesi = round_atteso(servizio.rischio.giorni_attesi)
    return Circa(attesi) if attesi else TRATTINO


def show_persone(risposta: RispostaProgrammaGare, quante: int) -> Cella:
    """Abitanti-giorni, in una tavola: all'incirca, se sono attesi."""
    if not quante:
        return TRATTINO
    return quante if risposta.rho is None else Circa(round_atteso(quante))
