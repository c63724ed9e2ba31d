"""`ldq affida`."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated

from ldq_planner.cli.domanda import Domanda
from ldq_planner.cli.modifiche import FonteDellAtto, IdScenario, Modifica, Scrittura, Scrivi, SeAncora, propose
from ldq_planner.cli.opzioni import ask, ask_giorno
from ldq_planner.cli.risposta import require_id
from ldq_planner.model.scalari import MAX_MESI

if TYPE_CHECKING:
    from ldq_planner.engine.norme import Diritto
    from ldq_planner.loading.cartella import Caricato


def affida(
    scenario: IdScenario,
    dal: Annotated[date, ask_giorno("--dal", "Il primo giorno di servizio, compreso.")],
    id_: Annotated[str, ask("--id", "ID", "L'id del contratto; senza, quello dello scenario con l'anno.")] = "",
    titolo: Annotated[str, ask("--titolo", "TESTO", "L'oggetto; senza, il nome dello scenario.")] = "",
    tipo: Annotated[str, ask("--tipo", "TIPO", "Il tipo del contratto; senza, appalto-di-servizi.")] = "",
    affidatario: Annotated[
        list[str] | None,
        ask("--affidatario", "NOME", "Chi lo esegue; si può ripetere: il primo è il capogruppo, gli altri mandanti."),
    ] = None,
    cig: Annotated[str, ask("--cig", "CIG", "Il codice identificativo di gara.")] = "",
    importo: Annotated[str | None, ask("--importo", "EUR", "L'importo, senza opzioni.")] = None,
    iva: Annotated[str, ask("--iva", "inclusa|esclusa", "Se gli importi contengono l'IVA.")] = "",
    fine: Annotated[date | None, ask_giorno("--fine", "L'ultimo giorno, se non è quello dello scenario.")] = None,
    mesi: Annotated[
        int | None, ask("--mesi", "N", "La durata, se non è quella dello scenario.", min=1, max=MAX_MESI)
    ] = None,
    opzione: Annotated[
        list[str] | None,
        ask("--opzione", "TIPO=MESI", "Un'opzione prevista, per esempio rinnovo=12; si può ripetere."),
    ] = None,
    fonte: FonteDellAtto = "",
    campo: Annotated[
        list[str] | None,
        ask("--campo", "NOME=VALORE", "Un altro campo del contratto, come in docs/dati.md; si può ripetere."),
    ] = None,
    scrivi: Scrivi = False,
    se_ancora: SeAncora = "",
    *,
    domanda: Domanda,
) -> None:
    """Fa di una gara un contratto.

    Il contratto va in fondo al suo file con i quartieri, la durata e il responsabile dello scenario, e dice da quale viene; lo
    scenario resta com'è, nella storia, e non si chiede più. Mostra le righe nuove e che cosa ne viene; con --scrivi le aggiunge.

    Esempio: ldq affida gara-quattro-quartieri --dal 2024-01-01 --mesi 24 --opzione rinnovo=12 --oggi 2023-01-17
    """
    from ldq_planner.cli.ipotesi import parse_euro, require_al_piu_uno
    from ldq_planner.modifica.affidamento import GENERE, Aggiudicato, award_scenario
    from ldq_planner.modifica.rifiuto import make_rifiuto

    require_al_piu_uno(("--mesi", mesi), ("--fine", fine))
    detto = Aggiudicato(
        dal,
        id_,
        titolo,
        tipo,
        tuple(affidatario or ()),
        cig,
        parse_euro(importo),
        iva,
        fine,
        mesi,
        tuple(map(_split_opzione, opzione or ())),
        fonte,
        tuple(campo or ()),
    )

    def cambia(caricato: Caricato, _diritto: Diritto, giorno: date) -> Modifica:
        from ldq_planner.model.archivio import CONTRATTI

        portafoglio = caricato.portafoglio
        require_id(scenario, [s.id for s in portafoglio.ipotesi.scenari], "uno scenario")
        atto = award_scenario(portafoglio, portafoglio.scenari_by_id[scenario], detto, giorno)
        (nuovo,) = atto.cambiamenti
        rifiuta = partial(make_rifiuto, GENERE, nuovo.valore, caricato, comando="affida")
        return Modifica(atto.frase, CONTRATTI, ("contratti",), (nuovo,), atto.avvertenze, rifiuta=rifiuta)

    propose(domanda, cambia, scrittura=Scrittura(scrivi, se_ancora))


def _split_opzione(detta: str) -> tuple[str, str]:
    """Il tipo e i mesi di un'opzione; senza mesi, vuoti: lo dice la lettura."""
    tipo, _, mesi = detta.partition("=")
    return tipo.strip(), mesi.strip()
