"""Le figure in SVG: si leggono senza vederle, in bianco e nero, e con qualunque testo."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.figure import SVG, list_barre, list_scritte, parse_svg
from tests.portafogli import OGGI, build_contratto, build_opzione, build_periodo, build_portafoglio, build_scenario
from tests.supporto import AGGIORNA, ldq, read, rewrite
from tests.unit.render.test_testo_ostile import OSTILI

from ldq_planner.engine.quadro import Quadro
from ldq_planner.render.disegno.segno import CARTA, INCHIOSTRO, TENUE, escape
from ldq_planner.render.disegno.trama import SERIE, TRAME
from ldq_planner.render.svg import draw_figura
from ldq_planner.reports.barre import Genere, Segno
from ldq_planner.reports.copertura import build_copertura
from ldq_planner.reports.report import IGNOTO, Istogramma, LineaDelTempo, RigaLinea

if TYPE_CHECKING:
    from collections.abc import Callable

ATTESE = Path(__file__).parent / "figure"
ISTOGRAMMA = Istogramma("Confronto", "abitanti-giorni", ("Nulla", "Gara"), (("Nord", (1000, 0)), ("Sud", (None, 12))))
FIGURE = (
    "copertura",
    "copertura --dal 2022-01-01 --al 2026-12-31",
    "gara --servizio-dal 2024-01-01",
    "gara --invio 2024-12-30 --profilo minimo",
    "scenari --confronta",
    "scenari lorenteggio-adp",
)


def build_figura(*, dal: str = "2022-01-01", al: str = "2024-12-31") -> LineaDelTempo:
    """Un quartiere con un rinnovo in corso, una proroga ancora aperta, un inizio incerto e una gara."""
    opzioni = [build_opzione(durata_mesi=6), build_opzione("aperta", durata_mesi=6)]
    contratto = build_contratto("uno", inizio="2022-03", scadenza_base="2023-03-31", opzioni=opzioni)
    scenario = build_scenario("gara", inizio="2024-03-01", durata_mesi=24)
    portafoglio = build_portafoglio([contratto], [scenario])
    figura = build_copertura(Quadro(portafoglio, OGGI), build_periodo(dal, al), scenari=(scenario,)).figura
    assert isinstance(figura, LineaDelTempo)
    return figura


def test_ogni_cosa_ha_il_suo_genere_e_il_suo_testo() -> None:
    """I giorni incerti non si confondono con quelli certi, né l'opzione aperta con quella esercitata."""
    barre = [(b.genere, b.testo) for b in list_barre(parse_svg(draw_figura(build_figura())))]
    assert sorted(barre) == [
        ("contratto", "contratto «Prova», inizio: marzo 2022, fine: 31/03/2023"),
        ("date-incerte", "giorni incerti: contratto «Prova», inizio: marzo 2022, fine: 31/03/2023"),
        ("lacuna-certa", "lacuna certa dal 01/01/2022 al 28/02/2022: 59 giorni, 59.000 abitanti-giorni"),
        ("lacuna-certa", "lacuna certa dal 01/10/2023 al 31/12/2024: 458 giorni, 458.000 abitanti-giorni"),
        ("lacuna-possibile", "lacuna possibile dal 01/03/2022 al 30/03/2022: 30 giorni, 30.000 abitanti-giorni"),
        ("opzione-ancora-aperta", "opzione ancora aperta rinnovo di «Prova», dal 01/10/2023 al 31/03/2024"),
        ("opzione-esercitata", "opzione esercitata rinnovo di «Prova», dal 01/04/2023 al 30/09/2023"),
        ("scenario", "scenario «Gara gara», dal 01/03/2024 al 28/02/2026"),
    ]


def test_chi_non_vede_la_figura_la_legge() -> None:
    """Titolo e descrizione, con id che in una pagina non si ripetono."""
    radice = parse_svg(draw_figura(build_figura(), id_="tre", nota="al 17/01/2023"))
    titolo, descrizione = radice.find(f"{SVG}title"), radice.find(f"{SVG}desc")
    assert titolo is not None
    assert descrizione is not None
    assert radice.get("role") == "img"
    assert radice.get("aria-labelledby") == f"{titolo.get('id')} {descrizione.get('id')}"
    assert "tre" in (titolo.get("id") or "")
    assert titolo.text == "Linea del tempo dal 01/01/2022 al 31/12/2024"
    assert "Q (1.000 abitanti): contratto «Prova»" in (descrizione.text or "")
    assert "lacuna certa dal 01/10/2023 al 31/12/2024: 458 giorni" in (descrizione.text or "")
    assert {i for e in radice.iter() if (i := e.get("id"))}.isdisjoint(
        {i for e in parse_svg(draw_figura(build_figura(), id_="altra")).iter() if (i := e.get("id"))}
    )


@pytest.mark.parametrize("domanda", FIGURE)
def test_figura_di_un_comando(domanda: str, tmp_path: Path) -> None:
    """Ben formata, con un titolo che si vede e il giorno della domanda; due volte, gli stessi byte."""
    testi = []
    for nome in ("una.svg", "due.svg"):
        uscita = ldq(*domanda.split(), "--oggi", "2023-01-17", "-o", str(tmp_path / nome))
        assert (uscita.codice, uscita.out, uscita.err) == (0, "", "")
        testi.append(read(tmp_path / nome))
    radice = parse_svg(testi[0])
    assert testi[0] == testi[1]
    assert any("17/01/2023" in scritta for scritta in list_scritte(radice))
    assert len(radice.findtext(f"{SVG}desc", "")) > 100


def test_circa_si_dice(tmp_path: Path) -> None:
    """«circa 4.200 abitanti», e la fine indicativa del programma, che la presentazione dà così."""
    ldq("copertura", "--oggi", "2023-01-17", "--al", "2026-12-31", "-o", str(tmp_path / "x.svg"))
    scritte = list_scritte(parse_svg(read(tmp_path / "x.svg")))
    assert {"circa 4.200 abitanti", "fine A.d.P. Lorenteggio (indicativa)", "oggi, 17/01/2023"} <= set(scritte)


@pytest.mark.parametrize("domanda", ["copertura --al 2026-12-31", "scenari lorenteggio-adp"])
def test_un_inizio_calcolato_si_dice(domanda: str, tmp_path: Path) -> None:
    """Nei dati c'è scritto «2023»: la figura mostra il primo giorno possibile, e dice che non viene dai dati."""
    ldq(*domanda.split(), "--oggi", "2023-01-17", "-o", str(tmp_path / "x.svg"))
    radice = parse_svg(read(tmp_path / "x.svg"))
    assert any(t.startswith("dal 19/11/2023 (calcolato): Pros") for t in list_scritte(radice))
    assert "(inizio calcolato)" in radice.findtext(f"{SVG}desc", "")


def test_un_giorno_in_dieci_anni_si_vede_e_si_legge() -> None:
    """Le lacune corte hanno la loro scritta, e nessuna copre l'altra: stanno su corsie diverse."""
    contratti = [
        build_contratto("a", inizio="2015-01-01", scadenza_base="2019-12-30"),
        build_contratto("b", inizio="2020-01-01", scadenza_base="2020-01-31"),
        build_contratto("c", inizio="2020-02-02", scadenza_base="2024-12-31"),
    ]
    figura = build_copertura(
        Quadro(build_portafoglio(contratti), OGGI), build_periodo("2015-01-01", "2024-12-31")
    ).figura
    assert figura is not None
    radice = parse_svg(draw_figura(figura))
    lacune = [b for b in list_barre(radice) if b.genere == "lacuna-certa"]
    assert [b.giorni for b in lacune] == [1, 1]
    assert len({b.alto for b in lacune}) == 2
    assert all(b.destra - b.sinistra >= 3 for b in lacune)
    assert list_scritte(radice).count("1 giorno") == 2


def test_un_valore_non_noto_si_dice() -> None:
    """Senza abitanti non c'è una barra lunga zero: c'è scritto che non si sa."""
    radice = parse_svg(draw_figura(ISTOGRAMMA))
    assert list_scritte(radice).count(IGNOTO) == 1
    assert {"1.000", "0", "12", "1. Nulla", "2. Gara"} <= set(list_scritte(radice))


def test_una_figura_senza_righe_resta_una_figura() -> None:
    """Nessun quartiere, nessun piano: si disegna ciò che c'è."""
    finestra = build_periodo("2023-01-01", "2023-01-01")
    parse_svg(draw_figura(LineaDelTempo("", finestra, OGGI, (), ())))
    parse_svg(draw_figura(Istogramma("", "giorni", (), ())))
    vuota = RigaLinea("Nord", segni=(Segno(finestra.inizio, "fine PIÙ"),))
    assert "fine PIÙ" in list_scritte(parse_svg(draw_figura(LineaDelTempo("", finestra, OGGI, (vuota,), ()))))


@pytest.mark.parametrize("domanda", ["--servizio-dal 2024-01-01", "--invio 2024-12-30", "--servizio-dal 2023-07-01"])
def test_ogni_fase_della_gara(domanda: str, tmp_path: Path) -> None:
    """Una riga per fase, con i suoi giorni, chi agisce, il termine ultimo e il margine che ne resta."""
    comando = ("gara", *domanda.split(), "--oggi", "2023-01-17")
    ldq(*comando, "-o", str(tmp_path / "x.svg"))
    risposta = json.loads(ldq(*comando, "--format", "json").out)
    radice = parse_svg(read(tmp_path / "x.svg"))
    nomi = [g.findtext(f"{SVG}title", "") for g in radice.iter(f"{SVG}g") if g.get("class") == "riga"]
    barre = list(list_barre(radice))
    durano = [f for f in risposta["fasi"] if f["giorni"]]
    assert [n.partition(", ")[0] for n in nomi[:-1]] == [f["nome"].partition(", ")[0] for f in risposta["fasi"]]
    assert nomi[-1] == "Servizio"
    assert [b.giorni for b in barre if b.genere == "fase-della-gara"] == [f["giorni"] for f in durano]
    margini = [f["margine"] for f in risposta["fasi"] if f["margine"]]
    assert [b.giorni for b in barre if b.genere == "riserva"] == margini
    scritte = " ".join(list_scritte(radice))
    for fase in durano:
        assert date.fromisoformat(fase["fine"]).strftime("%d/%m/%Y") in scritte
    assert all(f"al più tardi {date.fromisoformat(f['limite']):%d/%m/%Y}" in scritte for f in durano if f["margine"])


def test_una_gara_in_ritardo_dice_quando_si_arriva(tmp_path: Path) -> None:
    """Accanto al giorno voluto, il primo possibile cominciando oggi."""
    ldq("gara", "--servizio-dal", "2023-07-01", "--oggi", "2023-01-17", "-o", str(tmp_path / "x.svg"))
    scritte = list_scritte(parse_svg(read(tmp_path / "x.svg")))
    assert {"dal 01/07/2023", "al più presto dal 19/11/2023, cominciando oggi"} <= set(scritte)


# ——— in bianco e nero, e con poca vista


def test_ogni_genere_si_distingue_senza_colore() -> None:
    """Due generi della stessa figura hanno motivo, tratteggio o spessore diversi."""
    copertura = [g for g in Genere if g not in (Genere.FASE, Genere.MARGINE, Genere.AL_COMPLETO)]
    for generi in (copertura, [Genere.FASE, Genere.MARGINE, Genere.AL_COMPLETO]):
        assert len({(TRAME[g].motivo, TRAME[g].tratteggio) for g in generi}) == len(generi)
    assert len({t.motivo for t in SERIE}) == len(SERIE)


def measure_contrasto(uno: str, altro: str) -> float:
    """Il contrasto di WCAG 2.1 fra due colori `#rrggbb`."""

    def shine(colore: str) -> float:
        canali = [int(colore[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        lineari = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in canali]
        return 0.2126 * lineari[0] + 0.7152 * lineari[1] + 0.0722 * lineari[2]

    chiaro, scuro = sorted((shine(uno), shine(altro)), reverse=True)
    return (chiaro + 0.05) / (scuro + 0.05)


@pytest.mark.parametrize("colore", sorted({INCHIOSTRO, TENUE, *(t.colore for t in (*TRAME.values(), *SERIE))}))
def test_contrasto(colore: str) -> None:
    """Testo almeno 4,5; le stesse tinte disegnano le forme, a cui basta 3."""
    assert measure_contrasto(colore, CARTA) >= 4.5


# ——— testo ostile


@pytest.mark.parametrize("testo", [pytest.param(testo, id=nome) for nome, testo in OSTILI.items()])
@pytest.mark.parametrize("domanda", ["copertura", "scenari --confronta", "scenari gara"])
def test_testo_ostile(testo: str, domanda: str, write_testo: Callable[[str], Path], tmp_path: Path) -> None:
    """Entra come testo: la figura resta ben formata, con i soli elementi suoi, e nulla esce dal foglio."""
    uscita = tmp_path / "figura.svg"
    esito = ldq(*domanda.split(), "--dati", str(write_testo(testo)), "--oggi", "2023-01-17", "-o", str(uscita))
    assert (esito.codice, esito.err) == (0, "")
    radice = parse_svg(read(uscita))
    nomi = {e.tag.removeprefix(SVG) for e in radice.iter()}
    assert nomi <= {"svg", "title", "desc", "defs", "pattern", "rect", "path", "g", "text"}
    assert all(len(scritta) <= 200 for scritta in list_scritte(radice))


@pytest.mark.parametrize("codice", [0x00, 0x0B, 0x1B, 0xFFFE, 0xFFFF, 0xD800, 0x202E, 0x200F])
def test_un_carattere_che_xml_non_ammette_si_vede(codice: int) -> None:
    """Altrimenti nessun programma aprirebbe la figura."""
    assert re.fullmatch(r"a\\[xu][0-9a-f]{2,4}b", escape(f"a{chr(codice)}b"))


# ——— la figura intera


@pytest.mark.parametrize("nome", ["linea", "istogramma"])
def test_figura_attesa(nome: str) -> None:
    """Una figura piccola per intero: chi cambia il disegno la rilegge nel diff."""
    figura = build_figura(dal="2023-01-01", al="2023-12-31") if nome == "linea" else ISTOGRAMMA
    scritta = draw_figura(figura, id_=nome, nota="al 17/01/2023").replace("><", ">\n<") + "\n"
    if AGGIORNA:
        rewrite(ATTESE / f"{nome}.svg", scritta)
    assert scritta == read(ATTESE / f"{nome}.svg")
