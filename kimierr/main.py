"""The program's edge: arguments and environment in, output and exit status out, faults caught."""

from __future__ import annotations

import gc
import os
import sys

from kimierr import exits, streams

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

OBJECTS_BETWEEN_COLLECTIONS = 200_000
"""Looking for garbage is a tenth of a short run with the usual 700, and there is hardly any to find."""


def command() -> NoReturn:
    """Be the process: run the program with the process's arguments and end with its exit status.

    The system takes the memory back; that the interpreter does so first would take a fifth of the time it takes to start.
    """
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    status = main()
    streams.flush()
    os._exit(status)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return _run(given)
    except exits.Stop as stop:
        if stop.text:
            _tell(f"kimierr: {stop.text}")
        return stop.status
    except KeyboardInterrupt:
        return exits.INTERRUPTED
    except BrokenPipeError:
        streams.forget(sys.stdout)
        return exits.PIPE_CLOSED
    except Exception as error:
        return _failed(error)


def _run(given: list[str]) -> int:
    from kimierr.options import read_short

    if given == ["--version"]:
        from kimierr.plainform import version_line

        streams.write(version_line(os.environ))
        return exits.FOUND
    is_scan = given[:1] == ["scan"]
    options = None if "_KIMIERR_COMPLETE" in os.environ else read_short(given[is_scan:])
    if options is None or (is_scan and options.field):
        # Other commands, help, completion and faulty options: typer takes its time to start only for these.
        from kimierr.cli import run

        return run(given)
    if is_scan:
        from kimierr.commands.scan import scan

        return scan(options.words, options)
    from kimierr.plainform import answer

    return answer(options, os.environ)


def _tell(text: str) -> None:
    """Write one line about what was given, which may hold anything, keys too."""
    from kimierr.redact import redact

    streams.note(redact(streams.one_line(text)))


def _failed(error: Exception) -> int:
    from kimierr.catalog.problems import CatalogError

    if isinstance(error, CatalogError):
        for problem in error.problems:
            _tell(str(problem))
        return exits.USAGE
    from kimierr.fault import describe

    streams.note(describe(error))
    return exits.FAULT
