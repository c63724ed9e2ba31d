"""Una probabilità contro una data: la distribuzione di una gara contro il suo cronoprogramma, `ldq rischio` contro `ldq scenari`.

La gara ha dodici fasi incerte, e nessun evento; il confronto è la stessa gara in avanti, con ogni fase lunga quanto è più
probabile. Da capo ogni volta: le durate si costruiscono, e non si trova nulla già fatto.
"""

from __future__ import annotations

from misura import LDQ, Lavoro, Rapporto, compare, measure_processo

COPPIE = 5
_VOLTE = 200
_PREPARA = """
from datetime import date
from ldq_planner import Diritto, load_norme
from ldq_planner.engine.cronoprogramma import Agenda
from ldq_planner.engine.durate import Ipotesi
diritto, oggi = Diritto(load_norme()), date(2023, 1, 17)
ipotesi = Ipotesi(diritto.find_procedura("aperta"))
"""
DATA = Lavoro(_PREPARA, f"for _ in range({_VOLTE}): Agenda(diritto, ipotesi).schedule_da(oggi)")
DISTRIBUZIONE = Lavoro(
    f"""{_PREPARA}
from ldq_planner.engine.rischio.cammino import Cammino
from ldq_planner.engine.rischio.catena import Catena
from ldq_planner.engine.rischio.dipendenza import Nuclei
""",
    "Cammino(Catena(diritto, ipotesi, oggi), Nuclei(0.0, 0.0)).distribute()",
)


def run(coppie: int = COPPIE) -> list[Rapporto]:
    """I rapporti fra una probabilità e una data, e fra i due comandi sui dati che accompagnano il programma."""

    def measure(comando: str) -> float:
        return measure_processo([LDQ, comando, "--oggi", "2023-01-17"])

    una = compare(lambda: DISTRIBUZIONE.measure().secondi, lambda: DATA.measure().secondi / _VOLTE, coppie)
    tutte = compare(lambda: measure("rischio"), lambda: measure("scenari"), coppie)
    return [
        Rapporto("la distribuzione di una gara ÷ il suo cronoprogramma", una, 60),
        Rapporto("ldq rischio ÷ ldq scenari", tutte, 4),
    ]
