"""I formati che si sanno importare, riconosciuti da ciò che c'è nel file e mai dal suo nome."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.errors import InvalidDataError, InvalidRequestError
from ldq_planner.loading.colonne import is_piatto
from ldq_planner.loading.importazione import anac, flusso, istruzioni, mappa, programma
from ldq_planner.loading.importazione.archivio import list_membri
from ldq_planner.loading.importazione.colonne import DEL_DATASET, ENTI, UFFICI
from ldq_planner.loading.importazione.foglio_di_calcolo import choose_tabelle, fill_unite, open_fogli
from ldq_planner.loading.importazione.giorni import GiornoLetto, read_giorno
from ldq_planner.loading.importazione.grezzo import FonteAperta
from ldq_planner.loading.importazione.l190_xml import GRUPPI, read_lotti
from ldq_planner.loading.importazione.ocds import is_ocds, read_json, read_ocds
from ldq_planner.loading.importazione.ocds_foglio import is_ocds_appiattito, unflatten
from ldq_planner.loading.importazione.ocds_righe import are_righe, read_righe
from ldq_planner.loading.importazione.prova import prove
from ldq_planner.loading.importazione.rifiuti import refuse
from ldq_planner.loading.importazione.tabella import read_tabella
from ldq_planner.loading.importazione.tabella_csv import open_csv
from ldq_planner.loading.importazione.testi import fold_nome, normalize_nome
from ldq_planner.loading.importazione.versioni import find_ultime, find_versione, keep_ultime

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ldq_planner.errors import Finding
    from ldq_planner.loading.importazione.grezzo import Grezzo
    from ldq_planner.loading.importazione.tabella import TabellaAperta

L190_CSV, L190_XML, OCDS, ANAC_CIG, TABELLA = "l190-csv", "l190-xml", "ocds", "anac-cig", "tabella"
PROGRAMMA = "programma-acquisti"
FORMATI = {
    L190_CSV: "elenco dei contratti della legge 190/2012 (CSV)",
    L190_XML: "elenco dei contratti della legge 190/2012 (XML)",
    OCDS: "Open Contracting (OCDS 1.1)",
    ANAC_CIG: "CIG dei dati aperti di ANAC",
    PROGRAMMA: "programma degli acquisti (schede B e H)",
    TABELLA: "tabella",
}
"""Il nome di un formato, per `--da` → che cos'è."""

_L190 = {"cig", "tempicompletamentodatainizio", "tempicompletamentodataultimazione"}
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_COME_TORNARE = "copiare contratti.jsonl in una cartella di dati, al posto di contratti.yaml; da OCDS o CSV si torna con ldq importa"
_COME_SI_CHIEDE = "si interroga com'è, con --dati; una città se ne prende con ldq estrai"
_QUALI_SONO = (
    "dire quali sono con --mappa FILE.yaml (colonne: inizio, fine, titolo, gruppo…); "
    "--salva-mappa FILE.yaml ne scrive un modello"
)
_DICONO_QUANDO = {
    "cui",
    "inizio",
    "fine",
    "fine_massima",
    "durata",
    "durata_giorni",
    "durata_mesi",
    "scadenza_offerte",
    "cig",
}
_PROVA = 50
"""Quante righe si guardano per sapere se una colonna è fatta di date."""
_PAGINA = re.compile(rb"(?:<\?xml[^>]*>\s*)?(?:<!doctype\s+html|<html|<head|<body|<table|<meta)\b", re.IGNORECASE)
_SPAZI = b" \t\r\n\xef\xbb\xbf"


class LetturaChiesta(NamedTuple):
    """Come si chiede di leggere un file."""

    da: str = ""
    raggruppa: str = ""
    detto: istruzioni.Istruzioni = istruzioni.Istruzioni()
    fonte: str = ""
    valuta: str = ""
    giorno: str = ""
    """Il giorno a cui sono fermi gli stati di una fonte che non dice il suo."""


def open_fonti(percorso: Path, richiesta: LetturaChiesta) -> tuple[FonteAperta, ...]:
    """Il file, aperto come il formato che è (o che si dice che sia); di un foglio di calcolo, ogni foglio da leggere.

    Errori: `InvalidDataError` se non si può importare; `InvalidRequestError` se non è del formato detto.
    """
    testa = flusso.read_testa(percorso)
    forma = _guess_forma(percorso, testa)
    open_forma = {"xml": _open_xml, "json": _open_json, "foglio": _open_foglio, "csv": _open_testo}[forma]
    fonti = open_forma(percorso, richiesta)
    for fonte in fonti:
        if richiesta.da and richiesta.da != fonte.formato:
            raise InvalidRequestError(
                f"«{percorso}» non è {FORMATI[richiesta.da]}: è {FORMATI[fonte.formato]}",
                f"scrivere --da {fonte.formato}, o togliere --da",
            )
        fonte.descrizione = richiesta.fonte or _describe(fonte, percorso)
        colonna = next((c for c, campo in fonte.colonne.items() if campo == "gruppo"), richiesta.raggruppa)
        is_di_suo = fonte.formato in (OCDS, L190_XML)  # senza --raggruppa, il gruppo è chi compra
        fonte.is_gruppo_ente = normalize_nome(colonna) in ENTI if colonna else is_di_suo
    return fonti


def _guess_forma(percorso: Path, testa: bytes) -> str:
    """Che genere di file è, dai primi byte."""
    if testa.startswith(_ZIP):
        membri = list_membri(percorso)
        if not membri:
            raise refuse(str(percorso), "è un archivio danneggiato", "scaricarlo di nuovo")
        if any(m == "content.xml" or m.startswith("xl/") for m in membri):
            return "foglio"
        raise refuse(str(percorso), "è un archivio, non un foglio di calcolo", "estrarre i file e importare quelli")
    if testa.startswith(_OLE):
        return "foglio"
    if testa.startswith(b"PAR1"):
        rimedio = _COME_SI_CHIEDE if is_piatto(percorso) else "convertirlo in CSV, e importare quello"
        raise refuse(str(percorso), "è un file Parquet, scritto per analizzare: non si importa", rimedio)
    if testa.lstrip(_SPAZI).split(b"\n", 1)[0].replace(b" ", b"").startswith(b'{"aggiornato_al":'):
        raise refuse(str(percorso), "sono già contratti nostri, uno per riga (contratti.jsonl)", _COME_TORNARE)
    if flusso.is_binario(testa):
        rimedio = "indicare un CSV, un XML, un JSON o un foglio di calcolo"
        raise refuse(str(percorso), "è un file binario, non un elenco", rimedio)
    testo = testa.decode(flusso.guess_utf16(testa), "replace") if flusso.is_utf16(testa) else ""
    if _PAGINA.match(testo.encode() if testo else testa.lstrip(_SPAZI)):
        nome = (
            f"una pagina web chiamata {percorso.suffix}" if percorso.suffix[:3] in (".xl", ".cs") else "una pagina web"
        )
        raise refuse(str(percorso), f"è {nome}", "aprirla con un foglio di calcolo e salvarla come .xlsx")
    inizio = (testo.lstrip("\ufeff \t\r\n").encode() if testo else testa.lstrip(_SPAZI))[:1]
    return {b"<": "xml", b"{": "json", b"[": "json"}.get(inizio, "csv")


def _open_xml(percorso: Path, richiesta: LetturaChiesta) -> tuple[FonteAperta, ...]:
    chiesto = normalize_nome(richiesta.raggruppa)
    gruppo = "" if chiesto in ("strutturaproponentedenominazione", "denominazione") else chiesto
    if gruppo and gruppo not in GRUPPI:
        raise InvalidRequestError(
            f"«{richiesta.raggruppa}» non è un campo di un lotto",
            "scegliere fra strutturaProponente:denominazione, codiceFiscaleProp, sceltaContraente",
        )
    return (FonteAperta(str(percorso), L190_XML, lambda f: read_lotti(percorso, f, gruppo)),)


def _open_json(percorso: Path, richiesta: LetturaChiesta) -> tuple[FonteAperta, ...]:
    raggruppa = richiesta.raggruppa
    if are_righe(percorso):
        return (FonteAperta(str(percorso), OCDS, lambda f: read_righe(percorso, f, raggruppa)),)
    documento = read_json(percorso)
    if anac.is_anac_json(documento):
        return (FonteAperta(str(percorso), ANAC_CIG, lambda f: anac.read_anac_json(documento, f, raggruppa)),)
    if is_ocds(documento):
        return (FonteAperta(str(percorso), OCDS, lambda f: read_ocds(documento, f, raggruppa)),)
    rimedio = "indicare un pacchetto di rilasci o di record OCDS; un elenco di voci si apre con un foglio di calcolo e si salva in CSV"
    raise refuse(str(percorso), "è JSON, ma non OCDS né una scheda CIG di ANAC", rimedio)


def _open_foglio(percorso: Path, richiesta: LetturaChiesta) -> tuple[FonteAperta, ...]:
    fogli = open_fogli(percorso)
    celle = {nome: foglio.celle for nome, foglio in fogli.items()}
    if is_ocds_appiattito(celle):
        pacchetto = unflatten(celle)

        def read(fonte: FonteAperta) -> Iterator[Grezzo]:
            fonte.codifica = "foglio di calcolo"
            return read_ocds(pacchetto, fonte, richiesta.raggruppa)

        return (FonteAperta(str(percorso), OCDS, read),)
    tabelle, altri = choose_tabelle(percorso, fogli, richiesta.detto)
    fonti = tuple(_open_tabella(percorso, richiesta, tabella) for tabella in tabelle)
    fonti[0].avvisi += altri
    return fonti


def _open_testo(percorso: Path, richiesta: LetturaChiesta) -> tuple[FonteAperta, ...]:
    return (_open_tabella(percorso, richiesta, open_csv(percorso, richiesta.detto)),)


def _open_tabella(percorso: Path, richiesta: LetturaChiesta, tabella: TabellaAperta) -> FonteAperta:
    formato, scelta = _choose_colonne(percorso, richiesta, tabella)
    intestazioni, detto = tabella.intestazioni, richiesta.detto
    if richiesta.raggruppa:
        scelta["gruppo"] = mappa.find_colonna(intestazioni, richiesta.raggruppa)
    _require(percorso, intestazioni, scelta)
    posti = {campo: intestazioni.index(colonna) for campo, colonna in scelta.items()}
    if tabella.celle is not None:
        fill_unite(tabella.celle, tabella.intestazione.ultima, {posti.get("importo", -1)})
        detto = detto._replace(epoca=detto.epoca or tabella.celle.epoca)
    if formato != TABELLA and not detto.luoghi:  # chi compra è sempre uno
        detto = detto._replace(luoghi="uno")

    quando = next((i for i, c in enumerate(intestazioni) if normalize_nome(c) in DEL_DATASET), None)

    versione = find_versione(intestazioni)
    ente = _find_ente(intestazioni, scelta.get("gruppo", ""))

    def read(fonte: FonteAperta) -> Iterator[Grezzo]:
        if formato == ANAC_CIG:
            return anac.read_anac(tabella, scelta, fonte)
        grezzi = read_tabella(tabella, scelta, fonte)
        if versione is not None and (ultime := find_ultime(read_tabella(tabella, scelta, _make_muta()), versione)):
            grezzi = keep_ultime(grezzi, versione, ultime, fonte)
        if ente is not None:
            grezzi = (_say_ente(g, ente) for g in grezzi)
        if quando is not None:
            grezzi = _date(grezzi, quando, fonte)
        return programma.read_programma(intestazioni, grezzi) if "cui" in scelta else grezzi

    fonte = FonteAperta(str(percorso), formato, read)
    fonte.colonne = {colonna: campo for campo, colonna in scelta.items()}
    if formato == PROGRAMMA:
        fonte.colonne = programma.name_lette(intestazioni) | fonte.colonne
    fonte.intestazioni, fonte.codifica, fonte.separatore = intestazioni, tabella.codifica, tabella.separatore
    fonte.foglio, fonte.si_prova_subito = tabella.foglio, bool(detto.secolo)
    fonte.prova = cache(lambda: prove(tabella.righe, posti, scelta, detto))
    return fonte


def _make_muta() -> FonteAperta:
    """Una fonte che si legge senza che nessuno ne tenga i conti."""
    return FonteAperta("", TABELLA, lambda _: iter(()))


def _find_ente(intestazioni: tuple[str, ...], gruppo: str) -> int | None:
    """Il posto della colonna che dice di chi è un ufficio, se il gruppo è un ufficio."""
    if normalize_nome(gruppo) not in UFFICI:
        return None
    enti = (ENTI | {"comune"}) - {normalize_nome(gruppo)}
    return next((i for i, c in enumerate(intestazioni) if normalize_nome(c) in enti), None)


def _say_ente(grezzo: Grezzo, posto: int) -> Grezzo:
    """Lo stesso record, con l'ente del suo ufficio."""
    ente = grezzo.originale[posto] if posto < len(grezzo.originale) else ""
    return grezzo._replace(codice_ente=fold_nome(ente), ente=ente)


def _date(grezzi: Iterator[Grezzo], posto: int, fonte: FonteAperta) -> Iterator[Grezzo]:
    """Gli stessi record; la fonte è ferma al giorno più recente che una sua colonna dice."""
    for grezzo in grezzi:
        giorno = read_giorno(grezzo.originale[posto]) if posto < len(grezzo.originale) else GiornoLetto()
        fonte.aggiornato_al = max(fonte.aggiornato_al, giorno.iso if giorno.is_intero else "")
        yield grezzo


def _choose_colonne(percorso: Path, richiesta: LetturaChiesta, tabella: TabellaAperta) -> tuple[str, istruzioni.Mappa]:
    """Il formato di una tabella, e quale colonna riempie quale campo."""
    intestazioni, dette = tabella.intestazioni, richiesta.detto.colonne
    if dette:
        scelta = {campo: mappa.find_colonna(intestazioni, c) for campo, c in dette.items()}
        return richiesta.da or TABELLA, scelta
    if anac.is_anac(intestazioni):
        return ANAC_CIG, anac.map_anac(intestazioni)
    if acquisti := programma.map_programma(intestazioni):
        return PROGRAMMA, acquisti
    if programma.is_risorse(intestazioni):
        messaggio = "sono le risorse di un programma (scheda A o G), non gli acquisti"
        raise refuse(str(percorso), messaggio, "indicare la scheda B o H")
    scelta = mappa.guess_mappa(intestazioni)
    if {normalize_nome(c) for c in intestazioni} >= _L190:
        scelta.pop("id", None)  # il lottoID segue la posizione nell'elenco: un lotto nuovo li sposterebbe tutti
        return L190_CSV, scelta
    prime = [celle for _, celle in islice(tabella.righe, _PROVA)]
    return TABELLA, mappa.guess_date(intestazioni, prime, scelta)


class ColonneNonCapiteError(InvalidDataError):
    """Nessuna colonna dice quando; porta il modello della mappa che chi importa può riempire."""

    def __init__(self, findings: tuple[Finding, ...], modello: str) -> None:
        """`modello` ha le colonne già capite e, da dire, tutte le altre."""
        super().__init__(findings)
        self.modello = modello


def _require(percorso: Path, intestazioni: tuple[str, ...], scelta: istruzioni.Mappa) -> None:
    """Una tabella deve dire almeno che cosa e quando."""
    if len(intestazioni) > 1 and scelta.keys() & _DICONO_QUANDO:
        return
    viste = ", ".join(f"«{c.strip()[:40]}»" for c in intestazioni[:12] if c.strip()) or "colonne senza nome"
    messaggio = f"nessuna colonna dice quando comincia o finisce un contratto; ci sono {viste}"
    findings = refuse(str(percorso), messaggio, _QUALI_SONO, 1).findings
    raise ColonneNonCapiteError(findings, mappa.write_mappa(scelta, intestazioni))


def _describe(fonte: FonteAperta, percorso: Path) -> str:
    """Da dove vengono i contratti: il genere di elenco, che non cambia da un anno all'altro; di una tabella, il file."""
    if fonte.formato == TABELLA:
        return f"tabella «{percorso.name}»"
    return FORMATI[fonte.formato].removesuffix(" (CSV)").removesuffix(" (XML)")
