"""Ciò che `ldq esporta` ha scritto, riletto; e del pacchetto OCDS: dai posti dello standard, e dalle righe delle descrizioni, ai nostri modelli.

Vale solo per un pacchetto scritto da noi, che si riconosce dagli ocid; gli altri li legge `loading.importazione`.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from ldq_planner.dates.fuso import find_giorno, parse_istante
from ldq_planner.loading.importazione.rifiuti import refuse
from ldq_planner.loading.lettura import IllegibileError, read_testo
from ldq_planner.loading.messaggi import explain_primo
from ldq_planner.loading.ritorno.registro import read_registro
from ldq_planner.loading.ritorno.spaiati import find_rifiuto_csv
from ldq_planner.loading.ritorno.tavole import find_descrittore, read_tavole
from ldq_planner.model.scambio import righe_ocds as r
from ldq_planner.model.scambio.tavole import FILE

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from ldq_planner.model.base import Modello

Oggetto = dict[str, Any]
_OCID = re.compile(r"ocds-[a-z0-9]{6}-(contratto|scenario)-([a-z0-9-]+)", re.ASCII)
_STATI = {parole: stato for stato, parole in r.STATI.items()}
_TESTI = (".csv", ".tsv", ".txt")
_CENTESIMO = Decimal("0.01")
_RIMEDIO = "esportarlo di nuovo con ldq esporta; o importarlo come se fosse d'altri, con --da ocds"


def read_nostri(percorso: Path) -> dict[str, Modello] | None:
    """Nome di ogni file di dati → il suo modello; nulla se il file, o la cartella, non l'ha scritto `ldq esporta`.

    Errori: `InvalidDataError` se l'ha scritto, ma qualcuno l'ha cambiato e i dati non tornano.
    """
    descrittore = find_descrittore(percorso)
    if descrittore is not None:
        return read_tavole(descrittore)
    if percorso.is_file() and (registro := read_registro(percorso)) is not None:
        return registro
    if percorso.suffix.lower() in _TESTI and percorso.is_file() and (rifiuto := find_rifiuto_csv(percorso)) is not None:
        raise rifiuto
    if percorso.suffix.lower() != ".json" or not percorso.is_file():
        return None
    try:
        documento = json.loads(read_testo(percorso))
    except (IllegibileError, ValueError, RecursionError):
        return None  # lo spiega chi importa
    return read_pacchetto(percorso, documento) if is_nostro(documento) else None


def is_nostro(documento: Any) -> bool:
    """Vero se ogni rilascio ha l'ocid che scriviamo noi, e dentro l'id che l'ocid dice."""
    rilasci = documento.get("releases") if isinstance(documento, dict) else None
    return isinstance(rilasci, list) and bool(rilasci) and all(map(_is_nostro, rilasci))


def _is_nostro(rilascio: Any) -> bool:
    trovato = _OCID.fullmatch(str(rilascio.get("ocid"))) if isinstance(rilascio, dict) else None
    if trovato is None:
        return False
    try:
        suo = rilascio["contracts"][0]["id"] if trovato[1] == "contratto" else rilascio["tender"]["id"]
    except (KeyError, IndexError, TypeError):
        return False
    return bool(suo == trovato[2])


def read_pacchetto(percorso: Path, pacchetto: Oggetto) -> dict[str, Modello]:
    """Nome di ogni file di dati → il suo modello.

    Errori: `InvalidDataError` se qualcuno ha cambiato il pacchetto, e i dati non tornano.
    """
    try:
        letti = _read(pacchetto)
    except (LookupError, TypeError, AttributeError, ValueError, ArithmeticError) as errore:
        raise refuse(str(percorso), f"il pacchetto è stato cambiato ({errore!r})", _RIMEDIO) from None
    return {nome: _validate(percorso, FILE[nome], letto) for nome, letto in letti.items()}


def _validate(percorso: Path, modello: type[Modello], letto: Oggetto) -> Modello:
    try:
        return modello.model_validate(letto)
    except ValidationError as errore:
        posto, messaggio, _ = explain_primo(errore, modello)
        raise refuse(str(percorso), f"{'.'.join(map(str, posto))}: {messaggio}", _RIMEDIO) from None


def _read(pacchetto: Oggetto) -> dict[str, Oggetto]:
    per_ocid: dict[str, list[Oggetto]] = {}
    for rilascio in pacchetto["releases"]:
        per_ocid.setdefault(rilascio["ocid"], []).append(rilascio)
    procedure = [sorted(rilasci, key=lambda x: _read_istante(x["date"])) for rilasci in per_ocid.values()]
    affidate = [p for p in procedure if "contracts" in p[0]]
    programmate = [p[0] for p in procedure if "contracts" not in p[0]]
    luoghi = [i for p in affidate for i in p[0]["contracts"][0]["items"]]
    luoghi += [i for s in programmate for i in s["tender"]["items"]]
    enti = _find_enti(pacchetto["publisher"]["name"], [p[0] for p in procedure])
    giorno = _day(procedure[0][0], "date")
    letti: dict[str, Oggetto] = {}
    letti["quartieri"] = {
        "aggiornato_al": giorno,
        "ente": pacchetto["publisher"]["name"],
        "codice_fiscale": pacchetto["publisher"].get("uid"),
        "servizio": _find_servizio(luoghi),
        "delibere": _list_delibere(affidate),
        "quartieri": [
            *{i["id"]: {"id": i["id"], "nome": _say_luogo(i), "ente": enti.get(i["id"])} for i in luoghi}.values()
        ],
    }
    letti["contratti"] = {"aggiornato_al": giorno, "contratti": [*map(_read_contratto, affidate)]}
    if programmate:
        di_quando = _day(programmate[0], "date")
        letti["scenari"] = {"aggiornato_al": di_quando, "scenari": [*map(_read_scenario, programmate)]}
    return letti


def _find_enti(del_file: str, rilasci: list[Oggetto]) -> dict[str, str]:
    """Id di un quartiere → chi vi compra, se non è l'ente del file."""
    return {
        luogo["id"]: rilascio["buyer"]["name"]
        for rilascio in rilasci
        if rilascio["buyer"]["name"] != del_file
        for luogo in (rilascio["contracts"][0] if "contracts" in rilascio else rilascio["tender"])["items"]
    }


def _say_luogo(luogo: Oggetto) -> str:
    return str(luogo["deliveryLocation"]["description"])


def _find_servizio(luoghi: list[Oggetto]) -> str:
    """Il servizio, che sta davanti al nome del quartiere nella descrizione di ogni prestazione."""
    return str(luoghi[0]["description"]).removesuffix(f": {_say_luogo(luoghi[0])}")


def _list_delibere(affidate: list[list[Oggetto]]) -> list[Oggetto]:
    delibere = {}
    for procedura in affidate:
        for documento in procedura[0]["contracts"][0].get("documents", ()):
            righe = dict(r.split_righe(documento["description"]))
            delibere[documento["id"]] = {
                "id": documento["id"],
                "titolo": documento["title"],
                "data": _day(documento, "datePublished"),
                "organo": righe[r.ORGANO],
                "numero": righe[r.NUMERO],
                "fonte": righe[r.FONTE],
            }
    return [*delibere.values()]


# ——— un contratto


def _read_contratto(rilasci: list[Oggetto]) -> Oggetto:
    primo = rilasci[0]
    gara, affidamento, contratto = primo["tender"], primo["awards"][0], primo["contracts"][0]
    righe = r.split_righe(contratto["description"])
    detto = dict(righe)
    bilancio = primo.get("planning", {}).get("budget", {})
    periodo = affidamento.get("contractPeriod", {})
    mesi, giorni = _read_mesi(detto), periodo.get("durationInDays")
    fine = None if mesi or giorni else _day(periodo, "endDate")
    voce = {
        "id": contratto["id"],
        "quartieri": [i["id"] for i in contratto["items"]],
        "tipo": gara["additionalProcurementCategories"][0],
        "titolo": contratto["title"],
        "base_giuridica": gara.get("procurementMethodDetails"),
        "affidatari": _list_affidatari(primo, affidamento),
        "cig": gara["id"] if gara["id"] != contratto["id"] else None,
        "cup": bilancio.get("projectID"),
        "cui": bilancio.get("id"),
        "finanziamento": bilancio.get("description"),
        "inizio": detto.get(r.INIZIO) or _day(periodo, "startDate"),
        "durata_mesi": mesi,
        "durata_giorni": giorni,
        "scadenza_base": detto.get(r.BASE) or fine,
        "scadenza_effettiva": detto.get(r.EFFETTIVA),
        "chiusura": detto.get(r.CHIUSURA),
        "origine_date": detto.get(r.ORIGINE),
        "opzioni": _list_opzioni(rilasci, righe),
        "sospensioni": [r.read_sospensione(t["description"]) for t in contratto.get("milestones", ())],
        "chiusure": [testo for nome, testo in righe if nome == r.CHIUSA],
        "decorrenze": r.read_decorrenze(righe),
        "operatori": r.read_operatori(righe),
        "importo_eur": _read_importo(affidamento),
        "iva": detto[r.IMPORTI].removeprefix("IVA ") if r.IMPORTI in detto else None,
        "equipe": [r.read_figura(testo) for nome, testo in righe if nome == r.EQUIPE],
        "organizzazione": [testo for nome, testo in righe if nome == r.ORGANIZZAZIONE],
        "delibere": [d["id"] for d in contratto.get("documents", ())],
        "preavviso": detto.get(r.PREAVVISO),
        "scenario": detto.get(r.SCENARIO),
        "responsabile": detto.get(r.RESPONSABILE),
        "nota": detto.get(r.NOTA),
        "fonte": detto[r.FONTE],
    }
    return r.drop_vuoti(voce)


def _list_affidatari(rilascio: Oggetto, affidamento: Oggetto) -> list[Oggetto]:
    ruoli = {p["id"]: p["roles"][1:] for p in rilascio["parties"]}
    return [{"nome": f["name"], "ruolo": (ruoli[f["id"]] or ["singolo"])[0]} for f in affidamento.get("suppliers", ())]


def _list_opzioni(rilasci: list[Oggetto], righe: r.Righe) -> list[Oggetto]:
    """Le esercitate dalle modifiche, le altre dalla descrizione; ognuna al suo posto, che è nel suo numero."""
    opzioni: dict[int, Oggetto] = {}
    for rilascio in rilasci[1:]:
        for modifica in rilascio["contracts"][0]["amendments"]:
            numero = int(modifica["id"].removeprefix("opzione-"))
            opzioni[numero] = {**r.read_opzione(modifica["description"]), "stato": "esercitata"}
    for nome, testo in righe:
        if nome.startswith(f"{r.OPZIONE} "):
            numero_, _, stato = nome.removeprefix(f"{r.OPZIONE} ").partition(", ")
            opzioni[int(numero_)] = {**r.read_opzione(testo), "stato": _STATI[stato]}
    return [opzioni[n] for n in sorted(opzioni)]


# ——— uno scenario


def _read_scenario(rilascio: Oggetto) -> Oggetto:
    gara, piano = rilascio["tender"], rilascio.get("planning", {})
    detto = dict(r.split_righe(gara["description"]))
    periodo = gara.get("contractPeriod", {})
    stima = {
        "mensile_eur": detto.get(r.STIMA_MENSILE),
        "iva": detto.get(r.STIMA_IVA),
        "come_contratto": detto.get(r.STIMA_COME),
        "motivo": detto.get(r.STIMA_MOTIVO),
    }
    decisione = {
        "il": detto.get(r.DECISA),
        "atto": detto.get(r.DECISA_ATTO),
        "motivo": detto.get(r.DECISA_MOTIVO),
    }
    bilancio = piano.get("budget", {})
    condizioni = [t for t in piano.get("milestones", ()) if t["id"].startswith("condizione-")]
    fatti = [t for t in piano.get("milestones", ()) if t["id"].startswith(r.FATTO)]
    decisioni = [t for t in piano.get("milestones", ()) if t["id"].startswith(r.DECISIONE)]
    voce = {
        "id": gara["id"],
        "nome": gara["title"],
        "tipo": gara["additionalProcurementCategories"][0],
        "quartieri": [i["id"] for i in gara["items"]],
        "inizio": detto.get(r.INIZIO) or _day(periodo, "startDate"),
        "durata_mesi": _read_mesi(detto),
        "durata_giorni": periodo.get("durationInDays"),
        "durata_minima": True if r.DURATA_MINIMA in detto else None,
        "fine": detto.get(r.FINE),
        "procedura": gara.get("procurementMethodDetails"),
        "stima_costo": r.drop_vuoti(stima),
        "condizioni": list(map(_read_condizione, condizioni)),
        "avanzamento": [r.read_fatto(t["description"]) for t in fatti],
        "servizio": detto.get(r.SERVIZIO),
        "cui": bilancio.get("id"),
        "cup": bilancio.get("projectID"),
        **{campo: detto.get(nome) for campo, nome in (r.DEL_PROGRAMMA | r.SI_O_NO).items()},
        "durate": r.read_durate(detto.get(r.DURATE)),
        "casi": detto.get(r.CASI, "").split(),
        "gruppo": detto.get(r.GRUPPO),
        "stato": detto.get(r.SCELTA),
        "decisione": r.drop_vuoti(decisione),
        "storia": [r.read_decisione(t["description"]) for t in decisioni],
        "responsabile": detto.get(r.RESPONSABILE),
        "nota": piano.get("rationale"),
        "fonte": detto[r.FONTE],
    }
    return r.drop_vuoti(voce)


def _read_condizione(tappa: Oggetto) -> Oggetto:
    detto = dict(r.split_righe(tappa["description"]))
    voce = {
        "testo": tappa["title"],
        "tipo": tappa["code"],
        "soddisfatta": tappa["status"] == "met",
        "entro": detto.get(r.ENTRO) or _day(tappa, "dueDate"),
        "responsabile": detto.get(r.RESPONSABILE),
        "fonte": detto[r.FONTE],
    }
    return r.drop_vuoti(voce)


# ——— i valori


def _read_mesi(detto: dict[str, str]) -> str | None:
    return detto[r.DURATA].removesuffix(" mesi") if r.DURATA in detto else None


def _read_importo(voce: Oggetto) -> Decimal | None:
    return Decimal(repr(voce["value"]["amount"])).quantize(_CENTESIMO) if "value" in voce else None


def _day(voce: Oggetto, quale: str) -> str | None:
    """Il giorno di Roma in cui cade l'istante."""
    return find_giorno(_read_istante(voce[quale])).isoformat() if quale in voce else None


def _read_istante(testo: Any) -> datetime:
    """L'istante; `ValueError` se non lo è più."""
    if (istante := parse_istante(str(testo))) is None:
        raise ValueError(testo)
    return istante
