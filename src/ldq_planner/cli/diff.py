"""`ldq diff`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from ldq_planner.cli.completamento import complete_revisioni
from ldq_planner.cli.domanda import Domanda
from ldq_planner.cli.ipotesi import Regimi, read_diritto
from ldq_planner.cli.opzioni import Al, Dal, refuse_inutili
from ldq_planner.cli.risposta import add_fonti, choose_finestra, choose_formato, compare_dati, show
from ldq_planner.errors import Finding, InvalidDataError, InvalidRequestError

if TYPE_CHECKING:
    from ldq_planner.loading.cartella import Caricato
    from ldq_planner.loading.revisione import Deposito, Revisione
    from ldq_planner.model.differenze import Lato


def diff(
    ctx: typer.Context,
    prima: Annotated[
        str,
        typer.Argument(
            metavar="[PRIMA]", help="Una revisione di git, o una cartella.", autocompletion=complete_revisioni
        ),
    ] = "HEAD",
    dopo: Annotated[
        str | None,
        typer.Argument(
            metavar="[DOPO]",
            help="Una revisione di git, o una cartella; senza, i dati come sono adesso.",
            autocompletion=complete_revisioni,
        ),
    ] = None,
    dal: Dal = None,
    al: Al = None,
    regimi: Regimi = None,
    *,
    domanda: Domanda,
) -> None:
    """Che cosa cambia nelle conclusioni fra due stati dei dati.

    Le lacune che si aprono e si chiudono, le scadenze e le date limite spostate, le segnalazioni nuove e risolte. Senza
    argomenti: dall'ultimo commit ai dati come sono adesso. Con due cartelle, git non serve.

    Esempio: ldq diff HEAD --oggi 2023-01-17 --format md
    """
    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.reports.diff import build_diff
    from ldq_planner.reports.fonti import add_legge

    scelto, giorno = choose_formato(domanda), domanda.giorno
    finestra = choose_finestra(dal, al, giorno)
    era, ora = _find_origini(domanda.cartella, prima, dopo)
    if era.cartella and dopo is not None and ora.cartella:
        refuse_inutili("fra due cartelle", ("--dati", _is_scritta(ctx, "dati")))
    diritto = read_diritto(regimi)
    di_prima, di_dopo = _load(regimi, era, ora)
    quadro = Quadro(di_dopo.portafoglio, giorno, diritto)
    differenze = compare_dati(di_prima, di_dopo, quadro, finestra)
    lati = (_describe(era, di_prima), _describe(ora, di_dopo))
    report = build_diff(quadro, finestra, lati, differenze)
    show(add_fonti(add_legge(report, quadro), scelto, di_dopo.portafoglio), scelto, domanda.uscita)


class _Origine(NamedTuple):
    """Da dove si leggono i dati di un lato: una cartella, oppure una revisione del deposito."""

    cartella: Path | None
    deposito: Deposito | None = None
    revisione: Revisione | None = None


def _find_origini(dati: Path, prima: str, dopo: str | None) -> tuple[_Origine, _Origine]:
    """I due lati; senza il secondo, i dati come sono adesso."""
    return _find_origine(dati, prima), _Origine(dati) if dopo is None else _find_origine(dati, dopo)


def _find_origine(dati: Path, scritta: str) -> _Origine:
    """La cartella o la revisione che si è scritta.

    Errori: `InvalidRequestError` se non è né l'una né l'altra, o se è tutte e due.
    """
    from ldq_planner.loading.revisione import find_revisione, open_deposito, require_revisione

    cartella = Path(scritta) if scritta and "\0" not in scritta else None
    is_cartella = cartella is not None and cartella.is_dir()
    if is_cartella and (cartella == Path() or scritta.startswith((".", "/", "~")) or scritta.endswith("/")):
        return _Origine(cartella)
    try:
        deposito = open_deposito(dati)
    except InvalidRequestError:
        if is_cartella:
            return _Origine(cartella)
        raise
    if not is_cartella:
        return _Origine(None, deposito, require_revisione(deposito, scritta))
    if find_revisione(deposito, scritta) is not None:
        raise InvalidRequestError(
            f"«{scritta}» è una cartella e anche una revisione",
            f"scrivere ./{scritta} per la cartella, refs/heads/{scritta} o refs/tags/{scritta} per la revisione",
        )
    return _Origine(cartella)


def _load(regimi: Path | None, *origini: _Origine) -> list[Caricato]:
    """I dati di ciascun lato.

    Errori: `InvalidDataError` con i problemi di tutti e due.
    """
    caricati: list[Caricato] = []
    problemi: list[Finding] = []
    for origine in origini:
        try:
            caricati.append(_load_origine(origine, regimi))
        except InvalidDataError as errore:
            problemi += errore.findings
    if problemi:
        raise InvalidDataError(tuple(problemi))
    return caricati


def _load_origine(origine: _Origine, regimi: Path | None) -> Caricato:
    from ldq_planner.loading.cartella import load
    from ldq_planner.loading.revisione import load_revisione

    if origine.deposito is None or origine.revisione is None:
        return load(origine.cartella or Path(), regimi)
    return load_revisione(origine.deposito, origine.revisione, regimi)


def _describe(origine: _Origine, caricato: Caricato) -> Lato:
    from ldq_planner.model.differenze import Lato

    revisione = origine.revisione
    aggiornati = caricato.portafoglio.registro.aggiornato_al.primo
    if revisione is None:
        return Lato(f"cartella {origine.cartella}", None, aggiornati)
    return Lato(str(revisione), revisione.commit, aggiornati)


def _is_scritta(ctx: typer.Context, nome: str) -> bool:
    """Vero se l'opzione sta nella riga di comando: una variabile d'ambiente vale per tutti i comandi."""
    return getattr(ctx.get_parameter_source(nome), "name", "") == "COMMANDLINE"
