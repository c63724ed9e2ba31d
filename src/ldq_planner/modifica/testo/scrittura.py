"""Da un valore al suo YAML, come lo scriverebbe una persona: virgolette solo dove servono, testi lunghi ripiegati."""

from __future__ import annotations

import re
from functools import lru_cache
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import yaml

from ldq_planner.model.base import RISERVATI
from ldq_planner.model.scalari import is_numero
from ldq_planner.modifica.testo.forme import find_forma, find_forma_del_file, is_assente, is_elenco, is_testuale, spell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ldq_planner.modifica.testo.forme import Forma

LARGHEZZA = 120
"""Colonne: oltre, un testo va a capo."""

RIENTRO = 2
_BREVE = 40  # caratteri di un elemento che sta bene in un elenco fra parentesi
_CODIFICATI = r"\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff"
_NUDO = re.compile(rf"(?!\.\.\.|---)[^\s\-?:,\[\]{{}}#&*!|>'\"%@`=~<{_CODIFICATI}][^{_CODIFICATI}]*")
_VIETATI_NUDI = re.compile(r":(\s|$)|\s#|\s$")
_DI_FLUSSO = re.compile(r"[,\[\]{}?]|:$")  # il «?» lo ammette YAML, e non tutti i suoi lettori
_DA_CODIFICARE = re.compile('[\\x00-\\x1f\\x7f-\\xa0\\u2028\\u2029\\ufeff\\ufffe\\uffff"\\\\]')
_CODICI = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def compose_file(radice: Mapping[str, Any], *, schema: str, intestazione: str = "") -> str:
    """Il testo del file: lo schema per gli editor, l'intestazione come commento, i campi, un'entità dopo l'altra.

    `schema` è il percorso dello schema, o il suo indirizzo; fra due entità c'è una riga vuota.
    """
    forma = find_forma_del_file(radice)
    commento = [f"# {riga}".rstrip() for riga in ("", *intestazione.splitlines())] if intestazione else []
    corpo = [
        riga for campo, valore in radice.items() if valore is not None for riga in _write_staccato(campo, valore, forma)
    ]
    return "\n".join((f"# yaml-language-server: $schema={schema}", *commento, *corpo, ""))


def _write_staccato(campo: str, valore: Any, forma: Forma) -> Iterator[str]:
    """Un campo in cima al file; un elenco di entità comincia dopo una riga vuota."""
    if has_entita(valore):
        yield ""
    yield from write_in_cima(campo, valore, forma)


def write_scalare(valore: object, *, testuale: bool = True, flusso: bool = False) -> str:
    """Un valore semplice su una riga; `testuale` se chi lo legge vuole un testo, `flusso` se sta fra parentesi."""
    testo = spell(valore)
    is_nudo = _NUDO.fullmatch(testo) and not _VIETATI_NUDI.search(testo) and not (flusso and _DI_FLUSSO.search(testo))
    if is_nudo and not (testuale and isinstance(valore, str) and _is_equivoco(testo)):
        return testo
    return _quote(testo)


@lru_cache
def write_chiave(campo: str) -> str:
    """Il nome di un campo, dovunque stia."""
    return write_scalare(campo, flusso=True)


def write_flusso(valore: Any, forma: Forma, campo: str = "") -> str:
    """Un valore qualunque su una riga, gli elenchi e le mappe fra parentesi; `forma` è il modello che ha il campo."""
    if isinstance(valore, dict):
        dentro = find_forma(forma, (campo,)) if campo else forma
        voci = (f"{write_chiave(c)}: {write_flusso(v, dentro, c)}" for c, v in list_campi(valore, dentro))
        return f"{{{', '.join(voci)}}}"
    if is_elenco(valore):
        return f"[{', '.join(write_flusso(v, forma, campo) for v in valore)}]"
    return write_scalare(valore, testuale=is_testuale(forma, campo), flusso=True)


def write_campo(campo: str, valore: Any, colonna: int, forma: Forma) -> list[str]:
    """Le righe di `campo: valore` a quella colonna; `forma` è il modello che ha il campo."""
    chiave = f"{' ' * colonna}{write_chiave(campo)}:"
    if isinstance(valore, dict) and valore:
        return [chiave, *write_mappa(valore, colonna + RIENTRO, find_forma(forma, (campo,)))]
    if is_elenco(valore) and not _is_breve(valore, colonna + len(chiave), forma, campo):
        return [chiave, *(riga for v in valore for riga in write_elemento(v, colonna + RIENTRO, forma, campo))]
    if is_elenco(valore) or isinstance(valore, dict):
        return [f"{chiave} {write_flusso(valore, forma, campo)}"]
    return write_valore(valore, chiave, colonna + RIENTRO, testuale=is_testuale(forma, campo))


def write_in_cima(campo: str, valore: Any, forma: Forma) -> list[str]:
    """Le righe di un campo in cima al file: fra un'entità e l'altra c'è una riga vuota."""
    if not has_entita(valore):
        return write_campo(campo, valore, 0, forma)
    righe = [f"{campo}:"]
    for posto, voce in enumerate(valore):
        righe += [*([""] if posto else ()), *write_elemento(voce, RIENTRO, forma, campo)]
    return righe


def has_entita(valore: object) -> bool:
    """Vero se il valore è un elenco di mappe, che in cima al file si scrivono staccate."""
    return isinstance(valore, (list, tuple)) and bool(valore) and isinstance(valore[0], dict)


def write_mappa(mappa: Mapping[str, Any], colonna: int, forma: Forma) -> list[str]:
    """Le righe di una mappa, un campo dopo l'altro; ciò che non c'è da dire si tace."""
    return [riga for campo, valore in list_campi(mappa, forma) for riga in write_campo(campo, valore, colonna, forma)]


def write_elemento(valore: Any, colonna: int, forma: Forma, campo: str) -> list[str]:
    """Le righe di un elemento di un elenco, con il trattino a quella colonna."""
    trattino = f"{' ' * colonna}-"
    if isinstance(valore, dict):
        prima, *altre = write_mappa(valore, colonna + RIENTRO, find_forma(forma, (campo,))) or ["{}"]
        return [f"{trattino} {prima.lstrip()}", *altre]
    if is_elenco(valore):
        return [f"{trattino} {write_flusso(valore, forma, campo)}"]
    return write_valore(valore, trattino, colonna + RIENTRO, testuale=is_testuale(forma, campo))


def write_valore(valore: object, davanti: str, rientro: int, *, testuale: bool) -> list[str]:
    """Un valore semplice dopo `davanti`: sulla stessa riga, o ripiegato sulle seguenti se è lungo."""
    testo = write_scalare(valore, testuale=testuale)
    piano = spell(valore)
    is_piegabile = testuale and " ".join(piano.split()) == piano and " " in piano and piano.isprintable()
    if len(davanti) + 1 + len(testo) <= LARGHEZZA or not is_piegabile:
        return [f"{davanti} {testo}"]
    righe = wrap(piano, LARGHEZZA - rientro, break_long_words=False, break_on_hyphens=False)
    return [f"{davanti} >-", *(f"{' ' * rientro}{riga}" for riga in righe)]


def list_campi(mappa: Mapping[str, Any], forma: Forma) -> Iterator[tuple[str, Any]]:
    """I campi che c'è bisogno di scrivere."""
    return ((c, v) for c, v in mappa.items() if not (v is None or (not v and is_assente(v, forma, c))))


def _is_breve(valori: Any, colonna: int, forma: Forma, campo: str) -> bool:
    """Vero se un elenco di parole sta su una riga, fra parentesi."""
    if any(isinstance(v, dict) or is_elenco(v) or len(spell(v)) > _BREVE for v in valori):
        return False
    return colonna + 1 + len(write_flusso(valori, forma, campo)) <= LARGHEZZA


def _is_equivoco(testo: str) -> bool:
    """Vero se un altro lettore YAML, senza virgolette, ne farebbe un numero, una data, un sì o un nulla."""
    if is_numero(testo) or testo.lower() in RISERVATI:
        return True
    forme = yaml.SafeLoader.yaml_implicit_resolvers.get(testo[0], [])
    return any(forma.match(testo) for _, forma in forme)


def _quote(testo: str) -> str:
    da_codificare = _DA_CODIFICARE.findall(testo)
    if da_codificare and set(da_codificare) <= {'"', "\\"}:
        return "'" + testo.replace("'", "''") + "'"
    return '"' + _DA_CODIFICARE.sub(lambda trovato: _encode(trovato.group()), testo) + '"'


def _encode(carattere: str) -> str:
    codice = ord(carattere)
    return _CODICI.get(carattere) or (f"\\x{codice:02x}" if codice <= 0xFF else f"\\u{codice:04x}")  # noqa: PLR2004 - due cifre
