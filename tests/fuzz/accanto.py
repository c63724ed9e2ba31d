"""I file che si dicono con un'opzione: le norme di `--regimi`, la mappa di `--mappa`, la scheda di `acquisti --leggi`, i dati in colonne."""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tests.fuzz.corsa import GuastoError
from tests.fuzz.importa import mutate_file
from tests.fuzz.mutazioni import list_parole, mutate_byte, mutate_testo, mutate_yaml
from tests.supporto import RADICE, ldq

from ldq_planner.errors import InvalidDataError
from ldq_planner.loading.cartella import load
from ldq_planner.loading.norme import find_regimi_del_pacchetto

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from tests.fuzz.corsa import Banco

CASI = RADICE / "tests" / "dati_casi"
DATI = CASI / "uso" / "citta"
AL = ("--oggi", "2026-11-27")
CON_REGIMI = (
    *("norme", "norme --alla 2030-01-01 --procedura negoziata", "gara --spiega --servizio-dal 2028-01-01"),
    *("gara --invio 2027-03-01 --tutto", "gara --confronta --servizio-dal 2028-01-01 --importo 300000 --iva esclusa"),
    *("status", "scenari", "scenari gara-nord", "check --prudenza 80", "calendario", "spiega gara-nord", "acquisti"),
    *("copertura", "rischio gara-nord"),
)
IN_COLONNE = ("status", "status", "copertura", "check", "contratti", "novita")
FORMATI = ("table", "json", "md")
MAPPA = """\
colonne:
  titolo: Oggetto
  inizio: Data inizio
  fine: Data fine
  importo: Importo
  gruppo: Struttura
ordine_date: giorno-mese-anno
secolo: 2000
decimali: virgola
codifica: utf-8
intestazione: 1
luoghi: uno
alias:
  Nord: Settore Nord
"""
ELENCO = (
    b"CIG;Oggetto;Struttura;Importo;Data inizio;Data fine\n"
    b"0000000001;Pulizie;Nord;1.200,50;01/02/23;31/12/2026\n"
    b"0000000002;Mensa;Sud e Nord;900;02/03/2023;\n"
)


@cache
def read_norme() -> dict[str, str]:
    """I file delle norme del programma."""
    return {p.name: p.read_text(encoding="utf-8") for p in find_regimi_del_pacchetto().glob("*.yaml")}


def prova_regimi(banco: Banco) -> None:
    """Una cartella di norme guasta si rifiuta, o ogni comando che la legge ha una risposta."""
    caso, norme = banco.caso, read_norme()
    guasto = caso.choice(sorted(norme))
    for nome, testo in norme.items():
        contenuto = _mutate(caso, testo, *list_parole(norme.values())) if nome == guasto else testo.encode()
        (banco.cartella / nome).write_bytes(contenuto)
    for _ in range(2):
        comando = caso.choice(CON_REGIMI).split()
        dati = () if comando[0] in ("norme", "gara") else ("--dati", str(DATI))
        uscita = banco.ldq(*comando, *dati, *AL, "--regimi", ".", "--format", caso.choice(FORMATI))
        if uscita.codice == 3:
            return


def prova_mappa(banco: Banco) -> None:
    """Una mappa guasta si rifiuta e non lascia nulla, o ciò che se ne importa si rilegge."""
    (banco.cartella / "a.csv").write_bytes(ELENCO)
    (banco.cartella / "m.yaml").write_bytes(_mutate(banco.caso, MAPPA, *list_parole([MAPPA])))
    uscita = banco.ldq("importa", "a.csv", "--mappa", "m.yaml", "-o", "dati", *AL)
    dati = banco.cartella / "dati"
    if uscita.codice in (2, 3):
        if dati.is_dir() and any(dati.iterdir()):
            raise GuastoError("mappa: rifiuta e scrive", uscita.err)
        return
    _reread(dati, "mappa", uscita.err)


@cache
def read_schede() -> dict[str, bytes]:
    """La scheda degli acquisti di una piccola città, nei formati in cui si corregge."""
    with tempfile.TemporaryDirectory() as provvisoria:
        for nome in ("h.csv", "h.xlsx"):
            uscita = ldq("acquisti", "--dati", str(DATI), *AL, "-o", nome, cartella=Path(provvisoria))
            assert uscita.codice == 0, uscita.err
        return {p.name: p.read_bytes() for p in Path(provvisoria).iterdir()}


def prova_schede(banco: Banco) -> None:
    """Una scheda guasta si rifiuta, o se ne scrivono correzioni che si rileggono; come quella dell'anno prima, si legge."""
    caso = banco.caso
    shutil.copytree(DATI, banco.cartella / "dati")
    nome = caso.choice(sorted(read_schede()))
    (banco.cartella / nome).write_bytes(mutate_file(caso, nome, read_schede()[nome]))
    come = caso.choice((("--leggi", nome), ("--leggi", nome, "--scrivi"), ("--dal", nome)))
    uscita = banco.ldq("acquisti", "--dati", "dati", *AL, *come)
    _reread(banco.cartella / "dati", "acquisti", uscita.err)


@cache
def read_colonne() -> dict[str, dict[str, bytes]]:
    """I dati di una piccola città in colonne: formato → nome del file → contenuto."""
    import duckdb  # noqa: PLC0415 - le altre prove non lo vogliono

    with tempfile.TemporaryDirectory() as provvisoria:
        base = Path(provvisoria)
        uscita = ldq("esporta", "--come", "parquet", "-o", str(base / "p"), "--dati", str(DATI), *AL)
        assert uscita.codice == 0, uscita.err
        formati = {"parquet": base / "p"}
        for formato, come in (("csv", "csv"), ("jsonl", "json")):
            formati[formato] = base / formato
            formati[formato].mkdir()
            for nome in ("contratti", "quartieri"):
                da, verso = base / "p" / f"{nome}.parquet", formati[formato] / f"{nome}.{formato}"
                duckdb.sql(f"COPY (FROM read_parquet('{da}')) TO '{verso}' (FORMAT {come})")
        return {f: {p.name: p.read_bytes() for p in cartella.iterdir()} for f, cartella in formati.items()}


def prova_colonne(banco: Banco) -> None:
    """Dei dati in colonne guasti si rifiutano, o ogni comando che li legge ha una risposta."""
    caso = banco.caso
    file = read_colonne()[caso.choice(sorted(read_colonne()))]
    guasto = caso.choice(sorted(file))
    for nome, contenuto in file.items():
        (banco.cartella / nome).write_bytes(mutate_file(caso, nome, contenuto) if nome == guasto else contenuto)
    comando = caso.choice(IN_COLONNE).split()
    banco.ldq(*comando, "--dati", ".", *AL, "--format", caso.choice(FORMATI))


def _reread(dati: Path, chi: str, err: str) -> None:
    try:
        load(dati)
    except InvalidDataError as errore:
        codice = errore.findings[0].codice
        raise GuastoError(f"{chi}: scrive dati che non legge ({codice})", f"{err}\n{errore.findings}") from None


def _mutate(caso: Random, testo: str, chiavi: tuple[str, ...], valori: tuple[str, ...]) -> bytes:
    """Un file YAML guasto nell'albero, nel testo o nei byte."""
    modo = caso.random()
    if modo < 0.7:
        return mutate_yaml(caso, testo, chiavi, valori).encode("utf-8", "replace")
    return mutate_testo(caso, testo).encode("utf-8", "replace") if modo < 0.9 else mutate_byte(caso, testo.encode())


PROVE: dict[str, Callable[[Banco], None]] = {
    "regimi": prova_regimi,
    "mappa": prova_mappa,
    "schede": prova_schede,
    "colonne": prova_colonne,
}
"""Che cosa si guasta → la sua prova."""
