"""Le fasi di una gara in corso: a che punto sono, e i giorni che hanno preso contro quelli stimati."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_giorno
from ldq_planner.model.gara_in_corso import StatoFase
from ldq_planner.model.testo import format_giorni
from ldq_planner.reports.avanzamento import say_avanzamento, say_chiuso
from ldq_planner.reports.report import TRATTINO, Blocco, Cella, Nota, Tabella, Tono, Voce
from ldq_planner.reports.tempi import describe_articolo, say_obiettivo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.model.cronoprogramma import PassoGara
    from ldq_planner.model.gara_in_corso import FaseSeguita
    from ldq_planner.model.tempi import TempiScenario

_COLONNE = (
    "Fase",
    "Chi",
    "A che punto è",
    "Dal",
    "Al",
    "Giorni",
    "Stima",
    "Entro",
    "Riserva",
    "Per legge",
    "Atto",
    "Articolo",
)
_GRUPPI = ((0, 2, 3, 4, 5, 6, 7, 8), (0, 1, 9, 10, 11))
_LEGENDA = "«Stima»: i giorni che le durate le davano. «Entro»: l'ultimo giorno utile per cominciare il servizio {quando}. «Riserva»: da «Al» a «Entro»."


def build_avanzamento(tempi: TempiScenario) -> Iterator[Blocco]:
    """La frase, e le fasi con i giorni che hanno preso contro quelli stimati."""
    avanzamento = tempi.avanzamento
    if avanzamento is None:
        return
    frase = say_avanzamento(tempi)
    yield Nota(f"{frase[0].upper()}{frase[1:]}.", Tono.ATTENZIONE if avanzamento.in_ritardo else Tono.BENE)
    if len(avanzamento.chiusi) > 1:
        yield Nota(f"Tentativi finiti senza un contratto: {'; '.join(map(say_chiuso, avanzamento.chiusi))}.")
    if avanzamento.is_in_corso:
        passi = {p.id: p for p in tempi.fasi}
        titolo = f"Le fasi della gara ({tempi.procedura_nome.lower()}, {tempi.profilo}; {tempi.regime_nome}), dai fatti"
        righe = tuple(_build_riga(fase, passi[fase.id]) for fase in avanzamento.fasi)
        yield Tabella(titolo, _COLONNE, righe, gruppi=_GRUPPI)
        yield Nota(_LEGENDA.format(quando=say_obiettivo(tempi)))


def _build_riga(fase: FaseSeguita, passo: PassoGara) -> tuple[Cella, ...]:
    giorni = (fase.inizio, fase.fine, fase.giorni, fase.stima_giorni, fase.limite, fase.margine)
    return (
        fase.nome,
        fase.chi,
        describe_stato(fase),
        *(TRATTINO if valore is None else valore for valore in giorni),
        _say_legge(fase, passo) or TRATTINO,
        fase.atto or TRATTINO,
        describe_articolo(passo),
    )


def _say_legge(fase: FaseSeguita, passo: PassoGara) -> str:
    """Quanto la legge le dà almeno, fino a che giorno, ed entro quando la vuole compiuta; vuoto se non dice nulla."""
    dal = f": non prima del {format_giorno(fase.non_prima_del)}" if fase.non_prima_del else ""
    almeno = f"almeno {fase.minimo}{dal}" if fase.minimo else ""
    is_da_fare = passo.termine_massimo is not None and not fase.is_compiuta
    entro = f"entro il {format_giorno(passo.termine_massimo)}" if is_da_fare and passo.termine_massimo else ""
    return "; ".join(filter(None, (almeno, entro)))


def describe_stato(fase: FaseSeguita) -> Voce:
    """A che punto è una fase, e di quanto è oltre la stima."""
    piu = f", {format_giorni(fase.ritardo_giorni)} oltre la stima" if fase.ritardo_giorni else ""
    match fase.stato:
        case StatoFase.FATTA:
            return Voce(f"✓ fatta{piu}", Tono.BENE)
        case StatoFase.DATA_PER_FATTA:
            return Voce("✓ data per fatta", Tono.BENE)
        case StatoFase.FISSATA if fase.ritardo_giorni:
            return Voce(f"! {format_giorni(fase.ritardo_giorni)} oltre il giorno fissato", Tono.ATTENZIONE)
        case StatoFase.FISSATA:
            return Voce("fissata", Tono.SPENTO)
        case StatoFase.IN_CORSO:
            return Voce(f"! in corso{piu}" if piu else "in corso", Tono.ATTENZIONE if piu else Tono.SPENTO)
        case _:
            return Voce("prevista", Tono.SPENTO)
