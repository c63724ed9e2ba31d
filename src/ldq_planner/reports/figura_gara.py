"""La figura di una gara: una riga per fase, con i giorni, il termine ultimo, il margine, chi agisce."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ldq_planner.dates.periodo import UN_GIORNO, Periodo
from ldq_planner.dates.testo import format_giorno, format_periodo
from ldq_planner.model.testo import format_giorni
from ldq_planner.reports.barre import Barra, Genere, Segno
from ldq_planner.reports.figura import describe_righe
from ldq_planner.reports.report import LineaDelTempo, RigaLinea, Tono, Tratto

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ldq_planner.model.cronoprogramma import EsitoGara, PassoGara

LEGENDA = ((Tono.BENE, "fase"), (Tono.INCERTO, "margine"))
_RESPIRO = 0.03
"""Quanta parte della figura resta libera dopo l'ultimo giorno."""
_PRECONDIZIONE = "precondizione"


def draw_gara(esito: EsitoGara, oggi: date) -> LineaDelTempo:
    """Le fasi e il servizio sulla stessa linea, da oggi o dal primo passo fino all'inizio del servizio."""
    servizio = esito.servizio_dal or esito.avvio
    righe = (*(_draw_fase(f) for f in esito.fasi), _draw_servizio(esito, servizio))
    finestra = _choose_finestra(esito, servizio, oggi)
    descrizione = describe_righe(righe, finestra, oggi)
    usati = {tratto.tono for riga in righe for tratto in riga.tratti}
    legenda = tuple(voce for voce in LEGENDA if voce[0] in usati)
    return LineaDelTempo(_title(esito), finestra, oggi, righe, legenda, descrizione, Tono.SPENTO)


def _choose_finestra(esito: EsitoGara, servizio: date, oggi: date) -> Periodo:
    """Oggi è nella figura se non ne occuperebbe più di metà: una gara lontana si legge lo stesso."""
    inizio = min(f.inizio for f in esito.fasi)
    fine = max(servizio, esito.primo_avvio_possibile or servizio, *(f.limite or f.fine for f in esito.fasi))
    durata = (fine - inizio).days + 1
    if oggi < inizio and (inizio - oggi).days <= durata:
        inizio = oggi
    if fine < oggi and (oggi - fine).days <= durata:
        fine = oggi
    return Periodo(inizio, fine + timedelta(days=round((fine - inizio).days * _RESPIRO) + 7))


def _title(esito: EsitoGara) -> str:
    """Che cosa mostra, e se si fa in tempo; in avanti non c'è un giorno da raggiungere."""
    titolo = "Le fasi nel tempo"
    if esito.servizio_dal is None:
        return titolo
    quanti = format_giorni(abs(esito.margine_giorni))
    if esito.margine_giorni < 0:
        return f"{titolo}: la preparazione è in ritardo di {quanti}"
    return f"{titolo}: margine di {quanti} da oggi"


def _draw_fase(fase: PassoGara) -> RigaLinea:
    if fase.tipo == _PRECONDIZIONE:
        segni = (Segno(fase.inizio, f"entro il {format_giorno(fase.inizio)}"),)
        return RigaLinea(fase.nome, (Tratto(Periodo(fase.inizio, fase.inizio), Tono.BENE),), (), segni, fase.chi)
    sotto = f"{fase.chi}, {format_giorni(fase.giorni)}" if fase.giorni else fase.chi
    barre = tuple(_list_barre(fase))
    tratti = tuple(
        Tratto(b.periodo, Tono.INCERTO if b.genere is Genere.MARGINE else Tono.BENE) for b in reversed(barre)
    )
    if barre and barre[0].genere is Genere.FASE:
        return RigaLinea(fase.nome, tratti, barre, (), sotto)
    segni = (Segno(fase.fine, _describe_date(fase)),)
    return RigaLinea(fase.nome, (*tratti, Tratto(Periodo(fase.fine, fase.fine), Tono.BENE)), barre, segni, sotto)


def _list_barre(fase: PassoGara) -> Iterator[Barra]:
    """I giorni della fase, dopo quello da cui si conta; e quelli fino al termine ultimo, se ne restano."""
    if fase.inizio < fase.fine:
        periodo = Periodo(fase.inizio + UN_GIORNO, fase.fine)
        testo = f"{format_periodo(fase.inizio, fase.fine)}: {format_giorni(fase.giorni)}{_say_durata(fase)}{_say_limite(fase)}"
        yield Barra(periodo, Genere.FASE, testo, _describe_date(fase), fase.id)
    if fase.limite is not None and fase.fine < fase.limite:
        margine = Periodo(fase.fine + UN_GIORNO, fase.limite)
        testo = f"margine di {format_giorni(margine.giorni)}, fino al {format_giorno(fase.limite)}"
        yield Barra(margine, Genere.MARGINE, testo, "", fase.id)


def _say_durata(fase: PassoGara) -> str:
    """La durata chiesta, se i giorni sono di più perché la fine cade in un giorno non lavorativo."""
    return "" if fase.durata == format_giorni(fase.giorni) else f" (ne chiede {fase.durata})"


def _describe_date(fase: PassoGara) -> str:
    """`28/02 – 14/04/2023, entro 16/04/2023`; il giorno solo, se la fase è un atto."""
    fine = format_giorno(fase.fine)
    if fase.inizio == fase.fine:
        return f"{fine}{_say_limite(fase)}"
    inizio = format_giorno(fase.inizio)
    return f"{inizio[:5] if fase.inizio.year == fase.fine.year else inizio} – {fine}{_say_limite(fase)}"


def _say_limite(fase: PassoGara) -> str:
    """Il termine ultimo, se non è il giorno stesso in cui la fase finisce."""
    if fase.limite is None or fase.limite == fase.fine:
        return ""
    return f", al più tardi {format_giorno(fase.limite)}"


def _draw_servizio(esito: EsitoGara, servizio: date) -> RigaLinea:
    """Il primo giorno di servizio; e quello più vicino, se la preparazione comincia oggi ed è un altro."""
    fine = f" al {format_giorno(esito.servizio_al)}" if esito.servizio_al else ""
    segni = [Segno(servizio, f"dal {format_giorno(servizio)}{fine}")]
    possibile = esito.primo_avvio_possibile
    if esito.servizio_dal is None:
        segni = [Segno(servizio, f"{segni[0].testo}, al più presto")]
    elif possibile is not None and possibile != servizio:
        segni.append(Segno(possibile, f"al più presto dal {format_giorno(possibile)}, cominciando oggi"))
    return RigaLinea("Servizio", (Tratto(Periodo(servizio, servizio), Tono.BENE),), (), tuple(segni))
