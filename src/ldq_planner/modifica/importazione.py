"""Scrivere ciò che si è importato: una cartella nuova, o quella che c'era con le sole differenze.

La fonte vince sui fatti (date, importo, oggetto); ciò che decide una persona (quartieri, tipo, opzioni, note) resta, e
«non noto» non cancella mai ciò che qualcuno ha scritto.
"""

from __future__ import annotations

import json
from contextlib import nullcontext
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from ldq_planner.dates.incerta import NON_NOTA, NON_NOTO, parse_data
from ldq_planner.dates.testo import format_giorno
from ldq_planner.errors import InvalidRequestError
from ldq_planner.loading.importazione.conteggi import NON_DETTE, PRIME
from ldq_planner.loading.importazione.giorni import read_giorno
from ldq_planner.loading.importazione.precedente import SENZA_NOME
from ldq_planner.model.archivio import CONTRATTI, QUARTIERI, REGISTRO, SCENARI
from ldq_planner.model.importazione import Importazione, Particolarita
from ldq_planner.model.simili import fold
from ldq_planner.modifica.testo.fusione import merge_voci
from ldq_planner.modifica.testo.scrittura import compose_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from ldq_planner.loading.importazione.lavoro import Importato
    from ldq_planner.loading.importazione.precedente import Cartella, Righe
    from ldq_planner.model.base import Modello

Voce = dict[str, Any]
DI_CHI_LAVORA = frozenset(("id", "quartieri", "tipo", "opzioni", "nota", "fonte", "iva"))
"""I campi che un'importazione scrive una volta sola: poi sono di chi tiene i dati."""
_DI_CHI_CHIUDE = ("scadenza_effettiva", "chiusura")
NON_IN_ELENCO = "nei dati ma non in questo elenco, scritti a mano o tolti dalla fonte: restano; uno che non c'è più si chiude con ldq chiudi"
_SPARITI_DETTI = 20
_SENZA_ENTE = "ente non indicato: --ente NOME, o scriverlo in quartieri.yaml"
_COME = "Come si scrive questo file: docs/dati.md"
_DA_ALTRI = f"Importato con ldq importa: i quartieri sono i gruppi della fonte.\n{_COME}; gli schemi: ldq schema schemi"
DA_MOLTI = f"Estratto con ldq estrai dai dati di molti enti.\n{_COME}"
_DA_NOI = f"importato con ldq importa da ciò che ldq esporta aveva scritto.\n{_COME}"


class Scelte(NamedTuple):
    """Ciò che la fonte non dice, o che chi importa vuole dire in un altro modo."""

    oggi: date
    aggiornato_al: date | None = None
    ente: str = ""
    servizio: str = ""
    scarti_ammessi: float = 5.0
    """Quante righe illeggibili, su cento, si possono lasciare fuori senza che sia un errore."""


class Cambi(NamedTuple):
    """Che cosa è diverso, e i testi da scrivere: nome del file → contenuto a pezzi."""

    aggiornato_al: date
    file: Mapping[str, Iterable[bytes]] = MappingProxyType({})
    nuovi: int = 0
    cambiati: tuple[str, ...] = ()
    uguali: int = 0
    avvisi: tuple[str, ...] = ()
    mancanti: tuple[str, ...] = ()
    """Gli id che i dati hanno e l'elenco no: scritti a mano, o tolti dalla fonte; restano."""


def build_importazione(importato: Importato, cambi: Cambi, scelte: Scelte) -> Importazione:
    """Ciò che si dice a chi ha importato; i contratti che l'elenco non ha sono una particolarità in più."""
    illeggibili = sum(p.righe for p in importato.scarti if p.codice not in NON_DETTE)
    mancanti = Particolarita("non-in-elenco", NON_IN_ELENCO, len(cambi.mancanti), cambi.mancanti[:PRIME])
    return Importazione(
        file=importato.file,
        righe=importato.righe,
        contratti=len(importato.contratti),
        periodi_certi=importato.periodi_certi,
        scenari=len(importato.scenari),
        quartieri=importato.gruppi,
        aggiornato_al=cambi.aggiornato_al,
        particolarita=(*importato.particolarita, *([mancanti] if cambi.mancanti else ())),
        scarti=importato.scarti,
        nuovi=cambi.nuovi,
        cambiati=cambi.cambiati,
        uguali=cambi.uguali,
        mancanti=len(cambi.mancanti),
        avvisi=(*importato.avvisi, *_say_eta(importato, scelte), *cambi.avvisi),
        illeggibili=illeggibili,
        troppe_illeggibili=illeggibili * 100 > importato.righe * scelte.scarti_ammessi,
    )


def choose_giorno(importato: Importato, scelte: Scelte) -> date:
    """Il giorno a cui sono fermi i dati: quello chiesto, quello della fonte, o oggi."""
    return scelte.aggiornato_al or importato.aggiornato_al or scelte.oggi


def _say_eta(importato: Importato, scelte: Scelte) -> Iterator[str]:
    """Che l'età dei dati non si sa, se né la fonte né chi importa la dicono."""
    if scelte.aggiornato_al or importato.aggiornato_al:
        return
    ultimo = parse_data(importato.ultimo_inizio) if importato.ultimo_inizio else NON_NOTA
    coda = f"; l'ultimo contratto comincia il {format_giorno(ultimo.ultimo)}" if ultimo.is_certa else ""
    oggi = format_giorno(scelte.oggi)
    yield f"la fonte non dice a che giorno è ferma, e i dati si dicono di oggi, {oggi}{coda}: il giorno vero con --aggiornato-al"


def compose_modelli(modelli: Mapping[str, Modello], da_dove: str = _DA_NOI) -> dict[str, bytes]:
    """Nome del file → il suo YAML, da ciò che torna intero; ciò che vale come se non fosse scritto non si scrive.

    `da_dove` è la nota in testa.
    """
    interi = {nome: modello.model_dump(mode="json", exclude_defaults=True) for nome, modello in modelli.items()}
    return {f"{nome}.yaml": _compose(nome, radice, da_dove) for nome, radice in interi.items()}


def compose_contratti(importato: Importato, scelte: Scelte) -> Iterator[bytes]:
    """I soli contratti: un YAML, o un JSON per riga se sono troppi per leggerli."""
    giorno = choose_giorno(importato, scelte)
    if importato.contratti.is_grande:
        yield from _compose_righe(giorno, importato.contratti.read_righe())
    else:
        yield _compose_elenco(CONTRATTI, giorno, importato.contratti.list_voci())


def compose_cartella(importato: Importato, prima: Cartella, scelte: Scelte) -> Cambi:
    """I file della cartella, quelli che cambiano soltanto.

    Errori: `InvalidRequestError` se i contratti sono troppi per il YAML che la cartella ha già.
    """
    giorno = choose_giorno(importato, scelte)
    if prima.is_vuota:
        return _compose_nuova(importato, scelte, giorno)
    if importato.contratti.is_grande and CONTRATTI in prima.testi:
        raise InvalidRequestError(
            f"i contratti sono {len(importato.contratti)}: troppi per {CONTRATTI}, che la cartella ha già",
            f"importare in una cartella nuova, dove si scrive {REGISTRO}",
        )
    return _update(importato, prima, scelte, giorno)


def _compose_nuova(importato: Importato, scelte: Scelte, giorno: date) -> Cambi:
    file: dict[str, Iterable[bytes]] = {QUARTIERI: [_compose_quartieri(importato, scelte, giorno)]}
    nome = REGISTRO if importato.contratti.is_grande else CONTRATTI
    file[nome] = compose_contratti(importato, scelte)
    if importato.scenari:
        file[SCENARI] = [_compose_elenco(SCENARI, giorno, [*importato.scenari])]
    avvisi = () if scelte.ente or importato.ente else (_SENZA_ENTE,)
    return Cambi(giorno, file, len(importato.contratti), avvisi=avvisi)


def _compose_quartieri(importato: Importato, scelte: Scelte, giorno: date) -> bytes:
    return _compose(QUARTIERI, build_quartieri(importato, scelte, giorno))


def build_quartieri(importato: Importato, scelte: Scelte, giorno: date) -> Voce:
    """Ciò che si scrive nel file dei quartieri, quando è nuovo."""
    ente = scelte.ente or importato.ente or "ente non indicato"
    servizio = scelte.servizio or "contratti importati"
    is_uno = len({*importato.enti.values()}) == 1  # chi importa può chiamarlo in un altro modo
    quartieri = _list_quartieri(importato, importato.ente if is_uno else ente)
    return {"aggiornato_al": giorno.isoformat(), "ente": ente, "servizio": servizio, "quartieri": quartieri}


def _list_quartieri(importato: Importato, ente: str) -> list[Voce]:
    """I quartieri che non c'erano; ognuno dice il suo ente, se non è quello di tutto il file."""
    voci = [{"id": id_, "nome": nome or SENZA_NOME} for nome, id_ in importato.quartieri.items()]
    enti = {id_: suo for id_, suo in importato.enti.items() if suo and fold(suo) != fold(ente)}
    return [voce | ({"ente": enti[voce["id"]]} if voce["id"] in enti else {}) for voce in voci]


def _update(importato: Importato, prima: Cartella, scelte: Scelte, giorno: date) -> Cambi:
    nuove, cambiate, frasi, mancanti = _compare(importato, prima)
    uguali = len(importato.contratti) - len(nuove) - len(cambiate)
    detto = scelte.aggiornato_al or importato.aggiornato_al
    nuovo_giorno = giorno if detto or nuove or cambiate else None
    file: dict[str, Iterable[bytes]] = {}
    if prima.righe is not None:
        file[REGISTRO] = _merge_righe(prima.righe, [*cambiate, *nuove], nuovo_giorno)
    elif CONTRATTI in prima.testi:
        file[CONTRATTI] = [_merge(prima, CONTRATTI, [*cambiate, *nuove], nuovo_giorno)]
    else:
        file[REGISTRO if importato.contratti.is_grande else CONTRATTI] = compose_contratti(importato, scelte)
    usati = {q for voce in (*nuove, *importato.scenari) for q in voce["quartieri"]}
    quartieri = [q for q in _list_quartieri(importato, prima.ente) if q["id"] in usati]
    if QUARTIERI not in prima.testi:
        file[QUARTIERI] = [_compose_quartieri(importato, scelte, giorno)]
    elif quartieri:
        file[QUARTIERI] = [_merge(prima, QUARTIERI, quartieri, nuovo_giorno)]
    scenari = [_strip(s, nuovo=s["id"] not in prima.scenari) for s in importato.scenari]
    if scenari:
        file[SCENARI] = [_merge(prima, SCENARI, scenari, nuovo_giorno) or _compose_elenco(SCENARI, giorno, scenari)]
    da_fare = (*_list_da_chiudere(importato, prima, mancanti), *_list_promossi(nuove, prima))
    mancanti = tuple(id_ for id_ in mancanti if id_ not in importato.fuori_vigore)
    da_fare = (*da_fare, *_list_spariti(prima, mancanti, scelte.oggi))
    return Cambi(giorno, file, len(nuove), frasi, uguali, da_fare, mancanti)


def _list_da_chiudere(importato: Importato, prima: Cartella, mancanti: tuple[str, ...]) -> Iterator[str]:
    """Una frase per contratto che i dati tengono in vigore e la fonte no, con la modifica che lo chiude."""
    for id_ in mancanti:
        if (fuori := importato.fuori_vigore.get(id_)) and not prima.read_voce(id_).get("chiusura"):
            comando = f"ldq chiudi {id_} --il {fuori.giorno} --motivo 'nella fonte: {fuori.stato}'"
            titolo = prima.contratti[id_].titolo
            yield f"«{titolo}» nella fonte è «{fuori.stato}», e nei dati resta in vigore: {comando} --scrivi"


def _list_spariti(prima: Cartella, mancanti: tuple[str, ...], oggi: date) -> Iterator[str]:
    """Una frase per contratto che i dati tengono in vigore e l'elenco non ha più, con la modifica che lo chiude."""
    in_vigore = [id_ for id_ in mancanti if _is_in_vigore(prima.read_voce(id_), oggi)]
    for id_ in in_vigore[:_SPARITI_DETTI]:
        comando = f"ldq chiudi {id_} --il GIORNO --motivo 'non è più nella fonte' --scrivi"
        yield f"«{prima.contratti[id_].titolo}» non è in questo elenco, e nei dati resta in vigore: se è finito, {comando}"
    if len(in_vigore) > _SPARITI_DETTI:
        yield f"e altri {len(in_vigore) - _SPARITI_DETTI} contratti in vigore non sono in questo elenco"


def _is_in_vigore(voce: Voce, oggi: date) -> bool:
    """Vero se nessuno l'ha chiuso, e non è finito prima di oggi per quanto si sa scritto."""
    fine = read_giorno(str(voce.get("scadenza_base", ""))).iso
    return not voce.get("chiusura") and not (fine and fine < oggi.isoformat()[: len(fine)])


def _list_promossi(nuove: list[Voce], prima: Cartella) -> Iterator[str]:
    """Una frase per scenario che ora è un contratto, con la modifica che lo mette da parte."""
    for voce in nuove:
        if voce["id"] in prima.scenari:
            comando = f"ldq scarta {voce['id']} --motivo 'ora è un contratto' --scrivi"
            yield f"«{voce['titolo']}» era uno scenario, e nella fonte ora è un contratto: {comando}"


def _merge(prima: Cartella, nome: str, voci: list[Voce], giorno: date | None) -> bytes:
    """Il file che c'era con le voci nuove; vuoto se non c'era."""
    testo = prima.testi.get(nome, "")
    return merge_voci(testo, nome.removesuffix(".yaml"), voci, _latest(testo, giorno)).encode() if testo else b""


def _latest(testo: str, giorno: date | None) -> Voce:
    """Il giorno nuovo, se è dopo quello che il file ha già."""
    if giorno is None:
        return {}
    scritto = next((r.split(":", 1)[1].split("#")[0] for r in testo.splitlines() if r.startswith("aggiornato_al:")), "")
    return {"aggiornato_al": giorno.isoformat()} if giorno.isoformat() > read_giorno(scritto.strip("\"' ")).iso else {}


def _compare(importato: Importato, prima: Cartella) -> tuple[list[Voce], list[Voce], tuple[str, ...], tuple[str, ...]]:
    """Le voci nuove, le cambiate (intere in un JSON per riga, i soli fatti in YAML), che cosa cambia, gli id mancanti."""
    nuove, cambiate, frasi = [], [], []
    mancanti = dict.fromkeys(prima.contratti)
    with prima.righe.open() if prima.righe else nullcontext() as read:
        for riga in importato.contratti.read_righe():
            voce = json.loads(riga)
            id_ = voce["id"]
            if id_ not in prima.contratti:
                nuove.append(voce)
                continue
            mancanti.pop(id_, None)
            vecchia = json.loads(read(id_)) if read else prima.voci[id_]
            fatti = _strip(voce, nuovo=False)
            if "chiusura" in vecchia:  # chi l'ha chiuso ne sa più della fonte, che dice solo «al più tardi»
                fatti = {c: v for c, v in fatti.items() if c not in _DI_CHI_CHIUDE}
            if "sospensioni" in vecchia:
                fatti.pop("sospensioni", None)
            diversi = {c: v for c, v in fatti.items() if c != "id" and not _is_uguale(vecchia.get(c), v)}
            if diversi:
                cambiate.append({**vecchia, **diversi} if read else {"id": id_, **diversi})
                frasi += [f"{id_}: {c} {_say(vecchia.get(c))} → {_say(v)}" for c, v in diversi.items()]
    return nuove, cambiate, tuple(frasi), tuple(mancanti)


def _merge_righe(prima: Righe, voci: list[Voce], giorno: date | None) -> Iterator[bytes]:
    """La testata, le righe che c'erano, ciascuna com'è o nella sua versione nuova, e quelle nuove."""
    testata = dict(prima.testata)
    if giorno is not None:
        testata["aggiornato_al"] = max(str(testata.get("aggiornato_al", "")), giorno.isoformat())
    diverse = {voce["id"]: voce for voce in voci}
    with prima.open() as read:
        yield _encode(testata) + b"\n"
        for id_ in prima.posti:
            yield (_encode(diverse.pop(id_)) if id_ in diverse else read(id_)) + b"\n"
    yield from (_encode(voce) + b"\n" for voce in diverse.values())


def _strip(voce: Voce, *, nuovo: bool) -> Voce:
    """La voce com'è se è nuova; di una che c'era, solo i fatti che la fonte sa."""
    if nuovo:
        return voce
    return {c: v for c, v in voce.items() if c == "id" or (c not in DI_CHI_LAVORA and v != NON_NOTO)}


def _is_uguale(scritto: Any, valore: Any) -> bool:
    if isinstance(scritto, str) and isinstance(valore, (str, int)):
        return scritto == str(valore) or bool(read_giorno(scritto).iso and read_giorno(scritto).iso == str(valore))
    return bool(scritto == valore)


def _say(valore: Any) -> str:
    if valore is None:
        return "(niente)"
    return f"«{valore}»" if isinstance(valore, (str, int)) else "(elenco)"


def _compose_elenco(nome: str, giorno: date, voci: list[Voce]) -> bytes:
    """Un file nuovo con quelle voci."""
    return _compose(nome, {"aggiornato_al": giorno.isoformat(), nome.removesuffix(".yaml"): voci})


def _compose(nome: str, radice: Voce, intestazione: str = _DA_ALTRI) -> bytes:
    schema = f"schemi/{nome.removesuffix('.yaml')}.schema.json"
    return compose_file(radice, schema=schema, intestazione=intestazione).encode()


def _compose_righe(giorno: date, righe: Iterable[bytes]) -> Iterator[bytes]:
    yield _encode({"aggiornato_al": giorno.isoformat()}) + b"\n"
    yield from righe


def _encode(voce: Voce) -> bytes:
    return json.dumps(voce, ensure_ascii=False).encode()
