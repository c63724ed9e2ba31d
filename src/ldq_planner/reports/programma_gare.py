"""`ldq programma-gare`: quando cominciare ogni gara, perché non prima, con quali uffici e soldi."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.engine.cronoprogramma import INVIO
from ldq_planner.engine.programma.esito import (
    AGGIUDICAZIONE,
    GIUNTA,
    PianoDelleGare,
    list_fasi,
    list_senza_stima,
    list_servizi,
)
from ldq_planner.engine.programma.soldi import compute_bilancio, list_liberati, to_euro
from ldq_planner.model.programma_gare import (
    AttesaDelPiano,
    GaraDelPiano,
    RispostaProgrammaGare,
)
from ldq_planner.reports.avvisi import announce_dati
from ldq_planner.reports.avvisi_programma import list_avvisi
from ldq_planner.reports.figura_del_programma import list_eventi
from ldq_planner.reports.fonti import add_legge
from ldq_planner.reports.frase_programma import name_tutte, say_attesa
from ldq_planner.reports.report import Report
from ldq_planner.reports.rimedio_programma import answer_rimedio
from ldq_planner.reports.tavole_programma import build_blocchi

if TYPE_CHECKING:
    from ldq_planner.engine.programma.mosse import Mossa

SCHEMA = "ldq/programma-gare/1"


def build_programma_gare(piano: PianoDelleGare, *, tutto: bool = False) -> Report:
    """Il piano, con ciò che lo spiega; per intero se si vuole `tutto`."""
    risposta = answer_programma(piano)
    quadro = piano.problema.quadro
    report = Report(
        schema=SCHEMA,
        titolo="Programma delle gare",
        oggi=quadro.oggi,
        dati_aggiornati_al=quadro.portafoglio.dati_aggiornati_al,
        blocchi=(*announce_dati(quadro, "programma-gare"), *build_blocchi(piano, risposta, tutto=tutto)),
        dati=risposta,
        elenco=risposta.gare,
        eventi=list_eventi(risposta, name_tutte(piano), quadro.portafoglio, quadro.oggi),
    )
    return add_legge(report, quadro)


def answer_programma(piano: PianoDelleGare) -> RispostaProgrammaGare:
    """La risposta per le macchine."""
    scelta, quadro = piano.scelta, piano.problema.quadro
    rimedio = piano.rimedio
    gare = tuple(_make_gara(piano, m) for m in scelta.mosse)
    senza_abitanti = {q for _, q in piano.problema.pezzi if quadro.portafoglio.quartieri_by_id[q].abitanti is None}
    return RispostaProgrammaGare(
        metodo=piano.metodo,
        rho=piano.rho,
        abitanti_giorni_scoperti=scelta.valore[1],
        limite_inferiore=min(piano.limite, scelta.valore[1]),
        scarto_per_mille=piano.scarto_per_mille,
        costo_eur=to_euro(scelta.valore[2] + piano.problema.officina.ponti.centesimi),
        ritardo_giorni=scelta.valore[3],
        gare=gare,
        mancano=tuple(dict.fromkeys(s for s, _ in scelta.mancano)),
        per_riuscirci=answer_rimedio(piano, rimedio) if rimedio else None,
        avvisi=tuple(list_avvisi(piano)),
        ponti_scritti=tuple(s.id for s in piano.problema.officina.ponti.scenari),
        da_scegliere=tuple(sorted(s.id for gruppo in quadro.portafoglio.indecisi.values() for s in gruppo)),
        senza_abitanti=tuple(sorted(senza_abitanti)),
        senza_costo=tuple(sorted({s for g in gare for s in g.senza_stima} | piano.problema.officina.ponti.senza_costo)),
        carico=tuple(piano.list_carico()),
        confronti=tuple(piano.list_confronti()),
        in_piu=tuple(piano.list_in_piu()),
        bilancio=compute_bilancio(piano.problema, scelta),
        liberati=tuple(list_liberati(quadro.portafoglio)),
    )


def _make_gara(piano: PianoDelleGare, mossa: Mossa) -> GaraDelPiano:
    gara, eventi, perche = mossa.gara, mossa.eventi, piano.explain(mossa)
    servizi = list_servizi(mossa)
    previste = piano.problema.quadro.forecast().gare
    agenda = gara.agenda or previste[next(iter(gara.scenari))].agenda
    giunta, aggiudicazione = eventi.get(GIUNTA), eventi.get(AGGIUDICAZIONE)
    get_lunedi = piano.problema.get_lunedi
    return GaraDelPiano(
        id=gara.id,
        scenari=tuple(sorted(gara.scenari)),
        quartieri=tuple(s.quartiere for s in servizi),
        lotti=len(gara.parti),
        procedura=agenda.ipotesi.procedura.id,
        procedura_voluta=gara.procedura_voluta or None,
        valore_netto_eur=gara.netto,
        in_corso=gara.fissata is not None,
        inizio_preparazione=next(iter(eventi.values())).inizio,
        giunta=giunta.fine if giunta else None,
        bando=eventi[INVIO].fine,
        aggiudicazione=aggiudicazione.fine if aggiudicazione else None,
        avvio=[*eventi.values()][-1].fine,
        costo_eur=to_euro(mossa.valore[1]) if mossa.valore[1] else None,
        senza_stima=tuple(list_senza_stima(mossa)),
        servizi=servizi,
        fasi=list_fasi(mossa),
        attesa=AttesaDelPiano(
            codice=perche.codice,
            testo=say_attesa(piano, perche),
            settimana=get_lunedi(perche.settimana) if perche.codice not in ("subito", "in-corso", "chiusura") else None,
            ufficio=perche.risorsa[0] or None,
            fase=perche.risorsa[1] or None,
            settimana_piena=get_lunedi(perche.piena) if perche.risorsa[0] else None,
            occupanti=perche.occupanti,
        ),
        rischio=piano.assess(mossa),
    )
