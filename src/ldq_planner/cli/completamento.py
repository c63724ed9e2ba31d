"""Il completamento degli id: legge i file senza convertirli, perché gira a ogni pressione di tasto."""

from __future__ import annotations

from pathlib import Path

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
