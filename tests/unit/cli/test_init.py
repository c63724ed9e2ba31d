"""`ldq init`: da niente a dati che si leggono, senza mai coprire ciò che c'è."""

from __future__ import annotations

import json
import shlex
from io import StringIO
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
import yaml
from jsonschema import Draft202012Validator
from tests.supporto import QUARTIERI, RADICE, ldq, read, write_dati

from ldq_planner.cli import init
from ldq_planner.modifica.inizio import LAVORI

if TYPE_CHECKING:
    from pathlib import Path

GIORNI = ("2023-01-17", "2024-02-29", "2026-12-31")
CREATI = {
    *("quartieri.yaml", "contratti.yaml", "scenari.yaml", "risorse.yaml", "ldq.toml", *LAVORI),
    *(f"schemi/{nome}.schema.json" for nome in ("quartieri", "contratti", "scenari", "deroghe", "durate", "risorse")),
    *(f"schemi/{nome}-piatti.schema.json" for nome in ("contratti", "quartieri")),
}


def list_file(cartella: Path) -> set[str]:
    """I file di una cartella, con il loro percorso."""
    return {p.relative_to(cartella).as_posix() for p in cartella.rglob("*") if p.is_file()}


@pytest.mark.parametrize("giorno", GIORNI)
def test_la_cartella_nuova_si_valuta(tmp_path: Path, giorno: str) -> None:
    """In qualunque giorno si cominci: nessun errore nei dati, e qualcosa da vedere."""
    uscita = ldq("init", "--oggi", giorno, cartella=tmp_path)
    assert (uscita.codice, uscita.err) == (0, "")
    assert list_file(tmp_path) == CREATI
    assert ldq("status", "--oggi", giorno, cartella=tmp_path).codice == 0
    assert ldq("check", "--oggi", giorno, cartella=tmp_path).codice in (0, 1)
    assert ldq("scenari", "--oggi", giorno, cartella=tmp_path).codice == 0
    for nome in ("quartieri", "contratti", "scenari", "risorse"):
        testo = read(tmp_path / f"{nome}.yaml")
        assert testo.startswith(f"# yaml-language-server: $schema=schemi/{nome}.schema.json\n")
        schema = json.loads(read(tmp_path / f"schemi/{nome}.schema.json"))
        dati = yaml.load(testo, Loader=_Letterale)  # noqa: S506 - come gli editor: numeri sì, date no
        Draft202012Validator(schema).validate(dati)


class _Letterale(yaml.SafeLoader):
    """Come legge YAML un editor: i giorni restano testo."""


_Letterale.yaml_implicit_resolvers = {
    lettera: [(etichetta, forma) for etichetta, forma in forme if "timestamp" not in etichetta]
    for lettera, forme in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def test_gli_esempi_insegnano_il_formato(tmp_path: Path) -> None:
    """Date incerte, opzioni, «non noto», e le soglie con il loro valore."""
    ldq("init", "--oggi", "2023-01-17", cartella=tmp_path)
    contratti, soglie = read(tmp_path / "contratti.yaml"), read(tmp_path / "ldq.toml")
    for parola in ("2023-06-30~", "2023-06 ", "non noto", "stato: aperta", "inizio: 2022 #"):
        assert parola in contratti
    for soglia in ("# in_scadenza = 90", "# dati_vecchi = 90", "# cuscinetto = 30", "# avviso", "# critico"):
        assert soglia in soglie
    for lavoro, (esempio, _) in LAVORI.items():
        assert read(tmp_path / lavoro) == read(RADICE / "esempi" / esempio)


def test_il_rinnovo_di_esempio_si_puo_esercitare(tmp_path: Path) -> None:
    """Ciò che il commento dice di fare, si può fare."""
    ldq("init", "--oggi", "2023-01-17", cartella=tmp_path)
    uscita = ldq("rinnova", "borgo-esempio-1", "--oggi", "2023-01-17", "--scrivi", cartella=tmp_path)
    assert (uscita.codice, uscita.err) == (0, "")
    assert "stato: esercitata #" in read(tmp_path / "contratti.yaml")


def test_i_nomi_sono_testo(tmp_path: Path) -> None:
    """Anche con due punti e virgolette; senza un terminale non si chiede nulla."""
    ldq("init", "nuova", "--ente", 'Unione: "Valle"', "--servizio", "no", "--oggi", "2023-01-17", cartella=tmp_path)
    uscita = ldq("status", "--dati", "nuova", "--oggi", "2023-01-17", cartella=tmp_path)
    assert uscita.out.startswith('Unione: "Valle", no · al 17/01/2023')


def test_il_comando_con_cui_cominciare_si_copia(tmp_path: Path) -> None:
    """Anche di una cartella che una shell leggerebbe come due parole, o come un comando."""
    detto = ldq("init", "la mia; città", cartella=tmp_path).out.splitlines()[-1]
    _, comando, *argomenti = shlex.split(detto.partition(": ")[2])
    assert (comando, *argomenti) == ("status", "--dati", "la mia; città")
    assert ldq(comando, *argomenti, cartella=tmp_path).codice == 0


def test_cio_che_c_e_resta(tmp_path: Path) -> None:
    """Accanto a dati veri gli esempi non si mettono; il resto, sì."""
    write_dati(tmp_path)
    (tmp_path / "ldq.toml").write_text("[soglie]\n", encoding="utf-8")
    uscita = ldq("init", "--oggi", "2023-01-17", cartella=tmp_path)
    assert uscita.codice == 0
    assert list_file(tmp_path) == CREATI - {"scenari.yaml", "risorse.yaml"}
    assert (read(tmp_path / "quartieri.yaml"), read(tmp_path / "ldq.toml")) == (QUARTIERI, "[soglie]\n")
    assert "C'erano già" in uscita.out
    di_nuovo = ldq("init", "--oggi", "2023-01-17", cartella=tmp_path)
    assert di_nuovo.codice == 0
    assert di_nuovo.out.startswith("Nulla da creare")


@pytest.mark.parametrize("dove", ["", "deposito"])
def test_i_dati_in_data_restano_i_dati(tmp_path: Path, dove: str) -> None:
    """Un secondo quartieri.yaml più in alto li nasconderebbe: ciò che manca va accanto a loro, il lavoro nella radice."""
    radice = tmp_path / dove
    write_dati(radice / "data")
    uscita = ldq("init", *filter(None, [dove]), "--oggi", "2023-01-17", cartella=tmp_path)
    assert (uscita.codice, uscita.err) == (0, "")
    assert list_file(radice) == {*LAVORI, *(f"data/{n}" for n in CREATI - {*LAVORI, "scenari.yaml", "risorse.yaml"})}
    assert f"I dati stanno già in «{dove}/data»".replace("«/", "«") in uscita.out
    assert read(radice / "data" / "quartieri.yaml") == QUARTIERI
    assert ldq("status", "--oggi", "2023-01-17", cartella=radice).out.count("Nord") >= 1
    di_nuovo = ldq("init", *filter(None, [dove]), "--oggi", "2023-01-17", cartella=tmp_path)
    assert di_nuovo.out.startswith("Nulla da creare")


def test_dice_che_cosa_scrivere_nel_lavoro_di_controllo(tmp_path: Path) -> None:
    """Com'è non gira: il programma non sta in ENTE/ldq-planner."""
    uscita = ldq("init", "--oggi", "2023-01-17", cartella=tmp_path)
    for lavoro, (_, posto) in LAVORI.items():
        assert f"  {lavoro}: {posto}\n" in uscita.out
        creato = read(tmp_path / lavoro)
        assert creato.startswith("# Il controllo dei dati, su Git")
        assert creato.count(posto.split()[-1]) > 1
    (tmp_path / ".gitlab-ci.yml").unlink()
    di_nuovo = ldq("init", "--oggi", "2023-01-17", cartella=tmp_path).out
    assert ".gitlab-ci.yml: in LDQ_PACCHETTO" in di_nuovo
    assert "VERSIONE" not in di_nuovo


def test_una_cartella_che_non_si_puo_fare(tmp_path: Path) -> None:
    """Dove c'è un file, lo si dice."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    uscita = ldq("init", "file", "--oggi", "2023-01-17", cartella=tmp_path)
    assert (uscita.codice, uscita.out) == (2, "")
    assert "non è una cartella" in uscita.err


def test_in_un_terminale_chiede_i_nomi(tmp_path: Path) -> None:
    """Invio tiene il nome proposto."""
    with (
        patch("sys.stdin", new_callable=lambda: _Terminale("Comune Vero\n\n")),
        patch.object(init, "_has_terminale", return_value=True),
    ):
        uscita = ldq("init", "--oggi", "2023-01-17", cartella=tmp_path)
    assert uscita.codice == 0
    assert {"ente: Comune Vero", "servizio: Laboratori di Quartiere"} <= {
        *read(tmp_path / "quartieri.yaml").splitlines()
    }
    assert "Chi compra il servizio" in uscita.err


class _Terminale(StringIO):
    """Chi risponde alle domande."""

    def isatty(self) -> bool:
        """Sempre."""
        return True
