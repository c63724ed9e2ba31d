"""`ldq rapporto`: la carta per chi decide, dallo stato di oggi alla legge usata e alle fonti."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.periodo import Periodo
from ldq_planner.dates.testo import format_giorno
from ldq_planner.engine.bilancio import compute_bilancio
from ldq_planner.engine.legge import list_leggi
from ldq_planner.engine.responsabili import list_altrove
from ldq_planner.engine.rischio import assess_scenario
from ldq_planner.engine.senza import list_senza
from ldq_planner.engine.stato import compute_totali
from ldq_planner.model.testo import format_elenco, format_numero
from ldq_planner.reports.avvisi import announce_dati, list_testi
from ldq_planner.reports.avvisi_legge import STIME
from ldq_planner.reports.bilancio import build_bilancio
from ldq_planner.reports.breve import RispostaBreve, build_pagine
from ldq_planner.reports.calendario import Scelta, build_calendario
from ldq_planner.reports.confronto import build_confronto
from ldq_planner.reports.copertura import build_copertura, cover
from ldq_planner.reports.decisioni import RIGHE, DaDecidere, list_decisioni
from ldq_planner.reports.esiti import evaluate_tutti
from ldq_planner.reports.figura_rischio import draw_ventaglio
from ldq_planner.reports.filtro import Filtro
from ldq_planner.reports.fonti import build_fonti, cite_dati, cite_diritto
from ldq_planner.reports.frase_rischio import say_come, say_rischio, say_rischio_in_carta
from ldq_planner.reports.parole import say_in_carta
from ldq_planner.reports.raggruppate import group
from ldq_planner.reports.report import (
    RIGHE_IN_CARTA,
    TRATTINO,
    Blocco,
    Capitolo,
    LineaDelTempo,
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
from ldq_planner.reports.senza import RIGHE as QUARTIERI
from ldq_planner.reports.status import build_status
from ldq_planner.reports.taciute import tell_taciute, to_taciuta
from ldq_planner.rules.controlli.scenari import SUGLI_SCENARI

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ldq_planner.engine.norme import Diritto
    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.errors import Finding
    from ldq_planner.model.bilancio import Bilancio
    from ldq_planner.model.copertura import CoperturaQuartiere
    from ldq_planner.model.diritto import LeggeUsata
    from ldq_planner.model.esito import EsitoPiano, EsitoScenario
    from ldq_planner.model.fonte_citata import FonteCitata
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.rischio import RischioScenario
    from ldq_planner.model.senza import SenzaLaboratorio
    from ldq_planner.model.stato import StatoQuartiere, Totali
    from ldq_planner.model.taciuta import SegnalazioneTaciuta
    from ldq_planner.reports.raggruppate import Ripetute
    from ldq_planner.rules.controlli.deroghe import Controllo

_ALLEGATI = 30
"""Di quanti scenari la scheda intera sta in una carta."""
_COLONNE = ("Gravità", "Che cosa", "Che cosa fare", "Articolo")


class RispostaRapporto(NamedTuple):
    """`ldq/rapporto/1`: le risposte dei comandi, con gli stessi nomi."""

    soglia_in_scadenza_giorni: int
    chi_resta_senza: tuple[SenzaLaboratorio, ...]
    decisioni: tuple[DaDecidere, ...]
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
    atti: Report
    dati: RispostaRapporto
    avvisi: tuple[Nota, ...]
    detto_delle_taciute: str
    altre: tuple[Nota, ...]
    """Quante segnalazioni segue chi non si è chiesto."""

    @property
    def figura(self) -> LineaDelTempo | None:
        """La linea del tempo, se c'è qualcosa da disegnare."""
        figura = self.copertura.figura
        return figura if isinstance(figura, LineaDelTempo) else None

    @property
    def breve(self) -> RispostaBreve:
        """Ciò che delle stesse risposte sta in due pagine."""
        d = self.dati
        return RispostaBreve(
            d.chi_resta_senza, d.decisioni, d.dal, d.al, d.piani, d.segnalazioni, d.taciute, d.fonti, d.avvisi
        )


def build_rapporto(
    quadro: Quadro, finestra: Periodo, controllo: Controllo, di_chi: DiChi = TUTTI, *, breve: bool = False
) -> Report:
    """La carta intera, o le sue sole prime pagine: ogni parte è la risposta di un comando, senza ciò che serve solo sullo schermo.

    Estremi: la `finestra` della copertura è chiusa. `controllo` sono le segnalazioni, già localizzate, e le taciute.
    """
    p = _ask(quadro, finestra, controllo, di_chi)
    rischio = _find_rischio(quadro, p.dati.scenari)
    detto = (say_rischio_in_carta(quadro, rischio),) if rischio else ()
    capitoli = list(build_pagine(quadro, p.breve, p.figura, p.detto_delle_taciute, detto))
    if di_chi.scelti:
        capitoli[0] = (capitoli[0][0], (*capitoli[0][1], Nota("La figura e i piani sono di tutto l'ente.")))
    capitoli += [] if breve else _list_allegati(p, quadro, di_chi, rischio)
    per_chi = f" (per {format_elenco(list(di_chi.scelti))})" if di_chi.scelti else ""
    return Report(
        schema="ldq/rapporto-breve/1" if breve else "ldq/rapporto/1",
        titolo=f"{p.stato.titolo}: la continuità del servizio{per_chi}",
        oggi=quadro.oggi,
        dati_aggiornati_al=quadro.portafoglio.dati_aggiornati_al,
        blocchi=(*p.avvisi, *(blocco for capitolo, blocchi in capitoli for blocco in (capitolo, *blocchi))),
        dati=p.breve if breve else p.dati,
        elenco=p.dati.chi_resta_senza if breve else p.stato.elenco,
        fonti=p.dati.fonti,
        ente=quadro.portafoglio.anagrafe.ente,
    )


def _ask(quadro: Quadro, finestra: Periodo, controllo: Controllo, di_chi: DiChi) -> _Parti:
    """Le risposte dei comandi, con le stesse segnalazioni che darebbero loro."""
    sugli_scenari = _choose_sugli_scenari(controllo.findings)
    previsione, diritto, portafoglio = quadro.forecast(), quadro.require_diritto(), quadro.portafoglio
    avvisi = announce_dati(quadro)
    stati = di_chi.choose(quadro.stati)
    findings = di_chi.choose(controllo.findings)
    altre = Filtro(di_chi=di_chi).tell_altri(
        len(findings), len(controllo.findings), "un'altra segnalazione", "altre {} segnalazioni"
    )
    suoi = {s.id for s in portafoglio.scenari if not di_chi.scelti or s.responsabile in di_chi.scelti}
    taciute = tuple(t for t in controllo.taciute if di_chi.choose((t.finding,)))
    quartieri = {s.id for s in stati}
    atti = build_calendario(quadro, Scelta(Filtro(di_chi=di_chi._replace(gruppi=True), tutti=True)))
    dati = RispostaRapporto(
        soglia_in_scadenza_giorni=portafoglio.soglie.in_scadenza,
        chi_resta_senza=tuple(s for s in list_senza(quadro, max(finestra.fine, quadro.oggi)) if s.id in quartieri),
        decisioni=list_decisioni(quadro, atti.eventi, di_chi),
        quartieri=stati,
        totali=compute_totali(stati, quadro.oggi),
        dal=finestra.inizio,
        al=finestra.fine,
        coperture=cover(quadro, finestra),
        scenari=tuple(e for e in evaluate_tutti(quadro, sugli_scenari) if e.id in suoi),
        piani=quadro.compare_piani(_choose_confronto(quadro, finestra)),
        lasciati=list_lasciati(portafoglio),
        bilancio=compute_bilancio(previsione.portafoglio, portafoglio.piani_in_gioco),
        segnalazioni=findings,
        taciute=tuple(map(to_taciuta, taciute)),
        leggi=tuple(list_leggi(previsione, diritto)),
        fonti=(*cite_dati(portafoglio, file=False), *cite_diritto(diritto, quadro.oggi)),
        avvisi=list_testi((*avvisi, *altre)),
    )
    return _Parti(
        build_status(quadro, Filtro(di_chi=di_chi, tutti=True)),
        build_copertura(quadro, finestra, Filtro(tutti=True), scenari=previsione.scritti),
        atti,
        dati,
        avvisi,
        tell_taciute(taciute, portafoglio),
        altre,
    )


def _choose_sugli_scenari(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    codici = {regola.CODICE for regola in SUGLI_SCENARI}
    return tuple(f for f in findings if f.codice in codici)


def _choose_confronto(quadro: Quadro, finestra: Periodo) -> Periodo:
    """Da oggi alla fine della finestra: dei giorni passati nessun piano può più dire nulla."""
    return Periodo(quadro.oggi, max(quadro.oggi, finestra.fine))


def _find_rischio(quadro: Quadro, scenari: tuple[EsitoScenario, ...]) -> RischioScenario | None:
    """Il rischio della gara più urgente: di ognuna costerebbe più di tutto il resto."""
    gare = [e for e in scenari if e.tempi is not None and not e.impossibile]
    if not gare:
        return None
    prima = min(gare, key=_rank_urgenza)
    return assess_scenario(quadro, quadro.portafoglio.scenari_by_id[prima.id])


def _list_allegati(
    p: _Parti, quadro: Quadro, di_chi: DiChi, rischio: RischioScenario | None
) -> Iterator[tuple[Capitolo, Iterable[Blocco]]]:
    """Le risposte intere, da cui vengono le prime pagine."""
    dati = p.dati
    yield _attach("La situazione oggi"), _strip(p.stato, p.avvisi)
    vista = p.figura if p.figura and len(p.figura.righe) <= QUARTIERI else None
    yield _attach("La copertura"), (b for b in _strip(p.copertura, p.avvisi) if b is not vista)
    tabella = build_tabella(dati.scenari, quadro.portafoglio.nomi)
    mezzo = len(tabella.colonne) // 2 + 1  # quando e chi, poi che cosa ne viene
    gruppi = (tuple(range(mezzo)), (0, *range(mezzo, len(tabella.colonne))))
    yield (
        _attach("Gli scenari, ed entro quando agire"),
        (tabella._replace(gruppi=gruppi), *build_lasciati(quadro.portafoglio)),
    )
    if rischio is not None and rischio.distribuzione is not None:
        esito = next(e for e in dati.scenari if e.id == rischio.id)
        figura = draw_ventaglio(quadro, esito, rischio)
        yield _attach("Con quale probabilità"), (say_rischio(quadro, rischio), figura, *say_come((rischio,)))
    if dati.scenari:
        confronto = build_confronto(quadro, _choose_sugli_scenari(dati.segnalazioni), dati.piani, dati.al)
        yield _attach("I piani, quartiere per quartiere"), _strip(confronto, p.avvisi)
    if list_altrove(quadro.portafoglio) or any(s.responsabili for s in quadro.stati) or dati.decisioni[RIGHE:]:
        yield _attach("Chi deve fare che cosa"), _strip(p.atti, p.avvisi)
    yield _attach("I costi per anno"), build_bilancio(quadro.portafoglio, dati.bilancio)
    yield _attach("Le segnalazioni"), _build_segnalazioni(p, di_chi, quadro)
    yield _attach("La legge usata"), _build_leggi(dati.leggi, quadro.require_diritto(), quadro.portafoglio)
    yield _attach("Le fonti"), (build_fonti(dati.fonti),)
    per_primi = sorted(dati.scenari, key=_rank_urgenza)[:_ALLEGATI] if dati.scenari[_ALLEGATI:] else dati.scenari
    for esito in per_primi:
        yield _attach(f"Allegato: {esito.nome}"), _build_allegato(quadro, esito)
    if len(dati.scenari) > _ALLEGATI:
        altri = f"Gli allegati sono dei {_ALLEGATI} scenari più urgenti; gli altri {format_numero(len(dati.scenari) - _ALLEGATI)}"
        yield (
            Capitolo("Gli altri scenari"),
            (Nota(f"{altri} sono nella tabella degli scenari, e per intero nel JSON."),),
        )


def _rank_urgenza(esito: EsitoScenario) -> int:
    """Quanti giorni restano per cominciare: in fondo chi non ha una data."""
    return sys.maxsize if esito.tempi is None or esito.tempi.margine_giorni is None else esito.tempi.margine_giorni


def _attach(titolo: str) -> Capitolo:
    return Capitolo(titolo, allegato=True)


def choose_inizio(quadro: Quadro) -> date:
    """Il primo giorno della copertura da mostrare: della lacuna aperta da più tempo, o dell'anno scorso se viene prima."""
    aperte = (s.scoperto_dal for s in quadro.stati if s.scoperto_dal is not None)
    return min((date(quadro.oggi.year - 1, 1, 1), *aperte))


def _strip(report: Report, avvisi: tuple[Nota, ...]) -> Iterator[Blocco]:
    """Ciò che una carta porta di una risposta: non i suggerimenti, né l'età dei dati, che è detta in cima."""
    for b in report.blocchi:
        detta = isinstance(b, Nota) and any(b.testo.startswith(a.testo) for a in avvisi)
        if not isinstance(b, Suggerimento) and not detta:
            yield b


def _build_allegato(quadro: Quadro, esito: EsitoScenario) -> Iterator[Blocco]:
    """La scheda intera di uno scenario; le segnalazioni hanno già la loro parte, e quanto è una stima la legge usata."""
    tempi = esito.tempi and esito.tempi._replace(avvisi=tuple(a for a in esito.tempi.avvisi if a.codice != STIME))
    blocchi = build_scheda(quadro, esito._replace(segnalazioni=(), tempi=tempi))
    return (b for b in blocchi if not isinstance(b, Suggerimento))


# ——— segnalazioni e legge


def _build_segnalazioni(p: _Parti, di_chi: DiChi, quadro: Quadro) -> Iterator[Blocco]:
    """Le segnalazioni in una tabella, prima le più gravi, con le parole di una carta; poi quelle di altri, e le taciute."""
    ordinate = sorted(p.dati.segnalazioni, key=lambda f: -f.severita.peso)
    for titolo, suoi in di_chi.split(ordinate):
        detti = tuple(
            f._replace(
                messaggio=say_in_carta(f.messaggio, quadro.portafoglio),
                rimedio=say_in_carta(f.rimedio, quadro.portafoglio),
            )
            for f in suoi
        )
        tabella = to_tabella(Segnalazioni(detti, titolo), _COLONNE)
        if len(detti) > RIGHE_IN_CARTA:
            raccolte = tuple(map(_say_insieme, group(detti, quadro.portafoglio)))
            insieme = (
                f"Sono {format_numero(len(detti))}: quelle di una regola negli stessi quartieri stanno in una riga."
            )
            tabella = tabella._replace(breve=(Nota(insieme), to_tabella(Segnalazioni(raccolte, titolo), _COLONNE)))
        yield tabella
    if p.detto_delle_taciute:
        yield Nota(p.detto_delle_taciute)
    yield from p.altre


def _say_insieme(ripetute: Ripetute) -> Finding:
    """La prima di quelle che si ripetono, con quante sono le altre."""
    prima, altre = ripetute.findings[0], len(ripetute.findings) - 1
    simili = "un'altra simile" if altre == 1 else f"altre {format_numero(altre)} simili"
    return prima._replace(messaggio=f"{prima.messaggio}; e {simili}") if altre else prima


def _build_leggi(leggi: tuple[LeggeUsata, ...], diritto: Diritto, portafoglio: Portafoglio) -> Iterator[Blocco]:
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
            ", ".join(map(portafoglio.name, legge.scenari)),
            "; ".join(legge.verificati) or TRATTINO,
            Voce("; ".join(legge.da_verificare), Tono.ATTENZIONE) if legge.da_verificare else TRATTINO,
        )
        for legge in leggi
    )
    colonne = ("Legge", "Bandi dal", "al", "Scenari", "Articoli verificati", "Articoli da verificare")
    gruppi = ((0, 1, 2, 3), (0, 4), (0, 5))
    yield Tabella("", colonne, righe, vuota="Nessuna gara nei dati.", gruppi=gruppi)
