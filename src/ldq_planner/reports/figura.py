"""Le righe di una figura.

Di una copertura: per ogni quartiere contratti, opzioni, lacune, scenari, fini dei programmi. Di una gara: una per fase, con
i giorni, il termine ultimo, il margine, chi agisce.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import chain, repeat
from typing import TYPE_CHECKING

from ldq_planner.dates.incerta import exactly
from ldq_planner.dates.periodo import UN_GIORNO, InsiemeGiorni, Periodo
from ldq_planner.dates.testo import format_data, format_giorno, format_periodo
from ldq_planner.engine.copertura import cover_contratto
from ldq_planner.engine.scadenze import compute_base, compute_effettiva, extend, follow
from ldq_planner.engine.scenari import imagine_contratti
from ldq_planner.engine.vigore import compute_periodi, compute_vigore
from ldq_planner.model.copertura import Causa, TipoLacuna
from ldq_planner.model.testo import format_elenco, format_giorni, format_numero
from ldq_planner.reports.barre import Barra, Genere, Segno
from ldq_planner.reports.presidio import say_a_testa, say_ridotto
from ldq_planner.reports.report import IGNOTO, LineaDelTempo, RigaLinea, Tono, Tratto
from ldq_planner.reports.unione import unite

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.model.contratto import Contratto
    from ldq_planner.model.copertura import CoperturaQuartiere, Lacuna
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.quartiere import Quartiere
    from ldq_planner.model.scenario import Scenario

    Atto = tuple[Genere, DataIncerta, DataIncerta, str]  # che cos'è, dal, al, come si chiama

    from ldq_planner.model.cronoprogramma import EsitoGara, PassoGara

LEGENDA = ((Tono.BENE, "fase"), (Tono.INCERTO, "riserva"))
_RESPIRO = 0.03
"""Quanta parte della figura resta libera dopo l'ultimo giorno."""
_PRECONDIZIONE = "precondizione"
CAUSE = {Causa.SOSPENSIONE: "sospeso", Causa.CHIUSURA: "chiuso"}
"""Che cosa si dice di una lacuna a contratto in vigore."""
_PAROLE = {
    (TipoLacuna.CERTA, None): "lacuna certa",
    (TipoLacuna.POSSIBILE, None): "lacuna possibile",
    (TipoLacuna.CERTA, Causa.SOSPENSIONE): "servizio sospeso",
    (TipoLacuna.POSSIBILE, Causa.SOSPENSIONE): "servizio forse sospeso",
    (TipoLacuna.CERTA, Causa.CHIUSURA): "chiusura annuale",
    (TipoLacuna.POSSIBILE, Causa.CHIUSURA): "forse chiusura annuale",
}


def build_righe(
    portafoglio: Portafoglio,
    coperture: tuple[CoperturaQuartiere, ...],
    finestra: Periodo,
    oggi: date,
    scenari: tuple[Scenario, ...] = (),
    calcolati: frozenset[str] = frozenset(),
) -> tuple[RigaLinea, ...]:
    """Una riga per copertura; contratti e scenari sono quelli che toccano la finestra, uniti se sono molti.

    `calcolati` sono gli id degli scenari il cui inizio non è quello dei dati.
    """
    ipotesi = tuple((s, imagine_contratti(portafoglio, (s,), oggi)) for s in scenari)
    righe = []
    for c in coperture:
        contratti = portafoglio.contratti_by_quartiere[c.id]
        suoi = ((s.id in calcolati, x) for s, immaginati in ipotesi if c.id in s.quartieri for x in immaginati)
        barre = (
            *unite((b for x in contratti for b in _draw_presidio(x, finestra, c)), "contratti"),
            *unite((b for calcolato, x in suoi for b in _draw_scenario(x, finestra, calcolato=calcolato)), "scenari"),
            *map(_draw_lacuna, c.lacune),
        )
        quartiere = portafoglio.quartieri_by_id[c.id]
        segni = tuple(_list_fini(portafoglio, quartiere))
        tratti = (
            *draw_lacune(c.lacune),
            *(Tratto(Periodo(p.inizio, p.fine), Tono.ATTENZIONE) for p in c.presidi_ridotti),
        )
        righe.append(RigaLinea(c.nome, tratti, barre, segni, describe_abitanti(quartiere)))
    return tuple(righe)


def draw_lacune(lacune: tuple[Lacuna, ...]) -> tuple[Tratto, ...]:
    """I tratti di una linea del tempo in caratteri: ciò che resta è coperto."""
    return tuple(
        Tratto(Periodo(x.inizio, x.fine), Tono.ALLARME if x.tipo is TipoLacuna.CERTA else Tono.INCERTO) for x in lacune
    )


def describe_abitanti(quartiere: Quartiere) -> str:
    """`circa 4.200 abitanti`."""
    if quartiere.abitanti is None:
        return IGNOTO
    circa = "circa " if quartiere.abitanti_circa else ""
    return f"{circa}{format_numero(quartiere.abitanti)} abitanti"


def describe_righe(righe: tuple[RigaLinea, ...], finestra: Periodo, oggi: date) -> str:
    """La figura a parole, per chi non la vede: riga per riga, ciò che vi è disegnato."""
    quando = format_periodo(finestra.inizio, finestra.fine, ", compresi")
    frasi = [f"Linea del tempo {quando}; il giorno chiesto è il {format_giorno(oggi)}."]
    for riga in righe:
        segni = [_say_segno(s) for s in riga.segni if s.giorno in finestra]
        cose = "; ".join([*(b.testo for b in riga.barre), *segni]) or "nulla"
        sotto = f" ({riga.sotto})" if riga.sotto else ""
        frasi.append(f"{riga.nome}{sotto}: {cose}.")
    return " ".join(frasi)


def _say_segno(segno: Segno) -> str:
    """Il segno con il suo giorno, se non lo dice già."""
    giorno = format_giorno(segno.giorno)
    return segno.testo if giorno in segno.testo else f"{segno.testo} il {giorno}"


def draw_contratto(contratto: Contratto, finestra: Periodo, quartiere: str = "") -> Iterator[Barra]:
    """Le barre di un contratto che toccano la finestra: la durata base, le opzioni, i giorni incerti di ciascuna."""
    for genere, inizio, fine, nome in _list_atti(contratto, quartiere):
        yield from _draw_atto((genere, inizio, fine, nome), contratto, finestra)


def _list_atti(contratto: Contratto, quartiere: str) -> Iterator[Atto]:
    if any(d.quartiere == quartiere for d in contratto.decorrenze):  # i giorni suoi, in una barra sola
        yield Genere.CONTRATTO, *compute_vigore(contratto, quartiere), contratto.titolo
        return
    base, effettiva = compute_base(contratto), compute_effettiva(contratto)
    esercitate = [o for o in contratto.opzioni if o.stato == "esercitata"]
    yield Genere.CONTRATTO, contratto.inizio, base if esercitate else effettiva, contratto.titolo
    fine = base
    for numero, opzione in enumerate(esercitate, 1):
        dal = follow(fine)
        fine = extend(fine, opzione) if numero < len(esercitate) else effettiva
        yield Genere.OPZIONE, dal, fine, opzione.tipo
    fine = effettiva
    for opzione in contratto.opzioni:
        if opzione.stato == "aperta":
            dal, fine = follow(fine), extend(fine, opzione)
            yield Genere.OPZIONE_APERTA, dal, fine, f"{opzione.tipo}?"


def _draw_scenario(immaginato: Contratto, finestra: Periodo, *, calcolato: bool) -> Iterator[Barra]:
    """Le barre di uno scenario, come contratto immaginato; `calcolato` se il suo inizio non è quello dei dati."""
    inizio, nome = immaginato.inizio, immaginato.titolo
    come = " (calcolato)" if calcolato else ""
    etichetta = f"dal {format_data(inizio)}{come}: {nome}" if inizio.is_certa else f"{nome}{come}"
    for barra in _draw_atto((Genere.SCENARIO, inizio, compute_effettiva(immaginato), nome), immaginato, finestra):
        testo = f"{barra.testo} (inizio calcolato)" if calcolato else barra.testo
        yield barra._replace(testo=testo, etichetta=etichetta if barra.etichetta else "")


def _draw_atto(atto: Atto, contratto: Contratto, finestra: Periodo) -> Iterator[Barra]:
    """La parte certa, e prima e dopo di essa i giorni in cui l'atto potrebbe non valere."""
    genere, inizio, fine, nome = atto
    certi, possibili = compute_periodi(inizio, fine)
    certo, possibile = InsiemeGiorni.from_estremi(certi), InsiemeGiorni.from_estremi(possibili)
    chi = "scenario" if genere is Genere.SCENARIO else genere.value
    come = "" if nome == contratto.titolo else f"{nome.rstrip('?')} di "
    testo = f"{chi} {come}«{contratto.titolo}», {_say_estremi(inizio, fine)}"
    gruppo = f"scenario {contratto.id}" if genere is Genere.SCENARIO else contratto.id
    for tratto in certo.clip(finestra):
        yield Barra(tratto, genere, testo, nome, gruppo)
    for tratto in (possibile - certo).clip(finestra):
        yield Barra(tratto, Genere.INCERTO, f"giorni incerti: {testo}", "", gruppo)


def _say_estremi(inizio: DataIncerta, fine: DataIncerta) -> str:
    if inizio.scritta.is_certa and fine.scritta.is_certa:
        return f"dal {format_data(inizio)} al {format_data(fine)}"
    return f"inizio: {format_data(inizio)}, fine: {format_data(fine)}"


def _draw_presidio(contratto: Contratto, finestra: Periodo, copertura: CoperturaQuartiere) -> Iterator[Barra]:
    """Le barre di un contratto in un quartiere; al posto dei giorni in cui gli operatori sono meno, una più chiara."""
    barre = list(draw_contratto(contratto, finestra, copertura.id))
    if not copertura.presidi_ridotti:
        yield from barre
        return
    certa = cover_contratto(contratto, copertura.id).certa
    ridotti = [(p, certa.clip(Periodo(p.inizio, p.fine))) for p in copertura.presidi_ridotti]
    for barra in barre:
        resto = InsiemeGiorni((barra.periodo,))
        for _, giorni in ridotti:
            resto -= giorni
        etichette = chain([barra.etichetta], repeat(""))
        yield from (barra._replace(periodo=t, etichetta=e) for t, e in zip(resto, etichette, strict=False))
    for presidio, giorni in ridotti:
        for tratto in giorni:
            quando = format_periodo(tratto.inizio, tratto.fine)
            testo = f"presidio ridotto {quando}: coperto {say_ridotto(presidio)}{say_a_testa(presidio)}"
            yield Barra(tratto, Genere.RIDOTTO, testo, say_ridotto(presidio), contratto.id)


def _draw_lacuna(lacuna: Lacuna) -> Barra:
    certa = lacuna.tipo is TipoLacuna.CERTA
    genere = Genere.LACUNA if certa else Genere.LACUNA_POSSIBILE
    giorni = format_giorni(lacuna.giorni)
    conto = lacuna.abitanti_giorni
    persone = IGNOTO if conto is None else f"{format_numero(conto)} abitanti-giorni"
    estremi = format_periodo(lacuna.inizio, lacuna.fine)
    return Barra(
        Periodo(lacuna.inizio, lacuna.fine),
        Genere.FERMO if lacuna.causa else genere,
        f"{_PAROLE[lacuna.tipo, lacuna.causa]} {estremi}: {giorni}, {persone}",
        f"{'' if certa else 'forse '}{CAUSE[lacuna.causa] + ' ' if lacuna.causa else ''}{giorni}",
    )


def _list_fini(portafoglio: Portafoglio, quartiere: Quartiere) -> Iterator[Segno]:
    """La fine di ogni programma del quartiere; programmi che finiscono insieme hanno un segno solo."""
    insieme: dict[tuple[date, bool], list[str]] = {}
    for p in portafoglio.programmi:
        if p.id in quartiere.programmi and p.fine.is_nota:
            giorno = p.fine.scritta.ultimo
            insieme.setdefault((giorno, p.fine == exactly(giorno)), []).append(p.nome_breve)
    for (giorno, certa), sigle in insieme.items():
        yield Segno(giorno, f"fine {format_elenco(sigle)}{'' if certa else ' (indicativa)'}")


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
        testo = f"riserva di {format_giorni(margine.giorni)}, fino al {format_giorno(fase.limite)}"
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
