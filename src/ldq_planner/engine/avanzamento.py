"""A che punto è la gara di uno scenario: ogni fase contro le sue stime, e i tentativi che sono finiti."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.engine.gara_in_corso import DA_SE, GaraInCorso, find_minimo_di_legge
from ldq_planner.model.avanzamento import read_svolgimenti, split_tentativi
from ldq_planner.model.gara_in_corso import Avanzamento, FaseSeguita, StatoFase, TentativoChiuso
from ldq_planner.model.testo import format_durata

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from ldq_planner.engine.cronoprogramma import Agenda
    from ldq_planner.model.avanzamento import Svolgimento
    from ldq_planner.model.cronoprogramma import Cronoprogramma, PassoGara
    from ldq_planner.model.norme import Fase
    from ldq_planner.model.scenario import Scenario


def find_svolgimenti(scenario: Scenario) -> Mapping[str, Svolgimento]:
    """Fase → ciò che i fatti del tentativo ancora aperto ne dicono; vuoto se la gara non è cominciata, o ricominciata."""
    return read_svolgimenti(split_tentativi(scenario.avanzamento)[-1])


def describe_avanzamento(
    scenario: Scenario, agenda: Agenda, crono: Cronoprogramma, limiti: Mapping[str, date]
) -> Avanzamento | None:
    """A che punto è la gara; `None` se lo scenario non ha fatti. `limiti` sono gli ultimi giorni utili di ogni fase."""
    if not scenario.avanzamento:
        return None
    *chiusi, _ = split_tentativi(scenario.avanzamento)
    esiti = (t.esito.fatto for t in chiusi if t.esito is not None)
    finiti = tuple(TentativoChiuso(f.esito or "", f.il.primo, f.atto) for f in esiti if f.il is not None)
    if not isinstance(agenda, GaraInCorso):
        return Avanzamento((), finiti, bando_partito=False)
    fasi = (_add_limite(fase, limiti) for fase in _list_fasi(agenda, crono))
    return Avanzamento(tuple(fasi), finiti, agenda.bando_partito)


def _add_limite(fase: FaseSeguita, limiti: Mapping[str, date]) -> FaseSeguita:
    """La fase con l'ultimo giorno in cui compierla, se è ancora da compiere."""
    limite = None if fase.is_compiuta else limiti.get(fase.id)
    if limite is None or fase.fine is None:
        return fase
    return fase._replace(limite=limite, margine=(limite - fase.fine).days)


def _list_fasi(agenda: GaraInCorso, crono: Cronoprogramma) -> Iterator[FaseSeguita]:
    """Le fasi in ordine, tolto ciò che non prende giorni e deve solo esserci."""
    passi = {p.id: p for p in crono.passi}
    is_aperta = False
    noto: date | None = None
    for fase in agenda.fasi:
        if fase.tipo == "precondizione":
            continue
        stato = _find_stato(agenda, fase, passi[fase.id], is_aperta=is_aperta)
        seguita = _follow(agenda, crono, fase, stato, noto)
        yield seguita
        if fase.tipo != "parallela":
            is_aperta = is_aperta or not seguita.is_compiuta
            noto = seguita.fine if stato is StatoFase.FATTA else None


def _find_stato(agenda: GaraInCorso, fase: Fase, passo: PassoGara, *, is_aperta: bool) -> StatoFase:
    """Lo stato di una fase; `is_aperta` se una che la precede non è ancora compiuta."""
    is_da_se = fase.tipo in DA_SE and passo.fine <= agenda.oggi and not is_aperta
    if agenda.find_fine_nota(fase) is not None or (is_da_se and not agenda.is_presunta(fase)):
        return StatoFase.FATTA
    if agenda.is_presunta(fase):
        return StatoFase.DATA_PER_FATTA
    if agenda.get(fase.id).fissata is not None:
        return StatoFase.FISSATA
    return StatoFase.PREVISTA if is_aperta and agenda.get(fase.id).iniziata is None else StatoFase.IN_CORSO


def _follow(agenda: GaraInCorso, crono: Cronoprogramma, fase: Fase, stato: StatoFase, noto: date | None) -> FaseSeguita:
    """La fase con i suoi giorni; `noto` è il giorno, che un fatto dice, in cui si è compiuta quella che precede."""
    passo, suo = next(p for p in crono.passi if p.id == fase.id), agenda.get(fase.id)
    stimata = agenda.estimate_fine(crono, fase)
    inizio = suo.iniziata or (noto if fase.tipo != "parallela" else None)
    is_presunta = stato is StatoFase.DATA_PER_FATTA
    fino_a = passo.fine if stato is StatoFase.FATTA else agenda.oggi
    legge = agenda.durate.find_minimo(fase, agenda.durate.find_legge(fase, crono.invio, crono.legge))
    minimo = find_minimo_di_legge(agenda, crono, fase)
    is_misurata = inizio is not None and stato is not StatoFase.PREVISTA and inizio <= fino_a
    passati = (fino_a - (suo.fissata or stimata)).days
    return FaseSeguita(
        id=fase.id,
        nome=fase.nome,
        chi=suo.chi or fase.chi,
        stato=stato,
        inizio=inizio if stato is StatoFase.FATTA or is_presunta else passo.inizio,
        fine=None if is_presunta else passo.fine,
        giorni=(fino_a - inizio).days if inizio is not None and is_misurata else None,
        stima_giorni=None if is_presunta else (stimata - passo.inizio).days,
        ritardo_giorni=max(0, passati if is_misurata else _count_oltre(stato, passo, suo.fissata)),
        atto=suo.atto,
        is_detta=fase.id in agenda.detti,
        minimo=format_durata(legge.valore, legge.unita) if legge is not None and legge.valore else None,
        non_prima_del=None if minimo is None else minimo.giorno,
    )


def _count_oltre(stato: StatoFase, passo: PassoGara, fissata: date | None) -> int:
    """I giorni dopo quello fissato in cui una fase si compirà, per ciò che la precede o per il suo minimo di legge."""
    return (passo.fine - fissata).days if stato is StatoFase.FISSATA and fissata is not None else 0
