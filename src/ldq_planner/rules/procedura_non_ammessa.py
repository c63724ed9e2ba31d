"""La procedura scelta in uno scenario non è ammessa al valore stimato.

Perché: sopra il suo limite la procedura è illegittima, e la gara si rifà da capo. Conta il valore al netto dell'IVA, nel
giorno del bando; se l'aliquota non è nota si provano tutte: è critico se la procedura non è ammessa a nessuna, un avviso
se lo è solo a qualcuna. Parla delle gare allo studio che dicono la procedura e una stima del costo; se la si supera solo
con un rinnovo, lo dice `ldq scenari`.

Passa (639.344,26 euro netti al 22 %, sotto i 750.000 dei servizi sociali):

    procedura: negoziata
    durata_mesi: 24
    stima_costo: {mensile_eur: 32500.00, motivo: come oggi}

Non passa:

    procedura: negoziata
    durata_mesi: 36
    stima_costo: {mensile_eur: 32500.00, motivo: come oggi}

Rimedio: scegliere una procedura ammessa (`ldq norme`), o rivedere la stima; mai frazionare.

Fonte: il limite di valore della procedura, dal regime del giorno del bando (`ldq norme`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_giorno
from ldq_planner.errors import Ref, Severita
from ldq_planner.model.testo import format_elenco, format_euro, format_numero
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo
from ldq_planner.rules.base.gare import list_gare

if TYPE_CHECKING:
    from ldq_planner.model.cronoprogramma import ValoreAppalto

CODICE = "procedura-non-ammessa"
SEVERITA = Severita.CRITICO


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per gara la cui procedura, a qualche aliquota, passa il suo limite."""
    for gara in list_gare(contesto):
        procedura, diritto = gara.agenda.ipotesi.procedura, gara.agenda.diritto
        limite = diritto.find_limite(procedura.ammessa.sotto, gara.agenda.ipotesi.servizio, gara.crono.pubblicazione)
        if gara.tempi.procedura_assunta or limite is None or not gara.tempi.valori:
            continue
        letture = gara.tempi.valori[0].valori
        oltre = [v for v in letture if v.netto >= limite.valore]
        if not oltre:
            continue
        dentro = [v for v in letture if v not in oltre]
        altrove = f"; ma starebbe sotto con {_say(dentro)}" if dentro else ""
        ammesse = [a.nome.lower() for a in oltre[0].procedure if a.ammessa]
        yield Rilievo(
            f"«{gara.scenario.id}» si stima {_say(oltre)}, e «{procedura.nome}» è ammessa sotto € "
            f"{format_numero(limite.valore)} (bando del {format_giorno(gara.crono.pubblicazione)}){altrove}",
            f"{'accertare quale aliquota vale, o ' if dentro else ''}scegliere fra le ammesse ({', '.join(ammesse)}); mai "
            "frazionare",
            Ref("scenari", gara.scenario.id, ("procedura",)),
            fonte=limite.fonte,
            severita=Severita.AVVISO if dentro else Severita.CRITICO,
        )


def _say(valori: list[ValoreAppalto]) -> str:
    """«€ 753.104,73 netti se l'IVA è al 10 % e …», per ogni aliquota."""
    return format_elenco([_say_valore(v) for v in valori])


def _say_valore(valore: ValoreAppalto) -> str:
    come = "la stima è senza IVA" if valore.aliquota is None else f"l'IVA è al {valore.aliquota} %"
    return f"{format_euro(valore.netto)} netti se {come}"
