"""Una gara è aggiudicata, e i dati non dicono che qualcuno abbia presentato un'offerta.

Perché: senza offerte una gara è deserta, non aggiudicata: o manca un fatto, o l'esito è di un'altra gara. Le date si contano
lo stesso dall'aggiudicazione. Parla delle gare in corso, se la procedura ha un termine per le offerte, o per i preventivi.

Passa:

    avanzamento:
      - {fase: ricezione_offerte, conclusa: 2026-11-30}
      - {esito: aggiudicata, il: 2027-03-22}

Non passa:

    avanzamento:
      - {fase: pubblicazione, conclusa: 2026-10-20}
      - {esito: aggiudicata, il: 2027-03-22}

Rimedio: scrivere quando le offerte sono arrivate (`ricezione_offerte`), o correggere l'esito.
"""

from __future__ import annotations

from ldq_planner.dates.testo import format_giorno
from ldq_planner.errors import Ref, Severita
from ldq_planner.model.avanzamento import AGGIUDICAZIONE, OFFERTE, read_svolgimenti, split_tentativi
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo

CODICE = "aggiudicata-senza-offerte"
SEVERITA = Severita.AVVISO


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per gara in corso aggiudicata di cui non si sanno le offerte."""
    for scenario in contesto.portafoglio.scenari:
        tentativo = split_tentativi(scenario.avanzamento)[-1]
        detti = read_svolgimenti(tentativo)
        aggiudicata = detti[AGGIUDICAZIONE].conclusa if AGGIUDICAZIONE in detti else None
        if aggiudicata is not None and OFFERTE not in detti:
            posto = next(n for n, f in tentativo.fatti if f.esito or f.fase == AGGIUDICAZIONE)
            yield Rilievo(
                f"la gara di «{scenario.id}» è aggiudicata il {format_giorno(aggiudicata)}, ma i dati non dicono che siano "
                "arrivate offerte",
                f"scrivere quando (ldq fatto {scenario.id} {OFFERTE} --il GIORNO), o correggere l'esito",
                Ref("scenari", scenario.id, ("avanzamento", posto)),
            )
