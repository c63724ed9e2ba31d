"""I passi che portano a una data o a una lacuna, con le stesse funzioni che le calcolano."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.incerta import PRIMO_GIORNO, ULTIMO_GIORNO
from ldq_planner.dates.periodo import Periodo
from ldq_planner.dates.testo import format_data, format_giorno, format_periodo
from ldq_planner.engine.condizioni import find_termine
from ldq_planner.engine.copertura import Coperture, cover_contratto
from ldq_planner.engine.durate import PROFILI
from ldq_planner.engine.presidio import clip_presidi, find_presidi
from ldq_planner.engine.scadenze import (
    compute_base,
    compute_catena,
    compute_durata,
    compute_effettiva,
    compute_preavviso,
    compute_scadenze,
    extend,
    find_aperta,
    follow,
)
from ldq_planner.engine.scenari import (
    apply_piano,
    apply_scenario,
    compute_finestra_comune,
    compute_inizio,
    evaluate_scenario,
)
from ldq_planner.engine.schede import classify_servizio
from ldq_planner.engine.stato import count_giorni
from ldq_planner.engine.stime import compute_fine, find_fine_fissa
from ldq_planner.engine.vigore import compute_vigore
from ldq_planner.model.copertura import TipoLacuna
from ldq_planner.model.slittamento import ALTRETTANTO
from ldq_planner.model.testo import (
    OPZIONI,
    format_distanza,
    format_durata,
    format_euro,
    format_giorni,
    format_iva,
    format_numero,
)
from ldq_planner.reports.avanzamento import say_ipotesi, say_punto
from ldq_planner.reports.contratti import say_slitta
from ldq_planner.reports.copertura import say_tipo
from ldq_planner.reports.fatti import ATTI
from ldq_planner.reports.passi import Passo
from ldq_planner.reports.presidio import say_a_testa, say_ridotto
from ldq_planner.reports.scenari import say_altra_fine
from ldq_planner.reports.spiegazioni_gara import explain_crono
from ldq_planner.reports.tempi import say_obiettivo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.engine.previsione import Previsione
    from ldq_planner.engine.tempi import GaraPrevista
    from ldq_planner.model.contratto import Contratto, Sospensione
    from ldq_planner.model.copertura import CoperturaQuartiere, Lacuna
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.presidio import Presidio
    from ldq_planner.model.quartiere import Quartiere
    from ldq_planner.model.scenario import Piano, Scenario
    from ldq_planner.model.tempi import TempiQuartiere, TempiScenario

_REGOLA_MESI = "il giorno prima del corrispondente, o l'ultimo del mese se il corrispondente non c'è (art. 2963 c.c.)"
_REGOLA_GIORNI = "il primo è la decorrenza: i giorni si contano, non si convertono in mesi"
_PERCHE_SCOPERTO = {
    TipoLacuna.CERTA: "in nessuna lettura delle date c'è un contratto",
    TipoLacuna.POSSIBILE: "in qualche lettura delle date non c'è un contratto",
}
_DICHIARATA = "la dichiara il documento: vale quella dichiarata"


def explain_quartiere(portafoglio: Portafoglio, quartiere: Quartiere, finestra: Periodo) -> Iterator[Passo]:
    """Dai contratti alle lacune della finestra."""
    yield Passo("finestra", _format_periodo(finestra), "estremi compresi; si cambia con --dal e --al")
    suoi = portafoglio.contratti_by_quartiere[quartiere.id]
    yield from (_name_passo(_explain_periodo(c, quartiere.id), portafoglio) for c in suoi)
    if not suoi:
        yield Passo("contratti", "nessuno", "senza contratti ogni giorno della finestra è scoperto")
    yield from _explain_copertura(Coperture(suoi).compute(quartiere, finestra))
    presidi = tuple(clip_presidi(find_presidi(suoi, quartiere, portafoglio.soglie.presidio_minimo), finestra))
    if any(p.ridotto for p in presidi):
        yield from (_explain_presidio(quartiere, p) for p in presidi)


def _name_passo(passo: Passo, portafoglio: Portafoglio) -> Passo:
    """Il passo di un contratto, con il suo nome."""
    return passo._replace(che_cosa=portafoglio.quote(passo.che_cosa))


def explain_scenario(portafoglio: Portafoglio, scenario: Scenario, oggi: date) -> Iterator[Passo]:
    """Dall'inizio e dalla fine dello scenario alle lacune che lascia nei suoi quartieri."""
    esito = evaluate_scenario(portafoglio, Coperture(portafoglio.contratti), scenario, oggi)
    finestra = Periodo(esito.dal, esito.al)
    yield _explain_inizio(scenario, oggi)
    yield Passo("fine", format_data(compute_fine(portafoglio, scenario)), _justify_fine(portafoglio, scenario))
    perche = "da oggi, o da quando un quartiere è scoperto, alla fine; estremi compresi"
    yield Passo("finestra", _format_periodo(finestra), perche)
    con = apply_scenario(portafoglio, scenario, oggi)
    for quartiere in portafoglio.quartieri:
        if quartiere.id in scenario.quartieri:
            suoi = con.contratti_by_quartiere[quartiere.id]
            contratti = (c for c in suoi if _touches(c, finestra))
            yield from (
                _name_passo(
                    _explain_ipotesi(c, scenario) if c.id == scenario.id else _explain_periodo(c, quartiere.id),
                    portafoglio,
                )
                for c in contratti
            )
            yield from _explain_copertura(Coperture(suoi).compute(quartiere, finestra))
    if esito.costo_mensile_stimato is not None:
        totale = f", in tutto {format_euro(esito.costo_stimato)}" if esito.costo_stimato is not None else ""
        iva = f", {format_iva(esito.iva)}" if esito.iva else ""
        costo = f"{format_euro(esito.costo_mensile_stimato)} al mese{totale}{iva}"
        yield Passo("costo (stima)", costo, esito.stima_motivo or "")
    for altra in esito.altre_fini:
        yield Passo("altrimenti", say_altra_fine(altra), "è scritto anche questo, ma si conta con una fine sola")


def explain_gara(previsione: Previsione, scritto: Scenario, oggi: date) -> Iterator[Passo]:
    """Lo scenario di una gara: da quando serve ai suoi quartieri, ogni data della gara, e le lacune che ne vengono.

    Di un ponte, da quando può ancora cominciare.
    """
    id_, scenario = scritto.id, previsione.portafoglio.scenari_by_id[scritto.id]
    inizio, *altri = explain_scenario(previsione.portafoglio, scenario, oggi)
    tempi = previsione.tempi.get(id_)
    if tempi is None:
        inizio = _explain_inizio(scritto, oggi)
    if tempi is not None:
        yield from (_explain_bisogno(previsione.portafoglio, q) for q in tempi.quartieri)
        yield from _explain_limiti(tempi, previsione.gare[id_], oggi)
        yield from _explain_condizioni(previsione, scritto, oggi)
        yield from explain_crono(previsione.gare[id_].agenda, previsione.gare[id_].crono)
        for quartiere in tempi.quartieri:
            yield _explain_verdetto(previsione.portafoglio, quartiere, say_ipotesi(tempi))
            yield from _explain_ponte(previsione.portafoglio, quartiere)
    if tempi is not None and tempi.inizio_calcolato:
        perche = f"calcolato: nei dati è «{tempi.inizio_dichiarato}»; è il primo giorno possibile ai tempi probabili"
        if tempi.inizio_previsto is None:
            perche += "; viene dopo la fine, e lo scenario non può più cominciare"
        inizio = Passo("inizio", format_data(scenario.inizio), perche)
    yield inizio
    yield from altri


def _explain_bisogno(portafoglio: Portafoglio, quartiere: TempiQuartiere) -> Passo:
    nome = portafoglio.nomi[quartiere.id]
    contratti = portafoglio.contratti_by_quartiere[quartiere.id]
    perche = "il giorno dopo l'ultimo coperto con certezza" if contratti else "mai coperto: serve da oggi"
    return Passo(f"{nome}: serve dal", format_giorno(quartiere.serve_dal), perche)


def _explain_limiti(tempi: TempiScenario, gara: GaraPrevista, oggi: date) -> Iterator[Passo]:
    """Gli ultimi giorni utili, e di quanto sono passati; se è tardi, la gara che li avrebbe rispettati; se è in corso, i fatti."""
    if tempi.avanzamento is not None:
        yield Passo("a che punto è la gara", say_punto(tempi.avanzamento), "i fatti scritti nei dati (avanzamento)")
    if tempi.is_in_corso:
        return
    if gara.indietro is None:
        yield Passo("ultimo giorno utile", "nessuno", "nessuna legge conosciuta permette di cominciare in quel giorno")
        return
    perche = f"l'ultimo da cui, ai tempi probabili, il servizio comincia {say_obiettivo(tempi)}"
    for _, campo, atto in ATTI:
        giorno = getattr(tempi, campo)
        if giorno is not None:
            yield Passo(f"ultimo giorno per {atto}", _say_quando(giorno, oggi), perche)
    if not gara.is_in_tempo(oggi):
        fasi = "; ".join(f"{p.nome} {format_giorno(p.fine)}" for p in gara.indietro.passi if p.fine > p.inizio)
        yield Passo("la gara che andava fatta", fasi, "le fasi che portavano a quel giorno, ciascuna con la sua fine")


def _explain_condizioni(previsione: Previsione, scritto: Scenario, oggi: date) -> Iterator[Passo]:
    """L'ultimo giorno di ogni condizione ancora aperta, e che cosa la aspetta."""
    for condizione in scritto.condizioni:
        termine = find_termine(condizione, scritto, previsione)
        if termine is not None and not condizione.soddisfatta:
            perche = "la vigilia dell'inizio" if termine.fase is None else f"la aspetta la fase «{termine.fase.nome}»"
            perche = "così dice lo scenario" if termine.scritto else perche
            yield Passo(f"ultimo giorno per «{condizione.testo}»", _say_quando(termine.giorno, oggi), perche)


def _explain_ponte(portafoglio: Portafoglio, quartiere: TempiQuartiere) -> Iterator[Passo]:
    """Il ponte più corto che copre l'attesa, se ne serve uno."""
    ponte = quartiere.ponte
    if ponte is not None:
        quanto = f"{format_durata(ponte.mesi, 'mesi')}, {format_periodo(ponte.dal, ponte.al)}"
        nome = portafoglio.nomi[quartiere.id]
        yield Passo(f"{nome}: ponte più corto", quanto, "in mesi interi, finché il servizio non comincia")


def _say_quando(giorno: date, oggi: date) -> str:
    return f"{format_giorno(giorno)}, {format_distanza((giorno - oggi).days)}"


def _explain_verdetto(portafoglio: Portafoglio, quartiere: TempiQuartiere, ipotesi: str) -> Passo:
    nome = portafoglio.nomi[quartiere.id]
    inizi = (quartiere.inizio_minimo, quartiere.inizio_probabile, quartiere.inizio_massimo)
    quando = ", ".join(f"{p} {format_giorno(i)}" for p, i in zip(PROFILI, inizi, strict=True))
    perche = f"{ipotesi}, il servizio comincia: {quando}; serve dal {format_giorno(quartiere.serve_dal)}"
    return Passo(f"{nome}: esito", quartiere.verdetto.value, perche)


def explain_piano(portafoglio: Portafoglio, piano: Piano, oggi: date) -> Iterator[Passo]:
    """Dagli scenari del piano alle lacune di tutti i quartieri."""
    finestra = compute_finestra_comune(portafoglio, oggi)
    yield Passo(
        "scenari",
        ", ".join(map(portafoglio.quote, piano.scenari)) or "nessuno",
        "ogni scenario aggiunge un contratto ipotetico",
    )
    perche = "da oggi all'ultima fine di uno scenario, non oltre l'anno in cui comincia l'ultimo: la stessa per tutti i piani"
    yield Passo("finestra", _format_periodo(finestra), perche)
    coperture = Coperture(apply_piano(portafoglio, piano, oggi).contratti)
    for quartiere in portafoglio.quartieri:
        yield from _explain_copertura(coperture.compute(quartiere, finestra))


def explain_contratto(contratto: Contratto, oggi: date) -> Iterator[Passo]:
    """Dalla decorrenza alle tre scadenze e allo stato di oggi."""
    yield Passo("decorrenza", format_data(contratto.inizio), f"{contratto.fonte}; primo giorno in vigore, compreso")
    durata = compute_durata(contratto)
    if durata is not None:
        yield Passo(f"{_say_durata(contratto)} dalla decorrenza", format_data(durata), _say_regola(contratto))
    base = compute_base(contratto)
    perche = _DICHIARATA if contratto.scadenza_base else "è la fine della durata"
    yield Passo("scadenza base", format_data(base), perche)
    yield from _explain_opzioni(contratto, base)
    yield from map(_explain_sospensione, contratto.sospensioni)
    scadenze = compute_scadenze(contratto)
    perche = (
        "la base, con gli slittamenti e le opzioni esercitate"
        if contratto.sospensioni
        else "la base, con le opzioni esercitate"
    )
    if contratto.scadenza_effettiva is not None:
        catena = compute_catena(contratto)
        uguale = "coincide con quella calcolata"
        accordo = uguale if catena == scadenze.effettiva else f"calcolata: {format_data(catena)}"
        chiusura = f"; finito prima del previsto: {contratto.chiusura}" if contratto.chiusura else ""
        perche = f"{_DICHIARATA}; {accordo}{chiusura}"
    yield Passo("scadenza effettiva", format_data(scadenze.effettiva), perche)
    yield Passo("scadenza massima", format_data(scadenze.massima), "l'effettiva, con le opzioni ancora aperte")
    giorni = count_giorni(scadenze.effettiva, oggi)
    stato = f"{classify_servizio(contratto, oggi)}, {'non noto' if giorni is None else format_giorni(giorni)}"
    perche = "scadenza effettiva − oggi; con una data incerta conta la prima lettura"
    yield Passo(f"stato al {format_giorno(oggi)}", stato, perche)


def _explain_opzioni(contratto: Contratto, fine: DataIncerta) -> Iterator[Passo]:
    for opzione in contratto.opzioni:
        quanto = f"{opzione.durata_mesi} mesi" if opzione.durata_mesi else "scadenza dichiarata"
        quale = f"{opzione.tipo}, {opzione.stato}: {quanto}"
        if opzione.stato == "esercitata":
            dal, fine = follow(fine), extend(fine, opzione)
            perche = "decorre dal giorno dopo la scadenza che estende"
            yield Passo(f"{quale} dal {format_data(dal)}", format_data(fine), perche)
        else:
            perche = "conta solo nella massima" if opzione.stato == "aperta" else "vi si è rinunciato: non conta"
            yield Passo(quale, "non sposta la scadenza effettiva", perche)
    _, aperta = find_aperta(contratto)
    entro = compute_preavviso(compute_effettiva(contratto), aperta) if aperta else None
    if aperta is not None and entro is not None:
        dato = f"; dato il {format_data(aperta.preavviso_dato)}" if aperta.preavviso_dato else ""
        perche = f"scadenza effettiva − {format_giorni(aperta.preavviso_giorni or 0)}, che il contratto chiede{dato}"
        yield Passo(f"preavviso per {OPZIONI[aperta.tipo]}, entro il", format_data(entro), perche)


def _explain_sospensione(sospensione: Sospensione) -> Passo:
    dal, al, slitta = sospensione.dal, sospensione.al, sospensione.slitta
    quando = f"dal {format_data(dal)}, ancora aperta" if al is None else f"dal {format_data(dal)} al {format_data(al)}"
    come = "se la fine slitta non è detto" if slitta is None else f"la fine slitta: {say_slitta(slitta)}"
    if al is None and slitta == ALTRETTANTO:
        come += "; di quanto, si saprà quando finisce"
    perche = f"{sospensione.atto or 'atto non noto'}; nessuno di questi giorni è coperto"
    return Passo(f"sospensione {quando}", come, perche)


def _explain_periodo(contratto: Contratto, quartiere: str) -> Passo:
    copertura = cover_contratto(contratto, quartiere)
    intero = " e ".join(map(_format_periodo, copertura.possibile))
    if copertura.certa == copertura.possibile:
        tolti = ", tolti i giorni sospesi e le chiusure annuali" if copertura.fermi else ""
        return Passo(contratto.id, intero, f"in vigore, estremi compresi{tolti}")
    sicuro = " e ".join(map(_format_periodo, copertura.certa)) or "nessun giorno"
    inizio, fine = map(format_data, compute_vigore(contratto, quartiere))
    date_ = f"date incerte: inizio {inizio}, fine {fine}"
    return Passo(contratto.id, f"certo {sicuro}; possibile {intero}", date_)


def _explain_ipotesi(contratto: Contratto, scenario: Scenario) -> Passo:
    perche = "il contratto ipotetico dello scenario"
    if not scenario.inizio.is_nota:
        perche += "; senza un inizio noto può anche non venire in tempo, e nessun giorno è certo"
    return _explain_periodo(contratto, contratto.quartieri[0])._replace(perche=perche)


def _explain_copertura(copertura: CoperturaQuartiere) -> Iterator[Passo]:
    contati = f"{format_giorni(copertura.giorni_coperti)} su {format_numero(copertura.giorni)}"
    perche = "unione dei contratti: i giorni comuni contano una volta"
    yield Passo(f"{copertura.nome}: coperto con certezza", contati, perche)
    yield from (_explain_lacuna(copertura, lacuna) for lacuna in copertura.lacune)


def _explain_lacuna(copertura: CoperturaQuartiere, lacuna: Lacuna) -> Passo:
    persone = "abitanti non noti"
    if lacuna.abitanti_giorni is not None:
        persone = f"× {format_numero(copertura.abitanti or 0)} abitanti = {format_numero(lacuna.abitanti_giorni)} abitanti-giorni"
    quando = f"{_format_periodo(Periodo(lacuna.inizio, lacuna.fine))}: {format_giorni(lacuna.giorni)} {persone}"
    if lacuna.causa is not None:
        che_cosa = say_tipo(lacuna.tipo, lacuna.causa).testo[2:]
        return Passo(f"{copertura.nome}: {che_cosa}", quando, "un contratto è in vigore, ma in questi giorni è fermo")
    return Passo(f"{copertura.nome}: lacuna {lacuna.tipo}", quando, _PERCHE_SCOPERTO[lacuna.tipo])


def _explain_presidio(quartiere: Quartiere, presidio: Presidio) -> Passo:
    """Quanti operatori in quei giorni, contro quanti."""
    quanti = "non noto" if presidio.operatori is None else format_numero(presidio.operatori)
    giorni = f"{_format_periodo(Periodo(presidio.inizio, presidio.fine))}: {quanti}{say_a_testa(presidio)}"
    if presidio.operatori is None:
        return Passo(f"{quartiere.nome}: operatori", giorni, "di un contratto che lo copre non si sanno")
    perche = "quelli scritti in «operatori», o l'équipe, dei contratti che lo coprono"
    if presidio.ridotto:
        return Passo(f"{quartiere.nome}: presidio ridotto", giorni, f"coperto {say_ridotto(presidio)}: {perche}")
    return Passo(f"{quartiere.nome}: operatori", giorni, perche)


def _explain_inizio(scenario: Scenario, oggi: date) -> Passo:
    inizio = compute_inizio(scenario, oggi)
    perche = scenario.fonte
    if not scenario.inizio.is_nota:
        perche = f"il documento non lo dà: può essere qualunque giorno dopo il {format_giorno(oggi)}"
        return Passo("inizio", "non noto", perche)
    if inizio != scenario.inizio:
        perche = f"il documento dice {format_data(scenario.inizio)}; i giorni fino a oggi sono esclusi"
    return Passo("inizio", format_data(inizio), perche)


def _justify_fine(portafoglio: Portafoglio, scenario: Scenario) -> str:
    if scenario.fine is not None and scenario.fine.is_nota:
        return scenario.fonte
    if find_fine_fissa(portafoglio, scenario) is not None:
        programma = portafoglio.programmi_by_id[scenario.fino_a_programma or ""].nome
        return f"la fine del programma «{programma}»; se è indicativa si conta fino al giorno scritto"
    if scenario.durata_mesi or scenario.durata_giorni:
        return f"{_say_durata(scenario)} dall'inizio: {_say_regola(scenario)}"
    return "il documento non la dà"


def _say_durata(voce: Contratto | Scenario) -> str:
    return f"{voce.durata_mesi} mesi" if voce.durata_mesi else f"{voce.durata_giorni} giorni"


def _say_regola(voce: Contratto | Scenario) -> str:
    return _REGOLA_MESI if voce.durata_mesi else _REGOLA_GIORNI


def _touches(contratto: Contratto, finestra: Periodo) -> bool:
    return any(cover_contratto(contratto, quartiere).possibile.clip(finestra) for quartiere in contratto.quartieri)


def _format_periodo(periodo: Periodo) -> str:
    dal = "inizio non noto" if periodo.inizio == PRIMO_GIORNO else format_giorno(periodo.inizio)
    al = "fine non nota" if periodo.fine == ULTIMO_GIORNO else format_giorno(periodo.fine)
    return f"{dal}–{al}"
