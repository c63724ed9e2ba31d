"""La tabella delle fasi di una gara: chi, da quando a quando, entro quando, per quale articolo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.model.norme import DA_VERIFICARE
from ldq_planner.reports.fonti import DUBBIO
from ldq_planner.reports.report import TRATTINO, Tabella, Tono, Voce

if TYPE_CHECKING:
    from ldq_planner.model.cronoprogramma import PassoGara
    from ldq_planner.reports.report import Cella

_INDIETRO = ("Fase", "Chi", "Dal", "Al", "Giorni", "Entro", "Margine", "Articolo")
_AVANTI = ("Fase", "Chi", "Dal", "Al", "Giorni", "Articolo")
_GRUPPI = {_INDIETRO: ((0, 2, 3, 4, 5, 6), (0, 1, 7)), _AVANTI: ((0, 2, 3, 4), (0, 1, 5))}
_ORIGINI = {"stima": "stima", "richiesta": "fissata"}


def build_fasi(titolo: str, fasi: tuple[PassoGara, ...], *, indietro: bool) -> Tabella:
    """Una riga per fase, in ordine; all'indietro, anche l'ultimo giorno in cui compierla e il margine che resta."""
    colonne = _INDIETRO if indietro else _AVANTI
    righe = tuple(_build_riga(f, indietro=indietro) for f in fasi)
    return Tabella(titolo, colonne, righe, gruppi=_GRUPPI[colonne])


def _build_riga(fase: PassoGara, *, indietro: bool) -> tuple[Cella, ...]:
    if fase.tipo == "precondizione":  # non prende giorni: dev'esserci prima che si cominci
        date_: tuple[Cella, ...] = (TRATTINO, TRATTINO, TRATTINO)
        limiti: tuple[Cella, ...] = (fase.inizio, TRATTINO)
    else:
        date_ = (fase.inizio, fase.fine, fase.giorni)
        limiti = (TRATTINO if fase.limite is None else fase.limite, _describe_scarto(fase))
    return (fase.nome, fase.chi, *date_, *(limiti if indietro else ()), _describe_articolo(fase))


def _describe_scarto(fase: PassoGara) -> Cella:
    return TRATTINO if fase.margine is None else fase.margine


def _describe_articolo(fase: PassoGara) -> Cella:
    """L'articolo; accanto, se è da verificare e se la durata è una stima."""
    dubbio = DUBBIO if fase.stato_fonte == DA_VERIFICARE else ""
    parti = [fase.riferimento or "", dubbio, _ORIGINI.get(fase.origine, "")]
    if not fase.riferimento:
        parti = ["nessun articolo", *parti]
    testo = " · ".join(filter(None, parti))
    return Voce(testo, Tono.ATTENZIONE) if dubbio else testo
