"""Dai nomi del dominio (`Ref`) alle righe dei file, e gli id che i file conoscono."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ldq_planner.errors import Finding, Posizione, Ref
from ldq_planner.loading.conversione import has_id
from ldq_planner.model.archivio import CONTRATTI, FILE_OF_ELENCO, REGISTRO
from ldq_planner.model.scalari import propose_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ldq_planner.loading.documento import Documento
    from ldq_planner.loading.messaggi import Percorso


class _Qualunque(frozenset[str]):
    """Gli id di un elenco che non si è potuto leggere: di nessun rimando si può dire che sbagli."""

    def __contains__(self, _id: object) -> bool:
        return True


_QUALUNQUE = _Qualunque()


class Cercatore:
    """Sa dove sta ogni entità dei documenti."""

    def __init__(self, documenti: Mapping[str, Documento]) -> None:
        self._documenti = documenti

    @cached_property
    def _indici(self) -> dict[str, dict[str, list[int]]]:
        """Elenco → id → a quali posti dell'elenco sta."""
        indici: dict[str, dict[str, list[int]]] = {kind: {} for kind in FILE_OF_ELENCO}
        for kind, nome in FILE_OF_ELENCO.items():
            voci = self._documenti[nome].albero.get(kind) if nome in self._documenti else None
            for indice, voce in enumerate(voci if isinstance(voci, list) else ()):
                if has_id(voce):
                    indici[kind].setdefault(str(voce["id"]), []).append(indice)
        return indici

    def find_noti(self, malati: frozenset[str]) -> dict[str, frozenset[str]]:
        """Elenco → gli id scritti nel file, anche quelli di entità con altri problemi; `malati` sono i file che ne hanno."""
        return {kind: self._find_noti(kind, malati) for kind in FILE_OF_ELENCO}

    def _find_noti(self, kind: str, malati: frozenset[str]) -> frozenset[str]:
        documento = self._documenti.get(FILE_OF_ELENCO[kind])
        if documento is None:
            return frozenset()
        is_malato = documento.nome in malati
        voci = documento.albero.get(kind, None if is_malato else [])
        if not isinstance(voci, list) or not all(map(has_id, voci)):
            return _QUALUNQUE
        ids = frozenset(self._indici[kind])
        return ids.union(map(propose_id, ids)) if is_malato else ids

    def locate(self, finding: Finding) -> Finding:
        """La segnalazione con la posizione del suo `Ref`: il campo, o l'entità, o il file."""
        ref = finding.ref
        if finding.posizione is not None or ref is None:
            return finding
        nome = FILE_OF_ELENCO.get(ref.kind, ref.kind)
        documento = self._documenti.get(nome)
        if documento is None:
            return finding.at(Posizione(nome))
        if ref.occorrenza:
            prima = documento.find_posizione(self._find_percorso(ref._replace(occorrenza=0)))
            finding = finding._replace(messaggio=f"{finding.messaggio}, alla riga {prima.riga}")
        return self._name_contratti(finding).at(documento.find_posizione(self._find_percorso(ref)))

    def _name_contratti(self, finding: Finding) -> Finding:
        """La segnalazione con il nome del file che c'è: i contratti possono stare in quello a righe."""
        if CONTRATTI not in self._documenti or not self._documenti[CONTRATTI].nome.endswith(REGISTRO):
            return finding
        messaggio, rimedio = (testo.replace(CONTRATTI, REGISTRO) for testo in (finding.messaggio, finding.rimedio))
        return finding._replace(messaggio=messaggio, rimedio=rimedio)

    def _find_percorso(self, ref: Ref) -> Percorso:
        if ref.kind not in FILE_OF_ELENCO:
            return ref.campo
        indici = self._indici[ref.kind].get(ref.id, [])
        if ref.occorrenza >= len(indici):
            return (ref.kind,)
        return (ref.kind, indici[ref.occorrenza], *(ref.campo or ("id",)))
