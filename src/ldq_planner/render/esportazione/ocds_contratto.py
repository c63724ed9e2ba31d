"""Un contratto come rilasci OCDS: quello che lo affida, e uno per ogni opzione esercitata, che sposta la fine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.incerta import NON_NOTA
from ldq_planner.engine.scadenze import compute_base, compute_effettiva, compute_scadenze
from ldq_planner.model.scambio import righe_ocds as r
from ldq_planner.render.esportazione.ocds_descrizione import describe, list_tappe, tell_perdite
from ldq_planner.render.esportazione.ocds_pezzi import (
    is_giorno,
    list_luoghi,
    make_compratore,
    make_istante,
    make_parti,
    make_periodo,
    make_valore,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.model.contratto import Contratto
    from ldq_planner.model.quartiere import Delibera
    from ldq_planner.render.esportazione.ocds_descrizione import Tappa
    from ldq_planner.render.esportazione.ocds_pezzi import Intestazione, Oggetto, Perdite

CONTRATTO = "contratto"
_RAGIONI = {
    "rinnovo": "rinnovo previsto dal contratto, esercitato",
    "proroga": "proroga prevista dal contratto, esercitata",
    "proroga-tecnica": "proroga tecnica, per il tempo della nuova gara",
    "ripetizione": "ripetizione di servizi analoghi, prevista dal primo bando",
}


def make_rilasci(contratto: Contratto, capo: Intestazione, perdite: Perdite) -> Iterator[Oggetto]:
    """I rilasci di un contratto, dal più vecchio."""
    tell_perdite(contratto, perdite)
    yield _make_primo(contratto, capo)
    for quale, tappa in enumerate(list_tappe(contratto), 1):
        yield _make_modifica(contratto, capo, tappa, quale)


# ——— il primo rilascio


def _make_primo(contratto: Contratto, capo: Intestazione) -> Oggetto:
    # il finanziamento e i codici con cui l'intervento è programmato
    bilancio = {"id": contratto.cui, "projectID": contratto.cup, "description": contratto.finanziamento}
    piano = r.drop_vuoti({"budget": r.drop_vuoti(bilancio)})
    tag = [*(["planning"] if piano else []), "tender", "award", "contract"]
    rilascio = {
        **capo.make(CONTRATTO, contratto.id, tag),
        "parties": [*make_parti(capo.portafoglio, contratto.quartieri), *_list_parti(contratto)],
        "buyer": make_compratore(capo.portafoglio, contratto.quartieri),
        "planning": piano,
        "tender": _make_gara(contratto),
        "awards": [_make_aggiudicazione(contratto)],
        "contracts": [_make_contratto(contratto, capo)],
    }
    return r.drop_vuoti(rilascio)


def _list_parti(contratto: Contratto) -> list[Oggetto]:
    """Chi esegue; chi guida un raggruppamento OCDS 1.1 non lo dice, e i ruoli sono un elenco aperto: ci sta il nostro."""
    parti: list[Oggetto] = []
    for n, affidatario in enumerate(contratto.affidatari, 1):
        ruoli = ["supplier", *([affidatario.ruolo] if affidatario.ruolo != "singolo" else [])]
        parti.append({"id": f"fornitore-{n}", "name": affidatario.nome, "roles": ruoli})
    return parti


def _make_gara(contratto: Contratto) -> Oggetto:
    gara = {
        "id": contratto.cig or contratto.id,
        "title": contratto.titolo,
        "status": "complete",
        "mainProcurementCategory": None if contratto.tipo == "affidamento" else "services",
        "additionalProcurementCategories": [contratto.tipo],
        "procurementMethodDetails": contratto.base_giuridica,
    }
    return r.drop_vuoti(gara)


def _make_aggiudicazione(contratto: Contratto) -> Oggetto:
    """L'affidamento: il periodo e l'importo senza le opzioni."""
    aggiudicazione = {
        "id": contratto.id,
        "title": contratto.titolo,
        "status": "active",
        "suppliers": [{"id": f"fornitore-{n}", "name": a.nome} for n, a in enumerate(contratto.affidatari, 1)],
        "value": make_valore(contratto.importo_eur),
        "contractPeriod": make_periodo(contratto.inizio, compute_base(contratto), giorni=contratto.durata_giorni),
    }
    return r.drop_vuoti(aggiudicazione)


def _make_contratto(contratto: Contratto, capo: Intestazione) -> Oggetto:
    scritto = {
        "id": contratto.id,
        "awardID": contratto.id,
        "title": contratto.titolo,
        "description": describe(contratto),
        "status": _choose_stato(contratto, capo),
        "period": _make_periodo(contratto),
        "value": make_valore(contratto.importo_eur),
        "items": list_luoghi(capo, contratto.quartieri),
        "documents": _list_delibere(contratto, capo),
        "milestones": _list_sospensioni(contratto, capo),
    }
    return r.drop_vuoti(scritto)


def _list_sospensioni(contratto: Contratto, capo: Intestazione) -> list[Oggetto]:
    """Ogni sospensione come una tappa: il suo giorno è l'ultimo sospeso, se è certo; raggiunta, se è passato."""
    tappe = []
    for numero, sospensione in enumerate(contratto.sospensioni, 1):
        al = sospensione.al if sospensione.al is not None and is_giorno(sospensione.al) else None
        tappa = {
            "id": f"{r.SOSPENSIONE}{numero}",
            "title": "Sospensione del servizio",
            "type": "delivery",
            "description": r.write_sospensione(sospensione),
            "dueDate": make_istante(al.primo) if al else None,
            "status": "met" if al and al.primo < capo.oggi else "scheduled",
        }
        tappe.append(r.drop_vuoti(tappa))
    return tappe


def _make_periodo(contratto: Contratto) -> Oggetto:
    """Il periodo prima delle opzioni; senza la fine, se quella con le opzioni esercitate non è un giorno certo.

    Chi fonde i rilasci terrebbe altrimenti la fine di prima, come se l'opzione non ci fosse.
    """
    effettiva = compute_effettiva(contratto)
    prima = compute_base(contratto) if list_tappe(contratto) else effettiva
    aperte = tuple(o for o in contratto.opzioni if o.stato != "non-esercitata")
    massima = compute_scadenze(contratto.model_copy(update={"opzioni": aperte})).massima
    return make_periodo(
        contratto.inizio,
        prima if is_giorno(effettiva) else NON_NOTA,
        massima if any(o.stato == "aperta" for o in aperte) else None,
        contratto.durata_giorni,
    )


def _choose_stato(contratto: Contratto, capo: Intestazione) -> str:
    """Terminato dopo la fine; prima, o nel dubbio, in vigore: «pending» è un contratto proposto, e i nostri sono firmati.

    Il giorno è quello del rilascio: chi legge «terminated» intende che allora era già finito.
    """
    del_rilascio = min(capo.oggi, capo.portafoglio.registro.aggiornato_al.primo)
    return "terminated" if compute_effettiva(contratto).ultimo < del_rilascio else "active"


def _list_delibere(contratto: Contratto, capo: Intestazione) -> list[Oggetto]:
    per_id = {d.id: d for d in capo.portafoglio.anagrafe.delibere}
    return [_make_documento(per_id[id_]) for id_ in contratto.delibere]


def _make_documento(delibera: Delibera) -> Oggetto:
    righe = ((r.ORGANO, delibera.organo), (r.NUMERO, delibera.numero), (r.FONTE, delibera.fonte))
    return {
        "id": delibera.id,
        "language": "it",
        "title": delibera.titolo,
        "description": r.join_righe(*righe),
        "datePublished": make_istante(delibera.data.primo),
    }


# ——— un'opzione esercitata


def _make_modifica(contratto: Contratto, capo: Intestazione, tappa: Tappa, quale: int) -> Oggetto:
    """Il rilascio che sposta la fine, e il valore se si sa."""
    rilascio = capo.make(CONTRATTO, contratto.id, ["contractAmendment"], quale)
    modifica = {
        "id": f"opzione-{tappa.numero}",
        "rationale": _RAGIONI[tappa.opzione.tipo],
        "description": r.write_opzione(tappa.opzione),
        "amendsReleaseID": capo.make_id_rilascio(CONTRATTO, contratto.id, quale - 1),
        "releaseID": rilascio["id"],
    }
    suo = {
        "id": contratto.id,
        "awardID": contratto.id,
        "period": make_periodo(None, tappa.fine) if is_giorno(compute_effettiva(contratto)) else {},
        "value": make_valore(tappa.valore),
        "amendments": [modifica],
    }
    return {
        **rilascio,
        "buyer": make_compratore(capo.portafoglio, contratto.quartieri),
        "parties": make_parti(capo.portafoglio, contratto.quartieri),
        "contracts": [r.drop_vuoti(suo)],
    }
