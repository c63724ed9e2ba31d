"""Un registro torna com'era, e ciò che una persona vi corregge arriva nei file: con portafogli generati."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, reject, settings
from tests.portafogli import OGGI
from tests.properties.strategie import portafogli_interi

from ldq_planner.errors import InvalidDataError
from ldq_planner.loading.cartella import load, reload
from ldq_planner.loading.ritorno.registro import read_registro
from ldq_planner.modifica.importazione import compose_modelli
from ldq_planner.modifica.ritorno import compose_ritorno
from ldq_planner.render.esportazione import Modi, export

if TYPE_CHECKING:
    from ldq_planner.loading.cartella import Caricato
    from ldq_planner.model.base import Modello
    from ldq_planner.model.portafoglio import Portafoglio


@given(portafogli_interi())
@settings(max_examples=15, deadline=None)
def test_dal_registro_si_torna_agli_stessi_dati(portafoglio: Portafoglio) -> None:
    """Ogni file, ogni campo, anche di più righe o con segni di formula."""
    with TemporaryDirectory() as cartella:
        percorso = Path(cartella) / "registro.xlsx"
        percorso.write_bytes(export(portafoglio, "registro", Modi(OGGI, "")).file[""])
        assert read_registro(percorso) == portafoglio.list_file()


@given(portafogli_interi(), portafogli_interi())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
def test_i_file_dicono_cio_che_dice_il_registro(prima: Portafoglio, dopo: Portafoglio) -> None:
    """Da dati qualunque a dati qualunque: si aggiunge, si cambia, si toglie; una seconda volta non c'è nulla da scrivere."""
    with TemporaryDirectory() as nome:
        _write(dopo, Path(nome))
    with TemporaryDirectory() as nome:
        scritti = _write(prima, Path(nome))
        assert compose_ritorno(prima.list_file(), scritti) == {}
        letti = reload(scritti, compose_ritorno(dopo.list_file(), scritti))
        assert _sort(letti.portafoglio.list_file()) == _sort(dopo.list_file())
        assert compose_ritorno(dopo.list_file(), letti) == {}


def _write(portafoglio: Portafoglio, cartella: Path) -> Caricato:
    """I file del portafoglio, riletti; chi non si può valutare non interessa."""
    for file, testo in compose_modelli(portafoglio.list_file()).items():
        (cartella / file).write_bytes(testo)
    try:
        return load(cartella)
    except InvalidDataError:
        reject()


def _sort(file: dict[str, Modello]) -> dict[str, dict[str, object]]:
    """Ciò che ogni file dice, con le voci in ordine di id: nei file resta quello che c'era."""
    return {nome: {campo: _order(valore) for campo, valore in modello} for nome, modello in file.items()}


def _order(valore: object) -> object:
    if isinstance(valore, tuple) and valore and all(hasattr(v, "id") for v in valore):
        return sorted(valore, key=lambda v: str(v.id))
    return valore
