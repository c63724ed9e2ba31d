"""Modifiche con testi ostili, su file scritti in ogni modo: due lettori YAML vi leggono lo stesso, e nient'altro è cambiato."""

from __future__ import annotations

import copy
import difflib
import io
import re
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import yaml
from ruamel.yaml import YAML
from tests.fuzz.corsa import GuastoError
from tests.fuzz.mutazioni import OSTILI
from tests.fuzz.stili import SEGNO, Penna
from tests.supporto import OGGI
from yaml.nodes import MappingNode, ScalarNode

from ldq_planner.errors import InvalidDataError
from ldq_planner.loading.cartella import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from tests.fuzz.corsa import Banco

Percorso = tuple[str | int, ...]
QUARTIERI = {
    "aggiornato_al": "2023-01-17",
    "ente": "Comune di Prova",
    "servizio": "Laboratori",
    "quartieri": [{"id": "nord", "nome": "Nord"}, {"id": "sud", "nome": "Sud"}],
}
CONTRATTI = {
    "aggiornato_al": "2023-01-17",
    "contratti": [
        {
            "id": "uno",
            "quartieri": ["nord"],
            "tipo": "appalto-di-servizi",
            "titolo": "Primo servizio",
            "inizio": "2020-03-01",
            "durata_mesi": "36",
            "opzioni": [
                {"tipo": "rinnovo", "stato": "aperta", "durata_mesi": "12", "fonte": "disciplinare"},
                {"tipo": "proroga-tecnica", "stato": "aperta", "durata_mesi": "6", "fonte": "disciplinare"},
            ],
            "importo_eur": "1200.50",
            "iva": "esclusa",
            "fonte": "contratto",
        },
        {
            "id": "due",
            "quartieri": ["nord", "sud"],
            "tipo": "gruppo-interno",
            "titolo": "Secondo",
            "inizio": "2021",
            "scadenza_base": "2023-06-30",
            "scadenza_effettiva": "2023-06-30",
            "fonte": "determina",
        },
        {
            "id": "tre",
            "quartieri": ["sud"],
            "tipo": "gruppo-interno",
            "titolo": "Terzo",
            "inizio": "2022-01-01",
            "scadenza_base": "2023-12-31",
            "fonte": "determina",
        },
    ],
}
SCENARI = {
    "aggiornato_al": "2023-01-17",
    "scenari": [
        {
            "id": "gara-nord",
            "nome": "Gara nord",
            "tipo": "gara",
            "quartieri": ["nord"],
            "inizio": "non noto",
            "durata_mesi": "24",
            "procedura": "aperta",
            "fonte": "relazione",
        },
        {
            "id": "gara-sud",
            "nome": "Gara sud",
            "tipo": "gara",
            "quartieri": ["sud"],
            "inizio": "non noto",
            "durata_mesi": "12",
            "procedura": "aperta",
            "stato": "scartato",
            "decisione": {"il": "2023-01-10", "atto": "nota"},
            "avanzamento": [{"fase": "pubblicazione", "conclusa": "2023-01-05", "atto": "bando"}],
            "fonte": "relazione",
        },
    ],
}
ALTRI_LETTORI: dict[str, Callable[[str], Any]] = {
    "PyYAML senza libyaml": lambda testo: yaml.load(testo, Loader=yaml.BaseLoader),  # noqa: S506 - costruisce solo testi
    "ruamel.yaml": lambda testo: YAML(typ="base", pure=True).load(io.StringIO(testo)),
}
"""Chi legge i nostri file e non è chi li scrive: ognuno ha il suo YAML, e rifiuta cose sue."""
DETTI = (*OSTILI, "a\udcffb")
"""Ciò che una persona può scrivere dopo un'opzione: anche da un terminale in un'altra codifica."""
VUOTI = {"contratti": "opzioni", "scenari": "avanzamento"}
"""L'elenco che le modifiche allungano: a volte c'è, e non ha nulla."""
LIBERI = ("titolo", "fonte", "nome", "nota")
"""Campi in cui può stare qualunque testo."""


def prova(banco: Banco) -> None:
    """Una modifica riesce e cambia ciò che dice, o si rifiuta e non cambia un byte."""
    caso = banco.caso
    for nome, radice in (("quartieri", QUARTIERI), ("contratti", CONTRATTI), ("scenari", SCENARI)):
        testo = Penna(caso).write(_make_ostile(caso, radice))
        (banco.cartella / f"{nome}.yaml").write_bytes(testo.encode("utf-8", "replace"))
    try:
        load(banco.cartella)
    except InvalidDataError:
        banco.codici[-1] += 1  # un testo che i dati non ammettono: non c'è nulla da modificare
        return
    prima = {p.name: p.read_bytes() for p in banco.cartella.iterdir()}
    nome, dove, comando, voluti = _choose_comando(caso)
    uscita = banco.ldq(*comando, "--dati", ".", "--oggi", OGGI, "--scrivi")
    dopo = {p.name: p.read_bytes() for p in banco.cartella.iterdir()}
    detto = f"{comando}\n{uscita.err}"
    diversi = sorted(n for n in prima.keys() | dopo.keys() if prima.get(n) != dopo.get(n))
    if diversi not in ([], [f"{nome}.yaml"]) or (diversi and uscita.codice):
        raise GuastoError(f"{comando[0]} esce con {uscita.codice} e cambia {diversi}", detto)
    if diversi:
        try:
            load(banco.cartella)
        except InvalidDataError as errore:
            raise GuastoError(f"{comando[0]} scrive dati che non si leggono", f"{detto}{errore.findings}") from None
        file = f"{nome}.yaml"
        check_testo(prima[file].decode(), dopo[file].decode(), dove, voluti)


def _make_ostile(caso: Random, radice: dict[str, Any]) -> dict[str, Any]:
    """I dati con qualche testo che una macchina leggerebbe male, e qualche campo in meno."""
    radice = copy.deepcopy(radice)
    elenco, voci = next((e, v) for e, v in radice.items() if isinstance(v, list))
    for voce in voci:
        for campo in LIBERI:
            if campo in voce and caso.random() < 0.3:
                voce[campo] = caso.choice(OSTILI)
        if caso.random() < 0.2:
            voce["nota"] = caso.choice(OSTILI)
        if elenco in VUOTI and caso.random() < 0.2:
            voce.setdefault(VUOTI[elenco], [])
    return radice


def _choose_comando(caso: Random) -> tuple[str, Percorso, list[str], dict[str, str]]:
    """Il file, il punto che può cambiare, il comando, e i testi che vi si devono leggere: campo → testo."""
    testo, altro = caso.choice(DETTI), caso.choice(DETTI)
    posto = caso.randrange(3)
    contratto, scenario = ("uno", "due", "tre")[posto], ("gara-nord", "gara-sud")[posto % 2]
    qui, li = ("contratti", posto), ("scenari", posto % 2)
    match caso.randrange(8):
        case 0:
            giorno = caso.choice(("2023-02-10", "2023-01-16", "2022-12-31"))
            return "contratti", qui, ["chiudi", contratto, "--il", giorno, f"--motivo={testo}"], {"chiusura": testo}
        case 1 | 2:
            fine = [f"--fino-al={caso.choice(('2023-08-31', '2024-06-30', '2023-03-05'))}"]
            nome = caso.choice(("rinnova", "proroga"))
            quale = caso.choice(([], [], ["--opzione=1"], ["--opzione=2"]))
            euro = caso.choice(([], ["--importo=1000.5"]))
            comando = [nome, contratto, *fine, *quale, *euro, f"--fonte={testo}", f"--motivo={altro}", "--forza"]
            return "contratti", qui, comando, {"fonte": testo}
        case 3 | 4:
            nome = caso.choice(("scegli", "scarta"))
            il = caso.choice(([], ["--il=2023-01-12"], ["--annulla"]))
            comando = [nome, scenario, *il, f"--atto={testo}", f"--motivo={altro}"]
            return "scenari", li, comando, {"atto": testo, "motivo": altro}
        case 5:
            fase = caso.choice(("pubblicazione", "progetto", "ricezione_offerte", "deserta"))
            comando = [
                "fatto",
                scenario,
                fase,
                "--il=2023-01-16",
                f"--atto={testo}",
                f"--chi={altro}",
                f"--fonte={testo}",
            ]
            return "scenari", li, comando, {"atto": testo, "chi": altro, "fonte": testo}
        case 6:
            detto = [f"--titolo={testo}", f"--affidatario={altro}", f"--fonte={testo}", "--opzione=rinnovo=12"]
            return (
                "contratti",
                ("contratti", 3),
                ["affida", scenario, "--dal=2024-01-01", *detto],
                {
                    "titolo": testo,
                    "fonte": testo,
                    "nome": altro,
                },
            )
        case _:
            detto = [
                f"--nome={testo}",
                f"--fonte={altro}",
                "--quartiere=nord",
                "--tipo=gruppo-interno",
                "--inizio=2024",
            ]
            campi = ["--fine=2025", f"--campo=nota={testo}"]
            return (
                "contratti",
                ("contratti", 3),
                ["aggiungi", "contratto", "nuovo", *detto, *campi],
                {
                    "titolo": testo,
                    "fonte": altro,
                    "nota": testo,
                },
            )


def check_testo(prima: str, dopo: str, dove: Percorso, voluti: dict[str, str]) -> None:
    """Il testo nuovo dice lo stesso a due lettori, cambia solo in quel punto, tiene i commenti, tocca le sole righe dovute.

    Errori: `GuastoError` se una di queste cose non è vera.
    """
    detto = f"{voluti}\n--- prima\n{prima}\n--- dopo\n{dopo}"
    vecchio, nuovo = (yaml.load(t, Loader=yaml.CBaseLoader) for t in (prima, dopo))  # noqa: S506 - costruisce solo testi
    for chi, leggi in ALTRI_LETTORI.items():
        try:
            altro = leggi(dopo.removeprefix("\ufeff"))
        except Exception as errore:  # noqa: BLE001 - ogni lettore rifiuta a modo suo
            raise GuastoError(f"{chi} rifiuta il file", f"{errore}\n{detto}") from None
        if altro != nuovo:
            raise GuastoError(f"{chi} legge un'altra cosa", detto)
    cambiati = list(_diff(vecchio, nuovo))
    if fuori := [p for p in cambiati if p[: len(dove)] != dove]:
        raise GuastoError("cambia ciò che non si è chiesto", f"{fuori}\n{detto}")
    scritti = {(p[-1], v) for p in cambiati for v in _list_testi(nuovo, p)}
    if mancano := [c for c, v in voluti.items() if v.strip() and not any(v.strip() in s for _, s in scritti)]:
        raise GuastoError(f"non si legge ciò che si è scritto: {mancano}", detto)
    if _list_commenti(prima) != _list_commenti(dopo):
        raise GuastoError("un commento si perde o si sposta", detto)
    _check_righe(prima, dopo, cambiati, detto)


def _diff(prima: Any, dopo: Any, percorso: Percorso = ()) -> list[Percorso]:
    """I punti in cui due alberi dicono cose diverse, i più piccoli."""
    if isinstance(prima, dict) and isinstance(dopo, dict):
        return [
            p for chiave in {**prima, **dopo} for p in _diff(prima.get(chiave), dopo.get(chiave), (*percorso, chiave))
        ]
    if isinstance(prima, list) and isinstance(dopo, list):
        coppie = zip_longest(prima, dopo)
        return [p for i, (uno, altro) in enumerate(coppie) for p in _diff(uno, altro, (*percorso, i))]
    return [percorso] if prima != dopo else []


def _list_testi(albero: Any, percorso: Percorso) -> list[str]:
    """I testi in fondo al percorso."""
    for passo in percorso:
        try:
            albero = albero[passo]
        except (KeyError, IndexError):
            return []
    da_vedere, testi = [albero], []
    while da_vedere:
        valore = da_vedere.pop()
        if isinstance(valore, str):
            testi.append(valore)
        else:
            da_vedere += valore.values() if isinstance(valore, dict) else valore
    return testi


def _list_commenti(testo: str) -> list[str]:
    return re.findall(rf"# {SEGNO}.*?(?=\r?$)", testo, re.MULTILINE)


def _check_righe(prima: str, dopo: str, cambiati: list[Percorso], detto: str) -> None:
    """Le righe che non ci sono più erano quelle dei valori cambiati; di chi si aggiunge fra parentesi, una."""
    vecchie, nuove = prima.splitlines(keepends=True), dopo.splitlines(keepends=True)
    if vecchie and not vecchie[-1].endswith(("\n", "\r")):  # in fondo a un file senza a capo si aggiunge un a capo
        vecchie[-1] += "\r\n" if vecchie[0].endswith("\r\n") else "\n"
        nuove[-1] += "" if nuove[-1].endswith(("\n", "\r")) else vecchie[-1][len(vecchie[-1].rstrip("\r\n")) :]
    radice = yaml.compose(prima, Loader=yaml.CBaseLoader)
    permesse = [_find_righe(radice, p) for p in cambiati]
    altrui = set(range(len(vecchie))) - set().union(*(righe for righe, _ in permesse))
    resto = iter(nuove)
    if all(vecchie[i] in resto for i in sorted(altrui)):
        return  # ci sono tutte, in ordine
    tolte = {
        i
        for segno, da, a, _, _ in difflib.SequenceMatcher(None, vecchie, nuove, autojunk=False).get_opcodes()
        if segno in ("replace", "delete")
        for i in range(da, a)
    }
    if len(tolte & altrui) > sum(in_piu for _, in_piu in permesse):
        raise GuastoError("tocca righe che non deve", f"{sorted(i + 1 for i in tolte)}\n{detto}")


def _find_righe(nodo: Any, percorso: Percorso) -> tuple[set[int], int]:
    """Le righe di un valore con la sua chiave; se non c'era, nessuna, e quante altre se ne possono toccare."""
    inizio = nodo
    for passo in percorso:
        if isinstance(nodo, ScalarNode):
            return set(), 1
        voci = list_voci(nodo)
        if passo not in voci:
            return set(), 1 if nodo.flow_style or not nodo.value else 0
        inizio, nodo = voci[passo]
    return set(range(inizio.start_mark.line, nodo.end_mark.line + 1)), 0


def list_voci(nodo: Any) -> dict[str | int, tuple[Any, Any]]:
    """Di una mappa o di un elenco, passo → da dove comincia la voce, e il suo valore."""
    if isinstance(nodo, MappingNode):
        return {chiave.value: (chiave, valore) for chiave, valore in nodo.value}
    return {posto: (valore, valore) for posto, valore in enumerate(nodo.value)}
