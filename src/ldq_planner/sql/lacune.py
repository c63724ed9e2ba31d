"""Le lacune di ogni quartiere in una finestra, certe e possibili, ciascuna con la sua causa: le regole di `engine/copertura.py`.

I periodi si tagliano sulla finestra e si percorrono in ordine: ogni giorno in cui qualcosa comincia o finisce chiude un
tratto, e di ogni tratto si sa quanti contratti lo coprono. Estremi: la finestra è chiusa.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.model.copertura import Causa, CoperturaQuartiere, Lacuna, TipoLacuna
from ldq_planner.model.sintesi import SommaLacune

if TYPE_CHECKING:
    from ldq_planner.dates.periodo import Periodo
    from ldq_planner.sql.dialetto import Dialetto
    from ldq_planner.sql.motore import Motore

_CONTI = ("certi", "possibili", "vigore", "sospesi", "chiusi")
_PEGGIORI = "coalesce(p.certi_persone, 0) DESC, coalesce(p.persone, 0) DESC, coalesce(p.giorni, 0) DESC, q.id"


def write_lacune(motore: Motore, finestra: Periodo) -> None:
    """La tavola `lacune`: i tratti massimali dello stesso tipo e della stessa causa."""
    d = motore.dialetto
    motore.save("lacune", _lacune(d), dal=finestra.inizio, al=finestra.fine)


def list_coperture(motore: Motore, finestra: Periodo, primi: int | None = None) -> tuple[CoperturaQuartiere, ...]:
    """I quartieri in cui più persone restano più giorni senza, prima i giorni certi: i primi, o tutti."""
    limite = "" if primi is None else f"LIMIT {int(primi)}"
    motore.save(
        "peggiori",
        f"""SELECT q.luogo, q.id, q.nome, q.abitanti, row_number() OVER (ORDER BY {_PEGGIORI}) AS posto
        FROM luoghi AS q LEFT JOIN (
            SELECT luogo, sum(abitanti_giorni) AS persone, sum(giorni) AS giorni,
                   sum(CASE WHEN tipo = 'certa' THEN abitanti_giorni END) AS certi_persone
            FROM lacune GROUP BY luogo
        ) AS p ON p.luogo = q.luogo
        ORDER BY posto {limite}""",
    )
    righe = motore.ask(
        """SELECT p.posto, p.id, p.nome, p.abitanti, dal, al, giorni, tipo, abitanti_giorni, causa
        FROM peggiori AS p LEFT JOIN lacune AS l ON l.luogo = p.luogo ORDER BY p.posto, dal"""
    )
    quartieri: dict[str, tuple[str, int | None, list[Lacuna]]] = {}
    for _, id_, nome, abitanti, dal, al, giorni, tipo, persone, causa in righe:
        sue = quartieri.setdefault(id_, (nome or id_, abitanti, []))[2]
        if dal is not None:
            sue.append(Lacuna(dal, al, giorni, TipoLacuna(tipo), persone, Causa(causa) if causa else None))
    return tuple(_build(id_, finestra, *voce) for id_, voce in quartieri.items())


def sum_lacune(motore: Motore) -> tuple[SommaLacune, ...]:
    """I totali di tutti i quartieri, una voce per tipo e causa."""
    righe = motore.ask(
        """SELECT tipo, causa, count(*), count(DISTINCT luogo), sum(giorni), coalesce(sum(abitanti_giorni), 0),
            count(*) - count(abitanti_giorni)
        FROM lacune GROUP BY tipo, causa ORDER BY tipo, coalesce(causa, '')"""
    )
    return tuple(
        SommaLacune(TipoLacuna(tipo), Causa(causa) if causa else None, *map(int, somme))
        for tipo, causa, *somme in righe
    )


def _build(id_: str, finestra: Periodo, nome: str, abitanti: int | None, lacune: list[Lacuna]) -> CoperturaQuartiere:
    coperti = finestra.giorni - sum(x.giorni for x in lacune)
    return CoperturaQuartiere(id_, nome, abitanti, finestra.giorni, coperti, tuple(lacune))


def _periodi() -> str:
    """I periodi che toccano la finestra, ciascuno con ciò che vi conta."""
    conti = ", ".join(
        f"CASE WHEN genere = '{g}' THEN 1 ELSE 0 END AS {c}" for g, c in zip(_GENERI, _CONTI, strict=True)
    )
    is_certo = "certo_dal = inizio_primo AND certo_al = fine_ultimo"
    return f"""
        SELECT luogo, inizio_primo AS dal, fine_ultimo AS al, CASE WHEN {is_certo} THEN 1 ELSE 0 END AS certi, 1 AS possibili,
               0 AS vigore, 0 AS sospesi, 0 AS chiusi
        FROM vigori WHERE NOT is_fermo AND inizio_primo <= fine_ultimo AND inizio_primo <= :al AND fine_ultimo >= :dal
        UNION ALL
        SELECT luogo, certo_dal AS dal, certo_al AS al, 1 AS certi, 0 AS possibili, 0 AS vigore, 0 AS sospesi, 0 AS chiusi
        FROM vigori WHERE NOT is_fermo AND NOT ({is_certo}) AND certo_dal <= :al AND certo_al >= :dal
        UNION ALL
        SELECT luogo, dal, al, {conti} FROM fermi WHERE dal <= :al AND al >= :dal"""


_GENERI = ("certo", "possibile", "vigore", "sospensione", "chiusura")


def _lacune(d: Dialetto) -> str:
    fine = d.days(":al", 1)
    piu, meno = ", ".join(_CONTI), ", ".join(f"-{c}" for c in _CONTI)
    zero = ", ".join(f"0 AS {c}" for c in _CONTI)
    periodi = _periodi()
    eventi = f"""
        SELECT luogo, greatest(dal, :dal) AS giorno, {piu} FROM ({periodi}) AS cominciano
        UNION ALL SELECT luogo, {d.days("least(al, :al)", 1)} AS giorno, {meno} FROM ({periodi}) AS finiscono
        UNION ALL SELECT luogo, :dal AS giorno, {zero} FROM luoghi
        UNION ALL SELECT luogo, {fine} AS giorno, {zero} FROM luoghi"""
    somme = ", ".join(f"sum({c}) AS {c}" for c in _CONTI)
    finora = ", ".join(
        f"sum({c}) OVER (PARTITION BY luogo ORDER BY giorno ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS {c}"
        for c in _CONTI
    )
    dopo = "lead(giorno) OVER (PARTITION BY luogo ORDER BY giorno)"
    tratti = f"""
        SELECT luogo, giorno AS dal, {d.days("dopo", -1)} AS al,
               CASE WHEN possibili = 0 THEN 'certa' ELSE 'possibile' END AS tipo,
               CASE WHEN possibili > 0 AND vigore = 0 THEN NULL WHEN sospesi > 0 THEN 'sospensione'
                    WHEN chiusi > 0 THEN 'chiusura' END AS causa
        FROM (SELECT luogo, giorno, {dopo} AS dopo, {finora} FROM (
            SELECT luogo, giorno, {somme} FROM ({eventi}) AS eventi GROUP BY luogo, giorno) AS giorni) AS tratti
        WHERE certi = 0 AND dopo IS NOT NULL"""
    prima = "OVER (PARTITION BY luogo ORDER BY dal)"
    nuovo = f"""CASE WHEN {d.days(f"lag(al) {prima}", 1)} = dal AND lag(tipo) {prima} = tipo
        AND coalesce(lag(causa) {prima}, '') = coalesce(causa, '') THEN 0 ELSE 1 END"""
    quale = "sum(nuovo) OVER (PARTITION BY luogo ORDER BY dal ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)"
    return f"""
        SELECT l.luogo, dal, al, giorni, tipo, causa, CAST(q.abitanti AS BIGINT) * giorni AS abitanti_giorni
        FROM (
            SELECT *, {d.diff("al", "dal")} + 1 AS giorni FROM (
                SELECT luogo, min(dal) AS dal, max(al) AS al, min(tipo) AS tipo, min(causa) AS causa
                FROM (SELECT *, {quale} AS quale FROM (SELECT *, {nuovo} AS nuovo FROM ({tratti}) AS t) AS segnati) AS numerati
                GROUP BY luogo, quale
            ) AS uniti
        ) AS l JOIN luoghi AS q ON q.luogo = l.luogo"""
