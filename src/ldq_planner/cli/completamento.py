"""Il completamento degli id: legge i file senza convertirli, perché gira a ogni pressione di tasto."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from ldq_planner.render import FORMATI


def complete_formati(incomplete: str) -> list[str]:
    """I formati che cominciano così."""
    return [nome for nome in FORMATI if nome.startswith(incomplete)]


def complete_quartieri(ctx: typer.Context, incomplete: str) -> list[str]:
    """Gli id dei quartieri che cominciano così."""
    return _complete(ctx, incomplete, "quartieri")


def complete_contratti(ctx: typer.Context, incomplete: str) -> list[str]:
    """Gli id dei contratti che cominciano così."""
    return _complete(ctx, incomplete, "contratti")


def complete_scenari(ctx: typer.Context, incomplete: str) -> list[str]:
    """Gli id degli scenari che cominciano così."""
    return _complete(ctx, incomplete, "scenari")


def complete_tutto(ctx: typer.Context, incomplete: str) -> list[str]:
    """Gli id di contratti, quartieri, scenari e piani, e i codici delle regole, che cominciano così."""
    from ldq_planner.rules.elenco import TUTTE

    codici = [regola.CODICE for regola in TUTTE if regola.CODICE.startswith(incomplete)]
    return [*_complete(ctx, incomplete, "contratti", "quartieri", "scenari", "piani"), *codici]


def complete_procedure(ctx: typer.Context, incomplete: str) -> list[str]:
    """Gli id delle procedure che cominciano così."""
    return [p["id"] for p in _read_procedure(ctx, "procedure") if p["id"].startswith(incomplete)]


def complete_profili(incomplete: str) -> list[str]:
    """I profili di durata che cominciano così."""
    from ldq_planner.cli.ipotesi import PROFILI

    return [nome for nome in PROFILI.split("|") if nome.startswith(incomplete)]


def complete_fasi(ctx: typer.Context, incomplete: str) -> list[str]:
    """Le fasi con una durata della procedura scritta prima, o dell'aperta, che cominciano così: `valutazione=`."""
    procedure = _read_procedure(ctx, "procedure")
    scelta = ctx.params.get("procedura")
    scelte = [p for p in procedure if p["id"] == scelta] or procedure
    tipi = {f["id"]: f.get("tipo") for f in _read_procedure(ctx, "fasi")}
    ids: dict[str, None] = {}
    for procedura in scelte:
        propri = tipi | {f["id"]: f.get("tipo") for f in procedura.get("proprie") or () if isinstance(f, dict)}
        ids |= {id_: None for id_ in procedura.get("fasi") or () if propri.get(id_) not in ("evento", "precondizione")}
    return [f"{id_}=" for id_ in ids if id_.startswith(incomplete.replace("-", "_"))]


def complete_iva(incomplete: str) -> list[str]:
    """Come si dice l'IVA di un importo; le aliquote si scrivono."""
    return [nome for nome in ("esclusa", "inclusa") if nome.startswith(incomplete)]


def _read_procedure(ctx: typer.Context, lista: str) -> list[dict[str, Any]]:
    """Le voci di una lista di `procedure.yaml`, senza convertirle."""
    from ldq_planner.loading.documento import read_documento

    regimi = ctx.params.get("regimi")
    cartella = Path(regimi) if regimi else Path(__file__).parents[1] / "regimi"
    voci = read_documento(cartella / "procedure.yaml", "procedure.yaml").albero.get(lista)
    return [v for v in voci if isinstance(v, dict) and isinstance(v.get("id"), str)] if isinstance(voci, list) else []


def _complete(ctx: typer.Context, incomplete: str, *liste: str) -> list[str]:
    from ldq_planner.loading.documento import read_documento
    from ldq_planner.loading.luogo import CONTRATTI, QUARTIERI, SCENARI, locate_dati

    file_of_lista = {"quartieri": QUARTIERI, "contratti": CONTRATTI, "scenari": SCENARI, "piani": SCENARI}
    dati = ctx.params.get("dati")
    cartella = Path(dati) if dati else locate_dati(Path())
    ids = []
    for lista in liste:
        nome = file_of_lista[lista]
        voci = read_documento(cartella / nome, nome).albero.get(lista)
        ids += [v["id"] for v in voci if isinstance(v, dict) and "id" in v] if isinstance(voci, list) else []
    return [str(id_) for id_ in ids if str(id_).startswith(incomplete)]
