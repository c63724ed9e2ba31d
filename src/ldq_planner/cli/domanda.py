"""La domanda di ogni comando: le opzioni comuni, dichiarate una volta sola."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, NamedTuple, get_args, get_type_hints

from ldq_planner.cli.opzioni import Appoggio, Dati, Formato, Memoria, Motore, Oggi, Uscita


class Domanda(NamedTuple):
    """Le opzioni comuni, come le ha scritte l'utente.

    Un comando che ha un parametro `domanda` di questo tipo ha, a quel posto, le solite; chi ne vuole altre, o solo alcune,
    le nomina: `Annotated[Domanda, "oggi", "dati"]`.
    """

    oggi: Oggi = None
    dati: Dati = None
    formato: Formato = None
    uscita: Uscita = None
    motore: Motore = None
    memoria: Memoria = None
    appoggio: Appoggio = None

    @staticmethod
    def list_solite() -> tuple[str, ...]:
        """Le opzioni di ogni comando che legge dati e risponde."""
        return ("oggi", "dati", "formato", "uscita")

    @property
    def cartella(self) -> Path:
        """La cartella dei dati chiesta, o quella in cui si è, o quella del programma."""
        from ldq_planner.loading.luogo import locate_dati

        return self.dati or locate_dati(Path())

    @property
    def giorno(self) -> date:
        """Il giorno della domanda: l'unico punto in cui si legge l'orologio."""
        return self.oggi or date.today()  # noqa: DTZ011, TID251 - il calendario di chi chiede, nel suo fuso


DomandaInColonne = Annotated[Domanda, "oggi", "dati", "formato", "uscita", "motore", "memoria", "appoggio"]
"""La domanda di chi risponde anche a dati in colonne."""


def expand_domanda(comando: Callable[..., None]) -> Callable[..., None]:
    """Il comando come lo legge typer: al posto di `domanda`, e di ogni altro gruppo, le opzioni che lo compongono."""
    firma = inspect.signature(comando, eval_str=True)
    gruppi = {p.name: gruppo for p in firma.parameters.values() if (gruppo := _find_gruppo(p.annotation))}
    if not gruppi:
        return comando
    parametri = [
        x for p in firma.parameters.values() for x in (_expand(p, *gruppi[p.name]) if p.name in gruppi else [p])
    ]

    @wraps(comando)
    def espanso(**valori: Any) -> None:
        for nome, (gruppo, opzioni) in gruppi.items():
            valori[nome] = gruppo(**{opzione: valori.pop(opzione) for opzione in opzioni})
        comando(**valori)

    espanso.__annotations__ = {p.name: p.annotation for p in parametri}
    vars(espanso)["__signature__"] = firma.replace(parameters=parametri)
    return espanso


def list_opzioni(comando: Callable[..., None]) -> tuple[str, ...]:
    """Le opzioni comuni che il comando ha; nessuna se non ha una domanda."""
    parametro = inspect.signature(comando, eval_str=True).parameters.get("domanda")
    gruppo = _find_gruppo(parametro.annotation) if parametro else None
    return gruppo[1] if gruppo else ()


def _find_gruppo(annotazione: Any) -> tuple[Any, tuple[str, ...]] | None:
    """Il gruppo di opzioni di un parametro, e quelle che se ne vogliono; nulla se è un'opzione sola."""
    tipo, *scelte = get_args(annotazione) or (annotazione,)
    nomi: tuple[str, ...] = tipo.list_solite() if tipo is Domanda else getattr(tipo, "_fields", ())
    return (tipo, tuple(scelte) or nomi) if nomi else None


def _expand(parametro: inspect.Parameter, gruppo: Any, opzioni: tuple[str, ...]) -> list[inspect.Parameter]:
    tipi = get_type_hints(gruppo, include_extras=True)
    return [parametro.replace(name=o, annotation=tipi[o], default=gruppo._field_defaults[o]) for o in opzioni]
