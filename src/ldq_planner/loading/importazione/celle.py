"""Le celle di un record lette con ciò che la loro colonna prova; ciò che non si legge si conta, e il suo testo resta."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.loading.importazione.durate import guess_mesi, read_durata, read_rinnovi
from ldq_planner.loading.importazione.giorni import (
    ASSENTI,
    ERRORE,
    FORMULA,
    SENZA_FINE,
    GiornoLetto,
    read_giorno,
    split_numeri,
)
from ldq_planner.loading.importazione.importi import ESCLUSA, INCLUSA, find_iva, find_multiplo, read_importo
from ldq_planner.loading.importazione.prova import EURO, Prova, split_luoghi
from ldq_planner.loading.importazione.testi import clean_testo, fold_nome, repair_testo
from ldq_planner.model.scalari import MAX_GIORNI, MAX_MESI

if TYPE_CHECKING:
    from ldq_planner.loading.importazione.conteggi import Conteggi
    from ldq_planner.loading.importazione.grezzo import FonteAperta, Grezzo

_EURO = frozenset(("", "EUR", "EURO", "€"))
_COME = {
    "inizio": "inizio com'è scritto",
    "fine": "fine com'è scritta",
    "fine_massima": "fine massima com'è scritta",
    "proroga": "proroga com'è scritta",
    "nuova_fine": "nuova scadenza com'è scritta",
    "durata": "durata com'è scritta",
    "rinnovi": "rinnovi come sono scritti",
}
_LUNGO = 80
_LUNGO_ISO = len("AAAA-MM-GG")


class DateLette(NamedTuple):
    """L'inizio e la fine di un record."""

    inizio: GiornoLetto
    fine: GiornoLetto

    @property
    def dicono(self) -> bool:
        """Vero se almeno una si sa."""
        return bool(self.inizio.iso or self.fine.iso)


class DurateLette(NamedTuple):
    """Quanto dura, e i mesi dei prolungamenti che la durata dice; 0 se non si sa."""

    giorni: int
    mesi: int
    prolungamenti: tuple[int, ...] = ()


SENZA_DURATA = DurateLette(0, 0)


class ImportoCapito(NamedTuple):
    """L'importo in euro, vuoto se non è noto; che IVA ha; e ciò che se ne deve dire."""

    euro: str = ""
    iva: str = ""
    nota: str = ""


class Celle:
    """Chi legge le celle di una fonte: la prova della colonna si chiede la prima volta che serve."""

    def __init__(self, particolarita: Conteggi, valuta: str) -> None:
        """`valuta` è quella degli importi che non la dicono."""
        self.particolarita = particolarita
        self.valuta = valuta
        self.valuta_si_dice = False
        self.note: list[str] = []
        """Ciò che del record non si è letto, com'era."""
        self._fonte: FonteAperta | None = None
        self._prova: Prova | None = None

    def start(self, fonte: FonteAperta, *, valuta_si_dice: bool) -> None:
        """Da qui le celle sono di questa fonte; se i suoi importi possono non essere in euro, la prova serve subito."""
        self.valuta_si_dice = valuta_si_dice
        self._fonte = fonte
        importo = next((colonna for colonna, campo in fonte.colonne.items() if campo == "importo"), "")
        si_prova_subito = valuta_si_dice or fonte.si_prova_subito or find_multiplo(importo) > 1
        self._prova = fonte.prova() if si_prova_subito else None

    @property
    def prova(self) -> Prova:
        """Come si leggono le celle."""
        if self._prova is None:
            self._prova = self._fonte.prova() if self._fonte else Prova()
        return self._prova

    @property
    def frasi(self) -> tuple[str, ...]:
        """Come si sono lette, se si è dovuto chiedere alla colonna."""
        return self._prova.frasi if self._prova else ()

    # ——— date e durate

    def read_giorno(self, testo: str, campo: str) -> GiornoLetto:
        """Il giorno di una cella, nell'ordine della sua colonna."""
        if len(testo) == _LUNGO_ISO and testo[4] == "-":  # il caso di quasi tutte
            return read_giorno(testo)
        if self._prova is None and split_numeri(testo) is None:
            return read_giorno(testo)
        return read_giorno(testo, self.prova.find_ordine(campo), self.prova.epoca, self.prova.secoli.get(campo, 0))

    def keep(self, g: Grezzo, campo: str, testo: str, problema: str) -> None:
        """Ciò che non si legge: si conta, e il testo va nella nota; di una formula senza valore non ce n'è."""
        detto = clean_testo(testo)
        self.particolarita.add(problema, g.posto, "" if testo == FORMULA else f"«{detto[:40]}»")
        if detto:
            self.note.append(f"{_COME[campo]}: {detto[:_LUNGO]}")

    def read_altra(self, g: Grezzo, campo: str, testo: str) -> str:
        """Una data che non è l'inizio né la fine, in ISO; se non si legge resta nella nota."""
        letto = self.read_giorno(testo, campo)
        if letto.problema:
            self.keep(g, campo, testo, letto.problema)
        return letto.iso

    def count_date(self, g: Grezzo, inizio: GiornoLetto, fine: GiornoLetto) -> None:
        """Le date scritte in un modo particolare."""
        if inizio.is_piano and fine.is_piano:
            return
        for data in (inizio, fine):
            if data.con_fuso:
                self.particolarita.add("data-con-fuso", g.posto)
            elif data.seriale:
                self.particolarita.add("data-seriale", g.posto)
            elif data.iso and not data.is_intero:
                self.particolarita.add("data-imprecisa", g.posto, data.iso)
        if fine.iso == SENZA_FINE:
            self.particolarita.add("senza-fine", g.posto)

    def read_durate(self, g: Grezzo) -> DurateLette:
        """La durata, come la scrive la fonte."""
        giorni = mesi = 0
        opzioni: tuple[int, ...] = ()
        for testo, unita in ((g.durata_giorni, "giorni"), (g.durata_mesi, "mesi"), (g.durata, "")):
            if not testo or testo.lower() in ASSENTI:
                continue
            letta = read_durata(testo, unita)
            if letta.quanti < 0:
                self.keep(g, "durata", testo, "durata-illeggibile")
            elif letta.quanti > (MAX_GIORNI if letta.unita == "giorni" else MAX_MESI):
                self.particolarita.add("durata-non-plausibile", g.posto, clean_testo(testo)[:30])
            elif letta.unita == "giorni":
                giorni = letta.quanti
            else:
                mesi, opzioni = letta.quanti, letta.opzioni
        if giorni:
            forse = guess_mesi(giorni)
            detto = f", forse {forse} mesi" if forse else ""
            self.particolarita.add("durata-in-giorni", g.posto, f"{giorni} giorni{detto}")
        return DurateLette(giorni, mesi, opzioni)

    def count_rinnovi(self, g: Grezzo) -> int:
        """Quanti rinnovi; il testo che dice altro resta nella nota."""
        letti = read_rinnovi(g.rinnovi)
        if letti.is_testo:
            codice = "rinnovi-a-parole" if letti.quanti else "rinnovi-illeggibili"
            self.keep(g, "rinnovi", g.rinnovi, codice)
        return letti.quanti

    # ——— testi e luoghi

    def clean(self, g: Grezzo, testo: str) -> str:
        """Il testo su una riga; i segni rimessi al loro posto, e quelli che la fonte ha perso, si contano."""
        if "\ufffd" in testo:
            self.particolarita.add("carattere-perso", g.posto, clean_testo(testo)[:40])
        if "&" not in testo and testo.isprintable():
            return " ".join(testo.split())
        riparato = repair_testo(testo)
        if riparato != testo:
            self.particolarita.add("testo-riparato", g.posto, clean_testo(riparato)[:40])
        return clean_testo(riparato)

    def list_luoghi(self, g: Grezzo, noti: frozenset[str]) -> list[str]:
        """I nomi dei luoghi: più d'uno, se la cella ne elenca di quelli che la colonna nomina anche da soli."""
        testo = g.gruppo.strip() if "&" not in g.gruppo and g.gruppo.isprintable() else self.clean(g, g.gruppo)
        luoghi = self._prova.luoghi if self._prova else None
        if ERRORE.fullmatch(testo):
            return [""]
        if luoghi is None:
            return [testo]
        parti = _split(testo) if "\n" not in g.gruppo else [self.clean(g, p) for p in _split(g.gruppo)]
        if not parti[1:]:  # un nome solo
            return [testo]
        soli = [fold_nome(p) in luoghi or fold_nome(p) in noti for p in parti]
        if all(soli) or self.prova.is_elenco:
            self.particolarita.add("luoghi-in-elenco", g.posto, clean_testo(testo)[:60])
            return [*dict.fromkeys(parti)]
        if "," in testo or "\n" in g.gruppo.strip() or any(soli):
            self.particolarita.add("luoghi-forse-in-elenco", g.posto, clean_testo(testo)[:60])
        return [testo]

    # ——— importi

    def read_importo(self, g: Grezzo) -> ImportoCapito:
        """L'importo in euro e la sua IVA, e ciò che se ne deve dire."""
        letto = read_importo(g.importo)
        if letto.problema == "importo-ambiguo" and letto.valuta in ("", self._find_valuta() or EURO):
            letto = read_importo(g.importo, self.prova.decimali)
        if letto.problema:
            self.particolarita.add(letto.problema, g.posto, clean_testo(g.importo)[:30])
        elif not letto.testo:
            return ImportoCapito(iva=self._find_iva(g, letto.iva))
        elif not letto.testo.strip("0."):
            self.particolarita.add("importo-zero", g.posto)
        iva = self._find_iva(g, letto.iva)
        valuta = letto.valuta or g.valuta.strip() or self._find_valuta()
        if valuta and valuta.upper() not in _EURO:
            self.particolarita.add("valuta-diversa", g.posto, clean_testo(valuta)[:10])
            return ImportoCapito("", iva, f"importo: {letto.testo or clean_testo(g.importo)} {clean_testo(valuta)}")
        if not valuta and self.valuta_si_dice:
            self.particolarita.add("valuta-mancante", g.posto)
        euro = letto.testo if letto.valuta else self._multiply(letto.testo)
        com_e = f"importo com'è scritto: {clean_testo(g.importo)[:30]}" if letto.problema and not letto.testo else ""
        return ImportoCapito(euro, iva, com_e)

    def _multiply(self, euro: str) -> str:
        """L'importo in euro, se la sua colonna è in migliaia o in milioni."""
        multiplo = self._prova.multiplo if self._prova else 1
        return str(Decimal(euro) * multiplo) if euro and multiplo > 1 else euro

    def _find_valuta(self) -> str:
        """La moneta di chi non la dice: quella chiesta, o quella che prova la colonna."""
        return self.valuta or (self._prova.valuta if self._prova else "")

    def _find_iva(self, g: Grezzo, detta: str) -> str:
        """L'IVA che dice la cella, la sua colonna, o il nome di quella dell'importo."""
        if detta:
            return detta
        if g.iva:
            scritta = g.iva.strip().lower()
            return find_iva(g.iva) or next((i for i in (ESCLUSA, INCLUSA) if scritta == i), "")
        return self._prova.iva if self._prova else ""


def _split(testo: str) -> list[str]:
    """I pezzi di un elenco; il testo intero se non ha segni che ne separino."""
    return (
        split_luoghi(testo)
        if any(s in testo for s in (",", ";", "/", "\n", "+", "&", " e ", " ed ", " and "))
        else [testo]
    )
