"""Uno scenario in tre frasi: quando comincia, chi resta senza e da quando, che cosa fare entro quale giorno."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_giorno
from ldq_planner.model.copertura import TipoLacuna
from ldq_planner.model.ponte import Riuscita
from ldq_planner.model.stato import Stato
from ldq_planner.model.testo import format_distanza, format_durata, format_elenco, format_giorni
from ldq_planner.reports.avanzamento import say_avanzamento, say_ipotesi
from ldq_planner.reports.avvisi import say_chi, sum_abitanti
from ldq_planner.reports.report import Nota, Tono
from ldq_planner.reports.tempi import say_impossibile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.model.esito import EsitoScenario
    from ldq_planner.model.ponte import Ponte
    from ldq_planner.model.tempi import TempiScenario

_ATTI = (
    ("limite_progetto", "Il progetto del servizio", "cominciato"),
    ("limite_giunta", "L'iter della delibera di Giunta", "cominciato"),
    ("limite_decisione", "La decisione di contrarre", "cominciata"),
    ("limite_bando", "Il bando", "pubblicato"),
)
_NOMINATI = 3
"""Di quanti quartieri si dice il giorno; di più, il primo e quanti sono."""


def say_scenario(quadro: Quadro, esito: EsitoScenario) -> Nota:
    """Le frasi con cui un funzionario risponderebbe: le stesse date della scheda che segue."""
    senza = count_senza(quadro, esito)
    frasi = [*_say_inizio(esito), _say_senza(quadro, esito, senza)]
    if esito.tempi is not None:
        frasi += [*_say_fatti(esito.tempi, quadro), *_say_ponti(esito.tempi, quadro.portafoglio.nomi)]
    return Nota(" ".join(f"{frase}." for frase in frasi), Tono.ALLARME if senza else Tono.BENE)


def _say_inizio(esito: EsitoScenario) -> Iterator[str]:
    tempi = esito.tempi
    if esito.impossibile or tempi is None or tempi.inizio_previsto is None:
        if esito.impossibile:
            come = "non può più cominciare prima della sua fine" if tempi is None else say_impossibile(tempi)
            yield f"Il servizio {come}"
        return
    primo, ultimo = (
        f(getattr(q, campo) for q in tempi.quartieri) for f, campo in ((min, "inizio_minimo"), (max, "inizio_massimo"))
    )
    fra = f" (probabile), fra il {format_giorno(primo)} (minimo) e il {format_giorno(ultimo)} (massimo),"
    yield f"Il servizio comincia il {format_giorno(tempi.inizio_previsto)}{fra if primo < ultimo else ''} {say_ipotesi(tempi)}"


def count_senza(quadro: Quadro, esito: EsitoScenario) -> dict[str, tuple[date, int]]:
    """Quartiere → da quando è certo che resta senza, e per quanti giorni; dal primo."""
    stati = {s.id: s for s in quadro.stati}
    conti: dict[str, tuple[date, int]] = {}
    for lacuna in sorted(esito.lacune, key=lambda x: x.inizio):
        if lacuna.tipo is TipoLacuna.CERTA and lacuna.causa is None:
            stato = stati[lacuna.quartiere]
            dal = stato.scoperto_dal if stato.stato is Stato.SCOPERTO and stato.scoperto_dal else lacuna.inizio
            da_quando, giorni = conti.get(lacuna.quartiere, (dal, 0))
            conti[lacuna.quartiere] = (da_quando, giorni + lacuna.giorni)
    return conti


def _say_senza(quadro: Quadro, esito: EsitoScenario, senza: dict[str, tuple[date, int]]) -> str:
    """`Mazzini (4.656 abitanti) resta senza laboratorio dal 01/07/2023, per 184 giorni`; insieme chi resta uguale."""
    stati = {s.id: s for s in quadro.stati}
    if not senza:
        certa = "certamente " if esito.lacune else ""
        return f"Nessun quartiere resta {certa}senza laboratorio"
    if len(senza) > _NOMINATI:
        primo, (dal, _) = next(iter(senza.items()))
        persone = sum_abitanti([stati[q] for q in senza])
        quando = f"il primo, {stati[primo].nome}, dal {format_giorno(dal)}"
        return f"Restano senza laboratorio {len(senza)} quartieri ({persone}); {quando}"
    gruppi: defaultdict[tuple[date, int], list[str]] = defaultdict(list)
    for q, conto in senza.items():
        gruppi[conto].append(say_chi(stati[q]))
    voci: list[str] = []
    for (dal, giorni), chi in gruppi.items():
        resta = ("sono" if len(chi) > 1 else "è") if dal <= quadro.oggi else "restano" if len(chi) > 1 else "resta"
        in_tutto = " in tutto" if dal <= quadro.oggi else ""
        laboratorio = "" if voci else " laboratorio"
        voci.append(
            f"{format_elenco(chi)} {resta} senza{laboratorio} dal {format_giorno(dal)}, per {format_giorni(giorni)}{in_tutto}"
        )
    return "; ".join(voci)


def _say_fatti(tempi: TempiScenario, quadro: Quadro) -> Iterator[str]:
    """A che punto è la gara, se è in corso; il primo atto che resta da fare."""
    if punto := say_avanzamento(tempi):
        yield f"{punto[0].upper()}{punto[1:]}"
    if atto := say_atto(tempi, quadro.oggi):
        yield atto[1]


def say_atto(tempi: TempiScenario, oggi: date) -> tuple[date, str] | None:
    """Il primo atto che resta da fare: il suo ultimo giorno, e la frase che lo dice; `None` se non ne resta."""
    for campo, che_cosa, fatto in _ATTI:
        giorno: date | None = getattr(tempi, campo)
        if giorno is not None:
            manca = (giorno - oggi).days
            verbo = "va" if manca >= 0 else "andava"
            return giorno, f"{che_cosa} {verbo} {fatto} entro il {format_giorno(giorno)}, {format_distanza(manca)}"
    return None


def _say_ponti(tempi: TempiScenario, nomi: dict[str, str]) -> Iterator[str]:
    """Il ponte, insieme per chi ne ha uno uguale; se sono tanti, quanti sono, il più lungo, e per chi nessuno strumento è lecito."""
    ponti = [(q, q.ponte) for q in tempi.quartieri if q.ponte is not None]
    if len(ponti) <= _NOMINATI:
        gruppi: defaultdict[str, list[str]] = defaultdict(list)
        for q, p in ponti:
            gruppi[f"{format_durata(p.mesi, 'mesi')}, {say_strumenti(p)}"].append(nomi[q.id])
        yield from (f"Ponte per {format_elenco(quali)}: {come}" for come, quali in gruppi.items())
        return
    senza = format_elenco([nomi[q.id] for q, p in ponti if not p.is_lecito])
    lungo = format_durata(max(p.mesi for _, p in ponti), "mesi")
    come = f"; nessuno è lecito per {senza}" if senza else ""
    if not senza and not all(p.is_sicuro for _, p in ponti):
        come = ", con strumenti da verificare"
    yield f"Servono ponti per {len(ponti)} quartieri, fino a {lungo}{come}"


def say_strumenti(ponte: Ponte) -> str:
    """Gli strumenti leciti; senza, quelli da verificare, o che non ce n'è."""
    leciti = [s.nome.lower() for s in ponte.strumenti if s.esito is Riuscita.POSSIBILE]
    if leciti:
        return f"con {format_elenco(leciti)}"
    dubbi = sum(s.esito is Riuscita.DA_VERIFICARE for s in ponte.strumenti)
    return (
        f"{dubbi} strumenti da verificare"
        if dubbi > 1
        else "uno strumento da verificare"
        if dubbi
        else "nessuno strumento lecito"
    )
