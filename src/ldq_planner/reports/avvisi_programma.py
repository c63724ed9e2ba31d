"""Ciò che il programma delle gare non può rispettare, o non conta: lo dice, perché nessuno lo creda rispettato."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_giorno
from ldq_planner.engine.programma.problema import list_bit, measure_scarto
from ldq_planner.reports.frase_programma import name_fase, name_scenari, say_giorno

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.engine.programma.esito import PianoDelleGare
    from ldq_planner.engine.programma.mosse import Mossa


def list_avvisi(piano: PianoDelleGare) -> Iterator[str]:
    """Le attese di chi non si fa, le fasi che una gara non ha, i limiti che una gara già in corso passa."""
    yield from _list_di_attese(piano)
    yield from _list_di_giorni(piano)
    yield from _list_di_uffici(piano)
    yield from _list_di_sedute(piano)
    yield from _list_di_inizi(piano)


def _list_di(piano: PianoDelleGare, scenario: str) -> list[Mossa]:
    return [m for m in piano.scelta.mosse if scenario in m.gara.scenari]


def _list_di_attese(piano: PianoDelleGare) -> Iterator[str]:
    mancano = {scenario for scenario, _ in piano.scelta.mancano}
    for d in piano.problema.limiti.dipendenze:
        chi, dopo = name_scenari(piano, [d.scenario]), name_scenari(piano, [d.dopo])
        if d.dopo in mancano and _list_di(piano, d.scenario):
            yield f"{chi} attende {dopo}, che in questo piano manca: così non può cominciare."
        prime = _list_di(piano, d.dopo)
        if prime and not any(d.fase in m.eventi for m in prime):
            yield f"{dopo} non ha la fase «{name_fase(piano, d.fase)}»: {chi} non l'attende."


def _list_di_giorni(piano: PianoDelleGare) -> Iterator[str]:
    for fisso in piano.problema.limiti.giorni_fissi:
        chi, fase = name_scenari(piano, [fisso.scenario]), name_fase(piano, fisso.fase)
        for mossa in _list_di(piano, fisso.scenario):
            if fisso.fase not in mossa.eventi:
                yield f"{chi} non ha la fase «{fase}»: il suo giorno fisso non conta."
            elif measure_scarto(mossa._replace(gara=mossa.gara._replace(fissata=None)), fisso):
                giorno = format_giorno(mossa.eventi[fisso.fase].fine)
                yield f"{chi} è già in corso: {fase} il {giorno}, e non {say_giorno(fisso)}."


def _list_di_uffici(piano: PianoDelleGare) -> Iterator[str]:
    posti = piano.problema.limiti.posti
    in_corso = [m for m in piano.scelta.mosse if m.gara.fissata is not None]
    for ufficio in piano.problema.risorse.uffici:
        quante: dict[tuple[tuple[str, str], int], int] = {}
        for risorsa, bit in (x for m in in_corso for x in m.uso if x[0][0] == ufficio.id and x[0] in posti):
            for uno in list_bit(bit):
                quante[risorsa, uno] = quante.get((risorsa, uno), 0) + 1
        oltre = sorted({uno.bit_length() - 1 for (risorsa, uno), n in quante.items() if n > posti[risorsa]})
        if oltre:
            dal = format_giorno(piano.problema.get_lunedi(oltre[0]))
            settimane = "per una settimana" if len(oltre) == 1 else f"per {len(oltre)} settimane"
            yield f"«{ufficio.nome}» ha già in corso più gare dei suoi posti, {settimane} dal {dal}."


def _list_di_sedute(piano: PianoDelleGare) -> Iterator[str]:
    for seduta in (s for s in piano.problema.risorse.sedute if s.date):
        ultima = max(giorno.primo for giorno in seduta.date)
        dopo = [m for m in piano.scelta.mosse if any(f in m.eventi and m.eventi[f].fine > ultima for f in seduta.fasi)]
        chi = sorted({s for m in dopo for s in m.gara.scenari if not seduta.solo_per or s in seduta.solo_per})
        if chi:
            yield f"Dopo il {format_giorno(ultima)} non si conoscono sedute di «{seduta.nome}»: per {name_scenari(piano, chi)} si conta un giorno qualunque."


def _list_di_inizi(piano: PianoDelleGare) -> Iterator[str]:
    """Chi resta scoperto perché i dati vogliono il servizio da dopo il primo giorno in cui la gara, da sola, può darlo."""
    scenari = piano.problema.quadro.portafoglio.scenari_by_id
    for mossa in piano.scelta.mosse:
        pronta = min([*m.eventi.values()][-1].fine for m in (mossa, *piano.problema.list_mosse(mossa.gara)))
        attese = (a for c in mossa.conseguenze if c.inizio and c.inizio > pronta for a in c.attese)
        for id_ in sorted({a.scenario for a in attese if max(a.scoperti.confini, default=0) > pronta.toordinal()}):
            inizio = scenari[id_].inizio
            if inizio.is_nota and inizio.primo > pronta:
                chi = name_scenari(piano, [id_])
                yield f"{chi} può dare il servizio già dal {format_giorno(pronta)}; nei dati comincia dopo, e prima il piano non lo conta."
