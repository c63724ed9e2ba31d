"""Un'importazione: i file uno dopo l'altro, gli id di chi c'era, i conti di tutto ciò che si è letto."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from ldq_planner.loading.importazione.conteggi import PRIME
from ldq_planner.loading.importazione.formati import ANAC_CIG, OCDS, TABELLA, LetturaChiesta, open_fonti
from ldq_planner.loading.importazione.giorni import read_giorno
from ldq_planner.loading.importazione.gruppi import Gruppi
from ldq_planner.loading.importazione.identita import Firma, Identita
from ldq_planner.loading.importazione.normalizzazione import Normalizzatore
from ldq_planner.loading.importazione.rifiuti import refuse
from ldq_planner.loading.importazione.testi import clean_testo
from ldq_planner.model.importazione import ColonnaLetta, ContoDiRighe, FileImportato, Particolarita, Scarto

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from ldq_planner.errors import InvalidDataError
    from ldq_planner.loading.importazione.chiusure import FuoriVigore
    from ldq_planner.loading.importazione.grezzo import FonteAperta
    from ldq_planner.loading.importazione.raccolta import Raccolta

_STATI_DETTI = 10
OGNI = 50_000
"""Ogni quante righe si dice a che punto si è."""
SENZA_FRUTTO = 100_000
"""Dopo quante righe di cui nessuna si importa ci si ferma: il file è di un altro genere, o la mappa non è la sua."""


class Precedente(NamedTuple):
    """Ciò che la cartella da aggiornare ha già: id e firma dei contratti, nome e id dei quartieri."""

    contratti: Mapping[str, Firma]
    quartieri: tuple[tuple[str, str], ...]


class Importato(NamedTuple):
    """Tutto ciò che i file hanno dato, prima di scriverlo."""

    file: tuple[FileImportato, ...]
    righe: int
    contratti: Raccolta
    scenari: tuple[dict[str, Any], ...]
    quartieri: dict[str, str]
    """Nome → id dei quartieri che non c'erano."""
    enti: dict[str, str]
    """Id di un quartiere che non c'era → il suo ente; vuoto se la fonte non lo dice, o ne dice di più."""
    codici: dict[str, str]
    """Id di un quartiere che non c'era → il codice del suo ente, se la fonte ne dice uno solo."""
    ente: str
    """Quello che la fonte dice di sé, o l'unico dei suoi quartieri; altrimenti vuoto."""
    aggiornato_al: date | None
    """Il giorno che la fonte dice di sé."""
    ultimo_inizio: str
    """L'inizio più recente fra quelli già passati, in ISO; vuoto se non se ne sa uno."""
    periodi_certi: int
    particolarita: tuple[Particolarita, ...]
    scarti: tuple[Particolarita, ...]
    gruppi: int
    fuori_vigore: Mapping[str, FuoriVigore] = MappingProxyType({})
    """Id di un contratto che c'era, e che la fonte non dà più in vigore → che cosa ne dice."""
    stati_ignoti: Mapping[str, int] = MappingProxyType({})
    """Gli stati che non si conoscono, dal più frequente."""
    avvisi_della_fonte: tuple[str, ...] = ()
    """Ciò che nei file c'è e non si è letto."""

    @property
    def is_vuoto(self) -> bool:
        """Vero se nessuna riga è diventata qualcosa, né dice qualcosa di ciò che c'era."""
        return not len(self.contratti) and not self.scenari and not self.fuori_vigore

    @property
    def avvisi(self) -> tuple[str, ...]:
        """Ciò che chi importa deve sapere prima di usare i dati."""
        avvisi = []
        senza = sum(p.righe for p in self.particolarita if p.codice == "gruppo-vuoto")
        if senza and senza >= len(self.contratti) + len(self.scenari):
            avvisi.append("nessuna riga dice il gruppo: --raggruppa COLONNA sceglie chi fa da quartiere")
        if self.stati_ignoti:
            detti = [f"«{stato}» ({quanti})" for stato, quanti in self.stati_ignoti.items()]
            altri = f" e altri {len(detti) - _STATI_DETTI}" if len(detti) > _STATI_DETTI else ""
            avvisi.append(
                f"stati che non si conoscono, contati come in vigore: {', '.join(detti[:_STATI_DETTI])}{altri}"
            )
        return (*self.avvisi_della_fonte, *avvisi)


def refuse_vuoto(importato: Importato) -> InvalidDataError:
    """L'errore di un'importazione da cui non viene nulla."""
    nomi = ", ".join(f.file for f in importato.file)
    return refuse(nomi, "nessuna riga si può importare", "leggere qui sopra perché; le colonne si dicono con --mappa")


def import_file(
    percorsi: Sequence[Path],
    richiesta: LetturaChiesta,
    precedente: Precedente,
    raccolta: Raccolta,
    take_scarto: Callable[[Scarto], None],
    tell: Callable[[str, int], None],
) -> Importato:
    """I contratti e gli scenari dei file, nell'ordine; un contratto che torna in un altro file è lo stesso, aggiornato.

    I contratti vanno in `raccolta`; `tell` riceve ogni tanto il file e a che riga si è. Errori: `InvalidDataError` se un file non si può importare.
    """
    identita = Identita(precedente.contratti)
    gruppi = Gruppi(precedente.quartieri, richiesta.detto.alias)
    normalizzatore = Normalizzatore(identita, gruppi, take_scarto, richiesta.valuta, richiesta.giorno)
    scenari: dict[str, dict[str, Any]] = {}
    fuori_vigore: dict[str, FuoriVigore] = {}
    letti, enti, giorni, sono_enti = [], [], [], []
    avvisi: list[str] = []
    fonti = ((p, fonte) for p in percorsi for fonte in open_fonti(p, richiesta))
    for numero, (percorso, fonte) in enumerate(fonti):
        if numero:
            raccolta.restart()
            normalizzatore.restart({**precedente.contratti, **dict(raccolta.list_firme())})
        nomi = (percorso.name if len(percorsi) > 1 else "", f"foglio {fonte.foglio}" if fonte.foglio else "")
        normalizzatore.start_file(fonte, ", ".join(filter(None, nomi)), valuta_si_dice=_has_valuta(fonte))
        righe = _read_fonte(normalizzatore, fonte, raccolta, scenari, tell)
        for voce in identita.finish():
            normalizzatore.collect(voce, raccolta)
        for id_, fuori in normalizzatore.fuori_vigore.items():
            if not identita.is_preso(id_):
                fuori_vigore[id_] = fuori
                raccolta.discard(id_)
        for codice, posto, dettaglio in fonte.fatti:
            normalizzatore.particolarita.add(codice, posto, clean_testo(dettaglio)[:60])
        letti.append(_describe(fonte, righe, normalizzatore.celle.frasi))
        avvisi += fonte.avvisi
        enti.append(fonte.ente)
        sono_enti.append(fonte.is_gruppo_ente)
        giorni.append(read_giorno(fonte.aggiornato_al or (fonte.anno and min(f"{fonte.anno}-12-31", richiesta.giorno))))
    veri = gruppi.settle()
    raccolta.rename(veri, normalizzatore.settle(raccolta))
    for scenario in scenari.values():
        scenario["quartieri"] = [*dict.fromkeys(veri.get(q, q) for q in scenario["quartieri"])]
    giorno = max((g.iso for g in giorni if g.is_intero), default="")
    # il gruppo è chi compra, e non un suo ufficio; di un gruppo solo basta la colonna
    di_suo = all(sono_enti) and (len(gruppi.nuovi) == 1 or {f.formato for f in letti} <= {OCDS, ANAC_CIG})
    di_chi = {id_: gruppi.enti.get(id_, nome if di_suo else "") for nome, id_ in gruppi.nuovi.items()}
    return Importato(
        file=tuple(letti),
        righe=sum(f.righe for f in letti),
        contratti=raccolta,
        scenari=tuple(scenari.values()),
        quartieri=gruppi.nuovi,
        enti=di_chi,
        codici=gruppi.codici,
        ente=next(filter(None, enti), "") or (min(di_chi.values()) if len({*di_chi.values()}) == 1 else ""),
        aggiornato_al=date.fromisoformat(giorno) if giorno else None,
        ultimo_inizio=normalizzatore.ultimo_inizio,
        periodi_certi=normalizzatore.certi,
        particolarita=(*normalizzatore.particolarita.list(), *_list_nomi(gruppi)),
        scarti=normalizzatore.scarti.list(),
        gruppi=gruppi.quanti,
        fuori_vigore=fuori_vigore,
        stati_ignoti=dict(normalizzatore.stati_ignoti.most_common()),
        avvisi_della_fonte=tuple(avvisi),
    )


def _read_fonte(
    normalizzatore: Normalizzatore,
    fonte: FonteAperta,
    raccolta: Raccolta,
    scenari: dict[str, dict[str, Any]],
    tell: Callable[[str, int], None],
) -> int:
    """Mette i contratti di una fonte nella raccolta, e le gare fra gli scenari; quante righe aveva."""
    add, righe, fuori = normalizzatore.add, 0, normalizzatore.scarti.totale
    for righe, grezzo in enumerate(fonte.read(), 1):
        genere, voce = add(grezzo, fonte) or _FUORI
        if genere == "contratto":
            normalizzatore.collect(voce, raccolta)
        elif genere == "scenario":
            scenari[voce["id"]] = voce
        if righe % OGNI == 0:
            tell(fonte.nome, righe)
            if righe == SENZA_FRUTTO == normalizzatore.scarti.totale - fuori:
                raise _refuse_senza_frutto(fonte, normalizzatore.scarti.list())
    return righe


def _refuse_senza_frutto(fonte: FonteAperta, scarti: tuple[Particolarita, ...]) -> InvalidDataError:
    """L'errore di un file che per tante righe non dà nulla: il motivo è il più frequente."""
    motivo = max(scarti, key=lambda scarto: scarto.righe)
    messaggio = f"delle prime {SENZA_FRUTTO} righe non se ne importa nessuna: {motivo.che_cosa}"
    return refuse(
        fonte.nome, f"{messaggio} ({motivo.prime[0]})", "dire le colonne con --mappa, o indicare il file giusto"
    )


def _list_nomi(gruppi: Gruppi) -> Iterator[Particolarita]:
    """I luoghi scritti in più modi, e quelli che si confondono: nessuno dei due passa senza una parola."""
    varianti = [" = ".join(f"«{n}»" for n in nomi) for nomi in gruppi.list_varianti()]
    simili = [f"«{clean_testo(nome)}», come {id_}" for nome, id_ in gruppi.simili]
    omonimi = [f"«{nome}»: {len(quali)}" for nome, quali in sorted(gruppi.omonimi.items())]
    confusi = [" e ".join(f"«{n}»" for n in nomi) for nomi in gruppi.list_confusi()]
    for codice, che_cosa, quali in (
        ("nomi-di-piu-enti", "nomi che più enti usano: un luogo per ente", omonimi),
        ("nomi-varianti", "luoghi scritti in più modi, per maiuscole, spazi o segni: uno solo", varianti),
        ("nomi-simili", "luoghi che si scrivono quasi uguale: restano due; se sono uno, alias nella mappa", simili),
        (
            "nomi-confusi",
            "luoghi che forse sono uno, scritto intero o abbreviato: se lo sono, alias nella mappa",
            confusi,
        ),
    ):
        if quali:
            yield Particolarita(codice, che_cosa, len(quali), tuple(quali[:PRIME]))


_FUORI: tuple[str, dict[str, Any]] = ("", {})


def _has_valuta(fonte: FonteAperta) -> bool:
    """Vero se gli importi potrebbero non essere in euro: chi pubblica CIG scrive in euro."""
    return fonte.formato == OCDS or (fonte.formato == TABELLA and "cig" not in fonte.colonne.values())


def _describe(fonte: FonteAperta, righe: int, frasi: tuple[str, ...]) -> FileImportato:
    colonne = tuple(ColonnaLetta(c.strip(), fonte.colonne.get(c, "")) for c in fonte.intestazioni)
    lette = righe + fonte.unite
    conto = ContoDiRighe(fonte.fisiche or lette, fonte.sopra, lette, fonte.vuote, fonte.a_capo, fonte.unite)
    return FileImportato(
        fonte.nome, fonte.formato, fonte.codifica, fonte.separatore, righe, colonne, fonte.foglio, conto, frasi
    )
