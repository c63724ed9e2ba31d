"""Una scheda degli acquisti corretta da una persona, rimessa negli scenari da cui viene."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from ldq_planner.engine.acquisti import find_ricompreso, is_riaffidamento, measure_durata
from ldq_planner.engine.stime import estimate_costo, read_iva
from ldq_planner.engine.valore import INCLUSA
from ldq_planner.loading.importazione.programma import is_ruolo
from ldq_planner.model.campi import find_lettore
from ldq_planner.model.scenario import Scenario
from ldq_planner.model.simili import fold
from ldq_planner.model.testo import format_euro

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.loading.ritorno.acquisti import RigaDiScheda
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.scenario import FileScenari

_SI_NO = frozenset(("lotto_funzionale", "nuovo_affidamento"))


class Corretti(NamedTuple):
    """Gli scenari corretti, e le righe che non si sono potute riportare."""

    ipotesi: FileScenari
    avvertenze: tuple[str, ...]


def correct_scenari(quadro: Quadro, righe: Iterable[RigaDiScheda]) -> Corretti:
    """Gli scenari con ciò che la scheda dice: una cella vuota non toglie nulla. Uno scenario si riconosce dal CUI o dal nome."""
    portafoglio = quadro.portafoglio
    scenari = {s.id: s for s in portafoglio.ipotesi.scenari}
    avvertenze: list[str] = []
    for riga in righe:
        trovati = list(_find_scenari(portafoglio, riga))
        if len(trovati) != 1:
            quanti = "nessuno scenario ha" if not trovati else f"{len(trovati)} scenari hanno"
            avvertenze.append(f"{riga.posto}: {quanti} quel CUI o quella descrizione; non riportata")
            continue
        cambiati, rifiutati = _read(quadro, trovati[0], riga)
        avvertenze += [f"{riga.posto}: {perche}; non riportato" for perche in rifiutati]
        scenari[trovati[0].id] = trovati[0].model_copy(update=cambiati)
    return Corretti(portafoglio.ipotesi.model_copy(update={"scenari": tuple(scenari.values())}), tuple(avvertenze))


def _find_scenari(portafoglio: Portafoglio, riga: RigaDiScheda) -> Iterator[Scenario]:
    """Quelli con quel CUI; se nessuno lo ha, quelli in gioco con quel nome."""
    col_cui = [s for s in portafoglio.ipotesi.scenari if s.cui and s.cui == riga.detto.get("cui")]
    nome = fold(riga.detto.get("nome", ""))
    return iter(col_cui or [s for s in portafoglio.scenari if not s.cui and fold(s.nome) == nome])


def _read(quadro: Quadro, scenario: Scenario, riga: RigaDiScheda) -> tuple[dict[str, Any], list[str]]:
    """I campi come li leggono i dati, e perché gli altri non si riportano; ciò che si calcola già così non si scrive."""
    letti: dict[str, Any] = {}
    rifiutati: list[str] = []
    for campo, testo in riga.detto.items():
        if campo == "totale":
            rifiutati += _say_altro_costo(quadro, scenario, testo)
            continue
        try:
            letto = find_lettore(Scenario, campo).validate_python(testo.lower() if campo in _SI_NO else testo)
        except ValidationError:
            rifiutati.append(f"«{testo}» non va in {campo}")
            continue
        if getattr(scenario, campo) is None and letto == _compute(quadro, scenario, campo):
            continue
        if perche := _say_rifiuto(scenario, campo, testo):
            rifiutati.append(perche)
        else:
            letti[campo] = letto
    return letti, rifiutati


def _compute(quadro: Quadro, scenario: Scenario, campo: str) -> object:
    """Ciò che la scheda dice senza che i dati lo scrivano."""
    match campo:
        case "ricompreso":
            return find_ricompreso(scenario)
        case "nuovo_affidamento":
            return is_riaffidamento(quadro, scenario)
        case "durata_mesi":
            durata = measure_durata(quadro.forecast().portafoglio, _forecast(quadro, scenario))
            return durata[0] if durata else None
    return None


def _forecast(quadro: Quadro, scenario: Scenario) -> Scenario:
    """Lo scenario con l'inizio che può avere."""
    return quadro.forecast().portafoglio.scenari_by_id.get(scenario.id, scenario)


def _say_rifiuto(scenario: Scenario, campo: str, testo: str) -> str:
    """Perché quel campo non si riporta; vuoto se si riporta."""
    if campo == "rup" and not is_ruolo(testo):
        return f"«{testo}» non è un ufficio né un ruolo, e i dati, che si pubblicano, non hanno nomi di persone"
    if campo == "durata_mesi" and scenario.durata_mesi is None:
        return f"la durata, {testo} mesi, nei dati viene dalla fine: si corregge lì"
    return ""


def _say_altro_costo(quadro: Quadro, scenario: Scenario, testo: str) -> Iterator[str]:
    """Se il totale della scheda non è quello che i dati stimano, lo dice: si corregge nella stima."""
    previsto = quadro.forecast().portafoglio
    costo = estimate_costo(previsto, _forecast(quadro, scenario))
    if costo is not None and read_iva(previsto, scenario) == INCLUSA and Decimal(testo) != costo:
        yield f"il totale è {format_euro(Decimal(testo))}, ma i dati stimano {format_euro(costo)} (stima_costo)"
