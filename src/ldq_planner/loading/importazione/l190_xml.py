"""L'elenco della legge 190/2012 in XML, letto lotto per lotto. Entità e DTD sono vietate; un DOCTYPE nudo non dice nulla."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO

from ldq_planner.errors import InvalidRequestError
from ldq_planner.loading.importazione.flusso import MAX_DOCUMENTO, check_peso, find_codifica, inspect
from ldq_planner.loading.importazione.giorni import read_giorno
from ldq_planner.loading.importazione.grezzo import Grezzo
from ldq_planner.loading.importazione.rifiuti import refuse
from ldq_planner.model.scalari import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from ldq_planner.loading.importazione.grezzo import FonteAperta

_CODIFICA = re.compile(rb"""encoding=["']([\w.-]+)""")
_DICHIARATA = re.compile(r"""\sencoding=["'][\w.-]+["']""")
_DEL_LETTORE = ("utf-16", "iso-8859-1", "us-ascii")
"""Le codifiche che il lettore di XML ha, oltre a UTF-8."""
_DOCTYPE, _DOCTYPE_NUDO = re.compile(rb"<!DOCTYPE"), re.compile(rb"<!DOCTYPE\s+[\w:.-]+\s*>")
_TESTA = 64 * 1024
_DATE_DEL_DATASET = ("dataUltimoAggiornamentoDataset", "dataPubblicazioneDataset", "dataPubbicazioneDataset")
_PEZZO = 1024 * 1024
_MAX_VUOTI, _VUOTO = 1_000_000, 8
"""Quanti elementi può avere un file se, fra tutti, ne occupa ciascuno meno di questi byte: il lettore li fa uno per uno."""
_INTERI = ("lotto", "metadata")
"""Gli elementi che si leggono quando sono finiti."""
_LIVELLI, _MAX_LOTTO = 40, 100_000
"""Quanto un elemento può stare dentro gli altri, e quanti ne può avere un lotto."""
_CAPOFILA = ("mandatari", "capogruppo", "capofila")
_PER_PERSONE = {
    "EntitiesForbidden": "dichiara delle entità, che gonfiano il file o ne leggono altri",
    "DTDForbidden": "contiene una DTD",
    "ExternalReferenceForbidden": "rimanda a un altro file",
}
# Come si chiamano gli stessi campi nel CSV: così si può chiedere lo stesso gruppo nei due formati.
GRUPPI = {
    "strutturaproponentecodicefiscaleprop": "codiceFiscaleProp",
    "codicefiscaleprop": "codiceFiscaleProp",
    "sceltacontraente": "sceltaContraente",
    "cig": "cig",
}


def read_lotti(percorso: Path, fonte: FonteAperta, raggruppa: str = "") -> Iterator[Grezzo]:
    """I lotti dell'elenco; il posto è il numero del lotto, come lo conta chi scorre il file.

    Errori: `InvalidDataError` se non è XML, o non è un elenco della legge 190.
    """
    fonte.codifica = "XML"
    numero = 0
    radice = ""
    try:
        for evento, elemento in _iterate(percorso, fonte):
            nome = _name(elemento)
            if evento == "start":
                radice = radice or nome
                continue
            if nome == "metadata":
                _read_metadati(elemento, fonte)
            elif nome == "lotto":
                numero += 1
                yield _read_lotto(elemento, numero, raggruppa)
                elemento.clear()
    except _list_vietati() as vietato:
        perche = _PER_PERSONE.get(type(vietato).__name__, "contiene ciò che un elenco non ha")
        rimedio = "togliere dal file le righe da «<!DOCTYPE» a «>», e importarlo di nuovo"
        raise refuse(str(percorso), f"l'XML {perche}: non si legge", rimedio) from None
    except SyntaxError as errore:
        riga = getattr(errore, "position", (0, 0))[0]
        raise refuse(str(percorso), f"non è XML ben scritto ({errore.msg})", "scaricarlo di nuovo", riga) from None
    if not numero:
        messaggio = f"è XML («{radice}»), ma non ha i lotti di un elenco della legge 190"
        raise refuse(str(percorso), messaggio, "indicare l'elenco dei lotti; un indice rimanda ai file da scaricare")


def _iterate(percorso: Path, fonte: FonteAperta) -> Iterator[tuple[str, Any]]:
    try:
        from defusedxml.ElementTree import iterparse  # noqa: PLC0415 - serve solo all'XML
    except ImportError:
        raise InvalidRequestError(
            "per leggere l'XML serve defusedxml", "installare con: pip install 'ldq-planner[dati]'"
        ) from None
    check_peso(percorso, "dividerlo")
    _check_marche(percorso)
    with _open(percorso, fonte) as file:
        yield from _forget(percorso, iterparse(file, ("start", "end"), forbid_dtd=not _is_doctype_nudo(percorso)))


def _forget(percorso: Path, eventi: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    """Gli stessi eventi; di ciò che è finito non resta nulla, se non sta dentro un lotto.

    Errori: `InvalidDataError` se un lotto, o quanto un elemento sta dentro gli altri, non è di un elenco vero.
    """
    aperti: list[Any] = []
    intero = dentro = 0  # a che profondità comincia il lotto che si sta leggendo, e quanti elementi ha
    for evento, elemento in eventi:
        if evento == "start":
            aperti.append(elemento)
            if not intero:
                intero, dentro = (len(aperti) if _name(elemento) in _INTERI else 0), 0
            dentro += 1
            if len(aperti) > _LIVELLI or dentro > _MAX_LOTTO:
                raise refuse(str(percorso), "l'XML ha troppi elementi uno dentro l'altro", "controllare il file")
            yield evento, elemento
            continue
        yield evento, elemento
        intero = 0 if len(aperti) == intero else intero
        aperti.pop()
        if aperti and not intero:
            aperti[-1].remove(elemento)


def _check_marche(percorso: Path) -> None:
    """Nulla, se nessuna marca e nessun testo sono smisurati: il lettore li terrebbe interi in mano."""
    marche = 0
    with percorso.open("rb") as file:
        while pezzo := file.read(_PEZZO):
            marche += pezzo.count(b"<")
            if len(pezzo) == _PEZZO and b">" not in pezzo:
                raise refuse(str(percorso), "l'XML ha un testo smisurato", "controllare il file")
    if marche > max(_MAX_VUOTI, percorso.stat().st_size // _VUOTO):
        raise refuse(str(percorso), f"l'XML ha {marche} marche, quasi tutte vuote", "indicare il file giusto")


def _is_doctype_nudo(percorso: Path) -> bool:
    """Vero se il DOCTYPE ha il solo nome della radice: né regole né rinvii ad altri file."""
    with percorso.open("rb") as file:
        testa = file.read(_TESTA)
    return len(_DOCTYPE.findall(testa)) == 1 and _DOCTYPE_NUDO.search(testa) is not None


def _open(percorso: Path, fonte: FonteAperta) -> BinaryIO:
    """Il file com'è, se il lettore ne ha la codifica; altrimenti in UTF-8.

    Anche se dichiara UTF-8, o tace, ma è Windows-1252: negli elenchi capita spesso.
    """
    with percorso.open("rb") as file:
        dichiarata = _CODIFICA.search(file.read(200))
    detta = dichiarata[1].decode().lower() if dichiarata else "utf-8"
    if detta != "utf-8":
        return percorso.open("rb") if detta in _DEL_LETTORE else BytesIO(_reencode(percorso, detta))
    codifica = inspect(percorso, MAX_DOCUMENTO)
    if not codifica.python.startswith(("cp", "latin")):
        return percorso.open("rb")
    fonte.codifica = f"XML, {codifica.nome}"
    return BytesIO(percorso.read_bytes().decode(codifica.python).encode())


def _reencode(percorso: Path, detta: str) -> bytes:
    """Il file in UTF-8, da una codifica che il lettore di XML non ha.

    Errori: `InvalidDataError` se la codifica non esiste, o il file non è scritto così.
    """
    codifica = find_codifica(detta)
    if not codifica:
        messaggio = f"l'XML dichiara la codifica {quote(detta)}, che non esiste"
        raise refuse(str(percorso), messaggio, "scrivere al suo posto utf-8, se è salvato così", 1)
    try:
        testo = percorso.read_bytes().decode(codifica)
    except UnicodeError:
        messaggio = f"l'XML dichiara la codifica {quote(detta)}, ma non è scritto così"
        raise refuse(str(percorso), messaggio, "salvarlo di nuovo in UTF-8, e dichiararlo", 1) from None
    return _DICHIARATA.sub("", testo, count=1).encode("utf-8", "replace")


def _list_vietati() -> tuple[type[Exception], ...]:
    try:
        from defusedxml.common import DefusedXmlException  # noqa: PLC0415 - serve solo all'XML
    except ImportError:
        return ()
    return (DefusedXmlException,)


def _name(elemento: Any) -> str:
    return str(elemento.tag).rpartition("}")[2]


def _find(elemento: Any, *nomi: str) -> str:
    """Il testo del primo nome che si trova, a qualunque profondità: gli enti sbagliano i livelli."""
    for nome in nomi:
        for figlio in elemento.iter():
            if _name(figlio) == nome and figlio.text and figlio.text.strip():
                return str(figlio.text).strip()
    return ""


def _read_metadati(elemento: Any, fonte: FonteAperta) -> None:
    fonte.ente = _find(elemento, "entePubblicatore")
    detti = (_find(elemento, nome) for nome in _DATE_DEL_DATASET)
    fonte.aggiornato_al = next((g.iso for detto in detti if (g := read_giorno(detto)).is_intero), "")
    fonte.anno = _find(elemento, "annoRiferimento")


def _read_lotto(lotto: Any, numero: int, raggruppa: str) -> Grezzo:
    date_ = _find(lotto, "dataInizio"), _find(lotto, "dataUltimazione")
    proponente = next((e for e in lotto if _name(e) == "strutturaProponente"), lotto)
    return Grezzo(
        f"lotto {numero}",
        cig=_find(lotto, "cig"),
        gruppo=_find(lotto, GRUPPI[raggruppa]) if raggruppa else _find(proponente, "denominazione"),
        titolo=_find(lotto, "oggetto"),
        inizio=date_[0],
        fine=date_[1],
        importo=_find(lotto, "importoAggiudicazione"),
        procedura=_find(lotto, "sceltaContraente"),
        originale=tuple(
            (_name(e), " ".join(e.text.split())) for e in lotto.iter() if e.text and e.text.strip() and not len(e)
        ),
        affidatari=tuple(_list_affidatari(lotto)),
    )


def _list_affidatari(lotto: Any) -> Iterator[tuple[str, str]]:
    """Gli aggiudicatari; in un raggruppamento il primo ruolo di guida è il capogruppo, gli altri mandanti."""
    for gruppo in lotto.iter():
        if _name(gruppo) == "aggiudicatario":
            yield _find(gruppo, "ragioneSociale"), "singolo"
        elif _name(gruppo) == "aggiudicatarioRaggruppamento":
            for membro in gruppo:
                guida = any(parola in _find(membro, "ruolo").lower() for parola in _CAPOFILA)
                yield _find(membro, "ragioneSociale"), "capogruppo" if guida else "mandante"
