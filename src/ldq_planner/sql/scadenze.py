"""Il primo tempo: di ogni contratto, in colonne, la prima e l'ultima lettura di inizio, base, effettiva e massima.

Sono le regole di `engine/scadenze.py`. Opzioni e sospensioni si intrecciano: una scadenza si sposta a passi, un'opzione o
una sospensione per volta, e ogni passo è una tavola dei soli contratti che ne hanno ancora uno. Chi non ne ha nessuno, i
più, si scrive in una volta. Di ogni scadenza ci sono i due giorni, se è nota, e il testo se
è incerta e scritta nei dati.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.sql.dialetto import PRIMO, ULTIMO

if TYPE_CHECKING:
    from ldq_planner.sql.dialetto import Dialetto
    from ldq_planner.sql.motore import Motore

TAVOLA, SOSPENSIONI = "scadenze", "sospensioni"
_FINE = ("primo", "ultimo", "nota", "testo")
_CHI = "id, quartieri, inizio_primo, inizio_ultimo, inizio_nota, is_fermo, aggiornato_al"
_SLITTAMENTI, _CON_PASSI = "slittamenti", "con_passi"


def write_scadenze(motore: Motore) -> None:
    """La tavola delle scadenze, una riga per contratto."""
    d = motore.dialetto
    motore.save(SOSPENSIONI, _sospensioni(d))
    motore.save(_SLITTAMENTI, _slittamenti(d))
    motore.save(_CON_PASSI, f"SELECT * FROM ({_basi(d)}) AS basi WHERE quante + slitta > 0")
    effettive = _run_passi(motore, "effettiva", _start_effettiva(), "esercitata")
    prime = " UNION ALL ".join([_ferme(_CON_PASSI, "is_dichiarata OR quante + slitta = 0"), *effettive])
    massime = _run_passi(motore, "massima", _start_massima(prime), "aperta")
    motore.save(TAVOLA, _scadenze(_ferme(f"({_basi(d)})", "quante + slitta = 0"), prime, massime))


def _sospensioni(d: Dialetto) -> str:
    """Le sospensioni, una riga ciascuna; chi è ancora aperta finisce l'ultimo giorno che si può scrivere."""
    return f"""
        SELECT id, posto, coalesce(dal_primo, {PRIMO}) AS dal_primo, coalesce(dal_ultimo, {ULTIMO}) AS dal_ultimo,
               CASE WHEN is_aperta THEN {ULTIMO} ELSE coalesce(al_primo, {PRIMO}) END AS al_primo,
               coalesce(al_ultimo, {ULTIMO}) AS al_ultimo, dal_primo IS NOT NULL AS dal_nota,
               is_aperta OR al_primo IS NOT NULL AS al_nota, is_aperta, slitta
        FROM (
            SELECT id, posto, voce.dal_primo AS dal_primo, voce.dal_ultimo AS dal_ultimo, voce.al_primo AS al_primo,
                   voce.al_ultimo AS al_ultimo, voce.al_primo IS NULL AND voce.al_testo IS NULL AS is_aperta,
                   voce.slitta AS slitta
            FROM ({d.unnest("contratti", "sospensioni")}) AS voci
        ) AS sciolte"""


def _slittamenti(d: Dialetto) -> str:
    """Le sospensioni che spostano una scadenza, in ordine di data: di quanti mesi, o di quanti giorni al meno e al più."""
    minimo = f"greatest({d.diff('al_primo', 'dal_ultimo')} + 1, 0)"
    massimo = f"greatest({d.diff('al_ultimo', 'dal_primo')} + 1, 0)"
    mesi = d.number("CASE WHEN slitta LIKE '%m' THEN substr(slitta, 1, length(slitta) - 1) END")
    is_pari = "slitta IN ('sì', 'si', 'true')"
    noti = f"{is_pari} AND dal_nota AND al_nota AND NOT is_aperta"
    return f"""
        SELECT id, dal_primo AS dal, mesi, minimo, massimo,
               row_number() OVER (PARTITION BY id ORDER BY dal_primo, posto) AS posto
        FROM (
            SELECT id, posto, dal_primo, {mesi} AS mesi,
                   CASE WHEN {noti} THEN {minimo} ELSE {d.number("slitta")} END AS minimo,
                   CASE WHEN {noti} THEN {massimo} ELSE {d.number("slitta")} END AS massimo
            FROM {SOSPENSIONI}
        ) AS contate
        WHERE mesi > 0 OR massimo > 0"""


def _basi(d: Dialetto) -> str:
    """Ogni contratto con il suo inizio, la scadenza base e quella effettiva se è dichiarata, e i passi che gli servono."""
    is_base = _is_scritta("scadenza_base")
    durata = "CASE WHEN durata_mesi > 0 THEN 'mesi' WHEN durata_giorni > 0 THEN 'giorni' END"

    def add(inizio: str) -> str:
        giorni = f"least({d.days(inizio, '(durata_giorni - 1)')}, {ULTIMO})"
        return f"CASE durata WHEN 'mesi' THEN {d.end_of_mesi(inizio, 'durata_mesi')} WHEN 'giorni' THEN {giorni} END"

    return f"""
        SELECT {_CHI}, opzioni, quante, slitta, is_dichiarata, is_chiuso,
               CASE WHEN is_base THEN coalesce(scadenza_base_primo, {PRIMO}) ELSE coalesce(durata_primo, {PRIMO}) END AS base_primo,
               CASE WHEN is_base THEN coalesce(scadenza_base_ultimo, {ULTIMO}) WHEN durata_primo IS NULL THEN {ULTIMO}
                    WHEN inizio_primo = inizio_ultimo THEN durata_primo ELSE {add("inizio_ultimo")} END AS base_ultimo,
               CASE WHEN is_base THEN scadenza_base_primo IS NOT NULL ELSE durata_primo IS NOT NULL END AS base_nota,
               CASE WHEN scadenza_base_primo <> scadenza_base_ultimo THEN scadenza_base_testo END AS base_testo,
               coalesce(scadenza_effettiva_primo, {PRIMO}) AS dichiarata_primo,
               coalesce(scadenza_effettiva_ultimo, {ULTIMO}) AS dichiarata_ultimo,
               scadenza_effettiva_primo IS NOT NULL AS dichiarata_nota,
               CASE WHEN scadenza_effettiva_primo <> scadenza_effettiva_ultimo THEN scadenza_effettiva_testo END
                   AS dichiarata_testo
        FROM (
            SELECT *, CASE WHEN inizio_nota THEN {add("inizio_primo")} END AS durata_primo
            FROM (
                SELECT c.id, quartieri, coalesce(inizio_primo, {PRIMO}) AS inizio_primo,
                       coalesce(inizio_ultimo, {ULTIMO}) AS inizio_ultimo, inizio_primo IS NOT NULL AS inizio_nota,
                       durata_mesi, durata_giorni, {durata} AS durata, {is_base} AS is_base, scadenza_base_primo,
                       scadenza_base_ultimo, scadenza_base_testo, scadenza_effettiva_primo, scadenza_effettiva_ultimo,
                       scadenza_effettiva_testo, {_is_scritta("scadenza_effettiva")} AS is_dichiarata,
                       coalesce(chiusura, '') <> '' AS is_chiuso, opzioni, {d.count("opzioni")} AS quante,
                       coalesce(s.slitta, 0) AS slitta, aggiornato_al,
                       {d.count("sospensioni")} + {d.count("chiusure")} > 0 AS is_fermo
                FROM contratti AS c LEFT JOIN (SELECT id, count(*) AS slitta FROM {_SLITTAMENTI} GROUP BY id) AS s ON s.id = c.id
            ) AS lette
        ) AS durate"""


def _is_scritta(data: str) -> str:
    """Vero se nei dati quella data c'è, anche non nota."""
    return f"({data}_primo IS NOT NULL OR {data}_testo IS NOT NULL)"


def _colonne(nome: str, da: str | None = None) -> str:
    """Le quattro colonne di una scadenza, prese da un'altra se è un'altra."""
    return ", ".join(f"{da or nome}_{parte} AS {nome}_{parte}" for parte in _FINE)


def _ferme(da: str, quali: str) -> str:
    """I contratti che per l'effettiva non hanno passi da fare: è quella dichiarata, o la base."""
    effettiva = ", ".join(
        f"CASE WHEN is_dichiarata THEN dichiarata_{parte} ELSE base_{parte} END AS effettiva_{parte}" for parte in _FINE
    )
    return (
        f"SELECT {_CHI}, opzioni, quante, is_chiuso, {_colonne('base')}, {effettiva} FROM {da} AS ferme WHERE {quali}"
    )


def _start_effettiva() -> str:
    return f"""SELECT {_CHI}, opzioni, quante, is_chiuso, {_colonne("base")}, {_colonne("effettiva", "base")},
        quante + slitta AS passi, 1 AS opzione, 1 AS sospensione FROM {_CON_PASSI} WHERE NOT is_dichiarata"""


def _start_massima(prime: str) -> str:
    """Le sospensioni nella massima sono già contate: si parte da dove non ce n'è."""
    return f"""SELECT {_CHI}, opzioni, quante, is_chiuso, {_colonne("base")}, {_colonne("effettiva")},
        {_colonne("massima", "effettiva")}, quante AS passi, 1 AS opzione, 0 AS sospensione
        FROM ({prime}) AS prime WHERE quante > 0 AND NOT is_chiuso"""


def _run_passi(motore: Motore, quale: str, partenza: str, stato: str) -> list[str]:
    """I passi, ciascuno una tavola; dà, per ognuno, chi con quello li ha finiti."""
    passo = f"passo_{quale}_0"
    motore.save(passo, partenza)
    ((quanti,),) = motore.ask(f"SELECT max(passi) FROM {passo}")
    altre = f", {_colonne('massima')}" if quale == "massima" else ""
    colonne = f"{_CHI}, opzioni, quante, is_chiuso, {_colonne('base')}, {_colonne('effettiva')}{altre}"
    finiti = []
    for n in range(1, (quanti or 0) + 1):
        prossimo = f"passo_{quale}_{n}"
        motore.save(prossimo, _step(motore.dialetto, quale, passo, n), stato=stato)
        finiti.append(f"SELECT {colonne} FROM {prossimo} WHERE passi = {n}")
        passo = prossimo
    return finiti


def _step(d: Dialetto, quale: str, passo: str, n: int) -> str:
    """Un passo: la sospensione che comincia prima della scadenza, se c'è, altrimenti l'opzione che viene."""
    voce = d.nth("opzioni", "opzione")
    altre = f", {_colonne('effettiva')}" if quale == "massima" else ""

    def move(parte: str, minimo: str, estremo: str) -> str:
        fine = f"{quale}_{parte}"
        dopo = d.days(fine, 1)
        return f"""CASE
            WHEN is_sospeso AND {quale}_nota AND mesi IS NOT NULL THEN {d.end_of_mesi(dopo, "mesi")}
            WHEN is_sospeso AND {quale}_nota THEN least({d.days(fine, minimo)}, {ULTIMO})
            WHEN is_sospeso OR NOT is_prolungato THEN {fine}
            WHEN is_scritta THEN coalesce(voce_{parte}, {estremo})
            WHEN {quale}_nota AND voce_mesi > 0 THEN {d.end_of_mesi(dopo, "voce_mesi")}
            ELSE {estremo} END AS {fine}"""

    return f"""
        SELECT {_CHI}, opzioni, quante, is_chiuso, {_colonne("base")}{altre}, passi,
               CASE WHEN is_sospeso THEN opzione ELSE opzione + 1 END AS opzione,
               CASE WHEN is_sospeso THEN sospensione + 1 ELSE sospensione END AS sospensione,
               {move("primo", "minimo", PRIMO)}, {move("ultimo", "massimo", ULTIMO)},
               CASE WHEN is_sospeso OR NOT is_prolungato THEN {quale}_nota WHEN is_scritta THEN voce_primo IS NOT NULL
                    ELSE {quale}_nota AND coalesce(voce_mesi, 0) > 0 END AS {quale}_nota,
               CASE WHEN is_sospeso AND {quale}_nota THEN NULL WHEN is_sospeso OR NOT is_prolungato THEN {quale}_testo
                    WHEN is_scritta THEN voce_testo END AS {quale}_testo
        FROM (
            SELECT p.*, s.mesi, s.minimo, s.massimo, s.id IS NOT NULL AND s.dal <= {quale}_ultimo AS is_sospeso,
                   coalesce({voce}.stato = :stato, FALSE) AS is_prolungato, {voce}.durata_mesi AS voce_mesi,
                   {voce}.scadenza_primo AS voce_primo, {voce}.scadenza_ultimo AS voce_ultimo,
                   CASE WHEN {voce}.scadenza_primo <> {voce}.scadenza_ultimo THEN {voce}.scadenza_testo END AS voce_testo,
                   {voce}.scadenza_primo IS NOT NULL OR {voce}.scadenza_testo IS NOT NULL AS is_scritta
            FROM {passo} AS p LEFT JOIN {_SLITTAMENTI} AS s ON s.id = p.id AND s.posto = p.sospensione
            WHERE passi >= {n}
        ) AS voci"""


def _scadenze(ferme: str, prime: str, massime: list[str]) -> str:
    """Chi non ha passi, chi non ne ha per la massima, e chi li ha finiti."""
    scelte = f"SELECT {_CHI}, {_colonne('base')}, {_colonne('effettiva')}"
    come_effettiva = f"{scelte}, {_colonne('massima', 'effettiva')}"
    parti = [
        f"{come_effettiva} FROM ({ferme}) AS ferme",
        f"{come_effettiva} FROM ({prime}) AS prime WHERE quante = 0 OR is_chiuso",
        *(f"{scelte}, {_colonne('massima')} FROM ({finiti}) AS finiti" for finiti in massime),
    ]
    return " UNION ALL ".join(parti)
