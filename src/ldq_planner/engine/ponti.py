"""Il ponte più corto che copre l'attesa di una gara, e gli strumenti leciti per farlo.

Ogni strumento chiede dei requisiti (`regimi/ponti.yaml`); qui si dice se i dati li confermano, li escludono, o tacciono.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.mesi import end_of_mesi
from ldq_planner.dates.periodo import Periodo
from ldq_planner.dates.testo import format_data, format_giorno
from ldq_planner.engine.costi import compute_mensile
from ldq_planner.engine.norme import get_fonte
from ldq_planner.engine.scadenze import compute_effettiva
from ldq_planner.engine.scenari import compute_fine
from ldq_planner.engine.valore import ESCLUSA, INCLUSA, compute_valori
from ldq_planner.model.tempi import EsitoStrumento, Ponte, Riuscita
from ldq_planner.model.testo import format_durata, format_euro

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.engine.norme import Diritto
    from ldq_planner.model.contratto import Contratto
    from ldq_planner.model.cronoprogramma import Cronoprogramma
    from ldq_planner.model.norme import Articolo, Strumento, Valore
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.scenario import Scenario

# gli strumenti di `regimi/ponti.yaml` che hanno un nome anche fuori
RINNOVO, PROROGA_PREVISTA, PROROGA_TECNICA = "rinnovo", "proroga-da-opzione", "proroga-tecnica"

_SI, _FORSE, _NO = _PEGGIO = (Riuscita.POSSIBILE, Riuscita.DA_VERIFICARE, Riuscita.ESCLUSO)


class _Caso(NamedTuple):
    """Ciò che si sa dell'attesa da coprire: il contratto che finisce, il ponte, la gara che segue."""

    contratto: Contratto | None
    mesi: int
    dal: date
    oggi: date
    crono: Cronoprogramma | None
    diritto: Diritto


class _Risposta(NamedTuple):
    """Se un requisito c'è, e perché."""

    esito: Riuscita
    motivo: str


def find_ponte(
    portafoglio: Portafoglio, diritto: Diritto, quartiere: str, attesa: Periodo, oggi: date, crono: Cronoprogramma
) -> Ponte:
    """Il minor numero di mesi interi che copre l'attesa, e quali strumenti lo consentono. Estremi: compresi."""
    mesi = count_ponte(attesa)
    contratto = find_prolungato(portafoglio, quartiere, attesa.inizio)
    caso = _Caso(contratto, mesi, attesa.inizio, oggi, crono, diritto)
    strumenti = tuple(_evaluate(caso, s) for s in diritto.norme.ponti.strumenti)
    return Ponte(attesa.inizio, end_of_mesi(attesa.inizio, mesi), mesi, strumenti)


class Verifica(NamedTuple):
    """Un requisito di uno strumento: se c'è, e perché."""

    requisito: str
    esito: Riuscita
    motivo: str


def check_atto(diritto: Diritto, strumento: str, contratto: Contratto, mesi: int, oggi: date) -> tuple[Verifica, ...]:
    """I requisiti, massimo compreso, che lo strumento chiede a un contratto che oggi lo si volesse prolungare.

    Che il contratto lo preveda lo sa chi ne guarda le opzioni.
    """
    scelto = _get_strumento(diritto, strumento)
    caso = _Caso(contratto, mesi, oggi, oggi, None, diritto)
    risposte: dict[str, _Risposta] = {r: _REQUISITI[r](caso) for r in scelto.requisiti if r != "opzione-prevista"}
    if scelto.massimo:
        risposte["massimo"] = _check_massimo(caso, strumento)
    return tuple(Verifica(requisito, *risposta) for requisito, risposta in risposte.items())


def count_ponte(attesa: Periodo) -> int:
    """Il minor numero di mesi interi che, dall'inizio dell'attesa, arriva alla sua fine compresa."""
    mesi = 1
    while end_of_mesi(attesa.inizio, mesi) < attesa.fine:
        mesi += 1
    return mesi


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
    contratti = [c for c in portafoglio.contratti_by_quartiere[quartiere] if c.inizio.primo < dal]
    return max(contratti, key=lambda c: compute_effettiva(c).ultimo, default=None)


def sum_proroghe(contratto: Contratto) -> int:
    """I mesi delle proroghe esercitate."""
    return sum(o.durata_mesi or 0 for o in contratto.opzioni if o.tipo == "proroga" and o.stato == "esercitata")


def find_massimo(diritto: Diritto, strumento: str, giorno: date) -> Valore | None:
    """Quanto lo strumento può durare, per un ponte di quel giorno; prima della prima legge conosciuta vale quella."""
    massimo = _get_strumento(diritto, strumento).massimo
    return diritto.find_valore(massimo, max(giorno, diritto.primo_giorno)) if massimo else None


def find_articolo(diritto: Diritto, strumento: str, giorno: date) -> Articolo | None:
    """L'articolo che regge lo strumento quel giorno; prima della prima legge conosciuta vale quella."""
    return diritto.find_articolo(max(giorno, diritto.primo_giorno), strumento)


def _get_strumento(diritto: Diritto, id_: str) -> Strumento:
    return next(s for s in diritto.norme.ponti.strumenti if s.id == id_)


def _evaluate(caso: _Caso, strumento: Strumento) -> EsitoStrumento:
    risposte = [_REQUISITI[r](caso) for r in strumento.requisiti]
    if strumento.massimo:
        risposte.append(_check_massimo(caso, strumento.id))
    esito = max((r.esito for r in risposte), key=_PEGGIO.index, default=_SI)
    motivi = tuple(r.motivo for r in risposte if r.esito is esito)
    articolo = find_articolo(caso.diritto, strumento.id, caso.oggi)
    return EsitoStrumento(strumento.id, strumento.nome, esito, motivi, *get_fonte(articolo))


def _check_opzione(caso: _Caso) -> _Risposta:
    """L'opzione è nel contratto, e non è già stata usata."""
    if caso.contratto is None:
        return _Risposta(_NO, "nessun contratto da prolungare")
    aperte = [o for o in caso.contratto.opzioni if o.stato == "aperta"]
    if aperte:
        return _Risposta(_SI, f"il contratto prevede un'opzione ancora aperta ({aperte[0].tipo})")
    if caso.contratto.opzioni:
        return _Risposta(_NO, "le opzioni del contratto sono già usate o non esercitate")
    return _Risposta(_FORSE, "i dati non dicono se il contratto prevede opzioni")


def _check_vigore(caso: _Caso) -> _Risposta:
    """Il contratto è ancora in vigore: scaduto, non si prolunga più."""
    if caso.contratto is None:
        return _Risposta(_NO, "nessun contratto in vigore")
    fine = compute_effettiva(caso.contratto)
    if fine.primo < caso.oggi:
        return _Risposta(_NO, f"«{caso.contratto.id}» è scaduto il {format_data(fine)}")
    return _Risposta(_SI, f"«{caso.contratto.id}» è in vigore fino al {format_data(fine)}: l'atto va fatto prima")


def _check_avviata(caso: _Caso) -> _Risposta:
    """La gara che segue è avviata prima della scadenza."""
    if caso.crono is None:
        return _Risposta(_FORSE, "i dati non dicono se la gara che segue è avviata")
    if caso.crono.invio < caso.dal:
        return _Risposta(_SI, f"il bando parte entro il {format_giorno(caso.crono.invio)}, prima della scadenza")
    return _Risposta(_NO, f"il bando partirebbe il {format_giorno(caso.crono.invio)}, a contratto scaduto")


def _check_forma(caso: _Caso) -> _Risposta:
    """Non è un incarico individuale, che non si rinnova."""
    if caso.contratto is None or caso.contratto.tipo != "incarico-professionale":
        return _Risposta(_SI, "non è un incarico individuale")
    if caso.contratto.base_giuridica is None:
        return _Risposta(
            _FORSE,
            "forma giuridica «non nota»: un incarico ex art. 7 c. 6 D.Lgs. 165/2001 non si rinnova né si proroga",
        )
    return _Risposta(
        _FORSE, f"incarico individuale ({caso.contratto.base_giuridica}): si proroga solo per finire il progetto"
    )


def _check_diretta(caso: _Caso) -> _Risposta:
    """Il valore del ponte sta sotto il limite dell'affidamento diretto, senza frazionare il bisogno."""
    giorno = max(caso.oggi, caso.diritto.primo_giorno)
    limite = caso.diritto.find_valore("affidamento_diretto", giorno)
    mensile = compute_mensile(caso.contratto) if caso.contratto else None
    if limite is None or mensile is None or caso.contratto is None:
        return _Risposta(_FORSE, "il costo al mese non è noto: il valore va confrontato con il limite")
    iva = INCLUSA if caso.contratto.iva == "inclusa" else ESCLUSA
    netto = min(v.netto for v in compute_valori(caso.diritto, mensile * caso.mesi, iva, giorno))
    quanto = f"almeno {format_euro(netto)} netti" if iva == INCLUSA else f"{format_euro(netto)} netti"
    euro = format_euro(Decimal(limite.valore))
    if netto >= limite.valore:
        return _Risposta(_NO, f"{quanto}, non sotto {euro} ({limite.fonte})")
    return _Risposta(_FORSE, f"{quanto}, sotto {euro}: ma non deve frazionare il bisogno della gara")


def _check_rotazione(_: _Caso) -> _Risposta:
    return _Risposta(_FORSE, "rotazione: non all'operatore uscente, salvo le eccezioni")


def _check_massimo(caso: _Caso, strumento: str) -> _Risposta:
    """Il ponte, con le proroghe già date, sta nella durata massima."""
    massimo = find_massimo(caso.diritto, strumento, caso.oggi)
    if massimo is None:
        return _Risposta(_FORSE, "la durata massima non è nota")
    gia = sum_proroghe(caso.contratto) if caso.contratto else 0
    totale = caso.mesi + gia
    quanto = f"{format_durata(totale, 'mesi')} in tutto" if gia else format_durata(totale, "mesi")
    limite = f"{format_durata(massimo.valore, massimo.unita)} ({massimo.fonte})"
    if totale > massimo.valore:
        return _Risposta(_NO, f"{quanto}, oltre il massimo di {limite}")
    return _Risposta(_SI, f"{quanto}, entro il massimo di {limite}")


_REQUISITI = {
    "opzione-prevista": _check_opzione,
    "in-vigore": _check_vigore,
    "gara-avviata": _check_avviata,
    "non-incarico": _check_forma,
    "sotto-soglia-diretta": _check_diretta,
    "rotazione": _check_rotazione,
}
