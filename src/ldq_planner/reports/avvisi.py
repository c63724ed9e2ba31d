"""Le frasi che stanno in più risposte: quanto sono vecchi i dati, e quante persone riguarda una lacuna."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_giorno
from ldq_planner.model.testo import format_elenco, format_numero
from ldq_planner.reports.report import Nota, Tono

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.stato import StatoQuartiere


def sum_persone(conti: Iterable[int | None], unita: str) -> str:
    """La somma con la sua unità; «almeno», se di alcuni quartieri gli abitanti non sono noti."""
    tutti = tuple(conti)
    noti = [conto for conto in tutti if conto is not None]
    if tutti and not noti:
        return f"{unita} non noti"
    return f"{'almeno ' if len(noti) < len(tutti) else ''}{format_numero(sum(noti))} {unita}"


def say_chi(stato: StatoQuartiere) -> str:
    """`Mazzini (4.656 abitanti)`."""
    if stato.abitanti is None:
        return f"{stato.nome} (abitanti non noti)"
    return f"{stato.nome} ({'circa ' if stato.abitanti_circa else ''}{format_numero(stato.abitanti)} abitanti)"


def sum_abitanti(stati: Collection[StatoQuartiere]) -> str:
    """`11.303 abitanti`, `circa 4.200 abitanti`, `almeno 12.450 abitanti`: quante persone vivono in quei quartieri."""
    detti = sum_persone((s.abitanti for s in stati), "abitanti")
    return f"circa {detti}" if detti[0].isdigit() and any(s.abitanti_circa for s in stati) else detti


def say_gruppo(stati: Sequence[StatoQuartiere], massimo: int, *, primi: bool = False) -> str:
    """`Mazzini e San Siro (11.303 abitanti)`; se sono più del `massimo`, quanti sono, e con `primi` anche chi sono i primi."""
    if len(stati) == 1:
        return say_chi(stati[0])
    chi = format_elenco([s.nome for s in stati[:massimo]])
    if len(stati) > massimo:
        chi = say_quanti(len(stati), "quartiere", "quartieri") + (f", fra cui {chi}" if primi else "")
    return f"{chi} ({sum_abitanti(stati)})"


def say_quanti(quanti: int, uno: str, molti: str) -> str:
    """`1 quartiere`, `1.250 quartieri`."""
    return f"{format_numero(quanti)} {uno if quanti == 1 else molti}"


def list_testi(note: Iterable[Nota]) -> tuple[str, ...]:
    """Le frasi sole, per una macchina."""
    return tuple(nota.testo for nota in note)


def announce_eta(quadro: Quadro, comando: str = "") -> tuple[Nota, ...]:
    """Un avviso se i dati sono più vecchi della soglia dell'ente; con il comando, se lo si dà, che li guarda nel loro giorno."""
    portafoglio, oggi = quadro.portafoglio, quadro.oggi
    aggiornati = portafoglio.dati_aggiornati_al
    if aggiornati is None:
        return announce_ignoto(portafoglio)
    giorni = (oggi - aggiornati).days
    if giorni <= portafoglio.soglie.dati_vecchi:
        return ()
    frase = (
        f"Attenzione: i dati sono fermi al {format_giorno(aggiornati)}, {format_numero(giorni)} giorni prima "
        f"del giorno chiesto ({format_giorno(oggi)}): ciò che è accaduto dopo qui non si vede."
    )
    if comando:
        frase += f" Per il quadro a quel giorno: ldq {comando} --oggi {aggiornati.isoformat()}"
    return (Nota(frase, Tono.ATTENZIONE),)


def announce_ignoto(portafoglio: Portafoglio) -> tuple[Nota, ...]:
    """Un avviso se i dati non dicono a quale giorno sono stati verificati: quanto sono vecchi non si sa."""
    if portafoglio.dati_aggiornati_al is not None:
        return ()
    frase = "Attenzione: i dati non dicono a quale giorno sono stati verificati (aggiornato_al): quanto sono vecchi non si sa."
    return (Nota(frase, Tono.ATTENZIONE),)


def announce_dati(quadro: Quadro, comando: str = "") -> tuple[Nota, ...]:
    """Ciò che va saputo di tutte le date delle gare: se i dati sono vecchi, e se le durate non sono quelle delle norme."""
    return (*announce_eta(quadro, comando), *_announce_imparate(quadro))


def _announce_imparate(quadro: Quadro) -> tuple[Nota, ...]:
    """Da quante gare vengono le durate imparate, per procedura; niente se non ce ne sono."""
    imparate = quadro.portafoglio.imparate
    if imparate is None or not imparate.imparate:
        return ()
    gare: dict[str, int] = {}
    for riga in imparate.imparate:
        gare[riga.procedura] = max(riga.gare, gare.get(riga.procedura, 0))
    quali = format_elenco([f"{id_} ({say_quanti(n, 'gara', 'gare')})" for id_, n in gare.items()])
    al = format_giorno(max(riga.al.primo for riga in imparate.imparate))
    frase = (
        f"Le date delle gare si fondano su durate imparate, e non sulle stime delle norme: {quali}, viste fino al {al}"
    )
    return (Nota(f"{frase} (durate.yaml)."),)
