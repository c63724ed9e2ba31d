"""Una cartella di dati con lo stesso testo in ogni campo che ne vuole uno; e chi dice quali sono, dagli schemi."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE = {
    "quartieri": """
aggiornato_al: 2023-01-17
ente: {t}
servizio: {t}
nota: {t}
fonti: [{{id: f, titolo: {t}, ente: {t}, data: 2023-01-17, a_cura_di: {t}, nota: {t}}}]
delibere: [{{id: d, titolo: {t}, organo: {t}, numero: {t}, data: 2023-01-17, fonte: {t}}}]
programmi:
  - {{id: prog, nome: {t}, sigla: {t}, fine: 2025-12-31~, attivita: [{t}], nota: {t}, fonte: {t},
      assi: [{{id: {t}, titolo: {t}, testo: {t}}}]}}
attivita_comuni: [{{titolo: {t}, in_collaborazione_con: {t}, fonte: {t}}}]
finalita: [{{testo: {t}, fonte: {t}}}]
considerazioni: [{{testo: {t}, fonte: {t}}}]
quartieri:
  - id: nord
    nome: {t}
    ente: {t}
    laboratorio: {t}
    programmi: [prog]
    popolazione: {{abitanti: 1000, abitanti_circa: sì, riferita_a: {t}, fonte: {t}}}
    sede: {{indirizzo: {t}, tipo: {t}, proprieta: {t}, problemi: [{t}, {t}], fonte: {t}}}
    attivita: [{{titolo: {t}, stato: prevista, in_collaborazione_con: {t}, fonte: {t}}}]
    nota: {t}
    fonte: {t}
""",
    "contratti": """
aggiornato_al: 2023-01-17
contratti:
  - id: uno
    quartieri: [nord]
    tipo: appalto-di-servizi
    titolo: {t}
    base_giuridica: {t}
    affidatari: [{{nome: {t}, ruolo: singolo}}]
    inizio: 2020-01-01
    durata_mesi: 24
    scadenza_effettiva: 2022-08-15
    chiusura: {t}
    cui: {t}
    cup: {t}
    opzioni: [{{tipo: rinnovo, stato: esercitata, durata_mesi: 6, importo_eur: 10, nota: {t}, fonte: {t}}}]
    sospensioni: [{{dal: 2021-02-01, al: 2021-03-31, slitta: 2m, atto: {t}, nota: {t}, fonte: {t}}}]
    decorrenze: [{{quartiere: nord, inizio: 2020-02-01, fonte: {t}}}]
    importo_eur: 1000
    finanziamento: {t}
    equipe: [{{figura: {t}, numero: 3}}]
    operatori: [{{numero: 2, quartiere: nord, dal: 2021-01-01, fonte: {t}}}]
    organizzazione: [{t}]
    delibere: [d]
    responsabile: {t}
    nota: {t}
    fonte: {t}
""",
    "scenari": """
aggiornato_al: 2023-01-17
scenari:
  - id: gara
    nome: {t}
    tipo: gara
    stato: scelto
    decisione: {{il: 2023-01-10, atto: {t}, motivo: {t}}}
    storia: [{{il: 2022-12-01, stato: scartato, atto: {t}, motivo: {t}}}]
    responsabile: {t}
    quartieri: [nord]
    durata_mesi: 36
    fino_a_programma: prog
    procedura: aperta
    cui: {t}
    cup: {t}
    rup: {t}
    compreso_in: {t}
    ausa: {t}
    centrale_committenza: {t}
    avanzamento: [{{fase: progettazione, conclusa: 2023-01-12, atto: {t}, chi: {t}, fonte: {t}}}]
    stima_costo: {{mensile_eur: 9000, iva: esclusa, motivo: {t}}}
    condizioni: [{{testo: {t}, tipo: altro, entro: 2023-03-01, responsabile: {t}, fonte: {t}}}]
    nota: {t}
    fonte: {t}
  - id: ponte
    nome: {t}
    tipo: ponte
    quartieri: [nord]
    inizio: 2023-02-01
    durata_mesi: 6
    procedura: {t}
    stima_costo: {{come_contratto: uno, motivo: {t}}}
    fonte: {t}
piani: [{{id: piano, nome: {t}, scenari: [gara, ponte], nota: {t}}}]
""",
    "risorse": """
uffici: [{{id: rup, nome: {t}, gare: 2, fasi: [progettazione, valutazione]}}]
sedute: [{{id: giunta, nome: {t}, fasi: [aggiudicazione], giorno: venerdì}}]
stanziamenti: [{{id: s, anno: 2023, fonte: {t}, importo_eur: 120000, impegnato_eur: 0}}]
nota: {t}
""",
    "deroghe": """
deroghe: [{{id: a, regola: ponte-a-contratto-scaduto, entita: ponte, motivo: {t}, responsabile: {t}, fino_al: 2023-06-30}}]
""",
    "durate": """
k: 10
imparate:
  - {{id: x, procedura: aperta, dopo: invio_bando, fase: aggiudicazione, minimo: 120, probabile: 175, massimo: 275,
      stima_minimo: 137, stima_probabile: 192, stima_massimo: 294, gare: 7, finite: 6, non_finite: 1, dal: 2020-02-12,
      al: 2023-01-01, significato: {t}, fonte: {t}}}
""",
}
"""Nome del file → i suoi dati; al posto di `{t}` va il testo."""


def write_ostili(cartella: Path, testo: str) -> Path:
    """La cartella, con quel testo dappertutto."""
    cartella.mkdir(parents=True, exist_ok=True)
    for nome, dati in FILE.items():
        (cartella / f"{nome}.yaml").write_text(dati.format(t=json.dumps(testo)), encoding="utf-8")
    return cartella


def list_testi(schema: dict[str, Any], nodo: dict[str, Any], dove: str = "") -> Iterator[str]:
    """I posti in cui lo schema ammette un testo qualunque: `contratti[].nota`."""
    if "$ref" in nodo:
        yield from list_testi(schema, schema["$defs"][nodo["$ref"].rpartition("/")[2]], dove)
    for altro in (*nodo.get("anyOf", ()), *nodo.get("allOf", ())):
        yield from list_testi(schema, altro, dove)
    if nodo.get("type") == "string" and not {"enum", "const"} & nodo.keys() and _is_libero(nodo.get("pattern", "")):
        yield dove
    for nome, figlio in nodo.get("properties", {}).items():
        yield from list_testi(schema, figlio, f"{dove}.{nome}" if dove else nome)
    if "items" in nodo:
        yield from list_testi(schema, nodo["items"], f"{dove}[]")


def _is_libero(forma: str) -> bool:
    """Vero se basta un carattere che non sia uno spazio, o che non vi sia un indirizzo di posta."""
    return "\\S" in forma


def list_scritti(nodo: Any, testo: str, dove: str = "") -> Iterator[str]:
    """I posti in cui quel testo c'è."""
    if isinstance(nodo, dict):
        for nome, figlio in nodo.items():
            yield from list_scritti(figlio, testo, f"{dove}.{nome}" if dove else nome)
    elif isinstance(nodo, list):
        for figlio in nodo:
            yield from list_scritti(figlio, testo, f"{dove}[]")
    elif nodo == testo:
        yield dove
