"""La pagina HTML in un browser vero: si legge, si naviga da tastiera, si stampa, e non chiede nulla a nessuno."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from pypdf import PdfReader
from tests.dati_ostili import write_ostili
from tests.supporto import ldq

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    Scrivi = Callable[[str], Path]

COMANDI = (
    *("rapporto", "status", "copertura", "scenari", "scenari lorenteggio-adp", "scenari --confronta", "check"),
    *("gara --servizio-dal 2024-01-01", "quartieri lorenteggio", "norme"),
)
LARGHEZZA_DI_UN_TELEFONO = 390
A4_IN_PIXEL = {"verticale": 688, "di traverso": 1032}  # 182 e 273 mm, i margini tolti

ogni_comando = pytest.mark.parametrize("comando", COMANDI)
ogni_schema = pytest.mark.parametrize("schema", ["light", "dark"])


@ogni_comando
@ogni_schema
def test_e_accessibile_e_non_cerca_nessuno(comando: str, schema: Any, browser: Browser, write_pagina: Scrivi) -> None:
    """WCAG 2.1 AA secondo axe: nessuna violazione, nemmeno di notte; nessun errore, nessuna richiesta fuori dal file."""
    file = write_pagina(comando)
    contesto = browser.new_context(color_scheme=schema, viewport={"width": 1280, "height": 900})
    pagina = contesto.new_page()
    errori, richieste = list[str](), list[str]()
    pagina.on("console", lambda messaggio: errori.append(messaggio.text))
    pagina.on("pageerror", lambda errore: errori.append(str(errore)))
    pagina.on("request", lambda richiesta: richieste.append(richiesta.url))
    pagina.goto(file.as_uri())
    violazioni = [(v["id"], v["nodes"][0]["html"]) for v in Axe().run(pagina).response["violations"]]
    contesto.close()
    assert (violazioni, errori, richieste) == ([], [], [file.as_uri()])


@ogni_comando
def test_su_un_telefono_non_esce_dallo_schermo(comando: str, pagina: Page, write_pagina: Scrivi) -> None:
    """Ciò che è largo scorre nel suo riquadro, non la pagina intera."""
    pagina.set_viewport_size({"width": LARGHEZZA_DI_UN_TELEFONO, "height": 800})
    pagina.goto(write_pagina(comando).as_uri())
    assert pagina.evaluate("document.documentElement.scrollWidth") == LARGHEZZA_DI_UN_TELEFONO


def test_da_tastiera_si_arriva_ovunque(pagina: Page, write_pagina: Scrivi) -> None:
    """Con il solo tasto Tab si passa da ogni rimando, bottone, maniglia, parte ripiegata, riquadro che scorre."""
    pagina.goto(write_pagina("rapporto").as_uri())
    pagina.evaluate("window.visti = new Set(); document.addEventListener('focusin', e => visti.add(e.target))")
    attivi = pagina.locator("a[href], button, input, summary, [tabindex='0']")
    for _ in range(attivi.count() + 1):
        pagina.keyboard.press("Tab")
    mancano = pagina.evaluate(
        """Array.from(document.querySelectorAll("a[href], button, input, summary, [tabindex='0']"))
        .filter(e => e.checkVisibility() && !visti.has(e)).map(e => e.outerHTML.slice(0, 100))"""
    )
    assert mancano == []
    assert pagina.evaluate("visti.size") > len(COMANDI)


def test_il_primo_tab_porta_al_contenuto(pagina: Page, write_pagina: Scrivi) -> None:
    """Chi usa la tastiera non ripassa l'indice a ogni pagina."""
    pagina.goto(write_pagina("rapporto").as_uri())
    pagina.keyboard.press("Tab")
    assert pagina.evaluate("document.activeElement.textContent") == "Vai al contenuto"
    pagina.keyboard.press("Enter")
    assert pagina.evaluate("document.activeElement.id") == "contenuto"


def test_una_colonna_di_date_si_mette_in_fila(pagina: Page, write_pagina: Scrivi) -> None:
    """Per giorno, non per come si scrive; e chi ascolta la pagina sente in che verso."""
    pagina.goto(write_pagina("copertura").as_uri())
    capo = pagina.get_by_role("columnheader", name="Dal")
    capo.get_by_role("button").click()
    giorni = pagina.locator("tbody tr td:nth-child(3) time")
    letti = [giorni.nth(i).get_attribute("datetime") for i in range(giorni.count())]
    assert letti == sorted(letti, key=str)
    assert capo.get_attribute("aria-sort") == "ascending"
    capo.get_by_role("button").click()
    rovesciati = [giorni.nth(i).get_attribute("datetime") for i in range(giorni.count())]
    assert rovesciati == sorted(rovesciati, key=str, reverse=True)
    assert capo.get_attribute("aria-sort") == "descending"


def test_senza_script_si_legge_tutto(browser: Browser, write_pagina: Scrivi) -> None:
    """Nulla resta ripiegato per chi gli script li ha spenti, e non c'è una maniglia che non si muove."""
    contesto = browser.new_context(java_script_enabled=False)
    pagina = contesto.new_page()
    pagina.goto(write_pagina("rapporto").as_uri())
    nascosti = [t for t in pagina.locator("main section:not(.viva)").locator("td, dd, li").all() if not t.is_visible()]
    maniglie = pagina.locator(".viva").is_visible()
    contesto.close()
    assert (nascosti, maniglie) == ([], False)


@pytest.mark.parametrize("comando", ["rapporto", "scenari", "gara --servizio-dal 2024-01-01"])
def test_stampata_non_perde_nulla(comando: str, pagina: Page, write_pagina: Scrivi, tmp_path: Path) -> None:
    """Ogni parola della pagina è nel PDF, salvo le prove che nessuno ha scelto; e nulla sporge dal foglio."""
    pagina.goto(write_pagina(comando).as_uri())
    pagina.pdf(path=tmp_path / "stampa.pdf", prefer_css_page_size=True, print_background=True)
    stampato = squeeze("".join(foglio.extract_text() for foglio in PdfReader(tmp_path / "stampa.pdf").pages))
    parole = [
        squeeze(t) for t in pagina.locator("main section:not(.viva)").locator("h2, td, th, li, dd").all_text_contents()
    ]
    assert [parola for parola in parole if parola not in stampato] == []
    pagina.emulate_media(media="print")
    for verso, larghezza in A4_IN_PIXEL.items():
        pagina.set_viewport_size({"width": larghezza, "height": 1000})
        scelte = "section:not(:has(.larga))" if verso == "verticale" else "section"
        assert pagina.evaluate(SPORGENTI, [scelte, larghezza]) == []


SPORGENTI = """([sezioni, larghezza]) => Array.from(document.querySelectorAll(sezioni))
    .flatMap(s => Array.from(s.querySelectorAll("td, th, svg, p, li")))
    .filter(e => e.getBoundingClientRect().right > larghezza + 1).map(e => e.textContent.slice(0, 60))"""


def squeeze(testo: str) -> str:
    """Il testo senza spazi, a capo, trattini e legature («ﬁ» è «fi»): li decide chi impagina e il carattere che trova."""
    return re.sub(r"[\s\-\u2010\u00ad↕]+", "", unicodedata.normalize("NFKC", testo))


OSTILI = (
    "<script>document.title='preso'</script></title><img src=x onerror=alert(1)>{{ 7 * 7 }} {% raw %}\u202eorebil\u202c",
    "w" * 10_000,
)


@pytest.mark.parametrize("testo", OSTILI, ids=["marcatura", "diecimila"])
@pytest.mark.parametrize("domanda", ["status", "rapporto", "programma-gare --tutto"])
def test_il_testo_dei_dati_resta_testo(domanda: str, testo: str, pagina: Page, tmp_path: Path) -> None:
    """Né marcatura, né programma, né una pagina larga diecimila caratteri: con quel testo in ogni campo."""
    dati, file = write_ostili(tmp_path / "dati", testo), tmp_path / "pagina.html"
    assert ldq(*domanda.split(), "--dati", str(dati), "--oggi", "2023-01-17", "-o", str(file)).codice == 0
    avvisi = list[str]()
    pagina.on("dialog", lambda avviso: avvisi.append(avviso.message))
    pagina.set_viewport_size({"width": LARGHEZZA_DI_UN_TELEFONO, "height": 800})
    pagina.goto(file.as_uri())
    assert avvisi == []
    assert pagina.title() != "preso"
    assert pagina.locator("main script:not(#numeri), main img").count() == 0
    assert pagina.evaluate("JSON.parse(document.querySelector('#numeri')?.textContent ?? '{}')") is not None
    assert pagina.evaluate("document.documentElement.scrollWidth") == LARGHEZZA_DI_UN_TELEFONO
    visto = pagina.locator("tbody th").first.text_content() or ""
    assert visto.removeprefix("A · ").startswith(testo[:8])  # nel programma una gara ha una lettera
