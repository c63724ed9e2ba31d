"""PDF: la carta da leggere e da conservare, accessibile (PDF/UA-1) e d'archivio (PDF/A-2a).

Il testo entra nel modello come dati, mai come marcatura; i caratteri sono solo quelli che viaggiano con il programma.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from importlib.resources import as_file, files
from itertools import count
from typing import TYPE_CHECKING, Any

from ldq_planner.render.carta import ALTEZZA_INTERA, COLORI, FILETTO, INTERA_CORICATA, TITOLO, build_carta
from ldq_planner.render.codifica import encode_campi
from ldq_planner.render.colonne import MARGINE_CELLA, PAROLA_MASSIMA
from ldq_planner.render.valori import cut, spell

if TYPE_CHECKING:
    from ldq_planner.render import Tela
    from ldq_planner.render.carta import Carta
    from ldq_planner.reports.report import Report

RIGA_INTERA = 200.0
"""Punti oltre i quali una riga si può dividere fra due pagine; meno di un terzo di pagina, perché è una stima."""
_SENZA_GIORNO = date(1980, 1, 1)
"""Il giorno del file di una risposta che non ne ha uno: una norma d'archivio lo vuole, e l'orologio non si legge."""
_STRINGA = 16_000
"""Caratteri: una stringa di un PDF d'archivio sta in 32.767 byte, e un carattere che i nostri sanno disegnare ne prende due."""
_STRINGHE = {"Titolo": ("testo",), "Figura": ("descrizione",)}
_SENZA_SEGNO = re.compile(r'(?:the text|the codepoint) `?"(.*?)"`?', re.DOTALL)
_TROPPI = "maximum grouping depth"
"""Come si lamenta il compositore di un testo con centinaia di numeri, o di parole in un'altra scrittura."""
_GIRI = 2
"""Quante volte si ricomincia per un carattere solo: un testo ne può avere migliaia, e ogni volta costa quanto la carta."""
_LUNGA = re.compile(r"\S{40}")
_ALTRI = re.compile("[^\u0000-\u024f\u2010-\u2027\u20ac\u2190-\u2193\u2713\u2717]")
"""Ciò che non è latino, né fra i segni che scriviamo noi."""
_PRIVATI = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_RARI = re.compile("[\u2e80-\U0010ffff]")
"""Da qui in poi stanno gli ideogrammi e le faccine: i nostri caratteri non ne hanno nessuno."""
_INCERTI = re.compile("[\u0300-\u1fff\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20d0-\u20ff\u2e80-\U0010ffff]")
"""Ciò che si unisce, si sovrappone, si scrive da destra o non si vede: a volte non è detto quale segno manchi."""


def render(report: Report, _tela: Tela) -> bytes:
    r"""Il report come PDF; ciò che nessun carattere sa disegnare si legge come `\u4e2d`."""
    giorno = report.oggi or report.dati_aggiornati_al or _SENZA_GIORNO
    return _compose(_spell(_encode_carta(build_carta(report)), _PRIVATI), giorno)


def _compose(carta: Any, giorno: date) -> bytes:
    """Il PDF di quella carta; ogni volta che un carattere manca, si ricomincia con il suo numero al suo posto."""
    import typst  # noqa: PLC0415 - serve solo a chi scrive PDF

    risorse = files("ldq_planner.render")
    modello = risorse.joinpath("modelli", "carta.typ").read_bytes()
    momento = datetime(giorno.year, giorno.month, giorno.day, tzinfo=UTC)
    with as_file(risorse.joinpath("caratteri")) as cartella:
        caratteri = typst.Fonts(include_system_fonts=False, font_paths=[str(cartella)])
        for giro in count():
            dati = {"carta": json.dumps(_shorten(carta), ensure_ascii=False)}
            compositore = typst.Compiler(modello, font_paths=caratteri, sys_inputs=dati)
            try:
                scritto = compositore.compile(format="pdf", pdf_standards=["ua-1", "a-2a"], timestamp=momento)
            except typst.TypstError as errore:
                altra = _mend(carta, str(errore), giro)
                if altra == carta:
                    raise
                carta = altra
            else:
                assert isinstance(scritto, bytes)  # noqa: S101 - un PDF è un file solo
                return scritto
    raise AssertionError  # `count` non finisce


def _mend(carta: Any, errore: str, giro: int) -> Any:
    """La carta senza ciò di cui il compositore si lamenta."""
    if _TROPPI in errore and not carta["semplice"]:
        return {**_breakable(carta), "semplice": True}
    return _replace_mancanti(carta, _find_mancanti(errore) if giro < _GIRI else _ALTRI)


def _breakable(valore: Any) -> Any:
    """Le parole lunghissime si possono dividere: in una carta semplice non lo fa il modello."""
    if isinstance(valore, str):
        return valore if valore.startswith("<svg") else _LUNGA.sub("\\g<0>\u200b", valore)
    if isinstance(valore, dict):
        return {nome: _breakable(v) for nome, v in valore.items()}
    return [_breakable(v) for v in valore] if isinstance(valore, (list, tuple)) else valore


def _shorten(carta: Any) -> Any:
    """La carta con ciò che diventa una stringa del file (titoli, autore, descrizioni) entro il limite di una norma d'archivio."""
    brevi: dict[str, Any] = {nome: cut(carta[nome], _STRINGA) for nome in ("titolo", "testatina", "autore")}
    brevi["parole"] = [cut(testo, _STRINGA) for testo in carta["parole"]]
    elementi = [
        {n: cut(v, _STRINGA) if n in _STRINGHE[e["tipo"]] else v for n, v in e.items()} if e["tipo"] in _STRINGHE else e
        for e in carta["elementi"]
    ]
    return {**carta, **brevi, "elementi": elementi}


def _find_mancanti(errore: str) -> re.Pattern[str]:
    """I caratteri di cui parla l'errore; se sono rari, tutti i rari; se non li dice, tutti quelli che potrebbero essere."""
    trovato = _SENZA_SEGNO.search(errore)
    testo = re.sub(r"\\u\{([0-9a-f]+)\}", lambda c: chr(int(c[1], 16)), trovato[1]) if trovato else ""
    mancanti = "".join(c for c in testo if not c.isascii())
    if not mancanti:
        return _INCERTI
    rari = _RARI if any(_RARI.match(c) for c in mancanti) else None
    return rari or re.compile(f"[{re.escape(mancanti)}]")


def _replace_mancanti(carta: Any, mancanti: re.Pattern[str]) -> Any:
    """La carta senza quei caratteri: prima nelle figure, che hanno meno caratteri fra cui scegliere, poi ovunque."""
    elementi = [{**e, "svg": _spell(e["svg"], mancanti)} if "svg" in e else e for e in carta["elementi"]]
    return {**carta, "elementi": elementi} if elementi != carta["elementi"] else _spell(carta, mancanti)


def _spell(valore: Any, quali: re.Pattern[str]) -> Any:
    """Quei caratteri con il loro numero, in ogni testo."""
    if isinstance(valore, str):
        return spell(valore, quali)
    if isinstance(valore, dict):
        return {nome: _spell(v, quali) for nome, v in valore.items()}
    return [_spell(v, quali) for v in valore] if isinstance(valore, (list, tuple)) else valore


def _encode_carta(carta: Carta) -> dict[str, Any]:
    """La carta come la legge il modello: ogni elemento con il nome del suo tipo."""
    return {
        **carta._asdict(),
        "elementi": [{"tipo": type(e).__name__, **encode_campi(e)} for e in carta.elementi],
        "colori": {tono.value: colore for tono, colore in COLORI.items()} | {"titoli": TITOLO, "filetto": FILETTO},
        "semplice": False,
        "margine_cella": MARGINE_CELLA,
        "parola_massima": PAROLA_MASSIMA,
        "riga_intera": RIGA_INTERA,
        "tavola_intera": INTERA_CORICATA if carta.orizzontale else ALTEZZA_INTERA,
    }
