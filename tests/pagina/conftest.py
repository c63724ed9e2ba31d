"""Un vero Chromium, aperto una volta sola. Dove non c'è, le prove si saltano dicendo perché; con `LDQ_PAGINA=1` falliscono."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from tests.supporto import OGGI, ldq

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PROGRAMMI = ("chromium", "chromium-browser", "google-chrome")
SENZA = f"nessun browser: le prove della pagina vogliono uno fra {', '.join(PROGRAMMI)} (su Debian: apt-get install chromium)"
# Un browser che non cerca nessuno fuori da sé.
ARGOMENTI = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Il browser di tutte le prove."""
    programma = next(filter(None, map(shutil.which, PROGRAMMI)), None)
    if programma is None:
        if os.environ.get("LDQ_PAGINA"):
            pytest.fail(SENZA)
        pytest.skip(SENZA)
    with sync_playwright() as playwright:
        aperto = playwright.chromium.launch(executable_path=programma, args=list(ARGOMENTI))
        yield aperto
        aperto.close()


@pytest.fixture(scope="session")
def write_pagina(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Il file HTML di un comando, scritto una volta sola."""
    cartella = tmp_path_factory.mktemp("pagine")

    def write(comando: str) -> Path:
        file = cartella / f"{comando.replace(' ', '_').replace('/', '_')}.html"
        if not file.exists():
            uscita = ldq(*comando.split(), "--oggi", OGGI, "-o", str(file))
            assert uscita.codice in (0, 1), uscita.err
        return file

    return write


@pytest.fixture
def pagina(browser: Browser) -> Iterator[Page]:
    """Una pagina larga come uno schermo, chiusa alla fine."""
    contesto = browser.new_context(viewport={"width": 1280, "height": 900})
    yield contesto.new_page()
    contesto.close()
