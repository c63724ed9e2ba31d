"""Uno scenario dice quanto dura e quando finisce, e le due cose non stanno insieme.

Perché: chi prepara la gara deve scegliere: o meno mesi, o una fine più tarda. La durata si conta da ogni inizio ancora
possibile (ciò che oggi non c'è comincia al più presto domani) e si confronta con la fine scritta, o con quella del
programma presa alla lettera anche se indicativa: è quella con cui si conta tutto. I giorni si confrontano anche con i mesi.
Parla se nessun inizio possibile le mette d'accordo; con `durata_minima: sì` la durata è «almeno», e una fine più tarda va
bene.

Passa (36 mesi dal 01/01/2023):

    scenari:
      - {id: gara, inizio: 2023-01-01, durata_mesi: 36, fine: 2025-12-31}

Non passa (36 mesi dal 01/03/2023 finiscono il 28/02/2026):

    scenari:
      - {id: gara, inizio: 2023-03-01, durata_mesi: 36, fine: 2025-12-31}

Rimedio: togliere la durata o la fine, secondo ciò che si vuole bandire; oppure spostare l'inizio.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.testo import format_data, format_giorno
from ldq_planner.engine.scadenze import add_giorni, add_mesi
from ldq_planner.engine.scenari import compute_inizio, is_superato
from ldq_planner.engine.stime import compute_fine, find_fine_fissa
from ldq_planner.errors import Ref, Severita
from ldq_planner.model.testo import format_durata, format_giorni, format_numero, format_quando
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.scenario import Scenario

CODICE = "scenario-contraddittorio"
SEVERITA = Severita.AVVISO

_OLTRE = "oltre la"


class _Durata(NamedTuple):
    """Una durata scritta, e l'ultimo giorno a cui porta da ogni inizio ancora possibile."""

    campo: str
    testo: str
    per_durata: DataIncerta


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per durata che non porta mai alla fine con cui si conta."""
    for scenario in contesto.portafoglio.scenari:
        is_scritto = is_superato(contesto.portafoglio, scenario, contesto.oggi)
        inizio = scenario.inizio if is_scritto else compute_inizio(scenario, contesto.oggi)
        fine = compute_fine(contesto.portafoglio, scenario)
        for durata in _list_durate(contesto.portafoglio, scenario, inizio):
            differenza = _say_differenza(scenario, durata.per_durata, fine.scritta)
            if differenza:
                yield Rilievo(
                    f"nello scenario «{scenario.id}» {_say_durata(scenario, inizio, durata)}: {differenza} "
                    f"{_say_fine(contesto.portafoglio, scenario, fine)}{_say_ritardo(inizio, differenza)}",
                    "scegliere fra la durata e la fine: correggere quella che non vale, o toglierla",
                    Ref("scenari", scenario.id, (durata.campo,)),
                )


def _list_durate(portafoglio: Portafoglio, scenario: Scenario, inizio: DataIncerta) -> Iterator[_Durata]:
    """Le durate che non danno la fine: in mesi, se ce n'è una fissa; in giorni, se ci sono quella o i mesi."""
    is_fissa = find_fine_fissa(portafoglio, scenario) is not None
    if scenario.durata_mesi and is_fissa:
        testo = format_durata(scenario.durata_mesi, "mesi")
        yield _Durata("durata_mesi", testo, add_mesi(inizio, scenario.durata_mesi))
    if scenario.durata_giorni and (is_fissa or scenario.durata_mesi):
        testo = format_durata(scenario.durata_giorni, "giorni")
        yield _Durata("durata_giorni", testo, add_giorni(inizio, scenario.durata_giorni))


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


def _say_durata(scenario: Scenario, inizio: DataIncerta, durata: _Durata) -> str:
    """«36 mesi dal 01/03/2023 finiscono il 28/02/2026», per ogni lettura dell'inizio."""
    quanto = f"{'almeno ' if scenario.durata_minima else ''}{durata.testo}"
    primo, ultimo = format_giorno(inizio.primo), format_giorno(inizio.ultimo)
    if not scenario.inizio.is_nota:
        return f"{quanto}, anche cominciando il {primo}, finiscono il {format_giorno(durata.per_durata.primo)}"
    da = f"dal {primo}" if inizio.is_certa else f"da un giorno fra {primo} e {ultimo}"
    return f"{quanto} {da} finiscono {format_quando(durata.per_durata)}"


def _say_fine(portafoglio: Portafoglio, scenario: Scenario, fine: DataIncerta) -> str:
    """«fine indicativa di «A.d.P. Lorenteggio» (31/12/2025)», senza articolo."""
    if find_fine_fissa(portafoglio, scenario) is None:
        return f"fine dei {scenario.durata_mesi} mesi ({format_data(fine)})"
    genere = "fine indicativa" if fine.is_indicativa else "fine scritta"
    is_scritta = scenario.fine is not None and scenario.fine.is_nota
    di = "" if is_scritta else f" di «{portafoglio.programmi_by_id[scenario.fino_a_programma or ''].nome_breve}»"
    return f"{genere}{di} ({format_data(fine.scritta)})"


def _say_ritardo(inizio: DataIncerta, differenza: str) -> str:
    if inizio.is_certa or not differenza.endswith(_OLTRE):
        return ""
    return "; ogni giorno di ritardo nell'avvio è un giorno in più"
