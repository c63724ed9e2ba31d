"""Perché un piano è così: perché una gara non comincia prima, quanto varrebbe un posto in più, che cosa manca per riuscirci."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.engine.programma.ingordo import PianoScelto, list_intere, make_scelta
from ldq_planner.engine.programma.mosse import PONTI
from ldq_planner.engine.programma.problema import Carico

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ldq_planner.engine.programma.gara import GaraPossibile
    from ldq_planner.engine.programma.mosse import Mossa, Risorsa
    from ldq_planner.engine.programma.problema import LimitiDelPiano, ProblemaDelPiano, Tetto

    Risolve = Callable[[ProblemaDelPiano, LimitiDelPiano, PianoScelto], tuple[PianoScelto, bool]]
    """Il piano con altri limiti, e se è provato che di meglio non c'è."""


class PercheAttende(NamedTuple):
    """Perché una gara non comincia prima. Una cosa sola: chi ha più ragioni dice la prima."""

    codice: str
    """`subito`, `ufficio`, `soldi`, `ponti`, `dipendenza`, `giorno-fisso`, `chiusura`, `non-serve`, `in-corso`."""
    settimana: int = 0
    """La settimana in cui comincerebbe."""
    risorsa: Risorsa = ("", "")
    piena: int = 0
    """La settimana in cui la risorsa è piena."""
    occupanti: tuple[str, ...] = ()
    """Le gare che la riempiono."""
    che_cosa: str = ""
    """L'id del limite, se è un altro."""


def explain_attesa(problema: ProblemaDelPiano, scelta: PianoScelto, mossa: Mossa) -> PercheAttende:
    """Perché la gara non comincia prima: che cosa impedisce l'ultima settimana prima di questa in cui andrebbe almeno così bene."""
    if mossa.gara.fissata is not None:
        return PercheAttende("in-corso")
    tutte = [m for m in problema.list_mosse(mossa.gara) if m.giorno < mossa.giorno]
    if not tutte:
        return _explain_primo(problema, mossa)
    prime = [m for m in tutte if m.valore <= mossa.valore]
    if not prime:
        return PercheAttende("non-serve", max(m.settimana for m in tutte))
    carico = Carico(problema.limiti)
    for altra in scelta.mosse:
        if altra.gara.id != mossa.gara.id:
            carico.add(altra)
    return _explain_urto(carico, max(prime, key=lambda m: m.giorno))


def _explain_urto(carico: Carico, prima: Mossa) -> PercheAttende:
    """Che cosa impedisce quella mossa."""
    if pieni := carico.find_pieni(prima):
        risorsa, settimana = min(pieni, key=lambda p: (p[1], p[0]))
        occupanti = tuple(carico.list_occupanti(risorsa, settimana))
        return PercheAttende("ufficio", prima.settimana, risorsa, settimana, occupanti)
    if rotte := carico.list_rotte(prima):
        return PercheAttende("dipendenza", prima.settimana, che_cosa=rotte[0].id)
    if oltre := carico.list_oltre(prima):
        genere = "ponti" if oltre[0].anno == PONTI else "soldi"
        return PercheAttende(genere, prima.settimana, che_cosa=str(oltre[0].anno))
    return PercheAttende("non-serve", prima.settimana)


def _explain_primo(problema: ProblemaDelPiano, mossa: Mossa) -> PercheAttende:
    fissi = [f.id for f in problema.limiti.giorni_fissi if f.scenario in mossa.gara.scenari]
    if mossa.settimana and fissi:
        return PercheAttende("giorno-fisso", che_cosa=fissi[0])
    return PercheAttende("chiusura" if mossa.settimana else "subito")


# --- quanto varrebbe -----------------------------------------------------------------------------------------------


class InPiu(NamedTuple):
    """Che cosa darebbe un posto in più in un ufficio, in un anno o sempre; o un anno senza limite di soldi."""

    ufficio: str
    """Vuoto se è questione di soldi."""
    anno: int | None
    abitanti_giorni: int
    """Quanti ne resterebbero scoperti in meno."""
    gare: int
    """Quante gare in più si farebbero."""
    provato: bool
    """Vero se di meglio, con uno in più, non si può."""
    centesimi: int = 0
    """Quanti ne servirebbero in più, se è questione di soldi."""


def list_in_piu(problema: ProblemaDelPiano, scelta: PianoScelto, risolve: Risolve) -> Iterator[InPiu]:
    """Per ogni ufficio, sempre e in ciascun anno, un posto in più; per ogni anno, i soldi senza limite."""
    anni = list_anni(problema, scelta)
    for ufficio in problema.risorse.uffici:
        piani = [scelta]
        voci: list[InPiu] = []
        for anno, settimane in (*anni.items(), (None, -1)):  # per ultimo sempre: da chi in un anno ha fatto meglio
            limiti = problema.limiti._replace(in_piu=(ufficio.id, settimane))
            nuova, provato = risolve(problema, limiti, min(piani, key=lambda s: s.valore) if anno is None else scelta)
            piani.append(nuova)
            voci.append(InPiu(ufficio.id, anno, *_gain(scelta, nuova), provato))
        yield from (voci[-1], *voci[:-1])
    for anno in sorted({t.anno for t in problema.limiti.tetti} - {PONTI}):
        tetti = tuple(t for t in problema.limiti.tetti if t.anno != anno)
        nuova, provato = risolve(problema, problema.limiti._replace(tetti=tetti), scelta)
        oltre = max((count_oltre(nuova, t) for t in problema.limiti.tetti if t.anno == anno), default=0)
        yield InPiu("", anno, *_gain(scelta, nuova), provato, oltre)


def list_anni(problema: ProblemaDelPiano, scelta: PianoScelto) -> Mapping[int, int]:
    """Anno → le sue settimane, fra quelle in cui il piano lavora: un bit ciascuna."""
    tutte = 0
    for mossa in scelta.mosse:
        for _, bit in mossa.uso:
            tutte |= bit
    anni: dict[int, int] = {}
    for settimana in range(tutte.bit_length()):
        anno = problema.get_lunedi(settimana).year
        anni[anno] = anni.get(anno, 0) | 1 << settimana
    return anni


def _gain(prima: PianoScelto, dopo: PianoScelto) -> tuple[int, int]:
    return prima.valore[1] - dopo.valore[1], len(dopo.mosse) - len(prima.mosse) if prima.mancano else 0


def count_oltre(scelta: PianoScelto, tetto: Tetto) -> int:
    """I centesimi che il piano spende oltre il tetto."""
    spesi = sum(
        c
        for m in scelta.mosse
        for (anno, scenario), c in m.spese.items()
        if anno == tetto.anno and scenario in tetto.scenari
    )
    return max(0, spesi - tetto.centesimi)


# --- i confronti ---------------------------------------------------------------------------------------------------


class Confronto(NamedTuple):
    """Un altro piano, e quanto passa i limiti."""

    scelta: PianoScelto
    oltre: Mapping[Risorsa, int]
    """Risorsa → in quante settimane ha più gare dei posti."""


def compare_oggi(problema: ProblemaDelPiano) -> Confronto:
    """Tutte le gare intere cominciate subito, come se gli uffici non avessero limiti."""
    return _compare(problema, lambda g: next(iter(sorted(problema.list_mosse(g), key=lambda m: m.giorno)), None))


def compare_dati(problema: ProblemaDelPiano) -> Confronto:
    """Le gare intere cominciate quando dicono i dati: all'ultimo giorno utile o, se è passato, oggi."""
    previsione, oggi = problema.quadro.forecast(), problema.quadro.oggi

    def find(gara: GaraPossibile) -> Mossa | None:
        giorni = [max(oggi, previsione.gare[id_].crono.inizio_preparazione) for id_ in gara.scenari]
        return next(problema.officina.list_mosse(gara, [min(giorni)]), None)

    return _compare(problema, find)


def _compare(problema: ProblemaDelPiano, find: Callable[[GaraPossibile], Mossa | None]) -> Confronto:
    carico = Carico(problema.limiti)
    for gara in list_intere(problema):
        if (mossa := find(gara)) is not None:
            carico.add(mossa)
    return Confronto(make_scelta(problema, carico), carico.count_oltre())
