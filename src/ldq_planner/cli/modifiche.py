"""Il percorso dei comandi che cambiano i dati: leggono, propongono, mostrano le conseguenze; scrivono solo con `--scrivi`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from ldq_planner.cli.completamento import complete_contratti, complete_scenari
from ldq_planner.cli.domanda import Domanda
from ldq_planner.cli.opzioni import ask, ask_giorno
from ldq_planner.cli.risposta import choose_finestra, choose_formato, compare_dati, find_regimi, require_id, show
from ldq_planner.cli.schermo import write_cartella
from ldq_planner.cli.scrittura import make_cambiato
from ldq_planner.errors import InvalidDataError, InvalidRequestError
from ldq_planner.model.archivio import ARCHIVIO, REGISTRO

if TYPE_CHECKING:
    from ldq_planner.dates.periodo import Periodo
    from ldq_planner.engine.norme import Diritto
    from ldq_planner.errors import Finding, LdqError
    from ldq_planner.loading.cartella import Caricato
    from ldq_planner.model.contratto import Contratto
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.scenario import Scenario
    from ldq_planner.modifica.decisioni import Atto, Cambiamento, Decisione
    from ldq_planner.reports.modifica import Proposta
    from ldq_planner.reports.report import Report

IdContratto = Annotated[
    str, typer.Argument(metavar="CONTRATTO", help="L'id del contratto.", autocompletion=complete_contratti)
]
IdScenario = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="L'id dello scenario.", autocompletion=complete_scenari)
]
IlGiorno = Annotated[date | None, ask_giorno("--il", "Il giorno in cui è avvenuto; senza, quello della domanda.")]
AttoDetto = Annotated[str, ask("--atto", "TESTO", "L'atto in cui si legge: una delibera, una determina, un verbale.")]
Scrivi = Annotated[
    bool, typer.Option("--scrivi", help="Scrive la modifica nel file; senza, la mostra con le sue conseguenze e basta.")
]
SeAncora = Annotated[
    str, ask("--se-ancora", "IMPRONTA", "Si ferma se i dati non sono più quelli della modifica mostrata, che la dice.")
]
Forza = Annotated[
    bool, typer.Option("--forza", help="Anche contro ciò che è previsto: vuole --motivo, che resta scritto nei dati.")
]
Annulla = Annotated[
    bool, typer.Option("--annulla", help="Non lo è più: torna allo studio, e ciò che era resta nella storia.")
]
Motivo = Annotated[str, ask("--motivo", "TESTO", "Perché: resta scritto accanto alla modifica.")]
FonteDellAtto = Annotated[str, ask("--fonte", "TESTO", "L'atto in cui si legge, per esempio la determina.")]
Posto = Annotated[
    int | None, ask("--opzione", "N", "Quale opzione del contratto, contando da 1, se più d'una è aperta.", min=1)
]


class Scrittura(NamedTuple):
    """Se scrivere davvero, e l'impronta che i dati devono avere ancora; vuota se vanno bene comunque."""

    chiesta: bool
    se_ancora: str = ""


class Modifica(NamedTuple):
    """Che cosa si cambia: una frase, il file, il percorso dell'entità, i suoi campi; `fine` se arriva oltre la finestra."""

    frase: str
    file: str
    percorso: tuple[str | int, ...]
    cambiamenti: tuple[Cambiamento, ...]
    avvertenze: tuple[str, ...] = ()
    fine: date | None = None
    rifiuta: Callable[[tuple[Finding, ...]], LdqError | None] | None = None
    """Come dirlo a chi ha scritto il comando, se i dati nuovi non si leggono; senza, si dice dov'è nel file."""


Cambia = Callable[["Caricato", "Diritto", date], Modifica]
Decide = Callable[["Portafoglio", "Scenario", "Diritto", date], "Atto"]


def change_contratto(
    domanda: Domanda, id_: str, decide: Callable[[Contratto, Diritto, date], Atto], *, scrittura: Scrittura
) -> None:
    """Propone, o scrive, un atto su un contratto."""

    def cambia(caricato: Caricato, diritto: Diritto, oggi: date) -> Modifica:
        from ldq_planner.model.archivio import CONTRATTI

        contratti = {c.id: (posto, c) for posto, c in enumerate(caricato.portafoglio.contratti)}
        require_id(id_, list(contratti), "un contratto")
        posto, contratto = contratti[id_]
        atto = decide(contratto, diritto, oggi)
        fine = atto.fine.ultimo if atto.fine is not None and atto.fine.is_nota else None
        return Modifica(atto.frase, CONTRATTI, ("contratti", posto), atto.cambiamenti, atto.avvertenze, fine)

    propose(domanda, cambia, scrittura=scrittura)


def change_scenario(
    domanda: Domanda,
    id_: str,
    decide: Decide,
    *,
    scrittura: Scrittura,
    rifiuta: Callable[[Scenario, tuple[Finding, ...]], LdqError | None] | None = None,
    regimi: Path | None = None,
) -> None:
    """Propone, o scrive, un atto su uno scenario; `rifiuta` dice perché i dati nuovi non si leggono, se è colpa sua."""

    def cambia(caricato: Caricato, diritto: Diritto, oggi: date) -> Modifica:
        from ldq_planner.model.archivio import SCENARI

        scenari = {s.id: (posto, s) for posto, s in enumerate(caricato.portafoglio.ipotesi.scenari)}
        require_id(id_, list(scenari), "uno scenario")
        posto, scenario = scenari[id_]
        atto = decide(caricato.portafoglio, scenario, diritto, oggi)
        suo = partial(rifiuta, scenario) if rifiuta else None
        return Modifica(atto.frase, SCENARI, ("scenari", posto), atto.cambiamenti, atto.avvertenze, rifiuta=suo)

    propose(domanda, cambia, scrittura=scrittura, regimi=regimi)


def take_scelta(
    domanda: Domanda, id_: str, stato: str, scelta: tuple[date | None, str, str], *, annulla: bool, scrittura: Scrittura
) -> None:
    """Propone, o scrive, che uno scenario è `scelto` o `scartato`: da quando (senza, oggi), con quale atto, perché.

    Con `annulla`, che non lo è più, e torna allo studio.
    """

    def decide(portafoglio: Portafoglio, scenario: Scenario, _diritto: Diritto, oggi: date) -> Atto:
        from ldq_planner.modifica.scelte import SceltaPresa, choose_scenario, discard_scenario, reopen_scenario

        il, atto, motivo = scelta
        presa = SceltaPresa(il or oggi, atto, motivo)
        if annulla:
            return reopen_scenario(portafoglio, scenario, presa, oggi, stato)
        take = choose_scenario if stato == "scelto" else discard_scenario
        return take(portafoglio, scenario, presa, oggi)

    change_scenario(domanda, id_, decide, scrittura=scrittura)


def prolong_contratto(domanda: Domanda, id_: str, decisione: Decisione, *, scrittura: Scrittura) -> None:
    """Propone, o scrive, un rinnovo o una proroga."""

    def decide(contratto: Contratto, diritto: Diritto, _oggi: date) -> Atto:
        from ldq_planner.modifica.atti import extend_contratto

        return extend_contratto(contratto, decisione, diritto)

    change_contratto(domanda, id_, decide, scrittura=scrittura)


class Passaggio(NamedTuple):
    """I dati prima e dopo; i byte di ogni file di dati, e di quelli che cambiano il testo che avrebbero."""

    prima: Caricato
    dopo: Caricato
    letti: Mapping[str, bytes]
    testi: Mapping[str, str]


def propose(domanda: Domanda, cambia: Cambia, *, scrittura: Scrittura, regimi: Path | None = None) -> None:
    """Mostra la modifica e le sue conseguenze; se lo si è chiesto prima la scrive, se i dati nuovi si leggono.

    La legge è quella della cartella `regimi`, o del programma.
    """
    from ldq_planner.cli.ipotesi import read_diritto
    from ldq_planner.loading.cartella import load
    from ldq_planner.model.archivio import CONTRATTI
    from ldq_planner.modifica.righe import apply_cambiamenti
    from ldq_planner.reports.modifica import Proposta

    choose_formato(domanda)  # prima del lavoro, non dopo
    cartella, oggi = domanda.cartella, domanda.giorno
    check_modificabile(cartella)
    regimi = regimi or find_regimi()
    diritto, prima = read_diritto(regimi), load(cartella, regimi)
    modifica = cambia(prima, diritto, oggi)
    percorso = str(cartella / modifica.file)
    letti = read_letti(prima)
    vicino = prima.documenti[CONTRATTI].testo
    testo = letti[modifica.file].decode()
    nuovo = apply_cambiamenti(testo, percorso, modifica.percorso, modifica.cambiamenti, oggi, vicino)
    passaggio = Passaggio(prima, _reload(prima, modifica, nuovo), letti, {modifica.file: nuovo})
    proposta = Proposta(modifica.frase, percorso, avvertenze=modifica.avvertenze)
    show_modifica(domanda, passaggio, proposta, modifica.fine, scrittura=scrittura)


def show_modifica(
    domanda: Domanda, passaggio: Passaggio, proposta: Proposta, fine: date | None = None, *, scrittura: Scrittura
) -> None:
    """Mostra le righe che cambiano e che cosa ne viene; se lo si è chiesto prima scrive i file, tutti o nessuno.

    `fine` è l'ultimo giorno che la modifica sposta, se va oltre la finestra.
    """
    report = apply_modifica(domanda.giorno, passaggio, proposta, fine, scrittura=scrittura)
    show(report, choose_formato(domanda), domanda.uscita)


def apply_modifica(
    oggi: date, passaggio: Passaggio, proposta: Proposta, fine: date | None = None, *, scrittura: Scrittura
) -> Report:
    """Le righe che cambiano e che cosa ne viene, dopo aver scritto i file se lo si è chiesto."""
    from ldq_planner.cli.ipotesi import read_diritto
    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.modifica.righe import diff_righe
    from ldq_planner.reports.modifica import build_modifica

    prima, dopo, letti, testi = passaggio
    finestra = _choose_finestra(oggi, fine)
    quadro = Quadro(dopo.portafoglio, oggi, read_diritto(prima.regimi))
    differenze = compare_dati(prima, dopo, quadro, finestra)
    righe = tuple(r for n, t in testi.items() for r in diff_righe(letti[n].decode(), t, n))
    come = next(filter(None, (_find_impedimento(prima.cartella, prima.cartella / n) for n in testi)), "")
    impronta = _compute_impronta(letti)
    if scrittura.se_ancora not in ("", impronta):
        raise InvalidRequestError(
            f"i dati di «{prima.cartella}» non sono più quelli di --se-ancora {scrittura.se_ancora}: non si è scritto nulla",
            "ripetere il comando senza --scrivi, e rileggere la modifica",
        )
    if scrittura.chiesta:
        if come:
            raise InvalidRequestError(f"«{proposta.file}» non si cambia", come)
        _write(prima.cartella, letti, testi)
    proposta = proposta._replace(righe=righe, scritta=scrittura.chiesta and bool(righe), come=come, impronta=impronta)
    return build_modifica(quadro, finestra, proposta, differenze)


def _reload(prima: Caricato, modifica: Modifica, nuovo: str) -> Caricato:
    """I dati con la modifica.

    Errori: `InvalidDataError` se non si leggono; o, se la modifica sa dirlo meglio, il suo rifiuto.
    """
    from ldq_planner.loading.cartella import reload

    try:
        return reload(prima, {modifica.file: nuovo})
    except InvalidDataError as errore:
        rifiuto = modifica.rifiuta(errore.findings) if modifica.rifiuta else None
        raise rifiuto or errore from None


def check_modificabile(cartella: Path) -> None:
    """Nulla, se i contratti stanno in un file che si cambia a mano.

    Errori: `InvalidRequestError` se stanno in uno troppo grande.
    """
    if (cartella / REGISTRO).exists():
        from shlex import quote

        raise InvalidRequestError(
            f"i contratti di «{cartella}» stanno in {REGISTRO}, e le modifiche si fanno solo nei file YAML",
            "correggere la fonte e importarla di nuovo con ldq importa; oppure passare a contratti.yaml: "
            f"ldq esporta --dati {quote(str(cartella))} -o CSV, poi ldq importa CSV -o NUOVA, e il comando con --dati NUOVA",
        )


def read_letti(caricato: Caricato) -> dict[str, bytes]:
    """Nome di ogni file di dati → i suoi byte, se sono ancora quelli da cui vengono i dati; vuoti se il file non c'è.

    Errori: `InvalidRequestError` se un file è cambiato dopo che lo si è letto.
    """
    letti = {}
    for nome in (file.file for file in ARCHIVIO):
        percorso, documento = caricato.cartella / nome, caricato.documenti.get(nome)
        letti[nome] = percorso.read_bytes() if percorso.exists() else b""
        if letti[nome].decode().removeprefix("\ufeff") != ("" if documento is None else documento.testo):
            raise make_cambiato(percorso)
    return letti


def _find_impedimento(cartella: Path, percorso: Path) -> str:
    """Che cosa fare se quel file non è da cambiare: è del programma, o rimanda a un altro; vuoto se si può."""
    import ldq_planner
    from ldq_planner.loading.luogo import find_dati_del_pacchetto

    pacchetto = Path(ldq_planner.__file__).resolve().parent
    if cartella == find_dati_del_pacchetto() or cartella.resolve().is_relative_to(pacchetto):
        return "sono i dati del programma: indicare i propri con --dati CARTELLA, o crearli con ldq init"
    if percorso.is_symlink():
        return f"è un collegamento: indicare con --dati la cartella del file vero, «{percorso.resolve().parent}»"
    return ""


def _choose_finestra(oggi: date, fine: date | None) -> Periodo:
    """La finestra di `ldq diff`, lunga abbastanza da vedere la fine nuova."""
    al = date(max(oggi.year + 1, fine.year), 12, 31) if fine else None
    return choose_finestra(date(oggi.year - 1, 1, 1), al, oggi)


def _compute_impronta(letti: Mapping[str, bytes]) -> str:
    """La stessa finché i file di dati che ci sono hanno gli stessi byte."""
    from hashlib import sha256

    return sha256(repr(sorted(voce for voce in letti.items() if voce[1])).encode()).hexdigest()[:8]


def _write(cartella: Path, letti: Mapping[str, bytes], testi: Mapping[str, str]) -> None:
    """Scrive i file tutti in una volta, se sono ancora quelli che si sono letti."""
    from hashlib import sha256

    lette = {nome: sha256(byte).hexdigest() if byte else "" for nome, byte in letti.items()}
    write_cartella({n: t for n, t in testi.items() if t.encode() != letti[n]}, cartella, lette)
