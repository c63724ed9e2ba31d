"""La figura e gli eventi del programma delle gare: ogni gara nel tempo, e quanto è occupato ogni ufficio."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.incerta import exactly
from ldq_planner.dates.periodo import UN_GIORNO, Periodo
from ldq_planner.dates.testo import format_giorno, format_periodo
from ldq_planner.model.evento import GenereEvento
from ldq_planner.model.testo import lower_prima
from ldq_planner.reports.barre import Barra, Genere, Segno
from ldq_planner.reports.fatti import Fatto, sort_eventi
from ldq_planner.reports.figura import describe_righe
from ldq_planner.reports.report import LineaDelTempo, RigaLinea, Tono, Tratto

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from ldq_planner.model.evento import Evento
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.programma_gare import CaricoDelPiano, GaraDelPiano, RispostaProgrammaGare

_LEGENDA = ((Tono.BENE, "gara, o ufficio con posto"), (Tono.ATTENZIONE, "ufficio al completo"))
_SETTE, _RESPIRO = timedelta(days=6), timedelta(days=21)


class Nomi(NamedTuple):
    """Id → come si chiama: le gare, gli uffici, le fasi."""

    gare: Mapping[str, str]
    uffici: Mapping[str, str]
    fasi: Mapping[str, str]


def draw_programma(risposta: RispostaProgrammaGare, nomi: Nomi, oggi: date) -> LineaDelTempo | None:
    """Una riga per gara, con le sue fasi, e una per ufficio, con le settimane in cui ha gare; nessuna figura senza gare."""
    if not risposta.gare:
        return None
    righe = (
        *(_draw_gara(g, nomi) for g in sorted(risposta.gare, key=lambda g: (g.inizio_preparazione, g.id))),
        *(_draw_ufficio(risposta.carico, id_, nome) for id_, nome in nomi.uffici.items()),
    )
    fine = max([g.avvio for g in risposta.gare] + [c.settimana + _SETTE for c in risposta.carico]) + _RESPIRO
    finestra = Periodo(min([oggi, *(g.inizio_preparazione for g in risposta.gare)]), fine)
    descrizione = describe_righe(righe, finestra, oggi)
    usati = {t.tono for r in righe for t in r.tratti}
    legenda = tuple(voce for voce in _LEGENDA if voce[0] in usati)
    return LineaDelTempo(
        "Le gare e gli uffici nel tempo", finestra, oggi, righe, legenda, descrizione, Tono.SPENTO, di_troppo=True
    )


def _draw_gara(gara: GaraDelPiano, nomi: Nomi) -> RigaLinea:
    fasi = [f for f in gara.fasi if f.inizio < f.fine]
    barre = tuple(
        Barra(
            Periodo(f.inizio, f.fine - UN_GIORNO),
            Genere.FASE,
            f"{nomi.fasi.get(f.id, f.id)}, {format_periodo(f.inizio, f.fine)}",
            gruppo=gara.id,
        )
        for f in fasi
    )
    segni = (
        Segno(gara.bando, f"bando {format_giorno(gara.bando)}"),
        Segno(gara.avvio, f"servizio dal {format_giorno(gara.avvio)}"),
    )
    tratti = (Tratto(Periodo(gara.inizio_preparazione, gara.avvio), Tono.BENE),)
    return RigaLinea(nomi.gare[gara.id], tratti, barre, segni)


def _draw_ufficio(carico: tuple[CaricoDelPiano, ...], ufficio: str, nome: str) -> RigaLinea:
    """Le settimane di seguito con lo stesso numero di gare sono una barra sola."""
    barre, tratti = [], []
    suo = [c for c in carico if c.ufficio == ufficio and c.fase is None]
    for (gare, posti), periodo in _join_settimane(suo):
        is_pieno = gare >= posti
        genere = Genere.AL_COMPLETO if is_pieno else Genere.FASE
        testo = f"{gare} su {posti}, {format_periodo(periodo.inizio, periodo.fine)}"
        barre.append(Barra(periodo, genere, testo, f"{gare}/{posti}"))
        tratti.append(Tratto(periodo, Tono.ATTENZIONE if is_pieno else Tono.BENE))
    return RigaLinea(nome, tuple(tratti), tuple(barre))


def _join_settimane(carico: list[CaricoDelPiano]) -> Iterator[tuple[tuple[int, int], Periodo]]:
    numerate = enumerate(sorted(carico, key=lambda c: c.settimana))
    for (gare, posti, _), gruppo in groupby(
        numerate, key=lambda x: (x[1].gare, x[1].posti, x[1].settimana - x[0] * timedelta(days=7))
    ):
        settimane = [c.settimana for _, c in gruppo]
        yield (gare, posti), Periodo(settimane[0], settimane[-1] + _SETTE)


def list_eventi(
    risposta: RispostaProgrammaGare, nomi: Mapping[str, str], portafoglio: Portafoglio, oggi: date
) -> tuple[Evento, ...]:
    """I giorni di ogni gara del piano: cominciare, la Giunta, il bando, il primo giorno di servizio."""
    return sort_eventi(portafoglio, (f for g in risposta.gare for f in _list_fatti(g, nomi[g.id])), oggi)


def _list_fatti(gara: GaraDelPiano, nome: str) -> Iterator[Fatto]:
    giorni = (
        (GenereEvento.PROGETTO, gara.inizio_preparazione, "Cominciare il progetto"),
        (GenereEvento.GIUNTA, gara.giunta, "Delibera di Giunta"),
        (GenereEvento.BANDO, gara.bando, "Far partire il bando"),
        (GenereEvento.FASE, gara.avvio, "Il servizio può cominciare"),
    )
    for genere, giorno, che_cosa in giorni:
        if giorno is not None:
            titolo = f"{che_cosa}: {nome}"
            yield Fatto(
                genere,
                "+".join(gara.scenari),
                exactly(giorno),
                titolo,
                f"Dal programma delle gare. Non prima perché: {gara.attesa.testo}.",
                lower_prima(che_cosa),
                "ldq programma-gare",
                gara.quartieri,
                "-".join(("programma", *sorted(gara.quartieri))),
            )
