"""A che punto è la gara di uno scenario, in una frase."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_giorno
from ldq_planner.model.gara_in_corso import StatoFase
from ldq_planner.model.testo import format_giorni, lower_prima

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.model.gara_in_corso import Avanzamento, FaseSeguita, TentativoChiuso
    from ldq_planner.model.tempi import TempiScenario

_INVIO, _PUBBLICAZIONE, _OFFERTE = "invio_bando", "pubblicazione", "ricezione_offerte"
_FATTE = {
    _PUBBLICAZIONE: "bando pubblicato",
    _OFFERTE: "offerte chiuse",
    "aggiudicazione": "aggiudicata",
    "stipula": "contratto firmato",
    "avvio": "servizio cominciato",
}


def say_avanzamento(tempi: TempiScenario) -> str:
    """«bando pubblicato il 20/10/2026, offerte entro il 30/11/2026: comincia il 03/06/2027»; vuota senza fatti."""
    punto = say_punto(tempi.avanzamento)
    return punto if not tempi.is_in_corso else f"{punto}: {say_inizio(tempi)}"


def say_inizio(tempi: TempiScenario) -> str:
    """«comincia il 03/06/2027», o che non può più farlo."""
    if tempi.inizio_previsto is None:
        return "non può più cominciare prima della sua fine"
    is_cominciato = tempi.avanzamento is not None and any(
        f.id == "avvio" and f.is_compiuta for f in tempi.avanzamento.fasi
    )
    return f"{'è cominciata' if is_cominciato else 'comincia'} il {format_giorno(tempi.inizio_previsto)}"


def say_ipotesi(tempi: TempiScenario) -> str:
    """Da che cosa si contano le date: «con la gara in corso», o «se la preparazione comincia oggi»."""
    return "con la gara in corso" if tempi.is_in_corso else "se la preparazione comincia oggi"


def say_punto(avanzamento: Avanzamento | None) -> str:
    """Ciò che è accaduto, e ciò che si attende; vuota senza fatti."""
    if avanzamento is None:
        return ""
    chiusi = [say_chiuso(c) for c in avanzamento.chiusi[-1:]]
    if not avanzamento.is_in_corso:
        return f"gara {chiusi[0]}, non ancora ricominciata" if chiusi else ""
    prima = [f"dopo la gara {c}" for c in chiusi]
    return ", ".join((*prima, *_list_fatti(avanzamento), *_say_aperta(avanzamento)))


def say_chiuso(chiuso: TentativoChiuso) -> str:
    """«deserta il 30/09/2026 (verbale 12)»."""
    return f"{chiuso.esito} il {format_giorno(chiuso.il)}{f' ({chiuso.atto})' if chiuso.atto else ''}"


def _list_fatti(avanzamento: Avanzamento) -> Iterator[str]:
    """Il bando, se è partito, e l'ultima fase compiuta."""
    fatte = [f for f in avanzamento.fasi if f.stato is StatoFase.FATTA and f.fine is not None]
    ultima = next((f for f in reversed(fatte) if f.id not in (_INVIO, _PUBBLICAZIONE)), None)
    bando = next((f for f in fatte if f.id == _PUBBLICAZIONE and f.is_detta), None)
    bando = bando or next((f for f in fatte if f.id == _INVIO), None)
    if bando is not None:
        yield _say_fatta(bando)
    if ultima is not None and (bando is None or fatte.index(ultima) > fatte.index(bando)):
        yield _say_fatta(ultima)


def _say_fatta(fase: FaseSeguita) -> str:
    come = _FATTE.get(fase.id) or f"{lower_prima(fase.nome)}:"
    return f"{come} il {format_giorno(fase.fine)}" if fase.fine else come


def _say_aperta(avanzamento: Avanzamento) -> Iterator[str]:
    """La prima fase che non è compiuta: entro quando, e se è in ritardo."""
    fase = next((f for f in avanzamento.fasi if not f.is_compiuta), None)
    if fase is None or fase.fine is None:
        return
    if fase.stato is StatoFase.FISSATA and not fase.ritardo_giorni:
        come = "offerte entro" if fase.id == _OFFERTE else f"«{fase.nome}» fissata per"
        yield f"{come} il {format_giorno(fase.fine)}"
    elif fase.ritardo_giorni:
        yield f"«{fase.nome}» in ritardo di {format_giorni(fase.ritardo_giorni)}{_say_stima(fase)}"
    else:
        yield f"«{fase.nome}» entro il {format_giorno(fase.fine)}, secondo la stima"


def _say_stima(fase: FaseSeguita) -> str:
    if fase.stato is StatoFase.FISSATA:
        return " sul giorno fissato"
    return f" sulla stima di {format_giorni(fase.stima_giorni)}" if fase.stima_giorni is not None else ""
