"""Chi legge trova i nomi: un id serve a chi deve scriverlo, in un comando, nella colonna «Id» o nel posto di un errore."""

from __future__ import annotations

import re

import pytest
from tests.golden.test_golden import USCITE
from tests.supporto import RADICE, read

from ldq_planner.loading.cartella import load_portafoglio
from ldq_planner.loading.norme import load_norme

_NON_SI_LEGGONO = ("aiuto", "check", "regole", "schema", "norme", "lacuna-in-corso")
"""L'aiuto, le segnalazioni (che dicono dove sta l'errore, nei file) e la legge, che ha gli id per `--procedura`."""
_DA_SCRIVERE = re.compile(r"ldq [a-z]|^ *Id: |^[\w./-]+\.yaml:\d+|^\| .*\.yaml:\d+")
_COLONNA_ID = re.compile(r" \| [\w-]+ \|$")


def list_id() -> set[str]:
    """Gli id che non sono anche parole."""
    portafoglio, norme = load_portafoglio(RADICE / "data"), load_norme()
    ids = {
        *portafoglio.contratti_by_id,
        *portafoglio.quartieri_by_id,
        *portafoglio.scenari_by_id,
        *(p.id for p in portafoglio.ipotesi.piani),
        *portafoglio.programmi_by_id,
        *(r.id for r in norme.regimi),
    }
    return {id_ for id_ in ids if re.search(r"[-_\d]", id_)}


def list_uscite() -> list[str]:
    """Le uscite attese che una persona legge per intero."""
    tutte = sorted(p.name for p in USCITE.iterdir() if p.suffix in (".txt", ".md"))
    return [nome for nome in tutte if not any(parola in nome for parola in _NON_SI_LEGGONO)]


@pytest.mark.parametrize("nome", list_uscite())
def test_cio_che_si_legge_non_ha_id(nome: str) -> None:
    """Riga per riga, tolti i comandi da copiare."""
    trova = re.compile(rf"(?<![\w/-])(?:{'|'.join(map(re.escape, list_id()))})(?![\w-])")
    righe = [riga for riga in read(USCITE / nome).splitlines() if not _DA_SCRIVERE.search(riga)]
    assert [riga for riga in righe if trova.search(_COLONNA_ID.sub("", riga))] == []
