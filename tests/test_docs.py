"""I documenti dicono il vero: gli esempi sono eseguiti, le tavole nascono dal codice, i rimandi portano da qualche parte.

Un blocco `console` con righe `$ ldq …` mostra ciò che il comando scrive (stdout e stderr) dalla cima del progetto, largo
100 colonne; `| head -N` ne mostra le prime righe, `| tail -N` le ultime, `; echo $?` aggiunge il codice di uscita. Con `LDQ_AGGIORNA=1` gli
esempi e le parti fra `<!-- generato: … -->` e `<!-- fine -->` si riscrivono.
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from scripts.architettura import SORGENTI, draw_architettura
from tests.pagina_della_legge import build_legge
from tests.pagina_inglese import build_parole, read_glosse
from tests.supporto import AGGIORNA, RADICE, ldq, read, replace_parti, rewrite

from ldq_planner.cli import INTERROTTO
from ldq_planner.cli.app import COMANDI
from ldq_planner.cli.guardia import GUASTO
from ldq_planner.errors import InvalidDataError, InvalidRequestError
from ldq_planner.reports.schemi import RISPOSTE, build_schemi
from ldq_planner.rules.controlli.elenco import TUTTE, read_manuale

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


DOCUMENTI = RADICE / "docs"
DA_COPIARE = {
    "lotti.csv": "tests/dati_reali/it-l190-csv/torino-00514490010-lotti.csv",
    "cig.csv": "tests/dati_reali/it-anac-cig/20231001-cig_csv-sardegna-liguria.csv",
    "molti-enti": "esempi/molti-enti",
}
"""I file, o le cartelle, che gli esempi dell'aiuto suppongono, e dove ce n'è uno."""
PAGINE = [
    RADICE / "README.md",
    RADICE / "README.en.md",
    RADICE / "CONTRIBUTING.md",
    RADICE / "CHANGELOG.md",
    *sorted(DOCUMENTI.rglob("*.md")),
]

_BLOCCO = re.compile(r"(?<=^```console\n)(.*?)(?=^```$)", re.DOTALL | re.MULTILINE)
_COMANDO = re.compile(
    r"\$ ldq(?P<argomenti>[^|;]*?)(?: \| (?P<lato>head|tail) -(?P<righe>\d+))?(?P<codice>; echo \$\?)?"
)
_DATI = re.compile(r"<!-- dati: (\S+) -->")
"""Gli esempi di una pagina che lo dice girano uno dopo l'altro in una copia di quella cartella, e possono scrivervi."""
_RIMANDO = re.compile(r"\]\((?!https?:)([^)#\s]*)(#[^)\s]+)?\)")
_TAVOLA = re.compile(r"^####? `?([\w/-]+)`?$|^\| `(\w+)` \| [^|]* \| (.*?) \|[^|]*\|$", re.MULTILINE)
_OVUNQUE = ("schema", "oggi", "dati_aggiornati_al")
"""I campi di ogni risposta, spiegati una volta fra le convenzioni."""

ogni_pagina = pytest.mark.parametrize("pagina", [pytest.param(p, id=p.name) for p in PAGINE])


# ——— gli esempi


def execute(comando: str, cartella: Path = RADICE) -> str:
    """Il comando e ciò che scrive."""
    parti = _COMANDO.fullmatch(comando)
    assert parti, f"non si sa eseguire: {comando}"
    uscita = ldq(*shlex.split(parti["argomenti"]), cartella=cartella)
    assert uscita.codice != GUASTO, uscita.err
    righe = (uscita.out + uscita.err).splitlines()
    if parti["righe"]:
        righe = righe[: int(parti["righe"])] if parti["lato"] == "head" else righe[-int(parti["righe"]) :]
    righe += [str(uscita.codice)] if parti["codice"] else []
    return "".join(f"{riga}\n" for riga in (comando, *righe))


def execute_blocco(blocco: str, cartella: Path = RADICE) -> str:
    """Un blocco con le sue risposte scritte di nuovo."""
    comandi = [riga for riga in blocco.splitlines() if riga.startswith("$ ")]
    return "\n".join(execute(comando, cartella) for comando in comandi)


@ogni_pagina
def test_gli_esempi_sono_veri(pagina: Path, tmp_path: Path) -> None:
    """Chi li ripete legge ciò che c'è scritto."""
    testo = read(pagina)
    dati = _DATI.search(testo)
    cartella = shutil.copytree(RADICE / dati[1], tmp_path / "dati") if dati else RADICE
    atteso = _BLOCCO.sub(lambda blocco: execute_blocco(blocco[1], cartella), testo)
    if AGGIORNA:
        rewrite(pagina, atteso)
    assert read(pagina) == atteso, "rigenerare con: make golden"


@pytest.mark.parametrize("pagina", [p for p in PAGINE if "**In breve.**" in read(p)], ids=lambda p: p.name)
def test_in_breve_dice_cio_che_il_programma_risponde(pagina: Path) -> None:
    """Ogni giorno e ogni numero della risposta in breve sta in un esempio della stessa pagina, che è eseguito."""
    testo = read(pagina)
    breve = re.search(r"^\*\*In breve\.\*\*.*?\n\n", testo, re.DOTALL | re.MULTILINE)
    assert breve
    detti = re.findall(r"\d{2}/\d{2}/\d{4}|\d[\d.]*\.\d{3}(?:,\d{2})?|circa \d+ \w+ su \d+", breve[0])
    esempi = " ".join(" ".join(_BLOCCO.findall(testo)).split()).replace("circa 1 su", "circa 1 volta su")
    assert [d for d in detti if d not in esempi] == []
    assert len(detti) > 3


@ogni_pagina
def test_nessun_comando_sfugge_alla_prova(pagina: Path) -> None:
    """Un `$ ldq` fuori da un blocco `console` non sarebbe eseguito."""
    testo = read(pagina)
    assert len(re.findall(r"^\$ ldq", testo, re.MULTILINE)) == sum(
        len(re.findall(r"^\$ ldq", blocco, re.MULTILINE)) for blocco in _BLOCCO.findall(testo)
    )


@pytest.mark.parametrize(
    "codice", re.findall(r"^```python\n(.*?)^```$", read(RADICE / "README.md"), re.DOTALL | re.MULTILINE)
)
def test_gli_esempi_in_python_girano(codice: str) -> None:
    """Così come sono, senza avvisi."""
    esito = subprocess.run(
        [sys.executable, "-W", "error", "-c", codice], capture_output=True, text=True, cwd=RADICE, check=False
    )
    assert (esito.returncode, esito.stderr) == (0, "")
    assert esito.stdout


# ——— i comandi


def read_esempio(comando: str) -> list[str]:
    """Gli argomenti dell'esempio che sta nell'aiuto di un comando."""
    esempio = re.search(r"^  Esempio: ldq (.*?)\n\n", ldq(comando, "--help").out, re.DOTALL | re.MULTILINE)
    assert esempio, f"l'aiuto di «{comando}» non ha un esempio"
    return esempio[1].split()


@pytest.mark.parametrize("comando", COMANDI)
def test_l_esempio_nell_aiuto_funziona(comando: str, tmp_path: Path) -> None:
    """Si copia e si esegue, da qualunque cartella."""
    argomenti = read_esempio(comando)
    for nome in DA_COPIARE.keys() & set(argomenti):
        da = RADICE / DA_COPIARE[nome]
        (shutil.copytree if da.is_dir() else shutil.copy)(da, tmp_path / nome)
    uscita = ldq(*argomenti, cartella=tmp_path)
    assert argomenti[0] == comando
    assert uscita.codice == (1 if comando == "check" else 0)
    detto = "scritti in «dati-aperti»: " if comando == "esporta" else ""
    assert uscita.err.partition("datapackage.json")[0] == detto


@pytest.mark.parametrize("comando", COMANDI)
def test_ogni_comando_e_spiegato(comando: str) -> None:
    """Nel README in una riga, in `docs/comandi.md` con un'uscita vera."""
    assert re.search(rf"`ldq {comando}\b", read(RADICE / "README.md"))
    capitolo = re.search(
        rf"^## `ldq {comando}`$.*?(?=^## |\Z)", read(DOCUMENTI / "comandi.md"), re.DOTALL | re.MULTILINE
    )
    assert capitolo
    assert f"$ ldq {comando}" in capitolo[0]


def test_i_due_readme_dicono_le_stesse_cose() -> None:
    """Gli stessi comandi, nella tavola e negli esempi, lo stesso Python, le stesse figure, gli stessi rimandi."""
    italiano, inglese = read(RADICE / "README.md"), read(RADICE / "README.en.md")
    for parte in (r"^\$ ldq.*$", r"^\| `ldq ?(\w*)", r"^```python\n.*?^```$"):
        cerca = re.compile(parte, re.DOTALL | re.MULTILINE if "python" in parte else re.MULTILINE)
        assert cerca.findall(inglese) == cerca.findall(italiano)
    rimandi = [{file for file, _ in _RIMANDO.findall(testo)} for testo in (italiano, inglese)]
    assert rimandi[0] - {"README.en.md"} <= rimandi[1]


def test_ogni_opzione_e_spiegata() -> None:
    """Un'opzione che non si trova nella pagina dei comandi non la usa nessuno."""
    aiuti = "".join(ldq(comando, "--help").out for comando in COMANDI)
    opzioni = {*re.findall(r"^  (?:-\w, )?(--[\w-]+)", aiuti, re.MULTILINE)}
    assert {opzione for opzione in opzioni if f"`{opzione}" not in read(DOCUMENTI / "comandi.md")} == set()


def test_ogni_opzione_di_check_e_un_ingresso_dell_azione() -> None:
    """Chi ne aggiunge una la scrive in `action.yml`: fra gli ingressi, e nelle variabili del passo."""
    opzioni = {*re.findall(r"^  (?:-\w, )?--([\w-]+)", ldq("check", "--help").out, re.MULTILINE)} - {"help"}
    azione = yaml.safe_load(read(RADICE / "action.yml"))
    variabili = {f"${{{{ inputs.{nome} }}}}" for nome in opzioni}
    assert {*azione["inputs"]} - {"base", "python-version"} == opzioni
    assert variabili <= {*azione["runs"]["steps"][-1]["env"].values()}


# ——— il JSON


def build_json() -> str:
    """Un capitolo per risposta, una tavola per oggetto; i significati sono quelli già scritti nella pagina."""
    significati, capitoli, fatti = read_significati(), [], set[str]()
    for nome in RISPOSTE:
        file = f"risposte/{nome.replace('/', '-')}.schema.json"
        for oggetto in find_oggetti(json.loads(build_schemi()[file])):
            titolo = oggetto["title"]
            if titolo not in fatti:
                fatti.add(titolo)
                testo = oggetto.get("description", f"Lo schema: [{file}](../schemi/{file}).").replace(
                    "`None`", "`null`"
                )
                capitolo = f"### `{titolo}`" if titolo == nome else f"#### {titolo}"
                capitoli += [capitolo, testo, build_tavola(oggetto, significati)]
    return "\n\n".join(capitoli)


def build_tavola(oggetto: dict[str, Any], significati: dict[tuple[str, str], str]) -> str:
    """Una riga per campo."""
    righe = ["| campo | tipo | significato | in inglese |", "| --- | --- | --- | --- |"]
    for campo, schema in oggetto["properties"].items():
        if campo not in _OVUNQUE:
            significato = significati.get((oggetto["title"], campo), "")
            righe.append(f"| `{campo}` | {describe(schema)} | {significato} | {read_glosse().get(campo, '')} |")
    return "\n".join(righe)


def read_significati() -> dict[tuple[str, str], str]:
    """(oggetto, campo) → significato, dalla pagina."""
    significati, oggetto = {}, ""
    for titolo, campo, significato in _TAVOLA.findall(read(DOCUMENTI / "json.md")):
        oggetto = titolo or oggetto
        if campo:
            significati[oggetto, campo] = significato
    return significati


def find_oggetti(schema: Any) -> Iterator[dict[str, Any]]:
    """Gli oggetti di uno schema, dal più esterno."""
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield schema
        for figlio in schema.values():
            yield from find_oggetti(figlio)
    elif isinstance(schema, list):
        for figlio in schema:
            yield from find_oggetti(figlio)


_PAROLE = {
    '{"type": "string", "format": "date"}': "giorno",
    '{"type": "string"}': "testo",
    '{"type": "integer"}': "numero intero",
    '{"type": "number"}': "numero",
    '{"type": "boolean"}': "`true` o `false`",
    '{"type": "null"}': "`null`",
}


def describe(schema: dict[str, Any]) -> str:
    """Il tipo, in parole."""
    match schema:
        case {"anyOf": [*forme]}:
            return describe_forme(forme)
        case {"enum": [*valori]}:
            return ", ".join(f"`{valore}`" for valore in valori)
        case {"type": "array", "items": voci}:
            return "elenco di testi" if voci == {"type": "string"} else f"elenco di {describe(voci)}"
        case {"type": "object", "title": titolo}:
            return f"[{titolo}](#{titolo.lower()})"
        case _:
            return "importo" if "pattern" in schema else _PAROLE[json.dumps(schema)]


def describe_forme(forme: list[dict[str, Any]]) -> str:
    """I tipi fra cui uno sceglie; una data incerta è uno solo, che può essere `null`."""
    if any("anyOf" in forma for forma in forme):
        forme = [piana for forma in forme for piana in forma.get("anyOf", [forma])]
    if any(forma.get("description") == "Un mese o un anno." for forma in forme):
        return "data, o `null`"
    return ", o ".join(map(describe, forme))


def test_il_contratto_per_le_macchine_e_quello_del_codice() -> None:
    """Chi aggiunge un campo ne scrive il significato; chi lo toglie vede sparire la riga."""
    pagina = DOCUMENTI / "json.md"
    attesa = replace_parti(pagina, {"risposte": build_json})
    if AGGIORNA:
        rewrite(pagina, attesa)
    assert read(pagina) == attesa, "rigenerare con: make golden"


def test_ogni_campo_ha_un_significato() -> None:
    """Il nome da solo non dice se un estremo è compreso, né l'unità; e in `docs/en/fields.md` ha la sua riga, in ordine."""
    significati = read_significati()
    assert [chiave for chiave, significato in significati.items() if not significato] == []
    assert [*read_glosse()] == sorted({campo for _, campo in significati})


# ——— i codici di uscita e le regole


def build_codici() -> str:
    """I codici di uscita, dal codice."""
    codici = (
        (0, "nessuna segnalazione, o una risposta data"),
        (1, "`ldq check` ha trovato qualcosa che pesa almeno quanto `--fallisci-da`"),
        (InvalidRequestError.exit_code, "la domanda è posta male: un comando, un'opzione, un id, un file di uscita"),
        (InvalidDataError.exit_code, "i dati non si possono valutare"),
        (GUASTO, "un guasto del programma: da segnalare, con ciò che scrive `--debug`"),
        (INTERROTTO, "interrotto (Ctrl-C)"),
    )
    return "\n".join(["| codice | che cosa è successo |", "| ---: | --- |", *(f"| {c} | {t} |" for c, t in codici)])


def build_regole() -> str:
    """Tutte le regole: una tavola, e il manuale di ciascuna."""
    manuali = [*map(read_manuale, TUTTE)]
    righe = ["| codice | severità | che cosa segnala |", "| --- | --- | --- |"]
    righe += [f"| [`{m.codice}`](#{m.codice}) | {m.severita} | {m.sommario} |" for m in manuali]
    pagine = [f"## {m.codice}\n\n*{m.severita}* · {m.sommario}\n\n{m.testo}" for m in manuali]
    return "\n\n".join(["\n".join(righe), *pagine])


@pytest.mark.parametrize(
    ("nome", "parte", "build"),
    [
        ("errori.md", "codici", build_codici),
        ("json.md", "codici", build_codici),
        ("regole.md", "regole", build_regole),
        ("legge.md", "legge", build_legge),
        ("en/words.md", "parole", build_parole),
    ],
)
def test_le_parti_generate(nome: str, parte: str, build: Any) -> None:
    """Nascono dal codice: non c'è nulla da tenere allineato a mano."""
    pagina = DOCUMENTI / nome
    attesa = replace_parti(pagina, {parte: build})
    if AGGIORNA:
        rewrite(pagina, attesa)
    assert read(pagina) == attesa, "rigenerare con: make golden"


# ——— i rimandi


@ogni_pagina
def test_i_rimandi_portano_da_qualche_parte(pagina: Path) -> None:
    """Un file o un titolo che non c'è più è una promessa non mantenuta."""
    testo = re.sub(r"^```.*?^```$", "", read(pagina), flags=re.DOTALL | re.MULTILINE)
    for file, ancora in _RIMANDO.findall(testo):
        meta = (pagina.parent / file) if file else pagina
        assert meta.exists(), f"{pagina.name} rimanda a {file}"
        if ancora:
            assert ancora[1:] in find_ancore(read(meta)), f"{pagina.name} rimanda a {file}{ancora}"


def find_ancore(testo: str) -> set[str]:
    """I titoli di una pagina, come li scrive in un indirizzo chi la mostra."""
    titoli = re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```$", "", testo, flags=re.DOTALL | re.MULTILINE), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", titolo.lower()).replace(" ", "-") for titolo in titoli}


# ——— la casa


def test_la_casa_e_disegnata_dal_codice() -> None:
    """La figura nasce dagli import: se una stanza o una freccia cambia, la pagina si rigenera."""
    pagina = DOCUMENTI / "architettura.md"
    attesa = replace_parti(pagina, {"stanze": draw_architettura})
    if AGGIORNA:
        rewrite(pagina, attesa)
    assert read(pagina) == attesa, "rigenerare con: make golden"


@pytest.mark.parametrize("posto", re.findall(r"`(\w[\w/]*\.py)` · `(\w+)`", read(DOCUMENTI / "architettura.md")))
def test_la_strada_passa_da_nomi_che_ci_sono(posto: tuple[str, str]) -> None:
    """Chi la segue trova ogni funzione dove la pagina dice."""
    modulo, nome = posto
    assert re.search(rf"^(def|class) {nome}\b", read(SORGENTI / modulo), re.MULTILINE)
