"""`ldq prepara`."""

from __future__ import annotations

from typing import Annotated

from ldq_planner.cli.domanda import Domanda
from ldq_planner.cli.schermo import say, show_avanzamento
from ldq_planner.errors import InvalidRequestError


def prepara(*, domanda: Annotated[Domanda, "dati", "memoria", "appoggio"]) -> None:
    """Tiene accanto ai dati in colonne i conti che non dipendono dal giorno.

    Inizi, scadenze e sospensioni di ogni contratto: ogni domanda che segue riparte da lì, finché i file restano gli stessi.
    Se cambia un byte si rifanno, e lo si dice. Per buttarli si toglie la cartella .ldq-preparato.

    Esempio: ldq prepara --dati molti-enti
    """
    from ldq_planner.loading.colonne import find_ingresso, is_a_colonne
    from ldq_planner.model.testo import format_numero
    from ldq_planner.sql.duckdb import open_duckdb
    from ldq_planner.sql.preparato import locate_preparato, prepare

    if domanda.cartella.is_dir() and not is_a_colonne(domanda.cartella):
        raise InvalidRequestError(
            f"«{domanda.cartella}» è una cartella di YAML: si contano in un istante",
            "indicare con --dati file in colonne",
        )
    ingresso = find_ingresso(domanda.cartella)
    with show_avanzamento() as mostra, open_duckdb(domanda.memoria, domanda.appoggio) as motore:
        mostra("Provo i dati")
        motore.open(ingresso)
        is_nuovo = not motore.is_preparato
        mostra("Conto le scadenze")
        cartella = prepare(motore, ingresso) if is_nuovo else locate_preparato(ingresso)
        ((quanti,),) = motore.ask("SELECT count(*) FROM contratti")
    quali = f"{'' if is_nuovo else 'già '}tenute in «{cartella}» le scadenze di {format_numero(quanti)} contratti"
    say(f"{quali}: valgono finché i file non cambiano")
