"""`ldq quartieri`: l'elenco, e la scheda di uno."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.testo import format_data
from ldq_planner.engine.schede import compute_scheda, compute_scheda_quartiere
from ldq_planner.reports.apertura import open_quartiere, open_stati
from ldq_planner.reports.avvisi import announce_eta, list_testi
from ldq_planner.reports.contratti import build_tabella
from ldq_planner.reports.filtro import NESSUN_FILTRO, Filtro, choose_stati
from ldq_planner.reports.presidio import build_presidi, say_presidio
from ldq_planner.reports.report import Blocco, Cella, Circa, Elenco, Nota, Report, Scheda, Suggerimento, Tabella
from ldq_planner.reports.sommario import count_stati, shorten_tabella
from ldq_planner.reports.stati import describe_stato

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.quartiere import Attivita, Programma, Quartiere
    from ldq_planner.model.schede import SchedaQuartiere
    from ldq_planner.model.stato import StatoQuartiere

_COLONNE = ("Quartiere", "Stato", "Municipio", "Abitanti", "Nuclei", "Alloggi ERP", "Programmi", "Sede", "Id")


class RispostaQuartieri(NamedTuple):
    """`ldq/quartieri/1`."""

    quartieri: tuple[SchedaQuartiere, ...]
    avvisi: tuple[str, ...]


def build_quartieri(quadro: Quadro, id_: str | None = None, filtro: Filtro = NESSUN_FILTRO) -> Report:
    """I quartieri nell'ordine dei dati; con un id, la sua scheda intera."""
    portafoglio, oggi = quadro.portafoglio, quadro.oggi
    stati = {s.id: s for s in quadro.stati}
    voluti = {s.id for s in choose_stati(quadro, filtro)}
    tutti = tuple(q for q in portafoglio.quartieri if q.id in voluti and id_ in (None, q.id))
    scelti = filtro.cut(tutti)
    schede = tuple(compute_scheda_quartiere(portafoglio, q, stati[q.id], quadro.find_presidi(q)) for q in scelti)
    if id_ and scelti:
        blocchi = _build_scheda(portafoglio, scelti[0], schede[0], stati[scelti[0].id], oggi)
        apertura: tuple[Nota, ...] = (open_quartiere(stati[scelti[0].id], portafoglio, oggi),)
    else:
        blocchi = _build_elenco(portafoglio, schede, stati, filtro)
        apertura = open_stati(tuple(s for s in quadro.stati if s.id in voluti), oggi)
    altri = filtro.tell_altri(len(voluti), len(quadro.stati), "un altro quartiere", "altri {} quartieri")
    avvisi = announce_eta(quadro, f"quartieri {id_}" if id_ else "quartieri")
    return Report(
        schema="ldq/quartieri/1",
        titolo=f"Quartiere {scelti[0].nome}" if id_ and scelti else "Quartieri",
        oggi=oggi,
        dati_aggiornati_al=portafoglio.dati_aggiornati_al,
        blocchi=(*avvisi, *apertura, *blocchi, *altri),
        dati=RispostaQuartieri(schede, list_testi((*avvisi, *altri))),
        elenco=schede,
    )


def _build_elenco(
    portafoglio: Portafoglio, schede: tuple[SchedaQuartiere, ...], stati: dict[str, StatoQuartiere], filtro: Filtro
) -> tuple[Blocco, ...]:
    righe = tuple(
        (
            s.nome,
            describe_stato(stati[s.id]),
            s.municipio,
            _describe_abitanti(s),
            s.nuclei,
            s.alloggi_erp,
            ", ".join(portafoglio.programmi_by_id[p].nome for p in s.programmi) or None,
            s.sede.indirizzo if s.sede else None,
            s.id,
        )
        for s in schede
    )
    vuota = "Nessun quartiere." if portafoglio.quartieri else "Nei dati non c'è nessun quartiere."
    ids = [s.id for s in schede]
    urgenti = [id_ for id_ in stati if id_ in {*ids}]
    conti = count_stati([stati[id_] for id_ in urgenti])
    ordine = [ids.index(id_) for id_ in urgenti]
    blocchi: list[Blocco] = [shorten_tabella(Tabella("", _COLONNE, righe, vuota=vuota), filtro, conti, ordine)]
    if portafoglio.anagrafe.nota:
        blocchi.append(Nota(f"Nota: {portafoglio.anagrafe.nota}."))
    if schede:
        blocchi.append(Suggerimento(f"La scheda di uno: ldq quartieri {schede[0].id}"))
    return tuple(blocchi)


def _build_scheda(
    portafoglio: Portafoglio, quartiere: Quartiere, scheda: SchedaQuartiere, stato: StatoQuartiere, oggi: date
) -> tuple[Blocco, ...]:
    persone, sede = quartiere.popolazione, quartiere.sede
    programmi = [p for p in portafoglio.programmi if p.id in quartiere.programmi]
    is_scoperto = stato.coperto_fino_al is None and stato.non_si_sa_dal is None
    voci = [
        ("Laboratorio", scheda.laboratorio),
        ("Municipio", scheda.municipio),
        *((("Ente", scheda.ente),) if scheda.ente else ()),
        ("Stato", describe_stato(stato)),
        ("Scoperto dal", stato.scoperto_dal) if is_scoperto else ("Coperto fino al", stato.ultimo_coperto),
        ("Abitanti", _describe_abitanti(scheda)),
        *((("Operatori", say_presidio(stato.presidio)),) if stato.presidio else ()),
        ("Nuclei", scheda.nuclei),
        ("Alloggi ERP", scheda.alloggi_erp),
        ("Dati riferiti a", scheda.popolazione_riferita_a),
        ("Fonte dei dati", persone.fonte if persone else None),
        ("Programmi", "; ".join(_describe_programma(p) for p in programmi) or None),
        ("Sede", f"{sede.indirizzo}: {sede.tipo}" if sede else None),
        ("Proprietà della sede", sede.proprieta if sede else None),
        ("Sede dal", sede.dal if sede else None),
        ("Problemi della sede", ", ".join(sede.problemi) if sede and sede.problemi else "nessuno segnalato"),
        ("Fonte della sede", sede.fonte if sede else None),
        ("Scenari allo studio", ", ".join(map(portafoglio.quote, scheda.scenari)) or "nessuno"),
    ]
    contratti = portafoglio.contratti_by_quartiere[quartiere.id]
    storia = build_tabella("Contratti, dal primo", tuple(compute_scheda(c, oggi) for c in contratti), portafoglio)
    equipe = [(portafoglio.name(c.id), f.figura, f.numero) for c in contratti for f in c.equipe]
    return (
        Scheda("", tuple(voci)),
        storia,
        Tabella("Équipe", ("Contratto", "Figura", "Quante"), tuple(equipe), vuota="Non note."),
        *((build_presidi("Operatori nel tempo", ((None, p) for p in scheda.presidi)),) if scheda.presidi else ()),
        *_list_attivita("Attività del Laboratorio", quartiere.attivita),
        *_list_assi(programmi),
        *_list_attivita("Attività comuni a tutti i Laboratori", portafoglio.anagrafe.attivita_comuni),
        Suggerimento(f"Come si arriva alle lacune: ldq spiega {quartiere.id}"),
    )


def _list_attivita(titolo: str, attivita: tuple[Attivita, ...]) -> tuple[Elenco, ...]:
    """Ciò che fa il Laboratorio; nulla, se i dati non ne dicono."""
    frasi = []
    for voce in attivita:
        frase = voce.titolo + (" (prevista)" if voce.stato == "prevista" else "")
        con = f", con {voce.in_collaborazione_con}" if voce.in_collaborazione_con else ""
        frasi.append(f"{frase}{con} – {voce.fonte}")
    return (Elenco(titolo, tuple(frasi)),) if frasi else ()


def _list_assi(programmi: list[Programma]) -> tuple[Elenco, ...]:
    """Gli assi in cui si articola il servizio dei programmi che ne hanno."""
    return tuple(
        Elenco(f"Assi del servizio, {p.nome}", tuple(f"Asse {a.id} – {a.titolo}: {a.testo}" for a in p.assi))
        for p in programmi
        if p.assi
    )


def _describe_programma(programma: Programma) -> str:
    return f"{programma.nome} (fine: {format_data(programma.fine)})"


def _describe_abitanti(scheda: SchedaQuartiere) -> Cella:
    if scheda.abitanti is None or not scheda.abitanti_circa:
        return scheda.abitanti
    return Circa(scheda.abitanti)
