"""Il PDF, riletto da un altro lettore: accessibile, intero, uguale a se stesso; il testo dei dati vi resta testo."""

from __future__ import annotations

import importlib.util
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.carte import COMANDI, list_nodi, list_testi, open_pdf, read_pdf, squeeze, write_carta
from tests.supporto import OGGI, ldq, start, wait

from ldq_planner.render import Tela
from ldq_planner.render.pdf import render
from ldq_planner.render.valori import clean
from ldq_planner.reports.report import Capitolo, Elenco, Nota, Report, Scheda, Tabella

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pypdf import PdfReader

    from ldq_planner.reports.report import Blocco

A4 = (595.276, 841.89)
MASSIMO = 25
"""Pagine del rapporto sui sei quartieri: di più, nessuno lo legge."""


@pytest.fixture(scope="module")
def rapporto(tmp_path_factory: pytest.TempPathFactory) -> PdfReader:
    """Il rapporto del 17 gennaio 2023."""
    return open_pdf(write_carta("rapporto", tmp_path_factory.mktemp("carte") / "x.pdf"))


RIGA = 150
"""Segni che in una riga del foglio ci stanno di certo meno di così: ciò che segue è oltre il margine."""


def make_report(*blocchi: Blocco, titolo: str = "Prova") -> Report:
    """Un report con quei blocchi."""
    return Report("ldq/prova/1", titolo, date(2023, 1, 17), None, blocchi, ())


def measure_margini(pdf: PdfReader) -> tuple[float, float]:
    """L'ascissa del primo e dell'ultimo carattere più lontani, in punti."""
    ascisse: list[float] = []
    for pagina in pdf.pages:
        pagina.extract_text(
            visitor_text=lambda testo, cm, tm, _f, _s: ascisse.append(tm[4] * cm[0] + cm[4]) if testo.strip() else None
        )
    return min(ascisse), max(ascisse)


def read_fogli(pdf: PdfReader) -> str:
    """Solo il testo che cade dentro i fogli: ciò che ne esce c'è nel file, ma nessuno lo vede."""
    pezzi: list[str] = []

    def visit(testo: str, cm: list[float], tm: list[float], _carattere: object, _corpo: float) -> None:
        x, y = (tm[4] * cm[i] + tm[5] * cm[i + 2] + cm[i + 4] for i in (0, 1))
        if 0 < x < A4[0] and 0 < y < A4[1]:
            pezzi.extend(riga[:RIGA] for riga in testo.replace("\u200b", "").splitlines(keepends=True))

    for pagina in pdf.pages:
        pagina.extract_text(visitor_text=visit)
    return "".join(pezzi)


def test_e_accessibile(rapporto: PdfReader) -> None:
    """Ha un titolo, una lingua, un autore, e i marchi che una voce sintetica legge."""
    radice: Any = rapporto.trailer["/Root"]
    informazioni = rapporto.metadata
    assert informazioni is not None
    assert radice["/Lang"] == "it"
    assert radice["/MarkInfo"]["/Marked"] == True  # noqa: E712 - un booleano di pypdf non è `True`, gli è uguale
    assert radice["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712 - come sopra
    assert informazioni.title == "Comune di Milano, Laboratori di Quartiere: la continuità del servizio"
    assert informazioni.author == "Comune di Milano"
    assert str(informazioni["/Keywords"]).startswith("scadenze")
    metadati = radice["/Metadata"].get_object().get_data().decode()
    assert re.search(r"pdfuaid:part>1<", metadati)
    assert re.search(r"pdfaid:part>2<.*pdfaid:conformance>A<", metadati, re.DOTALL)


def test_ha_titoli_tabelle_e_figure_vere(rapporto: PdfReader) -> None:
    """Un titolo, i capitoli e i paragrafi come titoli, le tabelle con l'intestazione, le figure con la descrizione."""
    nodi = list_nodi(rapporto)
    conti = {
        tipo: sum(n.tipo == f"/{tipo}" for n in nodi) for tipo in ("Title", "H1", "H2", "Table", "THead", "Figure")
    }
    assert conti["Title"] == 1
    assert conti["H1"] == 19
    assert conti["H2"] > 15
    assert conti["Table"] == conti["THead"] > 20
    assert conti["Figure"] == 6
    assert all(len(n.alt) > 100 for n in nodi if n.tipo == "/Figure")
    assert "San Siro" in next(n.alt for n in nodi if n.tipo == "/Figure")


def test_ha_un_indice_e_le_pagine_numerate(rapporto: PdfReader) -> None:
    """In ogni pagina il suo numero; accanto al testo, i capitoli da aprire."""
    pagine = [squeeze(p.extract_text()) for p in rapporto.pages]
    assert len(pagine) <= MASSIMO
    for numero, testo in enumerate(pagine, 1):
        assert f"pagina{numero}di{len(pagine)}" in testo
        assert len(testo) > 200, "una pagina quasi vuota"
    capitoli = [voce.title for voce in rapporto.outline if not isinstance(voce, list)]
    assert capitoli[:2] == ["In breve", "Chi resta senza, e fino a quando"]
    assert len(capitoli) == 19
    assert re.search(r"Lasituazioneoggi\.*3", pagine[2]), "l'indice degli allegati dice le pagine"
    misure = {(round(float(p.mediabox.width)), round(float(p.mediabox.height))) for p in rapporto.pages}
    assert misure == {(round(A4[0]), round(A4[1]))}


@pytest.mark.parametrize("domanda", COMANDI)
def test_ogni_comando_e_intero(domanda: str, tmp_path: Path) -> None:
    """Ogni titolo e ogni cella che si legge in Markdown si legge anche qui; la prima intestazione è di primo livello."""
    pdf = open_pdf(write_carta(domanda, tmp_path / "x.pdf"))
    scritto = read_pdf(pdf).casefold()
    assert [t for t in list_testi(domanda) if squeeze(t).rstrip(".").casefold() not in scritto] == []
    titoli = [n.tipo for n in list_nodi(pdf) if re.fullmatch(r"/H\d", n.tipo)]
    assert titoli[:1] in ([], ["/H1"])


def test_i_suggerimenti_restano_sullo_schermo(rapporto: PdfReader) -> None:
    """Chi riceve una carta non ha il programma."""
    assert "Qualistrumenti:ldq" not in read_pdf(rapporto)


def test_gli_stessi_dati_danno_gli_stessi_byte(tmp_path: Path) -> None:
    """Due volte, e in un altro processo."""
    prima = write_carta("rapporto", tmp_path / "a.pdf")
    altrove = wait(start("rapporto", "--oggi", OGGI, "-o", str(tmp_path / "b.pdf")))
    assert altrove.codice == 0
    assert write_carta("rapporto", tmp_path / "c.pdf") == prima == (tmp_path / "b.pdf").read_bytes()


# ——— testo ostile

OSTILI = {
    "marcatura": "[red]rosso[/red] [link=http://x]y[/link] :smile:",
    "html": "<script>alert(1)</script> &lt;b&gt; <!-- x",
    "typst": '#strong[x] $x^2$ @ref <lab> *b* _i_ = t \\ // /* #sys.inputs ]] #panic(1) "}',
    "tabella": "a|b||c",
    "elenco": "# titolo *uno* **tre** ![i](j) `x` ```y```",
    "sequenza": "\x1b[31mrosso\x1b[0m \x1b]8;;http://x\x07y",
    "a capo": "uno\n# due\n\n- tre\r\nquattro",
    "rovescio": "a\u202ebc\u2066d\u200fe",
    "controllo": "\x00\x07\x9b31m\x7f",
    "altre scritture": "Łódź Αθήνα Київ → ✓ ✗ ▼ ▲ ≥",
    "lungo": "parola " * 1429,
    "lunghissimo": "x" * 10_000,
}
INSIEME = " ".join(testo for testo in OSTILI.values() if len(testo) < 100)
"""Rileggere un rapporto intero chiede tempo: una volta, con tutti."""


@pytest.mark.parametrize("testo", [pytest.param(t, id=nome) for nome, t in {**OSTILI, "insieme": INSIEME}.items()])
def test_il_testo_dei_dati_resta_testo(testo: str, write_testo: Callable[[str], Path], tmp_path: Path) -> None:
    """Si legge com'è, con i comandi resi visibili, e non esce dal foglio."""
    domanda = "rapporto" if testo == INSIEME else "scenari gara"
    pdf = open_pdf(write_carta(domanda, tmp_path / "x.pdf", write_testo(testo)))
    assert squeeze(clean(testo))[:2000] in read_pdf(pdf)
    sinistra, destra = measure_margini(pdf)
    assert sinistra > 0
    assert destra < A4[0]


LUNGHISSIMO = "§" * 10_000
DOVE: dict[str, Callable[[str], Blocco]] = {
    "cella": lambda t: Tabella("T", ("A", "B"), (("uno", t), ("due", t))),
    "prima cella": lambda t: Tabella("T", ("A", "B", "C"), ((t, 1, "uno"), ("due", 2, t))),
    "celle strette": lambda t: Tabella("T", tuple("ABCDEF"), ((*(t,) * 5, "fine"),)),
    "scheda": lambda t: Scheda("S", (("nome", t), (t, "valore"))),
    "elenco": lambda t: Elenco("E", (t, t)),
    "nota": Nota,
    "esempio": lambda t: Nota(f"Così:\n\n    {t}"),
    "capitolo": Capitolo,
    "titolo di tabella": lambda t: Tabella(t, ("A",), (("uno",),)),
    "colonna": lambda t: Tabella("T", ("A", t), (("uno", "due"),)),
}


@pytest.mark.parametrize("make", [pytest.param(make, id=nome) for nome, make in DOVE.items()])
def test_di_un_testo_lunghissimo_non_si_perde_un_carattere(make: Callable[[str], Blocco]) -> None:
    """Diecimila segni senza uno spazio: ciò che è più alto della pagina continua in quella dopo."""
    blocco = make(LUNGHISSIMO)
    assert read_fogli(open_pdf(render(make_report(blocco), Tela(80)))).count("§") >= str(blocco).count("§")


@pytest.mark.parametrize(
    "testo",
    [
        pytest.param("parol§ " * 1_000, id="a parole"),
        pytest.param("§-" * 2_000, id="con i trattini"),
        pytest.param("§2" * 2_000, id="con le cifre"),
        pytest.param("§" * 590, id="breve"),
        pytest.param("§" * 1_500, id="metà"),
    ],
)
def test_in_una_colonna_stretta_non_si_perde_un_carattere(testo: str) -> None:
    """Anche se va a capo in altri modi, e accanto ha celle di una parola sola."""
    blocco = Tabella("T", tuple("ABCDEFGH"), (("uno", testo, *"abcde", testo), ("due", *"abcdef", testo)))
    assert read_fogli(open_pdf(render(make_report(blocco), Tela(80)))).count("§") == 3 * testo.count("§")


def test_una_cella_di_ideogrammi_sta_nei_fogli() -> None:
    """Scritti con il loro numero occupano sei volte tanto: la riga, e la tabella, si dividono lo stesso."""
    righe = tuple(("北" * 150, "京" * 150, str(i)) for i in range(6))
    assert read_fogli(open_pdf(render(make_report(Tabella("T", ("A", "B", "C"), righe)), Tela(80)))).count("u") == 1800


def test_l_ente_lunghissimo_non_esce_dal_foglio() -> None:
    """Anche il nome di chi scrive va a capo."""
    pdf = open_pdf(render(make_report(Nota("uno"))._replace(ente=LUNGHISSIMO), Tela(80)))
    assert read_fogli(pdf).count("§") >= 10_000


@pytest.mark.parametrize("quante", [5, 12, 18])
def test_una_tabella_che_sta_in_mezza_pagina_non_si_divide(quante: int) -> None:
    """Nessuna pagina comincia con le sue ultime due righe."""
    righe = tuple((f"riga-{i}", i) for i in range(quante))
    for prima in range(20, 40, 5):
        blocchi: tuple[Blocco, ...] = (*(Nota(f"nota {i}") for i in range(prima)), Tabella("T", ("A", "B"), righe))
        pagine = [p.extract_text() for p in open_pdf(render(make_report(*blocchi), Tela(80))).pages]
        assert sum("riga-" in pagina for pagina in pagine) == 1


def test_i_costi_stanno_accanto_al_loro_anno(rapporto: PdfReader) -> None:
    """Il nome lungo di una colonna va a capo: la tabella non si allarga a tutta la pagina."""
    ascisse: list[float] = []
    for pagina in rapporto.pages:
        pagina.extract_text(
            visitor_text=lambda testo, cm, tm, _f, _s: (
                ascisse.append(tm[4] * cm[0] + cm[4]) if "65.004,30" in testo else None
            )
        )
    assert ascisse
    assert min(ascisse) < A4[0] / 2


@pytest.mark.parametrize(
    ("testo", "atteso"),
    [
        pytest.param("北京 Milano", "\\u5317\\u4eacMilano", id="ideogrammi"),
        pytest.param("a 😀 b", "a\\u1f600b", id="faccine"),
        pytest.param("a \ue000 b", "a\\ue000b", id="caratteri privati"),
        pytest.param("a \ufffe b", "a\\ufffeb", id="non caratteri"),
    ],
)
def test_cio_che_nessun_carattere_disegna_ha_il_suo_numero(testo: str, atteso: str) -> None:
    """Mai un quadratino vuoto: chi legge vede che cosa c'era."""
    report = make_report(Capitolo(testo), Nota(testo), Tabella(testo, (testo, "B"), ((testo, 1),)), titolo=testo)
    assert read_pdf(open_pdf(render(report, Tela(80)))).count(atteso) >= 5


def test_un_titolo_lunghissimo_non_riempie_le_pagine() -> None:
    """Come titolo se ne legge l'inizio; il testo intero è sotto."""
    report = make_report(Capitolo("parola " * 1000), titolo="titolo " * 1000)
    pdf = open_pdf(render(report, Tela(80)))
    assert pdf.metadata is not None
    assert len(pdf.metadata.title or "") == 300
    assert read_pdf(pdf).count("parola") >= 1000


def test_il_nome_lunghissimo_di_una_colonna_sta_sopra_la_tabella() -> None:
    """Un'intestazione che si ripete non può essere più alta della pagina."""
    report = make_report(Tabella("T", ("A", "z" * 10_000), tuple((f"riga {i}", i) for i in range(200))))
    pdf = open_pdf(render(report, Tela(80)))
    assert "z" * 3000 in read_pdf(pdf)
    assert len(pdf.pages) < 15


def test_una_tabella_larghissima_si_divide() -> None:
    """Ogni parte ha la prima colonna, e nessuna cella si perde."""
    colonne = tuple(f"Colonna-{i:02}" for i in range(40))
    righe = tuple(tuple(f"cella-{r}-{c:02}" for c in range(40)) for r in range(3))
    pdf = open_pdf(render(make_report(Tabella("Larga", colonne, righe)), Tela(80)))
    scritto = read_pdf(pdf)
    assert all(squeeze(cella) in scritto for riga in (colonne, *righe) for cella in riga)
    tavole = sum(n.tipo == "/Table" for n in list_nodi(pdf))
    assert tavole > 3
    assert scritto.count("Colonna00") == tavole
    assert measure_margini(pdf)[1] < A4[0] - 50


# ——— quando non si può


def test_senza_il_componente(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Si dice come installarlo, e non si scrive nulla."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda _nome: None)
    uscita = ldq("rapporto", "--oggi", OGGI, "-o", str(tmp_path / "x.pdf"))
    assert uscita.codice == 2
    assert "pip install 'ldq-planner[pdf]'" in uscita.err
    assert list(tmp_path.iterdir()) == []


def test_se_qualcosa_va_storto_il_file_di_prima_resta(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Un guasto a metà non lascia mezze carte."""
    carta = tmp_path / "x.pdf"
    carta.write_bytes(b"prima")
    monkeypatch.setattr("ldq_planner.render.pdf.build_carta", lambda _report: 1 / 0)
    assert ldq("status", "--oggi", OGGI, "-o", str(carta)).codice == 4
    assert carta.read_bytes() == b"prima"
    assert list(tmp_path.iterdir()) == [carta]


@pytest.mark.parametrize(
    "testo",
    [
        "a\u202eb\u2066c\u200f",
        "\u0301",
        "Z" + "\u0301\u0327\u0336" * 50,
        "שלום عربي हिन्दी",
        "\U000e0041\U000e007f",
        "👩\u200d👧\ufe0f",
        "x" * 40_000,
        "§" * 40_000,
        "12/2023-a " * 400,
        "".join(map(chr, range(0x2600, 0x2660))),
    ],
)
def test_nessun_testo_e_un_guasto(testo: str) -> None:
    """Segni che si sovrappongono, da destra, invisibili, senza fine: in un titolo, in una frase, in una tavola."""
    blocchi = (
        Capitolo(testo),
        Nota(testo),
        Elenco(testo, (testo,)),
        Tabella(testo, ("a", "b"), ((testo[:9_000], "x"),)),
    )
    assert render(make_report(*blocchi, titolo=testo), Tela(80)).startswith(b"%PDF")
