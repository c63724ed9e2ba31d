"""Ciò che si dice del diritto in vigore un certo giorno, e di quello che ha deciso le date di una risposta."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.model.cronoprogramma import Avviso, CondizioneDiLegge


class ParametroVigente(NamedTuple):
    """Un parametro di legge e il valore che ha per un bando pubblicato quel giorno.

    Estremi: `dal` e `al` compresi; `al` è `None` se nessun cambio è noto.
    """

    id: str
    nome: str
    valore: int
    unita: str
    da: str | None
    """Per un termine: la fase da cui si conta."""
    dal: date
    al: date | None
    fonte: str
    verifica: str
    """`V` verificato, `K` da verificare."""
    letto: str | None
    """Se è verificato: dove lo si è letto."""
    manca: str | None
    """Se è da verificare: che cosa non si è letto."""
    nota: str | None


class Cambio(NamedTuple):
    """Il prossimo cambio di una norma: di regime, o del valore di un parametro; `None` dove non ce n'è uno noto.

    Estremi: `giorno` è il primo in cui vale ciò che segue.
    """

    giorno: date
    id: str
    """Del parametro; `regime` se cambia il regime."""
    che_cosa: str
    prima: str | None
    dopo: str | None
    fonte: str | None


class TermineVigente(NamedTuple):
    """Un termine di legge di una fase."""

    parametro: str
    caso: str | None
    """Quando vale; `None` se sempre."""
    valore: int
    unita: str
    da: str | None
    fonte: str
    verifica: str
    letto: str | None
    """Se è verificato: dove lo si è letto."""
    manca: str | None
    """Se è da verificare: che cosa non si è letto."""


class FaseVigente(NamedTuple):
    """Un passo di una procedura: chi, quanto per legge, quanto a stima, dove lo dice la legge."""

    id: str
    nome: str
    chi: str
    tipo: str
    minimi: tuple[TermineVigente, ...]
    massimi: tuple[TermineVigente, ...]
    stima: tuple[int, ...]
    """Giorni di calendario, minimo, probabile e massimo; vuoto se dura quanto il minimo di legge."""
    fonte: str | None
    verifica: str | None
    letto: str | None
    """Se è verificata: dove la si è letta."""
    manca: str | None
    """Se è da verificare: che cosa non si è letto."""
    nota: str | None


class ProceduraVigente(NamedTuple):
    """Una procedura, quando si usa e le sue fasi; o un'opzione di una procedura, che non ne ha di sue."""

    id: str
    nome: str
    quando: str
    fonte: str | None
    verifica: str | None
    condizioni: tuple[CondizioneDiLegge, ...]
    """Ciò che la legge chiede; di un appalto di cui non si dice nulla, quasi tutto è da verificare."""
    esclude: str | None
    """Ciò a cui si rinuncia scegliendola."""
    fasi: tuple[FaseVigente, ...]


class DirittoVigente(NamedTuple):
    """Il diritto per un bando pubblicato un certo giorno, e che cosa cambia dopo."""

    alla: date
    regime: str
    regime_nome: str
    regime_dal: date
    regime_al: date | None
    criterio: str
    fonte: str
    verifica: str
    letto: str | None
    """Se è verificato: dove lo si è letto."""
    manca: str | None
    """Se è da verificare: che cosa non si è letto."""
    verificato_al: date
    parametri: tuple[ParametroVigente, ...]
    cambi: tuple[Cambio, ...]
    procedure: tuple[ProceduraVigente, ...]
    opzioni: tuple[ProceduraVigente, ...]
    """Le opzioni che una procedura consente: la gara riservata."""
    avvisi: tuple[Avviso, ...]


class LeggeUsata(NamedTuple):
    """Un regime applicato alle gare di alcuni scenari, con gli articoli che ne vengono.

    Estremi: `dal` e `al` compresi, giorni di pubblicazione del bando; `al` è `None` se nessun cambio è noto.
    """

    regime: str
    nome: str
    dal: date
    al: date | None
    scenari: tuple[str, ...]
    verificati: tuple[str, ...]
    """Gli articoli letti in una fonte."""
    da_verificare: tuple[str, ...]
    """Gli articoli da ricontrollare prima di usarli in un atto."""
