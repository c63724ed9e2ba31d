"""Ciò che un ente decide su un contratto, e l'atto che ne viene."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.loading.messaggi import Percorso

NOMI = {"rinnovo": ("un rinnovo", "rinnova", "rinnovato"), "proroga": ("una proroga", "proroga", "prorogato")}
"""Tipo → come si chiama, come si dice che si fa, come si dice che è fatto."""
PROROGHE = ("proroga", "proroga-tecnica")
"""Ciò che `ldq proroga` può esercitare: quella prevista, e quella tecnica; una che si aggiunge è tecnica."""


class Decisione(NamedTuple):
    """Ciò che l'ente decide: quale opzione, fin quando, a quanto, perché; se anche contro ciò che è previsto.

    `posto` conta da 1 le opzioni del contratto. La fine è `fino_al`, compreso, oppure `mesi` dalla scadenza di oggi.
    """

    tipo: str
    oggi: date
    fino_al: date | None = None
    mesi: int | None = None
    importo_eur: Decimal | None = None
    posto: int | None = None
    motivo: str = ""
    fonte: str = ""
    forza: bool = False


class Cambiamento(NamedTuple):
    """Un campo che cambia, dall'entità in giù; con `in_fondo`, un elemento in più di un elenco; `None` lo toglie."""

    percorso: Percorso
    valore: Any
    in_fondo: bool = False


class Atto(NamedTuple):
    """Un atto pronto da scrivere: che cosa fa, i campi che cambiano, ciò che i dati non bastano a dire."""

    frase: str
    cambiamenti: tuple[Cambiamento, ...]
    avvertenze: tuple[str, ...] = ()
    fine: DataIncerta | None = None
