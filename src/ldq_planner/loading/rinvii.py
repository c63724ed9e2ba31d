"""I rinvii fra i file del diritto: ciò che si nomina c'è, e un parametro che nessuno nomina non è legge di nessuno."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.errors import Finding, Severita
from ldq_planner.model.norme import ESECUZIONE_ANTICIPATA, SOTTO_SOGLIA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.loading.documento import Documento
    from ldq_planner.loading.messaggi import Percorso
    from ldq_planner.model.norme import Ammissione, Fase, ModoDiGara, Norme, Parametro, Regime

IGNOTO = "riferimento-sconosciuto"


class RegimeLetto(NamedTuple):
    """Un regime e il documento da cui viene."""

    documento: Documento
    regime: Regime


class Documenti(NamedTuple):
    """I documenti del diritto che possono nominare, o essere nominati."""

    regimi: tuple[RegimeLetto, ...]
    soglie: Documento
    procedure: Documento
    ponti: Documento


def check_rinvii(norme: Norme, documenti: Documenti) -> Iterator[Finding]:
    """Una segnalazione per ogni nome che non c'è; se ci sono tutti, una per ogni parametro che nessuno legge."""
    sconosciuti = tuple(_check_nomi(norme, documenti))
    yield from sconosciuti or _check_letti(norme, documenti)


def refuse(documento: Documento, percorso: Percorso, codice: str, messaggio: str, rimedio: str) -> Finding:
    """Un errore in un punto di un file del diritto."""
    return Finding(codice, Severita.ERRORE, messaggio, rimedio, posizione=documento.find_posizione(percorso))


# --- ciò che si nomina c'è -----------------------------------------------------------------------------------------


def _check_nomi(norme: Norme, documenti: Documenti) -> Iterator[Finding]:
    noti = {p.id for r in norme.regimi for p in r.parametri}
    noti |= {p.id for p in (*norme.soglie.parametri, *norme.ponti.parametri)}
    yield from _check_procedure(norme, noti, documenti.procedure)
    yield from _check_opzioni(norme, noti, documenti.procedure)
    yield from _check_strumenti(norme, noti, documenti)
    for documento, regime in documenti.regimi:
        yield from _check_eventi(norme, documento, regime.parametri)
        yield from _check_articoli(norme, documento, regime)


def _check_procedure(norme: Norme, noti: set[str], documento: Documento) -> Iterator[Finding]:
    """Fasi e procedure nominano solo ciò che c'è."""
    comuni = {f.id for f in norme.procedure.fasi}
    for i, fase in enumerate(norme.procedure.fasi):
        yield from _check_fase(fase, noti, documento, ("fasi", i))
    for i, procedura in enumerate(norme.procedure.procedure):
        chi = f"la procedura «{procedura.id}»"
        yield from _check_ammessa(norme, noti, documento, (("procedure", i, "ammessa"), chi, procedura.ammessa))
        for j, fase in enumerate(procedura.proprie):
            yield from _check_fase(fase, noti, documento, ("procedure", i, "proprie", j))
        prime = norme.procedure.procedure[:i]
        if procedura.come is not None and procedura.come not in {p.id for p in prime}:
            messaggio = f"nessuna procedura scritta prima si chiama «{procedura.come}»"
            yield refuse(documento, ("procedure", i, "come"), IGNOTO, messaggio, "correggere l'id, o metterla prima")
            continue
        proprie = set(norme.procedure.gather_proprie(procedura))
        for j, id_ in enumerate(procedura.fasi):
            if id_ not in comuni | proprie:
                yield _refuse_fase(documento, ("procedure", i, "fasi", j), id_)


def _check_opzioni(norme: Norme, noti: set[str], documento: Documento) -> Iterator[Finding]:
    """Le opzioni di gara nominano solo procedure, parametri e servizi che ci sono."""
    procedure = {p.id for p in norme.procedure.procedure}
    for i, opzione in enumerate(norme.procedure.opzioni):
        chi = f"l'opzione «{opzione.id}»"
        yield from _check_ammessa(norme, noti, documento, (("opzioni", i, "ammessa"), chi, opzione.ammessa))
        for j, id_ in enumerate(opzione.procedure):
            if id_ not in procedure:
                messaggio = f"nessuna procedura si chiama «{id_}»"
                yield refuse(documento, ("opzioni", i, "procedure", j), IGNOTO, messaggio, "correggere l'id")


def _check_ammessa(
    norme: Norme, noti: set[str], documento: Documento, chi: tuple[Percorso, str, Ammissione]
) -> Iterator[Finding]:
    """Le condizioni di una procedura o di un'opzione nominano solo parametri e servizi che ci sono."""
    percorso, nome, ammissione = chi
    for parametro in ammissione.parametri:
        if parametro not in noti:
            yield _refuse_parametro(documento, percorso, nome, parametro)
    for servizio in ammissione.servizi:
        if servizio not in {s.id for s in norme.soglie.servizi}:
            messaggio = f"{nome} nomina il servizio «{servizio}», che non c'è"
            yield refuse(documento, percorso, IGNOTO, messaggio, "correggere l'id del servizio")


def _check_fase(fase: Fase, noti: set[str], documento: Documento, percorso: Percorso) -> Iterator[Finding]:
    for parametro in fase.parametri:
        if parametro not in noti:
            yield _refuse_parametro(documento, percorso, f"la fase «{fase.id}»", parametro)


def _check_strumenti(norme: Norme, noti: set[str], documenti: Documenti) -> Iterator[Finding]:
    """Gli strumenti ponte e i generi di servizi nominano solo parametri che ci sono."""
    for i, strumento in enumerate(norme.ponti.strumenti):
        if strumento.massimo is not None and strumento.massimo not in noti:
            chi = f"lo strumento «{strumento.id}»"
            yield _refuse_parametro(documenti.ponti, ("strumenti", i, "massimo"), chi, strumento.massimo)
    for i, servizio in enumerate(norme.soglie.servizi):
        if servizio.soglia not in noti:
            chi = f"il servizio «{servizio.id}»"
            yield _refuse_parametro(documenti.soglie, ("servizi", i, "soglia"), chi, servizio.soglia)


def _check_eventi(norme: Norme, documento: Documento, parametri: tuple[Parametro, ...]) -> Iterator[Finding]:
    """Un termine corre da una fase che c'è: altrimenti non varrebbe, in silenzio."""
    fasi = {f.id for f in _list_fasi(norme)}
    for i, parametro in enumerate(parametri):
        for j, valore in enumerate(parametro.valori):
            if valore.da is not None and valore.da not in fasi:
                yield _refuse_fase(documento, ("parametri", i, "valori", j, "da"), valore.da)


def _check_articoli(norme: Norme, documento: Documento, regime: Regime) -> Iterator[Finding]:
    """Un articolo e una questione parlano di fasi, procedure o strumenti che ci sono: altrimenti nessuno li direbbe."""
    noti = {SOTTO_SOGLIA, ESECUZIONE_ANTICIPATA} | {f.id for f in _list_fasi(norme)}
    noti |= {modo.id for modo in _list_modi(norme)}
    noti |= {s.id for s in norme.ponti.strumenti}
    nominati: list[tuple[str, Percorso]] = [
        *((a.id, ("articoli", i, "id")) for i, a in enumerate(regime.articoli)),
        *((id_, ("questioni", i, "fasi")) for i, q in enumerate(regime.questioni) for id_ in q.fasi),
    ]
    for id_, percorso in nominati:
        if not noti.issuperset(id_.split("/")):
            messaggio = f"nessuna fase, procedura o strumento si chiama «{id_}»"
            yield refuse(documento, percorso, IGNOTO, messaggio, "correggere l'id")


def _list_fasi(norme: Norme) -> list[Fase]:
    """Le fasi comuni e quelle proprie di ogni procedura."""
    return [*norme.procedure.fasi, *(f for p in norme.procedure.procedure for f in p.proprie)]


def _list_modi(norme: Norme) -> list[ModoDiGara]:
    """Le procedure e le loro opzioni."""
    return [*norme.procedure.procedure, *norme.procedure.opzioni]


def _refuse_parametro(documento: Documento, percorso: Percorso, chi: str, parametro: str) -> Finding:
    messaggio = f"{chi} nomina il parametro «{parametro}», che nessun regime ha"
    return refuse(documento, percorso, IGNOTO, messaggio, "correggere l'id del parametro")


def _refuse_fase(documento: Documento, percorso: Percorso, id_: str) -> Finding:
    return refuse(documento, percorso, IGNOTO, f"nessuna fase si chiama «{id_}»", "correggere l'id")


# --- ciò che c'è è nominato ----------------------------------------------------------------------------------------


def _list_letti(norme: Norme) -> set[str]:
    """I parametri che una fase, una procedura, uno strumento o un genere di servizi nomina."""
    letti = {p for fase in _list_fasi(norme) for p in fase.parametri}
    letti |= {p for modo in _list_modi(norme) for p in modo.ammessa.parametri}
    letti |= {s.massimo for s in norme.ponti.strumenti if s.massimo is not None}
    return letti | {s.soglia for s in norme.soglie.servizi}


def _check_letti(norme: Norme, documenti: Documenti) -> Iterator[Finding]:
    """Un parametro che nessuno legge è una norma che non si applica, o un id scritto male; un'aliquota si legge sempre."""
    letti = _list_letti(norme)
    scritti = [(documento, regime.parametri) for documento, regime in documenti.regimi]
    scritti += [(documenti.soglie, norme.soglie.parametri), (documenti.ponti, norme.ponti.parametri)]
    for documento, parametri in scritti:
        for i, parametro in enumerate(parametri):
            if parametro.id not in letti and parametro.valori[0].unita != "percento":
                yield refuse(
                    documento,
                    ("parametri", i, "id"),
                    "parametro-mai-letto",
                    f"nessuna fase, procedura o strumento legge il parametro «{parametro.id}»: non cambia nessuna risposta",
                    "correggere l'id, nominarlo in procedure.yaml o in ponti.yaml, o toglierlo",
                )
