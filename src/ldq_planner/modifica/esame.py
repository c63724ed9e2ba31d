"""Se un rinnovo o una proroga si può fare: che cosa lo vieta, e che cosa i dati non bastano a dire."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.periodo import UN_GIORNO, Periodo
from ldq_planner.dates.testo import format_data, format_giorno
from ldq_planner.engine.ponti import (
    PROROGA_PREVISTA,
    PROROGA_TECNICA,
    RINNOVO,
    check_atto,
    count_ponte,
    find_fonte,
)
from ldq_planner.engine.scadenze import compute_effettiva, extend
from ldq_planner.errors import InvalidRequestError
from ldq_planner.model.ponte import Riuscita
from ldq_planner.model.testo import format_giorni
from ldq_planner.modifica.decisioni import NOMI
from ldq_planner.reports.motivi import say_motivo

if TYPE_CHECKING:
    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.engine.norme import Diritto
    from ldq_planner.model.contratto import Contratto, Opzione
    from ldq_planner.modifica.decisioni import Decisione

NON_PREVISTO = "non ha un rinnovo ancora aperto, e un rinnovo dev'essere previsto nella prima gara"


class Obiezioni(NamedTuple):
    """Perché un atto non si può fare, e che cosa resta da verificare."""

    rifiuti: tuple[str, ...]
    avvertenze: tuple[str, ...]


def examine(
    contratto: Contratto, decisione: Decisione, aperta: Opzione | None, nuova: DataIncerta, diritto: Diritto
) -> Obiezioni:
    """L'atto contro il contratto e la legge; `nuova` è la fine che avrebbe."""
    fine = compute_effettiva(contratto)
    rifiuti, avvertenze = [], []
    if decisione.tipo == "rinnovo" and aperta is None:
        rifiuti.append(NON_PREVISTO)
    if aperta is not None and nuova.primo > extend(fine, aperta).ultimo:
        rifiuti.append(f"il contratto lo prevede al più fino al {format_data(extend(fine, aperta))}")
    for motivo in check_atto(
        diritto, _find_strumento(decisione, aperta), contratto, _count_mesi(fine, nuova), decisione.oggi
    ):
        if motivo.requisito == "in-vigore":
            if fine.ultimo < decisione.oggi:
                passati = format_giorni((decisione.oggi - fine.ultimo).days)
                rifiuti.append(f"è scaduto il {format_data(fine)}, {passati} prima del {format_giorno(decisione.oggi)}")
            elif fine.primo < decisione.oggi:
                avvertenze.append(f"la scadenza ({format_data(fine)}) può essere già passata")
        elif motivo.esito is Riuscita.ESCLUSO:
            rifiuti.append(say_motivo(motivo))
        elif motivo.esito is Riuscita.DA_VERIFICARE:
            avvertenze.append(say_motivo(motivo))
    return Obiezioni(tuple(rifiuti), tuple(avvertenze))


def _find_strumento(decisione: Decisione, aperta: Opzione | None) -> str:
    if decisione.tipo == "rinnovo":
        return RINNOVO
    return PROROGA_PREVISTA if aperta is not None and aperta.tipo == "proroga" else PROROGA_TECNICA


def _count_mesi(fine: DataIncerta, nuova: DataIncerta) -> int:
    """I mesi, per eccesso, dalla scadenza di oggi a quella nuova; zero se una delle due non è nota."""
    if not (fine.is_nota and nuova.is_nota) or nuova.ultimo <= fine.ultimo:
        return 0
    return count_ponte(Periodo(fine.ultimo + UN_GIORNO, nuova.ultimo))


def make_rifiuto(
    contratto: Contratto, decisione: Decisione, aperta: Opzione | None, obiezioni: Obiezioni, diritto: Diritto
) -> InvalidRequestError:
    """Il rifiuto, con l'articolo; e che cosa fare se l'atto è previsto ma i dati non lo dicono, o se c'è già stato."""
    fonte = find_fonte(diritto, _find_strumento(decisione, aperta), contratto, decisione.oggi)
    return InvalidRequestError(
        f"«{contratto.id}» non si {NOMI[decisione.tipo][1]}: {'; '.join(obiezioni.rifiuti)}{f' ({fonte})' if fonte else ''}",
        f"{_suggest(contratto, decisione, aperta)}; se l'atto c'è stato comunque: --forza --motivo \"…\", che resta scritto",
    )


def _suggest(contratto: Contratto, decisione: Decisione, aperta: Opzione | None) -> str:
    """Ciò che si fa di solito al posto di forzare."""
    if decisione.tipo == "rinnovo" and aperta is None:
        return "se il contratto lo prevede, scrivere prima l'opzione con «stato: aperta»"
    if compute_effettiva(contratto).ultimo < decisione.oggi:
        return (
            "se l'atto è di prima della scadenza, dirne il giorno con --oggi; altrimenti affidare il servizio di nuovo"
        )
    return "affidare il servizio di nuovo (ldq scenari dice gli strumenti)"
