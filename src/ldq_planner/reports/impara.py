"""`ldq impara`: quanto durano le gare già fatte, e ciò che se ne impara."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.testo import format_giorno
from ldq_planner.engine.apprendimento.osservazioni import count_rovesciate
from ldq_planner.model.testo import format_elenco, format_numero
from ldq_planner.reports.report import TRATTINO, Istogramma, Nota, Report, Suggerimento, Tabella, Tono, Voce

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ldq_planner.model.apprendimento import GareLette, Lezione, Taratura, TrattoImparato
    from ldq_planner.reports.report import Blocco, Cella

POCHE = 20
"""Sotto tante gare il numero si dice sempre, e si dice che è piccolo."""
_SCARTO = 0.1
"""Di quanto la quota indovinata può stare sotto quella detta, senza che sia da dire con un altro tono."""
_MODI = {"norme": "le sole norme", "gare": "le sole gare", "imparata": "le gare e le norme"}
_PUNTEGGI = ("Si prevede con", "Punteggio", "Errore")
_COLONNE = ("Fasi", "Gare", "Finite", "Non finite", "Stima", "Osservata", "1 su 10", "1 su 2", "9 su 10")


class FonteImparata(NamedTuple):
    """Una fonte, quante gare dà e che cosa vogliono dire i suoi giorni."""

    fonte: str
    gare: int
    dal: date
    al: date
    significato: str


class RigaImparata(NamedTuple):
    """Un tratto, per un foglio di calcolo. Unità: giorni di calendario."""

    procedura: str
    dopo: str
    fase: str
    nome: str
    da_eur: Decimal | None
    sotto_eur: Decimal | None
    gare: int
    finite: int
    non_finite: int
    predefinita_50: int | None
    osservata_10: int | None
    osservata_50: int | None
    osservata_90: int | None
    imparata_10: int | None
    imparata_50: int | None
    imparata_90: int | None
    dal: date
    al: date


class RispostaImpara(NamedTuple):
    """`ldq/impara/1`."""

    k: int
    """Quante gare vale la stima delle norme."""
    fonti: tuple[FonteImparata, ...]
    durate: tuple[TrattoImparato, ...]
    taratura: Taratura | None
    """La prova di ciò che si è imparato, se la si è chiesta e le gare bastano."""
    scritto: str | None
    """Il file in cui le durate sono state scritte, se lo si è chiesto."""
    avvisi: tuple[str, ...]


def build_impara(lezione: Lezione, oggi: date, *, fasce: bool = False, calibra: bool = False) -> Report:
    """Per ogni procedura e tratto, la stima delle norme, ciò che si è osservato e ciò che se ne impara."""
    avvisi = tuple(_list_avvisi(lezione))
    prova = tuple(_build_taratura(lezione)) if calibra else ()
    tabelle = tuple(_build_tabelle(lezione, fasce=fasce))
    blocchi: tuple[Blocco, ...] = (_say(lezione), *prova, *tabelle, *map(Nota, avvisi))
    if lezione.tratti and lezione.scritto is None:
        blocchi += (Suggerimento("Per usarle nelle date: lo stesso comando con --scrivi"),)
    return Report(
        schema="ldq/impara/1",
        titolo="Quanto durano le gare",
        oggi=oggi,
        dati_aggiornati_al=None,
        blocchi=blocchi,
        dati=RispostaImpara(
            lezione.k,
            tuple(map(_describe_fonte, lezione.fonti)),
            lezione.tratti,
            lezione.taratura,
            lezione.scritto,
            avvisi,
        ),
        elenco=tuple(map(_flatten, lezione.tratti)),
    )


def _say(lezione: Lezione) -> Nota:
    """La risposta in una frase: quante gare, quante finite, da dove."""
    gare = [g for fonte in lezione.fonti for g in fonte.gare]
    if not gare:
        return Nota(
            "Nei dati non c'è nessuna gara cominciata: scriverne i fatti con «ldq fatto», o indicare un elenco di gare "
            "(CIG di ANAC, OCDS).",
            Tono.ATTENZIONE,
        )
    quante = f"{format_numero(len(gare))} gare" if len(gare) > 1 else "una gara"
    peso = f"la stima delle norme ne vale {lezione.k}" if lezione.k else "senza la stima delle norme"
    return Nota(f"{quante[0].upper()}{quante[1:]}, una volta ciascuna anche se a lotti; {peso}.", Tono.BENE)


def _flatten(tratto: TrattoImparato) -> RigaImparata:
    """Il tratto su una riga."""
    stima, osservata, imparata = tratto.predefinita, tratto.osservata, tratto.imparata
    return RigaImparata(
        *tratto[:9],
        stima.p50 if stima else None,
        *(osservata.p10, osservata.p50, osservata.p90),
        *(imparata.p10, imparata.p50, imparata.p90),
        tratto.dal,
        tratto.al,
    )


def _build_tabelle(lezione: Lezione, *, fasce: bool) -> Iterator[Tabella]:
    """Una tabella per procedura, in giorni di calendario."""
    per_procedura: dict[str, list[TrattoImparato]] = {}
    for tratto in lezione.tratti:
        if fasce or (tratto.da_eur is None and tratto.sotto_eur is None):
            per_procedura.setdefault(tratto.procedura, []).append(tratto)
    for id_, tratti in per_procedura.items():
        titolo = f"{lezione.nomi.get(id_) or id_.capitalize()}, giorni di calendario"
        yield Tabella(titolo, _COLONNE, tuple(map(_describe, tratti)))


def _describe(tratto: TrattoImparato) -> tuple[Cella, ...]:
    stima = tratto.predefinita.p50 if tratto.predefinita else None
    return (
        f"{tratto.nome}{_say_fascia(tratto)}",
        _mark(tratto.gare),
        tratto.finite,
        tratto.non_finite,
        TRATTINO if stima is None else stima,
        _oltre(tratto.osservata.p50),
        *map(_oltre, (tratto.imparata.p10, tratto.imparata.p50, tratto.imparata.p90)),
    )


def _build_taratura(lezione: Lezione) -> Iterator[Blocco]:
    """Quante volte si è indovinato, i punteggi di ogni modo di prevedere, e la figura dei decimi."""
    prova = lezione.taratura
    if prova is None:
        yield Nota("Le gare sono troppo poche per provare ciò che se ne impara: ne servono dieci.", Tono.ATTENZIONE)
        return
    sicuri = f"{prova.sicuri:.0%}".replace("%", " %")
    yield Nota(
        f"Delle ultime {prova.ultime} gare, {prova.ultime_entro} sono finite entro il nostro {sicuri}; di tutte, "
        f"{prova.provate_entro} su {prova.provate}. Ciascuna con ciò che si sapeva il giorno del suo bando.",
        Tono.BENE if prova.provate_entro >= (prova.sicuri - _SCARTO) * prova.provate else Tono.ATTENZIONE,
    )
    righe = tuple((_MODI[p.come], _round(p.logaritmo), _round(p.brier)) for p in prova.punteggi)
    yield Tabella(f"La prova su {prova.gare} gare tenute da parte, dal bando all'esito", _PUNTEGGI, righe)
    yield Nota(
        "Punteggio: il logaritmo della probabilità data a ciò che è accaduto, più alto è meglio. Errore: quanto si sbaglia nel "
        f"dire chi finisce entro {prova.entro_giorni} giorni, da 0 a 1, più basso è meglio."
    )
    decimi = tuple((f"{i * 10}–{i * 10 + 10} %", (round(100 * d),)) for i, d in enumerate(prova.decimi))
    frase = "Se la previsione è giusta, in ogni decimo finisce una gara su dieci"
    yield Istogramma("Dove sono finite le gare", "gare su cento", ("gare su cento",), decimi, frase, frase)


def _round(punteggio: float | None) -> Cella:
    return None if punteggio is None else Decimal(f"{punteggio:.2f}")


def _say_fascia(tratto: TrattoImparato) -> str:
    if tratto.da_eur is None and tratto.sotto_eur is None:
        return ""
    da = f"da € {format_numero(int(tratto.da_eur))}" if tratto.da_eur is not None else ""
    sotto = f"sotto € {format_numero(int(tratto.sotto_eur))}" if tratto.sotto_eur is not None else ""
    return f", {' '.join(filter(None, (da, sotto)))}"


def _mark(gare: int) -> Cella:
    """Quante gare; poche si vedono."""
    return gare if gare >= POCHE else Voce(f"{gare} (poche)", Tono.ATTENZIONE, gare)


def _oltre(giorni: int | None) -> Cella:
    """I giorni; se le gare finite non bastano a dirlo, che è oltre ciò che si è visto."""
    return Voce("oltre", Tono.INCERTO) if giorni is None else giorni


def _describe_fonte(fonte: GareLette) -> FonteImparata:
    giorni = [g for gara in fonte.gare for g in gara.eventi.values()]
    return FonteImparata(
        fonte.fonte, len(fonte.gare), min(giorni), max(g.vista_al for g in fonte.gare), fonte.significato
    )


def _list_avvisi(lezione: Lezione) -> Iterator[str]:
    """Che cosa vogliono dire i giorni di ogni fonte, e ciò che della lezione non ci si deve aspettare."""
    for fonte in map(_describe_fonte, lezione.fonti):
        quante = f"{format_numero(fonte.gare)} {'gara' if fonte.gare == 1 else 'gare'}"
        periodo = f"dal {format_giorno(fonte.dal)} al {format_giorno(fonte.al)}"
        yield f"{fonte.fonte}: {quante}, {periodo}; {fonte.significato}."
    rovesciate = sum(count_rovesciate(f.gare) for f in lezione.fonti)
    if rovesciate:
        quante = "una gara ha" if rovesciate == 1 else f"{rovesciate} gare hanno"
        yield f"Fuori dal conto i giorni che si contraddicono: {quante} una fase compiuta prima di quella che la precede."
    yield from list_senza_massimo(lezione)
    if any(t.non_finite for t in lezione.tratti):
        yield "Una gara non finita (ancora in corso, o deserta) conta per i giorni che è durata: lasciarla fuori accorcerebbe la stima."
    if lezione.tratti:
        yield (
            "Entro i giorni della colonna «1 su 2» finisce una gara su due; «Osservata» è la stessa metà secondo le sole gare, "
            "«Stima» secondo le norme. Sono stime, non fatti."
        )


def list_senza_massimo(lezione: Lezione) -> Iterator[str]:
    """Le righe che `durate.yaml` non ha, perché il massimo non si sa."""
    nomi = [
        f"«{lezione.nomi.get(t.procedura) or t.procedura}, {t.nome}{_say_fascia(t)}»"
        for t in lezione.tratti
        if t.is_senza_massimo
    ]
    if nomi:
        va = "non va" if len(nomi) == 1 else "non vanno"
        yield (
            f"In durate.yaml {va} {format_elenco(nomi)}: meno di 95 gare su 100 si sono viste finire, e quanto durano al più non "
            "si sa. Con un --k più grande lo dice la stima delle norme."
        )
