"""`ldq status`: chi è coperto oggi, fino a quando, che cosa segue."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.incerta import ULTIMO_GIORNO
from ldq_planner.dates.testo import format_data, format_giorno
from ldq_planner.engine.stato import compute_totali
from ldq_planner.model.stato import Stato
from ldq_planner.model.testo import format_elenco
from ldq_planner.reports.apertura import open_stati
from ldq_planner.reports.avvisi import announce_dati, list_testi, sum_persone
from ldq_planner.reports.chi_copre import LUNGO, GaraSeguita, list_seguiti, say_seguito
from ldq_planner.reports.filtro import NESSUN_FILTRO, Filtro, choose_stati
from ldq_planner.reports.presidio import say_ridotti
from ldq_planner.reports.report import TRATTINO, Cella, Circa, Nota, Report, Suggerimento, Tabella, Tono
from ldq_planner.reports.segnalazioni import RESPONSABILE
from ldq_planner.reports.sommario import RIGHE, count_stati, is_lungo, share, shorten_tabella
from ldq_planner.reports.stati import TONI, describe_stato, say_fermo

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.stato import StatoQuartiere, Totali

_SEGUE = "Che cosa segue"
_COLONNE = ("Quartiere", "Stato", "Giorni", "Coperto fino al", "Abitanti", _SEGUE)


class RispostaStatus(NamedTuple):
    """`ldq/status/1`."""

    soglia_in_scadenza_giorni: int
    quartieri: tuple[StatoQuartiere, ...]
    totali: Totali
    avvisi: tuple[str, ...]
    gare: tuple[GaraSeguita, ...] = ()


def build_status(quadro: Quadro, filtro: Filtro = NESSUN_FILTRO) -> Report:
    """Una riga per quartiere, dal più urgente, e i totali; il `filtro` ne sceglie alcuni."""
    portafoglio, oggi = quadro.portafoglio, quadro.oggi
    stati = choose_stati(quadro, filtro)
    elencati = filtro.cut(stati)
    totali = compute_totali(stati, oggi)
    avvisi = announce_dati(quadro, "status")
    gare = {g.scenario: g for g in _list_gare(quadro, {id_ for s in stati for id_ in s.scenari})}
    altri = filtro.tell_altri(len(stati), len(quadro.stati), "un altro quartiere", "altri {} quartieri")
    return Report(
        schema="ldq/status/1",
        titolo=f"{portafoglio.anagrafe.ente}, {portafoglio.anagrafe.servizio}",
        oggi=oggi,
        dati_aggiornati_al=portafoglio.dati_aggiornati_al,
        blocchi=(
            *avvisi,
            *open_stati(stati, oggi),
            *_build_tabelle(quadro, elencati, filtro, gare),
            *_build_totali(stati, totali),
            *_build_seguiti(elencati, portafoglio, filtro, gare),
            *(_say_gara(g, elencati) for g in gare.values()),
            *altri,
            *_suggest(stati, oggi),
        ),
        dati=RispostaStatus(
            portafoglio.soglie.in_scadenza, elencati, totali, list_testi((*avvisi, *altri)), tuple(gare.values())
        ),
        elenco=elencati,
    )


def _build_tabelle(
    quadro: Quadro, stati: tuple[StatoQuartiere, ...], filtro: Filtro, gare: Mapping[str, GaraSeguita]
) -> tuple[Tabella, ...]:
    """Una riga per quartiere; se i dati lo dicono, con chi lo segue, o una tabella per ciascuno."""
    di_chi = filtro.di_chi
    con_chi = not di_chi.gruppi and any(s.responsabili for s in stati)
    colonne = (*_COLONNE, RESPONSABILE) if con_chi else _COLONNE
    portafoglio, oggi = quadro.portafoglio, quadro.oggi
    vuota = "Nessun quartiere." if portafoglio.quartieri else "Nei dati non c'è nessun quartiere."
    tabelle = [
        Tabella(
            titolo, colonne, tuple(_build_riga(s, portafoglio, oggi, gare)[: len(colonne)] for s in suoi), vuota=vuota
        )
        for titolo, suoi in di_chi.split(stati) or (("", ()),)
    ]
    conti = () if di_chi.gruppi else count_stati(stati)
    return tuple(shorten_tabella(tabella, filtro, conti, misura=share(len(tabelle))) for tabella in tabelle)


def build_righe(stati: tuple[StatoQuartiere, ...], portafoglio: Portafoglio, oggi: date, titolo: str) -> Tabella:
    """La tabella di quei quartieri, senza gare e senza chi li segue."""
    righe = tuple(_build_riga(s, portafoglio, oggi, {})[: len(_COLONNE)] for s in stati)
    return Tabella(titolo, _COLONNE, righe, vuota="Nessun quartiere.")


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


def _build_seguiti(
    stati: tuple[StatoQuartiere, ...], portafoglio: Portafoglio, filtro: Filtro, gare: Mapping[str, GaraSeguita]
) -> tuple[Tabella, ...]:
    """I nomi di ciò che segue, una volta sola; se i quartieri sono tanti, dei soli che si leggono."""
    righe = list_seguiti(stati, portafoglio, gare)
    tabella = Tabella("", (_SEGUE, "Per"), righe)
    if is_lungo(len(stati), filtro):
        breve = list_seguiti(stati[: RIGHE.peggiori], portafoglio, gare)
        return (tabella._replace(breve=(tabella._replace(righe=breve),)),)
    return (tabella,) if righe else ()


def _say_gara(gara: GaraSeguita, stati: tuple[StatoQuartiere, ...]) -> Nota:
    chi = format_elenco([s.nome for s in stati if gara.scenario in s.scenari])
    per = f", per {chi}" if chi else ""
    return Nota(f"«{gara.nome}»{per}: {gara.frase}.", Tono.BENE if gara.in_corso else Tono.ATTENZIONE)


def _build_riga(
    stato: StatoQuartiere, portafoglio: Portafoglio, oggi: date, gare: Mapping[str, GaraSeguita]
) -> tuple[Cella, ...]:
    return (
        stato.nome,
        describe_stato(stato),
        (stato.ultimo_coperto - oggi).days if stato.ultimo_coperto and not stato.non_si_sa_dal else TRATTINO,
        _describe_fine(stato, portafoglio),
        _describe_abitanti(stato),
        say_seguito(stato, portafoglio, gare),
        ", ".join(stato.responsabili) or TRATTINO,
    )


def _describe_fine(stato: StatoQuartiere, portafoglio: Portafoglio) -> Cella:
    """L'ultimo giorno coperto, passato o no; con quale contratto, se non è quello di oggi; fino a quando, se si può di più."""
    if stato.ultimo_coperto is None:
        return _say_forse(stato.forse_fino_al) if stato.forse_fino_al else TRATTINO
    altro = stato.coperto_con if stato.coperto_con != stato.contratto else None
    massima = stato.scadenza_massima if stato.scadenza_massima != stato.scadenza and not altro else None
    parti = [
        f"con {portafoglio.quote(altro, LUNGO)}" if altro else "",
        f"poi {say_fermo(stato.fermo)}" if stato.fermo and stato.coperto_fino_al else "",
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


def _build_totali(stati: tuple[StatoQuartiere, ...], totali: Totali) -> tuple[Nota, ...]:
    note = []
    if totali.abitanti_giorni_scoperti:
        scoperti = [s.abitanti_giorni_scoperti for s in stati if TONI[s.stato] is Tono.ALLARME]
        persi = sum_persone(scoperti, "abitanti-giorni")
        note.append(Nota(f"Già scoperti: {persi}.", Tono.ALLARME))
    if fermi := [s for s in stati if s.stato is Stato.SCOPERTO and s.fermo]:
        voci = ", ".join(f"{s.nome} {say_fermo(s.fermo)}" for s in fermi if s.fermo)
        note.append(Nota(f"Senza laboratorio a contratto in vigore: {voci}.", Tono.ATTENZIONE))
    if ridotti := say_ridotti(stati):
        note.append(Nota(ridotti, Tono.ATTENZIONE))
    return tuple(note)


def _suggest(stati: tuple[StatoQuartiere, ...], oggi: date) -> tuple[Suggerimento, ...]:
    """Il comando che viene dopo: gli scenari del quartiere più urgente, o la sua scheda."""
    if not stati:
        return ()
    primo = stati[0]
    comando = f"scenari {primo.scenari[0]}" if primo.scenari else f"quartieri {primo.id}"
    return (Suggerimento(f"Per continuare: ldq {comando} --oggi {oggi.isoformat()}"),)
