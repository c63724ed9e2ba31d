"""Una gara in una o due frasi: da quando va preparata, quando il servizio comincia; e quali procedure fanno in tempo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_giorno
from ldq_planner.engine.cronoprogramma import INVIO
from ldq_planner.model.ponte import Riuscita
from ldq_planner.model.testo import format_distanza, format_elenco, format_giorni
from ldq_planner.reports.fasi_brevi import list_essenziali, shorten_fase
from ldq_planner.reports.report import Nota, Tono

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ldq_planner.model.cronoprogramma import EsitoGara
    from ldq_planner.model.procedure import ProceduraAConfronto

_NOMINATE = 3
_TEMPI = {"minimo": "ai tempi minimi", "probabile": "ai tempi probabili", "massimo": "ai tempi massimi"}


def say_gara(esito: EsitoGara, oggi: date) -> Nota:
    """Ciò che un funzionario risponderebbe: entro quando cominciare, o quando il servizio può cominciare."""
    prima, giorno = shorten_fase(list_essenziali(esito.fasi)[0].nome), format_giorno(esito.inizio_preparazione)
    distanza = format_distanza(esito.margine_giorni)
    al = f"; finisce il {format_giorno(esito.servizio_al)}" if esito.servizio_al else ""
    if esito.servizio_dal is None:
        avvio = (
            f"{format_giorno(esito.avvio)}, {format_distanza((esito.avvio - oggi).days)}, {_TEMPI[esito.profilo]}{al}"
        )
        return Nota(
            f"Il servizio può cominciare il {avvio}. La prima fase, «{prima}», comincia il {giorno}, {distanza}."
        )
    quando = f"Per cominciare il servizio il {format_giorno(esito.servizio_dal)}"
    if esito.margine_giorni >= 0:
        invio = f"«{next(f.nome for f in esito.fasi if f.id == INVIO)}» {describe_invio(esito)}"
        frase = f"{quando} la prima fase, «{prima}», va cominciata entro il {giorno}, {distanza}; {invio}{al}."
        return Nota(frase, Tono.BENE)
    frase = f"{quando} è tardi: la prima fase, «{prima}», andava cominciata entro il {giorno}, {distanza}."
    if esito.primo_avvio_possibile is not None:
        dopo = f", {format_giorni(esito.ritardo_giorni)} dopo" if esito.ritardo_giorni else ""
        frase += f" Se la preparazione comincia oggi, comincia il {format_giorno(esito.primo_avvio_possibile)}{dopo}."
    return Nota(frase, Tono.ALLARME)


def describe_invio(esito: EsitoGara) -> str:
    """Entro quando parte il bando, e se c'è un giorno prima del quale non conviene."""
    entro = f"entro il {format_giorno(esito.invio)}"
    non_prima = esito.invio_non_prima_del
    if non_prima == esito.invio:
        return f"il {format_giorno(non_prima)}, né prima né dopo"
    return entro if non_prima is None else f"non prima del {format_giorno(non_prima)}, {entro}"


def say_procedure(procedure: Sequence[ProceduraAConfronto], *, indietro: bool) -> Nota:
    """Con quale procedura si fa in tempo ai tempi probabili, o si comincia prima: se è ammessa, o se è da verificare."""
    ammesse, dubbie = (
        [p for p in procedure if p.esito is esito and p.tempi] for esito in (Riuscita.POSSIBILE, Riuscita.DA_VERIFICARE)
    )
    dire = _say_in_tempo if indietro else _say_prima
    frasi = [
        f"Fra le procedure ammesse {dire(ammesse)}." if ammesse else "Nessuna procedura è ammessa senza verifiche."
    ]
    frasi += [f"Fra quelle da verificare {dire(dubbie)}."] if dubbie else []
    return Nota(" ".join(frasi))


def _say_in_tempo(procedure: Sequence[ProceduraAConfronto]) -> str:
    margini = {p.nome: p.tempi[1].margine_giorni for p in procedure}
    in_tempo = [nome for nome, giorni in margini.items() if giorni >= 0]
    if in_tempo:
        altre = f" e altre {len(in_tempo) - _NOMINATE}" if len(in_tempo) > _NOMINATE else ""
        nomi = ", ".join(in_tempo[:_NOMINATE]) if altre else format_elenco(in_tempo)
        return f"{'fa' if len(in_tempo) == 1 else 'fanno'} in tempo: {nomi}{altre}"
    nome, giorni = max(margini.items(), key=lambda coppia: coppia[1])
    return f"nessuna fa in tempo; la meno tarda è «{nome}», in ritardo di {format_giorni(-giorni)}"


def _say_prima(procedure: Sequence[ProceduraAConfronto]) -> str:
    prima = min(procedure, key=lambda p: p.tempi[1].avvio)
    return f"la prima è «{prima.nome}»: il servizio comincia il {format_giorno(prima.tempi[1].avvio)}"
