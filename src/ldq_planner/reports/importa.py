"""`ldq importa`: quante righe si sono lette, quali hanno qualcosa di particolare, quali sono rimaste fuori e perché."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.model.testo import format_numero
from ldq_planner.reports.report import Blocco, Elenco, Nota, Report, Tabella, Tono

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ldq_planner.model.importazione import ContoDiRighe, FileImportato, Importazione, Particolarita

_CAMBI_MOSTRATI = 20
_COLONNE_MOSTRATE = 20
_PRIME = ("Che cosa", "Quante", "Le prime")
_LUNGA = 60


def build_importa(esito: Importazione, oggi: date, scarti: str | None) -> Report:
    """Il rapporto di un'importazione; `scarti` è il file in cui stanno tutte le righe lasciate fuori."""
    return Report(
        schema="ldq/importa/1",
        titolo=_say_titolo(esito),
        oggi=oggi,
        dati_aggiornati_al=esito.aggiornato_al,
        blocchi=tuple(_build_blocchi(esito, scarti)),
        dati=esito,
        elenco=(*esito.particolarita, *esito.scarti),
    )


def _say_titolo(esito: Importazione) -> str:
    """«Importazione»; se troppe righe non si leggono, la prima cosa che si dice è quante."""
    if not esito.troppe_illeggibili:
        return "Importazione"
    return f"Importazione: {format_numero(esito.illeggibili)} righe su {format_numero(esito.righe)} non si leggono"


def _build_blocchi(esito: Importazione, scarti: str | None) -> Iterator[Blocco]:
    fuori = sum(p.righe for p in esito.scarti)
    letto = tuple((_name(f), f.formato, _say_testo(f), f.righe) for f in esito.file)
    yield Tabella("Letto", ("File", "Formato", "Codifica", "Righe"), letto)
    conti = (
        ("righe lette", esito.righe),
        ("contratti", esito.contratti),
        ("di cui con inizio e fine", esito.periodi_certi),
        ("scenari", esito.scenari),
        ("quartieri", esito.quartieri),
        ("righe lasciate fuori", fuori),
    )
    yield Tabella("Importato", ("Che cosa", "Quanti"), conti)
    yield from _build_colonne(esito.file)
    for f in esito.file:
        if letture := (*f.letture, *_say_conto(f.conto)):
            yield Elenco(f"Come si è letto {_name(f)}", letture)
    if esito.particolarita:
        yield _build_tabella("Tenute come sono", esito.particolarita)
    if esito.scarti:
        yield _build_tabella("Lasciate fuori", esito.scarti)
        dove = (
            f"Tutte, con i campi originali: {scarti}" if scarti else "Tutte, con i campi originali: --scarti FILE.csv"
        )
        yield Nota(dove)
    if esito.cambiati:
        altri = len(esito.cambiati) - _CAMBI_MOSTRATI
        coda = (f"e altri {format_numero(altri)}",) if altri > 0 else ()
        yield Elenco("Cambiati", (*esito.cambiati[:_CAMBI_MOSTRATI], *coda))
    for avviso in esito.avvisi:
        yield Nota(f"! {avviso}", Tono.ATTENZIONE)
    if esito.scritti:
        yield Nota(f"{_say_novita(esito)} Scritti: {', '.join(esito.scritti)}.")
    elif esito.uguali or esito.frase:
        yield Nota(_say_novita(esito) if esito.frase else f"{_say_novita(esito)} Nulla da scrivere.")


def _name(file: FileImportato) -> str:
    return f"{file.file}, foglio {file.foglio}" if file.foglio else file.file


def _say_conto(conto: ContoDiRighe) -> Iterator[str]:
    """Dove è finita ogni riga del file, se non è una d'intestazione e tutte le altre lette."""
    parti = (
        (conto.sopra, "d'intestazione o sopra"),
        (conto.lette, "lette"),
        (conto.vuote, "vuote"),
        (conto.a_capo, "dentro celle che vanno a capo"),
    )
    if conto.sopra > 1 or conto.vuote or conto.a_capo:
        dette = ", ".join(f"{format_numero(n)} {che}" for n, che in parti if n)
        yield f"{format_numero(conto.fisiche)} righe nel file: {dette}"
    if conto.unite:
        yield f"{format_numero(conto.unite)} righe unite a un'altra"


def _say_testo(file: FileImportato) -> str:
    return f"{file.codifica}, {file.separatore}" if file.separatore else file.codifica


def _say_novita(esito: Importazione) -> str:
    cambiati = len({frase.partition(":")[0] for frase in esito.cambiati})
    return (
        f"Contratti: {format_numero(esito.nuovi)} nuovi, {format_numero(cambiati)} cambiati, "
        f"{format_numero(esito.uguali)} uguali."
    )


def _build_colonne(file: tuple[FileImportato, ...]) -> Iterator[Blocco]:
    """Le colonne delle tabelle che non hanno una forma nota: chi importa controlla che si siano capite."""
    for f in file:
        if f.colonne:
            usate = ", ".join(f"{c.campo} ← {c.colonna}" for c in f.colonne if c.campo)
            altre = _say_altre([c.colonna or "(senza nome)" for c in f.colonne if not c.campo])
            yield Elenco(f"Colonne di {_name(f)}", tuple(filter(None, (usate, altre))))


def _say_altre(colonne: list[str]) -> str:
    """Le colonne che non si importano; se sono troppe per leggerle, quante."""
    if len(colonne) > _COLONNE_MOSTRATE:
        return f"non importate: {len(colonne)}, tutte in --format json"
    return f"non importate: {', '.join(colonne)}" if colonne else ""


def _build_tabella(titolo: str, voci: tuple[Particolarita, ...]) -> Tabella:
    righe = tuple((p.che_cosa, p.righe, _say_prime(p)) for p in voci)
    return Tabella(titolo, _PRIME, righe, gruppi=((0, 1), (0, 2)))


def _say_prime(voce: Particolarita) -> str:
    """Dove stanno le prime, finché la riga si legge."""
    dette: list[str] = []
    for prima in voce.prime:
        if dette and len(", ".join((*dette, prima))) > _LUNGA:
            break
        dette.append(prima)
    return f"{', '.join(dette)}{'…' if len(dette) < voce.righe else ''}"
