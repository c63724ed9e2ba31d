"""Un'opzione dice di avere spostato una data se e solo se la stessa gara senza di lei ne ha una diversa."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.gare import find_procedura, get_diritto
from tests.properties.test_legge import gare, giorni

from ldq_planner.dates.mesi import shift_mesi
from ldq_planner.engine.durate import Ipotesi
from ldq_planner.engine.gara import Richiesta
from ldq_planner.errors import LdqError
from ldq_planner.model.cronoprogramma import EsitoGara
from ldq_planner.reports.gara_chiesta import plan_gara

if TYPE_CHECKING:
    from tests.conto_a_mano import Gara

OGGI = date(2022, 3, 1)
NON_DATE = ("verificato_al", "scade")
"""Il giorno dell'ultimo controllo della legge, e dove una durata cadrebbe prima dei rinvii."""
DIREZIONI = ("servizio_dal", "invio", "da")


def list_date(valore: Any) -> list[Any]:
    """Ogni data della risposta, dovunque stia, nel suo posto."""
    if isinstance(valore, EsitoGara):
        valore = valore._replace(opzioni=(), avvisi=(), valori=())
    if isinstance(valore, tuple):
        nomi = getattr(valore, "_fields", range(len(valore)))
        return [(nome, *d) for nome, v in zip(nomi, valore, strict=True) for d in list_date(v) if nome not in NON_DATE]
    return [(valore,)] if isinstance(valore, date) else []


def drop(gara: Gara, opzione: str) -> Gara:
    """La stessa gara, scritta senza quell'opzione."""
    nome, _, valore = opzione.partition(" ")
    match nome.removeprefix("--"):
        case "no-elettronica":
            return gara._replace(casi=(*gara.casi, "elettronica"))
        case "importo":
            return gara._replace(netto=None)
        case "servizio":
            return gara._replace(servizio="sociale")
        case "fase":
            return gara._replace(fissate={f: g for f, g in gara.fissate.items() if f"{f}={g}" != valore})
        case caso:
            return gara._replace(casi=tuple(c for c in gara.casi if c != caso))


def try_plan(gara: Gara, richiesta: dict[str, date], patrono: str) -> EsitoGara | None:
    """La risposta di `ldq gara`, o niente se la domanda si rifiuta."""
    procedura, casi = find_procedura(gara.procedura), frozenset(("ordinaria", *gara.casi))
    ipotesi = Ipotesi(procedura, gara.profilo, casi, gara.fissate, bool(patrono), servizio=gara.servizio)
    importo = None if gara.netto is None else Decimal(gara.netto)
    try:
        servizio_dal, invio, da = (richiesta.get(direzione) for direzione in DIREZIONI)
        return plan_gara(get_diritto(), Richiesta(ipotesi, servizio_dal, invio, da, importo, "esclusa"), OGGI)
    except LdqError:
        return None


@settings(max_examples=100, deadline=None)
@given(gare(), giorni, st.sampled_from(DIREZIONI), st.sampled_from(("", "--patrono")))
def test_un_opzione_sposta_se_e_solo_se_una_data_e_diversa(
    gara: Gara, giorno: date, direzione: str, patrono: str
) -> None:
    """In ogni procedura, in avanti e all'indietro, con la gara rifatta da capo senza l'opzione."""
    if direzione == "servizio_dal":
        giorno = shift_mesi(giorno, 12)
    if direzione == "invio":
        giorno = get_diritto().get_calendario(patrono=True).next_lavorativo(giorno)
    con = try_plan(gara, {direzione: giorno}, patrono)
    assume(con is not None)
    assert con is not None
    altre = {"--no-elettronica": "elettronica" not in gara.casi, patrono: bool(patrono)}
    altre |= {"--importo": gara.netto is not None, "--servizio altro": gara.servizio == "altro"}
    scritte = {f"--{c}" for c in gara.casi if c != "elettronica"} | {o for o, c_e in altre.items() if c_e}
    assert {o.opzione for o in con.opzioni} == scritte | {f"--fase {f}={g}" for f, g in gara.fissate.items()}
    for opzione in con.opzioni:
        resta = "" if opzione.opzione == patrono else patrono
        senza = try_plan(gara if resta != patrono else drop(gara, opzione.opzione), {direzione: giorno}, resta)
        if senza is not None:
            assert opzione.sposta == (list_date(con) != list_date(senza)), opzione.opzione
            assert opzione.sposta == bool(opzione.spostate) == (opzione.perche is None)
