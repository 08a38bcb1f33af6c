"""The plain form: a text, from arguments or standard input, to its answer and exit status."""

from __future__ import annotations

import os

from kimierr import exits, streams
from kimierr.options import STDIN, WHOLE, Options

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from kimierr.catalog.store import Catalog
    from kimierr.report import Report


def answer(options: Options, environ: Mapping[str, str]) -> int:
    """Diagnose what the options name, print the answer, and return the exit status."""
    catalog = open_for(options.catalogs, environ)
    check_wishes(catalog, options.client, options.redact)
    report = _diagnose(options, catalog)
    if not options.quiet:
        streams.write(shown(report, options, environ))
    return exits.FOUND if report.recognised else exits.NOTHING


def _diagnose(options: Options, catalog: Catalog) -> Report:
    from kimierr.diagnosis import diagnose

    keywords = {"product": options.product, "client": options.client, "language": options.language or "en"}
    if options.words and options.words != [STDIN]:
        return diagnose(" ".join(options.words), catalog=catalog, redact=options.redact, **keywords)
    start = streams.read_stdin(WHOLE + 1)
    if len(start) <= WHOLE:
        return diagnose(start, catalog=catalog, redact=options.redact, **keywords)
    from kimierr.scan.reading import Reader
    from kimierr.scan.sources import BLOCK

    return Reader(catalog, redact=options.redact, **keywords).log(start, streams.rest_of_stdin(BLOCK))


def check_wishes(catalog: Catalog, client: str, redact: bool) -> None:
    """Raise Stop for an unknown client; say so if secrets are to be shown."""
    if client and catalog.context.client(client) is None:
        raise exits.Stop(exits.USAGE, f"--client: {client!r} is not known; known are {', '.join(sorted(known.id for known in catalog.context.clients))}")
    if not redact:
        streams.note("kimierr: --no-redact: keys and ids are shown as they are")


def shown(report: Report, options: Options, environ: Mapping[str, str]) -> str:
    """Return the report in the form the options ask for."""
    if options.field:
        from kimierr.render import field

        return field.render(report, options.field)
    from kimierr.render import Screen, render

    terminal = streams.stdout_is_terminal()
    color = streams.color_wanted(options.color, environ, terminal)
    format = options.format or ("rich" if terminal or color else "plain")
    if format != "rich":
        return render(report, format)
    return render(report, format, Screen(streams.width(environ), color, streams.ascii_only()))


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

    return f"kimierr {VERSION} ({len(open_for([], environ))} entries)\n"
