"""Il problema: le mosse di ogni gara, e i limiti che le legano; e il carico di un piano che si sta facendo."""

from __future__ import annotations

from collections import defaultdict
from copy import copy
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.periodo import InsiemeGiorni, Periodo
from ldq_planner.engine.programma.mosse import PONTI, SETTIMANA, Officina
from ldq_planner.engine.programma.parti import add_iva, sum_contratti

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ldq_planner.engine.programma.gara import GaraPossibile
    from ldq_planner.engine.programma.mosse import Mossa, Risorsa
    from ldq_planner.engine.programma.parti import Pezzo
    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.model.risorse import Dipendenza, FileRisorse, GiornoFisso, Lotti

SETTIMANE, MAX_SETTIMANE = 104, 260
"""Fin dove si cerca: due anni, e due settimane in più per ogni gara; mai oltre cinque anni."""
_LAVORATIVI = 5


class Tetto(NamedTuple):
    """I soldi di un anno per gli scenari che non ne hanno altri; o i mesi di ponte di tutti (`PONTI`). Unità: centesimi, IVA inclusa."""

    anno: int
    stanziamenti: tuple[str, ...]
    scenari: frozenset[str]
    centesimi: int


class LimitiDelPiano(NamedTuple):
    """I limiti di un piano."""

    posti: Mapping[Risorsa, int]
    tetti: tuple[Tetto, ...]
    dipendenze: tuple[Dipendenza, ...]
    giorni_fissi: tuple[GiornoFisso, ...] = ()
    in_piu: tuple[str, int] = ("", 0)
    """Un ufficio con un posto in più, e le settimane in cui l'ha: un bit ciascuna."""

    def count_posti(self, risorsa: Risorsa, bit: int) -> int:
        """I posti della risorsa in quella settimana."""
        ufficio, settimane = self.in_piu
        return self.posti[risorsa] + (risorsa[0] == ufficio and bool(bit & settimane))


class ProblemaDelPiano:
    """Le gare possibili con le loro mosse, e i limiti. Non cambia mai."""

    def __init__(self, quadro: Quadro, officina: Officina | None = None) -> None:
        self.quadro = quadro
        self.officina = officina or Officina(quadro)
        self.gare = self.officina.list_gare()
        self.pezzi: tuple[Pezzo, ...] = tuple((s.id, q) for s in self.officina.scenari.values() for q in s.quartieri)
        self.settimane = min(SETTIMANE + 2 * len({g.scenari for g in self.gare}), MAX_SETTIMANE)
        self.limiti = self._list_limiti()
        self.tutte: dict[str, tuple[Mossa, ...]] = {}
        self.ammesse: dict[str, tuple[Mossa, ...]] = {}

    @property
    def risorse(self) -> FileRisorse:
        """Gli uffici, le sedute, i soldi."""
        return self.officina.risorse

    def list_mosse(self, gara: GaraPossibile) -> tuple[Mossa, ...]:
        """I modi di fare la gara che rispettano i giorni fissi, dal migliore."""
        if gara.id not in self.tutte:
            tutte = self.officina.list_mosse(gara, self._list_giorni(gara))
            self.tutte[gara.id] = tuple(sorted(tutte, key=lambda m: m.chiave))
        if gara.id not in self.ammesse:
            self.ammesse[gara.id] = tuple(filter(self._is_ammessa, self.tutte[gara.id]))
        return self.ammesse[gara.id]

    def with_limiti(self, limiti: LimitiDelPiano) -> ProblemaDelPiano:
        """Lo stesso problema con altri limiti."""
        altro = copy(self)
        altro.limiti = limiti
        if limiti.giorni_fissi != self.limiti.giorni_fissi:
            altro.ammesse = {}
        return altro

    def with_lotti(self, lotti: tuple[Lotti, ...]) -> ProblemaDelPiano:
        """Lo stesso problema se in una gara sola possono, devono o non devono stare altri."""
        altro = copy(self)
        altro.officina = copy(self.officina)
        altro.officina.risorse = self.risorse.model_copy(update={"lotti": lotti})
        altro.gare, altro.tutte, altro.ammesse = altro.officina.list_gare(), {}, {}
        return altro

    def get_lunedi(self, settimana: int) -> date:
        """Il lunedì di una settimana."""
        return self.officina.lunedi + settimana * SETTIMANA

    def count_mancante(self, pezzo: Pezzo) -> int:
        """Gli abitanti-giorni che restano scoperti se il quartiere non ha la sua gara, fin dove si cerca."""
        _, quartiere = pezzo
        fine = self.get_lunedi(self.settimane)
        coperti = self.quadro.coperture[quartiere].in_vigore.certo
        coperti |= self.officina.ponti.coperti.get(quartiere, InsiemeGiorni())
        scoperti = coperti.complement(Periodo(self.quadro.oggi, fine))
        return scoperti.giorni * (self.quadro.portafoglio.quartieri_by_id[quartiere].abitanti or 0)

    def _list_giorni(self, gara: GaraPossibile) -> Iterator[date]:
        """I giorni in cui si prova a cominciare: il primo aperto di ogni settimana; tutti, se ha giorni fissi."""
        calendario = self.quadro.require_diritto().get_calendario()
        chiusi = gara.lavoro.find_chiusi("progettazione")
        is_fissa = any(f.scenario in gara.scenari for f in self.risorse.giorni_fissi)
        for settimana in range(self.settimane):
            lunedi = self.get_lunedi(settimana)
            giorni = (lunedi + timedelta(days=n) for n in range(_LAVORATIVI))
            aperti = [g for g in giorni if g >= self.quadro.oggi and g not in chiusi and calendario.is_lavorativo(g)]
            yield from aperti if is_fissa else aperti[:1]

    def _is_ammessa(self, mossa: Mossa) -> bool:
        return not any(measure_scarto(mossa, fisso) for fisso in self.limiti.giorni_fissi)

    def _list_limiti(self) -> LimitiDelPiano:
        posti: dict[Risorsa, int] = {}
        for ufficio in self.risorse.uffici:
            posti[ufficio.id, ""] = ufficio.gare
            posti |= {(ufficio.id, fase): quante for fase, quante in ufficio.gare_per_fase.items()}
        risorse = self.risorse
        return LimitiDelPiano(
            posti, (*self._list_tetti(), *self._list_mesi()), risorse.dipendenze, risorse.giorni_fissi
        )

    def _list_mesi(self) -> Iterator[Tetto]:
        """I mesi di ponte di tutti, se sono contati."""
        if (mesi := self.risorse.ponti_mesi_in_tutto) is not None:
            yield Tetto(PONTI, (), frozenset(self.officina.scenari), mesi)

    # --- i soldi -----------------------------------------------------------------------------------------------

    def _list_tetti(self) -> Iterator[Tetto]:
        """Per ogni anno, e ogni gruppo di stanziamenti, ciò che i ponti scritti lasciano agli scenari che non ne hanno altri.

        Se ogni gruppo basta ai suoi, c'è un modo di dividere i soldi fra tutti.
        """
        ponti = self.officina.ponti
        scenari = sorted({s for g in self.gare for s in g.scenari} | {s.id for s in ponti.scenari})
        for anno in sorted({s.anno for s in self.risorse.stanziamenti}):
            suoi = [s for s in self.risorse.stanziamenti if s.anno == anno]
            di_chi = {id_: frozenset(s.id for s in suoi if not s.solo_per or id_ in s.solo_per) for id_ in scenari}
            gruppi = {frozenset[str]()}
            for gruppo in set(di_chi.values()):
                gruppi |= {g | gruppo for g in gruppi}
            for gruppo in sorted({*gruppi, frozenset(s.id for s in suoi)}, key=sorted):
                quali = frozenset(id_ for id_, da in di_chi.items() if da <= gruppo)
                if quali:
                    dei_ponti = sum(ponti.spese.get((anno, id_), 0) for id_ in quali)
                    liberi = max(0, self.count_disponibili(anno, gruppo) - dei_ponti)
                    yield Tetto(anno, tuple(sorted(gruppo)), quali, liberi)

    def count_disponibili(self, anno: int, gruppo: frozenset[str]) -> int:
        """I centesimi che il gruppo può ancora spendere; i contratti pesano su tutti gli stanziamenti dell'anno insieme."""
        suoi = [s for s in self.risorse.stanziamenti if s.anno == anno]
        netto = sum(
            int(add_iva(self.quadro, s.importo_eur - (s.impegnato_eur or 0), s.iva) * 100)
            for s in suoi
            if s.id in gruppo
        )
        if gruppo == {s.id for s in suoi} and all(s.impegnato_eur is None for s in suoi):
            netto -= self.count_contratti(anno)
        return max(0, netto)

    def count_contratti(self, anno: int) -> int:
        """I centesimi che i contratti costano in quell'anno, con l'IVA."""
        return self._di_contratti.get(anno, 0)

    @cached_property
    def _di_contratti(self) -> dict[int, int]:
        return sum_contratti(self.quadro)


class Carico:
    """Il piano che si sta facendo: le mosse scelte, e quanto occupano."""

    def __init__(self, limiti: LimitiDelPiano) -> None:
        self.limiti = limiti
        self.mosse: dict[str, Mossa] = {}
        self._quante: dict[Risorsa, dict[int, int]] = {r: defaultdict(int) for r in limiti.posti}
        self._piene = {r: 0 if posti else _mask_vuota(limiti, r) for r, posti in limiti.posti.items()}
        self._spesi = [0] * len(limiti.tetti)
        self._di_scenario: dict[str, Mossa] = {}
        self._legati = {x for d in limiti.dipendenze for x in (d.scenario, d.dopo)}

    def add(self, mossa: Mossa) -> None:
        """Il piano con quella mossa."""
        self.mosse[mossa.gara.id] = mossa
        self._weigh(mossa, 1)

    def remove(self, id_: str) -> Mossa:
        """Il piano senza quella gara; ne dà la mossa."""
        mossa = self.mosse.pop(id_)
        self._weigh(mossa, -1)
        return mossa

    def fits(self, mossa: Mossa) -> bool:
        """Vero se gli uffici hanno posto, i soldi bastano, e nessuna dipendenza si rompe; o se la gara è già in corso."""
        if mossa.gara.fissata is not None:
            return True
        piene = self._piene
        for risorsa, bit in mossa.uso:
            if bit & piene.get(risorsa, 0):
                return False
        return self._has_soldi(mossa) and self._is_dopo(mossa)

    def find_pieni(self, mossa: Mossa) -> list[tuple[Risorsa, int]]:
        """Gli uffici senza posto per quella mossa, con la prima settimana in cui manca."""
        urti = ((r, bit & self._piene.get(r, 0)) for r, bit in mossa.uso)
        return sorted((r, (b & -b).bit_length() - 1) for r, b in urti if b)

    def list_oltre(self, mossa: Mossa) -> list[Tetto]:
        """I tetti che quella mossa passerebbe."""
        return [t for i, t in enumerate(self.limiti.tetti) if self._spesi[i] + spend(mossa, t) > t.centesimi]

    def list_rotte(self, mossa: Mossa) -> list[Dipendenza]:
        """Le dipendenze che quella mossa romperebbe."""
        return [d for d in self.limiti.dipendenze if not self._respects(mossa, d)]

    def list_occupanti(self, risorsa: Risorsa, settimana: int) -> list[str]:
        """Le gare che occupano la risorsa in quella settimana."""
        return sorted(
            id_ for id_, m in self.mosse.items() if any(r == risorsa and bit >> settimana & 1 for r, bit in m.uso)
        )

    def count_oltre(self) -> dict[Risorsa, int]:
        """Risorsa → in quante settimane ha più gare dei posti; solo chi ne ha."""
        oltre = {
            r: sum(n > self.limiti.count_posti(r, bit) for bit, n in quante.items())
            for r, quante in self._quante.items()
        }
        return {r: n for r, n in oltre.items() if n}

    def count_liberi(self, risorsa: Risorsa, bit: int) -> int:
        """I posti che la risorsa ha ancora in quella settimana."""
        return max(0, self.limiti.count_posti(risorsa, bit) - self._quante[risorsa][bit])

    def list_liberi(self) -> Iterator[tuple[Tetto, int]]:
        """Ogni tetto, con i centesimi che restano."""
        for tetto, spesi in zip(self.limiti.tetti, self._spesi, strict=True):
            yield tetto, max(0, tetto.centesimi - spesi)

    def list_carico(self) -> Iterator[tuple[Risorsa, int, int]]:
        """Risorsa, settimana, quante gare; solo le settimane in cui ne ha."""
        for risorsa, quante in self._quante.items():
            for bit in sorted(b for b, n in quante.items() if n):
                yield risorsa, bit.bit_length() - 1, quante[bit]

    def _has_soldi(self, mossa: Mossa) -> bool:
        return all(
            not (spesa := spend(mossa, tetto)) or self._spesi[i] + spesa <= tetto.centesimi
            for i, tetto in enumerate(self.limiti.tetti)
        )

    def _is_dopo(self, mossa: Mossa) -> bool:
        if self._legati.isdisjoint(mossa.gara.scenari):
            return True
        return all(self._respects(mossa, d) for d in self.limiti.dipendenze)

    def _respects(self, mossa: Mossa, dipendenza: Dipendenza) -> bool:
        """Vero se la dipendenza, con le mosse già scelte, tiene; o se una delle due gare non c'è ancora."""
        scenari = mossa.gara.scenari
        prime = [m for m in self.mosse.values() if dipendenza.dopo in m.gara.scenari]
        dopo = [m for m in self.mosse.values() if dipendenza.scenario in m.gara.scenari]
        prime += [mossa] if dipendenza.dopo in scenari else []
        dopo += [mossa] if dipendenza.scenario in scenari else []
        return all(is_dopo(d, p, dipendenza) for d in dopo for p in prime)

    def _weigh(self, mossa: Mossa, verso: int) -> None:
        for risorsa, bit in mossa.uso:
            if risorsa not in self._quante:
                continue
            quante = self._quante[risorsa]
            for basso in list_bit(bit):
                quante[basso] += verso
                if quante[basso] >= self.limiti.count_posti(risorsa, basso):
                    self._piene[risorsa] |= basso
                else:
                    self._piene[risorsa] &= ~basso
        for i, tetto in enumerate(self.limiti.tetti):
            self._spesi[i] += verso * spend(mossa, tetto)


def list_bit(maschera: int) -> Iterator[int]:
    """I bit di una maschera, ciascuno da solo, dal più basso."""
    while maschera:
        basso = maschera & -maschera
        yield basso
        maschera -= basso


def is_dopo(mossa: Mossa, prima: Mossa, dipendenza: Dipendenza) -> bool:
    """Vero se la gara comincia quando l'altra ha compiuto la fase, o se quella fase non l'ha; una già in corso non attende più."""
    return measure_anticipo(mossa, prima, dipendenza) <= 0


def measure_anticipo(mossa: Mossa, prima: Mossa, dipendenza: Dipendenza) -> int:
    """Di quanti giorni la gara comincia prima di quanto la dipendenza vuole; zero o meno se la rispetta."""
    evento = prima.eventi.get(dipendenza.fase)
    if evento is None or mossa.gara.fissata is not None:
        return 0
    return (evento.fine - mossa.giorno).days + dipendenza.giorni


def measure_scarto(mossa: Mossa, fisso: GiornoFisso) -> int:
    """Di quanti giorni la gara si scosta da un suo giorno fisso; una già in corso va come va."""
    evento = mossa.eventi.get(fisso.fase)
    if evento is None or fisso.scenario not in mossa.gara.scenari or mossa.gara.fissata is not None:
        return 0
    presto, tardi = fisso.il or fisso.non_prima, fisso.il or fisso.entro
    prima = (presto.primo - evento.fine).days if presto else 0
    dopo = (evento.fine - tardi.primo).days if tardi else 0
    return max(0, prima, dopo)


def _mask_vuota(limiti: LimitiDelPiano, risorsa: Risorsa) -> int:
    """Le settimane in cui una risorsa senza posti è piena: tutte, tranne quelle in cui ne ha uno in più."""
    ufficio, settimane = limiti.in_piu
    return ~settimane if risorsa[0] == ufficio else -1


def spend(mossa: Mossa, tetto: Tetto) -> int:
    """I centesimi che la mossa spende di quel tetto."""
    return sum(c for (anno, scenario), c in mossa.spese.items() if anno == tetto.anno and scenario in tetto.scenari)
