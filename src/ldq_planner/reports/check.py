"""`ldq check` e `ldq regole`: le segnalazioni, e l'elenco delle regole."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.reports.apertura_atti import open_segnalazioni
from ldq_planner.reports.filtro import NESSUN_FILTRO, Filtro
from ldq_planner.reports.fonti import add_legge
from ldq_planner.reports.raggruppate import are_troppe, collect
from ldq_planner.reports.report import Nota, Report, Segnalazioni, Suggerimento, Tabella
from ldq_planner.reports.segnalazioni import SEVERITA
from ldq_planner.reports.taciute import to_taciuta
from ldq_planner.rules.controlli.elenco import TUTTE, Manuale, read_manuale

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.errors import Finding, Severita
    from ldq_planner.model.taciuta import SegnalazioneTaciuta
    from ldq_planner.reports.esame import Esame


class RispostaCheck(NamedTuple):
    """`ldq/check/1`."""

    entro_giorni: int | None
    taciute_dalla_linea_base: int
    segnalazioni: tuple[Finding, ...]
    taciute: tuple[SegnalazioneTaciuta, ...]
    di_altri: int | None = None
    """Quante segnalazioni sono di ciò che non si è chiesto."""
    non_elencate: int | None = None
    """Di dati in colonne: quante segnalazioni ci sono oltre a queste."""
    non_chieste: tuple[str, ...] = ()
    """Di dati in colonne: le regole che vogliono altro che date e luoghi, e non si sono controllate."""

    @staticmethod
    def list_facoltativi() -> tuple[str, ...]:
        """I campi che una risposta dice solo se c'è qualcosa da dire."""
        return ("di_altri", "non_elencate", "non_chieste")


class RigaRegola(NamedTuple):
    """Una regola, per un elenco."""

    codice: str
    severita: Severita
    sommario: str


class RispostaRegole(NamedTuple):
    """`ldq/regole/1`."""

    regole: tuple[RigaRegola, ...]


class RispostaRegola(NamedTuple):
    """`ldq/regola/1`."""

    regola: Manuale


def build_check(esame: Esame, entro: int | None, filtro: Filtro = NESSUN_FILTRO) -> Report:
    """Le segnalazioni nell'ordine dei file, e quelle taciute; senza le une e le altre una persona non legge nulla.

    Sullo schermo, se sono troppe e non si chiedono tutte, stanno raccolte.

    Unità: `entro` in giorni da `oggi`, `None` se decide il tempo che la procedura chiede.
    """
    trovate = len(esame.trovate)
    taciute, detto = tuple(map(to_taciuta, esame.taciute)), esame.detto_delle_taciute
    report = Report(
        schema="ldq/check/1",
        titolo="",
        oggi=esame.oggi,
        dati_aggiornati_al=esame.aggiornati_al,
        blocchi=(
            *open_segnalazioni(esame),
            *_build_segnalazioni(esame, filtro),
            *((Nota(f"Segnalazioni: {detto}."),) if detto else ()),
            *filtro.tell_altri(trovate, trovate + esame.di_altri, "un'altra segnalazione", "altre {} segnalazioni"),
        ),
        dati=RispostaCheck(
            entro, sum(t.deroga is None for t in taciute), esame.findings, taciute, esame.di_altri or None
        ),
        elenco=esame.findings,
        esame=esame,
    )
    return report if esame.quadro is None else add_legge(report, esame.quadro)


def _build_segnalazioni(esame: Esame, filtro: Filtro) -> Iterator[Segnalazioni]:
    """Intere o, sullo schermo, raccolte: se è chi le segue a dividerle, ciascuno con la sua parte di schermo."""
    portafoglio = esame.quadro.portafoglio if esame.quadro else None
    divise = [(titolo, sue) for titolo, sue in filtro.di_chi.split(esame.findings) if sue]
    raccolte = not filtro.tutti and are_troppe(esame.findings)
    for titolo, sue in divise:
        breve = collect(sue, portafoglio, titolo, len(divise)) if raccolte else ()
        yield Segnalazioni(sue, titolo, breve=breve)


def build_regole() -> Report:
    """Le regole: prima quelle di integrità, senza le quali i dati non si valutano."""
    regole = tuple(RigaRegola(m.codice, m.severita, m.sommario) for m in map(read_manuale, TUTTE))
    righe = tuple((r.codice, SEVERITA[r.severita], r.sommario) for r in regole)
    return Report(
        schema="ldq/regole/1",
        titolo="Regole di «ldq check»",
        oggi=None,
        dati_aggiornati_al=None,
        blocchi=(
            Tabella("", ("Codice", "Severità", "Che cosa segnala"), righe),
            Suggerimento("Il manuale di una: ldq spiega CODICE"),
        ),
        dati=RispostaRegole(regole),
        elenco=regole,
    )


def build_manuale(codice: str) -> Report:
    """La pagina di manuale di una regola, che deve esistere."""
    manuale = next(m for m in map(read_manuale, TUTTE) if m.codice == codice)
    return Report(
        schema="ldq/regola/1",
        titolo=f"Regola {manuale.codice} ({manuale.severita})",
        oggi=None,
        dati_aggiornati_al=None,
        blocchi=(Nota(manuale.sommario), Nota(manuale.testo)),
        dati=RispostaRegola(manuale),
        elenco=(manuale,),
    )
