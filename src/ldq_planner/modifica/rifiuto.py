"""Perché una voce nuova non si può aggiungere, detto con le opzioni che l'utente ha scritto: le righe non ci sono ancora."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from ldq_planner.errors import InvalidRequestError
from ldq_planner.loading.messaggi import explain_forma
from ldq_planner.model.archivio import ELENCO_OF_GENERE, FILE_OF_ELENCO
from ldq_planner.modifica.aggiunte import GENERI, name_opzione

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ldq_planner.errors import Finding, LdqError
    from ldq_planner.loading.cartella import Caricato
    from ldq_planner.loading.messaggi import Percorso

_ALTROVE = ("chiave-mancante", "id-doppio")
"""Di questi si dice altro che nel file: quale opzione manca, dov'è l'id che c'è già."""
_SENZA_FINE = "contratto-senza-fine"


def explain_rifiuto(genere: str, voce: Mapping[str, Any], prima: Caricato, findings: tuple[Finding, ...]) -> str:
    """Le obiezioni alla voce nuova, una per riga; vuoto se ciò che non va non è suo.

    `findings` sono le segnalazioni dei dati con la voce in fondo.
    """
    id_ = str(voce["id"])
    frasi = [*_find_doppio(genere, id_, prima), *_find_forma(genere, voce)]
    for finding in findings:
        ref = finding.ref
        if ref is not None and (ref.kind, ref.id) == (ELENCO_OF_GENERE[genere], id_) and finding.codice not in _ALTROVE:
            frasi.append(_tell(genere, ref.campo, finding.messaggio, finding.rimedio, finding.codice))
    return "\n".join(dict.fromkeys(frasi))


def make_rifiuto(
    genere: str, voce: Mapping[str, Any], prima: Caricato, findings: tuple[Finding, ...], *, comando: str = "aggiungi"
) -> LdqError | None:
    """L'errore da dire a chi ha scritto il comando; `None` se ciò che non va non è suo."""
    obiezioni = explain_rifiuto(genere, voce, prima, findings).splitlines()
    if not obiezioni:
        return None
    if len(obiezioni) > 1:
        testata = f"«{voce['id']}» non si può aggiungere, per {len(obiezioni)} motivi:"
        obiezioni = [testata, *(f"  - {frase}" for frase in obiezioni)]
    return InvalidRequestError(
        "\n".join(obiezioni), f"ldq {comando} --help dice che cosa serve; i campi sono in docs/dati.md"
    )


def _find_doppio(genere: str, id_: str, prima: Caricato) -> Iterator[str]:
    """L'id che c'è già, e dove."""
    elenco = ELENCO_OF_GENERE[genere]
    ids = [voce.id for voce in getattr(prima.portafoglio, elenco)]
    if id_ in ids:
        nome = FILE_OF_ELENCO[elenco]
        riga = prima.documenti[nome].find_posizione((elenco, ids.index(id_), "id")).riga
        yield f"l'id «{id_}» c'è già, a riga {riga} di {nome}: scegliere un id diverso"


def _find_forma(genere: str, voce: Mapping[str, Any]) -> Iterator[str]:
    """Ciò che manca, e ciò che non ha la forma che il suo campo vuole."""
    modello = GENERI[genere]
    try:
        modello.model_validate(voce)
    except ValidationError as errore:
        for e in errore.errors(include_url=False):
            codice, messaggio, rimedio = explain_forma(e, modello)
            yield _tell(genere, e["loc"], messaggio, rimedio, codice)


def _tell(genere: str, campo: Percorso, messaggio: str, rimedio: str, codice: str) -> str:
    """L'opzione, che cosa non va, che cosa scrivere."""
    if codice == "chiave-mancante":
        return f"manca {name_opzione(genere, campo)}"
    if codice == _SENZA_FINE and not campo:
        return 'manca --fine o --mesi (se non si sa: --fine "non noto")'
    nome = next((passo for passo in reversed(campo) if isinstance(passo, str)), "")
    detto = messaggio.removeprefix(f"«{nome}» ")
    return f"{name_opzione(genere, campo)}: {detto}; {rimedio.replace('si può scrivere: ', 'scegliere fra ')}"
