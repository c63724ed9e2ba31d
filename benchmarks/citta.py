"""Una città grande e sempre uguale: trecento quartieri e dodicimila contratti, per vedere se ciò che si legge si legge ancora.

Ogni quartiere ha cinque servizi che si susseguono, e due su tre comprano intanto molte altre cose, che li tengono aperti; degli
altri qualcuno è senza, qualcuno sta per restarlo. Da riga di comando:

    python benchmarks/citta.py CARTELLA [QUARTIERI CONTRATTI]
"""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from portafoglio import to_yaml, write

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

OGGI = date(2026, 11, 27)
"""Il giorno a cui sono fermi i dati, e quello in cui chiederne."""
MUNICIPI, SERVIZI, SCENARI = 10, 5, 24
ANNI = 8
"""Quanti anni di acquisti ci sono, fino a oggi."""
DURA = timedelta(days=720)
FINI = (-400, -30, 20, 85, 160, 300, 450, 560, 640, 700)
"""Fra quanti giorni finisce l'ultimo servizio di un quartiere, a turno; di uno su dieci non si sa."""
UFFICI = ("Area Casa", "Area Periferie", "Area Servizi sociali", "Direzione Quartieri", None)
LUOGHI = (
    *("Borgo", "Campo", "Canale", "Cascina", "Castello", "Colle", "Corte", "Darsena", "Filanda", "Fontana"),
    *("Fornace", "Giardino", "Lago", "Mercato", "Molino", "Monte", "Parco", "Piazza", "Pineta", "Poggio"),
    *("Ponte", "Porta", "Porto", "Prato", "Rocca", "Stazione", "Torre", "Valle", "Vigna", "Villa"),
)
QUALI = ("Alto", "Antico", "Bianco", "Corto", "Lungo", "Nord", "Nuovo", "Rosso", "Sud", "Verde")
ACQUISTI = ("manutenzione degli arredi", "pulizia dei locali", "stampa di materiali", "noleggio di attrezzature")


def write_citta(cartella: Path, quartieri: int = 300, contratti: int = 12_000) -> None:
    """Scrive i tre file; al più trecento quartieri, i contratti a righe."""
    cartella.mkdir(parents=True, exist_ok=True)
    fermi = {"aggiornato_al": f"{OGGI}"}
    testata = fermi | {"ente": "Comune di Prova", "servizio": "Laboratori di Quartiere"}
    nomi = [f"{luogo} {quale}" for luogo, quale in product(LUOGHI, QUALI)][:quartieri]
    ids = [nome.lower().replace(" ", "-") for nome in nomi]
    write(cartella / "quartieri.yaml", to_yaml(testata, quartieri=map(_build_quartiere, range(quartieri), nomi)))
    chi_compra = [id_ for i, id_ in enumerate(ids) if i % 3]
    righe = (fermi, *_build_servizi(ids), *_build_acquisti(chi_compra, contratti - SERVIZI * quartieri))
    write(cartella / "contratti.jsonl", (f"{json.dumps(riga, ensure_ascii=False)}\n" for riga in righe))
    piani = ({"id": "tutte", "nome": "Tutte le gare", "scenari": [f"gara-{i}" for i in range(SCENARI)]},)
    write(cartella / "scenari.yaml", to_yaml(fermi, scenari=_build_scenari(ids), piani=piani))


def _build_quartiere(i: int, nome: str) -> dict[str, object]:
    abitanti = "non noto" if i % 50 == 49 else f"{1_000 + i * 37 % 9_000}"
    return {
        "id": nome.lower().replace(" ", "-"),
        "nome": nome,
        "municipio": "non noto" if i % 60 == 59 else f"{1 + i % MUNICIPI}",
        "popolazione": {"abitanti": abitanti, "fonte": "anagrafe"},
    }


def _build_servizi(ids: list[str]) -> Iterator[Mapping[str, object]]:
    """I servizi di ogni quartiere, uno dopo l'altro; dell'ultimo di qualcuno non si sa la fine."""
    for i, quartiere in enumerate(ids):
        ultima = OGGI + timedelta(days=FINI[(i + i // len(FINI)) % len(FINI)] + i % 7)
        for turno in range(SERVIZI):
            fine = ultima - (SERVIZI - 1 - turno) * DURA
            ignota = turno == SERVIZI - 1 and i % 23 == 22
            yield _build_contratto(
                f"{quartiere}-{turno + 1}",
                quartiere,
                f"Accompagnamento sociale, {turno + 1}° affidamento",
                (fine - DURA + timedelta(days=1), None if ignota else fine),
                tipo="appalto-di-servizi",
                importo_eur=f"{90_000 + 100 * i}.00",
                **({"responsabile": ufficio} if (ufficio := UFFICI[i % len(UFFICI)]) else {}),
            )


def _build_acquisti(ids: list[str], quanti: int) -> Iterator[Mapping[str, object]]:
    """Gli altri acquisti: da un mese a un anno e mezzo, negli stessi giorni dei servizi e fra loro."""
    for i in range(quanti):
        inizio = OGGI - timedelta(days=i * 7_919 % (365 * ANNI))
        fine = inizio + timedelta(days=30 + i * 101 % 510)
        oggetto = f"{ACQUISTI[i % len(ACQUISTI)].capitalize()}, lotto {i}"
        yield _build_contratto(
            f"acquisto-{i}", ids[i % len(ids)], oggetto, (inizio, fine), tipo="affidamento", importo_eur=f"{500 + i}.00"
        )


def _build_contratto(
    id_: str, quartiere: str, titolo: str, vigore: tuple[date, date | None], **altro: str
) -> dict[str, object]:
    inizio, fine = vigore
    return {
        "id": id_,
        "quartieri": [quartiere],
        "titolo": titolo,
        "inizio": f"{inizio}",
        "scadenza_base": f"{fine}" if fine else "non noto",
        "iva": "esclusa",
        "fonte": "elenco pubblicato dei contratti",
        **altro,
    }


def _build_scenari(ids: list[str]) -> Iterator[Mapping[str, object]]:
    """Una gara per dodici quartieri, di ventiquattro in ventiquattro; una su quattro ha un inizio scritto."""
    for i in range(min(SCENARI, len(ids))):
        yield {
            "id": f"gara-{i}",
            "nome": f"Gara del lotto {i + 1}",
            "tipo": "gara",
            "quartieri": ids[i::SCENARI],
            "inizio": "2027-09-01" if i % 4 == 0 else "non noto",
            "durata_mesi": "36",
            "procedura": "aperta",
            "stima_costo": {"come_contratto": f"{ids[i]}-{SERVIZI}", "motivo": "stesso servizio"},
            **({"responsabile": ufficio} if (ufficio := UFFICI[i % len(UFFICI)]) else {}),
            "fonte": "prova",
        }


if __name__ == "__main__":
    dove, *numeri = sys.argv[1:]
    write_citta(Path(dove), *map(int, numeri))
