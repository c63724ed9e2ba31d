"""La forma comune dei dati letti e i tipi del testo, stretti: nulla si converte tirando a indovinare.

I dati arrivano come testo (`loading.albero`) o già convertiti (da Python, da JSON): ogni tipo accetta
entrambi e nient'altro. Un'opzione con `NonNoto` accetta anche il valore «non noto», che diventa `None`.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict
from pydantic_core import CoreSchema, PydanticCustomError, PydanticKnownError, core_schema

from ldq_planner.dates.incerta import NON_NOTO, PRIMO_ANNO, ULTIMO_ANNO, DataIncerta, parse_data
from ldq_planner.model.chiusura import ANNUALE, COME_SI_SCRIVE_UNA_CHIUSURA, Annuale, parse_annuale
from ldq_planner.model.preavviso import COME_SI_SCRIVE, Preavviso, parse_preavviso
from ldq_planner.model.scalari import (
    COME_SI_SCRIVE_UN_IMPORTO,
    IMPORTO,
    MAX_GIORNI,
    MAX_GIORNI_DI_FASE,
    MAX_MESI,
    TestoNudo,
    propose_data,
    propose_id,
    propose_importo,
    propose_intero,
    quote,
)
from ldq_planner.model.slittamento import COME_SI_SCRIVE_UNO_SLITTAMENTO, Slitta, parse_slitta

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler

RISERVATI = frozenset(("no", "si", "sì", "yes", "true", "false", "on", "off", "null", "y", "n"))

_COME_SI_SCRIVE_UNA_DATA = (
    "scrivere AAAA-MM-GG; se incerta AAAA-MM o AAAA; se indicativa aggiungere ~; altrimenti non noto"
)
_LUNGO = 40  # caratteri: nessuna data ne ha tanti
_INTERO = re.compile(r"\d{1,9}", re.ASCII)
_PERCENTO = re.compile(r"[0-9]{1,2}([.,][0-9]{1,2})?")
_NON_POSITIVO = re.compile(r"-\d+|[-+]?0+", re.ASCII)
FORMA_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
_NORMA = re.compile(r"[a-z0-9]+([-_/][a-z0-9]+)*", re.ASCII)
_NON_BISESTILE = 2023
_MESE_GIORNO = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", re.ASCII)
FORMA_CIG = re.compile(r"[A-Z0-9]{10}", re.ASCII)
FORMA_CPV = re.compile(r"\d{8}(-\d)?", re.ASCII)
FORMA_NUTS = re.compile(r"[A-Z]{2}[A-Z0-9]{0,3}", re.ASCII)
FORMA_PRIORITA = re.compile(r"[1-3]", re.ASCII)
FORMA_RICOMPRESO = re.compile(r"[1-4]", re.ASCII)
FORMA_TIPO_PRIVATO = re.compile(r"[1-69]", re.ASCII)
FORMA_MODIFICA = re.compile(r"[1-5]", re.ASCII)
FORMA_CODICE_FISCALE = re.compile(r"\d{11}", re.ASCII)
FORMA_ANNO = re.compile(rf"{PRIMO_ANNO // 100}\d\d|20\d\d|{ULTIMO_ANNO}", re.ASCII)
_INDIRIZZO = re.compile(r"\S@\S")
_BOOLEANI = {"sì": True, "si": True, "true": True, "no": False, "false": False}


class Modello(BaseModel):
    """Un dato letto: immutabile, senza chiavi ignote, costruito quando serve."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


def refuse_scritto(codice: str, messaggio: str, rimedio: str) -> PydanticCustomError:
    """Un errore con il suo rimedio: `loading.messaggi` lo porta all'utente così com'è."""
    parti = {"codice": codice, "messaggio": messaggio, "rimedio": rimedio}
    return PydanticCustomError("dato", "{messaggio}: {rimedio}", parti)


def _parse_testo(valore: object) -> str:
    if not isinstance(valore, str):
        raise PydanticKnownError("string_type")
    if not valore or valore.isspace():
        raise PydanticKnownError("string_too_short", {"min_length": 1})
    if not valore.isascii() and (scritto := valore.encode("utf-8", "replace").decode()) != valore:
        raise refuse_scritto(
            "carattere-non-ammesso", f"{quote(scritto)} ha mezzo carattere", "scriverlo intero, o toglierlo"
        )
    return str(valore)


def _parse_chi(valore: object) -> str:
    """Un ufficio o un ruolo: i dati si pubblicano, e l'indirizzo di una persona non vi sta."""
    testo = _parse_testo(valore)
    if _INDIRIZZO.search(testo):
        raise refuse_scritto(
            "responsabile-non-valido",
            f"{quote(testo)} ha un indirizzo di posta elettronica: qui serve un ufficio o un ruolo",
            "scrivere l'ufficio o il ruolo, per esempio Ufficio gare o RUP",
        )
    return testo


def _parse_intero(valore: object) -> int:
    testo = str(valore) if isinstance(valore, int) and not isinstance(valore, bool) else valore
    if isinstance(testo, str) and _INTERO.fullmatch(testo):
        return int(testo)
    rimedio = f"scrivere {propose_intero(str(valore)) or 'solo cifre, per esempio 36'}"
    raise refuse_scritto("numero-non-valido", f"{quote(valore)} non è un numero intero", rimedio)


def _parse_mesi(valore: object) -> int:
    return _parse_durata(valore, MAX_MESI, "mesi")


def _parse_giorni(valore: object) -> int:
    return _parse_durata(valore, MAX_GIORNI, "giorni")


def _parse_giorni_di_fase(valore: object) -> int:
    giorni = _parse_intero(valore)
    if giorni > MAX_GIORNI_DI_FASE:
        messaggio = f"{giorni} giorni per una fase non sono plausibili"
        raise refuse_scritto("durata-non-plausibile", messaggio, f"al più {MAX_GIORNI_DI_FASE} giorni")
    return giorni


def _parse_durata(valore: object, massimo: int, unita: str) -> int:
    if _NON_POSITIVO.fullmatch(str(valore)):
        raise refuse_scritto(
            "durata-non-positiva", f"una durata di {quote(valore)} non esiste", "scrivere un numero da 1 in su"
        )
    durata = _parse_intero(valore)
    if durata > massimo:
        messaggio = f"una durata di {durata} {unita} non è plausibile"
        raise refuse_scritto("durata-non-plausibile", messaggio, f"al più {massimo} {unita}")
    return durata


def _parse_importo(valore: object) -> Decimal:
    testo = f"{valore:f}" if isinstance(valore, Decimal) else valore
    if isinstance(valore, int) and not isinstance(valore, bool):
        testo = str(valore)
    if isinstance(testo, str) and IMPORTO.fullmatch(testo):
        return Decimal(testo)
    come = propose_importo(str(valore)) or COME_SI_SCRIVE_UN_IMPORTO
    raise refuse_scritto("importo-non-valido", f"{quote(valore)} non è un importo", f"scrivere {come}")


def _parse_percento(valore: object) -> Decimal:
    testo = str(valore) if isinstance(valore, (str, int, Decimal)) and not isinstance(valore, bool) else ""
    if not _PERCENTO.fullmatch(testo):
        messaggio = f"{quote(valore)} non è una probabilità in percento"
        raise refuse_scritto(
            "numero-non-valido", messaggio, "scrivere un numero da 0 a 99, anche con due decimali: 1.5"
        )
    return Decimal(testo.replace(",", "."))


def _parse_booleano(valore: object) -> bool:
    if isinstance(valore, bool):
        return valore
    if isinstance(valore, str) and valore in _BOOLEANI:
        return _BOOLEANI[valore]
    raise refuse_scritto("si-o-no", f"{quote(valore)} non è un sì né un no", "scrivere sì oppure no")


def _parse_id(valore: object) -> str:
    if not isinstance(valore, str) or not FORMA_ID.fullmatch(valore):
        proposta = propose_id(valore) if isinstance(valore, str) else ""
        come = "usare minuscole senza accenti, cifre e trattini: per esempio"
        esempio = "ponte-lambro" if proposta in RISERVATI | {""} else proposta
        raise refuse_scritto("id-non-valido", f"{quote(valore)} non è un id", f"{come} {esempio}")
    if valore in RISERVATI:
        raise refuse_scritto(
            "id-non-valido",
            f"«{valore}» non può essere un id: altri lettori YAML lo prendono per un valore logico",
            "scegliere una parola che dica che cos'è, per esempio ponte-lambro",
        )
    return str(valore)


def _parse_id_norma(valore: object) -> str:
    if not isinstance(valore, str) or not _NORMA.fullmatch(valore):
        raise refuse_scritto(
            "id-non-valido", f"{quote(valore)} non è un id", "usare minuscole, cifre, trattini e trattini bassi"
        )
    return str(valore)


def _parse_mese_giorno(valore: object) -> str:
    try:
        if isinstance(valore, str) and _MESE_GIORNO.fullmatch(valore):
            date.fromisoformat(f"{_NON_BISESTILE}-{valore}")
            return valore
    except ValueError:
        pass
    messaggio = f"{quote(valore)} non è un giorno di ogni anno"
    raise refuse_scritto("data-non-valida", messaggio, "scrivere MM-GG, per esempio 12-25")


def _parse_cig(valore: object) -> str:
    testo = valore.upper() if isinstance(valore, str) else ""
    is_cig = FORMA_CIG.fullmatch(testo) is not None
    if isinstance(valore, TestoNudo) and is_cig:
        messaggio = f"il CIG {valore} è scritto come un numero"
        raise refuse_scritto("cig-senza-virgolette", messaggio, f'mettere tra virgolette: "{testo}"')
    if not is_cig or testo != valore:
        come = f'scrivere "{testo}"' if is_cig else "un CIG ha dieci fra cifre e lettere; se manca, scrivere non noto"
        raise refuse_scritto("cig-non-valido", f"{quote(valore)} non è un CIG", come)
    return testo


def _parse_cpv(valore: object) -> str:
    return _match(valore, FORMA_CPV, "un CPV", "otto cifre, e il controllo se c'è: per esempio 85310000-5")


def _parse_nuts(valore: object) -> str:
    return _match(valore, FORMA_NUTS, "un codice NUTS", "la sigla dello Stato e fino a tre segni: per esempio ITC4C")


def _parse_codice_fiscale(valore: object) -> str:
    come = 'le undici cifre, tra virgolette perché non perdano gli zeri: per esempio "01199250158"'
    return _match(valore, FORMA_CODICE_FISCALE, "il codice fiscale di un ente", come)


def _parse_priorita(valore: object) -> int:
    return int(_match(valore, FORMA_PRIORITA, "un livello di priorità", "1 (massima), 2 (media) o 3 (minima)"))


def _parse_ricompreso(valore: object) -> int:
    return int(_match(valore, FORMA_RICOMPRESO, "un codice della tabella H.2bis", "1 (no), 2 (sì), 3 o 4"))


def _parse_tipo_privato(valore: object) -> int:
    come = "da 1 (finanza di progetto) a 6 (contratto di disponibilità), oppure 9 (altro)"
    return int(_match(valore, FORMA_TIPO_PRIVATO, "un codice della tabella H.1bis", come))


def _parse_modifica(valore: object) -> int:
    come = "da 1 a 4 (art. 7 comma 8, lettere da b ad e), oppure 5 (comma 9)"
    return int(_match(valore, FORMA_MODIFICA, "un codice della tabella H.2", come))


def _parse_anno(valore: object) -> int:
    return int(_match(valore, FORMA_ANNO, "un anno", "quattro cifre, per esempio 2024"))


def _match(valore: object, forma: re.Pattern[str], che_cosa: str, come: str) -> str:
    """Il codice scritto, che ha quella forma."""
    testo = str(valore) if isinstance(valore, (str, int)) and not isinstance(valore, bool) else ""
    if not forma.fullmatch(testo):
        raise refuse_scritto("codice-non-valido", f"{quote(valore)} non è {che_cosa}", f"scrivere {come}")
    return testo


def _parse_data(valore: object) -> DataIncerta:
    if isinstance(valore, DataIncerta):
        return valore
    testo = str(valore) if isinstance(valore, (str, int, date)) else ""
    try:
        return parse_data(testo)
    except ValueError as errore:
        is_citabile = testo and len(testo) <= _LUNGO and testo.isprintable()
        messaggio = str(errore) if is_citabile else f"{quote(valore)} non è una data"
        proposta = propose_data(testo)
        rimedio = f"scrivere {proposta}" if proposta not in ("", testo) else _COME_SI_SCRIVE_UNA_DATA
        raise refuse_scritto("data-non-valida", messaggio, rimedio) from None


def _parse_giorno(valore: object) -> DataIncerta:
    data = _parse_data(valore)
    if not data.is_certa:
        raise refuse_scritto("data-non-valida", f"qui serve un giorno certo, «{data}» non lo è", "scrivere AAAA-MM-GG")
    return data


def _parse_preavviso(valore: object) -> Preavviso:
    if isinstance(valore, Preavviso):
        return valore
    try:
        return parse_preavviso(str(valore) if isinstance(valore, (str, int)) else "")
    except ValueError:
        raise refuse_scritto("preavviso-non-valido", f"{quote(valore)} non è un preavviso", COME_SI_SCRIVE) from None


def _parse_slittamento(valore: object) -> Slitta:
    if isinstance(valore, Slitta):
        return valore
    try:
        return parse_slitta({True: "sì", False: "no"}[valore] if isinstance(valore, bool) else str(valore))
    except ValueError:
        raise refuse_scritto(
            "slittamento-non-valido", f"{quote(valore)} non dice di quanto slitta", COME_SI_SCRIVE_UNO_SLITTAMENTO
        ) from None


def _parse_chiusura(valore: object) -> Annuale:
    if isinstance(valore, Annuale):
        return valore
    try:
        return parse_annuale(valore if isinstance(valore, str) else "")
    except ValueError:
        raise refuse_scritto(
            "chiusura-non-valida", f"{quote(valore)} non è un periodo dell'anno", COME_SI_SCRIVE_UNA_CHIUSURA
        ) from None


class _Scritto:
    """Un valore scritto nel file: come si legge, e come lo descrive lo schema per gli editor.

    Un'annotazione sola al posto delle tre di pydantic: sui campi dei nostri modelli dimezza il tempo di costruirli.
    """

    def __init__(self, parse: Callable[[Any], Any], schema: dict[str, Any], *, come_testo: bool = False) -> None:
        self._parse = parse
        self._schema = schema
        self._serie = core_schema.to_string_ser_schema() if come_testo else None

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self._parse, serialization=self._serie)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return dict(self._schema)


class _OppureNonNoto:
    """Accetta anche «non noto», che diventa `None`; nello schema per gli editor sta al posto di `null`."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(
            lambda valore: None if valore == NON_NOTO else valore, handler(source)
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        forma = handler(schema)
        forme = [f for f in forma.pop("anyOf", []) if f != {"type": "null"}] or [dict(forma)]
        return {"anyOf": [*forme, {"const": NON_NOTO}]}


NonNoto = _OppureNonNoto()

_ANNO = {"type": "integer", "minimum": PRIMO_ANNO, "maximum": ULTIMO_ANNO}
_DATA = {
    "type": "string",
    "pattern": r"^(\d{4}(-\d{2}){0,2}~?|\d{2}/\d{2}/\d{4}~?|\d{4}-\d{2}-\d{2}\.\.\d{4}-\d{2}-\d{2}|non noto)$",
}
_AL_GIORNO = {"type": "string", "pattern": r"^(\d{4}-\d{2}-\d{2}|\d{2}/\d{2}/\d{4})$"}
_DECIMALE = {"anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": r"^\d{1,13}(\.\d{1,2})?$"}]}
_IN_PERCENTO = {
    "anyOf": [
        {"type": "number", "minimum": 0, "exclusiveMaximum": 100},
        {"type": "string", "pattern": f"^{_PERCENTO.pattern}$"},
    ]
}
_ANTICIPO = {
    "anyOf": [
        {"type": "integer", "minimum": 0, "maximum": 99_999},
        {"type": "string", "pattern": r"^(\d{1,5}|\d{1,3}m|\d{1,3}([.,]\d{1,2})?x|\d{1,4}%)$"},
    ]
}
_LOGICO = {"enum": [True, False, "sì", "si", "no"]}
_SLITTA = {
    "anyOf": [
        _LOGICO,
        {"type": "integer", "minimum": 0, "maximum": 99_999},
        {"type": "string", "pattern": r"^(\d{1,5}|\d{1,3}m)$"},
    ]
}

Testo = Annotated[str, _Scritto(_parse_testo, {"type": "string", "pattern": r"\S"})]
Chi = Annotated[str, _Scritto(_parse_chi, {"type": "string", "pattern": rf"^(?![\s\S]*{_INDIRIZZO.pattern})[\s\S]*\S"})]
Intero = Annotated[int, _Scritto(_parse_intero, {"type": "integer", "minimum": 0})]
Positivo = Annotated[int, _Scritto(_parse_mesi, {"type": "integer", "minimum": 1, "maximum": MAX_MESI})]
Giorni = Annotated[int, _Scritto(_parse_giorni, {"type": "integer", "minimum": 1, "maximum": MAX_GIORNI})]
GiorniDiFase = Annotated[
    int, _Scritto(_parse_giorni_di_fase, {"type": "integer", "minimum": 0, "maximum": MAX_GIORNI_DI_FASE})
]
Importo = Annotated[Decimal, _Scritto(_parse_importo, _DECIMALE, come_testo=True)]
Percento = Annotated[Decimal, _Scritto(_parse_percento, _IN_PERCENTO, come_testo=True)]
Booleano = Annotated[bool, _Scritto(_parse_booleano, _LOGICO)]
Id = Annotated[str, _Scritto(_parse_id, {"type": "string", "pattern": f"^{FORMA_ID.pattern}$"})]
IdNorma = Annotated[str, _Scritto(_parse_id_norma, {"type": "string", "pattern": f"^{_NORMA.pattern}$"})]
GiornoMese = Annotated[str, _Scritto(_parse_mese_giorno, {"type": "string", "pattern": f"^{_MESE_GIORNO.pattern}$"})]
Cig = Annotated[str, _Scritto(_parse_cig, {"type": "string", "pattern": f"^{FORMA_CIG.pattern}$"})]
Cpv = Annotated[
    str, _Scritto(_parse_cpv, {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": f"^{FORMA_CPV.pattern}$"}]})
]
CodiceFiscale = Annotated[
    str,
    _Scritto(
        _parse_codice_fiscale,
        {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": f"^{FORMA_CODICE_FISCALE.pattern}$"}]},
    ),
]
Nuts = Annotated[str, _Scritto(_parse_nuts, {"type": "string", "pattern": f"^{FORMA_NUTS.pattern}$"})]
Priorita = Annotated[int, _Scritto(_parse_priorita, {"type": "integer", "minimum": 1, "maximum": 3})]
Ricompreso = Annotated[int, _Scritto(_parse_ricompreso, {"type": "integer", "minimum": 1, "maximum": 4})]
TipoPrivato = Annotated[int, _Scritto(_parse_tipo_privato, {"enum": [1, 2, 3, 4, 5, 6, 9]})]
ModificaDiProgramma = Annotated[int, _Scritto(_parse_modifica, {"type": "integer", "minimum": 1, "maximum": 5})]
Anno = Annotated[int, _Scritto(_parse_anno, dict(_ANNO))]
Data = Annotated[DataIncerta, _Scritto(_parse_data, {"anyOf": [_DATA, _ANNO]}, come_testo=True)]
Giorno = Annotated[DataIncerta, _Scritto(_parse_giorno, _AL_GIORNO, come_testo=True)]
Anticipo = Annotated[Preavviso, _Scritto(_parse_preavviso, _ANTICIPO, come_testo=True)]
Durate = dict[IdNorma, GiorniDiFase]
"""L'id di una fase → quanti giorni dura."""
Slittamento = Annotated[Slitta, _Scritto(_parse_slittamento, _SLITTA, come_testo=True)]
ChiusuraAnnuale = Annotated[
    Annuale, _Scritto(_parse_chiusura, {"type": "string", "pattern": f"^{ANNUALE.pattern}$"}, come_testo=True)
]
