"""Le date di una gara rifatte senza il programma: la legge scritta a mano dagli articoli, i giorni in semplici insiemi.

Nulla qui legge `regimi/`, né usa il calendario o l'agenda: se i due conti sono d'accordo, sbagliano tutt'e due o nessuno.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

UN_GIORNO = timedelta(days=1)
PROFILI = ("minimo", "probabile", "massimo")

# ——— i giorni

LUNEDI_DELL_ANGELO = (
    "2016-03-28 2017-04-17 2018-04-02 2019-04-22 2020-04-13 2021-04-05 2022-04-18 2023-04-10 2024-04-01 2025-04-21 "
    "2026-04-06 2027-03-29 2028-04-17 2029-04-02 2030-04-22 2031-04-14 2032-03-29 2033-04-18 2034-04-10 2035-03-26"
)
FISSI = ((1, 1), (1, 6), (4, 25), (5, 1), (6, 2), (8, 15), (11, 1), (12, 8), (12, 25), (12, 26))
ANNI = range(2015, 2036)
FESTE = (
    {date(anno, mese, giorno) for anno in ANNI for mese, giorno in FISSI}
    | {date(anno, 10, 4) for anno in ANNI if anno >= 2026}
    | {date.fromisoformat(g) for g in LUNEDI_DELL_ANGELO.split()}
)
TUTTI = [date(2015, 1, 1) + n * UN_GIORNO for n in range(21 * 366)]
RIPOSO = FESTE | {g for g in TUTTI if g.isoweekday() in {6, 7}}
FERIALI = [g for g in TUTTI if g.isoweekday() != 7 and g not in FESTE]
"""Anche il sabato (Cass. 5114/2009)."""


def roll(giorno: date) -> date:
    """Il primo giorno fuori dall'insieme dei giorni di riposo."""
    return next(g for n in range(30) if (g := giorno + n * UN_GIORNO) not in RIPOSO)


def count_giorni(evento: date, giorni: int) -> date:
    """Un termine di legge in giorni: l'evento escluso, almeno due giorni lavorativi, rinviato se cade in un riposo."""
    fine = roll(evento + giorni * UN_GIORNO)
    if giorni < 2:
        return fine
    primo = roll(evento + UN_GIORNO)
    return max(fine, roll(primo + UN_GIORNO))


def count_mesi(evento: date, mesi: int) -> date:
    """Un termine di legge in mesi: lo stesso numero, o l'ultimo giorno del mese; poi rinviato."""
    anno, mese = divmod(evento.year * 12 + evento.month - 1 + mesi, 12)
    ultimo = (date(anno + (mese + 1) // 12, (mese + 1) % 12 + 1, 1) - UN_GIORNO).day
    return roll(date(anno, mese + 1, min(evento.day, ultimo)))


# ——— la legge, dagli articoli

SU_AVVISO = {"avviso-preinformazione", "invito-su-avviso"}
FUORI_CODICE = {"co-progettazione", "co-programmazione", "convenzione", "contributi", "in-house"}
SENZA_ATTESA = FUORI_CODICE | {"affidamento-diretto", "contratto-applicativo", "ripetizione"}
"""Artt. 18 c. 3 a) e b) e 55: un'offerta sola, un contratto di un accordo quadro, un affidamento diretto."""
CON_BANDO = {"aperta", "ristretta", "competitiva", "accordo-quadro", "avviso-preinformazione"}
MESI_DEL_DECRETO = {
    "aperta": 6,
    "accordo-quadro": 6,
    "ristretta": 6,
    "competitiva": 6,
    "negoziata": 4,
    "affidamento-diretto": 2,
}
"""D.L. 76/2020, artt. 1 c. 1 e 2 c. 1, dall'adozione dell'atto di avvio."""
MESI_DELL_ALLEGATO = {
    "aperta": ("pubblicazione", 9),
    "accordo-quadro": ("pubblicazione", 9),
    "ristretta": ("pubblicazione", 10),
    "competitiva": ("pubblicazione", 7),
    "avviso-preinformazione": ("selezione", 10),
    "invito-su-avviso": ("selezione", 10),
    "negoziata": ("invio_bando", 4),
    "ripetizione": ("invio_bando", 4),
}
"""D.Lgs. 36/2023, Allegato I.3."""


class Gara(NamedTuple):
    """Come la si immagina; `netto` in euro senza IVA, `None` se non lo si dice; `fissate` in giorni, fase per fase."""

    procedura: str = "aperta"
    profilo: str = "probabile"
    casi: tuple[str, ...] = ("elettronica",)
    netto: int | None = None
    servizio: str = "sociale"
    fissate: Mapping[str, int] = {}


def name_codice(giorno: date) -> str:
    """La legge dei bandi pubblicati quel giorno."""
    for dal, nome in ((date(2024, 12, 31), "correttivo"), (date(2023, 7, 1), "nuovo"), (date(2020, 7, 17), "decreto")):
        if giorno >= dal:
            return nome
    return "vecchio"


def is_vecchio(giorno: date) -> bool:
    """D.Lgs. 50/2016, con o senza il D.L. 76/2020."""
    return name_codice(giorno) in {"vecchio", "decreto"}


def find_soglia(servizio: str, giorno: date) -> int | None:
    """La soglia europea: 750.000 per i servizi sociali, per gli altri secondo il biennio."""
    if servizio == "sociale":
        return 750_000
    bienni = {2016: 209_000, 2018: 221_000, 2020: 214_000, 2022: 215_000, 2024: 221_000, 2026: 216_000}
    return bienni.get(giorno.year - giorno.year % 2)


def is_sotto(gara: Gara, giorno: date) -> bool:
    """Sotto soglia: per il valore, o perché la procedura c'è solo lì."""
    if gara.procedura in {"negoziata", "affidamento-diretto"}:
        return True
    soglia = find_soglia(gara.servizio, giorno)
    return gara.netto is not None and soglia is not None and gara.netto < soglia


def find_offerte(gara: Gara, giorno: date) -> int:
    """Artt. 60 e 71: i giorni per le offerte della procedura aperta, dall'invio del bando."""
    if {"urgenza", "preinformazione"} & set(gara.casi):
        return 15
    return 35 if is_vecchio(giorno) and "elettronica" not in gara.casi else 30


def find_offerte_invitati(gara: Gara, giorno: date) -> int:
    """Artt. 61-62 e 72-73: i giorni per le offerte di chi è invitato, dall'invito."""
    ridotti = {"urgenza"} if gara.procedura in SU_AVVISO else {"urgenza", "preinformazione"}
    if ridotti & set(gara.casi):
        return 10
    return 25 if gara.procedura == "competitiva" and not is_vecchio(giorno) else 30


def end_domande(gara: Gara, fatti: dict[str, date], prima: date, giorno: date) -> date:
    """Artt. 61-62, 72-73: quando scadono le domande, o le conferme dell'interesse che seguono un avviso."""
    if gara.procedura in SU_AVVISO:
        return count_giorni(prima, 30)
    is_breve = gara.procedura == "competitiva" and date(2023, 7, 1) <= giorno <= date(2023, 11, 28)
    if "urgenza" not in gara.casi or is_breve:
        return count_giorni(fatti["invio_bando"], 10 if is_breve else 30)
    return count_giorni(fatti["invio_bando" if is_vecchio(giorno) else "pubblicazione"], 15)


def find_attesa(gara: Gara, giorno: date) -> int | None:
    """Artt. 32 c. 9-10, 18 c. 3, 55 c. 2: i giorni prima della stipula; `None` dove la fase non c'è."""
    if gara.procedura in SENZA_ATTESA:
        return None
    if is_vecchio(giorno):
        return 0 if gara.procedura == "negoziata" and name_codice(giorno) == "vecchio" else 35
    if is_sotto(gara, giorno):
        return 0
    return 35 if name_codice(giorno) == "nuovo" else 32


def find_stipula(gara: Gara, giorno: date) -> int | None:
    """Artt. 32 c. 8, 18 c. 2, 55 c. 1: i giorni dall'aggiudicazione alla stipula, al più; salvo un ricorso."""
    if gara.procedura in FUORI_CODICE | {"contratto-applicativo"} or "ricorso" in gara.casi:
        return None
    return 30 if not is_vecchio(giorno) and is_sotto(gara, giorno) else 60


def end_aggiudicazione(gara: Gara, fatti: dict[str, date], giorno: date) -> date | None:
    """D.L. 76/2020, artt. 1-2, dall'adozione della determina; Allegato I.3, dal bando o dagli inviti."""
    codice = name_codice(giorno)
    if codice == "decreto":
        mesi = MESI_DEL_DECRETO.get(gara.procedura)
        return count_mesi(fatti["decisione_contrarre"], mesi) if mesi else None
    if codice == "vecchio" or gara.procedura not in MESI_DELL_ALLEGATO:
        return None
    da, mesi = MESI_DELL_ALLEGATO[gara.procedura]
    return count_mesi(fatti[da], mesi) if da in fatti else None


# ——— le stime: minimo zero, probabile, massimo

GIUNTA: dict[str, tuple[int, int]] = {"indirizzo": (20, 45)}
DETERMINA: dict[str, tuple[int, int]] = {"decisione_contrarre": (15, 40)}
PREPARAZIONE: dict[str, dict[str, tuple[int, int]]] = {
    "affidamento-diretto": {"progettazione": (15, 30), "decisione_contrarre": (0, 0)},
    "contratto-applicativo": {"decisione_contrarre": (5, 15)},
    "invito-su-avviso": DETERMINA,
    "ripetizione": {"progettazione": (15, 30), **DETERMINA},
    "co-programmazione": {**GIUNTA, "avviso_programmazione": (30, 60), "tavolo_programmazione": (60, 120), **DETERMINA},
    "convenzione": {**GIUNTA, **DETERMINA},
    "contributi": {**GIUNTA, **DETERMINA},
    "in-house": {"progettazione": (45, 120), **GIUNTA},
}
COMUNE = {"progettazione": (45, 120), **GIUNTA, **DETERMINA}
ESAME = {
    "ammissione": (20, 60),
    "valutazione": (50, 150),
    "anomalia": (10, 45),
    "verifica_requisiti": (30, 75),
    "aggiudicazione": (10, 25),
}
A_INVITO = {"ricezione_domande": (0, 0), "selezione": (20, 45), "ricezione_offerte": (0, 0)}
TERZO_SETTORE = {"ricezione_offerte": (45, 90), "valutazione": (40, 120)}
DOPO: dict[str, dict[str, tuple[int, int]]] = {
    "aperta": {"ricezione_offerte": (40, 60), **ESAME},
    "accordo-quadro": {"ricezione_offerte": (40, 60), **ESAME},
    "ristretta": {**A_INVITO, **ESAME},
    "competitiva": {**A_INVITO, "negoziazione": (30, 60), **ESAME},
    "avviso-preinformazione": {"manifestazioni": (35, 60), **A_INVITO, **ESAME},
    "invito-su-avviso": {**A_INVITO, **ESAME},
    "contratto-applicativo": {"ricezione_offerte": (5, 15), "aggiudicazione": (5, 10)},
    "ripetizione": {"ricezione_offerte": (10, 20), "verifica_requisiti": (15, 40), "aggiudicazione": (10, 25)},
    "negoziata": {"ricezione_offerte": (15, 30), **ESAME},
    "affidamento-diretto": {"ricezione_offerte": (15, 30), "verifica_requisiti": (10, 30), "aggiudicazione": (10, 25)},
    "co-progettazione": {**TERZO_SETTORE, "tavolo": (90, 150)},
    "co-programmazione": {**TERZO_SETTORE, "tavolo": (90, 150)},
    "convenzione": {**TERZO_SETTORE, "valutazione": (30, 60), "aggiudicazione": (10, 25)},
    "contributi": {**TERZO_SETTORE, "aggiudicazione": (10, 25)},
    "in-house": {"ricezione_offerte": (15, 30), "valutazione": (20, 45), "aggiudicazione": (15, 40)},
}
STIPULA = {
    "affidamento-diretto": (10, 30),
    "contratto-applicativo": (5, 10),
    "co-progettazione": (20, 45),
    "co-programmazione": (20, 45),
    "convenzione": (20, 45),
    "contributi": (15, 30),
}


def pick(gara: Gara, fase: str, stima: tuple[int, int]) -> int:
    """I giorni fissati per la fase, o stimati nel profilo."""
    return gara.fissate.get(fase, (0, *stima)[PROFILI.index(gara.profilo)])


def add(giorno: date, giorni: int) -> date:
    """Una durata che non è di legge: rinviata, se cade in un riposo."""
    return roll(giorno + giorni * UN_GIORNO) if giorni else giorno


# ——— in avanti


def prepare(gara: Gara, inizio: date) -> dict[str, date]:
    """La fine di ogni passo della preparazione, se comincia quel giorno; l'ultimo è il giorno dell'invio."""
    giorno, fatti = roll(inizio), {}
    for fase, stima in PREPARAZIONE.get(gara.procedura, COMUNE).items():
        giorno = fatti[fase] = add(giorno, pick(gara, fase, stima))
    return fatti


def prepare_indietro(gara: Gara, invio: date) -> dict[str, date]:
    """La preparazione che comincia l'ultimo giorno con cui si può inviare quel giorno: provati uno per uno."""
    giorno, fatti = invio, {}
    for fase, stima in reversed(PREPARAZIONE.get(gara.procedura, COMUNE).items()):
        giorni, inizio = pick(gara, fase, stima), giorno
        while inizio in RIPOSO or add(inizio, giorni) > giorno:
            inizio -= UN_GIORNO
        fatti[fase], giorno = add(inizio, giorni), inizio
    return {"inizio": giorno, **dict(reversed(fatti.items()))}


def publish(gara: Gara, invio: date) -> date:
    """Il giorno di pubblicazione: al più, quello della legge del giorno dell'invio (artt. 225 e Dir. 2014/24, 51)."""
    if gara.procedura not in CON_BANDO or gara.profilo == "minimo":
        return invio
    if gara.profilo == "probabile":
        return roll(invio + 2 * UN_GIORNO)
    if date(2023, 7, 1) <= invio <= date(2023, 12, 31):
        sesto = [g for g in FERIALI if invio < g < invio + 20 * UN_GIORNO][5]
        return max(roll(sesto), count_giorni(invio, 2))
    return count_giorni(invio, 5)


def end_minima(gara: Gara, fase: str, fatti: dict[str, date], prima: date, legge: date) -> date | None:
    """Il termine di legge per le domande e le offerte, dove la legge lo dà; `prima` è la fine del passo che precede."""
    if fase == "ricezione_domande":
        return end_domande(gara, fatti, prima, legge)
    if fase != "ricezione_offerte":
        return None
    if gara.procedura in {"aperta", "accordo-quadro"}:
        return count_giorni(fatti["invio_bando"], find_offerte(gara, legge))
    return count_giorni(prima, find_offerte_invitati(gara, legge)) if "selezione" in fatti else None


def run(gara: Gara, fatti: dict[str, date], invio: date) -> dict[str, date]:
    """La fine di ogni passo, dall'invio al primo giorno di servizio (`avvio`)."""
    fatti = {**fatti, "invio_bando": invio, "pubblicazione": publish(gara, invio)}
    legge, giorno = fatti["pubblicazione"], invio
    for fase, stima in DOPO[gara.procedura].items():
        al_piu = None
        if gara.profilo == "massimo" and "aggiudicazione" not in gara.fissate:
            al_piu = end_aggiudicazione(gara, fatti, legge)
        minima = end_minima(gara, fase, fatti, giorno, legge)
        fine = add(giorno, pick(gara, fase, stima))
        if minima is not None:
            giorno = fatti[fase] = max(fine, minima)
        elif al_piu is None or fase in gara.fissate:
            giorno = fatti[fase] = fine
        else:
            giorno = fatti[fase] = max(giorno, al_piu if fase == "aggiudicazione" else min(fine, al_piu))
    return _close(gara, fatti, legge, giorno)


def _close(gara: Gara, fatti: dict[str, date], legge: date, giorno: date) -> dict[str, date]:
    """Comunicazioni, attesa, ricorso (artt. 32 c. 11, 18 c. 4), stipula, avvio."""
    attesa = find_attesa(gara, legge)
    presto = giorno
    if attesa is not None:
        if gara.profilo == "massimo" and "comunicazioni" not in gara.fissate:
            giorno = fatti["comunicazioni"] = count_giorni(fatti["aggiudicazione"], 5)
        else:
            giorno = fatti["comunicazioni"] = add(giorno, pick(gara, "comunicazioni", (2, 5)))
        fissati = add(giorno, gara.fissate.get("standstill", 0))
        presto = giorno = fatti["standstill"] = max(fissati, count_giorni(giorno, attesa))
    if "ricorso" in gara.casi:
        fissati = add(giorno, pick(gara, "sospensione", (45, 90)))
        presto = giorno = fatti["sospensione"] = max(fissati, count_giorni(giorno, 20))
    presto = roll(presto + UN_GIORNO)
    al_piu = find_stipula(gara, legge)
    if gara.profilo == "massimo" and al_piu is not None and "stipula" not in gara.fissate:
        stipula = count_giorni(fatti["aggiudicazione"], al_piu)
    else:
        stipula = add(giorno, pick(gara, "stipula", STIPULA.get(gara.procedura, (15, 45))))
    fatti["stipula"] = max(presto, stipula)
    pronto = fatti["aggiudicazione" if "esecuzione-anticipata" in gara.casi else "stipula"]
    if gara.procedura == "accordo-quadro":
        fatti["contratto_applicativo"] = add(fatti["stipula"], pick(gara, "contratto_applicativo", (20, 30)))
        pronto = fatti["contratto_applicativo"] if "esecuzione-anticipata" not in gara.casi else pronto
    fatti["avvio"] = pronto + max(1, pick(gara, "avvio", (10, 30))) * UN_GIORNO
    return fatti


def forward_da(gara: Gara, inizio: date) -> dict[str, date]:
    """Le date, se la preparazione comincia quel giorno."""
    fatti = prepare(gara, inizio)
    return run(gara, fatti, list(fatti.values())[-1])


def forward_invio(gara: Gara, invio: date) -> dict[str, date]:
    """Le date, se il bando parte quel giorno; la preparazione comincia al più tardi (`inizio`)."""
    return run(gara, prepare_indietro(gara, invio), invio)


# ——— all'indietro


def backward(gara: Gara, servizio_dal: date, da: date) -> date | None:
    """L'ultimo giorno d'invio, non prima di `da`, con cui il servizio comincia in tempo: provati uno per uno."""
    giorno = servizio_dal
    while giorno >= da:
        if giorno not in RIPOSO and forward_invio(gara, giorno)["avvio"] <= servizio_dal:
            return giorno
        giorno -= UN_GIORNO
    return None
