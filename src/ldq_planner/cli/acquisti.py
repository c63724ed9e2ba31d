"""`ldq acquisti`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from ldq_planner.cli.completamento import complete_enti
from ldq_planner.cli.domanda import Domanda
from ldq_planner.cli.filtri import read_enti
from ldq_planner.cli.ipotesi import Regimi, read_diritto
from ldq_planner.cli.modifiche import (
    Passaggio,
    Scrittura,
    Scrivi,
    SeAncora,
    check_modificabile,
    read_letti,
    show_modifica,
)
from ldq_planner.cli.opzioni import ask, ask_scelta, refuse_inutili
from ldq_planner.cli.risposta import answer, read_dati
from ldq_planner.errors import InvalidRequestError

if TYPE_CHECKING:
    from ldq_planner.loading.cartella import Caricato
    from ldq_planner.model.acquisti import AcquistoPassato
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.reports.report import Report

_PRIMO, _ULTIMO = 1900, 2100
_SCHEDE = ("G", "H", "I", "A", "B", "C")


def acquisti(
    anno: Annotated[
        int | None,
        ask("--anno", "ANNO", "Il primo anno del programma; senza, quello dopo la domanda.", min=_PRIMO, max=_ULTIMO),
    ] = None,
    aliquota: Annotated[
        int | None,
        ask(
            "--aliquota",
            "PERCENTO",
            "L'aliquota dell'IVA, per le stime che non l'hanno e per la soglia.",
            min=0,
            max=100,
        ),
    ] = None,
    scheda: Annotated[
        str | None, ask_scelta("--scheda", _SCHEDE, "una scheda", "LETTERA", "Solo quella scheda: G, H o I; A, B o C.")
    ] = None,
    dal: Annotated[
        Path | None, ask("--dal", "FILE", "La scheda degli acquisti del programma di prima: ne restano i CUI.")
    ] = None,
    ente: Annotated[
        str | None,
        ask("--ente", "NOME", "Di chi è il programma, se i dati sono di più enti.", autocompletion=complete_enti),
    ] = None,
    leggi: Annotated[
        Path | None, ask("--leggi", "FILE", "Riporta negli scenari una scheda corretta: i codici, e i CUI.")
    ] = None,
    regimi: Regimi = None,
    scrivi: Scrivi = False,
    se_ancora: SeAncora = "",
    *,
    domanda: Domanda,
) -> None:
    """Il programma degli acquisti che la legge chiede, con le sue schede.

    Dal 2024 il programma triennale, con le schede G (risorse), H (acquisti) e I (non riproposti); prima il biennale, con A, B
    e C. Le colonne sono quelle pubblicate, i costi con l'IVA; ciò che nei dati manca è detto riga per riga. In un CSV sta la
    scheda degli acquisti. Con --dal, quella dell'anno prima: gli acquisti tengono il loro CUI, e ciò che non torna va nella
    scheda I. Un programma è di un ente solo: se nei dati ce n'è più d'uno, --ente dice quale. Con --leggi le correzioni fatte nella scheda tornano in scenari.yaml: mostra le righe, con --scrivi le cambia.

    Esempio: ldq acquisti --anno 2024 --oggi 2023-01-17
    """

    def build(c: Caricato, giorno: date) -> Report:
        from ldq_planner.engine.quadro import Quadro
        from ldq_planner.reports.acquisti import build_acquisti
        from ldq_planner.reports.righe_acquisti import ProgrammaChiesto, plan_acquisti

        diritto = read_diritto(regimi)
        suo = choose_ente(c.portafoglio, ente)
        chiesto = ProgrammaChiesto(anno or giorno.year + 1, aliquota, read_passati(dal) if dal else None, suo)
        programma = plan_acquisti(Quadro(c.portafoglio, giorno, diritto), diritto, chiesto)
        return build_acquisti(programma, giorno, c.portafoglio.dati_aggiornati_al, scheda)

    if leggi is not None:
        refuse_inutili(
            "con --leggi",
            *(("--anno", anno), ("--aliquota", aliquota), ("--scheda", scheda), ("--dal", dal), ("--ente", ente)),
        )
        _bring_back(domanda, leggi, Scrittura(scrivi, se_ancora), regimi)
        return
    refuse_inutili("senza --leggi", ("--scrivi", scrivi), ("--se-ancora", se_ancora))
    answer(domanda, build, regimi)


def choose_ente(portafoglio: Portafoglio, scritto: str | None) -> str:
    """Di chi è il programma, come lo scrivono i dati: l'ente chiesto, o il solo che c'è.

    Errori: `UnknownIdError` per un ente che i dati non hanno; `InvalidRequestError` se ce n'è più d'uno e non se ne chiede uno.
    """
    from ldq_planner.model.testo import format_elenco

    noti = tuple(portafoglio.nomi_enti.values())
    if scritto is None and len(noti) > 1:
        raise InvalidRequestError(
            f"i dati sono di {len(noti)} enti, e un programma degli acquisti è di uno solo",
            f"dire di chi con --ente: {format_elenco([f'«{ente}»' for ente in noti])}",
        )
    chiesti = read_enti(portafoglio, None if scritto is None else [scritto])
    return next(iter(chiesti.values()), next(iter(noti), portafoglio.anagrafe.ente))


def read_passati(file: Path) -> tuple[AcquistoPassato, ...]:
    """Gli acquisti del programma di prima, dal suo file."""
    from ldq_planner.loading.ritorno.acquisti import list_passati, read_scheda

    return list_passati(read_scheda(file))


def _bring_back(domanda: Domanda, file: Path, scrittura: Scrittura, regimi: Path | None) -> None:
    """Le correzioni di una scheda negli scenari: le sole righe che cambiano."""
    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.loading.cartella import reload
    from ldq_planner.loading.ritorno.acquisti import read_scheda
    from ldq_planner.modifica.acquisti import correct_scenari
    from ldq_planner.modifica.ritorno import compose_ritorno
    from ldq_planner.reports.modifica import Proposta

    check_modificabile(domanda.cartella)
    prima = read_dati(domanda, regimi)
    quadro = Quadro(prima.portafoglio, domanda.giorno, read_diritto(regimi))
    corretti = correct_scenari(quadro, read_scheda(file))
    letti = read_letti(prima)
    testi = compose_ritorno(prima.portafoglio.list_file() | {"scenari": corretti.ipotesi}, prima)
    proposta = Proposta(f"Le correzioni di {file.name}", str(domanda.cartella), avvertenze=corretti.avvertenze)
    show_modifica(domanda, Passaggio(prima, reload(prima, testi), letti, testi), proposta, scrittura=scrittura)
