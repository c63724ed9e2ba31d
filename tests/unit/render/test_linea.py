"""Le figure in caratteri: a qualunque larghezza, nessuna lacuna sparisce; la barra più lunga riempie lo spazio."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldq_planner.dates.periodo import Periodo
from ldq_planner.render.linea import SEGNI, draw_istogramma, draw_linea
from ldq_planner.reports.copertura import LEGENDA
from ldq_planner.reports.report import IGNOTO, Istogramma, LineaDelTempo, RigaLinea, Tono, Tratto

FIGURA = Istogramma("Scoperto", "giorni", ("Nulla", "Una gara"), (("Nord", (1000, 1)), ("Sud-Ovest", (0, None))))
COPERTO, FORSE, SCOPERTO = SEGNI[Tono.BENE], SEGNI[Tono.INCERTO], SEGNI[Tono.ALLARME]
DECENNIO = Periodo(date(2016, 1, 1), date(2025, 12, 31))
OGGI = date(2023, 1, 17)


def build(finestra: Periodo, *tratti: Tratto, oggi: date = OGGI, nome: str = "Nord") -> LineaDelTempo:
    """La linea di un quartiere."""
    return LineaDelTempo("", finestra, oggi, (RigaLinea(nome, tratti),), LEGENDA)


def draw(linea: LineaDelTempo, larghezza: int) -> list[str]:
    """Le righe del disegno, senza toni."""
    return ["".join(pezzo.testo for pezzo in riga) for riga in draw_linea(linea, larghezza)]


def find_caselle(linea: LineaDelTempo, larghezza: int) -> str:
    """Le caselle del primo quartiere."""
    nome, margine = linea.righe[0].nome, len(linea.righe[0].nome) + 1
    return next(riga for riga in draw(linea, larghezza) if riga.startswith(nome))[margine:]


def spot(giorno: date, giorni: int, tono: Tono) -> Tratto:
    """Un tratto di tanti giorni."""
    return Tratto(Periodo(giorno, giorno + timedelta(days=giorni - 1)), tono)


@given(st.data(), st.integers(1, 200))
def test_ogni_lacuna_si_vede(data: st.DataObject, larghezza: int) -> None:
    """Anche di un giorno in dieci anni: la sua casella la mostra, e una certa non è nascosta da una possibile."""
    lungo = DECENNIO.giorni
    tratti = []
    for _ in range(data.draw(st.integers(1, 6))):
        inizio = data.draw(st.integers(0, lungo - 1))
        giorni = data.draw(st.integers(1, min(400, lungo - inizio)))
        tono = data.draw(st.sampled_from((Tono.INCERTO, Tono.ALLARME)))
        tratti.append((inizio, giorni, tono))
    disegnati = tuple(spot(DECENNIO.inizio + timedelta(days=i), n, tono) for i, n, tono in tratti)
    caselle = find_caselle(build(DECENNIO, *disegnati), larghezza)
    peggiori = {giorno: FORSE for i, n, tono in tratti if tono is Tono.INCERTO for giorno in range(i, i + n)}
    peggiori |= {giorno: SCOPERTO for i, n, tono in tratti if tono is Tono.ALLARME for giorno in range(i, i + n)}
    confini = [lungo * k // len(caselle) for k in range(len(caselle) + 1)]
    for casella, primo, dopo in zip(caselle, confini, confini[1:], strict=False):
        segni = {peggiori.get(giorno, COPERTO) for giorno in range(primo, dopo)}
        attesa = SCOPERTO if SCOPERTO in segni else FORSE if FORSE in segni else COPERTO
        assert casella == attesa


@pytest.mark.parametrize("larghezza", [1, 20, 60, 80, 120, 10_000])
@pytest.mark.parametrize(("tono", "segno"), [(Tono.ALLARME, SCOPERTO), (Tono.INCERTO, FORSE)])
def test_un_giorno_in_dieci_anni_si_vede(larghezza: int, tono: Tono, segno: str) -> None:
    """È la lacuna che una media nasconderebbe."""
    caselle = find_caselle(build(DECENNIO, spot(OGGI, 1, tono)), larghezza)
    assert caselle.count(segno) == 1
    assert caselle.count(COPERTO) == len(caselle) - 1


def test_una_casella_non_vale_mai_meno_di_un_giorno() -> None:
    """In una finestra corta ogni casella è un giorno, e la scala non si spiega."""
    linea = build(Periodo(OGGI, OGGI + timedelta(days=29)), spot(OGGI, 3, Tono.ALLARME))
    assert find_caselle(linea, 500) == SCOPERTO * 3 + COPERTO * 27
    assert not any("una casella" in riga for riga in draw(linea, 500))


def test_la_scala_dice_quanto_vale_una_casella() -> None:
    """E che porta lo stato peggiore."""
    (scala,) = (riga for riga in draw(build(DECENNIO), 100) if "una casella" in riga)
    assert scala.strip() == "una casella: al più 39 giorni, con lo stato peggiore"


@given(st.dates(DECENNIO.inizio, DECENNIO.fine), st.integers(1, 200), st.text("abcdefghi ", min_size=1, max_size=60))
def test_oggi_sta_sopra_la_sua_casella(oggi: date, larghezza: int, nome: str) -> None:
    """Il segno è sulla casella che contiene quel giorno."""
    righe = draw(build(DECENNIO, spot(oggi, 1, Tono.ALLARME), oggi=oggi, nome=nome), larghezza)
    margine = min(len(nome), 24) + 1
    (segno,) = (riga.index("▼") for riga in righe if "▼" in riga)
    (caselle,) = (riga[margine:] for riga in righe if SCOPERTO in riga and "forse" not in riga)
    assert segno - margine == caselle.index(SCOPERTO)


def test_oggi_fuori_dalla_finestra_non_si_segna() -> None:
    """Un segno al bordo direbbe una cosa falsa."""
    assert not any("▼" in riga for riga in draw(build(DECENNIO, oggi=date(2030, 1, 1)), 80))


@pytest.mark.parametrize("larghezza", range(60, 121, 7))
@pytest.mark.parametrize("nome", ["Nord", "Molise-Calvairate", "Un quartiere dal nome lunghissimo"])
def test_il_disegno_sta_nella_larghezza(larghezza: int, nome: str) -> None:
    """Anni, oggi, quartieri, legenda e scala: nessuna riga va a capo."""
    linea = build(DECENNIO, spot(OGGI, 9, Tono.ALLARME), nome=nome)
    assert max(map(len, draw(linea, larghezza))) <= larghezza


def test_gli_anni_stanno_sopra_il_loro_primo_giorno() -> None:
    """Chi legge l'anno deve leggere quello giusto."""
    linea = build(Periodo(date(2022, 1, 1), date(2024, 12, 31)), spot(date(2023, 1, 1), 1, Tono.ALLARME))
    righe = draw(linea, 100)
    assert righe[0].split() == ["2022", "2023", "2024"]
    assert abs(righe[0].index("2023") - righe[2].index(SCOPERTO)) <= 1


def test_l_anno_di_cui_si_vedono_pochi_giorni_cede_il_posto() -> None:
    """Una finestra che comincia a dicembre non nasconde l'anno che conta."""
    finestra = Periodo(date(2022, 12, 21), date(2024, 12, 31))
    assert draw(build(finestra), 100)[0].split() == ["2023", "2024"]


def test_se_gli_anni_sono_fitti_se_ne_scrive_qualcuno() -> None:
    """Un disegno senza nemmeno un anno non si sa dove cominci."""
    assert draw(build(DECENNIO), 30)[0].split() == ["2016", "2018", "2020", "2022", "2024"]


def test_un_nome_lungo_si_accorcia_con_un_segno() -> None:
    """L'id intero resta nella tabella che segue."""
    assert draw(build(DECENNIO, nome="x" * 100), 80)[2].startswith("x" * 23 + "… ")


def test_piu_quartieri_sono_allineati() -> None:
    """Le caselle di tutti cominciano nella stessa colonna."""
    righe = (RigaLinea("Nord"), RigaLinea("Sud-Ovest"))
    disegno = draw(LineaDelTempo("Titolo", DECENNIO, OGGI, righe, LEGENDA), 80)
    assert disegno[0] == "Titolo"
    assert {riga.index(COPERTO) for riga in disegno[3:5]} == {len("Sud-Ovest ")}


def test_senza_quartieri_resta_la_legenda() -> None:
    """Una finestra senza righe non fa cadere il disegno."""
    assert len(draw(LineaDelTempo("", DECENNIO, OGGI, (), LEGENDA), 80)) == 4


def draw_barre(figura: Istogramma, larghezza: int) -> list[str]:
    """Le righe, come testo."""
    return ["".join(pezzo.testo for pezzo in riga) for riga in draw_istogramma(figura, larghezza)]


def test_disegno() -> None:
    """Un valore piccolo ha mezza casella, lo zero e il non noto nessuna: si leggono."""
    assert draw_barre(FIGURA, 50) == [
        "Scoperto, in giorni",
        "Nord      1 ██████████████████ 1.000",
        "          2 ▌ 1",
        "Sud-Ovest 1 0",
        f"          2 {IGNOTO}",
        "          1 Nulla",
        "          2 Una gara",
    ]


@pytest.mark.parametrize("larghezza", [50, 80, 100])
def test_sta_nella_larghezza(larghezza: int) -> None:
    """Anche con nomi lunghi: quelli delle righe si tagliano, quelli delle serie vanno a capo."""
    figura = FIGURA._replace(serie=("parola " * 40, "x" * 300), righe=(("n" * 90, (5, 10_000_000)),))
    assert max(map(len, draw_barre(figura, larghezza))) <= larghezza


def test_tutti_zero() -> None:
    """Nulla scoperto: nessuna barra."""
    assert draw_barre(FIGURA._replace(righe=(("Nord", (0, 0)),)), 80)[1] == "Nord 1 0"
