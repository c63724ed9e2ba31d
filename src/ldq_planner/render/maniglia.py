"""La figura che risponde, nella pagina: ciò che non cambia si scrive, ciò che cambia sta in numeri che lo script cerca."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ldq_planner.render.valori import clean
from ldq_planner.reports.maniglia import BANDO, PREPARAZIONE, RIGHE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ldq_planner.dates.periodo import Periodo
    from ldq_planner.reports.maniglia import Maniglia, ScenarioVivo

_MANIGLIE = {PREPARAZIONE: "La preparazione comincia il", BANDO: "Il bando, o l’invito, esce il"}


def show_maniglia(maniglia: Maniglia) -> dict[str, object]:
    """Ciò che vuole `maniglia.html.j2`: i posti nella figura sono in percento della finestra."""
    from markupsafe import Markup  # noqa: PLC0415 - solo per questo formato

    return {
        "troppe": maniglia.troppe,
        "righe": RIGHE,
        "ultimo": maniglia.giorni - 1,
        "scenari": [_show_scenario(scenario, maniglia.finestra) for scenario in maniglia.scenari],
        "anni": [(g.year, _place(g, maniglia.finestra)) for g in _list_capodanni(maniglia.finestra)],
        "incerti": any(q.forse for s in maniglia.scenari for q in s.quartieri),
        "oggi": _place(maniglia.oggi, maniglia.finestra),
        "numeri": Markup(_encode(maniglia)),  # noqa: S704 - è JSON, senza un «<»
    }


def _show_scenario(scenario: ScenarioVivo, finestra: Periodo) -> dict[str, object]:
    quartieri = [
        {
            "nome": clean(q.nome),
            "tratti": [
                (classe, _place(p.inizio, finestra), round(100 * p.giorni / finestra.giorni, 2))
                for classe, periodi in (("coperto", q.coperto), ("forse", q.forse))
                for p in periodi
            ],
        }
        for q in scenario.quartieri
    ]
    maniglie = [(passo.id, _MANIGLIE[passo.id]) for passo in scenario.passi]
    return {"nome": clean(scenario.nome), "quartieri": quartieri, "maniglie": maniglie}


def _encode(maniglia: Maniglia) -> str:
    """I numeri, in JSON che non può chiudere il suo elemento; le tuple con nomi vi diventano elenchi."""
    numeri = {
        "oggi": maniglia.oggi.isoformat(),
        "dal": (maniglia.finestra.inizio - maniglia.oggi).days,
        "finestra": maniglia.finestra.giorni,
        "serie": maniglia.serie,
        "parole": [clean(parola) for parola in maniglia.parole],
        "scenari": [
            {
                "id": s.id,
                "nome": clean(s.nome),
                "almeno": s.durata_minima,
                "quartieri": [(clean(q.nome), q.abitanti) for q in s.quartieri],
                "passi": (s.oggi, *s.passi),
            }
            for s in maniglia.scenari
        ],
    }
    return json.dumps(numeri, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _place(giorno: date, finestra: Periodo) -> float:
    """Dove sta il giorno nella finestra, in percento."""
    return round(100 * (giorno - finestra.inizio).days / finestra.giorni, 2)


def _list_capodanni(finestra: Periodo) -> Iterator[date]:
    for anno in range(finestra.inizio.year, finestra.fine.year + 1):
        giorno = finestra.inizio.replace(year=anno, month=1, day=1)
        if giorno in finestra:
            yield giorno
