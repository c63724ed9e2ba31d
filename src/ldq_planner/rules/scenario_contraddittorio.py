"""Uno scenario dice quanto dura e quando finisce, e le due cose non stanno insieme.

Perché: chi prepara la gara deve scegliere: o meno mesi, o una fine più tarda. La durata si conta da ogni inizio ancora
possibile (ciò che oggi non c'è comincia al più presto domani) e si confronta con la fine scritta, o con quella del
programma presa alla lettera anche se indicativa. Parla se nessun inizio possibile le mette d'accordo; con
`durata_minima: sì` i mesi sono «almeno», e una fine scritta più tarda va bene.

Passa (36 mesi dal 01/01/2023):

    scenari:
      - {id: gara, inizio: 2023-01-01, durata_mesi: 36, fine: 2025-12-31}

Non passa (36 mesi dal 01/03/2023 finiscono il 28/02/2026):

    scenari:
      - {id: gara, inizio: 2023-03-01, durata_mesi: 36, fine: 2025-12-31}

Rimedio: togliere `durata_mesi` o la fine, secondo ciò che si vuole bandire; oppure spostare l'inizio.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_data, format_giorno
from ldq_planner.engine.scadenze import add_mesi
from ldq_planner.engine.scenari import compute_fine, compute_inizio
from ldq_planner.errors import Ref, Severita
from ldq_planner.model.testo import format_giorni, format_numero, format_quando
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo

if TYPE_CHECKING:
    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.scenario import Scenario

CODICE = "scenario-contraddittorio"
SEVERITA = Severita.AVVISO

_OLTRE = "oltre la"


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per scenario la cui durata non porta mai alla fine scritta."""
    for scenario in contesto.portafoglio.scenari:
        if scenario.durata_mesi is None or (scenario.fine is None and scenario.fino_a_programma is None):
            continue
        inizio = compute_inizio(scenario, contesto.oggi)
        per_durata = add_mesi(inizio, scenario.durata_mesi)
        fine = compute_fine(contesto.portafoglio, scenario)
        differenza = _say_differenza(scenario, per_durata, fine.scritta)
        if differenza:
            yield Rilievo(
                f"nello scenario «{scenario.id}» {_say_durata(scenario, inizio, per_durata)}: "
                f"{differenza} {_say_fine(contesto.portafoglio, scenario, fine)}{_say_ritardo(inizio, differenza)}",
                "scegliere fra la durata e la fine: correggere quella che non vale, o toglierla",
                Ref("scenari", scenario.id, ("durata_mesi",)),
            )


def _say_differenza(scenario: Scenario, per_durata: DataIncerta, scritta: DataIncerta) -> str:
    """«da 17 a 364 giorni oltre la», «59 giorni prima della»; niente se un inizio possibile le mette d'accordo."""
    if per_durata.primo > scritta.ultimo:
        minima, massima = (per_durata.primo - scritta.ultimo).days, (per_durata.ultimo - scritta.primo).days
        quanto = _say_giorni(minima, massima) if scenario.inizio.is_nota else f"almeno {format_giorni(minima)}"
        return f"{quanto} {_OLTRE}"
    if per_durata.ultimo < scritta.primo and not scenario.durata_minima:
        minima, massima = (scritta.primo - per_durata.ultimo).days, (scritta.ultimo - per_durata.primo).days
        return f"{_say_giorni(minima, massima)} prima della"
    return ""


def _say_giorni(minima: int, massima: int) -> str:
    return format_giorni(minima) if minima == massima else f"da {format_numero(minima)} a {format_giorni(massima)}"


def _say_durata(scenario: Scenario, inizio: DataIncerta, per_durata: DataIncerta) -> str:
    """«36 mesi dal 01/03/2023 finiscono il 28/02/2026», per ogni lettura dell'inizio."""
    mesi = f"{'almeno ' if scenario.durata_minima else ''}{scenario.durata_mesi} mesi"
    primo, ultimo = format_giorno(inizio.primo), format_giorno(inizio.ultimo)
    if not scenario.inizio.is_nota:
        return f"{mesi}, anche cominciando il {primo}, finiscono il {format_giorno(per_durata.primo)}"
    da = f"dal {primo}" if inizio.is_certa else f"da un giorno fra {primo} e {ultimo}"
    return f"{mesi} {da} finiscono {format_quando(per_durata)}"


def _say_fine(portafoglio: Portafoglio, scenario: Scenario, fine: DataIncerta) -> str:
    """«fine indicativa di «A.d.P. Lorenteggio» (31/12/2025)», senza articolo."""
    genere = "fine indicativa" if fine.is_indicativa else "fine scritta"
    di = ""
    if scenario.fine is None and scenario.fino_a_programma is not None:
        di = f" di «{portafoglio.programmi_by_id[scenario.fino_a_programma].nome_breve}»"
    return f"{genere}{di} ({format_data(fine.scritta)})"


def _say_ritardo(inizio: DataIncerta, differenza: str) -> str:
    if inizio.is_certa or not differenza.endswith(_OLTRE):
        return ""
    return "; ogni giorno di ritardo nell'avvio è un giorno in più"
