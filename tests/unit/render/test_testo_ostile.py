"""Il testo dei dati resta testo in ogni formato: mai colore, marcatura, formula o comando."""

from __future__ import annotations

import csv
import html
import json
import re
from datetime import date
from io import BytesIO, StringIO
from itertools import groupby
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
import vobject
import yaml
from junitparser import JUnitXml
from markdown_it import MarkdownIt
from openpyxl import load_workbook
from prometheus_client.parser import text_string_to_metric_families
from tests.dati_ostili import FILE, list_scritti, list_testi, write_ostili
from tests.segnalazioni import make_ostile, write_esame
from tests.supporto import LE_COMANDA, OGGI, RADICE, is_innocuo, ldq, read, render_testo

from ldq_planner.cli import risposta
from ldq_planner.cli.app import COMANDI as COMANDI_DI_LDQ
from ldq_planner.render import Tela, github, render
from ldq_planner.render.valori import MAX_CELLA, clean
from ldq_planner.reports.check import build_check
from ldq_planner.reports.report import Elenco, Nota, Report, Scheda, Suggerimento

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from jsonschema import Draft7Validator
    from tests.supporto import Uscita

    from ldq_planner.reports.report import Blocco

DOMANDE = (
    *("status", "contratti", "contratti uno", "quartieri", "quartieri nord", "copertura", "scenari", "scenari gara"),
    *("scenari --confronta", "check", "spiega uno", "spiega nord", "spiega gara", "spiega piano"),
)
ALTRE = (
    *("copertura --tutti", "status --per-responsabile", "check --per-responsabile", "scenari ponte", "spiega ponte"),
    *("rischio", "rischio gara", "rischio piano", "programma-gare --tutto", "acquisti", "acquisti --scheda G"),
    *("calendario --per-responsabile", "novita", "rapporto", "rapporto --breve", "diff prima"),
)
"""Le altre domande: in ognuna ogni testo di tutti i campi, ma i testi ostili messi insieme."""
DI_ALTRO = (
    *("gara", "norme", "regole", "schema", "init"),  # non leggono i dati
    *("importa", "esporta", "prepara", "estrai", "impara"),  # rispondono di file: che cosa ne scrivono, un altro file
    *("aggiungi", "rinnova", "proroga", "chiudi", "scegli", "scarta", "fatto", "affida"),  # `make fuzz`: le modifiche
)
SENZA_TESTO = ("contratti",)
"""Mostra solo id, date e importi."""
OSTILI = {
    "marcatura": "[red]rosso[/red] [link=http://x]y[/link] :smile:",
    "html": "<script>alert(1)</script> &lt;b&gt; <!-- x",
    "formula": '=HYPERLINK("http://x","y")',
    "più": "+1+cmd|'/C calc'!A0",
    "meno": "-1+1",
    "chiocciola": "@SUM(A1)",
    "tabulazione": "\t=1+1",
    "larga": "=" + "＝1",
    "dopo un apostrofo": "'=1+1",
    "dopo le virgolette": '"=1+1',
    "tabella": "a|b||c \\| d",
    "codice": "`x` ```y``` ~~~z",
    "blocco": "```",
    "elenco": "# titolo *uno* _due_ **tre** ![i](j)",
    "sequenza": "\x1b[31mrosso\x1b[0m \x1b]8;;http://x\x07y",
    "a capo": "uno\n# due\n\n- tre\r\nquattro",
    "rovescio": "a\u202ebc\u2066d\u200fe",
    "larghi zero": "a\u200bb\u200cc\u2060d\u00ade",
    "controllo": "\x00\x07\x9b31m\x7f",
    "graffe": "{t} {0} %s ${HOME} $(id)",
    "lungo": "parola " * 1429,
    "lunghissimo": "x" * 10_000,
}
PERCORSI: dict[str, tuple[str | int, ...]] = {
    "status": ("quartieri", 0, "nome"),
    "quartieri": ("quartieri", 0, "sede", "problemi", 1),
    "scenari": ("scenari", 0, "condizioni", 0, "testo"),
    "scenari --confronta": ("piani", 1, "nome"),
}

CAMPI_ICS = {
    *("uid", "dtstamp", "sequence", "dtstart", "dtend", "summary", "description", "categories", "transp", "class"),
    "valarm",
    "status",
}
A_VOLTE = {"valarm", "status"}
"""Un evento passato non ha avvisi; un atto compiuto è tolto dal calendario (`CANCELLED`)."""

ogni_testo = pytest.mark.parametrize("testo", [pytest.param(testo, id=nome) for nome, testo in OSTILI.items()])


@pytest.fixture
def cartella(testo: str, write_testo: Callable[[str], Path]) -> Path:
    """I dati con quel testo dappertutto."""
    return write_testo(testo)


def ask(domanda: str, formato: str, cartella: Path) -> str:
    """La risposta, larga quanto serve."""
    argomenti = (*domanda.split(), "--oggi", OGGI, "--format", formato)
    uscita = ldq(*argomenti, cartella=cartella, ambiente={})
    assert (uscita.codice, strip_taciute(uscita.err)) == (1 if domanda == "check" else 0, "")
    return uscita.out


def ask_report(domanda: str, formato: str, cartella: Path, larghezza: int = 100) -> tuple[Uscita, Report]:
    """La risposta, e il report da cui viene: quello di un formato si scrive anche negli altri."""
    visti: list[Report] = []

    def keep(report: Report, scelto: str, tela: Tela) -> str | bytes:
        visti.append(report)
        return render(report, scelto, tela)

    argomenti = (*domanda.split(), "--oggi", OGGI, "--format", formato)
    with patch.object(risposta, "render", keep):
        uscita = ldq(*argomenti, cartella=cartella, ambiente={"COLUMNS": str(larghezza)})
    assert uscita.codice == (1 if domanda.startswith("check") else 0), uscita.err
    strip_taciute(uscita.err)
    return uscita, visti[-1]


def strip_taciute(detto: str) -> str:
    """Ciò che si legge accanto alla risposta, senza la riga di ciò che una deroga tace."""
    assert is_innocuo(detto)
    return re.sub(r"\Aldq: segnalazioni: 1 non mostrata: .*\n\Z", "", detto)


def make_report(*blocchi: Blocco) -> Report:
    """Un report con quei blocchi."""
    return Report("ldq/prova/1", "Prova", date(2023, 1, 17), None, blocchi, ())


def squeeze(testo: str) -> str:
    """Senza spazi: dove una tabella va a capo non conta."""
    return re.sub(r"\s+", "", testo)


@ogni_testo
def test_in_tabella(testo: str, cartella: Path) -> None:
    """Si legge per intero, e nessun carattere comanda il terminale; se va a capo, accanto c'è il resto della riga."""
    atteso = squeeze(clean(testo)).replace("⏎", "")  # in una frase gli a capo restano tali
    for domanda in DOMANDE:
        scritto = ask(domanda, "table", cartella)
        assert is_innocuo(scritto)
        if domanda not in SENZA_TESTO:
            assert atteso[:500] in squeeze(scritto).replace("⏎", ""), domanda
            assert len(squeeze(scritto)) > len(atteso)


@ogni_testo
@pytest.mark.usefixtures("testo")
def test_in_tabella_stretta(cartella: Path) -> None:
    """Anche dove non ci sta: si spezza, ma non sparisce e non comanda."""
    for domanda in ("status", "quartieri nord", "scenari --confronta", "check"):
        uscita = ldq(*domanda.split(), "--oggi", OGGI, cartella=cartella, ambiente={"COLUMNS": "40"})
        assert uscita.codice in (0, 1)
        assert is_innocuo(uscita.out)


@ogni_testo
@pytest.mark.usefixtures("testo")
def test_nessun_colore_viene_dai_dati(cartella: Path) -> None:
    """Con il colore acceso le sole sequenze sono le nostre."""
    uscita = ldq("status", "--oggi", OGGI, cartella=cartella, ambiente={"FORCE_COLOR": "1"})
    assert is_innocuo(re.sub(r"\x1b\[\d*(;\d+)*m", "", uscita.out))


@ogni_testo
def test_in_markdown(testo: str, cartella: Path) -> None:
    """Un lettore di Markdown ne ricava il testo com'era, e nessun elemento o cella in più."""
    for domanda in DOMANDE:
        scritto = ask(domanda, "md", cartella)
        check_tavole(scritto)
        assert is_innocuo(scritto)
        pagina = MarkdownIt("commonmark").enable("table").render(scritto)
        elementi = set(re.findall(r"<(\w+)", pagina))
        assert elementi <= {"h2", "h3", "p", "ul", "li", "strong", "table", "thead", "tbody", "tr", "th", "td"} | {
            "pre",
            "code",
        }
        letto = html.unescape(re.sub(r"<[^>]*>", "", pagina))
        dentro_un_blocco = clean(testo).replace("```", "'''")
        if domanda not in SENZA_TESTO:
            assert squeeze(clean(testo)) in squeeze(letto) or squeeze(dentro_un_blocco) in squeeze(letto), domanda


def check_tavole(scritto: str) -> None:
    """Una barra nel testo non apre una colonna: quelle non protette sono sempre tante quante nell'intestazione."""
    for is_tavola, tavola in groupby(scritto.splitlines(), key=lambda riga: riga.startswith("|")):
        conti = {len(re.findall(r"(?<!\\)(?:\\\\)*\|", riga)) for riga in tavola}
        assert len(conti) == 1 or not is_tavola


def read_celle(report: Report, formato: str) -> list[str]:
    """Le celle di un CSV: ogni riga ne ha quante l'intestazione, e nessuna è una formula."""
    segno, separatore = {"csv": ("", ","), "csv-excel": ("\ufeff", ";")}[formato]
    scritto = render_testo(report, formato)
    assert scritto.startswith(segno)
    assert is_innocuo(scritto.removeprefix(segno))
    righe = list(csv.reader(StringIO(scritto.removeprefix(segno), newline=""), delimiter=separatore))
    assert len(righe) > 1
    assert len({len(riga) for riga in righe}) <= 1
    celle = [cella for riga in righe for cella in riga]
    assert not [c for c in celle if re.match(r"\s*[=+@＝＋－＠]|\s*-(?!\d+$)", c)]
    return celle


def read_foglio(report: Report) -> list[str]:
    """I testi di una cartella di lavoro: nessuna formula, nessun collegamento."""
    scritta = render(report, "xlsx", Tela(100))
    assert isinstance(scritta, bytes)
    celle = [cella for pagina in load_workbook(BytesIO(scritta)) for riga in pagina.iter_rows() for cella in riga]
    assert not [c for c in celle if c.data_type == "f" or c.hyperlink]
    testi = [c.value for c in celle if isinstance(c.value, str)]
    assert all(is_innocuo(letto) for letto in testi)
    return testi


def defuse(testo: str) -> str:
    """Il testo nella cella di un CSV: ciò che sembra una formula è preceduto da un apostrofo."""
    return f"'{clean(testo)}" if clean(testo).lstrip(" '\"")[:1] in tuple("=+-@＝＋－＠") else clean(testo)


@ogni_testo
def test_in_un_foglio_di_calcolo(testo: str, cartella: Path) -> None:
    """Nel CSV, in quello che Excel legge in italiano, e in una cartella di lavoro, un altro lettore ne ricava il testo."""
    for domanda in (*DOMANDE, "calendario"):
        _, report = ask_report(domanda, "xlsx", cartella)
        celle, italiane, testi = read_celle(report, "csv"), read_celle(report, "csv-excel"), read_foglio(report)
        if domanda in ("status", "quartieri", "scenari"):
            assert defuse(testo) in celle
            assert defuse(testo) in italiane
        if domanda not in SENZA_TESTO:
            assert any(clean(testo)[:9_000] in letto for letto in testi), domanda


# ——— ogni altra domanda, in ogni formato


def test_ogni_campo_ha_il_testo_e_ogni_comando_la_sua_domanda() -> None:
    """Dagli schemi dei dati e dall'elenco dei comandi: un campo nuovo, o un comando nuovo, si aggiunge anche qui."""
    for nome, dati in FILE.items():
        schema = json.loads(read(RADICE / "schemi" / f"{nome}.schema.json"))
        assert {*list_testi(schema, schema)} == {*list_scritti(yaml.safe_load(dati.format(t="§")), "§")}, nome
    provati = {domanda.split()[0] for domanda in (*DOMANDE, *ALTRE)}
    assert provati.isdisjoint(DI_ALTRO)
    assert provati | {*DI_ALTRO} == {*COMANDI_DI_LDQ}


RACCOLTI = ("::error file=x::y", "##[error]x", "##vso[task.complete result=Failed;]x", "##teamcity[buildStop]")
"""Ciò che comanda chi raccoglie le righe di una pipeline: in testa a una riga, in mezzo, o dove una tabella va a capo."""
INSIEMI = {
    "in fila": "\t=1+1 ".join,
    "in colonna": "\n".join,
    "lontani": f" {'parola ' * 20}".join,
}
"""Come stanno insieme i testi ostili, tranne i lunghissimi."""
_MAI_IN_MARKDOWN = {"a", "img", "em", "del", "script", "b", "hr", "blockquote", "ol", "input"}


@pytest.mark.parametrize("domande", [DOMANDE, ALTRE], ids=["una per una", "altre"])
@pytest.mark.parametrize("come", INSIEMI)
def test_ogni_domanda(come: str, domande: tuple[str, ...], write_testo: Callable[[str], Path], tmp_path: Path) -> None:
    """In ogni formato, anche in un rapporto, che ha tutto, e in un confronto, che ha due cartelle."""
    insieme = (*(OSTILI | COMANDI).values(), *RACCOLTI)
    testo = INSIEMI[come](t for t in ("", *insieme) if len(t) < 100)
    cartella, prima = write_testo(testo), write_ostili(tmp_path / "prima", f"altro {testo}")
    contratti = prima / "contratti.yaml"
    contratti.write_text(read(contratti).replace("2022-08-15", "2022-07-15"), encoding="utf-8")
    for domanda in domande:
        stretta, report = ask_report(domanda, "table", cartella, larghezza=40)
        pagina, con_fonti = ask_report(domanda, "html", cartella)
        md, json_, larga = (render_testo(report, formato, 100) for formato in ("md", "json", "table"))
        read_foglio(con_fonti)
        read_celle(report, "csv")
        read_celle(con_fonti, "csv-excel")
        json.loads(json_)
        for scritto in (stretta.out, larga, md, json_):
            assert is_innocuo(scritto), domanda
            assert [riga for riga in scritto.splitlines() if LE_COMANDA.search(riga)] == [], domanda
        check_tavole(md)
        elementi = re.findall(r"<(\w+)", MarkdownIt("commonmark").enable("table").render(md))
        assert _MAI_IN_MARKDOWN.isdisjoint(elementi), domanda
        assert is_innocuo(pagina.out)
        assert "<script>alert" not in pagina.out
        assert 'href="http://x' not in pagina.out


@pytest.mark.parametrize(
    "inizio", ["- x", "+ x", "1. x", "12) x", "---", "===", "-", "    x", "\tx", "> x", "# x", "[x]: /y", "| x", "```x"]
)
def test_un_inizio_resta_testo_in_markdown(inizio: str) -> None:
    """In testa a una frase, a una voce, a un capoverso: né un elenco, né una riga, né un esempio, né un titolo."""
    blocchi = (
        Elenco("", (inizio, "altra")),
        Suggerimento(inizio),
        Scheda("", ((inizio, inizio),)),
        Nota(f"a\n\n{inizio.lstrip()}"),
    )
    pagina = MarkdownIt("commonmark").enable("table").render(render_testo(make_report(*blocchi), "md"))
    assert pagina.count("<li>") == 3
    assert not re.search(r"<(ol|hr|h1|h3|code|blockquote|a|table)\b", pagina)
    assert html.unescape(re.sub("<[^>]*>", "", pagina)).count(inizio.strip()) == 5
    assert "\\" not in pagina


@pytest.mark.parametrize(
    "richiamo", ["https://x.it/y", "http://x", "www.x.it", "nome@x.it", "@octocat", "mailto:a@b.it", "HTTPS://X"]
)
def test_un_indirizzo_o_un_nome_non_chiama_nessuno(richiamo: str) -> None:
    """GitHub fa un collegamento di un indirizzo nudo, e avvisa chi ha quel nome: il testo resta quello, e basta."""
    scritto = render_testo(make_report(Suggerimento(f"scrivere a {richiamo} oggi")), "md")
    assert not re.search(r"@\w|://|www\.", scritto)
    assert richiamo in html.unescape(re.sub("<[^>]*>", "", MarkdownIt("commonmark").render(scritto)))


@ogni_testo
def test_in_json(testo: str, cartella: Path) -> None:
    """Esatto, carattere per carattere; i segni di controllo e di direzione con il loro numero: un terminale non li esegue."""
    for domanda, percorso in PERCORSI.items():
        scritto = ask(domanda, "json", cartella)
        assert is_innocuo(scritto)
        valore = json.loads(scritto)
        for passo in percorso:
            valore = valore[passo]
        assert valore == testo


@pytest.mark.parametrize("formato", ["csv", "csv-excel"])
def test_un_testo_smisurato_sta_in_una_cella(formato: str, write_testo: Callable[[str], Path]) -> None:
    """Un altro lettore di CSV rifiuta un campo più lungo di 131.072 caratteri, e Excel ne tiene 32.767."""
    scritto = ask("scenari", formato, write_testo("x" * 140_000))
    celle = [
        cella
        for riga in csv.reader(StringIO(scritto, newline=""), delimiter=";" if "-" in formato else ",")
        for cella in riga
    ]
    assert max(map(len, celle)) == MAX_CELLA


# ——— i formati di file


@ogni_testo
def test_in_ics(testo: str, cartella: Path) -> None:
    """Un altro lettore ne ricava il testo com'era, e nessun evento o campo in più."""
    calendario = vobject.readOne(ask("calendario", "ics", cartella))
    eventi = calendario.vevent_list
    assert len(eventi) == 11
    for evento in eventi:
        assert {*evento.contents} | A_VOLTE == CAMPI_ICS
        assert is_innocuo(evento.summary.value)
    letti = [squeeze(evento.summary.value + evento.description.value) for evento in eventi]
    assert any(squeeze(clean(testo)) in letto for letto in letti)


# ——— i formati di `ldq check`

COMANDI = {
    "comando": "a\n::error file=x::y\r::stop-commands::z",
    "comando già scritto": "%0A::add-mask::x %25 %3A%2C",
    "proprietà": "x,line=1,title=y::z",
    "cdata": "]]> <![CDATA[ &amp; <!ENTITY x> \"'",
    "fuori da xml": "\ufffe\uffff\x0b\x1f",
    "collegamento": "[testo](https://x) {0} \\[",
    "etichetta": 'x"} 1\n# TYPE y counter\nz{a="\\',
}
ogni_comando = pytest.mark.parametrize("testo", [pytest.param(t, id=n) for n, t in (OSTILI | COMANDI).items()])


@ogni_comando
def test_nelle_annotazioni_di_github(testo: str) -> None:
    """Come le legge GitHub: un comando per riga, con le sue proprietà e nessun'altra, e il testo com'era."""
    prima, *righe = write_esame(make_ostile(testo), "github").split("\n")[:-1]
    assert prima.startswith("::notice title=")
    assert len(righe) == 3
    for riga in righe:
        assert is_innocuo(riga)
        _, testa, messaggio = riga.split("::", 2)
        comando, _, proprieta = testa.partition(" ")
        assert comando in ("warning", "error")
        nomi = [p.partition("=")[0] for p in proprieta.split(",")]
        assert nomi == ["file", "line", "col", "title"]
        letto = messaggio.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")
        assert letto == "\n".join((clean(testo), f"aiuto: {clean(testo)}", f"fonte: {clean(testo)}"))


@pytest.mark.parametrize("larghezza", [20, 40, 77, 100, 1000])
@pytest.mark.parametrize("comando", ["::error::x", "##[error]x", "::stop-commands::y"])
def test_nessuna_riga_a_terminale_e_un_comando(comando: str, larghezza: int) -> None:
    """Anche chi legge le segnalazioni come testo, in una pipeline, non esegue ciò che viene dai dati."""
    testo = f"{comando} " * 300
    for formato in ("table", "md"):
        scritto = render_testo(build_check(make_ostile(testo), None), formato, larghezza)
        assert not [riga for riga in scritto.splitlines() if riga.lstrip().startswith(("::", "##["))]


@ogni_comando
def test_nel_riassunto_di_github(testo: str) -> None:
    """Una tabella con cinque colonne e tre righe, e nessun elemento in più."""
    pagina = MarkdownIt("commonmark").enable("table").render(github.render_riassunto(make_ostile(testo), 0))
    assert set(re.findall(r"<(\w+)", pagina)) == {"h3", "p", "table", "thead", "tbody", "tr", "th", "td"}
    assert pagina.count("<td") == 15
    assert squeeze(clean(testo)) in squeeze(html.unescape(re.sub(r"<[^>]*>", "", pagina)))


@ogni_comando
def test_in_gitlab(testo: str) -> None:
    """Una riga di testo per voce."""
    voci = json.loads(write_esame(make_ostile(testo), "gitlab"))
    assert [voce["description"] for voce in voci] == [f"{clean(testo)} — {clean(testo)}"] * 3


@ogni_comando
def test_in_sarif(testo: str, sarif_schema: Draft7Validator) -> None:
    """Rispetta lo schema, anche dove va un indirizzo; nessun collegamento viene dai dati."""
    registro = json.loads(write_esame(make_ostile(testo), "sarif"))
    assert [errore.message for errore in sarif_schema.iter_errors(registro)] == []
    for risultato in registro["runs"][0]["results"]:
        messaggio = risultato["message"]["text"]
        assert not re.search(r"(?<!\\)[\[\]]", messaggio)
        assert re.sub(r"\\([\[\]])", r"\1", messaggio) == f"{clean(testo)} — {clean(testo)}"
        assert re.fullmatch(r"[\w%./~-]+", risultato["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])


@ogni_comando
def test_in_junit(testo: str) -> None:
    """Un lettore vero lo rilegge, con il testo com'era; ciò che XML non ammette si vede."""
    (gruppo,) = JUnitXml.fromstring(write_esame(make_ostile(testo), "junit").encode())
    (prova,) = gruppo
    (esito,) = prova.result
    atteso = re.sub("[\ufffe\uffff]", lambda c: f"\\u{ord(c[0]):04x}", clean(testo))
    assert prova.name == atteso
    assert esito.message == f"{atteso} (e altre 2)"


@ogni_comando
def test_in_prometheus(testo: str) -> None:
    """Due famiglie e tre serie: le etichette sono quelle, e dentro c'è il testo."""
    famiglie = {
        f.name: f.samples for f in text_string_to_metric_families(write_esame(make_ostile(testo), "prometheus"))
    }
    assert set(famiglie) == {"ldq_dati_valutabili", "ldq_segnalazioni"}
    assert len(famiglie["ldq_segnalazioni"]) == 3
    for campione in famiglie["ldq_segnalazioni"]:
        assert campione.labels["entita"] == clean(testo)
        assert set(campione.labels) == {"codice", "severita", "entita", "file"}
