"""La procedura scelta in uno scenario non è ammessa.

Perché: dove la legge non la ammette la procedura è illegittima, e la gara si rifà da capo. Si guardano il valore, la durata
e il giorno del bando. Conta il valore al netto dell'IVA; se l'aliquota non è nota si provano tutte: è critico se la
procedura non è ammessa a nessuna, un avviso se lo è a qualcuna. Parla delle gare allo studio che dicono la procedura; se
la si supera solo con un rinnovo, lo dice `ldq scenari`.

Passa (639.344,26 euro netti al 22 %, sotto i 750.000 dei servizi sociali):

    procedura: negoziata
    durata_mesi: 24
    stima_costo: {mensile_eur: 32500.00, motivo: come oggi}

Non passa:

    procedura: negoziata
    durata_mesi: 36
    stima_costo: {mensile_eur: 32500.00, motivo: come oggi}

Rimedio: scegliere una procedura ammessa (`ldq norme`), o rivedere la stima; mai frazionare.

Fonte: ciò che la legge del giorno del bando chiede alla procedura (`ldq norme`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.testo import format_giorno
from ldq_planner.engine.ammissione import admit
from ldq_planner.errors import Ref, Severita
from ldq_planner.model.ponte import Riuscita
from ldq_planner.model.testo import format_elenco, format_euro, lower_prima
from ldq_planner.rules.base.ammissione import say_condizione
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo
from ldq_planner.rules.base.gare import list_gare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.model.cronoprogramma import Ammessa, ValoreAppalto
    from ldq_planner.rules.base.gare import GaraAlloStudio

CODICE = "procedura-non-ammessa"
SEVERITA = Severita.CRITICO


class _Lettura(NamedTuple):
    """Se la procedura è ammessa; a un valore, se la stima ne dà uno."""

    ammessa: Ammessa
    valore: ValoreAppalto | None = None


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per gara la cui procedura, a qualche aliquota, non è ammessa."""
    for gara in list_gare(contesto):
        letture = [] if gara.tempi.procedura_assunta else list(_list_letture(gara))
        escluse = [x for x in letture if not x.ammessa.ammessa]
        if escluse:
            yield _report(gara, escluse, [x for x in letture if x.ammessa.ammessa])


def _list_letture(gara: GaraAlloStudio) -> Iterator[_Lettura]:
    """Una per aliquota; una sola, se la stima non c'è."""
    procedura, giorno = gara.agenda.ipotesi.procedura, gara.crono.pubblicazione
    if not gara.tempi.valori:
        appalto = gara.agenda.ipotesi.describe_appalto(gara.scenario.durata_mesi)
        yield _Lettura(admit(gara.agenda.diritto, procedura, appalto, giorno))
        return
    for valore in gara.tempi.valori[0].valori:
        yield from (_Lettura(a, valore) for a in valore.procedure if a.procedura == procedura.id)


def _report(gara: GaraAlloStudio, escluse: list[_Lettura], ammesse: list[_Lettura]) -> Rilievo:
    motivi = escluse[0].ammessa.motivi
    valori = [x.valore for x in escluse if x.valore is not None]
    opzioni = gara.agenda.diritto.list_opzioni(gara.agenda.ipotesi.casi)
    come = f" ({', '.join(lower_prima(o.nome) for o in opzioni)})" if opzioni else ""
    stima = f" si stima {_say(valori)}, e" if valori else ":"
    altrove = f"; ma lo sarebbe con {_say([x.valore for x in ammesse if x.valore is not None])}" if ammesse else ""
    altre = [lower_prima(a.nome) for a in valori[0].procedure if a.esito is Riuscita.POSSIBILE] if valori else []
    scelta = (
        f"scegliere fra le ammesse ({', '.join(altre)})" if altre else "scegliere una procedura ammessa (ldq norme)"
    )
    return Rilievo(
        f"«{gara.scenario.id}»{stima} «{gara.agenda.ipotesi.procedura.nome}»{come} è ammessa "
        f"{format_elenco([say_condizione(m) for m in motivi])} (bando del {format_giorno(gara.crono.pubblicazione)})"
        f"{altrove}",
        f"{'accertare quale aliquota vale, o ' if ammesse else ''}{scelta}; mai frazionare",
        Ref("scenari", gara.scenario.id, ("procedura",)),
        fonte=motivi[0].riferimento or "",
        severita=Severita.AVVISO if ammesse else Severita.CRITICO,
    )


def _say(valori: list[ValoreAppalto]) -> str:
    """«€ 753.104,73 netti se l'IVA è al 10 % e …», per ogni aliquota."""
    return format_elenco([_say_valore(v) for v in valori])


def _say_valore(valore: ValoreAppalto) -> str:
    come = "la stima è senza IVA" if valore.aliquota is None else f"l'IVA è al {valore.aliquota} %"
    return f"{format_euro(valore.netto)} netti se {come}"
