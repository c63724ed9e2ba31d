"""Una gara da mettere nel programma degli acquisti non risulta in nessun programma.

Perché: oltre la soglia un acquisto che non è nel programma dell'ente non si può bandire. È nel programma se lo dicono un `cui`,
un'`annualita` o una condizione di tipo `programmazione`. Conta il valore al netto dell'IVA, con i rinnovi; se l'aliquota non è
nota, il più basso di quelli che può avere. La soglia è quella della legge del bando. Fra alternative non ancora scelte tace: va nel programma quella che
si sceglie; tace anche di chi ha il CPV di lavori, che hanno un programma loro.

Passa:

    stima_costo: {mensile_eur: 32500.00, iva: inclusa, motivo: come oggi}
    cui: S01199250158202300012

Non passa:

    stima_costo: {mensile_eur: 32500.00, iva: inclusa, motivo: come oggi}

Rimedio: se vi è già, scriverne il `cui`; altrimenti metterlo nel prossimo (`ldq acquisti`), o modificare quello dell'anno.

Fonte: D.Lgs. 36/2023, art. 37 c. 3; prima, D.Lgs. 50/2016, art. 21 c. 6.
"""

from __future__ import annotations

from ldq_planner.engine.acquisti import find_soglia, is_programmato, list_letture, say_comando
from ldq_planner.engine.cui import find_settore
from ldq_planner.errors import Ref, Severita
from ldq_planner.model.testo import format_euro, format_numero
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo
from ldq_planner.rules.base.gare import list_gare_richieste

CODICE = "acquisto-fuori-programma"
SEVERITA = Severita.AVVISO


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per gara oltre la soglia che non è in nessun programma."""
    previsione = contesto.quadro.previsione
    if previsione is None:
        return
    for gara in list_gare_richieste(contesto):
        soglia = find_soglia(gara.agenda, gara.crono)
        if soglia is None or is_programmato(gara.scenario) or find_settore(gara.scenario.cpv) is None:
            continue
        previsto = previsione.portafoglio.scenari_by_id[gara.scenario.id]
        netti = list_letture(gara.agenda.diritto, previsione.portafoglio, previsto, gara.crono.legge)
        if netti and netti[0] >= soglia.valore:
            comando = say_comando(contesto.portafoglio, gara.scenario, gara.crono.invio.year)
            yield Rilievo(
                f"«{gara.scenario.id}» vale {'almeno ' if len(netti) > 1 else ''}{format_euro(netti[0])} netti: da "
                f"€ {format_numero(soglia.valore)} in su va nel programma degli acquisti, e non risulta in nessuno",
                f"se vi è già, scriverne il cui o l'annualita; altrimenti metterlo nel programma prima del bando: {comando}",
                Ref("scenari", gara.scenario.id),
                fonte=soglia.fonte,
            )
