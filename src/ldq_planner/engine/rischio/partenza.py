"""Da dove si conta: oggi, con la preparazione, o dal punto a cui i fatti hanno portato la gara."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.periodo import UN_GIORNO
from ldq_planner.engine.cronoprogramma import INVIO
from ldq_planner.engine.gara_in_corso import DA_SE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from ldq_planner.engine.gara_in_corso import GaraInCorso
    from ldq_planner.model.norme import Fase


class Osservata(NamedTuple):
    """Una fase finita di cui si sanno i due giorni, in ordinali: dice anche quanto l'ufficio è lento."""

    fase: str
    inizio: int
    fine: int


class Partenza(NamedTuple):
    """La prima fase da compiere, per il suo posto nella catena, e ciò che i fatti dicono; i giorni sono ordinali.

    `inizio` è quando la fase è cominciata, o può cominciare; `non_prima` il primo giorno in cui può essere compiuta, se è in
    corso; `invio_dal` il primo in cui il bando può partire. Di un bando partito, `pubblicazione` è zero se non è nota, e allora dipende
    dall'`invio`.
    """

    posto: int
    inizio: int
    non_prima: int = 0
    invio_dal: int = 0
    invio: int = 0
    pubblicazione: int = 0
    fissate: Mapping[str, int] = {}
    entro: Mapping[str, int] = {}
    osservate: tuple[Osservata, ...] = ()


def find_partenza(gara: GaraInCorso, fasi: Sequence[Fase]) -> Partenza:
    """Dove i fatti hanno portato la gara; `fasi` sono quelle da cui il servizio dipende, in ordine."""
    crono = gara.schedule_fatti()
    passi = {p.id: p for p in crono.passi}
    compiute = [i for i, f in enumerate(fasi) if gara.find_fine_nota(f) is not None or gara.is_presunta(f)]
    posto = compiute[-1] + 1 if compiute else 0
    while posto < len(fasi) and fasi[posto].tipo in DA_SE and passi[fasi[posto].id].fine <= gara.oggi:
        posto += 1  # un'attesa già decorsa si è compiuta da sola
    if posto == len(fasi):
        return Partenza(posto, crono.avvio.toordinal())
    aperta, invio = fasi[posto], next(i for i, f in enumerate(fasi) if f.id == INVIO)
    resto = fasi[posto:]
    inizio = passi[aperta.id].inizio if posto != invio else (passi[fasi[posto - 1].id].fine if posto else gara.oggi)
    is_pubblicato = posto > invio + 1 or (posto > invio and _is_pubblicazione_nota(gara))
    return Partenza(
        posto,
        inizio.toordinal(),
        0 if aperta.tipo in DA_SE or posto == invio else _find_primo(gara, aperta),
        max(gara.oggi, gara.get(INVIO).fissata or gara.oggi).toordinal(),
        crono.invio.toordinal(),
        crono.pubblicazione.toordinal() if is_pubblicato else 0,
        {f.id: g.toordinal() for f in resto if (g := gara.get(f.id).fissata) is not None and g >= gara.oggi},
        dict(_list_entro(gara, resto)),
        tuple(_list_osservate(gara, fasi[:posto])),
    )


def _is_pubblicazione_nota(gara: GaraInCorso) -> bool:
    parallele = [f for f in gara.fasi if f.tipo == "parallela"]
    return all(gara.find_fine_nota(f) is not None or gara.get(f.id).fissata is not None for f in parallele)


def _find_primo(gara: GaraInCorso, fase: Fase) -> int:
    """Il primo giorno in cui una fase in corso può compiersi: oggi, o il lavorativo che segue; l'avvio, domani."""
    primo = gara.oggi + UN_GIORNO if fase.tipo == "avvio" else gara.calendario.next_lavorativo(gara.oggi)
    return primo.toordinal()


def _list_entro(gara: GaraInCorso, fasi: Sequence[Fase]) -> Iterator[tuple[str, int]]:
    """Le fasi che un giorno già fissato per una che segue fa finire in tempo; un minimo di legge resta."""
    for fase in fasi:
        seguente = None if fase.minimi else gara.find_fissata_dopo(fase)
        fissata = gara.get(seguente.id).fissata if seguente is not None else None
        if fissata is not None and fase.id != INVIO:
            yield fase.id, fissata.toordinal()


def _list_osservate(gara: GaraInCorso, fasi: Sequence[Fase]) -> Iterator[Osservata]:
    noto: date | None = None
    for fase in fasi:
        inizio, fine = gara.get(fase.id).iniziata or noto, gara.find_fine_nota(fase)
        if inizio is not None and fine is not None and fase.id != INVIO and inizio <= fine:
            yield Osservata(fase.id, inizio.toordinal(), fine.toordinal())
        noto = fine
