"""I costi per anno, in una tabella: i contratti affidati, e ciò che ogni piano vi aggiunge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.engine.costi import join_iva
from ldq_planner.model.testo import format_iva
from ldq_planner.reports.report import TRATTINO, Blocco, Euro, Nota, Tabella, Tono

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from ldq_planner.model.bilancio import Bilancio
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.scenario import Piano
    from ldq_planner.reports.report import Cella


def build_bilancio(portafoglio: Portafoglio, bilancio: Bilancio) -> tuple[Blocco, ...]:
    """Una riga per anno, e ciò che nelle somme manca."""
    piani = {p.id: p for p in portafoglio.piani}
    nomi = tuple(_name_piano(piani[c.piano], bilancio) for c in bilancio.anni[0].piani) if bilancio.anni else ()
    affidati = f"Contratti affidati{_say_iva(g.iva for g in bilancio.ive if g.contratti)}"
    righe = tuple((str(a.anno), _show(a.contratti), *(_show(c.costo) for c in a.piani)) for a in bilancio.anni)
    tabella = Tabella(
        "", ("Anno", affidati, *nomi), righe, vuota="Nei dati non c'è nessun importo da ripartire per anno."
    )
    return (tabella, *_list_ive(bilancio), *_list_ignoti(bilancio))


def _name_piano(piano: Piano, bilancio: Bilancio) -> str:
    sua = _say_iva(g.iva for g in bilancio.ive if not set(piano.scenari).isdisjoint(g.scenari))
    return f"In più, con «{piano.nome}» (stima){sua}"


def _say_iva(ive: Iterable[str]) -> str:
    """«, IVA inclusa», o niente se non si somma nulla."""
    iva = join_iva(ive)
    return "" if iva is None else f", {format_iva(iva)}"


def _list_ive(bilancio: Bilancio) -> Iterator[Nota]:
    """Se gli importi sommati non hanno tutti la stessa IVA: quali l'hanno e quali no."""
    if len(bilancio.ive) > 1:
        quali = "; ".join(f"{format_iva(g.iva)}: {', '.join((*g.contratti, *g.scenari))}" for g in bilancio.ive)
        yield Nota(f"Somme di importi con IVA diversa. {quali}.", Tono.ATTENZIONE)


def _show(costo: Decimal) -> Cella:
    """L'importo; un trattino se di quell'anno non se ne conosce nessuno."""
    return Euro(costo) if costo else TRATTINO


def _list_ignoti(bilancio: Bilancio) -> tuple[Nota, ...]:
    frasi = (
        ("Contratti che nelle somme mancano, perché l'importo o le date non sono noti", bilancio.contratti_senza_costo),
        ("Scenari senza stima, o senza date certe", bilancio.scenari_senza_costo),
    )
    return tuple(Nota(f"{frase}: {', '.join(ids)}.") for frase, ids in frasi if ids)
