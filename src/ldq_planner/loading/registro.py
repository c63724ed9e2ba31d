"""`contratti.jsonl`: gli stessi contratti di `contratti.yaml`, uno per riga, quando sono troppi per scriverli a mano.

La prima riga è `{"aggiornato_al": "AAAA-MM-GG"}`; ogni altra è un contratto, con le stesse chiavi e gli stessi valori. Una
riga sana la legge pydantic, senza passare dall'albero; una che non lo è si rilegge con il lettore YAML, di cui JSON è
una scrittura, e dà le stesse segnalazioni con il loro posto.
"""

from __future__ import annotations

import json
import re
from codecs import BOM_UTF8
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from ldq_planner.dates.incerta import NON_NOTA
from ldq_planner.errors import Finding, Posizione
from ldq_planner.loading.albero import MAX_VOCI, build_albero
from ldq_planner.loading.conversione import MAX_SEGNALAZIONI, convert
from ldq_planner.loading.documento import Documento, make_finding
from ldq_planner.loading.lettura import MAX_RIGA, IllegibileError, make_riga_lunga, make_troppo_grande, open_file
from ldq_planner.loading.nodi import Mappa
from ldq_planner.loading.problema import INIZIO, Problema, Punto
from ldq_planner.model.base import Giorno, Modello
from ldq_planner.model.contratto import Contratto, FileContratti

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

M = TypeVar("M", bound=Modello)

MAX_BYTE = 1024**3

_NULLO = b"null"
_CHIAVE = re.compile(rb'"\s*:')  # dentro un testo le virgolette hanno davanti una barra: al più se ne contano di troppo
_UTF8 = "salvare il file in UTF-8"

_COPPIA = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
_COME = 'ogni riga è un oggetto JSON intero, per esempio {"id": "nord-2020", "quartieri": ["nord"]}'
_PRIMA = 'scrivere, prima di tutto: {"aggiornato_al": "AAAA-MM-GG"}'
_SENZA_TESTATA = Problema(
    INIZIO, "prima-riga-mancante", "la prima riga non dice a quale giorno i contratti sono verificati", _PRIMA
)
_TESTATA_DOPPIA = Problema(
    INIZIO, "prima-riga-doppia", "«aggiornato_al» è già detto nella prima riga", "togliere questa riga"
)
_VUOTO = Problema(INIZIO, "file-vuoto", "il file è vuoto", 'cominciare con {"aggiornato_al": "AAAA-MM-GG"}')


class Testata(Modello):
    """La prima riga: a quale giorno i contratti sono stati verificati."""

    aggiornato_al: Giorno


@dataclass(frozen=True)
class Registro(Documento):
    """Il documento di un file a righe: `righe` sono il numero e i byte della testata, poi di ogni contratto."""

    righe: tuple[tuple[int, bytes], ...] = ()

    def find_posizione(self, percorso: tuple[str | int, ...], *, chiave: bool = False) -> Posizione:
        """Dove sta, nel file, ciò che il percorso nomina: `("contratti", 3, "inizio")`."""
        match percorso:
            case ("contratti", int() as indice, *campo):
                posto, percorso = indice + 1, tuple(campo)
            case _:
                posto = 0
        if posto >= len(self.righe) or percorso == ("contratti",):
            return Posizione(self.nome)
        numero, riga = self.righe[posto]
        return _open_riga(self.nome, riga).find_posizione(percorso, chiave=chiave)._replace(riga=numero)


def read_registro(percorso: Path, nome: str) -> tuple[FileContratti, Registro, tuple[Finding, ...]]:
    """I contratti del file, dove stanno, e le segnalazioni di scrittura e di forma di tutte le righe.

    Se ci sono segnalazioni, i contratti sono solo ciò che se ne salva.
    """
    lettore = _LettoreDiRighe(nome)
    try:
        with open_file(percorso) as file:
            lettore.read_testata(file)
            lettore.read_contratti(file)
    except IllegibileError as impedimento:
        lettore.findings.append(impedimento.problema.report(Posizione(nome, *impedimento.problema.punto)))
    ids = [getattr(c, "id", None) for c in lettore.contratti]
    contratti = tuple(c for c in lettore.contratti if c is not None and isinstance(c.id, str))
    albero = Mappa()
    albero["contratti"] = [{"id": id_} if isinstance(id_, str) else {} for id_ in ids]
    registro = FileContratti.model_construct(None, aggiornato_al=lettore.aggiornato_al, contratti=contratti)
    return registro, Registro(nome, "", albero, (), righe=tuple(lettore.righe)), tuple(lettore.findings)


class _LettoreDiRighe:
    """Legge il file una riga per volta, e tiene ciò che ha trovato."""

    def __init__(self, nome: str) -> None:
        self.nome = nome
        self.righe: list[tuple[int, bytes]] = []
        self.aggiornato_al = NON_NOTA
        self.contratti: list[Contratto | None] = []
        self.findings: list[Finding] = []
        self._letti = 0
        self._numero = 0

    def read_testata(self, file: BinaryIO) -> None:
        """La prima riga."""
        riga = next(self._list_righe(file), None)
        if riga is None:
            self.findings.append(make_finding(self.nome, [""], _VUOTO))
            return
        riga = riga.removeprefix(BOM_UTF8)
        if (documento := _open_riga(self.nome, riga)).is_leggibile and "aggiornato_al" not in documento.albero:
            self._report(_SENZA_TESTATA)
            return
        testata, trovate = self._convert(riga, Testata)
        self.aggiornato_al = testata.aggiornato_al
        self.findings += trovate

    def read_contratti(self, file: BinaryIO) -> None:
        """Le righe che seguono: quelle sane in fretta, le altre con il loro posto."""
        validate, add = Contratto.__pydantic_validator__.validate_json, self.contratti.append
        for riga in self._list_righe(file):
            try:
                contratto = validate(riga) if riga.count(b",") <= MAX_VOCI else None
            except ValueError:  # anche `ValidationError`
                contratto = None
            if contratto is None or _NULLO in riga or len(_CHIAVE.findall(riga)) != _count_chiavi(contratto):
                contratto = self._read_malata(riga)
                if len(self.findings) >= MAX_SEGNALAZIONI:
                    return
            add(contratto)

    def _read_malata(self, riga: bytes) -> Contratto | None:
        """Ciò che si salva di una riga che pydantic non ha voluto, o che dice più di quanto ne abbia preso."""
        albero = _open_riga(self.nome, riga).albero
        if "aggiornato_al" in albero and "id" not in albero:
            self._report(_TESTATA_DOPPIA)
            return None
        contratto, trovate = self._convert(riga, Contratto)
        self.findings += trovate
        return contratto

    def _report(self, problema: Problema) -> None:
        """La segnalazione di un problema della riga appena letta."""
        self.findings.append(problema.report(Posizione(self.nome, self._numero, 1)))

    def _list_righe(self, file: BinaryIO) -> Iterator[bytes]:
        """Le righe non vuote, senza l'a capo; nessuna più lunga del limite, né tutte insieme.

        Errori: `IllegibileError` oltre i limiti.
        """
        while riga := file.readline(MAX_RIGA + 1):
            self._numero += 1
            self._letti += len(riga)
            if len(riga) > MAX_RIGA:
                raise IllegibileError(make_riga_lunga(self._numero))
            if self._letti > MAX_BYTE:
                raise IllegibileError(make_troppo_grande(MAX_BYTE))
            if not riga.isspace():
                self.righe.append((self._numero, riga := riga.rstrip()))
                yield riga

    def _convert(self, riga: bytes, modello: type[M]) -> tuple[M, tuple[Finding, ...]]:
        """Il modello della riga e le segnalazioni, al loro posto nel file."""
        salvato, trovate = convert(_open_riga(self.nome, riga), modello)
        return salvato, tuple(f.at(f.posizione._replace(riga=self._numero)) for f in trovate if f.posizione)


def _count_chiavi(contratto: Contratto) -> int:
    """Quante chiavi ha letto: se nella riga ce ne sono di più, una è scritta due volte."""
    quante = len(contratto.model_fields_set)
    for voce in (*contratto.opzioni, *contratto.affidatari, *contratto.equipe):
        quante += len(voce.model_fields_set)
    for altra in (*contratto.sospensioni, *contratto.decorrenze, *contratto.operatori):
        quante += len(altra.model_fields_set)
    return quante


def _open_riga(nome: str, riga: bytes) -> Documento:
    """Una riga come un documento a sé: il suo albero, o il problema che impedisce di leggerla."""
    try:
        testo = riga.decode("utf-8")
    except UnicodeDecodeError as errore:
        punto = Punto(1, len(errore.object[: errore.start].decode()) + 1)
        problema = Problema(punto, "non-utf8", f"il testo non è in UTF-8 (byte {riga[errore.start]:02X})", _UTF8, 1)
        return _make_illeggibile(nome, riga.decode("utf-8", "replace"), problema)
    try:
        json.loads(testo)
    except json.JSONDecodeError as errore:
        problema = Problema(Punto(1, errore.colno), "json-non-valido", "la riga non è JSON", _COME)
        return _make_illeggibile(nome, testo, problema)
    except RecursionError:
        problema = Problema(INIZIO, "json-non-valido", "la riga ha troppe parentesi una dentro l'altra", _COME)
        return _make_illeggibile(nome, testo, problema)
    albero, problemi = build_albero(_COPPIA.sub(lambda coppia: json.loads(f'"{coppia[0]}"'), testo), delle_voci=1)
    findings = tuple(make_finding(nome, [testo], _name_json(p)) for p in problemi)
    return Documento(nome, testo, Mappa() if albero is None else albero, findings, is_leggibile=albero is not None)


def _name_json(problema: Problema) -> Problema:
    """Il problema, con il nome del formato che chi scrive ha davanti."""
    return problema._replace(codice=problema.codice.replace("yaml", "json"))


def _make_illeggibile(nome: str, testo: str, problema: Problema) -> Documento:
    return Documento(nome, testo, Mappa(), (make_finding(nome, [testo], problema),), is_leggibile=False)
