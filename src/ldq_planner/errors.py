"""Che cosa può andare storto: segnalazioni (valori) ed eccezioni (con il loro codice di uscita).

LdqError                     4   colpa del programma
├── InvalidRequestError      2   la domanda è posta male
│   ├── UnknownIdError       2   un id che non esiste nei dati
│   └── MissingExtraError    2   un componente facoltativo che non è installato
└── InvalidDataError         3   i dati non si possono valutare; porta tutte le segnalazioni
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Severita(StrEnum):
    """Quanto pesa una segnalazione, dalla meno alla più grave."""

    AVVISO = "avviso"
    CRITICO = "critico"
    ERRORE = "errore"

    @property
    def peso(self) -> int:
        """Ordine di gravità: 0 avviso, 1 critico, 2 errore."""
        return list(Severita).index(self)


class Ref(NamedTuple):
    """Dove guarda una segnalazione, detto con i nomi del dominio: mai con righe e colonne.

    `kind` è la lista del file (`contratti`, `quartieri`, `scenari`, `piani`, `programmi`) oppure il nome
    di un file intero; `id` l'entità; `campo` il percorso dentro di essa;
    `occorrenza` distingue due entità con lo stesso id.
    """

    kind: str
    id: str = ""
    campo: tuple[str | int, ...] = ()
    occorrenza: int = 0


class Posizione(NamedTuple):
    """Un punto di un file: riga e colonna contano da 1; 0 vuol dire «il file intero»."""

    file: str
    riga: int = 0
    colonna: int = 0
    testo: str = ""
    larghezza: int = 1

    @property
    def posto(self) -> str:
        """`file:riga:colonna`, o solo ciò che se ne sa."""
        return ":".join([self.file, *(str(n) for n in (self.riga, self.colonna) if n)])


class Finding(NamedTuple):
    """Una segnalazione: che cosa non va, con i numeri, e che cosa fare."""

    codice: str
    severita: Severita
    messaggio: str
    rimedio: str
    ref: Ref | None = None
    posizione: Posizione | None = None
    fonte: str = ""
    responsabili: tuple[str, ...] = ()
    """Gli uffici o i ruoli che seguono ciò di cui parla, se i dati li dicono."""

    def at(self, posizione: Posizione) -> Finding:
        """La stessa segnalazione, con il suo posto nel file."""
        return self._replace(posizione=posizione)

    @property
    def impronta(self) -> str:
        """La stessa finché regola ed entità sono le stesse, anche se cambiano le righe, i numeri o il campo che lo dice."""
        from hashlib import sha256  # noqa: PLC0415 - serve solo a chi confronta segnalazioni

        di_un_file = (self.posizione.file if self.posizione else "", self.messaggio)
        dove = self.ref._replace(campo=()) if self.ref else di_un_file
        return sha256(repr((self.codice, tuple(dove))).encode()).hexdigest()[:16]

    def sort_key(self) -> tuple[str, int, int, str]:
        """Ordine di lettura: file, riga, colonna, codice."""
        posto = self.posizione or Posizione("")
        return (posto.file, posto.riga, posto.colonna, self.codice)


class LdqError(Exception):
    """Un errore che il programma sa dire in una frase, con il rimedio."""

    exit_code = 4

    def __init__(self, messaggio: str, rimedio: str = "") -> None:
        super().__init__(messaggio)
        self.messaggio = messaggio
        self.rimedio = rimedio


class InvalidRequestError(LdqError):
    """La domanda è posta male: un'opzione, una data, un file di uscita."""

    exit_code = 2


class UnknownIdError(InvalidRequestError):
    """Si chiede di un id che i dati non conoscono."""


class MissingExtraError(InvalidRequestError):
    """Ciò che si chiede vuole un componente facoltativo che non è installato; `extra` è il suo nome in pyproject."""

    def __init__(self, che_cosa: str, extra: str) -> None:
        super().__init__(
            f"{che_cosa} serve un componente che non è installato",
            f"installare con: pip install 'ldq-planner[{extra}]'",
        )


class InvalidDataError(LdqError):
    """I dati non si possono valutare: porta tutte le segnalazioni, ordinate."""

    exit_code = 3

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(f"{len(findings)} problemi nei dati")
        self.findings = tuple(sorted(findings, key=Finding.sort_key))
