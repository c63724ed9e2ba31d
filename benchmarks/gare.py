"""Tante gare e pochi uffici, sempre uguali, per misurare il programma delle gare: ogni fatto discende dal numero della gara.

Un quartiere per gara, il cui contratto finisce fra un mese fa e un anno e mezzo; le durate ordinarie, con la progettazione e la
valutazione che cambiano da gara a gara. Ogni ufficio ha posti per fare tutte le gare in poco più di un anno. Sei gare su venti
possono unirsi a due a due, o a tre, in lotti di una gara sola. Da riga di comando, per chiederne a `ldq programma-gare`:

    python benchmarks/gare.py CARTELLA GARE
"""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from portafoglio import to_yaml, write

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

OGGI = date(2026, 3, 4)
SETTIMANE = {"rup": 10, "legale": 6, "commissione": 10}
"""Quante settimane una gara occupa ogni ufficio, circa."""
ANNO = 60
"""In quante settimane gli uffici possono fare tutte le gare."""
FASI = {
    "rup": ["progettazione", "verifica_requisiti"],
    "legale": ["decisione_contrarre", "aggiudicazione", "stipula"],
    "commissione": ["ammissione", "valutazione"],
}


def write_gare(cartella: Path, gare: int) -> None:
    """Scrive i quattro file."""
    cartella.mkdir(parents=True, exist_ok=True)
    fermi = {"aggiornato_al": f"{OGGI}"}
    testata = fermi | {"ente": "Comune di Prova", "servizio": "Laboratori di Quartiere"}
    piano = {"id": "tutte", "nome": "Tutte le gare", "scenari": [f"gara-{i}" for i in range(gare)]}
    write(cartella / "quartieri.yaml", to_yaml(testata, quartieri=map(_build_quartiere, range(gare))))
    write(cartella / "contratti.yaml", to_yaml(fermi, contratti=map(_build_contratto, range(gare))))
    write(cartella / "scenari.yaml", to_yaml(fermi, scenari=map(_build_scenario, range(gare)), piani=[piano]))
    sedute = [{"id": "giunta", "nome": "Giunta", "giorno": "venerdì"}]
    chiusure = {"chiusure": ["08-07..08-20", "12-24..01-06"]}
    write(
        cartella / "risorse.yaml",
        to_yaml(chiusure, uffici=_build_uffici(gare), sedute=sedute, lotti=_build_lotti(gare)),
    )


def _build_quartiere(i: int) -> Mapping[str, object]:
    popolazione = {"abitanti": f"{1_000 + i * 3_701 % 9_000}", "fonte": "anagrafe"}
    return {"id": f"quartiere-{i}", "nome": f"Quartiere {i}", "popolazione": popolazione}


def _build_contratto(i: int) -> Mapping[str, object]:
    return {
        "id": f"contratto-{i}",
        "quartieri": [f"quartiere-{i}"],
        "tipo": "appalto-di-servizi",
        "titolo": f"Servizio di accompagnamento sociale del quartiere {i}",
        "inizio": "2022-01-01",
        "scadenza_base": f"{OGGI + timedelta(days=i * 211 % 570 - 30)}",
        "iva": "esclusa",
        "fonte": "elenco pubblicato dei contratti",
    }


def _build_scenario(i: int) -> Mapping[str, object]:
    return {
        "id": f"gara-{i}",
        "nome": f"Gara {i}",
        "tipo": "gara",
        "quartieri": [f"quartiere-{i}"],
        "durata_mesi": "24",
        "procedura": "aperta",
        "durate": {"progettazione": 30 + i * 13 % 45, "valutazione": 20 + i * 17 % 40},
        "stima_costo": {"mensile_eur": f"{3_000 + 100 * (i * 37 % 90)}", "iva": "esclusa", "motivo": "stesso servizio"},
        "fonte": "prova",
    }


def _build_uffici(gare: int) -> Iterator[Mapping[str, object]]:
    for id_, fasi in FASI.items():
        posti = max(1, round(gare * SETTIMANE[id_] / ANNO))
        yield {"id": id_, "nome": id_.capitalize(), "gare": f"{posti}", "fasi": fasi}


def _build_lotti(gare: int) -> Iterator[Mapping[str, object]]:
    """Di ogni venti gare, due coppie e una terna di gare vicine."""
    for primo in range(0, gare, 20):
        for id_, da, quante in (("a", 0, 2), ("b", 7, 3), ("c", 14, 2)):
            if primo + da + quante <= gare:
                scenari = [f"gara-{primo + da + n}" for n in range(quante)]
                yield {"id": f"lotti-{primo}-{id_}", "scenari": scenari, "come": "ammessi"}


if __name__ == "__main__":
    dove, quante = sys.argv[1:]
    write_gare(Path(dove), int(quante))
