"""`ldq scenari`: che cosa ciascuno scenario copre, che cosa lascia scoperto, a quali condizioni."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_data, format_giorno, format_periodo
from ldq_planner.model.copertura import TipoLacuna
from ldq_planner.model.testo import format_durata, format_euro, format_giorni
from ldq_planner.reports.avvisi import sum_persone
from ldq_planner.reports.copertura import say_tipo
from ldq_planner.reports.esiti import build_report, evaluate_tutti
from ldq_planner.reports.fasi_seguite import build_avanzamento
from ldq_planner.reports.figura import CAUSE
from ldq_planner.reports.filtro import NESSUN_FILTRO, Aspetti, Filtro
from ldq_planner.reports.fonti import add_legge
from ldq_planner.reports.frase_piani import say_piani
from ldq_planner.reports.frase_scenario import say_scenario
from ldq_planner.reports.report import (
    TRATTINO,
    Blocco,
    Cella,
    Euro,
    Nota,
    Report,
    Scheda,
    Segnalazioni,
    Suggerimento,
    Tabella,
    Tono,
    Voce,
)
from ldq_planner.reports.scelte import build_lasciati, build_storia, describe_scelta, has_scelte, say_scelta
from ldq_planner.reports.scheda_breve import build_breve, draw_scenario
from ldq_planner.reports.sommario import Schermata, shorten_tabella
from ldq_planner.reports.tempi import build_tempi, describe_margine, describe_verdetto

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.errors import Finding
    from ldq_planner.model.esito import AltraFine, EsitoScenario
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.tempi import TempiScenario

_COLONNE = (
    "Scenario",
    "Quartieri",
    "Dal",
    "Al",
    "Preparare entro",
    "Margine",
    "Bando entro",
    "Esito",
    "Lacune che lascia",
    "Costo (stima)",
    "Condizioni aperte",
    "Avvisi",
    "Id",
)


_NESSUNO = 10**6
STATI = ("allo-studio", "scelto", "scartato")
"""Ciò che di uno scenario si può chiedere."""


def build_scenari(
    quadro: Quadro,
    findings: tuple[Finding, ...],
    id_: str | None = None,
    filtro: Filtro = NESSUN_FILTRO,
    *,
    tutto: bool = False,
) -> Report:
    """Gli scenari dei dati, o uno solo, per intero se si vuole `tutto`; `findings` sono le segnalazioni sugli scenari."""
    noti = [e for e in evaluate_tutti(quadro, findings) if id_ in (None, e.id)]
    voluti = filtro.choose(noti, lambda e: _look(quadro.portafoglio, e.id, e.tempi))
    scelti, lasciati = (
        filtro.cut(voluti),
        filtro.choose(quadro.portafoglio.lasciati, lambda s: _look(quadro.portafoglio, s)),
    )
    blocchi = (
        _add_rischio(quadro, scelti[0], build_scheda(quadro, scelti[0]))
        if id_ and scelti and tutto
        else build_breve(quadro, scelti[0])
        if id_ and scelti
        else build_storia(quadro, quadro.portafoglio.lasciati[id_])
        if id_
        else (
            *_build_elenco(quadro, scelti, lasciati, filtro),
            *_tell_altri(quadro.portafoglio, filtro, voluti, lasciati),
        )
    )
    comando = f"scenari {id_}" if id_ else "scenari"
    return add_legge(build_report(quadro, comando, scelti, blocchi, lasciati), quadro)


def _add_rischio(quadro: Quadro, esito: EsitoScenario, blocchi: tuple[Blocco, ...]) -> tuple[Blocco, ...]:
    """La scheda con, dopo la prima frase, quante volte una gara fa in tempo: si conta solo per chi la vuole per intero."""
    if esito.tempi is None or esito.impossibile:
        return blocchi
    from ldq_planner.engine.rischio import assess_scenario  # noqa: PLC0415 - costa più di tutto il resto della scheda
    from ldq_planner.reports.frase_rischio import say_in_tempo  # noqa: PLC0415 - come sopra

    rischio = assess_scenario(quadro, quadro.portafoglio.scenari_by_id[esito.id])
    return (blocchi[0], say_in_tempo(rischio, quadro.oggi), *blocchi[1:])


def _look(portafoglio: Portafoglio, id_: str, tempi: TempiScenario | None = None) -> Aspetti:
    """Ciò che ne guarda un filtro: i giorni sono quelli che restano per cominciarlo."""
    scenario = portafoglio.scenari_by_id[id_]
    chi = (scenario.responsabile,) if scenario.responsabile else ()
    return Aspetti(scenario.quartieri, scenario.stato, tempi.margine_giorni if tempi else None, chi)


def _count_margine(esito: EsitoScenario) -> int:
    """I giorni che restano per cominciarlo, negativi se è tardi; in fondo chi non ne ha."""
    margine = esito.tempi.margine_giorni if esito.tempi else None
    return _NESSUNO if margine is None else margine


def _tell_altri(
    portafoglio: Portafoglio, filtro: Filtro, voluti: tuple[EsitoScenario, ...], lasciati: tuple[str, ...]
) -> tuple[Nota, ...]:
    tutti = len(portafoglio.ipotesi.scenari)
    return filtro.tell_altri(len(voluti) + len(lasciati), tutti, "un altro scenario", "altri {} scenari")


def _build_elenco(
    quadro: Quadro, esiti: tuple[EsitoScenario, ...], scelti: tuple[str, ...], filtro: Filtro
) -> tuple[Blocco, ...]:
    frasi = say_piani(quadro, esiti) if esiti else ()
    lasciati = build_lasciati(quadro.portafoglio, scelti)
    ordine = sorted(range(len(esiti)), key=lambda i: _count_margine(esiti[i]))
    tutti = build_tabella(esiti, quadro.portafoglio.nomi)
    tabella = shorten_tabella(tutti, filtro, (), ordine, Schermata(12, 6))
    if quadro.portafoglio.ipotesi.scenari:
        tabella = tabella._replace(vuota="Nessuno scenario.")
    blocchi: list[Blocco] = [*frasi, *((tabella,) if esiti or not lasciati else ()), *lasciati]
    if esiti:
        blocchi.append(Suggerimento(f"Uno scenario per intero: ldq scenari {esiti[0].id}"))
        blocchi.append(Suggerimento("I piani fianco a fianco: ldq scenari --confronta"))
    return tuple(blocchi)


def build_tabella(esiti: tuple[EsitoScenario, ...], nomi: Mapping[str, str]) -> Tabella:
    """Una riga per scenario; `nomi` è come si chiama ogni quartiere."""
    vuota = "Nei dati non c'è nessuno scenario."
    righe = tuple(_build_riga(e, nomi) for e in esiti)
    if not has_scelte(esiti):
        return Tabella("", _COLONNE, righe, vuota=vuota)
    con_scelte = tuple((nome, describe_scelta(e), *altre) for (nome, *altre), e in zip(righe, esiti, strict=True))
    return Tabella("", (_COLONNE[0], "Scelta", *_COLONNE[1:]), con_scelte, vuota=vuota)


def _build_riga(esito: EsitoScenario, nomi: Mapping[str, str]) -> tuple[Cella, ...]:
    aperte = [c.testo for c in esito.condizioni if not c.soddisfatta]
    return (
        esito.nome,
        ", ".join(nomi[id_] for id_ in esito.quartieri),
        _describe_inizio(esito),
        _describe_fine(esito),
        _describe_limite(esito.tempi, "limite_progetto"),
        describe_margine(esito.tempi.margine_giorni) if esito.tempi else TRATTINO,
        _describe_limite(esito.tempi, "limite_bando"),
        describe_verdetto(esito.tempi, nomi) if esito.tempi else TRATTINO,
        _describe_lacune(esito, nomi),
        _describe_costo(esito),
        "; ".join(aperte) if aperte else TRATTINO,
        Voce(f"! {len(esito.segnalazioni)}", Tono.ATTENZIONE) if esito.segnalazioni else TRATTINO,
        esito.id,
    )


def _describe_limite(tempi: TempiScenario | None, quale: str) -> Cella:
    """Il giorno entro cui farlo, o che è già cominciato."""
    if tempi is None:
        return TRATTINO
    limite: date | None = getattr(tempi, quale)
    if limite is None and tempi.is_in_corso:
        return Voce("✓ partito" if quale == "limite_bando" else "✓ cominciata", Tono.BENE)
    return limite


def build_scheda(quadro: Quadro, esito: EsitoScenario) -> tuple[Blocco, ...]:
    """Tutto ciò che si sa di uno scenario."""
    portafoglio, nomi = quadro.portafoglio, quadro.portafoglio.nomi
    programma = portafoglio.programmi_by_id.get(esito.programma or "")
    scritti = portafoglio.scenari_by_id
    responsabile = scritti[esito.id].responsabile if esito.id in scritti else None
    scelta = say_scelta(scritti[esito.id], tuple(scritti[id_] for id_ in esito.alternative))
    scheda = Scheda(
        esito.nome,
        (
            ("Id", esito.id),
            ("Tipo", esito.tipo),
            *(
                (("Servizio", "non sociale: vale la soglia degli altri servizi"),)
                if esito.id in scritti and scritti[esito.id].servizio == "altro"
                else ()
            ),
            *((("Scelta", scelta),) if scelta else ()),
            *((("Responsabile", responsabile),) if responsabile else ()),
            ("Quartieri", ", ".join(nomi[id_] for id_ in esito.quartieri)),
            ("Dal", _describe_inizio(esito)),
            ("Al", _describe_fine(esito)),
            ("Durata", _describe_durata(esito)),
            *((("Fino alla fine di", programma.nome),) if programma else ()),
            ("Costo (stima)", _describe_costo(esito)),
            *((("IVA della stima", esito.iva),) if esito.costo_mensile_stimato is not None else ()),
            ("Base della stima", esito.stima_motivo),
            *(("Altrimenti", say_altra_fine(altra)) for altra in esito.altre_fini),
        ),
    )
    lacune = tuple(
        (nomi[x.quartiere], say_tipo(x.tipo, x.causa), x.inizio, x.fine, x.giorni, x.abitanti_giorni)
        for x in esito.lacune
    )
    titolo = f"Lacune che lascia, {format_periodo(esito.dal, esito.al, ' (compresi)')}"
    colonne = ("Quartiere", "Tipo", "Dal", "Al", "Giorni", "Abitanti-giorni")
    return (
        say_scenario(quadro, esito),
        scheda,
        draw_scenario(quadro, esito),
        Tabella(titolo, colonne, lacune, vuota="Nessuna."),
        *(build_avanzamento(esito.tempi) if esito.tempi else ()),
        *(build_tempi(portafoglio, esito.tempi, quadro.oggi, esito.iva) if esito.tempi else ()),
        *_build_condizioni(esito),
        *((Segnalazioni(esito.segnalazioni),) if esito.segnalazioni else ()),
        Suggerimento(f"Come si arriva a queste date: ldq spiega {esito.id}"),
    )


def _build_condizioni(esito: EsitoScenario) -> tuple[Blocco, ...]:
    if not esito.condizioni:
        return ()
    righe = tuple(
        (
            c.testo,
            Voce("✓ soddisfatta", Tono.BENE) if c.soddisfatta else Voce("! aperta", Tono.ATTENZIONE),
            TRATTINO if c.soddisfatta else c.entro,
            c.fonte,
        )
        for c in esito.condizioni
    )
    nota = Nota("«Entro»: il giorno scritto nei dati o, se viene prima, quello in cui comincia la fase che la chiede.")
    return (Tabella("Condizioni", ("Condizione", "Stato", "Entro", "Fonte"), righe), nota)


def _describe_durata(esito: EsitoScenario) -> Cella:
    durate = ((esito.durata_mesi, "mesi"), (esito.durata_giorni, "giorni"))
    testo = ", ".join(format_durata(durata, unita) for durata, unita in durate if durata)
    return f"almeno {testo}" if testo and esito.durata_minima else testo or None


def say_altra_fine(altra: AltraFine) -> str:
    """«36 mesi finirebbero il 18/11/2026: 322 giorni in più, € 828.415,20»."""
    verso = "in più" if altra.giorni > 0 else "in meno"
    costo = "" if altra.costo_stimato is None else f", {format_euro(altra.costo_stimato)}"
    quanto = format_durata(altra.durata, altra.unita)
    finirebbe = "finirebbe" if altra.durata == 1 else "finirebbero"
    return f"{quanto} {finirebbe} il {format_giorno(altra.fine)}: {format_giorni(abs(altra.giorni))} {verso}{costo}"


def _describe_inizio(esito: EsitoScenario) -> Cella:
    """L'inizio; se è calcolato lo si dice, con ciò che c'è scritto nei dati."""
    if esito.impossibile:
        return Voce("✗ non può più cominciare prima della sua fine", Tono.ALLARME)
    if esito.inizio_dichiarato is None or esito.inizio is None:
        return esito.inizio
    return f"{format_data(esito.inizio)} (calcolato; nei dati: {format_data(esito.inizio_dichiarato)})"


def _describe_fine(esito: EsitoScenario) -> Cella:
    if esito.fine is None or not esito.durata_minima:
        return esito.fine
    return f"almeno {format_data(esito.fine)}"


def _describe_lacune(esito: EsitoScenario, nomi: Mapping[str, str]) -> Cella:
    parti = []
    for tipo, segno, uno, molti in (
        (TipoLacuna.CERTA, "✗", "certo", "certi"),
        (TipoLacuna.POSSIBILE, "?", "possibile", "possibili"),
    ):
        lacune = [x for x in esito.lacune if x.tipo is tipo and x.causa is None]
        if lacune:
            giorni = sum(x.giorni for x in lacune)
            dove = ", ".join(dict.fromkeys(nomi[x.quartiere] for x in lacune))
            persone = sum_persone((x.abitanti_giorni for x in lacune), "abitanti-giorni")
            parti.append(f"{segno} {format_giorni(giorni)} {uno if giorni == 1 else molti} ({dove}): {persone}")
    fermi = _describe_fermi(esito, nomi)
    if not parti:
        return Voce("; ".join(["✓ nessuna", *fermi]), Tono.BENE)
    certa = any(x.tipo is TipoLacuna.CERTA and x.causa is None for x in esito.lacune)
    return Voce("; ".join([*parti, *fermi]), Tono.ALLARME if certa else Tono.INCERTO)


def _describe_fermi(esito: EsitoScenario, nomi: Mapping[str, str]) -> Iterator[str]:
    """A parte, i giorni in cui un contratto in vigore è sospeso o chiuso."""
    for causa, parola in CAUSE.items():
        fermi = [x for x in esito.lacune if x.causa is causa]
        if fermi:
            dove = ", ".join(dict.fromkeys(nomi[x.quartiere] for x in fermi))
            yield f"{parola} {format_giorni(sum(x.giorni for x in fermi))} ({dove})"


def _describe_costo(esito: EsitoScenario) -> Cella:
    if esito.impossibile:
        return TRATTINO
    if esito.costo_stimato is not None:
        return Euro(esito.costo_stimato)
    if esito.costo_mensile_stimato is not None:
        return f"{format_euro(esito.costo_mensile_stimato)} al mese"
    return None
