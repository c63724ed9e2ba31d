"""Le versioni di uno stesso contratto in una tabella: vale la più recente, se una colonna lo prova."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.loading.importazione.giorni import ASSENTI, read_giorno
from ldq_planner.loading.importazione.testi import clean_testo, fold_nome, normalize_nome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ldq_planner.loading.importazione.grezzo import FonteAperta, Grezzo

_COLONNE = """
    versione revisione dataversione datamodifica dataultimamodifica ultimamodifica dataaggiornamento
    dataultimoaggiornamento ultimoaggiornamento aggiornatoil lastmodified lastupdated version
"""
_NOMI = frozenset(_COLONNE.split())
_Chiave = tuple[str, str, str, str]
_Versione = tuple[str, str]


def find_versione(intestazioni: Sequence[str]) -> int | None:
    """Il posto della colonna che dice quale riga di uno stesso contratto è la più recente."""
    return next((i for i, colonna in enumerate(intestazioni) if normalize_nome(colonna) in _NOMI), None)


def find_ultime(grezzi: Iterable[Grezzo], posto: int) -> dict[_Chiave, _Versione]:
    """Per ogni contratto con più righe che si possono ordinare, la versione più recente."""
    viste: dict[_Chiave, set[_Versione]] = {}
    for grezzo in grezzi:
        if chiave := _make_chiave(grezzo):
            viste.setdefault(chiave, set()).add(_read_versione(grezzo, posto))
    return {
        c: max(v)
        for c, v in viste.items()
        if len(v) > 1 and len({genere for genere, _ in v}) == 1 and ("", "") not in v
    }


def keep_ultime(
    grezzi: Iterable[Grezzo], posto: int, ultime: dict[_Chiave, _Versione], fonte: FonteAperta
) -> Iterator[Grezzo]:
    """I record, senza quelli che una versione più recente dello stesso contratto ha superato: si contano come uniti."""
    for grezzo in grezzi:
        chiave = _make_chiave(grezzo)
        if chiave in ultime and _read_versione(grezzo, posto) != ultime[chiave]:
            fonte.unite += 1
            fonte.fatti.append(("versione-superata", grezzo.posto, clean_testo(grezzo.cig or grezzo.id)))
            continue
        yield grezzo


def _make_chiave(grezzo: Grezzo) -> _Chiave | None:
    """Ciò che due versioni di un contratto hanno uguale: il suo codice, che cos'è, per chi, da quando."""
    codice = next((c for c in (grezzo.cig.strip(), grezzo.id.strip()) if c.lower() not in ASSENTI and c.strip("0")), "")
    if not codice:
        return None
    return codice.upper(), fold_nome(grezzo.titolo), fold_nome(grezzo.gruppo), grezzo.inizio.strip()


def _read_versione(grezzo: Grezzo, posto: int) -> _Versione:
    """Che genere di versione è, e il suo valore, che si può ordinare; vuoti se non si legge."""
    scritta = grezzo.originale[posto].strip() if posto < len(grezzo.originale) else ""
    if scritta.isascii() and scritta.isdigit() and len(scritta) <= 3:  # noqa: PLR2004 - di più è un anno
        return "numero", f"{int(scritta):03d}"
    giorno = read_giorno(scritta)
    return ("giorno", giorno.iso) if giorno.is_intero else ("", "")
