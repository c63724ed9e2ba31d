"""Da un record grezzo a un record capito, e alla sua voce con un id; ciò che non torna si conta, mai si ripara."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ldq_planner.dates.incerta import NON_NOTO
from ldq_planner.loading.importazione.chiusure import FuoriVigore, close_contratto, find_ultimo
from ldq_planner.loading.importazione.conteggi import CHE_COSA, MOTIVI, Conteggi
from ldq_planner.loading.importazione.giorni import (
    ASSENTI,
    SENZA_FINE,
    count_rinnovi,
    guess_mesi,
    read_durata,
    read_giorno,
)
from ldq_planner.loading.importazione.grezzo import SCARTO, SCENARIO
from ldq_planner.loading.importazione.identita import Firma, Gruppi, Identita, make_base, write_importo
from ldq_planner.loading.importazione.importi import read_importo
from ldq_planner.loading.importazione.stati import Senso, read_stato
from ldq_planner.loading.importazione.testi import clean_nome, clean_testo, join_note
from ldq_planner.loading.importazione.voci import Capito, build_contratto, build_scenario, say_fonte
from ldq_planner.model.base import FORMA_CIG
from ldq_planner.model.importazione import Scarto
from ldq_planner.model.scalari import MAX_GIORNI, MAX_MESI

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ldq_planner.loading.importazione.giorni import GiornoLetto
    from ldq_planner.loading.importazione.grezzo import FonteAperta, Grezzo
    from ldq_planner.loading.importazione.raccolta import Raccolta
    from ldq_planner.loading.importazione.voci import Voce

_NULLO = "0000000000"
_EURO = frozenset(("", "EUR", "EURO", "€"))
MAX_RINNOVI = 10
_SENZA_OGGETTO = "senza oggetto"
_SCARTATI = (Senso.ANNULLATO, Senso.SENZA_ESITO)
_DA_FARE = (Senso.NON_FIRMATO, Senso.PROGRAMMATO)
_CHIUSI = (Senso.FINITO, Senso.SOSPESO)


class Normalizzatore:
    """Porta i record di una fonte nei nostri campi, e tiene i conti."""

    def __init__(
        self, identita: Identita, gruppi: Gruppi, take_scarto: Callable[[Scarto], None], valuta: str, giorno: str
    ) -> None:
        """`take_scarto` riceve ogni riga lasciata fuori; `valuta` e `giorno` sono degli importi e degli stati che non li dicono."""
        self.valuta = valuta
        self.stati_ignoti: Counter[str] = Counter()
        """Gli stati che non si conoscono, e quante volte."""
        self.fuori_vigore: dict[str, FuoriVigore] = {}
        """Id di un contratto che c'era → ciò che la fonte ne dice ora."""
        self._giorno = giorno
        self.valuta_si_dice = False
        self.particolarita = Conteggi(CHE_COSA)
        self.scarti = Conteggi(MOTIVI)
        self.certi = 0
        self._identita = identita
        self._gruppi = gruppi
        self._take_scarto = take_scarto
        self._cig: dict[str, int] = {}
        self._scenari = Identita()

    def start_file(self, nome: str, *, valuta_si_dice: bool) -> None:
        """Da qui i posti che si mostrano sono di questo file, vuoto se è il solo; e se la fonte può dire la valuta."""
        self.valuta_si_dice = valuta_si_dice
        self.particolarita.file = self.scarti.file = nome

    def restart(self, voci: Mapping[str, Firma]) -> None:
        """Prima di un altro file: un contratto già visto torna aggiornato, e un CIG già visto non è ripetuto."""
        self._identita.restart(voci)
        self._scenari = Identita()
        self._cig = {}
        self.fuori_vigore = {}

    def add(self, g: Grezzo, fonte: FonteAperta) -> tuple[str, Voce] | None:
        """Il genere e la voce; `None` se la riga resta fuori, o aspetta di sapere il suo id."""
        if g.genere == SCARTO:
            codice, _, frase = g.motivo.partition("|")
            self._refuse(g, fonte, codice, frase)
            return None
        senso = self._judge_stato(g, fonte) if g.stato else Senso.IN_VIGORE
        if senso in _SCARTATI:
            self._refuse(g, fonte, senso.value, f"stato «{clean_testo(g.stato)[:40]}»")
            return None
        if senso in _DA_FARE and g.genere != SCENARIO:
            self.particolarita.add("stato-non-firmato", g.posto, f"«{clean_testo(g.stato)[:40]}»")
            g = g._replace(genere=SCENARIO, nota=join_note(f"stato nella fonte: {g.stato}", g.nota))
        inizio, fine = read_giorno(g.inizio), read_giorno(g.fine)
        cig = self._read_cig(g)
        guasto = self._check_date(g, inizio, fine)
        if guasto:
            self._refuse(g, fonte, *guasto)
            return None
        giorni, mesi = self._read_durate(g) if g.durata_giorni or g.durata_mesi or g.durata else (0, 0)
        massima = read_giorno(g.fine_massima).iso if g.fine_massima else ""
        is_scenario = g.genere == SCENARIO
        if not (inizio.iso or fine.iso or giorni or mesi or massima or is_scenario):
            self._refuse(g, fonte, "nessuna-data", "")
            return None
        gruppo, titolo = self._read_nomi(g)
        importo, nota = self._read_importo(g)
        capito = Capito(gruppo, titolo, cig, inizio.iso, fine.iso, massima, giorni, mesi, importo, nota)
        base, firma = make_base(cig, g.id, gruppo, titolo), Firma(titolo, inizio.iso, fine.iso, write_importo(importo))
        detta, quartiere = say_fonte(g, fonte), self._gruppi.find(gruppo)
        if is_scenario:
            voce = build_scenario(g, capito, detta, quartiere)
            self._scenari.assign(base, firma, voce)
            return "scenario", voce
        self.certi += inizio.is_intero and fine.is_intero
        if g.origine not in ("", "contratto"):
            self.particolarita.add(f"periodo-da-{g.origine}", g.posto)
        opzioni = self._list_opzioni(g, capito, detta) if massima or g.rinnovi else []
        voce = build_contratto(g, capito, detta, quartiere, opzioni)
        if senso in _CHIUSI and close_contratto(voce, capito, g.stato, senso, self._find_visto(g, fonte)):
            self.particolarita.add(f"stato-{senso}", g.posto, f"«{clean_testo(g.stato)[:40]}»")
        return ("contratto", voce) if self._identita.assign(base, firma, voce) else None

    def collect(self, voce: Voce, raccolta: Raccolta) -> None:
        """Il contratto fra gli altri; o, se è un altro affidatario di uno che c'è, insieme a quello."""
        if "affidatari" in voce and raccolta.join(voce, self._identita.find_base(voce["id"])):
            self.particolarita.add("affidatari-uniti", voce["cig"] if voce["cig"] != NON_NOTO else voce["titolo"][:40])
            self.certi -= all(read_giorno(str(voce.get(campo, ""))).is_intero for campo in ("inizio", "scadenza_base"))
        else:
            raccolta.add(voce)

    # ——— stati

    def _judge_stato(self, g: Grezzo, fonte: FonteAperta) -> Senso:
        """Il senso dello stato; ciò che non è in vigore, e i dati hanno già, si segna."""
        senso = read_stato(g.stato)
        if g.genere == SCENARIO:
            return senso if senso in _SCARTATI else Senso.IN_VIGORE
        if senso == Senso.IGNOTO:
            detto = clean_testo(g.stato)[:40]
            self.stati_ignoti[detto] += 1
            self.particolarita.add("stato-ignoto", g.posto, f"«{detto}»")
        ultimo, _ = find_ultimo(g.stato, self._find_visto(g, fonte))
        inizio = read_giorno(g.inizio).iso
        if senso in _CHIUSI and ultimo < inizio[: len(ultimo)]:  # non è mai cominciato
            senso = Senso.ANNULLATO if senso == Senso.FINITO else Senso.NON_FIRMATO
        if senso in _SCARTATI or senso in _DA_FARE:
            self._mark_fuori(g, ultimo)
        return senso

    def _mark_fuori(self, g: Grezzo, ultimo: str) -> None:
        """Un contratto che i dati hanno, e che la fonte non dice più in vigore."""
        gruppo, titolo, cig = clean_nome(g.gruppo), clean_testo(g.titolo), g.cig.strip().upper()
        base = make_base(
            cig if FORMA_CIG.fullmatch(cig) and cig.strip("0") else "", g.id, gruppo, titolo or _SENZA_OGGETTO
        )
        firma = Firma(titolo or _SENZA_OGGETTO, read_giorno(g.inizio).iso, read_giorno(g.fine).iso)
        if id_ := self._identita.find_precedente(base, firma):
            self.fuori_vigore[id_] = FuoriVigore(ultimo, clean_testo(g.stato)[:60])

    def _find_visto(self, g: Grezzo, fonte: FonteAperta) -> str:
        """L'ultimo giorno in cui ciò che è finito può essere stato in vigore: quello del rilascio che lo dice, la vigilia di un elenco."""
        if g.visto:
            return g.visto
        giorno = read_giorno(fonte.aggiornato_al)
        return (date.fromisoformat(giorno.iso if giorno.is_intero else self._giorno) - timedelta(days=1)).isoformat()

    def _read_nomi(self, g: Grezzo) -> tuple[str, str]:
        """Il gruppo e l'oggetto, su una riga."""
        gruppo, titolo = clean_nome(g.gruppo), clean_testo(g.titolo)
        if not gruppo:
            self.particolarita.add("gruppo-vuoto", g.posto)
        if not titolo:
            self.particolarita.add("titolo-vuoto", g.posto)
        return gruppo, titolo or _SENZA_OGGETTO

    # ——— date e durate

    def _check_date(self, g: Grezzo, inizio: GiornoLetto, fine: GiornoLetto) -> tuple[str, str] | None:
        """Ciò che delle date è particolare; il motivo per cui la riga resta fuori, se ce n'è uno."""
        self._count_date(g, inizio, fine)
        problema = inizio.problema or fine.problema
        if problema:
            sbagliata = g.inizio if inizio.problema else g.fine
            return problema, f"«{clean_testo(sbagliata)[:40]}»"
        if not inizio.iso:
            self.particolarita.add("inizio-mancante", g.posto)
        if not fine.iso:
            self.particolarita.add("fine-mancante", g.posto)
        if not (inizio.iso and fine.iso):
            return None
        prima, dopo = inizio.iso[: len(fine.iso)], fine.iso[: len(inizio.iso)]  # per quanto dicono tutte e due
        if prima > dopo:
            return "fine-prima-dell-inizio", f"dal {inizio.iso} al {fine.iso}"
        if prima == dopo and inizio.is_intero and fine.is_intero:
            self.particolarita.add("un-giorno-solo", g.posto)
        return None

    def _count_date(self, g: Grezzo, inizio: GiornoLetto, fine: GiornoLetto) -> None:
        """Le date scritte in un modo particolare."""
        for data in (inizio, fine):
            if data.con_fuso:
                self.particolarita.add("data-con-fuso", g.posto)
            elif data.seriale:
                self.particolarita.add("data-seriale", g.posto)
            elif data.iso and not data.is_intero:
                self.particolarita.add("data-imprecisa", g.posto, data.iso)
        if fine.iso == SENZA_FINE:
            self.particolarita.add("senza-fine", g.posto)

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

    def _list_opzioni(self, g: Grezzo, capito: Capito, fonte: str) -> list[Voce]:
        """I rinnovi previsti e la fine massima, da decidere: mai una fine."""
        quanti = count_rinnovi(g.rinnovi)
        if quanti:
            self.particolarita.add("rinnovi", g.posto, str(quanti))
        opzioni: list[Voce] = [
            {"tipo": "rinnovo", "stato": "aperta", "scadenza": NON_NOTO, "fonte": fonte}
            for _ in range(min(quanti, MAX_RINNOVI))
        ]
        fine, massima = capito.find_fine(), capito.massima
        if fine and massima and massima < fine[: len(massima)]:
            self.particolarita.add("fine-massima-prima", g.posto, f"{massima}, prima di {fine}")
        if not massima or (fine and massima[: len(fine)] <= fine[: len(massima)]):
            return opzioni
        self.particolarita.add("fine-massima", g.posto)
        if not opzioni:
            return [{"tipo": "proroga", "stato": "aperta", "scadenza": massima, "fonte": fonte}]
        opzioni[-1]["scadenza"] = massima
        return opzioni

    # ——— codici e importi

    def _read_cig(self, g: Grezzo) -> str:
        """Il CIG, se c'è e ha la sua forma."""
        cig = g.cig.strip().upper()
        if not cig or cig.lower() in ASSENTI:
            return ""
        if cig == _NULLO or not cig.strip("0"):
            self.particolarita.add("cig-nullo", g.posto)
            return ""
        if not FORMA_CIG.fullmatch(cig):
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
        valuta = g.valuta or self.valuta
        if valuta and valuta.strip().upper() not in _EURO:
            self.particolarita.add("valuta-diversa", g.posto)
            return "", f"importo: {letto.testo or clean_testo(g.importo)} {clean_testo(valuta)}"
        if not valuta and self.valuta_si_dice:
            self.particolarita.add("valuta-mancante", g.posto)
        nota = f"importo com'è scritto: {clean_testo(g.importo)[:30]}" if letto.problema and not letto.testo else ""
        return letto.testo, nota

    # ——— scarti

    def _refuse(self, g: Grezzo, fonte: FonteAperta, codice: str, frase: str) -> None:
        self.scarti.add(codice, g.posto, frase)
        if isinstance(g.originale, list):
            campi = tuple(zip(fonte.intestazioni, map(str, g.originale), strict=False))
        else:
            campi = tuple(g.originale)
        motivo = f"{MOTIVI[codice]}: {frase}" if frase else MOTIVI[codice]
        self._take_scarto(Scarto(fonte.nome, str(g.posto), codice, motivo, campi))
