"""Ciò che ogni risposta su colonne fa: apre il motore, sceglie i quartieri, dice a che punto è."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.cli.colonne import suggest_citta
from ldq_planner.cli.filtri import read_nome_municipio
from ldq_planner.cli.in_colonne.apertura import open_motore
from ldq_planner.cli.risposta import require_ids
from ldq_planner.cli.schermo import show_avanzamento
from ldq_planner.errors import InvalidRequestError, UnknownIdError
from ldq_planner.model.simili import fold
from ldq_planner.model.testo import format_numero
from ldq_planner.reports.filtro import Filtro
from ldq_planner.sql.quadro import FiltroSql, QuadroSql
from ldq_planner.sql.scelta import Condizioni, find_quartieri, list_enti

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ldq_planner.cli.domanda import Domanda
    from ldq_planner.cli.filtri import Filtri
    from ldq_planner.sql.motore import Motore

PEGGIORI = 20
"""Quanti casi si leggono, se non se ne chiedono altri."""
MASSIMO = 1_000
"""Quanti se ne possono chiedere: di più, vanno in un file."""


class LavoroInColonne(NamedTuple):
    """Il quadro da cui si risponde, ciò che si vuole leggere, e a chi dire a che punto si è."""

    quadro: QuadroSql
    filtro: Filtro
    tell: Callable[[str], None]

    @property
    def motore(self) -> Motore:
        """Il motore che ha letto i dati."""
        return self.quadro.motore

    @property
    def condizioni(self) -> Condizioni:
        """Ciò che delle righe si è chiesto."""
        return Condizioni(self.quadro.oggi, self.filtro.stati, self.filtro.entro)

    @property
    def primi(self) -> int:
        """Quanti casi elencare."""
        return self.filtro.primi or PEGGIORI


@contextmanager
def start(domanda: Domanda, filtri: Filtri, comando: str, stati: Iterable[str] = ()) -> Iterator[LavoroInColonne]:
    """Il lavoro pronto: i dati aperti, i filtri letti.

    Errori: `InvalidRequestError` per ciò che su colonne non si può chiedere; `UnknownIdError` per chi nei dati non c'è.
    """
    refuse_opzioni(
        domanda,
        comando,
        ("--responsabile", filtri.responsabile),
        ("--per-responsabile", filtri.per_responsabile),
        ("--tutti", filtri.tutti),
    )
    if filtri.primi is not None and filtri.primi > MASSIMO:
        raise InvalidRequestError(
            f"{format_numero(filtri.primi)} righe non si leggono",
            f"al più {format_numero(MASSIMO)} con --primi; tutte, in un file: -o file.parquet, .csv o .jsonl",
        )
    with show_avanzamento() as tell:
        tell("Apro i dati")
        with open_motore(domanda) as motore:
            filtro, nel_motore = resolve(motore, filtri, tuple(map(str, stati)))
            yield LavoroInColonne(QuadroSql(motore, domanda.giorno, filtro=nel_motore), filtro, tell)


def refuse_opzioni(domanda: Domanda, comando: str, *scritte: tuple[str, object]) -> None:
    """Nessuna delle opzioni che vogliono ciò che le colonne non hanno.

    Errori: `InvalidRequestError` con quelle scritte, e come si porta via una città.
    """
    if nomi := [nome for nome, valore in scritte if valore]:
        raise InvalidRequestError(
            f"per i dati in colonne {' e '.join(nomi)} non c'è", suggest_citta(domanda, f"{comando} {' '.join(nomi)}")
        )


def resolve(motore: Motore, filtri: Filtri, stati: tuple[str, ...]) -> tuple[Filtro, FiltroSql]:
    """Le condizioni come si dicono, e come le vuole il motore.

    Errori: `UnknownIdError` con «forse intendevi …?» per un ente che i dati non hanno.
    """
    municipi = tuple(map(_read_municipio, filtri.municipio or ()))
    enti = find_enti(motore, filtri.ente)
    quartieri = tuple(_find_quartiere(motore, detto) for detto in filtri.quartiere or ())
    detti = (
        *(nome for _, nome in quartieri),
        *(f"il municipio {municipio}" for municipio in municipi),
        *(f"l'ente «{ente}»" for ente in enti),
    )
    solo = require_ids(filtri.solo, stati, "uno stato", "gli stati sono")
    filtro = Filtro(detti=detti, stati=solo, entro=filtri.entro, primi=filtri.primi)
    return filtro, FiltroSql(municipi, enti, tuple(id_ for id_, _ in quartieri))


def _read_municipio(detto: str) -> int:
    nome = read_nome_municipio(detto)
    if not nome.isdecimal():
        raise UnknownIdError(f"«{detto}» non è un municipio", "scrivere il suo numero")
    return int(nome)


def find_enti(motore: Motore, detti: Iterable[str] | None) -> tuple[str, ...]:
    """Gli enti chiesti, per nome o per codice, come li scrivono i dati; chi si scrive in più modi, con tutti.

    Errori: `UnknownIdError` con «forse intendevi …?».
    """
    if not detti:
        return ()
    righe = list_enti(motore)
    nomi: dict[str, str] = {fold(ente): ente for ente, _ in reversed(righe)}
    codici = {codice: nomi[fold(ente)] for ente, codice in righe if codice}
    chiesti = [codici.get(detto, detto) for detto in detti]
    voluti = {fold(nome) for nome in require_ids(chiesti, tuple(nomi.values()), "un ente dei dati")}
    return tuple(dict.fromkeys(ente for ente, _ in righe if fold(ente) in voluti))


def _find_quartiere(motore: Motore, detto: str) -> tuple[str, str]:
    """L'id e il nome di un quartiere, chiesto con l'uno o con l'altro.

    Errori: `UnknownIdError` se non c'è, o se il nome è di più d'uno.
    """
    trovati = find_quartieri(motore, detto)
    if len(trovati) == 1:
        return trovati[0]
    if trovati:
        quali = ", ".join(id_ for id_, _ in trovati)
        raise UnknownIdError(f"«{detto}» può essere più d'uno: {quali}…", "scrivere l'id di quello che si vuole")
    raise UnknownIdError(f"«{detto}» non è un quartiere", "scrivere il suo id, o il suo nome intero")
