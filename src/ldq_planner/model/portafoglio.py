"""Il portafoglio: tutto ciò che si è letto, in un solo valore immutabile."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_data
from ldq_planner.model.nomi import Luogo, Nome, distinguish
from ldq_planner.model.scelte import find_indecisi, find_lasciati, keep_piani
from ldq_planner.model.scenario import NESSUN_INTERVENTO, FileScenari, Piano, Scenario
from ldq_planner.model.simili import fold

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ldq_planner.model.apprendimento import FileDurate
    from ldq_planner.model.base import Modello
    from ldq_planner.model.contratto import Contratto, FileContratti
    from ldq_planner.model.deroga import Deroga
    from ldq_planner.model.preavviso import Preavviso
    from ldq_planner.model.quartiere import FileQuartieri, Programma, Quartiere
    from ldq_planner.model.risorse import FileRisorse
    from ldq_planner.model.scelte import Lasciato


@dataclass(frozen=True, slots=True)
class Soglie:
    """Le soglie dell'ente (`ldq.toml`, tavola `[soglie]`); dove non è detto altro, in giorni.

    Estremi: un contratto è «in scadenza» quando gli restano al più `in_scadenza` giorni; i dati sono vecchi
    quando ne sono passati più di `dati_vecchi`. `cuscinetto` si aggiunge al tempo probabile di una gara: è una scelta
    dell'ente, non un termine di legge. Con meno di `presidio_minimo` operatori un quartiere ha un presidio ridotto. `avviso` e `critico`, se scritti, prendono il posto del tempo di gara.
    """

    in_scadenza: int = 90
    dati_vecchi: int = 90
    cuscinetto: int = 30
    avviso: Preavviso | None = None
    critico: Preavviso | None = None
    presidio_minimo: int | None = None


@dataclass(frozen=True, slots=True)
class GareDellEnte:
    """Come l'ente fa le sue gare (`ldq.toml`): quanti giorni durano le fasi (`[durate]`), i casi che ricorrono (`[gare]`)."""

    durate: Mapping[str, int] = field(default_factory=dict)
    casi: tuple[str, ...] = ()


@dataclass(frozen=True)
class Portafoglio:
    """Quartieri, contratti, scenari e piani, con le soglie dell'ente."""

    anagrafe: FileQuartieri
    registro: FileContratti
    ipotesi: FileScenari
    soglie: Soglie = field(default_factory=Soglie)
    deroghe: tuple[Deroga, ...] = ()
    gare: GareDellEnte = field(default_factory=GareDellEnte)
    imparate: FileDurate | None = None
    """Le durate imparate da gare già fatte, se si sono scritte."""
    risorse: FileRisorse | None = None

    @property
    def quartieri(self) -> tuple[Quartiere, ...]:
        """I quartieri, nell'ordine del file."""
        return self.anagrafe.quartieri

    @property
    def programmi(self) -> tuple[Programma, ...]:
        """I programmi, nell'ordine del file."""
        return self.anagrafe.programmi

    @property
    def contratti(self) -> tuple[Contratto, ...]:
        """I contratti, nell'ordine del file."""
        return self.registro.contratti

    @cached_property
    def lasciati(self) -> dict[str, Lasciato]:
        """Id → lo scenario che nessun conto guarda più: scartato, escluso da una scelta, o affidato."""
        return find_lasciati(self.ipotesi.scenari, self.registro.by_quartiere) if self.ipotesi.scenari else {}

    @cached_property
    def scenari(self) -> tuple[Scenario, ...]:
        """Gli scenari ancora in gioco, nell'ordine del file; tutti quelli scritti sono in `ipotesi`."""
        return tuple(s for s in self.ipotesi.scenari if s.id not in self.lasciati)

    @cached_property
    def indecisi(self) -> dict[str, tuple[Scenario, ...]]:
        """Gruppo → gli scenari in gioco fra cui si deve ancora scegliere."""
        return find_indecisi(self.scenari)

    @cached_property
    def richiesti(self) -> tuple[Scenario, ...]:
        """Gli scenari in gioco di cui si chiedono gli atti: non quelli fra cui si deve ancora scegliere."""
        indecisi = {s.id for gruppo in self.indecisi.values() for s in gruppo}
        return tuple(s for s in self.scenari if s.id not in indecisi)

    @property
    def piani_in_gioco(self) -> tuple[Piano, ...]:
        """I piani del file che si possono ancora fare."""
        return keep_piani(self.ipotesi.piani, self.lasciati) if self.lasciati else self.ipotesi.piani

    @property
    def piani(self) -> tuple[Piano, ...]:
        """I piani: «nessun intervento» sempre per primo, poi quelli del file che si possono ancora fare."""
        return (Piano(id=NESSUN_INTERVENTO, nome="Nessun intervento", scenari=()), *self.piani_in_gioco)

    @property
    def has_scelte(self) -> bool:
        """Vero se l'ente ha scritto soglie, durate o casi suoi: stanno in un file a parte."""
        return (self.soglie, self.gare) != (Soglie(), GareDellEnte())

    @property
    def dati_aggiornati_al(self) -> date | None:
        """Il giorno a cui i contratti sono stati verificati; nulla se i dati, in colonne, non lo dicono."""
        return self.registro.aggiornato_al.primo if self.registro.aggiornato_al.is_nota else None

    @cached_property
    def quartieri_by_id(self) -> dict[str, Quartiere]:
        """Id → quartiere, nell'ordine del file."""
        return {q.id: q for q in self.quartieri}

    @cached_property
    def enti(self) -> dict[str, str]:
        """Id di un quartiere → chi vi compra il servizio: l'ente suo, o quello del file."""
        return {q.id: q.ente or self.anagrafe.ente for q in self.quartieri}

    @cached_property
    def nomi_enti(self) -> dict[str, str]:
        """Il nome di un ente ridotto a lettere e cifre → come lo scrivono per primi i dati, nell'ordine del file."""
        nomi: dict[str, str] = {}
        for ente in self.enti.values():
            nomi.setdefault(fold(ente), ente)
        return nomi

    @cached_property
    def has_piu_enti(self) -> bool:
        """Vero se i quartieri non sono tutti dello stesso ente, comunque lo si scriva."""
        return len(self.nomi_enti) > 1

    @property
    def contratti_by_id(self) -> dict[str, Contratto]:
        """Id → contratto, nell'ordine del file."""
        return self.registro.by_id

    @cached_property
    def scenari_by_id(self) -> dict[str, Scenario]:
        """Id → scenario, nell'ordine del file, anche se non è più in gioco."""
        return {s.id: s for s in self.ipotesi.scenari}

    @cached_property
    def programmi_by_id(self) -> dict[str, Programma]:
        """Id → programma, nell'ordine del file."""
        return {p.id: p for p in self.programmi}

    @cached_property
    def nomi(self) -> dict[str, str]:
        """Quartiere → il nome con cui lo si chiama, nell'ordine del file."""
        return {q.id: q.nome for q in self.quartieri}

    @cached_property
    def nomi_distinti(self) -> dict[str, Nome]:
        """Contratto o scenario → il suo nome, con ciò che lo distingue da chi si chiama allo stesso modo."""
        contratti = {id_: c.titolo for id_, c in self.contratti_by_id.items()}
        scenari = {id_: s.nome for id_, s in self.scenari_by_id.items()}
        return distinguish(contratti, self._locate) | distinguish(scenari, self._locate)

    def _locate(self, id_: str) -> Luogo:
        voce = self.contratti_by_id.get(id_) or self.scenari_by_id[id_]
        return Luogo(", ".join(self.nomi.get(q, q) for q in voce.quartieri), format_data(voce.inizio))

    def name(self, id_: str) -> str:
        """Come si chiama un quartiere, uno scenario o un contratto; l'id, se non ha un nome."""
        return self.nomi.get(id_) or (self.nomi_distinti[id_].say() if id_ in self.nomi_distinti else id_)

    def quote(self, id_: str, massimo: int | None = None, *, solo: bool = False) -> str:
        """Lo stesso nome fra virgolette; `solo` lo dice senza ciò che lo distingue, dove chi legge lo sa già.

        Unità: `massimo` in caratteri, per un titolo che deve stare in una cella.
        """
        nome = self.nomi_distinti.get(id_) or Nome(self.name(id_))
        return (Nome(nome.nome) if solo else nome).say(massimo, "«{}»")

    @cached_property
    def scenari_by_quartiere(self) -> dict[str, tuple[Scenario, ...]]:
        """Gli scenari in gioco di ciascun quartiere, nell'ordine del file; ogni quartiere c'è, anche senza scenari."""
        elenco: dict[str, list[Scenario]] = defaultdict(list)
        for scenario in self.scenari:
            for quartiere in dict.fromkeys(scenario.quartieri):
                elenco[quartiere].append(scenario)
        return {q.id: tuple(elenco[q.id]) for q in self.quartieri}

    @cached_property
    def contratti_by_quartiere(self) -> dict[str, tuple[Contratto, ...]]:
        """I contratti di ciascun quartiere, per decorrenza; ogni quartiere c'è, anche senza contratti."""
        return {q.id: self.registro.by_quartiere.get(q.id, ()) for q in self.quartieri}

    def list_file(self) -> dict[str, Modello]:
        """Nome di ogni file di dati → ciò che dice; di quelli che possono mancare, chi dice qualcosa."""
        from ldq_planner.model.deroga import FileDeroghe  # noqa: PLC0415 - quasi nessuna cartella ne ha

        file: dict[str, Modello] = {"quartieri": self.anagrafe, "contratti": self.registro}
        if self.ipotesi != FileScenari(aggiornato_al=self.registro.aggiornato_al):
            file["scenari"] = self.ipotesi
        if self.deroghe:
            file["deroghe"] = FileDeroghe(deroghe=self.deroghe)
        if self.imparate is not None:
            file["durate"] = self.imparate
        return file

    def with_contratti(self, nuovi: tuple[Contratto, ...]) -> Portafoglio:
        """Lo stesso portafoglio con altri contratti in coda."""
        if not nuovi:
            return self
        return replace(self, registro=self.registro.with_contratti(self.contratti + nuovi))
