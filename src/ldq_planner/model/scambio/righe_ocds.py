"""Ciò che OCDS non tiene come dato, scritto nelle descrizioni: una riga per cosa, «Etichetta: testo».

Chi legge capisce, e un programma ritrova ogni cosa al suo posto. Un testo di più righe continua rientrato di due spazi.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ldq_planner.dates.incerta import NON_NOTO

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ldq_planner.model.avanzamento import FattoDiGara
    from ldq_planner.model.contratto import Contratto, Opzione, Sospensione
    from ldq_planner.model.scenario import DecisionePassata

INIZIO, BASE, EFFETTIVA, FINE, ENTRO = "Inizio", "Scadenza base", "Scadenza effettiva dichiarata", "Fine", "Entro"
DURATA, DURATA_MINIMA, ORIGINE = "Durata", "Durata minima", "Date da"
IMPORTI, EQUIPE, ORGANIZZAZIONE, PREAVVISO = "Importi", "Équipe", "Organizzazione", "Preavviso"
OPZIONE, NOTA, FONTE, PROGRAMMA = "Opzione", "Nota", "Fonte", "Fino al programma"
CHIUSURA = "Finito prima del previsto"
CHIUSA, DECORRENZA, OPERATORI = "Chiusura annuale", "Giorni propri a", "Operatori"
DAL, AL, SLITTA, ATTO = "Dal", "Al", "La fine slitta", "Atto"
SOSPENSIONE = "sospensione-"
"""Come comincia l'id della tappa che dice una sospensione."""
FATTO = "fatto-"
"""Come comincia l'id della tappa che dice un fatto della gara."""
DECISIONE = "decisione-"
"""Come comincia l'id della tappa che dice una decisione di prima."""
SERVIZIO, DURATE, CASI = "Genere del servizio", "Durate delle fasi in giorni", "Casi"
_FATTO = {
    "fase": "Fase",
    "iniziata": "Iniziata",
    "conclusa": "Conclusa",
    "fissata_al": "Fissata al",
    "esito": "Esito",
    "il": "Il",
    "atto": ATTO,
    "chi": "Chi",
    "fonte": FONTE,
}
STIMA_MENSILE, STIMA_COME, STIMA_MOTIVO = "Stima al mese in euro", "Stima come il contratto", "Stima, perché"
STIMA_IVA = "Stima, IVA"
ORGANO, NUMERO = "Organo", "Numero"
RESPONSABILE, SCENARIO, GRUPPO, SCELTA = "Responsabile", "Dallo scenario", "Gruppo di alternative", "Scelta"
DECISA, DECISA_ATTO, DECISA_MOTIVO = "Deciso il", "Deciso con", "Deciso perché"
SI_O_NO = {"lotto_funzionale": "Lotto funzionale", "nuovo_affidamento": "Nuovo affidamento"}
"""Ciò che del programma si dice con un sì o un no."""
DEL_PROGRAMMA = {
    "annualita": "Annualità del programma",
    "priorita": "Priorità nel programma",
    "cpv": "CPV",
    "nuts": "NUTS",
    "rup": "RUP",
    "compreso_in": "Compreso nell'acquisto",
    "ricompreso": "Come è ricompreso",
    "capitale_privato_eur": "Capitale privato in euro",
    "capitale_privato_tipo": "Capitale privato, tipo",
    "modifica_programma": "Modifica del programma",
    "finanziamento": "Provenienza delle risorse",
    "ausa": "Codice AUSA",
    "centrale_committenza": "Centrale di committenza",
    "cig_accordo_quadro": "CIG dell'accordo quadro",
}
"""Ciò che il programma degli acquisti dice di uno scenario, e che in OCDS non ha un campo."""
_DECISIONE = {"stato": SCELTA, "il": DECISA, "atto": DECISA_ATTO, "motivo": DECISA_MOTIVO}
STATI = {"esercitata": "esercitata", "non-esercitata": "non esercitata", "aperta": "da decidere"}
"""Lo stato di un'opzione, a parole."""

Righe = list[tuple[str, str]]
_CONTINUA = "\n  "
_OPZIONE = re.compile(
    r"(?P<tipo>rinnovo|proroga-tecnica|proroga|ripetizione)"
    r"(?:; dal (?P<inizio>[^;\n]+))?(?:; (?P<mesi>\d+) mesi)?"
    r"(?:; fino al (?P<scadenza>[^;\n]+))?(?:; importo (?P<importo>[\d.]+) euro)?"
    r"(?:; preavviso di (?P<preavviso_giorni>\d+) giorni)?(?:, dato il (?P<preavviso_dato>[\d-]+))?; fonte: (?P<fonte>.*)",
    re.DOTALL,
)
_SOSPENSIONE = {"dal": DAL, "al": AL, "slitta": SLITTA, "atto": ATTO, "nota": NOTA, "fonte": FONTE}
_DECORRENZA = re.compile(r"(?:dal (?P<inizio>[^;]+))?(?:; )?(?:fino al (?P<fine>[^;]+))?")
_OPERATORI = re.compile(r"(?P<numero>[^;]+)(?:; a (?P<quartiere>[^; ]+))?(?:; dal (?P<dal>[^;]+))?")
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


def write_fatto(fatto: FattoDiGara) -> str:
    """Il fatto, un campo per riga."""
    return join_righe(*((nome, getattr(fatto, campo)) for campo, nome in _FATTO.items()))


def read_fatto(testo: str) -> dict[str, Any]:
    """L'inverso di `write_fatto`."""
    detto = dict(split_righe(testo))
    return {campo: detto[nome] for campo, nome in _FATTO.items() if nome in detto}


def write_decisione(decisione: DecisionePassata) -> str:
    """La decisione, un campo per riga."""
    return join_righe(*((nome, getattr(decisione, campo)) for campo, nome in _DECISIONE.items()))


def read_decisione(testo: str) -> dict[str, Any]:
    """L'inverso di `write_decisione`."""
    detto = dict(split_righe(testo))
    return {campo: detto[nome] for campo, nome in _DECISIONE.items() if nome in detto}


def write_durate(durate: Mapping[str, int] | None) -> str | None:
    """Le durate: `valutazione=90 ammissione=10`; niente, se non ce ne sono."""
    return " ".join(f"{fase}={giorni}" for fase, giorni in durate.items()) if durate else None


def read_durate(testo: str | None) -> dict[str, str]:
    """L'inverso di `write_durate`."""
    coppie = (coppia.partition("=") for coppia in (testo or "").split())
    return {fase: giorni for fase, _, giorni in coppie}


def write_opzione(opzione: Opzione) -> str:
    """L'opzione in una riga: che cos'è, da quando, per quanto, fino a quando, per quanti euro, dove si legge."""
    parti = (
        opzione.tipo,
        f"dal {opzione.inizio}" if opzione.inizio is not None else "",
        f"{opzione.durata_mesi} mesi" if opzione.durata_mesi else "",
        f"fino al {opzione.scadenza}" if opzione.scadenza is not None else "",
        f"importo {opzione.importo_eur:f} euro" if opzione.importo_eur is not None else "",
        f"preavviso di {opzione.preavviso_giorni} giorni{_say_dato(opzione)}" if opzione.preavviso_giorni else "",
        f"fonte: {opzione.fonte}",
    )
    return "; ".join(filter(None, parti))


def _say_dato(opzione: Opzione) -> str:
    return f", dato il {opzione.preavviso_dato}" if opzione.preavviso_dato is not None else ""


def write_sospensione(sospensione: Sospensione) -> str:
    """I campi di una sospensione, una riga per uno."""
    return join_righe(*((nome, getattr(sospensione, campo)) for campo, nome in _SOSPENSIONE.items()))


def read_sospensione(testo: str) -> dict[str, str]:
    """I campi di una sospensione, dalle righe di `write_sospensione`."""
    detto = dict(split_righe(testo))
    return {campo: detto[nome] for campo, nome in _SOSPENSIONE.items() if nome in detto}


def list_propri(contratto: Contratto) -> Righe:
    """Le righe dei giorni propri di ciascun quartiere, e dei suoi operatori; quella che segue, la fonte."""
    righe: list[tuple[str, object]] = []
    for propria in contratto.decorrenze:
        dal = f"dal {propria.inizio}" if propria.inizio is not None else ""
        al = f"fino al {propria.fine}" if propria.fine is not None else ""
        nome = f"{DECORRENZA} {propria.quartiere}"
        righe += [(nome, "; ".join(filter(None, (dal, al)))), (f"{nome}, fonte", propria.fonte)]
    for numero, operatori in enumerate(contratto.operatori, 1):
        quanti = NON_NOTO if operatori.numero is None else str(operatori.numero)
        dove = f"a {operatori.quartiere}" if operatori.quartiere is not None else ""
        dal = f"dal {operatori.dal}" if operatori.dal is not None else ""
        nome = f"{OPERATORI} {numero}"
        righe += [(nome, "; ".join(filter(None, (quanti, dove, dal)))), (f"{nome}, fonte", operatori.fonte)]
    return [(nome, str(testo)) for nome, testo in righe if testo is not None]


def read_decorrenze(righe: Righe) -> list[dict[str, str]]:
    """I giorni propri di ciascun quartiere, dalle righe di `list_propri`."""
    return [
        {"quartiere": quartiere, **_read_propria(_DECORRENZA, testo, fonte)}
        for quartiere, testo, fonte in _find(righe, DECORRENZA)
    ]


def read_operatori(righe: Righe) -> list[dict[str, str]]:
    """Gli operatori, dalle righe di `list_propri`."""
    return [_read_propria(_OPERATORI, testo, fonte) for _, testo, fonte in _find(righe, OPERATORI)]


def _find(righe: Righe, etichetta: str) -> Iterator[tuple[str, str, str | None]]:
    """Ciò che segue l'etichetta, il testo della riga, e la fonte se ce n'è una."""
    detto = dict(righe)
    for nome, testo in righe:
        if nome.startswith(f"{etichetta} ") and not nome.endswith(", fonte"):
            yield nome.removeprefix(f"{etichetta} "), testo, detto.get(f"{nome}, fonte")


def _read_propria(forma: re.Pattern[str], testo: str, fonte: str | None) -> dict[str, str]:
    trovata = forma.fullmatch(testo)
    campi = trovata.groupdict() if trovata else {}
    return {nome: valore for nome, valore in {**campi, "fonte": fonte}.items() if valore is not None}


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
