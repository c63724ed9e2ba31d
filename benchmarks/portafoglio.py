"""Un portafoglio grande e sempre uguale, per misurare e per confrontare: nessun caso, ogni fatto discende dai suoi numeri.

I contratti di un quartiere si susseguono, un anno l'uno fino al 2023. Qualcuno ha un rinnovo, serve due quartieri, finisce
prima o ha una data incerta; qualche importo e qualche popolazione non si sanno. Da riga di comando:

    python benchmarks/portafoglio.py CARTELLA CONTRATTI QUARTIERI SCENARI [--righe]
"""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

GIORNO = "2023-01-17"
ULTIMO_ANNO = 2023
STATI = ("esercitata", "esercitata", "non-esercitata")
INCERTE = {2: "{:%Y-%m}", 5: "{:%Y}", 8: "{:%Y-%m-%d}~"}
"""Resto del numero del contratto diviso 30 → come se ne scrive l'inizio; gli altri sono certi."""


class Grandezza(NamedTuple):
    """Quanti ce ne sono di ognuno."""

    contratti: int
    quartieri: int
    scenari: int = 0


def write_portafoglio(cartella: Path, grandezza: Grandezza, *, righe: bool = False) -> None:
    """Scrive i tre file, con i contratti in YAML o, a righe, in JSON Lines."""
    cartella.mkdir(parents=True, exist_ok=True)
    fermi = {"aggiornato_al": GIORNO}
    testata = fermi | {"ente": "Comune di Prova", "servizio": "Laboratori di Quartiere"}
    contratti = (build_contratto(i, grandezza) for i in range(grandezza.contratti))
    write(
        cartella / "quartieri.yaml",
        to_yaml(testata, programmi=_build_programmi(), quartieri=_build_quartieri(grandezza)),
    )
    if righe:
        write(cartella / "contratti.jsonl", (f"{json.dumps(riga)}\n" for riga in chain([fermi], contratti)))
    else:
        write(cartella / "contratti.yaml", to_yaml(fermi, contratti=contratti))
    if grandezza.scenari:
        scenari = (build_scenario(i, grandezza) for i in range(grandezza.scenari))
        write(cartella / "scenari.yaml", to_yaml(fermi, scenari=scenari, piani=_build_piani(grandezza)))


def build_contratto(i: int, grandezza: Grandezza) -> dict[str, object]:
    """Il contratto `i`: il turno `i // quartieri` del quartiere `i % quartieri`."""
    turno, quartiere = divmod(i, grandezza.quartieri)
    anno = ULTIMO_ANNO - (grandezza.contratti - 1) // grandezza.quartieri + turno
    inizio = date(anno, 1 + quartiere % 12, 1)
    serviti = [quartiere, (quartiere + 1) % grandezza.quartieri] if i % 20 == 13 else [quartiere]
    return {
        "id": f"contratto-{i}",
        "quartieri": [f"quartiere-{q}" for q in dict.fromkeys(serviti)],
        "tipo": "incarico-professionale" if i % 6 == 0 else "appalto-di-servizi",
        "titolo": f"Servizio di accompagnamento sociale del quartiere {quartiere}",
        "cig": f"{i:07d}{i * 211 % 4091:03X}",
        "inizio": INCERTE.get(i % 30, "{}").format(inizio),
        **_build_durata(i, inizio),
        "importo_eur": "non noto" if i % 17 == 0 else f"{40_000 + i}.50",
        "iva": "inclusa" if i % 2 else "esclusa",
        "finanziamento": "bilancio comunale",
        "fonte": f"determinazione dirigenziale {i}",
    }


def _build_durata(i: int, inizio: date) -> dict[str, object]:
    """Un anno: in mesi, in giorni, con la scadenza scritta, o sei mesi e un rinnovo; uno su undici ne dura dieci."""
    if i % 4 == 1:
        stato = "aperta" if inizio.year == ULTIMO_ANNO else STATI[i % len(STATI)]
        opzione = {"tipo": "rinnovo", "stato": stato, "durata_mesi": "6", "importo_eur": "20000", "fonte": "contratto"}
        return {"durata_mesi": "6", "opzioni": [opzione]}
    if i % 11 == 0:
        return {"durata_mesi": "10"}
    if i % 7 == 0:
        return {"durata_giorni": "365"}
    fine = inizio.replace(year=inizio.year + 1) - timedelta(days=1)
    return {"durata_mesi": "12"} if i % 3 else {"scadenza_base": f"{fine}~" if i % 9 == 0 else f"{fine}"}


def build_scenario(i: int, grandezza: Grandezza) -> dict[str, object]:
    """Lo scenario `i`: una gara certa, una fino al programma, un ponte, una gara da un anno e con una condizione."""
    forme: tuple[dict[str, object], ...] = (
        {"tipo": "gara", "inizio": "2024-01-01", "durata_mesi": "24", "procedura": "aperta"},
        {"tipo": "gara", "fino_a_programma": f"programma-{i % 3}", "durata_minima": "sì"},
        {"tipo": "ponte", "inizio": "2023-09-01", "durata_giorni": "180", "procedura": "affidamento-diretto"},
        {"tipo": "gara", "inizio": "2023", "durata_mesi": "36", "condizioni": [_CONDIZIONE]},
    )
    return {
        "id": f"scenario-{i}",
        "nome": f"Scenario {i}",
        **forme[i % len(forme)],
        "quartieri": [f"quartiere-{q}" for q in range(i, grandezza.quartieri, 5 * grandezza.scenari)],
        "stima_costo": {"come_contratto": f"contratto-{i + 1}", "motivo": "stesso servizio"},
        "fonte": "prova",
    }


_CONDIZIONE = {"testo": "conferma delle risorse", "tipo": "finanziamento", "entro": "2023-06-30", "fonte": "prova"}


def _build_quartieri(grandezza: Grandezza) -> Iterator[dict[str, object]]:
    for i in range(grandezza.quartieri):
        abitanti = "non noto" if i % 50 == 49 else f"{1_000 + i * 37 % 9_000}"
        popolazione = {"abitanti": abitanti, "abitanti_circa": "sì" if i % 10 == 3 else "no", "fonte": "anagrafe"}
        programmi = [f"programma-{i % 3}"] if i % 4 == 0 else []
        yield {"id": f"quartiere-{i}", "nome": f"Quartiere {i}", "programmi": programmi, "popolazione": popolazione}


def _build_programmi() -> Iterator[dict[str, object]]:
    for i, fine in enumerate(("2025-12-31~", "2026-06-30", "non noto")):
        yield {"id": f"programma-{i}", "nome": f"Programma {i}", "fine": fine, "fonte": "prova"}


def _build_piani(grandezza: Grandezza) -> Iterator[dict[str, object]]:
    for id_, passo in (("tutti", 1), ("uno-su-due", 2), ("uno-su-tre", 3)):
        yield {
            "id": id_,
            "nome": f"Piano {id_}",
            "scenari": [f"scenario-{i}" for i in range(0, grandezza.scenari, passo)],
        }


def to_yaml(testata: Mapping[str, object], **elenchi: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """Un campo per riga, con i valori tra virgolette: dentro un campo, YAML è anche JSON."""
    for campo, valore in testata.items():
        yield f"{campo}: {json.dumps(valore, ensure_ascii=False)}\n"
    for nome, voci in elenchi.items():
        yield f"{nome}:\n"
        for voce in voci:
            campi = (f"{campo}: {json.dumps(valore, ensure_ascii=False)}" for campo, valore in voce.items())
            yield "  - " + "\n    ".join(campi) + "\n"


def write(percorso: Path, righe: Iterable[str]) -> None:
    """Scrive quelle righe nel file."""
    with percorso.open("w", encoding="utf-8") as file:
        file.writelines(righe)


if __name__ == "__main__":
    dove, *quanti = (argomento for argomento in sys.argv[1:] if argomento != "--righe")
    write_portafoglio(Path(dove), Grandezza(*map(int, quanti)), righe="--righe" in sys.argv)
