"""Ciò che le gare passate insegnano: per ogni procedura, tratto e fascia di valore, quante sono e quanto durano."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.engine.apprendimento.osservazioni import observe
from ldq_planner.engine.apprendimento.prima import list_catena, list_comprese, predict
from ldq_planner.engine.apprendimento.stima import estimate, find_quantili
from ldq_planner.model.apprendimento import AVVIO, BANDO, ESITO, OFFERTE, STIPULA, TrattoDiGara, TrattoImparato

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ldq_planner.engine.norme import Diritto
    from ldq_planner.model.apprendimento import GaraPassata, Osservazione
    from ldq_planner.model.norme import Procedura

    Viste = Sequence[tuple[GaraPassata, Osservazione]]

_NOMI = {
    TrattoDiGara(BANDO, OFFERTE): "dal bando alle offerte",
    TrattoDiGara(OFFERTE, ESITO): "dalle offerte all'esito",
    TrattoDiGara(BANDO, ESITO): "dal bando all'esito",
    TrattoDiGara(ESITO, STIPULA): "dall'esito al contratto",
    TrattoDiGara(STIPULA, AVVIO): "dal contratto all'avvio",
    TrattoDiGara(BANDO, AVVIO): "dal bando all'avvio",
}


class Fascia(NamedTuple):
    """Le gare di un valore fra due, in euro: il primo compreso, il secondo no; `None` se non c'è."""

    da: Decimal | None = None
    sotto: Decimal | None = None

    def holds(self, valore: Decimal | None) -> bool:
        """Vero se un valore sta nella fascia; uno che non si sa sta solo in quella che le ha tutte."""
        if self == TUTTE:
            return True
        return valore is not None and (self.da or 0) <= valore and (self.sotto is None or valore < self.sotto)


TUTTE = Fascia()
FASCE = (
    Fascia(None, Decimal(100_000)),
    Fascia(Decimal(100_000), Decimal(1_000_000)),
    Fascia(Decimal(1_000_000), None),
)
"""Fasce tonde e non di legge: una soglia che cambia non deve cambiare ciò che si è osservato."""


def learn_tratti(gare: Iterable[GaraPassata], diritto: Diritto, k: float) -> tuple[TrattoImparato, ...]:
    """Una riga per procedura e tratto, e sotto una per fascia di valore, se le gare sono di più fasce.

    Ciò che si sa prima di una fascia è ciò che si è imparato da tutte le gare della procedura.
    """
    gare = tuple(gare)
    viste = observe(gare)
    nomi = {p.id: p for p in diritto.norme.procedure.procedure}
    ignote = sorted({g.procedura for g in gare} - nomi.keys())
    righe: list[TrattoImparato] = []
    for id_ in (*nomi, *ignote):
        sue = {t: [v for v in delle if v[0].procedura == id_] for t, delle in viste.items()}
        tratti = sorted((t for t, delle in sue.items() if delle), key=lambda t: _rank(diritto, nomi.get(id_), t))
        for tratto in tratti:
            righe += _learn(diritto, nomi.get(id_), tratto, sue[tratto], k)
    return tuple(righe)


def _rank(diritto: Diritto, procedura: Procedura | None, tratto: TrattoDiGara) -> tuple[int, int]:
    """L'ordine delle fasi della procedura; di quelle che non si conoscono, quello in cui si sono lette."""
    ids = ["inizio", *(f.id for f in list_catena(diritto, procedura))] if procedura else []
    return (
        ids.index(tratto.dopo) if tratto.dopo in ids else len(ids),
        ids.index(tratto.fase) if tratto.fase in ids else len(ids),
    )


def _learn(
    diritto: Diritto, procedura: Procedura | None, tratto: TrattoDiGara, viste: Viste, k: float
) -> Iterator[TrattoImparato]:
    """Tutte le gare insieme, poi ogni fascia che ne ha."""
    al = max(gara.vista_al for gara, _ in viste)
    prima = predict(diritto, procedura, tratto, max(al, diritto.primo_giorno)) if procedura else []
    nome = name_tratto(diritto, procedura, tratto)
    tutte = estimate([o for _, o in viste], prima, k if prima else 0)
    yield _describe(tratto, nome, TUTTE, viste, prima, tutte)
    piene = [f for f in FASCE if any(f.holds(g.valore) for g, _ in viste)]
    for fascia in piene if len(piene) > 1 else ():
        sue = [v for v in viste if fascia.holds(v[0].valore)]
        yield _describe(tratto, nome, fascia, sue, prima, estimate([o for _, o in sue], tutte, k))


def _describe(
    tratto: TrattoDiGara, nome: str, fascia: Fascia, viste: Viste, prima: list[float], masse: list[float]
) -> TrattoImparato:
    osservazioni = [o for _, o in viste]
    finite = sum(o.finita for o in osservazioni)
    return TrattoImparato(
        procedura=viste[0][0].procedura,
        dopo=tratto.dopo,
        fase=tratto.fase,
        nome=nome,
        da_eur=fascia.da,
        sotto_eur=fascia.sotto,
        gare=len(viste),
        finite=finite,
        non_finite=len(viste) - finite,
        predefinita=find_quantili(prima) if prima else None,
        osservata=find_quantili(estimate(osservazioni)),
        imparata=find_quantili(masse),
        dal=min(o.dal for o in osservazioni),
        al=max(gara.vista_al for gara, _ in viste),
    )


def name_tratto(diritto: Diritto, procedura: Procedura | None, tratto: TrattoDiGara) -> str:
    """Come si dice il tratto: con le sue parole o, se è una fase sola, con il nome di quella."""
    if tratto in _NOMI or procedura is None:
        return _NOMI.get(tratto) or f"da «{tratto.dopo}» a «{tratto.fase}»"
    catena = list_catena(diritto, procedura)
    comprese = [f for f in list_comprese(catena, tratto) if f.tipo != "evento"]
    nomi = {f.id: f.nome for f in catena}
    if len(comprese) == 1:
        return comprese[0].nome
    return f"da «{nomi.get(tratto.dopo, tratto.dopo)}» a «{nomi.get(tratto.fase, tratto.fase)}»"
