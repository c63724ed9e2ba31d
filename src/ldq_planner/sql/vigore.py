"""I giorni di ogni contratto in ogni quartiere: quelli in vigore, quelli coperti, quelli in cui è fermo.

Sono le regole di `engine/vigore.py` e `engine/copertura.py`, con le date in due colonne. Ogni quartiere è un numero
(`luogo`): costa meno del suo id, e chi chiede solo alcuni quartieri ha solo i loro contratti.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.incerta import PRIMO_ANNO, ULTIMO_ANNO
from ldq_planner.sql.dialetto import PRIMO, ULTIMO
from ldq_planner.sql.scadenze import SOSPENSIONI, TAVOLA

if TYPE_CHECKING:
    from ldq_planner.sql.dialetto import Dialetto
    from ldq_planner.sql.motore import Motore

CERTI = """
    SELECT luogo, certo_dal AS dal, certo_al AS al FROM vigori WHERE certo_dal IS NOT NULL AND NOT is_fermo
    UNION ALL SELECT luogo, dal, al FROM fermi WHERE genere = 'certo'"""
"""I periodi coperti in ogni lettura."""
POSSIBILI = """
    SELECT luogo, inizio_primo AS dal, fine_ultimo AS al FROM vigori WHERE fine_ultimo >= inizio_primo AND NOT is_fermo
    UNION ALL SELECT luogo, dal, al FROM fermi WHERE genere = 'possibile'"""
"""I periodi coperti in qualche lettura."""
APERTI = f"""{CERTI}
    UNION ALL SELECT v.luogo, greatest(v.dal, k.dal) AS dal, least(v.al, k.al) AS al
    FROM fermi AS v JOIN fermi AS k ON k.luogo = v.luogo AND k.dal <= v.al AND k.al >= v.dal
    WHERE v.genere = 'vigore' AND k.genere = 'chiusura'"""
"""I periodi coperti in ogni lettura, con le chiusure annuali che vi cadono."""


def write_vigori(motore: Motore) -> None:
    """Le tavole `vigori`, una riga per contratto e quartiere, e `fermi`, i periodi di chi può essere sospeso o chiuso."""
    d = motore.dialetto
    motore.save("decorrenze_prime", _decorrenze(d))
    motore.save("vigori", _vigori(d))
    motore.save("fermate", _fermate(d))
    motore.save("fermi", _fermi(d))


def find_gaps(d: Dialetto, periodi: str, chiave: str, inizio: str) -> str:
    """I giorni fra un periodo e l'altro di una stessa chiave, dal giorno `inizio`: un periodo in fondo fa da confine.

    `inizio` è una colonna dei `periodi`, o un giorno.
    """
    finora = f"max(al) OVER (PARTITION BY {chiave} ORDER BY dal, al ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"
    return f"""
        SELECT {chiave}, vuoto_dal AS dal, vuoto_al AS al FROM (
            SELECT {chiave}, {d.days("coalesce(finora, " + d.days(inizio, -1) + ")", 1)} AS vuoto_dal,
                   {d.days("dal", -1)} AS vuoto_al
            FROM (SELECT *, {finora} AS finora FROM ({periodi}) AS periodi) AS finora
        ) AS vuoti WHERE vuoto_dal <= vuoto_al"""


def _decorrenze(d: Dialetto) -> str:
    """La prima decorrenza propria di ogni contratto in ogni quartiere: le altre dello stesso non contano."""
    return f"""
        SELECT * FROM (
            SELECT id, voce.quartiere AS quartiere, voce.inizio_primo AS inizio_primo, voce.inizio_ultimo AS inizio_ultimo,
                   voce.inizio_primo IS NOT NULL OR voce.inizio_testo IS NOT NULL AS has_inizio,
                   voce.fine_primo AS fine_primo, voce.fine_ultimo AS fine_ultimo,
                   voce.fine_primo IS NOT NULL OR voce.fine_testo IS NOT NULL AS has_fine,
                   CASE WHEN voce.fine_primo <> voce.fine_ultimo THEN voce.fine_testo END AS fine_testo,
                   row_number() OVER (PARTITION BY id, voce.quartiere ORDER BY posto) AS quale
            FROM ({d.unnest("contratti", "decorrenze")}) AS voci
        ) AS tutte WHERE quale = 1"""


def _vigori(d: Dialetto) -> str:
    """Primo e ultimo giorno in ogni quartiere, in ogni lettura; `certo_dal` e `certo_al` mancano se nessun giorno è certo."""
    is_certo = "inizio_nota AND fine_nota AND fine_ultimo >= inizio_primo"
    return f"""
        SELECT luogo, contratto, ordine, aggiornato_al, inizio_primo, inizio_ultimo, fine_primo, fine_ultimo, fine_nota, fine_testo,
               fine_primo <> effettiva_primo OR fine_ultimo <> effettiva_ultimo OR fine_nota <> effettiva_nota
                   OR coalesce(fine_testo, '') <> coalesce(effettiva_testo, '') AS is_propria,
               is_fermo AND fine_ultimo >= inizio_primo AS is_fermo,
               CASE WHEN is_certo AND dal <= al THEN dal END AS certo_dal,
               CASE WHEN is_certo AND dal <= al THEN al END AS certo_al
        FROM (
            SELECT *, {is_certo} AS is_certo, least(inizio_ultimo, fine_ultimo) AS dal, greatest(inizio_primo, fine_primo) AS al
            FROM (
                SELECT q.luogo, s.contratto, s.inizio_primo AS ordine, s.is_fermo, s.aggiornato_al,
                       s.effettiva_primo, s.effettiva_ultimo, s.effettiva_nota, s.effettiva_testo,
                       CASE WHEN has_inizio THEN coalesce(p.inizio_primo, {PRIMO}) ELSE s.inizio_primo END AS inizio_primo,
                       CASE WHEN has_inizio THEN coalesce(p.inizio_ultimo, {ULTIMO}) ELSE s.inizio_ultimo END AS inizio_ultimo,
                       CASE WHEN has_inizio THEN p.inizio_primo IS NOT NULL ELSE s.inizio_nota END AS inizio_nota,
                       CASE WHEN has_fine THEN coalesce(p.fine_primo, {PRIMO}) ELSE s.effettiva_primo END AS fine_primo,
                       CASE WHEN has_fine THEN coalesce(p.fine_ultimo, {ULTIMO}) ELSE s.effettiva_ultimo END AS fine_ultimo,
                       CASE WHEN has_fine THEN p.fine_primo IS NOT NULL ELSE s.effettiva_nota END AS fine_nota,
                       CASE WHEN has_fine THEN p.fine_testo ELSE s.effettiva_testo END AS fine_testo
                FROM (SELECT *, id AS contratto, {d.explode(d.distinct("quartieri"))} AS quartiere FROM {TAVOLA}) AS s
                JOIN luoghi AS q ON q.id = s.quartiere
                LEFT JOIN decorrenze_prime AS p ON p.id = s.contratto AND p.quartiere = s.quartiere
            ) AS date
        ) AS letture"""


def _fermate(d: Dialetto) -> str:
    """I periodi in cui un contratto è, o può essere, fermo; `certo_dal` e `certo_al` sono quelli in cui lo è in ogni lettura."""
    anni = ", ".join(f"({anno})" for anno in range(PRIMO_ANNO - 1, ULTIMO_ANNO + 1))
    mese, giorno, al_mese, al_giorno = (f"CAST(substr(chiusura, {posto}, 2) AS INT)" for posto in (1, 4, 8, 11))
    passa = "CASE WHEN substr(chiusura, 8, 5) < substr(chiusura, 1, 5) THEN 1 ELSE 0 END"
    fine_mese = d.days(d.month("(12 * (anno + passa) + al_mese)"), -1)
    fine = f"least({d.days(d.first('anno + passa', 'al_mese'), 'al_giorno - 1')}, {fine_mese})"
    return f"""
        SELECT luogo, contratto, 'sospensione' AS causa, dal_primo AS dal, al_ultimo AS al,
               CASE WHEN is_certa THEN least(dal_ultimo, al_ultimo) END AS certo_dal,
               CASE WHEN is_certa THEN greatest(dal_primo, al_primo) END AS certo_al
        FROM (
            SELECT v.luogo, v.contratto, s.*,
                   dal_nota AND al_nota AND least(dal_ultimo, al_ultimo) <= greatest(dal_primo, al_primo) AS is_certa
            FROM {SOSPENSIONI} AS s JOIN vigori AS v ON v.contratto = s.id
            WHERE v.is_fermo AND al_ultimo >= dal_primo
        ) AS sospese
        UNION ALL
        SELECT luogo, contratto, 'chiusura' AS causa, dal, al, dal AS certo_dal, al AS certo_al
        FROM (
            SELECT luogo, contratto, inizio_primo, fine_ultimo, {d.days(d.first("anno", "mese"), "giorno - 1")} AS dal, {fine} AS al
            FROM (
                SELECT v.luogo, v.contratto, v.inizio_primo, v.fine_ultimo, {mese} AS mese, {giorno} AS giorno,
                       {al_mese} AS al_mese, {al_giorno} AS al_giorno, {passa} AS passa
                FROM (SELECT id, {d.explode("chiusure")} AS chiusura FROM contratti) AS c
                JOIN vigori AS v ON v.contratto = c.id WHERE v.is_fermo
            ) AS lette
            JOIN (SELECT * FROM (VALUES {anni}) AS tutti(anno)) AS anni
                ON anno BETWEEN year(inizio_primo) - 1 AND year(fine_ultimo)
        ) AS annuali
        WHERE dal <= al AND dal <= fine_ultimo AND al >= inizio_primo"""


def _fermi(d: Dialetto) -> str:
    """Di chi può essere fermo: i periodi coperti (`certo`, `possibile`), quelli in vigore, e quelli fermi con la loro causa."""
    basi = """
        SELECT luogo, contratto, 'certo' AS genere, certo_dal AS base_dal, certo_al AS base_al
        FROM vigori WHERE is_fermo AND certo_dal IS NOT NULL
        UNION ALL SELECT luogo, contratto, 'possibile' AS genere, inizio_primo AS base_dal, fine_ultimo AS base_al
        FROM vigori WHERE is_fermo"""
    tolti = """
        SELECT luogo, contratto, 'certo' AS genere, dal, al FROM fermate
        UNION ALL SELECT luogo, contratto, 'possibile' AS genere, certo_dal AS dal, certo_al AS al
        FROM fermate WHERE certo_dal IS NOT NULL"""
    periodi = f"""
        SELECT b.luogo, b.contratto, b.genere, base_dal, greatest(dal, base_dal) AS dal, al
        FROM ({basi}) AS b JOIN ({tolti}) AS t
            ON t.luogo = b.luogo AND t.contratto = b.contratto AND t.genere = b.genere AND dal <= base_al AND al >= base_dal
        UNION ALL SELECT luogo, contratto, genere, base_dal, {d.days("base_al", 1)} AS dal, {d.days("base_al", 1)} AS al
        FROM ({basi}) AS confini"""
    coperti = find_gaps(d, periodi, "luogo, contratto, genere, base_dal", "base_dal")
    return f"""
        SELECT luogo, genere, dal, al FROM ({coperti}) AS coperti
        UNION ALL SELECT luogo, 'vigore' AS genere, certo_dal AS dal, certo_al AS al
        FROM vigori WHERE is_fermo AND certo_dal IS NOT NULL
        UNION ALL SELECT f.luogo, causa AS genere, greatest(dal, inizio_primo) AS dal, least(al, fine_ultimo) AS al
        FROM fermate AS f JOIN vigori AS v ON v.luogo = f.luogo AND v.contratto = f.contratto
        WHERE dal <= fine_ultimo AND al >= inizio_primo"""
