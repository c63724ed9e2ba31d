"""Il testo di `durate.yaml`: ciò che si è imparato dalle gare già fatte, con quante erano e da dove vengono."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ldq_planner.modifica.righe import find_schemi
from ldq_planner.modifica.testo.scrittura import compose_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.model.apprendimento import Lezione, TrattoImparato

_INTESTAZIONE = """\
Le durate imparate da gare già fatte, al posto delle stime delle norme. Lo scrive «ldq impara --scrivi»: chi lo cambia a mano
perde le sue modifiche quando si impara di nuovo. Una riga tolta torna alla stima delle norme.
Giorni di calendario: una gara su venti finisce entro «minimo», una su due entro «probabile», una su venti dura più di «massimo»."""


def compose_durate(lezione: Lezione, vicino: str = "") -> str:
    """Il testo del file con i tratti che una gara può usare: quelli di una procedura delle norme, con i tre numeri.

    Lo schema sta dove dice `vicino`, il testo di un altro file della cartella.
    """
    radice = {"k": lezione.k, "imparate": [*_list_voci(lezione)]}
    return compose_file(radice, schema=f"{find_schemi(vicino)}durate.schema.json", intestazione=_INTESTAZIONE)


def _list_voci(lezione: Lezione) -> Iterator[dict[str, Any]]:
    for tratto in lezione.tratti:
        stima = tratto.predefinita
        if stima is None or tratto.is_senza_massimo:
            continue
        sue = [f for f in lezione.fonti if any(g.procedura == tratto.procedura for g in f.gare)]
        yield {
            "id": _make_id(tratto),
            "procedura": tratto.procedura,
            "dopo": tratto.dopo,
            "fase": tratto.fase,
            "da_eur": tratto.da_eur,
            "sotto_eur": tratto.sotto_eur,
            "minimo": tratto.imparata.p5,
            "probabile": tratto.imparata.p50,
            "massimo": tratto.imparata.p95,
            "stima_minimo": stima.p5,
            "stima_probabile": stima.p50,
            "stima_massimo": stima.p95,
            "gare": tratto.gare,
            "finite": tratto.finite,
            "non_finite": tratto.non_finite,
            "dal": tratto.dal,
            "al": tratto.al,
            "significato": "; ".join(dict.fromkeys(f.significato for f in sue)),
            "fonte": "; ".join(f.fonte for f in sue),
        }


def _make_id(tratto: TrattoImparato) -> str:
    """Lo stesso ogni volta che si impara: la procedura, le due fasi, la fascia."""
    da = "" if tratto.da_eur is None else f"-da-{tratto.da_eur}"
    sotto = "" if tratto.sotto_eur is None else f"-sotto-{tratto.sotto_eur}"
    return f"{tratto.procedura}-{tratto.dopo}-{tratto.fase}{da}{sotto}".replace("_", "-")
