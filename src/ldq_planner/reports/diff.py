"""`ldq diff`: che cosa cambia nelle conclusioni fra due stati dei dati, prima in una frase e poi voce per voce."""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.testo import format_periodo
from ldq_planner.engine.differenze import Fotografia
from ldq_planner.model.copertura import Causa, TipoLacuna
from ldq_planner.model.differenze import DifferenzaQuartiere, StatoGiorno, TrattoMutato, Verso
from ldq_planner.model.testo import format_elenco, format_giorni, format_numero
from ldq_planner.reports.avvisi import announce_eta, list_testi, sum_persone
from ldq_planner.reports.copertura import say_tipo
from ldq_planner.reports.report import TRATTINO, Blocco, Cella, Nota, Report, Segnalazioni, Tabella, Tono, Voce
from ldq_planner.rules.controlli.elenco import check_quadro

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.dates.periodo import Periodo
    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.errors import Finding
    from ldq_planner.model.differenze import DataSpostata, Differenze, Lato, LimiteSpostato, Presenza, PresidioMutato
    from ldq_planner.model.portafoglio import Portafoglio

_STATI = {
    StatoGiorno.ASSENTE: Voce("non nei dati", Tono.SPENTO),
    StatoGiorno.COPERTO: Voce("✓ coperto", Tono.BENE),
    StatoGiorno.POSSIBILE: Voce("? forse scoperto", Tono.INCERTO),
    StatoGiorno.CERTA: Voce("✗ scoperto", Tono.ALLARME),
}
_A, _C, _P, _F = StatoGiorno.ASSENTE, StatoGiorno.COPERTO, StatoGiorno.POSSIBILE, StatoGiorno.CERTA
_FRASI = {
    (_C, _F): ("apre {giorni} di {che_cosa}", "a"),
    (_P, _F): ("rende certi {giorni} di {che_cosa} che era solo possibile", "a"),
    (_A, _F): ("fa entrare nei dati {giorni} di {che_cosa}", "a"),
    (_C, _P): ("apre {giorni} di {che_cosa} possibile", "a"),
    (_A, _P): ("fa entrare nei dati {giorni} di {che_cosa} possibile", "a"),
    (_F, _F): ("porta {giorni} da {era} a {che_cosa}", "a"),
    (_P, _P): ("porta {giorni} da {era} possibile a {che_cosa} possibile", "a"),
    (_F, _C): ("chiude {giorni} di {che_cosa}", "a"),
    (_F, _P): ("rende solo possibili {giorni} di {che_cosa} che era certa", "a"),
    (_P, _C): ("chiude {giorni} di {che_cosa} possibile", "a"),
    (_F, _A): ("toglie dai dati {giorni} di {che_cosa}", "con"),
    (_P, _A): ("toglie dai dati {giorni} di {che_cosa} possibile", "con"),
}
"""Da uno stato all'altro → la frase, dalla notizia peggiore alla migliore, e la preposizione dei quartieri."""
_CHE_COSA = {None: "lacuna", Causa.SOSPENSIONE: "sospensione", Causa.CHIUSURA: "chiusura annuale"}
"""Come si chiamano i giorni scoperti: senza un contratto, o con un contratto fermo."""
_PRESIDI = ("riduce il presidio per {}", "copre con presidio ridotto {}", "rafforza il presidio per {}")
_MUTATE = {
    "nuove": "Segnalazioni nuove",
    "aggravate": "Segnalazioni aggravate",
    "attenuate": "Segnalazioni attenuate",
    "risolte": "Segnalazioni risolte",
}
DATE = {
    "inizio": "inizio",
    "base": "scadenza base",
    "effettiva": "scadenza effettiva",
    "massima": "scadenza massima",
    "progetto": "avvio del progetto",
    "giunta": "atto della giunta",
    "decisione": "decisione a contrarre",
    "bando": "bando",
    "inizio-servizio": "inizio del servizio",
}
"""Come si chiama ciascuna data che si può spostare."""
_SINGOLARI = {"quartieri": "quartiere", "contratti": "contratto", "scenari": "scenario", "piani": "piano"}
_VERSI = {
    Verso.AGGIUNTO: "+ aggiunto",
    Verso.TOLTO: "− tolto",
    Verso.SCELTO: "✓ scelto",
    Verso.LASCIATO: "− lasciato",
    Verso.RIPRESO: "+ ripreso",
    Verso.AFFIDATO: "✓ affidato",
}
_LUNGA = 10
"""Oltre queste righe una tabella, in una pagina, si apre solo se la si vuole leggere."""


class RispostaDiff(NamedTuple):
    """`ldq/diff/1`: i due lati, la frase, e tutte le differenze."""

    dal: date
    al: date
    prima: Lato
    dopo: Lato
    frase: str
    quartieri: tuple[DifferenzaQuartiere, ...]
    presenze: tuple[Presenza, ...]
    scadenze: tuple[DataSpostata, ...]
    limiti: tuple[LimiteSpostato, ...]
    nuove: tuple[Finding, ...]
    risolte: tuple[Finding, ...]
    aggravate: tuple[Finding, ...]
    attenuate: tuple[Finding, ...]
    presidi: tuple[PresidioMutato, ...]
    avvisi: tuple[str, ...]

    @staticmethod
    def list_facoltativi() -> tuple[str, ...]:
        """I campi che una risposta dice solo se c'è qualcosa da dire."""
        return ("presidi",)


class RigaDiff(NamedTuple):
    """Una differenza, per un foglio di calcolo: le date sono ISO, `giorni` è quanto dura o di quanto si sposta."""

    che_cosa: str
    id: str
    voce: str
    prima: str | None
    dopo: str | None
    dal: date | None = None
    al: date | None = None
    giorni: int | None = None
    abitanti_giorni: int | None = None


def photograph(quadro: Quadro) -> Fotografia:
    """Uno stato dei dati con le sue segnalazioni."""
    return Fotografia(quadro, tuple(check_quadro(quadro)))


def build_diff(quadro: Quadro, finestra: Periodo, lati: tuple[Lato, Lato], differenze: Differenze) -> Report:
    """Le differenze fra i due lati; `quadro` è quello di dopo, le segnalazioni sono già localizzate."""
    prima, dopo = lati
    avvisi = announce_eta(quadro, "diff")
    dal, al = finestra.inizio, finestra.fine
    return Report(
        schema="ldq/diff/1",
        titolo=f"Che cosa cambia: {prima.nome} → {dopo.nome}",
        oggi=quadro.oggi,
        dati_aggiornati_al=dopo.dati_aggiornati_al,
        blocchi=(
            build_frase(differenze),
            *build_tabelle(differenze, quadro.portafoglio),
            Nota(f"Lacune guardate {format_periodo(dal, al, ' (compresi)')}."),
            *avvisi,
        ),
        dati=RispostaDiff(dal, al, prima, dopo, describe(differenze), *differenze, list_testi(avvisi)),
        elenco=tuple(list_righe(differenze)),
    )


# ——— la frase


def describe(differenze: Differenze) -> str:
    """Le lacune che si aprono e si chiudono, poi quante altre cose cambiano: da leggere senza il resto."""
    if differenze.is_vuota:
        return "Nessuna conclusione cambia."
    lacune = "; ".join(list_mutamenti(differenze.quartieri)) or "non apre né chiude lacune nella finestra"
    presidi = "".join(f"; {frase}" for frase in list_presidi(differenze.presidi))
    return f"Questa modifica {lacune}{presidi}.{_count_altro(differenze)}"


def list_mutamenti(quartieri: tuple[DifferenzaQuartiere, ...]) -> Iterator[str]:
    """I giorni che passano da uno stato all'altro, dalla notizia peggiore, e dove."""
    for (prima, dopo), causa_prima, causa_dopo in product(_FRASI, _CHE_COSA, _CHE_COSA):
        quali = (prima, dopo, causa_prima, causa_dopo)
        suoi = {
            q.nome: tratti
            for q in quartieri
            if (tratti := [t for t in q.tratti if (t.prima, t.dopo, t.causa_prima, t.causa_dopo) == quali])
        }
        if suoi:
            yield _describe_mutamento(suoi)


def _describe_mutamento(suoi: dict[str, list[TrattoMutato]]) -> str:
    """I giorni di ogni quartiere, che passano tutti dallo stesso stato allo stesso stato."""
    esempio = next(iter(suoi.values()))[0]
    frase, preposizione = _FRASI[esempio.prima, esempio.dopo]
    che_cosa = _CHE_COSA[esempio.causa_dopo if esempio.dopo in (_P, _F) else esempio.causa_prima]
    conti = {nome: sum(t.giorni for t in tratti) for nome, tratti in suoi.items()}
    persone = sum_persone((t.abitanti_giorni for tratti in suoi.values() for t in tratti), "abitanti-giorni")
    giorni = format_giorni(sum(conti.values()))
    detto = frase.format(giorni=giorni, che_cosa=che_cosa, era=_CHE_COSA[esempio.causa_prima])
    return f"{detto} {_say_dove(conti, preposizione)}, {persone}"


def _say_dove(conti: dict[str, int], preposizione: str) -> str:
    """Il quartiere; se sono di più, quanti giorni ha ciascuno."""
    nomi = [f"{nome} ({format_numero(giorni)})" if len(conti) > 1 else nome for nome, giorni in conti.items()]
    if len(nomi) > 1:
        return f"{preposizione} {format_elenco(nomi)}"
    return f"con il quartiere {nomi[0]}" if preposizione == "con" else f"a {nomi[0]}"


def list_presidi(presidi: tuple[PresidioMutato, ...]) -> Iterator[str]:
    """I giorni in cui gli operatori diventano meno del riferimento, e quelli in cui non lo sono più."""
    gruppi: tuple[defaultdict[str, int], ...] = tuple(defaultdict(int) for _ in _PRESIDI)
    for p in presidi:
        if p.ridotto_dopo and not p.ridotto_prima:
            gruppi[0 if p.operatori_prima is not None else 1][p.nome] += p.giorni
        elif p.ridotto_prima and not p.ridotto_dopo and p.operatori_dopo is not None:
            gruppi[2][p.nome] += p.giorni
    for frase, conti in zip(_PRESIDI, gruppi, strict=True):
        if conti:
            yield f"{frase.format(format_giorni(sum(conti.values())))} {_say_dove(conti, 'a')}"


def _count_altro(differenze: Differenze) -> str:
    """Il resto, contato."""
    spostati = {d.contratto for d in differenze.scadenze}
    scenari = {x.scenario for x in differenze.limiti}
    conti = (
        (len(spostati), "contratto con date spostate", "contratti con date spostate"),
        (len(scenari), "gara con date limite spostate", "gare con date limite spostate"),
        (len(differenze.nuove), "segnalazione nuova", "segnalazioni nuove"),
        (len(differenze.aggravate), "aggravata", "aggravate"),
        (len(differenze.attenuate), "attenuata", "attenuate"),
        (len(differenze.risolte), "risolta", "risolte"),
    )
    frasi = [f"{format_numero(n)} {uno if n == 1 else molti}" for n, uno, molti in conti if n]
    return f" Inoltre: {', '.join(frasi)}." if frasi else ""


# ——— le tabelle


def build_frase(differenze: Differenze) -> Nota:
    """La frase, in allarme se qualcosa peggiora."""
    tratti = any(map(_is_peggiore, _list_tratti(differenze)))
    meno = any(p.operatori_dopo is not None and p.operatori_dopo < (p.operatori_prima or 0) for p in differenze.presidi)
    peggiora = bool(differenze.nuove or differenze.aggravate or tratti or meno)
    return Nota(describe(differenze), Tono.ALLARME if peggiora else Tono.BENE)


def build_tabelle(differenze: Differenze, portafoglio: Portafoglio) -> Iterator[Blocco]:
    """Voce per voce, ciò che cambia; nulla dove non cambia nulla."""
    tabelle = (
        _build_quartieri(differenze.quartieri),
        _build_tratti(differenze.quartieri),
        _build_presidi(differenze.presidi),
        _build_presenze(differenze.presenze),
        _build_scadenze(differenze.scadenze, portafoglio),
        _build_limiti(differenze.limiti, portafoglio),
    )
    for tabella in tabelle:
        if tabella.righe:
            yield tabella._replace(ripiegata=len(tabella.righe) > _LUNGA)
    for nome, titolo in _MUTATE.items():
        findings: tuple[Finding, ...] = getattr(differenze, nome)
        if findings:
            yield Segnalazioni(findings, titolo, ripiegata=len(findings) > _LUNGA)


def _build_quartieri(quartieri: tuple[DifferenzaQuartiere, ...]) -> Tabella:
    colonne = ("Quartiere", "Giorni scoperti", "Forse scoperti", "Abitanti-giorni")
    righe = tuple(
        (
            q.nome,
            _move(q.giorni_scoperti_prima, q.giorni_scoperti_dopo),
            _move(q.giorni_forse_scoperti_prima, q.giorni_forse_scoperti_dopo),
            _move(q.abitanti_giorni_scoperti_prima, q.abitanti_giorni_scoperti_dopo),
        )
        for q in quartieri
    )
    return Tabella("Lacune, quartiere per quartiere", colonne, righe)


def _build_tratti(quartieri: tuple[DifferenzaQuartiere, ...]) -> Tabella:
    colonne = ("Quartiere", "Dal", "Al", "Giorni", "Prima", "Dopo", "Abitanti-giorni")
    righe = tuple(
        (
            *(q.nome, t.inizio, t.fine, t.giorni),
            *(_say_stato(t.prima, t.causa_prima), _say_stato(t.dopo, t.causa_dopo)),
            t.abitanti_giorni,
        )
        for q in quartieri
        for t in q.tratti
    )
    return Tabella("Giorni che cambiano", colonne, righe)


def _say_stato(stato: StatoGiorno, causa: Causa | None) -> Voce:
    """`✗ scoperto`, o `✗ sospeso` se un contratto è in vigore."""
    return say_tipo(TipoLacuna.CERTA if stato is _F else TipoLacuna.POSSIBILE, causa) if causa else _STATI[stato]


def _build_presidi(presidi: tuple[PresidioMutato, ...]) -> Tabella:
    colonne = ("Quartiere", "Dal", "Al", "Giorni", "Operatori prima", "Operatori dopo")
    righe = tuple(
        (
            *(p.nome, p.inizio, p.fine, p.giorni),
            _say_operatori(p.operatori_prima, ridotto=p.ridotto_prima),
            _say_operatori(p.operatori_dopo, ridotto=p.ridotto_dopo),
        )
        for p in presidi
    )
    return Tabella("Operatori che cambiano", colonne, righe)


def _say_operatori(quanti: int | None, *, ridotto: bool) -> Cella:
    """`12`, `! 1` se sono meno del riferimento; un trattino se non è coperto, o non si sa."""
    if quanti is None:
        return TRATTINO
    return Voce(f"! {quanti}", Tono.ATTENZIONE, quanti) if ridotto else quanti


def _build_presenze(presenze: tuple[Presenza, ...]) -> Tabella:
    righe = tuple((_VERSI[p.verso], _SINGOLARI[p.elenco], p.id, p.nome) for p in presenze)
    scelte = any(p.verso not in (Verso.AGGIUNTO, Verso.TOLTO) for p in presenze)
    titolo = "Aggiunti, tolti, scelti e lasciati" if scelte else "Aggiunti e tolti"
    return Tabella(titolo, ("", "Che cosa", "Id", "Nome"), righe)


def _build_scadenze(scadenze: tuple[DataSpostata, ...], portafoglio: Portafoglio) -> Tabella:
    """Una riga per spostamento: le scadenze di un contratto che si muovono insieme ne fanno una."""
    gruppi: defaultdict[tuple[str, DataIncerta, DataIncerta, int | None], list[str]] = defaultdict(list)
    for d in scadenze:
        gruppi[d.contratto, d.prima, d.dopo, d.giorni].append(DATE.get(d.quale, d.quale))
    righe = tuple(
        (portafoglio.name(contratto), _join(quali), prima, dopo, _sign_cella(giorni))
        for (contratto, prima, dopo, giorni), quali in gruppi.items()
    )
    return Tabella("Date dei contratti spostate", ("Contratto", "Quale", "Prima", "Dopo", "Giorni"), righe)


def _join(quali: list[str]) -> str:
    """`scadenza base, effettiva e massima`."""
    prima, *altre = quali
    return format_elenco([prima, *(a.removeprefix("scadenza ") if "scadenza" in prima else a for a in altre)])


def _build_limiti(limiti: tuple[LimiteSpostato, ...], portafoglio: Portafoglio) -> Tabella:
    colonne = ("Scenario", "Entro quando", "Prima", "Dopo", "Giorni")
    righe = tuple(
        (portafoglio.name(x.scenario), DATE[x.quale], x.prima or TRATTINO, x.dopo or TRATTINO, _sign_cella(x.giorni))
        for x in limiti
    )
    return Tabella("Date limite spostate", colonne, righe)


def _move(prima: int | None, dopo: int | None) -> Cella:
    """`0 → 31 (+31)`, con il segno di ciò che peggiora; un lato che non c'è è un trattino."""
    era, ora = ("–" if n is None else format_numero(n) for n in (prima, dopo))
    if prima is None or dopo is None:
        return TRATTINO if prima == dopo else f"{era} → {ora}"
    if prima == dopo:
        return Voce(f"{ora} =", Tono.SPENTO)
    segno, tono = ("▲", Tono.ALLARME) if dopo > prima else ("▼", Tono.BENE)
    return Voce(f"{era} → {ora} ({segno} {_sign(dopo - prima)})", tono)


def _sign_cella(giorni: int | None) -> Cella:
    return TRATTINO if giorni is None else _sign(giorni)


def _sign(giorni: int) -> str:
    """`+31`, `−31`."""
    return f"+{format_numero(giorni)}" if giorni > 0 else f"−{format_numero(-giorni)}"


# ——— per le macchine


def list_righe(differenze: Differenze) -> Iterator[RigaDiff]:
    """Le differenze per un foglio di calcolo."""
    for q in differenze.quartieri:
        for t in q.tratti:
            yield RigaDiff(
                "giorni",
                q.id,
                t.causa_dopo or t.causa_prima or "",
                t.prima,
                t.dopo,
                t.inizio,
                t.fine,
                t.giorni,
                t.abitanti_giorni,
            )
    for m in differenze.presidi:
        era, ora = (None if n is None else str(n) for n in (m.operatori_prima, m.operatori_dopo))
        yield RigaDiff("operatori", m.quartiere, "", era, ora, m.inizio, m.fine, m.giorni)
    for p in differenze.presenze:
        era, ora = None if p.verso is Verso.AGGIUNTO else p.nome, None if p.verso is Verso.TOLTO else p.nome
        yield RigaDiff(p.verso, p.id, _SINGOLARI[p.elenco], era, ora)
    for d in differenze.scadenze:
        yield RigaDiff("data", d.contratto, d.quale, d.prima.testo, d.dopo.testo, giorni=d.giorni)
    for x in differenze.limiti:
        prima, dopo = (giorno.isoformat() if giorno else None for giorno in (x.prima, x.dopo))
        yield RigaDiff("limite", x.scenario, x.quale, prima, dopo, giorni=x.giorni)
    for nome in _MUTATE:
        yield from _list_segnalazioni(nome, getattr(differenze, nome))


def _list_segnalazioni(nome: str, findings: Iterable[Finding]) -> Iterator[RigaDiff]:
    for f in findings:
        era, ora = (f.messaggio, None) if nome == "risolte" else (None, f.messaggio)
        id_ = f.ref.id if f.ref else ""
        yield RigaDiff(f"segnalazione-{nome[:-1]}a", id_, f"{f.severita} {f.codice}", era, ora)


def _list_tratti(differenze: Differenze) -> Iterator[TrattoMutato]:
    return (t for q in differenze.quartieri for t in q.tratti)


def _is_peggiore(tratto: TrattoMutato) -> bool:
    """Vero se dopo si sta peggio di prima."""
    gravita = (_A, _C, _P, _F)
    return tratto.dopo is not _A and gravita.index(tratto.dopo) > gravita.index(tratto.prima)
