"""`ldq esporta`."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ldq_planner.cli.domanda import Domanda
from ldq_planner.cli.guardia import tell
from ldq_planner.cli.ipotesi import Regimi, read_diritto
from ldq_planner.cli.opzioni import ask, ask_scelta, refuse_inutili
from ldq_planner.cli.risposta import read_dati
from ldq_planner.cli.schermo import write, write_cartella
from ldq_planner.errors import InvalidRequestError
from ldq_planner.render.esportazione import FORMATI, Esportato

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ldq_planner.loading.cartella import Caricato
    from ldq_planner.model.evento import Evento

PREFISSO = "ocds-000000"
"""Un prefisso che nessuno ha registrato, e che si vede: quello vero lo dà l'Open Contracting Partnership."""
LICENZA = "https://creativecommons.org/licenses/by/4.0/"
_PREFISSO = re.compile(r"ocds-[a-z0-9]{6}", re.ASCII)
_INDIRIZZO = re.compile(r"https?://[^\s/]+(/\S*)?|urn:[a-z0-9][a-z0-9-]*:\S+", re.ASCII)
_ATTI = ("progetto", "giunta", "decisione", "bando", "ponte")


def _parse_prefisso(testo: str) -> str:
    if not _PREFISSO.fullmatch(testo):
        raise typer.BadParameter(f"«{testo}» non è un prefisso: «ocds-» e sei fra minuscole e cifre")
    return testo


def _parse_licenza(testo: str) -> str:
    if testo == "nessuna":
        return ""
    return _parse_indirizzo(testo)


def _parse_indirizzo(testo: str) -> str:
    if not _INDIRIZZO.fullmatch(testo):
        raise typer.BadParameter(f"«{testo}» non è un indirizzo: comincia con https://")
    return testo


def esporta(
    come: Annotated[
        str | None,
        ask_scelta(
            "--come",
            tuple(FORMATI),
            "un formato che si esporta",
            "FORMATO",
            f"Uno fra {', '.join(FORMATI)}; senza, lo dice -o: .json, .xlsx, .jsonl, .parquet, o una cartella (csv).",
        ),
    ] = None,
    uscita: Annotated[Path | None, ask("-o --output", "FILE|CARTELLA", "Dove scrivere; senza, sullo schermo.")] = None,
    prefisso: Annotated[
        str, ask("--prefisso", "PREFISSO", "Il prefisso degli ocid, se si è registrato.", parser=_parse_prefisso)
    ] = PREFISSO,
    uri: Annotated[str | None, ask("--uri", "URI", "L'indirizzo del pacchetto OCDS.", parser=_parse_indirizzo)] = None,
    licenza: Annotated[
        str, ask("--licenza", "URL", "La licenza dei dati, o «nessuna»; senza, CC BY 4.0.", parser=_parse_licenza)
    ] = LICENZA,
    regimi: Regimi = None,
    *,
    domanda: Annotated[Domanda, "oggi", "dati"],
) -> None:
    """I dati in un formato che altri programmi leggono.

    OCDS (Open Contracting) per i portali della trasparenza, una cartella di CSV con il suo descrittore, un registro XLSX da
    correggere, JSON Lines, Parquet. Ciò che un formato non sa tenere lo si dice: nulla si arrotonda in silenzio. Da OCDS, dai
    CSV e dal registro si torna con ldq importa.

    Esempio: ldq esporta -o dati-aperti
    """
    from ldq_planner.render.esportazione import UNICO, Modi, check_formato, export

    formato = _choose_formato(come, uscita)
    check_formato(formato)
    _check_opzioni(
        formato, {"--prefisso": prefisso != PREFISSO, "--uri": uri is not None, "--licenza": licenza != LICENZA}
    )
    caricato = read_dati(domanda, regimi)
    eventi = _list_atti(caricato, regimi, domanda.giorno) if formato == "ocds" else ()
    modi = Modi(domanda.giorno, prefisso, licenza, uri or "", eventi)
    esportato = _choose_file(formato, export(caricato.portafoglio, formato, modi), uscita)
    _check_di_altri(formato, esportato.file, uscita)
    if uscita is None or UNICO in esportato.file:
        write(esportato.file[UNICO], uscita)
    else:
        write_cartella(esportato.file, uscita)
    _tell(formato, esportato, prefisso, uscita)


def _choose_file(formato: str, esportato: Esportato, uscita: Path | None) -> Esportato:
    """Tutti i file; se si chiede un file solo, e il formato sa scriverne uno, quello."""
    from ldq_planner.render.esportazione import SOLO_CONTRATTI, UNICO

    if not (uno := FORMATI[formato].uno) or not _is_un_file(formato, uscita):
        return esportato
    return Esportato({UNICO: esportato.file[uno]}, (SOLO_CONTRATTI,))


def _is_un_file(formato: str, uscita: Path | None) -> bool:
    """Vero se si scrive sullo schermo o in un file: quello che c'è, o che ne ha l'estensione."""
    if uscita is None or str(uscita) == "-" or uscita.exists():
        return uscita is None or not uscita.is_dir()
    return uscita.suffix.lstrip(".").lower() == FORMATI[formato].estensione


def _check_opzioni(formato: str, dette: Mapping[str, bool]) -> None:
    """Nulla, se quel formato tiene ciò che le opzioni dicono.

    Errori: `InvalidRequestError` per un'opzione che non cambierebbe nulla.
    """
    serve = {"ocds": tuple(dette), "csv": ("--licenza",)}.get(formato, ())
    refuse_inutili(f"in {formato}", *((nome, is_detta) for nome, is_detta in dette.items() if nome not in serve))


def _say_scritti(file: Mapping[str, bytes], uscita: Path | None) -> list[str]:
    """Dove si è scritto, e quali file; nulla se è stato sullo schermo."""
    from ldq_planner.render.esportazione import UNICO

    if uscita is None or str(uscita) == "-":
        return []
    return [f"scritto «{uscita}»"] if UNICO in file else [f"scritti in «{uscita}»: {', '.join(file)}"]


def _choose_formato(come: str | None, uscita: Path | None) -> str:
    """Il formato chiesto, o quello che dice l'uscita.

    Errori: `InvalidRequestError` se non lo dice nessuno dei due, o se non vanno d'accordo.
    """
    estensione = uscita.suffix.lstrip(".").lower() if uscita is not None else ""
    detto = next((nome for nome, f in FORMATI.items() if f.estensione == estensione), None)
    formato = come or (detto if uscita is not None else None)
    scelte = "; ".join(f"{nome}: {f.che_cosa}" for nome, f in FORMATI.items())
    if formato is None:
        che_cosa = f"«{uscita}» non dice in quale formato" if uscita else "manca il formato"
        raise InvalidRequestError(che_cosa, f"aggiungere --come ({scelte})")
    if not FORMATI[formato].estensione and (uscita is None or uscita.is_file()):
        che_cosa = f"«{uscita}» è un file" if uscita else "i CSV sono più d'uno"
        raise InvalidRequestError(che_cosa, "indicare con -o la cartella in cui scriverli")
    return formato


def _check_di_altri(formato: str, file: Mapping[str, bytes], uscita: Path | None) -> None:
    """Nulla, se ciò che si copre l'ha scritto ldq esporta.

    Errori: `InvalidRequestError` se la cartella ha file con quei nomi che non sono nostri.
    """
    from ldq_planner.loading.colonne import is_piatto
    from ldq_planner.loading.ritorno.tavole import find_descrittore
    from ldq_planner.render.esportazione import UNICO

    if uscita is None or UNICO in file:
        return
    presenti = [nome for nome in file if os.path.lexists(uscita / nome)]
    is_nostra = (
        find_descrittore(uscita) is not None if formato == "csv" else all(is_piatto(uscita / n) for n in presenti)
    )
    if presenti and not is_nostra:
        raise InvalidRequestError(
            f"in «{uscita}» ci sono già {', '.join(presenti)}, e non li ha scritti ldq esporta",
            "indicare con -o una cartella nuova, o spostare quei file",
        )


def _list_atti(caricato: Caricato, regimi: Path | None, giorno: date) -> tuple[Evento, ...]:
    """Gli atti di ogni gara, con l'ultimo giorno utile: gli stessi di `ldq calendario`."""
    if not caricato.portafoglio.ipotesi.scenari:
        return ()
    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.reports.calendario import Scelta, build_calendario

    report = build_calendario(Quadro(caricato.portafoglio, giorno, read_diritto(regimi)), Scelta())
    return tuple(e for e in report.eventi if e.genere.value in _ATTI)


def _tell(formato: str, esportato: Esportato, prefisso: str, uscita: Path | None) -> None:
    """Che cosa si è scritto e che cosa non è passato, su stderr: i dati sono altrove, o su stdout."""
    righe = _say_scritti(esportato.file, uscita)
    for testata, frasi in (
        (f"in {formato} non ci sta come dato, e resta scritto nelle descrizioni:", esportato.a_parole),
        (f"in {formato} non ci sta:", esportato.perdite),
    ):
        righe += [testata, *(f"  - {frase}" for frase in frasi)] if frasi else []
    if formato == "ocds" and prefisso == PREFISSO:
        righe.append(f"il prefisso {PREFISSO} non è registrato: chi pubblica ne chiede uno e lo dice con --prefisso")
    if righe:
        tell(*righe)
