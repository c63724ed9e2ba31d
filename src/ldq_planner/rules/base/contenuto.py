"""Ciò che una regola di integrità riceve."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.rules.base.regola import Rilievi, Rilievo

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ldq_planner.model.norme import FileProcedure
    from ldq_planner.model.portafoglio import Portafoglio

__all__ = ["Contenuto", "Rilievi", "Rilievo"]


class Contenuto(NamedTuple):
    """I dati letti, prima di sapere se si possono valutare.

    `noti` ha gli id scritti nei file, anche i malati; `regole` dice di ogni codice se si può derogare; `procedure` sono
    quelle delle norme, `None` se né uno scenario né una durata imparata ne nomina le fasi.
    """

    portafoglio: Portafoglio
    noti: Mapping[str, frozenset[str]]
    regole: Mapping[str, bool]
    procedure: FileProcedure | None = None
