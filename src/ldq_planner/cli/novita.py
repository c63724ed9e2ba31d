"""`ldq novita`."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

from ldq_planner.cli.completamento import complete_revisioni
from ldq_planner.cli.domanda import Domanda
from ldq_planner.cli.ipotesi import DIECI_ANNI, Regimi, read_diritto
from ldq_planner.cli.opzioni import FormatoDiNovita, Uscita, ask
from ldq_planner.cli.risposta import add_fonti, choose_finestra, choose_formato, follow, read_dati, show
from ldq_planner.errors import InvalidDataError, InvalidRequestError
from ldq_planner.render import DI_NOVITA

if TYPE_CHECKING:
    from ldq_planner.model.portafoglio import Portafoglio

_DUE_SETTIMANE = 14


def novita(
    da: Annotated[
        str | None,
        ask(
            "--da",
            "GIORNO|REVISIONE",
            "Da quando: un giorno, o una revisione di git; senza, da lunedì scorso.",
            autocompletion=complete_revisioni,
        ),
    ] = None,
    giorni: Annotated[
        int, ask("--giorni", "GIORNI", "Quanto avanti guardare ciò che scade.", min=0, max=DIECI_ANNI)
    ] = _DUE_SETTIMANE,
    a: Annotated[
        list[str] | None, ask("--a", "INDIRIZZO", "A chi va la posta (--format posta); si può ripetere.")
    ] = None,
    regimi: Regimi = None,
    *,
    domanda: Annotated[Domanda, "oggi", "dati", "motore", "memoria", "appoggio"],
    formato: FormatoDiNovita = None,
    uscita: Uscita = None,
) -> None:
    """Che cosa è cambiato da lunedì scorso, nei dati e per il tempo che passa.

    Chi è rimasto senza, chi scade fra poco, le gare in ritardo, ciò che si è risolto, le cose da fare per prime. Tace se non
    c'è nulla di nuovo e nulla nei giorni che vengono. I dati di allora sono l'ultimo commit prima di quel giorno. Come
    posta: ldq novita --format posta --a ufficio@example.org | sendmail -t

    Esempio: ldq novita --oggi 2023-01-17 --da 2022-12-19
    """
    from ldq_planner.engine.differenze import compare
    from ldq_planner.engine.novita import find_novita
    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.reports.diff import photograph
    from ldq_planner.reports.novita import DaQuando, build_novita

    domanda = domanda._replace(formato=formato, uscita=uscita)
    scelto, oggi, destinatari = choose_formato(domanda, DI_NOVITA), domanda.giorno, check_destinatari(a)
    if destinatari and scelto != "posta":
        raise InvalidRequestError("--a dice a chi va la posta", "aggiungere --format posta, o togliere --a")
    with follow(domanda, scelto) as tell:
        tell("Leggo i dati")
        caricato, diritto = read_dati(domanda, regimi), read_diritto(regimi)
        passato = find_passato(domanda.cartella, da, oggi, regimi)
        tell("Confronto")
        dopo = photograph(Quadro(caricato.portafoglio, oggi, diritto))
        vecchi = passato.portafoglio or caricato.portafoglio
        fermi = photograph(Quadro(vecchi, oggi, diritto)) if passato.portafoglio else dopo
        allora = photograph(Quadro(vecchi, passato.giorno, diritto))
        differenze = compare(fermi, dopo, choose_finestra(None, None, oggi))
        periodo = DaQuando(passato.giorno, giorni, passato.revisione, passato.senza_dati)
        trovate = find_novita(allora, fermi, dopo)
        report = build_novita(dopo.quadro, periodo, trovate, differenze, destinatari)
    show(add_fonti(report, scelto, caricato.portafoglio), scelto, domanda.uscita)


class Passato(NamedTuple):
    """Il giorno da cui si guarda e i dati che c'erano; senza dati, perché non si hanno."""

    giorno: date
    portafoglio: Portafoglio | None = None
    revisione: str | None = None
    senza_dati: str = ""


def find_passato(cartella: Path, da: str | None, oggi: date, regimi: Path | None) -> Passato:
    """Il giorno chiesto, o lunedì scorso, con i dati di allora; di una revisione, il giorno in cui è stata registrata.

    Le fasi delle gare sono quelle di `regimi`, o del programma.

    Errori: `InvalidRequestError` se non è né un giorno né una revisione, o se viene dopo oggi; `InvalidDataError` se i dati
    della revisione chiesta non si leggono.
    """
    from ldq_planner.loading.revisione import date_revisione, load_revisione, open_deposito, require_revisione

    giorno = oggi - timedelta(days=oggi.weekday() or 7) if da is None else read_giorno(da)
    if giorno is not None:
        check_passato(giorno, oggi)
        return read_passato(cartella, giorno, regimi)
    deposito = open_deposito(cartella)
    revisione = require_revisione(deposito, da or "")
    giorno = date_revisione(deposito, revisione)
    check_passato(giorno, oggi)
    return Passato(giorno, load_revisione(deposito, revisione, regimi).portafoglio, str(revisione))


def read_giorno(testo: str) -> date | None:
    """Il giorno scritto, se è un giorno."""
    from ldq_planner.dates.incerta import parse_data

    try:
        data = parse_data(testo)
    except ValueError:
        return None
    return data.primo if data.is_certa else None


def check_passato(giorno: date, oggi: date) -> None:
    """Nulla, se il giorno viene prima di oggi.

    Errori: `InvalidRequestError` altrimenti.
    """
    if giorno >= oggi:
        raise InvalidRequestError(
            f"le novità si contano da un giorno passato, e il {giorno:%d/%m/%Y} non viene prima del {oggi:%d/%m/%Y}",
            "indicare con --da un giorno prima",
        )


def read_passato(cartella: Path, giorno: date, regimi: Path | None) -> Passato:
    """I dati com'erano quando quel giorno è cominciato; se non si hanno, il motivo."""
    from ldq_planner.loading.revisione import OutsideDepositoError, find_prima, load_revisione, open_deposito

    nessuna = Passato(giorno, senza_dati="di come erano i dati non c'è nessuna revisione di git")
    try:
        deposito = open_deposito(cartella)
        revisione = find_prima(deposito, giorno)
        if revisione is None:
            return nessuna
        return Passato(giorno, load_revisione(deposito, revisione, regimi).portafoglio, str(revisione))
    except OutsideDepositoError:
        return nessuna
    except InvalidRequestError as errore:
        return Passato(giorno, senza_dati=f"i dati di allora non ci sono ({errore})")
    except InvalidDataError as errore:
        return Passato(giorno, senza_dati=f"i dati di allora non si leggono ({errore.findings[0].messaggio})")


def check_destinatari(indirizzi: list[str] | None) -> tuple[str, ...]:
    """Gli indirizzi, se sono tali.

    Errori: `InvalidRequestError` per uno che non lo è.
    """
    from email.headerregistry import Address

    for indirizzo in indirizzi or ():
        try:
            scritto = Address(addr_spec=indirizzo)
        except (ValueError, IndexError):
            scritto = Address()
        if not (scritto.username and scritto.domain) or not indirizzo.isascii():
            raise InvalidRequestError(f"«{indirizzo}» non è un indirizzo di posta", "scrivere nome@ente.it")
    return tuple(indirizzi or ())
