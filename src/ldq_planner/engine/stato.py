"""Lo stato di quartieri e contratti in un giorno."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.incerta import NON_NOTA, ULTIMO_GIORNO, DataIncerta
from ldq_planner.dates.periodo import UN_GIORNO
from ldq_planner.engine.copertura import find_scoperto, is_cominciata
from ldq_planner.engine.presidio import find_presidi
from ldq_planner.engine.responsabili import list_di_quartiere
from ldq_planner.engine.vigore import compute_scadenze_in, compute_vigore, sort_per_inizio
from ldq_planner.model.copertura import Causa
from ldq_planner.model.stato import Fermo, Stato, StatoContratto, StatoQuartiere, Totali

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from ldq_planner.engine.copertura import Copertura, Coperture
    from ldq_planner.model.contratto import Contratto
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.presidio import Presidio
    from ldq_planner.model.quartiere import Quartiere

_SENZA_CONTO = (Stato.MAI_COPERTO, Stato.NON_SI_SA)
_URGENZA = {stato: posto for posto, stato in enumerate(Stato)}


def compute_stati(portafoglio: Portafoglio, coperture: Coperture, oggi: date) -> tuple[StatoQuartiere, ...]:
    """Lo stato di ogni quartiere, dal più urgente: mai coperto, scoperto da più tempo, incerto, chi scade prima.

    `coperture` è quella dei contratti del portafoglio.
    """
    stati = (compute_stato(portafoglio, q, coperture[q.id], oggi) for q in portafoglio.quartieri)
    return tuple(sorted(stati, key=_urgency))


def find_seguito(portafoglio: Portafoglio, quartiere: str, contratto: Contratto | None, oggi: date) -> Contratto | None:
    """Il primo contratto che comincia dopo oggi e può durare oltre quello che ora parla per il quartiere."""
    fine = compute_vigore(contratto, quartiere)[1] if contratto else NON_NOTA
    futuri = _list_futuri(portafoglio, quartiere, oggi)
    return next((c for c in futuri if compute_vigore(c, quartiere)[1].ultimo > fine.primo), None)


def find_prossimo(portafoglio: Portafoglio, quartiere: str, giorno: date) -> Contratto | None:
    """Il primo contratto del quartiere che decorre dopo il `giorno`, in ogni lettura."""
    return next(_list_futuri(portafoglio, quartiere, giorno), None)


def _list_futuri(portafoglio: Portafoglio, quartiere: str, giorno: date) -> Iterator[Contratto]:
    coppie = sort_per_inizio(portafoglio.contratti_by_quartiere[quartiere], quartiere)
    return (c for inizio, c in coppie if inizio.primo > giorno)


def compute_stato(portafoglio: Portafoglio, quartiere: Quartiere, copertura: Copertura, oggi: date) -> StatoQuartiere:
    """Lo stato di un quartiere."""
    contratti = portafoglio.contratti_by_quartiere[quartiere.id]
    stato = _classify(copertura, oggi, portafoglio.soglie.in_scadenza)
    contratto = _find_contratto(contratti, quartiere.id, oggi)
    scadenze = compute_scadenze_in(contratto, quartiere.id) if contratto else None
    tratto, forse = copertura.aperta.tratto(oggi) if oggi in copertura.certa else None, copertura.possibile.tratto(oggi)
    scoperto = find_scoperto(copertura.possibile, oggi)
    scoperto_dal = scoperto.inizio if scoperto and stato is not Stato.MAI_COPERTO else None
    non_si_sa_dal = _find_ignoto(portafoglio, stato, scoperto_dal, oggi)
    stato = Stato.NON_SI_SA if non_si_sa_dal else stato
    giorni = None if stato in _SENZA_CONTO else (oggi - scoperto_dal).days + 1 if scoperto_dal else 0
    abitanti = quartiere.abitanti
    successivo = find_seguito(portafoglio, quartiere.id, contratto, oggi)
    return StatoQuartiere(
        id=quartiere.id,
        nome=quartiere.nome,
        municipio=quartiere.municipio,
        abitanti=abitanti,
        abitanti_circa=quartiere.abitanti_circa,
        stato=stato,
        contratto=contratto.id if contratto else None,
        scadenza=scadenze.effettiva if scadenze else None,
        scadenza_massima=scadenze.massima if scadenze else None,
        giorni_alla_scadenza=count_giorni(scadenze.effettiva, oggi) if scadenze else None,
        coperto_fino_al=tratto.fine if tratto else None,
        scoperto_dal=scoperto_dal,
        giorni_scoperti=giorni,
        abitanti_giorni_scoperti=None if abitanti is None or giorni is None else abitanti * giorni,
        contratto_successivo=successivo.id if successivo else None,
        scenari=tuple(s.id for s in portafoglio.scenari_by_quartiere[quartiere.id]),
        coperto_con=_find_ultimo(contratti, quartiere.id, tratto.fine) if tratto else None,
        forse_fino_al=forse.fine if forse and (tratto is None or forse.fine > tratto.fine) else None,
        non_si_sa_dal=non_si_sa_dal,
        fermo=find_fermo(copertura, contratti, oggi) if copertura.fermi else None,
        presidio=_find_presidio(portafoglio, quartiere, contratto, oggi) if tratto else None,
        responsabili=list_di_quartiere(portafoglio, quartiere.id, oggi),
        ente=portafoglio.enti[quartiere.id] if portafoglio.has_piu_enti else None,
    )


def compute_totali(stati: tuple[StatoQuartiere, ...], oggi: date) -> Totali:
    """I totali: contano solo i quartieri certamente scoperti oggi; la prossima scadenza è quella della copertura."""
    scoperti = [s for s in stati if s.stato in (Stato.SCOPERTO, Stato.MAI_COPERTO)]
    fini = [(fine, s.id) for s in stati if (fine := s.prossima_fine) and oggi <= fine < ULTIMO_GIORNO]
    prossima = min((fine for fine, _ in fini), default=None)
    return Totali(
        len(scoperti),
        sum(s.abitanti or 0 for s in scoperti),
        sum(s.abitanti_giorni_scoperti or 0 for s in scoperti),
        prossima,
        tuple(sorted(id_ for fine, id_ in fini if fine == prossima)),
    )


def _find_presidio(
    portafoglio: Portafoglio, quartiere: Quartiere, contratto: Contratto | None, oggi: date
) -> Presidio | None:
    """Gli operatori di oggi, se si sanno: chi non li dice del contratto in vigore non paga altri conti."""
    if contratto is None or not (contratto.equipe or contratto.operatori):
        return None
    contratti, minimo = portafoglio.contratti_by_quartiere[quartiere.id], portafoglio.soglie.presidio_minimo
    presidi = find_presidi(contratti, quartiere, minimo)
    return next((p for p in presidi if p.inizio <= oggi <= p.fine and p.operatori is not None), None)


def find_fermo(copertura: Copertura, contratti: Iterable[Contratto], oggi: date) -> Fermo | None:
    """Perché oggi il servizio è fermo, o la sospensione che interrompe la copertura di oggi; `None` se nessuna delle due."""
    fermi, coperto = copertura.fermi, copertura.aperta.tratto(oggi) if oggi in copertura.certa else None
    giorno = coperto.fine + UN_GIORNO if coperto else oggi
    causa = copertura.find_causa(giorno)
    if fermi is None or causa is None:
        return None
    tratto = (fermi.sospesi if causa is Causa.SOSPENSIONE else fermi.chiusi).tratto(giorno)
    aperte = [s for c in contratti for s in c.sospensioni if s.al is None and s.dal.primo <= giorno]
    is_aperto = causa is Causa.SOSPENSIONE and bool(aperte)
    return Fermo(causa, tratto.inizio, None if is_aperto else tratto.fine) if tratto else None


def classify_contratto(contratto: Contratto, oggi: date, quartiere: str = "") -> StatoContratto:
    """Lo stato del contratto, o quello che ha in un quartiere: incerto se le letture delle sue date non sono d'accordo."""
    inizio, fine = compute_vigore(contratto, quartiere)
    if oggi < inizio.primo:
        return StatoContratto.FUTURO
    if oggi > fine.ultimo:
        return StatoContratto.SCADUTO
    return StatoContratto.IN_CORSO if inizio.ultimo <= oggi <= fine.primo else StatoContratto.INCERTO


def count_giorni(scadenza: DataIncerta, oggi: date) -> int | None:
    """Giorni da oggi alla scadenza, prima lettura; negativi se è passata; `None` se non è nota."""
    return (scadenza.primo - oggi).days if scadenza.is_nota else None


def _classify(copertura: Copertura, oggi: date, soglia: int) -> Stato:
    tratto = copertura.aperta.tratto(oggi)
    if tratto is not None and oggi in copertura.certa:
        return Stato.IN_SCADENZA if (tratto.fine - oggi).days <= soglia else Stato.COPERTO
    if oggi in copertura.possibile:
        return Stato.INCERTO
    return Stato.SCOPERTO if is_cominciata(copertura.possibile, oggi) else Stato.MAI_COPERTO


def _find_ignoto(portafoglio: Portafoglio, stato: Stato, scoperto_dal: date | None, oggi: date) -> date | None:
    """Da quando non si sa più se il quartiere è coperto, se i dati che lo dicono scoperto sono più vecchi della soglia.

    Chi non è mai stato coperto resta la riga più forte.
    """
    aggiornati = portafoglio.dati_aggiornati_al
    if aggiornati is None or (oggi - aggiornati).days <= portafoglio.soglie.dati_vecchi:
        return None
    return max(aggiornati, scoperto_dal) if scoperto_dal and stato is Stato.SCOPERTO else None


def _find_ultimo(contratti: tuple[Contratto, ...], quartiere: str, fine: date) -> str | None:
    """Il contratto con cui finisce un tratto di copertura certa, se è uno solo a finire quel giorno il suo."""
    vigori = ((c.id, *compute_vigore(c, quartiere)) for c in contratti)
    return next((id_ for id_, inizio, ultimo in vigori if inizio.ultimo <= fine == ultimo.primo), None)


def _find_contratto(contratti: tuple[Contratto, ...], quartiere: str, oggi: date) -> Contratto | None:
    """Il contratto che parla per il quartiere: in vigore (certo, poi possibile), o l'ultimo scaduto."""
    preferenza = (StatoContratto.IN_CORSO, StatoContratto.INCERTO, StatoContratto.SCADUTO)
    for stato in preferenza:
        trovati = [c for c in contratti if classify_contratto(c, oggi, quartiere) is stato]
        if trovati:
            return max(trovati, key=lambda c: compute_vigore(c, quartiere)[1].ultimo)
    return None


def _urgency(stato: StatoQuartiere) -> tuple[int, int, int, str]:
    """Posto nella fila: stato, poi l'ultimo giorno coperto, poi chi è più popoloso."""
    ultimo = stato.ultimo_coperto or stato.forse_fino_al
    return (_URGENZA[stato.stato], ultimo.toordinal() if ultimo else 0, -(stato.abitanti or 0), stato.id)
