"""Chi resta senza laboratorio, da quando e quanti sono: le frasi con cui si apre un rapporto, e la tabella che le prova."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from ldq_planner.dates.periodo import UN_GIORNO
from ldq_planner.dates.testo import format_giorno
from ldq_planner.model.stato import Stato
from ldq_planner.model.testo import format_giorni, format_numero
from ldq_planner.reports.avvisi import say_gruppo
from ldq_planner.reports.report import TRATTINO, Circa, Nota, Tabella, Tono, Voce

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.model.senza import SenzaLaboratorio
    from ldq_planner.model.stato import StatoQuartiere
    from ldq_planner.reports.report import Cella

FRASI, RIGHE = 5, 12
"""Quanti gruppi di quartieri si dicono a parole, e quanti quartieri stanno nella tabella di una carta breve."""
_NOMINATI = 4
_COLONNE = ("Quartiere", "Abitanti", "Senza dal", "Fino al", "Giorni", "Che cosa lo riporta")


def say_senza(quadro: Quadro, senza: Sequence[SenzaLaboratorio], fine: date) -> Iterator[str]:
    """Chi è o resta senza laboratorio, da quando, quante persone, fino a quando; dal primo. Poi chi non si sa."""
    stati = {s.id: s for s in quadro.stati}
    gruppi = [list(suoi) for _, suoi in groupby(senza, key=_group)]
    for suoi in gruppi[:FRASI]:
        yield _say_gruppo(quadro, suoi, [stati[s.id] for s in suoi])
    if altri := [stati[s.id] for suoi in gruppi[FRASI:] for s in suoi]:
        dal = next((s.dal for suoi in gruppi[FRASI:] for s in suoi if s.dal), None)
        quando = f", il primo dal {format_giorno(dal)}" if dal else ""
        yield f"Poi {'resta' if len(altri) == 1 else 'restano'} senza {say_gruppo(altri, _NOMINATI, primi=True)}{quando}."
    ignoti = [s for s in quadro.stati if s.stato is Stato.NON_SI_SA]
    if ignoti:
        yield f"Di {say_gruppo(ignoti, _NOMINATI, primi=True)} i dati non dicono se oggi c'è un laboratorio."
    elif not senza:
        yield f"Nessun quartiere è, o resta, certamente senza laboratorio fino al {format_giorno(fine)}."


def _group(senza: SenzaLaboratorio) -> tuple[object, ...]:
    return (senza.gia, senza.sospeso, senza.dal, senza.fino_al, senza.giorni, senza.scenario)


def _say_gruppo(quadro: Quadro, suoi: Sequence[SenzaLaboratorio], stati: Sequence[StatoQuartiere]) -> str:
    """«Bovisa (abitanti non noti) resta senza laboratorio dal 15/01/2027 al 02/06/2027, 139 giorni, anche con «Gara…»»."""
    uno, primo = len(suoi) == 1, suoi[0]
    chi, con = (
        say_gruppo(stati, _NOMINATI, primi=True),
        f"«{quadro.portafoglio.name(primo.scenario)}»" if primo.scenario else "",
    )
    if primo.dal is None:
        torna = f"; con {con} comincia il {format_giorno(primo.fino_al + UN_GIORNO)}" if primo.fino_al else ""
        return f"{chi} non {'ha' if uno else 'hanno'} mai avuto un laboratorio{torna}."
    dal = f"dal {format_giorno(primo.dal)}"
    if primo.gia:
        come = f"{'è' if uno else 'sono'} senza laboratorio {dal}{', per una sospensione' if primo.sospeso else ''}"
        torna = f", e lo {'resta' if uno else 'restano'} fino al"
        return f"{chi} {come}{_say_fine(primo, torna, con)}."
    resta = f"{'resta' if uno else 'restano'} senza laboratorio {dal}"
    if primo.giorni == 0:
        return f"Se nulla si decide, {chi} {resta}: non accade se {_say_entro(quadro, primo)}."
    return f"{chi} {resta}{', per una sospensione,' if primo.sospeso else ''}{_say_fine(primo, ' al', con)}."


def _say_fine(senza: SenzaLaboratorio, fino_al: str, con: str) -> str:
    """Fino a quando, quanti giorni sono, e che cosa lo riporta."""
    if senza.fino_al is None or senza.giorni is None:
        return ", e nulla lo riporta"
    in_tutto = " in tutto" if senza.gia else ""
    quanti = f"{fino_al} {format_giorno(senza.fino_al)}, {format_giorni(senza.giorni)}{in_tutto}"
    return f"{quanti}, anche con {con}" if con else f"{quanti}, finché non comincia un altro contratto"


def _say_entro(quadro: Quadro, senza: SenzaLaboratorio) -> str:
    """Entro quando va preparato lo scenario che non lascia nessun giorno."""
    tempi, nome = quadro.forecast().tempi.get(senza.scenario or ""), quadro.portafoglio.name(senza.scenario or "")
    if tempi is None or tempi.limite_progetto is None:
        return f"«{nome}» comincia in tempo"
    return f"«{nome}» si comincia a preparare entro il {format_giorno(tempi.limite_progetto)}"


def build_senza(quadro: Quadro, senza: Sequence[SenzaLaboratorio]) -> Iterator[Tabella | Nota]:
    """Una riga per quartiere; in una carta i primi, e quanti sono gli altri."""
    righe = tuple(_build_riga(quadro, s) for s in senza[:RIGHE])
    if righe:
        yield Tabella("", _COLONNE, righe)
        if altri := len(senza) - len(righe):
            quanti = "Un altro quartiere resta" if altri == 1 else f"Altri {format_numero(altri)} quartieri restano"
            yield Nota(f"{quanti} senza più tardi.")


def _build_riga(quadro: Quadro, senza: SenzaLaboratorio) -> tuple[Cella, ...]:
    abitanti = Circa(senza.abitanti) if senza.abitanti is not None and senza.abitanti_circa else senza.abitanti
    if senza.scenario is None:
        riporta = "un altro contratto" if senza.fino_al else Voce("✗ nulla in vista", Tono.ALLARME)
    else:
        riporta = f"«{quadro.portafoglio.name(senza.scenario)}»"
    if senza.giorni == 0:
        return senza.nome, abitanti, senza.dal, Voce("✓ evitabile", Tono.BENE), 0, riporta
    return (
        senza.nome,
        abitanti,
        senza.dal or Voce("✗ da sempre", Tono.ALLARME),
        senza.fino_al or TRATTINO,
        TRATTINO if senza.giorni is None else senza.giorni,
        riporta,
    )
