"""I tempi di uno scenario, come li legge chi prepara la gara: entro quando agire, e che cosa resta scoperto."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.incerta import parse_data
from ldq_planner.dates.testo import format_giorno, format_periodo
from ldq_planner.engine.gara_in_corso import FISSATO
from ldq_planner.model.norme import DA_VERIFICARE
from ldq_planner.model.ponte import Riuscita
from ldq_planner.model.tempi import Verdetto
from ldq_planner.model.testo import format_durata, format_elenco, format_euro, format_giorni, format_iva, format_numero
from ldq_planner.reports.avanzamento import say_ipotesi
from ldq_planner.reports.fonti import DUBBIO, cite_articolo
from ldq_planner.reports.motivi import say_motivo
from ldq_planner.reports.report import TRATTINO, Blocco, Cella, Euro, Nota, Tabella, Tono, Voce

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from ldq_planner.model.cronoprogramma import PassoGara, ValoreAppalto
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.tempi import Allineamento, TempiScenario
    from ldq_planner.reports.report import Cella

_INDIETRO = ("Fase", "Chi", "Dal", "Al", "Giorni", "Entro", "Riserva", "Articolo")
_AVANTI = ("Fase", "Chi", "Dal", "Al", "Giorni", "Articolo")
_GRUPPI = {_INDIETRO: ((0, 2, 3, 4, 5, 6), (0, 1, 7)), _AVANTI: ((0, 2, 3, 4), (0, 1, 5))}
_ORIGINI = {
    "stima": "stima",
    "richiesta": "fissata",
    "scenario": "durata dello scenario",
    "ente": "durata dell'ente",
    "imparata": "imparata",
    FISSATO: "giorno fissato",
}
VERDETTI = {
    Verdetto.COPERTO: Voce("✓ coperto anche ai tempi massimi", Tono.BENE),
    Verdetto.A_RISCHIO: Voce("! dipende dai tempi della gara", Tono.ATTENZIONE),
    Verdetto.LACUNA_CERTA: Voce("✗ scoperto anche ai tempi minimi", Tono.ALLARME),
}
RIUSCITE = {
    Riuscita.POSSIBILE: Voce("✓ possibile", Tono.BENE),
    Riuscita.DA_VERIFICARE: Voce("? da verificare", Tono.INCERTO),
    Riuscita.ESCLUSO: Voce("✗ escluso", Tono.ALLARME),
}
_PEGGIO = (Verdetto.COPERTO, Verdetto.A_RISCHIO, Verdetto.LACUNA_CERTA)


def build_tempi(portafoglio: Portafoglio, tempi: TempiScenario, oggi: date, iva: str | None) -> tuple[Blocco, ...]:
    """Tutto ciò che si calcola sui tempi di uno scenario; `iva` è quella della sua stima."""
    nomi = portafoglio.nomi
    return (
        *_build_limiti(tempi, oggi),
        *_build_bisogno(tempi),
        *_build_fasi(tempi),
        _build_quartieri(tempi, nomi),
        *_build_lotti(tempi, nomi),
        *_build_ponti(tempi, nomi),
        *build_ponti_insieme(tempi, nomi),
        *_build_allineamenti(portafoglio, tempi),
        *_build_costi(tempi, iva),
        *_build_valori(tempi),
        *(Nota(a.messaggio, Tono.ATTENZIONE) for a in tempi.avvisi),
    )


def describe_margine(giorni: int | None) -> Cella:
    """«42 giorni», «in ritardo di 141 giorni», con il suo tono."""
    if giorni is None:
        return None
    if giorni < 0:
        return Voce(f"✗ in ritardo di {format_giorni(-giorni)}", Tono.ALLARME, giorni)
    return Voce(f"✓ {format_giorni(giorni)}", Tono.BENE, giorni)


def describe_verdetto(tempi: TempiScenario, nomi: Mapping[str, str]) -> Voce:
    """Il verdetto peggiore fra quelli dei quartieri, con i quartieri che lo prendono."""
    peggiore = max((q.verdetto for q in tempi.quartieri), key=_PEGGIO.index)
    voce = VERDETTI[peggiore]
    quali = [nomi[q.id] for q in tempi.quartieri if q.verdetto is peggiore]
    return voce if len(quali) == len(tempi.quartieri) else Voce(f"{voce.testo} ({', '.join(quali)})", voce.tono)


def say_obiettivo(tempi: TempiScenario) -> str:
    """«il 01/01/2024», o «entro il 31/12/2023» se l'inizio scritto ha più letture."""
    dichiarato = parse_data(tempi.inizio_dichiarato)
    quando = "il" if dichiarato.is_certa or not dichiarato.is_nota else "entro il"
    return f"{quando} {format_giorno(tempi.obiettivo)}"


def say_impossibile(tempi: TempiScenario) -> str:
    """Perché uno scenario non si fa più."""
    primo = format_giorno(tempi.primo_avvio)
    come = "con la gara in corso" if tempi.is_in_corso else "partendo oggi"
    return f"non può più cominciare prima della sua fine: ai tempi probabili, {come}, comincerebbe il {primo}"


def _build_limiti(tempi: TempiScenario, oggi: date) -> Iterator[Tabella]:
    """Gli atti ancora da cominciare, l'ultimo giorno in cui farlo, e quanto manca; nulla, se il bando è partito."""
    if tempi.avanzamento is not None and tempi.avanzamento.bando_partito:
        return
    atti = (
        ("comincia il progetto del servizio", tempi.limite_progetto),
        ("comincia l'iter della delibera di Giunta", tempi.limite_giunta),
        ("comincia la decisione di contrarre", tempi.limite_decisione),
        ("parte il bando", tempi.limite_bando),
    )
    righe = tuple((atto, giorno, describe_margine((giorno - oggi).days)) for atto, giorno in atti if giorno is not None)
    titolo = f"Entro quando agire per cominciare il servizio {say_obiettivo(tempi)} ({tempi.profilo})"
    vuota = "Nessuna legge conosciuta permette di cominciare in quel giorno."
    yield Tabella(titolo, ("Atto", "Al più tardi", "Margine da oggi"), righe, vuota=vuota)


def _build_bisogno(tempi: TempiScenario) -> Iterator[Nota]:
    """Da quando serve davvero, se l'inizio scritto è un altro giorno; e quando il servizio può cominciare."""
    if tempi.serve_dal != tempi.obiettivo:
        yield Nota(
            f"Serve dal {format_giorno(tempi.serve_dal)}; {say_ipotesi(tempi)}, ai tempi probabili il servizio può "
            f"cominciare il {format_giorno(tempi.primo_avvio)}."
        )


def is_indietro(tempi: TempiScenario) -> bool:
    """Vero se le fasi sono quelle della gara che parte all'ultimo giorno utile: allora hanno i loro limiti."""
    return any(fase.limite is not None for fase in tempi.fasi)


def _build_fasi(tempi: TempiScenario) -> Iterator[Tabella]:
    """Le fasi che si immaginano; di una gara in corso le dice il suo avanzamento."""
    if not tempi.is_in_corso:
        yield build_fasi(_title_fasi(tempi), tempi.fasi, indietro=is_indietro(tempi))


def _title_fasi(tempi: TempiScenario) -> str:
    quando = "se il bando parte l'ultimo giorno utile" if is_indietro(tempi) else "se la preparazione comincia oggi"
    return f"Fasi della gara ({tempi.procedura_nome.lower()}, {tempi.profilo}; {tempi.regime_nome}) {quando}"


def _build_quartieri(tempi: TempiScenario, nomi: dict[str, str]) -> Tabella:
    colonne = (
        "Quartiere",
        "Serve dal",
        "Verdetto",
        "Inizio: minimo di legge",
        "probabile",
        "massimo",
        "Giorni scoperti",
        "Abitanti-giorni",
        "Inevitabili",
        "Abitanti-giorni inevitabili",
    )
    righe = tuple(
        (
            nomi[q.id],
            q.serve_dal,
            VERDETTI[q.verdetto],
            q.inizio_minimo,
            q.inizio_probabile,
            q.inizio_massimo,
            q.giorni_scoperti,
            q.abitanti_giorni_scoperti,
            q.giorni_inevitabili,
            q.abitanti_giorni_inevitabili,
        )
        for q in tempi.quartieri
    )
    gruppi = ((0, 1, 2, 3, 4, 5), (0, 6, 7, 8, 9))
    return Tabella(f"Quartiere per quartiere, {say_ipotesi(tempi)}", colonne, righe, gruppi=gruppi)


def _build_lotti(tempi: TempiScenario, nomi: dict[str, str]) -> Iterator[Blocco]:
    """Che cosa costa, in giorni, una gara sola per quartieri che hanno bisogno in giorni diversi."""
    righe = tuple(
        (nomi[q.id], q.da_solo, q.giorni_per_la_gara_unica, q.abitanti_giorni_per_la_gara_unica)
        for q in tempi.quartieri
        if q.giorni_per_la_gara_unica
    )
    if righe and not tempi.is_in_corso:
        colonne = ("Quartiere", "Da solo potrebbe cominciare il", "Giorni in più con la gara unica", "Abitanti-giorni")
        yield Tabella("Una gara sola invece di lotti separati", colonne, righe)


def _build_ponti(tempi: TempiScenario, nomi: dict[str, str]) -> Iterator[Blocco]:
    for q in tempi.quartieri:
        if q.ponte is None:
            continue
        righe = tuple(
            (
                s.nome,
                RIUSCITE[s.esito],
                "; ".join(map(say_motivo, s.motivi)),
                cite_articolo(s.riferimento, s.stato_fonte),
            )
            for s in q.ponte.strumenti
        )
        titolo = (
            f"Il ponte più corto per {nomi[q.id]}: {format_durata(q.ponte.mesi, 'mesi')}, "
            f"{format_periodo(q.ponte.dal, q.ponte.al)}"
        )
        yield Tabella(titolo, ("Strumento", "Esito", "Perché", "Articolo"), righe)


def build_ponti_insieme(tempi: TempiScenario, nomi: Mapping[str, str]) -> Iterator[Nota]:
    """Quanto costano insieme i ponti di più quartieri: divisi, sarebbero un bisogno frazionato."""
    insieme = tempi.ponti_insieme
    if insieme is None:
        return
    quali = format_elenco([nomi[id_] for id_ in insieme.quartieri])
    almeno = "almeno " if insieme.netto_minimo else ""
    frase = f"I ponti di {quali} insieme: {almeno}{format_euro(insieme.netto)} netti"
    if insieme.limite is not None:
        dove = "non sotto" if insieme.oltre_il_limite else "sotto"
        frase += f", {dove} € {format_numero(insieme.limite)} dell'affidamento diretto ({insieme.riferimento})"
    yield Nota(
        f"{frase}: sono un bisogno solo, e non si divide.", Tono.ATTENZIONE if insieme.oltre_il_limite else Tono.SPENTO
    )


def _build_allineamenti(portafoglio: Portafoglio, tempi: TempiScenario) -> Iterator[Nota]:
    for a in tempi.allineamenti:
        nome = portafoglio.programmi_by_id[a.programma].nome_breve
        yield Nota(_say_allineamento(a, nome), Tono.ATTENZIONE if a.giorni else Tono.SPENTO)


def _say_allineamento(a: Allineamento, nome: str) -> str:
    fine = f"fine {'indicativa ' if a.indicativa else ''}di «{nome}» ({format_giorno(a.fine_programma)})"
    servizio = f"il servizio finisce il {format_giorno(a.fine_servizio)}"
    if a.giorni == 0:
        return f"{servizio}, con la {fine}"
    return f"{servizio}, {format_giorni(abs(a.giorni))} {'oltre la' if a.giorni > 0 else 'prima della'} {fine}"


def _build_costi(tempi: TempiScenario, iva: str | None) -> Iterator[Tabella]:
    if tempi.costi_annui:
        righe = tuple((str(c.anno), Euro(c.costo)) for c in tempi.costi_annui)
        yield Tabella("Costo per anno", ("Anno", f"Costo (stima, {format_iva(iva)})"), righe)


def _build_valori(tempi: TempiScenario) -> Iterator[Blocco]:
    """Il valore netto per le soglie, per aliquota, e che cosa esclude."""
    righe = tuple(
        (
            v.che_cosa,
            Euro(v.importo),
            "escluso: la stima è netta" if valore.aliquota is None else f"{valore.aliquota} %",
            Euro(valore.netto),
            _say_ammesse(valore),
        )
        for v in tempi.valori
        for valore in v.valori
    )
    if righe:
        colonne = ("Valore", "Stima", "Se l'IVA è", "Netto per le soglie", "Procedure ammesse")
        yield Tabella("Valore e procedure ammesse", colonne, righe)


def _say_ammesse(valore: ValoreAppalto) -> str:
    """Le procedure ammesse senza riserve, e quante lo sono se ricorre ciò che un importo non dice."""
    ammesse = [a for a in valore.procedure if a.ammessa]
    certe = [a.nome for a in ammesse if a.esito is Riuscita.POSSIBILE]
    altre = len(ammesse) - len(certe)
    return ", ".join(certe) + (f"; altre {altre} a certe condizioni" if altre > 1 else "")


def build_fasi(titolo: str, fasi: tuple[PassoGara, ...], *, indietro: bool) -> Tabella:
    """Una riga per fase, in ordine; all'indietro, anche l'ultimo giorno in cui compierla e il margine che resta."""
    colonne = _INDIETRO if indietro else _AVANTI
    righe = tuple(_build_riga(f, indietro=indietro) for f in fasi)
    return Tabella(titolo, colonne, righe, gruppi=_GRUPPI[colonne])


def _build_riga(fase: PassoGara, *, indietro: bool) -> tuple[Cella, ...]:
    if fase.tipo == "precondizione":  # non prende giorni: dev'esserci prima che si cominci
        date_: tuple[Cella, ...] = (TRATTINO, TRATTINO, TRATTINO)
        limiti: tuple[Cella, ...] = (fase.inizio, TRATTINO)
    else:
        date_ = (fase.inizio, fase.fine, fase.giorni)
        limiti = tuple(TRATTINO if quanto is None else quanto for quanto in (fase.limite, fase.margine))
    return (fase.nome, fase.chi, *date_, *(limiti if indietro else ()), describe_articolo(fase))


def describe_articolo(fase: PassoGara) -> Cella:
    """L'articolo; accanto, se è da verificare e se la durata è una stima."""
    dubbio = DUBBIO if fase.stato_fonte == DA_VERIFICARE else ""
    parti = [fase.riferimento or "", dubbio, _ORIGINI.get(fase.origine, "")]
    if not fase.riferimento:
        parti = ["nessun articolo", *parti]
    testo = " · ".join(filter(None, parti))
    return Voce(testo, Tono.ATTENZIONE) if dubbio else testo
