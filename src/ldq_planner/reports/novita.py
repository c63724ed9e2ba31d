"""`ldq novita`: che cosa è cambiato da un giorno a oggi, che cosa fare per primo, che cosa scade fra poco."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.calendario import name_giorno
from ldq_planner.dates.incerta import ULTIMO_GIORNO
from ldq_planner.dates.testo import format_data, format_giorno
from ldq_planner.model.novita import Perche, SegnalazioneMutata, StatoMutato
from ldq_planner.model.stato import Stato
from ldq_planner.model.testo import format_elenco, format_giorni, format_numero
from ldq_planner.reports.avvisi import announce_dati, list_testi, say_chi
from ldq_planner.reports.diff import DATE, list_mutamenti, list_presidi
from ldq_planner.reports.eventi import list_fatti
from ldq_planner.reports.fatti import sort_eventi
from ldq_planner.reports.fonti import add_legge
from ldq_planner.reports.prime import choose_prime, say_prima
from ldq_planner.reports.report import Elenco, Lettera, Nota, Report, Tono

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.errors import Finding
    from ldq_planner.model.differenze import (
        DataSpostata,
        DifferenzaQuartiere,
        Differenze,
        LimiteSpostato,
        Presenza,
        PresidioMutato,
    )
    from ldq_planner.model.evento import Evento
    from ldq_planner.model.novita import Novita
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.stato import StatoQuartiere

_PRIME = 3
_TITOLI = {Perche.TEMPO: "Per il tempo che passa", Perche.DATI: "Perché sono cambiati i dati"}
_PER = {Perche.TEMPO: "per il tempo passato", Perche.DATI: "per una modifica dei dati"}
_VERSI = {
    "aggiunto": "entra nei dati",
    "tolto": "esce dai dati",
    "scelto": "è stato scelto",
    "lasciato": "è stato lasciato",
    "ripreso": "è stato ripreso",
    "affidato": "è stato affidato",
}


class DaQuando(NamedTuple):
    """Da quando si guarda, e quanto avanti; `revisione` è quella dei dati di allora, `senza_dati` perché non si hanno.

    Unità: `giorni` da oggi, l'ultimo compreso.
    """

    da: date
    giorni: int
    revisione: str | None = None
    senza_dati: str = ""


class RispostaNovita(NamedTuple):
    """`ldq/novita/1`."""

    da: date
    revisione: str | None
    giorni: int
    frase: str
    prime: tuple[Evento, ...]
    stati: tuple[StatoMutato, ...]
    nuove: tuple[SegnalazioneMutata, ...]
    aggravate: tuple[SegnalazioneMutata, ...]
    attenuate: tuple[SegnalazioneMutata, ...]
    risolte: tuple[SegnalazioneMutata, ...]
    quartieri: tuple[DifferenzaQuartiere, ...]
    presenze: tuple[Presenza, ...]
    scadenze: tuple[DataSpostata, ...]
    limiti: tuple[LimiteSpostato, ...]
    presidi: tuple[PresidioMutato, ...]
    prossimi: tuple[Evento, ...]
    avvisi: tuple[str, ...]


class RigaNovita(NamedTuple):
    """Una novità, per un foglio di calcolo."""

    che_cosa: str
    perche: str
    id: str
    testo: str
    giorno: date | None = None


def build_novita(
    quadro: Quadro, periodo: DaQuando, novita: Novita, differenze: Differenze, destinatari: tuple[str, ...] = ()
) -> Report:
    """Le novità, prima in una frase; senza nulla di nuovo, e nulla nei giorni che vengono, non c'è nulla da leggere.

    `differenze` sono quelle fra i dati di allora e quelli di oggi, guardati nello stesso giorno.
    """
    portafoglio, oggi = quadro.portafoglio, quadro.oggi
    eventi = sort_eventi(portafoglio, list_fatti(quadro), oggi)
    fino_al = oggi + timedelta(days=periodo.giorni)
    prossimi = tuple(e for e in eventi if oggi <= e.fino_al and e.giorno <= fino_al)
    is_nulla = not (any(novita) or _is_mossa(differenze) or prossimi)
    prime = () if is_nulla else tuple(choose_prime(quadro, eventi, _PRIME))
    frase = _say_frase(periodo, novita, prossimi)
    avvisi = (*announce_dati(quadro, "novita"), *_tell_dati(periodo))
    elenchi = (
        ("Da fare per prime", [say_prima(portafoglio, e, oggi) for e in prime]),
        *_list_cambiamenti(portafoglio, novita, differenze),
        (f"Entro il {format_giorno(fino_al)}", [f"{format_giorno(e.giorno)}: {e.titolo}" for e in prossimi]),
    )
    nota = Nota(frase, Tono.ALLARME if any(map(_is_peggio, novita.stati)) else Tono.SPENTO)
    anagrafe = portafoglio.anagrafe
    report = Report(
        schema="ldq/novita/1",
        titolo=f"{anagrafe.servizio}: novità da {_say_giorno(periodo.da)}",
        oggi=oggi,
        dati_aggiornati_al=portafoglio.dati_aggiornati_al,
        blocchi=() if is_nulla else (nota, *avvisi, *_build_elenchi(elenchi)),
        dati=RispostaNovita(
            periodo.da,
            periodo.revisione,
            periodo.giorni,
            frase,
            prime,
            *novita,
            quartieri=differenze.quartieri,
            presenze=differenze.presenze,
            scadenze=differenze.scadenze,
            limiti=differenze.limiti,
            presidi=differenze.presidi,
            prossimi=prossimi,
            avvisi=list_testi(avvisi),
        ),
        elenco=tuple(_list_righe(portafoglio, novita, prossimi)),
        lettera=Lettera(_say_oggetto(anagrafe.servizio, novita, prime, oggi), destinatari),
        ente=anagrafe.ente,
    )
    return add_legge(report, quadro)


def _is_mossa(d: Differenze) -> bool:
    """Vero se nei dati è cambiato qualcosa; le segnalazioni stanno già fra le novità."""
    return any((d.quartieri, d.presenze, d.scadenze, d.limiti, d.presidi))


def _build_elenchi(elenchi: Iterable[tuple[str, Sequence[str]]]) -> Iterator[Elenco]:
    return (Elenco(titolo, tuple(frasi)) for titolo, frasi in elenchi if frasi)


def _tell_dati(periodo: DaQuando) -> Iterator[Nota]:
    if periodo.senza_dati:
        yield Nota(f"Qui si vede solo ciò che ha fatto il tempo: {periodo.senza_dati}.", Tono.INCERTO)


# ——— la frase


def _say_frase(periodo: DaQuando, novita: Novita, prossimi: Sequence[Evento]) -> str:
    """Chi è rimasto senza, chi scade, chi è tornato; poi quante segnalazioni e quante scadenze."""
    stati = [_say_stato(s) for s in novita.stati]
    che_cosa = "; ".join(stati) if stati else "nessun quartiere ha cambiato stato"
    conti = (
        (len(novita.nuove), "segnalazione nuova", "segnalazioni nuove"),
        (len(novita.aggravate), "aggravata", "aggravate"),
        (len(novita.attenuate), "attenuata", "attenuate"),
        (len(novita.risolte), "risolta", "risolte"),
    )
    segnalazioni = [f"{format_numero(n)} {uno if n == 1 else molti}" for n, uno, molti in conti if n]
    frasi = [f"Da {_say_giorno(periodo.da)} {che_cosa}", format_elenco(segnalazioni)]
    if prossimi:
        quante = "una scadenza" if len(prossimi) == 1 else f"{format_numero(len(prossimi))} scadenze"
        frasi.append(f"Nei prossimi {format_giorni(periodo.giorni)} {quante}")
    return " ".join(f"{frase}." for frase in frasi if frase)


def _say_giorno(giorno: date) -> str:
    """`lunedì 23/11/2026`."""
    return f"{name_giorno(giorno)} {format_giorno(giorno)}"


def _say_stato(mutato: StatoMutato) -> str:
    stato, chi = mutato.quartiere, say_chi(mutato.quartiere)
    fino = _say_fine(stato)
    return {
        Stato.MAI_COPERTO: f"{chi} entra nei dati, e non ha mai avuto un laboratorio",
        Stato.SCOPERTO: f"{chi} è senza laboratorio{_say_dal(stato.scoperto_dal)}",
        Stato.NON_SI_SA: f"di {chi} non si sa più se ha un laboratorio{_say_dal(stato.non_si_sa_dal)}",
        Stato.INCERTO: f"non è più certo che {chi} abbia un laboratorio",
        Stato.IN_SCADENZA: f"{chi} ha un laboratorio solo{fino}",
        Stato.COPERTO: f"{chi} {'entra nei dati coperto' if mutato.prima is None else 'ora è coperto'}{fino}",
    }[stato.stato]


def _say_dal(giorno: date | None) -> str:
    return f" dal {format_giorno(giorno)}" if giorno else ""


def _say_fine(stato: StatoQuartiere) -> str:
    fine = stato.coperto_fino_al
    return f" fino al {format_giorno(fine)}" if fine and fine < ULTIMO_GIORNO else ""


def _is_peggio(mutato: StatoMutato) -> bool:
    ordine = list(Stato)
    return mutato.prima is None or ordine.index(mutato.quartiere.stato) < ordine.index(mutato.prima)


def _say_oggetto(servizio: str, novita: Novita, prime: Sequence[Evento], oggi: date) -> str:
    """L'oggetto di una lettera: chi è rimasto senza, o che cosa fare, o quante novità."""
    senza = [s.quartiere.nome for s in novita.stati if s.quartiere.stato in (Stato.SCOPERTO, Stato.MAI_COPERTO)]
    if senza:
        che_cosa = f"{format_elenco(senza)} senza laboratorio"
    elif prime:
        che_cosa = f"{format_numero(len(prime))} {'cosa' if len(prime) == 1 else 'cose'} da fare"
    else:
        che_cosa = "le novità"
    return f"{servizio}, {format_giorno(oggi)}: {che_cosa}"


# ——— che cosa è cambiato


def _list_cambiamenti(
    portafoglio: Portafoglio, novita: Novita, differenze: Differenze
) -> Iterator[tuple[str, list[str]]]:
    """Ciò che ha mosso il tempo, ciò che hanno mosso i dati, ciò che non serve più."""
    for perche, titolo in _TITOLI.items():
        yield titolo, list(_list_mosse(perche, portafoglio, novita, differenze))
    yield "Non serve più", list(_list_risolte(portafoglio, novita))


def _list_mosse(perche: Perche, portafoglio: Portafoglio, novita: Novita, differenze: Differenze) -> Iterator[str]:
    if perche is Perche.DATI:
        yield from _list_dei_dati(portafoglio, differenze)
    for parola, mutate in (("", novita.nuove), ("si aggrava: ", novita.aggravate)):
        for m in mutate:
            if m.perche is perche:
                yield f"{parola}{_say_segnalazione(portafoglio, m.segnalazione)}"


def _list_risolte(portafoglio: Portafoglio, novita: Novita) -> Iterator[str]:
    for parola, mutate in (("risolta", novita.risolte), ("pesa meno", novita.attenuate)):
        for m in mutate:
            yield f"{parola} {_PER[m.perche]}: {_say_segnalazione(portafoglio, m.segnalazione)}"


def _list_dei_dati(portafoglio: Portafoglio, differenze: Differenze) -> Iterator[str]:
    """Ciò che le modifiche hanno cambiato: le lacune, chi entra e chi esce, le date."""
    for mutamento in (*list_mutamenti(differenze.quartieri), *list_presidi(differenze.presidi)):
        yield f"la modifica {mutamento}"
    for presenza in differenze.presenze:
        yield _say_presenza(presenza)
    for d in differenze.scadenze:
        if d.quale in ("inizio", "effettiva"):
            yield f"{portafoglio.quote(d.contratto)}: {DATE.get(d.quale, d.quale)} {_say_spostata(format_data(d.prima), format_data(d.dopo))}"
    for x in differenze.limiti:
        if x.quale in ("bando", "inizio-servizio"):
            prima, dopo = (format_giorno(g) if g else "nessun giorno" for g in (x.prima, x.dopo))
            yield f"{portafoglio.quote(x.scenario)}: {DATE[x.quale]} {_say_spostata(prima, dopo)}"


def _say_presenza(presenza: Presenza) -> str:
    che_cosa = {"quartieri": "il quartiere", "contratti": "il contratto", "scenari": "lo scenario", "piani": "il piano"}
    return f"{che_cosa[presenza.elenco]} «{presenza.nome}» {_VERSI[presenza.verso]}"


def _say_spostata(prima: str, dopo: str) -> str:
    return f"{dopo}, non più {prima}"


_ENTITA = re.compile(r"«([a-z0-9][a-z0-9-]*)»")


def _say_segnalazione(portafoglio: Portafoglio, finding: Finding) -> str:
    """La prima parte del messaggio, con i nomi al posto degli id."""
    detto = finding.messaggio.split("; ")[0]
    return _ENTITA.sub(lambda trovata: portafoglio.quote(trovata[1]), detto)


# ——— per le macchine


def _list_righe(portafoglio: Portafoglio, novita: Novita, prossimi: Sequence[Evento]) -> Iterator[RigaNovita]:
    for s in novita.stati:
        yield RigaNovita("stato", s.perche, s.quartiere.id, _say_stato(s))
    for nome, mutate in (
        ("nuova", novita.nuove),
        ("aggravata", novita.aggravate),
        ("attenuata", novita.attenuate),
        ("risolta", novita.risolte),
    ):
        for m in mutate:
            f = m.segnalazione
            yield RigaNovita(nome, m.perche, f.ref.id if f.ref else "", _say_segnalazione(portafoglio, f))
    for e in prossimi:
        yield RigaNovita("scadenza", "", e.entita, e.titolo, e.giorno)
