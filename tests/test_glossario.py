"""`docs/glossario.md`: ogni nome del dominio ha la sua riga, e ogni riga dice il vero su dove sta."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin, get_type_hints

import pytest
from tests.pagina_inglese import COLONNE, GLOSSARIO, NOMI, VALORI, find_colonne, find_nomi, find_valori, read_tavole

from ldq_planner.model.base import Modello
from ldq_planner.model.contratto import FileContratti
from ldq_planner.model.quartiere import FileQuartieri
from ldq_planner.model.scenario import FileScenari

if TYPE_CHECKING:
    from collections.abc import Callable

RADICE = Path(__file__).parent.parent
PACCHETTO = RADICE / "src" / "ldq_planner"
TAVOLE = read_tavole(GLOSSARIO)
RIGHE = [riga for titolo, righe in TAVOLE.items() if titolo not in (VALORI, NOMI, COLONNE) for riga in righe]
NEI_DATI = {chiave for riga in RIGHE for chiave in re.findall(r"`([^`]+)`", riga[2])}
NEL_CODICE = sorted({nome for riga in RIGHE for nome in re.findall(r"`([^`]+)`", riga[3])})

FUORI_DAL_GLOSSARIO = {
    "Modello": "la forma comune dei dati letti: la dice solo chi programma",
    "TestoNudo": "come sta scritto un valore nel file: la dice solo chi programma",
    "Ingresso": "i file di colonne che si leggono insieme: la dice solo chi programma",
    "FileDati": "un file della cartella, non ciò che dice: la dice solo chi programma",
    "FileFestivi": "un file di norme intero, descritto dove sta",
    "FilePonti": "un file di norme intero, descritto dove sta",
    "FileProcedure": "un file di norme intero, descritto dove sta",
    "FileSoglie": "un file di norme intero, descritto dove sta",
    "FileDurate": "un file intero, descritto in docs/dati.md",
    "FileDeroghe": "un file intero, descritto in docs/dati.md",
    "FileContratti": "un file intero, descritto in docs/dati.md",
    "FileScenari": "un file intero, descritto in docs/dati.md",
}
PAROLE_COMUNI = frozenset(  # dicono da sole che cosa sono: il loro posto è in docs/dati.md
    [
        "a_cura_di",
        "dal",
        "data",
        "id",
        "in_collaborazione_con",
        "indirizzo",
        "motivo",
        "nome",
        "nota",
        "numero",
        "organo",
        "problemi",
        "sigla",
        "stato",
        "testo",
        "tipo",
        "titolo",
    ]
)
PAROLE_DEL_PROGETTO = [
    "quartiere",
    "programma",
    "contratto",
    "decorrenza",
    "scadenza",
    "opzione",
    "scadenza base",
    "scadenza effettiva",
    "scadenza massima",
    "copertura",
    "lacuna",
    "abitanti-giorni",
    "scenario",
    "piano",
    "procedura",
    "fase",
    "termine",
    "regime",
    "data limite",
    "margine",
    "oggi",
]


def find_classi() -> list[str]:
    """Le classi pubbliche di `model/`, lette dai sorgenti: `model.contratto.Contratto`."""
    return [
        f"{'.'.join(modulo.relative_to(PACCHETTO).with_suffix('').parts)}.{nodo.name}"
        for modulo in sorted((PACCHETTO / "model").rglob("*.py"))
        for nodo in ast.parse(modulo.read_text(encoding="utf-8")).body
        if isinstance(nodo, ast.ClassDef) and not nodo.name.startswith("_")
    ]


def find_parole(tipo: Any) -> set[str]:
    """Le chiavi e i valori che un tipo ammette nei file."""
    if isinstance(tipo, type) and issubclass(tipo, Modello):
        campi = {campo: get_type_hints(tipo, include_extras=True)[campo] for campo in tipo.model_fields}
        return set(campi).union(*map(find_parole, campi.values()))
    if get_origin(tipo) is Literal:
        return set(get_args(tipo))
    return set().union(*map(find_parole, get_args(tipo)))


def test_ogni_riga_ha_cinque_celle_e_due_definizioni() -> None:
    """Una cella di troppo è una barra verticale nel testo; l'ultima è in inglese."""
    assert [riga for riga in RIGHE if len(riga) != 5 or not (riga[1].endswith(".") and riga[4].endswith("."))] == []


@pytest.mark.parametrize(("capitolo", "find"), [(VALORI, find_valori), (NOMI, find_nomi), (COLONNE, find_colonne)])
def test_ogni_valore_e_ogni_colonna_hanno_il_loro_inglese(capitolo: str, find: Callable[[], set[str]]) -> None:
    """Chi aggiunge una colonna, una voce, un valore alle risposte, o un nome alle norme, ne scrive la riga in fondo al glossario."""
    righe = {riga[0].strip("`"): riga[-1] for riga in TAVOLE[capitolo]}
    assert find() - righe.keys() == set()
    assert [parola for parola, inglese in righe.items() if not inglese] == []


def test_una_parola_ha_una_riga_sola() -> None:
    """Una parola, un significato."""
    parole = [parola for riga in RIGHE for parola in riga[0].split(", ")]
    assert [parola for parola in parole if parole.count(parola) > 1] == []


def test_le_parole_del_progetto_ci_sono_tutte() -> None:
    """Anche quelle che il codice non ha ancora."""
    assert [parola for parola in PAROLE_DEL_PROGETTO if parola not in {riga[0] for riga in RIGHE}] == []


def test_un_nome_di_classe_ha_un_solo_significato() -> None:
    """Due classi con lo stesso nome, dovunque stiano, costringono a chiedere quale delle due."""
    dove: defaultdict[str, list[str]] = defaultdict(list)
    for modulo in sorted((RADICE / "src").rglob("*.py")):
        for nodo in ast.walk(ast.parse(modulo.read_text(encoding="utf-8"))):
            if isinstance(nodo, ast.ClassDef):
                dove[nodo.name].append(modulo.name)
    assert {nome: moduli for nome, moduli in dove.items() if len(moduli) > 1} == {}


@pytest.mark.parametrize("classe", find_classi())
def test_ogni_nome_del_dominio_e_nel_glossario(classe: str) -> None:
    """Chi aggiunge una classe dice che cosa vuol dire, o perché non è una parola del dominio."""
    assert (classe in NEL_CODICE) != (classe.rpartition(".")[2] in FUORI_DAL_GLOSSARIO)


@pytest.mark.parametrize("nome", NEL_CODICE)
def test_ogni_nome_del_glossario_e_nel_codice(nome: str) -> None:
    """Un nome cambiato nel codice cambia anche qui."""
    modulo, _, oggetto = nome.rpartition(".")
    assert hasattr(import_module(f"ldq_planner.{modulo}"), oggetto)


def test_ogni_parola_dei_file_e_nel_glossario() -> None:
    """Le chiavi e i valori ammessi, tolte le parole che si spiegano da sole."""
    parole = set().union(*map(find_parole, (FileQuartieri, FileContratti, FileScenari)))
    assert sorted(parole - NEI_DATI - PAROLE_COMUNI) == []
    assert sorted(PAROLE_COMUNI - parole) == []


@pytest.mark.parametrize(
    ("parola", "perche"),
    [
        (r"(?<![\w@.,/-])-\d", "il meno è «−»"),
        (r"vi vince|\btaciut|\bla carta\b|\buna lettera\b", "una parola che il glossario non vuole"),
        (r"(?:^|[.:;\]] )[Pp]erché [^?]*\bcominc", "a inizio di frase si legge come una causa: «per cominciare»"),
        (r"[✗!] (?:lacuna certa|a rischio)", "«certa» è solo una lacuna: di una gara si dice ai tempi minimi"),
        (r"^  [a-z]+ .*\.\.\.$", "un aiuto troncato a metà"),
    ],
)
def test_le_parole_delle_risposte(parola: str, perche: str) -> None:
    """Le regole in testa al glossario, su ogni uscita che una persona legge; non sulle righe di un confronto di file."""
    uscite = [f for f in (RADICE / "tests/golden/uscite").iterdir() if f.suffix in (".txt", ".md")]
    righe = [(f.name, riga) for f in uscite for riga in f.read_text(encoding="utf-8").splitlines()]
    trovate = [(nome, riga) for nome, riga in righe if re.search(parola, riga) and "@@" not in riga]
    assert not trovate, perche
