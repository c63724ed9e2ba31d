"""Una gara costa in un anno in cui nessuno stanziamento la può pagare, o in cui i soldi che ci sono non bastano a lei sola.

Perché: senza la copertura della spesa in ogni anno la decisione di contrarre non si può prendere. Se in un anno nessuno dice
quanto è impegnato, i contratti prendono prima il loro costo, come in `ldq programma-gare`: che dice quanto manca a tutte le gare
insieme. Tace se `risorse.yaml` non ha stanziamenti, o se il costo della gara non si può stimare.

Passa (la gara costa 10.000 euro nel 2024):

    stanziamenti:
      - {id: s-2024, anno: 2024, fonte: bilancio comunale, importo_eur: 50000}

Non passa (la stessa gara, con i soldi di un altro anno):

    stanziamenti:
      - {id: s-2023, anno: 2023, fonte: bilancio comunale, importo_eur: 50000}

Rimedio: stanziare i soldi in quegli anni, o spostare la gara (`ldq programma-gare`).
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ldq_planner.engine.programma.parti import add_iva, sum_contratti
from ldq_planner.engine.stime import read_iva
from ldq_planner.errors import Ref, Severita
from ldq_planner.model.testo import format_elenco, format_euro
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo
from ldq_planner.rules.base.gare import list_gare_richieste

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.model.risorse import FileRisorse, Stanziamento
    from ldq_planner.rules.base.gare import GaraAlloStudio

CODICE = "gara-senza-stanziamento"
SEVERITA = Severita.CRITICO


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per gara, con gli anni in cui non ha soldi; gli importi sono con l'IVA."""
    risorse = contesto.portafoglio.risorse
    if risorse is None or not risorse.stanziamenti:
        return
    for gara in list_gare_richieste(contesto):
        anni = "; ".join(_list_anni(contesto.quadro, risorse, gara))
        if anni:
            yield Rilievo(
                f"«{gara.scenario.id}» non ha soldi: {anni} (con l'IVA)",
                "stanziare i soldi in quegli anni, o spostare la gara (ldq programma-gare)",
                Ref("scenari", gara.scenario.id, ("stima_costo",)),
            )


def _list_anni(quadro: Quadro, risorse: FileRisorse, gara: GaraAlloStudio) -> Iterator[str]:
    """Gli anni in cui i soldi non bastano, uno per uno; poi, insieme, quelli che non ne hanno."""
    iva, senza = read_iva(quadro.portafoglio, gara.scenario), []
    for anno, netto in gara.tempi.costi_annui:
        costo = add_iva(quadro, netto, iva)
        tutti = [s for s in risorse.stanziamenti if s.anno == anno]
        suoi = [s for s in tutti if not s.solo_per or gara.scenario.id in s.solo_per]
        restano = min(_sum_liberi(quadro, suoi), _sum_liberi(quadro, tutti) - _count_contratti(quadro, tutti, anno))
        if costo and not suoi:
            senza.append(f"{format_euro(costo)} nel {anno}")
        elif costo > restano:
            yield f"nel {anno} costa {format_euro(costo)}, e restano {format_euro(max(Decimal(0), restano))}"
    if senza:
        quali = "quell'anno" if len(senza) == 1 else "quegli anni"
        yield f"costa {format_elenco(senza)}, e di {quali} non c'è nessuno stanziamento"


def _sum_liberi(quadro: Quadro, stanziamenti: Sequence[Stanziamento]) -> Decimal:
    """Gli euro non impegnati, con l'IVA."""
    liberi = (add_iva(quadro, s.importo_eur - (s.impegnato_eur or 0), s.iva) for s in stanziamenti)
    return sum(liberi, Decimal(0))


def _count_contratti(quadro: Quadro, tutti: Sequence[Stanziamento], anno: int) -> Decimal:
    """Gli euro che i contratti costano in quell'anno, se nessuno dice quanto è impegnato."""
    if any(s.impegnato_eur is not None for s in tutti):
        return Decimal(0)
    return Decimal(sum_contratti(quadro).get(anno, 0)) / 100
