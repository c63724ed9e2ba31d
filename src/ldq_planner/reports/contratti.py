"""`ldq contratti`: l'elenco, e la scheda di uno."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.testo import format_data
from ldq_planner.engine.costi import compute_costi_annui, compute_mensile_opzione, round_centesimi
from ldq_planner.engine.schede import compute_scheda
from ldq_planner.engine.vigore import compute_vigore
from ldq_planner.model.stato import StatoContratto
from ldq_planner.model.testo import format_durata, format_giorni
from ldq_planner.reports.apertura import open_contratti, open_contratto
from ldq_planner.reports.avvisi import announce_eta, list_testi
from ldq_planner.reports.filtro import NESSUN_FILTRO, Aspetti, Filtro
from ldq_planner.reports.report import (
    TRATTINO,
    Blocco,
    Cella,
    Elenco,
    Euro,
    Report,
    Scheda,
    Suggerimento,
    Tabella,
)
from ldq_planner.reports.sommario import count_mesi, group, shorten_tabella
from ldq_planner.reports.stati import STATI

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.model.chiusura import Annuale
    from ldq_planner.model.contratto import Contratto, Opzione, Sospensione
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.schede import SchedaContratto
    from ldq_planner.model.slittamento import Slitta

_COLONNE = ("Contratto", "Quartieri", "Stato", "Dal", "Base", "Effettiva", "Massima", "Giorni", "Importo", "Id")
_SOSPENSIONI = ("Dal", "Al", "La fine slitta", "Atto")
_ORIGINI = {"contratto": "contratto", "aggiudicazione": "aggiudicazione: un piano", "bando": "bando: un piano"}


class RispostaContratti(NamedTuple):
    """`ldq/contratti/1`."""

    contratti: tuple[SchedaContratto, ...]
    avvisi: tuple[str, ...]


def build_contratti(quadro: Quadro, id_: str | None = None, filtro: Filtro = NESSUN_FILTRO) -> Report:
    """I contratti scelti, i più recenti per primi; con un id, la sua scheda intera."""
    portafoglio, oggi = quadro.portafoglio, quadro.oggi
    noti = [c for c in portafoglio.contratti if id_ in (None, c.id)]
    voluti = filtro.choose(noti, lambda c: _look(c, oggi))
    ordinati = _sort(voluti, filtro, oggi)
    tutte = tuple(compute_scheda(c, oggi) for c in ordinati)
    scelti, schede = filtro.cut(ordinati), filtro.cut(tutte)
    altri = filtro.tell_altri(len(voluti), len(noti), "un altro contratto", "altri {} contratti")
    blocchi: tuple[Blocco, ...] = (_shorten(portafoglio, schede, filtro, oggi), *_suggest(schede))
    apertura = open_contratti(portafoglio, tutte, oggi)
    if id_ and scelti:
        apertura = (open_contratto(scelti[0], schede[0]),)
        blocchi = _build_scheda(portafoglio, scelti[0], schede[0])
    avvisi = announce_eta(quadro, f"contratti {id_}" if id_ else "contratti")
    return Report(
        schema="ldq/contratti/1",
        titolo=f"Contratto {portafoglio.quote(id_)}" if id_ else "Contratti",
        oggi=oggi,
        dati_aggiornati_al=portafoglio.dati_aggiornati_al,
        blocchi=(*avvisi, *apertura, *blocchi, *altri),
        dati=RispostaContratti(schede, list_testi((*avvisi, *altri))),
        elenco=schede,
    )


def _shorten(portafoglio: Portafoglio, schede: tuple[SchedaContratto, ...], filtro: Filtro, oggi: date) -> Tabella:
    """L'elenco; se è lungo, prima quanti per stato e quanti finiscono in ogni mese, poi chi finisce prima fra i non scaduti."""
    vivi = [i for i, s in enumerate(schede) if s.stato is not StatoContratto.SCADUTO]
    fini = {i: schede[i].scadenza_effettiva for i in vivi}
    ordine = sorted(vivi, key=lambda i: (not fini[i].is_nota, fini[i].primo)) or range(len(schede))
    per_stato = tuple((STATI[stato], len(suoi)) for stato, suoi in group(schede, lambda s: s.stato).items())
    finiscono = (f.primo for f in fini.values() if f.is_nota and f.primo >= oggi)
    conti = (
        Tabella("Per stato", ("Stato", "Contratti"), per_stato),
        count_mesi("Contratti che finiscono", finiscono),
    )
    return shorten_tabella(build_tabella("", schede, portafoglio), filtro, conti, ordine)


def build_tabella(titolo: str, schede: tuple[SchedaContratto, ...], portafoglio: Portafoglio) -> Tabella:
    """Una riga per contratto, con le tre scadenze fianco a fianco; in fondo l'id, per i comandi."""
    return Tabella(titolo, _COLONNE, tuple(_build_riga(s, portafoglio) for s in schede), vuota="Nessun contratto.")


def _sort(contratti: tuple[Contratto, ...], filtro: Filtro, oggi: date) -> tuple[Contratto, ...]:
    """I più recenti per primi; di chi finisce entro un giorno, dal primo che finisce."""
    recenti = sorted(contratti, key=lambda c: c.inizio.primo, reverse=True)
    return tuple(recenti if filtro.entro is None else sorted(recenti, key=lambda c: _look(c, oggi).giorni or 0))


def _look(contratto: Contratto, oggi: date) -> Aspetti:
    """Ciò che ne guarda un filtro: di un contratto scaduto non c'è più nulla che finisca."""
    scheda = compute_scheda(contratto, oggi)
    giorni = None if scheda.stato is StatoContratto.SCADUTO else scheda.giorni_alla_scadenza
    chi = (contratto.responsabile,) if contratto.responsabile else ()
    return Aspetti(contratto.quartieri, scheda.stato, giorni, chi)


def _build_riga(scheda: SchedaContratto, portafoglio: Portafoglio) -> tuple[Cella, ...]:
    return (
        portafoglio.name(scheda.id),
        ", ".join(map(portafoglio.name, scheda.quartieri)),
        STATI[scheda.stato],
        scheda.inizio,
        scheda.scadenza_base,
        scheda.scadenza_effettiva,
        scheda.scadenza_massima,
        scheda.giorni_alla_scadenza,
        _euro(scheda.importo),
        scheda.id,
    )


def _build_scheda(portafoglio: Portafoglio, contratto: Contratto, scheda: SchedaContratto) -> tuple[Blocco, ...]:
    dati = Scheda(
        "",
        (
            ("Tipo", contratto.tipo.replace("-", " ")),
            ("Quartieri", ", ".join(map(portafoglio.name, contratto.quartieri))),
            ("Stato", STATI[scheda.stato]),
            ("Base giuridica", contratto.base_giuridica),
            ("CIG", contratto.cig),
            ("Decorrenza", scheda.inizio),
            ("Durata", _say_durata(contratto)),
            *((("Date prese dal", _ORIGINI[contratto.origine_date]),) if contratto.origine_date else ()),
            ("Scadenza base", scheda.scadenza_base),
            ("Scadenza effettiva", scheda.scadenza_effettiva),
            ("Scadenza massima", scheda.scadenza_massima),
            ("Giorni alla scadenza", scheda.giorni_alla_scadenza),
            ("Importo senza opzioni", _euro(scheda.importo)),
            ("Importo delle opzioni esercitate", _euro(scheda.importo_opzioni_esercitate)),
            ("Importo al mese", _euro(scheda.importo_mensile)),
            *_say_chiusura(scheda),
            *((("Chiusure annuali", ", ".join(map(_say_annuale, contratto.chiusure))),) if contratto.chiusure else ()),
            ("IVA", contratto.iva),
            ("Finanziamento", contratto.finanziamento),
            ("Atti", ", ".join(contratto.delibere) or "nessuno indicato"),
            *((("Viene dallo scenario", portafoglio.name(contratto.scenario)),) if contratto.scenario else ()),
            *((("Responsabile", contratto.responsabile),) if contratto.responsabile else ()),
            *((("Nota", contratto.nota),) if contratto.nota else ()),
            ("Fonte", contratto.fonte),
        ),
    )
    return (
        dati,
        *_build_parti(contratto, portafoglio),
        Suggerimento(f"Come si arriva alle date: ldq spiega {contratto.id}"),
    )


def _say_chiusura(scheda: SchedaContratto) -> tuple[tuple[str, Cella], ...]:
    """Perché è finito prima, e quanto dell'importo si è speso e quanto no, se è finito prima o è stato sospeso."""
    righe: tuple[tuple[str, Cella], ...] = (("Finito prima del previsto", scheda.chiusura),) if scheda.chiusura else ()
    if scheda.importo_maturato is None or scheda.importo_non_speso is None:
        return righe
    maturato, resto = Euro(scheda.importo_maturato), Euro(scheda.importo_non_speso)
    come = "Importo maturato fino alla chiusura" if scheda.chiusura else "Importo dei giorni non sospesi"
    return (*righe, (come, maturato), ("Importo non speso", resto))


def _say_annuale(chiusura: Annuale) -> str:
    """«dal 01/08 al 31/08»."""
    return "dal {1:02d}/{0:02d} al {3:02d}/{2:02d}".format(*chiusura.dal, *chiusura.al)


def _say_durata(contratto: Contratto) -> str | None:
    if contratto.durata_mesi:
        return f"{contratto.durata_mesi} mesi"
    return format_giorni(contratto.durata_giorni) if contratto.durata_giorni else None


def _build_parti(contratto: Contratto, portafoglio: Portafoglio) -> tuple[Blocco, ...]:
    parti: list[Blocco] = []
    if contratto.opzioni:
        parti.append(_build_opzioni(contratto.opzioni))
    if contratto.sospensioni:
        parti.append(Tabella("Sospensioni", _SOSPENSIONI, tuple(map(_build_sospensione, contratto.sospensioni))))
    if contratto.decorrenze:
        decorrenze = tuple(
            (portafoglio.name(d.quartiere), *compute_vigore(contratto, d.quartiere)) for d in contratto.decorrenze
        )
        parti.append(Tabella("Quartieri con giorni propri", ("Quartiere", "Dal", "Al"), decorrenze))
    if contratto.affidatari:
        righe = tuple((a.nome, a.ruolo) for a in contratto.affidatari)
        parti.append(Tabella("Affidatari", ("Nome", "Ruolo"), righe))
    if contratto.operatori:
        voci = tuple(
            (portafoglio.name(o.quartiere) if o.quartiere else "tutti", o.dal or contratto.inizio, o.numero)
            for o in contratto.operatori
        )
        parti.append(Tabella("Operatori", ("Quartiere", "Dal", "Quanti"), voci))
    if contratto.equipe:
        righe_equipe = tuple((f.figura, f.numero) for f in contratto.equipe)
        parti.append(Tabella("Équipe", ("Figura", "Quante"), righe_equipe))
    if contratto.organizzazione:
        parti.append(Elenco("Organizzazione", contratto.organizzazione))
    costi = compute_costi_annui(contratto)
    if costi:
        parti.append(Tabella("Costo per anno", ("Anno", "Costo"), tuple((str(a), Euro(c)) for a, c in costi)))
    return tuple(parti)


def _build_sospensione(sospensione: Sospensione) -> tuple[Cella, ...]:
    slitta = None if sospensione.slitta is None else say_slitta(sospensione.slitta)
    fine: Cella = "ancora aperta" if sospensione.al is None else sospensione.al
    return sospensione.dal, fine, slitta, sospensione.atto


def say_slitta(slitta: Slitta) -> str:
    """Di quanto slitta la fine: «di 5 mesi», «di altrettanto», «no»."""
    if slitta.mesi is not None:
        return f"di {format_durata(slitta.mesi, 'mesi')}"
    if slitta.giorni is None:
        return "di altrettanto"
    return f"di {format_giorni(slitta.giorni)}" if slitta.giorni else "no"


def _build_opzioni(opzioni: tuple[Opzione, ...]) -> Tabella:
    righe = []
    chiedono = any(o.preavviso_giorni for o in opzioni)
    for opzione in opzioni:
        mensile = compute_mensile_opzione(opzione)
        durata = f"{opzione.durata_mesi} mesi" if opzione.durata_mesi else opzione.scadenza
        al_mese = _euro(None if mensile is None else round_centesimi(mensile))
        righe.append(
            (
                *(opzione.tipo, opzione.stato, durata, _euro(opzione.importo_eur), al_mese),
                *((_say_preavviso(opzione),) if chiedono else ()),
                opzione.fonte,
            )
        )
    colonne = ("Tipo", "Stato", "Durata", "Importo", "Al mese", *(("Preavviso",) if chiedono else ()), "Fonte")
    return Tabella("Opzioni", colonne, tuple(righe))


def _say_preavviso(opzione: Opzione) -> Cella:
    """«90 giorni», e il giorno in cui si è dato."""
    if opzione.preavviso_giorni is None:
        return TRATTINO
    dato = f", dato il {format_data(opzione.preavviso_dato)}" if opzione.preavviso_dato else ""
    return f"{format_giorni(opzione.preavviso_giorni)}{dato}"


def _suggest(schede: tuple[SchedaContratto, ...]) -> tuple[Suggerimento, ...]:
    return (Suggerimento(f"La scheda di uno: ldq contratti {schede[0].id}"),) if schede else ()


def _euro(importo: Decimal | None) -> Euro | None:
    return None if importo is None else Euro(importo)
