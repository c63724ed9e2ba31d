"""I contratti che scadono senza che un altro li segua con certezza: le regole di `engine/seguito.py`, contando i soli giorni."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.periodo import Periodo
from ldq_planner.sql.stato import make_data
from ldq_planner.sql.vigore import find_gaps

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.sql.dialetto import Dialetto
    from ldq_planner.sql.motore import Motore

_CHI = "contratto, fine_primo, fine_ultimo, coalesce(fine_testo, '')"


class ScadenzaSenzaSeguito(NamedTuple):
    """Un contratto che scade, e i quartieri che lascia senza un seguito certo.

    Estremi: `fine` è compresa; `dopo` sono i giorni, compresi, in cui secondo la lettura può non esserci già più. `forse`
    dice se in qualche lettura un contratto li copre tutti, in qualcuno dei quartieri.
    """

    contratto: str
    titolo: str | None
    fine: DataIncerta
    dopo: Periodo
    quartieri: tuple[str, ...]
    abitanti: int
    forse: bool


class SommaScadenze(NamedTuple):
    """Quanti contratti scadono senza seguito, quanti quartieri lasciano, e quante persone vi abitano."""

    contratti: int
    quartieri: int
    abitanti: int


def write_senza_seguito(motore: Motore, oggi: date, entro: int) -> None:
    """La tavola `senza_seguito`: una riga per contratto che scade entro quei giorni, compreso l'ultimo, e quartiere lasciato."""
    d = motore.dialetto
    motore.save("in_scadenza", _in_scadenza(d), oggi=oggi, entro=entro)
    certi = "SELECT luogo, certo_dal AS dal, certo_al AS al FROM vigori WHERE certo_dal IS NOT NULL"
    forse = "SELECT luogo, inizio_primo AS dal, fine_ultimo AS al FROM vigori WHERE inizio_primo <= fine_ultimo"
    motore.save("lasciati", f"SELECT DISTINCT luogo, contratto FROM ({_vuoti(d, certi, 'in_scadenza')}) AS vuoti")
    scelti = "SELECT s.* FROM in_scadenza AS s JOIN lasciati AS t ON t.luogo = s.luogo AND t.contratto = s.contratto"
    motore.save("senza_certezza", scelti)
    motore.save(
        "nemmeno_forse", f"SELECT DISTINCT luogo, contratto FROM ({_vuoti(d, forse, 'senza_certezza')}) AS vuoti"
    )
    motore.save(
        "senza_seguito",
        """SELECT s.*, n.luogo IS NULL AS is_forse FROM senza_certezza AS s
        LEFT JOIN nemmeno_forse AS n ON n.luogo = s.luogo AND n.contratto = s.contratto""",
    )


def list_senza_seguito(motore: Motore, primi: int | None = None) -> tuple[ScadenzaSenzaSeguito, ...]:
    """I primi a scadere, o tutti; dello stesso giorno, prima chi lascia più persone."""
    limite = "" if primi is None else f"LIMIT {int(primi)}"
    motore.save(
        "prime",
        f"""SELECT *, row_number() OVER (ORDER BY fine_primo, abitanti DESC, contratto, fine_ultimo, testo) AS posto FROM (
            SELECT contratto, fine_primo, fine_ultimo, coalesce(fine_testo, '') AS testo, min(dopo_dal) AS dopo_dal,
                   min(dopo_al) AS dopo_al, coalesce(sum(CAST(abitanti AS BIGINT)), 0) AS abitanti,
                   max(CASE WHEN is_forse THEN 1 ELSE 0 END) AS forse
            FROM senza_seguito AS s JOIN luoghi AS q ON q.luogo = s.luogo
            GROUP BY {_CHI}
        ) AS contratti_in_scadenza ORDER BY posto {limite}""",
    )
    righe = motore.ask(
        """SELECT p.posto, p.contratto, c.titolo, p.fine_primo, p.fine_ultimo, TRUE, p.testo, p.dopo_dal, p.dopo_al, p.abitanti,
               p.forse, q.id
        FROM prime AS p JOIN senza_seguito AS s ON s.contratto = p.contratto AND s.fine_primo = p.fine_primo
            AND s.fine_ultimo = p.fine_ultimo AND coalesce(s.fine_testo, '') = p.testo
        JOIN luoghi AS q ON q.luogo = s.luogo
        LEFT JOIN contratti AS c ON c.id = p.contratto
        ORDER BY p.posto, q.id"""
    )
    voci: dict[int, ScadenzaSenzaSeguito] = {}
    for posto, contratto, titolo, *resto in righe:
        fine, (dal, al, abitanti, forse, quartiere) = make_data(resto[:4]), resto[4:]
        if fine is not None:
            nuova = ScadenzaSenzaSeguito(contratto, titolo, fine, Periodo(dal, al), (), int(abitanti), bool(forse))
            prima = voci.setdefault(posto, nuova)
            voci[posto] = prima._replace(quartieri=(*prima.quartieri, quartiere))
    return tuple(voci.values())


def sum_senza_seguito(motore: Motore) -> SommaScadenze:
    """I totali: un quartiere che più contratti lasciano si conta una volta."""
    ((contratti, quartieri, abitanti),) = motore.ask(
        """SELECT (SELECT count(DISTINCT contratto) FROM senza_seguito), count(*), coalesce(sum(CAST(abitanti AS BIGINT)), 0)
        FROM luoghi WHERE luogo IN (SELECT luogo FROM senza_seguito)"""
    )
    return SommaScadenze(int(contratti), int(quartieri), int(abitanti))


def _in_scadenza(d: Dialetto) -> str:
    """Chi ha una fine nota che in qualche lettura è ancora da venire, e nella prima entro quei giorni."""
    return f"""
        SELECT luogo, contratto, fine_primo, fine_ultimo, fine_testo,
               greatest({d.days("fine_primo", 1)}, :oggi) AS dopo_dal, {d.days("fine_ultimo", 1)} AS dopo_al
        FROM vigori WHERE fine_nota AND fine_ultimo >= :oggi AND fine_primo <= {d.days(":oggi", ":entro")}"""


def _vuoti(d: Dialetto, periodi: str, di_chi: str) -> str:
    """I giorni fra `dopo_dal` e `dopo_al` che i periodi del quartiere non coprono."""
    chiave = "luogo, contratto, dopo_dal"
    tagliati = f"""
        SELECT s.luogo, s.contratto, dopo_dal, greatest(dal, dopo_dal) AS dal, al
        FROM {di_chi} AS s JOIN ({periodi}) AS p ON p.luogo = s.luogo AND p.dal <= s.dopo_al AND p.al >= s.dopo_dal
        UNION ALL
        SELECT luogo, contratto, dopo_dal, {d.days("dopo_al", 1)} AS dal, {d.days("dopo_al", 1)} AS al FROM {di_chi}"""
    return find_gaps(d, tagliati, chiave, "dopo_dal")
