"""Un file di dati aperto per cambiarlo: si dice che cosa, e si riprende il testo con le sole righe necessarie diverse.

Le posizioni vengono dal lettore, il testo nuovo da `scrittura`; il resto del file non si tocca, fosse anche uno spazio.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yaml.nodes import MappingNode, SequenceNode

from ldq_planner.modifica.testo import tratti
from ldq_planner.modifica.testo.forme import is_elenco, is_testuale, rank_campo
from ldq_planner.modifica.testo.percorsi import Percorsi, find_campo, name_campo
from ldq_planner.modifica.testo.scrittura import (
    LARGHEZZA,
    RIENTRO,
    has_entita,
    write_campo,
    write_chiave,
    write_elemento,
    write_flusso,
    write_in_cima,
    write_valore,
)
from ldq_planner.modifica.testo.tratti import Nodo, Taglio

if TYPE_CHECKING:
    from ldq_planner.loading.messaggi import Percorso
    from ldq_planner.modifica.testo.forme import Forma

_BOM = "\ufeff"


class Bozza:
    """Il testo di un file YAML e le modifiche che gli si chiedono.

    I percorsi sono quelli del testo di partenza, e ogni punto si cambia una volta sola: per altro si riapre il risultato.
    """

    def __init__(self, testo: str, nome: str = "") -> None:
        """Apre il testo; `nome` è come chiamare il file nei messaggi.

        Errori: `InvalidDataError` se non è un file di dati che si sa leggere.
        """
        self._segno = _BOM if testo.startswith(_BOM) else ""
        self._testo = testo.removeprefix(_BOM)
        self._a_capo = tratti.find_a_capo(testo)
        self._percorsi = Percorsi(self._testo, nome)
        self._tagli: list[Taglio] = []
        self._tolti: set[Percorso] = set()

    @property
    def testo(self) -> str:
        """Il testo con le modifiche chieste finora."""
        return self._segno + tratti.splice(self._testo, self._tagli, self._a_capo)

    def find(self, elenco: str, id_: str) -> Percorso | None:
        """Il percorso dell'entità con quell'id in un elenco in cima al file; `None` se non c'è."""
        return self._percorsi.find(elenco, id_)

    def read(self, percorso: Percorso) -> Any:
        """Ciò che il testo di partenza dice in quel punto: testi, elenchi, mappe; `None` se non dice nulla."""
        nodo = self._percorsi.walk(percorso)
        return None if nodo is None else tratti.read_valore(nodo)

    def find_forma(self, percorso: Percorso) -> Forma:
        """Il modello che ci si aspetta in quel punto."""
        return self._percorsi.find_forma(percorso)

    def set_valore(self, percorso: Percorso, valore: Any) -> None:
        """Scrive un valore al posto di quello che c'è, o un campo nuovo al suo posto fra gli altri.

        `valore` è un testo, un numero, un giorno, un elenco o una mappa.
        """
        *sopra, passo = percorso
        madre = self._percorsi.require(tuple(sopra))
        chiave, vecchio = (None, madre.value[passo]) if isinstance(passo, int) else find_campo(madre, passo)
        if vecchio is None:
            self._add_campo(percorso, madre, valore)
        elif self._percorsi.is_flusso(tuple(sopra)) or (
            not tratti.is_blocco(vecchio) and _is_semplice(valore, vecchio)
        ):
            self._replace_in_riga(percorso, vecchio, valore)
        elif isinstance(passo, int):
            self._replace_elemento(percorso, madre, passo, valore)
        else:
            self._replace_campo(percorso, chiave, vecchio, valore)

    def append(self, percorso: Percorso, valore: Any) -> None:
        """Aggiunge un elemento in fondo a un elenco, che nasce se non c'era."""
        elenco = self._percorsi.walk(percorso)
        if isinstance(elenco, SequenceNode) and elenco.value:
            self.insert(percorso, len(elenco.value), valore)
        else:
            self.set_valore(percorso, [valore])

    def insert(self, percorso: Percorso, posto: int, valore: Any) -> None:
        """Aggiunge un elemento a un elenco che ne ha già, prima di quello che sta a `posto`; in fondo, se è il loro numero."""
        elenco = self._percorsi.require(percorso)
        rimasti = [i for i in range(posto) if (*percorso, i) not in self._tolti]
        prima = elenco.value[rimasti[-1]] if rimasti else None
        if self._percorsi.is_flusso(percorso):
            testo = write_flusso(valore, self._percorsi.find_madre(percorso), name_campo(percorso))
            punto = elenco.value[0].start_mark.index if prima is None else prima.end_mark.index
            self._cut(punto, punto, f"{testo}, " if prima is None else f", {testo}", rango=posto)
            return
        colonna = elenco.start_mark.column
        righe = self._write_elemento(percorso, elenco, valore)
        if prima is None:
            punto = tratti.find_riga(self._testo, elenco.start_mark.index)
        else:
            fine = tratti.find_riga_dopo(self._testo, tratti.find_fine(prima, self._testo))
            punto = tratti.skip_commenti(self._testo, fine, colonna)
            righe = [*([""] if self._is_spaziato(percorso, elenco) else ()), *righe]
        self._cut(punto, punto, self._join(righe), colonna, posto)

    def remove(self, percorso: Percorso) -> None:
        """Toglie un campo o un elemento, con la riga vuota che lo stacca; di un campo i commenti restano, accanto e sopra.

        Errori: `ValueError` se è il solo che c'è.
        """
        *sopra, passo = percorso
        madre = self._percorsi.require(tuple(sopra))
        posto = passo if isinstance(passo, int) else [chiave.value for chiave, _ in madre.value].index(passo)
        if len(madre.value) == 1:
            raise ValueError(f"{percorso} è il solo che c'è")
        self._tolti.add(percorso)
        voci = [(v, v) if isinstance(madre, SequenceNode) else v for v in madre.value]
        chiave, valore = voci[posto]
        if self._percorsi.is_flusso(tuple(sopra)):
            passi = range(posto) if isinstance(passo, int) else [v[0].value for v in voci[:posto]]
            restano = [n for n, altro in enumerate(passi) if (*sopra, altro) not in self._tolti]
            self._remove_fra_parentesi(voci, posto, restano[-1] if restano else 0)
        elif isinstance(passo, str):
            self._remove_campo(chiave, valore, voci[1][0].start_mark.index if posto == 0 else None)
        else:
            inizio = tratti.find_trattino(self._testo, madre, passo)
            fine = tratti.find_riga_dopo(self._testo, tratti.find_fine(valore, self._testo))
            riga = tratti.find_riga(self._testo, inizio)
            precedente = tratti.find_riga(self._testo, riga - 1)
            is_staccato = posto > 0 and not self._testo[precedente:riga].strip()
            self._cut(precedente if is_staccato else riga, fine)

    # ——— come si taglia

    def _remove_fra_parentesi(self, voci: list[tuple[Nodo, Nodo]], posto: int, resta: int) -> None:
        """Una voce fra parentesi, con la virgola che la segue; se è l'ultima, con quella dopo la voce che `resta`. I commenti restano."""
        inizio, fine = voci[posto][0].start_mark.index, voci[posto][1].end_mark.index
        if posto + 1 < len(voci):
            dopo = voci[posto + 1][0].start_mark.index
            self._cut(inizio, dopo if "#" not in self._testo[fine:dopo] else self._testo.index(",", fine) + 1)
            return
        prima, segue = voci[resta][1].end_mark.index, voci[resta + 1][0].start_mark.index
        if "#" in self._testo[prima:segue]:
            virgola = self._testo.index(",", prima)
            self._cut(virgola, virgola + 1)
        else:
            self._cut(prima, segue)
        self._cut(inizio, fine)

    def _remove_campo(self, chiave: Nodo, valore: Nodo, seguente: int | None) -> None:
        """Un campo a blocco: il commento accanto resta al suo posto; `seguente` è dove comincia il secondo, se è il primo."""
        inizio, fine = chiave.start_mark.index, tratti.find_fine(valore, self._testo)
        accanto = tratti.find_commento(self._testo, fine)
        if commento := (self._find_commento_di_blocco(valore) or accanto):
            self._cut(inizio, fine + len(accanto), commento.lstrip())
        elif seguente is None:
            self._cut(tratti.find_riga(self._testo, inizio), tratti.find_riga_dopo(self._testo, fine))
        else:
            self._cut(inizio, fine if "#" in self._testo[fine:seguente] else seguente)

    def _write_elemento(self, percorso: Percorso, elenco: Nodo, valore: Any) -> list[str]:
        """Le righe di un elemento nuovo: fra graffe se lo sono gli altri, e se ci sta."""
        forma, campo, colonna = self._percorsi.find_madre(percorso), name_campo(percorso), elenco.start_mark.column
        if all(isinstance(altro, MappingNode) and altro.flow_style for altro in elenco.value):
            riga = f"{' ' * colonna}- {write_flusso(valore, forma, campo)}"
            if len(riga) <= LARGHEZZA:
                return [riga]
        return write_elemento(valore, colonna, forma, campo)

    def _add_campo(self, percorso: Percorso, madre: Nodo, valore: Any) -> None:
        """Un campo nuovo dopo quelli che, nel modello, vengono prima di lui."""
        forma, campo = self._percorsi.find_madre(percorso), name_campo(percorso)
        rango = rank_campo(forma, campo)
        voci = [voce for voce in madre.value if (*percorso[:-1], voce[0].value) not in self._tolti]
        prima = [valore for chiave, valore in voci if rank_campo(forma, chiave.value) <= rango]
        precedente = prima[-1] if prima else voci[0][1]
        if self._percorsi.is_flusso(percorso[:-1]):
            punto = precedente.end_mark.index
            testo = f", {write_chiave(campo)}: {write_flusso(valore, forma, campo)}"
            self._cut(punto, punto, testo, rango=rango)
            return
        colonna = madre.start_mark.column
        righe = _write(percorso, valore, colonna, forma)
        if len(percorso) == 1 and has_entita(valore):
            righe = ["", *righe]  # un elenco in cima al file comincia dopo una riga vuota
        punto = tratti.find_riga_dopo(self._testo, tratti.find_fine(precedente, self._testo))
        self._cut(punto, punto, self._join(righe), colonna, rango)

    def _replace_campo(self, percorso: Percorso, chiave: Nodo, vecchio: Nodo, valore: Any) -> None:
        forma, campo = self._percorsi.find_madre(percorso), name_campo(percorso)
        davanti = tratti.find_due_punti(self._testo, chiave)
        righe = _write(percorso, valore, chiave.start_mark.column, forma)
        righe[0] = righe[0].lstrip().removeprefix(f"{write_chiave(campo)}:")
        self._replace_blocco(davanti, vecchio, righe)

    def _replace_elemento(self, percorso: Percorso, madre: Nodo, posto: int, valore: Any) -> None:
        forma, campo = self._percorsi.find_madre(percorso), name_campo(percorso)
        righe = write_elemento(valore, madre.start_mark.column, forma, campo)
        righe[0] = righe[0].lstrip().removeprefix("-")
        self._replace_blocco(tratti.find_trattino(self._testo, madre, posto) + 1, madre.value[posto], righe)

    def _replace_in_riga(self, percorso: Percorso, vecchio: Nodo, valore: Any) -> None:
        """Al posto di un valore semplice o fra parentesi, e il commento che lo segue resta."""
        forma, campo = self._percorsi.find_madre(percorso), name_campo(percorso)
        inizio, fine = vecchio.start_mark.index, tratti.find_fine(vecchio, self._testo)
        if self._percorsi.is_flusso(percorso[:-1]) or not _is_scalare(valore):
            testo = write_flusso(valore, forma, campo)
        else:
            rientro = inizio - tratti.find_riga(self._testo, inizio)
            commento = self._find_commento_di_blocco(vecchio)
            davanti = "." * max(0, rientro - 1)
            nuove = write_valore(valore, davanti, self._indent(percorso), testuale=is_testuale(forma, campo))
            nuove[0] = nuove[0].removeprefix(davanti).lstrip() + commento
            testo = self._a_capo.join(nuove)
            altro = "" if commento else tratti.find_commento(self._testo, fine)
            if len(nuove) > 1 and altro:  # il commento della riga sta dopo «>-», prima del testo
                testo, fine = self._a_capo.join((nuove[0] + altro, *nuove[1:])), fine + len(altro)
        self._cut(inizio, fine, testo)

    def _replace_blocco(self, davanti: int, vecchio: Nodo, righe: list[str]) -> None:
        """Ciò che segue una chiave o un trattino: il commento che sta lì accanto resta."""
        commento = tratti.find_commento(self._testo, davanti)
        fine = tratti.find_fine(vecchio, self._testo)
        if not commento and not tratti.is_blocco(vecchio):
            commento = tratti.find_commento(self._testo, fine)
            fine += len(commento)
        righe = [righe[0] + commento, *righe[1:]]
        self._cut(davanti, fine, self._a_capo.join(righe))

    def _find_commento_di_blocco(self, nodo: Nodo) -> str:
        """Il commento accanto a `>-` o `|`, che del testo non fa parte."""
        if getattr(nodo, "style", None) not in ("|", ">"):
            return ""
        prima = self._testo[nodo.start_mark.index :].split("\n", 1)[0].rstrip("\r")
        segno, _, commento = prima.partition(" #")
        return f"{prima[len(segno) :]}" if commento else ""

    def _indent(self, percorso: Percorso) -> int:
        """A che colonna sta il testo ripiegato di un valore: un rientro più della chiave, o del trattino."""
        colonna: int = self._percorsi.require(percorso[:-1]).start_mark.column
        return colonna + RIENTRO

    def _cut(self, inizio: int, fine: int, testo: str = "", colonna: int = 0, rango: int = 0) -> None:
        self._tagli.append(Taglio(inizio, fine, testo, colonna, rango))

    def _join(self, righe: list[str]) -> str:
        return "".join(f"{riga}{self._a_capo}" for riga in righe)

    # ——— dove si è

    def _is_spaziato(self, percorso: Percorso, elenco: Nodo) -> bool:
        """Vero se fra gli elementi si lascia una riga vuota: come fra gli ultimi due, o se sono entità in cima al file."""
        if len(elenco.value) == 1:
            return len(percorso) == 1 and isinstance(elenco.value[0], MappingNode)
        penultimo, ultimo = elenco.value[-2:]
        return tratti.has_vuota(self._testo[tratti.find_fine(penultimo, self._testo) : ultimo.start_mark.index])


def _write(percorso: Percorso, valore: Any, colonna: int, forma: Forma) -> list[str]:
    """Le righe di un campo, in cima al file o dentro un'entità."""
    campo = name_campo(percorso)
    return write_in_cima(campo, valore, forma) if len(percorso) == 1 else write_campo(campo, valore, colonna, forma)


def _is_scalare(valore: Any) -> bool:
    return not isinstance(valore, dict) and not is_elenco(valore)


def _is_foglia(nodo: Nodo) -> bool:
    return not isinstance(nodo, (MappingNode, SequenceNode))


def _is_semplice(valore: Any, vecchio: Nodo) -> bool:
    """Vero se il valore nuovo sta al posto del vecchio, fra parentesi come lui o su una riga."""
    if _is_scalare(valore):
        return True
    return not _is_foglia(vecchio) and not isinstance(valore, dict) and all(_is_scalare(v) for v in valore)
