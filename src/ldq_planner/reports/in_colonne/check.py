"""`ldq check` di milioni di contratti: quante segnalazioni per regola, le più gravi per intero, e ciò che non si è controllato."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.model.testo import format_elenco, format_numero
from ldq_planner.reports.apertura import join_frasi
from ldq_planner.reports.avvisi import announce_ignoto, say_quanti
from ldq_planner.reports.check import RispostaCheck
from ldq_planner.reports.report import Nota, Report, Segnalazioni, Tabella
from ldq_planner.reports.segnalazioni import SEVERITA
from ldq_planner.rules.controlli.elenco import REGOLE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.errors import Finding
    from ldq_planner.model.sintesi import SommaRegola
    from ldq_planner.reports.report import Blocco

_COLONNE = ("Gravità", "Regola", "Quante", "Quartieri")


def build_check_di_molti(
    quadro: Quadro, findings: Sequence[Finding], conti: Sequence[SommaRegola], controllate: Collection[str], entro: int
) -> Report:
    """La risposta: `findings` sono le più gravi, e il quadro ha i loro soli quartieri; vuota se non c'è nulla.

    `controllate` sono le regole che su colonne si possono controllare, anche se non si sono chieste.
    """
    tutte = sum(c.segnalazioni for c in conti)
    escluse = tuple(r.CODICE for r in REGOLE if r.CODICE not in controllate)
    return Report(
        schema="ldq/check/1",
        titolo="",
        oggi=quadro.oggi,
        dati_aggiornati_al=quadro.portafoglio.dati_aggiornati_al,
        blocchi=(*_build(findings, conti, tutte), *_tell_escluse(escluse), *announce_ignoto(quadro.portafoglio))
        if tutte
        else (),
        dati=RispostaCheck(entro, 0, (*findings,), (), None, tutte - len(findings) or None, escluse),
        elenco=(*findings,),
    )


def _build(findings: Sequence[Finding], conti: Sequence[SommaRegola], tutte: int) -> Iterator[Blocco]:
    critiche = sum(c.segnalazioni for c in conti if c.severita is conti[0].severita)
    quali = say_quanti(critiche, "critica", "critiche") if conti[0].severita == "critico" else "nessuna critica"
    yield join_frasi(
        [f"{say_quanti(tutte, 'segnalazione', 'segnalazioni')}, {quali}"], SEVERITA[conti[0].severita].tono
    )
    yield Tabella(
        "Segnalazioni per regola",
        _COLONNE,
        tuple((SEVERITA[c.severita], c.codice, c.segnalazioni, c.quartieri) for c in conti),
    )
    yield Segnalazioni((*findings,), "" if len(findings) == tutte else "Le più gravi")
    if len(findings) < tutte:
        quante = f"Qui {format_numero(len(findings))} su {format_numero(tutte)} segnalazioni, le più gravi"
        yield Nota(
            f"{quante}: di più con --primi N; i quartieri e i contratti, tutti, con ldq status e ldq contratti -o file.parquet."
        )


def _tell_escluse(escluse: Sequence[str]) -> tuple[Nota, ...]:
    if not escluse:
        return ()
    return (Nota(f"Non si sono chieste, perché vogliono altro che date e luoghi: {format_elenco(escluse)}."),)
