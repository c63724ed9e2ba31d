"""Gli operatori di un quartiere, in una frase e in una tabella: sempre a parte dalle lacune."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.model.testo import format_numero
from ldq_planner.reports.report import TRATTINO, Cella, Tabella, Tono, Voce

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ldq_planner.model.presidio import Presidio
    from ldq_planner.model.stato import StatoQuartiere

_COLONNE = ("Dal", "Al", "Giorni", "Operatori", "Riferimento", "Abitanti per operatore")


def say_ridotto(presidio: Presidio) -> str:
    """«da 1, prima da 12»; «da 1, minimo 3» se il riferimento è dell'ente."""
    riferimento = presidio.riferimento or 0
    come = (
        f"minimo {format_numero(riferimento)}"
        if presidio.minimo_dell_ente
        else f"prima da {format_numero(riferimento)}"
    )
    return f"da {format_numero(presidio.operatori or 0)}, {come}"


def say_a_testa(presidio: Presidio) -> str:
    """« (4.200 abitanti per operatore)»; vuoto se non lo si sa."""
    a_testa = presidio.abitanti_per_operatore
    return "" if a_testa is None else f" ({format_numero(a_testa)} abitanti per operatore)"


def say_ridotti(stati: Iterable[StatoQuartiere]) -> str:
    """I quartieri coperti oggi con meno operatori, in una frase; vuota se non ce n'è."""
    voci = [f"{s.nome} {say_ridotto(p)}{say_a_testa(p)}" for s in stati if (p := s.presidio) and p.ridotto]
    return f"Coperti con presidio ridotto: {'; '.join(voci)}." if voci else ""


def say_presidio(presidio: Presidio) -> Voce:
    """«1 (4.200 abitanti per operatore)», e se è ridotto contro quanti."""
    per = say_a_testa(presidio)
    if presidio.ridotto:
        return Voce(f"! presidio ridotto, coperto {say_ridotto(presidio)}{per}", Tono.ATTENZIONE)
    return Voce(f"{format_numero(presidio.operatori or 0)}{per}", Tono.SPENTO)


def build_presidi(titolo: str, presidi: Iterable[tuple[str | None, Presidio]]) -> Tabella:
    """Una riga per tratto; davanti, il nome del quartiere se c'è."""
    righe, nomi = [], False
    for nome, p in presidi:
        nomi = nome is not None
        davanti: tuple[Cella, ...] = (nome,) if nomi else ()
        quanti = Voce(f"! {p.operatori}", Tono.ATTENZIONE, p.operatori) if p.ridotto else p.operatori
        riferimento: Cella = TRATTINO if p.riferimento is None else p.riferimento
        righe.append((*davanti, p.inizio, p.fine, p.giorni, quanti, riferimento, p.abitanti_per_operatore))
    return Tabella(titolo, ("Quartiere", *_COLONNE) if nomi else _COLONNE, tuple(righe))
