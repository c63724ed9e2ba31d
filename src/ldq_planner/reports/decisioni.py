"""Che cosa si decide oggi: gli atti ancora da compiere, il primo di ogni gara, e i ponti che ne coprono l'attesa."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.periodo import UN_GIORNO
from ldq_planner.dates.testo import format_giorno
from ldq_planner.model.evento import GenereEvento
from ldq_planner.model.ponte import Riuscita
from ldq_planner.model.testo import format_durata, format_elenco, format_numero, lower_prima
from ldq_planner.reports.fatti import ATTI
from ldq_planner.reports.report import TRATTINO, Nota, Tabella, Tono, Voce

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.model.evento import Evento
    from ldq_planner.model.ponte import Ponte
    from ldq_planner.reports.report import Cella
    from ldq_planner.reports.responsabili import DiChi

RIGHE = 8
"""Quanti atti stanno in una carta breve."""
_ATTI = tuple(genere for genere, _, _ in ATTI)
_ALTRI = (GenereEvento.OPZIONE, GenereEvento.PREAVVISO, GenereEvento.SCELTA, GenereEvento.FASE)
_DI_SCENARIO = (GenereEvento.PONTE, GenereEvento.CONDIZIONE)
_STRUMENTI = 2
_ULTIMO = "Ultimo giorno per "
_COLONNE = ("Entro", "Che cosa si decide", "Quartieri")


class DaDecidere(NamedTuple):
    """Un atto da compiere, e l'ultimo giorno per farlo, compreso; chi lo segue, se i dati lo dicono."""

    entro: date
    genere: GenereEvento
    che_cosa: str
    quartieri: tuple[str, ...]
    responsabili: tuple[str, ...]


def list_decisioni(quadro: Quadro, tutti: Sequence[Evento], di_chi: DiChi) -> tuple[DaDecidere, ...]:
    """Gli atti da compiere fra gli eventi di un calendario, dal primo giorno: di una gara il primo che resta, e il bando."""
    portafoglio = quadro.portafoglio
    eventi = [e for e in tutti if e.genere in (*_ATTI, *_ALTRI, *_DI_SCENARIO)]
    bandi = {e.entita: e.fino_al for e in eventi if e.genere is GenereEvento.BANDO}
    viste, decisioni = set[str](), []
    for evento in eventi:
        if evento.genere in _ATTI:
            if evento.entita in viste:
                continue
            viste.add(evento.entita)
        che_cosa = _say_atto(evento, bandi.get(evento.entita), quadro)
        decisioni.append(DaDecidere(evento.fino_al, evento.genere, che_cosa, evento.quartieri, evento.responsabili))
    seguiti = {s.id for s in portafoglio.scenari if not di_chi.scelti or s.responsabile in di_chi.scelti}
    return tuple(sorted([*decisioni, *_list_ponti(quadro, seguiti)], key=lambda d: (d.entro, d.che_cosa)))


def _say_atto(evento: Evento, bando: date | None, quadro: Quadro) -> str:
    """«Cominciare il progetto del servizio, e far partire il bando entro il 19/05/2023 per «Gara…»»."""
    detto = evento.titolo.removeprefix(_ULTIMO)
    if evento.genere in _ATTI and evento.genere is not GenereEvento.BANDO and bando and bando >= quadro.oggi:
        detto = detto.replace(": «", f", e far partire il bando entro il {format_giorno(bando)}: «", 1)
    if evento.genere in (*_ATTI, GenereEvento.PONTE):
        detto = detto.replace(": «", " per «", 1)
    return f"{detto[0].upper()}{detto[1:]}"


def _list_ponti(quadro: Quadro, scenari: set[str]) -> Iterator[DaDecidere]:
    """I ponti delle gare in gioco: entro la vigilia del primo giorno che coprono."""
    richiesti = [s for s in quadro.portafoglio.richiesti if s.id in scenari and s.id in quadro.forecast().tempi]
    for scenario in richiesti:
        quartieri = quadro.forecast().tempi[scenario.id].quartieri
        suoi = [(q.ponte, q.id) for q in quartieri if q.ponte and q.ponte.is_lecito]
        suoi.sort(key=lambda coppia: (coppia[0].dal, coppia[0].mesi))
        for detto, gruppo in groupby(suoi, key=lambda coppia: _say_ponte(coppia[0])):
            coppie = list(gruppo)
            chi = (scenario.responsabile,) if scenario.responsabile else ()
            yield DaDecidere(coppie[0][0].dal - UN_GIORNO, GenereEvento.PONTE, detto, tuple(q for _, q in coppie), chi)


def _say_ponte(ponte: Ponte) -> str:
    """«Ponte di 5 mesi dal 15/01/2027, in attesa della gara: proroga tecnica»."""
    leciti = [s.nome.lower() for s in ponte.strumenti if s.esito is Riuscita.POSSIBILE]
    dubbi = [s.nome.lower() for s in ponte.strumenti if s.esito is Riuscita.DA_VERIFICARE]
    quanto = f"{format_durata(ponte.mesi, 'mesi')} dal {format_giorno(ponte.dal)}"
    come = format_elenco(leciti) if leciti else f"da verificare {' o '.join(dubbi[:_STRUMENTI])}"
    altri = len(dubbi) - _STRUMENTI
    return f"Ponte di {quanto}, in attesa della gara: {come}{f', o altri {altri} strumenti' if altri > 1 and not leciti else ''}"


def list_senza_ponte(quadro: Quadro) -> tuple[str, ...]:
    """I quartieri la cui attesa nessuno strumento ponte può coprire."""
    tempi = (quadro.forecast().tempi[s.id] for s in quadro.portafoglio.richiesti if s.id in quadro.forecast().tempi)
    return tuple(dict.fromkeys(q.id for t in tempi for q in t.quartieri if q.ponte and not q.ponte.is_lecito))


def build_decisioni(quadro: Quadro, decisioni: Sequence[DaDecidere]) -> Iterator[Tabella | Nota]:
    """Le prime, e quante sono le altre."""
    nomi = quadro.portafoglio.nomi
    righe = tuple(_build_riga(d, quadro.oggi, nomi) for d in decisioni[:RIGHE])
    yield Tabella("", _COLONNE, righe, vuota="Nulla da decidere.")
    if altre := decisioni[RIGHE:]:
        quante = "Un altro atto" if len(altre) == 1 else f"Altri {format_numero(len(altre))} atti"
        yield Nota(f"{quante}, dal {format_giorno(altre[0].entro)} in poi.")


def _build_riga(decisione: DaDecidere, oggi: date, nomi: dict[str, str]) -> tuple[Cella, ...]:
    chi = ", ".join(nomi[q] for q in dict.fromkeys(decisione.quartieri))
    entro: Cella = decisione.entro
    if decisione.entro < oggi:
        entro = Voce(f"✗ subito: era il {format_giorno(decisione.entro)}", Tono.ALLARME)
    return entro, decisione.che_cosa, chi or TRATTINO


def say_decisioni(quadro: Quadro, decisioni: Sequence[DaDecidere]) -> Iterator[str]:
    """Ciò che è già in ritardo, e le prime due cose da decidere; poi per chi non c'è ponte."""
    atti = [d for d in decisioni if d.genere is not GenereEvento.FASE]
    tardi = [d for d in atti if d.entro < quadro.oggi]
    if tardi:
        altri = f"; gli atti in ritardo sono {format_numero(len(tardi))}" if len(tardi) > 1 else ""
        yield f"Da fare subito: {_say(quadro, tardi[0])} (andava fatto entro il {format_giorno(tardi[0].entro)}){altri}."
    for decisione in [d for d in atti if d.entro >= quadro.oggi][:2]:
        yield f"Da decidere entro il {format_giorno(decisione.entro)}: {_say(quadro, decisione)}."
    if senza := list_senza_ponte(quadro):
        yield f"Per {format_elenco([quadro.portafoglio.nomi[q] for q in senza])} nessuno strumento ponte è lecito."


def _say(quadro: Quadro, decisione: DaDecidere) -> str:
    """La decisione dentro una frase; di un ponte, anche per quali quartieri."""
    di_chi = format_elenco([quadro.portafoglio.nomi[q] for q in decisione.quartieri])
    return f"{lower_prima(decisione.che_cosa)}{f' (per {di_chi})' if decisione.genere is GenereEvento.PONTE else ''}"
