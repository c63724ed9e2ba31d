"""`ldq check`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ldq_planner.cli.completamento import complete_regole
from ldq_planner.cli.domanda import Domanda
from ldq_planner.cli.filtri import Filtri
from ldq_planner.cli.guardia import tell
from ldq_planner.cli.ipotesi import Regimi, read_diritto
from ldq_planner.cli.opzioni import FormatoDiCheck, Uscita, ask, ask_scelta
from ldq_planner.cli.risposta import add_fonti, choose_formato, follow, read_dati, require_ids, show
from ldq_planner.cli.schermo import write
from ldq_planner.errors import InvalidDataError, InvalidRequestError, Severita
from ldq_planner.model.preavviso import Preavviso, parse_preavviso
from ldq_planner.render import DI_CHECK, FORMATI

if TYPE_CHECKING:
    from ldq_planner.model.taciuta import LineaDiBase
    from ldq_planner.reports.esame import Esame
    from ldq_planner.reports.filtro import Filtro

MAI = "mai"
SOGLIE = (Severita.AVVISO.value, Severita.CRITICO.value, MAI)
PREAVVISO = "GIORNI|Nm|Nx|N%"


def parse_quanto_prima(testo: str) -> Preavviso:
    """Un preavviso di `--avviso` o `--critico`."""
    try:
        return parse_preavviso(testo)
    except ValueError as errore:
        raise typer.BadParameter(str(errore)) from None


def check(
    entro: Annotated[
        int | None,
        ask(
            "--entro",
            "GIORNI",
            "Guarda i contratti che finiscono entro questi giorni, l'ultimo compreso; senza, decide il tempo di gara.",
            min=0,
        ),
    ] = None,
    avviso: Annotated[
        Preavviso | None,
        ask(
            "--avviso",
            PREAVVISO,
            "Quanto prima avvisare: 90 (giorni), 6m (mesi), 1.2x o 120% (del tempo di gara).",
            parser=parse_quanto_prima,
        ),
    ] = None,
    critico: Annotated[
        Preavviso | None,
        ask(
            "--critico",
            PREAVVISO,
            "Da quanto prima la segnalazione è critica, scritto allo stesso modo.",
            parser=parse_quanto_prima,
        ),
    ] = None,
    prudenza: Annotated[
        int | None,
        ask(
            "--prudenza",
            "PERCENTO",
            "Al posto dei tempi probabili, quelli che una gara mantiene tante volte su cento, per esempio 80.",
            min=50,
            max=99,
        ),
    ] = None,
    solo: Annotated[
        list[str] | None,
        ask("--solo", "REGOLA", "Solo questa regola; si può ripetere.", autocompletion=complete_regole),
    ] = None,
    ignora: Annotated[
        list[str] | None,
        ask("--ignora", "REGOLA", "Senza questa regola; si può ripetere.", autocompletion=complete_regole),
    ] = None,
    linea_base: Annotated[Path | None, ask("--linea-base", "FILE", "Tace le segnalazioni che il file ha già.")] = None,
    scrivi_linea_base: Annotated[
        Path | None, ask("--scrivi-linea-base", "FILE", "Scrive nel file le segnalazioni di oggi, e le tace.")
    ] = None,
    fallisci_da: Annotated[
        str, ask_scelta("--fallisci-da", SOGLIE, "una soglia", "|".join(SOGLIE), "Esce con 1 da questa severità in su.")
    ] = Severita.AVVISO.value,
    quiet: Annotated[
        bool, typer.Option("-q", "--quiet", help="Sullo schermo non scrive nulla: resta il codice di uscita.")
    ] = False,
    *,
    filtri: Annotated[Filtri, "quartiere", "municipio", "ente", "responsabile", "per_responsabile", "primi", "tutti"],
    regimi: Regimi = None,
    domanda: Annotated[Domanda, "oggi", "dati", "motore", "memoria", "appoggio"],
    formato: FormatoDiCheck = None,
    uscita: Uscita = None,
) -> None:
    """Segnala ciò che chiede di agire. Tace ed esce con 0 se non c'è nulla.

    Uscite: 0 nulla, 1 segnalazioni, 2 uso sbagliato, 3 dati che non si possono valutare, 4 guasto.

    Esempio: ldq check --entro 180 --oggi 2023-01-17
    """
    from ldq_planner.engine.preavvisi import Anticipo
    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.reports.esame import Esame
    from ldq_planner.reports.raggruppate import make_look, split_peggiori
    from ldq_planner.rules.controlli.elenco import examine_quadro
    from ldq_planner.rules.controlli.linea_base import make_linea, silence

    domanda = domanda._replace(formato=formato, uscita=uscita)
    scelto = choose_formato(domanda, DI_CHECK)
    scelte = choose_regole(solo, ignora)
    linea = read_linea(linea_base)
    if entro is not None and (avviso or critico):
        raise InvalidRequestError(
            "--entro conta solo giorni: con --avviso o --critico non si sa quale vale", "togliere --entro, o gli altri"
        )
    if entro is not None and prudenza is not None:
        raise InvalidRequestError(
            "--entro conta solo giorni: --prudenza non cambia nulla", "togliere --entro, o --prudenza"
        )
    soglia = None if fallisci_da == MAI else Severita(fallisci_da)
    try:
        with follow(domanda, scelto) as tell:
            tell("Leggo i dati")
            caricato = read_dati(domanda, regimi)
        diritto = read_diritto(regimi)
    except InvalidDataError as errore:
        answer(Esame(domanda.giorno, Path.cwd(), errore.findings, soglia), scelto, uscita, entro=entro, quiet=quiet)
        raise typer.Exit(errore.exit_code) from None
    quadro = Quadro(caricato.portafoglio, domanda.giorno, diritto)
    anticipo = Anticipo(entro, avviso, critico, prudenza)
    controllo = examine_quadro(quadro, anticipo)
    filtro = filtri.resolve(caricato.portafoglio)
    tutte = caricato.locate(f for f in controllo.findings if f.codice in scelte)
    look = make_look(caricato.portafoglio)
    trovate = filtro.choose(tutte, look)
    taciute = tuple(t for t in controllo.taciute if t.finding.codice in scelte and filtro.choose((t.finding,), look))
    if scrivi_linea_base is not None:
        linea = make_linea(trovate, quadro)
        write_linea(linea, scrivi_linea_base)
    nuove, note = silence(trovate, linea, quadro) if linea else (trovate, ())
    dette, oltre = split_peggiori(nuove, filtro)
    di_altri = len(tutte) - len(trovate)
    esame = Esame(domanda.giorno, Path.cwd(), dette, soglia, quadro, (*taciute, *note), di_altri, oltre, prudenza)
    answer(esame, scelto, uscita, entro=entro, quiet=quiet, filtro=filtro)
    if esame.rosse:
        raise typer.Exit(1)


def choose_regole(solo: Sequence[str] | None, ignora: Sequence[str] | None) -> frozenset[str]:
    """I codici delle regole da far valere; quelle di integrità valgono sempre, e qui non si nominano.

    Errori: `UnknownIdError` con «forse intendevi …?»; `InvalidRequestError` se una regola è chiesta e ignorata insieme.
    """
    from ldq_planner.rules.controlli.elenco import REGOLE
    from ldq_planner.rules.controlli.integrita import INTEGRITA

    codici = [regola.CODICE for regola in REGOLE]
    for chiesta in (*(solo or ()), *(ignora or ())):
        if chiesta in {regola.CODICE for regola in INTEGRITA}:
            raise InvalidRequestError(
                f"«{chiesta}» vieta di valutare i dati: non si sceglie e non si ignora",
                "togliere l'opzione, e correggere i dati se la regola parla",
            )
    volute = require_ids(solo, codici, "una regola", "le regole sono")
    escluse = require_ids(ignora, codici, "una regola", "le regole sono")
    if insieme := [codice for codice in volute if codice in escluse]:
        raise InvalidRequestError(f"--solo e --ignora nominano tutte e due «{insieme[0]}»", "tenerne una sola")
    return frozenset(volute or codici) - frozenset(escluse)


def read_linea(percorso: Path | None) -> LineaDiBase | None:
    """La linea di base, se se ne è chiesta una.

    Errori: `InvalidRequestError` se il file non è una linea di base.
    """
    if percorso is None:
        return None
    from ldq_planner.modifica.linea_base import read_linea_base

    return read_linea_base(percorso)


def write_linea(linea: LineaDiBase, percorso: Path) -> None:
    """Scrive la linea di base.

    Errori: `InvalidRequestError` se il file non si può scrivere.
    """
    from ldq_planner.modifica.linea_base import write_linea_base

    write(write_linea_base(linea), percorso)


def answer(
    esame: Esame,
    formato: str,
    uscita: Path | None,
    *,
    entro: int | None,
    quiet: bool,
    filtro: Filtro | None = None,
) -> None:
    """Scrive la risposta, e ciò che vuole chi la raccoglie; in silenzio, solo nei file.

    Se tutto ciò che c'è è taciuto, in una tabella lo legge chi guarda un terminale: a chi aspetta posta non arriva nulla.
    """
    from ldq_planner.reports.check import build_check
    from ldq_planner.reports.filtro import NESSUN_FILTRO

    is_muta = formato == "table" and uscita is None and not esame.findings and not sys.stdout.isatty()
    if (not quiet and not is_muta) or str(uscita or "-") != "-":
        report = build_check(esame, entro, filtro or NESSUN_FILTRO)
        if esame.quadro is not None:
            report = add_fonti(report, formato, esame.quadro.portafoglio)
        show(report, formato, uscita)
    if esame.taciute and not quiet and (formato.startswith("csv") or FORMATI[formato].vuole == "esame"):
        with suppress(OSError):  # nessuno ascolta: resta il codice di uscita
            tell(f"ldq: segnalazioni: {esame.detto_delle_taciute}")
    variabile = FORMATI[formato].riassunto
    if variabile and (file := os.environ.get(variabile)):
        append_riassunto(esame, formato, Path(file))


def append_riassunto(esame: Esame, formato: str, file: Path) -> None:
    """Accoda il riassunto al file che chi raccoglie ha nominato.

    Errori: `InvalidRequestError` se il file non si può scrivere.
    """
    from ldq_planner.render import render_riassunto

    try:
        occupati = file.stat().st_size if file.exists() else 0
        with file.open("a", encoding="utf-8", newline="") as flusso:
            flusso.write(render_riassunto(esame, formato, occupati))
    except (OSError, ValueError) as errore:  # ValueError: un carattere nullo nel nome
        raise InvalidRequestError(
            f"non si può scrivere il riassunto in «{file}» ({getattr(errore, 'strerror', None) or errore})",
            f"correggere o togliere la variabile {FORMATI[formato].riassunto}",
        ) from None
