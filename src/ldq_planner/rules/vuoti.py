"""I giorni che verranno senza copertura certa, fra un contratto e un altro che deve ancora cominciare."""

from __future__ import annotations

from bisect import bisect_right
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.periodo import InsiemeGiorni, Periodo
from ldq_planner.model.testo import format_numero
from ldq_planner.rules import scadenza_senza_seguito

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ldq_planner.engine.copertura import Copertura
    from ldq_planner.model.contratto import Contratto
    from ldq_planner.rules.contesto import Contesto

_UN_GIORNO = timedelta(days=1)


class Vuoto(NamedTuple):
    """I giorni senza copertura certa di un quartiere fra due contratti.

    Estremi: `forse` è il periodo senza copertura certa, compreso; `certi` i suoi giorni scoperti in ogni lettura.
    """

    quartiere: str
    prima: Contratto
    dopo: Contratto
    forse: Periodo
    certi: InsiemeGiorni


def list_vuoti(contesto: Contesto) -> Iterator[Vuoto]:
    """I vuoti che cominciano dopo oggi, nell'ordine dei quartieri; non quelli di cui parla `scadenza-senza-seguito`."""
    vuoti = [v for q in contesto.portafoglio.quartieri for v in _find_vuoti(contesto, q.id)]
    if vuoti:
        detti = {f.ref.id for f in scadenza_senza_seguito.check(contesto) if f.ref is not None}
        yield from (v for v in vuoti if v.prima.id not in detti)


def map_abitanti(contesto: Contesto) -> dict[str, int | None]:
    """Quartiere → abitanti, se sono noti."""
    return {q.id: q.abitanti for q in contesto.portafoglio.quartieri}


def say_abitanti_giorni(abitanti: Mapping[str, int | None], giorni: Iterable[tuple[str, int]]) -> str:
    """«1.000 abitanti-giorni», sommando i quartieri; niente se di qualcuno gli abitanti non sono noti."""
    somma = 0
    for quartiere, quanti in giorni:
        persone = abitanti[quartiere]
        if persone is None:
            return ""
        somma += persone * quanti
    return f"{format_numero(somma)} abitanti-giorni"


def _find_vuoti(contesto: Contesto, quartiere: str) -> Iterator[Vuoto]:
    copertura, oggi = contesto.coperture[quartiere], contesto.oggi
    if not _has_vuoti(copertura, oggi.toordinal()):
        return
    ultimo = list(copertura.possibile)[-1].fine
    contratti = contesto.portafoglio.contratti_by_quartiere[quartiere]
    for forse in copertura.certa.complement(Periodo(oggi, ultimo)):
        prima = [c for c in contratti if c.inizio.primo < forse.inizio]
        posto = bisect_right(contratti, oggi, key=lambda c: c.inizio.primo)
        dopo = next((c for c in contratti[posto:] if c.inizio.ultimo >= forse.inizio), None)
        if forse.inizio > oggi and prima and dopo is not None:
            certi = copertura.possibile.complement(forse)
            ultima = max(prima, key=lambda c: contesto.scadenze[c.id].ultimo if c is not dopo else oggi)
            yield Vuoto(quartiere, ultima, dopo, forse, certi)


def _has_vuoti(copertura: Copertura, oggi: int) -> bool:
    """Vero se dopo oggi qualcosa si copre e non tutto è certo: i più escono di qui, senza altri conti."""
    certi, possibili = copertura.certa.confini, copertura.possibile.confini
    if not possibili or possibili[-1] - 1 <= oggi:
        return False
    posto = bisect_right(certi, oggi)
    return posto % 2 == 1 and certi[posto] < possibili[-1]
