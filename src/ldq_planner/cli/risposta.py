"""Il percorso di ogni comando: carica, costruisce il report, lo scrive nel formato chiesto."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from ldq_planner.cli.domanda import Domanda
from ldq_planner.cli.guardia import tell
from ldq_planner.cli.schermo import LARGHEZZA_SENZA_TERMINALE, measure_tela, write, write_cartella
from ldq_planner.errors import InvalidRequestError, UnknownIdError
from ldq_planner.model.simili import find_simile, fold
from ldq_planner.render import FORMATI, OVUNQUE, Tela, check_formato, render, render_pagine

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from ldq_planner.dates.periodo import Periodo
    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.loading.cartella import Caricato
    from ldq_planner.model.differenze import Differenze
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.reports.report import Report
    from ldq_planner.reports.responsabili import DiChi


Noti: TypeAlias = "Sequence[str] | Mapping[str, str]"
_ALCUNI = 20
"""Quanti id un messaggio elenca al più."""
PESANTE = 4 * 1024**2
"""Byte di un file di contratti: da qui leggerli prende più di un istante."""


def answer(domanda: Domanda, build: Callable[[Caricato, date], Report], regimi: Path | None = None) -> None:
    """Carica i dati, costruisce il report e lo scrive."""
    formato = choose_formato(domanda)
    with follow(domanda, formato) as tell:
        tell("Leggo i dati")
        caricato = read_dati(domanda, regimi)
        tell("Calcolo")
        report = add_fonti(build(caricato, domanda.giorno), formato, caricato.portafoglio)
        tell("Scrivo")
        pagine = write_report(report, formato, domanda.uscita)
    write_pagine(pagine, domanda.uscita)


def follow(domanda: Domanda, formato: str) -> AbstractContextManager[Callable[[str], None]]:
    """La funzione a cui dire che cosa si sta facendo: la sente chi guarda un terminale, se il lavoro è lungo."""
    if not FORMATI[formato].viaggia and not is_pesante(domanda.cartella):
        return nullcontext(lambda _testo: None)
    from ldq_planner.cli.schermo import show_avanzamento

    return show_avanzamento()


def is_pesante(cartella: Path) -> bool:
    """Vero se i contratti della cartella sono tanti da far aspettare chi li legge."""
    from ldq_planner.model.archivio import CONTRATTI, REGISTRO

    return any(f.stat().st_size > PESANTE for f in (cartella / CONTRATTI, cartella / REGISTRO) if f.is_file())


def add_fonti(report: Report, formato: str, portafoglio: Portafoglio) -> Report:
    """Il report con le fonti dei suoi dati, se diventa un file che si allontana dal programma."""
    if not FORMATI[formato].viaggia:
        return report
    from ldq_planner.reports.fonti import add_dati

    return add_dati(report, portafoglio)


def compare_dati(prima: Caricato, dopo: Caricato, ora: Quadro, finestra: Periodo) -> Differenze:
    """Le conclusioni che cambiano, con le segnalazioni al loro posto; `ora` è il quadro di dopo."""
    from dataclasses import replace

    from ldq_planner.engine.differenze import compare
    from ldq_planner.reports.diff import photograph

    trovate = compare(photograph(replace(ora, portafoglio=prima.portafoglio)), photograph(ora), finestra)
    return trovate._replace(
        nuove=dopo.locate(trovate.nuove),
        aggravate=dopo.locate(trovate.aggravate),
        attenuate=dopo.locate(trovate.attenuate),
        risolte=prima.locate(trovate.risolte),
    )


def read_dati(domanda: Domanda, regimi: Path | None = None) -> Caricato:
    """I dati della cartella chiesta, o di quella in cui si è, o del programma; le fasi delle gare sono quelle di `regimi`."""
    from ldq_planner.loading.cartella import load

    return load(domanda.cartella, regimi or find_regimi())


def find_regimi() -> Path | None:
    """La cartella delle norme detta con `LDQ_REGIMI`: vale anche per i comandi che non hanno `--regimi`."""
    scritta = os.environ.get("LDQ_REGIMI")
    return Path(scritta) if scritta else None


def show(report: Report, formato: str, uscita: Path | None) -> None:
    """Scrive il report; uno senza nulla da leggere, in una tabella è silenzio."""
    write_pagine(write_report(report, formato, uscita), uscita)


def write_report(report: Report, formato: str, uscita: Path | None) -> Sequence[str | bytes]:
    """Il report nel suo formato, largo quanto il posto in cui andrà; vuoto se non c'è nulla da leggere.

    In un file una figura lunga ha una pagina per file; altrove è una sola.
    """
    if report.is_vuoto and formato == "table" and uscita is None:
        return [""]
    tela = measure_tela(sys.stdout) if uscita is None else Tela(LARGHEZZA_SENZA_TERMINALE)
    if uscita is None or str(uscita) == "-" or (uscita.exists() and not uscita.is_file()):
        return [render(report, formato, tela)]
    return render_pagine(report, formato, tela)


def write_pagine(pagine: Sequence[str | bytes], uscita: Path | None) -> None:
    """Scrive ogni pagina nel suo file, tutte o nessuna: `figura.png`, `figura-2.png`, …; se sono più d'una lo dice."""
    if uscita is None or len(pagine) == 1:
        write(pagine[0], uscita)
        return
    file = {uscita.name: pagine[0]}
    file |= {f"{uscita.stem}-{numero}{uscita.suffix}": pagina for numero, pagina in enumerate(pagine[1:], 2)}
    write_cartella(file, uscita.parent)
    tell(f"ldq: la figura ha {len(pagine)} pagine, una per file: da {uscita.name} a {list(file)[-1]}")


def choose_formato(domanda: Domanda, ammessi: Sequence[str] = OVUNQUE) -> str:
    """Il formato chiesto, o quello dell'estensione del file, o la tabella.

    Errori: `InvalidRequestError` se l'estensione non dice nulla, o se manca il componente che scrive quel formato.
    """
    formato = _guess_formato(domanda, ammessi)
    check_formato(formato)  # prima del lavoro, non dopo
    return formato


def _guess_formato(domanda: Domanda, ammessi: Sequence[str]) -> str:
    if domanda.formato is not None or domanda.uscita is None:
        return domanda.formato or "table"
    estensione = domanda.uscita.suffix.lstrip(".").lower()
    if estensione in ("", "txt"):
        return "table"
    estensioni = {FORMATI[nome].estensione: nome for nome in ammessi if FORMATI[nome].estensione}
    if estensione in estensioni:
        return estensioni[estensione]
    raise InvalidRequestError(
        f"«.{estensione}» non dice in quale formato scrivere «{domanda.uscita}»",
        f"usare un'estensione fra {', '.join(f'.{nome}' for nome in estensioni)}, .txt, oppure --format",
    )


def choose_finestra(dal: date | None, al: date | None, oggi: date) -> Periodo:
    """La finestra chiesta; ciò che manca è l'inizio dell'anno scorso, o la fine dell'anno dopo.

    Errori: `InvalidRequestError` se finisce prima di cominciare.
    """
    from ldq_planner.dates.periodo import Periodo

    inizio = dal or date((min(oggi, al) if al else oggi).year - 1, 1, 1)
    fine = al or date(max(oggi, inizio).year + 1, 12, 31)
    if fine < inizio:
        raise InvalidRequestError(
            f"la finestra finisce ({fine:%d/%m/%Y}) prima di cominciare ({inizio:%d/%m/%Y})", "scambiare --dal e --al"
        )
    return Periodo(inizio, fine)


def choose_di_chi(portafoglio: Portafoglio, responsabili: Sequence[str] | None, *, per_responsabile: bool) -> DiChi:
    """Di quali responsabili si vuole sapere.

    Errori: `UnknownIdError` con «forse intendevi …?» per chi nei dati non c'è.
    """
    from ldq_planner.engine.responsabili import list_noti
    from ldq_planner.reports.responsabili import DiChi

    noti = list_noti(portafoglio) if responsabili else ()
    return DiChi(require_ids(responsabili, noti, "un responsabile"), per_responsabile)


def require_id(chiesto: str | None, noti: Noti, che_cosa: str) -> str | None:
    """L'id di ciò che si è chiesto, per id o per nome, se i dati lo conoscono; `None` se non si è chiesto nulla.

    Errori: `UnknownIdError` con «forse intendevi …?».
    """
    return require_ids([chiesto], noti, che_cosa)[0] if chiesto is not None else None


def require_ids(
    chiesti: Sequence[str] | None, noti: Noti, che_cosa: str, quali: str = "nei dati ci sono"
) -> tuple[str, ...]:
    """Gli id di ciò che si è chiesto, per id o per nome (maiuscole, accenti e trattini non contano), ciascuno una volta.

    `noti` sono gli id, o ogni id con il suo nome; `quali` è come si presenta l'elenco di quelli che ci sono.

    Errori: `UnknownIdError` con «forse intendevi …?», o con gli id fra cui scegliere se il nome è di più d'uno.
    """
    return tuple(dict.fromkeys(_find_noto(chiesto, noti, che_cosa, quali) for chiesto in chiesti or ()))


def _find_noto(chiesto: str, noti: Noti, che_cosa: str, quali: str) -> str:
    if chiesto in noti:
        return chiesto
    nomi = noti if isinstance(noti, Mapping) else {id_: id_ for id_ in noti}
    cercato = fold(chiesto)
    trovati = [id_ for id_, nome in nomi.items() if cercato in (fold(id_), fold(nome))]
    if len(trovati) == 1:
        return trovati[0]
    if trovati:
        raise UnknownIdError(
            f"«{chiesto}» può essere più d'uno: {_list_alcuni(trovati)}", "scrivere l'id di quello che si vuole"
        )
    parole = {fold(parola): id_ for id_, nome in nomi.items() for parola in (nome, id_)}
    simile = find_simile(cercato, (*parole,))
    rimedio = f"forse intendevi «{parole[simile]}»?" if simile else f"{quali}: {_list_alcuni((*noti,)) or 'nessuno'}"
    raise UnknownIdError(f"«{chiesto}» non è {che_cosa}", rimedio)


def _list_alcuni(ids: Sequence[str]) -> str:
    altri = len(ids) - _ALCUNI
    return ", ".join(ids) if altri <= 1 else f"{', '.join(ids[:_ALCUNI])} e altri {altri}"
