"""`ldq calendario`: i giorni in cui qualcosa scade o va fatto, da leggere o da mettere in un calendario."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.model.evento import Evento, GenereEvento
from ldq_planner.model.testo import format_elenco, format_giorni, format_numero
from ldq_planner.reports.apertura_atti import open_eventi
from ldq_planner.reports.avvisi import announce_dati, list_testi
from ldq_planner.reports.eventi import list_fatti
from ldq_planner.reports.fatti import Fatto, sort_eventi
from ldq_planner.reports.filtro import NESSUN_FILTRO, Aspetti, Filtro
from ldq_planner.reports.fonti import add_legge
from ldq_planner.reports.report import TRATTINO, Blocco, Cella, Nota, Report, Suggerimento, Tabella, Tono, Voce
from ldq_planner.reports.scelte import say_lasciato
from ldq_planner.reports.segnalazioni import RESPONSABILE
from ldq_planner.reports.sommario import SCHERMATA, count_mesi, share, shorten_tabella

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.model.portafoglio import Portafoglio

_PER_UN_CALENDARIO = Suggerimento(
    "Per un calendario: ldq calendario -o scadenze.ics, da importare in un calendario suo"
)
STATI = IN_RITARDO, VICINO, LONTANO = "in-ritardo", "vicino", "lontano"
"""Ciò che di un evento si può chiedere."""
_COLONNE = ("Giorno", "Quando", "Evento", "Quartieri")


class Scelta(NamedTuple):
    """Quali eventi si vogliono, e quanti giorni prima avvisare; vuoto vuol dire tutti, e quelli soliti."""

    filtro: Filtro = NESSUN_FILTRO
    scenari: tuple[str, ...] = ()
    anticipi: tuple[int, ...] = ()


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
    filtro, con_giorno = scelta.filtro, sort_eventi(portafoglio, assegnati, oggi, scelta.anticipi)
    voluti = filtro.choose(con_giorno, lambda e: _look(e, oggi))
    eventi = filtro.cut(voluti)
    fatti = filtro.choose(
        (f for f in assegnati if not f.data.is_nota), lambda f: Aspetti(f.quartieri, responsabili=f.responsabili)
    )
    senza_giorno = tuple(f.titolo for f in fatti)
    compiuti = Filtro(filtro.luoghi).choose((f for f in tutti if f.compiuto), lambda f: Aspetti(f.quartieri))
    avvisi = announce_dati(quadro, "calendario")
    altri = filtro.tell_altri(len(voluti) + len(fatti), len(assegnati), "un altro evento", "altri {} eventi")
    report = Report(
        schema="ldq/calendario/1",
        titolo=f"{anagrafe.servizio}: scadenze e atti da fare{_say_scelta(portafoglio, scelta)}",
        oggi=oggi,
        dati_aggiornati_al=portafoglio.dati_aggiornati_al,
        blocchi=(
            *avvisi,
            *open_eventi(quadro, voluti),
            *_build_blocchi(portafoglio, eventi, senza_giorno, oggi, filtro),
            *altri,
            *((_PER_UN_CALENDARIO,) if eventi else ()),
            *_tell_lasciati(portafoglio, scelta.scenari),
        ),
        dati=RispostaCalendario(eventi, senza_giorno, list_testi((*avvisi, *altri))),
        elenco=eventi,
        eventi=eventi,
        compiuti=sort_eventi(portafoglio, (f for f in compiuti if f.id not in vivi), oggi),
    )
    return add_legge(report, quadro)


def _look(evento: Evento, oggi: date) -> Aspetti:
    """Ciò che ne guarda un filtro: in ritardo, vicino (è ora di avvisare), lontano."""
    giorni = (evento.giorno - oggi).days
    vicino = VICINO if giorni <= max(evento.anticipi, default=0) else LONTANO
    return Aspetti(evento.quartieri, IN_RITARDO if evento.fino_al < oggi else vicino, giorni, evento.responsabili)


def _is_scelto(fatto: Fatto, scelta: Scelta) -> bool:
    return not scelta.scenari or (fatto.genere in _DI_SCENARIO and fatto.entita in scelta.scenari)


_DI_SCENARIO = {
    *(GenereEvento.PROGETTO, GenereEvento.GIUNTA, GenereEvento.DECISIONE, GenereEvento.BANDO, GenereEvento.FASE),
    *(GenereEvento.PONTE, GenereEvento.CONDIZIONE),
}


def _say_scelta(portafoglio: Portafoglio, scelta: Scelta) -> str:
    nomi = {s.id: s.nome for s in portafoglio.scenari}
    scelti = [*scelta.filtro.detti, *(nomi[id_] for id_ in scelta.scenari), *scelta.filtro.di_chi.scelti]
    return f" ({format_elenco(scelti)})" if scelti else ""


def _build_blocchi(
    portafoglio: Portafoglio, eventi: tuple[Evento, ...], senza_giorno: tuple[str, ...], oggi: date, filtro: Filtro
) -> tuple[Blocco, ...]:
    di_chi = filtro.di_chi
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
    if eventi:
        conti = () if di_chi.gruppi else (count_mesi("Eventi", (e.giorno for e in eventi)),)
        parte = share(len(blocchi))
        blocchi = [shorten_tabella(b, filtro, conti, misura=parte) for b in blocchi if isinstance(b, Tabella)]
    if len(senza_giorno) > SCHERMATA and not filtro.tutti:
        blocchi.append(
            Nota(
                f"Senza un giorno: altri {format_numero(len(senza_giorno))}, che i dati, o la legge, non dicono.",
                Tono.INCERTO,
            )
        )
    elif senza_giorno:
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
