"""La posta: un messaggio in testo e in HTML, da dare a `sendmail -t`; data e mittente li mette chi lo spedisce."""

from __future__ import annotations

from email import policy
from email.message import EmailMessage
from hashlib import sha256
from html import escape
from typing import TYPE_CHECKING

from ldq_planner.render import Tela, terminale
from ldq_planner.render.valori import clean
from ldq_planner.reports.report import Elenco, Nota, Suggerimento

if TYPE_CHECKING:
    from ldq_planner.reports.report import Blocco, Report

LARGHEZZA = 72
"""Le colonne in cui un messaggio di testo si legge dovunque."""
_PAGINA = (
    '<!doctype html>\n<html lang="it"><head><meta charset="utf-8"><title>{titolo}</title></head>'
    '<body style="font-family:sans-serif;max-width:42em;line-height:1.4">\n<h1 style="font-size:1.2em">{titolo}</h1>\n'
    "{corpo}\n</body></html>\n"
)


def render(report: Report, _tela: Tela) -> bytes:
    """Il messaggio intero, uguale a ogni volta per la stessa risposta; vuoto se non c'è nulla da scrivere a nessuno."""
    lettera = report.lettera
    if lettera is None or report.is_vuoto:
        return b""
    blocchi = tuple(b for b in report.blocchi if not isinstance(b, Suggerimento))
    testo = terminale.render(report._replace(blocchi=blocchi), Tela(LARGHEZZA))
    messaggio = EmailMessage(policy.default)
    messaggio["Subject"] = clean(lettera.oggetto).replace("=?", "= ?")  # non cominci una parola codificata
    if lettera.a:
        messaggio["To"] = ", ".join(lettera.a)
    messaggio.set_content(testo, cte="quoted-printable")
    pagina = _PAGINA.format(titolo=escape(clean(report.titolo)), corpo="\n".join(_show(b, report) for b in blocchi))
    messaggio.add_alternative(pagina, subtype="html", cte="quoted-printable")
    messaggio.set_boundary(f"ldq-{sha256(testo.encode()).hexdigest()[:32]}")
    return messaggio.as_bytes()


def _show(blocco: Blocco, report: Report) -> str:
    match blocco:
        case Nota():
            return f"<p>{escape(clean(blocco.testo))}</p>"
        case Elenco():
            voci = "".join(f"<li>{escape(clean(frase))}</li>\n" for frase in blocco.frasi)
            return f'<h2 style="font-size:1em">{escape(clean(blocco.titolo))}</h2>\n<ul>\n{voci}</ul>'
        case _:
            solo = report._replace(titolo="", blocchi=(blocco,))
            return f"<pre>{escape(terminale.render(solo, Tela(LARGHEZZA)))}</pre>"
