"""Periodi chiusi, e insiemi di giorni."""

from __future__ import annotations

from datetime import date

import pytest

from ldq_planner.dates.periodo import InsiemeGiorni, Periodo


def build_periodo(testo: str) -> Periodo:
    """`2023-01-01–2023-01-31`, o un giorno solo."""
    inizio, _, fine = testo.partition("–")
    return Periodo(date.fromisoformat(inizio), date.fromisoformat(fine or inizio))


def build(*testi: str) -> InsiemeGiorni:
    """L'insieme di quei periodi."""
    return InsiemeGiorni(map(build_periodo, testi))


def show(insieme: InsiemeGiorni) -> list[str]:
    """I tratti, come li legge `build`."""
    return [f"{t.inizio}–{t.fine}" for t in insieme]


GENNAIO = "2023-01-01–2023-01-31"
FEBBRAIO = "2023-02-01–2023-02-28"
MARZO = "2023-03-01–2023-03-31"
META_MESE = "2023-01-10–2023-01-20"


@pytest.mark.parametrize(
    ("giorno", "dentro"),
    [("2022-12-31", False), ("2023-01-01", True), ("2023-01-31", True), ("2023-02-01", False)],
)
def test_un_periodo_contiene_i_suoi_estremi(giorno: str, *, dentro: bool) -> None:
    """È chiuso."""
    assert (date.fromisoformat(giorno) in build_periodo(GENNAIO)) is dentro
    assert (date.fromisoformat(giorno) in build(GENNAIO)) is dentro


@pytest.mark.parametrize(
    ("periodo", "giorni"),
    [
        pytest.param("2023-01-01", 1, id="un-giorno"),
        pytest.param(GENNAIO, 31, id="un-mese"),
        pytest.param("2022-12-21–2023-01-17", 28, id="Lorenteggio-scoperto"),
        pytest.param("2023-07-01–2023-12-31", 184, id="Mazzini-scoperto"),
        pytest.param("2024-01-01–2024-12-31", 366, id="un-anno-bisestile"),
    ],
)
def test_i_giorni_di_un_periodo_si_contano_estremi_compresi(periodo: str, giorni: int) -> None:
    """Nel periodo come nell'insieme."""
    assert build_periodo(periodo).giorni == giorni
    assert build(periodo).giorni == giorni


def test_una_fine_prima_dell_inizio_non_e_un_periodo() -> None:
    """Nemmeno di un giorno."""
    with pytest.raises(ValueError, match=r"^la fine 2022-12-31 precede l'inizio 2023-01-01$"):
        build_periodo("2023-01-01–2022-12-31")


@pytest.mark.parametrize(
    ("periodi", "tratti"),
    [
        pytest.param((), [], id="nessuno"),
        pytest.param((GENNAIO, FEBBRAIO), ["2023-01-01–2023-02-28"], id="si-toccano"),
        pytest.param((FEBBRAIO, GENNAIO), ["2023-01-01–2023-02-28"], id="si-toccano-in-disordine"),
        pytest.param((GENNAIO, MARZO), [GENNAIO, MARZO], id="staccati"),
        pytest.param((MARZO, GENNAIO), [GENNAIO, MARZO], id="staccati-in-disordine"),
        pytest.param((GENNAIO, GENNAIO), [GENNAIO], id="uguali"),
        pytest.param((GENNAIO, META_MESE), [GENNAIO], id="uno-dentro-l-altro"),
        pytest.param((META_MESE, GENNAIO, "2023-01-15–2023-02-05"), ["2023-01-01–2023-02-05"], id="sovrapposti"),
        pytest.param(
            ("2023-01-01", "2023-01-03"), ["2023-01-01–2023-01-01", "2023-01-03–2023-01-03"], id="un-giorno-in-mezzo"
        ),
        pytest.param(("2023-01-01", "2023-01-02"), ["2023-01-01–2023-01-02"], id="due-giorni-di-fila"),
        pytest.param(
            ("2000-01-01–2030-12-31", GENNAIO, MARZO), ["2000-01-01–2030-12-31"], id="uno-lungo-copre-i-successivi"
        ),
        pytest.param(
            ("0001-01-01", "9999-12-30"), ["0001-01-01–0001-01-01", "9999-12-30–9999-12-30"], id="agli-estremi"
        ),
    ],
)
def test_un_insieme_e_sempre_semplificato(periodi: tuple[str, ...], tratti: list[str]) -> None:
    """Periodi che si toccano o si sovrappongono diventano un tratto solo, in ordine."""
    insieme = build(*periodi)
    assert show(insieme) == tratti
    assert bool(insieme) is bool(tratti)


@pytest.mark.parametrize(
    ("a", "b", "unione", "intersezione", "differenza"),
    [
        pytest.param((GENNAIO,), (MARZO,), [GENNAIO, MARZO], [], [GENNAIO], id="lontani"),
        pytest.param((GENNAIO,), (FEBBRAIO,), ["2023-01-01–2023-02-28"], [], [GENNAIO], id="che-si-toccano"),
        pytest.param((GENNAIO,), (GENNAIO,), [GENNAIO], [GENNAIO], [], id="uguali"),
        pytest.param((GENNAIO,), (), [GENNAIO], [], [GENNAIO], id="con-il-vuoto"),
        pytest.param(
            (GENNAIO,),
            (META_MESE,),
            [GENNAIO],
            [META_MESE],
            ["2023-01-01–2023-01-09", "2023-01-21–2023-01-31"],
            id="dentro",
        ),
        pytest.param((META_MESE,), (GENNAIO,), [GENNAIO], [META_MESE], [], id="intorno"),
        pytest.param(
            (GENNAIO,),
            ("2023-01-31–2023-02-28",),
            ["2023-01-01–2023-02-28"],
            ["2023-01-31–2023-01-31"],
            ["2023-01-01–2023-01-30"],
            id="un-giorno-in-comune",
        ),
        pytest.param(
            (GENNAIO, MARZO),
            ("2023-01-15–2023-03-15",),
            ["2023-01-01–2023-03-31"],
            ["2023-01-15–2023-01-31", "2023-03-01–2023-03-15"],
            ["2023-01-01–2023-01-14", "2023-03-16–2023-03-31"],
            id="a-cavallo-di-due-tratti",
        ),
        pytest.param(
            (GENNAIO,),
            ("2023-01-01", "2023-01-31"),
            [GENNAIO],
            ["2023-01-01–2023-01-01", "2023-01-31–2023-01-31"],
            ["2023-01-02–2023-01-30"],
            id="i-due-estremi",
        ),
    ],
)
def test_si_unisce_si_interseca_si_sottrae(
    a: tuple[str, ...], b: tuple[str, ...], unione: list[str], intersezione: list[str], differenza: list[str]
) -> None:
    """Unione e intersezione non guardano l'ordine."""
    uno, altro = build(*a), build(*b)
    assert show(uno | altro) == show(altro | uno) == unione
    assert show(uno & altro) == show(altro & uno) == intersezione
    assert show(uno - altro) == differenza


@pytest.mark.parametrize(
    ("periodi", "finestra", "dentro", "fuori"),
    [
        pytest.param((), GENNAIO, [], [GENNAIO], id="insieme-vuoto"),
        pytest.param((GENNAIO,), GENNAIO, [GENNAIO], [], id="finestra-piena"),
        pytest.param((MARZO,), GENNAIO, [], [GENNAIO], id="tutto-dopo"),
        pytest.param(("2022-12-01–2022-12-31",), GENNAIO, [], [GENNAIO], id="tutto-prima"),
        pytest.param(("2022-01-01–2023-12-31",), GENNAIO, [GENNAIO], [], id="piu-largo-della-finestra"),
        pytest.param(
            (META_MESE,), GENNAIO, [META_MESE], ["2023-01-01–2023-01-09", "2023-01-21–2023-01-31"], id="in-mezzo"
        ),
        pytest.param(
            ("2022-12-31–2023-01-01", "2023-01-31–2023-02-01"),
            GENNAIO,
            ["2023-01-01–2023-01-01", "2023-01-31–2023-01-31"],
            ["2023-01-02–2023-01-30"],
            id="solo-gli-estremi",
        ),
        pytest.param((GENNAIO,), "2023-01-31", ["2023-01-31–2023-01-31"], [], id="l-ultimo-giorno"),
        pytest.param((GENNAIO,), "2023-02-01", [], ["2023-02-01–2023-02-01"], id="il-giorno-dopo"),
    ],
)
def test_la_finestra_si_divide_fra_ritaglio_e_complemento(
    periodi: tuple[str, ...], finestra: str, dentro: list[str], fuori: list[str]
) -> None:
    """Estremi della finestra compresi."""
    insieme = build(*periodi)
    assert show(insieme.clip(build_periodo(finestra))) == dentro
    assert show(insieme.complement(build_periodo(finestra))) == fuori


@pytest.mark.parametrize(
    ("giorno", "tratto"),
    [
        ("2022-12-31", None),
        ("2023-01-01", GENNAIO),
        ("2023-01-31", GENNAIO),
        ("2023-02-01", None),
        ("2023-03-01", MARZO),
        ("2023-04-01", None),
    ],
)
def test_il_tratto_di_un_giorno_e_tutto_quello_che_lo_contiene(giorno: str, tratto: str | None) -> None:
    """O nessuno."""
    trovato = build(GENNAIO, MARZO).tratto(date.fromisoformat(giorno))
    assert trovato == (build_periodo(tratto) if tratto else None)


def test_gli_stessi_giorni_sono_lo_stesso_insieme() -> None:
    """Comunque li si sia scritti; e stanno in un dizionario."""
    in_due, in_uno = build(GENNAIO, FEBBRAIO), build("2023-01-01–2023-02-28")
    assert in_due == in_uno
    assert hash(in_due) == hash(in_uno)
    assert in_due != build(GENNAIO)
    assert in_due != "2023-01-01–2023-02-28"


def test_un_insieme_si_mostra_con_i_suoi_tratti() -> None:
    """Così una prova che fallisce si legge."""
    assert repr(build(MARZO, GENNAIO)) == f"InsiemeGiorni({GENNAIO}, {MARZO})"


def test_un_operazione_non_cambia_i_suoi_insiemi() -> None:
    """Sono immutabili."""
    a, b = build(GENNAIO), build(META_MESE)
    _ = (a | b, a & b, a - b, a.complement(build_periodo(MARZO)))
    assert (show(a), show(b)) == ([GENNAIO], [META_MESE])
