"""Che cosa si è scelto fra gli scenari: come si dice lo stato di ciascuno, e chi è rimasto nella storia."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.testo import format_giorno
from ldq_planner.model.testo import format_elenco
from ldq_planner.reports.passi import Passo
from ldq_planner.reports.report import TRATTINO, Blocco, Cella, Scheda, Tabella, Tono, Voce

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import date

    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.model.avanzamento import FattoDiGara
    from ldq_planner.model.esito import EsitoScenario
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.scelte import Lasciato
    from ldq_planner.model.scenario import DecisioneScenario, Scenario

_COLONNE = ("Scenario", "Che cos'era", "Quartieri", "Perché non è più in gioco")


class ScenarioLasciato(NamedTuple):
    """Uno scenario che resta nella storia: `esito` è `scartato`, `escluso` da un'altra scelta, o `affidato`.

    `al_posto` sono gli id degli scenari scelti, o dei contratti.
    """

    id: str
    nome: str
    quartieri: tuple[str, ...]
    esito: str
    il: date | None
    atto: str | None
    motivo: str | None
    al_posto: tuple[str, ...]


def list_lasciati(portafoglio: Portafoglio, scelti: Collection[str] | None = None) -> tuple[ScenarioLasciato, ...]:
    """Gli scenari che restano nella storia, tutti o quelli, come li legge una macchina."""
    return tuple(_to_lasciato(x) for id_, x in portafoglio.lasciati.items() if scelti is None or id_ in scelti)


def build_lasciati(portafoglio: Portafoglio, scelti: Collection[str] | None = None) -> tuple[Tabella, ...]:
    """La tabella degli scenari che restano nella storia, tutti o quelli, se ce ne sono."""
    nomi = portafoglio.nomi
    righe = tuple(
        (s.id, s.nome, ", ".join(nomi[q] for q in s.quartieri), say_lasciato(lasciato))
        for s, lasciato in ((x.scenario, x) for x in portafoglio.lasciati.values())
        if scelti is None or s.id in scelti
    )
    return (Tabella("Nella storia", _COLONNE, righe),) if righe else ()


def build_storia(quadro: Quadro, lasciato: Lasciato) -> tuple[Blocco, ...]:
    """La scheda di uno scenario che resta nella storia, e ciò che della sua gara è accaduto."""
    scenario = lasciato.scenario
    scelta = say_scelta(scenario, ())
    scheda = Scheda(
        scenario.nome,
        (
            ("Scenario", scenario.id),
            ("Tipo", scenario.tipo),
            *((("Scelta", scelta),) if scelta else ()),
            ("Quartieri", ", ".join(quadro.portafoglio.nomi[q] for q in scenario.quartieri)),
            ("Non è più in gioco", say_lasciato(lasciato)),
        ),
    )
    nomi = {f.id: f.nome for f in quadro.require_diritto().norme.procedure.fasi}
    fatti = tuple(_build_fatto(f, nomi) for f in scenario.avanzamento)
    colonne = ("Che cosa", "Quando", "Atto", "Chi")
    return (scheda, *((Tabella("Che cosa è accaduto", colonne, fatti),) if fatti else ()))


def _build_fatto(fatto: FattoDiGara, nomi: Mapping[str, str]) -> tuple[Cella, ...]:
    giorni = (
        ("", fatto.il),
        ("cominciata il ", fatto.iniziata),
        ("il ", fatto.conclusa),
        ("entro il ", fatto.fissata_al),
    )
    quando = ", ".join(f"{come}{format_giorno(giorno.primo)}" for come, giorno in giorni if giorno)
    return (
        fatto.esito or nomi.get(fatto.fase or "", fatto.fase),
        quando,
        fatto.atto or TRATTINO,
        fatto.chi or TRATTINO,
    )


def explain_lasciato(portafoglio: Portafoglio, id_: str) -> Iterator[Passo]:
    """Perché uno scenario, o un piano che conta su di lui, non è più in gioco."""
    piano = next((p for p in portafoglio.ipotesi.piani if p.id == id_), None)
    for scenario in piano.scenari if piano else (id_,):
        if scenario in portafoglio.lasciati:
            detto = say_lasciato(portafoglio.lasciati[scenario])
            yield Passo(f"scenario {scenario}", detto, "resta nella storia: nessun conto lo guarda più")
    if piano:
        yield Passo(f"piano {id_}", "non si confronta", "conta su scenari che non sono più in gioco")


def say_lasciato(lasciato: Lasciato) -> str:
    """«scartato il 10/11/2026 (DGC 1200/2026): costa di più»; o che cosa si è scelto o affidato al suo posto."""
    if lasciato.contratti:
        quali = format_elenco([f"«{c.titolo}» ({c.id})" for c in lasciato.contratti])
        return f"affidato: {'è il contratto' if len(lasciato.contratti) == 1 else 'sono i contratti'} {quali}"
    scenario = lasciato.scenario
    if scenario.stato == "scartato":
        return f"scartato{say_decisione(scenario.decisione)}"
    scelti = (f"«{s.nome}», {_say_impegnato(s)}" for s in lasciato.scelti)
    return f"escluso: al suo posto {'; '.join(scelti)}"


def _say_impegnato(scenario: Scenario) -> str:
    """«scelto il 10/11/2026 (DGC 1200/2026)»; o, se nessuno l'ha scritto, che la sua gara è in corso, o è già un contratto."""
    if scenario.stato == "scelto":
        return f"scelto{say_decisione(scenario.decisione)}"
    return "con la gara in corso" if scenario.is_bando_uscito else "già affidato"


def say_decisione(decisione: DecisioneScenario | None) -> str:
    """« il 10/11/2026 (DGC 1200/2026): costa di meno», da mettere dopo ciò che si è deciso; vuoto se non è scritto."""
    if decisione is None:
        return ""
    atto = f" ({decisione.atto})" if decisione.atto else ""
    motivo = f": {decisione.motivo}" if decisione.motivo else ""
    return f" il {format_giorno(decisione.il.primo)}{atto}{motivo}"


def has_scelte(esiti: tuple[EsitoScenario, ...]) -> bool:
    """Vero se di qualche scenario si è scelto, o si deve scegliere."""
    return any(e.scelto or e.alternative for e in esiti)


def describe_scelta(esito: EsitoScenario) -> Cella:
    """Se lo scenario è scelto, o fra quali altri si deve ancora scegliere."""
    if esito.scelto:
        return Voce("✓ scelto", Tono.BENE)
    return Voce(f"? o {' o '.join(esito.alternative)}", Tono.INCERTO) if esito.alternative else TRATTINO


def say_scelta(scenario: Scenario, alternative: tuple[Scenario, ...]) -> str:
    """La stessa cosa, per esteso, con le decisioni di prima; vuota se lo scenario è solo allo studio."""
    altre = format_elenco([f"«{s.nome}»" for s in alternative])
    decisioni = ((scenario.stato, scenario.decisione), *((d.stato, d) for d in reversed(scenario.storia)))
    prese = [_say_stato(stato, decisione) for stato, decisione in decisioni if decisione or stato == "scelto"]
    return "; ".join(([f"da scegliere fra questo e {altre}"] if altre and scenario.stato != "scelto" else []) + prese)


def _say_stato(stato: str, decisione: DecisioneScenario | None) -> str:
    """«scelto il 20/02/2026 (DGC 210/2026)»; o che era tornato allo studio."""
    return f"{'rimesso allo studio' if stato == 'allo-studio' else stato}{say_decisione(decisione)}"


def _to_lasciato(lasciato: Lasciato) -> ScenarioLasciato:
    scenario = lasciato.scenario
    al_posto = tuple(x.id for x in lasciato.contratti or lasciato.scelti)
    di_chi = lasciato.scelti[0] if lasciato.scelti and scenario.stato != "scartato" else scenario
    d = di_chi.decisione
    esito = "affidato" if lasciato.contratti else "scartato" if scenario.stato == "scartato" else "escluso"
    il, atto, motivo = (d.il.primo, d.atto, d.motivo) if d else (None, None, None)
    return ScenarioLasciato(scenario.id, scenario.nome, scenario.quartieri, esito, il, atto, motivo, al_posto)
