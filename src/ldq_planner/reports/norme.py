"""`ldq norme`: la legge che vale un certo giorno, e che cosa cambia dopo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_giorno, format_periodo
from ldq_planner.model.norme import DA_VERIFICARE
from ldq_planner.reports.diritto_vigente import format_valore
from ldq_planner.reports.fonti import DUBBIO, cite_articolo
from ldq_planner.reports.report import TRATTINO, Blocco, Nota, Report, Scheda, Suggerimento, Tabella, Tono, Voce

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ldq_planner.model.diritto import Cambio, DirittoVigente, FaseVigente, ProceduraVigente, TermineVigente
    from ldq_planner.reports.report import Cella

_VERIFICHE: dict[str | None, Cella] = {
    None: TRATTINO,
    "V": "verificato",
    DA_VERIFICARE: Voce(DUBBIO, Tono.ATTENZIONE),
}
_PARAMETRI = ("Parametro", "Valore", "Vale dal", "Fino al", "Articolo", "Verifica", "Id")
_FASI = ("Fase", "Chi", "Minimo di legge", "Termine massimo", "Stima in giorni", "Articolo", "Verifica")
_CASI = {
    "ordinaria": "",
    "elettronica": "offerte elettroniche",
    "urgenza": "urgenza",
    "preinformazione": "preinformazione",
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
    yield Scheda("", tuple(_build_voci(vigente)))
    if fasi:
        yield _build_fasi(vigente.procedure[0])
    righe = tuple(
        (
            p.nome,
            format_valore(p.valore, p.unita),
            p.dal,
            p.al or TRATTINO,
            p.fonte,
            _VERIFICHE[p.verifica],
            p.id,
        )
        for p in vigente.parametri
    )
    gruppi = ((0, 1, 2, 3, 5), (0, 4, 6))
    yield Tabella("Parametri", _PARAMETRI, righe, vuota="La legge non ne dà nessuno.", gruppi=gruppi)
    yield _build_cambi(vigente.cambi)
    if not fasi:
        yield _build_procedure(vigente.procedure)
        yield Suggerimento(
            f"Le fasi di una procedura: ldq norme --alla {vigente.alla} --procedura {vigente.procedure[0].id}"
        )
    for avviso in vigente.avvisi:
        yield Nota(f"! {avviso.messaggio}", Tono.ATTENZIONE)


def _build_voci(vigente: DirittoVigente) -> Iterator[tuple[str, Cella]]:
    yield "Regime", f"{vigente.regime_nome} ({vigente.regime})"
    yield "Bandi pubblicati", format_periodo(vigente.regime_dal, vigente.regime_al)
    yield "Che cosa decide", vigente.criterio
    yield "Articolo", cite_articolo(vigente.fonte, vigente.verifica)
    yield "Legge verificata al", vigente.verificato_al


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
    righe = tuple((p.id, p.nome, p.quando, cite_articolo(p.fonte, p.verifica)) for p in procedure)
    return Tabella("Procedure", ("Id", "Procedura", "Quando", "Articolo"), righe)


def _build_fasi(procedura: ProceduraVigente) -> Tabella:
    righe = tuple(_build_riga(f) for f in procedura.fasi)
    gruppi = ((0, 1, 4), (0, 2, 3, 5, 6))
    return Tabella(f"{procedura.nome}: le fasi", _FASI, righe, gruppi=gruppi)


def _build_riga(fase: FaseVigente) -> tuple[Cella, ...]:
    citati: tuple[TermineVigente | FaseVigente, ...] = (*fase.minimi, *fase.massimi) or (fase,)
    verifiche = {c.verifica for c in citati}
    return (
        fase.nome,
        fase.chi,
        _join(fase.minimi),
        "; ".join(map(_describe_massimo, fase.massimi)) or TRATTINO,
        TRATTINO if fase.tipo in ("evento", "precondizione") or not fase.stima else "/".join(map(str, fase.stima)),
        "; ".join(dict.fromkeys(c.fonte or "" for c in citati)) or TRATTINO,
        _VERIFICHE[DA_VERIFICARE if DA_VERIFICARE in verifiche else verifiche.pop()],
    )


def _join(termini: tuple[TermineVigente, ...]) -> Cella:
    """`35 giorni; 30 giorni (offerte elettroniche)`, o un trattino."""
    return "; ".join(map(_describe, termini)) or TRATTINO


def _describe_massimo(termine: TermineVigente) -> str:
    """`60 giorni da aggiudicazione`."""
    da = f" da {termine.da.replace('_', ' ')}" if termine.da else ""
    return f"{format_valore(termine.valore, termine.unita)}{da}"


def _describe(termine: TermineVigente) -> str:
    quanto = format_valore(termine.valore, termine.unita)
    caso = _CASI.get(termine.caso or "", "")
    return f"{quanto} ({caso})" if caso else quanto
