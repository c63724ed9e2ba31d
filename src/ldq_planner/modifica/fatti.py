"""Un fatto di una gara: da ciò che è accaduto alla voce da scrivere; o perché non si può."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ldq_planner.dates.testo import format_giorno
from ldq_planner.errors import InvalidRequestError, UnknownIdError
from ldq_planner.model.avanzamento import ESITI, FattoDiGara, split_tentativi
from ldq_planner.model.simili import suggest
from ldq_planner.modifica.decisioni import Atto, Cambiamento

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.engine.norme import Diritto
    from ldq_planner.errors import Finding, LdqError
    from ldq_planner.model.scenario import Scenario


class FattoDetto(NamedTuple):
    """Che cosa è accaduto: una fase compiuta `il`, cominciata, o con un termine fissato; o un esito, con il solo `il`."""

    fase: str
    il: date | None = None
    iniziata: date | None = None
    fissata_al: date | None = None
    atto: str = ""
    chi: str = ""
    fonte: str = ""


def record_fatto(scenario: Scenario, detto: FattoDetto, diritto: Diritto, oggi: date) -> Atto:
    """Il fatto in fondo a quelli dello scenario; se c'è già, nessuna riga.

    Errori: `InvalidRequestError` se non è una gara, se manca il giorno, se deve ancora venire; `UnknownIdError` se la fase
    non è della sua procedura.
    """
    if scenario.tipo != "gara":
        raise InvalidRequestError(f"«{scenario.id}» è un ponte: non ha fasi", "quando è affidato: ldq affida")
    fatto = _build_fatto(scenario, detto, diritto)
    _check_giorni(scenario, detto, oggi)
    suoi = split_tentativi(scenario.avanzamento)[-1].fatti
    is_noto = any(scritto.fatto == fatto for scritto in suoi)
    voce = {campo: valore for campo in FattoDiGara.model_fields if (valore := getattr(fatto, campo)) is not None}
    cambiamento = Cambiamento(("avanzamento",), voce, in_fondo=True)
    return Atto(_say_fatto(scenario, detto, diritto), () if is_noto else (cambiamento,))


def make_rifiuto(scenario: Scenario, findings: tuple[Finding, ...]) -> LdqError | None:
    """Perché il fatto non sta con gli altri, detto a chi ha scritto il comando; `None` se ciò che non va è altrove."""
    sue = [f for f in findings if f.ref and f.ref[:2] == ("scenari", scenario.id) and "avanzamento" in f.ref.campo]
    if not sue or len(sue) < len(findings):
        return None
    rimedio = "correggere il giorno; se la gara è stata rifatta, scrivere prima l'esito del primo tentativo: ldq fatto "
    return InvalidRequestError("; ".join(f.messaggio for f in sue), f"{rimedio}{scenario.id} deserta --il GIORNO")


def _build_fatto(scenario: Scenario, detto: FattoDetto, diritto: Diritto) -> FattoDiGara:
    campi: dict[str, Any] = {"atto": detto.atto.strip(), "chi": detto.chi.strip(), "fonte": detto.fonte.strip()}
    if detto.fase in ESITI:
        campi |= {"esito": detto.fase, "il": detto.il}
    else:
        giorni = {"iniziata": detto.iniziata, "conclusa": detto.il, "fissata_al": detto.fissata_al}
        campi |= {"fase": _find_fase(scenario, detto.fase, diritto), **giorni}
    return FattoDiGara.model_validate({nome: valore for nome, valore in campi.items() if valore})


def _find_fase(scenario: Scenario, detta: str, diritto: Diritto) -> str:
    """L'id della fase, anche se scritto con i trattini.

    Errori: `UnknownIdError` con «forse intendevi …?».
    """
    procedure = diritto.norme.procedure
    fase = detta.replace("-", "_")
    note = [f for f in procedure.choose(scenario.procedura, _name_fasi(scenario)).fasi if f != "avvio"]
    if fase in note:
        return fase
    altre = [*note, *ESITI]
    raise UnknownIdError(
        f"«{detta}» non è una fase della gara di «{scenario.id}», né un esito",
        suggest(detta, altre, f"le fasi sono: {', '.join(note)}; gli esiti: {', '.join(ESITI)}"),
    )


def _name_fasi(scenario: Scenario) -> tuple[str, ...]:
    return tuple(f.fase for f in scenario.avanzamento if f.fase is not None)


def _check_giorni(scenario: Scenario, detto: FattoDetto, oggi: date) -> None:
    accaduti = [giorno for giorno in (detto.il, detto.iniziata) if giorno is not None]
    if detto.fase in ESITI and (detto.il is None or detto.iniziata or detto.fissata_al):
        raise InvalidRequestError(
            f"«{detto.fase}» è un esito, e ha un giorno solo", f"ldq fatto {scenario.id} {detto.fase} --il GIORNO"
        )
    if not accaduti and detto.fissata_al is None:
        raise InvalidRequestError(
            f"di «{detto.fase}» manca il giorno",
            "--il se è compiuta, --iniziata se è cominciata, --fissata-al se un atto ne dice il termine",
        )
    if futuri := [giorno for giorno in accaduti if giorno > oggi]:
        raise InvalidRequestError(
            f"il {format_giorno(max(futuri))} deve ancora venire: oggi è il {format_giorno(oggi)}",
            f"un termine che un atto già fissa si scrive con: ldq fatto {scenario.id} {detto.fase} --fissata-al "
            f"{max(futuri).isoformat()}"
            if detto.fase not in ESITI
            else "correggere il giorno con --il",
        )


def _say_fatto(scenario: Scenario, detto: FattoDetto, diritto: Diritto) -> str:
    """««Gara nord»: Pubblicazione del bando, compiuta il 20/10/2026»."""
    procedure = diritto.norme.procedure
    fasi = procedure.list_fasi(procedure.choose(scenario.procedura, _name_fasi(scenario)))
    nome = next((f.nome for f in fasi if f.id == detto.fase.replace("-", "_")), detto.fase)
    if detto.fase in ESITI and detto.il:
        return f"«{scenario.nome}»: {nome} il {format_giorno(detto.il)}"
    giorni = (("cominciata il", detto.iniziata), ("compiuta il", detto.il), ("termine fissato al", detto.fissata_al))
    return f"«{scenario.nome}»: {', '.join([nome, *(f'{come} {format_giorno(g)}' for come, g in giorni if g)])}"
