"""`ldq norme`: la legge che vale un certo giorno, e che cosa cambia dopo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_giorno, format_periodo
from ldq_planner.model.norme import DA_VERIFICARE
from ldq_planner.model.testo import format_elenco, format_valore
from ldq_planner.reports.fonti import DUBBIO, cite_articolo
from ldq_planner.reports.report import TRATTINO, Blocco, Nota, Report, Scheda, Suggerimento, Tabella, Tono, Voce
from ldq_planner.rules.base.ammissione import say_condizione

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ldq_planner.model.diritto import (
        Cambio,
        DirittoVigente,
        FaseVigente,
        ParametroVigente,
        ProceduraVigente,
        TermineVigente,
    )
    from ldq_planner.reports.report import Cella

_PARAMETRI = ("Parametro", "Valore", "Vale dal", "Fino al", "Articolo", "Letto in", "Id")
_FASI = ("Fase", "Chi", "Minimo di legge", "Termine massimo", "Stima in giorni", "Articolo", "Letto in")
_PROCEDURE = ("Id", "Procedura", "Quando", "È ammessa", "Esclude", "Articolo")
_CASI = {
    "ordinaria": "",
    "elettronica": "offerte elettroniche",
    "urgenza": "urgenza",
    "preinformazione": "preinformazione",
    "sotto-soglia": "sotto la soglia europea",
}


def build_norme(vigente: DirittoVigente, oggi: date, *, fasi: bool) -> Report:
    """Il regime, le fasi di una procedura se è una sola, i parametri, ciò che cambia."""
    return Report(
        schema="ldq/norme/1",
        titolo=f"La legge per un bando pubblicato il {format_giorno(vigente.alla)}",
        oggi=oggi,
        dati_aggiornati_al=None,
        blocchi=tuple(_build_blocchi(vigente, fasi=fasi)),
        dati=vigente,
        elenco=vigente.parametri,
    )


def _build_blocchi(vigente: DirittoVigente, *, fasi: bool) -> Iterator[Blocco]:
    yield Nota(
        f"Un bando pubblicato il {format_giorno(vigente.alla)} segue «{vigente.regime_nome}»; la legge è verificata fino al "
        f"{format_giorno(vigente.verificato_al)}."
    )
    yield Scheda("", tuple(_build_voci(vigente)))
    if fasi:
        yield Scheda("", tuple(_build_uso(vigente.procedure[0])))
        yield _build_fasi(vigente.procedure[0])
    righe = tuple(
        (
            p.nome,
            format_valore(p.valore, p.unita),
            p.dal,
            p.al or TRATTINO,
            p.fonte,
            _describe_letto(p),
            p.id,
        )
        for p in vigente.parametri
    )
    gruppi = ((0, 1, 2, 3), (0, 4, 5), (0, 6))
    yield Tabella("Parametri", _PARAMETRI, righe, vuota="La legge non ne dà nessuno.", gruppi=gruppi)
    yield _build_cambi(vigente.cambi)
    if not fasi:
        yield _build_procedure((*vigente.procedure, *vigente.opzioni))
        yield Suggerimento(
            f"Le fasi di una procedura: ldq norme --alla {vigente.alla} --procedura {vigente.procedure[0].id}"
        )
    for avviso in vigente.avvisi:
        yield Nota(f"! {avviso.messaggio}", Tono.ATTENZIONE)


def _build_voci(vigente: DirittoVigente) -> Iterator[tuple[str, Cella]]:
    yield "Regime", vigente.regime_nome
    yield "Bandi pubblicati", format_periodo(vigente.regime_dal, vigente.regime_al)
    yield "Che cosa decide", vigente.criterio
    yield "Articolo", cite_articolo(vigente.fonte, vigente.verifica)
    yield "Letto in", _describe_letto(vigente)
    yield "Legge verificata al", vigente.verificato_al


def _build_uso(procedura: ProceduraVigente) -> Iterator[tuple[str, Cella]]:
    """Quando la procedura si usa, e che cosa chiede ed esclude."""
    yield "Quando", procedura.quando
    yield "È ammessa", _say_condizioni(procedura)
    if procedura.esclude:
        yield "Esclude", procedura.esclude


def _build_cambi(cambi: tuple[Cambio, ...]) -> Tabella:
    righe = tuple(
        (
            c.giorno,
            c.che_cosa,
            c.prima or TRATTINO,
            c.dopo or Voce("nessun valore noto", Tono.INCERTO),
            c.fonte or TRATTINO,
        )
        for c in cambi
    )
    colonne = ("Dal", "Che cosa", "Prima", "Poi", "Articolo")
    return Tabella("Che cosa cambia dopo", colonne, righe, vuota="nessun cambio noto.")


def _build_procedure(procedure: tuple[ProceduraVigente, ...]) -> Tabella:
    righe = tuple(
        (
            p.id,
            p.nome,
            p.quando,
            _say_condizioni(p),
            p.esclude or TRATTINO,
            cite_articolo(p.fonte, p.verifica),
        )
        for p in procedure
    )
    gruppi = ((0, 1, 2), (0, 3), (0, 4, 5))
    return Tabella("Procedure, e opzioni", _PROCEDURE, righe, gruppi=gruppi)


def _say_condizioni(procedura: ProceduraVigente) -> Cella:
    """Ciò che la legge le chiede, condizione per condizione."""
    return "; ".join(map(say_condizione, procedura.condizioni)) or "sempre"


def _build_fasi(procedura: ProceduraVigente) -> Tabella:
    righe = tuple(_build_riga(f) for f in procedura.fasi)
    gruppi = ((0, 1, 4), (0, 2, 3), (0, 5, 6))
    return Tabella(f"{procedura.nome}: le fasi", _FASI, righe, gruppi=gruppi)


def _build_riga(fase: FaseVigente) -> tuple[Cella, ...]:
    citati: tuple[TermineVigente | FaseVigente, ...] = (*fase.minimi, *fase.massimi) or (fase,)
    return (
        fase.nome,
        fase.chi,
        _join(fase.minimi),
        "; ".join(map(_describe_massimo, fase.massimi)) or TRATTINO,
        TRATTINO if fase.tipo in ("evento", "precondizione") or not fase.stima else "/".join(map(str, fase.stima)),
        "; ".join(dict.fromkeys(c.fonte or "" for c in citati)) or TRATTINO,
        _describe_letto(*citati),
    )


def _describe_letto(*norme: DirittoVigente | FaseVigente | ParametroVigente | TermineVigente) -> Cella:
    """Dove si sono lette, una volta sola; se qualcuna è da verificare, che cosa manca."""
    dubbie = [norma for norma in norme if norma.verifica == DA_VERIFICARE]
    if dubbie:
        manca = format_elenco(list(dict.fromkeys(norma.manca for norma in dubbie if norma.manca)))
        return Voce(f"{DUBBIO}: manca {manca}" if manca else DUBBIO, Tono.ATTENZIONE)
    detti = dict.fromkeys(norma.letto or ("verificato" if norma.verifica else "") for norma in norme)
    return "; ".join(filter(None, detti)) or TRATTINO


def _join(termini: tuple[TermineVigente, ...]) -> Cella:
    """`35 giorni; 30 giorni (offerte elettroniche)`, o un trattino."""
    return "; ".join(map(_describe, termini)) or TRATTINO


def _describe_massimo(termine: TermineVigente) -> str:
    """`60 giorni da aggiudicazione`."""
    quanto = format_valore(termine.valore, termine.unita)
    da = f" da {termine.da.replace('_', ' ')}" if termine.da else ""
    return f"{quanto}{da}{_say_caso(termine)}"


def _describe(termine: TermineVigente) -> str:
    return f"{format_valore(termine.valore, termine.unita)}{_say_caso(termine)}"


def _say_caso(termine: TermineVigente) -> str:
    """Quando vale; vuoto se sempre."""
    caso = _CASI.get(termine.caso or "", "")
    return f" ({caso})" if caso else ""
