"""`ldq gara --confronta`: le procedure fianco a fianco per uno stesso servizio."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.periodo import UN_GIORNO, Periodo
from ldq_planner.dates.testo import format_giorno, format_periodo
from ldq_planner.engine.procedure import compare_procedure, list_agende
from ldq_planner.model.ponte import Riuscita
from ldq_planner.model.procedure import ProceduraAConfronto, RispostaProcedure
from ldq_planner.model.testo import format_elenco, format_euro
from ldq_planner.reports.avvisi_legge import warn_legge
from ldq_planner.reports.barre import Barra, Genere, Segno
from ldq_planner.reports.figura import describe_righe
from ldq_planner.reports.fonti import add_diritto, cite_articolo
from ldq_planner.reports.frase_gara import say_procedure
from ldq_planner.reports.gara_chiesta import CASI, check_confronto
from ldq_planner.reports.report import (
    TRATTINO,
    Blocco,
    Cella,
    LineaDelTempo,
    Nota,
    Report,
    RigaLinea,
    Suggerimento,
    Tabella,
    Tono,
    Tratto,
    Voce,
)
from ldq_planner.reports.tempi import describe_margine
from ldq_planner.rules.base.ammissione import say_condizione

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ldq_planner.engine.gara import Richiesta
    from ldq_planner.engine.norme import Diritto

_AVANTI = ("Procedura", "Ammessa", "Servizio dal: minimo", "probabile", "massimo", "Perché")
_INDIETRO = (
    "Procedura",
    "Ammessa",
    "Bando entro: minimo",
    "probabile",
    "massimo",
    "Preparare entro",
    "Margine",
    "Perché",
)
_AMMESSE = {
    Riuscita.POSSIBILE: Voce("✓ sì", Tono.BENE),
    Riuscita.DA_VERIFICARE: Voce("? da verificare", Tono.INCERTO),
    Riuscita.ESCLUSO: Voce("✗ no", Tono.ALLARME),
}
_COME = "Minimo: solo ciò che la legge non lascia accorciare. Massimo: i termini massimi di legge e le stime lunghe."
_UNA = "Le date di una sola: lo stesso comando con --procedura ID, senza --confronta"
_TONI = {Genere.GARA: Tono.BENE, Genere.FORCHETTA: Tono.INCERTO}
_LEGENDA = tuple((tono, genere.value) for genere, tono in _TONI.items())
_RESPIRO = 45
"""Giorni liberi ai lati della figura, per le scritte."""


class RigaProcedura(NamedTuple):
    """Una procedura in un profilo, per un foglio di calcolo."""

    procedura: str
    nome: str
    esito: Riuscita
    profilo: str
    inizio_preparazione: date
    invio: date
    avvio: date
    margine_giorni: int


def build_procedure(diritto: Diritto, richiesta: Richiesta, oggi: date) -> Report:
    """Se ogni procedura è ammessa e perché, e le sue date nei tre profili.

    Errori: `InvalidRequestError` se la richiesta non si può fare.
    """
    check_confronto(diritto, richiesta)
    procedure = compare_procedure(diritto, richiesta, oggi)
    netti = [agende[0].ipotesi.netto for agende in list_agende(diritto, richiesta)]
    risposta = RispostaProcedure(
        direzione="avanti" if richiesta.servizio_dal is None else "indietro",
        servizio_dal=richiesta.servizio_dal,
        invio=richiesta.invio,
        da=richiesta.da,
        servizio=diritto.find_servizio(richiesta.ipotesi.servizio).id,
        netto=netti[0],
        procedure=procedure,
    )
    report = Report(
        schema="ldq/procedure/1",
        titolo=f"Le procedure a confronto, {_describe(risposta)}",
        oggi=oggi,
        dati_aggiornati_al=None,
        blocchi=tuple(_build_blocchi(diritto, richiesta, risposta, oggi)),
        dati=risposta,
        elenco=tuple(_list_righe(procedure)),
    )
    pubblicazioni = [t.pubblicazione for p in procedure for t in p.tempi]
    return add_diritto(report, diritto, min(pubblicazioni, default=oggi), max(pubblicazioni, default=oggi))


def _describe(risposta: RispostaProcedure) -> str:
    if risposta.servizio_dal is not None:
        return f"per cominciare il servizio il {format_giorno(risposta.servizio_dal)}"
    if risposta.invio is not None:
        return f"con l'invio il {format_giorno(risposta.invio)}"
    return f"se il primo passo è il {format_giorno(risposta.da)}" if risposta.da else ""


def _build_blocchi(diritto: Diritto, richiesta: Richiesta, risposta: RispostaProcedure, oggi: date) -> Iterator[Blocco]:
    indietro = risposta.servizio_dal is not None
    colonne = _INDIETRO if indietro else _AVANTI
    righe = tuple(
        (p.nome, _AMMESSE[p.esito], *_list_celle(p, indietro=indietro), _say_perche(p)) for p in risposta.procedure
    )
    ultima = len(colonne) - 1
    yield say_procedure(risposta.procedure, indietro=indietro)
    yield Tabella("", colonne, righe, gruppi=((*range(ultima),), (0, 1, ultima)))
    yield Nota(f"{_say_ordine(indietro=indietro)} {_COME}")
    if risposta.netto is None:
        yield Nota(
            "! il valore non è detto: si conta dalla soglia europea in su, e ciò che dipende dal valore è da verificare",
            Tono.ATTENZIONE,
        )
    else:
        yield Nota(f"Il valore con cui si contano i termini è {format_euro(risposta.netto)} netti.")
    yield Suggerimento(_UNA)
    yield _draw(risposta, oggi)
    yield from (Nota(f"! {frase}", Tono.ATTENZIONE) for frase in _list_senza_effetto(diritto, richiesta))
    giorni = [t.pubblicazione for p in risposta.procedure for t in p.tempi]
    if giorni:
        yield from (Nota(f"! {a.messaggio}", Tono.ATTENZIONE) for a in warn_legge(diritto, max(giorni)))


# ——— la tabella


def _say_ordine(*, indietro: bool) -> str:
    chi = "che si può bandire più tardi" if indietro else "che comincia prima"
    return f"In ordine: prima quelle che la legge non esclude, da quella {chi} ai tempi probabili."


def _list_celle(riga: ProceduraAConfronto, *, indietro: bool) -> tuple[Cella, ...]:
    """Il giorno che conta in ogni profilo; all'indietro anche quello in cui cominciare, e il margine."""
    if not riga.tempi:
        return (TRATTINO,) * (5 if indietro else 3)
    if not indietro:
        return tuple(t.avvio for t in riga.tempi)
    _, probabile, _ = riga.tempi
    invii = tuple(t.invio for t in riga.tempi)
    return (*invii, probabile.inizio_preparazione, describe_margine(probabile.margine_giorni))


def _say_perche(riga: ProceduraAConfronto) -> Cella:
    """Ciò che la esclude, o che resta da verificare; altrimenti l'articolo."""
    if riga.aliquote_escluse:
        aliquote = format_elenco([f"{a} %" for a in riga.aliquote_escluse])
        return f"dipende dall'IVA: al {aliquote} no ({riga.riferimento})"
    if riga.esito is Riuscita.ESCLUSO:
        esclusa = [f"{say_condizione(c)} ({c.riferimento})" for c in riga.condizioni if c.esito is Riuscita.ESCLUSO]
        return f"lo è {'; '.join(esclusa)}"
    dubbie = [say_condizione(c) for c in riga.condizioni if c.esito is Riuscita.DA_VERIFICARE]
    if dubbie:
        return f"lo è {'; '.join(dubbie)} ({riga.riferimento})"
    return cite_articolo(riga.riferimento, riga.stato_fonte)


def _list_righe(procedure: tuple[ProceduraAConfronto, ...]) -> Iterator[RigaProcedura]:
    for p in procedure:
        for t in p.tempi:
            date_ = (t.inizio_preparazione, t.invio, t.avvio, t.margine_giorni)
            yield RigaProcedura(p.procedura, p.nome, p.esito, t.profilo, *date_)


def _list_senza_effetto(diritto: Diritto, richiesta: Richiesta) -> Iterator[str]:
    """Le opzioni chieste che una procedura non prevede: lì non cambiano nulla."""
    agende = [agende[0] for agende in list_agende(diritto, richiesta)]
    for caso, nome in CASI:
        fuori = [a.ipotesi.procedura.nome for a in agende if not a.durate.is_previsto(caso)]
        if caso in richiesta.ipotesi.casi and fuori:
            yield f"{nome} non cambia nulla in: {', '.join(fuori)}"
    for fase in richiesta.ipotesi.fissate:
        fuori = [a.ipotesi.procedura.nome for a in agende if fase not in {f.id for f in a.fasi}]
        if fuori:
            yield f"la fase «{fase}» non c'è in: {', '.join(fuori)}"


# ——— la figura


def _draw(risposta: RispostaProcedure, oggi: date) -> LineaDelTempo:
    """Una riga per procedura: fra i tempi minimi e i massimi, con il giorno probabile."""
    indietro = risposta.servizio_dal is not None
    righe = tuple(_draw_riga(p, risposta.servizio_dal) for p in risposta.procedure)
    giorni = [b.periodo.inizio for r in righe for b in r.barre] + [b.periodo.fine for r in righe for b in r.barre]
    giorni += [s.giorno for r in righe for s in r.segni] or [oggi]
    finestra = Periodo(min(giorni), max(giorni) + _RESPIRO * UN_GIORNO)
    if oggi < finestra.inizio and (finestra.inizio - oggi).days <= finestra.giorni:
        finestra = Periodo(oggi, finestra.fine)
    titolo = "Quando va bandita, con ogni procedura" if indietro else "Quando il servizio comincia, con ogni procedura"
    return LineaDelTempo(titolo, finestra, oggi, righe, _LEGENDA, describe_righe(righe, finestra, oggi), Tono.SPENTO)


def _draw_riga(riga: ProceduraAConfronto, servizio_dal: date | None) -> RigaLinea:
    sotto = _AMMESSE[riga.esito].testo.replace("sì", "ammessa").replace("no", "non ammessa")
    if not riga.tempi:
        return RigaLinea(riga.nome, sotto=sotto)
    minimo, probabile, massimo = riga.tempi
    if servizio_dal is None:
        forchetta = _draw_barra(Genere.FORCHETTA, minimo.avvio, massimo.avvio, riga.procedura)
        barre = (*_draw_barra(Genere.GARA, minimo.inizio_preparazione, minimo.avvio, riga.procedura), *forchetta)
        segno = Segno(probabile.avvio, f"servizio dal {format_giorno(probabile.avvio)}, probabile")
    else:
        forchetta = _draw_barra(Genere.FORCHETTA, massimo.invio, minimo.invio, riga.procedura)
        barre = (*forchetta, *_draw_barra(Genere.GARA, minimo.invio, servizio_dal, riga.procedura))
        segno = Segno(probabile.invio, f"bando entro il {format_giorno(probabile.invio)}, probabile")
    tratti = tuple(Tratto(b.periodo, _TONI[b.genere]) for b in barre)
    return RigaLinea(riga.nome, tratti, barre, (segno,), sotto)


def _draw_barra(genere: Genere, dal: date, al: date, procedura: str) -> tuple[Barra, ...]:
    """I giorni dopo il primo, fino all'ultimo compreso; niente, se non ce ne sono."""
    if dal >= al:
        return ()
    quando = format_periodo(dal, al)
    etichetta = f"{format_giorno(dal)} – {format_giorno(al)}" if genere is Genere.FORCHETTA else ""
    return (Barra(Periodo(dal + UN_GIORNO, al), genere, f"{genere.value}, {quando}", etichetta, procedura),)
