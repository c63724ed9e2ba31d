"""Un contratto come rilasci OCDS: quello che lo affida, e uno per ogni opzione esercitata, che sposta la fine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.incerta import NON_NOTA
from ldq_planner.engine.scadenze import compute_base, compute_effettiva, compute_scadenze
from ldq_planner.model.scambio import righe_ocds
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
    from ldq_planner.render.esportazione.ocds_descrizione import Tappa
    from ldq_planner.render.esportazione.ocds_pezzi import Intestazione, Oggetto
    from ldq_planner.render.esportazione.perdite import Perdite

CONTRATTO = "contratto"
_RAGIONI = {
    "rinnovo": "rinnovo previsto dal contratto, esercitato",
    "proroga": "proroga prevista dal contratto, esercitata",
}


def make_rilasci(contratto: Contratto, capo: Intestazione, perdite: Perdite) -> Iterator[Oggetto]:
    """I rilasci di un contratto, dal più vecchio."""
    tell_perdite(contratto, perdite)
    yield _make_primo(contratto, capo)
    for quale, tappa in enumerate(list_tappe(contratto), 1):
        yield _make_modifica(contratto, capo, tappa, quale)


# ——— il primo rilascio


def _make_primo(contratto: Contratto, capo: Intestazione) -> Oggetto:
    piano = _make_piano(contratto)
    tag = [*(["planning"] if piano else []), "tender", "award", "contract"]
    rilascio = capo.make(CONTRATTO, contratto.id, tag)
    fornitori = [{"id": f"fornitore-{n}", "name": a.nome} for n, a in enumerate(contratto.affidatari, 1)]
    rilascio["parties"] = [*make_parti(capo.portafoglio), *_list_parti(contratto)]
    rilascio["buyer"] = make_compratore(capo.portafoglio)
    if piano:
        rilascio["planning"] = piano
    rilascio["tender"] = _make_gara(contratto)
    rilascio["awards"] = [_make_aggiudicazione(contratto, fornitori)]
    rilascio["contracts"] = [_make_contratto(contratto, capo)]
    return rilascio


def _make_piano(contratto: Contratto) -> Oggetto:
    """Il finanziamento e i codici con cui l'intervento è programmato."""
    bilancio = {"id": contratto.cui, "projectID": contratto.cup, "description": contratto.finanziamento}
    noti = {nome: valore for nome, valore in bilancio.items() if valore}
    return {"budget": noti} if noti else {}


def _list_parti(contratto: Contratto) -> list[Oggetto]:
    """Chi esegue; chi guida un raggruppamento OCDS 1.1 non lo dice, e i ruoli sono un elenco aperto: ci sta il nostro."""
    parti: list[Oggetto] = []
    for n, affidatario in enumerate(contratto.affidatari, 1):
        ruoli = ["supplier", *([affidatario.ruolo] if affidatario.ruolo != "singolo" else [])]
        parti.append({"id": f"fornitore-{n}", "name": affidatario.nome, "roles": ruoli})
    return parti


def _make_gara(contratto: Contratto) -> Oggetto:
    gara: Oggetto = {"id": contratto.cig or contratto.id, "title": contratto.titolo, "status": "complete"}
    if contratto.tipo != "affidamento":
        gara["mainProcurementCategory"] = "services"
    gara["additionalProcurementCategories"] = [contratto.tipo]
    if contratto.base_giuridica:
        gara["procurementMethodDetails"] = contratto.base_giuridica
    return gara


def _make_aggiudicazione(contratto: Contratto, fornitori: list[Oggetto]) -> Oggetto:
    """L'affidamento: il periodo e l'importo senza le opzioni."""
    aggiudicazione: Oggetto = {"id": contratto.id, "title": contratto.titolo, "status": "active"}
    if fornitori:
        aggiudicazione["suppliers"] = fornitori
    if contratto.importo_eur is not None:
        aggiudicazione["value"] = make_valore(contratto.importo_eur)
    periodo = make_periodo(contratto.inizio, compute_base(contratto), giorni=contratto.durata_giorni)
    if periodo:
        aggiudicazione["contractPeriod"] = periodo
    return aggiudicazione


def _make_contratto(contratto: Contratto, capo: Intestazione) -> Oggetto:
    scritto: Oggetto = {
        "id": contratto.id,
        "awardID": contratto.id,
        "title": contratto.titolo,
        "description": describe(contratto),
        "status": _choose_stato(contratto, capo),
    }
    periodo = _make_periodo(contratto)
    if periodo:
        scritto["period"] = periodo
    if contratto.importo_eur is not None:
        scritto["value"] = make_valore(contratto.importo_eur)
    scritto["items"] = list_luoghi(capo, contratto.quartieri)
    documenti = _list_delibere(contratto, capo)
    if documenti:
        scritto["documents"] = documenti
    return scritto


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
    """In attesa prima dell'inizio, terminato dopo la fine; fra le due, o nel dubbio, in vigore."""
    if contratto.inizio.is_nota and contratto.inizio.primo > capo.oggi:
        return "pending"
    return "terminated" if compute_effettiva(contratto).ultimo < capo.oggi else "active"


def _list_delibere(contratto: Contratto, capo: Intestazione) -> list[Oggetto]:
    per_id = {d.id: d for d in capo.portafoglio.anagrafe.delibere}
    documenti = []
    for id_ in contratto.delibere:
        delibera = per_id.get(id_)
        documento: Oggetto = {"id": id_, "language": "it"}
        if delibera is not None:
            documento["title"] = delibera.titolo
            documento["description"] = righe_ocds.join_righe(
                (
                    (righe_ocds.ORGANO, delibera.organo),
                    (righe_ocds.NUMERO, delibera.numero),
                    (righe_ocds.FONTE, delibera.fonte),
                )
            )
            documento["datePublished"] = make_istante(delibera.data.primo)
        documenti.append(documento)
    return documenti


# ——— un'opzione esercitata


def _make_modifica(contratto: Contratto, capo: Intestazione, tappa: Tappa, quale: int) -> Oggetto:
    """Il rilascio che sposta la fine, e il valore se si sa."""
    rilascio = capo.make(CONTRATTO, contratto.id, ["contractAmendment"], quale)
    suo: Oggetto = {"id": contratto.id, "awardID": contratto.id}
    periodo = make_periodo(None, tappa.fine)
    if periodo and is_giorno(compute_effettiva(contratto)):
        suo["period"] = periodo
    if tappa.valore is not None:
        suo["value"] = make_valore(tappa.valore)
    suo["amendments"] = [
        {
            "id": f"opzione-{tappa.numero}",
            "rationale": _RAGIONI[tappa.opzione.tipo],
            "description": righe_ocds.write_opzione(tappa.opzione),
            "amendsReleaseID": capo.make_id_rilascio(CONTRATTO, contratto.id, quale - 1),
            "releaseID": rilascio["id"],
        }
    ]
    rilascio["buyer"] = make_compratore(capo.portafoglio)
    rilascio["parties"] = make_parti(capo.portafoglio)
    rilascio["contracts"] = [suo]
    return rilascio
