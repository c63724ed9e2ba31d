"""`publiccode.yml`: le chiavi che lo standard 0.7.0 vuole, nessuna di quelle superate, nessun valore inventato."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from ldq_planner import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

TESTO = (Path(__file__).parent.parent / "publiccode.yml").read_text(encoding="utf-8")
OBBLIGATORIE = (
    "publiccodeYmlVersion name url platforms developmentStatus softwareType organisation/uri description legal/license "
    "maintenance/type maintenance/contacts/0/name localisation/localisationReady localisation/availableLanguages"
)
SUPERATE = frozenset(  # ogni nome, a qualunque profondità
    {"IT", "it_IT", "conforme", "riuso", "codiceIPA", "piattaforme", "repoOwner", "authorsFile", "genericName"}
    | {"monochromeLogo", "inputTypes", "outputTypes", "countryExtensionVersion"}
)
DA_COMPILARE = {"url", "organisation/uri", "organisation/name", "maintenance/contacts/0/name"}


def walk(nodo: Any, percorso: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Percorso → valore di ogni nodo, anche intermedio."""
    yield "/".join(percorso), nodo
    figli = nodo.items() if isinstance(nodo, dict) else enumerate(nodo) if isinstance(nodo, list) else ()
    for chiave, valore in figli:
        yield from walk(valore, (*percorso, str(chiave)))


VALORI = dict(walk(yaml.safe_load(TESTO)))


@pytest.mark.parametrize("chiave", OBBLIGATORIE.split())
def test_le_chiavi_obbligatorie_ci_sono(chiave: str) -> None:
    """Un catalogo rifiuta il file a cui ne manca una."""
    assert VALORI.get(chiave) not in (None, "", [])


@pytest.mark.parametrize("lingua", ["it", "en"])
def test_le_descrizioni_stanno_nei_limiti(lingua: str) -> None:
    """Fino a 150 caratteri la breve, da 150 a 10.000 la lunga, e almeno una funzione."""
    assert 0 < len(VALORI[f"description/{lingua}/shortDescription"]) <= 150
    assert 150 <= len(VALORI[f"description/{lingua}/longDescription"]) <= 10_000
    assert VALORI[f"description/{lingua}/features"]


def test_nessuna_chiave_superata() -> None:
    """Lo standard le tiene solo per i file vecchi."""
    assert {percorso for percorso in VALORI if SUPERATE & set(percorso.split("/"))} == set()


def test_le_date_sono_giorni() -> None:
    """Solo AAAA-MM-GG; se non c'è stata una pubblicazione, non c'è nemmeno la sua data."""
    for percorso, valore in VALORI.items():
        if percorso.rpartition("/")[2] in {"releaseDate", "until"}:
            assert date.fromisoformat(str(valore)).isoformat() == str(valore)


def test_versione_licenza_e_tipo_sono_quelli_del_pacchetto() -> None:
    """Chi cambia versione la cambia anche qui."""
    assert VALORI["publiccodeYmlVersion"] == "0.7.0"
    assert VALORI["softwareVersion"] == __version__
    assert VALORI["legal/license"] == "EUPL-1.2"
    assert VALORI["softwareType"] == "standalone/other"
    assert VALORI["categories"] == ["procurement", "compliance-management"]


def test_cio_che_sa_solo_l_ente_e_segnato_e_null_altro() -> None:
    """Nessun indirizzo o nome inventato: i valori da compilare sono questi, e accanto è scritto."""
    assert {p for p, valore in VALORI.items() if isinstance(valore, str) and "DA-COMPILARE" in valore} == DA_COMPILARE
    righe = [riga for riga in TESTO.splitlines() if "DA-COMPILARE-DALL-ENTE" in riga and not riga.startswith("#")]
    assert len(righe) == len(DA_COMPILARE)
    assert all("# da compilare dall'ente che pubblica" in riga for riga in righe)
