"""`ldq status`: chi è coperto oggi, fino a quando, che cosa segue."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.incerta import ULTIMO_GIORNO
from ldq_planner.dates.testo import format_data, format_giorno, format_periodo
from ldq_planner.engine.stato import compute_totali
from ldq_planner.model.copertura import Causa
from ldq_planner.model.scelte import are_alternative
from ldq_planner.model.stato import Stato
from ldq_planner.model.testo import format_giorni
from ldq_planner.reports.avvisi import announce_eta, list_testi, sum_persone
from ldq_planner.reports.presidio import say_a_testa, say_ridotto
from ldq_planner.reports.report import TRATTINO, Cella, Circa, Nota, Report, Suggerimento, Tabella, Tono, Voce
from ldq_planner.reports.responsabili import TUTTI, DiChi
from ldq_planner.reports.segnalazioni import RESPONSABILE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.stato import Fermo, StatoQuartiere, Totali

_COLONNE = ("Quartiere", "Stato", "Giorni", "Coperto fino al", "Abitanti", "Chi copre → che cosa segue")
_TONI = {
    Stato.MAI_COPERTO: Tono.ALLARME,
    Stato.SCOPERTO: Tono.ALLARME,
    Stato.NON_SI_SA: Tono.INCERTO,
    Stato.INCERTO: Tono.INCERTO,
    Stato.IN_SCADENZA: Tono.ATTENZIONE,
    Stato.COPERTO: Tono.BENE,
}


class GaraSeguita(NamedTuple):
    """Una gara di cui i dati dicono ciò che è accaduto: a che punto è, e quando il servizio comincia."""

    scenario: str
    nome: str
    in_corso: bool
    inizio_previsto: date | None
    frase: str


class RispostaStatus(NamedTuple):
    """`ldq/status/1`."""

    soglia_in_scadenza_giorni: int
    quartieri: tuple[StatoQuartiere, ...]
    totali: Totali
    avvisi: tuple[str, ...]
    gare: tuple[GaraSeguita, ...] = ()


def build_status(quadro: Quadro, quartieri: tuple[str, ...] = (), di_chi: DiChi = TUTTI) -> Report:
    """Una riga per quartiere, dal più urgente, e i totali; `quartieri` e `di_chi` ne scelgono alcuni."""
    portafoglio, oggi = quadro.portafoglio, quadro.oggi
    tutti = [s for s in quadro.stati if not quartieri or s.id in quartieri]
    stati = di_chi.choose(tutti)
    totali = compute_totali(stati, oggi)
    avvisi, gare = announce_eta(quadro, "status"), _list_gare(quadro, {id_ for s in stati for id_ in s.scenari})
    altri = di_chi.tell_altri(len(tutti) - len(stati), "un altro quartiere", "altri {} quartieri")
    return Report(
        schema="ldq/status/1",
        titolo=f"{portafoglio.anagrafe.ente}, {portafoglio.anagrafe.servizio}",
        oggi=oggi,
        dati_aggiornati_al=portafoglio.dati_aggiornati_al,
        blocchi=(
            *avvisi,
            *_build_tabelle(quadro, stati, di_chi, {g.scenario: g for g in gare}),
            *_build_totali(stati, totali, oggi),
            *map(_say_gara, gare),
            *altri,
            *_suggest(stati, oggi),
        ),
        dati=RispostaStatus(portafoglio.soglie.in_scadenza, stati, totali, list_testi((*avvisi, *altri)), gare),
        elenco=stati,
    )


def _build_tabelle(
    quadro: Quadro, stati: tuple[StatoQuartiere, ...], di_chi: DiChi, gare: Mapping[str, GaraSeguita]
) -> tuple[Tabella, ...]:
    """Una riga per quartiere; se i dati lo dicono, con chi lo segue, o una tabella per ciascuno."""
    con_chi = not di_chi.gruppi and any(s.responsabili for s in stati)
    colonne = (*_COLONNE, RESPONSABILE) if con_chi else _COLONNE
    vuota = "Nei dati non c'è nessun quartiere."
    portafoglio, oggi = quadro.portafoglio, quadro.oggi
    return tuple(
        Tabella(
            titolo, colonne, tuple(_build_riga(s, portafoglio, oggi, gare)[: len(colonne)] for s in suoi), vuota=vuota
        )
        for titolo, suoi in di_chi.split(stati) or (("", ()),)
    )


def _list_gare(quadro: Quadro, scenari: set[str]) -> tuple[GaraSeguita, ...]:
    """Le gare con dei fatti, fra quegli scenari, nell'ordine dei dati; nessuna senza la legge che le conta."""
    suoi = [s for s in quadro.portafoglio.scenari if s.avanzamento and s.id in scenari]
    previsione = quadro.previsione if suoi else None
    if previsione is None:
        return ()
    from ldq_planner.reports.avanzamento import say_avanzamento  # noqa: PLC0415 - serve solo a chi ha gare in corso

    return tuple(
        GaraSeguita(s.id, s.nome, t.is_in_corso, t.inizio_previsto, say_avanzamento(t))
        for s in suoi
        if (t := previsione.tempi.get(s.id)) is not None
    )


def _say_gara(gara: GaraSeguita) -> Nota:
    return Nota(f"«{gara.nome}»: {gara.frase}.", Tono.BENE if gara.in_corso else Tono.ATTENZIONE)


def describe_stato(stato: StatoQuartiere) -> Voce:
    """Lo stato in una parola con il suo segno, e da quanto dura se è scoperto."""
    if stato.stato is Stato.SCOPERTO and stato.fermo:
        return Voce(f"✗ {_say_fermo(stato.fermo)}", Tono.ALLARME)
    parole = {
        Stato.MAI_COPERTO: "✗ MAI COPERTO",
        Stato.SCOPERTO: f"✗ scoperto da {format_giorni(stato.giorni_scoperti or 0)}",
        Stato.NON_SI_SA: f"? non si sa dal {format_giorno(stato.non_si_sa_dal)}" if stato.non_si_sa_dal else "",
        Stato.INCERTO: "? incerto",
        Stato.IN_SCADENZA: "! in scadenza",
        Stato.COPERTO: "✓ coperto",
    }
    if stato.presidio and stato.presidio.ridotto:
        come = "! coperto" if stato.stato is Stato.COPERTO else f"{parole[stato.stato]}, coperto"
        return Voce(f"{come} {say_ridotto(stato.presidio)}", Tono.ATTENZIONE)
    return Voce(parole[stato.stato], _TONI[stato.stato])


def _say_fermo(fermo: Fermo) -> str:
    """«sospeso dal 01/02/2024, non si sa fino a quando», «chiuso fino al 31/08/2026»."""
    if fermo.causa is Causa.CHIUSURA:
        return f"chiuso fino al {format_giorno(fermo.al)}" if fermo.al else "chiuso"
    if fermo.al is None:
        return f"sospeso dal {format_giorno(fermo.dal)}, non si sa fino a quando"
    return f"sospeso {format_periodo(fermo.dal, fermo.al)}"


def _build_riga(
    stato: StatoQuartiere, portafoglio: Portafoglio, oggi: date, gare: Mapping[str, GaraSeguita]
) -> tuple[Cella, ...]:
    scoperto = stato.stato in (Stato.SCOPERTO, Stato.MAI_COPERTO, Stato.NON_SI_SA)
    ultimo = f"nessuno (ultimo {stato.contratto})" if stato.contratto else "nessuno, mai"
    if scoperto and stato.fermo and stato.contratto:
        ultimo = f"{stato.contratto}, in vigore ma fermo"
    chi = ultimo if scoperto else stato.contratto or "nessuno"
    return (
        stato.nome,
        describe_stato(stato),
        (stato.ultimo_coperto - oggi).days if stato.ultimo_coperto and not stato.non_si_sa_dal else TRATTINO,
        _describe_fine(stato),
        _describe_abitanti(stato),
        f"{chi} → {_describe_seguito(stato, portafoglio, gare)}",
        ", ".join(stato.responsabili) or TRATTINO,
    )


def _describe_fine(stato: StatoQuartiere) -> Cella:
    """L'ultimo giorno coperto, passato o no; con quale contratto, se non è quello di oggi; fino a quando, se si può di più."""
    if stato.ultimo_coperto is None:
        return _say_forse(stato.forse_fino_al) if stato.forse_fino_al else TRATTINO
    altro = stato.coperto_con if stato.coperto_con != stato.contratto else None
    massima = stato.scadenza_massima if stato.scadenza_massima != stato.scadenza and not altro else None
    parti = [
        f"con {altro}" if altro else "",
        f"poi {_say_fermo(stato.fermo)}" if stato.fermo and stato.coperto_fino_al else "",
        _say_forse(stato.forse_fino_al) if stato.forse_fino_al else "",
        f"massima {format_data(massima)}" if massima and stato.coperto_fino_al else "",
    ]
    dette = ", ".join(filter(None, parti))
    return f"{format_giorno(stato.ultimo_coperto)}, {dette}" if dette else stato.ultimo_coperto


def _say_forse(giorno: date) -> str:
    return "forse, fine non nota" if giorno == ULTIMO_GIORNO else f"forse {format_giorno(giorno)}"


def _describe_abitanti(stato: StatoQuartiere) -> Cella:
    if stato.abitanti is None:
        return None
    return Circa(stato.abitanti) if stato.abitanti_circa else stato.abitanti


def _describe_seguito(stato: StatoQuartiere, portafoglio: Portafoglio, gare: Mapping[str, GaraSeguita]) -> str:
    """Il contratto che segue, o lo scenario scelto, o quelli allo studio: alternativi, se fra loro si deve scegliere."""
    if stato.contratto_successivo:
        return f"contratto {stato.contratto_successivo}"
    suoi = portafoglio.scenari_by_quartiere[stato.id]
    in_corso = [gare[s.id] for s in suoi if s.id in gare and gare[s.id].in_corso]
    if in_corso:
        return ", ".join(_say_in_corso(g) for g in in_corso)
    if scelti := [s.id for s in suoi if s.stato == "scelto"]:
        return f"scenario {', '.join(scelti)} (scelto)"
    da_scegliere = len(suoi) > 1 and all(are_alternative(suoi[0], s) for s in suoi[1:])
    return f"scenario {(' o ' if da_scegliere else ', ').join(stato.scenari)}" if suoi else "nulla in vista"


def _say_in_corso(gara: GaraSeguita) -> str:
    dal = f", dal {format_giorno(gara.inizio_previsto)}" if gara.inizio_previsto else ""
    return f"gara in corso {gara.scenario}{dal}"


def _build_totali(stati: tuple[StatoQuartiere, ...], totali: Totali, oggi: date) -> tuple[Nota, ...]:
    note = []
    if totali.quartieri_scoperti:
        scoperti = [s for s in stati if _TONI[s.stato] is Tono.ALLARME]
        abitanti = sum_persone((s.abitanti for s in scoperti), "abitanti")
        circa = "circa " if abitanti[0].isdigit() and any(s.abitanti_circa for s in scoperti) else ""
        quanti = "1 quartiere" if totali.quartieri_scoperti == 1 else f"{totali.quartieri_scoperti} quartieri"
        persi = sum_persone((s.abitanti_giorni_scoperti for s in scoperti), "abitanti-giorni già scoperti")
        note.append(Nota(f"Senza laboratorio oggi: {circa}{abitanti} in {quanti}, {persi}.", Tono.ALLARME))
    if fermi := [s for s in stati if s.stato is Stato.SCOPERTO and s.fermo]:
        voci = ", ".join(f"{s.nome} {_say_fermo(s.fermo)}" for s in fermi if s.fermo)
        note.append(Nota(f"Di questi, a contratto in vigore: {voci}.", Tono.ATTENZIONE))
    if ridotti := [(s.nome, s.presidio) for s in stati if s.presidio and s.presidio.ridotto]:
        voci = "; ".join(f"{nome} {say_ridotto(p)}{say_a_testa(p)}" for nome, p in ridotti)
        note.append(Nota(f"Coperti con presidio ridotto: {voci}.", Tono.ATTENZIONE))
    if ignoti := [s for s in stati if s.stato is Stato.NON_SI_SA]:
        abitanti = sum_persone((s.abitanti for s in ignoti), "abitanti")
        quanti = "1 quartiere" if len(ignoti) == 1 else f"{len(ignoti)} quartieri"
        note.append(Nota(f"Di {quanti} ({abitanti}) i dati non dicono se oggi c'è un laboratorio.", Tono.INCERTO))
    elif stati and not totali.quartieri_scoperti:
        note.append(Nota("Oggi nessun quartiere è certamente senza laboratorio.", Tono.BENE))
    if totali.prossima_scadenza:
        nomi = ", ".join(s.nome for s in stati if s.id in totali.quartieri_in_prossima_scadenza)
        giorni = format_giorni((totali.prossima_scadenza - oggi).days)
        note.append(Nota(f"Prossima scadenza: {format_giorno(totali.prossima_scadenza)}, fra {giorni}: {nomi}."))
    return tuple(note)


def _suggest(stati: tuple[StatoQuartiere, ...], oggi: date) -> tuple[Suggerimento, ...]:
    """Il comando che viene dopo: gli scenari del quartiere più urgente, o la sua scheda."""
    if not stati:
        return ()
    primo = stati[0]
    comando = f"scenari {primo.scenari[0]}" if primo.scenari else f"quartieri {primo.id}"
    return (Suggerimento(f"Per continuare: ldq {comando} --oggi {oggi.isoformat()}"),)
