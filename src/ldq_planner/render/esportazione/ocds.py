"""Open Contracting (OCDS 1.1.5): un pacchetto di rilasci, una procedura per contratto e per scenario.

Le date sono giorni di Roma: la fine, compresa, è il suo ultimo secondo. Una data incerta non entra in un periodo, dove
sembrerebbe certa: resta scritta nella descrizione. Il luogo di ogni quartiere sta nell'estensione ufficiale dei luoghi.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from ldq_planner.errors import InvalidRequestError
from ldq_planner.render.esportazione import UNICO, Esportato
from ldq_planner.render.esportazione.ocds_contratto import make_rilasci
from ldq_planner.render.esportazione.ocds_pezzi import Intestazione, Perdite, make_istante
from ldq_planner.render.esportazione.ocds_scenario import make_rilascio

if TYPE_CHECKING:
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.render.esportazione import Modi
    from ldq_planner.render.esportazione.ocds_pezzi import Oggetto

VERSIONE = "1.1"
LUOGHI = "https://raw.githubusercontent.com/open-contracting-extensions/ocds_location_extension/v1.1.5/extension.json"


def export(portafoglio: Portafoglio, modi: Modi) -> Esportato:
    """Il pacchetto, e ciò che OCDS non sa tenere.

    Errori: `InvalidRequestError` se non c'è nulla di cui fare un rilascio: lo standard ne vuole almeno uno.
    """
    if not portafoglio.contratti and not portafoglio.ipotesi.scenari:
        raise InvalidRequestError(
            "non ci sono contratti né scenari, e un pacchetto OCDS vuole almeno un rilascio", "aggiungere un contratto"
        )
    perdite = Perdite()
    capo = Intestazione(portafoglio, modi.prefisso, modi.oggi, {q.id: q for q in portafoglio.quartieri})
    rilasci = [r for contratto in portafoglio.contratti for r in make_rilasci(contratto, capo, perdite)]
    for scenario in portafoglio.ipotesi.scenari:
        eventi = [e for e in modi.eventi if e.entita == scenario.id]
        rilasci.append(make_rilascio(scenario, capo, eventi, perdite))
    testo = json.dumps(_make_pacchetto(portafoglio, modi, rilasci), ensure_ascii=False, indent=2) + "\n"
    return Esportato({UNICO: testo.encode()}, _list_fuori(portafoglio), perdite.list())


def _make_pacchetto(portafoglio: Portafoglio, modi: Modi, rilasci: list[Oggetto]) -> Oggetto:
    pacchetto: Oggetto = {
        "uri": modi.uri or _make_uri(portafoglio, modi),
        "version": VERSIONE,
        "extensions": [LUOGHI],
        "publishedDate": make_istante(modi.oggi),
        "publisher": _make_editore(portafoglio),
    }
    if modi.licenza:
        pacchetto["license"] = modi.licenza
    pacchetto["releases"] = rilasci
    return pacchetto


def _make_editore(portafoglio: Portafoglio) -> Oggetto:
    """Chi pubblica, con il suo codice fiscale se lo si sa."""
    codice = portafoglio.anagrafe.codice_fiscale
    return {"name": portafoglio.anagrafe.ente, **({"scheme": "IT-CF", "uid": codice} if codice else {})}


def _make_uri(portafoglio: Portafoglio, modi: Modi) -> str:
    """Un nome che dipende solo da chi pubblica, dai dati e dal giorno: lo stesso pacchetto ha sempre lo stesso."""
    anagrafe = portafoglio.anagrafe
    di_chi = (anagrafe.ente, anagrafe.servizio, modi.prefisso, str(portafoglio.registro.aggiornato_al), str(modi.oggi))
    return uuid5(NAMESPACE_URL, "ldq/" + "/".join(di_chi)).urn


def _list_fuori(portafoglio: Portafoglio) -> tuple[str, ...]:
    """Ciò che del portafoglio non ha posto in OCDS."""
    anagrafe = portafoglio.anagrafe
    di_chi = (*(c.quartieri for c in portafoglio.contratti), *(s.quartieri for s in portafoglio.ipotesi.scenari))
    fuori = {
        "i programmi: di uno scenario che vi arriva resta la fine": anagrafe.programmi,
        "popolazione e attività dei quartieri, e della sede tutto tranne l'indirizzo": any(
            q.popolazione or q.attivita or q.sede for q in anagrafe.quartieri
        ),
        "l'ente dei quartieri, dove un contratto o uno scenario è di più enti": any(
            len({portafoglio.enti.get(q) for q in ids}) > 1 for ids in di_chi
        ),
        "fonti, finalità e considerazioni": anagrafe.fonti or anagrafe.finalita or anagrafe.considerazioni,
        "i piani": portafoglio.ipotesi.piani,
        "le deroghe": portafoglio.deroghe,
        "le durate imparate": portafoglio.imparate,
        "le soglie dell'ente": portafoglio.has_scelte,
    }
    return tuple(che_cosa for che_cosa, presente in fuori.items() if presente)
