"""Un fatto che ha un giorno, prima di diventare un evento: con un id che non cambia se cambia la data."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from uuid import NAMESPACE_OID, uuid5

from ldq_planner.dates.testo import format_data, format_giorno
from ldq_planner.engine.responsabili import list_di_evento
from ldq_planner.model.evento import ANTICIPI, ANTICIPI_DI_GARA, Evento, GenereEvento
from ldq_planner.model.testo import format_giorni

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.model.portafoglio import Portafoglio

ATTI = (
    (GenereEvento.PROGETTO, "limite_progetto", "cominciare il progetto del servizio"),
    (GenereEvento.GIUNTA, "limite_giunta", "cominciare l'iter della delibera di Giunta"),
    (GenereEvento.DECISIONE, "limite_decisione", "cominciare la decisione di contrarre"),
    (GenereEvento.BANDO, "limite_bando", "far partire il bando"),
)
"""Gli atti di una gara che hanno un ultimo giorno: il campo dei tempi che lo dice, e come si chiamano."""


class Fatto(NamedTuple):
    """Un evento prima che si sappia quando avvisare: `data` può essere incerta, o non nota."""

    genere: GenereEvento
    entita: str
    data: DataIncerta
    titolo: str
    descrizione: str
    da_fare: str
    comando: str
    quartieri: tuple[str, ...]
    quale: str = ""
    """Che cosa, se di quell'entità ce n'è più d'uno."""
    responsabili: tuple[str, ...] = ()
    compiuto: bool = False
    """Vero se non è più da fare: chi ce l'ha in un calendario lo può togliere."""

    @property
    def id(self) -> str:
        """Lo stesso finché il fatto è lo stesso, qualunque giorno abbia."""
        return "/".join(filter(None, (self.genere, self.entita, self.quale)))

    def assign(self, portafoglio: Portafoglio) -> Fatto:
        """Lo stesso fatto, con chi lo segue."""
        numero = self.quale.rpartition("-")[2]
        posto = int(numero) - 1 if numero.isdecimal() else 0
        return self._replace(responsabili=list_di_evento(portafoglio, self.genere, self.entita, posto))


def sort_eventi(
    portafoglio: Portafoglio, fatti: Iterable[Fatto], oggi: date, anticipi: tuple[int, ...] = ()
) -> tuple[Evento, ...]:
    """Gli eventi dei fatti che hanno un giorno, dal primo.

    Unità: `anticipi` in giorni prima; senza, quelli del genere.
    """
    ente = f"{portafoglio.anagrafe.ente}/{portafoglio.anagrafe.servizio}"
    con_giorno = (_date_evento(f, ente, oggi, anticipi) for f in fatti if f.data.is_nota)
    return tuple(sorted(con_giorno, key=lambda e: (e.giorno, list(GenereEvento).index(e.genere), e.id)))


def _date_evento(fatto: Fatto, ente: str, oggi: date, anticipi: tuple[int, ...]) -> Evento:
    """L'evento di un fatto con una data: alla prima lettura, se è incerta.

    Unità: `anticipi` in giorni prima; senza, quelli del genere.
    """
    titolo, descrizione = fatto.titolo, fatto.descrizione
    if not fatto.data.is_certa:
        titolo = f"{titolo} ({_say_incerta(fatto.data)})"
        descrizione += (
            f" La data è incerta: {format_data(fatto.data)}. L'evento sta al primo giorno possibile, il "
            f"{format_giorno(fatto.data.primo)}; l'ultimo è il {format_giorno(fatto.data.ultimo)}."
        )
    if fatto.data.ultimo < oggi:
        descrizione += f" Il giorno è passato da {format_giorni((oggi - fatto.data.ultimo).days)}: è ancora da fare."
    di_gara = fatto.genere in {genere for genere, _, _ in ATTI}
    return Evento(
        id=fatto.id,
        giorno=fatto.data.primo,
        genere=fatto.genere,
        titolo=titolo,
        descrizione=descrizione,
        quartieri=fatto.quartieri,
        anticipi=anticipi or (ANTICIPI_DI_GARA if di_gara else ANTICIPI),
        da_fare=fatto.da_fare,
        comando=fatto.comando,
        entita=fatto.entita,
        fino_al=fatto.data.ultimo,
        uid=str(uuid5(NAMESPACE_OID, f"ldq/{ente}/{fatto.id}")),
        responsabili=fatto.responsabili,
    )


def _say_incerta(data: DataIncerta) -> str:
    """`forse dal 30/09/2025; indicata al 31/12/2025`, o fino a quando: chi legge il solo titolo non la prende per certa."""
    dal = f"forse dal {format_giorno(data.primo)}"
    if data.is_indicativa and data.scritta.is_certa:
        return f"{dal}; indicata al {format_data(data.scritta)}"
    return f"{dal}; al più tardi il {format_giorno(data.ultimo)}"


def find_quartieri(portafoglio: Portafoglio, entita: str) -> tuple[str, ...]:
    """I quartieri di un contratto o di uno scenario, o il quartiere stesso."""
    voce = portafoglio.contratti_by_id.get(entita) or portafoglio.scenari_by_id.get(entita)
    return voce.quartieri if voce else (entita,) if entita in portafoglio.quartieri_by_id else ()
