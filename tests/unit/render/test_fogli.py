"""I fogli di una cartella di lavoro: quali blocchi ne hanno uno, con quali celle, con quale nome."""

from __future__ import annotations

import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from ldq_planner.dates.periodo import Periodo
from ldq_planner.errors import Finding, Posizione, Ref, Severita
from ldq_planner.render.fogli import MAX_NOME, Foglio, build_fogli, list_note
from ldq_planner.reports.barre import Barra, Genere
from ldq_planner.reports.report import (
    Blocco,
    Capitolo,
    Elenco,
    Istogramma,
    LineaDelTempo,
    Nota,
    Report,
    RigaLinea,
    Segnalazioni,
    Tabella,
    Tono,
    Tratto,
    Voce,
)

GENNAIO = Periodo(date(2023, 1, 1), date(2023, 1, 31))
FINDING = Finding(
    *("lacuna", Severita.CRITICO, "manca", "fare", Ref("contratti", "a"), Posizione("contratti.yaml", 3, 5), "art. 1")
)


def build(*blocchi: Blocco) -> list[Foglio]:
    """I fogli di quei blocchi."""
    return build_fogli(Report("ldq/prova/1", "Titolo", None, None, blocchi, ()))


def test_un_istogramma_e_una_tabella_di_numeri() -> None:
    """Un valore per serie; quello che non si sa è «non noto»."""
    (foglio,) = build(Istogramma("Giorni", "giorni", ("uno", "due"), (("Nord", (3, None)),)))
    assert (foglio.nome, foglio.colonne, foglio.righe) == ("Giorni", ("In giorni", "uno", "due"), (("Nord", 3, None),))


def test_una_figura_ha_una_riga_per_barra() -> None:
    """Con i suoi giorni; una linea di soli tratti la dice già la sua tabella."""
    barra = Barra(GENNAIO, Genere.LACUNA, "scoperto a gennaio")
    tratti = (Tratto(GENNAIO, Tono.ALLARME),)
    figura = LineaDelTempo("", GENNAIO, date(2023, 1, 17), (RigaLinea("Nord", tratti, (barra,)),), ())
    (foglio,) = build(figura, figura._replace(righe=(RigaLinea("Nord", tratti),)))
    assert foglio.righe == (("Nord", "lacuna certa", date(2023, 1, 1), date(2023, 1, 31), "scoperto a gennaio"),)


def test_le_segnalazioni_sono_una_tabella() -> None:
    """Con la severità in parole, il rimedio e il posto."""
    (foglio,) = build(Segnalazioni((FINDING,)))
    assert foglio.nome == "Segnalazioni"
    severita = Voce("✗ critico", Tono.ALLARME)
    assert foglio.righe == ((severita, "lacuna", "a", "manca", "fare", "art. 1", "contratti.yaml:3:5"),)


def test_un_foglio_senza_titolo_prende_quello_del_capitolo_o_del_comando() -> None:
    """Il titolo del report direbbe a tutti la stessa cosa."""
    senza = Tabella("", ("A",), ((1,),))
    fogli = build(senza, Capitolo("Lo stato"), senza)
    assert [(f.nome, f.titolo) for f in fogli] == [("Prova", "Titolo"), ("Lo stato", "Lo stato")]


def test_cio_che_non_e_una_tabella_va_fra_le_note() -> None:
    """Nulla si perde."""
    report = Report("ldq/prova/1", "", None, None, (Nota("nota"), Elenco("Passi", ("uno", "due"))), ())
    assert list(list_note(report)) == [("", Voce("nota", Tono.SPENTO)), ("Passi", "uno"), ("Passi", "due")]


@given(st.lists(st.text(max_size=40) | st.sampled_from(["Dati", "a/b", "History", "x" * 40]), max_size=6))
def test_ogni_nome_e_ammesso(titoli: list[str]) -> None:
    """Qualunque titolo: al più 31 caratteri di Excel, nessuno vietato, tutti diversi, nessuno vuoto."""
    nomi = [f.nome for f in build(*(Tabella(titolo, ("A",), ()) for titolo in titoli))]
    assert len({n.lower() for n in nomi} | {"dati", "fonti", "leggimi", "history"}) == len(nomi) + 4
    for nome in nomi:
        assert 1 <= len(nome.encode("utf-16-le", "surrogatepass")) // 2 <= MAX_NOME
        assert not re.search(r"[\[\]:*?/\\\x00-\x1f]|^'|'$", nome)


def test_troppi_fogli_con_le_stesse_colonne_stanno_insieme() -> None:
    """Ogni riga c'è, e dice di che capitolo e di che tabella era."""
    tabelle = [
        (Capitolo(f"Gara {n}"), Tabella(f"Fasi della gara {n}", ("Fase", "Giorni"), (("bando", n), ("stipula", n + 1))))
        for n in range(70)
    ]
    altra = Tabella("Costi", ("Anno",), (("2023",),))
    blocchi = (altra, *(b for coppia in tabelle for b in coppia))
    fogli = build_fogli(Report("ldq/prova/1", "Prova", None, None, blocchi, ()))
    assert [(f.nome, f.colonne, len(f.righe)) for f in fogli] == [
        ("Costi", ("Anno",), 1),
        ("Fasi della gara", ("Capitolo", "Tabella", "Fase", "Giorni"), 140),
    ]
    assert fogli[1].righe[-1] == ("Gara 69", "Fasi della gara 69", "stipula", 70)
