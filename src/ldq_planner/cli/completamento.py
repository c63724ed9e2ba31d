"""Il completamento degli id: legge i file senza convertirli, perché gira a ogni pressione di tasto."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, NamedTuple

_RESPONSABILE = re.compile(r"""\bresponsabile: *["']?([^"'\n#,}]*[^"'\s#,}])""")

_ENTE = re.compile(r"""\bente: *(?:"([^"\n]+)"|'([^'\n]+)'|([^"'\s][^\n#,}]*[^\s#,}]))""")
_MUNICIPIO = re.compile(r"""\bmunicipio: *["']?(\d+)""")


class Scritto(NamedTuple):
    """Ciò che nella riga è già scritto: è quanto serve del contesto di typer, che qui non si carica."""

    params: dict[str, Any]


def offer(nomi: Collection[str]) -> Callable[[str], list[str]]:
    """Il completamento di chi sceglie fra quei nomi."""

    def complete(incomplete: str) -> list[str]:
        return [nome for nome in nomi if nome.startswith(incomplete)]

    return complete


def complete_regole(incomplete: str) -> list[str]:
    """I codici delle regole che si possono scegliere che cominciano così."""
    from ldq_planner.rules.controlli.elenco import REGOLE

    return offer([regola.CODICE for regola in REGOLE])(incomplete)


def complete_quartieri(ctx: Scritto, incomplete: str) -> list[str]:
    """Gli id dei quartieri che cominciano così."""
    return _complete(ctx, incomplete, "quartieri")


def complete_contratti(ctx: Scritto, incomplete: str) -> list[str]:
    """Gli id dei contratti che cominciano così."""
    return _complete(ctx, incomplete, "contratti")


def complete_scenari(ctx: Scritto, incomplete: str) -> list[str]:
    """Gli id degli scenari che cominciano così."""
    return _complete(ctx, incomplete, "scenari")


def complete_gare(ctx: Scritto, incomplete: str) -> list[str]:
    """Gli id degli scenari, dei piani e dei quartieri che cominciano così."""
    return _complete(ctx, incomplete, "scenari", "piani", "quartieri")


def complete_responsabili(ctx: Scritto, incomplete: str) -> list[str]:
    """Gli uffici e i ruoli scritti nei dati che cominciano così."""
    from ldq_planner.loading.luogo import locate_dati
    from ldq_planner.model.archivio import ARCHIVIO

    dati = ctx.params.get("dati")
    cartella = Path(dati) if dati else locate_dati(Path())
    file = [cartella / f.file for f in ARCHIVIO if (cartella / f.file).is_file()]
    testi = [f.read_text(encoding="utf-8", errors="replace") for f in file]
    return offer(sorted({nome for testo in testi for nome in _RESPONSABILE.findall(testo)}))(incomplete)


def complete_municipi(ctx: Scritto, incomplete: str) -> list[str]:
    """I municipi dei quartieri che cominciano così."""
    return offer(sorted({*_MUNICIPIO.findall(_read_quartieri(ctx))}, key=int))(incomplete)


def complete_enti(ctx: Scritto, incomplete: str) -> list[str]:
    """Gli enti dei quartieri che cominciano così."""
    return offer(sorted({"".join(scritto) for scritto in _ENTE.findall(_read_quartieri(ctx))}))(incomplete)


def _read_quartieri(ctx: Scritto) -> str:
    from ldq_planner.loading.luogo import locate_dati

    dati = ctx.params.get("dati")
    file = (Path(dati) if dati else locate_dati(Path())) / "quartieri.yaml"
    return file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""


def complete_stati(incomplete: str) -> list[str]:
    """Gli stati di un quartiere o di un contratto che cominciano così."""
    from ldq_planner.model.stato import Stato, StatoContratto

    return offer([*dict.fromkeys(map(str, (*Stato, *StatoContratto)))])(incomplete)


def complete_generi(incomplete: str) -> list[str]:
    """Ciò che si può aggiungere che comincia così."""
    from ldq_planner.model.archivio import ELENCO_OF_GENERE

    return offer(ELENCO_OF_GENERE)(incomplete)


def complete_tutto(ctx: Scritto, incomplete: str) -> list[str]:
    """Gli id di contratti, quartieri, scenari e piani, e i codici delle regole, che cominciano così."""
    from ldq_planner.rules.controlli.elenco import TUTTE

    codici = [regola.CODICE for regola in TUTTE if regola.CODICE.startswith(incomplete)]
    return [*_complete(ctx, incomplete, "contratti", "quartieri", "scenari", "piani"), *codici]


def complete_procedure(ctx: Scritto, incomplete: str) -> list[str]:
    """Gli id delle procedure che cominciano così."""
    return [p["id"] for p in _read_norme(ctx, "procedure", "procedure") if p["id"].startswith(incomplete)]


def complete_servizi(ctx: Scritto, incomplete: str) -> list[str]:
    """I generi di servizi che cominciano così."""
    return [s["id"] for s in _read_norme(ctx, "soglie", "servizi") if s["id"].startswith(incomplete)]


def complete_fasi(ctx: Scritto, incomplete: str) -> list[str]:
    """Le fasi con una durata della procedura scritta prima, o dell'aperta, che cominciano così: `valutazione=`."""
    procedure = _read_norme(ctx, "procedure", "procedure")
    scelta = ctx.params.get("procedura") or "aperta"
    scelte = [p for p in procedure if p["id"] == scelta] or procedure
    tipi = {f["id"]: f.get("tipo") for f in _read_norme(ctx, "procedure", "fasi")}
    ids: dict[str, None] = {}
    for procedura in scelte:
        propri = tipi | {f["id"]: f.get("tipo") for f in procedura.get("proprie") or () if isinstance(f, dict)}
        ids |= {id_: None for id_ in procedura.get("fasi") or () if propri.get(id_) not in ("evento", "precondizione")}
    return [f"{id_}=" for id_ in ids if id_.startswith(incomplete.replace("-", "_"))]


def complete_fatti(ctx: Scritto, incomplete: str) -> list[str]:
    """Le fasi di una gara e i suoi esiti che cominciano così."""
    from ldq_planner.model.avanzamento import ESITI

    fasi = (id_ for p in _read_norme(ctx, "procedure", "procedure") for id_ in p.get("fasi") or ())
    return offer([*dict.fromkeys(fasi), *ESITI])(incomplete)


def complete_revisioni(ctx: Scritto, incomplete: str) -> list[str]:
    """I rami e le etichette del deposito dei dati che cominciano così; fuori da un deposito, nessuno."""
    from ldq_planner.errors import InvalidRequestError
    from ldq_planner.loading.luogo import locate_dati
    from ldq_planner.loading.revisione import list_nomi, open_deposito

    dati = ctx.params.get("dati")
    try:
        nomi = list_nomi(open_deposito(Path(dati) if dati else locate_dati(Path())))
    except InvalidRequestError:
        return []
    return offer(nomi)(incomplete)


def _read_norme(ctx: Scritto, nome: str, lista: str) -> list[dict[str, Any]]:
    """Le voci di una lista di un file del diritto, senza convertirle."""
    from ldq_planner.loading.documento import read_documento

    regimi = ctx.params.get("regimi")
    cartella = Path(regimi) if regimi else Path(__file__).parents[1] / "regimi"
    voci = read_documento(cartella / f"{nome}.yaml", nome).albero.get(lista)
    return [v for v in voci if isinstance(v, dict) and isinstance(v.get("id"), str)] if isinstance(voci, list) else []


def _complete(ctx: Scritto, incomplete: str, *liste: str) -> list[str]:
    from ldq_planner.loading.luogo import locate_dati
    from ldq_planner.model.archivio import FILE_OF_ELENCO, REGISTRO

    dati = ctx.params.get("dati")
    cartella = Path(dati) if dati else locate_dati(Path())
    ids = [id_ for lista in liste for id_ in _read_ids(cartella / FILE_OF_ELENCO[lista], lista)]
    if "contratti" in liste and (righe := cartella / REGISTRO).is_file():
        ids += re.findall(
            r'^\{"id": ?"([a-z0-9-]+)"', righe.read_text(encoding="utf-8", errors="replace"), re.MULTILINE
        )
    return [id_ for id_ in ids if id_.startswith(incomplete)]


def _read_ids(percorso: Path, lista: str) -> list[str]:
    """Gli id di una lista del file; il lettore YAML, che da solo costa un quarto del tempo, serve solo se non basta."""
    from ldq_planner.loading.lettura import IllegibileError, read_testo

    try:
        ids = scan_ids(read_testo(percorso), lista)
    except IllegibileError:
        return []
    if ids is not None:
        return ids
    from ldq_planner.loading.documento import read_documento

    voci = read_documento(percorso, percorso.name).albero.get(lista)
    return [str(v["id"]) for v in voci if isinstance(v, dict) and "id" in v] if isinstance(voci, list) else []


def scan_ids(testo: str, lista: str) -> list[str] | None:
    """Gli id di una lista scritta nel modo solito: una voce per trattino, che comincia dall'id; altrimenti `None`."""
    trovata = re.search(rf"^{lista}:[ \t]*(?:#.*)?\n((?:(?:[ \t#-].*)?\n)*)", testo + "\n", re.MULTILINE)
    if trovata is None:
        return None
    voci = re.findall(r"^( *)- *(?:\{ *)?(?:id: *([a-z0-9-]+))?", trovata[1], re.MULTILINE)
    rientro = min((len(v[0]) for v in voci), default=0)
    ids = [id_ for spazi, id_ in voci if len(spazi) == rientro]
    return ids if ids and all(ids) else None
