"""`ldq status` di milioni di contratti: la frase e i conti di tutti, le righe dei soli casi peggiori."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.periodo import UN_GIORNO
from ldq_planner.dates.testo import format_giorno
from ldq_planner.model.stato import Stato, Totali
from ldq_planner.model.testo import format_distanza, format_numero
from ldq_planner.reports.apertura import join_frasi, open_stati
from ldq_planner.reports.avvisi import announce_ignoto, list_testi
from ldq_planner.reports.in_colonne.frasi import count_mesi, say_conto, say_resto, sum_conti
from ldq_planner.reports.report import Nota, Report, Tabella, Tono
from ldq_planner.reports.sommario import name_stato
from ldq_planner.reports.status import RispostaStatus, build_righe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.sintesi import SintesiStati
    from ldq_planner.model.stato import StatoQuartiere
    from ldq_planner.reports.filtro import Filtro
    from ldq_planner.reports.report import Cella

SENZA = (Stato.SCOPERTO, Stato.MAI_COPERTO)


def build_status_di_molti(
    stati: tuple[StatoQuartiere, ...], sintesi: SintesiStati, filtro: Filtro, portafoglio: Portafoglio, oggi: date
) -> Report:
    """La risposta: `stati` sono i più urgenti, e il portafoglio ha i loro soli contratti."""
    is_tutto = len(stati) == sintesi.quartieri
    prima, senza = sintesi.prima_fine, sum_conti(c for s, c in sintesi.per_stato.items() if s in SENZA)
    totali = Totali(
        senza.quartieri,
        senza.abitanti,
        sintesi.abitanti_giorni.abitanti,
        prima.giorno if prima else None,
        prima.ids if prima else (),
    )
    altri = announce_ignoto(portafoglio) + filtro._replace(primi=None).tell_altri(
        sintesi.quartieri, sintesi.tutti, "un altro quartiere", "altri {} quartieri"
    )
    resto = () if is_tutto else (say_resto(len(stati), sintesi.quartieri, "quartieri"),)
    return Report(
        schema="ldq/status/1",
        titolo=name_dati(portafoglio, sintesi.tutti),
        oggi=oggi,
        dati_aggiornati_al=portafoglio.dati_aggiornati_al,
        blocchi=(
            *(open_stati(stati, oggi) if is_tutto else (open_sintesi(sintesi, stati, oggi),)),
            *(() if is_tutto else count_sintesi(sintesi)),
            build_righe(stati, portafoglio, oggi, "" if is_tutto else "I più urgenti"),
            *_sum_scoperti(sintesi),
            *altri,
            *resto,
        ),
        dati=RispostaStatus(portafoglio.soglie.in_scadenza, stati, totali, list_testi((*altri, *resto))),
        elenco=stati,
    )


def name_dati(portafoglio: Portafoglio, quartieri: int) -> str:
    """L'ente, se è uno solo; altrimenti quanti sono i quartieri."""
    return portafoglio.anagrafe.ente or f"{format_numero(quartieri)} quartieri di più enti"


def open_sintesi(sintesi: SintesiStati, peggiori: Sequence[StatoQuartiere], oggi: date) -> Nota:
    """Quanti sono senza laboratorio, e chi da più tempo; poi quanti restano senza per primi."""
    presenti = sintesi.per_stato
    tono = (
        Tono.ALLARME
        if any(s in presenti for s in SENZA)
        else Tono.INCERTO
        if Stato.NON_SI_SA in presenti
        else Tono.ATTENZIONE
        if Stato.INCERTO in presenti or Stato.IN_SCADENZA in presenti
        else Tono.BENE
    )
    return join_frasi([*_say_oggi(sintesi, peggiori), *_say_prossimi(sintesi, oggi)], tono)


def _say_oggi(sintesi: SintesiStati, peggiori: Sequence[StatoQuartiere]) -> Iterator[str]:
    senza = sum_conti(conto for stato, conto in sintesi.per_stato.items() if stato in SENZA)
    ignoti = sintesi.per_stato.get(Stato.NON_SI_SA)
    if senza.quartieri:
        primo = next((s for s in peggiori if s.stato in SENZA), None)
        chi = f"; il primo è {primo.nome}, {_say_da(primo)}" if primo else ""
        yield f"{'È' if senza.quartieri == 1 else 'Sono'} senza laboratorio {say_conto(senza)}{chi}"
    if ignoti:
        yield f"Di {say_conto(ignoti)} i dati non dicono se oggi c'è un laboratorio"
    if not senza.quartieri and not ignoti:
        yield "Oggi nessun quartiere è certamente senza laboratorio"


def _say_da(stato: StatoQuartiere) -> str:
    return f"dal {format_giorno(stato.scoperto_dal)}" if stato.scoperto_dal else "da sempre"


def _say_prossimi(sintesi: SintesiStati, oggi: date) -> Iterator[str]:
    if (prima := sintesi.prima_fine) is None:
        return
    dal = prima.giorno + UN_GIORNO
    uno = prima.conto.quartieri == 1
    verbo = ("può restare" if uno else "possono restare") if prima.forse else ("resta" if uno else "restano")
    quando = f"Dal {format_giorno(dal)}, {format_distanza((dal - oggi).days)}"
    yield f"{quando}, {verbo} senza {say_conto(prima.conto)}, se non segue un altro contratto"


def count_sintesi(sintesi: SintesiStati) -> Iterator[Tabella]:
    """Quanti quartieri per stato, per ente se sono più d'uno, e per mese in cui la copertura finisce."""
    righe = tuple((name_stato(stato), c.quartieri, c.abitanti) for stato, c in sintesi.per_stato.items())
    yield Tabella("Per stato", ("Stato", "Quartieri", "Abitanti noti"), righe)
    if sintesi.per_ente:
        voci = [*sintesi.per_ente, *([("tutti gli altri", sintesi.altri_enti)] if sintesi.altri_enti else [])]
        stati = [*sintesi.per_stato]
        enti: list[tuple[Cella, ...]] = [(nome, sum(c.values()), *(c.get(s, 0) for s in stati)) for nome, c in voci]
        yield Tabella("Per ente", ("Ente", "Quartieri", *(name_stato(s).testo for s in stati)), tuple(enti))
    yield count_mesi("Coperture che finiscono", sintesi.per_mese, sintesi.dopo)


def _sum_scoperti(sintesi: SintesiStati) -> tuple[Nota, ...]:
    persi = sintesi.abitanti_giorni
    if not persi.abitanti:
        return ()
    almeno = "almeno " if persi.ignoti else ""
    return (Nota(f"Già scoperti: {almeno}{format_numero(persi.abitanti)} abitanti-giorni.", Tono.ALLARME),)
