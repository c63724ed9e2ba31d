"""Ciò che vieta di valutare righe d'altri: le stesse cose che fermano chi legge i YAML, cercate in una passata sola.

Di ogni genere di problema si dicono il primo e quanti sono: un milione di segnalazioni non le legge nessuno.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.incerta import NON_NOTO
from ldq_planner.errors import Finding, InvalidDataError, Posizione, Severita
from ldq_planner.model.base import FORMA_ID, RISERVATI
from ldq_planner.model.scalari import MAX_GIORNI, MAX_MESI
from ldq_planner.model.scambio.piatto import ARCO, CONTRATTI, QUARTIERI
from ldq_planner.model.testo import format_numero
from ldq_planner.sql.date_scritte import read_primo, read_ultimo
from ldq_planner.sql.dialetto import PRIMO, ULTIMO

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duckdb import DuckDBPyConnection

_DATE = ("inizio", "scadenza_base", "scadenza_effettiva")
_CORREGGERE = "correggere la riga, o toglierla"


class RigheMalate(NamedTuple):
    """Un genere di righe che non si valutano: quando, quale valore ne mostra la frase, che cosa fare."""

    codice: str
    quando: str
    frase: str
    valore: str = "id"
    rimedio: str = _CORREGGERE


def check_righe(sessione: DuckDBPyConnection, *, con_luoghi: bool) -> None:
    """Nulla, se le righe delle due tavole si possono valutare; `con_luoghi` se i quartieri hanno un file loro.

    Errori: `InvalidDataError` con una segnalazione per genere di problema.
    """
    trovate = [*_check(sessione, CONTRATTI, _DI_CONTRATTI)]
    for elenco, controlli in _DI_VOCI.items():
        sciolte = f"SELECT file_letto, riga_letta, id, quartieri, unnest({elenco}) AS voce FROM {CONTRATTI}"
        trovate += [*_check(sessione, f"({sciolte})", controlli)]
    trovate += [*_check_doppi(sessione, CONTRATTI, "i contratti")]
    if con_luoghi:
        trovate += [*_check(sessione, QUARTIERI, _DI_QUARTIERI)]
        trovate += [*_check_doppi(sessione, QUARTIERI, "i quartieri"), *_check_rimandi(sessione)]
    else:
        trovate += [*_check_luoghi(sessione)]
    if trovate:
        illeggibili = tuple(f for f in trovate if f.codice == _NON_SI_LEGGE.codice)
        raise InvalidDataError(illeggibili or tuple(trovate))  # ciò che non si legge sembra anche altro


def _has_arco_malato(data: str) -> str:
    """Quando i due giorni di una data non sono due giorni in ordine, fra quelli che si possono scrivere."""
    primo, ultimo = f"{data}_primo", f"{data}_ultimo"
    return (
        f"(({primo} IS NULL) <> ({ultimo} IS NULL) OR {primo} > {ultimo} OR {primo} < {PRIMO} OR {ultimo} > {ULTIMO})"
    )


def _has_testo_diverso(data: str) -> str:
    """Quando una data, com'è scritta, non è una data o non è quella dei suoi due giorni."""
    primo, ultimo, testo = (f"{data}_{parte}" for parte in ARCO)
    intera = f"coalesce({primo} = {ultimo} AND {testo} = CAST({primo} AS VARCHAR), FALSE)"
    return (
        f"(CASE WHEN {testo} IS NULL OR {intera} THEN FALSE"
        f" WHEN {testo} = '{NON_NOTO}' THEN {primo} IS NOT NULL OR {ultimo} IS NOT NULL"
        f" ELSE ({read_primo(testo)}) IS DISTINCT FROM {primo} OR ({read_ultimo(testo)}) IS DISTINCT FROM {ultimo}"
        f" OR {primo} IS NULL END)"
    )


def _is_malata(data: str) -> str:
    """Quando una data non si può contare, per i suoi giorni o per il suo testo."""
    return f"{_has_arco_malato(data)} OR {_has_testo_diverso(data)}"


def _is_taciuta(data: str) -> str:
    """Quando una data non è scritta affatto."""
    return f"{data}_testo IS NULL AND {data}_primo IS NULL"


def _say_giorni(data: str) -> str:
    return f"concat_ws('..', CAST({data}_primo AS VARCHAR), CAST({data}_ultimo AS VARCHAR))"


_ID = "id IS NULL OR id = '' OR contains(id, chr(0))"
_LOGICI = ", ".join(f"'{riservato}'" for riservato in sorted(RISERVATI))
_NON_E_UN_ID = f"NOT regexp_full_match({{0}}, '{FORMA_ID.pattern}') OR {{0}} IN ({_LOGICI})"
_COME_UN_ID = "usare minuscole senza accenti, cifre e trattini; da un elenco di altri li fa ldq importa"
_ID_D_ALTRI = RigheMalate(
    "id-non-valido", f"NOT ({_ID}) AND ({_NON_E_UN_ID.format('id')})", "«{id}» non è un id", rimedio=_COME_UN_ID
)
_SENZA_ID = RigheMalate("id-non-valido", _ID, "la riga non ha un id che si possa usare", "left(id, 40)")
_NON_SI_LEGGE = RigheMalate("tipo-non-valido", "persa IS NOT NULL", "di «{id}» non si legge {valore}", "persa")
_OPZIONE = (
    f"{_is_malata('voce.inizio')} OR {_is_malata('voce.scadenza')}"
    f" OR voce.durata_mesi NOT BETWEEN 1 AND {MAX_MESI}"
    " OR coalesce(voce.stato, '') NOT IN ('esercitata', 'non-esercitata', 'aperta')"
)
_SOSPENSIONE = (
    f"{_is_malata('voce.dal')} OR {_is_malata('voce.al')}"
    f" OR ({_is_taciuta('voce.dal')}) OR voce.al_ultimo < voce.dal_primo"
)
_DECORRENZA = (
    f"{_is_malata('voce.inizio')} OR {_is_malata('voce.fine')} OR voce.quartiere IS NULL"
    " OR NOT list_contains(quartieri, voce.quartiere)"
)
_DI_CONTRATTI = (
    _SENZA_ID,
    _ID_D_ALTRI,
    _NON_SI_LEGGE,
    RigheMalate(
        "senza-quartiere",
        "coalesce(len(quartieri), 0) = 0 OR list_position(quartieri, NULL) > 0 OR list_contains(quartieri, '')",
        "«{id}» non dice in quale quartiere",
    ),
    *(
        RigheMalate(
            "data-non-valida",
            _has_arco_malato(data),
            f"di «{{id}}» «{data}» ({{valore}}) non è una data fra il 1900 e il 2100",
            _say_giorni(data),
            "scrivere il primo e l'ultimo giorno che può voler dire, in ordine; se non è nota, nessuno dei due",
        )
        for data in _DATE
    ),
    *(
        RigheMalate(
            "data-non-valida",
            f"NOT coalesce({_has_arco_malato(data)}, FALSE) AND {_has_testo_diverso(data)}",
            f"di «{{id}}» il testo di «{data}» non dice i suoi giorni ({{valore}})",
            f"concat_ws(', e i giorni ', left({data}_testo, 40), nullif({_say_giorni(data)}, ''))",
            "scrivere i due giorni che il testo dice, o togliere il testo",
        )
        for data in _DATE
    ),
    RigheMalate(
        "durata-non-plausibile",
        f"durata_mesi NOT BETWEEN 1 AND {MAX_MESI} OR durata_giorni NOT BETWEEN 1 AND {MAX_GIORNI}",
        "di «{id}» la durata ({valore}) non è plausibile",
        "coalesce(durata_mesi || ' mesi', durata_giorni || ' giorni')",
    ),
    RigheMalate(
        "contratto-senza-fine",
        f"durata_mesi IS NULL AND durata_giorni IS NULL AND {_is_taciuta('scadenza_base')}",
        "«{id}» non dice quando finisce",
        rimedio="aggiungere durata_mesi o scadenza_base (in scadenza_base_testo anche «non noto»)",
    ),
    *(
        RigheMalate(
            "fine-prima-dell-inizio",
            f"{fine}_ultimo < inizio_primo",
            f"«{{id}}» finisce ({{valore}}) prima di cominciare: «{fine}»",
            f"CAST({fine}_ultimo AS VARCHAR)",
        )
        for fine in _DATE[1:]
    ),
)
_DI_VOCI = {
    "opzioni": (
        RigheMalate("opzione-non-valida", _OPZIONE, "di «{id}» un'opzione non si può contare"),
        RigheMalate(
            "contratto-senza-fine",
            f"voce.durata_mesi IS NULL AND {_is_taciuta('voce.scadenza')}",
            "di «{id}» un'opzione non dice quando finisce",
        ),
    ),
    "sospensioni": (
        RigheMalate("sospensione-fuori-posto", _SOSPENSIONE, "di «{id}» una sospensione non si può contare"),
    ),
    "decorrenze": (
        RigheMalate("decorrenza-fuori-posto", _DECORRENZA, "di «{id}» i giorni di un quartiere non si possono contare"),
    ),
}
_DI_QUARTIERI = (
    _SENZA_ID,
    _ID_D_ALTRI,
    _NON_SI_LEGGE,
    RigheMalate(
        "abitanti-non-validi", "abitanti < 0", "di «{id}» gli abitanti ({valore}) sono meno di zero", "abitanti"
    ),
)


def _check(sessione: DuckDBPyConnection, da: str, controlli: tuple[RigheMalate, ...]) -> Iterator[Finding]:
    """Una passata che conta, poi la prima riga di ciò che si è trovato."""
    conti = ", ".join(f"count(*) FILTER (WHERE {c.quando})" for c in controlli)
    trovati = sessione.execute(f"SELECT {conti} FROM {da}").fetchone() or ()
    for controllo, quante in zip(controlli, trovati, strict=True):
        if quante:
            righe = f"SELECT file_letto, riga_letta, id, {controllo.valore} FROM {da} WHERE {controllo.quando}"
            prima = sessione.execute(f"{righe} ORDER BY file_letto, riga_letta, id LIMIT 1").fetchone()
            yield _report(controllo, prima or ("", None, "", ""), quante)


def _check_doppi(sessione: DuckDBPyConnection, tavola: str, chi: str) -> Iterator[Finding]:
    """Gli id che tornano; si contano le loro impronte, che sono piccole, e se ne torna una si guardano gli id."""
    contati = sessione.execute(f"SELECT count(id) - count(DISTINCT hash(id)) FROM {tavola}").fetchone()
    if not contati or not contati[0]:
        return
    doppi = f"SELECT id, max(file_letto) AS file_letto, max(riga_letta) AS riga_letta FROM {tavola} GROUP BY id HAVING count(id) > 1"
    quanti, prima = (
        sessione.execute(f"SELECT count(*) FROM ({doppi})").fetchone(),
        sessione.execute(f"SELECT file_letto, riga_letta, id, id FROM ({doppi}) ORDER BY id LIMIT 1").fetchone(),
    )
    if quanti and prima:
        frase = f"l'id «{{id}}» c'è già fra {chi}"
        rimedio = "scegliere un id diverso, o togliere la ripetizione"
        yield _report(RigheMalate("id-doppio", "", frase, rimedio=rimedio), prima, quanti[0])


def _check_luoghi(sessione: DuckDBPyConnection) -> Iterator[Finding]:
    """I luoghi che solo i contratti nominano, se non sono id: sono pochi, e si cerca una riga solo se ce n'è uno."""
    malati = f"SELECT id AS luogo FROM {QUARTIERI} WHERE id <> '' AND ({_NON_E_UN_ID.format('id')})"
    if sessione.execute(f"{malati} LIMIT 1").fetchone():
        sciolti = f"SELECT file_letto, riga_letta, id, unnest(quartieri) AS luogo FROM {CONTRATTI}"
        frase = "«{valore}», il quartiere di «{id}», non è un id"
        controllo = RigheMalate("id-non-valido", "TRUE", frase, "luogo", _COME_UN_ID)
        suoi = f"(SELECT * FROM ({sciolti}) SEMI JOIN ({malati}) USING (luogo))"
        yield from _check(sessione, suoi, (controllo,))


def _check_rimandi(sessione: DuckDBPyConnection) -> Iterator[Finding]:
    """I quartieri che i contratti nominano e che non ci sono."""
    sciolti = f"SELECT file_letto, riga_letta, id, unnest(quartieri) AS luogo FROM {CONTRATTI}"
    persi = f"FROM ({sciolti}) ANTI JOIN (SELECT id AS luogo FROM {QUARTIERI}) USING (luogo) WHERE luogo <> ''"
    quanti = sessione.execute(f"SELECT count(*) {persi}").fetchone()
    if quanti and quanti[0]:
        prima = sessione.execute(
            f"SELECT file_letto, riga_letta, id, luogo {persi} ORDER BY file_letto, riga_letta, id, luogo LIMIT 1"
        ).fetchone()
        controllo = RigheMalate(
            "riferimento-sconosciuto",
            "",
            "«{valore}», di «{id}», non è fra i quartieri",
            rimedio="aggiungerlo a quartieri, o correggere il contratto",
        )
        yield _report(controllo, prima or ("", None, "", ""), quanti[0])


def _report(controllo: RigheMalate, prima: tuple[object, ...], quante: int) -> Finding:
    file, riga, id_, valore = prima
    altre = f" (e altre {format_numero(quante - 1)} righe così)" if quante > 1 else ""
    messaggio = controllo.frase.format(id=id_, valore=valore) + altre
    numero = int(str(riga)) if riga is not None else 0
    posizione = Posizione(str(file or "quartieri"), numero, 1 if numero else 0)
    return Finding(controllo.codice, Severita.ERRORE, messaggio, controllo.rimedio, posizione=posizione)
