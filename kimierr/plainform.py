"""The plain form: a text, from arguments or standard input, to its answer and exit status."""

from __future__ import annotations

import os
import sys

from kimierr import exits, streams
from kimierr.options import STDIN, WHOLE, Options

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from kimierr.catalog.store import Catalog
    from kimierr.report import Report

NOT_REDACTED = "kimierr: --no-redact: keys and ids are shown as they are"


def answer(options: Options, environ: Mapping[str, str]) -> int:
    """Diagnose what the options name, print the answer, and return the exit status."""
    catalog = open_for(options.catalogs, environ)
    check_client(catalog, options.client)
    if not options.redact:
        streams.note(NOT_REDACTED)
    report = _diagnose(options, catalog)
    if options.language and report.findings and not any(finding.entry.is_translated(options.language) for finding in report.findings):
        from kimierr.redact import redact

        asked = redact(streams.one_line(options.language))
        streams.note(f"kimierr: --lang: nothing of this is translated to {asked}; it is shown in English")
    if not options.quiet:
        streams.write(shown(report, options, environ))
    return exits.FOUND if report.recognised else exits.NOTHING


def _diagnose(options: Options, catalog: Catalog) -> Report:
    from kimierr.diagnosis import diagnose

    text: str | bytes
    if options.words and options.words != [STDIN]:
        text = " ".join(options.words)
    else:
        text = streams.read_stdin(WHOLE + 1)
        if len(text) > WHOLE:
            from kimierr.scan.reading import Reader
            from kimierr.scan.sources import BLOCK

            return Reader(catalog, options).log(text, streams.rest_of_stdin(BLOCK))
    return diagnose(text, catalog=catalog, **options.keywords())


def check_client(catalog: Catalog, client: str) -> None:
    """Raise Stop for a client that is not in the catalog."""
    if client and catalog.context.client(client) is None:
        raise exits.Stop(exits.USAGE, f"--client: {catalog.context.unknown_client(client)}")


def shown(report: Report, options: Options, environ: Mapping[str, str]) -> str:
    """Return the report in the form the options ask for."""
    if options.field:
        from kimierr.render import field

        return field.render(report, options.field)
    from kimierr.render import render
    from kimierr.target import Target

    target = Target(options, environ, sys.stdout)
    return render(report, target.format, target.screen() if target.format == "rich" else None)


def open_for(own: list[str], environ: Mapping[str, str]) -> Catalog:
    """Return the built-in catalog with the reader's own folder and the given files on top."""
    from kimierr.catalog.places import cache_folder, open_catalog, own_catalog

    for path in own:
        if not os.path.exists(path):
            raise exits.Stop(exits.USAGE, f"--catalog: {path}: no such file or folder")
    folder = own_catalog(environ)
    return open_catalog([*([folder] if folder else []), *own], cache_folder(environ))


def version_line(environ: Mapping[str, str]) -> str:
    """Return what `--version` prints: people paste it in reports."""
    from kimierr import VERSION

    try:
        entries = f"{len(open_for([], environ))} entries"
    except Exception as error:
        from kimierr.catalog.problems import CatalogError

        if not isinstance(error, CatalogError):
            raise
        entries = "the own entries have faults: kimierr catalog check"
    return f"kimierr {VERSION} ({entries})\n"
