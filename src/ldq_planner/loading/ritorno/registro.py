"""Il registro di `ldq esporta`, corretto da una persona, riletto: dai fogli ai modelli, e ogni errore alla sua cella."""

from __future__ import annotations

import zipfile
from collections import Counter
from typing import TYPE_CHECKING

from pydantic import ValidationError

from ldq_planner.errors import Finding, InvalidDataError, Posizione, Severita
from ldq_planner.loading.importazione.archivio import DANNEGGIATO
from ldq_planner.loading.importazione.foglio_di_calcolo import open_fogli
from ldq_planner.loading.importazione.giorni import FORMULA
from ldq_planner.loading.importazione.rifiuti import refuse
from ldq_planner.loading.messaggi import explain_forma
from ldq_planner.model.scambio.registro import FIRMA, LEGGIMI, read_cella
from ldq_planner.model.scambio.righe import read_righe, sort_righe
from ldq_planner.model.scambio.tavole import FILE, ORDINE, TESTATE, list_tavole
from ldq_planner.model.simili import suggest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pydantic_core import ErrorDetails

    from ldq_planner.loading.messaggi import Percorso
    from ldq_planner.model.base import Modello
    from ldq_planner.model.scambio.righe import Riga
    from ldq_planner.model.scambio.tavole import Tavola

Fogli = dict[str, list[list[str]]]
_NUMERO = "#"
"""La chiave, fra le celle di una riga, con il suo numero nel foglio."""
_RIMEDIO = "rimetterlo com'era; o esportare di nuovo il registro con ldq esporta, e rifare le correzioni"
_ELENCHI = ("xl/workbook.xml", "content.xml")
"""Dove stanno i nomi dei fogli."""
_INIZIO = 1024 * 1024
_DATI = "Dati"
"""Il foglio che hanno gli altri libri di ldq: mostrano i dati, non li tengono."""


def read_registro(percorso: Path) -> dict[str, Modello] | None:
    """Nome di ogni file di dati → il suo modello; nulla se non è un registro.

    Errori: `InvalidDataError` con tutte le celle che non tornano; o se è un altro libro di ldq, che non torna.
    """
    if not _is_nostro(percorso):
        return None
    fogli = {nome: foglio.celle for nome, foglio in open_fogli(percorso).items()}
    if not any(FIRMA in cella for riga in fogli[LEGGIMI] for cella in riga):
        if _DATI not in fogli:
            return None
        raise make_rifiuto(percorso)
    if any(FORMULA in riga for celle in fogli.values() for riga in celle):
        rimedio = "aprirlo con un programma di calcolo e salvarlo"
        raise refuse(str(percorso), "ha formule di cui non c'è il valore", rimedio)
    righe, problemi = _read_fogli(percorso, fogli)
    if problemi:
        raise InvalidDataError(tuple(problemi))
    modelli, problemi = _build(percorso, righe)
    problemi += _check_id(percorso, righe)
    if problemi:
        raise InvalidDataError(tuple(problemi))
    return modelli


def make_rifiuto(percorso: Path) -> InvalidDataError:
    """L'errore di un elenco di contratti scritto da ldq per chi legge, che non tiene tutti i dati."""
    return refuse(
        str(percorso),
        "l'ha scritto ldq per leggerlo: non ha tutti i dati, e non torna",
        "scrivere le correzioni nel registro (ldq esporta -o registro.xlsx), e importare quello",
    )


def _is_nostro(percorso: Path) -> bool:
    """Vero se è un libro XLSX o ODS con il primo foglio dei nostri: si guarda l'inizio dell'elenco dei fogli, senza aprirlo."""
    try:
        with zipfile.ZipFile(percorso) as archivio:
            elenco = next(n for n in _ELENCHI if n in archivio.namelist())
            with archivio.open(elenco) as flusso:
                return f'name="{LEGGIMI}"'.encode() in flusso.read(_INIZIO)
    except (StopIteration, *DANNEGGIATO):
        return False


def _read_fogli(percorso: Path, fogli: Fogli) -> tuple[dict[str, list[Riga]], list[Finding]]:
    """Nome della tavola → le sue righe, ciascuna con il suo numero; e ciò che nei fogli non torna."""
    noti = {LEGGIMI, *(t.nome for t in list_tavole())}
    altri = [nome for nome in fogli if nome not in noti and any(map(any, fogli[nome]))]
    rimedio = "toglierlo, o metterlo in un altro libro"
    righe, problemi = {}, [_refuse(percorso, nome, "non è un foglio del registro", rimedio) for nome in altri]
    for tavola in list_tavole():
        if tavola.nome not in fogli:
            problemi.append(_refuse(percorso, tavola.nome, "il foglio manca", _RIMEDIO))
            continue
        letto = _read_foglio(percorso, tavola, fogli[tavola.nome])
        righe[tavola.nome] = letto[0]
        problemi += letto[1]
    return righe, problemi


def _read_foglio(percorso: Path, tavola: Tavola, celle: list[list[str]]) -> tuple[list[Riga], list[Finding]]:
    testata = [c.strip() for c in celle[0]] if celle else []
    di_chi = {tavola.riferimento: "id", ORDINE: "intero"} if tavola.padre else {}
    tipi = di_chi | {c.nome: c.tipo for c in tavola.colonne}
    problemi = [
        _refuse(percorso, tavola.nome, f"manca la colonna «{c}»", _RIMEDIO, 1) for c in tipi if c not in testata
    ]
    problemi += [
        _refuse(percorso, tavola.nome, f"la colonna «{c}» non è del registro", suggest(c, list(tipi)), 1, posto)
        for posto, c in enumerate(testata)
        if c not in tipi and any(posto < len(r) and r[posto].strip() for r in celle[1:])
    ]
    righe = []
    for numero, riga in enumerate(celle[1:], 2):
        dette = {c: read_cella(v, tipi[c]) for c, v in zip(testata, riga, strict=False) if c in tipi}
        if any(v.strip() for v in dette.values()):
            righe.append({**dette, _NUMERO: str(numero)})
    return _order(tavola, righe), problemi


def _order(tavola: Tavola, righe: list[Riga]) -> list[Riga]:
    """Le righe nell'ordine della loro colonna; chi non ce l'ha, in fondo."""
    if tavola.padre:
        for riga in righe:
            riga[ORDINE] = riga.get(ORDINE) or str(len(righe) + int(riga[_NUMERO]))
    return sort_righe(righe, tavola)


def _check_id(percorso: Path, righe: dict[str, list[Riga]]) -> Iterator[Finding]:
    """Un id per voce, e ogni riga che sta dentro una voce dice di quale."""
    for tavola in list_tavole():
        quanti = Counter(r["id"] for r in righe[tavola.nome] if r.get("id") and not tavola.padre)
        noti = {r.get("id", "") for r in righe.get(tavola.padre, ())} - {""}
        for riga in righe[tavola.nome]:
            numero, id_ = int(riga[_NUMERO]), riga.get("id", "")
            if quanti[id_] > 1:
                yield _refuse(percorso, tavola.nome, f"l'id «{id_}» c'è già", "dare un id diverso a ogni riga", numero)
            di_chi = riga.get(tavola.riferimento, "")
            if tavola.padre and di_chi not in noti:
                messaggio = f"«{di_chi}» non è un id del foglio «{tavola.padre}»"
                yield _refuse(percorso, tavola.nome, messaggio, suggest(di_chi, sorted(noti)), numero)
        if tavola.nome == TESTATE:
            for nome in ("quartieri", "contratti"):
                if not any(r.get("nome") == nome for r in righe[TESTATE]):
                    yield _refuse(percorso, TESTATE, f"manca la riga di «{nome}»", _RIMEDIO)


def _build(percorso: Path, righe: dict[str, list[Riga]]) -> tuple[dict[str, Modello], list[Finding]]:
    """Nome di ogni file → il suo modello, e ciò che i modelli non vogliono."""
    modelli: dict[str, Modello] = {}
    problemi: list[Finding] = []
    for nome, letto in read_righe(righe).items():
        try:
            modelli[nome] = FILE[nome].model_validate(letto)
        except ValidationError as errore:
            problemi += [_explain(percorso, nome, e, righe) for e in errore.errors(include_url=False)]
    return modelli, problemi


def _explain(percorso: Path, file: str, errore: ErrorDetails, righe: dict[str, list[Riga]]) -> Finding:
    """Un errore del modello, al foglio e alla riga della cella che lo dice."""
    _, messaggio, rimedio = explain_forma(errore, FILE[file])
    foglio, riga, campo = _find_cella(file, errore["loc"], righe)
    if errore["type"] == "missing":
        messaggio, rimedio = f"«{campo}» è vuoto", "riempire la cella"
    return _refuse(percorso, foglio, messaggio, rimedio, riga)


def _find_cella(file: str, loc: Percorso, righe: dict[str, list[Riga]]) -> tuple[str, int, str]:
    """Il foglio, la riga e la colonna del valore che sta a quel percorso del file."""
    per_percorso = {t.percorso: t for t in list_tavole()}
    foglio, trovata, passi = TESTATE, next(r for r in righe[TESTATE] if r["nome"] == file), [file]
    campo: list[str] = []
    for passo in loc:
        if isinstance(passo, str):
            passi.append(passo)
            campo.append(passo)
        elif (tavola := per_percorso.get(tuple(passi))) is not None:
            id_ = trovata.get("id", "")
            sue = [r for r in righe[tavola.nome] if not tavola.padre or r.get(tavola.riferimento) == id_]
            foglio, trovata, campo = tavola.nome, sue[passo], []
    return foglio, int(trovata[_NUMERO]), "_".join(campo)


def _refuse(percorso: Path, foglio: str, messaggio: str, rimedio: str, riga: int = 0, posto: int = -1) -> Finding:
    posizione = Posizione(f"{percorso}, foglio «{foglio}»", riga, posto + 1)
    return Finding("registro-da-correggere", Severita.ERRORE, messaggio, rimedio, posizione=posizione)
