"""`ldq impara`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ldq_planner.cli.domanda import Domanda
from ldq_planner.cli.importa import expand
from ldq_planner.cli.ipotesi import Regimi, read_diritto
from ldq_planner.cli.modifiche import (
    Passaggio,
    Scrittura,
    Scrivi,
    check_modificabile,
    read_letti,
    show_modifica,
)
from ldq_planner.cli.opzioni import ask, ask_giorno, refuse_inutili
from ldq_planner.cli.risposta import choose_formato, find_regimi, read_dati, show
from ldq_planner.cli.schermo import write
from ldq_planner.errors import InvalidRequestError
from ldq_planner.model.archivio import CONTRATTI, DURATE

if TYPE_CHECKING:
    pass

if TYPE_CHECKING:
    from ldq_planner.engine.norme import Diritto
    from ldq_planner.loading.cartella import Caricato
    from ldq_planner.model.apprendimento import Lezione

_DIECI = 10
"""Quante gare vale la stima delle norme: fra punteggio ed errore, un buon compromesso sulle gare tenute da parte."""
_YAML = (".yaml", ".yml")


def impara(
    file: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE]...", help="Elenchi di gare già fatte: CIG di ANAC, OCDS; senza, i soli dati."),
    ] = None,
    k: Annotated[
        int,
        ask("--k", "GARE", "Quante gare vale la stima delle norme; 0, si conta solo ciò che si è osservato.", min=0),
    ] = _DIECI,
    aggiornato_al: Annotated[
        date | None,
        ask_giorno("--aggiornato-al", "Il giorno a cui sono fermi i file; senza, quello che dicono loro."),
    ] = None,
    scrivi: Scrivi = False,
    fasce: Annotated[bool, typer.Option("--fasce", help="Anche per fascia di valore delle gare.")] = False,
    calibra: Annotated[
        bool,
        typer.Option("--calibra", help="Quanto ci si può fidare: la prova su gare tenute da parte; anche in figura."),
    ] = False,
    regimi: Regimi = None,
    *,
    domanda: Domanda,
) -> None:
    """Quanto durano davvero le gare, imparato da quelle già fatte.

    Dai fatti delle gare nei dati, e dai file che si indicano: per procedura, fasi e valore, quante gare, quante non ancora
    finite, e quanto durano. Poche gare contano poco: la stima delle norme vale --k gare. Con --scrivi (o -o durate.yaml)
    diventano durate.yaml: da lì le date le usano, e lo dicono.

    Esempio: ldq impara cig.csv --k 10
    """
    from ldq_planner.engine.apprendimento.proprie import list_proprie
    from ldq_planner.engine.apprendimento.taratura import calibrate
    from ldq_planner.engine.apprendimento.tratti import learn_tratti
    from ldq_planner.loading.importazione.gare_passate import read_gare_passate
    from ldq_planner.model.apprendimento import Lezione
    from ldq_planner.modifica.durate import compose_durate
    from ldq_planner.reports.impara import build_impara

    durate = domanda.uscita if domanda.uscita and domanda.uscita.suffix.lower() in _YAML else None
    if durate is not None:
        refuse_inutili(f"in «{durate}», che è YAML,", ("--format", domanda.formato), ("--scrivi", scrivi))
        domanda = domanda._replace(uscita=None)
    scelto = choose_formato(domanda)
    regimi = regimi or find_regimi()
    diritto, caricato = read_diritto(regimi), read_dati(domanda, regimi)
    proprie = list_proprie(caricato.portafoglio, diritto, domanda.giorno)
    fonti = (*((proprie,) if proprie.gare else ()), *(read_gare_passate(f, aggiornato_al) for f in expand(file or ())))
    gare = [g for fonte in fonti for g in fonte.gare]
    taratura = calibrate(gare, diritto, k) if calibra else None
    lezione = Lezione(fonti, learn_tratti(gare, diritto, k), k, _name(diritto), taratura=taratura)
    if scrivi:
        _write(domanda, caricato, lezione, Scrittura(scrivi))
        return
    if durate is not None:
        write(compose_durate(lezione), durate)
        lezione = lezione._replace(scritto=str(durate))
    show(build_impara(lezione, domanda.giorno, fasce=fasce, calibra=calibra), scelto, domanda.uscita)


def _name(diritto: Diritto) -> dict[str, str]:
    """Id di ogni procedura delle norme → il suo nome."""
    return {p.id: p.nome for p in diritto.norme.procedure.procedure}


def _write(domanda: Domanda, caricato: Caricato, lezione: Lezione, scrittura: Scrittura) -> None:
    """Scrive `durate.yaml` nella cartella dei dati, e mostra che cosa cambia nelle date.

    Errori: `InvalidRequestError` se non c'è nulla da scrivere, o se i dati non si cambiano.
    """
    from ldq_planner.loading.cartella import reload
    from ldq_planner.modifica.durate import compose_durate
    from ldq_planner.reports.impara import list_senza_massimo
    from ldq_planner.reports.modifica import Proposta

    check_modificabile(domanda.cartella)
    if not lezione.tratti:
        raise InvalidRequestError(
            "non c'è nessuna durata da scrivere: nei dati non c'è una gara cominciata",
            "indicare un elenco di gare (CIG di ANAC, OCDS), o scrivere i fatti con ldq fatto",
        )
    letti, testi = read_letti(caricato), {DURATE: compose_durate(lezione, caricato.documenti[CONTRATTI].testo)}
    passaggio = Passaggio(caricato, reload(caricato, testi), letti, testi)
    gare = sum(len(fonte.gare) for fonte in lezione.fonti)
    frase = f"Durate imparate da {gare} gare" if gare > 1 else "Durate imparate da una gara"
    proposta = Proposta(frase, str(domanda.cartella / DURATE), avvertenze=tuple(list_senza_massimo(lezione)))
    show_modifica(domanda, passaggio, proposta, scrittura=scrittura)
