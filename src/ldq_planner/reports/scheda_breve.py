"""Uno scenario in una schermata: la frase, i quartieri, i ponti, le fasi; quanto è lunga lo decide la domanda, non i dati."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from ldq_planner.dates.periodo import Periodo
from ldq_planner.dates.testo import format_giorno
from ldq_planner.engine.scenari import imagine_contratti
from ldq_planner.model.ponte import Riuscita
from ldq_planner.reports.copertura import LEGENDA
from ldq_planner.reports.fasi_brevi import build_fasi_brevi, fill, shorten_fase
from ldq_planner.reports.fasi_seguite import describe_stato
from ldq_planner.reports.figura import build_righe, describe_righe
from ldq_planner.reports.frase_scenario import count_senza, say_scenario
from ldq_planner.reports.motivi import say_motivo
from ldq_planner.reports.report import Blocco, Cella, LineaDelTempo, Nota, Suggerimento, Tabella, Tono, Voce
from ldq_planner.reports.tempi import build_ponti_insieme, is_indietro

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.model.esito import EsitoScenario
    from ldq_planner.model.ponte import Ponte
    from ldq_planner.model.tempi import TempiScenario

_NOMINATI = 4
"""Di quanti quartieri di una riga si dice il nome; di più, quanti altri sono."""
_RIGHE = 6
"""Quante righe al più ha una tabella di quartieri."""


def build_breve(quadro: Quadro, esito: EsitoScenario) -> tuple[Blocco, ...]:
    """Ciò che serve per agire; il resto si chiede."""
    tempi = esito.tempi
    return (
        say_scenario(quadro, esito),
        *_say_condizioni(esito),
        *_build_quartieri(quadro, esito),
        draw_scenario(quadro, esito)._replace(di_troppo=True),
        *(_build_ponti(tempi, quadro.portafoglio.nomi) if tempi else ()),
        *((_build_fasi(tempi),) if tempi else ()),
        Suggerimento(f"Con --tutto: {', '.join(_list_altro(esito))}."),
        Suggerimento(f"Come si arriva a queste date: ldq spiega {esito.id}"),
    )


def draw_scenario(quadro: Quadro, esito: EsitoScenario) -> LineaDelTempo:
    """La copertura con lo scenario, nei suoi quartieri."""
    portafoglio, oggi = quadro.forecast().portafoglio, quadro.oggi
    scenario = portafoglio.scenari_by_id[esito.id]
    finestra = Periodo(esito.dal, esito.al)
    con = quadro.coperture.plus(imagine_contratti(portafoglio, (scenario,), oggi))
    scelte = tuple(con.compute(q, finestra) for q in portafoglio.quartieri if q.id in esito.quartieri)
    calcolati = frozenset((scenario.id,) if esito.inizio_dichiarato else ())
    righe = build_righe(portafoglio, scelte, finestra, oggi, (scenario,), calcolati)
    descrizione = describe_righe(righe, finestra, oggi)
    return LineaDelTempo(f"Copertura con «{esito.nome}»", finestra, oggi, righe, LEGENDA, descrizione)


def _list_altro(esito: EsitoScenario) -> Iterator[str]:
    """Ciò che la scheda intera ha in più."""
    if quante := len(esito.segnalazioni):
        yield f"{quante} {'segnalazione' if quante == 1 else 'segnalazioni'}"
    if esito.condizioni:
        yield "condizioni"
    yield "lacune, costi"
    if esito.tempi is not None:
        yield "IVA, chi, articoli, motivi dei ponti"


def _say_condizioni(esito: EsitoScenario) -> Iterator[Nota]:
    """Ciò che deve ancora accadere, ed entro quando; la prima, se sono tante."""
    aperte = sorted((c for c in esito.condizioni if not c.soddisfatta), key=lambda c: (c.entro is None, c.entro))
    if aperte:
        prima = aperte[0]
        entro = f", entro il {format_giorno(prima.entro)}" if prima.entro else ""
        altre = f"; altre {len(aperte) - 1} con --tutto" if len(aperte) > 1 else ""
        yield Nota(f"Condizione aperta: {prima.testo}{entro}{altre}.", Tono.ATTENZIONE)


# ——— quartieri


def _build_quartieri(quadro: Quadro, esito: EsitoScenario) -> Iterator[Blocco]:
    """Quando serve a ciascuno, quando può cominciare, e per quanti giorni resta senza."""
    nomi = quadro.portafoglio.nomi
    giorni = {q: quanti for q, (_, quanti) in count_senza(quadro, esito).items()}
    if esito.tempi is None:
        righe = [(nomi[q], (n,)) for q, n in giorni.items()]
        yield from _group(("Quartieri", "Scoperti"), righe)
        return
    colonne = ("Quartieri", "Serve dal", "Minimo", "Probabile", "Massimo", "Scoperti")
    tutti = sorted(esito.tempi.quartieri, key=lambda q: q.serve_dal)
    yield from _group(
        colonne,
        [
            (nomi[q.id], (q.serve_dal, q.inizio_minimo, q.inizio_probabile, q.inizio_massimo, giorni.get(q.id, 0)))
            for q in tutti
        ],
    )


def _group(colonne: tuple[str, ...], righe: Iterable[tuple[str, tuple[Cella, ...]]]) -> Iterator[Blocco]:
    """Una riga per tutti i quartieri di cui si dice la stessa cosa."""
    gruppi: defaultdict[tuple[Cella, ...], list[str]] = defaultdict(list)
    for nome, celle in righe:
        gruppi[celle].append(nome)
    if gruppi:
        mostrati = list(gruppi.items())[:_RIGHE]
        yield Tabella("", colonne, tuple((_say_nomi(nomi), *celle) for celle, nomi in mostrati))
        if resto := [nome for nomi in list(gruppi.values())[_RIGHE:] for nome in nomi]:
            yield Nota(f"Altri {len(resto)} quartieri con --tutto.")


def _say_nomi(nomi: list[str]) -> str:
    if len(nomi) <= _NOMINATI:
        return ", ".join(nomi)
    return f"{', '.join(nomi[: _NOMINATI - 1])} e altri {len(nomi) - _NOMINATI + 1}"


# ——— ponti


def _build_ponti(tempi: TempiScenario, nomi: dict[str, str]) -> Iterator[Blocco]:
    """Il ponte più corto di ciascuno, e con che cosa si può fare."""
    ponti = [(nomi[q.id], q.ponte) for q in tempi.quartieri if q.ponte is not None]
    righe = [(nome, (p.dal, p.al, _say_strumenti(p))) for nome, p in ponti]
    yield from _group(("Ponte per", "Dal", "Al", "Strumenti"), righe)
    if len({celle for _, celle in righe}) == 1:
        yield from _say_comune(ponti[0][1])
    yield from (b for b in build_ponti_insieme(tempi, nomi) if b.tono is Tono.ATTENZIONE)


def _say_strumenti(ponte: Ponte) -> Voce:
    """Quelli leciti, e quelli da verificare; se lo sono quasi tutti, quale non lo è."""
    leciti, dubbi, esclusi = (
        [s.id.replace("-", " ") for s in ponte.strumenti if s.esito is esito]
        for esito in (Riuscita.POSSIBILE, Riuscita.DA_VERIFICARE, Riuscita.ESCLUSO)
    )
    if not leciti and not dubbi:
        return Voce("✗ nessuno è lecito", Tono.ALLARME)
    if not leciti and len(esclusi) <= 1:
        quali = f"salvo {esclusi[0]}" if esclusi else "tutti"
        return Voce(f"? {quali}", Tono.INCERTO)
    parti = [f"✓ {', '.join(leciti)}"] if leciti else []
    parti += [f"? {', '.join(dubbi)}"] if dubbi else []
    return Voce("; ".join(parti), Tono.BENE if leciti else Tono.INCERTO)


def _say_comune(ponte: Ponte) -> Iterator[Nota]:
    """Il motivo che si ripete per più strumenti, se ce n'è uno: di quelli che restano, o di quelli esclusi."""
    scelti = [s for s in ponte.strumenti if s.esito is not Riuscita.ESCLUSO] or ponte.strumenti
    conti = Counter(say_motivo(m) for s in scelti for m in s.motivi)
    for motivo, quanti in conti.most_common(1):
        if quanti > 1:
            yield Nota(f"Per {quanti} strumenti: {motivo}.")


# ——— fasi


def _build_fasi(tempi: TempiScenario) -> Tabella:
    """Le fasi; di una gara in corso, anche a che punto sono."""
    avanzamento = tempi.avanzamento
    if avanzamento is None or not avanzamento.is_in_corso:
        indietro = is_indietro(tempi)
        quando = "il bando parte l'ultimo giorno utile" if indietro else "la preparazione comincia oggi"
        return build_fasi_brevi(f", se {quando}", tempi.fasi, indietro=indietro)
    righe = tuple(
        (shorten_fase(f.nome), describe_stato(f), *fill((f.inizio, f.fine, f.limite)))
        for f in avanzamento.fasi
        if f.inizio or f.fine
    )
    return Tabella("", ("Fase", "Stato", "Dal", "Al", "Entro"), righe)
