"""Le schede di contratti e quartieri: tutto ciò che se ne sa, in un giorno."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.engine.costi import compute_mensile, round_centesimi, split_importo, sum_opzioni
from ldq_planner.engine.scadenze import compute_scadenze
from ldq_planner.engine.stato import classify_contratto, count_giorni
from ldq_planner.engine.vigore import find_sospesi
from ldq_planner.model.schede import SchedaContratto, SchedaQuartiere
from ldq_planner.model.stato import StatoContratto

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.model.contratto import Contratto
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.presidio import Presidio
    from ldq_planner.model.quartiere import Quartiere
    from ldq_planner.model.stato import StatoQuartiere


def compute_scheda_quartiere(
    portafoglio: Portafoglio, quartiere: Quartiere, stato: StatoQuartiere, presidi: tuple[Presidio, ...] = ()
) -> SchedaQuartiere:
    """Un quartiere con tutto ciò che se ne sa; i contratti sono in ordine di decorrenza."""
    persone = quartiere.popolazione
    return SchedaQuartiere(
        id=quartiere.id,
        nome=quartiere.nome,
        municipio=quartiere.municipio,
        laboratorio=quartiere.nome_laboratorio,
        programmi=quartiere.programmi,
        abitanti=quartiere.abitanti,
        abitanti_circa=stato.abitanti_circa,
        nuclei=persone.nuclei if persone else None,
        alloggi_erp=persone.alloggi_erp if persone else None,
        popolazione_riferita_a=persone.riferita_a if persone else None,
        stato=stato.stato,
        sede=quartiere.sede,
        attivita=quartiere.attivita,
        contratti=tuple(c.id for c in portafoglio.contratti_by_quartiere[quartiere.id]),
        scenari=stato.scenari,
        presidi=presidi,
        ente=stato.ente,
    )


def compute_scheda(contratto: Contratto, oggi: date) -> SchedaContratto:
    """Un contratto con le sue tre scadenze e i suoi importi nel giorno della domanda."""
    scadenze, mensile = compute_scadenze(contratto), compute_mensile(contratto)
    maturato, non_speso = split_importo(contratto) or (None, None)
    date_ = {
        "inizio": contratto.inizio,
        "scadenza_base": scadenze.base,
        "scadenza_effettiva": scadenze.effettiva,
        "scadenza_massima": scadenze.massima,
    }
    return SchedaContratto(
        id=contratto.id,
        quartieri=contratto.quartieri,
        tipo=contratto.tipo,
        **date_,
        date_indicative=tuple(nome for nome, data in date_.items() if data.is_indicativa),
        stato=classify_servizio(contratto, oggi),
        giorni_alla_scadenza=count_giorni(scadenze.effettiva, oggi),
        importo=contratto.importo_eur,
        importo_opzioni_esercitate=sum_opzioni(contratto),
        importo_mensile=None if mensile is None else round_centesimi(mensile),
        importo_maturato=maturato,
        importo_non_speso=non_speso,
        iva=contratto.iva,
        cig=contratto.cig,
        chiusura=contratto.chiusura,
        sospensioni=contratto.sospensioni,
        chiusure=contratto.chiusure,
        decorrenze=contratto.decorrenze,
        operatori=contratto.operatori,
    )


def classify_servizio(contratto: Contratto, oggi: date) -> StatoContratto:
    """Lo stato del contratto: in corso, ma sospeso, se lo è in ogni lettura."""
    stato = classify_contratto(contratto, oggi)
    is_sospeso = stato is StatoContratto.IN_CORSO and oggi in find_sospesi(contratto.sospensioni)[0]
    return StatoContratto.SOSPESO if is_sospeso else stato
