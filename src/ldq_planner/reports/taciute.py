"""Le segnalazioni taciute: quante sono, quali, da chi, fino a quando."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_giorno
from ldq_planner.model.taciuta import SegnalazioneTaciuta, Taciuta
from ldq_planner.model.testo import format_numero, lower_prima
from ldq_planner.rules.controlli.elenco import find_regola, read_manuale

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ldq_planner.model.portafoglio import Portafoglio


def say_taciute(taciute: Sequence[Taciuta], portafoglio: Portafoglio) -> str:
    """«2 non mostrate: lacuna-in-corso di Lorenteggio (Direzione Casa, fino al 31/03/2023); …»; vuota se non ce ne sono."""
    per_deroga: dict[str, list[Taciuta]] = {}
    for taciuta in taciute:
        per_deroga.setdefault(taciuta.deroga.id if taciuta.deroga else "", []).append(taciuta)
    parti = [_say_deroga(di_una, portafoglio) for id_, di_una in per_deroga.items() if id_]
    if della_linea := per_deroga.get(""):
        conti = Counter(t.finding.codice for t in della_linea)
        quali = ", ".join(f"{quante} {codice}" for codice, quante in sorted(conti.items()))
        parti.append(f"{format_numero(len(della_linea))} già nella linea di base ({quali})")
    quante = "1 non mostrata" if len(taciute) == 1 else f"{format_numero(len(taciute))} non mostrate"
    return f"{quante}: {'; '.join(parti)}" if parti else ""


def tell_taciute(taciute: Sequence[Taciuta], portafoglio: Portafoglio) -> str:
    """Per chi legge una carta: che cosa si è deciso di non rivedere, chi ne risponde, fino a quando; vuota se nulla."""
    per_deroga: dict[str, list[Taciuta]] = {}
    for taciuta in taciute:
        per_deroga.setdefault(taciuta.deroga.id if taciuta.deroga else "", []).append(taciuta)
    voci = "; ".join(_tell_deroga(di_una, portafoglio) for di_una in per_deroga.values())
    quante = "una segnalazione" if len(taciute) == 1 else f"{format_numero(len(taciute))} segnalazioni"
    return f"Si è deciso di non rivedere {quante}: {voci}." if voci else ""


def _tell_deroga(taciute: list[Taciuta], portafoglio: Portafoglio) -> str:
    """«un contratto sta per scadere…, per «Accompagnamento sociale nord» (Dott.ssa Bianchi, fino al 31/03/2027: …)»."""
    deroga, regola = taciute[0].deroga, find_regola(taciute[0].finding.codice)
    che_cosa = lower_prima(read_manuale(regola).sommario).rstrip(".") if regola else taciute[0].finding.codice
    di_chi = f", per «{portafoglio.name(deroga.entita)}»" if deroga and deroga.entita else ""
    return f"{che_cosa}{di_chi} ({say_perche(taciute[0])})"


def _say_deroga(taciute: list[Taciuta], portafoglio: Portafoglio) -> str:
    """Ciò che una deroga tace, chi ne risponde, fino a quando."""
    deroga = taciute[0].deroga
    if deroga is None:
        return ""
    quante = f"{format_numero(len(taciute))} " if len(taciute) > 1 else ""
    di_chi = f" di {portafoglio.name(deroga.entita)}" if deroga.entita else ""
    return f"{quante}{deroga.regola}{di_chi} ({say_perche(taciute[0])})"


def say_perche(taciuta: Taciuta) -> str:
    """Chi la tace: «Direzione Casa, fino al 31/03/2023: motivo», o «già nella linea di base»."""
    deroga = taciuta.deroga
    if deroga is None:
        return "già nella linea di base"
    return f"{deroga.responsabile}, fino al {format_giorno(deroga.fino_al.primo)}: {deroga.motivo}"


def to_taciuta(taciuta: Taciuta) -> SegnalazioneTaciuta:
    """La segnalazione taciuta come la legge una macchina."""
    f, d = taciuta.finding, taciuta.deroga
    chi = (d.id, d.responsabile, d.motivo, d.fino_al.primo) if d else (None, None, None, None)
    return SegnalazioneTaciuta(f.codice, f.severita, f.ref.id or None if f.ref else None, f.messaggio, *chi)
