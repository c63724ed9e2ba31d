"""Il programma degli acquisti (schede A–C del biennale, G–I del triennale): ogni acquisto è uno scenario, mai un contratto.

Fonte: D.lgs. 36/2023, art. 37 e allegato I.5; D.M. 14/2018, allegato II. I costi delle schede sono con l'IVA.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from ldq_planner.engine.cui import FORMA_CUI
from ldq_planner.loading.importazione.giorni import ASSENTI, read_giorno
from ldq_planner.loading.importazione.grezzo import SCENARIO
from ldq_planner.loading.importazione.importi import read_importo
from ldq_planner.loading.importazione.testi import clean_testo, free_testo, join_note, normalize_nome
from ldq_planner.model.base import (
    FORMA_ANNO,
    FORMA_CIG,
    FORMA_CPV,
    FORMA_MODIFICA,
    FORMA_NUTS,
    FORMA_PRIORITA,
    FORMA_RICOMPRESO,
    FORMA_TIPO_PRIVATO,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ldq_planner.loading.importazione.grezzo import Grezzo
    from ldq_planner.loading.importazione.istruzioni import Mappa

_CUI = re.compile(r"codiceunicointervento.*|cui\d*|(?:numero|codice)(?:intervento)?cui\d*")
_NOSTRI = {
    "cui": _CUI,
    "inizio": re.compile(r"annualita.*avvio.*"),
    "titolo": re.compile(r"descrizione(?:dell)?acquisto\d*|descrizione\d*"),
    "natura": re.compile(r"settore\d*"),
    "durata_mesi": re.compile(r"duratadelcontratto.*"),
    "importo": re.compile(r"(?:.*costi.*)?totale\d*|importo\d*"),
    "cup": re.compile(r"(?:codice)?cup\d*"),
}
COLONNE = {
    "cpv": re.compile(r"cpv\d*"),
    "nuts": re.compile(r"(?:.*codice)?nuts\d*"),
    "priorita": re.compile(r"livello(?:di)?priorita.*|priorita\d*"),
    "annualita": _NOSTRI["inizio"],
    "ricompreso": re.compile(r"acquistoricompreso.*"),
    "compreso_in": re.compile(r"cuilavoro.*"),
    "lotto_funzionale": re.compile(r"lottofunzionale\d*"),
    "rup": re.compile(r"rup\d*|responsabileunicodel(?:progetto|procedimento)\d*"),
    "nuovo_affidamento": re.compile(r".*nuovoaffidamentodicontrattoinessere.*"),
    "capitale_privato_eur": re.compile(r"(?:.*capitaleprivato\d*)?importo"),
    "capitale_privato_tipo": re.compile(r".*capitaleprivato\d*tipologia.*|tipologiatabella[hb]1bis"),
    "ausa": re.compile(r".*codiceausa\d*"),
    "centrale_committenza": re.compile(r".*denominazione\d*"),
    "cig_accordo_quadro": re.compile(r".*accordoquadro.*"),
    "modifica_programma": re.compile(r"acquistoaggiunto.*"),
}
"""Campo di uno scenario → la colonna della scheda degli acquisti che lo dice com'è."""
_FORME = {
    "annualita": FORMA_ANNO,
    "ricompreso": FORMA_RICOMPRESO,
    "nuts": FORMA_NUTS,
    "cpv": FORMA_CPV,
    "priorita": FORMA_PRIORITA,
    "capitale_privato_tipo": FORMA_TIPO_PRIVATO,
    "cig_accordo_quadro": FORMA_CIG,
    "modifica_programma": FORMA_MODIFICA,
}
_SI_NO = {"si": "sì", "sì": "sì", "no": "no"}
_RUOLO = re.compile(
    r"\b(?:rup|ruolo|uffici?o?|settore|area|direzione|direttore|servizi?o?|dirigente|responsabile|unità|dipartimento|ripartizione|"
    r"sezione|struttura|segreteri[ao]|segretario|funzionari[ao]|funzione|comando|divisione)\b",
    re.IGNORECASE,
)
"""Una parola che dice un ufficio o un ruolo: senza, è il nome di una persona, che nei dati non va."""
_PRIMO_PEZZO = re.compile(r"[\s.,;:()]+|-(?=[a-z])")
_NOMI = {
    "cpv": "CPV",
    "nuts": "NUTS",
    "priorita": "priorità",
    "annualita": "avvio della procedura",
    "ricompreso": "ricompreso",
    "lotto_funzionale": "lotto funzionale",
    "nuovo_affidamento": "nuovo affidamento",
    "capitale_privato_eur": "capitale privato",
    "capitale_privato_tipo": "tipo di capitale privato",
    "cig_accordo_quadro": "CIG dell'accordo quadro",
    "modifica_programma": "modifica del programma",
}
"""Come si dice un codice che non ha la sua forma, nella nota; il RUP no: sarebbe il nome di una persona."""
_A_PAROLE = {"massima": "1", "alta": "1", "media": "2", "minima": "3", "bassa": "3"}
_DA_DIRE = {
    "primo anno": re.compile(r".*primoanno"),
    "secondo anno": re.compile(r".*secondoanno"),
    "terzo anno": re.compile(r".*terzoanno"),
    "anni dopo": re.compile(r".*annualitasuccessiv[ae]"),
}
_NON_DETTA = re.compile(r"\d+|total[ei](?: generali?| complessiv[oi])?:?")
"""Al posto di una descrizione: il numero della colonna, o il nome di una somma."""
_MOTIVO = re.compile(r"motivo.*non.*ripropost.*")
_RISORSE = re.compile(r"tipologi[ae](?:di)?risors[ae].*")


def map_programma(intestazioni: Sequence[str]) -> Mappa:
    """Campo → colonna di una scheda degli acquisti; vuota se la tabella non lo è."""
    trovate = {campo: _find(intestazioni, forma) for campo, forma in _NOSTRI.items()}
    is_scheda = trovate["cui"] and (trovate["inizio"] or _find(intestazioni, _MOTIVO))
    return {campo: colonna for campo, colonna in trovate.items() if colonna} if is_scheda else {}


def is_scheda(intestazioni: Sequence[str]) -> bool:
    """Vero per la scheda degli acquisti (B o H), che dice quando se ne avvia la procedura."""
    return "inizio" in map_programma(intestazioni)


def map_colonne(intestazioni: Sequence[str]) -> dict[str, int]:
    """Campo di uno scenario → il posto della sua colonna; un importo è di un privato se accanto c'è la tipologia."""
    posti = {campo: intestazioni.index(c) for campo, forma in COLONNE.items() if (c := _find(intestazioni, forma))}
    if posti.get("capitale_privato_eur", -1) + 1 != posti.get("capitale_privato_tipo"):
        posti.pop("capitale_privato_eur", None)
    return posti


def name_lette(intestazioni: Sequence[str]) -> dict[str, str]:
    """Colonna → il campo in cui va, fra quelle che si leggono dalla riga com'è scritta; i costi di ogni anno, nella nota."""
    dette = {c: "nota" for forma in _DA_DIRE.values() if (c := _find(intestazioni, forma))}
    return dette | {intestazioni[i]: campo for campo, i in map_colonne(intestazioni).items()}


def is_acquisto(cui: str, descrizione: str) -> bool:
    """Vero se la riga è di un acquisto: ha un CUI o, se il suo è scritto male, una descrizione."""
    detta = descrizione.strip().lower()
    return bool(FORMA_CUI.fullmatch(cui.strip())) or not (detta in ASSENTI or _NON_DETTA.fullmatch(detta))


def is_ruolo(testo: str) -> bool:
    """Vero se dice un ufficio o un ruolo, e non solo il nome di una persona: i dati si pubblicano."""
    return bool(_RUOLO.search(testo))


def is_risorse(intestazioni: Sequence[str]) -> bool:
    """Vero per la scheda delle risorse (A o G), che non ha acquisti."""
    return bool(_find(intestazioni, _RISORSE))


def _find(intestazioni: Sequence[str], forma: re.Pattern[str]) -> str:
    return next((c for c in intestazioni if forma.fullmatch(normalize_nome(c))), "")


def read_programma(intestazioni: Sequence[str], grezzi: Iterator[Grezzo]) -> Iterator[Grezzo]:
    """I record di una tabella con i CUI: chi ha un CUI e non un CIG è un acquisto da fare; chi non è riproposto resta fuori."""
    codici = [*map_colonne(intestazioni).items()]
    dette = [(nome, intestazioni.index(c)) for nome, forma in _DA_DIRE.items() if (c := _find(intestazioni, forma))]
    motivo = _find(intestazioni, _MOTIVO)
    for grezzo in grezzi:
        if grezzo.cui.strip().lower() in ASSENTI or grezzo.cig.strip().lower() not in ASSENTI or grezzo.motivo:
            yield grezzo
        elif motivo:
            yield grezzo.discard("non-riproposto", clean_testo(grezzo.originale[intestazioni.index(motivo)])[:60])
        elif not is_acquisto(grezzo.cui, grezzo.titolo):
            yield grezzo.discard("non-acquisto", clean_testo(grezzo.cui)[:60])
        else:
            yield _make_acquisto(
                grezzo,
                [(campo, free_testo(clean_testo(grezzo.originale[i]))) for campo, i in codici],
                [f"{nome}: {c}" for nome, i in dette if (c := clean_testo(grezzo.originale[i])).lower() not in ASSENTI],
            )


def _make_acquisto(grezzo: Grezzo, scritti: list[tuple[str, str]], dette: list[str]) -> Grezzo:
    """L'acquisto come scenario; un codice che non ha la sua forma resta nella nota, com'è scritto."""
    letti = {campo: read_codice(campo, scritto) for campo, scritto in scritti}
    strani = [
        f"{_NOMI[campo]}: {s}"
        for campo, s in scritti
        if campo in _NOMI and not letti[campo] and s.lower() not in ASSENTI and not is_zero(s)
    ]
    is_anno = bool(read_giorno(grezzo.inizio).iso)
    return grezzo._replace(
        genere=SCENARIO,
        titolo=free_testo(grezzo.titolo),
        id=grezzo.id or f"cui-{clean_testo(grezzo.cui)}",
        inizio=grezzo.inizio if is_anno else "",
        codici=tuple((campo, codice) for campo, codice in letti.items() if codice),
        nota=join_note(*strani, *dette, grezzo.nota),
    )


def read_codice(campo: str, scritto: str) -> str:
    """Ciò che la cella dice, come si scrive nei dati, senza ciò che lo spiega: `1 (massima)`; vuoto se non ne ha la forma."""
    if scritto.lower() in ASSENTI:
        return ""
    primo = _PRIMO_PEZZO.split(scritto.strip())[0]
    if campo in ("lotto_funzionale", "nuovo_affidamento"):
        return _SI_NO.get(primo.lower(), "")
    if campo == "capitale_privato_eur":
        return "" if is_zero(scritto) else read_importo(scritto).testo
    if campo == "rup":
        return scritto if is_ruolo(scritto) else ""
    codice = _A_PAROLE.get(primo.lower(), primo) if campo == "priorita" else primo
    return (codice if _FORME[campo].fullmatch(codice) else "") if campo in _FORME else scritto


def is_zero(scritto: str) -> bool:
    """Vero se è un importo, e nullo: il capitale privato di chi non ne ha."""
    importo = read_importo(scritto).testo
    return bool(importo) and not Decimal(importo)
