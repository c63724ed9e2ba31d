"""Ciò che OCDS non tiene come dato, scritto nelle descrizioni: una riga per cosa, «Etichetta: testo».

Chi legge capisce, e un programma ritrova ogni cosa al suo posto. Un testo di più righe continua rientrato di due spazi.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ldq_planner.model.contratto import Opzione

INIZIO, BASE, EFFETTIVA, FINE, ENTRO = "Inizio", "Scadenza base", "Scadenza effettiva dichiarata", "Fine", "Entro"
DURATA, DURATA_MINIMA, ORIGINE = "Durata", "Durata minima", "Date da"
IMPORTI, EQUIPE, ORGANIZZAZIONE, PREAVVISO = "Importi", "Équipe", "Organizzazione", "Preavviso"
OPZIONE, NOTA, FONTE, PROGRAMMA = "Opzione", "Nota", "Fonte", "Fino al programma"
CHIUSURA = "Finito prima del previsto"
STIMA_MENSILE, STIMA_COME, STIMA_MOTIVO = "Stima al mese in euro", "Stima come il contratto", "Stima, perché"
STIMA_IVA = "Stima, IVA"
ORGANO, NUMERO = "Organo", "Numero"
STATI = {"esercitata": "esercitata", "non-esercitata": "non esercitata", "aperta": "da decidere"}
"""Lo stato di un'opzione, a parole."""

Righe = list[tuple[str, str]]
_CONTINUA = "\n  "
_OPZIONE = re.compile(
    r"(?P<tipo>rinnovo|proroga-tecnica|proroga)"
    r"(?:; dal (?P<inizio>[^;\n]+))?(?:; (?P<mesi>\d+) mesi)?"
    r"(?:; fino al (?P<scadenza>[^;\n]+))?(?:; importo (?P<importo>[\d.]+) euro)?; fonte: (?P<fonte>.*)",
    re.DOTALL,
)
_FIGURA = re.compile(r"(.*) \((\d+|non noto)\)", re.DOTALL)


def drop_vuoti(voce: Mapping[str, Any]) -> dict[str, Any]:
    """Ciò che si sa: il resto vale come se non fosse scritto."""
    return {nome: valore for nome, valore in voce.items() if valore not in (None, [], {})}


def join_righe(*righe: tuple[str, object]) -> str:
    """Le righe con un testo; quelle senza non si scrivono."""
    return "\n".join(f"{nome}: {str(testo).replace(chr(10), _CONTINUA)}" for nome, testo in righe if testo is not None)


def split_righe(testo: str) -> Righe:
    """Le etichette e i testi di una descrizione; ciò che non ha un'etichetta non è di qui."""
    righe: Righe = []
    for riga in testo.split("\n"):
        if riga.startswith("  ") and righe:
            nome, prima = righe.pop()
            righe.append((nome, f"{prima}\n{riga[2:]}"))
            continue
        nome, trovato, resto = riga.partition(": ")
        if trovato:
            righe.append((nome, resto))
    return righe


def write_opzione(opzione: Opzione) -> str:
    """L'opzione in una riga: che cos'è, da quando, per quanto, fino a quando, per quanti euro, dove si legge."""
    parti = (
        opzione.tipo,
        f"dal {opzione.inizio}" if opzione.inizio is not None else "",
        f"{opzione.durata_mesi} mesi" if opzione.durata_mesi else "",
        f"fino al {opzione.scadenza}" if opzione.scadenza is not None else "",
        f"importo {opzione.importo_eur:f} euro" if opzione.importo_eur is not None else "",
        f"fonte: {opzione.fonte}",
    )
    return "; ".join(filter(None, parti))


def read_opzione(testo: str) -> dict[str, Any]:
    """I campi di un'opzione, senza lo stato; vuoto se il testo non è di qui."""
    trovata = _OPZIONE.fullmatch(testo)
    if trovata is None:
        return {}
    letti = trovata.groupdict()
    importo = letti.pop("importo")
    campi = {**letti, "durata_mesi": letti.pop("mesi"), "importo_eur": Decimal(importo) if importo else None}
    return {nome: valore for nome, valore in campi.items() if valore is not None and nome != "mesi"}


def read_figura(testo: str) -> dict[str, str]:
    """La figura e quante ce ne sono: «operatori (12)»."""
    trovata = _FIGURA.fullmatch(testo)
    return {"figura": trovata[1], "numero": trovata[2]} if trovata else {"figura": testo}
