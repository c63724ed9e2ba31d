"""Rinnovi, proroghe, chiusure: che cosa si scrive, e che cosa si rifiuta."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.portafogli import build_contratto, build_opzione

from ldq_planner.dates.incerta import exactly
from ldq_planner.engine.norme import Diritto
from ldq_planner.errors import InvalidRequestError
from ldq_planner.loading.norme import load_norme
from ldq_planner.modifica.atti import close_contratto, extend_contratto
from ldq_planner.modifica.decisioni import Atto, Decisione

if TYPE_CHECKING:
    from ldq_planner.model.contratto import Contratto

OGGI = date(2023, 1, 17)
DIRITTO = Diritto(load_norme(None))


def decide(contratto: Contratto, tipo: str, /, **campi: Any) -> Atto:
    """L'atto, deciso il 17/01/2023."""
    return extend_contratto(contratto, Decisione(tipo, **{"oggi": OGGI, **campi}), DIRITTO)


def tell(atto: Atto) -> dict[str, Any]:
    """Percorso → valore, come testi."""
    return {
        ".".join(map(str, c.percorso)): {k: str(v) for k, v in c.valore.items() if v is not None}
        if isinstance(c.valore, dict)
        else None
        if c.valore is None
        else str(c.valore)
        for c in atto.cambiamenti
    }


def build(*opzioni: dict[str, object], **campi: object) -> Contratto:
    """Un appalto fino al 30/06/2023."""
    return build_contratto(tipo="appalto-di-servizi", **{"scadenza_base": "2023-06-30", "opzioni": opzioni, **campi})


RINNOVO = build_opzione("aperta", durata_mesi=6)
PROROGA = build_opzione("aperta", tipo="proroga", durata_mesi=6)
NUOVA = {"tipo": "proroga-tecnica", "stato": "esercitata", "durata_mesi": "6", "scadenza": "2023-12-31"}


@pytest.mark.parametrize(
    ("contratto", "tipo", "campi", "attesi"),
    [
        pytest.param(build(RINNOVO), "rinnovo", {}, {"opzioni.0.stato": "esercitata"}, id="il rinnovo previsto"),
        pytest.param(
            build(RINNOVO, scadenza_effettiva="2023-06-30"),
            "rinnovo",
            {},
            {"opzioni.0.stato": "esercitata", "scadenza_effettiva": "2023-12-31"},
            id="la scadenza dichiarata lo segue",
        ),
        pytest.param(
            build(RINNOVO),
            "rinnovo",
            {"mesi": 3, "importo_eur": 100},
            {"opzioni.0.stato": "esercitata", "opzioni.0.durata_mesi": "3", "opzioni.0.importo_eur": "100"},
            id="per meno tempo, a un altro prezzo",
        ),
        pytest.param(
            build(RINNOVO),
            "rinnovo",
            {"fino_al": date(2023, 10, 15), "motivo": "progetto finito"},
            {
                "opzioni.0.stato": "esercitata",
                "opzioni.0.durata_mesi": None,
                "opzioni.0.scadenza": "2023-10-15",
                "opzioni.0.nota": "progetto finito",
            },
            id="fino a un giorno che non fa mesi interi",
        ),
        pytest.param(
            build(RINNOVO, build_opzione("aperta", durata_mesi=12)),
            "rinnovo",
            {"posto": 2},
            {"opzioni.1.stato": "esercitata"},
            id="il secondo di due, se lo si dice",
        ),
        pytest.param(
            build(PROROGA),
            "proroga",
            {"fino_al": date(2023, 12, 31)},
            {"opzioni.0.stato": "esercitata", "opzioni.0.scadenza": "2023-12-31"},
            id="la proroga prevista",
        ),
        pytest.param(
            build(),
            "proroga",
            {"fino_al": date(2023, 12, 31), "fonte": "determina 12/2023"},
            {"opzioni": {**NUOVA, "fonte": "determina 12/2023"}},
            id="una proroga tecnica si aggiunge",
        ),
        pytest.param(
            build(),
            "proroga",
            {"fino_al": date(2024, 6, 30), "forza": True, "motivo": "ricorso"},
            {
                "opzioni": {
                    **NUOVA,
                    "durata_mesi": "12",
                    "scadenza": "2024-06-30",
                    "nota": "Forzata il 17/01/2023: ricorso",
                    "fonte": "registrata il 17/01/2023",
                }
            },
            id="oltre il massimo, ma il motivo resta scritto",
        ),
        pytest.param(
            build(),
            "proroga",
            {"fino_al": date(2023, 12, 31), "forza": True, "motivo": "gara in corso"},
            {"opzioni": {**NUOVA, "nota": "gara in corso", "fonte": "registrata il 17/01/2023"}},
            id="se non c'era nulla da forzare, non è forzata",
        ),
    ],
)
def test_che_cosa_si_scrive(contratto: Contratto, tipo: str, campi: dict[str, Any], attesi: dict[str, Any]) -> None:
    """I soli campi che cambiano."""
    assert tell(decide(contratto, tipo, **campi)) == attesi


@pytest.mark.parametrize(
    ("contratto", "tipo", "campi", "parole"),
    [
        pytest.param(
            build(), "rinnovo", {"mesi": 6}, ("non ha un rinnovo", "D.Lgs. 50/2016"), id="nessun rinnovo previsto"
        ),
        pytest.param(
            build(build_opzione("non-esercitata", durata_mesi=6)),
            "rinnovo",
            {},
            ("non ha un rinnovo",),
            id="già rifiutato",
        ),
        pytest.param(
            build(RINNOVO, RINNOVO),
            "rinnovo",
            {},
            ("2 opzioni aperte", "--opzione 1: 6 mesi; --opzione 2"),
            id="quale dei due",
        ),
        pytest.param(
            build(RINNOVO), "rinnovo", {"posto": 2}, ("l'opzione 2", "--opzione 1"), id="un'opzione che non c'è"
        ),
        pytest.param(
            build(RINNOVO), "rinnovo", {"mesi": 7}, ("al più fino al 31/12/2023",), id="più di quanto previsto"
        ),
        pytest.param(
            build(RINNOVO, scadenza_base="2022-12-20"),
            "rinnovo",
            {},
            ("scaduto il 20/12/2022, 28 giorni",),
            id="rinnovo a contratto scaduto",
        ),
        pytest.param(
            build(scadenza_base="2022-12-20"),
            "proroga",
            {"fino_al": date(2023, 3, 31)},
            ("scaduto il 20/12/2022, 28 giorni prima del 17/01/2023", "D.Lgs. 50/2016, art. 106 c. 11"),
            id="proroga a contratto scaduto",
        ),
        pytest.param(
            build(),
            "proroga",
            {"fino_al": date(2023, 6, 30)},
            ("finisce già il 30/06/2023", "ldq chiudi"),
            id="non allunga",
        ),
        pytest.param(
            build(),
            "proroga",
            {"fino_al": date(2023, 6, 30), "forza": True, "motivo": "x"},
            ("finisce già",),
            id="nemmeno a forzare",
        ),
        pytest.param(
            build(),
            "proroga",
            {"fino_al": date(2024, 1, 31)},
            ("7 mesi, oltre il massimo di 6 mesi",),
            id="oltre il massimo",
        ),
        pytest.param(
            build(build_opzione(tipo="proroga-tecnica", durata_mesi=4)),
            "proroga",
            {"fino_al": date(2024, 1, 31)},
            ("7 mesi in tutto, oltre il massimo",),
            id="con le proroghe già date",
        ),
        pytest.param(
            build(), "proroga", {"fino_al": date(2024, 1, 31), "forza": True}, ("vuole un motivo",), id="senza motivo"
        ),
        pytest.param(
            build(),
            "rinnovo",
            {"forza": True, "motivo": "x"},
            ("fin quando", "--mesi"),
            id="forzato, ma senza una fine",
        ),
    ],
)
def test_che_cosa_si_rifiuta(contratto: Contratto, tipo: str, campi: dict[str, Any], parole: tuple[str, ...]) -> None:
    """Con i numeri che si scontrano, l'articolo, e che cosa fare."""
    with pytest.raises(InvalidRequestError) as errore:
        decide(contratto, tipo, **campi)
    detto = f"{errore.value.messaggio} {errore.value.rimedio}"
    assert [parola for parola in parole if parola not in detto] == []
    assert errore.value.rimedio


@pytest.mark.parametrize(
    ("inizio", "articolo"),
    [
        pytest.param("2020-07-01", r"D\.Lgs\. 50/2016, art\. 106 c\. 11", id="un-contratto-del-vecchio-codice"),
        pytest.param("2023-09-01", r"D\.Lgs\. 36/2023, art\. 120 c\. 11", id="uno-del-nuovo"),
    ],
)
def test_l_articolo_e_quello_della_legge_del_contratto(inizio: str, articolo: str) -> None:
    """Anche se l'atto è di dopo (D.Lgs. 36/2023, art. 226 c. 2 a)."""
    contratto = build(inizio=inizio, scadenza_base="2024-06-30")
    with pytest.raises(InvalidRequestError, match=articolo):
        decide(contratto, "proroga", fino_al=date(2024, 12, 31), oggi=date(2024, 9, 1))


@pytest.mark.parametrize(
    ("contratto", "parola"),
    [
        pytest.param(
            build_contratto(tipo="incarico-professionale", scadenza_base="2023-06-30"),
            "non si rinnova né",
            id="incarico",
        ),
        pytest.param(build(scadenza_base="2022-12-31~"), "può essere già passata", id="scadenza indicativa"),
    ],
)
def test_cio_che_i_dati_non_bastano_a_dire_e_da_verificare(contratto: Contratto, parola: str) -> None:
    """Non si rifiuta e non si tace."""
    avvertenze = decide(contratto, "proroga", fino_al=date(2023, 9, 30)).avvertenze
    assert any(parola in avvertenza for avvertenza in avvertenze)


@pytest.mark.parametrize(
    ("contratto", "motivo", "attesi"),
    [
        pytest.param(
            build(),
            " ",
            {"scadenza_effettiva": "2023-03-31", "chiusura": "registrata il 17/01/2023"},
            id="senza motivo, resta quando lo si è registrato",
        ),
        pytest.param(
            build(),
            "recesso",
            {"scadenza_effettiva": "2023-03-31", "chiusura": "recesso"},
            id="con il motivo",
        ),
        pytest.param(
            build(nota="Vecchia"),
            "recesso",
            {"scadenza_effettiva": "2023-03-31", "chiusura": "recesso"},
            id="la nota di prima non cambia",
        ),
    ],
)
def test_si_chiude_prima(contratto: Contratto, motivo: str, attesi: dict[str, str]) -> None:
    """L'ultimo giorno in vigore è quello detto."""
    atto = close_contratto(contratto, date(2023, 3, 31), OGGI, motivo)
    assert tell(atto) == attesi
    assert atto.fine == exactly(date(2023, 3, 31))
    assert "91 giorni prima del previsto (30/06/2023)" in atto.frase


@pytest.mark.parametrize("il", [date(2021, 12, 31), date(2023, 6, 30), date(2024, 1, 1)])
def test_si_chiude_solo_fra_l_inizio_e_la_fine(il: date) -> None:
    """Prima dell'inizio non c'è nulla da chiudere; alla scadenza finisce da sé."""
    with pytest.raises(InvalidRequestError):
        close_contratto(build(), il, OGGI)


def test_le_opzioni_aperte_si_dicono() -> None:
    """Chi chiude deve sapere che restano."""
    assert "rinnovo" in close_contratto(build(RINNOVO), date(2023, 3, 31), OGGI).avvertenze[0]
