"""`ldq estrai`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from ldq_planner.cli.domanda import Domanda
from ldq_planner.cli.opzioni import ask
from ldq_planner.cli.risposta import require_id
from ldq_planner.cli.schermo import say, show_avanzamento, write_cartella
from ldq_planner.errors import InvalidRequestError

if TYPE_CHECKING:
    from ldq_planner.modifica.estrazione import Estratti


def estrai(
    ente: Annotated[str, ask("--ente", "CODICE", "L'ente da prendere: il suo codice, o il suo nome.")],
    uscita: Annotated[Path, ask("-o --output", "CARTELLA", "La cartella, nuova, in cui scrivere i suoi dati.")],
    *,
    domanda: Annotated[Domanda, "oggi", "dati", "memoria", "appoggio"],
) -> None:
    """Una città, presa da un elenco di molti enti.

    Dai file di colonne (--dati contratti.parquet, o la cartella che li contiene) ai YAML di un ente solo: lì valgono anche i comandi
    che sull'elenco intero non ci sono, dagli scenari alle gare.

    Esempio: ldq estrai --ente 00000000001 --dati molti-enti -o meda
    """
    from ldq_planner.loading.importazione.rilettura import reread

    _check_nuova(uscita)
    with show_avanzamento() as mostra:
        mostra("Cerco l'ente")
        estratti = _read(ente, domanda)
        with reread({nome: [byte] for nome, byte in estratti.file.items()}, None, str(domanda.cartella)):
            write_cartella(estratti.file, uscita)
    quanti = f"quartieri: {estratti.quartieri}, contratti: {estratti.contratti}"
    righe = (f"scritti in «{uscita}»: {', '.join(estratti.file)} ({quanti})", *(f"  - {a}" for a in estratti.avvisi))
    say(*righe)


def _check_nuova(cartella: Path) -> None:
    """Nulla, se la cartella non ha ancora dati.

    Errori: `InvalidRequestError` con ciò che c'è già.
    """
    from ldq_planner.model.archivio import ARCHIVIO, REGISTRO

    presenti = [nome for nome in (*(f.file for f in ARCHIVIO), REGISTRO) if (cartella / nome).exists()]
    if presenti:
        raise InvalidRequestError(f"in «{cartella}» c'è già {presenti[0]}", "indicare con -o una cartella nuova")


def _read(chiesto: str, domanda: Domanda) -> Estratti:
    """I dati dell'ente chiesto, pronti da scrivere.

    Errori: `InvalidRequestError` se i dati sono già di un ente; `UnknownIdError` se quell'ente non c'è.
    """
    from ldq_planner.loading.colonne import find_ingresso, is_a_colonne, read_anagrafe
    from ldq_planner.modifica.estrazione import Provenienza, compose_estratti
    from ldq_planner.sql.duckdb import open_duckdb
    from ldq_planner.sql.estrazione import list_enti, read_ente

    if domanda.cartella.is_dir() and not is_a_colonne(domanda.cartella):
        raise InvalidRequestError(
            f"«{domanda.cartella}» è già una cartella di dati", "indicare con --dati i file di colonne di molti enti"
        )
    ingresso = find_ingresso(domanda.cartella)
    with open_duckdb(domanda.memoria, domanda.appoggio) as motore:
        motore.open(ingresso)
        enti = list_enti(motore)
        codice = str(require_id(chiesto, enti, "un ente di questi dati"))
        estratto = read_ente(motore, codice)
    fonte = Provenienza(domanda.cartella.resolve().name, enti[codice], domanda.giorno, read_anagrafe(ingresso))
    return compose_estratti(estratto.quartieri, estratto.contratti, fonte)
