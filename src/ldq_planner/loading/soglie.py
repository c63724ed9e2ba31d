"""Le soglie dell'ente: `ldq.toml`, facoltativo, tavola `[soglie]`."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from ldq_planner.errors import Finding, Posizione, Severita
from ldq_planner.loading.messaggi import suggest
from ldq_planner.model.portafoglio import Soglie

if TYPE_CHECKING:
    from pathlib import Path

_NOTE = tuple(campo.name for campo in fields(Soglie))


def read_soglie(percorso: Path, problemi: list[Finding]) -> Soglie:
    """Le soglie del file, o quelle di sempre se il file non c'è; i problemi vanno in coda a `problemi`."""
    if not percorso.is_file():
        return Soglie()
    import tomllib  # noqa: PLC0415 - quasi nessuna cartella ha soglie proprie

    try:
        testo = percorso.read_text(encoding="utf-8")
        tavola = tomllib.loads(testo)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as errore:
        problemi.append(
            _segnala(
                percorso,
                "",
                "toml-non-valido",
                f"il file non si legge: {errore}",
                "scrivere [soglie] e sotto «in_scadenza = 90»",
            )
        )
        return Soglie()
    valori: dict[str, int] = {}
    for chiave in tavola.keys() - {"soglie"}:
        problemi.append(
            _segnala(
                percorso, chiave, "chiave-sconosciuta", f"la tavola «{chiave}» non esiste", suggest(chiave, ("soglie",))
            )
        )
    soglie = tavola.get("soglie", {})
    for chiave, valore in (soglie if isinstance(soglie, dict) else {"soglie": soglie}).items():
        if chiave not in _NOTE:
            problemi.append(
                _segnala(
                    percorso, chiave, "chiave-sconosciuta", f"la soglia «{chiave}» non esiste", suggest(chiave, _NOTE)
                )
            )
        elif type(valore) is not int or valore < 0:
            problemi.append(
                _segnala(
                    percorso,
                    chiave,
                    "numero-non-valido",
                    f"«{valore}» non è un numero di giorni",
                    "scrivere solo cifre, per esempio 90",
                )
            )
        else:
            valori[chiave] = valore
    return Soglie(**valori)


def _segnala(percorso: Path, chiave: str, codice: str, messaggio: str, rimedio: str) -> Finding:
    """La segnalazione, alla riga dove la chiave è scritta."""
    righe = percorso.read_bytes().decode("utf-8", "replace").splitlines()
    riga = next((i for i, r in enumerate(righe, 1) if chiave and r.lstrip("[ ").startswith(chiave)), 1)
    testo = righe[riga - 1] if righe else ""
    colonna = testo.find(chiave) + 1 or 1
    return Finding(
        codice,
        Severita.ERRORE,
        messaggio,
        rimedio,
        posizione=Posizione(str(percorso), riga, colonna, testo, max(len(chiave), 1)),
    )
