"""Una scheda degli acquisti corretta da una persona, rimessa negli scenari da cui viene."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from ldq_planner.model.campi import find_lettore
from ldq_planner.model.scenario import Scenario
from ldq_planner.model.simili import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ldq_planner.loading.ritorno.acquisti import RigaDiScheda
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.scenario import FileScenari

_SI_NO = frozenset(("lotto_funzionale",))
_CALCOLATI = frozenset(("totale",))
"""Ciò che la scheda dice e i dati calcolano."""


class Corretti(NamedTuple):
    """Gli scenari corretti, e le righe che non si sono potute riportare."""

    ipotesi: FileScenari
    avvertenze: tuple[str, ...]


def correct_scenari(portafoglio: Portafoglio, righe: Iterable[RigaDiScheda]) -> Corretti:
    """Gli scenari con ciò che la scheda dice: una cella vuota non toglie nulla. Uno scenario si riconosce dal CUI o dal nome."""
    scenari = {s.id: s for s in portafoglio.ipotesi.scenari}
    avvertenze: list[str] = []
    for riga in righe:
        trovati = list(_find_scenari(portafoglio, riga))
        if len(trovati) != 1:
            quanti = "nessuno scenario ha" if not trovati else f"{len(trovati)} scenari hanno"
            avvertenze.append(f"{riga.posto}: {quanti} quel CUI o quella descrizione; non riportata")
            continue
        cambiati, rifiutati = _read(riga)
        avvertenze += rifiutati
        scenari[trovati[0].id] = trovati[0].model_copy(update=cambiati)
    return Corretti(portafoglio.ipotesi.model_copy(update={"scenari": tuple(scenari.values())}), tuple(avvertenze))


def _find_scenari(portafoglio: Portafoglio, riga: RigaDiScheda) -> Iterator[Scenario]:
    """Quelli con quel CUI; se nessuno lo ha, quelli in gioco con quel nome."""
    col_cui = [s for s in portafoglio.ipotesi.scenari if s.cui and s.cui == riga.detto.get("cui")]
    nome = fold(riga.detto.get("nome", ""))
    return iter(col_cui or [s for s in portafoglio.scenari if not s.cui and fold(s.nome) == nome])


def _read(riga: RigaDiScheda) -> tuple[dict[str, Any], list[str]]:
    """I campi come li leggono i dati, e quelli che non hanno la loro forma."""
    letti: dict[str, Any] = {}
    rifiutati: list[str] = []
    for campo, testo in riga.detto.items():
        if campo in _CALCOLATI:
            continue
        try:
            letti[campo] = find_lettore(Scenario, campo).validate_python(testo.lower() if campo in _SI_NO else testo)
        except ValidationError:
            rifiutati.append(f"{riga.posto}: «{testo}» non va in {campo}; non riportato")
    return letti, rifiutati
