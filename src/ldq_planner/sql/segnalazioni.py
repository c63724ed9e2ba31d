"""Ciò che `ldq check` trova guardando solo date e quartieri: quali regole, di chi, quante; le parole le dice chi ha i dati di pochi.

Ogni riga della tavola è un quartiere di un rilievo; `rilievo` è lo stesso per i quartieri di una segnalazione sola.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.errors import Severita
from ldq_planner.model.sintesi import SommaRegola
from ldq_planner.model.stato import Stato
from ldq_planner.rules import (
    contratti_sovrapposti,
    lacuna_futura,
    lacuna_in_corso,
    lacuna_possibile,
    quartiere_mai_coperto,
    scadenza_senza_seguito,
    scaduto_senza_seguito,
    servizio_sospeso,
)
from ldq_planner.sql.scadenze import SOSPENSIONI
from ldq_planner.sql.vigore import find_gaps

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.sql.dialetto import Dialetto
    from ldq_planner.sql.motore import Motore

TAVOLA = "segnalazioni"
REGOLE = (
    quartiere_mai_coperto,
    lacuna_in_corso,
    servizio_sospeso,
    scaduto_senza_seguito,
    scadenza_senza_seguito,
    lacuna_futura,
    lacuna_possibile,
    contratti_sovrapposti,
)
"""Le regole che chiedono solo date e quartieri, nell'ordine in cui parlano."""
_STATI = {stato: posto for posto, stato in enumerate(Stato)}
_POSSIBILI = "SELECT luogo, inizio_primo AS dal, fine_ultimo AS al FROM vigori WHERE inizio_primo <= fine_ultimo"
_CERTI = "SELECT luogo, certo_dal AS dal, certo_al AS al FROM vigori WHERE certo_dal IS NOT NULL"


def write_segnalazioni(motore: Motore, oggi: date) -> None:
    """La tavola `segnalazioni`; vuole `stati` e `senza_seguito` di quel giorno."""
    d = motore.dialetto
    motore.save("sospensioni_scoperte", _sospesi(d), oggi=oggi)
    motore.save("vuoti", _vuoti(d), oggi=oggi)
    motore.save("sovrapposti", _sovrapposti(d))
    motore.save("sostituiti", _sostituiti(d))
    motore.save(TAVOLA, " UNION ALL ".join(_segnalazioni()), oggi=oggi)


def sum_segnalazioni(motore: Motore) -> tuple[SommaRegola, ...]:
    """Le somme, nell'ordine delle regole, prima le più gravi."""
    righe = motore.ask(
        f"""SELECT codice, severita, count(DISTINCT rilievo), count(DISTINCT luogo) FROM {TAVOLA}
        GROUP BY codice, severita ORDER BY codice, severita"""
    )
    ordine = {regola.CODICE: posto for posto, regola in enumerate(REGOLE)}
    somme = [SommaRegola(codice, Severita(severita), int(n), int(q)) for codice, severita, n, q in righe]
    gravi = (*Severita,)
    return tuple(sorted(somme, key=lambda s: (ordine[s.codice], gravi.index(s.severita))))


def _segnalazioni() -> list[str]:
    posto = {stato.name: n for stato, n in _STATI.items()}
    critico, avviso = Severita.CRITICO.value, Severita.AVVISO.value
    fine = "CAST(fine_primo AS VARCHAR(10)), ' ', CAST(fine_ultimo AS VARCHAR(10)), ' ', coalesce(fine_testo, '')"
    severita = f"CASE WHEN posto = {posto['INCERTO']} THEN '{avviso}' ELSE '{critico}' END"
    aperti = f"posto IN ({posto['SCOPERTO']}, {posto['NON_SI_SA']}, {posto['INCERTO']}) AND fermo IS NULL"
    scelti = "SELECT luogo, max(fine_ultimo) AS fine FROM vigori GROUP BY luogo"
    return [
        _select(
            quartiere_mai_coperto.CODICE, f"'{critico}'", "id", f"stati WHERE posto = {posto['MAI_COPERTO']}", "NULL"
        ),
        _select(lacuna_in_corso.CODICE, severita, "id", f"stati WHERE {aperti}", "NULL"),
        _select(
            servizio_sospeso.CODICE,
            f"CASE WHEN is_aperta AND min(dal) OVER (PARTITION BY contratto, posto) <= :oggi THEN '{critico}' ELSE '{avviso}' END",
            "concat(contratto, ' ', CAST(posto AS VARCHAR(10)))",
            "sospensioni_scoperte",
        ),
        _select(
            scaduto_senza_seguito.CODICE,
            f"'{critico}'",
            f"concat(contratto, ' ', {fine})",
            f"""(SELECT v.*, row_number() OVER (PARTITION BY v.luogo ORDER BY ordine, contratto) AS quale
                FROM vigori AS v JOIN ({scelti}) AS m ON m.luogo = v.luogo AND m.fine = v.fine_ultimo
                WHERE m.fine < :oggi) AS ultimi WHERE quale = 1""",
        ),
        _select(scadenza_senza_seguito.CODICE, f"'{avviso}'", f"concat(contratto, ' ', {fine})", "senza_seguito"),
        _select(
            lacuna_futura.CODICE,
            f"'{avviso}'",
            "concat(dopo, ' ', CAST(inizio_primo AS VARCHAR(10)), ' ', CAST(inizio_ultimo AS VARCHAR(10)))",
            "vuoti WHERE is_certo",
            "dopo",
        ),
        _select(
            lacuna_possibile.CODICE,
            f"'{avviso}'",
            """CASE WHEN inizio_primo <> inizio_ultimo THEN concat('inizio ', dopo)
                WHEN is_propria THEN concat('fine ', prima, ' ', CAST(luogo AS VARCHAR(10))) ELSE concat('fine ', prima) END""",
            "vuoti WHERE NOT is_certo",
            "CASE WHEN inizio_primo = inizio_ultimo THEN prima ELSE dopo END",
        ),
        _select(
            contratti_sovrapposti.CODICE,
            f"'{avviso}'",
            "concat(contratto, ' ', primo, ' ', CAST(dal AS VARCHAR(10)), ' ', CAST(al AS VARCHAR(10)))",
            """(SELECT s.* FROM sovrapposti AS s LEFT JOIN sostituiti AS t
                ON t.luogo = s.luogo AND t.contratto = s.contratto AND t.primo = s.primo WHERE t.luogo IS NULL) AS doppi""",
        ),
    ]


def _select(codice: str, severita: str, rilievo: str, da: str, contratto: str = "contratto") -> str:
    return f"""SELECT '{codice}' AS codice, {severita} AS severita, luogo, CAST({contratto} AS VARCHAR(200)) AS contratto,
        {rilievo} AS rilievo FROM {da}"""


def _sospesi(d: Dialetto) -> str:
    """I primi giorni scoperti di ogni sospensione non finita, in ogni quartiere che lascia senza altri contratti."""
    pezzi = f"""
        SELECT v.luogo, v.contratto, s.posto, s.is_aperta, greatest(s.dal_primo, f.dal) AS base_dal,
               least(s.al_ultimo, f.al) AS base_al
        FROM {SOSPENSIONI} AS s JOIN vigori AS v ON v.contratto = s.id
        JOIN fermi AS f ON f.luogo = v.luogo AND f.genere = 'sospensione' AND f.dal <= s.al_ultimo AND f.al >= s.dal_primo
        WHERE s.al_ultimo >= s.dal_primo AND s.al_ultimo >= :oggi"""
    possibili = """
        SELECT luogo, inizio_primo AS dal, fine_ultimo AS al FROM vigori WHERE inizio_primo <= fine_ultimo AND NOT is_fermo
        UNION ALL SELECT luogo, dal, al FROM fermi WHERE genere = 'possibile'"""
    chiave = "luogo, contratto, posto, is_aperta, base_dal, base_al"
    tolti = f"""
        SELECT p.luogo, contratto, posto, is_aperta, base_dal, base_al, greatest(c.dal, base_dal) AS dal, c.al AS al
        FROM ({pezzi}) AS p JOIN ({possibili}) AS c ON c.luogo = p.luogo AND c.dal <= base_al AND c.al >= base_dal
        UNION ALL SELECT {chiave}, {d.days("base_al", 1)} AS dal, {d.days("base_al", 1)} AS al FROM ({pezzi}) AS confini"""
    return f"""SELECT luogo, contratto, posto, is_aperta, min(dal) AS dal FROM ({find_gaps(d, tolti, chiave, "base_dal")}) AS vuoti
        GROUP BY luogo, contratto, posto, is_aperta"""


def _vuoti(d: Dialetto) -> str:
    """Di chi oggi è coperto, i giorni senza copertura certa fra un contratto e l'altro: prima chi, dopo chi, se sono certi."""
    ultimi = f"SELECT luogo, max(al) AS fine FROM ({_POSSIBILI}) AS p GROUP BY luogo"
    periodi = f"""
        SELECT luogo, greatest(dal, :oggi) AS dal, al FROM ({_CERTI}) AS c WHERE al >= :oggi
        UNION ALL SELECT luogo, {d.days("fine", 1)} AS dal, {d.days("fine", 1)} AS al FROM ({ultimi}) AS u WHERE fine >= :oggi"""
    forse = f"""SELECT luogo, dal AS forse_dal, al AS forse_al FROM ({find_gaps(d, periodi, "luogo", ":oggi")}) AS g
        WHERE dal > :oggi AND luogo IN (SELECT luogo FROM ({_CERTI}) AS c WHERE dal <= :oggi AND al >= :oggi)"""
    chiave = "luogo, forse_dal, forse_al"
    coperti = f"""
        SELECT f.luogo, forse_dal, forse_al, greatest(p.dal, forse_dal) AS dal, p.al AS al
        FROM ({forse}) AS f JOIN ({_POSSIBILI}) AS p ON p.luogo = f.luogo AND p.dal <= forse_al AND p.al >= forse_dal
        UNION ALL SELECT {chiave}, {d.days("forse_al", 1)} AS dal, {d.days("forse_al", 1)} AS al FROM ({forse}) AS confini"""
    certi = f"SELECT DISTINCT {chiave} FROM ({find_gaps(d, coperti, chiave, 'forse_dal')}) AS certi"
    dopo = f"""SELECT * FROM (
            SELECT f.*, v.contratto AS dopo, v.inizio_primo, v.inizio_ultimo,
                   row_number() OVER (PARTITION BY f.luogo, forse_dal ORDER BY v.inizio_primo, v.contratto) AS quale
            FROM ({forse}) AS f JOIN vigori AS v ON v.luogo = f.luogo AND v.inizio_primo > :oggi AND v.inizio_ultimo >= forse_dal
        ) AS seguiti WHERE quale = 1"""
    finora = "CASE WHEN v.contratto = s.dopo THEN :oggi ELSE v.fine_ultimo END"
    prima = f"""SELECT * FROM (
            SELECT s.luogo, s.forse_dal, s.forse_al, s.dopo, s.inizio_primo, s.inizio_ultimo, v.contratto AS prima,
                   row_number() OVER (PARTITION BY s.luogo, forse_dal ORDER BY {finora} DESC, v.inizio_primo, v.contratto) AS quale
            FROM ({dopo}) AS s JOIN vigori AS v ON v.luogo = s.luogo AND v.inizio_primo < forse_dal
        ) AS preceduti WHERE quale = 1"""
    return f"""
        SELECT v.luogo, v.forse_dal, v.forse_al, v.dopo, v.prima, v.inizio_primo, v.inizio_ultimo, c.luogo IS NOT NULL AS is_certo,
               coalesce(e.has_fine, FALSE) AS is_propria
        FROM ({prima}) AS v
        LEFT JOIN ({certi}) AS c ON c.luogo = v.luogo AND c.forse_dal = v.forse_dal
        JOIN luoghi AS q ON q.luogo = v.luogo
        LEFT JOIN decorrenze_prime AS e ON e.id = v.prima AND e.quartiere = q.id
        LEFT JOIN senza_seguito AS s ON s.luogo = v.luogo AND s.contratto = v.prima
        WHERE s.luogo IS NULL"""


def _sovrapposti(_d: Dialetto) -> str:
    """Ogni contratto con quello, fra i cominciati prima, che finisce più tardi, se hanno giorni certamente in comune."""
    certi = """SELECT luogo, contratto, inizio_ultimo AS dal, greatest(fine_primo, inizio_primo) AS al FROM vigori
        WHERE inizio_ultimo <= greatest(fine_primo, inizio_primo)"""
    prima = "(PARTITION BY luogo ORDER BY dal, al, contratto ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"
    posto = "row_number() OVER (PARTITION BY luogo ORDER BY dal, al, contratto)"
    numerati = f"SELECT *, max(al) OVER {prima} AS finora, {posto} AS posto FROM ({certi}) AS certi"
    return f"""
        SELECT luogo, contratto, primo, dal, al FROM (
            SELECT s.luogo, s.contratto, p.contratto AS primo, s.dal, least(s.al, s.finora) AS al,
                   row_number() OVER (PARTITION BY s.luogo, s.posto ORDER BY p.posto) AS quale
            FROM (SELECT * FROM ({numerati}) AS n WHERE dal <= finora) AS s
            JOIN ({numerati}) AS p ON p.luogo = s.luogo AND p.al = s.finora AND p.posto < s.posto
        ) AS coppie WHERE quale = 1"""


def _sostituiti(d: Dialetto) -> str:
    """Le coppie in cui uno dei due, nei giorni in comune, è certamente sospeso: un altro lo sostituisce."""
    certe = f"""SELECT id, least(dal_ultimo, al_ultimo) AS dal, greatest(dal_primo, al_primo) AS al FROM {SOSPENSIONI}
        WHERE dal_nota AND al_nota AND al_ultimo >= dal_primo AND least(dal_ultimo, al_ultimo) <= greatest(dal_primo, al_primo)"""
    coppie = f"""SELECT luogo, contratto, primo, dal AS base_dal, al AS base_al, chi FROM (
            SELECT *, contratto AS chi FROM sovrapposti UNION ALL SELECT *, primo AS chi FROM sovrapposti
        ) AS c WHERE chi IN (SELECT id FROM {SOSPENSIONI})"""
    chiave = "luogo, contratto, primo, chi, base_dal"
    tagliate = f"""
        SELECT c.luogo, c.contratto, c.primo, chi, base_dal, greatest(s.dal, base_dal) AS dal, s.al AS al
        FROM ({coppie}) AS c JOIN ({certe}) AS s ON s.id = c.chi AND s.dal <= base_al AND s.al >= base_dal
        UNION ALL SELECT {chiave}, {d.days("base_al", 1)} AS dal, {d.days("base_al", 1)} AS al FROM ({coppie}) AS confini"""
    scoperte = f"SELECT DISTINCT {chiave} FROM ({find_gaps(d, tagliate, chiave, 'base_dal')}) AS scoperte"
    return f"""SELECT DISTINCT c.luogo, c.contratto, c.primo FROM ({coppie}) AS c LEFT JOIN ({scoperte}) AS s
        ON s.luogo = c.luogo AND s.contratto = c.contratto AND s.primo = c.primo AND s.chi = c.chi WHERE s.luogo IS NULL"""
