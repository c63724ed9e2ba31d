"""Le figure di molti quartieri e di molti contratti: a pagine, tutte leggibili, senza che ne manchi uno."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.figure import list_barre, list_scritte, parse_svg
from tests.supporto import ldq, write_dati

if TYPE_CHECKING:
    from pathlib import Path

_QUARTIERI, _CONTRATTI = 60, 12
_OGGI = ("--oggi", "2023-01-17")


@pytest.fixture(scope="module")
def molti(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sessanta quartieri; ognuno con dodici contratti negli stessi mesi, che finiscono prima per chi viene dopo."""
    cartella = tmp_path_factory.mktemp("molti")
    quartieri = [
        {"id": f"q{q}", "nome": f"Quartiere {q}.", "popolazione": {"abitanti": 100, "fonte": "prova"}}
        for q in range(_QUARTIERI)
    ]
    contratti = [
        {
            "id": f"q{q}-{n}",
            "quartieri": [f"q{q}"],
            "tipo": "gruppo-interno",
            "titolo": "Prova",
            "inizio": f"2022-{n + 1:02d}-01",
            "scadenza_base": f"{2090 - q}-01-31",
            "importo_eur": "non noto",
            "iva": "esclusa",
            "fonte": "prova",
        }
        for q in range(_QUARTIERI)
        for n in range(_CONTRATTI)
    ]
    testa = {"aggiornato_al": "2023-01-17"}
    ente = {"ente": "Prova", "servizio": "Prova"}
    file = ({**testa, **ente, "quartieri": quartieri}, {**testa, "contratti": contratti})
    return write_dati(cartella, *map(json.dumps, file))


def test_ogni_quartiere_sta_in_una_pagina_che_si_legge(molti: Path, tmp_path: Path) -> None:
    """Dal più urgente; di ciascuno una barra con quanti contratti sono; il file chiesto è la prima pagina."""
    uscita = ldq("copertura", *_OGGI, "-o", str(tmp_path / "c.svg"), cartella=molti)
    pagine = sorted(tmp_path.iterdir(), key=lambda p: int(p.stem.partition("-")[2] or 1))
    assert [p.name for p in pagine] == ["c.svg", *(f"c-{n}.svg" for n in range(2, len(pagine) + 1))]
    assert uscita.err == f"ldq: la figura ha {len(pagine)} pagine, una per file: da c.svg a c-{len(pagine)}.svg\n"
    letti: list[str] = []
    for numero, pagina in enumerate(pagine, 1):
        radice = parse_svg(pagina.read_text(encoding="utf-8"))
        assert float(radice.get("height", "0")) < 1300
        scritte = list_scritte(radice)
        assert any(f"pagina {numero} di {len(pagine)}" in s for s in scritte)
        nomi = [s.removesuffix(".") for s in scritte if s.startswith("Quartiere")]
        assert len(nomi) > 1
        assert [b.testo.partition(",")[0] for b in list_barre(radice)].count("12 contratti") == len(nomi)
        letti += nomi
    assert letti == [f"Quartiere {q}" for q in reversed(range(_QUARTIERI))]


def test_in_un_tubo_la_figura_e_una(molti: Path) -> None:
    """Non ci sono altri file in cui continuare: tutti i quartieri stanno in quella."""
    uscita = ldq("copertura", *_OGGI, "--format", "svg", cartella=molti)
    assert (uscita.codice, uscita.err) == (0, "")
    scritte = list_scritte(parse_svg(uscita.out))
    assert sum(s.startswith("Quartiere") for s in scritte) == _QUARTIERI
    assert not any("pagina" in s for s in scritte)
