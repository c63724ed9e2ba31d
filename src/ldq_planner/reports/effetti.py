"""Se ogni opzione con cui si immagina una gara ne sposta le date, e perché no."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_giorno
from ldq_planner.model.cronoprogramma import Avviso
from ldq_planner.model.testo import format_durata, format_giorni

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.engine.effetti import Effetto
    from ldq_planner.model.cronoprogramma import Cronoprogramma

EFFETTO, SENZA_EFFETTO = "effetto-opzione", "opzione-senza-effetto"


def warn_effetti(effetti: tuple[Effetto, ...], crono: Cronoprogramma) -> Iterator[Avviso]:
    """Una frase per opzione chiesta."""
    for effetto in effetti:
        if effetto.senza is None:
            continue
        if _list_date(effetto.senza) == _list_date(crono):
            perche = _explain(effetto, crono)
            yield Avviso(SENZA_EFFETTO, f"{effetto.opzione} non sposta nessuna data: {perche}")
        else:
            yield Avviso(EFFETTO, f"{effetto.opzione}: {_compare(effetto.senza, crono)}")


def _list_date(crono: Cronoprogramma) -> list[object]:
    return [crono.inizio_preparazione, *((p.id, p.fine) for p in crono.passi)]


def _explain(effetto: Effetto, crono: Cronoprogramma) -> str:
    """Perché non conta: nel profilo la fase è più lunga, o la legge non distingue."""
    if not effetto.ridotte:
        return "da quella opzione, in questa gara, non dipende nessun termine"
    fasi = (
        f"«{r.fase.nome}» dura {format_giorni(r.quanti)}, non i "
        f"{format_durata(r.termine.valore, r.termine.unita)} di {r.termine.fonte}"
        for r in effetto.ridotte
    )
    return f"nel profilo «{crono.profilo}» {'; '.join(fasi)}"


def _compare(senza: Cronoprogramma, crono: Cronoprogramma) -> str:
    """Che cosa si sposta, e di quanto: l'invio se si conta dal servizio, altrimenti il servizio."""
    if senza.invio != crono.invio:
        che_cosa, prima, dopo = "l'invio", senza.invio, crono.invio
    elif senza.avvio != crono.avvio:
        che_cosa, prima, dopo = "il servizio", senza.avvio, crono.avvio
    else:
        return "sposta solo date di mezzo, non l'invio né il servizio"
    giorni = (dopo - prima).days
    quando = f"{format_giorni(abs(giorni))} {'dopo' if giorni > 0 else 'prima'}"
    return f"{che_cosa} è il {format_giorno(dopo)}, {quando} (senza, il {format_giorno(prima)})"
