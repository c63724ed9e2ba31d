"""I dati aperti di ANAC sui CIG: descrivono gare. Un'aggiudicata è un contratto di cui non si sa l'inizio, le altre scenari."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ldq_planner.loading.importazione.grezzo import SCENARIO, Grezzo
from ldq_planner.loading.importazione.percorsi import require_percorso
from ldq_planner.loading.importazione.rilasci import listify
from ldq_planner.loading.importazione.stati import Senso, read_stato
from ldq_planner.loading.importazione.tabella import read_tabella
from ldq_planner.loading.importazione.testi import fold_nome, join_note, normalize_nome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.loading.importazione.grezzo import FonteAperta
    from ldq_planner.loading.importazione.istruzioni import Mappa
    from ldq_planner.loading.importazione.tabella import TabellaAperta

_CENTRO, _ENTE = "denominazione_centro_costo", "denominazione_amministrazione_appaltante"
_NOSTRI = {
    "gruppo": (_CENTRO, _ENTE),
    "titolo": ("oggetto_lotto", "oggetto_gara"),
    "importo": ("importo_lotto",),
    "durata_giorni": ("durata_prevista",),
    "procedura": ("tipo_scelta_contraente",),
    "natura": ("oggetto_principale_contratto",),
    "cui": ("cui_programma",),
    "cig": ("cig",),
}
_PROCEDURE = {
    "proceduraaperta": "aperta",
    "proceduraristretta": "ristretta",
    "affidamentodiretto": "affidamento-diretto",
}
_PREFISSI = ("bando_", "stazione_appaltante_", "bando_dettaglio_stato_", "pubblicazioni_")
_SEGNI = {"cig", "importo_lotto", "oggetto_lotto", "tipo_scelta_contraente"}


def clean_colonna(nome: str) -> str:
    """Il nome di una colonna senza il prefisso dell'API e senza maiuscole: `bando_ESITO` → `esito`."""
    nome = nome.strip().lower()
    for prefisso in sorted(_PREFISSI, key=len, reverse=True):
        if nome.startswith(prefisso):
            return nome.removeprefix(prefisso)
    return nome


def is_anac(intestazioni: tuple[str, ...]) -> bool:
    """Vero se le colonne sono quelle dei CIG di ANAC, in qualunque anno e maiuscole."""
    return {clean_colonna(c) for c in intestazioni} >= _SEGNI


def map_anac(intestazioni: tuple[str, ...]) -> Mappa:
    """Campo → colonna, per le colonne che ci sono."""
    colonne: dict[str, str] = {}
    for colonna in intestazioni:
        colonne.setdefault(clean_colonna(colonna), colonna)
    return {
        campo: next(colonne[n] for n in nomi if n in colonne)
        for campo, nomi in _NOSTRI.items()
        if set(nomi) & set(colonne)
    }


def read_anac(tabella: TabellaAperta, mappa: Mappa, fonte: FonteAperta) -> Iterator[Grezzo]:
    """I record di una tabella di CIG; un CIG su più righe (una per categoria) conta una volta."""
    nomi = [clean_colonna(c) for c in tabella.intestazioni]
    visti: set[str] = set()
    for grezzo in read_tabella(tabella, mappa, fonte):
        valori = dict(zip(nomi, grezzo.originale, strict=False))
        if grezzo.cig and grezzo.cig in visti and valori.get("flag_prevalente", "1") == "0":
            fonte.unite += 1
            continue  # la stessa gara, con un'altra categoria merceologica
        visti.add(grezzo.cig)
        perfezionamento = valori.get("data_ultimo_perfezionamento", "")[:10]
        fonte.aggiornato_al = max(fonte.aggiornato_al, perfezionamento, valori.get("data_comunicazione_esito", "")[:10])
        yield judge(_say_ente(grezzo, valori), valori)


def _say_ente(grezzo: Grezzo, valori: dict[str, str]) -> Grezzo:
    """Il record con chi ha quel centro di costo, se il suo gruppo è un centro di costo."""
    codice, ente = valori.get("cf_amministrazione_appaltante", ""), valori.get(_ENTE, "")
    if grezzo.gruppo != valori.get(_CENTRO) or not (codice or ente):
        return grezzo
    return grezzo._replace(codice_ente=codice or fold_nome(ente), ente=ente)


def read_anac_json(documento: Any, fonte: FonteAperta, raggruppa: str = "") -> Iterator[Grezzo]:
    """I CIG della scheda JSON dell'API: bando, aggiudicazione, avvio e fine del contratto."""
    fonte.codifica = "JSON"
    chiesto = raggruppa.replace(".", "/").rpartition("/")[2].lower()
    if chiesto:
        require_percorso((chiesto,), raggruppa, map(_flatten, listify(documento)))
    for numero, scheda in enumerate(listify(documento), 1):
        bando, piatto = _part(scheda, "bando"), _flatten(scheda)
        avvio, fine, esito = (_part(scheda, n) for n in ("avvio_contratto", "fine_contratto", "aggiudicazione"))
        nostri: dict[str, Any] = {c: next(filter(None, map(piatto.get, n)), "") for c, n in _NOSTRI.items()}
        grezzo = Grezzo(
            f"scheda {numero}",
            inizio=_text(avvio.get("DATA_INIZIO_EFFETTIVA") or avvio.get("DATA_VERBALE_CONSEGNA_DEFINITIVA")),
            fine=_text(fine.get("DATA_EFFETTIVA_ULTIMAZIONE") or avvio.get("DATA_TERMINE_CONTRATTUALE")),
            stato=_say_stato(scheda, fine),
            originale=tuple(piatto.items()),
            affidatari=tuple(_list_vincitori(scheda)),
        )._replace(**nostri)
        if importo := _text(esito.get("IMPORTO_AGGIUDICAZIONE")):
            grezzo = grezzo._replace(importo=importo)
        if chiesto:
            grezzo = grezzo._replace(gruppo=piatto.get(chiesto, ""))
        fonte.aggiornato_al = max(fonte.aggiornato_al, _text(bando.get("DATA_COMUNICAZIONE_ESITO"))[:10])
        yield judge(_say_ente(grezzo, piatto), piatto)


def _say_stato(scheda: Any, fine: dict[str, Any]) -> str:
    """Lo stato che dicono la conclusione anticipata o una sospensione senza ripresa, con il suo giorno; vuoto se nessuna."""
    if anticipata := _text(fine.get("DATA_CONCLUSIONE_ANTICIPATA")):
        return f"risolto il {anticipata[:10]}"
    sospensioni = [s for s in listify(scheda.get("sospensioni")) if isinstance(s, dict)]
    aperte = [_text(s.get("DATA_SOSPENSIONE"))[:10] for s in sospensioni if not _text(s.get("DATA_RIPRESA"))]
    return f"sospeso dal {max(aperte)}" if any(aperte) else ""


def _flatten(scheda: Any) -> dict[str, str]:
    """I campi della stazione appaltante e del bando, per nome senza maiuscole."""
    campi = _part(scheda, "stazione_appaltante") | _part(scheda, "bando")
    return {k.lower(): _text(v) for k, v in campi.items() if not isinstance(v, (dict, list))}


def is_anac_json(documento: Any) -> bool:
    """Vero se il documento è una scheda CIG, o una lista di schede."""
    prima = next(iter(listify(documento)), None)
    return isinstance(prima, dict) and isinstance(prima.get("bando"), dict) and "CIG" in prima["bando"]


def judge(grezzo: Grezzo, valori: dict[str, str]) -> Grezzo:
    """Contratto se aggiudicata, fuori se deserta o cancellata, scenario se non se ne sa l'esito."""
    stato, esito = valori.get("stato", ""), valori.get("esito", "")
    motivo = valori.get("motivo_cancellazione", "")
    sensi = {read_stato(stato), read_stato(esito)}
    codice = next((s for s in (Senso.ANNULLATO, Senso.SENZA_ESITO) if s in sensi), "")
    if motivo or codice:
        return grezzo.discard(codice or Senso.ANNULLATO, motivo or esito or stato)
    nota = _say_legami(valori)
    if grezzo.durata_giorni.strip() in ("0", "0.0"):
        grezzo = grezzo._replace(durata_giorni="")
    if "aggiudicat" in esito.lower():
        return grezzo._replace(nota=nota, origine="contratto" if grezzo.inizio or grezzo.fine else "bando")
    return grezzo._replace(nota=nota, genere=SCENARIO, procedura=map_procedura(grezzo.procedura))


def _say_legami(valori: dict[str, str]) -> str:
    """Ripetizioni previste, contratto da cui discende, accordo quadro: parole, non date."""
    legame, padre = valori.get("cig_collegamento", ""), valori.get("cig_accordo_quadro", "")
    perche = valori.get("ipotesi_collegamento", "").lower()
    is_previsto = valori.get("flag_prev_ripetizioni", "").strip() in ("1", "1.0")
    return join_note(
        "ripetizioni o opzioni previste" if is_previsto else "",
        f"collegato al CIG {legame}{f' ({perche})' if perche else ''}" if legame else "",
        f"accordo quadro {padre}" if padre else "",
    )


def map_procedura(nome: str) -> str:
    """L'id della nostra procedura, se è una di quelle; altrimenti il nome com'è."""
    piano = normalize_nome(nome)
    return "negoziata" if piano.startswith("proceduranegoziata") else _PROCEDURE.get(piano, nome)


def _list_vincitori(scheda: dict[str, Any]) -> Iterator[tuple[str, str]]:
    partecipanti = [p for p in listify(scheda.get("partecipanti")) if isinstance(p, dict)]
    vincitori = [p for p in partecipanti if p.get("FLAG_AGGIUDICATARIO")]
    for v in sorted(vincitori, key=lambda v: _text(v.get("RUOLO")) != "MANDATARIA"):
        ruolo = {"MANDATARIA": "capogruppo", "MANDANTE": "mandante"}.get(_text(v.get("RUOLO")), "singolo")
        yield _text(v.get("DENOMINAZIONE")), ruolo


def _part(scheda: Any, nome: str) -> dict[str, Any]:
    """Una parte della scheda; di un elenco, la prima."""
    valore = scheda.get(nome) if isinstance(scheda, dict) else None
    primo = next(iter(listify(valore)), None)
    return primo if isinstance(primo, dict) else {}


def _text(valore: Any) -> str:
    return "" if valore is None else str(valore)
