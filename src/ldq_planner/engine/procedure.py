"""La stessa richiesta con ogni procedura che la legge conosce, nei tre profili."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.engine.ammissione import admit
from ldq_planner.engine.durate import PROFILI
from ldq_planner.engine.gara import imagine_agenda
from ldq_planner.engine.valore import list_netti
from ldq_planner.model.ponte import PEGGIO, Riuscita
from ldq_planner.model.procedure import ProceduraAConfronto, TempiProfilo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal

    from ldq_planner.engine.cronoprogramma import Agenda
    from ldq_planner.engine.gara import Richiesta
    from ldq_planner.engine.norme import Diritto
    from ldq_planner.model.cronoprogramma import Ammessa, Cronoprogramma

PROBABILE = PROFILI[1]


def list_agende(diritto: Diritto, richiesta: Richiesta) -> Iterator[tuple[Agenda, ...]]:
    """Per ogni procedura, la gara immaginata nei tre profili."""
    for procedura in diritto.norme.procedure.procedure:
        ipotesi = richiesta.ipotesi._replace(procedura=procedura)
        yield tuple(imagine_agenda(diritto, richiesta._replace(ipotesi=ipotesi._replace(profilo=p))) for p in PROFILI)


def compare_procedure(diritto: Diritto, richiesta: Richiesta, oggi: date) -> tuple[ProceduraAConfronto, ...]:
    """Una riga per procedura: prima quelle che nulla esclude, poi per il giorno che chi chiede vuole sapere."""
    righe = [_compare(agende, richiesta, oggi) for agende in list_agende(diritto, richiesta)]
    return tuple(sorted(righe, key=lambda riga: _rank(riga, indietro=richiesta.servizio_dal is not None)))


def _compare(agende: tuple[Agenda, ...], richiesta: Richiesta, oggi: date) -> ProceduraAConfronto:
    date_ = [crono for agenda in agende if (crono := richiesta.schedule(agenda)) is not None]
    probabile = next((c for c in date_ if c.profilo == PROBABILE), None)
    giorno = probabile.pubblicazione if probabile else agende[0].diritto.primo_giorno
    lette = _admit(agende[0], richiesta, giorno)
    escluse = tuple(a for a, letta in lette if not letta.ammessa)
    ammessa = lette[0][1]
    is_mista = 0 < len(escluse) < len(lette)
    return ProceduraAConfronto(
        procedura=ammessa.procedura,
        nome=ammessa.nome,
        esito=Riuscita.DA_VERIFICARE if is_mista else ammessa.esito,
        aliquote_escluse=tuple(a for a in escluse if a is not None) if is_mista else (),
        condizioni=ammessa.condizioni,
        riferimento=ammessa.riferimento,
        stato_fonte=ammessa.stato_fonte,
        tempi=tuple(_describe(crono, oggi) for crono in date_) if len(date_) == len(agende) else (),
    )


def _admit(agenda: Agenda, richiesta: Richiesta, giorno: date) -> list[tuple[int | None, Ammessa]]:
    """Se è ammessa, per ogni aliquota possibile, dal valore netto più alto; una volta sola, se il valore non si è detto."""
    appalto = agenda.ipotesi.describe_appalto(richiesta.durata_mesi)
    netti: list[tuple[int | None, Decimal | None]] = [(None, appalto.netto)]
    if richiesta.importo is not None:
        letture = list_netti(agenda.diritto, richiesta.importo, richiesta.iva, giorno)
        netti = [*sorted(letture, key=lambda lettura: -lettura[1])]
    procedura = agenda.ipotesi.procedura
    return [(a, admit(agenda.diritto, procedura, appalto._replace(netto=netto), giorno)) for a, netto in netti]


def _describe(crono: Cronoprogramma, oggi: date) -> TempiProfilo:
    margine = (crono.inizio_preparazione - oggi).days
    inizio = crono.inizio_preparazione
    return TempiProfilo(crono.profilo, crono.regime, inizio, crono.invio, crono.pubblicazione, crono.avvio, margine)


def _rank(riga: ProceduraAConfronto, *, indietro: bool) -> tuple[bool, bool, int]:
    """In avanti chi comincia prima, all'indietro chi si può bandire più tardi; chi non ha date, o è escluso, in fondo."""
    tempi = riga.find_tempi(PROBABILE)
    giorno = 0 if tempi is None else -tempi.invio.toordinal() if indietro else tempi.avvio.toordinal()
    return riga.esito is PEGGIO[-1], tempi is None, giorno
