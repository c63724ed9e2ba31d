"""La domanda di ogni comando: le opzioni comuni, dichiarate una volta sola."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any, NamedTuple, get_args, get_type_hints

from ldq_planner.cli.opzioni import Dati, Formato, Oggi, Uscita


class Domanda(NamedTuple):
    """Le opzioni comuni, come le ha scritte l'utente.

    Un comando che ha un parametro `domanda` di questo tipo ha, a quel posto, le quattro opzioni; chi ne vuole solo alcune
    le nomina: `Annotated[Domanda, "oggi", "dati"]`.
    """

    oggi: Oggi = None
    dati: Dati = None
    formato: Formato = None
    uscita: Uscita = None

    @property
    def cartella(self) -> Path:
        """La cartella dei dati chiesta, o quella in cui si è, o quella del programma."""
        from ldq_planner.loading.luogo import locate_dati

        return self.dati or locate_dati(Path())

    @property
    def giorno(self) -> date:
        """Il giorno della domanda: l'unico punto in cui si legge l'orologio."""
        return self.oggi or date.today()  # noqa: DTZ011, TID251 - il calendario di chi chiede, nel suo fuso


def expand_domanda(comando: Callable[..., None]) -> Callable[..., None]:
    """Il comando come lo legge typer: al posto di `domanda`, le opzioni che la compongono."""
    firma = inspect.signature(comando, eval_str=True)
    domanda = firma.parameters.get("domanda")
    if domanda is None:
        return comando
    nomi = get_args(domanda.annotation)[1:] or Domanda._fields
    tipi = get_type_hints(Domanda, include_extras=True)
    opzioni = [domanda.replace(name=nome, annotation=tipi[nome], default=None) for nome in nomi]
    parametri = [p for altro in firma.parameters.values() for p in (opzioni if altro is domanda else [altro])]

    @wraps(comando)
    def espanso(**valori: Any) -> None:
        scritta = Domanda(**{nome: valori.pop(nome) for nome in nomi})
        comando(domanda=scritta, **valori)

    espanso.__annotations__ = {p.name: p.annotation for p in parametri}
    vars(espanso)["__signature__"] = firma.replace(parameters=parametri)
    return espanso
