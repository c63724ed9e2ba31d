"""`docs/dati.md`: le tavole dei campi e delle date nascono dal codice, e gli esempi si caricano.

Con `LDQ_AGGIORNA=1` le parti generate si riscrivono.
"""

from __future__ import annotations

import ast
import inspect
import os
import re
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import pytest
from pydantic.fields import FieldInfo

from ldq_planner.dates.incerta import parse_data
from ldq_planner.dates.testo import format_giorno
from ldq_planner.loading.cartella import load
from ldq_planner.model import base
from ldq_planner.model.apprendimento import FileDurate
from ldq_planner.model.contratto import FileContratti
from ldq_planner.model.deroga import FileDeroghe
from ldq_planner.model.portafoglio import Soglie
from ldq_planner.model.quartiere import FileQuartieri
from ldq_planner.model.risorse import FileRisorse, GareInsieme
from ldq_planner.model.scenario import FileScenari

Classe = type[base.Modello]

PAGINA = Path(__file__).parent.parent / "docs" / "dati.md"
FILE: dict[str, Classe] = {
    "quartieri.yaml": FileQuartieri,
    "contratti.yaml": FileContratti,
    "scenari.yaml": FileScenari,
    "deroghe.yaml": FileDeroghe,
    "risorse.yaml": FileRisorse,
    "durate.yaml": FileDurate,
}
DATE = {
    "2023-06-30": "un giorno",
    "30/06/2023": "lo stesso giorno",
    "2018-06": "un giorno di quel mese",
    "2018": "un giorno di quell'anno",
    "2025-12-31~": "quel giorno, indicativamente",
    "2018-06~": "quel mese, indicativamente",
    "2018~": "quell'anno, indicativamente",
    "2023-01-01..2023-03-31": "un giorno fra i due",
    "non noto": "il documento non lo dice",
}
PAROLE: tuple[tuple[Any, str, str], ...] = (
    (base.Testo, "testo", "testi"),
    (base.Chi, "ufficio o ruolo", "uffici o ruoli"),
    (base.Intero, "numero intero", "numeri interi"),
    (base.Positivo, "numero intero, da 1 in su", "numeri interi"),
    (base.Giorni, "numero intero, da 1 in su", "numeri interi"),
    (base.GiorniDiFase, "numero intero, di giorni", "numeri interi"),
    (base.Importo, "importo in euro", "importi in euro"),
    (base.Percento, "percento, da 0 a 99.99", "percentuali"),
    (base.Booleano, "sì o no", "sì o no"),
    (base.Id, "id", "id"),
    (base.Cig, "CIG", "CIG"),
    (base.CodiceFiscale, "codice fiscale", "codici fiscali"),
    (base.Cpv, "CPV", "CPV"),
    (base.Nuts, "NUTS", "NUTS"),
    (base.Priorita, "1, 2 o 3", "da 1 a 3"),
    (base.Ricompreso, "da 1 a 4", "da 1 a 4"),
    (base.TipoPrivato, "da 1 a 6, o 9", "da 1 a 6, o 9"),
    (base.ModificaDiProgramma, "da 1 a 5", "da 1 a 5"),
    (base.Anno, "anno", "anni"),
    (base.Data, "data", "date"),
    (base.Giorno, "giorno certo", "giorni certi"),
    (base.IdNorma, "id delle norme", "id delle norme"),
    (GareInsieme, "blocco «fase: gare»", "blocchi «fase: gare»"),
    (base.Durate, "blocco «fase: giorni»", "blocchi «fase: giorni»"),
    (base.Anticipo, "preavviso", "preavvisi"),
    (base.Slittamento, "slittamento", "slittamenti"),
    (base.ChiusuraAnnuale, "periodo dell'anno", "periodi dell'anno"),
)


def build_date() -> str:
    """La tavola dei modi di scrivere una data."""
    righe = [
        "| si scrive | che cosa vuol dire | primo giorno possibile | ultimo giorno possibile |",
        "|---|---|---|---|",
    ]
    for testo, significato in DATE.items():
        data = parse_data(testo)
        righe.append(f"| `{testo}` | {significato} | {format_giorno(data.primo)} | {format_giorno(data.ultimo)} |")
    return "\n".join(righe)


def build_campi() -> str:
    """Un capitolo per file, una tavola per modello."""
    capitoli = []
    for nome, radice in FILE.items():
        for modello in find_modelli(radice):
            titolo = f"### `{nome}`" if modello is radice else f"#### {modello.__name__}"
            capitoli.append(f"{titolo}\n\n{read_docstring(modello)}\n\n{build_tavola(modello)}")
    return "\n\n".join(capitoli)


def read_docstring(modello: Classe) -> str:
    """La docstring del modello, senza il nome del file con cui quelle dei file cominciano."""
    testo = re.sub(r"^`[a-z]+\.yaml`: ", "", inspect.getdoc(modello) or "")
    return testo[:1].upper() + testo[1:]


def find_modelli(radice: Classe) -> list[Classe]:
    """Il modello e quelli che contiene, ciascuno una volta sola, appena lo si nomina."""
    trovati = [radice]
    for tipo in read_tipi(radice).values():
        trovati += [m for figlio in find_classi(tipo) for m in find_modelli(figlio) if m not in trovati]
    return trovati


def find_classi(tipo: Any) -> list[Classe]:
    """I modelli nascosti in un tipo."""
    if isinstance(tipo, type) and issubclass(tipo, base.Modello):
        return [tipo]
    return [classe for argomento in get_args(tipo) for classe in find_classi(argomento)]


def read_tipi(modello: Classe) -> dict[str, Any]:
    """Campo → tipo, con le sue annotazioni."""
    tipi = get_type_hints(modello, include_extras=True)
    return {campo: tipi[campo] for campo in modello.model_fields}


def read_significati(modello: Classe) -> dict[str, str]:
    """Campo → la docstring che gli sta sotto, in una riga; anche di un modello da cui viene."""
    classe = ast.parse(inspect.getsource(modello)).body[0]
    assert isinstance(classe, ast.ClassDef)
    madre = modello.__base__
    significati = read_significati(madre) if isinstance(madre, type) and madre.__module__ == modello.__module__ else {}
    for campo, sotto in zip(classe.body, classe.body[1:], strict=False):
        match campo, sotto:
            case ast.AnnAssign(target=ast.Name(id=nome)), ast.Expr(value=ast.Constant(value=str(testo))):
                significati[nome] = " ".join(testo.split())
            case _:
                pass
    return significati


def build_tavola(modello: Classe) -> str:
    """Una riga per chiave."""
    righe = ["| chiave | tipo | serve | significato |", "|---|---|---|---|"]
    significati = read_significati(modello)
    for campo, tipo in read_tipi(modello).items():
        serve = describe_serve(modello.model_fields[campo])
        righe.append(f"| `{campo}` | {describe_tipo(tipo)} | {serve} | {significati.get(campo, '')} |")
    return "\n".join(righe)


def describe_serve(campo: FieldInfo) -> str:
    """Obbligatoria, o facoltativa con il valore che vale se la chiave manca."""
    if campo.is_required():
        return "obbligatoria"
    if campo.default_factory is not None:
        return "facoltativa"
    match campo.default:
        case None | ():
            return "facoltativa"
        case False:
            return "facoltativa (`no`)"
        case (str(), *_) as valori:
            return f"facoltativa (`{', '.join(valori)}`)"
        case valore:
            return f"facoltativa (`{valore}`)"


def describe_tipo(tipo: Any) -> str:
    """Il tipo, in parole."""
    for noto, parola, _ in PAROLE:
        if tipo == noto:
            return parola
    argomenti = get_args(tipo)
    if get_origin(tipo) is Annotated:
        parole = describe_tipo(argomenti[0])
        parole += ", o `non noto`" if base.NonNoto in argomenti else ""
        return parole + (", almeno uno" if any(isinstance(a, FieldInfo) for a in argomenti) else "")
    if get_origin(tipo) is Literal:
        return " o ".join((", ".join(f"`{a}`" for a in argomenti[:-1]), f"`{argomenti[-1]}`"))
    if get_origin(tipo) is tuple:
        return "elenco di " + next((p for noto, _, p in PAROLE if argomenti[0] == noto), describe_tipo(argomenti[0]))
    if type(None) in argomenti:
        return describe_tipo(argomenti[0])
    return f"[{tipo.__name__}](#{tipo.__name__.lower()})"


PARTI = {"date": build_date, "campi": build_campi}


def test_le_parti_generate_sono_quelle_del_codice() -> None:
    """Chi cambia un modello rilegge, nel diff della pagina, che cosa cambia per chi scrive i dati."""
    pagina = attesa = PAGINA.read_text(encoding="utf-8")
    for parte, build in PARTI.items():
        inizio = f"<!-- generato: {parte} -->\n"
        prima, _, resto = attesa.partition(inizio)
        attesa = f"{prima}{inizio}{build()}\n<!-- fine -->{resto.partition('<!-- fine -->')[2]}"
    if os.environ.get("LDQ_AGGIORNA"):
        PAGINA.write_text(attesa, encoding="utf-8")
        return
    assert attesa == pagina, "rigenerare con: make golden"


def read_esempi() -> dict[str, str]:
    """Nome del file → contenuto, dai blocchi della pagina: la prima riga di ciascuno è il nome."""
    blocchi = re.findall(r"^```(?:yaml|toml)\n# (\S+)\n(.*?)^```$", PAGINA.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    return dict(blocchi)


def test_gli_esempi_si_caricano(tmp_path: Path) -> None:
    """Chi copia gli esempi della pagina ha una cartella che si valuta."""
    esempi = read_esempi()
    assert set(esempi) == {*FILE, "ldq.toml"}
    for nome, testo in esempi.items():
        (tmp_path / nome).write_text(testo, encoding="utf-8")
    portafoglio = load(tmp_path).portafoglio
    assert portafoglio.contratti[0].cig == "0123456789"
    assert portafoglio.scenari[0].inizio == parse_data("2026-09-01")
    assert portafoglio.soglie == Soglie(in_scadenza=120, dati_vecchi=60)


def test_ogni_blocco_yaml_e_un_file_intero() -> None:
    """Così nessun esempio sfugge alla prova che lo carica."""
    assert len(re.findall(r"^```\w", PAGINA.read_text("utf-8"), re.MULTILINE)) == len(read_esempi())


def test_le_soglie_sono_quelle_del_codice() -> None:
    """Nome e valore di sempre di ogni soglia; quelle senza un valore di sempre lo prendono dai dati."""
    righe = re.findall(
        r"^\| `(\w+)` \| (\d+|il tempo [^|]+|l'ultima [^|]+) \|", PAGINA.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert {nome: int(v) if v.isdigit() else None for nome, v in righe} == asdict(Soglie())


@pytest.mark.parametrize("modello", [m for radice in FILE.values() for m in find_modelli(radice)])
def test_ogni_data_dice_il_suo_estremo_e_ogni_importo_la_sua_unita(modello: Classe) -> None:
    """Un giorno compreso o no sposta una lacuna: nessun campo lo lascia intendere."""
    significati = read_significati(modello)
    for campo, tipo in read_tipi(modello).items():
        parole = describe_tipo(tipo)
        if parole == "data":
            assert "compreso" in significati[campo], campo
        if parole.startswith("giorno certo"):
            assert "certo" in significati[campo], campo
        if parole.startswith("numero intero, da 1"):
            assert campo.endswith(("_mesi", "_giorni")), campo
            assert campo.rpartition("_")[2] in significati[campo], campo
        if parole.startswith("importo"):
            assert campo.endswith("_eur"), campo
            assert "euro" in significati[campo], campo


def test_la_convenzione_di_indicativa_e_quella_che_la_pagina_racconta() -> None:
    """I tre mesi sono scritti a parole: se cambiano, vanno cambiati anche lì."""
    data = parse_data("2024-06-15~")
    assert (format_giorno(data.primo), format_giorno(data.ultimo)) == ("15/03/2024", "15/09/2024")
    assert "tre mesi prima" in " ".join(PAGINA.read_text(encoding="utf-8").split())
