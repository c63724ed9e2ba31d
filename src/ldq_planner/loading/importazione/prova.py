"""Ciò che una colonna prova e una cella no: l'ordine delle date, il segno dei decimali, la moneta, gli elenchi di luoghi.

Si guarda la tabella intera, e il risultato non dipende dall'ordine delle righe. Dove nulla prova, si legge
all'italiana; in ogni caso lo si dice, e la mappa può fissarlo.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.loading.importazione.giorni import GIORNO_PRIMA, ORDINI, SECOLI, is_giorno, read_giorno, split_numeri
from ldq_planner.loading.importazione.importi import (
    PUNTO,
    VIRGOLA,
    Numero,
    find_decimali,
    find_iva,
    find_multiplo,
    find_valuta,
    split_importo,
)
from ldq_planner.loading.importazione.testi import fold_nome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ldq_planner.loading.importazione.istruzioni import Istruzioni

CAMPI_DATA = ("inizio", "fine", "fine_massima", "proroga", "nuova_fine", "scadenza_offerte")
EURO = "EUR"
_PLAUSIBILI = "dal 1990 al 2089"
_MAI = 1_000_000
"""Il posto di una colonna che non c'è."""
_FRA_LUOGHI = re.compile(r"\s*[,;/\n+&]\s*|\s+(?:e|ed|and)\s+")


class Prova(NamedTuple):
    """Come si leggono le celle di una tabella; senza colonne da interrogare, all'italiana e senza indovinare gli importi."""

    ordini: Mapping[str, str] = MappingProxyType({})
    """Campo → ordine dei tre numeri di una data."""
    epoca: int = 1900
    secoli: Mapping[str, int] = MappingProxyType({})
    """Campo → il secolo dei suoi anni di due cifre, se si sa; 0 se è quello plausibile, e lo si è provato."""
    decimali: str = ""
    valuta: str = ""
    """La moneta degli importi che non la dicono; vuota se la colonna non ne prova una."""
    iva: str = ""
    multiplo: int = 1
    """Per quanto si moltiplica un importo senza decimali propri: 1.000 se la colonna è in migliaia."""
    luoghi: frozenset[str] | None = None
    """I nomi che stanno anche da soli, ridotti all'osso; `None` se una cella è sempre un luogo solo."""
    is_elenco: bool = False
    """Vero se la mappa dice che una cella può elencare più luoghi."""
    frasi: tuple[str, ...] = ()
    """Che cosa si è deciso, e perché."""

    def find_ordine(self, campo: str) -> str:
        """L'ordine delle date di quella colonna."""
        return self.ordini.get(campo, GIORNO_PRIMA)


def prove(
    righe: Iterable[tuple[int, list[str]]], posti: Mapping[str, int], nomi: Mapping[str, str], detto: Istruzioni
) -> Prova:
    """La prova di una tabella: `posti` e `nomi` dicono dove sta la colonna di ogni campo, e come si chiama."""
    date = {campo: _Date() for campo in CAMPI_DATA if campo in posti}
    importi, luoghi = _Importi(), _Luoghi()
    cerca = [(posti[campo], colonna.feed) for campo, colonna in date.items()]
    cerca += [(posti[c], e.feed) for c, e in (("importo", importi), ("gruppo", luoghi)) if c in posti]
    inizio, fine = (posti.get(campo, _MAI) for campo in ("inizio", "fine"))
    periodi = _Periodi()
    for _, celle in righe:
        quante = len(celle)
        if inizio < quante > fine:
            periodi.feed(celle[inizio], celle[fine])
        for posto, feed in cerca:
            if posto < quante and celle[posto]:
                feed(celle[posto])
    ordini, sulle_date = _choose_ordini(date, nomi, detto.ordine_date)
    secoli, sugli_anni = _choose_secoli(date, nomi, detto.secolo, periodi.find_secolo(ordini))
    decimali, valuta, sugli_importi = importi.choose(detto.decimali, find_valuta(nomi.get("importo", "")))
    multiplo = find_multiplo(nomi.get("importo", ""))
    return Prova(
        ordini=ordini,
        epoca=detto.epoca or 1900,
        secoli=secoli,
        decimali=decimali,
        valuta=valuta,
        iva=find_iva(nomi.get("importo", "")),
        multiplo=multiplo,
        luoghi=frozenset(luoghi.soli) if detto.luoghi != "uno" else None,
        is_elenco=detto.luoghi == "elenco",
        frasi=(*sulle_date, *sugli_anni, *sugli_importi, *_say_multiplo(multiplo)),
    )


def split_luoghi(testo: str) -> list[str]:
    """I nomi che una cella elenca; uno solo, se non è un elenco."""
    return [p for p in _FRA_LUOGHI.split(testo.strip()) if p]


# ——— le date


class _Date:
    """Le celle di una colonna di date, contate per l'ordine in cui possono essere lette."""

    def __init__(self) -> None:
        self.voti: Counter[str] = Counter()
        self.dubbie = self.due_cifre = 0
        self.esempi: dict[str, str] = {}
        """Ordine → la cella che esclude gli altri: di più, la prima in ordine alfabetico."""

    def feed(self, cella: str) -> None:
        numeri = split_numeri(cella)
        if numeri is None:
            return
        possibili = _list_possibili(numeri)
        self.voti.update(possibili)
        self.due_cifre += len(numeri[2]) <= 2  # noqa: PLR2004 - come dice il nome
        if len(possibili) > 1:
            self.dubbie += numeri[0] != numeri[1]
        for ordine in possibili if len(possibili) == 1 else ():
            self.esempi[ordine] = min(self.esempi.get(ordine, cella.strip()), cella.strip())


@lru_cache(maxsize=8_192)
def _list_possibili(numeri: tuple[str, str, str]) -> tuple[str, ...]:
    """Gli ordini in cui i tre numeri sono un giorno; con un anno intero in fondo, davanti non può stare."""
    ordini = ORDINI if len(numeri[2]) <= 2 else ORDINI[:2]  # noqa: PLR2004 - un anno di due cifre
    return tuple(o for o in ordini if is_giorno(numeri, o))


def _find_vincente(voti: Counter[str]) -> str:
    """L'ordine in cui più celle si leggono; vuoto se nessuno supera gli altri."""
    primo, secondo = sorted(ORDINI, key=lambda o: -voti[o])[:2]
    if voti[primo] == voti[secondo]:
        return ""
    return primo


def _choose_ordini(
    date: Mapping[str, _Date], nomi: Mapping[str, str], detto: str
) -> tuple[dict[str, str], tuple[str, ...]]:
    """L'ordine di ogni colonna: quello detto, quello che prova, quello che prova il file, l'italiano; e come lo si dice."""
    insieme: Counter[str] = sum((d.voti for d in date.values()), Counter())
    del_file = _find_vincente(insieme) if len(date) > 1 else ""
    ordini, frasi = {}, []
    for campo, colonna in date.items():
        suo = _find_vincente(colonna.voti)
        ordini[campo] = detto or suo or del_file or GIORNO_PRIMA
        if colonna.dubbie or ordini[campo] != GIORNO_PRIMA:
            frasi.append(f"date di «{nomi[campo].strip()}»: {ordini[campo]}, {_say(ordini[campo], suo, detto, date)}")
    return ordini, tuple(frasi)


class _Periodi:
    """L'inizio e la fine di ogni riga in cui la fine ha un anno di due cifre: se di un secolo verrebbe prima, è dell'altro."""

    def __init__(self) -> None:
        self._visti: set[tuple[str, str]] = set()

    def feed(self, inizio: str, fine: str) -> None:
        numeri = split_numeri(fine)
        if numeri is not None and len(numeri[2]) <= 2:  # noqa: PLR2004 - due cifre
            self._visti.add((inizio, fine))

    def find_secolo(self, ordini: Mapping[str, str]) -> int:
        """Il secolo che almeno una riga prova e nessuna smentisce; 0 se nessuno."""
        voti = {self._judge(*periodo, ordini) for periodo in self._visti} - {0}
        return voti.pop() if len(voti) == 1 else 0

    def _judge(self, inizio: str, fine: str, ordini: Mapping[str, str]) -> int:
        """Il solo secolo in cui quella fine segue quell'inizio; 0 se tutti e due, o nessuno."""
        dal = read_giorno(inizio, ordini["inizio"]).iso
        prima, dopo = (read_giorno(fine, ordini["fine"], secolo=s).iso for s in SECOLI)
        if not (dal and prima):  # il Novecento che si legge comincia nel 1990: ogni altro anno è del Duemila
            return 0
        return SECOLI[0] if dal <= prima else SECOLI[1] if dopo else 0


def _choose_secoli(
    date: Mapping[str, _Date], nomi: Mapping[str, str], detto: int, provato: int
) -> tuple[dict[str, int], tuple[str, ...]]:
    """Il secolo degli anni di due cifre di ogni colonna: quello detto, o quello che le righe provano; e come lo si dice."""
    doppi = [campo for campo, colonna in date.items() if colonna.due_cifre]
    if detto:
        return dict.fromkeys(date, detto), (f"anni di due cifre: dal {detto} al {detto + 99}, come dice la mappa",)
    if provato and "fine" in doppi:
        quali = "dal 2000 al 2099" if provato == SECOLI[1] else _PLAUSIBILI
        frase = f"anni di due cifre di «{nomi['fine'].strip()}»: {quali}, lo prova l'inizio delle sue righe"
        return {"fine": provato if provato == SECOLI[1] else 0}, (frase,)
    frase = f"anni di due cifre: {_PLAUSIBILI}, nulla prova altro; se no, secolo nella mappa"
    return {}, ((frase,) if doppi else ())


def _say(ordine: str, suo: str, detto: str, date: Mapping[str, _Date]) -> str:
    """Perché quell'ordine."""
    if detto:
        return "come dice la mappa"
    esempio = min((d.esempi[ordine] for d in date.values() if ordine in d.esempi), default="")
    if esempio:
        return f"lo prova {esempio}" + ("" if suo else ", in un'altra colonna del file")
    return "nulla lo prova: se è un altro, ordine_date nella mappa"


# ——— gli importi


class _Importi:
    """Le celle di una colonna di importi: che segno hanno i decimali, moneta per moneta."""

    def __init__(self) -> None:
        self.segni: dict[str, Counter[str]] = {}
        self.monete: Counter[str] = Counter()
        self.senza_moneta = 0
        self.esempi: dict[str, str] = {}

    def feed(self, cella: str) -> None:
        cifre, moneta, _ = split_importo(cella)
        if not cifre or not any(c.isdigit() for c in cifre):
            return
        if moneta:
            self.monete[moneta] += 1
        else:
            self.senza_moneta += 1
        if isinstance(cella, Numero):
            return
        if segno := find_decimali(cifre):
            self.segni.setdefault(moneta, Counter())[segno] += 1
            if moneta in ("", EURO):
                self.esempi[segno] = min(self.esempi.get(segno, cella.strip()), cella.strip())

    def choose(self, detto: str, del_nome: str) -> tuple[str, str, tuple[str, ...]]:
        """Il segno dei decimali e la moneta di chi non la dice; e come lo si dice."""
        sola = next(iter(self.monete), "") if len(self.monete) == 1 else ""
        valuta = del_nome or sola
        nostri = sum((self.segni.get(m, Counter()) for m in {"", valuta or EURO}), Counter())
        provati = [s for s in (VIRGOLA, PUNTO) if nostri[s]]
        segno = detto or (provati[0] if len(provati) == 1 else "" if provati else VIRGOLA)
        return segno, valuta, tuple(self._list_frasi(segno, detto, provati, nostri["?"], valuta, sola))

    def _list_frasi(
        self, segno: str, detto: str, provati: list[str], dubbie: int, valuta: str, sola: str
    ) -> Iterator[str]:
        nome = {VIRGOLA: "la virgola", PUNTO: "il punto"}.get(segno, "")
        if dubbie and detto:
            yield f"importi: {nome} è dei decimali, come dice la mappa"
        elif dubbie and len(provati) == 1:
            yield f"importi: {nome} è dei decimali, lo prova {self.esempi.get(segno, 'la colonna')}"
        elif dubbie and provati:
            yield "importi: il punto e la virgola sono dei decimali tutti e due; i dubbi non si leggono: decimali nella mappa"
        elif dubbie:
            yield "importi: la virgola è dei decimali, nulla lo prova: se è il punto, decimali nella mappa"
        if sola and self.senza_moneta and valuta == sola != EURO:
            yield f"importi senza moneta: in {sola}, come tutti gli altri della colonna"


def _say_multiplo(multiplo: int) -> Iterator[str]:
    if multiplo > 1:
        yield f"importi: in {'migliaia' if multiplo == 1_000 else 'milioni'}, come dice il nome della colonna: moltiplicati"  # noqa: PLR2004 - mille


# ——— i luoghi


class _Luoghi:
    """I nomi che una colonna di luoghi scrive da soli."""

    def __init__(self) -> None:
        self.soli: set[str] = set()

    def feed(self, cella: str) -> None:
        self.soli.add(fold_nome(cella))
