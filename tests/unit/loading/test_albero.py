"""L'albero: testo fedele, posti esatti, e ciò che i dati non ammettono rifiutato in tempo e memoria limitati."""

from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING

import pytest

from ldq_planner.loading import albero
from ldq_planner.loading.albero import MAX_LIVELLI, MAX_PROBLEMI, build_albero
from ldq_planner.loading.nodi import VUOTO, Mappa, find_scritto
from ldq_planner.model.scalari import TestoNudo

if TYPE_CHECKING:
    from ldq_planner.loading.problema import Problema, Punto


TESTO = """\
# un commento
quartieri:
  - id: mazzini
    nome: "Quartiere «Mazzini»"
  - {id: 日本, nome: 'l''altro', sede: {via: Mincio}}
nota: |
  due
  righe
"""
POSTI = {
    "la radice": ((), (2, 1), ""),
    "un blocco": (("quartieri",), (2, 1), "quartieri"),
    "un elemento": (("quartieri", 0), (3, 5), ""),
    "un valore": (("quartieri", 0, "id"), (3, 9), "mazzini"),
    "un valore tra virgolette": (("quartieri", 0, "nome"), (4, 11), "Quartiere «Mazzini»"),
    "un valore in stile compatto": (("quartieri", 1, "id"), (5, 10), "日本"),
    "un valore dopo caratteri larghi": (("quartieri", 1, "nome"), (5, 20), "l'altro"),
    "un blocco in stile compatto": (("quartieri", 1, "sede"), (5, 32), "sede"),
    "un valore annidato": (("quartieri", 1, "sede", "via"), (5, 44), "Mincio"),
    "un testo su più righe": (("nota",), (6, 7), "due\nrighe\n"),
    "ciò che manca sta in chi lo conteneva": (("quartieri", 0, "sede", "via"), (3, 5), ""),
    "i passi ignoti si saltano": (("quartieri", 0, "alternativa", "id"), (3, 9), "mazzini"),
}


def build(testo: str) -> Mappa:
    """L'albero di un testo senza problemi."""
    radice, problemi = build_albero(testo)
    assert problemi == []
    assert radice is not None
    return radice


def describe(problemi: list[Problema]) -> list[tuple[str, Punto]]:
    """Ciò che di un problema conta qui."""
    return [(p.codice, p.punto) for p in problemi]


@pytest.mark.usefixtures("due_parser")
@pytest.mark.parametrize(("percorso", "punto", "scritto"), POSTI.values(), ids=POSTI)
def test_ogni_cosa_sa_dove_sta(percorso: tuple[str | int, ...], punto: tuple[int, int], scritto: str) -> None:
    """Riga e colonna contano i caratteri, da 1; un contenitore si indica con la sua chiave."""
    assert find_scritto(build(TESTO), percorso) == (punto, scritto)


def test_della_voce_si_puo_chiedere_la_chiave() -> None:
    """Una chiave sconosciuta si sottolinea lì, non sul valore."""
    assert find_scritto(build(TESTO), ("quartieri", 0, "id"), chiave=True) == ((3, 5), "id")


@pytest.mark.parametrize(
    "testo",
    [
        "[red]",
        "<script>",
        "=cmd()",
        "è già l'ora",
        "x" * 10_000,
        "a\nb",
        "a\r\nb",
        "\x1b[31m\x00\x07",
        "\t",
        "no",
        "1:30",
    ],
    ids=lambda testo: ascii(testo[:12]),
)
@pytest.mark.usefixtures("due_parser")
def test_il_testo_resta_com_e(testo: str) -> None:
    """Nulla di ciò che si può scrivere in YAML tra virgolette si perde o cambia."""
    scritto = "".join(f"\\U{ord(c):08x}" for c in testo)
    assert build(f'a: "{scritto}"\n') == {"a": testo}


@pytest.mark.parametrize("numero", ["0123456789", "7E12345678", "1.50", "-3", ".5", "0x1F", "0o17", "12345"])
def test_un_numero_senza_virgolette_si_ricorda_di_esserlo(numero: str) -> None:
    """Un altro lettore ne cambierebbe le cifre; tra virgolette è testo e basta."""
    nodi = build(f'nudo: {numero}\nvestito: "{numero}"\n')
    assert nodi == {"nudo": numero, "vestito": numero}
    assert isinstance(nodi["nudo"], TestoNudo)
    assert not isinstance(nodi["vestito"], TestoNudo)


def test_due_valori_per_la_stessa_chiave_non_ne_danno_nessuno() -> None:
    """Quale dei due conti non si sa: né il primo né l'ultimo."""
    radice, problemi = build_albero("a: 1\na: 2\nb: 3\na: 4\n")
    assert radice == {"a": VUOTO, "b": "3"}
    assert describe(problemi) == [("chiave-doppia", (2, 1)), ("chiave-doppia", (4, 1))]


@pytest.mark.usefixtures("due_parser")
def test_un_alias_non_si_segue_e_il_resto_si_legge() -> None:
    """Dopo un alias la lettura continua: gli altri problemi si dicono insieme."""
    radice, problemi = build_albero("a: &x [1]\nb: *x\nc: !!str 2\nd:\n*x : 1\n")
    assert radice == {"a": ["1"], "b": VUOTO, "c": "2", "d": VUOTO}
    assert describe(problemi) == [
        ("yaml-non-ammesso", (1, 4)),
        ("yaml-non-ammesso", (2, 4)),
        ("yaml-non-ammesso", (3, 4)),
        ("valore-vuoto", (4, 3)),
        ("chiave-non-valida", (5, 1)),
    ]


@pytest.mark.usefixtures("due_parser")
def test_di_una_chiave_che_non_e_una_parola_si_parla_una_volta_sola() -> None:
    """`{{ modello }}` è un errore, non quattro."""
    radice, problemi = build_albero("a: {{ nome }}\nb: 1\n")
    assert radice == {"a": {}, "b": "1"}
    assert describe(problemi) == [("chiave-non-valida", (1, 5))]


RADICI = {
    "un elenco": ("# nota\n- a\n", ("struttura-inattesa", (2, 1))),
    "una parola": ("ciao\n", ("struttura-inattesa", (1, 1))),
    "un alias": ("*a\n", ("struttura-inattesa", (1, 1))),
    "nulla": ("", ("file-vuoto", (1, 1))),
    "solo spazi": (" \n\n", ("file-vuoto", (1, 1))),
    "solo commenti": ("# ciao\n", ("file-vuoto", (1, 1))),
}


@pytest.mark.parametrize(("testo", "problema"), RADICI.values(), ids=RADICI)
def test_una_radice_che_non_e_una_mappa(testo: str, problema: tuple[str, Punto]) -> None:
    """Il file comincia con una chiave, o non è un file di dati."""
    radice, problemi = build_albero(testo)
    assert radice is None
    assert problema in describe(problemi)


ATTACCHI = {
    "una bomba di alias": (
        "a: &a [x,x,x,x,x,x,x,x,x]\n"
        + "".join(f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
        "yaml-non-ammesso",
    ),
    "cinquecento livelli in linea": ("a: " + "[" * 500 + "]" * 500 + "\n", "troppi-livelli"),
    "cinquecento livelli a capo": ("".join(f"{' ' * i}a:\n" for i in range(500)), "troppi-livelli"),
    "centomila parentesi mai chiuse": ("a: " + "[" * 100_000, "troppi-livelli"),
    "un milione di chiavi doppie": ("a: 1\n" * 1_000_000, "chiave-doppia"),
    "centomila valori vuoti": ("".join(f"k{i}:\n" for i in range(100_000)), "valore-vuoto"),
}


@pytest.mark.parametrize(("testo", "codice"), ATTACCHI.values(), ids=ATTACCHI)
def test_un_testo_ostile_si_rifiuta_con_poca_memoria(testo: str, codice: str) -> None:
    """Né il tempo né la memoria crescono più del testo."""
    tracemalloc.start()
    try:
        _, problemi = build_albero(testo)
        _, massimo = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert codice in {p.codice for p in problemi}
    assert len(problemi) <= MAX_PROBLEMI + 1
    assert massimo < 20 * 1024 * 1024 + 8 * len(testo)


def test_i_livelli_ammessi_bastano() -> None:
    """Il limite è il primo che si rifiuta, non l'ultimo che si ammette."""
    dentro = MAX_LIVELLI - 1
    build("a: " + "[" * dentro + "]" * dentro + "\n")


def test_troppi_valori(monkeypatch: pytest.MonkeyPatch) -> None:
    """Oltre un certo numero di valori il file va diviso."""
    monkeypatch.setattr(albero, "MAX_NODI", 10)
    radice, problemi = build_albero("a: [" + "1," * 20 + "]\n")
    assert radice is None
    assert describe(problemi) == [("file-troppo-grande", (1, 21))]
