"""Open Contracting (OCDS 1.1): rilasci, record e pacchetti, in JSON o un oggetto per riga, anche appiattiti in un foglio."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from ldq_planner.dates.fuso import find_giorno, parse_istante
from ldq_planner.loading.importazione.flusso import read_documento_intero
from ldq_planner.loading.importazione.grezzo import SCENARIO, Grezzo
from ldq_planner.loading.importazione.ocds_note import list_attuazione, read_modifiche, say_modifiche
from ldq_planner.loading.importazione.percorsi import find_valore, require_percorso
from ldq_planner.loading.importazione.rifiuti import refuse
from ldq_planner.loading.importazione.rilasci import compile_rilasci, list_rilasci, listify
from ldq_planner.loading.importazione.testi import join_note, make_slug
from ldq_planner.model.base import FORMA_CIG
from ldq_planner.rules.cig_non_valido import explain_cig

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from ldq_planner.loading.importazione.grezzo import FonteAperta

Oggetto = dict[str, Any]

MAX_VALORI = 5_000_000
"""Quanti valori di un JSON si tengono in mano: ciascuno ne chiede cento byte, anche se nel file ne ha due."""
_MAX_VUOTI, _VUOTO = 1_000_000, 6
"""Quanti valori può avere un JSON se, con la sua chiave, ciascuno ne occupa in media meno di questi byte."""
MAX_INCROCI = 1_000_000
"""Fornitori, lotti e modifiche che i contratti di una procedura hanno in comune, contati una volta per contratto."""
_LOTTI_DETTI = 5
"""Di quanti lotti con periodi diversi la nota dice il loro."""
_MEZZO = re.compile(r"\\u[dD][89a-fA-F]")
PROCEDURE = {"open": "aperta", "selective": "ristretta", "direct": "affidamento-diretto"}
_ITALIANI = ("hu01ve", "bxokds")  # i prefissi con cui si pubblicano i dati di ANAC e degli elenchi della legge 190


def read_json(percorso: Path) -> Any:
    """Il documento JSON, o la lista di quelli che stanno uno per riga.

    Errori: `InvalidDataError` se non è JSON.
    """
    contenuto = read_documento_intero(percorso)
    valori = sum(map(contenuto.count, (b",", b"[", b"{")))
    if valori > MAX_VALORI:
        raise refuse(str(percorso), f"il JSON ha più di {MAX_VALORI} valori", "dividerlo in più file")
    if valori > max(_MAX_VUOTI, len(contenuto) // _VUOTO):
        raise refuse(str(percorso), f"il JSON ha {valori} valori, quasi tutti vuoti", "indicare il file giusto")
    codifica = json.detect_encoding(contenuto)
    try:
        testo = contenuto.decode(codifica)
    except UnicodeDecodeError as errore:
        riga = contenuto.count(b"\n", 0, errore.start) + 1
        raise refuse(str(percorso), f"non è {codifica.upper()}", "salvarlo di nuovo in UTF-8", riga) from None
    try:
        return load_json(testo)
    except RecursionError:
        raise refuse(str(percorso), "il JSON ha troppi livelli uno dentro l'altro", "controllare il file") from None
    except json.JSONDecodeError as errore:
        if errore.msg == "Extra data" and "\n" in testo[: errore.pos]:
            return _read_righe(percorso, testo)
        raise refuse(
            str(percorso), f"il JSON non è ben scritto ({errore.msg})", "scaricarlo di nuovo", errore.lineno
        ) from None
    except ValueError as errore:  # un numero smisurato
        raise refuse(str(percorso), f"il JSON non si legge ({errore})", "controllare il file") from None


def _read_righe(percorso: Path, testo: str) -> list[Any]:
    letti = []
    for riga, contenuto in enumerate(testo.split("\n"), 1):
        if contenuto.strip():
            try:
                letti.append(load_json(contenuto))
            except (ValueError, RecursionError) as errore:
                raise refuse(str(percorso), say_errore_json(errore), "un oggetto intero per riga", riga) from None
    return letti


def load_json(contenuto: str | bytes) -> Any:
    """Il valore di un JSON; di un mezzo carattere (un surrogato da solo), che nessun file può tenere, resta il segno `�`.

    Errori: quelli di `json.loads`; `UnicodeDecodeError` se i byte non sono nella codifica in cui cominciano.
    """
    testo = contenuto if isinstance(contenuto, str) else contenuto.decode(json.detect_encoding(contenuto))
    letto = json.loads(testo)
    if not _MEZZO.search(testo):
        return letto
    scritto = json.dumps(letto, ensure_ascii=False).encode("utf-16-le", "surrogatepass")
    return json.loads(scritto.decode("utf-16-le", "replace"))


def say_errore_json(errore: Exception) -> str:
    """Che cosa non va in una riga che non è JSON."""
    if isinstance(errore, UnicodeDecodeError):
        return f"non è {errore.encoding.upper()}"
    return f"il JSON di questa riga non è ben scritto ({getattr(errore, 'msg', 'troppi livelli')})"


def is_ocds(documento: Any) -> bool:
    """Vero se il documento ha la forma di un pacchetto, un record o un rilascio."""
    for voce in listify(documento)[:5]:
        if isinstance(voce, dict) and (
            {"releases", "records", "compiledRelease", "ocid"} & voce.keys() or _is_rilascio(voce)
        ):
            return True
    return False


def _is_rilascio(voce: Oggetto) -> bool:
    return "tag" in voce and bool({"tender", "awards", "contracts"} & voce.keys())


def read_ocds(documento: Any, fonte: FonteAperta, raggruppa: str = "") -> Iterator[Grezzo]:
    """I contratti e le gare di un documento OCDS, una procedura per volta."""
    fonte.codifica = fonte.codifica or "JSON"
    fonte.aggiornato_al = find_ultimo(documento)
    percorso = tuple(raggruppa.replace(".", "/").strip("/").split("/")) if raggruppa else ()
    if percorso:
        require_percorso(percorso, raggruppa, (r for _, rilasci in list_rilasci(documento) for r in rilasci))
    for posto, rilasci in list_rilasci(documento):
        yield from read_procedura(posto, rilasci, fonte, percorso)


def read_procedura(posto: str, rilasci: list[Any], fonte: FonteAperta, raggruppa: tuple[str, ...]) -> Iterator[Grezzo]:
    """I contratti e le gare di una procedura, da tutti i suoi rilasci."""
    rilascio = compile_rilasci(rilasci)
    if rilascio is None:
        yield Grezzo(posto, originale=(("", str(rilasci)[:200]),)).discard("forma-inattesa", "non è un oggetto")
        return
    lettore = _LettoreDiProcedura(rilascio, rilasci, posto, raggruppa)
    if lettore.count_incroci() > MAX_INCROCI:
        messaggio = f"«{posto}» ha più di {MAX_INCROCI} incroci fra contratti, fornitori, lotti e modifiche"
        raise refuse(fonte.nome, messaggio, "dividere la procedura in più file")
    yield from lettore.read()


def find_ultimo(documento: Any) -> str:
    """Il giorno del rilascio più recente, che è l'età dei dati; se nessuno lo dice, quello in cui il pacchetto è pubblicato."""
    rilasci = (r for _, suoi in list_rilasci(documento) for r in suoi if isinstance(r, dict))
    scritti = ((r.get("date") for r in rilasci), (v.get("publishedDate") for v in _dicts(documento)))
    for date_ in scritti:
        if ultimo := max(filter(None, map(parse_istante, map(_text, date_))), default=None):
            return find_giorno(ultimo).isoformat()
    return ""


class _LettoreDiProcedura:
    """Una procedura: ciò che se ne legge è nel contratto, altrimenti nell'aggiudicazione, altrimenti nella gara."""

    def __init__(self, rilascio: Oggetto, rilasci: list[Any], posto: str, raggruppa: tuple[str, ...]) -> None:
        """`rilascio` è quello compilato, `rilasci` quelli da cui viene."""
        self._r = rilascio
        self._visti = _list_visti(rilasci)
        self._aggiudicazioni = {_text(a.get("id")): a for a in reversed(_dicts(rilascio.get("awards")))}
        self._posto = posto
        self._gara = _dict(rilascio.get("tender"))
        self._ocid = _text(rilascio.get("ocid")) or "-".join(_text(rilascio.get("id")).split("-")[:3])
        self._della_gara = _dicts(self._gara.get("lots"))
        self._lotti = _index(self._della_gara)
        self._presentate = _dicts(_dict(rilascio.get("bids")).get("details"))
        self._offerte = _index(self._presentate)
        self._modifiche = read_modifiche(self._gara)
        self._modifiche_del_rilascio = say_modifiche(read_modifiche(rilascio))
        self._parti = {_text(p.get("id")): _text(p.get("name")) for p in _dicts(rilascio.get("parties"))}
        self._gruppo = self._find_gruppo(raggruppa)

    def count_incroci(self) -> int:
        """Quanto costa ripetere in ogni contratto ciò che è della sua aggiudicazione e della gara."""
        aggiudicazioni, contratti = _dicts(self._r.get("awards")), _dicts(self._r.get("contracts"))
        sue = (self._find_aggiudicazione(contratto, aggiudicazioni) for contratto in contratti)
        di_ognuna = sum(len(listify(a.get(nome))) for a in sue for nome in ("suppliers", "relatedLots", "amendments"))
        offerte = (self._offerte.get(_text(x), ()) for c in contratti for x in listify(c.get("relatedBids")))
        delle_offerte = sum(map(len, offerte))
        return di_ognuna + delle_offerte + len(contratti) * len(listify(self._gara.get("amendments")))

    def read(self) -> Iterator[Grezzo]:
        aggiudicazioni, contratti = _dicts(self._r.get("awards")), _dicts(self._r.get("contracts"))
        if contratti:
            coppie = [(contratto, self._find_aggiudicazione(contratto, aggiudicazioni)) for contratto in contratti]
            prese = {id(sua) for _, sua in coppie}
            for contratto, aggiudicazione in coppie:
                yield self._read_contratto(contratto, aggiudicazione)
            for aggiudicazione in aggiudicazioni if all(sua for _, sua in coppie) else ():
                if id(aggiudicazione) not in prese:  # il suo contratto non c'è ancora
                    yield self._read_contratto({}, aggiudicazione)
        elif aggiudicazioni:
            for aggiudicazione in aggiudicazioni:
                yield self._read_contratto({}, aggiudicazione)
        elif self._gara or self._r.get("planning"):
            yield from self._read_gara()
        else:
            vuoto = Grezzo(self._posto, originale=self._describe("", "", {}))
            yield vuoto.discard("forma-inattesa", "non ha gare, aggiudicazioni né contratti")

    def _read_contratto(self, contratto: Oggetto, aggiudicazione: Oggetto) -> Grezzo:
        stato = _text(contratto.get("status") or aggiudicazione.get("status"))
        lotti = self._find_lotti(contratto, aggiudicazione)
        lotto = lotti[0] if lotti else {}
        dei_lotti, detti = _join_periodi(lotti)
        chi = (contratto, aggiudicazione, lotto, self._gara)
        periodo, origine = _first_periodo(
            (contratto.get("period"), "contratto"),
            (aggiudicazione.get("contractPeriod"), "aggiudicazione"),
            (dei_lotti, "bando"),
            (self._gara.get("contractPeriod"), "bando"),
        )
        valore = _dict(contratto.get("value")) or _dict(aggiudicazione.get("value"))
        suo = _text(contratto.get("id") or aggiudicazione.get("id"))
        grezzo = self._make(periodo, contratto, lotto, valore)
        modifiche = say_modifiche(self._modifiche, read_modifiche(aggiudicazione, contratto))
        return grezzo._replace(
            cig=self._find_cig(suo, lotto),
            id=self._join_id(suo),
            titolo=_first(*(v.get("title") for v in chi), *(v.get("description") for v in chi)) or self._titolo(),
            nota=join_note(grezzo.nota, detti if periodo == dei_lotti else "", *modifiche, *list_attuazione(contratto)),
            procedura=_text(self._gara.get("procurementMethodDetails") or self._gara.get("procurementMethod")),
            affidatari=tuple(self._list_affidatari(contratto, aggiudicazione)),
            origine=origine,
            stato=stato,
            visto=self._visti.get((bool(contratto), suo, stato), ""),
            originale=self._describe(suo, stato, periodo),
        )

    def _read_gara(self) -> Iterator[Grezzo]:
        """Una gara, o una gara per lotto se i lotti hanno un periodo loro."""
        lotti = _dicts(self._gara.get("lots"))
        if not any(lotto.get("contractPeriod") for lotto in lotti):
            lotti = []
        for lotto in lotti or [{}]:
            stato = _first(lotto.get("status"), self._gara.get("status"))
            periodo, _ = _first_periodo((lotto.get("contractPeriod"), ""), (self._gara.get("contractPeriod"), ""))
            titolo, suo = self._titolo(), _text(lotto.get("title"))
            metodo = _text(self._gara.get("procurementMethod"))
            valore = _dict(lotto.get("value")) or _dict(self._gara.get("value"))
            yield self._make(periodo, {}, lotto, valore)._replace(
                id=self._join_id(_text(lotto.get("id")) if len(lotti) > 1 else ""),
                titolo=f"{titolo}: {suo}" if suo and len(lotti) > 1 and suo != titolo else titolo or suo,
                procedura=PROCEDURE.get(metodo) or _text(self._gara.get("procurementMethodDetails")),
                originale=self._describe(_text(lotto.get("id")), stato, periodo),
                stato=stato,
                genere=SCENARIO,
            )

    # ——— ciò che contratti e gare hanno in comune

    def _make(self, periodo: Oggetto, contratto: Oggetto, lotto: Oggetto, valore: Oggetto) -> Grezzo:
        dove = (contratto, lotto, self._gara)
        rinnovo = next(filter(None, (_dict(voce.get("renewal")) for voce in dove)), {})
        massimo = rinnovo.get("maximumRenewals")
        detto = _first(rinnovo.get("description"), *(_dict(voce.get("options")).get("description") for voce in dove))
        if rinnovo and massimo is None and not detto:
            detto = "previsto, senza dire quante volte"
        return Grezzo(
            self._posto,
            gruppo=self._gruppo,
            riferimento=self._ocid,
            inizio=_text(periodo.get("startDate")),
            fine=_text(periodo.get("endDate")),
            fine_massima=_text(periodo.get("maxExtentDate")),
            durata_giorni=_text(periodo.get("durationInDays")),
            rinnovi=_text(massimo),
            importo=_text(valore.get("amount")),
            valuta=_text(valore.get("currency")),
            natura=_text(self._gara.get("mainProcurementCategory")),
            cup=_text(_dict(_dict(self._r.get("planning")).get("budget")).get("projectID")),
            nota=join_note(f"rinnovi e opzioni: {detto}" if detto else "", *self._modifiche_del_rilascio),
        )

    def _titolo(self) -> str:
        piano = _dict(self._r.get("planning"))
        detto = self._gara.get("title") or self._gara.get("description") or self._r.get("title")
        return _text(detto or _dict(piano.get("budget")).get("description") or piano.get("rationale"))

    def _find_gruppo(self, raggruppa: tuple[str, ...]) -> str:
        if raggruppa:
            return _text(find_valore(self._r, raggruppa))
        for chi in (self._r.get("buyer"), self._gara.get("procuringEntity")):
            chi_ = _dict(chi)
            if nome := _text(chi_.get("name")) or self._parti.get(_text(chi_.get("id")), ""):
                return nome
        compratori = [
            p for p in _dicts(self._r.get("parties")) if "buyer" in map(str.strip, map(_text, listify(p.get("roles"))))
        ]
        return _text(compratori[0].get("name")) if compratori else ""

    def _find_aggiudicazione(self, contratto: Oggetto, aggiudicazioni: list[Oggetto]) -> Oggetto:
        chiesta = _text(contratto.get("awardID"))
        trovata = self._aggiudicazioni.get(chiesta) if chiesta else None
        if trovata is None and len(aggiudicazioni) == 1:
            trovata = aggiudicazioni[0]
        return trovata or {}

    def _find_lotti(self, contratto: Oggetto, aggiudicazione: Oggetto) -> list[Oggetto]:
        """I lotti del contratto o, se non lo dice, dell'aggiudicazione, nell'ordine della gara; il solo, se è uno."""
        suoi = listify(contratto.get("relatedLots")) or listify(aggiudicazione.get("relatedLots"))
        lotti = self._della_gara
        posti = sorted({p for id_ in map(_text, suoi) for p in self._lotti.get(id_, ())[:1]})
        return [lotti[p] for p in posti] or (lotti if len(lotti) == 1 else [])

    def _find_cig(self, suo: str, lotto: Oggetto) -> str:
        """Il primo identificativo che è un CIG: nei dati italiani per la forma, negli altri solo se il controllo torna."""
        is_italiano = any(f"-{prefisso}-" in self._ocid for prefisso in _ITALIANI)
        for candidato in (suo, _text(lotto.get("id")), _text(self._gara.get("id"))):
            cig = candidato.strip().upper()
            if FORMA_CIG.fullmatch(cig) and (is_italiano or (not cig.isdigit() and not explain_cig(cig))):
                return cig
        return ""

    def _join_id(self, suo: str) -> str:
        """L'ocid, e l'id del contratto se non è già la sua fine: fuori da una procedura un id si ripete."""
        ocid, slug = make_slug(self._ocid, 80), make_slug(suo, 60)
        return ocid if not slug or ocid.endswith(slug) else f"{ocid}-{slug}".strip("-")

    def _list_affidatari(self, contratto: Oggetto, aggiudicazione: Oggetto) -> Iterator[tuple[str, str]]:
        """Chi esegue; con un contratto per fornitore non sono un raggruppamento, e OCDS 1.1 non dice chi guida."""
        offerte = {_text(x) for x in listify(contratto.get("relatedBids"))}
        posti = sorted(p for id_ in offerte for p in self._offerte.get(id_, ()))
        suoi = [t for p in posti for t in _dicts(self._presentate[p].get("tenderers"))]
        for fornitore in _dicts(contratto.get("suppliers")) or suoi or _dicts(aggiudicazione.get("suppliers")):
            if nome := _text(fornitore.get("name")) or self._parti.get(_text(fornitore.get("id")), ""):
                yield nome, "singolo"

    def _describe(self, suo: str, stato: str, periodo: Oggetto) -> tuple[tuple[str, str], ...]:
        """Ciò che serve a ritrovare la procedura e a capire perché è rimasta fuori."""
        voci = {"ocid": self._ocid, "id": suo, "titolo": self._titolo(), "status": stato}
        date_ = {f"period/{nome}": _text(periodo.get(nome)) for nome in ("startDate", "endDate", "durationInDays")}
        return tuple((nome, valore) for nome, valore in (voci | date_).items() if valore)


def _index(voci: list[Oggetto]) -> dict[str, list[int]]:
    """Id → i posti di chi lo porta."""
    posti: dict[str, list[int]] = {}
    for posto, voce in enumerate(voci):
        posti.setdefault(_text(voce.get("id")), []).append(posto)
    return posti


def _list_visti(rilasci: list[Any]) -> dict[tuple[bool, str, str], str]:
    """Se è un contratto (o un'aggiudicazione), il suo id, uno stato → il giorno del primo rilascio che lo dice."""
    visti: dict[tuple[bool, str, str], datetime] = {}
    for rilascio in _dicts(rilasci):
        if (istante := parse_istante(_text(rilascio.get("date")))) is None:
            continue
        for elenco in ("contracts", "awards"):
            for voce in _dicts(rilascio.get(elenco)):
                chiave = (elenco == "contracts", _text(voce.get("id")), _text(voce.get("status")))
                visti[chiave] = min(istante, visti.get(chiave, istante))
    return {chiave: find_giorno(istante).isoformat() for chiave, istante in visti.items()}


def _join_periodi(lotti: list[Oggetto]) -> tuple[Oggetto, str]:
    """Il periodo di un contratto di più lotti, e come lo si dice se i loro sono diversi.

    Dal primo inizio all'ultima fine, se fra un lotto e l'altro non resta un vuoto; altrimenti quello del primo lotto.
    """
    periodi = [_dict(lotto.get("contractPeriod")) for lotto in lotti]
    primo = next(filter(None, periodi), {})
    if all(periodo in ({}, primo) for periodo in periodi):
        return primo, ""
    estremi = [(_text(p.get("startDate")), _text(p.get("endDate"))) for p in periodi if p]
    detti = [f"dal {_say_giorno(inizio)} al {_say_giorno(fine)}" for inizio, fine in dict.fromkeys(estremi)]
    altri = [f"e altri {len(detti) - _LOTTI_DETTI}"] if len(detti) > _LOTTI_DETTI else []
    frase = f"periodi dei lotti: {'; '.join([*detti[:_LOTTI_DETTI], *altri])}"
    uniti = _join_estremi(estremi)
    return ({"startDate": uniti[0], "endDate": uniti[1]} if uniti else primo), frase


def _join_estremi(estremi: list[tuple[str, str]]) -> tuple[str, str] | None:
    """Il primo inizio e l'ultima fine; nulla se fra l'uno e l'altro resta un vuoto, o se uno non è un giorno."""
    istanti = [(parse_istante(inizio), parse_istante(fine), inizio, fine) for inizio, fine in estremi]
    noti = sorted((a, b, inizio, fine) for a, b, inizio, fine in istanti if a is not None and b is not None)
    if len(noti) < len(istanti):
        return None
    _, arriva, primo, ultima = noti[0]
    for comincia, finisce, _, fine in noti[1:]:
        if (find_giorno(comincia) - find_giorno(arriva)).days > 1:
            return None
        if finisce > arriva:
            arriva, ultima = finisce, fine
    return primo, ultima


def _say_giorno(istante: str) -> str:
    letto = parse_istante(istante)
    return find_giorno(letto).isoformat() if letto else "?"


def _first_periodo(*candidati: tuple[Any, str]) -> tuple[Oggetto, str]:
    """Il primo periodo che dice qualcosa, e da dove viene."""
    for periodo, origine in candidati:
        pieno = {nome: valore for nome, valore in _dict(periodo).items() if valore not in (None, "")}
        if {"startDate", "endDate", "durationInDays", "maxExtentDate"} & pieno.keys():
            return pieno, origine
    return {}, ""


def _first(*valori: Any) -> str:
    """Il primo testo che dice qualcosa."""
    return next(filter(None, map(_text, valori)), "")


def _dict(valore: Any) -> Oggetto:
    return valore if isinstance(valore, dict) else {}


def _dicts(valore: Any) -> list[Oggetto]:
    return [v for v in listify(valore) if isinstance(v, dict)]


def _text(valore: Any) -> str:
    """Il valore come testo; un numero senza gli zeri che il formato vi ha messo."""
    if valore is None or isinstance(valore, (dict, list)):
        return ""
    if isinstance(valore, float):
        return str(int(valore)) if valore.is_integer() else repr(valore)
    return str(valore).lower() if isinstance(valore, bool) else str(valore).strip()
