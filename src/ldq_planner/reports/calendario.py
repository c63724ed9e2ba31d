"""`ldq calendario`: i giorni in cui qualcosa scade o va fatto, da leggere o da mettere in un calendario."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.model.evento import Evento, GenereEvento
from ldq_planner.model.testo import format_elenco, format_giorni
from ldq_planner.reports.apertura_atti import open_eventi
from ldq_planner.reports.avvisi import announce_eta, list_testi
from ldq_planner.reports.eventi import list_fatti
from ldq_planner.reports.fatti import Fatto, sort_eventi
from ldq_planner.reports.fonti import add_legge
from ldq_planner.reports.report import TRATTINO, Blocco, Cella, Nota, Report, Suggerimento, Tabella, Tono, Voce
from ldq_planner.reports.responsabili import TUTTI, DiChi
from ldq_planner.reports.scelte import say_lasciato
from ldq_planner.reports.segnalazioni import RESPONSABILE

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.model.portafoglio import Portafoglio

_PER_UN_CALENDARIO = Suggerimento(
    "Per un calendario: ldq calendario -o scadenze.ics, da importare in un calendario suo"
)
_COLONNE = ("Giorno", "Quando", "Evento", "Quartieri")


class Scelta(NamedTuple):
    """Quali eventi si vogliono, e quanti giorni prima avvisare; vuoto vuol dire tutti, e quelli soliti."""

    quartieri: tuple[str, ...] = ()
    scenari: tuple[str, ...] = ()
    anticipi: tuple[int, ...] = ()
    di_chi: DiChi = TUTTI


class RispostaCalendario(NamedTuple):
    """`ldq/calendario/1`."""

    eventi: tuple[Evento, ...]
    senza_giorno: tuple[str, ...]
    avvisi: tuple[str, ...]


def build_calendario(quadro: Quadro, scelta: Scelta) -> Report:
    """Gli eventi scelti, dal primo giorno; ciò che non ha un giorno è detto in una nota."""
    portafoglio, oggi = quadro.portafoglio, quadro.oggi
    anagrafe = portafoglio.anagrafe
    tutti = [f for f in list_fatti(quadro, scelta.scenari, compiuti=True) if _is_scelto(f, scelta)]
    assegnati = [f.assign(portafoglio) for f in tutti if not f.compiuto]
    vivi = {f.id for f in assegnati}
    fatti = scelta.di_chi.choose(assegnati)
    eventi = sort_eventi(portafoglio, fatti, oggi, scelta.anticipi)
    senza_giorno = tuple(f.titolo for f in fatti if not f.data.is_nota)
    avvisi = announce_eta(quadro, "calendario")
    altri = scelta.di_chi.tell_altri(len(assegnati) - len(fatti), "un altro evento", "altri {} eventi")
    report = Report(
        schema="ldq/calendario/1",
        titolo=f"{anagrafe.servizio}: scadenze e atti da fare{_say_scelta(portafoglio, scelta)}",
        oggi=oggi,
        dati_aggiornati_al=portafoglio.dati_aggiornati_al,
        blocchi=(
            *avvisi,
            *open_eventi(quadro, eventi),
            *_build_blocchi(portafoglio, eventi, senza_giorno, oggi, scelta.di_chi),
            *altri,
            *((_PER_UN_CALENDARIO,) if eventi else ()),
            *_tell_lasciati(portafoglio, scelta.scenari),
        ),
        dati=RispostaCalendario(eventi, senza_giorno, list_testi((*avvisi, *altri))),
        elenco=eventi,
        eventi=eventi,
        compiuti=sort_eventi(portafoglio, (f for f in tutti if f.compiuto and f.id not in vivi), oggi),
    )
    return add_legge(report, quadro)


def _is_scelto(fatto: Fatto, scelta: Scelta) -> bool:
    if scelta.scenari and (fatto.genere not in _DI_SCENARIO or fatto.entita not in scelta.scenari):
        return False
    return not scelta.quartieri or not set(scelta.quartieri).isdisjoint(fatto.quartieri)


_DI_SCENARIO = {
    *(GenereEvento.PROGETTO, GenereEvento.GIUNTA, GenereEvento.DECISIONE, GenereEvento.BANDO, GenereEvento.FASE),
    *(GenereEvento.PONTE, GenereEvento.CONDIZIONE),
}


def _say_scelta(portafoglio: Portafoglio, scelta: Scelta) -> str:
    nomi = portafoglio.nomi | {s.id: s.nome for s in portafoglio.scenari}
    scelti = [*(nomi[id_] for id_ in (*scelta.quartieri, *scelta.scenari)), *scelta.di_chi.scelti]
    return f" ({format_elenco(scelti)})" if scelti else ""


def _build_blocchi(
    portafoglio: Portafoglio, eventi: tuple[Evento, ...], senza_giorno: tuple[str, ...], oggi: date, di_chi: DiChi
) -> tuple[Blocco, ...]:
    con_chi = not di_chi.gruppi and any(e.responsabili for e in eventi)
    colonne = (*_COLONNE, RESPONSABILE) if con_chi else _COLONNE
    blocchi: list[Blocco] = [
        Tabella(
            titolo,
            colonne,
            tuple(_build_riga(portafoglio, e, oggi)[: len(colonne)] for e in suoi),
            vuota="Nessun evento.",
        )
        for titolo, suoi in di_chi.split(eventi) or (("", ()),)
    ]
    if senza_giorno:
        blocchi.append(
            Nota(f"Senza un giorno, perché i dati, o la legge, non lo dicono: {'; '.join(senza_giorno)}", Tono.INCERTO)
        )
    return tuple(blocchi)


def _build_riga(portafoglio: Portafoglio, evento: Evento, oggi: date) -> tuple[Cella, ...]:
    nomi = (portafoglio.nomi[id_] for id_ in dict.fromkeys(evento.quartieri))
    chi = ", ".join(evento.responsabili)
    return (evento.giorno, say_quando(evento, oggi), evento.titolo, ", ".join(nomi) or TRATTINO, chi or TRATTINO)


def _tell_lasciati(portafoglio: Portafoglio, scenari: tuple[str, ...]) -> tuple[Nota, ...]:
    """Perché uno scenario chiesto non ha atti da fare, se non è più in gioco."""
    lasciati = (portafoglio.lasciati[id_] for id_ in scenari if id_ in portafoglio.lasciati)
    return tuple(Nota(f"«{x.scenario.nome}» non ha atti da fare: {say_lasciato(x)}.") for x in lasciati)


def say_quando(evento: Evento, oggi: date) -> Voce:
    """Quanto manca, o da quanto è tardi."""
    giorni = (evento.giorno - oggi).days
    if evento.fino_al < oggi:
        return Voce(f"✗ in ritardo di {format_giorni(-giorni)}", Tono.ALLARME, giorni)
    if giorni <= 0:
        return Voce("! oggi" if evento.fino_al == oggi else "? forse già passato", Tono.ATTENZIONE)
    tono = Tono.ATTENZIONE if giorni <= max(evento.anticipi, default=0) else Tono.SPENTO
    return Voce(f"{'! ' if tono is Tono.ATTENZIONE else ''}fra {format_giorni(giorni)}", tono, giorni)
