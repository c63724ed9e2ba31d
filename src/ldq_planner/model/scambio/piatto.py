"""La forma piatta: i dati di molti enti in due tavole di colonne, che un motore di colonne legge senza passare dal YAML.

`contratti` ha una riga per contratto, `quartieri` una per quartiere. I nomi sono quelli delle tavole (`tavole.py`), con
le differenze che una colonna chiede:

- una data è tre colonne: `_primo` e `_ultimo`, i giorni che può voler dire, compresi, e `_testo`, com'è nei dati. Non nota:
  i due giorni sono nulli e il testo è `non noto`. Che non c'è: le tre sono nulle. Senza `_testo`, chi ha i due giorni è
  noto, chi non li ha è non noto se la data è `inizio`, altrimenti non c'è;
- le voci di un elenco (`opzioni`, `sospensioni`, `decorrenze`, …) sono un elenco di strutture, nell'ordine dei dati;
  `quartieri` e `chiusure` (`08-01..08-31`) sono elenchi di testi;
- `effettiva` e `massima` sono scadenze già calcolate, per chi legge il file con altri programmi: un motore non le guarda;
- in `quartieri` gli abitanti sono `abitanti` e `abitanti_circa`, senza `popolazione_` davanti, ed `ente` c'è sempre; `ente_codice` è il suo codice, se la fonte lo dice;
- `aggiornato_al` è un giorno, il giorno a cui quei dati sono stati verificati, uguale per tutte le righe di uno stesso file.

Chi scrive mette tutte le colonne. Chi legge ne chiede poche (`NECESSARIE`): ogni altra, se manca, è nulla.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from ldq_planner.model.scambio.tavole import list_tavole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ldq_planner.model.scambio.tavole import Colonna

VERSIONE = 1
"""Cambia quando una colonna cambia nome o significato; una colonna in più non la cambia."""
CONTRATTI, QUARTIERI = "contratti", "quartieri"
FILE = (f"{CONTRATTI}.parquet", f"{QUARTIERI}.parquet")
"""I due file di una cartella."""
FIRMA, ANAGRAFE = "ldq.piatto", "ldq.anagrafe"
"""Ciò che un file Parquet dice di sé: la versione delle sue colonne; e, in JSON, `quartieri.yaml` senza i quartieri."""
AGGIORNATO_AL = "aggiornato_al"
ARCO = ("primo", "ultimo", "testo")
"""Le tre colonne di una data."""
CODICE_ENTE = "ente_codice"
CALCOLATE = {
    "effettiva": "L'ultimo giorno in vigore con le opzioni esercitate.",
    "massima": "L'ultimo giorno in vigore con le opzioni esercitate e quelle ancora aperte.",
}
"""Le scadenze calcolate che si scrivono accanto ai dati."""
NECESSARIE = {CONTRATTI: ("id", "quartieri", "inizio_primo", "inizio_ultimo"), QUARTIERI: ("id",)}
"""Tavola → le colonne senza cui non la si legge."""

Tipo = Literal["testo", "giorno", "intero", "importo", "booleano", "testi", "voci"]

_TIPI: dict[str, Tipo] = {
    "importo": "importo",
    "intero": "intero",
    "booleano": "booleano",
    "ids": "testi",
    "testi": "testi",
}
_ABITANTI = {"popolazione_abitanti": "abitanti", "popolazione_abitanti_circa": "abitanti_circa"}

_DI_UN_ARCO = {
    "primo": "Il primo giorno che può voler dire; nullo se non è nota.",
    "ultimo": "L'ultimo giorno che può voler dire; nullo se non è nota.",
    "testo": "La data com'è scritta; nulla se non lo è.",
}


class Campo(NamedTuple):
    """Una colonna: come si chiama, che cosa contiene, e i campi delle sue voci se è un elenco di strutture."""

    nome: str
    tipo: Tipo
    voci: tuple[Campo, ...] = ()
    significato: str = ""


@lru_cache(maxsize=1)
def list_campi() -> dict[str, tuple[Campo, ...]]:
    """Tavola → le sue colonne, nell'ordine in cui si scrivono."""
    calcolate = tuple(campo for nome, significato in CALCOLATE.items() for campo in list_arco(nome, significato))
    codice = Campo(CODICE_ENTE, "testo", significato="Il codice dell'ente, se la fonte lo dice.")
    aggiornato = Campo(AGGIORNATO_AL, "giorno", significato="Il giorno a cui i dati sono stati verificati.")
    return {
        CONTRATTI: (*_list_campi(CONTRATTI), *calcolate, aggiornato),
        QUARTIERI: (*_list_campi(QUARTIERI), codice, aggiornato),
    }


def list_arco(nome: str, significato: str = "") -> tuple[Campo, ...]:
    """Le tre colonne di una data."""
    tipi: tuple[Tipo, ...] = ("giorno", "giorno", "testo")
    return tuple(
        Campo(f"{nome}_{parte}", tipo, significato=f"{significato} {_DI_UN_ARCO[parte]}".strip())
        for parte, tipo in zip(ARCO, tipi, strict=True)
    )


def name_campo(colonna: Colonna) -> str:
    """Come si chiama qui la colonna di una tavola."""
    return _ABITANTI.get(colonna.nome, colonna.nome)


def list_colonne(tavola: str) -> tuple[Colonna, ...]:
    """Le colonne della tavola da cui nascono, elenchi esclusi."""
    return next(t.colonne for t in list_tavole() if t.nome == tavola)


def list_elenchi(tavola: str) -> dict[str, tuple[Colonna, ...]]:
    """Gli elenchi di voci di una voce, con le loro colonne."""
    return {"_".join(t.percorso[2:]): t.colonne for t in list_tavole() if t.padre == tavola}


def _list_campi(tavola: str) -> Iterator[Campo]:
    """Le colonne di una voce, poi i suoi elenchi."""
    yield from _list_scalari(list_colonne(tavola))
    for nome, colonne in list_elenchi(tavola).items():
        yield Campo(nome, "voci", tuple(_list_scalari(colonne)))


def _list_scalari(colonne: Iterable[Colonna]) -> Iterator[Campo]:
    for colonna in colonne:
        if colonna.tipo in ("data", "giorno"):
            yield from list_arco(colonna.nome, colonna.significato)
        else:
            yield Campo(name_campo(colonna), _TIPI.get(colonna.tipo, "testo"), significato=colonna.significato)
