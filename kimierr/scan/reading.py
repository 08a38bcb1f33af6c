"""One input to one report: a short one diagnosed as a whole, like a paste; a longer one piece by piece, in bounded memory."""

from __future__ import annotations

from kimierr.diagnosis import RETRY_ORDER, diagnose
from kimierr.options import WHOLE, Options
from kimierr.report import Report
from kimierr.scan.engine import Scanner
from kimierr.scan.groups import HEAD, timestamp
from kimierr.scan.prefilter import Prefilter
from kimierr.scan.sources import BLOCK, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kimierr.catalog.store import Catalog
    from kimierr.report import Finding, Unknown

NO_MESSAGE = "No documented message is in the text."


class Reader:
    """What the reader of the answer wants, and how one input after the other becomes a report for it."""

    __slots__ = ("_catalog", "_options", "_prefilter")

    def __init__(self, catalog: Catalog, options: Options) -> None:
        self._catalog = catalog
        self._options = options
        self._prefilter: Prefilter | None = None

    def diagnose(self, data: bytes) -> Report:
        """Return what the plain form says of a short text."""
        return diagnose(data, catalog=self._catalog, **self._options.keywords())

    def scanner(self, rows: bool = True, size: int = 0) -> Scanner:
        """Return a scanner for one input, that gives each occurrence or only the report; all share the tables that take time to build.

        `size` is how many bytes there are at least, if that is known.
        """
        if self._prefilter is None:
            self._prefilter = Prefilter(self._catalog)
        self._prefilter.expect(size)
        return Scanner(self._catalog, **self._options.keywords(), rows=rows, prefilter=self._prefilter)

    def read(self, blocks: Iterable[bytes], size: int = 0) -> Report:
        """Return the report of an input that comes in blocks of raw bytes; `size` is how many there are, if that is known."""
        rest = iter(blocks)
        start = b""
        for block in rest:
            start += block
            if len(start) > WHOLE:
                return self.log(start, rest, size)
        return self._short(start)

    def log(self, start: bytes, more: Iterable[bytes], size: int = 0) -> Report:
        """Return the report of an input of any size: `start`, more than WHOLE bytes, and what follows it."""
        scanner = self.scanner(rows=False, size=size)
        head = b""
        for block in _even(_text(start, more)):
            head = head or block[:WHOLE]
            scanner.feed(block)
        scanner.finish()
        report = scanner.report()
        if not report.findings:
            report.findings, report.unknown = self._from_head(head[: head.rfind(b"\n") + 1] or head)
        return report

    def _short(self, data: bytes) -> Report:
        """Return what the plain form says of the same bytes, with the counts, ranges and times of a log."""
        report = self.diagnose(data)
        report.findings = [finding for finding in report.findings if finding.recognised] or report.findings
        text, scanner = Text().take(data, final=True), self.scanner(rows=False)
        scanner.feed(text)
        scanner.finish()
        counted = {finding.entry.id: finding for finding in scanner.report().findings}
        lines = text.split(b"\n")
        for finding in report.findings:
            same = counted.get(finding.entry.id)
            if same is not None and same.count >= finding.count:
                finding.count, finding.ranges, finding.times = same.count, same.ranges, same.times
                if same.ranges:  # what fits all of them
                    finding.retry, finding.cause, finding.note, finding.fix = same.retry, same.cause, same.note, same.fix
                finding.first_line, finding.last_line = min(finding.first_line, same.first_line), max(finding.last_line, same.last_line)
            else:
                finding.times = (_time(lines, finding.first_line), _time(lines, finding.last_line))
        report.lines, report.similar_lines = scanner.lines_read, scanner.similar_lines
        return report

    def _from_head(self, head: bytes) -> tuple[list[Finding], Unknown | None]:
        """Return what the first lines of a log say, if no documented message is in all of it."""
        report = self.diagnose(head)
        if report.unknown is not None and report.findings:
            report.unknown.summary = NO_MESSAGE  # a bare status somewhere in a log is no hint worth showing
        return [finding for finding in report.findings if finding.recognised], report.unknown


def _text(start: bytes, more: Iterable[bytes]) -> Iterator[bytes]:
    text = Text()
    yield text.take(start)
    for block in more:
        yield text.take(block)
    yield text.take(b"", final=True)


def _even(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the same bytes in blocks of one size: the answer must not depend on how a pipe cuts them."""
    held = b""
    for block in blocks:
        held = held + block if held else block
        while len(held) >= BLOCK:
            yield held[:BLOCK]
            held = held[BLOCK:]
    if held:
        yield held


def _time(lines: list[bytes], line: int) -> str:
    return timestamp(lines[line - 1][:HEAD]) if 0 < line <= len(lines) else ""


def merged(reports: list[Report]) -> Report:
    """Return the reports of several files as one, the errors to act on first in front."""
    if len(reports) == 1:
        return reports[0]
    findings = [finding for report in reports for finding in report.findings]
    findings.sort(key=lambda finding: (not finding.recognised, RETRY_ORDER[finding.entry.retry.verdict], -finding.count))
    similar = sum(report.similar_lines for report in reports)
    unknown = (
        None if any(finding.recognised for finding in findings) else next((report.unknown for report in reports if report.unknown), None)
    )
    return Report(findings, unknown, reports[0].catalog_size, reports[0].version, sum(report.lines for report in reports), similar)
