"""Ciò che un'importazione ha letto, tenuto, lasciato fuori: nulla si ripara in silenzio, tutto si conta."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date


class Scarto(NamedTuple):
    """Una riga lasciata fuori: dove sta, perché, e com'era."""

    file: str
    riga: str
    codice: str
    """Il motivo, come lo chiama una macchina."""
    motivo: str
    """Il motivo, con i valori che non tornano."""
    campi: tuple[tuple[str, str], ...]
    """I campi originali: nome e testo."""


class Particolarita(NamedTuple):
    """Un genere di righe che non sono come le altre."""

    codice: str
    che_cosa: str
    righe: int
    """Quante sono."""
    prime: tuple[str, ...]
    """Dove stanno le prime."""


class ColonnaLetta(NamedTuple):
    """Una colonna della fonte e il campo in cui finisce; vuoto se non si importa."""

    colonna: str
    campo: str


class ContoDiRighe(NamedTuple):
    """Dove è finita ogni riga di un file: `fisiche` è la somma di `sopra`, `lette`, `vuote` e `a_capo`."""

    fisiche: int
    sopra: int
    """L'intestazione, ripetuta o no, e ciò che le sta sopra."""
    lette: int
    """Quelle che danno un contratto o uno scenario, e quelle lasciate fuori."""
    vuote: int
    a_capo: int
    """Quelle dentro una cella che va a capo."""
    unite: int
    """Fra le lette, quelle che dicono di un altro pezzo della riga di prima."""


class FileImportato(NamedTuple):
    """Un file della fonte, o un suo foglio, e come lo si è letto."""

    file: str
    formato: str
    codifica: str
    separatore: str
    righe: int
    colonne: tuple[ColonnaLetta, ...]
    foglio: str
    conto: ContoDiRighe
    letture: tuple[str, ...]
    """Ciò che si è deciso guardando le colonne intere, e perché."""


class Importazione(NamedTuple):
    """Un'importazione intera.

    `periodi_certi` sono i contratti con le due date; `cambiati`, sulla cartella che c'era, dice che cosa è diverso;
    `mancanti` sono quelli che la cartella ha e questo elenco no, scritti a mano o tolti dalla fonte: restano come sono.
    """

    file: tuple[FileImportato, ...]
    righe: int
    contratti: int
    periodi_certi: int
    scenari: int
    quartieri: int
    aggiornato_al: date
    particolarita: tuple[Particolarita, ...]
    scarti: tuple[Particolarita, ...]
    nuovi: int = 0
    cambiati: tuple[str, ...] = ()
    uguali: int = 0
    mancanti: int = 0
    scritti: tuple[str, ...] = ()
    frase: str = ""
    """Che cosa ne viene, sulla cartella che c'era."""
    avvisi: tuple[str, ...] = ()
    illeggibili: int = 0
    """Le righe lasciate fuori perché non si leggono."""
    troppe_illeggibili: bool = False
    """Vero se sono più di quante se ne ammettono."""
