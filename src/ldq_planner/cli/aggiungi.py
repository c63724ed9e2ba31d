"""`ldq aggiungi`."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from ldq_planner.cli.completamento import complete_generi, complete_quartieri
from ldq_planner.cli.domanda import Domanda
from ldq_planner.cli.modifiche import Modifica, Scrittura, Scrivi, SeAncora, propose
from ldq_planner.cli.opzioni import ask
from ldq_planner.cli.risposta import require_id

if TYPE_CHECKING:
    from ldq_planner.engine.norme import Diritto
    from ldq_planner.loading.cartella import Caricato


def aggiungi(
    genere: Annotated[
        str, typer.Argument(metavar="GENERE", help="contratto, quartiere o scenario.", autocompletion=complete_generi)
    ],
    id_: Annotated[str, typer.Argument(metavar="ID", help="L'id nuovo: minuscole, cifre e trattini.")],
    nome: Annotated[str, ask("--nome", "TESTO", "Il nome; di un contratto, il titolo.")] = "",
    quartiere: Annotated[
        list[str] | None,
        ask("--quartiere", "ID", "Un quartiere servito; si può ripetere.", autocompletion=complete_quartieri),
    ] = None,
    tipo: Annotated[str, ask("--tipo", "TIPO", "Il tipo del contratto o dello scenario.")] = "",
    inizio: Annotated[str, ask("--inizio", "DATA", "Il primo giorno, anche incerto: 2023-06.")] = "",
    fine: Annotated[str, ask("--fine", "DATA", "L'ultimo giorno, compreso; di un contratto, la scadenza base.")] = "",
    mesi: Annotated[str, ask("--mesi", "N", "La durata, al posto di --fine.")] = "",
    fonte: Annotated[str, ask("--fonte", "TESTO", "Dove si legge.")] = "",
    campo: Annotated[
        list[str] | None,
        ask(
            "--campo",
            "NOME=VALORE",
            "Un altro campo, come in docs/dati.md: popolazione.abitanti=4200, affidatari.1.nome=Coop; si può ripetere.",
        ),
    ] = None,
    scrivi: Scrivi = False,
    se_ancora: SeAncora = "",
    *,
    domanda: Domanda,
) -> None:
    """Aggiunge un contratto, un quartiere o uno scenario.

    Servono sempre: per un contratto --nome, --quartiere, --tipo, --inizio, --fonte, e --fine o --mesi; per uno scenario --nome,
    --quartiere, --tipo e --fonte; per un quartiere --nome.

    Va in fondo al suo file. Mostra le righe nuove e che cosa ne viene; con --scrivi le aggiunge, se i dati si leggono.

    Esempio: ldq aggiungi quartiere bovisa --nome Bovisa --campo municipio=9 --oggi 2023-01-17
    """

    def cambia(caricato: Caricato, _diritto: Diritto, _giorno: date) -> Modifica:
        from ldq_planner.model.archivio import ELENCO_OF_GENERE, FILE_OF_ELENCO
        from ldq_planner.modifica.aggiunte import build_voce, list_noti
        from ldq_planner.modifica.decisioni import Cambiamento
        from ldq_planner.modifica.rifiuto import make_rifiuto

        require_id(genere, list(ELENCO_OF_GENERE), "un genere di dati che si può aggiungere")
        detti = {"nome": nome, "quartieri": quartiere, "tipo": tipo, "inizio": inizio, "fine": fine}
        noti = list_noti(genere, {**detti, "durata_mesi": mesi, "fonte": fonte})
        voce = build_voce(genere, id_, noti, campo or ())
        elenco = ELENCO_OF_GENERE[genere]
        cambiamento = Cambiamento((), voce, in_fondo=True)
        rifiuta = partial(make_rifiuto, genere, voce, caricato)
        frase = f"Nuovo {genere}: «{id_}»"
        return Modifica(frase, FILE_OF_ELENCO[elenco], (elenco,), (cambiamento,), rifiuta=rifiuta)

    propose(domanda, cambia, scrittura=Scrittura(scrivi, se_ancora))
