"""Come si guasta un testo, dei byte, un albero YAML: da solo o con pezzi di altri."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml
from yaml.nodes import MappingNode, ScalarNode, SequenceNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from random import Random

PEZZI = (
    *(
        "\n",
        " ",
        "  ",
        "\t",
        ":",
        ": ",
        "-",
        "- ",
        "#",
        "'",
        '"',
        "[",
        "]",
        "{",
        "}",
        ",",
        "&a ",
        "*a",
        "!x ",
        "|",
        ">",
    ),
    *("?", "%", "@", "`", "\\", "~", "<<: ", "---\n", "...\n", "\x00", "\x1b", "\x85", "\u2028", "\ufeff"),
    *("é", "日", "😀", "0", "1_000", "1.234,56", "2023-02-30", "no", "null", "non noto", "..", "\r", "\r\n", "{{"),
    *("[[[[", "a: b\n", '"\\ud800"', '"\\U00110000"', '"\\x00"', "id: mazzini\n", "durata_mesi: 999999999\n"),
    "inizio: 2100-12-31~\n",
)
"""Ciò che in un testo YAML cambia il senso di ciò che segue."""
OSTILI = (
    *(
        "c?d",
        "?x",
        "{x}",
        "{",
        "}",
        "[a]",
        "a, b",
        ",",
        "- x",
        "-",
        ": ",
        "a: b",
        "a:",
        ":a",
        "#",
        "a #b",
        "a#b",
        "x #",
    ),
    *(
        '"',
        "'",
        "l'una",
        'di"ce',
        "''",
        '""',
        "\\",
        "\\n",
        "%a",
        "@a",
        "`a",
        "&a",
        "*a",
        "!a",
        "!!str x",
        "|",
        ">",
        "<<",
    ),
    *("=", "~", "null", "no", "sì", "true", "0123456789", "7E12345678", "0x1F", "1:30", "1_000", "-0.00", "2023-06-30"),
    *(
        "---",
        "...",
        "--- a",
        "a\nb",
        "a\n\nb",
        "a\r\nb",
        "\na",
        "a\n",
        "a\tb",
        "\ta",
        " a",
        "a ",
        "a  b",
        "«È» 日本 😀",
    ),
    *(
        "\u202etxt",
        "a\u200bb",
        "a\u2028b",
        "a\x85b",
        "\ufeffa",
        "e\u0301",
        "a\x00b",
        "a\x1b[31mb",
        "\x01a",
        "=1+1",
        "::error::x",
    ),
    *("parola " * 40, "x" * 300, "a: b, {c} # d " * 12),
)
"""Testi che una persona può scrivere, e che un file YAML deve saper dire."""
SCALARI = (
    *(
        "non noto",
        "2023-02-30",
        "2023-06",
        "2023",
        "2023-06-30~",
        "0001-01-01",
        "9999-12-31",
        "9999-12-31~",
        "2024-02-29",
    ),
    *("0", "-1", "1", "1200", "999999999", "1e9", "1e400", "-0.00", "0.001", "99999999999999999999.99", "1.5", ".inf"),
    *("sì", "no", "aperta", "esercitata", "gara", "ponte", "aperta?", "x" * 5000, "1" * 5000),
)


def mutate(testo: str, mutazioni: Sequence[tuple[float, int, str]]) -> str:
    """Il testo dopo le mutazioni: a ogni punto si tolgono dei caratteri e se ne mettono altri."""
    for dove, quanti, pezzo in mutazioni:
        punto = int(dove * len(testo))
        testo = testo[:punto] + pezzo + testo[punto + quanti :]
    return testo


def mutate_testo(caso: Random, testo: str, pezzi: Sequence[str] = PEZZI) -> str:
    """Un testo con da uno a tre guasti: pezzi messi e tolti, righe tolte, ripetute, spostate, rientrate."""
    for _ in range(caso.choice((1, 1, 1, 2, 3))):
        if caso.random() < 0.5:
            testo = mutate(testo, [(caso.random(), caso.choice((0, 0, 1, 3, 20)), caso.choice(pezzi))])
        else:
            testo = _mutate_righe(caso, testo)
    return testo


def _mutate_righe(caso: Random, testo: str) -> str:
    righe = testo.splitlines(keepends=True) or [""]
    posto = caso.randrange(len(righe))
    match caso.randrange(6):
        case 0:
            del righe[posto]
        case 1:
            righe.insert(posto, caso.choice(righe))
        case 2:
            righe[posto] = "  " + righe[posto]
        case 3:
            righe[posto] = righe[posto].replace("  ", "", 1)
        case 4:
            altro = caso.randrange(len(righe))
            righe[posto], righe[altro] = righe[altro], righe[posto]
        case _:
            righe[posto] = righe[posto].rstrip("\n")
    return "".join(righe)


def mutate_byte(caso: Random, dati: bytes) -> bytes:
    """Dei byte con da uno a quattro guasti: cambiati, tolti, ripetuti, troncati."""
    for _ in range(caso.choice((1, 1, 2, 4))):
        punto, quanti = caso.randrange(len(dati) + 1), caso.choice((1, 1, 2, 8, 64))
        match caso.randrange(5):
            case 0:
                dati = dati[:punto] + caso.randbytes(quanti) + dati[punto + quanti :]
            case 1:
                dati = dati[:punto] + dati[punto + quanti :]
            case 2:
                dati = dati[:punto] + dati[punto : punto + quanti] * 2 + dati[punto + quanti :]
            case 3:
                dati = dati[:punto] + bytes((caso.choice(b"\x00\xff\x80\n\"'<>,;"),)) + dati[punto + 1 :]
            case _:
                dati = dati[:punto] if caso.random() < 0.2 else dati
    return dati


PAROLE = (0, 1, 0x7FFF, 0x8000, 0xFFFE, 0xFFFF)
"""I numeri di due byte a cui un formato binario crede: lunghezze, righe, colonne, posti."""


def mutate_parole(caso: Random, dati: bytes) -> bytes:
    """Un file binario con da uno a sei numeri di due byte al loro estremo, o vicini a quello che c'era; gli zeri restano."""
    parole = bytearray(dati)
    pieni = [p for p in range(0, len(dati) - 1, 2) if parole[p : p + 2] != b"\0\0"]
    for _ in range(caso.choice((1, 1, 2, 6))):
        punto = caso.choice(pieni)
        prima = int.from_bytes(parole[punto : punto + 2], "little")
        dopo = caso.choice((*PAROLE, prima + 1, prima - 1, prima * 2)) % 0x10000
        parole[punto : punto + 2] = dopo.to_bytes(2, "little")
    return bytes(parole)


def mutate_yaml(caso: Random, testo: str, chiavi: Sequence[str], valori: Sequence[str]) -> str:
    """Un file YAML con da uno a tre guasti nel suo albero, scritto di nuovo; i commenti se ne vanno.

    `chiavi` e `valori` sono quelli di altri file: una parola giusta al posto sbagliato passa dove una a caso si ferma.
    """
    try:
        radice = yaml.compose(testo, Loader=yaml.CBaseLoader)
    except yaml.YAMLError:  # un caso è già guasto di suo
        return mutate_testo(caso, testo)
    if radice is None:
        return mutate_testo(caso, testo)
    for _ in range(caso.choice((1, 1, 1, 2, 3))):
        _mutate_nodo(caso, caso.choice(_list_contenitori(radice)), chiavi, valori)
    scritto: str = yaml.serialize(radice, Dumper=yaml.CBaseDumper, allow_unicode=True)
    return scritto


def list_parole(testi: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Le chiavi e i valori scritti in quei testi YAML."""
    coppie = {coppia for testo in testi for coppia in re.findall(r"([\w-]+): *([^\n{}\[\],#]*)", testo)}
    return tuple(sorted({c for c, _ in coppie})), tuple(sorted({v.strip() for _, v in coppie} - {""}))


def _list_contenitori(nodo: Any) -> list[Any]:
    trovati, da_vedere = [], [nodo]
    while da_vedere:
        nodo = da_vedere.pop()
        if isinstance(nodo, ScalarNode):
            continue
        trovati.append(nodo)
        da_vedere += [v for _, v in nodo.value] if isinstance(nodo, MappingNode) else nodo.value
    return trovati


def _mutate_nodo(caso: Random, nodo: Any, chiavi: Sequence[str], valori: Sequence[str]) -> None:
    """Un guasto in una mappa o in un elenco."""
    voci = nodo.value
    if not voci:
        voci.append((_word(caso.choice(chiavi)), _make_valore(caso, chiavi, valori)) if _is_mappa(nodo) else _word("x"))
        return
    posto = caso.randrange(len(voci))
    match caso.randrange(7):
        case 0:
            del voci[posto]
        case 1:
            voci.insert(posto, caso.choice(voci))
        case 2 if _is_mappa(nodo):
            voci[posto] = (_word(caso.choice(chiavi)), voci[posto][1])
        case 3 if _is_mappa(nodo):
            voci.insert(posto, (_word(caso.choice(chiavi)), _make_valore(caso, chiavi, valori)))
        case 4:
            altro = caso.randrange(len(voci))
            voci[posto], voci[altro] = voci[altro], voci[posto]
        case _:
            nuovo = _make_valore(caso, chiavi, valori)
            voci[posto] = (voci[posto][0], nuovo) if _is_mappa(nodo) else nuovo


def _make_valore(caso: Random, chiavi: Sequence[str], valori: Sequence[str]) -> Any:
    """Un valore di qualunque genere: quasi sempre uno che altrove è giusto."""
    match caso.randrange(10):
        case 0:
            return SequenceNode("tag:yaml.org,2002:seq", [_word(caso.choice(valori))], flow_style=caso.random() < 0.5)
        case 1:
            return SequenceNode("tag:yaml.org,2002:seq", [], flow_style=True)
        case 2:
            voce = (_word(caso.choice(chiavi)), _word(caso.choice(valori)))
            return MappingNode("tag:yaml.org,2002:map", [voce], flow_style=caso.random() < 0.5)
        case 3:
            return _word(caso.choice(("~", "null")))
        case _:
            return _word(caso.choice(caso.choice((SCALARI, SCALARI, OSTILI, valori, valori, valori))))


def _is_mappa(nodo: Any) -> bool:
    return isinstance(nodo, MappingNode)


def _word(testo: str) -> Any:
    """Uno scalare senza virgolette, se si può scrivere così."""
    return ScalarNode("tag:yaml.org,2002:str", testo)
