"""Ogni campo di ogni modello, tolto o scritto in ogni modo sbagliato: una segnalazione con il suo posto, mai un guasto."""

from __future__ import annotations

import json
from copy import deepcopy
from functools import partial
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from tests.supporto import OGGI, ldq

from ldq_planner.errors import InvalidDataError
from ldq_planner.loading.cartella import load, reload
from ldq_planner.model.archivio import ARCHIVIO, CONTRATTI, DEROGHE, DURATE, QUARTIERI, REGISTRO, RISORSE, SCENARI
from ldq_planner.model.campi import find_modello

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ldq_planner.model.base import Modello

Passi = tuple[str | int, ...]
F = {"fonte": "prova"}
INTERI: dict[str, Any] = {
    QUARTIERI: {
        "aggiornato_al": "2023-01-17",
        "ente": "Comune",
        "codice_fiscale": "01199250158",
        "servizio": "Laboratori",
        "fonti": [{"id": "f", "titolo": "F", "ente": "E", "data": "2022-01-01", "a_cura_di": "X", "nota": "N"}],
        "nota": "N",
        "delibere": [{"id": "d", "titolo": "D", "organo": "Giunta", "numero": "1/2020", "data": "2020-01-01", **F}],
        "programmi": [
            {"id": "p", "nome": "P", "sigla": "P", "inizio": "2020", "fine": "2026-12-31", "nota": "N", **F}
            | {"assi": [{"id": "a", "titolo": "A", "testo": "T"}], "attivita": ["una"]},
        ],
        "attivita_comuni": [{"titolo": "A", "stato": "in-corso", "in_collaborazione_con": "B", **F}],
        "finalita": [{"testo": "T", **F}],
        "considerazioni": [{"testo": "T", **F}],
        "quartieri": [
            {
                "id": "q",
                "nome": "Q",
                "ente": "Comune di Prova",
                "municipio": 1,
                "laboratorio": "L",
                "programmi": ["p"],
                "presidio_minimo": 1,
            }
            | {
                "popolazione": {
                    "abitanti": 10,
                    "abitanti_circa": "sì",
                    "nuclei": 5,
                    "alloggi_erp": 4,
                    "riferita_a": "2020",
                    **F,
                }
            }
            | {"sede": {"indirizzo": "I", "tipo": "T", "proprieta": "P", "dal": "2020", "problemi": ["uno"], **F}}
            | {
                "attivita": [{"titolo": "A", "stato": "prevista", "in_collaborazione_con": "B", **F}],
                "preavviso": 90,
                "nota": "N",
                **F,
            },
        ],
    },
    CONTRATTI: {
        "aggiornato_al": "2023-01-17",
        "contratti": [
            {
                "id": "c",
                "quartieri": ["q"],
                "tipo": "appalto-di-servizi",
                "titolo": "C",
                "base_giuridica": "art. 1",
                **F,
            }
            | {"affidatari": [{"nome": "A", "ruolo": "singolo"}], "cig": "A123456789", "cup": "C11B20000000001"}
            | {"cui": "S80012345678202000001", "inizio": "2020-01-01", "durata_mesi": 36, "scadenza_base": "2022-12-31"}
            | {
                "scadenza_effettiva": "2023-12-31",
                "origine_date": "contratto",
                "importo_eur": "10.00",
                "iva": "esclusa",
            }
            | {
                "opzioni": [
                    {
                        "tipo": "rinnovo",
                        "stato": "esercitata",
                        "inizio": "2023-01-01",
                        "durata_mesi": 12,
                        "importo_eur": 1,
                        **F,
                    }
                    | {"preavviso_giorni": 30, "preavviso_dato": "2022-11-01", "nota": "N"},
                    {"tipo": "proroga", "stato": "aperta", "scadenza": "2024-06-30", **F},
                ]
            }
            | {
                "sospensioni": [
                    {"dal": "2021-03-01", "al": "2021-04-01", "slitta": "no", "atto": "A", "nota": "N", **F}
                ]
            }
            | {
                "chiusure": ["08-01..08-31"],
                "decorrenze": [{"quartiere": "q", "inizio": "2020-01-01", "fine": "2023-12-31", **F}],
            }
            | {"finanziamento": "F", "equipe": [{"figura": "educatore", "numero": 2}], "organizzazione": ["O"]}
            | {
                "operatori": [{"numero": 2, "quartiere": "q", "dal": "2020-01-01", **F}],
                "delibere": ["d"],
                "preavviso": 90,
            }
            | {"scenario": "g", "responsabile": "Ufficio", "nota": "N"},
            {
                "id": "d-2",
                "quartieri": ["q"],
                "tipo": "gruppo-interno",
                "titolo": "D",
                "inizio": "2019",
                "durata_giorni": 30,
            }
            | {"chiusura": "risolto"}
            | F,
        ],
    },
    SCENARI: {
        "aggiornato_al": "2023-01-17",
        "scenari": [
            {"id": "g", "nome": "G", "tipo": "gara", "gruppo": "gg", "stato": "scelto", "responsabile": "Ufficio", **F}
            | {
                "decisione": {"il": "2022-12-01", "atto": "A", "motivo": "M"},
                "storia": [{"il": "2022-11-01", "atto": "A", "motivo": "M", "stato": "allo-studio"}],
                "cui": "S80012345678202000001",
                "cup": "C11B20000000001",
                "annualita": 2023,
                "priorita": "1",
                "cpv": "85312000-9",
                "nuts": "ITC4C",
                "rup": "Ufficio",
                "lotto_funzionale": "sì",
                "compreso_in": "S80012345678202000002",
                "ricompreso": 4,
                "nuovo_affidamento": "no",
                "capitale_privato_eur": "1000.50",
                "capitale_privato_tipo": 9,
                "modifica_programma": 5,
                "finanziamento": "bilancio",
                "ausa": "0000000001",
                "centrale_committenza": "CUC",
                "cig_accordo_quadro": "A123456789",
                "quartieri": ["q"],
                "inizio": "2024-01-01",
            }
            | {"durata_mesi": 12, "durata_minima": "no", "procedura": "aperta", "servizio": "sociale"}
            | {
                "durate": {"valutazione": 10},
                "rischi": {"ricorso": "1.5", "deserta": 5},
                "casi": [],
                "stima_costo": {"mensile_eur": 10, "iva": "inclusa", "motivo": "M"},
            }
            | {
                "avanzamento": [
                    {
                        "fase": "pubblicazione",
                        "iniziata": "2022-12-01",
                        "conclusa": "2023-01-02",
                        "atto": "A",
                        "chi": "U",
                        **F,
                    },
                    {"fase": "ricezione_offerte", "fissata_al": "2023-03-01"},
                    {"esito": "deserta", "il": "2023-01-10"},
                ]
            }
            | {
                "condizioni": [
                    {"testo": "T", "tipo": "atto", "soddisfatta": "no", "entro": "2023-06", "responsabile": "U", **F}
                ]
            }
            | {"nota": "N"},
            {"id": "h", "nome": "H", "tipo": "ponte", "quartieri": ["q"], "durata_giorni": 30, **F}
            | {"stima_costo": {"come_contratto": "c", "motivo": "M"}},
            {"id": "k", "nome": "K", "tipo": "ponte", "quartieri": ["q"], "fine": "2024-12-31", **F},
            {"id": "l", "nome": "L", "tipo": "ponte", "quartieri": ["q"], "fino_a_programma": "p", **F},
        ],
        "piani": [{"id": "pi", "nome": "P", "scenari": ["g"], "nota": "N"}],
    },
    DEROGHE: {
        "deroghe": [
            {
                "id": "de",
                "regola": "lacuna-in-corso",
                "entita": "q",
                "motivo": "M",
                "responsabile": "U",
                "fino_al": "2023-12-31",
            }
        ]
    },
    DURATE: {
        "k": 10,
        "imparate": [
            {"id": "d", "procedura": "aperta", "dopo": "invio_bando", "fase": "aggiudicazione"}
            | {"da_eur": "1.00", "sotto_eur": "9.00", "minimo": 1, "probabile": 2, "massimo": 3}
            | {"stima_minimo": 1, "stima_probabile": 2, "stima_massimo": 3}
            | {"gare": 5, "finite": 4, "non_finite": 1, "dal": "2020-01-01", "al": "2022-01-01"}
            | {"significato": "S", **F}
        ],
    },
    RISORSE: {
        "uffici": [
            {"id": "rup", "nome": "RUP", "gare": 2, "fasi": ["progettazione"], "gare_per_fase": {"progettazione": 1}}
            | {"solo_per": ["g"], "chiusure": ["08-01..08-31"], "chiuso": [{"dal": "2026-12-07", "al": "2026-12-08"}]},
        ],
        "chiusure": ["12-24..01-06"],
        "chiuso": [{"dal": "2026-04-24", "al": "2026-04-24"}],
        "sedute": [
            {"id": "giunta", "nome": "Giunta", "fasi": ["indirizzo"], "giorno": "venerdì"}
            | {"saltate": ["2026-05-08"], "solo_per": ["g"]},
            {"id": "consiglio", "nome": "Consiglio", "date": ["2026-05-05"]},
        ],
        "stanziamenti": [
            {
                "id": "s",
                "anno": 2027,
                "fonte": "F",
                "provenienza": "mutuo",
                "importo_eur": "100",
                "iva": "inclusa",
                "impegnato_eur": "1",
            }
            | {"solo_per": ["g"]},
        ],
        "ponti_mesi": 3,
        "ponti_mesi_in_tutto": 9,
        "dipendenze": [{"id": "d", "scenario": "g", "dopo": "h", "fase": "avvio", "giorni": 1}],
        "giorni_fissi": [
            {"id": "f", "scenario": "g", "fase": "invio_bando", "il": "2026-05-05", "non_prima": "2026-05-05"}
            | {"entro": "2026-05-05"},
        ],
        "lotti": [{"id": "l", "scenari": ["g"], "come": "ammessi"}],
        "nota": "N",
    },
}
"""Dati in cui ogni campo di ogni modello c'è almeno una volta."""
MANCA = object()
SBAGLIATI: tuple[object, ...] = (MANCA, None, "", -1, [], [{}], {})
"""Ciò che si trova al posto di un valore; il primo: nulla."""


def list_passi(valore: object, passi: Passi = ()) -> Iterator[Passi]:
    """La strada di ogni valore, dal file intero in giù."""
    yield passi
    voci = valore.items() if isinstance(valore, dict) else enumerate(valore) if isinstance(valore, list) else ()
    for passo, voce in voci:
        yield from list_passi(voce, (*passi, passo))


def put(radice: Any, passi: Passi, nuovo: object) -> Any:
    """I dati, con quel valore in quel posto."""
    if not passi:
        return {} if nuovo is MANCA else nuovo
    dati = deepcopy(radice)
    dentro = dati
    for passo in passi[:-1]:
        dentro = dentro[passo]
    if nuovo is MANCA:
        del dentro[passi[-1]]
    else:
        dentro[passi[-1]] = nuovo
    return dati


def list_scritti(modello: type[Modello], voci: list[Any]) -> Iterator[tuple[str, bool]]:
    """Di ogni campo di un modello, e di ciò che contiene: come si chiama, e se qualche voce lo scrive."""
    for nome, campo in modello.model_fields.items():
        presenti = [voce[nome] for voce in voci if nome in voce]
        yield f"{modello.__name__}.{nome}", bool(presenti)
        if dentro := find_modello(campo.annotation):
            yield from list_scritti(dentro, [v for p in presenti for v in (p if isinstance(p, list) else [p])])


def write_interi(cartella: Path) -> Path:
    """I dati interi, in una cartella."""
    for file, dati in INTERI.items():
        (cartella / file).write_text(json.dumps(dati), encoding="utf-8")
    return cartella


def test_ogni_campo_c_e() -> None:
    """Un campo nuovo entra anche qui: senza, le prove di sotto non lo guastano."""
    assert [nome for f in ARCHIVIO for nome, c_e in list_scritti(f.modello, [INTERI[f.file]]) if not c_e] == []


def test_interi_si_leggono(tmp_path: Path) -> None:
    """Ciò che si guasta, prima, era sano."""
    assert len(load(write_interi(tmp_path)).portafoglio.contratti) == 2


def check_lettura(letto: Callable[[], object], dove: object) -> None:
    """Si legge, o si rifiuta dicendo dove, che cosa non va e che cosa fare."""
    try:
        letto()
    except InvalidDataError as errore:
        findings = errore.findings
    else:
        return
    assert findings, dove
    assert all(f.posizione and f.messaggio and f.rimedio for f in findings), dove


@pytest.mark.parametrize("file", INTERI)
def test_un_campo_sbagliato_ha_il_suo_posto(file: str, tmp_path: Path) -> None:
    """Ogni valore tolto, o di un altro genere: nessuna eccezione che non sia quella di dati sbagliati."""
    sano = load(write_interi(tmp_path))
    for passi, sbagliato in product(list_passi(INTERI[file]), SBAGLIATI):
        testo = json.dumps(put(INTERI[file], passi, sbagliato))
        check_lettura(partial(reload, sano, {file: testo}), (passi, sbagliato))


def test_una_riga_sbagliata_ha_il_suo_posto(tmp_path: Path) -> None:
    """Lo stesso, dove i contratti stanno uno per riga."""
    write_interi(tmp_path)
    (tmp_path / CONTRATTI).unlink()
    primo, secondo = INTERI[CONTRATTI]["contratti"]
    for passi, sbagliato in product(list_passi(primo), (MANCA, None, {})):
        righe = [{"aggiornato_al": OGGI}, put(primo, passi, sbagliato), secondo]
        (tmp_path / REGISTRO).write_text("\n".join(map(json.dumps, righe)), encoding="utf-8")
        check_lettura(partial(load, tmp_path), (passi, sbagliato))


def test_una_deroga_senza_regola(tmp_path: Path) -> None:
    """Il caso da cui si è cominciato: si dice che la chiave manca, e dove."""
    write_interi(tmp_path)
    (tmp_path / DEROGHE).write_text(
        "deroghe:\n  - id: d\n    motivo: x\n    responsabile: y\n    fino_al: 2023-12-31\n"
    )
    uscita = ldq("check", "--oggi", OGGI, cartella=tmp_path)
    assert (uscita.codice, uscita.err) == (3, "")
    assert "\nderoghe.yaml:2:5: errore[chiave-mancante] manca «regola»\n" in uscita.out
