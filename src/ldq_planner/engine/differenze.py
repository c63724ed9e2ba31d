"""Che cosa cambia nelle conclusioni fra due portafogli, nella stessa finestra e nello stesso giorno."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ldq_planner.dates.periodo import InsiemeGiorni
from ldq_planner.engine.presidio import clip_presidi
from ldq_planner.engine.scadenze import compute_scadenze
from ldq_planner.engine.vigore import compute_vigore
from ldq_planner.model.copertura import Causa, TipoLacuna
from ldq_planner.model.differenze import (
    DataSpostata,
    DifferenzaQuartiere,
    Differenze,
    LimiteSpostato,
    Mutate,
    Presenza,
    PresidioMutato,
    StatoGiorno,
    TrattoMutato,
    Verso,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.dates.periodo import Periodo
    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.errors import Finding
    from ldq_planner.model.contratto import Contratto
    from ldq_planner.model.copertura import CoperturaQuartiere
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.quartiere import Quartiere
    from ldq_planner.model.tempi import TempiScenario

T = TypeVar("T")
_Giorni = dict[tuple[StatoGiorno, Causa | None], InsiemeGiorni]
_Presidio = tuple[int | None, bool]  # quanti operatori, e se sono meno del riferimento
_Presidi = dict[_Presidio, InsiemeGiorni]
_NESSUNO: _Presidio = (None, False)
_LACUNE = (StatoGiorno.CERTA, StatoGiorno.POSSIBILE)
_STATI = {TipoLacuna.CERTA: StatoGiorno.CERTA, TipoLacuna.POSSIBILE: StatoGiorno.POSSIBILE}


class Fotografia(NamedTuple):
    """Uno stato dei dati con le sue segnalazioni; queste senza righe, che cambiano anche se nulla cambia."""

    quadro: Quadro
    findings: tuple[Finding, ...]

    @property
    def portafoglio(self) -> Portafoglio:
        """I dati."""
        return self.quadro.portafoglio


def compare(prima: Fotografia, dopo: Fotografia, finestra: Periodo) -> Differenze:
    """Le differenze, nell'ordine dei dati di dopo; ciò che è stato tolto viene in coda.

    Estremi: la finestra è chiusa, e riguarda solo le lacune.
    """
    return Differenze(
        quartieri=tuple(_compare_coperture(prima.quadro, dopo.quadro, finestra)),
        presenze=tuple(_compare_presenze(prima.portafoglio, dopo.portafoglio)),
        scadenze=tuple(_compare_scadenze(prima.portafoglio, dopo.portafoglio)),
        limiti=tuple(_compare_limiti(prima.quadro.forecast().tempi, dopo.quadro.forecast().tempi)),
        presidi=tuple(_compare_presidi(prima.quadro, dopo.quadro, finestra)),
        **compare_findings(prima.findings, dopo.findings)._asdict(),
    )


def _pair(prima: Mapping[str, T], dopo: Mapping[str, T]) -> Iterator[tuple[str, T | None, T | None]]:
    """Ogni id con ciò che era e ciò che è."""
    for id_ in dict.fromkeys((*dopo, *prima)):
        yield id_, prima.get(id_), dopo.get(id_)


# ——— lacune


def _compare_coperture(prima: Quadro, dopo: Quadro, finestra: Periodo) -> Iterator[DifferenzaQuartiere]:
    lati = ({c.id: c for c in quadro.cover(finestra)} for quadro in (prima, dopo))
    for id_, era, ora in _pair(*lati):
        noto = ora or era
        if noto is None or era == ora:
            continue
        tratti = tuple(_find_tratti(_split(era, finestra), _split(ora, finestra), noto.abitanti))
        persone_prima, persone_dopo = _sum_abitanti(era), _sum_abitanti(ora)
        if tratti or persone_prima != persone_dopo:
            yield DifferenzaQuartiere(
                id=id_,
                nome=noto.nome,
                giorni_scoperti_prima=_sum_giorni(era, TipoLacuna.CERTA),
                giorni_scoperti_dopo=_sum_giorni(ora, TipoLacuna.CERTA),
                giorni_forse_scoperti_prima=_sum_giorni(era, TipoLacuna.POSSIBILE),
                giorni_forse_scoperti_dopo=_sum_giorni(ora, TipoLacuna.POSSIBILE),
                abitanti_giorni_scoperti_prima=persone_prima,
                abitanti_giorni_scoperti_dopo=persone_dopo,
                tratti=tratti,
            )


def _find_tratti(prima: _Giorni, dopo: _Giorni, abitanti: int | None) -> list[TrattoMutato]:
    """I tratti il cui stato, o la cui causa, cambia, in ordine di data; di chi entra o esce, solo quelli scoperti."""
    tratti = [
        TrattoMutato(
            *(era, ora, t.inizio, t.fine, t.giorni, None if abitanti is None else abitanti * t.giorni),
            causa_prima=causa_prima,
            causa_dopo=causa_dopo,
        )
        for (era, causa_prima), giorni_prima in prima.items()
        for (ora, causa_dopo), giorni_dopo in dopo.items()
        if (era, causa_prima) != (ora, causa_dopo) and (era in _LACUNE or ora in _LACUNE)
        for t in giorni_prima & giorni_dopo
    ]
    return sorted(tratti, key=lambda t: t.inizio)


def _split(copertura: CoperturaQuartiere | None, finestra: Periodo) -> _Giorni:
    """I giorni della finestra divisi per stato e, se un contratto è in vigore, per causa."""
    tutti = InsiemeGiorni((finestra,))
    if copertura is None:
        return {(StatoGiorno.ASSENTE, None): tutti}
    estremi: defaultdict[tuple[StatoGiorno, Causa | None], list[tuple[date, date]]] = defaultdict(list)
    for x in copertura.lacune:
        estremi[_STATI[x.tipo], x.causa].append((x.inizio, x.fine))
    scoperti = {chiave: InsiemeGiorni.from_estremi(suoi) for chiave, suoi in estremi.items()}
    coperti = tutti
    for giorni in scoperti.values():
        coperti -= giorni
    return {**scoperti, (StatoGiorno.COPERTO, None): coperti}


def _sum_giorni(copertura: CoperturaQuartiere | None, tipo: TipoLacuna) -> int | None:
    return None if copertura is None else copertura.sum_giorni(tipo)


def _sum_abitanti(copertura: CoperturaQuartiere | None) -> int | None:
    if copertura is None or copertura.abitanti is None:
        return None
    return copertura.abitanti * copertura.sum_giorni(TipoLacuna.CERTA)


# ——— quanti operatori


def _compare_presidi(prima: Quadro, dopo: Quadro, finestra: Periodo) -> Iterator[PresidioMutato]:
    """I giorni in cui il numero cambia, o in cui è ridotto da una parte sola: chi apre o chiude con l'équipe piena non c'è."""
    for _, era, ora in _pair(prima.portafoglio.quartieri_by_id, dopo.portafoglio.quartieri_by_id):
        noto = ora or era
        if noto is not None:
            lati = _split_presidi(prima, era, finestra), _split_presidi(dopo, ora, finestra)
            yield from _find_mutati(noto, *lati)


def _find_mutati(quartiere: Quartiere, prima: _Presidi, dopo: _Presidi) -> list[PresidioMutato]:
    mutati = [
        PresidioMutato(quartiere.id, quartiere.nome, t.inizio, t.fine, t.giorni, era, ora, era_ridotto, ora_ridotto)
        for (era, era_ridotto), giorni_prima in prima.items()
        for (ora, ora_ridotto), giorni_dopo in dopo.items()
        if (era, era_ridotto) != (ora, ora_ridotto) and (era_ridotto or ora_ridotto or None not in (era, ora))
        for t in giorni_prima & giorni_dopo
    ]
    return sorted(mutati, key=lambda m: m.inizio)


def _split_presidi(quadro: Quadro, quartiere: Quartiere | None, finestra: Periodo) -> _Presidi:
    """I giorni della finestra divisi per quanti operatori vi lavorano, e se sono meno del riferimento."""
    presidi = clip_presidi(quadro.find_presidi(quartiere), finestra) if quartiere else ()
    estremi: defaultdict[_Presidio, list[tuple[date, date]]] = defaultdict(list)
    for p in presidi:
        estremi[p.operatori, p.ridotto].append((p.inizio, p.fine))
    noti = {chiave: InsiemeGiorni.from_estremi(suoi) for chiave, suoi in estremi.items() if chiave != _NESSUNO}
    altri = InsiemeGiorni((finestra,))
    for giorni in noti.values():
        altri -= giorni
    return {**noti, _NESSUNO: altri}


# ——— chi entra e chi esce


def _compare_presenze(prima: Portafoglio, dopo: Portafoglio) -> Iterator[Presenza]:
    nomi_prima, nomi_dopo = _list_nomi(prima), _list_nomi(dopo)
    erano, sono = _list_situazioni(prima), _list_situazioni(dopo)
    for elenco, suoi in nomi_dopo.items():
        for id_, era, ora in _pair(nomi_prima[elenco], suoi):
            situazioni = erano.get((elenco, id_)), sono.get((elenco, id_))
            if era is None and ora is not None:
                yield Presenza(elenco, id_, ora, Verso.AGGIUNTO)
            elif ora is None and era is not None:
                yield Presenza(elenco, id_, era, Verso.TOLTO)
            elif ora is not None and situazioni[0] is not situazioni[1]:
                yield Presenza(elenco, id_, ora, situazioni[1] or Verso.RIPRESO)


def _list_situazioni(portafoglio: Portafoglio) -> dict[tuple[str, str], Verso]:
    """Scenario o piano → se è scelto, affidato o lasciato; chi è allo studio non c'è."""
    in_gioco = {p.id for p in portafoglio.piani_in_gioco}
    return {
        **{("scenari", s.id): Verso.SCELTO for s in portafoglio.scenari if s.stato == "scelto"},
        **{
            ("scenari", id_): Verso.AFFIDATO if lasciato.contratti else Verso.LASCIATO
            for id_, lasciato in portafoglio.lasciati.items()
        },
        **{("piani", p.id): Verso.LASCIATO for p in portafoglio.ipotesi.piani if p.id not in in_gioco},
    }


def _list_nomi(portafoglio: Portafoglio) -> dict[str, dict[str, str]]:
    """Elenco → id → come si chiama."""
    return {
        "quartieri": portafoglio.nomi,
        "contratti": {c.id: c.titolo for c in portafoglio.contratti},
        "scenari": {s.id: s.nome for s in portafoglio.ipotesi.scenari},
        "piani": {p.id: p.nome for p in portafoglio.ipotesi.piani},
    }


# ——— date


def _compare_scadenze(prima: Portafoglio, dopo: Portafoglio) -> Iterator[DataSpostata]:
    for id_, era, ora in _pair(prima.contratti_by_id, dopo.contratti_by_id):
        if era is None or ora is None or era == ora:
            continue
        propri = [d.quartiere for d in (*era.decorrenze, *ora.decorrenze)]
        quartieri = [q for q in dict.fromkeys(propri) if q in era.quartieri and q in ora.quartieri]
        nuove = _list_date(ora, quartieri)
        for quale, data in _list_date(era, quartieri).items():
            if data != nuove[quale]:
                yield DataSpostata(id_, quale, data, nuove[quale], _count_giorni(data, nuove[quale]))


def _list_date(contratto: Contratto, quartieri: Iterable[str]) -> dict[str, DataIncerta]:
    """L'inizio e le scadenze; di un quartiere con giorni propri, prima o dopo, anche il suo inizio e la sua fine."""
    date_ = {"inizio": contratto.inizio, **compute_scadenze(contratto)._asdict()}
    for quartiere in quartieri:
        date_[f"inizio in {quartiere}"], date_[f"fine in {quartiere}"] = compute_vigore(contratto, quartiere)
    return date_


def _count_giorni(prima: DataIncerta, dopo: DataIncerta) -> int | None:
    """Di quanti giorni si sposta, se entrambe sono un giorno, anche solo indicativo."""
    era, ora = prima.scritta, dopo.scritta
    return (ora.primo - era.primo).days if era.is_certa and ora.is_certa else None


def _compare_limiti(prima: Mapping[str, TempiScenario], dopo: Mapping[str, TempiScenario]) -> Iterator[LimiteSpostato]:
    """Le date degli scenari che ci sono da entrambe le parti."""
    for id_, era, ora in _pair(prima, dopo):
        if era is None or ora is None:
            continue
        nuove = _list_limiti(ora)
        for quale, data in _list_limiti(era).items():
            nuova = nuove[quale]
            if data != nuova:
                yield LimiteSpostato(id_, quale, data, nuova, (nuova - data).days if data and nuova else None)


def _list_limiti(tempi: TempiScenario) -> dict[str, date | None]:
    return {
        "progetto": tempi.limite_progetto,
        "giunta": tempi.limite_giunta,
        "decisione": tempi.limite_decisione,
        "bando": tempi.limite_bando,
        "inizio-servizio": tempi.inizio_previsto,
    }


# ——— segnalazioni


def compare_findings(prima: tuple[Finding, ...], dopo: tuple[Finding, ...]) -> Mutate:
    """Le segnalazioni che si aprono, si chiudono, pesano di più o di meno."""
    aggravate, attenuate = _compare_severita(prima, dopo)
    return Mutate(_subtract(dopo, prima), _subtract(prima, dopo), aggravate, attenuate)


def _subtract(da: tuple[Finding, ...], tolte: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Le segnalazioni che restano; di più con la stessa impronta, quelle il cui messaggio non c'era."""
    altre = _group(tolte)
    restano: list[Finding] = []
    for impronta, gruppo in _group(da).items():
        messaggi = {f.messaggio for f in altre[impronta]}
        in_piu = max(0, len(gruppo) - len(altre[impronta]))
        restano += sorted(gruppo, key=lambda f: f.messaggio in messaggi)[:in_piu]
    return tuple(restano)


def _compare_severita(
    prima: tuple[Finding, ...], dopo: tuple[Finding, ...]
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Quelle che c'erano e ora pesano di più, e quelle che pesano di meno."""
    erano = _group(prima)
    aggravate, attenuate = [], []
    for impronta, gruppo in _group(dopo).items():
        if not erano[impronta]:
            continue
        peggiore = max(gruppo, key=lambda f: f.severita.peso)
        peso = max(f.severita.peso for f in erano[impronta])
        if peggiore.severita.peso > peso:
            aggravate.append(peggiore)
        elif peggiore.severita.peso < peso:
            attenuate.append(peggiore)
    return tuple(aggravate), tuple(attenuate)


def _group(findings: Iterable[Finding]) -> defaultdict[str, list[Finding]]:
    gruppi: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        gruppi[finding.impronta].append(finding)
    return gruppi
