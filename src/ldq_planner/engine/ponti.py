"""Il ponte più corto che copre l'attesa di una gara, e gli strumenti leciti per farlo.

Ogni strumento chiede dei requisiti (`regimi/ponti.yaml`); qui si dice se i dati li confermano, li escludono, o tacciono.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.mesi import end_of_mesi, shift_mesi
from ldq_planner.dates.periodo import Periodo
from ldq_planner.engine.costi import compute_mensile
from ldq_planner.engine.gara_in_corso import is_partito
from ldq_planner.engine.norme import get_fonte
from ldq_planner.engine.scadenze import compute_base, compute_effettiva, extend, follow
from ldq_planner.engine.scenari import is_superato
from ldq_planner.engine.stime import compute_fine
from ldq_planner.engine.valore import ESCLUSA, INCLUSA, list_netti
from ldq_planner.engine.vigore import compute_vigore
from ldq_planner.model.ponte import PEGGIO, EsitoStrumento, Motivo, Ponte, PontiInsieme

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.engine.cronoprogramma import Agenda
    from ldq_planner.engine.norme import Diritto
    from ldq_planner.model.contratto import Contratto
    from ldq_planner.model.cronoprogramma import Cronoprogramma
    from ldq_planner.model.norme import Articolo, Strumento, Valore
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.scenario import Scenario

# gli strumenti di `regimi/ponti.yaml` che hanno un nome anche fuori
RINNOVO, PROROGA_PREVISTA, PROROGA_TECNICA = "rinnovo", "proroga-da-opzione", "proroga-tecnica"
RIPETIZIONE = "ripetizione"
_OPZIONI = {
    RINNOVO: ("rinnovo",),
    PROROGA_PREVISTA: ("proroga",),
    PROROGA_TECNICA: ("proroga", "proroga-tecnica"),
    RIPETIZIONE: ("ripetizione",),
}
"""Strumento → i tipi di opzione che lo prevedono; di un altro strumento le opzioni non dicono nulla."""

_DIRETTO = "affidamento_diretto"
_SI, _FORSE, _NO = PEGGIO


class _Caso(NamedTuple):
    """Ciò che si sa dell'attesa da coprire: il contratto che finisce, il ponte, il bando della gara che segue."""

    diritto: Diritto
    contratto: Contratto | None
    mesi: int
    dal: date
    oggi: date
    invio: date | None = None
    is_partito: bool = False
    opzioni: tuple[str, ...] = ()
    """I tipi di opzione che prevedono lo strumento di cui si parla."""

    @property
    def giorno(self) -> date:
        """Il giorno di cui vale la legge: oggi, o il primo di cui è nota."""
        return max(self.oggi, self.diritto.primo_giorno)


def find_ponte(
    portafoglio: Portafoglio, agenda: Agenda, quartiere: str, attesa: Periodo, oggi: date, crono: Cronoprogramma
) -> Ponte:
    """Il minor numero di mesi interi che copre l'attesa, e quali strumenti lo consentono. Estremi: compresi."""
    mesi, diritto = count_ponte(attesa), agenda.diritto
    contratto = find_prolungato(portafoglio, quartiere, attesa.inizio)
    caso = _Caso(diritto, contratto, mesi, attesa.inizio, oggi, crono.invio, is_partito(agenda))
    strumenti = tuple(_evaluate(caso, s) for s in diritto.norme.ponti.strumenti)
    is_minimo = contratto is not None and contratto.iva == INCLUSA
    return Ponte(attesa.inizio, end_of_mesi(attesa.inizio, mesi), mesi, _compute_netto(caso), is_minimo, strumenti)


def sum_ponti(diritto: Diritto, ponti: Mapping[str, Ponte], oggi: date) -> PontiInsieme | None:
    """Quanto costano insieme i ponti di più quartieri, di cui il costo è noto, e il limite dell'affidamento diretto.

    Sono un bisogno solo: divisi fra più affidamenti per restare sotto il limite sarebbe un frazionamento.
    """
    netti = {quartiere: ponte.netto for quartiere, ponte in ponti.items() if ponte.netto is not None}
    if len(netti) <= 1:
        return None
    netto = sum(netti.values(), Decimal(0))
    limite = diritto.find_valore(_DIRETTO, max(oggi, diritto.primo_giorno))
    is_oltre = limite is not None and netto >= limite.valore
    is_minimo = any(ponti[quartiere].netto_minimo for quartiere in netti)
    massimo = None if limite is None else limite.valore
    return PontiInsieme(tuple(netti), netto, is_minimo, massimo, is_oltre, *get_fonte(limite))


def check_atto(diritto: Diritto, strumento: str, contratto: Contratto, mesi: int, oggi: date) -> tuple[Motivo, ...]:
    """I requisiti, massimo compreso, che lo strumento chiede a un contratto che oggi lo si volesse prolungare.

    Che il contratto preveda un rinnovo o una proroga lo sa chi ne guarda le opzioni.
    """
    scelto = _get_strumento(diritto, strumento)
    motivi = _check(_Caso(diritto, contratto, mesi, oggi, oggi), scelto)
    return tuple(m for m in motivi if m.requisito != "opzione-prevista" or m.requisito not in scelto.requisiti)


def count_ponte(attesa: Periodo) -> int:
    """Il minor numero di mesi interi che, dall'inizio dell'attesa, arriva alla sua fine compresa."""
    inizio, fine = attesa.inizio, attesa.fine
    mesi = max(1, 12 * (fine.year - inizio.year) + fine.month - inizio.month - 1)
    while end_of_mesi(attesa.inizio, mesi) < attesa.fine:
        mesi += 1
    return mesi


def list_ponti(portafoglio: Portafoglio, oggi: date) -> Iterator[Scenario]:
    """I ponti allo studio non superati, con l'inizio scritto."""
    for scenario in portafoglio.scenari:
        if scenario.tipo == "ponte" and scenario.inizio.is_nota and not is_superato(portafoglio, scenario, oggi):
            yield scenario


def measure_ponte(portafoglio: Portafoglio, ponte: Scenario) -> int | None:
    """I mesi interi che copre un ponte allo studio con l'inizio scritto; `None` se la fine non è nota."""
    if ponte.durata_mesi is not None:
        return ponte.durata_mesi
    fine, inizio = compute_fine(portafoglio, ponte).scritta, ponte.inizio.scritta
    if not fine.is_nota or fine.primo < inizio.ultimo:
        return None
    return count_ponte(Periodo(inizio.ultimo, fine.primo))


def find_prolungato(portafoglio: Portafoglio, quartiere: str, dal: date) -> Contratto | None:
    """Il contratto del quartiere che finisce più tardi, fra quelli cominciati prima di un ponte che comincia `dal`."""
    vigori = [(c, *compute_vigore(c, quartiere)) for c in portafoglio.contratti_by_quartiere[quartiere]]
    cominciati = [(c, fine) for c, inizio, fine in vigori if inizio.primo < dal]
    return max(cominciati, key=lambda coppia: coppia[1].ultimo)[0] if cominciati else None


def sum_proroghe(contratto: Contratto | None) -> int:
    """I mesi delle proroghe tecniche già date; quelle che il contratto prevede non vi contano."""
    if contratto is None or not contratto.opzioni:
        return 0
    fine, mesi = compute_base(contratto), 0
    for opzione in contratto.opzioni:
        if opzione.stato == "esercitata":
            dal, fine = follow(fine), extend(fine, opzione)
            if opzione.tipo == PROROGA_TECNICA:
                mesi += opzione.durata_mesi or _count_mesi(dal, fine)
    return mesi


def _count_mesi(dal: DataIncerta, al: DataIncerta) -> int:
    """I mesi, per eccesso, fra due giorni certi; zero se uno dei due non lo è."""
    is_misurabile = dal.is_certa and al.is_certa and dal.primo <= al.primo
    return count_ponte(Periodo(dal.primo, al.primo)) if is_misurabile else 0


def find_massimo(diritto: Diritto, strumento: str, giorno: date) -> Valore | None:
    """Quanto lo strumento può durare, per un ponte di quel giorno; prima della prima legge conosciuta vale quella."""
    massimo = _get_strumento(diritto, strumento).massimo
    return diritto.find_valore(massimo, max(giorno, diritto.primo_giorno)) if massimo else None


def find_fonte(diritto: Diritto | None, strumento: str, contratto: Contratto | None, giorno: date) -> str:
    """L'articolo che regge lo strumento, per un ponte di quel giorno; vuoto senza legge, o se non ne parla."""
    articolo = _find_articolo(diritto, _get_strumento(diritto, strumento), contratto, giorno) if diritto else None
    return articolo.fonte if articolo else ""


def _find_articolo(
    diritto: Diritto, strumento: Strumento, contratto: Contratto | None, giorno: date
) -> Articolo | None:
    """L'articolo dello strumento: di ciò che prolunga un contratto, nella legge del contratto, quella del suo inizio.

    Prima della prima legge conosciuta vale quella.
    """
    legge = _find_legge(strumento, contratto, giorno)
    return diritto.find_articolo(max(legge, diritto.primo_giorno), strumento.id)


def _find_legge(strumento: Strumento, contratto: Contratto | None, giorno: date) -> date:
    return contratto.inizio.primo if contratto is not None and strumento.legge == "contratto" else giorno


def _get_strumento(diritto: Diritto, id_: str) -> Strumento:
    return next(s for s in diritto.norme.ponti.strumenti if s.id == id_)


def _evaluate(caso: _Caso, strumento: Strumento) -> EsitoStrumento:
    motivi = _check(caso, strumento)
    esito = max((m.esito for m in motivi), key=PEGGIO.index, default=_SI)
    fonte = get_fonte(_find_articolo(caso.diritto, strumento, caso.contratto, caso.oggi))
    return EsitoStrumento(strumento.id, strumento.nome, esito, tuple(m for m in motivi if m.esito is esito), *fonte)


def _check(caso: _Caso, strumento: Strumento) -> list[Motivo]:
    """Ogni requisito dello strumento, anche della sola legge del contratto, e poi la sua durata massima."""
    caso = caso._replace(opzioni=_OPZIONI.get(strumento.id, ()))
    articolo = _find_articolo(caso.diritto, strumento, caso.contratto, caso.oggi)
    chiesti = dict.fromkeys((*strumento.requisiti, *(articolo.chiede if articolo else ())))
    motivi = [_REQUISITI[requisito](caso) for requisito in chiesti]
    return [*motivi, _check_massimo(caso, strumento)] if strumento.massimo else motivi


def _check_opzione(caso: _Caso) -> Motivo:
    """L'opzione che prevede lo strumento è nel contratto, e non è già stata usata.

    Una ripetizione sta nel primo bando, e fra le opzioni la scrivono in pochi: resta da verificare finché ce n'è un'altra aperta.
    """
    if caso.contratto is None:
        return Motivo("opzione-prevista", _NO)
    aperte = [o for o in caso.contratto.opzioni if o.stato == "aperta"]
    sua = next((o for o in aperte if o.tipo in caso.opzioni), None)
    is_ignota = not caso.contratto.opzioni or (aperte and RIPETIZIONE in caso.opzioni)
    return Motivo("opzione-prevista", _SI if sua else (_FORSE if is_ignota else _NO), caso.contratto, opzione=sua)


def _check_vigore(caso: _Caso) -> Motivo:
    """Il contratto è ancora in vigore: scaduto, non si prolunga più."""
    is_in_vigore = caso.contratto is not None and compute_effettiva(caso.contratto).primo >= caso.oggi
    return Motivo("in-vigore", _SI if is_in_vigore else _NO, caso.contratto)


def _check_avviata(caso: _Caso) -> Motivo:
    """La gara che segue è avviata prima della scadenza."""
    if caso.invio is None:
        return Motivo("gara-avviata", _FORSE)
    esito = _SI if caso.invio < caso.dal else _NO
    return Motivo("gara-avviata", esito, invio=caso.invio, is_partito=caso.is_partito)


def _check_forma(caso: _Caso) -> Motivo:
    """Non è un incarico individuale, che non si rinnova."""
    is_incarico = caso.contratto is not None and caso.contratto.tipo == "incarico-professionale"
    return Motivo("non-incarico", _FORSE if is_incarico else _SI, caso.contratto)


def _check_diretta(caso: _Caso) -> Motivo:
    """Il valore del ponte sta sotto il limite dell'affidamento diretto, senza frazionare il bisogno."""
    limite, netto = caso.diritto.find_valore(_DIRETTO, caso.giorno), _compute_netto(caso)
    is_oltre = limite is not None and netto is not None and netto >= limite.valore
    return Motivo("sotto-soglia-diretta", _NO if is_oltre else _FORSE, caso.contratto, netto=netto, limite=limite)


def _compute_netto(caso: _Caso) -> Decimal | None:
    """Quanto costa il ponte di un solo quartiere al netto dell'IVA, almeno; `None` se il costo al mese non è noto."""
    mensile = compute_mensile(caso.contratto) if caso.contratto else None
    if mensile is None or caso.contratto is None:
        return None
    iva = INCLUSA if caso.contratto.iva == "inclusa" else ESCLUSA
    costo = mensile * caso.mesi / len(caso.contratto.quartieri)
    return min(netto for _, netto in list_netti(caso.diritto, costo, iva, caso.giorno))


def _check_rotazione(_: _Caso) -> Motivo:
    return Motivo("rotazione", _FORSE)


def _check_massimo(caso: _Caso, strumento: Strumento) -> Motivo:
    """Il ponte sta nella durata massima; una proroga tecnica, con quelle già date; una ripetizione, nel suo tempo."""
    massimo = find_massimo(caso.diritto, strumento.id, _find_legge(strumento, caso.contratto, caso.oggi))
    if massimo is not None and massimo.da is not None:
        return _check_entro(caso, massimo)
    gia_dati = sum_proroghe(caso.contratto) if strumento.id == PROROGA_TECNICA else 0
    mesi = caso.mesi + gia_dati
    esito = _FORSE if massimo is None else (_NO if mesi > massimo.valore else _SI)
    return Motivo("massimo", esito, caso.contratto, mesi=mesi, gia_dati=gia_dati, limite=massimo)


def _check_entro(caso: _Caso, limite: Valore) -> Motivo:
    """Il ponte comincia entro il tempo che corre dalla stipula: del contratto si conosce l'inizio, che la segue."""
    if caso.contratto is None:
        return Motivo("entro", _NO, limite=limite)
    inizio = caso.contratto.inizio
    primo, ultimo = (shift_mesi(giorno, limite.valore) for giorno in (inizio.primo, inizio.ultimo))
    esito = _SI if caso.dal <= primo else (_FORSE if caso.dal <= ultimo else _NO)
    return Motivo("entro", esito, caso.contratto, entro=primo if esito is _SI else ultimo, limite=limite)


_REQUISITI = {
    "opzione-prevista": _check_opzione,
    "in-vigore": _check_vigore,
    "gara-avviata": _check_avviata,
    "non-incarico": _check_forma,
    "sotto-soglia-diretta": _check_diretta,
    "rotazione": _check_rotazione,
}
