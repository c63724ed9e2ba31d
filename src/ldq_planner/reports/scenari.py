"""`ldq scenari`: che cosa ciascuno scenario copre, che cosa lascia scoperto, a quali condizioni."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.periodo import Periodo
from ldq_planner.dates.testo import format_data, format_giorno
from ldq_planner.engine.copertura import compute_coperture
from ldq_planner.engine.scenari import apply_scenario, evaluate_piani, evaluate_scenario
from ldq_planner.model.copertura import TipoLacuna
from ldq_planner.model.testo import format_euro, format_giorni
from ldq_planner.reports.avvisi import announce_eta, sum_persone
from ldq_planner.reports.copertura import LEGENDA, TIPI, draw_lacune
from ldq_planner.reports.report import (
    Blocco,
    Euro,
    LineaDelTempo,
    Nota,
    Report,
    Scheda,
    Segnalazioni,
    Tabella,
    Tono,
    Voce,
)

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.errors import Finding
    from ldq_planner.model.esito import EsitoPiano, EsitoScenario
    from ldq_planner.model.portafoglio import Portafoglio

FASI_DA_CALCOLARE = "non ancora calcolate in questa versione"
_COLONNE = ("Scenario", "Quartieri", "Dal", "Al", "Lacune che lascia", "Costo (stima)", "Condizioni aperte", "Avvisi")


def build_scenari(
    portafoglio: Portafoglio, oggi: date, findings: tuple[Finding, ...], id_: str | None = None
) -> Report:
    """Gli scenari dei dati, o la scheda di uno; `findings` sono le segnalazioni sugli scenari, già localizzate."""
    scelti = [s for s in portafoglio.scenari if id_ is None or s.id == id_]
    esiti = tuple(
        evaluate_scenario(portafoglio, s, oggi)._replace(segnalazioni=select_findings(findings, s.id)) for s in scelti
    )
    blocchi = _build_scheda(portafoglio, esiti[0], oggi) if id_ and esiti else _build_elenco(esiti)
    comando = f"scenari {id_}" if id_ else "scenari"
    return build_report(portafoglio, oggi, comando, (esiti, evaluate_piani(portafoglio, oggi)), blocchi)


def build_report(
    portafoglio: Portafoglio,
    oggi: date,
    comando: str,
    esiti: tuple[tuple[EsitoScenario, ...], tuple[EsitoPiano, ...]],
    blocchi: tuple[Blocco, ...],
) -> Report:
    """Il report `ldq/scenari/1`, uguale per le macchine qualunque cosa legga la persona."""
    avvisi = announce_eta(portafoglio, oggi, comando)
    scenari, piani = esiti
    return Report(
        schema="ldq/scenari/1",
        titolo="Confronto dei piani" if "--confronta" in comando else "Scenari",
        oggi=oggi,
        dati_aggiornati_al=portafoglio.dati_aggiornati_al,
        blocchi=(*avvisi, *blocchi),
        dati={"scenari": scenari, "piani": piani, "avvisi": tuple(a.testo for a in avvisi)},
        elenco=scenari,
    )


def select_findings(findings: tuple[Finding, ...], id_: str) -> tuple[Finding, ...]:
    """Le segnalazioni che guardano quello scenario."""
    return tuple(f for f in findings if f.ref is not None and f.ref.id == id_)


def _build_elenco(esiti: tuple[EsitoScenario, ...]) -> tuple[Blocco, ...]:
    righe = tuple(_build_riga(e) for e in esiti)
    blocchi: list[Blocco] = [Tabella("", _COLONNE, righe, vuota="Nei dati non c'è nessuno scenario.")]
    if esiti:
        blocchi.append(Nota(f"Uno scenario per intero: ldq scenari {esiti[0].id}"))
        blocchi.append(Nota("I piani fianco a fianco: ldq scenari --confronta"))
    return tuple(blocchi)


def _build_riga(esito: EsitoScenario) -> tuple[object, ...]:
    aperte = [c.testo for c in esito.condizioni if not c.soddisfatta]
    return (
        esito.id,
        ", ".join(esito.quartieri),
        esito.inizio,
        _describe_fine(esito),
        _describe_lacune(esito),
        _describe_costo(esito),
        "; ".join(aperte) if aperte else "–",
        Voce(f"! {len(esito.segnalazioni)}", Tono.ATTENZIONE) if esito.segnalazioni else "–",
    )


def _build_scheda(portafoglio: Portafoglio, esito: EsitoScenario, oggi: date) -> tuple[Blocco, ...]:
    durata = f"{'almeno ' if esito.durata_minima else ''}{esito.durata_mesi} mesi" if esito.durata_mesi else None
    fino_a = next((p.nome for p in portafoglio.programmi if p.id == esito.programma), None)
    scheda = Scheda(
        esito.nome,
        (
            ("Scenario", esito.id),
            ("Tipo", esito.tipo),
            ("Quartieri", ", ".join(esito.quartieri)),
            ("Dal", esito.inizio),
            ("Al", _describe_fine(esito)),
            ("Durata", durata),
            *((("Fino alla fine di", fino_a),) if fino_a else ()),
            ("Costo (stima)", _describe_costo(esito)),
            ("Base della stima", esito.stima_motivo),
            ("Fasi della gara", FASI_DA_CALCOLARE),
        ),
    )
    lacune = tuple((x.quartiere, TIPI[x.tipo], x.inizio, x.fine, x.giorni, x.abitanti_giorni) for x in esito.lacune)
    titolo = f"Lacune che lascia, dal {format_giorno(esito.dal)} al {format_giorno(esito.al)} (compresi)"
    colonne = ("Quartiere", "Tipo", "Dal", "Al", "Giorni", "Abitanti-giorni")
    return (
        scheda,
        _draw(portafoglio, esito, oggi),
        Tabella(titolo, colonne, lacune, vuota="Nessuna."),
        *_build_condizioni(esito),
        *((Segnalazioni(esito.segnalazioni),) if esito.segnalazioni else ()),
        Nota(f"Come si arriva a queste date: ldq spiega {esito.id}"),
    )


def _draw(portafoglio: Portafoglio, esito: EsitoScenario, oggi: date) -> LineaDelTempo:
    """La copertura con lo scenario, nei suoi quartieri."""
    scenario = next(s for s in portafoglio.scenari if s.id == esito.id)
    finestra = Periodo(esito.dal, esito.al)
    coperture = compute_coperture(apply_scenario(portafoglio, scenario, oggi), finestra)
    righe = tuple((c.nome, draw_lacune(c.lacune)) for c in coperture if c.id in esito.quartieri)
    return LineaDelTempo("Copertura con lo scenario", finestra, oggi, righe, LEGENDA)


def _build_condizioni(esito: EsitoScenario) -> tuple[Blocco, ...]:
    if not esito.condizioni:
        return ()
    righe = tuple(
        (
            c.testo,
            Voce("✓ soddisfatta", Tono.BENE) if c.soddisfatta else Voce("! aperta", Tono.ATTENZIONE),
            "–" if c.soddisfatta else c.entro,
            c.fonte,
        )
        for c in esito.condizioni
    )
    nota = Nota(
        "«Entro»: il giorno scritto nei dati, altrimenti la vigilia dell'ultimo avvio possibile; la gara lo anticipa."
    )
    return (Tabella("Condizioni", ("Condizione", "Stato", "Entro", "Fonte"), righe), nota)


def _describe_fine(esito: EsitoScenario) -> object:
    if esito.fine is None or not esito.durata_minima:
        return esito.fine
    return f"almeno {format_data(esito.fine)}"


def _describe_lacune(esito: EsitoScenario) -> object:
    parti = []
    for tipo, segno, uno, molti in (
        (TipoLacuna.CERTA, "✗", "certo", "certi"),
        (TipoLacuna.POSSIBILE, "?", "possibile", "possibili"),
    ):
        lacune = [x for x in esito.lacune if x.tipo is tipo]
        if lacune:
            giorni = sum(x.giorni for x in lacune)
            dove = ", ".join(dict.fromkeys(x.quartiere for x in lacune))
            persone = sum_persone((x.abitanti_giorni for x in lacune), "abitanti-giorni")
            parti.append(f"{segno} {format_giorni(giorni)} {uno if giorni == 1 else molti} ({dove}): {persone}")
    if not parti:
        return Voce("✓ nessuna", Tono.BENE)
    certa = any(x.tipo is TipoLacuna.CERTA for x in esito.lacune)
    return Voce("; ".join(parti), Tono.ALLARME if certa else Tono.INCERTO)


def _describe_costo(esito: EsitoScenario) -> object:
    if esito.costo_stimato is not None:
        return Euro(esito.costo_stimato)
    if esito.costo_mensile_stimato is not None:
        return f"{format_euro(esito.costo_mensile_stimato)} al mese"
    return None
