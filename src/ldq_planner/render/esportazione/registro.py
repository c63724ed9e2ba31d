"""Un registro XLSX da correggere: un foglio per elenco dei dati, e con `ldq importa` le correzioni tornano nei file.

Le date sono date, gli importi numeri, i valori contati si scelgono da una tendina; l'intestazione di ogni colonna ha un
commento che la spiega. Gli id che ci sono già sono protetti, senza parola d'ordine: da loro si ritrova la voce.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

from ldq_planner.dates.incerta import PRIMO_GIORNO
from ldq_planner.errors import InvalidRequestError
from ldq_planner.model.scambio.registro import FIRMA, LEGGIMI, list_colonne, write_cella
from ldq_planner.model.scambio.righe import write_righe
from ldq_planner.model.scambio.tavole import list_tavole
from ldq_planner.render.esportazione import UNICO, Esportato, tell_soglie
from ldq_planner.render.valori import MAX_CELLA
from ldq_planner.render.xlsx import IMPOSTAZIONI, INTESTAZIONE

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.scambio.righe import Riga
    from ldq_planner.model.scambio.tavole import Colonna, Tavola
    from ldq_planner.render.esportazione import Modi

_RIGHE = 1_000
"""Quante righe, oltre a quelle scritte, hanno tendine e celle da riempire."""
_LARGHEZZE = {"giorno": 12, "data": 12, "importo": 14, "intero": 10, "booleano": 9}
_LARGA = 28
_COME = {
    "data": "Una data (30/06/2023); se è incerta, con l'apostrofo davanti: '2023-06 o '2023, con ~ se è indicativa; «non noto».",
    "giorno": "Un giorno: 30/06/2023.",
    "ids": "Uno o più id, separati da virgole.",
    "testi": "Uno per riga (Alt+Invio per andare a capo).",
    "durate": "Una fase per riga, con i suoi giorni: «valutazione: 90».",
    "importo": "Euro.",
    "booleano": "sì o no.",
    "id": "Lettere minuscole, cifre e trattini.",
}
_ISTRUZIONI = (
    "Ogni foglio è un elenco dei dati: una riga per voce, una colonna per campo. Il commento su un'intestazione dice che cosa vi si scrive.",
    "Per correggere: cambiare la cella. Per togliere un valore: vuotarla. Per aggiungere una voce: una riga in fondo, con un id nuovo.",
    "Gli id che ci sono già sono protetti, senza parola d'ordine: da loro si ritrova la voce.",
    "Per togliere una riga, togliere prima la protezione al foglio.",
    "Nei fogli con il trattino basso (contratti_opzioni) la prima colonna dice di chi è la riga, la seconda il suo posto.",
    "Non cambiare i nomi dei fogli e delle colonne. I commenti dei file YAML non sono qui, e restano dove sono.",
    "Poi: ldq importa registro.xlsx -o CARTELLA mostra che cosa cambierebbe, e con --scrivi lo scrive.",
)


def export(portafoglio: Portafoglio, modi: Modi) -> Esportato:
    """Il libro: il foglio delle istruzioni, poi uno per tavola, anche vuota.

    Errori: `InvalidRequestError` se un testo non sta in una cella.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415 - un extra: lo carica solo chi lo vuole

    righe = write_righe(portafoglio.list_file())
    uscita = BytesIO()
    libro = Workbook(uscita, IMPOSTAZIONI)
    nato = datetime.combine(modi.oggi, time(), UTC).replace(tzinfo=None)
    libro.set_properties({"title": f"Registro di {portafoglio.anagrafe.ente}", "comments": FIRMA, "created": nato})
    stili = _make_stili(libro)
    _write_leggimi(libro.add_worksheet(LEGGIMI), portafoglio, stili)
    for tavola in list_tavole():
        _write_foglio(libro.add_worksheet(tavola.nome), tavola, righe[tavola.nome], stili)
    libro.get_worksheet_by_name("contratti").activate()
    libro.close()
    return Esportato({UNICO: uscita.getvalue()}, tell_soglie(portafoglio))


Stili = dict[str, "Format"]


def _make_stili(libro: Workbook) -> Stili:
    libero = {"locked": False, "valign": "top", "text_wrap": True, "num_format": "@"}
    return {
        "titolo": libro.add_format({"bold": True, "font_size": 14}),
        "testo": libro.add_format({"text_wrap": True, "valign": "top"}),
        "intestazione": libro.add_format(INTESTAZIONE),
        "id": libro.add_format({**libero, "locked": True, "bg_color": "#EEF1F4"}),
        "libero": libro.add_format(libero),
        "giorno": libro.add_format({**libero, "num_format": "dd/mm/yyyy"}),
        "importo": libro.add_format({**libero, "num_format": "#,##0.00"}),
        "intero": libro.add_format({**libero, "num_format": "0"}),
    }


def _write_leggimi(foglio: Worksheet, portafoglio: Portafoglio, stili: Stili) -> None:
    foglio.set_column(0, 0, 100)
    foglio.write_string(
        0, 0, f"Registro di {portafoglio.anagrafe.ente}, {portafoglio.anagrafe.servizio}", stili["titolo"]
    )
    giorno = portafoglio.registro.aggiornato_al.primo
    for n, riga in enumerate((f"Dati del {giorno:%d/%m/%Y}.", *_ISTRUZIONI, FIRMA), 1):
        foglio.write_string(n, 0, riga, stili["testo"])
    foglio.protect()


def _write_foglio(foglio: Worksheet, tavola: Tavola, righe: list[Riga], stili: Stili) -> None:
    """L'intestazione ferma, con i commenti; le righe; le tendine; gli id già scritti protetti."""
    for posto, colonna in enumerate(list_colonne(tavola)):
        foglio.set_column(posto, posto, _LARGHEZZE.get(colonna.tipo, _LARGA), stili[_choose_stile(colonna)])
        foglio.write_string(0, posto, colonna.nome, stili["intestazione"])
        foglio.write_comment(0, posto, _explain(colonna), {"author": "ldq", "x_scale": 2})
        _add_tendina(foglio, posto, colonna, tavola)
        for riga, celle in enumerate(righe, 1):
            _write(foglio, (riga, posto), write_cella(celle[colonna.nome], colonna.tipo), colonna, stili)
    foglio.freeze_panes(1, 1)
    permessi = ("format_cells", "format_columns", "format_rows", "insert_rows", "delete_rows", "sort", "autofilter")
    foglio.protect("", dict.fromkeys(permessi, True))


def _choose_stile(colonna: Colonna) -> str:
    return {"giorno": "giorno", "data": "giorno", "importo": "importo", "intero": "intero"}.get(colonna.tipo, "libero")


def _explain(colonna: Colonna) -> str:
    valori = f"Uno fra: {', '.join(colonna.ammessi)}." if colonna.ammessi else ""
    detto = "Ci vuole." if colonna.is_obbligatoria else ""
    return " ".join(filter(None, (colonna.significato, _COME.get(colonna.tipo, ""), valori, detto))) or colonna.nome


def _add_tendina(foglio: Worksheet, posto: int, colonna: Colonna, tavola: Tavola) -> None:
    """I valori contati, o gli id fra cui scegliere di chi è la riga."""
    scelte: object = list(colonna.ammessi) or (["sì", "no"] if colonna.tipo == "booleano" else None)
    if tavola.padre and colonna.nome == tavola.riferimento:
        scelte = f"={tavola.padre}!$A$2:$A${_RIGHE}"
    if scelte is not None:
        foglio.data_validation(1, posto, _RIGHE, posto, {"validate": "list", "source": scelte, "ignore_blank": True})


def _write(foglio: Worksheet, dove: tuple[int, int], testo: str, colonna: Colonna, stili: Stili) -> None:
    """La cella con il suo tipo: un giorno, un numero; tutto il resto è testo, e mai una formula."""
    if not testo:
        return
    giorno = _find_giorno(testo) if colonna.tipo in ("giorno", "data") else None
    is_incerta = (
        colonna.tipo == "data" and giorno is None
    )  # in una cella di date «2019», corretto, sarebbe l'11/07/1905
    stile = stili["id" if colonna.nome == "id" else "libero" if is_incerta else _choose_stile(colonna)]
    if giorno is not None:
        foglio.write_datetime(*dove, datetime.combine(giorno, time()), stile)
    elif colonna.tipo in ("importo", "intero") and Decimal(repr(float(testo))) == Decimal(testo):
        foglio.write_number(*dove, float(testo), stile)
    elif len(testo) > MAX_CELLA:
        raise InvalidRequestError(
            f"in «{foglio.get_name()}», riga {dove[0] + 1}, «{colonna.nome}» ha {len(testo)} caratteri: una cella ne tiene {MAX_CELLA}",
            "esportare una cartella di CSV (--come csv)",
        )
    else:
        foglio.write_string(*dove, testo, stile)


def _find_giorno(testo: str) -> date | None:
    """Il giorno certo che il testo scrive per intero, se un foglio di calcolo lo conosce."""
    try:
        giorno = date.fromisoformat(testo)
    except ValueError:
        return None
    return giorno if giorno >= PRIMO_GIORNO else None
