"""I fogli di un registro, riletti: quale foglio è quale tavola, quale colonna è quale campo, e ogni riga con il suo numero."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.errors import Finding, Posizione, Severita
from ldq_planner.loading.importazione.giorni import ERRORE, FORMULA
from ldq_planner.loading.importazione.mappa import say_lettere
from ldq_planner.loading.ritorno.celle import find_anno, read_cella
from ldq_planner.model.scambio.registro import LEGGIMI, list_colonne
from ldq_planner.model.scambio.righe import sort_righe
from ldq_planner.model.scambio.tavole import ORDINE, list_tavole
from ldq_planner.model.simili import find_simile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ldq_planner.model.scambio.righe import Riga
    from ldq_planner.model.scambio.tavole import Colonna, Tavola

Celle = list[list[str]]
NUMERO = "#"
"""La chiave, fra le celle di una riga, con il suo numero nel foglio."""
RIMETTERE = "rimetterlo com'era; o esportare di nuovo il registro con ldq esporta, e rifare le correzioni"
_CELLA_DA_RIEMPIRE = "scrivere il valore nella cella, al posto della formula"


class RegistroRiletto(NamedTuple):
    """Un registro riletto: per tavola, le righe e a quale posto del suo foglio sta ogni colonna, da 1."""

    percorso: Path
    righe: dict[str, list[Riga]]
    posti: dict[str, dict[str, int]]

    def refuse(self, foglio: str, messaggio: str, rimedio: str, riga: int = 0, colonna: str = "") -> Finding:
        """Ciò che non torna, con il nome della cella com'è nel foglio di calcolo."""
        posto = self.posti.get(foglio, {}).get(colonna, 0)
        return refuse_cella(self.percorso, foglio, messaggio, rimedio, riga, posto)


def refuse_cella(percorso: Path, foglio: str, messaggio: str, rimedio: str, riga: int = 0, posto: int = 0) -> Finding:
    """Ciò che non torna in un foglio, in una riga, in una cella."""
    cella = f" (cella {say_lettere(posto)}{riga})" if riga and posto else ""
    posizione = Posizione(f"{percorso}, foglio «{foglio}»", riga, posto)
    return Finding("registro-da-correggere", Severita.ERRORE, messaggio + cella, rimedio, posizione=posizione)


def read_fogli(percorso: Path, fogli: dict[str, Celle]) -> tuple[RegistroRiletto, list[Finding]]:
    """Le righe di ogni tavola; e ciò che nei fogli non torna."""
    per_nome = {nome.strip().lower(): nome for nome in fogli}
    registro, problemi = RegistroRiletto(percorso, {}, {}), [*_list_altri(percorso, fogli)]
    for tavola in list_tavole():
        if tavola.nome not in per_nome:
            problemi.append(registro.refuse(tavola.nome, "il foglio manca", _find_rimedio(tavola, fogli)))
            continue
        problemi += _read_foglio(registro, tavola, fogli[per_nome[tavola.nome]])
    return registro, problemi


def _list_altri(percorso: Path, fogli: dict[str, Celle]) -> Iterator[Finding]:
    """I fogli che non sono del registro, e non sono vuoti."""
    noti = {LEGGIMI.lower(), *(t.nome for t in list_tavole())}
    for nome, celle in fogli.items():
        if nome.strip().lower() not in noti and any(map(any, celle)):
            rimedio = "toglierlo, o metterlo in un altro libro"
            yield refuse_cella(percorso, nome, "non è un foglio del registro", rimedio)


def _find_rimedio(tavola: Tavola, fogli: dict[str, Celle]) -> str:
    """Quale foglio ha preso un altro nome, se ce n'è uno con le sue colonne."""
    sue = {c.nome for c in list_colonne(tavola)}
    altro = next((nome for nome, celle in fogli.items() if celle and sue <= {*map(_fold, celle[0])}), None)
    return f"rinominare «{tavola.nome}» il foglio «{altro}»" if altro else RIMETTERE


def _read_foglio(registro: RegistroRiletto, tavola: Tavola, celle: Celle) -> Iterator[Finding]:
    """Mette nel registro le righe e i posti di una tavola, e dice che cosa non torna."""
    colonne = {c.nome: c for c in list_colonne(tavola)}
    testata = [*map(_fold, celle[0])] if celle else []
    registro.posti[tavola.nome] = {c: posto for posto, c in enumerate(testata, 1) if c in colonne}
    registro.righe[tavola.nome] = []
    yield from _check_testata(registro.percorso, tavola.nome, celle, testata, colonne)
    righe = []
    for numero, riga in enumerate(celle[1:], 2):
        dette = {c: read_cella(v, colonne[c]) for c, v in zip(testata, riga, strict=False) if c in colonne}
        if any(dette.values()):
            righe.append({**dette, NUMERO: str(numero)})
            yield from _check_celle(registro, tavola.nome, righe[-1], colonne)
    registro.righe[tavola.nome] = _order(tavola, righe)


def _fold(cella: str) -> str:
    return cella.strip().lower()


def _check_testata(
    percorso: Path, foglio: str, celle: Celle, testata: list[str], colonne: dict[str, Colonna]
) -> Iterator[Finding]:
    """Le colonne che mancano, che non sono del registro e dicono qualcosa, o che ci sono due volte."""
    sotto = next((n for n, r in enumerate(celle[:10], 1) if {*colonne} <= {*map(_fold, r)}), 1)
    if sotto > 1:
        messaggio = f"i nomi delle colonne stanno nella riga {sotto}, e il registro li vuole nella prima"
        yield refuse_cella(percorso, foglio, messaggio, "togliere le righe sopra i nomi delle colonne", 1)
        return
    for nome in colonne:
        if nome not in testata:
            altra = find_simile(nome, tuple(t for t in testata if t not in colonne))
            rimedio = f"rinominare «{nome}» la colonna «{altra}»" if altra else RIMETTERE
            yield refuse_cella(percorso, foglio, f"manca la colonna «{nome}»", rimedio, 1)
    quante = Counter(testata)
    for posto, nome in enumerate(testata, 1):
        piene = [n for n, r in enumerate(celle[1:], 2) if posto <= len(r) and r[posto - 1].strip()]
        if nome in colonne and quante[nome] > 1:
            messaggio = f"la colonna «{nome}» c'è {quante[nome]} volte"
            yield refuse_cella(percorso, foglio, messaggio, "lasciarne una sola", 1, posto)
        elif nome not in colonne and piene:
            messaggio = (
                f"la colonna «{celle[0][posto - 1].strip()}» non è del registro"
                if nome
                else "la colonna non ha un nome, e dice qualcosa"
            )
            rimedio = (
                "togliere la colonna; ciò che dice può stare in «nota»" if "nota" in colonne else "togliere la colonna"
            )
            yield refuse_cella(percorso, foglio, messaggio, rimedio, 1 if nome else piene[0], posto)


def _check_celle(registro: RegistroRiletto, foglio: str, riga: Riga, colonne: dict[str, Colonna]) -> Iterator[Finding]:
    """Le celle che un foglio di calcolo ha riempito da sé: formule senza risultato, anni presi per giorni."""
    numero = int(riga[NUMERO])
    for nome, colonna in colonne.items():
        cella = riga.get(nome, "")
        anno = find_anno(cella) if colonna.tipo in ("data", "giorno") else None
        if cella == FORMULA:
            rimedio = f"aprire il registro con un programma di calcolo e salvarlo; o {_CELLA_DA_RIEMPIRE}"
            yield registro.refuse(foglio, "c'è una formula di cui manca il valore", rimedio, numero, nome)
        elif ERRORE.fullmatch(cella):
            yield registro.refuse(foglio, f"la formula dà un errore: {cella}", _CELLA_DA_RIEMPIRE, numero, nome)
        elif anno is not None:
            giorno = "/".join(reversed(cella.split("-")))
            messaggio = f"«{giorno}» è ciò che un foglio di calcolo fa di «{anno}» in una cella di date"
            rimedio = f"se è l'anno {anno}, scriverlo con l'apostrofo davanti: '{anno}; se no il giorno intero"
            yield registro.refuse(foglio, messaggio, rimedio, numero, nome)


def _order(tavola: Tavola, righe: list[Riga]) -> list[Riga]:
    """Le righe nell'ordine della loro colonna; chi non ce l'ha, in fondo."""
    if tavola.padre:
        for riga in righe:
            riga[ORDINE] = riga.get(ORDINE) or str(len(righe) + int(riga[NUMERO]))
    return sort_righe(righe, tavola)
