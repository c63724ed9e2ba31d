"""Le lacune di molti quartieri, dai modelli alle lacune, contro la scansione più nuda e contro la libreria `portion`.

La più nuda parte da terne (quartiere, prima data, ultima data), fa di ogni periodo un intero, ordina e scorre quartiere
per quartiere, e ne fa terne di interi: nessun modello, nessuna scadenza da calcolare, nessun conto degli abitanti.

Si misura il solo lavoro, a dati pronti. Cinque contratti per quartiere, date certe, una finestra di dieci anni.
"""

from __future__ import annotations

from misura import Lavoro, Rapporto, compare

COPPIE = 5
GRANDE, PICCOLO, ENORME = 100_000, 10_000, 1_000_000

_PREPARA = """
from random import Random
caso, n = Random(1), int(sys.argv[1])
PRIMO, ULTIMO = 733773, 737425  # 01/01/2010, 31/12/2019
ordinali = [(i % (n // 5), d, d + caso.randint(30, 900)) for i in range(n) for d in [caso.randint(PRIMO, ULTIMO)]]
"""
LDQ = """
from datetime import date
from ldq_planner import Periodo, Portafoglio, compute_coperture
from ldq_planner.dates.incerta import exactly
from ldq_planner.model.contratto import Contratto, FileContratti
from ldq_planner.model.quartiere import FileQuartieri, Popolazione, Quartiere
from ldq_planner.model.scenario import FileScenari
persone = Popolazione(abitanti=1000, fonte="prova")
quartieri = [Quartiere.model_construct(id=f"q{i}", nome=f"Q {i}", popolazione=persone) for i in range(n // 5)]
giorni = {o: exactly(date.fromordinal(o)) for o in range(PRIMO, ULTIMO + 1000)}
contratti = [
    Contratto.model_construct(id=f"c{i}", quartieri=(f"q{q}",), inizio=giorni[dal], scadenza_base=giorni[al])
    for i, (q, dal, al) in enumerate(ordinali)
]
fermo = dict(aggiornato_al="2023-01-17")
portafoglio = Portafoglio(
    FileQuartieri.model_construct(quartieri=tuple(quartieri)),
    FileContratti.model_construct(contratti=tuple(contratti)),
    FileScenari(**fermo),
)
finestra = Periodo(date.fromordinal(PRIMO), date.fromordinal(ULTIMO))
lavora = lambda: compute_coperture(portafoglio, finestra)
"""
NUDA = """
from datetime import date
righe = [(f"q{q}", date.fromordinal(dal), date.fromordinal(al)) for q, dal, al in ordinali]
def lavora():
    per_quartiere = {}
    for q, dal, al in righe:
        per_quartiere.setdefault(q, []).append(dal.toordinal() << 22 | al.toordinal() + 1)
    lacune = []
    for q, periodi in per_quartiere.items():
        dopo = PRIMO
        for p in sorted(periodi):
            dal, fine = p >> 22, p & 0x3FFFFF
            if dal > ULTIMO:
                break
            if dal > dopo:
                lacune.append((q, dopo, dal - 1))
            if fine > dopo:
                dopo = fine
        if dopo <= ULTIMO:
            lacune.append((q, dopo, ULTIMO))
    return lacune
"""
PORTION = """
import portion
def lavora():
    per_quartiere = {}
    for q, dal, al in ordinali:
        per_quartiere.setdefault(q, []).append(portion.closedopen(dal, al + 1))
    finestra = portion.closedopen(PRIMO, ULTIMO + 1)
    return {q: finestra - portion.Interval(*periodi) for q, periodi in per_quartiere.items()}
"""


def run(coppie: int = COPPIE) -> list[Rapporto]:
    """I rapporti, per contratto."""
    nuda = _compare((LDQ, GRANDE), (NUDA, GRANDE), coppie)
    portion = _compare((LDQ, PICCOLO), (PORTION, PICCOLO), coppie)
    crescita = _compare((LDQ, ENORME), (LDQ, PICCOLO), coppie)
    return [
        Rapporto("lacune di 100.000 contratti ÷ ordina e scorri interi", nuda, 3),
        Rapporto("lacune di 10.000 contratti ÷ portion", portion, 0.15),
        Rapporto("lacune, a contratto: un milione ÷ diecimila", crescita, 1.5),
    ]


def _compare(nostro: tuple[str, int], altrui: tuple[str, int], coppie: int) -> float:
    return compare(lambda: _measure(*nostro), lambda: _measure(*altrui), coppie)


def _measure(lavoro: str, quanti: int) -> float:
    """Secondi a contratto."""
    return Lavoro(_PREPARA + lavoro, "esito = lavora()").measure(str(quanti)).secondi / quanti
