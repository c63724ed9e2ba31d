"""Il conto di un programma delle gare rifatto a mano: dalla sola risposta pubblicata e da ciò che è scritto nei file, giorno per giorno."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import combinations
from typing import TYPE_CHECKING

from ldq_planner.dates.mesi import end_of_mesi, measure_mesi

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tests.programma.caso import Citta, Voce

UN_GIORNO, SETTIMANA = timedelta(days=1), timedelta(days=7)
FERIALI = ("lunedì", "martedì", "mercoledì", "giovedì", "venerdì")
PREPARAZIONE = ("progettazione", "indirizzo", "decisione_contrarre")
FESTE = {(1, 1), (1, 6), (4, 25), (5, 1), (6, 2), (8, 15), (10, 4), (11, 1), (12, 8), (12, 25), (12, 26)}
PASQUETTE = {date(2026, 4, 6), date(2027, 3, 29), date(2028, 4, 17), date(2029, 4, 2), date(2030, 4, 22)}
IVA = Decimal("1.22")
CENTESIMO = Decimal("0.01")


def recount(citta: Citta, risposta: Voce) -> Iterator[str]:
    """Ogni cosa che non torna, detta; nulla se il piano rispetta tutti i limiti e i suoi numeri sono giusti."""
    conto = Conto(citta, risposta)
    yield from conto.check_pezzi()
    yield from conto.check_unioni()
    yield from conto.check_fasi()
    yield from conto.check_uffici()
    yield from conto.check_giorni()
    yield from conto.check_servizi()
    yield from conto.check_ponti()
    yield from conto.check_soldi()
    yield from conto.check_somme()


class Conto:
    """La risposta accanto ai dati."""

    def __init__(self, citta: Citta, risposta: Voce) -> None:
        self.risposta, self.gare = risposta, risposta["gare"]
        self.oggi = day(risposta["oggi"])
        self.risorse = citta.risorse
        self.in_corso = {s["id"] for s in citta.scenari if s.get("avanzamento")}
        self.scenari = {s["id"]: s for s in citta.scenari if s["tipo"] == "gara"}
        self.ponti = [s for s in citta.scenari if s["tipo"] == "ponte"]
        self.contratti = {c["quartieri"][0]: c for c in citta.contratti}
        self.abitanti = {q["id"]: q["popolazione"]["abitanti"] for q in citta.quartieri}
        orizzonte = [self.oggi + timedelta(days=n) for n in range(-400, 3000)]
        self.di_tutti = _list_chiusi(self.risorse, orizzonte)
        self.chiusi = {u["id"]: self.di_tutti | _list_chiusi(u, orizzonte) for u in self.risorse["uffici"]}

    def is_lavorativo(self, giorno: date) -> bool:
        """Vero se quel giorno si lavora."""
        is_festa = (giorno.month, giorno.day) in FESTE and not (giorno.month == 10 and giorno.year < 2026)
        return giorno.weekday() < len(FERIALI) and not is_festa and giorno not in PASQUETTE

    # --- chi c'è, e con chi ------------------------------------------------------------------------------------

    def check_pezzi(self) -> Iterator[str]:
        """Ogni quartiere di ogni scenario è in una gara sola, o il suo scenario manca."""
        fatti = Counter((s["scenario"], s["quartiere"]) for g in self.gare for s in g["servizi"])
        for id_, scenario in self.scenari.items():
            quante = {fatti[id_, q] for q in scenario["quartieri"]}
            if max(quante) > 1 or (0 in quante) != (id_ in self.risposta["mancano"]):
                yield f"{id_}: fatto {quante} volte, mancano {self.risposta['mancano']}"
            if 0 in quante and scenario.get("avanzamento"):
                yield f"{id_} è già in corso, e il piano non la fa"

    def check_unioni(self) -> Iterator[str]:
        """In una gara sola stanno solo quelli che possono; chi deve ci sta tutto; si divide solo chi si può."""
        come: dict[str, list[set[str]]] = defaultdict(list)
        for lotti in self.risorse["lotti"]:
            come[lotti.get("come", "ammessi")].append(set(lotti["scenari"]) - self.in_corso)
        for gara in self.gare:
            suoi = set(gara["scenari"])
            if any(len(suoi & gruppo) > 1 for gruppo in come["separati"]):
                yield f"{gara['id']}: separati"
            if any(not gruppo <= suoi and suoi & gruppo for gruppo in come["insieme"]):
                yield f"{gara['id']}: non tutti insieme"
            if len(suoi) > 1 and not any(suoi <= gruppo for gruppo in come["ammessi"]) and not come["insieme"]:
                yield f"{gara['id']}: uniti senza che si possa"
            quali = {(s["scenario"], s["quartiere"]) for s in gara["servizi"]}
            for id_ in suoi:
                is_intera = all((id_, q) in quali for q in self.scenari[id_]["quartieri"])
                if {id_} not in come["ammessi"] and not is_intera:
                    yield f"{gara['id']}: diviso senza che si possa"

    # --- le fasi e gli uffici ----------------------------------------------------------------------------------

    def check_fasi(self) -> Iterator[str]:
        """La preparazione dura quanto deve, saltando i giorni chiusi e attendendo le sedute; poi nessuno finisce a ufficio chiuso."""
        for gara in self.gare:
            fasi = {f["id"]: (day(f["inizio"]), day(f["fine"])) for f in gara["fasi"]}
            if not gara["in_corso"]:
                yield from self._check_preparazione(gara, fasi)
            for fase, (inizio, fine) in fasi.items():
                if inizio >= self.oggi:
                    uffici = self._list_uffici(gara, fase)
                    if any(fine in self.chiusi[u["id"]] for u in uffici):
                        yield f"{gara['id']}: {fase} finisce il {fine}, a ufficio chiuso"
                    durate = {self.scenari[s]["durate"].get(fase, 0) for s in gara["scenari"]}
                    if uffici and fine < self._work(fase, gara, inizio, max(durate)):
                        yield f"{gara['id']}: {fase} dura troppo poco"

    def _check_preparazione(self, gara: Voce, fasi: dict[str, tuple[date, date]]) -> Iterator[str]:
        giorno = day(gara["inizio_preparazione"])
        if giorno < self.oggi or not self.is_lavorativo(giorno) or giorno in self.di_tutti:
            yield f"{gara['id']} comincia il {giorno}"
        for fase in PREPARAZIONE:
            giorno = self._work(fase, gara, giorno, max(self.scenari[s]["durate"][fase] for s in gara["scenari"]))
            for seduta in self.risorse["sedute"]:
                if fase in seduta.get("fasi", ["indirizzo"]) and _is_per(seduta, gara):
                    giorno = self._next_seduta(seduta, giorno)
            if fasi[fase][1] != giorno:
                yield f"{gara['id']}: {fase} è compiuta il {fasi[fase][1]}, e non il {giorno}"
        if day(gara["bando"]) != giorno:
            yield f"{gara['id']}: il bando è il {gara['bando']}, e non il {giorno}"

    def _work(self, fase: str, gara: Voce, inizio: date, giorni: int) -> date:
        """Il giorno dopo `giorni` giorni aperti, lavorativo e aperto."""
        uffici = self._list_uffici(gara, fase)
        chiusi = set().union(*(self.chiusi[u["id"]] for u in uffici)) if uffici else self.di_tutti
        giorno = inizio + timedelta(days=giorni)
        while not self.is_lavorativo(giorno):
            giorno += UN_GIORNO
        giorno, giorni, fatti = inizio, (giorno - inizio).days if giorni else 0, 0
        while fatti < giorni:
            giorno += UN_GIORNO
            fatti += giorno not in chiusi
        while giorno in chiusi or not self.is_lavorativo(giorno):
            giorno += UN_GIORNO
        return giorno

    def _next_seduta(self, seduta: Voce, giorno: date) -> date:
        if seduta.get("date"):
            return min((day(g) for g in seduta["date"] if day(g) >= giorno), default=giorno)
        while (
            FERIALI[min(giorno.weekday(), 4)] != seduta["giorno"]
            or str(giorno) in seduta["saltate"]
            or giorno in self.di_tutti
            or not self.is_lavorativo(giorno)
        ):
            giorno += UN_GIORNO
        return giorno

    def _list_uffici(self, gara: Voce, fase: str) -> list[Voce]:
        return [u for u in self.risorse["uffici"] if fase in u["fasi"] and _is_per(u, gara)]

    def check_uffici(self) -> Iterator[str]:
        """Nessuna settimana ha più gare dei posti; e il carico stampato è quello."""
        carico: Counter[tuple[str, str | None, date]] = Counter()
        in_corso: Counter[tuple[str, str | None, date]] = Counter()
        for gara in self.gare:
            voci = set(self.list_settimane(gara))
            carico.update(voci)
            in_corso.update(voci if gara["in_corso"] else ())
        posti: dict[tuple[str, str | None], int] = {(u["id"], None): u["gare"] for u in self.risorse["uffici"]}
        posti |= {(u["id"], f): n for u in self.risorse["uffici"] for f, n in u.get("gare_per_fase", {}).items()}
        for (ufficio, fase, settimana), quante in carico.items():
            # ciò che è già in corso non si può fermare: oltre i posti può stare solo da solo
            if quante > max(posti[ufficio, fase], in_corso[ufficio, fase, settimana]):
                yield f"{ufficio} {fase or ''} nella settimana del {settimana}: {quante} gare"
        stampato = {(c["ufficio"], c["fase"], day(c["settimana"])): c["gare"] for c in self.risposta["carico"]}
        if stampato != dict(carico):
            diversi = sorted({*stampato.items()} ^ {*carico.items()}, key=str)
            yield f"il carico stampato è un altro: {diversi[:4]}"

    def list_settimane(self, gara: Voce) -> Iterator[tuple[str, str | None, date]]:
        """L'ufficio, la sua fase se ha un limite suo, e il lunedì: per ogni giorno in cui la gara lo occupa."""
        for fase in gara["fasi"]:
            for ufficio in self._list_uffici(gara, fase["id"]):
                for giorno in list_giorni(max(day(fase["inizio"]), self.oggi), day(fase["fine"]) - UN_GIORNO):
                    if giorno.weekday() < len(FERIALI) and giorno not in self.chiusi[ufficio["id"]]:
                        lunedi = giorno - timedelta(days=giorno.weekday())
                        yield ufficio["id"], None, lunedi
                        if fase["id"] in ufficio.get("gare_per_fase", {}):
                            yield ufficio["id"], fase["id"], lunedi

    # --- i giorni fissi e le attese ----------------------------------------------------------------------------

    def check_giorni(self) -> Iterator[str]:
        """I giorni fissi e le dipendenze."""
        for fisso in self.risorse["giorni_fissi"]:
            for gara in self._list_di(fisso["scenario"]):
                bando = day(gara["bando"])
                is_fuori = "il" in fisso and bando != day(fisso["il"])
                is_fuori |= "non_prima" in fisso and bando < day(fisso["non_prima"])
                is_fuori |= "entro" in fisso and bando > day(fisso["entro"])
                if is_fuori and not gara["in_corso"]:
                    yield f"{gara['id']}: bando il {bando}, {fisso}"
        for d in self.risorse["dipendenze"]:
            for prima in self._list_di(d["dopo"]):
                compiuta = day(next(f["fine"] for f in prima["fasi"] if f["id"] == d["fase"]))
                for gara in self._list_di(d["scenario"]):
                    inizio = day(gara["inizio_preparazione"])
                    if inizio < compiuta + timedelta(days=d.get("giorni", 0)) and not gara["in_corso"]:
                        yield f"{gara['id']} comincia il {inizio}, {prima['id']} è pronta il {compiuta}"

    def _list_di(self, scenario: str) -> list[Voce]:
        return [g for g in self.gare if scenario in g["scenari"]]

    # --- i servizi ---------------------------------------------------------------------------------------------

    def check_servizi(self) -> Iterator[str]:
        """Quando comincia ciascun servizio, quando finisce, quanti giorni restano scoperti prima, e il ponte."""
        for gara in self.gare:
            for parte in self.split_parti(gara):
                yield from self._check_parte(gara, parte)

    def check_ponti(self) -> Iterator[str]:
        """I mesi di ponte in tutto."""
        in_tutto = self.risorse.get("ponti_mesi_in_tutto")
        dati = sum(s["ponte_mesi"] or 0 for g in self.gare for s in g["servizi"])
        if in_tutto is not None and dati > in_tutto:
            yield f"{dati} mesi di ponte in tutto"

    def split_parti(self, gara: Voce) -> list[list[Voce]]:
        """I servizi della gara, un elenco per lotto."""
        for_scenario = [[s for s in gara["servizi"] if s["scenario"] == id_] for id_ in gara["scenari"]]
        divisibili = {x["scenari"][0] for x in self.risorse["lotti"] if len(x["scenari"]) == 1}
        parti: list[list[Voce]] = []
        for suoi in for_scenario:
            id_ = suoi[0]["scenario"]
            is_intero = len(suoi) == len(self.scenari[id_]["quartieri"]) and gara["lotti"] == len(gara["scenari"])
            parti += [suoi] if is_intero or id_ not in divisibili else [[s] for s in suoi]
        return parti

    def get_bisogno(self, quartiere: str) -> date:
        """Il primo giorno senza contratto: quello dopo la sua fine, anche passata; oggi, se non ne ha mai avuti."""
        return _end(self.contratti[quartiere]) + UN_GIORNO if quartiere in self.contratti else self.oggi

    def get_obiettivo(self, parte: list[Voce]) -> date:
        """Il giorno in cui il servizio serve: quello scritto o il primo in cui manca a un suo quartiere."""
        scritto = self.scenari[parte[0]["scenario"]].get("inizio")
        is_intero = len(parte) == len(self.scenari[parte[0]["scenario"]]["quartieri"])
        if scritto and is_intero and not (len(parte) == 1 and self._is_lotto(parte)):
            return day(scritto)
        return min(self.get_bisogno(s["quartiere"]) for s in parte)

    def _is_lotto(self, parte: list[Voce]) -> bool:
        return len(self.scenari[parte[0]["scenario"]]["quartieri"]) > 1

    def _check_parte(self, gara: Voce, parte: list[Voce]) -> Iterator[str]:
        scenario = self.scenari[parte[0]["scenario"]]
        atteso = max(self.get_obiettivo(parte), day(gara["avvio"]))
        fine = end_of_mesi(atteso, scenario["durata_mesi"])
        if scenario.get("inizio") and self.get_obiettivo(parte) == day(scenario["inizio"]):
            atteso = max(day(scenario["inizio"]), day(gara["avvio"]))
        for servizio in parte:
            inizio, quartiere = day(servizio["inizio"]), servizio["quartiere"]
            if inizio != atteso or day(servizio["fine"]) != fine:
                yield f"{gara['id']} {quartiere}: dal {inizio} al {servizio['fine']}, e non dal {atteso} al {fine}"
            contratto = self.contratti.get(quartiere)
            scoperti = set(list_giorni(self.oggi, inizio - UN_GIORNO))
            if contratto:
                scoperti -= set(list_giorni(day(contratto["inizio"]), _end(contratto)))
            for ponte in (p for p in self.ponti if quartiere in p["quartieri"]):
                scoperti -= set(list_giorni(*_read_ponte(ponte)))
            if servizio["ponte_dal"]:
                yield from self._check_ponte(servizio, scoperti)
                scoperti -= set(list_giorni(day(servizio["ponte_dal"]), day(servizio["ponte_al"])))
            if servizio["giorni_scoperti"] != len(scoperti):
                yield f"{quartiere}: {servizio['giorni_scoperti']} giorni scoperti, e non {len(scoperti)}"
            if servizio["abitanti_giorni_scoperti"] != len(scoperti) * self.abitanti[quartiere]:
                yield f"{quartiere}: {servizio['abitanti_giorni_scoperti']} abitanti-giorni"

    def _check_ponte(self, servizio: Voce, scoperti: set[date]) -> Iterator[str]:
        dal, mesi = day(servizio["ponte_dal"]), servizio["ponte_mesi"]
        gia = sum(p["durata_mesi"] for p in self.ponti if servizio["quartiere"] in p["quartieri"])
        if not mesi or mesi > self.risorse.get("ponti_mesi", 0) - gia:
            yield f"{servizio['quartiere']}: un ponte di {mesi} mesi"
        if dal not in scoperti or dal <= self.oggi or day(servizio["ponte_al"]) != end_of_mesi(dal, mesi):
            yield f"{servizio['quartiere']}: un ponte dal {dal} al {servizio['ponte_al']}"

    # --- i soldi -----------------------------------------------------------------------------------------------

    def list_spese(self) -> Iterator[tuple[str, str, int, Decimal]]:
        """Gara, scenario, anno, euro con l'IVA: di ogni servizio e di ogni ponte; di un ponte già scritto la gara è vuota."""
        for ponte in self.ponti:
            for anno, euro in self._cost_ponte(ponte):
                yield "", ponte["id"], anno, euro
        for gara in self.gare:
            for parte in self.split_parti(gara):
                scenario = self.scenari[parte[0]["scenario"]]
                stima, mesi = scenario["stima_costo"], scenario["durata_mesi"]
                quota = Decimal(len(parte)) / len(scenario["quartieri"])
                costo = _round(Decimal(stima["mensile_eur"]) * quota * mesi)
                dal, al = day(parte[0]["inizio"]), day(parte[0]["fine"])
                for anno, euro in _split(costo, dal, al):
                    yield gara["id"], scenario["id"], anno, _gross(euro, stima.get("iva"))
                for s in parte:
                    contratto = self.contratti.get(s["quartiere"])
                    if s["ponte_dal"] and contratto:
                        mensile = Decimal(contratto["importo_eur"]) / contratto["durata_mesi"]
                        giorni = (day(s["ponte_dal"]), day(s["ponte_al"]))
                        for anno, euro in _split(_round(mensile * s["ponte_mesi"]), *giorni):
                            yield gara["id"], scenario["id"], anno, _gross(euro, contratto["iva"])

    @staticmethod
    def _cost_ponte(ponte: Voce) -> Iterator[tuple[int, Decimal]]:
        return _split(Decimal(ponte["stima_costo"]["mensile_eur"]) * ponte["durata_mesi"], *_read_ponte(ponte))

    def check_soldi(self) -> Iterator[str]:
        """Comunque si dividano gli stanziamenti, ogni gruppo di gare trova i suoi; e la tavola dei soldi dice gli stessi numeri."""
        spese: dict[int, Counter[str]] = defaultdict(Counter)
        in_corso = {s for g in self.gare if g["in_corso"] for s in g["scenari"]}
        for _, scenario, anno, euro in self.list_spese():
            spese[anno][scenario] += euro  # type: ignore[assignment]
        for anno in sorted({s["anno"] for s in self.risorse["stanziamenti"]}):
            for scenari in _list_gruppi(sorted(set(spese[anno]) & set(self.scenari))):
                spesa = sum((Decimal(spese[anno][s]) for s in scenari), Decimal(0))
                if spesa > self.count_disponibili(anno, scenari) + CENTESIMO * 10 and not in_corso & set(scenari):
                    yield f"nel {anno} {scenari} costano {spesa}"
        for voce in self.risposta["bilancio"]:
            anno, suoi = voce["anno"], [s for s in self.risorse["stanziamenti"] if s["anno"] == voce["anno"]]
            totale = sum(spese[anno].values())
            if abs(Decimal(voce["gare_eur"]) - Decimal(totale)) > CENTESIMO * 20:
                yield f"nel {anno} si spendono {totale}, e non {voce['gare_eur']}"
            stanziato = sum((_gross(Decimal(s["importo_eur"]), s.get("iva", "inclusa")) for s in suoi), Decimal(0))
            if suoi and Decimal(voce["stanziato_eur"]) != stanziato:
                yield f"nel {anno} è stanziato {stanziato}"
            if suoi and abs(Decimal(voce["impegnato_eur"]) - self._count_impegnato(suoi, anno)) > CENTESIMO * 10:
                yield f"nel {anno} è impegnato {voce['impegnato_eur']}, e non {self._count_impegnato(suoi, anno)}"

    def _count_impegnato(self, suoi: Sequence[Voce], anno: int) -> Decimal:
        if all("impegnato_eur" not in s for s in suoi):
            return sum((e for c in self.contratti.values() for a, e in _cost(c) if a == anno), Decimal(0))
        return sum((_gross(Decimal(s.get("impegnato_eur", 0)), s.get("iva", "inclusa")) for s in suoi), Decimal(0))

    def count_disponibili(self, anno: int, scenari: Iterable[str]) -> Decimal:
        """Gli stanziamenti che pagano almeno uno degli scenari, tolto ciò che prendono i ponti già scritti."""
        chi = set(scenari)
        quanti = [self._count_liberi(anno, chi)]
        for ponte in self.ponti:
            costo = dict(self._cost_ponte(ponte)).get(anno, Decimal(0))
            quanti.append(self._count_liberi(anno, chi | {ponte["id"]}) - costo)
        return max(Decimal(0), min(quanti))

    def _count_liberi(self, anno: int, scenari: set[str]) -> Decimal:
        """I contratti, se nessuno dice l'impegnato, pesano su tutti gli stanziamenti insieme."""
        suoi = [s for s in self.risorse["stanziamenti"] if s["anno"] == anno]
        per_loro = [s for s in suoi if not s.get("solo_per") or set(s["solo_per"]) & scenari]
        liberi = sum((_gross(_get_libero(s), s.get("iva", "inclusa")) for s in per_loro), Decimal(0))
        if all("impegnato_eur" not in s for s in suoi):
            altri = [s for s in suoi if s not in per_loro]
            resto = sum((_gross(_get_libero(s), s.get("iva", "inclusa")) for s in altri), Decimal(0))
            liberi -= max(Decimal(0), self._count_impegnato(suoi, anno) - resto)
        return max(Decimal(0), liberi)

    # --- le somme ----------------------------------------------------------------------------------------------

    def check_somme(self) -> Iterator[str]:
        """Gli obiettivi stampati: scoperti, euro, ritardi, scarto."""
        scoperti = sum(s["abitanti_giorni_scoperti"] for g in self.gare for s in g["servizi"])
        if not self.risposta["mancano"] and scoperti != self.risposta["abitanti_giorni_scoperti"]:
            yield f"scoperti {scoperti}, e non {self.risposta['abitanti_giorni_scoperti']}"
        euro = sum((e for *_, e in self.list_spese()), Decimal(0))
        if abs(euro - Decimal(self.risposta["costo_eur"])) > CENTESIMO * 20:
            yield f"costa {euro}, e non {self.risposta['costo_eur']}"
        parti = [p for g in self.gare for p in self.split_parti(g)]
        ritardo = sum(max(0, (day(p[0]["inizio"]) - self.get_obiettivo(p)).days) for p in parti)
        if ritardo != self.risposta["ritardo_giorni"]:
            yield f"ritardo {ritardo}, e non {self.risposta['ritardo_giorni']}"
        limite, trovati = self.risposta["limite_inferiore"], self.risposta["abitanti_giorni_scoperti"]
        if limite > trovati or (limite and self.risposta["scarto_per_mille"] * limite < 1000 * (trovati - limite)):
            yield f"scarto {self.risposta['scarto_per_mille']}, limite {limite}, trovati {trovati}"


# --- a mano ----------------------------------------------------------------------------------------------------------


def day(testo: str) -> date:
    """Il giorno di un testo."""
    return date.fromisoformat(testo)


def list_giorni(dal: date, al: date) -> list[date]:
    """I giorni fra i due, compresi."""
    return [dal + timedelta(days=n) for n in range((al - dal).days + 1)]


def _is_per(chi: Voce, gara: Voce) -> bool:
    return not chi.get("solo_per") or bool(set(chi["solo_per"]) & set(gara["scenari"]))


def _list_chiusi(chi: Voce, orizzonte: list[date]) -> set[date]:
    chiusi: set[date] = set()
    for dal, al in (a.split("..") for a in chi.get("chiusure", ())):
        for giorno in orizzonte:
            quando = f"{giorno:%m-%d}"
            if dal <= quando <= al if dal <= al else quando >= dal or quando <= al:
                chiusi.add(giorno)
    for chiusura in chi.get("chiuso", ()):
        chiusi |= set(list_giorni(day(chiusura["dal"]), day(chiusura["al"])))
    return chiusi


def _read_ponte(ponte: Voce) -> tuple[date, date]:
    """Il primo e l'ultimo giorno di un ponte già scritto."""
    return day(ponte["inizio"]), end_of_mesi(day(ponte["inizio"]), ponte["durata_mesi"])


def _end(contratto: Voce) -> date:
    """L'ultimo giorno del contratto: quello a cui è stato chiuso, o la sua durata."""
    prima = contratto.get("scadenza_effettiva")
    return day(prima) if prima else end_of_mesi(day(contratto["inizio"]), contratto["durata_mesi"])


def _cost(contratto: Voce) -> Iterator[tuple[int, Decimal]]:
    """Anno → euro con l'IVA; di un contratto chiuso prima la parte dei suoi mesi."""
    inizio, fine = day(contratto["inizio"]), _end(contratto)
    quota = measure_mesi(inizio, fine) / contratto["durata_mesi"]
    maturato = _round(Decimal(contratto["importo_eur"]) * quota.numerator / quota.denominator)
    for anno, euro in _split(maturato, inizio, fine):
        yield anno, _gross(euro, contratto["iva"])


def _split(costo: Decimal, dal: date, al: date) -> Iterator[tuple[int, Decimal]]:
    """L'importo anno per anno, a giorni uguali."""
    giorni = (al - dal).days + 1
    for anno in range(dal.year, al.year + 1):
        suoi = (min(al, date(anno, 12, 31)) - max(dal, date(anno, 1, 1))).days + 1
        yield anno, costo * suoi / giorni


def _gross(euro: Decimal, iva: str | None) -> Decimal:
    return euro if iva == "inclusa" else euro * IVA


def _get_libero(stanziamento: Voce) -> Decimal:
    return Decimal(stanziamento["importo_eur"]) - Decimal(stanziamento.get("impegnato_eur", 0))


def _round(euro: Decimal) -> Decimal:
    return euro.quantize(CENTESIMO, ROUND_HALF_EVEN)


def _list_gruppi(scenari: list[str]) -> Iterator[tuple[str, ...]]:
    for quanti in range(1, len(scenari) + 1):
        yield from combinations(scenari, quanti)
