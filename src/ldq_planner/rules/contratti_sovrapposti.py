"""Due contratti dello stesso quartiere coprono gli stessi giorni.

Perché: la copertura li conta una volta sola, ma l'ente forse li paga due volte; più spesso è un inizio o una fine
battuti male. Tace se in quei giorni uno dei due è sospeso. Parla solo della sovrapposizione certa, cioè di giorni comuni in ogni lettura delle date. Di ogni
contratto si dice quello, fra i precedenti, che finisce più tardi: per tre contratti, due segnalazioni.

Passa:

    contratti:
      - {id: a, quartieri: [bovisa], inizio: 2022-01-01, scadenza_base: 2022-12-31}
      - {id: b, quartieri: [bovisa], inizio: 2023-01-01, scadenza_base: 2023-12-31}

Non passa (un giorno in comune: gli estremi sono compresi):

    contratti:
      - {id: a, quartieri: [bovisa], inizio: 2022-01-01, scadenza_base: 2022-12-31}
      - {id: b, quartieri: [bovisa], inizio: 2022-12-31, scadenza_base: 2023-12-31}

Rimedio: correggere la data sbagliata; se i due servizi convivono davvero, non c'è nulla da fare.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.periodo import Periodo
from ldq_planner.dates.testo import format_periodo
from ldq_planner.engine.copertura import is_coperto
from ldq_planner.engine.vigore import find_sospesi
from ldq_planner.errors import Ref, Severita
from ldq_planner.model.testo import format_giorni
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo
from ldq_planner.rules.base.frasi import say_quartieri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.model.contratto import Contratto

CODICE = "contratti-sovrapposti"
SEVERITA = Severita.AVVISO


class Sovrapposizione(NamedTuple):
    """Un contratto, uno cominciato prima e ancora in vigore, e i giorni che hanno certamente in comune."""

    secondo: str
    primo: str
    periodo: Periodo


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per coppia di contratti, con tutti i quartieri in comune."""
    comuni: dict[Sovrapposizione, list[str]] = {}
    for quartiere, contratti in contesto.portafoglio.contratti_by_quartiere.items():
        for sovrapposizione in _find_sovrapposizioni(contesto, quartiere, contratti):
            comuni.setdefault(sovrapposizione, []).append(quartiere)
    for (secondo, primo, periodo), quartieri in comuni.items():
        if any(_is_sospeso(contesto.portafoglio.contratti_by_id[id_], periodo) for id_ in (primo, secondo)):
            continue
        yield Rilievo(
            f"«{secondo}» e «{primo}» hanno {format_giorni(periodo.giorni)} in comune a {say_quartieri(contesto, quartieri)}, "
            f"{format_periodo(periodo.inizio, periodo.fine)}; nella copertura nessun giorno conta due volte",
            f"controllare l'inizio di «{secondo}» e la fine di «{primo}»; se i due servizi convivono, va bene così",
            Ref("contratti", secondo, ("inizio",)),
        )


def _is_sospeso(contratto: Contratto, periodo: Periodo) -> bool:
    """Vero se in tutti quei giorni è sospeso: allora un altro lo sostituisce, e non si paga due volte."""
    return bool(contratto.sospensioni) and is_coperto(find_sospesi(contratto.sospensioni)[0], periodo)


def _find_sovrapposizioni(
    contesto: Contesto, quartiere: str, contratti: Iterable[Contratto]
) -> Iterator[Sovrapposizione]:
    """Per ogni contratto, in ordine di inizio, i giorni comuni con quello che finora finisce più tardi."""
    periodi = ((c.id, _find_periodo_certo(*contesto.quadro.find_vigore(c, quartiere))) for c in contratti)
    certi = sorted({(p.inizio, p.fine, id_) for id_, p in periodi if p is not None})
    ultimo, fino_a = "", None
    for inizio, fine, id_ in certi:
        if fino_a is not None and inizio <= fino_a:
            yield Sovrapposizione(id_, ultimo, Periodo(inizio, min(fine, fino_a)))
        if fino_a is None or fine > fino_a:
            ultimo, fino_a = id_, fine


def _find_periodo_certo(inizio: DataIncerta, fine: DataIncerta) -> Periodo | None:
    """I giorni in vigore in ogni lettura, se ce ne sono."""
    dal, al = inizio.ultimo, max(fine.primo, inizio.primo)
    return Periodo(dal, al) if dal <= al else None
