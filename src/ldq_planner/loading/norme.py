"""Il diritto, dai file di `regimi/` alle norme: ogni problema insieme, al suo posto nei file."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ldq_planner.dates.periodo import UN_GIORNO
from ldq_planner.dates.testo import format_giorno, format_periodo
from ldq_planner.errors import Finding, InvalidDataError, Posizione, Severita
from ldq_planner.loading.conversione import convert
from ldq_planner.loading.documento import Documento, read_documento
from ldq_planner.loading.problema import FILE_INTERO, Problema
from ldq_planner.model.base import Modello
from ldq_planner.model.norme import FileFestivi, FilePonti, FileProcedure, FileSoglie, Norme, Regime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.loading.messaggi import Percorso
    from ldq_planner.model.norme import Fase, Parametro

SOGLIE_DI_LEGGE, FESTIVI, PROCEDURE, PONTI = "soglie.yaml", "festivi.yaml", "procedure.yaml", "ponti.yaml"
_COMUNI = (SOGLIE_DI_LEGGE, FESTIVI, PROCEDURE, PONTI)
_IGNOTO, _BUCO = "riferimento-sconosciuto", "regimi-con-un-buco"
M = TypeVar("M", bound=Modello)


class _RegimeLetto(NamedTuple):
    """Un regime e il documento da cui viene."""

    documento: Documento
    regime: Regime


def find_regimi_del_pacchetto() -> Path:
    """La cartella delle norme che viaggia con il programma."""
    return Path(__file__).resolve().parent.parent / "regimi"


def load_norme(cartella: str | Path | None = None) -> Norme:
    """Le norme di una cartella, o quelle del programma: ogni file `.yaml` che non è uno dei quattro comuni è un regime.

    Errori: `InvalidDataError` con tutte le segnalazioni: file che mancano, valori senza articolo, regimi con un buco o
    una sovrapposizione, riferimenti a parametri o fasi che non ci sono.
    """
    cartella = find_regimi_del_pacchetto() if cartella is None else Path(cartella)
    segnalazioni: list[Finding] = []

    def read(nome: str, modello: type[M]) -> tuple[Documento, M]:
        documento = read_documento(cartella / nome, str(cartella / nome))
        valore, findings = convert(documento, modello)
        segnalazioni.extend(findings)
        return documento, valore

    regimi = [_RegimeLetto(*read(p.name, Regime)) for p in sorted(cartella.glob("*.yaml")) if p.name not in _COMUNI]
    soglie_doc, soglie = read(SOGLIE_DI_LEGGE, FileSoglie)
    _, festivi = read(FESTIVI, FileFestivi)
    procedure_doc, procedure = read(PROCEDURE, FileProcedure)
    ponti_doc, ponti = read(PONTI, FilePonti)
    if not segnalazioni:
        regimi.sort(key=lambda letto: letto.regime.dal.primo)
        norme = Norme(tuple(x.regime for x in regimi), soglie, festivi, procedure, ponti)
        segnalazioni += _check_regimi(cartella, regimi)
        segnalazioni += _check_valori(soglie_doc, soglie.parametri)
        segnalazioni += _check_valori(ponti_doc, ponti.parametri)
        segnalazioni += _check_procedure(norme, procedure_doc)
        segnalazioni += _check_strumenti(norme, ponti_doc)
        for documento, regime in regimi:
            segnalazioni += _check_eventi(norme, documento, regime.parametri)
    if segnalazioni:
        raise InvalidDataError(tuple(segnalazioni))
    return norme


def _refuse(documento: Documento, percorso: Percorso, codice: str, messaggio: str, rimedio: str) -> Finding:
    return Finding(codice, Severita.ERRORE, messaggio, rimedio, posizione=documento.find_posizione(percorso))


def _check_regimi(cartella: Path, regimi: list[_RegimeLetto]) -> Iterator[Finding]:
    """I regimi si susseguono giorno per giorno, ed ereditano solo da regimi che li precedono."""
    if not regimi:
        problema = Problema(FILE_INTERO, "regime-mancante", "non c'è nessun regime", "aggiungere un file per regime")
        yield problema.report(Posizione(str(cartella)))
        return
    visti: set[str] = set()
    for documento, regime in regimi:
        if regime.id in visti:
            yield _refuse(documento, ("id",), "id-doppio", f"il regime «{regime.id}» c'è già", "dargli un altro id")
        if regime.come is not None and regime.come not in visti:
            messaggio = f"nessun regime precedente si chiama «{regime.come}»"
            rimedio = f"scrivere uno fra: {', '.join(sorted(visti)) or 'nessuno, è il primo'}"
            yield _refuse(documento, ("come",), _IGNOTO, messaggio, rimedio)
        visti.add(regime.id)
        yield from _check_valori(documento, regime.parametri)
    for prima, dopo in pairwise(regimi):
        yield from _check_confine(prima, dopo)
    documento, ultimo = regimi[-1]
    if ultimo.al is not None:
        messaggio = f"dopo il {format_giorno(ultimo.al.primo)} nessuna legge vale"
        yield _refuse(documento, ("al",), _BUCO, messaggio, "togliere «al», o aggiungere il regime che segue")


def _check_confine(prima: _RegimeLetto, dopo: _RegimeLetto) -> Iterator[Finding]:
    inizio, al = dopo.regime.dal.primo, prima.regime.al
    nomi = f"«{prima.regime.id}» e «{dopo.regime.id}»"
    if al is None or al.primo >= inizio:
        fine = "non finisce" if al is None else f"finisce il {format_giorno(al.primo)}"
        messaggio = f"i regimi {nomi} si sovrappongono: il primo {fine}, il secondo comincia il {format_giorno(inizio)}"
        rimedio = f"in «{prima.regime.id}» scrivere al: {inizio - UN_GIORNO}"
        yield _refuse(dopo.documento, ("dal",), "regimi-sovrapposti", messaggio, rimedio)
    elif (giusto := al.primo + UN_GIORNO) < inizio:
        messaggio = f"fra i regimi {nomi} c'è un buco {format_periodo(giusto, inizio - UN_GIORNO)}"
        yield _refuse(dopo.documento, ("dal",), _BUCO, messaggio, f"scrivere dal: {giusto}")


def _check_valori(documento: Documento, parametri: tuple[Parametro, ...]) -> Iterator[Finding]:
    """I valori di un parametro stanno in ordine di data."""
    for i, parametro in enumerate(parametri):
        for j, (prima, dopo) in enumerate(pairwise(parametro.valori), 1):
            if dopo.dal.primo <= prima.dal.primo or (prima.al is not None and prima.al.primo >= dopo.dal.primo):
                percorso = ("parametri", i, "valori", j, "dal")
                messaggio = f"i valori di «{parametro.id}» non sono in ordine di data"
                rimedio = "metterli dal più vecchio, senza sovrapposizioni"
                yield _refuse(documento, percorso, "valori-fuori-ordine", messaggio, rimedio)


# ——— ciò che una norma nomina


def _list_parametri(norme: Norme) -> set[str]:
    noti = {p.id for r in norme.regimi for p in r.parametri}
    return noti | {p.id for p in (*norme.soglie.parametri, *norme.ponti.parametri)}


def _check_procedure(norme: Norme, documento: Documento) -> Iterator[Finding]:
    """Fasi e procedure nominano solo ciò che c'è."""
    noti = _list_parametri(norme)
    comuni = {f.id for f in norme.procedure.fasi}
    for i, fase in enumerate(norme.procedure.fasi):
        yield from _check_fase(fase, noti, documento, ("fasi", i))
    for i, procedura in enumerate(norme.procedure.procedure):
        qui = ("procedure", i)
        for campo, parametro in (("da", procedura.ammessa.da), ("sotto", procedura.ammessa.sotto)):
            if parametro is not None and parametro not in noti:
                yield _refuse_parametro(
                    documento, (*qui, "ammessa", campo), f"la procedura «{procedura.id}»", parametro
                )
        for j, fase in enumerate(procedura.proprie):
            yield from _check_fase(fase, noti, documento, (*qui, "proprie", j))
        proprie = {f.id for f in procedura.proprie}
        for j, id_ in enumerate(procedura.fasi):
            if id_ not in comuni | proprie:
                yield _refuse_fase(documento, (*qui, "fasi", j), id_)


def _check_fase(fase: Fase, noti: set[str], documento: Documento, percorso: Percorso) -> Iterator[Finding]:
    for parametro in (*(m.parametro for m in fase.minimi), fase.massimo, *fase.entro):
        if parametro is not None and parametro not in noti:
            yield _refuse_parametro(documento, percorso, f"la fase «{fase.id}»", parametro)


def _check_strumenti(norme: Norme, documento: Documento) -> Iterator[Finding]:
    """Gli strumenti ponte nominano solo parametri che ci sono."""
    noti = _list_parametri(norme)
    for i, strumento in enumerate(norme.ponti.strumenti):
        if strumento.massimo is not None and strumento.massimo not in noti:
            chi = f"lo strumento «{strumento.id}»"
            yield _refuse_parametro(documento, ("strumenti", i, "massimo"), chi, strumento.massimo)


def _check_eventi(norme: Norme, documento: Documento, parametri: tuple[Parametro, ...]) -> Iterator[Finding]:
    """Un termine corre da una fase che c'è: altrimenti non varrebbe, in silenzio."""
    fasi = {f.id for f in (*norme.procedure.fasi, *(f for p in norme.procedure.procedure for f in p.proprie))}
    for i, parametro in enumerate(parametri):
        for j, valore in enumerate(parametro.valori):
            if valore.da is not None and valore.da not in fasi:
                yield _refuse_fase(documento, ("parametri", i, "valori", j, "da"), valore.da)


def _refuse_parametro(documento: Documento, percorso: Percorso, chi: str, parametro: str) -> Finding:
    messaggio = f"{chi} nomina il parametro «{parametro}», che nessun regime ha"
    return _refuse(documento, percorso, _IGNOTO, messaggio, "correggere l'id del parametro")


def _refuse_fase(documento: Documento, percorso: Percorso, id_: str) -> Finding:
    return _refuse(documento, percorso, _IGNOTO, f"nessuna fase si chiama «{id_}»", "correggere l'id")
