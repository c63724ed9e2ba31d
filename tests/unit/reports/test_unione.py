"""Molti contratti su una riga: gli stessi giorni di prima, e quanti sono."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from ldq_planner.dates.periodo import UN_GIORNO, Periodo
from ldq_planner.reports.barre import Barra, Genere
from ldq_planner.reports.unione import DISTINTI, unite

_PRIMO = date(2022, 1, 1)


def make_barra(numero: int, dal: int, giorni: int, genere: Genere = Genere.CONTRATTO) -> Barra:
    """Una barra dell'atto `numero`, che comincia `dal` giorni dopo il primo."""
    inizio = _PRIMO + timedelta(days=dal)
    return Barra(
        Periodo(inizio, inizio + timedelta(days=giorni - 1)), genere, f"atto {numero}", f"a{numero}", f"a{numero}"
    )


def list_giorni(barre: tuple[Barra, ...], *generi: Genere) -> list[date]:
    """I giorni delle barre di quei generi, uno per barra che lo copre."""
    sue = [b.periodo for b in barre if b.genere in generi]
    return sorted(p.inizio + n * UN_GIORNO for p in sue for n in range(p.giorni))


def test_pochi_restano_com_erano() -> None:
    """Ognuno con il suo nome."""
    barre = tuple(make_barra(n, n, 100) for n in range(DISTINTI))
    assert unite(barre, "contratti") == barre


def test_molti_diventano_i_giorni_che_coprono_insieme() -> None:
    """Ogni giorno una volta sola; il certo vince sull'incerto; chi è solo resta sé."""
    certe = tuple(make_barra(n, n * 10, 40) for n in range(DISTINTI + 2))
    altre = (make_barra(0, 120, 30, Genere.OPZIONE), make_barra(1, 100, 400, Genere.INCERTO), make_barra(7, 600, 5))
    aperte = tuple(make_barra(n, 300 + n, 50, Genere.OPZIONE_APERTA) for n in range(3))
    barre = (*certe, *altre, *aperte)
    insieme = unite(barre, "contratti")
    giorni = list_giorni(insieme, Genere.CONTRATTO, Genere.OPZIONE)
    assert set(giorni) == set(list_giorni(barre, Genere.CONTRATTO, Genere.OPZIONE))
    assert not set(giorni) & set(list_giorni(insieme, Genere.INCERTO))
    assert max(Counter(list_giorni(insieme, *set(Genere) - {Genere.OPZIONE_APERTA})).values()) == 1
    assert [(b.genere, b.etichetta) for b in insieme] == [
        (Genere.CONTRATTO, "8 contratti"),
        (Genere.OPZIONE, "a0"),
        (Genere.CONTRATTO, "a7"),
        (Genere.INCERTO, "a1"),
        (Genere.INCERTO, "a1"),
        (Genere.OPZIONE_APERTA, "3 opzioni ancora aperte"),
    ]
    assert insieme[0].testo == "8 contratti, dal 01/01/2022 al 20/04/2022"
