"""Quanto dura ogni passo di una gara immaginata, e quale norma lo dice, sotto la legge di un giorno."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.engine.ammissione import Appalto
from ldq_planner.model.norme import ESECUZIONE_ANTICIPATA, SOTTO_SOGLIA

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from decimal import Decimal

    from ldq_planner.engine.norme import Diritto
    from ldq_planner.model.norme import Articolo, Fase, Procedura, Termine, Valore

CASI_DI_SEMPRE = frozenset(("ordinaria", "elettronica"))
"""I casi che ricorrono se nessuno dice altro."""
RICHIESTA, SCENARIO, ENTE = "richiesta", "scenario", "ente"
FISSATE = (RICHIESTA, SCENARIO, ENTE)
"""Chi può fissare la durata di una fase, al posto della stima: chi chiede, lo scenario, l'ente."""
IMPARATA = "imparata"
"""Chi stima la durata di una fase, al posto delle norme: le gare già fatte (`durate.yaml`)."""
FUORI_CATENA = frozenset(("precondizione", "parallela"))
"""I tipi di fase che nessuna altra attende."""
PROFILI = ("minimo", "probabile", "massimo")


class Ipotesi(NamedTuple):
    """Come si immagina la gara: procedura, profilo di durata, casi che accorciano i termini, fasi fissate in giorni.

    Unità: `netto` in euro senza IVA, opzioni comprese; se manca si conta come sopra la soglia del `servizio`.
    """

    procedura: Procedura
    profilo: str = "probabile"
    casi: frozenset[str] = CASI_DI_SEMPRE
    fissate: Mapping[str, int] = {}
    patrono: bool = False
    netto: Decimal | None = None
    servizio: str = ""
    origini: Mapping[str, str] = {}
    """Fase fissata → chi la fissa, se non chi chiede: uno fra `FISSATE`."""
    imparate: Mapping[str, tuple[int, ...]] = {}
    """Fase → minimo, probabile e massimo imparati da gare già fatte, al posto della stima delle norme."""

    @property
    def chiave(self) -> tuple[object, ...]:
        """Ciò da cui le sue date dipendono, oltre al profilo e al patrono."""
        detti = (tuple(self.fissate.items()), tuple(self.imparate.items()))
        return (self.procedura.id, self.netto, self.servizio, self.casi, *detti)

    def describe_appalto(self, durata_mesi: int | None = None) -> Appalto:
        """Ciò che si affida, come lo immagina la gara."""
        return Appalto(self.netto, self.servizio, durata_mesi, self.casi)


class Durata(NamedTuple):
    """Quanto dura una fase, e chi lo dice."""

    quanti: int
    unita: str
    origine: str
    valore: Valore | None = None
    """La norma che la dà o, se la dà altro, il minimo di legge sotto cui non si scende."""


class Durate:
    """Le durate di una gara immaginata. Non cambiano mai."""

    def __init__(self, diritto: Diritto, ipotesi: Ipotesi) -> None:
        self.ipotesi = ipotesi
        self.fasi = diritto.list_fasi(ipotesi.procedura, ipotesi.casi)
        self._diritto = diritto
        self._gia: dict[tuple[str, int], Durata] = {}  # già misurate: fra due cambi di legge non cambiano

    def measure(self, fase: Fase, giorno: date) -> Durata:
        """La durata della fase nel profilo, sotto la legge di quel giorno; mai sotto il minimo di legge."""
        chiave = (fase.id, self._diritto.find_tratto(giorno))
        if chiave not in self._gia:
            self._gia[chiave] = self._measure(fase, giorno)
        return self._gia[chiave]

    def _measure(self, fase: Fase, giorno: date) -> Durata:
        minimo = self.find_minimo(fase, giorno)
        if fase.id in self.ipotesi.fissate:
            chi = self.ipotesi.origini.get(fase.id, RICHIESTA)
            return Durata(self.ipotesi.fissate[fase.id], "giorni", chi, minimo)
        massimo = self.pick(fase.massimi, giorno) if self.ipotesi.profilo == "massimo" else None
        if massimo is not None:
            return Durata(massimo.valore, massimo.unita, "legge", massimo)
        almeno = minimo.valore if minimo else fase.almeno
        stimati = self._pick_stima(fase)
        if stimati > almeno:
            return Durata(stimati, "giorni", IMPARATA if fase.id in self.ipotesi.imparate else "stima", minimo)
        return Durata(almeno, "giorni", "legge" if minimo else "minimo", minimo)

    def find_minimo(self, fase: Fase, giorno: date) -> Valore | None:
        """Il minimo di legge della fase."""
        return self.pick(fase.minimi, giorno)

    def find_massimi(self, fase: Fase, giorno: date) -> list[Valore]:
        """I termini che la fine della fase non deve passare."""
        valori = (self.pick(fase.massimi, giorno), *(self._diritto.find_valore(p, giorno) for p in fase.entro))
        return [v for v in valori if v is not None]

    def pick(self, termini: tuple[Termine, ...], giorno: date, senza: str | None = None) -> Valore | None:
        """Il termine più breve fra quelli dei casi che ricorrono quel giorno; o che ricorrerebbero, `senza` uno."""
        sotto: set[str] = {SOTTO_SOGLIA} if self.is_sotto_soglia(giorno) else set()
        casi = (self.ipotesi.casi | sotto) - {senza}
        validi = (t for t in termini if t.caso in casi and t.salvo not in casi)
        valori = (self._diritto.find_valore(t.parametro, giorno) for t in validi)
        return min((v for v in valori if v is not None), key=lambda v: v.valore, default=None)

    def is_sotto_soglia(self, giorno: date) -> bool:
        """Se un bando di quel giorno sta sotto la soglia europea: per il suo valore, o perché la procedura lo chiede."""
        if self.ipotesi.procedura.is_sotto_soglia:
            return True
        soglia = self._diritto.find_soglia(self.ipotesi.servizio, giorno)
        return soglia is not None and self.ipotesi.netto is not None and self.ipotesi.netto < soglia.valore

    def find_legge(self, fase: Fase, invio: date, legge: date) -> date:
        """Il giorno la cui legge regge la fase: quello di pubblicazione; per la pubblicazione stessa, quello dell'invio."""
        return max(invio, self._diritto.primo_giorno) if fase.tipo == "parallela" else legge

    def _pick_stima(self, fase: Fase) -> int:
        """I giorni stimati nel profilo; il minimo di legge di una fase senza minimo è zero."""
        stima = self.find_stima(fase)
        return 0 if stima is None or self.ipotesi.profilo == "minimo" else stima[PROFILI.index(self.ipotesi.profilo)]

    def find_stima(self, fase: Fase) -> tuple[int, ...] | None:
        """Minimo, probabile e massimo della fase, imparati o, se no, delle norme; `None` se dura quanto dice la legge."""
        return self.ipotesi.imparate.get(fase.id, fase.stima)

    def measure_preparazione(self, fase: Fase) -> int:
        """I giorni di una fase che precede l'invio: la legge non ne dà."""
        return self.ipotesi.fissate.get(fase.id, max(self._pick_stima(fase), fase.almeno))

    def list_sotto_soglia(self, giorno: date) -> Iterator[tuple[Fase, Valore]]:
        """Le fasi che sotto la soglia europea hanno un altro termine, e quale."""
        for fase in self.fasi:
            for termine in (*fase.minimi, *fase.massimi):
                valore = self._diritto.find_valore(termine.parametro, giorno) if termine.caso == SOTTO_SOGLIA else None
                if valore is not None:
                    yield fase, valore

    def find_articolo(self, fase: Fase, giorno: date) -> Articolo | None:
        """L'articolo che regge la fase, nella sua procedura e al suo valore."""
        return self._diritto.find_articolo_di(
            giorno,
            self.ipotesi.procedura,
            fase,
            sotto_soglia=self.is_sotto_soglia(giorno),
            anticipata=self.is_anticipata(fase),
        )

    def is_previsto(self, caso: str) -> bool:
        """Vero se nella procedura una fase cambia, o c'è, in quel caso."""
        if caso == ESECUZIONE_ANTICIPATA:
            return any(map(self.is_anticipabile, self.fasi))
        return any(fase.se == caso or any(m.caso == caso for m in fase.minimi) for fase in self.fasi)

    def is_anticipata(self, fase: Fase) -> bool:
        """Vero se la fase comincia prima di quelle che di solito attende."""
        return ESECUZIONE_ANTICIPATA in self.ipotesi.casi and self.is_anticipabile(fase)

    def is_anticipabile(self, fase: Fase) -> bool:
        """Vero se la procedura, nel codice, ha la fase alla cui fine questa può cominciare."""
        is_codice = self.ipotesi.procedura.regime != "fuori-codice"
        return is_codice and any(f.id == fase.anticipata_da for f in self.fasi)
