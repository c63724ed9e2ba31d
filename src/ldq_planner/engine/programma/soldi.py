"""I soldi di un piano, anno per anno: che cosa non ne ha, e da quando; ciò che un contratto non spende più."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from ldq_planner.dates.periodo import UN_GIORNO
from ldq_planner.engine.costi import split_importo
from ldq_planner.engine.programma.mosse import PONTI
from ldq_planner.engine.programma.parti import add_iva
from ldq_planner.model.programma_gare import AnnoDiSpesa, Liberato

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.engine.programma.ingordo import PianoScelto
    from ldq_planner.engine.programma.problema import ProblemaDelPiano
    from ldq_planner.model.portafoglio import Portafoglio

ZERO = Decimal("0.00")


def compute_bilancio(problema: ProblemaDelPiano, scelta: PianoScelto) -> tuple[AnnoDiSpesa, ...]:
    """Gli anni in cui il piano spende, o in cui ci sono stanziamenti."""
    spese: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for tutte in (problema.officina.ponti.spese, *(m.spese for m in scelta.mosse)):
        for (anno, scenario), centesimi in tutte.items():
            if anno != PONTI:
                spese[anno][scenario] += centesimi
    anni = sorted({*spese, *(s.anno for s in problema.risorse.stanziamenti)})
    return tuple(_sum_anno(problema, scelta, anno, dict(spese[anno])) for anno in anni)


def _sum_anno(problema: ProblemaDelPiano, scelta: PianoScelto, anno: int, spese: dict[str, int]) -> AnnoDiSpesa:
    suoi = [s for s in problema.risorse.stanziamenti if s.anno == anno]
    stanziato = sum((add_iva(problema.quadro, s.importo_eur, s.iva) for s in suoi), ZERO) if suoi else None
    impegnato = sum((add_iva(problema.quadro, s.impegnato_eur or ZERO, s.iva) for s in suoi), ZERO)
    if all(s.impegnato_eur is None for s in suoi):
        impegnato = to_euro(problema.count_contratti(anno))
    gare = to_euro(sum(spese.values()))
    scoperto = ZERO
    if problema.risorse.stanziamenti:  # di un anno senza stanziamenti, se ce ne sono di altri, non c'è nulla
        scoperto = min(gare, max(ZERO, impegnato + gare - (stanziato or ZERO)))
    for tetto in problema.limiti.tetti:
        if tetto.anno == anno:
            ponti = problema.officina.ponti.spese
            suo = sum(c - ponti.get((anno, id_), 0) for id_, c in spese.items() if id_ in tetto.scenari)
            scoperto = max(scoperto, to_euro(max(0, suo - tetto.centesimi)))
    dal = _find_giorno(scelta, anno, gare - scoperto) if scoperto else None
    return AnnoDiSpesa(
        anno, stanziato, impegnato, gare, scoperto, dal, tuple(sorted(id_ for id_, c in spese.items() if c))
    )


def _find_giorno(scelta: PianoScelto, anno: int, disponibili: Decimal) -> date | None:
    """Il primo giorno dell'anno in cui il piano, spendendo a giorni uguali, ha finito i soldi."""
    servizi = []
    for conseguenza in (c for m in scelta.mosse for c in m.conseguenze):
        euro = sum((s.euro for s in conseguenza.spese if s.anno == anno), ZERO)
        inizi = [
            *([conseguenza.inizio] if conseguenza.inizio else []),
            *(a.ponte.dal for a in conseguenza.attese if a.ponte),
        ]
        fini = [*([conseguenza.fine] if conseguenza.fine else []), *(a.ponte.al for a in conseguenza.attese if a.ponte)]
        if euro and inizi and fini:
            dal, al = max(min(inizi), date(anno, 1, 1)), min(max(fini), date(anno, 12, 31))
            servizi.append((dal, al, euro / max(1, (al - dal).days + 1)))
    giorno, spesi = date(anno, 1, 1), ZERO
    while giorno.year == anno:
        oggi = sum((quota for dal, al, quota in servizi if dal <= giorno <= al), ZERO)
        if oggi and spesi + oggi > disponibili:
            return giorno
        spesi += oggi
        giorno += UN_GIORNO
    return None


def list_liberati(portafoglio: Portafoglio) -> Iterator[Liberato]:
    """I contratti sospesi o chiusi prima, con ciò che non spendono."""
    for contratto in sorted(portafoglio.contratti, key=lambda c: c.id):
        diviso = split_importo(contratto)
        if diviso is not None and diviso[1]:
            yield Liberato(contratto.id, contratto.titolo, *diviso, contratto.iva)


def to_euro(centesimi: int) -> Decimal:
    """I centesimi in euro."""
    return Decimal(centesimi) / 100
