"""La frase con cui si apre uno scenario: le date sono quelle della sua scheda, e dice prima chi resta senza."""

from __future__ import annotations

import json
from datetime import date

import pytest
from tests.supporto import OGGI, RADICE, ldq

SCENARI = ("gara-quattro-quartieri", "lorenteggio-adp", "san-siro-pinqua")


def ask(scenario: str, oggi: str = OGGI) -> str:
    """La prima cosa che si legge, su una riga sola."""
    uscita = ldq("scenari", scenario, "--oggi", oggi, ambiente={"COLUMNS": "2000"}, cartella=RADICE)
    return next(riga for riga in uscita.out.splitlines()[1:] if not riga.startswith("Attenzione:"))


def write_giorno(testo: str) -> str:
    """Com'è scritto per chi legge."""
    return f"{date.fromisoformat(testo):%d/%m/%Y}"


@pytest.mark.parametrize("scenario", SCENARI)
@pytest.mark.parametrize("oggi", [OGGI, "2023-05-30", "2023-09-01"])
def test_le_date_della_frase_sono_quelle_del_json(scenario: str, oggi: str) -> None:
    """Quando comincia e fra quando, chi resta senza e per quanti giorni: un fatto ha una risposta sola."""
    frase = ask(scenario, oggi)
    risposta = json.loads(ldq("scenari", scenario, "--oggi", oggi, "--format", "json", cartella=RADICE).out)
    (esito,) = risposta["scenari"]
    tempi = esito["tempi"]
    assert frase.startswith(f"Il servizio comincia il {write_giorno(tempi['inizio_previsto'])}")
    for f, campo in ((min, "inizio_minimo"), (max, "inizio_massimo")):
        assert write_giorno(f(q[campo] for q in tempi["quartieri"])) in frase
    certi: dict[str, int] = {}
    for lacuna in esito["lacune"]:
        if lacuna["tipo"] == "certa":
            certi[lacuna["quartiere"]] = certi.get(lacuna["quartiere"], 0) + lacuna["giorni"]
    if len(certi) > 3:
        assert f"Restano senza laboratorio {len(certi)} quartieri" in frase
    else:
        assert all(f"per {giorni} giorni" in frase for giorni in certi.values())
    assert ("Nessun quartiere resta senza" in frase) is not bool(certi)


def test_la_frase_dice_l_atto_e_il_ponte() -> None:
    """Il primo atto da fare, entro quando, e con che cosa si arriva fin lì."""
    assert ask("san-siro-pinqua") == (
        "Il servizio comincia il 19/11/2023 (probabile), fra il 01/07/2023 (minimo) e il 21/08/2024 (massimo), se la "
        "preparazione comincia oggi. San Siro (6.647 abitanti) resta senza laboratorio dal 01/07/2023, per 141 giorni. Il progetto del servizio andava cominciato "
        "entro il 29/08/2022, 141 giorni fa. Ponte per San Siro: 5 mesi, 5 strumenti da verificare."
    )
