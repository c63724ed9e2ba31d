"""La figura che risponde, in un browser vero: i numeri sono quelli del programma, e chi non vede o non ha un mouse li ha tutti."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.supporto import ldq

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    Scrivi = Callable[[str], Path]

GARA = "gara-quattro-quartieri"
QUARTIERI = ("gratosoglio", "molise-calvairate", "ponte-lambro", "mazzini")
MESI = ("gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre")
CAMPIONE = (
    "2023-01-17",
    "2023-02-25",
    "2023-06-03",
    "2025-01-16",
)  # oggi, un sabato, una festa vicina, l'ultimo giorno


def read_figura(pagina: Page) -> list[list[str]]:
    """Le righe della prima gara: quartiere, giorni senza, abitanti-giorni, ponte."""
    righe = pagina.locator(".gara").first.locator("tbody tr")
    testi = [righe.nth(i).locator("th, td").all_text_contents() for i in range(righe.count())]
    return [[nome, *numeri] for nome, _, *numeri in testi]


def ask(giorno: str) -> dict[str, Any]:
    """La risposta di `ldq scenari` quel giorno."""
    esito: dict[str, Any] = json.loads(ldq("scenari", GARA, "--oggi", giorno, "--format", "json").out)["scenari"][0]
    return esito


def move(pagina: Page, giorno: str, passo: str = "preparazione") -> None:
    """La pagina con un giorno scelto nel suo indirizzo, come la apre chi ne riceve il collegamento."""
    pagina.evaluate(f"location.hash = 'altri-giorni={GARA}.{passo}.{giorno}'")
    pagina.wait_for_function("document.querySelector('.gara').classList.contains('scelta')")


@pytest.mark.parametrize("giorno", CAMPIONE)
def test_i_numeri_sono_quelli_del_programma(giorno: str, pagina: Page, write_pagina: Scrivi) -> None:
    """Inizio, giorni senza, abitanti-giorni e ponti: gli stessi di `ldq scenari ID --oggi GIORNO`."""
    pagina.goto(write_pagina("rapporto").as_uri())
    move(pagina, giorno)
    esito = ask(giorno)
    attese = []
    for quartiere in sorted(esito["tempi"]["quartieri"], key=lambda q: QUARTIERI.index(q["id"])):
        certe = [x for x in esito["lacune"] if x["quartiere"] == quartiere["id"] and x["tipo"] == "certa"]
        giorni, persone = (sum(x[campo] for x in certe) for campo in ("giorni", "abitanti_giorni"))
        ponte = quartiere["ponte"]
        attese.append([f"{giorni:,}".replace(",", "."), f"{persone:,}".replace(",", "."), ponte and ponte["mesi"]])
    lette = [[giorni, persone, ponte] for _, giorni, persone, ponte in read_figura(pagina)]
    for (*numeri, mesi), (*letti, ponte) in zip(attese, lette, strict=True):
        assert letti == numeri
        assert ponte.startswith(f"{mesi} mes" if mesi and mesi > 1 else "un mese" if mesi else "–")
    anno, mese, g = esito["inizio"].split("-")
    assert f"comincia il {int(g)} {(*MESI, 'novembre', 'dicembre')[int(mese) - 1]} {anno}" in (
        pagina.locator(".esito").first.text_content() or ""
    )


def test_da_tastiera_a_voce_e_con_un_collegamento(pagina: Page, write_pagina: Scrivi) -> None:
    """Le frecce spostano un giorno; chi ascolta sente la risposta; l'indirizzo la ricorda; un bottone rimette tutto."""
    pagina.goto(write_pagina("rapporto").as_uri())
    prima = read_figura(pagina)
    maniglia = pagina.get_by_label("La preparazione comincia il").first
    maniglia.focus()
    for _ in range(45):
        pagina.keyboard.press("ArrowRight")
    assert maniglia.get_attribute("aria-valuetext") == "3 marzo 2023"
    detto = pagina.get_by_role("status").text_content() or ""
    assert "Cominciando il 3 marzo 2023: il servizio comincia il" in detto
    assert "Mazzini resta senza 189 giorni" in detto
    assert pagina.url.endswith(f"#altri-giorni={GARA}.preparazione.2023-03-03")
    dopo = read_figura(pagina)
    pagina.reload()
    assert read_figura(pagina) == dopo != prima
    pagina.get_by_role("button", name="Rimetti tutto com’è oggi").click()
    assert (read_figura(pagina), "#" in pagina.url) == (prima, False)


@pytest.mark.parametrize("schema", ["light", "dark"])
def test_mossa_resta_accessibile_e_si_stampa(schema: Any, browser: Browser, write_pagina: Scrivi) -> None:
    """Axe non trova nulla, su un telefono non si esce dallo schermo, e in stampa c'è solo ciò che si è scelto."""
    contesto = browser.new_context(color_scheme=schema, viewport={"width": 390, "height": 800})
    pagina = contesto.new_page()
    pagina.goto(write_pagina("rapporto").as_uri())
    move(pagina, "2023-09-18", "bando")
    violazioni = [(v["id"], v["nodes"][0]["html"]) for v in Axe().run(pagina).response["violations"]]
    larga = pagina.evaluate("document.documentElement.scrollWidth")
    pagina.emulate_media(media="print")
    stampate = [gara.is_visible() for gara in pagina.locator(".gara").all()]
    contesto.close()
    assert (violazioni, larga, stampate) == ([], 390, [True, False, False])
