"""Le gare di un elenco pubblicato, con i giorni in cui si sono compiute le loro fasi: i CIG di ANAC e OCDS.

Si conta una gara, non un lotto: i lotti di una gara hanno lo stesso bando, e finiscono con l'ultimo esito.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ldq_planner.loading.importazione.anac import clean_colonna, map_procedura
from ldq_planner.loading.importazione.formati import ANAC_CIG, FORMATI, OCDS, LetturaChiesta, open_fonti
from ldq_planner.loading.importazione.giorni import read_giorno
from ldq_planner.loading.importazione.importi import read_importo
from ldq_planner.loading.importazione.ocds import PROCEDURE, find_ultimo, read_json
from ldq_planner.loading.importazione.rifiuti import refuse
from ldq_planner.loading.importazione.rilasci import compile_rilasci, list_rilasci, listify
from ldq_planner.loading.importazione.stati import Senso, read_stato
from ldq_planner.loading.importazione.testi import normalize_nome
from ldq_planner.model.apprendimento import AVVIO, BANDO, ESITO, OFFERTE, STIPULA, GaraPassata, GareLette

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from ldq_planner.loading.importazione.grezzo import FonteAperta

Valori = dict[str, str]
DIRETTO = "affidamento-diretto"

_SENZA_ESITO = {Senso.ANNULLATO, Senso.SENZA_ESITO}
_DI_ANAC = (
    "l'esito è il giorno in cui l'avviso è comunicato ad ANAC: viene dopo l'aggiudicazione, e chi non lo comunica sembra "
    "ancora in gara"
)
_DI_OCDS = (
    "i giorni sono quelli che chi pubblica scrive nei rilasci: l'esito può essere l'avviso, che segue l'aggiudicazione"
)


def read_gare_passate(percorso: Path, ferme_al: date | None = None) -> GareLette:
    """Le gare del file, una volta ciascuna; `ferme_al` è l'ultimo giorno a cui le si conosce, se non lo si legge.

    Errori: `InvalidDataError` se il file non dice né quando è uscito un bando né quando una gara è finita.
    """
    fonte = open_fonti(percorso, LetturaChiesta())[0]
    ferme_al = ferme_al or _read_nome(percorso.name)
    if fonte.formato == ANAC_CIG:
        schede = _read_righe(fonte) if fonte.intestazioni else map(flatten_scheda, listify(read_json(percorso)))
        gare, significato = tuple(_read_anac([*schede], ferme_al)), _DI_ANAC
    elif fonte.formato == OCDS and not percorso.suffix.lower().startswith((".xls", ".ods")):
        gare, significato = tuple(_read_ocds(read_json(percorso), ferme_al)), _DI_OCDS
    else:
        messaggio = f"{FORMATI[fonte.formato]}: non dice quando è uscito il bando, né quando la gara è finita"
        raise refuse(str(percorso), messaggio, "indicare i CIG di ANAC (CSV o JSON), o Open Contracting (JSON)")
    if not gare:
        messaggio = "di nessuna gara si sa quando è uscito il bando"
        raise refuse(str(percorso), messaggio, "scaricare l'elenco con le date di pubblicazione e di esito")
    return GareLette(f"{FORMATI[fonte.formato]}, «{percorso.name}»", gare, significato)


def _read_nome(nome: str) -> date | None:
    """Il giorno con cui comincia il nome di un file dei dati aperti: `20231001-cig_csv.csv`."""
    try:
        return date.fromisoformat(nome[:8])
    except ValueError:
        return None


# ——— ANAC


def _read_righe(fonte: FonteAperta) -> Iterator[Valori]:
    """Ogni riga, colonna → valore."""
    nomi = [clean_colonna(c) for c in fonte.intestazioni]
    for grezzo in fonte.read():
        yield dict(zip(nomi, grezzo.originale, strict=False))


def flatten_scheda(scheda: Any) -> Valori:
    """I campi di una scheda CIG dell'API, senza le parti in cui stanno; ciò che è un elenco resta fuori."""
    parti = scheda.values() if isinstance(scheda, dict) else ()
    campi = (campo for parte in parti if isinstance(parte, dict) for campo in parte.items())
    return {clean_colonna(nome): str(v) for nome, v in campi if v is not None and not isinstance(v, (dict, list))}


def _read_anac(righe: list[Valori], ferme_al: date | None) -> Iterator[GaraPassata]:
    """Una gara per `numero_gara`; senza la colonna dell'esito non si sa se una gara è finita."""
    per_gara: dict[str, list[Valori]] = defaultdict(list)
    for riga in righe:
        per_gara[riga.get("numero_gara") or riga.get("cig", "")].append(riga)
    si_sa_l_esito = any(r.get("data_comunicazione_esito") for r in righe)
    dette = ("data_pubblicazione", "data_comunicazione_esito", "data_ultimo_perfezionamento")
    vista_al = ferme_al or max(_list_giorni(righe, *dette), default=None)
    for numero, lotti in per_gara.items():
        bando = min(_list_giorni(lotti, "data_pubblicazione"), default=None)
        if bando is None or vista_al is None:
            continue
        finiti = [r for r in lotti if not _is_senza_esito(r)]
        giorni = {
            OFFERTE: max(_list_giorni(lotti, "data_scadenza_offerta"), default=None),
            ESITO: max(_list_giorni(finiti, "data_comunicazione_esito"), default=None),
        }
        eventi = {BANDO: bando, **{f: g for f, g in giorni.items() if g is not None}}
        chiusa = max(_list_giorni(lotti, "data_comunicazione_esito", "data_cancellazione"), default=vista_al)
        yield GaraPassata(
            f"gara {numero}",
            _map_procedura(lotti[0].get("tipo_scelta_contraente", "")),
            eventi,
            tuple(f for f in (BANDO, OFFERTE, ESITO) if f in eventi or (f == ESITO and si_sa_l_esito)),
            vista_al if finiti else chiusa,
            _read_valore(lotti[0]),
        )


def _map_procedura(nome: str) -> str:
    """L'id della procedura; un affidamento diretto lo è anche se aderisce a una convenzione."""
    trovata = map_procedura(nome)
    return DIRETTO if normalize_nome(trovata).startswith(normalize_nome(DIRETTO)) else trovata


def _is_senza_esito(riga: Valori) -> bool:
    """Vero se il lotto è finito senza un vincitore."""
    return bool(riga.get("motivo_cancellazione")) or bool(
        {read_stato(riga.get("stato", "")), read_stato(riga.get("esito", ""))} & _SENZA_ESITO
    )


def _list_giorni(righe: Iterable[Valori], *colonne: str) -> list[date]:
    """I giorni interi di quelle colonne."""
    letti = (read_giorno(riga.get(colonna, "")) for riga in righe for colonna in colonne)
    return [date.fromisoformat(letto.iso) for letto in letti if letto.is_intero]


def _read_valore(riga: Valori) -> Decimal | None:
    scritto = riga.get("importo_complessivo_gara") or riga.get("importo_lotto", "")
    testo = read_importo(scritto, ".").testo
    return Decimal(testo) or None if testo else None


# ——— OCDS


def _read_ocds(documento: Any, ferme_al: date | None) -> Iterator[GaraPassata]:
    """Una gara per procedura: dalla gara il bando e le offerte, poi l'ultima aggiudicazione, la firma e l'inizio."""
    ultimi = [ferme_al] if ferme_al else _find_giorni(find_ultimo(documento))
    for posto, rilasci in list_rilasci(documento):
        rilascio = compile_rilasci(rilasci) or {}
        gara = _dict(rilascio.get("tender"))
        periodo = _dict(gara.get("tenderPeriod"))
        contratti = [c for c in listify(rilascio.get("contracts")) if isinstance(c, dict)]
        aggiudicazioni = [a for a in listify(rilascio.get("awards")) if isinstance(a, dict)]
        giorni = {
            BANDO: _find_giorni(periodo.get("startDate"), gara.get("datePublished")),
            OFFERTE: _find_giorni(periodo.get("endDate")),
            ESITO: _find_giorni(*(a.get("date") for a in aggiudicazioni)),
            STIPULA: _find_giorni(*(c.get("dateSigned") for c in contratti)),
            AVVIO: _find_giorni(*(_dict(c.get("period")).get("startDate") for c in contratti)),
        }
        eventi = {fase: g[0] if fase == BANDO else g[-1] for fase, g in giorni.items() if g}
        if not eventi or not ultimi:
            continue
        is_aperta = str(gara.get("status") or "active") in ("active", "planned") and not aggiudicazioni
        visibili = tuple(f for f in giorni if f in eventi or (is_aperta and f == ESITO))
        procedura = PROCEDURE.get(str(gara.get("procurementMethod")), str(gara.get("procurementMethodDetails") or ""))
        valore = _dict(gara.get("value")).get("amount")
        yield GaraPassata(
            str(rilascio.get("ocid") or posto),
            procedura or "non detta",
            eventi,
            visibili,
            ultimi[0],
            Decimal(str(valore)) if isinstance(valore, (int, float)) and valore > 0 else None,
        )


def _find_giorni(*scritti: Any) -> list[date]:
    """I giorni interi scritti, in ordine."""
    letti = (read_giorno(str(s)) for s in scritti if s)
    return sorted(date.fromisoformat(letto.iso) for letto in letti if letto.is_intero)


def _dict(valore: Any) -> dict[str, Any]:
    return valore if isinstance(valore, dict) else {}
