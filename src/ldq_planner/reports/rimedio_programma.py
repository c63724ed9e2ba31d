"""Che cosa renderebbe possibile un programma delle gare: ogni limite da allargare, di quanto, detto come lo direbbe un ufficio."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_giorno
from ldq_planner.engine.programma.problema import list_bit, measure_anticipo, measure_scarto
from ldq_planner.engine.programma.rimedio import ATTESA, GIORNO, LOTTI, SOLDI, list_attese
from ldq_planner.engine.programma.soldi import to_euro
from ldq_planner.model.programma_gare import LimiteAllargato, PerRiuscirci
from ldq_planner.model.testo import format_euro, format_giorni
from ldq_planner.reports.frase_programma import name_fase, name_scenari, say_giorno

if TYPE_CHECKING:
    from ldq_planner.engine.programma.esito import PianoDelleGare
    from ldq_planner.engine.programma.ingordo import PianoScelto
    from ldq_planner.engine.programma.rimedio import Allargato, Rimedio


def answer_rimedio(piano: PianoDelleGare, rimedio: Rimedio) -> PerRiuscirci:
    """I limiti da allargare, in parole e in numeri."""
    allargati = tuple(_answer(piano, allargato, rimedio.scelta) for allargato in rimedio.allargati)
    altri = tuple(_answer(piano, altro.allargati[0], altro.scelta) for altro in rimedio.altri)
    testi = tuple(x.testo for x in allargati)
    return PerRiuscirci(tuple(x.id for x in allargati), testi, allargati, altri, rimedio.provato)


def _answer(piano: PianoDelleGare, allargato: Allargato, scelta: PianoScelto) -> LimiteAllargato:
    genere, id_ = allargato.limite
    if genere == SOLDI:
        euro = to_euro(allargato.quanto)
        return LimiteAllargato(genere, id_, f"{format_euro(euro)} in più nel {id_}", euro_in_piu=euro)
    if genere == GIORNO:
        return _answer_giorno(piano, allargato, scelta)
    if genere == ATTESA:
        return _answer_attesa(piano, allargato, scelta)
    if genere == LOTTI:
        lotti = next(x for x in piano.problema.risorse.lotti if x.id == id_)
        come = "anche nella stessa gara" if lotti.come == "separati" else "anche in gare diverse"
        return LimiteAllargato(genere, id_, f"{name_scenari(piano, sorted(lotti.scenari))} {come}")
    return _answer_ufficio(piano, allargato)


def _answer_giorno(piano: PianoDelleGare, allargato: Allargato, scelta: PianoScelto) -> LimiteAllargato:
    """«bando il 14/03/2027 invece che entro il 01/03/2027»."""
    fisso = next(f for f in piano.problema.limiti.giorni_fissi if f.id == allargato.limite.id)
    mossa = max(scelta.mosse, key=lambda m: measure_scarto(m, fisso))
    giorno = mossa.eventi[fisso.fase].fine
    che_cosa = f"{name_scenari(piano, [fisso.scenario])}: {name_fase(piano, fisso.fase)} il {format_giorno(giorno)}"
    testo = f"{che_cosa} invece che {say_giorno(fisso)}"
    return LimiteAllargato(*allargato.limite, testo, giorni=allargato.quanto, giorno=giorno)


def _answer_attesa(piano: PianoDelleGare, allargato: Allargato, scelta: PianoScelto) -> LimiteAllargato:
    coppie = list_attese(piano.problema, allargato.limite.id, scelta)
    mossa, _, dipendenza = max(coppie, key=lambda coppia: measure_anticipo(*coppia))
    chi, dopo = name_scenari(piano, [dipendenza.scenario]), name_scenari(piano, [dipendenza.dopo])
    prima = f"{format_giorni(allargato.quanto)} prima di quanto l'attesa di {dopo} consenta"
    testo = f"{chi} da preparare dal {format_giorno(mossa.giorno)}, {prima}"
    return LimiteAllargato(*allargato.limite, testo, giorni=allargato.quanto, giorno=mossa.giorno)


def _answer_ufficio(piano: PianoDelleGare, allargato: Allargato) -> LimiteAllargato:
    """«un posto in più in «Commissione» dalla settimana del 02/03/2026 a quella del 16/03/2026»."""
    ufficio = next(u for u in piano.problema.risorse.uffici if u.id == allargato.limite.id)
    settimane = [bit.bit_length() - 1 for bit in list_bit(allargato.settimane)]
    dal, al = (piano.problema.get_lunedi(s) for s in (settimane[0], settimane[-1]))
    quando = f"nella settimana del {format_giorno(dal)}"
    if len(settimane) > 1:
        estremi = f"dalla settimana del {format_giorno(dal)} a quella del {format_giorno(al)}"
        sparse = settimane[-1] - settimane[0] >= len(settimane)
        quando = f"in {len(settimane)} settimane, {estremi}" if sparse else estremi
    quanti = "un posto" if allargato.quanto == 1 else f"{allargato.quanto} posti"
    testo = f"{quanti} in più in «{ufficio.nome}» {quando}"
    return LimiteAllargato(*allargato.limite, testo, posti_in_piu=allargato.quanto, dal=dal, al=al)
