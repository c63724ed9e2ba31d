"""Gli errori di scrittura di un file, in parole nostre: quelle del parser cambiano con il parser."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import yaml

_SPIEGAZIONI = (
    ("tab character", "c'è una tabulazione", "usare spazi: due per ogni livello"),
    (
        "cannot start any token",
        "qui c'è un carattere che in YAML ha un significato",
        "mettere il valore tra virgolette",
    ),
    (
        "mapping values are not allowed",
        "qui non può stare «chiave: valore»",
        "se i due punti sono parte del testo, metterlo tra virgolette; altrimenti allineare i rientri",
    ),
    (
        "end of stream",
        "il file finisce con le virgolette o una parentesi aperte",
        "chiudere ciò che si è aperto qui o più sopra",
    ),
    (
        "expected ',' or",
        "una parentesi aperta non è stata chiusa",
        "chiudere la parentesi, o scrivere un elemento per riga con il trattino",
    ),
    ("expected ':'", "manca «:» dopo la chiave", "scrivere «chiave: valore», con uno spazio dopo i due punti"),
    (
        "expected key",
        "il rientro non corrisponde a ciò che precede",
        "allineare le chiavi di uno stesso blocco alla stessa colonna",
    ),
    (
        "<block end>",
        "il rientro non corrisponde a ciò che precede",
        "allineare le chiavi di uno stesso blocco alla stessa colonna",
    ),
    (
        "'-' indicator",
        "il rientro non corrisponde a ciò che precede",
        "allineare i trattini di uno stesso elenco alla stessa colonna",
    ),
    ("sequence entries", "qui non può cominciare un elenco", "andare a capo prima del trattino"),
    (
        "undefined alias",
        "un alias YAML (*)",
        "riscrivere il valore per esteso; se l'asterisco è testo, metterlo tra virgolette",
    ),
    (
        "undefined tag handle",
        "un'etichetta YAML (!)",
        "togliere l'etichetta; se il punto esclamativo è testo, mettere tutto tra virgolette",
    ),
    (
        "unknown escape",
        "dopo la barra rovesciata non c'è un carattere previsto",
        "raddoppiare la barra (\\\\) o usare virgolette singole",
    ),
)
_GENERICA = ("la scrittura non è YAML valido", "confrontare la riga con quelle vicine: rientri, due punti, virgolette")


class Punto(NamedTuple):
    """Riga e colonna, da 1."""

    riga: int
    colonna: int


class Problema(NamedTuple):
    """Un problema di scrittura e il suo punto, prima di sapere in quale file."""

    punto: Punto
    codice: str
    messaggio: str
    rimedio: str


def explain_sintassi(errore: yaml.YAMLError, testo: str) -> Problema:
    """Il problema che un errore del parser vuol dire."""
    segno = getattr(errore, "problem_mark", None)
    if segno is None:
        return _explain_carattere(testo)
    problema = str(getattr(errore, "problem", ""))
    punto = Punto(segno.line + 1, segno.column + 1)
    righe = testo.splitlines()
    if segno.line < len(righe) and "\t" in righe[segno.line][: segno.column + 1]:
        problema = "tab character"
    messaggio, rimedio = next(((m, r) for chiave, m, r in _SPIEGAZIONI if chiave in problema), _GENERICA)
    return Problema(punto, "yaml-non-valido", messaggio, rimedio)


def _explain_carattere(testo: str) -> Problema:
    """Il primo carattere di controllo, che il parser rifiuta senza dire dove."""
    for riga, contenuto in enumerate(testo.split("\n"), 1):
        for colonna, carattere in enumerate(contenuto, 1):
            if not carattere.isprintable() and carattere not in "\t\r\u00a0\ufeff":
                messaggio = f"c'è un carattere di controllo (U+{ord(carattere):04X})"
                return Problema(Punto(riga, colonna), "carattere-non-ammesso", messaggio, "cancellarlo")
    return Problema(Punto(1, 1), "yaml-non-valido", *_GENERICA)
