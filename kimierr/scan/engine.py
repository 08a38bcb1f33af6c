"""Bytes of a log, in pieces, to findings: only lines that the prefilter names are looked at closely.

A line is diagnosed on its own if that suffices, else with the lines of its record, else with its neighbours, as a
terminal may have broken the message.
"""

from __future__ import annotations

from kimierr import VERSION
from kimierr.diagnosis import RETRY_ORDER
from kimierr.report import Report
from kimierr.scan.groups import HEAD, Group
from kimierr.scan.lines import count_feeds
from kimierr.scan.long_lines import LONGEST, LOOKED_AT, cut, pieces
from kimierr.scan.numbers import number_after
from kimierr.scan.outcome import may_be_wrapped, says_more, waits_from
from kimierr.scan.prefilter import Prefilter
from kimierr.scan.records import MAY_CONTINUE, MOST_BYTES, MOST_LINES, continues, joined_by_wrap, last_record, record_end, runs_on, span
from kimierr.scan.verdicts import VARIES, Verdicts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kimierr.catalog.store import Catalog
    from kimierr.report import Finding
    from kimierr.scan.lines import LineList
    from kimierr.scan.outcome import Outcome


class Sighting:
    """One occurrence of a finding: where it was seen this time."""

    __slots__ = ("_outcome", "_verdicts", "_which", "first_line", "last_line")

    def __init__(self, verdicts: Verdicts, outcome: Outcome, which: int, first_line: int, last_line: int) -> None:
        self._verdicts = verdicts
        self._outcome = outcome
        self._which = which
        self.first_line = first_line
        self.last_line = last_line

    @property
    def id(self) -> str:
        return self._outcome.findings[self._which].entry.id

    @property
    def finding(self) -> Finding:
        """The finding with its advice, secrets masked; made when first asked for."""
        return self._verdicts.finding(self._outcome, self._which)


class _Told:
    """The last line of a block that is done with, and the ids already reported in its record."""

    __slots__ = ("ids", "line", "record_end")

    def __init__(self, lines: LineList, ids: set[str]) -> None:
        """`ids` are those of the record that the block before ended in."""
        self.line = -1
        self.ids = ids
        self.record_end = record_end(lines, -1) if ids else -1
        """The last line of the record that told of them."""

    def note(self, lines: LineList, index: int, outcome: Outcome) -> None:
        """Note what was found at `index`, in a record that goes on behind `line`."""
        ids = {finding.entry.id for finding in outcome.findings}
        self.ids = self.ids | ids if index <= self.record_end else ids
        self.record_end = record_end(lines, self.line)


class Scanner:
    """Reads a log piece by piece; `feed` gives what was seen, `report` the whole, folded by entry."""

    def __init__(
        self,
        catalog: Catalog,
        product: str = "",
        client: str = "",
        language: str = "en",
        redact: bool = True,
        rows: bool = True,
        prefilter: Prefilter | None = None,
    ) -> None:
        """`rows`: each occurrence is wanted, not only the report; `prefilter` is that of another scanner with this catalog."""
        self.lines_read = 0
        self.similar_lines = 0
        self._catalog_size = len(catalog)
        self._prefilter = prefilter or Prefilter(catalog)
        self._verdicts = Verdicts(catalog, product, client, language, redact, types_count=rows)
        self._rows = rows
        self._rest = b""
        self._groups: dict[str, Group] = {}
        self._told_last: set[str] = set()
        """Ids of the errors of the record that the last piece ended in."""

    def feed(self, data: bytes, hold: bool = True) -> list[Sighting]:
        """Take the next bytes; return what was seen in the lines they complete.

        With `hold`, a hit whose record may go on in the next bytes waits for them.
        """
        if b"\n" not in data:  # but perhaps in what was held back
            data, self._rest = self._rest + data, b""
        end = data.rfind(b"\n") + 1
        block = b"".join((self._rest, memoryview(data)[:end]))  # in one step: all of a log is copied here
        self._rest = data[end:]
        whole = len(self._rest) < LONGEST
        seen = self._block(block, hold and whole) if block else []
        if not whole:
            long = self._rest
            at = cut(long, len(long))
            self._rest = long[at:]
            seen += self._block(long[:at], hold=False, cut=True)
        return seen

    def finish(self) -> list[Sighting]:
        """Take what is left as the end of the input."""
        rest, self._rest = self._rest, b""
        return self._block(rest if rest.endswith(b"\n") else rest + b"\n", hold=False) if rest else []

    def report(self) -> Report:
        """Return all findings so far, each entry once, the one to act on first in front."""
        findings = [group.folded() for group in self._groups.values()]
        for finding in findings:
            if finding.ranges:
                self._verdicts.advise_on_all(finding)
        findings.sort(key=lambda finding: (RETRY_ORDER[finding.entry.retry.verdict], -finding.count, finding.first_line))
        return Report(findings, None, self._catalog_size, VERSION, self.lines_read, self.similar_lines)

    def _block(self, block: bytes, hold: bool, cut: bool = False) -> list[Sighting]:
        hits, lines = self._prefilter.hits(block)
        if not hits:
            end = self._keep_from(block, last_record(block)) if hold else len(block)
            self.lines_read += 0 if cut else count_feeds(block, 0, end)
            return []
        seen: list[Sighting] = []
        told = _Told(lines, self._told_last)
        read = self._walk(lines, hits, hold, told, seen)
        if hold and read == len(lines):
            start = last_record(block)
            first = read - block.count(b"\n", start)
            if max(told.record_end, told.line, hits[-1]) < first and self._keep_from(block, start) == start:
                read = first
        self._told_last = told.ids if told.record_end == read - 1 else set()
        self.lines_read += 0 if cut else read
        return seen

    def _walk(self, lines: LineList, hits: list[int], hold: bool, told: _Told, seen: list[Sighting]) -> int:
        """Count what the lines say that the prefilter named; return how many have been read: one may wait with all that follow."""
        known, count = self._verdicts.known, len(lines)
        for index in hits:
            if index <= told.line:
                continue
            raw = lines[index]
            if len(raw) > LOOKED_AT:
                told.line = index
                self._look_at_long(raw, self.lines_read + index, seen)
                continue
            outcome = known.get(raw.translate(None, VARIES))  # most lines end here, without a call
            if outcome is None or outcome.by_status is not None:
                outcome = self._verdicts.of(raw)
            if index <= told.record_end and outcome.says_no_more_than(told.ids):
                continue  # the rest of the record says the same again: its type, its stack
            below = lines[index + 1] if index + 1 < count else b""
            goes_on = below[:1] in MAY_CONTINUE and continues(below)
            if outcome.is_nothing and index + 1 < count and not goes_on and not (outcome.similar and runs_on(lines, index)):
                self.similar_lines += outcome.similar
                continue
            if hold and not outcome.suffices and index + MOST_LINES >= count:
                first = self._waits_from(lines, index, outcome, told.line)
                if first < count:
                    return first
            until: int | None = index
            if (group := outcome.only) is not None and (outcome.suffices or not goes_on):
                group.count += 1
                group.last_line = self.lines_read + index + 1
                group.last_head = raw[:HEAD]
            elif outcome.suffices or (outcome.is_first and not goes_on):
                until = index + self._count(outcome, raw, self.lines_read + index, seen)
            else:
                until = self._look(lines, index, outcome, seen, told.line)
            told.line = index if until is None else until
            if until is not None and (until + 1 >= count or (goes_on if until == index else continues(lines[until + 1]))):
                told.note(lines, index, outcome)
        return count

    def _waits_from(self, lines: LineList, index: int, outcome: Outcome, done: int) -> int:
        """Keep a hit, with the lines of its record behind `done` and all that follow, if lines still to come may say more of it.

        Return from which line on they are kept; the number of lines if none is.
        """
        first = waits_from(lines, index, done, outcome)
        if not first < len(lines) <= first + MOST_LINES:
            return len(lines)
        kept = b"".join([lines[at] + b"\n" for at in range(first, len(lines))])
        if len(kept) + len(self._rest) > MOST_BYTES:
            return len(lines)
        self._rest = kept + self._rest
        return first

    def _keep_from(self, block: bytes, start: int) -> int:
        """Keep the last record of a block, from a place on, for the next bytes, which may go on with it; return where it is kept from."""
        if len(block) - start + len(self._rest) > MOST_BYTES:
            return len(block)
        self._rest = block[start:] + self._rest
        return start

    def _look(self, lines: LineList, index: int, outcome: Outcome, seen: list[Sighting], done: int) -> int | None:
        """Take what the line at `index`, its record or its neighbours say; return the last line that a finding is on, None for no finding.

        The lines up to `done` have said what they have to say.
        """
        start, raw, chosen = index, lines[index], outcome.findings
        first, last = span(lines, index)
        wider = [(first, last)] if last - first > 1 else []
        broken = outcome.similar and not outcome.findings and runs_on(lines, index)
        if broken or (not outcome.whole and may_be_wrapped(lines, index, *outcome.missing)):
            wider.append(joined_by_wrap(lines, index, done))
        for from_line, to_line in wider:
            record = b"\n".join([lines[at] for at in range(from_line, to_line)])
            if len(record) > LOOKED_AT:
                continue
            around = self._verdicts.of(record, keep=not broken)
            # What stands on other lines alone is found when they are looked at.
            here = index - from_line + 1
            over = [finding for finding in around.findings if finding.first_line <= here <= finding.last_line]
            if over and says_more(over, around, outcome):
                outcome, start, raw, chosen = around, from_line, record, over
                break
        if not outcome.findings:
            self.similar_lines += outcome.similar
            return None
        return max(index, start + self._count(outcome, raw, self.lines_read + start, seen, chosen))

    def _look_at_long(self, raw: bytes, before: int, seen: list[Sighting]) -> None:
        """Count what a line holds that is too long to be looked at as a whole, and may hold many records."""
        found = similar = False
        for piece in pieces(raw):
            if not self._prefilter.lines(piece):
                continue
            outcome = self._verdicts.of(piece)
            self._count(outcome, piece, before, seen)
            for group, count in zip(outcome.groups, outcome.counts, strict=True):
                if group:
                    group.count += count - 1
            found, similar = found or bool(outcome.findings), similar or outcome.similar
        self.similar_lines += similar and not found

    def _count(self, outcome: Outcome, raw: bytes, before: int, seen: list[Sighting], chosen: list[Finding] | None = None) -> int:
        """Count what a line or record holds, or some of it, which has so many lines before it.

        Return on which of its lines, from 0, the last finding ends.
        """
        last = 0
        for which, finding in enumerate(outcome.findings):
            if chosen is not None and finding not in chosen:
                continue
            group = outcome.groups[which] or self._group(outcome, which, before + finding.first_line, raw[:HEAD])
            group.count += 1
            group.last_line = before + finding.last_line
            group.last_head = raw[:HEAD]
            for name, text in outcome.numbers[which]:
                if (value := number_after(raw, text)) is not None:
                    group.widen(name, value)
            if finding.last_line > last:
                last = finding.last_line
            if self._rows:
                seen.append(Sighting(self._verdicts, outcome, which, before + finding.first_line, before + finding.last_line))
            elif outcome.is_plain:
                outcome.only = group
        return last - 1

    def _group(self, outcome: Outcome, which: int, line: int, head: bytes) -> Group:
        id = outcome.findings[which].entry.id
        group = self._groups.get(id)
        if group is None:
            group = self._groups[id] = Group(self._verdicts.finding(outcome, which), line, head)
        outcome.groups[which] = group
        return group
