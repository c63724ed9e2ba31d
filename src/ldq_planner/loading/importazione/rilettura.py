"""Ciò che si sta per scrivere, riletto prima: chi importa non lascia mai una cartella che `ldq status` rifiuta."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from ldq_planner.errors import InvalidDataError, Posizione
from ldq_planner.loading.cartella import load
from ldq_planner.loading.importazione.rifiuti import refuse
from ldq_planner.model.archivio import ARCHIVIO, REGISTRO, SOGLIE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ldq_planner.errors import Finding

_RIMEDIO = "correggere nella fonte ciò che si legge qui sotto, o togliere quelle righe, e ripetere"


@contextmanager
def reread(file: Mapping[str, Iterable[bytes]], cartella: Path | None, fonte: str) -> Iterator[dict[str, Path]]:
    """Nome → il file già scritto altrove e riletto insieme a quelli che la cartella tiene; poi sparisce.

    Errori: `InvalidDataError` se i dati della cartella, con quei file, non si leggono.
    """
    with TemporaryDirectory(prefix="ldq-") as provvisoria:
        prova = Path(provvisoria)
        accanto = [cartella / n for n in (*(f.file for f in ARCHIVIO), REGISTRO, SOGLIE)] if cartella else []
        for vero in accanto:
            if vero.name not in file and vero.is_file():
                copyfile(vero, prova / vero.name)
        pronti = {nome: prova / nome for nome in file}
        for nome, pezzi in file.items():
            with pronti[nome].open("wb") as flusso:
                flusso.writelines(pezzi)
        try:
            load(prova)
        except InvalidDataError as errore:
            raise _explain(errore, prova, cartella or Path(), fonte) from None
        yield pronti


def _explain(errore: InvalidDataError, prova: Path, cartella: Path, fonte: str) -> InvalidDataError:
    """Le stesse segnalazioni, sui file che non si sono scritti; e davanti, che cosa è successo."""
    prima = refuse(fonte, "ciò che se ne importa non si rileggerebbe: nulla è stato scritto", _RIMEDIO)
    return InvalidDataError((*prima.findings, *(_move(f, prova, cartella) for f in errore.findings)))


def _move(finding: Finding, prova: Path, cartella: Path) -> Finding:
    posto = finding.posizione or Posizione(str(prova))
    return finding.at(posto._replace(file=f"{cartella / Path(posto.file).relative_to(prova)} (non scritto)"))
