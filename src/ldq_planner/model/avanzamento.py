"""Ciò che di una gara è già accaduto: i fatti, uno per fase, e il suo esito."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from ldq_planner.model.base import Chi, Giorno, IdNorma, Modello, Testo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

AVVIO = "avvio"
"""La fase con cui comincia il servizio."""
OFFERTE = "ricezione_offerte"
"""La fase in cui arrivano le offerte, o i preventivi."""
RICEZIONI = frozenset((OFFERTE, "ricezione_domande"))
"""Le fasi che un termine fissato compie, senza un altro atto."""
AGGIUDICATA = "aggiudicata"
ESITI = (AGGIUDICATA, "deserta", "revocata", "annullata")
"""Come può finire una gara."""
AGGIUDICAZIONE = "aggiudicazione"
"""La fase che l'esito `aggiudicata` conclude."""
PREPARAZIONE = frozenset(
    (
        "programmazione",
        "progettazione",
        "indirizzo",
        "avviso_programmazione",
        "tavolo_programmazione",
        "decisione_contrarre",
    )
)
"""Le fasi che vengono prima del bando, o dell'invito, in ogni procedura."""


class FattoDiGara(Modello):
    """Un fatto della gara di uno scenario: una fase cominciata, conclusa o con un termine già fissato; o l'esito.

    Di una fase si può scrivere più di un fatto: di un termine spostato vale l'ultimo. I fatti dopo un esito `deserta`,
    `revocata` o `annullata` sono di un altro tentativo.
    """

    fase: IdNorma | None = None
    """L'id di una fase della procedura (`ldq norme`), per esempio `pubblicazione` o `ricezione_offerte`."""
    iniziata: Giorno | None = None
    """Il giorno, certo, in cui la fase è cominciata."""
    conclusa: Giorno | None = None
    """Il giorno, certo, in cui la fase è compiuta."""
    fissata_al: Giorno | None = None
    """Il giorno, certo, in cui un atto già pubblicato dice che la fase si compirà: il termine delle offerte, una seduta."""
    esito: Literal["deserta", "revocata", "annullata", "aggiudicata"] | None = None
    """Come è finita la gara, al posto di `fase`; `aggiudicata` conclude la fase `aggiudicazione`."""
    il: Giorno | None = None
    """Il giorno, certo, dell'esito."""
    atto: Testo | None = None
    """L'atto: una determina, un bando, un verbale."""
    chi: Chi | None = None
    """Chi l'ha fatto: un ufficio, un ruolo."""
    fonte: Testo | None = None


class FattoScritto(NamedTuple):
    """Un fatto, e il suo posto fra quelli dello scenario."""

    posto: int
    fatto: FattoDiGara


class Tentativo(NamedTuple):
    """I fatti di una gara dal suo inizio, e l'esito che l'ha chiusa senza un contratto; `None` se è ancora aperta."""

    fatti: tuple[FattoScritto, ...]
    esito: FattoScritto | None = None


class Svolgimento(NamedTuple):
    """Ciò che i fatti di un tentativo dicono di una fase: l'ultimo detto, se è detto più volte."""

    iniziata: date | None = None
    conclusa: date | None = None
    fissata: date | None = None
    atto: str | None = None
    chi: str | None = None


def split_tentativi(fatti: tuple[FattoDiGara, ...]) -> tuple[Tentativo, ...]:
    """I tentativi, nell'ordine dei dati; l'ultimo è quello aperto, e non ha fatti se dopo l'esito non ce ne sono."""
    tentativi: list[Tentativo] = []
    suoi: list[FattoScritto] = []
    for scritto in map(FattoScritto, range(len(fatti)), fatti):
        if scritto.fatto.esito in (None, AGGIUDICATA):
            suoi.append(scritto)
        else:
            tentativi.append(Tentativo(tuple(suoi), scritto))
            suoi = []
    return (*tentativi, Tentativo(tuple(suoi)))


def read_svolgimenti(tentativo: Tentativo) -> dict[str, Svolgimento]:
    """Fase → ciò che i fatti ne dicono."""
    svolgimenti: dict[str, Svolgimento] = {}
    for fase, nuovo in _list_svolgimenti(tentativo):
        noti = {campo: valore for campo, valore in nuovo._asdict().items() if valore is not None}
        svolgimenti[fase] = svolgimenti.get(fase, Svolgimento())._replace(**noti)
    return svolgimenti


def find_bando(fatti: tuple[FattoDiGara, ...]) -> FattoDiGara | None:
    """Il primo fatto del tentativo aperto da cui si sa che il bando, o l'invito, è uscito; `None` se non è uscito."""
    suoi = (f for _, f in split_tentativi(fatti)[-1].fatti if f.fase not in PREPARAZIONE)
    return next((f for f in suoi if f.fissata_al is None or f.fase in RICEZIONI), None)


def find_avvio(fatti: tuple[FattoDiGara, ...]) -> date | None:
    """Il giorno in cui il servizio è cominciato, se un fatto lo dice."""
    return read_svolgimenti(split_tentativi(fatti)[-1]).get(AVVIO, Svolgimento()).conclusa


def _list_svolgimenti(tentativo: Tentativo) -> Iterator[tuple[str, Svolgimento]]:
    for _, f in tentativo.fatti:
        if f.esito == AGGIUDICATA:
            yield AGGIUDICAZIONE, Svolgimento(conclusa=_read(f.il), atto=f.atto, chi=f.chi)
        elif f.fase is not None:
            yield f.fase, Svolgimento(_read(f.iniziata), _read(f.conclusa), _read(f.fissata_al), f.atto, f.chi)


def _read(giorno: Giorno | None) -> date | None:
    return None if giorno is None else giorno.primo
