"""Le opzioni con cui si immagina una gara: dal testo ai valori che il motore vuole, o che cosa scrivere invece."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ldq_planner.cli.opzioni import ask
from ldq_planner.errors import InvalidRequestError, UnknownIdError
from ldq_planner.model.scalari import COME_SI_SCRIVE_UN_IMPORTO, IMPORTO, propose_importo
from ldq_planner.model.simili import suggest

if TYPE_CHECKING:
    from ldq_planner.engine.norme import Diritto
    from ldq_planner.model.norme import Procedura

DIECI_ANNI = 3650
"""In giorni: oltre, per un passo di una gara, è un numero battuto male."""

Rischio = Annotated[
    bool,
    typer.Option("--rischio", help="Anche quanto è probabile che ogni gara faccia in tempo: le frasi di ldq rischio."),
]
Regimi = Annotated[
    Path | None,
    ask(
        "--regimi",
        "CARTELLA",
        "Le norme di un'altra cartella, per provare una modifica di legge; senza, quelle del programma.",
        envvar="LDQ_REGIMI",
    ),
]


def read_diritto(regimi: Path | None) -> Diritto:
    """Il diritto della cartella chiesta, o del programma.

    Errori: `InvalidDataError` se quei file non si possono valutare.
    """
    from ldq_planner.engine.norme import Diritto
    from ldq_planner.loading.norme import load_norme

    return Diritto(load_norme(regimi))


def require_procedura(diritto: Diritto, id_: str) -> Procedura:
    """La procedura chiesta.

    Errori: `UnknownIdError` con «forse intendevi …?».
    """
    procedura = diritto.find_procedura(id_)
    if procedura is None:
        note = [p.id for p in diritto.norme.procedure.procedure]
        rimedio = suggest(id_.lower(), note, f"le procedure sono: {', '.join(note)}")
        raise UnknownIdError(f"«{id_}» non è una procedura", rimedio)
    return procedura


def require_servizio(diritto: Diritto, id_: str) -> str:
    """Il genere di servizi chiesto.

    Errori: `UnknownIdError` con «forse intendevi …?».
    """
    noti = [s.id for s in diritto.norme.soglie.servizi]
    if id_ not in noti:
        rimedio = suggest(id_, noti, f"scegliere fra {', '.join(noti)}")
        raise UnknownIdError(f"--servizio: «{id_}» non è un genere di servizi", rimedio)
    return id_


def choose_casi(**scelti: bool) -> frozenset[str]:
    """I casi che cambiano le date della gara: quelli veri, con i trattini."""
    return frozenset(("ordinaria", *(caso.replace("_", "-") for caso, vale in scelti.items() if vale)))


def require_una(date_: Iterable[tuple[str, object]]) -> None:
    """Una e una sola delle date da cui contare.

    Errori: `InvalidRequestError` se nessuna, o più di una.
    """
    scritte = [nome for nome, valore in date_ if valore is not None]
    if not scritte:
        raise InvalidRequestError(
            "manca la data da cui contare",
            "aggiungere --servizio-dal GIORNO (all'indietro, dal servizio), --invio GIORNO (in avanti, dal bando) "
            "o --da GIORNO (in avanti, dal primo passo)",
        )
    if len(scritte) > 1:
        raise InvalidRequestError(
            f"{' e '.join(scritte)} non si possono dire insieme: le date si contano da una sola",
            f"tenere {' oppure '.join(scritte)}",
        )


def require_tutte(*scritte: tuple[str, object]) -> None:
    """Nessuna delle opzioni che ne sceglierebbero una: si mostrano tutte.

    Errori: `InvalidRequestError` con quelle da togliere.
    """
    nomi = [nome for nome, valore in scritte if valore is not None]
    if nomi:
        raise InvalidRequestError(
            f"--confronta mostra tutte le procedure in ogni profilo, e non si dice con {' e '.join(nomi)}",
            f"togliere {' e '.join(nomi)}, o --confronta",
        )


def require_al_piu_uno(*scritte: tuple[str, object]) -> None:
    """Al più una di quelle opzioni.

    Errori: `InvalidRequestError` se sono di più.
    """
    nomi = [nome for nome, valore in scritte if valore is not None]
    if len(nomi) > 1:
        raise InvalidRequestError(f"{' e '.join(nomi)} non si possono dire insieme", f"tenere {' oppure '.join(nomi)}")


def parse_fasi(scritte: Sequence[str] | None) -> dict[str, int]:
    """Le fasi fissate: `valutazione=90` → {"valutazione": 90}.

    Errori: `InvalidRequestError` se non è `ID=GIORNI`, o se una fase c'è due volte.
    """
    fissate: dict[str, int] = {}
    for scritta in scritte or ():
        nome, uguale, giorni = scritta.partition("=")
        id_ = nome.strip().replace("-", "_")
        if not uguale or not id_:
            raise InvalidRequestError(
                f"--fase «{scritta}»: manca la fase o la durata",
                "scrivere ID=GIORNI, per esempio --fase valutazione=90",
            )
        if not (
            giorni.isascii() and giorni.isdigit() and len(giorni) <= len(str(DIECI_ANNI)) and int(giorni) <= DIECI_ANNI
        ):
            raise InvalidRequestError(
                f"--fase «{scritta}»: «{giorni}» non è un numero di giorni",
                f"scrivere un numero intero da 0 a {DIECI_ANNI}, per esempio --fase {id_}=10",
            )
        if id_ in fissate:
            raise InvalidRequestError(
                f"--fase «{id_}» è scritta due volte: {fissate[id_]} e {giorni} giorni", "tenerne una sola"
            )
        fissate[id_] = int(giorni)
    return fissate


def parse_importo(testo: str | None, iva: str | None) -> Decimal | None:
    """L'importo in euro, che vuole l'IVA accanto.

    Errori: `InvalidRequestError` se non è un importo, o se dei due ce n'è uno solo.
    """
    if testo is None:
        if iva is not None:
            raise InvalidRequestError(
                f"--iva {iva} senza un importo non dice nulla", "aggiungere --importo EUR, o togliere --iva"
            )
        return None
    importo = parse_euro(testo)
    if iva is None:
        raise InvalidRequestError(
            "--importo vuole --iva: le soglie si confrontano con il valore al netto",
            "aggiungere --iva esclusa; o l'aliquota già compresa, per esempio --iva 22; o --iva inclusa, se non è nota",
        )
    return importo


def parse_euro(testo: str | None) -> Decimal | None:
    """L'importo in euro, se lo si è detto.

    Errori: `InvalidRequestError` se non è un importo.
    """
    if testo is None:
        return None
    if not _is_importo(testo):
        proposto = propose_importo(testo)
        come = proposto if _is_importo(proposto) else COME_SI_SCRIVE_UN_IMPORTO
        raise InvalidRequestError(f"--importo: «{testo}» non è un importo", f"scrivere {come}")
    return Decimal(testo)


def parse_iva(diritto: Diritto, iva: str | None) -> str | int:
    """`esclusa`, `inclusa`, o un'aliquota nota; vuoto se non si è detta.

    Errori: `InvalidRequestError` se non è nessuna di queste.
    """
    from ldq_planner.engine.valore import ESCLUSA, INCLUSA

    if iva in (None, ESCLUSA, INCLUSA):
        return iva or ""
    note = {v.valore for p in diritto.norme.soglie.parametri for v in p.valori if v.unita == "percento"}
    cifre = iva.strip().removesuffix("%").strip()
    if cifre not in map(str, note):
        ammesse = ", ".join((ESCLUSA, INCLUSA, *map(str, sorted(note, reverse=True))))
        raise InvalidRequestError(f"--iva: «{iva}» non è un'aliquota nota", f"scegliere fra {ammesse}")
    return int(cifre)


def _is_importo(testo: str) -> bool:
    """Vero se è scritto bene, e non è zero."""
    return IMPORTO.fullmatch(testo) is not None and Decimal(testo) > 0
