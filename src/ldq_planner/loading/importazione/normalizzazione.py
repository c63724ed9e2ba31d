"""Da un record grezzo a un record capito, e alla sua voce con un id; ciò che non torna si conta, mai si ripara."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ldq_planner.dates.incerta import NON_NOTO, ULTIMO_GIORNO
from ldq_planner.loading.importazione.celle import SENZA_DURATA, Celle, DateLette
from ldq_planner.loading.importazione.chiusure import FuoriVigore, close_contratto, find_ultimo
from ldq_planner.loading.importazione.conteggi import CHE_COSA, MOTIVI, NON_DETTE, Conteggi
from ldq_planner.loading.importazione.giorni import ASSENTI, INTERA, SEGNAPOSTO, SENZA_FINE, SENZA_VALORE, read_giorno
from ldq_planner.loading.importazione.grezzo import SCARTO, SCENARIO
from ldq_planner.loading.importazione.identita import Firma, Identita, make_base, write_importo
from ldq_planner.loading.importazione.raccolta import write_resto
from ldq_planner.loading.importazione.stati import Senso, read_stato
from ldq_planner.loading.importazione.testi import clean_nome, clean_testo, fold_nome, join_note
from ldq_planner.loading.importazione.voci import Capito, build_contratto, build_scenario, say_fonte
from ldq_planner.model.base import FORMA_CIG
from ldq_planner.model.importazione import Scarto

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ldq_planner.loading.importazione.celle import DurateLette
    from ldq_planner.loading.importazione.giorni import GiornoLetto
    from ldq_planner.loading.importazione.grezzo import FonteAperta, Grezzo
    from ldq_planner.loading.importazione.gruppi import Gruppi
    from ldq_planner.loading.importazione.raccolta import Raccolta
    from ldq_planner.loading.importazione.voci import Voce

_NULLO = "0000000000"
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
        self.stati_ignoti: Counter[str] = Counter()
        """Gli stati che non si conoscono, e quante volte."""
        self.fuori_vigore: dict[str, FuoriVigore] = {}
        """Id di un contratto che c'era → ciò che la fonte ne dice ora."""
        self._giorno = giorno
        self.particolarita = Conteggi(CHE_COSA)
        self.scarti = Conteggi(MOTIVI)
        self.certi = 0
        self.ultimo_inizio = ""
        """L'inizio più recente che non sia dopo il giorno di chi importa: i dati non sono più vecchi."""
        self.celle = Celle(self.particolarita, valuta)
        self._identita = identita
        self._gruppi = gruppi
        self._luoghi_noti = frozenset(map(fold_nome, gruppi.nomi_esistenti))
        self._take_scarto = take_scarto
        self._cig: dict[str, int] = {}
        self._ids: dict[str, int] = {}
        self._scenari = Identita()

    def start_file(self, fonte: FonteAperta, nome: str, *, valuta_si_dice: bool) -> None:
        """Da qui i record sono di questa fonte, e i posti che si mostrano hanno davanti il suo nome, vuoto se è la sola."""
        self.particolarita.file = self.scarti.file = nome
        self.celle.start(fonte, valuta_si_dice=valuta_si_dice)

    def restart(self, voci: Mapping[str, Firma]) -> None:
        """Prima di un altro file: un contratto già visto torna aggiornato, e un CIG già visto non è ripetuto."""
        self._identita.restart(voci)
        self._scenari = Identita()
        self._cig = {}
        self._ids = {}
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
        if self.celle.note:
            self.celle.note = []
        lette = DateLette(self.celle.read_giorno(g.inizio, "inizio"), self._read_fine(g))
        cig = self._read_cig(g)
        if guasto := self._check_date(g, lette):
            self._refuse(g, fonte, *guasto)
            return None
        quanto = self.celle.read_durate(g) if g.durata_giorni or g.durata_mesi or g.durata else SENZA_DURATA
        massima = self.celle.read_altra(g, "fine_massima", g.fine_massima) if g.fine_massima else ""
        if g.genere != SCENARIO and not (lette.dicono or quanto.giorni or quanto.mesi or massima):
            if not g.scadenza_offerte.strip():
                self._refuse(g, fonte, *_say_senza_date(g, lette))
                return None
            g = self._make_gara(g)
        return self._build(g, fonte, self._understand(g, cig, lette, quanto, massima), senso)

    def _understand(  # i pezzi di un record, uno per cosa
        self, g: Grezzo, cig: str, date: DateLette, quanto: DurateLette, massima: str
    ) -> Capito:
        """Il record capito; ciò che non si legge è nella nota."""
        for campo, testo, letto in (("inizio", g.inizio, date.inizio), ("fine", g.fine, date.fine)):
            if letto.problema:
                self.celle.keep(g, campo, testo, letto.problema)
        luoghi, titolo = self._read_nomi(g)
        importo = self.celle.read_importo(g)
        prorogata = self._read_proroga(g) if g.proroga or g.nuova_fine else ""
        rinnovi = self.celle.count_rinnovi(g) if g.rinnovi else 0
        nota = join_note(importo.nota, *self.celle.note) if self.celle.note else importo.nota
        inizio, fine = date.inizio.iso, date.fine.iso
        (giorni, mesi, prolungamenti), (euro, iva, _) = quanto, importo
        quando = luoghi, titolo, cig, inizio, fine, massima, giorni, mesi, prolungamenti
        return Capito._make((*quando, euro, iva, nota, rinnovi, prorogata))

    def _build(self, g: Grezzo, fonte: FonteAperta, capito: Capito, senso: Senso) -> tuple[str, Voce] | None:
        """La voce con il suo id; `None` se aspetta di saperlo."""
        base = make_base(capito.cig, g.id, capito.luoghi[0], capito.titolo)
        firma = Firma(capito.titolo, capito.inizio, capito.fine, write_importo(capito.importo))
        detta, find = say_fonte(g, fonte), self._gruppi.find
        luoghi = capito.luoghi
        quartieri = [find(luogo, g.codice_ente, g.ente or fonte.ente) for luogo in luoghi]
        if len(luoghi) > 1:
            quartieri = [*dict.fromkeys(quartieri)]
        if g.genere == SCENARIO:
            voce = build_scenario(g, capito, detta, quartieri)
            self._scenari.assign(base, firma, voce)
            return "scenario", voce
        if self.ultimo_inizio < capito.inizio <= self._giorno:
            self.ultimo_inizio = capito.inizio
        self.certi += len(capito.inizio) == len(capito.fine) == INTERA
        if g.origine not in ("", "contratto"):
            self.particolarita.add(f"periodo-da-{g.origine}", g.posto)
        if g.id and not capito.cig:
            self._count_id(g, base)
        voce = build_contratto(g, capito, detta, quartieri, self._list_opzioni(g, capito, detta))
        if senso in _CHIUSI and close_contratto(voce, capito, g.stato, senso, self._find_visto(g, fonte)):
            self.particolarita.add(f"stato-{senso}", g.posto, f"«{clean_testo(g.stato)[:40]}»")
        return ("contratto", voce) if self._identita.assign(base, firma, voce) else None

    def collect(self, voce: Voce, raccolta: Raccolta) -> None:
        """Il contratto fra gli altri; o, se è un altro affidatario di uno che c'è, insieme a quello."""
        if "affidatari" in voce and raccolta.join(voce, self._identita.find_base(voce["id"])):
            self._count_unita(voce)
        else:
            raccolta.add(voce)

    def settle(self, raccolta: Raccolta) -> dict[str, str]:
        """Unisce le righe di uno stesso contratto, ora che ci sono tutte; id → quello vero, che non dipende dal loro ordine."""
        ripetuti = self._identita.list_ripetuti()
        deboli = {ids[0] for ids in ripetuti if not self._identita.find_base(ids[0])}
        unite, rimaste = raccolta.unite_ripetute(ripetuti, deboli)
        for voce in unite:
            self._count_unita(voce)
        for id_, fini in raccolta.list_fini():
            self.particolarita.add("fini-diverse", id_, " e ".join(fini))
        detti = {base: [(f"{v['inizio']} {write_resto(v)}", v["id"]) for v in voci] for base, voci in rimaste.items()}
        return self._identita.sort_ids(detti, ripetuti)

    def _count_unita(self, voce: Voce) -> None:
        """Una riga unita a un'altra dello stesso contratto."""
        self.particolarita.add("affidatari-uniti", voce["cig"] if voce["cig"] != NON_NOTO else voce["titolo"][:40])
        self.certi -= all(read_giorno(str(voce.get(campo, ""))).is_intero for campo in ("inizio", "scadenza_base"))

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
        inizio = self.celle.read_giorno(g.inizio, "inizio").iso
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
        firma = Firma(
            titolo or _SENZA_OGGETTO,
            self.celle.read_giorno(g.inizio, "inizio").iso,
            self.celle.read_giorno(g.fine, "fine").iso,
        )
        if id_ := self._identita.find_precedente(base, firma):
            self.fuori_vigore[id_] = FuoriVigore(ultimo, clean_testo(g.stato)[:60])

    def _find_visto(self, g: Grezzo, fonte: FonteAperta) -> str:
        """L'ultimo giorno in cui ciò che è finito può essere stato in vigore: quello del rilascio che lo dice, la vigilia di un elenco."""
        if g.visto:
            return g.visto
        giorno = read_giorno(fonte.aggiornato_al)
        return (date.fromisoformat(giorno.iso if giorno.is_intero else self._giorno) - timedelta(days=1)).isoformat()

    def _read_nomi(self, g: Grezzo) -> tuple[list[str], str]:
        """I luoghi e l'oggetto, su una riga."""
        luoghi, titolo = self.celle.list_luoghi(g, self._luoghi_noti), self.celle.clean(g, g.titolo)
        if not luoghi[0]:
            self.particolarita.add("gruppo-vuoto", g.posto)
        if not titolo:
            self.particolarita.add("titolo-vuoto", g.posto)
        return luoghi, titolo or _SENZA_OGGETTO

    def _count_id(self, g: Grezzo, base: str) -> None:
        """L'identificativo della fonte, se torna su più righe."""
        conto = self._ids.get(base, 0) + 1
        self._ids[base] = conto
        if conto == 2:  # noqa: PLR2004 - la seconda volta, e una sola
            self.particolarita.add("id-ripetuto", g.posto, clean_testo(g.id)[:30])

    # ——— date

    def _read_fine(self, g: Grezzo) -> GiornoLetto:
        """La fine; `31/12/99`, se nulla prova il secolo, è il 2099, e vuol dire senza fine."""
        fine = self.celle.read_giorno(g.fine, "fine")
        if fine.due_cifre and "fine" not in self.celle.prova.secoli and fine.iso == f"19{SENZA_FINE[2:]}":
            return fine._replace(iso=SENZA_FINE)
        return fine

    def _check_date(self, g: Grezzo, date: DateLette) -> tuple[str, str] | None:
        """Ciò che delle date è particolare; il motivo per cui la riga resta fuori, se ce n'è uno."""
        inizio, fine = date
        self.celle.count_date(g, inizio, fine)
        if not inizio.iso and not inizio.problema:
            self.particolarita.add("inizio-mancante", g.posto)
        if not fine.iso and not fine.problema:
            self.particolarita.add("fine-mancante", g.posto)
        if not (inizio.iso and fine.iso):
            return None
        prima, dopo = inizio.iso[: len(fine.iso)], fine.iso[: len(inizio.iso)]  # per quanto dicono tutte e due
        if prima > dopo:
            return "fine-prima-dell-inizio", f"dal {inizio.iso} al {fine.iso}"
        if prima == dopo and inizio.is_intero and fine.is_intero:
            self.particolarita.add("un-giorno-solo", g.posto)
        return None

    def _make_gara(self, g: Grezzo) -> Grezzo:
        """Una riga che dice solo fino a quando si può offrire: è una gara."""
        self.particolarita.add("gara-aperta", g.posto)
        scadenza = self.celle.read_giorno(g.scadenza_offerte, "scadenza_offerte").iso or g.scadenza_offerte
        return g._replace(genere=SCENARIO, nota=join_note(f"offerte entro il {clean_testo(scadenza)}", g.nota))

    def _read_proroga(self, g: Grezzo) -> str:
        """La fine dopo le proroghe date, in ISO: la nuova scadenza, o quella della proroga; se non dicono lo stesso, si conta."""
        lette = [self.celle.read_altra(g, c, t) for c, t in (("nuova_fine", g.nuova_fine), ("proroga", g.proroga)) if t]
        dette = [iso for iso in lette if iso]
        if len({*dette}) > 1:
            self.particolarita.add("proroghe-diverse", g.posto, " e ".join(dette))
            self.celle.note.append(f"proroga al {dette[1]}, nuova scadenza {dette[0]}")
        return dette[0] if dette else ""

    def _list_opzioni(self, g: Grezzo, capito: Capito, fonte: str) -> list[Voce]:
        """Le proroghe già date; i rinnovi previsti e la fine massima, da decidere: mai una fine."""
        if not (g.rinnovi or g.fine_massima or capito.prolungamenti or capito.prorogata):
            return []
        fine, data = capito.find_fine(), capito.prorogata
        if not data or data <= fine[: len(data)]:
            return self._list_aperte(g, capito, fonte, fine)
        self.particolarita.add("prorogati", g.posto, data)
        esercitata = {"tipo": "proroga", "stato": "esercitata", "scadenza": data, "fonte": fonte}
        return [esercitata, *self._list_aperte(g, capito, fonte, data)]

    def _list_aperte(self, g: Grezzo, capito: Capito, fonte: str, fine: str) -> list[Voce]:
        """Le opzioni ancora da decidere, dopo `fine`."""
        massima, mesi = capito.massima, capito.prolungamenti
        if fine >= ULTIMO_GIORNO.isoformat():
            self.particolarita.add("opzioni-dopo-il-2100", g.posto)
            return []
        if capito.rinnovi or mesi:
            self.particolarita.add("rinnovi", g.posto, str(capito.rinnovi or len(mesi)))
        aperta = {"tipo": "rinnovo", "stato": "aperta"}
        aperte: list[Voce] = [{**aperta, "durata_mesi": n, "fonte": fonte} for n in mesi[:MAX_RINNOVI]]
        if not mesi:
            ignota = {**aperta, "scadenza": NON_NOTO, "fonte": fonte}
            aperte = [dict(ignota) for _ in range(min(capito.rinnovi, MAX_RINNOVI))]
        if fine and massima and massima < fine[: len(massima)]:
            self.particolarita.add("fine-massima-prima", g.posto, f"{massima}, prima di {fine}")
        if massima and not (fine and massima[: len(fine)] <= fine[: len(massima)]):
            self.particolarita.add("fine-massima", g.posto)
            if not aperte:
                aperte = [{"tipo": "proroga", "stato": "aperta", "fonte": fonte}]
            aperte[-1] = {k: v for k, v in aperte[-1].items() if k not in ("durata_mesi", "fonte")}
            aperte[-1] |= {"scadenza": massima, "fonte": fonte}
        elif g.fine_massima and not massima and g.fine_massima.strip().lower() not in ASSENTI and not aperte:
            aperte = [{"tipo": "proroga", "stato": "aperta", "scadenza": NON_NOTO, "fonte": fonte}]
        return aperte

    # ——— codici

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
            self.celle.note.append(f"CIG com'è scritto: {clean_testo(g.cig)[:40]}")
            return ""
        conto = self._cig.get(cig, 0)
        self._cig[cig] = conto + 1
        if conto == 1:
            self.particolarita.add("cig-ripetuto", g.posto, cig)
        return cig

    # ——— scarti

    def _refuse(self, g: Grezzo, fonte: FonteAperta, codice: str, frase: str) -> None:
        self.scarti.add(codice, g.posto, frase)
        if (
            codice not in NON_DETTE and g.gruppo.strip() and g.titolo.strip()
        ):  # non si sa leggere: il suo luogo però c'è
            for luogo in self.celle.list_luoghi(g, self._luoghi_noti):
                self._gruppi.find(luogo, g.codice_ente, g.ente or fonte.ente)
        if isinstance(g.originale, list):
            campi = tuple(zip(fonte.intestazioni, map(str, g.originale), strict=False))
        else:
            campi = tuple(g.originale)
        motivo = f"{MOTIVI[codice]}: {frase}" if frase else MOTIVI[codice]
        self._take_scarto(Scarto(fonte.nome, str(g.posto), codice, motivo, campi))


def _say_senza_date(g: Grezzo, date: DateLette) -> tuple[str, str]:
    """Perché una riga senza date resta fuori: non ne dice, o non se ne legge nessuna."""
    for testo, letto in ((g.inizio, date.inizio), (g.fine, date.fine)):
        if letto.problema not in ("", SEGNAPOSTO):
            return letto.problema, "" if letto.problema == SENZA_VALORE else f"«{clean_testo(testo)[:40]}»"
    for testo in (g.durata_giorni, g.durata_mesi, g.durata):
        if testo.strip().lower() not in ASSENTI:
            return "durata-illeggibile", f"«{clean_testo(testo)[:40]}»"
    return "nessuna-data", ""
