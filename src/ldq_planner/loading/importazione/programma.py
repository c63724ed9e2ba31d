"""Il programma degli acquisti (schede A–C del biennale, G–I del triennale): ogni acquisto è uno scenario, mai un contratto.

Fonte: D.lgs. 36/2023, art. 37 e allegato I.5; D.M. 14/2018, allegato II. I costi delle schede sono con l'IVA.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ldq_planner.loading.importazione.giorni import ASSENTI, read_giorno
from ldq_planner.loading.importazione.grezzo import SCENARIO
from ldq_planner.loading.importazione.testi import clean_testo, join_note, normalize_nome
from ldq_planner.model.base import FORMA_ANNO, FORMA_CPV, FORMA_NUTS, FORMA_PRIORITA

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
_CODICI = {
    "cpv": (re.compile(r"cpv\d*"), FORMA_CPV),
    "nuts": (re.compile(r"(?:.*codice)?nuts\d*"), FORMA_NUTS),
    "priorita": (re.compile(r"livello(?:di)?priorita.*|priorita\d*"), FORMA_PRIORITA),
    "annualita": (_NOSTRI["inizio"], FORMA_ANNO),
}
"""Campo di uno scenario → la colonna che lo dice, e la forma del suo codice."""
_PRIMO_PEZZO = re.compile(r"[\s.,;:()]+|-(?=[a-z])")
_NOMI = {"cpv": "CPV", "nuts": "NUTS", "priorita": "priorità", "annualita": "avvio della procedura"}
_A_PAROLE = {"massima": "1", "alta": "1", "media": "2", "minima": "3", "bassa": "3"}
_DA_DIRE = {
    "primo anno": re.compile(r".*primoanno"),
    "secondo anno": re.compile(r".*secondoanno"),
    "terzo anno": re.compile(r".*terzoanno"),
    "anni dopo": re.compile(r".*annualitasuccessiv[ae]"),
}
_MOTIVO = re.compile(r"motivo.*non.*ripropost.*")
_RISORSE = re.compile(r"tipologi[ae](?:di)?risors[ae].*")


def map_programma(intestazioni: Sequence[str]) -> Mappa:
    """Campo → colonna di una scheda degli acquisti; vuota se la tabella non lo è."""
    trovate = {campo: _find(intestazioni, forma) for campo, forma in _NOSTRI.items()}
    is_scheda = trovate["cui"] and (trovate["inizio"] or _find(intestazioni, _MOTIVO))
    return {campo: colonna for campo, colonna in trovate.items() if colonna} if is_scheda else {}


def is_risorse(intestazioni: Sequence[str]) -> bool:
    """Vero per la scheda delle risorse (A o G), che non ha acquisti."""
    return bool(_find(intestazioni, _RISORSE))


def _find(intestazioni: Sequence[str], forma: re.Pattern[str]) -> str:
    return next((c for c in intestazioni if forma.fullmatch(normalize_nome(c))), "")


def read_programma(intestazioni: Sequence[str], grezzi: Iterator[Grezzo]) -> Iterator[Grezzo]:
    """I record di una tabella con i CUI: chi ha un CUI e non un CIG è un acquisto da fare; chi non è riproposto resta fuori."""
    codici = [(campo, intestazioni.index(c)) for campo, (f, _) in _CODICI.items() if (c := _find(intestazioni, f))]
    dette = [(nome, intestazioni.index(c)) for nome, forma in _DA_DIRE.items() if (c := _find(intestazioni, forma))]
    motivo = _find(intestazioni, _MOTIVO)
    for grezzo in grezzi:
        if grezzo.cui.strip().lower() in ASSENTI or grezzo.cig.strip().lower() not in ASSENTI or grezzo.motivo:
            yield grezzo
        elif motivo:
            yield grezzo.discard("non-riproposto", clean_testo(grezzo.originale[intestazioni.index(motivo)])[:60])
        else:
            yield _make_acquisto(
                grezzo,
                [(campo, clean_testo(grezzo.originale[i])) for campo, i in codici],
                [f"{nome}: {clean_testo(grezzo.originale[i])}" for nome, i in dette if grezzo.originale[i].strip()],
            )


def _make_acquisto(grezzo: Grezzo, scritti: list[tuple[str, str]], dette: list[str]) -> Grezzo:
    """L'acquisto come scenario; un codice che non ha la sua forma resta nella nota, com'è scritto."""
    letti = {campo: read_codice(campo, scritto) for campo, scritto in scritti}
    strani = [f"{_NOMI[campo]}: {s}" for campo, s in scritti if not letti[campo] and s.lower() not in ASSENTI]
    is_anno = bool(read_giorno(grezzo.inizio).iso)
    return grezzo._replace(
        genere=SCENARIO,
        id=grezzo.id or f"cui-{clean_testo(grezzo.cui)}",
        inizio=grezzo.inizio if is_anno else "",
        codici=tuple((campo, codice) for campo, codice in letti.items() if codice),
        nota=join_note(*strani, *dette, grezzo.nota),
    )


def read_codice(campo: str, scritto: str) -> str:
    """Il codice, senza ciò che lo spiega: `1 (massima)`, `90910000-9 Servizi di pulizia`; vuoto se non ne ha la forma."""
    primo = _PRIMO_PEZZO.split(scritto.strip())[0]
    codice = _A_PAROLE.get(primo.lower(), primo) if campo == "priorita" else primo
    return codice if _CODICI[campo][1].fullmatch(codice) else ""
