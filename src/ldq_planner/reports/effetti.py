"""Se ogni opzione con cui si immagina una gara ne sposta le date, quali, e perché no."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.testo import format_giorno
from ldq_planner.engine.cronoprogramma import INVIO
from ldq_planner.engine.effetti import list_ridotte
from ldq_planner.model.cronoprogramma import Avviso, GiornoSpostato, OpzioneChiesta
from ldq_planner.model.testo import format_durata, format_elenco, format_giorni

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ldq_planner.engine.cronoprogramma import Agenda
    from ldq_planner.engine.effetti import FaseRidotta, Senza
    from ldq_planner.model.cronoprogramma import Cronoprogramma, EsitoGara

EFFETTO, SENZA_EFFETTO = "effetto-opzione", "opzione-senza-effetto"
_CAMPI = {
    "inizio_preparazione": "preparazione dal",
    "invio_non_prima_del": "invio non prima del",
    "quesiti_entro": "risposte ai quesiti",
    "primo_avvio_possibile": "primo avvio possibile",
    "servizio_al": "ultimo giorno di servizio",
}
_LETTURA = {
    "scadenza_offerte": "scadenza delle offerte nell'altra lettura",
    "aggiudicazione": "aggiudicazione nell'altra lettura",
    "fine_standstill": "termine dilatorio nell'altra lettura",
    "stipula": "stipula nell'altra lettura",
    "avvio": "servizio nell'altra lettura",
}
_GIORNI = {"fine": "«{}»", "limite": "ultimo giorno utile per «{}»", "termine_massimo": "termine di legge di «{}»"}
_PERCHE = {
    "--fase": "la fase, o il termine di legge che la tiene, finirebbe comunque in quel giorno",
    "--importo": "i termini sono quelli che si contano se non lo si dice",
    "--servizio": "le soglie dei due generi decidono lo stesso",
}
_AVVIO = "avvio"
_MOSTRATE = 4
"""Quante date di mezzo si nominano, prima di contare le altre."""


class _Giorno(NamedTuple):
    nome: str
    giorno: date


def compare_opzione(senza: Senza, prima: EsitoGara | None, dopo: EsitoGara, perche: str) -> OpzioneChiesta:
    """Le date della risposta che l'opzione ha spostato; se nessuna, perché. `prima` manca se senza non si può."""
    vecchie, nuove = _list_date(prima) if prima else {}, _list_date(dopo)
    nomi = {id_: giorno.nome for id_, giorno in (nuove | vecchie).items()}
    spostate = tuple(
        _move(id_, nomi[id_], vecchie.get(id_), nuove.get(id_)) for id_ in nomi if vecchie.get(id_) != nuove.get(id_)
    )
    return OpzioneChiesta(senza.opzione, bool(spostate), spostate, None if spostate else perche)


def _list_date(esito: EsitoGara) -> dict[str, _Giorno]:
    """Ogni data che la risposta dice, con il suo nome."""
    date_ = {
        f"{f.id}.{campo}": (nome.format(f.nome), getattr(f, campo))
        for f in esito.fasi
        for campo, nome in _GIORNI.items()
    }
    date_ |= {campo: (nome, getattr(esito, campo)) for campo, nome in _CAMPI.items()}
    date_ |= {f"altra_lettura.{c}": (nome, getattr(esito.altra_lettura, c, None)) for c, nome in _LETTURA.items()}
    return {id_.removesuffix(".fine"): _Giorno(nome, giorno) for id_, (nome, giorno) in date_.items() if giorno}


def _move(id_: str, nome: str, senza: _Giorno | None, con: _Giorno | None) -> GiornoSpostato:
    giorni = (con.giorno - senza.giorno).days if senza and con else None
    return GiornoSpostato(id_, nome, senza and senza.giorno, con and con.giorno, giorni)


def explain_senza_effetto(senza: Senza, agenda: Agenda, crono: Cronoprogramma) -> str:
    """Perché un'opzione non conta: la fase è più lunga del termine ridotto, o la legge non distingue."""
    generale = _PERCHE.get(senza.opzione.split()[0])
    if generale is not None:
        return generale
    ridotte = tuple(list_ridotte(agenda, crono, senza.caso))
    if not ridotte:
        return "da quella opzione, in questa gara, non dipende nessun termine"
    return "; ".join(_say_ridotta(r, agenda, crono) for r in ridotte)


def _say_ridotta(ridotta: FaseRidotta, agenda: Agenda, crono: Cronoprogramma) -> str:
    nome, termine = ridotta.fase.nome, format_durata(ridotta.termine.valore, ridotta.termine.unita)
    if ridotta.quanti == ridotta.termine.valore:
        return f"«{nome}» dura {termine} anche senza"
    come = "fissata" if ridotta.fase.id in agenda.ipotesi.fissate else f"nel profilo «{crono.profilo}»"
    return f"{come} «{nome}» dura {format_giorni(ridotta.quanti)}, non i {termine} di {ridotta.termine.fonte}"


def warn_opzioni(opzioni: tuple[OpzioneChiesta, ...]) -> Iterator[Avviso]:
    """Una frase per opzione chiesta."""
    for opzione in opzioni:
        if opzione.sposta:
            yield Avviso(EFFETTO, f"{opzione.opzione}: {_say_spostate(opzione)}")
        else:
            yield Avviso(SENZA_EFFETTO, f"{opzione.opzione} non sposta nessuna data: {opzione.perche}")


def _say_spostate(opzione: OpzioneChiesta) -> str:
    """L'invio o il servizio, se si spostano; altrimenti le date di mezzo, per nome."""
    spostate = {s.id: s for s in opzione.spostate}
    prima = next((spostate[id_] for id_ in (INVIO, _AVVIO) if id_ in spostate), None)
    if prima is not None:
        che_cosa = "l'invio" if prima.id == INVIO else "il servizio"
        return f"{che_cosa} è il {_say_spostata(prima)}"
    dette = [f"{s.nome} {_say_spostata(s)}" for s in opzione.spostate[:_MOSTRATE]]
    altre = len(opzione.spostate) - len(dette)
    if altre:
        dette.append("un'altra data" if altre == 1 else f"altre {altre} date")
    return f"non sposta l'invio né il servizio, ma {format_elenco(dette)}"


def _say_spostata(spostata: GiornoSpostato) -> str:
    """`19/07/2023, 15 giorni dopo (senza, il 04/07/2023)`."""
    if spostata.con is None:
        return f"non c'è (senza, il {format_giorno(spostata.senza)})" if spostata.senza else ""
    if spostata.senza is None or spostata.giorni is None:
        return f"{format_giorno(spostata.con)}, che senza non c'è"
    quando = f"{format_giorni(abs(spostata.giorni))} {'dopo' if spostata.giorni > 0 else 'prima'}"
    return f"{format_giorno(spostata.con)}, {quando} (senza, il {format_giorno(spostata.senza)})"
