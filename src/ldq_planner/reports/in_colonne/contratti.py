"""`ldq contratti` di milioni di contratti: i conti di tutti, le righe di chi finisce prima."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_giorno
from ldq_planner.engine.schede import compute_scheda
from ldq_planner.model.testo import format_distanza, format_elenco, format_numero
from ldq_planner.reports.apertura import CONTRATTI, join_frasi, open_contratti
from ldq_planner.reports.avvisi import announce_ignoto, list_testi, say_quanti
from ldq_planner.reports.contratti import RispostaContratti, build_tabella
from ldq_planner.reports.in_colonne.frasi import count_mesi, say_resto
from ldq_planner.reports.report import Nota, Report, Tabella, Tono
from ldq_planner.reports.stati import STATI

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.sintesi import SintesiContratti
    from ldq_planner.reports.filtro import Filtro


def build_contratti_di_molti(
    portafoglio: Portafoglio, primi: Sequence[str], sintesi: SintesiContratti, filtro: Filtro, oggi: date
) -> Report:
    """La risposta: il portafoglio ha i soli contratti che finiscono prima, e `primi` è il loro ordine."""
    schede = tuple(compute_scheda(portafoglio.contratti_by_id[id_], oggi) for id_ in primi)
    is_tutto = len(schede) == sintesi.contratti
    altri = announce_ignoto(portafoglio) + filtro._replace(primi=None).tell_altri(
        sintesi.contratti, sintesi.tutti, "un altro contratto", "altri {} contratti"
    )
    resto = () if is_tutto else (say_resto(len(schede), sintesi.contratti, "contratti", "quelli che finiscono prima"),)
    return Report(
        schema="ldq/contratti/1",
        titolo="Contratti",
        oggi=oggi,
        dati_aggiornati_al=portafoglio.dati_aggiornati_al,
        blocchi=(
            *(open_contratti(portafoglio, schede, oggi) if is_tutto else (_open(sintesi, oggi),)),
            *(() if is_tutto else _count(sintesi)),
            build_tabella("" if is_tutto else "Quelli che finiscono prima", schede, portafoglio),
            *altri,
            *resto,
        ),
        dati=RispostaContratti(schede, list_testi((*altri, *resto))),
        elenco=schede,
    )


def _open(sintesi: SintesiContratti, oggi: date) -> Nota:
    """Quanti sono e come stanno, e quando finiscono i primi."""
    voci = [f"{format_numero(n)} {CONTRATTI[stato][n != 1]}" for stato, n in sintesi.per_stato.items()]
    frasi = [f"{say_quanti(sintesi.contratti, 'contratto', 'contratti')}: {format_elenco(voci)}"]
    if sintesi.prima_fine is not None:
        quanti = (
            "Il primo finisce"
            if sintesi.nella_prima == 1
            else f"I primi {format_numero(sintesi.nella_prima)} finiscono"
        )
        frasi.append(
            f"{quanti} il {format_giorno(sintesi.prima_fine)}, {format_distanza((sintesi.prima_fine - oggi).days)}"
        )
    return join_frasi(frasi, Tono.SPENTO)


def _count(sintesi: SintesiContratti) -> tuple[Tabella, Tabella]:
    per_stato = tuple((STATI[stato], quanti) for stato, quanti in sintesi.per_stato.items())
    return (
        Tabella("Per stato", ("Stato", "Contratti"), per_stato),
        count_mesi("Contratti che finiscono", sintesi.per_mese, sintesi.dopo),
    )
