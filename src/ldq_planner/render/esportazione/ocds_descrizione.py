"""Ciò che di un contratto OCDS non tiene come dato: che cosa si scrive nella descrizione, e che cosa se ne dice."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.incerta import NON_NOTO
from ldq_planner.engine.scadenze import compute_base, compute_effettiva, extend
from ldq_planner.model.scambio import righe_ocds as r
from ldq_planner.render.esportazione.ocds_pezzi import is_giorno

if TYPE_CHECKING:
    from decimal import Decimal

    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.model.contratto import Contratto, FiguraEquipe, Opzione
    from ldq_planner.render.esportazione.ocds_pezzi import Perdite

_DATE_INCERTE = "date incerte: OCDS vuole un giorno"
_MESI = "durate in mesi: OCDS conta i giorni"
_A_PAROLE = {
    "iva": "se gli importi contengono l'IVA",
    "equipe": "l'équipe",
    "organizzazione": "l'organizzazione del lavoro",
    "chiusure": "le chiusure annuali",
    "decorrenze": "i giorni propri di un quartiere",
    "operatori": "quanti operatori in ciascun quartiere",
    "preavviso": "il preavviso",
    "chiusura": "perché un contratto è finito prima",
    "scenario": "da quale scenario viene un contratto",
    "responsabile": "chi segue un contratto o uno scenario",
    "nota": "le note",
}


class Tappa(NamedTuple):
    """Un'opzione esercitata, la fine a cui porta, e il valore del contratto da allora, se si sa."""

    numero: int
    opzione: Opzione
    fine: DataIncerta
    valore: Decimal | None


def list_tappe(contratto: Contratto) -> tuple[Tappa, ...]:
    """Le opzioni esercitate, nell'ordine; la scadenza effettiva dichiarata vale più di quella calcolata."""
    esercitate = [(n, o) for n, o in enumerate(contratto.opzioni, 1) if o.stato == "esercitata"]
    tappe: list[Tappa] = []
    fine, valore = compute_base(contratto), contratto.importo_eur
    for n, opzione in esercitate:
        fine = extend(fine, opzione)
        valore = None if valore is None or opzione.importo_eur is None else valore + opzione.importo_eur
        tappe.append(Tappa(n, opzione, fine, valore))
    if tappe:
        tappe[-1] = tappe[-1]._replace(fine=compute_effettiva(contratto))
    return tuple(tappe)


def tell_perdite(contratto: Contratto, perdite: Perdite) -> None:
    """Ciò che del contratto OCDS non sa tenere come dato."""
    date_ = (
        contratto.inizio,
        compute_base(contratto),
        compute_effettiva(contratto),
        *(t.fine for t in list_tappe(contratto)),
    )
    if any(not is_giorno(d) for d in date_):
        perdite.add(_DATE_INCERTE, contratto.id)
    if contratto.durata_mesi or any(o.durata_mesi for o in contratto.opzioni):
        perdite.add(_MESI, contratto.id)
    for campo, frase in _A_PAROLE.items():
        if getattr(contratto, campo):
            perdite.add(frase, contratto.id)
    if any(o.stato != "esercitata" for o in contratto.opzioni):
        perdite.add("opzioni non esercitate o da decidere: come dato resta il giorno massimo", contratto.id)


def describe(contratto: Contratto) -> str:
    """Ciò che OCDS non tiene come dato, una riga per cosa."""
    base = contratto.scadenza_base
    if not contratto.durata_mesi and not contratto.durata_giorni and base is not None and is_giorno(base):
        base = None
    altre = [(n, o) for n, o in enumerate(contratto.opzioni, 1) if o.stato != "esercitata"]
    return r.join_righe(
        (r.INIZIO, None if is_giorno(contratto.inizio) else contratto.inizio),
        (r.DURATA, f"{contratto.durata_mesi} mesi" if contratto.durata_mesi else None),
        (r.BASE, base),
        (r.EFFETTIVA, contratto.scadenza_effettiva),
        (r.CHIUSURA, contratto.chiusura),
        (r.ORIGINE, contratto.origine_date),
        *((f"{r.OPZIONE} {n}, {r.STATI[o.stato]}", r.write_opzione(o)) for n, o in altre),
        (r.IMPORTI, f"IVA {contratto.iva}" if contratto.iva else None),
        *((r.EQUIPE, _say_figura(f)) for f in contratto.equipe),
        *((r.ORGANIZZAZIONE, riga) for riga in contratto.organizzazione),
        *((r.CHIUSA, chiusura) for chiusura in contratto.chiusure),
        *r.list_propri(contratto),
        (r.PREAVVISO, contratto.preavviso),
        (r.SCENARIO, contratto.scenario),
        (r.RESPONSABILE, contratto.responsabile),
        (r.NOTA, contratto.nota),
        (r.FONTE, contratto.fonte),
    )


def _say_figura(figura: FiguraEquipe) -> str:
    return f"{figura.figura} ({NON_NOTO if figura.numero is None else figura.numero})"
