"""Da una cartella di dati al portafoglio, o a tutti i problemi di tutti i file insieme."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ldq_planner.cicli import pause_cicli
from ldq_planner.errors import Finding, InvalidDataError, Posizione, Severita
from ldq_planner.loading.conversione import convert
from ldq_planner.loading.documento import Documento, build_documento, read_documento
from ldq_planner.loading.lettura import explain_sistema
from ldq_planner.loading.posizioni import Cercatore
from ldq_planner.loading.sospeso import finish_sospeso, take_firma
from ldq_planner.model.archivio import (
    ARCHIVIO,
    CONTRATTI,
    DEROGHE,
    DURATE,
    QUARTIERI,
    REGISTRO,
    RISORSE,
    SCENARI,
    SOGLIE,
)
from ldq_planner.model.contratto import FileContratti
from ldq_planner.model.portafoglio import GareDellEnte, Portafoglio, Soglie
from ldq_planner.model.quartiere import FileQuartieri
from ldq_planner.model.scenario import FileScenari
from ldq_planner.rules.base.contenuto import Contenuto
from ldq_planner.rules.controlli.integrita import check_integrita

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ldq_planner.model.apprendimento import FileDurate
    from ldq_planner.model.archivio import FileDati
    from ldq_planner.model.deroga import Deroga
    from ldq_planner.model.norme import FileProcedure
    from ldq_planner.model.risorse import FileRisorse


_TENTATIVI = 5
"""Quante volte si rilegge una cartella che un altro sta scrivendo."""


@dataclass(frozen=True)
class Caricato:
    """Un portafoglio e i documenti da cui viene: sa dire dove sta ogni cosa."""

    cartella: Path
    portafoglio: Portafoglio
    documenti: dict[str, Documento] = field(repr=False)
    regimi: Path | None = None
    """La cartella delle norme con cui si sono confrontate le fasi delle gare; senza, quelle del programma."""

    def locate(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Le segnalazioni con la loro posizione, nell'ordine dei file."""
        return tuple(sorted(map(Cercatore(self.documenti).locate, findings), key=Finding.sort_key))


def load(cartella: str | Path, regimi: Path | None = None) -> Caricato:
    """Tutto ciò che la cartella dice, con le posizioni; le fasi delle gare sono quelle di `regimi`, o del programma.

    Errori: `InvalidDataError` con tutte le segnalazioni di tutti i file, se anche una sola vieta di valutare.
    """
    cartella = Path(cartella)
    _check_cartella(cartella)
    for _ in range(_TENTATIVI):
        firma = take_firma(cartella)
        finish_sospeso(cartella)
        with pause_cicli():
            documenti = _read_documenti(cartella)
            portafoglio, segnalazioni = _build_portafoglio(cartella, documenti, regimi)
        if take_firma(cartella) == firma:
            break  # i file sono tutti dello stesso momento
    else:
        messaggio, rimedio = "i file cambiano mentre li si legge", "ripetere quando chi li scrive ha finito"
        posizione = Posizione(str(cartella))
        segnalazioni = [Finding("dati-che-cambiano", Severita.ERRORE, messaggio, rimedio, posizione=posizione)]
    if segnalazioni:
        raise InvalidDataError(tuple(segnalazioni))
    return Caricato(cartella, portafoglio, documenti, regimi)


def reload(caricato: Caricato, testi: Mapping[str, str]) -> Caricato:
    """Gli stessi dati, con dei file che dicono altro (nome → testo): nella cartella non cambia nulla.

    Errori: `InvalidDataError` con tutte le segnalazioni, alle righe dei testi nuovi.
    """
    nuovi = {n: build_documento(t.removeprefix("\ufeff"), str(caricato.cartella / n)) for n, t in testi.items()}
    documenti = {**caricato.documenti, **nuovi}
    portafoglio, segnalazioni = _build_portafoglio(caricato.cartella, documenti, caricato.regimi)
    if segnalazioni:
        raise InvalidDataError(tuple(segnalazioni))
    return replace(caricato, portafoglio=portafoglio, documenti=documenti)


def with_risorse(caricato: Caricato, percorso: Path) -> Caricato:
    """Gli stessi dati, con le risorse di un altro file.

    Errori: `InvalidDataError` con tutte le segnalazioni.
    """
    documenti = {**caricato.documenti, RISORSE: read_documento(percorso, str(percorso))}
    portafoglio, segnalazioni = _build_portafoglio(caricato.cartella, documenti, caricato.regimi)
    if segnalazioni:
        raise InvalidDataError(tuple(segnalazioni))
    return replace(caricato, portafoglio=portafoglio, documenti=documenti)


def load_portafoglio(cartella: str | Path, regimi: Path | None = None) -> Portafoglio:
    """Il portafoglio di una cartella di dati; le fasi delle gare sono quelle di `regimi`, o del programma.

    Errori: `InvalidDataError` con tutte le segnalazioni.
    """
    return load(cartella, regimi).portafoglio


def _check_cartella(cartella: Path) -> None:
    """Una cartella che non c'è è un problema solo, non uno per ogni file."""
    rimedio = f"indicare con --dati la cartella che contiene {QUARTIERI} e {CONTRATTI}"
    try:
        is_cartella = stat.S_ISDIR(cartella.stat().st_mode)
    except FileNotFoundError:
        motivo = "non c'è"
    except (OSError, ValueError) as errore:
        motivo, rimedio = explain_sistema(errore)
    else:
        if is_cartella:
            return
        motivo = "non è una cartella"
    posizione = Posizione(str(cartella))
    finding = Finding(
        "cartella-mancante", Severita.ERRORE, f"la cartella {cartella} {motivo}", rimedio, posizione=posizione
    )
    raise InvalidDataError((finding,))


def _read_documenti(cartella: Path) -> dict[str, Documento]:
    """I file di dati che devono o possono esserci, tolto quello dei contratti."""
    nomi = [f.file for f in ARCHIVIO if f.file != CONTRATTI and not _is_taciuto(cartella, f)]
    return {nome: read_documento(cartella / nome, str(cartella / nome)) for nome in nomi}


def _is_taciuto(cartella: Path, file: FileDati) -> bool:
    """Vero se il file può mancare, e manca."""
    return file.is_facoltativo and not os.path.lexists(cartella / file.file)


def _read_scelte(percorso: Path) -> tuple[Soglie, GareDellEnte, tuple[Finding, ...]]:
    """Le soglie dell'ente e come fa le gare, o quelle di sempre: quasi nessuna cartella ne ha di proprie."""
    if not os.path.lexists(percorso):
        return Soglie(), GareDellEnte(), ()
    from ldq_planner.loading.soglie import read_soglie  # noqa: PLC0415 - quasi nessuna cartella ne ha

    scelte, findings = read_soglie(percorso)
    return *scelte, findings


def _read_contratti(cartella: Path, documenti: dict[str, Documento]) -> tuple[FileContratti, tuple[Finding, ...]]:
    """I contratti del file YAML o, se c'è al suo posto, di quello a righe; i due insieme sono un errore."""
    righe = cartella / REGISTRO
    if not os.path.lexists(righe):
        if CONTRATTI not in documenti:
            documenti[CONTRATTI] = read_documento(cartella / CONTRATTI, str(cartella / CONTRATTI))
        return convert(documenti[CONTRATTI], FileContratti)
    from ldq_planner.loading.registro import read_registro  # noqa: PLC0415 - quasi nessuna cartella ne ha

    registro, documenti[CONTRATTI], findings = read_registro(righe, str(righe))
    if os.path.lexists(cartella / CONTRATTI):
        messaggio = f"nella cartella ci sono sia {CONTRATTI} sia {REGISTRO}: non si sa quale vale"
        doppio = Finding(
            "contratti-doppi", Severita.ERRORE, messaggio, "tenerne uno solo", posizione=Posizione(str(righe))
        )
        findings = (doppio, *findings)
    return registro, findings


def _build_portafoglio(
    cartella: Path, documenti: dict[str, Documento], regimi: Path | None
) -> tuple[Portafoglio, list[Finding]]:
    """Il portafoglio e tutto ciò che vieta di valutarlo: di scrittura, di forma, di significato."""
    anagrafe, di_quartieri = convert(documenti[QUARTIERI], FileQuartieri)
    registro, di_contratti = _read_contratti(cartella, documenti)
    ipotesi, di_scenari = _convert_scenari(documenti, registro)
    soglie, gare, di_soglie = _read_scelte(cartella / SOGLIE)
    deroghe, di_deroghe = _convert_deroghe(documenti)
    imparate, di_imparate = _convert_imparate(documenti)
    risorse, di_risorse = _convert_risorse(documenti)
    portafoglio = Portafoglio(anagrafe, registro, ipotesi, soglie, deroghe, gare, imparate, risorse)
    segnalazioni = [*di_quartieri, *di_contratti, *di_scenari, *di_deroghe, *di_soglie, *di_imparate, *di_risorse]
    cercatore = Cercatore(documenti)
    noti = cercatore.find_noti(frozenset(s.posizione.file for s in segnalazioni if s.posizione))
    contenuto = Contenuto(portafoglio, noti, _list_regole(deroghe), _read_procedure(portafoglio, regimi))
    segnalazioni += map(cercatore.locate, check_integrita(contenuto))
    return portafoglio, segnalazioni


def _read_procedure(portafoglio: Portafoglio, regimi: Path | None) -> FileProcedure | None:
    """Le procedure delle norme; se nessuno nomina le fasi di una gara non servono a nessuno."""
    scenari = portafoglio.ipotesi.scenari
    nomina = portafoglio.risorse or portafoglio.imparate
    if nomina is None and not any(s.avanzamento or s.durate or s.casi for s in scenari):
        return None
    from ldq_planner.loading.norme import read_procedure  # noqa: PLC0415 - quasi nessuna cartella ha gare in corso

    return read_procedure(regimi)


def _list_regole(deroghe: tuple[Deroga, ...]) -> Mapping[str, bool]:
    """Il codice di ogni regola, e se si può derogare; senza deroghe non serve a nessuno."""
    if not deroghe:
        return {}
    from ldq_planner.rules.controlli.elenco import IS_DEROGABILE  # noqa: PLC0415 - carica ogni regola, e quasi nessuno ha deroghe

    return IS_DEROGABILE


def _convert_deroghe(documenti: dict[str, Documento]) -> tuple[tuple[Deroga, ...], tuple[Finding, ...]]:
    """Le deroghe del file; senza file non ce ne sono."""
    if DEROGHE not in documenti:
        return (), ()
    from ldq_planner.model.deroga import FileDeroghe  # noqa: PLC0415 - quasi nessuna cartella ne ha

    di_deroghe, segnalazioni = convert(documenti[DEROGHE], FileDeroghe)
    return di_deroghe.deroghe, segnalazioni


def _convert_imparate(documenti: dict[str, Documento]) -> tuple[FileDurate | None, tuple[Finding, ...]]:
    """Le durate imparate del file; se manca, o non si legge, nessuna."""
    if DURATE not in documenti:
        return None, ()
    from ldq_planner.model.apprendimento import FileDurate  # noqa: PLC0415 - quasi nessuna cartella ne ha

    imparate, segnalazioni = convert(documenti[DURATE], FileDurate)
    return None if segnalazioni else imparate, segnalazioni


def _convert_risorse(documenti: dict[str, Documento]) -> tuple[FileRisorse | None, tuple[Finding, ...]]:
    """Le risorse del file; senza file non se ne sa nulla."""
    if RISORSE not in documenti:
        return None, ()
    from ldq_planner.model.risorse import FileRisorse  # noqa: PLC0415 - quasi nessuna cartella ne ha

    return convert(documenti[RISORSE], FileRisorse)


def _convert_scenari(
    documenti: dict[str, Documento], registro: FileContratti
) -> tuple[FileScenari, tuple[Finding, ...]]:
    """Gli scenari del file; senza file non ce ne sono."""
    if SCENARI in documenti:
        return convert(documenti[SCENARI], FileScenari)
    return FileScenari.model_construct(aggiornato_al=registro.aggiornato_al), ()
