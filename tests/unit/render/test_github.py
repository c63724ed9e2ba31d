"""Le annotazioni di GitHub: una riga per segnalazione, dopo quella che le conta; e il riassunto del passo."""

from __future__ import annotations

from markdown_it import MarkdownIt
from tests.segnalazioni import AVVISO, CRITICO, ERRORE, SENZA_POSTO, make_esame, write_esame

from ldq_planner.render.github import MASSIMO, render_riassunto


def test_senza_segnalazioni_tace() -> None:
    """Una nota a ogni passo verde è rumore."""
    assert write_esame(make_esame(), "github") == ""


def test_una_riga_per_segnalazione() -> None:
    """Il livello dalla gravità, il posto visto dalla cartella di lavoro; ciò che non si sa non si scrive."""
    assert write_esame(make_esame(AVVISO, CRITICO, ERRORE, SENZA_POSTO), "github").splitlines() == [
        "::notice title=ldq check al 17/01/2023::4 segnalazioni: 1 errore, 1 critica e 2 avvisi",
        (
            "::warning file=data/contratti.yaml,line=14,col=13,title=avviso[scadenza-senza-seguito]"
            "::il contratto «a» scade%0Aaiuto: fare la gara%0Afonte: art. 1"
        ),
        (
            "::error file=data/quartieri.yaml,line=3,col=9,title=critico[lacuna-in-corso]"
            "::il quartiere «q» è scoperto%0Aaiuto: affidare"
        ),
        "::error file=data/contratti.yaml,title=errore[file-mancante]::il file non c'è%0Aaiuto: crearlo",
        "::warning title=avviso[lacuna-in-corso]::non si sa dove%0Aaiuto: cercare",
    ]


def test_dice_quante_non_si_vedono() -> None:
    """GitHub ne mostra dieci per gravità: chi non apre il registro deve saperlo."""
    prima = write_esame(make_esame(*[AVVISO] * 13, *[CRITICO] * 10), "github").splitlines()[0]
    assert prima.endswith("::23 segnalazioni: 10 critiche e 13 avvisi; 3 si leggono solo nel registro del passo")


def test_il_percorso_con_virgole_e_due_punti() -> None:
    """Nelle proprietà sono separatori."""
    assert AVVISO.posizione is not None
    strano = AVVISO._replace(posizione=AVVISO.posizione._replace(file="a,line=1::b%.yaml"))
    assert "file=a%2Cline=1%3A%3Ab%25.yaml,line=14," in write_esame(make_esame(strano), "github")


def test_il_riassunto_e_una_tabella() -> None:
    """Una riga per segnalazione, con il rimedio."""
    pagina = MarkdownIt("commonmark").enable("table").render(render_riassunto(make_esame(AVVISO, CRITICO), 0))
    assert pagina.count("<tr>") == 3
    assert "data/quartieri.yaml:3:9" in pagina
    assert "fare la gara" in pagina


def test_il_riassunto_senza_segnalazioni_lo_dice() -> None:
    """Nella pagina del passo il silenzio sarebbe ambiguo."""
    assert render_riassunto(make_esame(), 0).splitlines()[2] == "Nessuna segnalazione."


def test_il_riassunto_sta_nel_limite() -> None:
    """Oltre 1 MiB GitHub lo rifiuta tutto: si dice quante sono rimaste fuori."""
    esame = make_esame(*[AVVISO._replace(messaggio="è" * 1000)] * 2000)
    for occupati in (0, 12_345):
        riassunto = render_riassunto(esame, occupati)
        assert MASSIMO - 3000 < occupati + len(riassunto.encode()) <= MASSIMO
        righe = riassunto.count("| ! avviso")
        quante = f"{2000 - righe:,}".replace(",", ".")
        assert f"Altre {quante} non stanno in questa pagina" in riassunto


def test_se_la_pagina_e_piena_non_aggiunge_nulla() -> None:
    """Ciò che c'era prima non si perde."""
    assert render_riassunto(make_esame(AVVISO), MASSIMO - 10) == ""
