"""Lo stato di ogni quartiere in un giorno, dal più urgente: le regole di `engine/stato.py`, e gli stessi valori."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.incerta import NON_NOTA, DataIncerta, between
from ldq_planner.model.copertura import Causa
from ldq_planner.model.stato import Fermo, Stato, StatoQuartiere, Totali
from ldq_planner.sql.dialetto import PRIMO, ULTIMO
from ldq_planner.sql.scadenze import SOSPENSIONI, TAVOLA
from ldq_planner.sql.vigore import APERTI, POSSIBILI

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from typing import Any

    from ldq_planner.model.portafoglio import Soglie
    from ldq_planner.sql.dialetto import Dialetto
    from ldq_planner.sql.motore import Motore

_STATI = tuple(Stato)
_POSTO = {stato: posto for posto, stato in enumerate(_STATI)}
IN_FILA = f"s.posto, coalesce(s.ultimo, s.forse_fino_al, {PRIMO}), coalesce(s.abitanti, 0) DESC, s.id"


def write_stati(motore: Motore, oggi: date, soglie: Soglie) -> None:
    """La tavola `stati`: una riga per quartiere, anche senza contratti, con il posto del suo stato fra quelli possibili."""
    d = motore.dialetto
    motore.save("parlanti", _parlanti(d), oggi=oggi)
    motore.save("tratti", _tratti(d), oggi=oggi)
    motore.save("fermi_oggi", _fermi_oggi(d), oggi=oggi)
    motore.save("stati", _stati(d), oggi=oggi, in_scadenza=soglie.in_scadenza, dati_vecchi=soglie.dati_vecchi)


def list_stati(
    motore: Motore, oggi: date, primi: int | None = None, *, con_ente: bool = False, da: str = "stati"
) -> tuple[StatoQuartiere, ...]:
    """I primi della fila, o tutti, della tavola `stati` o di una sua parte; l'ente c'è se i dati sono di più d'uno."""
    limite = "" if primi is None else f"LIMIT {int(primi)}"
    motore.save("scelti", f"SELECT * FROM {da} AS s ORDER BY {IN_FILA} {limite}")
    righe = motore.ask(_dettagli(), oggi=oggi)
    return tuple(_make_stato(riga, oggi, con_ente=con_ente) for riga in righe)


def compute_totali(motore: Motore, oggi: date, primi: int) -> Totali:
    """I totali; di chi è nella prossima scadenza, i primi in ordine di id."""
    scoperti = f"posto IN ({_POSTO[Stato.SCOPERTO]}, {_POSTO[Stato.MAI_COPERTO]})"
    (somme,) = motore.ask(
        f"""SELECT count(*), coalesce(sum(CAST(abitanti AS BIGINT)), 0), coalesce(sum(abitanti_giorni), 0)
        FROM stati WHERE {scoperti}"""
    )
    vicine = f"prossima_fine >= :oggi AND prossima_fine < {ULTIMO}"
    ((prossima,),) = motore.ask(f"SELECT min(prossima_fine) FROM stati WHERE {vicine}", oggi=oggi)
    quali = motore.ask(
        f"SELECT id FROM stati WHERE prossima_fine = :prossima ORDER BY id LIMIT {int(primi)}", prossima=prossima
    )
    quartieri, persone, giorni = map(int, somme)
    return Totali(quartieri, persone, giorni, prossima, tuple(id_ for (id_,) in quali))


def _parlanti(d: Dialetto) -> str:
    """Il contratto che parla per ogni quartiere: in vigore (certo, poi possibile), o l'ultimo scaduto.

    Dello stesso genere, quello che finisce più tardi; poi quello cominciato prima. L'ordine è un numero solo.
    """
    genere = (
        """CASE WHEN :oggi > fine_ultimo THEN 2 WHEN inizio_ultimo <= :oggi AND :oggi <= fine_primo THEN 0 ELSE 1 END"""
    )
    chiave = f"""({genere}) * CAST(10000000000 AS BIGINT) + {d.diff(ULTIMO, "fine_ultimo")} * CAST(100000 AS BIGINT)
        + {d.diff("ordine", PRIMO)}"""
    candidati = f"SELECT *, {chiave} AS chiave FROM vigori WHERE inizio_primo <= :oggi"
    return f"""
        SELECT luogo, contratto, fine_primo, fine_ultimo, fine_nota, fine_testo, is_propria, aggiornati FROM (
            SELECT c.*, m.aggiornati, row_number() OVER (PARTITION BY c.luogo ORDER BY contratto) AS quale
            FROM ({candidati}) AS c
            JOIN (SELECT luogo, min(chiave) AS minima, max(aggiornato_al) AS aggiornati FROM ({candidati}) AS t GROUP BY luogo) AS m
                ON m.luogo = c.luogo AND m.minima = c.chiave
        ) AS tutti WHERE quale = 1"""


def _tratti(d: Dialetto) -> str:
    """Fin dove arriva la copertura di oggi: certa (le chiusure non la interrompono) e possibile; e l'ultima finita."""
    return f"""
        SELECT q.luogo, aperti.al AS aperto_al, forse.al AS forse_al, finora.certo AS certo, finora.possibile AS possibile
        FROM luoghi AS q
        LEFT JOIN ({_tratto(d, APERTI)}) AS aperti ON aperti.luogo = q.luogo
        LEFT JOIN ({_tratto(d, POSSIBILI)}) AS forse ON forse.luogo = q.luogo
        LEFT JOIN (
            SELECT luogo, max(certo) AS certo, max(possibile) AS possibile FROM (
                SELECT luogo, max(CASE WHEN certo_dal <= :oggi THEN certo_al END) AS certo,
                       max(CASE WHEN fine_ultimo >= inizio_primo THEN fine_ultimo END) AS possibile
                FROM vigori WHERE inizio_primo <= :oggi AND NOT is_fermo GROUP BY luogo
                UNION ALL
                SELECT luogo, max(CASE WHEN genere = 'certo' THEN al END) AS certo,
                       max(CASE WHEN genere = 'possibile' THEN al END) AS possibile
                FROM fermi WHERE dal <= :oggi GROUP BY luogo
            ) AS parti GROUP BY luogo
        ) AS finora ON finora.luogo = q.luogo"""


def _tratto(d: Dialetto, periodi: str) -> str:
    """L'ultimo giorno, per quartiere, del tratto senza vuoti che comincia oggi; ieri, se oggi non c'è."""
    finora = "max(al) OVER (PARTITION BY luogo ORDER BY dal, al ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"
    return f"""
        SELECT luogo, coalesce(min(CASE WHEN dal > {d.days("finora", 1)} THEN finora END), max(al)) AS al FROM (
            SELECT luogo, dal, al, coalesce({finora}, {d.days(":oggi", -1)}) AS finora
            FROM ({periodi}) AS periodi WHERE al >= :oggi
        ) AS tratti GROUP BY luogo"""


def _fermi_oggi(d: Dialetto) -> str:
    """Perché il servizio oggi è fermo, o che cosa interrompe la copertura di oggi: un tratto per quartiere e causa."""
    finora = """max(al) OVER (PARTITION BY luogo, genere ORDER BY dal, al ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"""
    isola = """sum(CASE WHEN nuovo THEN 1 ELSE 0 END) OVER (PARTITION BY luogo, genere ORDER BY dal, al
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)"""
    isole = f"""
        SELECT luogo, genere, min(dal) AS dal, max(al) AS al FROM (
            SELECT *, {isola} AS isola FROM (
                SELECT *, coalesce(dal > {d.days("finora", 1)}, TRUE) AS nuovo FROM (
                    SELECT *, {finora} AS finora FROM fermi WHERE genere IN ('sospensione', 'chiusura')
                ) AS contati
            ) AS segnati
        ) AS numerati GROUP BY luogo, genere, isola"""
    giorno = f"CASE WHEN certo >= :oggi THEN {d.days('aperto_al', 1)} ELSE :oggi END"
    return f"""
        SELECT luogo, genere, dal, CASE WHEN genere = 'sospensione' AND aperte_dal <= giorno THEN NULL ELSE al END AS al FROM (
            SELECT i.*, giorno, aperte_dal, row_number() OVER (PARTITION BY i.luogo ORDER BY genere DESC) AS quale
            FROM (SELECT luogo, {giorno} AS giorno FROM tratti) AS t
            JOIN ({isole}) AS i ON i.luogo = t.luogo AND i.dal <= giorno AND i.al >= giorno
            LEFT JOIN (
                SELECT luogo, min(dal_primo) AS aperte_dal FROM {SOSPENSIONI} AS s JOIN vigori AS v ON v.contratto = s.id
                WHERE s.is_aperta GROUP BY luogo
            ) AS a ON a.luogo = i.luogo
        ) AS tutte WHERE quale = 1"""


def _stati(d: Dialetto) -> str:
    posto = {stato.name: posto for stato, posto in _POSTO.items()}
    scoperti = f"{d.diff(':oggi', 'scoperto_dal')} + 1"
    return f"""
        SELECT *, CAST(abitanti AS BIGINT) * giorni_scoperti AS abitanti_giorni FROM (
            SELECT *, CASE WHEN posto IN ({posto["MAI_COPERTO"]}, {posto["NON_SI_SA"]}) THEN NULL
                           WHEN scoperto_dal IS NOT NULL THEN {scoperti} ELSE 0 END AS giorni_scoperti,
                   CASE WHEN scoperto_dal IS NOT NULL THEN {d.days("scoperto_dal", -1)} ELSE coperto_fino_al END AS ultimo,
                   CASE WHEN fermo = 'chiusura' AND fine_nota THEN coalesce(coperto_fino_al, fine_primo) ELSE coperto_fino_al END
                       AS prossima_fine
            FROM (
                SELECT *, CASE WHEN is_vecchio AND posto_oggi = {posto["SCOPERTO"]} THEN {posto["NON_SI_SA"]} ELSE posto_oggi END
                           AS posto,
                       CASE WHEN is_vecchio AND posto_oggi = {posto["SCOPERTO"]} THEN greatest(aggiornati, scoperto_dal) END
                           AS non_si_sa_dal
                FROM (
                    SELECT q.luogo, q.id, q.nome, q.municipio, q.ente, q.abitanti, q.abitanti_circa, p.contratto, p.fine_primo,
                           p.fine_ultimo, p.fine_nota, p.fine_testo, p.is_propria, p.aggiornati,
                           coalesce({d.diff(":oggi", "p.aggiornati")} > :dati_vecchi, FALSE) AS is_vecchio,
                           CASE WHEN certo >= :oggi THEN aperto_al END AS coperto_fino_al,
                           CASE WHEN possibile < :oggi THEN {d.days("possibile", 1)} END AS scoperto_dal,
                           CASE WHEN possibile >= :oggi AND (certo IS NULL OR certo < :oggi OR forse_al > aperto_al)
                                THEN forse_al END AS forse_fino_al,
                           f.genere AS fermo, f.dal AS fermo_dal, f.al AS fermo_al,
                           CASE WHEN certo >= :oggi THEN
                                    CASE WHEN {d.diff("aperto_al", ":oggi")} <= :in_scadenza
                                         THEN {posto["IN_SCADENZA"]} ELSE {posto["COPERTO"]} END
                                WHEN possibile >= :oggi THEN {posto["INCERTO"]}
                                WHEN possibile IS NOT NULL THEN {posto["SCOPERTO"]}
                                ELSE {posto["MAI_COPERTO"]} END AS posto_oggi
                    FROM luoghi AS q
                    LEFT JOIN tratti AS t ON t.luogo = q.luogo
                    LEFT JOIN parlanti AS p ON p.luogo = q.luogo
                    LEFT JOIN fermi_oggi AS f ON f.luogo = q.luogo
                ) AS oggi
            ) AS detti
        ) AS contati"""


def _dettagli() -> str:
    """Gli scelti, con ciò che si cerca solo per loro: la massima, chi segue, con chi finisce la copertura, chi lo segue."""
    prima = "row_number() OVER (PARTITION BY s.luogo ORDER BY"
    return f"""
        SELECT s.id, s.nome, s.municipio, s.ente, s.abitanti, s.abitanti_circa, s.posto, s.contratto,
               s.fine_primo, s.fine_ultimo, s.fine_nota, s.fine_testo,
               CASE WHEN is_propria THEN fine_primo ELSE massima_primo END,
               CASE WHEN is_propria THEN fine_ultimo ELSE massima_ultimo END,
               CASE WHEN is_propria THEN fine_nota ELSE massima_nota END,
               CASE WHEN is_propria THEN fine_testo ELSE massima_testo END,
               coperto_fino_al, scoperto_dal, giorni_scoperti, abitanti_giorni, forse_fino_al, non_si_sa_dal,
               fermo, fermo_dal, fermo_al, seguito.contratto, ultimo_coperto.contratto, responsabili.responsabile
        FROM scelti AS s
        LEFT JOIN {TAVOLA} AS m ON m.id = s.contratto
        LEFT JOIN (
            SELECT s.luogo, v.contratto, {prima} v.inizio_primo, v.contratto) AS quale
            FROM scelti AS s JOIN vigori AS v ON v.luogo = s.luogo
            WHERE v.inizio_primo > :oggi AND v.fine_ultimo > coalesce(s.fine_primo, {PRIMO})
        ) AS seguito ON seguito.luogo = s.luogo AND seguito.quale = 1
        LEFT JOIN (
            SELECT s.luogo, v.contratto, {prima} v.ordine, v.contratto) AS quale
            FROM scelti AS s JOIN vigori AS v ON v.luogo = s.luogo AND v.fine_primo = s.coperto_fino_al
            WHERE v.inizio_ultimo <= s.coperto_fino_al
        ) AS ultimo_coperto ON ultimo_coperto.luogo = s.luogo AND ultimo_coperto.quale = 1
        LEFT JOIN (
            SELECT luogo, responsabile FROM (
                SELECT s.luogo, v.contratto, {prima} v.ordine DESC, v.contratto DESC) AS quale
                FROM scelti AS s JOIN vigori AS v ON v.luogo = s.luogo WHERE v.ordine <= :oggi
            ) AS ultimi JOIN contratti AS c ON c.id = ultimi.contratto WHERE quale = 1
        ) AS responsabili ON responsabili.luogo = s.luogo
        ORDER BY {IN_FILA}"""


def make_data(colonne: Sequence[Any]) -> DataIncerta | None:
    """La data che dicono quattro colonne: primo, ultimo, se è nota, il testo; `None` se non c'è."""
    primo, ultimo, nota, testo = colonne
    if primo is None or ultimo is None:
        return None
    if not nota:
        return NON_NOTA
    return DataIncerta(primo, ultimo, testo) if testo else between(primo, ultimo)


def _make_stato(riga: Any, oggi: date, *, con_ente: bool) -> StatoQuartiere:
    id_, nome, municipio, ente, abitanti, circa, posto, contratto, *resto = riga
    scadenza, massima = make_data(resto[:4]), make_data(resto[4:8])
    coperto, scoperto, giorni, persone, forse, non_si_sa, causa, dal, al, seguito, con, responsabile = resto[8:]
    return StatoQuartiere(
        id=id_,
        nome=nome or id_,
        municipio=municipio,
        abitanti=abitanti,
        abitanti_circa=bool(circa),
        stato=_STATI[posto],
        contratto=contratto,
        scadenza=scadenza,
        scadenza_massima=massima,
        giorni_alla_scadenza=(scadenza.primo - oggi).days if scadenza and scadenza.is_nota else None,
        coperto_fino_al=coperto,
        scoperto_dal=scoperto,
        giorni_scoperti=giorni,
        abitanti_giorni_scoperti=persone,
        contratto_successivo=seguito,
        scenari=(),
        coperto_con=con,
        forse_fino_al=forse,
        non_si_sa_dal=non_si_sa,
        fermo=Fermo(Causa(causa), dal, al) if causa else None,
        responsabili=(responsabile,) if responsabile else (),
        ente=ente if con_ente else None,
    )
