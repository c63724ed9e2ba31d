"""`ldq copertura` di milioni di contratti: i conti di tutte le lacune, le righe e la figura dei soli casi peggiori."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_giorno, format_periodo
from ldq_planner.model.testo import format_numero
from ldq_planner.reports.apertura import open_copertura
from ldq_planner.reports.avvisi import announce_ignoto, list_testi
from ldq_planner.reports.copertura import (
    COLONNE,
    LEGENDA,
    SOMME,
    RispostaCopertura,
    list_celle,
    list_lacune,
)
from ldq_planner.reports.figura import build_righe, describe_righe
from ldq_planner.reports.in_colonne.frasi import count_mesi, say_conto, say_resto
from ldq_planner.reports.report import LineaDelTempo, Nota, Report, Tabella, Tono

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.dates.periodo import Periodo
    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.model.copertura import CoperturaQuartiere
    from ldq_planner.model.sintesi import SintesiCopertura
    from ldq_planner.reports.filtro import Filtro


def build_copertura_di_molti(
    quadro: Quadro,
    coperture: tuple[CoperturaQuartiere, ...],
    finestra: Periodo,
    sintesi: SintesiCopertura,
    filtro: Filtro,
) -> Report:
    """La risposta: `coperture` sono quelle dei casi peggiori, e il quadro ha i loro soli contratti."""
    portafoglio, oggi = quadro.portafoglio, quadro.oggi
    is_tutto = len(coperture) == sintesi.quartieri
    linea = build_righe(portafoglio, coperture, finestra, oggi)
    figura = LineaDelTempo("", finestra, oggi, linea, LEGENDA, describe_righe(linea, finestra, oggi))
    altri = announce_ignoto(portafoglio) + filtro._replace(primi=None).tell_altri(
        sintesi.quartieri, sintesi.tutti, "un altro quartiere", "altri {} quartieri"
    )
    resto = () if is_tutto else (say_resto(len(coperture), sintesi.quartieri, "quartieri", "i più scoperti"),)
    titolo = "Lacune" if is_tutto else "Le lacune dei più scoperti"
    return Report(
        schema="ldq/copertura/1",
        titolo=f"Copertura {format_periodo(finestra.inizio, finestra.fine, ' (compresi)')}",
        oggi=oggi,
        dati_aggiornati_al=portafoglio.dati_aggiornati_al,
        blocchi=(
            open_copertura(quadro, coperture) if is_tutto else _open(sintesi),
            *_sum_lacune(sintesi),
            *(() if is_tutto else (count_mesi("Lacune che cominciano", sintesi.per_mese, sintesi.dopo),)),
            figura,
            Tabella(titolo, COLONNE, list_celle(coperture), vuota="Nessuna lacuna nella finestra."),
            *altri,
            *resto,
        ),
        dati=RispostaCopertura(finestra.inizio, finestra.fine, coperture, list_testi((*altri, *resto))),
        elenco=list_lacune(coperture),
    )


def _open(sintesi: SintesiCopertura) -> Nota:
    """Quanti nella finestra sono certamente senza laboratorio, e da quando il primo."""
    if sintesi.primo is None:
        return Nota("In questi giorni nessun quartiere è certamente senza laboratorio.", Tono.BENE)
    nome, dal = sintesi.primo
    verbo = "Resta" if sintesi.senza.quartieri == 1 else "Restano"
    return Nota(
        f"{verbo} senza laboratorio {say_conto(sintesi.senza)}; il primo è {nome}, dal {format_giorno(dal)}.",
        Tono.ALLARME,
    )


def _sum_lacune(sintesi: SintesiCopertura) -> Iterator[Nota]:
    """I giorni e le persone, una riga per tipo e causa."""
    per_tipo = {(somma.causa, somma.tipo): somma for somma in sintesi.somme}
    for causa, tipo, nome, tono in SOMME:
        if (somma := per_tipo.get((causa, tipo))) is not None:
            noti = somma.ignote < somma.lacune
            persone = f"{'almeno ' if somma.ignote else ''}{format_numero(somma.abitanti_giorni)} abitanti-giorni"
            detti = persone if noti else "abitanti-giorni non noti"
            yield Nota(f"{nome}: {format_numero(somma.giorni)} giorni-quartiere, {detti}.", tono)
