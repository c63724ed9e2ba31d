"""L'aiuto in italiano: ciò che typer lascia tradurre sta in `lingua/`, il resto qui."""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.models import TyperPath

from ldq_planner.errors import InvalidRequestError

gettext.bindtextdomain("ldq", str(Path(__file__).parent / "lingua"))
gettext.textdomain("ldq")

_USO = "Uso: "
_CSV_EXCEL = "csv_excel"
_COMPLETAMENTO = {
    "install_completion": "Installa il completamento nella shell in cui si è.",
    "show_completion": "Mostra il completamento della shell in cui si è, per copiarlo.",
}


class Comando(TyperCommand):
    """Un comando con l'uso e l'opzione di aiuto in italiano; se ha dei formati, anche con `--csv-excel`."""

    def __init__(self, *args: Any, params: Any = None, **altro: Any) -> None:
        super().__init__(*args, params=list(_complete(params or [])), **altro)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Le opzioni; `--csv-excel` è un altro modo di dire `--format csv-excel`."""
        resto = super().parse_args(ctx, args)
        if ctx.params.pop(_CSV_EXCEL, False):
            _choose_csv_excel(ctx.params)
        return resto

    def get_help_option(self, ctx: Any) -> Any:
        """L'opzione `--help`."""
        return _translate(super().get_help_option(ctx))

    def get_short_help_str(self, limit: int = 0) -> str:  # noqa: ARG002 - una frase non si tronca, va a capo
        """La prima frase dell'aiuto, intera."""
        return " ".join((self.help or "").split("\n\n")[0].split()).partition(". ")[0].rstrip(".") + "."

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


class Percorso(TyperPath):
    """Un file o una cartella che si chiama in qualche modo: `-o "$DOVE"`, se `DOVE` non c'è, non è la cartella in cui si è."""

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        """Il percorso scritto."""
        if value == "":
            self.fail("il nome è vuoto; la cartella in cui si è si chiama «.»", param, ctx)
        return super().convert(value, param, ctx)


def _complete(parametri: list[Any]) -> Iterator[Any]:
    """I parametri, con `--csv-excel` dopo `--format`: così nessun comando la deve dichiarare."""
    for parametro in parametri:
        if isinstance(parametro.type, TyperPath):
            parametro.type = Percorso(path_type=Path)
        yield parametro
        if parametro.name == "formato":
            aiuto = "Il CSV che Excel in italiano apre con un doppio clic: come --format csv-excel."
            yield TyperOption(param_decls=["--csv-excel"], is_flag=True, default=False, help=aiuto)


def _choose_csv_excel(parametri: dict[str, Any]) -> None:
    """Mette il formato al suo posto.

    Errori: `InvalidRequestError` se se ne è chiesto un altro.
    """
    chiesto = parametri.get("formato")
    if chiesto not in (None, "csv", "csv-excel"):
        raise InvalidRequestError(f"--csv-excel e --format {chiesto} chiedono due formati diversi", "tenerne uno solo")
    parametri["formato"] = "csv-excel"


def _translate(opzione: Any) -> Any:
    if opzione is not None:
        opzione.help = "Mostra questo aiuto ed esce."
    return opzione
