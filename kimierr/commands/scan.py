"""scan: logs to their distinct errors, once read or as they grow."""

from __future__ import annotations

import os
import sys

from kimierr import exits, streams
from kimierr.options import STDIN
from kimierr.plainform import NOT_REDACTED, check_client, open_for
from kimierr.render import render
from kimierr.scan.progress import Progress
from kimierr.scan.reading import Reader, merged
from kimierr.scan.sources import Source, UnreadableError, open_source
from kimierr.target import Target

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from kimierr.options import Options
    from kimierr.render import Screen
    from kimierr.report import Report


def scan(files: list[str], options: Options, follow: bool = False, pass_through: bool = False, fail_on_match: bool = False) -> int:
    """Scan the files (standard input if there are none), print what they hold, and return the exit status.

    An input that cannot be read costs one line on standard error and status 2; the others are scanned all the same.
    """
    if follow and options.format == "json":
        raise exits.Stop(exits.USAGE, "--follow gives one finding after the other: use --format jsonl")
    catalog = open_for(options.catalogs, os.environ)
    check_client(catalog, options.client)
    if not options.redact:
        streams.note(NOT_REDACTED)
    reader = Reader(catalog, options)
    output = Output(options, pass_through, len(files) > 1)
    if follow:
        from kimierr.commands.scan_follow import follow_all

        recognised, unreadable = follow_all(files or [STDIN], reader, output)
    else:
        recognised, unreadable = _read_all(files or [STDIN], reader, output)
    if unreadable:
        return exits.USAGE
    return exits.FOUND if recognised is not fail_on_match else exits.NOTHING


class Output:
    """Where the answer goes: to standard output, or beside the lines that pass through."""

    __slots__ = ("_target", "format", "many_files", "pass_through", "quiet")

    def __init__(self, options: Options, pass_through: bool, many_files: bool) -> None:
        self.pass_through = pass_through
        self.quiet = options.quiet
        self.many_files = many_files
        self._target = Target(options, os.environ, sys.stderr if pass_through else sys.stdout)
        self.format = self._target.format

    def write(self, text: str) -> None:
        if self.quiet or not text:
            return
        if self.pass_through:
            streams.note(text)
        else:
            streams.write(text)

    def screen(self) -> Screen:
        return self._target.screen()


def _read_all(files: list[str], reader: Reader, output: Output) -> tuple[bool, bool]:
    """Read and report; return whether something was recognised, and whether something could not be read."""
    reports: list[Report] = []
    unreadable = False
    progress = Progress(sum(_size(path) for path in files), not output.quiet and not output.pass_through)
    try:
        for path in files:
            trouble: list[str] = []
            try:
                source = open_source(path)
            except UnreadableError as error:
                trouble.append(str(error))
            else:
                reports.append(_read(source, reader, output, progress, trouble))
            unreadable = unreadable or bool(trouble)
            for line in trouble:
                streams.note(f"kimierr: {line}")
    finally:
        progress.close()
    if not reports:
        return False, unreadable
    report = merged(reports)
    output.write(_shown(report, output))
    return report.recognised, unreadable


def _read(source: Source, reader: Reader, output: Output, progress: Progress, trouble: list[str]) -> Report:
    try:
        report = reader.read(progress.watch(source, _blocks(source, output.pass_through, trouble)), source.size)
    finally:
        source.close()
    for finding in report.findings:
        finding.file = source.file
    if source.binary and not report.recognised and not output.quiet:
        streams.note(f"kimierr: {source.label}: looks like a binary file; no error was found in it")
    return report


def _blocks(source: Source, pass_through: bool, trouble: list[str]) -> Iterator[bytes]:
    """Yield the raw bytes of a source; what keeps it from being read to its end goes to `trouble`."""
    try:
        while (data := source.raw()) is not None:
            if pass_through:
                streams.copy_through(data)
            if data:
                yield data
        rest = source.ended()
        if rest:
            if pass_through:
                streams.copy_through(rest)
            yield rest
    except UnreadableError as error:
        trouble.append(str(error))


def _shown(report: Report, output: Output) -> str:
    from kimierr.render import scan_table

    if output.format == "plain":
        return scan_table.render(report, output.many_files)
    if output.format == "rich":
        from kimierr.render import scan_rich

        screen = output.screen()
        return scan_rich.render(report, output.many_files, screen.width, screen.color, screen.ascii_only)
    text = render(report, output.format)
    if output.format == "markdown":
        text += "\n" + "\n".join(scan_table.counts(report.lines, report.similar_lines)) + "\n"
    elif output.format == "github" and report.similar_lines:
        from kimierr.render import github

        text += github.notice("Not recognised", "\n".join(scan_table.counts(report.lines, report.similar_lines)))
    return text


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size if path != STDIN and os.path.isfile(path) else 0
    except (OSError, ValueError):
        return 0
