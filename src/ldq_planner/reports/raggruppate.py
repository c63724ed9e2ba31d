"""Le segnalazioni, quando sono troppe per leggerle una a una: quante di ogni regola, dove si ripetono, le più gravi per intero."""

from __future__ import annotations

from collections import Counter
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.engine.luoghi import list_quartieri
from ldq_planner.model.testo import format_elenco, format_numero
from ldq_planner.reports.filtro import Aspetti
from ldq_planner.reports.report import TRATTINO, Blocco, Cella, Nota, Segnalazioni, Suggerimento, Tabella
from ldq_planner.reports.segnalazioni import SEVERITA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ldq_planner.errors import Finding, Severita
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.reports.filtro import Filtro

_TROPPE = 180
"""Righe di uno schermo: da qui le segnalazioni si raccolgono."""
_PER_INTERO = 90
"""Quante di quelle righe restano a chi non si ripete."""
_GRUPPI = 30
_LARGHEZZA = 80
_NOMI = 3
_PER_TUTTE = Suggerimento("Tutte, una per una: ldq check --tutti. Di una regola sola: ldq check --solo REGOLA")
_COLONNE = ("Gravità", "Regola", "Quante", "Quartieri")


class Ripetute(NamedTuple):
    """Le segnalazioni di una regola, della stessa gravità, negli stessi quartieri."""

    codice: str
    severita: Severita
    quartieri: tuple[str, ...]
    findings: list[Finding]


def are_troppe(findings: Iterable[Finding]) -> bool:
    """Vero se intere sarebbero più di ciò che si legge."""
    return sum(map(_measure, findings)) > _TROPPE


def collect(
    findings: Sequence[Finding], portafoglio: Portafoglio | None, titolo: str = "", schermi: int = 1
) -> tuple[Blocco, ...]:
    """Quante per regola; per intero quelle sole, dalle più gravi, finché ci stanno; quelle che si ripetono, una riga per quartiere.

    `schermi`: in quante parti come questa si divide lo schermo.
    """
    gruppi = group(findings, portafoglio)
    ripetute = [g for g in gruppi if len(g.findings) > 1]
    mostrate = ripetute[: _GRUPPI // schermi]
    sole = _fit((g.findings[0] for g in gruppi if len(g.findings) == 1), _PER_INTERO // schermi)
    dette = sum(len(g.findings) for g in mostrate) + len(sole)
    per_regola = f"{titolo}: segnalazioni per regola" if titolo else "Segnalazioni per regola"
    return (
        Tabella(per_regola, _COLONNE, tuple(_count_regole(gruppi, portafoglio))),
        *((Segnalazioni(sole),) if sole else ()),
        *((_list_ripetute(mostrate, len(ripetute), portafoglio),) if mostrate else ()),
        _say_resto(len(findings), dette),
        *(() if titolo else (_PER_TUTTE,)),
    )


def make_look(portafoglio: Portafoglio) -> Callable[[Finding], Aspetti]:
    """Ciò che di una segnalazione guarda un filtro: i quartieri di cui parla, e chi li segue."""
    return lambda f: Aspetti(list_quartieri(portafoglio, f.ref), responsabili=f.responsabili)


def split_peggiori(findings: tuple[Finding, ...], filtro: Filtro) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Le più gravi, se se ne vogliono al più alcune, e le altre; restano nell'ordine in cui erano."""
    posti = {*filtro.cut(tuple(sorted(range(len(findings)), key=lambda i: -findings[i].severita.peso)))}
    volute = tuple(f for i, f in enumerate(findings) if i in posti)
    return volute, tuple(f for i, f in enumerate(findings) if i not in posti)


def group(findings: Iterable[Finding], portafoglio: Portafoglio | None) -> list[Ripetute]:
    """I gruppi, dai più gravi e, fra loro, dai più numerosi; ciò che non è di un quartiere resta da solo."""
    gruppi: dict[tuple[object, ...], Ripetute] = {}
    for posto, f in enumerate(findings):
        quartieri = list_quartieri(portafoglio, f.ref) if portafoglio else ()
        chiave = (f.codice, f.severita, quartieri or posto)
        prima = gruppi.get(chiave) or Ripetute(f.codice, f.severita, quartieri, [])
        prima.findings.append(f)
        gruppi[chiave] = prima
    return sorted(gruppi.values(), key=lambda g: (-g.severita.peso, -len(g.findings)))


def _count_regole(gruppi: Sequence[Ripetute], portafoglio: Portafoglio | None) -> Iterable[tuple[Cella, ...]]:
    """Una riga per regola e gravità, dalla più grave e dalla più numerosa."""
    conti: Counter[tuple[Severita, str]] = Counter()
    dove: dict[tuple[Severita, str], dict[str, None]] = {}
    for g in gruppi:
        conti[g.severita, g.codice] += len(g.findings)
        dove.setdefault((g.severita, g.codice), {}).update(dict.fromkeys(g.quartieri))
    for (severita, codice), quante in sorted(conti.items(), key=lambda voce: (-voce[0][0].peso, -voce[1], voce[0][1])):
        yield SEVERITA[severita], codice, quante, _say_dove(tuple(dove[severita, codice]), portafoglio)


def _list_ripetute(mostrate: Sequence[Ripetute], tutte: int, portafoglio: Portafoglio | None) -> Tabella:
    quante = f", i {len(mostrate)} casi peggiori su {format_numero(tutte)}" if tutte > len(mostrate) else ""
    righe = ((SEVERITA[g.severita], g.codice, len(g.findings), _say_dove(g.quartieri, portafoglio)) for g in mostrate)
    return Tabella(f"Dove si ripetono{quante}", _COLONNE, tuple(righe))


def _say_dove(quartieri: tuple[str, ...], portafoglio: Portafoglio | None) -> Cella:
    """«Borgo Alto», «Borgo Alto, Campo Nord e altri 298»; un trattino se riguarda tutti i dati."""
    if not quartieri or portafoglio is None:
        return TRATTINO
    nomi = [portafoglio.nomi[id_] for id_ in quartieri]
    altri = len(nomi) - _NOMI
    return format_elenco([*nomi[:_NOMI], f"altri {format_numero(altri)}"] if altri > 1 else nomi)


def _say_resto(tutte: int, dette: int) -> Nota:
    resto = f"; le altre {format_numero(tutte - dette)} sono solo contate" if tutte > dette else ""
    return Nota(
        f"Qui sono dette, raccolte o per intero, {format_numero(dette)} segnalazioni su {format_numero(tutte)}{resto}."
    )


def _fit(findings: Iterable[Finding], righe: int) -> tuple[Finding, ...]:
    """Le prime che insieme non occupano più di quelle righe."""
    scelte = tuple(findings)
    occupate = accumulate(map(_measure, scelte))
    return tuple(f for f, fino_a in zip(scelte, occupate, strict=True) if fino_a <= righe)


def _measure(finding: Finding) -> int:
    """Quante righe occupa, circa, su uno schermo."""
    testa = len(finding.codice) + len(finding.messaggio) + (len(finding.posizione.posto) if finding.posizione else 0)
    citate = 2 if finding.posizione and finding.posizione.testo else 0
    sotto = sum(1 + len(t) // _LARGHEZZA for t in (finding.rimedio, finding.fonte, *finding.responsabili) if t)
    return 2 + testa // _LARGHEZZA + citate + sotto
