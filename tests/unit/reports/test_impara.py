"""Ciò che di una lezione non si può scrivere si dice."""

from __future__ import annotations

from datetime import date

from ldq_planner.model.apprendimento import Lezione, Quantili, TrattoImparato
from ldq_planner.modifica.durate import compose_durate
from ldq_planner.reports.impara import build_impara, list_senza_massimo
from ldq_planner.reports.report import Nota

STIMA = Quantili(10, 20, 40, 90, 120)
GIORNI = (date(2020, 1, 7), date(2023, 10, 1))


def make_tratto(fase: str, imparata: Quantili) -> TrattoImparato:
    """Un tratto di una procedura aperta, con ciò che se ne impara."""
    return TrattoImparato(
        "aperta", "invio_bando", fase, f"fino a {fase}", None, None, 3, 1, 2, STIMA, imparata, imparata, *GIORNI
    )


def test_una_riga_senza_massimo_non_si_scrive_e_si_dice() -> None:
    """Con `--k 0` capita a chi ha molte gare ancora in corso."""
    tratti = (make_tratto("stipula", Quantili(5, 9, 40, None, None)), make_tratto("avvio", STIMA))
    lezione = Lezione((), tratti, 0, {"aperta": "Procedura aperta"})
    scritto = compose_durate(lezione)
    assert "aperta-invio-bando-avvio" in scritto
    assert "aperta-invio-bando-stipula" not in scritto
    assert "In durate.yaml non va «Procedura aperta, fino a stipula»" in next(list_senza_massimo(lezione))
    assert next(list_senza_massimo(lezione)) in [
        b.testo for b in build_impara(lezione, GIORNI[1]).blocchi if isinstance(b, Nota)
    ]
