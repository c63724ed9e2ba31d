"""L'oracolo: la stessa gara aperta sorteggiata tante volte, con numpy e senza una riga del motore di probabilità.

Le durate si sorteggiano dalla doppia triangolare invertendola, la causa comune è una normale per sorteggio; le date seguono le
regole scritte qui, con i termini letti nelle norme.
"""

from __future__ import annotations

from datetime import date
from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from tests.gare import get_diritto

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Giorni = NDArray[np.int64]

DIRITTO = get_diritto()
_PRIMO, _ULTIMO = date(2015, 1, 1).toordinal(), date(2045, 1, 1).toordinal()
_CALENDARIO = DIRITTO.get_calendario()
_LAVORATIVI = np.array([_CALENDARIO.is_lavorativo(date.fromordinal(g)) for g in range(_PRIMO, _ULTIMO)])
_POSTI = np.arange(_PRIMO, _ULTIMO)
_PROSSIMI = np.minimum.accumulate(np.where(_LAVORATIVI, _POSTI, _ULTIMO)[::-1])[::-1]
PREPARAZIONE = ("progettazione", "indirizzo", "decisione_contrarre")
DOPO = ("ammissione", "valutazione", "anomalia", "verifica_requisiti", "aggiudicazione", "comunicazioni")
_ASCISSE = np.linspace(-8, 8, 16_001)
_CUMULATE = np.array([NormalDist().cdf(x) for x in _ASCISSE])


class Sorteggiata(NamedTuple):
    """Di ogni sorteggio, quando il progetto è finito e quando il servizio può cominciare."""

    progetto: Giorni
    avvio: Giorni


class Sorteggi:
    """Una gara aperta sorteggiata `quanti` volte; `rho` è quanto le fasi vanno insieme."""

    def __init__(self, quanti: int, rho: float, seme: int = 7) -> None:
        self.quanti, self.rho = quanti, rho
        self._caso = np.random.default_rng(seme)
        self._z = self._caso.standard_normal(quanti)
        procedura = DIRITTO.find_procedura("aperta")
        assert procedura is not None
        self._stime = {f.id: f.stima for f in DIRITTO.list_fasi(procedura, {"ricorso"}) if f.stima}

    def draw(self, fase: str) -> Giorni:
        """Una durata per sorteggio: metà a sinistra del valore più probabile, il 5 % oltre il massimo."""
        minimo, probabile, massimo = self._stime[fase]
        u = self._draw_quantile()
        sinistra = minimo + (probabile - minimo) * np.sqrt(2 * np.minimum(u, 0.5))
        destra = massimo - (massimo - probabile) * np.sqrt(np.clip((0.95 - u) / 0.45, 0, 1))
        interi = np.clip(np.floor(np.where(u <= 0.5, sinistra, destra) + 0.5), minimo, massimo).astype(np.int64)
        attesa = max(1.0, (massimo - probabile) / 3)
        oltre = np.log(np.maximum(1 - u, 1e-300) / 0.05)
        coda = np.ones(self.quanti) if attesa == 1 else np.floor(oltre / np.log(1 - 1 / attesa)) + 1
        return np.where(u > 0.95, massimo + coda.astype(np.int64), interi)

    def _draw_quantile(self) -> NDArray[np.float64]:
        propri = self._caso.standard_normal(self.quanti)
        scarti = np.sqrt(self.rho) * self._z + np.sqrt(1 - self.rho) * propri
        return np.asarray(np.interp(scarti, _ASCISSE, _CUMULATE))

    def run(self, inizio: date, ricorso: float = 0.0, deserta: float = 0.0) -> Sorteggiata:
        """La gara, se la preparazione comincia quel giorno lavorativo."""
        progetto = self._advance(np.full(self.quanti, inizio.toordinal()), PREPARAZIONE[:1])
        offerte, legge = self._receive(self._advance(progetto, PREPARAZIONE[1:]))
        deserte = self._caso.random(self.quanti) < deserta
        while deserte.any():
            rifatte, nuova = self._receive(self._advance(offerte, PREPARAZIONE[2:]))
            offerte, legge = np.where(deserte, rifatte, offerte), np.where(deserte, nuova, legge)
            deserte &= self._caso.random(self.quanti) < deserta
        giorno = roll(self._advance(offerte, DOPO) + read_termine(("standstill",), legge))
        sospeso = roll(giorno + np.maximum(self.draw("sospensione"), 20))
        giorno = np.where(self._caso.random(self.quanti) < ricorso, sospeso, giorno)
        stipula = np.maximum(roll(giorno + 1), roll(giorno + np.maximum(self.draw("stipula"), 1)))
        return Sorteggiata(progetto, stipula + np.maximum(self.draw("avvio"), 1))

    def _advance(self, giorno: Giorni, fasi: tuple[str, ...]) -> Giorni:
        """La fine di quelle fasi, una dopo l'altra."""
        for fase in fasi:
            durata = self.draw(fase)
            giorno = np.where(durata > 0, roll(giorno + durata), giorno)
        return giorno

    def _receive(self, invio: Giorni) -> tuple[Giorni, Giorni]:
        """La fine della ricezione delle offerte, e il giorno di cui vale la legge."""
        durata = self.draw("pubblicazione")
        legge = np.where(durata > 0, roll(invio + durata), invio)
        minimo = read_termine(("offerte_aperta", "offerte_aperta_elettronica"), legge)
        return roll(invio + np.maximum(self.draw("ricezione_offerte"), minimo)), legge


def roll(giorni: Giorni) -> Giorni:
    """Il primo giorno lavorativo da ciascuno, compreso."""
    prossimi: Giorni = _PROSSIMI[np.minimum(giorni, _ULTIMO - 1) - _PRIMO]
    return prossimi


def read_termine(nomi: tuple[str, ...], legge: Giorni) -> Giorni:
    """Il termine di legge di ogni giorno di pubblicazione: il più breve fra quelli."""
    termini = np.zeros_like(legge)
    for giorno in np.unique(legge):
        valori = [DIRITTO.find_valore(nome, date.fromordinal(int(giorno))) for nome in nomi]
        termini[legge == giorno] = min(v.valore for v in valori if v is not None)
    return termini
