"""`ldq spiega`: come si è arrivati a una data o a una lacuna."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.engine.quadro import Quadro
from ldq_planner.engine.schede import compute_scheda
from ldq_planner.reports.apertura import open_contratto, open_quartiere
from ldq_planner.reports.esiti import evaluate_tutti
from ldq_planner.reports.fonti import add_diritto
from ldq_planner.reports.frase_piani import say_piano
from ldq_planner.reports.frase_scenario import say_scenario
from ldq_planner.reports.passi import build_passi
from ldq_planner.reports.scelte import explain_lasciato
from ldq_planner.reports.spiegazioni import explain_contratto, explain_gara, explain_piano, explain_quartiere
from ldq_planner.rules.controlli.elenco import TUTTE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from ldq_planner.dates.periodo import Periodo
    from ldq_planner.engine.norme import Diritto
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.reports.passi import Passo
    from ldq_planner.reports.report import Nota, Report


def list_spiegabili(portafoglio: Portafoglio) -> tuple[str, ...]:
    """Gli id di cui si può chiedere, e i codici delle regole."""
    return (
        *(contratto.id for contratto in portafoglio.contratti),
        *(quartiere.id for quartiere in portafoglio.quartieri),
        *(scenario.id for scenario in portafoglio.ipotesi.scenari),
        *(piano.id for piano in (portafoglio.piani[0], *portafoglio.ipotesi.piani)),
        *(regola.CODICE for regola in TUTTE),
    )


def build_spiega(
    portafoglio: Portafoglio, oggi: date, finestra: Periodo, id_: str, read_diritto: Callable[[], Diritto]
) -> Report:
    """I passi di ciò che porta quell'id (contratto, quartiere, scenario, piano), uno di `list_spiegabili`.

    `read_diritto` legge le norme: si chiama solo per scenari e piani.
    """
    passi, quadro = _explain_dati(portafoglio, oggi, finestra, id_), Quadro(portafoglio, oggi)
    if passi is None:
        quadro = Quadro(portafoglio, oggi, read_diritto())
        passi = _explain_ipotesi(quadro, id_)
    report = build_passi(id_, f"Come si arriva a {name_spiegato(portafoglio, id_)}", passi, oggi)
    blocchi = (*_open(quadro, id_), *report.blocchi)
    report = report._replace(dati_aggiornati_al=portafoglio.dati_aggiornati_al, blocchi=blocchi)
    return report if quadro.diritto is None else add_diritto(report, quadro.diritto, oggi)


def _open(quadro: Quadro, id_: str) -> tuple[Nota, ...]:
    """La risposta in una frase, la stessa degli altri comandi: i passi dicono come ci si arriva."""
    portafoglio, oggi = quadro.portafoglio, quadro.oggi
    if contratto := portafoglio.contratti_by_id.get(id_):
        return (open_contratto(contratto, compute_scheda(contratto, oggi)),)
    if stato := next((s for s in quadro.stati if s.id == id_), None):
        return (open_quartiere(stato, portafoglio, oggi),)
    if quadro.diritto is None:  # è fuori gioco, e lo dicono i passi
        return ()
    esito = next((e for e in evaluate_tutti(quadro, ()) if e.id == id_), None)
    return (say_scenario(quadro, esito) if esito else say_piano(quadro, id_),)


def name_spiegato(portafoglio: Portafoglio, id_: str) -> str:
    """Il nome di ciò che si spiega, fra virgolette."""
    piani = {p.id: p.nome for p in (portafoglio.piani[0], *portafoglio.ipotesi.piani)}
    return f"«{piani[id_]}»" if id_ in piani else portafoglio.quote(id_)


def _explain_dati(portafoglio: Portafoglio, oggi: date, finestra: Periodo, id_: str) -> Iterator[Passo] | None:
    if id_ in portafoglio.contratti_by_id:
        return explain_contratto(portafoglio.contratti_by_id[id_], oggi)
    if id_ in portafoglio.quartieri_by_id:
        return explain_quartiere(portafoglio, portafoglio.quartieri_by_id[id_], finestra)
    in_gioco = {*(s.id for s in portafoglio.scenari), *(p.id for p in portafoglio.piani)}
    return None if id_ in in_gioco else explain_lasciato(portafoglio, id_)


def _explain_ipotesi(quadro: Quadro, id_: str) -> Iterator[Passo]:
    previsto = quadro.forecast().portafoglio
    if id_ in previsto.scenari_by_id:
        scritto = quadro.portafoglio.scenari_by_id.get(id_, previsto.scenari_by_id[id_])
        return explain_gara(quadro.forecast(), scritto, quadro.oggi)
    piano = next(p for p in previsto.piani if p.id == id_)
    return explain_piano(previsto, piano, quadro.oggi)
