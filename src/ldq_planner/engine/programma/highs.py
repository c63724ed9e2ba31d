"""HiGHS: un filo, limiti in nodi e mai in secondi. Le sue tolleranze restano qui: chi lo chiama rifà i conti con gli interi."""

from __future__ import annotations

from importlib.util import find_spec
from math import ceil, gcd, isfinite
from typing import TYPE_CHECKING, Any

from ldq_planner.errors import MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ldq_planner.engine.programma.modello import ModelloDelPiano

OPZIONI = {
    "log_to_console": False,
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.5,
}
_META = 0.5


def check_highs() -> None:
    """Nulla, se HiGHS c'è.

    Errori: `MissingExtraError` se manca.
    """
    if find_spec("highspy") is None:
        raise MissingExtraError("per il piano migliore", "ottimo")


def relax_colonne(
    modello: ModelloDelPiano, costi: Sequence[int], dentro: Sequence[int]
) -> tuple[list[float], list[float]]:
    """Quanto di ogni colonna, fra quelle, si sceglierebbe potendo sceglierne anche mezza; e il prezzo di ogni riga."""
    h, unita = _load(modello, costi, dentro, intero=False)
    h.run()
    trovata = h.getSolution()
    prezzi = [float(p) * unita / r.scala for p, r in zip(trovata.row_dual, modello.righe, strict=True)]
    return list(map(float, trovata.col_value)), prezzi


def choose_colonne(
    modello: ModelloDelPiano, costi: Sequence[int], dentro: Sequence[int], partenza: frozenset[int], nodi: int
) -> tuple[frozenset[int], int]:
    """Le colonne migliori che si trovano fra quelle, e il valore sotto cui nessuna scelta fra quelle scende."""
    import highspy  # noqa: PLC0415 - il componente facoltativo

    h, unita = _load(modello, costi, dentro, intero=True)
    h.setOptionValue("mip_max_nodes", nodi)
    inizio = highspy.HighsSolution()
    inizio.col_value = [float(j in partenza) for j in dentro]
    h.setSolution(inizio)
    h.run()
    info, valori = h.getInfo(), h.getSolution().col_value
    limite = info.mip_dual_bound
    scelte = frozenset(j for j, v in zip(dentro, valori, strict=False) if v > _META)
    return scelte or partenza, max(0, ceil(limite - _META) * unita) if isfinite(limite) else 0


def _load(modello: ModelloDelPiano, costi: Sequence[int], dentro: Sequence[int], *, intero: bool) -> tuple[Any, int]:
    """Il problema di quelle colonne, e l'unità in cui vi sono scritti i costi."""
    import highspy  # noqa: PLC0415 - il componente facoltativo

    # non `highspy.Highs`: quando nasce scrive il suo nome sull'uscita, prima che si possa dirgli di tacere
    h: Any = highspy._core._Highs()  # noqa: SLF001
    for opzione, valore in OPZIONI.items():
        h.setOptionValue(opzione, valore)
    lp, righe, quante = highspy.HighsLp(), modello.righe, len(dentro)
    unita = gcd(*(costi[j] for j in dentro)) or 1
    lp.num_col_, lp.num_row_ = quante, len(righe)
    lp.col_cost_ = [float(costi[j] // unita) for j in dentro]
    lp.col_lower_, lp.col_upper_ = [0.0] * quante, [1.0 if intero else highspy.kHighsInf] * quante
    lp.integrality_ = [highspy.HighsVarType.kInteger] * quante if intero else []
    lp.row_lower_ = [r.dal / r.scala for r in righe]
    lp.row_upper_ = [r.al if r.scala == 1 else (r.al + _META) / r.scala for r in righe]
    inizi, indici, valori = [0], list[int](), list[float]()
    for colonna in (modello.colonne[j] for j in dentro):
        for dal, al in colonna.tratti:
            indici += range(dal, al)
            valori += [1.0] * (al - dal)
        indici += [riga for riga, _ in colonna.voci]
        valori += [quanto / righe[riga].scala for riga, quanto in colonna.voci]
        inizi.append(len(indici))
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = inizi, indici, valori
    h.passModel(lp)
    return h, unita
