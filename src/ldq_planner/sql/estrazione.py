"""Le righe di un ente solo, prese fra quelle di molti."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ldq_planner.model.scambio.piatto import CONTRATTI, QUARTIERI, list_campi

if TYPE_CHECKING:
    from ldq_planner.model.scambio.righe_piatte import Riga
    from ldq_planner.sql.motore import Motore

_DI_CHI = "coalesce(ente_codice, ente, '')"
"""Come si riconosce un ente: dal codice, o dal nome se la fonte non lo dà."""
_SUOI = "luoghi_estratti"
_ORDINE = "ORDER BY file_letto, riga_letta, id"


class Estratto(NamedTuple):
    """I quartieri di un ente e i contratti che li servono, una riga per voce, nell'ordine dei file."""

    quartieri: list[Riga]
    contratti: list[Riga]


def list_enti(motore: Motore) -> dict[str, str]:
    """Codice di ogni ente (il nome, se non ne ha uno) → il suo nome."""
    righe = motore.ask(f"SELECT {_DI_CHI} AS codice, min(ente) FROM {QUARTIERI} GROUP BY codice ORDER BY codice")
    return {codice: nome or codice for codice, nome in righe if codice}


def read_ente(motore: Motore, codice: str) -> Estratto:
    """Le righe dell'ente che ha quel codice."""
    suoi = f"FROM {QUARTIERI} WHERE {_DI_CHI} = :codice"
    motore.save(_SUOI, f"SELECT id {suoi}", codice=codice)
    sciolti = f"SELECT id, unnest(quartieri) AS luogo FROM {CONTRATTI}"
    serviti = f"SELECT id FROM ({sciolti}) AS sciolti WHERE luogo IN (SELECT id FROM {_SUOI})"
    contratti = _read(motore, CONTRATTI, f"FROM {CONTRATTI} WHERE id IN ({serviti})", {})
    return Estratto(_read(motore, QUARTIERI, suoi, {"codice": codice}), contratti)


def _read(motore: Motore, tavola: str, da: str, valori: dict[str, Any]) -> list[Riga]:
    nomi = [campo.nome for campo in list_campi()[tavola]]
    righe = motore.ask(f"SELECT {', '.join(nomi)} {da} {_ORDINE}", **valori)
    return [dict(zip(nomi, riga, strict=True)) for riga in righe]
