"""Che cosa vogliono dire gli stati che usano le persone, e quelli di OCDS."""

from __future__ import annotations

import pytest

from ldq_planner.loading.importazione.stati import Senso, read_stato

STATI = {
    Senso.IN_VIGORE: (
        "Attivo", "ATTIVO", "in corso", "In corso di esecuzione", "active", "Aggiudicata", "perfezionato", "complete", "In scadenza",
        "Non annullato", "non è stato annullato", "Non risolto", "mai sospeso", "not cancelled", "Revoca della sospensione",
        "sospensione cessata", "Recesso revocato", "annullamento della revoca", "fine sospensione", "Prorogato",
    ),
    Senso.FINITO: (
        "Risolto anticipatamente", "Rescisso", "Recesso", "RECESSO UNILATERALE", "Terminated", "Concluso", "Conclusa", "cessata",
        "non più in vigore", "Non attivo", "inattivo", "no longer active", "Stipulato e poi risolto", "Sospeso, poi risolto",
        "dissolved", "Scaduto",
    ),
    Senso.SOSPESO: ("Sospeso", "sospesa dal RUP", "suspended", "In corso (sospeso)", "sospensione lavori"),
    Senso.NON_FIRMATO: (
        "In corso di stipula", "in attesa di firma", "Aggiudicato, in attesa di stipula", "Proposta di aggiudicazione", "pending",
        "non ancora firmato", "Non è stato ancora sottoscritto", "not yet signed", "da stipulare",
    ),
    Senso.PROGRAMMATO: ("Programmato", "planned", "In gara", "da bandire", "Previsto"),
    Senso.ANNULLATO: ("Annullato", "CANCELLATO", "cancelled", "Aggiudicata e poi revocata", "withdrawn", "Gara revocata"),
    Senso.SENZA_ESITO: (
        "DESERTA", "Non aggiudicata", "unsuccessful", "PROPOSTA DI AGGIUDICAZIONE ANNULLATA",
        "ANNULLATA/REVOCATA SENZA AGGIUDICAZIONE",
    ),
    Senso.IGNOTO: ("boh", "", "3", "Disannullato", "Attivazione", "attivo, lotto 2 annullato", "attività", "non in corso"),
}  # fmt: skip


@pytest.mark.parametrize(("stato", "senso"), [(stato, senso) for senso, stati in STATI.items() for stato in stati])
def test_uno_stato_vuol_dire_una_cosa(stato: str, senso: Senso) -> None:
    """In qualunque modo siano scritti maiuscole e segni, e mai per una parola dentro un'altra."""
    assert read_stato(stato) == read_stato(f"  {stato.upper()}. ") == senso
