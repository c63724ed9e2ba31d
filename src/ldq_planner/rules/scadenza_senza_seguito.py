"""Un contratto sta per scadere, e dal giorno dopo nessuno copre un suo quartiere.

Perché: una gara dura mesi, e un'opzione si esercita prima della scadenza: dopo è tardi. È un avviso quando alla scadenza
mancano meno giorni di quanti ne chiede, ai tempi probabili, la procedura che serve, più il cuscinetto dell'ente; è
critico quando ne mancano meno del minimo di legge. I giorni che servono vanno da oggi alla vigilia del primo avvio
possibile se la gara comincia oggi. La procedura è quella dello scenario di gara del quartiere, se ne ha uno non superato
e le norme la conoscono (la più lenta, se ne ha più d'uno); altrimenti `aperta`.

Il cuscinetto (30 giorni, stima dell'ente e non di legge) e le soglie `avviso` e `critico` si scrivono in `ldq.toml`:
`90` (giorni), `6m` (mesi), `120%` o `1.2x` (del tempo probabile per l'avviso, di quello minimo per il critico). Per
l'avviso il `preavviso` di un quartiere vince su `ldq.toml`, quello di un contratto sul quartiere, `--avviso` su tutti.
Con `--entro` contano i giorni e nient'altro, compreso l'ultimo; senza norme vale `in_scadenza` di `ldq.toml`.

La regola guarda la scadenza effettiva (con le opzioni esercitate), compresa. Per tacere serve un contratto che copra il
giorno dopo in ogni lettura delle date, o uno scenario di gara che lo copra e sia in ordine: si fa ancora in tempo a
cominciarlo, e nessuna sua condizione ha passato il suo giorno. Con `--entro` lo scenario non basta. Con una scadenza
incerta vale la lettura più vicina; di una non nota parla `lacuna-in-corso`. Conta anche un contratto che deve ancora
cominciare, se finisce così presto.

Passa (oggi 01/05/2023):

    contratti:
      - {id: a, quartieri: [bovisa], inizio: 2022-07-01, scadenza_base: 2023-06-30}
      - {id: b, quartieri: [bovisa], inizio: 2023-07-01, scadenza_base: 2025-06-30}

Non passa (restano 60 giorni):

    contratti:
      - {id: a, quartieri: [bovisa], inizio: 2022-07-01, scadenza_base: 2023-06-30}

Rimedio: esercitare l'opzione ancora aperta, se c'è; altrimenti avviare la gara e, se non fa in tempo, preparare un ponte.

Fonte: i termini minimi di ogni fase (`ldq norme`); art. 106, comma 11, d.lgs. 50/2016 e art. 120, commi 10 e 11, d.lgs.
36/2023 (opzioni e proroghe).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.periodo import UN_GIORNO
from ldq_planner.dates.testo import format_data, format_giorno
from ldq_planner.engine.copertura import is_coperto
from ldq_planner.engine.scadenze import extend
from ldq_planner.engine.stato import find_prossimo
from ldq_planner.errors import Severita
from ldq_planner.model.probabilita import say_al
from ldq_planner.model.testo import format_distanza, format_durata, format_giorni, format_quando
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo
from ldq_planner.rules.base.frasi import locate_fine, say_quartieri, say_scenari

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.dates.periodo import Periodo
    from ldq_planner.engine.attesa import Attesa
    from ldq_planner.engine.preavvisi import Soglia, Voluto
    from ldq_planner.engine.seguito import SenzaSeguito
    from ldq_planner.model.contratto import Contratto

CODICE = "scadenza-senza-seguito"
SEVERITA = Severita.AVVISO

_FONTE = "D.Lgs. 50/2016, art. 106 c. 11; D.Lgs. 36/2023, art. 120 cc. 10-11"
_DOVE = {"contratto": "il contratto", "quartiere": "il quartiere", "soglie": "ldq.toml"}
_APERTA = {
    "rinnovo": "un rinnovo ancora aperto",
    "proroga": "una proroga ancora aperta",
    "proroga-tecnica": "una proroga tecnica ancora aperta",
    "ripetizione": "una ripetizione ancora aperta",
}


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per contratto, con tutti i quartieri che lascerebbe senza seguito."""
    return (_build_rilievo(contesto, voce) for voce in contesto.senza_seguito)


# --- le parole -----------------------------------------------------------------------------------------------------


def _build_rilievo(contesto: Contesto, voce: SenzaSeguito) -> Rilievo:
    contratto, fine, dopo, lasciati, soglia = voce
    forse = any(is_coperto(contesto.quadro.coperture[q].in_vigore.possibile, dopo) for q in lasciati)
    messaggio = (
        f"il contratto «{contratto.id}» scade {format_quando(fine)}, {_say_quanto_manca(fine, contesto.oggi)}, e dopo "
        f"nessun contratto copre {'con certezza ' if forse else ''}{say_quartieri(contesto, lasciati)}"
        f"{_say_prossimi(contesto, lasciati, max(fine.primo, contesto.oggi))}"
        f"{_say_attesa(soglia, is_critico=voce.is_critico)}"
    )
    rimedio = "precisare le date dei contratti che forse lo seguono; " if forse else ""
    rimedio += _say_rimedio(contratto, fine, contesto.oggi, soglia.attesa) + say_scenari(contesto, lasciati)
    rimedio += _say_in_ritardo(contesto, lasciati, dopo) if soglia.attesa else ""
    fonte = "; ".join(soglia.attesa.fonti) if soglia.attesa else ""
    severita = Severita.CRITICO if voce.is_critico else SEVERITA
    ref = locate_fine(contratto, lasciati[0])
    return Rilievo(messaggio, rimedio, ref, fonte=fonte or _FONTE, severita=severita)


def _say_quanto_manca(fine: DataIncerta, oggi: date) -> str:
    primi, ultimi = (fine.primo - oggi).days, (fine.ultimo - oggi).days
    if ultimi in (primi, 0):
        return format_distanza(ultimi)
    return f"fra {primi} e {format_giorni(ultimi)}" if primi > 0 else f"al più tardi {format_distanza(ultimi)}"


def _say_prossimi(contesto: Contesto, quartieri: list[str], giorno: date) -> str:
    prossimi = (find_prossimo(contesto.portafoglio, quartiere, giorno) for quartiere in quartieri)
    trovati = {p.id: p.inizio for p in prossimi if p is not None}
    return "".join(f"; «{id_}» comincia {format_quando(inizio)}" for id_, inizio in trovati.items())


def _say_in_ritardo(contesto: Contesto, quartieri: list[str], dopo: Periodo) -> str:
    """Entro quando andava avviata la gara allo studio che doveva seguire: perché non basta a tacere."""
    previsione = contesto.quadro.previsione
    if previsione is None:
        return ""
    suoi = dict.fromkeys(
        s.id for q in quartieri for s in contesto.portafoglio.scenari_by_quartiere[q] if s.id in previsione.tempi
    )
    tempi = ((id_, previsione.tempi[id_]) for id_ in suoi)
    return "".join(
        f"; la gara «{id_}» andava avviata entro il {format_giorno(t.limite_progetto)}"
        for id_, t in tempi
        if t.limite_progetto and t.limite_progetto < contesto.oggi and contesto.oggi < t.obiettivo <= dopo.inizio
    )


def _say_attesa(soglia: Soglia, *, is_critico: bool) -> str:
    """Quanti giorni servono, e quando il servizio potrebbe cominciare; e il preavviso, se lo ha scritto l'ente."""
    voluto = soglia.critico_voluto if is_critico else soglia.avviso_voluto
    opzione = "--critico" if is_critico else "--avviso"
    detto = (
        f"; il preavviso ({_DOVE.get(voluto.dove, opzione)}) è di {_say_preavviso(voluto, is_critico=is_critico)}"
        if voluto
        else ""
    )
    attesa = soglia.attesa
    if attesa is None:
        return detto
    parte = f"il servizio parte il {format_giorno(attesa.probabile)}, al più presto il {format_giorno(attesa.minimo)}{detto}"
    if attesa.in_corso:
        return f"; la gara ({attesa.procedura.lower()}) è in corso: {_say_tempi(attesa)} {parte}"
    con = f" ({attesa.giorni_probabili + soglia.cuscinetto} con il cuscinetto)" if soglia.cuscinetto else ""
    return (
        f"; servono {format_giorni(attesa.giorni_probabili)} {_say_tempi(attesa)}{'' if soglia.avviso_voluto else con}, "
        f"{attesa.giorni_minimi} ai minimi di legge: se la gara ({attesa.procedura.lower()}) comincia oggi, {parte}"
    )


def _say_tempi(attesa: Attesa) -> str:
    """Di quali tempi si parla."""
    return "ai tempi probabili" if attesa.prudenza is None else f"per essere sicuri {say_al(attesa.prudenza)}"


def _say_preavviso(voluto: Voluto, *, is_critico: bool) -> str:
    giorni, mesi, quota = voluto.preavviso
    if quota is not None:
        volte = f"{quota:f}".replace(".", ",")
        return f"{volte} volte il tempo {'minimo' if is_critico else 'probabile'}"
    if mesi is not None:
        return format_durata(mesi, "mesi")
    return format_giorni(giorni or 0)


def _say_rimedio(contratto: Contratto, fine: DataIncerta, oggi: date, attesa: Attesa | None) -> str:
    agire = _say_agire(fine, oggi, attesa)
    aperta = next((o for o in contratto.opzioni if o.stato == "aperta"), None)
    if aperta is None:
        return agire
    fino_a = extend(fine, aperta)
    durata = f" fino al {format_giorno(fino_a.primo)}" if fino_a.is_certa else f" (fine: {format_data(fino_a)})"
    come = "da affidare di nuovo" if aperta.tipo == "ripetizione" else "da esercitare prima della scadenza"
    return f"c'è {_APERTA[aperta.tipo]}{durata}, {come}; altrimenti {agire}"


def _say_agire(fine: DataIncerta, oggi: date, attesa: Attesa | None) -> str:
    dopo = fine.primo + UN_GIORNO
    quando = "al più presto" if fine.primo < oggi else f"dal {format_giorno(dopo)}"
    if attesa is None:
        return f"affidare il servizio {quando}, anche con un ponte"
    if attesa.in_corso:
        return _say_in_corso(attesa, dopo, quando)
    if attesa.minimo > dopo:
        return f"la gara non fa più in tempo nemmeno ai minimi di legge: avviarla subito, e affidare un ponte {quando}"
    if attesa.probabile > dopo:
        scoperti = format_giorni((attesa.probabile - dopo).days)
        return f"avviare subito la gara, e preparare un ponte {quando}: {_say_tempi(attesa)} il vuoto è di {scoperti}"
    margine = (dopo - attesa.probabile).days
    return f"avviare la gara: {_say_tempi(attesa)} il margine è di {format_giorni(margine)}"


def _say_in_corso(attesa: Attesa, dopo: date, quando: str) -> str:
    """Che cosa fare se il bando è già fuori."""
    if attesa.probabile <= dopo:
        return f"seguire la gara in corso: {_say_tempi(attesa)} il margine è di {format_giorni((dopo - attesa.probabile).days)}"
    scoperti = format_giorni((attesa.probabile - dopo).days)
    return f"preparare un ponte {quando}, in attesa della gara in corso: {_say_tempi(attesa)} il vuoto è di {scoperti}"
