"""Il diritto, dai file di `regimi/` alle norme: ogni problema insieme, al suo posto nei file."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ldq_planner.dates.periodo import UN_GIORNO
from ldq_planner.dates.testo import format_giorno, format_periodo
from ldq_planner.errors import Finding, InvalidDataError, Posizione
from ldq_planner.loading.conversione import convert
from ldq_planner.loading.documento import Documento, read_documento
from ldq_planner.loading.problema import FILE_INTERO, Problema
from ldq_planner.loading.rinvii import IGNOTO, Documenti, RegimeLetto, check_rinvii, refuse
from ldq_planner.model.base import Modello
from ldq_planner.model.norme import (
    DA_VERIFICARE,
    Citazione,
    FileFestivi,
    FilePonti,
    FileProcedure,
    FileSoglie,
    Norme,
    Regime,
)
from ldq_planner.model.scalari import MAX_GIORNI_DI_FASE, MAX_MESI

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.model.norme import Parametro

SOGLIE_DI_LEGGE, FESTIVI, PROCEDURE, PONTI = "soglie.yaml", "festivi.yaml", "procedure.yaml", "ponti.yaml"
_COMUNI = (SOGLIE_DI_LEGGE, FESTIVI, PROCEDURE, PONTI)
_BUCO = "regimi-con-un-buco"
_MASSIMI = {"giorni": MAX_GIORNI_DI_FASE, "giorni-feriali": MAX_GIORNI_DI_FASE, "mesi": MAX_MESI}
"""Quanto vale al più un valore di legge, dove uno più grande non è un termine."""
M = TypeVar("M", bound=Modello)
C = TypeVar("C", bound=Citazione)


def find_regimi_del_pacchetto() -> Path:
    """La cartella delle norme che viaggia con il programma."""
    return Path(__file__).resolve().parent.parent / "regimi"


def read_procedure(cartella: Path | None = None) -> FileProcedure:
    """Le procedure delle norme di una cartella; senza, di quelle del programma, che si leggono senza i termini di legge.

    Errori: come `load_norme`, di una cartella.
    """
    return _read_procedure_del_pacchetto() if cartella is None else load_norme(cartella).procedure


@cache
def _read_procedure_del_pacchetto() -> FileProcedure:
    """Una volta sola: chi modifica i dati li rilegge più volte, e le procedure del programma intanto non cambiano."""
    percorso = find_regimi_del_pacchetto() / PROCEDURE
    procedure, _ = convert(read_documento(percorso, str(percorso)), FileProcedure)
    return procedure


def load_norme(cartella: str | Path | None = None) -> Norme:
    """Le norme di una cartella, o quelle del programma: ogni file `.yaml` che non è uno dei quattro comuni è un regime.

    Errori: `InvalidDataError` con tutte le segnalazioni: file che mancano, valori senza articolo, regimi con un buco o
    una sovrapposizione, riferimenti a parametri o fasi che non ci sono, parametri che nessuno legge.
    """
    cartella = find_regimi_del_pacchetto() if cartella is None else Path(cartella)
    segnalazioni: list[Finding] = []

    def read(nome: str, modello: type[M]) -> tuple[Documento, M]:
        documento = read_documento(cartella / nome, str(cartella / nome))
        valore, findings = convert(documento, modello)
        segnalazioni.extend(findings)
        return documento, valore

    regimi = [RegimeLetto(*read(p.name, Regime)) for p in sorted(cartella.glob("*.yaml")) if p.name not in _COMUNI]
    soglie_doc, soglie = read(SOGLIE_DI_LEGGE, FileSoglie)
    festivi_doc, festivi = read(FESTIVI, FileFestivi)
    procedure_doc, procedure = read(PROCEDURE, FileProcedure)
    ponti_doc, ponti = read(PONTI, FilePonti)
    if not segnalazioni:
        regimi.sort(key=lambda letto: letto.regime.dal.primo)
        festivi = festivi.model_copy(update={"festivi": _fill_letto(festivi.festivi, festivi.letto)})
        norme = Norme(tuple(_fill_regime(x.regime) for x in regimi), soglie, festivi, procedure, ponti)
        segnalazioni += _check_regimi(cartella, regimi)
        segnalazioni += _check_valori(soglie_doc, soglie.parametri)
        segnalazioni += _check_valori(ponti_doc, ponti.parametri)
        segnalazioni += _check_festivi(festivi_doc, festivi)
        segnalazioni += check_rinvii(norme, Documenti(tuple(regimi), soglie_doc, procedure_doc, ponti_doc))
    if segnalazioni:
        raise InvalidDataError(tuple(segnalazioni))
    return norme


def _fill_regime(regime: Regime) -> Regime:
    """Il regime in cui ogni norma verificata dice dove la si è letta: dove manca, nella fonte del file."""
    parametri = (p.model_copy(update={"valori": _fill_letto(p.valori, regime.letto)}) for p in regime.parametri)
    articoli = _fill_letto(regime.articoli, regime.letto)
    return regime.model_copy(update={"parametri": tuple(parametri), "articoli": articoli})


def _fill_letto(norme: tuple[C, ...], letto: str | None) -> tuple[C, ...]:
    def fill(norma: C) -> C:
        is_detto = norma.letto is not None or norma.verifica == DA_VERIFICARE
        return norma if is_detto else norma.model_copy(update={"letto": letto})

    return tuple(map(fill, norme))


def _check_regimi(cartella: Path, regimi: list[RegimeLetto]) -> Iterator[Finding]:
    """I regimi si susseguono giorno per giorno, ed ereditano solo da regimi che li precedono."""
    if not regimi:
        problema = Problema(FILE_INTERO, "regime-mancante", "non c'è nessun regime", "aggiungere un file per regime")
        yield problema.report(Posizione(str(cartella)))
        return
    visti: set[str] = set()
    for documento, regime in regimi:
        if regime.id in visti:
            yield refuse(documento, ("id",), "id-doppio", f"il regime «{regime.id}» c'è già", "dargli un altro id")
        if regime.come is not None and regime.come not in visti:
            messaggio = f"nessun regime precedente si chiama «{regime.come}»"
            rimedio = f"scrivere uno fra: {', '.join(sorted(visti)) or 'nessuno, è il primo'}"
            yield refuse(documento, ("come",), IGNOTO, messaggio, rimedio)
        visti.add(regime.id)
        yield from _check_valori(documento, regime.parametri)
    for prima, dopo in pairwise(regimi):
        yield from _check_confine(prima, dopo)
    documento, ultimo = regimi[-1]
    if ultimo.al is not None:
        messaggio = f"dopo il {format_giorno(ultimo.al.primo)} nessuna legge vale"
        yield refuse(documento, ("al",), _BUCO, messaggio, "togliere «al», o aggiungere il regime che segue")


def _check_confine(prima: RegimeLetto, dopo: RegimeLetto) -> Iterator[Finding]:
    inizio, al = dopo.regime.dal.primo, prima.regime.al
    nomi = f"«{prima.regime.id}» e «{dopo.regime.id}»"
    if al is None or al.primo >= inizio:
        fine = "non finisce" if al is None else f"finisce il {format_giorno(al.primo)}"
        messaggio = f"i regimi {nomi} si sovrappongono: il primo {fine}, il secondo comincia il {format_giorno(inizio)}"
        rimedio = f"in «{prima.regime.id}» scrivere al: {inizio - UN_GIORNO}"
        yield refuse(dopo.documento, ("dal",), "regimi-sovrapposti", messaggio, rimedio)
    elif (giusto := al.primo + UN_GIORNO) < inizio:
        messaggio = f"fra i regimi {nomi} c'è un buco {format_periodo(giusto, inizio - UN_GIORNO)}"
        yield refuse(dopo.documento, ("dal",), _BUCO, messaggio, f"scrivere dal: {giusto}")


def _check_festivi(documento: Documento, festivi: FileFestivi) -> Iterator[Finding]:
    """Di ogni festivo si sa quando cade, in un modo solo."""
    posti: list[tuple[str | int, ...]] = [("festivi", i) for i in range(len(festivi.festivi))]
    for percorso, festivo in zip((*posti, ("patrono",)), (*festivi.festivi, festivi.patrono), strict=True):
        if (festivo.giorno is None) == (festivo.giorni_da_pasqua is None):
            come = "non si sa quando cade" if festivo.giorno is None else "cade in due giorni"
            rimedio = "scrivere «giorno» (MM-GG) oppure «giorni_da_pasqua»"
            yield refuse(documento, percorso, "festivo-senza-giorno", f"«{festivo.nome}» {come}", rimedio)


def _check_valori(documento: Documento, parametri: tuple[Parametro, ...]) -> Iterator[Finding]:
    """I valori di un parametro stanno in ordine di data, e un termine non dura decenni."""
    for i, parametro in enumerate(parametri):
        for j, valore in enumerate(parametro.valori):
            if valore.valore > (massimo := _MASSIMI.get(valore.unita, valore.valore)):
                messaggio = f"{valore.valore} {valore.unita} per «{parametro.id}» non sono plausibili"
                percorso = ("parametri", i, "valori", j, "valore")
                yield refuse(documento, percorso, "durata-non-plausibile", messaggio, f"al più {massimo}")
        for j, (prima, dopo) in enumerate(pairwise(parametro.valori), 1):
            if dopo.dal.primo <= prima.dal.primo or (prima.al is not None and prima.al.primo >= dopo.dal.primo):
                percorso = ("parametri", i, "valori", j, "dal")
                messaggio = f"i valori di «{parametro.id}» non sono in ordine di data"
                rimedio = "metterli dal più vecchio, senza sovrapposizioni"
                yield refuse(documento, percorso, "valori-fuori-ordine", messaggio, rimedio)
