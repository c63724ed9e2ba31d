"""I costi per anno, in una tabella: i contratti affidati, e ciò che ogni piano vi aggiunge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.reports.report import TRATTINO, Blocco, Euro, Nota, Tabella

if TYPE_CHECKING:
    from decimal import Decimal

    from ldq_planner.model.bilancio import Bilancio
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.reports.report import Cella


def build_bilancio(portafoglio: Portafoglio, bilancio: Bilancio) -> tuple[Blocco, ...]:
    """Una riga per anno, e ciò che nelle somme manca."""
    piani = {p.id: p.nome for p in portafoglio.piani}
    nomi = tuple(f"In più, con «{piani[c.piano]}» (stima)" for c in bilancio.anni[0].piani) if bilancio.anni else ()
    righe = tuple((str(a.anno), _show(a.contratti), *(_show(c.costo) for c in a.piani)) for a in bilancio.anni)
    tabella = Tabella(
        "", ("Anno", "Contratti affidati", *nomi), righe, vuota="Nei dati non c'è nessun importo da ripartire per anno."
    )
    return (tabella, *_list_ignoti(bilancio))


def _show(costo: Decimal) -> Cella:
    """L'importo; un trattino se di quell'anno non se ne conosce nessuno."""
    return Euro(costo) if costo else TRATTINO


def _list_ignoti(bilancio: Bilancio) -> tuple[Nota, ...]:
    frasi = (
        ("Contratti che nelle somme mancano, perché l'importo o le date non sono noti", bilancio.contratti_senza_costo),
        ("Scenari senza stima, o senza date certe", bilancio.scenari_senza_costo),
    )
    return tuple(Nota(f"{frase}: {', '.join(ids)}.") for frase, ids in frasi if ids)
