"""L'aiuto in italiano: ciò che typer lascia tradurre sta in `lingua/`, il resto qui."""

from __future__ import annotations

import gettext
import os
from pathlib import Path
from typing import Any

from typer.core import TyperCommand, TyperGroup

os.environ["LANGUAGE"] = "it"  # gettext sceglie la lingua da qui: il programma ne ha una sola
gettext.bindtextdomain("ldq", str(Path(__file__).parent / "lingua"))
gettext.textdomain("ldq")

_USO = "Uso: "
_COMPLETAMENTO = {
    "install_completion": "Installa il completamento nella shell in cui si è.",
    "show_completion": "Mostra il completamento della shell in cui si è, per copiarlo.",
}


class Comando(TyperCommand):
    """Un comando con l'uso e l'opzione di aiuto in italiano."""

    def get_help_option(self, ctx: Any) -> Any:
        """L'opzione `--help`."""
        return _translate(super().get_help_option(ctx))

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """La riga «Uso:»."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix=_USO)


class Gruppo(TyperGroup):
    """Il gruppo dei comandi, allo stesso modo."""

    def get_help_option(self, ctx: Any) -> Any:
        """L'opzione `--help`."""
        return _translate(super().get_help_option(ctx))

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """La riga «Uso:»."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix=_USO)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Le opzioni e i comandi."""
        opzioni: dict[str | None, Any] = {opzione.name: opzione for opzione in self.params}
        for nome, aiuto in _COMPLETAMENTO.items():
            opzioni[nome].help = aiuto
        super().format_options(ctx, formatter)


def _translate(opzione: Any) -> Any:
    if opzione is not None:
        opzione.help = "Mostra questo aiuto ed esce."
    return opzione
