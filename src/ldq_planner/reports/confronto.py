"""`ldq scenari --confronta`: i piani fianco a fianco, quartiere per quartiere, contro «nessun intervento»."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.periodo import Periodo
from ldq_planner.dates.testo import format_data, format_periodo
from ldq_planner.engine.costi import MISTA
from ldq_planner.model.copertura import Causa
from ldq_planner.model.scenario import NESSUN_INTERVENTO
from ldq_planner.model.testo import format_durata, format_euro, format_iva, format_numero, format_quando
from ldq_planner.reports.copertura import FERMI, say_fermi
from ldq_planner.reports.esiti import build_report, evaluate_tutti
from ldq_planner.reports.fonti import add_legge
from ldq_planner.reports.frase_piani import say_piani
from ldq_planner.reports.report import (
    IGNOTO,
    TRATTINO,
    Blocco,
    Cella,
    Euro,
    Istogramma,
    Nota,
    Report,
    Suggerimento,
    Tabella,
    Tono,
    Voce,
)
from ldq_planner.reports.scenari import say_altra_fine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal

    from ldq_planner.engine.previsione import Previsione
    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.errors import Finding
    from ldq_planner.model.copertura import GiorniFermi
    from ldq_planner.model.esito import EsitoPiano, EsitoQuartiere, EsitoScenario

_UNITA = "abitanti-giorni"
_SPIEGAZIONE = "Abitanti-giorni: gli abitanti, per i giorni certamente scoperti. Più corta la barra, meno scoperto."


_A_CONTRATTO_IN_VIGORE = Nota("«Sospesi» e «chiusi»: un contratto è in vigore, ma in quei giorni il servizio è fermo.")
_QUALI_STRUMENTI = Suggerimento("Quali strumenti: ldq scenari ID")


class RigaConfronto(NamedTuple):
    """Un quartiere sotto un piano, per un foglio di calcolo."""

    piano: str
    quartiere: str
    giorni_scoperti: int
    giorni_forse_scoperti: int
    abitanti_giorni_scoperti: int | None
    abitanti_giorni_forse_scoperti: int | None
    differenza_giorni: int
    differenza_abitanti_giorni: int | None
    giorni_sospesi: int | None = None
    giorni_chiusi: int | None = None
    """Quanti di quelli scoperti lo sono a contratto in vigore."""

    @staticmethod
    def list_facoltativi() -> tuple[str, ...]:
        """I campi che una risposta dice solo se c'è qualcosa da dire."""
        return ("giorni_sospesi", "giorni_chiusi")


def build_confronto(
    quadro: Quadro, findings: tuple[Finding, ...], piani: tuple[EsitoPiano, ...] = (), al: date | None = None
) -> Report:
    """I piani nella stessa finestra; le celle che cambiano rispetto a «nessun intervento» sono segnate.

    `piani`, se ci sono, sono già contati fino ad `al`; senza, si contano nella finestra comune.

    Gli inizi che i dati non danno sono i primi possibili; accanto a ogni piano, lo stesso con i ponti leciti.
    """
    finestra = Periodo(quadro.oggi, max(quadro.oggi, al)) if al else quadro.finestra_comune
    piani, scenari = piani or quadro.piani, evaluate_tutti(quadro, findings)
    titolo = f"Giorni senza laboratorio {format_periodo(finestra.inizio, finestra.fine, ' (compresi)')}"
    colonne = ("Quartiere", *(p.nome for p in piani))
    nomi = list(quadro.portafoglio.nomi.values())
    righe = tuple((nome, *(_describe(p.quartieri[i]) for p in piani)) for i, nome in enumerate(nomi))
    blocchi: tuple[Blocco, ...] = (
        *say_piani(quadro, scenari),
        Tabella(titolo, colonne, (*righe, *_build_totali(piani))),
        Nota(
            "▼ meno giorni che con «nessun intervento», ▲ di più, = uguale; «forse»: dipende da date incerte o non note."
        ),
        *((_A_CONTRATTO_IN_VIGORE,) if any(p.fermi for p in piani) else ()),
        _draw(nomi, piani, finestra),
        *_list_inizi(scenari),
        *_list_ponti(quadro.forecast()),
        *_list_senza_stima(piani, quadro.forecast()),
        *_list_ive(piani, scenari),
        *_list_altre(scenari),
    )
    report = build_report(quadro, "scenari --confronta", scenari, blocchi)
    report = report._replace(
        titolo="Confronto dei piani", elenco=tuple(_build_riga(p.id, q) for p in piani for q in p.quartieri)
    )
    return add_legge(report, quadro)


def _draw(nomi: list[str], piani: tuple[EsitoPiano, ...], finestra: Periodo) -> Istogramma:
    """Gli abitanti-giorni certi che ogni piano lascia scoperti, quartiere per quartiere."""
    righe = tuple((nome, tuple(p.quartieri[i].abitanti_giorni_scoperti for p in piani)) for i, nome in enumerate(nomi))
    quando = format_periodo(finestra.inizio, finestra.fine)
    frasi = [f"{_SPIEGAZIONE} Ciò che ogni piano lascia scoperto {quando}, compresi."]
    for nome, valori in righe:
        detti = (
            f"{piano.nome} {IGNOTO if valore is None else format_numero(valore)}"
            for piano, valore in zip(piani, valori, strict=True)
        )
        frasi.append(f"{nome}: {'; '.join(detti)}.")
    titolo = f"Quanto resta scoperto con ogni piano, {quando}"
    return Istogramma(titolo, _UNITA, tuple(p.nome for p in piani), righe, " ".join(frasi), _SPIEGAZIONE)


def _build_riga(piano: str, q: EsitoQuartiere) -> RigaConfronto:
    fermi = {f.causa: f.giorni for f in q.fermi}
    return RigaConfronto(
        piano,
        q.id,
        q.giorni_scoperti,
        q.giorni_forse_scoperti,
        q.abitanti_giorni_scoperti,
        q.abitanti_giorni_forse_scoperti,
        q.differenza_giorni,
        q.differenza_abitanti_giorni,
        fermi.get(Causa.SOSPENSIONE),
        fermi.get(Causa.CHIUSURA),
    )


def _describe(q: EsitoQuartiere) -> Cella:
    return _mark(q.giorni_scoperti, q.giorni_forse_scoperti, q.differenza_giorni, q.fermi)


def _mark(giorni: int, forse: int, differenza: int, fermi: tuple[GiorniFermi, ...]) -> Voce:
    """I giorni certi, quanti a contratto in vigore, quelli possibili se ce ne sono, e il segno di ciò che cambia."""
    testo, segno = f"{format_numero(giorni)}{say_fermi(fermi)}", _sign(differenza)
    altri: tuple[tuple[str, Voce], ...] = tuple(
        (FERMI[f.causa], Voce(format_numero(f.giorni), Tono.SPENTO, f.giorni)) for f in fermi if f.giorni
    )
    if forse:
        testo = f"{testo}, forse altri {format_numero(forse)}"
        altri = (*altri, ("forse altri", Voce(format_numero(forse), Tono.INCERTO, forse)))
    detto = f"{testo} ({segno.testo})" if differenza else f"{testo} ="
    return Voce(detto, segno.tono, giorni, (*altri, ("differenza", segno)))


def _sign(differenza: int) -> Voce:
    """`▼ −1.139`, `▲ +28`, `=`."""
    if differenza == 0:
        return Voce("=", Tono.SPENTO, 0)
    if differenza < 0:
        return Voce(f"▼ −{format_numero(-differenza)}", Tono.BENE, differenza)
    return Voce(f"▲ +{format_numero(differenza)}", Tono.ALLARME, differenza)


def _build_totali(piani: tuple[EsitoPiano, ...]) -> tuple[tuple[Cella, ...], ...]:
    return (
        ("Totale giorni", *(_mark(p.giorni_scoperti, 0, p.differenza_giorni, p.fermi) for p in piani)),
        ("Totale giorni forse scoperti", *(p.giorni_forse_scoperti for p in piani)),
        ("Abitanti-giorni", *(_sum([q.abitanti_giorni_scoperti for q in p.quartieri]) for p in piani)),
        (
            "Abitanti-giorni forse scoperti",
            *(_sum([q.abitanti_giorni_forse_scoperti for q in p.quartieri]) for p in piani),
        ),
        ("Costo (stima)", *(_describe_costo(p) for p in piani)),
        ("IVA della stima", *(TRATTINO if p.iva is None else p.iva for p in piani)),
    )


def _sum(conti: list[int | None]) -> Cella:
    """La somma; «almeno», se di alcuni quartieri gli abitanti non sono noti."""
    noti = [conto for conto in conti if conto is not None]
    if len(noti) == len(conti):
        return sum(noti)
    return f"almeno {format_numero(sum(noti))}" if noti else None


def _describe_costo(piano: EsitoPiano) -> Cella:
    if piano.id == NESSUN_INTERVENTO:
        return TRATTINO
    costo: Decimal | None = piano.costo_stimato
    if costo is None:
        return None
    return f"{format_euro(costo)} + non noto" if piano.scenari_senza_stima else Euro(costo)


def _list_inizi(scenari: tuple[EsitoScenario, ...]) -> tuple[Nota, ...]:
    """Gli inizi che non vengono dai dati."""
    return tuple(
        Nota(
            f"«{e.nome}» comincia {format_quando(e.inizio)}: calcolato (nei dati: {format_data(e.inizio_dichiarato)})."
        )
        for e in scenari
        if e.inizio_dichiarato is not None and e.inizio is not None
    )


def _list_ponti(previsione: Previsione) -> tuple[Blocco, ...]:
    """I ponti che si sono aggiunti, e per quali quartieri non ce n'è."""
    nomi = previsione.portafoglio.nomi
    ponti = [
        f"{nomi[s.quartieri[0]]} dal {format_data(s.inizio)}, {format_durata(s.durata_mesi or 0, 'mesi')}"
        for s in previsione.portafoglio.scenari
        if s.id in previsione.ponti
    ]
    attese = (q for t in previsione.tempi.values() for q in t.quartieri if q.ponte and not q.ponte.is_lecito)
    senza = dict.fromkeys(nomi[q.id] for q in attese)
    return (
        *((Nota(f"Ponti da verificare: {'; '.join(ponti)}."), _QUALI_STRUMENTI) if ponti else ()),
        *((Nota(f"Nessuno strumento lecito per: {', '.join(senza)}."),) if senza else ()),
    )


def _list_senza_stima(piani: tuple[EsitoPiano, ...], previsione: Previsione) -> tuple[Nota, ...]:
    """Gli scenari che le somme non contano, e se fra loro ci sono dei ponti."""
    senza = dict.fromkeys(id_ for p in piani for id_ in p.scenari_senza_stima)
    nomi = [f"«{s.nome}»" for s in previsione.scritti if s.id in senza]
    ponti = ["i ponti"] if any(id_ in previsione.ponti for id_ in senza) else []
    return (Nota(f"Senza stima di costo: {', '.join(nomi + ponti)}."),) if senza else ()


def _list_ive(piani: tuple[EsitoPiano, ...], scenari: tuple[EsitoScenario, ...]) -> Iterator[Nota]:
    """Quali stime, nelle somme che mettono insieme importi con e senza IVA, sono in un modo e quali in un altro."""
    misti = {id_ for piano in piani if piano.iva == MISTA for id_ in piano.scenari}
    sommati = [e for e in scenari if e.id in misti and e.costo_stimato is not None]
    gruppi: defaultdict[str, list[str]] = defaultdict(list)
    for esito in sommati:
        gruppi[format_iva(esito.iva)].append(f"«{esito.nome}»")
    if gruppi:
        quali = "; ".join(f"{iva}: {', '.join(ids)}" for iva, ids in sorted(gruppi.items()))
        yield Nota(f"Somme di importi con IVA diversa. {quali}.", Tono.ATTENZIONE)


def _list_altre(scenari: tuple[EsitoScenario, ...]) -> Iterator[Nota]:
    """Chi non può più cominciare, e che cosa direbbe una durata che non è quella con cui si conta."""
    impossibili = [f"«{e.nome}»" for e in scenari if e.impossibile]
    if impossibili:
        yield Nota(f"Non possono più cominciare prima della loro fine, e non contano: {', '.join(impossibili)}.")
    yield from (Nota(f"«{e.nome}»: {say_altra_fine(altra)}.") for e in scenari for altra in e.altre_fini)
