"""Perché uno strumento ponte si può usare o no, in parole."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_data, format_giorno
from ldq_planner.engine.scadenze import compute_effettiva
from ldq_planner.model.ponte import Riuscita
from ldq_planner.model.testo import format_durata, format_euro

if TYPE_CHECKING:
    from ldq_planner.model.ponte import Motivo


_ALTRE = "le opzioni scritte nei dati sono altre: se il contratto la prevede va guardato lì"


def say_motivo(motivo: Motivo) -> str:
    """La frase di un motivo, con i suoi numeri."""
    return _FRASI[motivo.requisito](motivo)


def _say_opzione(motivo: Motivo) -> str:
    if motivo.contratto is None:
        return "nessun contratto da prolungare"
    if motivo.opzione is not None:
        return f"il contratto prevede un'opzione ancora aperta ({motivo.opzione.tipo.replace('-', ' ')})"
    if motivo.esito is Riuscita.DA_VERIFICARE:
        return "i dati non dicono se il contratto prevede opzioni" if not motivo.contratto.opzioni else _ALTRE
    if any(o.stato == "aperta" for o in motivo.contratto.opzioni):
        return "il contratto ha aperta solo un'opzione di un altro tipo"
    return "le opzioni del contratto sono già usate o non esercitate"


def _say_vigore(motivo: Motivo) -> str:
    if motivo.contratto is None:
        return "nessun contratto in vigore"
    titolo, fine = motivo.contratto.titolo, format_data(compute_effettiva(motivo.contratto))
    if motivo.esito is Riuscita.ESCLUSO:
        return f"«{titolo}» è scaduto il {fine}"
    return f"«{titolo}» è in vigore fino al {fine}: l'atto va fatto prima"


def _say_avviata(motivo: Motivo) -> str:
    if motivo.invio is None:
        return "i dati non dicono se la gara che segue è avviata"
    if motivo.is_partito:
        dove = "prima della scadenza" if motivo.esito is Riuscita.POSSIBILE else "a contratto scaduto"
        return f"la gara è in corso: il bando è partito il {format_giorno(motivo.invio)}, {dove}"
    if motivo.esito is Riuscita.POSSIBILE:
        return f"il bando parte entro il {format_giorno(motivo.invio)}, prima della scadenza"
    return f"il bando partirebbe il {format_giorno(motivo.invio)}, a contratto scaduto"


def _say_forma(motivo: Motivo) -> str:
    if motivo.contratto is None or motivo.esito is Riuscita.POSSIBILE:
        return "non è un incarico individuale"
    if motivo.contratto.base_giuridica is None:
        return "forma giuridica «non nota»: un incarico ex art. 7 c. 6 D.Lgs. 165/2001 non si rinnova né si proroga"
    return f"incarico individuale ({motivo.contratto.base_giuridica}): si proroga solo per finire il progetto"


def _say_diretta(motivo: Motivo) -> str:
    if motivo.netto is None or motivo.limite is None or motivo.contratto is None:
        return "il costo al mese non è noto: il valore va confrontato con il limite"
    quanto = f"{'almeno ' if motivo.contratto.iva == 'inclusa' else ''}{format_euro(motivo.netto)} netti"
    limite = format_euro(Decimal(motivo.limite.valore))
    if motivo.esito is Riuscita.ESCLUSO:
        return f"{quanto}, non sotto {limite} ({motivo.limite.fonte})"
    return f"{quanto}, sotto {limite}: ma non deve frazionare il bisogno della gara"


def _say_massimo(motivo: Motivo) -> str:
    if motivo.limite is None:
        return "la durata massima non è nota"
    in_tutto = " in tutto" if motivo.gia_dati else ""
    dove = "oltre" if motivo.esito is Riuscita.ESCLUSO else "entro"
    massimo = f"{format_durata(motivo.limite.valore, motivo.limite.unita)} ({motivo.limite.fonte})"
    return f"{format_durata(motivo.mesi, 'mesi')}{in_tutto}, {dove} il massimo di {massimo}"


def _say_entro(motivo: Motivo) -> str:
    if motivo.entro is None or motivo.limite is None:
        return "nessun contratto da ripetere"
    mesi = format_durata(motivo.limite.valore, motivo.limite.unita)
    quanto = f"{mesi} dalla stipula, contati dall'inizio ({motivo.limite.fonte})"
    if motivo.esito is Riuscita.ESCLUSO:
        return f"andava affidata entro il {format_giorno(motivo.entro)}, {quanto}"
    return f"si affida entro il {format_giorno(motivo.entro)}, {quanto}"


_FRASI = {
    "opzione-prevista": _say_opzione,
    "in-vigore": _say_vigore,
    "gara-avviata": _say_avviata,
    "non-incarico": _say_forma,
    "sotto-soglia-diretta": _say_diretta,
    "rotazione": lambda _: "rotazione: non all'operatore uscente, salvo le eccezioni",
    "massimo": _say_massimo,
    "entro": _say_entro,
}
