"""`ldq rapporto`: la carta per chi decide, dallo stato di oggi alla legge usata e alle fonti."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.testo import format_giorno
from ldq_planner.engine.bilancio import compute_bilancio
from ldq_planner.engine.legge import list_leggi
from ldq_planner.engine.responsabili import list_altrove
from ldq_planner.engine.stato import compute_totali
from ldq_planner.errors import Severita
from ldq_planner.model.testo import format_elenco, format_giorni, format_numero
from ldq_planner.reports.avvisi import announce_eta, list_testi, sum_persone
from ldq_planner.reports.avvisi_legge import STIME
from ldq_planner.reports.bilancio import build_bilancio
from ldq_planner.reports.calendario import Scelta, build_calendario
from ldq_planner.reports.confronto import build_confronto
from ldq_planner.reports.copertura import build_copertura, cover, say_fermi
from ldq_planner.reports.esiti import evaluate_tutti
from ldq_planner.reports.fonti import build_fonti, cite_dati, cite_diritto
from ldq_planner.reports.report import (
    TRATTINO,
    Blocco,
    Capitolo,
    Elenco,
    Nota,
    Report,
    Segnalazioni,
    Suggerimento,
    Tabella,
    Tono,
    Voce,
)
from ldq_planner.reports.responsabili import TUTTI, DiChi
from ldq_planner.reports.scelte import ScenarioLasciato, build_lasciati, list_lasciati
from ldq_planner.reports.scenari import build_scheda, build_tabella
from ldq_planner.reports.segnalazioni import to_tabella
from ldq_planner.reports.status import build_status
from ldq_planner.reports.taciute import say_taciute, to_taciuta
from ldq_planner.reports.tempi import say_impossibile, say_obiettivo
from ldq_planner.rules.controlli.scenari import SUGLI_SCENARI

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ldq_planner.dates.periodo import Periodo
    from ldq_planner.engine.norme import Diritto
    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.errors import Finding
    from ldq_planner.model.bilancio import Bilancio
    from ldq_planner.model.copertura import CoperturaQuartiere
    from ldq_planner.model.diritto import LeggeUsata
    from ldq_planner.model.esito import EsitoPiano, EsitoScenario
    from ldq_planner.model.fonte_citata import FonteCitata
    from ldq_planner.model.stato import StatoQuartiere, Totali
    from ldq_planner.model.taciuta import SegnalazioneTaciuta
    from ldq_planner.model.tempi import TempiScenario
    from ldq_planner.rules.controlli.deroghe import Controllo


class RispostaRapporto(NamedTuple):
    """`ldq/rapporto/1`: le risposte dei comandi, con gli stessi nomi."""

    soglia_in_scadenza_giorni: int
    quartieri: tuple[StatoQuartiere, ...]
    totali: Totali
    dal: date
    al: date
    coperture: tuple[CoperturaQuartiere, ...]
    scenari: tuple[EsitoScenario, ...]
    piani: tuple[EsitoPiano, ...]
    lasciati: tuple[ScenarioLasciato, ...]
    bilancio: Bilancio
    segnalazioni: tuple[Finding, ...]
    taciute: tuple[SegnalazioneTaciuta, ...]
    leggi: tuple[LeggeUsata, ...]
    fonti: tuple[FonteCitata, ...]
    avvisi: tuple[str, ...]

    @staticmethod
    def list_facoltativi() -> tuple[str, ...]:
        """I campi che una risposta dice solo se c'è qualcosa da dire."""
        return ("lasciati",)


class _Parti(NamedTuple):
    """Ciò che il rapporto mette insieme: le carte dei comandi, e i valori di cui parla."""

    stato: Report
    copertura: Report
    confronto: Report
    dati: RispostaRapporto
    avvisi: tuple[Nota, ...]
    detto_delle_taciute: str
    altre: tuple[Nota, ...]
    """Quante segnalazioni segue chi non si è chiesto."""


def build_rapporto(quadro: Quadro, finestra: Periodo, controllo: Controllo, di_chi: DiChi = TUTTI) -> Report:
    """La carta intera: ogni parte è la risposta di un comando, senza ciò che serve solo sullo schermo.

    Estremi: la `finestra` della copertura è chiusa. `controllo` sono le segnalazioni, già localizzate, e le taciute.
    """
    p = _ask(quadro, finestra, controllo, di_chi)
    parti = ((capitolo, *blocchi) for capitolo, blocchi in _list_parti(p, quadro, di_chi))
    per_chi = f" (per {format_elenco(list(di_chi.scelti))})" if di_chi.scelti else ""
    return Report(
        schema="ldq/rapporto/1",
        titolo=f"{p.stato.titolo}: la continuità del servizio{per_chi}",
        oggi=quadro.oggi,
        dati_aggiornati_al=quadro.portafoglio.dati_aggiornati_al,
        blocchi=(*p.avvisi, *(blocco for parte in parti for blocco in parte)),
        dati=p.dati,
        elenco=p.stato.elenco,
        fonti=p.dati.fonti,
        ente=quadro.portafoglio.anagrafe.ente,
    )


def _ask(quadro: Quadro, finestra: Periodo, controllo: Controllo, di_chi: DiChi) -> _Parti:
    """Le risposte dei comandi, con le stesse segnalazioni che darebbero loro."""
    sugli_scenari = tuple(f for f in controllo.findings if f.codice in {regola.CODICE for regola in SUGLI_SCENARI})
    previsione, diritto, portafoglio = quadro.forecast(), quadro.require_diritto(), quadro.portafoglio
    avvisi = announce_eta(quadro, "rapporto")
    stati = di_chi.choose(quadro.stati)
    findings = di_chi.choose(controllo.findings)
    quante = len(controllo.findings) - len(findings)
    altre = di_chi.tell_altri(quante, "un'altra segnalazione", "altre {} segnalazioni")
    suoi = {s.id for s in portafoglio.scenari if not di_chi.scelti or s.responsabile in di_chi.scelti}
    taciute = tuple(t for t in controllo.taciute if di_chi.choose((t.finding,)))
    dati = RispostaRapporto(
        soglia_in_scadenza_giorni=portafoglio.soglie.in_scadenza,
        quartieri=stati,
        totali=compute_totali(stati, quadro.oggi),
        dal=finestra.inizio,
        al=finestra.fine,
        coperture=cover(quadro, finestra),
        scenari=tuple(e for e in evaluate_tutti(quadro, sugli_scenari) if e.id in suoi),
        piani=quadro.piani,
        lasciati=list_lasciati(portafoglio),
        bilancio=compute_bilancio(previsione.portafoglio, portafoglio.piani_in_gioco),
        segnalazioni=findings,
        taciute=tuple(map(to_taciuta, taciute)),
        leggi=tuple(list_leggi(previsione, diritto)),
        fonti=(*cite_dati(portafoglio), *cite_diritto(diritto, quadro.oggi)),
        avvisi=list_testi((*avvisi, *altre)),
    )
    return _Parti(
        build_status(quadro, (), di_chi),
        build_copertura(quadro, finestra, scenari=previsione.scritti),
        build_confronto(quadro, sugli_scenari),
        dati,
        avvisi,
        say_taciute(taciute, portafoglio),
        altre,
    )


def _list_parti(p: _Parti, quadro: Quadro, di_chi: DiChi) -> Iterator[tuple[Capitolo, Iterable[Blocco]]]:
    """I capitoli, nell'ordine in cui si decide; in fondo gli allegati."""
    dati = p.dati
    di_tutti = ("La copertura, i piani e i costi sono di tutto l'ente.",) if di_chi.scelti else ()
    yield Capitolo("In breve"), (Elenco("", (*_summarize(p), *di_tutti)),)
    yield Capitolo("La situazione oggi"), _strip(p.stato, p.avvisi)
    yield Capitolo("La copertura"), _strip(p.copertura, p.avvisi)
    tabella = build_tabella(dati.scenari, quadro.portafoglio.nomi)
    yield Capitolo("Gli scenari, ed entro quando agire"), (tabella, *build_lasciati(quadro.portafoglio))
    if dati.scenari:
        yield Capitolo("I piani a confronto"), _strip(p.confronto, p.avvisi)
    if list_altrove(quadro.portafoglio) or any(s.responsabili for s in quadro.stati):
        atti = build_calendario(quadro, Scelta(di_chi=di_chi._replace(gruppi=True)))
        yield Capitolo("Chi deve fare che cosa"), _strip(atti, p.avvisi)
    yield Capitolo("I costi per anno"), build_bilancio(quadro.portafoglio, dati.bilancio)
    yield Capitolo("Le segnalazioni"), _build_segnalazioni(p, di_chi)
    yield Capitolo("La legge usata"), _build_leggi(dati.leggi, quadro.require_diritto())
    yield Capitolo("Le fonti"), (build_fonti(dati.fonti),)
    for esito in dati.scenari:
        yield Capitolo(f"Allegato: {esito.nome}", allegato=True), _build_allegato(quadro, esito)


def choose_fine(quadro: Quadro) -> date:
    """L'ultimo giorno della copertura da mostrare: la fine di tutti gli scenari, o dell'anno dopo se viene più tardi."""
    return max(quadro.finestra_comune.fine, date(quadro.oggi.year + 1, 12, 31))


def choose_inizio(quadro: Quadro) -> date:
    """Il primo giorno della copertura da mostrare: della lacuna aperta da più tempo, o dell'anno scorso se viene prima."""
    aperte = (s.scoperto_dal for s in quadro.stati if s.scoperto_dal is not None)
    return min((date(quadro.oggi.year - 1, 1, 1), *aperte))


def _strip(report: Report, avvisi: tuple[Nota, ...]) -> Iterator[Blocco]:
    """Ciò che una carta porta di una risposta: non i suggerimenti, né l'età dei dati, che è detta in cima."""
    return (b for b in report.blocchi[len(avvisi) :] if not isinstance(b, Suggerimento))


def _build_allegato(quadro: Quadro, esito: EsitoScenario) -> Iterator[Blocco]:
    """La scheda intera di uno scenario; le segnalazioni hanno già la loro parte, e quanto è una stima la legge usata."""
    tempi = esito.tempi and esito.tempi._replace(avvisi=tuple(a for a in esito.tempi.avvisi if a.codice != STIME))
    blocchi = build_scheda(quadro, esito._replace(segnalazioni=(), tempi=tempi))
    return (b for b in blocchi if not isinstance(b, Suggerimento))


# ——— in breve


def _summarize(p: _Parti) -> Iterator[str]:
    """Le frasi che bastano a chi ne legge solo una pagina."""
    findings, esiti = p.dati.segnalazioni, p.dati.scenari
    yield from (b.testo for b in _strip(p.stato, p.avvisi) if isinstance(b, Nota))
    yield from filter(None, map(_say_limite, esiti))
    yield from _say_piani(p.dati.piani) if esiti else ()
    gravi = sum(f.severita is Severita.CRITICO for f in findings)
    taciute = f"; {p.detto_delle_taciute}" if p.detto_delle_taciute else ""
    yield f"Segnalazioni: {gravi} {'critica' if gravi == 1 else 'critiche'} su {len(findings)}{taciute}."


def _say_limite(esito: EsitoScenario) -> str:
    """Entro quando il bando deve partire, o di quanto è tardi."""
    t = esito.tempi
    if t is None or t.is_in_corso:  # a che punto è lo dice la situazione di oggi
        return ""
    obiettivo = say_obiettivo(t)
    if t.inizio_previsto is None:
        return f"«{esito.nome}»: {say_impossibile(t)}."
    if t.limite_bando is None or t.margine_giorni is None:
        return f"«{esito.nome}»: nessuna legge conosciuta permette di cominciare {obiettivo}."
    limite, quanti = format_giorno(t.limite_bando), format_giorni(abs(t.margine_giorni))
    preparare = format_giorno(t.limite_progetto) if t.limite_progetto else limite
    if t.margine_giorni >= 0:
        return (
            f"«{esito.nome}»: perché cominci {obiettivo} la preparazione deve cominciare entro il {preparare}, fra "
            f"{quanti}, e il bando partire entro il {limite}.{_say_bisogno(t)}"
        )
    return (
        f"«{esito.nome}»: perché cominciasse {obiettivo} la preparazione doveva cominciare entro il {preparare}, {quanti} "
        f"fa, e il bando partire entro il {limite}; se comincia oggi il servizio parte il {format_giorno(t.primo_avvio)}."
    )


def _say_bisogno(t: TempiScenario) -> str:
    """Da quando serve, se viene prima dell'inizio scritto, e quando può cominciare."""
    if t.serve_dal >= t.obiettivo:
        return ""
    primo = format_giorno(t.primo_avvio)
    return f" Serve dal {format_giorno(t.serve_dal)}: se la preparazione comincia oggi, può cominciare il {primo}."


def _say_piani(piani: tuple[EsitoPiano, ...]) -> Iterator[str]:
    """Che cosa resta scoperto con ogni piano."""
    for piano in piani:
        giorni = format_numero(piano.giorni_scoperti)
        fermi = f" ({say_fermi(piano.fermi)[2:]})" if piano.fermi else ""
        persone = sum_persone((q.abitanti_giorni_scoperti for q in piano.quartieri), "abitanti-giorni")
        yield f"Con «{piano.nome}» restano scoperti {giorni} giorni-quartiere{fermi}, {persone}."


# ——— segnalazioni e legge


def _build_segnalazioni(p: _Parti, di_chi: DiChi) -> Iterator[Blocco]:
    """Le segnalazioni in una tabella, prima le più gravi; poi quante sono taciute, e quante di altri."""
    ordinate = sorted(p.dati.segnalazioni, key=lambda f: -f.severita.peso)
    for titolo, sue in di_chi.split(ordinate):
        yield to_tabella(Segnalazioni(sue, titolo), ("Gravità", "Che cosa", "Che cosa fare", "Articolo"))
    if p.detto_delle_taciute:
        yield Nota(f"Segnalazioni: {p.detto_delle_taciute}.")
    yield from p.altre


def _build_leggi(leggi: tuple[LeggeUsata, ...], diritto: Diritto) -> Iterator[Blocco]:
    """I regimi applicati, e ciò che va ricontrollato prima di scriverlo in un atto."""
    verificato = format_giorno(diritto.verificato_al)
    yield Nota(
        f"I termini sono quelli della legge in vigore il giorno in cui ogni bando sarebbe pubblicato, controllata fino al "
        f"{verificato}. Le durate senza un termine di legge sono stime."
    )
    righe = tuple(
        (
            legge.nome,
            legge.dal,
            legge.al or TRATTINO,
            ", ".join(legge.scenari),
            "; ".join(legge.verificati) or TRATTINO,
            Voce("; ".join(legge.da_verificare), Tono.ATTENZIONE) if legge.da_verificare else TRATTINO,
        )
        for legge in leggi
    )
    colonne = ("Legge", "Bandi dal", "al", "Scenari", "Articoli verificati", "Articoli da verificare")
    gruppi = ((0, 1, 2, 3), (0, 4), (0, 5))
    yield Tabella("", colonne, righe, vuota="Nessuna gara nei dati.", gruppi=gruppi)
