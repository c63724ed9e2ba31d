"""L'esito di un esame dei dati, per i formati che vogliono più delle segnalazioni: chi si è guardato, e quanto manca."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.engine.stato import classify_contratto, compute_totali, count_giorni
from ldq_planner.errors import Ref, Severita
from ldq_planner.model.stato import Stato, StatoContratto
from ldq_planner.reports.taciute import say_taciute

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.errors import Finding
    from ldq_planner.model.stato import StatoQuartiere
    from ldq_planner.model.taciuta import Taciuta

_SCOPERTI = (Stato.SCOPERTO, Stato.MAI_COPERTO)


class ValoreMisurato(NamedTuple):
    """Un valore di una misura: di chi è (nome → id), e quanto."""

    di: tuple[tuple[str, str], ...]
    quanto: int


class Misura(NamedTuple):
    """Una grandezza nel giorno della domanda, e un valore per ognuno di cui è nota."""

    nome: str
    significato: str
    valori: tuple[ValoreMisurato, ...]


@dataclass(frozen=True)
class Esame:
    """Ciò che si è guardato e ciò che se ne segnala. Senza `quadro` i dati non si sono potuti valutare.

    Unità: `soglia` è la severità da cui si esce con 1, `None` se mai; `radice` è la cartella da cui si dicono i file.
    """

    oggi: date
    radice: PurePath
    findings: tuple[Finding, ...]
    soglia: Severita | None = Severita.AVVISO
    quadro: Quadro | None = None
    taciute: tuple[Taciuta, ...] = ()
    """Ciò che si è trovato e non si dice, per una deroga o per la linea di base."""
    di_altri: int = 0
    """Quante segnalazioni si sono trovate di ciò che non si è chiesto."""
    oltre: tuple[Finding, ...] = ()
    """Quelle, meno gravi, che si sono lasciate perché se ne volevano solo alcune."""
    prudenza: int | None = None
    """Se c'è, quanto si vuole essere sicuri dei tempi delle gare, in percento."""

    @property
    def trovate(self) -> tuple[Finding, ...]:
        """Tutte le segnalazioni di ciò che si è chiesto, anche quelle che non si elencano."""
        return (*self.findings, *self.oltre)

    @property
    def aggiornati_al(self) -> date | None:
        """Il giorno a cui sono fermi i dati."""
        return self.quadro.portafoglio.dati_aggiornati_al if self.quadro else None

    @property
    def detto_delle_taciute(self) -> str:
        """Quante sono le taciute, quali, da chi, fino a quando; vuoto se non ce ne sono."""
        return say_taciute(self.taciute, self.quadro.portafoglio) if self.quadro else ""

    @property
    def rosse(self) -> tuple[Finding, ...]:
        """Le segnalazioni che pesano almeno quanto la soglia; gli errori nei dati sempre."""
        return tuple(f for f in self.findings if self.is_rossa(f))

    def is_rossa(self, finding: Finding) -> bool:
        """Vero se pesa almeno quanto la soglia, o se vieta di valutare i dati."""
        peso = finding.severita.peso
        return peso == Severita.ERRORE.peso or (self.soglia is not None and peso >= self.soglia.peso)

    def relativize(self, file: str) -> str:
        """Il file visto dalla radice, se vi sta dentro, con le barre di un indirizzo."""
        percorso = PurePath(file)
        return (percorso.relative_to(self.radice) if percorso.is_relative_to(self.radice) else percorso).as_posix()

    @cached_property
    def viste(self) -> tuple[Finding, ...]:
        """Le segnalazioni, con i file visti dalla radice."""
        return tuple(
            f.at(f.posizione._replace(file=self.relativize(f.posizione.file))) if f.posizione else f
            for f in self.findings
        )

    @property
    def entita(self) -> Iterator[Ref]:
        """Le entità su cui le regole hanno guardato: contratti, quartieri, scenari."""
        if self.quadro is not None:
            portafoglio = self.quadro.portafoglio
            yield from (Ref("contratti", c.id) for c in portafoglio.contratti)
            yield from (Ref("quartieri", q.id) for q in portafoglio.quartieri)
            yield from (Ref("scenari", s.id) for s in portafoglio.scenari)

    @cached_property
    def misure(self) -> tuple[Misura, ...]:
        """Le grandezze che cambiano ogni giorno; dei dati che non si possono valutare, solo quante segnalazioni hanno."""
        valutabili = Misura(
            "dati_valutabili", "1 se i dati si possono valutare, 0 altrimenti.", _one(int(self.quadro is not None))
        )
        misure = () if self.quadro is None else _measure(self.quadro)
        return (valutabili, *misure, _count_segnalazioni(self), _count_taciute(self))


def _one(quanto: int) -> tuple[ValoreMisurato, ...]:
    return (ValoreMisurato((), quanto),)


def _measure(quadro: Quadro) -> tuple[Misura, ...]:
    stati = tuple(sorted(quadro.stati, key=lambda s: s.id))
    totali = compute_totali(stati, quadro.oggi)
    return (
        Misura(
            "dati_eta_giorni",
            "Giorni passati da quando i dati sono stati verificati.",
            _one((quadro.oggi - quadro.portafoglio.registro.aggiornato_al.primo).days),
        ),
        Misura(
            "contratto_giorni_alla_scadenza",
            "Giorni alla scadenza effettiva, prima lettura, dei contratti che non sono scaduti.",
            tuple(_measure_contratti(quadro)),
        ),
        Misura(
            "quartiere_giorni_alla_scadenza",
            "Giorni alla scadenza del contratto che copre il quartiere, o dell'ultimo (negativi se è passata).",
            _per_quartiere((s, s.giorni_alla_scadenza) for s in stati),
        ),
        Misura(
            "quartiere_scoperto",
            "1 se oggi il quartiere è certamente scoperto, 0 altrimenti.",
            _per_quartiere((s, int(s.stato in _SCOPERTI)) for s in stati),
        ),
        Misura(
            "quartiere_giorni_scoperti",
            "Giorni certamente scoperti fino a oggi compreso; manca se il quartiere non è mai stato coperto.",
            _per_quartiere((s, s.giorni_scoperti) for s in stati),
        ),
        Misura(
            "quartiere_abitanti_scoperti",
            "Residenti del quartiere, se oggi è certamente scoperto; altrimenti 0.",
            _per_quartiere((s, s.abitanti if s.stato in _SCOPERTI else 0) for s in stati),
        ),
        Misura(
            "abitanti_scoperti",
            "Residenti dei quartieri oggi certamente scoperti, dove sono noti.",
            _one(totali.abitanti_scoperti),
        ),
        Misura(
            "gara_margine_giorni",
            "Giorni da oggi all'ultimo giorno utile per cominciare la gara (negativi se è tardi).",
            tuple(_measure_gare(quadro)),
        ),
    )


def _per_quartiere(valori: Iterable[tuple[StatoQuartiere, int | None]]) -> tuple[ValoreMisurato, ...]:
    return tuple(ValoreMisurato((("quartiere", s.id),), quanto) for s, quanto in valori if quanto is not None)


def _measure_contratti(quadro: Quadro) -> Iterator[ValoreMisurato]:
    for contratto in quadro.portafoglio.contratti:
        giorni = count_giorni(quadro.scadenze[contratto.id], quadro.oggi)
        if giorni is not None and classify_contratto(contratto, quadro.oggi) is not StatoContratto.SCADUTO:
            yield ValoreMisurato((("contratto", contratto.id),), giorni)


def _measure_gare(quadro: Quadro) -> Iterator[ValoreMisurato]:
    if quadro.diritto is not None:
        for id_, tempi in quadro.forecast().tempi.items():
            if tempi.margine_giorni is not None:
                yield ValoreMisurato((("scenario", id_),), tempi.margine_giorni)


def _count_segnalazioni(esame: Esame) -> Misura:
    """Quante segnalazioni per regola ed entità: la stessa serie non può esserci due volte."""
    conti: dict[tuple[tuple[str, str], ...], int] = {}
    for f in esame.viste:
        entita, file = f.ref.id if f.ref else "", f.posizione.file if f.posizione else ""
        di = (("codice", f.codice), ("severita", f.severita.value), ("entita", entita), ("file", file))
        conti[di] = conti.get(di, 0) + 1
    return Misura("segnalazioni", "Segnalazioni di oggi.", tuple(ValoreMisurato(di, n) for di, n in conti.items()))


def _count_taciute(esame: Esame) -> Misura:
    """Quante segnalazioni non si dicono, per regola, entità e deroga; la linea di base non ha una deroga."""
    conti = Counter(
        (
            ("codice", t.finding.codice),
            ("severita", t.finding.severita.value),
            ("entita", t.finding.ref.id if t.finding.ref else ""),
            ("deroga", t.deroga.id if t.deroga else ""),
        )
        for t in esame.taciute
    )
    significato = "Segnalazioni di oggi taciute da una deroga o, se non ce n'è, dalla linea di base."
    return Misura("segnalazioni_taciute", significato, tuple(ValoreMisurato(di, n) for di, n in conti.items()))
