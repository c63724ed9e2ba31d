"""Un elenco importato, scritto nella forma piatta un gruppo di contratti per volta: in mano non è mai tutto."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from pydantic import ValidationError

from ldq_planner.errors import InvalidDataError
from ldq_planner.loading.importazione.rifiuti import refuse
from ldq_planner.loading.messaggi import explain_primo
from ldq_planner.model.archivio import ELENCHI
from ldq_planner.model.contratto import Contratto, FileContratti
from ldq_planner.model.portafoglio import Portafoglio
from ldq_planner.model.quartiere import FileQuartieri
from ldq_planner.model.scambio.piatto import AGGIORNATO_AL, CODICE_ENTE, CONTRATTI, QUARTIERI
from ldq_planner.model.scenario import FileScenari
from ldq_planner.modifica.importazione import Cambi, build_quartieri, choose_giorno
from ldq_planner.render.esportazione.parquet import make_contratto, make_quartiere, write_tavola
from ldq_planner.rules.base.contenuto import Contenuto
from ldq_planner.rules.controlli.integrita import check_integrita

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ldq_planner.loading.importazione.lavoro import Importato
    from ldq_planner.model.scambio.righe_piatte import Riga
    from ldq_planner.modifica.importazione import Scelte

_PASSO = 10_000
_SENZA_SCENARI = "le gare da fare (scenari) non stanno nella forma piatta: si importano in una cartella, senza --come"


def compose_piatto(importato: Importato, scelte: Scelte) -> Cambi:
    """I file della forma piatta, che si compongono mentre si scrivono.

    Errori: `InvalidDataError`, mentre si scrivono, se un contratto importato non si potrebbe valutare.
    """
    giorno = choose_giorno(importato, scelte)
    anagrafe = FileQuartieri.model_validate(build_quartieri(importato, scelte, giorno))
    contratti = (make_contratto(c) | {AGGIORNATO_AL: giorno} for c in _read_contratti(importato, anagrafe))
    righe: Mapping[str, Iterator[Riga]] = {
        QUARTIERI: (
            make_quartiere(q, anagrafe) | {CODICE_ENTE: importato.codici.get(q.id)} for q in anagrafe.quartieri
        ),
        CONTRATTI: contratti,
    }
    file = {f"{nome}.parquet": write_tavola(nome, sue, anagrafe) for nome, sue in righe.items()}
    avvisi = (f"{len(importato.scenari)}: {_SENZA_SCENARI}",) if importato.scenari else ()
    return Cambi(giorno, file, len(importato.contratti), avvisi=avvisi)


def _read_contratti(importato: Importato, anagrafe: FileQuartieri) -> Iterator[Contratto]:
    """I contratti, letti e provati a gruppi con le regole di ogni altra lettura."""
    fonte = ", ".join(f.file for f in importato.file)
    noti = dict.fromkeys(ELENCHI, frozenset[str]()) | {QUARTIERI: frozenset(q.id for q in anagrafe.quartieri)}
    nessuno = FileScenari.model_construct(aggiornato_al=anagrafe.aggiornato_al)
    vuota = anagrafe.model_copy(update={"quartieri": ()})
    righe = importato.contratti.read_righe()
    while passo := tuple(_read(riga, fonte) for riga in islice(righe, _PASSO)):
        registro = FileContratti.model_construct(None, aggiornato_al=anagrafe.aggiornato_al, contratti=passo)
        trovati = (*check_integrita(Contenuto(Portafoglio(vuota, registro, nessuno), noti, {})),)
        if trovati:
            raise InvalidDataError((*refuse(fonte, _NON_SI_LEGGE, _RIMEDIO).findings, *trovati))
        yield from passo


_NON_SI_LEGGE = "ciò che se ne importa non si rileggerebbe: nulla è stato scritto"
_RIMEDIO = "correggere nella fonte ciò che si legge qui sotto, o togliere quelle righe, e ripetere"


def _read(riga: bytes, fonte: str) -> Contratto:
    try:
        contratto: Contratto = Contratto.__pydantic_validator__.validate_json(riga)
    except ValidationError as errore:
        posto, messaggio, _ = explain_primo(errore, Contratto)
        detto = f"{'.'.join(map(str, posto))}: {messaggio}, in {riga[:80].decode(errors='replace')}…"
        raise InvalidDataError(
            (*refuse(fonte, _NON_SI_LEGGE, _RIMEDIO).findings, *refuse(fonte, detto, _RIMEDIO).findings)
        ) from None
    return contratto
