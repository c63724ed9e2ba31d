"""Gli atti su un contratto: dal contratto e da ciò che si decide, ai campi che cambiano; o perché non si può.

Ciò che la legge o il contratto non prevedono si rifiuta, salvo una forzatura con il suo motivo, che resta scritta.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from ldq_planner.dates.incerta import exactly
from ldq_planner.dates.mesi import count_mesi
from ldq_planner.dates.periodo import Periodo
from ldq_planner.dates.testo import format_data, format_giorno
from ldq_planner.engine.ponti import check_atto, count_ponte
from ldq_planner.engine.scadenze import compute_effettiva, extend, follow
from ldq_planner.errors import InvalidRequestError
from ldq_planner.model.contratto import Opzione
from ldq_planner.model.tempi import Riuscita
from ldq_planner.model.testo import format_elenco, format_giorni

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.engine.norme import Diritto
    from ldq_planner.loading.messaggi import Percorso
    from ldq_planner.model.contratto import Contratto

_UN_GIORNO = timedelta(days=1)
_NON_PREVISTO = "non ha un rinnovo ancora aperto, e un rinnovo dev'essere previsto nella prima gara"
_NOMI = {"rinnovo": ("rinnovo", "rinnova", "rinnovato"), "proroga": ("proroga", "proroga", "prorogato")}


class Decisione(NamedTuple):
    """Ciò che l'ente decide: quale opzione, fin quando, a quanto, perché; se anche contro ciò che è previsto.

    `posto` conta da 1 le opzioni del contratto. La fine è `fino_al`, compreso, oppure `mesi` dalla scadenza di oggi.
    """

    tipo: str
    oggi: date
    fino_al: date | None = None
    mesi: int | None = None
    importo_eur: Decimal | None = None
    posto: int | None = None
    motivo: str = ""
    fonte: str = ""
    forza: bool = False


class Cambiamento(NamedTuple):
    """Un campo che cambia, dall'entità in giù; con `in_fondo`, un elemento in più di un elenco; `None` lo toglie."""

    percorso: Percorso
    valore: Any
    in_fondo: bool = False


class Atto(NamedTuple):
    """Un atto pronto da scrivere: che cosa fa, i campi che cambiano, ciò che i dati non bastano a dire."""

    frase: str
    cambiamenti: tuple[Cambiamento, ...]
    avvertenze: tuple[str, ...] = ()
    fine: DataIncerta | None = None


class _Esame(NamedTuple):
    """Perché un atto non si può fare, e che cosa resta da verificare."""

    rifiuti: tuple[str, ...]
    avvertenze: tuple[str, ...]


def extend_contratto(contratto: Contratto, decisione: Decisione, diritto: Diritto) -> Atto:
    """Il contratto rinnovato o prorogato: l'opzione aperta diventa esercitata; una proroga non prevista si aggiunge.

    Errori: `InvalidRequestError` se non si può e non si forza, o se non si capisce di quale opzione si parla.
    """
    _check_forza(decisione)
    posto = _find_opzione(contratto, decisione)
    aperta = None if posto is None else contratto.opzioni[posto]
    if aperta is None and decisione.tipo == "rinnovo" and not decisione.forza:
        raise _refuse(contratto, decisione, aperta, _Esame((_NON_PREVISTO,), ()), diritto)
    fine = compute_effettiva(contratto)
    opzione = _decide(contratto, decisione, aperta)
    nuova = _compute_fine(contratto, posto, opzione)
    _check_dopo(contratto, decisione, fine, nuova)
    esame = _examine(contratto, decisione, aperta, nuova, diritto)
    if esame.rifiuti and not decisione.forza:
        raise _refuse(contratto, decisione, aperta, esame, diritto)
    opzione = _annotate(opzione, decisione, esame)
    cambiamenti = _list_cambiamenti(posto, aperta, opzione)
    if contratto.scadenza_effettiva is not None:
        cambiamenti += (Cambiamento(("scadenza_effettiva",), nuova),)
    fatto = _NOMI[decisione.tipo][2]
    frase = f"«{contratto.id}» {fatto} dal {format_data(follow(fine))} al {format_data(nuova)}"
    return Atto(frase, cambiamenti, (*esame.avvertenze, *(f"forzato: {r}" for r in esame.rifiuti)), nuova)


def close_contratto(contratto: Contratto, il: date, motivo: str = "") -> Atto:
    """Il contratto che finisce prima del previsto. Estremi: `il` è l'ultimo giorno in vigore, compreso.

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
    cambiamenti = [Cambiamento(("scadenza_effettiva",), exactly(il))]
    if motivo:
        nota = f"Chiuso il {format_giorno(il)}: {motivo}"
        cambiamenti.append(Cambiamento(("nota",), f"{contratto.nota}. {nota}" if contratto.nota else nota))
    aperte = [o.tipo for o in contratto.opzioni if o.stato == "aperta"]
    resta = f"restano aperte le opzioni ({format_elenco(aperte)}): se non si useranno, dirle non-esercitata"
    frase = f"«{contratto.id}» chiuso il {format_giorno(il)}, {_say_anticipo(il, fine)}"
    return Atto(frase, tuple(cambiamenti), (resta,) if aperte else (), exactly(il))


# ——— se si può


def _refuse(
    contratto: Contratto, decisione: Decisione, aperta: Opzione | None, esame: _Esame, diritto: Diritto
) -> InvalidRequestError:
    """Il rifiuto, con l'articolo; e che cosa fare se l'atto è previsto ma i dati non lo dicono, o se c'è già stato."""
    fonte = _find_fonte(decisione, aperta, diritto)
    da_scrivere = decisione.tipo == "rinnovo" and aperta is None
    return InvalidRequestError(
        f"«{contratto.id}» non si {_NOMI[decisione.tipo][1]}: {'; '.join(esame.rifiuti)}{f' ({fonte})' if fonte else ''}",
        (
            "se il contratto lo prevede, scrivere prima l'opzione con «stato: aperta»"
            if da_scrivere
            else "affidare il servizio di nuovo (ldq scenari dice gli strumenti)"
        )
        + "; se l'atto c'è stato comunque: --forza --motivo \"…\", che resta scritto",
    )


def _check_forza(decisione: Decisione) -> None:
    if decisione.forza and not decisione.motivo.strip():
        raise InvalidRequestError("--forza vuole un motivo, che resta scritto nei dati", 'aggiungere --motivo "…"')


def _find_opzione(contratto: Contratto, decisione: Decisione) -> int | None:
    """Il posto dell'opzione di cui si parla; `None` se il contratto non ne ha di aperte di quel tipo.

    Errori: `InvalidRequestError` se ce n'è più d'una, o se quella detta non si può esercitare.
    """
    tipo = decisione.tipo
    aperte = [i for i, o in enumerate(contratto.opzioni) if (o.tipo, o.stato) == (tipo, "aperta")]
    elenco = "; ".join(f"--opzione {i + 1}: {_say_opzione(contratto.opzioni[i])}" for i in aperte)
    if decisione.posto is not None:
        if decisione.posto - 1 in aperte:
            return decisione.posto - 1
        raise InvalidRequestError(
            f"l'opzione {decisione.posto} di «{contratto.id}» non è {_NOMI[tipo][0]} ancora da decidere",
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


def _examine(
    contratto: Contratto, decisione: Decisione, aperta: Opzione | None, nuova: DataIncerta, diritto: Diritto
) -> _Esame:
    fine = compute_effettiva(contratto)
    rifiuti, avvertenze = [], []
    if decisione.tipo == "rinnovo" and aperta is None:
        rifiuti.append(_NON_PREVISTO)
    if aperta is not None and nuova.primo > extend(fine, aperta).ultimo:
        rifiuti.append(f"il contratto lo prevede al più fino al {format_data(extend(fine, aperta))}")
    for verifica in check_atto(
        diritto, _find_strumento(decisione, aperta), contratto, _count_mesi(fine, nuova), decisione.oggi
    ):
        if verifica.requisito == "in-vigore":
            if fine.ultimo < decisione.oggi:
                passati = format_giorni((decisione.oggi - fine.ultimo).days)
                rifiuti.append(f"è scaduto il {format_data(fine)}, {passati} prima del {format_giorno(decisione.oggi)}")
            elif fine.primo < decisione.oggi:
                avvertenze.append(f"la scadenza ({format_data(fine)}) può essere già passata")
        elif verifica.esito is Riuscita.ESCLUSO:
            rifiuti.append(verifica.motivo)
        elif verifica.esito is Riuscita.DA_VERIFICARE:
            avvertenze.append(verifica.motivo)
    return _Esame(tuple(rifiuti), tuple(avvertenze))


def _find_strumento(decisione: Decisione, aperta: Opzione | None) -> str:
    if decisione.tipo == "rinnovo":
        return "rinnovo"
    return "proroga-tecnica" if aperta is None else "proroga-da-opzione"


def _find_fonte(decisione: Decisione, aperta: Opzione | None, diritto: Diritto) -> str:
    """L'articolo che regge l'atto, nel regime di oggi."""
    giorno = max(decisione.oggi, diritto.primo_giorno)
    articolo = diritto.find_articolo(giorno, _find_strumento(decisione, aperta))
    return articolo.fonte if articolo else ""


def _count_mesi(fine: DataIncerta, nuova: DataIncerta) -> int:
    """I mesi, per eccesso, dalla scadenza di oggi a quella nuova; zero se una delle due non è nota."""
    if not (fine.is_nota and nuova.is_nota) or nuova.ultimo <= fine.ultimo:
        return 0
    return count_ponte(Periodo(fine.ultimo + _UN_GIORNO, nuova.ultimo))


# ——— che cosa cambia


def _decide(contratto: Contratto, decisione: Decisione, aperta: Opzione | None) -> Opzione:
    """L'opzione esercitata, con la fine che si è decisa o quella che era prevista.

    Errori: `InvalidRequestError` se la fine non la dice nessuno.
    """
    fine = compute_effettiva(contratto)
    base = {"tipo": decisione.tipo, "fonte": "-"} if aperta is None else aperta.model_dump(exclude_none=True)
    campi: dict[str, Any] = {**base, "stato": "esercitata"}
    if decisione.importo_eur is not None:
        campi["importo_eur"] = decisione.importo_eur
    if decisione.fino_al is not None:
        campi["scadenza"] = exactly(decisione.fino_al)
        campi.pop("durata_mesi", None)
        if fine.is_certa and (mesi := count_mesi(fine.primo + _UN_GIORNO, decisione.fino_al)):
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


def _annotate(opzione: Opzione, decisione: Decisione, esame: _Esame) -> Opzione:
    """L'opzione con la sua fonte e il suo motivo; se forzata, lo dice."""
    giorno = format_giorno(decisione.oggi)
    campi: dict[str, str] = {}
    if decisione.fonte or opzione.fonte == "-":
        campi["fonte"] = decisione.fonte or f"registrata il {giorno}"
    if decisione.motivo:
        nuova = f"Forzata il {giorno}: {decisione.motivo}" if esame.rifiuti else decisione.motivo
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
