"""Da un record grezzo a un contratto, o a uno scenario, con i nostri campi; ciò che non torna si conta, mai si ripara."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ldq_planner.dates.incerta import NON_NOTO
from ldq_planner.loading.importazione.conteggi import CHE_COSA, MOTIVI, Conteggi
from ldq_planner.loading.importazione.giorni import ASSENTI, SENZA_FINE, read_giorno
from ldq_planner.loading.importazione.grezzo import SCARTO, SCENARIO
from ldq_planner.loading.importazione.identita import Firma, Gruppi, Identita, make_base
from ldq_planner.loading.importazione.importi import read_importo
from ldq_planner.loading.importazione.testi import clean_testo
from ldq_planner.model.base import MAX_GIORNI, MAX_MESI
from ldq_planner.model.importazione import Scarto

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ldq_planner.loading.importazione.giorni import GiornoLetto
    from ldq_planner.loading.importazione.grezzo import Fonte, Grezzo

Voce = dict[str, Any]

_CIG = re.compile(r"[A-Z0-9]{10}", re.ASCII)
_NULLO = "0000000000"
_EURO = frozenset(("", "EUR", "EURO", "€"))
_DURATA = re.compile(r"(\d{1,6})(?:[.,]0+)?\s*([a-zàè]*)\.?", re.IGNORECASE)
_UNITA = {"g": "giorni", "d": "giorni", "m": "mesi", "a": "anni", "y": "anni"}
MAX_RINNOVI = 10
ANNULLATI = re.compile(r"annullat|cancel|revocat|withdrawn|ritirat", re.IGNORECASE)
DESERTI = re.compile(r"desert|non aggiudicat|senza esito|unsuccessful|proposta di aggiudicazione annullata", re.IGNORECASE)


class Normalizzatore:
    """Porta i record di una fonte nei nostri campi, e tiene i conti."""

    def __init__(self, identita: Identita, gruppi: Gruppi, take_scarto: Callable[[Scarto], None]) -> None:
        """`take_scarto` riceve ogni riga lasciata fuori."""
        self.particolarita = Conteggi(CHE_COSA)
        self.scarti = Conteggi(MOTIVI)
        self.certi = 0
        self._identita = identita
        self._gruppi = gruppi
        self._take_scarto = take_scarto
        self._cig: dict[str, int] = {}
        self._scenari = Identita()

    def start_file(self, nome: str) -> None:
        """Da qui i posti che si mostrano sono di questo file; vuoto se è il solo."""
        self.particolarita.file = self.scarti.file = f"{nome}, " if nome else ""

    def restart(self, voci: Iterable[tuple[str, Firma]]) -> None:
        """Prima di un altro file: un contratto già visto torna aggiornato, e un CIG già visto non è ripetuto."""
        self._identita.restart(voci)
        self._scenari = Identita()
        self._cig = {}

    def add(self, g: Grezzo, fonte: Fonte) -> tuple[str, Voce] | None:
        """Il genere e la voce; `None` se la riga resta fuori, o aspetta di sapere il suo id."""
        if g.genere == SCARTO:
            codice, _, frase = g.motivo.partition("|")
            return self._refuse(g, fonte, codice, frase)
        add = self.particolarita.add
        inizio, fine = read_giorno(g.inizio), read_giorno(g.fine)
        cig = self._read_cig(g)
        guasto = self._check_date(g, inizio, fine)
        if guasto:
            return self._refuse(g, fonte, *guasto)
        giorni, mesi = self._read_durate(g)
        massima = read_giorno(g.fine_massima) if g.fine_massima else None
        is_scenario = g.genere == SCENARIO
        if not (inizio.iso or fine.iso or giorni or mesi or is_scenario or (massima and massima.iso)):
            return self._refuse(g, fonte, "nessuna-data", "né inizio, né fine, né durata")
        if inizio.iso and fine.iso:
            self.certi += not is_scenario
        gruppo, titolo = clean_testo(g.gruppo), clean_testo(g.titolo)
        if not gruppo:
            add("gruppo-vuoto", g.posto)
        if not titolo:
            add("titolo-vuoto", g.posto)
            titolo = "senza oggetto"
        importo, nota = self._read_importo(g)
        voce: Voce = {"id": "", "quartieri": [self._gruppi.find(gruppo)]}
        if is_scenario:
            return self._build_scenario(g, fonte, voce, (titolo, inizio, fine, giorni, mesi, nota))
        voce["tipo"] = "appalto-di-servizi" if g.natura[:6].lower() in ("serviz", "servic") else "affidamento"
        voce["titolo"] = titolo
        if g.procedura:
            voce["base_giuridica"] = clean_testo(g.procedura)
        affidatari = g.affidatari or ((g.affidatario, "singolo"),)
        if affidatari[0][0]:
            voce["affidatari"] = [
                {"nome": nome} if ruolo == "singolo" else {"nome": nome, "ruolo": ruolo}
                for nome, ruolo in ((clean_testo(n), r) for n, r in affidatari)
                if nome
            ]
        voce["cig"] = cig or NON_NOTO
        if g.cup and (cup := clean_testo(g.cup)):
            voce["cup"] = cup
        if g.cui and (cui := clean_testo(g.cui)):
            voce["cui"] = cui
        voce["inizio"] = inizio.iso or NON_NOTO
        if mesi:
            voce["durata_mesi"] = mesi
        if giorni:
            voce["durata_giorni"] = giorni
        if fine.iso or not (giorni or mesi):
            voce["scadenza_base"] = fine.iso or NON_NOTO
        if g.origine:
            voce["origine_date"] = g.origine
            if g.origine != "contratto":
                add(f"periodo-da-{g.origine}", g.posto)
        detta = f"{fonte.descrizione}, {g.riferimento}" if g.riferimento else fonte.descrizione
        opzioni = self._list_opzioni(g, fine, massima, detta) if massima or g.rinnovi else None
        if opzioni:
            voce["opzioni"] = opzioni
        voce["importo_eur"] = importo or NON_NOTO
        voce["iva"] = NON_NOTO
        testo = "; ".join(filter(None, (nota, clean_testo(g.nota)))) if nota or g.nota else ""
        if testo:
            voce["nota"] = testo
        voce["fonte"] = detta
        base = make_base(cig, g.id, gruppo, titolo)
        return ("contratto", voce) if self._identita.assign(base, Firma(titolo, inizio.iso, fine.iso), voce) else None

    # ——— date e durate

    def _check_date(self, g: Grezzo, inizio: GiornoLetto, fine: GiornoLetto) -> tuple[str, str] | None:
        """Ciò che delle date è particolare; il motivo per cui la riga resta fuori, se ce n'è uno."""
        add = self.particolarita.add
        for data in (inizio, fine):
            if data.con_fuso:
                add("data-con-fuso", g.posto)
            elif data.seriale:
                add("data-seriale", g.posto)
        problema = inizio.problema or fine.problema
        if problema:
            sbagliata = g.inizio if inizio.problema else g.fine
            return problema, f"«{clean_testo(sbagliata)[:40]}»"
        if not inizio.iso:
            add("inizio-mancante", g.posto)
        if not fine.iso:
            add("fine-mancante", g.posto)
            return None
        if fine.iso == SENZA_FINE:
            add("senza-fine", g.posto)
        if not inizio.iso or inizio.iso < fine.iso:
            return None
        if inizio.iso == fine.iso:
            add("un-giorno-solo", g.posto)
            return None
        return "fine-prima-dell-inizio", f"dal {inizio.iso} al {fine.iso}"

    def _read_durate(self, g: Grezzo) -> tuple[int, int]:
        """Giorni e mesi di durata, come li scrive la fonte; 0 se non li dice."""
        giorni = mesi = 0
        for testo, unita in ((g.durata_giorni, "giorni"), (g.durata_mesi, "mesi"), (g.durata, "")):
            if not testo or testo.lower() in ASSENTI:
                continue
            quanti, quale = read_durata(testo, unita)
            if quanti < 0:
                self.particolarita.add("durata-illeggibile", g.posto, clean_testo(testo)[:30])
            elif quanti > (MAX_GIORNI if quale == "giorni" else MAX_MESI):
                self.particolarita.add("durata-non-plausibile", g.posto, clean_testo(testo)[:30])
            elif quale == "giorni":
                giorni = quanti
            else:
                mesi = quanti
        if giorni:
            forse = guess_mesi(giorni)
            detto = f", forse {forse} mesi" if forse else ""
            self.particolarita.add("durata-in-giorni", g.posto, f"{giorni} giorni{detto}")
        return giorni, mesi

    def _list_opzioni(self, g: Grezzo, fine: GiornoLetto, massima: GiornoLetto | None, fonte: str) -> list[Voce]:
        """I rinnovi previsti e la fine massima, da decidere: mai una fine."""
        opzioni: list[Voce] = []
        quanti = count_rinnovi(g.rinnovi)
        for _ in range(min(quanti, MAX_RINNOVI)):
            opzioni.append({"tipo": "rinnovo", "stato": "aperta", "scadenza": NON_NOTO, "fonte": fonte})
        if quanti:
            self.particolarita.add("rinnovi", g.posto, str(quanti))
        if massima is None or not massima.iso:
            return opzioni
        if fine.iso and massima.iso <= fine.iso:
            if massima.iso < fine.iso:
                self.particolarita.add("fine-massima-prima", g.posto, f"{massima.iso}, prima di {fine.iso}")
            return opzioni
        self.particolarita.add("fine-massima", g.posto)
        if opzioni:
            opzioni[-1]["scadenza"] = massima.iso
            return opzioni
        return [{"tipo": "proroga", "stato": "aperta", "scadenza": massima.iso, "fonte": fonte}]

    # ——— codici e importi

    def _read_cig(self, g: Grezzo) -> str:
        """Il CIG, se c'è e ha la sua forma."""
        cig = g.cig.strip().upper()
        if not cig or cig.lower() in ASSENTI:
            return ""
        if cig == _NULLO or not cig.strip("0"):
            self.particolarita.add("cig-nullo", g.posto)
            return ""
        if not _CIG.fullmatch(cig):
            self.particolarita.add("cig-non-ammesso", g.posto, clean_testo(cig)[:30])
            return ""
        conto = self._cig.get(cig, 0)
        self._cig[cig] = conto + 1
        if conto == 1:
            self.particolarita.add("cig-ripetuto", g.posto, cig)
        return cig

    def _read_importo(self, g: Grezzo) -> tuple[str, str]:
        """L'importo in euro, vuoto se non è noto; e ciò che se ne deve dire."""
        letto = read_importo(g.importo)
        if letto.problema:
            self.particolarita.add(letto.problema, g.posto, clean_testo(g.importo)[:30])
        elif not letto.testo:
            return "", ""
        elif not letto.testo.strip("0."):
            self.particolarita.add("importo-zero", g.posto)
        if g.valuta and g.valuta.strip().upper() not in _EURO:
            self.particolarita.add("valuta-diversa", g.posto)
            return "", f"importo: {letto.testo or clean_testo(g.importo)} {clean_testo(g.valuta)}"
        nota = f"importo com'è scritto: {clean_testo(g.importo)[:30]}" if letto.problema and not letto.testo else ""
        return letto.testo, nota

    # ——— scenari e scarti

    def _build_scenario(self, g: Grezzo, fonte: Fonte, voce: Voce, letto: tuple[Any, ...]) -> tuple[str, Voce]:
        titolo, inizio, fine, giorni, mesi, nota = letto
        voce = {"id": "", "nome": titolo, "tipo": "gara", "quartieri": voce["quartieri"], "inizio": inizio.iso or NON_NOTO}
        if mesi:
            voce["durata_mesi"] = mesi
        if giorni:
            voce["durata_giorni"] = giorni
        if fine.iso:
            voce["fine"] = fine.iso
        voce["procedura"] = clean_testo(g.procedura) or NON_NOTO
        importo = read_importo(g.importo).testo if g.valuta.strip().upper() in _EURO else ""
        rinnovi = count_rinnovi(g.rinnovi)
        testi = (
            f"importo a base di gara: {importo} euro" if importo else nota,
            f"CIG {g.cig}" if g.cig else "",
            f"rinnovi previsti: {rinnovi}" if rinnovi else "",
            f"fine massima: {read_giorno(g.fine_massima).iso}" if g.fine_massima else "",
            clean_testo(g.nota),
        )
        if detto := "; ".join(filter(None, testi)):
            voce["nota"] = detto
        voce["fonte"] = f"{fonte.descrizione}, {g.riferimento}" if g.riferimento else fonte.descrizione
        cig = g.cig if _CIG.fullmatch(g.cig) and g.cig != _NULLO else ""
        self._scenari.assign(make_base(cig, g.id, g.gruppo, titolo), Firma(titolo, inizio.iso, fine.iso), voce)
        return "scenario", voce

    def _refuse(self, g: Grezzo, fonte: Fonte, codice: str, frase: str) -> None:
        self.scarti.add(codice, g.posto, frase)
        if isinstance(g.originale, list):
            campi = tuple(zip(fonte.intestazioni, map(str, g.originale), strict=False))
        else:
            campi = tuple(g.originale)
        motivo = f"{MOTIVI[codice]}: {frase}" if frase else MOTIVI[codice]
        self._take_scarto(Scarto(fonte.nome, str(g.posto), codice, motivo, campi))


@lru_cache(maxsize=1024)
def read_durata(testo: str, unita: str) -> tuple[int, str]:
    """Quanti e di che cosa: `365.0` in giorni, `36 mesi`, `2 anni` (24 mesi); -1 se non si legge, 0 se non lo dice."""
    trovato = _DURATA.fullmatch(testo.strip())
    if trovato is None:
        return -1, unita
    quale = _UNITA.get(trovato[2][:1].lower(), unita) if trovato[2] else unita
    if not quale:
        return -1, ""
    quanti = int(trovato[1])
    return (quanti * 12, "mesi") if quale == "anni" else (quanti, quale)


def guess_mesi(giorni: int) -> int:
    """I mesi che una durata in giorni nasconde, se si vede: 720 → 24, 730 → 24, 365 → 12, 90 → 3; 0 se non è chiaro."""
    anni, resto = divmod(giorni, 365)
    if anni and resto <= anni // 4:
        return anni * 12
    return giorni // 30 if giorni % 30 == 0 else 0


def count_rinnovi(testo: str) -> int:
    """Quanti rinnovi dice la fonte; 0 se dice zero, o se non dice quanti."""
    testo = testo.strip().removesuffix(".0")
    if testo.isascii() and testo.isdigit():
        return min(int(testo), 1000)
    return 1 if testo.lower() in ("sì", "si", "yes", "true", "y") else 0
