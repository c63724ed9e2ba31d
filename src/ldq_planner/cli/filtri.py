"""Le opzioni con cui di un elenco se ne legge una parte: le stesse in ogni comando che ne scrive uno."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, NamedTuple

from ldq_planner.cli.completamento import complete_enti, complete_municipi, complete_stati
from ldq_planner.cli.ipotesi import DIECI_ANNI
from ldq_planner.cli.opzioni import PerResponsabile, Quartieri, Responsabili, Tutti, ask, refuse_inutili
from ldq_planner.cli.risposta import choose_di_chi, require_ids
from ldq_planner.errors import UnknownIdError
from ldq_planner.model.simili import fold

if TYPE_CHECKING:
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.reports.filtro import Filtro

IGNOTO = "non noto"
_PAROLE = {"municipio", "circoscrizione", "zona"}

Municipi = Annotated[
    list[str] | None,
    ask(
        "--municipio",
        "NUMERO",
        "Solo i quartieri di questo municipio, o «non noto»; si può ripetere.",
        autocompletion=complete_municipi,
    ),
]
Enti = Annotated[
    list[str] | None,
    ask(
        "--ente",
        "NOME",
        "Solo i quartieri di questo ente, se i dati sono di più enti; si può ripetere.",
        autocompletion=complete_enti,
    ),
]
Stati = Annotated[
    list[str] | None,
    ask(
        "--solo",
        "STATO",
        "Solo ciò che è in questo stato, come lo chiama il JSON; si può ripetere.",
        autocompletion=complete_stati,
    ),
]
Entro = Annotated[
    int | None,
    ask(
        "--entro",
        "GIORNI",
        "Solo ciò che finisce, o va fatto, entro questi giorni, l'ultimo compreso, e ciò che è già in ritardo.",
        min=0,
        max=DIECI_ANNI,
    ),
]
Primi = Annotated[
    int | None, ask("--primi", "N", "Al più N voci, le prime dell'elenco; i totali contano anche le altre.", min=1)
]


class Filtri(NamedTuple):
    """Le condizioni come le ha scritte l'utente: valgono insieme, in qualunque ordine; di ognuna basta uno dei suoi valori.

    Come per `Domanda`, un comando che ne vuole solo alcune le nomina: `Annotated[Filtri, "quartiere", "municipio"]`.
    """

    quartiere: Quartieri = None
    municipio: Municipi = None
    ente: Enti = None
    solo: Stati = None
    entro: Entro = None
    responsabile: Responsabili = None
    per_responsabile: PerResponsabile = False
    primi: Primi = None
    tutti: Tutti = False

    def refuse(self, dove: str, is_li: object) -> None:
        """Nulla, se lì non si è, o se non se ne è scritta nessuna.

        Errori: `InvalidRequestError` con quelle da togliere.
        """
        if is_li:
            refuse_inutili(dove, *((f"--{nome.replace('_', '-')}", valore) for nome, valore in self._asdict().items()))

    def resolve(self, portafoglio: Portafoglio, stati: Iterable[str] = ()) -> Filtro:
        """Le condizioni con gli id dei dati; `stati` sono quelli fra cui scegliere.

        Errori: `UnknownIdError` con «forse intendevi …?» per un valore che i dati non hanno.
        """
        from ldq_planner.reports.filtro import Filtro

        quartieri = require_ids(self.quartiere, portafoglio.nomi, "un quartiere")
        municipi = read_municipi(portafoglio, self.municipio)
        dei_municipi = {q.id for q in portafoglio.quartieri if q.municipio in municipi}
        enti = read_enti(portafoglio, self.ente)
        degli_enti = {id_ for id_, ente in portafoglio.enti.items() if fold(ente) in enti}
        gruppi = [{*quartieri}] if quartieri else []
        gruppi += [dei_municipi] if municipi else []
        gruppi += [degli_enti] if enti else []
        return Filtro(
            luoghi=frozenset(set.intersection(*gruppi)) if gruppi else None,
            detti=(
                *(portafoglio.nomi[id_] for id_ in quartieri),
                *map(_say_municipio, municipi),
                *(f"l'ente «{ente}»" for ente in enti.values()),
            ),
            stati=require_ids(self.solo, tuple(map(str, stati)), "uno stato", "gli stati sono"),
            entro=self.entro,
            di_chi=choose_di_chi(portafoglio, self.responsabile, per_responsabile=self.per_responsabile),
            primi=self.primi,
            tutti=self.tutti,
        )


def read_municipi(portafoglio: Portafoglio, scritti: Sequence[str] | None) -> tuple[int | None, ...]:
    """I municipi chiesti: `6`, `Municipio 6`, `non noto`.

    Errori: `UnknownIdError` se nei dati nessun quartiere ci sta.
    """
    noti = dict.fromkeys(sorted({q.municipio for q in portafoglio.quartieri}, key=lambda m: (m is None, m or 0)))
    nomi = {IGNOTO if m is None else str(m): m for m in noti}
    chiesti = {read_nome_municipio(s): s for s in scritti or ()}
    for nome, scritto in chiesti.items():
        if nome not in nomi:
            raise UnknownIdError(f"«{scritto}» non è un municipio dei dati", f"nei dati ci sono: {', '.join(nomi)}")
    return tuple(nomi[nome] for nome in chiesti)


def read_nome_municipio(scritto: str) -> str:
    """Il municipio senza la parola e senza zeri davanti: `6` per `Municipio 06`."""
    return " ".join(p.lstrip("0") or p for p in fold(scritto).split() if p not in _PAROLE)


def read_enti(portafoglio: Portafoglio, scritti: Sequence[str] | None) -> dict[str, str]:
    """Gli enti chiesti: il nome ridotto a lettere e cifre → come lo scrivono i dati.

    Errori: `UnknownIdError` con «forse intendevi …?» per un ente che i dati non hanno.
    """
    noti = tuple(portafoglio.nomi_enti.values()) if scritti else ()
    return {fold(ente): ente for ente in require_ids(scritti, noti, "un ente dei dati")}


def _say_municipio(municipio: int | None) -> str:
    return "i municipi non noti" if municipio is None else f"il municipio {municipio}"
