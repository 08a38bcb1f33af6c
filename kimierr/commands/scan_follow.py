"""scan --follow: what is found is said at once, in full the first time, in one line from then on."""

from __future__ import annotations

import time
from collections import deque
from copy import copy

from kimierr import VERSION, streams
from kimierr.commands.scan import Output
from kimierr.render import render
from kimierr.render.words import name, plural
from kimierr.report import Finding, Report
from kimierr.scan.groups import HEAD, timestamp
from kimierr.scan.reading import Reader
from kimierr.scan.sources import Text, UnreadableError
from kimierr.scan.watch import CHANGED, ENDED, POLL, QUIET, WAITS, Followed, check_output

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from kimierr.scan.engine import Sighting

HOLD = 0.2
"""Seconds of silence after which a record counts as complete."""
RECENT = 256 << 10
"""Bytes of an input that are kept to quote a record from."""
MOST_KEPT = 1024
"""Records whose findings are kept for when they come again."""


def follow_all(files: Sequence[str], reader: Reader, output: Output) -> tuple[bool, bool]:
    """Follow until all inputs end, which files never do; return whether something was recognised, and whether something could not be read."""
    teller = _Teller(reader, output)
    unreadable = False
    logs: list[_Log] = []
    for path in files:
        try:
            logs.append(_Log(Followed(path), reader, teller))
        except UnreadableError as error:
            streams.note(f"kimierr: {error}")
            unreadable = True
    try:
        alive = logs
        while alive:
            unreadable = _step(alive, output) or unreadable
            alive = [log for log in alive if log.followed.alive]
    finally:  # also when interrupted, as this is how following a file ends
        if logs:
            for log in logs:
                log.end()
            teller.close(logs)
    return teller.recognised, unreadable


def _step(logs: list[_Log], output: Output) -> bool:
    """Take what there is from each input, or wait a little; return whether one of them cannot be read further."""
    alone = len(logs) == 1 and not logs[0].followed.grows
    idle, failed = True, False
    for log in logs:
        try:
            came = log.followed.next((HOLD if log.unsettled else None) if alone else 0)
        except UnreadableError as error:
            streams.note(f"kimierr: {error}")
            log.followed.alive = False
            failed = True
            continue
        if isinstance(came, bytes):
            if output.pass_through:
                streams.copy_through(came)
            log.take(came)
            idle = False
        elif came == CHANGED:
            log.restart()
        elif came == QUIET and log.unsettled and (alone or time.monotonic() - log.latest >= HOLD):
            log.settle()
        elif came == ENDED:
            log.end()
    if idle and not alone:
        check_output()
        time.sleep(POLL)
    return failed


class _Log:
    """One input with its scanner and its last lines."""

    __slots__ = (
        "_ended", "_lines", "_reader", "_recent", "_size", "_text", "_teller", "followed", "latest", "lines", "scanner", "unsettled",
    )  # fmt: skip

    def __init__(self, followed: Followed, reader: Reader, teller: _Teller) -> None:
        self.followed = followed
        self.scanner = reader.scanner()
        self.latest = 0.0
        self.unsettled = False
        """Since the last silence something came, so a record may be held."""
        self.lines = 0
        """Lines of the files that stood here before."""
        self._ended = False
        self._teller = teller
        self._forget()

    def _forget(self) -> None:
        self._text = Text()
        self._lines = 0
        self._recent: deque[tuple[int, bytes]] = deque()
        self._size = 0

    def take(self, data: bytes, final: bool = False) -> None:
        text = self._text.take(data, final)
        self._recent.append((self._lines, text))
        self._lines += text.count(b"\n")
        self._size += len(text)
        while self._size > RECENT and len(self._recent) > 1:
            self._size -= len(self._recent.popleft()[1])
        seen = self.scanner.feed(text, hold=WAITS or self.followed.grows)
        if seen:
            self._teller.tell(seen, self)
        self.unsettled = True
        self.latest = time.monotonic()

    def settle(self) -> None:
        """Take what is held for complete: nothing has come for a while."""
        self._teller.tell(self.scanner.feed(b"", hold=False), self)
        self.unsettled = False

    def restart(self) -> None:
        """End the old file and begin with the new one at line 1."""
        self._finish(b"")
        self.lines += self.scanner.lines_read
        self.scanner.lines_read = 0
        self._forget()

    def end(self) -> None:
        if not self._ended:
            self._ended = True
            rest = b""
            try:
                rest = self.followed.source.ended()
            except UnreadableError as error:
                streams.note(f"kimierr: {error}")
            if self._teller.output.pass_through:
                streams.copy_through(rest)
            self._finish(rest)
            self.followed.source.close()

    def _finish(self, rest: bytes) -> None:
        self.take(rest, final=True)
        self._teller.tell(self.scanner.finish(), self)

    def quote(self, first: int, last: int) -> bytes:
        """Return lines of the input by their numbers; empty if they are no longer kept."""
        pieces: list[bytes] = []
        before = 0
        for before, text in reversed(self._recent):
            if before < last:
                pieces.insert(0, text)
            if before + 1 < first:  # a piece may begin within a line
                break
        return b"" if before >= first else b"\n".join(b"".join(pieces).split(b"\n")[first - before - 1 : last - before])


class _Teller:
    """Says what was seen."""

    __slots__ = ("_alike", "_counts", "_firsts", "_reader", "output")

    def __init__(self, reader: Reader, output: Output) -> None:
        self._reader = reader
        self.output = output
        self._counts: dict[str, int] = {}
        self._firsts: dict[str, Finding] = {}
        self._alike: dict[tuple[str, bytes], Finding] = {}
        """(id, record without its time) -> finding."""

    @property
    def recognised(self) -> bool:
        return bool(self._counts)

    def tell(self, sightings: list[Sighting], log: _Log) -> None:
        """Print the sightings with one write."""
        said = [self._one(sighting, log) for sighting in sightings]
        if said and not self.output.quiet:
            self.output.write("".join(said))

    def close(self, logs: list[_Log]) -> None:
        """Say how much was read, in the formats for people."""
        if self.output.format not in ("plain", "rich"):
            return
        from kimierr.render.scan_table import counts

        lines = sum(log.lines + log.scanner.lines_read for log in logs)
        said = counts(lines, sum(log.scanner.similar_lines for log in logs))
        self.output.write("\n".join([*([] if self.recognised else ["No Kimi error recognised."]), *said]) + "\n")

    def _one(self, sighting: Sighting, log: _Log) -> str:
        id = sighting.id
        count = self._counts[id] = self._counts.get(id, 0) + 1
        if self.output.quiet:
            return ""
        format, file = self.output.format, log.followed.source.file
        if count == 1:
            self._firsts[id] = finding = self._placed(copy(sighting.finding), sighting, log)
            return self._shown(finding)
        if format == "jsonl":
            return self._shown(self._placed(self._again(sighting, log), sighting, log))
        if format in ("plain", "rich"):
            place = f"{name(file)}, " if file and self.output.many_files else ""
            return f"{name(id)}: {place}line {sighting.first_line}, {plural(count, 'time')}\n"
        return ""

    def _again(self, sighting: Sighting, log: _Log) -> Finding:
        """Return the finding with the values of this very occurrence: the scanner looks only at the first of a shape."""
        id = sighting.id
        text = log.quote(sighting.first_line, sighting.last_line)
        alike = id, text.replace(timestamp(text[:HEAD]).encode(), b"", 1)
        if alike not in self._alike:
            if len(self._alike) >= MOST_KEPT:
                self._alike.clear()
            found = self._reader.diagnose(text).findings
            self._alike[alike] = next((finding for finding in found if finding.entry.id == id), self._firsts[id])
        return copy(self._alike[alike])

    def _placed(self, finding: Finding, sighting: Sighting, log: _Log) -> Finding:
        finding.count, finding.first_line, finding.last_line = 1, sighting.first_line, sighting.last_line
        time = timestamp(log.quote(sighting.first_line, sighting.first_line)[:HEAD])
        finding.times, finding.file = (time, time), log.followed.source.file
        return finding

    def _shown(self, finding: Finding) -> str:
        format = self.output.format
        text = render(Report([finding], None, 0, VERSION), format, self.output.screen() if format == "rich" else None)
        return text + "\n" if format in ("plain", "rich", "markdown") else text
