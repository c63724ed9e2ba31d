"""I piani in poche frasi: chi resta senza con ciascuno e da quando, e che cosa fare per primo."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_giorno
from ldq_planner.engine.scenari import imagine_contratti
from ldq_planner.model.copertura import TipoLacuna
from ldq_planner.model.scenario import NESSUN_INTERVENTO
from ldq_planner.model.testo import format_elenco, format_giorni, lower_prima
from ldq_planner.reports.avvisi import sum_abitanti
from ldq_planner.reports.frase_scenario import say_atto
from ldq_planner.reports.report import Nota, Tono

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.model.esito import EsitoPiano, EsitoScenario

_DETTI = 3
"""Di quanti piani, di quanti giorni, di quanti quartieri si dice uno per uno."""
_ATTI = 2


def say_piani(quadro: Quadro, esiti: Iterable[EsitoScenario]) -> Iterator[Nota]:
    """Senza intervento e con ogni piano, chi resta senza e da quando; poi il primo atto da fare.

    Se i piani sono tanti, solo quello che lascia meno giorni scoperti: gli altri stanno nella tabella.
    """
    nessuno, *altri = quadro.piani
    detti = altri if len(altri) < _DETTI else [min(altri, key=lambda p: p.giorni_scoperti)]
    gia: set[str] = set()
    for piano in (nessuno, *detti):
        senza = _find_senza(quadro, piano)
        yield _tell_piano(quadro, piano, senza, gia)
        gia = set(senza)
    if atti := _say_atti(quadro, esiti):
        yield Nota(atti, Tono.ATTENZIONE)


def say_piano(quadro: Quadro, id_: str) -> Nota:
    """Con un piano, o senza intervento, chi resta senza e da quando."""
    piano = next(p for p in quadro.piani if p.id == id_)
    return _tell_piano(quadro, piano, _find_senza(quadro, piano), set())


def _tell_piano(quadro: Quadro, piano: EsitoPiano, senza: dict[str, date], gia: set[str]) -> Nota:
    return Nota(_say_piano(quadro, piano, senza, gia), Tono.ALLARME if senza else Tono.BENE)


def _say_piano(quadro: Quadro, piano: EsitoPiano, senza: dict[str, date], gia: set[str]) -> str:
    """La frase di un piano; quante persone sono non si ripete, se sono quelle `gia` dette."""
    come = "Senza intervento" if piano.id == NESSUN_INTERVENTO else f"Con «{piano.nome}»"
    if not senza:
        return f"{come} nessun quartiere resta certamente senza laboratorio."
    chi = (
        "resta senza laboratorio un quartiere"
        if len(senza) == 1
        else f"restano senza laboratorio {len(senza)} quartieri"
    )
    chi_vi_abita = sum_abitanti([s for s in quadro.stati if s.id in senza])
    persone = f" ({chi_vi_abita})" if set(senza) != gia else ""
    meno = f"; {format_giorni(-piano.differenza_giorni)} in meno" if piano.differenza_giorni < 0 else ""
    return f"{come} {chi}{persone}: {_say_quando(senza, quadro.portafoglio.nomi)}{meno}."


def _find_senza(quadro: Quadro, piano: EsitoPiano) -> dict[str, date]:
    """Quartiere → il primo giorno in cui è certo che resta senza, nella finestra comune; dal primo."""
    portafoglio = quadro.forecast().portafoglio
    scenari = [s for s in portafoglio.scenari if s.id in piano.scenari]
    con = quadro.coperture.plus(imagine_contratti(portafoglio, scenari, quadro.oggi))
    senza = {s.id: s.scoperto_dal for s in quadro.stati if s.scoperto_dal is not None}
    for quartiere in portafoglio.quartieri:
        certe = (x for x in con.lacune(quartiere, quadro.finestra_comune) if x.tipo is TipoLacuna.CERTA and not x.causa)
        prima = next(certe, None)
        if prima is not None:
            senza.setdefault(quartiere.id, prima.inizio)
    return dict(sorted(senza.items(), key=lambda voce: voce[1]))


def _say_quando(senza: dict[str, date], nomi: dict[str, str]) -> str:
    """`Lorenteggio dal 21/12/2022, Mazzini e San Siro dal 01/07/2023, altri 3 dopo`."""
    per_giorno: defaultdict[date, list[str]] = defaultdict(list)
    for q, dal in senza.items():
        per_giorno[dal].append(nomi[q])
    detti = list(per_giorno.items())[:_DETTI]
    voci = [
        f"{format_elenco(chi) if len(chi) <= _DETTI else f'{len(chi)} quartieri'} dal {format_giorno(dal)}"
        for dal, chi in detti
    ]
    resto = len(senza) - sum(len(chi) for _, chi in detti)
    return ", ".join(voci + ([f"{_say_altri(resto)} dopo"] if resto else []))


def _say_altri(quanti: int) -> str:
    return "un altro" if quanti == 1 else f"altri {quanti}"


def _say_atti(quadro: Quadro, esiti: Iterable[EsitoScenario]) -> str:
    """`Da fare subito: per «…» il progetto del servizio andava cominciato entro il …; poi: …`."""
    atti = sorted((atto, e.nome) for e in esiti if e.tempi and (atto := say_atto(e.tempi, quadro.oggi)))
    frasi = [f"per «{nome}» {lower_prima(frase)}" for (_, frase), nome in atti[:_ATTI]]
    if not frasi:
        return ""
    (giorno, _), _ = atti[0]
    resto = len(atti) - _ATTI
    altri = f"; {_say_altri(resto)} dopo" if resto > 0 else ""
    return f"Da fare {'subito' if giorno < quadro.oggi else 'per primo'}: {'; poi '.join(frasi)}{altri}."
