"""The options that the commands share, as typer reads them: names, help, accepted values, completion."""

from __future__ import annotations

import os
from typing import Annotated, Any

import typer

from kimierr import streams
from kimierr.model import KINDS
from kimierr.options import COLORS, FIELDS, FORMATS, PRODUCTS

SHELLS = ("bash", "zsh", "fish", "powershell")
COMPLETING = "_KIMIERR_COMPLETE"
"""Variable in which the shell says that it asks for completions."""


def choice(names: tuple[str, ...]) -> Any:
    def check(value: str) -> str:
        if value and value not in names:
            raise typer.BadParameter(f"{value!r} is not one of {', '.join(names)}")
        return value

    return check


def at_least_one(value: int | None) -> int | None:
    if value is not None and value < 1:
        raise typer.BadParameter(f"{value} is less than 1")
    return value


def _complete(names: tuple[str, ...]) -> Any:
    return lambda incomplete: [name for name in names if name.startswith(incomplete)]


def complete_id(incomplete: str) -> list[str]:
    from kimierr.catalog.builtin import builtin_catalog

    return [id for id in builtin_catalog().ids() if id.startswith(incomplete)]


def _complete_client(incomplete: str) -> list[str]:
    from kimierr.catalog.builtin import builtin_catalog

    return [client.id for client in builtin_catalog().context.clients if client.id.startswith(incomplete)]


def _version(wanted: bool) -> None:
    if wanted:
        from kimierr.plainform import version_line

        streams.write(version_line(os.environ))
        raise typer.Exit


def _completion(shell: str) -> str:
    if shell:
        from typer.completion import get_completion_script  # type: ignore[attr-defined]

        choice(SHELLS)(shell)
        streams.write(get_completion_script(prog_name="kimierr", complete_var=COMPLETING, shell=shell) + "\n")
        raise typer.Exit
    return shell


def _one_of(names: tuple[str, ...], flag: str, metavar: str, help: str) -> Any:
    return typer.Option(flag, metavar=metavar, help=help, callback=choice(names), autocompletion=_complete(names))


Format = Annotated[str, _one_of(FORMATS, "--format", "FORMAT", f"{'|'.join(FORMATS)}; rich on a terminal, plain else.")]
Product = Annotated[str, _one_of(PRODUCTS, "--product", "NAME", f"Only this product: {'|'.join(PRODUCTS)}.")]
Kind = Annotated[str, _one_of(KINDS, "--kind", "KIND", f"{'|'.join(KINDS)}.")]
Client = Annotated[
    str,
    typer.Option(
        "--client",
        metavar="NAME",
        help="The client you use, if the text does not show it (claude-code, litellm, ...).",
        autocompletion=_complete_client,
    ),
]
Catalogs = Annotated[list[str], typer.Option("--catalog", metavar="PATH", help="Add own entries from a file or folder; may be repeated.")]
Color = Annotated[str, _one_of(COLORS, "--color", "WHEN", "auto|always|never; NO_COLOR and FORCE_COLOR are honoured.")]
Language = Annotated[str, typer.Option("--lang", metavar="CODE", help="Language of cause and steps where a translation exists.")]
NoRedact = Annotated[bool, typer.Option("--no-redact", help="Show keys, ids and addresses as they are.")]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Print nothing; only set the exit status.")]
Files = Annotated[
    list[str], typer.Argument(metavar="[FILE]...", help="Logs, also packed with gzip; `-` or none for standard input.", show_default=False)
]
Field = Annotated[str, _one_of(FIELDS, "--print", "FIELD", f"One bare value of the first finding: {'|'.join(FIELDS)}.")]
Version = Annotated[bool, typer.Option("--version", help="Print the version and the number of entries.", callback=_version, is_eager=True)]
ShowCompletion = Annotated[
    str,
    typer.Option(
        "--show-completion",
        metavar="SHELL",
        help=f"Print the script that completes commands and options: {'|'.join(SHELLS)}.",
        callback=_completion,
        autocompletion=_complete(SHELLS),
        is_eager=True,
    ),
]
