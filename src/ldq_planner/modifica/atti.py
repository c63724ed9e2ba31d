"""Gli atti su un contratto: dal contratto e da ciò che si decide, ai campi che cambiano; o perché non si può.

Ciò che la legge o il contratto non prevedono si rifiuta, salvo una forzatura con il suo motivo, che resta scritta.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ldq_planner.dates.incerta import exactly
from ldq_planner.dates.mesi import count_mesi
from ldq_planner.dates.periodo import UN_GIORNO
from ldq_planner.dates.testo import format_data, format_giorno
from ldq_planner.engine.scadenze import compute_effettiva, extend, follow
from ldq_planner.errors import InvalidRequestError
from ldq_planner.model.contratto import Opzione
from ldq_planner.model.testo import format_elenco, format_giorni
from ldq_planner.modifica.decisioni import NOMI, PROROGHE, Atto, Cambiamento
from ldq_planner.modifica.esame import NON_PREVISTO, Obiezioni, examine, make_rifiuto

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.engine.norme import Diritto
    from ldq_planner.model.contratto import Contratto
    from ldq_planner.modifica.decisioni import Decisione


def extend_contratto(contratto: Contratto, decisione: Decisione, diritto: Diritto) -> Atto:
    """Il contratto rinnovato o prorogato: l'opzione aperta diventa esercitata; una proroga non prevista si aggiunge.

    Errori: `InvalidRequestError` se non si può e non si forza, o se non si capisce di quale opzione si parla.
    """
    _check_forza(decisione)
    posto = _find_opzione(contratto, decisione)
    aperta = None if posto is None else contratto.opzioni[posto]
    if aperta is None and decisione.tipo == "rinnovo" and not decisione.forza:
        raise make_rifiuto(contratto, decisione, aperta, Obiezioni((NON_PREVISTO,), ()), diritto)
    fine = compute_effettiva(contratto)
    opzione = _decide(contratto, decisione, aperta)
    nuova = _compute_fine(contratto, posto, opzione)
    _check_dopo(contratto, decisione, fine, nuova)
    obiezioni = examine(contratto, decisione, aperta, nuova, diritto)
    if obiezioni.rifiuti and not decisione.forza:
        raise make_rifiuto(contratto, decisione, aperta, obiezioni, diritto)
    opzione = _annotate(opzione, decisione, obiezioni)
    cambiamenti = _list_cambiamenti(posto, aperta, opzione)
    if contratto.scadenza_effettiva is not None:
        cambiamenti += (Cambiamento(("scadenza_effettiva",), nuova),)
    fatto = NOMI[decisione.tipo][2]
    frase = f"«{contratto.titolo}» {fatto} dal {format_data(follow(fine))} al {format_data(nuova)}"
    return Atto(frase, cambiamenti, (*obiezioni.avvertenze, *(f"forzato: {r}" for r in obiezioni.rifiuti)), nuova)


def close_contratto(contratto: Contratto, il: date, oggi: date, motivo: str = "") -> Atto:
    """Il contratto che finisce prima del previsto, e perché. Estremi: `il` è l'ultimo giorno in vigore, compreso.

    Errori: `InvalidRequestError` se quel giorno non sta fra l'inizio e la scadenza.
    """
    fine = compute_effettiva(contratto)
    if il < contratto.inizio.primo:
        raise InvalidRequestError(
            f"«{contratto.id}» comincia il {format_data(contratto.inizio)}: non può finire il {format_giorno(il)}",
            "indicare un giorno dopo l'inizio",
        )
    if il >= fine.ultimo:
        raise InvalidRequestError(
            f"«{contratto.id}» finisce già il {format_data(fine)}: chiuderlo il {format_giorno(il)} non lo accorcia",
            f"indicare un giorno prima; per allungarlo: ldq proroga {contratto.id} --fino-al GIORNO",
        )
    chiusura = motivo.strip() or f"registrata il {format_giorno(oggi)}"
    cambiamenti = (Cambiamento(("scadenza_effettiva",), exactly(il)), Cambiamento(("chiusura",), chiusura))
    aperte = [o.tipo for o in contratto.opzioni if o.stato == "aperta"]
    resta = f"restano aperte le opzioni ({format_elenco(aperte)}): se non si useranno, dirle non-esercitata"
    frase = f"«{contratto.titolo}» chiuso il {format_giorno(il)}, {_say_anticipo(il, fine)}"
    return Atto(frase, cambiamenti, (resta,) if aperte else (), exactly(il))


# ——— se si può


def _check_forza(decisione: Decisione) -> None:
    if decisione.forza and not decisione.motivo.strip():
        raise InvalidRequestError("--forza vuole un motivo, che resta scritto nei dati", 'aggiungere --motivo "…"')


def _find_opzione(contratto: Contratto, decisione: Decisione) -> int | None:
    """Il posto dell'opzione di cui si parla; `None` se il contratto non ne ha di aperte di quel tipo.

    Errori: `InvalidRequestError` se ce n'è più d'una, o se quella detta non si può esercitare.
    """
    tipo = decisione.tipo
    tipi = PROROGHE if tipo == "proroga" else (tipo,)
    aperte = [i for i, o in enumerate(contratto.opzioni) if o.tipo in tipi and o.stato == "aperta"]
    elenco = "; ".join(f"--opzione {i + 1}: {_say_opzione(contratto.opzioni[i])}" for i in aperte)
    if decisione.posto is not None:
        if decisione.posto - 1 in aperte:
            return decisione.posto - 1
        raise InvalidRequestError(
            f"l'opzione {decisione.posto} di «{contratto.id}» non è {NOMI[tipo][0]} ancora da decidere",
            elenco or "togliere --opzione",
        )
    if len(aperte) > 1:
        raise InvalidRequestError(f"«{contratto.id}» ha {len(aperte)} opzioni aperte di tipo {tipo}", elenco)
    return aperte[0] if aperte else None


def _say_opzione(opzione: Opzione) -> str:
    durata = f"{opzione.durata_mesi} mesi" if opzione.durata_mesi else "senza durata"
    return f"fino al {format_data(opzione.scadenza)}" if opzione.scadenza else durata


def _check_dopo(contratto: Contratto, decisione: Decisione, fine: DataIncerta, nuova: DataIncerta) -> None:
    """La fine nuova viene dopo quella di oggi: nessuna forzatura può dire il contrario."""
    if fine.is_nota and nuova.ultimo <= fine.primo:
        raise InvalidRequestError(
            f"«{contratto.id}» finisce già il {format_data(fine)}: fino al {format_data(nuova)} non lo allunga",
            f"indicare un giorno dopo; per accorciarlo: ldq chiudi {contratto.id} --il {decisione.fino_al or 'GIORNO'}",
        )


# ——— che cosa cambia


def _decide(contratto: Contratto, decisione: Decisione, aperta: Opzione | None) -> Opzione:
    """L'opzione esercitata, con la fine che si è decisa o quella che era prevista.

    Errori: `InvalidRequestError` se la fine non la dice nessuno.
    """
    fine = compute_effettiva(contratto)
    tipo = "proroga-tecnica" if decisione.tipo == "proroga" else decisione.tipo
    base = {"tipo": tipo, "fonte": "-"} if aperta is None else aperta.model_dump(exclude_none=True)
    campi: dict[str, Any] = {**base, "stato": "esercitata"}
    if decisione.importo_eur is not None:
        campi["importo_eur"] = decisione.importo_eur
    if decisione.fino_al is not None:
        campi["scadenza"] = exactly(decisione.fino_al)
        campi.pop("durata_mesi", None)
        if fine.is_certa and (mesi := count_mesi(fine.primo + UN_GIORNO, decisione.fino_al)):
            campi["durata_mesi"] = mesi
    elif decisione.mesi is not None:
        campi["durata_mesi"] = decisione.mesi
        campi.pop("scadenza", None)
    elif aperta is None:
        raise InvalidRequestError(
            f"«{contratto.id}» non ha un'opzione aperta che dica fin quando", "aggiungere --mesi N o --fino-al GIORNO"
        )
    return Opzione.model_validate(campi)


def _compute_fine(contratto: Contratto, posto: int | None, opzione: Opzione) -> DataIncerta:
    """La scadenza effettiva con l'opzione esercitata; se il documento ne dichiara una, l'opzione parte da quella."""
    if contratto.scadenza_effettiva is not None:
        return extend(contratto.scadenza_effettiva, opzione)
    opzioni = list(contratto.opzioni)
    dove = slice(len(opzioni), None) if posto is None else slice(posto, posto + 1)
    opzioni[dove] = [opzione]
    return compute_effettiva(contratto.model_copy(update={"opzioni": tuple(opzioni)}))


def _annotate(opzione: Opzione, decisione: Decisione, obiezioni: Obiezioni) -> Opzione:
    """L'opzione con la sua fonte e il suo motivo; se forzata, lo dice."""
    giorno = format_giorno(decisione.oggi)
    campi: dict[str, str] = {}
    if decisione.fonte or opzione.fonte == "-":
        campi["fonte"] = decisione.fonte or f"registrata il {giorno}"
    if decisione.motivo:
        nuova = f"Forzata il {giorno}: {decisione.motivo}" if obiezioni.rifiuti else decisione.motivo
        campi["nota"] = f"{opzione.nota}. {nuova}" if opzione.nota else nuova
    return opzione.model_copy(update=campi)


def _list_cambiamenti(posto: int | None, aperta: Opzione | None, opzione: Opzione) -> tuple[Cambiamento, ...]:
    """I soli campi dell'opzione che cambiano; tutti, se è nuova."""
    campi = {nome: getattr(opzione, nome) for nome in Opzione.model_fields}
    if aperta is None or posto is None:
        return (Cambiamento(("opzioni",), campi, in_fondo=True),)
    diversi = {nome: valore for nome, valore in campi.items() if valore != getattr(aperta, nome)}
    return tuple(Cambiamento(("opzioni", posto, nome), valore) for nome, valore in diversi.items())


def _say_anticipo(il: date, fine: DataIncerta) -> str:
    if not fine.is_nota:
        return "di una scadenza che non era nota"
    quanto = format_giorni((fine.ultimo - il).days)
    return f"{quanto if fine.is_certa else f'fino a {quanto}'} prima del previsto ({format_data(fine)})"
