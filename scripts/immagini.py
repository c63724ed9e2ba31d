"""Le carte come le vede chi le apre: la pagina in un browser, il PDF, il documento e il foglio, in `docs/immagini/`.

Vuole Chromium, pdftoppm e LibreOffice: è per chi rifà i documenti, non per chi usa il programma. Lo chiama `make immagini`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, sync_playwright

CARTELLA = Path(__file__).parents[1] / "docs" / "immagini"
GIORNO = ("--oggi", "2023-01-17")
SCHERMO, TELEFONO = (1280, 1500), (390, 1200)
PUNTI = "75"
FOGLIO = ("-x", "30", "-y", "40", "-W", "820", "-H", "140")  # le righe scritte, senza il resto della pagina


class Ritratto(NamedTuple):
    """Una fotografia della pagina: di che finestra, di giorno o di notte, da quale titolo in giù."""

    nome: str
    finestra: tuple[int, int]
    notte: bool = False
    da: str = "parte-2"


RITRATTI = (
    Ritratto("rapporto-schermo.png", SCHERMO),
    Ritratto("rapporto-notte.png", SCHERMO, notte=True, da="parte-5"),
    Ritratto("rapporto-telefono.png", TELEFONO),
    Ritratto("rapporto-maniglia.png", (1280, 900), da="altri-giorni=gara-quattro-quartieri.preparazione.2023-06-03"),
)
POSTA = Ritratto("posta.png", (720, 900), da="")
NOVITA = ("novita", *GIORNO, "--da", "2022-12-19", "--format", "posta", "--a", "ufficio@example.org")


def main() -> None:
    """Scrive le carte in una cartella provvisoria, e ne tiene le immagini."""
    mancano = [p for p in ("chromium", "pdftoppm", "soffice") if shutil.which(p) is None]
    if mancano:
        sys.exit(f"per rifare le immagini servono anche: {', '.join(mancano)}")
    with tempfile.TemporaryDirectory() as temporanea:
        cartella = Path(temporanea)
        carte = [cartella / f"rapporto.{formato}" for formato in ("html", "pdf", "docx")]
        run(Path(sys.executable).with_name("ldq"), "rapporto", *GIORNO, *(a for c in carte for a in ("-o", c)))
        breve = cartella / "breve.pdf"
        run(Path(sys.executable).with_name("ldq"), "rapporto", "--breve", *GIORNO, "-o", breve)
        posta = cartella / "posta.html"
        posta.write_text(read_posta(), encoding="utf-8")
        run(Path(sys.executable).with_name("ldq"), "contratti", *GIORNO, "-o", cartella / "contratti.xlsx")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            for ritratto in RITRATTI:
                portray(browser, carte[0], ritratto)
            portray(browser, posta, POSTA)
            browser.close()
        for nome in ("rapporto.docx", "contratti.xlsx"):
            fuori = cartella / nome.replace(".", "-")
            run("soffice", "--headless", "--convert-to", "pdf", "--outdir", fuori, cartella / nome)
        photograph(breve, "rapporto-breve-1", pagina=1)
        photograph(breve, "rapporto-breve-2", pagina=2)
        photograph(carte[1], "rapporto-pdf", pagina=3)
        photograph(cartella / "rapporto-docx" / "rapporto.pdf", "rapporto-docx", pagina=4)
        photograph(cartella / "contratti-xlsx" / "contratti.pdf", "contratti-xlsx", pagina=2, ritaglio=FOGLIO)


def read_posta() -> str:
    """La parte in HTML della posta di `ldq novita`, come la mostra chi la riceve."""
    comando = [str(Path(sys.executable).with_name("ldq")), *NOVITA]
    scritta = subprocess.run(comando, check=True, stdout=subprocess.PIPE).stdout
    corpo = message_from_bytes(scritta, policy=default).get_body(("html",))
    return corpo.get_content() if corpo else ""


def portray(browser: Browser, pagina: Path, ritratto: Ritratto) -> None:
    """La finestra del browser, con in cima il titolo scelto."""
    larga, alta = ritratto.finestra
    aperta = browser.new_page(
        viewport={"width": larga, "height": alta}, color_scheme="dark" if ritratto.notte else "light"
    )
    aperta.goto(f"{pagina.as_uri()}#{ritratto.da}")
    aperta.screenshot(path=CARTELLA / ritratto.nome)
    aperta.close()


def photograph(pdf: Path, nome: str, pagina: int, ritaglio: tuple[str, ...] = ()) -> None:
    """Una pagina di un PDF, o la parte che se ne vuole."""
    run("pdftoppm", "-png", "-r", PUNTI, "-f", pagina, "-l", pagina, "-singlefile", *ritaglio, pdf, CARTELLA / nome)


def run(*comando: object) -> None:
    """Esegue un programma, e si ferma se fallisce."""
    subprocess.run([str(parte) for parte in comando], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
