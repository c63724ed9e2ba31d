"""ldq: chi è coperto oggi, fino a quando, che cosa segue, entro quando agire.

La libreria fa le stesse domande del programma. I suoi nomi stanno in `api` e si caricano al primo uso:
`import ldq_planner` da solo non costa nulla.

    >>> from datetime import date
    >>> from ldq_planner import compute_stati, find_dati_del_pacchetto, load_portafoglio
    >>> portafoglio = load_portafoglio(find_dati_del_pacchetto())
    >>> [(s.id, s.giorni_scoperti) for s in compute_stati(portafoglio, date(2023, 1, 17)) if s.giorni_scoperti]
    [('lorenteggio', 28)]
"""

TYPE_CHECKING = False  # senza `typing`, che per `ldq --version` costerebbe da solo quanto avviare Python
if TYPE_CHECKING:
    from typing import Any

    from ldq_planner.api import *  # noqa: F403 - i nomi sono quelli di `api.__all__`

__version__ = "0.1.0"


def __getattr__(nome: str) -> "Any":
    """Il nome pubblico, preso da `api` (PEP 562)."""
    if nome.startswith("_") or nome == "api":
        raise AttributeError(f"il modulo {__name__!r} non ha {nome!r}")
    from importlib import import_module  # noqa: PLC0415 - come sopra: solo se qualcuno lo chiede

    return getattr(import_module("ldq_planner.api"), nome)
