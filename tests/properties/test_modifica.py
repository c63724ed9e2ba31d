"""Cambiare un file: si legge ciò che si è chiesto e nient'altro di nuovo, e le righe di cui non si è detto nulla restano."""

from __future__ import annotations

import copy
import io
from functools import lru_cache
from typing import Any

import yaml
from hypothesis import assume, given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from tests.supporto import RADICE, read

from ldq_planner.modifica.testo.bozza import Bozza
from ldq_planner.modifica.testo.fusione import merge_voci
from ldq_planner.modifica.testo.scrittura import compose_file

STRANO = """\
# in testa
aggiornato_al: 2023-01-17   # in coda

contratti:   # l'elenco

# prima del primo
- id: "uno"
  # sopra i quartieri
  quartieri:
  - nord   # il primo

  - 'sud'
  titolo: >- # ripiegato
    un titolo
    su due righe

  # prima della nota
  nota: |
    così
      com'è

  inizio: {non: noto, ma: [a, b]}
  equipe: [{figura: x,
            numero: 1}, # a metà
           {figura: y}]
  # dopo l'ultimo campo
-   id: due
    titolo: una frase
      su due righe # e un commento
    opzioni:
    - tipo: rinnovo # aperta?
      stato: aperta

      # dentro
      fonte: "a # b"
    -
      tipo: proroga
    importo_eur: 12.50
# in fondo
"""
_CONTRATTI = read(RADICE / "data" / "contratti.yaml")
TESTI = (
    STRANO,
    read(RADICE / "data" / "scenari.yaml"),
    _CONTRATTI[: _CONTRATTI.index("\n  - id: san-siro")],
    _CONTRATTI[: _CONTRATTI.index("  - id: equipe")] + _CONTRATTI[_CONTRATTI.index("  - id: lorenteggio") :],
)

parole = st.one_of(
    st.sampled_from(
        ("0123456789", "7E12345678", "no", "~", "null", "a: b", "a #b", " a", "a ", "-", "- a", "[", "{}", "'", '"')
    ),
    st.sampled_from(
        ("2023-06-30", "1:30", "=", "<<", "&a", "*a", "!a", "%a", "@a", "a\nb", "a\tb", "...", "a:", "# a", "\\")
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Co")), min_size=1, max_size=200),
    st.lists(st.sampled_from(("uno", "due:", "#tre", "-", "quattro,", "l'ultimo")), min_size=30, max_size=40).map(
        " ".join
    ),
)
mappe = st.dictionaries(st.sampled_from(("id", "titolo", "nota", "ignoto")), parole, min_size=1)
valori = st.one_of(parole, st.lists(parole, min_size=1, max_size=4), mappe, st.lists(mappe, min_size=1, max_size=3))


@st.composite
def fogli(draw: st.DrawFn) -> str:
    """Un file con i suoi a capo, con o senza l'ultimo, con o senza segno d'ordine."""
    testo = draw(st.sampled_from(TESTI))
    testo = draw(st.sampled_from((testo, testo.rstrip("\n"), testo + "\n\n")))
    return draw(st.sampled_from(("", "\ufeff"))) + testo.replace("\n", draw(st.sampled_from(("\n", "\r\n"))))


@lru_cache(maxsize=8)
def _parse(testo: str) -> Any:
    """Un altro lettore, che lascia testi i testi."""
    return yaml.load(testo, Loader=yaml.CBaseLoader)  # noqa: S506 - non costruisce oggetti: solo testi


def parse(testo: str) -> Any:
    """Un albero da cambiare."""
    return copy.deepcopy(_parse(testo))


def parse_con_ruamel(testo: str) -> Any:
    """Un lettore che con il primo non ha nulla in comune: YAML 1.2, e se un testo è un numero lo dice."""
    return YAML(typ="safe", pure=True).load(io.StringIO(testo))


def list_percorsi(nodo: Any, percorso: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Tutti i punti di un albero, il più fuori per primo."""
    passi: Any = enumerate(nodo) if isinstance(nodo, list) else nodo.items() if isinstance(nodo, dict) else ()
    return [percorso, *(p for passo, figlio in passi for p in list_percorsi(figlio, (*percorso, passo)))][
        not percorso :
    ]


def walk(albero: Any, percorso: tuple[str | int, ...]) -> Any:
    """Ciò che sta in fondo al percorso."""
    for passo in percorso:
        albero = albero[passo]
    return albero


def find_rimaste(prima: str, dopo: str) -> bool:
    """Vero se, tolto un tratto solo, le righe di prima sono tutte lì, byte per byte."""
    vecchie, nuove = (testo.splitlines(keepends=True) for testo in (prima, dopo))
    comuni = min(len(vecchie), len(nuove))
    testa = next((i for i in range(comuni) if vecchie[i] != nuove[i]), comuni)
    coda = next((i for i in range(comuni - testa) if vecchie[-1 - i] != nuove[-1 - i]), comuni - testa)
    return len(vecchie) - testa - coda <= 1


@given(fogli(), st.data(), valori)
def test_si_legge_cio_che_si_e_scritto(testo: str, dati: st.DataObject, valore: Any) -> None:
    """Un valore qualunque, in un punto qualunque."""
    atteso = parse(testo)
    percorso = dati.draw(st.sampled_from(list_percorsi(atteso)))
    bozza = Bozza(testo)
    bozza.set_valore(percorso, valore)
    walk(atteso, percorso[:-1])[percorso[-1]] = valore
    assert parse(bozza.testo) == atteso


@given(fogli(), st.data(), parole)
def test_un_valore_nuovo_tocca_una_riga(testo: str, dati: st.DataObject, valore: str) -> None:
    """Il commento accanto, le righe vuote, le virgolette degli altri: tutto com'era."""
    percorsi = [p for p in list_percorsi(parse(testo)) if isinstance(walk(parse(testo), p), str)]
    righe = testo.splitlines()
    percorso = dati.draw(st.sampled_from(percorsi))
    scritto = walk(parse(testo), percorso)
    assume(sum(scritto in riga for riga in righe) >= 1)  # sta su una riga sola
    bozza = Bozza(testo)
    bozza.set_valore(percorso, valore)
    assert find_rimaste(testo, bozza.testo)


@given(fogli(), st.data(), st.sampled_from(("titolo", "nota", "fonte", "scadenza_effettiva", "ignoto")), valori)
def test_un_campo_nuovo_non_tocca_nulla(testo: str, dati: st.DataObject, campo: str, valore: Any) -> None:
    """Le righe di prima ci sono tutte, in ordine, e fra loro quelle nuove."""
    atteso = parse(testo)
    mappe_a_blocco = [p for p in list_percorsi(atteso) if len(p) == 2 and isinstance(walk(atteso, p), dict)]
    percorso = dati.draw(st.sampled_from(mappe_a_blocco))
    assume(campo not in walk(atteso, percorso))
    bozza = Bozza(testo)
    bozza.set_valore((*percorso, campo), valore)
    walk(atteso, percorso)[campo] = valore
    assert parse(bozza.testo) == atteso
    nuove = iter(bozza.testo.split("\n"))
    assert all(riga.rstrip("\r") in (nuova.rstrip("\r") for nuova in nuove) for riga in testo.split("\n"))


@given(fogli(), st.data(), st.one_of(parole, mappe))
def test_un_elemento_in_fondo(testo: str, dati: st.DataObject, valore: Any) -> None:
    """Si aggiunge a qualunque elenco, a blocco o fra parentesi."""
    atteso = parse(testo)
    elenchi = [p for p in list_percorsi(atteso) if isinstance(walk(atteso, p), list)]
    percorso = dati.draw(st.sampled_from(elenchi))
    bozza = Bozza(testo)
    bozza.append(percorso, valore)
    bozza.append(percorso, "ultimo")
    walk(atteso, percorso).extend((valore, "ultimo"))
    assert parse(bozza.testo) == atteso


@given(fogli(), st.data())
def test_si_toglie_solo_cio_che_si_dice(testo: str, dati: st.DataObject) -> None:
    """Un campo o un elemento, in qualunque posto stia."""
    atteso = parse(testo)
    percorso = dati.draw(st.sampled_from(list_percorsi(atteso)))
    madre = walk(atteso, percorso[:-1])
    assume(len(madre) > 1)
    bozza = Bozza(testo)
    bozza.remove(percorso)
    del madre[percorso[-1]]
    assert parse(bozza.testo) == atteso


@given(parole)
def test_le_virgolette_dove_servono(valore: str) -> None:
    """Anche per chi legge YAML 1.2 e fa dei numeri numeri, un testo resta un testo."""
    testo = compose_file({"aggiornato_al": "2023-01-17", "contratti": [{"id": "a", "titolo": valore}]}, schema="s")
    assert parse_con_ruamel(testo)["contratti"] == [{"id": "a", "titolo": valore}]
    assert parse(testo)["contratti"] == [{"id": "a", "titolo": valore}]


contratti = st.fixed_dictionaries(
    {"id": st.sampled_from(("uno", "due", "tre", "mazzini-2020", "lorenteggio-2019"))},
    optional={
        "titolo": parole,
        "inizio": st.sampled_from(("2020", "2019-06-21", "21/06/2019", "2019")),
        "durata_mesi": st.sampled_from((36, "36", 12)),
        "importo_eur": st.sampled_from(("828415.2", "828415.20", 12.5, "non noto", 7)),
        "quartieri": st.lists(st.sampled_from(("nord", "sud", "mazzini")), min_size=1, max_size=3),
        "affidatari": st.lists(st.fixed_dictionaries({"nome": st.sampled_from("abc")}), max_size=3),
        "equipe": st.lists(
            st.fixed_dictionaries({"figura": st.sampled_from("xyz"), "numero": st.integers(1, 3)}), max_size=3
        ),
        "nota": st.one_of(st.none(), parole),
        "cig": st.sampled_from(("0123456789", "non noto")),
    },
)


@given(fogli().filter(lambda t: "contratti:" in t), st.lists(contratti, max_size=4))
def test_fondere_due_volte_e_fondere_una_volta(testo: str, voci: list[dict[str, Any]]) -> None:
    """Ciò che si è già portato non si porta di nuovo; e ciò che le voci tacciono resta."""
    dopo = merge_voci(testo, "contratti", voci)
    assert merge_voci(dopo, "contratti", voci) == dopo
    prima, ora = ({voce["id"]: voce for voce in parse(t)["contratti"]} for t in (testo, dopo))
    assert list(ora)[: len(prima)] == list(prima)
    for id_, voce in prima.items():
        dette = {campo for v in voci if v["id"] == id_ for campo, valore in v.items() if valore is not None}
        assert {c: v for c, v in voce.items() if c not in dette} == {
            c: v for c, v in ora[id_].items() if c not in dette
        }


@given(fogli(), st.data())
def test_fondere_cio_che_c_e_gia_non_cambia_un_byte(testo: str, dati: st.DataObject) -> None:
    """Anche se le voci dicono solo una parte, e in un altro ordine."""
    albero = parse(testo)
    elenchi = [c for c, v in albero.items() if isinstance(v, list) and all("id" in voce for voce in v)]
    elenco = dati.draw(st.sampled_from(elenchi))
    voci = [
        {c: v for c, v in voce.items() if c == "id" or dati.draw(st.booleans())} for voce in reversed(albero[elenco])
    ]
    assert merge_voci(testo, elenco, voci) == testo


@given(st.lists(contratti, max_size=4, unique_by=lambda c: c["id"]))
def test_un_file_nuovo_dice_le_sue_voci(voci: list[dict[str, Any]]) -> None:
    """E a fonderle di nuovo non cambia un byte."""
    testo = compose_file({"aggiornato_al": "2023-01-17", "contratti": voci}, schema="s", intestazione="Prova")
    assert [voce["id"] for voce in parse(testo)["contratti"]] == [voce["id"] for voce in voci]
    assert merge_voci(testo, "contratti", voci) == testo
