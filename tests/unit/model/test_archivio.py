"""La lista dei file di dati: dice il vero sui modelli, e chi completa un id la legge senza caricarli."""

import subprocess
import sys

import pytest

from ldq_planner.model.archivio import ARCHIVIO, ELENCO_OF_GENERE, FILE_OF_ELENCO, FileDati
from ldq_planner.model.campi import find_voce


@pytest.mark.parametrize("file", ARCHIVIO, ids=lambda f: f.nome)
def test_gli_elenchi_di_un_file_sono_quelli_del_suo_modello(file: FileDati) -> None:
    """Un elenco scritto male nella lista darebbe id che nessuno trova."""
    assert set(file.elenchi) <= set(file.modello.model_fields)
    assert all("id" in find_voce(elenco).model_fields for elenco in file.elenchi)


def test_un_elenco_che_nessun_file_ha_non_ha_voci() -> None:
    """Chi lo chiede ha sbagliato a scrivere, e lo sa subito."""
    with pytest.raises(KeyError):
        find_voce("fornitori")


def test_cio_che_si_aggiunge_va_in_un_file_che_c_e() -> None:
    """`ldq aggiungi` scrive in fondo a quell'elenco."""
    assert set(ELENCO_OF_GENERE.values()) <= set(FILE_OF_ELENCO)


def test_la_lista_non_carica_i_modelli() -> None:
    """Il completamento la legge a ogni pressione di tasto: pydantic da solo è metà del tempo di un comando."""
    prova = "import sys, ldq_planner.model.archivio; sys.exit('pydantic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", prova], check=False).returncode == 0
