"""I pezzi di un rilascio OCDS che contratti e scenari hanno in comune: istanti, periodi, importi, luoghi, parti."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, NamedTuple, TypeGuard

from ldq_planner.dates.fuso import read_fuso
from ldq_planner.model.scambio.righe_ocds import drop_vuoti
from ldq_planner.model.simili import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.quartiere import Quartiere

Oggetto = dict[str, Any]
ENTE = "ente"
"""L'id di chi compra, fra le parti di un rilascio."""
_ULTIMO_ISTANTE = time(23, 59, 59)
_QUANTI = 5
"""Chi si nomina, di quanti perdono qualcosa."""


class Perdite:
    """Ciò che OCDS non sa tenere, un genere per frase: genere → chi lo aveva, nell'ordine in cui si incontra."""

    def __init__(self) -> None:
        self._di_chi: dict[str, dict[str, None]] = {}

    def add(self, che_cosa: str, di_chi: str) -> None:
        """Un caso in più."""
        self._di_chi.setdefault(che_cosa, {})[di_chi] = None

    def list(self) -> tuple[str, ...]:
        """Una frase per genere, con quanti casi e i primi."""
        return tuple(f"{che_cosa} ({_say(list(chi))})" for che_cosa, chi in self._di_chi.items())


def _say(chi: list[str]) -> str:
    altri = len(chi) - _QUANTI
    return ", ".join(chi[:_QUANTI]) + (f" e altri {altri}" if altri > 1 else f", {chi[-1]}" if altri == 1 else "")


class Intestazione(NamedTuple):
    """Ciò che ogni rilascio di un portafoglio ha di uguale."""

    portafoglio: Portafoglio
    prefisso: str
    oggi: date
    quartieri: Mapping[str, Quartiere]
    """Id → quartiere."""

    def make(self, genere: str, id_: str, tag: list[str], quale: int = 0) -> Oggetto:
        """L'inizio di un rilascio; `quale` conta quelli della stessa procedura, da 0.

        Il giorno è quello dei dati; i rilasci che si susseguono distano un secondo, perché chi li fonde li ordini.
        """
        aggiornato_al = self.portafoglio.registro if genere == "contratto" else self.portafoglio.ipotesi
        giorno = aggiornato_al.aggiornato_al.primo
        ocid = self.make_ocid(genere, id_)
        return {
            "ocid": ocid,
            "id": self.make_id_rilascio(genere, id_, quale),
            "date": make_istante(giorno, time(0, quale // 60, quale % 60)),
            "tag": tag,
            "initiationType": "tender",
            "language": "it",
        }

    def make_ocid(self, genere: str, id_: str) -> str:
        """Una procedura per contratto e per scenario: l'id resta leggibile alla fine."""
        return f"{self.prefisso}-{genere}-{id_}"

    def make_id_rilascio(self, genere: str, id_: str, quale: int) -> str:
        """L'id di un rilascio nella sua procedura."""
        return f"{self.make_ocid(genere, id_)}-{quale + 1}"


def make_istante(giorno: date, ora: time = time.min) -> str:
    """L'istante di quel giorno a Roma, con il suo scarto: `2022-06-20T00:00:00+02:00`."""
    return datetime.combine(giorno, ora, read_fuso()).isoformat()


def make_fine(giorno: date) -> str:
    """L'ultimo istante di un giorno compreso."""
    return make_istante(giorno, _ULTIMO_ISTANTE)


def make_periodo(
    inizio: DataIncerta | None, fine: DataIncerta | None, massima: DataIncerta | None = None, giorni: int | None = None
) -> Oggetto:
    """Il periodo con le sole date certe: di una incerta OCDS non ha modo di dire che lo è."""
    periodo = {
        "startDate": make_istante(inizio.primo) if is_giorno(inizio) else None,
        "endDate": make_fine(fine.primo) if is_giorno(fine) else None,
        "maxExtentDate": make_fine(massima.primo) if is_giorno(massima) and massima != fine else None,
        "durationInDays": giorni,
    }
    return drop_vuoti(periodo)


def is_giorno(data: DataIncerta | None) -> TypeGuard[DataIncerta]:
    """Vero se la data è un giorno solo, e il documento lo dà."""
    return data is not None and data.is_nota and data.is_certa


def make_valore(importo: Decimal | None) -> Oggetto:
    """Un importo in euro, se si sa; un numero con quindici cifre al più, che nessun lettore arrotonda."""
    return {} if importo is None else {"amount": float(importo), "currency": "EUR"}


def make_parti(portafoglio: Portafoglio, quartieri: Iterable[str]) -> list[Oggetto]:
    """Chi compra, come parte di un rilascio."""
    return [{**make_compratore(portafoglio, quartieri), "roles": ["buyer"]}]


def make_compratore(portafoglio: Portafoglio, quartieri: Iterable[str]) -> Oggetto:
    """Il rimando a chi compra: l'ente di quei quartieri, o quello del file se sono di più enti."""
    del_file = portafoglio.anagrafe.ente
    enti = {fold(ente): ente for ente in (portafoglio.enti.get(q, del_file) for q in quartieri)}
    osso, ente = next(iter(enti.items())) if len(enti) == 1 else ("", del_file)
    return {"id": ENTE if ente == del_file else f"{ENTE}-{osso.replace(' ', '-')}", "name": ente}


def list_luoghi(capo: Intestazione, ids: Iterable[str]) -> list[Oggetto]:
    """Una prestazione per quartiere, con il luogo in cui si svolge."""
    servizio = capo.portafoglio.anagrafe.servizio
    return [_make_luogo(id_, capo.quartieri.get(id_), servizio) for id_ in ids]


def _make_luogo(id_: str, quartiere: Quartiere | None, servizio: str) -> Oggetto:
    nome = quartiere.nome if quartiere else id_
    luogo: Oggetto = {
        "id": id_,
        "description": f"{servizio}: {nome}",
        "deliveryLocation": {"description": nome},
    }
    if quartiere is not None and quartiere.sede is not None:
        luogo["deliveryAddress"] = {"streetAddress": quartiere.sede.indirizzo}
    return luogo
