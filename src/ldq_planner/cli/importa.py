"""`ldq importa`."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from ldq_planner.cli.domanda import Domanda
from ldq_planner.cli.guardia import tell_scritto
from ldq_planner.cli.importa_piatto import check_cartella, write_piatto
from ldq_planner.cli.modifiche import Scrittura, SeAncora
from ldq_planner.cli.opzioni import ask, ask_giorno, ask_scelta, refuse_inutili
from ldq_planner.cli.risposta import choose_formato, find_regimi, show
from ldq_planner.cli.schermo import measure_tela, say, show_avanzamento, write, write_cartella
from ldq_planner.cli.scrittura import make_cambiato
from ldq_planner.errors import InvalidDataError, InvalidRequestError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ldq_planner.loading.importazione.istruzioni import Istruzioni
    from ldq_planner.loading.importazione.lavoro import Importato
    from ldq_planner.loading.importazione.precedente import Cartella
    from ldq_planner.model.base import Modello
    from ldq_planner.model.importazione import Importazione
    from ldq_planner.modifica.importazione import Cambi, Scelte
    from ldq_planner.reports.modifica import RispostaModifica

_FORMATI = ("l190-csv", "l190-xml", "ocds", "anac-cig", "programma-acquisti", "tabella")
SCARTI_AMMESSI = 5.0
"""Righe illeggibili, su cento: oltre, l'esito è 1."""


def importa(
    file: Annotated[list[Path], typer.Argument(metavar="FILE...", help="I file da importare, dal più vecchio.")],
    cartella: Annotated[
        Path | None,
        ask("-o --output", "CARTELLA", "Dove scrivere i dati, o quali aggiornare; senza, i contratti su stdout."),
    ] = None,
    da: Annotated[
        str | None,
        ask_scelta(
            "--da",
            _FORMATI,
            "un formato che si importa",
            "FORMATO",
            f"Il formato: {', '.join(_FORMATI)}; senza, lo dice il contenuto.",
        ),
    ] = None,
    come: Annotated[
        str | None,
        ask_scelta(
            "--come",
            ("parquet",),
            "un modo di scrivere ciò che si importa",
            "FORMATO",
            "parquet: contratti.parquet e quartieri.parquet al posto dei YAML, per elenchi di milioni di righe.",
        ),
    ] = None,
    raggruppa: Annotated[
        str | None, ask("--raggruppa", "COLONNA", "La colonna (in OCDS il percorso) che fa da quartiere.")
    ] = None,
    mappa: Annotated[Path | None, ask("--mappa", "FILE", "Quale colonna è quale campo: un YAML salvato prima.")] = None,
    salva_mappa: Annotated[Path | None, ask("--salva-mappa", "FILE", "Salva quale colonna è quale campo.")] = None,
    scarti: Annotated[
        Path | None, ask("--scarti", "FILE", "Scrive in un CSV le righe lasciate fuori, e perché.")
    ] = None,
    aggiornato_al: Annotated[
        date | None,
        ask_giorno(
            "--aggiornato-al",
            "Il giorno a cui sono fermi i dati; senza, quello che dice la fonte, o quello della domanda.",
        ),
    ] = None,
    ente: Annotated[str, ask("--ente", "NOME", "Chi compra, nei dati nuovi.")] = "",
    servizio: Annotated[str, ask("--servizio", "NOME", "Che servizio è, nei dati nuovi.")] = "",
    fonte: Annotated[str, ask("--fonte", "TESTO", "La fonte da scrivere in ogni contratto.")] = "",
    valuta: Annotated[str, ask("--valuta", "CODICE", "La valuta degli importi che non la dicono; senza, l'euro.")] = "",
    scrivi: Annotated[
        bool,
        typer.Option(
            "--scrivi", help="In una cartella che ha già dei dati, li cambia; senza, mostra che cosa cambierebbe."
        ),
    ] = False,
    se_ancora: SeAncora = "",
    codifica: Annotated[
        str, ask("--codifica", "NOME", "La codifica di un testo che non è in UTF-8: windows-1252, mac-roman, cp850.")
    ] = "",
    scarti_ammessi: Annotated[
        float,
        ask("--scarti-ammessi", "PERCENTO", "Oltre quante righe illeggibili, su cento, l'esito è 1; senza, 5."),
    ] = SCARTI_AMMESSI,
    *,
    domanda: Annotated[Domanda, "oggi", "formato"],
) -> None:
    """I dati che una città già pubblica, portati nei nostri file.

    Elenchi della legge 190 (CSV, XML), Open Contracting (OCDS), CIG di ANAC, tabelle CSV, XLSX e ODS di chiunque. Nulla si
    ripara in silenzio: un rapporto dice quante righe di ogni genere, quali sono rimaste fuori e perché.

    Un elenco nazionale, di milioni di righe: --come parquet.

    Esempio: ldq importa lotti.csv -o dati-del-comune --scarti scarti.csv
    """
    from contextlib import closing

    from ldq_planner.cli.scarti import FileDiScarti
    from ldq_planner.loading.importazione.formati import LetturaChiesta
    from ldq_planner.loading.importazione.lavoro import import_file, refuse_vuoto
    from ldq_planner.loading.importazione.precedente import read_cartella
    from ldq_planner.loading.importazione.raccolta import Raccolta
    from ldq_planner.modifica.importazione import Cambi, Scelte, build_importazione, choose_giorno, compose_cartella

    file = expand(file)
    _check_uscite(file, cartella, mappa, scarti=scarti, salva_mappa=salva_mappa)
    scrittura = make_scrittura(cartella, scrivi=scrivi, se_ancora=se_ancora)
    di_altri: tuple[tuple[str, object], ...] = (
        ("--come", come),
        *(("--raggruppa", raggruppa), ("--mappa", mappa), ("--salva-mappa", salva_mappa), ("--scarti", scarti)),
        *(("--aggiornato-al", aggiornato_al), ("--ente", ente), ("--servizio", servizio), ("--fonte", fonte)),
        *(("--valuta", valuta), ("--codifica", codifica), ("--scarti-ammessi", scarti_ammessi != SCARTI_AMMESSI)),
    )
    check_cartella(come, cartella, riscrive=scrivi)
    if _import_nostri(file, cartella, da, domanda, di_altri, scrittura=scrittura):
        return
    if cartella is None:
        refuse_inutili("senza -o CARTELLA", ("--ente", ente), ("--servizio", servizio), ("--scrivi", scrivi))
        _check_testo(domanda)
    stati_al = (aggiornato_al or domanda.giorno).isoformat()
    detto = _read_istruzioni(mappa, codifica)
    richiesta = LetturaChiesta(da or "", raggruppa or "", detto, fonte, valuta, stati_al)
    scelte = Scelte(domanda.giorno, aggiornato_al, ente, servizio, scarti_ammessi)
    prima = read_cartella(cartella)
    si_ripete = bool(prima.contratti) or len(file) > 1
    with FileDiScarti(scarti) as fuori, closing(Raccolta(si_ripete=si_ripete)) as raccolta:
        with _save_modello(salva_mappa), show_avanzamento() as tell:
            importato = import_file(
                file, richiesta, prima.precedente, raccolta, fuori.add, lambda nome, riga: tell(f"{nome}: {riga} righe")
            )
        _check_usate(importato, mappa, codifica)
        fuori.write()
        if salva_mappa is not None:
            _save_mappa(importato, salva_mappa)
        if importato.is_vuoto:
            esito = build_importazione(importato, Cambi(choose_giorno(importato, scelte)), scelte)
            _show(esito, domanda, scarti, su_stderr=True)
            raise refuse_vuoto(importato)
        if cartella is None:
            esito = _write_contratti(importato, compose_cartella(importato, prima, scelte), scelte, file)
            _show(esito, domanda, scarti, su_stderr=True)
        elif come:
            _show(esito := write_piatto(importato, scelte, cartella), domanda, scarti)
        else:
            cambi = compose_cartella(importato, prima, scelte)
            esito = build_importazione(importato, cambi, scelte)
            if prima.is_vuota or (scrivi and not prima.is_confrontabile):
                _show(
                    esito._replace(scritti=_write_riletti(cambi.file, cartella, file, prima.impronte)), domanda, scarti
                )
            elif prima.is_confrontabile:
                _update(esito, (prima, cambi), cartella, domanda, scarti, scrittura=scrittura)
            else:
                _show(esito._replace(avvisi=(*esito.avvisi, _NON_SCRITTO)), domanda, scarti)
    if esito.troppe_illeggibili:
        raise typer.Exit(1)


def _read_istruzioni(mappa: Path | None, codifica: str) -> Istruzioni:
    """Ciò che dice la mappa; la codifica chiesta vince.

    Errori: `InvalidRequestError` se non è una codifica.
    """
    from ldq_planner.loading.importazione.file_mappa import read_mappa
    from ldq_planner.loading.importazione.flusso import find_codifica
    from ldq_planner.loading.importazione.istruzioni import Istruzioni

    detto = read_mappa(mappa) if mappa else Istruzioni()
    if not codifica:
        return detto
    if not (nome := find_codifica(codifica)):
        raise InvalidRequestError(f"«{codifica}» non è una codifica", "per esempio: windows-1252, mac-roman, cp850")
    return detto._replace(codifica=nome)


def _check_usate(importato: Importato, mappa: Path | None, codifica: str) -> None:
    """Nulla, se almeno un file ha le colonne che la mappa dice, e se uno è un testo di cui si è detta la codifica.

    Errori: `InvalidRequestError` per l'opzione che in quei formati non conta.
    """
    if not any(f.colonne for f in importato.file):
        refuse_inutili("in un formato senza colonne", ("--mappa", mappa))
    if not any(f.separatore for f in importato.file):
        refuse_inutili("fuori da un CSV", ("--codifica", codifica))


def make_scrittura(cartella: Path | None, *, scrivi: bool, se_ancora: str) -> Scrittura:
    """Se scrivere, e su quali dati.

    Errori: `InvalidRequestError` se in quella cartella una modifica non si mostra prima: è nuova, o troppo grande.
    """
    from ldq_planner.model.archivio import QUARTIERI, REGISTRO

    si_mostra = cartella is not None and (cartella / QUARTIERI).exists() and not (cartella / REGISTRO).exists()
    if se_ancora and not si_mostra:
        raise InvalidRequestError("qui nessuna modifica si mostra prima di scriverla", "togliere --se-ancora")
    return Scrittura(scrivi, se_ancora)


_NON_SCRITTO = "nulla è stato scritto: in una cartella che ha già dei dati si scrive con --scrivi"


def _update(
    esito: Importazione,
    passo: tuple[Cartella, Cambi],
    cartella: Path,
    domanda: Domanda,
    scarti: Path | None,
    *,
    scrittura: Scrittura,
) -> None:
    """Il rapporto dell'importazione e, sui dati che c'erano, le righe che cambiano e che cosa ne viene."""
    from ldq_planner.cli.modifiche import Passaggio, apply_modifica, read_letti
    from ldq_planner.loading.cartella import load, reload
    from ldq_planner.reports.importa import build_importa
    from ldq_planner.reports.modifica import Proposta

    formato, prima = choose_formato(domanda), load(cartella, find_regimi())
    letta, cambi = passo
    testi = {nome: b"".join(pezzi).decode() for nome, pezzi in cambi.file.items()}
    if {n: prima.documenti[n].testo for n in letta.testi if n in prima.documenti} != letta.testi:
        raise make_cambiato(cartella)
    letti = read_letti(prima)
    diversi = {nome: testo for nome, testo in testi.items() if testo.encode() != letti[nome]}
    passaggio = Passaggio(prima, reload(prima, diversi), letti, diversi)
    modifica = apply_modifica(domanda.giorno, passaggio, Proposta("Importazione", str(cartella)), scrittura=scrittura)
    scritti = tuple(diversi) if scrittura.chiesta else ()
    esito = esito._replace(scritti=scritti, frase=cast("RispostaModifica", modifica.dati).frase)
    report = build_importa(esito, domanda.giorno, str(scarti) if scarti else None)
    show(report._replace(blocchi=(*report.blocchi, *modifica.blocchi)), formato, None)


def _import_nostri(
    file: list[Path],
    cartella: Path | None,
    da: str | None,
    domanda: Domanda,
    di_altri: Sequence[tuple[str, object]],
    *,
    scrittura: Scrittura,
) -> bool:
    """Vero se l'ha scritto `ldq esporta`: i dati sono già i nostri, e tornano com'erano. Chi scrive --da vuole un'importazione.

    `di_altri` sono le opzioni che dicono come leggere un file altrui.

    Errori: `InvalidRequestError` se manca la cartella in cui scrivere, o se ha altri dati e da questo formato non si aggiornano;
    o per un'opzione che non conterebbe.
    """
    from ldq_planner.loading.ritorno.pacchetto import read_nostri
    from ldq_planner.loading.sospeso import compute_impronta
    from ldq_planner.model.archivio import QUARTIERI, REGISTRO
    from ldq_planner.modifica.importazione import compose_modelli

    modelli = read_nostri(file[0]) if len(file) == 1 and da is None else None
    if modelli is None:
        return False
    if cartella is None:
        raise InvalidRequestError(
            f"«{file[0]}» viene da ldq esporta, e diventa più file", "indicare con -o la cartella in cui scriverli"
        )
    refuse_inutili(f"«{file[0]}» viene da ldq esporta e torna com'era:", *di_altri)
    scritti = compose_modelli(modelli)
    impronte = {nome: compute_impronta(cartella / nome) for nome in scritti}
    diversi = [n for n in (*scritti, REGISTRO) if _is_diverso(cartella / n, scritti.get(n))]
    if diversi and file[0].suffix.lower() != ".json" and (cartella / QUARTIERI).exists():
        _update_nostri(file[0], modelli, cartella, domanda, scrittura=scrittura)
        return True
    if diversi:
        raise InvalidRequestError(
            f"«{cartella / diversi[0]}» c'è già, ed è diverso", f"indicare una cartella senza {QUARTIERI}"
        )
    with _locate_nel_registro(file[0]):
        _write_riletti({nome: [testo] for nome, testo in scritti.items()}, cartella, file, impronte)
    say(f"{file[0]}, scritto da ldq esporta: {', '.join(scritti)} in {cartella}")
    return True


def _update_nostri(
    file: Path, modelli: Mapping[str, Modello], cartella: Path, domanda: Domanda, *, scrittura: Scrittura
) -> None:
    """Le correzioni di un registro, o di una cartella di CSV, nei file della cartella: le sole righe che cambiano."""
    from ldq_planner.cli.modifiche import Passaggio, check_modificabile, read_letti, show_modifica
    from ldq_planner.loading.cartella import load, reload
    from ldq_planner.modifica.ritorno import compose_ritorno
    from ldq_planner.reports.modifica import Proposta

    check_modificabile(cartella)
    prima = load(cartella, find_regimi())
    letti = read_letti(prima)
    testi = compose_ritorno(modelli, prima)
    with _locate_nel_registro(file):
        passaggio = Passaggio(prima, reload(prima, testi), letti, testi)
    show_modifica(domanda, passaggio, Proposta(f"Le correzioni di {file.name}", str(cartella)), scrittura=scrittura)


@contextmanager
def _locate_nel_registro(file: Path) -> Iterator[None]:
    """Se i dati che il registro direbbe non si possono valutare, lo dice alla cella da correggere: nei file non c'è ancora."""
    try:
        yield
    except InvalidDataError as errore:
        from ldq_planner.loading.ritorno.registro import locate_nel_registro, read_registro

        if not file.is_file() or read_registro(file) is None:
            raise
        raise InvalidDataError(locate_nel_registro(file, errore.findings)) from None


def _is_diverso(percorso: Path, contenuto: bytes | None) -> bool:
    return percorso.exists() and (not percorso.is_file() or percorso.read_bytes() != contenuto)


@contextmanager
def _save_modello(uscita: Path | None) -> Iterator[None]:
    """Se le colonne non si capiscono, scrive in `uscita` il modello della mappa da riempire; l'errore resta."""
    from ldq_planner.loading.importazione.formati import ColonneNonCapiteError

    try:
        yield
    except ColonneNonCapiteError as errore:
        if uscita is None:
            raise
        write(errore.modello, uscita)
        rimedio = f"riempire il modello scritto in {uscita}, poi ripetere con --mappa {uscita}"
        raise InvalidDataError(tuple(f._replace(rimedio=rimedio) for f in errore.findings)) from None


def _save_mappa(importato: Importato, uscita: Path) -> None:
    from ldq_planner.loading.importazione.mappa import write_mappa

    colonne = {c.campo: c.colonna for f in importato.file for c in f.colonne if c.campo}
    if not colonne:
        raise InvalidRequestError("questo formato non ha colonne da salvare", "togliere --salva-mappa")
    write(write_mappa(colonne), uscita)


def _write_contratti(importato: Importato, cambi: Cambi, scelte: Scelte, fonti: list[Path]) -> Importazione:
    """I contratti su stdout; il rapporto andrà su stderr."""
    from ldq_planner.loading.importazione.rilettura import reread
    from ldq_planner.model.archivio import CONTRATTI, REGISTRO
    from ldq_planner.modifica.importazione import Cambi, build_importazione

    with reread(cambi.file, None, _join_nomi(fonti)) as pronti:
        nome = REGISTRO if REGISTRO in pronti else CONTRATTI
        with pronti[nome].open("rb") as righe:
            write(righe if nome == REGISTRO else righe.read().decode(), None)
    avvisi = ("gli scenari si scrivono solo con -o CARTELLA",) if importato.scenari else ()
    esito = build_importazione(importato, Cambi(cambi.aggiornato_al), scelte)
    return esito._replace(avvisi=(*avvisi, *esito.avvisi))


def _write_riletti(
    file: Mapping[str, Iterable[bytes]], cartella: Path, fonti: list[Path], lette: Mapping[str, str]
) -> tuple[str, ...]:
    """Scrive i file, se la cartella con loro si rilegge e nessuno l'ha cambiata; i nomi di quelli scritti.

    Errori: `InvalidDataError` se non si rilegge, e allora la cartella resta com'era.
    """
    from contextlib import ExitStack

    from ldq_planner.loading.importazione.rilettura import reread

    with reread(file, cartella, _join_nomi(fonti)) as pronti, ExitStack() as aperti:
        return write_cartella({n: aperti.enter_context(p.open("rb")) for n, p in pronti.items()}, cartella, lette)


def _join_nomi(fonti: list[Path]) -> str:
    return ", ".join(map(str, fonti))


def expand(file: Sequence[Path]) -> list[Path]:
    """I file, in ordine di nome quelli di un `*.csv` che nessuna shell ha sciolto: su Windows tocca al programma."""
    trovati = ([] if f.exists() else sorted(f.parent.glob(f.name)) for f in file)
    return [uno for scritto, insieme in zip(file, trovati, strict=True) for uno in insieme or [scritto]]


def _check_uscite(
    file: list[Path], cartella: Path | None, mappa: Path | None, *, scarti: Path | None, salva_mappa: Path | None
) -> None:
    """Nulla, se ciò che si scrive accanto ai dati non prende il posto di ciò che si legge, né dei dati.

    Errori: `InvalidRequestError` con l'opzione che lo farebbe.
    """
    from ldq_planner.model.archivio import ARCHIVIO, REGISTRO
    from ldq_planner.model.scambio.piatto import FILE

    dati = [cartella / nome for nome in (*(f.file for f in ARCHIVIO), REGISTRO, *FILE)] if cartella else []
    presi = {_resolve(p) for p in (*file, *dati, *([mappa] if mappa else []))}
    for opzione, uscita in (("--scarti", scarti), ("--salva-mappa", salva_mappa)):
        if uscita is None or str(uscita) == "-":
            continue
        if _resolve(uscita) in presi:
            raise InvalidRequestError(
                f"{opzione}: «{uscita}» è già fra ciò che si legge, o si scrive", "indicare un altro file"
            )
        presi.add(_resolve(uscita))


def _resolve(percorso: Path) -> Path:
    """Il file vero, seguiti i collegamenti; com'è scritto, se non si può."""
    try:
        return percorso.resolve()
    except (OSError, ValueError, RuntimeError):
        return percorso


def _show(esito: Importazione, domanda: Domanda, scarti: Path | None, *, su_stderr: bool = False) -> None:
    from ldq_planner.render import render
    from ldq_planner.reports.importa import build_importa

    report = build_importa(esito, domanda.giorno, str(scarti) if scarti else None)
    flusso = sys.stderr if su_stderr else sys.stdout
    testo = render(report, choose_formato(domanda), measure_tela(flusso))
    if su_stderr and isinstance(testo, str):
        tell_scritto(testo)
    else:
        write(testo, None)


def _check_testo(domanda: Domanda) -> None:
    """Nulla, se il rapporto può andare su stderr: lo si chiede prima che i contratti siano usciti.

    Errori: `InvalidRequestError` se il formato si apre con un altro programma, o vuole ciò che il rapporto non ha.
    """
    from ldq_planner.render import FORMATI

    formato = FORMATI[choose_formato(domanda)]
    if formato.extra or formato.vuole:
        raise InvalidRequestError(
            "senza -o CARTELLA il rapporto va accanto ai contratti, e quel formato non è testo",
            "aggiungere -o CARTELLA, o scegliere table, json, csv o md",
        )
