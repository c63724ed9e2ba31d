"""Il diritto in vigore un certo giorno, messo in fila: parametri, procedure, e che cosa cambia dopo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.periodo import UN_GIORNO
from ldq_planner.dates.testo import format_giorno
from ldq_planner.engine.ammissione import Appalto, admit, admit_opzione, is_prevista
from ldq_planner.engine.norme import get_fonte
from ldq_planner.model.cronoprogramma import Avviso
from ldq_planner.model.diritto import (
    Cambio,
    DirittoVigente,
    FaseVigente,
    ParametroVigente,
    ProceduraVigente,
    TermineVigente,
)
from ldq_planner.model.norme import DA_VERIFICARE, RICORSO, SOGLIA, SOTTO_SOGLIA
from ldq_planner.model.testo import format_valore
from ldq_planner.reports.avvisi_legge import warn_legge

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from ldq_planner.engine.norme import Diritto
    from ldq_planner.model.norme import Fase, OpzioneDiGara, Parametro, Procedura, Termine, Valore

REGIME = "regime"


def describe_diritto(diritto: Diritto, giorno: date, procedura: Procedura | None = None) -> DirittoVigente:
    """Il diritto per un bando pubblicato quel giorno; di una sola procedura, se la si dice.

    Errori: `InvalidRequestError` prima della prima legge conosciuta.
    """
    regime = diritto.find_regime(giorno)
    previste = tuple(p for p in diritto.norme.procedure.procedure if is_prevista(p, giorno))
    scelte = previste if procedura is None else (procedura,)
    nominati = None if procedura is None else _list_nominati(diritto, procedura)
    cambi = diritto.list_cambi_dopo(giorno)
    parametri = tuple(
        _describe_parametro(diritto, p, v, cambi)
        for p, v in diritto.list_parametri(giorno)
        if nominati is None or p.id in nominati
    )
    return DirittoVigente(
        alla=giorno,
        regime=regime.id,
        regime_nome=regime.nome,
        regime_dal=regime.dal.primo,
        regime_al=regime.al.primo if regime.al else None,
        criterio=regime.criterio,
        fonte=regime.fonte,
        verifica=regime.verifica,
        letto=regime.letto,
        manca=regime.manca,
        verificato_al=diritto.find_verificato(giorno),
        parametri=parametri,
        cambi=tuple(_find_cambi(diritto, cambi, nominati)),
        procedure=tuple(_describe_procedura(diritto, p, giorno) for p in scelte),
        opzioni=tuple(_describe_opzione(diritto, o, giorno) for o in _list_opzioni(diritto, procedura)),
        avvisi=tuple(_warn(diritto, parametri, giorno)),
    )


def _list_nominati(diritto: Diritto, procedura: Procedura) -> set[str]:
    """I parametri che le fasi e le condizioni della procedura e delle sue opzioni nominano."""
    modi = (procedura, *_list_opzioni(diritto, procedura))
    nominati = {
        *(p for modo in modi for p in modo.ammessa.parametri),
        *(p for fase in diritto.list_fasi(procedura, {RICORSO}) for p in fase.parametri),
    }
    is_a_soglia = SOGLIA in {procedura.ammessa.da, procedura.ammessa.sotto}
    soglie = {s.soglia for s in diritto.norme.soglie.servizi} if is_a_soglia else set()
    return nominati | soglie


# --- che cosa cambia -----------------------------------------------------------------------------------------------


def _describe_parametro(diritto: Diritto, parametro: Parametro, valore: Valore, cambi: list[date]) -> ParametroVigente:
    fine = next((c for c in cambi if diritto.find_valore(parametro.id, c) is not valore), None)
    return ParametroVigente(
        id=parametro.id,
        nome=parametro.nome,
        valore=valore.valore,
        unita=valore.unita,
        da=valore.da,
        dal=valore.dal.primo,
        al=fine - UN_GIORNO if fine else None,
        fonte=valore.fonte,
        verifica=valore.verifica,
        letto=valore.letto,
        manca=valore.manca,
        nota=valore.nota,
    )


def _find_cambi(diritto: Diritto, cambi: list[date], nominati: set[str] | None) -> Iterator[Cambio]:
    """Il prossimo regime, e di ogni parametro il prossimo valore; in ordine di giorno."""
    detti: set[str] = set()
    for cambio in cambi:
        prima, dopo = diritto.find_regime(cambio - UN_GIORNO), diritto.find_regime(cambio)
        if prima.id != dopo.id and REGIME not in detti:
            detti.add(REGIME)
            yield Cambio(cambio, REGIME, "Regime", prima.nome, dopo.nome, dopo.fonte)
        giorni = (cambio - UN_GIORNO, cambio)
        for id_, nome in {p.id: p.nome for giorno in giorni for p, _ in diritto.list_parametri(giorno)}.items():
            vecchio, nuovo = (diritto.find_valore(id_, giorno) for giorno in giorni)
            if id_ in detti or (nominati is not None and id_ not in nominati) or _dice(vecchio) == _dice(nuovo):
                continue
            detti.add(id_)
            yield Cambio(cambio, id_, nome, _say(vecchio), _say(nuovo), nuovo.fonte if nuovo else None)


def _say(valore: Valore | None) -> str | None:
    return None if valore is None else format_valore(valore.valore, valore.unita)


def _dice(valore: Valore | None) -> tuple[object, ...] | None:
    """Ciò che conta di un valore: se cambia solo l'articolo, per chi lo usa non cambia nulla."""
    return None if valore is None else (valore.valore, valore.unita, valore.da)


# --- le procedure --------------------------------------------------------------------------------------------------


def _describe_procedura(diritto: Diritto, procedura: Procedura, giorno: date) -> ProceduraVigente:
    fonte, verifica = get_fonte(diritto.find_articolo(giorno, procedura.id))
    return ProceduraVigente(
        id=procedura.id,
        nome=procedura.nome,
        quando=procedura.quando,
        fonte=fonte,
        verifica=verifica,
        condizioni=admit(diritto, procedura, Appalto(), giorno).condizioni,
        esclude=procedura.esclude,
        fasi=tuple(_describe_fase(diritto, procedura, f, giorno) for f in diritto.list_fasi(procedura)),
    )


def _list_opzioni(diritto: Diritto, procedura: Procedura | None) -> list[OpzioneDiGara]:
    """Le opzioni che la procedura consente; senza, tutte."""
    return [o for o in diritto.norme.procedure.opzioni if procedura is None or procedura.id in o.procedure]


def _describe_opzione(diritto: Diritto, opzione: OpzioneDiGara, giorno: date) -> ProceduraVigente:
    fonte, verifica = get_fonte(diritto.find_articolo(giorno, opzione.id))
    condizioni = admit_opzione(diritto, opzione, Appalto(), giorno)
    return ProceduraVigente(opzione.id, opzione.nome, opzione.quando, fonte, verifica, condizioni, opzione.esclude, ())


def _describe_fase(diritto: Diritto, procedura: Procedura, fase: Fase, giorno: date) -> FaseVigente:
    massimi = (*_list_termini(diritto, procedura, fase.massimi, giorno), *((None, p) for p in fase.entro))
    minimi = _list_termini(diritto, procedura, fase.minimi, giorno)
    articolo = diritto.find_articolo_di(giorno, procedura, fase, sotto_soglia=procedura.is_sotto_soglia)
    fonte, verifica = get_fonte(articolo)
    return FaseVigente(
        id=fase.id,
        nome=fase.nome,
        chi=fase.chi,
        tipo=fase.tipo,
        minimi=tuple(_describe_termini(diritto, minimi, giorno)),
        massimi=tuple(_describe_termini(diritto, massimi, giorno)),
        stima=fase.stima or (),
        fonte=fonte,
        verifica=verifica,
        letto=articolo.letto if articolo else None,
        manca=articolo.manca if articolo else None,
        nota=articolo.nota if articolo else None,
    )


def _list_termini(
    diritto: Diritto, procedura: Procedura, termini: tuple[Termine, ...], giorno: date
) -> tuple[tuple[str, str], ...]:
    """Caso e parametro: di una procedura che c'è solo sotto soglia, se la legge ha termini sotto soglia, solo quelli."""
    casi = [(t.caso, t.parametro) for t in termini]
    sotto = [c for c in casi if c[0] == SOTTO_SOGLIA and diritto.find_valore(c[1], giorno) is not None]
    return tuple(sotto if sotto and procedura.is_sotto_soglia else casi)


def _describe_termini(
    diritto: Diritto, parametri: Iterable[tuple[str | None, str]], giorno: date
) -> Iterator[TermineVigente]:
    """I termini che la legge di quel giorno dà, fra quelli che la fase nomina: caso e parametro."""
    for caso, parametro in parametri:
        valore = diritto.find_valore(parametro, giorno)
        if valore is not None:
            yield TermineVigente(
                parametro=parametro,
                caso=caso,
                valore=valore.valore,
                unita=valore.unita,
                da=valore.da,
                fonte=valore.fonte,
                verifica=valore.verifica,
                letto=valore.letto,
                manca=valore.manca,
            )


# --- ciò che chi legge deve sapere ---------------------------------------------------------------------------------


def _warn(diritto: Diritto, parametri: tuple[ParametroVigente, ...], giorno: date) -> Iterator[Avviso]:
    yield from warn_legge(diritto, giorno)
    soglie = diritto.norme.soglie.valido_fino_al.primo
    if giorno > soglie:
        yield Avviso("soglie-non-verificate", f"le soglie europee sono stabilite fino al {format_giorno(soglie)}")
    dubbi = sum(p.verifica == DA_VERIFICARE for p in parametri)
    if dubbi:
        quanti = "un parametro è da verificare" if dubbi == 1 else f"{dubbi} parametri sono da verificare"
        yield Avviso("parametri-da-verificare", f"{quanti}: accanto, che cosa manca")
    for questione in (*diritto.list_questioni(giorno), *diritto.norme.festivi.questioni):
        yield Avviso("questione-aperta", questione.testo)
