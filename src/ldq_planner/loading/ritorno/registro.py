"""Il registro di `ldq esporta`, corretto da una persona, riletto: dai fogli ai modelli, e ogni errore alla sua cella."""

from __future__ import annotations

import zipfile
from collections import Counter
from typing import TYPE_CHECKING

from pydantic import ValidationError

from ldq_planner.errors import InvalidDataError
from ldq_planner.loading.importazione.archivio import DANNEGGIATO
from ldq_planner.loading.importazione.foglio_di_calcolo import open_fogli
from ldq_planner.loading.importazione.intestazione import PRIME
from ldq_planner.loading.importazione.programma import is_scheda
from ldq_planner.loading.messaggi import explain_forma
from ldq_planner.loading.ritorno.fogli import NUMERO, RIMETTERE, read_fogli
from ldq_planner.loading.ritorno.spaiati import find_rifiuto, make_rifiuto
from ldq_planner.model.archivio import FILE_OF_ELENCO
from ldq_planner.model.scambio.registro import FIRMA, LEGGIMI
from ldq_planner.model.scambio.righe import read_righe
from ldq_planner.model.scambio.tavole import FILE, ORDINE, TESTATE, list_tavole
from ldq_planner.model.simili import suggest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from pydantic_core import ErrorDetails

    from ldq_planner.errors import Finding
    from ldq_planner.loading.messaggi import Percorso
    from ldq_planner.loading.ritorno.fogli import RegistroRiletto
    from ldq_planner.model.base import Modello
    from ldq_planner.model.scambio.righe import Riga
    from ldq_planner.model.scambio.tavole import Tavola

_COME_SI_SCRIVE = {
    "data": "scrivere il giorno, come 30/06/2023; se è incerto, con l'apostrofo davanti: '2023-06 o '2023; altrimenti non noto",
    "giorno": "scrivere il giorno, come 30/06/2023",
}
"""Di una colonna, ciò che in un foglio di calcolo si scrive in un altro modo che nei file."""
_ELENCHI = ("xl/workbook.xml", "content.xml")
"""Dove stanno i nomi dei fogli."""
_INIZIO = 1024 * 1024
_NOSTRI = frozenset((TESTATE, "contratti", "contratti_opzioni"))
"""I fogli da cui si riconosce un registro che ha perso il primo."""
_DATI = "Dati"
"""Il foglio che hanno gli altri libri di ldq: mostrano i dati, non li tengono."""


def read_registro(percorso: Path) -> dict[str, Modello] | None:
    """Nome di ogni file di dati → il suo modello; nulla se non è un registro.

    Errori: `InvalidDataError` con tutte le celle che non tornano; o se è un altro libro di ldq, che non torna.
    """
    if not _is_nostro(percorso):
        return None
    fogli = {nome: foglio.celle for nome, foglio in open_fogli(percorso).items()}
    is_firmato = any(FIRMA in cella for riga in fogli.get(LEGGIMI, ()) for cella in riga)
    if not is_firmato and not {nome.strip().lower() for nome in fogli} >= _NOSTRI:
        if any(is_scheda(riga) for celle in fogli.values() for riga in celle[:PRIME]):
            return None  # un programma degli acquisti si legge come se l'avesse pubblicato un altro
        if _DATI in fogli and LEGGIMI in fogli:
            raise make_rifiuto(percorso)
        spaiati = (find_rifiuto(percorso, foglio[0]) for foglio in fogli.values() if foglio)
        if (rifiuto := next(filter(None, spaiati), None)) is not None:
            raise rifiuto
        return None
    registro, problemi = read_fogli(percorso, fogli)
    if problemi:
        raise InvalidDataError(tuple(problemi))
    modelli, problemi = _build(registro)
    problemi += _check_id(registro)
    if problemi:
        raise InvalidDataError(tuple(problemi))
    return modelli


def _is_nostro(percorso: Path) -> bool:
    """Vero se è un libro XLSX o ODS con il primo foglio dei nostri, o con uno di quelli dei dati: si guarda l'inizio dell'elenco dei fogli, senza aprirlo."""
    try:
        with zipfile.ZipFile(percorso) as archivio:
            elenco = next(n for n in _ELENCHI if n in archivio.namelist())
            with archivio.open(elenco) as flusso:
                inizio = flusso.read(_INIZIO).lower()
                nostri = (LEGGIMI.lower(), *(tavola.nome for tavola in list_tavole()))
                return any(f'name="{nome}"'.encode() in inizio for nome in nostri)
    except (StopIteration, *DANNEGGIATO):
        return False


def _check_id(registro: RegistroRiletto) -> Iterator[Finding]:
    """Un id per voce, e ogni riga che sta dentro una voce dice di quale, e in quale posto."""
    for tavola in list_tavole():
        righe, chiave = registro.righe[tavola.nome], "nome" if tavola.nome == TESTATE else "id"
        quanti = Counter(map(_get_chiave(tavola), righe))
        noti = {r.get("id", "") for r in registro.righe.get(tavola.padre, ())} - {""}
        for riga in righe:
            numero, id_, di_chi = int(riga[NUMERO]), riga.get(chiave, ""), riga.get(tavola.riferimento, "")
            is_doppia = quanti[_get_chiave(tavola)(riga)] > 1
            if tavola.padre and di_chi not in noti:
                messaggio = f"«{di_chi}» non è un id del foglio «{tavola.padre}»"
                rimedio = f"togliere la riga, se «{di_chi}» non c'è più; se no, {suggest(di_chi, sorted(noti))}"
                yield registro.refuse(tavola.nome, messaggio, rimedio, numero, tavola.riferimento)
            elif is_doppia and tavola.padre:
                messaggio = f"«{di_chi}» ha già una riga al posto {riga[ORDINE]}"
                rimedio = "vuotare la cella, e la riga va in fondo; o togliere la riga, se è una copia"
                yield registro.refuse(tavola.nome, messaggio, rimedio, numero, ORDINE)
            elif is_doppia and id_:
                rimedio = "dare un id diverso a ogni riga; o togliere la riga, se è una copia"
                yield registro.refuse(tavola.nome, f"l'id «{id_}» c'è già", rimedio, numero, chiave)
    for nome in ("quartieri", "contratti"):
        if not any(r.get("nome") == nome for r in registro.righe[TESTATE]):
            yield registro.refuse(TESTATE, f"manca la riga di «{nome}»", RIMETTERE)


def _get_chiave(tavola: Tavola) -> Callable[[Riga], tuple[str, ...]]:
    """Ciò che in una tavola distingue una riga dalle altre."""
    campi = (tavola.riferimento, ORDINE) if tavola.padre else ("nome",) if tavola.nome == TESTATE else ("id",)
    return lambda riga: tuple(riga.get(c, "") for c in campi)


def _build(registro: RegistroRiletto) -> tuple[dict[str, Modello], list[Finding]]:
    """Nome di ogni file → il suo modello, e ciò che i modelli non vogliono."""
    modelli: dict[str, Modello] = {}
    problemi: list[Finding] = []
    for nome, letto in read_righe(registro.righe).items():
        try:
            modelli[nome] = FILE[nome].model_validate(letto)
        except ValidationError as errore:
            problemi += [_explain(registro, nome, e) for e in errore.errors(include_url=False)]
    return modelli, problemi


def _explain(registro: RegistroRiletto, file: str, errore: ErrorDetails) -> Finding:
    """Un errore del modello, al foglio e alla cella che lo dice."""
    _, messaggio, rimedio = explain_forma(errore, FILE[file])
    foglio, riga, campo = _find_cella(registro, file, errore["loc"])
    tipo = next((c.tipo for t in list_tavole() if t.nome == foglio for c in t.colonne if c.nome == campo), "")
    if errore["type"] == "missing":
        messaggio, rimedio = f"«{campo}» è vuoto", "riempire la cella"
    elif tipo in _COME_SI_SCRIVE:
        rimedio = _COME_SI_SCRIVE[tipo]
    return registro.refuse(foglio, messaggio, rimedio, riga, campo)


def _find_cella(registro: RegistroRiletto, file: str, loc: Percorso) -> tuple[str, int, str]:
    """Il foglio, la riga e la colonna del valore che sta a quel percorso del file."""
    per_percorso = {t.percorso: t for t in list_tavole()}
    foglio, trovata, passi = TESTATE, next(r for r in registro.righe[TESTATE] if r["nome"] == file), [file]
    campo: list[str] = []
    for passo in loc:
        if isinstance(passo, str):
            passi.append(passo)
            campo.append(passo)
        elif (tavola := per_percorso.get(tuple(passi))) is not None:
            id_ = trovata.get("id", "")
            sue = [r for r in registro.righe[tavola.nome] if not tavola.padre or r.get(tavola.riferimento) == id_]
            foglio, trovata, campo = tavola.nome, sue[passo], []
    return foglio, int(trovata[NUMERO]), "_".join(campo)


def locate_nel_registro(percorso: Path, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Le segnalazioni sui dati che un registro direbbe, alla cella da correggere invece che al file che ancora non le dice."""
    registro, _ = read_fogli(percorso, {nome: foglio.celle for nome, foglio in open_fogli(percorso).items()})
    return tuple(_locate(registro, finding) for finding in findings)


def _locate(registro: RegistroRiletto, finding: Finding) -> Finding:
    ref = finding.ref
    if ref is None or ref.kind not in FILE_OF_ELENCO:
        return finding
    file = FILE_OF_ELENCO[ref.kind].removesuffix(".yaml")
    posti = [n for n, r in enumerate(registro.righe[ref.kind]) if r.get("id") == ref.id]
    if ref.occorrenza >= len(posti):
        return finding
    foglio, riga, campo = _find_cella(registro, file, (ref.kind, posti[ref.occorrenza], *(ref.campo or ("id",))))
    altrove = registro.refuse(foglio, finding.messaggio, finding.rimedio, riga, campo)
    return altrove._replace(codice=finding.codice, severita=finding.severita, ref=ref)
