"""La frase con cui si apre una risposta: ciò che un funzionario direbbe a voce, in una o due righe."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ldq_planner.dates.incerta import ULTIMO_GIORNO
from ldq_planner.dates.periodo import UN_GIORNO
from ldq_planner.dates.testo import format_data, format_giorno
from ldq_planner.engine.scadenze import find_aperta
from ldq_planner.engine.stato import compute_totali
from ldq_planner.model.copertura import Causa, TipoLacuna
from ldq_planner.model.stato import Stato, StatoContratto
from ldq_planner.model.testo import OPZIONI, format_distanza, format_elenco, format_giorni, format_numero, format_quando
from ldq_planner.reports.avvisi import say_chi, say_gruppo, say_quanti
from ldq_planner.reports.chi_copre import announce_seguito
from ldq_planner.reports.report import Nota, Tono
from ldq_planner.reports.stati import STATI, TONI

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date

    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.model.contratto import Contratto
    from ldq_planner.model.copertura import CoperturaQuartiere, Lacuna
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.schede import SchedaContratto
    from ldq_planner.model.stato import StatoQuartiere

NOMINATI = 3
"""Di quanti quartieri si dice il nome in una frase; di più, quanti sono."""
_SENZA = (Stato.SCOPERTO, Stato.MAI_COPERTO)
_VIVI = (StatoContratto.IN_CORSO, StatoContratto.SOSPESO, StatoContratto.INCERTO)
CONTRATTI = {
    StatoContratto.FUTURO: ("futuro", "futuri"),
    StatoContratto.IN_CORSO: ("in corso", "in corso"),
    StatoContratto.SOSPESO: ("sospeso", "sospesi"),
    StatoContratto.INCERTO: ("incerto", "incerti"),
    StatoContratto.SCADUTO: ("scaduto", "scaduti"),
}


def open_stati(stati: Sequence[StatoQuartiere], oggi: date) -> tuple[Nota, ...]:
    """Chi è senza laboratorio, da quando e quanti; poi chi resta senza per primo. Nulla, se non c'è nessun quartiere."""
    frasi = [*_say_oggi(stati), *_say_prossimi(stati, oggi)]
    presenti = {s.stato for s in stati}
    tono = (
        Tono.ALLARME
        if presenti.intersection(_SENZA)
        else Tono.INCERTO
        if Stato.NON_SI_SA in presenti
        else Tono.ATTENZIONE
        if presenti.intersection((Stato.INCERTO, Stato.IN_SCADENZA))
        else Tono.BENE
    )
    return (join_frasi(frasi, tono),) if stati else ()


def _say_oggi(stati: Sequence[StatoQuartiere]) -> Iterator[str]:
    senza = [s for s in stati if s.stato in _SENZA]
    ignoti = [s for s in stati if s.stato is Stato.NON_SI_SA]
    if senza:
        yield _say_senza(senza)
    if ignoti:
        yield f"Di {say_gruppo(ignoti, NOMINATI)} i dati non dicono se oggi c'è un laboratorio"
    if not senza and not ignoti:
        yield "Oggi nessun quartiere è certamente senza laboratorio"


def _say_senza(senza: Sequence[StatoQuartiere]) -> str:
    """Uno, con le sue persone; pochi, con il giorno di ciascuno; molti, da quando il primo."""
    if len(senza) == 1:
        return f"{say_chi(senza[0])} è senza laboratorio {_say_da(senza[0])}"
    if len(senza) <= NOMINATI:
        return f"Sono senza laboratorio {format_elenco([f'{say_chi(s)} {_say_da(s)}' for s in senza])}"
    return f"Sono senza laboratorio {say_gruppo(senza, NOMINATI)}; il primo è {senza[0].nome}, {_say_da(senza[0])}"


def _say_da(stato: StatoQuartiere) -> str:
    return f"dal {format_giorno(stato.scoperto_dal)}" if stato.scoperto_dal else "da sempre"


def _say_prossimi(stati: Sequence[StatoQuartiere], oggi: date) -> Iterator[str]:
    """Chi per primo smette di avere un laboratorio, e da quando: entro quel giorno serve un altro contratto."""
    totali = compute_totali(tuple(stati), oggi)
    if totali.prossima_scadenza is None:
        return
    suoi = [s for s in stati if s.id in totali.quartieri_in_prossima_scadenza]
    dal = totali.prossima_scadenza + UN_GIORNO
    forse = any(s.forse_fino_al for s in suoi)
    verbo = ("può restare" if forse else "resta") if len(suoi) == 1 else ("possono restare" if forse else "restano")
    quando = f"Dal {format_giorno(dal)}, {format_distanza((dal - oggi).days)}"
    yield f"{quando}, {verbo} senza {say_gruppo(suoi, NOMINATI)}, se non segue un altro contratto"


def name_quartieri(portafoglio: Portafoglio, quartieri: Collection[str]) -> str:
    """I nomi, se sono pochi; se no quanti sono."""
    if len(quartieri) > NOMINATI:
        return say_quanti(len(quartieri), "quartiere", "quartieri")
    return format_elenco([portafoglio.nomi.get(id_, id_) for id_ in quartieri])


def join_frasi(frasi: Sequence[str], tono: Tono) -> Nota:
    """Le frasi una dopo l'altra, ciascuna con il suo punto."""
    return Nota(" ".join(f"{frase}." for frase in frasi), tono)


# ——— una cosa sola


def open_quartiere(stato: StatoQuartiere, portafoglio: Portafoglio, oggi: date) -> Nota:
    """Se ha un laboratorio, fino a quando o da quando no; e che cosa segue."""
    return join_frasi([_say_quartiere(stato, oggi), announce_seguito(stato, portafoglio)], TONI[stato.stato])


def _say_quartiere(stato: StatoQuartiere, oggi: date) -> str:
    chi = say_chi(stato)
    match stato.stato:
        case Stato.MAI_COPERTO:
            return f"{chi} non ha mai avuto un laboratorio"
        case Stato.SCOPERTO:
            return f"{chi} è senza laboratorio {_say_da(stato)}, {format_giorni(stato.giorni_scoperti or 0)}"
        case Stato.NON_SI_SA:
            return f"I dati non dicono se oggi {chi} ha un laboratorio"
        case Stato.INCERTO:
            return f"Non è certo che oggi {chi} abbia un laboratorio"
    fine = stato.coperto_fino_al
    if fine is None or fine == ULTIMO_GIORNO:
        return f"{chi} ha un laboratorio, e i dati non dicono fino a quando"
    return f"{chi} ha un laboratorio fino al {format_giorno(fine)}, {format_distanza((fine - oggi).days)}"


def open_contratto(contratto: Contratto, scheda: SchedaContratto) -> Nota:
    """Se è in vigore, quando finisce, e quale opzione lo può prolungare."""
    fine, giorni = scheda.scadenza_effettiva, scheda.giorni_alla_scadenza
    quando = f"{format_quando(fine)}{'' if giorni is None or not fine.is_certa else f', {format_distanza(giorni)}'}"
    frase = {
        StatoContratto.FUTURO: f"Comincia {format_quando(scheda.inizio)}, e finisce {format_quando(fine)}",
        StatoContratto.IN_CORSO: f"È in corso, e finisce {quando}",
        StatoContratto.SOSPESO: f"È sospeso, e finisce {quando}",
        StatoContratto.INCERTO: f"Non è certo che oggi sia in vigore: comincia {format_quando(scheda.inizio)}, e finisce {format_quando(fine)}",
        StatoContratto.SCADUTO: f"È finito {quando}",
    }[scheda.stato]
    _, aperta = find_aperta(contratto)
    if aperta is None or scheda.stato is StatoContratto.SCADUTO:
        return join_frasi([frase], STATI[scheda.stato].tono)
    massima = scheda.scadenza_massima
    fino_a = f", che lo può portare al {format_data(massima)}" if massima.is_nota else ""
    return join_frasi([frase, f"È ancora da decidere {OPZIONI[aperta.tipo]}{fino_a}"], STATI[scheda.stato].tono)


# ——— elenchi


def open_contratti(portafoglio: Portafoglio, schede: Sequence[SchedaContratto], oggi: date) -> tuple[Nota, ...]:
    """Quanti sono e come stanno; quali finiscono per primi, e dove."""
    if not schede:
        return ()
    conti = Counter(s.stato for s in schede)
    voci = [f"{format_numero(conti[s])} {CONTRATTI[s][conti[s] != 1]}" for s in StatoContratto if conti[s]]
    frasi = [f"{say_quanti(len(schede), 'contratto', 'contratti')}: {format_elenco(voci)}"]
    fini = [(s.scadenza_effettiva.primo, s) for s in schede if s.stato in _VIVI and s.scadenza_effettiva.is_nota]
    prima = min((fine for fine, _ in fini if fine >= oggi), default=None)
    if prima is not None:
        primi = [s for fine, s in fini if fine == prima]
        dove = name_quartieri(portafoglio, dict.fromkeys(q for s in primi for q in s.quartieri))
        quali = "Finisce per primo quello" if len(primi) == 1 else "Finiscono per primi quelli"
        frasi.append(f"{quali} di {dove}, il {format_giorno(prima)}, {format_distanza((prima - oggi).days)}")
    return (join_frasi(frasi, Tono.SPENTO),)


def open_copertura(quadro: Quadro, coperture: Sequence[CoperturaQuartiere]) -> Nota:
    """Chi nella finestra è certamente senza laboratorio, da quando il primo."""
    prime = {c.id: lacuna for c in coperture if (lacuna := _find_certa(c))}
    suoi = sorted((s for s in quadro.stati if s.id in prime), key=lambda s: prime[s.id].inizio)
    if not suoi:
        return Nota("In questi giorni nessun quartiere è certamente senza laboratorio.", Tono.BENE)
    if len(suoi) <= NOMINATI:
        voci = [f"{say_chi(s)} dal {format_giorno(prime[s.id].inizio)}" for s in suoi]
        return Nota(f"Senza laboratorio: {format_elenco(voci)}.", Tono.ALLARME)
    primo = f"{suoi[0].nome}, dal {format_giorno(prime[suoi[0].id].inizio)}"
    return Nota(f"Restano senza laboratorio {say_gruppo(suoi, NOMINATI)}; il primo è {primo}.", Tono.ALLARME)


def _find_certa(copertura: CoperturaQuartiere) -> Lacuna | None:
    return next((x for x in copertura.lacune if x.tipo is TipoLacuna.CERTA and x.causa is not Causa.CHIUSURA), None)
