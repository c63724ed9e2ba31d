"""CSV (RFC 4180): le righe del report, una colonna per campo; date ISO, punto decimale, vuoto per «non noto»."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import TYPE_CHECKING

from ldq_planner.render.codifica import encode, encode_campi
from ldq_planner.render.valori import MAX_CELLA, clean, cut, defuse
from ldq_planner.reports.report import Euro, Voce

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ldq_planner.render import Tela
    from ldq_planner.reports.report import Report, Tabella


def render(report: Report, _tela: Tela) -> str:
    """Il CSV dell'elenco del report; senza righe, vuoto. Di un modulo di legge, le sue colonne e le sue celle."""
    if report.modulo is not None:
        return write_modulo(report.modulo, lambda cella: _write_cella(encode(strip_cella(cella))))
    return write_righe([encode_campi(riga) for riga in report.elenco], _write_cella)


def write_righe(
    righe: Sequence[Mapping[str, object]], write_cella: Callable[[object], object], separatore: str = ","
) -> str:
    """Le righe con i loro titoli, cella per cella; senza righe, vuoto."""
    uscita = StringIO(newline="")
    if righe:
        nomi = list(
            dict.fromkeys(nome for riga in righe for nome in riga)
        )  # un campo facoltativo può mancare alla prima
        scrittore = csv.DictWriter(uscita, fieldnames=nomi, delimiter=separatore)
        scrittore.writeheader()
        scrittore.writerows({nome: write_cella(valore) for nome, valore in riga.items()} for riga in righe)
    return uscita.getvalue()


def write_modulo(modulo: Tabella, write_cella: Callable[[object], object], separatore: str = ",") -> str:
    """Le colonne di un modulo, anche senza righe, e le sue celle."""
    uscita = StringIO(newline="")
    scrittore = csv.writer(uscita, delimiter=separatore)
    scrittore.writerow(modulo.colonne)
    scrittore.writerows([write_cella(cella) for cella in riga] for riga in modulo.righe)
    return uscita.getvalue()


def strip_cella(cella: object) -> object:
    """Il valore che una cella mostra, senza come lo mostra: di un importo, il numero."""
    if isinstance(cella, Euro):
        return cella.importo
    return cella.testo if isinstance(cella, Voce) else cella


def _write_cella(valore: object) -> object:
    """Un valore in una cella: gli elenchi di id separati da spazi, il resto delle strutture in JSON."""
    if isinstance(valore, bool):
        return "sì" if valore else "no"
    if isinstance(valore, list) and all(isinstance(v, str) for v in valore):
        return write_testo(" ".join(valore))
    if isinstance(valore, (list, dict)):
        return write_testo(json.dumps(valore, ensure_ascii=False))
    return write_testo(valore) if isinstance(valore, str) else valore


def write_testo(testo: str) -> str:
    """Il testo in una cella, che ogni altro lettore apra: né comandi, né formule, né più caratteri di quanti ne tenga."""
    return cut(defuse(clean(testo)), MAX_CELLA)
