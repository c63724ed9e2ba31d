"""I passi che portano a ogni data di una gara: da quale evento si conta, dove cade il termine, perché si sposta."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ldq_planner.dates.calendario import name_giorno
from ldq_planner.dates.periodo import UN_GIORNO
from ldq_planner.dates.testo import format_giorno
from ldq_planner.engine.durate import FISSATE
from ldq_planner.engine.gara_in_corso import APERTO, FATTO, FISSATO, PRESUNTO, GaraInCorso
from ldq_planner.engine.termini import find_quesiti, list_termini
from ldq_planner.model.norme import DA_VERIFICARE
from ldq_planner.model.testo import format_durata, format_elenco, format_giorni, lower_prima
from ldq_planner.reports.fonti import DUBBIO
from ldq_planner.reports.passi import Passo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ldq_planner.dates.calendario import Calendario
    from ldq_planner.engine.cronoprogramma import Agenda
    from ldq_planner.engine.durate import Durata
    from ldq_planner.engine.termini import ProrogaPossibile, TermineMassimo
    from ldq_planner.model.cronoprogramma import Cronoprogramma, PassoGara
    from ldq_planner.model.norme import Fase, Valore

_ABBREVIATO = 3  # lettere: «mer» per mercoledì
_DUE_LAVORATIVI = "un termine contiene almeno due giorni lavorativi (Reg. CEE 1182/71, art. 3)"
_CHE_COSA_PARTE = {
    "bando": "il bando è pubblicato",
    "invito": "gli inviti partono",
    "fuori-codice": "la procedura è fuori dal codice, ma il calendario è di quel tempo; l'avviso è pubblicato",
}
_CHI_DICE = {
    "stima": "stima del profilo «{profilo}»",
    "minimo": "nessun termine di legge: il meno possibile",
    "richiesta": "durata fissata da chi chiede",
    "atto": "un atto, in un giorno lavorativo",
    "scenario": "durata scritta nello scenario",
    "ente": "durata scritta dall'ente (ldq.toml)",
    "imparata": "durata imparata da gare già fatte, profilo «{profilo}» (durate.yaml)",
    FATTO: "un fatto scritto nei dati",
    PRESUNTO: "data per fatta: una fase che la segue è cominciata, e il giorno non si sa",
    FISSATO: "un giorno già fissato da un atto: vale com'è",
    APERTO: "non è ancora compiuta: al più presto oggi",
}


def explain_crono(agenda: Agenda, crono: Cronoprogramma) -> Iterator[Passo]:
    """Dalla legge che vale alle date di ogni fase: evento (escluso), termine, dove cade, rinvio e perché, articolo."""
    yield _explain_regime(agenda, crono)
    yield from _explain_ricerca(agenda, crono)
    yield from _explain_fasi(agenda, crono)


def _explain_regime(agenda: Agenda, crono: Cronoprogramma) -> Passo:
    regime = next(r for r in agenda.diritto.norme.regimi if r.id == crono.regime)
    parte = _CHE_COSA_PARTE[agenda.ipotesi.procedura.regime]
    return Passo(
        "legge che vale",
        f"{regime.nome}: {parte} {_name(crono.pubblicazione)}",
        f"{regime.criterio}; {_cite(regime.fonte, regime.verifica)}",
    )


def _explain_ricerca(agenda: Agenda, crono: Cronoprogramma) -> Iterator[Passo]:
    """All'indietro: perché quel giorno è l'ultimo."""
    servizio_dal = crono.passi[-1].limite
    if servizio_dal is None:
        return
    dopo = agenda.calendario.next_lavorativo(crono.invio + UN_GIORNO)
    yield Passo(
        f"ultimo giorno per l'invio, con il servizio dal {format_giorno(servizio_dal)}",
        f"{_name(crono.invio)}: il servizio comincia {_name(crono.avvio)}",
        f"inviando {_name(dopo)} comincerebbe {_name(agenda.schedule_invio(dopo).avvio)}",
    )


def _explain_fasi(agenda: Agenda, crono: Cronoprogramma) -> Iterator[Passo]:
    fasi = {f.id: f for f in agenda.fasi}
    precedente: PassoGara | None = None
    for passo in crono.passi:
        fase = fasi[passo.id]
        risultato = _describe_data(agenda, crono, fase, passo, precedente)
        yield Passo(passo.nome, risultato, "; ".join(_justify(agenda, crono, fase, passo)))
        if passo.tipo not in ("precondizione", "parallela"):
            precedente = passo


# --- dove cade -----------------------------------------------------------------------------------------------------


def _describe_data(
    agenda: Agenda, crono: Cronoprogramma, fase: Fase, passo: PassoGara, precedente: PassoGara | None
) -> str:
    """`mer 19/07/2023 (escluso) + 30 giorni = ven 18/08/2023`, e ogni rinvio con la sua ragione."""
    if passo.tipo == "precondizione":
        return f"prima di {_name(crono.inizio_preparazione)}"
    if passo.tipo == "evento" or passo.origine in (FATTO, FISSATO, APERTO):
        return _name(passo.fine)
    if passo.origine == PRESUNTO:
        return f"entro {_name(passo.fine)}"
    durata, da = agenda.trace(fase, crono)
    evento = da or passo.inizio
    frase = (
        f"{_name(evento)} (escluso) + {passo.durata} = {_name(passo.scade)}"
        if durata.quanti
        else f"{_name(passo.inizio)}, senza giorni in più"
    )
    return "".join((frase, *_explain_rinvii(agenda, crono, passo, durata, evento, precedente)))


def _explain_rinvii(
    agenda: Agenda, crono: Cronoprogramma, passo: PassoGara, durata: Durata, evento: date, precedente: PassoGara | None
) -> Iterator[str]:
    """Da dove cade la durata alla fine della fase."""
    cal = agenda.calendario
    giorno = passo.scade
    if passo.tipo == "avvio":
        if passo.fine != giorno:
            yield f" → {_name(passo.fine)}: non prima di così"
        return
    if passo.fine < giorno:
        yield f" → {_name(passo.fine)}: {_explain_tetto(agenda, crono, passo)}"
        return
    if not durata.quanti:
        giorno = passo.inizio
    elif (lavorativo := cal.next_lavorativo(giorno)) != giorno:
        yield f" → {_name(lavorativo)}: {_explain_riposi(cal, giorno, lavorativo)}"
        giorno = lavorativo
    if durata.quanti and durata.origine == "legge":
        pieno = cal.roll_termine(evento, passo.scade)
        if pieno > giorno:
            yield f" → {_name(pieno)}: {_DUE_LAVORATIVI}"
            giorno = pieno
    if passo.fine > giorno:
        yield f" → {_name(passo.fine)}: {_explain_attesa(passo, precedente)}"
    elif passo.fine < giorno:
        yield f" → {_name(passo.fine)}: {_explain_tetto(agenda, crono, passo)}"


def _explain_riposi(cal: Calendario, dal: date, al: date) -> str:
    """I motivi dei giorni non lavorativi da `dal`, compreso, ad `al`, escluso: `sabato e domenica`."""
    motivi = [cal.explain_riposo(dal + timedelta(days=i)) for i in range((al - dal).days)]
    return format_elenco(list(dict.fromkeys(motivi)))


def _explain_attesa(passo: PassoGara, precedente: PassoGara | None) -> str:
    """Perché la fase finisce dopo la sua durata."""
    if precedente is not None and precedente.tipo == "dilatorio" and precedente.fine > precedente.inizio:
        return f"il primo giorno lavorativo dopo la fine di «{precedente.nome}»"
    return f"non prima di un giorno lavorativo dopo {_name(passo.inizio)}"


def _explain_tetto(agenda: Agenda, crono: Cronoprogramma, passo: PassoGara) -> str:
    """Quale giorno fissato, o quale termine di legge, più avanti ferma la fase."""
    suo = next(f for f in agenda.fasi if f.id == passo.id)
    fissata = agenda.find_fissata_dopo(suo) if isinstance(agenda, GaraInCorso) else None
    if fissata is not None:
        return f"per allora è già fissata «{fissata.nome}»"
    posto = next(i for i, f in enumerate(agenda.fasi) if f.id == passo.id)
    termini: list[tuple[date, Fase, Valore]] = []
    for fase in agenda.fasi[posto + 1 :]:
        massimo = agenda.durate.measure(fase, crono.legge).valore if fase.massimi else None
        giorno = agenda.find_termine(massimo, crono) if massimo else None
        if massimo and giorno:
            termini.append((giorno, fase, massimo))
    giorno, fase, massimo = min(termini, key=lambda t: t[0])
    quanto = format_durata(massimo.valore, massimo.unita)
    return f"oltre, «{fase.nome}» passerebbe il suo termine di {quanto}, {_name(giorno)} ({massimo.fonte})"


# --- chi lo dice ---------------------------------------------------------------------------------------------------


def _justify(agenda: Agenda, crono: Cronoprogramma, fase: Fase, passo: PassoGara) -> Iterator[str]:
    if passo.tipo == "precondizione":
        yield "non prende giorni, ma dev'esserci"
    elif passo.origine in _CHI_DICE:
        yield _CHI_DICE[passo.origine].format(profilo=crono.profilo)
    minimo = agenda.durate.find_minimo(fase, crono.legge)
    if minimo is not None and passo.origine in ("stima", *FISSATE):
        yield f"il minimo di legge è {format_giorni(minimo.valore)}"
    if passo.tipo == "avvio":
        yield "il servizio può cominciare anche in un giorno festivo"
    if passo.riferimento:
        yield _cite(passo.riferimento, passo.stato_fonte)
    articolo = agenda.durate.find_articolo(fase, crono.legge)
    if articolo is not None and articolo.nota:
        yield lower_prima(articolo.nota)
    yield from (_explain_termine(t) for t in list_termini(agenda, crono) if t.passo.id == passo.id)
    quesiti = find_quesiti(agenda, crono) if fase.quesiti else None
    if quesiti is not None:
        entro, norma = quesiti
        quanto = format_durata(norma.valore, norma.unita)
        yield f"ai quesiti si risponde entro {_name(entro)}, {quanto} prima ({norma.fonte})"


def _explain_termine(termine: TermineMassimo) -> str:
    """`al più il mer 19/04/2024, 9 mesi da pubblicazione (art. …); prorogabile al …`."""
    valore = termine.valore
    quanto = format_durata(valore.valore, valore.unita)
    proroghe = (f"; con {_say_proroga(p)} al {_name(p.fine)}" for p in termine.proroghe)
    return f"al più {_name(termine.scade)}, {quanto} ({valore.fonte}){''.join(proroghe)}"


def _say_proroga(proroga: ProrogaPossibile) -> str:
    return f"{format_durata(proroga.valore.valore, proroga.valore.unita)} di proroga ({proroga.valore.fonte})"


def _cite(fonte: str, verifica: str | None) -> str:
    return f"{fonte} ({DUBBIO})" if verifica == DA_VERIFICARE else fonte


def _name(giorno: date) -> str:
    """`mer 19/07/2023`."""
    return f"{name_giorno(giorno)[:_ABBREVIATO]} {format_giorno(giorno)}"
