"""Ciò che di un elenco lungo si legge su uno schermo: prima i conti, poi le righe che contano di più."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ldq_planner.dates.incerta import ULTIMO_GIORNO
from ldq_planner.model.testo import format_numero
from ldq_planner.reports.report import LineaDelTempo, Nota, Tabella, Tono, Voce
from ldq_planner.reports.stati import TONI

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from ldq_planner.model.stato import Stato, StatoQuartiere
    from ldq_planner.reports.filtro import Filtro
    from ldq_planner.reports.report import Blocco, Cella

SCHERMATA = 40
"""Righe: un elenco più lungo, su uno schermo si riassume."""
_PEGGIORI = 15
_MESI = _ENTI = 12


C = TypeVar("C")
V = TypeVar("V")


class Schermata(NamedTuple):
    """Quante righe stanno su uno schermo, e quante se ne leggono se sono di più: di meno, se ognuna è alta."""

    intere: int = SCHERMATA
    peggiori: int = _PEGGIORI


RIGHE = Schermata()


def share(parti: int) -> Schermata:
    """Ciò che tocca a ciascuna parte, se uno schermo si divide; qualche riga sempre."""
    return Schermata(max(SCHERMATA // parti, 5), max(_PEGGIORI // parti, 3))


_SEGNI = {Tono.ALLARME: "✗", Tono.INCERTO: "?", Tono.ATTENZIONE: "!", Tono.BENE: "✓"}


def is_lungo(quante: int, filtro: Filtro, misura: Schermata = RIGHE) -> bool:
    """Vero se non sta su uno schermo, e nessuno ha detto quanto vuole leggerne."""
    return quante > misura.intere and not filtro.tutti and filtro.primi is None


def shorten_tabella(
    tabella: Tabella,
    filtro: Filtro,
    conti: Iterable[Blocco],
    ordine: Sequence[int] | None = None,
    misura: Schermata = RIGHE,
) -> Tabella:
    """La tabella con il suo riassunto, se è lunga: i conti, e le prime righe; `ordine` dice quali vengono prima, se non è già così."""
    if not is_lungo(len(tabella.righe), filtro, misura):
        return tabella
    posti = (range(len(tabella.righe)) if ordine is None else ordine)[: misura.peggiori]
    poche = tabella._replace(righe=tuple(tabella.righe[i] for i in posti))
    quante = f"{format_numero(len(posti))} righe su {format_numero(len(tabella.righe))}, le più urgenti"
    nota = Nota(f"Qui sopra {quante}: tutte con --tutti, o meno con un filtro (--municipio, --solo, --entro…).")
    return tabella._replace(breve=(*conti, poche, nota))


def shorten_linea(linea: LineaDelTempo, filtro: Filtro, nomi: Sequence[str]) -> LineaDelTempo:
    """La linea del tempo dei soli `nomi` che vengono prima, se le righe sono troppe."""
    if not is_lungo(len(linea.righe), filtro):
        return linea
    primi = {*nomi[:_PEGGIORI]}
    return linea._replace(breve=(linea._replace(righe=tuple(r for r in linea.righe if r.nome in primi)),))


def count_stati(stati: Sequence[StatoQuartiere]) -> tuple[Tabella, ...]:
    """Quanti quartieri per stato, per municipio se si sa, per ente se sono più d'uno, e per mese in cui la copertura finisce."""
    per_stato = group(stati, lambda s: s.stato)
    righe = tuple(
        (name_stato(stato), len(suoi), sum(s.abitanti or 0 for s in suoi)) for stato, suoi in per_stato.items()
    )
    tabelle = [Tabella("Per stato", ("Stato", "Quartieri", "Abitanti noti"), righe)]
    municipi = group(sorted(stati, key=lambda s: (s.municipio is None, s.municipio or 0)), lambda s: s.municipio)
    if any(municipio is not None for municipio in municipi):
        tabelle.append(_cross("Municipio", municipi.items(), [*per_stato]))
    enti = sorted(group(stati, lambda s: s.ente or "").items(), key=lambda e: (-len(e[1]), e[0]))
    if 1 < len(enti) < len(stati):
        altri = [s for _, suoi in enti[_ENTI:] for s in suoi]
        resto = [(f"gli altri {format_numero(len(enti) - _ENTI)}", altri)] if altri else []
        tabelle.append(_cross("Ente", [*enti[:_ENTI], *resto], [*per_stato]))
    fini = [s.prossima_fine for s in stati if s.prossima_fine and s.prossima_fine < ULTIMO_GIORNO]
    return (*tabelle, count_mesi("Coperture che finiscono", fini))


def _cross(che_cosa: str, gruppi: Iterable[tuple[Cella, list[StatoQuartiere]]], per_stato: Sequence[Stato]) -> Tabella:
    """Quanti quartieri per gruppo, e per stato."""
    conti = [(nome, len(suoi), Counter(s.stato for s in suoi)) for nome, suoi in gruppi]
    righe = tuple((nome, quanti, *(conto[stato] for stato in per_stato)) for nome, quanti, conto in conti)
    colonne = (che_cosa, "Quartieri", *(name_stato(stato).testo for stato in per_stato))
    return Tabella(f"Per {che_cosa.lower()}", colonne, righe)


def name_stato(stato: Stato) -> Voce:
    """Come si chiama uno stato, di chiunque sia."""
    return Voce(f"{_SEGNI[TONI[stato]]} {stato.replace('-', ' ')}", TONI[stato])


def count_mesi(che_cosa: str, giorni: Iterable[date]) -> Tabella:
    """Quanti per mese: i primi dodici mesi in cui c'è qualcosa, poi gli altri insieme."""
    conti = sorted(Counter((g.year, g.month) for g in giorni).items())
    righe: list[tuple[Cella, ...]] = [(f"{mese:02d}/{anno}", quanti) for (anno, mese), quanti in conti[:_MESI]]
    if resto := sum(quanti for _, quanti in conti[_MESI:]):
        righe.append(("dopo", resto))
    return Tabella("Per mese", ("Mese", che_cosa), tuple(righe))


def group(voci: Iterable[V], chiave: Callable[[V], C]) -> dict[C, list[V]]:
    """Chiave → le sue voci, nell'ordine in cui si incontrano."""
    gruppi: defaultdict[C, list[V]] = defaultdict(list)
    for voce in voci:
        gruppi[chiave(voce)].append(voce)
    return gruppi
