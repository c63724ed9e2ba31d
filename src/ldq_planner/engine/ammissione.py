"""Se una procedura è ammessa per un appalto in un giorno, e perché: ciò che la legge chiede, condizione per condizione."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.engine.norme import get_fonte
from ldq_planner.model.cronoprogramma import Ammessa, CondizioneDiLegge
from ldq_planner.model.ponte import PEGGIO, Riuscita
from ldq_planner.model.testo import format_elenco

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal

    from ldq_planner.engine.norme import Diritto
    from ldq_planner.model.norme import Ammissione, OpzioneDiGara, Procedura, Valore


_ESITI = {True: Riuscita.POSSIBILE, False: Riuscita.ESCLUSO, None: Riuscita.DA_VERIFICARE}


class Appalto(NamedTuple):
    """Ciò che si vuole affidare, per quanto se ne sa: ciò che manca non esclude nulla, e resta da verificare.

    Unità: `netto` in euro senza IVA, con opzioni, rinnovi e tutti i lotti.
    """

    netto: Decimal | None = None
    servizio: str = ""
    """Il genere di servizi; vuoto, quello che si assume."""
    durata_mesi: int | None = None
    casi: frozenset[str] = frozenset()
    """Fra essi gli id delle opzioni di gara chieste."""


def admit(diritto: Diritto, procedura: Procedura, appalto: Appalto, giorno: date) -> Ammessa:
    """Se la procedura è ammessa per quell'appalto con la legge di quel giorno, e ciascuna condizione che la legge pone.

    Un limite che la legge di quel giorno non dà non limita.
    """
    articolo = diritto.find_articolo(giorno, procedura.id)
    condizioni = [
        *_check_prevista(diritto, procedura, giorno),
        *_check(_Esame(diritto, appalto, giorno, *get_fonte(articolo)), procedura.ammessa),
    ]
    for opzione in diritto.list_opzioni(appalto.casi):
        if procedura.id in opzione.procedure:
            condizioni += admit_opzione(diritto, opzione, appalto, giorno)
        else:
            esame = _imagine_opzione(diritto, opzione, appalto, giorno)
            condizioni.append(esame.say("opzione", opzione.nome, ricorre=False))
    esito = max((c.esito for c in condizioni), key=PEGGIO.index, default=Riuscita.POSSIBILE)
    esclusa = next((c for c in condizioni if c.esito is Riuscita.ESCLUSO), None)
    limite = diritto.find_limite(procedura.ammessa.sotto or procedura.ammessa.da, appalto.servizio, giorno)
    fonte = (esclusa.riferimento, esclusa.stato_fonte) if esclusa else get_fonte(limite or articolo)
    return Ammessa(procedura.id, procedura.nome, esclusa is None, esito, *fonte, tuple(condizioni))


def admit_opzione(
    diritto: Diritto, opzione: OpzioneDiGara, appalto: Appalto, giorno: date
) -> tuple[CondizioneDiLegge, ...]:
    """Le condizioni di un'opzione di gara, oltre a quelle della procedura."""
    return tuple(_check(_imagine_opzione(diritto, opzione, appalto, giorno), opzione.ammessa))


def is_prevista(procedura: Procedura, giorno: date) -> bool:
    """Vero se la legge di quel giorno già prevede la procedura."""
    return procedura.dal is None or procedura.dal.primo <= giorno


class _Esame(NamedTuple):
    """L'appalto, la legge, e l'articolo della procedura o dell'opzione di cui si guardano le condizioni."""

    diritto: Diritto
    appalto: Appalto
    giorno: date
    riferimento: str | None
    stato_fonte: str | None

    def find(self, limite: str | None) -> Valore | None:
        """Il limite con quell'id, per il servizio e nel giorno."""
        return self.diritto.find_limite(limite, self.appalto.servizio, self.giorno)

    def limit(self, codice: str, limite: Valore, *, ricorre: bool | None) -> CondizioneDiLegge:
        """La condizione che pone quel limite; `ricorre` è `None` se non lo si sa."""
        fonte, stato = get_fonte(limite)
        return CondizioneDiLegge(codice, _ESITI[ricorre], limite.valore, limite.unita, None, limite.nota, fonte, stato)

    def say(self, codice: str, testo: str, *, ricorre: bool | None) -> CondizioneDiLegge:
        """La condizione che non è un numero: la pone l'articolo della procedura, o dell'opzione."""
        return CondizioneDiLegge(
            codice, _ESITI[ricorre], testo=testo, riferimento=self.riferimento, stato_fonte=self.stato_fonte
        )


def _imagine_opzione(diritto: Diritto, opzione: OpzioneDiGara, appalto: Appalto, giorno: date) -> _Esame:
    return _Esame(diritto, appalto, giorno, *get_fonte(diritto.find_articolo(giorno, opzione.id)))


def _check_prevista(diritto: Diritto, procedura: Procedura, giorno: date) -> Iterator[CondizioneDiLegge]:
    if procedura.dal is not None:
        dal = procedura.dal.primo
        fonte, stato = get_fonte(diritto.find_articolo(dal, procedura.id))
        esito = _ESITI[is_prevista(procedura, giorno)]
        yield CondizioneDiLegge("prevista", esito, dal=dal, riferimento=fonte, stato_fonte=stato)


def _check(esame: _Esame, ammissione: Ammissione) -> Iterator[CondizioneDiLegge]:
    """Ogni condizione di una procedura o di un'opzione."""
    netto, mesi = esame.appalto.netto, esame.appalto.durata_mesi
    if da := esame.find(ammissione.da):
        yield esame.limit("valore-da", da, ricorre=None if netto is None else netto >= da.valore)
    if sotto := esame.find(ammissione.sotto):
        yield esame.limit("valore-sotto", sotto, ricorre=None if netto is None else netto < sotto.valore)
    if ammissione.servizi:
        find_servizio = esame.diritto.find_servizio
        nomi = format_elenco([find_servizio(s).nome for s in ammissione.servizi])
        yield esame.say("servizio", nomi, ricorre=find_servizio(esame.appalto.servizio).id in ammissione.servizi)
    if durata := esame.find(ammissione.durata):
        yield esame.limit("durata", durata, ricorre=None if mesi is None else mesi <= durata.valore)
    if durata := esame.find(ammissione.durata_di_regola):
        yield esame.limit("durata-di-regola", durata, ricorre=True if mesi and mesi <= durata.valore else None)
    if entro := esame.find(ammissione.entro):
        yield esame.limit("entro", entro, ricorre=None)
    yield from (esame.say("altra", testo, ricorre=None) for testo in ammissione.condizioni)
