"""The commands and their help, read by typer; what they do is elsewhere."""

from __future__ import annotations

import errno
import os
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from kimierr import exits
from kimierr.cli_options import (
    COMPLETING,
    Catalogs,
    Client,
    Color,
    Field,
    Files,
    Format,
    Kind,
    Language,
    NoRedact,
    Product,
    Quiet,
    ShowCompletion,
    Version,
    at_least_one,
    complete_id,
)  # fmt: skip
from kimierr.options import COMMANDS, MOST_ATTEMPTS, Options, command_place

HELP = ("-h", "--help")
PLAIN = "diagnose"
"""Name of the command behind the plain form; nobody types it."""

EPILOG = f"""\b
Examples:
  kimierr '429 Your account ... request reached organization max RPM: 3, ...'
  some-command 2>&1 | kimierr
  kimierr scan --follow app.log
  kimierr run --retry -- python my_script.py
  kimierr show open-platform/rpm-limit

\b
Exit status:
{chr(10).join(f"  {status:<10} {meaning}" for status, meaning in exits.MEANINGS)}
"""

SCAN_EPILOG = """\b
Examples:
  kimierr scan app.log app.log.1.gz
  kimierr scan --follow app.log
  my-server 2>&1 | kimierr scan --follow --pass-through
  kimierr scan --fail-on-match --format github build.log
"""


class Program(TyperGroup):
    """The whole program: arguments that name no command are the plain form's; so is its help."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return super().parse_args(ctx, args if ctx.resilient_parsing and not args else _spelled_out(args))

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        found = super().shell_complete(ctx, incomplete)
        return found + self.commands[PLAIN].shell_complete(ctx, incomplete) if incomplete.startswith("-") else found

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        formatter.write_usage("kimierr", "[OPTIONS] [TEXT]...")
        formatter.write_usage("kimierr", "COMMAND [OPTIONS] ...", prefix="       ")

    def format_options(self, ctx: Any, formatter: Any) -> None:
        plain = self.commands[PLAIN]
        records = [record for param in plain.get_params(ctx) if (record := param.get_help_record(ctx)) is not None]
        with formatter.section("Options"):
            formatter.write_dl([record for record in records if record[0].startswith("-")])
        self.format_commands(ctx, formatter)

    def list_commands(self, ctx: Any) -> list[str]:
        return [name for name in COMMANDS if name in self.commands]


app = typer.Typer(
    cls=Program, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False,
    no_args_is_help=False, epilog=EPILOG, context_settings={"help_option_names": list(HELP)},
    help="Diagnose errors of the Kimi APIs: paste an error, get its cause, the steps to take and whether to retry.",
)  # fmt: skip
catalog_app = typer.Typer(rich_markup_mode=None, no_args_is_help=False, help="Work on catalog files.")
app.add_typer(catalog_app, name="catalog")


@app.callback()
def _program(version: Version = False) -> None:
    """Hold the options of the whole program; the help is `Program`'s."""


@app.command(PLAIN, hidden=True, epilog=EPILOG, context_settings={"ignore_unknown_options": False})
def _diagnose(
    text: Annotated[list[str], typer.Argument(metavar="[TEXT]...", help="The error; standard input if left out.", show_default=False)] = [],
    format: Format = "",
    field: Field = "",
    quiet: Quiet = False,
    product: Product = "",
    client: Client = "",
    catalog: Catalogs = [],
    color: Color = "",
    language: Language = "",
    no_redact: NoRedact = False,
    show_completion: ShowCompletion = "",
    version: Version = False,
) -> None:
    from kimierr.plainform import answer

    options = Options(
        text, format=format, field=field, quiet=quiet, product=product, client=client, catalogs=catalog, color=color, language=language,
        redact=not no_redact,
    )  # fmt: skip
    raise typer.Exit(answer(options, os.environ))


@app.command("scan", epilog=SCAN_EPILOG)
def _scan(
    files: Files = [],
    follow: Annotated[
        bool, typer.Option("-f", "--follow", help="Report as lines arrive; a file by its name, so through rotation.")
    ] = False,
    pass_through: Annotated[
        bool, typer.Option("--pass-through", help="Copy the input to standard output; findings go to standard error.")
    ] = False,
    fail_on_match: Annotated[bool, typer.Option("--fail-on-match", help="Exit with 1 if an error is recognised, 0 if none is.")] = False,
    format: Format = "",
    quiet: Quiet = False,
    product: Product = "",
    client: Client = "",
    catalog: Catalogs = [],
    color: Color = "",
    language: Language = "",
    no_redact: NoRedact = False,
) -> None:
    """Read logs and report each distinct error with count, lines and times."""
    from kimierr.commands.scan import scan

    options = Options(
        format=format, quiet=quiet, product=product, client=client, catalogs=catalog, color=color, language=language, redact=not no_redact
    )
    raise typer.Exit(scan(list(files), options, follow, pass_through, fail_on_match))


@app.command("show")
def _show(
    id: Annotated[
        str, typer.Argument(metavar="ID", help="The id of an entry, or its part behind the product.", autocompletion=complete_id)
    ],
    format: Format = "",
    catalog: Catalogs = [],
    color: Color = "",
    language: Language = "",
) -> None:
    """Print one entry of the catalog."""
    from kimierr.commands.browse import show

    raise typer.Exit(show(id, Options(format=format, catalogs=catalog, color=color, language=language)))


@app.command("list")
def _list(
    product: Product = "",
    kind: Kind = "",
    format: Format = "",
    catalog: Catalogs = [],
    color: Color = "",
) -> None:
    """List the entries of the catalog."""
    from kimierr.commands.browse import listed

    raise typer.Exit(listed(kind, Options(format=format, product=product, catalogs=catalog, color=color)))


@app.command("search")
def _search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS...")], format: Format = "", catalog: Catalogs = [], color: Color = ""
) -> None:
    """Find entries by words of their title, message or cause."""
    from kimierr.commands.browse import search

    raise typer.Exit(search(" ".join(words), Options(format=format, catalogs=catalog, color=color)))


@app.command("run", options_metavar="[OPTIONS] --", context_settings={"allow_interspersed_args": False})
def _run(
    command: Annotated[list[str], typer.Argument(metavar="COMMAND...", show_default=False)] = [],
    retry: Annotated[
        bool, typer.Option("--retry", help="Run it again while the error is transient, with the pauses and tries of its entry.")
    ] = False,
    max_attempts: Annotated[
        int | None,
        typer.Option(
            "--max-attempts", metavar="N", callback=at_least_one, help=f"With --retry: at most N runs in all; {MOST_ATTEMPTS} if left out."
        ),
    ] = None,
    format: Format = "",
    client: Client = "",
    product: Product = "",
    catalog: Catalogs = [],
    color: Color = "",
    language: Language = "",
    no_redact: NoRedact = False,
) -> None:
    """Run a command with its output untouched; if it fails, explain the error. Exits with the command's own status."""
    from kimierr.commands.run import run_command

    options = Options(format=format, product=product, client=client, catalogs=catalog, color=color, language=language, redact=not no_redact)
    raise typer.Exit(run_command(list(command), options, retry, max_attempts))


@catalog_app.command("check")
def _check(paths: Annotated[list[str], typer.Argument(metavar="[PATH]...", show_default=False)] = []) -> None:
    """Check catalog files: their shape, and that each example comes back as its own entry."""
    from kimierr.commands.check import check

    raise typer.Exit(check(list(paths)))


def run(arguments: list[str]) -> int:
    """Run the program through typer and return the exit status; usage errors become one line."""
    if COMPLETING in os.environ:
        from typer.completion import completion_init  # type: ignore[attr-defined]

        completion_init()
    try:
        status = app(args=arguments, prog_name="kimierr", standalone_mode=False)
    except typer.Exit as done:
        return done.exit_code
    except typer.Abort:
        return exits.INTERRUPTED
    except SystemExit as done:
        if isinstance(done.__context__, BrokenPipeError):  # typer would end with 1, which means something else here
            raise done.__context__ from None
        raise
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        raise exits.Stop(exits.USAGE, f"standard output: {error.strerror}") from error  # typer writes the help itself
    except Exception as error:
        shown = getattr(error, "format_message", None)
        if shown is None:
            raise
        called = getattr(getattr(error, "ctx", None), "command_path", "kimierr").removesuffix(f" {PLAIN}")
        dashed = any(word.startswith("-") and " " in word for word in arguments)
        advice = f"put -- before a text that begins with -: {called} -- TEXT" if dashed else f"see {called} --help"
        raise exits.Stop(exits.USAGE, f"{' '.join(shown().split())} ({advice})") from error
    return status if isinstance(status, int) else exits.FOUND


def _spelled_out(arguments: list[str]) -> list[str]:
    """Return the arguments with the command in front: the one they name, or the plain form's.

    Help and version are the whole program's, whatever stands beside them.
    """
    place = command_place(arguments)
    if place >= 0:
        return [arguments[place], *arguments[:place], *arguments[place + 1 :]]
    ahead = arguments[: arguments.index("--")] if "--" in arguments else arguments
    for name in (*HELP, "--version"):
        if name in ahead:
            return [name]
    return [PLAIN, *arguments]
