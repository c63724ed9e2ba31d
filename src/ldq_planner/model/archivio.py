"""I file di una cartella di dati: come si chiamano, quali elenchi hanno, quali possono mancare.

Un file nuovo è una riga di `ARCHIVIO`. Leggero: lo usa anche il completamento, e un modello si carica quando lo si chiede.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ldq_planner.model.base import Modello

QUARTIERI, CONTRATTI, SCENARI, DEROGHE = "quartieri.yaml", "contratti.yaml", "scenari.yaml", "deroghe.yaml"
DURATE = "durate.yaml"
RISORSE = "risorse.yaml"
REGISTRO = "contratti.jsonl"
"""In questo stanno i contratti quando sono troppi per scriverli a mano: prende il posto di `contratti.yaml`."""
SOGLIE = "ldq.toml"


class FileDati(NamedTuple):
    """Un file di dati: chi lo legge (modulo e classe), e i suoi elenchi di voci con un id, ciascuno come si dice."""

    file: str
    classe: str
    elenchi: Mapping[str, str]
    is_facoltativo: bool = False

    @property
    def nome(self) -> str:
        """Il nome senza estensione: quello dello schema, e delle tavole di chi esporta."""
        return self.file.removesuffix(".yaml")

    @property
    def modello(self) -> type[Modello]:
        """Il modello di tutto il file."""
        modulo, _, classe = self.classe.partition(".")
        return cast("type[Modello]", getattr(import_module(f"ldq_planner.model.{modulo}"), classe))


ARCHIVIO = (
    FileDati(
        QUARTIERI,
        "quartiere.FileQuartieri",
        {"quartieri": "i quartieri", "programmi": "i programmi", "delibere": "le delibere"},
    ),
    FileDati(CONTRATTI, "contratto.FileContratti", {"contratti": "i contratti"}),
    FileDati(SCENARI, "scenario.FileScenari", {"scenari": "gli scenari", "piani": "i piani"}, is_facoltativo=True),
    FileDati(DEROGHE, "deroga.FileDeroghe", {"deroghe": "le deroghe"}, is_facoltativo=True),
    FileDati(DURATE, "apprendimento.FileDurate", {"imparate": "le durate imparate"}, is_facoltativo=True),
    FileDati(
        RISORSE,
        "risorse.FileRisorse",
        {
            "uffici": "gli uffici",
            "sedute": "le sedute",
            "stanziamenti": "gli stanziamenti",
            "dipendenze": "le dipendenze",
            "giorni_fissi": "i giorni fissi",
            "lotti": "i lotti",
        },
        is_facoltativo=True,
    ),
)
ELENCHI = {elenco: come for f in ARCHIVIO for elenco, come in f.elenchi.items()}
"""Elenco di un file di dati → come si dice, con l'articolo."""
FILE_OF_ELENCO = {elenco: f.file for f in ARCHIVIO for elenco in f.elenchi}
"""Elenco → il file in cui sta."""
ELENCHI_DI_RISORSE = tuple(next(f.elenchi for f in ARCHIVIO if f.file == RISORSE))
"""Gli elenchi delle risorse."""
ELENCO_OF_GENERE = {"contratto": "contratti", "quartiere": "quartieri", "scenario": "scenari"}
"""Ciò che si può aggiungere con un comando → l'elenco in cui va."""
