"""La tavola delle licenze di ciò che si installa con `ldq`, da una distinta CycloneDX: scripts/licenze.py DISTINTA TAVOLA."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

TESTA = """\
# Le licenze di ciò che si installa con `ldq`

Con tutti gli extra, su Linux, nelle versioni di `requirements-distinta.lock`; così come ciascuno le dichiara. La scrive `make sbom`.

| pacchetto | versione | licenza |
| --- | --- | --- |
"""


def name_licenza(voce: Any) -> str:
    """La licenza come la dichiara chi ha scritto il pacchetto: una sigla, o una frase."""
    detta = voce.get("expression") or voce["license"].get("id") or voce["license"].get("name", "")
    return str(detta).removeprefix("License :: ").removeprefix("OSI Approved :: ").splitlines()[0]


def build_tavola(distinta: Any) -> str:
    """Una riga per pacchetto, in ordine alfabetico."""
    righe = []
    for pacchetto in sorted(distinta["components"], key=lambda c: c["name"].lower()):
        licenze = ", ".join(dict.fromkeys(name_licenza(voce) for voce in pacchetto.get("licenses", ())))
        righe.append(f"| {pacchetto['name']} | {pacchetto['version']} | {licenze or 'non dichiarata'} |\n")
    return TESTA + "".join(righe)


if __name__ == "__main__":
    origine, tavola = map(Path, sys.argv[1:])
    tavola.write_text(build_tavola(json.loads(origine.read_text(encoding="utf-8"))), encoding="utf-8")
