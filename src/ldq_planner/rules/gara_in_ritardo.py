"""Una gara in corso è in ritardo: sul giorno scritto nello scenario, o una sua fase sulla sua durata.

Perché: chi legge lo scenario conta su un giorno che i fatti non lasciano più mantenere, o la gara è ferma e nessuno lo dice.
Il giorno è quello contato dai fatti, ai tempi probabili; di una fase, quello della sua durata o quello già fissato: anche se deve
ancora venire, e ciò che la precede o il suo minimo di legge non la lasciano compiere per allora. Di chi non è ancora cominciata
parla `bando-in-ritardo`; di un servizio già cominciato `scenario-superato`.

Passa (oggi 27/11/2026: il servizio comincia il 03/06/2027):

    inizio: 2027-07-01
    avanzamento:
      - {fase: pubblicazione, conclusa: 2026-10-20}

Non passa:

    inizio: 2027-01-15
    avanzamento:
      - {fase: pubblicazione, conclusa: 2026-10-20}

Rimedio: scrivere il giorno che i fatti danno, e prevedere un ponte fino ad allora; scrivere i fatti che mancano.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_data, format_giorno
from ldq_planner.engine.scenari import is_superato
from ldq_planner.errors import Ref, Severita
from ldq_planner.model.gara_in_corso import StatoFase
from ldq_planner.model.testo import format_giorni
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo
from ldq_planner.rules.base.gare import list_gare

if TYPE_CHECKING:
    from ldq_planner.model.gara_in_corso import FaseSeguita
    from ldq_planner.rules.base.gare import GaraAlloStudio

CODICE = "gara-in-ritardo"
SEVERITA = Severita.AVVISO


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per gara che comincerà dopo il giorno scritto, e una per fase oltre la sua durata."""
    for gara in list_gare(contesto):
        avanzamento = gara.tempi.avanzamento
        if avanzamento is None or is_superato(contesto.portafoglio, gara.scenario, contesto.oggi):
            continue
        yield from _check_inizio(gara)
        prima, *altre = avanzamento.in_ritardo or (None,)
        if prima is not None:  # un giorno fissato che per il suo ritardo non si mantiene è già detto con lei
            yield from (_build_fase(gara, f) for f in (prima, *(f for f in altre if f.giorni is not None)))


def _check_inizio(gara: GaraAlloStudio) -> Rilievi:
    tempi, inizio = gara.tempi, gara.scenario.inizio
    if not tempi.is_in_corso or not inizio.is_nota or not tempi.ritardo_giorni or tempi.inizio_previsto is None:
        return
    giorno = format_giorno(tempi.primo_avvio)
    yield Rilievo(
        f"la gara di «{gara.scenario.id}» è in corso, e il servizio comincia il {giorno}: "
        f"{format_giorni(tempi.ritardo_giorni)} dopo il giorno scritto ({format_data(inizio)})",
        f"scrivere inizio: {tempi.primo_avvio.isoformat()}, e prevedere un ponte fino ad allora (ldq scenari dice quale)",
        Ref("scenari", gara.scenario.id, ("inizio",)),
    )


def _build_fase(gara: GaraAlloStudio, fase: FaseSeguita) -> Rilievo:
    if fase.stato is StatoFase.FISSATA and fase.giorni is None and fase.fine is not None:
        fissata = format_giorno(fase.fine - timedelta(days=fase.ritardo_giorni))
        return Rilievo(
            f"nella gara di «{gara.scenario.id}» «{fase.nome}» è fissata il {fissata}, ma non può compiersi prima del "
            f"{format_giorno(fase.fine)}: {format_giorni(fase.ritardo_giorni)} dopo",
            f"se è stata spostata, scriverlo: ldq fatto {gara.scenario.id} {fase.id} --fissata-al {fase.fine.isoformat()}; "
            "altrimenti scrivere i fatti che mancano, o in durate quanto dureranno le fasi di prima",
            Ref("scenari", gara.scenario.id, ("avanzamento",)),
        )
    da = f" dal {format_giorno(fase.inizio)}" if fase.inizio else ""
    stima = f", stimata in {format_giorni(fase.stima_giorni)}" if fase.stima_giorni else ""
    return Rilievo(
        f"nella gara di «{gara.scenario.id}» «{fase.nome}» è in corso{da}{stima}: è in ritardo di "
        f"{format_giorni(fase.ritardo_giorni)}",
        f"se è compiuta, scriverlo (ldq fatto {gara.scenario.id} {fase.id} --il GIORNO); altrimenti dire in durate quanto "
        "durerà, o in fissata_al quando finirà",
        Ref("scenari", gara.scenario.id, ("avanzamento",)),
    )
